// The functions, in Node.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { importFrom, project, ROOT } from "./installed.mjs";

let kms;
before(async () => void (kms = await importFrom(await project())));

const STUART = "arn:aws:iam::123456789012:user/Stuart";
const text = await readFile(join(ROOT, "cases/demonstration/share-a-key.json"), "utf8");
const scenario = () => JSON.parse(text);

/** What a call throws. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof kms.KmsPolicyError && error instanceof Error, String(error));
    assert.equal(error.name, "KmsPolicyError");
    assert.ok(error.message.length > 10, error.message);
    return { ...error };
  }
  assert.fail("nothing was thrown");
}

test("decide answers the matrix row by row", () => {
  const { principals, actions, verdicts } = kms.decide(text);
  assert.deepEqual(principals, scenario().matrix.principals);
  assert.deepEqual(actions, scenario().matrix.actions);
  assert.ok(verdicts instanceof Uint8Array);
  assert.equal(verdicts.length, principals.length * actions.length);
  const names = ["allow", "implicit-deny", "explicit-deny", "error"];
  principals.forEach((principal, row) => actions.forEach((action, column) => {
    const index = row * actions.length + column;
    const decision = kms.explain(text, { cell: { principal, action } });
    assert.deepEqual([decision.request, decision.principal, decision.action], [index, principal, action]);
    assert.equal(names[verdicts[index] % 4], decision.verdict, `${principal} ${action}`);
  }));
});

test("what is uncertain has 4 more", () => {
  const policy = { Statement: { Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*", Condition: { Odd: {} } } };
  const key = { arn: "arn:aws:kms:eu-west-1:111122223333:key/k", policy };
  const principals = [{ arn: "arn:aws:iam::111122223333:user/alice" }];
  const given = { version: 1, keys: [key], principals, matrix: { actions: ["kms:Decrypt"] } };
  assert.equal(kms.decide(given).verdicts[0] & 4, 4);
});

test("an object and a text, a Scenario and a Share are the same", () => {
  const expected = kms.decide(text);
  const share = { version: 1, scenario: scenario(), view: { step: 2 } };
  for (const given of [scenario(), share, JSON.stringify(share), kms.decodeLink(kms.encodeLink(text))]) {
    assert.deepEqual(kms.decide(given), expected);
  }
});

test("the text of a policy that is an object is that of JSON.stringify", () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Größe 😀 \u2028", Effect: "Allow", Principal: { AWS: [] }, Action: "kms:Decrypt", Resource: "*", Condition: {} }],
  };
  const given = policy => ({ version: 1, keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/k", policy }] });
  const { findings } = kms.evaluate(given(policy));
  assert.ok(findings.length > 0);
  assert.deepEqual(findings, kms.evaluate(given(JSON.stringify(policy, null, 2))).findings);
});

test("evaluate is without layers, explain has everything", () => {
  const report = kms.evaluate(text);
  const { version, engine, model } = report;
  assert.deepEqual({ version, engine, model }, kms.version());
  assert.equal(report.decisions.length, scenario().requests.length);
  report.decisions.forEach((brief, index) => {
    const { layers, changes, unchanged, ...rest } = kms.explain(text, index);
    assert.ok(layers.length > 0);
    assert.ok(changes.length > 0 || unchanged, "neither changes nor a reason why there are none");
    assert.deepEqual({ ...rest, changes: [] }, brief);
  });
});

test("a request of its own is decided like one of the scenario", () => {
  const asked = { ...scenario().requests[0] };
  const of = { ...scenario(), requests: [asked] };
  assert.deepEqual(kms.explain({ ...scenario(), requests: [] }, asked), kms.explain(of, 0));
  assert.deepEqual(kms.explain(of, JSON.stringify(asked)).verdict, kms.explain(of, 0).verdict);
});

test("a change can be carried out by its edits", () => {
  const { changes } = kms.explain(text, { principal: STUART, action: "kms:Decrypt" });
  const { document, span, text: put } = changes[0].edits.find(edit => "span" in edit) ?? {};
  assert.ok(document.startsWith("/") && span.length === 2 && typeof put === "string", JSON.stringify(changes[0]));
});

test("columns are UTF-16 units, spans bytes", () => {
  const policy = '{"Sid": "Größe 😀", "Statement": [{"Effect": "allow"}]}';
  const [finding] = kms.validate("key-policy", policy).filter(one => one.code === "invalid-effect");
  assert.equal(finding.column - 1, policy.indexOf('"allow"'));
  assert.equal(finding.span[0], Buffer.from(policy.slice(0, policy.indexOf('"allow"'))).length);
  const given = '{"version": 1,\n "title": "😀", "titel": "x"}';
  const { code, pointer, line, column } = thrown(() => kms.decide(given));
  assert.deepEqual([code, pointer, line], ["unreadable-scenario", "/titel", 2]);
  assert.equal(column - 1, given.split("\n")[1].indexOf('"titel"'));
});

test("validate takes every kind, and broken texts", () => {
  const kinds = [
    "key-policy", "identity-policy", "managed-policy", "boundary", "session-policy", "scp", "rcp", "vpc-endpoint-policy",
    "bucket-policy", "scenario",
  ];
  for (const kind of kinds) {
    const [finding] = kms.validate(kind, "\n  no policy");
    assert.deepEqual([finding.severity, finding.line], ["error", 2], kind);
  }
  assert.deepEqual(kms.validate("scenario", '{"version": 1}'), []);
  const [finding] = kms.validate("scenario", '{"version": 1,\n "accounts": [{"id": "1"}]}');
  assert.deepEqual([finding.code, finding.document, finding.line], ["invalid-scenario", "/accounts/0/id", 2]);
  assert.deepEqual(kms.validate("scenario", text), kms.evaluate(text).findings);
});

test("a link carries everything, and says what the engine decided", () => {
  const share = { version: 1, scenario: scenario(), pinned: { version: 1, title: "before" }, view: { step: 2 } };
  const link = kms.encodeLink(share);
  assert.match(link, /^#1[\w-]+$/);
  const back = kms.decodeLink(`https://playground.example/kms/${link}`);
  assert.equal(back.scenario.title, scenario().title);
  assert.deepEqual([back.pinned, back.view], [share.pinned, share.view]);
  assert.equal(back.verdicts, kms.decide(text).verdicts.join(""));
  assert.equal(kms.encodeLink(back), link);
});

test("what cannot be used is thrown with a code and a place", () => {
  const link = kms.encodeLink(text);
  const cases = [
    [() => kms.decide("{"), { code: "unreadable-scenario", pointer: "", line: 1, column: 2 }],
    [() => kms.decide({ version: 1, principles: [] }), { code: "unreadable-scenario", pointer: "/principles" }],
    [() => kms.decide({ version: 2 }), { code: "invalid-scenario", pointer: "/version" }],
    [() => kms.decide({ version: 2, scenario: {} }), { code: "unreadable-scenario", pointer: "/version" }],
    [() => kms.evaluate({ version: 1, accounts: [{ id: "1" }] }), { code: "invalid-scenario", pointer: "/accounts/0/id" }],
    [() => kms.decide({ version: 1, keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/k", policy: { file: "x" } }] }),
      { code: "invalid-scenario", pointer: "/keys/0/policy" }],
    [() => kms.explain(text, 99), { code: "invalid-request" }],
    [() => kms.explain(text, -1), { code: "invalid-request", pointer: "" }],
    [() => kms.explain(text, { cell: { principal: "x", action: "kms:Decrypt" } }), { code: "invalid-request" }],
    [() => kms.explain(text, { cell: 7 }), { code: "invalid-request" }],
    [() => kms.explain(text, { principal: STUART }), { code: "invalid-request", pointer: "" }],
    [() => kms.explain(text, { principal: STUART, action: "kms:Decypt" }), { code: "invalid-request", pointer: "/action" }],
    [() => kms.validate("policy", "{}"), { code: "unknown-kind" }],
    [() => kms.validate("scp", {}), { code: "unsupported-value" }],
    [() => kms.decodeLink("https://playground.example/#matrix"), { code: "no-link" }],
    [() => kms.decodeLink("#9abc"), { code: "newer-link" }],
    [() => kms.decodeLink(link.slice(0, -30)), { code: "link-cut-off" }],
    [() => kms.decodeLink(`${link.slice(0, 90)}ä${link.slice(91)}`), { code: "link-character" }],
    [() => kms.decodeLink(`#1${"A".repeat(70_000)}`), { code: "link-too-long" }],
    [() => kms.encodeLink({ version: 1, description: "x".repeat(2 ** 21 + 1) }), { code: "link-too-large" }],
    [() => kms.decide(undefined), { code: "unsupported-value" }],
    [() => kms.decide({ version: 1, title: new Map() }), { code: "unsupported-value" }],
    [() => kms.decide({ version: NaN }), { code: "unsupported-value" }],
    [() => kms.decide({ version: 1n }), { code: "unsupported-value" }],
    [() => { const self = { version: 1 }; self.case = self; kms.decide(self); }, { code: "unsupported-value" }],
    [() => kms.decide("[".repeat(1_000_000)), null],
  ];
  for (const [call, expected] of cases) {
    const fields = thrown(call);
    if (expected) assert.deepEqual(fields, expected, String(call));
  }
  assert.equal(kms.version().version, 1, "it works on");
});
