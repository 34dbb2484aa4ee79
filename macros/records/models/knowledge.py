"""What the site rests on and explains: sources, where they differ, terms, questions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from macros.base.text import in_words
from macros.records import kinds
from macros.records.fields import (
    BegripId,
    BronId,
    BronsoortId,
    OrganisatieId,
    Positive,
    Text,
    Texts,
    ThemaId,
    When,
    YesNo,
    one_or_more,
)
from macros.records.models.base import Part, Record


class Bron(Record):
    """A document that the site rests on. Its own source is itself."""

    kind = kinds.of("bron")

    titel: Text
    soort: BronsoortId
    datum: When
    uitgever: OrganisatieId
    omschrijving: Text
    status: str = ""

    @model_validator(mode="before")
    @classmethod
    def _own_bron(cls, values: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was typed
        if isinstance(values, dict) and "bron" not in values and "id" in values:
            return {**values, "bron": values["id"]}
        return values


class Bronsoort(Record):
    """A kind of source: what one is called in a sentence, and what more are."""

    kind = kinds.of("bronsoort")

    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    naam: Text
    meervoud: Text

    def counted(self, number: int) -> str:
        """So many of them: `geen jaarplannen`, `één jaarplan`, `twee jaarplannen`."""
        return f"{in_words(number)} {self.naam if number == 1 else self.meervoud}"


class Versie(Part):
    """What one source says, of its own date."""

    bron: BronId
    waarde: Text
    datum: When


class Tegenspraak(Record):
    """A fact on which sources contradict themselves or each other: all versions stay, with an explanation."""

    kind = kinds.of("tegenspraak")

    onderwerp: Text
    versies: tuple[Versie, ...] = Field(min_length=2)
    uitleg: Text


class Begrip(Record):
    """A term of the field or an abbreviation."""

    kind = kinds.of("begrip")

    term: Text
    afkorting: str = ""
    in_tekst: YesNo | None = None
    """Whether pages explain it where they first use it; when missing: if it has two capitals or more."""
    betekenis: Text
    synoniemen: Texts = ()
    thema: ThemaId | None = None
    zie_ook: Annotated[tuple[BegripId, ...], BeforeValidator(one_or_more)] = ()

    @property
    def naam_(self) -> str:
        """The term."""
        return self.term


class Vraag(Record):
    """A question and its answer, with what later sources changed."""

    kind = kinds.of("vraag")

    nummer: Positive
    vraag: Text
    antwoord: Texts
    datum: When
    later: tuple[Versie, ...] = ()
