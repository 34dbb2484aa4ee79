from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from macros.release import completeness, search_probe
from macros.release.redirects import Redirect
from macros.search.documents import Document
from macros.search.index import build_index
from tests.helpers.small_release import ADDRESS, ORDINARY, PDF, page, write


def defects(folder: Path, files: Mapping[str, str] = ORDINARY, vorige: tuple[str, ...] = ()) -> list[str]:
    write(folder, files)
    return [str(defect) for defect in completeness.find_defects(completeness.read_site(folder, ADDRESS), vorige=vorige)]


def test_a_whole_site_has_no_defects(tmp_path: Path) -> None:
    assert defects(tmp_path) == []


GOOD_LINKS = (
    "themas/", "./themas/#inhoud", "/themas/", f"{ADDRESS}themas/", "https://example.org/weg", "mailto:a@example.org",
    "themas/#:~:text=woorden", "feed.xml", "themas/?q=x#inhoud", "data:text/plain,x", "",
)  # fmt: skip


@pytest.mark.parametrize("link", GOOD_LINKS)
def test_a_good_link(tmp_path: Path, link: str) -> None:
    assert defects(tmp_path, {**ORDINARY, "index.html": page(f'<a href="{link}">x</a>')}) == []


BAD_PAGES = {
    '<a href="weg/">x</a>': "de link weg/ komt nergens uit",
    '<a href="weg/">x</a><a href="weg/">x</a>': "de link weg/ komt nergens uit (2 keer)",
    '<a href="feed.xml/">x</a>': "de link feed.xml/ komt nergens uit",
    f'<a href="{ADDRESS}weg/">x</a>': f"de link {ADDRESS}weg/ komt nergens uit",
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


@pytest.mark.parametrize("html", BAD_PAGES)
def test_a_bad_page(tmp_path: Path, html: str) -> None:
    assert f"index.html: {BAD_PAGES[html]}" in defects(tmp_path, {**ORDINARY, "index.html": page(html)})


EML = "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\na\n{}--x--\n"
FILES = {
    ("a.json", "{"): "kan niet gelezen worden",
    ("a.xml", "<a><b></a>"): "kan niet gelezen worden",
    ("a.svg", "<svg>&nbsp;</svg>"): "kan niet gelezen worden",
    ("a.csv", "a,b\n1\n"): "niet elke rij heeft evenveel kolommen (1, 2)",
    ("b.csv", "a;b\r\n1;2;3\r\n"): "niet elke rij heeft evenveel kolommen (2, 3)",
    ("a.csv", 'a,b\n1,"2\n'): "kan niet gelezen worden",
    ("a.ics", "BEGIN:VCALENDAR\r\n"): "begint of eindigt niet als agenda",
    ("a.ics", ORDINARY["agenda.ics"].replace("UID:een\r\n", "")): "heeft een afspraak zonder UID",
    (
        "a.ics",
        ORDINARY["agenda.ics"].replace("een", "een" * 40),
    ): "heeft een regel van meer dan 75 bytes of zonder CRLF",
    ("a.ics", ORDINARY["agenda.ics"].replace("END:VEVENT\r\n", "")): "heeft een onderdeel dat niet eindigt",
    ("a.pdf", "PDF"): "is geen hele PDF",
    ("a.pdf", PDF.format(3)): "is geen hele PDF",
    ("a.eml", "Subject: x\n\ny"): "mist de tekst of de opgemaakte versie",
    ("a.eml", EML.format("").removesuffix("--x--\n")): "is geen goed bericht: CloseBoundaryNotFoundDefect",
    ("a.css", "@import url(https://example.org/a.css)"): "haalt iets op bij een ander: https://example.org/a.css",
    ("a.gz", "x"): "kan niet gelezen worden",
    ("b.xml", f"<rss><link>{ADDRESS}weg/</link></rss>"): f"de link {ADDRESS}weg/ komt nergens uit",
    ("b.opml", f"<opml><outline xmlUrl='{ADDRESS}weg.xml'/></opml>"): f"de link {ADDRESS}weg.xml komt nergens uit",
    ("sitemap.xml", f"<urlset><url><loc>{ADDRESS}weg/</loc></url></urlset>"): f"de link {ADDRESS}weg/ komt nergens uit",
}


@pytest.mark.parametrize(("pad", "contents"), FILES)
def test_a_bad_file(tmp_path: Path, pad: str, contents: str) -> None:
    found = defects(tmp_path, {**ORDINARY, pad: contents})
    assert any(defect.startswith(f"{pad}: {FILES[pad, contents]}") for defect in found), found


def test_good_files(tmp_path: Path) -> None:
    html = "--x\nContent-Type: text/html\n\nb\n"
    good = {
        "a.csv": 'a;b\r\n1,5;"x;\u2028y\r\nz"\r\n',
        "a.pdf": PDF.format(PDF.index("xref")),
        "a.eml": EML.format(html),
    }
    assert defects(tmp_path, {**ORDINARY, **good}) == []


# ── The whole ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_build_that_did_not_end(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "data/bouw.json").unlink()
    site = completeness.read_site(tmp_path, ADDRESS)
    assert [str(g) for g in completeness.find_defects(site)] == [
        "data/bouw.json: ontbreekt: de bouw is niet tot het einde gekomen"
    ]


def test_a_file_of_the_list_that_is_missing(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "404.html").unlink()
    found = [str(g) for g in completeness.find_defects(completeness.read_site(tmp_path, ADDRESS))]
    assert found == ["404.html: ontbreekt", "404.html: staat in de lijst van de bouw en ontbreekt"]


def test_a_page_that_is_lost_without_a_redirect(tmp_path: Path) -> None:
    previous = (
        *ORDINARY,
        "oud/index.html",
        "oud/feed.xml",
        "assets/site.fedcba9876.css",
        "zoek/bundel-0123456789.json",
    )
    assert [defect.split(":")[0] for defect in defects(tmp_path, vorige=previous)] == ["oud/feed.xml", "oud/index.html"]
    write(tmp_path, redirect_list=(Redirect("oud/", "themas/"), Redirect("oud/feed.xml", "feed.xml")))
    assert completeness.find_defects(completeness.read_site(tmp_path, ADDRESS), vorige=previous) == []


def test_a_redirect_to_nowhere(tmp_path: Path) -> None:
    write(tmp_path, redirect_list=(Redirect("oud/feed.xml", "weg.xml"), Redirect("begin.txt", "")))
    assert [str(defect) for defect in completeness.find_defects(completeness.read_site(tmp_path, ADDRESS))] == [
        "data/adressen.json: doorverwijzing van oud/feed.xml: de link weg.xml komt nergens uit"
    ]


def test_a_list_of_redirects_that_cannot_be_read_excuses_nothing(tmp_path: Path) -> None:
    write(tmp_path, redirect_list=(Redirect("oud/", "themas/"),))
    (tmp_path / "data/adressen.json").write_text('[{"oud": 1}]', encoding="utf-8")
    found = completeness.find_defects(completeness.read_site(tmp_path, ADDRESS), vorige=("oud/index.html",))
    assert [defect.file for defect in found] == ["oud/index.html"]


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────

SEARCH = {
    "zoek/kern.json": '{"formaat":1,"kern":"kern-0123456789.json"}',
    "zoek/kern-0123456789.json": '{"aantal":1,"termen":2,"woorden":[["a",0,"woorden-0123456789.txt"]],'
    '"lijsten":[[0,"lijsten-0123456789.txt"]],"bundels":["bundel-0123456789.json"]}',
    "zoek/woorden-0123456789.txt": "2\nAoude\nAthema As",
    "zoek/lijsten-0123456789.txt": "BA\nCA",
    "zoek/bundel-0123456789.json": '[["themas/","Themas","kort",[]]]',
}


def test_an_index_that_is_whole(tmp_path: Path) -> None:
    assert defects(tmp_path, {**ORDINARY, **SEARCH}) == []


def test_an_index_of_which_a_part_is_missing(tmp_path: Path) -> None:
    for path in list(SEARCH)[1:]:
        rest = {p: i for p, i in {**ORDINARY, **SEARCH}.items() if p != path}
        folder = tmp_path / path.replace("/", "-")
        assert any("zoekindex" in defect for defect in defects(folder, rest)), path


def test_an_index_that_finds_a_page_that_is_not_there(tmp_path: Path) -> None:
    different = {**SEARCH, "zoek/bundel-0123456789.json": '[["weg/","Weg","",[]]]'}
    assert any("vindt een pagina die er niet is: weg/" in g for g in defects(tmp_path, {**ORDINARY, **different}))


def test_an_index_that_cannot_find_all_its_words(tmp_path: Path) -> None:
    different = {**SEARCH, "zoek/lijsten-0123456789.txt": "BA"}
    assert any("telt 2 woorden en vindt er 1" in g for g in defects(tmp_path, {**ORDINARY, **different}))


def test_an_index_that_does_not_answer(tmp_path: Path) -> None:
    """All files are there and all numbers are right, and yet a word of its title does not lead to the page."""
    different = {**SEARCH, "zoek/woorden-0123456789.txt": "2\nAnieuw\nAoude"}
    assert any("van 1 pagina's vindt het zoeken er 0" in g for g in defects(tmp_path, {**ORDINARY, **different}))


def test_a_vocabulary_that_is_cut_off(tmp_path: Path) -> None:
    different = {**SEARCH, "zoek/woorden-0123456789.txt": "2\nAoude"}
    assert any("telt 2 woorden en heeft er 1" in g for g in defects(tmp_path, {**ORDINARY, **different}))


def test_an_index_as_it_is_made_answers(tmp_path: Path) -> None:
    paths = [f"blad-{number}/" for number in range(70)]
    documents = [
        Document(path, f"Woord{number} over hennep", "pagina", (), 2023, "Kort.") for number, path in enumerate(paths)
    ]
    for path, contents in build_index(documents, [], lexicon=lambda _: 0.0).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(contents)
    assert list(search_probe.probe(tmp_path / "zoek", paths.__contains__)) == []
    assert len(list(search_probe.probe(tmp_path / "zoek", {*paths[1:]}.__contains__))) == 1
