/* The search engine: a worker without dependencies, which a page starts when someone opens the search.
 *
 * In: {type: "open", base, others} once, then {type: "search", number, question, filters, count, live}.
 * Out: {type: "ready"}, {type: "answer", number, …} or {type: "error", number, reason}.
 * Nothing is fetched before the first message.
 */

import { answer } from "./answer.js";
import { Index } from "./index.js";

let indexes = [];

function start({ base, others = [] }) {
  indexes = [{ site: base }, ...others].map(({ site, naam }) => {
    const index = new Index(new URL("zoek/", site).href, naam ? "index.json" : "kern.json");
    return Object.assign(index, { site, origin: naam, restsUntil: 0 });
  });
}

self.onmessage = async ({ data }) => {
  const { type, number } = data;
  try {
    if (type === "open") {
      start(data);
      await indexes[0].open();
      self.postMessage({ type: "ready" });
    } else if (type === "search") {
      self.postMessage({ type: "answer", number, ...(await indexes[0].upToDate(() => answer(indexes, data))) });
    }
  } catch (error) {
    self.postMessage({ type: "error", number, reason: String(error?.message) });
  }
};
