// Faults of accessibility, found by axe: every rule of these tags, on everything that is on the page.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Waits until nothing on the page has changed for a while: axe loses its way where an element goes while it looks,
 * and problems and changes come when typing has paused.
 */
const still = page => page.evaluate(() => new Promise(done => {
  let timer = setTimeout(done, 1300);
  const watch = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(done, 1300);
  });
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}));

/** Everything that axe finds. */
export async function violations(page) {
  await still(page);
  await page.evaluate(AXE);
  return page.evaluate(async values => {
    const { violations } = await axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return violations;
  }, TAGS);
}

/** The same, however slight, in a line for each element that it is about. */
export async function faults(page) {
  return (await violations(page)).flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    `${id}: ${target.flat().join(" ")} ${[...any, ...all, ...none][0]?.message}`));
}
