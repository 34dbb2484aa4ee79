"""What a built site holds: the names that its makers and its checkers share, and what stands on its pages.

A page is read once, for all that anyone asks of it: the check before publishing, the check of a site of whatever maker,
and the headers begin there. Standard library only, so a release can be checked on a machine that has nothing else.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal, NamedTuple

BUILD_LIST = "data/bouw.json"
"""The list of all files with their hashes that a build writes last: without it a build has not ended."""
ADDRESSES = "data/adressen.json"
"""All addresses that were moved or withdrawn."""
WITH_HASH = r"(?:assets/.+\.|zoek/[a-z]+-)[0-9a-f]{10}\.[a-z0-9.]+"
"""Files whose name changes with their content: they never change, and may be kept for ever."""

_FETCHING = {
    ("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("audio", "src"), ("video", "src"),
    ("video", "poster"), ("embed", "src"), ("object", "data"), ("track", "src"), ("use", "href"), ("image", "href"),
    ("input", "src"),
}  # fmt: skip
_REFERRING = {("a", "href"), ("area", "href"), ("form", "action"), ("blockquote", "cite"), ("script", "data-werker")}
_FETCHING_LINKS = {
    "stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch", "preconnect", "dns-prefetch",
}  # fmt: skip
_EXECUTABLE = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_VERBATIM = {"code", "pre", "kbd", "samp", "script", "style", "textarea"}
_MARK = re.compile(r"^\s*#{1,6} \S|\*\*\w|\]\(\S|\[![A-Z]+\]|^\s*(?:```|~~~)|\|\s*:?-{3,}", re.MULTILINE)
"""What an author types for a heading, strong words, a link, an alert, code or a table: a reader never sees it."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element(NamedTuple):
    """A tag as it opens: its line, name and attributes."""

    line: int
    tag: str
    attributes: Mapping[str, str]


class Target(NamedTuple):
    """An address on a page; `fetches` when a browser fetches it by itself."""

    address: str
    fetches: bool


@dataclass(slots=True)
class PageMarkup:
    """What one page of HTML holds."""

    elements: list[Element] = field(default_factory=list)
    links: dict[Target, list[int]] = field(default_factory=dict)
    """Every address, with the lines on which it stands."""
    ids: Counter[str] = field(default_factory=Counter)
    """Anchors, each as often as it stands on the page."""
    titel: str = ""
    bare_links: list[int] = field(default_factory=list)
    """Lines of links that say nothing: no text, no name."""
    braces: list[int] = field(default_factory=list)
    """Lines with `{{` or `{%` outside what is shown literally: a word that was not carried out."""
    marks: list[tuple[int, str]] = field(default_factory=list)
    """Marks of Markdown that stand in the text, with their lines: something escaped them, or no one read them."""
    scripts: list[str] = field(default_factory=list)
    """Text of inline scripts that a browser runs (data blocks such as JSON-LD are not)."""
    styles: list[str] = field(default_factory=list)
    style_attributes: list[str] = field(default_factory=list)
    """Values of `style` attributes."""
    handlers: list[str] = field(default_factory=list)
    """Inline event handlers and addresses that are script."""
    searches_in: list[str] = field(default_factory=list)
    """Addresses of other sites that the search on this page asks along (`extra.zoek_andere`)."""
    whole: bool = False
    """Whether the page reaches the end of its `html` element."""

    @property
    def headings(self) -> Iterator[tuple[int, int]]:
        """The line and the level of each heading."""
        return ((el.line, _HEADINGS[el.tag]) for el in self.elements if el.tag in _HEADINGS)

    @property
    def taal(self) -> str:
        """The language that the page says it is in."""
        return next((el.attributes.get("lang", "") for el in self.elements if el.tag == "html"), "")

    @property
    def is_redirect(self) -> bool:
        """Whether the page does no more than send a reader on."""
        return any(
            el.tag == "meta" and el.attributes.get("http-equiv", "").lower() == "refresh" for el in self.elements
        )


def read_page(html: str) -> PageMarkup:
    """Read one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page_markup


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page_markup = PageMarkup()
        self._open: list[str] = []
        self._capturing: Literal["scripts", "styles", ""] = ""
        self._text: list[str] = []
        self._link: tuple[int, str] | None = None
        """The line of the link that is open, and what it says so far."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.page_markup.elements.append(Element(line, tag, attributes))
        if tag not in _VOID:
            self._open.append(tag)
        for name, value in attributes.items():
            self._attribute(tag, name, value, attributes)
        if tag == "style":
            self._capturing = "styles"
        elif tag == "script" and "src" not in attributes and attributes.get("type", "").lower() in _EXECUTABLE:
            self._capturing = "scripts"
        elif tag == "a" and "href" in attributes:
            self._link = line, attributes.get("aria-label", "") + attributes.get("title", "")
        elif self._link and tag in {"img", "svg"}:
            self._link = self._link[0], self._link[1] + attributes.get("alt", "") + attributes.get("aria-label", "")

    def _attribute(self, tag: str, name: str, value: str, all_: dict[str, str]) -> None:
        if name == "id":
            self.page_markup.ids[value] += 1
        elif name == "style":
            self.page_markup.style_attributes.append(value)
        elif name.startswith("on") or value.strip().lower().startswith("javascript:"):
            self.page_markup.handlers.append(f"{tag} {name}")
        elif tag == "link" and name == "href":
            self._make_link(value, fetches=bool(_FETCHING_LINKS & set(all_.get("rel", "").lower().split())))
        elif name == "srcset":
            for piece in filter(str.strip, value.split(",")):
                self._make_link(piece.split()[0], fetches=True)
        elif (tag, name) in _FETCHING or (tag, name) in _REFERRING:
            self._make_link(value, fetches=(tag, name) in _FETCHING)
        elif (tag, name) == ("script", "data-andere"):
            self.page_markup.searches_in += [other["site"] for other in json.loads(value)]
        elif tag == "a" and name == "name":
            self.page_markup.ids[value] += not self.page_markup.ids[
                value
            ]  # beside an id of that name it is no second one

    def _make_link(self, address: str, *, fetches: bool) -> None:
        self.page_markup.links.setdefault(Target(address, fetches), []).append(self.getpos()[0])

    def handle_data(self, data: str) -> None:
        if self._capturing:
            self._text.append(data)
        if self._link:
            self._link = self._link[0], self._link[1] + data
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.page_markup.titel += data
        if ("{{" in data or "{%" in data) and not _VERBATIM & {*self._open}:
            self.page_markup.braces.append(self.getpos()[0])
        if (mark := _MARK.search(data)) and not _VERBATIM & {*self._open}:
            self.page_markup.marks.append((self.getpos()[0], data[mark.start() :].strip()[:30]))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if self._capturing and tag in {"script", "style"}:
            getattr(self.page_markup, self._capturing).append("".join(self._text))
            self._capturing, self._text = "", []
        elif tag == "a" and self._link:
            self.page_markup.bare_links += [] if self._link[1].strip() else [self._link[0]]
            self._link = None
        elif tag == "html":
            self.page_markup.whole = True
