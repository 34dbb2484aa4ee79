#!/bin/sh
# feedgen 1.0.0 writes as the <link> of an RSS channel the link that was added last, whatever its relation. Expected: the page of
# the channel (RSS 2.0: "the URL to the HTML website corresponding to the channel"), which was added with no relation (RFC 4287:
# that means alternate). Seen: with rel="self" added after it, <link> is the address of the feed; with rel="self" first, the page.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet feedgen==1.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import xml.etree.ElementTree as ElementTree

from feedgen.feed import FeedGenerator

PAGE, OWN = {"href": "https://example.org/"}, {"href": "https://example.org/feed.xml", "rel": "self"}


def link(*links):
    feed = FeedGenerator()
    feed.title("a")
    feed.description("b")
    for one in links:
        feed.link(**one)
    return ElementTree.fromstring(feed.rss_str()).findtext("channel/link")


first, last = link(OWN, PAGE), link(PAGE, OWN)
print(f"self added first: {first}; self added last: {last}")
assert first == PAGE["href"]
assert last == OWN["href"], "this changed: look again"
PYTHON
