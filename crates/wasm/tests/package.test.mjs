// What is in the package, and that Node takes it in every way.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { packageFolder, project, ROOT, run } from "./installed.mjs";

const FUNCTIONS = ["decide", "decodeLink", "encodeLink", "evaluate", "explain", "validate", "version"];
const NAMES = ["KmsPolicyError", ...FUNCTIONS, "default"].sort();

let folder;
before(async () => {
  folder = await project({
    "import.mjs": 'import * as kms from "kms-policy-wasm"; console.log(JSON.stringify([Object.keys(kms), kms.version()]));',
    "require.cjs": 'const kms = require("kms-policy-wasm"); console.log(JSON.stringify([Object.keys(kms), kms.version()]));',
    "worker.mjs": `
      import { Worker, isMainThread, parentPort } from "node:worker_threads";
      if (isMainThread) new Worker(new URL(import.meta.url)).on("message", told => console.log(JSON.stringify(told)));
      else {
        const kms = await import("kms-policy-wasm");
        parentPort.postMessage([Object.keys(kms), kms.version()]);
      }`,
    "without-fetch.mjs": `
      globalThis.fetch = () => { throw new Error("a fetch"); };
      const { default: init, version } = await import("kms-policy-wasm");
      await init();
      console.log(version().engine);`,
  });
});

test("it has what it needs and nothing else", async () => {
  assert.deepEqual((await readdir(packageFolder(folder))).sort(), [
    "LICENSE", "README.md", "api.js", "argument.js", "browser.js", "error.js", "index.d.ts", "kms-policy.js",
    "kms-policy.wasm", "node.js", "package.json", "types.d.ts",
  ]);
  const { dependencies, scripts, private: isPrivate, ...rest } = await manifest();
  assert.deepEqual([dependencies, scripts, isPrivate], [undefined, undefined, undefined]);
  for (const field of ["description", "keywords", "license", "exports", "types", "sideEffects", "engines"]) {
    assert.ok(rest[field], `package.json has no \`${field}\``);
  }
});

test("its version is the engine's", async () => {
  const cargo = await readFile(join(ROOT, "Cargo.toml"), "utf8");
  const version = /^\[workspace\.package\]\nversion = "(.*)"$/m.exec(cargo)[1];
  assert.equal((await manifest()).version, version);
  assert.equal((await told("import.mjs"))[1].engine, version);
});

for (const file of ["import.mjs", "require.cjs", "worker.mjs"]) {
  // Node 20.19, 22.12 and later.
  const skip = file === "require.cjs" && !process.features.require_module;
  test(`${file} has every function at once`, { skip }, async () => {
    const [names] = await told(file);
    assert.deepEqual(names.filter(name => !["__esModule", "module.exports"].includes(name)).sort(), NAMES);
  });
}

test("Node needs no fetch, and `init` may be called there", async () => {
  assert.match(await run("node", ["without-fetch.mjs"], { cwd: folder }), /^\d+\.\d+\.\d+\n$/);
});

test("the types declare what there is", async () => {
  const types = await readFile(join(packageFolder(folder), "index.d.ts"), "utf8");
  const declared = [...types.matchAll(/^export (?:default )?(?:function|class) (\w+)/gm)].map(found => found[1]);
  assert.deepEqual(declared.map(name => (name === "init" ? "default" : name)).sort(), NAMES);
});

test("what the README shows is what happens", async () => {
  const readme = await readFile(join(packageFolder(folder), "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(found => found[1]);
  assert.equal(blocks.length, 3);
  for (const block of blocks) {
    const printed = (await run("node", ["--input-type=module", "--eval", block], { cwd: folder })).trimEnd().split("\n");
    // The comment behind a call, up to a colon.
    const shown = [...block.matchAll(/console\.log\(.*\);(?: \/\/ (.*?)(?:: .*)?$)?/gm)];
    assert.equal(printed.length, shown.length, block);
    shown.forEach(([call, expected], index) => {
      if (expected !== undefined) assert.equal(printed[index], expected, call);
      assert.notEqual(printed[index], "undefined", call);
    });
  }
});

test("what the project's README shows works", async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const [, block] = /^```js\n(.*?)^```$/ms.exec(readme);
  const given = `
    const text = "{}";
    const scenario = {
      version: 1,
      keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/k" }],
      principals: [{ arn: "arn:aws:iam::111122223333:user/alice" }],
      requests: [{ principal: "arn:aws:iam::111122223333:user/alice", action: "kms:Decrypt" }],
    };`;
  await run("node", ["--input-type=module", "--eval", block.replace("await init();", given + "$&")], { cwd: folder });
});

const manifest = async () => JSON.parse(await readFile(join(packageFolder(folder), "package.json"), "utf8"));
const told = async file => JSON.parse(await run("node", [file], { cwd: folder }));
