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
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from macros.base import dates
from macros.search.documents import Concept, Document, DocumentPart

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_MOMENT = re.compile(r"\d{4}-(?:\d\d(?:-\d\d)?|[qQ][1-4])")
"""A day, a month or a quarter as records have it; pages say it in words."""
DATA = ROOT / "docs" / "_data"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar as text."""
_OTHER_FIELDS = frozenset({
    "id", "bron", "gepubliceerd", "laatst_beoordeeld", "beoordelen_na", "stand_van", "fase", "themas", "titel", "naam", "samenvatting",
    "synoniemen", "netwerk", "vindplaats", "soort", "schaal", "agenda", "praktijken", "peildatum", "datum", "term",
})  # fmt: skip


@cache
def rijen(pattern: str) -> list[dict[str, Any]]:
    """All records of the YAML files that match, every scalar as text; who asks changes none."""
    return [
        row
        for file in sorted(DATA.glob(pattern))
        for row in yaml.load(file.read_text(encoding="utf-8"), _LOADER) or ()  # noqa: S506
    ]


def tekst(value: object, gone: frozenset[str] = _OTHER_FIELDS) -> str:
    """All scalars of a record in order, each after the name of its field as on the page."""
    if isinstance(value, dict):
        return ". ".join(f"{key} {tekst(part, frozenset())}" for key, part in value.items() if key not in gone)
    if isinstance(value, list):
        return ". ".join(tekst(part, frozenset()) for part in value)
    text = str(value)
    return dates.dutch(dates.read_when(text)) if _MOMENT.fullmatch(text) else text


def _list(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def _page(file: Path) -> tuple[dict[str, Any], tuple[DocumentPart, ...]]:
    """Front matter and the parts of a Markdown file, split at ## and ###."""
    heading, _, prose = file.read_text(encoding="utf-8").removeprefix("---").partition("\n---")
    prose = re.sub(r"\]\([^)]*\)|\{\{.*?\}\}|[*_`>|]", " ", prose).replace("[", "")
    pieces = re.split(r"^#{2,3} (.+)$", prose, flags=re.MULTILINE)
    parts = [DocumentPart("", "", pieces[0].strip())]
    parts += [
        DocumentPart(re.sub(r"\W+", "-", title.lower()).strip("-"), title, piece.strip())
        for title, piece in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    return yaml.load(heading, _LOADER) or {}, tuple(parts)  # noqa: S506


def _written() -> Iterator[Document]:
    themas = {row["id"]: row for row in rijen("themas.yml")}
    for file in sorted((ROOT / "docs").rglob("*.md")):
        name = file.relative_to(ROOT / "docs").with_suffix("").as_posix()
        heading, parts = _page(file)
        folder = name.split("/")[0]
        separate = "index" in name or "/" not in name
        kind = "pagina" if separate else {"praktijken": "praktijk", "themas": "thema"}.get(folder, "pagina")
        path = name.removesuffix("index").removesuffix("/") + "/"
        heading = {"titel": themas.get(file.stem, {}).get("naam", name), **heading} if kind == "thema" else heading
        extra = tekst(heading) + " " + tekst(themas.get(file.stem if kind == "thema" else "", {}))
        yield Document(
            path.lstrip("/"), heading.get("titel", name), kind, _list(heading.get("themas")), _year(heading.get("stand_van")),
            heading.get("samenvatting", ""), (*parts, DocumentPart("kenmerken", "Kenmerken", extra)),
            (*_list(heading.get("synoniemen")), *_list(heading.get("situaties"))),
        )  # fmt: skip


def _year(value: object) -> int | None:
    found = re.match(r"\d{4}", str(value or ""))
    return int(found[0]) if found else None


def _record(row: dict[str, Any], path: str, kind: str, *more: str) -> Document:
    name = row.get("titel") or row.get("naam") or row.get("term") or row["id"]
    thema = row.get("themas") or row.get("thema")
    summary = row.get("opdracht") or row.get("betekenis") or row.get("omschrijving") or row.get("kort") or ""
    return Document(
        path, name, kind, _list(thema), _year(row.get("wanneer") or row.get("peildatum") or row.get("tot")),
        summary, (DocumentPart("", "", tekst(row)), *(DocumentPart("", "", part) for part in more)), _list(row.get("synoniemen")),
    )  # fmt: skip


def _by(list_: list[dict[str, Any]], key: str) -> dict[str, str]:
    out: dict[str, list[str]] = defaultdict(list)
    for row in list_:
        for value in _list(row.get(key)):
            out[value].append(f"{row.get('titel', '')}. {tekst(row)}")
    return {value: " ".join(texts) for value, texts in out.items()}


def _words(praktijk: str) -> tuple[str, ...]:
    """In which other words readers ask for a practice."""
    heading, _ = _page(ROOT / "docs" / "praktijken" / f"{praktijk}.md")
    return (*_list(heading.get("synoniemen")), *_list(heading.get("situaties")))


def _nieuwsbrieven() -> Iterator[Document]:
    for file in sorted((ROOT / "newsletters").glob("*.md")):
        heading, parts = _page(file)
        yield Document(
            f"nieuwsbrieven/{file.stem}/", heading["titel"], "nieuwsbrief", _list(heading.get("themas")), _year(heading.get("datum")),
            heading.get("samenvatting", ""), parts,
        )  # fmt: skip


def _made() -> Iterator[Document]:
    """The pages that the build makes from records."""
    standen, activiteiten = _by(rijen("standen/*.yml"), "expertteam"), rijen("activiteiten/*.yml")
    by_gemeente = _by(activiteiten, "gemeenten")
    for row in rijen("expertteams.yml"):
        yield _record(row, f"expertteams/{row['id']}/", "expertteam", standen.get(row["id"], ""))
    for row in rijen("districten.yml"):
        yield _record(row, f"districten/{row['id']}/", "district")
    for row in rijen("actieagenda/*.yml"):
        words = (word for praktijk in _list(row.get("praktijken")) for word in _words(praktijk))
        document = _record(row, f"zusternetwerken/{row['agenda']}/{row['id']}/", "zusternetwerk")
        yield replace(document, synoniemen=tuple(dict.fromkeys(words)))
    for row in rijen("begrippen.yml"):
        yield _record(row, f"begrippen/{row['id']}/", "begrip")
    for row in rijen("bronnen.yml"):
        yield _record(row, f"bronnen/{row['id']}/", "bron")
    for year, path, title in (
        ("2024", "jaarplan/2024/", "Jaarplan 2024"),
        ("2023", "voortgang/2023/", "Voortgangsbericht 2023"),
    ):
        together = " ".join(f"{row['titel']}. {tekst(row)}" for row in activiteiten if row["jaar"] == year)
        yield Document(path, title, path.split("/")[0], jaar=int(year), parts=(DocumentPart("", "", together),))
    yield Document(
        "voortgang/2018-02/",
        "Voortgangsrapportage februari 2018",
        "standen",
        jaar=2018,
        parts=(DocumentPart("", "", " ".join(standen.values())),),
    )
    with (DATA / "gemeenten.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pieces = (DocumentPart("", "", f"{row['district']} {row['provincie']} {by_gemeente.get(row['id'], '')}"),)
            yield Document(f"gemeenten/{row['id']}/", f"Gemeente {row['naam']}", "gemeente", parts=pieces)


def _with_tables(document: Document) -> Document:
    """Adds what the words ({{ … }}) on an index page show."""
    bron = {
        "cijfers/": ("cijferreeksen.yml", "kerncijfers.yml"), "financien/": ("financien/*.yml",), "vragen/": ("vragen.yml",),
        "strategie/": ("doelen/*.yml",), "organisatie/": ("organisaties.yml",), "matrices/": ("matrices.yml",),
        "bronnen/": ("tegenspraken.yml",),
    }.get(document.pad, ())  # fmt: skip
    parts = tuple(
        DocumentPart(row["id"], str(row.get("titel") or row.get("vraag") or row.get("naam") or ""), tekst(row))
        for pattern in bron
        for row in rijen(pattern)
    )
    return Document(
        document.pad, document.titel, document.soort, document.themas, document.jaar, document.samenvatting,
        document.parts + parts, document.synoniemen,
    )  # fmt: skip


def asked() -> dict[str, list[str]]:
    """By the address of a page the words of readers that stand in no text, and the places that it is for."""
    words: dict[str, list[str]] = defaultdict(list)
    for row in rijen("zoekwoorden.yml"):
        for page in _list(row.get("naar")):
            words[page] += row["woorden"]
    for row in places():
        words[f"gemeenten/{row['gemeente']}/"].append(row["naam"])
    return words


def places() -> list[dict[str, str]]:
    """The villages and towns of the municipalities."""
    with (DATA / "plaatsen.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def documents() -> list[Document]:
    """All pages."""
    return [*_documents()]


@cache
def _documents() -> tuple[Document, ...]:
    words = asked()
    pages = {doc.pad: _with_tables(doc) for doc in (*_made(), *_nieuwsbrieven(), *_written())}
    return tuple(replace(doc, synoniemen=(*doc.synoniemen, *words.get(doc.pad, ()))) for doc in pages.values())


def concepts() -> list[Concept]:
    """The glossary, without synonyms that are the typing error of a question: that would be an answer by heart."""
    errors = {
        question["vraag"]
        for question in json.loads((Path(__file__).parent / "questions.json").read_text("utf-8"))
        if question["klasse"] == "typo"
    }
    words = asked()
    return [
        Concept(
            row["id"],
            row["term"],
            row.get("afkorting", ""),
            tuple(
                name
                for name in (*_list(row.get("synoniemen")), *words.get(f"begrippen/{row['id']}/", ()))
                if name not in errors
            ),
            row["betekenis"],
            f"begrippen/{row['id']}/",
        )
        for row in rijen("begrippen.yml")
    ]
