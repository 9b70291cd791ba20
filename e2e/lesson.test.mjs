// The lesson: opened by its card, gone through step by step with what is visible, typed where the demonstration is.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { open, openWithout } from "./open.mjs";
import { identityPolicy, KEY_ADMIN, KEY_ARN, KEY_POLICY, KEY_USER, SECOND_ROOT, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
const BOB = "arn:aws:iam::123456789012:user/Bob";
const COUNT = 15;

const panel = p => p.page.locator(".steps");
const title = p => p.page.locator(".steps-title").innerText();
const button = (p, name) => panel(p).getByRole("button", { name, exact: true });
const checks = p => panel(p).locator(".checks > li").evaluateAll(all => all.map(one => one.dataset.held === "true"));

async function openLesson(p) {
  await p.click("Scenarios");
  await p.page.getByRole("button", { name: "Open: Lesson: share a key with another account" }).click();
  await p.drawn();
}

/** Presses a button of the panel once it may be pressed. */
async function press(p, name) {
  await button(p, name).click();
  await p.drawn();
}

async function picture({ page }, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}lesson-${name}.png` });
}

test("the whole lesson: every check fails when its step opens and holds after its solution", async t => {
  const p = await open(t);
  await openLesson(p);
  for (let step = 1; step <= COUNT; step += 1) {
    assert.match(await title(p), new RegExp(`^Step ${step} of ${COUNT}: `));
    const open = await checks(p);
    assert.ok(open.every(held => !held), `step ${step} opens`);
    if (open.length) {
      assert.equal(await panel(p).locator(".learned").count(), 0, `step ${step} has taught nothing yet`);
      await press(p, "Solution");
      assert.ok((await checks(p)).every(held => held), `step ${step} is solved`);
    } else {
      assert.equal(await button(p, "Solution").count(), 0, "there is nothing to solve");
      assert.equal(await button(p, "Reset").count(), 0);
    }
    assert.match(await panel(p).locator(".learned").innerText(), /^Learned: \S/);
    if (step < COUNT) await press(p, "Next");
  }
  assert.equal(await button(p, "Next").count(), 0);
  const row = await p.verdictRow(STUART);
  assert.equal(row["s3:PutObject"], "allow");
  assert.equal((await p.verdictRow(BOB))["kms:Decrypt"], "allow");
});

test("the demonstration's two edits, typed: the checks turn by themselves", async t => {
  const p = await open(t);
  await openLesson(p);
  await panel(p).getByRole("button", { name: "3 Share with the account" }).click();
  assert.deepEqual(await checks(p), [true, false, false], "KeyAdmin was not let in");
  await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
  await p.type(",");
  await p.press("Enter");
  await p.type(`"${SECOND_ROOT}"`);
  assert.deepEqual(await checks(p), [true, true, true]);
  assert.match(await panel(p).locator(".learned").innerText(), /Naming the other account opens the key/);
  await p.page.locator("#said").filter({ hasText: "3 of 3 checks hold" }).waitFor({ state: "attached" });

  await panel(p).getByRole("button", { name: "6 The IAM policy" }).click();
  assert.deepEqual(await checks(p), [false, false, false, false]);
  await p.selectCell(STUART, "kms:Decrypt");
  await p.addPolicy("KeyDemo");
  await p.typeInstead(identityPolicy(0, 0), {
    Version: "2012-10-17",
    Statement: [{
      Sid: "KeyDemo",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: KEY_ARN,
    }],
  });
  assert.deepEqual(await checks(p), [true, true, true, true]);
  assert.match(await panel(p).locator(".steps-held").innerText(), /4 of 4 checks hold/);
});

test("a check says what is wanted and what is so", async t => {
  const p = await open(t);
  await openLesson(p);
  await panel(p).getByRole("button", { name: "10 Disabled" }).click();
  const first = panel(p).locator(".checks > li").first();
  assert.match(await first.innerText(), /✗\s*Stuart · kms:Decrypt: DisabledException; now denied/);
  await press(p, "Solution");
  assert.match(await first.innerText(), /✓\s*Stuart · kms:Decrypt: DisabledException$/, "the steps before it were solved too");
});

test("Back, Reset and Undo", async t => {
  const p = await open(t);
  await openLesson(p);
  assert.equal(await button(p, "Back").count(), 0);
  await press(p, "Next");
  const opened = await p.matrix();
  await press(p, "Solution");
  assert.equal((await p.verdictRow(KEY_ADMIN))["kms:Decrypt"], "allow");
  assert.match(await p.page.locator(".notice").innerText(), /^Solved: Administrators and users/);
  await press(p, "Reset");
  assert.deepEqual(await p.matrix(), opened);
  assert.deepEqual(await checks(p), [false, false]);
  await p.undo();
  assert.deepEqual(await checks(p), [true, true]);
  await press(p, "Next");
  await press(p, "Back");
  assert.match(await title(p), /^Step 2 /);
  await press(p, "Next");
  await p.undo();
  assert.match(await title(p), /^Step 2 /, "the step whose solution was taken back");
  assert.deepEqual(await p.matrix(), opened);
  await p.redo();
  assert.match(await title(p), /^Step 3 /, "where it was taken back");
  assert.equal((await p.verdictRow(KEY_ADMIN))["kms:Decrypt"], "allow");
});

test("opening the lesson is one change that can be undone", async t => {
  const p = await open(t);
  const before = await p.matrix();
  await openLesson(p);
  assert.match(await p.page.locator(".notice").innerText(), /^Opened: Lesson: share a key/);
  assert.ok((await p.matrix())[BOB]);
  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await p.matrix(), before);
  assert.equal(await panel(p).count(), 0);
});

test("a reload in the middle of a step brings all of it back, and the step can still be begun again", async t => {
  const p = await open(t);
  await openLesson(p);
  await press(p, "Next");
  await press(p, "Solution");
  await press(p, "Next");
  await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
  await p.type(",");
  await p.press("Enter");
  await p.type(`"${SECOND_ROOT}"`);
  const before = await p.matrix();
  await p.page.reload();
  await p.ready();
  assert.match(await title(p), /^Step 3 of 15: Share with the account/);
  assert.deepEqual(await p.matrix(), before);
  await p.caretBehind(KEY_POLICY, SECOND_ROOT);
  assert.deepEqual(await checks(p), [false, true, true]);
  await press(p, "Reset");
  assert.deepEqual(await checks(p), [false, false, false]);
  assert.equal((await p.verdictRow(KEY_ADMIN))["kms:Decrypt"], "allow", "as the step before leaves it");
});

test("by keyboard alone", async t => {
  const p = await open(t);
  await p.page.getByRole("button", { name: "Scenarios" }).focus();
  await p.press("Enter");
  await p.page.getByRole("button", { name: /^Open: Lesson/ }).focus();
  await p.press("Enter");
  await p.drawn();
  const focused = () => p.page.evaluate(() => document.activeElement.textContent);
  assert.match(await focused(), /^Step 1 of 15: Meet the key/);
  // What it is about, the hint, then Next.
  await p.press("Tab", "Tab", "Enter");
  assert.ok(await panel(p).getByText("Two statements allow kms:Decrypt").isVisible());
  await p.press("Tab");
  assert.equal(await focused(), "Next");
  await p.press("Enter");
  await p.drawn();
  assert.match(await focused(), /^Step 2 of 15/);
  assert.ok(await panel(p).getByText("The principals are a list").isHidden(), "a hint of its own, folded");
  await button(p, "Solution").focus();
  await p.press("Enter");
  await p.drawn();
  assert.deepEqual(await checks(p), [true, true]);
  assert.equal(await focused(), "Solution", "the focus stays");
});

test("without the inspector it says so, and the checks go on", async t => {
  const p = await openWithout(t, /^kms-policy-inspector-.*_bg\.wasm$/);
  await p.ready();
  await openLesson(p);
  await press(p, "Next");
  await panel(p).getByText("A file that carries out edits could not be loaded").waitFor();
  assert.ok(await button(p, "Solution").isDisabled());
  await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
  await p.type(`,"${KEY_ADMIN}"`);
  assert.deepEqual(await checks(p), [true, true]);
});

for (const [width, height] of [[1440, 900], [390, 844], [360, 640]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${width}x${height}, ${colorScheme}: axe finds nothing, nothing sticks out, a phone has one line`, async t => {
      const phone = width <= 700;
      const p = await open(t, { width, height, colorScheme, touch: phone, editors: !phone });
      await openLesson(p);
      await picture(p, `${width}x${height}-${colorScheme}-opened`);
      if (phone) {
        const { height: line } = await panel(p).boundingBox();
        assert.ok(line < 60, `${line} pixels`);
        await p.page.locator("#steps").click();
      }
      await press(p, "Next");
      await picture(p, `${width}x${height}-${colorScheme}-step`);
      await press(p, "Solution");
      await panel(p).locator("summary").click();
      await picture(p, `${width}x${height}-${colorScheme}-solved`);
      assert.deepEqual(await faults(p.page), []);
      const wide = await p.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      if (phone) {
        await p.page.locator("#steps").click();
        await p.page.getByRole("button", { name: "Key policy", exact: true }).click();
        await picture(p, `${width}x${height}-${colorScheme}-policy`);
        assert.match(await p.page.locator("#steps").innerText(), /Step 2 of 15/);
        assert.deepEqual(await faults(p.page), []);
      }
    });
  }
}
