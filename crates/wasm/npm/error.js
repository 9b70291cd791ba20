// What this package throws.

/** An error with its parts as fields: `code` is for programs, `message` for people. */
export class KmsPolicyError extends Error {
  /**
   * @param {import("./types.js").ErrorFields | { code: string, message: string }} fields
   * @param {ErrorOptions} [options]
   */
  constructor({ message, ...fields }, options) {
    super(message, options);
    Object.assign(this, fields);
  }

  get name() {
    return "KmsPolicyError";
  }
}

/** What the WebAssembly module throws is the JSON of such an error. */
export function thrown(error) {
  return typeof error === "string" ? new KmsPolicyError(JSON.parse(error)) : error;
}
