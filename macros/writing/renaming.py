"""Another id for a record: every reference to it, its file, and its old address, as edits of what people typed.

Nothing is written here, and nothing is written anew: a reference is a type (`ThemaId`), so the records say where they are, and
the files where that stands. On pages these are the words and the links.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from macros.base import links, parsing, places
from macros.base.parsing import KeyPath
from macros.document import calls
from macros.document.calls import Call
from macros.records import kinds
from macros.records import models as m
from macros.records.checks import references
from macros.records.kinds import RecordKind
from macros.records.loader import Inspection, Location
from macros.writing import edits, rows, scaffold
from macros.writing.edits import Edit

Refers = Callable[[Call], Mapping[str | int, str]]
"""Of a word on a page: which of its arguments (a name, or a place) is an id of which collection."""
MENU = "mkdocs.yml"
ADDRESSES = m.Doorverwijzing.kind.file
"""The file with addresses of the past."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """A record of a kind gets another id."""

    kind: RecordKind
    old: str
    new: str

    @property
    def was(self) -> str:
        """Its old address."""
        return self.kind.address_of({"id": self.old})

    @property
    def becomes(self) -> str:
        """Its new address."""
        return self.kind.address_of({"id": self.new})

    def new_file(self, file: str) -> str:
        """What a file is called afterwards: only the record's own, and the page with its story, are called after it."""
        own = {self.kind.file_of({"id": self.old})} if self.kind.in_markdown else set()
        own |= {kinds.PAGINA.file_of({"id": self.was.strip("/")})}
        return file.removesuffix(f"{self.old}.md") + f"{self.new}.md" if file in own else file


@dataclass
class Changes:
    """What a renaming changes: each file's new bytes, and the files that go since they are called otherwise now.

    Args:
        root: the project's root.
        inspection: all content, without an error.
        renaming: what gets another id.
        moved: the ids of all pages that get another address with it, and their new ids.
        refers: which arguments of a word on a page are ids.
        today: the day on which it is done.
    """

    root: Path
    inspection: Inspection
    renaming: Renaming
    moved: Mapping[str, str]
    refers: Refers
    today: date
    _texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Each file that changes, by its new name."""
        by_file: defaultdict[str, set[Edit]] = defaultdict(set)
        for file, edit in (*self._in_data(), *self._on_pages(), *self._old_addresses()):
            by_file[file].add(edit)
        for file in self._moved_files():
            by_file.setdefault(file, set())
        changed = {
            self.renaming.new_file(file): edits.edited((self.root / file).read_bytes(), found)
            for file, found in by_file.items()
        }
        return self._with_rows(changed)

    @cached_property
    def is_first(self) -> bool:
        """Whether there is no list of addresses of the past yet."""
        return not (self.root / ADDRESSES).exists()

    @property
    def gone(self) -> list[str]:
        """Files that are called otherwise now."""
        return self._moved_files()

    def _moved_files(self) -> list[str]:
        records = self.inspection.locations.values()
        return sorted({place.file for place in records if self.renaming.new_file(place.file) != place.file})

    # ── Data ────────────────────────────────────────────────────────────────────────────────────────────

    def _in_data(self) -> Iterator[tuple[str, Edit]]:
        """References in fields, the id where it is typed, and addresses to which one of the past or a word of readers leads."""
        kind, old = self.renaming.kind, self.renaming.old
        for record, place in self._records():
            for key, collection, id_ in references(record):
                if (collection, id_) == (kind.collection, old):
                    yield place.file, self._field(place, key, old, self.renaming.new)
            if (record.kind, record.id) == (kind, old) and not kind.in_markdown:
                yield place.file, self._field(place, ("id",), old, self.renaming.new)
            for key, address in _addresses(record):
                page, sign, anchor = address.partition("#")
                if new := self.moved.get(page.strip("/")):
                    yield place.file, self._field(place, key, address, f"{new}/{sign}{anchor}")

    def _records(self) -> Iterator[tuple[Any, Location]]:
        catalog = self.inspection.catalog
        for model in m.COLLECTIONS:
            for record in catalog.all_of(model):
                yield record, self.inspection.locations[model.kind.collection, record.id]
        for page in catalog.pages.values():
            yield page, self.inspection.locations[kinds.PAGINA.collection, page.id]

    def _field(self, place: Location, key: KeyPath, old: str, new: str) -> Edit:
        """The value of a field; one value may have been typed for a list of one."""
        places = self._places(place.file)
        start, end = places.get((*place.path, *key)) or places[*place.path, *key[:-1]]
        return Edit(start, end, self._text(place.file)[start:end].replace(old, new))

    def _places(self, file: str) -> edits.Places:
        text = self._text(file)
        if file not in self._known:
            self._known[file] = edits.front_places(text) if file.endswith(".md") else places.places(text)
        return self._known[file]

    @cached_property
    def _known(self) -> dict[str, edits.Places]:
        return {}

    def _text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = parsing.decode((self.root / file).read_bytes())
        return self._texts[file]

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────────────

    def _on_pages(self) -> Iterator[tuple[str, Edit]]:
        """Words with the id, and links to the page; the menu names pages as a page at the root does."""
        pages = [(place.file, record.pad.strip("/")) for record, place in self._records() if place.file.endswith(".md")]
        for file, address in pages:
            text = self._text(file)
            start = len(text) - len(parsing.front_matter(text)[1])
            id_ = address if Path(file).stem != "index" else f"{address}/index"
            for edit in (*self._words(text[start:]), *self._links(text[start:], id_)):
                yield file, Edit(start + edit.start, start + edit.end, edit.text)
        if (self.root / MENU).is_file():
            yield from ((MENU, edit) for edit in self._links(self._text(MENU), "index"))

    def _words(self, text: str) -> Iterator[Edit]:
        for typed in calls.BRACES.finditer(text) if self.renaming.old in text else ():
            for call in calls.calls(typed[0])[0]:
                of_kind = {name for name, kind in self.refers(call).items() if kind == self.renaming.kind.collection}
                for name, start, end in _arguments(typed[0]):
                    if name in of_kind and typed[0][start + 1 : end - 1] == self.renaming.old:
                        yield Edit(typed.start() + start + 1, typed.start() + end - 1, self.renaming.new)

    def _links(self, text: str, page: str) -> Iterator[Edit]:
        """Paths that lead to the page from another, wherever one is typed: in an example, too."""
        folder, old = posixpath.dirname(page), re.escape(self.renaming.old)
        for typed in re.finditer(rf"(?<![\w.-])(?:[\w.-]+/)*{old}(?:/[\w./-]+)?\.md\b", text):
            target = posixpath.normpath(posixpath.join(folder, typed[0])).removesuffix(".md")
            if new := self.moved.get(target):
                same = len(posixpath.dirname(self.renaming.was.strip("/"))) + 1
                tail = f"{target[same:]}.md"
                yield Edit(typed.end() - len(tail), typed.end(), f"{new[same:]}.md")

    # ── The old address ─────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _own_page(self) -> str:
        """The Markdown file that says itself which addresses it had; none when no one wrote it."""
        mine = [file for file in self._moved_files() if self._text(file).startswith("---")]
        return next(iter(mine), "")

    def _old_addresses(self) -> Iterator[tuple[str, Edit]]:
        if file := self._own_page:
            yield from ((file, e) for e in edits.added_in_front(self._text(file), "eerder", self.renaming.was))

    def _with_rows(self, changed: dict[str, bytes]) -> dict[str, bytes]:
        """The same, with a row for each old address that no page names itself."""
        for old, new in self.moved.items():
            if not (self._own_page and f"{old}/" == self.renaming.was):
                entry = scaffold.doorverwijzingen_row(self._row(f"{old}/", f"{new}/"))
                text = changed.get(ADDRESSES, b"").decode() or (entry.kop if self.is_first else self._text(ADDRESSES))
                changed[ADDRESSES] = rows.insert(text, entry.tekst).encode()
        return changed

    def _row(self, old: str, new: str) -> Iterable[str]:
        taken = self.inspection.catalog.records.get(m.Doorverwijzing, {})
        id_ = next(name for name in _names(links.slug(old)) if name not in taken)
        return (f"id: {id_}", f"van: {old}", f"naar: {new}", f"reden: {_REASON}", f"datum: {self.today}")


_REASON = "Deze pagina kreeg een ander adres."
"""What a reader of an old address is told: ids are no one's words, and the name of what is there can have stayed."""


def _addresses(record: object) -> Iterator[tuple[KeyPath, str]]:
    """The addresses of pages in a record, each with its field."""
    match record:
        case m.Doorverwijzing():
            yield ("naar",), record.naar
        case m.Zoekwoord():
            yield from ((("naar", number), address) for number, address in enumerate(record.naar))


def _names(first: str) -> Iterator[str]:
    """A name for a row: as short as an id may be, with a number when it is taken."""
    first = first[:70].strip("-")
    yield first
    yield from (f"{first}-{number}" for number in range(2, 1000))


_ARGUMENT = re.compile(r"""(?:\b(?P<name>\w+)\s*=\s*)?(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.-]+)""")


def _arguments(word: str) -> Iterator[tuple[str | int, int, int]]:
    """The arguments of a word as it was typed: each one's name or place, and where its value begins and ends."""
    place = 0
    for typed in _ARGUMENT.finditer(word, word.index("(") + 1):
        yield typed["name"] or place, typed.start("value"), typed.end("value")
        place += not typed["name"]
