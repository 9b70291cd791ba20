// Faults of accessibility, found by axe.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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
  return page.evaluate(async () => (await axe.run({ resultTypes: ["violations"] })).violations);
}

/** What axe finds that is serious or worse, each with the elements it is about. */
export async function seriousFaults(page) {
  return (await violations(page))
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat().join(" ")} ${any[0]?.message}`));
}
