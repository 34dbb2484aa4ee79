/* Words and their stems: macros/search/analysis.py, rule for rule (tests/search compares the two over the same words). */

import { fold } from "./levelling.js";

const LONGEST_WORD = 40;
const IRREGULAR = [["heden", "heid"], ["kinderen", "kind"], ["raadsleden", "raadslid"], ["teamleden", "teamlid"]];
const ENDS_IN_S = /(?:proces|adres|succes|congres|basis|crisis|virus|status|campus)$/;
const UNCHANGED = new Set("binnen boven buiten eigen leven negen open ouderen samen tegen teken tussen zeven".split(" "));
export const STOP_WORDS = new Set(); // the index brings them
export const QUESTION_WORDS = new Set("hoeveel waarom wanneer welke wie".split(" "));
export const PREPOSITIONS = new Set("aan af bij door in mee om onder op over samen tegen toe uit voor weg".split(" "));
export const LINKING_SOUNDS = ["", "s", "en", "n", "e"];
export const NO_PART = new Set("heid ing ling ring lijk baar loos ment ties tie land ent ers gen den eren eerd".split(" "));

export function words(text) {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) || []).map((word) => [...word].slice(0, LONGEST_WORD).join(""));
}

export function stem(word) {
  if (word.length < 4 || UNCHANGED.has(word) || !/^\p{L}+$/u.test(word)) return word;
  for (const [plural, singular] of IRREGULAR) {
    if (word.endsWith(plural)) return word.slice(0, -plural.length) + singular;
  }
  const short = withoutS(withoutEnding(withoutS(word)));
  if (short.length < 3) return word;
  return syllables(short) > 1 ? short.replace(/(aa|ee|oo|uu)(?=[bcdfghjklmnpqrstvwxz]$)/, (long) => long[0]) : short;
}

function withoutS(word) {
  return hasS(word) ? word.slice(0, -1) : word;
}

function hasS(word) {
  if (word.length <= 4 || !word.endsWith("s") || ENDS_IN_S.test(word)) return false;
  const last = word.at(-2), before = word.at(-3);
  if ("aeo".includes(last)) return !"aeiouy".includes(before) || ["ei", "oi", "oe", "ai", "ao"].includes(last + before);
  return !"siuy".includes(last);
}

function withoutEnding(word) {
  const length = ending(word);
  return length ? closed(word.slice(0, -length)) : word;
}

function ending(word) {
  if (word.endsWith("en") && word.length >= 5) {
    const apart = word.at(-3) !== "e" || word.endsWith("eeen") || word.endsWith("ieen");
    return apart && syllables(word.slice(0, -2)) ? 2 : 0;
  }
  const hasE = word.endsWith("e") && word.length >= 4;
  return hasE && !"aeiouy".includes(word.at(-2)) && syllables(word.slice(0, -1)) ? 1 : 0;
}

function closed(rest) {
  if (/([bdfgklmnprstz])\1$/.test(rest)) return rest.slice(0, -1);
  const open = /^([^aeiouy]*)([aeou])([bcdfghjklmnpqrstvwxz])$/.exec(rest);
  const whole = open ? open[1] + open[2] + open[2] + open[3] : rest;
  return whole.replace(/v$/, "f").replace(/z$/, "s");
}

function syllables(word) {
  return (word.match(/[aeiouy]+/g) || []).length;
}
