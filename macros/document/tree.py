"""A page's HTML → a small tree of known tags, for channels that write their own: the newsletter's mails.

Read once, with html.parser. A tag, attribute or address that is not known here cannot reach a mailbox, whoever made the
HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from macros.base import text

HEADINGS = tuple(f"h{level}" for level in range(1, 7))
BLOCKS = {
    *HEADINGS, "p", "ul", "ol", "li", "blockquote", "pre", "dl", "dt", "dd", "hr",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "br", "cite", "code", "del", "em", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup",
}  # fmt: skip
_CHILDLESS = {"br", "hr"}
_WITHOUT_CONTENT = {
    "script",
    "style",
    "svg",
    "form",
    "nav",
    "template",
    "iframe",
    "noscript",
    "title",
    "head",
    "object",
}
_ATTRIBUTES = {"a": ("href",), "ol": ("start",), "th": ("scope", "colspan", "rowspan"), "td": ("colspan", "rowspan")}
_DEPTH = 30
"""Deeper than this a tag is left out and its text stays: neither a template nor a reader goes further."""


@dataclass(slots=True)
class Node:
    """A tag with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)


def tree(html: str) -> list[Node]:
    """The blocks of a page: everything that is known, in order; loose text becomes a paragraph."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(in_blocks(reader.root.children))


class _Reader(HTMLParser):
    """Builds the tree; what it does not know it steps over, keeping the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping or tag in _WITHOUT_CONTENT:
            self.skipping += [tag] if tag in _WITHOUT_CONTENT else []
        elif tag == "img":
            alt = text.one_line(dict(attrs).get("alt") or "")
            self.open[-1].children += [f"[Afbeelding: {alt}]"] if alt else []
        elif tag in BLOCKS | _INLINE and len(self.open) < _DEPTH:
            self._start(Node(tag, _attributes(tag, attrs)))

    def _start(self, node: Node) -> None:
        if node.tag == "a" and "href" not in node.attributes:
            return
        self.open[-1].children.append(node)
        if node.tag not in _CHILDLESS:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping = self.skipping[:-1] if tag == self.skipping[-1] else self.skipping
        elif tag in [node.tag for node in self.open[1:]]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        # Cleaned here and not before: `&#x202e;` is such a character only now.
        if not self.skipping and (words := text.clean(data)):
            self.open[-1].children.append(words)


def _attributes(tag: str, attrs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The attributes that carry meaning and are what they should be: an address, a number, a scope."""
    given = {name: value or "" for name, value in attrs if name in _ATTRIBUTES.get(tag, ())}
    if "href" in given:
        address = _address(given["href"])
        return {"href": address} if address else {}
    return {name: value for name, value in given.items() if re.fullmatch(r"[0-9]{1,3}|(col|row)(group)?", value)}


def in_blocks(children: Iterable[Node | str]) -> Iterator[Node]:
    """The blocks among what is in a tag; what is between them becomes a paragraph, unless it has no words."""
    separate = Node("p")
    for child in children:
        if isinstance(child, str) or child.tag not in BLOCKS:
            separate.children.append(child)
            continue
        if _text([separate]):
            yield separate
        separate = Node("p")
        yield child
    if _text([separate]):
        yield separate


def _text(children: Iterable[Node | str]) -> str:
    """Only the words."""
    parts = (child if isinstance(child, str) else _text(child.children) for child in children)
    return text.one_line("".join(parts))


def below(node: Node, *tags: str) -> list[Node]:
    """The blocks directly in a block, of these tags or of all."""
    return [child for child in node.children if isinstance(child, Node) and child.tag in (tags or BLOCKS)]


_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"<>\\]+", re.IGNORECASE)


def _address(typed: str) -> str:
    """The address of a link, or nothing when a mail should not follow it (`javascript:`)."""
    typed = text.clean(typed).strip()
    return typed if _ADDRESS.fullmatch(typed) else ""
