"""Reports as PDF: accessible, the same bytes twice, and nothing that anyone typed is read as a program."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from macros.build.content import Inhoud
from macros.channels import reports
from macros.document import blocks
from macros.document.blocks import Alinea, Kop, Lijst, Stuk, tekst
from macros.records import models as m
from macros.records.catalog import Catalog

SJABLONEN = Path(__file__).parents[2] / "overrides/reports"
VANDAAG = date(2026, 11, 22)
SITE = "https://veiligheidsnetwerken.nl/"
PROZA = {"voortgang/2023": "<h2>Voorwoord</h2><p>Dit is het <strong>voorwoord</strong> van de pagina.</p>"}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>t</title>'
    '<rect width="30" height="10" fill="currentColor"/><text x="2" y="18" font-size="6">1.525</text></svg>'
)
VIJANDIG = (
    '#import "@preview/x:1.0.0" #read("/etc/passwd") *vet* _schuin_ ] } $x^2$ \\ @bron <label> `code` // weg /* weg'
)


def _maak(catalog: Catalog, proza: Mapping[str, str] = PROZA) -> dict[str, bytes]:
    grafieken = {reeks.id: SVG for reeks in catalog.alle(m.Cijferreeks) if reeks.grafiek != "geen"}
    return dict(reports.rapporten(catalog, SJABLONEN, proza, grafieken, VANDAAG, SITE))


def _tekst(pdf: bytes) -> str:
    """All text of a PDF with single spaces, without the hyphens and headers that pages put in."""
    bladzijden = [blad.extract_text() for blad in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(bladzijden).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="session")
def pdfs(inhoud: Inhoud) -> dict[str, bytes]:
    return _maak(inhoud.weergave.catalog)


@pytest.fixture(scope="session")
def teksten(pdfs: Mapping[str, bytes]) -> dict[str, str]:
    return {pad: _tekst(pdf) for pad, pdf in pdfs.items()}


def _met(catalog: Catalog, record: m.Record) -> Catalog:
    """The same records, with one replaced."""
    soort = type(record)
    return Catalog({**catalog.records, soort: {**catalog.records[soort], record.id: record}}, catalog.paginas)


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
            "Het aantal gemeenten in Oost-Nederland",
        ]),
        ("voortgang/2023/voortgang.pdf", [
            "Dit is het voorwoord van de pagina.", "re_BOOTCMP Oost-Nederland", "4 maart 2023", "€ 223.454", "€ 19.538,88",
            "€ 323.504", "€ 246.097,13", "€ 77.406,87", "€ 229.760", "€ 230.000", "€ 240", "Platform Integrale Veiligheid (IVZ)",
            "Voorlopige prioriteiten Noord- en Oost-Gelderland", "Algemeen, of zonder thema in de bron", "Peildatum: november 2023",
        ]),
        ("jaarplan/2024/jaarplan.pdf", [
            "Jaarplan 2024", "Vernieuwde website lanceren", "onbekend (gedrukt: “Q1 en Q@”)", "nog niet bepaald (PM)",
            "circa 6 x per jaar", "€ 229.760", "€ 230.000", "€ 240",
        ]),
    ],
)  # fmt: skip
def test_a_report_says_what_its_page_says(teksten: Mapping[str, str], pad: str, woorden: list[str]) -> None:
    # A line may be broken inside a word; what was broken is joined again before looking.
    heel = teksten[pad].replace("- ", "-").replace("-", "").replace(" ", "")
    assert [w for w in woorden if w.replace("- ", "-").replace("-", "").replace(" ", "") not in heel] == []


def test_every_activity_of_the_year_is_there_once_by_theme(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    rapport = next(
        r for r in reports.alle(reports.Stof(catalog, {}, {}, SITE)) if r.pad == "voortgang/2023/voortgang.pdf"
    )
    tabellen = [
        b for b in rapport.blokken if isinstance(b, blocks.Tabel) and b.titel[0].tekst.startswith("Activiteiten: ")
    ]
    namen = [rij.cellen[0][0][0].tekst for tabel in tabellen for rij in tabel.rijen]
    assert sorted(namen) == sorted(a.titel for a in catalog.activiteiten(jaar=2023))


# ── Accessible ──────────────────────────────────────────────────────────────────────────────────────────


def test_tagged_in_dutch_with_a_title(pdfs: Mapping[str, bytes]) -> None:
    for pdf in pdfs.values():
        lezer = PdfReader(io.BytesIO(pdf))
        wortel = lezer.root_object
        assert "/StructTreeRoot" in wortel
        assert wortel["/MarkInfo"]["/Marked"]  # type: ignore[index]
        assert str(wortel["/Lang"]) == "nl"
        assert wortel["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
        assert lezer.metadata is not None
        assert str(lezer.metadata.title).endswith("– Veiligheidsnetwerk Oost-Nederland")
        assert lezer.metadata.author == "Veiligheidsnetwerk Oost-Nederland"
        assert lezer.metadata.creation_date is not None
        assert lezer.metadata.creation_date.date() == VANDAAG
        assert b"pdfuaid" in _xmp(lezer)


def _xmp(lezer: PdfReader) -> bytes:
    stroom = lezer.root_object["/Metadata"].get_object()
    return bytes(stroom.get_data())  # type: ignore[union-attr]


def _elementen(knoop: object) -> list[DictionaryObject]:
    """All elements of a structure tree."""
    knoop = knoop.get_object() if hasattr(knoop, "get_object") else knoop
    if isinstance(knoop, list):
        return [element for kind in knoop for element in _elementen(kind)]
    if not isinstance(knoop, DictionaryObject):
        return []
    return [knoop, *_elementen(knoop.get("/K", []))]


def test_images_have_words_and_tables_have_headings(pdfs: Mapping[str, bytes]) -> None:
    for pad, pdf in pdfs.items():
        elementen = _elementen(PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"])
        soorten = [e.get("/S") for e in elementen]
        assert {"/H1", "/P", "/Table", "/TH", "/TR", "/TD"} <= set(soorten)
        figuren = [e for e in elementen if e.get("/S") == "/Figure"]
        assert all(e.get("/Alt") for e in figuren)
        assert len(figuren) >= (4 if "2018-02" in pad else 0)


def test_only_fonts_of_its_own(pdfs: Mapping[str, bytes]) -> None:
    for pdf in pdfs.values():
        lezer = PdfReader(io.BytesIO(pdf))
        objecten = [lezer.get_object(IndirectObject(n, 0, lezer)) for n in range(1, int(str(lezer.trailer["/Size"])))]
        letters = [o for o in objecten if isinstance(o, DictionaryObject) and o.get("/Type") == "/FontDescriptor"]
        assert letters
        for letter in letters:
            assert {"/FontFile2", "/FontFile3"} & set(letter)
            assert any(naam in str(letter["/FontName"]) for naam in ("Libertinus", "DejaVu"))


def test_page_numbers(teksten: Mapping[str, str], pdfs: Mapping[str, bytes]) -> None:
    for pad, pdf in pdfs.items():
        aantal = len(PdfReader(io.BytesIO(pdf)).pages)
        assert f"pagina 2 van {aantal}" in teksten[pad]
        assert f"pagina {aantal} van {aantal}" in teksten[pad]


# ── The same, and safe ──────────────────────────────────────────────────────────────────────────────────


def test_the_same_bytes_twice(inhoud: Inhoud, pdfs: Mapping[str, bytes]) -> None:
    assert _maak(inhoud.weergave.catalog) == pdfs


def test_hostile_text_stays_text(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    activiteit = catalog.een(m.Activiteit, "re-bootcmp-2023")
    vijandig = activiteit.model_copy(
        update={"titel": VIJANDIG, "omschrijving": f"\x00\x07\ufeff\ue000{VIJANDIG} 😀 漢"}
    )
    pdf = _maak(_met(catalog, vijandig), {"voortgang/2023": f"<h2>#panic()</h2><ul><li>{VIJANDIG}</li></ul>"})
    heel = _tekst(pdf["voortgang/2023/voortgang.pdf"]).replace(" ", "")
    for stuk in ("#panic()", '#read("/etc/passwd")', "*vet*", "_schuin_", "$x^2$", "`code`", "//weg", "/*weg"):
        assert stuk in heel
    assert "root:" not in heel


def test_a_chart_with_letters_that_no_font_has_is_set(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    grafieken = {reeks.id: SVG.replace("1.525", "1.525 😀") for reeks in catalog.alle(m.Cijferreeks)}
    assert [pad for pad, _ in reports.rapporten(catalog, SJABLONEN, {}, grafieken, VANDAAG, SITE)]


def test_a_megabyte_of_text_is_set(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    lang = catalog.een(m.Activiteit, "re-bootcmp-2023").model_copy(
        update={"omschrijving": "#woorden en nog eens " * 50_000}
    )
    rapport = next(r for r in reports.alle(reports.Stof(_met(catalog, lang), {}, {}, SITE)) if "2023" in r.pad)
    pdf = reports.pdf(rapport, SJABLONEN, vandaag=VANDAAG, site=SITE)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 300


def test_every_letter_that_we_let_through_can_be_set(tmp_path: Path) -> None:
    letters = [chr(n) for n in range(0x20, 0x10000) if not 0xD800 <= n < 0xE000 and blocks.schoon(chr(n)) == chr(n)]
    proef = tmp_path / "proef.typ"
    proef.write_text(
        '#set document(title: "p")\n#set text(lang: "nl", font: ("Libertinus Serif", "DejaVu Sans Mono"))\n= P\n#sys.inputs.t'
    )
    typst.compile(
        proef,
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"t": " ".join(letters)},
        timestamp=0,
    )
    assert len(letters) > 1500


@pytest.mark.parametrize(
    ("van", "naar"),
    [
        ("gewoon", "gewoon"),
        (" twee\n regels\t", " twee regels "),
        ("a\u0000\u200b\ufeff\ue000b", "ab"),
        ("e\u0301", "é"),
        ("€\N{NO-BREAK SPACE}1", "€\N{NO-BREAK SPACE}1"),
        ("vuur \N{FIRE}", "vuur \N{WHITE SQUARE}"),
        ("\ud800", ""),
    ],
)
def test_clean_text(van: str, naar: str) -> None:
    assert blocks.schoon(van) == naar
    assert unicodedata.is_normalized("NFC", naar)


# ── Prose ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "blokken"),
    [
        ("", []),
        ("los", [Alinea(tekst("los"))]),
        ("<p>een</p><p>twee<br>drie</p>", [Alinea(tekst("een")), Alinea(tekst("twee drie"))]),
        ('<h2 id="a">Kop</h2><h4>Diep</h4>', [Kop(1, tekst("Kop")), Kop(2, tekst("Diep"))]),
        ("<ul><li>a</li><li><p>b <b>c</b></p></li></ul><p>d</p>", [
            Lijst((tekst("a"), (Stuk("b "), Stuk("c", "vet")))), Alinea(tekst("d")),
        ]),
        ('<p>Zie <a href="x">de bron</a> &amp; meer.</p>', [Alinea(tekst("Zie de bron & meer."))]),
        ("<p>a<script>weg()</script><svg><title>weg</title></svg>b</p>", [Alinea(tekst("ab"))]),
        ('<p>a<span class="onzichtbaar"> weg <b>weg</b></span></p>', [Alinea(tekst("a"))]),
        ("<table><tr><th>a</th><td>b</td></tr></table>", [Alinea(tekst("a")), Alinea(tekst("b"))]),
        ("</li></b><p>a<b>b", [Alinea((Stuk("a"), Stuk("b", "vet")))]),
        ("<h2>#let x = 1</h2>", [Kop(1, tekst("#let x = 1"))]),
    ],
)  # fmt: skip
def test_prose(html: str, blokken: list[blocks.Blok]) -> None:
    assert blocks.uit_html(html) == blokken


def test_a_long_list_takes_no_long_time() -> None:
    (lijst,) = blocks.uit_html("<ul>" + "<li>a</li>" * 20_000 + "</ul>")
    assert isinstance(lijst, Lijst)
    assert len(lijst.punten) == 20_000
