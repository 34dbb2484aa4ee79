"""Named pieces of data in a temporary file: what a build makes of thousands of pages is too much to keep in memory.

A copy of the process (`workers`) adds to a file of its own; pickled, the spool goes to the process that waits for it as a name
and a list of places, and is read on there.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

_Places = dict[str, tuple[int, int]]


class Spool(Mapping[str, bytes]):
    """A mapping of names to bytes; what is put in twice takes room twice, until the spool goes."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[BinaryIO, int, int]] = {}
        """By name: the file, the place in it, the number of bytes."""
        self._file: BinaryIO | None = None
        self._path, self._process, self._end = "", 0, 0

    def put(self, name: str, data: bytes) -> None:
        """Add a piece, or put it in the place of the one of its name."""
        if self._file is None or self._process != os.getpid():
            self._open()
        assert self._file is not None  # noqa: S101 - opened just now
        os.pwrite(self._file.fileno(), data, self._end)
        self._places[name] = (self._file, self._end, len(data))
        self._end += len(data)

    def take_over(self, other: Spool) -> None:
        """Add what another spool holds, without reading it."""
        self._places |= other._places

    def only(self, names: Iterable[str]) -> Spool:
        """A spool of some of the pieces, in the order of their names as given."""
        part = Spool()
        part._places = {name: self._places[name] for name in names if name in self._places}
        part._path = self._path
        return part

    def __getitem__(self, name: str) -> bytes:
        file, place, length = self._places[name]
        return os.pread(file.fileno(), length, place)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __getstate__(self) -> tuple[str, _Places]:
        return self._path, {name: (place, length) for name, (_, place, length) in self._places.items()}

    def __setstate__(self, state: tuple[str, _Places]) -> None:
        self.__init__()  # type: ignore[misc]  # as new, with what is in the file of another process
        path, places = state
        if path:
            file = Path(path).open("rb")  # noqa: SIM115 - open as long as the spool is
            Path(path).unlink()
            self._places = {name: (file, *where) for name, where in places.items()}

    def _open(self) -> None:
        """A file of this process; only a copy's has a name, by which another process finds it."""
        if multiprocessing.parent_process() is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the spool is
        else:
            descriptor, self._path = tempfile.mkstemp(prefix="kennisbank-")
            self._file = os.fdopen(descriptor, "w+b")
        self._process, self._end = os.getpid(), 0
