"""What a contributor wrote, taken apart: headings, links, pictures, notes and HTML, each with its line.

This reads Markdown the way Python-Markdown does where it matters for a message; it renders nothing. Code and the
words between braces are blanked first, character for character, so every position keeps its line.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line, level, text, and the anchor that the site gives it."""

    line: int
    level: int
    tekst: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture: its line, what a reader sees or hears, where it leads, how it was typed."""

    line: int
    tekst: str
    doel: str
    image: bool = False
    html: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """An HTML tag: its line, name and attributes; `start` is false for a closing one."""

    line: int
    naam: str
    attributes: tuple[tuple[str, str], ...] = ()
    start: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its line and its words."""

    line: int
    woorden: tuple[str, ...]


_FENCE = re.compile(
    r"^(`{3,}|~{3,}) *(?:\{[^\n]*\}|\.?[\w#.+-]* *(?:hl_lines=(\"|').*?\2 *)?)\n(.*?)(?<=\n)\1 *$",
    re.MULTILINE | re.DOTALL,
)
"""A block of code as Python-Markdown knows it: not indented, closed by a line that is the same. What only looks like one is text."""
_OPEN_FENCE = re.compile(r"^ {0,3}(?:`{3,}[^`\n]*|~{3,}.*)$", re.MULTILINE)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_WORD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^<>\s]*|[^<>\s@/]+@[^<>\s@]+)>", re.IGNORECASE)
_IN = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*"
_TO = r"\(\s*(<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_LINK = re.compile(rf"(?<![!\\])\[({_IN})\]{_TO}")
_IMAGE = re.compile(rf"(?<!\\)!\[({_IN})\]{_TO}")
_NAME = re.compile(rf"(?<!\\)(!?)\[(?!\^)({_IN})\][ \n]?\[([^\[\]\^]*)\](?!\()")
_ADDRESS = re.compile(r"^ {0,3}\[(?!\^)([^\[\]]+)\]:[ \t]*(<[^<>\n]*>|\S+)", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})((?:\\.|[^\\\n])*?)#*[ \t]*$", re.MULTILINE)
_UNDERLINE = re.compile(r"^(?:=+|-+)[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"(?:^|\n[ \t]*\n)([ \t]*[^\s][^\n]*)\n(=+|-+)[ \t]*(?=\n|$)")
_MARKUP = re.compile(r"[\[{<&*_`~\\]")
"""What Markdown that is more than text holds, at least one of these."""
_A = re.compile(r"<a\b[^<>]*>(.*?)(?:</a\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"(?<!\\)\[\^([^\[\]]+)\](?!:)")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\[\]]+)\]:", re.MULTILINE)


def _blank(hit: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", hit[0])


def plain_text(markdown: str) -> str:
    """A piece of Markdown as a reader sees it: no marks, no addresses, no HTML."""
    if not _MARKUP.search(markdown):
        return markdown.strip()  # most sentences
    text = _WORD.sub(" ", markdown)
    text = _IMAGE.sub(lambda t: t[1], text)
    text = _LINK.sub(lambda t: t[1], text)
    text = re.sub(r"\[([^\[\]]*)\]\[[^\[\]]*\]", r"\1", text)
    text = re.sub(r"<[^<>]*>", "", text)
    return unescape(re.sub(r"\\(?=[^\w\s])|[*`~]|(?<!\w)_+|_+(?!\w)", "", text)).strip()


def anchor(text: str) -> str:
    """The anchor of a heading, as Python-Markdown's table of contents makes it."""
    bare = unicodedata.normalize("NFKD", plain_text(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", bare).strip().lower())


@dataclass(frozen=True)
class Prose:
    """A page as it was typed; `first` is the line of the file at which the text begins."""

    file: str
    page: str
    tekst: str
    first: int = 1

    @cached_property
    def without_code(self) -> str:
        """The text with code and comments blanked."""
        text = self.tekst
        if "`" in text or "~~~" in text:
            text = _CODE.sub(_blank, _FENCE.sub(_blank, text))
        return _COMMENT.sub(_blank, text) if "<!--" in text else text

    @cached_property
    def open_fences(self) -> tuple[int, ...]:
        """Lines that seem to begin or end a block of code and do not: what follows is text, also where its author thinks not."""
        text = _COMMENT.sub(_blank, _FENCE.sub(_blank, self.tekst))
        return tuple(self.line(t.start()) for t in _OPEN_FENCE.finditer(text))

    @cached_property
    def bare(self) -> str:
        """The same with the words between braces blanked too."""
        return _WORD.sub(_blank, self.without_code)

    @cached_property
    def _line_limits(self) -> list[int]:
        return [t.start() for t in re.finditer("\n", self.tekst)]

    def line(self, place: int) -> int:
        """The line in the file of a place in the text."""
        return bisect_right(self._line_limits, place - 1) + self.first

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in their order."""
        found = [(t.start(), len(t[1]), t[2]) for t in _HEADING.finditer(self.bare)]
        if _UNDERLINE.search(self.bare):
            found += [(t.start(1), 1 if t[2][0] == "=" else 2, t[1]) for t in _UNDERLINED.finditer(self.bare)]
        return tuple(
            Heading(self.line(place), level, plain_text(self.tekst[place : place + len(text) + level]).lstrip("# "), anchor(text))
            for place, level, text in sorted(found)
        )  # fmt: skip

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and pictures in Markdown and in HTML; an address by name is followed."""
        return tuple(sorted((*self._in_markdown(), *self._in_html()), key=lambda link: link.line))

    def _in_markdown(self) -> Iterator[Link]:
        for pattern, image in ((_LINK, False), (_IMAGE, True)):
            for t in pattern.finditer(self.bare):
                if "{{" in self.without_code[t.end(1) : t.end()]:
                    continue  # an address that a word would have to make
                yield Link(self.line(t.start()), self.tekst[t.start(1) : t.end(1)].strip(), _bare_target(t[2]), image)
        for t in _AUTOLINK.finditer(self.bare):
            yield Link(self.line(t.start()), t[1], t[1] if "://" in t[1] else f"mailto:{t[1]}")
        names = self.addresses
        for t in _NAME.finditer(self.bare):
            target = names.get((t[3] or t[2]).strip().lower())
            if target is not None:
                yield Link(self.line(t.start()), t[2].strip(), target, bool(t[1]))
        loose = {name: target for name, target in names.items() if target}
        for t in re.finditer(r"(?<![!\\\]])\[([^\[\]\^][^\[\]]*)\](?![\[(:])", self.bare) if loose else ():
            if target := loose.get(t[1].strip().lower()):
                yield Link(self.line(t.start()), t[1].strip(), target)

    def _in_html(self) -> Iterator[Link]:
        texts = (plain_text(t[1]) or _alt(t[1]) for t in _A.finditer(self._html))
        for tag in self.tags:
            values = dict(tag.attributes)
            if tag.naam == "a" and tag.start:
                text = next(texts, "")
                if "href" in values:
                    yield Link(tag.line, text, values["href"], html=True)
            elif tag.naam == "img" and tag.start:
                yield Link(tag.line, values.get("alt", ""), values.get("src", ""), image=True, html=True)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Addresses by name: `[naam]: adres`."""
        return {t[1].strip().lower(): _bare_target(t[2]) for t in _ADDRESS.finditer(self.bare)}

    @cached_property
    def without_address(self) -> tuple[Link, ...]:
        """Links by a name that has no address."""
        return tuple(
            Link(self.line(t.start()), t[2], t[3] or t[2], bool(t[1]))
            for t in _NAME.finditer(self.bare)
            if (t[3] or t[2]).strip().lower() not in self.addresses
        )

    def noten(self) -> tuple[dict[str, int], list[tuple[str, int]]]:
        """Where each note is first referred to, and every text of a note with its line."""
        texts = [(t[1], self.line(t.start())) for t in _NOTE_TEXT.finditer(self.bare)]
        used: dict[str, int] = {}
        for t in _NOTE.finditer(self.bare):
            used.setdefault(t[1], self.line(t.start()))
        return used, texts

    # ── HTML ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _html(self) -> str:
        return _AUTOLINK.sub(_blank, self.bare)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every HTML tag that someone typed."""
        if "<" not in self._html:
            return ()
        reader = _Tags(self.first)
        reader.feed(self._html)
        reader.close()
        return tuple(reader.tags)

    @cached_property
    def open_brackets(self) -> tuple[int, ...]:
        """Lines with a `<` that begins a tag and never ends it."""
        return tuple(
            self.line(t.start()) for t in re.finditer(r"<(?=[A-Za-z/!?])(?![^<>]*>)", self._html)
        )  # fmt: skip

    # ── Sentences ───────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of running text and lists; headings, tables, notes of sources and words left out."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        text = re.sub(r"\(\s*\{\{[^{}]*\}\}[^()]*\)", _blank, self.without_code)
        text = _WORD.sub(lambda t: "x".ljust(len(t[0])) if "\n" not in t[0] else _blank(t), text)
        for paragraph in re.finditer(r"(?:^[ \t]*[^\s#|>!\[<][^\n]*\n?)+", text, re.MULTILINE):
            for place, part in _between(_LIST_ITEM, paragraph[0]):
                yield from self._divide(paragraph.start() + place, part)

    def _divide(self, start: int, paragraph: str) -> Iterator[Sentence]:
        for place, sentence in _between(_SENTENCE_END, paragraph):
            if words := _WORDS.findall(plain_text(sentence)):
                contents = len(sentence) - len(sentence.lstrip())
                yield Sentence(self.line(start + place + contents), tuple(words))


_LIST_ITEM = re.compile(r"\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])(?=[\"')*_]*\s)")
_WORDS = re.compile(r"\w[\w'’.,/-]*")


def _between(limit: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """The pieces of a text between its borders, each with its place."""
    start = 0
    for t in limit.finditer(text):
        yield start, text[start : t.start()]
        start = t.end()
    yield start, text[start:]


def _alt(html: str) -> str:
    """The name that a picture inside a link gives it."""
    found = re.search(r"alt\s*=\s*[\"']([^\"']*)", html, re.IGNORECASE)
    return found[1] if found else ""


def _bare_target(target: str) -> str:
    return unescape(target.strip("<>")) if target.startswith("<") else unescape(target)


class _Tags(HTMLParser):
    """Gathers tags with their lines; a declaration or instruction counts as a tag of that name."""

    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = first
        self.tags: list[Tag] = []

    def _add(self, name: str, attributes: tuple[tuple[str, str], ...] = (), *, start: bool = True) -> None:
        self.tags.append(Tag(self.getpos()[0] - 1 + self.first, name, attributes, start))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, tuple((name, value or "") for name, value in attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._add(tag, start=False)

    def handle_endtag(self, tag: str) -> None:
        self._add(tag, start=False)

    def handle_decl(self, decl: str) -> None:
        self._add(f"!{decl.split(maxsplit=1)[0] if decl.split() else ''}")

    def handle_pi(self, data: str) -> None:
        self._add(f"?{data.split(maxsplit=1)[0] if data.split() else ''}")

    def unknown_decl(self, data: str) -> None:
        self._add(f"![{data[:10]}")
