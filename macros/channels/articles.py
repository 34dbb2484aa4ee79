"""What an article of a newsletter is about, so that a reader who chose themes or districts gets those.

That is said by what the article links to: a practice has themes, a municipality a district. Nobody writes it down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog

HEADER = "X-Kennisbank-Artikelen"
"""The header of an `.eml` that says of each article its lines in the text mail, and what it is about.

`12-20 jeugd noord, 20-31`, in short words, so that none is longer than a line; a mailing reads it (macros/mail/letter.py) and takes it off.
"""
_PAGE = re.compile(r"(praktijken|themas|expertteams|districten|gemeenten)/([a-z0-9-]+)/(?:#.*)?")


def marks(lines: Iterable[tuple[int, int]], about: Iterable[Iterable[str]]) -> str:
    """The value of HEADER."""
    return ", ".join(" ".join((f"{start}-{until}", *ids)) for (start, until), ids in zip(lines, about, strict=True))


def about(catalog: Catalog, blocks: Iterable[n.Block], site: str) -> tuple[str, ...]:
    """The ids of the themes and districts of what blocks link to, sorted; of a closed theme those of its successors too."""
    found = {id_ for link in n.walk(blocks) if isinstance(link, n.Link) for id_ in _ids(catalog, link.address, site)}
    return tuple(sorted(found | {id_ for thema in catalog.all_of(m.Thema) for id_ in _kin(thema, found)}))


def _kin(thema: m.Thema, found: set[str]) -> Iterator[str]:
    """Who chose what a theme became reads of the theme, and the other way round."""
    if thema.id in found:
        yield from thema.opvolgers
    if found & {*thema.opvolgers}:
        yield thema.id


def _ids(catalog: Catalog, address: str, site: str) -> Iterator[str]:
    page = _PAGE.fullmatch(address.removeprefix(site)) if address.startswith(site) else None
    match catalog.records.get(catalog.kinds[page[1]], {}).get(page[2]) if page else None:
        case m.Thema(id=id_) | m.District(id=id_):
            yield id_
        case m.Gemeente(district=str(district)):
            yield district
        case m.Praktijk(themas=themas, districten=districten):
            yield from (*themas, *districten)
        case m.Expertteam(themas=themas):
            yield from themas
