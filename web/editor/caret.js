// The caret stays in sight where the editor becomes lower: a list unfolds under it, or a phone's keyboard. Who has
// scrolled away from it stays there.

import { EditorSelection } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";

export const caretInSight = ViewPlugin.define(view => {
  let height = 0;
  const observer = new ResizeObserver(() => {
    const before = height;
    height = view.scrollDOM.clientHeight;
    if (height >= before || !view.hasFocus) return;
    const { head } = view.state.selection.main;
    const caret = view.coordsAtPos(head);
    const { top } = view.scrollDOM.getBoundingClientRect();
    if (!caret || caret.bottom <= top || caret.top >= top + before) return;
    view.dispatch({ effects: EditorView.scrollIntoView(head) });
  });
  observer.observe(view.scrollDOM);
  return { destroy: () => observer.disconnect() };
});

/**
 * A caret between two rows of a wrapped line has a side, which CodeMirror looks for in the browser's selection. There is
 * none while a dialog is open over the editor, and it would throw: without the focus the caret has no side.
 */
export const noSideOnBlur = EditorView.domEventHandlers({
  blur(_, view) {
    const { main } = view.state.selection;
    if (main.empty && main.assoc) view.dispatch({ selection: EditorSelection.cursor(main.head) });
  },
});
