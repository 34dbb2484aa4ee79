#!/bin/sh
# csvkit 2.2.0 guesses a separator right from the first 1,024 bytes of a table and wrong from all of it. Expected: who lets it look
# at more (`--snifflimit -1`, all) gets the same separator or a better one. Seen: 80 rows part by `;` and three at the end hold
# JSON between quotation marks, each with its marks doubled; then `{` parts the cells, and csvjson stops at the first row.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet csvkit==2.2.0
cd "$folder"
python3 - <<'PYTHON'
import csv

plain = [[f"{number}", f"Naam {number}", ""] for number in range(80)]
json = [[f"k{number}", f"Kleur {number}", '{"licht": "wit", "donker": "grijs"}'] for number in range(3)]
with open("table.csv", "w", newline="", encoding="utf-8") as file:
    csv.writer(file, delimiter=";", lineterminator="\n").writerows([["id", "naam", "kleur"], *plain, *json])
PYTHON
first=$(venv/bin/csvjson --no-inference table.csv | head -c 30)
echo "the first 1,024 bytes: $first"
code=0
venv/bin/csvjson --no-inference --snifflimit -1 table.csv >out 2>&1 || code=$?
echo "all of it: $(tail -1 out)"
[ "$first" = '[{"id": "0", "naam": "Naam 0",' ]
[ "$code" -ne 0 ] || { echo "this changed: look again"; exit 1; }
grep -q "values, but Table only has 1 columns" out
