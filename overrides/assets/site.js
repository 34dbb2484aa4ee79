// What pages can do more with script.
const T = { // {} is filled in
  sort: "{}: sorteren",
  ascending: "Gesorteerd op {}, oplopend.",
  descending: "Gesorteerd op {}, aflopend.",
  filter: "Zoek in deze tabel",
  rows: "{} van de {} rijen",
  rows_all: "{} rijen",
  results: "{} van de {} resultaten",
  results_all: "{} resultaten",
  nothing: "Geen resultaat. Zet een filter uit.",
  notes: "Adressen van de links",
};
const say = (name, ...what) => what.reduce((text, part) => text.replace("{}", part), T[name]);
const counted = (name, n, total) => (n === total ? say(`${name}_all`, total) : say(name, n, total));
const html = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const wide = (size) => matchMedia(`(min-width: ${size})`);
const attempt = (what, otherwise) => { try { return what(); } catch { return otherwise; } };
const make = (name, own = {}) => Object.assign(document.createElement(name), own);

// Light or dark: the reader's choice, or else the system's.
const KEEP = "kleur";
const dark = matchMedia("(prefers-color-scheme: dark)");
const switch_ = document.querySelector("[data-kleur-knop]");
const read = () => attempt(() => localStorage.getItem(KEEP), null);
const isDark = () => (html.dataset.kleur ? html.dataset.kleur === "donker" : dark.matches);
function showColour(choice) {
  if (choice === "donker" || choice === "licht") html.dataset.kleur = choice;
  switch_?.setAttribute("aria-pressed", String(isDark()));
}
showColour(read());
dark.addEventListener("change", () => showColour(read()));
switch_?.addEventListener("click", () => {
  const choice = isDark() ? "licht" : "donker";
  attempt(() => localStorage.setItem(KEEP, choice)); // in a private window the choice lasts for this page
  showColour(choice);
});

// The menu is a popover: say its state, and close it when it becomes a bar.
const menu = document.querySelector("#menu");
const menuButton = document.querySelector(".menuknop");
if (menu?.showPopover) {
  menuButton.setAttribute("aria-expanded", "false");
  menu.addEventListener("toggle", (e) => menuButton.setAttribute("aria-expanded", String(e.newState === "open")));
  wide("56rem").addEventListener("change", () => menu.matches(":popover-open") && menu.hidePopover());
}

// "Op deze pagina" and filters stand open where there is room.
if (wide("64rem").matches) all(".op-pagina details").forEach((d) => { d.open ||= getComputedStyle(d.parentElement).position === "absolute"; });
if (wide("56rem").matches) all(".filter details").forEach((d) => { d.open = true; });

// Tables: as cards on a phone they keep their roles; columns can be sorted, long tables filtered.
const ROLE = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
const number = (s) => (/\d/.test(s) && /^[−\-+€\s]*[\d.\s]*(,\d+)?\s*%?$/.test(s) ? Number(s.replace(/[^\d,−-]/g, "").replace("−", "-").replace(",", ".")) : NaN);
const value = (cell) => cell?.dataset.waarde ?? cell?.textContent.trim() ?? "";
let order; // made when asked for: it takes longer than all the rest
function compare(a, b) {
  const difference = number(a) - number(b);
  return Number.isNaN(difference) ? (order ??= new Intl.Collator(document.documentElement.lang, { numeric: true })).compare(a, b) : difference;
}
function sortable(table, tell) {
  const body = table.tBodies[0];
  all("thead th", table).forEach((th, i) => {
    const heading = th.textContent.trim();
    if (!heading) return;
    const b = make("button", { type: "button", title: say("sort", heading) });
    b.append(...th.childNodes);
    th.append(b);
    b.addEventListener("click", () => {
      const up = th.getAttribute("aria-sort") !== "ascending";
      all("[aria-sort]", table).forEach((x) => x.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...[...body.rows].sort((r, s) => (up ? 1 : -1) * compare(value(r.cells[i]), value(s.cells[i]))));
      tell(say(up ? "ascending" : "descending", heading));
    });
  });
}
const folded = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}'’‘ʼ`´′]/gu, "").toLowerCase(); // Súdwest is found by sudwest
function filterable(box, table, tell, status) {
  const label = make("label", { textContent: T.filter });
  const field = label.appendChild(make("input", { type: "search" }));
  const bar = make("div", { className: "tabelfilter" });
  bar.append(label, status);
  box.prepend(bar);
  box.classList.add("klaar");
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/);
    const rows = [...table.tBodies[0].rows];
    rows.forEach((r) => { r.hidden = !words.every((w) => folded(r.textContent).includes(w)); });
    tell(counted("rows", rows.filter((r) => !r.hidden).length, rows.length));
  });
}
for (const box of all(".tabel")) {
  const table = box.querySelector("table");
  if (!table) continue;
  if (table.querySelector("[data-kop]")) {
    [table, ...all("thead, tbody, tfoot, tr, td", table)].forEach((el) => el.setAttribute("role", ROLE[el.tagName]));
    all("th", table).forEach((th) => th.setAttribute("role", th.scope.startsWith("row") ? "rowheader" : "columnheader"));
  }
  if (!box.matches(".sorteer")) continue;
  const status = make("output");
  const tell = (text) => { status.textContent = text; };
  sortable(table, tell);
  if (box.matches(".lang")) {
    const rows = table.tBodies[0].rows.length;
    filterable(box, table, tell, status);
    tell(counted("rows", rows, rows));
  } else {
    status.className = "onzichtbaar";
    box.append(status);
  }
}

// The feeds that a reader chose, as one file (OPML 2.0).
let last;
function bundle(rows) {
  const xml = document.implementation.createDocument(null, "opml");
  xml.documentElement.setAttribute("version", "2.0");
  const body = xml.documentElement.appendChild(xml.createElement("body"));
  for (const a of rows.flatMap((row) => all("a[type='application/rss+xml']", row))) {
    const line = body.appendChild(xml.createElement("outline"));
    Object.entries({ type: "rss", text: a.closest("tr").cells[0].textContent, xmlUrl: a.href }).forEach(([k, v]) => line.setAttribute(k, v));
  }
  if (last) URL.revokeObjectURL(last);
  last = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(xml)], { type: "text/x-opml" }));
  return last;
}

// Facets: tick boxes; within one group "or", between groups "and"; state in the URL.
const parts = (el, name) => (el.dataset[`${name}s`] ?? el.dataset[name] ?? "").split(/[\s,]+/).filter(Boolean);
for (const form of all("form.filter")) {
  const list = document.getElementById(form.dataset.lijst) ?? form.parentElement.querySelector(".kaarten");
  const boxes = all("input[type=checkbox]", form);
  if (!list || !boxes.length) continue;
  const names = [...new Set(boxes.map((v) => v.name))];
  const groups = all(".groep", list);
  const items = groups.length ? all(".kaart", list) : [...list.children];
  const status = form.querySelector("output, [role=status]") ?? form.appendChild(make("output"));
  const opml = form.querySelector("[data-opml]");
  form.hidden = false;
  const choice = () => Object.fromEntries(names.map((n) => [n, boxes.filter((v) => v.name === n && v.checked).map((v) => v.value)]));
  const fits = (item, k) => names.every((n) => !k[n].length || k[n].some((w) => parts(item, n).includes(w)));
  function show() {
    const k = choice();
    items.forEach((item) => { item.hidden = !fits(item, k); });
    for (const v of opml ? [] : boxes) { // of feeds there is one for each box
      const n = items.filter((item) => fits(item, { ...k, [v.name]: [v.value] })).length;
      let place = v.parentElement.querySelector(".aantal");
      if (!place) v.parentElement.append(place = make("span", { className: "aantal" }));
      place.textContent = `(${n})`;
    }
    const chosen = boxes.some((v) => v.checked);
    for (const group of groups) { // of a choice each card shows by itself
      group.hidden = !all(".kaart", group).some((item) => !item.hidden);
      group.querySelector(".voorop").hidden = chosen;
      group.querySelector("details").open = chosen;
    }
    const n = items.filter((item) => !item.hidden).length;
    status.textContent = n ? counted("results", n, items.length) : T.nothing;
    if (opml) opml.href = bundle(items.filter((item) => !item.hidden));
  }
  function fromAddress() {
    const p = new URLSearchParams(location.search);
    boxes.forEach((v) => { v.checked = p.getAll(v.name).includes(v.value); });
    show();
  }
  function intoAddress() {
    const p = new URLSearchParams(boxes.filter((v) => v.checked).map((v) => [v.name, v.value]));
    history.replaceState(null, "", `${location.pathname}${p.size ? `?${p}` : ""}${location.hash}`);
    show();
  }
  form.addEventListener("change", intoAddress);
  form.addEventListener("reset", () => setTimeout(intoAddress));
  form.addEventListener("submit", (e) => e.preventDefault());
  addEventListener("popstate", fromAddress);
  fromAddress();
}

// On paper a link is a number, its address a note at the end: as it was typed where it is no valid one.
function addNotes() {
  const text = document.querySelector(".tekst");
  if (!text || text.querySelector(".voetnoten")) return;
  const addresses = [];
  const here = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  for (const a of all("a[href]", text)) {
    const typed = a.getAttribute("href");
    if (typed.startsWith("#")) continue;
    const address = attempt(() => new URL(typed, here).href, typed);
    if (!addresses.includes(address)) addresses.push(address);
    a.after(make("span", { className: "noot", textContent: addresses.indexOf(address) + 1 }));
  }
  if (!addresses.length) return;
  const section = make("section", { className: "voetnoten" });
  const ol = make("ol");
  ol.append(...addresses.map((address) => make("li", { textContent: attempt(() => decodeURI(address), address) })));
  section.append(make("h2", { textContent: T.notes }), ol);
  text.append(section);
  html.classList.add("met-noten");
}
addEventListener("beforeprint", addNotes);

// An address opens what is folded around it; paper opens everything.
function openTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const shut = target ? all("details:not([open])").filter((d) => d.contains(target)) : [];
  shut.forEach((d) => { d.open = true; });
  if (shut.length) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = all(".blad details:not([open])");
  unfolded.forEach((d) => { d.open = true; });
});
addEventListener("afterprint", () => {
  unfolded.forEach((d) => { d.open = false; });
  all(".noot, .voetnoten").forEach((el) => el.remove());
  html.classList.remove("met-noten");
});

// Reading without a connection (dienst.js).
if ("serviceWorker" in navigator) navigator.serviceWorker.register(`${html.dataset.basis}/dienst.js`).catch(() => undefined);
