"""What a plan or a report of a year still lacks: a list for its editor, and no warning, for nothing of it is wrong.

Their pages are there from the first row on. The list is told until the year is over and someone has written the text
above the page, which is where a reader is told of what stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from macros.base.dates import Kind
from macros.records import kinds
from macros.records import models as m

if TYPE_CHECKING:
    from macros.records.catalog import Catalog, Rapport

_DELIVERS = {"product", "onderzoek"}
"""Kinds of activities of which a reader asks what they deliver."""
_NO_MOMENT = {Kind.UNKNOWN, Kind.PM}


def lacking(catalog: Catalog, today: date) -> Iterator[tuple[str, list[str]]]:
    """Each plan and report that lacks something: what it is called (`jaarplan 2025`), and what is still to be done."""
    for rapport in catalog.rapporten("jaarplan", "voortgang"):
        year = int(rapport.periode)
        if (rapport.id not in catalog.pages or year >= today.year) and (points := [*_points(catalog, rapport, today)]):
            yield f"{rapport.naam.lower()} {year}", points


def as_text(catalog: Catalog, today: date) -> str:
    """The same as the text of an issue; nothing when nothing is lacking."""
    parts = (
        f"## Nog te doen voor het {name}\n\n" + "".join(f"- [ ] {point}\n" for point in points)
        for name, points in lacking(catalog, today)
    )
    return "\n".join(parts)


def remarks(catalog: Catalog, today: date) -> Iterator[str]:
    """A line for each, for who checks the content for another reason."""
    for name, points in lacking(catalog, today):
        yield f"Nog te doen voor het {name} ({len(points)}): zie 'kennisbank houdbaarheid'."


def _points(catalog: Catalog, rapport: Rapport, today: date) -> Iterator[str]:
    year = int(rapport.periode)
    yield from _basis(catalog, year)
    yield from _OF[rapport.soort](catalog, year, today)
    if rapport.id not in catalog.pages:
        yield f"schrijf een inleiding in `docs/{rapport.id}.md`: wat het is, en wat nog onbekend blijft"


def _basis(catalog: Catalog, year: int) -> Iterator[str]:
    if catalog.uses(m.Begroting.kind.collection) and not catalog.begrotingen(year):
        yield (
            f"zet de begroting van {year} in `{kinds.DATA}/financien/{year}.yml` "
            f"(organisatie: {catalog.netwerk.id}, periode: {year})"
        )
    activiteiten = catalog.activiteiten(jaar=year)
    if not activiteiten:
        yield f"zet de activiteiten van {year} in `{_file(year)}`"
    newest = catalog.newest(bron for record in (*catalog.begrotingen(year), *activiteiten) for bron in record.bron)
    if newest and newest.year < year - 1:
        yield (
            f"zet de bron van {year} in `{kinds.DATA}/bronnen.yml`: de nieuwste bron waar het op rust, is van {newest.year}"
        )


def _plan(catalog: Catalog, year: int, _: date) -> Iterator[str]:
    activiteiten = catalog.activiteiten(jaar=year)
    for a in activiteiten:
        if a.wanneer.soort in _NO_MOMENT and a.status != "vervallen":
            yield f"activiteit '{a.id}' in `{a.file}` heeft nog geen moment: vul `wanneer` in"
        if a.soort in _DELIVERS and not a.oplevering:
            yield f"activiteit '{a.id}' in `{a.file}`: vul bij `oplevering` in wat het {a.soort} oplevert"
    themas = {a.thema for a in activiteiten}
    for thema in catalog.all_of(m.Thema):
        if thema.is_current(year) and thema.id not in themas:
            yield f"bij het thema {thema.naam} staat nog geen activiteit in `{_file(year)}`"


def _report(catalog: Catalog, year: int, today: date) -> Iterator[str]:
    for a in catalog.activiteiten(jaar=year):
        if a.status == "gepland" and a.wanneer.end and a.wanneer.end < today:
            yield f"activiteit '{a.id}' in `{a.file}` is voorbij en staat nog op gepland: ging zij door?"


_Kind = Literal["standen", "voortgang", "jaarplan"]
_OF: dict[_Kind, Callable[[Catalog, int, date], Iterator[str]]] = {"jaarplan": _plan, "voortgang": _report}


def _file(year: int) -> str:
    return kinds.of("activiteit").file_of({"jaar": year})
