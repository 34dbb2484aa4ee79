"""Counting one document at a time: what a build may keep, and what it may not depend on."""

from __future__ import annotations

import json
import time

import pytest

from macros.search import lexicon
from macros.search.counting import Begrippen, tel_document
from macros.search.documents import Concept, Deel, Document
from macros.search.index import bouw_index, voeg_samen
from tests.search import corpus

OM = Concept("om", "Openbaar Ministerie", "OM", ("justitie",), "Vervolgt.", "begrippen/om/")
BEGRIPPEN = Begrippen.van([OM])


def test_a_count_says_what_stands_where() -> None:
    document = Document(
        "p/", "Foto's van re_BOOTCMP", "praktijk", ("jeugd",), 2023, "",
        (Deel("", "", "Om het openbaar ministerie. Het OM en het OM."), Deel("a", "Kop", "")),
    )  # fmt: skip
    telling = tel_document(document, BEGRIPPEN)
    assert telling["velden"]["titel"] == {
        "woorden": {"foto": 1, "van": 1, "re": 1, "bootcmp": 1}, "gekoppeld": ["rebootcmp"], "begrippen": {},
    }  # fmt: skip
    (stuk,) = telling["stukken"].values()
    assert stuk["begrippen"] == {"om": 3}, "in capitals, or by its whole name"
    assert stuk["woorden"]["om"] == 3
    assert (telling["samenvatting"], telling["delen"]) == (document.delen[0].tekst, [["a", "Kop"]])


def test_counts_that_were_kept_as_json_give_the_same_bytes(bestanden: dict[str, bytes]) -> None:
    """And so does one page that was counted again among pages that were kept: no count knows of another."""
    docs, concepten = corpus.documenten(), corpus.concepten()
    begrippen = Begrippen.van(concepten)
    bewaard = json.loads(json.dumps([tel_document(doc, begrippen) for doc in docs]))
    bewaard[7] = tel_document(docs[7], begrippen)
    assert voeg_samen(bewaard, concepten, naam="VNON") == bestanden


@pytest.mark.parametrize("veld", ["term", "afkorting"])
def test_a_count_depends_on_the_names_in_the_glossary(veld: str) -> None:
    document = Document("p/", "Het parket", "praktijk")
    ander = Concept(**{**{naam: getattr(OM, naam) for naam in OM.__slots__}, veld: "parket"})
    assert tel_document(document, BEGRIPPEN) != tel_document(document, Begrippen.van([ander]))


def test_putting_together_is_quick() -> None:
    """A bound of several times what it takes (0.3 s a 500 pages): what it must never be is quadratic."""
    docs, concepten = corpus.documenten(), corpus.concepten()
    begrippen = Begrippen.van(concepten)
    dubbel = [
        {**tel_document(doc, begrippen), "pad": f"{maal}/{doc.pad}"}
        for doc in docs
        for maal in range(1000 // len(docs))
    ]
    lexicon.frequentie()
    begin = time.process_time()
    assert bouw_index([], [], naam="") != voeg_samen(dubbel, concepten)  # type: ignore[arg-type]
    assert time.process_time() - begin < 5
