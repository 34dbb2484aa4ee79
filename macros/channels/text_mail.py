"""A tree of blocks as a text mail: wrapped, tables in columns, links as numbers with their addresses at the foot."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from macros.base import text
from macros.document.tree import KOPPEN, Knoop, in_blokken, onder

BREEDTE = 72
"""Columns of a text mail (RFC 3676 advises fewer than 78)."""


def tekstmail(blokken: Iterable[Knoop]) -> tuple[str, list[str]]:
    """The blocks as text of BREEDTE columns, and the addresses that its numbers between brackets stand for."""
    schrijver = _Schrijver()
    return "\n\n".join(filter(None, (schrijver.blok(blok, BREEDTE) for blok in blokken))), schrijver.adressen


class _Schrijver:
    """Writes blocks as text and keeps the links for the foot."""

    def __init__(self) -> None:
        self.adressen: list[str] = []

    def blok(self, knoop: Knoop, breedte: int) -> str:
        """One block, wrapped."""
        return _VORMEN.get(knoop.tag, _Schrijver.inhoud)(self, knoop, breedte)

    def inhoud(self, knoop: Knoop, breedte: int) -> str:
        """What is in a block: its own words, and the blocks in it."""
        delen = []
        for blok in in_blokken(knoop.kinderen):
            vorm = self.blok if onder(blok) or blok.tag != "p" else self.alinea
            delen.append(vorm(blok, breedte))
        dicht = knoop.tag in {"li", "dd"} and not any(onder(knoop, "p"))
        return ("\n" if dicht else "\n\n").join(filter(None, delen))

    def alinea(self, knoop: Knoop, breedte: int) -> str:
        """Words, wrapped."""
        regels = "".join(self._woorden(knoop.kinderen)).split("\v")
        return "\n".join(filter(None, (wikkel(regel, breedte) for regel in regels)))

    def kop(self, knoop: Knoop, breedte: int) -> str:
        """A heading with a line under it; the lower, the lighter."""
        kop = self.alinea(knoop, breedte)
        streep = {"h1": "=", "h2": "-"}.get(knoop.tag, ".")
        return f"{kop}\n{streep * max(map(len, kop.splitlines()))}" if kop else ""

    def lijst(self, knoop: Knoop, breedte: int) -> str:
        """Items, each hanging behind its mark."""
        begin = int(knoop.attributen.get("start", "1"))
        punten = enumerate(onder(knoop, "li"), begin)
        return "\n".join(
            self._hangend(f"{nummer}. " if knoop.tag == "ol" else "- ", punt, breedte) for nummer, punt in punten
        )

    def _hangend(self, teken: str, knoop: Knoop, breedte: int) -> str:
        inhoud = self.inhoud(knoop, max(breedte - len(teken), _SMALST))
        return teken + textwrap.indent(inhoud, " " * len(teken)).lstrip(" ")

    def begrippen(self, knoop: Knoop, breedte: int) -> str:
        """Terms, each with its meaning under it."""
        return "\n".join(
            self.inhoud(kind, breedte) if kind.tag == "dt" else self._ingesprongen(kind, breedte, "    ")
            for kind in onder(knoop, "dt", "dd")
        )

    def citaat(self, knoop: Knoop, breedte: int) -> str:
        """Words of someone else."""
        return self._ingesprongen(knoop, breedte, "> ")

    def _ingesprongen(self, knoop: Knoop, breedte: int, teken: str) -> str:
        inhoud = self.inhoud(knoop, max(breedte - len(teken), _SMALST))
        return textwrap.indent(inhoud, teken, lambda _: True)

    def code(self, knoop: Knoop, breedte: int) -> str:
        """Lines as they were typed."""
        regels = "".join(self._woorden(knoop.kinderen)).strip("\n").split("\n")
        return "\n".join(wikkel(regel, breedte, "    ") for regel in regels)

    def tabel(self, knoop: Knoop, breedte: int) -> str:
        """A table in columns, or row by row when it is too wide for that."""
        titels = [self.inhoud(kind, breedte) for kind in onder(knoop, "caption")]
        rijen = [[self._cel(cel) for cel in onder(rij, "th", "td")] for rij in _rijen(knoop)]
        raster = _raster(rijen)
        past = all(len(regel) <= breedte for regel in raster)
        regels = "\n".join(raster) if past else "\n\n".join(_opgesomd(rijen, breedte))
        return "\n\n".join(filter(None, [*titels, regels]))

    def _cel(self, knoop: Knoop) -> str:
        return text.regel(" ".join(self._woorden([knoop])))

    def _woorden(self, kinderen: Iterable[Knoop | str]) -> Iterator[str]:
        """Words in a line; a line break is a vertical tab, which no text of ours can hold."""
        for kind in kinderen:
            if isinstance(kind, str):
                yield kind
            elif kind.tag == "br":
                yield "\v"
            else:
                yield from self._woorden(kind.kinderen)
                if adres := kind.attributen.get("href"):
                    yield f"\u00a0[{self._nummer(adres)}]"

    def _nummer(self, adres: str) -> int:
        if adres not in self.adressen:
            self.adressen.append(adres)
        return self.adressen.index(adres) + 1


_VORMEN: dict[str, Callable[[_Schrijver, Knoop, int], str]] = {
    **dict.fromkeys(KOPPEN, _Schrijver.kop), "ul": _Schrijver.lijst, "ol": _Schrijver.lijst,
    "dl": _Schrijver.begrippen, "blockquote": _Schrijver.citaat, "pre": _Schrijver.code,
    "table": _Schrijver.tabel, "hr": lambda *_: "* * *",
}  # fmt: skip
_SMALST = 20
"""Columns that are left for words, however deep a list is."""


def _rijen(knoop: Knoop) -> Iterator[Knoop]:
    for kind in onder(knoop, "thead", "tbody", "tfoot", "tr"):
        yield from [kind] if kind.tag == "tr" else _rijen(kind)


def wikkel(tekst: str, breedte: int = BREEDTE, inspringen: str = "") -> str:
    """Text wrapped; words are only broken where they are longer than a line."""
    tekst = text.regel(tekst)
    regels = textwrap.wrap(tekst, breedte - len(inspringen), break_on_hyphens=False)
    return "\n".join(inspringen + regel for regel in regels)


def _raster(rijen: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns of their own width, a line under the first."""
    aantal = max(map(len, rijen), default=0)
    vol = [[*rij, *[""] * (aantal - len(rij))] for rij in rijen]
    breedtes = [max(map(len, kolom)) for kolom in zip(*vol, strict=True)]
    vol[1:1] = [["-" * breedte for breedte in breedtes]] if vol else []
    return ["  ".join(cel.ljust(b) for cel, b in zip(rij, breedtes, strict=True)).rstrip() for rij in vol]


def _opgesomd(rijen: Sequence[Sequence[str]], breedte: int) -> Iterator[str]:
    """A table that is too wide: each row as a list of heading and value."""
    koppen = rijen[0]
    for rij in rijen[1:]:
        paren = zip([*koppen, *[""] * len(rij)], rij, strict=False)
        yield "\n".join(wikkel(f"{kop}: {cel}" if kop else cel, breedte) for kop, cel in paren if cel)
