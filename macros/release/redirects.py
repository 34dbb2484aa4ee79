"""Addresses live for ever: what moved says where it went, what was withdrawn says what replaced it.

One list, from `docs/_data/doorverwijzingen.yml` and from `eerder:` of pages; it comes out as HTML pages (they work on
any server), as rules for nginx and Caddy (which answer before a page is read) and as `data/adressen.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from macros.release import markup

if TYPE_CHECKING:
    from macros.document.templates import Weergave

_ADRES = re.compile(r"(?:[a-z0-9._-]+/)*(?:[a-z0-9_-]+\.[a-z0-9.]+)?")
"""An address relative to the root: `themas/omg/` or `oud/feed.xml`."""


@dataclass(frozen=True, slots=True)
class Omleiding:
    """An address of the past and where it leads; `ingetrokken` shows what replaced it instead of going there."""

    van: str
    naar: str
    reden: str = ""
    datum: date | None = None
    ingetrokken: bool = False


def omleidingen(rijen: Iterable[Omleiding], eerder: Mapping[str, Iterable[str]]) -> tuple[Omleiding, ...]:
    """All redirects, each straight to where it ends, in the order of the old address.

    Args:
        rijen: the rows of the data file.
        eerder: for a page's address the addresses that it had before (`eerder:` in its front matter).
    """
    alle = [
        *rijen,
        *(Omleiding(van, naar) for naar, oude in eerder.items() for van in oude),
    ]
    volgende = {omleiding.van: omleiding.naar for omleiding in alle if not omleiding.ingetrokken}
    recht = (replace(omleiding, naar=_einde(omleiding.naar, volgende)) for omleiding in alle)
    return tuple(sorted(recht, key=lambda omleiding: omleiding.van))


def _einde(naar: str, volgende: Mapping[str, str]) -> str:
    """Where a chain of moves ends; a circle ends where it was entered and is reported by `controleer`."""
    gezien: set[str] = set()
    while naar in volgende and naar not in gezien:
        gezien.add(naar)
        naar = volgende[naar]
    return naar


def controleer(alle: Iterable[Omleiding], bestaand: Collection[str]) -> Iterator[tuple[str, str]]:
    """Old address and message for each redirect that cannot be.

    Args:
        alle: the redirects, as `omleidingen` gives them.
        bestaand: the addresses that the site has of itself.
    """
    alle = list(alle)
    verhuisd = {omleiding.van for omleiding in alle if not omleiding.ingetrokken}
    gezien: set[str] = set()
    for omleiding in alle:
        van, doel = omleiding.van, omleiding.naar.partition("#")[0]
        if not van or not _ADRES.fullmatch(van):
            yield van, f"{van!r} is geen adres; schrijf het zoals 'praktijken/oude-naam/'"
        elif van in gezien:
            yield van, f"het oude adres {van!r} staat er meer dan één keer"
        elif van in bestaand:
            yield van, f"op het oude adres {van!r} staat nog een pagina"
        elif doel in verhuisd:  # a chain was followed to its end, so this one has none
            yield van, f"het adres {van!r} verwijst in een kring"
        elif doel not in bestaand:
            yield van, f"het nieuwe adres {omleiding.naar!r} bestaat niet"
        gezien.add(van)


def bestanden(alle: Iterable[Omleiding], weergave: Weergave) -> Iterator[tuple[str, bytes]]:
    """A page at each old address that had one, and the list that servers and checks read."""
    alle = list(alle)
    for omleiding in alle:
        if omleiding.van.endswith(("/", ".html")):
            pad = omleiding.van + "index.html" if omleiding.van.endswith("/") else omleiding.van
            yield pad, (weergave.op(omleiding.van).render("doorverwijzing", omleiding=omleiding) + "\n").encode()
    yield from lijst(alle)


def lijst(alle: Iterable[Omleiding]) -> Iterator[tuple[str, bytes]]:
    """The list alone."""
    yield markup.ADRESSEN, (json.dumps([_rij(o) for o in alle], ensure_ascii=False, indent=1) + "\n").encode()


def _rij(omleiding: Omleiding) -> dict[str, object]:
    return {
        "van": omleiding.van,
        "naar": omleiding.naar,
        "reden": omleiding.reden,
        "datum": omleiding.datum.isoformat() if omleiding.datum else None,
        "ingetrokken": omleiding.ingetrokken,
    }


def uit_adressen(data: bytes) -> tuple[Omleiding, ...]:
    """The redirects of a built site, from its own list."""
    return tuple(
        Omleiding(
            rij["van"], rij["naar"], rij["reden"], rij["datum"] and date.fromisoformat(rij["datum"]), rij["ingetrokken"]
        )
        for rij in json.loads(data)
    )


def regels(alle: Iterable[Omleiding]) -> Iterator[tuple[str, bytes]]:
    """Files with rules for the servers, to be kept beside the site and not in it."""
    alle = list(alle)
    nginx = "".join(f'"/{o.van}" "{"ingetrokken" if o.ingetrokken else f"/{o.naar}"}";\n' for o in alle)
    caddy = "".join(_caddy(o) for o in alle)
    kop = "# Computed from the build by `kennisbank publiceer`; do not edit.\n"
    yield "doorverwijzingen.nginx.map", (kop + nginx).encode()
    yield "doorverwijzingen.caddy", (kop + caddy).encode()


def _caddy(omleiding: Omleiding) -> str:
    if not omleiding.ingetrokken:
        return f"redir /{omleiding.van} /{omleiding.naar} permanent\n"
    blad = f"/{omleiding.van}" + ("index.html" if omleiding.van.endswith("/") else "")
    return f"handle /{omleiding.van} {{\n\trewrite * {blad}\n\tfile_server {{\n\t\tstatus 410\n\t}}\n}}\n"
