#!/bin/sh
# properdocs 1.6.7 runs plugins that import `mkdocs.…` without MkDocs being installed, but the modules and their loggers are
# called `properdocs.…`. Expected: code that imports mkdocs.commands.build meets the logger of that name. Seen: a filter on
# the logger "mkdocs.commands.build" sees nothing of the warning that `--dirty` gives, so `--strict` stops.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet properdocs==1.6.7
mkdir "$folder/docs" "$folder/theme"
echo "Tekst." >"$folder/docs/index.md"
echo "{{ page.content }}" >"$folder/theme/main.html"
printf 'site_name: proef\nhooks: [hook.py]\ntheme:\n  name: null\n  custom_dir: theme\n' >"$folder/mkdocs.yml"
cat >"$folder/hook.py" <<'PYTHON'
import logging

from mkdocs.commands import build

print("module:", build.__name__, "logger:", build.log.name)
logging.getLogger("mkdocs.commands.build").addFilter(lambda line: "'dirty' build" not in line.getMessage())
PYTHON
cd "$folder"
venv/bin/python -c "import mkdocs" 2>/dev/null && { echo "MkDocs is installed: this shows nothing"; exit 1; }
code=0
venv/bin/properdocs build --strict --dirty -f mkdocs.yml >out 2>&1 || code=$?
cat out
grep -q "module: properdocs.commands.build logger: properdocs.commands.build" out
grep -q "Aborted with 1 warnings in strict mode" out
[ "$code" -ne 0 ]
