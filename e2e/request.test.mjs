// The request of the matrix: edited in a form, and what conditions see of it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_ARN, KEY_POLICY, KEY_USER, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));

/** A key policy that lets everyone of the key's account decrypt where a condition holds. */
const allowWhere = (p, condition) => p.typeInstead(KEY_POLICY, {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: KEY_USER }, Action: "kms:Decrypt", Resource: "*", Condition: condition }],
});

const request = p => p.click("Request…");
const field = (p, name) => p.page.getByLabel(name, { exact: true });

/** Types into a field instead of what is there. */
async function fill(p, name, text) {
  await field(p, name).focus();
  await p.press("Control+a");
  await p.type(text);
}

const faults = async p => {
  await p.drawn();
  return p.page.locator(".field-fault").allInnerTexts();
};

/** What conditions see: value and source by key. */
const seen = async p => {
  await p.drawn();
  return p.page.locator(".condition-keys tbody tr").evaluateAll(rows => Object.fromEntries(rows.map(
    row => [row.querySelector("th").innerText, row.querySelector("td").innerText.replace("\n", " · ")],
  )));
};

const missing = async p => {
  await p.drawn();
  return p.page.locator(".missing code").allInnerTexts();
};

const focusedLabel = p => p.page.evaluate(() => {
  const { activeElement: element } = document;
  return element.ariaLabel ?? element.labels?.[0]?.innerText ?? element.textContent;
});

test("a missing key is supplied in its own field, and the decision follows", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:Decrypt");
  await allowWhere(p, { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } });
  await request(p);
  assert.deepEqual(await missing(p), ["kms:ViaService"]);
  const supply = p.page.getByRole("button", { name: "Supply kms:ViaService" });
  await supply.focus();
  await p.press("Enter");
  await p.drawn();
  assert.equal(await focusedLabel(p), "Through a service");
  await p.type("s3.eu-west-1.amazonaws.com");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  assert.deepEqual(await missing(p), []);
  const context = await seen(p);
  assert.equal(context["kms:ViaService"], "s3.eu-west-1.amazonaws.com · the service called");
  assert.equal(context["aws:PrincipalArn"], `${KEY_USER} · the caller's ARN`);
  await p.page.getByText("through s3.eu-west-1.amazonaws.com", { exact: true }).first().waitFor();
});

test("what has no field of its own is set by hand, a pair of the encryption context in its list", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:Decrypt");
  await allowWhere(p, { StringEquals: { "kms:EncryptionContext:Dept": "IT", "aws:referer": "here" } });
  await request(p);
  assert.deepEqual(await missing(p), ["aws:referer", "kms:EncryptionContext:Dept"]);
  await p.click("Supply kms:EncryptionContext:Dept");
  await p.drawn();
  assert.equal(await focusedLabel(p), "Encryption context, value 1");
  await p.type("IT");
  await p.click("Supply aws:referer");
  await p.drawn();
  assert.equal(await focusedLabel(p), "Condition keys set by hand, value 1");
  await p.type("here");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  assert.equal((await seen(p))["aws:referer"], "here · set by hand");

  await p.page.getByLabel("absent").check();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "implicit-deny");
  await p.page.getByLabel("absent").uncheck();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
});

test("what cannot be used is said at its field, kept, and the last good request decides", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:Decrypt");
  await request(p);
  const before = await p.matrix();
  await fill(p, "Region of the endpoint", "eu-west-9");
  assert.match((await faults(p)).join(), /^eu-west-9 is no Region: write its code/);
  assert.ok(await p.isStale());
  assert.deepEqual(await p.matrix(), before);
  assert.equal(await field(p, "Region of the endpoint").getAttribute("aria-invalid"), "true");

  await p.page.reload();
  await p.ready();
  assert.ok(await p.isStale());
  await p.page.locator(".matrix").getByRole("button", { name: "Go there" }).click();
  await p.drawn();
  assert.equal(await focusedLabel(p), "Region of the endpoint");
  assert.equal(await field(p, "Region of the endpoint").inputValue(), "eu-west-9");
  await p.press("Backspace");
  await p.type("2");
  assert.deepEqual(await faults(p), []);
  assert.notDeepEqual(await p.matrix(), before);

  await p.click("Add pair");
  await p.drawn();
  assert.equal(await focusedLabel(p), "Encryption context, name 1");
  await p.press("Tab");
  await p.type("IT");
  assert.match((await faults(p)).join(), /a pair of the encryption context has a name/);
  await fill(p, "Encryption context, name 1", "Dept");
  await p.click("Add pair");
  await fill(p, "Encryption context, name 2", "Dept");
  assert.match((await faults(p)).join(), /Dept stands twice/);
  await p.click("Encryption context, remove line 2");
  assert.deepEqual(await faults(p), []);

  await p.click("Add condition key");
  await fill(p, "Condition keys set by hand, name 1", "aws:Weather");
  await fill(p, "Condition keys set by hand, value 1", "fine");
  assert.match((await faults(p)).join(), /no request has the key aws:Weather/);
  await fill(p, "Condition keys set by hand, name 1", "aws:UserAgent");
  assert.deepEqual(await faults(p), []);
  await fill(p, "Condition keys set by hand, value 1", "{}");
  assert.match((await faults(p)).join(), /write a string, number, boolean, list of strings/);
  await p.click("Condition keys set by hand, remove line 1");

  await p.click("Add parameter");
  await fill(p, "Parameters, name 1", "PendingWindowInDays");
  await fill(p, "Parameters, value 1", "soon");
  assert.match((await faults(p)).join(), /takes a whole number/);
});

test("typing in one field is one step back, from the field itself", async t => {
  const p = await open(t);
  await request(p);
  const before = await p.matrix();
  assert.equal(await field(p, "Key, as the caller writes it").inputValue(), KEY_ARN);
  await fill(p, "Key, as the caller writes it", "alias/demo");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  // An alias name is looked up in the caller's own account.
  assert.equal(await p.verdict(STUART, "kms:Decrypt"), "error");
  await p.undo();
  assert.equal(await field(p, "Key, as the caller writes it").inputValue(), KEY_ARN);
  assert.deepEqual(await p.matrix(), before);
  assert.ok(await p.page.locator(".bar").getByRole("button", { name: "Undo" }).isDisabled());
  await p.redo();
  assert.equal(await field(p, "Key, as the caller writes it").inputValue(), "alias/demo");
  await p.undo();

  await field(p, "MFA of the caller").selectOption("true");
  assert.equal((await seen(p))["aws:MultiFactorAuthPresent"], "true · the caller's MFA");
  await fill(p, "Clock", "2026-01-31T10:00:00Z");
  assert.equal((await seen(p))["aws:CurrentTime"], "2026-01-31T10:00:00Z · the scenario's clock");
  await p.undo();
  await p.page.locator(".bar").getByRole("button", { name: "Undo" }).click();
  assert.equal((await seen(p))["aws:MultiFactorAuthPresent"], undefined);
});

test("tags, address and parameters reach the conditions, and a reload brings them back", async t => {
  const p = await open(t);
  await p.selectCell(STUART, "kms:CreateGrant");
  await request(p);
  await p.page.getByRole("group", { name: "Tags of the caller" }).getByRole("button", { name: "Add tag" }).click();
  await fill(p, "Tags of the caller, name 1", "team");
  await fill(p, "Tags of the caller, value 1", "red");
  await p.page.getByRole("group", { name: "Tags of the key" }).getByRole("button", { name: "Add tag" }).click();
  await fill(p, "Tags of the key, name 1", "Env");
  await fill(p, "Tags of the key, value 1", "prod");
  await fill(p, "Source IP address", "203.0.113.7");
  await p.click("Add parameter");
  const offered = await p.page.locator("datalist#request-matrix-request-parameters-0-name-offers option").evaluateAll(
    options => options.map(option => option.value),
  );
  assert.ok(offered.includes("Operations") && offered.includes("GranteePrincipal"), offered.join());
  await fill(p, "Parameters, name 1", "Operations");
  await fill(p, "Parameters, value 1", `["Decrypt"]`);
  const expected = {
    "aws:PrincipalTag/team": "red · the caller's tags",
    "aws:ResourceTag/Env": "prod · the key's tags",
    "aws:SourceIp": "203.0.113.7 · set by hand",
    "kms:GrantOperations": "Decrypt · the parameter Operations",
  };
  const shown = async () => Object.fromEntries(Object.entries(await seen(p)).filter(([key]) => key in expected));
  assert.deepEqual(await shown(), expected);
  await p.page.reload();
  await p.ready();
  await request(p);
  assert.deepEqual(await shown(), expected);
});

test("a source address is an address", async t => {
  const p = await open(t);
  await request(p);
  await fill(p, "Source IP address", "203.0.113.0/24");
  assert.deepEqual(await faults(p), ["203.0.113.0/24 is no address: write one IPv4 or IPv6 address, as in 203.0.113.7 or 2001:db8::7"]);
  assert.equal(await field(p, "Source IP address").getAttribute("aria-invalid"), "true");
  await fill(p, "Source IP address", "2001:db8::7");
  assert.deepEqual(await faults(p), []);
});

for (const [width, height] of [[1440, 900], [720, 560], [390, 844], [360, 640]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`it fits ${width}x${height}, ${colorScheme}`, async t => {
      const phone = width <= 700;
      const p = await open(t, { width, height, colorScheme, touch: phone, editors: !phone });
      if (phone) await p.click("Key policy");
      await allowWhere(p, { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com", "aws:PrincipalTag/team": "red" } });
      if (phone) {
        await p.click("Decisions");
        await p.page.locator(".matrix").getByLabel("Principal").selectOption(KEY_USER);
      } else await p.selectCell(KEY_USER, "kms:Decrypt");
      await request(p);
      await p.click("Add pair");
      await fill(p, "Encryption context, name 1", "Dept");
      await fill(p, "Encryption context, value 1", "IT");
      await p.click("Add condition key");
      await fill(p, "Condition keys set by hand, name 1", "aws:UserAgent");
      await fill(p, "Condition keys set by hand, value 1", "curl");
      await fill(p, "Region of the endpoint", "eu-west-9");
      assert.equal((await faults(p)).length, 1);
      // Before any picture, for which the caret is hidden by a style.
      assert.equal(await p.page.locator("css:light=[style]").count(), 0);
      const picture = async name => {
        if (!process.env.SCREENSHOTS) return;
        await mkdir(PICTURES, { recursive: true });
        await p.page.screenshot({ path: `${PICTURES}request-${width}x${height}-${colorScheme}${name}.png` });
      };
      await picture("");
      await p.page.locator(".condition-keys").scrollIntoViewIfNeeded();
      await p.page.locator(".condition-keys h3").evaluate(heading => heading.scrollIntoView());
      await picture("-keys");
      // Nothing that was scrolled to has moved the page itself.
      const scrolled = await p.page.evaluate(() => document.scrollingElement.scrollHeight - innerHeight);
      assert.ok(scrolled <= 0 || (width > 700 && height < 740), `${scrolled} pixels too high`);
      const wider = await p.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${wider} pixels too wide`);
      const cut = await p.page.evaluate(() => [...document.querySelectorAll(".request input, .request button")]
        .filter(one => one.getBoundingClientRect().right > one.closest(".why").getBoundingClientRect().right).map(one => one.id));
      assert.deepEqual(cut, []);
      assert.deepEqual((await violations(p.page)).map(({ id, nodes }) => `${id}: ${nodes[0].target}`), []);
    });
  }
}
