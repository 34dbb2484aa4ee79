"""The budgets in a report: what they come to, line by line, and where a printed total is not the sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from macros.base.numbers import euro
from macros.base.text import capital
from macros.channels.reports.blocks import (
    Block,
    Column,
    ReportRow,
    ReportTable,
    RowForm,
    bold,
    bullets,
    heading,
    paragraph,
    row,
    text,
)  # fmt: skip
from macros.channels.reports.parts import origin
from macros.document import nodes as n
from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog

_FORM: dict[str, RowForm] = {"post": "plain", "gedrukt": "total", "berekend": "computed", "verschil": "difference"}


def chapter(catalog: Catalog, years: Iterable[int], title: str) -> Iterator[Block]:
    """The network's own budgets of some years, or that there is none yet of the first; no chapter without finances."""
    if not catalog.uses(m.Begroting.kind.collection):
        return
    first, *others = years
    yield heading(1, title)
    if not catalog.begrotingen(first):
        yield paragraph(catalog.no_budget(first))
    for begroting in catalog.begrotingen(first, *others):
        yield heading(2, begroting.titel)
        yield origin(catalog, begroting)
        yield from _budget(catalog, begroting)


def in_short(begroting: m.Begroting) -> Iterator[str]:
    """What a budget comes to, in sentences; a column each when it has more."""
    incoming = finance.closing(begroting.baten) if begroting.baten else ()
    outgoing, saldo, rest = finance.closing(begroting.lasten), finance.balance(begroting), finance.remains(begroting)
    for place, column in enumerate(begroting.kolommen):
        known = f"het budget is {euro(incoming[place])}, " if incoming else ""
        told = f"{known}de uitgaven zijn {euro(outgoing[place])}."
        yield f"{column}: {told}" if len(begroting.kolommen) > 1 else capital(told)
        if saldo and saldo[place] is not None:
            yield f"Het saldo is {euro(saldo[place])}; dat hebben wij uitgerekend."
        for post in finance.to_return(begroting):
            yield f"Daarvan gaat mogelijk {euro(post.mogelijk_terug[place])} terug: {post.omschrijving}."
        if rest and rest[place] is not None:
            yield f"Zonder dat bedrag is het saldo {euro(rest[place])}."
    yield from finance.told(begroting)


def spending(begroting: m.Begroting) -> ReportTable:
    """What the money goes to, as bars; of the last column when there are more."""
    column = begroting.kolommen[-1]
    title = f"{begroting.lasten.titel} ({begroting.titel}{f', {column}' if len(begroting.kolommen) > 1 else ''})"
    rows = (
        row(post.omschrijving, euro(post.bedragen[-1]), amount=amount if isinstance(amount, Decimal) else 0)
        for post in begroting.lasten.posten
        for amount in post.bedragen[-1:]
    )
    return ReportTable(text(title), (Column(text("Post"), 5), Column(text("Bedrag"), 8, bars=True)), tuple(rows))


def _budget(catalog: Catalog, begroting: m.Begroting) -> Iterator[Block]:
    """A budget in sentences and with all its lines, the difference in words, and its notes."""
    parts = finance.sections(begroting)
    columns = (Column(text("Post"), 5), *(Column(text(k), 2, numeral=True) for k in begroting.kolommen))
    rows: list[ReportRow] = []
    for title, lines in parts:
        rows.append(row(title, form="group"))
        rows += (_row(line) for line in lines)
    owner = catalog.one(m.Organisatie, begroting.organisatie).naam
    caption = text(f"{begroting.titel}: {owner}, {begroting.periode} (in euro’s)")
    told = begroting.toelichting or " ".join(in_short(begroting))
    yield paragraph(" ".join([told, "Wat schuin staat, hebben wij uitgerekend.", *finance.not_counted(parts)]))
    if differences := finance.told(begroting):
        message = "De optelling klopt niet. U ziet het gedrukte bedrag en het bedrag dat wij uitrekenen."
        yield n.Alert(0, 0, "warning", (paragraph(bold(message)), bullets(differences)))
    yield ReportTable(caption, columns, tuple(rows))
    if begroting.noten:
        yield bullets([text(bold(f"Noot {key}"), f" {note}")] for key, note in begroting.noten.items())


def _row(line: finance.BudgetLine) -> ReportRow:
    title = f"{line.titel} {line.noot}" if line.noot else line.titel
    return row(title, *map(euro, line.bedragen), form=_FORM[line.soort])
