"""How what was typed is read: the types of the records' fields, and references from one record to another.

Every scalar arrives as the text that was typed (`parsing` resolves no YAML types), so a field says itself how it is
read and `0123`, `12:30` and `no` are never silently something else. A reference is a type as well (`ThemaId`,
`GemeenteId` …), which is how `checks` finds them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from macros.base import dates, links

# ── How a scalar is read ────────────────────────────────────────────────────────────────────────────────


def _geheel(waarde: object) -> object:
    if isinstance(waarde, str):
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})", waarde):
            raise ValueError(f"{waarde!r} is geen geheel getal; schrijf alleen cijfers, bijvoorbeeld 210")
        return int(waarde)
    return waarde


def _getal(waarde: object) -> object:
    if isinstance(waarde, str):
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?", waarde):
            raise ValueError(
                f"{waarde!r} is geen getal; schrijf cijfers met een punt voor de decimalen, zonder "
                "scheiding van duizendtallen, bijvoorbeeld 19538.88"
            )
        return Decimal(waarde)
    return waarde


def _ja_nee(waarde: object) -> object:
    if isinstance(waarde, str):
        if waarde not in {"ja", "nee"}:
            raise ValueError(f"{waarde!r} is geen ja of nee")
        return waarde == "ja"
    return waarde


def _dag(waarde: object) -> object:
    return dates.lees_dag(waarde) if isinstance(waarde, str) else waarde


def _wanneer(waarde: object) -> object:
    if not isinstance(waarde, str | dates.Wanneer):
        raise ValueError("hier hoort een datum of periode, bijvoorbeeld 2023-03-04 of 2023-Q2")  # noqa: TRY004 - pydantic reads it
    return dates.lees_wanneer(waarde) if isinstance(waarde, str) else waarde


def _tijd(waarde: object) -> object:
    return dates.lees_tijd(waarde) if isinstance(waarde, str) else waarde


def een_of_meer(waarde: object) -> object:
    """One value stands for a list of one."""
    return (waarde,) if isinstance(waarde, str) else waarde


Tekst = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Geheel = Annotated[int, BeforeValidator(_geheel), Field(strict=True)]
Getal = Annotated[Decimal, BeforeValidator(_getal)]
JaNee = Annotated[bool, BeforeValidator(_ja_nee)]
Dag = Annotated[date, BeforeValidator(_dag)]
Wanneer = Annotated[
    dates.Wanneer,
    BeforeValidator(_wanneer),
    PlainSerializer(lambda w: w.typed, return_type=str),
    WithJsonSchema({"type": "string", "description": dates.TOEGESTAAN}),
]
Tijd = Annotated[
    dates.Tijd,
    BeforeValidator(_tijd),
    PlainSerializer(lambda t: t.typed, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(-\d{2}:\d{2})?$"}),
]
Teksten = Annotated[tuple[Tekst, ...], BeforeValidator(een_of_meer)]
Jaar = Annotated[int, BeforeValidator(_geheel), Field(ge=2000, le=2100)]

Id = Annotated[str, StringConstraints(pattern=rf"^{links.ID.pattern}$", max_length=80)]


# ── References ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """Marks a field whose value is the id of a record in `verzameling`."""

    verzameling: str


ThemaId = Annotated[str, Verwijzing("themas")]
ExpertteamId = Annotated[str, Verwijzing("expertteams")]
PraktijkId = Annotated[str, Verwijzing("praktijken")]
GemeenteId = Annotated[str, Verwijzing("gemeenten")]
DistrictId = Annotated[str, Verwijzing("districten")]
OrganisatieId = Annotated[str, Verwijzing("organisaties")]
BronId = Annotated[str, Verwijzing("bronnen")]
BegripId = Annotated[str, Verwijzing("begrippen")]
CijferreeksId = Annotated[str, Verwijzing("cijferreeksen")]
OnderdeelId = Annotated[str, Verwijzing("actieagenda")]

Bronnen = Annotated[tuple[BronId, ...], BeforeValidator(een_of_meer), Field(min_length=1)]
Themas = Annotated[tuple[ThemaId, ...], BeforeValidator(een_of_meer)]
Praktijken = Annotated[tuple[PraktijkId, ...], BeforeValidator(een_of_meer)]
Gemeenten = Annotated[tuple[GemeenteId, ...], BeforeValidator(een_of_meer)]
Districten = Annotated[tuple[DistrictId, ...], BeforeValidator(een_of_meer)]
Organisaties = Annotated[tuple[OrganisatieId, ...], BeforeValidator(een_of_meer)]


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────


def _bedrag(waarde: object) -> object:
    if waarde == "":
        return None
    return waarde if waarde == "PM" else _getal(waarde)


Bedrag = Annotated[Literal["PM"] | Decimal | None, BeforeValidator(_bedrag)]
Bedragen = Annotated[tuple[Bedrag, ...], BeforeValidator(een_of_meer), Field(min_length=1)]
