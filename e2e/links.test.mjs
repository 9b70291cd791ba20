// Links: what they carry is opened, damaged ones leave everything as it is, the address says nothing that the page does
// not show, and the browser's ways back and forward lead to the work that was there.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fragment } from "./link.mjs";
import { open } from "./open.mjs";
import { KEY_ARN, KEY_POLICY, KEY_USER, STUART } from "./page.mjs";

const RELEASED = new URL("../crates/link/tests/links/", import.meta.url);

const policy = sid => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: sid, Effect: "Allow", Principal: { AWS: KEY_USER }, Action: "kms:Decrypt", Resource: "*" }],
}, null, 2);

/** A scenario with two cells: KeyUser may decrypt, and not encrypt. */
const scenario = (title = "From a colleague", sid = "Use") => ({
  version: 1,
  title,
  keys: [{ arn: KEY_ARN, policy: policy(sid) }],
  principals: [{ arn: KEY_USER }],
  matrix: { actions: ["kms:Encrypt", "kms:Decrypt"] },
});

const share = (more = {}) => ({ version: 1, engine: "0.0.9", scenario: scenario(), ...more });

/** Opens the page by a link. */
const openLink = async (t, what) => {
  const p = await open(t);
  await p.page.goto("about:blank");
  await p.page.goto(p.address + fragment(what));
  await p.ready();
  return p;
};

/** Pastes a link into the address of the page that is open. */
async function follow(p, hash) {
  await p.page.evaluate(to => void (location.hash = to), hash);
  await p.drawn();
}

const title = p => p.page.locator(".bar-title").innerText();
const notice = p => p.page.locator(".notice.is-shown p").innerText();
const hash = p => p.page.evaluate(() => location.hash);
const mark = (p, text) => p.typeBehind(KEY_POLICY, `"Sid": "`, text);
const sid = async p => (await p.lines(KEY_POLICY)).find(line => line.includes("Sid")).trim();

async function gone(p) {
  await p.page.waitForFunction(() => location.hash === "");
}

async function arrives(p, text) {
  await p.page.waitForFunction(text => document.querySelector(".bar-title").innerText.includes(text), text);
  await p.drawn();
}

test("a link opens what it carries, and the address stays until the first edit", async t => {
  const view = { selected: { principal: KEY_USER, action: "kms:Encrypt" } };
  const p = await openLink(t, share({ view, verdicts: "10" }));
  assert.equal(await title(p), "From a colleague");
  assert.deepEqual(await p.verdictRow(KEY_USER), { "kms:Encrypt": "implicit-deny", "kms:Decrypt": "allow" });
  assert.match(await p.stripText(), /^KeyUser · Encrypt:/);
  assert.equal(await p.page.locator(".notice.is-shown").count(), 0);
  await p.selectCell(KEY_USER, "kms:Decrypt");
  assert.equal(await hash(p), fragment(share({ view, verdicts: "10" })));
  await mark(p, "My");
  await gone(p);
  assert.equal(p.page.url(), p.address);
  await p.page.waitForTimeout(900);
  await p.page.reload();
  await p.ready();
  assert.equal(await sid(p), `"Sid": "MyUse",`);
});

test("nothing is written into the history while someone works", async t => {
  const p = await openLink(t, scenario());
  const length = await p.page.evaluate(() => history.length);
  await mark(p, "Mine");
  await gone(p);
  await p.click("Undo");
  assert.equal(await hash(p), "");
  assert.equal(await p.page.evaluate(() => history.length), length);
});

test("a scenario by itself, and every link that was ever released, can be opened", async t => {
  const p = await openLink(t, scenario());
  assert.equal(await title(p), "From a colleague");
  const names = (await readdir(RELEASED)).filter(name => name.endsWith(".link"));
  assert.ok(names.length > 0);
  for (const name of names) {
    const link = (await readFile(new URL(name, RELEASED), "utf8")).trim();
    await follow(p, link.slice(link.indexOf("#")));
    assert.match(await notice(p), /^Opened: /, name);
  }
});

test("a link that is pasted into an open page is opened beside the work there", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, `"Id": "`, "mine-");
  await follow(p, fragment(scenario()));
  await arrives(p, "From a colleague");
  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  await arrives(p, "Share a key");
  assert.match(await title(p), /^Share a key/);
  assert.ok((await p.lines(KEY_POLICY)).some(line => line.includes("mine-")));
  assert.equal(await hash(p), "", "the address does not say what is not shown");
});

test("back and forward lead to the work that was there, edits included", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, `"Id": "`, "mine-");
  await follow(p, fragment(scenario("First")));
  await arrives(p, "First");
  await mark(p, "Edited");
  await gone(p);
  await follow(p, fragment(scenario("Second")));
  await arrives(p, "Second");
  await p.page.goBack();
  await arrives(p, "First");
  assert.equal(await sid(p), `"Sid": "EditedUse",`);
  await p.page.goBack();
  await arrives(p, "Share a key");
  assert.ok((await p.lines(KEY_POLICY)).some(line => line.includes("mine-")));
  await p.page.goForward();
  await arrives(p, "First");
  await p.page.goForward();
  await arrives(p, "Second");
  // The same link once more, after it went from the address.
  await mark(p, "Other");
  await gone(p);
  await follow(p, fragment(scenario("Second")));
  await p.page.waitForFunction(() => document.querySelector(".notice.is-shown p")?.innerText.startsWith("Opened: "));
  assert.equal(await sid(p), `"Sid": "Use",`);
});

const DAMAGED = [
  ["cut off", fragment(scenario()).slice(0, 80), /the end of the link is missing: copy it once more/],
  ["a strange character", `${fragment(scenario()).slice(0, 40)}%E2%82%AC`, /^The link cannot be opened: character 40 behind the # is .*, which stands in no link/],
  ["newer", "#9abcdef", /the link is of version 9, and this program reads up to version 1: load the page anew/],
  ["no scenario", fragment({ version: 1, keys: 3 }), /\/keys/],
  ["of a newer format", fragment({ version: 2, scenario: {} }), /\/version: version 2 is not known here/],
];

for (const [what, link, says] of DAMAGED) {
  test(`a link that is ${what} says so, and the work stays`, async t => {
    const p = await open(t);
    await p.typeBehind(KEY_POLICY, `"Id": "`, "mine-");
    const mine = async () => [(await p.lines(KEY_POLICY)).slice(0, 9), await p.matrix()];
    const before = await mine();
    await follow(p, link);
    assert.match(await notice(p), says);
    assert.match(await notice(p), /\. Your work is as it was\.$/);
    assert.deepEqual(await mine(), before);
    // One edit is enough.
    await p.typeBehind(KEY_POLICY, `"Id": "`, "x");
    await gone(p);
    await p.press("Backspace");
    assert.deepEqual(await mine(), before);
    // The same when the page is loaded with it.
    await p.page.waitForTimeout(900);
    await p.page.goto("about:blank");
    await p.page.goto(p.address + link);
    await p.ready();
    assert.match(await notice(p), says);
    assert.deepEqual(await mine(), before);
    await p.typeBehind(KEY_POLICY, `"Id": "`, "still-");
    await gone(p);
  });
}

test("what was decided otherwise when the link was made is said", async t => {
  const p = await openLink(t, share({ verdicts: "00" }));
  assert.equal(await notice(p), "Some decisions differ from those that were stored with it by version 0.0.9: "
    + "KeyUser may no longer kms:Encrypt.");
  await follow(p, fragment(share({ verdicts: "000" })));
  assert.match(await notice(p), /^`?verdicts`? has 3 verdicts, and the matrix of this scenario has 2 cells/);
  await follow(p, fragment(share({ scenario: scenario("Decided the same"), verdicts: "10" })));
  await arrives(p, "Decided the same");
  assert.match(await notice(p), /^Opened: /);
});

test("a fragment that is no link is the browser's", async t => {
  const p = await open(t);
  await follow(p, "#matrix-title");
  await p.typeBehind(KEY_POLICY, `"Id": "`, "mine-");
  await p.drawn();
  assert.equal(await hash(p), "#matrix-title");
  assert.equal((await p.verdictRow(STUART))["kms:Decrypt"], "implicit-deny");
});

test("a link that is pasted under File is opened from there", async t => {
  const p = await open(t);
  await p.click("File");
  const dialog = p.page.getByRole("dialog", { name: "File", exact: true });
  await dialog.locator("#import-text").fill(`  https://playground.example/${fragment(scenario())}\n`);
  await dialog.getByRole("button", { name: "Open it" }).click();
  await arrives(p, "From a colleague");
  await p.click("File");
  await dialog.locator("#import-text").fill("https://playground.example/#1abc");
  const says = /cannot be opened: (the link is damaged|the end of the link is missing)/;
  await dialog.locator("#import-answer .say").filter({ hasText: says }).waitFor();
});

test("a link wins over a scenario that the address names, also once it is edited and gone", async t => {
  const p = await open(t);
  await p.page.goto("about:blank");
  await p.page.goto(`${p.address}?scenario=iam-side-missing${fragment(scenario())}`);
  await p.ready();
  assert.equal(await title(p), "From a colleague");
  await mark(p, "My");
  await gone(p);
  assert.equal(p.page.url(), `${p.address}?scenario=iam-side-missing`);
  await p.page.waitForTimeout(900);
  await p.page.reload();
  await p.ready();
  assert.equal(await sid(p), `"Sid": "MyUse",`);
});
