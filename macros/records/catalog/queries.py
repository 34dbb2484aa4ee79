"""What can be asked for: records that match, in the order in which readers meet them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cached_property
from itertools import chain

from macros.base.dates import sort_key
from macros.records import models as m
from macros.records.catalog.base import Records


class Queries(Records):
    """Selects; who shows something filters nothing itself."""

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

    def moved(self) -> tuple[m.Praktijk | m.Nieuwsbrief | m.Pagina, ...]:
        """Pages that say which addresses they had before."""
        all_ = chain[m.Praktijk | m.Nieuwsbrief | m.Pagina](
            self.all_of(m.Praktijk), self.all_of(m.Nieuwsbrief), self.pages.values()
        )
        return tuple(page for page in all_ if page.eerder)

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
            p for p in self.listed(m.Praktijk)
            if selector(p) and (fase is None or fase in p.fase) and (doelgroep is None or doelgroep in p.doelgroep)
        ]  # fmt: skip
        return tuple(sorted(chosen, key=lambda p: (p.titel.lower(), p.id)))

    def withdrawn(self) -> tuple[m.Praktijk, ...]:
        """Practices that were withdrawn, the first to go first."""
        gone = (p for p in self.all_of(m.Praktijk) if p.is_withdrawn)
        return tuple(sorted(gone, key=lambda p: (str(p.ingetrokken_op), p.id)))

    def instead_of(self, praktijk: m.Praktijk) -> str:
        """The address to go to instead of a practice that was withdrawn."""
        other = praktijk.vervangen_door
        return self.one(m.Praktijk, other).pad if other else m.Praktijk.kind.place

    def expertteams(
        self, *, soort: str | None = None, thema: str | None = None, jaar: int | None = None
    ) -> tuple[m.Expertteam, ...]:
        """Teams that match all that is asked; `jaar`: those that were there, or were named, in that year."""
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

    def gemeenten(self, *, district: str | None = None, op: date | None = None) -> tuple[m.Gemeente, ...]:
        """The municipalities of a day, or of that of the build, by name."""
        selector = self._selector((district, m.District, lambda g: (g.district,)))
        there = (g for g in self.all_of(m.Gemeente) if selector(g) and g.exists(op or self.today))
        return tuple(sorted(there, key=lambda g: g.naam.lower()))

    @property
    def counted(self) -> tuple[str, ...]:
        """The collections of which it can be said how many there are on a day."""
        return tuple(filter(self.uses, _COUNTED))

    def count(self, collection: str, day: date) -> int:
        """How many of a collection there are on a day.

        Raises:
            KeyError: it is none of `counted`.
        """
        return _COUNTED[collection](self, day)

    def merged_into(self, gemeente: str) -> tuple[m.Gemeente, ...]:
        """The municipalities that became a part of one, the first to do so on top."""
        parts = (g for g in self.all_of(m.Gemeente) if g.opgegaan_in == gemeente and g.tot)
        return tuple(sorted(parts, key=lambda g: (g.tot or date.min, g.naam.lower())))

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

    def begrotingen_in_order(self) -> tuple[m.Begroting, ...]:
        """All budgets: the network's own first, the newest on top."""
        newest = sorted(self.all_of(m.Begroting), key=lambda b: b.periode, reverse=True)
        return tuple(sorted(newest, key=lambda b: b.organisatie != self.netwerk.id))

    @property
    def own_begrotingen(self) -> tuple[m.Begroting, ...]:
        """The network's own budgets, the newest on top."""
        return tuple(b for b in self.begrotingen_in_order() if b.organisatie == self.netwerk.id)

    def begrotingen(self, *years: int) -> tuple[m.Begroting, ...]:
        """The network's own budgets of some years, in the order of the years; one of more years once."""
        own = [b for b in self.all_of(m.Begroting) if b.organisatie == self.netwerk.id]
        found = {b.id: b for year in years for b in own if year in b.years}
        return tuple(found.values())

    def activiteiten_years(self) -> tuple[int, ...]:
        """Years with activities, newest first."""
        return tuple(sorted({a.jaar for a in self.all_of(m.Activiteit)}, reverse=True))

    def themas_of_year(self, year: int) -> tuple[m.Thema, ...]:
        """Themes that have an activity in a year."""
        return tuple(t for t in self.all_of(m.Thema) if self.activiteiten(thema=t.id, jaar=year))

    def in_overleg(self) -> tuple[m.District, ...]:
        """The districts with a consultation that the network joins."""
        return tuple(district for district in self.all_of(m.District) if district.overleg)

    def onderdelen(self, agenda: str) -> tuple[m.Agendaonderdeel, ...]:
        """The themes and projects of a sister network's agenda."""
        return tuple(o for o in self.all_of(m.Agendaonderdeel) if o.agenda == agenda)


def _existed(team: m.Expertteam, year: int) -> bool:
    from_ = team.first.start.year if team.first and team.first.start else year
    until = team.last.end.year if team.last and team.last.end else year
    return from_ <= year <= until


_COUNTED: dict[str, Callable[[Queries, date], int]] = {
    "gemeenten": lambda c, day: len(c.gemeenten(op=day)),
    "districten": lambda c, _: len(c.all_of(m.District)),
    "themas": lambda c, day: sum(t.is_current(day.year) for t in c.all_of(m.Thema)),
    "expertteams": lambda c, day: len(c.expertteams(soort="expertteam", jaar=day.year)),
    "praktijken": lambda c, day: sum(p.gepubliceerd <= day for p in c.all_of(m.Praktijk)),
    "nieuwsbrieven": lambda c, day: sum(n.datum <= day for n in c.all_of(m.Nieuwsbrief)),
}
"""What comes and goes, and how many there are on a day."""
