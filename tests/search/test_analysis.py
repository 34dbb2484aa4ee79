"""The analysis: what it promises, and that the worker in JavaScript does exactly the same."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from macros.search import analysis
from tests.search import corpus, measure

HERE = Path(__file__).parent
GROUPS: list[str] = json.loads((HERE / "stems.json").read_text(encoding="utf-8"))
DIFFICULT = [
    "", "’s avonds", "OMG's en foto’s", "ĳsbaan ĲSSELLAND", "re_BOOTCMP", "e-mail", "Straatwaarde(n)", "ﬁnanciën", "straße", "Æsir øre",
    "İstanbul", "ΣΊΣΥΦΟΣ", "ideeën", "knieën", "coo\u0308rdinatie", "co\u00adordinator", "²³ ½ Ⅻ", "日本語", "🙂 emoji", "a" * 90, "<b>vet</b>",
    "12:30 q@ 7-stappenmodel", "\u0000\ufffe\ud83d", "naïeve", "één", "'s", "´t", "x" * 39 + "\U0001d538", "देवनागरी",
]  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_inflections_share_a_stem(group: str) -> None:
    assert len({analysis.stem(word) for word in analysis.words(group)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wet", "weten"),
        ("bom", "boom"),
        ("samen", "same"),
        ("tegen", "teeg"),
        ("politie", "polis"),
        ("proces", "procent"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert analysis.stem(one) != analysis.stem(other)


def test_folding_drops_marks_apostrophes_and_soft_hyphens() -> None:
    assert analysis.words("Coördinator’s ĲSSELLAND co\u00adördinatie één") == [
        "coordinator",
        "ijsselland",
        "coordinatie",
        "een",
    ]


def test_anything_but_letters_and_digits_parts_words() -> None:
    assert analysis.words("(Damoclesbeleid) zorg/veiligheid, q@2") == [
        "damoclesbeleid",
        "zorg",
        "veiligheid",
        "q",
        "2",
    ]


def test_hyphenated_words_are_also_one() -> None:
    assert analysis.hyphenated(analysis.fold("re_BOOTCMP en Zorg- en e-mail")) == ["rebootcmp", "email"]


def _stock() -> list[str]:
    """Every word of the site, inflected and mangled, and the odd ones."""
    words = sorted({word for doc in corpus.documents() for part in doc.parts for word in part.tekst.split()})
    rng = random.Random(5)  # noqa: S311 - only to vary the words
    endings = ["", "s", "en", "e", "heden", "'s", "ën", "zen", "ven", "iën", "nen"]
    return [*DIFFICULT, *(word + rng.choice(endings) for word in words), *words]


def test_javascript_and_python_agree(tmp_path: Path) -> None:
    words = [word.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for word in _stock()]
    (answer,) = measure.node(tmp_path, words=words)
    difference = [
        (text, here, there)
        for text, there in zip(words, answer, strict=True)
        if (here := [[word, analysis.stem(word)] for word in analysis.words(text)]) != there
    ]
    assert not difference
    assert len(words) > 2000


def test_odd_spellings_are_levelled(tmp_path: Path) -> None:
    """tests/browser has the same list, for the marks on pages."""
    pairs: list[tuple[str, str]] = json.loads((HERE / "spellings.json").read_text(encoding="utf-8"))
    assert len(pairs) >= 10
    foreign, ordinary = (measure.node(tmp_path, levelled=row)[0] for row in zip(*pairs, strict=True))
    assert [*zip(foreign, ordinary, strict=True)] == [(word, word) for word in ordinary]


def test_javascript_has_the_same_lists(files: dict[str, bytes]) -> None:
    bron = (corpus.ROOT / "overrides/assets/search/analysis.js").read_text(encoding="utf-8")
    for word in sorted(analysis.PREPOSITIONS):
        assert f" {word} " in bron.replace('"', " ")
    core = json.loads(files["zoek/" + json.loads(files["zoek/kern.json"])["kern"]])
    assert {*core["stopwoorden"].split(" ")} == analysis.STOP_WORDS, "these come with the index"
