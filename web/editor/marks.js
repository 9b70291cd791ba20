// How each statement takes part in the selected decision: a mark in the gutter
// at its first line, and a tint over its lines if it decides or nearly matches.

import { Facet, RangeSet } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter, gutterLineClass, keymap } from "@codemirror/view";
import { keepFocus } from "./gutters.js";
import { visible } from "../js/visible.js";
import { rangeList } from "./ranges.js";

/**
 * @typedef {object} Mark
 * @property {number} from
 * @property {number} to
 * @property {"decides" | "matches" | "nearly" | "irrelevant"} kind
 * @property {"allow" | "deny"} [effect]
 * @property {string} label said by the mark's title and to screen readers
 */

/** @type {import("./ranges.js").RangeList<Mark>} */
export const marks = rangeList();

/** Strongest first: of several statements on one line this one gives the glyph. */
const GLYPHS = { decides: "●", nearly: "◐", matches: "◉", irrelevant: "·" };
const STRENGTH = Object.keys(GLYPHS);

/** @param {Mark} mark the class that colours it */
const tone = ({ kind, effect }) => (kind === "decides" && effect === "deny" ? "cm-decides-deny" : `cm-${kind}`);

class Glyph extends GutterMarker {
  /** @param {Mark[]} marks the marks of one line, strongest first */
  constructor([strongest, ...others]) {
    super();
    this.text = GLYPHS[strongest.kind];
    this.tone = tone(strongest);
    this.label = visible([strongest, ...others].map(mark => mark.label).join("\n"));
  }

  /** @param {Glyph} other */
  eq(other) {
    return this.tone === other.tone && this.label === other.label;
  }

  toDOM() {
    const glyph = document.createElement("span");
    glyph.className = `cm-mark ${this.tone}`;
    glyph.textContent = this.text;
    glyph.title = this.label;
    glyph.role = "img";
    glyph.ariaLabel = this.label;
    return glyph;
  }
}

class Tint extends GutterMarker {
  /** @param {string} tone */
  constructor(tone) {
    super();
    this.elementClass = `${tone}-line`;
  }

  /** @param {Tint} other */
  eq(other) {
    return this.elementClass === other.elementClass;
  }
}

/** @type {Record<string, { gutter: Tint, line: Decoration }>} */
const TINTS = Object.fromEntries(["cm-decides", "cm-decides-deny", "cm-nearly"].map(name =>
  [name, { gutter: new Tint(name), line: Decoration.line({ class: `${name}-line` }) }]));

/**
 * The tint of each line, by the line's start. A line that two statements share (`}, {`) goes to the later one.
 * @param {import("@codemirror/state").EditorState} state
 */
function tints(state) {
  const lines = new Map();
  for (const mark of state.field(marks.field)) {
    const tint = TINTS[tone(mark)];
    if (!tint) continue;
    for (let at = mark.from; at <= mark.to;) {
      const line = state.doc.lineAt(at);
      lines.set(line.from, tint);
      at = line.to + 1;
    }
  }
  return [...lines].sort(([a], [b]) => a - b);
}

/** @param {import("@codemirror/state").EditorState} state */
function glyphs(state) {
  /** @type {Map<number, Mark[]>} */
  const lines = new Map();
  for (const mark of state.field(marks.field)) {
    const start = state.doc.lineAt(mark.from).from;
    lines.set(start, [...(lines.get(start) ?? []), mark]);
  }
  return RangeSet.of([...lines].map(([start, list]) => {
    list.sort((a, b) => STRENGTH.indexOf(a.kind) - STRENGTH.indexOf(b.kind));
    return new Glyph(list).range(start);
  }), true);
}

/** @type {Facet<RangeSet<Glyph>, RangeSet<Glyph>>} */
const glyphSet = Facet.define({ combine: sets => sets[0] ?? RangeSet.empty });

/**
 * @param {((line: number) => void) | undefined} choose called for a mark that was clicked, or Alt-Enter on its line
 */
export function marksExtension(choose) {
  /**
   * @param {EditorView} view
   * @param {number} position
   */
  const chosen = (view, position) => {
    const line = view.state.doc.lineAt(position);
    let marked = false;
    view.state.facet(glyphSet).between(line.from, line.from, () => { marked = true; });
    if (!marked || !choose) return false;
    choose(line.number);
    return true;
  };
  return [
    marks.field,
    glyphSet.compute([marks.field], glyphs),
    EditorView.decorations.compute([marks.field], state =>
      Decoration.set(tints(state).map(([start, tint]) => tint.line.range(start)))),
    gutterLineClass.compute([marks.field], state =>
      RangeSet.of(tints(state).map(([start, tint]) => tint.gutter.range(start)))),
    gutter({
      class: choose ? "cm-marks cm-choosable" : "cm-marks",
      markers: view => view.state.facet(glyphSet),
      domEventHandlers: { ...keepFocus, click: (view, line) => chosen(view, line.from) },
    }),
    keymap.of([{ key: "Alt-Enter", run: view => chosen(view, view.state.selection.main.head) }]),
  ];
}
