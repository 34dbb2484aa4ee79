from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from macros.serve import Uitstel, waarnemer


def _werk(gedaan: list[int], na: threading.Event | None = None) -> Iterator[None]:
    for stap in range(3):
        gedaan.append(stap)
        if na and stap == 0:
            na.wait(5)
        yield


def _tot(klaar: list[int], aantal: int) -> None:
    for _ in range(500):
        if len(klaar) >= aantal:
            return
        time.sleep(0.01)
    pytest.fail(f"{klaar}")


def test_what_can_wait_is_done_after_a_pause() -> None:
    gedaan: list[int] = []
    Uitstel(0.01).later(_werk(gedaan))
    _tot(gedaan, 3)
    assert gedaan == [0, 1, 2]


def test_what_is_stopped_before_its_pause_is_not_done() -> None:
    gedaan: list[int] = []
    uitstel = Uitstel(30)
    uitstel.later(_werk(gedaan))
    uitstel.stop()
    uitstel.maak_af()
    assert gedaan == []


def test_what_is_stopped_while_it_is_done_ends_after_its_step() -> None:
    gedaan: list[int] = []
    verder = threading.Event()
    uitstel = Uitstel(0)
    uitstel.later(_werk(gedaan, verder))
    _tot(gedaan, 1)
    stopt = threading.Thread(target=uitstel.stop)
    stopt.start()
    while uitstel._werk is not None:  # noqa: SLF001 - the moment at which the step may go on
        time.sleep(0.001)
    verder.set()
    stopt.join(5)
    assert gedaan == [0]


def test_newer_work_takes_the_place_of_what_waited_and_can_be_asked_for_now() -> None:
    oud: list[int] = []
    nieuw: list[int] = []
    uitstel = Uitstel(30)
    uitstel.later(_werk(oud))
    uitstel.later(_werk(nieuw))
    uitstel.maak_af()
    assert (oud, nieuw) == ([], [0, 1, 2])
    uitstel.stop()


def test_the_observer_tells_of_changes_and_not_of_reading(tmp_path: Path) -> None:
    bestand = tmp_path / "a.md"
    bestand.write_text("oud")
    gezien: list[FileSystemEvent] = []
    luisteraar = FileSystemEventHandler()
    luisteraar.on_any_event = gezien.append  # type: ignore[method-assign, assignment]
    ziet = waarnemer()
    ziet.schedule(luisteraar, str(tmp_path))
    ziet.start()
    bestand.read_text()
    time.sleep(0.2)
    assert gezien == []
    bestand.write_text("nieuw")
    for _ in range(500):
        if any(Path(str(event.src_path)) == bestand for event in gezien):
            break
        time.sleep(0.01)
    else:
        pytest.fail("the change was not seen")
    ziet.stop()
    ziet.join(5)
