"""Addresses of the past from what someone typed to what is published: CONTRIBUTING's examples, and proposals that want more."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from macros.build.content import check
from macros.release import markup, redirects
from tests.conftest import MOMENT, ROOT
from tests.helpers.builder import Outcome, Parent
from tests.helpers.changes import new_project

PRAKTIJK = "docs/praktijken/aanpak-1.md"
REGISTER = "docs/_data/doorverwijzingen.yml"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The small project with a change to it, which can be checked, built and published."""

    root: Path
    parent: Parent

    def type_(self, file: str, text: str) -> None:
        """Text at the beginning of a file's front matter, or at the end of a data file."""
        path = self.root / file
        was = path.read_text(encoding="utf-8")
        path.write_text(
            was.replace("---\n", f"---\n{text}\n", 1) if file.endswith(".md") else f"{was}\n{text}", encoding="utf-8"
        )

    def build(self) -> Outcome:
        return self.parent.build(self.root, MOMENT)

    def published(self) -> dict[str, bytes]:
        """Every file of the site, and the rules that servers get with it."""
        site = self.root / "site"
        addresses = redirects.from_addresses((site / markup.ADDRESSES).read_bytes())
        files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        return files | {f"server/{path}": contents for path, contents in redirects.lines(addresses)}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proposal]:
    """The small project as it is, built once."""
    root = new_project(tmp_path_factory.mktemp("verhuisd") / "project", cache=None)
    proposal = Proposal(root, Parent(root))
    outcome = proposal.build()
    assert outcome.code == 0, outcome.output
    yield proposal
    proposal.parent.stop()


@pytest.fixture
def proposal(start: Proposal, tmp_path: Path) -> Proposal:
    """A copy of it to change."""
    shutil.copytree(start.root, tmp_path / "project", symlinks=True)
    return Proposal(tmp_path / "project", start.parent)


# ── What CONTRIBUTING says ──────────────────────────────────────────────────────────────────────────────


def _examples() -> tuple[str, str]:
    """The line for the front matter and the row for the register, as CONTRIBUTING.md has them."""
    section = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Een pagina verhuist of gaat weg\n")[2]
    )
    heading, row = re.findall(r"(?ms)^```(?:yaml)?\n(.*?)^```$", section.partition("\n## ")[0])
    return heading.strip(), row


def test_the_examples_of_the_guide_work(proposal: Proposal) -> None:
    heading, row = _examples()
    proposal.type_(PRAKTIJK, heading)
    proposal.type_(REGISTER, row)
    outcome = proposal.build()
    assert outcome.code == 0, outcome.output
    site = proposal.root / "site"
    assert 'href="../aanpak-1/"' in (site / "praktijken/oude-naam/index.html").read_text(encoding="utf-8")
    withdrawn = (site / "praktijken/oude-praktijk/index.html").read_text(encoding="utf-8")
    assert "Deze pagina is ingetrokken" in withdrawn
    assert "De praktijk is gestopt. (4 maart 2027)" in withdrawn
    rows = {row["van"]: row["naar"] for row in json.loads((site / markup.ADDRESSES).read_bytes())}
    assert rows["praktijken/oude-naam/"] == "praktijken/aanpak-1/"
    assert rows["praktijken/oude-praktijk/"] == "praktijken/"


def test_the_row_of_the_guide_begins_a_register(proposal: Proposal) -> None:
    """It is the file that a contributor makes."""
    (proposal.root / REGISTER).write_text(_examples()[1], encoding="utf-8")
    assert [str(finding) for finding in check(proposal.root)[1] if not finding.warning] == []


def test_feeds_of_a_theme_that_moved_move_along(proposal: Proposal) -> None:
    proposal.type_("docs/themas/jeugd.md", "eerder: [themas/oude-jeugd/]")
    outcome = proposal.build()
    assert outcome.code == 0, outcome.output
    rows = {row["van"]: row["naar"] for row in json.loads((proposal.root / "site" / markup.ADDRESSES).read_bytes())}
    for file in ("", "feed.xml", "agenda.ics"):
        assert rows[f"themas/oude-jeugd/{file}"] == f"themas/jeugd/{file}"


# ── A proposal that wants more ──────────────────────────────────────────────────────────────────────────

HOSTILE = (
    "", "/", "nieuwsbrieven/2023-q4/", "gemeenten/tiel/", "praktijken/aanpak-1/", "../../buiten/", "..", "themas/../oud/", "/etc/oud/",
    'oud/" "/";', "oud/;", "oud/ {", "oud/}", "$uri/", "oud/\\", "oud/\n/", "oud/#kop", "oud/?a", "https://voorbeeld.nl/oud/", "//voorbeeld.nl/",
    "assets/oud/", "zoek/", "data/schema/", "Oud/", "oúd/", "oud\u200b/", "oud", "index.html", "*", f"{'a' * 300}/", "a/" * 200,
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_an_old_address_that_cannot_be_is_refused_at_its_line(proposal: Proposal, typed: str) -> None:
    for file, text in (
        (PRAKTIJK, f"eerder: [{json.dumps(typed)}]"),
        (REGISTER, f"- id: proef\n  van: {json.dumps(typed)}\n  naar: over/\n  reden: Zomaar.\n  datum: 2026-01-01\n"),
    ):
        own = (proposal.root / file).read_bytes()
        proposal.type_(file, text)
        found = [finding for finding in check(proposal.root)[1] if not finding.warning]
        assert {finding.file for finding in found} == {file}
        assert all(finding.line > 1 for finding in found)
        (proposal.root / file).write_bytes(own)


LISTS = {
    markup.ADDRESSES,
    markup.BUILD_LIST,
    "data/archief.json",
    "dienst.js",
    "data/praktijken.json",
    "data/praktijken.csv",
}
"""Of all addresses, of all files and their hashes, of what is typed of each practice."""
RULES = {"server/doorverwijzingen.nginx.map", "server/doorverwijzingen.caddy"}


def test_no_other_page_is_another_for_an_old_address(start: Proposal, proposal: Proposal) -> None:
    """What may be typed and looks the worst: of all that is published only the pages there are new, and lists of all there is."""
    old = ["---/", "a/b/c/d/e/f/", "404/", f"{'z' * 199}/", "feed/", "server/", "index/"]
    proposal.type_(PRAKTIJK, f"eerder: {json.dumps(old)}")
    outcome = proposal.build()
    assert outcome.code == 0, outcome.output
    clean, hostile = start.published(), proposal.published()
    different = {path for path in clean.keys() | hostile.keys() if clean.get(path) != hostile.get(path)}
    assert different - LISTS - RULES == {f"{address}index.html" for address in old}
    for path in RULES:
        more = set(hostile[path].splitlines()) - set(clean[path].splitlines())
        assert len(more) >= len(old)
        assert all(b"/praktijken/aanpak-1/" in line for line in more)
