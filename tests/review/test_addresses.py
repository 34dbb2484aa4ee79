"""An old address at which nothing ever was is told of, when there is a release that knows."""

from __future__ import annotations

import json
from pathlib import Path

from macros.build.content import check
from macros.release import archive, markup
from tests.errors.test_errors import HERE, read_case, set_up


def _project(tmp_path: Path) -> Path:
    return set_up(tmp_path / "project", read_case(HERE / "cases/adres-goed.txt"))


def _release(site: Path, *paths: str) -> None:
    (site / "data").mkdir(parents=True)
    (site / markup.BUILD_LIST).write_text(json.dumps({"bestanden": dict.fromkeys(paths, "")}), encoding="utf-8")


def test_an_address_that_never_was_is_a_warning(tmp_path: Path) -> None:
    root = _project(tmp_path)
    _release(
        root / "site", "index.html", "praktijken/oude-proef/index.html", "praktijken/oud-spel/index.html", "feed.xml"
    )
    [found] = check(root)[1]
    message = "op het oude adres /praktijken/spel/ stond in de vorige uitgave niets; bedoelde u 'praktijken/oud-spel/'?"
    assert str(found) == f"docs/praktijken/hackshield.md:9: {message}"
    assert found.warning


def test_without_a_release_nothing_is_said(tmp_path: Path) -> None:
    assert check(_project(tmp_path))[1] == []


def test_a_list_that_is_not_to_be_read_knows_no_addresses(tmp_path: Path) -> None:
    assert archive.addresses(tmp_path) == frozenset()
    (tmp_path / "data").mkdir()
    for text in ("", "[]", '{"bestanden": 3}', "{}"):
        (tmp_path / markup.BUILD_LIST).write_text(text, encoding="utf-8")
        assert archive.addresses(tmp_path) == frozenset()
