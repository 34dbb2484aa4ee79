#!/bin/sh
# rss-parser 3.13.0 gives as `feedUrl` the first atom:link of a channel, whatever its relation. Expected: that of rel="self" (RFC
# 4287, 4.2.7.2), which the same result names in `paginationLinks.self`. Seen: with the link to an archive (RFC 5005) before
# it, feedUrl is the address of the archive, so a reader that keeps it fetches old items from then on.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rss-parser@3.13.0 >/dev/null
cat >look.cjs <<'SCRIPT'
const assert = require("node:assert");
const Parser = require("rss-parser");
const own = '<atom:link rel="self" href="https://example.org/feed.xml"/>';
const archive = '<atom:link rel="prev-archive" href="https://example.org/feed-2025.xml"/>';
const feed = (links) => `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>a</title>`
  + `<link>https://example.org/</link><description>b</description>${links}</channel></rss>`;
(async () => {
  const first = await new Parser().parseString(feed(own + archive));
  const second = await new Parser().parseString(feed(archive + own));
  console.log(`own link first: ${first.feedUrl}; archive first: ${second.feedUrl}, self ${second.paginationLinks.self}`);
  assert.equal(first.feedUrl, "https://example.org/feed.xml");
  assert.equal(second.paginationLinks.self, "https://example.org/feed.xml");
  assert.equal(second.feedUrl, "https://example.org/feed-2025.xml", "this changed: look again");
})();
SCRIPT
node look.cjs
