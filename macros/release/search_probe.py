"""Does the search answer?

The index is read from its files as the browser does (overrides/assets/zoek-werker.js): from the pointer to the core, the
vocabulary, the postings of a word, and the bundle that shows the page. A second reader of the format on purpose: what the maker of the index believes of it proves nothing.
"""

from __future__ import annotations

import json
import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CIJFERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_HELFT = 32
_VRAGEN = 20
"""Pages, spread over the index, that are asked for by their title."""


def gebreken(zoek: Path, bestaat: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Path under the folder of the index, and what is wrong.

    Args:
        zoek: the folder.
        bestaat: whether the site has an address.

    Raises:
        ValueError, KeyError, TypeError, IndexError, OSError: the index cannot be read at all.
    """
    naam = json.loads((zoek / "kern.json").read_bytes())["kern"]
    kern = json.loads((zoek / naam).read_bytes())
    delen = [rij[-1] for rij in (*kern["woorden"], *kern["lijsten"])] + kern["bundels"]
    if weg := [deel for deel in delen if not (zoek / deel).is_file()]:
        yield from ((deel, "de zoekindex noemt dit bestand en het is er niet") for deel in weg)
        return
    index = _Index.lees(zoek, kern)
    if len(index.stukken) != kern["aantal"] or not index.stukken:
        yield naam, f"de zoekindex telt {kern['aantal']} pagina's en toont er {len(index.stukken)}"
    elif len(index.lijsten) != kern["termen"]:
        yield naam, f"de zoekindex telt {kern['termen']} woorden en vindt er {len(index.lijsten)}"
    else:
        yield from ((naam, melding) for melding in _antwoorden(index))
    yield from (
        (naam, f"de zoekindex vindt een pagina die er niet is: {stuk[0]}")
        for stuk in index.stukken
        if not bestaat(stuk[0])
    )


def _antwoorden(index: _Index) -> Iterator[str]:
    """A page must be found by a word of its title; most are, but a title may have no word that is searched for."""
    stap = max(1, len(index.stukken) // _VRAGEN)
    gevraagd = range(0, len(index.stukken), stap)
    gevonden = sum(
        any(nummer in index.zoek(woord) for woord in _woorden(index.stukken[nummer][1])) for nummer in gevraagd
    )
    if gevonden * 2 < len(gevraagd):
        yield f"van {len(gevraagd)} pagina's vindt het zoeken er {gevonden} met een woord uit hun titel"


def _woorden(titel: str) -> list[str]:
    return [woord.lower() for woord in re.findall(r"\w+", titel)]


@dataclass(frozen=True)
class _Index:
    """The pages that are shown, the words with their numbers, and the postings of each."""

    stukken: list[list[Any]]
    woorden: dict[str, int]
    lijsten: list[str]

    @classmethod
    def lees(cls, zoek: Path, kern: dict[str, Any]) -> _Index:
        """Read all of it."""
        woorden: dict[str, int] = {}
        for _, begin, bestand in kern["woorden"]:
            aantal, _, tekst = (zoek / bestand).read_text(encoding="utf-8").partition("\n")
            termen = list(_termen(tekst))
            if len(termen) != int(aantal):
                raise ValueError(f"{bestand} telt {aantal} woorden en heeft er {len(termen)}")
            for nummer, (stam, vorm) in enumerate(termen, start=begin):
                woorden[stam] = nummer
                woorden.setdefault(vorm, nummer)
        begins = [begin for begin, _ in kern["lijsten"]]
        lijsten = [
            regel for _, deel in kern["lijsten"] for regel in (zoek / deel).read_text(encoding="utf-8").split("\n")
        ]
        if begins and bisect_right(begins, len(lijsten) - 1) != len(begins):
            raise ValueError("de delen van de zoekindex sluiten niet aan")
        stukken = [stuk for deel in kern["bundels"] for stuk in json.loads((zoek / deel).read_bytes())]
        return cls(stukken, woorden, lijsten)

    def zoek(self, woord: str) -> set[int]:
        """The numbers of the pages with this word, as it stands in the vocabulary."""
        nummer = self.woorden.get(woord)
        return set(_nummers(self.lijsten[nummer])) if nummer is not None else set()


def _termen(tekst: str) -> Iterator[tuple[str, str]]:
    """Stem and form from lines with what differs from the line before."""
    vorige = ""
    for regel in filter(None, tekst.split("\n")):
        kop, _, anders = regel[1:].partition(" ")
        stam = vorige[: _CIJFERS.index(regel[0])] + kop
        yield stam, stam[: len(stam) - _CIJFERS.index(anders[0])] + anders[1:] if anders else stam
        vorige = stam


def _nummers(lijst: str) -> Iterator[int]:
    """Page numbers from postings: per weight the gaps between them, each in base 32 with its lowest digits first."""
    for groep in lijst.split("."):
        nummer, waarde, plaats = -1, 0, 1
        for cijfer in map(_CIJFERS.index, groep[1:]):
            waarde, plaats = waarde + cijfer % _HELFT * plaats, plaats * _HELFT
            if cijfer < _HELFT:
                nummer += waarde + 1
                yield nummer
                waarde, plaats = 0, 1
