"""The network's own settings: what another network that runs this software changes, and all that code knows of it.

`mkdocs.yml` says the name and the address once more, for MkDocs; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an office, never a person; a way that there is not stays empty."""

    office: str
    """What it is called on a page: `het bureau van het netwerk`."""
    mail: str = ""
    """A mailbox of the office's own: `info@…`, and no one's name."""
    phone: str = ""
    """As it is written on a page."""
    page: str = ""
    """A page or form elsewhere: `https://…`."""


PURPOSES = MappingProxyType({
    "algemeen": "Een vraag",
    "fout": "Een fout op deze site",
    "privacy": "Privacy",
    "toegankelijkheid": "Toegankelijkheid",
    "beveiliging": "Een lek in de beveiliging",
    "pers": "Pers",
})  # fmt: skip
"""What someone may want of the network, as the page with all contacts says it."""


@dataclass(frozen=True, slots=True)
class Newsletter:
    """How readers join and leave the newsletter by mail. What is empty is not offered, and the site says so."""

    list_id: str
    """What the list is called to mail programs (List-Id, RFC 2919); it stands in every token, so it never changes."""
    address: str = ""
    """To which readers write to join or leave, and which `kennisbank postvak` reads."""
    service: str = ""
    """Where `kennisbank aanmelddienst` can be reached: https, ending in a slash."""
    questions: str = ""
    """Whom to ask what is kept of a reader: the address of a page, or of a mailbox."""

    @property
    def is_mailed(self) -> bool:
        """Whether a reader can have it by mail."""
        return bool(self.address or self.service)


@dataclass(frozen=True, slots=True)
class Network:
    """Whose knowledge base this is."""

    id: str
    """Its own organisation, in `docs/_data/organisaties.yml`."""
    name: str
    short_name: str
    """Its name where another name follows: in the list of calendars that someone follows."""
    domain: str
    """The domain in what never changes, whatever the site's address becomes: calendar UIDs and feed guids."""
    domain_since: int
    """A year in which the domain was the network's, as a tag URI asks (RFC 4151, 2.1)."""
    licence: str
    """The address of the licence of texts and data."""
    contribution: Decimal
    """Euros that a municipality pays an inhabitant a year."""
    municipalities_since: date
    """The first day of which the records know every municipality; how many there were before, sources say."""
    newsletter: Newsletter
    opened: date | None = None
    """The day on which the knowledge base was first public: what stood there that day is news of the day of its source."""
    contact: Mapping[str, Contact] = field(default_factory=dict)
    """Whom to ask, by purpose (PURPOSES); where one is missing that of `algemeen` is shown."""
    team_contact: Mapping[str, Contact] = field(default_factory=dict)
    """Whom to ask of a team, by its id in `docs/_data/expertteams.yml`."""


NETWORK = Network(
    id="vnon",
    name="Veiligheidsnetwerk Oost-Nederland",
    short_name="Veiligheidsnetwerk",
    domain="veiligheidsnetwerken.nl",
    domain_since=2026,
    licence="https://creativecommons.org/licenses/by/4.0/",
    contribution=Decimal("0.07"),  # bron: vraag-en-antwoord-2019, and again for 2024 in voortgangsbericht-2023
    municipalities_since=date(
        2019, 5, 1
    ),  # bron: vraag-en-antwoord-2019 has the number of the register; those of 2018 have more
    newsletter=Newsletter(list_id="nieuwsbrief.veiligheidsnetwerken.nl"),  # no mailbox and no service of it are known
    opened=date(2026, 11, 22),
)
