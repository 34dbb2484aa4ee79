"""What is said of a budget that does not add up, wherever it is shown."""

from __future__ import annotations

from macros.records import finance
from macros.records import models as m


def _begroting(*columns: str) -> m.Begroting:
    def cells(*amounts: str) -> list[str]:
        return [*amounts][: len(columns)]

    return m.Begroting.model_validate({
        "id": "b-2024", "bron": "b", "titel": "B", "organisatie": "vnon", "periode": "2024", "kolommen": list(columns),
        "lasten": {
            "titel": "Lasten",
            "posten": [
                {"omschrijving": "A", "bedragen": cells("60", "1")}, {"omschrijving": "B", "bedragen": cells("50.50", "PM")},
            ],
            "totalen": [{"omschrijving": "Totaal", "bedragen": cells("100", "2")}],
        },
    })  # fmt: skip


def test_a_difference_is_a_sentence_with_both_amounts() -> None:
    (sentence,) = finance.told(_begroting("2024"))
    assert sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Totaal: gedrukt staat € 100. De posten samen zijn € 110,50. Dat is € 10,50 meer."
    )


def test_of_more_columns_each_is_named() -> None:
    first, second = finance.told(_begroting("2024", "2025"))
    assert first.startswith("Totaal, 2024: ")
    assert second.replace("\N{NO-BREAK SPACE}", " ").endswith("De posten samen zijn € 1. Dat is € 1 minder.")


def test_only_what_is_in_the_table_is_explained() -> None:
    assert finance.not_counted(finance.sections(_begroting("2024"))) == []
    (note,) = finance.not_counted(finance.sections(_begroting("2024", "2025"))[:1])[:1]
    assert note.startswith("PM betekent")
