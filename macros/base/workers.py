"""A part of a build on another core: a copy of this process makes it, and tells what came of it.

The copy begins with all that was read, so nothing is read twice; it ends when it has told, whatever happens in it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

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


# ── All of them together ────────────────────────────────────────────────────────────────────────────────


_LOGGER = logging.getLogger("mkdocs")
"""Under this name a build tells what it has to tell."""


class Bewaart(Protocol):
    """What keeps what is made (macros/cache/store.py); it goes along to the copy, and what is new there comes back."""

    def los(self) -> None:
        """From here on it is in a copy of the process."""

    @property
    def nieuw(self) -> Mapping[str, bytes]:
        """What was added."""

    def neem_over(self, nieuw: Mapping[str, bytes]) -> None:
        """Keep what another one holds."""


class Ploeg:
    """Who does a part of the work, as long as it is not known what came of it.

    Args:
        opslag: what the build keeps; without one all work is done here.
        samen: whether other cores may help; a preview has threads, beside which no process should be copied.
    """

    def __init__(self, opslag: Bewaart | None, *, samen: bool) -> None:
        self._opslag = opslag if samen and kernen() > 1 else None
        self._bezig: list[Werker[Any]] = []

    def naast(self, werk: Callable[[], T]) -> Callable[[], T]:
        """Let another core do this; without one it is done when it is asked.

        Raises:
            Gestopt: when it is asked, for what failed on another core.
        """
        if self._opslag is None:
            return werk
        werker = Werker(partial(_met_opslag, self._opslag, werk), _LOGGER)
        self._bezig.append(werker)
        return partial(self._haal_op, self._opslag, werker)

    def stop(self) -> None:
        """No one waits for them any more."""
        for werker in self._bezig:
            werker.stop()

    def _haal_op(self, opslag: Bewaart, werker: Werker[tuple[T, Mapping[str, bytes]]]) -> T:
        self._bezig.remove(werker)
        uitkomst, nieuw = werker.oogst()
        opslag.neem_over(nieuw)
        return uitkomst


def _met_opslag(opslag: Bewaart, werk: Callable[[], T]) -> tuple[T, Mapping[str, bytes]]:
    """In a copy of this process: what comes of the work, and what it keeps."""
    opslag.los()
    return werk(), opslag.nieuw
