// A form page: what was typed becomes a file or a row, in the order and the style of macros/writing/scaffold.py. With `?id=…` in the
// address it holds what is there, and other answers come in their places in the file (form/amend.js).
import { amended, scalar } from "./form/amend.js";

const form = document.querySelector(".invul");
const done = document.querySelector(".klaar");
const T = { // {} is filled in
  ...JSON.parse(done.querySelector("[data-hoe]").dataset.hoe), // how it goes on
  empty: "Vul dit in.",
  choose: "Kies er een.",
  choose_more: "Kies er een, of meer.",
  short: "Schrijf minstens {} tekens; u schreef er {}.",
  long: "Schrijf hoogstens {} tekens; u schreef er {}.",
  form: "Dit kunnen wij niet lezen. Kijk bij de uitleg hoe u het schrijft.",
  day: "De dag {} bestaat niet.",
  day_form: "Schrijf deze dag als {}.",
  part: "Dit is geen onderdeel van het thema dat u koos.",
  order: "Deze periode eindigt voordat zij begint.",
  name: "Gebruik letters of cijfers; hier kan geen bestandsnaam van worden gemaakt.",
  taken: "Dit is er al: {}. Kies een andere naam, of verander wat er is.",
  dots: "Er staan nog drie puntjes. Vul de tekst in, of haal het kopje weg.",
  found: "{} gevonden",
  unlisted: "Deze lijst is niet geladen. Laad de pagina opnieuw. Wat u koos en typte, blijft staan.",
  row: "{}, regel {}",
  away: "Haal weg: {}",
  kept: "Wat u eerder typte, staat er weer.",
  wiped: "Gewist. Op dit apparaat staat niets meer.",
  unkept: "Uw browser bewaart niets. Sluit deze pagina pas als u klaar bent.",
  elsewhere: "Dit formulier staat ook in een ander tabblad. Alleen wat u het laatst typte, blijft bewaard.",
  copied: "Gekopieerd.",
  copy: "De tekst is geselecteerd. Kopieer haar met uw toetsenbord of menu.",
  open: "Open in de opslagplaats",
  edit: "Open het bestand in de opslagplaats",
  same: "U veranderde nog niets.",
  change: "{} veranderen",
  shown: "Hieronder staat wat er nu in {} staat. Verander wat u wilt.",
  other: "Iets anders veranderen",
  unknown: "Wij kennen '{}' niet. Kies hieronder wat u wilt veranderen.",
  unread: "Wat er nu staat, kon niet worden opgehaald. Probeer het later nog eens.",
  conflict: "Wat u eerder typte bij {} staat er niet meer: het bestand is intussen veranderd.",
};
const say = (name, ...what) => what.reduce((text, part) => text.replace("{}", () => part), T[name]);
const MOST = 8000; // of an address, as the repository's site takes it
const NEVER = "9999-12-31";
const all = (selector, within = form) => [...within.querySelectorAll(selector)];
const fields = new Map(all("[data-veld]").map((place) => [place.dataset.veld, place]));
const taken = JSON.parse(form.dataset.er);
const REFUSED = JSON.parse(form.dataset.weigert);
const asked = new URLSearchParams(location.search).get("id") ?? "";
const stands = asked && Object.keys(taken).find((file) => taken[file].some(([id]) => id === asked)); // the file of what is changed
const KEEP = `formulier-${form.dataset.soort}${stands ? `-${asked}` : ""}`;
const order = form.dataset.volgorde.split(" ");
const attempt = (what, otherwise) => { try { return what(); } catch { return otherwise; } };
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const pad = (number) => String(number).padStart(2, "0");

/** Choices of which there are too many for the page stand in a file. */
async function choices(list) {
  const place = list.closest("[data-veld], .keuze");
  const first = list.dataset.eerst ?? "";
  const rows = await fetch(list.dataset.keuzes).then((got) => (got.ok ? got.json() : null)).catch(() => null);
  if (!rows && place.dataset.veld) tell(place, T.unlisted); // of what is there it is told below
  const kept = () => [((was) => was?.now ?? was)(JSON.parse(localStorage.getItem(KEEP))[place.dataset.veld])].flat().filter(Boolean).map((value) => [value, value]);
  for (const [value, name] of rows ?? attempt(kept, [])) list.append(list.localName === "select" ? new Option(name, value, value === first, value === first) : box(value, name));
}

function box(value, name) {
  const label = document.createElement("label");
  label.append(Object.assign(document.createElement("input"), { type: "checkbox", value }), ` ${name}`);
  const row = document.createElement("li");
  row.append(label);
  return row;
}

// ── What was typed ──────────────────────────────────────────────────────────────────────────────────────
const UNFIT = /[\p{Cs}\p{Co}\uFFFE\uFFFF]|(?![\u200C\u200D])\p{Cf}/gu; // what no file may hold, and no one sees
const BULLET = /^[ \t]*(?:[•‣▪●■□○◦·\p{Co}][ \t]*|[–—][ \t]+|o\t+)/gmu; // as a word processor gives a point of a list
const TIMES = ["wanneer", "stand_van"];
const line = (text) => text.replace(UNFIT, "").replace(/[\p{Cc}\s\u2028\u2029]+/gu, " ").trim();
const prose = (text) => text.replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n").replace(BULLET, "- ").replace(UNFIT, "").replace(/(?![\n\t])\p{Cc}/gu, "");
const control = (place) => place.querySelector("input:not([data-zeef]), select, textarea") ?? place.querySelector("[data-zeef]");
const BOXES = "[type=checkbox], .lang"; // a list may be empty: it is fetched

/** The answer to a question as it stands there: a text, or a list. */
function typed(place) {
  if (place.querySelector("[type=radio]")) return place.querySelector(":checked").value;
  if (place.querySelector(BOXES)) return all(":checked", place).map((box) => box.value);
  if (place.querySelector(".rijen")) return all("input", place).map((input) => input.value);
  return control(place).value;
}

const chosen = (name) => control(fields.get(name)).selectedOptions[0].text;

/** The answer as it is written. */
function answer(name) {
  const value = typed(fields.get(name));
  if (Array.isArray(value)) return value.map(line).filter(Boolean);
  if (name === "tekst") return prose(value);
  const text = line(value);
  return name === "id" ? text.toLowerCase() : TIMES.includes(name) ? text.replace(/-q(?=\d)/g, "-Q") : text;
}

function fill(place, value) {
  if (place.querySelector(`[type=radio], ${BOXES}`)) {
    for (const box of all("[type=radio], [type=checkbox]", place)) box.checked = [value].flat().includes(box.value);
  } else if (place.querySelector(".rijen")) {
    const texts = [value].flat();
    while (all("li", place).length > Math.max(1, texts.length)) all("li", place).at(-1).remove();
    while (all("li", place).length < texts.length) another(place);
    all("input", place).forEach((input, i) => { input.value = texts[i] ?? ""; });
  } else control(place).value = value;
}

// ── The file ────────────────────────────────────────────────────────────────────────────────────────────
const slug = (text) => text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");

/** What is made: its id, file, and text. */
function made() {
  const called = fields.has("term") ? "term" : "titel";
  const year = fields.has("jaar") ? answer("jaar") : "";
  const short = slug(answer(called)).slice(0, 70).replace(/-+$/, "");
  const id = fields.has("id") ? answer("id") : short && year ? `${short}-${year}` : short;
  const lines = [];
  for (const name of order) {
    const value = name === "id" ? id : answer(name);
    if (value.length) lines.push(`${name}: ${Array.isArray(value) ? `[${value.map(scalar).join(", ")}]` : scalar(value)}`);
  }
  const file = form.dataset.bestand.replace("{id}", id).replace("{jaar}", year);
  const text = fields.has("tekst") ? `---\n${lines.join("\n")}\n---\n\n${answer("tekst").trim()}\n` : `- ${lines.join("\n  ")}\n`;
  return { id, file, text, called };
}

/** First and last day of a point of time: `2023-Q2`; both empty when it is none. */
function days(point) {
  const [, year, quarter, month, day] = /^\s*(\d{4})(?:-Q(\d)|-(\d\d)(?:-(\d\d))?)?\s*$/.exec(point) ?? [];
  if (!year) return ["", ""];
  const first = Number(quarter ? 3 * quarter - 2 : month ?? 1);
  const last = quarter ? first + 2 : month ? first : 12;
  const end = new Date(Date.UTC(year, last, 0)).getUTCDate();
  return [`${year}-${pad(first)}-${day ?? "01"}`, `${year}-${pad(last)}-${day ?? pad(end)}`];
}
const exists = (day) => !day || attempt(() => new Date(day).toISOString().startsWith(day), false);
const start = () => days(answer("wanneer").split("/")[0])[0] || NEVER;

/** The row before which a new one stands; nothing where it is the last. */
function following(file) {
  const key = fields.has("term") ? answer("term") : start();
  const later = fields.has("term") ? (other) => other.localeCompare(key, document.documentElement.lang) > 0 : (other) => other > key;
  return (taken[file] ?? []).find(([, other]) => later(other))?.[0];
}

/** A data file that is not there yet, with the row in its month. */
function begun(row) {
  const lines = form.dataset.kop.replaceAll("{jaar}", answer("jaar")).trimEnd().split("\n");
  const months = lines.flatMap((text, i) => (/^# [a-z ]+$/.test(text) ? [i] : []));
  const first = start();
  if (first === NEVER) return `${lines.join("\n")}\n\n${row}`;
  lines.splice(months[Number(first.slice(5, 7))], 0, ...row.trimEnd().split("\n"), "");
  return `${lines.join("\n")}\n`;
}

// ── What is wrong ───────────────────────────────────────────────────────────────────────────────────────
/** What the check would say of one answer, as far as this page can know; nothing when it is right. */
function fault(name, place, what) {
  if (place.hidden) return "";
  const value = answer(name);
  const { verplicht, patroon, kortst, langst } = place.dataset;
  if (!value.length && verplicht === undefined) return "";
  if (!value.length) return place.querySelector("select") ? T.choose : place.querySelector(BOXES) ? T.choose_more : T.empty;
  const signs = [...value].length;
  if (kortst && signs < kortst) return say("short", kortst, signs);
  if (langst && signs > langst) return say("long", langst, signs);
  if (patroon && [value].flat().some((one) => !new RegExp(`^(?:${patroon})$`, "u").test(one))) return faultInForm(value);
  if (name === "tekst" && /^…\s*$/m.test(value)) return T.dots;
  const kind = name === "tekst" ? name : "velden";
  const seen = name === "tekst" ? value.replace(/(`{3,})[^\0]*?\1|`[^`\n]+`/g, "") : [value].flat().join("\n");
  const refused = REFUSED.find(([pattern, , where]) => (!where || where === kind) && new RegExp(pattern, "mu").test(seen));
  if (refused) return refused[1];
  if (name === "subthema" && answer("thema") && !chosen(name).split("(").at(-1).includes(chosen("thema").split(" (")[0])) return T.part;
  const time = TIMES.includes(name) ? faultInTime(value) : name === "tijd" && value.split("-")[1] < value.slice(0, 5) ? T.order : "";
  if (stands) return time;
  if (name === what.called && !what.id) return T.name;
  if (name === (fields.has("id") ? "id" : what.called) && Object.values(taken).flat().some(([id]) => id === what.id)) return say("taken", what.id);
  return time;
}

/** A day as people write it gets its form; of anything else the explanation tells. */
function faultInForm(value) {
  const [, day, month, year] = /^(\d\d?)[-/.](\d\d?)[-/.](\d{4})$/.exec(value) ?? [];
  return year ? say("day_form", `${year}-${pad(+month)}-${pad(+day)}`) : T.form;
}

function faultInTime(value) {
  const points = value.split("/").map(days);
  const wrong = points.flat().find((day) => !exists(day));
  if (wrong) return say("day", wrong);
  return points.length > 1 && points[1][1] < points[0][0] ? T.order : "";
}

function tell(place, message) {
  const text = place.querySelector(".fout");
  text.hidden = !message;
  text.textContent = message;
  if (place.localName !== "fieldset") control(place).setAttribute("aria-invalid", String(Boolean(message)));
  if (message && place.closest("details")) place.closest("details").open = true;
}

/** Tell all that is wrong, each at its question and together with a link to it; whether nothing is. */
function check(what) {
  const box = form.querySelector(".fouten");
  const items = [];
  for (const [name, place] of fields) {
    const message = fault(name, place, what);
    tell(place, message);
    if (!message) continue;
    const at = control(place);
    at.id ||= `f-${name}`;
    const link = Object.assign(document.createElement("a"), { href: `#${at.id}`, textContent: `${place.dataset.naam.replace("?", "")}: ${message}` });
    link.addEventListener("click", (e) => { e.preventDefault(); at.focus(); });
    items.push(document.createElement("li"));
    items.at(-1).append(link);
  }
  box.querySelector("ul").replaceChildren(...items);
  box.hidden = !items.length;
  if (items.length) box.focus();
  return !items.length;
}

// ── What is there already ───────────────────────────────────────────────────────────────────────────────
let source;
const was = new Map();
const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const STEP = ["stap_datum", "stap_tekst"];

/** The answers that are others than in the file. */
function changes() {
  const found = new Map();
  for (const name of was.keys()) {
    const [now, before] = [answer(name), was.get(name)];
    if (!equal(now, before)) found.set(name, now);
  }
  return found;
}

/** An answer as the form shows it; boxes have an order of their own, so those that stay keep their place. */
function inOrder(name, now) {
  const said = source.rows[asked].fields[name]?.[5];
  if (!Array.isArray(said) || !fields.get(name).querySelector(BOXES)) return now;
  const before = said.map((item) => item[4]);
  return [...before.filter((one) => now.includes(one)), ...now.filter((one) => !before.includes(one))];
}

/** Ask why, where the history must tell of what changed. */
function why(now) {
  const told = form.dataset.vertelt.split(" ").filter((name) => now.has(name));
  for (const name of STEP) if (fields.has(name)) fields.get(name).toggleAttribute("data-verplicht", told.length > 0);
  return told;
}

/** The choice of something that no list has: what was withdrawn, or is of another time. */
function choosable(place, value) {
  for (const one of [value].flat()) {
    const select = place.querySelector("select");
    if (select && one && !all("option", place).some((option) => option.value === one)) select.add(new Option(one, one));
    if (place.querySelector(BOXES) && !all("[type=checkbox]", place).some((other) => other.value === one)) place.querySelector("ul").append(box(one, one));
  }
}

/** Fill in what the file says; a question whose answer has a form that this page does not know is not asked. */
function refill() {
  const row = source.rows[asked];
  was.clear();
  for (const [name, place] of fields) {
    const [, , , , , said = ""] = row.fields[name] ?? [];
    const items = Array.isArray(said) ? said.map((item) => item[4]) : place.dataset.meer === undefined ? said : said ? [said] : [];
    const text = name === "tekst" ? [...source.text].slice(...row.prose).join("") : "";
    place.hidden = STEP.includes(name) ? !form.dataset.vertelt : !order.includes(name) && name !== "tekst"
      || [items].flat().some((one) => typeof one !== "string" || one.includes("\n"));
    if (place.hidden) continue;
    choosable(place, items);
    fill(place, STEP.includes(name) ? "" : name === "tekst" ? text : items);
    if (!STEP.includes(name)) was.set(name, answer(name));
  }
  give("stap_datum", today);
}

async function begin() {
  const name = stands.split("/").at(-1).replace(/\.\w+$/, "");
  try {
    source = await (await fetch(`${encodeURIComponent(name)}.json`)).json();
    refill();
  } catch {
    return T.unread;
  }
  const called = [...document.querySelectorAll(".keuze option")].find((option) => option.value === asked)?.text ?? asked;
  document.querySelector("h1").textContent = say("change", called);
  document.title = document.title.replace(/^.*(?= – )/, () => say("change", called));
  return "";
}

// ── The proposal ────────────────────────────────────────────────────────────────────────────────────────
function propose(what) {
  if (stands) offerAmended();
  else offerNew(what);
  done.hidden = false;
  done.querySelector("[role=status]").textContent = "";
  done.querySelector("h2").focus();
}

/** Show what is made, and how it goes on. */
function offer(file, text, how, address, label) {
  const open = done.querySelector("[data-open]");
  open.hidden = !address;
  if (address) Object.assign(open, { href: address, target: "_blank", rel: "noopener" });
  else open.removeAttribute("href");
  open.textContent = label;
  done.querySelector("[data-hoe]").textContent = how;
  done.querySelector("[data-pad]").textContent = file;
  done.querySelector("textarea").value = text;
}

/** The text as a file to keep; a row alone is no file. */
function download(file, text) {
  const get = done.querySelector("[data-haal]");
  URL.revokeObjectURL(get.href);
  get.hidden = !text;
  get.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  get.download = file.split("/").at(-1);
}

function offerAmended() {
  const found = changes();
  const told = why(found);
  const step = fields.has("stap_tekst") && answer("stap_tekst")
    ? [["datum", answer("stap_datum")], ["tekst", answer("stap_tekst")], ...told.map((name) => [name, answer(name)])] : [];
  const text = amended(source, asked, order, new Map([...found].map(([name, now]) => [name, name === "tekst" ? now.trim() : inOrder(name, now)])), step);
  const { bewerken } = form.dataset;
  const names = [...found.keys(), ...(step.length ? ["stap_tekst"] : [])].map((name) => fields.get(name).dataset.naam.replace("?", ""));
  offer(stands, text, names.length ? T[bewerken ? "paste" : "replace"] : T.same, names.length && bewerken ? bewerken.replace("{pad}", stands) : "", T.edit);
  download(stands, (source.mark ? "\ufeff" : "") + text.replaceAll("\n", source.ends));
  done.querySelector("[data-anders]").textContent = names.length ? say("changed", names.join(", ")) : "";
}

function offerNew({ file, text }) {
  const [, repository, branch] = /^(https:\/\/.+)\/edit\/(.+)\/\{pad\}$/.exec(form.dataset.bewerken) ?? [];
  const isNew = fields.has("tekst") || !(file in taken);
  const whole = isNew && !fields.has("tekst") ? begun(text) : text;
  const address = !repository ? "" : isNew
    ? `${repository}/new/${branch}?filename=${encodeURIComponent(file)}&value=${encodeURIComponent(whole)}`
    : form.dataset.bewerken.replace("{pad}", file);
  const fits = address && address.length <= MOST;
  const next = isNew ? "" : following(file);
  const how = isNew ? T[fits ? "send" : "make"] : next ? say("before", file, next) : say("last", file);
  offer(file, whole, how, fits ? address : "", isNew ? T.open : T.edit);
  download(file, isNew ? whole : "");
}

form.addEventListener("submit", (e) => {
  e.preventDefault();
  const what = stands ? {} : made();
  if (stands) why(changes());
  if (check(what)) propose(what);
  else done.hidden = true;
});

done.querySelector("[data-kopieer]").addEventListener("click", async () => {
  const area = done.querySelector("textarea");
  const ok = await attempt(() => navigator.clipboard.writeText(area.value).then(() => true, () => false), false);
  if (!ok) area.select();
  done.querySelector("[role=status]").textContent = ok ? T.copied : T.copy;
});

// ── Lists ───────────────────────────────────────────────────────────────────────────────────────────────
function renumber(place) {
  all("li", place).forEach((row, i) => {
    const name = say("row", place.dataset.naam, i + 1);
    row.querySelector("input").setAttribute("aria-label", name);
    row.querySelector("button").setAttribute("aria-label", say("away", name));
  });
}

function another(place) {
  const row = place.querySelector(".rijen li").cloneNode(true);
  row.querySelector("input").removeAttribute("id");
  row.querySelector("input").value = "";
  place.querySelector(".rijen").append(row);
  renumber(place);
  return row.querySelector("input");
}

form.addEventListener("click", ({ target }) => {
  const place = target.closest("[data-veld]");
  if (target.closest("[data-erbij]")) another(place).focus();
  if (target.closest("[data-weg]")) {
    if (all("li", place).length > 1) target.closest("li").remove();
    else place.querySelector("input").value = "";
    renumber(place);
    all("input", place).at(-1).focus();
    keep();
  }
});

await Promise.all(all("[data-keuzes]", document).map(choices));

for (const filter of all(".zeef", document)) {
  const place = filter.closest("[data-veld], .keuze");
  const options = all("option", place).slice(1); // an option that is hidden shows in some browsers: it is taken out
  filter.querySelector("input").addEventListener("input", ({ target }) => {
    const sought = plain(target.value.trim());
    const fits = (text) => plain(text).includes(sought);
    const select = place.querySelector("select");
    let found;
    if (select) {
      found = options.filter((option) => fits(option.text));
      select.replaceChildren(select.options[0], ...options.filter((option) => option.selected || fits(option.text)));
    } else {
      const rows = all("li", place);
      found = rows.filter((row) => fits(row.textContent));
      for (const row of rows) row.hidden = !found.includes(row) && !row.querySelector(":checked");
    }
    filter.querySelector("[role=status]").textContent = sought ? say("found", found.length) : "";
  });
}

// ── What is kept ────────────────────────────────────────────────────────────────────────────────────────
const status = form.querySelector("[data-bewaard]");
const today = new Date().toLocaleDateString("sv");
const DAYS = { gepubliceerd: today, laatst_beoordeeld: today, toegevoegd: today, datum: today };

/** Of what is changed only the answers that are others, each with what it was: the file may become another meanwhile. */
function kept() {
  if (!stands) return [...fields].map(([name, place]) => [name, typed(place)]);
  const steps = STEP.filter((name) => fields.has(name)).map((name) => [name, { before: "", now: typed(fields.get(name)) }]);
  return [...[...changes().keys()].map((name) => [name, { before: was.get(name), now: typed(fields.get(name)) }]), ...steps];
}

function keep() {
  const now = JSON.stringify(Object.fromEntries(kept()));
  if (!attempt(() => { localStorage.setItem(KEEP, now); return true; }, false)) status.textContent = T.unkept;
}

addEventListener("storage", ({ key }) => { if (key === KEEP) status.textContent = T.elsewhere; });

const given = new Map();
/** Fill in what is known, where nobody typed anything else. */
function give(name, value) {
  const place = fields.get(name);
  if (!place || !["", given.get(name)].includes(typed(place))) return;
  fill(place, value);
  given.set(name, value);
}

function defaults() {
  for (const [name, day] of Object.entries(DAYS)) give(name, day);
  const [year, month, day] = today.split("-").map(Number);
  give("beoordelen_na", `${year + 1}-${pad(month)}-${pad(Math.min(day, 28))}`);
}

/** What follows of an answer. */
function follow(name, value) {
  if (name === "wanneer" && /^20\d\d/.test(value)) give("jaar", value.slice(0, 4));
  if (name !== "id" || !/^20\d\d-q[1-4]$/.test(value)) return;
  const [year, quarter] = value.split("-q");
  const [first, last] = days(`${year}-Q${quarter}`);
  give("titel", `Nieuwsbrief ${quarter}e kwartaal ${year}`);
  give("datum", today < first ? first : today > last ? last : today);
}

form.addEventListener("input", ({ target }) => {
  if (target.matches("[data-zeef]")) return;
  const place = target.closest("[data-veld]");
  if (!stands) follow(place.dataset.veld, answer(place.dataset.veld));
  if (stands) why(changes());
  if (!place.querySelector(".fout").hidden) tell(place, fault(place.dataset.veld, place, stands ? {} : made()));
  done.hidden = true;
  keep();
});

for (const button of all("[data-wis]", document)) button.addEventListener("click", wipe);
function wipe() {
  attempt(() => localStorage.removeItem(KEEP));
  for (const filter of all("[data-zeef]")) {
    filter.value = "";
    filter.dispatchEvent(new Event("input"));
  }
  for (const place of fields.values()) {
    if (place.querySelector(".rijen")) fill(place, []);
    tell(place, "");
  }
  form.reset();
  if (stands) refill();
  else defaults();
  form.querySelector(".fouten").hidden = true;
  done.hidden = true;
  status.textContent = T.wiped;
  control(fields.values().next().value).focus();
}

const readFrom = (text) => { const said = JSON.parse(text); return said && typeof said === "object" ? Object.entries(said).filter(([name]) => fields.has(name)) : []; };

/** Put back what was typed here earlier, and say so. */
function restore() {
  const earlier = attempt(() => readFrom(localStorage.getItem(KEEP)), []);
  const lost = [];
  for (const [name, value] of earlier) {
    if (!stands) fill(fields.get(name), value);
    else if (equal(value.before, was.get(name) ?? "")) fill(fields.get(name), value.now);
    else lost.push(fields.get(name).dataset.naam);
  }
  if (earlier.length) status.textContent = lost.length ? say("conflict", lost.join(", ")) : T.kept;
}

let trouble = asked && !stands ? say("unknown", asked) : "";
if (stands) trouble = await begin();
else defaults();
const list = document.querySelector("#f-bestaand");
const told = trouble || (list.dataset.keuzes && list.options.length < 2 ? T.unlisted : "");
document.querySelector(".keuze .fout").textContent = told;
document.querySelector(".keuze .fout").hidden = !told;
document.querySelector(".zonder").hidden = true;
if (!trouble) {
  const shown = document.querySelector("[data-toont]");
  shown.hidden = !stands;
  if (stands) {
    shown.querySelector("p").textContent = say("shown", stands);
    document.querySelector(".keuze summary").textContent = T.other;
  }
  restore();
  form.classList.add("aan");
  form.querySelector("[type=submit]").disabled = false;
}
