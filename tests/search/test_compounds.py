"""Splitting compounds, against words that were read one by one."""

from __future__ import annotations

import json
import math
from pathlib import Path

from spellchecker import SpellChecker

from macros.search import analysis, compounds, counting, impacts, lexicon
from tests.search import corpus

GOUD = json.loads((Path(__file__).parent / "compounds.json").read_text(encoding="utf-8"))


def _splitser() -> compounds.Splitser:
    begrippen = counting.Begrippen.van([])
    tellingen = [counting.tel_document(doc, begrippen) for doc in corpus.documenten()]
    return impacts.Woordenschat(tellingen, lexicon.frequentie()).splitser


def test_compounds_are_split_and_other_words_are_not() -> None:
    splitser = _splitser()
    goed = [
        woord
        for woord, delen in GOUD["samenstellingen"].items()
        if {analysis.stam(deel) for deel in delen.split()} <= set(splitser.delen(woord))
    ]
    fout = [woord for woord in GOUD["enkel"] if splitser.delen(woord)]
    assert len(goed) >= 0.95 * len(GOUD["samenstellingen"]), set(GOUD["samenstellingen"]) - set(goed)
    assert len(fout) <= 0.1 * len(GOUD["enkel"]), fout


def test_parts_of_parts_are_parts() -> None:
    splitser = compounds.Splitser({"woning": 2, "inbrak": 3, "woninginbrak": 2, "preventie": 1}, lambda _: 0.0)
    assert splitser.delen("woninginbraakpreventie") == ("woninginbrak", "woning", "inbrak", "preventie")


def test_without_evidence_or_list_nothing_is_split() -> None:
    assert compounds.Splitser({}, lambda _: 0.0).delen("woninginbraakpreventie") == ()


def test_a_very_long_word_is_read_in_time() -> None:
    assert compounds.Splitser({"aa": 1, "aaa": 1}, lambda _: 4.0).delen("a" * 40) is not None


def test_the_list_of_words_is_the_one_that_the_package_gives() -> None:
    """We read the package's file ourselves; a new version must not change what we find in it."""
    lijst = SpellChecker(language="nl").word_frequency
    som = lijst.total_words
    vaak = {woord: math.log10(aantal / som * 1e9) for woord, aantal in lijst.items() if aantal >= 100}
    zelf = lexicon.frequentie()
    assert len(vaak) > 30_000
    assert {woord: zelf(woord) for woord in vaak} == vaak
    assert not any(zelf(woord) for woord, aantal in lijst.items() if aantal < 100)
    assert math.log10(99 / som * 1e9) < lexicon.ZELDZAAM < compounds.ZELDZAAM
    assert zelf("huis") > 4 > zelf("qqqq") == 0
