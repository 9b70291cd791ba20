// What a host serves: names by content, a policy in every page, files compressed beforehand, and the page without a
// network after the first visit.

import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { openPage } from "./browser.mjs";
import { BELOW, browser, DIST } from "./open.mjs";
import { Playground, STUART } from "./page.mjs";
import { serve } from "./server.mjs";

const HASHED = /-[0-9a-f]{15,16}(_bg)?\.\w+$/;
const FIXED = /^(index|findings|how-sure)\.html$|^(service-worker|kms-policy-playground)\.js$/;

const files = async () => (await readdir(DIST)).filter(name => !/\.(gz|br)$/.test(name));

test("everything but the pages themselves, the service worker and the element is named by its content", async () => {
  for (const name of await files()) assert.ok(HASHED.test(name) || FIXED.test(name), name);
});

test("every page has its policy before all else, and nothing inside that it refuses", async () => {
  for (const name of ["index.html", "findings.html", "how-sure.html"]) {
    const html = await readFile(join(DIST, name), "utf8");
    const head = html.slice(0, html.search(/<(script|link|style|title)/));
    assert.match(head, /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"/, name);
    assert.doesNotMatch(html, /<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/, name);
  }
});

test("the generated pages keep their looks under the policy", async t => {
  const server = await serve(DIST, { below: BELOW });
  t.after(() => server.close());
  for (const name of ["findings.html", "how-sure.html"]) {
    const page = await openPage(t, browser, { url: `${server.url}/${name}` });
    const width = await page.locator("body").evaluate(body => getComputedStyle(body).maxWidth);
    assert.equal(width, "736px", name);
  }
});

test("beside each file lies what hosts send compressed, and it is the same", async () => {
  for (const name of await files()) {
    const plain = await readFile(join(DIST, name));
    assert.ok(plain.equals(gunzipSync(await readFile(join(DIST, `${name}.gz`)))), name);
    assert.ok(plain.equals(brotliDecompressSync(await readFile(join(DIST, `${name}.br`)))), name);
    assert.ok((await stat(join(DIST, `${name}.br`))).size < plain.length, name);
  }
});

/** A host whose files can be changed, and a page of it whose service worker is in charge. */
async function visit(t) {
  const folder = await mkdtemp(join(tmpdir(), "host-"));
  t.after(() => rm(folder, { recursive: true }));
  await cp(DIST, folder, { recursive: true });
  const host = await serve(folder, { below: BELOW });
  t.after(() => host.close());
  const expected = message => /Failed to load resource|net::ERR/.test(message);
  const page = await openPage(t, browser, { url: `${host.url}/`, width: 1440, height: 900, worker: true, expected });
  const p = new Playground(page);
  await p.ready();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await p.ready();
  assert.ok(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)));
  return { folder, host, page, p };
}

test("after the first visit the page works without a network: decisions, editors, findings, scenarios", async t => {
  const { host, page, p } = await visit(t);
  await host.close();
  await page.reload();
  await p.ready();
  assert.equal((await p.verdictRow(STUART))["kms:Decrypt"], "implicit-deny");
  await p.click("Scenarios");
  await page.getByRole("button", { name: /^Open: Lesson/ }).waitFor();
  await page.goto(`${host.url}/how-sure.html`);
  assert.equal(await page.title(), "What is not modelled, and how sure we are");
});

test("a new version shows at the next reload, whatever was kept", async t => {
  const { folder, page, p } = await visit(t);
  const index = join(folder, "index.html");
  await writeFile(index, (await readFile(index, "utf8")).replace("<title>", "<title>New: "));
  await page.reload();
  await p.ready();
  assert.equal(await page.title(), "New: KMS Policy Playground");
});

test("in a frame nothing is left behind", async t => {
  const host = await serve(DIST, { below: BELOW });
  const folder = await mkdtemp(join(tmpdir(), "course-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "index.html"), `<!doctype html><title>Course</title><iframe src="${host.url}/"></iframe>`);
  const course = await serve(folder);
  const page = await openPage(t, browser, { url: `${course.url}/`, hosts: [new URL(host.url).host], worker: true });
  // Behind the page, which may still be loading.
  t.after(() => Promise.all([host.close(), course.close()]));
  const frame = page.frames()[1];
  await frame.waitForFunction(() => document.documentElement.dataset.started === "true");
  assert.deepEqual(await frame.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});
