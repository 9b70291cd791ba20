// Bundles the editor into web/generated/editor.js. Trunk's pre-build hook calls
// `node web/editor/build.mjs` from the root of the repository before each build.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The bundle's place in the checkout. */
export const BUNDLE = resolve(root, "web/generated/editor.js");

/** Bundles the editor, writes the file if it changed, and returns what happened. */
export async function buildEditor() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["web/editor/editor.js"],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const [{ inputs }] = Object.values(result.metafile.outputs);
  const packages = await bundledPackages(Object.keys(inputs).filter(path => inputs[path].bytesInOutput > 0));
  const text = `${banner(packages)}\n${result.outputFiles[0].text}`;

  // A file written again with the same text would wake Trunk's watcher, which
  // would call this hook, which would write it again.
  const written = text !== (await readFile(BUNDLE, "utf8").catch(() => null));
  if (written) {
    await mkdir(dirname(BUNDLE), { recursive: true });
    await writeFile(BUNDLE, text);
  }
  return { packages, written, raw: Buffer.byteLength(text), gzip: gzipSync(text, { level: 9 }).length };
}

/**
 * The npm packages that really are in the bundle.
 * @param {string[]} inputs paths of bundled files
 */
async function bundledPackages(inputs) {
  const folders = new Set(inputs.flatMap(path => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
  return Promise.all([...folders].sort().map(async folder => {
    const { name, version, license } = JSON.parse(await readFile(resolve(root, folder, "package.json"), "utf8"));
    if (license !== "MIT") throw new Error(`${name} ${version} is licensed ${license}: the bundle's banner says MIT`);
    return `${name} ${version}`;
  }));
}

/** @param {string[]} packages */
function banner(packages) {
  return `/*! Contains ${packages.join(", ")}: MIT licence, copyright (C) Marijn Haverbeke and others. */`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { written, raw, gzip } = await buildEditor();
  const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  const path = relative(root, BUNDLE).replaceAll(sep, "/");
  console.log(`${path}: ${kb(raw)}, ${kb(gzip)} gzip${written ? "" : ", unchanged"}`);
}
