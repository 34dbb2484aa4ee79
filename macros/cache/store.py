"""The store on disk: key → named pieces of data, kept between builds, bounded in size, safe under two builds at once.

One SQLite file. What is in it can always be made again, so whatever is wrong with it (damaged, of another version, a
full disk) is told in one line, and the build goes on without. Values are data and never code; every key is a hash of
all that its value was made of, so a store that comes from elsewhere holds nothing that is right for other content.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import reduce
from itertools import accumulate
from pathlib import Path

from macros.base.errors import told
from macros.base.spool import Packed, Spool, hash_of

VERSION = 2
"""Of the file's layout; a file of another version is thrown away."""
LARGEST = 400_000_000
"""Bytes of values that stay when a build ends; the oldest go first, and what is still needed is made again."""
TIMEOUT = 10.0
"""Seconds to wait for another build that is writing."""

Value = Mapping[str, bytes]


class Store:
    """Keys and values of this build and the ones before it; what is new is written by `write` and `close`.

    Args:
        pad: the file.
        report: tells the user, in one line, that the store cannot be used.
        largest: bytes of values that stay.
    """

    def __init__(self, path: Path, report: Callable[[str], None], largest: int = LARGEST) -> None:
        self._path, self._report, self._largest = path, report, largest
        self._new = Spool()
        self._earlier: Mapping[str, bytes] = {}
        self._writing = True
        self._database: sqlite3.Connection | None = None
        try:
            self._database = self._open()
        except (sqlite3.Error, OSError) as error:
            self._start_over(error)

    def read(self, key: str) -> Value | None:
        """The value of a key, or nothing."""
        try:
            package = self._new.get(key) or self._earlier.get(key) or self._fetch(key)
            return Stored(package) if package is not None else None
        except (sqlite3.Error, ValueError) as error:
            self._start_over(error)
            return None

    def save(self, key: str, value: Value) -> None:
        """Keep a value under its key."""
        self._new.put(key, packed(value))

    def separate(self) -> None:
        """From here on only what is new, in memory: in a copy of the process the file is only read, through a door of its own."""
        self._not_ours, self._database = self._database, None  # not ours to close
        self._earlier, self._new = self._new, Spool()
        with suppress(sqlite3.Error):
            self._database = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=TIMEOUT)
        self._writing = False

    @property
    def new(self) -> Spool:
        """What is not on disk yet, to be taken over by another store."""
        return self._new

    def take_over(self, new: Spool) -> None:
        """Keep what another store holds."""
        self._new.take_over(new)

    def write(self) -> None:
        """Write what is new, and drop the oldest when there is too much."""
        try:
            self._write()
        except sqlite3.Error as error:
            self._start_over(error)
        self._new = Spool()

    def close(self) -> None:
        """Write what is new and close the file."""
        self.write()
        if self._database is not None:
            self._database.close()
        self._database = None

    # ── SQLite ──────────────────────────────────────────────────────────────────────────────────────

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(
            self._path, timeout=TIMEOUT, isolation_level=None, check_same_thread=False
        )  # what waits for a pause writes from a thread of its own, never at the same time
        try:
            version_ = database.execute("PRAGMA user_version").fetchone()[0]
            if version_ not in (0, VERSION):
                raise sqlite3.DatabaseError(f"versie {version_}")
            # Not WAL: that maps a file into memory, and who cuts that short ends this process.
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("PRAGMA synchronous = OFF")  # what a power failure takes is made again
            database.execute(
                "CREATE TABLE IF NOT EXISTS waarde (beurt INTEGER PRIMARY KEY, sleutel TEXT UNIQUE, inhoud BLOB)"
            )
            database.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _fetch(self, key: str) -> bytes | None:
        if self._database is None:
            return None
        row = self._database.execute("SELECT inhoud FROM waarde WHERE sleutel = ?", (key,)).fetchone()
        return row[0] if row else None

    def _write(self) -> None:
        if self._database is None or not self._new:
            return
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR REPLACE INTO waarde (sleutel, inhoud) VALUES (?, ?)", self._new.items())
        self._database.execute(_PRUNE, (self._largest,))
        self._database.execute("COMMIT")

    def _start_over(self, error: Exception) -> None:
        """No reason to stop: say so, and go on with an empty store, or with none when that fails too."""
        self._report(f"de cache {self._path.name} is niet bruikbaar ({_reason(error)}); alles wordt opnieuw gemaakt")
        if self._database is not None:
            self._database.close()
            self._database = None
        if not self._writing:
            return
        try:
            for end in ("", "-journal", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
            self._database = self._open()
        except (sqlite3.Error, OSError):
            self._database = None


def _reason(error: Exception) -> str:
    """Why the file cannot be used, in Dutch; what SQLite calls it where there is no word for it."""
    match error:
        case OSError():
            return told(error)
        case sqlite3.Error():
            name = getattr(error, "sqlite_errorname", "")
            return next((nl for en, nl in _REASONS.items() if name.startswith(en)), name or str(error))
    return _DAMAGED


_DAMAGED = "beschadigd"
_REASONS = {
    "SQLITE_FULL": "de schijf is vol", "SQLITE_READONLY": "er mag niet in worden geschreven", "SQLITE_BUSY": "in gebruik",
    "SQLITE_CANTOPEN": "niet te openen", "SQLITE_IOERR": "de schijf geeft een fout", "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED, "SQLITE_ERROR": _DAMAGED,
}  # fmt: skip

_PRUNE = """
DELETE FROM waarde WHERE beurt IN (
    SELECT beurt FROM (SELECT beurt, SUM(LENGTH(inhoud)) OVER (ORDER BY beurt DESC) AS samen FROM waarde) WHERE samen > ?
)
"""


def packed(value: Value) -> bytes:
    """A value in one piece: a checksum, a line with the name, length and hash of each part, then the parts, compressed."""
    rows, parts = [], []
    for name, whole in value.items():
        parts.append(zlib.compress(whole, 1))
        rows.append((name, len(parts[-1]), hash_of(whole)))
        del whole  # before the next is made
    rest = (json.dumps(rows).encode(), b"\n", *parts)
    checksum = reduce(lambda before, piece: zlib.crc32(piece, before), rest, 0)
    return b"".join((checksum.to_bytes(_CHECKSUM, "big"), *rest))


_CHECKSUM = 4


class Stored(Mapping[str, bytes]):
    """The value that was packed; a part is made whole when it is asked for.

    Raises:
        ValueError: it is damaged.
    """

    def __init__(self, package: bytes) -> None:
        heading, _, self._rest = package[_CHECKSUM:].partition(b"\n")
        if int.from_bytes(package[:_CHECKSUM], "big") != zlib.crc32(package[_CHECKSUM:]):
            raise ValueError(_DAMAGED)
        rows = json.loads(heading)
        places = accumulate((length for _, length, _ in rows), initial=0)
        self._places = {
            name: (place, length, hash_) for place, (name, length, hash_) in zip(places, rows, strict=False)
        }

    def packed(self, name: str) -> Packed:
        """A part as it is kept."""
        place, length, hash_ = self._places[name]
        return Packed(self._rest[place : place + length], hash_)

    def __getitem__(self, name: str) -> bytes:
        return self.packed(name).whole()

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
