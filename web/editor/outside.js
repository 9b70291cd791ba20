// Changes that the page made: undo and redo, Format, Apply, another scenario.

import { Annotation } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const outside = Annotation.define();

/** @param {import("@codemirror/state").Transaction} transaction */
export const isOutside = transaction => transaction.annotation(outside) === true;

/**
 * The smallest single change that turns the document into `text`, or null where it already is.
 * @param {import("@codemirror/state").EditorState} state
 * @param {string} text with \n as its only line break
 * @returns {import("@codemirror/state").TransactionSpec | null}
 */
export function outsideChange(state, text) {
  const old = state.doc.toString();
  if (old === text) return null;
  const { from, to, insert } = difference(old, text);
  return {
    changes: { from, to, insert },
    selection: { anchor: from + caretIn(old.slice(from, to), insert, state.selection.main.head - from) },
    scrollIntoView: true,
    annotations: outside.of(true),
  };
}

/**
 * Common prefix and suffix taken away, what is left is the change.
 * @param {string} a
 * @param {string} b
 */
function difference(a, b) {
  const shorter = Math.min(a.length, b.length);
  let from = 0;
  while (from < shorter && a[from] === b[from]) from++;
  if (isHighSurrogate(a, from - 1)) from--;
  let suffix = 0;
  while (suffix < shorter - from && a[a.length - 1 - suffix] === b[b.length - 1 - suffix]) suffix++;
  if (isHighSurrogate(a, a.length - suffix - 1)) suffix--;
  return { from, to: a.length - suffix, insert: b.slice(from, b.length - suffix) };
}

/**
 * Whether a boundary after this code unit would cut a character in two.
 * @param {string} text
 * @param {number} index
 */
function isHighSurrogate(text, index) {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit < 0xdc00;
}

/**
 * Where the caret goes within what was inserted: to its end, where the change is. But Format changes white space
 * from the first line to the last: a caret in the midst of that stays at the character it was at.
 * @param {string} removed
 * @param {string} inserted
 * @param {number} caret within `removed`, or outside of it
 */
function caretIn(removed, inserted, caret) {
  const bare = (/** @type {string} */ text) => text.replace(/\s+/g, "");
  if (caret < 0 || caret > removed.length || bare(removed) !== bare(inserted)) return inserted.length;
  let left = bare(removed.slice(0, caret)).length;
  let at = 0;
  while (left > 0) if (/\S/.test(inserted[at++])) left--;
  // In front of a character rather than behind the one before it.
  if (/\S/.test(removed.charAt(caret))) while (/\s/.test(inserted.charAt(at))) at++;
  return at;
}

/**
 * A change from outside scrolls the editor but not the page around it, unless the focus is in the editor: who
 * presses Apply beside it keeps the button under the finger.
 */
export const keepThePageStill = EditorView.scrollHandler.of((view, range, { y, yMargin }) => {
  if (view.root.activeElement) return false;
  const { scrollDOM } = view;
  const box = scrollDOM.getBoundingClientRect();
  const caret = rectangleAt(view.domAtPos(range.head));
  const above = caret.top - yMargin - box.top;
  const below = caret.bottom + yMargin - box.top - scrollDOM.clientHeight;
  if (y === "center") scrollDOM.scrollTop += (above + below) / 2;
  else if (above < 0) scrollDOM.scrollTop += above;
  else if (below > 0) scrollDOM.scrollTop += below;
  return true;
});

/**
 * Where a position is on the screen. CodeMirror's own coordsAtPos() may not be called while it scrolls.
 * @param {{ node: Node, offset: number }} place
 */
function rectangleAt({ node, offset }) {
  const range = document.createRange();
  range.setStart(node, offset);
  const rectangle = range.getBoundingClientRect();
  if (rectangle.height > 0) return rectangle;
  // An empty line has no text to measure.
  return (node instanceof Element ? node : /** @type {Element} */ (node.parentElement)).getBoundingClientRect();
}
