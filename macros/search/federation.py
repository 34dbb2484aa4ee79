"""Searching the sites of other networks along: what `mkdocs.yml` may say of them under `extra.zoek_andere`.

The list goes to the page as it is; the reader's browser fetches the other site's `zoek/index.json` when someone
searches, and says which site does not answer. The headers allow these addresses because they stand on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = {"site", "naam"}
_EXAMPLE = "{site: https://voorbeeld.nl/, naam: Netwerk Voorbeeld}"


def errors(others: object) -> Iterator[str]:
    """What is wrong with the list of other sites, in Dutch; nothing when it is left out."""
    if others is None:
        return
    if not isinstance(others, list):
        yield f"mkdocs.yml: extra.zoek_andere is geen lijst; schrijf per site een regel zoals - {_EXAMPLE}"
        return
    for number, site in enumerate(others, 1):
        yield from (f"mkdocs.yml: extra.zoek_andere, nummer {number}: {error}" for error in _of_one(site))
    sites = [site.get("site") for site in others if isinstance(site, dict)]
    yield from (f"mkdocs.yml: extra.zoek_andere noemt {site} meer dan eens" for site in _duplicates(sites))


def _of_one(site: object) -> Iterator[str]:
    if not isinstance(site, dict) or set(site) != _FIELDS:
        yield f"dit moet een site met een naam zijn en niets anders, zoals {_EXAMPLE}"
        return
    if not isinstance(site["naam"], str) or not site["naam"].strip():
        yield "de naam is leeg; lezers zien hem bij elk resultaat van die site"
    if not isinstance(site["site"], str) or not _is_address(site["site"]):
        yield f"{site['site']!r} is geen adres van een site; het begint met https:// en eindigt op een schuine streep"


def _is_address(address: str) -> bool:
    """An address that the browser can add `zoek/` to. A trial on one's own machine may do without TLS."""
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})
    ordinary = not (parts.query or parts.fragment or parts.username) and not set(address) & set(" \"'<>;,\\")
    return safe and bool(parts.hostname) and parts.path.endswith("/") and ordinary


def _duplicates(sites: list[object]) -> Iterator[object]:
    yield from dict.fromkeys(site for place, site in enumerate(sites) if site in sites[:place])
