// Saving the key policy, rehearsed: what KMS answers, and what would change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./open.mjs";
import { KEY_ADMIN, KEY_POLICY, KEY_USER, STUART } from "./page.mjs";

const answer = async p => {
  await p.drawn();
  return p.page.locator(".rehearsal-answer > h3").innerText();
};
const changes = async p => {
  await p.drawn();
  return p.page.locator(".rehearsal .changes li").evaluateAll(
    items => items.map(item => item.textContent.replaceAll(/\s+/g, " ").trim()),
  );
};
const rehearse = p => p.page.getByRole("tab", { name: "Rehearse saving" }).click();
const edit = p => p.page.getByRole("tab", { name: "Key policy", exact: true }).click();
const savedBy = (p, principal) => p.page.getByLabel("Saved by").selectOption(principal);

test("KMS asks who saves, and refuses those whom the policy in force does not let", async t => {
  const p = await open(t);
  await rehearse(p);
  await savedBy(p, KEY_ADMIN);
  assert.match(await answer(p), /Saved$/);
  await savedBy(p, KEY_USER);
  assert.match(await answer(p), /Not saved: AccessDenied$/);
  // What is read out is the answer, not the reasons and the list of changes.
  assert.equal(await p.said(), "Not saved: AccessDenied");
  await savedBy(p, STUART);
  assert.match(await answer(p), /Not saved: AccessDenied$/);
});

test("a policy that locks its author out is refused, and saved without the check", async t => {
  const p = await open(t);
  await p.typeInstead(KEY_POLICY, {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: KEY_ADMIN }, Action: "kms:PutKeyPolicy", Resource: "*" }],
  });
  await rehearse(p);
  await savedBy(p, KEY_ADMIN);
  assert.match(await answer(p), /Saved$/);
  await p.click("Hold this policy as the one in force");
  await edit(p);
  await p.typeInstead(KEY_POLICY, {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: KEY_ADMIN }, Action: "kms:Decrypt", Resource: "*" }],
  });
  await rehearse(p);
  await savedBy(p, KEY_ADMIN);
  assert.match(await answer(p), /Not saved: MalformedPolicyDocumentException$/);
  assert.deepEqual(await changes(p), [
    "KeyAdmin kms:Decrypt–denied → ✓allowed",
    "KeyAdmin kms:PutKeyPolicy✓allowed → –denied",
  ]);
  assert.ok(await p.page.getByRole("button", { name: "Put the edited policy in force" }).isDisabled());

  await p.page.getByLabel("without the lockout safety check").check();
  assert.match(await answer(p), /Saved$/);
  await p.click("Put the edited policy in force");
  assert.match(await answer(p), /Not saved: AccessDenied$/);
});

test("the policy in force comes back, and that can be undone", async t => {
  const p = await open(t);
  await rehearse(p);
  await p.click("Hold this policy as the one in force");
  await edit(p);
  await p.typeInstead(KEY_POLICY, { Version: "2012-10-17", Statement: [] });
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "implicit-deny");
  await rehearse(p);
  await p.click("Back to the policy in force");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  await p.click("Undo");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "implicit-deny");
});

test("a statement that KMS never heeds is named, and leads to its place", async t => {
  const p = await open(t);
  await p.typeInstead(KEY_POLICY, {
    Version: "2012-10-17",
    Statement: [{
      Sid: "OneKey", Effect: "Allow", Principal: { AWS: KEY_ADMIN }, Action: "kms:*",
      Resource: "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
    }],
  });
  await rehearse(p);
  await p.click("OneKey");
  assert.match(await p.activeLine(), /OneKey/);
});
