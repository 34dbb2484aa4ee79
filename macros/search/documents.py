"""What is searched: documents in parts, and the concepts of the glossary."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias, get_args

from macros.document import nodes as n


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A part of a page under one heading; the part before the first heading has no anchor and no heading."""

    anchor: str
    kop: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page that can be found. `pad` is relative to the site's root: `praktijken/buurtpreventie/`."""

    pad: str
    titel: str
    soort: str
    themas: tuple[str, ...] = ()
    jaar: int | None = None
    samenvatting: str = ""
    parts: tuple[DocumentPart, ...] = ()
    synoniemen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the glossary; `pad` is the page that explains it."""

    id: str
    term: str
    afkorting: str
    synoniemen: tuple[str, ...]
    betekenis: str
    pad: str


def encoded(all_: Iterable[DocumentPart]) -> bytes:
    """Parts, so that a build can keep them."""
    return json.dumps([astuple(part) for part in all_], ensure_ascii=False).encode()


def decoded(kept: bytes) -> tuple[DocumentPart, ...]:
    """Parts that were kept."""
    return tuple(DocumentPart(*part) for part in json.loads(kept))


def parts(blocks: tuple[n.Block, ...]) -> tuple[DocumentPart, ...]:
    """Parts of a page's text that say something: split at each heading of level 2 and 3 with an anchor.

    The anchor of a heading is its own, or that of the `Part` that begins with it. The h1 is the title and is left out,
    and so is what stands beside the text. A mark of a note says nothing; its text is found where the notes stand.

    Raises:
        KeyError: a kind of node that is not known here, such as a word that was not carried out.
    """
    reader = _Reader()
    reader.blocks(blocks)
    return tuple(part for piece in reader.pieces if (part := piece.part()).kop or part.tekst)


@dataclass(slots=True)
class _Piece:
    anchor: str = ""
    kop: str = ""
    texts: list[str] = field(default_factory=list)

    def part(self) -> DocumentPart:
        return DocumentPart(self.anchor, " ".join(self.kop.split()), " ".join(" ".join(self.texts).split()))


_Around: TypeAlias = n.List | n.ListItem | n.Row | n.Quotation | n.Alert | n.Notes | n.Note | n.Facts


class _Reader:
    """Collects text; `anchor` is everywhere the one of what begins with a block."""

    def __init__(self) -> None:
        self.pieces = [_Piece()]

    def blocks(self, blocks: Iterable[n.Block], anchor: str = "") -> None:
        """Blocks after each other; only the first one begins what they stand in."""
        for block in blocks:
            _BLOCKS[type(block)](self, block, anchor)
            anchor = ""

    def within(self, block: _Around, anchor: str) -> None:
        """What is in a block that adds no words of its own."""
        self.blocks(block.children, anchor)

    def part(self, part: n.Group, anchor: str) -> None:
        """Blocks that belong together."""
        if not part.beside:
            self.blocks(part.children, part.anchor or anchor)

    def heading(self, heading: n.Heading, anchor: str) -> None:
        """A heading: a new piece, or words like any other when nothing leads to it."""
        anchor = heading.anchor or anchor
        if anchor and heading.level in _SPLITS:
            self.pieces.append(_Piece(anchor, _words(heading.children)))
        elif heading.level > _TITLE:
            self.sentence(heading.children)

    def sentence(self, inlines: Iterable[n.Inline | n.Block]) -> None:
        """Words, apart from the ones before them."""
        self.pieces[-1].texts.append(_words(inlines))

    def paragraph(self, paragraph: n.Paragraph, _: str) -> None:
        """A paragraph."""
        self.sentence(paragraph.children)

    def cell(self, cell: n.Cell, _: str) -> None:
        """A cell: a sentence, or blocks."""
        self.sentence(cell.children)

    def table(self, table: n.Table, anchor: str) -> None:
        """A table with what it is called."""
        self.sentence(table.caption)
        self.blocks((*table.head, *table.children), anchor)

    def figure(self, figure: n.Figure, _: str) -> None:
        """A picture: what it shows and what is said of it."""
        self.sentence((figure.image,))
        self.sentence(figure.caption)

    def fact(self, fact: n.Fact, _: str) -> None:
        """Names with what is said of them."""
        for name in fact.names:
            self.sentence(name)
        self.blocks(fact.children)

    def letters(self, block: n.CodeBlock | n.RawBlock, _: str) -> None:
        """Lines as they were typed."""
        self.pieces[-1].texts.append(block.text)

    def nothing(self, _block: n.Block, _: str) -> None:
        """A line between two parts."""


def _words(inlines: Iterable[n.Inline | n.Block]) -> str:
    return "".join(_INLINES[type(inline)](inline) for inline in inlines)


def _within(inline: n.Emphasis | n.Strong | n.Strike | n.Phrase | n.Link) -> str:
    return _words(inline.children)


def _apart(block: n.Block) -> str:
    """The words of a block in a sentence or a cell: an author may put a word of the vocabulary there that yields blocks."""
    found = (f"{part.kop} {part.tekst}" for part in parts((block,)))
    return " ".join(("", *found, ""))


def _silence(_: n.Inline) -> str:
    return ""


_TITLE, _SPLITS = 1, (2, 3)
_BLOCKS: dict[type, Callable[[_Reader, Any, str], None]] = {
    **dict.fromkeys(get_args(_Around), _Reader.within),
    n.Group: _Reader.part, n.Heading: _Reader.heading, n.Paragraph: _Reader.paragraph, n.Table: _Reader.table,
    n.Cell: _Reader.cell, n.Figure: _Reader.figure, n.Fact: _Reader.fact, n.CodeBlock: _Reader.letters,
    n.RawBlock: _Reader.letters, n.Rule: _Reader.nothing,
}  # fmt: skip
_INLINES: dict[type, Callable[[Any], str]] = {
    **dict.fromkeys((n.Text, n.Code, n.Term, n.RawInline), attrgetter("text")), n.Image: attrgetter("alt"),
    **dict.fromkeys((n.Emphasis, n.Strong, n.Strike, n.Phrase, n.Link), _within), n.Break: lambda _: " ",
    **dict.fromkeys((n.NoteMark, n.Remark), _silence), **dict.fromkeys(_BLOCKS, _apart),
}  # fmt: skip
