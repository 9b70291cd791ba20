// Reading a pasted error: what is read, what the scenario says of it, the cell that it is of. With SCREENSHOTS in the
// environment, pictures are kept in e2e/screenshots.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { open, openWithout } from "./open.mjs";
import { KEY_ARN, KEY_POLICY, KEY_USER, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));

const denied = (principal, action, why) =>
  `User: ${principal} is not authorized to perform: ${action} on resource: ${KEY_ARN} ${why}`;
const noIdentity = action => `because no identity-based policy allows the ${action} action`;
/** What AWS prints of a key of another account. */
const FOREIGN = `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: ${STUART} is not `
  + "authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no "
  + "resource-based policies allow access, or a resource-based policy explicitly denies access";

const dialog = p => p.page.getByRole("dialog", { name: "Read an error" });
const field = p => p.page.locator("#reader-text");
const said = p => dialog(p).getByRole("status");
const part = (p, name) => dialog(p).locator("li").filter({ hasText: name }).getByTitle("Select it in the text").first();

async function paste(p, text) {
  if (!await dialog(p).isVisible()) await p.click("Read an error");
  await field(p).fill(text);
  // The file that reads errors comes last.
  await p.page.waitForFunction(() => /^(?!One moment)./.test(document.querySelector(".reader [role=status]").textContent));
}

async function picture({ page }, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}error-${name}.png` });
}

test("it says who, what, on which key, what is blamed and what it cannot tell", async t => {
  const p = await open(t);
  await paste(p, FOREIGN);
  assert.match(await said(p).innerText(), /^kms:Decrypt was refused: the key does not exist in this Region, /);
  assert.equal(await part(p, "Principal").innerText(), STUART);
  assert.equal(await part(p, "Action").innerText(), "kms:Decrypt");
  const told = await dialog(p).innerText();
  assert.match(told, /Which of the three it is, and whether the key exists/);
  assert.match(told, /of the three it is this. The key policy opens this action neither to account 123456789012/);
});

test("a part that was read is selected in the text", async t => {
  const p = await open(t);
  await paste(p, `😀 ${FOREIGN}`);
  await part(p, "Principal").click();
  const selected = await field(p).evaluate(area => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, STUART);
});

test("a column that the matrix lacks is added, as one change that can be undone", async t => {
  const p = await open(t);
  await paste(p, denied(KEY_USER, "kms:GetKeyPolicy", noIdentity("kms:GetKeyPolicy")));
  assert.match(await dialog(p).innerText(), /Showing it adds a column for kms:GetKeyPolicy\./);
  await p.click("Show this decision");
  assert.ok(await dialog(p).isHidden());
  assert.equal(await p.verdict(KEY_USER, "kms:GetKeyPolicy"), "implicit-deny");
  assert.match(await p.stripText(), /KeyUser · GetKeyPolicy/);
  assert.equal(await p.page.evaluate(() => document.activeElement.id), "why");
  await p.click("Undo");
  assert.equal(await p.verdict(KEY_USER, "kms:GetKeyPolicy"), undefined);
});

test("a role that the scenario lacks is added without policies, after it was said", async t => {
  const p = await open(t);
  const session = "arn:aws:sts::123456789012:assumed-role/batch/one";
  await paste(p, denied(session, "kms:Decrypt", noIdentity("kms:Decrypt")));
  const role = "arn:aws:iam::123456789012:role/batch";
  assert.match(await dialog(p).innerText(), new RegExp(`The scenario lacks ${role}: it would be added without policies`));
  await p.click("Show this decision");
  assert.equal(await p.verdict(role, "kms:Decrypt"), "implicit-deny");
  await p.click("Undo");
  assert.equal(await p.verdict(role, "kms:Decrypt"), undefined);
});

test("what is allowed here says what the scenario lacks", async t => {
  const p = await open(t);
  await paste(p, denied(KEY_USER, "kms:Decrypt", "with an explicit deny in a service control policy"));
  assert.match(await dialog(p).innerText(), /Here this request is allowed: the scenario lacks what denies it/);
});

test("a key that the scenario lacks cannot be shown", async t => {
  const p = await open(t);
  await paste(p, denied(STUART, "kms:Decrypt", noIdentity("kms:Decrypt")).replace(KEY_ARN, "arn:aws:kms:us-east-1:444455556666:key/k"));
  assert.match(await dialog(p).innerText(), /The scenario lacks the key/);
  assert.equal(await p.page.getByRole("button", { name: "Show this decision" }).count(), 0);
});

test("what is typed last is in the scenario that is shown", async t => {
  const p = await open(t);
  await paste(p, denied(KEY_USER, "kms:GetKeyPolicy", noIdentity("kms:GetKeyPolicy")));
  await p.press("Escape");
  await p.typeInstead(KEY_POLICY, { Version: "2012-10-17", Statement: [] });
  await p.click("Read an error");
  assert.equal(await field(p).inputValue(), denied(KEY_USER, "kms:GetKeyPolicy", noIdentity("kms:GetKeyPolicy")), "the text is still there");
  await p.click("Show this decision");
  assert.deepEqual(await p.lines(KEY_POLICY), [`{"Version":"2012-10-17","Statement":[]}`]);
});

test("what is no error says what to paste, and an empty field says nothing", async t => {
  const p = await open(t);
  await paste(p, "make: *** [all] Error 2");
  assert.match(await said(p).innerText(), /^No error of AWS that is known here\. Paste/);
  await field(p).fill("");
  await p.page.waitForFunction(() => !document.querySelector(".reader [role=status]").textContent);
});

test("it works by keyboard alone, and undo in the field is the field's", async t => {
  const p = await open(t);
  await p.page.getByRole("button", { name: "Read an error" }).focus();
  await p.press("Enter");
  await p.page.keyboard.insertText(denied(KEY_USER, "kms:GetKeyPolicy", noIdentity("kms:GetKeyPolicy")));
  await p.page.getByRole("button", { name: "Show this decision" }).waitFor();
  await p.type("!");
  await p.undo();
  assert.ok(!(await field(p).inputValue()).endsWith("!"));
  assert.ok(await p.page.getByRole("button", { name: "Redo" }).isDisabled(), "the scenario was not undone");
  // The focus stays inside.
  for (let step = 0; step < 24; step += 1) {
    await p.press("Tab");
    const place = await p.page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || Boolean(activeElement.closest("dialog"));
    });
    assert.ok(place, `step ${step}`);
  }
  await p.page.getByRole("button", { name: "Show this decision" }).focus();
  await p.press("Enter");
  assert.equal(await p.verdict(KEY_USER, "kms:GetKeyPolicy"), "implicit-deny");
  await p.page.getByRole("button", { name: "Read an error" }).focus();
  await p.press("Enter");
  await p.press("Escape");
  assert.ok(await dialog(p).isHidden());
  assert.equal(await p.page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Read an error");
});

test("without the inspector it says so", async t => {
  const p = await openWithout(t, /^kms-policy-inspector-.*_bg\.wasm$/);
  await p.ready();
  await paste(p, FOREIGN);
  await said(p).filter({ hasText: "Errors cannot be read" }).waitFor();
});

for (const [width, height] of [[1440, 900], [390, 844], [360, 640]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${width}x${height}, ${colorScheme}: axe finds nothing, and nothing sticks out`, async t => {
      const p = await open(t, { width, height, colorScheme, touch: width <= 700, editors: width > 700 });
      await p.click("Read an error");
      await paste(p, FOREIGN);
      await p.drawn();
      // Before the picture: the browser's driver hides the caret by one.
      assert.equal(await p.page.locator("css:light=[style]").count(), 0, "an element has a style attribute");
      await picture(p, `${width}x${height}-${colorScheme}`);
      assert.deepEqual(await faults(p.page), [], "read");
      const body = p.page.locator("#error-dialog .reader-body");
      const wider = await body.evaluate(element => element.scrollWidth - element.clientWidth);
      assert.ok(wider <= 0, `the dialog is ${wider} pixels wider than its window`);
      await body.evaluate(element => element.scrollTo(0, element.scrollHeight));
      await picture(p, `${width}x${height}-${colorScheme}-end`);
    });
  }
}
