// Whether the document may be edited. A read-only document keeps its caret, so
// that it can be read and copied from the keyboard.

import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const compartment = new Compartment();

/** @param {boolean} readOnly */
const extension = readOnly => [
  EditorState.readOnly.of(readOnly),
  // No on-screen keyboard for a text that takes no keys.
  readOnly ? EditorView.contentAttributes.of({ inputmode: "none" }) : [],
];

/** @param {boolean} readOnly */
export const access = readOnly => compartment.of(extension(readOnly));

/** @param {boolean} readOnly */
export const setAccess = readOnly => compartment.reconfigure(extension(readOnly));

/** @param {EditorState} state */
export const isReadOnly = state => state.readOnly;
