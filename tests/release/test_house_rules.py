"""The built site is held against the rules without knowing what built it."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.release.house_rules import check_site, secrets

HEADING = '<!doctype html>\n<html lang="nl">\n<head><title>T</title><link rel="canonical" href="https://v.nl/"></head>\n<body>\n<h1>T</h1>\n'
GOOD = (
    HEADING
    + '<h2 id="a">A</h2>\n<p><a href="#a">a</a> <a href="b/">b</a> <a href="https://v.nl/b/#c">c</a> <code>{{ x }}</code></p>\n</body></html>'
)
B = HEADING + '<p id="c"><a href="../">terug</a> <img src="../x.png" alt=""></p></body></html>'
ERRORS: dict[str, tuple[str, str]] = {
    "dode link": ('<a href="weg/">x</a>', "de link weg/ komt nergens uit"),
    "dode volle link": ('<a href="https://v.nl/weg/">x</a>', "de link https://v.nl/weg/ komt nergens uit"),
    "dood anker": ('<a href="b/#weg">x</a>', "b/#weg noemt een anker dat er niet is"),
    "dood plaatje": ('<img src="weg.png" alt="x">', "weg.png komt nergens uit"),
    "link buiten de site": ('<a href="../../x">x</a>', "../../x komt nergens uit"),
    "dubbele id": ('<p id="a">x</p>', "het anker 'a' staat er 2 keer"),
    "tweede titel": ("<h1>x</h1>", "2 koppen van niveau 1"),
    "overgeslagen kop": ("<h4>x</h4>", "h2 en dan h4"),
    "script": ("<script>x()</script>", "een script in de pagina zelf"),
    "vormgeving": ("<style>p{}</style>", "vormgeving in de pagina zelf (<style>)"),
    "vormgeving als attribuut": ('<p style="x">x</p>', "vormgeving in de pagina zelf (<p>)"),
    "gebeurtenis": ('<p onclick="x">x</p>', "onclick= in <p>"),
    "javascript": ('<a href="java\nscript:x">x</a>', "begint in <a>"),
    "data": ('<img src="data:image/png;base64,x" alt="x">', "data: begint in <img>"),
    "script van elders": ('<script src="https://cdn.example/x.js"></script>', "haalt iets op bij een ander"),
    "stijl van elders": ('<link rel="stylesheet" href="//fonts.example/x.css">', "haalt iets op bij een ander"),
    "verbinding met elders": ('<link rel="preconnect" href="https://fonts.example">', "haalt iets op bij een ander"),
    "formulier naar elders": ('<form action="https://x.example/"></form>', "naar een andere site"),
    "base": ('<base href="https://x.example/">', "het element <base>"),
    "zonder alt": ('<img src="x.png">', "een plaatje zonder alt: x.png"),
    "lege link": ('<a href="b/"></a>', "een link zonder tekst of naam"),
    "kop van Markdown": ("<p>## Andere doelen</p>", "een teken van Markdown staat in de tekst: '## Andere doelen'"),
    "vet van Markdown": ("<p>Dat is **niet** zo.</p>", "een teken van Markdown staat in de tekst: '**niet** zo.'"),
    "link van Markdown": ("<p>Lees [verder](over/).</p>", "een teken van Markdown staat in de tekst: '](over/).'"),
    "woord": ("<p>{{ expertteams() }}</p>", "een opdracht tussen accolades is niet uitgevoerd"),
}  # fmt: skip


def _site(folder: Path, index: str = GOOD) -> Path:
    (folder / "b").mkdir()
    (folder / "x.png").write_bytes(b"")
    (folder / "index.html").write_text(index, encoding="utf-8")
    (folder / "b/index.html").write_text(B, encoding="utf-8")
    return folder


def test_a_good_site_is_left_alone(tmp_path: Path) -> None:
    assert check_site(_site(tmp_path)) == []


@pytest.mark.parametrize("naam", ERRORS)
def test_a_fault_is_told_once(naam: str, tmp_path: Path) -> None:
    added, expected = ERRORS[naam]
    found = check_site(_site(tmp_path, GOOD.replace("</body>", f"{added}\n</body>")))
    assert [expected in b.message for b in found] == [True], found


@pytest.mark.parametrize(
    "shown",
    [
        "<code>**vet**</code>",
        "<p>De #Veiligheidspraat, editie #3</p>",
        "<sup>**</sup>",
        "<p>5 * 3 (x) [1] – a|b</p>",
        "<pre># kop</pre>",
    ],
)
def test_what_only_looks_like_markdown_is_left_alone(shown: str, tmp_path: Path) -> None:
    assert check_site(_site(tmp_path, GOOD.replace("</body>", f"{shown}\n</body>"))) == []


@pytest.mark.parametrize(
    ("old", "expected"),
    [("<title>T</title>", "geen titel"), (' lang="nl"', "in welke taal"), ("<h1>T</h1>", "0 koppen van niveau 1")],
)
def test_what_a_page_must_have(old: str, expected: str, tmp_path: Path) -> None:
    found = check_site(_site(tmp_path, GOOD.replace(old, "")))
    assert [expected in b.message for b in found] == [True], found


def test_a_page_that_cannot_be_reached(tmp_path: Path) -> None:
    (found,) = check_site(_site(tmp_path, GOOD.replace('<a href="b/">b</a>', "").replace("https://v.nl/b/#c", "#a")))
    assert (found.file, found.warning) == ("b/index.html", True)


def test_a_site_below_the_root_of_its_host(tmp_path: Path) -> None:
    below = GOOD.replace("https://v.nl/", "https://v.nl/kb/")
    assert check_site(_site(tmp_path, below)) == []
    (tmp_path / "index.html").write_text(below.replace("kb/b/#c", "kb/weg/"), encoding="utf-8")
    assert [b.message for b in check_site(tmp_path)] == ["de link https://v.nl/kb/weg/ komt nergens uit"]


def test_what_is_private_is_found_in_every_text(tmp_path: Path) -> None:
    _site(tmp_path)
    (tmp_path / "feed.xml").write_text("<p>Bel 06 12345678</p>", encoding="utf-8")
    (tmp_path / "a.ics").write_text("UID:x@v.nl\nSUMMARY:Mail jan@tiel.nl\n", encoding="utf-8")
    assert [(b.file, b.line) for b in secrets(tmp_path)] == [("a.ics", 2), ("feed.xml", 1)]


def test_what_the_site_says_is_allowed_is_not_told(tmp_path: Path) -> None:
    _site(tmp_path)
    (tmp_path / "feed.xml").write_text("<p>Bel 06 12345678 of 06 12345679</p>", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/toegestaan.json").write_text('[{"id": "piket", "wat": "06-12345678"}]', encoding="utf-8")
    assert [b.file for b in secrets(tmp_path)] == ["feed.xml"]


@pytest.mark.site
def test_the_real_site(site: Path) -> None:
    assert [str(b) for b in (*check_site(site), *secrets(site))] == []


def test_a_long_id_in_a_calendar_is_no_mailbox_on_its_second_line(tmp_path: Path) -> None:
    """Found by fuzzing: a line of a calendar has at most 75 bytes, and what is longer goes on behind a space."""
    (tmp_path / "a.ics").write_bytes(b"UID:" + b"x" * 71 + b"\r\n xx@v.nl\r\nSUMMARY:Overleg\r\n")
    assert secrets(tmp_path) == []


def test_a_hash_is_no_telephone_number(tmp_path: Path) -> None:
    """Found by fuzzing: one hash in some thousands begins with the digits of one."""
    total = "a0b1" * 14 + "0612345678"[:8]
    hashes = f'{{"a": "{total}", "b": "assets/site.0612345678.css", "uitgave": "0612345678"}}'
    (tmp_path / "bouw.json").write_text(hashes, encoding="utf-8")
    assert secrets(tmp_path) == []
    (tmp_path / "x.json").write_text('{"telefoon": "0612345678"}', encoding="utf-8")
    assert len(secrets(tmp_path)) == 1
