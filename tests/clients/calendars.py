"""Readers of calendars: calcurse, khal and ical.js."""

from __future__ import annotations

import tempfile
from pathlib import Path

from icalendar import Calendar

from tests.clients.row import Row, equal, node, run

_KHAL = """[calendars]
[[all]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
"""


def _entries(path: Path) -> list[tuple[str, str, str, str]]:
    """UID, title, first and last (exclusive) moment of each entry, as icalendar reads them."""
    found = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return [(str(e["uid"]), str(e["summary"]), str(e.decoded("dtstart")), str(e.decoded("dtend", ""))) for e in found]


def _calcurse(site: Path) -> str:
    paths = sorted(site.rglob("agenda.ics"))
    total = 0
    for path in paths:
        wanted = _entries(path)
        with tempfile.TemporaryDirectory() as name:
            if wanted:
                run("calcurse", "-q", "-D", name, "-C", name, "-i", path)
            kept = Path(name, "apts")
            lines = kept.read_text(encoding="utf-8").splitlines() if kept.is_file() else []
        equal(len(lines), len(wanted), path.relative_to(site).as_posix())
        equal(
            [title for _, title, *_ in wanted if not any(title in line for line in lines)], [], "titles that are gone"
        )
        total += len(lines)
    return f"{total} entries of {len(paths)} calendars"


def _khal(site: Path) -> str:
    wanted = _entries(site / "activiteiten/agenda.ics")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "calendar").mkdir()
        (folder / "khal").mkdir()
        (folder / "khal/config").write_text(_KHAL.format(folder=folder), encoding="utf-8")
        run("khal", "import", "--batch", "-a", "all", site / "activiteiten/agenda.ics", home=folder)
        first = min(start for _, _, start, _ in wanted)[:10]
        said = run("khal", "list", "--once", "-f", "{uid}|{title}|{start-date}", first, "7300d", home=folder)
    seen = {line for line in said.splitlines() if "|" in line}
    equal(seen, {f"{uid}|{title}|{start[:10]}" for uid, title, start, _ in wanted}, "entries")
    return f"{len(seen)} entries on their days"


def _ical_js(site: Path) -> str:
    paths = sorted(site.rglob("*.ics"))
    for path, read in zip(paths, node("ical.js", *paths), strict=True):
        equal([tuple(item[:3]) for item in read["items"]], [e[:3] for e in _entries(path)], path.name)
        unfolded = path.read_bytes().decode().replace("\r\n ", "")
        [written] = {
            line.partition(":")[2] for line in unfolded.splitlines() if line.startswith(("NAME:", "X-WR-CALNAME:"))
        }
        equal(
            read["names"], [written, written], f"{path.name}, its name, of which ical.js does not know that it is text"
        )
    return f"{len(paths)} calendars with their names"


ROWS = (
    Row("calcurse", "calendar", "every entry of every calendar, with its title", _calcurse, ("calcurse",)),
    Row("khal", "calendar", "every entry on its first day", _khal, ("khal",)),
    Row("ical.js", "calendar", "the name and every entry of every calendar and activity", _ical_js, ("node", "npm")),
)
