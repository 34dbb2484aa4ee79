// Runs the real worker in node: `node worker.cjs <folder of the site> < {"worker": …, "questions": […]}` → one line of
// JSON an answer. Fetches come from the folder; `fail` in the input makes files fail, to try the recovery.
"use strict";
const { readFileSync, existsSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const site = process.argv[2];
const input = JSON.parse(readFileSync(0, "utf8"));
let bytes = 0;
const requests = [];

const failing = new Map((input.fail || []).map(([name, kind, times]) => [name, { kind, times }]));

function get(address) {
  const name = new URL(address).pathname;
  const failed = [...failing].find(([part]) => name.includes(part))?.[1];
  requests.push(name);
  if (name.endsWith("/kern.json") && (input.pointers || []).length) {
    const kern = input.pointers.shift();
    return { ok: true, status: 200, text: async () => JSON.stringify({ formaat: 3, kern, eerst: [] }) };
  }
  if (failed?.times > 0) {
    failed.times -= 1;
    if (failed.kind === "gone") return { ok: false, status: 404, text: async () => "" };
    if (failed.kind === "half") return { ok: true, text: async () => readFileSync(join(site, name), "utf8").slice(0, 40) };
    throw new Error("no connection");
  }
  const path = join(site, name);
  if (!existsSync(path)) return { ok: false, status: 404, text: async () => "" };
  const content = readFileSync(path);
  bytes += content.length;
  return { ok: true, status: 200, text: async () => content.toString("utf8") };
}

const answers = [];
let done = () => {};
const world = {
  fetch: async (address) => get(address), URL, setTimeout, clearTimeout, performance, console,
  postMessage: (message) => (answers.push(message), done()),
};
world.self = world;
vm.createContext(world);
vm.runInContext(input.worker, world);

async function ask(message) {
  const waiting = new Promise((ready) => (done = ready));
  world.onmessage({ data: message });
  await waiting;
  return answers.pop();
}

// What the worker does with a list of values that the input holds, by the name of the list.
const EACH = {
  words: "(text) => words(text).map((word) => [word, stem(word)])",
  pairs: "([one, other, most]) => distance(places(one), one.length, other, most)",
  parts: "readPart",
  levelled: "level",
};

(async () => {
  const out = [];
  for (const [name, act] of Object.entries(EACH)) {
    if (!input[name]) continue;
    world.list = input[name];
    out.push(vm.runInContext(`list.map((value) => (${act})(value))`, world));
  }
  if (input.questions) {
    out.push(await ask({ type: "open", base: "http://site/", others: input.others || [] }));
    for (const message of input.questions) {
      const before = requests.length;
      const begin = process.cpuUsage();
      const answer = await ask({ type: "search", number: 1, ...message });
      const { user, system } = process.cpuUsage(begin);
      out.push({ ...answer, reckoning: (user + system) / 1000, requests: requests.slice(before), bytes });
    }
  }
  process.stdout.write(out.map((line) => JSON.stringify(line)).join("\n"));
})();
