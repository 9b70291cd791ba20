// The guards of openPage() themselves: a guard that never fails guards nothing.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { serve } from "./server.mjs";

let folder, server, browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "browser-"));
  const html = `<!doctype html><title>page</title><link rel="icon" href="data:,"><p id="text">text`;
  await writeFile(join(folder, "index.html"), html);
  server = await serve(folder, { headers: { "content-security-policy": "style-src 'self'" } });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** Opens a page for `use`, ends its test, and returns how that test failed: "" if it did not. */
async function failureOf(use, options = {}) {
  const hooks = [];
  const t = { after: hook => hooks.push(hook) };
  const page = await openPage(t, browser, { url: `${server.url}/`, ...options });
  await use(page);
  try {
    for (const hook of hooks) await hook();
    return "";
  } catch (error) {
    return error.message;
  }
}

test("a page without problems passes", async () => {
  assert.equal(await failureOf(page => page.evaluate(() => fetch("/").then(answer => answer.text()))), "");
});

test("an error in the console fails", async () => {
  assert.match(await failureOf(page => page.evaluate(() => console.error("broken"))), /console: broken/);
});

test("an uncaught error fails", async () => {
  const use = page => Promise.all([
    page.waitForEvent("pageerror"),
    page.evaluate(() => void setTimeout(() => { throw new Error("thrown"); })),
  ]);
  assert.match(await failureOf(use), /uncaught: Error: thrown/);
});

test("a violation of the content security policy fails", async () => {
  const use = page => page.evaluate(() => new Promise(done => {
    document.addEventListener("securitypolicyviolation", done, { once: true });
    document.querySelector("#text").setAttribute("style", "color: red");
  }).then(() => {}));
  assert.match(await failureOf(use), /content security policy: style-src-attr refused inline/);
});

test("a request to another host fails and is not sent", async () => {
  const use = page => page.evaluate(() => fetch("http://127.0.0.2:9/secret").catch(() => {}));
  assert.match(await failureOf(use), /request to another host: http:\/\/127\.0\.0\.2:9\/secret/);
});

test("an expected problem passes", async () => {
  const expected = message => message.includes("broken");
  assert.equal(await failureOf(page => page.evaluate(() => console.error("broken")), { expected }), "");
});

test("storage can be refused", async t => {
  const page = await openPage(t, browser, { url: `${server.url}/`, blockStorage: true });
  const thrown = await page.evaluate(() => ["localStorage", "sessionStorage", "indexedDB"].map(name => {
    try {
      return String(window[name]);
    } catch (error) {
      return error.name;
    }
  }));
  assert.deepEqual(thrown, ["SecurityError", "SecurityError", "SecurityError"]);
});
