"""A part of a build on another core: a copy of this process makes it, and tells what came of it.

The copy begins with all that was read, so nothing is read twice; it ends when it has told, whatever happens in it.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from macros.base import late, spool
from macros.base.errors import UserError, told
from macros.base.spool import Spool

if TYPE_CHECKING:
    import logging
    import logging.handlers
    import multiprocessing
    from multiprocessing.connection import Connection
else:  # when there is work for another core
    logging, multiprocessing = late.module("logging"), late.module("multiprocessing")

T = TypeVar("T")
AT_LEAST = 16
"""Pieces of work that are worth a process of their own."""


class WorkerStopped(UserError):
    """The other process did not end its work; the message is in Dutch, or what went wrong there."""


def cores() -> int:
    """How many cores we may use, as far as the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def divide(work: Sequence[T], at_least: int = AT_LEAST) -> list[list[T]]:
    """The work in parts, one for each core that we may use and of so many pieces at least; the first is for the process itself."""
    parts = max(min(cores(), len(work) // at_least), 1)
    return [list(work[part::parts]) for part in range(parts)]


class Worker(Generic[T]):
    """A copy of this process that does one thing.

    Args:
        work: what it does; the answer comes back through `collect`.
        loggers: what is told to them over there is told to them here, when the work is over.
    """

    def __init__(self, work: Callable[[], T], *loggers: logging.Logger) -> None:
        tidy_memory()
        copy_ = multiprocessing.get_context("fork")
        self._pipe, there = copy_.Pipe(duplex=False)
        self._process = copy_.Process(target=_do, args=(work, loggers, there))
        self._process.start()
        there.close()

    def collect(self) -> T:
        """Wait for what came of it.

        Raises:
            WorkerStopped: it failed, or was stopped.
        """
        tidy_memory()  # it is still at work
        try:
            succeeded, outcome, lines = self._pipe.recv()
        except EOFError:
            succeeded, outcome, lines = False, "een deel van de bouw is afgebroken; bouw opnieuw", ()
        self._process.join()
        spool.forget(self._process.pid or 0)  # what it did not send stands in files that have a name
        for line in lines:
            logging.getLogger(line.name).handle(line)
        if not succeeded:
            raise WorkerStopped(outcome)
        return outcome  # type: ignore[no-any-return]  # what `work` gave

    def stop(self) -> None:
        """No one waits for it any more."""
        self._process.kill()
        self._process.join()
        spool.forget(self._process.pid or 0)


def tidy_memory() -> None:
    """Give back what no one uses any more: what a copy has of it, it has for good (a fifth of a site of thousands of pages)."""
    if give_back := getattr(
        ctypes.CDLL(None), "malloc_trim", None
    ):  # of glibc; elsewhere it is not needed, or not there
        give_back(0)


def _do(work: Callable[[], T], loggers: Iterable[logging.Logger], there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word; who waits for it tells of it
    lines: SimpleQueue[logging.LogRecord] = SimpleQueue()
    for logger in loggers:
        logger.handlers, logger.propagate = [importlib.import_module("logging.handlers").QueueHandler(lines)], False
    outcome: tuple[bool, T | str]
    try:
        outcome = True, work()
    except BaseException as error:  # noqa: BLE001 - whatever ended it: the process that waits must hear of it
        outcome = False, told(error) if isinstance(error, OSError) else str(error)
    there.send((*outcome, [lines.get() for _ in range(lines.qsize())]))


# ── All of them together ────────────────────────────────────────────────────────────────────────────────


_LOGGERS = ("mkdocs", "properdocs")
"""Under one of these names a build tells what it has to tell: the engine's, and that of the one that can replace it."""


class Saver(Protocol):
    """What keeps what is made (macros/cache/store.py); it goes along to the copy, and what is new there comes back."""

    def separate(self) -> None:
        """From here on it is in a copy of the process."""

    @property
    def new(self) -> Spool:
        """What was added."""

    def take_over(self, new: Spool) -> None:
        """Keep what another one holds."""


class WorkerPool:
    """Who does a part of the work, as long as it is not known what came of it.

    Args:
        store: what the build keeps; without one all work is done here.
        together: whether other cores may help; a preview has threads, beside which no process should be copied.
    """

    def __init__(self, store: Saver | None, *, together: bool) -> None:
        self._store = store if together and cores() > 1 else None
        self._busy: list[Worker[Any]] = []

    def submit(self, work: Callable[[], T]) -> Callable[[], T]:
        """Let another core do this; without one it is done when it is asked.

        Raises:
            WorkerStopped: when it is asked, for what failed on another core.
        """
        if self._store is None:
            return work
        worker = Worker(partial(_with_store, self._store, work), *map(logging.getLogger, _LOGGERS))
        self._busy.append(worker)
        return partial(self._collect, self._store, worker)

    def stop(self) -> None:
        """No one waits for them any more."""
        for worker in self._busy:
            worker.stop()

    def _collect(self, store: Saver, worker: Worker[tuple[T, Spool]]) -> T:
        self._busy.remove(worker)
        outcome, new = worker.collect()
        store.take_over(new)
        return outcome


def _with_store(store: Saver, work: Callable[[], T]) -> tuple[T, Spool]:
    """In a copy of this process: what comes of the work, and what it keeps."""
    store.separate()
    return work(), store.new
