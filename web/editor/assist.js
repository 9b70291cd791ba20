// Help while a policy is written: what the word under the pointer means (at the
// caret: F1), and what can be written at the caret (by itself within quotes,
// anywhere with Ctrl-Space). What is said is the page's to say.

import { autocompletion, completionStatus, insertCompletionText, pickedCompletion } from "@codemirror/autocomplete";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { visible } from "../js/visible.js";
import { pin } from "./diagnostics.js";

/**
 * @typedef {object} Help
 * @property {number} from
 * @property {number} to
 * @property {string} title
 * @property {string} text
 * @property {string | null} source a page of documentation
 *
 * @typedef {object} Choices
 * @property {number} from
 * @property {number} to
 * @property {{ label: string, apply: string, detail: string }[]} options in the order in which they are shown
 *
 * @typedef {object} Answers positions count in the text that is given
 * @property {(text: string, position: number) => Help | null} hover
 * @property {(text: string, position: number) => Choices | null} complete
 */

/**
 * @param {Help} help
 * @param {string} linked what a link to documentation says
 * @returns {import("@codemirror/view").Tooltip}
 */
const tooltip = ({ from, to, title, text, source }, linked) => ({
  pos: from,
  end: to,
  above: true,
  create() {
    const dom = document.createElement("div");
    dom.className = "cm-help";
    dom.role = "tooltip";
    const name = dom.appendChild(document.createElement("code"));
    name.textContent = visible(title);
    dom.appendChild(document.createElement("p")).textContent = visible(text);
    if (source) {
      const link = dom.appendChild(document.createElement("a"));
      Object.assign(link, { href: source, target: "_blank", rel: "noreferrer", textContent: linked });
    }
    return { dom };
  },
});

/**
 * Choices that replace what stands behind the caret too: the rest of a word, a closing quote. CodeMirror would compare
 * it with the choices.
 * @param {number} rest how much that is
 */
const behind = rest => (/** @type {Choices["options"][number]} */ { label, apply, detail }) => ({
  label,
  detail,
  /**
   * @param {EditorView} view
   * @param {import("@codemirror/autocomplete").Completion} completion
   * @param {number} from
   * @param {number} to
   */
  apply: (view, completion, from, to) => view.dispatch({
    ...insertCompletionText(view.state, apply, from, Math.min(to + rest, view.state.doc.length)),
    annotations: pickedCompletion.of(completion),
  }),
});

/**
 * @param {Answers} answers
 * @param {string} linked
 */
export function assist(answers, linked) {
  const helpAt = (/** @type {EditorView} */ { state }, /** @type {number} */ position) =>
    answers.hover(state.doc.toString(), position);

  /** @param {EditorView} view */
  const helpAtCaret = view => {
    const help = helpAt(view, view.state.selection.main.head);
    if (help) {
      view.dispatch({
        effects: [pin.of(tooltip(help, linked)), EditorView.announce.of(`${help.title}: ${help.text}`)],
      });
    }
    return true;
  };

  return [
    hoverTooltip((view, position) => {
      // A tap is no question, and the choices are not to be covered.
      if (!matchMedia("(hover: hover)").matches || completionStatus(view.state)) return null;
      const help = helpAt(view, position);
      return help && tooltip(help, linked);
    }, { hideOnChange: true }),
    keymap.of([{ key: "F1", run: helpAtCaret, preventDefault: true }]),
    autocompletion({
      icons: false,
      compareCompletions: () => 0,
      override: [({ state, pos, explicit }) => {
        const found = answers.complete(state.doc.toString(), pos);
        if (!found || (!explicit && state.sliceDoc(found.from - 1, found.from) !== '"')) return null;
        return { from: found.from, options: found.options.map(behind(found.to - pos)), validFor: /^[^"\n]*$/ };
      }],
    }),
  ];
}
