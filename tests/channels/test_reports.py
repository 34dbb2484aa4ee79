"""Reports as PDF: accessible, the same bytes twice, and nothing that anyone typed is read as a program."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from macros.build.content import Content
from macros.channels import previews, reports
from macros.document import markdown
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog, Rapport
from tests.helpers.small_catalog import netwerk

TEMPLATES = Path(__file__).parents[2] / "overrides/reports"
OWN = previews.of_network(netwerk(), TEMPLATES)
TODAY = date(2026, 11, 22)
SITE = "https://veiligheidsnetwerken.nl/"
PROSE = {"voortgang/2023": markdown.read("## Voorwoord\n\nDit is het **voorwoord** van de pagina.")}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>t</title>'
    '<rect width="30" height="10" fill="currentColor"/><text x="2" y="18" font-size="6">1.525</text></svg>'
)
HOSTILE = (
    '#import "@preview/x:1.0.0" #read("/etc/passwd") *vet* _schuin_ ] } $x^2$ \\ @bron <label> `code` // weg /* weg'
)


def _make(catalog: Catalog, prose: Mapping[str, tuple[n.Block, ...]] = PROSE) -> dict[str, bytes]:
    all_charts = {series.id: SVG for series in catalog.all_of(m.Cijferreeks) if series.grafiek != "geen"}
    return dict(reports.rapporten(catalog, TEMPLATES, prose, all_charts, TODAY, SITE))


def _text(pdf: bytes) -> str:
    """All text of a PDF as a reader's search finds it, with single spaces where a line ends."""
    written_pages = [site_page.extract_text() for site_page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(written_pages).split())


@pytest.fixture(scope="session")
def pdfs(contents: Content) -> dict[str, bytes]:
    return _make(contents.view.catalog)


@pytest.fixture(scope="session")
def texts(pdfs: Mapping[str, bytes]) -> dict[str, str]:
    return {path: _text(pdf) for path, pdf in pdfs.items()}


def _with(catalog: Catalog, record: m.Record) -> Catalog:
    """The same records, with one replaced."""
    kind = type(record)
    return Catalog({**catalog.records, kind: {**catalog.records[kind], record.id: record}}, catalog.pages)


def _rapport(catalog: Catalog, id_: str) -> Rapport:
    return next(rapport for rapport in catalog.rapporten() if rapport.id == id_)


# ── What there is ───────────────────────────────────────────────────────────────────────────────────────


def test_every_report_has_its_place(pdfs: Mapping[str, bytes]) -> None:
    assert set(pdfs) == {
        "voortgang/2018-02/voortgang.pdf",
        "voortgang/2023/voortgang.pdf",
        "jaarplan/2024/jaarplan.pdf",
    }


@pytest.mark.parametrize(
    ("pad", "woorden"),
    [
        ("voortgang/2018-02/voortgang.pdf", [
            "Voortgangsrapportage februari 2018", "Expertteam Verwarde personen", "vacant, door vertrek van burgemeester De Vries",
            "gemeente Tiel", "11.194", "9.537", "7.391", "−2.146", "1.119", "1.120", "3,1", "Aandachtspunten",
            "https://veiligheidsnetwerken.nl/bronnen/", "In het kort",
        ]),
        ("voortgang/2023/voortgang.pdf", [
            "Dit is het voorwoord van de pagina.", "re_BOOTCMP Oost-Nederland", "4 maart 2023", "€ 223.454", "€ 19.538,88",
            "€ 323.504", "€ 246.097,13", "€ 77.406,87", "€ 229.760", "€ 230.000", "€ 240", "Platform Integrale Veiligheid (IVZ)",
            "Voorlopige prioriteiten Noord- en Oost-Gelderland", "Algemeen, of zonder thema", "In het kort", "€ 25.278,05", "€ 52.128,82", "Peildatum: november 2023",
        ]),
        ("jaarplan/2024/jaarplan.pdf", [
            "Jaarplan 2024", "Vernieuwde website lanceren", "“Q1 en Q@” (zo gedrukt)", "nog niet bepaald (PM)",
            "circa 6 x per jaar", "€ 229.760", "€ 230.000", "€ 240",
        ]),
    ],
)  # fmt: skip
def test_a_report_says_what_its_page_says(texts: Mapping[str, str], pad: str, woorden: list[str]) -> None:
    assert [w for w in woorden if w not in texts[pad]] == []


def test_every_activity_of_the_year_is_there_once_by_theme(contents: Content) -> None:
    catalog = contents.view.catalog
    rapport = _rapport(catalog, "voortgang/2023")
    holds = reports.contents(rapport, reports.Material(catalog, {}, {}, SITE))
    chapter = list(itertools.dropwhile(lambda b: _title(b) != "Activiteiten 2023", holds.block_list))[1:]
    lists = [
        b
        for b in itertools.takewhile(lambda b: not _title(b).startswith("Financiën"), chapter)
        if isinstance(b, n.List)
    ]
    names = [
        n.text_of(node.children) for list_ in lists for item in list_.children for node in n.below(item.children[0])
        if isinstance(node, n.Strong)
    ]  # fmt: skip
    assert sorted(names) == sorted(a.titel for a in catalog.activiteiten(jaar=2023))


def _title(block: object) -> str:
    return n.text_of(block.children) if isinstance(block, n.Heading) else ""


# ── Accessible ──────────────────────────────────────────────────────────────────────────────────────────


def test_tagged_in_dutch_with_a_title(pdfs: Mapping[str, bytes]) -> None:
    for pdf in pdfs.values():
        reader = PdfReader(io.BytesIO(pdf))
        root = reader.root_object
        assert "/StructTreeRoot" in root
        assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
        assert str(root["/Lang"]) == "nl"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
        assert reader.metadata is not None
        assert str(reader.metadata.title).endswith("– Veiligheidsnetwerk Oost-Nederland")
        assert reader.metadata.author == "Veiligheidsnetwerk Oost-Nederland"
        assert reader.metadata.creation_date is not None
        assert reader.metadata.creation_date.date() == TODAY
        assert b"<pdfuaid:part>1</pdfuaid:part>" in _xmp(reader)
        assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in _xmp(reader)


def _xmp(reader: PdfReader) -> bytes:
    stream = reader.root_object["/Metadata"].get_object()
    return bytes(stream.get_data())  # type: ignore[union-attr]


def _elements(node: object) -> list[DictionaryObject]:
    """All elements of a structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [element for child in node for element in _elements(child)]
    if not isinstance(node, DictionaryObject):
        return []
    return [node, *_elements(node.get("/K", []))]


def test_images_have_words_and_tables_have_headings(pdfs: Mapping[str, bytes]) -> None:
    for path, pdf in pdfs.items():
        elements = _elements(PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"])
        kinds = [e.get("/S") for e in elements]
        assert {"/H1", "/P", "/Table", "/TH", "/TR", "/TD", "/L", "/LI"} <= set(kinds)
        figures = [e for e in elements if e.get("/S") == "/Figure"]
        assert all(e.get("/Alt") for e in figures)
        assert len(figures) >= (4 if "2018-02" in path else 0)


def test_only_fonts_of_its_own(pdfs: Mapping[str, bytes]) -> None:
    for pdf in pdfs.values():
        reader = PdfReader(io.BytesIO(pdf))
        objects = [reader.get_object(IndirectObject(n, 0, reader)) for n in range(1, int(str(reader.trailer["/Size"])))]
        letters = [o for o in objects if isinstance(o, DictionaryObject) and o.get("/Type") == "/FontDescriptor"]
        assert letters
        for letter in letters:
            assert {"/FontFile2", "/FontFile3"} & set(letter)
            assert any(name in str(letter["/FontName"]) for name in ("Libertinus", "DejaVu"))


def test_page_numbers(texts: Mapping[str, str], pdfs: Mapping[str, bytes]) -> None:
    for path, pdf in pdfs.items():
        count = len(PdfReader(io.BytesIO(pdf)).pages)
        assert f"pagina 2 van {count}" in texts[path]
        assert f"pagina {count} van {count}" in texts[path]


# ── The same, and safe ──────────────────────────────────────────────────────────────────────────────────


def test_the_same_bytes_twice(contents: Content, pdfs: Mapping[str, bytes]) -> None:
    assert _make(contents.view.catalog) == pdfs


def test_hostile_text_stays_text(contents: Content) -> None:
    catalog = contents.view.catalog
    activiteit = catalog.one(m.Activiteit, "re-bootcmp-2023")
    hostile = activiteit.model_copy(update={"titel": HOSTILE, "omschrijving": f"\x00\x07\ufeff\ue000{HOSTILE} 😀 漢"})
    pdf = _make(_with(catalog, hostile), {"voortgang/2023": (
        n.Heading(0, 0, 2, "", (n.Text(0, 0, "#panic()"),)), n.Paragraph(0, 0, (n.Text(0, 0, HOSTILE), n.Code(0, 0, HOSTILE))),
        n.CodeBlock(0, 0, HOSTILE), n.Paragraph(0, 0, (n.Link(1, 1, f"https://x.nl/{HOSTILE}", (n.Text(0, 0, "x"),)),)),
    )})  # fmt: skip
    whole = _text(pdf["voortgang/2023/voortgang.pdf"]).replace(" ", "")
    for piece in ("#panic()", '#read("/etc/passwd")', "*vet*", "_schuin_", "$x^2$", "`code`", "//weg", "/*weg"):
        assert piece in whole
    assert "root:" not in whole


def test_a_chart_with_letters_that_no_font_has_is_set(contents: Content) -> None:
    catalog = contents.view.catalog
    all_charts = {series.id: SVG.replace("1.525", "1.525 😀") for series in catalog.all_of(m.Cijferreeks)}
    assert [path for path, _ in reports.rapporten(catalog, TEMPLATES, {}, all_charts, TODAY, SITE)]


def test_a_megabyte_of_text_is_set(contents: Content) -> None:
    catalog = contents.view.catalog
    long = catalog.one(m.Activiteit, "re-bootcmp-2023").model_copy(
        update={"omschrijving": "#woorden en nog eens " * 50_000}
    )
    catalog = _with(catalog, long)
    rapport = _rapport(catalog, "voortgang/2023")
    holds = reports.contents(rapport, reports.Material(catalog, {}, {}, SITE))
    pdf = reports.pdf(rapport, holds, TEMPLATES, today=TODAY, site=SITE, own=OWN)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 200


def test_what_we_concluded_is_marked(texts: Mapping[str, str]) -> None:
    report = texts["voortgang/2023/voortgang.pdf"]
    assert re.search(
        r"#Veiligheidspraat over HackShield · 6 maart 2023 · thema afgeleid", report.replace("\N{NO-BREAK SPACE}", " ")
    )
    assert "Team: Werkgroep mensenhandel (afgeleid)." in report
