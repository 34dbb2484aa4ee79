from __future__ import annotations

from pathlib import Path

import pytest

from macros.release import bucket


def test_new_files_first_and_deletions_last(tmp_path: Path) -> None:
    commands = [command for _, command in bucket.steps(tmp_path, "ver:emmer")]
    assert [command[1] for command in commands] == ["copy", "copy", "copy", "sync"]
    assert all("--checksum" in command for command in commands)
    assert "+ /assets/**" in commands[0]
    assert "- *.html" in commands[1]
    assert "- *.html" not in commands[2]
    assert "--delete-after" in commands[3]
    assert all(command[-2:] == [str(tmp_path), "ver:emmer"] for command in commands)


def _rclone(folder: Path, out: int) -> str:
    """A program that writes down how it was called."""
    program = folder / "rclone"
    program.write_text(
        f'#!/bin/sh\necho "$1" >> {folder}/log\necho "de emmer is weg" >&2\nexit {out}\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return str(program)


def test_all_steps_are_taken(tmp_path: Path) -> None:
    bucket.upload(tmp_path, "ver:emmer", rclone=_rclone(tmp_path, 0))
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == ["copy", "copy", "copy", "sync"]


def test_a_step_that_fails_is_the_last(tmp_path: Path) -> None:
    with pytest.raises(bucket.BucketError, match=r"mislukt bij: nieuwe bestanden.*nog eens uit.\nde emmer is weg"):
        bucket.upload(tmp_path, "ver:emmer", rclone=_rclone(tmp_path, 1))
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == ["copy"]


def test_without_rclone_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(bucket.BucketError, match="apt-get install rclone"):
        bucket.upload(tmp_path, "ver:emmer", rclone=str(tmp_path / "weg"))


@pytest.mark.against("rclone")
def test_a_bucket_becomes_the_site(tmp_path: Path) -> None:
    site, remote = tmp_path / "site", tmp_path / "emmer"
    contents = ["index.html", "index.html.gz", "a/feed.xml", "a/feed.xml.br", "assets/a.0123456789.css", "sitemap.xml.gz",
              "zoek/kern.json", "zoek/kern-0123456789.json"]  # fmt: skip
    for path in contents:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path, encoding="utf-8")
    (remote / "oud").mkdir(parents=True)
    (remote / "oud/index.html").write_text("oud", encoding="utf-8")
    (remote / "index.html").write_text("index.htmx", encoding="utf-8")  # as long as the new one
    bucket.upload(site, str(remote))
    found = {
        path.relative_to(remote).as_posix(): path.read_text(encoding="utf-8")
        for path in remote.rglob("*")
        if path.is_file()
    }
    expected = {path for path in contents if path == "sitemap.xml.gz" or not path.endswith((".gz", ".br"))}
    assert found == {path: path for path in expected}
