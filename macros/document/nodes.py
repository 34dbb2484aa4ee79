"""A page as a tree of frozen nodes, each with the line and column at which it was typed.

`markdown` makes it of what someone wrote and `fragments` of what a word yields; every channel and every check is a walk
over it. Lines and columns count from 1, in letters; a node that no one typed is at line 0.

Blocks hold blocks or inlines, inlines hold inlines; nothing here holds HTML, and a text is what a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node was typed: what all nodes have."""

    line: int
    column: int


# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text(Place):
    """Letters. A line that ends in the source is a line feed here, which a reader sees as a space."""

    text: str


@dataclass(frozen=True, slots=True)
class Code(Place):
    """Letters to be typed, in a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Place):
    """Words that are stressed."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Place):
    """Words that matter."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike(Place):
    """Words that no longer hold."""

    children: tuple[Inline, ...]


PhraseKind = Literal["abbr", "cite", "kbd", "mark", "q", "small", "sub", "sup"]


@dataclass(frozen=True, slots=True)
class Phrase(Place):
    """Words of which our own templates say what they are; `title` is what `abbr` stands for."""

    kind: PhraseKind
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Link(Place):
    """Words that lead somewhere: `address` as it was typed, or as the reader was told to resolve it."""

    address: str
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image(Place):
    """A picture; `alt` is what it shows."""

    address: str
    alt: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class NoteMark(Place):
    """Where a note belongs: `number` as its page counts, `time` how often the note was referred to so far."""

    name: str
    number: int
    time: int


@dataclass(frozen=True, slots=True)
class Break(Place):
    """A line that ends because its author says so."""


@dataclass(frozen=True, slots=True)
class Term(Place):
    """A word of the glossary where a page first uses it; only the page itself explains it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark(Place):
    """Words beside the text, such as a source: read by everyone, found by no search."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class RawInline(Place):
    """HTML in a sentence. It is told; where it stands all the same it is shown as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Word(Place):
    """A word of the vocabulary, in a sentence or as a block: `key` says which, to who made the placeholder."""

    key: str
    block: bool = True


Inline: TypeAlias = (
    Text
    | Code
    | Emphasis
    | Strong
    | Strike
    | Phrase
    | Link
    | Image
    | NoteMark
    | Break
    | Term
    | Remark
    | RawInline
    | Word
)

# ── On lines of their own ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Heading(Place):
    """A heading: `level` 1 to 6; `anchor` is the id by which it is linked to."""

    level: int
    anchor: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph(Place):
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem(Place):
    """A point of a list; `done` is whether its box is ticked, None when it has none."""

    children: tuple[Block, ...]
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class List(Place):
    """A list: `start` is its first number, None when it has bullets; a `tight` one has no space between its points."""

    start: int | None
    tight: bool
    children: tuple[ListItem, ...]


Align = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Cell(Place):
    """A cell: what heads a row or a column is a `header`; blocks only where a template put them."""

    children: tuple[Inline, ...] | tuple[Block, ...]
    header: bool = False
    align: Align = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row(Place):
    """A row of cells."""

    children: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Place):
    """A table: what it is called, the rows that head its columns, its rows."""

    caption: tuple[Inline, ...]
    head: tuple[Row, ...]
    children: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Quotation(Place):
    """Words of someone else."""

    children: tuple[Block, ...]


AlertKind = Literal["note", "tip", "important", "warning", "caution"]
ALERT_TITLES: Mapping[AlertKind, str] = {
    "note": "Ter informatie",
    "tip": "Tip",
    "important": "Belangrijk",
    "warning": "Let op",
    "caution": "Pas op",
}
"""What every channel writes above an alert."""


@dataclass(frozen=True, slots=True)
class Alert(Place):
    """What a reader must not miss (GitHub's `> [!NOTE]`)."""

    kind: AlertKind
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure(Place):
    """A picture on its own, with the line below it."""

    image: Image
    caption: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(Place):
    """Lines to be typed; they end in a line feed. `indented` when four spaces made it code."""

    text: str
    language: str = ""
    indented: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Rule(Place):
    """A line between two parts."""


@dataclass(frozen=True, slots=True)
class Note(Place):
    """The text of a note; `times` is how often it is referred to."""

    name: str
    number: int
    times: int
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Notes(Place):
    """All notes of a text, by their number."""

    children: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Fact(Place):
    """A name, or several, with what is said of it: blocks or a sentence each."""

    names: tuple[tuple[Inline, ...], ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Facts(Place):
    """Names with their values."""

    children: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Group(Place):
    """Blocks that belong together; `anchor` leads to them, and what is `beside` the text no search finds.

    Of what is `folded` a page shows the first block, and the others when a reader opens it.
    """

    children: tuple[Block, ...]
    anchor: str = ""
    beside: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class RawBlock(Place):
    """HTML on lines of its own. It is told; where it stands all the same it is shown as it was typed."""

    text: str


Block: TypeAlias = (
    Heading | Paragraph | List | ListItem | Table | Row | Cell | Quotation | Alert | Figure | CodeBlock | Rule | Notes | Note
    | Facts | Fact | Group | RawBlock | Word
)  # fmt: skip
Node: TypeAlias = Inline | Block

INLINES: tuple[type, ...] = get_args(Inline)
BLOCKS: tuple[type, ...] = tuple(kind for kind in get_args(Block) if kind is not Word)
"""Every kind of node; a channel that does not know one of them fails tests/channels/test_every_node.py."""

# ── Walking ─────────────────────────────────────────────────────────────────────────────────────────────


def below(node: Node) -> Iterator[Node]:
    """What a node holds directly, in reading order."""
    match node:
        case Table():
            yield from (*node.caption, *node.head)
        case Figure():
            yield from (node.image, *node.caption)
        case Fact():
            for name in node.names:
                yield from name
    yield from getattr(node, "children", ())


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node of a tree, in reading order, what holds others before what it holds."""
    for node in nodes:
        yield node
        yield from walk(below(node))


def trimmed(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """A sentence without white space at its ends; nothing when that is all there was."""
    found = list(inlines)
    if found and isinstance(first := found[0], Text):
        found[0] = Text(first.line, first.column, first.text.lstrip(" \n"))
    if found and isinstance(last := found[-1], Text):
        found[-1] = Text(last.line, last.column, last.text.rstrip(" \n"))
    return tuple(inline for inline in found if not isinstance(inline, Text) or inline.text)


def text_of(nodes: Iterable[Node]) -> str:
    """What a reader sees of a sentence, without notes; of a picture what it shows."""
    return "".join(_texts(nodes))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text() | Code() | Term():
                yield node.text
            case Image():
                yield node.alt
            case Break():
                yield "\n"
            case RawInline() | NoteMark() | Word():
                pass
            case _:
                yield from _texts(below(node))
