// Every view and every dialog of the page, wide and on a phone, light and dark: axe finds nothing, nothing is wider than
// the window. Another view is another line.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_POLICY } from "./page.mjs";

const named = (p, role, name) => p.page.getByRole(role, { name, exact: true });
const steps = async (p, folded) => {
  await p.click("Scenarios");
  await p.page.getByRole("button", { name: "Open: Lesson: share a key with another account" }).click();
  if (folded) await p.page.locator("#steps").click();
  await p.page.locator(".steps").getByRole("button", { name: "Next", exact: true }).click();
};

/** What is done to see it; on a phone a panel is chosen before. */
const VIEWS = [
  ["decisions", async () => {}],
  ["request", p => named(p, "tab", "Request").click()],
  ["lesson", steps],
  ["key policy", async () => {}, "Key policy"],
  ["a problem", async p => {
    await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
    await p.type(",,");
    await p.page.locator(".problem-toggle").first().waitFor();
  }, "Key policy"],
  ["rehearsal", p => named(p, "tab", "Rehearse saving").click(), "Key policy"],
  ["no policy", async () => {}, "IAM policies"],
  ["a policy", p => p.addPolicy("KeyDemo"), "IAM policies"],
  ["name of a policy", p => named(p, "button", "Add policy").click(), "IAM policies"],
  ["scenarios", async p => {
    await p.click("Scenarios");
    await p.page.locator(".cards").first().waitFor();
  }],
  ["read an error", async p => {
    await p.click("Read an error");
    await p.type("User: arn:aws:iam::123456789012:user/Stuart is not authorized to perform: kms:Decrypt");
  }],
  ["keyboard shortcuts", p => named(p, "button", "Keyboard shortcuts").click()],
  ["menu", (p, phone) => (phone ? p.click("Menu") : undefined)],
];

for (const [width, height] of [[1440, 900], [390, 844]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const [name, show, panel] of VIEWS) {
      test(`${name}: ${width}x${height}, ${colorScheme}`, async t => {
        const phone = width <= 700;
        const p = await open(t, { width, height, colorScheme, touch: phone });
        if (phone && panel) await p.click(panel);
        await show(p, phone);
        assert.deepEqual(await faults(p.page), []);
        const wide = await p.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} pixels too wide`);
      });
    }
  }
}
