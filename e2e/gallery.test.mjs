// The gallery: found by words and tags, opened broken, solved; myths asked first.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { open, openWithout } from "./open.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
const CASES = new URL("../cases/gallery/", import.meta.url);
const files = await Promise.all((await readdir(CASES)).map(async name => JSON.parse(await readFile(new URL(name, CASES), "utf8"))));

const dialog = p => p.page.getByRole("dialog", { name: "Scenarios" });
const cards = p => dialog(p).locator(".cards > li");
const panel = p => p.page.locator(".steps");
const checks = p => panel(p).locator(".checks > li").evaluateAll(all => all.map(one => one.dataset.held === "true"));
const search = p => dialog(p).getByRole("searchbox", { name: "Search" });
const found = async p => {
  await p.drawn();
  return dialog(p).locator(".gallery-search").getByRole("status").innerText();
};
const opener = (p, { title, gallery }) =>
  dialog(p).getByRole("button", { name: `${gallery.claim ? "See it in the matrix" : "Open"}: ${title}`, exact: true });

async function show(p) {
  await p.click("Scenarios");
  await search(p).waitFor();
}

async function openItem(p, file) {
  const { gallery } = file;
  await show(p);
  if (gallery.claim) {
    const asked = dialog(p).getByRole("button", { name: `False: ${gallery.claim}`, exact: true });
    if (await asked.count()) await asked.click();
  }
  await opener(p, file).click();
  await p.drawn();
}

async function picture({ page }, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}gallery-${name}.png` });
}

/** How the picture on a card describes a matrix. */
function described(matrix) {
  const rows = Object.values(matrix);
  const verdicts = rows.flatMap(Object.values).map(verdict => verdict.replace(" ?", ""));
  const words = [
    ["allow", "allowed"], ["implicit-deny", "denied"], ["explicit-deny", "denied explicitly"], ["error", "error"],
  ].map(([verdict, word]) => {
    const count = verdicts.filter(one => one === verdict).length;
    return count && `${count} ${word}${verdict === "error" && count > 1 ? "s" : ""}`;
  }).filter(Boolean);
  const number = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const columns = Object.keys(rows[0]).length;
  return `${number(rows.length, "principal")} by ${number(columns, "action")}: ${words.join(", ")}`;
}

test("every card has a picture of its matrix as it opens", async t => {
  const p = await open(t);
  await show(p);
  const pictures = cards(p).getByRole("img");
  await pictures.nth(files.length).waitFor();
  assert.equal(await pictures.count(), files.length + 1);
  for (const file of files.filter((_, index) => index % 4 === 0)) {
    const card = cards(p).filter({ hasText: file.gallery.claim ?? file.title });
    const name = await card.getByRole("img").getAttribute("aria-label");
    await p.press("Escape");
    await openItem(p, file);
    assert.equal(name, described(await p.matrix()), file.title);
    await show(p);
  }
});

test("every scenario opens broken and can be solved, step by step", async t => {
  const p = await open(t);
  for (const file of files) {
    await openItem(p, file);
    for (const [index, { title }] of file.steps.entries()) {
      assert.ok((await panel(p).locator(".steps-title").innerText()).endsWith(title), file.title);
      const before = await checks(p);
      assert.equal(before.length, file.steps[index].checks.length, file.title);
      assert.ok(before.every(held => !held), `${file.title}: ${title} opens`);
      if (index === 0) assert.ok(await panel(p).getByText(file.gallery.question, { exact: true }).isVisible());
      await panel(p).getByRole("button", { name: "Solution", exact: true }).click();
      await p.drawn();
      assert.ok((await checks(p)).every(held => held), `${file.title}: ${title} is solved`);
      if (index + 1 < file.steps.length) {
        await panel(p).getByRole("button", { name: "Next", exact: true }).click();
        await p.drawn();
      }
    }
  }
});

test("words and tags find scenarios, all together and again", async t => {
  const p = await open(t);
  await show(p);
  assert.equal(await found(p), `${files.length + 1} scenarios`);
  const tagged = files.filter(({ gallery }) => gallery.tags.includes("s3")).length + 1;
  await dialog(p).getByRole("button", { name: "s3", exact: true }).click();
  assert.equal(await cards(p).count(), tagged);
  assert.equal(await dialog(p).getByRole("button", { name: "s3", exact: true }).getAttribute("aria-pressed"), "true");
  await search(p).fill("large UPLOADS");
  assert.equal(await found(p), "1 scenario");
  assert.match(await cards(p).innerText(), /Small uploads work, large ones are denied/);
  await dialog(p).getByRole("button", { name: "s3", exact: true }).click();
  await search(p).fill("no such words");
  assert.match(await found(p), /No scenario has all these words/);
  await search(p).fill("");
  assert.equal(await cards(p).count(), files.length + 1);
});

test("a myth is asked as true or false, answered, and proved by the matrix", async t => {
  const p = await open(t);
  const myths = files.filter(({ gallery }) => gallery.claim);
  assert.equal(myths.length, 6);
  await show(p);
  await dialog(p).getByRole("button", { name: "myth", exact: true }).click();
  assert.equal(await cards(p).count(), myths.length);
  for (const [index, myth] of myths.entries()) {
    const { gallery } = myth;
    const card = cards(p).filter({ hasText: gallery.claim });
    assert.equal(await card.getByText(gallery.truth).count(), 0, "not told before it is asked");
    const answer = index % 2 ? "True" : "False";
    await card.getByRole("button", { name: `${answer}: ${gallery.claim}`, exact: true }).click();
    assert.match(await card.innerText(), index % 2 ? /No, it is false\./ : /Right, it is false\./);
    assert.ok(await card.getByText(gallery.truth).isVisible());
    await p.drawn();
    assert.ok(await opener(p, myth).evaluate(button => button === document.activeElement), "the focus stays in the card");
  }
});

test("opening is one change: what was here before comes back", async t => {
  const p = await open(t);
  const before = await p.matrix();
  await openItem(p, files.find(({ title }) => title.startsWith("Small uploads")));
  await p.page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await p.matrix(), before);
});

test("a file that does not come says so, and the work is as it was", async t => {
  const p = await openWithout(t, /^scenarios-.*\.json$/);
  await p.ready();
  const before = await p.matrix();
  await p.click("Scenarios");
  await dialog(p).getByText("The scenarios could not be loaded. Your work is as it was").waitFor();
  await dialog(p).getByRole("button", { name: "Try again" }).click();
  await dialog(p).getByText("The scenarios could not be loaded.").waitFor();
  await p.press("Escape");
  assert.deepEqual(await p.matrix(), before);
});

test("by keyboard alone", async t => {
  const p = await open(t);
  await p.page.getByRole("button", { name: "Scenarios" }).focus();
  await p.press("Enter");
  await search(p).waitFor();
  await p.press("Tab");
  await search(p).focus();
  await p.type("auto scaling");
  assert.equal(await found(p), "1 scenario");
  for (let at = 0; at < 30; at += 1) {
    await p.press("Tab");
    const name = await p.page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    if (name?.startsWith("Open: ")) break;
  }
  await p.press("Enter");
  await p.drawn();
  assert.equal(await p.page.evaluate(() => document.activeElement.id), "steps");
  assert.deepEqual(await checks(p), [false]);
});

for (const [width, height] of [[1440, 900], [390, 844], [360, 640]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${width}x${height}, ${colorScheme}: axe finds nothing, nothing sticks out`, async t => {
      const phone = width <= 700;
      const p = await open(t, { width, height, colorScheme, touch: phone, editors: !phone });
      await show(p);
      await picture(p, `${width}x${height}-${colorScheme}`);
      assert.deepEqual(await faults(p.page), []);
      await dialog(p).getByRole("button", { name: "myth", exact: true }).click();
      await cards(p).first().getByRole("button", { name: /^True/ }).click();
      await cards(p).first().locator("summary").click();
      await picture(p, `${width}x${height}-${colorScheme}-myths`);
      assert.deepEqual(await faults(p.page), []);
      const wider = await p.page.locator(".gallery .reader-body").evaluate(one => one.scrollWidth - one.clientWidth);
      assert.ok(wider <= 0, `${wider} pixels too wide`);
      await cards(p).first().getByRole("button", { name: /^See it/ }).click();
      await p.drawn();
      await picture(p, `${width}x${height}-${colorScheme}-opened`);
      assert.deepEqual(await faults(p.page), []);
    });
  }
}
