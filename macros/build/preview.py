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

PAUZE = 1.5
"""Seconds without a new build after which the rest is made."""
_WIJZIGINGEN: list[type[events.FileSystemEvent]] = [
    events.FileModifiedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
]


class Onderbroken(Exception):
    """Something was saved during a build that no one waits for."""


class _Noteert(events.FileSystemEventHandler):
    """Remembers what changed before it tells the one who listens."""

    def __init__(self, luisteraar: events.FileSystemEventHandler, gewijzigd: SimpleQueue[Path]) -> None:
        self._luisteraar, self._gewijzigd = luisteraar, gewijzigd

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        paden = [Path(os.fsdecode(pad)).absolute() for pad in (event.src_path, event.dest_path) if pad]
        if any(not pad.name.startswith(".") for pad in paden):  # what an editor keeps for itself is no content
            for pad in paden:
                self._gewijzigd.put(pad)
            self._luisteraar.dispatch(event)


class Waarnemer(Observer):  # type: ignore[misc, valid-type]  # the class differs by system
    """Tells of changes as the system reports them, and remembers which; MkDocs itself looks twice a second.

    Reading a file is not a change: the system reports that too, and every build would ask for the next one.
    """

    def __init__(self) -> None:
        super().__init__()
        self._gewijzigd: SimpleQueue[Path] = SimpleQueue()
        self._luisteraar = events.FileSystemEventHandler()

    def schedule(
        self, event_handler: events.FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> ObservedWatch:
        """Tell of what changes under a path."""
        self._luisteraar, noteert = event_handler, _Noteert(event_handler, self._gewijzigd)
        watch: ObservedWatch = super().schedule(noteert, path, recursive=recursive, event_filter=_WIJZIGINGEN)
        return watch

    def gewijzigd(self) -> set[Path]:
        """What changed since this was last asked."""
        return {self._gewijzigd.get() for _ in range(self._gewijzigd.qsize())}

    def laat_voorgaan(self) -> None:
        """Stop what can wait when something was saved meanwhile.

        Raises:
            Onderbroken: something was.
        """
        if not self._gewijzigd.empty():
            raise Onderbroken

    def vraag_bouw(self) -> Iterator[None]:
        """In one step: tell that there is something to build, of which no file says so."""
        self._luisteraar.dispatch(events.FileModifiedEvent(""))
        yield


class Uitstel:
    """Work in steps that waits for a pause, and stops between two steps when there is something more urgent.

    Args:
        pauze: seconds.
    """

    def __init__(self, pauze: float = PAUZE) -> None:
        self._pauze = pauze
        self._bezig = threading.Lock()
        self._werk: Iterator[None] | None = None
        self._klok: threading.Timer | None = None

    def later(self, werk: Iterator[None]) -> None:
        """Do this after a pause, unless `stop` comes first; each `yield` is the end of a step."""
        self.stop()
        self._werk = werk
        self._klok = threading.Timer(self._pauze, self.maak_af)
        self._klok.daemon = True
        self._klok.start()

    def stop(self) -> None:
        """What waits need not be done any more; what is being done ends after its step."""
        self._werk = None
        with self._bezig:  # what is being done may ask for more
            self._werk = None
            if self._klok:
                self._klok.cancel()

    def maak_af(self) -> None:
        """Do what waits, now."""
        with self._bezig:
            werk = self._werk
            for _ in werk or ():
                if self._werk is not werk:
                    return
            self._werk = None
