"""A move changes nothing that a reader gets: the last commit in .git-blame-ignore-revs and the one before it, built and compared."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from tests.conftest import ROOT, build
from tests.helpers.repository import take

_PARTS = ("macros", "overrides", "mkdocs.yml", "requirements.lock", "tests/errors/base", "tests/helpers/small_content")
"""What a small project of a commit is made of: its code, and content over it."""


def _last_move() -> str:
    lines = (ROOT / ".git-blame-ignore-revs").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")][-1]


def _built(commit: str, folder: Path) -> Path:
    """The site that the code of a commit makes of its small content."""
    take(commit, folder, *_PARTS)
    for content in ("base", "small_content"):
        shutil.copytree(next(folder.glob(f"tests/*/{content}")), folder, dirs_exist_ok=True)
    outcome = build(folder, folder / "site")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder / "site"


def _files(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def test_the_last_move_gave_the_same_site(tmp_path: Path) -> None:
    move = _last_move()
    before, after = _built(f"{move}^", tmp_path / "before"), _built(move, tmp_path / "after")
    names = _files(before)
    assert len(names) > 100
    assert _files(after) == names
    _, different, errors = filecmp.cmpfiles(before, after, names, shallow=False)
    assert (different, errors) == ([], [])
