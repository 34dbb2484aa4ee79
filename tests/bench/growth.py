"""The search on a site that has grown: bytes, milliseconds and the cost of the index at 500, 1,000 and 10,000 pages.

Usage: python -m tests.bench.growth [number of pages …]

The pages are generated from the project's own: as many words to a page, each as often as it occurs there, and as a site
grows, new words: names, and compounds of two words that exist. Questions are those of tests/search/questions.json and
titles of generated pages, whole, in part and with a typing error. The engine is the real worker in node, with all that
a question takes: understanding, scoring, counting facets and putting the first ten in order. Its milliseconds are those
of the processor, so that other work on the machine counts little; everything is fetched already.
"""

from __future__ import annotations

import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from macros.search import analysis
from macros.search.counting import Begrippen, count_document
from macros.search.documents import Document, DocumentPart
from macros.search.index import merge
from tests.search import corpus, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIZES = (500, 1_000, 10_000)
NEW = 0.02
"""The share of the words of a page that no page before it held: at 10,000 pages some 200,000 different words."""
WORDS = 120
"""Words to a page, about as many as there are on a page of the site (median)."""
QUESTIONS = 150
COLD = 25
"""Questions that are asked from nothing."""


class World:
    """Makes pages out of the words of the site; the same ones every time."""

    def __init__(self) -> None:
        self._rng = random.Random(10_000)  # noqa: S311 - pages to measure on
        texts = (part.tekst for doc in corpus.documents() for part in doc.parts)
        count_all = Counter(word for text in texts for word in analysis.words(text))
        self._words = sorted(count_all)
        self._weight = list(accumulate(count_all[word] for word in self._words))
        self._long = [word for word in self._words if len(word) > 4 and word.isalpha()]

    def _new(self) -> str:
        one, other = self._rng.sample(self._long, 2)
        if self._rng.random() < 0.5:
            return one + other
        return one[:3].capitalize() + other[-4:] + str(self._rng.randrange(10)) * (self._rng.random() < 0.1)

    def _sentence(self, count: int) -> str:
        words = self._rng.choices(self._words, cum_weights=self._weight, k=count)
        return " ".join(self._new() if self._rng.random() < NEW else word for word in words)

    def site_pages(self, count: int) -> Iterator[Document]:
        """So many pages."""
        for number in range(count):
            title = " ".join(self._rng.sample(self._long, 3))
            parts = tuple(DocumentPart(f"d{n}", self._sentence(3), self._sentence(WORDS // 3)) for n in range(3))
            year, thema = 2000 + number % 25, f"thema-{number % 15}"
            yield Document(
                f"bladen/{number:05}/", title, f"soort{number % 8}", (thema,), year, self._sentence(15), parts
            )


def vragen(site_pages: list[Document]) -> list[str]:
    """Questions of the project, and titles: whole, in part, with a letter left out."""
    own = [question["vraag"] for question in measure.vragen()][: QUESTIONS // 2]
    titles = [doc.titel for doc in site_pages[:: max(1, len(site_pages) * 2 // QUESTIONS)]]
    forms = (lambda title: title, lambda title: title.split()[0], lambda title: title[:2] + title[3:])
    return own + [forms[place % 3](title) for place, title in enumerate(titles)]


def measure_all(count: int, world: World) -> dict[str, float]:
    """One site of so many pages."""
    site_pages = list(world.site_pages(count))
    start = time.process_time()
    begrippen = Begrippen.van(corpus.concepts())
    tallies = [count_document(doc, begrippen) for doc in site_pages]
    counted = time.process_time()
    files = merge(tallies, corpus.concepts())
    done = time.process_time()
    weight = {path: len(gzip.compress(contents, 6)) for path, contents in files.items()}
    list_ = vragen(site_pages)
    with tempfile.TemporaryDirectory() as folder:
        site = measure.write(files, Path(folder))
        warm = measure.node(site, questions=[{"question": question} for question in list_ * 3])[1:][2 * len(list_) :]
        first = [_first(site, question, files, weight) for question in list_[:: max(1, len(list_) // COLD)]]
    timings = sorted(answer["reckoning"] for answer in warm)
    return {
        "pages": count,
        "stems": float(json.loads(files["zoek/" + json.loads(files["zoek/kern.json"])["kern"]])["termen"]),
        "index, KB": sum(weight.values()) / 1000,
        "first question, KB (median)": statistics.median(first) / 1000,
        "first question, KB (95 %)": sorted(first)[int(len(first) * 0.95)] / 1000,
        "engine, ms (median)": statistics.median(timings),
        "engine, ms (95 %)": timings[int(len(timings) * 0.95)],
        "counting a page, ms": 1000 * (counted - start) / count,
        "putting together, s": done - counted,
    }


def _first(site: Path, question: str, files: Mapping[str, bytes], weight: Mapping[str, int]) -> int:
    """Bytes, gzipped, to the first five results in a browser that has nothing yet."""
    answer = measure.node(site, questions=[{"question": question, "count": 5}])[1]
    pointer = json.loads(files["zoek/kern.json"])
    opening = ["zoek/kern.json", *(f"zoek/{name}" for name in (pointer["kern"], *pointer["eerst"]))]
    return sum(weight[path] for path in {*opening, *(path.lstrip("/") for path in answer["requests"])})


def table(measures: list[int]) -> str:
    """In Markdown, a column a size."""
    columns = [measure_all(count, World()) for count in measures]
    lines = ["The search as the site grows (generated pages; the real worker in node)", ""]
    for name in columns[0]:
        lines.append(
            f"| {name} | "
            + " | ".join(
                f"{column[name]:,.4g}" if column[name] < 1000 else f"{column[name]:,.0f}" for column in columns
            )
            + " |"
        )
        if name == "pages":
            lines.append("| --- |" + " ---: |" * len(columns))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table([int(dimension) for dimension in sys.argv[1:]] or list(SIZES)) + "\n")
