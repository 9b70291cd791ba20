// The functions of this package. The types of what goes in and comes out are in types.d.ts.

import type { Decision, ErrorCode, Finding, PolicyDocument, Report, Request, Scenario, Version } from "./types.js";

export type * from "./types.js";

/**
 * Makes the package ready; before that every function throws `not-started`. It may be called again, and is
 * done already in Node.
 * @param source Where `kms-policy.wasm` is, where it does not lie beside the package's JavaScript: its address,
 *   a `Response`, its bytes, or a `WebAssembly.Module`.
 * @throws {KmsPolicyError} `not-loaded`; a further call tries again.
 */
export default function init(source?: string | object): Promise<void>;

/** A scenario, or a `Share` with one, as an object or as the text of a file. */
export type ScenarioSource = Scenario | Share | string;

/** What a link, the page's saved files and its memory carry. */
export interface Share {
  /** The version of the format: 1. */
  version: number;
  /** The version of the engine that wrote it. */
  engine?: string | null;
  /** The date of the AWS service model behind that engine's table of actions. */
  model?: string | null;
  /** The scenario. */
  scenario: Scenario;
  /** The one that it is compared with. */
  pinned?: Scenario | null;
  /** What is looked at on the page. */
  view?: { [member: string]: unknown } | null;
  /** The matrix as that engine decided it: a digit a cell, row by row, as in `Verdicts`. */
  verdicts?: string | null;
}

/** The verdicts of a matrix. */
export interface Verdicts {
  /** The ids of its rows. */
  principals: string[];
  /** The actions of its columns. */
  actions: string[];
  /**
   * Its cells, row by row: 0 allow, 1 implicit deny, 2 explicit deny, 3 error, and 4 more where it is
   * uncertain.
   */
  verdicts: Uint8Array;
}

/** A cell of the scenario's matrix. */
export interface Cell {
  cell: {
    /** The principal's id. */
    principal: string;
    /** The action. */
    action: string;
  };
}

/** What a text is. */
export type Kind =
  | "key-policy"
  | "identity-policy"
  | "managed-policy"
  | "boundary"
  | "session-policy"
  | "scp"
  | "rcp"
  | "vpc-endpoint-policy"
  | "bucket-policy"
  | "scenario";

/**
 * Decides the scenario's matrix.
 * @throws {KmsPolicyError} `unreadable-scenario`, `invalid-scenario`, `unsupported-value`
 */
export function decide(scenario: ScenarioSource): Verdicts;

/**
 * Decides the scenario's requests, without layers and changes, and finds what is wrong with its documents.
 * @throws {KmsPolicyError} `unreadable-scenario`, `invalid-scenario`, `unsupported-value`
 */
export function evaluate(scenario: ScenarioSource): Report;

/**
 * Decides one request, with the layers and statements that led to the answer, and what would change it.
 * @param request The index of one of the scenario's requests, a request of its own, or a cell of the matrix.
 * @throws {KmsPolicyError} `unreadable-scenario`, `invalid-scenario`, `invalid-request`, `unsupported-value`
 */
export function explain(scenario: ScenarioSource, request: number | Request | Cell): Decision;

/**
 * What is wrong with a policy's text, or with a scenario and its documents. Broken texts have findings too.
 * @throws {KmsPolicyError} `unknown-kind`, `unsupported-value`
 */
export function validate(kind: Kind, text: string): Finding[];

/**
 * The fragment of a link, `#` included: write it behind the address of the playground. It carries the whole
 * scenario and the verdicts of today.
 * @throws {KmsPolicyError} `unreadable-scenario`, `invalid-scenario`, `link-too-large`, `link-too-long`,
 *   `unsupported-value`
 */
export function encodeLink(share: ScenarioSource): string;

/**
 * What a link carries.
 * @param url The address, or its fragment.
 * @throws {KmsPolicyError} `no-link`, `newer-link`, `link-too-long`, `link-too-large`, `link-character`,
 *   `link-cut-off`, `link-damaged`, `unreadable-scenario`, `invalid-scenario`, `unsupported-value`
 */
export function decodeLink(url: string): Share;

/** What decides. */
export function version(): Version;

/** What every function throws. Ask for its `code`; its `message` may be said better in the next version. */
export class KmsPolicyError extends Error {
  private constructor();
  readonly name: "KmsPolicyError";
  /** What is wrong. */
  readonly code:
    | ErrorCode
    /** `init` was not called, or is not done. */
    | "not-started"
    /** `init` could not load the WebAssembly module; the reason is the `cause`. */
    | "not-loaded"
    /** An argument is, or has in it, something that JSON has not. */
    | "unsupported-value";
  /** The value or member that is meant, as a JSON Pointer from the scenario or the request; empty for the whole. */
  readonly pointer?: string;
  /** The line in the text that was given, from 1. An object has none. */
  readonly line?: number;
  /** The column in the text that was given, in UTF-16 units from 1. An object has none. */
  readonly column?: number;
}
