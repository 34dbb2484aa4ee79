"""A page as a tree of frozen nodes, each with the line and column at which it was typed.

`markdown` makes it of what someone wrote and `fragments` of what a word yields; every channel and every check is a walk
over it. Lines and columns count from 1, in letters; a node that no one typed is at line 0.

Blocks hold blocks or inlines, inlines hold inlines; nothing here holds HTML, and a text is what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_
from typing import Any, Literal, TypeAlias, get_args

# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """Letters. A line that ends in the source is a line feed here, which a reader sees as a space."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Letters to be typed, in a sentence."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed."""

    line: int
    column: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter."""

    line: int
    column: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """Words that no longer hold."""

    line: int
    column: int
    children: tuple[Inline, ...]


PhraseKind = Literal["abbr", "cite", "kbd", "mark", "q", "small", "sub", "sup"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of which our own templates say what they are; `title` is what `abbr` stands for."""

    line: int
    column: int
    kind: PhraseKind
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: `address` as it was typed, or as the reader was told to resolve it."""

    line: int
    column: int
    address: str
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `alt` is what it shows."""

    line: int
    column: int
    address: str
    alt: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a note belongs: `number` as its page counts, `time` how often the note was referred to so far."""

    line: int
    column: int
    name: str
    number: int
    time: int


@dataclass(frozen=True, slots=True)
class Break:
    """A line that ends because its author says so."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary where a page first uses it; only the page itself explains it."""

    line: int
    column: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Words beside the text, such as a source: read by everyone, found by no search."""

    line: int
    column: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class RawInline:
    """HTML in a sentence. It is told; where it stands all the same it is shown as it was typed."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary, in a sentence or as a block: `key` says which, to who made the placeholder."""

    line: int
    column: int
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
class Heading:
    """A heading: `level` 1 to 6; `anchor` is the id by which it is linked to."""

    line: int
    column: int
    level: int
    anchor: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: int
    column: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list; `done` is whether its box is ticked, None when it has none."""

    line: int
    column: int
    children: tuple[Block, ...]
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list: `start` is its first number, None when it has bullets; a `tight` one has no space between its points."""

    line: int
    column: int
    start: int | None
    tight: bool
    children: tuple[Item, ...]


Align = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what heads a row or a column is a `header`; blocks only where a template put them."""

    line: int
    column: int
    children: tuple[Inline, ...] | tuple[Block, ...]
    header: bool = False
    align: Align = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells."""

    line: int
    column: int
    children: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is called, the rows that head its columns, its rows."""

    line: int
    column: int
    caption: tuple[Inline, ...]
    head: tuple[Row, ...]
    children: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of someone else."""

    line: int
    column: int
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
class Alert:
    """What a reader must not miss (GitHub's `> [!NOTE]`)."""

    line: int
    column: int
    kind: AlertKind
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture on its own, with the line below it."""

    line: int
    column: int
    image: Image
    caption: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines to be typed; they end in a line feed. `indented` when four spaces made it code."""

    line: int
    column: int
    text: str
    language: str = ""
    indented: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a note; `times` is how often it is referred to."""

    line: int
    column: int
    name: str
    number: int
    times: int
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a text, by their number."""

    line: int
    column: int
    children: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, or several, with what is said of it: blocks or a sentence each."""

    line: int
    column: int
    names: tuple[tuple[Inline, ...], ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    line: int
    column: int
    children: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that belong together; `anchor` leads to them, and what is `beside` the text no search finds."""

    line: int
    column: int
    children: tuple[Block, ...]
    anchor: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class RawBlock:
    """HTML on lines of its own. It is told; where it stands all the same it is shown as it was typed."""

    line: int
    column: int
    text: str


Block: TypeAlias = (
    Heading | Paragraph | List | Item | Table | Row | Cell | Quotation | Alert | Figure | CodeBlock | Rule | Notes | Note
    | Facts | Fact | Part | RawBlock | Word
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


Change: TypeAlias = Callable[[Any], Iterable[Any]]
"""A node → what comes in its place: itself, another, several, or nothing."""


def rewritten(nodes: Sequence[Node], change: Change, *kinds: type) -> Sequence[Any]:
    """Nodes (blocks, inlines, rows) with those of some kinds changed, what a node holds before the node itself.

    What holds nothing that changes is the same node as before.
    """
    found: list[Any] = []
    for node in nodes:
        new = _rewritten(node, change, kinds) if type(node) in _HOLDING else node
        found.extend(change(new) if type(new) in kinds else (new,))
    return tuple(found) if len(found) != len(nodes) or not all(map(is_, found, nodes)) else nodes


def _rewritten(node: Any, change: Change, kinds: tuple[type, ...]) -> Any:  # noqa: ANN401 - a node of the kind that it is given
    changes: dict[str, Any] = {}
    for name in _HOLDING[type(node)]:
        old = getattr(node, name)
        if (new := _held(name, old, change, kinds)) is not old:
            changes[name] = new
    return replace(node, **changes) if changes else node


def _held(name: str, old: Any, change: Change, kinds: tuple[type, ...]) -> Any:  # noqa: ANN401 - what a field holds
    if name == "image":
        return next(iter(rewritten((old,), change, *kinds)))
    if name == "names":
        names = tuple(rewritten(one, change, *kinds) for one in old)
        return old if all(map(is_, names, old)) else names
    return rewritten(old, change, *kinds)


_FIELDS = ("caption", "head", "image", "names", "children")
_HOLDING: dict[type, tuple[str, ...]] = {
    kind: names
    for kind in (*INLINES, *BLOCKS)
    if (names := tuple(name for name in _FIELDS if name in kind.__match_args__))  # type: ignore[attr-defined]  # a dataclass
}
"""The fields in which a kind of node holds other nodes."""


def filled(nodes: Sequence[Node], fill: Callable[[Word], Iterable[Node]]) -> tuple[Any, ...]:
    """The same with what each word yields in its place: blocks for one that is a block, else inlines."""
    return tuple(rewritten(nodes, fill, Word))


def relinked(nodes: Sequence[Node], address: Callable[[str], str]) -> tuple[Any, ...]:
    """The same with every address of a link or picture changed."""
    return tuple(rewritten(nodes, lambda node: (replace(node, address=address(node.address)),), Link, Image))


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
