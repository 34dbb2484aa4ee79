from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.release import bucket


def test_new_files_first_and_deletions_last(tmp_path: Path) -> None:
    opdrachten = [opdracht for _, opdracht in bucket.stappen(tmp_path, "ver:emmer")]
    assert [opdracht[1] for opdracht in opdrachten] == ["copy", "copy", "copy", "sync"]
    assert all("--checksum" in opdracht for opdracht in opdrachten)
    assert "+ /assets/**" in opdrachten[0]
    assert "- *.html" in opdrachten[1]
    assert "- *.html" not in opdrachten[2]
    assert "--delete-after" in opdrachten[3]
    assert all(opdracht[-2:] == [str(tmp_path), "ver:emmer"] for opdracht in opdrachten)


def _rclone(map_: Path, uit: int) -> str:
    """A program that writes down how it was called."""
    programma = map_ / "rclone"
    programma.write_text(
        f'#!/bin/sh\necho "$1" >> {map_}/log\necho "de emmer is weg" >&2\nexit {uit}\n', encoding="utf-8"
    )
    programma.chmod(0o755)
    return str(programma)


def test_all_steps_are_taken(tmp_path: Path) -> None:
    bucket.zend(tmp_path, "ver:emmer", rclone=_rclone(tmp_path, 0))
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == ["copy", "copy", "copy", "sync"]


def test_a_step_that_fails_is_the_last(tmp_path: Path) -> None:
    with pytest.raises(bucket.Zendfout, match=r"mislukt bij: nieuwe bestanden.*nog eens uit.\nde emmer is weg"):
        bucket.zend(tmp_path, "ver:emmer", rclone=_rclone(tmp_path, 1))
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == ["copy"]


def test_without_rclone_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(bucket.Zendfout, match="apt-get install rclone"):
        bucket.zend(tmp_path, "ver:emmer", rclone=str(tmp_path / "weg"))


@pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not on this machine: NOT TESTED against it")
def test_a_bucket_becomes_the_site(tmp_path: Path) -> None:
    site, emmer = tmp_path / "site", tmp_path / "emmer"
    inhoud = ["index.html", "index.html.gz", "a/feed.xml", "a/feed.xml.br", "assets/a.0123456789.css", "sitemap.xml.gz",
              "zoek/kern.json", "zoek/kern-0123456789.json"]  # fmt: skip
    for pad in inhoud:
        (site / pad).parent.mkdir(parents=True, exist_ok=True)
        (site / pad).write_text(pad, encoding="utf-8")
    (emmer / "oud").mkdir(parents=True)
    (emmer / "oud/index.html").write_text("oud", encoding="utf-8")
    (emmer / "index.html").write_text("index.htmx", encoding="utf-8")  # as long as the new one
    bucket.zend(site, str(emmer))
    gevonden = {
        pad.relative_to(emmer).as_posix(): pad.read_text(encoding="utf-8") for pad in emmer.rglob("*") if pad.is_file()
    }
    verwacht = {pad for pad in inhoud if pad == "sitemap.xml.gz" or not pad.endswith((".gz", ".br"))}
    assert gevonden == {pad: pad for pad in verwacht}
