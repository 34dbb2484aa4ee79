"""What reading brings up: records with the place where they were typed, and everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from macros.base.errors import Finding, UserError
from macros.base.parsing import KeyPath, ParseError, Read, SourceText, decode, yaml_source
from macros.records import models as m
from macros.records.kinds import DATA

CIJFERS = f"{DATA}/cijfers"
PAGES = "docs/**/*.md"
"""Glob of all pages that someone wrote."""

MAX_MESSAGE = 400


class ContentErrors(UserError):
    """Everything that is wrong with the content, sorted by file and line."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record was typed: its file, the file's values with their lines, its path among them."""

    file: str
    source: SourceText
    path: KeyPath = ()

    def line(self, key: KeyPath = ()) -> int:
        """The line of a field of the record."""
        return self.source.line((*self.path, *key))


@dataclass(frozen=True, slots=True)
class Broken:
    """What is there and could not be read; what is only wrong because of it is no mistake of its own."""

    records: frozenset[tuple[str, str]] = frozenset()
    """Collection and id."""
    collections: frozenset[str] = frozenset()
    """Collections of which something could not be read that does not say which record it is."""
    pages: frozenset[str] = frozenset()
    """Pages of these records, and pages that someone wrote, by their path under docs/ without `.md`."""

    dead: frozenset[tuple[str, str]] = frozenset()
    """What records refer to and is not there."""
    inconsistent: frozenset[tuple[str, str]] = frozenset()
    """Records that are there and of which something was told."""

    def __bool__(self) -> bool:
        return bool(self.records or self.collections or self.inconsistent)

    def lacks(self, collection: str, id_: str) -> bool:
        """Whether a record may be one of these."""
        return collection in self.collections or (collection, id_) in self.records

    @property
    def damaged(self) -> frozenset[str]:
        """Collections that are not whole."""
        return self.collections.union(collection for collection, _ in self.records | self.inconsistent)


WHOLE = Broken()
"""Nothing is broken."""


class Partial(NamedTuple):
    """A record of which fields are wrong, with the others: they can be wrong among themselves, too."""

    name: str
    record: Any
    location: Location


@dataclass(slots=True)
class Found:
    """What reading brought up besides records."""

    findings: list[Finding] = field(default_factory=list)
    text_starts: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    """Collections of which a file or a record could not be read at all."""
    failed: set[tuple[str, str]] = field(default_factory=set)
    """Records that are there, but wrong: what refers to them is not reported as well."""
    dead: set[tuple[str, str]] = field(default_factory=set)
    inconsistent: set[tuple[str, str]] = field(default_factory=set)
    """Records of which something was told, and what they refer to and is not there."""
    partial: list[Partial] = field(default_factory=list)
    loose: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of a Markdown file whose record could not be made: the page that it becomes, and its text."""

    def report(self, file: str, line: int, message: str) -> None:
        """Something is wrong at a line of a file."""
        short = message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]}…"
        self.findings.append(Finding(file, line, short))

    def absorb(self, other: Found) -> None:
        """Take over what another reading brought up."""
        self.findings += other.findings
        self.text_starts |= other.text_starts
        self.unreadable |= other.unreadable
        self.failed |= other.failed
        self.partial += other.partial
        self.loose |= other.loose


@dataclass(slots=True)
class File(Found):
    """What one file gave: it follows from its text alone."""

    contents: str = ""
    records: list[tuple[m.Record | m.Pagina, Location]] = field(default_factory=list)


@dataclass(slots=True)
class Work(Found):
    """What the loader has gathered so far in one run."""

    root: Path = Path()
    earlier: dict[str, File] = field(default_factory=dict)
    """What files gave when they were last read."""
    read: Read = yaml_source
    records: dict[type[m.Record], dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, m.Pagina] = field(default_factory=dict)
    plaatsen: dict[tuple[str, str], Location] = field(default_factory=dict)


def paths_of(root: Path, pattern: str) -> list[str]:
    """Files of a glob, relative, sorted; an `index.md` is a page and no record."""
    paths = (path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file() or path.is_symlink())
    return sorted(p for p in paths if pattern == PAGES or not p.endswith("/index.md"))


def read_text(work: Work, path: str) -> str | None:
    """A file's text, or None and a finding."""
    full_path = work.root / path
    if full_path.is_symlink():
        return None  # reported by _niet_in_docs
    try:
        return decode(full_path.read_bytes())
    except ParseError as error:
        work.report(path, error.line, error.message)
    except OSError:
        work.report(path, 1, "dit bestand kan niet worden gelezen")
    return None
