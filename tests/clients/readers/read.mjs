// What a program from npm reads of each file, as JSON, a list in the order of the files: node read.mjs <program> <files…>.
import { readFileSync } from "node:fs";
import { parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";
import { simpleParser } from "mailparser";
import RssParser from "rss-parser";

const programs = {
  "rss-parser": async (text) => {
    const { feedUrl, link, items } = await new RssParser().parseString(text);
    return { feed: feedUrl, home: link, items: items.map(({ title, link: address, creator }) => [title, address, creator]) };
  },
  feedsmith: (text) => {
    const feed = parseJsonFeed(text);
    return { feed: feed.feed_url, items: feed.items.map(({ title, url, authors }) => [title, url, authors[0].name]) };
  },
  "ical.js": (text) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const entries = calendar.getAllSubcomponents("vevent").map((entry) => new ICAL.Event(entry));
    return {
      names: ["name", "x-wr-calname"].map((name) => calendar.getFirstPropertyValue(name)),
      items: entries.map(({ uid, summary, startDate, endDate }) => [uid, summary, String(startDate), String(endDate)]),
    };
  },
  mailparser: async (text) => {
    const { subject, headers, text: words, html } = await simpleParser(text);
    return { subject, leave: headers.get("list")?.unsubscribe?.url, words, html };
  },
};

const [program, ...paths] = process.argv.slice(2);
const read = [];
for (const path of paths) read.push(await programs[program](readFileSync(path, "utf8")));
process.stdout.write(JSON.stringify(read));
