"""The preview while someone writes: it sees a save at once, and what can wait is made when she pauses."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from macros.build import content

if TYPE_CHECKING:
    from macros.build.state import BuildState, Session

PAUSE = 1.5
"""Seconds without a new build after which the rest is made."""
AHEAD = 8
"""Files of which the pages are made before all the rest; when more change at once, someone took over another's work."""
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


def on_save(
    observer: ChangeObserver,
    session: Session,
    first: Callable[[Collection[Path]], bool],
    rebuild: Callable[[], object],
    quietly: Callable[[], object],
) -> None:
    """What was saved goes first; all the rest follows in a pause, and no one waits for it or sees it if nothing else changes.

    Args:
        observer: knows what was saved.
        session: what goes on from build to build.
        first: makes the pages of which only the text changed, when that is all that changed; whether it was.
        rebuild: makes everything.
        quietly: the same, unless something is saved meanwhile.
    """
    changed = observer.changed()
    if changed and first(changed):
        session.deferred.later(observer.request_build())
    elif changed or not session.dirty:
        rebuild()
    else:
        quietly()


def giving_way(session: Session, rebuild: Callable[[], object], give_way: Callable[[], object]) -> tuple[bool, bool]:
    """Build everything, unless something is saved meanwhile.

    Returns:
        Whether it came to its end, and whether anything on a page became another. What files gave when they were read
        is put back when it did not: what is saved now goes on from the last build that is whole.
    """
    earlier, shown, was = dict(session.earlier), dict(session.written), session.give_way
    session.give_way = give_way
    try:
        rebuild()
    except Interrupted:
        session.earlier = earlier
        return False, session.written != shown
    finally:
        session.give_way = was
    return True, session.written != shown


def saved_texts(
    build: BuildState, session: Session, changed: Collection[Path]
) -> tuple[content.Content, list[str]] | None:
    """The content with what files say now, and the ids of their pages; nothing when more than the text of few files changed."""
    if build.errors or not session.dirty or len(changed) > AHEAD:
        return None
    contents, ids = build.content, []
    session.deferred.stop()
    for path in changed:
        name = Path(os.path.relpath(path, build.project.root)).as_posix()
        was = session.earlier.get(name)
        if was is None and not path.exists():
            continue  # an editor writes a file beside the real one, which then takes its place
        different = content.with_other_text(contents, build.project.root, name, was) if was else None
        if different is None:
            return None
        contents, page = different
        ids.append(page.id)
    return contents, ids
