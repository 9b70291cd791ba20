// The editor alone, with real keys, under the strictest content security policy
// that the page could have. Every page of this file fails on a violation of it.

import assert from "node:assert/strict";
import { copyFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { BUNDLE, buildEditor } from "../web/editor/build.mjs";
import { launch, openPage } from "./browser.mjs";
import { serve } from "./server.mjs";

const KEY = `"arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412"`;
const POLICY = `{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "Enable IAM User Permissions",
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
    "Action": "kms:*",
    "Resource": "*"
  }, {
    "Sid": "Allow use of the key",
    "Effect": "Allow",
    "Principal": { "AWS": [
      "arn:aws:iam::111122223333:user/KeyUser",
      "arn:aws:iam::123456789012:root"
    ] },
    "Action": ["kms:Encrypt", "kms:Decrypt"],
    "Resource": ${KEY}
  }]
}`;
const LONG = `[\n${Array.from({ length: 400 }, (_, i) => `  "line ${i + 1}"`).join(",\n")}\n]`;

/** The two statements of POLICY: the first with its braces, the second without. */
const FIRST = range(POLICY, `{\n    "Sid": "Enable`, `\n  }`);
const SECOND = range(POLICY, `    "Sid": "Allow use`, KEY);

let folder, server, browser;

before(async () => {
  await buildEditor();
  folder = await mkdtemp(join(tmpdir(), "editor-page-"));
  await cp(fileURLToPath(new URL("editor-page", import.meta.url)), folder, { recursive: true });
  await copyFile(BUNDLE, join(folder, "editor.js"));
  server = await serve(folder, {
    headers: { "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:" },
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** Opens the page, with `text` shown as document "a" and the focus in the editor, at its beginning. */
async function open(t, text, options = {}) {
  const page = await openPage(t, browser, { url: `${server.url}/`, ...options });
  await page.waitForFunction("window.editor");
  await page.evaluate(shown => editor.show("a", shown, false), text);
  await page.evaluate(() => editor.focus());
  return page;
}

const calls = page => page.evaluate(() => window.calls);
const lastCall = async page => (await calls(page)).at(-1);

/** The lines that are drawn: all of them in a short document. */
const drawn = async page => (await page.locator(".cm-line").allTextContents()).join("\n");

/** The part of a text between two others, as a range. */
function range(text, beginning, end) {
  const start = text.indexOf(beginning);
  return { from: start, to: text.indexOf(end, start) + end.length };
}

/** Where the rows of a piece of text are on the screen, top to bottom. */
const rows = (page, wanted) => page.evaluate(piece => {
  const line = [...document.querySelector("#editor").shadowRoot.querySelectorAll(".cm-line")]
    .find(({ textContent }) => textContent.includes(piece));
  const start = line.textContent.indexOf(piece);
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const found = new Map();
  for (let node, at = 0; (node = walker.nextNode()); at += node.data.length) {
    for (let i = 0; i < node.data.length; i++) {
      if (at + i < start || at + i >= start + piece.length) continue;
      const character = document.createRange();
      character.setStart(node, i);
      character.setEnd(node, i + 1);
      const { left, right, top } = character.getBoundingClientRect();
      const row = found.get(Math.round(top)) ?? { left, right, text: "" };
      found.set(Math.round(top), {
        left: Math.min(row.left, left), right: Math.max(row.right, right), text: row.text + node.data[i],
      });
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
}, wanted);

test("typing reports the whole text and the caret, in the frame of the key", async t => {
  const page = await open(t, "");
  await page.evaluate(() => {
    window.addEventListener("keydown", () => {
      requestAnimationFrame(() => { window.reportedByTheFrame = window.calls.length; });
    }, { capture: true, once: true });
  });
  await page.keyboard.press("5");
  await page.waitForFunction(() => window.reportedByTheFrame !== undefined);
  assert.equal(await page.evaluate(() => window.reportedByTheFrame), 1);
  await page.keyboard.type(" €");
  assert.deepEqual(await calls(page), [["change", "a", "5", 1], ["change", "a", "5 ", 2], ["change", "a", "5 €", 3]]);
});

test("positions count UTF-16 code units", async t => {
  const page = await open(t, "");
  await page.keyboard.insertText("a🔑b");
  assert.deepEqual(await lastCall(page), ["change", "a", "a🔑b", 4]);
  await page.evaluate(() => editor.reveal(1, 3));
  await page.keyboard.type("k");
  assert.deepEqual(await lastCall(page), ["change", "a", "akb", 2]);
});

test("Enter keeps the indentation, with the document's own unit, and brackets close", async t => {
  const page = await open(t, "");
  await page.keyboard.type(`{`);
  assert.deepEqual(await lastCall(page), ["change", "a", "{}", 1]);
  await page.keyboard.press("Enter");
  assert.deepEqual(await lastCall(page), ["change", "a", "{\n  \n}", 4]);
  await page.keyboard.type(`"a": [`);
  await page.keyboard.press("Enter");
  assert.equal((await lastCall(page))[2], `{\n  "a": [\n    \n  ]\n}`);

  await page.evaluate(() => editor.show("b", `{\n    "a": {}\n}`, false));
  await page.evaluate(() => editor.reveal(12, 12));
  await page.keyboard.press("Enter");
  assert.equal((await lastCall(page))[2], `{\n    "a": {\n        \n    }\n}`);
});

test("pasted text arrives whole", async t => {
  const page = await open(t, "");
  const pasted = `{\t"a":\u00a0"\u200b“quoted” \\u0041 🔑",\r\n\r\n  "b":  1 }\r\n`;
  await page.evaluate(text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
    document.querySelector("#editor").shadowRoot.activeElement.dispatchEvent(event);
  }, pasted);
  const expected = pasted.replaceAll("\r\n", "\n");
  assert.deepEqual(await lastCall(page), ["change", "a", expected, expected.length]);
});

test("undo and redo are asked of the page and change nothing here", async t => {
  const page = await open(t, "");
  await page.keyboard.type("ab");
  for (const keys of ["Control+z", "Control+y", "Control+Shift+KeyZ"]) await page.keyboard.press(keys);
  const prevented = await page.evaluate(() => ["historyUndo", "historyRedo"].map(inputType => {
    const event = new InputEvent("beforeinput", { inputType, bubbles: true, cancelable: true, composed: true });
    document.querySelector("#editor").shadowRoot.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
  }));
  assert.deepEqual(prevented, [true, true]);
  assert.deepEqual((await calls(page)).slice(2), [["undo"], ["redo"], ["redo"], ["undo"], ["redo"]]);
  assert.equal(await drawn(page), "ab");
});

test("a change from outside is not echoed; the caret is at its end", async t => {
  const page = await open(t, POLICY);
  const repaired = POLICY.replace("kms:Decrypt", "kms:GenerateDataKey");
  await page.evaluate(text => editor.show("a", text, false), repaired);
  assert.deepEqual(await calls(page), []);
  assert.equal(await drawn(page), repaired);
  const end = repaired.indexOf("GenerateDataKey") + "GenerateDataKey".length;
  await page.keyboard.type("s");
  assert.deepEqual(await lastCall(page), ["change", "a", `${repaired.slice(0, end)}s${repaired.slice(end)}`, end + 1]);
});

test("a change from outside never cuts a character in two", async t => {
  const page = await open(t, "🔑🔓"); // their second halves differ, and so do first halves of others
  await page.evaluate(() => editor.show("a", "🔒🔓", false));
  await page.keyboard.type("x");
  assert.deepEqual(await lastCall(page), ["change", "a", "🔒x🔓", 3]);
  await page.evaluate(() => editor.show("a", "🔒x\u{1f913}", false));
  await page.keyboard.type("y");
  assert.equal((await lastCall(page))[2], "🔒x\u{1f913}y");
});

test("a new layout of the same text leaves the caret at its character", async t => {
  const flat = `{"a": {"b": 1, "c": [2, 3]}}`;
  const page = await open(t, flat);
  const at = flat.indexOf("2");
  await page.evaluate(position => editor.reveal(position, position), at);
  const formatted = JSON.stringify(JSON.parse(flat), null, 4);
  await page.evaluate(text => editor.show("a", text, false), formatted);
  await page.keyboard.press("Delete");
  await page.keyboard.press("Backspace");
  assert.equal((await lastCall(page))[2].replace(/\s/g, ""), `{"a":{"b":1,"c":[,3]}}`);
});

test("a change from outside comes into view, and the page around stays where it is", async t => {
  const page = await open(t, LONG, { height: 300 });
  await page.locator("#before").focus();
  await page.evaluate(text => editor.show("a", text, false), LONG.replace("line 300", "line three hundred"));
  await page.getByText("line three hundred").waitFor();
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector("#editor");
    const box = shadowRoot.querySelector(".cm-scroller").getBoundingClientRect();
    const line = [...shadowRoot.querySelectorAll(".cm-line")].find(({ textContent }) => textContent.includes("three hundred"));
    const { top, bottom } = line.getBoundingClientRect();
    return top >= box.top && bottom <= box.bottom;
  });
  assert.equal(await page.evaluate(() => window.scrollY), 0);
  assert.deepEqual(await calls(page), []);
});

test("show() with the same text touches nothing", async t => {
  const page = await open(t, POLICY);
  const touched = await page.evaluate(text => {
    const observer = new MutationObserver(() => {});
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    observer.observe(document.querySelector("#editor").shadowRoot, everything);
    for (let i = 0; i < 1000; i++) editor.show("a", `${text.slice(0, 5)}${text.slice(5)}`, false);
    return observer.takeRecords().length;
  }, POLICY);
  assert.equal(touched, 0);
});

test("composed text arrives, while the page shows what it has", async t => {
  const page = await open(t, "{\n    \n}");
  await page.evaluate(() => editor.reveal(6, 6));
  const input = await page.context().newCDPSession(page);
  for (const text of ["に", "にほ", "にほん"]) {
    await input.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await page.evaluate(shown => editor.show("a", shown, false), (await lastCall(page))[2]);
  }
  await input.send("Input.insertText", { text: "日本" });
  assert.equal(await drawn(page), "{\n    日本\n}");
  const reported = (await calls(page)).map(([, , text]) => text.slice(1, -1).trim());
  assert.deepEqual(reported, ["に", "にほ", "にほん", "日本"]);
});

test("CRLF is no change; positions follow; the first edit reports what is seen", async t => {
  const text = "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}";
  const page = await open(t, text);
  assert.deepEqual(await calls(page), []);
  const b = text.indexOf(`"b"`);
  await page.evaluate(from => {
    editor.marks([{ from, to: from + 6, kind: "nearly", label: "nearly" }]);
    editor.reveal(from, from + 3);
  }, b);
  assert.equal(await page.locator(".cm-line.cm-nearly-line").textContent(), `  "b": 2`);
  await page.evaluate(shown => editor.show("a", shown, false), text);
  await page.keyboard.type("c");
  assert.deepEqual(await calls(page), [["change", "a", "{\n  \"a\": 1,\n  c: 2\n}", b - 2 + 1]]);
});

test("each document keeps its caret and its scroll position, not its marks", async t => {
  const page = await open(t, LONG);
  const at = LONG.indexOf("line 200");
  await page.evaluate(position => {
    editor.reveal(position, position);
    editor.marks([{ from: position, to: position + 8, kind: "decides", label: "decides" }]);
    editor.diagnostics([{ from: position, to: position + 8, severity: "error", message: "broken" }]);
  }, at);
  const scroller = page.locator(".cm-scroller");
  const scrollTop = () => scroller.evaluate(({ scrollTop: top }) => top);
  await page.getByText("line 200").waitFor();
  await page.waitForFunction(() => document.querySelector("#editor").shadowRoot.querySelector(".cm-scroller").scrollTop > 1000);
  const before = await scrollTop();

  await page.evaluate(text => editor.show("b", text, false), POLICY);
  assert.equal(await scrollTop(), 0);
  assert.equal(await page.locator(".cm-mark, .cm-sign").count(), 0);
  await page.keyboard.type(" ");
  assert.deepEqual(await lastCall(page), ["change", "b", ` ${POLICY}`, 1]);

  await page.evaluate(text => editor.show("a", text, false), LONG);
  await page.getByText("line 200").waitFor();
  await page.waitForFunction(top => {
    const restored = document.querySelector("#editor").shadowRoot.querySelector(".cm-scroller").scrollTop;
    return Math.abs(restored - top) < 2;
  }, before);
  assert.equal(await page.locator(".cm-mark, .cm-sign").count(), 0);
  await page.keyboard.type("x");
  assert.deepEqual(await lastCall(page), ["change", "a", `${LONG.slice(0, at)}x${LONG.slice(at)}`, at + 1]);

  // Changed while another was shown: the change is what comes into view.
  await page.evaluate(text => {
    editor.show("b", "{}", false);
    editor.show("a", text, false);
  }, LONG.replace("line 350", "line three fifty"));
  await page.getByText("line three fifty").waitFor();

  // A new scenario: the same name is another document.
  await page.evaluate(text => {
    editor.forget();
    editor.show("a", text, false);
  }, LONG);
  assert.equal(await scrollTop(), 0);
});

test("Tab and Shift-Tab leave the editor", async t => {
  const page = await open(t, POLICY);
  const focused = () => page.evaluate(() => document.activeElement.id);
  assert.equal(await focused(), "editor");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "after");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "editor");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "before");
  assert.deepEqual(await calls(page), []);
});

test("a read-only document can be read by keyboard, and takes no text", async t => {
  const page = await open(t, POLICY);
  await page.evaluate(text => editor.show("a", text, true), POLICY);
  const field = page.getByRole("textbox", { name: "Key policy" });
  assert.equal(await field.getAttribute("aria-readonly"), "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("x");
  await page.keyboard.press("Enter");
  assert.deepEqual(await calls(page), []);
  assert.equal(await drawn(page), POLICY);
  await page.evaluate(text => editor.show("a", text, false), POLICY);
  await page.keyboard.type("x");
  assert.equal((await lastCall(page))[2], POLICY.replace(`{\n`, `{\nx`));
});

test("the editor has a name, a role, a placeholder", async t => {
  const page = await open(t, "");
  const field = page.getByRole("textbox", { name: "Key policy" });
  assert.equal(await field.getAttribute("aria-multiline"), "true");
  assert.equal(await field.getAttribute("aria-placeholder"), "Paste a policy here");
  await page.evaluate(() => editor.label("KeyDemo of Stuart"));
  await page.getByRole("textbox", { name: "KeyDemo of Stuart" }).waitFor();
});

for (const [name, options] of /** @type {const} */ ([["with a mouse", {}], ["by touch", { touch: true }]])) {
  test(`at 360 pixels, ${name}, long ARNs wrap with a hanging indent and nothing is cut off`, async t => {
    const user = `"arn:aws:iam::111122223333:user/KeyUser"`;
    const resource = `"Resource": ${KEY}`;
    const deep = `{\n            "Principal": { "AWS": [\n                    ${user}\n]},\n        ${resource}\n}`;
    const page = await open(t, deep, { width: 360, height: 640, ...options });
    const scroller = page.locator(".cm-scroller");
    const { scrollWidth, clientWidth, right } = await scroller.evaluate(element =>
      ({ scrollWidth: element.scrollWidth, clientWidth: element.clientWidth, right: element.getBoundingClientRect().right }));
    assert.ok(scrollWidth <= clientWidth, `the editor scrolls sideways: ${scrollWidth} > ${clientWidth}`);

    for (const whole of [user, resource]) {
      const wrapped = await rows(page, whole);
      assert.ok(wrapped.length > 1, `${whole} does not wrap`);
      assert.equal(wrapped.map(({ text }) => text).join(""), whole);
      for (const row of wrapped) {
        assert.ok(row.right <= right, `${row.text} is cut off`);
        const offset = row.left - wrapped[0].left;
        assert.ok(Math.abs(offset) < 1, `${row.text} begins ${offset} pixels beside its line`);
      }
    }
    // No row is lost to indentation alone.
    const [indentation] = await rows(page, `${" ".repeat(20)}"arn:aws`);
    assert.match(indentation.text, /^ +"arn/);
  });
}

test("letters are large enough by touch for phones not to zoom", async t => {
  const page = await open(t, POLICY, { width: 390, height: 800, touch: true });
  const sizes = await page.locator(".cm-content").evaluate(element => parseFloat(getComputedStyle(element).fontSize));
  assert.ok(sizes >= 16);
});

test("marks, highlights and diagnostics are seen and can be read", async t => {
  const page = await open(t, POLICY);
  const lists = {
    marks: [
      { ...FIRST, kind: "irrelevant", label: "does not apply: Enable IAM User Permissions" },
      { ...SECOND, kind: "decides", effect: "allow", label: "decides: Allow use of the key" },
    ],
    highlights: [
      { ...range(POLICY, `"arn:aws:iam::1234`, `root"`), kind: "decides" },
      { ...range(POLICY, KEY, KEY), kind: "fails" },
    ],
    diagnostics: [
      { ...range(POLICY, `"kms:*"`, `*"`), severity: "warning", message: "allows <b>every</b> action" },
      { from: POLICY.length, to: POLICY.length, severity: "error", message: "something is missing" },
    ],
  };
  const give = given => page.evaluate(all => {
    for (const [name, list] of Object.entries(all)) editor[name](list);
  }, given);
  await give(lists);

  const role = name => page.getByRole("img", { name, exact: true });
  assert.equal(await role("decides: Allow use of the key").textContent(), "●");
  assert.equal(await role("does not apply: Enable IAM User Permissions").textContent(), "·");
  assert.equal(await role("allows <b>every</b> action").textContent(), "▲");
  assert.equal(await role("allows <b>every</b> action").getAttribute("title"), "allows <b>every</b> action");
  assert.equal(await role("something is missing").count(), 1);
  assert.equal(await page.locator(".cm-decides-line.cm-line").count(), 8);
  assert.equal(await page.locator(".cm-element-decides").innerText(), `"arn:aws:iam::123456789012:root"`);
  assert.equal(await page.locator(".cm-element-fails").innerText(), KEY);
  assert.equal(await page.locator(".cm-finding-warning").innerText(), `"kms:*"`);
  assert.equal(await page.locator(".cm-finding-error").innerText(), "}");

  // A decisive Deny has another colour than a decisive Allow.
  const line = page.locator(".cm-line", { hasText: "Allow use" });
  const background = () => line.evaluate(element => getComputedStyle(element).backgroundColor);
  const allow = await background();
  await give({ marks: lists.marks.map(mark => ({ ...mark, effect: "deny" })) });
  assert.notEqual(await background(), allow);
  await give({ marks: lists.marks });

  // They move with the text before the page answers.
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".cm-decides-line.cm-line").first().innerText(), `    "Sid": "Allow use of the key",`);
  assert.equal(await page.locator(".cm-element-fails").count(), 1);

  // A mark can be chosen, by mouse and by key.
  await role("decides: Allow use of the key").click();
  assert.deepEqual(await lastCall(page), ["gutter", 11]);
  await page.evaluate(position => editor.reveal(position, position), SECOND.from + 8);
  await page.keyboard.press("Alt+Enter");
  assert.deepEqual(await lastCall(page), ["gutter", 11]);

  await give({ marks: [], highlights: [], diagnostics: [] });
  assert.equal(await page.locator(".cm-mark, .cm-sign, .cm-element-fails, .cm-finding-warning, .cm-decides-line").count(), 0);
});

test("statements on one line share a mark, the strongest", async t => {
  const page = await open(t, `[{}, {}]`);
  await page.evaluate(() => editor.marks([
    { from: 1, to: 3, kind: "irrelevant", label: "first" }, { from: 5, to: 7, kind: "nearly", label: "second" },
  ]));
  assert.equal(await page.locator(".cm-mark").textContent(), "◐");
  assert.equal(await page.locator(".cm-mark").getAttribute("title"), "second\nfirst");
});

test("ranges beyond the text do no harm", async t => {
  const page = await open(t, "{}");
  await page.evaluate(() => {
    editor.marks([{ from: 5, to: 99, kind: "decides", label: "late" }, { from: 2, to: 0, kind: "nearly", label: "backwards" }]);
    editor.highlights([{ from: 1, to: 1, kind: "fails" }, { from: 7, to: 9, kind: "decides" }]);
    editor.diagnostics([{ from: -4, to: NaN, severity: "info", message: "nowhere" }]);
    editor.reveal(50, 60);
  });
  await page.keyboard.type("x");
  assert.deepEqual(await lastCall(page), ["change", "a", "{}x", 3]);
});

test("a diagnostic's message shows on hover, by key and by tap, and Escape closes it", async t => {
  const page = await open(t, POLICY);
  await page.evaluate(at => editor.diagnostics([
    { ...at, severity: "warning", message: "allows <b>every</b> action" },
  ]), range(POLICY, `"kms:*"`, `*"`));
  const tooltip = page.getByRole("tooltip");
  await page.keyboard.press("F8");
  assert.equal(await tooltip.innerText(), "allows <b>every</b> action");
  await page.keyboard.press("Escape");
  await tooltip.waitFor({ state: "detached" });

  await page.locator(".cm-finding-warning").hover();
  await tooltip.waitFor();
  await page.keyboard.press("Escape");
  await tooltip.waitFor({ state: "detached" });

  await page.locator(".cm-sign").click();
  await tooltip.waitFor();
  await page.keyboard.type("x");
  await tooltip.waitFor({ state: "detached" });
});

test("choices come within quotes, and are taken by Enter or left by Escape", async t => {
  const page = await open(t, "[]");
  const choices = page.locator(".cm-tooltip-autocomplete li");
  await page.evaluate(() => editor.reveal(1, 1));
  await page.keyboard.type(`"kms:d`);
  await choices.first().waitFor();
  assert.deepEqual(await choices.locator(".cm-completionLabel").allTextContents(), ["kms:Decrypt"]);
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  assert.deepEqual(await lastCall(page), ["change", "a", `["kms:Decrypt"]`, 13]);
  await page.keyboard.type(`", "`);
  await choices.nth(1).waitFor();
  // As the page orders them, not by the alphabet.
  assert.deepEqual(await choices.locator(".cm-completionLabel").allTextContents(), ["kms:Encrypt", "kms:Decrypt"]);
  await page.keyboard.press("Escape");
  await choices.first().waitFor({ state: "detached" });
  assert.equal(await drawn(page), `["kms:Decrypt", ""]`);

  // In the midst of a word the rest of it goes.
  await page.evaluate(() => editor.reveal(6, 6));
  await page.keyboard.press("Control+Space");
  await choices.nth(1).waitFor();
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  assert.equal(await drawn(page), `["kms:Encrypt", ""]`);
});

test("help shows on hover and by F1, and Escape closes it", async t => {
  const page = await open(t, POLICY);
  const tooltip = page.getByRole("tooltip");
  await page.getByText(`"kms:Encrypt"`).hover();
  await tooltip.waitFor();
  assert.equal(await tooltip.innerText(), "kms:Encrypt\n\nuses the key");
  await page.keyboard.press("Escape");
  await tooltip.waitFor({ state: "detached" });
  await page.mouse.move(0, 0);
  await page.evaluate(at => editor.reveal(at, at), POLICY.indexOf("kms:Encrypt") + 2);
  await page.keyboard.press("F1");
  await tooltip.waitFor();
  await page.keyboard.press("ArrowRight");
  await tooltip.waitFor({ state: "detached" });
});

test("the caret stays in sight when the editor becomes lower", async t => {
  const page = await open(t, LONG);
  await page.evaluate(at => editor.reveal(at, at), LONG.indexOf("line 200"));
  await page.locator("#editor").evaluate(host => {
    host.style.height = "120px";
  });
  await page.waitForTimeout(200);
  const inSight = await page.locator(".cm-activeLine.cm-line").evaluate(line => {
    const box = line.closest(".cm-scroller").getBoundingClientRect();
    const { top, bottom } = line.getBoundingClientRect();
    return top >= box.top - 1 && bottom <= box.bottom + 1;
  });
  assert.ok(inSight);
});

test("an editor that becomes lower stays where somebody has scrolled to", async t => {
  const page = await open(t, LONG);
  await page.evaluate(at => editor.reveal(at, at), LONG.indexOf("line 200"));
  const scroller = page.locator(".cm-scroller");
  await scroller.evaluate(element => {
    element.scrollTop = 0;
  });
  await page.waitForTimeout(100);
  await page.locator("#editor").evaluate(host => {
    host.style.height = "120px";
  });
  await page.waitForTimeout(200);
  assert.equal(await scroller.evaluate(element => element.scrollTop), 0);
});

test("Mod-f finds what is not drawn", async t => {
  const page = await open(t, LONG);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("line 377");
  await page.keyboard.press("Enter");
  await page.locator(".cm-searchMatch-selected").waitFor();
  await page.keyboard.type("no such line");
  await page.getByText("No match").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".cm-find").count(), 0);
  await page.keyboard.type("x");
  assert.equal((await lastCall(page))[2], LONG.replace("line 377", "x"));
});

test("axe finds nothing, in light and dark", async t => {
  const axe = await import("axe-core");
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const page = await open(t, POLICY, { colorScheme });
    await page.evaluate(({ first, second, key, action }) => {
      editor.marks([
        { ...first, kind: "nearly", label: "nearly" },
        { ...second, kind: "decides", effect: "allow", label: "decides" },
      ]);
      editor.highlights([{ ...key, kind: "fails" }]);
      editor.diagnostics([{ ...action, severity: "warning", message: "too much" }]);
    }, { first: FIRST, second: SECOND, key: range(POLICY, KEY, KEY), action: range(POLICY, `"kms:*"`, `*"`) });
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+f");
    await page.evaluate(axe.default.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
  }
});

for (const [name, text] of [
  ["of many lines", `[\n${`  "arn:aws:kms:eu-west-1:111122223333:key/5e698272",\n`.repeat(19_000)}  1\n]`],
  ["of one line", `[${`"arn:aws:kms:eu-west-1:111122223333:key/5e698272",`.repeat(20_000)}1]`],
]) {
  test(`a document of 1 MB, ${name}, loads and takes a key`, async t => {
    assert.ok(text.length > 950_000);
    const page = await open(t, "");
    const begin = performance.now();
    await page.evaluate(shown => editor.show("a", shown, false), text);
    await page.keyboard.press("Control+End");
    await page.keyboard.type("x");
    assert.deepEqual(await lastCall(page), ["change", "a", `${text}x`, text.length + 1]);
    const took = performance.now() - begin;
    assert.ok(took < 5000, `took ${Math.round(took)} ms`);
  });
}

test("it can be taken down and mounted again on the same element", async t => {
  const page = await open(t, POLICY);
  await page.evaluate(async () => {
    const { mount } = await import("./editor.js");
    editor.destroy();
    const none = () => {};
    const callbacks = { change: none, undo: none, redo: none };
    window.editor = mount(document.querySelector("#editor"), callbacks, { label: "again", placeholder: "" });
    window.editor.show("a", "{}", false);
  });
  await page.getByRole("textbox", { name: "again" }).waitFor();
  assert.equal(await page.locator(".cm-editor").count(), 1);
  assert.equal(await drawn(page), "{}");
});
