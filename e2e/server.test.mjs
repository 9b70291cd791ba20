import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./server.mjs";

let folder, server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "server-"));
  await mkdir(join(folder, "public/sub"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "public-secret.txt"), "secret");
  await writeFile(join(folder, "public/index.html"), "start");
  await writeFile(join(folder, "public/sub/a b.wasm"), "wasm");
  await symlink(join(folder, "secret.txt"), join(folder, "public/link.txt"));
  server = await serve(join(folder, "public"), { headers: { "x-test": "yes" } });
});

after(async () => {
  await server?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** Asks for a path exactly as it is written: fetch() would tidy it. */
const ask = (path, method = "GET") => new Promise((done, failed) => {
  const { hostname, port } = new URL(server.url);
  request({ hostname, port, path, method }, async response => {
    let body = "";
    for await (const chunk of response) body += chunk;
    done({ status: response.statusCode, headers: response.headers, body });
  }).on("error", failed).end();
});

test("files are served with their type, and to every origin", async () => {
  const start = await ask("/?query");
  assert.equal(start.body, "start");
  assert.equal(start.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(start.headers["access-control-allow-origin"], "*");
  assert.equal(start.headers["x-test"], "yes");
  const wasm = await ask("/sub/a%20b.wasm");
  assert.equal(wasm.body, "wasm");
  assert.equal(wasm.headers["content-type"], "application/wasm");
  assert.equal((await ask("/", "HEAD")).body, "");
});

test("what is not a file of the folder is not found", async () => {
  for (const path of [
    "/none.txt", "/sub", "/sub/", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/sub/../../secret.txt",
    "/../public-secret.txt", "/link.txt", "/%00", "/%", "//secret.txt",
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
  assert.equal((await ask("/", "POST")).status, 405);
});

test("a host that compresses sends what stands beside a file, to browsers that take it", async t => {
  await writeFile(join(folder, "public/sub/page.js"), "plain");
  await writeFile(join(folder, "public/sub/page.js.br"), "brotli");
  await writeFile(join(folder, "public/sub/page.js.gz"), "gzip");
  const host = await serve(join(folder, "public"), { compressed: true });
  t.after(() => host.close());
  const sent = accepted => new Promise((done, failed) => {
    request(`${host.url}/sub/page.js`, { headers: accepted && { "accept-encoding": accepted } }, async response => {
      let body = "";
      for await (const chunk of response) body += chunk;
      const { "content-encoding": encoding, "content-type": type, "content-length": length } = response.headers;
      done([body, encoding, type, Number(length)]);
    }).on("error", failed).end();
  });
  const type = "text/javascript; charset=utf-8";
  assert.deepEqual(await sent("gzip, deflate, br"), ["brotli", "br", type, 6]);
  assert.deepEqual(await sent("gzip"), ["gzip", "gzip", type, 4]);
  assert.deepEqual(await sent(undefined), ["plain", undefined, type, 5]);
  assert.equal((await ask("/sub/page.js")).body, "plain");
});
