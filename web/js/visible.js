// What nobody would see is shown by its number: characters without a form of their own, which hide in a name or turn the
// direction of what follows. It is done where the page is drawn, to whatever is drawn: no name can be forgotten. What is
// written in editors and fields, copied, saved and decided stays as it is.

/** Characters that nobody sees, but for spaces and line breaks. */
export const UNSEEN = /[\p{DI}\p{Cf}\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u2800]/gu;
const RUN = new RegExp(`${UNSEEN.source}+`, "gu");

/** So many in a row are shown each. */
const EACH = 4;

/** @param {string} text */
export const visible = text => text.replace(RUN, run => {
  const [first, ...others] = [...run].map(number);
  return others.length < EACH ? `[${[first, ...others].join(" ")}]` : `[${first} and ${others.length} more]`;
});

/** @param {string} character */
const number = character => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** @param {string} text */
const hides = text => text.search(UNSEEN) >= 0;

/** Attributes that are shown. */
const SHOWN = ["title", "label"];

/** What text is laid out in, in pieces that begin anew. */
const BLOCK = "p, li, td, th, h1, h2, h3, summary, button, div, header, section";

/** From now on everything that is drawn is visible. */
export function keepVisible() {
  /** What was laid out before its texts were changed: Chromium goes on turning what stands behind them. */
  const turned = /** @type {Set<Element>} */ (new Set());
  const layOutAgain = () => {
    for (const block of turned) block.classList.add("laid-out-again");
    if (turned.size) document.body.getBoundingClientRect();
    for (const block of turned) block.classList.remove("laid-out-again");
    turned.clear();
  };
  const texts = (/** @type {Node} */ root) => {
    if (!hides(root.textContent ?? "")) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = /** @type {Node | null} */ (root); node; node = walker.nextNode()) {
      if (!(node instanceof Text) || !hides(node.data) || node.parentElement?.closest("textarea")) continue;
      node.data = visible(node.data);
      const block = node.parentElement?.closest(BLOCK);
      if (block) turned.add(block);
    }
  };
  const attributes = (/** @type {Element} */ element) => {
    for (const name of SHOWN) {
      const value = element.getAttribute(name);
      if (value && hides(value)) element.setAttribute(name, visible(value));
    }
  };
  new MutationObserver(changes => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") texts(target);
      else if (type === "attributes") attributes(/** @type {Element} */ (target));
      for (const node of addedNodes) {
        texts(node);
        if (!(node instanceof Element)) continue;
        attributes(node);
        for (const element of node.querySelectorAll("[title], [label]")) attributes(element);
      }
    }
    layOutAgain();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: SHOWN });
}
