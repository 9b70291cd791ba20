// JSON as the editor knows it: colours, indentation, brackets. What is wrong with
// the text is for the page to say.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { jsonLanguage } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

const colours = tagHighlighter([
  { tag: tags.propertyName, class: "cm-key" },
  { tag: tags.string, class: "cm-string" },
]);

/** Enter and indentation go on as the document began: two spaces, AWS's four, or tabs. */
const unitOfDocument = indentUnit.compute(["doc"], state => {
  const beginning = state.sliceDoc(0, 2000);
  return beginning.match(/\n(\t| {1,8})[^\s]/)?.[1] ?? "  ";
});

export const jsonExtension = [
  jsonLanguage,
  syntaxHighlighting(colours),
  unitOfDocument,
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  keymap.of(closeBracketsKeymap),
];
