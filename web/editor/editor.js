// The editor of the page: one CodeMirror view that shows one policy document at
// a time. The page owns the texts and their history; this module owns what is on
// the screen: caret, scroll position, decorations.
//
// Positions are UTF-16 code units of the text given to show().

import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { access, isReadOnly, setAccess } from "./access.js";
import { diagnostics } from "./diagnostics.js";
import { highlights } from "./highlights.js";
import { NO_BREAKS, readText } from "./line-breaks.js";
import { marks } from "./marks.js";
import { isOutside, outsideChange } from "./outside.js";
import { extensions } from "./setup.js";
import { hostSheet } from "./theme.js";

/**
 * @typedef {object} Callbacks
 * @property {(documentId: string, text: string, selection: number) => void} change the user changed the text;
 *   called within the update, before the browser paints
 * @property {() => void} undo the user asked to undo; the text is not touched
 * @property {() => void} redo the user asked to redo; the text is not touched
 * @property {(documentId: string, text: string, position: number) => import("./assist.js").Help | null} [hover]
 *   what the word at a position means
 * @property {(documentId: string, text: string, position: number) => import("./assist.js").Choices | null} [complete]
 *   what can be written at a position
 * @property {(line: number) => void} [gutter] the user chose the mark of this line (from 1)
 *
 * @typedef {object} Options
 * @property {string} label accessible name
 * @property {string} placeholder shown in an empty document
 * @property {Record<string, string>} [phrases] translations of the search panel's words; `documentation`: what links
 *   to documentation say
 *
 * @typedef {object} Sleeping a document that is not shown
 * @property {EditorState} state
 * @property {import("@codemirror/state").StateEffect<unknown>} scroll
 */

/**
 * @param {HTMLElement} host gets an open shadow root: there CodeMirror adopts its style sheets instead of adding
 *   style elements, so that a content security policy of `style-src 'self'` holds
 * @param {Callbacks} callbacks
 * @param {Options} options
 */
export function mount(host, callbacks, options) {
  return new Editor(host, callbacks, options);
}

export class Editor {
  #callbacks;
  #label;
  #extensions;
  #view;
  #root;

  /** @type {string | null} the document on the screen */
  #id = null;
  /** The text that the page is known to have: given by it, or reported to it. */
  #text = "";
  /** Turns the page's positions into CodeMirror's. */
  #breaks = NO_BREAKS;
  /** @type {Map<string, Sleeping>} */
  #sleeping = new Map();

  /**
   * @param {HTMLElement} host
   * @param {Callbacks} callbacks
   * @param {Options} options
   */
  constructor(host, callbacks, options) {
    this.#callbacks = callbacks;
    this.#label = options.label;
    this.#extensions = extensions({
      callbacks,
      answers: {
        hover: (text, position) => this.#callbacks.hover?.(this.#id ?? "", text, position) ?? null,
        complete: (text, position) => this.#callbacks.complete?.(this.#id ?? "", text, position) ?? null,
      },
      label: () => this.#label,
      placeholder: options.placeholder,
      phrases: options.phrases ?? {},
      updated: update => this.#updated(update),
    });
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [hostSheet()];
    this.#view = new EditorView({ parent: this.#root, root: this.#root, state: this.#newState("", true) });
  }

  /**
   * Shows a document, or brings the one on the screen up to date. Cheap when nothing changed: it may be called at
   * each render. Another text for the same document is a change from outside: the caret goes to its end and comes
   * into view. Another document comes back with its own caret and scroll position, and without marks, highlights
   * and diagnostics. Never calls `change`.
   * @param {string} documentId
   * @param {string} text
   * @param {boolean} readOnly
   */
  show(documentId, text, readOnly) {
    if (documentId !== this.#id) {
      this.#switch(documentId, text, readOnly);
      return;
    }
    const transaction = this.#bring(this.#view.state, text === this.#text ? null : this.#read(text), readOnly);
    if (transaction) this.#view.dispatch(transaction);
  }

  /** Forgets every caret and scroll position: for a new scenario, whose documents have nothing to do with the old. */
  forget() {
    this.#sleeping.clear();
    this.#id = null;
  }

  /** @param {import("./marks.js").Mark[]} list how each statement takes part in the selected decision */
  marks(list) {
    this.#give(marks, list);
  }

  /** @param {import("./highlights.js").Highlight[]} list the elements that decided or failed */
  highlights(list) {
    this.#give(highlights, list);
  }

  /** @param {import("./diagnostics.js").Diagnostic[]} list */
  diagnostics(list) {
    this.#give(diagnostics, list);
  }

  /**
   * Selects a range, scrolls it into view (the page too) and takes the focus.
   * @param {number} from
   * @param {number} to
   */
  reveal(from, to) {
    const range = this.#breaks.range(from, to, this.#view.state.doc.length);
    this.focus();
    this.#view.dispatch({
      selection: { anchor: range.from, head: range.to },
      // Backwards: of a range higher than the editor the beginning should be seen. The margin is that of a strip
      // which may stand over the top of the window.
      effects: EditorView.scrollIntoView(EditorSelection.range(range.to, range.from), { yMargin: 64 }),
    });
  }

  focus() {
    this.#view.focus();
  }

  /** @param {string} text the accessible name */
  label(text) {
    if (text === this.#label) return;
    this.#label = text;
    this.#view.dispatch({}); // an update reads the attributes again
  }

  destroy() {
    // Choices are asked for after a pause, which may end later than the editor.
    this.#callbacks = { change() {}, undo() {}, redo() {} };
    this.#view.destroy();
    this.#root.replaceChildren();
    this.#sleeping.clear();
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  #updated(update) {
    if (!update.docChanged || update.transactions.every(tr => !tr.docChanged || isOutside(tr))) return;
    // Known before the callback runs, which may call show() at once.
    this.#text = update.state.doc.toString();
    this.#breaks = NO_BREAKS;
    this.#callbacks.change(/** @type {string} */ (this.#id), this.#text, update.state.selection.main.head);
  }

  /**
   * @param {string} documentId
   * @param {string} text
   * @param {boolean} readOnly
   */
  #switch(documentId, text, readOnly) {
    const view = this.#view;
    if (this.#id !== null) this.#sleeping.set(this.#id, { state: view.state, scroll: view.scrollSnapshot() });
    const sleeping = this.#sleeping.get(documentId);
    this.#sleeping.delete(documentId);
    this.#id = documentId;

    const doc = this.#read(text);
    if (!sleeping) {
      view.setState(this.#newState(doc, readOnly));
      view.scrollDOM.scrollTop = 0;
      return;
    }
    const change = this.#bring(sleeping.state, doc, readOnly);
    const awake = change?.state ?? sleeping.state;
    const bare = [...marks.replace(awake, []), ...highlights.replace(awake, []), ...diagnostics.replace(awake, [])];
    const { state } = awake.update({ effects: bare });
    view.setState(state);
    view.dispatch({
      effects: change?.docChanged
        // Changed while it was away: what changed is what should be seen.
        ? EditorView.scrollIntoView(state.selection.main.head, { y: "center" })
        : sleeping.scroll,
    });
  }

  /**
   * The transaction that brings a state to what the page says, or null where nothing differs.
   * @param {EditorState} state
   * @param {string | null} doc null: known to be the same
   * @param {boolean} readOnly
   */
  #bring(state, doc, readOnly) {
    const change = doc === null ? null : outsideChange(state, doc);
    const effects = isReadOnly(state) === readOnly ? [] : [setAccess(readOnly)];
    return change || effects.length ? state.update(change ?? {}, { effects }) : null;
  }

  /** @param {string} text as the page has it; returned as CodeMirror has it */
  #read(text) {
    const read = readText(text);
    this.#text = text;
    this.#breaks = read.breaks;
    return read.text;
  }

  /**
   * @template {import("./ranges.js").Range} T
   * @param {import("./ranges.js").RangeList<T>} kind
   * @param {T[]} list
   */
  #give(kind, list) {
    const { state } = this.#view;
    const placed = list.map(item => ({ ...item, ...this.#breaks.range(item.from, item.to, state.doc.length) }));
    const effects = kind.replace(state, placed);
    if (effects.length) this.#view.dispatch({ effects });
  }

  /**
   * @param {string} doc
   * @param {boolean} readOnly
   */
  #newState(doc, readOnly) {
    return EditorState.create({ doc, extensions: [this.#extensions, access(readOnly)] });
  }
}
