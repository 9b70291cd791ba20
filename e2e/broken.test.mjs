// What the page does where something is broken: a text, the browser's storage, a file of the page itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, openWithout } from "./open.mjs";
import { identityPolicy, KEY_ARN, KEY_POLICY, KEY_USER, SECOND_ROOT, STUART } from "./page.mjs";

test("a broken text keeps the last verdicts, and says where it is broken", async t => {
  const p = await open(t);
  const before = await p.matrix();
  // In line 7, the first statement's.
  await p.caretBehind(KEY_POLICY, `"Effect": "Allow",`);
  await p.press("Backspace");
  assert.equal(await p.isStale(), true);
  assert.deepEqual(await p.matrix(), before);
  assert.match(await p.stripText(), /^last readable text/);

  const note = p.page.locator(".matrix .stale-note");
  const said = await note.innerText();
  assert.match(said, /The key policy is not valid JSON \(line \d+, column \d+\)/);
  const [, line, column] = said.match(/line (\d+), column (\d+)/).map(Number);

  // The editor is left, so that the click has to bring the caret back.
  await p.selectCell(KEY_USER, "kms:Decrypt");
  await note.getByRole("button", { name: "Go there" }).click();
  await p.drawn();
  const lines = await p.lines(KEY_POLICY);
  assert.equal(await p.activeLine(), lines[line - 1]);
  // Where the error is noticed: at the end of line 7, or at what follows it.
  assert.ok(line === 7 || (line === 8 && /^\s*"Principal"/.test(lines[7])), said);
  await p.type("§");
  assert.equal((await p.activeLine()).indexOf("§"), column - 1);
  await p.press("Backspace");

  await p.typeBehind(KEY_POLICY, `"Effect": "Allow"`, ",");
  assert.equal(await p.isStale(), false);
  assert.equal(await note.count(), 0);
  assert.doesNotMatch(await p.stripText(), /last readable text/);
  assert.deepEqual(await p.matrix(), before);
});

test("while one text is broken, the other goes on deciding", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, `user/KeyUser"`, `,"${SECOND_ROOT}"`);
  await p.caretBehind(KEY_POLICY, `"Effect": "Allow",`);
  await p.press("Backspace");
  await p.addPolicy("KeyDemo");
  await p.type(`"kms:Decrypt"`);
  await p.typeBehind(identityPolicy(0, 0), `"Resource": [`, `"${KEY_ARN}"`);
  assert.equal(await p.isStale(), true);
  assert.equal(await p.verdict(STUART, "kms:Decrypt"), "allow");
});

test("the page works where storage is refused", async t => {
  const p = await open(t, { blockStorage: true });
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  await p.typeBehind(KEY_POLICY, `user/KeyUser`, "s");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "implicit-deny");
  await p.undo();
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "allow");
  // Whatever is written after a rest must not fail either.
  await p.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide")));
  await p.drawn();
});

test("without the editor's file, policies are edited in plain fields", async t => {
  const p = await openWithout(t, /^editor-.*\.js$/);
  await p.ready({ editors: false });
  await p.page.getByText("The editor could not be loaded").first().waitFor();
  const field = p.host(KEY_POLICY).getByRole("textbox");
  const named = `user/KeyUser"`;
  const behind = (await field.inputValue()).indexOf(named) + named.length;
  assert.ok(behind >= named.length);
  await field.click();
  await field.evaluate((area, at) => area.setSelectionRange(at, at), behind);
  await p.type(`, "${SECOND_ROOT}"`);
  assert.equal(await p.isStale(), false);
  assert.equal(await p.verdict(STUART, "kms:Decrypt"), "implicit-deny");
  assert.match(await p.stripText(), /Stuart has no .*polic(y|ies) that allows? it/s);
  assert.ok((await field.inputValue()).includes(`user/KeyUser", "${SECOND_ROOT}"`));
});

test("without the file that looks over the texts, everything is decided and the page says what is missing", async t => {
  const p = await openWithout(t, /^kms-policy-inspector-.*_bg\.wasm$/);
  await p.ready();
  await p.page.getByText("Problems cannot be shown").first().waitFor();
  await p.typeBehind(KEY_POLICY, `user/KeyUser`, "s");
  assert.equal(await p.verdict(KEY_USER, "kms:Decrypt"), "implicit-deny");
});

test("without the program, the page says which file is missing", async t => {
  const begin = performance.now();
  const p = await openWithout(t, /-web-.*_bg\.wasm$/, /^uncaught: TypeError: .* HTTP status code is not ok$/);
  const alert = p.page.getByRole("alert");
  await alert.waitFor({ timeout: 5000 });
  assert.ok(performance.now() - begin < 5000);
  assert.match(await alert.innerText(), /The playground did not start\.[^]*_bg\.wasm could not be loaded\./);
});
