from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Mapping
from itertools import chain

import pytest

from macros.base.workers import MINSTENS, Gestopt, Ploeg, Werker, verdeel

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


class _Bewaart:
    """What a build keeps."""

    def __init__(self) -> None:
        self.hier = True
        self.nieuw: dict[str, bytes] = {}

    def los(self) -> None:
        self.hier = False

    def neem_over(self, nieuw: Mapping[str, bytes]) -> None:
        self.nieuw |= nieuw


@pytest.mark.parametrize(("kernen", "samen", "daar"), [(2, True, True), (1, True, False), (2, False, False)])
def test_a_crew_brings_home_what_was_made_and_kept(
    monkeypatch: pytest.MonkeyPatch, kernen: int, *, samen: bool, daar: bool
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(kernen)))
    bewaart = _Bewaart()

    def werk() -> tuple[int, bool]:
        bewaart.nieuw["a"] = b"1"
        return os.getpid(), bewaart.hier

    pid, hier = Ploeg(bewaart, samen=samen).naast(werk)()
    assert (pid != os.getpid(), hier) == (daar, not daar)
    assert bewaart.nieuw == {"a": b"1"}
    assert bewaart.hier


def test_a_crew_that_no_one_waits_for_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    ploeg = Ploeg(_Bewaart(), samen=True)
    haal = ploeg.naast(lambda: time.sleep(600))
    ploeg.stop()
    with pytest.raises(Gestopt, match="afgebroken"):
        haal()
