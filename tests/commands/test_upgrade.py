"""`kennisbank bij`: content of the first version, as this project had it, brought to this one."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from macros.base.version import VERSION
from macros.build.content import check
from macros.cli import main
from macros.writing import versions
from tests.conftest import ROOT
from tests.errors.test_errors import set_up

OPENED = "df2fbf4b282343a2f80436dd8ae9ce9ea68a48ec"
"""The last commit of the day on which the knowledge base was opened: version 0.1.0."""


def _git(root: Path, *words: str) -> bytes:
    own = ["-c", "user.name=test", "-c", "user.email=test@example.nl", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *own, *words], cwd=root, capture_output=True, check=True).stdout  # noqa: S603, S607 - ours


def _committed(root: Path) -> None:
    _git(root, "init", "--quiet")
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message=begin")


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content and settings of the day of opening, committed."""
    if subprocess.run(["git", "cat-file", "-e", OPENED], cwd=ROOT, capture_output=True, check=False).returncode:  # noqa: S603, S607 - the same
        pytest.skip("this clone has no history: NOT TESTED")
    root = tmp_path / "oud"
    with tarfile.open(
        fileobj=io.BytesIO(_git(ROOT, "archive", OPENED, "docs", "newsletters", "mkdocs.yml"))
    ) as archive:
        archive.extractall(root, filter="data")
    _committed(root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = set_up(tmp_path / "klein")
    monkeypatch.chdir(root)
    return root


def _errors(root: Path) -> list[str]:
    return [str(finding) for finding in check(root)[1] if not finding.warning]


def test_content_of_the_first_version_passes_the_check_of_today(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(_errors(old)) > 30
    assert main(["bij"]) == 0
    assert _errors(old) == []
    told = capsys.readouterr().out
    assert told.startswith(f"Van versie 0.1.0 naar {VERSION}:\n")
    assert (
        "  0.2.0  'van' heet 'eerst_genoemd': wanneer bronnen een team of organisatie noemen, is geen begin en geen einde: 12 plaatsen in 2 bestanden\n"
        in told
    )
    assert "nieuw bestand docs/contact.md\n" in told
    changed = _git(old, "diff", "--numstat", "--", "docs/_data/expertteams.yml").split()[:2]
    assert changed[0] == changed[1], "each line in the place of one"
    assert _git(old, "diff", "--", "docs/_data/expertteams.yml").count(b"\n-#") == 0, "comments stay"
    undo = told.rpartition("Ongedaan maken: ")[2]
    subprocess.run(undo, shell=True, cwd=old, check=True, capture_output=True)  # noqa: S602 - our own words
    assert _git(old, "status", "--porcelain") == b""


def test_what_would_change_is_shown_with_its_place_and_nothing_is_written(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bij", "--toon"]) == 0
    told = capsys.readouterr().out
    assert "docs/_data/expertteams.yml:10: tot: 2018 → laatst_genoemd: 2018\n" in told
    assert "docs/_data/bronnen.yml:17: soort: vraag en antwoord → soort: vraag-en-antwoord\n" in told
    assert "docs/_data/bronsoorten.yml: nieuw bestand\n" in told
    assert told.endswith("Uitvoeren: kennisbank bij\n")
    assert _git(old, "status", "--porcelain") == b""


def test_what_git_could_not_give_back_is_not_changed(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = old / "docs/nieuw.md"
    page.write_text("---\ntitel: Nieuw\nbron: [voortgangsbericht-2023]\n---\n\nTekst.\n", encoding="utf-8")
    assert main(["bij"]) == 1
    assert "docs/nieuw.md is veranderd en nog niet vastgelegd" in capsys.readouterr().err
    assert _git(old, "status", "--porcelain") == b"?? docs/nieuw.md\n"


def test_a_folder_of_the_program_is_asked_away(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "macros").mkdir()
    assert main(["bij", "--toon"]) == 0
    assert "Dit kunt alleen u doen:\n  haal de map macros/ weg" in capsys.readouterr().out


def test_content_of_this_version_has_nothing_to_do(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / versions.PLACE).write_text(f"versie: {VERSION}\n", encoding="utf-8")
    assert main(["bij"]) == 0
    assert capsys.readouterr().out == f"Niets te doen: deze inhoud is geschreven voor versie {VERSION}.\n"


def test_content_of_a_later_version_asks_for_a_later_program(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / versions.PLACE).write_text("# Uitleg.\nversie: 9.1.0\n", encoding="utf-8")
    assert main(["bij"]) == 1
    told = f"deze inhoud is geschreven voor versie 9.1.0, en dit is versie {VERSION}; werk het programma bij"
    assert told in capsys.readouterr().err
    assert [(f.file, f.line) for f in versions.finding(small)] == [(versions.PLACE, 2)]


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"kennisbank {VERSION}\n"
