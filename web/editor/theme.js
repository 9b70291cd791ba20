// The look. Colours, fonts and sizes are the page's custom properties, which
// reach into the shadow root: light and dark come from them alone.

import { EditorView } from "@codemirror/view";
import { DEEPEST } from "./hanging.js";

/** Lines begin this far from the gutter. */
const EDGE = ".25rem";

/** @param {number} factor of the width of the indentation */
const hanging = factor => Object.fromEntries(Array.from({ length: DEEPEST }, (_, i) => i + 1).map(depth => {
  const width = `${depth * factor}ch`;
  return [`.cm-indent-${depth}`, { paddingInlineStart: `calc(${EDGE} + ${width})`, textIndent: `-${width}` }];
}));

/**
 * @param {string} colour
 * @param {number} percent
 */
const faint = (colour, percent) => `color-mix(in srgb, ${colour} ${percent}%, transparent)`;

export const theme = EditorView.theme({
  "&": {
    flex: "1 1 auto",
    minHeight: "0",
    background: "var(--sunken)",
    color: "var(--ink)",
  },
  ".cm-scroller, .cm-panels": { fontSize: "var(--text-s)" },
  // Phones zoom into a field whose letters are smaller than this, and do not zoom out again.
  "@media (pointer: coarse)": { ".cm-scroller, .cm-panels": { fontSize: "max(var(--text-s), 16px)" } },
  "&.cm-focused": { outline: "none" },
  // Above the tints, which would cover an outline of the editor's own.
  "&.cm-focused::after": {
    content: "''",
    position: "absolute",
    inset: "0",
    zIndex: "300",
    border: "2px solid var(--focus)",
    pointerEvents: "none",
  },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", containerType: "inline-size" },
  ".cm-content": { padding: "var(--s2) 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: `0 var(--s2) 0 ${EDGE}` },
  ...hanging(1),
  // A row of nothing but indentation would be a row lost: no break between it and the first word. The generated
  // character is a word joiner; it has no width and is no part of the text.
  ".cm-lead": { whiteSpace: "pre" },
  ".cm-lead::after": { content: "'\\2060'" },
  ".cm-content ::selection, .cm-line::selection": { background: faint("var(--focus)", 28) },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-specialChar": { color: "var(--explicit)" },

  ".cm-key": { color: "var(--key)" },
  ".cm-string": { color: "var(--string)" },
  "&.cm-focused .cm-matchingBracket": { background: faint("var(--focus)", 18) },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--explicit-soft)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "none" },
  // An image over the colour: the tint of a mark stays to be seen.
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": {
    backgroundImage: `linear-gradient(${faint("var(--ink)", 5)} 0 0)`,
  },

  ".cm-gutters": { background: "none", border: "0", color: "var(--muted)" },
  ".cm-gutter": { flexShrink: "0" },
  ".cm-marks": { width: "1.75em" },
  ".cm-signs": { width: "1em" },
  ".cm-marks .cm-gutterElement, .cm-signs .cm-gutterElement": { textAlign: "center" },
  ".cm-choosable .cm-mark": { cursor: "pointer" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2ch", padding: "0 var(--s2) 0 var(--s1)" },

  "@container (max-width: 28rem)": {
    ".cm-lead": { letterSpacing: "-.4ch" },
    ...hanging(.6),
    ".cm-marks": { width: "1.25em" },
    ".cm-lineNumbers .cm-gutterElement": { minWidth: "2ch", padding: "0 var(--s1) 0 0" },
  },

  ".cm-mark.cm-decides, .cm-mark.cm-matches": { color: "var(--side, var(--ink))" },
  ".cm-mark.cm-decides-deny": { color: "var(--explicit)" },
  ".cm-mark.cm-nearly": { color: "var(--implicit)" },
  ".cm-decides-line": { backgroundColor: "var(--soft)" },
  ".cm-decides-deny-line": { backgroundColor: "var(--explicit-soft)" },
  ".cm-nearly-line": { backgroundColor: "var(--implicit-soft)" },

  ".cm-element-decides, .cm-element-fails, .cm-finding-error, .cm-finding-warning, .cm-finding-info": {
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-element-decides": { textDecoration: `underline solid ${faint("var(--side, var(--ink))", 60)} 1px` },
  ".cm-element-fails": { textDecoration: "underline wavy var(--explicit) 1px" },
  ".cm-finding-error": { textDecoration: "underline dotted var(--explicit) 2px" },
  ".cm-finding-warning": { textDecoration: "underline dotted var(--implicit) 2px" },
  ".cm-finding-info": { textDecoration: "underline dotted var(--muted) 2px" },
  ".cm-sign": { fontSize: ".85em", cursor: "default" },
  ".cm-sign-error": { color: "var(--explicit)" },
  ".cm-sign-warning": { color: "var(--implicit)" },
  ".cm-sign-info": { color: "var(--muted)" },

  ".cm-tooltip": {
    maxWidth: "min(28rem, 90vw)",
    border: "var(--line)",
    borderRadius: "var(--radius)",
    background: "var(--card)",
    color: "var(--ink)",
    boxShadow: "var(--shadow)",
    font: "var(--text-s)/1.45 var(--font)",
  },
  ".cm-findings": { padding: "var(--s2) var(--s3)", overflowWrap: "anywhere" },
  ".cm-findings p": { margin: "0", whiteSpace: "pre-line" },
  ".cm-findings p + p": { marginTop: "var(--s2)" },

  ".cm-help": { padding: "var(--s2) var(--s3)", overflowWrap: "anywhere" },
  ".cm-findings code": { fontFamily: "var(--mono)" },
  ".cm-help code": { fontFamily: "var(--mono)", fontWeight: "600" },
  ".cm-help p": { margin: "var(--s1) 0" },
  ".cm-help a": { color: "var(--focus)" },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "var(--line)" },

  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxWidth: "min(32rem, 90vw)", fontFamily: "var(--mono)", fontSize: "var(--text-s)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "var(--s1) var(--s3)", lineHeight: "1.4" },
  "@media (any-pointer: coarse)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "var(--s3)" },
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: faint("var(--focus)", 18),
    color: "var(--ink)",
    boxShadow: "inset 3px 0 var(--focus)",
  },
  "@media (forced-colors: active)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
      forcedColorAdjust: "none",
      background: "Highlight",
      color: "HighlightText",
    },
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700", color: "var(--focus)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontFamily: "var(--font)" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--ink)" },

  ".cm-panels": { background: "var(--card)", color: "var(--ink)" },
  ".cm-panels-top": { borderBottom: "var(--line)" },
  ".cm-find": { display: "flex", gap: "var(--s1)", alignItems: "center", padding: "var(--s1) var(--s2)", font: "inherit" },
  ".cm-find input": { flex: "1", minWidth: "0", padding: "var(--s1) var(--s2)" },
  ".cm-find output": { color: "var(--muted)", fontFamily: "var(--font)" },
  ".cm-find button": { minWidth: "2rem", cursor: "pointer" },
  ".cm-find input, .cm-find button": {
    minHeight: "2rem",
    border: "var(--line)",
    borderRadius: "var(--radius)",
    background: "var(--sunken)",
    color: "inherit",
    font: "inherit",
  },
  ".cm-find :focus-visible": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-searchMatch": { background: faint("var(--implicit)", 25) },
  ".cm-searchMatch-selected": { background: faint("var(--focus)", 40) },
});

/** The host itself: the page gives it its height, the editor fills it and scrolls within. */
export function hostSheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host { display: flex; flex-direction: column; overflow: hidden; direction: ltr; }");
  return sheet;
}
