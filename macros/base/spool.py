"""Named pieces of data in a temporary file: what a build makes of thousands of pages is too much to keep in memory.

A copy of the process (`workers`) adds to a file of its own; pickled, the spool goes to the process that waits for it as a name
and a list of places, and is read on there.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from macros.base import late

if TYPE_CHECKING:
    import multiprocessing
else:
    multiprocessing = late.module("multiprocessing")

_Places = dict[str, tuple[int, int, str]]


def hash_of(data: bytes) -> str:
    """By which pieces are compared."""
    return hashlib.sha256(data).hexdigest()


class Packed(NamedTuple):
    """A piece as it was kept: compressed, with the hash of what it says."""

    data: bytes
    hash: str

    def whole(self) -> bytes:
        """What it says."""
        return zlib.decompress(self.data)


class _File:
    """A file that is open as long as a spool has something in it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)


class Spool(Mapping[str, bytes]):
    """A mapping of names to bytes; what is put in twice takes room twice, until the spool goes."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[_File, int, int, str]] = {}
        """By name: the file, the place in it, the number of bytes; of what stands there compressed its hash."""
        self._file: _File | None = None
        self._path, self._process, self._end = "", 0, 0

    def put(self, name: str, piece: bytes | Packed) -> None:
        """Add a piece, or put it in the place of the one of its name."""
        data, hash_ = piece if isinstance(piece, Packed) else (piece, "")
        if self._file is None or self._process != os.getpid():
            self._open()
        assert self._file is not None  # noqa: S101 - opened just now
        os.pwrite(self._file.descriptor, data, self._end)
        self._places[name] = (self._file, self._end, len(data), hash_)
        self._end += len(data)

    def take_over(self, other: Spool) -> None:
        """Add what another spool holds, without reading it."""
        self._places |= other._places

    def only(self, names: Iterable[str]) -> Spool:
        """A spool of some of the pieces, in the order of their names as given."""
        part = Spool()
        part._places = {name: self._places[name] for name in names if name in self._places}
        part._path = (
            self._path if self._process == os.getpid() else ""
        )  # what the process that was copied has, it still has
        return part

    def __getitem__(self, name: str) -> bytes:
        file, place, length, hash_ = self._places[name]
        data = os.pread(file.descriptor, length, place)
        return Packed(data, hash_).whole() if hash_ else data

    def hash(self, name: str) -> str:
        """The hash of what a piece says."""
        return self._places[name][-1] or hash_of(self[name])

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __getstate__(self) -> tuple[str, _Places]:
        return self._path, {name: (place, length, hash_) for name, (_, place, length, hash_) in self._places.items()}

    def __setstate__(self, state: tuple[str, _Places]) -> None:
        self.__init__()  # type: ignore[misc]  # as new, with what is in the file of another process
        path, places = state
        if path:
            file = _File(os.open(path, os.O_RDONLY))
            Path(path).unlink()
            self._places = {name: (file, *where) for name, where in places.items()}

    def _open(self) -> None:
        """A file of this process; only a copy's keeps its name, by which another process finds it."""
        descriptor, self._path = tempfile.mkstemp(prefix=_PREFIX.format(os.getpid()))
        self._file, self._process, self._end = _File(descriptor), os.getpid(), 0
        if not ("multiprocessing.process" in sys.modules and multiprocessing.parent_process()):
            Path(self._path).unlink()


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Text in a spool, which is read when it is asked for; it is known by a hash of what it says."""

    spool: Spool
    name: str

    def __str__(self) -> str:
        return self.spool[self.name].decode()

    def __repr__(self) -> str:
        return f"Piece({self.spool.hash(self.name)})"


_PREFIX = "kennisbank-{}-"


def forget(process: int) -> None:
    """Take away what a copy of this process put in files that no one will ask for."""
    for path in Path(tempfile.gettempdir()).glob(_PREFIX.format(process) + "*"):
        path.unlink(missing_ok=True)
