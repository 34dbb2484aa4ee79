"""Words whose result is drawn: charts, the tile map, the diagram of the organisation.

Python works out where things are, in the units of the drawing; a Jinja template draws it. Nothing here recomputes a
figure: what a chart shows is what the table says. There is no script and no style attribute in the result, and what
a drawing says is there in words too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from macros.base import dates
from macros.base.numbers import is_number, numeral
from macros.document.templates import View, WordError
from macros.records import figures
from macros.records import models as m

WIDE = 460
"""The width of a chart in its own units: on a phone its letters stay readable."""
LINE = 20
"""The height of a line of text."""

# ── Charts ──────────────────────────────────────────────────────────────────────────────────────────────


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


def grafiek(w: View, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een grafiek zien van een tabel met cijfers.

    Voorbeeld: {{ grafiek("woninginbraken-2018") }}

    Raises:
        UnknownId: no series has that id.
        WordError: the series says that it has no chart, or has no number to draw.
    """
    return _draw(w, id, "grafiek")


def svg(w: View, id: str) -> str:  # noqa: A002 - the same
    """The picture of a series alone, for a document that has its own caption.

    Raises:
        UnknownId, WordError: as `grafiek`.
    """
    return _draw(w, id, "grafiek_svg")


def _draw(w: View, id_: str, fragment: str) -> str:
    series = w.catalog.one(m.Cijferreeks, id_)
    if series.grafiek == "geen":
        raise WordError(f"cijferreeks {id_!r} heeft geen grafiek; zet bij 'grafiek' lijn of staaf")
    points = list(_points(series))
    if not points:
        raise WordError(f"cijferreeks {id_!r} heeft geen getal om te tekenen; zet 'in_grafiek: ja' bij een kolom")
    drawing = _lines(points) if series.grafiek == "lijn" else _bars(points)
    total = figures.TOTAL_IN_TABLE if figures.has_total(series) else ""
    return w.render(fragment, series=series, punten=points, t=drawing, total=total, wide=WIDE)


def _points(series: m.Cijferreeks) -> Iterator[Point]:
    """The figures to draw, by row and column; totals would dwarf the rest and stay in the table."""
    for row in series.rijen:
        if figures.is_total(row):
            continue
        for column, cell in zip(series.kolommen, row[1:], strict=True):
            if column.in_grafiek and is_number(cell):
                yield Point(row[0], column.titel, cell, Decimal(cell))


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


def _bars(points: Sequence[Point]) -> BarChart:
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


def _lines(points: Sequence[Point]) -> LineChart:
    categories, names, legend = _categories(points), _series(points), _legend(points)
    left, right, above = 48, WIDE - 24, len(legend) * LINE + LINE
    ticks = _ticks(max(p.waarde for p in points))
    step = (right - left) / max(len(categories) - 1, 1)

    def height(value: Decimal) -> int:
        return round(above + AREA - float(value / ticks[-1]) * AREA)

    dots = [
        Dot(names.index(p.series) + 1, round(left + categories.index(p.category) * step), height(p.waarde), p.tekst)
        for p in points
    ]
    below = above + AREA
    return LineChart(
        below + LINE + SPACE, left, right, legend,
        [PlacedText(left - SPACE, height(value), numeral(value)) for value in ticks],
        [PlacedText(round(left + n * step), below + LINE, name) for n, name in enumerate(categories)],
        dots,
        [Line(n, " ".join(f"{s.x},{s.y}" for s in dots if s.nummer == n)) for n in range(1, len(names) + 1)],
    )  # fmt: skip


def _ticks(highest: Decimal) -> list[Decimal]:
    """Round values from zero to at least the highest, at most six: `0 1 2 3 4 5`."""
    ten = Decimal(1).scaleb(highest.adjusted()) if highest > 0 else Decimal(1)
    for step in (ten * factor for factor in (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5))):
        count = max(ceil(highest / step), 1)
        if count <= 5:  # noqa: PLR2004 - with zero that makes six
            return [Decimal(f"{(step * n).normalize():f}") for n in range(count + 1)]
    raise AssertionError(highest)  # pragma: no cover - hoogste < 10 * tien, so the step of 2 is enough


# ── How the site is used ────────────────────────────────────────────────────────────────────────────────

MONTHS_SHOWN, MOST = 12, 25


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart that is not of a series of figures is called."""

    id: str
    titel: str
    eenheid: str


def gebruik(w: View, leeg: str | None = None) -> str:
    """Laat zien hoe vaak pagina's en downloads zijn gelezen: per maand, en de meest gelezen.

    Voorbeeld: {{ gebruik(leeg="Er zijn nog geen cijfers.") }}

    Raises:
        WordError: nothing was counted and no `leeg`.
    """
    by_month = list(w.catalog.usage_per_month().items())[-MONTHS_SHOWN:]
    if not by_month:
        return w.leeg(leeg, "er zijn geen cijfers over het gebruik")
    from_ = by_month[0][0]
    points = [
        Point(dates.month(month), series, str(counts[kind]), Decimal(counts[kind]))
        for month, counts in by_month
        for kind, series in (("pagina", "Pagina's"), ("download", "Downloads"))
    ]
    return w.render(
        "gebruik",
        series=Caption("gebruik", "Hoe vaak pagina's en downloads zijn gelezen", "aantal per maand"),
        punten=points, t=_bars(points), wide=WIDE, months=by_month, days=w.catalog.usage_days(),
        lists=[(title, [(path, w.catalog.title_of(path), n) for path, n in w.catalog.usage_per_path(kind, from_)[:MOST]])
                 for kind, title in (("pagina", "De meest gelezen pagina's"), ("download", "De meest gebruikte downloads"))],
    )  # fmt: skip


# ── The tile map ────────────────────────────────────────────────────────────────────────────────────────


def gemeentekaart(w: View) -> str:
    """Laat een kaart zien met een vak per gemeente, als ingang naar de gemeentepagina's.

    Voorbeeld: {{ gemeentekaart() }}

    Raises:
        WordError: no municipalities.
    """
    gemeenten = w.catalog.gemeenten()
    if not gemeenten:
        raise WordError("er zijn geen gemeenten")
    names = {d.id: d.naam for d in w.catalog.all_of(m.District)}
    return w.render("gemeentekaart", gemeenten=gemeenten, districten=names)


# ── The diagram of the organisation ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DiagramNode:
    """Something in the organisation: a body, a team, or a heading above a group (without a record)."""

    titel: str
    depth: int
    parent: int | None
    """The place of the box above it in the list of boxes."""
    record: m.Organisatie | m.Expertteam | None = None
    also_to: tuple[m.Organisatie, ...] = ()
    """What it reports to besides the box above it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in the diagram, with the line to the box above it."""

    x: int
    y: int
    wide: int
    high: int
    lines: list[str]
    stopped: bool
    kop: bool
    line: str


INDENT, CHARS = 20, 58
"""How far a level goes in, and how many letters fit on a line of the highest."""


def organogram(w: View) -> str:
    """Laat zien hoe het netwerk is georganiseerd: wie rapporteert aan wie, als tekening en als lijst.

    Voorbeeld: {{ organogram() }}

    Raises:
        WordError: no organisation reports to another.
    """
    line = list(_tree(w))
    if not line:
        raise WordError("er zijn geen organisaties met 'rapporteert_aan'")
    nodes = [*line, *_groups(w, len(line))]
    boxes = _boxes(nodes)
    high = boxes[-1].y + boxes[-1].high + 2
    return w.render("organogram", below=_branches(nodes), boxes=boxes, high=high, wide=WIDE)


_OUTSIDE = {"zusternetwerk", "bij zusternetwerk", "landelijk"}


def _tree(w: View) -> Iterator[DiagramNode]:
    """The bodies that report to one another, from the top down, each once."""
    organisaties = [o for o in w.catalog.all_of(m.Organisatie) if o.soort not in _OUTSIDE]
    above = {target for o in organisaties for target in o.rapporteert_aan}
    roots = [o for o in organisaties if o.id in above and not o.rapporteert_aan]
    placed: dict[str, int] = {}

    def location(organisatie: m.Organisatie, depth: int, parent: int | None) -> Iterator[DiagramNode]:
        if organisatie.id in placed:
            return
        place = placed[organisatie.id] = len(placed)
        main = organisatie.rapporteert_aan[:1]
        also = tuple(w.catalog.one(m.Organisatie, id_) for id_ in organisatie.rapporteert_aan if id_ not in main)
        yield DiagramNode(_title(organisatie), depth, parent, organisatie, also)
        for below in organisaties:
            if below.rapporteert_aan[:1] == (organisatie.id,):
                yield from location(below, depth + 1, place)

    for root in roots:
        yield from location(root, 0, None)


def _groups(w: View, start: int) -> Iterator[DiagramNode]:
    """What stands beside the line of reporting: the coordination, the districts' own meetings, sister networks."""
    organisaties = w.catalog.all_of(m.Organisatie)
    groups: dict[str, Sequence[m.Organisatie | m.Expertteam]] = {
        "Regieoverleg": w.catalog.expertteams(soort="regieoverleg"),
        "Ambtelijk overleg in de districten": [
            o for o in organisaties if o.soort == "overleg" and o.district and not o.rapporteert_aan
        ],
        "Zusternetwerken": [o for o in organisaties if o.soort == "zusternetwerk"],
    }  # fmt: skip
    place = start
    for title, members in groups.items():
        if members:
            heading, place = place, place + 1 + len(members)
            yield DiagramNode(title, 0, None)
            for member in members:
                yield DiagramNode(_title(member), 1, heading, member)


def _title(record: m.Organisatie | m.Expertteam) -> str:
    """Name and abbreviation, with the year in which it ended."""
    afkorting = getattr(record, "afkorting", "")
    name = f"{record.naam} ({afkorting})" if afkorting else record.naam
    return f"{name}, tot {record.tot}" if record.tot else name


def _boxes(nodes: Sequence[DiagramNode]) -> list[Box]:
    boxes: list[Box] = []
    y = 1
    for node in nodes:
        x = 1 + node.depth * INDENT
        lines = [part for sentence in _sentences(node) for part in textwrap.wrap(sentence, CHARS - 3 * node.depth)]
        high = len(lines) * LINE + 12
        stopped, heading = bool(node.record and node.record.tot), node.record is None
        line = _upwards(boxes[node.parent], x, y + high // 2) if node.parent is not None else ""
        boxes.append(Box(x, y, WIDE - x - 1, high, lines, stopped, heading, line))
        y += high + 8
    return boxes


def _sentences(node: DiagramNode) -> Iterator[str]:
    """What a box says."""
    yield node.titel
    if node.also_to:
        yield f"rapporteert ook aan: {', '.join(other.afkorting or other.naam for other in node.also_to)}"


def _upwards(parent: Box, x: int, y: int) -> str:
    """The path from the bottom of the box above to the side of this one."""
    return f"M{parent.x + INDENT // 2} {parent.y + parent.high}V{y}H{x}"


def _branches(nodes: Sequence[DiagramNode]) -> dict[int | None, list[tuple[int, DiagramNode]]]:
    """What stands below each place; below None what stands at the top."""
    below: dict[int | None, list[tuple[int, DiagramNode]]] = {place: [] for place in (None, *range(len(nodes)))}
    for place, node in enumerate(nodes):
        below[node.parent].append((place, node))
    return below
