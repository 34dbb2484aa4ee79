from __future__ import annotations

import ctypes
import logging
import os
import signal
import time
from itertools import chain
from pathlib import Path

import pytest

from macros.base.spool import Spool
from macros.base.workers import AT_LEAST, Worker, WorkerPool, WorkerStopped, divide

LOGGER = logging.getLogger("proef.werker")


@pytest.mark.parametrize(
    ("cores", "aantal", "parts"), [(1, 500, 1), (2, 500, 2), (8, 3 * AT_LEAST, 3), (8, 5, 1), (4, 0, 1)]
)
def test_work_is_divided_over_the_cores_when_it_is_worth_it(
    monkeypatch: pytest.MonkeyPatch, cores: int, aantal: int, parts: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    divided = divide(range(aantal))
    assert len(divided) == parts
    assert sorted(chain.from_iterable(divided)) == list(range(aantal))
    assert max(map(len, divided)) - min(map(len, divided)) <= 1
    assert len(divide(range(aantal), aantal + 1)) == 1


def test_a_worker_is_another_process_and_its_answer_comes_back() -> None:
    state = ["van hier"]
    worker = Worker(lambda: (os.getpid(), state.pop()), LOGGER)
    pid, said = worker.collect()
    assert pid != os.getpid()
    assert (said, state) == ("van hier", ["van hier"])


def _resident() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc keeps what is free")
def test_what_is_free_is_given_back_before_a_copy_is_made() -> None:
    pieces = [bytes(1000) for _ in range(100_000)]
    del pieces[:-1]  # what is above the last one, glibc gives back by itself
    before = _resident()
    assert Worker(lambda: len(pieces)).collect() == 1
    assert _resident() < before - 50_000_000


def test_of_what_a_worker_put_in_files_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", f"{tmp_path}")

    def work() -> Spool:
        sent, kept = Spool(), Spool()
        for spool in (sent, kept):
            spool.put("een", b"1")
        return sent

    assert dict(Worker(work).collect()) == {"een": b"1"}
    assert list(tmp_path.iterdir()) == []


def test_what_is_told_over_there_is_told_here(caplog: pytest.LogCaptureFixture) -> None:
    def say() -> None:
        LOGGER.warning("let op: %s", "een kopje")
        raise SystemExit("en stop")

    worker = Worker(say, LOGGER)
    with caplog.at_level(logging.INFO, LOGGER.name), pytest.raises(WorkerStopped, match="en stop"):
        worker.collect()
    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [("WARNING", "let op: een kopje")]


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_what_an_engine_warns_of_over_there_counts_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, engine: str
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    # An engine that ran in this process before keeps its lines to itself, and a test may have told it to say less.
    monkeypatch.setattr(logging.getLogger(engine), "propagate", True)
    logger = logging.getLogger(f"{engine}.structure.pages")
    with caplog.at_level(logging.WARNING, engine):
        WorkerPool(_Saver(), together=True).submit(lambda: logger.warning("een dode link"))()
    assert [(line.name, line.levelname) for line in caplog.records] == [(logger.name, "WARNING")]


def test_what_goes_wrong_in_a_worker_is_told_here() -> None:
    def wrong() -> None:
        raise SystemExit("dit woord bestaat niet")

    with pytest.raises(WorkerStopped, match="dit woord bestaat niet"):
        Worker(wrong, LOGGER).collect()


def test_a_worker_that_is_killed_says_so() -> None:
    worker = Worker(lambda: os.kill(os.getpid(), signal.SIGKILL), LOGGER)
    with pytest.raises(WorkerStopped, match="afgebroken"):
        worker.collect()


def test_a_worker_that_no_one_waits_for_ends() -> None:
    worker = Worker(lambda: time.sleep(600), LOGGER)
    worker.stop()
    with pytest.raises(WorkerStopped, match="afgebroken"):
        worker.collect()


class _Saver:
    """What a build keeps."""

    def __init__(self) -> None:
        self.here = True
        self.new = Spool()

    def separate(self) -> None:
        self.here = False

    def take_over(self, new: Spool) -> None:
        self.new.take_over(new)


@pytest.mark.parametrize(("cores", "together", "there"), [(2, True, True), (1, True, False), (2, False, False)])
def test_a_crew_brings_home_what_was_made_and_kept(
    monkeypatch: pytest.MonkeyPatch, cores: int, *, together: bool, there: bool
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    saver = _Saver()

    def work() -> tuple[int, bool]:
        saver.new.put("a", b"1")
        return os.getpid(), saver.here

    pid, here = WorkerPool(saver, together=together).submit(work)()
    assert (pid != os.getpid(), here) == (there, not there)
    assert saver.new == {"a": b"1"}
    assert saver.here


def test_a_worker_that_adds_nothing_to_what_was_there_brings_nothing_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    before = Spool()
    before.put("a", b"1")
    assert WorkerPool(_Saver(), together=True).submit(lambda: before.only(["b"]))() == {}
    assert before == {"a": b"1"}


def test_a_crew_that_no_one_waits_for_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    pool = WorkerPool(_Saver(), together=True)
    fetch = pool.submit(lambda: time.sleep(600))
    pool.stop()
    with pytest.raises(WorkerStopped, match="afgebroken"):
        fetch()
