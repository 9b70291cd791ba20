// Chromium for the tests, and pages that fail their test by themselves: on an
// error in the console or on the page, on a violation of the content security
// policy, on a request to any host but the tests' own server.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** The browser: the environment's CHROME, or the first of the usual names on PATH. */
export function chromePath() {
  if (process.env.CHROME) return process.env.CHROME;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = names.flatMap(name => folders.map(folder => join(folder, name))).find(existsSync);
  if (!found) throw new Error("no Chromium found: install chromium, or set CHROME to the path of a Chrome or Chromium");
  return found;
}

/** Starts the browser; close it in an `after` hook. */
export const launch = () => chromium.launch({ executablePath: chromePath(), args: FLAGS });

/**
 * @typedef {object} PageOptions
 * @property {string} url where to go; its host is the only one that the page may ask
 * @property {string[]} [hosts] others that it may ask too, with their ports: a server of another origin
 * @property {number} [width]
 * @property {number} [height]
 * @property {"light" | "dark"} [colorScheme]
 * @property {boolean} [touch] a phone: touch events and a coarse pointer
 * @property {boolean} [blockStorage] localStorage, sessionStorage and IndexedDB throw when touched, as in a
 *   third-party frame whose browser refuses them
 * @property {boolean} [worker] may a service worker be installed? It fetches all files once more
 * @property {() => void} [init] runs in the page before all other scripts
 * @property {RegExp} [hold] files that never come
 * @property {(message: string) => boolean} [expected] a problem that this test provokes
 */

/**
 * Opens a page in a context of its own. When the test ends the page closes, and the test fails if there was a problem.
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").Browser} browser
 * @param {PageOptions} options
 */
export async function openPage(t, browser, options) {
  const { url, width = 1280, height = 800, colorScheme = "light", touch = false, expected = () => false } = options;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme, hasTouch: touch, isMobile: touch,
    serviceWorkers: options.worker ? "allow" : "block",
  });
  /** @type {string[]} */
  const problems = [];
  const report = (/** @type {string} */ message) => void (expected(message) || problems.push(message));

  await context.addInitScript(reportViolations);
  if (options.init) await context.addInitScript(options.init);
  if (options.hold) await context.route(options.hold, () => {});
  if (options.blockStorage) await context.addInitScript(refuseStorage);
  const hosts = [new URL(url).host, ...(options.hosts ?? [])];
  const foreign = (/** @type {URL} */ address) => /^(https?|wss?):$/.test(address.protocol) && !hosts.includes(address.host);
  await context.route(foreign, route => {
    report(`request to another host: ${route.request().url()}`);
    return route.abort();
  });
  context.on("console", message => message.type() === "error" && report(`console: ${message.text()}`));
  context.on("weberror", error => report(`uncaught: ${error.error().stack || error.error()}`));
  const page = await context.newPage();
  page.on("websocket", socket => foreign(new URL(socket.url())) && report(`socket to another host: ${socket.url()}`));
  page.on("crash", () => report("the page crashed"));

  t.after(async () => {
    await context.close();
    if (problems.length) throw new Error(`the page had problems:\n${problems.join("\n")}`);
  });
  await page.goto(url, { waitUntil: options.hold ? "commit" : "load" });
  return page;
}

/** Runs in the page. Chromium prints most violations itself, but not those of a policy that only reports. */
function reportViolations() {
  document.addEventListener("securitypolicyviolation", event =>
    console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`));
}

/** Runs in the page. */
function refuseStorage() {
  for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
    Object.defineProperty(window, name, {
      configurable: true,
      get() {
        throw new DOMException("storage is refused in this test", "SecurityError");
      },
    });
  }
}
