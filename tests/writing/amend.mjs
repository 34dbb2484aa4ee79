// Runs overrides/assets/form/amend.js on what stdin holds: rows of [source, id, order, changes, step]; prints the texts.
import { readFileSync } from "node:fs";

const module = await import(`data:text/javascript,${encodeURIComponent(readFileSync(process.argv[2], "utf8"))}`);
const rows = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(rows.map(([source, id, order, changes, step]) => (
  module.amended(source, id, order, new Map(Object.entries(changes)), step)))));
