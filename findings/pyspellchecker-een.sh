#!/bin/sh
# pyspellchecker 0.9.1 does not know the Dutch word "één" (one) and makes its opposite of it. Expected: a list of Dutch words by
# how often they occur holds "één", one of the hundred most frequent, as it holds "een" and "géén". Seen: "één" is unknown and
# corrected to "géén" (none); "vóór" (before), as plain a word, is unknown too and becomes "voor" (for).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pyspellchecker==0.9.1
"$folder/venv/bin/python" - <<'PYTHON'
from spellchecker import SpellChecker

dutch = SpellChecker(language="nl")
for word in ("een", "géén", "privé", "één", "vóór"):
    print(word, "known" if word in dutch else f"unknown, corrected to {dutch.correction(word)}")
assert all(word in dutch for word in ("een", "géén", "privé")), "accents as such are known"
assert {word: dutch.correction(word) for word in dutch.unknown(["één", "vóór"])} == {"één": "géén", "vóór": "voor"}, (
    "this changed: look again"
)
PYTHON
