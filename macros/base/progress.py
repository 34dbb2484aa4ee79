"""How far something is, on one line of a screen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

_WIDTH = 24
_LINE = 60
"""Columns that a bar may take, and that are cleared after it."""


class ProgressBar:
    """Shows on a screen how far something is, once it takes longer than a second; to a file it says nothing.

    Args:
        screen: where it is shown.
        clock: seconds that pass.
    """

    def __init__(self, screen: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.screen, self.clock = screen, clock
        self._next = clock() + 1.0
        """When it may be drawn again."""
        self._on_screen = False
        self._process = os.getpid()
        """Who draws: a copy of the process does not know how far the others are."""

    def __call__(self, part: float, label: str = "") -> None:
        """Say that this part (0 to 1) is done; at the end the bar goes."""
        if self._process != os.getpid():
            return
        if part >= 1:
            self._clear()
        elif self.screen.isatty() and (now := self.clock()) >= self._next:
            self._next, self._on_screen = now + 0.2, True
            self.screen.write(f"\r[{'#' * int(_WIDTH * part):.<{_WIDTH}}] {label or f'{part:4.0%}'}")
            self.screen.flush()

    def line(self, text: str) -> None:
        """Something to remember, above the bar."""
        self._clear()
        self.screen.write(f"{text}\n")
        self.screen.flush()

    def _clear(self) -> None:
        if self._on_screen:
            self.screen.write(f"\r{' ' * _LINE}\r")
        self._on_screen = False
