"""The site that is kept for the next build: the same files, by links, and never written through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from macros.base import inside
from macros.release import archive, building, previous
from macros.release.staging import PublishError
from tests.helpers.small_release import ORDINARY, builder, page


def _files(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path, _ in previous.walk(root)}


def _inodes(root: Path) -> dict[str, int]:
    return {path: now.st_ino for path, now in previous.walk(root)}


def _write(root: Path, files: dict[str, str]) -> Path:
    inside.write(root, [(path, text.encode()) for path, text in files.items()])
    return root


def test_a_copy_is_brought_up_to_date_by_links_alone(tmp_path: Path) -> None:
    site = _write(tmp_path / "site", {"a/index.html": "a", "b/c/index.html": "nieuw", "x.css": "x"})
    copy = _write(tmp_path / "copy", {"b/c/index.html": "oud", "weg/diep/index.html": "weg"})
    os.link(site / "x.css", copy / "x.css")
    previous.level(site, copy)
    assert _inodes(copy) == _inodes(site)
    assert not (copy / "weg").exists(), "a folder that holds nothing any more"


def test_what_is_written_in_one_tree_stays_out_of_the_other(tmp_path: Path) -> None:
    site = _write(tmp_path / "site", {"a.html": "was", "b.html": "was"})
    previous.level(site, tmp_path / "copy")
    _write(tmp_path / "copy", {"a.html": "is", "b.html": "was"})
    assert _files(site) == {"a.html": b"was", "b.html": b"was"}
    assert _files(tmp_path / "copy")["a.html"] == b"is"
    assert (tmp_path / "copy/b.html").samefile(site / "b.html"), "what is the same is not written"


def test_a_build_keeps_its_site_and_the_next_may_take_it(tmp_path: Path) -> None:
    building.build_site(tmp_path, build=builder())
    kept = tmp_path / previous.PREVIOUS
    assert _inodes(kept) == _inodes(tmp_path / "site")
    known = previous.ledger(tmp_path)
    hashes = archive.hashes(kept)
    assert {path: known.hash_of(path, now) for path, now in previous.walk(kept) if path in hashes} == hashes
    previous.take(tmp_path, tmp_path / "nieuw")
    assert not kept.exists()
    assert _files(tmp_path / "nieuw") == _files(tmp_path / "site")


def test_a_second_build_leaves_what_it_kept_as_the_new_site(tmp_path: Path) -> None:
    building.build_site(tmp_path, build=builder())
    building.build_site(tmp_path, build=builder({**ORDINARY, "index.html": page("nieuw")}))
    assert b"nieuw" in (tmp_path / "site/index.html").read_bytes()
    assert _inodes(tmp_path / previous.PREVIOUS) == _inodes(tmp_path / "site")


def test_a_file_that_someone_touched_is_read_again(tmp_path: Path) -> None:
    building.build_site(tmp_path, build=builder())
    kept, known = tmp_path / previous.PREVIOUS, previous.ledger(tmp_path)
    was = archive.hashes(kept, known)
    (tmp_path / "site/index.html").write_bytes(b"aangeraakt")
    now = archive.hashes(kept, known)
    assert now == archive.hashes(kept) != was
    assert {path for path in was if now[path] != was[path]} == {"index.html"}


@pytest.mark.parametrize("place", [0, 100, -20])
def test_a_list_with_one_wrong_bit_knows_nothing(tmp_path: Path, place: int) -> None:
    building.build_site(tmp_path, build=builder())
    list_ = (tmp_path / previous.PREVIOUS).with_suffix(".json")
    data = bytearray(list_.read_bytes())
    assert previous.ledger(tmp_path).rows
    data[place] ^= 1
    list_.write_bytes(data)
    assert previous.ledger(tmp_path) == previous.Ledger()


def test_where_files_cannot_be_linked_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)
    building.build_site(tmp_path, build=builder())
    assert (tmp_path / "site/index.html").is_file()
    assert not (tmp_path / previous.PREVIOUS).exists()
    assert not list((tmp_path / ".cache/.bezig").iterdir())


def test_a_build_that_fails_leaves_what_was_published(tmp_path: Path) -> None:
    building.build_site(tmp_path, build=builder())
    was = _files(tmp_path / "site")

    def fails(target: Path) -> None:
        previous.take(tmp_path, target)
        _write(target, {"index.html": "half"})
        raise PublishError("kapot")

    with pytest.raises(PublishError, match="kapot"):
        building.build_site(tmp_path, build=fails)
    assert _files(tmp_path / "site") == was
    building.build_site(tmp_path, build=builder())
    assert _inodes(tmp_path / previous.PREVIOUS) == _inodes(tmp_path / "site")
