// The functions of this package, in browsers and in Node alike.

import { argument, text } from "./argument.js";
import { KmsPolicyError, thrown } from "./error.js";
import * as wasm from "./kms-policy.js";

export { KmsPolicyError };

let started = false;

/** Called once the WebAssembly module can be called. */
export const start = () => void (started = true);

/** What the module answers, which is JSON. */
function answer(call) {
  if (!started) {
    const message = "this package is not started yet: write `await init()` before the first call";
    throw new KmsPolicyError({ code: "not-started", message });
  }
  try {
    return JSON.parse(call());
  } catch (error) {
    throw thrown(error);
  }
}

export function decide(scenario) {
  const given = argument(scenario);
  const { verdicts, ...names } = answer(() => wasm.decide(...given));
  return { ...names, verdicts: Uint8Array.from(verdicts, Number) };
}

export function evaluate(scenario) {
  const given = argument(scenario);
  return answer(() => wasm.evaluate(...given));
}

export function explain(scenario, request) {
  const given = [...argument(scenario), ...argument(request)];
  return answer(() => wasm.explain(...given));
}

export function validate(kind, policy) {
  const given = [text("kind", kind), text("text", policy)];
  return answer(() => wasm.validate(...given));
}

export function encodeLink(share) {
  const given = argument(share);
  return answer(() => wasm.encodeLink(...given));
}

export function decodeLink(url) {
  const given = text("url", url);
  return answer(() => wasm.decodeLink(given));
}

export function version() {
  return answer(() => wasm.version());
}
