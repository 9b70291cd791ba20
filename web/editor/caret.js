// The caret stays in sight where the editor becomes lower: a list unfolds under it, or a phone's keyboard.

import { EditorView, ViewPlugin } from "@codemirror/view";

export const caretInSight = ViewPlugin.define(view => {
  let height = 0;
  const observer = new ResizeObserver(() => {
    const before = height;
    height = view.scrollDOM.clientHeight;
    if (height >= before || !view.hasFocus) return;
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
  });
  observer.observe(view.scrollDOM);
  return { destroy: () => observer.disconnect() };
});
