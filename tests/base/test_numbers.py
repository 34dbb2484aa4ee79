"""Numbers: which text is one, and how it is written for a reader."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.base.numbers import euro, how_many, is_number, numeral


@pytest.mark.parametrize("cell", ["0", "1525", "-2146", "4.0", "-0.5"])
def test_a_number_is_digits_with_a_sign_and_a_fraction(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize(
    "cell", ["", "+1", "1e3", "1_000", "1.525,0", "4,0", ".5", "5.", "NaN", "Infinity", "١٢", "12 ", "1\n", "circa"]
)
def test_what_python_or_a_spreadsheet_takes_for_a_number_stays_text(cell: str) -> None:
    assert not is_number(cell)
    assert numeral(cell) == cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1525, "1.525"), ("-2146", "\N{MINUS SIGN}2.146"), (Decimal("4.0"), "4,0"), ("19538.88", "19.538,88"),
        (3.1, "3,1"), ("ruim 10% afgenomen", "ruim 10% afgenomen"),
    ],
)  # fmt: skip
def test_a_number_in_dutch(value: Decimal | float | str, text: str) -> None:
    assert numeral(value) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal(229760), "€\xa0229.760"),
        (Decimal("19538.88"), "€\xa019.538,88"),
        (Decimal("0.5"), "€\xa00,50"),
        (Decimal(-240), "€\xa0\N{MINUS SIGN}240"),
        ("PM", "PM"),
        (None, "–"),
    ],
)
def test_an_amount(amount: Decimal | str | None, text: str) -> None:
    assert euro(amount) == text


@pytest.mark.parametrize(("number", "told"), [(0, "0 fouten"), (1, "1 fout"), (2, "2 fouten"), (1200, "1.200 fouten")])
def test_how_many_there_are_is_said_with_its_word(number: int, told: str) -> None:
    assert how_many(number, "fout", "fouten") == told
