// Work that is kept, goes out as files and comes in again: entries, tabs, storage that refuses, imports. With
// SCREENSHOTS in the environment, pictures are kept in e2e/screenshots.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./axe.mjs";
import { open } from "./open.mjs";
import { identityPolicy, KEY_POLICY, KEY_USER, openFiles, Playground, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
const OUTPUTS = new URL("../crates/core/tests/import/", import.meta.url);
/** Longer than the rest after which work is kept. */
const REST = 900;

const output = name => readFile(new URL(`${name}.json`, OUTPUTS), "utf8");
const dialog = p => p.page.getByRole("dialog", { name: "File", exact: true });
const button = (p, name) => dialog(p).getByRole("button", { name, exact: true });
const notice = p => p.page.locator(".notice.is-shown").last();
const rest = p => p.page.waitForTimeout(REST);
const title = p => p.page.locator(".bar-title").innerText();

async function file(p) {
  if (!await dialog(p).isVisible()) await p.click("File");
  await button(p, "Save file").waitFor();
}

async function choose(p, name) {
  await file(p);
  await button(p, name).click();
  await dialog(p).waitFor({ state: "hidden" });
  await p.drawn();
}

/** The entries that are listed: the title of each, with what is said of it. */
async function recent(p) {
  await file(p);
  const rows = await dialog(p).locator(".recent > li").evaluateAll(all => all.map(row => ({
    title: row.querySelector(".entry-title").innerText, said: row.querySelector(".hint").innerText,
  })));
  await p.press("Escape");
  return rows;
}

/** Writes a mark into the key policy, which shows which work it is. */
async function mark(p, text) {
  await p.caretBehind(KEY_POLICY, `"Id": "`);
  await p.type(text);
}

const marked = async (p, text) => (await p.lines(KEY_POLICY)).some(line => line.includes(`"Id": "${text}`));

/** Another page of the same browser. */
async function another(p, opens) {
  const [page] = await Promise.all([p.page.context().waitForEvent("page"), opens()]);
  const other = new Playground(page);
  await other.ready();
  return other;
}

async function newTab(p) {
  const address = p.page.url();
  return another(p, async () => (await p.page.context().newPage()).goto(address));
}

async function reload(p) {
  await p.page.reload();
  await p.ready();
  await p.drawn();
}

async function paste(p, text) {
  await file(p);
  await p.page.locator("#import-text").fill(text);
}

const said = p => dialog(p).locator("#import-answer .say");

async function picture({ page }, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}work-${name}.png` });
}

test("a reload in the middle of typing brings back every character", async t => {
  const p = await open(t);
  await paste(p, `{"Resources": half`);
  await p.press("Escape");
  await p.addPolicy("KeyDemo");
  await p.type(`"kms:Dec`);
  await p.typeBehind(KEY_POLICY, `"Effect": "Allow"`, `,, half "\\ä`);
  // An editor draws the lines in sight and some more.
  const written = async () => [(await p.lines(KEY_POLICY)).slice(0, 20), await p.lines(identityPolicy(0, 0)), await p.matrix()];
  const before = await written();
  await p.click("Request…");
  const region = () => p.page.getByLabel("Region of the endpoint", { exact: true });
  await region().focus();
  await p.type("eu-mars-");
  // At once: not even the rest after the last key has passed.
  await reload(p);
  assert.deepEqual(await written(), before);
  await p.click("Request…");
  assert.equal(await region().inputValue(), "eu-mars-");
  await file(p);
  assert.equal(await p.page.locator("#import-text").inputValue(), `{"Resources": half`);
});

test("what was typed right before another scenario opens is in its entry", async t => {
  const p = await open(t);
  await mark(p, "first");
  await rest(p);
  await mark(p, "last-");
  await choose(p, "Two accounts and a key");
  await rest(p);
  await reload(p);
  assert.equal(await title(p), "New scenario");
  await file(p);
  await button(p, "Open: Share a key with another account").click();
  assert.ok(await marked(p, "last-first"));
});

test("every scenario that is opened is an entry of its own; one that is not changed is none", async t => {
  const p = await open(t);
  await mark(p, "first");
  await rest(p);
  await choose(p, "Two accounts and a key");
  // It is back after a reload, though there is nothing to list yet.
  await reload(p);
  assert.equal(await title(p), "New scenario");
  assert.equal((await recent(p)).length, 1);
  await mark(p, "second");
  await rest(p);
  const rows = await recent(p);
  assert.deepEqual(rows.map(one => one.title), ["New scenario", "Share a key with another account"]);
  assert.match(rows[0].said, /^begun here · .* · \d+ KB · open here$/);
  assert.match(rows[1].said, /^from the demonstration · .* · \d+ KB$/);

  await file(p);
  await button(p, "Open: Share a key with another account").click();
  assert.ok(await marked(p, "first"));
  // It goes on in the same entry, and undo goes back to the other.
  await mark(p, "more");
  await rest(p);
  assert.equal((await recent(p)).length, 2);
  await p.page.locator(".bar").getByRole("button", { name: "Undo" }).click();
  await p.page.locator(".bar").getByRole("button", { name: "Undo" }).click();
  assert.ok(await marked(p, "second"));
  await mark(p, "again");
  await rest(p);
  await reload(p);
  assert.ok(await marked(p, "againsecond"));
  assert.equal((await recent(p)).length, 2);
});

test("ten entries are kept, and it is said which goes next", async t => {
  const p = await open(t);
  for (let index = 1; index <= 12; index += 1) {
    await choose(p, "Two accounts and a key");
    await mark(p, `number-${index}-`);
    await rest(p);
    if (index === 10) assert.match((await recent(p)).at(-1).said, / · goes next$/);
  }
  const rows = await recent(p);
  assert.equal(rows.length, 10);
  await file(p);
  await button(p, "Open: New scenario").last().click();
  assert.ok(await marked(p, "number-3-"), "the oldest two went");
  await file(p);
  // It asks first; who keeps it is back at the button.
  const arrives = name => p.page.waitForFunction(
    name => (document.activeElement.getAttribute("aria-label") ?? document.activeElement.id) === name, name);
  await button(p, "Remove: New scenario").first().click();
  await arrives("remove-question");
  await button(p, "Keep: New scenario").click();
  await arrives("Remove: New scenario");
  assert.equal(await dialog(p).locator(".recent > li").count(), 10);
  await button(p, "Remove: New scenario").first().click();
  await button(p, "Remove for good: New scenario").click();
  await p.page.waitForFunction(() => document.querySelectorAll(".recent > li").length === 9);
});

test("two tabs never write the same entry", async t => {
  const p = await open(t);
  await mark(p, "shared");
  await rest(p);
  const other = await newTab(p);
  await notice(other).getByText("Another tab works at this scenario.").waitFor();
  assert.ok(await marked(other, "shared"));
  assert.equal((await recent(other)).length, 1, "a copy that is not changed is no entry");
  await mark(other, "other-");
  await mark(p, "one-");
  await rest(p);
  const rows = await recent(other);
  assert.equal(rows.length, 2);
  assert.match(rows.map(one => one.said).join("\n"), /^a copy from another tab .* open here$/m);
  assert.match(rows.map(one => one.said).join("\n"), /^from the demonstration .* open in another tab$/m);
  await reload(p);
  await reload(other);
  assert.ok(await marked(p, "one-shared"));
  assert.ok(await marked(other, "other-shared"));
  // Each has its own again: nothing was copied once more.
  assert.equal((await recent(p)).length, 2);
});

test("a duplicated tab works at a copy", async t => {
  const p = await open(t);
  await mark(p, "shared");
  await rest(p);
  // A page that is opened by a page has a copy of its storage, as a tab that is duplicated.
  const other = await another(p, () => p.page.evaluate(() => void window.open(location.href)));
  await notice(other).getByText("Another tab works at this scenario.").waitFor();
  await mark(other, "other-");
  await mark(p, "one-");
  await rest(other);
  await reload(p);
  await reload(other);
  assert.ok(await marked(p, "one-shared"));
  assert.ok(await marked(other, "other-shared"));
});

test("where the browser has no locks, two tabs hold entries by leases", async t => {
  const p = await open(t);
  await p.page.context().addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  await reload(p);
  await mark(p, "shared");
  await rest(p);
  const other = await newTab(p);
  await notice(other).getByText("Another tab works at this scenario.").waitFor();
  await mark(other, "other-");
  await mark(p, "one-");
  await rest(p);
  assert.match((await recent(other)).map(one => one.said).join("\n"), /open in another tab$/m);
  await reload(p);
  await reload(other);
  assert.ok(await marked(p, "one-shared"));
  assert.ok(await marked(other, "other-shared"));
  // A tab that is closed lets go.
  await other.page.close();
  await file(p);
  await button(p, "Open: Share a key with another account").click();
  assert.ok(await marked(p, "other-shared"));
  await rest(p);
  assert.equal(await p.page.getByText("Another tab works at this scenario.").count(), 0);
});

test("everything is forgotten after a question", async t => {
  const p = await open(t);
  await p.page.locator(".bar").getByRole("button", { name: /^Theme:/ }).click();
  await mark(p, "gone");
  await rest(p);
  await file(p);
  await button(p, "Forget everything…").click();
  assert.match(await dialog(p).innerText(), /It cannot be undone/);
  await button(p, "Keep").click();
  assert.equal((await recent(p)).length, 1);
  await file(p);
  await button(p, "Forget everything…").click();
  await button(p, "Forget everything").click();
  assert.match(await notice(p).innerText(), /Everything is forgotten/);
  assert.ok(await p.page.locator(".bar").getByRole("button", { name: "Undo" }).isDisabled());
  assert.equal(await p.page.locator("html").getAttribute("data-theme"), null);
  await rest(p);
  assert.deepEqual(await p.page.evaluate(() => Object.keys(localStorage)), []);
  await reload(p);
  assert.equal(await marked(p, "gone"), false);
  assert.equal((await recent(p)).length, 0);
});

test("where storage is refused the page works, says so once, and the browser asks before it leaves", async t => {
  const p = await open(t, { blockStorage: true });
  await rest(p);
  assert.equal(await p.page.locator(".notice.is-shown").count(), 0, "nothing is lost yet");
  await mark(p, "mine");
  await p.page.getByText("This browser keeps nothing for this page").waitFor();
  const asked = [];
  p.page.on("dialog", one => {
    asked.push(one.type());
    return one.dismiss();
  });
  await p.page.close({ runBeforeUnload: true });
  await p.page.waitForTimeout(300);
  assert.deepEqual(asked, ["beforeunload"]);
  const [download] = await Promise.all([
    p.page.waitForEvent("download"),
    notice(p).getByRole("button", { name: "Save file" }).click(),
  ]);
  assert.match(await readFile(await download.path(), "utf8"), /mine/);
  await notice(p).getByRole("button", { name: "Dismiss" }).click();
  await mark(p, "more");
  await rest(p);
  assert.equal(await p.page.locator(".notice.is-shown").count(), 0, "it is said once");
});

/** Storage that has room for so many characters. */
const narrow = room => {
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function(key, value) {
    const used = Object.entries(this).reduce((sum, [name, text]) => name === key ? sum : sum + text.length, 0);
    if (this === localStorage && used + value.length > room) throw new DOMException("full", "QuotaExceededError");
    set.call(this, key, value);
  };
};

test("where storage is full, the oldest entries go and it is said", async t => {
  const p = await open(t);
  await mark(p, "first");
  await rest(p);
  await choose(p, "Two accounts and a key");
  await mark(p, "second");
  await rest(p);
  assert.equal((await recent(p)).length, 2);
  const used = await p.page.evaluate(() => Object.values(localStorage).reduce((sum, text) => sum + text.length, 0));
  await p.page.context().addInitScript(narrow, used + 20);
  await reload(p);
  await mark(p, "third-which-is-a-little-longer-than-there-is-room-for");
  await p.page.getByText("the oldest had to go: “Share a key with another account”").waitFor();
  assert.deepEqual((await recent(p)).map(one => one.title), ["New scenario"]);
  await reload(p);
  assert.ok(await marked(p, "third-which"));
});

test("where the work does not fit without the other entries either, none of them goes", async t => {
  const p = await open(t);
  await mark(p, "first");
  await rest(p);
  await choose(p, "Two accounts and a key");
  await mark(p, "second");
  await rest(p);
  const used = await p.page.evaluate(() => Object.values(localStorage).reduce((sum, text) => sum + text.length, 0));
  await p.page.context().addInitScript(narrow, used + 20);
  await reload(p);
  await p.caretBehind(KEY_POLICY, `"Id": "`);
  await p.page.keyboard.insertText("more-than-there-is-room-for-".repeat(Math.ceil(used / 27)));
  await p.page.getByText("The browser's storage is full").waitFor();
  assert.deepEqual((await recent(p)).map(one => one.title).sort(), ["New scenario", "Share a key with another account"]);
  p.page.on("dialog", one => one.accept());
  await reload(p);
  assert.ok(await marked(p, "more-than-there-is-room-for-"));
  await file(p);
  await button(p, "Open: Share a key with another account").click();
  assert.ok(await marked(p, "first"));
});

test("where storage has no room at all, a reload still brings the work back", async t => {
  const p = await open(t);
  await p.page.context().addInitScript(narrow, 10);
  await reload(p);
  await mark(p, "mine");
  await p.page.getByText("The browser's storage is full").waitFor();
  p.page.on("dialog", one => one.accept());
  await reload(p);
  assert.ok(await marked(p, "mine"));
});

test("work of an earlier version becomes an entry, and what cannot be read can be saved as it is", async t => {
  const p = await open(t);
  await p.page.context().addInitScript(() => {
    // A new tab begins with an empty page, which has no storage.
    if (!location.protocol.startsWith("http") || localStorage.length) return;
    localStorage.setItem("kms-policy-playground.work", `{"version": 1, "scenario": {"version": 1, "title": "Earlier"}}`);
    localStorage.setItem("kms-policy-playground.work.unreadable", `{"version": 7}`);
  });
  const other = await newTab(p);
  assert.deepEqual((await recent(other)).map(one => one.title).sort(), ["Earlier", "Scenario"]);
  assert.match((await recent(other))[0].said, /^from an earlier visit/);
  await file(other);
  await button(other, "Open: Scenario").click();
  assert.match(await dialog(other).getByRole("alert").innerText(), /line 1, column 13: .*Save it as a file/);
  const row = dialog(other).locator(".recent > li").filter({ hasText: "cannot be opened" });
  const [download] = await Promise.all([other.page.waitForEvent("download"), row.getByRole("button", { name: "Save file" }).click()]);
  assert.match(await readFile(await download.path(), "utf8"), /"version": 7/);
});

async function save(p) {
  await file(p);
  const [download] = await Promise.all([p.page.waitForEvent("download"), button(p, "Save file").click()]);
  await p.press("Escape");
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("a saved file brings everything back and is saved the same again", async t => {
  const p = await open(t);
  await p.selectCell(KEY_USER, "kms:Encrypt");
  await p.typeBehind(KEY_POLICY, `"Effect": "Allow"`, ",, half");
  const before = await p.matrix();
  const saved = await save(p);
  assert.equal(saved.name, "Share a key with another account.json");
  await choose(p, "Empty");
  await openFiles(p, saved);
  await dialog(p).waitFor({ state: "hidden" });
  assert.match(await notice(p).innerText(), /Opened: Share a key with another account/);
  assert.deepEqual(await p.matrix(), before);
  assert.equal(await p.isStale(), true);
  assert.match(await p.stripText(), /KeyUser · Encrypt/);
  assert.deepEqual(await save(p), saved);
  await p.page.locator(".bar").getByRole("button", { name: "Undo" }).click();
  assert.equal(await title(p), "New scenario");
});

test("files are dropped anywhere on the page", async t => {
  const p = await open(t);
  const drop = (selector, ...files) => p.page.evaluate(([selector, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    const send = type => document.querySelector(selector)
      .dispatchEvent(new DragEvent(type, { bubbles: true, composed: true, cancelable: true, dataTransfer: data }));
    send("dragover");
    const hint = getComputedStyle(document.querySelector(".drop-hint")).display;
    send("drop");
    return hint;
  }, [selector, files]);
  const scenario = JSON.stringify({ version: 1, title: "Dropped", keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/k" }] });
  assert.notEqual(await drop(`[data-editor="${KEY_POLICY}"]`, ["a.json", scenario]), "none");
  await notice(p).getByText("Opened:").waitFor();
  assert.equal(await p.page.locator(".drop-hint").isVisible(), false);

  // Several outputs at once: the key of the policy is the one that the other file names.
  await drop("body", ["key.json", await output("describe-key")], ["policy.json", await output("get-key-policy")]);
  await button(p, "Put it in").waitFor();
  assert.match(await dialog(p).innerText(), /aws kms describe-key.*aws kms get-key-policy/s);
  await button(p, "Put it in").click();
  assert.match(await notice(p).innerText(), /Done: imported aws kms describe-key, aws kms get-key-policy/);
});

test("what the command line printed is shown before it is put in, and taken back by undo", async t => {
  const p = await open(t);
  const undo = p.page.locator(".bar").getByRole("button", { name: "Undo" });
  const lines = async () => {
    await p.host(KEY_POLICY).evaluate(host => host.shadowRoot.querySelector(".cm-scroller").scrollTop = 0);
    return (await p.lines(KEY_POLICY)).slice(0, 20);
  };
  const before = await lines();

  await paste(p, await output("get-key-policy"));
  await said(p).getByText("Put this into the scenario?").waitFor();
  assert.match(await dialog(p).innerText(), /Changed: the key policy/);
  assert.ok(await dialog(p).locator("ins", { hasText: "444455556666" }).first().isVisible());
  await button(p, "Cancel").click();
  assert.deepEqual(await lines(), before);
  await file(p);
  assert.notEqual(await p.page.locator("#import-text").inputValue(), "", "what was pasted is still there");
  await button(p, "Put it in").click();
  assert.notDeepEqual(await lines(), before);
  await undo.click();
  assert.deepEqual(await lines(), before);

  for (const [name, recognised, set] of [
    ["describe-key", /aws kms describe-key: the properties of key/, /New: key arn:aws:kms:us-west-2/],
    ["list-grants", /aws kms list-grants: \d grants on key/, /New: \d grants/],
    ["get-account-authorization-details", /aws iam get-account-authorization-details: /, /New: arn:aws:iam::\d+:user\/.* with .*polic/],
  ]) {
    await paste(p, await output(name));
    await button(p, "Put it in").waitFor();
    const text = await dialog(p).innerText();
    assert.match(text, recognised);
    assert.match(text, set);
    await button(p, "Put it in").click();
    assert.match(await notice(p).innerText(), /^Done: imported aws /);
    await undo.click();
    assert.deepEqual(await lines(), before, name);
  }
});

test("a policy that does not say where it belongs asks", async t => {
  const p = await open(t);
  await paste(p, await output("identity-policy"));
  await said(p).getByText("Where does it belong?").waitFor();
  await dialog(p).getByLabel("Of which user or role?").selectOption(STUART);
  await said(p).getByText("Put this into the scenario?").waitFor();
  await button(p, "Put it in").click();
  await p.content(identityPolicy(0, 0)).waitFor();
});

test("an error that is pasted or dropped goes to the dialog that reads errors", async t => {
  const p = await open(t);
  await paste(p, `User: ${STUART} is not authorized to perform: kms:Decrypt on this resource because the resource does `
    + "not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access");
  await button(p, "Read an error").click();
  const reader = p.page.getByRole("dialog", { name: "Read an error" });
  await reader.getByText("kms:Decrypt was refused").waitFor();
  assert.ok(await dialog(p).isHidden());
  // It stays over a reload.
  await rest(p);
  await reload(p);
  await p.click("Read an error");
  await reader.getByText("kms:Decrypt was refused").waitFor();
});

test("a bad file says what is wrong and where, and the work stays", async t => {
  const p = await open(t);
  await mark(p, "mine");
  for (const [name, text, wrong] of [
    ["broken.json", `{\n  "version": 1,\n  "keys": [}`, /broken\.json cannot be opened: line 3, column 12: /],
    ["misspelt.json", `{"version": 1,\n "principles": []}`, /line 2, column 2: \/principles: unknown field principles: did you mean principals/],
    ["newer.json", `{"version": 2, "scenario": {"version": 2}}`, /version 2 is not known here: write 1/],
    ["account.json", `{"version": 1, "accounts": [{"id": "12"}]}`, /line 1, column \d+: \/accounts\/0\/id: /],
    ["picture.png", Buffer.from([0x89, 0x50, 0xff, 0xfe]), /picture\.png is no text in UTF-8/],
    ["notes.txt", "hello", /Nothing was recognised/],
  ]) {
    await openFiles(p, { name, text });
    await p.page.waitForFunction(() => document.querySelector("#import-answer .say")?.textContent);
    assert.match(await dialog(p).locator("#import-answer").innerText(), wrong, name);
    await p.press("Escape");
  }
  assert.ok(await marked(p, "mine"));
});

test("an empty scenario says what it needs, and a pin does not go over to another one", async t => {
  const p = await open(t);
  await p.click("Pin");
  await p.addPolicy("KeyDemo");
  const pinned = p.page.getByRole("button", { name: "Unpin" });
  assert.ok(await pinned.isVisible());
  await choose(p, "Empty");
  assert.equal(await pinned.count(), 0);
  assert.match(await p.page.locator("section.matrix").innerText(), /A scenario needs a key and a principal/);
  await p.page.locator(".bar").getByRole("button", { name: "Undo" }).click();
  assert.ok(await pinned.isVisible());
});

for (const [name, options] of [
  ["light", {}], ["dark", { colorScheme: "dark" }],
  ["phone", { width: 390, height: 844, touch: true, editors: false }],
  ["narrow", { width: 360, height: 740, touch: true, editors: false, colorScheme: "dark" }],
]) {
  test(`axe finds nothing in the dialog: ${name}`, async t => {
    const p = await open(t, options);
    await choose(p, "Two accounts and a key");
    await p.click("Pin");
    await rest(p);
    await paste(p, await output("describe-key"));
    await button(p, "Put it in").waitFor();
    await picture(p, name);
    assert.deepEqual(await violations(p.page), []);
    await button(p, "Forget everything…").click();
    await picture(p, `${name}-end`);
    assert.deepEqual(await violations(p.page), []);
    const wide = await p.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false);
  });
}
