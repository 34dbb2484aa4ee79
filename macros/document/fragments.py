"""What our templates made for a word → nodes, for channels that write their own. The only module that reads HTML.

A template says in HTML what a page shows; here is said once what that HTML means: `dl` is facts, a `section` with an id is a
part with an anchor, a line with its sources stands beside the text. What only the page can do (forms, menus, drawings) and
what no one sees is left out. And `moved` is for the one page that shows others whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from typing import TypeAlias, get_args

from lxml import html as lxml_html
from lxml.html import HtmlElement

from macros.base.text import clean
from macros.document import nodes as n

UNFINDABLE = "data-zoek-niet"
"""The attribute with which a template keeps a list of links to other pages out of the search."""
_BESIDE = frozenset({"stand-van", "bron", "leeg"})
"""Classes of what stands beside a text: its dates and sources, and "there is nothing here"."""
_HIDDEN = frozenset({"onzichtbaar", "headerlink"})
_LEFT_OUT = frozenset(
    {"script", "style", "svg", "form", "nav", "template", "noscript", "button", "head", "title", "iframe", "object"}
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_STYLES: dict[str, type[n.Emphasis | n.Strong | n.Strike]] = {
    "em": n.Emphasis,
    "i": n.Emphasis,
    "strong": n.Strong,
    "b": n.Strong,
    "del": n.Strike,
    "s": n.Strike,
}
_PHRASES = frozenset(get_args(n.PhraseKind))
_WHITE = re.compile(r"[ \t\n\r\f]+")


def read(html: str) -> tuple[n.Block, ...]:
    """What a template made, as blocks: loose words become a paragraph."""
    return _read_again(html) if len(html) <= _SHORT else _blocks(_root(html))


_SHORT = 20_000
"""Letters of what may stand on many pages; a list of thousands of pages stands on one, and as nodes it is large."""


@lru_cache(maxsize=128)
def _read_again(html: str) -> tuple[n.Block, ...]:
    return _blocks(_root(html))


@lru_cache(maxsize=128)
def sentence(html: str) -> tuple[n.Inline, ...]:
    """What a template made to stand in a sentence."""
    return _inlines(_contents(_root(html)))


def _root(html: str) -> HtmlElement:
    return lxml_html.fragment_fromstring(clean(html), create_parent="div")


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

_Piece: TypeAlias = str | HtmlElement


def _contents(element: HtmlElement) -> Iterator[_Piece]:
    """What is in an element, in order, without what no channel shows."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and not _left_out(child):
            yield child
        if child.tail:
            yield child.tail


def _left_out(element: HtmlElement) -> bool:
    hidden = element.get("aria-hidden") == "true" or element.get("hidden") is not None
    return hidden or element.tag in _LEFT_OUT or not _HIDDEN.isdisjoint(element.get("class", "").split())


def _beside(element: HtmlElement) -> bool:
    return element.get(UNFINDABLE) is not None or not _BESIDE.isdisjoint(element.get("class", "").split())


def _blocks(element: HtmlElement) -> tuple[n.Block, ...]:
    """The blocks in an element; what stands between them becomes a paragraph, unless it has no words."""
    found: list[n.Block] = []
    loose: list[_Piece] = []

    def settle() -> None:
        if children := n.trimmed(_inlines(loose)):
            found.append(n.Paragraph(0, 0, children))
        loose.clear()

    for piece in _contents(element):
        if isinstance(piece, str) or not _is_block(piece):
            loose.append(piece)
        else:
            settle()
            found.extend(_block(piece))
    settle()
    return tuple(found)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or any(child.tag in _BLOCKS for child in element.iterdescendants())


def _block(element: HtmlElement) -> Iterator[n.Block]:
    """One element: its block, in a part when an anchor leads to it or it stands beside the text."""
    anchor = element.get("id", "")
    blocks = tuple(_READERS.get(element.tag, _blocks)(element))
    if _beside(element) or (anchor and element.tag not in _HEADINGS and element.tag != "caption"):
        yield n.Group(0, 0, blocks, anchor, _beside(element))
    else:
        yield from blocks


def _heading(element: HtmlElement) -> Iterator[n.Block]:
    if children := _words(element):
        yield n.Heading(0, 0, int(element.tag[1]), element.get("id", ""), children)


def _paragraph(element: HtmlElement) -> Iterator[n.Block]:
    if children := _words(element):
        yield n.Paragraph(0, 0, children)


def _list(element: HtmlElement) -> Iterator[n.Block]:
    start = int(element.get("start", "1")) if element.tag == "ol" else None
    items = tuple(n.ListItem(0, 0, tuple(_item(child))) for child in element.iterchildren("li") if not _left_out(child))
    yield n.List(0, 0, start, element.find("li/p") is None, items)


def _item(element: HtmlElement) -> Iterator[n.Block]:
    blocks = _blocks(element)
    if element.get("id") or _beside(element):
        yield n.Group(0, 0, blocks, element.get("id", ""), _beside(element))
    else:
        yield from blocks


def _table(element: HtmlElement) -> Iterator[n.Block]:
    head = tuple(_row(row) for row in element.iterfind("thead/tr"))
    rows = tuple(_row(row) for row in element.xpath("tr|tbody/tr|tfoot/tr"))
    caption = element.find("caption")
    yield n.Table(0, 0, _words(caption) if caption is not None else (), head, rows)


def _row(element: HtmlElement) -> n.Row:
    return n.Row(0, 0, tuple(_cell(cell) for cell in element.iterchildren("th", "td")))


def _cell(element: HtmlElement) -> n.Cell:
    blocks = any(child.tag in _BLOCKS for child in element.iterdescendants())
    align: n.Align = "right" if "getal" in element.get("class", "").split() else ""
    return n.Cell(
        0, 0, _blocks(element) if blocks else _words(element), element.tag == "th", align, int(element.get("colspan", "1")),
        int(element.get("rowspan", "1")),
    )  # fmt: skip


def _quotation(element: HtmlElement) -> Iterator[n.Block]:
    yield n.Quotation(0, 0, _blocks(element))


def _code(element: HtmlElement) -> Iterator[n.Block]:
    yield n.CodeBlock(0, 0, element.text_content().removesuffix("\n") + "\n")


def _rule(_: HtmlElement) -> Iterator[n.Block]:
    yield n.Rule(0, 0)


@dataclass(slots=True)
class _Open:
    """A fact that is being read."""

    names: list[tuple[n.Inline, ...]] = field(default_factory=list)
    values: list[n.Block] = field(default_factory=list)


def _facts(element: HtmlElement) -> Iterator[n.Block]:
    """Names and values; a template may put each pair in a `div`."""
    facts = [_Open()]
    for child in element.xpath("dt|dd|div/dt|div/dd"):
        if _left_out(child):
            continue
        if child.tag == "dt":
            if facts[-1].values:
                facts.append(_Open())
            facts[-1].names.append(_words(child))
        else:
            facts[-1].values.extend(_block(child))
    yield n.Facts(
        0, 0, tuple(n.Fact(0, 0, tuple(fact.names), tuple(fact.values)) for fact in facts if fact.names or fact.values)
    )


_HEADINGS = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading)
_READERS = {
    **_HEADINGS, "p": _paragraph, "summary": _paragraph, "figcaption": _paragraph, "ul": _list, "ol": _list,
    "table": _table, "blockquote": _quotation, "pre": _code, "hr": _rule, "dl": _facts,
}  # fmt: skip


def _words(element: HtmlElement) -> tuple[n.Inline, ...]:
    return n.trimmed(_inlines(_contents(element)))


def _inlines(pieces: Iterator[_Piece] | Sequence[_Piece]) -> tuple[n.Inline, ...]:
    found: list[n.Inline] = []
    for piece in pieces:
        for inline in (n.Text(0, 0, _WHITE.sub(" ", piece)),) if isinstance(piece, str) else _inline(piece):
            if isinstance(inline, n.Text) and found and isinstance(before := found[-1], n.Text):
                found[-1] = n.Text(0, 0, _WHITE.sub(" ", before.text + inline.text))
            else:
                found.append(inline)
    return tuple(found)


def _inline(element: HtmlElement) -> Iterator[n.Inline]:
    """One element in a sentence; a block that stands there all the same gives its words."""
    if _beside(element):
        yield n.Remark(0, 0, tuple(_said(element)))
    else:
        yield from _said(element)


def _said(element: HtmlElement) -> Iterator[n.Inline]:
    children, tag = _inlines(_contents(element)), element.tag
    if tag == "a" and element.get("href"):
        yield n.Link(0, 0, element.get("href", ""), children, element.get("title", ""))
    elif tag == "img":
        yield n.Image(0, 0, element.get("src", ""), element.get("alt", ""), element.get("title", ""))
    elif tag == "br":
        yield n.Break(0, 0)
    elif tag == "code":
        yield n.Code(0, 0, element.text_content())
    elif tag in _STYLES:
        yield _STYLES[tag](0, 0, children)
    elif tag in _PHRASES:
        yield n.Phrase(0, 0, tag, children, element.get("title", ""))
    else:
        yield from (n.Text(0, 0, " "), *children, n.Text(0, 0, " ")) if tag in _BLOCKS else children


# ── Moving ──────────────────────────────────────────────────────────────────────────────────────────────

_REFERENCES = frozenset({"id", "for", "aria-labelledby", "aria-describedby"})
"""Attributes that name elements of the page by their id."""
_ADDRESSES = frozenset({"href", "src"})
_TAG = re.compile(r'<(/?h[1-6](?![^\s>])|/a(?=>)|[a-z][^\s/>]*(?=\s))((?:[^<>"]++|"[^"]*+")*+)>')
"""A tag of which something may change: a heading's, the end of a link, or one with attributes."""
_ATTRIBUTE = re.compile(r'([^\s"=/]+)="([^"]*)"')


def moved(
    html: str, *, heading: Callable[[int], int], anchor: Callable[[str], str], address: Callable[[str], str]
) -> str:
    """What a page shows, to stand elsewhere; only the page itself explains its terms and leads to its sources.

    Only what changes is rewritten: the page was written by us, so every value of an attribute stands in double quotes.

    Args:
        html: one or more elements, and text.
        heading: the level of a heading → its level there.
        anchor: an id → its id there; what refers to it follows.
        address: where a link or picture is → where it is from there.
    """
    explains = False  # we are in a link that does not come along

    def attribute(typed: re.Match[str]) -> str:
        name, value = typed[1], typed[2]
        if name in _REFERENCES:
            return f'{name}="{" ".join(anchor(id_) for id_ in value.split())}"'
        if name not in _ADDRESSES:
            return typed[0]
        value = unescape(value)
        return f'{name}="{escape(f"#{anchor(value[1:])}" if value.startswith("#") else address(value))}"'

    def tag(typed: re.Match[str]) -> str:
        nonlocal explains
        name, attributes = typed[1], typed[2]
        if (name == "a" and _explains(attributes)) or (name == "/a" and explains):
            explains = name == "a"
            return ""
        if name[-2:-1] == "h" and name[-1].isdecimal():
            name = f"{name[:-1]}{heading(int(name[-1]))}"
        return f"<{name}{_ATTRIBUTE.sub(attribute, attributes)}>"

    return _TAG.sub(tag, html)


def _explains(attributes: str) -> bool:
    """Whether they are of a link to a term (overrides/fragments/uitleg.html), or of one to a source."""
    return 'class="bron"' in attributes or ('class="begrip"' in attributes and ' title="' in attributes)
