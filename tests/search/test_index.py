"""The files of the index: the same for the same input, small, and read back as they were written."""

from __future__ import annotations

import gzip
import json
import random
import re
import statistics
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

import brotli
import pytest

from macros.pages import assets
from macros.search import encoding, impacts, index
from macros.search.documents import Concept, Document, DocumentPart
from macros.search.index import build_index
from tests.search import corpus, measure

if TYPE_CHECKING:
    from pathlib import Path

Files = dict[str, bytes]


def _small(count: int = 3) -> list[Document]:
    return [
        Document(f"p/{n}/", f"Blad {n} over hennep", "praktijk", ("jeugd",), 2020 + n, "Een samenvatting.")
        for n in range(count)
    ]


def _none(_: str) -> float:
    return 0.0


def test_bytes_do_not_depend_on_order_or_on_the_build_before(files: Files) -> None:
    docs, concepts = corpus.documents(), corpus.concepts()
    random.Random(1).shuffle(docs)  # noqa: S311
    random.Random(1).shuffle(concepts)  # noqa: S311
    assert build_index(docs, concepts, naam="VNON") == files


def test_all_names_but_two_hold_a_hash_of_the_content(files: Files) -> None:
    separate = {path for path in files if not re.fullmatch(r"zoek/[a-z]+-[0-9a-f]{10}\.(json|txt)", path)}
    assert separate == {"zoek/kern.json", "zoek/index.json"}
    for path, contents in files.items():
        kind, _, ext = path.removeprefix("zoek/").partition("-")
        assert path in separate or path == f"zoek/{encoding.with_hash(kind, contents, ext.partition('.')[2])}"


def test_a_change_on_one_page_leaves_most_files_alone(files: Files) -> None:
    docs = corpus.documents()
    docs[5] = Document("zz/nieuw/", "Een heel nieuw blad", "praktijk", parts=(DocumentPart("", "", "met xylofoonles"),))
    bundles = [path for path in build_index(docs, corpus.concepts(), naam="VNON") if "bundel" in path]
    assert sum(path in files for path in bundles) > 0


def test_size_is_within_what_was_promised(files: Files) -> None:
    """150 KB as servers send it, of which 50 before the first result: pointer, core and vocabulary."""
    groups: dict[str, int] = defaultdict(int)
    for path, contents in files.items():
        groups[path.removeprefix("zoek/").partition("-")[0]] += len(brotli.compress(contents, quality=11))
    pages = len(corpus.documents())
    assert sum(groups.values()) <= 147_000 * max(1, pages / 480), dict(groups)
    assert sum(groups[name] for name in ("kern.json", "kern", "woorden")) <= 50_000, dict(groups)


def test_empty_sites_and_glossaries_are_fine(tmp_path: Path) -> None:
    site = measure.write(build_index([], [], lexicon=_none), tmp_path)
    answer = measure.node(site, questions=[{"question": "iets"}])[1]
    assert (answer["type"], answer["total"]) == ("answer", 0)


def test_themes_are_named_by_their_pages() -> None:
    docs = [*_small(), Document("themas/jeugd/", "Jeugd", "thema", ("jeugd",))]
    out = build_index(docs, [], lexicon=_none)
    core = json.loads(out["zoek/" + json.loads(out["zoek/kern.json"])["kern"]])
    assert core["themanamen"] == {"jeugd": "Jeugd"}
    assert core["jaren"] == [0, 2020, 2021, 2022]


def test_weights_are_rounded_when_a_term_is_asked_for() -> None:
    """And a term on many pages leaves out those where it weighs little."""
    few = {"paar": (array("I", [0, 3]), array("d", [0.0, 2.0]))}
    many = {"veel": (array("I", range(impacts.RARE + 1)), array("d", [1.0] * impacts.RARE + [0.05]))}
    postings = impacts.Postings({**few, **many})
    assert (list(postings), len(postings)) == (["paar", "veel"], 2)
    assert postings["paar"] == {0: 1, 3: impacts.HIGHEST}, "1 at least"
    assert postings["veel"] == dict.fromkeys(range(impacts.RARE), round(0.5 ** (1 / impacts.CURVE) * impacts.HIGHEST))


@pytest.mark.parametrize("waarde", [0, 1, 31, 32, 33, 1023, 1024, 99_999])
def test_numbers_end_at_their_own_end(waarde: int) -> None:
    cijfers = [encoding.CHARS.index(char) for char in encoding.packed_number(waarde)]
    assert all(cijfer >= 32 for cijfer in cijfers[:-1])
    assert cijfers[-1] < 32


def test_postings_and_vocabulary_come_back_from_the_worker(tmp_path: Path) -> None:
    rng = random.Random(3)  # noqa: S311
    docs = [
        Document(
            f"p/{n:04}/",
            f"uniek{n}",
            "praktijk",
            parts=(DocumentPart("", "", " ".join(f"woord{rng.randrange(40)}" for _ in range(9))),),
        )
        for n in range(300)
    ]
    site = measure.write(build_index(docs, [], lexicon=_none), tmp_path)
    questions = [{"question": f"woord{n}", "count": 400} for n in range(0, 40, 3)]
    for question, answer in zip(questions, measure.node(site, questions=questions)[1:], strict=True):
        real = {doc.pad for doc in docs if question["question"] in doc.parts[0].tekst.split()}
        assert {result["path"] for result in answer["results"]} == real


def test_a_large_vocabulary_is_split_at_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "WORD_BLOCK", 4_000)
    rng = random.Random(7)  # noqa: S311
    vowels, rest = "aeiou", "bdfgklmnprst"

    def word() -> str:
        return "".join(rng.choice(rest) + rng.choice(vowels) for _ in range(6))

    docs = [
        Document(
            f"p/{n:05}/",
            f"{word()} {word()}",
            "praktijk",
            parts=(DocumentPart("", "", " ".join(word() for _ in range(12))),),
        )
        for n in range(150)
    ]
    out = build_index(docs, [], lexicon=_none)
    assert sum("woorden-" in path for path in out) > 3
    site = measure.write(out, tmp_path)
    questions = [{"question": doc.titel} for doc in docs[:20]]
    answers = measure.node(site, questions=questions)[1:]
    assert [answer["results"][0]["path"] for answer in answers] == [doc.pad for doc in docs[:20]]


def test_a_concept_without_a_page_still_finds_its_pages(tmp_path: Path) -> None:
    docs = [*_small(), Document("p/x/", "Plantage", "praktijk", samenvatting="Over hennepteelt")]
    concept = Concept("hennep", "hennepteelt", "", ("wietplantage",), "Het telen.", "nergens/")
    site = measure.write(build_index(docs, [concept], lexicon=_none), tmp_path)
    answer = measure.node(site, questions=[{"question": "wietplantage"}])[1]
    assert answer["results"][0]["path"] == "p/x/"
    assert answer["card"] is None


def test_what_many_pages_say_word_for_word_is_found_on_one(tmp_path: Path) -> None:
    """Here on the district, not on the municipalities that repeat it; a page by its own words all the same."""
    agenda = DocumentPart("agenda", "Agenda", "Werken aan zorgfraude.")
    docs = [
        Document(f"gemeenten/{n}/", f"Gemeente {n}burg", "gemeente", parts=(agenda, DocumentPart("", "", f"eigen{n}")))
        for n in range(impacts.REPEATED)
    ]
    docs.append(Document("twente/", "Twente", "district", parts=(agenda,)))
    site = measure.write(build_index(docs, [], lexicon=_none), tmp_path)
    questions = [{"question": question} for question in ("zorgfraude", "eigen2", "agenda")]
    agenda_, own, heading = measure.node(site, questions=questions)[1:]
    assert [result["path"] for result in agenda_["results"]] == ["twente/"]
    assert [result["path"] for result in own["results"]] == ["gemeenten/2/"]
    assert heading["total"] == len(docs), "its headings are its own"


def test_the_engine_is_small() -> None:
    assert len(brotli.compress(assets.asset(measure.ASSETS, "search-worker.js"), quality=11)) <= 10_000


def test_five_results_cost_little(site: Path, files: Files) -> None:
    """The engine with all that a first question fetches, as a server sends it; and few requests, on a slow line."""
    engine = len(gzip.compress(assets.asset(measure.ASSETS, "search-worker.js"), 9))
    pointer = json.loads(files["zoek/kern.json"])
    opening = {"kern.json", pointer["kern"], *pointer["eerst"]}
    costs, requests = [], []
    for question in [question["vraag"] for question in measure.readers_questions()][::8]:
        answer = measure.node(site, questions=[{"question": question, "count": 5}])[1]
        fetched = opening | {path.rpartition("/")[2] for path in answer["requests"]}
        costs.append(engine + sum(len(gzip.compress(files[f"zoek/{name}"], 9)) for name in fetched))
        requests.append(1 + len(fetched))
    assert statistics.median(costs) <= 50_000
    assert max(requests) <= 18


def test_pages_of_a_theme_stand_together() -> None:
    """So that one bundle shows several results; kinds that are seldom wanted stand apart."""
    kinds = [
        ("p/1/", "praktijk", "jeugd"),
        ("g/", "gemeente", "jeugd"),
        ("p/2/", "praktijk", "cyber"),
        ("a/", "activiteit", "jeugd"),
    ]
    docs = [Document(path, path, kind, (theme,)) for path, kind, theme in kinds]
    out = build_index(docs, [], lexicon=_none)
    (bundle,) = (json.loads(contents) for path, contents in out.items() if "bundel-" in path)
    assert [row[0] for row in bundle] == ["p/2/", "a/", "p/1/", "g/"]
