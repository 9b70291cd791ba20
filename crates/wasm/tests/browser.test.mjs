// The package in Chromium: in a page, in a module worker and in a sandboxed frame, without a bundler, under a strict
// content security policy.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { launch, openPage } from "../../../e2e/browser.mjs";
import { serve } from "../../../e2e/server.mjs";
import { importFrom, project } from "./installed.mjs";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; frame-src 'self'; img-src data:";
const PAGE = script => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,"><script type="module" src="${script}"></script></html>`;

const ALICE = "arn:aws:iam::111122223333:user/alice";
const SCENARIO = {
  version: 1,
  keys: [{
    arn: "arn:aws:kms:eu-west-1:111122223333:key/k",
    policy: { Statement: { Effect: "Allow", Principal: { AWS: ALICE }, Action: "kms:Decrypt", Resource: "*" } },
  }],
  principals: [{ arn: ALICE }],
  matrix: { actions: ["kms:Encrypt", "kms:Decrypt"] },
};

/** Asks everything once. Written into a module of the page, and of the worker. */
const ASK = `
  import init, * as kms from "./node_modules/kms-policy-wasm/browser.js";
  const thrown = call => { try { call(); } catch (error) { return [error instanceof kms.KmsPolicyError, error.code]; } };
  export async function ask(scenario) {
    const early = thrown(() => kms.decide(scenario));
    await Promise.all([init(), init()]);
    return {
      early,
      broken: thrown(() => kms.decide("{")),
      verdicts: [...kms.decide(scenario).verdicts],
      decision: kms.explain(scenario, { cell: { principal: "${ALICE}", action: "kms:Encrypt" } }),
      link: kms.encodeLink(scenario),
      findings: kms.validate("scp", "{}").length,
    };
  }`;

let folder, server, browser, expected;
before(async () => {
  folder = await project({
    "index.html": PAGE("page.js"),
    "frame.html": PAGE("frame.js"),
    "ask.js": ASK,
    "page.js": 'import { ask } from "./ask.js"; window.ask = ask;',
    "worker.js": 'import { ask } from "./ask.js"; onmessage = async ({ data }) => postMessage(await ask(data));',
    "frame.js":
      'import { ask } from "./ask.js"; onmessage = async ({ data }) => parent.postMessage(await ask(data), "*"); parent.postMessage("ready", "*");',
    "late.js": `import init, * as kms from "./node_modules/kms-policy-wasm/browser.js";
      window.late = async sources => {
        const codes = [];
        for (const source of sources) codes.push(await init(source).then(() => kms.version().version, error => error.code));
        return codes;
      };`,
    "late.html": PAGE("late.js"),
  });
  server = await serve(folder, { headers: { "content-security-policy": POLICY } });
  browser = await launch();
  const kms = await importFrom(folder);
  expected = {
    early: [true, "not-started"],
    broken: [true, "unreadable-scenario"],
    verdicts: [...kms.decide(SCENARIO).verdicts],
    decision: kms.explain(SCENARIO, { cell: { principal: ALICE, action: "kms:Encrypt" } }),
    link: kms.encodeLink(SCENARIO),
    findings: kms.validate("scp", "{}").length,
  };
  assert.deepEqual(expected.verdicts, [1, 0]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test("in a page", async t => {
  const page = await openPage(t, browser, { url: `${server.url}/` });
  await page.waitForFunction(() => window.ask);
  assert.deepEqual(await page.evaluate(scenario => window.ask(scenario), SCENARIO), expected);
});

test("in a worker", async t => {
  const page = await openPage(t, browser, { url: `${server.url}/` });
  const answer = await page.evaluate(scenario => new Promise((done, failed) => {
    const worker = new Worker("worker.js", { type: "module" });
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = event => failed(new Error(event.message));
    worker.postMessage(scenario);
  }), SCENARIO);
  assert.deepEqual(answer, expected);
});

test("in a sandboxed frame of opaque origin", async t => {
  // Of such an origin the server is not `self`: its own address stands in its policy.
  const open = await serve(folder, { headers: { "content-security-policy": POLICY.replaceAll("'self'", "http://127.0.0.1:*") } });
  t.after(() => open.close());
  const page = await openPage(t, browser, { url: `${open.url}/` });
  const answer = await page.evaluate(scenario => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.src = "frame.html";
    onmessage = ({ data }) => (data === "ready" ? frame.contentWindow.postMessage(scenario, "*") : done(data));
    document.body.append(frame);
  }), SCENARIO);
  assert.deepEqual(answer, expected);
});

test("out of a bundle", async t => {
  const contents = `
    import init, { version } from "kms-policy-wasm";
    import wasm from "kms-policy-wasm/kms-policy.wasm";
    window.bundled = init(new URL(wasm, import.meta.url)).then(() => version().version);`;
  const [bundle, loader] = ["bundle/bundle.js", { ".wasm": "file" }];
  await build({ stdin: { contents, resolveDir: folder }, bundle: true, format: "esm", loader, outfile: join(folder, bundle) });
  await writeFile(join(folder, "bundled.html"), PAGE(bundle));
  const page = await openPage(t, browser, { url: `${server.url}/bundled.html` });
  await page.waitForFunction(() => window.bundled);
  assert.equal(await page.evaluate(() => window.bundled), 1);
});

test("a module that does not come is an error, and can be asked for again", async t => {
  const notFound = message => / 404 /.test(message);
  const page = await openPage(t, browser, { url: `${server.url}/late.html`, expected: notFound });
  await page.waitForFunction(() => window.late);
  const sources = ["missing.wasm", "node_modules/kms-policy-wasm/kms-policy.wasm", "missing.wasm"];
  assert.deepEqual(await page.evaluate(sources => window.late(sources), sources), ["not-loaded", 1, 1]);
});
