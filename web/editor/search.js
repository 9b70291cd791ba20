// Find in the document. The browser's own search sees only the lines that
// CodeMirror has drawn, and would say of a long policy "not found" where it is.

import {
  closeSearchPanel, findNext, findPrevious, getSearchQuery, openSearchPanel, search, SearchQuery, setSearchQuery,
} from "@codemirror/search";
import { keymap, runScopeHandlers } from "@codemirror/view";

/**
 * @param {import("@codemirror/view").EditorView} view
 * @returns {import("@codemirror/view").Panel}
 */
function createPanel(view) {
  const { state } = view;
  const dom = document.createElement("div");
  dom.className = "cm-find";
  dom.role = "search";

  const field = dom.appendChild(document.createElement("input"));
  field.enterKeyHint = "search";
  field.setAttribute("main-field", "true"); // openSearchPanel focuses the field that says so
  field.ariaLabel = field.placeholder = state.phrase("Find");
  field.value = getSearchQuery(state).search;
  field.autocomplete = "off";

  const answer = dom.appendChild(document.createElement("output"));

  /**
   * @param {string} glyph
   * @param {string} name
   * @param {(view: import("@codemirror/view").EditorView) => boolean} command
   */
  const button = (glyph, name, command) => {
    const element = dom.appendChild(document.createElement("button"));
    element.type = "button";
    element.textContent = glyph;
    element.title = element.ariaLabel = state.phrase(name);
    element.addEventListener("click", () => command(view));
  };
  button("↑", "Previous match", findPrevious);
  button("↓", "Next match", findNext);
  button("×", "Close", closeSearchPanel);

  field.addEventListener("input", () => {
    const query = new SearchQuery({ search: field.value, literal: true });
    view.dispatch({ effects: setSearchQuery.of(query) });
    const missing = query.valid && query.getCursor(view.state).next().done;
    answer.textContent = missing ? state.phrase("No match") : "";
  });
  dom.addEventListener("keydown", event => {
    if (runScopeHandlers(view, event, "search-panel")) event.preventDefault();
    else if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      (event.shiftKey ? findPrevious : findNext)(view);
    }
  });

  return {
    dom,
    top: true,
    mount: () => field.select(),
    update(update) {
      const { search: text } = getSearchQuery(update.state);
      if (text !== field.value) field.value = text;
    },
  };
}

const scope = "editor search-panel";

export const searchExtension = [
  search({ literal: true, createPanel }),
  keymap.of([
    { key: "Mod-f", run: openSearchPanel, scope },
    { key: "F3", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Mod-g", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Escape", run: closeSearchPanel, scope },
  ]),
];
