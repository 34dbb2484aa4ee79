#!/bin/sh
# comrak-ext 0.2.8 counts the lines of a paragraph from the definitions of addresses that stand right above it.
# Expected: "[plan]: …" in lines 1 and 2 and "Words." in line 3, with no empty line between: the words are at line 3, as
# markdown-it-py 4.0.0 says. Seen: the paragraph is at line 1 and its text, too; with an empty line between, at line 4.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet comrak-ext==0.2.8 markdown-it-py==4.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import comrak
from markdown_it import MarkdownIt

DEFINITIONS = "[plan]: https://example.org/plan\n[map]: https://example.org/map\n"


def lines(text):
    (paragraph,) = comrak.parse_document(text).children
    (words,) = paragraph.children
    return paragraph.sourcepos.start.line, words.sourcepos.start.line


def other(text):
    return next(token.map[0] + 1 for token in MarkdownIt().parse(text) if token.type == "paragraph_open")


close, apart = DEFINITIONS + "Words.\n", DEFINITIONS + "\nWords.\n"
print("close:", lines(close), other(close), "apart:", lines(apart), other(apart))
assert lines(close) == (1, 1)
assert other(close) == 3
assert lines(apart) == (4, 4) and other(apart) == 4
PYTHON
