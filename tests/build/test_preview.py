from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from macros.build.preview import ChangeObserver, Deferred


def _work(done: list[int], na: threading.Event | None = None) -> Iterator[None]:
    for step in range(3):
        done.append(step)
        if na and step == 0:
            na.wait(5)
        yield


def _until(done: list[int], count: int) -> None:
    for _ in range(500):
        if len(done) >= count:
            return
        time.sleep(0.01)
    pytest.fail(f"{done}")


def test_what_can_wait_is_done_after_a_pause() -> None:
    done: list[int] = []
    Deferred(0.01).later(_work(done))
    _until(done, 3)
    assert done == [0, 1, 2]


def test_what_is_stopped_before_its_pause_is_not_done() -> None:
    done: list[int] = []
    deferral = Deferred(30)
    deferral.later(_work(done))
    deferral.stop()
    deferral.finish()
    assert done == []


def test_what_is_stopped_while_it_is_done_ends_after_its_step() -> None:
    done: list[int] = []
    further = threading.Event()
    deferral = Deferred(0)
    deferral.later(_work(done, further))
    _until(done, 1)
    stopping = threading.Thread(target=deferral.stop)
    stopping.start()
    while deferral._work is not None:  # noqa: SLF001 - the moment at which the step may go on
        time.sleep(0.001)
    further.set()
    stopping.join(5)
    assert done == [0]


def test_newer_work_takes_the_place_of_what_waited_and_can_be_asked_for_now() -> None:
    old: list[int] = []
    new: list[int] = []
    deferral = Deferred(30)
    deferral.later(_work(old))
    deferral.later(_work(new))
    deferral.finish()
    assert (old, new) == ([], [0, 1, 2])
    deferral.stop()


@pytest.fixture
def watcher() -> Iterator[ChangeObserver]:
    observer = ChangeObserver()
    yield observer
    observer.stop()
    observer.join(5)


def _watch(watcher: ChangeObserver, folder: Path) -> list[FileSystemEvent]:
    seen: list[FileSystemEvent] = []
    listener = FileSystemEventHandler()
    listener.on_any_event = seen.append  # type: ignore[method-assign, assignment]
    watcher.schedule(listener, str(folder), recursive=True)
    watcher.start()
    return seen


def _wait_for(watcher: ChangeObserver, path: Path) -> set[Path]:
    changed: set[Path] = set()
    for _ in range(500):
        changed |= watcher.changed()
        if path in changed:
            return changed
        time.sleep(0.01)
    pytest.fail(f"the change was not seen, only {changed}")


def test_the_observer_tells_of_changes_and_not_of_reading(tmp_path: Path, watcher: ChangeObserver) -> None:
    file = tmp_path / "a.md"
    file.write_text("oud")
    seen = _watch(watcher, tmp_path)
    file.read_text()
    time.sleep(0.2)
    assert seen == []
    file.write_text("nieuw")
    assert _wait_for(watcher, file) == {file}
    assert {Path(str(event.src_path)) for event in seen} == {file}
    assert watcher.changed() == set(), "a change is told once"


def test_the_observer_tells_what_takes_the_place_of_a_file(tmp_path: Path, watcher: ChangeObserver) -> None:
    """As many editors save: the new text goes into a file beside it, which is then given its name."""
    file, beside = tmp_path / "a.md", tmp_path / "a.md.nieuw"
    file.write_text("oud")
    _watch(watcher, tmp_path)
    beside.write_text("nieuw")
    beside.rename(file)
    assert _wait_for(watcher, file) == {file, beside}


def test_what_an_editor_keeps_for_itself_is_no_change(tmp_path: Path, watcher: ChangeObserver) -> None:
    seen = _watch(watcher, tmp_path)
    (tmp_path / ".a.md.swp").write_text("van de editor")
    file = tmp_path / "a.md"
    file.write_text("van de schrijver")
    assert _wait_for(watcher, file) == {file}
    assert {Path(str(event.src_path)) for event in seen} == {file}


def test_a_build_can_be_asked_for_without_a_change(tmp_path: Path, watcher: ChangeObserver) -> None:
    seen = _watch(watcher, tmp_path)
    question = watcher.request_build()
    assert seen == []
    deque(question, maxlen=0)
    assert len(seen) == 1
    assert watcher.changed() == set()
