"""Next year is two data files and nothing else: the pages, the PDFs, the calendars, the data follow.

The rows are made up for this test and are no content of the site.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import html as lhtml
from pypdf import PdfReader

from tests.conftest import bouw, kopie

pytestmark = pytest.mark.site

FINANCIEN = """\
# TEST
- id: vnon-2025
  titel: Begroting 2025
  organisatie: vnon
  periode: 2025
  kolommen: [2025]
  baten:
    titel: Waar komt het geld vandaan?
    posten:
      - omschrijving: TEST bijdrage
        bedragen: [1000]
  lasten:
    titel: Waar wordt het geld aan uitgegeven?
    posten:
      - omschrijving: TEST salaris
        bedragen: [700.50]
      - omschrijving: TEST projecten
        bedragen: [250]
    totalen:
      - omschrijving: Totaal
        bedragen: [1000]
  bron: voortgangsbericht-2023
"""
ACTIVITEITEN = """\
# TEST
- id: test-dag-2025
  titel: TEST dag over digitale veiligheid
  wanneer: 2025-03-04
  soort: bijeenkomst
  status: uitgevoerd
  thema: digitale-veiligheid
  districten: [twente]
  bron: voortgangsbericht-2023

- id: test-plan-2025
  titel: TEST plan dat nog komt
  wanneer: 2025-Q4
  gedrukt: Q4
  soort: product
  status: gepland
  oplevering: TEST document
  thema: jeugd
  bron: voortgangsbericht-2023
"""


@pytest.fixture(scope="module")
def volgend_jaar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("volgend-jaar")
    wortel = kopie(map_ / "project")
    (wortel / "docs/_data/financien/2025.yml").write_text(FINANCIEN, encoding="utf-8")
    (wortel / "docs/_data/activiteiten/2025.yml").write_text(ACTIVITEITEN, encoding="utf-8")
    uitkomst = bouw(wortel, map_ / "site")
    assert uitkomst.returncode == 0, uitkomst.stdout + uitkomst.stderr
    return map_ / "site"


def _tekst(site: Path, pad: str) -> str:
    boom = lhtml.parse(io.BytesIO((site / pad / "index.html").read_bytes())).getroot()
    (hoofd,) = boom.xpath("//main")
    return " ".join(hoofd.text_content().split()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_plan_and_the_report_have_pages(volgend_jaar: Path) -> None:
    plan = _tekst(volgend_jaar, "jaarplan/2025/")
    assert "TEST plan dat nog komt" in plan
    assert "TEST document" in plan
    verslag = _tekst(volgend_jaar, "voortgang/2025/")
    assert "TEST dag over digitale veiligheid" in verslag
    for pagina in (plan, verslag):
        # what the source prints, what we add up, and the difference
        assert all(bedrag in pagina for bedrag in ("€ 1.000", "€ 950,50", "€ 49,50"))


@pytest.mark.parametrize("pad", ["jaarplan/2025/jaarplan.pdf", "voortgang/2025/voortgang.pdf"])
def test_they_have_a_pdf(volgend_jaar: Path, pad: str) -> None:
    lezer = PdfReader(volgend_jaar / pad)
    alles = " ".join(blad.extract_text() for blad in lezer.pages)
    assert lezer.metadata is not None
    assert "2025" in str(lezer.metadata.title)
    assert "TEST salaris" in alles
    assert "TEST" in alles


@pytest.mark.parametrize(
    "pad", ["activiteiten/agenda.ics", "themas/digitale-veiligheid/agenda.ics", "districten/twente/agenda.ics"]
)
def test_the_calendars_have_the_day(volgend_jaar: Path, pad: str) -> None:
    agenda = (volgend_jaar / pad).read_bytes().replace(b"\r\n ", b"").decode()
    assert "TEST dag over digitale veiligheid" in agenda
    assert "20250304" in agenda


def test_the_open_data_has_the_rows(volgend_jaar: Path) -> None:
    activiteiten = json.loads((volgend_jaar / "data/activiteiten.json").read_bytes())
    assert {"test-dag-2025", "test-plan-2025"} <= {rij["id"] for rij in activiteiten}
    assert {rij["jaar"] for rij in activiteiten if rij["id"].startswith("test-")} == {2025}
    met = (volgend_jaar / "data/financien.csv").read_text(encoding="utf-8-sig")
    assert "vnon-2025" in {rij["id"] for rij in csv.DictReader(io.StringIO(met), delimiter=";")}


@pytest.mark.parametrize(
    ("pad", "woorden"),
    [
        ("activiteiten/", "TEST dag over digitale veiligheid"),
        ("financien/", "Begroting 2025"),
        ("jaarplan/", "Jaarplan 2025"),
        ("voortgang/", "Voortgangsbericht 2025"),
        ("themas/digitale-veiligheid/", "TEST dag over digitale veiligheid"),
        ("districten/twente/", "TEST dag over digitale veiligheid"),
    ],
)
def test_the_indexes_show_it_without_a_change(volgend_jaar: Path, pad: str, woorden: str) -> None:
    assert woorden in _tekst(volgend_jaar, pad)
