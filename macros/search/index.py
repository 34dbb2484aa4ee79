"""The index: documents and concepts → the files under `zoek/` that the browser fetches.

| file | what | when it is fetched |
| --- | --- | --- |
| `kern.json` | the name of the core | search opens |
| `kern-….json` | facets of all pages, names of concepts, where the rest is | search opens |
| `woorden-….txt` | the vocabulary, split at first letters once it is large | search opens; then by letter |
| `lijsten-….txt` | postings of a range of the vocabulary | a question needs a word of it |
| `bundel-….json` | title, summary and parts of some pages | a result is shown |
| `index.json` | what another network's site needs to search this one | only by other sites |

All names but the first and the last hold a hash of the content: they may be kept for ever, and a reader whose
core is older than the shards meets a missing file, fetches `kern.json` again and goes on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from macros.search import encoding, impacts
from macros.search import lexicon as standaard
from macros.search.counting import Begrippen, namen_van, stammen, tel_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from macros.search.counting import Telling
    from macros.search.documents import Concept, Document

FORMAAT = 2
SCHERF = 6_000
"""Bytes of postings in a file, about: small enough to fetch for one word, large enough to compress."""
WOORDENBLOK = 60_000
"""Bytes of vocabulary above which it is split at a first letter."""
METEEN = 2
"""Blocks of vocabulary up to which all are fetched together with the core, to spare a reader a round trip."""
BUNDEL = 10
"""Pages in a bundle of excerpts."""
MEESTE_DELEN = 8
"""Headings that travel with a result."""


@dataclass
class _Bestanden:
    """The files so far, by path."""

    inhoud: dict[str, bytes] = field(default_factory=dict)

    def erbij(self, soort: str, data: bytes, ext: str = "json") -> str:
        naam = encoding.met_hash(soort, data, ext)
        self.inhoud[f"zoek/{naam}"] = data
        return naam


def bouw_index(
    documenten: Iterable[Document], concepten: Iterable[Concept], *,
    lexicon: Callable[[str], float] | None = None, naam: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """Files of the index, path relative to the site's root → bytes; the order of the input does not matter.

    Args:
        documenten: The pages that can be found; of two with one path the last counts.
        concepten: The glossary.
        lexicon: Zipf frequency (0–8) of a Dutch word; the standard list when not given.
        naam: What readers of other sites see as the origin of a result.
    """
    concepten = list(concepten)
    begrippen = Begrippen.van(concepten)
    tellingen = (tel_document(document, begrippen) for document in documenten)
    return voeg_samen(tellingen, concepten, lexicon=lexicon, naam=naam)


def voeg_samen(
    tellingen: Iterable[Telling], concepten: Iterable[Concept], *,
    lexicon: Callable[[str], float] | None = None, naam: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """The index of documents that were counted with `tel_document`, with the same glossary; arguments as `bouw_index`."""
    docs = [telling for _, telling in sorted({telling["pad"]: telling for telling in tellingen}.items())]
    begrippen = sorted(concepten, key=lambda concept: concept.id)
    schat = impacts.Woordenschat(docs, lexicon or standaard.frequentie())
    nummers = {concept.id: nummer for nummer, concept in enumerate(begrippen)}
    factoren = impacts.factoren(docs)
    verdeeld = zip(docs, impacts.verdeeld(docs, factoren), strict=True)
    lijsten = impacts.impacts([schat.termen(doc, stukken, nummers) for doc, stukken in verdeeld], factoren)
    uit = _Bestanden()
    blokken = _woorden(lijsten, schat, uit)
    kern = {
        "formaat": FORMAAT,
        "naam": naam,
        "aantal": len(docs),
        **_facetten(docs),
        "begrippen": _begrippen(begrippen, docs),
        "termen": len(lijsten),
        "woorden": blokken,
        "lijsten": _scherven(lijsten, uit),
        "bundel": BUNDEL,
        "bundels": _bundels(docs, begrippen, uit),
    }
    eerst = [bestand for _, _, bestand in blokken] if len(blokken) <= METEEN else []
    wijzer = {"formaat": FORMAAT, "kern": uit.erbij("kern", encoding.als_json(kern)), "eerst": eerst}
    uit.inhoud["zoek/kern.json"] = encoding.als_json(wijzer)
    uit.inhoud["zoek/index.json"] = encoding.als_json({**wijzer, "naam": naam, "aantal": len(docs)})
    return dict(sorted(uit.inhoud.items()))


def _facetten(docs: Sequence[Telling]) -> dict[str, object]:
    """Kinds, years and sets of themes: each once, and per page its number in that list."""
    soorten = sorted({doc["soort"] for doc in docs})
    jaren = sorted({doc["jaar"] or 0 for doc in docs})
    themas = sorted({tuple(doc["themas"]) for doc in docs})
    return {
        "soorten": soorten,
        "soort": encoding.reeks([soorten.index(doc["soort"]) for doc in docs]),
        "jaren": jaren,
        "jaar": encoding.reeks([jaren.index(doc["jaar"] or 0) for doc in docs]),
        "themas": themas,
        "themanamen": {doc["pad"].split("/")[1]: doc["titel"] for doc in docs if doc["soort"] == "thema"},
        "thema": encoding.reeks([themas.index(tuple(doc["themas"])) for doc in docs]),
    }


def _begrippen(concepten: Sequence[Concept], docs: Sequence[Telling]) -> list[list[object]]:
    """Per concept: the number of its page (-1 when it has none) and its names in stems."""
    nummers = {doc["pad"]: nummer for nummer, doc in enumerate(docs)}
    return [
        [nummers.get(concept.pad, -1), *sorted({" ".join(stammen(naam)) for naam in namen_van(concept)} - {""})]
        for concept in concepten
    ]


def _woorden(lijsten: Iterable[str], schat: impacts.Woordenschat, uit: _Bestanden) -> list[list[object]]:
    """The vocabulary in blocks: [first letter, number of its first term, file].

    A file begins with the number of its terms, so that half a file is known for what it is.
    """
    blokken: list[list[object]] = []
    vormen = schat.vormen()
    for begin, termen in _blokken(sorted(lijsten)):
        tekst = encoding.woordenlijst([(term, vormen.get(term, term)) for term in termen])
        data = f"{len(termen)}\n{tekst}".encode()
        blokken.append([termen[0][0], begin, uit.erbij("woorden", data, "txt")])
    return blokken


def _blokken(termen: Sequence[str]) -> Iterable[tuple[int, Sequence[str]]]:
    """Cuts at first letters, only where the block before is large."""
    begin, bytes_ = 0, 0
    for plek, term in enumerate(termen):
        if bytes_ > WOORDENBLOK // 2 and term[0] != termen[plek - 1][0]:
            yield begin, termen[begin:plek]
            begin, bytes_ = plek, 0
        bytes_ += len(term)
    if termen:
        yield begin, termen[begin:]


def _scherven(lijsten: dict[str, dict[int, int]], uit: _Bestanden) -> list[list[object]]:
    """Postings in files of a few KB, in the order of the vocabulary: [number of its first term, file]."""
    scherven: list[list[object]] = []
    regels: list[str] = []
    bytes_ = 0
    termen = sorted(lijsten)
    for plek, term in enumerate(termen):
        regels.append(encoding.lijst(lijsten[term]))
        bytes_ += len(regels[-1])
        if bytes_ >= SCHERF or plek == len(termen) - 1:
            data = "\n".join(regels).encode()
            scherven.append([plek - len(regels) + 1, uit.erbij("lijsten", data, "txt")])
            regels, bytes_ = [], 0
    return scherven


def _bundels(docs: Sequence[Telling], concepten: Iterable[Concept], uit: _Bestanden) -> list[str]:
    begrippen = {concept.pad: concept for concept in concepten}
    vaak = Counter(kop for doc in docs for kop in {kop for _, kop in doc["delen"]})
    rijen = [_fragment(doc, begrippen, vaak) for doc in docs]
    groepen = [rijen[plek : plek + BUNDEL] for plek in range(0, len(rijen), BUNDEL)]
    return [uit.erbij("bundel", encoding.als_json(groep)) for groep in groepen]


def _fragment(doc: Telling, begrippen: Mapping[str, Concept], vaak: Mapping[str, int]) -> list[object]:
    """What the list of results shows of a page: path, title, summary, and its parts.

    A heading that stands on many pages says little of each of them and stays away; of the others the anchor travels
    only where it does not follow from the heading. The meaning of a term travels whole: it is shown on a card.
    """
    if doc["pad"] in begrippen:
        concept = begrippen[doc["pad"]]
        return [doc["pad"], doc["titel"], concept.betekenis, [], concept.afkorting]
    delen = [encoding.deel(anker, kop) for anker, kop in doc["delen"] if vaak[kop] < impacts.HERHAALD]
    return [doc["pad"], doc["titel"], doc["samenvatting"], delen[:MEESTE_DELEN]]
