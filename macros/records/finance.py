"""What a budget adds up to: the printed totals beside ours, and where they differ.

Pages and reports both show it, so it is worked out here, once. Nothing is repaired: a printed total stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from macros.base.numbers import euro
from macros.records import models as m

Bedragen = tuple[Decimal | Literal["PM"] | None, ...]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A row of a budget as it is shown; what we worked out is told apart from what the source prints."""

    soort: Literal["post", "gedrukt", "berekend", "verschil"]
    titel: str
    bedragen: Bedragen
    noot: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed total that is not the sum of its lines, in one column; in euros, `difference` is sum minus printed."""

    titel: str
    kolom: str
    gedrukt: Decimal
    total: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more the lines are than the printed total."""
        return self.total - self.gedrukt


def sections(begroting: m.Begroting) -> list[tuple[str, list[BudgetLine]]]:
    """Income, expenditure and, when both are known, the balance: each with its title and its rows."""
    found = [(part.titel, list(_lines(part))) for part in (begroting.baten, begroting.lasten) if part]
    if begroting.baten:
        found.append(("Saldo", list(_saldo(begroting.baten, begroting.lasten))))
    return found


def total(posten: Iterable[m.Post], column: int) -> Decimal:
    """The sum of a column in euros; `PM` and a missing amount count as nothing."""
    bedragen = (post.bedragen[column] for post in posten)
    return sum((bedrag for bedrag in bedragen if isinstance(bedrag, Decimal)), Decimal())


def differences(begroting: m.Begroting) -> Iterator[Difference]:
    """Every printed total that is not the sum of its lines."""
    for part in filter(None, (begroting.baten, begroting.lasten)):
        for total in part.totalen:
            sums = _sums(_below(total, part))
            for column, gedrukt, added_up in zip(begroting.kolommen, total.bedragen, sums, strict=True):
                if isinstance(gedrukt, Decimal) and gedrukt != added_up:
                    yield Difference(total.omschrijving, column, gedrukt, added_up)


def told(begroting: m.Begroting) -> list[str]:
    """Every printed total that is not the sum of its lines, in a sentence."""
    return [_told(begroting, difference) for difference in differences(begroting)]


def _told(begroting: m.Begroting, found: Difference) -> str:
    what = f"{found.titel}, {found.kolom}" if len(begroting.kolommen) > 1 else found.titel
    direction = "meer" if found.difference > 0 else "minder"
    return (
        f"{what}: gedrukt staat {euro(found.gedrukt)}. De posten samen zijn {euro(found.total)}. "
        f"Dat is {euro(abs(found.difference))} {direction}."
    )


def not_counted(parts: Iterable[tuple[str, Iterable[BudgetLine]]]) -> list[str]:
    """What to know of a budget's cells that hold no amount, as far as there are any."""
    bedragen = {bedrag for _, lines in parts for line in lines for bedrag in line.bedragen}
    notes = {
        "PM": "PM betekent dat het bedrag nog niet bekend is. In onze optelling telt PM niet mee.",
        None: "Een streepje betekent dat daar geen bedrag staat; ook dat telt niet mee.",
    }
    return [note for cell, note in notes.items() if cell in bedragen]


def _sums(posten: Sequence[m.Post]) -> tuple[Decimal, ...]:
    return tuple(total(posten, column) for column in range(len(posten[0].bedragen)))


def _below(total: m.Gedrukt, part: m.Onderdeel) -> tuple[m.Post, ...]:
    """The lines that a printed total adds up."""
    return part.posten[: total.na]


def _lines(part: m.Onderdeel) -> Iterator[BudgetLine]:
    """Lines and printed totals as the source orders them, each total with ours below it."""
    for count, post in enumerate(part.posten, start=1):
        yield BudgetLine("post", post.omschrijving, post.bedragen, post.noot)
        for total in part.totalen:
            if len(_below(total, part)) == count:
                yield from _total(total, part)
    if not _closing(part):
        yield BudgetLine("berekend", "Opgeteld door ons; dit totaal is niet gedrukt", _sums(part.posten))


def _total(total: m.Gedrukt, part: m.Onderdeel) -> Iterator[BudgetLine]:
    sums = _sums(_below(total, part))
    yield BudgetLine("gedrukt", f"{total.omschrijving} (gedrukt)", total.bedragen)
    yield BudgetLine("berekend", "Opgeteld door ons", sums)
    difference = _minus(sums, total.bedragen)
    if any(difference):
        yield BudgetLine("verschil", "Verschil met onze optelling", difference)


def _minus(a: Sequence[object], b: Sequence[object]) -> Bedragen:
    """The difference in each column, None where one of both is no amount."""
    pairs = zip(a, b, strict=True)
    return tuple(x - y if isinstance(x, Decimal) and isinstance(y, Decimal) else None for x, y in pairs)


def _closing(part: m.Onderdeel) -> m.Gedrukt | None:
    """The printed total of all lines, when there is one."""
    return next((t for t in part.totalen if len(_below(t, part)) == len(part.posten)), None)


def _saldo(baten: m.Onderdeel, lasten: m.Onderdeel) -> Iterator[BudgetLine]:
    """Income minus expenditure, once: of the totals that the source prints, else of our sums."""
    sides = [closing.bedragen if (closing := _closing(part)) else _sums(part.posten) for part in (baten, lasten)]
    yield BudgetLine("berekend", "Inkomsten min uitgaven (berekend)", _minus(*sides))
