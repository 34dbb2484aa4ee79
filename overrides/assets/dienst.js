// Reading without a connection: pages that were visited, and the search. Published at the site's root as `dienst.js`
// (macros/release/offline.py fills in the names of the release's files). A page always comes from the network when there is one,
// so nobody reads yesterday's text; what has a hash in its name never changes and comes from the cache.
const SHELL = "{{ shell }}";
const SEARCH = "{{ search }}";
const GONE = "{{ gone }}"; // what was withdrawn
const PAGES = "paginas-1";
const FILES = "bestanden-1";
const MOST = { [PAGES]: 150, [FILES]: 400 + 2 * SEARCH.length }; // room for the index of two releases
const AT_ONCE = 4; // a browser gives a server six connections, and the reader's own fetches come first:
const QUIET = 3000; // milliseconds without one, before something is kept of what nobody asked for yet
const PATIENCE = 4000;
const WITH_HASH = /\/(?:assets\/[^/]+\.|zoek\/[a-z]+-)[0-9a-f]{10}\.[a-z0-9.]+$/;
const base = new URL("./", self.location).href;

self.addEventListener("install", (e) => {
  self.skipWaiting();
  e.waitUntil(keepAll(SHELL));
});

self.addEventListener("activate", (e) => {
  e.waitUntil((async () => {
    for (const name of await caches.keys()) if (!(name in MOST)) await caches.delete(name);
    const pages = await caches.open(PAGES);
    for (const path of GONE) await pages.delete(new URL(path, base).href);
    await self.clients.claim();
  })());
});

let asked = 0; // when the reader's last fetch began or ended,
let reading = 0; // and how many there are now

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || !url.href.startsWith(base)) return;
  if (WITH_HASH.test(url.pathname)) e.respondWith(first(keptFirst(e.request)));
  else if (url.pathname.endsWith("/zoek/kern.json")) {
    e.respondWith(first(networkFirst(e, FILES)));
    e.waitUntil(navigator.connection?.saveData ? null : keepSearch());
  } else if (e.request.mode === "navigate") e.respondWith(first(networkFirst(e, PAGES)).catch(noPage));
});

/** When no reader waits for anything. */
async function quiet() {
  while (reading || Date.now() < asked + QUIET) await new Promise((done) => { setTimeout(done, QUIET / 4); });
}

/** What a fetch of the reader gives, which goes before our own. */
async function first(answer) {
  reading += 1;
  try {
    return await answer;
  } finally {
    reading -= 1;
    asked = Date.now();
  }
}

let queue = Promise.resolve();

/** The whole search, when someone opens it: its page and all of its index. What fails is fetched at the next opening,
 *  after what the opening before it began. */
function keepSearch() {
  queue = queue.then(() => Promise.all([keepAll(["zoeken/"], PAGES, quiet), keepAll(SEARCH, FILES, quiet)]));
  return queue;
}

/** Keep what is not kept yet, a few at a time: a file that fails does not lose the others. */
async function keepAll(paths, name = FILES, turn = () => undefined) {
  const cache = await caches.open(name);
  const row = paths.map((path) => new URL(path, base).href);
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let address = row.shift(); address; address = row.shift()) {
      await turn();
      if (!(await cache.match(address))) await cache.add(address).catch(() => undefined);
    }
  }));
  await prune(cache, name);
}

async function keptFirst(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await keep(FILES, request, response);
  return response;
}

/** The network's answer, and what was kept where there is none in time. Marks and filters in an address are no other page. */
async function networkFirst(e, name) {
  const key = e.request.url.split(/[?#]/)[0];
  const kept = await (await caches.open(name)).match(key);
  const network = fetch(e.request).then((response) => {
    if (response.ok && !response.redirected) e.waitUntil(keep(name, key, response));
    else if (isGone(response)) e.waitUntil(caches.open(name).then((cache) => cache.delete(key)));
    return response;
  });
  if (!kept) return network;
  network.catch(() => undefined);
  return Promise.race([network, new Promise((done) => { setTimeout(done, PATIENCE, kept); })]).catch(() => kept);
}

/** Whether the server says that nothing is here any more: withdrawn, lost, or moved. What ails the server itself is not that. */
const isGone = ({ status, type, redirected }) => status === 404 || status === 410 || redirected || type === "opaqueredirect";

async function keep(name, key, response) {
  const copy = response.clone();
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, copy);
  await prune(cache, name);
}

/** The oldest goes first: keys are in the order in which they were kept. */
async function prune(cache, name) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST[name]))) await cache.delete(key);
}

async function noPage() {
  const addresses = (await (await caches.open(PAGES)).keys()).map(({ url }) => url).sort();
  const safe = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const name = (path) => { try { return decodeURI(path); } catch { return path; } }; // %E9 is a letter of no encoding that we know
  const list = addresses.map((url) => `<li><a href="${safe(url)}">${safe(name(url.slice(base.length)) || "Home")}</a></li>`).join("");
  const html = `<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`
    + `<title>U bent niet verbonden</title><main><h1>U bent niet verbonden</h1><p>Deze pagina is niet bewaard op dit apparaat. Deze pagina's zijn dat wel:</p><ul>${list}</ul></main></html>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
