"""What is wrong with the contacts that the network sets, and which are not set yet: one list for who looks after the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.base import settings
from macros.base.errors import Finding
from macros.base.hints import did_you_mean
from macros.base.settings import PURPOSES, Contact
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.review import persons, privacy
from macros.review.plain import normalise

FILE = "macros/base/settings.py"
_MAIL = re.compile(r"(?P<box>[\w.+-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_PHONE = re.compile(r"\+?[\d ()-]{3,}")


def wrong(catalog: Catalog) -> Iterator[Finding]:
    """Everything in the settings that would not lead a reader to an office."""
    teams = [team.id for team in catalog.all_of(m.Expertteam)]
    for what, set_, known in (
        ("doel", settings.NETWORK.contact, [*PURPOSES]),
        ("team", settings.NETWORK.team_contact, teams),
    ):
        for name, contact in set_.items():
            if name not in known:
                yield _told(f"contact voor {what} {name!r}: dat {what} bestaat niet{did_you_mean(name, known)}")
            yield from (_told(f"contact voor {what} {name!r}: {message}") for message in _faults(contact))


def _told(message: str) -> Finding:
    return Finding(FILE, 0, message)


def _faults(contact: Contact) -> Iterator[str]:
    if not contact.office.strip():
        yield "de naam van het kantoor ontbreekt (office)"
    if not (contact.mail or contact.phone or contact.page):
        yield "er is geen e-mailadres (mail), telefoonnummer (phone) of pagina (page)"
    mail = _MAIL.fullmatch(contact.mail)
    if contact.mail and not mail:
        yield f"{privacy.mask_value(contact.mail)!r} is geen e-mailadres (mail)"
    elif mail and not persons.is_role(mail["box"], mail["host"]):
        yield f"{privacy.mask_value(contact.mail)!r} lijkt van een persoon; neem een adres van het kantoor, zoals info@… (mail)"
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        yield f"{privacy.mask_value(contact.phone)!r} is geen telefoonnummer (phone)"
    elif any(not hit.by_words for hit in privacy.find(normalise(contact.phone))):
        yield f"{privacy.mask_value(contact.phone)!r} lijkt van een persoon; neem een vast nummer van het kantoor (phone)"
    if contact.page and not re.fullmatch(r"https://[^\s/]+\.\S+", contact.page):
        yield f"{contact.page!r} is geen volledig adres; schrijf https://… (page)"


def unset(catalog: Catalog) -> tuple[list[str], list[str]]:
    """The purposes, as a page says them, and the names of the teams of now for which no contact is set."""
    own = settings.NETWORK
    teams = [team for team in catalog.expertteams(jaar=catalog.today.year) if team.id not in own.team_contact]
    current = [team.naam for team in teams if not (team.opvolger or team.last)]
    return [title for purpose, title in PURPOSES.items() if purpose not in own.contact], current


def unset_list(catalog: Catalog) -> str:
    """The one list of what is not set yet, as the text of an issue; nothing when all is."""
    purposes, teams = unset(catalog)
    points = [*purposes, *(f"team: {name}" for name in teams)]
    if not points:
        return ""
    return f"## Nog geen contact ingesteld (`{FILE}`)\n\n" + "".join(f"- [ ] {point}\n" for point in points)


def remarks(catalog: Catalog) -> Iterator[str]:
    """The same in one line, for who checks the content for another reason."""
    purposes, teams = unset(catalog)
    if purposes or teams:
        yield f"Nog geen contact ingesteld ({len(purposes) + len(teams)}): zie 'kennisbank houdbaarheid'."
