#!/bin/sh
# mkdocs 1.6.1 is not strict when it is quiet. Expected: `--quiet` says less and `--strict` stops at a warning, together too: a link
# to a page that is not there ends with 1 and without a word. Seen: with both it ends with 0, and the site is there, dead link and
# all; the warnings that --strict counts are those that were said.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mkdocs==1.6.1
mkdir "$folder/docs"
cd "$folder"
echo '[weg](weg.md)' >docs/index.md
echo 'site_name: proef' >mkdocs.yml
strict=0 both=0
venv/bin/mkdocs build --strict >out 2>&1 || strict=$?
tail -1 out
rm -rf site
venv/bin/mkdocs build --strict --quiet || both=$?
echo "--strict: $strict; --strict --quiet: $both"
[ "$strict" = 1 ]
[ "$both" = 0 ] && grep -q 'href="weg.md"' site/index.html || { echo "this changed: look again"; exit 1; }
