// An uncertain verdict leads to the page that says which questions are open.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { open } from "./open.mjs";
import { KEY_POLICY, OWNER_ROOT } from "./page.mjs";

test("what is uncertain leads to the open question", async t => {
  const p = await open(t);
  const { page } = p;
  await p.selectCell(OWNER_ROOT, "kms:Decrypt");
  assert.equal(await page.locator(".how-sure").count(), 0, "it is documented");

  // A key policy statement with another Resource than * has no effect, which is an open question.
  await p.caretBehind(KEY_POLICY, `"Resource": "*`);
  await p.type("x");
  assert.match(await p.verdict(OWNER_ROOT, "kms:Decrypt"), /\?$/);
  const [, href] = await Promise.all([
    page.locator(".how-sure a").waitFor(),
    page.locator(".how-sure a").getAttribute("href"),
  ]);
  assert.match(href, /^how-sure\.html/);
});

test("the page about open questions is there, and the footer names it", async t => {
  const { page } = await open(t);
  assert.equal(await page.locator(".footer a").getAttribute("href"), "how-sure.html");
  await page.goto(new URL("how-sure.html#Q-5", page.url()).href);
  assert.match(await page.locator("#Q-5 h3").textContent(), /session policy/);
  const questions = readFileSync(new URL("../docs/open-questions.tsv", import.meta.url), "utf8");
  const lines = questions.split("\n").filter(line => line && !line.startsWith("#"));
  assert.equal(await page.locator("section").count(), lines.length);
});
