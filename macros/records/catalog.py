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

from macros.base.dates import rangschikking
from macros.base.parsing import bedoelde_u
from macros.records import models as m

R = TypeVar("R", bound=m.Record)


class Onbekend(KeyError):
    """A name that no record has; the message says in Dutch what is allowed."""

    def __init__(self, soort: type[m.Record], naam: str, bekend: Iterable[str]) -> None:
        super().__init__(naam)
        self.melding = f"{soort.enkelvoud} {naam!r} bestaat niet{bedoelde_u(naam, bekend)}"

    def __str__(self) -> str:
        return self.melding


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
    paginas: Mapping[str, m.Pagina] = field(default_factory=dict)
    gebruik: tuple[m.Gebruik, ...] = ()
    """How the site was read, by day."""
    dag: date | None = None
    """The day of the build, where one was given."""

    def met(self, record: m.Record | m.Pagina) -> Catalog:
        """The same records, with this one in the place of what has its id."""
        if isinstance(record, m.Pagina):
            return replace(self, paginas={**self.paginas, record.id: record})
        soort = type(record)
        return replace(self, records={**self.records, soort: {**self.records.get(soort, {}), record.id: record}})

    # ── One and all ─────────────────────────────────────────────────────────────────────────────────

    def alle(self, soort: type[R]) -> tuple[R, ...]:
        """All records of a class, in the order of their files."""
        return tuple(self.records.get(soort, {}).values())

    def een(self, soort: type[R], id_: str) -> R:
        """One record.

        Raises:
            Onbekend: no record has that id.
        """
        bekend = self.records.get(soort, {})
        try:
            return bekend[id_]  # type: ignore[no-any-return]  # the mapping pairs a class with its own records
        except KeyError:
            raise Onbekend(soort, id_, bekend) from None

    def zoek(self, verzameling: str, id_: str) -> m.Record:
        """One record by the name of its collection."""
        return self.een(self.soorten[verzameling], id_)

    @cached_property
    def soorten(self) -> dict[str, type[m.Record]]:
        """The class of each collection."""
        return {soort.verzameling: soort for soort in m.VERZAMELINGEN}

    # ── Queries ─────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def vandaag(self) -> date:
        """The day of the build: the one that was given, or the newest in the content; never the clock's."""
        dagen = [p.laatst_beoordeeld for p in self.alle(m.Praktijk)] + [n.datum for n in self.alle(m.Nieuwsbrief)]
        return self.dag or max(dagen, default=date(2000, 1, 1))

    def verlopen(self, praktijk: m.Praktijk, dag: date | None = None) -> bool:
        """Whether a practice should have been reviewed again, on a day or on that of the build."""
        return (dag or self.vandaag) > praktijk.beoordelen_na

    def activiteiten(
        self, *, thema: str | None = None, jaar: int | None = None, district: str | None = None,
        gemeente: str | None = None, soort: str | None = None, expertteam: str | None = None, praktijk: str | None = None,
    ) -> tuple[m.Activiteit, ...]:  # fmt: skip
        """Activities that match all that is asked, by date; undated ones last."""
        kies = self._kiezer(
            (thema, m.Thema, lambda a: (a.thema,)),
            (district, m.District, lambda a: a.districten),
            (gemeente, m.Gemeente, lambda a: a.gemeenten),
            (expertteam, m.Expertteam, lambda a: (a.expertteam,)),
        )
        alle = self.alle(m.Activiteit) if praktijk is None else self._van_praktijk[self.een(m.Praktijk, praktijk).id]
        gekozen = [
            a for a in alle
            if kies(a) and (jaar is None or a.jaar == jaar) and (soort is None or a.soort == soort)
        ]  # fmt: skip
        return tuple(sorted(gekozen, key=lambda a: (rangschikking(a.wanneer), a.id)))

    @cached_property
    def _van_praktijk(self) -> dict[str, list[m.Activiteit]]:
        """The activities of each practice: each of their pages asks for them."""
        van: dict[str, list[m.Activiteit]] = defaultdict(list)
        for activiteit in self.alle(m.Activiteit):
            for praktijk in dict.fromkeys(activiteit.praktijken):
                van[praktijk].append(activiteit)
        return van

    def komend(
        self, van: date, tot: date, *, thema: str | None = None, district: str | None = None
    ) -> tuple[m.Activiteit, ...]:
        """Activities that touch the days from `van` to `tot`, by date, of those that were known on `van`."""
        return tuple(
            a
            for a in self.activiteiten(thema=thema, district=district)
            if a.wanneer.begin and a.wanneer.eind and a.wanneer.begin <= tot and a.wanneer.eind >= van
            if self._bekend(a, van)
        )

    def _bekend(self, a: m.Activiteit, dag: date) -> bool:
        """Whether an activity was on the agenda that day: an old newsletter does not show what was added after it."""
        if a.toegevoegd:
            return a.toegevoegd <= dag
        return any((self.een(m.Bron, bron).datum.begin or dag) <= dag for bron in a.bron)

    def verschenen_records(self, vanaf: date | None, tot: date) -> tuple[tuple[date, m.Praktijk | m.Nieuwsbrief], ...]:
        """Practices and newsletters with the day on which they appeared, newest first."""
        alles: list[tuple[date, m.Praktijk | m.Nieuwsbrief]] = [(n.datum, n) for n in self.nieuwsbrieven()]
        alles += [(p.gepubliceerd, p) for p in self.praktijken()]
        gekozen = ((dag, record) for dag, record in alles if dag <= tot and (vanaf is None or dag >= vanaf))
        return tuple(sorted(gekozen, key=lambda item: item[0], reverse=True))

    def praktijken(
        self, *, thema: str | None = None, fase: str | None = None, doelgroep: str | None = None,
        netwerk: str | None = None, district: str | None = None, gemeente: str | None = None,
        expertteam: str | None = None,
    ) -> tuple[m.Praktijk, ...]:  # fmt: skip
        """Practices that match all that is asked, by title."""
        kies = self._kiezer(
            (thema, m.Thema, lambda p: p.themas),
            (netwerk, m.Organisatie, lambda p: (p.netwerk,)),
            (district, m.District, lambda p: p.districten),
            (gemeente, m.Gemeente, lambda p: p.gemeenten),
            (expertteam, m.Expertteam, lambda p: (p.expertteam,)),
        )
        gekozen = [
            p for p in self.alle(m.Praktijk)
            if kies(p) and (fase is None or fase in p.fase) and (doelgroep is None or doelgroep in p.doelgroep)
        ]  # fmt: skip
        return tuple(sorted(gekozen, key=lambda p: (p.titel.lower(), p.id)))

    def expertteams(
        self, *, soort: str | None = None, thema: str | None = None, jaar: int | None = None
    ) -> tuple[m.Expertteam, ...]:
        """Teams that match all that is asked; `jaar`: those that existed in that year."""
        kies = self._kiezer((thema, m.Thema, lambda t: t.themas))
        return tuple(
            t for t in self.alle(m.Expertteam)
            if kies(t) and (soort is None or t.soort == soort) and (jaar is None or _bestond(t, jaar))
        )  # fmt: skip

    def subthema(self, record: m.Activiteit | m.Doel) -> str:
        """The name of a record's subtheme; without a theme it is the name itself."""
        delen = self.een(m.Thema, record.thema).subthemas if record.thema else ()
        return next((deel.naam for deel in delen if deel.id == record.subthema), record.subthema)

    def nieuwsbrieven(self, *, thema: str | None = None) -> tuple[m.Nieuwsbrief, ...]:
        """Newsletters, newest first."""
        kies = self._kiezer((thema, m.Thema, lambda n: n.themas))
        return tuple(sorted(filter(kies, self.alle(m.Nieuwsbrief)), key=lambda n: n.datum, reverse=True))

    def themas(self, *, lopend: bool) -> tuple[m.Thema, ...]:
        """Themes with a period that has no end before the newest one's, or the ended ones."""
        laatste = max((deel.tot or deel.van for t in self.alle(m.Thema) for deel in t.looptijden), default=0)
        return tuple(t for t in self.alle(m.Thema) if t.actueel(laatste) is lopend)

    def gemeenten(self, *, district: str | None = None) -> tuple[m.Gemeente, ...]:
        """Municipalities by name."""
        kies = self._kiezer((district, m.District, lambda g: (g.district,)))
        return tuple(sorted(filter(kies, self.alle(m.Gemeente)), key=lambda g: g.naam.lower()))

    def standen(self, *, periode: str | None = None, expertteam: str | None = None) -> tuple[m.Stand, ...]:
        """States of teams, of one date or one team."""
        return tuple(
            s for s in self.alle(m.Stand)
            if (periode is None or s.peildatum.typed == periode) and (expertteam is None or s.expertteam == expertteam)
        )  # fmt: skip

    def doelen(self, *, thema: str | None = None, jaar: int | None = None) -> tuple[m.Doel, ...]:
        """Strategic goals, of a theme, touching a year."""
        kies = self._kiezer((thema, m.Thema, lambda d: (d.thema,)))
        return tuple(
            d for d in self.alle(m.Doel)
            if kies(d) and (jaar is None or not d.jaar.begin or d.jaar.begin.year <= jaar <= (d.jaar.eind or d.jaar.begin).year)
        )  # fmt: skip

    def cijferreeksen(self, *, thema: str | None = None, onderdeel: str | None = None) -> tuple[m.Cijferreeks, ...]:
        """Series of figures, of a theme or of an item of a sister network's agenda."""
        kies = self._kiezer(
            (thema, m.Thema, lambda c: c.themas), (onderdeel, m.Agendaonderdeel, lambda c: (c.onderdeel,))
        )
        return tuple(filter(kies, self.alle(m.Cijferreeks)))

    def kerncijfers(self, *, onderdeel: str | None = None, thema: str | None = None) -> tuple[m.Kerncijfer, ...]:
        """Key figures, of an item of the agenda or of a theme."""
        kies = self._kiezer(
            (onderdeel, m.Agendaonderdeel, lambda k: (k.onderdeel,)), (thema, m.Thema, lambda k: (k.thema,))
        )
        return tuple(filter(kies, self.alle(m.Kerncijfer)))

    def verslagjaren(self) -> tuple[int, ...]:
        """Years with a progress report: the network's own budget of that year, and activities that were carried out."""
        return self._jaren(lambda a: a.status == "uitgevoerd")

    def planjaren(self) -> tuple[int, ...]:
        """Years with a plan: the network's own budget of that year, and activities that were planned for it."""
        return self._jaren(lambda a: bool(a.oplevering or a.gedrukt))

    def begrotingen_op_volgorde(self) -> tuple[m.Begroting, ...]:
        """All budgets: the network's own first, the newest on top."""
        nieuwste = sorted(self.alle(m.Begroting), key=lambda b: b.periode, reverse=True)
        return tuple(sorted(nieuwste, key=lambda b: b.organisatie != "vnon"))

    def rapporten(self, *soorten: str) -> tuple[Rapport, ...]:
        """Every report, or those of some kinds: dates of states first, then years, then plans, each oldest first."""
        alle = (*self._standrapporten(), *self._voortgangsberichten(), *self._jaarplannen())
        return tuple(rapport for rapport in alle if not soorten or rapport.soort in soorten)

    def heeft_kaart(self, pad: str) -> bool:
        """Whether the page at an address is shared with a card of its own: a running theme, a newsletter or a report.

        Asked by every page. The answer is yes or no, so a new title of one newsletter makes no other page anew.
        """
        return pad in self._met_kaart

    @cached_property
    def _met_kaart(self) -> frozenset[str]:
        eigen: tuple[m.Thema | m.Nieuwsbrief | Rapport, ...] = (
            *self.themas(lopend=True),
            *self.alle(m.Nieuwsbrief),
            *self.rapporten(),
        )
        return frozenset(record.pad for record in eigen)

    def _standrapporten(self) -> Iterator[Rapport]:
        per_dag = {stand.peildatum.typed: stand for stand in self.alle(m.Stand)}
        for stand in sorted(per_dag.values(), key=lambda s: rangschikking(s.peildatum)):
            kort = f"Waar de expertteams van het netwerk stonden in {stand.peildatum}: doelen, resultaten en acties."
            titel = f"Voortgangsrapportage {stand.peildatum}"
            yield Rapport("standen", stand.peildatum.typed, titel, kort, stand.bron)

    def _voortgangsberichten(self) -> Iterator[Rapport]:
        for jaar in self.verslagjaren():
            kort = f"Wat het netwerk in {jaar} deed en wat dat kostte, per thema en op datum."
            yield Rapport("voortgang", str(jaar), f"Voortgangsbericht {jaar}", kort, self.begrotingen(jaar)[0].bron)

    def _jaarplannen(self) -> Iterator[Rapport]:
        for jaar in self.planjaren():
            kort = f"Wat het netwerk in {jaar} wil doen: per thema de activiteit en de geplande oplevering."
            yield Rapport("jaarplan", str(jaar), f"Jaarplan {jaar}", kort, self.begrotingen(jaar)[0].bron)

    def verschenen(self, rapport: Rapport) -> date | None:
        """The last day of the month or year in which a report's own source appeared."""
        return self.een(m.Bron, rapport.bron[0]).datum.eind

    def bijgewerkt(self, record: m.Record) -> date | None:
        """The day that a record is of: its own, or that of its newest source."""
        match record:
            case m.Praktijk():
                return max([record.laatst_beoordeeld, *(stap.datum for stap in record.geschiedenis)])
            case m.Nieuwsbrief():
                return record.datum
        return self.nieuwste(record.bron)

    def nieuwste(self, bronnen: Iterable[str]) -> date | None:
        """The last day of the newest of some sources."""
        return max((eind for bron in bronnen if (eind := self.een(m.Bron, bron).datum.eind)), default=None)

    def activiteitenjaren(self) -> tuple[int, ...]:
        """Years with activities, newest first."""
        return tuple(sorted({a.jaar for a in self.alle(m.Activiteit)}, reverse=True))

    def begrotingen(self, jaar: int) -> tuple[m.Begroting, ...]:
        """The network's own budgets of a year."""
        return tuple(b for b in self.alle(m.Begroting) if b.organisatie == "vnon" and b.periode == str(jaar))

    def _jaren(self, telt: Callable[[m.Activiteit], bool]) -> tuple[int, ...]:
        jaren = {a.jaar for a in self.alle(m.Activiteit) if telt(a)}
        return tuple(sorted(jaar for jaar in jaren if self.begrotingen(jaar)))

    def themas_van_jaar(self, jaar: int) -> tuple[m.Thema, ...]:
        """Themes that have an activity in a year."""
        return tuple(t for t in self.alle(m.Thema) if self.activiteiten(thema=t.id, jaar=jaar))

    def districten_met_agenda(self, jaar: int) -> tuple[m.District, ...]:
        """Districts whose agenda comes from a source of that year."""
        return tuple(d for d in self.alle(m.District) if jaar in {self._bronjaar(bron) for bron in d.bron})

    def cijferreeksen_uit(self, bronnen: Iterable[str]) -> tuple[m.Cijferreeks, ...]:
        """Series of figures from these sources."""
        return tuple(c for c in self.alle(m.Cijferreeks) if set(c.bron) & set(bronnen))

    def matrices_uit(self, bronnen: Iterable[str]) -> tuple[m.Matrix, ...]:
        """Matrices that are wholly from these sources."""
        return tuple(x for x in self.alle(m.Matrix) if set(x.bron) <= set(bronnen))

    def paginas_uit(self, bron: str) -> tuple[m.Pagina, ...]:
        """Pages by hand that rest on a source."""
        return tuple(pagina for pagina in self.paginas.values() if bron in pagina.bron)

    def buren(self, record: m.MetPagina) -> tuple[m.MetPagina | None, m.MetPagina | None]:
        """Previous and next among pages of the same kind, in the order in which readers meet them."""
        return self._buren[type(record), record.id]

    @cached_property
    def _buren(self) -> dict[tuple[type[m.Record], str], tuple[m.MetPagina | None, m.MetPagina | None]]:
        """Per record its neighbours: practices within their first theme, municipalities within their district."""
        uit: dict[tuple[type[m.Record], str], tuple[m.MetPagina | None, m.MetPagina | None]] = {}
        for rij in self._rijen():
            for vorige, record, volgende in zip((None, *rij), rij, (*rij[1:], None), strict=False):
                uit[type(record), record.id] = (vorige, volgende)
        return uit

    def _rijen(self) -> Iterator[tuple[m.MetPagina, ...]]:
        praktijken, gemeenten = self.praktijken(), self.gemeenten()
        for thema in self.alle(m.Thema):
            yield tuple(p for p in praktijken if p.themas[0] == thema.id)
        for district in self.alle(m.District):
            yield tuple(g for g in gemeenten if g.district == district.id)
        yield tuple(reversed(self.nieuwsbrieven()))
        begrippen: list[m.Begrip] = sorted(self.alle(m.Begrip), key=lambda b: b.term.lower())
        yield tuple(begrippen)
        for soort in m.VERZAMELINGEN:
            if issubclass(soort, m.MetPagina) and soort not in {m.Praktijk, m.Gemeente, m.Nieuwsbrief, m.Begrip}:
                yield self.alle(soort)

    def onderdelen(self, agenda: str) -> tuple[m.Agendaonderdeel, ...]:
        """The themes and projects of a sister network's agenda."""
        return tuple(o for o in self.alle(m.Agendaonderdeel) if o.agenda == agenda)

    # ── How the site is used ────────────────────────────────────────────────────────────────────────

    def gebruik_per_maand(self) -> dict[date, Counter[str]]:
        """By the first day of each month how often pages and downloads were read, oldest first."""
        per_maand: dict[date, Counter[str]] = defaultdict(Counter)
        for rij in self.gebruik:
            per_maand[rij.dag.replace(day=1)][rij.soort] += rij.aantal
        return dict(sorted(per_maand.items()))

    def gebruiksdagen(self) -> tuple[date, date] | None:
        """The first and the last day of which there are figures."""
        dagen = {rij.dag for rij in self.gebruik}
        return (min(dagen), max(dagen)) if dagen else None

    def gebruik_per_pad(self, soort: str, vanaf: date) -> list[tuple[str, int]]:
        """Addresses of a kind with how often they were read since a day, most first."""
        per_pad: Counter[str] = Counter()
        for rij in self.gebruik:
            if rij.soort == soort and rij.dag >= vanaf:
                per_pad[rij.pad] += rij.aantal
        return sorted(per_pad.items(), key=lambda item: (-item[1], item[0]))

    def titel_van(self, pad: str) -> str:
        """The title of the page at an address from the root, or nothing when there is no such page now."""
        return self._titels.get(pad.strip("/"), "")

    @cached_property
    def _titels(self) -> dict[str, str]:
        titels = {r.pad.strip("/"): r.naam_ for s in m.VERZAMELINGEN for r in self.alle(s) if "#" not in r.pad}
        titels |= {rapport.id: rapport.titel for rapport in self.rapporten()}
        titels |= {rapport.pdf: f"{rapport.titel} (pdf)" for rapport in self.rapporten()}
        paginas = {p.id.removesuffix("index").strip("/"): p.titel for p in self.paginas.values() if p.titel}
        return titels | paginas

    def _bronjaar(self, bron: str) -> int | None:
        begin = self.een(m.Bron, bron).datum.begin
        return begin.year if begin else None

    def rust_op(self, bron: str) -> dict[type[m.Record], tuple[m.Record, ...]]:
        """Everything that names a source, by class: what would fall if the source did."""
        return {soort: tuple(lijst) for soort, lijst in self._per_bron[bron].items()}

    def feiten_per_bron(self) -> Counter[str]:
        """How many records rest on each source."""
        return Counter({bron: sum(map(len, per.values())) for bron, per in self._per_bron.items()})

    @cached_property
    def _per_bron(self) -> dict[str, dict[type[m.Record], list[m.Record]]]:
        per_bron: dict[str, dict[type[m.Record], list[m.Record]]] = defaultdict(lambda: defaultdict(list))
        for soort in m.VERZAMELINGEN:
            for record in self.alle(soort):
                for bron in record.bron:
                    per_bron[bron][soort].append(record)
        return per_bron

    def _kiezer(
        self, *eisen: tuple[str | None, type[m.Record], Callable[[Any], Iterable[str | None]]]
    ) -> Callable[[Any], bool]:
        """A predicate: every id that was asked for exists and is among the record's."""
        gevraagd = [(self.een(soort, id_).id, waarden) for id_, soort, waarden in eisen if id_ is not None]
        return lambda record: all(id_ in waarden(record) for id_, waarden in gevraagd)


def _bestond(team: m.Expertteam, jaar: int) -> bool:
    van = team.van.begin.year if team.van and team.van.begin else jaar
    tot = team.tot.eind.year if team.tot and team.tot.eind else jaar
    return van <= jaar <= tot
