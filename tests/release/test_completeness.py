from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from macros.release import completeness, search_probe
from macros.release.redirects import Omleiding
from macros.search.documents import Document
from macros.search.index import bouw_index
from tests.helpers.small_release import ADRES, GEWOON, pagina, schrijf


def gebreken(map_: Path, bestanden: Mapping[str, str] = GEWOON, vorige: tuple[str, ...] = ()) -> list[str]:
    schrijf(map_, bestanden)
    return [str(gebrek) for gebrek in completeness.controleer(completeness.lees(map_, ADRES), vorige=vorige)]


def test_a_whole_site_has_no_defects(tmp_path: Path) -> None:
    assert gebreken(tmp_path) == []


GOEDE_LINKS = (
    "themas/", "./themas/#inhoud", "/themas/", f"{ADRES}themas/", "https://example.org/weg", "mailto:a@example.org",
    "themas/#:~:text=woorden", "feed.xml", "themas/?q=x#inhoud", "data:text/plain,x", "",
)  # fmt: skip


@pytest.mark.parametrize("link", GOEDE_LINKS)
def test_a_good_link(tmp_path: Path, link: str) -> None:
    assert gebreken(tmp_path, {**GEWOON, "index.html": pagina(f'<a href="{link}">x</a>')}) == []


SLECHTE_BLADEN = {
    '<a href="weg/">x</a>': "de link weg/ komt nergens uit",
    '<a href="weg/">x</a><a href="weg/">x</a>': "de link weg/ komt nergens uit (2 keer)",
    '<a href="feed.xml/">x</a>': "de link feed.xml/ komt nergens uit",
    f'<a href="{ADRES}weg/">x</a>': f"de link {ADRES}weg/ komt nergens uit",
    '<a href="#weg">x</a>': "de link #weg noemt een anker dat er niet is",
    '<a href="http://[">x</a>': "'http://[' is geen adres",
    '<img src="">': "een link zonder adres",
    '<img srcset="weg.png 1x, ook.png 2x">': "de link weg.png komt nergens uit",
    '<script src="https://example.org/x.js"></script>': "haalt iets op bij een ander: https://example.org/x.js",
    '<link rel="stylesheet" href="//example.org/x.css">': "haalt iets op bij een ander: //example.org/x.css",
    '<p id="inhoud">x</p>': "het anker 'inhoud' staat er meer dan één keer",
    '<p onclick="x()">x</p>': "script in een kenmerk (p onclick); de kopregels van de server verbieden dat",
    '<a href="javascript:x()">x</a>': "script in een kenmerk (a href); de kopregels van de server verbieden dat",
}


@pytest.mark.parametrize("html", SLECHTE_BLADEN)
def test_a_bad_page(tmp_path: Path, html: str) -> None:
    assert f"index.html: {SLECHTE_BLADEN[html]}" in gebreken(tmp_path, {**GEWOON, "index.html": pagina(html)})


PDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n{}\n%%EOF\n"
EML = "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\na\n{}--x--\n"
BESTANDEN = {
    ("a.json", "{"): "kan niet gelezen worden",
    ("a.xml", "<a><b></a>"): "kan niet gelezen worden",
    ("a.svg", "<svg>&nbsp;</svg>"): "kan niet gelezen worden",
    ("a.csv", "a,b\n1\n"): "niet elke rij heeft evenveel kolommen (1, 2)",
    ("b.csv", "a;b\r\n1;2;3\r\n"): "niet elke rij heeft evenveel kolommen (2, 3)",
    ("a.csv", 'a,b\n1,"2\n'): "kan niet gelezen worden",
    ("a.ics", "BEGIN:VCALENDAR\r\n"): "begint of eindigt niet als agenda",
    ("a.ics", GEWOON["agenda.ics"].replace("UID:een\r\n", "")): "heeft een afspraak zonder UID",
    ("a.ics", GEWOON["agenda.ics"].replace("een", "een" * 40)): "heeft een regel van meer dan 75 bytes of zonder CRLF",
    ("a.ics", GEWOON["agenda.ics"].replace("END:VEVENT\r\n", "")): "heeft een onderdeel dat niet eindigt",
    ("a.pdf", "PDF"): "is geen hele PDF",
    ("a.pdf", PDF.format(3)): "is geen hele PDF",
    ("a.eml", "Subject: x\n\ny"): "mist de tekst of de opgemaakte versie",
    ("a.eml", EML.format("").removesuffix("--x--\n")): "is geen goed bericht: CloseBoundaryNotFoundDefect",
    ("a.css", "@import url(https://example.org/a.css)"): "haalt iets op bij een ander: https://example.org/a.css",
    ("a.gz", "x"): "kan niet gelezen worden",
    ("b.xml", f"<rss><link>{ADRES}weg/</link></rss>"): f"de link {ADRES}weg/ komt nergens uit",
    ("b.opml", f"<opml><outline xmlUrl='{ADRES}weg.xml'/></opml>"): f"de link {ADRES}weg.xml komt nergens uit",
    ("sitemap.xml", f"<urlset><url><loc>{ADRES}weg/</loc></url></urlset>"): f"de link {ADRES}weg/ komt nergens uit",
}


@pytest.mark.parametrize(("pad", "inhoud"), BESTANDEN)
def test_a_bad_file(tmp_path: Path, pad: str, inhoud: str) -> None:
    gevonden = gebreken(tmp_path, {**GEWOON, pad: inhoud})
    assert any(gebrek.startswith(f"{pad}: {BESTANDEN[pad, inhoud]}") for gebrek in gevonden), gevonden


def test_good_files(tmp_path: Path) -> None:
    html = "--x\nContent-Type: text/html\n\nb\n"
    goed = {
        "a.csv": 'a;b\r\n1,5;"x;\u2028y\r\nz"\r\n',
        "a.pdf": PDF.format(PDF.index("xref")),
        "a.eml": EML.format(html),
    }
    assert gebreken(tmp_path, {**GEWOON, **goed}) == []


# ── The whole ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_build_that_did_not_end(tmp_path: Path) -> None:
    schrijf(tmp_path)
    (tmp_path / "data/bouw.json").unlink()
    site = completeness.lees(tmp_path, ADRES)
    assert [str(g) for g in completeness.controleer(site)] == [
        "data/bouw.json: ontbreekt: de bouw is niet tot het einde gekomen"
    ]


def test_a_file_of_the_list_that_is_missing(tmp_path: Path) -> None:
    schrijf(tmp_path)
    (tmp_path / "404.html").unlink()
    gevonden = [str(g) for g in completeness.controleer(completeness.lees(tmp_path, ADRES))]
    assert gevonden == ["404.html: ontbreekt", "404.html: staat in de lijst van de bouw en ontbreekt"]


def test_a_page_that_is_lost_without_a_redirect(tmp_path: Path) -> None:
    vorige = (*GEWOON, "oud/index.html", "oud/feed.xml", "assets/site.fedcba9876.css", "zoek/bundel-0123456789.json")
    assert [gebrek.split(":")[0] for gebrek in gebreken(tmp_path, vorige=vorige)] == ["oud/feed.xml", "oud/index.html"]
    schrijf(tmp_path, omleidingen=(Omleiding("oud/", "themas/"), Omleiding("oud/feed.xml", "feed.xml")))
    assert completeness.controleer(completeness.lees(tmp_path, ADRES), vorige=vorige) == []


def test_a_redirect_to_nowhere(tmp_path: Path) -> None:
    schrijf(tmp_path, omleidingen=(Omleiding("oud/feed.xml", "weg.xml"), Omleiding("begin.txt", "")))
    assert [str(gebrek) for gebrek in completeness.controleer(completeness.lees(tmp_path, ADRES))] == [
        "data/adressen.json: doorverwijzing van oud/feed.xml: de link weg.xml komt nergens uit"
    ]


def test_a_list_of_redirects_that_cannot_be_read_excuses_nothing(tmp_path: Path) -> None:
    schrijf(tmp_path, omleidingen=(Omleiding("oud/", "themas/"),))
    (tmp_path / "data/adressen.json").write_text('[{"oud": 1}]', encoding="utf-8")
    gevonden = completeness.controleer(completeness.lees(tmp_path, ADRES), vorige=("oud/index.html",))
    assert [gebrek.pad for gebrek in gevonden] == ["oud/index.html"]


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────

ZOEK = {
    "zoek/kern.json": '{"formaat":1,"kern":"kern-0123456789.json"}',
    "zoek/kern-0123456789.json": '{"aantal":1,"termen":2,"woorden":[["a",0,"woorden-0123456789.txt"]],'
    '"lijsten":[[0,"lijsten-0123456789.txt"]],"bundels":["bundel-0123456789.json"]}',
    "zoek/woorden-0123456789.txt": "2\nAoude\nAthema As",
    "zoek/lijsten-0123456789.txt": "BA\nCA",
    "zoek/bundel-0123456789.json": '[["themas/","Themas","kort",[]]]',
}


def test_an_index_that_is_whole(tmp_path: Path) -> None:
    assert gebreken(tmp_path, {**GEWOON, **ZOEK}) == []


def test_an_index_of_which_a_part_is_missing(tmp_path: Path) -> None:
    for pad in list(ZOEK)[1:]:
        rest = {p: i for p, i in {**GEWOON, **ZOEK}.items() if p != pad}
        map_ = tmp_path / pad.replace("/", "-")
        assert any("zoekindex" in gebrek for gebrek in gebreken(map_, rest)), pad


def test_an_index_that_finds_a_page_that_is_not_there(tmp_path: Path) -> None:
    anders = {**ZOEK, "zoek/bundel-0123456789.json": '[["weg/","Weg","",[]]]'}
    assert any("vindt een pagina die er niet is: weg/" in g for g in gebreken(tmp_path, {**GEWOON, **anders}))


def test_an_index_that_cannot_find_all_its_words(tmp_path: Path) -> None:
    anders = {**ZOEK, "zoek/lijsten-0123456789.txt": "BA"}
    assert any("telt 2 woorden en vindt er 1" in g for g in gebreken(tmp_path, {**GEWOON, **anders}))


def test_an_index_that_does_not_answer(tmp_path: Path) -> None:
    """All files are there and all numbers are right, and yet a word of its title does not lead to the page."""
    anders = {**ZOEK, "zoek/woorden-0123456789.txt": "2\nAnieuw\nAoude"}
    assert any("van 1 pagina's vindt het zoeken er 0" in g for g in gebreken(tmp_path, {**GEWOON, **anders}))


def test_a_vocabulary_that_is_cut_off(tmp_path: Path) -> None:
    anders = {**ZOEK, "zoek/woorden-0123456789.txt": "2\nAoude"}
    assert any("telt 2 woorden en heeft er 1" in g for g in gebreken(tmp_path, {**GEWOON, **anders}))


def test_an_index_as_it_is_made_answers(tmp_path: Path) -> None:
    paden = [f"blad-{nummer}/" for nummer in range(70)]
    documenten = [
        Document(pad, f"Woord{nummer} over hennep", "pagina", (), 2023, "Kort.") for nummer, pad in enumerate(paden)
    ]
    for pad, inhoud in bouw_index(documenten, [], lexicon=lambda _: 0.0).items():
        (tmp_path / pad).parent.mkdir(exist_ok=True)
        (tmp_path / pad).write_bytes(inhoud)
    assert list(search_probe.gebreken(tmp_path / "zoek", paden.__contains__)) == []
    assert len(list(search_probe.gebreken(tmp_path / "zoek", {*paden[1:]}.__contains__))) == 1
