"""Who does the work: organisations, teams and where they stood."""

from __future__ import annotations

from typing import Literal

from macros.records import kinds
from macros.records.fields import DistrictId, ExpertteamId, Organisaties, Text, Texts, Themas, When
from macros.records.models.base import Part, Record


class Organisatie(Record):
    """A body, partner or consultation; `tot` is the last year in which a source knows it."""

    kind = kinds.of("organisatie")

    naam: Text
    afkorting: str = ""
    soort: Literal["backbone", "overleg", "partner", "zusternetwerk", "bij zusternetwerk", "landelijk", "netwerk"]
    omschrijving: Text
    van: When | None = None
    tot: When | None = None
    rapporteert_aan: Organisaties = ()
    district: DistrictId | None = None


class Voorzitter(Part):
    """An administrative chair as the source has it: office and name, or vacant with the reason."""

    ambt: Text
    naam: str = ""
    toelichting: str = ""


class Expertteam(Record):
    """A team of officials around a theme."""

    kind = kinds.of("expertteam")

    naam: Text
    soort: Literal["expertteam", "platform", "werkgroep", "regieoverleg"]
    themas: Themas = ()
    van: When | None = None
    tot: When | None = None
    opdracht: Text
    trekker: str = ""
    """The organisation of the official who leads it, never a name: `gemeente Tiel`."""
    voorzitters: tuple[Voorzitter, ...] = ()
    partners: Organisaties = ()
    onderdeel_van: ExpertteamId | None = None
    opvolger: ExpertteamId | None = None


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
