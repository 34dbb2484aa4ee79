"""Two municipalities become one: the rows of CONTRIBUTING.md in a copy of a small project, and its pages of 2023 and of 2026."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html as lhtml
from pypdf import PdfReader

from tests.conftest import ROOT, build
from tests.helpers import changes

pytestmark = pytest.mark.site

HEADING = "id,bron,code,naam,district,provincie,inwoners,rij,kolom,van,tot,opgegaan_in"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COUNT = "Er zijn {{ aantal('gemeenten') }} gemeenten; eind 2023 waren het er {{ aantal('gemeenten', op='2023-12') }}.\n"


def example() -> list[str]:
    """The rows that CONTRIBUTING.md gives, below the heading that stands above them there."""
    (heading, *rows) = re.search(r"```csv\n(id,bron,.*?)```", GUIDE, re.DOTALL)[1].splitlines()  # type: ignore[index]
    assert heading == HEADING == (ROOT / "docs/_data/gemeenten.csv").read_text(encoding="utf-8").partition("\n")[0]
    return rows


def before(row: str) -> str:
    """A row as it stood before its municipality ended."""
    return ",".join([*row.split(",")[:9], "", "", ""])


def carry_out(path: Path) -> None:
    """Step 1 and 2 of the guide: rows of municipalities that end are replaced, that of the new one is added."""
    changed = {row.partition(",")[0]: row for row in example()}
    rows = path.read_text(encoding="utf-8").splitlines()
    kept = [changed.pop(row.partition(",")[0], row) for row in rows]
    assert len(changed) == 1, "one row is new"
    path.write_text("\n".join([*kept, *changed.values()]) + "\n", encoding="utf-8")


def new_project(root: Path) -> Path:
    """A small project that has the municipalities of the example, and pages that tell of them."""
    changes.new_project(root, cache=False)
    data = root / "docs/_data/gemeenten.csv"
    _, *rows = data.read_text(encoding="utf-8").splitlines()
    old = [before(row) for row in example() if not row.split(",")[9]]
    data.write_text("\n".join([HEADING, *(f"{row},,," for row in rows), *old]) + "\n", encoding="utf-8")
    listed = "\n## Waar\n\n{{ gemeentekaart() }}\n\n{{ gemeenten() }}\n"
    for file, text in (
        ("docs/index.md", COUNT),
        ("docs/gemeenten/index.md", "## Tabel\n\n{{ gemeenten() }}\n"),
        ("newsletters/2023-q4.md", COUNT + listed),
    ):
        path = root / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")
    report = root / "docs/voortgang/2023.md"
    report.write_text(f"---\ntitel: Voortgangsbericht 2023\n---\n\n{COUNT}{listed}", encoding="utf-8")
    return root


def site_on(root: Path, day: str) -> Path:
    moment = str(int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()))
    outcome = build(root, root / day, moment=moment)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return root / day


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site before anyone typed anything, and with the rows a month before the merger and a month after it."""
    root = new_project(tmp_path_factory.mktemp("herindeling") / "project")
    untouched = site_on(root, "2025-11-30")
    carry_out(root / "docs/_data/gemeenten.csv")
    return {"untouched": untouched, "before": site_on(root, "2025-12-01"), "after": site_on(root, "2026-02-01")}


def main_of(site: Path, path: str) -> lhtml.HtmlElement:
    (main,) = lhtml.parse(io.BytesIO((site / path / "index.html").read_bytes())).getroot().xpath("//main")
    return main


def text_of(site: Path, path: str) -> str:
    return " ".join(main_of(site, path).text_content().split())


def listed(site: Path, path: str, where: str) -> list[str]:
    """The municipalities that a map or a table on a page leads to."""
    found = (href.rstrip("/").rpartition("/")[2] for href in main_of(site, path).xpath(f"{where}//a/@href"))
    return [id_ for id_ in found if id_ in NOW | THEN]


MAP, TABLE = "//ol[contains(@class, 'tegelkaart')]", "//table[.//th[.='CBS-code']]"
THEN, NOW = {"aalten", "tiel", "eendorp", "tweedorp"}, {"aalten", "tiel", "driedorp"}


def test_after_the_merger_the_front_page_the_map_and_the_tables_have_the_new_one(sites: dict[str, Path]) -> None:
    assert "Er zijn 4 gemeenten; eind 2023 waren het er 4." in text_of(sites["before"], "")
    assert "Er zijn 3 gemeenten; eind 2023 waren het er 4." in text_of(sites["after"], "")
    for where in (MAP, TABLE):
        assert set(listed(sites["before"], "gemeenten/", where)) == THEN
        assert set(listed(sites["after"], "gemeenten/", where)) == NOW
    assert set(listed(sites["before"], "districten/gelderland-zuid/", TABLE)) == {"tiel", "eendorp", "tweedorp"}
    assert set(listed(sites["after"], "districten/gelderland-zuid/", TABLE)) == {"tiel", "driedorp"}


@pytest.mark.parametrize("path", ["voortgang/2023/", "nieuwsbrieven/2023-q4/"])
def test_what_is_of_2023_shows_the_municipalities_of_2023_for_ever(sites: dict[str, Path], path: str) -> None:
    for site in sites.values():
        assert "Er zijn 4 gemeenten" in text_of(site, path)
        assert set(listed(site, path, MAP)) == set(listed(site, path, TABLE)) == THEN
    assert text_of(sites["untouched"], path) == text_of(sites["after"], path)


def test_the_report_of_2023_on_paper_has_the_number_of_2023(sites: dict[str, Path]) -> None:
    pages = PdfReader(sites["after"] / "voortgang/2023/voortgang.pdf").pages
    assert "Er zijn 4 gemeenten; eind 2023 waren het er 4." in " ".join(
        " ".join(p.extract_text() for p in pages).split()
    )


def test_the_mail_of_2023_is_what_it_was(sites: dict[str, Path]) -> None:
    mail = {(site / "nieuwsbrieven/2023-q4/email.html").read_bytes() for site in sites.values()}
    assert len(mail) == 1
    assert b"Eendorp" in mail.pop()


def test_the_old_page_stays_and_says_what_became_of_it(sites: dict[str, Path]) -> None:
    for id_, name in (("eendorp", "Eendorp"), ("tweedorp", "Tweedorp")):
        assert f"De gemeente {name} gaat op 1 januari 2026 op in de gemeente Driedorp." in text_of(
            sites["before"], f"gemeenten/{id_}/"
        )
        page = text_of(sites["after"], f"gemeenten/{id_}/")
        assert f"De gemeente {name} is op 1 januari 2026 opgegaan in de gemeente Driedorp." in page
        assert "e agenda van het district" not in page
        described = (sites["after"] / f"gemeenten/{id_}/index.html").read_text(encoding="utf-8")
        assert f'<meta name="description" content="De gemeente {name} is op 1 januari 2026 opgegaan' in described
        assert main_of(sites["after"], f"gemeenten/{id_}/").xpath("//a[@href='../driedorp/']")
    assert "e agenda van het district" in text_of(sites["after"], "gemeenten/driedorp/")


def test_the_new_page_says_of_what_it_came(sites: dict[str, Path]) -> None:
    page = text_of(sites["after"], "gemeenten/driedorp/")
    assert "De gemeente Driedorp is er sinds 1 januari 2026." in page
    assert "De gemeenten Eendorp en Tweedorp zijn er op 1 januari 2026 in opgegaan." in page
    assert "De gemeenten Eendorp en Tweedorp gaan er op 1 januari 2026 in op." in text_of(
        sites["before"], "gemeenten/driedorp/"
    )
    assert "komt er op 1 januari 2026." in text_of(sites["before"], "gemeenten/driedorp/")


def test_the_search_counts_the_municipalities_of_today_and_finds_the_old_ones(sites: dict[str, Path]) -> None:
    def counted(site: Path) -> int:
        names = json.loads((site / "zoek/kern.json").read_bytes())
        core = json.loads((site / "zoek" / names["kern"]).read_bytes())
        kinds, series = core["soorten"], core["soort"]
        return sum(times for kind, times in zip(series[::2], series[1::2], strict=True) if kinds[kind] == "gemeente")

    assert [counted(site) for site in sites.values()] == [4, 4, 3]
    assert "/gemeenten/eendorp/" in (sites["after"] / "sitemap.xml").read_text(encoding="utf-8")


def test_the_open_data_tell_of_the_merger(sites: dict[str, Path]) -> None:
    text = (sites["after"] / "data/gemeenten.csv").read_text(encoding="utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert (rows["eendorp"]["tot"], rows["eendorp"]["opgegaan_in"]) == ("2026-01-01", "driedorp")
    assert (rows["driedorp"]["van"], rows["driedorp"]["tot"]) == ("2026-01-01", "")
