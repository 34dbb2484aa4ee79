"""The files of the index: the same for the same input, small, and read back as they were written."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from macros.search import encoding, impacts, index
from macros.search.documents import Concept, Deel, Document
from macros.search.index import bouw_index
from tests.search import corpus, measure

if TYPE_CHECKING:
    from pathlib import Path

Bestanden = dict[str, bytes]


def _klein(aantal: int = 3) -> list[Document]:
    return [
        Document(f"p/{n}/", f"Blad {n} over hennep", "praktijk", ("jeugd",), 2020 + n, "Een samenvatting.")
        for n in range(aantal)
    ]


def _geen(_: str) -> float:
    return 0.0


def test_bytes_do_not_depend_on_order_or_on_the_build_before(bestanden: Bestanden) -> None:
    docs, concepten = corpus.documenten(), corpus.concepten()
    random.Random(1).shuffle(docs)  # noqa: S311
    random.Random(1).shuffle(concepten)  # noqa: S311
    assert bouw_index(docs, concepten, naam="VNON") == bestanden


def test_all_names_but_two_hold_a_hash_of_the_content(bestanden: Bestanden) -> None:
    los = {pad for pad in bestanden if not re.fullmatch(r"zoek/[a-z]+-[0-9a-f]{10}\.(json|txt)", pad)}
    assert los == {"zoek/kern.json", "zoek/index.json"}
    for pad, inhoud in bestanden.items():
        soort, _, ext = pad.removeprefix("zoek/").partition("-")
        assert pad in los or pad == f"zoek/{encoding.met_hash(soort, inhoud, ext.partition('.')[2])}"


def test_a_change_on_one_page_leaves_most_files_alone(bestanden: Bestanden) -> None:
    docs = corpus.documenten()
    docs[5] = Document("zz/nieuw/", "Een heel nieuw blad", "praktijk", delen=(Deel("", "", "met xylofoonles"),))
    bundels = [pad for pad in bouw_index(docs, corpus.concepten(), naam="VNON") if "bundel" in pad]
    assert sum(pad in bestanden for pad in bundels) > 0


def test_size_is_within_what_was_promised(bestanden: Bestanden) -> None:
    groepen: dict[str, int] = defaultdict(int)
    for pad, inhoud in bestanden.items():
        groepen[pad.removeprefix("zoek/").partition("-")[0]] += len(gzip.compress(inhoud, 9))
    paginas = len(corpus.documenten())
    assert sum(groepen.values()) <= 120_000 * max(1, paginas / 480), dict(groepen)


def test_empty_sites_and_glossaries_are_fine(tmp_path: Path) -> None:
    site = measure.schrijf(bouw_index([], [], lexicon=_geen), tmp_path)
    antwoord = measure.node(site, vragen=[{"vraag": "iets"}])[1]
    assert (antwoord["soort"], antwoord["totaal"]) == ("antwoord", 0)


def test_themes_are_named_by_their_pages() -> None:
    docs = [*_klein(), Document("themas/jeugd/", "Jeugd", "thema", ("jeugd",))]
    uit = bouw_index(docs, [], lexicon=_geen)
    kern = json.loads(uit["zoek/" + json.loads(uit["zoek/kern.json"])["kern"]])
    assert kern["themanamen"] == {"jeugd": "Jeugd"}
    assert kern["jaren"] == [0, 2020, 2021, 2022]


@pytest.mark.parametrize("waarde", [0, 1, 31, 32, 33, 1023, 1024, 99_999])
def test_numbers_end_at_their_own_end(waarde: int) -> None:
    cijfers = [encoding.TEKENS.index(teken) for teken in encoding.getal(waarde)]
    assert all(cijfer >= 32 for cijfer in cijfers[:-1])
    assert cijfers[-1] < 32


def test_postings_and_vocabulary_come_back_from_the_worker(tmp_path: Path) -> None:
    dobbel = random.Random(3)  # noqa: S311
    docs = [
        Document(
            f"p/{n:04}/",
            f"uniek{n}",
            "praktijk",
            delen=(Deel("", "", " ".join(f"woord{dobbel.randrange(40)}" for _ in range(9))),),
        )
        for n in range(300)
    ]
    site = measure.schrijf(bouw_index(docs, [], lexicon=_geen), tmp_path)
    vragen = [{"vraag": f"woord{n}", "aantal": 400} for n in range(0, 40, 3)]
    for vraag, antwoord in zip(vragen, measure.node(site, vragen=vragen)[1:], strict=True):
        echt = {doc.pad for doc in docs if vraag["vraag"] in doc.delen[0].tekst.split()}
        assert {resultaat["pad"] for resultaat in antwoord["resultaten"]} == echt


def test_a_large_vocabulary_is_split_at_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "WOORDENBLOK", 4_000)
    dobbel = random.Random(7)  # noqa: S311
    klinkers, rest = "aeiou", "bdfgklmnprst"

    def woord() -> str:
        return "".join(dobbel.choice(rest) + dobbel.choice(klinkers) for _ in range(6))

    docs = [
        Document(
            f"p/{n:05}/",
            f"{woord()} {woord()}",
            "praktijk",
            delen=(Deel("", "", " ".join(woord() for _ in range(12))),),
        )
        for n in range(150)
    ]
    uit = bouw_index(docs, [], lexicon=_geen)
    assert sum("woorden-" in pad for pad in uit) > 3
    site = measure.schrijf(uit, tmp_path)
    vragen = [{"vraag": doc.titel} for doc in docs[:20]]
    antwoorden = measure.node(site, vragen=vragen)[1:]
    assert [antwoord["resultaten"][0]["pad"] for antwoord in antwoorden] == [doc.pad for doc in docs[:20]]


def test_a_concept_without_a_page_still_finds_its_pages(tmp_path: Path) -> None:
    docs = [*_klein(), Document("p/x/", "Plantage", "praktijk", samenvatting="Over hennepteelt")]
    concept = Concept("hennep", "hennepteelt", "", ("wietplantage",), "Het telen.", "nergens/")
    site = measure.schrijf(bouw_index(docs, [concept], lexicon=_geen), tmp_path)
    antwoord = measure.node(site, vragen=[{"vraag": "wietplantage"}])[1]
    assert antwoord["resultaten"][0]["pad"] == "p/x/"
    assert antwoord["kaart"] is None


def test_what_many_pages_say_word_for_word_is_found_on_one(tmp_path: Path) -> None:
    """Here on the district, not on the municipalities that repeat it; a page by its own words all the same."""
    agenda = Deel("agenda", "Agenda", "Werken aan zorgfraude.")
    docs = [
        Document(f"gemeenten/{n}/", f"Gemeente {n}burg", "gemeente", delen=(agenda, Deel("", "", f"eigen{n}")))
        for n in range(impacts.HERHAALD)
    ]
    docs.append(Document("twente/", "Twente", "district", delen=(agenda,)))
    site = measure.schrijf(bouw_index(docs, [], lexicon=_geen), tmp_path)
    vragen = [{"vraag": vraag} for vraag in ("zorgfraude", "eigen2", "agenda")]
    agenda_, eigen, kop = measure.node(site, vragen=vragen)[1:]
    assert [resultaat["pad"] for resultaat in agenda_["resultaten"]] == ["twente/"]
    assert [resultaat["pad"] for resultaat in eigen["resultaten"]] == ["gemeenten/2/"]
    assert kop["totaal"] == len(docs), "its headings are its own"
