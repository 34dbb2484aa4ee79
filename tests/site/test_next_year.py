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

from tests.conftest import build, copy_

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
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("volgend-jaar")
    root = copy_(folder / "project")
    (root / "docs/_data/financien/2025.yml").write_text(FINANCIEN, encoding="utf-8")
    (root / "docs/_data/activiteiten/2025.yml").write_text(ACTIVITEITEN, encoding="utf-8")
    outcome = build(root, folder / "site")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder / "site"


def _text(site: Path, path: str) -> str:
    tree = lhtml.parse(io.BytesIO((site / path / "index.html").read_bytes())).getroot()
    (main,) = tree.xpath("//main")
    return " ".join(main.text_content().split()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_plan_and_the_report_have_pages(next_year: Path) -> None:
    plan = _text(next_year, "jaarplan/2025/")
    assert "TEST plan dat nog komt" in plan
    assert "TEST document" in plan
    report_text = _text(next_year, "voortgang/2025/")
    assert "TEST dag over digitale veiligheid" in report_text
    for page in (plan, report_text):
        # what the source prints, what we add up, and the difference
        assert all(bedrag in page for bedrag in ("€ 1.000", "€ 950,50", "€ 49,50"))


@pytest.mark.parametrize("pad", ["jaarplan/2025/jaarplan.pdf", "voortgang/2025/voortgang.pdf"])
def test_they_have_a_pdf(next_year: Path, pad: str) -> None:
    reader = PdfReader(next_year / pad)
    everything = " ".join(site_page.extract_text() for site_page in reader.pages)
    assert reader.metadata is not None
    assert "2025" in str(reader.metadata.title)
    assert "TEST salaris" in everything
    assert "TEST" in everything


@pytest.mark.parametrize(
    "pad", ["activiteiten/agenda.ics", "themas/digitale-veiligheid/agenda.ics", "districten/twente/agenda.ics"]
)
def test_the_calendars_have_the_day(next_year: Path, pad: str) -> None:
    agenda = (next_year / pad).read_bytes().replace(b"\r\n ", b"").decode()
    assert "TEST dag over digitale veiligheid" in agenda
    assert "20250304" in agenda


def test_the_open_data_has_the_rows(next_year: Path) -> None:
    activiteiten = json.loads((next_year / "data/activiteiten.json").read_bytes())
    assert {"test-dag-2025", "test-plan-2025"} <= {row["id"] for row in activiteiten}
    assert {row["jaar"] for row in activiteiten if row["id"].startswith("test-")} == {2025}
    with_ = (next_year / "data/financien.csv").read_text(encoding="utf-8-sig")
    assert "vnon-2025" in {row["id"] for row in csv.DictReader(io.StringIO(with_), delimiter=";")}


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
def test_the_indexes_show_it_without_a_change(next_year: Path, pad: str, woorden: str) -> None:
    assert woorden in _text(next_year, pad)
