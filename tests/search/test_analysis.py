"""The analysis: what it promises, and that the worker in JavaScript does exactly the same."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from macros.search import analysis
from tests.search import corpus, measure

HIER = Path(__file__).parent
GROEPEN: list[str] = json.loads((HIER / "stems.json").read_text(encoding="utf-8"))
LASTIG = [
    "", "’s avonds", "OMG's en foto’s", "ĳsbaan ĲSSELLAND", "re_BOOTCMP", "e-mail", "Straatwaarde(n)", "ﬁnanciën", "straße", "Æsir øre",
    "İstanbul", "ΣΊΣΥΦΟΣ", "ideeën", "knieën", "coo\u0308rdinatie", "co\u00adordinator", "²³ ½ Ⅻ", "日本語", "🙂 emoji", "a" * 90, "<b>vet</b>",
    "12:30 q@ 7-stappenmodel", "\u0000\ufffe\ud83d", "naïeve", "één", "'s", "´t", "x" * 39 + "\U0001d538", "देवनागरी",
]  # fmt: skip


@pytest.mark.parametrize("groep", GROEPEN)
def test_inflections_share_a_stem(groep: str) -> None:
    assert len({analysis.stam(woord) for woord in analysis.woorden(groep)}) == 1


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("wet", "weten"),
        ("bom", "boom"),
        ("samen", "same"),
        ("tegen", "teeg"),
        ("politie", "polis"),
        ("proces", "procent"),
    ],
)
def test_different_words_keep_different_stems(een: str, ander: str) -> None:
    assert analysis.stam(een) != analysis.stam(ander)


def test_folding_drops_marks_apostrophes_and_soft_hyphens() -> None:
    assert analysis.woorden("Coördinator’s ĲSSELLAND co\u00adördinatie één") == [
        "coordinator",
        "ijsselland",
        "coordinatie",
        "een",
    ]


def test_anything_but_letters_and_digits_parts_words() -> None:
    assert analysis.woorden("(Damoclesbeleid) zorg/veiligheid, q@2") == [
        "damoclesbeleid",
        "zorg",
        "veiligheid",
        "q",
        "2",
    ]


def test_hyphenated_words_are_also_one() -> None:
    assert analysis.gekoppeld(analysis.vouw("re_BOOTCMP en Zorg- en e-mail")) == ["rebootcmp", "email"]


def _voorraad() -> list[str]:
    """Every word of the site, inflected and mangled, and the odd ones."""
    woorden = sorted({woord for doc in corpus.documenten() for deel in doc.delen for woord in deel.tekst.split()})
    dobbel = random.Random(5)  # noqa: S311 - only to vary the words
    einden = ["", "s", "en", "e", "heden", "'s", "ën", "zen", "ven", "iën", "nen"]
    return [*LASTIG, *(woord + dobbel.choice(einden) for woord in woorden), *woorden]


def test_javascript_and_python_agree(tmp_path: Path) -> None:
    woorden = [woord.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for woord in _voorraad()]
    (antwoord,) = measure.node(tmp_path, woorden=woorden)
    verschil = [
        (tekst, hier, daar)
        for tekst, daar in zip(woorden, antwoord, strict=True)
        if (hier := [[woord, analysis.stam(woord)] for woord in analysis.woorden(tekst)]) != daar
    ]
    assert not verschil
    assert len(woorden) > 2000


def test_javascript_has_the_same_lists() -> None:
    bron = (corpus.WORTEL / "overrides/assets/zoek-werker.js").read_text(encoding="utf-8")
    for woord in sorted(analysis.STOPWOORDEN | analysis.VOORZETSELS):
        assert f" {woord} " in bron.replace('"', " ")
