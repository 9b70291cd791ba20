// The dialog for sharing: the link that is copied carries the work, what is left out or replaced is not in it, what is
// too large says so, and everything works by keys.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./axe.mjs";
import { carried as decode } from "./link.mjs";
import { open, openWithout } from "./open.mjs";
import { KEY_POLICY, openFiles, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The command line of this project. */
const cargo = ["run", "--quiet", "--package", "kms-policy-cli", "--"];
const evaluate = file => spawnSync("cargo", [...cargo, "evaluate", file], { cwd: ROOT, encoding: "utf8" });

const dialog = p => p.page.getByRole("dialog", { name: "Share", exact: true });
const field = (p, name) => dialog(p).getByRole("textbox", { name, exact: true });
const button = (p, name) => dialog(p).getByRole("button", { name, exact: true });
const box = (p, name) => dialog(p).getByRole("checkbox", { name });

async function share(p) {
  await p.click("Share");
  await dialog(p).locator(".file-part").first().waitFor();
}

/** The link once it is another one than before. */
async function link(p, before) {
  await p.page.waitForFunction(old => {
    const shown = document.querySelector("#share-link");
    return shown && shown.value !== old;
  }, before ?? "");
  return field(p, "Link").inputValue();
}

/** What lies in the clipboard, as a field gets it. */
async function pasted(p) {
  await p.press("Escape");
  await p.click("Read an error");
  const text = p.page.locator("#reader-text");
  await text.fill("");
  await text.press("Control+v");
  return text.inputValue();
}

async function saved(p, name) {
  const [download] = await Promise.all([p.page.waitForEvent("download"), button(p, name).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

async function picture({ page }, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}share-${name}.png` });
}

/** Words that compression cannot do much about. */
function noise(length) {
  let state = 88_172_645_463_325_252n;
  let text = "";
  while (text.length < length) {
    state ^= state << 13n & 0xffff_ffff_ffff_ffffn;
    state ^= state >> 7n;
    state ^= state << 17n & 0xffff_ffff_ffff_ffffn;
    text += state.toString(36);
  }
  return text.slice(0, length);
}

const described = async (p, length) => {
  await openFiles(p, { name: "long.json", text: JSON.stringify({
    version: 1, title: "Long", description: noise(length),
    keys: [{ arn: "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412" }],
    principals: [{ arn: "arn:aws:iam::210987654321:user/maria" }],
  }) });
  await p.page.locator("[data-cell^='arn:aws:iam::210987654321']").first().waitFor();
};

test("the copied link carries the work, as it is saved", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, `"Id": "`, "shared-");
  await p.selectCell(STUART, "kms:Encrypt");
  await share(p);
  const shown = await link(p);
  const address = p.page.url();
  assert.ok(shown.startsWith(`${address}#1`), shown);
  assert.match(await dialog(p).getByRole("status").first().innerText(), /^\d{3} characters: it goes through/);
  assert.equal(await dialog(p).getByRole("meter").getAttribute("aria-valuenow"), String(shown.length));
  await picture(p, "dialog");
  await button(p, "Copy: Link").click();
  await button(p, "Copied: Link").waitFor();
  const file = await saved(p, "Save scenario file");
  assert.equal(await pasted(p), shown);
  const carried = decode(shown);
  assert.deepEqual(carried, JSON.parse(file.text));
  assert.match(carried.scenario.keys[0].policy, /"Id": "shared-/);
  assert.deepEqual(carried.view.selected, { principal: STUART, action: "kms:Encrypt" });
  assert.match(file.name, /^Share .*\.json$/);
});

test("a frame that may not use the clipboard copies what is selected", async t => {
  const p = await open(t, { init: () => Object.defineProperty(navigator, "clipboard", { value: undefined }) });
  await share(p);
  const shown = await link(p);
  await button(p, "Copy: Link").click();
  await button(p, "Copied: Link").waitFor();
  assert.equal(await pasted(p), shown);
});

test("where nothing may be copied the text is selected", async t => {
  const p = await open(t, { init: () => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  } });
  await share(p);
  const shown = await link(p);
  await button(p, "Copy: Link").click();
  await button(p, "Not allowed here: Link").waitFor();
  const selected = () => p.page.evaluate(() => {
    const one = document.activeElement;
    return one.value?.slice(one.selectionStart, one.selectionEnd);
  });
  assert.equal(await selected(), shown);
});

test("parts are left out of the link and not of the work", async t => {
  const p = await open(t);
  await p.click("Pin");
  await share(p);
  const whole = await link(p);
  assert.ok(decode(whole).pinned);
  await dialog(p).getByText("What makes it long").click();
  const parts = dialog(p).locator(".share-parts li");
  const saves = async () => (await parts.allInnerTexts()).map(text => Number(/: ([\d,]+) characters? fewer/.exec(text)?.[1].replace(",", "") ?? 0));
  const before = await saves();
  assert.deepEqual(before, [...before].sort((a, b) => b - a));
  assert.ok(before.length > 4 && before.every(one => one > 0), String(before));
  await button(p, "Leave out: the state that it is compared with").click();
  const shorter = await link(p, whole);
  assert.equal(decode(shorter).pinned, undefined);
  assert.ok(shorter.length < whole.length);
  assert.match(await parts.first().innerText(), /^Left out: the state that it is compared with \(no decision needs it\)/);
  // A part that decisions need takes what means nothing without it: what is left can be opened.
  await button(p, "Leave out: Stuart, with its policies").click();
  const without = decode(await link(p, shorter));
  assert.doesNotMatch(JSON.stringify({ ...without.scenario, description: "" }), /user\/Stuart/);
  assert.equal(without.scenario.principals.length, decode(whole).scenario.principals.length - 1);
  await button(p, "Put back: Stuart, with its policies").click();
  assert.equal(await link(p, whole), shorter);
  await p.press("Escape");
  await p.drawn();
  assert.notDeepEqual(await p.verdictRow(STUART), {});
  await share(p);
  assert.equal(await link(p), whole, "nothing is left out at the next time");
});

test("names and numbers are replaced by examples, and no decision changes", async t => {
  const p = await open(t);
  await openFiles(p, { name: "mine.json", text: JSON.stringify({
    version: 1, title: "Maria's key",
    accounts: [{ id: "210987654321", name: "Payments" }],
    keys: [{
      arn: "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412", aliases: ["alias/payments"],
      policy: { Statement: [
        { Sid: "LetMaria", Effect: "Allow", Principal: { AWS: "arn:aws:iam::210987654321:user/maria" }, Action: "kms:Decrypt", Resource: "*" },
        { Effect: "Allow", Principal: "*", Action: "kms:Encrypt", Resource: "*", Condition: {
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/Build*" } } },
      ] },
    }],
    principals: [{ arn: "arn:aws:iam::210987654321:user/maria" }, { arn: "arn:aws:iam::210987654321:role/BuildTheApp" }],
  }) });
  await p.page.locator("[data-cell^='arn:aws:iam::210987654321']").first().waitFor();
  await share(p);
  const named = await link(p);
  await box(p, /^Replace account numbers/).check();
  const replaced = await link(p, named);
  const told = dialog(p).locator("details");
  assert.match(await dialog(p).innerText(), /\d names replaced, 2 names left as they are/);
  await told.filter({ hasText: /^Replaced/ }).locator("summary").click();
  await told.filter({ hasText: /^Left/ }).locator("summary").click();
  await dialog(p).getByText("user maria becomes alice").waitFor();
  await dialog(p).getByText("role BuildTheApp: a wildcard or condition depends on it").waitFor();
  await picture(p, "examples");
  const [before, after] = [decode(named), decode(replaced)];
  assert.doesNotMatch(JSON.stringify(after), /maria|2109|payments|5e698272/i);
  assert.match(JSON.stringify(after), /LetAlice/);
  // The verdicts in the link are those of before: whoever opens it sees what is decided then.
  assert.equal(after.verdicts, before.verdicts);
  const cells = async at => Object.values(await at.matrix()).map(row => Object.values(row));
  const opened = await open(t, { url: replaced });
  await opened.page.locator("[data-cell^='arn:aws:iam::111122223333:user/alice|']").first().waitFor();
  const [own, theirs] = [await cells(p), await cells(opened)];
  assert.ok(own.flat().includes("allow") && own.flat().includes("implicit-deny"), String(own));
  assert.deepEqual(theirs, own);
  const shown = await saved(p, "Save scenario file");
  assert.equal(shown.name, "Alice's key.json");
  assert.match(await field(p, "Markdown").inputValue(), /^\[Alice's key\]\(http.*#1[\w-]+\)$/);
  assert.match(await field(p, "Command").inputValue(), /^kms-policy evaluate alice-s-key-check\.json$/);
});

test("what is disclosed is told, with counts", async t => {
  const p = await open(t);
  await share(p);
  await link(p);
  const summary = dialog(p).locator("summary", { hasText: "Whoever has it reads" });
  assert.match(await summary.innerText(), /Accounts \(2\), Principals \(\d\), Keys \(1\), Policies \(\d\)/);
  await summary.click();
  const lines = dialog(p).locator(".share-lines");
  await lines.getByText("111122223333 (Key owner)").waitFor();
  await lines.getByText(/^key policy of alias\/demo, [\d]+ characters$/).waitFor();
  await lines.getByText(`selected: ${STUART} kms:Decrypt`).waitFor();
});

test("the frame's HTML is well-formed and says what was chosen", async t => {
  const p = await open(t);
  await share(p);
  await link(p);
  const code = field(p, "Frame for a web page");
  await field(p, "Title").fill(`Sharing "keys" & <more>`);
  await field(p, "Width").fill("720");
  await field(p, "Height").fill("500");
  await dialog(p).getByLabel("Theme", { exact: true }).selectOption("Dark");
  const read = html => p.page.evaluate(source => {
    const { body } = new DOMParser().parseFromString(source, "text/html");
    const [frame, script, ...others] = body.children;
    return {
      attributes: Object.fromEntries([...frame.attributes].map(one => [one.name, one.value])),
      tags: [frame, script, ...others].filter(Boolean).map(one => one.localName), again: body.innerHTML,
    };
  }, html);
  const html = await code.inputValue();
  const { attributes, tags, again } = await read(html);
  assert.deepEqual(tags, ["iframe", "script"]);
  assert.equal(attributes.title, `Sharing "keys" & <more>`);
  assert.deepEqual([attributes.width, attributes.height, attributes.loading], ["720", "500", "lazy"]);
  assert.equal(attributes.sandbox, "allow-scripts allow-popups allow-popups-to-escape-sandbox");
  const address = new URL(attributes.src);
  assert.equal(address.search, "?embed&theme=dark");
  assert.equal(`${address.origin}${address.pathname}${address.hash}`, await field(p, "Link").inputValue());
  assert.match(again, /event\.source === frame\.contentWindow/);
  await box(p, /^Let the frame have the height/).uncheck();
  await p.page.waitForFunction(old => document.querySelector("#share-frame").value !== old, html);
  assert.deepEqual((await read(await code.inputValue())).tags, ["iframe"]);
});

test("the frame follows the height that its content tells, and no other message", async t => {
  const p = await open(t);
  await share(p);
  await link(p);
  const html = await field(p, "Frame for a web page").inputValue();
  // A page around it, with a content that says its height; the policy of the page allows no script of its own in it.
  const around = await p.page.context().newPage();
  const content = `<script>parent.postMessage({ kmsPolicy: 1, type: "height", height: 333.2 }, "*")</script>`;
  await around.setContent(html.replace(/src="[^"]*"/, `srcdoc="${content.replaceAll(`"`, "&quot;")}"`).replace(`loading="lazy"`, ""));
  await around.waitForFunction(() => document.querySelector("iframe").height === "334");
  await around.evaluate(() => new Promise(done => {
    addEventListener("message", () => setTimeout(done), { once: true });
    postMessage({ kmsPolicy: 1, type: "height", height: 9 }, "*");
  }));
  assert.equal(await around.evaluate(() => document.querySelector("iframe").height), "334");
});

test("the check file holds today and fails once a decision changes", async t => {
  const p = await open(t);
  await share(p);
  await link(p);
  const folder = await mkdtemp(join(tmpdir(), "check-"));
  t.after(() => rm(folder, { recursive: true }));
  const { name, text } = await saved(p, "Save check file");
  assert.equal(await field(p, "Command").inputValue(), `kms-policy evaluate ${name}`);
  const file = join(folder, name);
  await writeFile(file, text);
  const ran = evaluate(file);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(JSON.parse(ran.stdout).decisions.length, Object.values(await p.matrix()).flatMap(Object.values).length);
  const changed = JSON.parse(text);
  changed.scenario?.keys ? assert.fail("a check file is a scenario") : changed.keys[0].state = "Disabled";
  await writeFile(file, JSON.stringify(changed));
  assert.equal(evaluate(file).status, 1);
  await box(p, "The selected cell only").check();
  await dialog(p).getByText("1 check.").waitFor();
  assert.equal(JSON.parse((await saved(p, "Save check file")).text).requests.length, 1);
});

test("a long link says so, and what to leave out", async t => {
  const p = await open(t);
  await described(p, 5_000);
  await share(p);
  const long = await link(p);
  assert.match(await dialog(p).getByRole("status").first().innerText(), /do not take more than 2,000/);
  await button(p, "Leave out: the description").click();
  const short = await link(p, long);
  assert.ok(long.length > 2_000 && short.length < 2_000, `${long.length} and ${short.length}`);
  assert.match(await dialog(p).getByRole("status").first().innerText(), /it goes through everything/);
  assert.equal(await p.page.evaluate(() => document.activeElement.textContent), "Put back");
});

test("what is too large for a link is offered as a file", async t => {
  const p = await open(t);
  await described(p, 120_000);
  await share(p);
  await dialog(p).getByText(/^There is no link: the link would have .* share it as a file\./).waitFor();
  assert.equal(await dialog(p).locator("#share-link, #share-frame").count(), 0);
  await picture(p, "too-large");
  const [download] = await Promise.all([p.page.waitForEvent("download"), button(p, "Save scenario file").first().click()]);
  assert.ok((await readFile(await download.path(), "utf8")).length > 120_000);
  await button(p, "Leave out: the description").click();
  assert.match(await link(p), /#1/);
});

test("without the file that makes links the scenario goes out as a file", async t => {
  const p = await openWithout(t, /inspector.*\.wasm$/);
  await p.ready();
  await p.click("Share");
  await dialog(p).getByText(/^No link can be made/).waitFor();
  assert.match((await saved(p, "Save file")).text, /"version": 1/);
});

test("by keys alone, read out in order, and back where it was opened", async t => {
  const p = await open(t);
  await p.page.getByRole("button", { name: "Share", exact: true }).focus();
  await p.press("Enter");
  await link(p);
  const names = [];
  for (let tab = 0; tab < 40; tab++) {
    const name = await p.page.evaluate(() => {
      const one = document.activeElement;
      return one.closest("#share-dialog") && (one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText);
    });
    if (name && !names.includes(name)) names.push(name);
    await p.press("Tab");
  }
  for (const wanted of ["Close", "Link", "Copy: Link", "Markdown", "Title", "Save scenario file", "Save check file", "Command"]) {
    assert.ok(names.includes(wanted), `${wanted} in ${names.join(", ")}`);
  }
  assert.deepEqual(await violations(p.page), []);
  await p.press("Escape");
  assert.equal(await p.page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Share");
});

test("on a phone it stands in the menu", async t => {
  const p = await open(t, { width: 390, height: 844, touch: true });
  await share(p);
  await link(p);
  await picture(p, "phone");
  assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
