// The built page, served to the tests of one file: by the environment's DIST, or `dist` at the root.

import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "./browser.mjs";
import { Playground } from "./page.mjs";
import { serve } from "./server.mjs";

export const DIST = process.env.DIST || fileURLToPath(new URL("../dist", import.meta.url));

/** Never the root of a host: nothing of the page may count on that. */
export const BELOW = "/courses/kms";

/** The host of the page, and the browser: one of each for a file of tests. */
export let server, browser;

before(async () => {
  server = await serve(DIST, { below: BELOW });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * Opens the page.
 * @param {import("node:test").TestContext} t
 * @param {Partial<import("./browser.mjs").PageOptions> & { editors?: boolean }} [options] editors: false where they
 *   are not to come
 */
export async function open(t, options = {}) {
  const page = await openPage(t, browser, { url: `${server.url}/`, width: 1440, height: 900, ...options });
  const playground = new Playground(page);
  await playground.ready(options);
  return playground;
}

/**
 * Opens the page from a host that lacks a file, without waiting for anything.
 * @param {import("node:test").TestContext} t
 * @param {RegExp} missing the name of the file
 * @param {RegExp} [also] an error that follows from it, besides the browser's that there is no such file
 */
export async function openWithout(t, missing, also) {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  t.after(() => rm(folder, { recursive: true }));
  await cp(DIST, folder, { recursive: true });
  const names = (await readdir(folder)).filter(name => missing.test(name));
  if (names.length !== 1) throw new Error(`${missing} names ${names.length} files of the page`);
  await rm(join(folder, names[0]));
  const host = await serve(folder, { below: BELOW });
  t.after(() => host.close());
  const notFound = /^console: Failed to load resource: .* 404 /;
  const expected = message => notFound.test(message) || Boolean(also?.test(message));
  return new Playground(await openPage(t, browser, { url: `${host.url}/`, width: 1440, height: 900, expected }));
}
