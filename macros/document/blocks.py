"""What a document is made of, apart from how it looks: headings, paragraphs, lists, tables, charts.

A report is a list of these. They are plain data: a template draws them, and nothing in them is ever read as source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from operator import attrgetter
from typing import Literal

# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────

# The letters that the fonts in typst have (Libertinus Serif, DejaVu Sans Mono), measured block by block: a letter
# outside them would stop a PDF/UA export. tests/channels/test_reports.py sets every one of them.
_VREEMD = re.compile(
    "[^ -~\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2054-\u205e\u2070-\u20bf"
    "\u2113\u2116\u2122\u2126\u2150-\u2151\u2153-\u2184\u2190-\u22ff\u25a0-\u25ff\ufb00-\ufb06]"
)
_ONZICHTBAAR = {"Cc", "Cf", "Cs", "Co", "Cn"}
VERVANGING = "\N{WHITE SQUARE}"
"""What stands for a letter that no embedded font has."""


def schoon(tekst: str) -> str:
    """Text on one line without control characters, in letters that can be printed."""
    zichtbaar = (teken for teken in tekst if teken.isspace() or unicodedata.category(teken) not in _ONZICHTBAAR)
    regel = re.sub(r"\s+", lambda wit: _wit(wit[0]), "".join(zichtbaar))
    return _VREEMD.sub(VERVANGING, unicodedata.normalize("NFC", regel))


def _wit(wit: str) -> str:
    """A no-break space stays what it is; any other white space is one space."""
    return wit if set(wit) == {"\N{NO-BREAK SPACE}"} else " "


Vorm = Literal["gewoon", "vet", "zacht"]


@dataclass(frozen=True, slots=True)
class Stuk:
    """A run of text; `zacht` is what we say about a source, not what it says itself."""

    tekst: str
    vorm: Vorm = "gewoon"


Tekst = tuple[Stuk, ...]


def tekst(*stukken: str | Stuk) -> Tekst:
    """Text from runs, made printable; empty runs go."""
    heel = (stuk if isinstance(stuk, Stuk) else Stuk(stuk) for stuk in stukken)
    return tuple(Stuk(schoon(stuk.tekst), stuk.vorm) for stuk in heel if stuk.tekst)


def vet(woorden: str) -> Stuk:
    """A bold run."""
    return Stuk(woorden, "vet")


def zacht(woorden: str) -> Stuk:
    """A run that stands back."""
    return Stuk(woorden, "zacht")


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Kop:
    """A heading: 1 is a section of the document."""

    niveau: int
    tekst: Tekst
    soort: Literal["kop"] = "kop"


@dataclass(frozen=True, slots=True)
class Alinea:
    """A paragraph; `stand` is a small line that says of which day and source something is."""

    tekst: Tekst
    vorm: Literal["gewoon", "stand", "onbekend"] = "gewoon"
    soort: Literal["alinea"] = "alinea"


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list with bullets."""

    punten: tuple[Tekst, ...]
    soort: Literal["lijst"] = "lijst"


@dataclass(frozen=True, slots=True)
class Melding:
    """Something that a reader must not miss."""

    titel: Tekst
    punten: tuple[Tekst, ...]
    soort: Literal["melding"] = "melding"


@dataclass(frozen=True, slots=True)
class Feiten:
    """Names with their values."""

    paren: tuple[tuple[Tekst, Tekst], ...]
    soort: Literal["feiten"] = "feiten"


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""

    kop: Tekst
    deel: int = 1
    getal: bool = False


@dataclass(frozen=True, slots=True)
class Rij:
    """A row; a `groep` has one cell and heads the rows below it. A cell is a list of paragraphs."""

    cellen: tuple[tuple[Tekst, ...], ...]
    vorm: Literal["gewoon", "groep", "totaal", "berekend", "verschil"] = "gewoon"


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table that may run over pages."""

    titel: Tekst
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    soort: Literal["tabel"] = "tabel"


@dataclass(frozen=True, slots=True)
class Grafiek:
    """A drawing, what it shows for who cannot see it, and the line below it."""

    svg: str
    alt: str
    bijschrift: Tekst
    soort: Literal["grafiek"] = "grafiek"


Blok = Kop | Alinea | Lijst | Melding | Feiten | Tabel | Grafiek


def rij(
    *cellen: str | Tekst | Sequence[Tekst],
    vorm: Literal["gewoon", "groep", "totaal", "berekend", "verschil"] = "gewoon",
) -> Rij:
    """A row from cells: words, a text, or several paragraphs."""
    return Rij(tuple(_cel(cel) for cel in cellen), vorm)


def _cel(cel: str | Tekst | Sequence[Tekst]) -> tuple[Tekst, ...]:
    if isinstance(cel, str):
        return (tekst(cel),)
    return (cel,) if all(isinstance(deel, Stuk) for deel in cel) else tuple(cel)  # type: ignore[arg-type,return-value]


# ── From HTML ───────────────────────────────────────────────────────────────────────────────────────────


def uit_html(html: str) -> list[Blok]:
    """Prose as headings, paragraphs and lists; drawings and what only a screen reader hears are left out.

    Headings begin at 1, as a page's `h2` is a section of the report, and never skip a level.
    """
    lezer = _Lezer()
    lezer.feed(html)
    lezer.close()
    return list(_zonder_sprong(lezer.klaar()))


def _zonder_sprong(blokken: Sequence[Blok]) -> Iterator[Blok]:
    vorige = 0
    for blok in blokken:
        if isinstance(blok, Kop):
            vorige = min(blok.niveau, vorige + 1)
            yield Kop(vorige, blok.tekst)
        else:
            yield blok


_ZIN = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}
_LEEG = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_WEG = {"head", "script", "style", "svg", "template", "title"}
_KOPPEN = {f"h{n}": max(n - 1, 1) for n in range(1, 7)}


class _Lezer(HTMLParser):
    """Collects runs of text; every tag that is not part of a sentence ends what was collected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blokken: list[Blok] = []
        self.stukken: list[Stuk] = []
        self.punten: list[Tekst] = []
        self.vet = self.punt = self.kop = 0
        self.weg: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.weg or tag in _WEG or {"onzichtbaar", "headerlink"} & set((dict(attrs).get("class") or "").split()):
            if tag not in _LEEG:
                self.weg.append(tag)
            return
        if tag in _LEEG:
            self.stukken.append(Stuk(" "))
        elif tag not in _ZIN:
            self._klaar()
        self.vet += tag in {"strong", "b"}
        self.punt += tag == "li"
        self.kop = _KOPPEN.get(tag, self.kop)

    def handle_endtag(self, tag: str) -> None:
        if self.weg:
            if tag in self.weg:
                del self.weg[len(self.weg) - 1 - self.weg[::-1].index(tag) :]
            return
        if tag not in _ZIN | _LEEG:
            self._klaar()
        self.vet -= tag in {"strong", "b"} and self.vet > 0
        self.punt -= tag == "li" and self.punt > 0
        self.kop = 0 if tag in _KOPPEN else self.kop

    def handle_data(self, data: str) -> None:
        if not self.weg:
            self.stukken.append(Stuk(data, "vet" if self.vet else "gewoon"))

    def klaar(self) -> list[Blok]:
        """Everything that was read."""
        self._klaar()
        self._zet(None)
        return self.blokken

    def _klaar(self) -> None:
        zin, self.stukken = _glad(self.stukken), []
        if zin and self.punt and not self.kop:
            self.punten.append(zin)
        elif zin:
            self._zet(Kop(self.kop, zin) if self.kop else Alinea(zin))

    def _zet(self, blok: Blok | None) -> None:
        """Add a block, after the list that it ends."""
        if self.punten:
            self.blokken.append(Lijst(tuple(self.punten)))
            self.punten = []
        if blok:
            self.blokken.append(blok)


def _glad(stukken: Sequence[Stuk]) -> Tekst:
    """Runs of one kind joined, with single spaces and none at the ends."""
    groepen = ((vorm, "".join(stuk.tekst for stuk in groep)) for vorm, groep in groupby(stukken, attrgetter("vorm")))
    zin = [Stuk(schoon(woorden), vorm) for vorm, woorden in groepen]
    if zin:
        zin[0] = Stuk(zin[0].tekst.lstrip(), zin[0].vorm)
        zin[-1] = Stuk(zin[-1].tekst.rstrip(), zin[-1].vorm)
    return tuple(stuk for stuk in zin if stuk.tekst)
