// A file that is there, with other answers in the places where they stand: every other letter stays what it was.
// macros/writing/amending.py tells where each answer begins and ends, and how it is typed.
const BARE = /^(?!null$)[\p{L}\p{N}](?:[\p{L}\p{N} -]*[\p{L}\p{N}])?$/u;
const PLAIN = /^(?!null$)[\p{L}\p{N}(€](?:(?!: | #|:$| $).)*$/u; // what YAML reads as it stands
const WIDE = 60; // letters of a line of folded text, at least

/** A text in YAML, as macros/writing/scaffold.py writes it. */
export const scalar = (text) => (BARE.test(text) ? text : JSON.stringify(text));
const usual = (text) => (PLAIN.test(text) ? text : JSON.stringify(text));
const inBrackets = (text) => (PLAIN.test(text) && !/[,[\]{}:]/.test(text) ? text : JSON.stringify(text));
const whole = (value) => (Array.isArray(value) ? `[${value.map(scalar).join(", ")}]` : scalar(value));

/** Words on lines of a width. */
function wrapped(words, width) {
  const lines = [];
  for (const word of words) {
    if (lines.length && [...lines.at(-1), word].join(" ").length <= width) lines.at(-1).push(word);
    else lines.push([word]);
  }
  return lines.map((line) => line.join(" "));
}

/** Folded text below its sign; the lines before and behind what changed stay. */
function folded(text, typed, column) {
  const [head, ...old] = typed.split("\n");
  const indent = old.length ? /^ */.exec(old[0])[0] : " ".repeat(column + 2);
  const lines = old.map((line) => line.trim());
  const width = Math.max(WIDE, ...lines.map((line) => line.length));
  const words = text.split(" ");
  const first = [];
  const last = [];
  const fits = (line, at) => line && line.split(" ").every((word, i) => words[at + i] === word);
  let begin = 0;
  let end = words.length;
  while (lines.length && fits(lines[0], begin)) {
    begin += lines[0].split(" ").length;
    first.push(lines.shift());
  }
  while (lines.length && end - lines.at(-1).split(" ").length >= begin && fits(lines.at(-1), end - lines.at(-1).split(" ").length)) {
    end -= lines.at(-1).split(" ").length;
    last.unshift(lines.pop());
  }
  const all = [...first, ...wrapped(words.slice(begin, end), width), ...last];
  return [head.startsWith(">") ? head : ">-", ...all.map((line) => indent + line)].join("\n");
}

/**
 * The text of a file with other answers in a record.
 * @param source what macros/writing/amending.py made of the file
 * @param id of the record
 * @param order the names of fields as they are written
 * @param changes by the name of a field its answer: a text or a list, empty when it goes; `tekst` is the text of a page
 * @param step what is added to the history: names with their texts
 */
export function amended({ text, rows }, id, order, changes, step = []) {
  const signs = [...text];
  const { fields, prose } = rows[id];
  const edits = [];
  const cut = (from, to) => signs.slice(from, to).join("");
  const lineStart = (at) => signs.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = (at) => (signs.indexOf("\n", at) + signs.length + 1) % (signs.length + 1);
  const keys = Object.values(fields).map(([key]) => key);
  const indent = " ".repeat(Math.min(...keys) - lineStart(Math.min(...keys)));
  const closing = (name) => lineEnd(fields[name][2]);

  /** The comments in and behind a value. */
  function notes([key, start, end, style, , said]) {
    const items = Array.isArray(said) ? said : [];
    const head = style === ">" || style === "|" ? cut(start, lineEnd(start)) : ""; // behind the sign
    const inside = items.length ? [...items, [end, end]].map(([at], i) => cut(i ? items[i - 1][1] : start, at)) : [];
    return [cut(key, start), head, ...inside, cut(end, lineEnd(end))].join("\n").match(/(?<=\s)#.*/g) ?? [];
  }

  function value(text_, [start, end, style, column]) {
    const typed = cut(start, end);
    if (style === ">" || style === "|") return folded(text_, typed, column);
    if (style === "'") return `'${text_.replaceAll("'", "''")}'`;
    return (signs[start - 1] === ":" ? " " : "") + (style ? JSON.stringify(text_) : usual(text_));
  }

  function list([key, start, end, style, column, items], now) {
    const left = new Set(items.keys());
    const same = now.map((one) => {
      const hit = [...left].find((n) => items[n][4] === one);
      left.delete(hit);
      return hit;
    });
    if (style === "[") {
      const typed = now.map((one, n) => (same[n] === undefined ? inBrackets(one) : cut(...items[same[n]].slice(0, 2))));
      return [start, end, `[${typed.join(", ")}]`];
    }
    const from = (n) => lineEnd(n ? items[n - 1][1] : key);
    const lines = now.map((one, n) => {
      if (same[n] !== undefined) return cut(from(same[n]), lineEnd(items[same[n]][1]));
      if (!left.delete(n)) return `\n${" ".repeat(column)}- ${usual(one)}`;
      return cut(from(n), items[n][0]) + value(one, items[n]) + cut(items[n][1], lineEnd(items[n][1]));
    });
    return [from(0), lineEnd(end), lines.join("")];
  }

  function gone(name) {
    const field = fields[name];
    const from = lineStart(field[0]);
    if (cut(from, field[0]).trim()) return [signs.indexOf(":", field[0]) + 1, field[2], ""]; // behind the dash of a row
    return [from - 1, closing(name), notes(field).map((note) => `\n${indent}${note}`).join("")];
  }

  /** Where a field comes that was not there: behind the last that is written before it. */
  function place(name) {
    const before = order.slice(0, order.indexOf(name)).filter((other) => other in fields);
    return closing(before.at(-1) ?? Object.keys(fields)[0]);
  }

  for (const name of order.filter((one) => changes.has(one))) {
    const now = changes.get(name);
    const field = fields[name];
    if (!field && !now.length) continue;
    if (!field) edits.push([place(name), place(name), `\n${indent}${name}: ${whole(now)}`]);
    else if (!now.length) edits.push(gone(name));
    else if (Array.isArray(field[5])) {
      edits.push(field[5].length ? list(field, now) : [field[1], field[2], whole(now)]);
      if (field[3] === "[") {
        const inside = notes(field).filter((note) => !cut(field[2], closing(name)).includes(note));
        if (inside.length) edits.push([lineStart(field[0]), lineStart(field[0]), inside.map((note) => `${indent}${note}\n`).join("")]);
      }
    } else if (Array.isArray(now)) edits.push([field[1], field[2], (signs[field[1] - 1] === ":" ? " " : "") + whole(now)]);
    else edits.push([field[1], field[2], value(now, field.slice(1))]);
  }
  if (changes.has("tekst") && prose) {
    edits.push(prose[0] < prose[1] ? [...prose, changes.get("tekst")] : [...prose, `\n${changes.get("tekst")}\n`]);
  }
  if (step.length) edits.push(history(step));

  function history(pairs) {
    const [, , end, style, column, items] = fields.geschiedenis ?? [];
    const lines = (at) => `\n${" ".repeat(at)}- ${pairs.map((pair) => `${pair[0]}: ${scalar(pair[1])}`).join(`\n${" ".repeat(at + 2)}`)}`;
    if (style === "[") {
      const row = `{${pairs.map((pair) => `${pair[0]}: ${JSON.stringify(pair[1])}`).join(", ")}}`;
      return [end - 1, end - 1, (items.length ? ", " : "") + row];
    }
    if (items) return [lineEnd(end), lineEnd(end), lines(items.length ? column : indent.length + 2)];
    const last = Math.max(...Object.keys(fields).map(closing));
    return [last, last, `\n${indent}geschiedenis:${lines(indent.length + 2)}`];
  }

  edits.sort((a, b) => a[0] - b[0] || a[1] - b[1]).reverse();
  for (const [start, end, typed] of edits) signs.splice(start, end - start, ...typed);
  return signs.join("");
}
