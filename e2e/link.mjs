// Links of the playground, written and read by zlib: not by what the page has for it.

import { readFileSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";

const dictionary = readFileSync(new URL("../crates/link/src/dictionary-1.txt", import.meta.url));

/**
 * The fragment that carries a Share or a Scenario.
 * @param {object | string} share
 */
export function fragment(share) {
  const text = typeof share === "string" ? share : JSON.stringify(share);
  return `#1${deflateRawSync(text, { dictionary, level: 9 }).toString("base64url")}`;
}

/**
 * What an address carries.
 * @param {string} url
 */
export function carried(url) {
  const [, version, packed] = /#(\d)([\w-]+)$/.exec(url) ?? [];
  if (version !== "1") throw new Error(`${url} is no link of version 1`);
  return JSON.parse(inflateRawSync(Buffer.from(packed, "base64url"), { dictionary }).toString());
}
