"""What is searched: documents in parts, and the concepts of the glossary."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Deel:
    """A part of a page under one heading; the part before the first heading has no anchor and no heading."""

    anker: str
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
    delen: tuple[Deel, ...] = ()
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


_OVERSLAAN = frozenset({"nav", "script", "style", "svg", "template", "noscript", "form", "button"})
_LEEG = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_DOORLOPEND = frozenset("a abbr b bdi cite code del dfn em i ins kbd mark q s small span strong sub sup u var".split())  # noqa: SIM905
_KOPPEN = frozenset({"h2", "h3"})
_STILLE_KLASSEN = frozenset({"headerlink", "stand-van", "bron", "leeg"})
"""Links to a heading itself, the line with dates and sources, links to a source, and "there is nothing here"."""
ONVINDBAAR = "data-zoek-niet"
"""The attribute with which a template keeps a list of links to other pages out of the search."""


def delen_uit_html(html: str) -> tuple[Deel, ...]:
    """Parts of a page's content: split at each h2 and h3 with an anchor, without navigation, scripts and icons.

    The anchor of a heading is its id, or that of an element which begins with it: `<section id="…"><h2>`.

    Unclosed and stray tags are taken as they come: the text is never lost, at worst it lands under another
    heading. The h1 is the title and is left out.
    """
    lezer = _Lezer()
    lezer.feed(html)
    lezer.close()
    return lezer.delen()


@dataclass
class _Stuk:
    anker: str = ""
    kop: list[str] = field(default_factory=list)
    tekst: list[str] = field(default_factory=list)

    def deel(self) -> Deel:
        return Deel(self.anker, _effen(self.kop), _effen(self.tekst))


def _effen(stukken: list[str]) -> str:
    return " ".join("".join(stukken).split())


class _Lezer(HTMLParser):
    """Collects text; `_stil` holds the open elements from the one on that is skipped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._stukken = [_Stuk()]
        self._stil: list[str] = []
        self._in_kop = ""
        self._anker = ""
        """The id of what was opened since the last text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._stil or _is_stil(tag, dict(attrs)):
            if tag not in _LEEG:
                self._stil.append(tag)
            return
        self._anker = dict(attrs).get("id") or self._anker
        if tag in _KOPPEN and self._anker:
            self._stukken.append(_Stuk(self._anker))
            self._in_kop = tag
        self._spatie(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._spatie(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._stil:
            del self._stil[len(self._stil) - 1 - self._stil[::-1].index(tag) :]
        elif not self._stil:
            self._in_kop = "" if tag == self._in_kop else self._in_kop
            self._spatie(tag)

    def handle_data(self, data: str) -> None:
        if not self._stil:
            stuk = self._stukken[-1]
            (stuk.kop if self._in_kop else stuk.tekst).append(data)
            self._anker = "" if data.strip() else self._anker

    def _spatie(self, tag: str) -> None:
        if tag not in _DOORLOPEND:
            self.handle_data(" ")

    def delen(self) -> tuple[Deel, ...]:
        """The parts that say something."""
        alle = (stuk.deel() for stuk in self._stukken)
        return tuple(deel for deel in alle if deel.kop or deel.tekst)


def _is_stil(tag: str, attrs: dict[str, str | None]) -> bool:
    """Whether an element holds nothing that a reader would look for on this page."""
    verborgen = attrs.get("aria-hidden") == "true" or "hidden" in attrs or ONVINDBAAR in attrs
    stil = not _STILLE_KLASSEN.isdisjoint((attrs.get("class") or "").split())
    return tag in _OVERSLAAN or tag == "h1" or verborgen or stil
