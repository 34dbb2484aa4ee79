"""What happens in a year, done as an editor does it: rows in a small project, which is checked and built, and read.

All rows are made up for this test and are no content of the site.
"""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lhtml
from pypdf import PdfReader

from macros.build.content import Content, read
from macros.channels import calendars
from macros.cli import main
from macros.records import models as m
from macros.records.loader import ContentErrors, load
from macros.review import plans
from tests.conftest import MOMENT, build
from tests.helpers.changes import new_project

pytestmark = pytest.mark.site

BRONSOORT = """
- id: jaarplan
  naam: jaarplan
  meervoud: jaarplannen
"""
BRON = """
- id: jaarplan-2025
  titel: Jaarplan 2025
  soort: jaarplan
  datum: 2024-12
  uitgever: vnet
  omschrijving: Wat het netwerk in 2025 wil doen.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return new_project(tmp_path / "project", cache=None)


def add(project: Path, name: str, text: str) -> None:
    """Put rows at the end of a data file."""
    path = project / "docs/_data" / name
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "# PROEF\n") + text, encoding="utf-8")


def test_a_source_of_a_new_kind_is_a_row(project: Path) -> None:
    add(project, "bronnen.yml", BRON)
    with pytest.raises(ContentErrors, match=r"zet haar dan als rij in docs/_data/bronsoorten\.yml"):
        load(project)
    add(project, "bronsoorten.yml", BRONSOORT)
    assert load(project).find("bronnen", "jaarplan-2025").naam_ == "Jaarplan 2025"


PLANNED = """
- id: proef-dag-2025
  titel: PROEF dag
  wanneer: {wanneer}
  soort: product
  status: {status}
  bron: {bron}
"""
BEGROTING = """
- id: vnet-2025
  titel: Begroting 2025
  organisatie: vnet
  periode: 2025
  kolommen: [begroot]
  lasten:
    titel: Uitgaven
    posten:
      - omschrijving: PROEF website
        bedragen: [10]
  bron: jaarplan-2025
"""
DURING, AFTER = date(2025, 6, 1), date(2026, 6, 1)


def activity(bron: str = "voortgangsbericht-2023", wanneer: str = "onbekend", status: str = "gepland") -> str:
    """The first row of a year."""
    return PLANNED.format(bron=bron, wanneer=wanneer, status=status)


def lacking(contents: Content, today: date = DURING) -> dict[str, str]:
    """What is to be done for each plan and report, on a line each."""
    return {name: "\n".join(points) for name, points in plans.lacking(contents.view.catalog, today)}


@pytest.mark.parametrize(
    ("name", "row"),
    [("activiteiten/2025.yml", activity()), ("financien/2025.yml", BEGROTING.replace("jaarplan-2025", "gemeenten"))],
)
def test_a_plan_is_there_from_its_first_row_on_and_what_it_lacks_is_told(project: Path, name: str, row: str) -> None:
    add(project, name, row)
    contents = read(project)
    assert "jaarplan/2025" in contents.site_pages
    other = {"activiteiten/2025.yml", "financien/2025.yml"}.difference([name])
    points = lacking(contents)["jaarplan 2025"]
    assert f"docs/_data/{other.pop()}" in points
    assert f"in `docs/_data/{name}` (" not in points
    assert "docs/jaarplan/2025.md" in points
    assert "de nieuwste bron waar het op rust, is van 202" in points


def test_the_commands_tell_what_a_plan_lacks(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list for who asks for it, and one line for who checks the content; neither stops anything."""
    add(project, "activiteiten/2025.yml", activity())
    monkeypatch.chdir(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    assert main(["controleer"]) == 0
    assert re.search(r"^Nog te doen voor het jaarplan 2025 \(\d\): zie", capsys.readouterr().out, re.MULTILINE)
    assert main(["controleer", "--formaat=json"]) == 0
    assert "Nog te doen" not in capsys.readouterr().out, "a program is told of findings alone"
    assert main(["houdbaarheid"]) == 0
    told = capsys.readouterr().out
    assert "## Nog te doen voor het jaarplan 2025\n\n- [ ] zet de begroting van 2025 in" in told


def test_what_a_plan_lacks_goes_as_it_is_filled_in(project: Path) -> None:
    add(project, "bronsoorten.yml", BRONSOORT)
    add(project, "bronnen.yml", BRON)
    add(project, "activiteiten/2025.yml", activity("jaarplan-2025"))
    add(project, "financien/2025.yml", BEGROTING)
    points = lacking(read(project))["jaarplan 2025"]
    assert [word in points for word in ("begroting", "bron van", "moment", "oplevering", "thema")] == [
        False, False, True, True, True,
    ]  # fmt: skip
    inleiding = project / "docs/jaarplan/2025.md"
    inleiding.parent.mkdir(exist_ok=True)
    inleiding.write_text("---\nbron: jaarplan-2025\n---\n\nWat onbekend is, staat er als onbekend.\n", encoding="utf-8")
    contents = read(project)
    assert "docs/jaarplan/2025.md" not in lacking(contents)["jaarplan 2025"]
    assert "jaarplan 2025" not in lacking(contents, AFTER), "the year is over, and its text says what stays unknown"


def test_a_report_begins_with_what_was_carried_out(project: Path) -> None:
    add(project, "activiteiten/2025.yml", activity(wanneer="2025-03-04"))
    assert "voortgang/2025" not in read(project).site_pages
    done = activity(status="uitgevoerd").replace("proef-dag", "gedaan")
    add(project, "activiteiten/2025.yml", done)
    contents = read(project)
    assert {"jaarplan/2025", "voortgang/2025"} <= set(contents.site_pages)
    points = lacking(contents)["voortgangsbericht 2025"]
    assert "'proef-dag-2025' in `docs/_data/activiteiten/2025.yml` is voorbij en staat nog op gepland" in points


def test_a_report_rests_on_what_tells_what_was_carried_out(project: Path) -> None:
    """Not on the plan, though its budget comes from there: the report would be as old as the plan."""
    add(project, "bronsoorten.yml", BRONSOORT)
    later = BRON.replace("jaarplan-2025", "bericht-2025").replace("2024-12", "2025-12")
    add(project, "bronnen.yml", BRON + later.replace("soort: jaarplan", "soort: voortgangsbericht"))
    add(project, "financien/2025.yml", BEGROTING)
    done = activity("[jaarplan-2025, bericht-2025]", status="uitgevoerd")
    add(project, "activiteiten/2025.yml", done)
    catalog = read(project).view.catalog
    rapporten = {rapport.id: rapport for rapport in catalog.rapporten()}
    assert rapporten["jaarplan/2025"].bron == ("jaarplan-2025",)
    assert rapporten["voortgang/2025"].bron == ("bericht-2025",)
    assert catalog.appeared(rapporten["voortgang/2025"]) == date(2025, 12, 31)


def test_a_year_of_before_the_budgets_has_no_plan(contents: Content) -> None:
    catalog = contents.view.catalog
    assert (catalog.plan_years(), catalog.report_years()) == ((2024,), (2023,))
    assert dict(plans.lacking(catalog, date(2026, 11, 22))) == {}


TEAM = """
- id: proefteam
  naam: Proefteam
  soort: werkgroep
  eerst_genoemd: 2019
  laatst_genoemd: 2023
  opdracht: De opdracht van het proefteam.
  voorzitters:
    - ambt: burgemeester
      naam: De Proef
      sinds: 2021
      bron: voortgangsbericht-2023
    - ambt: burgemeester
      naam: Van Proef
      sinds: 2024-03
      bron: voortgangsbericht-2023
  bron: voortgangsbericht-2023
"""
STOPPED = "  tot: 2025-06\n  tot_bron: jaarplan-2025\n  opdracht: De opdracht van het proefteam."


def test_a_team_stops_and_a_chair_changes(project: Path) -> None:
    add(project, "bronsoorten.yml", BRONSOORT)
    add(project, "bronnen.yml", BRON)
    add(project, "expertteams.yml", TEAM)
    team = load(project).one(m.Expertteam, "proefteam")
    assert team.periode == "genoemd in 2019–2023"
    assert [(v.naam, told) for v, told in team.chairs] == [
        ("Van Proef", "sinds maart 2024, nu"),
        ("De Proef", "sinds 2021"),
    ]
    path = project / "docs/_data/expertteams.yml"
    text = path.read_text(encoding="utf-8").replace("  opdracht: De opdracht van het proefteam.", STOPPED)
    path.write_text(text, encoding="utf-8")
    catalog = load(project)
    team = catalog.one(m.Expertteam, "proefteam")
    assert team.periode == "genoemd vanaf 2019, tot en met juni 2025"
    assert team in catalog.rust_op("jaarplan-2025")[m.Expertteam]
    assert team in catalog.expertteams(jaar=2025)
    assert team not in catalog.expertteams(jaar=2026)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ""),
        ({"eerst_genoemd": "2018", "laatst_genoemd": "2018"}, "genoemd in 2018"),
        ({"eerst_genoemd": "2023"}, "genoemd vanaf 2023"),
        ({"laatst_genoemd": "2023"}, "laatst genoemd in 2023"),
        ({"eerst_genoemd": "2018-02", "laatst_genoemd": "2019"}, "genoemd van februari 2018 tot en met 2019"),
        ({"sinds": "2013"}, "sinds 2013"),
        ({"sinds": "2013", "laatst_genoemd": "2019"}, "sinds 2013, laatst genoemd in 2019"),
        ({"sinds": "2013", "tot": "2023-03-30"}, "sinds 2013, tot en met 30 maart 2023"),
        ({"tot": "2023-03-30", "laatst_genoemd": "2023"}, "tot en met 30 maart 2023; begin onbekend"),
    ],
)  # fmt: skip
def test_a_mention_is_no_beginning_and_no_end(fields: dict[str, str], told: str) -> None:
    assert m.Periode.model_validate(fields).periode == told


def test_no_period_in_the_content_is_more_than_its_sources_say(contents: Content) -> None:
    catalog = contents.view.catalog
    records: tuple[m.Organisatie | m.Expertteam, ...] = (*catalog.all_of(m.Organisatie), *catalog.all_of(m.Expertteam))
    dated = [record.id for record in records if record.sinds or record.tot]
    assert dated == ["vnon", "bbg"], "of no other a source says when it began or ended"


# ── Built and read ──────────────────────────────────────────────────────────────────────────────────────

DAY = """
- id: proef-bijeenkomst-2025
  titel: PROEF bijeenkomst
  wanneer: 2025-03-04
  soort: bijeenkomst
  status: gepland
  thema: jeugd
  bron: jaarplan-2025
"""
MOVED = """\
  wanneer: 2025-04-13
  geschiedenis:
    - datum: 2025-02-01
      tekst: Verplaatst, want de zaal was niet vrij.
      wanneer: 2025-04-13
"""
CALLED_OFF = """\
    - datum: 2025-04-01
      tekst: Gaat niet door.
      status: vervallen
  status: vervallen
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """The site at the end of a year, and what its appointment was for calendars at each step."""
    project = new_project(tmp_path_factory.mktemp("jaar") / "project", cache=None)
    add(project, "bronsoorten.yml", BRONSOORT)
    add(project, "bronnen.yml", BRON)
    add(project, "expertteams.yml", TEAM)
    index = project / "docs/jaarplan/index.md"
    index.write_text(
        index.read_text(encoding="utf-8") + '\nEr is {{ rapporten_geteld("jaarplan") }}.\n', encoding="utf-8"
    )
    moved = DAY.replace("  wanneer: 2025-03-04\n", MOVED)
    steps = []
    for row in (DAY, moved, moved.replace("  soort", CALLED_OFF + "  soort").replace("  status: gepland\n", "")):
        (project / "docs/_data/activiteiten/2025.yml").write_text(row, encoding="utf-8")
        outcome = build(project, project / "site")
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
        steps.append((project / "site/activiteiten/proef-bijeenkomst-2025.ics").read_bytes())
    return project / "site", steps


def text_of(site: Path, path: str) -> str:
    """What a reader sees on a page."""
    tree = lhtml.parse(io.BytesIO((site / path / "index.html").read_bytes())).getroot()
    (main,) = tree.xpath("//main")
    return " ".join(main.text_content().split()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("jaarplan/2025/", "PROEF bijeenkomst"),
        ("jaarplan/2025/", "De begroting van 2025 staat nog niet in deze kennisbank."),
        ("jaarplan/2025/", "1 februari 2025: Verplaatst, want de zaal was niet vrij. 1 april 2025: Gaat niet door."),
        ("jaarplan/", "Er is één jaarplan: dat van 2025."),
        ("activiteiten/", "1 april 2025: Gaat niet door."),
        ("bronnen/", "één jaarplan"),
        ("bronnen/", "Jaarplan 2025: jaarplan, december 2024."),
        ("expertteams/proefteam/", "genoemd in 2019–2023"),
        ("expertteams/proefteam/", "burgemeester Van Proef (sinds maart 2024, nu); burgemeester De Proef (sinds 2021)"),
    ],
)
def test_the_pages_of_the_year_say_so(year: tuple[Path, list[bytes]], path: str, words: str) -> None:
    assert words in text_of(year[0], path)


def test_the_channels_of_the_year_say_so(year: tuple[Path, list[bytes]]) -> None:
    site = year[0]
    reader = PdfReader(site / "jaarplan/2025/jaarplan.pdf")
    printed = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "PROEF bijeenkomst" in printed
    assert "De begroting van 2025 staat nog niet in deze kennisbank." in printed
    assert "Jaarplan 2025" in (site / "feed.xml").read_text(encoding="utf-8")
    for name in ("activiteiten", "themas/jeugd"):
        assert b"proef-bijeenkomst-2025@" in (site / name / "agenda.ics").read_bytes()
    assert "jaarplan" in {row["id"] for row in json.loads((site / "data/bronsoorten.json").read_bytes())}


def test_each_step_is_a_newer_version_for_a_reader_s_calendar(year: tuple[Path, list[bytes]]) -> None:
    versions = [next(iter(calendars.versions(step).items())) for step in year[1]]
    assert len({uid for uid, _ in versions}) == 1
    assert [version.mark[0] for _, version in versions] == [0, 1, 2]
    assert [version.when[0] for _, version in versions] == ["2025-03-04", "2025-04-13", "2025-04-13"]
    assert [version.when[2] for _, version in versions] == ["", "", "CANCELLED"]
