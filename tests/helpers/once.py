"""What the whole run makes once, however many processes share the tests: a build, a program out of a lock file of npm."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this run: who asks first makes it, and the others wait.

    Args:
        factory: where pytest keeps what is temporary.
        name: what the folder is called.
        make: makes it.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with _alone(shared / f"{name}.lock"):
        if not (done := shared / f"{name}.done").exists():
            shutil.rmtree(shared / name, ignore_errors=True)
            make(shared / name)
            done.touch()
    return shared / name


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as open_:
        fcntl.flock(open_, fcntl.LOCK_EX)
        yield


def from_npm(locked: Path, program: str) -> Path:
    """A program out of the registry of npm, by a lock file; fetched when this version is not there yet.

    Args:
        locked: the folder with `package.json` and `package-lock.json`.
        program: where it is, from `node_modules/`.
    """
    npm, lock = shutil.which("npm"), (locked / "package-lock.json").read_bytes()
    assert npm, f"{program} needs npm and Node.js 20 or newer: install them and run make test again"
    folder = ROOT / ".cache/npm" / locked.name
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder.with_suffix(".lock")):
        found, have = folder / "node_modules" / program, folder / "package-lock.json"
        if not found.exists() or have.read_bytes() != lock:
            shutil.copytree(locked, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - npm, locked
            assert done.returncode == 0, f"npm could not fetch {program} ({locked.name}): {done.stderr.strip()[-300:]}"
    return found
