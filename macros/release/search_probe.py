"""Does the search answer?

The index is read from its files as the browser does (overrides/assets/search/): from the pointer to the core, the
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

from macros.base.errors import Finding

_DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_HALF = 32
_QUESTIONS = 20
"""Pages, spread over the index, that are asked for by their title."""


def probe(find: Path, exists: Callable[[str], bool]) -> Iterator[Finding]:
    """What is wrong with the index, by file of the site.

    Args:
        find: the folder.
        exists: whether the site has an address.

    Raises:
        ValueError, KeyError, TypeError, IndexError, OSError: the index cannot be read at all.
    """
    name = json.loads((find / "kern.json").read_bytes())["kern"]
    core = json.loads((find / name).read_bytes())
    core_file = f"{find.name}/{name}"
    parts = [row[-1] for row in (*core["woorden"], *core["lijsten"])] + core["bundels"]
    if gone := [part for part in parts if not (find / part).is_file()]:
        yield from (
            Finding(f"{find.name}/{part}", 0, "de zoekindex noemt dit bestand en het is er niet") for part in gone
        )
        return
    index = _Index.read(find, core)
    if len(index.pieces) != core["aantal"] or not index.pieces:
        yield Finding(core_file, 0, f"de zoekindex telt {core['aantal']} pagina's en toont er {len(index.pieces)}")
    elif len(index.lists) != core["termen"]:
        yield Finding(core_file, 0, f"de zoekindex telt {core['termen']} woorden en vindt er {len(index.lists)}")
    else:
        yield from (Finding(core_file, 0, message) for message in _answers(index))
    yield from (
        Finding(core_file, 0, f"de zoekindex vindt een pagina die er niet is: {piece[0]}")
        for piece in index.pieces
        if not exists(piece[0])
    )


def _answers(index: _Index) -> Iterator[str]:
    """A page must be found by a word of its title; most are, but a title may have no word that is searched for."""
    step = max(1, len(index.pieces) // _QUESTIONS)
    requested = range(0, len(index.pieces), step)
    found = sum(any(number in index.find(word) for word in _words(index.pieces[number][1])) for number in requested)
    if found * 2 < len(requested):
        yield f"van {len(requested)} pagina's vindt het zoeken er {found} met een woord uit hun titel"


def _words(title: str) -> list[str]:
    return [word.lower() for word in re.findall(r"\w+", title)]


@dataclass(frozen=True)
class _Index:
    """The pages that are shown, the words with their numbers, and the postings of each."""

    pieces: list[list[Any]]
    woorden: dict[str, int]
    lists: list[str]

    @classmethod
    def read(cls, find: Path, core: dict[str, Any]) -> _Index:
        """Read all of it."""
        words: dict[str, int] = {}
        for _, start, file in core["woorden"]:
            count, _, text = (find / file).read_text(encoding="utf-8").partition("\n")
            terms = list(_terms(text))
            if len(terms) != int(count):
                raise ValueError(f"{file} telt {count} woorden en heeft er {len(terms)}")
            for number, (stem, form) in enumerate(terms, start=start):
                words[stem] = number
                words.setdefault(form, number)
        starts = [start for start, _ in core["lijsten"]]
        lists = [line for _, part in core["lijsten"] for line in (find / part).read_text(encoding="utf-8").split("\n")]
        if starts and bisect_right(starts, len(lists) - 1) != len(starts):
            raise ValueError("de delen van de zoekindex sluiten niet aan")
        pieces = [piece for part in core["bundels"] for piece in json.loads((find / part).read_bytes())]
        return cls(pieces, words, lists)

    def find(self, word: str) -> set[int]:
        """The numbers of the pages with this word, as it stands in the vocabulary."""
        number = self.woorden.get(word)
        return set(_numbers(self.lists[number].partition("|")[0])) if number is not None else set()


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """Stem and form from lines with what differs from the line before."""
    previous = ""
    for line in filter(None, text.split("\n")):
        heading, _, different = line[1:].partition(" ")
        stem = previous[: _DIGITS.index(line[0])] + heading
        yield stem, stem[: len(stem) - _DIGITS.index(different[0])] + different[1:] if different else stem
        previous = stem


def _numbers(list_: str) -> Iterator[int]:
    """Page numbers from postings: per weight the gaps between them, each in base 32 with its lowest digits first."""
    for group in list_.split("."):
        number, value, location = -1, 0, 1
        for cijfer in map(_DIGITS.index, group[1:]):
            value, location = value + cijfer % _HALF * location, location * _HALF
            if cijfer < _HALF:
                number += value + 1
                yield number
                value, location = 0, 1
