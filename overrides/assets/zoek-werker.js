/* The search engine: one worker, no dependency, no build step.
 *
 * The first half is the analysis of macros/search/analysis.py, rule for rule (tests/search compares the two over the
 * same words). The second half reads the files that macros/search/index.py writes and ranks. Nothing is fetched
 * before the page sends its first message. Messages in: {soort: "open"|"zoek", …}; out: see `onmessage`.
 */
"use strict";

// ── Analysis ────────────────────────────────────────────────────────────────────────────────────────────────

const LANGSTE_WOORD = 40;
const LANGSTE_VRAAG = 200;
const MEESTE_WOORDEN = 16;
const GENITIEF = /(?<=[\p{L}\p{N}_])['’‘ʼ`´′]s(?![\p{L}\p{N}_])/gu;
const APOSTROFS = /['’‘ʼ`´′\u00ad\u200b-\u200d\u2060\ufeff]/gu;
const LETTERS = { ø: "o", æ: "ae", œ: "oe", ß: "ss", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i" };
const ONREGELMATIG = [["heden", "heid"], ["kinderen", "kind"], ["raadsleden", "raadslid"], ["teamleden", "teamlid"]];
const EINDIGT_OP_S = /(?:proces|adres|succes|congres|basis|crisis|virus|status|campus)$/;
const BLIJFT = new Set("binnen boven buiten eigen leven negen open samen tegen teken tussen zeven".split(" "));
const STOPWOORDEN = new Set((
  "aan achter al alle alleen allen als altijd ander andere anderen bent beter bij bijvoorbeeld binnen bleef " +
  "blijf blijft blijven buiten daar daarbij daarmee daarna daarom daarvoor dan dat de deden deed deze die dit " +
  "doe doen doet door dus echt een eens eerst elk elke en er ervan ervoor ga gaan gaat gebeuren gebeurt geef " +
  "geen geven ging gingen graag haar had hadden heb hebben hebt heeft heel heet hem hen het hier hierbij hij " +
  "hoe hoeveel hun ieder iedere iedereen iemand iets ik in is ja je jezelf jij jou jouw juist jullie kan kom " +
  "komen komt kon konden krijg krijgen krijgt kun kunnen kunt kwam laat laten leg liet maak maar mag maken me " +
  "mee meer men met mij mijn mocht moest moet moeten mogen na naar nee neem neemt nemen niemand niet niets nog " +
  "nu of om omdat onder ons onze ooit ook op over pas per precies rond sinds steeds stel te tegen terwijl " +
  "tijdens toch toe tot tussen u uit uw vaak van vanaf vanuit veel verder via vind vinden voor vooral voordat " +
  "waar waarmee waarom waarvoor wanneer want waren was wat we weer weet wel welk welke werd werden weten wie " +
  "wij wil willen worden wordt zal ze zelf zelfs zich zien zij zijn zit zitten zo zoals zoek zonder zou zouden " +
  "zulke zullen"
).split(" "));
const VRAAGWOORDEN = new Set("hoeveel waarom wanneer welke wie".split(" "));
const VOORZETSELS = new Set("aan af bij door in mee om onder op over samen tegen toe uit voor weg".split(" "));
const TUSSENKLANKEN = ["", "s", "en", "n", "e"];
const GEEN_DEEL = new Set("heid ing ling ring lijk baar loos ment ties tie land ent ers gen den".split(" "));

function vouw(tekst) {
  return tekst.toLowerCase().replace(GENITIEF, "").replace(APOSTROFS, "").normalize("NFKD").replace(/\p{M}/gu, "")
    .toLowerCase().replace(/[øæœßđðþłı]/g, (letter) => LETTERS[letter]);
}

function woorden(tekst) {
  return (vouw(tekst).match(/[\p{L}\p{N}]+/gu) || []).map((woord) => [...woord].slice(0, LANGSTE_WOORD).join(""));
}

function stam(woord) {
  if (woord.length < 4 || BLIJFT.has(woord) || !/^\p{L}+$/u.test(woord)) return woord;
  for (const [meer, enkel] of ONREGELMATIG) {
    if (woord.endsWith(meer)) return woord.slice(0, -meer.length) + enkel;
  }
  const kort = zonderS(zonderUitgang(zonderS(woord)));
  return lettergrepen(kort) > 1 ? kort.replace(/(aa|ee|oo|uu)(?=[bcdfghjklmnpqrstvwxz]$)/, (lang) => lang[0]) : kort;
}

function zonderS(woord) {
  return heeftS(woord) ? woord.slice(0, -1) : woord;
}

function heeftS(woord) {
  if (woord.length <= 4 || !woord.endsWith("s") || EINDIGT_OP_S.test(woord)) return false;
  const voor = woord.at(-2), daarvoor = woord.at(-3);
  if ("aeo".includes(voor)) return !"aeiouy".includes(daarvoor) || ["ei", "oi", "oe", "ai", "ao"].includes(voor + daarvoor);
  return !"siuy".includes(voor);
}

function zonderUitgang(woord) {
  const lengte = uitgang(woord);
  return lengte ? sluit(woord.slice(0, -lengte)) : woord;
}

function uitgang(woord) {
  if (woord.endsWith("en") && woord.length >= 5) {
    const los = woord.at(-3) !== "e" || woord.endsWith("eeen") || woord.endsWith("ieen");
    return los && lettergrepen(woord.slice(0, -2)) ? 2 : 0;
  }
  const heeftE = woord.endsWith("e") && woord.length >= 4;
  return heeftE && !"aeiouy".includes(woord.at(-2)) && lettergrepen(woord.slice(0, -1)) ? 1 : 0;
}

function sluit(rest) {
  if (/([bdfgklmnprstz])\1$/.test(rest)) return rest.slice(0, -1);
  const open = /^([^aeiouy]*)([aeou])([bcdfghjklmnpqrstvwxz])$/.exec(rest);
  const heel = open ? open[1] + open[2] + open[2] + open[3] : rest;
  return heel.replace(/v$/, "f").replace(/z$/, "s");
}

/** The stems of a word's own family as verb: `betaalt`, `betaalde`, `betaald` and `betaling` for `betalen`. */
function verwanten(woord) {
  const kaal = woord.replace(/(?:ingen|ing)$/, "");
  const wortels = [kaal, woord.replace(/(?:[dt]en?|[dt])$/, ""), woord.replace(/^ge(.*)[dt]$/, "$1")].filter((wortel) => wortel.length >= 4);
  return new Set(wortels.flatMap((wortel) => [stam(wortel), stam(`${wortel}en`), `${stam(wortel)}ing`]));
}

function lettergrepen(woord) {
  return (woord.match(/[aeiouy]+/g) || []).length;
}

// ── The compact forms (macros/search/encoding.py) ───────────────────────────────────────────────────────────

const TEKENS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const WAARDE = new Int8Array(128).fill(-1);
for (let plek = 0; plek < 64; plek += 1) WAARDE[TEKENS.charCodeAt(plek)] = plek;

// What each step of a weight is worth: HOOGSTE and KROMME of macros/search/impacts.py.
const ZWAARTE = Float64Array.from({ length: 64 }, (_, stap) => 31 * (stap / 20) ** 1.5);

/** Postings: documents and weights, in two arrays. */
function leesLijst(tekst) {
  const nummers = [], gewichten = [];
  for (const groep of tekst.split(".")) {
    const gewicht = ZWAARTE[WAARDE[groep.charCodeAt(0)]];
    let nummer = -1, getal = 0, maal = 1;
    for (let plek = 1; plek < groep.length; plek += 1) {
      const cijfer = WAARDE[groep.charCodeAt(plek)];
      if (cijfer >= 32) {
        getal += (cijfer - 32) * maal;
        maal *= 32;
      } else {
        nummer += getal + cijfer * maal + 1;
        nummers.push(nummer);
        gewichten.push(gewicht);
        getal = 0;
        maal = 1;
      }
    }
  }
  return { nummers, gewichten };
}

/** The vocabulary: stems in order, and the form in which to show each. */
function leesWoorden(tekst) {
  const stammen = [], vormen = [];
  let vorige = "";
  for (const regel of tekst ? tekst.split("\n") : []) {
    const [rest, verschil] = regel.slice(1).split(" ");
    vorige = vorige.slice(0, WAARDE[regel.charCodeAt(0)]) + rest;
    stammen.push(vorige);
    vormen.push(verschil ? vorige.slice(0, vorige.length - WAARDE[verschil.charCodeAt(0)]) + verschil.slice(1) : "");
  }
  return { stammen, vormen };
}

function leesReeks(reeks) {
  const uit = [];
  for (let plek = 0; plek < reeks.length; plek += 2) for (let maal = reeks[plek + 1]; maal; maal -= 1) uit.push(reeks[plek]);
  return uit;
}

/** The letters of a word as bits: words whose letters differ much are no typing error of each other. */
function masker(woord) {
  let uit = 0;
  for (let plek = 0; plek < woord.length; plek += 1) uit |= 1 << (woord.charCodeAt(plek) % 32);
  return uit;
}

function bits(getal) {
  let rest = getal - ((getal >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

const LANGSTE_FOUT = 31; // letters: as many as there are bits to work with
const TEKENS_FOUT = 128;

/** Where each letter stands in a word, as bits; letters that share a place in the table are compared as if alike. */
function plekken(woord) {
  const uit = new Int32Array(TEKENS_FOUT);
  for (let plek = 0; plek < woord.length; plek += 1) uit[woord.charCodeAt(plek) % TEKENS_FOUT] |= 1 << plek;
  return uit;
}

/** The distance of two words in typing errors (insert, delete, replace, swap), or `hoogst` + 1 when it is more.
 *  The first word is given by its `plekken` and its length. All cells of a column are worked out at once, as the bits
 *  of a number (Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances, 2003). */
function afstand(letters, lengte, ander, hoogst) {
  const laatste = 1 << (lengte - 1);
  let ver = lengte, meer = -1, minder = 0, gelijk = 0, vorige = 0;
  for (let plek = 0, rest = ander.length; rest; plek += 1) {
    rest -= 1;
    const hier = letters[ander.charCodeAt(plek) % TEKENS_FOUT];
    gelijk = (((hier & meer) + meer) ^ meer) | hier | minder | (((~gelijk & hier) << 1) & vorige);
    let op = minder | ~(gelijk | meer), neer = gelijk & meer;
    if (op & laatste) ver += 1; else if (neer & laatste) ver -= 1;
    if (ver > hoogst + rest) return hoogst + 1;
    op = (op << 1) | 1;
    neer <<= 1;
    meer = neer | ~(gelijk | op);
    minder = op & gelijk;
    vorige = hier;
  }
  return ver;
}

// ── One site's index ────────────────────────────────────────────────────────────────────────────────────────

/** A file that should be there is not, or is not whole: perhaps the site was published meanwhile. */
class Onvolledig extends Error {}

/** A block of vocabulary, with what makes looking up quick. */
function leesBlok(tekst) {
  const plek = tekst.indexOf("\n");
  const gelezen = leesWoorden(tekst.slice(plek + 1));
  if (plek < 0 || gelezen.stammen.length !== Number(tekst.slice(0, plek))) throw new Onvolledig("onvolledige woordenlijst");
  gelezen.maskers = Int32Array.from(gelezen.stammen, masker);
  gelezen.perLengte = [];
  gelezen.stammen.forEach((woord, nummer) => (gelezen.perLengte[woord.length] ||= []).push(nummer));
  gelezen.plek = new Map(gelezen.stammen.map((woord, nummer) => [woord, nummer]));
  return gelezen;
}

const GEWICHT = { deel: 0.75, samen: 1, los: 0.8, vorm: 0.65, vraag: 0.45, voor: 0.45, voorErbij: 0.25, fout1: 0.75, fout2: 0.5, begrip: 1, brug: 0.5, stop: 0.08 };
const FACETTEN = ["thema", "soort", "jaar"];
const FORMAAT = 2; // of the files (macros/search/index.py)
const WEINIG = 2;
const TITEL = 0.4;
const MEESTE_VERVOLGEN = 8;
const FAMILIE = 0.7; // the share of its letters that a word of the same family begins with
const MINSTE_FAMILIE = 5;
const MEESTE_FOUTEN = 3;
const WACHT = 150;
const GEDULD = 2000; // milliseconds that another site may take, and
const RUST = 60000; // how long one that took more is left alone

class Index {
  constructor(basis, wijzer = "kern.json") {
    this.basis = basis;
    this.wijzer = wijzer;
    this.vergeet();
  }

  vergeet() {
    this.kern = null;
    this.kernnaam = "";
    this.opening = null;
    this.bestanden = new Map();
  }

  /** The text of a file; what is hashed is fetched once, and a failure is tried once more past the cache. */
  haal(naam, lees) {
    if (!this.bestanden.has(naam)) {
      const belofte = this.probeer(naam, lees, "default").catch(
        () => new Promise((klaar) => setTimeout(klaar, WACHT)).then(() => this.probeer(naam, lees, "reload")));
      belofte.catch(() => this.bestanden.delete(naam));
      this.bestanden.set(naam, belofte);
    }
    return this.bestanden.get(naam);
  }

  async probeer(naam, lees, cache) {
    try {
      const antwoord = await fetch(this.basis + naam, { cache });
      if (!antwoord.ok) throw new Onvolledig(`${naam}: ${antwoord.status}`);
      return lees(await antwoord.text());
    } catch (fout) {
      throw new Onvolledig(`${naam}: ${fout.message}`);
    }
  }

  open() {
    this.opening = this.opening || this.opent().catch((fout) => {
      this.opening = null;
      throw fout;
    });
    return this.opening;
  }

  async opent() {
    const { formaat, kern: naam, eerst } = await this.probeer(this.wijzer, JSON.parse, "no-cache")
      .catch(() => this.probeer(this.wijzer, JSON.parse, "reload"));
    if (formaat !== FORMAAT) throw new Error(`een index van formaat ${formaat}`);
    for (const bestand of eerst) this.haal(bestand, leesBlok).catch(() => {}); // asked for again, and then reported
    const kern = await this.haal(naam, JSON.parse);
    const waarden = { thema: kern.themas, soort: kern.soorten.map((soort) => [soort]), jaar: kern.jaren.map((jaar) => (jaar ? [String(jaar)] : [])) };
    kern.facetten = FACETTEN.map((facet) => ({ facet, van: leesReeks(kern[facet]), waarden: waarden[facet] }));
    kern.begripVan = new Map(kern.begrippen.map(([blad], nummer) => [blad, nummer]));
    kern.namen = new Map();
    kern.begrippen.forEach(([, ...namen], nummer) => {
      for (const sleutel of namen) kern.namen.set(sleutel, [...(kern.namen.get(sleutel) || []), nummer]);
    });
    kern.langste = Math.max(1, ...[...kern.namen.keys()].map((sleutel) => sleutel.split(" ").length));
    kern.blokken = kern.woorden.map(([letter, begin, bestand]) => (
      { letter, begin, bestand, woorden: null }));
    this.kernnaam = naam;
    this.kern = kern;
    if (kern.blokken.length <= 2) await Promise.all(kern.blokken.map((blok) => this.laad(blok)));
  }

  /** Whether a newer core was published; forgets the old one if so. */
  async ververst() {
    const oud = this.kernnaam;
    const { kern } = await this.probeer(this.wijzer, JSON.parse, "reload");
    if (kern === oud) return false;
    this.vergeet();
    return true;
  }

  blokVan(letter) {
    const blokken = this.kern.blokken;
    for (let plek = blokken.length - 1; plek > 0; plek -= 1) if (blokken[plek].letter <= letter) return blokken[plek];
    return blokken[0] || null;
  }

  async laad(blok) {
    if (!blok || blok.woorden) return;
    blok.woorden = await this.haal(blok.bestand, leesBlok);
  }

  /** The vocabulary of the letters with which these words begin. */
  laadVoor(lijst) {
    return Promise.all([...new Set(lijst.filter((woord) => woord && this.kern.blokken.length).map((woord) => this.blokVan(woord[0])))].map((blok) => this.laad(blok)));
  }

  kent(term) {
    const blok = this.blokVan(term[0]);
    return Boolean(blok && blok.woorden && blok.woorden.plek.has(term));
  }

  vorm(term) {
    const { woorden: lijst } = this.blokVan(term[0]);
    return lijst.vormen[lijst.plek.get(term)] || term;
  }

  /** The postings of terms, as a map; each shard is fetched once. */
  async lijsten(termen) {
    const uit = new Map();
    await Promise.all(termen.map(async (term) => {
      const blok = this.blokVan(term[0]);
      const nummer = blok.begin + blok.woorden.plek.get(term);
      const scherven = this.kern.lijsten;
      let plek = scherven.length - 1;
      while (scherven[plek][0] > nummer) plek -= 1;
      const einde = (scherven[plek + 1] || [this.kern.termen])[0];
      const regels = await this.haal(scherven[plek][1], (tekst) => {
        const gelezen = tekst.split("\n");
        if (gelezen.length !== einde - scherven[plek][0]) throw new Onvolledig("onvolledige lijst");
        return gelezen;
      });
      uit.set(term, leesLijst(regels[nummer - scherven[plek][0]]));
    }));
    return uit;
  }

  async fragment(nummer) {
    const { bundel, bundels } = this.kern;
    const rijen = await this.haal(bundels[Math.floor(nummer / bundel)], JSON.parse);
    return rijen[nummer % bundel];
  }

  // ── From a question to terms ──

  /** Words of the vocabulary that begin with this one, the shortest first. */
  vervolgen(begin) {
    const blok = this.blokVan(begin[0]);
    if (!blok || !blok.woorden) return [];
    const lijst = blok.woorden.stammen;
    let laag = 0, hoog = lijst.length;
    while (laag < hoog) {
      const midden = (laag + hoog) >> 1;
      if (lijst[midden] < begin) laag = midden + 1; else hoog = midden;
    }
    const uit = [];
    while (laag < lijst.length && lijst[laag].startsWith(begin)) uit.push(lijst[laag++]);
    return uit.filter((term) => term !== begin).sort((een, ander) => een.length - ander.length).slice(0, MEESTE_VERVOLGEN);
  }

  /** Words that begin with all of this one or, failing that, with as much of it as possible: `bureaucratisch`
   *  for `bureaucratie`. */
  familie(woord) {
    for (let letters = woord.length; letters >= Math.max(MINSTE_FAMILIE, FAMILIE * woord.length); letters -= 1) {
      const uit = this.vervolgen(woord.slice(0, letters));
      if (uit.length) return uit;
    }
    return woord.length < MINSTE_FAMILIE ? this.vervolgen(woord) : [];
  }

  /** Words of the vocabulary at one or two typing errors, the nearest first. */
  gelijkend(woord) {
    const hoogst = woord.length < 4 ? 0 : woord.length < 8 ? 1 : 2;
    if (!hoogst || woord.length > LANGSTE_FOUT) return [];
    const uit = [], letters = masker(woord), waar = plekken(woord);
    for (const blok of this.kern.blokken) {
      if (!blok.woorden) continue;
      const { stammen, maskers, perLengte } = blok.woorden;
      for (let lengte = Math.max(3, woord.length - hoogst); lengte <= woord.length + hoogst; lengte += 1) {
        for (const plek of perLengte[lengte] || []) {
          if (bits(maskers[plek] ^ letters) > 2 * hoogst || stammen[plek][0] === "#") continue;
          const ver = afstand(waar, woord.length, stammen[plek], hoogst);
          if (ver <= hoogst) uit.push([stammen[plek], ver + (stammen[plek][0] === woord[0] ? 0 : 0.5)]);
        }
      }
    }
    uit.sort((een, ander) => een[1] - ander[1]);
    return uit.filter(([, ver]) => ver <= uit[0][1] + 0.5).slice(0, MEESTE_FOUTEN);
  }

  /** On a large site: the vocabulary in which the other parts of an unknown compound would be. */
  async laadDelen(woord) {
    if (this.kern.blokken.length <= 2) return;
    const resten = [];
    for (let plek = 3; plek <= woord.length - 3; plek += 1) {
      if (!this.kent(stam(woord.slice(0, plek)))) continue;
      for (const klank of TUSSENKLANKEN) if (woord.startsWith(klank, plek)) resten.push(woord.slice(plek + klank.length));
    }
    await this.laadVoor(resten);
  }

  /** The best way to read a word as two or three known ones of at least so many letters: their stems. */
  splits(woord, kortst = 3, diepte = 2) {
    const eigen = stam(woord);
    let beste = null, hoogst = 0;
    for (let plek = kortst; plek <= woord.length - kortst; plek += 1) {
      const links = woord.slice(0, plek);
      if (STOPWOORDEN.has(links) || stam(links) === eigen || !this.kent(stam(links))) continue;
      for (const klank of TUSSENKLANKEN) {
        if (!woord.startsWith(klank, plek)) continue;
        const rechts = woord.slice(plek + klank.length);
        if (rechts.length < kortst || STOPWOORDEN.has(rechts) || GEEN_DEEL.has(rechts)) continue;
        const rest = this.kent(stam(rechts)) ? [stam(rechts)] : diepte > 1 ? this.splits(rechts, kortst, diepte - 1) : null;
        if (!rest) continue;
        const waarde = Math.min(links.length, ...rest.map((deel) => deel.length)) - rest.length - (klank ? 0.5 : 0);
        if (!beste || waarde > hoogst) [beste, hoogst] = [[stam(links), ...rest], waarde];
      }
    }
    return beste;
  }

  /** A question as slots: each a weight and the terms that fill it, with what was corrected and which concepts hit. */
  async begrijp(vraag, levend) {
    const ruw = vraag.slice(0, LANGSTE_VRAAG);
    const lijst = woorden(ruw).slice(0, MEESTE_WOORDEN);
    const stammen = lijst.map(stam);
    await this.laadVoor([...lijst, ...(this.kern.begrippen.length ? ["#"] : [])]);
    const inhoud = lijst.filter((woord) => !STOPWOORDEN.has(woord));
    const alleenStop = !inhoud.length;
    const vakken = lijst.map((woord, plek) => ({
      woord, plek, stop: STOPWOORDEN.has(woord), gewicht: STOPWOORDEN.has(woord) && !alleenStop ? GEWICHT.stop : 1,
      termen: new Map(this.kent(stammen[plek]) ? [[stammen[plek], 1]] : []), gekend: this.kent(stammen[plek]),
    }));
    await this.koppel(vakken);
    this.vervoeg(vakken);
    this.scheidbaar(vakken);
    await this.herstel(vakken, levend && /[\p{L}\p{N}]$/u.test(ruw));
    const begrippen = this.begrippenIn(vakken, ruw);
    return { vakken: this.rond(vakken, begrippen, alleenStop), begrippen, inhoud: inhoud.length, woordvakken: vakken };
  }

  /** Neighbours that the site writes as one word: `hennep convenant`, `re-bootcmp`. */
  async koppel(vakken) {
    for (let plek = 0; plek < vakken.length - 1; plek += 1) {
      for (const aantal of [3, 2]) {
        const groep = vakken.slice(plek, plek + aantal);
        if (groep.length < aantal || groep.every((vak) => vak.stop)) continue;
        const klanken = aantal === 2 ? TUSSENKLANKEN : [""];
        for (const klank of klanken) {
          const samen = stam(groep.map((vak) => vak.woord).join(klank));
          if (this.kent(samen)) for (const vak of groep) vak.termen.set(samen, GEWICHT.samen), vak.gekoppeld = true;
        }
      }
    }
  }

  /** Other forms of a verb, and the noun made of it. */
  vervoeg(vakken) {
    for (const vak of vakken) {
      if (vak.stop || vak.gekoppeld) continue;
      for (const term of verwanten(vak.woord)) if (!vak.termen.has(term) && this.kent(term)) vak.termen.set(term, GEWICHT.vorm);
    }
  }

  /** `pak … aan` is also `aanpak`. */
  scheidbaar(vakken) {
    const los = vakken.filter((vak) => VOORZETSELS.has(vak.woord));
    for (const vak of vakken) {
      if (vak.stop) continue;
      for (const { woord } of los) {
        const samen = stam(woord + vak.woord);
        if (this.kent(samen)) vak.termen.set(samen, GEWICHT.los);
      }
    }
  }

  /** Fills slots whose word the site does not know: parts, the beginning of a word, or a typing error. */
  async herstel(vakken, levend) {
    for (const vak of vakken) {
      if (vak.stop) continue;
      const kort = stam(vak.woord);
      const laatste = levend && vak === vakken.at(-1);
      if (laatste && vak.woord.length >= 3) {
        for (const term of this.vervolgen(kort)) vak.termen.set(term, Math.max(vak.termen.get(term) || 0, vak.gekend ? GEWICHT.voorErbij : GEWICHT.voor));
      }
      if (!vak.gekend && !vak.gekoppeld && vak.woord.length >= 7) await this.laadDelen(vak.woord);
      vak.delen = vak.woord.length >= 7 ? this.splits(vak.woord, vak.gekend ? 4 : 3) : null;
      if (vak.gekend || vak.gekoppeld) continue;
      const fouten = this.gelijkend(kort);
      if (fouten.length && !(vak.delen && fouten[0][1] >= 2)) {
        if (!laatste || !vak.termen.size) vak.verbeterd = fouten[0][0];
        vak.delen = null;
        for (const [term, ver] of fouten) vak.termen.set(term, ver < 2 ? GEWICHT.fout1 : GEWICHT.fout2);
      } else if (!vak.delen && !vak.termen.size) {
        for (const term of this.familie(kort)) vak.termen.set(term, GEWICHT.voor);
      }
    }
  }

  /** The concepts that the question names: [number, first word, words], the longest first. */
  begrippenIn(vakken, ruw) {
    const rij = vakken.map((vak) => vak.verbeterd || stam(vak.woord));
    const uit = [];
    for (let lengte = Math.min(this.kern.langste, rij.length); lengte; lengte -= 1) {
      for (let plek = 0; plek + lengte <= rij.length; plek += 1) {
        const sleutel = rij.slice(plek, plek + lengte).join(" ");
        const nummers = this.kern.namen.get(sleutel);
        if (!nummers || uit.some((hit) => hit.plek < plek + lengte && plek < hit.plek + hit.lengte)) continue;
        const inhoud = vakken.slice(plek, plek + lengte).filter((vak) => !vak.stop).length;
        if (!inhoud && lengte < rij.length && !ruw.includes(sleutel.toUpperCase())) continue;
        for (const nummer of nummers) uit.push({ nummer, plek, lengte, inhoud: Math.max(1, inhoud) });
      }
    }
    return uit;
  }

  /** The slots that are scored: words, parts of compounds, and concepts. */
  rond(vakken, begrippen, alleenStop) {
    const uit = [];
    for (const vak of vakken) {
      const begrip = begrippen.find(({ plek, lengte }) => plek <= vak.plek && vak.plek < plek + lengte);
      const gewicht = vak.gewicht * (begrip ? 0.7 : 1);
      if (vak.termen.size && (!vak.stop || alleenStop)) uit.push({ ...vak, gewicht });
      else if (vak.termen.size && VRAAGWOORDEN.has(vak.woord)) uit.push({ ...vak, gewicht: GEWICHT.vraag });
      if (vak.delen) {
        const zwaar = gewicht * (vak.termen.size ? 0.3 : GEWICHT.deel);
        for (const deel of vak.delen) uit.push({ ...vak, gewicht: zwaar, termen: new Map([[deel, 1]]), verbeterd: "" });
      }
    }
    for (const { nummer, inhoud } of begrippen) {
      const term = `#${nummer}`;
      if (this.kent(term)) uit.push({ gewicht: GEWICHT.begrip * (0.5 + 0.5 * inhoud), termen: new Map([[term, 1]]), begrip: true });
    }
    return uit;
  }

  // ── From terms to pages ──

  /** Scores of all pages that answer the question at all, in no order. */
  async scoor(vakken) {
    const lijsten = await this.lijsten([...new Set(vakken.flatMap((vak) => [...vak.termen.keys()]))]);
    const { score, gedekt, beste, geraakt, gevonden } = this.vellen();
    let totaal = 0, samen = 0;
    for (const vak of vakken) {
      let aantal = 0;
      for (const [term, gewicht] of vak.termen) {
        const { nummers, gewichten } = lijsten.get(term);
        for (let plek = 0; plek < nummers.length; plek += 1) {
          const nummer = nummers[plek], waarde = gewichten[plek] * gewicht;
          if (!beste[nummer]) geraakt[aantal++] = nummer;
          if (waarde > beste[nummer]) beste[nummer] = waarde;
        }
      }
      if (!aantal) continue;
      const zeldzaam = vak.gewicht * Math.log(1 + this.kern.aantal / aantal);
      totaal += zeldzaam;
      for (let plek = 0; plek < aantal; plek += 1) {
        const nummer = geraakt[plek];
        if (!score[nummer]) gevonden[samen++] = nummer;
        score[nummer] += vak.gewicht * beste[nummer];
        gedekt[nummer] += zeldzaam;
        beste[nummer] = 0;
      }
    }
    return Array.from(gevonden.subarray(0, samen), (nummer) => {
      const treffer = { index: this, nummer, score: score[nummer] * (0.3 + 0.7 * gedekt[nummer] / totaal) };
      score[nummer] = gedekt[nummer] = 0;
      return treffer;
    });
  }

  /** What is reckoned with, page by page; it is left at zero for the next question. */
  vellen() {
    const { aantal } = this.kern;
    this.kern.vellen ||= { score: new Float64Array(aantal), gedekt: new Float64Array(aantal), beste: new Float64Array(aantal),
      geraakt: new Int32Array(aantal), gevonden: new Int32Array(aantal) };
    return this.kern.vellen;
  }

  /** When little but pages of concepts was found, those concepts lead on to the pages that name them. */
  bruggen(treffers) {
    const begrip = this.kern.begripVan;
    let anders = 0;
    for (const { nummer } of treffers) if (!begrip.has(nummer) && (anders += 1) > WEINIG) return [];
    return besteVan(treffers, 3).map(({ nummer }) => `#${begrip.get(nummer)}`).filter((term) => this.kent(term))
      .map((term) => ({ gewicht: GEWICHT.brug, termen: new Map([[term, 1]]), begrip: true }));
  }

  /** The values of a page for each facet. */
  facetten(nummer) {
    return Object.fromEntries(this.kern.facetten.map(({ facet, van, waarden }) => [facet, waarden[van[nummer]]]));
  }

  /** Does something with the index; when the site was published meanwhile, reads it anew and tries once more. */
  async vers(doe) {
    try {
      return await doe();
    } catch (fout) {
      if (!(fout instanceof Onvolledig) || !(await this.ververst())) throw fout;
      return doe();
    }
  }

  /** All hits on a question. */
  zoek(vraag, levend) {
    return this.vers(() => this.vind(vraag, levend));
  }

  async vind(vraag, levend) {
    await this.open();
    const begrepen = await this.begrijp(vraag, levend);
    let treffers = await this.scoor(begrepen.vakken);
    const bruggen = this.bruggen(treffers);
    if (bruggen.length) treffers = await this.scoor([...begrepen.vakken, ...bruggen]);
    return { ...begrepen, treffers };
  }
}

// ── One answer out of one or more indexes ───────────────────────────────────────────────────────────────────

let indexen = [];
let themanamen = {};

/** Per facet of a site: the value of each page, the values, which of them fit the filters, and a count of each. */
function zeef({ kern }, filters) {
  return kern.facetten.map(({ facet, van, waarden }) => ({ facet, van, waarden, geteld: new Uint32Array(waarden.length),
    mag: waarden.map((lijst) => !filters[facet] || lijst.includes(filters[facet])) }));
}

/** The hits that fit the filters, and per facet how many each value would give with the other facets as they are. */
function filter(treffers, filters) {
  const zeven = new Map(indexen.filter(({ kern }) => kern).map((index) => [index, zeef(index, filters)]));
  const passend = treffers.filter(({ index, nummer }) => {
    let mis = null, aantal = 0;
    for (const facet of zeven.get(index)) if (!facet.mag[facet.van[nummer]]) [mis, aantal] = [facet, aantal + 1];
    for (const facet of zeven.get(index)) if (!aantal || (aantal === 1 && mis === facet)) facet.geteld[facet.van[nummer]] += 1;
    return !aantal;
  });
  const facetten = [...zeven.values()].flat();
  return { passend, facetten: Object.fromEntries(FACETTEN.map((naam) => [naam, keuzes(naam, facetten)])) };
}

/** The values of a facet, over all sites, with their numbers. */
function keuzes(naam, facetten) {
  const tel = new Map();
  for (const { waarden, geteld } of facetten.filter(({ facet }) => facet === naam)) {
    geteld.forEach((aantal, plek) => {
      if (aantal) for (const waarde of waarden[plek]) tel.set(waarde, (tel.get(waarde) || 0) + aantal);
    });
  }
  return [...tel].map(([waarde, aantal]) => ({ waarde, naam: (naam === "thema" && themanamen[waarde]) || waarde, aantal }))
    .sort((een, ander) => (naam === "jaar" ? ander.naam.localeCompare(een.naam) : ander.aantal - een.aantal || een.naam.localeCompare(ander.naam)));
}

const gaatVoor = (een, ander) => ander.score - een.score || een.nummer - ander.nummer;

/** The best hits, in order; the others, of which there are many, are not put in order. */
function besteVan(treffers, aantal) {
  const uit = [];
  for (const treffer of treffers) {
    if (uit.length === aantal && gaatVoor(treffer, uit[aantal - 1]) >= 0) continue;
    let plek = uit.length;
    while (plek && gaatVoor(treffer, uit[plek - 1]) < 0) plek -= 1;
    uit.splice(plek, 0, treffer);
    if (uit.length > aantal) uit.pop();
  }
  return uit;
}

/** What is compared when matches are marked: spelling that inflection changes is levelled. */
function sleutel(woord) {
  return vouw(woord).replace(/z/g, "s").replace(/v/g, "f").replace(/(.)\1+/g, "$1");
}

function raakt(tekst, sleutels) {
  const lijst = woorden(tekst).map(sleutel);
  return sleutels.filter((deel) => lijst.some((woord) => (deel.length > 3 ? woord.includes(deel) : woord.startsWith(deel)))).length;
}

/** The anchor and the heading of a part: the first follows from the second where it does not travel along. */
function leesDeel(deel) {
  if (Array.isArray(deel)) return deel;
  return [deel.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""), deel];
}

/** The part of a page that holds more of the question than its title does. */
function besteDeel(titel, delen, sleutels) {
  let beste = null, hoogst = raakt(titel, sleutels);
  for (const [anker, kop] of delen.map(leesDeel)) {
    const waarde = raakt(kop, sleutels);
    if (waarde > hoogst) [beste, hoogst] = [{ anker, kop }, waarde];
  }
  return beste;
}

/** How well a title and a question cover each other, 0–1. */
function dekt(titel, vakken) {
  const stammen = woorden(titel).filter((woord) => !STOPWOORDEN.has(woord)).map(stam);
  if (!stammen.length || !vakken.length) return 0;
  const gevuld = vakken.filter((vak) => stammen.some((woord) => vak.termen.has(woord))).length / vakken.length;
  const gevraagd = stammen.filter((woord) => vakken.some((vak) => vak.termen.has(woord))).length / stammen.length;
  return gevuld + gevraagd ? (2 * gevuld * gevraagd) / (gevuld + gevraagd) : 0;
}

/** The order of the first hits, with their titles: what is called as was asked goes first. */
async function herschik(treffers, vakken) {
  const inhoud = vakken.filter((vak) => !vak.begrip && !vak.stop);
  await Promise.all(treffers.map(async (treffer) => {
    treffer.fragment = await treffer.index.fragment(treffer.nummer).catch((fout) => {
      if (!treffer.index.herkomst) throw fout;
      return [treffer.index.site, treffer.index.herkomst, "", []]; // another site that went away: its front page
    });
    treffer.score *= 1 + TITEL * dekt(treffer.fragment[1], inhoud);
  }));
  return treffers.sort((een, ander) => ander.score - een.score);
}

function toon(treffer, sleutels) {
  const [pad, titel, samenvatting, delen] = treffer.fragment;
  const { soort, thema, jaar } = treffer.index.facetten(treffer.nummer);
  return { pad, titel, samenvatting, soort: soort[0], themas: thema, jaar: jaar[0] || "",
    deel: besteDeel(titel, delen, sleutels), basis: treffer.index.site, herkomst: treffer.index.herkomst || "", score: treffer.score };
}

/** The page of the concept that the question is about, when it names little else; -1 without. */
function gaatOver(index, { begrippen, inhoud }) {
  const hit = begrippen.find(({ lengte }) => lengte * 2 >= inhoud);
  return hit ? index.kern.begrippen[hit.nummer][0] : -1;
}

/** That concept as a card. */
async function kaart(index, nummer) {
  if (nummer < 0) return null;
  const [pad, term, betekenis, , afkorting] = await index.fragment(nummer);
  return { term, afkorting, nummer, pad, betekenis, basis: index.site };
}

/** The question with its typing errors repaired, or nothing. */
function bedoelde(index, { woordvakken }) {
  if (!woordvakken.some((vak) => vak.verbeterd)) return "";
  return woordvakken.map((vak) => (vak.verbeterd ? index.vorm(vak.verbeterd) : vak.woord)).join(" ");
}

/** What another site answers, or null: one that does not answer in time holds nobody up, and is left alone for a while. */
async function elders(index, vraag, levend) {
  if (Date.now() < index.rustTot) return null;
  let wekker;
  const teLaat = new Promise((_, faal) => { wekker = setTimeout(faal, GEDULD); });
  try {
    return await Promise.race([index.zoek(vraag, levend), teLaat]);
  } catch {
    index.rustTot = Date.now() + RUST;
    return null;
  } finally {
    clearTimeout(wekker);
  }
}

async function beantwoord({ vraag, filters = {}, aantal = 10, levend = false }) {
  const begin = performance.now();
  const [eigen, ...ander] = await Promise.all(indexen.map((index, plek) => (plek ? elders(index, vraag, levend) : index.zoek(vraag, levend))));
  themanamen = Object.assign({}, ...indexen.map((index) => index.kern?.themanamen).reverse());
  const begrip = gaatOver(indexen[0], eigen);
  const kaartje = kaart(indexen[0], begrip); // on its way while the rest is worked out
  let alle = ander.length ? [eigen, ...ander.filter(Boolean)].flatMap((deel) => deel.treffers) : eigen.treffers;
  if (begrip >= 0) alle = alle.filter(({ index, nummer }) => index !== indexen[0] || nummer !== begrip);
  const { passend, facetten } = filter(alle, filters);
  const markeer = [...new Set(eigen.vakken.filter((vak) => !vak.begrip && !vak.stop).flatMap((vak) => [...vak.termen.keys()]))].slice(0, 24);
  const sleutels = [...new Set(markeer.map(sleutel))];
  const [definitie, treffers] = await Promise.all([kaartje, herschik(besteVan(passend, aantal), eigen.vakken)]);
  const resultaten = treffers.map((treffer) => toon(treffer, sleutels));
  return { vraag, totaal: passend.length, resultaten, facetten, kaart: definitie,
    bedoelde: bedoelde(indexen[0], eigen), markeer, onbereikbaar: indexen.filter((_, plek) => plek && !ander[plek - 1]).map((index) => index.herkomst),
    ms: performance.now() - begin };
}

function antwoord(bericht) {
  return indexen[0].vers(() => beantwoord(bericht));
}

function stel({ basis, andere = [] }) {
  indexen = [{ site: basis }, ...andere].map(({ site, naam }) => {
    const index = new Index(new URL("zoek/", site).href, naam ? "index.json" : "kern.json");
    return Object.assign(index, { site, herkomst: naam, rustTot: 0 });
  });
}

/** In: {soort: "open", basis, andere} once, then {soort: "zoek", nummer, vraag, filters, aantal, levend}.
 *  Out: {soort: "klaar"}, {soort: "antwoord", nummer, …} or {soort: "fout", nummer}. */
self.onmessage = async ({ data }) => {
  try {
    if (data.soort === "open") {
      stel(data);
      await indexen[0].open();
      self.postMessage({ soort: "klaar" });
    } else if (data.soort === "zoek") {
      self.postMessage({ soort: "antwoord", nummer: data.nummer, ...(await antwoord(data)) });
    }
  } catch (fout) {
    self.postMessage({ soort: "fout", nummer: data.nummer, uitleg: String(fout && fout.message) });
  }
};
