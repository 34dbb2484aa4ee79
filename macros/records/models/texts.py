"""What contributors write in Markdown: practices, newsletters, pages."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from macros.base import links
from macros.base.languages import Taal
from macros.records import kinds
from macros.records.fields import (
    About,
    Addresses,
    BronId,
    Day,
    Districten,
    ExpertteamId,
    Gemeenten,
    OrganisatieId,
    Organisaties,
    PraktijkId,
    Text,
    Texts,
    Themas,
    When,
    YesNo,
    one_or_more,
)
from macros.records.kinds import RecordKind
from macros.records.models.base import Part, Record

Status = Literal["idee", "in ontwikkeling", "pilot", "in gebruik", "afgerond", "ingetrokken", "onbekend"]


class Wijziging(Part):
    """A dated step in a practice's history: what feeds announce besides its birth."""

    datum: Day
    tekst: Text
    status: Status | None = None
    """What the practice's status became that day; missing when it stayed what it was."""


Fase = Literal["proactief", "preventie", "repressie"]


class Praktijk(Record):
    """An approach that others can use."""

    kind = kinds.of("praktijk")

    titel: Text
    samenvatting: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=300)]
    themas: Annotated[Themas, Field(min_length=1)]
    fase: Annotated[tuple[Fase, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    doelgroep: Annotated[
        tuple[Literal["jongeren", "ouders", "inwoners", "ondernemers", "kwetsbare personen", "professionals", "bestuurders", "gemeenten"], ...],
        BeforeValidator(one_or_more), Field(min_length=1),
    ]  # fmt: skip
    schaal: Literal["lokaal", "district", "regionaal", "landelijk"]
    status: Status
    netwerk: OrganisatieId
    """The network whose source describes it."""
    effect: Text
    """What is known of the effect; "onbekend" is said aloud, never left out."""
    partners: Organisaties = ()
    gemeenten: Gemeenten = ()
    elke_gemeente: Annotated[YesNo, About("gemeenten")] = False
    """Whether every municipality gets a part of its own, so that each one's page shows the editions."""
    plaatsen: Texts = ()
    """Places outside the network that the source names."""
    districten: Districten = ()
    expertteam: ExpertteamId | None = None
    situaties: Texts = ()
    """Situations in which a reader reaches for it: `U hebt overlast in een park`."""
    synoniemen: Texts = ()
    stand_van: When
    """The date of which the source speaks."""
    gepubliceerd: Day
    laatst_beoordeeld: Day
    beoordelen_na: Day
    geschiedenis: tuple[Wijziging, ...] = ()
    ingetrokken_op: Day | None = None
    """The day on which it was withdrawn: its page then says no more than that, why, and what replaces it."""
    reden: str = ""
    """Why it was withdrawn."""
    vervangen_door: PraktijkId | None = None
    """The practice to use instead of one that was withdrawn."""
    eerder: Addresses = ()
    tekst: str = Field(default="", repr=False, exclude=True)
    """The prose, in Markdown."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether no one should use it any more: no list, count or search has it."""
        return self.status == "ingetrokken"


class Nieuwsbrief(Record):
    """A quarterly newsletter; the id is its quarter: `2023-q4`."""

    kind = kinds.of("nieuwsbrief")

    titel: Text
    datum: Day
    samenvatting: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=300)]
    themas: Themas = ()
    achteraf: YesNo = False
    """Whether it was put together afterwards from the sources of that quarter."""
    eerder: Addresses = ()
    tekst: str = Field(default="", repr=False, exclude=True)


class Pagina(Part):
    """Any other page: a title, a summary and prose. `id` is its path under docs/ without `.md`."""

    kind: ClassVar[RecordKind] = kinds.PAGINA

    id: str
    titel: str = ""
    samenvatting: str = ""
    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    taal: Taal | None = None
    """Of a page in another language than the site."""
    eerder: Addresses = ()
    synoniemen: Texts = ()
    """Other words in which readers ask for what stands here, question words too."""
    tekst: str = Field(default="", repr=False, exclude=True)

    @property
    def pad(self) -> str:
        """Its address."""
        return links.address(self.id)

    @property
    def file(self) -> str:
        """The file in which it was typed, relative to the project's root."""
        return self.kind.file_of(vars(self))
