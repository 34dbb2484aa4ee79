"""Numbers as a data file writes them, and as a Dutch reader reads them."""

from __future__ import annotations

import re
from decimal import Decimal

_WRITTEN = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_number(cell: str) -> bool:
    """Whether text is a number as data files write it: `1525`, `-2146`, `4.0`; no `1e3`, no `1_000`, no `+1`."""
    return _WRITTEN.fullmatch(cell) is not None


def numeral(value: Decimal | float | str) -> str:
    """A number in Dutch: `1.525`, `-2.146`, `4,0`; text that is no number stays as it is."""
    if isinstance(value, str) and not is_number(value):
        return value
    digits = f"{Decimal(str(value)):,}"
    return digits.translate({ord(","): ".", ord("."): ","}).replace("-", "\N{MINUS SIGN}")


def how_many(number: int, one: str, more: str) -> str:
    """How many there are, with the word for it: `1 fout`, `2 fouten`."""
    return f"{numeral(number)} {one if number == 1 else more}"


def euro(amount: Decimal | str | None) -> str:
    """An amount in euros: `€ 229.760`, `€ 19.538,88`, `PM`; a dash where there is none."""
    if amount is None or isinstance(amount, str):
        return amount or "–"
    whole = amount == amount.to_integral_value()
    text = numeral(amount.quantize(Decimal(1) if whole else Decimal("0.01")))
    return f"€\N{NO-BREAK SPACE}{text}"
