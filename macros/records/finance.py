"""What a budget adds up to: the printed totals beside ours, and where they differ.

Pages and reports both show it, so it is worked out here, once. Nothing is repaired: a printed total stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Literal

from macros.base.numbers import euro
from macros.records import models as m

_SALDO = "Saldo"
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
    if (saldo := balance(begroting)) is not None:
        found.append((_SALDO, list(_saldo(saldo, begroting))))
    return found


def totals(parts: Iterable[tuple[str, Sequence[BudgetLine]]]) -> list[tuple[str, BudgetLine]]:
    """Of each part what it comes to; of the balance each row, as without what may go back it is no difference of the others."""
    found: list[tuple[str, BudgetLine]] = []
    for title, lines in parts:
        if title == _SALDO:
            found += [(line.titel, line) for line in lines]
        else:
            found.append((title, next((line for line in lines if line.soort == "gedrukt"), lines[-1])))
    return found


def closing(part: m.Onderdeel) -> Bedragen:
    """What a part comes to: its printed total, or else its lines added up."""
    printed = _closing(part)
    return printed.bedragen if printed else _sums(part.posten)


def balance(begroting: m.Begroting) -> Bedragen | None:
    """Income minus expenditure; None where no income is known."""
    return _minus(closing(begroting.baten), closing(begroting.lasten)) if begroting.baten else None


def to_return(begroting: m.Begroting) -> Iterator[m.Post]:
    """The lines of which something may have to go back."""
    return (post for part in (begroting.baten, begroting.lasten) if part for post in part.posten if post.mogelijk_terug)


def remains(begroting: m.Begroting) -> Bedragen | None:
    """The balance without what may have to go back; None where nothing may have to."""
    saldo, posten = balance(begroting), tuple(to_return(begroting))
    if saldo is None or not posten:
        return None
    return reduce(lambda rest, post: _minus(rest, post.mogelijk_terug), posten, saldo)


def contribution(begroting: m.Begroting) -> m.Post | None:
    """The line of the income with what is asked of each inhabitant."""
    posten = begroting.baten.posten if begroting.baten else ()
    return next((post for post in posten if post.per_inwoner is not None), None)


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
    """A printed total, and beside it ours where that is another."""
    sums = _sums(_below(total, part))
    if sums == total.bedragen:
        yield BudgetLine("gedrukt", total.omschrijving, total.bedragen)
        return
    yield BudgetLine("gedrukt", f"{total.omschrijving} (gedrukt)", total.bedragen)
    yield BudgetLine("berekend", "Opgeteld door ons", sums)
    if any(difference := _minus(sums, total.bedragen)):
        yield BudgetLine("verschil", "Verschil met onze optelling", difference)


def _minus(a: Sequence[object], b: Sequence[object]) -> Bedragen:
    """The difference in each column, None where one of both is no amount."""
    pairs = zip(a, b, strict=True)
    return tuple(x - y if isinstance(x, Decimal) and isinstance(y, Decimal) else None for x, y in pairs)


def _closing(part: m.Onderdeel) -> m.Gedrukt | None:
    """The printed total of all lines, when there is one."""
    return next((t for t in part.totalen if len(_below(t, part)) == len(part.posten)), None)


def _saldo(saldo: Bedragen, begroting: m.Begroting) -> Iterator[BudgetLine]:
    yield BudgetLine("berekend", "Inkomsten min uitgaven (berekend)", saldo)
    for post in to_return(begroting):
        yield BudgetLine("post", f"Gaat daarvan mogelijk terug: {post.omschrijving}", post.mogelijk_terug, post.noot)
    if rest := remains(begroting):
        yield BudgetLine("berekend", "Saldo zonder wat mogelijk teruggaat", rest)
