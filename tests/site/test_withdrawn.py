"""A practice that is withdrawn and a theme that is renamed, in the small project as it is built."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from macros.build.content import check
from macros.cli import main
from macros.release import markup, redirects
from tests.conftest import MOMENT
from tests.helpers.builder import Outcome, Parent
from tests.helpers.changes import new_project

OLD, NEW = "aanpak-1", "aanpak-2"
PAGE = f"praktijken/{OLD}/"
REASON = "De aanpak bleek een averechtse werking te hebben."


@dataclass(frozen=True, slots=True)
class Small:
    """The small project, which can be built."""

    root: Path
    parent: Parent

    def build(self) -> Outcome:
        return self.parent.build(self.root, MOMENT)

    def file(self, path: str) -> str:
        return (self.root / "site" / path).read_text(encoding="utf-8-sig")

    def naming(self, what: str) -> set[str]:
        """The files of the site in which something stands."""
        site, kinds = self.root / "site", {".html", ".xml", ".json", ".csv", ".ics", ".txt", ".js"}
        files = (path for path in site.rglob("*") if path.suffix in kinds)
        return {path.relative_to(site).as_posix() for path in files if what in path.read_text(encoding="utf-8-sig")}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    root = new_project(tmp_path_factory.mktemp("ingetrokken") / "project", cache=None)
    small = Small(root, Parent(root))
    assert small.build().code == 0
    yield small
    small.parent.stop()


@pytest.fixture
def small(start: Small, tmp_path: Path) -> Small:
    shutil.copytree(start.root, tmp_path / "project", symlinks=True)
    return Small(tmp_path / "project", start.parent)


def _withdraw(small: Small) -> str:
    """Type what withdraws the practice, and take away what leads to it; its title."""
    path = small.root / f"docs/praktijken/{OLD}.md"
    text = path.read_text(encoding="utf-8")
    fields = f"status: ingetrokken\ningetrokken_op: 2026-11-20\nreden: {REASON}\nvervangen_door: {NEW}"
    path.write_text(re.sub(r"^status: .*$", fields, text, count=1, flags=re.MULTILINE), encoding="utf-8")
    _, findings = check(small.root)
    for finding in sorted((f for f in findings if not f.warning), key=lambda f: -f.line):
        assert "is ingetrokken; haal haar hier weg, of schrijf 'aanpak-2'" in finding.message
        file = small.root / finding.file
        lines = file.read_text(encoding="utf-8").split("\n")
        lines[finding.line - 1] = lines[finding.line - 1].replace(OLD, NEW)
        file.write_text("\n".join(lines), encoding="utf-8")
    for page in (small.root / "docs").rglob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace(f"{OLD}.md", f"{NEW}.md"), encoding="utf-8")
    title = re.search(r"^titel: (.*)$", text, re.MULTILINE)
    assert title
    return title[1].strip("\"'")


def test_a_withdrawn_practice_says_so_and_leaves_all_that_leads_to_it(small: Small) -> None:
    before = len(json.loads(small.file("data/praktijken.json")))
    title = _withdraw(small)
    outcome = small.build()
    assert outcome.code == 0, outcome.output
    page = small.file(f"{PAGE}index.html")
    assert "Deze praktijk is ingetrokken op 20 november 2026" in page
    assert REASON in page
    assert f'href="../{NEW}/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "application/ld+json" not in page
    assert "<dt>Effect</dt>" not in page
    assert len(json.loads(small.file("data/praktijken.json"))) == before - 1
    assert f"/{PAGE}" not in small.file("sitemap.xml")
    still = {"data/archief.json", "feed.json", "feed.xml", "themas/jeugd/feed.xml", f"{PAGE}index.html"}
    assert small.naming(title) == still
    assert small.naming(PAGE) == still | {"data/adressen.json", "data/bouw.json", "dienst.js"}


def test_feeds_tell_a_withdrawal_once_and_the_archive_keeps_it(small: Small) -> None:
    title = _withdraw(small)
    assert small.build().code == 0
    items = [item for item in json.loads(small.file("feed.json"))["items"] if item["url"].endswith(PAGE)]
    assert [(item["title"], item["summary"]) for item in items] == [(f"{title}: ingetrokken", REASON)]
    assert items[0]["id"].endswith(f"praktijk/{OLD}/ingetrokken")
    assert items[0]["date_published"].startswith("2026-11-20")
    assert [row["titel"] for row in json.loads(small.file("data/archief.json"))["stukken"] if row["pad"] == PAGE] == [
        title
    ]


def test_servers_answer_gone_and_devices_let_go(small: Small) -> None:
    _withdraw(small)
    assert small.build().code == 0
    list_ = (small.root / "site" / markup.ADDRESSES).read_bytes()
    (row,) = [row for row in json.loads(list_) if row["van"] == PAGE]
    assert (row["naar"], row["reden"], row["ingetrokken"]) == (f"praktijken/{NEW}/", REASON, True)
    rules = dict(redirects.lines(redirects.from_addresses(list_)))
    assert f'"/{PAGE}" "ingetrokken";' in rules["doorverwijzingen.nginx.map"].decode()
    caddy = rules["doorverwijzingen.caddy"].decode()
    assert f'handle "/{PAGE}" {{\n\trewrite * "/{PAGE}index.html"\n' in caddy
    assert "status 410" in caddy
    assert f'"{PAGE}"' in small.file("dienst.js").partition("GONE=")[2].partition("]")[0]


def test_a_page_that_leads_to_a_withdrawn_practice_is_named(small: Small) -> None:
    _withdraw(small)
    over = small.root / "docs/strategie.md"
    over.write_text(over.read_text(encoding="utf-8") + f"\nZie [de aanpak](praktijken/{OLD}.md).\n", encoding="utf-8")
    warnings = [f"{f.file}: {f.message}" for f in check(small.root)[1] if f.warning]
    assert (
        f"docs/strategie.md: deze pagina verwijst naar praktijk {OLD!r}, en die is ingetrokken; haal de link weg of kies een andere"
        in warnings
    )


def test_a_newsletter_of_after_that_day_is_named_and_one_of_before_stays(small: Small) -> None:
    _withdraw(small)
    for quarter, day in (("3e", "2026-09-30"), ("4e", "2026-12-31")):
        (small.root / f"newsletters/2026-q{quarter[0]}.md").write_text(
            f"---\ntitel: Nieuwsbrief {quarter} kwartaal 2026\ndatum: {day}\nsamenvatting: Wat het netwerk in dit kwartaal deed, in het kort.\n"
            f"bron: voortgangsbericht-2023\n---\n\n## Een bericht\n\nZie [de aanpak](../praktijken/{OLD}.md).\n",
            encoding="utf-8",
        )
    named = {f.file for f in check(small.root)[1] if f"verwijst naar praktijk {OLD!r}" in f.message}
    assert named == {"newsletters/2026-q4.md"}


def test_a_renamed_theme_is_built_and_its_old_addresses_lead_on(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    ids = re.findall(r"^- id: (\S+)", (small.root / "docs/_data/themas.yml").read_text(encoding="utf-8"), re.MULTILINE)
    was = ids[0]
    assert main(["hernoem", "thema", was, "een-nieuwe-naam"]) == 0
    outcome = small.build()
    assert outcome.code == 0, outcome.output
    past = {row["van"]: row["naar"] for row in json.loads(small.file(markup.ADDRESSES))}
    for path in ("", "afdrukken/", "feed.xml", "agenda.ics"):
        assert past[f"themas/{was}/{path}"] == f"themas/een-nieuwe-naam/{path}"
        assert (small.root / "site/themas/een-nieuwe-naam" / (path if "." in path else f"{path}index.html")).is_file()
