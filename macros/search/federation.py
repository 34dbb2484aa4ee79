"""Searching the sites of other networks along: what `mkdocs.yml` may say of them under `extra.zoek_andere`.

The list goes to the page as it is; the reader's browser fetches the other site's `zoek/index.json` when someone
searches, and says which site does not answer. The headers allow these addresses because they stand on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_VELDEN = {"site", "naam"}
_VOORBEELD = "{site: https://voorbeeld.nl/, naam: Netwerk Voorbeeld}"


def fouten(andere: object) -> Iterator[str]:
    """What is wrong with the list of other sites, in Dutch; nothing when it is left out."""
    if andere is None:
        return
    if not isinstance(andere, list):
        yield f"mkdocs.yml: extra.zoek_andere is geen lijst; schrijf per site een regel zoals - {_VOORBEELD}"
        return
    for nummer, site in enumerate(andere, 1):
        yield from (f"mkdocs.yml: extra.zoek_andere, nummer {nummer}: {fout}" for fout in _van_een(site))
    sites = [site.get("site") for site in andere if isinstance(site, dict)]
    yield from (f"mkdocs.yml: extra.zoek_andere noemt {site} meer dan eens" for site in _dubbel(sites))


def _van_een(site: object) -> Iterator[str]:
    if not isinstance(site, dict) or set(site) != _VELDEN:
        yield f"dit moet een site met een naam zijn en niets anders, zoals {_VOORBEELD}"
        return
    if not isinstance(site["naam"], str) or not site["naam"].strip():
        yield "de naam is leeg; lezers zien hem bij elk resultaat van die site"
    if not isinstance(site["site"], str) or not _is_adres(site["site"]):
        yield f"{site['site']!r} is geen adres van een site; het begint met https:// en eindigt op een schuine streep"


def _is_adres(adres: str) -> bool:
    """An address that the browser can add `zoek/` to. A trial on one's own machine may do without TLS."""
    delen = urlsplit(adres)
    veilig = delen.scheme == "https" or (delen.scheme == "http" and delen.hostname in {"127.0.0.1", "localhost"})
    gewoon = not (delen.query or delen.fragment or delen.username) and not set(adres) & set(" \"'<>;,\\")
    return veilig and bool(delen.hostname) and delen.path.endswith("/") and gewoon


def _dubbel(sites: list[object]) -> Iterator[object]:
    yield from dict.fromkeys(site for plek, site in enumerate(sites) if site in sites[:plek])
