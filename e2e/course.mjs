// A course page around the playground, on a port of its own: real frames of another origin, sandboxed as the test says.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage } from "./browser.mjs";
import { browser, server } from "./open.mjs";
import { Playground } from "./page.mjs";
import { serve } from "./server.mjs";

/** What a frame may do in which only scripts run: its origin is opaque. */
export const SCRIPTS = "allow-scripts";
/** The same with its own origin, and so with its storage. */
export const SAME_ORIGIN = "allow-scripts allow-same-origin";

/** Chromium's words for a window that a sandboxed frame may not open. */
export const NO_POPUP = /Blocked opening .* in a new window/;

/** The address of the page with this query and fragment. */
export const address = (query = "?embed") => `${server.url}/${query}`;

/**
 * @typedef {object} Frame
 * @property {string} [query] of the page's address, with a fragment perhaps
 * @property {string | null} [sandbox] null: none
 * @property {number} [width]
 * @property {number} [height]
 * @property {boolean} [lazy] it loads when it comes near
 */

/**
 * Opens a course page with frames, one below the other.
 * @param {import("node:test").TestContext} t
 * @param {Frame[]} frames
 * @param {Partial<import("./browser.mjs").PageOptions> & { before?: string, ready?: boolean, port?: number }} [options]
 *   before: HTML before the frames; ready: false where they are not waited for
 */
export async function openCourse(t, frames, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "course-"));
  t.after(() => rm(folder, { recursive: true }));
  const host = await serve(folder);
  const tag = ({ query, sandbox = SCRIPTS, width = 720, height = 640, lazy }, index) =>
    `<iframe id="frame-${index}" title="Playground ${index}" src="${address(query?.replaceAll("COURSE", encodeURIComponent(host.url))).replaceAll("&", "&amp;")}"
      ${sandbox === null ? "" : `sandbox="${sandbox}"`} width="${width}" height="${height}" ${lazy ? 'loading="lazy"' : ""} frameborder="0"></iframe>`;
  await writeFile(join(folder, "index.html"), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Course</title>
    <link rel="icon" href="data:,"><script>(${listen})()</script></head><body>${options.before ?? ""}${frames.map(tag).join("\n")}</body></html>`);
  const page = await openPage(t, browser, {
    url: `${host.url}/`, width: 1300, height: 900, hosts: [new URL(server.url).host], ...options,
  });
  t.after(() => host.close());
  const course = new Course(page, host, folder);
  if (options.ready !== false) {
    for (const index of frames.keys()) if (!frames[index].lazy) await course.embed(index);
  }
  return course;
}

/** Runs in the course page: what was heard, by the frame that said it. */
function listen() {
  window.heard = [];
  addEventListener("message", ({ source, origin, data }) => {
    const index = [...document.querySelectorAll("iframe")].findIndex(one => one.contentWindow === source);
    window.heard.push({ index, origin, data });
  });
}

export class Course {
  constructor(page, host, folder) {
    Object.assign(this, { page, host, folder });
  }

  /** The playground in a frame, once it runs. */
  async embed(index = 0, { editors = true } = {}) {
    const element = await this.page.waitForSelector(`#frame-${index}`);
    const frame = await element.contentFrame();
    const p = new Playground(inFrame(this.page, element, frame));
    await frame.waitForFunction(() => document.documentElement.dataset.started === "true");
    if (editors) await frame.waitForFunction(() => [...document.querySelectorAll(".editor")].every(one => one.shadowRoot?.querySelector(".cm-content")));
    return p;
  }

  /** Everything that a frame has said, or what it said of one kind. */
  async heard(type, index = 0) {
    const all = await this.page.evaluate(() => window.heard);
    return all.filter(one => one.index === index && (!type || one.data.type === type)).map(one => one.data);
  }

  /** Waits for so many messages of a kind, and gives the last. */
  async hears(type, count = 1, index = 0) {
    await this.page.waitForFunction(
      ([type, count, index]) => window.heard.filter(one => one.index === index && one.data.type === type).length >= count,
      [type, count, index],
    );
    return (await this.heard(type, index)).at(-1);
  }

  /** Says something to a frame, of our protocol unless it is anything else. */
  async say(message, index = 0) {
    await this.page.evaluate(([message, index]) => {
      document.querySelector(`#frame-${index}`).contentWindow.postMessage(message, "*");
    }, [message, index]);
  }

  tell(type, members = {}, index = 0) {
    return this.say({ kmsPolicy: 1, type, ...members }, index);
  }

  /** How many messages a frame has ignored. */
  async ignored(p) {
    return Number(await p.page.locator("html").getAttribute("data-ignored-messages") ?? 0);
  }

  close() {
    return this.host.close();
  }
}

/** A frame, with the mouse and the keyboard of its page. */
function inFrame(page, element, frame) {
  const mouse = {
    async click(x, y) {
      const box = await element.boundingBox();
      await page.mouse.click(box.x + x, box.y + y);
    },
  };
  return new Proxy(frame, {
    get(target, name) {
      if (name === "keyboard") return page.keyboard;
      if (name === "mouse") return mouse;
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
