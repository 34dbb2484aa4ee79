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

TICK = 0.05
"""Seconds between two looks at the memory of a process and its children."""
POLL_INTERVAL = 0.01
"""Seconds between two questions to a server."""
PATIENCE = 1800
"""Seconds after which a server that does not answer counts as one that never will."""
SAMPLE = 50
"""Pages whose size is taken."""


class Failed(Exception):
    """A command failed, or a server never answered; the message has its last lines."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run: seconds by the clock, seconds of processor, bytes of memory at most, files written."""

    wall: float
    cpu: float
    peak: int
    written: int


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], site: Path) -> Measurement:
    """Run a build to its end.

    Raises:
        Failed: it failed.
    """
    with tempfile.TemporaryFile() as output:
        start, clock = time.time_ns(), time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - a builder with our own arguments
            command, cwd=folder, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )  # fmt: skip
        with _watch_memory(process.pid) as peak:
            _, state, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - clock
        process.returncode = os.waitstatus_to_exitcode(state)
        if process.returncode:
            output.seek(0)
            raise Failed(f"{' '.join(command)}: {output.read().decode(errors='replace')[-2000:]}")
    highest = max(peak(), usage.ru_maxrss * 1024)
    return Measurement(wall, usage.ru_utime + usage.ru_stime, highest, written(site, start))


@contextmanager
def _watch_memory(session: int) -> Iterator[Callable[[], int]]:
    """Look at the memory of a session's processes while they run; what they share counts once."""
    done = threading.Event()
    seen = [0]

    def look() -> None:
        while not done.wait(TICK):
            seen.append(sum(map(_memory, _processes(session))))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield lambda: max(seen)
    finally:
        done.set()
        thread.join()


def _processes(session: int) -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[3]) == session:
            yield folder


def _memory(process: Path) -> int:
    """Its proportional share of memory in bytes."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:  # it ended, or this system has no such file: the system's own account stands alone
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def written(site: Path, sinds: int) -> int:
    """How many files of a site were written since a moment (in nanoseconds)."""
    return sum(1 for path in site.rglob("*") if path.is_file() and path.stat().st_mtime_ns >= sinds)


def measures(site_pages: Sequence[Path]) -> dict[str, float]:
    """Mean bytes of a page: raw, with gzip, with brotli; of a sample."""
    chosen = random.Random(0).sample(list(site_pages), min(len(site_pages), SAMPLE))  # noqa: S311 - repeatable
    raw = [path.read_bytes() for path in chosen]
    ways: dict[str, Callable[[bytes], bytes]] = {
        "raw": bytes, "gzip": lambda b: gzip.compress(b, 9), "brotli": lambda b: brotli.compress(b, quality=11),
    }  # fmt: skip
    return {name: sum(len(pack(site_page)) for site_page in raw) / len(raw) for name, pack in ways.items()}


# ── Edit to visible ─────────────────────────────────────────────────────────────────────────────────────


def visible(
    command: Callable[[int], Sequence[str]],
    folder: Path,
    environment: Mapping[str, str],
    site_page: Path,
    path: str,
    times: int,
) -> list[float]:
    """Start a preview, edit a page time and again, and wait each time until its new text can be read.

    Args:
        command: the command for a port.
        folder: the project.
        environment: what the command needs in its environment.
        site_page: the file that is edited.
        path: where its page is.
        times: how often.

    Raises:
        Failed: it did not become visible.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}/{path}"
    process = subprocess.Popen(  # noqa: S603 - the same
        command(port), cwd=folder, env=os.environ | environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(process, address, b"</html>")
        time.sleep(2)  # a preview that is just up may still be settling; that is no one's edit
        return [_once(process, address, site_page, number) for number in range(times)]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _once(process: subprocess.Popen[bytes], address: str, site_page: Path, number: int) -> float:
    mark = f"zichtbaar{time.time_ns()}"
    with site_page.open("a", encoding="utf-8") as text:
        text.write(f"\nWijziging {number} is {mark}.\n")
    start = time.perf_counter()
    _wait_for(process, address, mark.encode())
    duration = time.perf_counter() - start
    time.sleep(1 + number % 3)  # a writer saves again soon or late; what a preview puts off may be under way then
    return duration


def _wait_for(process: subprocess.Popen[bytes], address: str, text: bytes) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - an address of this machine
                if text in answer.read():
                    return
        except (OSError, http.client.HTTPException):
            pass  # it is not up yet, or was writing the page
        time.sleep(POLL_INTERVAL)
    raise Failed(f"{address} never showed {text.decode()}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
