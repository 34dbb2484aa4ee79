/* Words of one family: the forms of a verb and what is made of it. A question is widened with those that the site knows. */

import { stem } from "./analysis.js";

const PARTICLES = "aan|af|be|bij|door|er|her|in|mee|na|neer|om|onder|ont|op|over|plat|samen|stop|tegen|terug|toe|uit|vast|ver|vol|voor|vrij|weg|wit";
const PREFIX = new RegExp(`^(?:${PARTICLES})*$`);
const PARTICIPLE = new RegExp(`^((?:${PARTICLES})*)ge(?!bied|meent)(.{3,}(?:[dt]e?|en))$`);

export const STRONG = []; // verbs with the stems of their forms: the index brings them, as it does the stop words

// Endings that take each other's place: what a word of one kind is called as another.
const ENDINGS = ["heid ", "ing en", "er en", "er ing", "lijk ", "el aliteit", "al aliteit", "ief iviteit", "ief ie", "isch ie", "aar ", "ar ", "isering isatie", "atie er", "age er"].map((pair) => pair.split(" "));
const SHORTEST = 4;

const short = (word) => word.replace(/(aa|ee|oo|uu)(?=[^aeiouy]*$)/, (long) => long[0]);
const voiced = (word) => short(word).replace(/f$/, "v").replace(/([aeiou])s$/, "$1z");

/** The stems that a root has as a word, as a verb and as a noun. */
function formsOf(root) {
  const base = stem(`${root}en`);
  return [stem(root), base, `${base}ing`, `${voiced(base)}ing`];
}

/** A word without the `ge` of a participle. */
function withoutGe(word) {
  const [, before, after] = PARTICIPLE.exec(word) || [null, "", word];
  return before + after;
}

/** Other words of the same family, as stems: for `ingebroken` also those of inbreken, inbrak and inbraak. */
export function relatives(word) {
  const bare = withoutGe(word), own = stem(bare);
  const roots = [own, word.replace(/(?:ingen|ing)$/, ""), bare.replace(/(?:[dt]en?|[dt])$/, "")];
  const key = short(own);
  for (const verb of STRONG) {
    const form = verb.find((end) => key.endsWith(end) && PREFIX.test(key.slice(0, -end.length)));
    if (!form) continue;
    const prefix = key.slice(0, -form.length);
    for (const other of verb) roots.push(prefix + other, `${prefix}ge${other}`);
  }
  return new Set(roots.filter((root) => root.length >= SHORTEST).flatMap(formsOf));
}

/** Words that are made of this one or that it is made of, as stems: `weerbaar` and `weerbaarheid`, `nieuw` and `vernieuwen`;
 *  of a word that is `known` only those that say the same. */
export function derived(word, known) {
  const own = stem(word);
  if (known) return new Set([`${word}heid`, `ver${own}`, word.replace(/heid$/, ""), own.replace(/^ver/, ""), word.replace(/eel$/, "aliteit")].map(stem));
  const out = [`${word}heid`, `${word}lijk`, `ver${own}`, `be${own}`, `ver${own}en`, own.replace(/^(?:ver|be)/, ""), `${own}er`];
  const verb = stem(withoutGe(word).replace(/de?$/, ""));
  for (const pair of ENDINGS) {
    for (const [from, to] of [pair, [...pair].reverse()]) {
      for (const form of [word, own, verb]) if (from && form.endsWith(from)) out.push(form.slice(0, -from.length) + to);
    }
  }
  return new Set(out.filter((root) => root.length >= SHORTEST).flatMap(formsOf));
}
