"""The second network's site as a whole: it keeps every rule that ours keeps, and names no one but itself."""

from __future__ import annotations

import email
import email.policy
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from macros.build.content import check
from macros.records import kinds
from macros.release import completeness, house_rules
from tests.conftest import ROOT
from tests.helpers import modules, npm
from tests.networks import SECOND, Network

pytestmark = pytest.mark.site

WITHOUT = ("districten", "expertteams", "gemeenten", "matrices", "vragen", "zusternetwerken")
"""The modules that it has no records of."""
OURS = re.compile(r"Oost-Nederland|veiligheidsnetwerken\.nl|\bVNON\b|\bvnon\b")


def test_it_is_content_and_settings_and_nothing_else() -> None:
    folder = ROOT / "tests/networks" / SECOND
    assert {path.name for path in folder.iterdir()} == {"docs", "newsletters", "mkdocs.yml"}
    kinds_of_files = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert kinds_of_files == {".md", ".yml", ".csv"}


def test_the_check_finds_nothing_in_its_content(second: Network) -> None:
    assert [str(finding) for finding in check(second.root)[1]] == []


def test_every_site_is_whole_and_keeps_the_rules_of_the_house(network: Network) -> None:
    site = completeness.read_site(network.site, network.address)
    assert [str(defect) for defect in completeness.find_defects(site)] == []
    assert [str(finding) for finding in house_rules.check_site(network.site) if not finding.warning] == []


def test_nothing_of_another_network_stands_on_it(second: Network) -> None:
    """No name, domain or id of ours: not on a page, in a feed, a mail, a report, a picture or the open data."""
    named = {
        path.relative_to(second.site).as_posix(): found[0]
        for path in sorted(second.site.rglob("*"))
        if path.suffix in {".css", ".csv", ".eml", ".html", ".ics", ".js", ".json", ".opml", ".svg", ".txt", ".xml"}
        if (found := OURS.search(path.read_text(encoding="utf-8")))
    }
    assert named == {}


def test_the_modules_that_it_does_without_leave_no_trace(second: Network) -> None:
    assert {kind.module for kind in kinds.KINDS if kind.module} - {
        kind.module for kind in kinds.KINDS if kind.module and second.content.view.catalog.uses(kind.collection)
    } == {*WITHOUT}
    folders = {path.name for path in second.site.iterdir()}
    assert not folders & modules.sections(WITHOUT)
    data = {path.stem for path in (second.site / "data").rglob("*.*")}
    assert not data & modules.collections(WITHOUT)


def test_what_it_publishes_is_what_its_schemas_say(network: Network) -> None:
    names = [path.stem for path in sorted((network.site / "data/schema").glob("*.json"))]
    assert len(names) > 12
    for name in names:
        schema, rows = (
            json.loads((network.site / f"data/{path}.json").read_bytes()) for path in (f"schema/{name}", name)
        )
        Draft202012Validator.check_schema(schema)
        errors = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(rows)
        assert [error.message for error in errors] == [], name


def test_ajv_takes_its_schemas_in_strict_mode_and_what_it_publishes(second: Network) -> None:
    folder, node = npm.installed(ROOT / "tests/channels/ajv"), shutil.which("node")
    assert node, "ajv needs Node (make programs installs it)"
    data = second.site / "data"
    questions: dict[str, Any] = {
        path.stem: {"schema": json.loads(path.read_bytes()), "documents": [json.loads((data / path.name).read_bytes())]}
        for path in sorted((data / "schema").glob("*.json"))
    }
    done = subprocess.run(  # noqa: S603 - our own script
        [node, str(folder / "check.mjs")], input=json.dumps(questions), capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    assert {
        name: (one["error"], one["valid"]) for name, one in said.items() if one["error"] or one["valid"] != [True]
    } == {}


def test_its_newsletter_is_a_mail_of_its_own(second: Network) -> None:
    [path] = second.site.rglob("nieuwsbrief.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    own = second.content.view.catalog.netwerk
    assert [defect for part in message.walk() for defect in part.defects] == []
    for form in ("plain", "html"):
        part = message.get_body((form,))
        assert part
        assert own.naam in str(part.get_content())
        assert f"{own.adres}nieuwsbrieven/2022-q1/" in str(part.get_content())


def test_its_practices_rest_on_its_own_source(second: Network) -> None:
    """Of what our site tells of it in other words, none came along that another source says."""
    used = {
        bron for records in second.content.view.catalog.records.values() for r in records.values() for bron in r.bron
    }
    assert used == {"actieagenda-2022"}


def test_its_pages_of_a_year_have_its_money(second: Network) -> None:
    """Its budget is of two years: it stands in the report of the one and in the plan of the other, once."""
    for path in ("voortgang/2021", "jaarplan/2022"):
        html = (second.site / path / "index.html").read_text(encoding="utf-8")
        assert html.count("Totaal lasten lopend jaar") == 1, path
        assert "staat nog niet in deze kennisbank" not in html
