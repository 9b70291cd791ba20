// The page in Chromium: from a keystroke in the key policy until all that it changes is shown, and from the address
// until the first decision is on the screen. It prints JSON, every time in microseconds.
//
//   DIST=dist node e2e/bench.mjs FOLDER
//
// FOLDER has the scenarios that crates/bench wrote.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { fragment } from "./link.mjs";
import { KEY_POLICY, Playground } from "./page.mjs";
import { serve } from "./server.mjs";

const KEYSTROKES = 200;
/** Recording tasks slows them down: that is done with other keystrokes than those that are measured. */
const RECORDED = 40;
const STARTS = 5;
/** A letter behind this, and its removal, change what the statement allows, and with that cells of the matrix. */
const ACTION = '"kms:Decrypt';
const SLOW = { cpu: 4, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 1.6e6 / 8, offline: false };

const folder = process.argv[2];
const server = await serve(process.env.DIST || fileURLToPath(new URL("../dist", import.meta.url)), { compressed: true });
const browser = await launch();

try {
  const measured = { chromium: browser.version(), keystrokes: KEYSTROKES, starts: STARTS };
  for (const name of ["gallery", "large-policy"]) measured[name] = await typing(name);
  measured.start = await start({ latency: 0, downloadThroughput: -1, uploadThroughput: -1, offline: false, cpu: 1 });
  measured["slow-start"] = await start(SLOW);
  console.log(JSON.stringify(measured, null, 2));
} finally {
  await browser.close();
  await server.close();
}

/** A page of a browser that knows nothing yet. Its requests are not looked at, as tests do: that takes time. */
async function opened(use) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
  const errors = [];
  context.on("weberror", error => errors.push(error.error()));
  const result = await use(await context.newPage());
  await context.close();
  if (errors.length) throw errors[0];
  return result;
}

function typing(name) {
  console.error(`typing: ${name}`);
  const scenario = { ...JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")), title: name };
  return opened(async page => {
    await page.goto(`${server.url}/${fragment(scenario)}`);
    const p = new Playground(page);
    await p.ready();
    await page.locator(".bar-title", { hasText: name }).waitFor();
    const before = await decided(page);
    await p.caretBehind(KEY_POLICY, ACTION);
    await page.evaluate(watch);
    const keystroke = async index => {
      await page.keyboard.press(index % 2 ? "Backspace" : "x");
      return page.evaluate(() => window.watched.settled());
    };
    for (let index = 0; index < 20; index++) await keystroke(index);
    const times = [];
    for (let index = 0; index < KEYSTROKES; index++) times.push(await keystroke(index));
    const is = await decided(page);
    if (is.join() !== before.join()) throw new Error("the letters that were taken back left something behind");
    await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
    for (let index = 0; index < RECORDED; index++) await keystroke(index);
    const trace = JSON.parse((await browser.stopTracing()).toString());
    const shown = times.map(time => time.shown), painted = times.map(time => time.painted);
    return {
      cells: before.length,
      median: share(shown, 0.5), p95: share(shown, 0.95), slowest: share(shown, 1),
      painted: share(painted, 0.5), paintedP95: share(painted, 0.95),
      longestTask: longestTask(trace.traceEvents),
    };
  });
}

/** From the address to the first decision on the screen: the median of some starts, each with an empty cache. */
async function start(conditions) {
  console.error(`start: ${conditions.cpu} times slower`);
  const times = [];
  for (let index = 0; index < STARTS; index++) {
    times.push(await opened(async page => {
      await page.addInitScript(watchStart);
      const { cpu, ...network } = conditions;
      const session = await page.context().newCDPSession(page);
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", network);
      await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
      await page.goto(`${server.url}/`, { waitUntil: "commit" });
      await page.waitForFunction(() => window.firstDecision, null, { timeout: 120_000 });
      return page.evaluate(() => window.firstDecision);
    }));
  }
  return { median: share(times, 0.5), slowest: share(times, 1) };
}

/** The time, in microseconds, that this share of the times does not exceed. */
function share(times, part) {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] * 1000);
}

/** The verdicts that are shown. */
function decided(page) {
  return page.locator("[data-cell]").evaluateAll(cells => cells.map(cell => cell.dataset.verdict));
}

/** Of the page's main thread, in microseconds. */
function longestTask(events) {
  const isMain = event => event.name === "thread_name" && event.args.name === "CrRendererMain";
  const main = new Set(events.filter(isMain).map(event => `${event.pid} ${event.tid}`));
  const tasks = events.filter(event => event.name.endsWith("RunTask") && main.has(`${event.pid} ${event.tid}`));
  if (!tasks.length) throw new Error("Chromium recorded no task");
  return Math.max(...tasks.map(task => task.dur ?? 0));
}

/**
 * Runs in the page. The clock starts when the key arrives. Whenever something changes in strip, matrix or reasons, a style
 * and a layout are forced: the last of them is when all is shown, and the frame after it when it is painted.
 */
function watch() {
  const places = ["[data-testid=strip]", "section.matrix", "[data-testid=why]"].map(name => document.querySelector(name));
  let start = 0, shown = 0, painted = 0, changes = 0;
  window.addEventListener("keydown", () => {
    start = performance.now();
    shown = painted = changes = 0;
  }, true);
  const paint = new MessageChannel();
  paint.port1.onmessage = () => (painted = performance.now());
  const observer = new MutationObserver(() => {
    for (const place of places) place?.getBoundingClientRect();
    shown = performance.now();
    changes += 1;
    requestAnimationFrame(() => paint.port2.postMessage(null));
  });
  for (const place of places) {
    if (place) observer.observe(place, { subtree: true, childList: true, characterData: true, attributes: true });
  }
  const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  window.watched = {
    /** Waits until two frames bring nothing new; says how long the keystroke took. */
    async settled() {
      for (let known = -1, waited = 0; known !== changes || !shown; waited++) {
        if (waited === 300) throw new Error("a keystroke changed nothing");
        known = changes;
        await frame();
      }
      return { shown: shown - start, painted: painted - start };
    },
  };
}

/** Runs in the page: when the first decision is there, and the frame with it was painted. */
function watchStart() {
  const paint = new MessageChannel();
  paint.port1.onmessage = () => (window.firstDecision = performance.now());
  const observer = new MutationObserver(() => {
    if (!document.querySelector("[data-cell][data-verdict]")) return;
    observer.disconnect();
    requestAnimationFrame(() => paint.port2.postMessage(null));
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}
