"""The fact list itself: what a source says is found with its line, and what none says is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import facts

SOURCE = """# Bericht

Op 4 maart heeft het re\\_BOOTCMP plaatsgevonden in het Goffertstadion in Nijmegen.

4 studenten van Saxion bouwden een Discord.

Totaal 246.097,13
"""
PAGE = """<html><body><article class="tekst"><h1>re_BOOTCMP</h1>
<p class="stand-van">Stand van 1999.</p><p>{}</p></article></body></html>"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "bericht-2023.txt").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def _facts(folder: Path, sentence: str) -> list[facts.Fact]:
    page = folder / "site/praktijken/p/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.format(sentence), encoding="utf-8")
    return list(facts.facts_of(folder / "site", folder))


def test_a_sentence_is_found_with_the_line_of_its_source(sources: Path) -> None:
    """A number in words is a number, the year is that of the source, and a name may be written with a backslash."""
    (fact,) = _facts(sources, "Op 4 maart 2023 was het re_BOOTCMP in het Goffertstadion in Nijmegen.")
    assert (fact.page, fact.missing, [x.place for x in fact.lines]) == ("praktijken/p", (), ["bericht-2023:3"])


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Op 5 maart was het re_BOOTCMP in het Goffertstadion.", ("5",)),
        ("Het re_BOOTCMP was in het Goffertstadion in Arnhem.", ("arnhe",)),
        ("Vier studenten van Saxion bouwden een Discord.", ()),
        ("Vijf studenten van Saxion bouwden een Discord.", ("5",)),
        ("Zij betaalden er 246.097,13 euro voor.", ("246097,13",)),
    ],
)
def test_what_no_line_says_of_the_same_is_told(sentence: str, missing: tuple[str, ...], sources: Path) -> None:
    """A number that stands somewhere, in a line about something else, is not found."""
    (fact,) = _facts(sources, sentence)
    assert fact.missing == missing


def test_a_sentence_without_a_fact_and_what_a_page_says_of_itself_are_no_facts(sources: Path) -> None:
    assert _facts(sources, "Het was een mooie dag.") == []
