"""Where everything stands in a drawing of figures, in the units of the drawing; a template draws it.

Nothing here recomputes a figure: what a chart shows is what the table says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from macros.base.numbers import numeral
from macros.records import figures

WIDE = 460
"""The width of a chart in its own units: on a phone its letters stay readable."""
LINE = 20
"""The height of a line of text."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a chart: the cell as it was typed, for display, and its value."""

    category: str
    series: str
    typed: str
    waarde: Decimal

    @property
    def tekst(self) -> str:
        """The figure in Dutch."""
        return numeral(self.typed)


def _series(points: Sequence[Point]) -> list[str]:
    return list(dict.fromkeys(p.series for p in points))


def _categories(points: Sequence[Point]) -> list[str]:
    return list(dict.fromkeys(p.category for p in points))


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """The name of a series and the line of the legend on which it stands."""

    naam: str
    nummer: int
    y: int


def _legend(points: Sequence[Point]) -> list[LegendEntry]:
    """A legend, when there is more than one series to tell apart."""
    names = _series(points)
    return [LegendEntry(name, n, n * LINE) for n, name in enumerate(names, start=1)] if len(names) > 1 else []


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, the number of its series (from 1), and where its figure stands."""

    nummer: int
    x: int
    y: int
    wide: int
    tekst: str
    text_x: int
    left: bool
    """Whether the figure stands left of the bar: below zero."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Text at a place."""

    x: int
    y: int
    tekst: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of lying bars: a heading a category, a bar a series."""

    high: int
    zero: int
    legend: list[LegendEntry]
    labels: list[PlacedText]
    bars: list[Bar]
    soort: str = "staaf"
    naam: str = figures.CHARTS["staaf"]


BAR, SPACE, CIJFERS = 18, 5, 64
"""The height of a bar, the space between two, and the width kept for a figure."""


def bar_chart(points: Sequence[Point]) -> BarChart:
    """A chart of lying bars: a heading a category, a bar a series."""
    low, highest = min(Decimal(), *(p.waarde for p in points)), max(Decimal(), *(p.waarde for p in points))
    left = CIJFERS if low < 0 else 0
    scale = (WIDE - left - CIJFERS) / ((highest - low) or Decimal(1))
    zero = left + round(-low * scale)
    names, legend = _series(points), _legend(points)
    labels, bars, y = [], [], len(legend) * LINE + (LINE // 2 if legend else 0)
    for category in _categories(points):
        labels.append(PlacedText(0, y + LINE - 4, category))
        y += LINE
        for point in (p for p in points if p.category == category):
            bars.append(_bar(point, names.index(point.series) + 1, zero, round(point.waarde * scale), y))
            y += BAR + SPACE
        y += SPACE
    return BarChart(y, zero, legend, labels, bars)


def _bar(point: Point, number: int, zero: int, length: int, y: int) -> Bar:
    left = length < 0
    end = zero + length
    return Bar(number, min(zero, end), y, max(abs(length), 1), point.tekst, end - SPACE if left else end + SPACE, left)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line with its figure."""

    nummer: int
    x: int
    y: int
    tekst: str


@dataclass(frozen=True, slots=True)
class Line:
    """The points of a series, as an SVG polyline takes them."""

    nummer: int
    punten: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line chart that begins at zero."""

    high: int
    left: int
    right: int
    legend: list[LegendEntry]
    grid_lines: list[PlacedText]
    labels: list[PlacedText]
    dots: list[Dot]
    lines: list[Line]
    soort: str = "lijn"
    naam: str = figures.CHARTS["lijn"]


AREA = 200
"""The height of the field of a line chart."""


def line_chart(points: Sequence[Point]) -> LineChart:
    """A line a series, over the categories in their order."""
    categories, names, legend = _categories(points), _series(points), _legend(points)
    left, right, above = 48, WIDE - 24, len(legend) * LINE + LINE
    marks = ticks(max(p.waarde for p in points))
    step = (right - left) / max(len(categories) - 1, 1)

    def height(value: Decimal) -> int:
        return round(above + AREA - float(value / marks[-1]) * AREA)

    dots = [
        Dot(names.index(p.series) + 1, round(left + categories.index(p.category) * step), height(p.waarde), p.tekst)
        for p in points
    ]
    below = above + AREA
    return LineChart(
        below + LINE + SPACE, left, right, legend,
        [PlacedText(left - SPACE, height(value), numeral(value)) for value in marks],
        [PlacedText(round(left + n * step), below + LINE, name) for n, name in enumerate(categories)],
        dots,
        [Line(n, " ".join(f"{s.x},{s.y}" for s in dots if s.nummer == n)) for n in range(1, len(names) + 1)],
    )  # fmt: skip


def ticks(highest: Decimal) -> list[Decimal]:
    """Round values from zero to at least the highest, at most six: `0 1 2 3 4 5`."""
    ten = Decimal(1).scaleb(highest.adjusted()) if highest > 0 else Decimal(1)
    for step in (ten * factor for factor in (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5))):
        count = max(ceil(highest / step), 1)
        if count <= 5:  # noqa: PLR2004 - with zero that makes six
            return [Decimal(f"{(step * n).normalize():f}") for n in range(count + 1)]
    raise AssertionError(highest)  # pragma: no cover - highest < 10 * ten, so the step of 2 is enough
