"""The preview while someone writes: it sees a save at once, and what can wait is made when she pauses."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

PAUSE = 1.5
"""Seconds without a new build after which the rest is made."""
_CHANGES: list[type[events.FileSystemEvent]] = [
    events.FileModifiedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
]


class Interrupted(Exception):
    """Something was saved during a build that no one waits for."""


class _ChangeRecorder(events.FileSystemEventHandler):
    """Remembers what changed before it tells the one who listens."""

    def __init__(self, listener: events.FileSystemEventHandler, changed: SimpleQueue[Path]) -> None:
        self._listener, self._changed = listener, changed

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        paths = [Path(os.fsdecode(path)).absolute() for path in (event.src_path, event.dest_path) if path]
        if any(not path.name.startswith(".") for path in paths):  # what an editor keeps for itself is no content
            for path in paths:
                self._changed.put(path)
            self._listener.dispatch(event)


class ChangeObserver(Observer):  # type: ignore[misc, valid-type]  # the class differs by system
    """Tells of changes as the system reports them, and remembers which; MkDocs itself looks twice a second.

    Reading a file is not a change: the system reports that too, and every build would ask for the next one.
    """

    def __init__(self) -> None:
        super().__init__()
        self._changed: SimpleQueue[Path] = SimpleQueue()
        self._listener = events.FileSystemEventHandler()

    def schedule(
        self, event_handler: events.FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> ObservedWatch:
        """Tell of what changes under a path."""
        self._listener, recorder = event_handler, _ChangeRecorder(event_handler, self._changed)
        watch: ObservedWatch = super().schedule(recorder, path, recursive=recursive, event_filter=_CHANGES)
        return watch

    def changed(self) -> set[Path]:
        """What changed since this was last asked."""
        return {self._changed.get() for _ in range(self._changed.qsize())}

    def give_way(self) -> None:
        """Stop what can wait when something was saved meanwhile.

        Raises:
            Interrupted: something was.
        """
        if not self._changed.empty():
            raise Interrupted

    def request_build(self) -> Iterator[None]:
        """In one step: tell that there is something to build, of which no file says so."""
        self._listener.dispatch(events.FileModifiedEvent(""))
        yield


class Deferred:
    """Work in steps that waits for a pause, and stops between two steps when there is something more urgent.

    Args:
        pause: seconds.
    """

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._busy = threading.Lock()
        self._work: Iterator[None] | None = None
        self._timer: threading.Timer | None = None

    def later(self, work: Iterator[None]) -> None:
        """Do this after a pause, unless `stop` comes first; each `yield` is the end of a step."""
        self.stop()
        self._work = work
        self._timer = threading.Timer(self._pause, self.finish)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """What waits need not be done any more; what is being done ends after its step."""
        self._work = None
        with self._busy:  # what is being done may ask for more
            self._work = None
            if self._timer:
                self._timer.cancel()

    def finish(self) -> None:
        """Do what waits, now."""
        with self._busy:
            work = self._work
            for _ in work or ():
                if self._work is not work:
                    return
            self._work = None
