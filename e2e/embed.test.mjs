// The page as a part of a course page, in frames of another origin: what its address asks for, its layouts, what may not
// be changed, how it goes back, and what it leaves alone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { address, NO_POPUP, openCourse, SAME_ORIGIN, SCRIPTS } from "./course.mjs";
import { carried, fragment } from "./link.mjs";
import { identityPolicy, KEY_ARN, KEY_POLICY, KEY_USER, Playground, SECOND_ROOT, STUART } from "./page.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const POPUPS = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** Opens one embed with this behind `?embed`, and gives it with its course page. */
async function embed(t, query = "", { width = 720, height = 640, sandbox = SCRIPTS, ...options } = {}) {
  const course = await openCourse(t, [{ query: `?embed${query}`, width, height, sandbox }], options);
  return { course, p: await course.embed() };
}

const title = p => p.page.locator(".embed-bar .bar-title").innerText();
const notice = p => p.page.locator(".notice.is-shown p").innerText();
const button = (p, name) => p.page.getByRole("button", { name, exact: true });
const shown = (p, selector) => p.page.locator(selector).filter({ visible: true }).count();
const theme = p => p.page.locator("html").getAttribute("data-theme");
const background = p => p.page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** By how many pixels the content is wider than its frame. */
const overflow = p => p.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What the address asks for.

for (const sandbox of [SCRIPTS, SAME_ORIGIN]) {
  test(`in a frame with sandbox="${sandbox}" all of it works: decisions, editors, findings`, async t => {
    const { p } = await embed(t, "", { sandbox });
    assert.equal((await p.verdictRow(STUART))["kms:Decrypt"], "implicit-deny");
    await p.typeBehind(KEY_POLICY, `user/KeyUser"`, `, "${SECOND_ROOT}"`);
    await p.page.locator(".owner .status-ok").waitFor();
    await p.page.locator("#changes .proposal").first().waitFor();
    assert.match(await p.stripText(), /^Stuart · Decrypt: – denied\..*Stuart/);
    assert.equal(await p.page.evaluate(() => self.origin), sandbox === SCRIPTS ? "null" : new URL(address()).origin);
  });
}

test("a scenario and a lesson are opened by the names of their files", async t => {
  for (const [query, file] of [
    ["&scenario=iam-side-missing", "gallery/iam-side-missing"],
    ["&scenario=myth-grants-need-delegation", "gallery/myth-grants-need-delegation"],
    ["&scenario=default-policy-of-a-signing-key", "gallery/default-policy-of-a-signing-key"],
    ["&lesson=share-a-key", "lesson/share-a-key"],
  ]) {
    const { p } = await embed(t, query);
    const wanted = JSON.parse(await readFile(join(ROOT, `cases/${file}.json`), "utf8"));
    assert.equal(await title(p), wanted.title);
    assert.equal(await shown(p, ".notice.is-shown"), 0, "nothing is said");
    if (wanted.steps) assert.match(await p.page.locator(".steps-title").innerText(), new RegExp(`${wanted.steps[0].title}$`));
  }
});

test("nothing else is shown before the scenario that was asked for", async t => {
  const course = await openCourse(t, [{ query: "?embed&scenario=iam-side-missing" }], {
    ready: false, init: () => {
      new MutationObserver(() => {
        const title = document.querySelector(".bar-title")?.textContent;
        if (title) (window.titles ??= new Set()).add(title);
      }).observe(document, { childList: true, subtree: true, characterData: true });
    },
  });
  const p = await course.embed();
  assert.deepEqual(await p.page.evaluate(() => [...window.titles]), ["The key policy names the other account, and its role is still denied"]);
});

test("what the address says and is not known is said, and the rest counts", async t => {
  const { p } = await embed(t, "&theme=dark&colour=blue&scenario=iam-side-mising&panes=why,graph&select=Nobody|kms:Decrypt&lang=de");
  assert.equal(await notice(p), [
    "The address has a parameter that is not known: colour.",
    "panes in the address cannot be graph: write key, caller, matrix, why, steps.",
    "lang in the address cannot be de: write en.",
    "There is no scenario iam-side-mising: is iam-side-missing meant?",
    "The address selects Nobody and kms:Decrypt, and the scenario has no such cell.",
  ].join(" "));
  assert.equal(await title(p), "Share a key with another account", "the opening scenario");
  assert.equal(await theme(p), "dark");
  assert.deepEqual([await shown(p, ".why"), await shown(p, ".matrix")], [1, 0]);
});

test("themes: light, dark, and as the system has it", async t => {
  for (const [query, colorScheme, dark] of [
    ["&theme=light", "dark", false], ["&theme=dark", "light", true],
    ["&theme=auto", "dark", true], ["&theme=auto", "light", false], ["", "dark", true],
  ]) {
    const { p } = await embed(t, query, { colorScheme });
    assert.equal(await background(p), dark ? "rgb(21, 22, 25)" : "rgb(245, 244, 241)", `${query} ${colorScheme}`);
  }
});

test("a cell is selected", async t => {
  const { p } = await embed(t, `&select=${encodeURIComponent(`${KEY_USER}|kms:CreateGrant`)}`);
  assert.match(await p.stripText(), /^KeyUser · CreateGrant: /);
});

test("only the panes that were asked for are there", async t => {
  const panes = [".owner", ".caller", ".matrix", ".why", ".steps"];
  for (const [query, wanted] of [
    ["&panes=key,matrix&scenario=iam-side-missing", [1, 0, 1, 0, 0]],
    ["&panes=why&scenario=iam-side-missing", [0, 0, 0, 1, 0]],
    ["&panes=caller,steps&scenario=iam-side-missing", [0, 1, 0, 0, 1]],
  ]) {
    for (const width of [360, 720, 1100]) {
      const { p } = await embed(t, query, { width });
      await p.page.locator(".strip b").waitFor();
      const there = await Promise.all(panes.map(pane => p.page.locator(pane).count()));
      assert.deepEqual(there, wanted, `${query} ${width}`);
      // A narrow frame shows one thing at a time, and of these at least one.
      const seen = await Promise.all(panes.map(pane => shown(p, pane)));
      if (width === 360) assert.ok(seen.some(Boolean), `${query} ${width}`);
      else assert.deepEqual(seen, wanted, `${query} ${width}`);
      assert.ok(await overflow(p) <= 0, `${query} ${width}`);
    }
  }
});

test("a reason leads to the text, also where its editor was not asked for", async t => {
  const { p } = await embed(t, "&panes=why");
  await p.why.locator(".statement").first().click();
  await p.page.locator("#shown").waitFor();
  assert.match(await p.page.locator("#shown").innerText(), /"Effect": "Allow"/);
});

test("every part that can be hidden is there, and is not when it is hidden", async t => {
  const parts = {
    bar: ".embed-bar", strip: ".strip", hint: ".steps details:has-text('Hint')", solution: "button:text-is('Solution')",
    changes: "#changes", request: "#why-tab-1", s3: "#matrix-tab-1", message: ".aws-message",
    reset: ".embed-bar button:has-text('Reset')", open: ".embed-bar button:has-text('Open in full')", footer: ".footer",
  };
  const count = (p, part) => p.page.locator(parts[part]).count();
  const { p: whole } = await embed(t, "&scenario=iam-side-missing");
  for (const part of Object.keys(parts)) {
    await whole.page.locator(parts[part]).first().waitFor({ state: "attached" });
    const { p } = await embed(t, `&scenario=iam-side-missing&hide=${part}`);
    await p.page.locator("#why").waitFor();
    if (part !== "changes") await p.page.locator("#changes .proposal").first().waitFor();
    assert.equal(await count(p, part), 0, part);
    for (const other of Object.keys(parts).filter(one => one !== part && !(part === "bar" && /reset|open/.test(one)))) {
      assert.ok(await count(p, other) > 0, `${other} is there without ${part}`);
    }
  }
  const { p: described } = await embed(t);
  assert.equal(await shown(described, ".intro"), 1);
  const { p: bare } = await embed(t, "&hide=intro");
  assert.equal(await shown(bare, ".intro"), 0);
  assert.equal(await shown(bare, "button.bar-title"), 0, "nothing unfolds it");
});

test("outside of frames the address opens, selects and colours too, and what is made of it outlives a reload", async t => {
  const course = await openCourse(t, [], { ready: false });
  const { page } = course;
  await page.goto(`${address("?scenario=iam-side-missing&theme=dark")}`);
  const p = new Playground(page);
  await p.ready();
  assert.match(await page.locator(".bar-title").innerText(), /^The key policy names the other account/);
  assert.equal(await theme(p), "dark");
  assert.equal(await page.evaluate(() => localStorage.getItem("kms-policy-playground.theme")), null, "nobody chose it");
  await p.typeBehind(identityPolicy(0, 0), "{", " ");
  const written = (await p.lines(identityPolicy(0, 0)))[0];
  assert.equal(written, "{ ");
  await page.reload();
  await p.ready();
  assert.equal((await p.lines(identityPolicy(0, 0)))[0], "{ ");
  await page.goto(address("?hide=bar"));
  await p.ready();
  assert.equal(await notice(p), "hide in the address counts only beside embed.");
});

// A link in the address.

/** One that no other scenario of these tests is like: KeyUser may decrypt by the key policy. */
const linked = (title, sid = "Linked") => ({
  version: 1, title,
  keys: [{ arn: KEY_ARN, policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: sid, Effect: "Allow", Principal: { AWS: KEY_USER }, Action: "kms:Decrypt", Resource: "*" }],
  }, null, 2) }],
  principals: [{ arn: KEY_USER }],
  matrix: { actions: ["kms:Encrypt", "kms:Decrypt"] },
});

test("a link in the address opens what it carries, and wins over a name", async t => {
  const share = { version: 1, scenario: linked("Shared"), view: { selected: { principal: KEY_USER, action: "kms:Encrypt" } } };
  for (const [query, what, called, strip] of [
    ["", linked("By itself"), "By itself", /^KeyUser · Decrypt: ✓ allowed/],
    ["", share, "Shared", /^KeyUser · Encrypt: – denied/],
    ["&scenario=iam-side-missing&theme=dark", share, "Shared", /^KeyUser · Encrypt: – denied/],
    ["&lesson=share-a-key", share, "Shared", /^KeyUser · Encrypt: – denied/],
    [`&select=${encodeURIComponent(`${KEY_USER}|kms:Decrypt`)}`, share, "Shared", /^KeyUser · Decrypt: ✓ allowed/],
  ]) {
    const { p } = await embed(t, query + fragment(what));
    assert.equal(await title(p), called);
    assert.deepEqual(await p.verdictRow(KEY_USER), { "kms:Encrypt": "implicit-deny", "kms:Decrypt": "allow" });
    assert.match(await p.stripText(), strip, query);
    assert.equal(await shown(p, ".notice.is-shown"), 0, "nothing is said");
  }
});

test("a link that is damaged is said to be, and what else the address says counts", async t => {
  const whole = fragment(linked("Never shown"));
  for (const damaged of [whole.slice(0, -20), whole.replace("#1", "#9"), fragment({ version: 1, titel: "x" })]) {
    const { p } = await embed(t, `&theme=dark${damaged}`);
    assert.match(await notice(p), /^The link cannot be opened: \S/);
    assert.equal(await title(p), "Share a key with another account", "the opening scenario");
    assert.equal(await theme(p), "dark");
  }
});

test("a new fragment resets the embed to what it carries; an edit changes none", async t => {
  const [first, second] = [fragment(linked("First")), fragment(linked("Second", "Other"))];
  for (const sandbox of [SCRIPTS, SAME_ORIGIN]) {
    const { course, p } = await embed(t, first, { sandbox });
    const hash = () => p.page.evaluate(() => location.hash);
    await p.typeBehind(KEY_POLICY, `"Sid": "`, "My");
    await p.drawn();
    assert.equal(await hash(), first, "the page around gave it");
    await course.page.evaluate(hash => {
      const frame = document.querySelector("iframe");
      frame.src = frame.src.replace(/#.*/, hash);
    }, second);
    await p.page.locator(".embed-bar .bar-title", { hasText: "Second" }).waitFor();
    assert.match((await p.lines(KEY_POLICY)).join(""), /"Sid": "Other"/);
    assert.equal(await hash(), second);
    // How it came is now the second one.
    await p.typeBehind(KEY_POLICY, `"Sid": "`, "My");
    await button(p, "Reset").click();
    assert.match((await p.lines(KEY_POLICY)).join(""), /"Sid": "Other"/);
  }
});

// Layouts.

for (const [width, heights] of [[360, [500, 700]], [640, [500, 800]], [800, [500, 900]], [1100, [500, 900]]]) {
  test(`${width} wide: nothing sticks out, the verdict stays in sight while typing, the height is that of the content`, async t => {
    const told = [];
    for (const height of heights) {
      const { course, p } = await embed(t, "", { width, height });
      assert.ok(await overflow(p) <= 0, `${height}`);
      await p.page.locator("#changes .proposal").first().waitFor({ state: "attached" });
      await p.drawn();
      told.push((await course.hears("height")).height);
      if (width < 640) await p.click("Key policy");
      await p.caretBehind(KEY_POLICY, `"Sid": "Allow attachment of persistent resources"`);
      await p.type(" ");
      assert.ok(await p.page.evaluate(() => {
        const { top, bottom } = document.querySelector(".strip").getBoundingClientRect();
        const caret = document.querySelector(".owner .editor").shadowRoot.querySelector(".cm-activeLine").getBoundingClientRect();
        return top >= 0 && bottom <= caret.top + 1 && caret.bottom <= innerHeight;
      }), `${height}: strip and caret`);
      assert.equal(await p.page.locator("css:light=[style]").count(), 0, "no style attributes");
    }
    assert.equal(told[0], told[1], "whatever the height of the frame");
  });
}

for (const [width, colorScheme] of [[360, "dark"], [720, "light"], [1100, "dark"]]) {
  for (const query of ["&scenario=iam-side-missing", "&readonly"]) {
    test(`${width} wide, ${colorScheme}, ${query}: axe finds nothing`, async t => {
      // Of an opaque origin, axe cannot read the style sheets and adds elements that the policy refuses.
      const { p } = await embed(t, query, { width, height: 900, colorScheme, sandbox: SAME_ORIGIN });
      assert.deepEqual(await faults(p.page), []);
      if (width === 360) {
        await p.click("Key policy");
        assert.deepEqual(await faults(p.page), []);
      }
    });
  }
}

// What may not be changed.

test("read-only: nothing changes the text, and everything can be looked at", async t => {
  const { p } = await embed(t, "&readonly");
  const before = await p.lines(KEY_POLICY);
  const matrix = await p.matrix();
  await p.caretBehind(KEY_POLICY, "{");
  await p.type("x");
  await p.press("Enter", "Delete", "Backspace", "Control+Shift+KeyK", "Alt+ArrowDown", "Control+KeyZ", "Control+KeyY", "Control+KeyV");
  assert.deepEqual(await p.lines(KEY_POLICY), before);
  assert.deepEqual(await p.matrix(), matrix);
  // The text can be selected and copied.
  await p.press("Control+a");
  assert.match(await p.page.evaluate(() => {
    const { shadowRoot } = document.querySelector(".owner .editor");
    return (shadowRoot.getSelection?.() ?? getSelection()).toString();
  }), /"Version": "2012-10-17"/);
  await p.selectCell(KEY_USER, "kms:Encrypt");
  assert.match(await p.stripText(), /^KeyUser · Encrypt: ✓ allowed/);
  for (const name of ["Undo", "Redo", "Add policy", "New key", "New principal", "Rows, columns…", "Pin", "Apply", "Solution"]) {
    assert.equal(await p.page.getByRole("button", { name, exact: name !== "Apply" }).count(), 0, name);
  }
  assert.equal(await p.page.getByRole("button", { name: /^(Format|Rename|Remove)/ }).count(), 0);
});

test("read-only: forms show what they hold, and take nothing", async t => {
  const { p } = await embed(t, "&readonly");
  await p.page.getByRole("tab", { name: "Request" }).click();
  await p.page.getByLabel("Region of the endpoint", { exact: true }).waitFor();
  const controls = p.page.locator(".request :is(input, select, button)");
  assert.ok(await controls.count() > 5);
  for (const control of await controls.all()) assert.ok(await control.isDisabled());
  await p.page.getByRole("tab", { name: "Settings" }).click();
  const settings = p.page.locator(".build-tab .build-form :is(input, select, textarea, button)");
  await settings.first().waitFor();
  for (const control of await settings.all()) assert.ok(await control.isDisabled());
  await p.page.getByRole("tab", { name: "Rehearse saving" }).click();
  await p.page.locator(".rehearsal-answer").waitFor();
  assert.equal(await p.page.getByRole("button", { name: "Hold this policy as the one in force" }).count(), 0);
  await p.page.getByRole("tab", { name: "S3 test" }).click();
  await p.page.locator(".s3-form").waitFor();
  for (const name of ["Upload", "New bucket…"]) {
    assert.equal(await p.page.getByRole("button", { name, exact: true }).count(), 0, name);
  }
});

// Back to how it came.

test("Reset goes back to how it came, and can be undone", async t => {
  const { p } = await embed(t, "&scenario=iam-side-missing");
  const text = await p.lines(KEY_POLICY);
  const before = await p.matrix();
  await p.page.getByRole("button", { name: "Solution" }).click();
  await p.drawn();
  const solved = await p.matrix();
  assert.notDeepEqual(solved, before);
  await p.typeBehind(KEY_POLICY, "{", " ");
  await p.page.locator(".embed-bar").getByRole("button", { name: "Reset" }).click();
  assert.deepEqual(await p.matrix(), before);
  assert.deepEqual(await p.lines(KEY_POLICY), text);
  assert.equal(await notice(p), "This is as it began.");
  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await p.matrix(), solved);
  assert.equal((await p.lines(KEY_POLICY))[0], "{ ");
});

// The whole page, by a link.

test("Open in full opens what is here now, in a window of its own", async t => {
  const { course, p } = await embed(t, "&readonly&theme=dark", { sandbox: POPUPS });
  const open = button(p, "Open in full");
  await open.and(p.page.locator(":enabled")).waitFor();
  await p.selectCell(KEY_USER, "kms:Encrypt");
  const [opened] = await Promise.all([course.page.waitForEvent("popup"), open.click()]);
  await opened.waitForURL(/#1/);
  assert.ok(opened.url().startsWith(address("#1")), opened.url());
  const share = carried(opened.url());
  assert.equal(share.scenario.title, "Share a key with another account");
  assert.deepEqual(share.view.selected, { principal: KEY_USER, action: "kms:Encrypt" });
});

test("where no window may be opened there is the link to copy, selected", async t => {
  const { p } = await embed(t, "", { expected: message => NO_POPUP.test(message) });
  await p.typeBehind(KEY_POLICY, "{", " ");
  await button(p, "Open in full").click();
  const field = p.page.getByRole("textbox", { name: "Link" });
  await field.waitFor();
  await p.drawn();
  const selected = await field.evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd));
  assert.ok(selected.startsWith(address("#1")));
  assert.match(carried(selected).scenario.keys[0].policy, /^\{ /);
  assert.ok(await field.evaluate(field => field === document.activeElement));
  await p.page.locator(".embed-note").getByRole("button", { name: "Dismiss" }).click();
  await field.waitFor({ state: "hidden" });
});

// What an embed leaves alone.

test("copying works by selected text where the clipboard is refused", async t => {
  const { course, p } = await embed(t, "", { before: "<textarea id=paste></textarea>" });
  assert.equal(await p.page.evaluate(() => document.featurePolicy.allowsFeature("clipboard-write")), false);
  await p.page.locator(".arn").getByRole("button").click();
  await p.page.locator(".arn").getByText("Copied").waitFor();
  await course.page.locator("#paste").focus();
  await course.page.keyboard.press("Control+v");
  assert.equal(await course.page.locator("#paste").inputValue(), KEY_ARN);
});

test("with storage, caches, workers, locks and the clipboard refused all of it works", async t => {
  const { course, p } = await embed(t, "&scenario=iam-side-missing", {
    sandbox: SAME_ORIGIN, blockStorage: true, before: "<textarea id=paste></textarea>", init: () => {
      const refused = () => {
        throw new DOMException("refused in this test", "SecurityError");
      };
      for (const [of, name] of [[window, "caches"], [Navigator.prototype, "serviceWorker"], [Navigator.prototype, "locks"]]) {
        Object.defineProperty(of, name, { configurable: true, get: refused });
      }
      // As browsers refuse it that do not say so beforehand.
      Object.defineProperty(document, "featurePolicy", { value: undefined });
      const writeText = async text => {
        window.refusedText = text;
        refused();
      };
      Object.defineProperty(Navigator.prototype, "clipboard", { value: { writeText } });
    },
  });
  await p.page.getByRole("button", { name: "Solution" }).click();
  await p.page.locator(".steps.is-done").waitFor();
  await p.typeBehind(KEY_POLICY, "{", " ");
  assert.equal((await p.lines(KEY_POLICY))[0], "{ ");
  await p.page.locator(".arn").getByRole("button").click();
  await p.page.locator(".arn").getByText("Copied").waitFor();
  const refused = await p.page.evaluate(() => window.refusedText);
  assert.match(refused, /^arn:aws:kms:/);
  await course.page.locator("#paste").focus();
  await course.page.keyboard.press("Control+v");
  assert.equal(await course.page.locator("#paste").inputValue(), refused);
});

test("an embed knows nothing of the whole page's work, and leaves nothing behind", async t => {
  const course = await openCourse(t, [{ sandbox: SAME_ORIGIN }, { sandbox: null }], { worker: true, ready: false });
  const whole = new Playground(await course.page.context().newPage());
  await whole.page.goto(address(""));
  await whole.ready();
  await whole.typeBehind(KEY_POLICY, "{", "   ");
  await whole.page.waitForFunction(() => Object.keys(localStorage).some(key => key.includes(".entry.")));
  const kept = () => whole.page.evaluate(async () => ({
    local: Object.entries(localStorage), locks: (await navigator.locks.query()).held.length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  const before = await kept();
  await course.page.reload();
  for (const index of [0, 1]) {
    const p = await course.embed(index);
    assert.equal((await p.lines(KEY_POLICY))[0], "{", "the opening scenario");
    await p.typeBehind(KEY_POLICY, "{", " ");
    await button(p, "Reset").click();
    await p.press("F9");
    await p.drawn();
    assert.equal(await p.page.evaluate(() => sessionStorage.length), 0);
  }
  await course.page.reload();
  await course.embed(1);
  assert.deepEqual(await kept(), before);
});

const lesson = await readFile(join(ROOT, "cases/lesson/share-a-key.json"), "utf8");

for (const [called, query] of [
  ["an embed", "?embed&lesson=share-a-key"], ["an embed of a link", `?embed${fragment(lesson)}`],
  ["the whole page", "?lesson=share-a-key"], ["the whole page by a link", fragment(lesson)],
]) {
  test(`work in a frame never touches the history of the page around: ${called}`, async t => {
    const course = await openCourse(t, [{ query, sandbox: SAME_ORIGIN, width: 1100, height: 800 }]);
    const p = await course.embed();
    const told = async () => ({
      around: await course.page.evaluate(() => [history.length, history.state, location.href]),
      inside: await p.page.evaluate(() => [history.length, history.state, location.href]),
    });
    const before = await told();
    assert.deepEqual([before.inside[1], before.inside[2]], [null, address(query)], "nor does opening it");
    const step = name => p.page.locator(".steps-buttons").getByRole("button", { name, exact: true }).click();
    await step("Next");
    await step("Solution");
    await p.typeBehind(KEY_POLICY, "{", " ");
    await p.selectCell(KEY_USER, "kms:Decrypt");
    await p.undo();
    await step("Reset");
    await p.drawn();
    assert.deepEqual(await told(), before);
  });
}

test("several embeds on one page work apart, and one below the fold loads when it comes near", async t => {
  const course = await openCourse(t, [
    { query: "?embed&scenario=iam-side-missing", lazy: true }, { query: "?embed&theme=dark" }, { query: "?embed", lazy: true },
  ], { before: "", ready: false, init: () => {
    addEventListener("DOMContentLoaded", () => {
      // Far further than any browser loads ahead.
      const far = document.createElement("div");
      far.style.height = "30000px";
      document.querySelector("#frame-2")?.before(far);
    });
  } });
  const [first, second] = [await course.embed(0), await course.embed(1)];
  await first.page.getByRole("button", { name: "Solution" }).click();
  await first.page.locator(".steps.is-done").waitFor();
  assert.equal((await second.verdictRow(STUART))["kms:Decrypt"], "implicit-deny");
  assert.equal(await theme(first), null);
  assert.deepEqual(await course.heard(null, 2), [], "the third one has not been loaded");
  await course.page.locator("#frame-2").scrollIntoViewIfNeeded();
  await course.hears("ready", 1, 2);
  const third = await course.embed(2);
  assert.equal((await third.verdictRow(STUART))["kms:Decrypt"], "implicit-deny");
});
