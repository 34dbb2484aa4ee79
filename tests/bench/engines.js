// The three engines, driven as their own pages drive them. Each gives: start() and ask(question) → paths of pages,
// best first, with everything fetched that showing the first results takes. `make bench` (tests/bench/search.py) calls it.
"use strict";
const BASIS = new URL("/", location.href).href;
const pad = (adres) => new URL(adres, BASIS).pathname.slice(1).replace(/index\.html$/, "");

function bericht(werker, uit, klaar) {
  return new Promise((gereed) => {
    werker.addEventListener("message", function luister({ data }) {
      if (!klaar(data)) return;
      werker.removeEventListener("message", luister);
      gereed(data);
    });
    werker.postMessage(uit);
  });
}

const MOTOREN = {
  ons: {
    async start() {
      this.werker = new Worker("/bank/search-worker.js");
      await bericht(this.werker, { type: "open", base: BASIS, others: [] }, (data) => data.type === "ready");
    },
    async vraag(vraag, aantal) {
      const data = await bericht(this.werker, { type: "search", number: 1, question: vraag, count: aantal }, (uit) => uit.type !== "ready");
      return { paden: data.results.map((result) => result.path), kaart: data.card ? data.card.path : "" };
    },
  },
  material: {
    async start() {
      this.werker = new Worker("/bank/material/workers/search.js");
      const { config, docs } = await (await fetch("/bank/search_index.json")).json();
      await bericht(this.werker, { type: 0, data: { config, docs, options: { suggest: false } } }, (data) => data.type === 1);
    },
    async vraag(vraag, aantal) {
      const { data } = await bericht(this.werker, { type: 2, data: vraag }, (uit) => uit.type === 3);
      return { paden: data.items.slice(0, aantal).map(([blad]) => pad(blad.location.split("#")[0])), kaart: "" };
    },
  },
  pagefind: {
    async start() {
      this.motor = await import("/pagefind/pagefind.js");
      await this.motor.init();
    },
    async vraag(vraag, aantal) {
      const { results } = await this.motor.search(vraag);
      const gegevens = await Promise.all(results.slice(0, aantal).map((resultaat) => resultaat.data()));
      return { paden: gegevens.map(({ url }) => pad(url)), kaart: "" };
    },
  },
};

/** All questions in one session. */
async function alles(naam, vragen, aantal) {
  const motor = MOTOREN[naam];
  await motor.start();
  const uit = [];
  for (const vraag of vragen) uit.push(await motor.vraag(vraag, aantal));
  return uit;
}

/** One question from nothing: milliseconds to the first five results. */
async function koud(naam, vraag) {
  const begin = performance.now();
  const motor = MOTOREN[naam];
  await motor.start();
  await motor.vraag(vraag, 5);
  return performance.now() - begin;
}
