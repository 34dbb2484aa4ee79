"""The reports of the site as a council clerk gets them: how many pages, how full, and whether what one looks for is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from macros.base.dates import MONTHS
from tests.networks import OURS, REPORTS, SECOND

pytestmark = pytest.mark.site

TOP, BOTTOM = 765.0, 66.0
"""Between these, in points from the foot, stands the text of a page; outside them its header and footer."""
FULL = 0.6
"""So much of each page is used, but for the cover and the last."""
INVISIBLE = "\N{SOFT HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH SPACE}\N{OBJECT REPLACEMENT CHARACTER}"
DATE = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}}\b)?|\b(?:{'|'.join(MONTHS)}) \d{{4}}\b")
AMOUNT = re.compile(r"€ [\d.,−]*\d")
WITH_HYPHEN = re.compile(r"\b\w{1,14}-\w{1,14}\b")


@dataclass(frozen=True)
class Words:
    """Text on a page, and how high it stands."""

    text: str
    height: float


@cache
def _words(pdf: Path) -> tuple[tuple[Words, ...], ...]:
    return tuple(tuple(_on(page)) for page in PdfReader(pdf).pages)


def _on(page: Any) -> Iterator[Words]:  # noqa: ANN401 - a page as pypdf has it
    found: list[Words] = []

    def visit(text: str, matrix: list[float], inner: list[float], *_: object) -> None:
        if text.strip():
            found.append(Words(text, matrix[1] * inner[4] + matrix[3] * inner[5] + matrix[5]))

    page.extract_text(visitor_text=visit)
    return iter(found)


@cache
def _lines(pdf: Path) -> tuple[str, ...]:
    """Every line below the cover as it is read, without headers and footers."""
    pages = [page.extract_text().splitlines() for page in PdfReader(pdf).pages[1:]]
    ends = re.compile(r"Peildatum: .* pagina \d+ van \d+$")
    return tuple(line.strip() for page in pages for line in page if line.strip() and not ends.search(line))


@pytest.fixture(params=REPORTS, ids="-".join)
def report(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The network and the path of a report."""
    return request.param  # type: ignore[no-any-return]  # a key of REPORTS


@pytest.fixture
def pdf(request: pytest.FixtureRequest, report: tuple[str, str]) -> Path:
    network, path = report
    site: Path = request.getfixturevalue("site") if network == OURS else request.getfixturevalue("second").site
    return site / path


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_has_no_more_pages_than_it_needs(pdf: Path, report: tuple[str, str]) -> None:
    assert len(PdfReader(pdf).pages) <= REPORTS[report][0]


def test_no_page_is_half_empty(pdf: Path) -> None:
    lowest = [min(w.height for w in words if BOTTOM < w.height < TOP) for words in _words(pdf)[1:-1]]
    used = {number: (TOP - height) / (TOP - BOTTOM) for number, height in enumerate(lowest, start=2)}
    assert {number: share for number, share in used.items() if share < FULL} == {}


def test_the_last_page_is_more_than_a_line(pdf: Path) -> None:
    assert len([w for w in _words(pdf)[-1] if BOTTOM < w.height < TOP]) > 5


def test_the_summary_is_the_first_page_and_fits_it(pdf: Path, report: tuple[str, str]) -> None:
    summary, others = (" ".join(page.extract_text().split()) for page in PdfReader(pdf).pages[1:3])
    parts = REPORTS[report][1]
    assert "1 In het kort" in summary
    assert [f"1.{part}" in summary for part in range(1, parts + 1)] == [True] * parts
    assert not re.search(r"\b1\.\d [A-Z]", others)


def test_the_cover_lists_the_chapters(pdf: Path, report: tuple[str, str]) -> None:
    cover = PdfReader(pdf).pages[0].extract_text()
    chapters = [str(mark["/Title"]) for mark in PdfReader(pdf).outline if not isinstance(mark, list)]
    assert len(chapters) > {OURS: 4, SECOND: 3}[report[0]]
    assert [title for title in chapters if title.partition(" ")[2] not in cover] == []
    links = [mark.get_object() for mark in PdfReader(pdf).pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert len([mark for mark in links if "/URI" not in mark.get("/A", {})]) == len(chapters)
    entries = list(_elements(PdfReader(pdf).root_object["/StructTreeRoot"], "/TOCI"))
    assert len(entries) == len(chapters)


# ── What is looked for is found ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pattern", [DATE, AMOUNT, WITH_HYPHEN], ids=["date", "amount", "hyphen"])
def test_nothing_that_is_one_is_split_over_lines(pdf: Path, pattern: re.Pattern[str]) -> None:
    split = [
        f"{one} / {other}"
        for one, other in pairwise(_lines(pdf))
        for found in pattern.finditer(f"{one}{'' if one.endswith('-') else ' '}{other}")
        if found.start() < len(one) < found.end() - 1
    ]
    assert split == []
    assert DATE.search(" ".join(_lines(pdf)))


def test_no_word_is_broken(pdf: Path) -> None:
    broken = [line for line in _lines(pdf) if re.search(r"\w\w-$", line)]
    assert broken == []
    assert [line for line in _lines(pdf) if set(INVISIBLE) & set(line)] == []


def test_a_name_is_found_each_time_that_it_is_there(pdf: Path, report: tuple[str, str]) -> None:
    names = {OURS: ("veiligheidsnetwerk", "Oost-Nederland"), SECOND: ("veiligheidscoalitie",)}
    for name in names[report[0]]:
        apart = sum(line.lower().count(name.lower()) for line in _lines(pdf))
        together = "".join(_lines(pdf)).lower().count(name.lower())
        assert apart == together > 0


def test_amounts_have_plain_spaces(pdf: Path) -> None:
    assert [line for line in _lines(pdf) if "€\N{NO-BREAK SPACE}" in line] == []


# ── For everyone ────────────────────────────────────────────────────────────────────────────────────────


def _elements(node: object, kind: str) -> Iterator[DictionaryObject]:
    """The elements of a kind in a structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    for child in node if isinstance(node, list) else ():
        yield from _elements(child, kind)
    if isinstance(node, DictionaryObject):
        if node.get("/S") == kind:
            yield node
        yield from _elements(node.get("/K", []), kind)


def test_every_table_has_a_row_of_heads_and_each_head_has_words(pdf: Path) -> None:
    tree = PdfReader(pdf).root_object["/StructTreeRoot"]
    tables = list(_elements(tree, "/Table"))
    assert tables
    for table in tables:
        heads = list(_elements(table, "/TH"))
        assert heads
        assert all(head.get("/K") for head in heads)


def test_it_says_its_language_and_has_bookmarks_and_numbered_pages(pdf: Path) -> None:
    reader = PdfReader(pdf)
    assert str(reader.root_object["/Lang"]) == "nl"
    assert "1 In het kort" in [str(mark["/Title"]) for mark in reader.outline if not isinstance(mark, list)]
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]
