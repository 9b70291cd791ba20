// How long the page takes from a keystroke in the key policy until it shows the new state and is laid out. Not a test:
// it prints.

import { fileURLToPath } from "node:url";
import { launch, openPage } from "./browser.mjs";
import { KEY_POLICY, Playground } from "./page.mjs";
import { serve } from "./server.mjs";

const BUDGET_MS = 8;
const KEYSTROKES = 200;
const SID = "Allow use of the key";

const server = await serve(process.env.DIST || fileURLToPath(new URL("../dist", import.meta.url)));
const browser = await launch();
const hooks = [];
try {
  const t = { after: hook => hooks.push(hook) };
  const page = await openPage(t, browser, { url: `${server.url}/`, width: 1440, height: 900 });
  const p = new Playground(page);
  await p.ready();
  // The strip names this statement, so each keystroke in its Sid has to show there.
  await p.caretBehind(KEY_POLICY, `"Sid": "${SID}`);
  await page.evaluate(measure);
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const typed = Array.from({ length: KEYSTROKES }, (_, index) => letters[index % letters.length]).join("");
  await p.type(typed);
  await p.drawn();
  if (!(await p.stripText()).includes(SID + typed)) throw new Error("the strip does not show what was typed");
  const { times, late } = await page.evaluate(() => window.measured);
  if (late) throw new Error(`${late} of ${KEYSTROKES} keystrokes were not shown in their own task`);
  if (times.length !== KEYSTROKES) throw new Error(`${times.length} of ${KEYSTROKES} keystrokes were measured`);
  times.sort((a, b) => a - b);
  const percentile = share => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)].toFixed(2);
  console.log(`typing in the page, ${KEYSTROKES} keystrokes: p50 ${percentile(0.5)} ms, p95 ${percentile(0.95)} ms, ` +
    `slowest ${percentile(1)} ms; the budget is ${BUDGET_MS} ms`);
  for (const hook of hooks.splice(0)) await hook();
} finally {
  await browser.close();
  await server.close();
}

/**
 * Runs in the page. The clock starts when the key arrives. The editor, the decisions and the page are done in the same
 * task, in microtasks, and the strip's observer is told after them: it forces a style and a layout and stops the clock.
 * The task after that sees whether anything was shown at all.
 */
function measure() {
  const measured = { times: [], late: 0 };
  window.measured = measured;
  const strip = document.querySelector("[data-testid=strip]");
  const layout = document.querySelector(".layout");
  let start = 0;
  window.addEventListener("keydown", event => {
    if (event.key.length === 1) start = performance.now();
  }, true);
  new MutationObserver(() => {
    if (!start) return;
    strip.getBoundingClientRect();
    layout.getBoundingClientRect();
    measured.times.push(performance.now() - start);
    start = 0;
  }).observe(strip, { childList: true, characterData: true, subtree: true });
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    if (start) measured.late += 1;
  };
  window.addEventListener("input", () => channel.port2.postMessage(null), true);
}
