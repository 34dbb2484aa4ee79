"""The look of the network itself: its colours, its mark, and the drawing of its districts on the home page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from macros.base.text import capital, in_words
from macros.document.templates import environment
from macros.records import models as m
from macros.records.catalog import Catalog

_FIRST, _LAST = (50, 30), (300, 315)
"""Where its outermost stations lie: a name stands at the right of each."""
_FLAT = 0.5
"""How far down a line goes for each step to the right, when it would strike through a name."""
_DEEP = 0.71
"""How much of its light the network's colour keeps under the foot of a page, where white text stands on it too."""
MARK = "favicon.svg"
"""The picture of the mark among the assets: a template, in the network's own colours."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The districts as the mark has them: the lines, and for each where it lies and which way its name gives way."""

    pad: str
    places: tuple[tuple[int, int, str], ...]


def drawing(catalog: Catalog) -> Drawing | None:
    """The drawing of the home page; None where the mark has another number of stations than there are districts."""
    own = catalog.netwerk.teken
    if len(catalog.all_of(m.District)) != len(own.punten):
        return None
    across, down = ([float(point[axis]) for point in own.punten] for axis in (0, 1))
    points = [*zip(_spread(across, _FIRST[0], _LAST[0]), _spread(down, _FIRST[1], _LAST[1]), strict=True)]
    lines = [[points[number - 1] for number in line] for line in own.lijnen]
    path = "".join(f"M{' '.join(f'{x} {y}' for x, y in line)}" for line in lines)
    steps = {pair for line in lines for pair in (*pairwise(line), *pairwise(line[::-1]))}
    return Drawing(path, tuple((x, y, _aside((x, y), steps)) for x, y in points))


def _spread(values: list[float], first: int, last: int) -> list[int]:
    """Values on a line from one place to another, as far apart as they are."""
    low, high = min(values), max(values)
    return [round(first + (value - low) / ((high - low) or 1) * (last - first)) for value in values]


def _aside(point: tuple[int, int], steps: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> str:
    """Which way a name gives way to a line that goes to the right, nearly level: `op` or `neer`; empty where none does."""
    for here, (x, y) in steps:
        across, down = x - here[0], y - here[1]
        if here == point and across > 0 and abs(down) < _FLAT * across:
            return "op" if down >= 0 else "neer"
    return ""


def heading(catalog: Catalog) -> str:
    """What stands above the districts: `Vijf districten, één netwerk`."""
    count = len(catalog.all_of(m.District))
    return f"{capital(in_words(count))} {'district' if count == 1 else 'districten'}, één netwerk"


def rules(catalog: Catalog) -> Iterator[str]:
    """The rules of style that follow: the network's colours, and where each district lies."""
    yield from colours(catalog.netwerk)
    drawn = drawing(catalog)
    for number, (x, y, _) in enumerate(drawn.places if drawn else (), start=1):
        yield f".d{number} {{ --x: {x}px; --y: {y}px; }}"


def colours(own: m.Netwerk) -> Iterator[str]:
    """The rules with the network's colours; a browser without light-dark() (until 2024) has those for light, under white text."""
    light, dark = own.kleuren.merk.licht, own.kleuren.merk.donker
    yield (
        f":root {{ --merk: light-dark({light}, {dark}); --merk-diep: light-dark({_deep(light)}, {_deep(dark)}); "
        f"--sein: {own.kleuren.sein}; }}"
    )
    yield f"@supports not (color: light-dark(#000, #fff)) {{ :root {{ --merk: {light}; --merk-diep: {_deep(light)}; }} }}"


def _deep(colour: str) -> str:
    """A colour with a part of its light, under the foot of a page: `#0b4650` → `#083239`."""
    return f"#{bytes(round(light * _DEEP) for light in bytes.fromhex(colour[1:])).hex()}"


def mark(own: m.Netwerk, folder: Path, name: str) -> bytes:
    """A picture of the mark, from a template in a folder of `overrides/`."""
    return environment(folder).get_template(name).render(netwerk=own).encode()
