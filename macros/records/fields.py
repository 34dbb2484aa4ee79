"""How what was typed is read: the types of the records' fields, and references from one record to another.

Every scalar arrives as the text that was typed (`parsing` resolves no YAML types), so a field says itself how it is
read and `0123`, `12:30` and `no` are never silently something else. A reference is a type as well (`ThemaId`,
`GemeenteId` …), which is how `checks` finds them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from macros.base import dates, links

# ── How a scalar is read ────────────────────────────────────────────────────────────────────────────────


def _integer(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})", value):
            raise ValueError(f"{value!r} is geen geheel getal; schrijf alleen cijfers, bijvoorbeeld 210")
        return int(value)
    return value


def _number(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?", value):
            raise ValueError(
                f"{value!r} is geen getal; schrijf cijfers met een punt voor de decimalen, zonder "
                "scheiding van duizendtallen, bijvoorbeeld 19538.88"
            )
        return Decimal(value)
    return value


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in {"ja", "nee"}:
            raise ValueError(f"{value!r} is geen ja of nee")
        return value == "ja"
    return value


def _day(value: object) -> object:
    return dates.read_day(value) if isinstance(value, str) else value


def _when(value: object) -> object:
    if not isinstance(value, str | dates.When):
        raise ValueError("hier hoort een datum of periode, bijvoorbeeld 2023-03-04 of 2023-Q2")  # noqa: TRY004 - pydantic reads it
    return dates.read_when(value) if isinstance(value, str) else value


def _time(value: object) -> object:
    return dates.read_time(value) if isinstance(value, str) else value


def _tint(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(_TINT, value.lower()):
        typed = "dit" if value is None else repr(value)
        raise ValueError(
            f"{typed} is geen kleur; schrijf een hekje met zes cijfers of letters van a tot en met f, "
            'tussen aanhalingstekens, bijvoorbeeld "#2a8eff"'
        )
    return value.lower()


def _address(value: object) -> object:
    if isinstance(value, str) and not links.ADDRESS.fullmatch(value.strip()):
        meant = links.meant(value)
        advice = (
            f"bedoelde u {meant!r}?"
            if links.ADDRESS.fullmatch(meant) and meant
            else "bijvoorbeeld 'praktijken/oude-naam/'"
        )
        raise ValueError(
            f"{value!r} is geen adres van een pagina; gebruik kleine letters, cijfers en streepjes, "
            f"met een schuine streep achter elk deel en niet ervoor; {advice}"
        )
    return value


def _of_form(pattern: str, message: str) -> Callable[[object], object]:
    """Reads a text of a form; `message` says behind another what it is not, and what is right."""

    def read(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} {message}")
        return value

    return read


_VERSION = r"\d+\.\d+\.\d+"
_WEB = r"https://[^\s/]+\.[^\s/]+(/\S*)?"
_MAILBOX = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
_version = _of_form(_VERSION, "is geen versie; schrijf drie getallen met punten ertussen, bijvoorbeeld 1.0.0")
_web = _of_form(_WEB, "is geen volledig adres; schrijf https://…, bijvoorbeeld https://voorbeeld.nl/")
_mailbox = _of_form(_MAILBOX, "is geen e-mailadres; schrijf er een, bijvoorbeeld nieuwsbrief@voorbeeld.nl")
_web_or_mailbox = _of_form(
    f"{_MAILBOX}|{_WEB}", "is geen pagina en geen e-mailadres; schrijf https://… of naam@voorbeeld.nl"
)
_domain = _of_form(
    links.DOMAIN.pattern, "is geen domein; schrijf alleen de naam, in kleine letters, bijvoorbeeld voorbeeld.nl"
)


def _folder(value: object) -> object:
    if isinstance(_web(value), str) and not str(value).endswith("/"):
        raise ValueError(f"{value!r} eindigt niet op een schuine streep; schrijf {f'{value}/'!r}")
    return value


def _name(value: object) -> object:
    if isinstance(value, str) and (found := re.search(r"[\[\]<>*_`\\]|\s(?<! )", value.strip())):
        what = "een tab of regeleinde" if found[0].isspace() else f"het teken {found[0]}"
        raise ValueError(f"in deze naam staat {what}; schrijf hem zoals hij in een zin staat")
    return value


def _site(value: object) -> object:
    if isinstance(_folder(value), str) and not links.SITE.fullmatch(str(value)):
        raise ValueError(
            f"{value!r} is geen adres van een site; gebruik kleine letters zonder accenten, cijfers en streepjes, en niets achter de "
            "laatste schuine streep, bijvoorbeeld https://voorbeeld.nl/ of https://voorbeeld.nl/kennisbank/"
        )
    return value


def _if_any(read: Callable[[object], object]) -> BeforeValidator:
    """Reads what may stay empty."""
    return BeforeValidator(lambda value: value if value == "" else read(value))


def one_or_more(value: object) -> object:
    """One value stands for a list of one."""
    return (value,) if isinstance(value, str) else value


def holds_several(marks: Iterable[object]) -> bool:
    """Whether a field with these marks is a list that one value may stand for."""
    return any(getattr(mark, "func", None) is one_or_more for mark in marks)


_ID = rf"^{links.ID.pattern}$"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), BeforeValidator(_name)]
"""A name that stands in a head, a title and a sentence."""
Integer = Annotated[int, Field(strict=True), BeforeValidator(_integer)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Count = Annotated[int, Field(strict=True, ge=0), BeforeValidator(_integer)]
Positive = Annotated[int, Field(strict=True, ge=1), BeforeValidator(_integer)]
AboveZero = Annotated[Decimal, Field(gt=0), BeforeValidator(_number)]
"""Bounds stand before the reading: a JSON Schema names them wrong behind it (findings/pydantic-bound-behind-validator.sh)."""
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Day = Annotated[date, BeforeValidator(_day)]
When = Annotated[
    dates.When,
    BeforeValidator(_when),
    PlainSerializer(lambda w: w.typed, return_type=str),
    WithJsonSchema({"type": "string", "pattern": dates.PATTERN, "description": dates.ALLOWED}),
]
Time = Annotated[
    dates.Time,
    BeforeValidator(_time),
    PlainSerializer(lambda t: t.typed, return_type=str),
    WithJsonSchema({"type": "string", "pattern": rf"^{_CLOCK}(-{_CLOCK})?$"}),
]
_TINT = r"#[0-9a-f]{6}"
Tint = Annotated[str, BeforeValidator(_tint), WithJsonSchema({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})]
"""A colour as a screen knows it. In YAML a `#` without quotation marks begins a comment, and then the field is empty."""
Address = Annotated[
    str, BeforeValidator(_address), WithJsonSchema({"type": "string", "pattern": f"^{links.ADDRESS.pattern}$"})
]
"""An address of our site, now or in the past, relative to its root; empty is the home page."""
Web = Annotated[str, BeforeValidator(_web), WithJsonSchema({"type": "string", "pattern": f"^{_WEB}$"})]
"""The full address of a page, ours or of others."""
Folder = Annotated[str, BeforeValidator(_folder), WithJsonSchema({"type": "string", "pattern": rf"^{_WEB}/$"})]
"""The same, below which there is more."""
Site = Annotated[str, BeforeValidator(_site), WithJsonSchema({"type": "string", "pattern": f"^{links.SITE.pattern}$"})]
"""The address of a site of ours."""
Domain = Annotated[
    str, BeforeValidator(_domain), WithJsonSchema({"type": "string", "pattern": f"^{links.DOMAIN.pattern}$"})
]
OptionalDomain = Annotated[
    str, _if_any(_domain), WithJsonSchema({"type": "string", "pattern": f"^({links.DOMAIN.pattern})?$"})
]
OptionalMailbox = Annotated[str, _if_any(_mailbox), WithJsonSchema({"type": "string", "pattern": f"^({_MAILBOX})?$"})]
OptionalWebOrMailbox = Annotated[
    str, _if_any(_web_or_mailbox), WithJsonSchema({"type": "string", "pattern": f"^({_MAILBOX}|{_WEB})?$"})
]
OptionalWeb = Annotated[str, _if_any(_web), WithJsonSchema({"type": "string", "pattern": rf"^({_WEB})?$"})]
OptionalFolder = Annotated[str, _if_any(_folder), WithJsonSchema({"type": "string", "pattern": rf"^({_WEB}/)?$"})]
ProgramVersion = Annotated[
    str, BeforeValidator(_version), WithJsonSchema({"type": "string", "pattern": f"^{_VERSION}$"})
]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(one_or_more)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_more)]
Year = Annotated[int, Field(ge=2000, le=2100), BeforeValidator(_integer)]

Id = Annotated[str, StringConstraints(pattern=_ID, max_length=80)]


# ── References ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field whose value is the id of a record in `collection`."""

    collection: str


@dataclass(frozen=True, slots=True)
class About:
    """Marks a field that holds no id and yet says something only of records in `collection`."""

    collection: str


def refers_to(annotation: Any, metadata: Iterable[object] = ()) -> str:  # noqa: ANN401 - a type, of which typing has no type
    """The collection of which a field has ids, such as `tuple[ThemaId, ...] | None`; nothing when it has none."""
    return next((mark.collection for mark in _marks(annotation, metadata) if isinstance(mark, Reference)), "")


def is_about(annotation: Any, metadata: Iterable[object] = ()) -> str:  # noqa: ANN401 - the same
    """The collection that a field says something of, by its ids or otherwise; nothing when it is about none."""
    return next((mark.collection for mark in _marks(annotation, metadata) if isinstance(mark, Reference | About)), "")


def _marks(annotation: Any, metadata: Iterable[object] = ()) -> Iterator[object]:  # noqa: ANN401 - the same
    """What is said of a type and of all types that it is made of."""
    yield from metadata
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)


def parts_of(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - the same
    """The parts of a record of which a field is made."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from parts_of(inner)


_REFERS = WithJsonSchema({"type": "string", "pattern": _ID})
ThemaId = Annotated[str, Reference("themas"), _REFERS]
ExpertteamId = Annotated[str, Reference("expertteams"), _REFERS]
PraktijkId = Annotated[str, Reference("praktijken"), _REFERS]
GemeenteId = Annotated[str, Reference("gemeenten"), _REFERS]
DistrictId = Annotated[str, Reference("districten"), _REFERS]
OrganisatieId = Annotated[str, Reference("organisaties"), _REFERS]
BronId = Annotated[str, Reference("bronnen"), _REFERS]
BronsoortId = Annotated[str, Reference("bronsoorten"), _REFERS]
BegripId = Annotated[str, Reference("begrippen"), _REFERS]
CijferreeksId = Annotated[str, Reference("cijferreeksen"), _REFERS]
OnderdeelId = Annotated[str, Reference("actieagenda"), _REFERS]
TegenspraakId = Annotated[str, Reference("tegenspraken"), _REFERS]

Bronnen = Annotated[tuple[BronId, ...], BeforeValidator(one_or_more), Field(min_length=1)]
Themas = Annotated[tuple[ThemaId, ...], BeforeValidator(one_or_more)]
Praktijken = Annotated[tuple[PraktijkId, ...], BeforeValidator(one_or_more)]
Gemeenten = Annotated[tuple[GemeenteId, ...], BeforeValidator(one_or_more)]
Districten = Annotated[tuple[DistrictId, ...], BeforeValidator(one_or_more)]
Organisaties = Annotated[tuple[OrganisatieId, ...], BeforeValidator(one_or_more)]
Tegenspraken = Annotated[tuple[TegenspraakId, ...], BeforeValidator(one_or_more)]


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────


def _bedrag(value: object) -> object:
    if value == "":
        return None
    return value if value == "PM" else _number(value)


_AMOUNT = WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,2})?$"}, mode="serialization")
Bedrag = Annotated[Literal["PM"] | Annotated[Decimal, _AMOUNT] | None, BeforeValidator(_bedrag)]
OptionalBedragen = Annotated[tuple[Bedrag, ...], BeforeValidator(one_or_more)]
Bedragen = Annotated[OptionalBedragen, Field(min_length=1)]
