from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from macros.build.preview import Uitstel, Waarnemer


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


@pytest.fixture
def ziet() -> Iterator[Waarnemer]:
    waarnemer = Waarnemer()
    yield waarnemer
    waarnemer.stop()
    waarnemer.join(5)


def _let_op(ziet: Waarnemer, map_: Path) -> list[FileSystemEvent]:
    gezien: list[FileSystemEvent] = []
    luisteraar = FileSystemEventHandler()
    luisteraar.on_any_event = gezien.append  # type: ignore[method-assign, assignment]
    ziet.schedule(luisteraar, str(map_), recursive=True)
    ziet.start()
    return gezien


def _wacht_op(ziet: Waarnemer, pad: Path) -> set[Path]:
    gewijzigd: set[Path] = set()
    for _ in range(500):
        gewijzigd |= ziet.gewijzigd()
        if pad in gewijzigd:
            return gewijzigd
        time.sleep(0.01)
    pytest.fail(f"the change was not seen, only {gewijzigd}")


def test_the_observer_tells_of_changes_and_not_of_reading(tmp_path: Path, ziet: Waarnemer) -> None:
    bestand = tmp_path / "a.md"
    bestand.write_text("oud")
    gezien = _let_op(ziet, tmp_path)
    bestand.read_text()
    time.sleep(0.2)
    assert gezien == []
    bestand.write_text("nieuw")
    assert _wacht_op(ziet, bestand) == {bestand}
    assert {Path(str(event.src_path)) for event in gezien} == {bestand}
    assert ziet.gewijzigd() == set(), "a change is told once"


def test_the_observer_tells_what_takes_the_place_of_a_file(tmp_path: Path, ziet: Waarnemer) -> None:
    """As many editors save: the new text goes into a file beside it, which is then given its name."""
    bestand, ernaast = tmp_path / "a.md", tmp_path / "a.md.nieuw"
    bestand.write_text("oud")
    _let_op(ziet, tmp_path)
    ernaast.write_text("nieuw")
    ernaast.rename(bestand)
    assert _wacht_op(ziet, bestand) == {bestand, ernaast}


def test_what_an_editor_keeps_for_itself_is_no_change(tmp_path: Path, ziet: Waarnemer) -> None:
    gezien = _let_op(ziet, tmp_path)
    (tmp_path / ".a.md.swp").write_text("van de editor")
    bestand = tmp_path / "a.md"
    bestand.write_text("van de schrijver")
    assert _wacht_op(ziet, bestand) == {bestand}
    assert {Path(str(event.src_path)) for event in gezien} == {bestand}


def test_a_build_can_be_asked_for_without_a_change(tmp_path: Path, ziet: Waarnemer) -> None:
    gezien = _let_op(ziet, tmp_path)
    vraag = ziet.vraag_bouw()
    assert gezien == []
    deque(vraag, maxlen=0)
    assert len(gezien) == 1
    assert ziet.gewijzigd() == set()
