"""Words that stand together, in the index and in an answer."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any

from macros.search import impacts, nearness
from macros.search.documents import Document, DocumentPart
from macros.search.index import build_index
from tests.search import measure

if TYPE_CHECKING:
    from pathlib import Path

APART = "De burgemeester opent de dag. Dan komt er iemand uit Enschede, en daarna gaat iedereen weer aan het werk"
TOGETHER = "De dag is voorbij. Dan opent de burgemeester van Enschede iets, en daarna gaat iedereen weer aan het werk"
PAGES = 20


def _site(folder: Path, *, together: set[int], pages: int = PAGES) -> Path:
    """Pages that all have both words, and some of them beside each other."""
    docs = [
        Document(
            f"p/{n:02}/",
            f"Blad {n}",
            "praktijk",
            parts=(DocumentPart("", "", f"{TOGETHER if n in together else APART}. Plek{n}"),),
        )
        for n in range(pages)
    ]
    return measure.write(build_index(docs, [], lexicon=lambda _: 0.0), folder)


def _asked(site: Path, *questions: str) -> list[Any]:
    return [
        [result["path"] for result in answer["results"]]
        for answer in measure.node(site, questions=[{"question": question, "count": 30} for question in questions])[1:]
    ]


def test_where_the_words_stand_together_goes_first(tmp_path: Path) -> None:
    site = _site(tmp_path, together={7, 13})
    found, plain, other_way = _asked(
        site, "burgemeester van enschede", "Burgemeesters Enschede", "enschede burgemeester"
    )
    assert found[:2] == plain[:2] == ["p/07/", "p/13/"]
    assert len(found) == PAGES, "and the others are found all the same"
    assert other_way[:2] == ["p/00/", "p/01/"], "in their order"


def test_what_tells_little_is_not_kept(tmp_path: Path) -> None:
    """Words that share few pages, or that stand together on most of them."""
    few = _site(tmp_path / "few", together={3}, pages=nearness.MANY - 1)
    most = _site(tmp_path / "most", together={*range(PAGES)})
    for site in (few, most):
        assert not any(b"|" in file.read_bytes() for file in (site / "zoek").glob("lijsten-*"))


def test_a_page_on_which_a_word_weighs_little_stays_where_it_stands_beside_another() -> None:
    """Of a word on many pages those are left out where it weighs least; but not the one that is asked for."""
    numbers, values = array("I", range(impacts.RARE + 2)), array("d", [1.0] * impacts.RARE + [0.01, 0.01])
    names = ["burgemeester", "ensched"]
    postings = impacts.Postings(dict.fromkeys(names, (numbers, values)), [nearness.Pair(0, 1, (impacts.RARE,))], names)
    assert [impacts.RARE in postings[name] for name in names] == [True, True]
    assert [impacts.RARE + 1 in postings[name] for name in names] == [False, False]
    assert [postings.beside(name, postings[name]) for name in names] == [
        {nearness.key("ensched", before=False): [impacts.RARE]}, {},
    ]  # fmt: skip


def test_a_line_holds_no_more_than_the_places_of_its_own_postings(files: dict[str, bytes]) -> None:
    core = json.loads(files["zoek/" + json.loads(files["zoek/kern.json"])["kern"]])
    lines = [line for _, file in core["lijsten"] for line in files[f"zoek/{file}"].decode().split("\n")]
    kept = [line for line in lines if "|" in line]
    assert len(lines) == core["termen"]
    assert len(kept) > 200, "common words stand together"
