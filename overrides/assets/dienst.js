// Reading without a connection: pages that were visited, and the search. Published at the site's root as `dienst.js`
// (macros/offline.py fills in the names of the release's files). A page always comes from the network when there is one,
// so nobody reads yesterday's text; what has a hash in its name never changes and comes from the cache.
const SCHIL = "{{ schil }}";
const ZOEK = "{{ zoek }}";
const PAGINAS = "paginas-1";
const BESTANDEN = "bestanden-1";
const MEESTE = { [PAGINAS]: 150, [BESTANDEN]: 400 + 2 * ZOEK.length }; // room for the index of two releases
const TEGELIJK = 4; // the reader's own fetches come first, and a browser gives a server six connections
const WACHT = 4000;
const MET_HASH = /\/(?:assets\/[^/]+\.|zoek\/[a-z]+-)[0-9a-f]{10}\.[a-z0-9.]+$/;
const basis = new URL("./", self.location).href;

self.addEventListener("install", (e) => {
  self.skipWaiting();
  e.waitUntil(bewaarAlle(SCHIL));
});

self.addEventListener("activate", (e) => {
  e.waitUntil((async () => {
    for (const naam of await caches.keys()) if (!(naam in MEESTE)) await caches.delete(naam);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || !url.href.startsWith(basis)) return;
  if (MET_HASH.test(url.pathname)) e.respondWith(eerstBewaard(e.request));
  else if (url.pathname.endsWith("/zoek/kern.json")) {
    e.respondWith(eerstNet(e, BESTANDEN));
    e.waitUntil(navigator.connection?.saveData ? null : bewaarZoek());
  } else if (e.request.mode === "navigate") e.respondWith(eerstNet(e, PAGINAS).catch(geenPagina));
});

let zoekrij = Promise.resolve();

/** The whole search, when someone opens it: its page and all of its index. What fails is fetched at the next opening,
 *  after what the opening before it began. */
function bewaarZoek() {
  zoekrij = zoekrij.then(() => Promise.all([bewaarAlle(["zoeken/"], PAGINAS), bewaarAlle(ZOEK)]));
  return zoekrij;
}

/** Keep what is not kept yet, a few at a time: a file that fails does not lose the others. */
async function bewaarAlle(paden, naam = BESTANDEN) {
  const cache = await caches.open(naam);
  const rij = paden.map((pad) => new URL(pad, basis).href);
  await Promise.all(Array.from({ length: TEGELIJK }, async () => {
    for (let adres = rij.shift(); adres; adres = rij.shift()) {
      if (!(await cache.match(adres))) await cache.add(adres).catch(() => undefined);
    }
  }));
  await snoei(cache, naam);
}

async function eerstBewaard(vraag) {
  const bewaard = await caches.match(vraag, { ignoreSearch: true });
  if (bewaard) return bewaard;
  const antwoord = await fetch(vraag);
  if (antwoord.ok) await bewaar(BESTANDEN, vraag, antwoord);
  return antwoord;
}

/** The network's answer, and what was kept where there is none in time. Marks and filters in an address are no other page. */
async function eerstNet(e, naam) {
  const sleutel = e.request.url.split(/[?#]/)[0];
  const bewaard = await (await caches.open(naam)).match(sleutel);
  const net = fetch(e.request).then((antwoord) => {
    if (antwoord.ok && !antwoord.redirected) e.waitUntil(bewaar(naam, sleutel, antwoord));
    return antwoord;
  });
  if (!bewaard) return net;
  net.catch(() => undefined);
  return Promise.race([net, new Promise((klaar) => { setTimeout(klaar, WACHT, bewaard); })]).catch(() => bewaard);
}

async function bewaar(naam, sleutel, antwoord) {
  const kopie = antwoord.clone();
  const cache = await caches.open(naam);
  await cache.delete(sleutel);
  await cache.put(sleutel, kopie);
  await snoei(cache, naam);
}

/** The oldest goes first: keys are in the order in which they were kept. */
async function snoei(cache, naam) {
  const sleutels = await cache.keys();
  for (const sleutel of sleutels.slice(0, Math.max(0, sleutels.length - MEESTE[naam]))) await cache.delete(sleutel);
}

async function geenPagina() {
  const adressen = (await (await caches.open(PAGINAS)).keys()).map(({ url }) => url).sort();
  const veilig = (tekst) => tekst.replace(/[&<>"]/g, (teken) => `&#${teken.charCodeAt(0)};`);
  const lijst = adressen.map((url) => `<li><a href="${veilig(url)}">${veilig(decodeURI(url.slice(basis.length)) || "Home")}</a></li>`).join("");
  const html = `<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`
    + `<title>U bent niet verbonden</title><main><h1>U bent niet verbonden</h1><p>Deze pagina is niet bewaard op dit apparaat. Deze pagina's zijn dat wel:</p><ul>${lijst}</ul></main></html>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
