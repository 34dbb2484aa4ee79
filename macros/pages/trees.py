"""Pages as trees for channels that carry them whole: words carried out, every address full."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import partial
from urllib.parse import quote

from macros.base import links
from macros.document import markdown, rewriting
from macros.document import nodes as n
from macros.document.calls import Call, parse
from macros.document.templates import View
from macros.pages.generated import Page
from macros.pages.placeholders import Placeholders


def whole(view: View, page: Page, site: str) -> tuple[n.Block, ...]:
    """A page with its standing parts; one that has a day of its own as it was then.

    Args:
        view: the records, and how words look.
        page: the page.
        site: the site's address, ending in `/`.
    """
    path = links.address(page.id)
    here = view.at(path, page.dag)
    words = Placeholders()
    text = "".join(_carried_out(words, here, part) for part in parse(page.markdown))
    tree = rewriting.filled(markdown.read(text, partial(_seen_from, page.id)), partial(_yield, words))
    return rewriting.relinked(tree, partial(links.joined, links.absolute(path, site)))


def prose(view: View, page: Page, site: str) -> tuple[n.Block, ...]:
    """What someone wrote of a page that has standing parts below it; nothing of a page that no one wrote."""
    tree = whole(view, page, site)
    seam = next((at for at, node in enumerate(tree) if isinstance(node, n.Word)), 0)
    return tree[:seam]


def _carried_out(words: Placeholders, here: View, part: object) -> str:
    return words.put(here, part.naam, *part.positional, **part.arguments) if isinstance(part, Call) else str(part)


def _yield(words: Placeholders, word: n.Word) -> Iterable[n.Node]:
    """The nodes of a word; the seam stays where it is."""
    return (word,) if word.key == markdown.SEAM else words.nodes(word)


def _seen_from(id_: str, typed: str) -> str:
    """An address as it was typed on a page → as it is seen from that page on the site; MkDocs does the same."""
    path, mark, anchor = typed.partition("#")
    if not path or path.startswith("/") or ":" in path:
        return typed
    target = posixpath.normpath(posixpath.join(posixpath.dirname(id_), path))
    target = links.address(target.removesuffix(".md")) if target.endswith(".md") else quote(target, safe="/%")
    return links.relative(target + mark + anchor, links.address(id_))
