// Why a cell is as it is: the chain of layers, the statements, and the way from a reason to its text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_POLICY } from "./page.mjs";
import { APP, AUDITOR, BUILD, openScenario, SCENARIO, TEMP, WITH_DISABLED } from "./reasons.mjs";

/** Opens the scenario and selects a cell. */
const openCell = async (t, principal, action, scenario = SCENARIO) => {
  const p = await open(t);
  await openScenario(p, scenario);
  await p.selectCell(principal, action);
  await p.drawn();
  return p;
};

const text = async locator => (await locator.innerText()).replaceAll(/\s+/g, " ").trim();
const texts = async locator => (await locator.allInnerTexts()).map(one => one.replaceAll(/\s+/g, " ").trim());
const layers = p => texts(p.why.locator(".layers > li > div"));
const reason = (p, pattern) => p.why.locator(".reason", { hasText: pattern });

/** What is selected in an editor, and whether that is in sight. */
const selection = async (p, documentId) => {
  await p.drawn();
  return p.host(documentId).evaluate(host => {
    const selected = host.shadowRoot.getSelection();
    const { top, bottom } = selected.getRangeAt(0).getBoundingClientRect();
    const frame = host.getBoundingClientRect();
    return { text: selected.toString(), seen: top >= frame.top && bottom <= frame.bottom };
  });
};

test("across accounts both halves say yes or no, and a near miss names the values", async t => {
  const p = await openCell(t, BUILD, "kms:Decrypt");
  assert.match(await p.whySentence(), /aws:PrincipalArn is …:role\/Build, the condition wants …:role\/Deploy/);
  assert.equal(await text(p.why.locator(".both")), "Two accounts: both must say yes");
  assert.deepEqual(await texts(p.why.locator(".half h3")), ["–Key owner says no", "✓Second account says yes"]);
  assert.deepEqual(await layers(p), [
    "Key policy implicit deny", "Grant implicit deny",
    "Service control policy r-ab12 allow", "Service control policy ou-ab12-11111111 allow",
    "Service control policy 123456789012 allow", "Identity policy allow",
  ]);
  const [owner, caller] = await Promise.all(["owner", "caller"].map(side =>
    p.why.locator(`.side-${side}`).boundingBox()));
  assert.ok(owner.y === caller.y && owner.x + owner.width <= caller.x, "the halves stand side by side");
  assert.equal(await text(reason(p, "Deploy")),
    "would match, but aws:PrincipalArn is …:role/Build, the condition wants …:role/Deploy");
  assert.equal(await text(reason(p, "Audit")).then(one => one.slice(0, 15)), "would deny, but");
});

test("a reason selects its value in the editor, by mouse and by keyboard", async t => {
  const p = await openCell(t, BUILD, "kms:Decrypt");
  await reason(p, "Deploy").click();
  let { text: selected, seen } = await selection(p, KEY_POLICY);
  assert.match(selected, /^"aws:PrincipalArn": "arn:aws:iam::123456789012:role\/Deploy"$/);
  assert.ok(seen, "the value is in sight");

  await reason(p, "Audit").focus();
  await p.press("Enter");
  ({ text: selected, seen } = await selection(p, KEY_POLICY));
  assert.match(selected, /^"aws:PrincipalArn": "arn:aws:iam::111122223333:role\/Audit\*"$/);
  assert.ok(seen, "the value is in sight");
});

test("the last readable text is shown where the editor has a broken one", async t => {
  const p = await openCell(t, BUILD, "kms:Decrypt");
  await p.caretBehind(KEY_POLICY, `"Version": "2012-10-17"`);
  await p.press("Backspace");
  assert.equal(await p.isStale(), true);
  await reason(p, "Deploy").click();
  await p.drawn();
  assert.equal(await p.why.locator("#shown").innerText(),
    `"aws:PrincipalArn": "arn:aws:iam::123456789012:role/Deploy"`);
});

test("what does not apply is folded, grants tell what they are for", async t => {
  const p = await openCell(t, APP, "kms:Encrypt");
  const grant = p.why.locator(".grant.nearly");
  assert.equal(await text(grant), "◐ Grant g1 would allow, but it asks for another encryption context " +
    "to …:role/App for Encrypt, if the encryption context has Dept=IT");
  const folded = p.why.locator(".apart", { hasText: "1 grant does not apply" });
  assert.equal(await folded.locator(".grant").isVisible(), false);
  await folded.locator("summary").focus();
  await p.press("Enter");
  assert.match(await text(folded.locator(".grant")), /Grant g2 .*names another grantee to …:user\/Temp for Decrypt/);
});

test("of an operation in parts the one that answered is unfolded", async t => {
  const p = await openCell(t, TEMP, "s3:PutObject");
  const parts = p.why.locator(".part");
  assert.deepEqual(await texts(parts.locator("summary").filter({ has: p.page.locator("code") })),
    ["– s3:PutObject denied", "✓ kms:GenerateDataKey allowed"]);
  assert.deepEqual(await parts.evaluateAll(all => all.map(one => one.open)), [true, false]);
  await parts.nth(1).locator("summary").first().click();
  assert.match(await text(parts.nth(1)), /Key policy allow/);
});

for (const [name, principal, action, scenario, verdict, layer] of [
  ["an allow", TEMP, "kms:Decrypt", SCENARIO, /Allowed/, "✓ Key policy allow"],
  ["an implicit deny", BUILD, "kms:Decrypt", SCENARIO, /Denied, implicitly/, "– Key policy implicit deny"],
  ["an explicit deny", AUDITOR, "kms:Decrypt", SCENARIO, /Denied, explicitly/, "✕ Key policy explicit deny"],
  ["an error", TEMP, "kms:Encrypt", WITH_DISABLED, /DisabledException/, "! Key state error"],
]) {
  test(`the result of a layer has a shape and a word: ${name}`, async t => {
    const p = await openCell(t, principal, action, scenario);
    assert.match(await p.why.locator("h3.pill").innerText(), verdict);
    const all = await p.why.locator(".layers > li").evaluateAll(items => items.map(item =>
      `${item.querySelector(".layer-sign").innerText} ${item.querySelector("div, small").innerText}`.replaceAll(/\s+/g, " ")));
    assert.ok(all.some(one => one.trim() === layer), `${layer} is not among ${all}`);
    assert.deepEqual(await faults(p.page), []);
  });
}

test("rules say how sure they are and where they come from", async t => {
  const p = await openCell(t, BUILD, "kms:Decrypt");
  const rule = p.why.locator(".rules li").first();
  assert.match(await text(rule), /^[A-Z]+-\d+ .* documented by AWS$/);
  assert.match(await rule.getByRole("link").getAttribute("href"), /^https:\/\/docs\.aws\.amazon\.com\//);
});
