#!/bin/sh
# icalendar 7.3.0 writes the name of a calendar as it is, and the description that is set beside it escaped. Expected: both are
# TEXT (RFC 7986, 5.1 and 5.2), so a comma, semicolon or backslash gets a backslash before it (RFC 5545, 3.3.11). Seen:
# `NAME:Zorg, jeugd; A\B` and `DESCRIPTION:Zorg\, jeugd\; A\\B`; the value vText(…) in place of a str is escaped.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet icalendar==7.3.0
"$folder/venv/bin/python" - <<'PYTHON'
from icalendar import Calendar, vText

WORDS = "Zorg, jeugd; A\\B"
calendar = Calendar()
calendar.calendar_name = WORDS
calendar.description = WORDS
typed = Calendar()
typed.add("name", vText(WORDS))
lines = (calendar.to_ical() + typed.to_ical()).decode().splitlines()
print(*lines, sep="\n")
assert "DESCRIPTION:Zorg\\, jeugd\\; A\\\\B" in lines, "a description is escaped"
assert "NAME:Zorg\\, jeugd\\; A\\\\B" in lines, "a name that is said to be text is escaped"
assert "NAME:Zorg, jeugd; A\\B" in lines, "this changed: the name is escaped now, look again"
PYTHON
