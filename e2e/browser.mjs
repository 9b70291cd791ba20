// Chromium for the tests, and pages that fail their test by themselves: on an
// error in the console or on the page, on a violation of the content security
// policy, on a request to any host but the tests' own server.

import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** The browser: the environment's CHROME, or the first of the usual names on PATH. */
export function chromePath() {
  if (process.env.CHROME) return process.env.CHROME;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      // The next name.
    }
  }
  throw new Error("no Chromium found: install chromium, or set CHROME to the path of a Chrome or Chromium");
}

/** Starts the browser; close it in an `after` hook. */
export const launch = () => chromium.launch({ executablePath: chromePath(), args: FLAGS });

/**
 * @typedef {object} PageOptions
 * @property {string} url where to go; its host is the only one that the page may ask
 * @property {number} [width]
 * @property {number} [height]
 * @property {"light" | "dark"} [colorScheme]
 * @property {boolean} [touch] a phone: touch events and a coarse pointer
 * @property {boolean} [blockStorage] localStorage, sessionStorage and IndexedDB throw when touched, as in a
 *   third-party frame whose browser refuses them
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
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, hasTouch: touch, isMobile: touch });
  /** @type {string[]} */
  const problems = [];
  const report = (/** @type {string} */ message) => void (expected(message) || problems.push(message));

  await context.addInitScript(reportViolations);
  if (options.blockStorage) await context.addInitScript(refuseStorage);
  const { host } = new URL(url);
  await context.route(
    address => /^(https?|wss?):$/.test(address.protocol) && address.host !== host,
    route => {
      report(`request to another host: ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on("console", message => message.type() === "error" && report(`console: ${message.text()}`));
  page.on("pageerror", error => report(`uncaught: ${error.stack ?? error}`));
  page.on("crash", () => report("the page crashed"));

  t.after(async () => {
    await context.close();
    if (problems.length) throw new Error(`the page had problems:\n${problems.join("\n")}`);
  });
  await page.goto(url);
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
