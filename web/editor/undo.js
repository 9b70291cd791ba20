// The history belongs to the page and covers the whole scenario: every way to
// ask for undo and redo is passed on, and the text stays as it is.

import { EditorView, keymap } from "@codemirror/view";

/** @param {{ undo(): void, redo(): void }} callbacks */
export function undoElsewhere(callbacks) {
  const undo = () => {
    callbacks.undo();
    return true;
  };
  const redo = () => {
    callbacks.redo();
    return true;
  };
  return [
    keymap.of([
      { key: "Mod-z", run: undo, preventDefault: true },
      { key: "Mod-y", run: redo, preventDefault: true },
      { key: "Shift-Mod-z", run: redo, preventDefault: true },
    ]),
    // Menus, three-finger gestures, shaking and the keyboards of phones.
    EditorView.domEventHandlers({
      beforeinput(event) {
        if (event.inputType === "historyUndo") undo();
        else if (event.inputType === "historyRedo") redo();
        else return false;
        event.preventDefault();
        return true;
      },
    }),
  ];
}
