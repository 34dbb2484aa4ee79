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
class Kop:
    """A heading: its line, level, text, and the anchor that the site gives it."""

    regel: int
    niveau: int
    tekst: str
    anker: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture: its line, what a reader sees or hears, where it leads, how it was typed."""

    regel: int
    tekst: str
    doel: str
    plaatje: bool = False
    html: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """An HTML tag: its line, name and attributes; `begin` is false for a closing one."""

    regel: int
    naam: str
    attributen: tuple[tuple[str, str], ...] = ()
    begin: bool = True


@dataclass(frozen=True, slots=True)
class Zin:
    """A sentence: its line and its words."""

    regel: int
    woorden: tuple[str, ...]


_HEK = re.compile(
    r"^(`{3,}|~{3,}) *(?:\{[^\n]*\}|\.?[\w#.+-]* *(?:hl_lines=(\"|').*?\2 *)?)\n(.*?)(?<=\n)\1 *$",
    re.MULTILINE | re.DOTALL,
)
"""A block of code as Python-Markdown knows it: not indented, closed by a line that is the same. What only looks like one is text."""
_OPEN_HEK = re.compile(r"^ {0,3}(?:`{3,}[^`\n]*|~{3,}.*)$", re.MULTILINE)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_WOORD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_OPMERKING = re.compile(r"<!--.*?-->", re.DOTALL)
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^<>\s]*|[^<>\s@/]+@[^<>\s@]+)>", re.IGNORECASE)
_IN = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*"
_NAAR = r"\(\s*(<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_LINK = re.compile(rf"(?<![!\\])\[({_IN})\]{_NAAR}")
_PLAATJE = re.compile(rf"(?<!\\)!\[({_IN})\]{_NAAR}")
_NAAM = re.compile(rf"(?<!\\)(!?)\[(?!\^)({_IN})\][ \n]?\[([^\[\]\^]*)\](?!\()")
_ADRES = re.compile(r"^ {0,3}\[(?!\^)([^\[\]]+)\]:[ \t]*(<[^<>\n]*>|\S+)", re.MULTILINE)
_KOP = re.compile(r"^(#{1,6})((?:\\.|[^\\\n])*?)#*[ \t]*$", re.MULTILINE)
_STREEP = re.compile(r"^(?:=+|-+)[ \t]*$", re.MULTILINE)
_ONDERSTREEPT = re.compile(r"(?:^|\n[ \t]*\n)([ \t]*[^\s][^\n]*)\n(=+|-+)[ \t]*(?=\n|$)")
_OPMAAK = re.compile(r"[\[{<&*_`~\\]")
"""What Markdown that is more than text holds, at least one of these."""
_A = re.compile(r"<a\b[^<>]*>(.*?)(?:</a\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NOOT = re.compile(r"(?<!\\)\[\^([^\[\]]+)\](?!:)")
_NOOT_TEKST = re.compile(r"^ {0,3}\[\^([^\[\]]+)\]:", re.MULTILINE)


def _wit(treffer: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", treffer[0])


def platte_tekst(markdown: str) -> str:
    """A piece of Markdown as a reader sees it: no marks, no addresses, no HTML."""
    if not _OPMAAK.search(markdown):
        return markdown.strip()  # most sentences
    tekst = _WOORD.sub(" ", markdown)
    tekst = _PLAATJE.sub(lambda t: t[1], tekst)
    tekst = _LINK.sub(lambda t: t[1], tekst)
    tekst = re.sub(r"\[([^\[\]]*)\]\[[^\[\]]*\]", r"\1", tekst)
    tekst = re.sub(r"<[^<>]*>", "", tekst)
    return unescape(re.sub(r"\\(?=[^\w\s])|[*`~]|(?<!\w)_+|_+(?!\w)", "", tekst)).strip()


def anker(tekst: str) -> str:
    """The anchor of a heading, as Python-Markdown's table of contents makes it."""
    kaal = unicodedata.normalize("NFKD", platte_tekst(tekst)).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", kaal).strip().lower())


@dataclass(frozen=True)
class Proza:
    """A page as it was typed; `eerste` is the line of the file at which the text begins."""

    bestand: str
    pagina: str
    tekst: str
    eerste: int = 1

    @cached_property
    def zonder_code(self) -> str:
        """The text with code and comments blanked."""
        tekst = self.tekst
        if "`" in tekst or "~~~" in tekst:
            tekst = _CODE.sub(_wit, _HEK.sub(_wit, tekst))
        return _OPMERKING.sub(_wit, tekst) if "<!--" in tekst else tekst

    @cached_property
    def open_hekken(self) -> tuple[int, ...]:
        """Lines that seem to begin or end a block of code and do not: what follows is text, also where its author thinks not."""
        tekst = _OPMERKING.sub(_wit, _HEK.sub(_wit, self.tekst))
        return tuple(self.regel(t.start()) for t in _OPEN_HEK.finditer(tekst))

    @cached_property
    def kaal(self) -> str:
        """The same with the words between braces blanked too."""
        return _WOORD.sub(_wit, self.zonder_code)

    @cached_property
    def _regelgrenzen(self) -> list[int]:
        return [t.start() for t in re.finditer("\n", self.tekst)]

    def regel(self, plek: int) -> int:
        """The line in the file of a place in the text."""
        return bisect_right(self._regelgrenzen, plek - 1) + self.eerste

    @cached_property
    def koppen(self) -> tuple[Kop, ...]:
        """All headings in their order."""
        gevonden = [(t.start(), len(t[1]), t[2]) for t in _KOP.finditer(self.kaal)]
        if _STREEP.search(self.kaal):
            gevonden += [(t.start(1), 1 if t[2][0] == "=" else 2, t[1]) for t in _ONDERSTREEPT.finditer(self.kaal)]
        return tuple(
            Kop(self.regel(plek), niveau, platte_tekst(self.tekst[plek : plek + len(tekst) + niveau]).lstrip("# "), anker(tekst))
            for plek, niveau, tekst in sorted(gevonden)
        )  # fmt: skip

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and pictures in Markdown and in HTML; an address by name is followed."""
        return tuple(sorted((*self._in_markdown(), *self._in_html()), key=lambda link: link.regel))

    def _in_markdown(self) -> Iterator[Link]:
        for patroon, plaatje in ((_LINK, False), (_PLAATJE, True)):
            for t in patroon.finditer(self.kaal):
                if "{{" in self.zonder_code[t.end(1) : t.end()]:
                    continue  # an address that a word would have to make
                yield Link(self.regel(t.start()), self.tekst[t.start(1) : t.end(1)].strip(), _kaal_doel(t[2]), plaatje)
        for t in _AUTOLINK.finditer(self.kaal):
            yield Link(self.regel(t.start()), t[1], t[1] if "://" in t[1] else f"mailto:{t[1]}")
        namen = self.adressen
        for t in _NAAM.finditer(self.kaal):
            doel = namen.get((t[3] or t[2]).strip().lower())
            if doel is not None:
                yield Link(self.regel(t.start()), t[2].strip(), doel, bool(t[1]))
        losse = {naam: doel for naam, doel in namen.items() if doel}
        for t in re.finditer(r"(?<![!\\\]])\[([^\[\]\^][^\[\]]*)\](?![\[(:])", self.kaal) if losse else ():
            if doel := losse.get(t[1].strip().lower()):
                yield Link(self.regel(t.start()), t[1].strip(), doel)

    def _in_html(self) -> Iterator[Link]:
        teksten = (platte_tekst(t[1]) or _alt(t[1]) for t in _A.finditer(self._html))
        for tag in self.tags:
            waarden = dict(tag.attributen)
            if tag.naam == "a" and tag.begin:
                tekst = next(teksten, "")
                if "href" in waarden:
                    yield Link(tag.regel, tekst, waarden["href"], html=True)
            elif tag.naam == "img" and tag.begin:
                yield Link(tag.regel, waarden.get("alt", ""), waarden.get("src", ""), plaatje=True, html=True)

    @cached_property
    def adressen(self) -> dict[str, str]:
        """Addresses by name: `[naam]: adres`."""
        return {t[1].strip().lower(): _kaal_doel(t[2]) for t in _ADRES.finditer(self.kaal)}

    @cached_property
    def zonder_adres(self) -> tuple[Link, ...]:
        """Links by a name that has no address."""
        return tuple(
            Link(self.regel(t.start()), t[2], t[3] or t[2], bool(t[1]))
            for t in _NAAM.finditer(self.kaal)
            if (t[3] or t[2]).strip().lower() not in self.adressen
        )

    def noten(self) -> tuple[dict[str, int], list[tuple[str, int]]]:
        """Where each note is first referred to, and every text of a note with its line."""
        teksten = [(t[1], self.regel(t.start())) for t in _NOOT_TEKST.finditer(self.kaal)]
        gebruikt: dict[str, int] = {}
        for t in _NOOT.finditer(self.kaal):
            gebruikt.setdefault(t[1], self.regel(t.start()))
        return gebruikt, teksten

    # ── HTML ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _html(self) -> str:
        return _AUTOLINK.sub(_wit, self.kaal)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every HTML tag that someone typed."""
        if "<" not in self._html:
            return ()
        lezer = _Tags(self.eerste)
        lezer.feed(self._html)
        lezer.close()
        return tuple(lezer.tags)

    @cached_property
    def open_haken(self) -> tuple[int, ...]:
        """Lines with a `<` that begins a tag and never ends it."""
        return tuple(
            self.regel(t.start()) for t in re.finditer(r"<(?=[A-Za-z/!?])(?![^<>]*>)", self._html)
        )  # fmt: skip

    # ── Sentences ───────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def zinnen(self) -> tuple[Zin, ...]:
        """The sentences of running text and lists; headings, tables, notes of sources and words left out."""
        return tuple(self._zinnen())

    def _zinnen(self) -> Iterator[Zin]:
        tekst = re.sub(r"\(\s*\{\{[^{}]*\}\}[^()]*\)", _wit, self.zonder_code)
        tekst = _WOORD.sub(lambda t: "x".ljust(len(t[0])) if "\n" not in t[0] else _wit(t), tekst)
        for alinea in re.finditer(r"(?:^[ \t]*[^\s#|>!\[<][^\n]*\n?)+", tekst, re.MULTILINE):
            for plek, deel in _tussen(_LIJSTPUNT, alinea[0]):
                yield from self._verdeel(alinea.start() + plek, deel)

    def _verdeel(self, begin: int, alinea: str) -> Iterator[Zin]:
        for plek, zin in _tussen(_ZINSEINDE, alinea):
            if woorden := _WOORDEN.findall(platte_tekst(zin)):
                inhoud = len(zin) - len(zin.lstrip())
                yield Zin(self.regel(begin + plek + inhoud), tuple(woorden))


_LIJSTPUNT = re.compile(r"\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_ZINSEINDE = re.compile(r"(?<=[.!?:;])(?=[\"')*_]*\s)")
_WOORDEN = re.compile(r"\w[\w'’.,/-]*")


def _tussen(grens: re.Pattern[str], tekst: str) -> Iterator[tuple[int, str]]:
    """The pieces of a text between its borders, each with its place."""
    begin = 0
    for t in grens.finditer(tekst):
        yield begin, tekst[begin : t.start()]
        begin = t.end()
    yield begin, tekst[begin:]


def _alt(html: str) -> str:
    """The name that a picture inside a link gives it."""
    gevonden = re.search(r"alt\s*=\s*[\"']([^\"']*)", html, re.IGNORECASE)
    return gevonden[1] if gevonden else ""


def _kaal_doel(doel: str) -> str:
    return unescape(doel.strip("<>")) if doel.startswith("<") else unescape(doel)


class _Tags(HTMLParser):
    """Gathers tags with their lines; a declaration or instruction counts as a tag of that name."""

    def __init__(self, eerste: int) -> None:
        super().__init__(convert_charrefs=True)
        self.eerste = eerste
        self.tags: list[Tag] = []

    def _bij(self, naam: str, attributen: tuple[tuple[str, str], ...] = (), *, begin: bool = True) -> None:
        self.tags.append(Tag(self.getpos()[0] - 1 + self.eerste, naam, attributen, begin))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._bij(tag, tuple((naam, waarde or "") for naam, waarde in attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._bij(tag, begin=False)

    def handle_endtag(self, tag: str) -> None:
        self._bij(tag, begin=False)

    def handle_decl(self, decl: str) -> None:
        self._bij(f"!{decl.split(maxsplit=1)[0] if decl.split() else ''}")

    def handle_pi(self, data: str) -> None:
        self._bij(f"?{data.split(maxsplit=1)[0] if data.split() else ''}")

    def unknown_decl(self, data: str) -> None:
        self._bij(f"![{data[:10]}")
