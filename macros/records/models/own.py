"""Whose knowledge base this is: what a network sets of itself, once, in `docs/_data/netwerk.yml`."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import chain
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from macros.base import languages
from macros.base.text import listed
from macros.base.version import FIRST
from macros.records import kinds
from macros.records.fields import (
    About,
    AboveZero,
    BronId,
    Bronnen,
    Day,
    Domain,
    Name,
    Number,
    OptionalDomain,
    OptionalFolder,
    OptionalMailbox,
    OptionalWeb,
    OptionalWebOrMailbox,
    OrganisatieId,
    Positive,
    ProgramVersion,
    Site,
    Texts,
    Tint,
    Web,
    Year,
    one_or_more,
)
from macros.records.models.base import Kleur, KleurOpBeide, Part, Record


def _each_alone(typed: tuple[str, ...]) -> tuple[str, ...]:
    if several := next((name for name in typed if "," in name), None):
        raise ValueError(f"{several!r} zijn er meer; schrijf een lijst: [{several}]")
    return typed


def _with_path(typed: str) -> str:
    if typed and not (typed.startswith("https://") and typed.count("{pad}") == 1):
        raise ValueError(
            f"{typed!r} is geen adres waar een bestand te wijzigen is; schrijf https://… met {{pad}} op de plek van het bestand, "
            "bijvoorbeeld https://github.com/organisatie/opslagplaats/edit/main/{pad}"
        )
    return typed


def _ours_first(typed: tuple[languages.Taal, ...]) -> tuple[languages.Taal, ...]:
    if typed and typed[0] not in languages.WITH_WORDS:
        raise ValueError(
            f"de eerste taal is die van de hele site, en het programma heeft alleen woorden in {listed(languages.WITH_WORDS)}; "
            "zet die vooraan"
        )
    return typed


class Domein(Part):
    """The domain in what never changes, whatever the site's address becomes: calendar UIDs, feed guids, tags."""

    naam: Domain
    sinds: Year
    """A year in which the domain was the network's, as a tag URI asks (RFC 4151, 2.1)."""

    @property
    def tag(self) -> str:
        """What each tag URI of the network begins with."""
        return f"tag:{self.naam},{self.sinds}:"


class Kleuren(Part):
    """The colours of the network itself: the ground of head, foot and covers, and what stands out on it."""

    merk: KleurOpBeide = Kleur(licht="#0b4650", donker="#0a3942")
    sein: Tint = "#f4b82e"


_FIELD = 32


class Teken(Part):
    """The mark: stations on a field of 32 by 32, and the lines between them, as the motif of the site has it.

    As many stations as there are districts are those districts, in their order, and the home page draws them.
    """

    punten: Annotated[tuple[tuple[Number, Number], ...], Field(min_length=2)] = (
        (Decimal(5), Decimal(24)), (Decimal(16), Decimal(8)), (Decimal(27), Decimal(20)),
    )  # fmt: skip
    """Across and down."""
    lijnen: tuple[Annotated[tuple[Positive, ...], Field(min_length=2)], ...] = ((1, 2, 3),)
    """The stations of each line by their number, from 1; one that ends where it begins is closed."""
    accent: Positive = 2
    """The number of the one that stands out."""

    @model_validator(mode="after")
    def _all_are_there(self) -> Self:
        if outside := next((point for point in self.punten if not all(0 <= at <= _FIELD for at in point)), None):
            raise ValueError(
                f"punt [{outside[0]}, {outside[1]}] ligt buiten het veld; schrijf twee getallen van 0 tot en met {_FIELD}"
            )
        if len({*self.punten}) < len(self.punten):
            raise ValueError("twee punten liggen op dezelfde plek; geef elk een eigen plek")
        named = (*chain.from_iterable(self.lijnen), self.accent)
        if too_high := next((number for number in named if number > len(self.punten)), None):
            raise ValueError(f"punt {too_high} is er niet; er zijn {len(self.punten)} punten")
        return self

    @property
    def pad(self) -> str:
        """The lines as a path of SVG."""
        return "".join(map(self._line, self.lijnen))

    def _line(self, numbers: tuple[int, ...]) -> str:
        closed = len(numbers) > 2 and numbers[0] == numbers[-1]  # noqa: PLR2004 - to a point and back is no field
        points = (self.punten[number - 1] for number in (numbers[:-1] if closed else numbers))
        return f"M{' '.join(f'{x} {y}' for x, y in points)}{'Z' if closed else ''}"

    @property
    def stations(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """Those that do not stand out."""
        return tuple(point for number, point in enumerate(self.punten, start=1) if number != self.accent)

    @property
    def kern(self) -> tuple[Decimal, Decimal]:
        """The one that does."""
        return self.punten[self.accent - 1]


class Bijdrage(Part):
    """What a municipality pays."""

    bedrag: AboveZero
    """Euros an inhabitant a year."""
    bron: Bronnen


class Diensten(Part):
    """Where readers can do something that a static site cannot. What is empty is not offered."""

    wijzigen: Annotated[str, AfterValidator(_with_path)] = ""
    """Where a file is changed in the browser, with `{pad}` for the file."""


class Maillijst(Part):
    """How readers join and leave the newsletter by mail. What is empty is not offered, and the site says so."""

    lijst: OptionalDomain = ""
    """What the list is called to mail programs (List-Id, RFC 2919); it stands in every token, so it never changes."""
    postbus: OptionalMailbox = ""
    """To which readers write to join or leave, and which `kennisbank postvak` reads."""
    dienst: OptionalFolder = ""
    """Where `kennisbank aanmelddienst` can be reached."""
    vragen: OptionalWebOrMailbox = ""
    """Whom to ask what is kept of a reader: the address of a page, or of a mailbox."""

    @property
    def is_mailed(self) -> bool:
        """Whether a reader can have it by mail."""
        return bool(self.postbus or self.dienst)


class Contact(Part):
    """How to reach an office, never a person; a way that there is not stays empty."""

    kantoor: Name
    """What it is called on a page: `het bureau van het netwerk`."""
    mail: str = ""
    """A mailbox of the office's own: `info@…`, and no one's name."""
    telefoon: str = ""
    """As it is written on a page."""
    pagina: OptionalWeb = ""
    """A page or form elsewhere: `https://…`."""


class Netwerk(Record):
    """What another network that runs this software writes instead."""

    kind = kinds.of("netwerk")

    id: OrganisatieId
    """Its own organisation."""
    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    naam: Name
    kort: Name
    """Its name where another name follows: in the list of calendars that someone follows."""
    regio: Name
    """What it calls the place that it works for."""
    adres: Site
    """Where the site is read."""
    domein: Domein
    versie: ProgramVersion = FIRST
    """For which version of this program the content is written (macros/base/version.py)."""
    geopend: Day | None = None
    """The day on which the knowledge base was first public: what stood there that day is news of the day of its source."""
    licentie: Web
    """The licence of texts and data."""
    talen: Annotated[
        tuple[languages.Taal, ...], BeforeValidator(one_or_more), Field(min_length=1), AfterValidator(_ours_first)
    ] = (languages.FIRST,)
    """That of the site, and after it others in which a page may be, or a question asked."""
    teken: Teken = Teken()
    kleuren: Kleuren = Kleuren()
    provincies: Annotated[Texts, About("gemeenten"), AfterValidator(_each_alone)] = ()
    gemeenten_sinds: Annotated[Day | None, About("gemeenten")] = None
    """The first day of which the records know every municipality; how many there were before, sources say."""
    bijdrage: Annotated[Bijdrage | None, About("gemeenten")] = None
    diensten: Diensten = Diensten()
    nieuwsbrief: Maillijst = Maillijst()
    zoekvraag: Annotated[str, Field(max_length=80)] = ""
    """What a reader may ask the search, as the home page shows it."""
    aanspreekpunt: Name = "het netwerk"
    """Whom a reader asks as long as no contact is set, and who joins the consultations of districts."""
    contact: dict[str, Contact] = Field(default_factory=dict)
    """Whom to ask, by purpose; where one is missing that of `algemeen` is shown."""
    contact_teams: Annotated[dict[str, Contact], About("expertteams")] = Field(default_factory=dict)
    """Whom to ask of a team, by its id."""

    @property
    def taal(self) -> languages.Taal:
        """The language of the site."""
        return self.talen[0]

    @property
    def licentienaam(self) -> str:
        """What its licence is called: `CC BY 4.0`; of one that is none of Creative Commons its address."""
        found = re.fullmatch(
            r"https://creativecommons\.org/(licenses/([a-z-]+)|publicdomain/zero)/([\d.]+)/?", self.licentie
        )
        return f"CC {(found[2] or '0').upper()} {found[3]}".replace("CC 0", "CC0") if found else self.licentie

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Its sources, and that of what a municipality pays."""
        return tuple(dict.fromkeys((*self.bron, *(self.bijdrage.bron if self.bijdrage else ()))))


UNREAD = Netwerk.model_validate({
    "id": "netwerk", "naam": "Het netwerk", "kort": "Het netwerk", "regio": "regio", "adres": "https://voorbeeld.nl/",
    "domein": {"naam": "voorbeeld.nl", "sinds": "2000"}, "licentie": "https://voorbeeld.nl/licentie/",
})  # fmt: skip
"""Stands where there is none, or none that could be read, so that all the rest can be checked."""
