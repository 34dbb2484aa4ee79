"""The anchors of headings, which never change: the rules of Python-Markdown's table of contents (its `toc` extension)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from macros.document import nodes as n


def slug(text: str) -> str:
    """A heading's anchor, by itself."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def unique(anchor: str, taken: set[str]) -> str:
    """The same with a number when it is taken: `kop`, `kop_1`, `kop_2`."""
    while anchor in taken or not anchor:
        name, behind, number = anchor.rpartition("_")
        anchor = f"{name}_{int(number) + 1}" if behind and number.isdecimal() else f"{anchor}_1"
    taken.add(anchor)
    return anchor


def said(inlines: Iterable[n.Inline]) -> str:
    """What a heading says in letters: of a picture in it nothing."""
    return n.text_of(inline for inline in inlines if not isinstance(inline, n.Image))
