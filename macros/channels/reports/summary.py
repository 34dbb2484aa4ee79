"""The first page of a report, for who reads no further: what was done, what it cost, what comes, what is asked.

Made from the records alone. What they do not hold has no part here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from macros.base.numbers import euro, how_many
from macros.channels.reports import activities, money
from macros.channels.reports.blocks import (
    Block,
    Column,
    ReportTable,
    Sentence,
    bold,
    bullets,
    heading,
    paragraph,
    row,
    text,
)
from macros.records import figures, finance
from macros.records import models as m
from macros.records.catalog import Catalog

_SHOWN, _COMING = 2, 5
"""So many names of activities stand beside a theme, and so many of those that come are told."""


def of_year(catalog: Catalog, year: int) -> Iterator[Block]:
    """The summary of a report: a year's activities and money, and what is planned and asked for the next."""
    activiteiten, upcoming = catalog.activiteiten(jaar=year), catalog.activiteiten(jaar=year + 1)
    done = [a for a in activiteiten if a.status == "uitgevoerd"]
    others = Counter(a.status for a in activiteiten if a.status != "uitgevoerd")
    besides = ", ".join(f"{times} {status}" for status, times in others.items())
    yield heading(1, "In het kort")
    yield heading(2, "Wat wij deden")
    yield paragraph(
        f"In {year} voerden wij {_how_many(done)} uit.",
        f" Daarnaast: {besides}." if besides else "",
        _most(catalog, done),
    )
    yield _by_thema(catalog, done)
    yield from _cost(catalog, year, "Wat het kostte")
    yield from _coming(upcoming, year + 1)
    yield from _asked(catalog, year + 1)


def of_plan(catalog: Catalog, year: int) -> Iterator[Block]:
    """The summary of a plan: what is planned, when, what it may cost and what is asked."""
    activiteiten = catalog.activiteiten(jaar=year)
    yield heading(1, "In het kort")
    yield from _coming(activiteiten, year)
    if activiteiten:
        yield paragraph(_most(catalog, activiteiten))
        yield _by_thema(catalog, activiteiten)
    yield from _cost(catalog, year, "Wat het mag kosten")
    yield from _asked(catalog, year)


def of_states(catalog: Catalog, standen: Sequence[m.Stand], bronnen: Iterable[m.Bron]) -> Iterator[Block]:
    """The summary of where the teams stand: how much each wants, did and has to mind, and what the figures come to."""
    yield heading(1, "In het kort")
    yield paragraph(f"Dit is de stand van {how_many(len(standen), 'team', 'teams')} in {standen[0].peildatum}.")
    columns = (
        Column(text("Team"), 3),
        *(Column(text(name), 2, numeral=True) for name in ("Doelen", "Resultaten", "Aandachtspunten", "Acties")),
    )
    rows = (
        row(catalog.one(m.Expertteam, s.expertteam).naam,
            *(str(len(lines)) for lines in (s.doelen, s.resultaten, s.aandachtspunten, s.acties)))
        for s in standen
    )  # fmt: skip
    yield ReportTable(text("Hoeveel punten dit rapport per team noemt"), columns, tuple(rows))
    if lines := [
        line for series in catalog.cijferreeksen_from([bron.id for bron in bronnen]) for line in _figures(series)
    ]:
        yield heading(2, "De cijfers")
        yield bullets(lines)


def _how_many(activiteiten: Sequence[m.Activiteit]) -> str:
    return how_many(len(activiteiten), "activiteit", "activiteiten")


def _most(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> str:
    """The theme with the most activities, if there is one."""
    counted = Counter(a.thema for a in activiteiten if a.thema)
    (most, times), (_, second), *_ = (*counted.most_common(2), ("", 0), ("", 0))
    if times == second:
        return ""
    return f" Het thema met de meeste activiteiten is {catalog.one(m.Thema, most).naam}: {times}."


def _by_thema(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> ReportTable:
    """How many activities a theme has, as bars, and the first of them."""
    columns = (Column(text("Thema"), 4), Column(text("Onder meer"), 10), Column(text("Aantal"), 3, bars=True))
    rows = (
        row(name, "; ".join(a.titel for a in group[:_SHOWN]), str(len(group)), amount=len(group))
        for name, group in activities.groups(catalog, activiteiten)
    )
    return ReportTable(text("Activiteiten per thema"), columns, tuple(rows))


def _cost(catalog: Catalog, year: int, title: str) -> Iterator[Block]:
    if not catalog.uses(m.Begroting.kind.collection):
        return
    yield heading(2, title)
    for begroting in catalog.begrotingen(year):
        yield paragraph(" ".join([*money.in_short(begroting), *finance.not_counted(finance.sections(begroting))]))
        yield money.spending(begroting)
    if not catalog.begrotingen(year):
        yield paragraph(catalog.no_budget(year))


def _coming(activiteiten: Sequence[m.Activiteit], year: int) -> Iterator[Block]:
    """What is planned, and what of it comes first."""
    if activiteiten:
        dated = sorted((a for a in activiteiten if a.wanneer.end), key=lambda a: (a.wanneer.end, a.wanneer.start))
        yield heading(2, "Wat er komt")
        yield paragraph(
            f"Voor {year} staan er {_how_many(activiteiten)} in het plan." + (" Als eerste:" if dated else "")
        )
        if dated:
            yield bullets([text(bold(activities.moment(a)), f": {a.titel}")] for a in dated[:_COMING])


def _asked(catalog: Catalog, year: int) -> Iterator[Block]:
    for begroting in catalog.begrotingen(year):
        if post := finance.contribution(begroting):
            yield heading(2, "Wat wij vragen")
            amount = post.bedragen[-1]
            together = f" In de begroting is dat samen {euro(amount)} ({post.omschrijving})."
            yield paragraph(
                f"Van de gemeenten vragen wij voor {year} {euro(post.per_inwoner)} per inwoner.",
                together if isinstance(amount, Decimal) else "",
            )


def _figures(series: m.Cijferreeks) -> Iterator[list[Sentence]]:
    """What a series comes to: its totals, or the first and last row of a line."""
    first_and_last = (series.rijen[0], series.rijen[-1]) if series.grafiek == "lijn" and series.rijen else ()
    heads = [head.titel for head in figures.headings(series)[1:]]
    told = [
        f"{name}: " + ", ".join(
            f"{figures.figure(cell)} ({head})" if len(heads) > 1 else figures.figure(cell)
            for head, cell in zip(heads, cells, strict=True)
        )
        for name, *cells in [row for row in series.rijen if figures.is_total(row)] or first_and_last
    ]  # fmt: skip
    if told:
        yield [text(bold(series.titel), f", in {series.eenheid}. {'; '.join(told)}.")]
