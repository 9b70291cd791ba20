// Values of JavaScript as JSON. What JSON would drop or turn into something else is refused.

import { KmsPolicyError } from "./error.js";

/**
 * The JSON of an argument, and whether it was written as a text.
 * @param {unknown} value a text of JSON, or an object
 * @returns {[string, boolean]}
 */
export function argument(value) {
  return typeof value === "string" ? [value, true] : [toJson(value), false];
}

function toJson(value) {
  let json;
  try {
    json = JSON.stringify(value, refuseOthers);
  } catch (error) {
    throw error instanceof KmsPolicyError ? error : unsupported("", "something", String(error), error);
  }
  if (json === undefined) throw unsupported("", "undefined");
  return json;
}

/** Called by JSON.stringify for every member, which is there already as `toJSON` of it says. */
function refuseOthers(name, value) {
  const what = refusal(value, Array.isArray(this));
  if (what) throw unsupported(name, what);
  return value;
}

function refusal(value, inArray) {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? null : String(value);
    case "object":
      return value instanceof Map || value instanceof Set ? `a ${value.constructor.name}` : null;
    case "undefined":
      return inArray ? "undefined" : null;
    case "bigint":
    case "function":
    case "symbol":
      return `a ${typeof value}`;
    default:
      return null;
  }
}

function unsupported(name, what, detail, cause) {
  const where = name === "" ? "" : ` as \`${name}\``;
  const message = `there is ${what}${where}, which JSON has not: pass plain objects, lists, texts, numbers and booleans`;
  return new KmsPolicyError(
    { code: "unsupported-value", message: detail ? `${message} (${detail})` : message },
    { cause },
  );
}

/** @param {string} name @param {unknown} value */
export function text(name, value) {
  if (typeof value === "string") return value;
  throw new KmsPolicyError({ code: "unsupported-value", message: `\`${name}\` is a text, and not a ${typeof value}` });
}
