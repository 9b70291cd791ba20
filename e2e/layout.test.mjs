// The page on screens of five sizes, in both themes. With SCREENSHOTS in the environment, pictures are kept in
// e2e/screenshots.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_POLICY } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));

/** By how many pixels the page is wider than its window. */
const overflow = page => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return Math.max(scrollWidth, document.body.scrollWidth) - clientWidth;
});

/** Whether the selected cell's verdict is in sight: the strip's first line, or the verdict above the reasons. */
const verdictInSight = page => page.evaluate(() => {
  const seen = element => {
    if (!element?.textContent.trim()) return false;
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    if (!width || !height || left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false;
    const hit = document.elementFromPoint(left + Math.min(width, 8) / 2, top + height / 2);
    return element.contains(hit);
  };
  return seen(document.querySelector("[data-testid=strip] b")) || seen(document.querySelector("[data-testid=why] h3.pill"));
});

async function picture(page, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name}.png` });
}

async function check(p, name) {
  const { page } = p;
  await picture(page, name);
  assert.ok(await overflow(page) <= 0, `${name}: the page is ${await overflow(page)} pixels wider than its window`);
  assert.deepEqual(await faults(page), [], name);
  assert.equal(await page.locator("css:light=[style]").count(), 0, `${name}: an element has a style attribute`);
}

test("on a phone a note is left for the tabs where the answer is not shown", async t => {
  const p = await open(t, { width: 390, height: 844, touch: true });
  await p.click("IAM policies");
  await p.addPolicy("KeyDemo");
  const note = p.page.locator(".notice.is-shown");
  for (const name of ["Undo", "Dismiss"]) {
    await p.click("Remove policy KeyDemo");
    await note.getByRole("button", { name, exact: true }).click();
    await note.waitFor({ state: "hidden" });
    assert.equal(await p.page.evaluate(() => document.activeElement.closest(".phone-tabs [aria-current]")?.textContent),
      "IAM policies", name);
    await p.drawn();
  }
});

test("the names of the groups of actions stand side by side", async t => {
  const p = await open(t);
  const boxes = await p.page.locator("tr.groups > *").evaluateAll(all => all.map(one => {
    const { top, left, right } = one.getBoundingClientRect();
    return { top, left, right };
  }));
  assert.ok(boxes.length > 2);
  for (const [index, box] of boxes.entries()) {
    assert.equal(box.top, boxes[0].top, "one row");
    if (index) assert.ok(box.left >= boxes[index - 1].right - 1, "one behind the other");
  }
});

for (const [width, height] of [[1440, 900], [1024, 768], [720, 560], [390, 844], [360, 500]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const name = `${width}x${height}-${colorScheme}`;
    test(name, async t => {
      const phone = width <= 700;
      const p = await open(t, { width, height, colorScheme, touch: phone });
      await p.drawn();
      await check(p, name);

      if (phone) await p.click("Key policy");
      await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
      await p.type(",");
      await p.press("Backspace");
      await p.drawn();
      assert.ok(await verdictInSight(p.page), `${name}: no verdict in sight while the key policy is edited`);
      await check(p, `${name}-editing`);
      await p.page.getByRole("tab", { name: "Rehearse saving" }).click();
      await p.click("Hold this policy as the one in force");
      await p.drawn();
      await check(p, `${name}-rehearsal`);
      if (phone) {
        await p.click("IAM policies");
        await check(p, `${name}-identity`);
      }
    });
  }
}
