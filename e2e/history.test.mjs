// One history for everything on the page, and work that is kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./open.mjs";
import { identityPolicy, KEY_ARN, KEY_POLICY, STUART } from "./page.mjs";

const ADDED = identityPolicy(0, 0);
const SID = `"Sid": "Allow use of the key`;

const isThere = async (p, text) => (await p.lines(KEY_POLICY)).some(line => line.includes(text));

test("undo takes back the last change first, in whichever editor it was", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, SID, " here");
  await p.addPolicy("KeyDemo");
  assert.equal(await p.host(ADDED).count(), 1);

  await p.caretBehind(KEY_POLICY, `${SID} here`);
  await p.undo();
  await p.drawn();
  assert.equal(await p.host(ADDED).count(), 0);
  assert.ok(await isThere(p, `${SID} here"`));
  await p.undo();
  assert.ok(await isThere(p, `${SID}"`));

  await p.redo();
  assert.ok(await isThere(p, `${SID} here"`));
  assert.equal(await p.host(ADDED).count(), 0);
  await p.redo();
  await p.host(ADDED).waitFor();
});

test("a command in the other editor is taken back from here, and the caret stays", async t => {
  const p = await open(t);
  await p.addPolicy("KeyDemo");
  await p.typeInstead(ADDED, { Version: "2012-10-17", Statement: [] });
  await p.typeBehind(KEY_POLICY, SID, " here");
  await p.click("Format: Policy KeyDemo of Stuart");
  assert.ok((await p.lines(ADDED)).length > 1);

  await p.caretBehind(KEY_POLICY, `${SID} here`);
  await p.undo();
  assert.deepEqual(await p.lines(ADDED), [`{"Version":"2012-10-17","Statement":[]}`]);
  assert.ok(await isThere(p, `${SID} here"`));
  await p.undo();
  assert.ok(await isThere(p, `${SID}"`));

  await p.type("!");
  assert.equal((await p.activeLine()).trim(), `${SID}!",`);
});

test("typing goes on where an undone text stood", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, SID, " one");
  await p.undo();
  await p.type(" two");
  assert.equal((await p.activeLine()).trim(), `${SID} two",`);
  await p.undo();
  assert.ok(await isThere(p, `${SID}"`));
  await p.redo();
  await p.type(" three");
  assert.equal((await p.activeLine()).trim(), `${SID} two three",`);
});

test("the buttons do what the keys do", async t => {
  const p = await open(t);
  const undo = p.page.locator(".bar").getByRole("button", { name: "Undo" });
  assert.ok(await undo.isDisabled());
  await p.typeBehind(KEY_POLICY, SID, " here");
  await undo.click();
  assert.ok(await isThere(p, `${SID}"`));
  assert.ok(await undo.isDisabled());
  await p.page.locator(".bar").getByRole("button", { name: "Redo" }).click();
  assert.ok(await isThere(p, `${SID} here"`));
});

test("a reload brings the work back", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, SID, " here");
  await p.addPolicy("KeyDemo");
  await p.type(`"kms:Decrypt"`);
  await p.typeBehind(ADDED, `"Resource": [`, `"${KEY_ARN}"`);
  await p.selectCell(STUART, "kms:Encrypt");
  await p.page.reload();
  await p.ready();
  await p.caretBehind(KEY_POLICY, `${SID} here`);
  await p.caretBehind(ADDED, `"kms:Decrypt"`);
  assert.match(await p.stripText(), /^Stuart · Encrypt:/);
});

test("starting again can be undone", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, SID, " here");
  await p.addPolicy("KeyDemo");
  const before = await p.matrix();

  await p.click("Start again");
  await p.page.getByText("The opening scenario is back.").waitFor();
  assert.equal(await p.host(ADDED).count(), 0);
  await p.caretBehind(KEY_POLICY, `${SID}"`);

  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  await p.host(ADDED).waitFor();
  await p.caretBehind(KEY_POLICY, `${SID} here"`);
  assert.deepEqual(await p.matrix(), before);
});
