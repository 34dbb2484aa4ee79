#!/bin/sh
# feedgen 1.0.0 writes how the text of an entry is packed as what kind of text it is. Expected: `content(…, type="CDATA")`, which
# its documentation offers, gives type="html" in Atom (RFC 4287, 4.1.3.1: text, html, xhtml or a media type) with the text in a
# CDATA section. Seen: type="CDATA", which is neither, so a reader may show tags as text; feedparser 6.0.14 passes on "cdata".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet feedgen==1.0.0 feedparser==6.0.14
"$folder/venv/bin/python" - <<'PYTHON'
import xml.etree.ElementTree as ElementTree

import feedparser
from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("https://example.org/")
feed.title("a")
entry = feed.add_entry()
entry.id("https://example.org/1")
entry.title("b")
entry.content("<p>Tekst.</p>", type="CDATA")
atom = feed.atom_str()
kind = ElementTree.fromstring(atom).find(".//{*}content").get("type")
print(f"type: {kind}; feedparser {feedparser.__version__} reads {feedparser.parse(atom).entries[0].content[0].type}")
assert kind == "CDATA", "this changed: look again"
PYTHON
