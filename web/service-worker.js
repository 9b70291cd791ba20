// Keeps the page for times without a network. A page itself comes from the network whenever there is one, so that
// none is ever stale; what it asks for has its content's hash in its name and never changes.

const CACHE = `kms-policy-playground-${"VERSION"}`;
/** What makes the page, filled in by web/finish.mjs. */
const FILES = ["FILES"];
/** Milliseconds until a network that does not answer counts as none. */
const PATIENCE = 4000;

self.addEventListener("install", event => event.waitUntil(fill()));

// The new one takes over when no page of the old one is open any more, which may still want its files.
self.addEventListener("activate", event => event.waitUntil(forgetOthers()));

self.addEventListener("fetch", event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map(file => new Request(file, { cache: "no-cache" })));
}

async function forgetOthers() {
  const ours = /^kms-policy-playground-/;
  const names = await caches.keys();
  await Promise.all(names.filter(name => ours.test(name) && name !== CACHE).map(name => caches.delete(name)));
}

/** @param {Request} request */
async function page(request) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: patience.signal });
  } catch (error) {
    const { pathname } = new URL(request.url);
    const found = await stored(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    if (found) return found;
    throw error;
  } finally {
    clearTimeout(timer); // What has begun to come may take its time.
  }
}

/** @param {Request} request */
async function file(request) {
  return (await stored(new URL(request.url).pathname)) ?? fetch(request);
}

/**
 * Browsers refuse a page that came by a redirection, as hosts answer that leave out file names.
 * @param {string} path
 */
async function stored(path) {
  const found = await (await caches.open(CACHE)).match(path);
  return found?.redirected ? new Response(found.body, found) : found;
}
