"""Reports that the records are enough for, and what each takes from its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from macros.base.dates import read_when, sort_key
from macros.records import models as m
from macros.records.catalog.queries import Queries


@dataclass(frozen=True, slots=True)
class Rapport:
    """A report that the records are enough for; next year's edition follows from next year's data file."""

    soort: Literal["standen", "voortgang", "jaarplan"]
    periode: str
    """A date of states as typed (`2018-02`), or a year."""
    naam: str
    wanneer: str
    """The period in words: `februari 2018`, `2024`."""
    kort: str
    bron: tuple[str, ...]

    @property
    def titel(self) -> str:
        """What it is called: `Voortgangsbericht 2023`."""
        return f"{self.naam} {self.wanneer}"

    @property
    def id(self) -> str:
        """The page's id, and the folder of its PDF: `voortgang/2018-02`, `jaarplan/2024`."""
        return f"{'jaarplan' if self.soort == 'jaarplan' else 'voortgang'}/{self.periode}"

    @property
    def dag(self) -> date | None:
        """The last day of its period: what comes and goes it shows as it was then."""
        return read_when(self.periode).end

    @property
    def pad(self) -> str:
        """The address of its page."""
        return f"{self.id}/"

    @property
    def pdf(self) -> str:
        """The address of the document."""
        return f"{self.id}/{self.pad.partition('/')[0]}.pdf"


class Reports(Queries):
    """Which reports there are."""

    def report_years(self) -> tuple[int, ...]:
        """Years with a progress report: of which something was carried out, from the network's first budget of a year.

        A network that has no such budget has a report of each year.
        """
        years = {a.jaar for a in self.all_of(m.Activiteit) if a.status == "uitgevoerd"}
        return tuple(sorted(year for year in years if year >= self._first_budget))

    def plan_years(self) -> tuple[int, ...]:
        """Years with a plan: all after the network's first budget of a year, and that one if something was planned for it.

        A plan is there from its first row on, whichever file that stands in; what it still lacks is told to its editor.
        """
        activiteiten = self.all_of(m.Activiteit)
        planned = {a.jaar for a in activiteiten if a.status == "gepland" or a.oplevering or a.gedrukt}
        years = {a.jaar for a in activiteiten} | self._budget_years
        first = self._first_budget
        return tuple(sorted(year for year in years if year > first or (year == first and year in planned)))

    @cached_property
    def _budget_years(self) -> frozenset[int]:
        return frozenset(year for b in self.own_begrotingen for year in b.years)

    @property
    def _first_budget(self) -> int:
        return min(self._budget_years or {a.jaar for a in self.all_of(m.Activiteit)}, default=date.max.year)

    def basis(self, year: int) -> tuple[m.Record, ...]:
        """What the plan of a year rests on: its budgets, or as long as there are none its first activity."""
        return self.begrotingen(year) or self.activiteiten(jaar=year)[:1]

    def report_source(self, year: int) -> str:
        """What the report of a year rests on: the source that most of what was carried out names, of equals the newest.

        Not its budget: that a plan says before there is anything to report.
        """
        done = (a for a in self.activiteiten(jaar=year) if a.status == "uitgevoerd")
        times = Counter(bron for a in done for bron in a.bron)
        known = self.records.get(m.Bron, {})  # a check goes on past one that is not there
        start = {id_: known[id_].datum.start for id_ in times if id_ in known}
        return max(times, key=lambda id_: (times[id_], start.get(id_) or date.min, id_))

    @staticmethod
    def no_budget(year: int) -> str:
        """What stands in a plan or report where its budget is missing."""
        return f"De begroting van {year} staat nog niet in deze kennisbank."

    def rapporten(self, *kinds: str) -> tuple[Rapport, ...]:
        """Every report, or those of some kinds: dates of states first, then years, then plans, each oldest first."""
        all_ = (*self._standrapporten(), *self._voortgangsberichten(), *self._jaarplannen())
        return tuple(rapport for rapport in all_ if not kinds or rapport.soort in kinds)

    def has_card(self, path: str) -> bool:
        """Whether the page at an address is shared with a card of its own: a running theme, a newsletter or a report.

        Asked by every page. The answer is yes or no, so a new title of one newsletter makes no other page anew.
        """
        return path in self._with_card

    @cached_property
    def _with_card(self) -> frozenset[str]:
        own: tuple[m.Thema | m.Nieuwsbrief | Rapport, ...] = (
            *self.themas(running=True),
            *self.all_of(m.Nieuwsbrief),
            *self.rapporten(),
        )
        return frozenset(record.pad for record in own)

    def _standrapporten(self) -> Iterator[Rapport]:
        by_day = {state.peildatum.typed: state for state in self.all_of(m.Stand)}
        for state in sorted(by_day.values(), key=lambda s: sort_key(s.peildatum)):
            short = f"Waar de expertteams van het netwerk stonden in {state.peildatum}: doelen, resultaten en acties."
            yield Rapport(
                "standen", state.peildatum.typed, "Voortgangsrapportage", str(state.peildatum), short, state.bron
            )

    def _voortgangsberichten(self) -> Iterator[Rapport]:
        for year in self.report_years():
            cost = " en wat dat kostte" if self.uses(m.Begroting.kind.collection) else ""
            short = f"Wat het netwerk in {year} deed{cost}, per thema en op datum."
            yield Rapport("voortgang", str(year), "Voortgangsbericht", str(year), short, (self.report_source(year),))

    def _jaarplannen(self) -> Iterator[Rapport]:
        for year in self.plan_years():
            short = f"Wat het netwerk in {year} wil doen: per thema de activiteit en de geplande oplevering."
            yield Rapport("jaarplan", str(year), "Jaarplan", str(year), short, self.basis(year)[0].bron)

    def appeared(self, rapport: Rapport) -> date | None:
        """The last day of the month or year in which a report's own source appeared."""
        return self.one(m.Bron, rapport.bron[0]).datum.end

    def districten_with_agenda(self, year: int) -> tuple[m.District, ...]:
        """Districts whose agenda comes from a source of that year."""
        return tuple(
            d for d in self.all_of(m.District) if d.agenda and year in {self._bron_year(bron) for bron in d.bron}
        )

    def _bron_year(self, bron: str) -> int | None:
        start = self.one(m.Bron, bron).datum.start
        return start.year if start else None

    def cijferreeksen_from(self, bronnen: Iterable[str]) -> tuple[m.Cijferreeks, ...]:
        """Series of figures from these sources."""
        return tuple(c for c in self.all_of(m.Cijferreeks) if set(c.bron) & set(bronnen))

    def matrices_from(self, bronnen: Iterable[str]) -> tuple[m.Matrix, ...]:
        """Matrices that are wholly from these sources."""
        return tuple(x for x in self.all_of(m.Matrix) if set(x.bron) <= set(bronnen))
