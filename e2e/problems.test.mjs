// What is wrong with a document: the list under its editor, the way to the place, the repair, what is heard of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "./axe.mjs";
import { open, openWithout } from "./open.mjs";
import { identityPolicy, KEY_POLICY } from "./page.mjs";

const ADDED = identityPolicy(0, 0);
const SETTLED = 3000;

const list = (p, side = "Key owner's side") => p.page.getByRole("region", { name: side }).getByRole("list", { name: "Problems" });
const toggle = p => p.page.getByRole("region", { name: "Key owner's side" }).locator(".problem-toggle");
const repairButton = p => list(p).getByRole("button", { name: "Write the Version" });

/** Takes the Version out of the key policy, in the way of a user: its line is deleted. */
async function withoutVersion(p) {
  await p.caretBehind(KEY_POLICY, `"Version"`);
  await p.press("Control+Shift+k");
}

test("an entry of the list leads to line and column, and links to what is said of the finding", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, `"Effect": "Allo`, "oo");
  await list(p).waitFor({ timeout: SETTLED });
  const entry = list(p).getByRole("listitem").first();
  const said = await entry.innerText();
  assert.match(said, /Error: /);
  assert.match(said, /■/);
  assert.match(said, /AWS (answers:|refuses)/);
  const [, line, column] = said.match(/line (\d+), column (\d+)/).map(Number);
  assert.match(await entry.getByRole("link", { name: /^About / }).getAttribute("href"), /^findings\.html#[a-z-]+$/);

  await entry.getByRole("button", { name: /^Error: / }).click();
  await p.drawn();
  const lines = await p.lines(KEY_POLICY);
  assert.equal(await p.activeLine(), lines[line - 1]);
  await p.press("ArrowLeft");
  await p.type("§");
  assert.equal((await p.activeLine()).indexOf("§"), column - 1);
});

test("a policy after which nobody could change it is not called one that KMS would save", async t => {
  const p = await open(t);
  const owner = p.page.getByRole("region", { name: "Key owner's side" });
  await owner.getByText("KMS would save this policy").waitFor({ timeout: SETTLED });
  await p.typeInstead(KEY_POLICY, { Version: "2012-10-17", Statement: [] });
  await list(p).getByText("KMS refuses to save it unless its safety check is bypassed").waitFor({ timeout: SETTLED });
  assert.equal(await owner.getByText("KMS would save this policy").count(), 0);
});

test("a repair is one step of the history, and the focus does not get lost", async t => {
  const p = await open(t);
  const before = await p.lines(KEY_POLICY);
  await withoutVersion(p);
  const without = await p.lines(KEY_POLICY);
  assert.equal(without.length, before.length - 1);
  await list(p).waitFor({ timeout: SETTLED });
  await repairButton(p).focus();
  await p.press("Enter");
  await p.drawn();
  assert.equal(await repairButton(p).count(), 0);
  assert.ok((await p.lines(KEY_POLICY)).join("\n").includes(`"Version": "2012-10-17"`));
  assert.notEqual(await p.page.evaluate(() => document.activeElement.tagName), "BODY");

  await p.page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.deepEqual(await p.lines(KEY_POLICY), without);
  await p.page.getByRole("button", { name: "Redo", exact: true }).click();
  assert.ok((await p.lines(KEY_POLICY)).join("\n").includes(`"Version": "2012-10-17"`));
});

test("the number of problems is said once, when typing pauses", async t => {
  const p = await open(t);
  const region = p.page.locator("#said");
  assert.equal(await region.getAttribute("role"), "status");
  const before = await region.textContent();
  await region.evaluate(element => {
    window.said = [];
    new MutationObserver(() => window.said.push(element.textContent))
      .observe(element, { characterData: true, childList: true, subtree: true });
  });
  await p.caretBehind(KEY_POLICY, `"Effect": "Allow`);
  for (const key of "abcdef") {
    await p.type(key);
    await p.page.waitForTimeout(60);
  }
  assert.equal(await region.textContent(), before);
  await p.page.waitForFunction(() => window.said.length > 0, null, { timeout: SETTLED });
  assert.match(await region.textContent(), /1 error/);
  assert.equal(await p.page.evaluate(() => window.said.length), 1);
});

test("on a phone the list is folded, and unfolds within the width", async t => {
  const p = await open(t, { width: 360, height: 640, touch: true });
  await p.page.getByRole("button", { name: "Key policy", exact: true }).tap();
  await p.caretBehind(KEY_POLICY, `"Effect": "Allow`);
  await p.type("x");
  await toggle(p).waitFor();
  await p.page.waitForTimeout(1300);
  assert.equal(await toggle(p).getAttribute("aria-expanded"), "false");
  assert.equal(await list(p).count(), 0);
  await toggle(p).tap();
  await list(p).waitFor();
  assert.equal(await toggle(p).getAttribute("aria-expanded"), "true");
  assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await toggle(p).tap();
  assert.equal(await list(p).count(), 0);
});

test("list and repairs work in plain fields too", async t => {
  const p = await openWithout(t, /^editor-.*\.js$/);
  await p.ready({ editors: false });
  await p.page.getByText("The editor could not be loaded").first().waitFor();
  const field = p.host(KEY_POLICY).getByRole("textbox");
  const text = await field.inputValue();
  await field.fill(text.replace(/ *"Version".*\n/, ""));
  await list(p).waitFor({ timeout: SETTLED });
  const entry = list(p).getByRole("listitem").first();
  await entry.getByRole("button").first().click();
  assert.ok(await field.evaluate(area => area === document.activeElement));
  await repairButton(p).click();
  await p.drawn();
  assert.ok((await field.inputValue()).includes(`"Version": "2012-10-17"`));
});

test("each side has its own list", async t => {
  const p = await open(t);
  await p.addPolicy("KeyDemo");
  await p.typeInstead(ADDED, { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:Decrypt" }] });
  await list(p, "Caller's side").waitFor({ timeout: SETTLED });
  assert.match(await list(p, "Caller's side").innerText(), /Resource/);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in lists, choices and help, ${colorScheme}`, async t => {
    const p = await open(t, { colorScheme });
    await withoutVersion(p);
    await p.typeBehind(KEY_POLICY, `"Effect": "Allo`, "oo");
    await list(p).waitFor({ timeout: SETTLED });
    await p.caretBehind(KEY_POLICY, `"kms:Create`);
    await p.press("Control+Space");
    await p.page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    assert.deepEqual(await faults(p.page), []);
    await p.press("Escape", "F1");
    await p.page.locator(".cm-help").waitFor();
    assert.deepEqual(await faults(p.page), []);
  });
}

