"""What a budget adds up to: the printed totals beside ours, and where they differ.

Pages and reports both show it, so it is worked out here, once. Nothing is repaired: a printed total stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from macros.records import models as m

Bedragen = tuple[Decimal | Literal["PM"] | None, ...]


@dataclass(frozen=True, slots=True)
class Regel:
    """A row of a budget as it is shown; what we worked out is told apart from what the source prints."""

    soort: Literal["post", "gedrukt", "berekend", "verschil"]
    titel: str
    bedragen: Bedragen
    noot: str = ""


@dataclass(frozen=True, slots=True)
class Verschil:
    """A printed total that is not the sum of its lines, in one column; in euros, `verschil` is sum minus printed."""

    titel: str
    kolom: str
    gedrukt: Decimal
    som: Decimal

    @property
    def verschil(self) -> Decimal:
        """How much more the lines are than the printed total."""
        return self.som - self.gedrukt


def delen(begroting: m.Begroting) -> list[tuple[str, list[Regel]]]:
    """Income, expenditure and, when both are known, the balance: each with its title and its rows."""
    gevonden = [(deel.titel, list(_regels(deel))) for deel in (begroting.baten, begroting.lasten) if deel]
    if begroting.baten:
        gevonden.append(("Saldo", list(_saldo(begroting.baten, begroting.lasten))))
    return gevonden


def som(posten: Iterable[m.Post], kolom: int) -> Decimal:
    """The sum of a column in euros; `PM` and a missing amount count as nothing."""
    bedragen = (post.bedragen[kolom] for post in posten)
    return sum((bedrag for bedrag in bedragen if isinstance(bedrag, Decimal)), Decimal())


def verschillen(begroting: m.Begroting) -> Iterator[Verschil]:
    """Every printed total that is not the sum of its lines."""
    for deel in filter(None, (begroting.baten, begroting.lasten)):
        for totaal in deel.totalen:
            sommen = _sommen(_onder(totaal, deel))
            for kolom, gedrukt, opgeteld in zip(begroting.kolommen, totaal.bedragen, sommen, strict=True):
                if isinstance(gedrukt, Decimal) and gedrukt != opgeteld:
                    yield Verschil(totaal.omschrijving, kolom, gedrukt, opgeteld)


def _sommen(posten: Sequence[m.Post]) -> tuple[Decimal, ...]:
    return tuple(som(posten, kolom) for kolom in range(len(posten[0].bedragen)))


def _onder(totaal: m.Gedrukt, deel: m.Onderdeel) -> tuple[m.Post, ...]:
    """The lines that a printed total adds up."""
    return deel.posten[: totaal.na]


def _regels(deel: m.Onderdeel) -> Iterator[Regel]:
    """Lines and printed totals as the source orders them, each total with ours below it."""
    for aantal, post in enumerate(deel.posten, start=1):
        yield Regel("post", post.omschrijving, post.bedragen, post.noot)
        for totaal in deel.totalen:
            if len(_onder(totaal, deel)) == aantal:
                yield from _totaal(totaal, deel)
    if not _slot(deel):
        yield Regel("berekend", "Opgeteld door ons; de bron drukt dit totaal niet", _sommen(deel.posten))


def _totaal(totaal: m.Gedrukt, deel: m.Onderdeel) -> Iterator[Regel]:
    sommen = _sommen(_onder(totaal, deel))
    yield Regel("gedrukt", f"{totaal.omschrijving} (gedrukt in de bron)", totaal.bedragen)
    yield Regel("berekend", "Opgeteld door ons", sommen)
    verschil = _min(sommen, totaal.bedragen)
    if any(verschil):
        yield Regel("verschil", "Verschil tussen onze optelling en de bron", verschil)


def _min(a: Sequence[object], b: Sequence[object]) -> Bedragen:
    """The difference in each column, None where one of both is no amount."""
    paren = zip(a, b, strict=True)
    return tuple(x - y if isinstance(x, Decimal) and isinstance(y, Decimal) else None for x, y in paren)


def _slot(deel: m.Onderdeel) -> m.Gedrukt | None:
    """The printed total of all lines, when there is one."""
    return next((t for t in deel.totalen if len(_onder(t, deel)) == len(deel.posten)), None)


def _saldo(baten: m.Onderdeel, lasten: m.Onderdeel) -> Iterator[Regel]:
    """Income minus expenditure, of our sums and, where those differ, of the printed totals."""
    berekend = _min(_sommen(baten.posten), _sommen(lasten.posten))
    yield Regel("berekend", "Saldo van de posten (berekend; niet gedrukt in de bron)", berekend)
    erin, eruit = _slot(baten), _slot(lasten)
    if erin and eruit and (gedrukt := _min(erin.bedragen, eruit.bedragen)) != berekend:
        yield Regel("berekend", "Saldo van de gedrukte totalen (berekend; niet gedrukt in de bron)", gedrukt)
