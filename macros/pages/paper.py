"""Whole pages as parts of another one: what a theme's document for paper is made of.

A part is the HTML that its own page shows, so nothing is made twice and both say the same. On its new page its headings
are a level lower, its links lead where they led, and its anchors carry its name: no two parts have the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from macros.base import links
from macros.document import fragments, markdown

_PLACE = re.compile(f"{markdown.BLOCK}((?:[a-z0-9-]+/)+){markdown.END}")
"""Where a page comes, by its address (overrides/pages/afdrukken.md)."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
"""How an address begins that is the same on every page."""
_LOWEST_HEADING = 6
_ROOT = "https://-/"
"""Any: only paths below it are asked for."""


def pages_in(text: str) -> Iterator[str]:
    """The addresses of the pages that come on a page, by its Markdown, in their order."""
    return (place[1] for place in _PLACE.finditer(text))


def as_part(html: str, from_: str, to: str) -> str:
    """The HTML of the page at `from_` as a part of the page at `to`."""
    anchor, address = partial(_anchor, from_), partial(_address, from_, to)
    return fragments.moved(html, heading=_lower, anchor=anchor, address=address)


def _lower(level: int) -> int:
    return min(level + 1, _LOWEST_HEADING)


def _anchor(from_: str, anchor: str) -> str:
    return f"{links.slug(from_)}-{anchor}"


def _address(from_: str, to: str, address: str) -> str:
    if _ELSEWHERE.match(address):
        return address
    return links.relative(links.joined(f"{_ROOT}{from_}", address).removeprefix(_ROOT), to)
