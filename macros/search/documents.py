"""What is searched: documents in parts, and the concepts of the glossary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A part of a page under one heading; the part before the first heading has no anchor and no heading."""

    anchor: str
    kop: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page that can be found. `pad` is relative to the site's root: `praktijken/hackshield/`."""

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


_SKIP = frozenset({"nav", "script", "style", "svg", "template", "noscript", "form", "button"})
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_INLINE = frozenset("a abbr b bdi cite code del dfn em i ins kbd mark q s small span strong sub sup u var".split())  # noqa: SIM905
_HEADINGS = frozenset({"h2", "h3"})
_SILENT_CLASSES = frozenset({"headerlink", "stand-van", "bron", "leeg"})
"""Links to a heading itself, the line with dates and sources, links to a source, and "there is nothing here"."""
UNFINDABLE = "data-zoek-niet"
"""The attribute with which a template keeps a list of links to other pages out of the search."""


_TOKEN = re.compile(
    r"""<(?:!--.*?(?:-->|$)|(?:script|style)\b[^>]*+>.*?(?:<[/](?:script|style)[^>]*+>|$)"""
    r"""|(/?)([a-z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>|[!?/][^>]*+>)""",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, a script as a whole, a tag (whether it closes, its name, the rest), or what is none."""
_ATTRIBUTE = re.compile(r"""([^\s"'=/]++)(?:\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"']++)))?""")
_LOADED = re.compile(f"id|class|hidden|{UNFINDABLE}", re.IGNORECASE)


def parts_from_html(html: str) -> tuple[DocumentPart, ...]:
    """Parts of a page's content: split at each h2 and h3 with an anchor, without navigation, scripts and icons.

    The anchor of a heading is its id, or that of an element which begins with it: `<section id="…"><h2>`.

    Unclosed and stray tags are taken as they come: the text is never lost, at worst it lands under another
    heading. The h1 is the title and is left out.
    """
    reader = _Reader()
    reader.read(html)
    return reader.parts()


@dataclass
class _Piece:
    anchor: str = ""
    kop: list[str] = field(default_factory=list)
    tekst: list[str] = field(default_factory=list)

    def part(self) -> DocumentPart:
        return DocumentPart(self.anchor, _normalise(self.kop), _normalise(self.tekst))


def _normalise(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


class _Reader:
    """Collects text; `_silent` holds the open elements from the one on that is skipped."""

    def __init__(self) -> None:
        self._pieces = [_Piece()]
        self._silent: list[str] = []
        self._in_heading = ""
        self._anchor = ""
        """The id of what was opened since the last text."""

    def read(self, html: str) -> None:
        """Reads a page, tag by tag; `html.parser` does the same in three times the time."""
        pieces = _TOKEN.split(html)
        for text, closing, name, rest in zip(pieces[::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=False):
            self._text(text)
            if name:
                self._tag(closing, name.lower(), rest)
        self._text(pieces[-1])

    def _tag(self, closing: str, name: str, rest: str) -> None:
        if closing:
            self._close(name)
        elif rest[-1:] == "/":
            self._space(name)
        else:
            self._start(name, rest)

    def _start(self, name: str, rest: str) -> None:
        attributes = _attributes(rest) if rest else {}
        if self._silent or _is_silent(name, attributes):
            if name not in _EMPTY:
                self._silent.append(name)
            return
        self._anchor = attributes.get("id") or self._anchor
        if name in _HEADINGS and self._anchor:
            self._pieces.append(_Piece(self._anchor))
            self._in_heading = name
        self._space(name)

    def _close(self, name: str) -> None:
        if name in self._silent:
            del self._silent[len(self._silent) - 1 - self._silent[::-1].index(name) :]
        elif not self._silent:
            self._in_heading = "" if name == self._in_heading else self._in_heading
            self._space(name)

    def _text(self, raw: str) -> None:
        if self._silent or not raw:
            return
        piece = self._pieces[-1]
        (piece.kop if self._in_heading else piece.tekst).append(unescape(raw) if "&" in raw else raw)
        self._anchor = "" if raw.strip() else self._anchor

    def _space(self, name: str) -> None:
        if name not in _INLINE:
            self._text(" ")

    def parts(self) -> tuple[DocumentPart, ...]:
        """The parts that say something."""
        all_ = (piece.part() for piece in self._pieces)
        return tuple(part for part in all_ if part.kop or part.tekst)


def _attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag, of which only those in `_LOADED` are wanted."""
    if not _LOADED.search(rest):
        return {}
    found = ((name.lower(), double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(rest))
    return {name: unescape(value) for name, value in found}


def _is_silent(tag: str, attrs: Mapping[str, str]) -> bool:
    """Whether an element holds nothing that a reader would look for on this page."""
    if tag in _SKIP or tag == "h1":
        return True
    if not attrs:
        return False
    hidden = attrs.get("aria-hidden") == "true" or "hidden" in attrs or UNFINDABLE in attrs
    return hidden or not _SILENT_CLASSES.isdisjoint(attrs.get("class", "").split())


def encoded(all_: Iterable[DocumentPart]) -> bytes:
    """Parts, so that a build can keep them."""
    return json.dumps([astuple(part) for part in all_], ensure_ascii=False).encode()


def decoded(kept: bytes) -> tuple[DocumentPart, ...]:
    """Parts that were kept."""
    return tuple(DocumentPart(*part) for part in json.loads(kept))


def parts(blocks, word):  # temporary
    from macros.document import nodes as n
    return (DocumentPart("", "", n.text_of(n.filled(blocks,word))),)
