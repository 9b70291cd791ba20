// Every document of a scenario is found, edited, added and removed on its side.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_USER } from "./page.mjs";
import { APP, BUILD, openScenario, SCENARIO } from "./reasons.mjs";

const SCP = "/accounts/1/scps/2/1/document";
const CALLER = "Caller's side";
const OWNER = "Key owner's side";

const side = (p, name) => p.page.getByRole("region", { name, exact: true });
const tab = (p, where, name) => side(p, where).getByRole("tab", { name, exact: true });
const button = (p, where, name) => side(p, where).getByRole("button", { name, exact: true });

const openReasons = async (t, scenario = SCENARIO, options = {}) => {
  const p = await open(t, options);
  await openScenario(p, scenario);
  return p;
};

/** Makes the first Allow of an editor a Deny. */
const deny = async (p, document) => {
  await p.caretBehind(document, `"Effect": "`);
  await p.press("Delete", "Delete", "Delete", "Delete", "Delete");
  await p.type("Deny");
};

/** Writes the name that is asked for. */
const name = async (p, text) => {
  const field = p.page.getByRole("textbox", { name: "Policy name" });
  await field.press("Control+a");
  await p.type(text);
  await field.press("Enter");
  await p.drawn();
};

/** What an editor has selected. */
const selection = (p, document) => p.host(document).evaluate(host => host.shadowRoot.getSelection().toString());

test("the reason of a denial leads into the service control policy, where it is mended and undone", async t => {
  const p = await openReasons(t);
  assert.equal(await p.verdict(BUILD, "kms:DescribeKey"), "explicit-deny");
  await p.selectCell(BUILD, "kms:DescribeKey");
  await p.why.locator(".statement.decides.denies").click();
  await p.drawn();
  assert.equal(await tab(p, CALLER, "SCPs").getAttribute("aria-selected"), "true");
  assert.equal(await tab(p, CALLER, "Second account: OnlyFromTheOffice").getAttribute("aria-selected"), "true");
  assert.match(await selection(p, SCP), /^\{\s*"Sid": "Not from elsewhere"/);
  assert.equal(await p.content(SCP).getAttribute("aria-label"),
    "Service control policy OnlyFromTheOffice on Second account");

  await p.caretBehind(SCP, `"Action": "kms:DescribeKey`);
  await p.press("Backspace", "Backspace", "Backspace");
  assert.equal(await p.verdict(BUILD, "kms:DescribeKey"), "implicit-deny");
  await p.undo();
  assert.equal(await p.verdict(BUILD, "kms:DescribeKey"), "explicit-deny");
});

test("a service control policy is added at a level, renamed, removed, and all of it undone", async t => {
  const p = await openReasons(t);
  await p.selectCell(BUILD, "kms:Encrypt");
  await tab(p, CALLER, "SCPs").click();
  await tab(p, CALLER, "ou-ab12-11111111: FullAWSAccess").click();
  await button(p, CALLER, "Add SCP").click();
  await name(p, "NoEncrypt");
  const added = "/accounts/1/scps/1/1/document";
  await p.content(added).waitFor();
  await p.drawn();
  await p.type(`"kms:Encrypt"`);
  assert.equal(await p.verdict(BUILD, "kms:Encrypt"), "explicit-deny");

  await button(p, CALLER, "Rename service control policy NoEncrypt").click();
  await name(p, "OnlyReading");
  await tab(p, CALLER, "ou-ab12-11111111: OnlyReading").waitFor();
  await button(p, CALLER, "Remove service control policy OnlyReading").click();
  assert.equal(await p.verdict(BUILD, "kms:Encrypt"), "implicit-deny");
  assert.match(await p.page.locator(".notice").innerText(), /service control policy OnlyReading was removed/);
  const focused = await p.page.evaluate(() => document.activeElement?.textContent);
  assert.equal(focused, "ou-ab12-11111111: FullAWSAccess");

  await p.undo();
  assert.equal(await p.verdict(BUILD, "kms:Encrypt"), "explicit-deny");
  assert.equal(await tab(p, CALLER, "ou-ab12-11111111: OnlyReading").getAttribute("aria-selected"), "true");
});

test("a name that is being written stays while the page finds out more", async t => {
  const p = await openReasons(t);
  await p.selectCell(BUILD, "kms:DescribeKey");
  await tab(p, CALLER, "SCPs").click();
  await p.typeBehind("/accounts/1/scps/0/0/document", `"Action": "*`, "x");
  await button(p, CALLER, "Add SCP").click();
  const field = p.page.getByRole("textbox", { name: "Policy name" });
  await field.press("Control+a");
  await p.type("MyName");
  // The problem of the text, and with it another drawing, comes now.
  await side(p, CALLER).locator(".problem-toggle").waitFor();
  await p.drawn();
  assert.equal(await field.inputValue(), "MyName");
});

test("a permissions boundary is added and limits its user", async t => {
  const p = await open(t);
  await p.selectPrincipal(KEY_USER);
  await tab(p, CALLER, "Boundary").click();
  assert.match(await side(p, CALLER).innerText(), /KeyUser has no permissions boundary/);
  await button(p, CALLER, "Add boundary").click();
  await name(p, "Edge");
  const boundary = "/principals/1/boundary/document";
  await p.content(boundary).waitFor();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  await deny(p, boundary);
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "explicit-deny");
  await button(p, CALLER, "Remove permissions boundary Edge").click();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  await p.drawn();
  assert.match(await p.page.evaluate(() => document.activeElement?.textContent ?? ""), /Boundary|Add boundary/);
});

test("session policies are passed in line and as managed ones", async t => {
  const p = await openReasons(t);
  await p.selectCell(APP, "kms:Decrypt");
  await tab(p, CALLER, "Session").click();
  await button(p, CALLER, "Add session policy").click();
  await p.content("/principals/2/session/policy").waitFor();
  await deny(p, "/principals/2/session/policy");
  assert.equal(await p.verdict(APP, "kms:Decrypt"), "explicit-deny");
  await button(p, CALLER, "Add managed").click();
  await name(p, "ReadOnly");
  await p.content("/principals/2/session/policies/0/document").waitFor();
  assert.deepEqual(await side(p, CALLER).locator("#caller-document-tabs").getByRole("tab").allInnerTexts(),
    ["In line", "ReadOnly"]);
});

test("the policies of a bucket and of a VPC endpoint are added and decide", async t => {
  const matrix = { ...SCENARIO.matrix, request: { ...SCENARIO.matrix.request, vpcEndpoint: "vpce-1a2b3c4d" } };
  const p = await openReasons(t, { ...SCENARIO, vpcEndpoints: [{ id: "vpce-1a2b3c4d" }], matrix });
  await p.selectCell(APP, "kms:Decrypt");
  await tab(p, CALLER, "VPC endpoint").click();
  await side(p, CALLER).locator("#caller-document-panel .add-policy").click();
  await p.content("/vpcEndpoints/0/policy").waitFor();
  await deny(p, "/vpcEndpoints/0/policy");
  assert.equal(await p.verdict(APP, "kms:Decrypt"), "explicit-deny");
  await p.click("Undo");
  assert.notEqual(await p.verdict(APP, "kms:Decrypt"), "explicit-deny");

  await tab(p, OWNER, "Bucket policy").click();
  await button(p, OWNER, "Add policy").click();
  await p.content("/buckets/0/policy").waitFor();
  await p.drawn();
  await p.type(`"*"`);
  await deny(p, "/buckets/0/policy");
  assert.match(await p.verdict(APP, "s3:PutObject"), /explicit-deny/);
});

test("a broken service control policy is decided from its last readable text, also after a reload", async t => {
  const p = await openReasons(t);
  const before = await p.matrix();
  await p.selectCell(BUILD, "kms:DescribeKey");
  await p.why.locator(".statement.decides.denies").click();
  // The list of problems takes a part of the editor's room.
  await side(p, CALLER).locator(".problems").waitFor();
  await p.caretBehind(SCP, `"Version": "2012-10-17"`);
  await p.press("Backspace");
  assert.equal(await p.isStale(), true);
  assert.match(await p.page.locator("section.matrix").innerText(),
    /The service control policy OnlyFromTheOffice is not valid JSON/);
  assert.deepEqual(await p.matrix(), before);
  const lines = await p.lines(SCP);
  await p.page.waitForTimeout(1000);
  await p.page.reload();
  await p.ready();
  assert.equal(await p.isStale(), true);
  assert.deepEqual(await p.matrix(), before);
  await p.page.getByRole("button", { name: "Go there" }).first().click();
  await p.content(SCP).waitFor();
  assert.deepEqual(await p.lines(SCP), lines);
  await p.typeBehind(SCP, `"Version": "2012-10-17`, `"`);
  assert.equal(await p.isStale(), false);
});

for (const [where, width, height, colorScheme, touch] of [
  ["wide", 1440, 900, "dark", false], ["on a phone", 360, 740, "light", true],
]) {
  test(`twelve policies are reached by the arrow keys, and axe finds nothing: ${where}`, async t => {
    const policies = Array.from({ length: 12 }, (_, index) => (
      { ...SCENARIO.principals[0].policies[0], name: `DeployStage${index + 1}` }
    ));
    const principals = [{ ...SCENARIO.principals[0], policies }, ...SCENARIO.principals.slice(1)];
    const p = await openReasons(t, { ...SCENARIO, principals }, { width, height, colorScheme, touch });
    if (touch) await p.click("IAM policies");
    await p.selectPrincipal(BUILD);
    await tab(p, CALLER, "DeployStage1").focus();
    for (let index = 0; index < 11; index++) {
      await p.press("ArrowRight");
      await p.drawn();
    }
    const last = tab(p, CALLER, "DeployStage12");
    assert.equal(await last.getAttribute("aria-selected"), "true");
    const [inner, outer] = [await last.boundingBox(), await side(p, CALLER).boundingBox()];
    assert.ok(inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width, "the tab is in sight");
    assert.equal(await p.page.evaluate(() => document.scrollingElement.scrollLeft), 0);
    await p.press("End");
    assert.equal(await tab(p, CALLER, "SCPs").getAttribute("aria-selected"), "true");
    assert.deepEqual(await faults(p.page), []);
  });
}
