// Help while a policy is written: completion, and what words mean.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./open.mjs";
import { identityPolicy, KEY_ARN, KEY_POLICY } from "./page.mjs";

const ADDED = identityPolicy(0, 0);

const choices = p => p.page.locator(".cm-tooltip-autocomplete li");
const help = p => p.page.locator(".cm-help");

/** Waits until the list may be worked with: it ignores keys that were on their way when it opened. */
const listed = async p => {
  await choices(p).first().waitFor();
  await p.page.waitForTimeout(150);
};

test("actions, resources and names are completed, by keyboard alone", async t => {
  const p = await open(t);
  await p.addPolicy("KeyDemo");
  await p.type(`"kms:Decr`);
  await listed(p);
  await p.press("Enter");
  assert.equal((await p.activeLine()).trim(), `"Action": ["kms:Decrypt"],`);

  await p.caretBehind(ADDED, `"Resource": [`);
  await p.press("Control+Space");
  await listed(p);
  const labels = await choices(p).locator(".cm-completionLabel").allTextContents();
  assert.equal(labels[0], KEY_ARN);
  await p.press("ArrowDown", "ArrowUp", "Enter");
  assert.equal((await p.activeLine()).trim(), `"Resource": ["${KEY_ARN}"]`);

  await p.caretBehind(ADDED, `"${KEY_ARN}"]`);
  await p.type(`,"Con`);
  await listed(p);
  await p.press("Enter");
  assert.ok((await p.activeLine()).endsWith(`,"Condition": `));
  await p.type(`{"StringEquals": {"kms:ViaSer`);
  await listed(p);
  await p.press("Enter");
  await p.type(`"s3`);
  await listed(p);
  await p.press("Enter");
  assert.ok((await p.activeLine()).endsWith(`{"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}`));
});

test("Escape closes the choices, and Tab leaves the editor", async t => {
  const p = await open(t);
  await p.caretBehind(KEY_POLICY, `user/KeyUser`);
  await p.press("Control+Space");
  await listed(p);
  await p.press("Escape");
  await choices(p).first().waitFor({ state: "detached" });
  await p.press("Control+Space");
  await listed(p);
  const before = await p.lines(KEY_POLICY);
  await p.press("Tab");
  assert.ok(await p.host(KEY_POLICY).evaluate(host => document.activeElement !== host));
  assert.deepEqual(await p.lines(KEY_POLICY), before);
});

test("a word is explained under the pointer and by F1", async t => {
  const p = await open(t);
  await p.content(KEY_POLICY).getByText(`"Principal"`).first().hover();
  await help(p).waitFor();
  assert.match(await help(p).innerText(), /^Principal\n+Whom the statement is about/);
  assert.match(await help(p).getByRole("link").getAttribute("href"), /^https:\/\/docs\.aws\.amazon\.com\//);
  await p.page.mouse.move(0, 0);
  await help(p).waitFor({ state: "detached" });

  await p.caretBehind(KEY_POLICY, `"kms:Decr`);
  await p.press("F1");
  await help(p).waitFor();
  assert.match(await help(p).innerText(), /^kms:Decrypt\n+Uses the key\./);
  await p.press("Escape");
  await help(p).waitFor({ state: "detached" });
});
