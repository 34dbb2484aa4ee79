"""Who does the work: organisations, teams and where they stood."""

from __future__ import annotations

from datetime import date
from typing import Literal

from macros.base.dates import Kind, sort_key
from macros.records import kinds
from macros.records.fields import BronId, DistrictId, ExpertteamId, Organisaties, Text, Texts, Themas, When
from macros.records.models.base import Part, Record

_UNDATED = (False, date.min, date.min, "")
"""Sorts what has no day last, when the newest come first."""


class Periode(Part):
    """From when to when something was there, where a source says so; else the years in which sources name it.

    A first mention is no beginning and a last one no end, so `sinds` and `tot` each need the source that says it.
    """

    sinds: When | None = None
    sinds_bron: BronId | None = None
    tot: When | None = None
    tot_bron: BronId | None = None
    eerst_genoemd: When | None = None
    laatst_genoemd: When | None = None
    """Missing as long as the newest sources name it."""

    @property
    def first(self) -> When | None:
        """Its beginning, or else its first mention."""
        return self.sinds or self.eerst_genoemd

    @property
    def last(self) -> When | None:
        """Its end, or else its last mention; missing while neither is known."""
        return self.tot or self.laatst_genoemd

    @property
    def periode(self) -> str:
        """The period as every channel tells it; nothing when no source knows any of it."""
        if not (self.sinds or self.tot):
            return self._mentions()
        parts = [
            self._beginning(),
            f"tot en met {self.tot}" if self.tot else "",
            "" if self.tot else self._last_mention(),
        ]
        return f"{', '.join(filter(None, parts))}{'' if self.first else '; begin onbekend'}"

    def _beginning(self) -> str:
        return (
            f"sinds {self.sinds}" if self.sinds else f"genoemd vanaf {self.eerst_genoemd}" if self.eerst_genoemd else ""
        )

    def _last_mention(self) -> str:
        return f"laatst genoemd in {self.laatst_genoemd}" if self.laatst_genoemd else ""

    def _mentions(self) -> str:
        first, last = self.eerst_genoemd, self.laatst_genoemd
        if not (first and last):
            return self._beginning() or self._last_mention()
        if first.typed == last.typed:
            return f"genoemd in {first}"
        years = {first.soort, last.soort} == {Kind.YEAR}
        return f"genoemd in {first}–{last}" if years else f"genoemd van {first} tot en met {last}"


class Organisatie(Periode, Record):
    """A body, partner or consultation."""

    kind = kinds.of("organisatie")

    naam: Text
    afkorting: str = ""
    soort: Literal["backbone", "overleg", "partner", "zusternetwerk", "bij zusternetwerk", "landelijk", "netwerk"]
    omschrijving: Text
    rapporteert_aan: Organisaties = ()
    district: DistrictId | None = None


class Voorzitter(Part):
    """An administrative chair as the source has it: office and name, or vacant with the reason."""

    ambt: Text
    naam: str = ""
    toelichting: str = ""
    sinds: When | None = None
    tot: When | None = None
    bron: BronId | None = None
    """The source that says since or until when."""

    def told(self, *, now: bool) -> str:
        """What is known besides the name: from when to when, and what the source adds."""
        begin = f"sinds {self.sinds}" if self.sinds else ""
        parts = [begin, f"tot en met {self.tot}" if self.tot else "", "nu" if now else "", self.toelichting]
        return ", ".join(filter(None, parts))


class Expertteam(Periode, Record):
    """A team of officials around a theme."""

    kind = kinds.of("expertteam")

    naam: Text
    soort: Literal["expertteam", "platform", "werkgroep", "regieoverleg"]
    themas: Themas = ()
    opdracht: Text
    trekker: str = ""
    """The organisation of the official who leads it, never a name: `gemeente Voorbeeldstad`."""
    voorzitters: tuple[Voorzitter, ...] = ()
    partners: Organisaties = ()
    onderdeel_van: ExpertteamId | None = None
    opvolger: ExpertteamId | None = None

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Its sources, and those of its dates and its chairs'."""
        dated = (self.sinds_bron, self.tot_bron, *(v.bron for v in self.voorzitters))
        return tuple(dict.fromkeys((*self.bron, *filter(None, dated))))

    @property
    def chairs(self) -> tuple[tuple[Voorzitter, str], ...]:
        """Its chairs, the newest first, each with what is told besides the name.

        Those of one office that have a day are a history: who began last holds it now, unless that ended too. Chairs
        without a day hold their office together.
        """
        newest: dict[str, When] = {}
        for chair in self.voorzitters:
            if chair.sinds:
                newest[chair.ambt] = max(newest.get(chair.ambt, chair.sinds), chair.sinds, key=sort_key)
        in_order = sorted(self.voorzitters, key=lambda v: sort_key(v.sinds) if v.sinds else _UNDATED, reverse=True)
        return tuple((v, v.told(now=bool(v.sinds) and not v.tot and v.sinds == newest[v.ambt])) for v in in_order)


class Stand(Record):
    """Where a team stood on one day."""

    kind = kinds.of("stand")

    expertteam: ExpertteamId
    peildatum: When
    inleiding: Text
    doelen: Texts = ()
    resultaten: Texts = ()
    aandachtspunten: Texts = ()
    acties: Texts = ()
