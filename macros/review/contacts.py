"""What is wrong with the contacts that the network sets, and which are not set yet: one list for who looks after the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from macros.base import links
from macros.base.errors import Finding
from macros.base.hints import did_you_mean
from macros.records import contacts, kinds
from macros.records import models as m
from macros.review import persons, privacy
from macros.review.plain import normalise

if TYPE_CHECKING:
    from macros.records.catalog import Catalog
    from macros.records.loader import Location

FILE = kinds.of("netwerk").file
OWN = "het netwerk"
"""By what the privacy gate knows what is allowed as the network's own names."""
_MAIL = re.compile(r"(?P<box>[\w.+-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_PHONE = re.compile(r"\+?[\d ()-]{3,}")


def wrong(catalog: Catalog, locations: Mapping[tuple[str, str], Location]) -> Iterator[Finding]:
    """Every contact that would not lead a reader to an office."""
    own = catalog.netwerk
    if not (place := locations.get((own.kind.collection, own.id))):
        return
    teams = [team.id for team in catalog.all_of(m.Expertteam)]
    mailboxes = _mailboxes(own)
    for field, what, set_, known in (
        ("contact", "doel", own.contact, [*contacts.PURPOSES]),
        ("contact_teams", "team", own.contact_teams, teams),
    ):
        for name, contact in set_.items():
            faults = [*_faults(contact, mailboxes)]
            if name not in known:
                faults.insert(0, ("", f"dat {what} bestaat niet{did_you_mean(name, known)}"))
            for key, message in faults:
                line = place.line((field, name, key) if key else (field, name))
                yield Finding(FILE, line, f"contact voor {what} {name!r}: {message}")


def _faults(contact: m.Contact, own: Collection[str]) -> Iterator[tuple[str, str]]:
    """The field, and what is wrong with it."""
    if not (contact.mail or contact.telefoon or contact.pagina):
        yield "", "er is geen e-mailadres (mail), telefoonnummer (telefoon) of pagina (pagina)"
    mail = _MAIL.fullmatch(contact.mail)
    if contact.mail and not mail:
        yield "mail", f"{privacy.mask_value(contact.mail)!r} is geen e-mailadres"
    elif mail and not (persons.is_role(mail["box"], mail["host"]) or mail["box"].lower() in own):
        yield (
            "mail",
            f"{privacy.mask_value(contact.mail)!r} lijkt van een persoon; neem een adres van het kantoor, zoals info@…",
        )
    if contact.telefoon and not _PHONE.fullmatch(contact.telefoon):
        yield "telefoon", f"{privacy.mask_value(contact.telefoon)!r} is geen telefoonnummer"
    elif any(not hit.by_words for hit in privacy.find(normalise(contact.telefoon))):
        yield (
            "telefoon",
            f"{privacy.mask_value(contact.telefoon)!r} lijkt van een persoon; neem een vast nummer van het kantoor",
        )


def own_names(own: m.Netwerk) -> tuple[tuple[str, str], ...]:
    """What the privacy gate lets pass of the network: its names, which no person has, and mailboxes of its own that are called so."""
    hosts = {own.domein.naam, (urlsplit(own.adres).hostname or "").removeprefix("www.")}
    boxes = _mailboxes(own)
    mails = {f"{box}@{host}" for box in boxes for host in hosts}
    mails |= {contact.mail for _, contact in _all(own) if contact.mail.partition("@")[0].lower() in boxes}
    return tuple((OWN, what) for what in sorted({own.naam, own.kort} | mails))


def _all(own: m.Netwerk) -> Iterator[tuple[str, m.Contact]]:
    """Every contact, with what it is for."""
    yield from (*own.contact.items(), *own.contact_teams.items())


def _mailboxes(own: m.Netwerk) -> set[str]:
    """What a mailbox is called that is named after the network: `vnv`, `veiligheidsnetwerk.voorbeeldstreek`."""
    names = {links.slug(name) for name in (own.id, own.kort, own.naam)}
    return {name.replace("-", sign) for name in names for sign in ("-", ".", "")}


def numbers(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The telephone numbers of offices, which the privacy gate lets pass wherever they stand: for what each is, and the number."""
    for name, contact in _all(catalog.netwerk):
        hits = [*privacy.find(normalise(contact.telefoon))]
        if hits and all(hit.by_words for hit in hits):
            yield f"contact {name}", contact.telefoon


def unset(catalog: Catalog) -> tuple[list[str], list[str]]:
    """The purposes, as a page says them, and the names of the teams of now for which no contact is set."""
    own = catalog.netwerk
    teams = [team for team in catalog.expertteams(jaar=catalog.today.year) if team.id not in own.contact_teams]
    current = [team.naam for team in teams if not (team.opvolger or team.last)]
    return [title for purpose, title in contacts.PURPOSES.items() if purpose not in own.contact], current


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
