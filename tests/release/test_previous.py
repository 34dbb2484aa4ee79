"""The site that is kept for the next build: the same files, by links, and never written through."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.base import inside
from macros.cache import fingerprints
from macros.release import archive, building, markup, previous
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
    path, hash_ = next(iter(hashes.items()))
    assert known.hash_at(path, kept / path) == hash_
    assert known.hash_at(path, kept / "weg") is known.hash_at("weg", kept / path) is None
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


def test_a_folder_holds_its_files_and_nothing_else(tmp_path: Path) -> None:
    site = _write(tmp_path / "site", {"a.html": "a", "b/c.html": "c"})
    assert previous.holds(site, {"a.html", "b/c.html"})
    assert not previous.holds(site, {"a.html"})
    (site / "leeg").mkdir()
    assert not previous.holds(site, {"a.html", "b/c.html"})
    (site / "leeg").rmdir()
    (site / "a.html").rename(tmp_path / "elders.html")
    (site / "a.html").symlink_to(tmp_path / "elders.html")
    assert not previous.holds(site, {"a.html", "b/c.html"}), "what is elsewhere may change"


def _foreign(kept: Path) -> None:
    (kept / "vreemd.html").write_text("van een ander")


def _folder_for_a_file(kept: Path) -> None:
    (kept / "index.html").unlink()
    (kept / "index.html/map").mkdir(parents=True)


def _broken_link(kept: Path) -> None:
    (kept / "los").symlink_to("/nergens")


def _link_to_the_site(kept: Path) -> None:
    shutil.rmtree(kept)
    kept.symlink_to(kept.parents[2] / "site")


def _file(kept: Path) -> None:
    shutil.rmtree(kept)
    kept.write_text("geen map")


def _folder_for_the_list(kept: Path) -> None:
    kept.with_suffix(".json").unlink()
    kept.with_suffix(".json").mkdir()


@pytest.mark.parametrize(
    "damage", [_foreign, _folder_for_a_file, _broken_link, _link_to_the_site, _file, _folder_for_the_list]
)
def test_what_is_no_kept_site_any_more_is_not_begun_with(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    building.build_site(tmp_path, build=builder())
    was, kept = _files(tmp_path / "site"), tmp_path / previous.PREVIOUS
    damage(kept)
    previous.take(tmp_path, tmp_path / "nieuw")
    assert not (tmp_path / "nieuw").exists()
    building.build_site(tmp_path, build=builder({**ORDINARY, "index.html": page("nieuw")}))
    assert _files(tmp_path / "site").keys() == was.keys()
    assert _inodes(kept) == _inodes(tmp_path / "site")
    assert previous.ledger(tmp_path).rows


def _nothing(_: Path) -> None:
    """No one touched it."""


def _half_a_list(site: Path) -> None:
    (site / markup.BUILD_LIST).write_bytes((site / markup.BUILD_LIST).read_bytes()[:20])


def _list_of_nothing(site: Path) -> None:
    (site / markup.BUILD_LIST).write_bytes(b"[]")


def _list_of_another_site(site: Path) -> None:
    list_ = json.loads((site / markup.BUILD_LIST).read_bytes())
    (site / markup.BUILD_LIST).write_text(json.dumps({**list_, "site": "https://ander.example/"}))


def _packed_page(site: Path) -> None:
    (site / "index.html.gz").write_bytes(b"van een ander")


def _empty_folder(site: Path) -> None:
    (site / "leeg/map").mkdir(parents=True)


@pytest.mark.parametrize(
    ("damage", "built"),
    [
        (_nothing, False), (_half_a_list, True), (_list_of_nothing, True), (_list_of_another_site, True),
        (_packed_page, True), (_empty_folder, True), (_broken_link, True), (_folder_for_a_file, True),
    ],
)  # fmt: skip
def test_a_site_that_someone_touched_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, damage: Callable[[Path], None], built: bool
) -> None:
    building.build_site(tmp_path, build=builder())
    site, was = tmp_path / "site", _files(tmp_path / "site")
    known = hashlib.sha256(was[markup.BUILD_LIST]).hexdigest()
    monkeypatch.setattr(fingerprints, "built", lambda *_: known)
    shutil.rmtree(tmp_path / previous.PREVIOUS)
    damage(site)
    before = site.stat().st_ino
    building.build_site(tmp_path, build=builder())
    assert (site.stat().st_ino != before) is built
    assert _files(site) == was
    assert previous.holds(site, was)


def test_a_site_that_was_a_link_is_let_go_of_and_not_written_in(tmp_path: Path) -> None:
    building.build_site(tmp_path, build=builder())
    elsewhere = (tmp_path / "site").rename(tmp_path / "elders")
    (tmp_path / "site").symlink_to(elsewhere)
    was = _files(elsewhere)
    for text in ("nieuw", "nieuwer"):
        building.build_site(tmp_path, build=builder({**ORDINARY, "index.html": page(text)}))
        assert _files(elsewhere) == was
    assert not (tmp_path / previous.PREVIOUS).is_symlink()


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
