"""The preview while someone writes: it sees a save at once, and what can wait is made when she pauses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

PAUZE = 1.5
"""Seconds without a new build after which the rest is made."""
_WIJZIGINGEN: list[type[events.FileSystemEvent]] = [
    events.FileModifiedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
]


def waarnemer() -> BaseObserver:
    """Tells of changes as the system reports them; MkDocs itself looks twice a second.

    Reading a file is not a change: the system reports that too, and every build would ask for the next one.
    """

    class Waarnemer(Observer):  # type: ignore[misc, valid-type]  # the class differs by system
        def schedule(self, event_handler: Any, path: str, *, recursive: bool = False, **_: Any) -> ObservedWatch:  # noqa: ANN401
            watch: ObservedWatch = super().schedule(event_handler, path, recursive=recursive, event_filter=_WIJZIGINGEN)
            return watch

    return Waarnemer()


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
        if self._klok:
            self._klok.cancel()
        with self._bezig:
            pass

    def maak_af(self) -> None:
        """Do what waits, now."""
        with self._bezig:
            werk = self._werk
            for _ in werk or ():
                if self._werk is not werk:
                    return
            self._werk = None
