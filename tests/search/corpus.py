"""Documents for the tests: straight from the data files, so that the ranking is tested in seconds, without a build.

The text of a record is all its scalars, in order: about what its page shows. Paths are those of the site.
`tests/bench/search.py` measures the same questions on the built pages.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from macros.search.documents import Concept, Deel, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

WORTEL = Path(__file__).parents[2]
DATA = WORTEL / "docs" / "_data"
_ANDERE_VELDEN = frozenset({
    "id", "bron", "gepubliceerd", "laatst_beoordeeld", "beoordelen_na", "stand_van", "fase", "themas", "titel", "naam", "samenvatting",
    "synoniemen", "netwerk", "vindplaats", "soort", "schaal", "agenda", "praktijken", "peildatum", "datum", "term",
})  # fmt: skip


def rijen(patroon: str) -> list[dict[str, Any]]:
    """All records of the YAML files that match, every scalar as text."""
    return [
        rij
        for bestand in sorted(DATA.glob(patroon))
        for rij in yaml.load(bestand.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or ()  # noqa: S506
    ]


def tekst(waarde: object, weg: frozenset[str] = _ANDERE_VELDEN) -> str:
    """All scalars of a record in order, each after the name of its field as on the page."""
    if isinstance(waarde, dict):
        return ". ".join(
            f"{sleutel} {tekst(deel, frozenset())}" for sleutel, deel in waarde.items() if sleutel not in weg
        )
    if isinstance(waarde, list):
        return ". ".join(tekst(deel, frozenset()) for deel in waarde)
    return str(waarde)


def _lijst(waarde: object) -> tuple[str, ...]:
    return (waarde,) if isinstance(waarde, str) else tuple(waarde or ())  # type: ignore[arg-type]


def _pagina(bestand: Path) -> tuple[dict[str, Any], tuple[Deel, ...]]:
    """Front matter and the parts of a Markdown file, split at ## and ###."""
    kop, _, proza = bestand.read_text(encoding="utf-8").removeprefix("---").partition("\n---")
    proza = re.sub(r"\]\([^)]*\)|\{\{.*?\}\}|[*_`>|]", " ", proza).replace("[", "")
    stukken = re.split(r"^#{2,3} (.+)$", proza, flags=re.MULTILINE)
    delen = [Deel("", "", stukken[0].strip())]
    delen += [
        Deel(re.sub(r"\W+", "-", titel.lower()).strip("-"), titel, stuk.strip())
        for titel, stuk in zip(stukken[1::2], stukken[2::2], strict=True)
    ]
    return yaml.load(kop, Loader=yaml.BaseLoader) or {}, tuple(delen)  # noqa: S506


def _geschreven() -> Iterator[Document]:
    themas = {rij["id"]: rij for rij in rijen("themas.yml")}
    for bestand in sorted((WORTEL / "docs").rglob("*.md")):
        naam = bestand.relative_to(WORTEL / "docs").with_suffix("").as_posix()
        kop, delen = _pagina(bestand)
        map_ = naam.split("/")[0]
        los = "index" in naam or "/" not in naam
        soort = "pagina" if los else {"praktijken": "praktijk", "themas": "thema"}.get(map_, "pagina")
        pad = naam.removesuffix("index").removesuffix("/") + "/"
        kop = {"titel": themas.get(bestand.stem, {}).get("naam", naam), **kop} if soort == "thema" else kop
        extra = tekst(kop) + " " + tekst(themas.get(bestand.stem if soort == "thema" else "", {}))
        yield Document(
            pad.lstrip("/"), kop.get("titel", naam), soort, _lijst(kop.get("themas")), _jaar(kop.get("stand_van")),
            kop.get("samenvatting", ""), (*delen, Deel("kenmerken", "Kenmerken", extra)),
            (*_lijst(kop.get("synoniemen")), *_lijst(kop.get("situaties"))),
        )  # fmt: skip


def _jaar(waarde: object) -> int | None:
    gevonden = re.match(r"\d{4}", str(waarde or ""))
    return int(gevonden[0]) if gevonden else None


def _record(rij: dict[str, Any], pad: str, soort: str, *meer: str) -> Document:
    naam = rij.get("titel") or rij.get("naam") or rij.get("term") or rij["id"]
    thema = rij.get("themas") or rij.get("thema")
    samenvatting = rij.get("opdracht") or rij.get("betekenis") or rij.get("omschrijving") or rij.get("kort") or ""
    return Document(
        pad, naam, soort, _lijst(thema), _jaar(rij.get("wanneer") or rij.get("peildatum") or rij.get("tot")),
        samenvatting, (Deel("", "", tekst(rij)), *(Deel("", "", deel) for deel in meer)), _lijst(rij.get("synoniemen")),
    )  # fmt: skip


def _per(lijst: list[dict[str, Any]], sleutel: str) -> dict[str, str]:
    uit: dict[str, list[str]] = defaultdict(list)
    for rij in lijst:
        for waarde in _lijst(rij.get(sleutel)):
            uit[waarde].append(f"{rij.get('titel', '')}. {tekst(rij)}")
    return {waarde: " ".join(teksten) for waarde, teksten in uit.items()}


def _woorden(praktijk: str) -> tuple[str, ...]:
    """In which other words readers ask for a practice."""
    kop, _ = _pagina(WORTEL / "docs" / "praktijken" / f"{praktijk}.md")
    return (*_lijst(kop.get("synoniemen")), *_lijst(kop.get("situaties")))


def _nieuwsbrieven() -> Iterator[Document]:
    for bestand in sorted((WORTEL / "newsletters").glob("*.md")):
        kop, delen = _pagina(bestand)
        yield Document(
            f"nieuwsbrieven/{bestand.stem}/", kop["titel"], "nieuwsbrief", _lijst(kop.get("themas")), _jaar(kop.get("datum")),
            kop.get("samenvatting", ""), delen,
        )  # fmt: skip


def _gemaakt() -> Iterator[Document]:
    """The pages that the build makes from records."""
    standen, activiteiten = _per(rijen("standen/*.yml"), "expertteam"), rijen("activiteiten/*.yml")
    bij_gemeente = _per(activiteiten, "gemeenten")
    for rij in rijen("expertteams.yml"):
        yield _record(rij, f"expertteams/{rij['id']}/", "expertteam", standen.get(rij["id"], ""))
    for rij in rijen("districten.yml"):
        yield _record(rij, f"districten/{rij['id']}/", "district")
    for rij in rijen("actieagenda/*.yml"):
        woorden = (woord for praktijk in _lijst(rij.get("praktijken")) for woord in _woorden(praktijk))
        document = _record(rij, f"zusternetwerken/{rij['agenda']}/{rij['id']}/", "zusternetwerk")
        yield replace(document, synoniemen=tuple(dict.fromkeys(woorden)))
    for rij in rijen("begrippen.yml"):
        yield _record(rij, f"begrippen/{rij['id']}/", "begrip")
    for rij in rijen("bronnen.yml"):
        yield _record(rij, f"bronnen/{rij['id']}/", "bron")
    for jaar, pad, titel in (
        ("2024", "jaarplan/2024/", "Jaarplan 2024"),
        ("2023", "voortgang/2023/", "Voortgangsbericht 2023"),
    ):
        samen = " ".join(f"{rij['titel']}. {tekst(rij)}" for rij in activiteiten if rij["jaar"] == jaar)
        yield Document(pad, titel, pad.split("/")[0], jaar=int(jaar), delen=(Deel("", "", samen),))
    yield Document(
        "voortgang/2018-02/",
        "Voortgangsrapportage februari 2018",
        "standen",
        jaar=2018,
        delen=(Deel("", "", " ".join(standen.values())),),
    )
    with (DATA / "gemeenten.csv").open(encoding="utf-8", newline="") as bestand:
        for rij in csv.DictReader(bestand):
            stukken = (Deel("", "", f"{rij['district']} {rij['provincie']} {bij_gemeente.get(rij['id'], '')}"),)
            yield Document(f"gemeenten/{rij['id']}/", f"Gemeente {rij['naam']}", "gemeente", delen=stukken)


def _met_tabellen(document: Document) -> Document:
    """Adds what the words ({{ … }}) on an index page show."""
    bron = {
        "cijfers/": ("cijferreeksen.yml", "kerncijfers.yml"), "financien/": ("financien/*.yml",), "vragen/": ("vragen.yml",),
        "strategie/": ("doelen/*.yml",), "organisatie/": ("organisaties.yml",), "matrices/": ("matrices.yml",),
        "bronnen/": ("tegenspraken.yml",),
    }.get(document.pad, ())  # fmt: skip
    delen = tuple(
        Deel(rij["id"], str(rij.get("titel") or rij.get("vraag") or rij.get("naam") or ""), tekst(rij))
        for patroon in bron
        for rij in rijen(patroon)
    )
    return Document(
        document.pad, document.titel, document.soort, document.themas, document.jaar, document.samenvatting,
        document.delen + delen, document.synoniemen,
    )  # fmt: skip


def documenten() -> list[Document]:
    """All pages."""
    return [
        _met_tabellen(doc)
        for doc in {doc.pad: doc for doc in (*_gemaakt(), *_nieuwsbrieven(), *_geschreven())}.values()
    ]


def concepten() -> list[Concept]:
    """The glossary, without synonyms that are the typing error of a question: that would be an answer by heart."""
    fouten = {
        vraag["vraag"]
        for vraag in json.loads((Path(__file__).parent / "questions.json").read_text("utf-8"))
        if vraag["klasse"] == "typo"
    }
    return [
        Concept(
            rij["id"],
            rij["term"],
            rij.get("afkorting", ""),
            tuple(naam for naam in _lijst(rij.get("synoniemen")) if naam not in fouten),
            rij["betekenis"],
            f"begrippen/{rij['id']}/",
        )
        for rij in rijen("begrippen.yml")
    ]
