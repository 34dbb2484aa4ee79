"""README is short, ARCHITECTURE.md tells of the house as it is, and what either names is there."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.house.test_layers import ROOMS

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "deploy/README.md")
TO_COME = {"docs/_data/doorverwijzingen.yml", "docs/_data/toegestaan.yml"}
"""What a contributor makes when there is something to put in it."""
OURS = ("docs", "newsletters", "overrides", "macros", "tests", "deploy", ".github", ".ci")
_NAME = re.compile(r"\.?[\w-]+\.(?:css|csv|html|js|lock|md|py|toml|typ|yml)")
_PATH = re.compile(rf"(?:{'|'.join(map(re.escape, OURS))})/[\w./*-]*")


def _read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def _section(heading: str) -> str:
    """What stands below a heading of ARCHITECTURE.md, up to the next one of its level."""
    level = heading.partition(" ")[0]
    _, found, rest = _read("ARCHITECTURE.md").partition(f"\n{heading}\n")
    assert found, f"ARCHITECTURE.md has no {heading!r}"
    return re.split(rf"^{level} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def _table(section: str) -> list[list[str]]:
    """The rows of the table in a section, without its heading."""
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_readme_is_read_in_one_go() -> None:
    lines = _read("README.md").splitlines()
    assert len(lines) <= 100
    assert {"make site", "make test"} <= {line.partition("#")[0].strip() for line in lines}
    assert re.search(r"!\[.+\]\(\.github/images/home\.png\)", _read("README.md"))


def test_the_tree_has_every_room_from_the_ground_up() -> None:
    rows = _table(_section("## The tree"))
    assert [room for room, *_ in rows] == [f"`{room}/`" for room in ROOMS]
    assert all(len(row) == 3 and all(row) for row in rows), "a room says what stands there, and what for"


def _is_there(name: str) -> bool:
    if "*" in name:
        return any(True for _ in ROOT.glob(name))
    if "/" in name or (ROOT / name).exists():
        return (ROOT / name).exists()
    return any(True for folder in OURS for _ in (ROOT / folder).rglob(name))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document: str) -> None:
    text = re.sub(r"^```.*?^```", "", _read(document), flags=re.DOTALL | re.MULTILINE)
    code = re.compile(r"`([^`\n]+)`")
    names = {name for name in code.findall(text) if _PATH.fullmatch(name) or _NAME.fullmatch(name)}
    assert [name for name in sorted(names - TO_COME) if not _is_there(name)] == []
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", code.sub("", text)) if ":" not in link}
    assert [link for link in sorted(links) if not (ROOT / document).parent.joinpath(link).exists()] == []


DECISIONS = [
    "Placeholders or nodes", "Own page shell", "Forked workers", "Verifying traces", "No clock",
    "A package called macros", "Two languages",
    "Pillow and pikepdf", "Joined search modules", "Own judgement of bounces",
    "Changing a record in a form without a library of YAML", "A way back from editors",
]  # fmt: skip


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_told_in_under_ten_lines(decision: str) -> None:
    lines = [line for line in _section(f"### {decision}").splitlines() if line]
    assert 0 < len(lines) < 10
    assert "would change" in " ".join(lines), "what would change it"


def test_there_is_a_recipe_for_each_kind_of_thing() -> None:
    recipes = re.findall(r"^### (.+)$", _section("## Recipes"), re.MULTILINE)
    assert recipes == ["A kind of page", "A channel", "A word", "A field", "A check"]
    assert all(re.findall(r"^1\. ", _section(f"### {recipe}"), re.MULTILINE) for recipe in recipes)


def test_every_decision_has_a_test() -> None:
    assert re.findall(r"^### (.+)$", _section("## Decisions"), re.MULTILINE) == DECISIONS


def test_who_builds_the_site_hears_of_the_end_of_the_theme_in_one_line() -> None:
    """Others do not: not who checks content, and not the log of a workflow."""
    recipes = dict(re.findall(r"^([a-z]+):.*\n((?:\t.*\n)*)", _read("Makefile"), re.MULTILINE))
    assert {target: text.count("Material") for target, text in recipes.items() if "Material" in text} == {"site": 1}
    assert "5 May 2027" in recipes["site"]
    assert "5 May 2027" in _section("## The engine")


def test_the_commits_that_only_moved_are_named_for_blame() -> None:
    text = _read(".git-blame-ignore-revs")
    assert len(re.findall(r"^[0-9a-f]{40}$", text, re.MULTILINE)) >= 2
    assert "git config blame.ignoreRevsFile .git-blame-ignore-revs" in text
