// Lists of ranges that the page gives: marks, highlights, diagnostics. Between a
// keystroke and the page's answer they move along with the text.

import { StateEffect, StateField } from "@codemirror/state";

/**
 * @typedef {{ from: number, to: number }} Range
 */

/**
 * @template {Range} T
 * @typedef {object} RangeList
 * @property {StateField<readonly T[]>} field
 * @property {(state: import("@codemirror/state").EditorState, list: readonly T[]) => StateEffect<readonly T[]>[]} replace
 *   the effects that put a list in place: none if it is there already, which after most keystrokes it is
 */

/**
 * @template {Range} T
 * @returns {RangeList<T>}
 */
export function rangeList() {
  /** @type {import("@codemirror/state").StateEffectType<readonly T[]>} */
  const put = StateEffect.define();
  /** @type {StateField<readonly T[]>} */
  const field = StateField.define({
    create: () => /** @type {readonly T[]} */ ([]),
    update(list, transaction) {
      const given = transaction.effects.findLast(effect => effect.is(put));
      if (given) return given.value;
      return transaction.docChanged && list.length ? list.flatMap(item => moved(item, transaction.changes)) : list;
    },
  });
  return { field, replace: (state, list) => (sameLists(state.field(field), list) ? [] : [put.of(list)]) };
}

/**
 * @template {Range} T
 * @param {T} item
 * @param {import("@codemirror/state").ChangeDesc} changes
 * @returns {T[]} nothing if its whole text was deleted
 */
function moved(item, changes) {
  const from = changes.mapPos(item.from, 1);
  const to = changes.mapPos(item.to, -1);
  if (from === item.from && to === item.to) return [item];
  return from < to || item.from === item.to ? [{ ...item, from, to: Math.max(from, to) }] : [];
}

/**
 * @param {readonly Range[]} a
 * @param {readonly Range[]} b
 */
function sameLists(a, b) {
  return a.length === b.length && a.every((item, i) => sameItems(item, b[i]));
}

/**
 * @param {Record<string, any>} a
 * @param {Record<string, any>} b
 */
function sameItems(a, b) {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => a[name] === b[name]);
}
