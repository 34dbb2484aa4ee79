"""A tree → HTML: of a page, and for readers elsewhere (a feed), who have neither our style nor our anchors.

This is the allow-list: what no kind of node stands for cannot be written, every text is escaped, and an address leads
nowhere but to a page, a site or a mailbox. What words yield comes from our own templates, which escape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from macros.base.text import INVISIBLE, clean
from macros.document import nodes as n

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""How an address may begin that does not lead to this site."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a tree becomes HTML for one kind of reader.

    Args:
        render: the HTML of a fragment (overrides/fragments/), by its name and its values.
        word: what a word yields, as HTML of our own or as nodes.
        term: the word of a term with its explanation.
        address: an address on the page → as these readers need it.
        elsewhere: whether the reader is in another program: only meaning, no anchors.
    """

    render: Callable[..., str]
    word: Callable[[n.Word], str | Iterable[n.Node]]
    term: Callable[[n.Term], str] = lambda term: _text(term.text)
    address: Callable[[str], str] = str
    elsewhere: bool = False


def to_html(blocks: Iterable[n.Block], rendering: Rendering) -> str:
    """The blocks as HTML, each on lines of its own."""
    return _Writer(rendering).blocks(blocks)


def safe(address: str) -> bool:
    """Whether a reader may follow an address: a path, or a scheme that executes nothing."""
    scheme = _SCHEME.match(_BLANK.sub("", address))
    return not scheme or scheme[1].lower() in SCHEMES


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BLANK = re.compile(r"[\x00-\x20]+")
_SPECIAL = re.compile(f"[&<>]|{INVISIBLE.pattern}|\r")


def _text(text: str) -> str:
    """Letters with nothing in them that is no letter to a browser."""
    return escape(clean(text), quote=False) if _SPECIAL.search(text) else text


def _attributes(attributes: Mapping[str, str | int]) -> str:
    """Attributes as they stand in a tag; an empty one is left out, but for a picture's `alt`."""
    parts = ((name, _text(str(value)).replace('"', "&quot;")) for name, value in attributes.items())
    return "".join(f' {name}="{value}"' for name, value in parts if value or name == "alt")


def _element(tag: str, inner: str, **attributes: str | int) -> str:
    return f"<{tag}{_attributes(attributes) if attributes else ''}>{inner}</{tag}>"


def _empty(tag: str, **attributes: str | int) -> str:
    return f"<{tag}{_attributes(attributes) if attributes else ''}>"


class _Writer:
    """Writes nodes; counts the tables that need a name for their caption."""

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.tables = 0

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, nodes: Iterable[n.Block]) -> str:
        """Blocks, a line feed between them."""
        return "\n".join([_WRITERS[type(node)](self, node) for node in nodes])

    def heading(self, node: n.Heading) -> str:
        """A heading, with its anchor on the page."""
        anchor = {} if self.rendering.elsewhere else {"id": node.anchor}
        return _element(f"h{node.level}", self.inlines(node.children), **anchor)

    def paragraph(self, node: n.Paragraph) -> str:
        """A paragraph."""
        return _element("p", self.inlines(node.children))

    def list_(self, node: n.List) -> str:
        """A list; of a tight one the points are no paragraphs."""
        items = "\n".join([self.item(item, tight=node.tight) for item in node.children])
        if node.start is None:
            return _element("ul", f"\n{items}\n")
        return _element("ol", f"\n{items}\n", **({"start": node.start} if node.start != 1 else {}))

    def item(self, node: n.ListItem, *, tight: bool = False) -> str:
        """A point, behind its box when it has one."""
        box = "" if node.done is None else self.rendering.render("vak", klaar=node.done) + " "
        if tight:
            parts = [
                self.inlines(child.children) if isinstance(child, n.Paragraph) else self.blocks([child])
                for child in node.children
            ]
            return _element("li", box + "\n".join(parts))
        inner = self.blocks(node.children)
        return _element("li", f"{box}\n{inner}\n" if inner else box)

    def table(self, node: n.Table) -> str:
        """A table in its frame: each cell knows its column's heading, which a phone shows beside it."""
        self.tables += 1
        heads = [n.text_of(cell.children) for cell in node.head[0].children] if node.head else []
        return self.rendering.render(
            "tabel",
            nummer=self.tables,
            titel=Markup(self.inlines(node.caption)),  # noqa: S704 - written here, escaped
            koppen=heads,
            kop=[[*map(self.cell, row.children)] for row in node.head],
            rijen=[[*map(self.cell, row.children)] for row in node.children],
            elders=self.rendering.elsewhere,
        )

    def cell(self, node: n.Cell) -> tuple[n.Cell, Markup]:
        """A cell and what is in it."""
        inline = all(isinstance(child, n.INLINES) for child in node.children)
        inner = self.inlines(node.children) if inline else self.blocks(node.children)  # type: ignore[arg-type]
        return node, Markup(inner)  # noqa: S704 - the same

    def quotation(self, node: n.Quotation) -> str:
        """Words of someone else."""
        return _element("blockquote", f"\n{self.blocks(node.children)}\n")

    def alert(self, node: n.Alert) -> str:
        """What a reader must not miss."""
        inner = Markup(self.blocks(node.children))  # noqa: S704 - the same
        return self.rendering.render(
            "kader", soort=node.kind, titel=n.ALERT_TITLES[node.kind], inhoud=inner, elders=self.rendering.elsewhere
        )

    def figure(self, node: n.Figure) -> str:
        """A picture with the line below it."""
        caption = _element("figcaption", self.inlines(node.caption))
        return _element("figure", f"\n{self.image(n.Image(0, 0, node.image.address, node.image.alt))}\n{caption}\n")

    def code_block(self, node: n.CodeBlock) -> str:
        """Lines to be typed."""
        language = {} if self.rendering.elsewhere or not node.language else {"class": f"language-{node.language}"}
        return _element("pre", _element("code", _text(node.text), **language))

    def rule(self, _: n.Rule) -> str:
        """A line between two parts."""
        return _empty("hr")

    def notes(self, node: n.Notes) -> str:
        """The notes of a text, each with a way back to where it belongs."""
        notes = [(note, Markup(self.blocks(note.children))) for note in node.children]  # noqa: S704 - the same
        return self.rendering.render("noten", noten=notes, elders=self.rendering.elsewhere)

    def facts(self, node: n.Facts) -> str:
        """Names with their values."""
        return _element("dl", "\n" + "\n".join(line for fact in node.children for line in self.fact(fact)) + "\n")

    def fact(self, node: n.Fact) -> Iterator[str]:
        """The names of a fact, and what is said of it."""
        for name in node.names:
            yield _element("dt", self.inlines(name))
        match node.children:
            case (n.Paragraph() as sentence,):
                yield _element("dd", self.inlines(sentence.children))
            case _:
                yield _element("dd", self.blocks(node.children))

    def part(self, node: n.Group) -> str:
        """Blocks that belong together."""
        if not node.folded or self.rendering.elsewhere:
            return self.blocks(node.children)
        first, *rest = node.children
        shown = self.inlines(first.children) if isinstance(first, n.Paragraph) else self.blocks([first])
        return self.rendering.render("vouw", kop=Markup(shown), inhoud=Markup(self.blocks(rest)))  # noqa: S704 - the same

    def raw_block(self, node: n.RawBlock) -> str:
        """HTML that someone typed, as it was typed."""
        return _element("p", _text(node.text.strip()))

    def unknown(self, node: n.Node) -> str:
        """A part of another block, which that block writes.

        Raises:
            TypeError: always.
        """
        raise TypeError(f"{type(node).__name__} stands where no such node can stand")

    # ── Inlines ─────────────────────────────────────────────────────────────────────────────────────

    def inlines(self, nodes: Iterable[n.Inline]) -> str:
        """What stands in a sentence."""
        return "".join([_WRITERS[type(node)](self, node) for node in nodes])

    def text(self, node: n.Text) -> str:
        """Letters."""
        return _text(node.text)

    def code(self, node: n.Code) -> str:
        """Letters to be typed."""
        return _element("code", _text(node.text))

    def styled(self, node: n.Emphasis | n.Strong | n.Strike) -> str:
        """Words that stand out."""
        return _element(_TAGS[type(node)], self.inlines(node.children))

    def phrase(self, node: n.Phrase) -> str:
        """Words of which a template said what they are."""
        return _element(node.kind, self.inlines(node.children), title=node.title)

    def link(self, node: n.Link) -> str:
        """Words that lead somewhere, or only the words when no one may go there."""
        inner = self.inlines(node.children)
        if not safe(node.address):
            return inner
        return _element("a", inner, href=self.rendering.address(node.address), title=node.title)

    def image(self, node: n.Image) -> str:
        """A picture."""
        if not safe(node.address):
            return _text(node.alt)
        return _empty(
            "img",
            alt=node.alt,
            src=self.rendering.address(node.address),
            **({"title": node.title} if node.title else {}),
        )

    def note_mark(self, node: n.NoteMark) -> str:
        """A mark that leads to its note."""
        return self.rendering.render("nootcijfer", noot=node, elders=self.rendering.elsewhere)

    def break_(self, _: n.Break) -> str:
        """A line that ends."""
        return f"{_empty('br')}\n"

    def term(self, node: n.Term) -> str:
        """A word of the glossary."""
        return self.rendering.term(node)

    def remark(self, node: n.Remark) -> str:
        """Words beside the text."""
        return self.inlines(node.children)

    def raw(self, node: n.RawInline) -> str:
        """HTML that someone typed, as it was typed."""
        return _text(node.text)

    def word(self, node: n.Word) -> str:
        """What a word yields."""
        made = self.rendering.word(node)
        if isinstance(made, str):
            return made
        return self.blocks(made) if node.block else self.inlines(made)  # type: ignore[arg-type]


_TAGS = {n.Emphasis: "em", n.Strong: "strong", n.Strike: "del"}
_WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    n.Heading: _Writer.heading, n.Paragraph: _Writer.paragraph, n.List: _Writer.list_, n.ListItem: _Writer.item,
    n.Table: _Writer.table, n.Row: _Writer.unknown, n.Cell: _Writer.unknown, n.Quotation: _Writer.quotation,
    n.Alert: _Writer.alert, n.Figure: _Writer.figure, n.CodeBlock: _Writer.code_block, n.Rule: _Writer.rule,
    n.Notes: _Writer.notes, n.Note: _Writer.unknown, n.Facts: _Writer.facts, n.Fact: _Writer.unknown,
    n.Group: _Writer.part, n.RawBlock: _Writer.raw_block,
    n.Text: _Writer.text, n.Code: _Writer.code, **dict.fromkeys(_TAGS, _Writer.styled), n.Phrase: _Writer.phrase,
    n.Link: _Writer.link, n.Image: _Writer.image, n.NoteMark: _Writer.note_mark, n.Break: _Writer.break_,
    n.Term: _Writer.term, n.Remark: _Writer.remark, n.RawInline: _Writer.raw, n.Word: _Writer.word,
}  # fmt: skip
