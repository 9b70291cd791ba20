// Minifies the scripts that wasm-bindgen wrote into the page that Trunk is about to put in place. Only of a release:
// a page under development keeps them readable.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";

const { TRUNK_PROFILE: profile, TRUNK_STAGING_DIR: folder } = process.env;

if (profile === "release" && folder) {
  const names = await readdir(folder, { recursive: true });
  const ours = names.filter(name => /^(kms-policy-(web|inspector)[^/]*|snippets\b.*)\.js$/.test(name));
  for (const path of ours.map(name => join(folder, name))) {
    const { code } = await transform(await readFile(path, "utf8"), { format: "esm", minify: true, target: "es2022" });
    await writeFile(path, code);
  }
}
