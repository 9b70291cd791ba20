// Puts the lesson and the gallery into web/generated/scenarios.json, without what only their tests read. Trunk's
// pre-build hook calls `node web/gallery.mjs` from the root of the repository before each build.
//
// One file and not one each: they have most of their words in common, and together they are half as large.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const FILE = resolve(root, "web/generated/scenarios.json");

/** A tag of fewer scenarios is found by its word, and has no button. */
const FEWEST = 4;

/** @param {string} folder below `cases` */
async function read(folder) {
  const names = (await readdir(resolve(root, "cases", folder))).filter(name => name.endsWith(".json")).sort();
  return Promise.all(names.map(async name => {
    const { case: _, requests: __, ...shown } = JSON.parse(await readFile(resolve(root, "cases", folder, name), "utf8"));
    return { name, shown };
  }));
}

const gallery = await read("gallery");
/**
 * A group with its scenarios and, in the same order, the names by which an address opens them.
 * @param {string} name
 * @param {{ name: string, shown: object }[]} all
 */
const group = (name, all) => ({
  name, names: all.map(one => one.name.replace(/\.json$/, "")), scenarios: all.map(({ shown }) => shown),
});
/** @param {RegExp} names */
const named = names => gallery.filter(({ name }) => names.test(name));
const groups = [
  group("lesson", await read("lesson")),
  group("situations", named(/^(?!myth-|default-policy-)/)),
  group("myths", named(/^myth-/)),
  group("default-policies", named(/^default-policy-/)),
];

/** @type {Map<string, number>} */
const counts = new Map();
for (const tag of groups.flatMap(({ scenarios }) => scenarios.flatMap(one => one.gallery.tags))) {
  counts.set(tag, (counts.get(tag) ?? 0) + 1);
}
const tags = [...counts].filter(([, count]) => count >= FEWEST).sort(([, a], [, b]) => b - a).map(([tag]) => tag);

// Written only when it has changed: Trunk watches the folder.
const text = JSON.stringify({ tags, groups });
if (text !== (await readFile(FILE, "utf8").catch(() => null))) {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, text);
}
