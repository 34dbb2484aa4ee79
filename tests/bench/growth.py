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
from macros.search.counting import Begrippen, tel_document
from macros.search.documents import Deel, Document
from macros.search.index import voeg_samen
from tests.search import corpus, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MATEN = (500, 1_000, 10_000)
NIEUW = 0.02
"""The share of the words of a page that no page before it held: at 10,000 pages some 200,000 different words."""
WOORDEN = 120
"""Words to a page, about as many as there are on a page of the site (median)."""
VRAGEN = 150
KOUD = 25
"""Questions that are asked from nothing."""


class Wereld:
    """Makes pages out of the words of the site; the same ones every time."""

    def __init__(self) -> None:
        self._dobbel = random.Random(10_000)  # noqa: S311 - pages to measure on
        teksten = (deel.tekst for doc in corpus.documenten() for deel in doc.delen)
        tel = Counter(woord for tekst in teksten for woord in analysis.woorden(tekst))
        self._woorden = sorted(tel)
        self._gewicht = list(accumulate(tel[woord] for woord in self._woorden))
        self._lang = [woord for woord in self._woorden if len(woord) > 4 and woord.isalpha()]

    def _nieuw(self) -> str:
        een, ander = self._dobbel.sample(self._lang, 2)
        if self._dobbel.random() < 0.5:
            return een + ander
        return een[:3].capitalize() + ander[-4:] + str(self._dobbel.randrange(10)) * (self._dobbel.random() < 0.1)

    def _zin(self, aantal: int) -> str:
        woorden = self._dobbel.choices(self._woorden, cum_weights=self._gewicht, k=aantal)
        return " ".join(self._nieuw() if self._dobbel.random() < NIEUW else woord for woord in woorden)

    def bladen(self, aantal: int) -> Iterator[Document]:
        """So many pages."""
        for nummer in range(aantal):
            titel = " ".join(self._dobbel.sample(self._lang, 3))
            delen = tuple(Deel(f"d{n}", self._zin(3), self._zin(WOORDEN // 3)) for n in range(3))
            jaar, thema = 2000 + nummer % 25, f"thema-{nummer % 15}"
            yield Document(f"bladen/{nummer:05}/", titel, f"soort{nummer % 8}", (thema,), jaar, self._zin(15), delen)


def vragen(bladen: list[Document]) -> list[str]:
    """Questions of the project, and titles: whole, in part, with a letter left out."""
    eigen = [vraag["vraag"] for vraag in measure.vragen()][: VRAGEN // 2]
    titels = [doc.titel for doc in bladen[:: max(1, len(bladen) * 2 // VRAGEN)]]
    vormen = (lambda titel: titel, lambda titel: titel.split()[0], lambda titel: titel[:2] + titel[3:])
    return eigen + [vormen[plek % 3](titel) for plek, titel in enumerate(titels)]


def meet(aantal: int, wereld: Wereld) -> dict[str, float]:
    """One site of so many pages."""
    bladen = list(wereld.bladen(aantal))
    begin = time.process_time()
    begrippen = Begrippen.van(corpus.concepten())
    tellingen = [tel_document(doc, begrippen) for doc in bladen]
    geteld = time.process_time()
    bestanden = voeg_samen(tellingen, corpus.concepten())
    klaar = time.process_time()
    gewicht = {pad: len(gzip.compress(inhoud, 6)) for pad, inhoud in bestanden.items()}
    lijst = vragen(bladen)
    with tempfile.TemporaryDirectory() as map_:
        site = measure.schrijf(bestanden, Path(map_))
        warm = measure.node(site, vragen=[{"vraag": vraag} for vraag in lijst * 3])[1:][2 * len(lijst) :]
        eerste = [_eerste(site, vraag, bestanden, gewicht) for vraag in lijst[:: max(1, len(lijst) // KOUD)]]
    tijden = sorted(antwoord["rekentijd"] for antwoord in warm)
    return {
        "pages": aantal,
        "stems": float(json.loads(bestanden["zoek/" + json.loads(bestanden["zoek/kern.json"])["kern"]])["termen"]),
        "index, KB": sum(gewicht.values()) / 1000,
        "first question, KB (median)": statistics.median(eerste) / 1000,
        "first question, KB (95 %)": sorted(eerste)[int(len(eerste) * 0.95)] / 1000,
        "engine, ms (median)": statistics.median(tijden),
        "engine, ms (95 %)": tijden[int(len(tijden) * 0.95)],
        "counting a page, ms": 1000 * (geteld - begin) / aantal,
        "putting together, s": klaar - geteld,
    }


def _eerste(site: Path, vraag: str, bestanden: Mapping[str, bytes], gewicht: Mapping[str, int]) -> int:
    """Bytes, gzipped, to the first five results in a browser that has nothing yet."""
    antwoord = measure.node(site, vragen=[{"vraag": vraag, "aantal": 5}])[1]
    wijzer = json.loads(bestanden["zoek/kern.json"])
    opening = ["zoek/kern.json", *(f"zoek/{naam}" for naam in (wijzer["kern"], *wijzer["eerst"]))]
    return sum(gewicht[pad] for pad in {*opening, *(pad.lstrip("/") for pad in antwoord["verzoeken"])})


def tabel(maten: list[int]) -> str:
    """In Markdown, a column a size."""
    kolommen = [meet(aantal, Wereld()) for aantal in maten]
    regels = ["The search as the site grows (generated pages; the real worker in node)", ""]
    for naam in kolommen[0]:
        regels.append(
            f"| {naam} | "
            + " | ".join(f"{kolom[naam]:,.4g}" if kolom[naam] < 1000 else f"{kolom[naam]:,.0f}" for kolom in kolommen)
            + " |"
        )
        if naam == "pages":
            regels.append("| --- |" + " ---: |" * len(kolommen))
    return "\n".join(regels)


if __name__ == "__main__":
    sys.stdout.write(tabel([int(maat) for maat in sys.argv[1:]] or list(MATEN)) + "\n")
