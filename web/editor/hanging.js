// Wrapped lines go on at the indentation of their line. A class per depth, with
// its rules in the theme, since style attributes are not ours to set.

import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

/** Deeper lines hang at this depth: a narrow editor needs the room. */
export const DEEPEST = 20;

const DEPTHS = Array.from({ length: DEEPEST + 1 }, (_, depth) => Decoration.line({ class: `cm-indent-${depth}` }));

/** The white space itself: the theme narrows it where the editor is narrow, and ties it to the word behind it. */
const LEAD = Decoration.mark({ class: "cm-lead" });

/** @param {import("@codemirror/view").EditorView} view */
function hanging(view) {
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  const { doc, tabSize } = view.state;
  let next = 0; // a very long line is visible in several pieces
  for (const { from, to } of view.visibleRanges) {
    for (let at = Math.max(from, next); at <= to; at = next) {
      const line = doc.lineAt(at);
      next = line.to + 1;
      const [lead] = /** @type {RegExpMatchArray} */ (line.text.match(/^[ \t]*/));
      if (!lead) continue;
      builder.add(line.from, line.from, DEPTHS[Math.min(columns(lead, tabSize), DEEPEST)]);
      builder.add(line.from, line.from + lead.length, LEAD);
    }
  }
  return builder.finish();
}

/**
 * @param {string} lead
 * @param {number} tabSize
 */
function columns(lead, tabSize) {
  let count = 0;
  for (const character of lead) count += character === "\t" ? tabSize - (count % tabSize) : 1;
  return count;
}

export const hangingIndent = ViewPlugin.fromClass(class {
  /** @param {import("@codemirror/view").EditorView} view */
  constructor(view) {
    this.decorations = hanging(view);
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  update(update) {
    if (update.docChanged || update.viewportChanged) this.decorations = hanging(update.view);
  }
}, { decorations: plugin => plugin.decorations });
