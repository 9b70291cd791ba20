// CodeMirror hides its gutters from assistive technology. Ours carry words:
// marks and triangles are shown, and only the line numbers stay hidden.

import { ViewPlugin } from "@codemirror/view";

export const exposedGutters = ViewPlugin.define(view => {
  view.scrollDOM.querySelector(".cm-gutters")?.removeAttribute("aria-hidden");
  view.scrollDOM.querySelector(".cm-lineNumbers")?.setAttribute("aria-hidden", "true");
  return {};
});
