"""What a document is made of, apart from how it looks: headings, paragraphs, lists, tables, charts.

A report is a list of these. They are plain data: a template draws them, and nothing in them is ever read as source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from operator import attrgetter
from typing import Literal

# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────

# The letters that the fonts in typst have (Libertinus Serif, DejaVu Sans Mono), measured block by block: a letter
# outside them would stop a PDF/UA export. tests/channels/test_reports.py sets every one of them.
_FOREIGN = re.compile(
    "[^ -~\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2054-\u205e\u2070-\u20bf"
    "\u2113\u2116\u2122\u2126\u2150-\u2151\u2153-\u2184\u2190-\u22ff\u25a0-\u25ff\ufb00-\ufb06]"
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
REPLACEMENT = "\N{WHITE SQUARE}"
"""What stands for a letter that no embedded font has."""


def printable(text: str) -> str:
    """Text on one line without control characters, in letters that can be printed."""
    visible = (char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    line = re.sub(r"\s+", lambda whitespace: _blank(whitespace[0]), "".join(visible))
    return _FOREIGN.sub(REPLACEMENT, unicodedata.normalize("NFC", line))


def _blank(whitespace: str) -> str:
    """A no-break space stays what it is; any other white space is one space."""
    return whitespace if set(whitespace) == {"\N{NO-BREAK SPACE}"} else " "


Form = Literal["gewoon", "vet", "zacht"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text; `soft` is what we say about a source, not what it says itself."""

    tekst: str
    form: Form = "gewoon"


Text = tuple[Run, ...]


def text(*pieces: str | Run) -> Text:
    """Text from runs, made printable; empty runs go."""
    whole = (piece if isinstance(piece, Run) else Run(piece) for piece in pieces)
    return tuple(Run(printable(piece.tekst), piece.form) for piece in whole if piece.tekst)


def bold(words: str) -> Run:
    """A bold run."""
    return Run(words, "vet")


def soft(words: str) -> Run:
    """A run that stands back."""
    return Run(words, "zacht")


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading: 1 is a section of the document."""

    level: int
    tekst: Text
    soort: Literal["kop"] = "kop"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `stand` is a small line that says of which day and source something is."""

    tekst: Text
    form: Literal["gewoon", "stand", "onbekend"] = "gewoon"
    soort: Literal["alinea"] = "alinea"


@dataclass(frozen=True, slots=True)
class List:
    """A list with bullets."""

    punten: tuple[Text, ...]
    soort: Literal["lijst"] = "lijst"


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a reader must not miss."""

    titel: Text
    punten: tuple[Text, ...]
    soort: Literal["melding"] = "melding"


@dataclass(frozen=True, slots=True)
class FactList:
    """Names with their values."""

    pairs: tuple[tuple[Text, Text], ...]
    soort: Literal["feiten"] = "feiten"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""

    kop: Text
    part: int = 1
    numeral: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a `group` has one cell and heads the rows below it. A cell is a list of paragraphs."""

    cellen: tuple[tuple[Text, ...], ...]
    form: Literal["gewoon", "groep", "totaal", "berekend", "verschil"] = "gewoon"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that may run over pages."""

    titel: Text
    kolommen: tuple[Column, ...]
    rijen: tuple[Row, ...]
    soort: Literal["tabel"] = "tabel"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, what it shows for who cannot see it, and the line below it."""

    svg: str
    alt: str
    caption: Text
    soort: Literal["grafiek"] = "grafiek"


Block = HeadingBlock | Paragraph | List | Message | FactList | Table | Chart


def row(
    *cellen: str | Text | Sequence[Text],
    form: Literal["gewoon", "groep", "totaal", "berekend", "verschil"] = "gewoon",
) -> Row:
    """A row from cells: words, a text, or several paragraphs."""
    return Row(tuple(_cell(cell) for cell in cellen), form)


def _cell(cell: str | Text | Sequence[Text]) -> tuple[Text, ...]:
    if isinstance(cell, str):
        return (text(cell),)
    return (cell,) if all(isinstance(part, Run) for part in cell) else tuple(cell)  # type: ignore[arg-type,return-value]


# ── From HTML ───────────────────────────────────────────────────────────────────────────────────────────


def from_html(html: str) -> list[Block]:
    """Prose as headings, paragraphs and lists; drawings and what only a screen reader hears are left out.

    Headings begin at 1, as a page's `h2` is a section of the report, and never skip a level.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_without_skip(reader.done()))


def _without_skip(block_list: Sequence[Block]) -> Iterator[Block]:
    previous = 0
    for block in block_list:
        if isinstance(block, HeadingBlock):
            previous = min(block.level, previous + 1)
            yield HeadingBlock(previous, block.tekst)
        else:
            yield block


_PHRASING = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_DROPPED = {"head", "script", "style", "svg", "template", "title"}
_HEADINGS = {f"h{n}": max(n - 1, 1) for n in range(1, 7)}


class _Reader(HTMLParser):
    """Collects runs of text; every tag that is not part of a sentence ends what was collected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.block_list: list[Block] = []
        self.pieces: list[Run] = []
        self.punten: list[Text] = []
        self.bold = self.punt = self.kop = 0
        self.gone: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (
            self.gone
            or tag in _DROPPED
            or {"onzichtbaar", "headerlink"} & set((dict(attrs).get("class") or "").split())
        ):
            if tag not in _EMPTY:
                self.gone.append(tag)
            return
        if tag in _EMPTY:
            self.pieces.append(Run(" "))
        elif tag not in _PHRASING:
            self._settle()
        self.bold += tag in {"strong", "b"}
        self.punt += tag == "li"
        self.kop = _HEADINGS.get(tag, self.kop)

    def handle_endtag(self, tag: str) -> None:
        if self.gone:
            if tag in self.gone:
                del self.gone[len(self.gone) - 1 - self.gone[::-1].index(tag) :]
            return
        if tag not in _PHRASING | _EMPTY:
            self._settle()
        self.bold -= tag in {"strong", "b"} and self.bold > 0
        self.punt -= tag == "li" and self.punt > 0
        self.kop = 0 if tag in _HEADINGS else self.kop

    def handle_data(self, data: str) -> None:
        if not self.gone:
            self.pieces.append(Run(data, "vet" if self.bold else "gewoon"))

    def done(self) -> list[Block]:
        """Everything that was read."""
        self._settle()
        self._put(None)
        return self.block_list

    def _settle(self) -> None:
        sentence, self.pieces = _smooth(self.pieces), []
        if sentence and self.punt and not self.kop:
            self.punten.append(sentence)
        elif sentence:
            self._put(HeadingBlock(self.kop, sentence) if self.kop else Paragraph(sentence))

    def _put(self, block: Block | None) -> None:
        """Add a block, after the list that it ends."""
        if self.punten:
            self.block_list.append(List(tuple(self.punten)))
            self.punten = []
        if block:
            self.block_list.append(block)


def _smooth(pieces: Sequence[Run]) -> Text:
    """Runs of one kind joined, with single spaces and none at the ends."""
    groups = ((form, "".join(piece.tekst for piece in group)) for form, group in groupby(pieces, attrgetter("form")))
    sentence = [Run(printable(words), form) for form, words in groups]
    if sentence:
        sentence[0] = Run(sentence[0].tekst.lstrip(), sentence[0].form)
        sentence[-1] = Run(sentence[-1].tekst.rstrip(), sentence[-1].form)
    return tuple(piece for piece in sentence if piece.tekst)
