"""What is in a folder."""

from __future__ import annotations

import os
from pathlib import Path

from macros.base.folders import below


def test_everything_below_a_folder_is_there_in_the_order_of_paths(tmp_path: Path) -> None:
    for path in ("b/een.md", "b-twee.md", "b/.verborgen", "a/diep/drie.md", "Z.md", os.fsdecode(b"\xff.md")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "leeg").mkdir()
    (tmp_path / "elders").symlink_to(tmp_path / "b")
    (tmp_path / "weg").symlink_to(tmp_path / "nergens")
    found = [*below(tmp_path, "docs/")]
    there = sorted(tmp_path.rglob("*"))
    assert [name for name, _ in found] == [f"docs/{path.relative_to(tmp_path)}" for path in there]
    for (_, entry), place in zip(found, there, strict=True):
        assert (Path(entry), entry.is_symlink(), entry.is_file()) == (place, place.is_symlink(), place.is_file())


def test_a_folder_need_not_be_there(tmp_path: Path) -> None:
    assert [*below(tmp_path / "nergens")] == []
