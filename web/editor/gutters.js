// The gutters around the text.

import { lineNumbers, ViewPlugin } from "@codemirror/view";

/** Handlers for a gutter whose click must not take the focus away from the text. */
export const keepFocus = { mousedown: () => true };

/** Line numbers; a click selects the line. */
export const numbers = lineNumbers({
  domEventHandlers: {
    mousedown(view, { from, to }) {
      view.dispatch({ selection: { anchor: from, head: Math.min(to + 1, view.state.doc.length) } });
      view.focus();
      return true;
    },
  },
});

/**
 * CodeMirror hides its gutters from assistive technology. Ours carry words: marks and signs are shown, and only
 * the line numbers stay hidden.
 */
export const exposedGutters = ViewPlugin.define(view => {
  view.scrollDOM.querySelector(".cm-gutters")?.removeAttribute("aria-hidden");
  view.scrollDOM.querySelector(".cm-lineNumbers")?.setAttribute("aria-hidden", "true");
  return {};
});
