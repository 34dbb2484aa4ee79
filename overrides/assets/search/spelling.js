/* How far two words are apart in typing errors. */

export const LONGEST_ERROR = 31; // letters: as many as there are bits to work with
const TABLE = 128;
// What is written in more than one way and sounds alike, in the order in which it is levelled.
const SOUNDS = [[/ph/g, "f"], [/v/g, "f"], [/th/g, "t"], [/sch$/g, "s"], [/ch/g, "g"], [/c(?=[eiy])/g, "s"], [/c/g, "k"], [/z/g, "s"],
  [/y/g, "i"], [/ij|ei/g, "y"], [/ie|ea/g, "i"], [/ou/g, "au"], [/d$/g, "t"], [/h(?![aeiou])/g, ""], [/(.)\1+/g, "$1"]];

/** The letters of a word as bits: words whose letters differ much are no typing error of each other. */
export function mask(word) {
  let out = 0;
  for (let place = 0; place < word.length; place += 1) out |= 1 << (word.charCodeAt(place) % 32);
  return out;
}

export function bits(number) {
  let rest = number - ((number >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** How a word sounds, about. */
export function sound(word) {
  return SOUNDS.reduce((heard, [written, as]) => heard.replace(written, as), word);
}

/** Where each letter stands in a word, as bits; letters that share a place in the table are compared as if alike. */
export function places(word) {
  const out = new Int32Array(TABLE);
  for (let place = 0; place < word.length; place += 1) out[word.charCodeAt(place) % TABLE] |= 1 << place;
  return out;
}

/** The distance of two words in typing errors (insert, delete, replace, swap), or `most` + 1 when it is more.
 *  The first word is given by its `places` and its length. All cells of a column are worked out at once, as the bits
 *  of a number (Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances, 2003). */
export function distance(letters, length, other, most) {
  const last = 1 << (length - 1);
  let far = length, more = -1, less = 0, equal = 0, before = 0;
  for (let place = 0, rest = other.length; rest; place += 1) {
    rest -= 1;
    const here = letters[other.charCodeAt(place) % TABLE];
    equal = (((here & more) + more) ^ more) | here | less | (((~equal & here) << 1) & before);
    let up = less | ~(equal | more), down = equal & more;
    if (up & last) far += 1; else if (down & last) far -= 1;
    if (far > most + rest) return most + 1;
    up = (up << 1) | 1;
    down <<= 1;
    more = down | ~(equal | up);
    less = up & equal;
    before = here;
  }
  return far;
}
