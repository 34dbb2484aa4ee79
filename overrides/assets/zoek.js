// The search window, the page with results, and the marks on the page one lands on. The engine is a worker
// (zoek-werker.js) that starts when someone opens the search; until then nothing of the index is fetched.
// All text from the index goes in as text, never as HTML.
const WACHT = 120;
const IN_VENSTER = 8;
const OP_PAGINA = 20;
const MEESTE_MARKERINGEN = 200;
const FACETTEN = { thema: "Thema", soort: "Soort", jaar: "Jaar" };

const html = document.documentElement;
const { werker: motor, andere = "[]" } = document.querySelector("script[data-werker]").dataset;
const basis = new URL(`${html.dataset.basis ?? "."}/`, location.href).href;
const naar = (pad) => new URL(pad, basis).href;
const een = (kies, in_) => in_.querySelector(kies);

function maak(naam, eigen = {}, ...kinderen) {
  const knoop = document.createElement(naam);
  for (const [sleutel, waarde] of Object.entries(eigen)) {
    if (sleutel in knoop) knoop[sleutel] = waarde; else knoop.setAttribute(sleutel, waarde);
  }
  knoop.append(...kinderen);
  return knoop;
}

// ── Marks: the worker compares words in the same levelled spelling ──

const gelijk = (woord) => woord.toLowerCase().normalize("NFKD").replace(/\p{M}|['’]/gu, "").replace(/z/g, "s").replace(/v/g, "f").replace(/(.)\1+/g, "$1");

function raakt(woord, sleutels) {
  const vlak = gelijk(woord);
  return sleutels.some((sleutel) => (sleutel.length > 3 ? vlak.includes(sleutel) : vlak.startsWith(sleutel)));
}

/** A text with <mark> around the words that match, as nodes. */
function gemarkeerd(tekst, sleutels) {
  return tekst.split(/([\p{L}\p{N}'’]+)/u).map((stuk, plek) => (plek % 2 && raakt(stuk, sleutels) ? maak("mark", { textContent: stuk }) : stuk));
}

// ── The engine ──

let werker = null;
let teller = 0;
const wachtend = new Map();

function start() {
  if (werker) return;
  werker = new Worker(motor);
  werker.onmessage = ({ data }) => {
    wachtend.get(data.nummer)?.(data);
    wachtend.delete(data.nummer);
  };
  werker.onerror = () => {
    werker = null;
    for (const klaar of wachtend.values()) klaar({ soort: "fout" });
    wachtend.clear();
  };
  werker.postMessage({ soort: "open", basis, andere: JSON.parse(andere) });
}

function vraagAan(bericht) {
  start();
  teller += 1;
  const nummer = teller;
  return new Promise((klaar) => {
    wachtend.set(nummer, klaar);
    werker.postMessage({ soort: "zoek", nummer, ...bericht });
  });
}

// ── What both places show ──

function adres(resultaat, markeer) {
  const url = new URL(resultaat.pad, resultaat.basis);
  if (markeer.length) url.searchParams.set("h", markeer.slice(0, 8).join(" "));
  if (resultaat.deel) url.hash = resultaat.deel.anker;
  return url.href;
}

function gegevens({ soort, jaar, herkomst }) {
  const delen = [soort && soort[0].toUpperCase() + soort.slice(1), jaar, herkomst && `van ${herkomst}`];
  return maak("span", { className: "zoek-gegevens", textContent: delen.filter(Boolean).join(" · ") });
}

function uittreksel({ deel, samenvatting }, sleutels) {
  const regel = maak("span", { className: "zoek-uittreksel" });
  if (deel) regel.append(maak("span", { className: "zoek-deel" }, "Op deze pagina: ", ...gemarkeerd(deel.kop, sleutels)));
  regel.append(...gemarkeerd(samenvatting, sleutels));
  return regel;
}

function kaart(gevonden) {
  if (!gevonden || !gevonden.pad) return [];
  const naam = gevonden.afkorting && gevonden.afkorting !== gevonden.term ? `${gevonden.term} (${gevonden.afkorting})` : gevonden.term;
  const link = maak("a", { href: new URL(gevonden.pad, gevonden.basis).href, textContent: "Lees meer over dit begrip" });
  return [maak("section", { className: "zoek-kaart", "aria-label": "Begrip" },
    maak("p", { className: "zoek-term", textContent: naam }), maak("p", { textContent: gevonden.betekenis }), maak("p", {}, link))];
}

function hulp(vraag) {
  const wegen = [["themas/", "Bekijk de thema's"], ["expertteams/", "Vraag het een expertteam"], ["begrippen/", "Zoek in de begrippenlijst"]];
  return [maak("p", { textContent: `Wij vinden niets met “${vraag.slice(0, 80)}”. Controleer de spelling, of probeer een ander woord.` }),
    maak("ul", {}, ...wegen.map(([pad, tekst]) => maak("li", {}, maak("a", { href: naar(pad), textContent: tekst }))))];
}

const meervoud = (aantal) => (aantal === 1 ? "1 resultaat" : `${aantal} resultaten`);

/** One place where one can search: fields, status and list. The window and the page each make one. */
class Zoeker {
  constructor(plek, { aantal, levend, rij }) {
    Object.assign(this, { plek, aantal, levend, rij, volgnummer: 0, filters: {} });
    this.veld = een("input[name=q]", plek);
    for (const naam of ["stand", "melding", "kaart", "lijst", "facetten"]) this[naam] = een(`[data-zoek-${naam}]`, plek);
    this.facetten.addEventListener("change", () => {
      for (const keuze of this.facetten.querySelectorAll("select")) this.filters[keuze.name] = keuze.value;
      this.zoek();
    });
  }

  leeg() {
    this.volgnummer += 1;
    this.stand.textContent = "";
    for (const vak of [this.melding, this.kaart, this.lijst]) vak.replaceChildren();
    this.facetten.hidden = true;
    this.lijst.hidden = true;
    this.na?.(null);
  }

  async zoek() {
    const vraag = this.veld.value.trim();
    if (!vraag) {
      this.leeg();
      return;
    }
    this.volgnummer += 1;
    const nummer = this.volgnummer;
    const traag = setTimeout(() => { this.stand.textContent = "Bezig met zoeken …"; }, 400);
    const antwoord = await vraagAan({ vraag: this.veld.value, filters: this.filters, aantal: this.aantal, levend: this.levend });
    clearTimeout(traag);
    if (nummer === this.volgnummer) this.toon(antwoord);
  }

  toon(antwoord) {
    if (antwoord.soort === "fout") {
      this.fout();
      return;
    }
    const { totaal, resultaten, markeer, vraag } = antwoord;
    const sleutels = [...new Set(markeer.map(gelijk))];
    const begrip = kaart(antwoord.kaart);
    this.stand.textContent = `${begrip.length ? "1 begrip en " : ""}${totaal || !begrip.length ? meervoud(totaal) : "geen andere resultaten"}`;
    this.kaart.replaceChildren(...begrip);
    this.melding.replaceChildren(...this.bedoelde(antwoord), ...(totaal || begrip.length ? [] : hulp(vraag)), ...this.onbereikbaar(antwoord));
    this.lijst.replaceChildren(...resultaten.map((resultaat, plek) => this.rij(resultaat, plek, sleutels, markeer)));
    this.lijst.hidden = !resultaten.length;
    this.toonFacetten(antwoord.facetten, totaal);
    this.na?.(antwoord);
  }

  bedoelde({ bedoelde }) {
    if (!bedoelde) return [];
    const knop = maak("button", { type: "button", className: "zoek-bedoelde", textContent: bedoelde });
    knop.addEventListener("click", () => {
      this.veld.value = bedoelde;
      this.veld.focus();
      this.zoek();
    });
    return [maak("p", {}, "Bedoelde u ", knop, "?")];
  }

  onbereikbaar({ onbereikbaar }) {
    return onbereikbaar.length ? [maak("p", { textContent: `Niet bereikbaar: ${onbereikbaar.join(", ")}. U ziet alleen de andere resultaten.` })] : [];
  }

  fout() {
    const knop = maak("button", { type: "button", textContent: "Probeer opnieuw" });
    knop.addEventListener("click", () => this.zoek());
    this.leeg();
    this.stand.textContent = "Zoeken lukt nu niet. Misschien is de verbinding weg.";
    this.melding.replaceChildren(maak("p", {}, knop), maak("p", {}, maak("a", { href: naar("themas/"), textContent: "Bekijk de thema's" })));
  }

  /** A choice per facet, each value with the number of pages it would give. */
  toonFacetten(facetten, totaal) {
    const gekozen = Object.values(this.filters).some(Boolean);
    const actief = document.activeElement;
    const vakken = Object.entries(FACETTEN).filter(([naam]) => facetten[naam].length > 1 || this.filters[naam]).map(([naam, kop]) => {
      const keuze = maak("select", { name: naam, id: `${this.veld.id}-${naam}` }, maak("option", { value: "", textContent: "Alle" }));
      const waarden = facetten[naam];
      if (this.filters[naam] && !waarden.some(({ waarde }) => waarde === this.filters[naam])) waarden.push({ waarde: this.filters[naam], naam: this.filters[naam], aantal: 0 });
      keuze.append(...waarden.map(({ waarde, naam: tekst, aantal }) => maak("option", { value: waarde, textContent: `${tekst} (${aantal})` })));
      keuze.value = this.filters[naam] || "";
      return maak("label", {}, maak("span", { textContent: kop }), keuze);
    });
    this.facetten.replaceChildren(...vakken);
    this.facetten.hidden = !vakken.length || (!totaal && !gekozen);
    if (actief && actief.id && this.facetten.contains(document.getElementById(actief.id))) document.getElementById(actief.id).focus();
  }
}

// ── The window ──

function maakVenster() {
  const veld = maak("input", {
    id: "zoek-q", type: "text", inputmode: "search", name: "q", role: "combobox", "aria-expanded": "false", "aria-controls": "zoek-lijst",
    "aria-autocomplete": "list", "aria-describedby": "zoek-uitleg", autocomplete: "off", autocapitalize: "none", spellcheck: false, enterkeyhint: "search",
  });
  return maak("dialog", { className: "zoek", id: "zoek", "aria-labelledby": "zoek-titel" },
    maak("div", { className: "zoek-kop" },
      maak("h2", { id: "zoek-titel", textContent: "Zoeken" }),
      maak("button", { type: "button", "data-zoek-sluit": "", textContent: "Sluiten" })),
    maak("form", { role: "search", "aria-label": "Zoeken in de kennisbank", action: naar("zoeken/") },
      maak("label", { htmlFor: veld.id, textContent: "Wat zoekt u?" }),
      maak("div", { className: "zoek-regel" }, veld, maak("button", { textContent: "Alle resultaten" })),
      maak("p", { className: "zoek-uitleg", id: "zoek-uitleg", textContent: "Kies met de pijltjes en Enter. Esc sluit het venster." }),
      maak("div", { className: "zoek-facetten", "data-zoek-facetten": "", hidden: true })),
    maak("p", { className: "zoek-stand", role: "status", "data-zoek-stand": "" }),
    maak("div", { "data-zoek-melding": "" }),
    maak("div", { "data-zoek-kaart": "" }),
    maak("div", { className: "zoek-lijst", id: "zoek-lijst", role: "listbox", "aria-label": "Resultaten", "data-zoek-lijst": "", hidden: true }));
}

function opent(venster, zoeker) {
  let terug = null;
  let wacht = 0;
  let actief = -1;
  const { veld, lijst } = zoeker;
  const opties = () => [...lijst.children];

  function kies(plek) {
    const alle = opties();
    actief = alle.length ? (plek + alle.length) % alle.length : -1;
    alle.forEach((optie, nummer) => optie.setAttribute("aria-selected", String(nummer === actief)));
    if (actief < 0) veld.removeAttribute("aria-activedescendant"); else veld.setAttribute("aria-activedescendant", alle[actief].id);
    alle[actief]?.scrollIntoView({ block: "nearest" });
  }

  zoeker.na = () => {
    veld.setAttribute("aria-expanded", String(!lijst.hidden));
    actief = -1;
    veld.removeAttribute("aria-activedescendant");
  };

  function open() {
    if (venster.open) return;
    terug = document.activeElement;
    venster.showModal();
    veld.focus();
    veld.select();
    start();
    if (veld.value.trim()) zoeker.zoek();
  }

  venster.addEventListener("close", () => terug?.focus?.());
  venster.addEventListener("click", (klik) => { if (klik.target === venster) venster.close(); });
  een("[data-zoek-sluit]", venster).addEventListener("click", () => venster.close());
  een("form", venster).addEventListener("submit", () => {
    for (const keuze of venster.querySelectorAll("select")) keuze.disabled = !keuze.value;
  });
  veld.addEventListener("input", () => {
    clearTimeout(wacht);
    wacht = setTimeout(() => zoeker.zoek(), WACHT);
  });
  veld.addEventListener("keydown", (toets) => {
    if (toets.isComposing) return;
    if (toets.key === "ArrowDown" || toets.key === "ArrowUp") {
      const omlaag = toets.key === "ArrowDown";
      kies(actief < 0 && !omlaag ? -1 : actief + (omlaag ? 1 : -1));
      toets.preventDefault();
    } else if (toets.key === "Enter" && actief >= 0) {
      opties()[actief].click();
      toets.preventDefault();
    }
  });
  for (const knop of document.querySelectorAll("[data-zoek-open]")) {
    knop.type = "button"; // until now it led to the page
    knop.setAttribute("aria-haspopup", "dialog");
    knop.addEventListener("pointerdown", start, { passive: true }); // the click follows: a tenth of a second gained
    knop.addEventListener("click", (klik) => {
      klik.preventDefault();
      open();
    });
  }
  document.addEventListener("keydown", (toets) => {
    const typt = toets.target.closest?.("input, textarea, select, [contenteditable]");
    const sneltoets = (toets.key === "/" && !typt && !toets.ctrlKey && !toets.metaKey && !toets.altKey) || (toets.key.toLowerCase() === "k" && (toets.ctrlKey || toets.metaKey) && !toets.altKey);
    if (!sneltoets) return;
    toets.preventDefault();
    open();
  });
}

function optie(resultaat, plek, sleutels, markeer) {
  return maak("a", { className: "zoek-optie", id: `zoek-optie-${plek}`, role: "option", "aria-selected": "false", tabIndex: -1, href: adres(resultaat, markeer) },
    maak("span", { className: "zoek-titel" }, ...gemarkeerd(resultaat.titel, sleutels)), gegevens(resultaat), uittreksel(resultaat, sleutels));
}

// ── The page with results ──

function item(resultaat, plek, sleutels, markeer) {
  const titel = maak("a", { className: "zoek-titel", href: adres(resultaat, markeer) }, ...gemarkeerd(resultaat.titel, sleutels));
  return maak("li", {}, maak("p", {}, titel), gegevens(resultaat), uittreksel(resultaat, sleutels));
}

function zoekpagina(plek) {
  const meer = een("[data-zoek-meer]", plek);
  const alles = een("[data-zoek-alles]", plek);
  const zoeker = new Zoeker(plek, { aantal: OP_PAGINA, levend: false, rij: item });
  const uitAdres = () => {
    const wat = new URLSearchParams(location.search);
    zoeker.veld.value = (wat.get("q") || "").slice(0, 500);
    zoeker.filters = Object.fromEntries(Object.keys(FACETTEN).map((naam) => [naam, wat.get(naam) || ""]));
  };
  const inAdres = (methode) => {
    const url = new URL(location.href);
    for (const [naam, waarde] of Object.entries({ q: zoeker.veld.value.trim(), ...zoeker.filters })) {
      if (waarde) url.searchParams.set(naam, waarde); else url.searchParams.delete(naam);
    }
    if (url.href !== location.href) history[methode](null, "", url);
  };
  zoeker.na = (antwoord) => {
    alles.hidden = Boolean(antwoord);
    meer.hidden = !antwoord || antwoord.totaal <= zoeker.aantal;
  };
  een("form", plek).addEventListener("submit", (stuur) => {
    stuur.preventDefault();
    zoeker.aantal = OP_PAGINA;
    inAdres("pushState");
    zoeker.zoek();
  });
  zoeker.facetten.addEventListener("change", () => inAdres("replaceState"));
  meer.addEventListener("click", async () => {
    const eerst = zoeker.lijst.children.length;
    zoeker.aantal += OP_PAGINA;
    await zoeker.zoek();
    zoeker.lijst.children[eerst]?.querySelector("a").focus();
  });
  addEventListener("popstate", () => {
    uitAdres();
    zoeker.zoek();
  });
  uitAdres();
  if (zoeker.veld.value) zoeker.zoek();
}

// ── Marks on the page one lands on ──

function markeer() {
  const gezocht = (new URLSearchParams(location.search).get("h") || "").slice(0, 300).split(/\s+/).filter(Boolean).slice(0, 8);
  const blad = document.querySelector("main");
  if (!gezocht.length || !blad) return;
  const sleutels = gezocht.map(gelijk).filter((sleutel) => sleutel.length > 1);
  const loper = document.createTreeWalker(blad, NodeFilter.SHOW_TEXT, (knoop) => (
    knoop.parentElement.closest("script, style, svg, textarea, select, button, mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const knopen = [];
  while (loper.nextNode()) knopen.push(loper.currentNode);
  let aantal = 0;
  for (const knoop of knopen) {
    const stukken = aantal < MEESTE_MARKERINGEN ? gemarkeerd(knoop.data, sleutels) : [];
    const raak = stukken.filter((stuk) => typeof stuk !== "string");
    if (!raak.length) continue;
    raak.forEach((mark) => mark.classList.add("zoek-raak"));
    aantal += raak.length;
    knoop.replaceWith(...stukken);
  }
  if (aantal) blad.prepend(weghalen());
}

function weghalen() {
  const knop = maak("button", { type: "button", textContent: "Markering weghalen" });
  const balk = maak("div", { className: "zoek-markering" }, maak("span", { textContent: "De woorden die u zocht, zijn gemarkeerd." }), knop);
  knop.addEventListener("click", () => {
    for (const mark of document.querySelectorAll("mark.zoek-raak")) {
      const ouder = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      ouder.normalize();
    }
    const url = new URL(location.href);
    url.searchParams.delete("h");
    history.replaceState(null, "", url);
    balk.remove();
    document.querySelector("main").focus();
  });
  return balk;
}

if (typeof HTMLDialogElement === "function") {
  const venster = maakVenster();
  document.body.append(venster);
  opent(venster, new Zoeker(venster, { aantal: IN_VENSTER, levend: true, rij: optie }));
  const plek = document.querySelector("[data-zoekpagina]");
  if (plek) zoekpagina(plek);
  markeer();
}
