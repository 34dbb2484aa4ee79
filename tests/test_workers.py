from __future__ import annotations

import logging
import os
import signal
import time
from itertools import chain

import pytest

from macros.workers import MINSTENS, Gestopt, Werker, verdeel

LOGGER = logging.getLogger("proef.werker")


@pytest.mark.parametrize(
    ("kernen", "aantal", "delen"), [(1, 500, 1), (2, 500, 2), (8, 3 * MINSTENS, 3), (8, 5, 1), (4, 0, 1)]
)
def test_work_is_divided_over_the_cores_when_it_is_worth_it(
    monkeypatch: pytest.MonkeyPatch, kernen: int, aantal: int, delen: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(kernen)))
    verdeeld = verdeel(range(aantal))
    assert len(verdeeld) == delen
    assert sorted(chain.from_iterable(verdeeld)) == list(range(aantal))
    assert max(map(len, verdeeld)) - min(map(len, verdeeld)) <= 1


def test_a_worker_is_another_process_and_its_answer_comes_back() -> None:
    stand = ["van hier"]
    werker = Werker(lambda: (os.getpid(), stand.pop()), LOGGER)
    pid, gezegd = werker.oogst()
    assert pid != os.getpid()
    assert (gezegd, stand) == ("van hier", ["van hier"])


def test_what_is_told_over_there_is_told_here(caplog: pytest.LogCaptureFixture) -> None:
    def zeg() -> None:
        LOGGER.warning("let op: %s", "een kopje")
        raise SystemExit("en stop")

    werker = Werker(zeg, LOGGER)
    with caplog.at_level(logging.INFO, LOGGER.name), pytest.raises(Gestopt, match="en stop"):
        werker.oogst()
    assert [(regel.levelname, regel.getMessage()) for regel in caplog.records] == [("WARNING", "let op: een kopje")]


def test_what_goes_wrong_in_a_worker_is_told_here() -> None:
    def mis() -> None:
        raise SystemExit("dit woord bestaat niet")

    with pytest.raises(Gestopt, match="dit woord bestaat niet"):
        Werker(mis, LOGGER).oogst()


def test_a_worker_that_is_killed_says_so() -> None:
    werker = Werker(lambda: os.kill(os.getpid(), signal.SIGKILL), LOGGER)
    with pytest.raises(Gestopt, match="afgebroken"):
        werker.oogst()


def test_a_worker_that_no_one_waits_for_ends() -> None:
    werker = Werker(lambda: time.sleep(600), LOGGER)
    werker.stop()
    with pytest.raises(Gestopt, match="afgebroken"):
        werker.oogst()
