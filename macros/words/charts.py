"""Words whose result is drawn: charts of figures, how the site is used, the tile map.

There is no script and no style attribute in the result, and what a drawing says is there in words too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from macros.base import dates
from macros.base.numbers import is_number
from macros.document.templates import View, WordError
from macros.records import figures
from macros.records import models as m
from macros.words.counts import municipalities
from macros.words.drawing import WIDE, Point, bar_chart, line_chart


def grafiek(w: View, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een grafiek zien van een tabel met cijfers.

    Voorbeeld: {{ grafiek("<cijferreeks>") }}

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
    drawing = line_chart(points) if series.grafiek == "lijn" else bar_chart(points)
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


MONTHS_SHOWN, MOST = 12, 25


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart that is not of a series of figures is called."""

    id: str
    titel: str
    eenheid: str


def gebruik(w: View, leeg: str | None = None) -> str:
    """Laat zien hoe vaak pagina's en downloads zijn gelezen: per maand, en de meest gelezen.

    Voorbeeld: {{ gebruik(leeg="Er is nog niets geteld.") }}

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
        punten=points, t=bar_chart(points), wide=WIDE, months=by_month, days=w.catalog.usage_days(),
        lists=[(title, [(path, w.catalog.title_of(path), n) for path, n in w.catalog.usage_per_path(kind, from_)[:MOST]])
                 for kind, title in (("pagina", "De meest gelezen pagina's"), ("download", "De meest gebruikte downloads"))],
    )  # fmt: skip


def gemeentekaart(w: View, op: str | None = None) -> str:
    """Laat een kaart zien met een vak per gemeente, als ingang naar de gemeentepagina's; van de dag van de pagina, of van een andere.

    Voorbeeld: {{ gemeentekaart() }}

    Raises:
        WordError: no municipalities, or it is not known which there were that day; or none has a place on the map.
    """
    gemeenten = [g for g in municipalities(w, op) if g.rij is not None]
    if not gemeenten:
        raise WordError(
            "geen gemeente heeft een plek op de kaart; vul 'rij' en 'kolom' in, of gebruik {{ gemeenten() }}"
        )
    names = {d.id: d.naam for d in w.catalog.all_of(m.District)}
    return w.render("gemeentekaart", gemeenten=gemeenten, districten=names)
