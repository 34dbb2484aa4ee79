"""Each defect that `mkdocs build --strict` lets through is caught once, by name, on its own line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from macros.base.errors import Finding
from macros.build.content import check, read
from macros.document import nodes as n
from macros.document.prose import WORD, Prose
from macros.records import models as m
from macros.review import upkeep
from tests.conftest import ROOT
from tests.errors.test_errors import set_up
from tests.helpers.attachments import written
from tests.helpers.changes import name_in_settings

# What someone adds to a page → part of what she is told.
DEFECTS: dict[str, tuple[str, str]] = {
    "dode link": ("Zie [Jeugd](themas/jeugt.md).", "bestand dat er niet is: themas/jeugt.md; bedoelde u themas/jeugd.md?"),
    "dode link in een map": ("Zie [HackShield](hackshield.md).", "bedoelde u praktijken/hackshield.md?"),
    "dode link buiten docs": ("Zie [dit stuk](../README.md).", "bestand dat er niet is: ../README.md"),
    "link naar een map": ("Zie [Jeugd](themas/jeugd/).", "moet naar het bestand verwijzen: themas/jeugd.md"),
    "link vanaf de wortel": ("Zie [Jeugd](/themas/jeugd.md).", "begint met een schuine streep"),
    "dood anker": ("Zie [Jeugd](themas/jeugd.md#doelstelling).", "kop die er niet is: #doelstelling"),
    "dood anker op de pagina zelf": ("Zie [verderop](#verderop).", "kop die er niet is: #verderop"),
    "dode link op naam": ("Zie [Jeugd][j].\n\n[j]: themas/jeugt.md", "themas/jeugt.md"),
    "naam zonder adres": ("Zie [Jeugd][jeugd].", "de link [Jeugd][jeugd] heeft geen adres"),
    "site zonder https": ("Zie [de politie](www.politie.nl).", "zet er https:// voor"),
    "adres dat niet klopt": ("Zie [de politie](https://politie).", "heeft een adres dat niet klopt"),
    "adres met een aanhalingsteken": ("Zie [de politie](https://www.politie.nl»).", "heeft een adres dat niet klopt"),
    "lege link": ("Zie [](themas/jeugd.md).", "deze link heeft geen tekst"),
    "link zonder adres": ("Zie [Jeugd]().", "heeft geen adres; zet het tussen"),
    "klik hier": ("Voor meer, [klik hier](themas/jeugd.md).", "'klik hier' zegt niet waar"),
    "hier": ("De lijst staat [hier](themas/jeugd.md).", "'hier' zegt niet waar"),
    "lees meer": ("[Lees meer](themas/jeugd.md)", "'Lees meer' zegt niet waar"),
    "deze pagina": ("Kijk op [deze pagina](themas/jeugd.md).", "'deze pagina' zegt niet waar"),
    "javascript in Markdown": ("[Jeugd](javascript:alert(1))", "adres dat met javascript: begint, mag niet"),
    "javascript als teken": ("[Jeugd](java&#115;cript:x)", "adres dat met javascript: begint, mag niet"),
    "data in Markdown": ("[Jeugd](data:text/html,x)", "adres dat met data: begint, mag niet"),
    "adres zonder schema": ("[Jeugd](//kwaad.nl/x)", "adres dat met // begint, mag niet"),
    "plaatje zonder beschrijving": ("![](foto.png)", "dit plaatje heeft geen beschrijving"),
    "plaatje met een nietszeggende beschrijving": ("![foto](foto.png)", "'foto' zegt niets over dit plaatje"),
    "plaatje met een bestandsnaam": ("![IMG_2034.jpg](foto.png)", "'IMG_2034.jpg' zegt niets over dit plaatje"),
    "dood plaatje": ("![Burgemeesters in Tiel](weg.png)", "bestand dat er niet is: weg.png"),
    "plaatje zonder adres": ("![Burgemeesters in Tiel]()", "heeft geen adres; zet het tussen de ronde haken, zoals ![Het convenant]"),
    "postbus zonder mailto": ("Schrijf [de gemeente](info@voorbeeld.nl).", "gaat naar een e-mailadres; zet er mailto: voor"),
    "plaatje van elders": ("![Het spel](https://kwaad.nl/x.png)", "een plaatje van een andere site mag niet"),
    "overgeslagen kop": ("### Doel", "slaat een niveau over; schrijf ## in plaats van ###"),
    "overgeslagen kop verderop": ("## Doel\n\n#### Klein", "'Klein' slaat een niveau over"),
    "tweede titel": ("# Doel", "de titel van de pagina komt uit het veld titel"),
    "onderstreepte titel": ("Doel\n====", "de titel van de pagina komt uit het veld titel"),
    "lege kop": ("## **", "deze kop is leeg"),
    "dubbele kop": ("## Doel\n\nTekst.\n\n## Doel", "de kop 'Doel' staat er al op regel"),
    "kop met het anker van de pagina": ("## Menu", "hetzelfde anker als een gegeven op deze pagina: #menu"),
    "noot zonder tekst": ("Dat is zo.[^1]", "de noot [^1] heeft geen tekst"),
    "ongebruikte noot": ("Dat is zo.\n\n[^1]: Een noot.", "naar de noot [^1] verwijst niemand"),
    "dubbele noot": ("Zo.[^1]\n\n[^1]: Een.\n\n[^1]: Twee.", "de noot [^1] staat er twee keer"),
    "invoegen": ('--8<-- "README.md"', "bestanden invoegen met --8<-- kan hier niet"),
    "half element": ("Dit is <strong vet.", "ontbreekt de >"),
    "HTML-link": ('Zie <a href="themas/jeugd/">Jeugd</a>.', "<a> mag niet op een pagina; schrijf [tekst](bestand.md)"),
    "HTML-plaatje": ('Kijk: <img src="../foto.png">', "<img> mag niet op een pagina; schrijf ![wat er te zien is](bestand.jpg)"),
    "HTML-alinea": ('<p style="color: red" onclick="x">a</p>', "<p> mag niet op een pagina; schrijf gewoon tekst"),
    "niet gesloten element": ("Dit is <strong>vet.", "<strong> mag niet op een pagina; schrijf **belangrijk**"),
    "harde regel": ("Een<br>twee.", "<br> mag niet op een pagina; begin een nieuwe alinea"),
    "sluiten zonder openen": ("Dit is vet</strong>.", "strong gesloten dat niet is geopend"),
    "HTML in een lijst": ("- Een\n  <div>\n  twee\n  </div>", "<div> mag niet op een pagina"),
    "script": ("<script>if (1 <b) alert(1)</script>", "<script> mag niet op een pagina; dat kan hier niet"),
    "frame": ('<iframe src="https://x.nl"></iframe>', "<iframe> mag niet op een pagina; zet er een link naar"),
    "formulier": ("<form></form>", "<form> mag niet op een pagina"),
    "base": ('<base href="https://x.nl/">', "<base> mag niet op een pagina"),
    "style": ("<style>p {color: red}</style>", "<style> mag niet op een pagina"),
    "onbekend element": ("<blink>x</blink>", "<blink> mag niet op een pagina"),
    "naam tussen haken": ("Vul <naam> in.", "of zet er een \\ voor als u de tekens zelf bedoelt: \\<naam>"),
    "tekst achter een opmerking": ("<!-- nog doen --> Tekst.", "naast deze opmerking staat nog iets"),
    "instructie": ("<?php echo 1 ?>", "<?php> mag niet op een pagina"),
    "niet gesloten opmerking op een regel": ("<!-- nog doen", "wordt niet gesloten; zet er --> achter"),
    "niet gesloten opmerking": ("Tekst <!-- nog doen", "wordt niet gesloten; zet er --> achter"),
    "niet gesloten code": ("```\nTekst", "dit blok code wordt niet gesloten"),
    "code met een ander slot": ("````\nTekst\n```", "dit blok code wordt niet gesloten"),
    "code in een lijst": ("- ```\n  x\n\nTekst", "dit blok code wordt niet gesloten"),
    "woord als adres van een plaatje": ("![Een spel]({{ bron('voortgangsbericht-2023') }})", "een woord tussen accolades kan geen adres zijn"),
    "naam zonder adres met nadruk": ("Zie [**Jeugd**][jeugd].", "de link [Jeugd][jeugd] heeft geen adres"),
    "noot zonder tekst in een cel": ("| a | b |\n| - | - |\n| c | d[^z] |", "de noot [^z] heeft geen tekst"),
    "woord als adres": ("[Jeugd]({{ bron('voortgangsbericht-2023') }})", "een woord tussen accolades kan geen adres zijn"),
    "samenvoegteken": ("<<<<<<< HEAD\nTekst", "merktekens van twee versies"),
    "onbekend woord": ("{{ expertteam_lijst() }}", "dit woord bestaat niet"),
    "stuurteken": ("Dit is\x07 fout.", "onzichtbaar teken (U+0007)"),
}  # fmt: skip


def _project(folder: Path, text: str) -> Path:
    """The small valid project with a text added to a page."""
    root = set_up(folder / "project")
    _add(root / "docs/over.md", text)
    (root / "docs/foto.png").write_bytes(written("png"))
    return root


def _add(page: Path, text: str) -> None:
    page.write_bytes(page.read_bytes() + f"\n{text}\n".encode())


@pytest.mark.parametrize("naam", DEFECTS)
def test_a_defect_is_caught_once_by_name_on_its_line(naam: str, tmp_path: Path) -> None:
    text, expected = DEFECTS[naam]
    root = _project(tmp_path, text)
    found = [b for b in check(root)[1] if not b.warning]
    assert [expected in b.message for b in found] == [True], found
    lines = (root / "docs/over.md").read_text(encoding="utf-8").split("\n")
    assert found[0].file == "docs/over.md"
    assert 9 <= found[0].line <= len(lines)
    assert lines[found[0].line - 1].strip()


def test_a_heading_may_not_take_the_anchor_of_a_record(tmp_path: Path) -> None:
    root = _project(tmp_path, "Tekst.")
    (root / "docs/cijfers").mkdir()
    heading = "---\ntitel: Cijfers\nsamenvatting: De cijfers.\nbron: voortgangsbericht-2023\n---\n\n"
    text = "## Woninginbraken\n\n{{ cijfers('woninginbraken') }}\n"
    (root / "docs/cijfers/index.md").write_text(heading + text, encoding="utf-8")
    (found,) = [b for b in check(root)[1] if not b.warning]
    assert "hetzelfde anker als een gegeven op deze pagina: #woninginbraken" in found.message
    assert found.line == 7


@pytest.mark.parametrize(
    ("tekst", "expected"),
    [
        ("{{ thema_kaarten() }}", [9]),
        ("## Thema's\n\n{{ thema_kaarten() }}", []),
        ("## Thema's\n\nTekst.\n\n### Alle\n\n{{ thema_kaarten() }}\n\n{{ expertteams() }}", []),
    ],
)
def test_a_word_that_skips_a_level_is_told(tekst: str, expected: list[int], tmp_path: Path) -> None:
    """A warning: the author typed no heading, and the built page is held against the rule as well (site_check)."""
    found = [b for b in check(_project(tmp_path, tekst))[1] if "slaat zo een niveau over" in b.message]
    assert [b.line for b in found] == expected
    assert all(b.warning and "zet boven dit woord een kop met ##" in b.message for b in found)


@pytest.mark.parametrize(
    ("typed", "tells"),
    [
        ("de lokale PGA ({{ begrip('pga') }})", True),
        ("de pga’s\n({{ begrip('pga') }})", True),
        ("de persoonsgerichte aanpak ({{ begrip('pga') }})", False),
        ("de {{ begrip('pga') }} (PGA)", False),
    ],
)
def test_a_term_that_explains_itself_is_told(typed: str, tells: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    root = _project(tmp_path, f"Wij werken aan {typed}.")
    term = "- id: pga\n  term: Persoonsgerichte aanpak\n  afkorting: PGA\n  betekenis: Een aanpak per persoon.\n  bron: voortgangsbericht-2023\n"
    path = root / "docs/_data/begrippen.yml"
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + f"\n{term}", encoding="utf-8")
    findings = check(root)[1]
    assert [b for b in findings if not b.warning] == []
    found = [b for b in findings if "legt zichzelf uit" in b.message]
    assert bool(found) is tells
    assert all(b.file == "docs/over.md" and b.warning for b in found)


def test_there_are_fifty_defects() -> None:
    assert len(DEFECTS) >= 50


@pytest.mark.site
@pytest.mark.parametrize("quiet", [False, True], ids=["gewoon", "-q"])
def test_a_build_names_them_all_also_with_q(quiet: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """`mkdocs build --strict -q` passes over a dead link; ours stops."""
    root = _project(tmp_path, "Tekst.")
    for name in ("mkdocs.yml", "requirements.lock"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    name_in_settings(root)
    separate = {n: g for n, g in DEFECTS.items() if n not in {"stuurteken", "samenvoegteken"}}
    heading = (root / "docs/over.md").read_text(encoding="utf-8")
    for number, (text, _) in enumerate(separate.values()):
        (root / f"docs/gebrek-{number}.md").write_text(f"{heading}\n{text}\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", *(["-q"] if quiet else [])]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    out = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert out.returncode != 0
    for number, (name, (_, expected)) in enumerate(separate.items()):
        lines = [r for r in out.stderr.splitlines() if f"docs/gebrek-{number}.md:" in r and expected in r]
        assert len(lines) == 1, f"{name}: {lines}"
    assert not (root / "site").exists()


# ── What is right stays right ───────────────────────────────────────────────────────────────────────────

GOOD = [
    "Zie [Jeugd](themas/jeugd.md#wie-eraan-werkt) en [HackShield](praktijken/hackshield.md).",
    "Zie [Jeugd][j] en [j].\n\n[j]: themas/jeugd.md",
    "Zie <https://www.politie.nl> of [de politie](https://www.politie.nl/a_(b)).",
    "Meer bij [de groepsscan](themas/jeugd.md).",
    "![Burgemeesters tekenen het convenant](foto.png)",
    "[![Burgemeesters tekenen](foto.png)](themas/jeugd.md)",
    "## Doel\n\n### Klein\n\n## Slot\n\n### Klein",
    "## Doel\n\nZie [het doel](#doel).",
    "Dat is zo.[^a]\n\n[^a]: Een noot.",
    "Dit is `<script>` en `[x](y)`.",
    "```\n<script>\n# Kop\n[x](y)\n```",
    "Minder dan 5 < 6 en 7 > 3, en &lt;b&gt;.",
    "<!-- een opmerking met [x](y) en <b> -->\n\nTekst.",
    "De bron zegt [sic] en [...].",
    "| a | b |\n| --- | --- |\n| [Jeugd](themas/jeugd.md) | c |",
    "Stuur een bericht naar [de redactie](mailto:redactie@veiligheidsnetwerken.nl).",
    "[Over \\[deze\\] site](over.md)",
    "1. een\n2. twee\n\n> citaat",
    "  ```\n  ingesprongen <b>\n  ```",
    "Jongeren <18 en > 12, en \\<b> of &lt;b> en \\[x\\][y] en \\[^1].",
    "`<b>` en `[x][y]` en `[^1]` en `--8<--`",
    "Zie www.politie.nl, https://www.politie.nl/a of redactie@veiligheidsnetwerken.nl.",
    "Een <!-- stil --> twee.\n\n<!--\n\n# geen kop\n-->\n",
]  # fmt: skip


@pytest.mark.parametrize("tekst", GOOD)
def test_what_is_right_is_left_alone(tekst: str, tmp_path: Path) -> None:
    assert [b for b in check(_project(tmp_path, tekst))[1] if not b.warning] == []


# ── Warnings ────────────────────────────────────────────────────────────────────────────────────────────


def _warnings(folder: Path, text: str) -> list[Finding]:
    contents, found = check(_project(folder, text))
    assert contents is not None
    assert all(b.warning for b in found)
    return found


def test_a_long_sentence_is_told_once_a_page(tmp_path: Path) -> None:
    long = " ".join(["woord"] * 26)
    longer = " ".join(["langer"] * 30)
    (found,) = _warnings(tmp_path, f"Kort. {long.capitalize()}.\n\n- {longer.capitalize()}.")
    assert found.line == 11
    assert "30 woorden" in found.message
    assert "staan 2 zinnen" in found.message


def test_words_and_sources_do_not_make_a_sentence_long(tmp_path: Path) -> None:
    sentence = " ".join(["woord"] * 24) + ' ({{ bron("voortgangsbericht-2023") }}, het eerste en het tweede deel).'
    assert _warnings(tmp_path, sentence) == []


def test_an_unknown_abbreviation_is_told_once(tmp_path: Path) -> None:
    (found,) = _warnings(tmp_path, "Het XYZ en de XYZ's. Het Regionaal Overleg (ROL) en het ROL.")
    assert "de afkorting XYZ, 2 keer" in found.message


def test_a_page_that_nothing_leads_to(tmp_path: Path) -> None:
    root = _project(tmp_path, "Tekst.")
    (root / "mkdocs.yml").write_text("nav: [index.md]\n", encoding="utf-8")
    (root / "docs/wees.md").write_bytes((root / "docs/over.md").read_bytes())
    found = [b for b in check(root)[1] if "verwijst geen enkele pagina" in b.message]
    assert [b.file for b in found] == ["docs/wees.md"]


def test_an_overdue_review(tmp_path: Path) -> None:
    root = _project(tmp_path, "Tekst.")
    (found,) = check(root, today=date(2027, 3, 1))[1]
    assert found.warning
    assert "moest na 2027-02-10 opnieuw worden beoordeeld" in found.message
    catalog = read(root).view.catalog
    assert "## Thema Jeugd" in upkeep.overdue_list(catalog, date(2027, 3, 1))
    assert upkeep.overdue_list(catalog, date(2027, 2, 1)) == ""


def test_what_is_said_to_have_happened_on_a_day_to_come_is_a_warning(tmp_path: Path) -> None:
    root = _project(tmp_path, "Tekst.")
    page = root / "docs/praktijken/hackshield.md"
    day = read(root).view.catalog.one(m.Praktijk, "hackshield").laatst_beoordeeld
    assert check(root, today=day)[1] == []
    found = [finding for finding in check(root, today=date(2023, 1, 1))[1] if "moet nog komen" in finding.message]
    line = page.read_text("utf-8").split("\n").index(f"laatst_beoordeeld: {day}") + 1
    message = f"praktijk 'hackshield': laatst_beoordeeld is {day}, en dat moet nog komen; schrijf de dag waarop het was"
    assert f"docs/praktijken/hackshield.md:{line}: {message}" in map(str, found)
    (done,) = (
        str(finding) for finding in check(root, today=date(2023, 3, 3))[1] if "re-bootcmp-2023" in finding.message
    )
    message = "zij is pas op 2023-03-04, dus zij kan niet 'uitgevoerd' zijn; schrijf 'gepland'"
    assert done == f"docs/_data/activiteiten/2023.yml:6: activiteit 're-bootcmp-2023': {message}"


# ── How prose is read ───────────────────────────────────────────────────────────────────────────────────


def test_lines_and_columns_are_those_of_what_was_typed() -> None:
    prose = Prose("x.md", "x", "een\n\n## Kop\n\n[a](b.md)\n`c\n`[d](e.md)\n", 10)
    assert [heading.line for heading in prose.all_of(n.Heading)] == [3]
    assert [(link.line, link.column, link.address) for link in prose.all_of(n.Link)] == [(5, 1, "b.md"), (7, 2, "e.md")]


def test_a_word_takes_the_place_of_what_was_typed() -> None:
    prose = Prose(
        "x.md",
        "x",
        "Zie {{ bron('a') }} en [a](b.md).\n\n{{ cijfers(\n  'x',\n\n  1\n) }} en [c](d.md)\n\n## Kop {{ b() }}\n",
    )
    assert [(word.line, word.column, int(word.key, 16)) for word in prose.all_of(n.Word)] == [
        (1, 5, 1),
        (3, 1, 2),
        (9, 8, 3),
    ]
    assert [(link.line, link.column) for link in prose.all_of(n.Link)] == [(1, 24), (7, 9)]
    assert [call.naam for call in prose.calls[0]] == ["bron", "cijfers", "b"]
    assert prose.passages[0].text == f"Zie {WORD} en a."


def test_a_place_in_a_passage_has_a_line() -> None:
    prose = Prose("x.md", "x", "Een **twee\ndrie** vier\\\nvijf `zes` [zeven\nacht](a.md).[^1]\n\n[^1]: Noot.\n")
    passage, note = prose.passages
    assert [passage.line_of(passage.text.index(word)) for word in ("Een", "twee", "drie", "vijf", "acht")] == [
        1,
        1,
        2,
        3,
        4,
    ]
    assert (passage.running, note.running, note.text) == (True, False, "Noot.")


def test_what_others_said_is_no_running_text() -> None:
    prose = Prose("x.md", "x", "Een\n\n> twee\n\n- drie\n\n## Vier\n\n| vijf |\n| --- |\n\n> [!NOTE]\n> zes\n")
    assert [passage.text for passage in prose.passages if passage.running] == ["Een", "drie", "zes"]


def test_the_real_content_has_no_defects_and_few_warnings() -> None:
    _, found = check(ROOT)
    assert [str(b) for b in found if not b.warning] == []
    assert len(found) < 40
