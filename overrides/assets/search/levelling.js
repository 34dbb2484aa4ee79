/* Words in one spelling. The worker compares in it, and the pages mark in it what the worker found. */

const GENITIVE = /(?<=[\p{L}\p{N}_])['’‘ʼ`´′]s(?![\p{L}\p{N}_])/gu;
const UNSEEN = /['’‘ʼ`´′\u00ad\u200b-\u200d\u2060\ufeff]/gu;
const LETTERS = { ø: "o", æ: "ae", œ: "oe", ß: "ss", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i" };

/** Where a text is to be parted, so that each piece between is one word to `fold`: no space, hyphen or quotation mark. */
export const WORD = /([\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’‘ʼ`´′\u00ad\u200b-\u200d\u2060\ufeff]*[\p{L}\p{N}\p{M}])?)/u;

/** Lower case, without marks on letters, genitive 's, apostrophes and soft hyphens. */
export function fold(text) {
  return text.toLowerCase().replace(GENITIVE, "").replace(UNSEEN, "").normalize("NFKD").replace(/\p{M}/gu, "")
    .toLowerCase().replace(/[øæœßđðþłı]/g, (letter) => LETTERS[letter]);
}

/** Folded, and one letter for what inflection changes into another: then `huizen` holds `huis`, and `dieven` `dief`. */
export function level(word) {
  return fold(word).replace(/z/g, "s").replace(/v/g, "f").replace(/(.)\1+/g, "$1");
}

/** Whether a word holds a key, both levelled; a short key only at its beginning. */
export function holds(word, key) {
  return key.length > 3 ? word.includes(key) : word.startsWith(key);
}
