/* One site's index: its files, fetched when they are needed, and what they say. */

import { STOP_WORDS } from "./analysis.js";
import { readPostings, readRuns, readVocabulary } from "./forms.js";
import { STRONG } from "./kin.js";
import { mask, sound } from "./spelling.js";

export const FACETS = ["thema", "soort", "jaar"];
const FORMAT = 3; // of the files (macros/search/index.py)
const PAUSE = 150; // milliseconds before a file that failed is asked for again

/** A file that should be there is not, or is not whole: perhaps the site was published meanwhile. */
class Incomplete extends Error {}

/** A block of vocabulary, with what makes looking up quick. */
function readBlock(text) {
  const place = text.indexOf("\n");
  const block = readVocabulary(text.slice(place + 1));
  if (place < 0 || block.stems.length !== Number(text.slice(0, place))) throw new Incomplete();
  block.masks = Int32Array.from(block.stems, mask);
  block.byLength = [];
  block.stems.forEach((word, number) => (block.byLength[word.length] ||= []).push(number));
  block.place = new Map(block.stems.map((word, number) => [word, number]));
  return block;
}

export class Index {
  constructor(base, pointer) {
    this.base = base;
    this.pointer = pointer;
    this.forget();
  }

  forget() {
    this.core = this.opening = null;
    this.name = "";
    this.files = new Map();
  }

  /** The content of a file; what is hashed is fetched once, and a failure is tried once more past the cache. */
  get(name, read) {
    if (!this.files.has(name)) {
      const promise = this.attempt(name, read, "default").catch(
        () => new Promise((done) => setTimeout(done, PAUSE)).then(() => this.attempt(name, read, "reload")));
      promise.catch(() => this.files.delete(name));
      this.files.set(name, promise);
    }
    return this.files.get(name);
  }

  async attempt(name, read, cache) {
    try {
      const response = await fetch(this.base + name, { cache });
      if (!response.ok) throw new Incomplete(response.status);
      return read(await response.text());
    } catch (error) {
      throw new Incomplete(`${name}: ${error.message}`);
    }
  }

  open() {
    this.opening ||= this.read().catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  async read() {
    const { formaat, kern: name, eerst } = await this.attempt(this.pointer, JSON.parse, "no-cache")
      .catch(() => this.attempt(this.pointer, JSON.parse, "reload"));
    if (formaat !== FORMAT) throw new Error(`een index van formaat ${formaat}`);
    for (const file of eerst) this.get(file, readBlock).catch(() => {}); // asked for again, and then reported
    const core = await this.get(name, JSON.parse);
    const values = { thema: core.themas, soort: core.soorten.map((kind) => [kind]), jaar: core.jaren.map((year) => (year ? [String(year)] : [])) };
    core.facets = FACETS.map((facet) => ({ facet, of: readRuns(core[facet]), values: values[facet] }));
    core.conceptOf = new Map(core.begrippen.map(([page], number) => [page, number]));
    for (const word of core.stopwoorden.split(" ")) STOP_WORDS.add(word);
    if (!STRONG.length) STRONG.push(...core.werkwoorden.map((verb) => verb.split(" ")));
    core.ownNames = new Map(core.titels);
    core.names = new Map();
    core.compact = new Map(); // written as one word
    core.begrippen.forEach(([, ...names], number) => {
      for (const key of names) {
        core.names.set(key, [...(core.names.get(key) || []), number]);
        core.compact.set(key.replace(/ (?:en|van|met|de) | /g, ""), [number]);
      }
    });
    core.longest = Math.max(1, ...[...core.names.keys()].map((key) => key.split(" ").length));
    core.blocks = core.woorden.map(([letter, first, file]) => ({ letter, first, file }));
    this.name = name;
    this.core = core;
    if (core.blocks.length <= 2) await Promise.all(core.blocks.map((block) => this.load(block)));
  }

  /** Does something with the index; when the site was published meanwhile, reads it anew and tries once more. */
  async upToDate(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      const was = this.name;
      if ((await this.attempt(this.pointer, JSON.parse, "reload")).kern === was) throw error;
      this.forget();
      return act();
    }
  }

  blockOf(letter) {
    const { blocks } = this.core;
    return blocks.findLast((block) => block.letter <= letter) || blocks[0];
  }

  async load(block) {
    if (block) block.words ||= await this.get(block.file, readBlock);
  }

  /** The vocabulary of the letters with which these words begin. */
  loadFor(list) {
    return Promise.all([...new Set(list.map((word) => word && this.blockOf(word[0])))].map((block) => this.load(block)));
  }

  knows(term) {
    return Boolean(this.blockOf(term[0])?.words?.place.has(term));
  }

  /** Whether a word that the site does not have is an ordinary one, and so no typing error. */
  async isOrdinary(word) {
    const { gewoon } = this.core; // another site may not have it yet
    return gewoon && (await this.get(gewoon, readBlock)).place.has(word);
  }

  /** Words by how they sound. */
  get bySound() {
    if (!this.core.sounds) {
      this.core.sounds = new Map();
      for (const { words } of this.core.blocks) {
        for (const word of words?.stems || []) this.core.sounds.set(sound(word), [...(this.core.sounds.get(sound(word)) || []), word]);
      }
    }
    return this.core.sounds;
  }

  form(term) {
    const { forms, place } = this.blockOf(term[0]).words;
    return forms[place.get(term)] || term;
  }

  /** The postings of terms, as a map; each shard is fetched once. */
  async postings(terms) {
    const out = new Map();
    await Promise.all(terms.map(async (term) => {
      const block = this.blockOf(term[0]);
      const number = block.first + block.words.place.get(term);
      const shards = this.core.lijsten;
      const place = shards.findLastIndex(([first]) => first <= number);
      const [first, file] = shards[place];
      const [end] = shards[place + 1] || [this.core.termen];
      const lines = await this.get(file, (text) => {
        const read = text.split("\n");
        if (read.length !== end - first) throw new Incomplete();
        return read;
      });
      out.set(term, readPostings(lines[number - first]));
    }));
    return out;
  }

  /** Path, title, summary and parts of a page. */
  async fragment(number) {
    const { bundel, bundels } = this.core;
    const rows = await this.get(bundels[Math.floor(number / bundel)], JSON.parse);
    return rows[number % bundel];
  }
}
