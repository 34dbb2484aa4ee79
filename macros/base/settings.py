"""The network's own settings: what another network that runs this software changes, and all that code knows of it.

`mkdocs.yml` says the name and the address once more, for MkDocs; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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
)
