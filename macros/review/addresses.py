"""Addresses of the past: an old one leads on to a page that is there, and takes the place of none.

They stand in the data (`docs/_data/doorverwijzingen.yml`) and in the front matter of pages (`eerder:`); one list is made
of both, so that no two of them can want the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from macros.base import links
from macros.base.errors import Finding
from macros.base.hints import did_you_mean, nearest
from macros.records import kinds
from macros.records import models as m

if TYPE_CHECKING:
    from macros.records.catalog import Catalog
    from macros.records.loader import Location

OF_THE_SITE = ("assets/", "data/", "zoek/")
"""Folders in which the build writes what no one wrote."""


class Old(NamedTuple):
    """An address of the past: where it leads, and where that was typed."""

    from_: str
    to: str
    file: str
    line: int
    own: bool = False
    """Whether the page where it leads says so itself."""


def impossible(all_: Collection[Old], pages: Collection[str], has: Callable[[str, str], bool]) -> Iterator[Finding]:
    """Everything that is wrong with addresses of the past.

    Args:
        all_: every one of them.
        pages: the ids of all pages of the site, also of those that no one writes.
        has: whether a page, by its id, has an anchor.
    """
    ids = {links.address(page): page for page in pages}
    existing = ids.keys()
    next_ = {old.from_: old.to.partition("#")[0] for old in all_}
    first: dict[str, Old] = {}
    for old in all_:
        earlier = first.setdefault(old.from_, old)
        if message := _of_itself(old, earlier, existing) or ("" if old.own else _where_to(old, next_, existing)):
            yield Finding(old.file, old.line, message)
        page, _, anchor = old.to.partition("#")
        if anchor and page in ids and not has(ids[page], anchor):
            yield Finding(old.file, old.line, f"op het nieuwe adres /{page} is geen kop #{anchor}")


def asked(catalog: Catalog, pages: Collection[str], locations: Mapping[tuple[str, str], Location]) -> Iterator[Finding]:
    """Words of readers that lead to a page which is not there, or, as a warning, to none yet; arguments as `impossible`."""
    existing = {links.address(page) for page in pages}
    for row in catalog.all_of(m.Zoekwoord):
        place = locations[m.Zoekwoord.kind.collection, row.id]
        for number, page in enumerate(row.naar):
            if page not in existing:
                message = f"de pagina /{page} is er niet{did_you_mean(page, existing, all_up_to=0)}"
                yield Finding(place.file, place.line(("naar", number)), message)
        if not row.naar:
            message = (
                f"lezers zoeken {row.woorden[0]!r}, en daarover is nog geen pagina; zet haar bij 'naar' zodra zij er is"
            )
            yield Finding(place.file, place.line(("woorden",)), message, warning=True)


def since_last(
    moved: Collection[Old],
    activities: Mapping[str, tuple[str, int]],
    pages: Collection[str],
    last: Collection[str],
    damaged: Collection[str] = (),
) -> Iterator[Finding]:
    """What readers of the last release would miss, as warnings: a release is refused with some of it, and that is late.

    Args:
        moved: every address of the past.
        activities: the id of each, and where it was typed.
        pages: the ids of all pages of the site, also of those that cannot be made now.
        last: the files of the last release; nothing is said when there are none.
        damaged: the collections that are not whole, of which no one knows what is gone.
    """
    if not last:
        return
    were = {path.removesuffix("index.html") for path in last if path.endswith("index.html")}
    yield from _never_there(moved, were)
    yield from _gone(were - {links.address(page) for page in pages} - {old.from_ for old in moved}, damaged)
    if kinds.of("activiteit").collection not in damaged:
        yield from _other_ids(activities, last)


def _never_there(all_: Iterable[Old], known: Collection[str]) -> Iterator[Finding]:
    """Old addresses at which nothing ever was: most often a typing error."""
    for old in all_:
        if old.from_ not in known:
            advice = did_you_mean(old.from_, known, all_up_to=0)
            message = f"op het oude adres /{old.from_} stond in de vorige uitgave niets{advice}"
            yield Finding(old.file, old.line, message, warning=True)


def _gone(addresses: Iterable[str], damaged: Collection[str]) -> Iterator[Finding]:
    """Pages of the last release at which nothing is now, at the file in which they stood."""
    with_page = {kind.collection: kind for kind in kinds.KINDS if kind.page}
    for address in sorted(addresses):
        collection, _, id_ = address.rstrip("/").partition("/")
        kind = with_page.get(collection) if id_ else None
        if collection in damaged:
            continue
        file = kind.file_of({"id": id_}) if kind and "/" not in id_ else f"docs/{address.rstrip('/')}.md"
        message = f"de pagina /{address} van de vorige uitgave is er niet meer; {_ADVICE.get(collection, _MOVED)}"
        yield Finding(file, 1, message, warning=True)


_MOVED = f"zet haar terug, of zet bij {kinds.of('doorverwijzing').file} waar zij heen ging"
_ADVICE = {
    kinds.of("gemeente").collection: "laat de rij staan, en vul 'tot' en 'opgegaan_in' in als zij in een andere is opgegaan",
    kinds.of("praktijk").collection: "laat haar staan met 'status: ingetrokken', of geef haar een andere naam met 'kennisbank hernoem praktijk'",
} | {
    kind.collection: f"laat de rij staan, of geef haar een andere id met 'kennisbank hernoem {kind.singular}'"
    for kind in map(kinds.of, ("thema", "expertteam", "begrip"))
}  # fmt: skip


def activities(catalog: Catalog, locations: Mapping[tuple[str, str], Location]) -> dict[str, tuple[str, int]]:
    """The id of each activity, with the file and the line at which it stands."""
    places = {id_: locations[m.Activiteit.kind.collection, id_] for id_ in catalog.records.get(m.Activiteit, {})}
    return {id_: (place.file, place.line(("id",))) for id_, place in places.items()}


def _other_ids(now: Mapping[str, tuple[str, int]], last: Iterable[str]) -> Iterator[Finding]:
    """Activities that have another id now, or are gone: a calendar keeps the appointment that it has."""
    was = {found[1] for path in last if (found := _APPOINTMENT.fullmatch(path))}
    new = now.keys() - was
    for id_ in sorted(was - now.keys()):
        if other := nearest(id_, new):
            message = f"activiteit {id_!r} heet nu {other!r}, en wie haar in zijn agenda zette, houdt de oude afspraak; {_SAME}"
            yield Finding(*now[other], message, warning=True)
        else:
            yield Finding(
                _ACTIVITIES, 1, f"activiteit {id_!r} van de vorige uitgave is er niet meer; {_CALLED_OFF}", warning=True
            )


_APPOINTMENT = re.compile(r"activiteiten/(?!agenda\.)([\w-]+)\.ics")
_ACTIVITIES = "docs/_data/activiteiten"
_SAME = "laat de id zoals zij was: lezers zien hem niet"
_CALLED_OFF = "een agenda houdt haar afspraak; laat de rij staan met 'status: vervallen' als zij niet doorgaat"


def of_the_past(catalog: Catalog, locations: Mapping[tuple[str, str], Location]) -> Iterator[Old]:
    """Every address of the past."""
    for row in catalog.all_of(m.Doorverwijzing):
        place = locations[row.kind.collection, row.id]
        yield Old(row.van, row.naar, place.file, place.line(("van",)))
    for page in catalog.moved():
        place = locations[page.kind.collection, page.id]
        for number, address in enumerate(page.eerder):
            line = place.line(("eerder", number))
            yield Old(address, page.pad, place.file, line, own=True)


def _of_itself(old: Old, first: Old, existing: Collection[str]) -> str:
    """What is wrong with an old address, wherever it leads."""
    from_ = old.from_
    if "#" in from_:
        return f"een oud adres is dat van een hele pagina: schrijf {from_.partition('#')[0]!r}, zonder {from_[from_.index('#') :]}"
    if from_ == old.to.partition("#")[0]:
        return f"het oude adres /{from_} verwijst naar zichzelf; haal het weg"
    if from_ in existing:
        return f"op het oude adres /{from_} staat nu een pagina; haal het hier weg, of geef die pagina een andere naam"
    if from_.startswith(OF_THE_SITE):
        return f"het oude adres /{from_} kan geen pagina zijn geweest; in {from_.partition('/')[0]}/ staan bestanden van de site"
    return "" if first is old else f"het oude adres /{from_} staat er al ({first.file}:{first.line})"


def _where_to(old: Old, next_: Mapping[str, str], ends: Collection[str]) -> str:
    """What is wrong with where an old address leads, when other addresses of the past are followed."""
    passed, to = [old.from_], old.to.partition("#")[0]
    while to not in ends and to in next_:
        if to in passed:
            circle = " → ".join(f"/{address}" for address in (*passed, to))
            return f"het oude adres verwijst in een kring: {circle}; laat er een naar een pagina gaan die er is"
        passed.append(to)
        to = next_[to]
    return "" if to in ends else f"het nieuwe adres /{to} bestaat niet{did_you_mean(to, ends, all_up_to=0)}"
