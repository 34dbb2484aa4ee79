"""Pages as trees for channels that carry them whole: words carried out, every address full."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import partial
from typing import Any

from macros.base import links
from macros.document import fragments, markdown, rewriting
from macros.document import nodes as n
from macros.document.calls import Call, parse
from macros.document.templates import View
from macros.pages.generated import Page
from macros.records import models as m
from macros.words import vocabulary


def whole(view: View, page: Page, site: str) -> tuple[n.Block, ...]:
    """A page with its standing parts; a newsletter as it was on its own day.

    Args:
        view: the records, and how words look.
        page: the page.
        site: the site's address, ending in `/`.
    """
    path = links.address(page.id)
    here = view.at(path, page.record.datum if isinstance(page.record, m.Nieuwsbrief) else None)
    made: list[Any] = []
    text = "".join(_placed(part, made) for part in parse(page.markdown))
    tree = markdown.read(text, partial(_typed, page.id))
    return rewriting.relinked(
        rewriting.filled(tree, partial(_yield, here, made)), partial(links.joined, links.absolute(path, site))
    )


def prose(view: View, page: Page, site: str) -> tuple[n.Block, ...]:
    """What someone wrote of a page that has standing parts below it; nothing of a page that no one wrote."""
    tree = whole(view, page, site)
    seam = next((at for at, node in enumerate(tree) if isinstance(node, n.Word)), 0)
    return tree[:seam]


def _placed(part: object, made: list[Call]) -> str:
    if not isinstance(part, Call):
        return str(part)
    made.append(part)
    return markdown.placeholder(f"{len(made) - 1:x}-", block=part.naam not in vocabulary.LINE)


def _yield(view: View, made: list[Call], word: n.Word) -> Iterable[n.Node]:
    """The nodes of a word; the seam stays where it is."""
    if word.key == markdown.SEAM:
        return (word,)
    call = made[int(word.key.removesuffix("-"), 16)]
    html = vocabulary.all_words()[call.naam](view, *call.positional, **call.arguments)
    return fragments.read(html) if word.block else fragments.sentence(html)


def _typed(id_: str, address: str) -> str:
    """An address as it was typed on a page → as it is seen from there on the site; MkDocs does the same."""
    path, mark, anchor = address.partition("#")
    if not path.endswith(".md") or ":" in path:
        return address
    target = posixpath.normpath(posixpath.join(posixpath.dirname(id_), path.removesuffix(".md")))
    return links.relative(links.address(target) + mark + anchor, links.address(id_))
