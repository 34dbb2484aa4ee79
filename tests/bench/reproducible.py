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
from tests.conftest import MOMENT, kopie

GEVALLEN: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "gewoon": ({}, ()),
    "tijdzone Kiritimati": ({"TZ": "Pacific/Kiritimati"}, ()),
    "tijdzone Honolulu, hashzaad 1": ({"TZ": "Pacific/Honolulu", "PYTHONHASHSEED": "1"}, ()),
    "hashzaad 4242, taal C": ({"PYTHONHASHSEED": "4242", "LC_ALL": "C", "LANG": "C"}, ()),
    "één kern": ({}, ("taskset", "--cpu-list", "0")),
    "een andere dag": ({}, ("faketime", "2031-02-28 23:59:58")),
}


def bouw(bron: Path, map_: Path, omgeving: Mapping[str, str], voor: tuple[str, ...]) -> dict[str, str]:
    """Build a copy of the project in this folder; the hash of every file."""
    wortel = map_ / "project"
    shutil.copytree(bron, wortel)
    eigen = {
        **os.environ,
        "SOURCE_DATE_EPOCH": MOMENT,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(wortel),
        **omgeving,
    }
    opdracht = [*voor, sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(map_ / "site")]
    subprocess.run(opdracht, cwd=wortel, env=eigen, check=True)  # noqa: S603 - our own command
    lijst = hashes(map_ / "site")
    shutil.rmtree(map_)
    return lijst


def main() -> int:
    """Print which builds are the same as the first."""
    eerste: dict[str, str] = {}
    anders = 0
    with tempfile.TemporaryDirectory() as tijdelijk:
        bron = kopie(Path(tijdelijk) / "bron")  # once: someone may be at work in the project
        shutil.rmtree(bron / ".cache", ignore_errors=True)
        for nummer, (naam, (omgeving, voor)) in enumerate(GEVALLEN.items()):
            if voor and not shutil.which(voor[0]):
                sys.stdout.write(f"{naam}: NIET geprobeerd ({voor[0]} is er niet)\n")
                continue
            begin = time.perf_counter()
            lijst = bouw(bron, Path(tijdelijk) / ("map" * (nummer + 1)), omgeving, voor)
            eerste = eerste or lijst
            verschil = sorted(pad for pad in {*lijst, *eerste} if lijst.get(pad) != eerste.get(pad))
            anders += bool(verschil)
            stand = f"ANDERS: {', '.join(verschil[:5])}" if verschil else "gelijk"
            sys.stdout.write(f"{naam}: {len(lijst)} bestanden, {stand} ({time.perf_counter() - begin:.0f} s)\n")
            sys.stdout.flush()
    return int(bool(anders))


if __name__ == "__main__":
    sys.exit(main())
