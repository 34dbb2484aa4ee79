"""The version stands in one place and has a heading in the changelog, as each version has that asks something of content."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from macros.base.version import ASKS, VERSION, numbers
from macros.writing import versions
from tests.conftest import ROOT


def _headings() -> list[tuple[str, str]]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", text, re.MULTILINE)


def test_the_newest_heading_of_the_changelog_is_this_version() -> None:
    found = [numbers(version) for version, _ in _headings()]
    days = [date.fromisoformat(day) for _, day in _headings()]
    assert _headings()[0][0] == VERSION
    assert found == sorted({*found}, reverse=True)
    assert days == sorted(days, reverse=True)


def test_each_version_that_asks_something_has_a_heading() -> None:
    asking = {step.version for step in versions.STEPS}
    assert asking <= {version for version, _ in _headings()}


def test_the_newest_version_that_asks_something_is_known_without_reading_what() -> None:
    assert versions.STEPS[-1].version == ASKS


def test_the_package_has_every_room_and_what_stands_beside_the_code() -> None:
    """Named one by one in pyproject.toml, since a wheel takes one of them from the root of the tree."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    rooms = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "macros").rglob("__init__.py")}
    assert sorted(tool["packages"]) == sorted({*rooms, "macros.supplied"})
    assert tool["package-dir"] == {"macros.supplied": "."}
