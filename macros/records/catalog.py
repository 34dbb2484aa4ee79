"""All records together, with the queries.

The catalog is the only place that selects: tables, feeds, calendars and reports ask it and filter nothing
themselves. It knows no files and no MkDocs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

from macros.base.dates import sort_key
from macros.base.parsing import did_you_mean
from macros.records import models as m

R = TypeVar("R", bound=m.Record)


class UnknownId(KeyError):
    """A name that no record has; the message says in Dutch what is allowed."""

    def __init__(self, kind: type[m.Record], name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.message = f"{kind.singular} {name!r} bestaat niet{did_you_mean(name, known)}"

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Rapport:
    """A report that the records are enough for; next year's edition follows from next year's data file."""

    soort: Literal["standen", "voortgang", "jaarplan"]
    periode: str
    """A date of states as typed (`2018-02`), or a year."""
    titel: str
    kort: str
    bron: tuple[str, ...]

    @property
    def id(self) -> str:
        """The page's id, and the folder of its PDF: `voortgang/2018-02`, `jaarplan/2024`."""
        return f"{'jaarplan' if self.soort == 'jaarplan' else 'voortgang'}/{self.periode}"

    @property
    def pad(self) -> str:
        """The address of its page."""
        return f"{self.id}/"

    @property
    def pdf(self) -> str:
        """The address of the document."""
        return f"{self.id}/{self.pad.partition('/')[0]}.pdf"


@dataclass(frozen=True)
class Catalog:
    """Every record by class and id, and the pages."""

    records: Mapping[type[m.Record], Mapping[str, Any]]
    pages: Mapping[str, m.Pagina] = field(default_factory=dict)
    gebruik: tuple[m.Gebruik, ...] = ()
    """How the site was read, by day."""
    dag: date | None = None
    """The day of the build, where one was given."""

    def with_(self, record: m.Record | m.Pagina) -> Catalog:
        """The same records, with this one in the place of what has its id."""
        if isinstance(record, m.Pagina):
            return replace(self, pages={**self.pages, record.id: record})
        kind = type(record)
        return replace(self, records={**self.records, kind: {**self.records.get(kind, {}), record.id: record}})

    # ── One and all ─────────────────────────────────────────────────────────────────────────────────

    def all_of(self, kind: type[R]) -> tuple[R, ...]:
        """All records of a class, in the order of their files."""
        return tuple(self.records.get(kind, {}).values())

    def one(self, kind: type[R], id_: str) -> R:
        """One record.

        Raises:
            UnknownId: no record has that id.
        """
        known = self.records.get(kind, {})
        try:
            return known[id_]  # type: ignore[no-any-return]  # the mapping pairs a class with its own records
        except KeyError:
            raise UnknownId(kind, id_, known) from None

    def find(self, collection: str, id_: str) -> m.Record:
        """One record by the name of its collection."""
        return self.one(self.kinds[collection], id_)

    @cached_property
    def kinds(self) -> dict[str, type[m.Record]]:
        """The class of each collection."""
        return {kind.collection: kind for kind in m.COLLECTIONS}

    # ── Queries ─────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def today(self) -> date:
        """The day of the build: the one that was given, or the newest in the content; never the clock's."""
        days = [p.laatst_beoordeeld for p in self.all_of(m.Praktijk)] + [n.datum for n in self.all_of(m.Nieuwsbrief)]
        return self.dag or max(days, default=date(2000, 1, 1))

    def expired(self, praktijk: m.Praktijk, day: date | None = None) -> bool:
        """Whether a practice should have been reviewed again, on a day or on that of the build."""
        return (day or self.today) > praktijk.beoordelen_na

    def activiteiten(
        self, *, thema: str | None = None, jaar: int | None = None, district: str | None = None,
        gemeente: str | None = None, soort: str | None = None, expertteam: str | None = None, praktijk: str | None = None,
    ) -> tuple[m.Activiteit, ...]:  # fmt: skip
        """Activities that match all that is asked, by date; undated ones last."""
        selector = self._selector(
            (thema, m.Thema, lambda a: (a.thema,)),
            (district, m.District, lambda a: a.districten),
            (gemeente, m.Gemeente, lambda a: a.gemeenten),
            (expertteam, m.Expertteam, lambda a: (a.expertteam,)),
        )
        all_ = self.all_of(m.Activiteit) if praktijk is None else self._of_praktijk[self.one(m.Praktijk, praktijk).id]
        chosen = [
            a for a in all_
            if selector(a) and (jaar is None or a.jaar == jaar) and (soort is None or a.soort == soort)
        ]  # fmt: skip
        return tuple(sorted(chosen, key=lambda a: (sort_key(a.wanneer), a.id)))

    @cached_property
    def _of_praktijk(self) -> dict[str, list[m.Activiteit]]:
        """The activities of each practice: each of their pages asks for them."""
        from_: dict[str, list[m.Activiteit]] = defaultdict(list)
        for activiteit in self.all_of(m.Activiteit):
            for praktijk in dict.fromkeys(activiteit.praktijken):
                from_[praktijk].append(activiteit)
        return from_

    def upcoming(
        self, from_: date, until: date, *, thema: str | None = None, district: str | None = None
    ) -> tuple[m.Activiteit, ...]:
        """Activities that touch the days from `van` to `tot`, by date, of those that were known on `van`."""
        return tuple(
            a
            for a in self.activiteiten(thema=thema, district=district)
            if a.wanneer.start and a.wanneer.end and a.wanneer.start <= until and a.wanneer.end >= from_
            if self._known(a, from_)
        )

    def _known(self, a: m.Activiteit, day: date) -> bool:
        """Whether an activity was on the agenda that day: an old newsletter does not show what was added after it."""
        if a.toegevoegd:
            return a.toegevoegd <= day
        return any((self.one(m.Bron, bron).datum.start or day) <= day for bron in a.bron)

    def appeared_records(self, since: date | None, until: date) -> tuple[tuple[date, m.Praktijk | m.Nieuwsbrief], ...]:
        """Practices and newsletters with the day on which they appeared, newest first."""
        everything: list[tuple[date, m.Praktijk | m.Nieuwsbrief]] = [(n.datum, n) for n in self.nieuwsbrieven()]
        everything += [(p.gepubliceerd, p) for p in self.praktijken()]
        chosen = ((day, record) for day, record in everything if day <= until and (since is None or day >= since))
        return tuple(sorted(chosen, key=lambda item: item[0], reverse=True))

    def praktijken(
        self, *, thema: str | None = None, fase: str | None = None, doelgroep: str | None = None,
        netwerk: str | None = None, district: str | None = None, gemeente: str | None = None,
        expertteam: str | None = None,
    ) -> tuple[m.Praktijk, ...]:  # fmt: skip
        """Practices that match all that is asked, by title."""
        selector = self._selector(
            (thema, m.Thema, lambda p: p.themas),
            (netwerk, m.Organisatie, lambda p: (p.netwerk,)),
            (district, m.District, lambda p: p.districten),
            (gemeente, m.Gemeente, lambda p: p.gemeenten),
            (expertteam, m.Expertteam, lambda p: (p.expertteam,)),
        )
        chosen = [
            p for p in self.all_of(m.Praktijk)
            if selector(p) and (fase is None or fase in p.fase) and (doelgroep is None or doelgroep in p.doelgroep)
        ]  # fmt: skip
        return tuple(sorted(chosen, key=lambda p: (p.titel.lower(), p.id)))

    def expertteams(
        self, *, soort: str | None = None, thema: str | None = None, jaar: int | None = None
    ) -> tuple[m.Expertteam, ...]:
        """Teams that match all that is asked; `jaar`: those that existed in that year."""
        selector = self._selector((thema, m.Thema, lambda t: t.themas))
        return tuple(
            t for t in self.all_of(m.Expertteam)
            if selector(t) and (soort is None or t.soort == soort) and (jaar is None or _existed(t, jaar))
        )  # fmt: skip

    def subthema(self, record: m.Activiteit | m.Doel) -> str:
        """The name of a record's subtheme; without a theme it is the name itself."""
        parts = self.one(m.Thema, record.thema).subthemas if record.thema else ()
        return next((part.naam for part in parts if part.id == record.subthema), record.subthema)

    def nieuwsbrieven(self, *, thema: str | None = None) -> tuple[m.Nieuwsbrief, ...]:
        """Newsletters, newest first."""
        selector = self._selector((thema, m.Thema, lambda n: n.themas))
        return tuple(sorted(filter(selector, self.all_of(m.Nieuwsbrief)), key=lambda n: n.datum, reverse=True))

    def themas(self, *, running: bool) -> tuple[m.Thema, ...]:
        """Themes with a period that has no end before the newest one's, or the ended ones."""
        last = max((part.tot or part.van for t in self.all_of(m.Thema) for part in t.looptijden), default=0)
        return tuple(t for t in self.all_of(m.Thema) if t.is_current(last) is running)

    def gemeenten(self, *, district: str | None = None) -> tuple[m.Gemeente, ...]:
        """Municipalities by name."""
        selector = self._selector((district, m.District, lambda g: (g.district,)))
        return tuple(sorted(filter(selector, self.all_of(m.Gemeente)), key=lambda g: g.naam.lower()))

    def standen(self, *, periode: str | None = None, expertteam: str | None = None) -> tuple[m.Stand, ...]:
        """States of teams, of one date or one team."""
        return tuple(
            s for s in self.all_of(m.Stand)
            if (periode is None or s.peildatum.typed == periode) and (expertteam is None or s.expertteam == expertteam)
        )  # fmt: skip

    def doelen(self, *, thema: str | None = None, jaar: int | None = None) -> tuple[m.Doel, ...]:
        """Strategic goals, of a theme, touching a year."""
        selector = self._selector((thema, m.Thema, lambda d: (d.thema,)))
        return tuple(
            d for d in self.all_of(m.Doel)
            if selector(d) and (jaar is None or not d.jaar.start or d.jaar.start.year <= jaar <= (d.jaar.end or d.jaar.start).year)
        )  # fmt: skip

    def cijferreeksen(self, *, thema: str | None = None, onderdeel: str | None = None) -> tuple[m.Cijferreeks, ...]:
        """Series of figures, of a theme or of an item of a sister network's agenda."""
        selector = self._selector(
            (thema, m.Thema, lambda c: c.themas), (onderdeel, m.Agendaonderdeel, lambda c: (c.onderdeel,))
        )
        return tuple(filter(selector, self.all_of(m.Cijferreeks)))

    def kerncijfers(self, *, onderdeel: str | None = None, thema: str | None = None) -> tuple[m.Kerncijfer, ...]:
        """Key figures, of an item of the agenda or of a theme."""
        selector = self._selector(
            (onderdeel, m.Agendaonderdeel, lambda k: (k.onderdeel,)), (thema, m.Thema, lambda k: (k.thema,))
        )
        return tuple(filter(selector, self.all_of(m.Kerncijfer)))

    def report_years(self) -> tuple[int, ...]:
        """Years with a progress report: the network's own budget of that year, and activities that were carried out."""
        return self._years(lambda a: a.status == "uitgevoerd")

    def plan_years(self) -> tuple[int, ...]:
        """Years with a plan: the network's own budget of that year, and activities that were planned for it."""
        return self._years(lambda a: bool(a.oplevering or a.gedrukt))

    def begrotingen_in_order(self) -> tuple[m.Begroting, ...]:
        """All budgets: the network's own first, the newest on top."""
        newest = sorted(self.all_of(m.Begroting), key=lambda b: b.periode, reverse=True)
        return tuple(sorted(newest, key=lambda b: b.organisatie != "vnon"))

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
            title = f"Voortgangsrapportage {state.peildatum}"
            yield Rapport("standen", state.peildatum.typed, title, short, state.bron)

    def _voortgangsberichten(self) -> Iterator[Rapport]:
        for year in self.report_years():
            short = f"Wat het netwerk in {year} deed en wat dat kostte, per thema en op datum."
            yield Rapport("voortgang", str(year), f"Voortgangsbericht {year}", short, self.begrotingen(year)[0].bron)

    def _jaarplannen(self) -> Iterator[Rapport]:
        for year in self.plan_years():
            short = f"Wat het netwerk in {year} wil doen: per thema de activiteit en de geplande oplevering."
            yield Rapport("jaarplan", str(year), f"Jaarplan {year}", short, self.begrotingen(year)[0].bron)

    def appeared(self, rapport: Rapport) -> date | None:
        """The last day of the month or year in which a report's own source appeared."""
        return self.one(m.Bron, rapport.bron[0]).datum.end

    def updated(self, record: m.Record) -> date | None:
        """The day that a record is of: its own, or that of its newest source."""
        match record:
            case m.Praktijk():
                return max([record.laatst_beoordeeld, *(step.datum for step in record.geschiedenis)])
            case m.Nieuwsbrief():
                return record.datum
        return self.newest(record.bron)

    def newest(self, bronnen: Iterable[str]) -> date | None:
        """The last day of the newest of some sources."""
        return max((end for bron in bronnen if (end := self.one(m.Bron, bron).datum.end)), default=None)

    def activiteiten_years(self) -> tuple[int, ...]:
        """Years with activities, newest first."""
        return tuple(sorted({a.jaar for a in self.all_of(m.Activiteit)}, reverse=True))

    def begrotingen(self, year: int) -> tuple[m.Begroting, ...]:
        """The network's own budgets of a year."""
        return tuple(b for b in self.all_of(m.Begroting) if b.organisatie == "vnon" and b.periode == str(year))

    def _years(self, counts: Callable[[m.Activiteit], bool]) -> tuple[int, ...]:
        years = {a.jaar for a in self.all_of(m.Activiteit) if counts(a)}
        return tuple(sorted(year for year in years if self.begrotingen(year)))

    def themas_of_year(self, year: int) -> tuple[m.Thema, ...]:
        """Themes that have an activity in a year."""
        return tuple(t for t in self.all_of(m.Thema) if self.activiteiten(thema=t.id, jaar=year))

    def districten_with_agenda(self, year: int) -> tuple[m.District, ...]:
        """Districts whose agenda comes from a source of that year."""
        return tuple(d for d in self.all_of(m.District) if year in {self._bron_year(bron) for bron in d.bron})

    def cijferreeksen_from(self, bronnen: Iterable[str]) -> tuple[m.Cijferreeks, ...]:
        """Series of figures from these sources."""
        return tuple(c for c in self.all_of(m.Cijferreeks) if set(c.bron) & set(bronnen))

    def matrices_from(self, bronnen: Iterable[str]) -> tuple[m.Matrix, ...]:
        """Matrices that are wholly from these sources."""
        return tuple(x for x in self.all_of(m.Matrix) if set(x.bron) <= set(bronnen))

    def pages_from(self, bron: str) -> tuple[m.Pagina, ...]:
        """Pages by hand that rest on a source."""
        return tuple(page for page in self.pages.values() if bron in page.bron)

    def neighbours(self, record: m.WithPage) -> tuple[m.WithPage | None, m.WithPage | None]:
        """Previous and next among pages of the same kind, in the order in which readers meet them."""
        return self._neighbours[type(record), record.id]

    @cached_property
    def _neighbours(self) -> dict[tuple[type[m.Record], str], tuple[m.WithPage | None, m.WithPage | None]]:
        """Per record its neighbours: practices within their first theme, municipalities within their district."""
        out: dict[tuple[type[m.Record], str], tuple[m.WithPage | None, m.WithPage | None]] = {}
        for row in self._rows():
            for previous, record, next_ in zip((None, *row), row, (*row[1:], None), strict=False):
                out[type(record), record.id] = (previous, next_)
        return out

    def _rows(self) -> Iterator[tuple[m.WithPage, ...]]:
        praktijken, gemeenten = self.praktijken(), self.gemeenten()
        for thema in self.all_of(m.Thema):
            yield tuple(p for p in praktijken if p.themas[0] == thema.id)
        for district in self.all_of(m.District):
            yield tuple(g for g in gemeenten if g.district == district.id)
        yield tuple(reversed(self.nieuwsbrieven()))
        begrippen: list[m.Begrip] = sorted(self.all_of(m.Begrip), key=lambda b: b.term.lower())
        yield tuple(begrippen)
        for kind in m.COLLECTIONS:
            if issubclass(kind, m.WithPage) and kind not in {m.Praktijk, m.Gemeente, m.Nieuwsbrief, m.Begrip}:
                yield self.all_of(kind)

    def onderdelen(self, agenda: str) -> tuple[m.Agendaonderdeel, ...]:
        """The themes and projects of a sister network's agenda."""
        return tuple(o for o in self.all_of(m.Agendaonderdeel) if o.agenda == agenda)

    # ── How the site is used ────────────────────────────────────────────────────────────────────────

    def usage_per_month(self) -> dict[date, Counter[str]]:
        """By the first day of each month how often pages and downloads were read, oldest first."""
        by_month: dict[date, Counter[str]] = defaultdict(Counter)
        for row in self.gebruik:
            by_month[row.dag.replace(day=1)][row.soort] += row.aantal
        return dict(sorted(by_month.items()))

    def usage_days(self) -> tuple[date, date] | None:
        """The first and the last day of which there are figures."""
        days = {row.dag for row in self.gebruik}
        return (min(days), max(days)) if days else None

    def usage_per_path(self, kind: str, since: date) -> list[tuple[str, int]]:
        """Addresses of a kind with how often they were read since a day, most first."""
        by_path: Counter[str] = Counter()
        for row in self.gebruik:
            if row.soort == kind and row.dag >= since:
                by_path[row.pad] += row.aantal
        return sorted(by_path.items(), key=lambda item: (-item[1], item[0]))

    def title_of(self, path: str) -> str:
        """The title of the page at an address from the root, or nothing when there is no such page now."""
        return self._titles.get(path.strip("/"), "")

    @cached_property
    def _titles(self) -> dict[str, str]:
        titles = {r.pad.strip("/"): r.naam_ for s in m.COLLECTIONS for r in self.all_of(s) if "#" not in r.pad}
        titles |= {rapport.id: rapport.titel for rapport in self.rapporten()}
        titles |= {rapport.pdf: f"{rapport.titel} (pdf)" for rapport in self.rapporten()}
        pages = {p.id.removesuffix("index").strip("/"): p.titel for p in self.pages.values() if p.titel}
        return titles | pages

    def _bron_year(self, bron: str) -> int | None:
        start = self.one(m.Bron, bron).datum.start
        return start.year if start else None

    def rust_op(self, bron: str) -> dict[type[m.Record], tuple[m.Record, ...]]:
        """Everything that names a source, by class: what would fall if the source did."""
        return {kind: tuple(list_) for kind, list_ in self._by_bron[bron].items()}

    def facts_per_bron(self) -> Counter[str]:
        """How many records rest on each source."""
        return Counter({bron: sum(map(len, per.values())) for bron, per in self._by_bron.items()})

    @cached_property
    def _by_bron(self) -> dict[str, dict[type[m.Record], list[m.Record]]]:
        by_bron: dict[str, dict[type[m.Record], list[m.Record]]] = defaultdict(lambda: defaultdict(list))
        for kind in m.COLLECTIONS:
            for record in self.all_of(kind):
                for bron in record.bron:
                    by_bron[bron][kind].append(record)
        return by_bron

    def _selector(
        self, *requirements: tuple[str | None, type[m.Record], Callable[[Any], Iterable[str | None]]]
    ) -> Callable[[Any], bool]:
        """A predicate: every id that was asked for exists and is among the record's."""
        requested = [(self.one(kind, id_).id, values) for id_, kind, values in requirements if id_ is not None]
        return lambda record: all(id_ in values(record) for id_, values in requested)


def _existed(team: m.Expertteam, year: int) -> bool:
    from_ = team.van.start.year if team.van and team.van.start else year
    until = team.tot.end.year if team.tot and team.tot.end else year
    return from_ <= year <= until
