// Characters that nobody would see stand in the text as their number, as everywhere on the page.

import { highlightSpecialChars } from "@codemirror/view";
import { UNSEEN, visible } from "../js/visible.js";

export const shownCharacters = highlightSpecialChars({
  specialChars: UNSEEN,
  render(code, description) {
    const shown = document.createElement("span");
    shown.className = "cm-specialChar";
    shown.textContent = visible(String.fromCodePoint(code));
    shown.title = description ?? "";
    shown.ariaLabel = description;
    return shown;
  },
});
