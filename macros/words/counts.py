"""How many there are on a day, and which: words about what comes and goes, such as municipalities.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from datetime import date

from macros.base import dates
from macros.base.hints import did_you_mean
from macros.base.numbers import numeral
from macros.document.templates import View, WordError, nothing
from macros.records import models as m


def aantal(w: View, soort: str, op: str | None = None) -> str:
    """Zet in een zin hoeveel er zijn van een soort, zoals praktijken of themas; op de dag van de pagina, of op een andere.

    Voorbeeld: {{ aantal("praktijken", op="2026-12") }}

    Raises:
        WordError: a kind that is not counted, no day, or one of which it is not known.
    """
    if soort not in w.catalog.counted:
        raise WordError(f"soort {soort!r} kan niet geteld worden{did_you_mean(soort, w.catalog.counted)}")
    day = _known_day(w, op) if soort == m.Gemeente.kind.collection else day_of(w, op)
    return numeral(w.catalog.count(soort, day))


def municipalities(w: View, op: str | None, district: str | None = None) -> tuple[m.Gemeente, ...]:
    """The municipalities of a day, or of that of the page.

    Raises:
        UnknownId: a district that does not exist.
        WordError: there are none, or it is not known which there were.
    """
    found = w.catalog.gemeenten(district=district, op=_known_day(w, op))
    if not found:
        raise WordError(nothing("gemeenten", district=district))
    return found


def _known_day(w: View, op: str | None) -> date:
    """A day of which it is known which municipalities there were."""
    day, since = day_of(w, op), w.catalog.netwerk.gemeenten_sinds or date.min
    if day < since:
        raise WordError(
            f"welke gemeenten er op {dates.dag(day)} waren, weet de site niet; vanaf {dates.dag(since)} wel"
        )
    return day


def day_of(w: View, op: str | None) -> date:
    """The last day of a date or period as an author types it, or the day of the page.

    Raises:
        WordError: it is no day.
    """
    if op is None:
        return w.today
    try:
        end = dates.read_when(op).end
    except ValueError:
        end = None
    if end is None:
        raise WordError(
            f"op={op!r} is geen dag; schrijf een dag, maand, kwartaal of jaar, zoals 2023-11-30, 2023-11 of 2023"
        )
    return end
