"""Same commit, same bytes: builds that differ in folder, time zone, hash seed, locale, number of cores and day.

    python -m tests.bench.reproducible

Each build is a process of its own, in a copy of the project of its own, without what earlier builds remembered. The day is
moved with faketime (Debian: apt-get install faketime); without it the figures say that the day was not tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from macros.release.archive import hashes
from tests.conftest import MOMENT, copy_

CASES: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "gewoon": ({}, ()),
    "tijdzone Kiritimati": ({"TZ": "Pacific/Kiritimati"}, ()),
    "tijdzone Honolulu, hashzaad 1": ({"TZ": "Pacific/Honolulu", "PYTHONHASHSEED": "1"}, ()),
    "hashzaad 4242, taal C": ({"PYTHONHASHSEED": "4242", "LC_ALL": "C", "LANG": "C"}, ()),
    "één kern": ({}, ("taskset", "--cpu-list", "0")),
    "een andere dag": ({}, ("faketime", "2031-02-28 23:59:58")),
}


def build(bron: Path, folder: Path, environment: Mapping[str, str], before: tuple[str, ...]) -> dict[str, str]:
    """Build a copy of the project in this folder; the hash of every file."""
    root = folder / "project"
    shutil.copytree(bron, root)
    own = {
        **os.environ,
        "SOURCE_DATE_EPOCH": MOMENT,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(root),
        **environment,
    }
    command = [
        *before,
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(folder / "site"),
    ]
    subprocess.run(command, cwd=root, env=own, check=True)  # noqa: S603 - our own command
    list_ = hashes(folder / "site")
    shutil.rmtree(folder)
    return list_


def main() -> int:
    """Print which builds are the same as the first."""
    first: dict[str, str] = {}
    different = 0
    with tempfile.TemporaryDirectory() as temporary:
        bron = copy_(Path(temporary) / "bron")  # once: someone may be at work in the project
        shutil.rmtree(bron / ".cache", ignore_errors=True)
        for number, (name, (environment, before)) in enumerate(CASES.items()):
            if before and not shutil.which(before[0]):
                sys.stdout.write(f"{name}: NIET geprobeerd ({before[0]} is er niet)\n")
                continue
            start = time.perf_counter()
            list_ = build(bron, Path(temporary) / ("map" * (number + 1)), environment, before)
            first = first or list_
            difference = sorted(path for path in {*list_, *first} if list_.get(path) != first.get(path))
            different += bool(difference)
            state = f"ANDERS: {', '.join(difference[:5])}" if difference else "gelijk"
            sys.stdout.write(f"{name}: {len(list_)} bestanden, {state} ({time.perf_counter() - start:.0f} s)\n")
            sys.stdout.flush()
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
