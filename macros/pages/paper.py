"""Whole pages as parts of another one: what a theme's document for paper is made of.

A part is the HTML that its own page shows, so nothing is made twice and both say the same. On its new page its headings
are a level lower, its links lead where they led, and its anchors carry its name: no two parts have the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import urljoin

from macros.base import links

_PLEK = re.compile(r'<div data-inzet="((?:[a-z0-9-]+/)+)"></div>')
"""Where a page comes, by its address (overrides/pages/afdrukken.md)."""
_TAG = re.compile(r"""<(/?)(h[1-6](?=[\s>])|[a-z][a-z0-9]*(?=\s))((?:[^"'>]|"[^"]*"|'[^']*')*)>""")
"""A tag in which something may change: a heading's, or one with attributes."""
_KENMERK = re.compile(r'(?<=\s)(id|for|href|src|aria-labelledby|aria-describedby)="([^"]*)"')
_ELDERS = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
"""How an address begins that is the same on every page."""
_LAAGSTE_KOP = 6


def delen(tekst: str) -> Iterator[str]:
    """The addresses of the pages that come on a page, in their order."""
    return (plek[1] for plek in _PLEK.finditer(tekst))


def vul(html: str, naar: str, paginas: Mapping[str, bytes]) -> str:
    """A page with others in their places.

    Args:
        html: of the page, with the places.
        naar: its address.
        paginas: the HTML of the others, by address, in UTF-8.

    Raises:
        KeyError: a page is named that there is not.
    """
    return _PLEK.sub(lambda plek: als_deel(paginas[plek[1]].decode(), plek[1], naar), html)


def als_deel(html: str, van: str, naar: str) -> str:
    """The HTML of the page at `van`, well-formed, as a part of the page at `naar`."""
    kenmerk = partial(_kenmerk, van=van, naar=naar)
    return _TAG.sub(lambda tag: f"<{tag[1]}{_lager(tag[2])}{_KENMERK.sub(kenmerk, tag[3])}>", html)


def _lager(tag: str) -> str:
    if len(tag) == len("h1") and tag[0] == "h" and tag[1].isdigit():
        return f"h{min(int(tag[1]) + 1, _LAAGSTE_KOP)}"
    return tag


def _kenmerk(kenmerk: re.Match[str], van: str, naar: str) -> str:
    naam, waarde = kenmerk.groups()
    if naam in {"href", "src"}:
        nieuw = _adres(waarde, van, naar)
    else:
        nieuw = " ".join(_anker(anker, van) for anker in waarde.split())
    return f'{naam}="{nieuw}"'


def _anker(anker: str, van: str) -> str:
    return f"{links.slug(van)}-{anker}"


def _adres(adres: str, van: str, naar: str) -> str:
    if adres.startswith("#"):
        return f"#{_anker(adres[1:], van)}"
    if _ELDERS.match(adres):
        return adres
    return links.relatief(urljoin(f"/{van}", adres).removeprefix("/"), naar)
