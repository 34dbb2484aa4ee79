"""The site itself: how it is read, and addresses of the past."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from macros.records import kinds
from macros.records.fields import Address, Addresses, BronId, Day, Positive, Text, Texts, YesNo, one_or_more
from macros.records.kinds import RecordKind
from macros.records.models.base import Part, Record

READ_PATH = r"/(?:[a-z0-9][a-z0-9._-]{0,79}/){0,6}(?:[a-z0-9][a-z0-9._-]{0,79})?"


class Gebruik(Part):
    """How often a page or a download was read on one day; nothing says by whom."""

    kind: ClassVar[RecordKind] = kinds.GEBRUIK

    dag: Day
    pad: Annotated[str, StringConstraints(pattern=f"^{READ_PATH}$")]
    """The address on the site, from its root."""
    soort: Literal["pagina", "download"]
    aantal: Positive


class Doorverwijzing(Record):
    """An address of the past: where its page went, or what replaced a page that was withdrawn."""

    kind = kinds.of("doorverwijzing")

    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    van: Address
    naar: Address = ""
    reden: Text
    datum: Day
    ingetrokken: YesNo = False


def _role(typed: str) -> str:
    if typed[:1].isupper():
        raise ValueError("schrijf geen naam, en met een kleine letter wat iemand doet, zoals 'adviseur communicatie'")
    return typed


class Uitzondering(Record):
    """What the privacy gate would refuse and may stand on the site: why, and who said so."""

    kind = kinds.of("uitzondering")

    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    wat: Text
    """The number or address, in any of the ways in which it is typed."""
    reden: Text
    wie: Annotated[Text, AfterValidator(_role)]
    """The function of who allowed it, no name."""


class Zoekwoord(Record):
    """Words that readers search with and that stand in no text, and the pages that they are for."""

    kind = kinds.of("zoekwoord")

    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    woorden: Annotated[Texts, Field(min_length=1)]
    naar: Addresses = ()
    """Without: what is asked for, and no page tells yet."""
