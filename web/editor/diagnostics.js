// Findings about the text: an underline, a sign in the gutter, and the
// message on hover, on F8 and Shift-F8 (next and previous) and on a tap.
//
// @codemirror/lint would do most of this, but its wavy lines and icons are data:
// images, which a strict content security policy refuses.

import { Facet, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  closeHoverTooltips, Decoration, EditorView, GutterMarker, gutter, hasHoverTooltips, hoverTooltip, keymap, showTooltip,
} from "@codemirror/view";
import { keepFocus } from "./gutters.js";
import { visible } from "../js/visible.js";
import { rangeList } from "./ranges.js";

/**
 * @typedef {object} Diagnostic
 * @property {number} from
 * @property {number} to
 * @property {"error" | "warning" | "info"} severity
 * @property {string} message
 *
 * @typedef {import("@codemirror/state").EditorState} EditorState
 */

/** @type {import("./ranges.js").RangeList<Diagnostic>} */
export const diagnostics = rangeList();

/** Signs by severity, the worst first. A triangle is a warning and nothing else; circles are marks of statements. */
const SIGNS = { error: "■", warning: "▲", info: "◇" };
const SEVERITIES = /** @type {Diagnostic["severity"][]} */ (Object.keys(SIGNS));

/** @type {Record<string, Decoration>} */
const UNDERLINES = Object.fromEntries(SEVERITIES.map(name => [name, Decoration.mark({ class: `cm-finding-${name}` })]));

/**
 * A range to be seen: an empty one (something is missing here) takes in a neighbour on its line.
 * @template {import("./ranges.js").Range} T
 * @param {EditorState} state
 * @param {T} item
 * @returns {T}
 */
function widened(state, item) {
  if (item.from < item.to) return item;
  const line = state.doc.lineAt(item.from);
  if (item.to < line.to) return { ...item, to: item.to + 1 };
  return { ...item, from: Math.max(line.from, item.from - 1) };
}

/**
 * @param {EditorState} state
 * @param {number} from
 * @param {number} to
 */
const touching = (state, from, to) =>
  state.field(diagnostics.field).map(item => widened(state, item)).filter(item => item.from <= to && item.to >= from);

class Sign extends GutterMarker {
  /** @param {Diagnostic[]} found the diagnostics that begin on one line */
  constructor(found) {
    super();
    this.severity = SEVERITIES.find(name => found.some(({ severity }) => severity === name)) ?? "info";
    this.label = visible(found.map(({ message }) => message).join("\n"));
  }

  /** @param {Sign} other */
  eq(other) {
    return this.severity === other.severity && this.label === other.label;
  }

  toDOM() {
    const sign = document.createElement("span");
    sign.className = `cm-sign cm-sign-${this.severity}`;
    sign.textContent = SIGNS[this.severity];
    sign.title = this.label;
    sign.role = "img";
    sign.ariaLabel = this.label;
    return sign;
  }
}

/** @param {EditorState} state */
function signs(state) {
  /** @type {Map<number, Diagnostic[]>} */
  const lines = new Map();
  for (const item of state.field(diagnostics.field)) {
    const start = state.doc.lineAt(item.from).from;
    lines.set(start, [...(lines.get(start) ?? []), item]);
  }
  return RangeSet.of([...lines].map(([start, found]) => new Sign(found).range(start)), true);
}

/** @type {Facet<RangeSet<Sign>, RangeSet<Sign>>} */
const signSet = Facet.define({ combine: sets => sets[0] ?? RangeSet.empty });

/**
 * @param {Diagnostic[]} found not empty
 * @returns {import("@codemirror/view").Tooltip}
 */
function tooltip(found) {
  return {
    pos: Math.min(...found.map(({ from }) => from)),
    end: Math.max(...found.map(({ to }) => to)),
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "cm-findings";
      dom.role = "tooltip";
      for (const { severity, message } of found) {
        const paragraph = dom.appendChild(document.createElement("p"));
        paragraph.className = `cm-sign-${severity}`;
        paragraph.append(...withCode(message));
      }
      return { dom };
    },
  };
}

/** @param {string} message a sentence in which user text stands in backticks */
const withCode = message => visible(message).split("`").map((part, index) => {
  if (index % 2 === 0) return part;
  const code = document.createElement("code");
  code.textContent = part;
  return code;
});

/** @type {import("@codemirror/state").StateEffectType<import("@codemirror/view").Tooltip | null>} */
export const pin = StateEffect.define();

/** The tooltip that a key or a tap opened; it goes with the next move of the caret. */
const pinned = StateField.define({
  /** @returns {import("@codemirror/view").Tooltip | null} */
  create: () => null,
  update(shown, transaction) {
    const given = transaction.effects.findLast(effect => effect.is(pin));
    if (given) return given.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: field => showTooltip.from(field),
});

/** @param {1 | -1} direction */
const step = direction => (/** @type {EditorView} */ view) => {
  const { state } = view;
  const found = [...state.field(diagnostics.field)].sort((a, b) => (a.from - b.from) * direction);
  const caret = state.selection.main.head;
  const next = found.find(item => (item.from - caret) * direction > 0) ?? found[0];
  if (!next) return false;
  const here = touching(state, next.from, next.from);
  view.dispatch({
    selection: { anchor: next.from },
    scrollIntoView: true,
    effects: [pin.of(tooltip(here)), EditorView.announce.of(here.map(({ message }) => message).join("\n"))],
  });
  return true;
};

/** @param {EditorView} view */
function closeTooltips(view) {
  const { state } = view;
  if (!state.field(pinned) && !hasHoverTooltips(state)) return false;
  view.dispatch({ effects: [pin.of(null), closeHoverTooltips] });
  return true;
}

export const diagnosticsExtension = [
  diagnostics.field,
  pinned,
  signSet.compute([diagnostics.field], signs),
  EditorView.decorations.compute([diagnostics.field], state =>
    Decoration.set(state.field(diagnostics.field)
      .map(item => widened(state, item))
      .filter(({ from, to }) => from < to)
      .map(({ from, to, severity }) => UNDERLINES[severity].range(from, to)), true)),
  hoverTooltip((view, pos) => {
    const found = touching(view.state, pos, pos);
    return found.length ? tooltip(found) : null;
  }, { hideOnChange: true }),
  gutter({
    class: "cm-signs",
    markers: view => view.state.facet(signSet),
    domEventHandlers: {
      ...keepFocus,
      click(view, line) {
        const found = touching(view.state, line.from, line.to).filter(({ from }) => from >= line.from);
        if (!found.length) return false;
        view.dispatch({ effects: pin.of(view.state.field(pinned) ? null : tooltip(found)) });
        return true;
      },
    },
  }),
  EditorView.domEventHandlers({ blur: (_, view) => void closeTooltips(view) }),
  keymap.of([
    { key: "F8", run: step(1), shift: step(-1) },
    { key: "Escape", run: closeTooltips },
  ]),
];
