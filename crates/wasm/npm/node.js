// Node: the WebAssembly module is read from its file, at once.

import { readFileSync } from "node:fs";
import { start } from "./api.js";
import { initSync } from "./kms-policy.js";

export { KmsPolicyError, decide, decodeLink, encodeLink, evaluate, explain, validate, version } from "./api.js";

initSync({ module: readFileSync(new URL("kms-policy.wasm", import.meta.url)) });
start();

/** Here for code that runs in browsers too. */
export default async function init() {}
