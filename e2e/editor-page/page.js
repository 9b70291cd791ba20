// A stub of the page: it keeps the texts and answers each change at once with
// show(), as the application does. Everything that the editor calls is logged.

import { mount } from "./editor.js";

/** @type {Map<string, string>} */
const texts = new Map();
/** @type {unknown[][]} */
const calls = [];
/** @type {((documentId: string, text: string) => void) | undefined} */
let onChange;

const editor = mount(/** @type {HTMLElement} */ (document.getElementById("editor")), {
  change(documentId, text, selection) {
    calls.push(["change", documentId, text, selection]);
    texts.set(documentId, text);
    editor.show(documentId, text, false);
    onChange?.(documentId, text);
  },
  undo: () => void calls.push(["undo"]),
  redo: () => void calls.push(["redo"]),
  hover(documentId, text, position) {
    const from = text.lastIndexOf("kms:Encrypt", position);
    if (from < 0 || from < position - 11) return null;
    return { from, to: from + 11, title: "kms:Encrypt", text: "uses the key", source: null };
  },
  complete(documentId, text, position) {
    const from = text.lastIndexOf("\"", position - 1) + 1;
    const options = ["kms:Encrypt", "kms:Decrypt"].map(label => ({ label, apply: label, detail: "use" }));
    const to = text.indexOf("\"", position);
    return from > 0 ? { from, to: to < 0 ? position : to, options } : null;
  },
  gutter: line => void calls.push(["gutter", line]),
}, { label: "Key policy", placeholder: "Paste a policy here" });

Object.assign(window, {
  editor,
  calls,
  /** @param {typeof onChange} listener */
  setOnChange(listener) {
    onChange = listener;
  },
});
