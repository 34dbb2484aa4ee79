"""What pages need of each other: without it a link on them, or on every page, leads nowhere.

Nobody typed those links, so no check of a page's own text can find them: they stand in the menu, in the page shell, in
the path above a page, and in every table that names a record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from macros.base import links
from macros.base.errors import Finding
from macros.document import calls
from macros.document.prose import Prose
from macros.records import checks, kinds
from macros.records import models as m

if TYPE_CHECKING:
    from macros.records.catalog import Catalog

MENU = "mkdocs.yml"
_ADVICE = "zet die pagina terug, of laat een beheerder de verwijzing weghalen"


def menu(pages: Collection[str], text: str) -> Iterator[Finding]:
    """Pages that the menu leads to and that are not there."""
    for number, line in enumerate(text.split("\n"), start=1):
        target = re.fullmatch(r"\s*- [^:]+: ([\w/-]+)\.md\s*", line)
        if target and target[1] not in pages:
            message = f"het menu verwijst naar docs/{target[1]}.md en dat bestand is er niet; {_ADVICE}"
            yield Finding(MENU, number, message)


def shell(pages: Collection[str], anchors: Callable[[str], Collection[str]], templates: str) -> Iterator[Finding]:
    """Pages, and headings on them, that the page shell leads to and that are not there."""
    for name, anchor in sorted({*re.findall(r"""["']([a-z-]+)/(?:#([\w-]+))?["']""", templates)}):
        page = next((path for path in (name, f"{name}/index") if path in pages), "")
        if not page and name in kinds.OPTIONAL:
            continue  # the shell leaves it out
        if not page and name != "assets":
            yield Finding(MENU, 1, f"elke pagina verwijst naar docs/{name}.md en dat bestand is er niet; {_ADVICE}")
        elif anchor and anchor not in anchors(page):
            message = (
                f"elke pagina verwijst naar de kop #{anchor} op deze pagina en die is er niet; geef die haar naam terug"
            )
            yield Finding(f"docs/{page}.md", 1, message)


def of_collections(catalog: Catalog) -> dict[str, list[str]]:
    """The pages on which the records of each collection stand, by what the collection is called."""
    return {
        model.kind.titel: sorted({record.pad.partition("#")[0] for record in catalog.all_of(model)})
        for model in m.COLLECTIONS
        if model is not m.Doorverwijzing  # at an address of the past a page is made that says so
        if not model.kind.alone  # which stands with others
    }


def collections(pages: Collection[str], addresses: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Pages on which records stand (`of_collections`), and that other pages lead to wherever they name one."""
    there = {links.address(page) for page in pages}
    for titel, doelen in addresses.items():
        for target in doelen:
            if target not in there:
                message = f"{titel} staan op docs/{target.strip('/')}.md en dat bestand is er niet; {_ADVICE}"
                yield Finding(MENU, 1, message)


class Named(NamedTuple):
    """Records of a kind that others name and that a page shows: what one is called, that page, each id with its anchor."""

    singular: str
    address: str
    anchors: Sequence[tuple[str, str]]


def named(catalog: Catalog) -> Iterator[Named]:
    """All records that others name and that have an anchor, by their kind and page."""
    mentioned = {
        (collection, id_)
        for model in m.COLLECTIONS
        for record in catalog.all_of(model)
        for _, collection, id_ in checks.references(record)
    }
    for model in m.COLLECTIONS:
        found: dict[str, list[tuple[str, str]]] = {}
        for record in catalog.all_of(model):
            address, _, anchor = record.pad.partition("#")
            if anchor and (model.kind.collection, record.id) in mentioned:
                found.setdefault(address, []).append((record.id, anchor))
        yield from (Named(model.kind.singular, address, anchors) for address, anchors in found.items())


def unfindable(
    written: Iterable[Prose], named: Iterable[Named], ids: Callable[[str], Collection[str]]
) -> Iterator[Finding]:
    """Records that others name and that their page, by hand, does not show: what names them leads nowhere.

    Args:
        written: the pages that someone wrote.
        named: records that others name.
        ids: the anchors that the words on a page make.
    """
    written_pages = {links.address(prose.page): prose for prose in written}
    for singular, address, anchors in named:
        if address not in written_pages:
            continue
        shown = {*ids(written_pages[address].page)}
        if missing := [id_ for id_, anchor in anchors if anchor not in shown]:
            more = f" en {len(missing) - 1} meer" if len(missing) > 1 else ""
            message = (
                f"op deze pagina ontbreekt {singular} {missing[0]!r}{more}; andere pagina's verwijzen hierheen. "
                "Zet het woord terug dat alles toont; op de pagina Meedoen staat welke woorden er zijn"
            )
            yield Finding(written_pages[address].file, 1, message)


def folders(written: Iterable[Prose], pages: Collection[str]) -> Iterator[Finding]:
    """Folders without a page of their own: the path above each page in them would have a dead link."""
    files = {prose.page: prose.file for prose in written}
    said: set[str] = set()
    for page in sorted(pages):
        parts = page.removesuffix("/index").split("/")[:-1]
        parents = ("/".join(parts[:deep]) for deep in range(1, len(parts) + 1))
        empty = next((parent for parent in parents if parent not in pages and f"{parent}/index" not in pages), "")
        if empty and empty not in said:
            said.add(empty)
            message = (
                f"de map {empty}/ heeft geen eigen pagina; maak docs/{empty}/index.md, of zet {page} ergens anders"
            )
            yield Finding(files.get(page, MENU), 1, message)


def duplicate_words(prose: Prose, markdown: str, ids: Callable[[], Iterable[str]]) -> Iterator[Finding]:
    """A word that stands on a page twice and gives both the same anchor.

    Args:
        prose: the page as it was typed.
        markdown: the page with its standing parts.
        ids: the anchors that the words on the page make, each as often as it is made; asked for only where needed.
    """
    names = Counter(call.naam for call in calls.calls(markdown)[0])
    if all(times == 1 or name in _WITHOUT_ANCHOR for name, times in names.items()):
        return
    for id_, times in Counter(ids()).items():
        if times > 1:
            own = [call.line for call in prose.calls[0] if call.naam not in _WITHOUT_ANCHOR]
            message = f"twee woorden op deze pagina maken allebei het anker #{id_}; haal er een weg, of vraag er iets anders mee"
            yield Finding(prose.file, own[-1] + prose.first - 1 if own else 1, message)
            return


_WITHOUT_ANCHOR = frozenset({"bron", "begrip"})
"""Words in a sentence, of which a page has many."""
