// The page as different people meet it: read out, with larger text, high contrast, in another direction, on paper, from
// the last row of a lecture, in a browser that cannot run it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { launch, openPage } from "./browser.mjs";
import { DIST, open } from "./open.mjs";
import { KEY_POLICY, KEY_USER, STUART } from "./page.mjs";
import { serve } from "./server.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
async function picture({ page }, name, options = {}) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}everyone-${name}.png`, ...options });
}

/** What is cut off or sticks out, as a reader would notice it. */
const cutOff = ({ page }) => page.evaluate(() => {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} pixels too wide`);
  for (const element of document.querySelectorAll("#app *")) {
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const { width, height, left, right } = element.getBoundingClientRect();
    if (!text || width < 2 || height < 2 || element.closest("dialog:not([open]), .visually-hidden")) continue;
    const name = `${element.className || element.localName} “${element.textContent.trim().slice(0, 30)}”`;
    let box = element;
    let inside = { left, right };
    for (; box && box !== document.documentElement; box = box.parentElement) {
      const { overflowX, textOverflow, webkitLineClamp, clipPath } = getComputedStyle(box);
      // It is reached by scrolling, or says with dots that there is more, or is meant for ears.
      if (/auto|scroll/.test(overflowX) || clipPath !== "none") break;
      if (textOverflow === "ellipsis" || webkitLineClamp !== "none") break;
      if (overflowX === "visible") continue;
      const edge = box.getBoundingClientRect();
      if (inside.left < edge.left - 1 || inside.right > edge.right + 1) found.push(`${name} is cut off`);
      inside = { left: Math.max(inside.left, edge.left), right: Math.min(inside.right, edge.right) };
    }
  }
  return found;
});

const focus = (p, selector) => p.page.locator(selector).first().focus();

test("one place is read out: what is new, when typing has paused", async t => {
  const p = await open(t);
  const places = await p.page.evaluate(() => [...document.querySelectorAll("[role=status], [role=alert], [role=log], [aria-live]")]
    .filter(one => !one.closest("dialog")).map(one => one.id));
  assert.deepEqual(places, ["said"]);
  assert.equal(await p.said(), "");
  await p.page.evaluate(() => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(document.querySelector("#said").textContent))
      .observe(document.querySelector("#said"), { childList: true, characterData: true, subtree: true });
  });
  const heard = async count => {
    await p.page.waitForFunction(count => window.heard.length >= count, count, { timeout: 4000 });
    return p.page.evaluate(() => window.heard);
  };
  await p.page.getByRole("region", { name: "Caller's side" }).getByLabel("Principal", { exact: true }).selectOption(KEY_USER);
  assert.deepEqual(await heard(1), ["KeyUser, Decrypt: allowed"]);

  // Six keys of one word, one announcement.
  await p.caretBehind(KEY_POLICY, "user/KeyUser");
  for (const key of "abcdef") {
    await p.type(key);
    await p.page.waitForTimeout(60);
  }
  const [, second, ...more] = await heard(2);
  assert.match(second, /^KeyUser, Decrypt: denied/);
  assert.deepEqual(more, []);

  // A cell that is reached with keys is read by itself.
  await focus(p, "[data-cell][tabindex='0']");
  await p.press("ArrowLeft", "ArrowDown");
  await p.page.waitForTimeout(1500);
  assert.equal((await heard(2)).length, 2);
  await p.page.locator(".arn").getByRole("button", { name: /^Copy/ }).click();
  assert.match((await heard(3))[2], /^(Copied|Not allowed here)/);
});

test("the reasons are a region with a heading, and headings are in order", async t => {
  const p = await open(t);
  await p.page.getByRole("region", { name: "Why", exact: true }).getByRole("heading", { name: "Why", level: 2 }).waitFor({ state: "attached" });
  assert.equal(await p.why.locator("[aria-live], [role=status]").count(), 0);
  const levels = await p.page.locator("h1, h2, h3, h4").evaluateAll(all => all.filter(one => one.checkVisibility()).map(one => Number(one.localName[1])));
  assert.equal(levels[0], 1);
  levels.forEach((level, index) => assert.ok(index === 0 || level <= levels[index - 1] + 1, `${levels}`));
  for (const name of ["Key owner's side", "Caller's side", "Who may do what"]) await p.page.getByRole("region", { name }).waitFor();
});

for (const [name, width, height, large] of /** @type {const} */ ([
  ["text of 200 %", 1280, 800, true], ["zoom of 200 %", 640, 400, false], ["400 %", 320, 256, false],
])) {
  test(`${name}: nothing is cut off, nothing scrolls sideways`, async t => {
    const p = await open(t, { width, height, editors: false });
    if (large) {
      const browser = await p.page.context().newCDPSession(p.page);
      await browser.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
      await p.page.reload();
      await p.ready({ editors: false });
      assert.equal(await p.page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
    }
    await picture(p, `zoom-${width}`);
    for (const panel of ["Decisions", "Key policy", "IAM policies"]) {
      await p.click(panel);
      await p.drawn();
      assert.deepEqual(await cutOff(p), [], panel);
    }
    await p.click("Scenarios");
    await p.page.locator(".cards").first().waitFor();
    assert.deepEqual(await cutOff(p), [], "Scenarios");
  });
}

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`${width}x${height}: with the spacing that WCAG names, nothing is cut off`, async t => {
    const p = await open(t, { width, height });
    await p.page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
      document.adoptedStyleSheets = [sheet];
    });
    await picture(p, `spacing-${width}`);
    assert.deepEqual(await cutOff(p), []);
  });
}

test("forced colours: selection, focus and state are seen without colour of our own", async t => {
  const p = await open(t);
  await p.page.emulateMedia({ forcedColors: "active" });
  await focus(p, "[data-cell][tabindex='0']");
  await p.press("ArrowRight");
  await p.drawn();
  await picture(p, "forced");
  const look = (selector, property) => p.page.locator(selector).first().evaluate((one, property) => getComputedStyle(one)[property], property);
  assert.notEqual(await look("td[aria-selected=true] .chip", "backgroundColor"), await look("td[aria-selected=false] .chip", "backgroundColor"));
  assert.equal(await look("td[aria-selected=true] .chip", "outlineStyle"), "solid");
  assert.notEqual(await look("[role=tab][aria-selected=true]", "borderBlockEndColor"), await look("[role=tab][aria-selected=false]", "borderBlockEndColor"));
  assert.notEqual(await look("td[aria-selected=false] .chip", "borderTopColor"), await look(".matrix", "backgroundColor"));
  assert.deepEqual(await faults(p.page), []);
});

test("with reduced motion nothing moves", async t => {
  const p = await open(t);
  await p.page.emulateMedia({ reducedMotion: "reduce" });
  // The caret is where a line breaks: the dialog takes the selection away from under the editor.
  await p.typeBehind(KEY_POLICY, "user/KeyUser", "s");
  await p.click("Scenarios");
  await p.drawn();
  const moving = await p.page.evaluate(() => document.getAnimations().filter(one => one.effect.getTiming().duration > 10).length);
  assert.equal(moving, 0);
});

test("on paper: everything of the scenario, to its end, and nothing of the page", async t => {
  const p = await open(t, { colorScheme: "dark" });
  await p.addPolicy("KeyDemo");
  await p.page.evaluate(() => addEventListener("beforeprint", () => {
    const sheet = document.querySelector("#sheet");
    window.sheet = { text: sheet.textContent, cells: sheet.querySelectorAll("td").length };
  }));
  const pdf = await p.page.pdf({ format: "A4" });
  assert.ok(pdf.length > 10_000);
  const { text, cells } = await p.page.evaluate(() => window.sheet);
  assert.equal(cells, 4 * 7);
  const policy = await p.page.locator(`[data-editor="${KEY_POLICY}"]`).count();
  assert.equal(policy, 1);
  for (const part of [
    "Share a key with another account", "Let Stuart of the second account", "ScheduleKeyDeletion", "✓ allowed",
    "Stuart, Decrypt: denied", "Two accounts: both must say yes", "kms:GrantIsForAWSResource", "Policy KeyDemo of Stuart",
    `"Resource": []`, "Independent of AWS",
  ]) assert.ok(text.includes(part), part);
  assert.equal(await p.page.locator("#sheet").count(), 0, "it is gone");

  await p.page.emulateMedia({ media: "print" });
  await p.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await picture(p, "print", { fullPage: true });
  assert.equal(await p.page.locator(".app").isVisible(), false);
  assert.equal(await p.page.evaluate(() => getComputedStyle(document.body).color), "rgb(29, 28, 26)", "paper is light");
});

test("from right to left: the page is mirrored, policies are not", async t => {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    const p = await open(t, { width, height });
    await p.page.evaluate(() => { document.dir = "rtl"; });
    await p.drawn();
    await picture(p, `rtl-${width}`);
    assert.deepEqual(await cutOff(p), []);
    if (width > 700) {
      const left = async selector => (await p.page.locator(selector).first().boundingBox()).x;
      assert.ok(await left(".owner") > await left(".caller"));
      assert.ok(await left(".bar-name") > await left(".bar-actions"));
      assert.equal(await p.content(KEY_POLICY).evaluate(one => getComputedStyle(one).direction), "ltr");
      await focus(p, "[data-cell][tabindex='0']");
      await p.press("ArrowLeft");
      assert.equal(await p.page.evaluate(() => document.activeElement.dataset.cell), `${STUART}|kms:GenerateDataKey`, "the cell to the left is the next");
    }
  }
});

test("a name that turns the direction of the text shows how, and leaves the sentence as it is", async t => {
  const p = await open(t);
  await p.typeBehind(KEY_POLICY, `"Sid": "Enable`, "\u202e");
  await p.drawn();
  assert.doesNotMatch(await p.whySentence(), /[\u202a-\u202e\u2066-\u2069]/);
  assert.match(await p.whySentence(), /Enable\[U\+202E\] IAM User Permissions/);
});

for (const [width, height] of [[1280, 720], [1920, 1080]]) {
  test(`${width}x${height}: large type for a lecture`, async t => {
    const p = await open(t, { width, height });
    const size = () => p.page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    const before = await size();
    await p.press("F9");
    await p.drawn();
    assert.ok(await size() >= before * 1.35);
    await p.caretBehind(KEY_POLICY, `user/KeyUser"`);
    await picture(p, `large-${width}`);
    assert.deepEqual(await cutOff(p), []);
    const inSight = selector => p.page.locator(selector).first().evaluate(one => {
      const { top, bottom, height } = one.getBoundingClientRect();
      return height > 0 && top >= 0 && bottom <= innerHeight;
    });
    assert.ok(await inSight("[data-testid=strip] b") || await inSight("[data-testid=why] .pill"), "the verdict is in sight");
    assert.deepEqual(await faults(p.page), []);
    await p.page.reload();
    await p.ready();
    assert.ok(await size() >= before * 1.35, "it is kept");
    await p.page.getByRole("button", { name: "Large type" }).click();
    assert.equal(await size(), before);
  });
}

test("the theme is the system's until one is chosen, and the browser's own parts follow", async t => {
  const p = await open(t);
  const look = () => p.page.evaluate(() => ({
    scheme: getComputedStyle(document.documentElement).colorScheme,
    ground: getComputedStyle(document.body).backgroundColor,
    frame: [...document.querySelectorAll("meta[name=theme-color]")].find(one => matchMedia(one.media).matches).content,
  }));
  const light = await look();
  assert.equal(light.scheme, "light");
  await p.page.emulateMedia({ colorScheme: "dark" });
  const dark = await look();
  assert.equal(dark.scheme, "dark");
  assert.notEqual(dark.ground, light.ground);
  assert.notEqual(dark.frame, light.frame);
  await p.page.getByRole("button", { name: "Theme: system" }).click();
  assert.deepEqual(await look(), light, "light was chosen");
  await p.page.reload();
  await p.ready();
  assert.deepEqual(await look(), light, "and is kept");
  await p.page.getByRole("button", { name: "Theme: light" }).click();
  assert.deepEqual(await look(), dark);
  await p.page.getByRole("button", { name: "Theme: dark" }).click();
  await p.page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(await look(), light, "the system's again");
});

/** Opens the page with a script before all others, and waits for nothing. */
async function openWith(t, script, { expected, hold } = {}) {
  const server = await serve(DIST);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  return openPage(t, browser, { url: `${server.url}/`, width: 1280, height: 800, expected, init: script, hold });
}

test("while the program is on its way, the page has its shape", async t => {
  const page = await openWith(t, undefined, { hold: /_bg\.wasm$/ });
  assert.match(await page.locator(".boot-page").innerText(), /KMS Policy Playground\s+is loading/);
  await picture({ page }, "loading");
  assert.deepEqual(await faults(page), []);
});

test("a browser without WebAssembly is told so", async t => {
  const page = await openWith(t, () => { delete globalThis.WebAssembly; }, { expected: message => /WebAssembly/.test(message) });
  const alert = page.getByRole("alert");
  await alert.waitFor({ timeout: 5000 });
  assert.match(await alert.innerText(), /did not start\.[^]*no WebAssembly\.[^]*current browser/);
  assert.ok(await page.locator(".boot-owner").isHidden(), "nothing pretends to be on its way");
  assert.ok(await page.getByText("is loading").isHidden());
  await picture({ page }, "no-wasm");
  assert.deepEqual(await faults(page), []);
});

test("a program that throws at its start is told of", async t => {
  const page = await openWith(t, () => {
    WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error("out of luck"));
  }, { expected: message => /out of luck/.test(message) });
  const alert = page.getByRole("alert");
  await alert.waitFor({ timeout: 5000 });
  assert.match(await alert.innerText(), /did not start\.[^]*out of luck[^]*Reload the page/);
});
