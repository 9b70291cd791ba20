// What would change a cell: read, carried out, seen in the matrix, taken back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "./axe.mjs";
import { open, openWithout } from "./open.mjs";
import { KEY_ADMIN, KEY_POLICY, KEY_USER, OWNER_ROOT, STUART } from "./page.mjs";
import { openScenario, SCENARIO } from "./reasons.mjs";

const changes = p => p.why.locator("#changes");
const cards = p => changes(p).locator(".proposal");

/** Waits until the changes of the selected cell are there, and gives their titles. */
const titles = async p => {
  await changes(p).and(p.page.locator("[aria-busy=false]")).waitFor({ state: "attached" });
  return cards(p).locator(".proposal-title").allInnerTexts();
};

test("a denied cell turns by the first change, and back", async t => {
  const p = await open(t);
  await p.selectCell(STUART, "kms:Decrypt");
  assert.match(await p.whySentence(), /opens this action neither to account 123456789012 nor to Stuart/);
  const [first, ...others] = await titles(p);
  assert.equal(first, "Add …:user/Stuart to the Principal of “Allow use of the key” in the key policy and give " +
    "Stuart a policy that allows kms:Decrypt on this key");
  assert.ok(others.some(title => title.startsWith("Add a statement to the key policy that allows")), others.join("\n"));
  const card = cards(p).first();
  assert.match(await card.locator("ins").first().innerText(), /\+ +"arn:aws:iam::111122223333:user\/KeyUser",/);
  assert.match(await card.innerText(), /opens more than asked/);
  assert.match(await card.innerText(), /No other cell of this matrix changes/);

  const before = await p.matrix();
  await card.getByRole("button", { name: /^Apply/ }).click();
  assert.equal(await p.verdict(STUART, "kms:Decrypt"), "allow");
  const after = await p.matrix();
  after[STUART]["kms:Decrypt"] = before[STUART]["kms:Decrypt"];
  assert.deepEqual(after, before, "no other cell has changed");
  assert.match(await p.page.locator(".notice").innerText(), /^Done: Add …:user\/Stuart/);
  assert.equal(await p.page.getByRole("tab", { name: "AllowDecrypt" }).getAttribute("aria-selected"), "true");

  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await p.matrix(), before);
  assert.equal((await titles(p))[0], first);
  await p.redo();
  assert.equal(await p.verdict(STUART, "kms:Decrypt"), "allow");
});

test("other cells that a change would turn are told before it is made", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:ScheduleKeyDeletion");
  await titles(p);
  const card = cards(p).filter({ hasText: "Allow access for Key Administrators" }).first();
  assert.match(await card.innerText(), /Also: KeyUser may now .*kms:CreateGrant/);
  const before = await p.matrix();
  await card.getByRole("button", { name: /^Apply/ }).click();
  const after = await p.matrix();
  const turned = Object.keys(after[KEY_USER]).filter(action => after[KEY_USER][action] !== before[KEY_USER][action]);
  assert.deepEqual(turned.sort(), ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]);
});

test("an allowed cell has what would deny it", async t => {
  const p = await open(t);
  await p.selectCell(KEY_ADMIN, "kms:PutKeyPolicy");
  assert.equal(await changes(p).locator("h3").innerText(), "What would deny it");
  const [first] = await titles(p);
  assert.equal(first, "Take kms:Put* out of the Action of “Allow access for Key Administrators” in the key policy");
  await cards(p).first().getByRole("button", { name: /^Apply/ }).click();
  assert.equal(await p.verdict(KEY_ADMIN, "kms:PutKeyPolicy"), "implicit-deny");
});

test("where nothing changes an answer, that is said", async t => {
  const p = await open(t);
  await p.selectCell(STUART, "kms:ScheduleKeyDeletion");
  assert.deepEqual(await titles(p), []);
  assert.match(await changes(p).innerText(), /No one or two edits .* allow this/);
});

test("they follow what is typed, and wait while a text is broken", async t => {
  const p = await open(t);
  await p.selectCell(OWNER_ROOT, "kms:Decrypt");
  const [first] = await titles(p);
  await p.typeBehind(KEY_POLICY, "\"Sid\": \"Enable IAM User Permissions", "!");
  assert.notEqual((await titles(p))[0], first);
  assert.match((await titles(p))[0], /Permissions!/);
  await p.press("End");
  await p.type(";");
  await changes(p).getByText("Mend first what cannot be read.").waitFor();
  await p.undo();
  assert.match((await titles(p))[0], /Permissions/);
});

test("by keyboard alone: a change is made and the focus stays on the page", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:CreateGrant");
  await titles(p);
  await cards(p).first().getByRole("button", { name: /^Apply/ }).focus();
  await p.press("Enter");
  assert.equal(await p.verdict(KEY_USER, "kms:CreateGrant"), "allow");
  await p.drawn();
  const focused = () => p.page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  assert.equal(await focused(), "changes");
  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).focus();
  await p.press("Enter");
  assert.equal(await p.verdict(KEY_USER, "kms:CreateGrant"), "implicit-deny");
  assert.equal(await focused(), "why");
});

test("a change is for the scenario it was found in, never for one that came in between", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:CreateGrant");
  await titles(p);
  await p.typeBehind(KEY_POLICY, "\"Sid\": \"Enable IAM User Permissions", "XYZ");
  await p.page.waitForTimeout(230);
  await p.undo();
  await p.drawn();
  const apply = cards(p).first().getByRole("button", { name: /^Apply/ });
  if (await apply.isEnabled()) await apply.click();
  await titles(p);
  assert.ok(!await p.isStale(), "the text is still a policy");
});

test("where the inspector is missing, that is said instead of looking for ever", async t => {
  const p = await openWithout(t, /^kms-policy-inspector-.*_bg\.wasm$/);
  await p.ready();
  await changes(p).getByText("Changes cannot be looked for").waitFor();
});

for (const [width, height] of [[1440, 900], [720, 560], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${width} x ${height}, ${colorScheme}: nothing that axe finds, nothing cut off`, async t => {
      const p = await open(t, { width, height, colorScheme });
      await openScenario(p, SCENARIO);
      await titles(p);
      assert.deepEqual(await faults(p.page), []);
      const wide = await p.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
    });
  }
}
