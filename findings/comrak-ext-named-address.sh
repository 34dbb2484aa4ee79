#!/bin/sh
# comrak-ext 0.2.8 makes no more links by name than the text is long: once the letters of the addresses that it filled in are
# as many as the letters of the page, the rest stay text ("[plan]"), without a word.
# Expected: each use of one name is a link, as with cmarkgfm 2025.10.22 (GitHub's own), which fills in at least 100,000 letters.
# Seen: of ten uses of an address of 300 letters, one is a link; ten when as many spaces follow the text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet comrak-ext==0.2.8 cmarkgfm==2025.10.22
"$folder/venv/bin/python" - <<'PYTHON'
import cmarkgfm
import comrak

page = "See the [plan].\n\n" * 10 + "[plan]: https://example.org/" + "a" * 280 + "\n"
links = {
    "comrak": comrak.markdown_to_html(page).count("<a "),
    "comrak, with room below": comrak.markdown_to_html(page + " " * 100_000).count("<a "),
    "cmarkgfm": cmarkgfm.github_flavored_markdown_to_html(page).count("<a "),
}
print(links)
assert links["comrak"] == 1
assert links["comrak, with room below"] == links["cmarkgfm"] == 10
PYTHON
