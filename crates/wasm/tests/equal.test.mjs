// The same scenario gives the same answer, byte for byte, from the command line, the crate and this package: all cases.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { importFrom, project, ROOT, run } from "./installed.mjs";

const BUILT = process.env.BUILT || join(ROOT, "target/release");
const all = await readdir(join(ROOT, "cases"), { recursive: true });
const files = all.filter(name => name.endsWith(".json")).map(name => join("cases", name)).sort();

let kms;
before(async () => void (kms = await importFrom(await project())));

/** The parts of a report that do not say how columns count. */
const withoutColumns = ({ findings, ...rest }) =>
  JSON.stringify({ ...rest, findings: findings.map(finding => ({ ...finding, column: null })) });

test(`${files.length} cases`, async () => {
  assert.ok(files.length > 1000);
  // It exits with 2, since some cases are about documents that cannot be read, and prints everything.
  const evaluate = async options => {
    const printing = run(join(BUILT, "kms-policy"), ["evaluate", ...options, ...files], { cwd: ROOT });
    const error = await printing.then(() => null, error => error);
    assert.equal(error?.code, 2);
    return error.stdout;
  };
  const explained = JSON.parse(await evaluate(["--explain"]));
  const brief = JSON.parse(await evaluate([]));
  const crate = (await run(join(BUILT, "examples/report"), files, { cwd: ROOT })).trimEnd().split("\n");
  assert.deepEqual([explained.length, brief.length, crate.length], [files.length, files.length, files.length]);

  let decisions = 0;
  for (const [index, file] of files.entries()) {
    const text = await readFile(join(ROOT, file), "utf8");
    const report = kms.evaluate(text);
    const full = { ...report, decisions: report.decisions.map((_, at) => kms.explain(text, at)) };
    assert.equal(JSON.stringify(full), crate[index], `${file}: the crate`);
    const { file: told, ...printed } = explained[index];
    assert.equal(told, file);
    assert.equal(withoutColumns(full), withoutColumns(printed), `${file}: the command line, explained`);
    const { file: _, ...short } = brief[index];
    assert.equal(withoutColumns(report), withoutColumns(short), `${file}: the command line`);
    decisions += full.decisions.length;
  }
  assert.ok(decisions >= files.length, `only ${decisions} decisions`);
});
