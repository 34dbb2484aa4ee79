"""What the network wants and does: themes, activities, goals, the agenda of a sister network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from macros.base import dates
from macros.records import kinds
from macros.records.fields import (
    Day,
    Districten,
    ExpertteamId,
    Gemeenten,
    Id,
    Praktijken,
    Text,
    Texts,
    ThemaId,
    Themas,
    Time,
    When,
    Year,
)
from macros.records.models.base import EigenKleur, Part, Record
from macros.records.models.knowledge import Versie


class Looptijd(Part):
    """A period of years in which something was prioritised; `tot` is missing while it runs."""

    van: Year
    tot: Year | None = None


class Subthema(Part):
    """A part of a theme."""

    id: Id
    naam: Text


class Thema(Record):
    """A theme that the network gave priority, with the periods in which it did."""

    kind = kinds.of("thema")

    naam: Text
    kort: Text
    kleur: EigenKleur = None
    """The colour of its line on every page; grey when it has none."""
    looptijden: tuple[Looptijd, ...] = Field(min_length=1)
    voorgangers: Themas = ()
    opvolgers: Themas = ()
    opvolging: str = ""
    """What the sources say of how it ended or went on, when no theme follows it."""
    subthemas: tuple[Subthema, ...] = ()

    def is_current(self, year: int) -> bool:
        """Whether the theme has priority in a year."""
        return any(part.van <= year <= (part.tot or year) for part in self.looptijden)


ActiviteitStatus = Literal["gepland", "uitgevoerd", "doorlopend", "vervallen", "onbekend"]


class Planwijziging(Part):
    """A dated change of what was planned: calendars take it as a newer version of their entry."""

    datum: Day
    tekst: Text
    wanneer: When | None = None
    """When the activity is since that day; missing when that stayed what it was."""
    status: ActiviteitStatus | None = None
    """What its status became that day; missing when it stayed what it was."""

    @property
    def told(self) -> str:
        """The change as every channel tells it: `1 maart 2023: Verplaatst, omdat de zaal niet vrij was.`."""
        return f"{dates.dag(self.datum)}: {self.tekst}"


class Activiteit(Record):
    """Something the network did or plans; the id is its anchor, calendar UID and feed guid."""

    kind = kinds.of("activiteit")

    titel: Text
    wanneer: When
    gedrukt: str = ""
    """The moment as the source prints it, where `wanneer` had to be read: `Q1 en Q@`."""
    tijd: Time | None = None
    """From when to when, on a day: `13:30-16:00`, in Dutch time."""
    toegevoegd: Day | None = None
    """The day on which it was put on the agenda; when missing, the day of its source."""
    jaar: Year
    """The year of the plan or report it belongs to (the file's name)."""
    soort: Literal[
        "bijeenkomst", "interventie", "onderzoek", "product", "overleg", "bijdrage", "organisatie", "communicatie"
    ]
    status: ActiviteitStatus
    geschiedenis: tuple[Planwijziging, ...] = ()
    omschrijving: str = ""
    oplevering: str = ""
    thema: ThemaId | None = None
    subthema: str = ""
    districten: Districten = ()
    gemeenten: Gemeenten = ()
    expertteam: ExpertteamId | None = None
    praktijken: Praktijken = ()
    noot: str = ""


class Doel(Record):
    """A strategic goal, with what became of it where a later source says so."""

    kind = kinds.of("doel")

    thema: ThemaId
    subthema: str = ""
    jaar: When
    tekst: Text
    vervolg: tuple[Versie, ...] = ()


class Actiegroep(Part):
    """Points under one heading."""

    kop: str = ""
    punten: Texts


class Agendaonderdeel(Record):
    """A theme or project of the sister network's clickable agenda."""

    kind = kinds.of("onderdeel")

    agenda: Id
    soort: Literal["focus", "project"]
    naam: Text
    themas: Themas = ()
    meerjarendoel: Texts = ()
    terugblik: tuple[Actiegroep, ...] = ()
    acties: tuple[Actiegroep, ...] = ()
    praktijken: Praktijken = ()
