"""Money and figures: budgets, series, key figures, matrices."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from macros.records import kinds
from macros.records.fields import (
    Bedrag,
    Bedragen,
    Id,
    Integer,
    OnderdeelId,
    OptionalBedragen,
    OrganisatieId,
    Praktijken,
    Text,
    Texts,
    ThemaId,
    Themas,
    When,
    YesNo,
)
from macros.records.models.base import Part, Record


class Post(Part):
    """A line of a budget: an amount in euros a column, `PM`, or nothing."""

    omschrijving: Text
    bedragen: Bedragen
    noot: str = ""
    mogelijk_terug: OptionalBedragen = ()
    """What may have to go back of it, in each column."""
    per_inwoner: Bedrag = None
    """What is asked of each inhabitant, when it is what municipalities contribute."""


class Gedrukt(Part):
    """A total as the source prints it, of all lines above it in its part, or of those from `vanaf` on."""

    omschrijving: Text
    bedragen: Bedragen
    na: Integer | None = None
    """The number of lines that stand above it and that it adds up; all when missing."""


class Onderdeel(Part):
    """Income or expenditure."""

    titel: Text
    posten: tuple[Post, ...] = Field(min_length=1)
    totalen: tuple[Gedrukt, ...] = ()


class Begroting(Record):
    """A budget or account, with the totals that its source prints; ours are computed beside them."""

    kind = kinds.of("begroting")

    titel: Text
    organisatie: OrganisatieId
    periode: Text
    kolommen: Texts = Field(min_length=1)
    baten: Onderdeel | None = None
    lasten: Onderdeel
    noten: dict[str, Text] = Field(default_factory=dict)
    toelichting: str = ""

    @property
    def years(self) -> range:
        """The years that it is of: of `2024` that year, of `2021-2022` both; none of a period in other words."""
        found = re.fullmatch(r"(20\d\d)(?:-(20\d\d))?", self.periode)
        return range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)


class Kolom(Part):
    """A column of a series of figures."""

    id: Id
    titel: Text
    eenheid: str = ""
    in_grafiek: YesNo = False


class Cijferreeks(Record):
    """A table of figures: definition, unit and columns here, the rows in `cijfers/<id>.csv`."""

    kind = kinds.of("cijferreeks")

    titel: Text
    definitie: Text
    eenheid: Text
    peildatum: When
    themas: Themas = ()
    onderdeel: OnderdeelId | None = None
    """The theme or project of a sister network's agenda whose page shows it."""
    grafiek: Literal["lijn", "staaf", "geen"] = "geen"
    eerste_kolom: Text
    kolommen: tuple[Kolom, ...] = Field(min_length=1)
    toelichting: Texts = ()
    rijen: tuple[tuple[str, ...], ...] = Field(default=(), exclude=True)
    """The cells of the CSV without its heading; the loader fills them."""


class Kerncijfer(Record):
    """A key figure with its previous value or its goal."""

    kind = kinds.of("kerncijfer")

    onderdeel: OnderdeelId | None = None
    thema: ThemaId | None = None
    titel: Text
    waarde: Text
    periode: When
    vorige: str = ""
    vorige_periode: str = ""
    doel: str = ""
    toelichting: str = ""


class Cel(Part):
    """A cell of a matrix that is filled; the others are gaps."""

    rij: Text
    kolom: Text
    tekst: Text = "ja"
    praktijken: Praktijken = ()


class Matrix(Record):
    """Rows × columns whose cells may link to practices; an empty cell is a gap and is shown as one."""

    kind = kinds.of("matrix")

    titel: Text
    uitleg: Text
    rijtitel: Text
    rijen: Texts = Field(min_length=1)
    kolommen: Texts = Field(min_length=1)
    cellen: tuple[Cel, ...] = ()
