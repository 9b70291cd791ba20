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

/** What the WebAssembly module throws is the JSON of such an error; anything else is a fault in it. */
export function thrown(error) {
  if (typeof error === "string") return new KmsPolicyError(JSON.parse(error));
  const message = `please report this fault of the package: ${error}`;
  return new KmsPolicyError({ code: "internal", message }, { cause: error });
}
