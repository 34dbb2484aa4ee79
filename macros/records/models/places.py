"""Where: municipalities, and districts with their agenda."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import StringConstraints

from macros.records import kinds
from macros.records.fields import Count, Day, DistrictId, GemeenteId, Positive, Text, Texts, ThemaId
from macros.records.models.base import EigenKleur, Part, Record


class Gemeente(Record):
    """A municipality.

    `inwoners` is of the date of its source; `rij` and `kolom` are its place on the map. A list of municipalities that has
    none of these leaves them out.
    """

    kind = kinds.of("gemeente")

    code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    naam: Text
    district: DistrictId | None = None
    provincie: Text
    """One of those that the network names as its own (docs/_data/netwerk.yml)."""
    inwoners: Positive | None = None
    rij: Count | None = None
    kolom: Count | None = None
    van: Day | None = None
    """The first day on which it was there, where that is known."""
    tot: Day | None = None
    """The day of a merger: the first on which it was no longer there."""
    opgegaan_in: GemeenteId | None = None
    """What it became a part of that day."""

    def exists(self, day: date) -> bool:
        """Whether it is there on a day."""
        return (self.van is None or self.van <= day) and (self.tot is None or day < self.tot)

    def own_day(self, day: date) -> date:
        """The day nearest to another on which it is there: its last for one that is gone, its first for one to come."""
        last = self.tot - timedelta(days=1) if self.tot and self.tot > date.min else date.max
        return max(self.van or date.min, min(day, last))


class Plaats(Record):
    """A village or town, for readers who ask for it: what goes on there stands on the page of its municipality."""

    kind = kinds.of("plaats")

    naam: Text
    gemeente: GemeenteId
    geonames: Positive
    """Its number in GeoNames."""


class Agendathema(Part):
    """A theme on a district's agenda."""

    titel: Text
    thema: ThemaId | None = None
    doel: str = ""
    punten: Texts = ()
    middelen: Texts = ()


class Districtsagenda(Part):
    """The agenda of a district as the progress report of 2023 shows it."""

    titel: Text
    looptijd: str = ""
    toelichting: str = ""
    principes: Texts = ()
    overkoepelend: Texts = ()
    themas: tuple[Agendathema, ...] = ()


class District(Record):
    """A police district and its consultation of mayors (DVO)."""

    kind = kinds.of("district")

    naam: Text
    kleur: EigenKleur = None
    """Its colour on the map."""
    overleg: str = ""
    """The official consultation that the network joins; empty where it joins none."""
    agenda: Districtsagenda | None = None

    @property
    def in_overleg(self) -> str:
        """The district and its consultation; nothing when it has none."""
        return f"{self.naam}: {self.overleg}" if self.overleg else ""
