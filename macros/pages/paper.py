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

_PLACE = re.compile("\ue000((?:[a-z0-9-]+/)+)\ue002")
"""Where a page comes, by its address (overrides/pages/afdrukken.md)."""
_TAG = re.compile(r"""<(/?)(h[1-6](?=[\s>])|[a-z][a-z0-9]*(?=\s))((?:[^"'>]|"[^"]*"|'[^']*')*)>""")
"""A tag in which something may change: a heading's, or one with attributes."""
_ATTRIBUTE = re.compile(r'(?<=\s)(id|for|href|src|aria-labelledby|aria-describedby)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
"""How an address begins that is the same on every page."""
_LOWEST_HEADING = 6


def pages_in(text: str) -> Iterator[str]:
    """The addresses of the pages that come on a page, in their order."""
    return (place[1] for place in _PLACE.finditer(text))


def fill(html: str, to: str, pages: Mapping[str, bytes]) -> str:
    """A page with others in their places.

    Args:
        html: of the page, with the places.
        to: its address.
        pages: the HTML of the others, by address, in UTF-8.

    Raises:
        KeyError: a page is named that there is not.
    """
    return _PLACE.sub(lambda place: as_part(pages[place[1]].decode(), place[1], to), html)


def as_part(html: str, from_: str, to: str) -> str:
    """The HTML of the page at `van`, well-formed, as a part of the page at `naar`."""
    attribute = partial(_attribute, van=from_, naar=to)
    return _TAG.sub(lambda tag: f"<{tag[1]}{_lower(tag[2])}{_ATTRIBUTE.sub(attribute, tag[3])}>", html)


def _lower(tag: str) -> str:
    if len(tag) == len("h1") and tag[0] == "h" and tag[1].isdigit():
        return f"h{min(int(tag[1]) + 1, _LOWEST_HEADING)}"
    return tag


def _attribute(attribute: re.Match[str], van: str, naar: str) -> str:
    name, value = attribute.groups()
    if name in {"href", "src"}:
        new = _address(value, van, naar)
    else:
        new = " ".join(_anchor(anchor, van) for anchor in value.split())
    return f'{name}="{new}"'


def _anchor(anchor: str, from_: str) -> str:
    return f"{links.slug(from_)}-{anchor}"


def _address(address: str, from_: str, to: str) -> str:
    if address.startswith("#"):
        return f"#{_anchor(address[1:], from_)}"
    if _ELSEWHERE.match(address):
        return address
    return links.relative(urljoin(f"/{from_}", address).removeprefix("/"), to)
