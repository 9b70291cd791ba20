// The page by keys alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./open.mjs";
import { KEY_ARN, KEY_POLICY, KEY_USER, OWNER_ROOT, SECOND_ROOT, STUART, identityPolicy } from "./page.mjs";

/** What has the focus: its name, its role or tag, the part of the page and the place on the screen. */
const focused = ({ page }) => page.evaluate(() => {
  let active = document.activeElement;
  const host = active;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const rect = active.getBoundingClientRect();
  const [left, right] = [Math.max(0, rect.left), Math.min(innerWidth, rect.right)];
  const [top, bottom] = [Math.max(0, rect.top), Math.min(innerHeight, rect.bottom)];
  const isSeen = [0.1, 0.5, 0.9].some(share => {
    const seen = document.elementFromPoint(left + (right - left) * share, top + (bottom - top) * share);
    return left < right && top < bottom && seen && (host.contains(seen) || seen.contains(host));
  });
  const { outlineStyle, outlineWidth } = getComputedStyle(active.matches("[data-cell]") ? active.firstElementChild : active);
  return {
    name: (active.getAttribute("aria-label") ?? active.textContent.trim()).slice(0, 60),
    cell: active.dataset.cell,
    kind: active.matches(".cm-content") ? "editor" : active.getAttribute("role") ?? active.localName,
    part: host.closest(".skip, .bar, .owner, .caller, .matrix, .steps, .why, .footer, .notice, dialog, .phone-tabs")?.className,
    isSeen,
    isMarked: active.matches(".cm-content") || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2),
  };
});

/** Presses a key until what has the focus is what is looked for. */
async function go(p, key, wanted, limit = 80) {
  for (let count = 0; count < limit; count += 1) {
    await p.press(key);
    const now = await focused(p);
    if (wanted(now)) return now;
  }
  throw new Error(`${key} does not lead there, but to ${JSON.stringify(await focused(p))}`);
}

const withoutMouse = async (t, options) => {
  const p = await open(t, options);
  await p.page.evaluate(() => addEventListener("pointerdown", () => { document.title = "pointed"; }, true));
  return p;
};
const assertNoMouse = async p => assert.notEqual(await p.page.title(), "pointed");

test("the demonstration: the key is shared, KeyDemo is added, Stuart is allowed", async t => {
  const p = await withoutMouse(t);
  // The key policy, from its tab into its text.
  await go(p, "F6", ({ part }) => part?.includes("owner"));
  await go(p, "Tab", ({ kind }) => kind === "editor", 4);
  await p.press("Control+f");
  await p.type(`user/KeyUser"`);
  await p.press("Enter", "Escape", "ArrowRight");
  await p.type(",");
  await p.press("Enter");
  await p.type(`"${SECOND_ROOT}"`);
  assert.equal(await p.isStale(), false);
  assert.equal(await p.verdict(STUART, "kms:Decrypt"), "implicit-deny");
  assert.match(await p.whySentence(), /Stuart has no/);

  // The caller, a policy of its own.
  await go(p, "F6", ({ part }) => part?.includes("caller"), 1);
  await go(p, "Tab", ({ name }) => name.includes("Add policy"), 4);
  await p.press("Enter");
  assert.equal((await focused(p)).kind, "input");
  await p.press("Control+a");
  await p.type("KeyDemo");
  await p.press("Enter");
  await p.page.getByRole("tab", { name: "KeyDemo", selected: true }).waitFor();
  await p.drawn();
  assert.equal((await focused(p)).kind, "editor");
  await p.type(`"kms:Decrypt"`);
  await p.press("Escape", "ArrowDown", "End", "ArrowLeft");
  await p.type(`"${KEY_ARN}"`);
  assert.ok((await p.lines(identityPolicy(0, 0))).join("").includes(`"Resource": ["${KEY_ARN}"]`));

  // Stuart's cell says so.
  await p.press("Escape");
  const cell = await go(p, "F6", ({ part }) => part?.includes("matrix"), 1);
  assert.equal(cell.cell, `${STUART}|kms:Decrypt`);
  assert.match(cell.name, /^allowed/);
  await assertNoMouse(p);
});

test("a lesson is opened, its steps gone through with Next, Back and their keys", async t => {
  const p = await withoutMouse(t);
  await go(p, "Tab", ({ name }) => name === "Scenarios");
  await p.press("Enter");
  await p.page.locator(".cards").first().waitFor();
  await go(p, "Tab", ({ name }) => name.startsWith("Open: Lesson"));
  await p.press("Enter");
  await p.drawn();
  assert.match((await focused(p)).name, /^Step 1 of 15/);
  await p.press("Alt+PageDown");
  await p.drawn();
  assert.match((await focused(p)).name, /^Step 2 of 15/);
  await p.page.locator(".steps").getByRole("button", { name: "Solution", disabled: false }).waitFor();
  await go(p, "Tab", ({ name }) => name === "Solution", 8);
  await p.press("Enter");
  await p.page.locator(".steps.is-done").waitFor();
  await go(p, "Shift+Tab", ({ name }) => name === "Next", 3);
  await p.press("Enter");
  await p.drawn();
  assert.match((await focused(p)).name, /^Step 3 of 15/);
  await p.press("Alt+PageUp");
  await p.drawn();
  assert.match((await focused(p)).name, /^Step 2 of 15/);
  await assertNoMouse(p);
});

test("the matrix is one stop of the Tab key, and every cell is reached from it", async t => {
  const p = await withoutMouse(t);
  const at = async (...keys) => {
    await p.press(...keys);
    await p.drawn();
    const { cell } = await focused(p);
    const selected = await p.page.locator("[data-cell][aria-selected=true]").evaluateAll(all => all.map(one => one.dataset.cell));
    assert.deepEqual(selected, [cell], "the focus selects, and one cell is selected");
    assert.equal(await p.page.locator("[data-cell][tabindex='0']").count(), 1);
    return cell;
  };
  await go(p, "F6", ({ part }) => part?.includes("matrix"));
  assert.equal(await at("Home"), `${STUART}|kms:Encrypt`);
  assert.equal(await at("ArrowLeft"), `${STUART}|kms:Encrypt`);
  assert.equal(await at("ArrowRight"), `${STUART}|kms:Decrypt`);
  assert.equal(await at("ArrowDown"), `${KEY_USER}|kms:Decrypt`);
  assert.equal(await at("End"), `${KEY_USER}|kms:ScheduleKeyDeletion`);
  assert.equal(await at("ArrowRight"), `${KEY_USER}|kms:ScheduleKeyDeletion`);
  assert.equal(await at("Control+Home"), `${STUART}|kms:Encrypt`);
  assert.equal(await at("ArrowUp"), `${STUART}|kms:Encrypt`);
  assert.equal(await at("Control+End"), `${OWNER_ROOT}|kms:ScheduleKeyDeletion`);
  assert.equal(await at("ArrowDown"), `${OWNER_ROOT}|kms:ScheduleKeyDeletion`);
  assert.equal(await at("PageUp"), `${STUART}|kms:ScheduleKeyDeletion`);
  assert.equal(await at("PageDown"), `${OWNER_ROOT}|kms:ScheduleKeyDeletion`);
  assert.equal(await at("Enter"), `${OWNER_ROOT}|kms:ScheduleKeyDeletion`);
  assert.match(await p.stripText(), /^Root user · ScheduleKeyDeletion: ✓ allowed\./);
  await p.press("Tab");
  assert.ok(!(await focused(p)).part?.includes("matrix"));
});

for (const [width, height] of [[1440, 900], [720, 560]]) {
  test(`${width}x${height}: Tab goes through the whole page and out of it; every stop is seen and marked`, async t => {
    const p = await withoutMouse(t, { width, height });
    await go(p, "Tab", ({ kind }) => kind === "editor");
    await p.press("Control+Home");
    // What is looked for while nothing happens comes last, and moves what is below.
    await p.why.locator(".proposal").first().waitFor();
    const parts = new Set();
    for (let count = 0; count < 90; count += 1) {
      await p.press("Tab");
      const now = await focused(p);
      if (now.kind === "body") break;
      assert.ok(now.isSeen, `hidden: ${JSON.stringify(now)}`);
      assert.ok(now.isMarked, `not marked: ${JSON.stringify(now)}`);
      parts.add(now.part?.split(" ").at(-1));
      assert.ok(count < 89, "the page has an end");
    }
    for (const part of ["owner", "caller", "matrix", "why", "footer"]) assert.ok(parts.has(part), `${part} in ${[...parts]}`);
  });
}

test("F6 goes round the parts of the page, both ways", async t => {
  const p = await withoutMouse(t);
  const round = ["bar", "owner", "caller", "matrix", "why", "bar"];
  for (const [key, parts] of [["F6", round], ["Shift+F6", round.slice(0, -1).reverse()]]) {
    for (const part of parts) {
      await p.press(key);
      assert.ok((await focused(p)).part?.split(" ").includes(part), `${key} to ${part}`);
    }
  }
});

test("the first stops skip what comes before", async t => {
  const p = await withoutMouse(t);
  await p.press("Tab");
  assert.equal((await focused(p)).name, "Skip to the key policy");
  assert.ok((await focused(p)).isSeen);
  await p.press("Tab", "Tab", "Enter");
  await p.drawn();
  assert.equal((await focused(p)).cell, `${STUART}|kms:Decrypt`);
});

test("? lists the keys, outside of fields only, and can be switched off", async t => {
  const p = await withoutMouse(t);
  const dialog = p.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await go(p, "Tab", ({ kind }) => kind === "editor");
  await p.press("Control+Home");
  await p.type("?");
  assert.ok(await dialog.isHidden());
  assert.match((await p.lines(KEY_POLICY))[0], /^\?/);
  await p.undo();

  await p.press("F6");
  const before = await focused(p);
  await p.press("?");
  await dialog.waitFor();
  assert.ok(await dialog.getByText("the next part of the page").isVisible());
  await p.press("Escape");
  assert.ok(await dialog.isHidden());
  assert.deepEqual(await focused(p), before, "the focus comes back");

  await p.press("?");
  await go(p, "Tab", ({ kind }) => kind === "input", 4);
  await p.press("Space", "Escape", "?");
  assert.ok(await dialog.isHidden());
  await p.page.reload();
  await p.ready();
  await p.press("?");
  assert.ok(await dialog.isHidden(), "it stays off");
  await go(p, "Tab", ({ name }) => name === "Keyboard shortcuts", 60);
  await p.press("Enter");
  await dialog.waitFor();
});

test("F8 leads to a problem from anywhere", async t => {
  const p = await withoutMouse(t);
  await go(p, "Tab", ({ kind }) => kind === "editor");
  await p.press("Control+Home", "Delete");
  await p.page.locator(".problem-toggle").first().waitFor();
  await p.press("F6");
  assert.notEqual((await focused(p)).kind, "editor");
  await p.press("F8");
  await p.drawn();
  assert.equal((await focused(p)).kind, "editor");
});
