"""The word that shows months with what is planned in them: HTML through `overrides/fragments/`.

The first line and the example of its docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta

from macros.base.dates import DAYS, Kind, month
from macros.document.templates import View, WordError, nothing
from macros.records import models as m

_MOST = 12


def maanden(w: View, aantal: int = 3, leeg: str | None = None) -> str:
    """Laat de komende maanden zien waarin iets op een dag is gepland, als kalender; op een telefoon staat alleen de lijst.

    Voorbeeld: {{ maanden(aantal=3, leeg="") }}

    Raises:
        WordError: a number that makes no sense, or nothing is planned and no `leeg`.
    """
    if not 1 <= aantal <= _MOST:
        raise WordError(f"aantal moet tussen 1 en {_MOST} liggen, niet {aantal}")
    first = w.today.replace(day=1)
    until = _start(first, aantal) - timedelta(days=1)
    by_day: dict[date, list[m.Activiteit]] = defaultdict(list)
    for activiteit in w.catalog.upcoming(w.today, until):
        if activiteit.wanneer.soort is Kind.DAY and activiteit.wanneer.start:
            by_day[activiteit.wanneer.start].append(activiteit)
    if not by_day:
        return w.leeg(leeg, nothing(f"activiteiten op een dag in de komende {aantal} maanden"))
    weeks = calendar.Calendar()
    starts = [_start(first, n) for n in range(aantal)]
    months = [
        (month(start), weeks.monthdatescalendar(start.year, start.month), start.month)
        for start in starts
        if any((day.year, day.month) == (start.year, start.month) for day in by_day)
    ]
    return w.render("maanden", months=months, by_day=by_day, days=DAYS)


def _start(first: date, months: int) -> date:
    """The first day of a month, so many months after another."""
    years, number = divmod(first.month - 1 + months, 12)
    return date(first.year + years, number + 1, 1)
