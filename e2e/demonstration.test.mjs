// The demonstration that the page opens with, by hand: a key is shared with another account.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./open.mjs";
import {
  ACTIONS, identityPolicy, KEY_ADMIN, KEY_ARN, KEY_POLICY, KEY_USER, OWNER_ROOT, SECOND_ROOT, STUART,
} from "./page.mjs";

const deny = "implicit-deny";
const allow = "allow";
const row = (...verdicts) => Object.fromEntries(ACTIONS.map((action, index) => [action, verdicts[index]]));

const NOTHING = row(deny, deny, deny, deny, deny, deny, deny);
const OTHERS = {
  [KEY_USER]: row(allow, allow, allow, allow, deny, deny, deny),
  [KEY_ADMIN]: row(deny, deny, deny, allow, allow, allow, allow),
  [OWNER_ROOT]: row(allow, allow, allow, allow, allow, allow, allow),
};
const USES = row(allow, allow, allow, allow, deny, deny, deny);

const KEY_DEMO = identityPolicy(0, 0);
const keyDemo = (resource, actions = [
  "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey",
]) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "KeyDemo", Effect: "Allow", Action: actions, Resource: resource }],
});

/** Types the second account behind KeyUser in "Allow use of the key", the first statement that names KeyUser. */
const shareKey = async p => {
  await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
  await p.type(",");
  await p.press("Enter");
  await p.type(`"${SECOND_ROOT}"`);
};

const attachKeyDemo = async (p, document) => {
  await p.addPolicy("KeyDemo");
  await p.typeInstead(KEY_DEMO, document);
};

test("the opening matrix is right in every cell", async t => {
  const p = await open(t);
  assert.deepEqual(await p.matrix(), { [STUART]: NOTHING, ...OTHERS });
  assert.deepEqual(Object.keys(await p.verdictRow(STUART)), ACTIONS);
  assert.equal(await p.isStale(), false);
});

test("the key policy, then the identity policy: both together allow", async t => {
  const p = await open(t);
  await shareKey(p);
  assert.deepEqual(await p.matrix(), { [STUART]: NOTHING, ...OTHERS });
  assert.match(await p.stripText(), /Stuart · Decrypt: – denied\..*Stuart has no .*polic(y|ies) that allows? it/s);

  await attachKeyDemo(p, keyDemo(KEY_ARN));
  assert.deepEqual(await p.matrix(), { [STUART]: USES, ...OTHERS });
  assert.equal(await p.word(STUART, "kms:Decrypt"), "allowed");
  assert.equal(await p.word(STUART, "kms:CreateGrant"), "denied");
  assert.equal(await p.word(STUART, "kms:PutKeyPolicy"), "not across accounts");
  assert.equal(await p.isStale(), false);

  await p.selectCell(STUART, "kms:Encrypt");
  assert.match(await p.stripText(), /Stuart · Encrypt: ✓ allowed\./);
  assert.match(await p.whySentence(), /Allow use of the key.*KeyDemo|KeyDemo.*Allow use of the key/s);
  assert.deepEqual(await p.decidingStatements(), ["Allow use of the key", "KeyDemo"]);

  await p.click("Format: Policy KeyDemo of Stuart");
  assert.ok((await p.lines(KEY_DEMO)).includes(`        "kms:Encrypt",`));
  assert.deepEqual(await p.verdictRow(STUART), USES);
});

test("a new policy waits for its actions and its resource", async t => {
  const p = await open(t);
  await shareKey(p);
  await p.addPolicy("KeyDemo");
  await p.type(`"kms:Decrypt"`);
  assert.deepEqual(await p.verdictRow(STUART), NOTHING);
  await p.typeBehind(KEY_DEMO, `"Resource": [`, `"${KEY_ARN}"`);
  assert.deepEqual(await p.verdictRow(STUART), row(deny, allow, deny, deny, deny, deny, deny));
});

test("the other order: the identity policy alone does not help", async t => {
  const p = await open(t);
  await attachKeyDemo(p, keyDemo(KEY_ARN));
  assert.deepEqual(await p.matrix(), { [STUART]: NOTHING, ...OTHERS });
  assert.match(await p.stripText(), /The key policy/);
  await shareKey(p);
  assert.deepEqual(await p.matrix(), { [STUART]: USES, ...OTHERS });
});

test("the key's ARN in another region is another key", async t => {
  const p = await open(t);
  await shareKey(p);
  await attachKeyDemo(p, keyDemo(KEY_ARN.replace("eu-west-1", "us-east-2")));
  assert.deepEqual(await p.verdictRow(STUART), NOTHING);
  assert.match(await p.stripText(), /us-east-2/);
  assert.match(await p.stripText(), /eu-west-1/);
});

test("the key policy bounds what the identity policy gives away", async t => {
  const p = await open(t);
  await shareKey(p);
  await attachKeyDemo(p, keyDemo(KEY_ARN, ["kms:Encrypt", "kms:Decrypt"]));
  assert.deepEqual(await p.verdictRow(STUART), row(allow, allow, deny, deny, deny, deny, deny));

  // From behind Decrypt to the end of the list, and the line before.
  await p.caretBehind(KEY_POLICY, `"kms:Decrypt"`);
  await p.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+End", "Delete");
  await p.caretBehind(KEY_POLICY, `"kms:Encrypt",`);
  await p.press("Shift+Home", "Delete");
  assert.equal(await p.isStale(), false);
  assert.deepEqual(await p.verdictRow(STUART), row(deny, allow, deny, deny, deny, deny, deny));
  assert.deepEqual(await p.verdictRow(KEY_USER), row(deny, allow, deny, deny, deny, deny, deny));
});
