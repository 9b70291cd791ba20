// The example pages of docs/embedding.md as they stand, on another origin than the playground; and the element that one
// of them uses.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openPage } from "./browser.mjs";
import { carried, fragment } from "./link.mjs";
import { browser, server } from "./open.mjs";
import { KEY_USER, STUART } from "./page.mjs";
import { serve } from "./server.mjs";

/** What the examples say in its place. */
const ADDRESS = "https://playground.example/kms/";
const SCENARIO = {
  version: 1, title: "By method",
  keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412" }],
  principals: [{ arn: KEY_USER }], matrix: { actions: ["kms:Decrypt", "kms:Encrypt"] },
};

let folder, course;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "course-"));
  course = await serve(folder);
});

after(async () => {
  await course?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** Opens a page of the course, which keeps what it hears. */
async function openCourse(t, html) {
  assert.notEqual(new URL(course.url).origin, new URL(server.url).origin);
  await writeFile(join(folder, "page.html"), html.replaceAll(ADDRESS, `${server.url}/`));
  const page = await openPage(t, browser, {
    url: `${course.url}/page.html`, hosts: [new URL(server.url).host], height: 900,
    init: () => {
      if (self !== top) return;
      window.heard = [];
      addEventListener("message", event => window.heard.push(event.data));
      for (const type of ["ready", "changed", "decision", "solved"]) {
        addEventListener(`kms-policy-${type}`, ({ target, detail }) => (window.events ??= []).push({ type, id: target.id, detail }));
      }
    },
  });
  return page;
}

const example = async (t, name) => openCourse(t, await readFile(new URL(`../examples/${name}`, import.meta.url), "utf8"));

/** A page with an element that has these attributes. */
const withElement = (attributes, inside = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>
  <script type="module" src="${ADDRESS}kms-policy-playground.js"></script>
  <kms-policy-playground id="it" ${attributes}>${inside}</kms-policy-playground>`;

/** The scenario in an element. */
const child = scenario => `<script type="application/json">${JSON.stringify(scenario)}</script>`;

const heard = (page, type) => page.evaluate(type => window.heard.filter(one => one?.type === type), type);
const events = (page, type) => page.evaluate(type => (window.events ?? []).filter(one => one.type === type), type);

/** The frame of an element, or of a page's only iframe, once its playground runs. */
async function frameOf(page, selector) {
  const frame = page.locator(selector).locator("iframe").or(page.locator(`iframe${selector}`)).first();
  await frame.scrollIntoViewIfNeeded();
  const content = await (await frame.elementHandle()).contentFrame();
  await content.locator("[data-cell]").first().waitFor({ state: "attached" });
  return content;
}

/** Waits until the frame's matrix has these columns. */
const columns = (frame, actions) => frame.waitForFunction(wanted => {
  const cells = [...document.querySelectorAll("[data-cell]")].map(cell => cell.dataset.cell.split("|")[1]);
  return JSON.stringify([...new Set(cells)]) === JSON.stringify(wanted);
}, actions);

const selected = (frame, principal, action) => frame.locator(`[data-cell="${principal}|${action}"][aria-selected="true"]`).waitFor();

/** Is the iframe as high as what is in it? */
async function fits(page, selector) {
  const iframe = page.locator(selector).locator("iframe").or(page.locator(`iframe${selector}`)).first();
  await page.waitForFunction(iframe => Number.parseFloat(iframe.style.blockSize) > 0, await iframe.elementHandle());
  const frame = await (await iframe.elementHandle()).contentFrame();
  await frame.waitForFunction(() => document.documentElement.scrollHeight <= innerHeight + 1);
}

async function solve(frame) {
  const button = frame.getByRole("button", { name: "Solution", exact: true });
  await button.click();
}

test("examples/embed.html: sets a scenario, follows its height, hears that it is solved", async t => {
  const page = await example(t, "embed.html");
  const frame = await frameOf(page, "#playground");
  await columns(frame, ["kms:Encrypt", "kms:Decrypt"]);
  await selected(frame, STUART, "kms:Decrypt");
  await fits(page, "#playground");
  assert.equal(await page.locator("#result").innerText(), "Not solved yet.");
  assert.deepEqual(await heard(page, "solved"), []);
  await solve(frame);
  await page.getByText("Solved: step 1 of 1.").waitFor();
  const decisions = await heard(page, "decision");
  assert.equal(decisions.at(-1).decision.verdict, "allow");
  assert.deepEqual(decisions.at(-1).selected, { principal: STUART, action: "kms:Decrypt" });
  assert.equal((await heard(page, "changed")).at(-1).verdicts, "10");
  const all = await page.evaluate(() => JSON.stringify(window.heard));
  assert.doesNotMatch(all, /Statement|2012-10-17/, "no message carries the text of a policy");
});

test("examples/element.html: two elements, one to solve, one to look at", async t => {
  const page = await example(t, "element.html");
  const first = await frameOf(page, "kms-policy-playground:not([id])");
  await fits(page, "kms-policy-playground:not([id])");
  await solve(first);
  await page.getByText("Solved: step 1 of 1.").waitFor();

  const second = await frameOf(page, "#readonly");
  await columns(second, ["kms:Decrypt", "kms:DescribeKey"]);
  await fits(page, "#readonly");
  await page.getByRole("button", { name: "Show DescribeKey" }).click();
  await selected(second, KEY_USER, "kms:DescribeKey");
  await page.getByRole("button", { name: "Link to this" }).click();
  const link = page.locator("#link").filter({ hasText: `${server.url}/` });
  await link.waitFor();
  const shared = carried(await link.innerText());
  assert.equal(shared.scenario.title, "A key for everyone in the account");
  assert.deepEqual(shared.scenario.matrix.actions, ["kms:Decrypt", "kms:DescribeKey"]);
});

test("a theme and a selection reach the frame that is there; a scenario loads another", async t => {
  const page = await openCourse(t, withElement(`scenario="iam-side-missing" theme="light"`));
  const frame = await frameOf(page, "#it");
  await frame.evaluate(() => void (window.mark = true));
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), "light");
  await page.evaluate(() => void (document.querySelector("#it").theme = "dark"));
  await frame.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.evaluate(() => document.querySelector("#it").setAttribute("select", "report-job|kms:DescribeKey"));
  await selected(frame, "report-job", "kms:DescribeKey");
  assert.equal(await frame.evaluate(() => window.mark), true, "the frame is the same");

  // Two at a moment are one load; what was said while nothing could be heard is not lost.
  await page.evaluate(() => {
    const it = document.querySelector("#it");
    it.removeAttribute("select");
    it.setAttribute("scenario", "key-policy-side-missing");
    it.setAttribute("readonly", "");
  });
  await page.waitForFunction(() => (window.events ?? []).filter(one => one.type === "ready").length === 2);
  const another = await frameOf(page, "#it");
  assert.equal(await another.evaluate(() => window.mark), undefined);
  assert.equal(await another.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.equal(page.frames().length, 2);
  assert.equal((await events(page, "ready")).at(-1).detail.editable, false);
});

test("what is asked before the frame is ready waits for it", async t => {
  const page = await openCourse(t, withElement(""));
  const link = await page.evaluate(scenario => {
    const it = document.querySelector("#it");
    return customElements.whenDefined("kms-policy-playground").then(() => {
      it.setScenario(JSON.stringify(scenario));
      it.select(scenario.principals[0].arn, "kms:Encrypt");
      return it.getLink();
    });
  }, SCENARIO);
  assert.deepEqual(carried(link).scenario.matrix, SCENARIO.matrix);
  const frame = await frameOf(page, "#it");
  await columns(frame, ["kms:Decrypt", "kms:Encrypt"]);
  await selected(frame, KEY_USER, "kms:Encrypt");
  const [ready] = await events(page, "ready");
  assert.deepEqual({ ...ready.detail, engine: typeof ready.detail.engine }, { version: 1, engine: "string", editable: true });
  assert.deepEqual((await events(page, "changed")).at(-1).detail.actions, ["kms:Decrypt", "kms:Encrypt"]);
});

test("the cell that the attribute selects is one of the scenario that is sent", async t => {
  const page = await openCourse(t, withElement(`select="${KEY_USER}|kms:Encrypt"`, child(SCENARIO)));
  const frame = await frameOf(page, "#it");
  await columns(frame, ["kms:Decrypt", "kms:Encrypt"]);
  await selected(frame, KEY_USER, "kms:Encrypt");
  assert.equal(await frame.locator(".notice.is-shown").count(), 0, "nothing is said of a cell that the opening scenario lacks");

  // So it is of the next one, and of the same after the element was moved.
  await page.evaluate(scenario => document.querySelector("#it").setScenario(scenario), {
    ...SCENARIO, matrix: { actions: ["kms:Sign", "kms:Encrypt"] },
  });
  await columns(frame, ["kms:Sign", "kms:Encrypt"]);
  await selected(frame, KEY_USER, "kms:Encrypt");
  await page.evaluate(() => document.body.append(document.querySelector("#it")));
  const moved = await frameOf(page, "#it");
  await columns(moved, ["kms:Sign", "kms:Encrypt"]);
  await selected(moved, KEY_USER, "kms:Encrypt");
});

test("nothing is told of the opening scenario where another one is sent", async t => {
  for (const [attributes, inside, set] of [
    ["", child(SCENARIO)], [`select="${KEY_USER}|kms:Encrypt"`, child(SCENARIO)], ["", "", SCENARIO], ["", "", JSON.stringify(SCENARIO)],
  ]) {
    const page = await openCourse(t, withElement(attributes, inside));
    if (set) {
      await page.evaluate(async scenario => {
        await customElements.whenDefined("kms-policy-playground");
        document.querySelector("#it").setScenario(scenario);
      }, set);
    }
    const frame = await frameOf(page, "#it");
    await columns(frame, ["kms:Decrypt", "kms:Encrypt"]);
    await page.waitForFunction(() => window.events?.some(one => one.type === "decision"));
    for (const { detail } of await events(page, "changed")) {
      assert.deepEqual(detail.principals, [KEY_USER]);
      assert.deepEqual(detail.actions, ["kms:Decrypt", "kms:Encrypt"]);
    }
    for (const { detail } of await events(page, "decision")) assert.equal(detail.decision.principal, KEY_USER);
  }
});

test("a scenario that cannot be read leaves the opening one, of which the page hears then", async t => {
  const page = await openCourse(t, withElement("", child({ version: 1, titel: "x" })));
  const frame = await frameOf(page, "#it");
  await frame.locator(".notice.is-shown", { hasText: "titel" }).waitFor();
  await page.waitForFunction(() => window.events?.some(one => one.type === "changed"));
  assert.ok((await events(page, "changed"))[0].detail.principals.includes(STUART));
  const refused = await page.evaluate(() => [undefined, null, 1].map(scenario => {
    try {
      document.querySelector("#it").setScenario(scenario);
    } catch (error) {
      return error.message;
    }
  }));
  assert.deepEqual(refused, Array(3).fill("a scenario is an object, or its JSON"));
});

test("a link is shown, whole or only what stands behind its #", async t => {
  const hash = fragment(SCENARIO);
  for (const link of [hash, hash.slice(1), `${ADDRESS}${hash}`]) {
    const page = await openCourse(t, withElement(`scenario="iam-side-missing" link="${link}"`));
    const frame = await frameOf(page, "#it");
    await columns(frame, ["kms:Decrypt", "kms:Encrypt"]);
    const again = await page.evaluate(() => document.querySelector("#it").getLink());
    assert.equal(carried(again).scenario.title, SCENARIO.title);
    await page.evaluate(hash => document.querySelector("#it").setAttribute("link", hash), fragment({ ...SCENARIO, matrix: { actions: ["kms:Sign"] } }));
    await page.waitForFunction(() => window.events.filter(one => one.type === "ready").length === 2);
    await columns(await frameOf(page, "#it"), ["kms:Sign"]);
  }
});

test("taken out and put back it shows what it was given; a link that was asked for is refused", async t => {
  const page = await openCourse(t, withElement("", child(SCENARIO)));
  await columns(await frameOf(page, "#it"), ["kms:Decrypt", "kms:Encrypt"]);
  // Before its first message the frame cannot answer: the promise is open when the element goes.
  const refused = await page.evaluate(async () => {
    const it = document.querySelector("#it");
    it.remove();
    document.body.append(it);
    const asked = it.getLink().catch(error => error.message);
    it.remove();
    const outside = await it.getLink().catch(error => error.message);
    document.body.append(it);
    return [await asked, outside];
  });
  assert.deepEqual(refused, ["the playground was taken out of the page", "the playground is in no page"]);
  await columns(await frameOf(page, "#it"), ["kms:Decrypt", "kms:Encrypt"]);
  assert.equal(page.frames().length, 2);

  // Another scenario in the element is another one in the frame.
  await page.evaluate(scenario => {
    document.querySelector("#it > script").textContent = JSON.stringify({ ...scenario, matrix: { actions: ["kms:Sign"] } });
  }, SCENARIO);
  await columns(await frameOf(page, "#it"), ["kms:Sign"]);
  // Reset goes back to it.
  await page.evaluate(() => document.querySelector("#it").reset());
  await columns(await frameOf(page, "#it"), ["kms:Sign"]);
});

test("a height that is given is kept, and one that is taken away follows the content", async t => {
  const page = await openCourse(t, withElement(`height="300" title="Keys"`));
  await frameOf(page, "#it");
  await page.waitForFunction(() => window.heard.some(one => one?.type === "height"));
  const iframe = page.locator("#it iframe");
  assert.equal((await iframe.boundingBox()).height, 300);
  assert.equal(await iframe.getAttribute("title"), "Keys");
  assert.equal(await iframe.getAttribute("sandbox"), "allow-scripts allow-popups allow-popups-to-escape-sandbox");
  assert.equal(await iframe.getAttribute("loading"), "lazy");
  await page.evaluate(() => document.querySelector("#it").removeAttribute("height"));
  await fits(page, "#it");
});

test("several elements: each speaks for its own frame, and hears no other window", async t => {
  const other = `<kms-policy-playground id="other" lesson="share-a-key" theme="dark"></kms-policy-playground>`;
  const page = await openCourse(t, withElement(`scenario="iam-side-missing" theme="light"`) + other);
  const [one, two] = [await frameOf(page, "#it"), await frameOf(page, "#other")];
  for (const id of ["it", "other"]) {
    await page.waitForFunction(id => window.events?.some(one => one.id === id && one.type === "changed"), id);
  }
  const of = (id, all) => all.filter(one => one.id === id);
  const changed = await events(page, "changed");
  assert.ok(of("it", changed).every(({ detail }) => detail.principals.includes("report-job")));
  assert.ok(of("other", changed).every(({ detail }) => detail.principals.includes(STUART)));
  await page.evaluate(() => void (document.querySelector("#it").theme = "dark"));
  await one.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.evaluate(() => void (document.querySelector("#other").theme = "light"));
  await two.waitForFunction(() => document.documentElement.dataset.theme === "light");
  assert.equal(await one.evaluate(() => document.documentElement.dataset.theme), "dark");

  await page.evaluate(() => postMessage({ kmsPolicy: 1, type: "solved", step: 0, steps: 1 }, "*"));
  await page.waitForFunction(() => window.heard.some(one => one?.type === "solved"));
  assert.deepEqual(await events(page, "solved"), []);
});

test("a page around that allows no more than docs/embedding.md names", async t => {
  const { origin } = new URL(server.url);
  const policy = `default-src 'none'; frame-src ${origin}; script-src ${origin}`;
  const page = await openCourse(t, withElement(`scenario="iam-side-missing"`)
    .replace("<title>", `<meta http-equiv="Content-Security-Policy" content="${policy}"><title>`));
  await frameOf(page, "#it");
  await fits(page, "#it");
});

test("a page around that is in a sandbox itself has no origin to name", async t => {
  await writeFile(join(folder, "inside.html"), withElement(`scenario="iam-side-missing" height="500"`).replaceAll(ADDRESS, `${server.url}/`));
  const page = await openCourse(t, `<!doctype html><html lang="en"><title>Platform</title>
    <iframe sandbox="allow-scripts" src="inside.html" width="1000" height="600"></iframe>`);
  const inside = page.frame({ url: /inside/ });
  assert.equal(await inside.evaluate(() => origin), "null");
  const frame = await frameOf(inside, "#it");
  assert.doesNotMatch(frame.url(), /origin=/);
  const principals = await inside.evaluate(() => new Promise(done => {
    addEventListener("kms-policy-changed", ({ detail }) => done(detail.principals));
    document.querySelector("#it").select("report-job", "kms:DescribeKey");
  }));
  assert.ok(principals.includes("report-job"));
});

test("the script is one that any host may ask for, and asks for nothing", async () => {
  const answer = await fetch(`${server.url}/kms-policy-playground.js`);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  const script = await answer.text();
  assert.doesNotMatch(script, /\bimport\s*[("']|fetch\(|https?:/);
});
