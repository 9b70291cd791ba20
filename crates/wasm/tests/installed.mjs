// The packed package, installed into an empty project: `TARBALL`, or what `cargo xtask package` made last.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const TARBALL = process.env.TARBALL || (await packed());

const execute = promisify(execFile);
const folders = [];
after(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))));

async function packed() {
  const folder = join(ROOT, "dist-npm");
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(".tgz"));
  if (names.length !== 1) throw new Error("no package to test: run `cargo xtask package`, or set TARBALL");
  return join(folder, names[0]);
}

/** Runs a program; what it prints. It fails with what it said. */
export async function run(program, args, options = {}) {
  const { stdout } = await execute(program, args, { maxBuffer: 1 << 30, ...options });
  return stdout;
}

/** An empty project with nothing but the package in it, without a network; it is gone after the tests. */
export async function project(files = {}) {
  const folder = await mkdtemp(join(tmpdir(), "project-"));
  folders.push(folder);
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", TARBALL], { cwd: folder });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** The package's folder in a project. */
export const packageFolder = folder => join(folder, "node_modules/kms-policy-wasm");

/** The package as Node imports it there. */
export const importFrom = folder => import(pathToFileURL(join(packageFolder(folder), "node.js")).href);
