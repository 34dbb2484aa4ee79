"""Fault injection: build and publish, and stop it at a random moment; what is served is whole each time, checked by hash.

    python -m tests.bench.publishing --keer 200
    python -m tests.bench.publishing --keer 20 --site site      (a real site instead of a small one)

- `kennisbank bouw` and `kennisbank publiceer` of a small project whose text changes each time, killed (SIGKILL), or given
  an error by the disk, when they touch it for a random time: `site/` and what is published are both looked at.
- The publication alone, killed at a random moment by the clock.
- A disk that is full (a small tmpfs) and one that can only be read: as root only, without root the figures say that they
  were not tried.

The moments are random, from a seed that is printed.
"""

from __future__ import annotations

import argparse
import errno
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli

from macros.release import building, publish, releases, staging
from macros.release.archive import hashes
from tests.bench.fuzz import project
from tests.conftest import MOMENT
from tests.helpers.builder import Fault, Parent
from tests.helpers.small_release import ORDINARY, page, write

ROOT = Path(__file__).parent.parent.parent

_PUBLISHER = """
import sys
from pathlib import Path
from macros.release import publish
from tests.bench.publishing import builder
target, version, site = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
print("begint", flush=True)
publish.publish_site(target, target, build=builder(version, Path(site) if site else None), now=f"20261122T{version:06}Z")
"""


def builder(version_: int, site: Path | None = None) -> building.Build:
    """A build that writes a site of its own for each number: `site` with one page changed, or forty small pages."""

    def build(folder: Path) -> None:
        if site is None:
            site_pages = {
                f"themas/t{n}/index.html": page(f"<p>versie {version_}, blad {n}</p>" * 30) for n in range(40)
            }
            write(folder, {**ORDINARY, **site_pages})
            return
        shutil.copytree(site, folder)
        write(folder, {"404.html": page(f"<p>versie {version_}</p>", css="index.html")})

    return build


def whole(target: Path) -> str:
    """What is served: the name of the release, when every file of it is what the release says; raises when not."""
    current = (target / "huidig").resolve(strict=True)
    release = releases.Release.read(current)
    site = current / "site"
    found = hashes(site)
    for path, total in release.own.items():
        assert path == "data/bouw.json" or found[path] == total, f"{path} is anders dan de uitgave zegt"
    for kind, unpack in ((".gz", gzip.decompress), (".br", brotli.decompress)):
        for packed in site.rglob(f"*{kind}"):
            if packed.with_suffix("").exists():
                assert unpack(packed.read_bytes()) == packed.with_suffix("").read_bytes(), packed
    assert hashes(current / "server") == release.server
    return current.name


# ── A build and a publication of a real project ─────────────────────────────────────────────────────────

ERRORS = (0, 0, errno.ENOSPC, errno.EIO, errno.EROFS)
"""Killed, or an error of the disk."""
COMMANDS = (("bouw",), ("publiceer", "publicatie"))


def disturbed(folder: Path, times: int, rng: random.Random) -> Counter[str]:
    """Disturb a build and a publication in turn, each at a random touch of the disk."""
    root = project(folder)
    (folder / "sjablonen").mkdir()
    parent, tally = Parent(root, folder / "sjablonen"), Counter[str]()
    about, text = root / "docs/over.md", (root / "docs/over.md").read_text(encoding="utf-8")
    touches: dict[str, int] = {}
    for command in COMMANDS:
        for number in range(2):  # the first fills, the second is like those that follow
            about.write_text(f"{text}\nBegin {number} van {command[0]}.\n", encoding="utf-8")
            outcome = parent.build(root, MOMENT, opdracht=command)
            assert outcome.code == 0, outcome.output
            touches[command[0]] = outcome.touches
    was = _state(root)
    for number in range(times):
        command = COMMANDS[number % len(COMMANDS)]
        about.write_text(f"{text}\nDit is keer {number}.\n", encoding="utf-8")
        fault = Fault(rng.randint(1, touches[command[0]]), rng.choice(ERRORS))
        outcome = parent.build(root, MOMENT, opdracht=command, fault=fault)
        assert "Traceback" not in outcome.output, outcome.output
        assert outcome.code in {0, 1, -signal.SIGKILL}, outcome.output
        now = _state(root)
        assert outcome.code != 1 or now == was, f"gemeld dat het mislukte, en er staat iets anders: {outcome.output}"
        how = errno.errorcode[fault.error] if fault.error else "kill -9"
        tally[f"{command[0]}, {how}: {'oude' if now == was else 'nieuwe'} site"] += 1
        was = now
    for command in COMMANDS:
        outcome = parent.build(root, MOMENT, opdracht=command)
        assert outcome.code == 0, outcome.output
    _state(root)
    assert not [*(root / ".cache/.bezig").iterdir(), *(root / "publicatie/.bezig").iterdir()], "niet opgeruimd"
    parent.stop()
    return tally


def _state(root: Path) -> tuple[str, str]:
    """Which build `site/` is of and which release is published, when every file of both is what they say; raises when not."""
    list_ = json.loads((root / "site/data/bouw.json").read_bytes())
    assert hashes(root / "site") == list_["bestanden"], "site/ is niet heel"
    return list_["uitgave"], whole(root / "publicatie")


# ── Kills ───────────────────────────────────────────────────────────────────────────────────────────────


def _start(target: Path, version_: int, site: Path | None) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", _PUBLISHER, str(target), str(version_), str(site or "")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout as output:
        assert output.readline() == "begint\n"
    return process


def dead(target: Path, times: int, rng: random.Random, site: Path | None = None) -> Counter[str]:
    """Kill as many publishers, each at a random moment between its begin and a little after its end."""
    timings = []
    for version_ in (1, 2):
        process = _start(target, version_, site)
        start = time.perf_counter()
        assert process.wait() == 0
        timings.append(time.perf_counter() - start)
    was, tally = whole(target), Counter[str]()
    for version_ in range(3, times + 3):
        process = _start(target, version_, site)
        time.sleep(rng.uniform(0, timings[-1] * 1.1))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        tally["gedood" if process.wait() else "al klaar"] += 1
        now = whole(target)
        tally["oude uitgave" if now == was else "nieuwe uitgave"] += 1
        # One more when it was stopped before clearing up.
        assert len(releases.all_releases(target)) <= releases.KEPT + 1
        was = now
    assert _start(target, times + 3, site).wait() == 0
    assert not list((target / ".bezig").iterdir()), "de laatste heeft niet opgeruimd"
    whole(target)
    return tally


# ── Disks ───────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _disk(place: Path, size: int) -> Iterator[Path]:
    """A disk in memory of so many bytes; root only."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)  # noqa: S603, S607
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607


def _remount(place: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)  # noqa: S603, S607


def _size(place: Path) -> int:
    free = os.statvfs(place)
    return (free.f_blocks - free.f_bfree) * free.f_frsize


def disks(place: Path, times: int, rng: random.Random) -> Counter[str]:
    """Publish to disks on which there is room for a random part of the second release, and to one that is read-only."""
    tally = Counter[str]()
    for number in range(times):
        with _disk(place, 64 << 20) as target:
            publish.publish_site(target, target, build=builder(1), now="1")
            was, used = whole(target), _size(target)
            _remount(target, "ro" if number % 5 == 0 else f"size={int(used * rng.uniform(1.0, 2.2)) + 4096}")
            try:
                publish.publish_site(target, target, build=builder(2), now="2")
            except staging.PublishError as error:
                explanation = str(error).split(".")[0]
                assert whole(target) == was, "er staat iets anders na een fout"
            else:
                explanation = "paste"
                assert whole(target) != was
            tally[explanation] += 1
    return tally


def main() -> None:
    """Print what happened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keer", type=int, default=200)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--zaad", type=int, default=time.time_ns() % 10**6)
    choice = parser.parse_args()
    rng = random.Random(choice.zaad)  # noqa: S311 - moments, no secrets
    write_out = sys.stdout.write
    write_out(f"zaad {choice.zaad}\n")
    with tempfile.TemporaryDirectory() as folder:
        write_out(f"bouw en publicatie: {dict(disturbed(Path(folder), choice.keer, rng))}; elke keer heel\n")
        sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        write_out(f"publicatie, kill -9: {dict(dead(Path(folder), choice.keer, rng, choice.site))}; elke keer heel\n")
    if os.geteuid():
        write_out("volle schijf en alleen-lezen: NIET geprobeerd (alleen als root)\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        write_out(f"schijven: {dict(disks(Path(folder), max(5, choice.keer // 4), rng))}; elke keer heel\n")


if __name__ == "__main__":
    main()
