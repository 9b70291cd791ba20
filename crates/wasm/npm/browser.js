// Browsers and their workers: the WebAssembly module is fetched by `init`.

import { KmsPolicyError, start } from "./api.js";
import load from "./kms-policy.js";

export { KmsPolicyError, decide, decodeLink, encodeLink, evaluate, explain, validate, version } from "./api.js";

let starting;

export default function init(source = new URL("kms-policy.wasm", import.meta.url)) {
  starting ??= load({ module_or_path: source }).then(start, error => {
    // The next call tries again.
    starting = undefined;
    const message = `kms-policy.wasm could not be loaded: serve it beside the package's JavaScript, or give \`init\` its address (${error})`;
    throw new KmsPolicyError({ code: "not-loaded", message }, { cause: error });
  });
  return starting;
}
