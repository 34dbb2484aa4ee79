// Runs the real worker in node: `node ask.cjs <folder of the site> < {"vragen": […]}` → one line of JSON an answer.
// Fetches come from the folder; `breek` in the input makes files fail, to try the recovery.
"use strict";
const { readFileSync, existsSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const site = process.argv[2];
const invoer = JSON.parse(readFileSync(0, "utf8"));
let bytes = 0;
const verzoeken = [];

const breek = new Map((invoer.breek || []).map(([naam, soort, maal]) => [naam, { soort, maal }]));

function haal(adres) {
  const naam = new URL(adres).pathname;
  const stuk = [...breek].find(([deel]) => naam.includes(deel));
  verzoeken.push(naam);
  if (naam.endsWith("/kern.json") && (invoer.wijzers || []).length) {
    const kern = invoer.wijzers.shift();
    return { ok: true, status: 200, text: async () => JSON.stringify({ formaat: 2, kern, eerst: [] }) };
  }
  if (stuk && stuk[1].maal > 0) {
    stuk[1].maal -= 1;
    if (stuk[1].soort === "weg") return { ok: false, status: 404, text: async () => "" };
    if (stuk[1].soort === "half") return { ok: true, text: async () => readFileSync(join(site, naam), "utf8").slice(0, 40) };
    throw new Error("geen verbinding");
  }
  const pad = join(site, naam);
  if (!existsSync(pad)) return { ok: false, status: 404, text: async () => "" };
  const inhoud = readFileSync(pad);
  bytes += inhoud.length;
  return { ok: true, status: 200, text: async () => inhoud.toString("utf8") };
}

const antwoorden = [];
let klaar = () => {};
const omgeving = {
  fetch: async (adres) => haal(adres), URL, setTimeout, clearTimeout, performance, console,
  postMessage: (bericht) => (antwoorden.push(bericht), klaar()),
};
omgeving.self = omgeving;
vm.createContext(omgeving);
vm.runInContext(readFileSync(join(__dirname, "../../overrides/assets/zoek-werker.js"), "utf8"), omgeving);

async function vraag(bericht) {
  const wacht = new Promise((gereed) => (klaar = gereed));
  omgeving.onmessage({ data: bericht });
  await wacht;
  return antwoorden.pop();
}

(async () => {
  const uit = [];
  if (invoer.woorden) {
    omgeving.lijst = invoer.woorden;
    uit.push(vm.runInContext("lijst.map((tekst) => woorden(tekst).map((woord) => [woord, stam(woord)]))", omgeving));
  }
  if (invoer.paren) {
    omgeving.lijst = invoer.paren;
    uit.push(vm.runInContext("lijst.map(([een, ander, hoogst]) => afstand(plekken(een), een.length, ander, hoogst))", omgeving));
  }
  if (invoer.delen) {
    omgeving.lijst = invoer.delen;
    uit.push(vm.runInContext("lijst.map(leesDeel)", omgeving));
  }
  if (invoer.vragen) {
    uit.push(await vraag({ soort: "open", basis: "http://site/", andere: invoer.andere || [] }));
    for (const bericht of invoer.vragen) {
      const voor = verzoeken.length;
      const begin = process.cpuUsage();
      const antwoord = await vraag({ soort: "zoek", nummer: 1, ...bericht });
      const { user, system } = process.cpuUsage(begin);
      uit.push({ ...antwoord, rekentijd: (user + system) / 1000, verzoeken: verzoeken.slice(voor), bytes });
    }
  }
  process.stdout.write(uit.map((regel) => JSON.stringify(regel)).join("\n"));
})();
