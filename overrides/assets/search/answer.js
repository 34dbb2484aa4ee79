/* One answer out of one or more indexes: results, numbers by facet, a card, and what was meant. */

import { words } from "./analysis.js";
import { readPart } from "./forms.js";
import { FACETS } from "./index.js";
import { holds, level } from "./levelling.js";
import { bestOf, byTitle, find } from "./ranking.js";

const MOST_MARKS = 24;
const NEAR = 0.25; // the share of the best score below which a page is no answer, but for the first ten
const PATIENCE = 2000; // milliseconds that another site may take, and
const REST = 60000; // how long one that took more is left alone

/** The answer of all sites to a question; the first of them is our own. */
export async function answer(indexes, { question, filters = {}, count = 10, live = false }) {
  const begin = performance.now();
  const [own, ...others] = indexes;
  await own.open(); // brings the stop words
  const [found, ...rest] = await Promise.all([find(own, question, live), ...others.map((index) => elsewhere(index, question, live))]);
  const concept = about(own, found);
  const coming = card(own, concept); // on its way while the rest is worked out
  const hits = [found, ...rest].flatMap((part) => part?.hits || []).filter(({ index, number }) => index !== own || number !== concept);
  const first = bestOf(hits, 10).map(({ score }) => score), floor = Math.min(NEAR * first[0], first.at(-1));
  const { fitting, facets } = filter(indexes, hits.filter(({ score }) => score >= floor), filters);
  const slots = found.slots.filter((slot) => !slot.concept && !slot.stop);
  const named = found.concepts.flatMap(({ number }) => own.core.begrippen[number].slice(1).filter((name) => !name.includes(" ")));
  const marks = [...new Set([...slots.flatMap((slot) => (slot.besides ? [] : [...slot.terms.keys()])), ...named])].slice(0, MOST_MARKS);
  const keys = [...new Set(marks.map(level))];
  const terms = new Set(found.slots.flatMap((slot) => (slot.concept ? [] : [...slot.terms.keys()])));
  const [explained, shown, postings] = await Promise.all([coming, byTitle(bestOf(fitting, count), slots), own.postings([...terms])]);
  return {
    question, total: fitting.length, results: shown.map((hit) => ({ ...show(hit, keys), words: hit.index === own ? held(hit.number, postings, own, named) : [] })), facets, card: explained, meant: meant(own, found), marks,
    unreachable: others.filter((_, place) => !rest[place]).map((index) => index.origin), ms: performance.now() - begin,
  };
}

/** What another site finds, or nothing: one that does not answer in time holds nobody up, and is left alone for a while. */
async function elsewhere(index, question, live) {
  if (Date.now() < index.restsUntil) return null;
  let alarm;
  const tooLate = new Promise((_, fail) => { alarm = setTimeout(fail, PATIENCE); });
  try {
    return await Promise.race([find(index, question, live), tooLate]);
  } catch {
    index.restsUntil = Date.now() + REST;
    return null;
  } finally {
    clearTimeout(alarm);
  }
}

/** The hits that fit the filters, and per facet how many each value would give with the other facets as they are. */
function filter(indexes, hits, filters) {
  const sieves = new Map(indexes.filter(({ core }) => core).map((index) => [index, index.core.facets.map(({ facet, of, values }) => ({
    facet, of, values, counted: new Uint32Array(values.length), fits: values.map((list) => !filters[facet] || list.includes(filters[facet])),
  }))]));
  const fitting = hits.filter(({ index, number }) => {
    let miss = null, misses = 0;
    for (const facet of sieves.get(index)) if (!facet.fits[facet.of[number]]) [miss, misses] = [facet, misses + 1];
    for (const facet of sieves.get(index)) if (!misses || (misses === 1 && miss === facet)) facet.counted[facet.of[number]] += 1;
    return !misses;
  });
  const names = Object.assign({}, ...indexes.map(({ core }) => core?.themanamen).reverse());
  const all = [...sieves.values()].flat();
  return { fitting, facets: Object.fromEntries(FACETS.map((name) => [name, choices(name, all, names)])) };
}

/** The values of a facet, over all sites, with their numbers. */
function choices(facet, all, names) {
  const counts = new Map();
  for (const { values, counted } of all.filter((one) => one.facet === facet)) {
    counted.forEach((count, place) => {
      if (count) for (const value of values[place]) counts.set(value, (counts.get(value) || 0) + count);
    });
  }
  return [...counts].map(([value, count]) => ({ value, name: (facet === "thema" && names[value]) || value, count }))
    .sort((one, other) => (facet === "jaar" ? other.name.localeCompare(one.name) : other.count - one.count || one.name.localeCompare(other.name)));
}

/** How many of the keys a text holds. */
function touch(text, keys) {
  const list = words(text).map(level);
  return keys.filter((key) => list.some((word) => holds(word, key))).length;
}

/** With which words of the question a page is found; failing those by what they stand for. */
function held(number, postings, index, named) {
  const terms = [...postings.keys()].filter((term) => postings.get(term).numbers.includes(number));
  return (terms.length ? terms : named).map((term) => index.form(term));
}

/** The part of a page that holds more of the question than its title does. */
function bestPart(title, parts, keys) {
  let best = null, highest = touch(title, keys);
  for (const [anchor, heading] of parts.map(readPart)) {
    const value = touch(heading, keys);
    if (value > highest) [best, highest] = [{ anchor, heading }, value];
  }
  return best;
}

function show({ index, number, fragment, score }, keys) {
  const [path, title, summary, parts] = fragment;
  const [themes, [kind], [year = ""]] = index.core.facets.map(({ of, values }) => values[of[number]]);
  return { path, title, summary, kind, themes, year, part: bestPart(title, parts, keys), base: index.site, origin: index.origin || "", score };
}

/** The page of the concept that the question is about, when it names little else, or no other; -1 without. */
function about(index, { concepts, content }) {
  const hit = concepts.find(({ length }) => length * (concepts[1] ? 2 : 4) >= content);
  return hit ? index.core.begrippen[hit.number][0] : -1;
}

/** That concept as a card. */
async function card(index, number) {
  if (number < 0) return null;
  const [path, term, meaning, , abbreviation] = await index.fragment(number);
  return { term, abbreviation, number, path, meaning, base: index.site };
}

/** The question with its typing errors repaired, or nothing. */
function meant(index, { asked }) {
  return asked.some((slot) => slot.repaired) ? asked.map((slot) => (slot.repaired ? index.form(slot.repaired) : slot.word)).join(" ") : "";
}
