"""Our reader under Python-Markdown's interface: the host that MkDocs and mkdocs-macros know.

MkDocs makes a `markdown.Markdown`, adds what it wants to see of a page (its links, its anchors, its title) as tree processors,
and asks it to convert. Here the page is read into our tree instead; of its links and headings MkDocs gets to see a
tree of elements as Python-Markdown would have made it, and where it leads a link, ours leads too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.extensions.toc import nest_toc_tokens
from markdown.util import Registry

from macros.document import markdown as reader
from macros.document import nodes as n

if TYPE_CHECKING:
    from markdown import Markdown


class Maker(Protocol):
    """What makes something of the tree of the page that is read."""

    def content(self, tree: tuple[n.Block, ...]) -> str:
        """Its HTML."""

    def filled(self, tree: tuple[n.Block, ...]) -> tuple[n.Block, ...]:
        """A part of it, with what its words yield."""


_IN_CONTENTS = range(2, 4)
"""The levels of headings that a page's table of contents has."""


class TreeReader(Extension):
    """Reads pages into trees; `maker` tells who makes something of them now."""

    def __init__(self, maker: Callable[[], Maker]) -> None:
        super().__init__()
        self.maker = maker

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Called when all other extensions have registered theirs; MkDocs adds its own afterwards."""
        md.treeprocessors = Registry()
        md.convert = partial(self.convert, md)  # type: ignore[method-assign]  # the whole of it: nothing reads the page as text

    def convert(self, md: Markdown, text: str) -> str:
        """A page's Markdown as HTML."""
        addresses: dict[str, str] = {}

        def resolve(address: str) -> str:
            if address not in addresses:
                addresses[address] = _seen(md, "a", href=address).get("href", "")
            return addresses[address]

        tree = reader.read(text, resolve, placed=False)
        headings = [node for node in n.walk(tree) if isinstance(node, n.Heading)]
        for heading in headings:
            _seen(md, f"h{heading.level}", id=heading.anchor)
        shown = self.maker().filled(tuple(heading for heading in headings if heading.level in _IN_CONTENTS))
        contents = [_in_contents(heading) for heading in shown if isinstance(heading, n.Heading)]
        md.toc_tokens = nest_toc_tokens(contents)  # type: ignore[attr-defined]
        return self.maker().content(tree)


def _seen(md: Markdown, tag: str, **attributes: str) -> Element:
    """An element after MkDocs has seen it."""
    root = Element("div")
    element = SubElement(root, tag, attributes)
    for processor in md.treeprocessors:
        processor.run(root)
    return element


def _in_contents(heading: n.Heading) -> Any:  # noqa: ANN401 - Python-Markdown keeps its type to itself
    """A heading as Python-Markdown's table of contents tells of it."""
    name = " ".join(n.text_of(heading.children).split())
    return {"level": heading.level, "id": heading.anchor, "name": name}
