// The exact elements that decided, or that failed and stopped their statement.

import { Decoration, EditorView } from "@codemirror/view";
import { rangeList } from "./ranges.js";

/**
 * @typedef {object} Highlight
 * @property {number} from
 * @property {number} to
 * @property {"decides" | "fails"} kind
 */

/** @type {import("./ranges.js").RangeList<Highlight>} */
export const highlights = rangeList();

const UNDERLINES = {
  decides: Decoration.mark({ class: "cm-element-decides" }),
  fails: Decoration.mark({ class: "cm-element-fails" }),
};

export const highlightsExtension = [
  highlights.field,
  EditorView.decorations.compute([highlights.field], state =>
    Decoration.set(state.field(highlights.field)
      .filter(({ from, to }) => from < to)
      .map(({ from, to, kind }) => (UNDERLINES[kind]).range(from, to)), true)),
];
