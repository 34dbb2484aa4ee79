"""How long a command takes and what it needs, with all that it starts; how soon an edit can be read over HTTP."""

from __future__ import annotations

import gzip
import http.client
import os
import random
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli

HAPJE = 0.05
"""Seconds between two looks at the memory of a process and its children."""
KLOP = 0.01
"""Seconds between two questions to a server."""
GEDULD = 1800
"""Seconds after which a server that does not answer counts as one that never will."""
STEEKPROEF = 50
"""Pages whose size is taken."""


class Mislukt(Exception):
    """A command failed, or a server never answered; the message has its last lines."""


@dataclass(frozen=True, slots=True)
class Meting:
    """One run: seconds by the clock, seconds of processor, bytes of memory at most, files written."""

    wand: float
    cpu: float
    piek: int
    geschreven: int


def draai(opdracht: Sequence[str], map_: Path, omgeving: Mapping[str, str], site: Path) -> Meting:
    """Run a build to its end.

    Raises:
        Mislukt: it failed.
    """
    with tempfile.TemporaryFile() as uitvoer:
        begin, klok = time.time_ns(), time.perf_counter()
        proces = subprocess.Popen(  # noqa: S603 - a builder with our own arguments
            opdracht, cwd=map_, env=os.environ | omgeving, stdout=uitvoer, stderr=subprocess.STDOUT, start_new_session=True
        )  # fmt: skip
        with _let_op_geheugen(proces.pid) as piek:
            _, stand, gebruik = os.wait4(proces.pid, 0)
        wand = time.perf_counter() - klok
        proces.returncode = os.waitstatus_to_exitcode(stand)
        if proces.returncode:
            uitvoer.seek(0)
            raise Mislukt(f"{' '.join(opdracht)}: {uitvoer.read().decode(errors='replace')[-2000:]}")
    hoogste = max(piek(), gebruik.ru_maxrss * 1024)
    return Meting(wand, gebruik.ru_utime + gebruik.ru_stime, hoogste, geschreven(site, begin))


@contextmanager
def _let_op_geheugen(sessie: int) -> Iterator[Callable[[], int]]:
    """Look at the memory of a session's processes while they run; what they share counts once."""
    klaar = threading.Event()
    gezien = [0]

    def kijk() -> None:
        while not klaar.wait(HAPJE):
            gezien.append(sum(map(_geheugen, _processen(sessie))))

    draad = threading.Thread(target=kijk)
    draad.start()
    try:
        yield lambda: max(gezien)
    finally:
        klaar.set()
        draad.join()


def _processen(sessie: int) -> Iterator[Path]:
    for map_ in Path("/proc").glob("[0-9]*"):
        try:
            velden = (map_ / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(velden[3]) == sessie:
            yield map_


def _geheugen(proces: Path) -> int:
    """Its proportional share of memory in bytes."""
    try:
        regels = (proces / "smaps_rollup").read_text().splitlines()
    except OSError:  # it ended, or this system has no such file: the system's own account stands alone
        return 0
    return sum(int(regel.split()[1]) * 1024 for regel in regels if regel.startswith("Pss:"))


def geschreven(site: Path, sinds: int) -> int:
    """How many files of a site were written since a moment (in nanoseconds)."""
    return sum(1 for pad in site.rglob("*") if pad.is_file() and pad.stat().st_mtime_ns >= sinds)


def maten(bladen: Sequence[Path]) -> dict[str, float]:
    """Mean bytes of a page: raw, with gzip, with brotli; of a sample."""
    gekozen = random.Random(0).sample(list(bladen), min(len(bladen), STEEKPROEF))  # noqa: S311 - repeatable
    rauw = [pad.read_bytes() for pad in gekozen]
    wijzen: dict[str, Callable[[bytes], bytes]] = {
        "raw": bytes, "gzip": lambda b: gzip.compress(b, 9), "brotli": lambda b: brotli.compress(b, quality=11),
    }  # fmt: skip
    return {naam: sum(len(pak_in(blad)) for blad in rauw) / len(rauw) for naam, pak_in in wijzen.items()}


# ── Edit to visible ─────────────────────────────────────────────────────────────────────────────────────


def zichtbaar(
    opdracht: Callable[[int], Sequence[str]], map_: Path, omgeving: Mapping[str, str], blad: Path, pad: str, keer: int
) -> list[float]:
    """Start a preview, edit a page time and again, and wait each time until its new text can be read.

    Args:
        opdracht: the command for a port.
        map_: the project.
        omgeving: what the command needs in its environment.
        blad: the file that is edited.
        pad: where its page is.
        keer: how often.

    Raises:
        Mislukt: it did not become visible.
    """
    poort = _vrije_poort()
    adres = f"http://127.0.0.1:{poort}/{pad}"
    proces = subprocess.Popen(  # noqa: S603 - the same
        opdracht(poort), cwd=map_, env=os.environ | omgeving, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wacht_op(proces, adres, b"</html>")
        time.sleep(2)  # a preview that is just up may still be settling; that is no one's edit
        return [_een_keer(proces, adres, blad, nummer) for nummer in range(keer)]
    finally:
        os.killpg(proces.pid, signal.SIGTERM)
        try:
            proces.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(proces.pid, signal.SIGKILL)
            proces.wait()


def _een_keer(proces: subprocess.Popen[bytes], adres: str, blad: Path, nummer: int) -> float:
    merk = f"zichtbaar{time.time_ns()}"
    with blad.open("a", encoding="utf-8") as tekst:
        tekst.write(f"\nWijziging {nummer} is {merk}.\n")
    begin = time.perf_counter()
    _wacht_op(proces, adres, merk.encode())
    duur = time.perf_counter() - begin
    time.sleep(1 + nummer % 3)  # a writer saves again soon or late; what a preview puts off may be under way then
    return duur


def _wacht_op(proces: subprocess.Popen[bytes], adres: str, tekst: bytes) -> None:
    einde = time.monotonic() + GEDULD
    while time.monotonic() < einde and proces.poll() is None:
        try:
            with urllib.request.urlopen(adres, timeout=GEDULD) as antwoord:  # noqa: S310 - an address of this machine
                if tekst in antwoord.read():
                    return
        except (OSError, http.client.HTTPException):
            pass  # it is not up yet, or was writing the page
        time.sleep(KLOP)
    raise Mislukt(f"{adres} never showed {tekst.decode()}")


def _vrije_poort() -> int:
    with socket.socket() as stopcontact:
        stopcontact.bind(("127.0.0.1", 0))
        poort: int = stopcontact.getsockname()[1]
        return poort
