// What the editor is made of, in order of precedence. Not among it, on purpose:
// CodeMirror's history (the page has one), a Tab key (it belongs to whoever
// moves through the page by keyboard).

import {
  copyLineDown, copyLineUp, deleteLine, indentLess, indentMore, moveLineDown, moveLineUp, standardKeymap,
} from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import {
  EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, placeholder,
} from "@codemirror/view";
import { assist } from "./assist.js";
import { caretInSight, noSideOnBlur } from "./caret.js";
import { diagnosticsExtension } from "./diagnostics.js";
import { exposedGutters, numbers } from "./gutters.js";
import { hangingIndent } from "./hanging.js";
import { highlightsExtension } from "./highlights.js";
import { jsonExtension } from "./json.js";
import { marksExtension } from "./marks.js";
import { keepThePageStill } from "./outside.js";
import { searchExtension } from "./search.js";
import { shownCharacters } from "./special.js";
import { theme } from "./theme.js";
import { undoElsewhere } from "./undo.js";

/** What defaultKeymap adds, without comments (JSON has none) and syntax selections: two kilobytes less. */
const lineKeys = [
  { key: "Alt-ArrowUp", run: moveLineUp },
  { key: "Alt-ArrowDown", run: moveLineDown },
  { key: "Shift-Alt-ArrowUp", run: copyLineUp },
  { key: "Shift-Alt-ArrowDown", run: copyLineDown },
  { key: "Shift-Mod-k", run: deleteLine },
  { key: "Mod-[", run: indentLess },
  { key: "Mod-]", run: indentMore },
];

/**
 * @param {object} parts
 * @param {import("./editor.js").Callbacks} parts.callbacks
 * @param {import("./assist.js").Answers} parts.answers
 * @param {() => string} parts.label
 * @param {string} parts.placeholder
 * @param {Record<string, string>} parts.phrases
 * @param {(update: import("@codemirror/view").ViewUpdate) => void} parts.updated
 * @returns {import("@codemirror/state").Extension}
 */
export function extensions({ callbacks, answers, label, placeholder: hint, phrases, updated }) {
  return [
    theme,
    undoElsewhere(callbacks),
    marksExtension(callbacks.gutter && (line => callbacks.gutter?.(line))),
    diagnosticsExtension,
    assist(answers, phrases.documentation ?? "Documentation"),
    numbers,
    exposedGutters,
    highlightsExtension,
    jsonExtension,
    searchExtension,
    highlightActiveLine(),
    highlightActiveLineGutter(),
    shownCharacters,
    EditorView.lineWrapping,
    hangingIndent,
    placeholder(hint),
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of(() => ({ "aria-label": label(), tabindex: "0" })),
    keepThePageStill,
    caretInSight,
    noSideOnBlur,
    EditorView.updateListener.of(updated),
    keymap.of(lineKeys),
    keymap.of(standardKeymap),
  ];
}
