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

const build = async p => {
  await p.click("Build");
  await p.page.getByLabel("Title", { exact: true }).waitFor();
};

const LIST_ALIASES = JSON.stringify({
  Aliases: [{
    AliasName: "alias/reports", TargetKeyId: "5e698272-88c6-4f6b-970e-1d1dbd0c6412",
    AliasArn: "arn:aws:kms:eu-west-1:111122223333:alias/reports",
  }],
});

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
  ["settings", p => named(p, "tab", "Settings").click(), "Key policy"],
  ["grants", p => named(p, "tab", "Grants").click(), "Key policy"],
  ["rehearsal", p => named(p, "tab", "Rehearse saving").click(), "Key policy"],
  ["no policy", async () => {}, "IAM policies"],
  ["a policy", p => p.addPolicy("KeyDemo"), "IAM policies"],
  ["name of a policy", p => named(p, "button", "Add policy").click(), "IAM policies"],
  ["boundary", p => named(p, "tab", "Boundary").click(), "IAM policies"],
  ["S3 without a bucket", p => named(p, "tab", "S3 test").click()],
  ["S3 in the lesson", async (p, phone) => {
    await steps(p, phone);
    await named(p, "tab", "S3 test").click();
  }],
  ["build", build],
  ["a new key", async p => {
    await build(p);
    await named(p, "button", "New key…").last().click();
  }],
  ["a principal", async p => {
    await build(p);
    await named(p, "button", "Stuart (Second account)").click();
  }],
  ["file", p => p.click("File")],
  ["an import", async p => {
    await p.click("File");
    await p.page.locator("#import-text").fill(LIST_ALIASES);
    await p.page.locator("#import-answer button").first().waitFor();
  }],
  ["share", async p => {
    await p.click("Share");
    for (const part of await p.page.locator("#share-dialog summary").all()) await part.click();
    await p.page.locator("#share-dialog label", { hasText: "Replace account numbers" }).click();
    await p.page.locator("#share-dialog summary", { hasText: "Replaced" }).click();
  }],
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
