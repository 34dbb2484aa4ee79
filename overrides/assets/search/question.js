/* From a question to terms of the index: what is meant by each word, and which concepts are named. */

import { LINKING_SOUNDS, NO_PART, PREPOSITIONS, QUESTION_WORDS, STOP_WORDS, stem, words } from "./analysis.js";
import { derived, relatives } from "./kin.js";
import { LONGEST_ERROR, bits, distance, mask, places, sound } from "./spelling.js";

const LONGEST_QUESTION = 200;
const MOST_WORDS = 16;
const MOST_COMPLETIONS = 8;
const MOST_ERRORS = 3;
const FAMILY = 0.7; // the share of its letters that a word of the same family begins with
const SMALLEST_FAMILY = 5;
const HALF = 0.4; // the share of a compound that is known of it
const SHORTEST_OF_THREE = 15; // letters in the parts of a compound of three
const YEAR = /^(?:19|20)\d\d$/; // of which no page is, it says little
const WEIGHT = {
  part: 0.75, partBesides: 0.3, joined: 1, apart: 0.8, form: 0.65, derived: 0.2, made: 0.55, ear: 0.9, question: 0.45, year: 0.3, begin: 0.45, beginBesides: 0.25, error1: 0.75, error2: 0.5,
  concept: 1, kinConcept: 0.3, word: 0.7, stop: 0.08,
};

/** A question as slots: each a weight and the terms that fill it, with what was corrected and which concepts hit. */
export async function understand(index, question, live) {
  const raw = question.slice(0, LONGEST_QUESTION);
  const list = words(raw).slice(0, MOST_WORDS);
  await index.loadFor([...list, ...(index.core.begrippen.length ? ["#"] : [])]);
  const content = list.filter((word) => !STOP_WORDS.has(word)).length;
  const slots = list.map((word, place) => {
    const stop = STOP_WORDS.has(word), own = stem(word), known = index.knows(own);
    return { word, place, stop, known, weight: stop && content ? WEIGHT.stop : YEAR.test(word) && content > 1 && !index.core.jaren.includes(Number(word)) ? WEIGHT.year : 1, terms: new Map(known ? [[own, 1]] : []) };
  });
  join(index, slots);
  for (const slot of slots) if (!slot.stop) inflect(index, slot, slots);
  const last = live && /[\p{L}\p{N}]$/u.test(raw) && slots.at(-1);
  for (const slot of slots) if (!slot.stop) await repair(index, slot, slot === last);
  if (!slots.some(({ stop, terms, parts }) => !stop && (terms.size || parts))) for (const slot of slots) replaced(slot, slot.unlikely || []);
  const concepts = conceptsIn(index, slots, raw);
  return { slots: complete(index, slots, concepts, !content), concepts, content, asked: slots };
}

/** Neighbours that the site writes as one word: `woning inbraak`, `wijk-gericht`. */
function join(index, slots) {
  for (let place = 0; place < slots.length - 1; place += 1) {
    for (const count of [3, 2]) {
      const group = slots.slice(place, place + count);
      if (group.length < count || group.every((slot) => slot.stop)) continue;
      for (const sound of count === 2 ? LINKING_SOUNDS : [""]) {
        const term = stem(group.map((slot) => slot.word).join(sound));
        if (index.knows(term)) for (const slot of group) slot.terms.set(term, WEIGHT.joined), slot.joined = true;
      }
    }
  }
}

/** Other words of the same family; `pak … aan` is also `aanpak`. */
function inflect(index, slot, slots) {
  const { word, joined, terms } = slot;
  const add = (list, weight) => {
    const out = [...list].filter((term) => !terms.has(term) && !STOP_WORDS.has(term) && index.knows(term));
    for (const term of out) terms.set(term, weight);
    return out;
  };
  slot.kin = joined ? [] : add(relatives(word), WEIGHT.form);
  if (!joined) add(derived(word, slot.known), terms.size ? WEIGHT.derived : WEIGHT.made);
  for (const { word: before } of slots) {
    const term = stem(before + word);
    if (PREPOSITIONS.has(before) && index.knows(term)) terms.set(term, WEIGHT.apart);
  }
}

/** Fills a slot whose word the site does not know: parts, the beginning of a word, or a typing error. While a word is
 *  being typed it is no error: it may still become a word. */
async function repair(index, slot, unfinished) {
  const { word, known, terms } = slot;
  const short = stem(word), found = terms.size > 0, long = word.length >= 7;
  if (unfinished && word.length >= 3) {
    for (const term of completions(index, short)) terms.set(term, Math.max(terms.get(term) || 0, known ? WEIGHT.beginBesides : WEIGHT.begin));
  }
  if (long && !known && !slot.joined) await loadParts(index, word);
  slot.parts = long && !slot.joined && split(index, word, known ? 4 : 3);
  if (found || unfinished) return;
  const alike = byEar(index, short);
  if (alike.length) return void replaced(slot, alike);
  const errors = similar(index, short);
  if (errors.length && !(slot.parts && errors[0][1] >= 2)) {
    if (await index.isOrdinary(short)) slot.unlikely = errors; else replaced(slot, errors);
  }
  if (slot.parts || terms.size) return;
  const relations = family(index, short);
  for (const term of relations) if (term.startsWith(short)) terms.set(term, WEIGHT.begin);
  if (!terms.size) slot.parts = half(index, word);
  if (!terms.size) slot.unlikely ||= relations.map((term) => [term, 2]);
}

/** What a word is taken for: a typing error of others. */
function replaced(slot, errors) {
  if (!errors.length) return;
  slot.repaired = errors[0][0];
  slot.parts = null;
  for (const [term, far] of errors) slot.terms.set(term, !far ? WEIGHT.ear : far < 2 ? WEIGHT.error1 : WEIGHT.error2);
}

/** Words of the vocabulary that begin with this one, the shortest first. */
function completions(index, begin) {
  const { stems = [] } = index.blockOf(begin[0])?.words || {};
  let low = 0, high = stems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stems[middle] < begin) low = middle + 1; else high = middle;
  }
  const out = [];
  for (; stems[low]?.startsWith(begin); low += 1) if (stems[low] !== begin) out.push(stems[low]);
  return out.sort((one, other) => one.length - other.length).slice(0, MOST_COMPLETIONS);
}

/** Words that begin with all of this one or, failing that, with as much of it as possible: `bureaucratisch`
 *  for `bureaucratie`. */
function family(index, word) {
  for (let letters = word.length; letters >= Math.max(SMALLEST_FAMILY, FAMILY * word.length); letters -= 1) {
    const out = completions(index, word.slice(0, letters));
    if (out.length) return out;
  }
  return word.length < SMALLEST_FAMILY ? completions(index, word) : [];
}

/** Words of the vocabulary that sound like this one. */
function byEar(index, word) {
  return (word.length < 4 ? [] : index.bySound.get(sound(word)) || []).slice(0, MOST_ERRORS).map((term) => [term, 0]);
}

/** Words of the vocabulary at one or two typing errors, the nearest first. */
function similar(index, word) {
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  if (!most || word.length > LONGEST_ERROR) return [];
  const out = [], letters = mask(word), where = places(word);
  for (const { words: block } of index.core.blocks) {
    if (!block) continue;
    for (let length = Math.max(3, word.length - most); length <= word.length + most; length += 1) {
      for (const place of block.byLength[length] || []) {
        const other = block.stems[place];
        if (bits(block.masks[place] ^ letters) > 2 * most || other[0] === "#") continue;
        const far = distance(where, word.length, other, most);
        if (far <= most) out.push([other, far + (other[0] === word[0] ? 0 : 0.5)]);
      }
    }
  }
  out.sort((one, other) => one[1] - other[1]);
  return out.filter(([, far]) => far <= out[0][1] + 0.5).slice(0, MOST_ERRORS);
}

/** On a large site: the vocabulary in which the other parts of an unknown compound would be. */
async function loadParts(index, word) {
  if (index.core.blocks.length <= 2) return;
  const rests = [];
  for (let place = 3; place <= word.length - 3; place += 1) {
    if (!index.knows(stem(word.slice(0, place)))) continue;
    for (const sound of LINKING_SOUNDS) if (word.startsWith(sound, place)) rests.push(word.slice(place + sound.length));
  }
  await index.loadFor(rests);
}

/** The best way to read a word as two or three known ones of at least so many letters: their stems. */
function split(index, word, shortest, depth = 2) {
  const own = stem(word);
  let best = null, highest = 0;
  for (let place = shortest; place <= word.length - shortest; place += 1) {
    const left = word.slice(0, place), first = stem(left);
    if (STOP_WORDS.has(left) || first === own || !index.knows(first)) continue;
    for (const sound of LINKING_SOUNDS) {
      if (!word.startsWith(sound, place)) continue;
      const right = word.slice(place + sound.length), second = stem(right);
      if (right.length < shortest || STOP_WORDS.has(right) || NO_PART.has(right)) continue;
      const rest = index.knows(second) ? [second] : depth > 1 && split(index, right, shortest, depth - 1);
      if (!rest) continue;
      if (rest.length > 1 && [first, ...rest].join("").length < SHORTEST_OF_THREE) continue;
      const value = Math.min(left.length, ...rest.map((part) => part.length)) - rest.length - (sound ? 0.5 : 0);
      if (!best || value > highest) [best, highest] = [[first, ...rest], value];
    }
  }
  return best;
}

/** The half of a compound that is known, the longest: `hok` of `wiethok`. */
function half(index, word) {
  for (let length = word.length - 3; length >= Math.max(4, HALF * word.length); length -= 1) {
    for (const part of [length > 4 ? word.slice(-length) : "", word.slice(0, length)]) {
      if (part && !STOP_WORDS.has(part) && !NO_PART.has(part) && index.knows(stem(part))) return [stem(part)];
    }
  }
  return null;
}

/** The concepts that the question names: where, and of how many words; the longest first. */
function conceptsIn(index, slots, raw) {
  const { names, compact, longest } = index.core;
  const row = slots.map((slot) => slot.repaired || stem(slot.word));
  const named = ({ kin = [], parts }, own) => names.get(own) || (parts && compact.get(parts.join(""))) || names.get(kin.find((term) => names.has(term)));
  const out = [];
  for (let length = Math.min(longest, row.length); length; length -= 1) {
    for (let place = 0; place + length <= row.length; place += 1) {
      const key = row.slice(place, place + length).join(" ");
      const numbers = length > 1 ? names.get(key) : named(slots[place], key);
      if (!numbers || out.some((hit) => hit.place < place + length && place < hit.place + hit.length)) continue;
      const content = slots.slice(place, place + length).filter((slot) => !slot.stop).length;
      if (!content && length < row.length && !raw.includes(key.toUpperCase())) continue;
      const sure = numbers === names.get(key);
      for (const number of numbers) out.push({ number, place, length, content: Math.max(1, content), weight: sure ? WEIGHT.concept : WEIGHT.kinConcept });
    }
  }
  return out;
}

/** The slots that are scored: words, parts of compounds, and concepts. */
function complete(index, slots, concepts, onlyStop) {
  const out = [];
  for (const slot of slots) {
    const concept = concepts.some(({ place, length }) => place <= slot.place && slot.place < place + length);
    const weight = slot.weight * (concept ? WEIGHT.word : 1);
    if (slot.terms.size && (!slot.stop || onlyStop)) out.push({ ...slot, weight, named: concept });
    else if (slot.terms.size && QUESTION_WORDS.has(slot.word)) out.push({ ...slot, weight: WEIGHT.question });
    for (const part of slot.parts || []) {
      out.push({ ...slot, weight: weight * (slot.terms.size ? WEIGHT.partBesides : WEIGHT.part), terms: new Map([[part, 1]]), besides: slot.terms.size });
    }
  }
  for (const { number, content, weight } of concepts) out.push(...conceptSlot(index, number, weight * (0.5 + 0.5 * content)));
  return out;
}

/** The slot of a concept, when pages name it. */
export function conceptSlot(index, number, weight) {
  const term = `#${number}`;
  return index.knows(term) ? [{ weight, terms: new Map([[term, 1]]), concept: true }] : [];
}
