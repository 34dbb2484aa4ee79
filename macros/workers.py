"""A part of a build on another core: a copy of this process makes it, and tells what came of it.

The copy begins with all that was read, so nothing is read twice; it ends when it has told, whatever happens in it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
MINSTENS = 16
"""Pieces of work that are worth a process of their own."""


class Gestopt(Exception):
    """The other process did not end its work; the message is in Dutch, or what went wrong there."""


def kernen() -> int:
    """How many cores we may use, as far as the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def verdeel(werk: Sequence[T]) -> list[list[T]]:
    """The work in parts, one for each core that we may use; the first is for the process itself."""
    delen = max(min(kernen(), len(werk) // MINSTENS), 1)
    return [list(werk[deel::delen]) for deel in range(delen)]


class Werker(Generic[T]):
    """A copy of this process that does one thing.

    Args:
        werk: what it does; the answer comes back through `oogst`.
        logger: what is told to it over there is told to it here, when the work is over.
    """

    def __init__(self, werk: Callable[[], T], logger: logging.Logger) -> None:
        kopie = multiprocessing.get_context("fork")
        self._buis, daar = kopie.Pipe(duplex=False)
        self._proces = kopie.Process(target=_doe, args=(werk, logger, daar))
        self._proces.start()
        daar.close()

    def oogst(self) -> T:
        """Wait for what came of it.

        Raises:
            Gestopt: it failed, or was stopped.
        """
        try:
            gelukt, uitkomst, regels = self._buis.recv()
        except EOFError:
            gelukt, uitkomst, regels = False, "een deel van de bouw is afgebroken; bouw opnieuw", ()
        self._proces.join()
        for regel in regels:
            logging.getLogger(regel.name).handle(regel)
        if not gelukt:
            raise Gestopt(uitkomst)
        return uitkomst  # type: ignore[no-any-return]  # what `werk` gave

    def stop(self) -> None:
        """No one waits for it any more."""
        self._proces.kill()
        self._proces.join()


def _doe(werk: Callable[[], T], logger: logging.Logger, daar: Connection) -> None:
    regels: SimpleQueue[logging.LogRecord] = SimpleQueue()
    logger.handlers, logger.propagate = [QueueHandler(regels)], False
    uitkomst: tuple[bool, T | str]
    try:
        uitkomst = True, werk()
    except BaseException as fout:  # noqa: BLE001 - whatever ended it: the process that waits must hear of it
        uitkomst = False, str(fout)
    daar.send((*uitkomst, [regels.get() for _ in range(regels.qsize())]))
