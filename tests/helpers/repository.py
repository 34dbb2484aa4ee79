"""Repositories that tests begin, and what stood in ours at an earlier commit."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_OWN = ("-c", "user.name=test", "-c", "user.email=test@example.nl", "-c", "commit.gpgsign=false")


def _run(root: Path, *words: str) -> bytes:
    return subprocess.run(["git", *_OWN, *words], cwd=root, capture_output=True, check=True).stdout  # noqa: S603, S607 - git's words are ours


def git(root: Path, *words: str) -> str:
    """What git says, without white space around it."""
    return _run(root, *words).decode().strip()


def commit_all(root: Path) -> None:
    """Begin a repository in a folder, with all of it in a first commit."""
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=begin")


def take(commit: str, folder: Path, *parts: str) -> None:
    """Put what stood in our repository at a commit in a folder.

    A clone of the last commits alone has not what this asks for; where a skipped test counts as failed, that is told too.
    """
    try:
        git(ROOT, "cat-file", "-e", commit)
    except subprocess.CalledProcessError:
        pytest.skip("this clone has no history: NOT TESTED")
    with tarfile.open(fileobj=io.BytesIO(_run(ROOT, "archive", commit, *parts))) as archive:
        archive.extractall(folder, filter="data")
