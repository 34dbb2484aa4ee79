/* The compact forms in which the index travels (macros/search/encoding.py), read back. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Int8Array(128).fill(-1);
for (let place = 0; place < 64; place += 1) VALUE[DIGITS.charCodeAt(place)] = place;

// What each step of a weight is worth: the two numbers of macros/search/impacts.py.
const WORTH = Float64Array.from({ length: 64 }, (_, step) => 31 * (step / 20) ** 1.5);

/** The numbers of a group, of which the first character says something else. */
function readGaps(group) {
  const out = [];
  let number = -1, sum = 0, times = 1;
  for (let place = 1; place < group.length; place += 1) {
    const digit = VALUE[group.charCodeAt(place)];
    if (digit >= 32) {
      sum += (digit - 32) * times;
      times *= 32;
    } else {
      number += sum + digit * times + 1;
      out.push(number);
      sum = 0;
      times = 1;
    }
  }
  return out;
}

/** Postings: documents and weights, in two arrays, and what stands beside the word. */
export function readPostings(line) {
  const [text, near = ""] = line.split("|"), numbers = [], weights = [];
  for (const group of text.split(".")) {
    const weight = WORTH[VALUE[group.charCodeAt(0)]];
    for (const number of readGaps(group)) {
      numbers.push(number);
      weights.push(weight);
    }
  }
  return { numbers, weights, near };
}

/** The documents on which another word stands before the one with these postings, or behind it. */
export function beside({ numbers, near }, other, before) {
  let value = before ? 1 : 0;
  for (const letter of other) value = (value * 31 + letter.codePointAt(0)) % 512;
  const group = near.split(".").find((one) => one.startsWith(DIGITS[value >> 3] + DIGITS[value & 7]));
  return group ? readGaps(group.slice(1)).map((place) => numbers[place]) : [];
}

/** The vocabulary: stems in order, and the form in which to show each. */
export function readVocabulary(text) {
  const stems = [], forms = [];
  let last = "";
  for (const line of text ? text.split("\n") : []) {
    const [rest, difference] = line.slice(1).split(" ");
    last = last.slice(0, VALUE[line.charCodeAt(0)]) + rest;
    stems.push(last);
    forms.push(difference ? last.slice(0, last.length - VALUE[difference.charCodeAt(0)]) + difference.slice(1) : "");
  }
  return { stems, forms };
}

/** A row in which what is repeated is written once, with how often. */
export function readRuns(runs) {
  const out = [];
  for (let place = 0; place < runs.length; place += 2) for (let times = runs[place + 1]; times; times -= 1) out.push(runs[place]);
  return out;
}

/** The anchor and the heading of a part: the first follows from the second where it does not travel along. */
export function readPart(part) {
  if (Array.isArray(part)) return part;
  return [part.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""), part];
}
