// What the npm package takes in Node, for the scenarios that `cargo xtask bench` wrote into a folder. It prints JSON,
// every time in microseconds, as crates/bench does.
//
//   node crates/wasm/bench.mjs PACKAGE FOLDER

import { readFileSync, readdirSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, scenarios] = process.argv.slice(2).map(path => resolve(path));
const { decide, decodeLink, encodeLink, evaluate, explain, validate } = await import(
  pathToFileURL(join(folder, "node.js")).href
);

/** As in crates/bench/src/timing.rs, but for a longer start: V8 compiles again what is called often. */
const WARM_UP = 150, SAMPLE = 2, ALL_SAMPLES = 250, LEAST = 3, TOO_LONG = 4000;

function microseconds(call) {
  const take = calls => {
    const start = performance.now();
    for (let done = 0; done < calls; done++) call();
    return performance.now() - start;
  };
  const start = performance.now();
  let once = take(1);
  while (performance.now() - start < WARM_UP) once = Math.min(once, take(1));
  const calls = Math.max(1, Math.trunc(SAMPLE / Math.max(once, 1e-6)));
  const from = performance.now();
  const samples = [];
  const isOver = () => performance.now() - from >= (samples.length < LEAST ? TOO_LONG : ALL_SAMPLES);
  do samples.push(take(calls) * 1000 / calls); while (!isOver());
  return samples.sort((a, b) => a - b)[samples.length >> 2];
}

const read = name => readFileSync(join(scenarios, `${name}.json`), "utf8");

/** The files of a curve, by size. */
function points(what) {
  const sizes = readdirSync(scenarios).map(name => Number(new RegExp(`^${what}-(\\d+)\\.json$`).exec(name)?.[1]));
  return sizes.filter(Boolean).sort((a, b) => a - b).map(size => {
    console.error(`${what}-${size}`);
    return { size, text: read(`${what}-${size}`) };
  });
}

function everyOperation(name) {
  console.error(name);
  const text = read(name);
  const { principals, actions } = decide(text);
  const action = actions.includes("kms:Decrypt") ? "kms:Decrypt" : actions[0];
  const cell = { cell: { principal: principals[1], action } };
  const link = encodeLink(text);
  return {
    decide: microseconds(() => decide(text)),
    evaluate: microseconds(() => evaluate(text)),
    explain: microseconds(() => explain(text, cell)),
    validate: microseconds(() => validate("scenario", text)),
    encode: microseconds(() => encodeLink(text)),
    decode: microseconds(() => decodeLink(link)),
  };
}

/** What the machine is busy with beside this. */
const load = loadavg()[0].toFixed(1);

const sets = ["course", "gallery", "course-requests", "large-policy", "many-policies", "everything"];
const measured = {
  scenarios: Object.fromEntries(sets.map(name => [name, everyOperation(name)])),
  curves: {
    statements: points("statements").map(({ size, text }) => ({
      size, decide: microseconds(() => decide(text)), evaluate: microseconds(() => evaluate(text)),
    })),
    cells: points("cells").map(({ size, text }) => ({ size, decide: microseconds(() => decide(text)) })),
    requests: points("requests").map(({ size, text }) => ({ size, evaluate: microseconds(() => evaluate(text)) })),
  },
  machine: {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: String(cpus().length),
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    load,
    os: `${type()} ${release()}`,
    node: process.version,
  },
  date: new Date().toISOString().slice(0, 10),
};
console.log(JSON.stringify(measured, null, 2));
