"""A row at its day in a data file, and not at its end: two people who add a row on different days do not meet.

Git joins two changes as long as a line that neither touched stands between them. So a file that is new gets a line for
each month; and nothing is written anew but the row itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from macros.base import dates

_ZONDER_DATUM = "# zonder datum"
_MAAND = {f"# {maand}": nummer for nummer, maand in enumerate(dates.MAANDEN, start=1)}
_WANNEER = re.compile(r"^[ -] wanneer:\s*[\"']?([^\"'#\n]+)", re.MULTILINE)


def kop(jaar: str) -> str:
    """How a year's file of activities begins."""
    uitleg = (
        f"# De activiteiten van {jaar}.",
        "# Zet een rij onder haar maand, op volgorde van datum. Wat geen datum heeft, staat achteraan.",
    )
    return "\n".join(uitleg) + "".join(f"\n\n{regel}" for regel in (*_MAAND, _ZONDER_DATUM)) + "\n"


def voeg_in(tekst: str, rij: str) -> str:
    """The text of a data file with a row before the first that is later, or at the end; no other line changes."""
    regels, nieuw = tekst.rstrip("\n").split("\n"), rij.rstrip("\n").split("\n")
    dag = _dag(nieuw, 0)
    for begin, eind in pairwise([*_delen(regels), len(regels)]):
        if _dag(regels[begin:eind], dag.year) > dag:
            return "\n".join([*regels[:begin], *nieuw, "", *regels[begin:]]) + "\n"
    return "\n".join([*regels, "", *nieuw]).lstrip("\n") + "\n"


def _delen(regels: list[str]) -> Iterator[int]:
    """The lines at which something begins: a month, or a row with the comments right above it (the file's own excepted)."""
    eerste = True
    for nummer, regel in enumerate(regels):
        if regel in _MAAND or regel == _ZONDER_DATUM:
            yield nummer
        elif regel.startswith("- "):
            begin = nummer
            while (
                not eerste and regels[begin - 1].startswith("#") and regels[begin - 1] not in (*_MAAND, _ZONDER_DATUM)
            ):
                begin -= 1
            yield begin
            eerste = False


def _dag(regels: list[str], jaar: int) -> date:
    """The day that a row, or the line of a month, is sorted by; what has none comes last."""
    if maand := _MAAND.get(regels[0]):
        return date(min(max(jaar, date.min.year), date.max.year), maand, 1)
    gevonden = _WANNEER.search("\n".join(regels))
    try:
        wanneer = dates.lees_wanneer(gevonden[1]) if gevonden else None
    except ValueError:
        return date.max  # the check says what is wrong with it
    return (wanneer.begin if wanneer else None) or date.max
