#!/bin/sh
# feedparser 6.0.14 takes <summary> out of a text and leaves the <details> around it. Expected: of a fold both elements stay, or
# both go (HTML 4.11.1: the first summary is the legend of its details). Seen: "<details><summary>Wie?</summary>Iedereen.</details>"
# becomes "<details>Wie?Iedereen.</details>": the legend runs into the text, and a browser folds both under a word of its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet feedparser==6.0.14
"$folder/venv/bin/python" - <<'PYTHON'
import html

import feedparser

FOLD = "<details><summary>Wie?</summary>Iedereen.</details>"
item = f"<item><guid>https://example.org/1</guid><description>{html.escape(FOLD)}</description></item>"
feed = f'<rss version="2.0"><channel><title>a</title><link>https://example.org/</link><description>b</description>{item}</channel></rss>'
read = feedparser.parse(feed).entries[0].summary
whole = feedparser.parse(feed, sanitize_html=False).entries[0].summary
print(f"{FOLD}\n{read}\nwithout cleaning: {whole}")
assert whole == FOLD
assert read == "<details>Wie?Iedereen.</details>", "this changed: look again"
PYTHON
