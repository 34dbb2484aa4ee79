"""Each defect that `mkdocs build --strict` lets through is caught once, by name, on its own line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from macros.base.parsing import Bevinding
from macros.build.content import controleer, lees
from macros.document.prose import Proza, anker, platte_tekst
from macros.review import upkeep
from tests.conftest import WORTEL
from tests.errors.test_errors import leg_klaar

# What someone adds to a page → part of what she is told.
GEBREKEN: dict[str, tuple[str, str]] = {
    "dode link": ("Zie [Jeugd](themas/jeugt.md).", "bestand dat er niet is: themas/jeugt.md; bedoelde u themas/jeugd.md?"),
    "dode link in een map": ("Zie [HackShield](hackshield.md).", "bedoelde u praktijken/hackshield.md?"),
    "dode link buiten docs": ("Zie [dit stuk](../README.md).", "bestand dat er niet is: ../README.md"),
    "link naar een map": ("Zie [Jeugd](themas/jeugd/).", "moet naar het bestand verwijzen: themas/jeugd.md"),
    "link vanaf de wortel": ("Zie [Jeugd](/themas/jeugd.md).", "begint met een schuine streep"),
    "dood anker": ("Zie [Jeugd](themas/jeugd.md#doelstelling).", "kopje dat er niet is: #doelstelling"),
    "dood anker op de pagina zelf": ("Zie [verderop](#verderop).", "kopje dat er niet is: #verderop"),
    "dode link op naam": ("Zie [Jeugd][j].\n\n[j]: themas/jeugt.md", "themas/jeugt.md"),
    "naam zonder adres": ("Zie [Jeugd][jeugd].", "de link [Jeugd][jeugd] heeft geen adres"),
    "site zonder https": ("Zie [de politie](www.politie.nl).", "zet er https:// voor"),
    "adres dat niet klopt": ("Zie [de politie](https://politie).", "heeft een adres dat niet klopt"),
    "lege link": ("Zie [](themas/jeugd.md).", "deze link heeft geen tekst"),
    "link zonder adres": ("Zie [Jeugd]().", "heeft geen adres; zet het tussen"),
    "klik hier": ("Voor meer, [klik hier](themas/jeugd.md).", "'klik hier' zegt niet waar"),
    "hier": ("De lijst staat [hier](themas/jeugd.md).", "'hier' zegt niet waar"),
    "lees meer": ("[Lees meer](themas/jeugd.md)", "'Lees meer' zegt niet waar"),
    "deze pagina": ("Kijk op [deze pagina](themas/jeugd.md).", "'deze pagina' zegt niet waar"),
    "HTML-link die dood is": ('Zie <a href="themas/jeugt/">Jeugd</a>.', "staat in HTML en gaat nergens heen: themas/jeugt/"),
    "HTML-link naar een bestand": ('Zie <a href="../themas/jeugd.md">Jeugd</a>.', "gaat nergens heen: ../themas/jeugd.md"),
    "lege HTML-link": ('Zie <a href="../themas/jeugd/"></a>.', "deze link heeft geen tekst"),
    "klik hier in HTML": ('<a href="../themas/jeugd/">klik <em>hier</em></a>', "'klik hier' zegt niet waar"),
    "javascript in Markdown": ("[Jeugd](javascript:alert(1))", "adres dat met javascript: begint, mag niet"),
    "javascript in HTML": ('<a href="java&#115;cript:x">Jeugd</a>', "adres dat met javascript: begint, mag niet"),
    "data in Markdown": ("[Jeugd](data:text/html,x)", "adres dat met data: begint, mag niet"),
    "adres zonder schema": ("[Jeugd](//kwaad.nl/x)", "adres dat met // begint, mag niet"),
    "plaatje zonder beschrijving": ("![](foto.png)", "dit plaatje heeft geen beschrijving"),
    "plaatje met een nietszeggende beschrijving": ("![foto](foto.png)", "'foto' zegt niets over dit plaatje"),
    "plaatje met een bestandsnaam": ("![IMG_2034.jpg](foto.png)", "'IMG_2034.jpg' zegt niets over dit plaatje"),
    "dood plaatje": ("![Burgemeesters in Tiel](weg.png)", "bestand dat er niet is: weg.png"),
    "dood plaatje in HTML": ('<img src="weg.png" alt="Burgemeesters in Tiel">', "gaat nergens heen: weg.png"),
    "HTML-plaatje zonder alt": ('<img src="../foto.png">', "dit plaatje heeft geen beschrijving"),
    "plaatje van elders": ("![Het spel](https://kwaad.nl/x.png)", "een plaatje van een andere site mag niet"),
    "overgeslagen kop": ("### Doel", "slaat een niveau over; schrijf ## in plaats van ###"),
    "overgeslagen kop verderop": ("## Doel\n\n#### Klein", "'Klein' slaat een niveau over"),
    "tweede titel": ("# Doel", "de titel van de pagina komt uit het veld titel"),
    "onderstreepte titel": ("Doel\n====", "de titel van de pagina komt uit het veld titel"),
    "lege kop": ("## **", "deze kop is leeg"),
    "dubbele kop": ("## Doel\n\nTekst.\n\n## Doel", "de kop 'Doel' staat er al op regel"),
    "dubbele id": ('<p id="a">x</p>\n\n<p id="a">y</p>', "het anker id='a' bestaat al"),
    "id van een kop": ('## Doel\n\n<p id="doel">x</p>', "het anker id='doel' bestaat al"),
    "kop met het anker van de pagina": ("## Menu", "hetzelfde anker als een gegeven op deze pagina: #menu"),
    "noot zonder tekst": ("Dat is zo.[^1]", "de noot [^1] heeft geen tekst"),
    "ongebruikte noot": ("Dat is zo.\n\n[^1]: Een noot.", "naar de noot [^1] verwijst niemand"),
    "dubbele noot": ("Zo.[^1]\n\n[^1]: Een.\n\n[^1]: Twee.", "de noot [^1] staat er twee keer"),
    "invoegen": ('--8<-- "README.md"', "bestanden invoegen met --8<-- kan hier niet"),
    "niet gesloten element": ("Dit is <strong>vet.", "<strong> wordt niet gesloten"),
    "sluiten zonder openen": ("Dit is vet</strong>.", "<strong> is niet geopend"),
    "half element": ("Dit is <strong vet.", "ontbreekt de >"),
    "niet gesloten opmerking": ("Tekst <!-- nog doen", "wordt niet gesloten; zet er --> achter"),
    "niet gesloten code": ("```\nTekst", "dit blok code wordt niet gesloten"),
    "ingesprongen code": ("  ```\n  Tekst\n  ```", "dit blok code wordt niet gesloten"),
    "code met een ander slot": ("````\nTekst\n```", "dit blok code wordt niet gesloten"),
    "script": ("<script>alert(1)</script>", "<script> mag niet op een pagina"),
    "frame": ('<iframe src="https://x.nl"></iframe>', "<iframe> mag niet op een pagina"),
    "formulier": ("<form></form>", "<form> mag niet op een pagina"),
    "base": ('<base href="https://x.nl/">', "<base> mag niet op een pagina"),
    "style": ("<style>p {color: red}</style>", "<style> mag niet op een pagina"),
    "style als attribuut": ('<p style="color: red">x</p>', "style= in <p> mag niet"),
    "gebeurtenis": ('<p onclick="alert(1)">x</p>', "onclick= in <p> mag niet"),
    "onbekend attribuut": ('<p data-x="1">x</p>', "data-x= in <p> mag niet; toegestaan is class, id, lang, title"),
    "onbekend element": ("<blink>x</blink>", "<blink> mag niet op een pagina"),
    "woord als adres": ("[Jeugd]({{ bron('voortgangsbericht-2023') }})", "een woord tussen accolades kan geen adres zijn"),
    "samenvoegteken": ("<<<<<<< HEAD\nTekst", "merktekens van twee versies"),
    "onbekend woord": ("{{ expertteam_lijst() }}", "dit woord bestaat niet"),
    "stuurteken": ("Dit is\x07 fout.", "onzichtbaar teken (U+0007)"),
}  # fmt: skip


def _project(map_: Path, tekst: str) -> Path:
    """The small valid project with a text added to a page."""
    wortel = leg_klaar(map_ / "project")
    _voeg_toe(wortel / "docs/over.md", tekst)
    (wortel / "docs/foto.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return wortel


def _voeg_toe(pagina: Path, tekst: str) -> None:
    pagina.write_bytes(pagina.read_bytes() + f"\n{tekst}\n".encode())


@pytest.mark.parametrize("naam", GEBREKEN)
def test_a_defect_is_caught_once_by_name_on_its_line(naam: str, tmp_path: Path) -> None:
    tekst, verwacht = GEBREKEN[naam]
    wortel = _project(tmp_path, tekst)
    gevonden = [b for b in controleer(wortel)[1] if not b.waarschuwing]
    assert [verwacht in b.melding for b in gevonden] == [True], gevonden
    regels = (wortel / "docs/over.md").read_text(encoding="utf-8").split("\n")
    assert gevonden[0].bestand == "docs/over.md"
    assert 9 <= gevonden[0].regel <= len(regels)
    assert regels[gevonden[0].regel - 1].strip()


def test_a_heading_may_not_take_the_anchor_of_a_record(tmp_path: Path) -> None:
    wortel = _project(tmp_path, "Tekst.")
    (wortel / "docs/cijfers").mkdir()
    kop = "---\ntitel: Cijfers\nsamenvatting: De cijfers.\nbron: voortgangsbericht-2023\n---\n\n"
    tekst = "## Woninginbraken\n\n{{ cijfers('woninginbraken') }}\n"
    (wortel / "docs/cijfers/index.md").write_text(kop + tekst, encoding="utf-8")
    (gevonden,) = [b for b in controleer(wortel)[1] if not b.waarschuwing]
    assert "hetzelfde anker als een gegeven op deze pagina: #woninginbraken" in gevonden.melding
    assert gevonden.regel == 7


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("{{ thema_kaarten() }}", [9]),
        ("## Thema's\n\n{{ thema_kaarten() }}", []),
        ("## Thema's\n\nTekst.\n\n### Alle\n\n{{ thema_kaarten() }}\n\n{{ expertteams() }}", []),
    ],
)
def test_a_word_that_skips_a_level_is_told(tekst: str, verwacht: list[int], tmp_path: Path) -> None:
    """A warning: the author typed no heading, and the built page is held against the rule as well (site_check)."""
    gevonden = [b for b in controleer(_project(tmp_path, tekst))[1] if "slaat zo een niveau over" in b.melding]
    assert [b.regel for b in gevonden] == verwacht
    assert all(b.waarschuwing and "zet boven dit woord een kop met ##" in b.melding for b in gevonden)


def test_there_are_fifty_defects() -> None:
    assert len(GEBREKEN) >= 50


@pytest.mark.site
@pytest.mark.parametrize("stil", [False, True], ids=["gewoon", "-q"])
def test_a_build_names_them_all_also_with_q(stil: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """`mkdocs build --strict -q` passes over a dead link; ours stops."""
    wortel = _project(tmp_path, "Tekst.")
    (wortel / "macros").symlink_to(WORTEL / "macros")
    for naam in ("mkdocs.yml", "requirements.lock"):
        (wortel / naam).write_bytes((WORTEL / naam).read_bytes())
    los = {n: g for n, g in GEBREKEN.items() if n != "stuurteken"}
    kop = (wortel / "docs/over.md").read_text(encoding="utf-8")
    for nummer, (tekst, _) in enumerate(los.values()):
        (wortel / f"docs/gebrek-{nummer}.md").write_text(f"{kop}\n{tekst}\n", encoding="utf-8")
    opdracht = [sys.executable, "-m", "mkdocs", "build", "--strict", *(["-q"] if stil else [])]
    omgeving = os.environ | {"PYTHONPATH": str(WORTEL), "NO_MKDOCS_2_WARNING": "1"}
    uit = subprocess.run(opdracht, cwd=wortel, env=omgeving, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert uit.returncode != 0
    for nummer, (naam, (_, verwacht)) in enumerate(los.items()):
        regels = [r for r in uit.stderr.splitlines() if f"docs/gebrek-{nummer}.md:" in r and verwacht in r]
        assert len(regels) == 1, f"{naam}: {regels}"
    assert not (wortel / "site").exists()


# ── What is right stays right ───────────────────────────────────────────────────────────────────────────

GOED = [
    'Zie [Jeugd](themas/jeugd.md#wie-eraan-werkt) en [HackShield](praktijken/hackshield.md "Het spel").',
    "Zie [Jeugd][j] en [j].\n\n[j]: themas/jeugd.md",
    "Zie <https://www.politie.nl> of [de politie](https://www.politie.nl/a_(b)).",
    "Meer bij [de groepsscan](themas/jeugd.md).",
    'Zie <a href="../themas/jeugd/">Jeugd</a>.',
    "![Burgemeesters tekenen het convenant](foto.png)",
    "[![Burgemeesters tekenen](foto.png)](themas/jeugd.md)",
    "## Doel\n\n### Klein\n\n## Slot\n\n### Klein",
    "## Doel\n\nZie [het doel](#doel).",
    "Dat is zo.[^a]\n\n[^a]: Een noot.",
    "Dit is `<script>` en `[x](y)`.",
    "```\n<script>\n# Kop\n[x](y)\n```",
    "Minder dan 5 < 6 en 7 > 3, en &lt;b&gt;.",
    'Een <abbr title="Openbaar Ministerie">OM</abbr>,<br>een regel.',
    "<!-- een opmerking met [x](y) en <b> -->\n\nTekst.",
    "De bron zegt [sic] en [...].",
    "| a | b |\n| --- | --- |\n| [Jeugd](themas/jeugd.md) | c |",
    "Stuur een bericht naar [de redactie](mailto:redactie@veiligheidsnetwerken.nl).",
    "[Over \\[deze\\] site](over.md)",
    "1. een\n2. twee\n\n> citaat",
]  # fmt: skip


@pytest.mark.parametrize("tekst", GOED)
def test_what_is_right_is_left_alone(tekst: str, tmp_path: Path) -> None:
    assert [b for b in controleer(_project(tmp_path, tekst))[1] if not b.waarschuwing] == []


# ── Warnings ────────────────────────────────────────────────────────────────────────────────────────────


def _waarschuwingen(map_: Path, tekst: str) -> list[Bevinding]:
    inhoud, gevonden = controleer(_project(map_, tekst))
    assert inhoud is not None
    assert all(b.waarschuwing for b in gevonden)
    return gevonden


def test_a_long_sentence_is_told_once_a_page(tmp_path: Path) -> None:
    lang = " ".join(["woord"] * 26)
    langer = " ".join(["langer"] * 30)
    (gevonden,) = _waarschuwingen(tmp_path, f"Kort. {lang.capitalize()}.\n\n- {langer.capitalize()}.")
    assert gevonden.regel == 11
    assert "30 woorden" in gevonden.melding
    assert "staan 2 zinnen" in gevonden.melding


def test_words_and_sources_do_not_make_a_sentence_long(tmp_path: Path) -> None:
    zin = " ".join(["woord"] * 24) + ' ({{ bron("voortgangsbericht-2023") }}, het eerste en het tweede deel).'
    assert _waarschuwingen(tmp_path, zin) == []


def test_an_unknown_abbreviation_is_told_once(tmp_path: Path) -> None:
    (gevonden,) = _waarschuwingen(tmp_path, "Het XYZ en de XYZ's. Het Regionaal Overleg (ROL) en het ROL.")
    assert "de afkorting XYZ, 2 keer" in gevonden.melding


def test_a_page_that_nothing_leads_to(tmp_path: Path) -> None:
    wortel = _project(tmp_path, "Tekst.")
    (wortel / "mkdocs.yml").write_text("nav: [index.md]\n", encoding="utf-8")
    (wortel / "docs/wees.md").write_bytes((wortel / "docs/over.md").read_bytes())
    gevonden = [b for b in controleer(wortel)[1] if "verwijst geen enkele pagina" in b.melding]
    assert [b.bestand for b in gevonden] == ["docs/wees.md"]


def test_an_overdue_review(tmp_path: Path) -> None:
    wortel = _project(tmp_path, "Tekst.")
    (gevonden,) = controleer(wortel, vandaag=date(2027, 3, 1))[1]
    assert gevonden.waarschuwing
    assert "moest na 2027-02-10 opnieuw worden beoordeeld" in gevonden.melding
    catalog = lees(wortel).weergave.catalog
    assert "## Thema Jeugd" in upkeep.lijst(catalog, date(2027, 3, 1))
    assert upkeep.lijst(catalog, date(2027, 2, 1)) == ""


# ── How prose is read ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kop", "verwacht"),
    [
        ("Wie eraan werkt", "wie-eraan-werkt"),
        ("De **vijf** doelen: 2018-2019", "de-vijf-doelen-2018-2019"),
        ("Één [x](y.md)", "een-x"),
    ],
)
def test_anchors_are_those_of_the_site(kop: str, verwacht: str) -> None:
    assert anker(kop) == verwacht


def test_lines_are_those_of_the_file() -> None:
    proza = Proza("x.md", "x", "een\n\n## Kop\n\n[a](b.md)\n`c\n`[d](e.md)\n", 10)
    assert [kop.regel for kop in proza.koppen] == [12]
    assert [(link.regel, link.doel) for link in proza.links] == [(14, "b.md"), (16, "e.md")]
    assert platte_tekst("**a** [b](c.md) {{ d() }} `e`") == "a b   e"


def test_the_real_content_has_no_defects_and_few_warnings() -> None:
    _, gevonden = controleer(WORTEL)
    assert [str(b) for b in gevonden if not b.waarschuwing] == []
    assert len(gevonden) < 40
