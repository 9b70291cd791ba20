// Scenarios built by forms: from nothing to the demonstration, settings and grants, names that others follow, what
// cannot be used, undo through all of it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./axe.mjs";
import { open } from "./open.mjs";
import { KEY_ADMIN, KEY_POLICY, KEY_USER, OWNER_ROOT, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));

const dialog = p => p.page.getByRole("dialog", { name: "Build", exact: true });
const button = (p, name) => dialog(p).getByRole("button", { name, exact: true });
const field = (p, name) => dialog(p).getByLabel(name, { exact: true });
const settings = p => p.page.getByRole("tabpanel").filter({ has: p.page.locator(".build-tab") });

/** Opens the dialog, once the file that it needs has arrived. */
async function scenario(p) {
  await p.click("Build");
  await field(p, "Title").waitFor();
}

/** Writes a name over what is in a field, and completes it. */
async function write(p, label, text) {
  await field(p, label).click();
  await p.press("Control+a");
  await p.type(text);
  await p.press("Enter");
  await p.drawn();
}

async function remove(p, name) {
  await button(p, name).click();
  await button(p, "Remove").click();
}

const title = async p => {
  await p.drawn();
  return dialog(p).locator(".build-form > h3").innerText();
};

const focused = p => p.page.evaluate(() => {
  const { activeElement: element } = document;
  return element.ariaLabel ?? element.labels?.[0]?.innerText ?? element.textContent;
});

/** Goes on with Tab until something has the focus. */
async function tabTo(p, name) {
  for (let count = 0; count < 120; count++) {
    if (await focused(p) === name) return;
    await p.press("Tab");
  }
  throw new Error(`no way by Tab to ${name}; the focus is on ${await focused(p)}`);
}

test("the demonstration is built of nothing, key and all, and decides the same", async t => {
  const p = await open(t);
  const wanted = await p.matrix();
  await scenario(p);
  for (const name of ["Stuart (Second account)", "KeyUser (Key owner)", "KeyAdmin (Key owner)", "Root user (Key owner)"]) {
    await remove(p, name);
  }
  await remove(p, "alias/demo");
  await remove(p, "Second account, 123456789012");
  await remove(p, "Key owner, 111122223333");
  assert.deepEqual(await p.matrix(), {});
  await p.press("Escape");
  assert.match(await p.page.getByRole("region", { name: "Key owner's side" }).innerText(), /no key/);
  await scenario(p);

  await button(p, "Add account").click();
  assert.equal(await title(p), "Key owner, 111122223333");
  await button(p, "Add account").click();
  assert.equal(await title(p), "Second account, 123456789012");
  for (const [account, kind, name] of [
    ["123456789012", "Add user", "Stuart"], ["111122223333", "Add user", "KeyUser"],
    ["111122223333", "Add user", "KeyAdmin"], ["111122223333", "Add root user"],
  ]) {
    await button(p, "New principal…").click();
    await dialog(p).getByRole("button", { name: `${kind}: In ` }).filter({ visible: true })
      .and(dialog(p).getByRole("button", { name: account })).click();
    if (name) await write(p, "Name", name);
  }
  await button(p, "New key…").click();
  await dialog(p).getByRole("group", { name: "Administrators" }).getByLabel("KeyAdmin (Key owner)").check();
  await dialog(p).getByRole("group", { name: "Users", exact: true }).getByLabel("KeyUser (Key owner)").check();
  assert.match(await dialog(p).locator("pre").innerText(), /"Allow access for Key Administrators"[^]*KeyAdmin[^]*KeyUser/);
  await button(p, "Create key: Its key policy").click();
  assert.equal(await title(p), "alias/demo");

  // A column goes and comes.
  await button(p, "Rows, columns, request").click();
  const columns = dialog(p).getByRole("group", { name: "Actions" });
  await columns.getByRole("button", { name: "Remove: kms:ScheduleKeyDeletion" }).click();
  await columns.getByLabel("What to add").selectOption("kms:ScheduleKeyDeletion");
  await columns.getByRole("button", { name: "Add" }).click();
  assert.deepEqual(await p.matrix(), wanted);
  await p.press("Escape");
  assert.deepEqual((await p.lines(KEY_POLICY)).slice(0, 3), ["{", `  "Version": "2012-10-17",`, `  "Id": "key-consolepolicy-3",`]);

  // All the way back, and forward again.
  await p.press("Tab");
  const undo = p.page.getByRole("button", { name: "Undo", exact: true });
  let steps = 0;
  for (; await undo.isEnabled(); steps++) await undo.click();
  assert.ok(steps > 15, `${steps} steps`);
  assert.deepEqual(await p.matrix(), wanted);
  const redo = p.page.getByRole("button", { name: "Redo", exact: true });
  while (await redo.isEnabled()) await redo.click();
  assert.deepEqual(await p.matrix(), wanted);
  assert.match(await p.page.getByRole("region", { name: "Key owner's side" }).innerText(), /key\/1234abcd-/);
});

test("a disabled key: its cells turn, in the tab of its settings", async t => {
  const p = await open(t);
  await p.page.getByRole("tab", { name: "Settings" }).click();
  const state = settings(p).getByLabel("State", { exact: true });
  await state.selectOption("Disabled");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "error");
  assert.equal(await p.word(KEY_USER, "kms:Decrypt"), "DisabledException");
  await p.undo();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  assert.equal(await state.inputValue(), "");
  await p.redo();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "error");
  assert.equal(await state.inputValue(), "Disabled");
  const tags = settings(p).getByLabel("Tags", { exact: true });
  await tags.fill("Env=prod\nteam");
  assert.match(await settings(p).locator(".field-fault").innerText(), /`?team`? is no pair/);
  // Nothing typed is lost: not by a look elsewhere, not by a reload.
  await p.page.getByRole("tab", { name: "Key policy" }).click();
  await p.page.getByRole("tab", { name: "Settings" }).click();
  assert.equal(await tags.inputValue(), "Env=prod\nteam");
  await p.page.waitForTimeout(600);
  await p.page.reload();
  await p.ready();
  await p.page.getByRole("tab", { name: "Settings" }).click();
  assert.equal(await tags.inputValue(), "Env=prod\nteam");
  await tags.fill("Env=prod\nteam=blue");
  assert.equal(await settings(p).locator(".field-fault").count(), 0);
});

test("a grant lets Stuart decrypt, and goes with what sends its token", async t => {
  const p = await open(t);
  await p.page.getByRole("tab", { name: "Grants" }).click();
  await settings(p).getByRole("button", { name: "Add grant" }).click();
  assert.equal(await focused(p), "grant-1");
  assert.equal(await p.verdict(STUART, "kms:Encrypt"), "implicit-deny");
  const encrypt = settings(p).getByRole("group", { name: "Operations" }).getByLabel("Encrypt", { exact: true });
  await encrypt.check();
  const with_grant = await p.verdictRow(STUART);
  await settings(p).getByRole("button", { name: "Remove: grant-1" }).click();
  assert.notDeepEqual(await p.verdictRow(STUART), with_grant);
  await p.undo();
  assert.deepEqual(await p.verdictRow(STUART), with_grant);
});

test("what is called otherwise is followed, and the policies that still name it are counted", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:Decrypt");
  await p.page.getByRole("region", { name: "Caller's side" }).getByRole("button", { name: "Details…" }).click();
  await field(p, "Name").waitFor();
  await field(p, "Name").click();
  await p.press("End");
  await p.type("2");
  // Not before it is complete.
  assert.deepEqual(Object.keys(await p.matrix()), [STUART, KEY_USER, KEY_ADMIN, OWNER_ROOT]);
  assert.equal(await dialog(p).locator(".build-pending").innerText(), "Enter takes it over.");
  await p.press("Enter");
  assert.deepEqual(Object.keys(await p.matrix()), [STUART, `${KEY_USER}2`, KEY_ADMIN, OWNER_ROOT]);
  assert.match(await dialog(p).locator(".build-said").innerText(), /1 policy still names /);
  assert.equal(await p.verdict(`${KEY_USER}2`, "kms:Decrypt"), "implicit-deny");
  assert.equal(await p.cell(`${KEY_USER}2`, "kms:Decrypt").getAttribute("aria-selected"), "true");
  // Written and taken over without a pause: one change.
  await button(p, "Undo").click();
  assert.equal(await button(p, "Undo").isDisabled(), true);
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  assert.equal(await field(p, "Name").inputValue(), "KeyUser");
});

test("a cell becomes a check, which says whether it holds", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:Decrypt");
  await scenario(p);
  await button(p, "Add the selected cell").click();
  assert.equal(await title(p), "KeyUser (Key owner): kms:Decrypt");
  const note = dialog(p).locator(".build-note");
  assert.match(await note.innerText(), /^It holds\./);
  assert.ok(await button(p, "✓ KeyUser (Key owner): kms:Decrypt").isVisible());
  await button(p, "alias/demo").click();
  await field(p, "State").selectOption("Disabled");
  await button(p, "✗ KeyUser (Key owner): kms:Decrypt").click();
  assert.match(await note.innerText(), /^It does not hold: now DisabledException\./);
});

test("by keyboard alone: a policy is added, opened, and written", async t => {
  const p = await open(t);
  await tabTo(p, "Build");
  await p.press("Enter");
  await field(p, "Title").waitFor();
  await tabTo(p, "Stuart (Second account)");
  await p.press("Enter");
  await p.drawn();
  assert.equal(await focused(p), "Stuart (Second account)");
  await tabTo(p, "Add policy: Identity policies");
  await p.press("Enter");
  await p.drawn();
  assert.equal(await focused(p), "KeyDemo");
  await tabTo(p, "Policy name");
  await p.press("Control+a");
  await p.type("Mine");
  await tabTo(p, "Edit text: Mine");
  await p.press("Enter");
  await p.drawn();
  assert.equal(await dialog(p).count(), 0);
  await p.page.getByRole("tab", { name: "Mine", exact: true, selected: true }).waitFor();
  // Rows change places.
  await tabTo(p, "Rows, columns…");
  await p.press("Enter");
  await p.drawn();
  await tabTo(p, "Move up: KeyUser (Key owner)");
  await p.press("Enter");
  assert.deepEqual(Object.keys(await p.matrix()).slice(0, 2), [KEY_USER, STUART]);
  await p.press("Escape");
  await p.drawn();
  assert.equal(await focused(p), "Rows, columns…");
});

for (const [name, options] of [
  ["light", {}], ["dark", { colorScheme: "dark" }], ["phone", { width: 360, height: 780, touch: true }],
]) {
  test(`nothing to complain of for axe, and nothing cut off: ${name}`, async t => {
    const p = await open(t, options);
    await mkdir(PICTURES, { recursive: true });
    const look = async place => {
      assert.deepEqual((await violations(p.page)).map(({ id, nodes }) => `${place}: ${id} ${nodes[0].html}`), []);
      const wide = await p.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, place);
    };
    await scenario(p);
    await look("general");
    for (const place of ["Key owner, 111122223333", "alias/demo", "Stuart (Second account)", "Rows, columns, request"]) {
      await button(p, place).click();
      await p.page.screenshot({ path: `${PICTURES}build-${place.split(/\W/)[0]}-${name}.png` });
      await look(place);
    }
    await button(p, "Add bucket").click();
    await button(p, "Add object: Objects").click();
    await look("bucket");
    await button(p, "alias/demo: 0 grants").click();
    await button(p, "Add grant").click();
    await look("grants");
    await button(p, "New key…").click();
    await field(p, "Alias").fill("demo");
    await look("new key with an error");
    await p.page.screenshot({ path: `${PICTURES}build-new-key-${name}.png` });
    await p.press("Escape");
    if (name === "phone") await p.click("Key policy");
    await p.page.getByRole("tab", { name: "Settings" }).click();
    await look("settings");
    await p.page.screenshot({ path: `${PICTURES}build-settings-${name}.png` });
  });
}
