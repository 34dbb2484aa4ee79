// The search window, the page with results, and the marks on the page one lands on. The engine is a worker
// (search/worker.js) that starts when someone opens the search; until then nothing of the index is fetched.
// All text from the index goes in as text, never as HTML.
import { WORD, holds, level } from "./search/levelling.js";

const PAUSE = 200;
const SETTLED = 600; // milliseconds without a key after which a question is taken for whole
const IN_WINDOW = 8;
const ON_PAGE = 20;
const MOST_MARKS = 200;
const MOST_EXPLAINED = 3;
const AROUND = 90; // letters of an excerpt before and after what was sought
const FACETS = { thema: "Thema", soort: "Soort", jaar: "Jaar" };

const html = document.documentElement;
const { werker: engine, andere = "[]" } = document.querySelector("script[data-werker]").dataset;
const base = new URL(`${html.dataset.basis ?? "."}/`, location.href).href;
const to = (path) => new URL(path, base).href;
const one = (selector, within) => within.querySelector(selector);

function make(name, own = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(own)) {
    if (key in node) node[key] = value; else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function button(textContent, act, own = {}) {
  const node = make("button", { type: "button", textContent, ...own });
  node.addEventListener("click", act);
  return node;
}

/** A text with <mark> around the words that match, as nodes. */
function marked(text, keys) {
  return text.split(WORD).map((piece, place) => {
    const word = place % 2 && level(piece);
    return word && keys.some((key) => holds(word, key)) ? make("mark", { textContent: piece }) : piece;
  });
}

// ── The engine ──

let worker = null;
let opened = null;
let counter = 0;
const waiting = new Map();

/** Starts the worker; what it gives comes when the index is open, or fails to. */
function start() {
  if (worker) return opened;
  worker = new Worker(engine);
  opened = new Promise((done) => { waiting.set(undefined, done); });
  worker.onmessage = ({ data }) => {
    waiting.get(data.number)?.(data);
    waiting.delete(data.number);
  };
  worker.onerror = () => {
    worker = null;
    for (const done of waiting.values()) done({ type: "error" });
    waiting.clear();
  };
  worker.postMessage({ type: "open", base, others: JSON.parse(andere) });
  return opened;
}

function ask(message) {
  start();
  counter += 1;
  const number = counter;
  return new Promise((done) => {
    waiting.set(number, done);
    worker.postMessage({ type: "search", number, ...message });
  });
}

// ── What both places show ──

function address(result, marks) {
  const url = new URL(result.path, result.base);
  if (marks.length) url.searchParams.set("h", marks.slice(0, 8).join(" "));
  if (result.part) url.hash = result.part.anchor;
  return url.href;
}

function facts({ kind, year, origin }) {
  const parts = [kind && kind[0].toUpperCase() + kind.slice(1), year, origin && `van ${origin}`];
  return make("span", { className: "zoek-gegevens", textContent: parts.filter(Boolean).join(" · ") });
}

/** What is shown under a title; where neither holds what was sought, with which words the page was found. */
function excerpt({ title, part, summary, words }, keys) {
  const line = make("span", { className: "zoek-uittreksel" });
  if (part) line.append(make("span", { className: "zoek-deel" }, "Op deze pagina: ", ...marked(part.heading, keys)));
  line.append(...marked(summary, keys));
  if (words.length && !touched(title, keys).length && !one("mark", line)) {
    line.append(make("span", { className: "zoek-vondst" }, "Gevonden met: ", ...marked(words.join(", "), words.map(level))));
  }
  return line;
}

const termOf = ({ term, abbreviation }) => (abbreviation && abbreviation !== term ? `${term} (${abbreviation})` : term);

function card(found) {
  if (!found?.path) return [];
  const link = make("a", { href: new URL(found.path, found.base).href, textContent: "Lees meer over dit begrip" });
  return [make("section", { className: "zoek-kaart", "aria-label": "Begrip" },
    make("p", { className: "zoek-term", textContent: termOf(found) }), make("p", { textContent: found.meaning }), make("p", {}, link))];
}

// ── Why a page is found, where neither its title nor its summary says so: the page itself does ──

const pages = new Map();

function pageOf(address) {
  if (!pages.has(address)) {
    pages.set(address, fetch(address).then((answer) => (answer.ok ? answer.text() : ""))
      .then((text) => new DOMParser().parseFromString(text, "text/html").querySelector("main")).catch(() => null));
  }
  return pages.get(address);
}

const touched = (text, keys) => text.split(WORD).filter((piece, place) => place % 2 && keys.some((key) => holds(level(piece), key)));

/** The sentence of a page around what was sought, and the heading above it. */
function passage(main, keys) {
  let anchor = "", best = null, most = 0;
  for (const block of main.querySelectorAll("h2[id], h3[id], p, li, td, dd:not(:has(.etiket)), figcaption")) {
    if (block.matches("h2, h3")) anchor = block.id;
    const hits = new Set(touched(block.textContent, keys).map(level)).size;
    if (hits > most && !block.closest("nav, .kruimels, .pagina-over")) [best, most] = [{ text: block.textContent.replace(/\s+/g, " ").trim(), anchor }, hits];
  }
  if (!best) return null;
  const place = best.text.indexOf(touched(best.text, keys)[0]);
  const start = place > AROUND ? best.text.indexOf(" ", place - AROUND) + 1 : 0, end = best.text.indexOf(" ", place + AROUND);
  return { text: `${start ? "… " : ""}${best.text.slice(start, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`, anchor: best.anchor };
}

/** Quotes, of the first results that show nothing of the question, the place where their pages do. */
async function explain(list, results, keys) {
  const silent = results.map((result, place) => [result, list[place]]).filter(([, row]) => row?.querySelector(".zoek-vondst"));
  await Promise.all(silent.slice(0, MOST_EXPLAINED).map(async ([result, row]) => {
    const main = await pageOf(new URL(result.path, result.base).href);
    const found = main && passage(main, keys);
    if (!found || !row.isConnected) return;
    row.querySelector(".zoek-vondst").replaceChildren(...marked(found.text, keys));
    const link = row.matches("a") ? row : row.querySelector("a");
    if (found.anchor && !new URL(link.href).hash) link.href += `#${found.anchor}`;
  }));
}

function help(question) {
  const ways = [["themas/", "Bekijk de thema's"], ["expertteams/", "Vraag het een expertteam"], ["begrippen/", "Zoek in de begrippenlijst"]];
  return [make("p", { textContent: `Wij vinden niets met “${question.slice(0, 80)}”. Controleer de spelling, of probeer een ander woord.` }),
    make("ul", {}, ...ways.map(([path, text]) => make("li", {}, make("a", { href: to(path), textContent: text }))))];
}

const results = (count) => (count === 1 ? "1 resultaat" : `${count} resultaten`);

const missed = new Set();

/** Lets the server's log hold a question without a result, once, and nothing of who asked; none that may tell of a person. */
function miss(asked) {
  const text = asked.trim().toLowerCase();
  if (text.length > 60 || /@|(\d\D*){5}/.test(text) || navigator.globalPrivacyControl || missed.has(text)) return;
  missed.add(text);
  fetch(to(`zoeken/?niets=${encodeURIComponent(text)}`), { method: "HEAD", referrerPolicy: "no-referrer" }).catch(() => {});
}

/** One place where one can search: fields, status and list. The window and the page each make one. */
class Searcher {
  constructor(place, { count, row, cardRow }) {
    Object.assign(this, { place, count, row, cardRow, turn: 0, filters: {} });
    this.field = one("input[name=q]", place);
    const part = (name) => one(`[data-zoek-${name}]`, place);
    Object.assign(this, { status: part("stand"), notice: part("melding"), card: part("kaart"), list: part("lijst"), facets: part("facetten") });
    this.folder = this.facets.closest("details");
    this.folder.open = matchMedia("(min-width: 40rem)").matches;
    this.facets.addEventListener("change", () => {
      for (const choice of this.facets.querySelectorAll("select")) this.filters[choice.name] = choice.value;
      this.search();
    });
    this.field.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.search(true), PAUSE);
    });
  }

  get chosen() {
    return Object.values(this.filters).filter(Boolean).length;
  }

  clear() {
    this.turn += 1;
    this.status.textContent = "";
    clearTimeout(this.pause);
    for (const part of [this.notice, this.card, this.list]) part.replaceChildren();
    this.folder.hidden = true;
    this.list.hidden = true;
    this.after?.(null);
  }

  /** Searches; while someone types nothing is said that the next letter may undo, until the question is taken for whole. */
  async search(live = false) {
    clearTimeout(this.pause);
    const question = this.field.value;
    if (!question.trim()) {
      this.clear();
      return;
    }
    this.turn += 1;
    const { turn, filters, count, chosen } = this;
    this.list.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => { this.status.textContent = "Bezig met zoeken …"; }, 400);
    if (live) this.pause = setTimeout(() => this.list.querySelector("[aria-selected=true]") || this.search(), SETTLED);
    await start();
    const answer = turn === this.turn && await ask({ question, filters, count, live });
    if (answer && !live && chosen && !answer.total) answer.hidden = (await ask({ question, filters: {}, count: 1, live })).total;
    clearTimeout(slow);
    if (turn !== this.turn) return;
    if (!live || answer.total || answer.type === "error") this.show(answer, live);
  }

  show(answer, live) {
    this.list.setAttribute("aria-busy", String(live));
    if (answer.type === "error") {
      this.fail();
      return;
    }
    const { total, marks, question } = answer;
    if (live && answer.card?.number !== this.explained) answer.card = null; // comes when the question is whole
    this.explained = answer.card?.number;
    const keys = [...new Set(marks.map(level))];
    const concept = card(answer.card);
    this.status.textContent = `${concept.length ? "1 begrip en " : ""}${total || !concept.length ? results(total) : "geen andere resultaten"}`;
    this.notice.replaceChildren(...this.meant(answer), ...this.hidden(answer), ...(total || concept.length || answer.hidden ? [] : help(question)), ...this.unreachable(answer));
    const rows = answer.results.map((result, place) => this.row(result, place, keys, marks));
    const cards = this.cardRow ? concept.map(() => this.cardRow(answer.card)) : [];
    this.card.replaceChildren(...(this.cardRow ? [] : concept));
    this.list.replaceChildren(...cards, ...rows);
    this.list.hidden = !this.list.children.length;
    this.showFacets(answer.facets, total);
    this.after?.(answer, live);
    if (!live) explain(rows, answer.results, keys);
    if (!live && !total && !concept.length && !answer.hidden) miss(question);
  }

  hidden({ hidden }) {
    if (!hidden) return [];
    const all = button("Haal de filters weg", () => {
      this.filters = {};
      this.field.focus();
      this.search();
    });
    return [make("p", {}, `Uw filters verbergen alles: zonder filters ${hidden === 1 ? "is er 1 resultaat" : `zijn er ${hidden} resultaten`}. `, all)];
  }

  meant({ meant, question }) {
    if (!meant) return [];
    const other = button(meant, () => {
      this.field.value = meant;
      this.field.focus();
      this.search();
    }, { className: "zoek-bedoelde" });
    return [make("p", {}, `Geen resultaten voor “${question.slice(0, 80)}”; dit is gevonden voor `, other)];
  }

  unreachable({ unreachable }) {
    return unreachable.length ? [make("p", { textContent: `Niet bereikbaar: ${unreachable.join(", ")}. U ziet alleen de andere resultaten.` })] : [];
  }

  fail() {
    this.clear();
    this.list.setAttribute("aria-busy", "false");
    this.status.textContent = "Zoeken lukt nu niet. Misschien is de verbinding weg.";
    this.notice.replaceChildren(make("p", {}, button("Probeer opnieuw", () => this.search())), make("p", {}, make("a", { href: to("themas/"), textContent: "Bekijk de thema's" })));
  }

  /** A choice per facet, each value with the number of pages it would give. */
  showFacets(facets, total) {
    const { chosen } = this;
    const { id } = document.activeElement;
    const choices = Object.entries(FACETS).filter(([name]) => facets[name].length > 1 || this.filters[name]).map(([name, heading]) => {
      const choice = make("select", { name, id: `${this.field.id}-${name}` }, make("option", { value: "", textContent: "Alle" }));
      const values = facets[name], own = this.filters[name] || "";
      if (own && !values.some(({ value }) => value === own)) values.push({ value: own, name: own, count: 0 });
      choice.append(...values.map(({ value, name: text, count }) => make("option", { value, textContent: `${text} (${count})` })));
      choice.value = own;
      return make("label", {}, make("span", { textContent: heading }), choice);
    });
    this.facets.replaceChildren(...choices);
    this.folder.hidden = !choices.length || (!total && !chosen);
    one("summary", this.folder).textContent = chosen ? `Filters (${chosen})` : "Filters";
    if (id) one(`[id="${id}"]`, this.facets)?.focus();
  }
}

// ── The window ──

function makeWindow() {
  const field = make("input", {
    id: "zoek-q", type: "text", inputmode: "search", name: "q", role: "combobox", "aria-expanded": "false", "aria-controls": "zoek-lijst",
    "aria-autocomplete": "list", "aria-describedby": "zoek-uitleg", autocomplete: "off", autocapitalize: "none", spellcheck: false, enterkeyhint: "search",
  });
  return make("dialog", { className: "zoek", id: "zoek", "aria-labelledby": "zoek-titel" },
    make("div", { className: "zoek-kop" },
      make("h2", { id: "zoek-titel", textContent: "Zoeken" }),
      make("button", { type: "button", "data-zoek-sluit": "", textContent: "Sluiten" })),
    make("form", { role: "search", "aria-label": "Zoeken in de kennisbank", action: to("zoeken/") },
      make("label", { htmlFor: field.id, textContent: "Wat zoekt u?" }),
      make("div", { className: "zoek-regel" }, field, make("button", { textContent: "Alle resultaten" })),
      make("p", { className: "zoek-uitleg", id: "zoek-uitleg", textContent: "Kies met de pijltjes en Enter. Esc sluit het venster." }),
      make("details", { className: "zoek-filters", hidden: true }, make("summary"), make("div", { className: "zoek-facetten", "data-zoek-facetten": "" }))),
    make("p", { className: "zoek-stand", role: "status", "data-zoek-stand": "" }),
    make("div", { "data-zoek-melding": "" }),
    make("div", { "data-zoek-kaart": "" }),
    make("div", { className: "zoek-lijst", id: "zoek-lijst", role: "listbox", "aria-label": "Resultaten", "data-zoek-lijst": "", hidden: true }));
}

/** Keeps with this page what its search was about, for who comes back to it. */
function keep(zoek) {
  history.replaceState({ ...history.state, zoek }, "");
}

function opens(dialog, searcher) {
  let back = null;
  let active = -1;
  const { field, list } = searcher;
  const options = () => [...list.children];

  function choose(place) {
    const all = options();
    active = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant"); else field.setAttribute("aria-activedescendant", all[active].id);
    all[active]?.scrollIntoView({ block: "nearest" });
  }

  searcher.after = () => {
    field.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
    field.removeAttribute("aria-activedescendant");
  };

  function open() {
    if (dialog.open) return;
    back = document.activeElement;
    dialog.showModal();
    field.focus();
    field.select();
    start();
    if (field.value.trim()) searcher.search();
  }

  /** Who comes back finds the question, the filters and the place as they were. */
  async function restore({ question, filters, place }) {
    field.value = question;
    searcher.filters = filters;
    dialog.showModal();
    start();
    await searcher.search();
    choose(place);
  }

  list.addEventListener("click", (click) => {
    const place = options().indexOf(click.target.closest("[role=option]"));
    if (place >= 0) keep({ question: field.value, filters: searcher.filters, place });
  });
  if (history.state?.zoek?.question) restore(history.state.zoek);
  dialog.addEventListener("close", () => {
    keep(null);
    back?.focus?.();
  });
  dialog.addEventListener("click", (click) => { if (click.target === dialog) dialog.close(); });
  one("[data-zoek-sluit]", dialog).addEventListener("click", () => dialog.close());
  one("form", dialog).addEventListener("submit", () => {
    for (const choice of dialog.querySelectorAll("select")) choice.disabled = !choice.value;
  });
  field.addEventListener("keydown", (press) => {
    if (press.isComposing) return;
    if (press.key === "ArrowDown" || press.key === "ArrowUp") {
      const down = press.key === "ArrowDown";
      choose(active < 0 && !down ? -1 : active + (down ? 1 : -1));
      press.preventDefault();
    } else if (press.key === "Enter" && active >= 0) {
      options()[active].click();
      press.preventDefault();
    }
  });
  for (const button of document.querySelectorAll("[data-zoek-open]")) {
    button.type = "button"; // until now it led to the page
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("pointerdown", start, { passive: true }); // the click follows: a tenth of a second gained
    button.addEventListener("click", (click) => {
      click.preventDefault();
      open();
    });
  }
  document.addEventListener("keydown", (press) => {
    const types = press.target.closest?.("input, textarea, select, [contenteditable]");
    const shortcut = (press.key === "/" && !types && !press.ctrlKey && !press.metaKey && !press.altKey)
      || (press.key.toLowerCase() === "k" && (press.ctrlKey || press.metaKey) && !press.altKey);
    if (!shortcut) return;
    press.preventDefault();
    open();
  });
}

function option(result, place, keys, marks) {
  return make("a", { className: "zoek-optie", id: `zoek-optie-${place}`, role: "option", "aria-selected": "false", tabIndex: -1, href: address(result, marks) },
    make("span", { className: "zoek-titel" }, ...marked(result.title, keys)), facts(result), excerpt(result, keys));
}

function cardOption(found) {
  return make("a", { className: "zoek-optie zoek-kaart", id: "zoek-optie-begrip", role: "option", "aria-selected": "false", tabIndex: -1, href: new URL(found.path, found.base).href },
    make("span", { className: "zoek-titel", textContent: termOf(found) }), make("span", { className: "zoek-betekenis", textContent: found.meaning }));
}

// ── The page with results ──

function item(result, place, keys, marks) {
  const title = make("a", { className: "zoek-titel", href: address(result, marks) }, ...marked(result.title, keys));
  return make("li", {}, make("p", {}, title), facts(result), excerpt(result, keys));
}

function searchPage(place) {
  const more = one("[data-zoek-meer]", place);
  const everything = one("[data-zoek-alles]", place);
  const searcher = new Searcher(place, { count: ON_PAGE, row: item });
  let typed = false; // whether what is being typed has its own place in the history
  const fromAddress = () => {
    const asked = new URLSearchParams(location.search);
    searcher.field.value = (asked.get("q") || "").slice(0, 500);
    searcher.filters = Object.fromEntries(Object.keys(FACETS).map((name) => [name, asked.get(name) || ""]));
  };
  const intoAddress = (method) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries({ q: searcher.field.value.trim(), ...searcher.filters })) {
      if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
    }
    if (url.href !== location.href) history[method](null, "", url);
  };
  searcher.field.addEventListener("input", () => { searcher.count = ON_PAGE; });
  searcher.after = (answer, live) => {
    everything.hidden = Boolean(answer);
    more.hidden = !answer || answer.total <= searcher.count;
    if (live || !answer || answer.question !== searcher.field.value) return;
    intoAddress(typed ? "replaceState" : "pushState");
    typed = true;
  };
  searcher.list.addEventListener("click", () => keep({ count: searcher.count, top: scrollY }));
  one("form", place).addEventListener("submit", (submit) => {
    submit.preventDefault();
    searcher.count = ON_PAGE;
    intoAddress("pushState");
    typed = false;
    searcher.search();
  });
  searcher.facets.addEventListener("change", () => intoAddress("replaceState"));
  more.addEventListener("click", async () => {
    const first = searcher.list.children.length;
    searcher.count += ON_PAGE;
    await searcher.search();
    searcher.list.children[first]?.querySelector("a").focus();
  });
  addEventListener("popstate", () => {
    fromAddress();
    typed = false;
    searcher.search();
  });
  fromAddress();
  const kept = history.state?.zoek;
  searcher.count = kept?.count || ON_PAGE;
  if (searcher.field.value) searcher.search().then(() => kept && scrollTo(0, kept.top));
}

// ── Marks on the page one lands on ──

function mark() {
  const sought = (new URLSearchParams(location.search).get("h") || "").slice(0, 300).split(/\s+/).filter(Boolean).slice(0, 8);
  const main = document.querySelector("main");
  if (!sought.length || !main) return;
  const keys = sought.map(level).filter((key) => key.length > 1);
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) => (
    node.parentElement.closest("script, style, svg, textarea, select, button, mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let count = 0;
  for (const node of nodes) {
    const pieces = count < MOST_MARKS ? marked(node.data, keys) : [];
    const hits = pieces.filter((piece) => typeof piece !== "string");
    if (!hits.length) continue;
    hits.forEach((hit) => hit.classList.add("zoek-raak"));
    count += hits.length;
    node.replaceWith(...pieces);
  }
  if (!count) return;
  for (const fold of main.querySelectorAll("details:has(mark)")) fold.open = true;
  main.prepend(bar());
  if (!location.hash) one("mark.zoek-raak", main).scrollIntoView({ block: "center" });
}

function bar() {
  let place = location.hash ? -1 : 0;
  const next = button("Volgende", () => {
    const hits = document.querySelectorAll("mark.zoek-raak");
    place = (place + 1) % hits.length;
    hits[place].scrollIntoView({ block: "center" });
    hits[place].tabIndex = -1;
    hits[place].focus({ preventScroll: true });
  });
  const away = button("Markering weghalen", () => {
    for (const hit of document.querySelectorAll("mark.zoek-raak")) {
      const parent = hit.parentNode;
      hit.replaceWith(...hit.childNodes);
      parent.normalize();
    }
    const url = new URL(location.href);
    url.searchParams.delete("h");
    history.replaceState(null, "", url);
    away.parentElement.remove();
    document.querySelector("main").focus();
  });
  return make("div", { className: "zoek-markering" }, make("span", { textContent: "De woorden die u zocht, zijn gemarkeerd." }), next, away);
}

if (typeof HTMLDialogElement === "function") {
  const dialog = makeWindow();
  document.body.append(dialog);
  opens(dialog, new Searcher(dialog, { count: IN_WINDOW, row: option, cardRow: cardOption }));
  const place = document.querySelector("[data-zoekpagina]");
  if (place) searchPage(place);
  mark();
}
