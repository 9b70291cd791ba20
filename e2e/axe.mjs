// Faults of accessibility, found by axe.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds that is serious or worse, each with the elements it is about. */
export async function seriousFaults(page) {
  // It wants a page that holds still: changes are looked for between two frames.
  await page.waitForFunction(() => {
    const changes = document.querySelector("#changes");
    return !changes || changes.getAttribute("aria-busy") === "false";
  });
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => (await axe.run({ resultTypes: ["violations"] })).violations);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat().join(" ")} ${any[0]?.message}`));
}
