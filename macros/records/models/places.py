"""Where: municipalities, and districts with their agenda."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from macros.records import kinds
from macros.records.fields import DistrictId, Integer, Text, Texts, ThemaId
from macros.records.models.base import EigenKleur, Part, Record


class Gemeente(Record):
    """A municipality; `inwoners` is of the date of its source."""

    kind = kinds.of("gemeente")

    code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    naam: Text
    district: DistrictId
    provincie: Literal["Gelderland", "Overijssel"]
    inwoners: Annotated[Integer, Field(gt=0)]
    rij: Annotated[Integer, Field(ge=0)]
    kolom: Annotated[Integer, Field(ge=0)]


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
    overleg: Text
    """The official consultation that the coordinator joins."""
    agenda: Districtsagenda
