"""The store on disk: key → named pieces of data, kept between builds, bounded in size, safe under two builds at once.

One SQLite file. What is in it can always be made again, so whatever is wrong with it (damaged, of another version, a
full disk) is told in one line, and the build goes on without. Values are data and never code; every key is a hash of
all that its value was made of, so a store that comes from elsewhere holds nothing that is right for other content.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

VERSIE = 1
"""Of the file's layout; a file of another version is thrown away."""
GROOTST = 400_000_000
"""Bytes of values that stay when a build ends; the oldest go first, and what is still needed is made again."""
WACHT = 10.0
"""Seconds to wait for another build that is writing."""

Waarde = Mapping[str, bytes]


class Opslag:
    """Keys and values of this build and the ones before it; what is new is written by `schrijf` and `sluit`.

    Args:
        pad: the file.
        meld: tells the user, in one line, that the store cannot be used.
        grootst: bytes of values that stay.
    """

    def __init__(self, pad: Path, meld: Callable[[str], None], grootst: int = GROOTST) -> None:
        self._pad, self._meld, self._grootst = pad, meld, grootst
        self._nieuw: dict[str, bytes] = {}
        self._eerder: Mapping[str, bytes] = {}
        self._schrijft = True
        self._databank: sqlite3.Connection | None = None
        try:
            self._databank = self._open()
        except (sqlite3.Error, OSError) as fout:
            self._begin_opnieuw(fout)

    def lees(self, sleutel: str) -> Waarde | None:
        """The value of a key, or nothing."""
        try:
            pakket = self._nieuw.get(sleutel) or self._eerder.get(sleutel) or self._haal(sleutel)
            return uitgepakt(pakket) if pakket is not None else None
        except (sqlite3.Error, zlib.error, ValueError) as fout:
            self._begin_opnieuw(fout)
            return None

    def bewaar(self, sleutel: str, waarde: Waarde) -> None:
        """Keep a value under its key."""
        self._nieuw[sleutel] = ingepakt(waarde)

    def los(self) -> None:
        """From here on only what is new, in memory: in a copy of the process the file is only read, through a door of its own."""
        self._van_een_ander, self._databank = self._databank, None  # not ours to close
        self._eerder, self._nieuw = self._nieuw, {}
        with suppress(sqlite3.Error):
            self._databank = sqlite3.connect(f"{self._pad.absolute().as_uri()}?mode=ro", uri=True, timeout=WACHT)
        self._schrijft = False

    @property
    def nieuw(self) -> Mapping[str, bytes]:
        """What is not on disk yet, to be taken over by another store."""
        return self._nieuw

    def neem_over(self, nieuw: Mapping[str, bytes]) -> None:
        """Keep what another store holds."""
        self._nieuw |= nieuw

    def schrijf(self) -> None:
        """Write what is new, and drop the oldest when there is too much."""
        try:
            self._schrijf()
        except sqlite3.Error as fout:
            self._begin_opnieuw(fout)
        self._nieuw = {}

    def sluit(self) -> None:
        """Write what is new and close the file."""
        self.schrijf()
        if self._databank is not None:
            self._databank.close()
        self._databank = None

    # ── SQLite ──────────────────────────────────────────────────────────────────────────────────────

    def _open(self) -> sqlite3.Connection:
        self._pad.parent.mkdir(parents=True, exist_ok=True)
        databank = sqlite3.connect(
            self._pad, timeout=WACHT, isolation_level=None, check_same_thread=False
        )  # what waits for a pause writes from a thread of its own, never at the same time
        try:
            versie = databank.execute("PRAGMA user_version").fetchone()[0]
            if versie not in (0, VERSIE):
                raise sqlite3.DatabaseError(f"versie {versie}")
            # Not WAL: that maps a file into memory, and who cuts that short ends this process.
            databank.execute("PRAGMA journal_mode = DELETE")
            databank.execute("PRAGMA synchronous = OFF")  # what a power failure takes is made again
            databank.execute(
                "CREATE TABLE IF NOT EXISTS waarde (beurt INTEGER PRIMARY KEY, sleutel TEXT UNIQUE, inhoud BLOB)"
            )
            databank.execute(f"PRAGMA user_version = {VERSIE}")
        except sqlite3.Error:
            databank.close()
            raise
        return databank

    def _haal(self, sleutel: str) -> bytes | None:
        if self._databank is None:
            return None
        rij = self._databank.execute("SELECT inhoud FROM waarde WHERE sleutel = ?", (sleutel,)).fetchone()
        return rij[0] if rij else None

    def _schrijf(self) -> None:
        if self._databank is None or not self._nieuw:
            return
        self._databank.execute("BEGIN IMMEDIATE")
        self._databank.executemany("INSERT OR REPLACE INTO waarde (sleutel, inhoud) VALUES (?, ?)", self._nieuw.items())
        self._databank.execute(_SNOEI, (self._grootst,))
        self._databank.execute("COMMIT")

    def _begin_opnieuw(self, fout: Exception) -> None:
        """No reason to stop: say so, and go on with an empty store, or with none when that fails too."""
        self._meld(f"de cache {self._pad.name} is niet bruikbaar ({fout}); alles wordt opnieuw gemaakt")
        if self._databank is not None:
            self._databank.close()
            self._databank = None
        if not self._schrijft:
            return
        try:
            for einde in ("", "-journal", "-wal", "-shm"):
                self._pad.with_name(self._pad.name + einde).unlink(missing_ok=True)
            self._databank = self._open()
        except (sqlite3.Error, OSError):
            self._databank = None


_SNOEI = """
DELETE FROM waarde WHERE beurt IN (
    SELECT beurt FROM (SELECT beurt, SUM(LENGTH(inhoud)) OVER (ORDER BY beurt DESC) AS samen FROM waarde) WHERE samen > ?
)
"""


def ingepakt(waarde: Waarde) -> bytes:
    """A value in one piece: a line with the names and lengths of its parts, then the parts; compressed, with a checksum."""
    kop = json.dumps([[naam, len(deel)] for naam, deel in waarde.items()]).encode()
    return zlib.compress(b"\n".join((kop, b"".join(waarde.values()))), 1)


def uitgepakt(pakket: bytes) -> Waarde:
    """The value that was packed.

    Raises:
        zlib.error, ValueError: it is damaged.
    """
    kop, _, rest = zlib.decompress(pakket).partition(b"\n")
    delen: dict[str, bytes] = {}
    plek = 0
    for naam, lengte in json.loads(kop):
        delen[naam] = rest[plek : plek + lengte]
        plek += lengte
    return delen
