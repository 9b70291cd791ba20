// The types: a program compiles with them, and everything that goes in and comes out is of them.

import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { importFrom, project, ROOT, run } from "./installed.mjs";

const OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
  lib: ["es2022"],
  types: [],
};

let folder, kms;
before(async () => {
  folder = await project();
  kms = await importFrom(folder);
});

/** Compiles files of the project; what `tsc` says. */
async function compile(files, options) {
  const config = { compilerOptions: { ...OPTIONS, ...options }, files };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  return run("node", [tsc, "--project", folder]).catch(error => assert.fail(error.stdout || String(error)));
}

for (const [module, moduleResolution] of [["nodenext", "nodenext"], ["esnext", "bundler"]]) {
  test(`a program compiles, as ${moduleResolution} finds the types`, async () => {
    const consumer = await readFile(fileURLToPath(new URL("consumer.ts", import.meta.url)), "utf8");
    await writeFile(join(folder, "consumer.mts"), consumer);
    assert.equal(await compile(["consumer.mts"], { module, moduleResolution }), "");
  });
}

test("all cases and what is answered to them are of their types", async () => {
  const names = (await readdir(join(ROOT, "cases"), { recursive: true })).filter(name => name.endsWith(".json"));
  assert.ok(names.length > 1000);
  const texts = await Promise.all(names.sort().map(name => readFile(join(ROOT, "cases", name), "utf8")));
  // Literals, so that a member that no type has is an error.
  const literals = (type, values) => values.map((value, index) => `export const a${type}${index}: ${type} = ${value};\n`);
  const reports = texts.map((text, index) => {
    const report = kms.evaluate(text);
    // Changes take far longer than decisions: every fifth case has them.
    const explained = index % 5 === 0 ? report.decisions.map((_, at) => kms.explain(text, at)) : report.decisions;
    return JSON.stringify({ ...report, decisions: explained });
  });
  const shares = texts.slice(0, 20).map(text => JSON.stringify(kms.decodeLink(kms.encodeLink(text))));
  const source = `import type { Report, Scenario, Share } from "kms-policy-wasm";\n`;
  const all = [literals("Scenario", texts), literals("Report", reports), literals("Share", shares)];
  await writeFile(join(folder, "all.mts"), source + all.flat().join(""));
  const options = { module: "nodenext", moduleResolution: "nodenext" };
  assert.equal(await compile(["all.mts"], options), "");
});
