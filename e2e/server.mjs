// A static file server for the tests: one folder, on this machine only.

import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * Serves a folder until close() is called. It never keeps the process alive by itself.
 * @param {string} folder
 * @param {{ headers?: Record<string, string>, port?: number, below?: string, compressed?: boolean }} [options] headers:
 *   sent with every answer; below: the path of the folder, such as /kms, where it is not the root; compressed: send the
 *   .br or .gz beside a file in its place, as docs/hosting.md tells hosts to
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>} url: without a slash at its end
 */
export async function serve(folder, { headers = {}, port = 0, below = "", compressed = false } = {}) {
  const root = await realpath(folder);
  const server = createServer(async (request, response) => {
    // A sandboxed frame has an opaque origin: its module scripts are fetched with CORS.
    const always = { "access-control-allow-origin": "*", "cache-control": "no-store", ...headers };
    const url = request.url ?? "/";
    const file = url.startsWith(`${below}/`) ? await find(root, url.slice(below.length)) : null;
    if (!["GET", "HEAD"].includes(request.method ?? "")) {
      response.writeHead(405, { ...always, allow: "GET, HEAD" }).end();
    } else if (!file) {
      response.writeHead(404, { ...always, "content-type": "text/plain; charset=utf-8" }).end("not found\n");
    } else {
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(file.path).toLowerCase())];
      const sent = compressed ? await packed(file, String(request.headers["accept-encoding"])) : file;
      response.writeHead(200, {
        ...always,
        "content-type": type ?? "application/octet-stream",
        "content-length": sent.size,
        ...(sent.encoding && { "content-encoding": sent.encoding }),
        "x-content-type-options": "nosniff",
      });
      if (request.method === "HEAD") response.end();
      else createReadStream(sent.path).on("error", () => response.destroy()).pipe(response);
    }
  });
  server.unref();
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", () => done(undefined)));
  const chosen = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  return {
    url: `http://127.0.0.1:${chosen}${below}`,
    port: chosen,
    close: () => new Promise(done => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

/**
 * The file that a request asks for, or null: outside of the folder (also by a symbolic link) there is none.
 * @param {string} root
 * @param {string} url
 */
async function find(root, url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    if (!path.startsWith("/") || path.includes("\0")) return null;
    const asked = resolve(root, `.${path}`);
    const file = await realpath(path.endsWith("/") ? join(asked, "index.html") : asked);
    if (!file.startsWith(root + sep)) return null;
    const found = await stat(file);
    return found.isFile() ? { path: file, size: found.size } : null;
  } catch {
    return null;
  }
}

/**
 * The same file as it stands compressed beside it, where the browser takes that.
 * @param {{ path: string, size: number }} file
 * @param {string} accepted
 * @returns {Promise<{ path: string, size: number, encoding?: string }>}
 */
async function packed(file, accepted) {
  for (const [encoding, ending] of [["br", ".br"], ["gzip", ".gz"]]) {
    const found = accepted.includes(encoding) && await stat(file.path + ending).catch(() => null);
    if (found) return { path: file.path + ending, size: found.size, encoding };
  }
  return file;
}
