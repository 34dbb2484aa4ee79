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

from macros.release import publish
from macros.release.archive import hashes
from tests.bench.fuzz import project
from tests.conftest import MOMENT
from tests.helpers.builder import Moeder, Storing
from tests.helpers.small_release import GEWOON, pagina, schrijf

WORTEL = Path(__file__).parent.parent.parent

_UITGEVER = """
import sys
from pathlib import Path
from macros.release import publish
from tests.bench.publishing import bouwer
doel, versie, site = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
print("begint", flush=True)
publish.publiceer(doel, doel, bouw=bouwer(versie, Path(site) if site else None), nu=f"20261122T{versie:06}Z")
"""


def bouwer(versie: int, site: Path | None = None) -> publish.Bouw:
    """A build that writes a site of its own for each number: `site` with one page changed, or forty small pages."""

    def bouw(map_: Path) -> None:
        if site is None:
            bladen = {f"themas/t{n}/index.html": pagina(f"<p>versie {versie}, blad {n}</p>" * 30) for n in range(40)}
            schrijf(map_, {**GEWOON, **bladen})
            return
        shutil.copytree(site, map_)
        schrijf(map_, {"404.html": pagina(f"<p>versie {versie}</p>", css="index.html")})

    return bouw


def heel(doel: Path) -> str:
    """What is served: the name of the release, when every file of it is what the release says; raises when not."""
    huidig = (doel / "huidig").resolve(strict=True)
    uitgave = publish.Uitgave.lees(huidig)
    site = huidig / "site"
    gevonden = hashes(site)
    for pad, som in uitgave.eigen.items():
        assert pad == "data/bouw.json" or gevonden[pad] == som, f"{pad} is anders dan de uitgave zegt"
    for soort, uitpakken in ((".gz", gzip.decompress), (".br", brotli.decompress)):
        for ingepakt in site.rglob(f"*{soort}"):
            if ingepakt.with_suffix("").exists():
                assert uitpakken(ingepakt.read_bytes()) == ingepakt.with_suffix("").read_bytes(), ingepakt
    assert hashes(huidig / "server") == uitgave.server
    return huidig.name


# ── A build and a publication of a real project ─────────────────────────────────────────────────────────

FOUTEN = (0, 0, errno.ENOSPC, errno.EIO, errno.EROFS)
"""Killed, or an error of the disk."""
OPDRACHTEN = (("bouw",), ("publiceer", "publicatie"))


def gestoord(map_: Path, keer: int, toeval: random.Random) -> Counter[str]:
    """Disturb a build and a publication in turn, each at a random touch of the disk."""
    wortel = project(map_)
    (map_ / "sjablonen").mkdir()
    moeder, telling = Moeder(wortel, map_ / "sjablonen"), Counter[str]()
    over, tekst = wortel / "docs/over.md", (wortel / "docs/over.md").read_text(encoding="utf-8")
    ingrepen: dict[str, int] = {}
    for opdracht in OPDRACHTEN:
        for nummer in range(2):  # the first fills, the second is like those that follow
            over.write_text(f"{tekst}\nBegin {nummer} van {opdracht[0]}.\n", encoding="utf-8")
            uitkomst = moeder.bouw(wortel, MOMENT, opdracht=opdracht)
            assert uitkomst.code == 0, uitkomst.uitvoer
            ingrepen[opdracht[0]] = uitkomst.ingrepen
    was = _stand(wortel)
    for nummer in range(keer):
        opdracht = OPDRACHTEN[nummer % len(OPDRACHTEN)]
        over.write_text(f"{tekst}\nDit is keer {nummer}.\n", encoding="utf-8")
        storing = Storing(toeval.randint(1, ingrepen[opdracht[0]]), toeval.choice(FOUTEN))
        uitkomst = moeder.bouw(wortel, MOMENT, opdracht=opdracht, storing=storing)
        assert "Traceback" not in uitkomst.uitvoer, uitkomst.uitvoer
        assert uitkomst.code in {0, 1, -signal.SIGKILL}, uitkomst.uitvoer
        nu = _stand(wortel)
        assert uitkomst.code != 1 or nu == was, f"gemeld dat het mislukte, en er staat iets anders: {uitkomst.uitvoer}"
        hoe = errno.errorcode[storing.fout] if storing.fout else "kill -9"
        telling[f"{opdracht[0]}, {hoe}: {'oude' if nu == was else 'nieuwe'} site"] += 1
        was = nu
    for opdracht in OPDRACHTEN:
        uitkomst = moeder.bouw(wortel, MOMENT, opdracht=opdracht)
        assert uitkomst.code == 0, uitkomst.uitvoer
    _stand(wortel)
    assert not [*(wortel / ".cache/.bezig").iterdir(), *(wortel / "publicatie/.bezig").iterdir()], "niet opgeruimd"
    moeder.stop()
    return telling


def _stand(wortel: Path) -> tuple[str, str]:
    """Which build `site/` is of and which release is published, when every file of both is what they say; raises when not."""
    lijst = json.loads((wortel / "site/data/bouw.json").read_bytes())
    assert hashes(wortel / "site") == lijst["bestanden"], "site/ is niet heel"
    return lijst["uitgave"], heel(wortel / "publicatie")


# ── Kills ───────────────────────────────────────────────────────────────────────────────────────────────


def _start(doel: Path, versie: int, site: Path | None) -> subprocess.Popen[str]:
    proces = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", _UITGEVER, str(doel), str(versie), str(site or "")],
        cwd=WORTEL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert proces.stdout is not None
    with proces.stdout as uitvoer:
        assert uitvoer.readline() == "begint\n"
    return proces


def dood(doel: Path, keer: int, toeval: random.Random, site: Path | None = None) -> Counter[str]:
    """Kill as many publishers, each at a random moment between its begin and a little after its end."""
    tijden = []
    for versie in (1, 2):
        proces = _start(doel, versie, site)
        begin = time.perf_counter()
        assert proces.wait() == 0
        tijden.append(time.perf_counter() - begin)
    was, telling = heel(doel), Counter[str]()
    for versie in range(3, keer + 3):
        proces = _start(doel, versie, site)
        time.sleep(toeval.uniform(0, tijden[-1] * 1.1))
        if proces.poll() is None:
            os.killpg(proces.pid, signal.SIGKILL)
        telling["gedood" if proces.wait() else "al klaar"] += 1
        nu = heel(doel)
        telling["oude uitgave" if nu == was else "nieuwe uitgave"] += 1
        assert len(publish.uitgaven(doel)) <= publish.BEWAARD + 1  # one more when it was stopped before clearing up
        was = nu
    assert _start(doel, keer + 3, site).wait() == 0
    assert not list((doel / ".bezig").iterdir()), "de laatste heeft niet opgeruimd"
    heel(doel)
    return telling


# ── Disks ───────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _schijf(plek: Path, omvang: int) -> Iterator[Path]:
    """A disk in memory of so many bytes; root only."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={omvang}", "tmpfs", str(plek)], check=True)  # noqa: S603, S607
    try:
        yield plek
    finally:
        subprocess.run(["umount", str(plek)], check=True)  # noqa: S603, S607


def _opnieuw(plek: Path, optie: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{optie}", str(plek)], check=True)  # noqa: S603, S607


def _omvang(plek: Path) -> int:
    vrij = os.statvfs(plek)
    return (vrij.f_blocks - vrij.f_bfree) * vrij.f_frsize


def schijven(plek: Path, keer: int, toeval: random.Random) -> Counter[str]:
    """Publish to disks on which there is room for a random part of the second release, and to one that is read-only."""
    telling = Counter[str]()
    for nummer in range(keer):
        with _schijf(plek, 64 << 20) as doel:
            publish.publiceer(doel, doel, bouw=bouwer(1), nu="1")
            was, gebruikt = heel(doel), _omvang(doel)
            _opnieuw(doel, "ro" if nummer % 5 == 0 else f"size={int(gebruikt * toeval.uniform(1.0, 2.2)) + 4096}")
            try:
                publish.publiceer(doel, doel, bouw=bouwer(2), nu="2")
            except publish.Publicatiefout as fout:
                uitleg = str(fout).split(".")[0]
                assert heel(doel) == was, "er staat iets anders na een fout"
            else:
                uitleg = "paste"
                assert heel(doel) != was
            telling[uitleg] += 1
    return telling


def main() -> None:
    """Print what happened."""
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("--keer", type=int, default=200)
    ontleder.add_argument("--site", type=Path)
    ontleder.add_argument("--zaad", type=int, default=time.time_ns() % 10**6)
    keuze = ontleder.parse_args()
    toeval = random.Random(keuze.zaad)  # noqa: S311 - moments, no secrets
    schrijf_ = sys.stdout.write
    schrijf_(f"zaad {keuze.zaad}\n")
    with tempfile.TemporaryDirectory() as map_:
        schrijf_(f"bouw en publicatie: {dict(gestoord(Path(map_), keuze.keer, toeval))}; elke keer heel\n")
        sys.stdout.flush()
    with tempfile.TemporaryDirectory() as map_:
        schrijf_(f"publicatie, kill -9: {dict(dood(Path(map_), keuze.keer, toeval, keuze.site))}; elke keer heel\n")
    if os.geteuid():
        schrijf_("volle schijf en alleen-lezen: NIET geprobeerd (alleen als root)\n")
        return
    with tempfile.TemporaryDirectory() as map_:
        schrijf_(f"schijven: {dict(schijven(Path(map_), max(5, keuze.keer // 4), toeval))}; elke keer heel\n")


if __name__ == "__main__":
    main()
