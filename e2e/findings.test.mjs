// What is found in a policy leads to the page that says what it means.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./open.mjs";
import { KEY_POLICY } from "./page.mjs";

test("a finding leads to its place on the page about findings", async t => {
  const p = await open(t);
  const { page } = p;
  await p.caretBehind(KEY_POLICY, `"Version`);
  await p.type("s");
  const about = page.locator(".owner .problem-actions a").first();
  await about.waitFor();
  const href = await about.getAttribute("href");
  assert.match(href, /^findings\.html#[a-z-]+$/);
  await page.goto(new URL(href, page.url()).href);
  await page.locator(new URL(href, page.url()).hash).waitFor();
});

test("the page about findings is there", async t => {
  const { page } = await open(t);
  await page.goto(new URL("findings.html#missing-version", page.url()).href);
  assert.equal(await page.locator("#missing-version h3").textContent(), "Missing version");
  const targets = await page.locator("nav a").evaluateAll(links =>
    links.map(link => document.getElementById(link.hash.slice(1)) !== null),
  );
  assert.ok(targets.length > 0 && targets.every(there => there), "every entry leads to a finding");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, "nothing is wider than the page");
});
