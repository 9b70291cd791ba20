// Finishes the release page in Trunk's staging folder, so that any static host can serve it for years:
//
// - scripts that wasm-bindgen wrote are minified;
// - every file that a page names has its content's hash in its name, so that it can be cached for ever;
// - Trunk's start script moves into a file of its own, and every page carries a content security policy;
// - the service worker gets the list of files that make the page work offline;
// - beside each file that compresses lies its .gz and .br, for hosts that send those.
//
// A page under development stays as Trunk makes it.

import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { transform } from "esbuild";

const POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data:",
  "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
].join("; ");

/** Shown in pages of their own, where they are linked to by these names. */
const PAGES = ["index.html", "findings.html", "how-sure.html"];

/** Named by pages of other hosts, which nobody changes when it does. */
const ELEMENT = "kms-policy-playground.js";

/** Not in a frame or an embed, which are to leave nothing behind. Where there is no worker all works but being offline. */
const REGISTER = `if (self === top && !new URLSearchParams(location.search).has("embed")) navigator.serviceWorker?.register("./service-worker.js").catch(() => {});\n`;

const { TRUNK_PROFILE: profile, TRUNK_STAGING_DIR: folder = "" } = process.env;
const here = dirname(fileURLToPath(import.meta.url));

const read = (/** @type {string} */ name) => readFile(join(folder, name), "utf8");
const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFile(join(folder, name), text);

if (profile === "release" && folder) await finish();

async function finish() {
  await minify();
  const [web] = await named(/^kms-policy-web-[^/]*\.js$/);
  const snippets = [];
  for (const file of await named(/^snippets\/.*\.js$/)) snippets.push(...await hashed([file], basename(file)));
  // The script gets its name after what it imports. By the old names of that the WebAssembly module goes on asking for it.
  for (const [from, to] of snippets) await replaceIn(web, `from"./${from}"`, `from"./${to}"`);
  const names = [
    ...snippets,
    ...await hashed([web, web.replace(/\.js$/, "_bg.wasm")], "kms-policy-web.js"),
    ...await hashed(["kms-policy-inspector.js", "kms-policy-inspector_bg.wasm"]),
    ...await hashed(["scenarios.json"]),
    ...await hashed(["page.css"]),
  ];
  for (const page of PAGES) {
    for (const [from, to] of names) await replaceIn(page, from, to);
    await write(page, await finished(await read(page)));
  }
  await rm(join(folder, "snippets"), { recursive: true });
  await serviceWorker();
  await compress();
}

/** Files whose path below the folder is like this; at least one. */
async function named(/** @type {RegExp} */ path) {
  const found = (await allFiles()).filter(file => path.test(file));
  if (!found.length) throw new Error(`the page has no file like ${path}`);
  return found;
}

/**
 * Gives files their hash, one for all of them: a script makes the name of its WebAssembly out of its own.
 * @param {string[]} files
 * @param {string} [as] the name that the first gets, before the hash is in it
 * @returns {Promise<[string, string][]>} the names before and after
 */
async function hashed(files, as = files[0]) {
  const value = await hashOf(...files);
  const [stem, extension] = [as.slice(0, as.lastIndexOf(".")), as.slice(as.lastIndexOf("."))];
  const after = files.map((file, index) => `${stem}-${value}${index ? `_bg${file.slice(file.lastIndexOf("."))}` : extension}`);
  return Promise.all(files.map(async (file, index) => {
    await rename(join(folder, file), join(folder, after[index]));
    return /** @type {[string, string]} */ ([file, after[index]]);
  }));
}

async function replaceIn(/** @type {string} */ file, /** @type {string} */ from, /** @type {string} */ to) {
  await write(file, (await read(file)).replaceAll(from, to));
}

async function minify() {
  for (const name of await named(/^(kms-policy-(web|inspector|playground)[^/]*|snippets\/.*)\.js$/)) {
    const { code } = await transform(await read(name), { format: "esm", minify: true, target: "es2022" });
    await write(name, code);
  }
}

/**
 * A page with its scripts in files, and with its policy: before everything that it judges.
 * @param {string} html
 */
async function finished(html) {
  const inline = /<script type="?module"?>([^]*?)<\/script>/g;
  for (const [element, code] of html.matchAll(inline)) {
    const file = `start-${hash(code + REGISTER)}.js`;
    await write(file, `${code.trim()}\n${REGISTER}`);
    html = html.replace(element, `<script type="module" src="./${file}"></script>`);
  }
  const charset = /<meta charset="?utf-8"?>/;
  if (!charset.test(html) || /<style|<script(?![^>]*\ssrc=)/.test(html)) {
    throw new Error("a page has no charset, or a style or a script inside, which its policy refuses");
  }
  return html.replace(charset, `$&<meta http-equiv="Content-Security-Policy" content="${POLICY}">`);
}

/** Its version is what it keeps: where one file is another, browsers install it anew. */
async function serviceWorker() {
  // The page itself never asks for the element.
  const files = (await allFiles()).filter(file => file !== ELEMENT);
  const version = await hashOf(...files);
  const worker = await readFile(join(here, "service-worker.js"), "utf8");
  await write("service-worker.js", worker.replace('"VERSION"', `"${version}"`).replace('["FILES"]', JSON.stringify(files)));
}

async function compress() {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  for (const file of (await allFiles()).filter(name => /\.(css|html|js|json|svg|wasm)$/.test(name))) {
    const content = await readFile(join(folder, file));
    await writeFile(join(folder, `${file}.gz`), await promisify(gzip)(content, { level: 9 }));
    await writeFile(join(folder, `${file}.br`), await promisify(brotliCompress)(content, quality));
  }
}

/** All files, by their paths below the folder. */
async function allFiles() {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = all.filter(entry => entry.isFile()).map(entry => relative(folder, join(entry.parentPath, entry.name)));
  return paths.map(path => path.split(sep).join("/")).sort();
}

async function hashOf(/** @type {string[]} */ ...files) {
  const contents = await Promise.all(files.map(file => readFile(join(folder, file))));
  return hash(Buffer.concat(contents));
}

/** @param {string | Buffer} content */
function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
