// What pages can do more with script.
const T = { // {} is filled in
  sorteer: "{}: sorteren",
  oplopend: "Gesorteerd op {}, oplopend.",
  aflopend: "Gesorteerd op {}, aflopend.",
  filter: "Zoek in deze tabel",
  rijen: "{} van de {} rijen",
  rijen_alle: "{} rijen",
  resultaten: "{} van de {} resultaten",
  resultaten_alle: "{} resultaten",
  niets: "Geen resultaat. Zet een filter uit.",
  noten: "Adressen van de links",
};
const zeg = (naam, ...wat) => wat.reduce((tekst, deel) => tekst.replace("{}", deel), T[naam]);
const teld = (naam, n, totaal) => (n === totaal ? zeg(`${naam}_alle`, totaal) : zeg(naam, n, totaal));
const html = document.documentElement;
const alle = (kies, in_ = document) => [...in_.querySelectorAll(kies)];
const breed = (maat) => matchMedia(`(min-width: ${maat})`);
const maak = (naam, eigen = {}) => Object.assign(document.createElement(naam), eigen);

// Light or dark: the reader's choice, or else the system's.
const BEWAAR = "kleur";
const donker = matchMedia("(prefers-color-scheme: dark)");
const knop = document.querySelector("[data-kleur-knop]");
const lees = () => { try { return localStorage.getItem(BEWAAR); } catch { return null; } };
const isDonker = () => (html.dataset.kleur ? html.dataset.kleur === "donker" : donker.matches);
function toonKleur(keuze) {
  if (keuze === "donker" || keuze === "licht") html.dataset.kleur = keuze;
  knop?.setAttribute("aria-pressed", String(isDonker()));
}
toonKleur(lees());
donker.addEventListener("change", () => toonKleur(lees()));
knop?.addEventListener("click", () => {
  const keuze = isDonker() ? "licht" : "donker";
  try { localStorage.setItem(BEWAAR, keuze); } catch { /* a private window: the choice lasts for this page */ }
  toonKleur(keuze);
});

// The menu is a popover: say its state, and close it when it becomes a bar.
const menu = document.querySelector("#menu");
const menuknop = document.querySelector(".menuknop");
if (menu?.showPopover) {
  menuknop.setAttribute("aria-expanded", "false");
  menu.addEventListener("toggle", (e) => menuknop.setAttribute("aria-expanded", String(e.newState === "open")));
  breed("56rem").addEventListener("change", () => menu.matches(":popover-open") && menu.hidePopover());
}

// "Op deze pagina" and filters stand open where there is room.
if (breed("64rem").matches) alle(".op-pagina details").forEach((d) => { d.open ||= getComputedStyle(d.parentElement).position === "absolute"; });
if (breed("56rem").matches) alle(".filter details").forEach((d) => { d.open = true; });

// Tables: as cards on a phone they keep their roles; columns can be sorted, long tables filtered.
const ROL = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
const getal = (s) => (/\d/.test(s) && /^[−\-+€\s]*[\d.\s]*(,\d+)?\s*%?$/.test(s) ? Number(s.replace(/[^\d,−-]/g, "").replace("−", "-").replace(",", ".")) : NaN);
const waarde = (cel) => cel?.dataset.waarde ?? cel?.textContent.trim() ?? "";
let volgorde; // made when asked for: it takes longer than all the rest
function vergelijk(a, b) {
  const verschil = getal(a) - getal(b);
  return Number.isNaN(verschil) ? (volgorde ??= new Intl.Collator("nl", { numeric: true })).compare(a, b) : verschil;
}
function sorteerbaar(tabel, meld) {
  const body = tabel.tBodies[0];
  alle("thead th", tabel).forEach((th, i) => {
    const kop = th.textContent.trim();
    if (!kop) return;
    const b = maak("button", { type: "button", title: zeg("sorteer", kop) });
    b.append(...th.childNodes);
    th.append(b);
    b.addEventListener("click", () => {
      const op = th.getAttribute("aria-sort") !== "ascending";
      alle("[aria-sort]", tabel).forEach((x) => x.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", op ? "ascending" : "descending");
      body.append(...[...body.rows].sort((r, s) => (op ? 1 : -1) * vergelijk(waarde(r.cells[i]), waarde(s.cells[i]))));
      meld(zeg(op ? "oplopend" : "aflopend", kop));
    });
  });
}
function filterbaar(vak, tabel, meld, status) {
  const label = maak("label", { textContent: T.filter });
  const veld = label.appendChild(maak("input", { type: "search" }));
  const balk = maak("div", { className: "tabelfilter" });
  balk.append(label, status);
  vak.prepend(balk);
  vak.classList.add("klaar");
  veld.addEventListener("input", () => {
    const woorden = veld.value.toLowerCase().split(/\s+/);
    const rijen = [...tabel.tBodies[0].rows];
    rijen.forEach((r) => { r.hidden = !woorden.every((w) => r.textContent.toLowerCase().includes(w)); });
    meld(teld("rijen", rijen.filter((r) => !r.hidden).length, rijen.length));
  });
}
for (const vak of alle(".tabel")) {
  const tabel = vak.querySelector("table");
  if (!tabel) continue;
  if (tabel.querySelector("[data-kop]")) {
    [tabel, ...alle("thead, tbody, tfoot, tr, td", tabel)].forEach((el) => el.setAttribute("role", ROL[el.tagName]));
    alle("th", tabel).forEach((th) => th.setAttribute("role", th.scope.startsWith("row") ? "rowheader" : "columnheader"));
  }
  if (!vak.matches(".sorteer")) continue;
  const status = maak("output");
  const meld = (tekst) => { status.textContent = tekst; };
  sorteerbaar(tabel, meld);
  if (vak.matches(".lang")) {
    const rijen = tabel.tBodies[0].rows.length;
    filterbaar(vak, tabel, meld, status);
    meld(teld("rijen", rijen, rijen));
  } else {
    status.className = "onzichtbaar";
    vak.append(status);
  }
}

// Facets: tick boxes; within one group "or", between groups "and"; state in the URL.
// The feeds that a reader chose, as one file (OPML 2.0).
let vorig;
function bundel(rijen) {
  const xml = document.implementation.createDocument(null, "opml");
  xml.documentElement.setAttribute("version", "2.0");
  const body = xml.documentElement.appendChild(xml.createElement("body"));
  for (const a of rijen.flatMap((rij) => alle("a[type='application/rss+xml']", rij))) {
    const regel = body.appendChild(xml.createElement("outline"));
    Object.entries({ type: "rss", text: a.closest("tr").cells[0].textContent, xmlUrl: a.href }).forEach(([k, v]) => regel.setAttribute(k, v));
  }
  if (vorig) URL.revokeObjectURL(vorig);
  vorig = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(xml)], { type: "text/x-opml" }));
  return vorig;
}
const delen = (el, naam) => (el.dataset[`${naam}s`] ?? el.dataset[naam] ?? "").split(/[\s,]+/).filter(Boolean);
for (const vorm of alle("form.filter")) {
  const lijst = document.getElementById(vorm.dataset.lijst) ?? vorm.parentElement.querySelector(".kaarten");
  const vinkjes = alle("input[type=checkbox]", vorm);
  if (!lijst || !vinkjes.length) continue;
  const namen = [...new Set(vinkjes.map((v) => v.name))];
  const items = [...lijst.children];
  const status = vorm.querySelector("output, [role=status]") ?? vorm.appendChild(maak("output"));
  const opml = vorm.querySelector("[data-opml]");
  vorm.hidden = false;
  const keuze = () => Object.fromEntries(namen.map((n) => [n, vinkjes.filter((v) => v.name === n && v.checked).map((v) => v.value)]));
  const past = (item, k) => namen.every((n) => !k[n].length || k[n].some((w) => delen(item, n).includes(w)));
  function toon() {
    const k = keuze();
    items.forEach((item) => { item.hidden = !past(item, k); });
    for (const v of opml ? [] : vinkjes) { // of feeds there is one for each box
      const n = items.filter((item) => past(item, { ...k, [v.name]: [v.value] })).length;
      let plek = v.parentElement.querySelector(".aantal");
      if (!plek) v.parentElement.append(plek = maak("span", { className: "aantal" }));
      plek.textContent = `(${n})`;
    }
    const n = items.filter((item) => !item.hidden).length;
    status.textContent = n ? teld("resultaten", n, items.length) : T.niets;
    if (opml) opml.href = bundel(items.filter((item) => !item.hidden));
  }
  function uitAdres() {
    const p = new URLSearchParams(location.search);
    vinkjes.forEach((v) => { v.checked = p.getAll(v.name).includes(v.value); });
    toon();
  }
  function naarAdres() {
    const p = new URLSearchParams(vinkjes.filter((v) => v.checked).map((v) => [v.name, v.value]));
    history.replaceState(null, "", `${location.pathname}${p.size ? `?${p}` : ""}${location.hash}`);
    toon();
  }
  vorm.addEventListener("change", naarAdres);
  vorm.addEventListener("reset", () => setTimeout(naarAdres));
  vorm.addEventListener("submit", (e) => e.preventDefault());
  addEventListener("popstate", uitAdres);
  uitAdres();
}

// On paper a link is a number, its address a note at the end.
function zetNoten() {
  const tekst = document.querySelector(".tekst");
  if (!tekst || tekst.querySelector(".voetnoten")) return;
  const adressen = [];
  const hier = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  for (const a of alle("a[href]", tekst)) {
    if (a.getAttribute("href").startsWith("#")) continue;
    const adres = new URL(a.getAttribute("href"), hier).href;
    if (!adressen.includes(adres)) adressen.push(adres);
    a.after(maak("span", { className: "noot", textContent: adressen.indexOf(adres) + 1 }));
  }
  if (!adressen.length) return;
  const deel = maak("section", { className: "voetnoten" });
  const ol = maak("ol");
  ol.append(...adressen.map((adres) => maak("li", { textContent: decodeURI(adres) })));
  deel.append(maak("h2", { textContent: T.noten }), ol);
  tekst.append(deel);
  html.classList.add("met-noten");
}
addEventListener("beforeprint", zetNoten);

// An address opens what is folded around it; paper opens everything.
function openDoel() {
  const doel = location.hash && document.getElementById(location.hash.slice(1));
  const dicht = doel && doel.closest("details:not([open])");
  if (dicht) { dicht.open = true; doel.scrollIntoView(); }
}
addEventListener("hashchange", openDoel);
openDoel();
addEventListener("beforeprint", () => alle(".blad details").forEach((d) => { d.open = true; }));
addEventListener("afterprint", () => {
  alle(".noot, .voetnoten").forEach((el) => el.remove());
  html.classList.remove("met-noten");
});

// Reading without a connection (dienst.js).
if ("serviceWorker" in navigator) navigator.serviceWorker.register(`${html.dataset.basis}/dienst.js`).catch(() => undefined);
