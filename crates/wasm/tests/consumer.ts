// A program in TypeScript, compiled by `tsc` with `strict` and without any library but the language's own. What must
// not compile says so.

import init, {
  KmsPolicyError, decide, decodeLink, encodeLink, evaluate, explain, validate, version,
  type Decision, type Finding, type Kind, type Report, type Request, type Scenario, type Share, type Verdict,
} from "kms-policy-wasm";

await init();
await init("https://playground.example/kms-policy.wasm");
await init(new Uint8Array());

const scenario: Scenario = {
  version: 1,
  title: null,
  keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/k", manager: "customer", policy: { Statement: [] } }],
  principals: [{ arn: "arn:aws:iam::111122223333:user/alice", policies: [{ name: "p", document: "{}" }] }],
  requests: [{ principal: "alice", action: "kms:Decrypt", context: { "aws:SourceIp": ["203.0.113.7"] } }],
};

const verdicts: Uint8Array = decide(scenario).verdicts;
const report: Report = evaluate(JSON.stringify(scenario));
const request: Request = { principal: "alice", action: "kms:Decrypt" };
const decisions: Decision[] = [
  explain(scenario, 0),
  explain(scenario, request),
  explain(scenario, { cell: { principal: "alice", action: "kms:Decrypt" } }),
];
const kind: Kind = "key-policy";
const findings: Finding[] = validate(kind, "{}");
const share: Share = decodeLink(encodeLink({ version: 1, scenario }));
const again: string = encodeLink(share);
const engine: string = version().engine;

function told(verdict: Verdict): string {
  switch (verdict) {
    case "allow": return "yes";
    case "implicit-deny": return "nobody said yes";
    case "explicit-deny": return "somebody said no";
    case "error": return "an error";
  }
}

for (const { verdict, layers = [], changes, key } of decisions) {
  const statements = layers.flatMap(layer => layer.statements);
  const places: [number, number][] = statements.map(statement => statement.span);
  const texts = changes.flatMap(change => change.edits.map(edit => ("set" in edit ? edit.set : edit.text)));
  const named: string | null = key;
  void [told(verdict), places, texts, named];
}

try {
  decide("{}");
} catch (error) {
  if (error instanceof KmsPolicyError && error.code === "unreadable-scenario") {
    const { pointer = "", line = 1, column = 1 }: { pointer?: string; line?: number; column?: number } = error;
    void [pointer, line, column];
  }
}

// @ts-expect-error a misspelt field
decide({ version: 1, principles: [] });
// @ts-expect-error a required field
explain(scenario, { principal: "alice" });
// @ts-expect-error no such manager
const odd: Scenario = { version: 1, keys: [{ arn: "arn", manager: "nobody" }] };
// @ts-expect-error no such kind
validate("policy", "{}");
// @ts-expect-error no such verdict
const wrong: boolean = report.decisions[0]?.verdict === "denied";
// @ts-expect-error no such code
const code: "no-such-code" = new Error() as KmsPolicyError["code"];

void [verdicts, findings, again, engine, odd, wrong, code];
