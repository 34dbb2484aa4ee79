#!/bin/sh
# rjsmin 1.3.0 takes white space out of a template literal inside a template literal, so the script prints another text.
# Expected: text between backticks is kept, as it is in a template that stands alone. Seen: "a ${b ? `c   d` : 'e'}   f"
# becomes "a ${b ? `c d` : 'e'}   f", exit 0 and no message. (ECMAScript 2024, 12.9.6: white space in a template is text.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet rjsmin==1.3.0
"$folder/venv/bin/python" - <<'PYTHON'
from rjsmin import jsmin

alone = "const t=`c   d`;"
inside = "const t=`a ${b ? `c   d` : 'e'}   f`;"
print(jsmin(alone))
print(jsmin(inside))
assert jsmin(alone) == alone, "a template that stands alone is kept"
assert jsmin(inside) == "const t=`a ${b ? `c d` : 'e'}   f`;", "this changed: look again"
PYTHON
