// The pin: what each edit changed since, in the matrix and in words.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_POLICY, KEY_USER, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
const USE = `arn:aws:iam::111122223333:user/KeyUser"`;

const summary = async p => {
  await p.drawn();
  return p.page.locator(".compare-summary").innerText();
};

/** The cells that say what they were, by principal and action. */
const differing = async p => {
  await p.drawn();
  return p.page.locator("[data-was]").evaluateAll(cells => Object.fromEntries(cells.map(
    ({ dataset, ariaLabel }) => [dataset.cell.split("/").pop(), `${dataset.was}: ${ariaLabel}`],
  )));
};

const shown = async p => {
  await p.drawn();
  return p.page.locator("[data-cell]").evaluateAll(cells => cells.map(cell => cell.dataset.cell.split("/").pop()));
};

/** Nobody but KeyAdmin may do anything, and he only Decrypt. */
const lockDown = p => p.typeInstead(KEY_POLICY, {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:user/KeyAdmin" }, Action: "kms:Decrypt", Resource: "*" }],
});

test("an edit since the pin is told in words, and in the cells that differ", async t => {
  const p = await open(t);
  await p.page.keyboard.press("Tab");
  const pin = p.page.getByRole("button", { name: "Pin", exact: true });
  await pin.focus();
  await p.press("Enter");
  assert.equal(await summary(p), "Since the pin nothing has changed.");
  // The same button gives the pin up, and has the focus still.
  assert.equal(await p.page.evaluate(() => document.activeElement.textContent), "Unpin");
  assert.deepEqual(await differing(p), {});

  await lockDown(p);
  const words = await summary(p);
  assert.match(words, /KeyUser may no longer kms:Encrypt, kms:Decrypt, kms:GenerateDataKey and kms:DescribeKey;/);
  assert.match(words, /KeyAdmin may now kms:Decrypt/);
  const cells = await differing(p);
  assert.equal(cells["KeyUser|kms:Decrypt"], "allow: denied, was allowed");
  assert.equal(cells["KeyAdmin|kms:Decrypt"], "implicit-deny: allowed, was denied");
  assert.equal(cells["Stuart|kms:Decrypt"], undefined);
  assert.equal(await p.cell(KEY_USER, "kms:Decrypt").locator(".chip-was").innerText(), "✓ →");

  await p.click("Unpin");
  assert.deepEqual(await differing(p), {});
  assert.equal(await summary(p), "");
});

test("only the differences are shown, and Tab still leads into them", async t => {
  const p = await open(t);
  await p.selectCell(STUART, "kms:PutKeyPolicy");
  await p.click("Pin");
  const only = p.page.getByLabel("Only differences");
  await only.focus();
  await p.press("Space");
  assert.deepEqual(await shown(p), []);
  await p.page.getByText("No cell differs.").waitFor();
  await lockDown(p);
  const cells = await shown(p);
  assert.ok(cells.includes("KeyAdmin|kms:Decrypt"));
  assert.ok(cells.every(cell => !cell.startsWith("Stuart")), cells.join());

  await p.page.getByRole("button", { name: "Unpin" }).focus();
  await p.press("Tab");
  const focused = await p.page.evaluate(() => document.activeElement.dataset.cell ?? "");
  assert.equal(focused.split("/").pop(), cells[0]);
  await p.press("ArrowRight");
  assert.match(await p.stripText(), /^(KeyUser|KeyAdmin|Root user) · /);

  await only.uncheck();
  assert.ok((await shown(p)).length > cells.length);
});

test("back to the pinned state is one step that can be undone", async t => {
  const p = await open(t);
  const back = p.page.getByRole("button", { name: "Back to the pinned state" });
  await p.click("Pin");
  assert.ok(await back.isDisabled());
  const before = await p.matrix();
  await lockDown(p);
  const after = await p.matrix();
  assert.notDeepEqual(after, before);
  await back.click();
  assert.deepEqual(await p.matrix(), before);
  assert.equal(await summary(p), "Since the pin nothing has changed.");
  await p.page.locator(".bar").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await p.matrix(), after);
});

test("what is broken cannot be pinned, and breaking it later leaves the comparison", async t => {
  const p = await open(t);
  const pin = p.page.getByRole("button", { name: "Pin", exact: true });
  await p.typeBehind(KEY_POLICY, USE, ";");
  await p.drawn();
  assert.ok(await pin.isDisabled());
  await p.press("Backspace");
  await pin.click();
  await p.typeBehind(KEY_POLICY, USE, ";");
  assert.ok(await p.isStale());
  assert.equal(await summary(p), "Since the pin nothing has changed.");
});

test("a reload brings the pin back", async t => {
  const p = await open(t);
  await p.click("Pin");
  await lockDown(p);
  await p.page.getByLabel("Only differences").check();
  const words = await summary(p);
  const cells = await differing(p);
  await p.page.reload();
  await p.ready();
  assert.equal(await summary(p), words);
  assert.deepEqual(await differing(p), cells);
  assert.ok(await p.page.getByLabel("Only differences").isChecked());
});

for (const [width, height] of [[1440, 900], [720, 560], [390, 844], [360, 640]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`it fits ${width}x${height}, ${colorScheme}`, async t => {
      const p = await open(t, { width, height, colorScheme, touch: width <= 700, editors: width > 700 });
      await p.click("Pin");
      if (width <= 700) await p.click("Key policy");
      await lockDown(p);
      if (width <= 700) {
        await p.click("Decisions");
        await p.page.locator(".matrix").getByLabel("Principal").selectOption(KEY_USER);
      }
      assert.match(await summary(p), /KeyUser may no longer/);
      assert.equal(await p.cell(KEY_USER, "kms:Decrypt").getAttribute("data-was"), "allow");
      if (process.env.SCREENSHOTS) {
        await mkdir(PICTURES, { recursive: true });
        await p.page.locator(".matrix").scrollIntoViewIfNeeded();
        await p.page.screenshot({ path: `${PICTURES}compare-${width}x${height}-${colorScheme}.png` });
      }
      const wider = await p.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${wider} pixels too wide`);
      // Not while a cell that has just changed fades.
      await p.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await p.drawn();
      assert.deepEqual((await violations(p.page)).map(({ id, nodes }) => `${id}: ${nodes[0].target}`), []);
    });
  }
}
