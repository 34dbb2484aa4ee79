/* From the terms of a question to pages, the best first. */

import { STOP_WORDS, stem, words } from "./analysis.js";
import { beside } from "./forms.js";
import { conceptSlot, understand } from "./question.js";

const FEW = 2;
const TOGETHER = 0.8;
const OF_YEAR = 0.6;
const BRIDGE = 0.5;
const TITLE = 0.4;
const BY_NAME = 0.5; // more, for a page of just that name

/** All hits on a question in one site, in no order, with what was understood of it. */
export function find(index, question, live) {
  return index.upToDate(async () => {
    await index.open();
    const understood = await understand(index, question, live);
    let hits = await score(index, understood.slots);
    const bridges = bridge(index, hits);
    if (bridges.length) hits = await score(index, [...understood.slots, ...bridges]);
    await gather(index, understood.slots, hits);
    lead(index, question, hits);
    return { ...understood, hits };
  });
}

/** Scores of all pages that answer the question at all. */
async function score(index, slots) {
  const postings = await index.postings([...new Set(slots.flatMap((slot) => [...slot.terms.keys()]))]);
  const { scores, covered, best, touched, found } = sheets(index.core);
  let total = 0, together = 0;
  for (const slot of slots) {
    let count = 0;
    for (const [term, weight] of slot.terms) {
      const { numbers, weights } = postings.get(term);
      for (let place = 0; place < numbers.length; place += 1) {
        const number = numbers[place], value = weights[place] * weight;
        if (!best[number]) touched[count++] = number;
        if (value > best[number]) best[number] = value;
      }
    }
    if (!count) continue;
    const rare = slot.weight * Math.log(1 + index.core.aantal / count);
    total += rare;
    for (let place = 0; place < count; place += 1) {
      const number = touched[place];
      if (!scores[number]) found[together++] = number;
      scores[number] += slot.weight * best[number];
      covered[number] += rare;
      best[number] = 0;
    }
  }
  return Array.from(found.subarray(0, together), (number) => {
    const hit = { index, number, score: scores[number] * (0.3 + 0.7 * covered[number] / total) };
    scores[number] = covered[number] = 0;
    return hit;
  });
}

/** More for pages on which words stand together as in the question, and for those of the year that it names. */
async function gather(index, slots, hits) {
  const row = slots.filter(({ concept, stop, besides }) => !concept && !stop && !besides);
  const postings = await index.postings([...new Set(row.flatMap(({ terms }) => [...terms.keys()]))]);
  const size = (term) => postings.get(term).numbers.length;
  const more = new Map();
  row.slice(1).forEach(({ terms, named }, place) => {
    if (named && row[place].named) return;
    const pages = new Set();
    for (const one of row[place].terms.keys()) {
      for (const other of terms.keys()) {
        const rare = size(one) < size(other) || (size(one) === size(other) && one < other) ? one : other;
        for (const number of beside(postings.get(rare), rare === one ? other : one, rare === other)) pages.add(number);
      }
    }
    for (const number of pages) more.set(number, (more.get(number) || 0) + Math.log(index.core.aantal / pages.size));
  });
  const most = (row.length - 1) * Math.log(index.core.aantal) || 1;
  const { of, values } = index.core.facets[2];
  for (const hit of hits) {
    const asked = values[of[hit.number]].some((year) => slots.some(({ word, joined }) => word === year && !joined));
    hit.score *= 1 + (TOGETHER * (more.get(hit.number) || 0)) / most + OF_YEAR * asked;
  }
}

/** What is reckoned with, page by page; it is left at zero for the next question. */
function sheets(core) {
  const { aantal } = core;
  core.sheets ||= { scores: new Float64Array(aantal), covered: new Float64Array(aantal), best: new Float64Array(aantal),
    touched: new Int32Array(aantal), found: new Int32Array(aantal) };
  return core.sheets;
}

/** When little but pages of concepts was found, those concepts lead on to the pages that name them. */
function bridge(index, hits) {
  const { conceptOf } = index.core;
  if (hits.filter(({ number }) => !conceptOf.has(number)).length > FEW) return [];
  return bestOf(hits, 3).flatMap(({ number }) => conceptSlot(index, conceptOf.get(number), BRIDGE));
}

/** A page of the menu that is asked for by its own name goes first. */
function lead(index, question, hits) {
  const number = index.core.ownNames.get(words(question).map(stem).join(" "));
  if (number === undefined) return;
  const hit = hits.find((one) => one.number === number) || hits[hits.push({ index, number, score: 0 }) - 1];
  hit.score = 2 * hits.reduce((most, { score }) => Math.max(most, score), 1);
}

const before = (one, other) => other.score - one.score || one.number - other.number;

/** The best hits, in order; the others, of which there are many, are not put in order. */
export function bestOf(hits, count) {
  const out = [];
  for (const hit of hits) {
    if (out.length === count && before(hit, out[count - 1]) >= 0) continue;
    let place = out.length;
    while (place && before(hit, out[place - 1]) < 0) place -= 1;
    out.splice(place, 0, hit);
    if (out.length > count) out.pop();
  }
  return out;
}

/** How well a title and a question cover each other, 0–1. */
function cover(title, slots) {
  const stems = words(title).filter((word) => !STOP_WORDS.has(word)).map(stem);
  if (!stems.length || !slots.length) return 0;
  const filled = slots.filter((slot) => stems.some((word) => slot.terms.has(word))).length / slots.length;
  const asked = stems.filter((word) => slots.some((slot) => slot.terms.has(word))).length / stems.length;
  return filled + asked ? (2 * filled * asked) / (filled + asked) : 0;
}

/** The order of the first hits, with what their pages say: what is called as was asked goes first. */
export async function byTitle(hits, slots) {
  await Promise.all(hits.map(async (hit) => {
    const { site, origin } = hit.index;
    hit.fragment = await hit.index.fragment(hit.number).catch((error) => {
      if (!origin) throw error;
      return [site, origin, "", []]; // another site that went away: its front page
    });
    const share = cover(hit.fragment[1], slots);
    hit.score *= 1 + TITLE * share + (share === 1 ? BY_NAME : 0);
  }));
  return hits.sort((one, other) => other.score - one.score);
}
