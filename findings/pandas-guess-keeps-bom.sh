#!/bin/sh
# pandas 3.1.1 leaves the byte order mark in the name of the first column when it guesses the separator. Expected: a file in UTF-8
# with a mark reads alike with `sep=";"` and with `sep=None`, by the same engine (python). Seen: "id" with the separator told,
# "\ufeffid" with the separator guessed; `encoding="utf-8-sig"` takes it off.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pandas==3.1.1
"$folder/venv/bin/python" - "$folder/table.csv" <<'PYTHON'
import sys

import pandas as pd

with open(sys.argv[1], "wb") as file:
    file.write("\ufeffid;naam\r\n1;Tiel\r\n2;Ede\r\n".encode())
told = list(pd.read_csv(sys.argv[1], sep=";", engine="python").columns)
guessed = list(pd.read_csv(sys.argv[1], sep=None, engine="python").columns)
without = list(pd.read_csv(sys.argv[1], sep=None, engine="python", encoding="utf-8-sig").columns)
print(f"told {told}, guessed {guessed}, guessed with utf-8-sig {without}")
assert told == without == ["id", "naam"]
assert guessed == ["\ufeffid", "naam"], "this changed: look again"
PYTHON
