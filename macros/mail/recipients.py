"""To whom a newsletter goes, and what is known of each of them: the file with addresses and the journal.

Nothing here shows an address in full: a message shows `j…@voorbeeld.nl`, the journal knows a hash.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

import idna

from macros.base.errors import Finding, UserError, told

if sys.platform != "win32":
    import fcntl


class SendError(UserError):
    """Why nothing (more) can be sent; the message is in Dutch."""


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────

COLUMN = "adres"
_NAME = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\U0010ffff-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP = r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_TOP}")
_LOCAL = re.compile(rf"{_NAME}(?:\.{_NAME})*")
CONTROL_CHARS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Interests:
    """What a reader wants to read; nothing chosen is everything."""

    themas: tuple[str, ...] = ()
    districten: tuple[str, ...] = ()


EVERYTHING = Interests()


@dataclass(frozen=True, slots=True)
class Recipient:
    """An e-mail address as it is written on the envelope."""

    full: str
    """The domain in ASCII; the name before it as its owner writes it."""
    line: int = field(default=0, compare=False)
    """The line of the file that has it: how the sender finds it back."""
    number: int = field(default=0, compare=False)
    """What stands for the reader in the list of readers; 0 for who is not in it."""
    choice: Interests = field(default=EVERYTHING, compare=False)

    @property
    def key(self) -> str:
        """What the journal knows it by: the SHA-256 of its normal form."""
        return sha256(self.full.lower().encode()).hexdigest()

    @property
    def hidden(self) -> str:
        """`j…@voorbeeld.nl`."""
        name, _, domain = self.full.partition("@")
        return f"{name[:1]}…@{domain}"

    def __str__(self) -> str:
        where = f" (regel {self.line})" if self.line else f" (nummer {self.number})" if self.number else ""
        return f"{self.hidden}{where}"

    __repr__ = __str__


def read_address(typed: str) -> Recipient:
    """An address (RFC 5321, 4.1.2: a dot-string and a domain; RFC 6531 for letters such as é before the @).

    Raises:
        SendError: it is none; the message is without the address.
    """
    if CONTROL_CHARS.search(typed.strip(" ")):
        raise SendError("het adres bevat een regeleinde of een onzichtbaar teken")
    typed = unicodedata.normalize("NFC", typed.strip())
    if not typed:
        raise SendError("het adres ontbreekt")
    name, _, domain = typed.rpartition("@")
    domain = _in_ascii(domain)
    address = f"{name}@{domain}"
    # RFC 5321, 4.5.3.1
    if not _LOCAL.fullmatch(name) or not domain or len(name.encode()) > 64 or len(address.encode()) > 254:  # noqa: PLR2004
        raise SendError("dit is geen e-mailadres; schrijf één adres, zoals naam@voorbeeld.nl")
    return Recipient(address)


def _in_ascii(domain: str) -> str:
    """A domain as the name servers know it (IDNA 2008); nothing when it is none."""
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:
            return ""
    return domain.lower() if _DOMAIN.fullmatch(domain) else ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a file without errors; each is read when it is its turn, so that many take the memory of one."""

    contents: bytes = b""
    delimiter: str = ","
    column: int = 0
    count: int = 0

    def __iter__(self) -> Iterator[Recipient]:
        rows = _csv(self.contents, self.delimiter)
        next(rows, None)
        return (_recipient(row, self.column, line) for line, row in rows)

    def __len__(self) -> int:
        return self.count


def read_addresses(file: str, contents: bytes) -> tuple[Addresses, list[Finding]]:
    """The addresses in the column `address` of a CSV (comma or semicolon), and everything that is wrong, by line.

    Where anything is wrong there are no addresses.
    """
    try:
        heading = contents.decode("utf-8-sig").partition("\n")[0]
    except UnicodeDecodeError as error:
        line = contents[: error.start].count(b"\n") + 1
        return Addresses(), [Finding(file, line, "dit teken is geen UTF-8; sla het bestand op als UTF-8")]
    delimiter = ";" if ";" in heading else ","
    rows = _csv(contents, delimiter)
    try:
        headings = [heading.strip().lower() for heading in next(rows, (1, []))[1]]
        if headings.count(COLUMN) != 1:
            return Addresses(), [Finding(file, 1, f"de eerste regel moet één kolom {COLUMN!r} hebben")]
        count, errors = _looked_at(file, rows, headings.index(COLUMN))
    except csv.Error:
        return Addresses(), [Finding(file, 1, "dit bestand is geen CSV, of een aanhalingsteken wordt niet gesloten")]
    return (Addresses() if errors else Addresses(contents, delimiter, headings.index(COLUMN), count)), errors


def _csv(contents: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line at which it begins."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(contents), "utf-8-sig", newline=""), delimiter=delimiter)
    start = 1
    for row in reader:
        if any(cell.strip(" ") for cell in row):
            yield start, row
        start = reader.line_num + 1


def _recipient(row: list[str], column: int, line: int) -> Recipient:
    return replace(read_address(row[column] if column < len(row) else ""), line=line)


def _looked_at(file: str, rows: Iterable[tuple[int, list[str]]], column: int) -> tuple[int, list[Finding]]:
    """How many addresses there are, and what is wrong."""
    lines: dict[int, int] = {}
    errors: list[Finding] = []
    for line, row in rows:
        try:
            address = _recipient(row, column, line)
        except SendError as error:
            errors.append(Finding(file, line, error.message))
            continue
        earlier = lines.setdefault(_compact(address.key), line)
        if earlier != line:
            errors.append(
                Finding(file, line, f"{address.hidden} staat hier voor de tweede keer (ook op regel {earlier})")
            )
    if not lines and not errors:
        errors.append(Finding(file, 1, "er staat geen enkel adres in dit bestand"))
    return len(lines), errors


def _compact(key: str) -> int:
    """A key in memory, where there may be as many as readers: 96 bits of it."""
    return int(key[:24], 16)


# ── The journal ─────────────────────────────────────────────────────────────────────────────────────────


class Step(StrEnum):
    """What is known of one address."""

    STARTED = "begonnen"
    SENT = "verstuurd"
    REFUSED = "geweigerd"
    DEFERRED = "uitgesteld"


class Journal:
    """What happened to each address of one issue: append-only, one JSON line a step, on disk before we go on."""

    def __init__(self, path: Path, issue: str, clock: Callable[[], datetime]) -> None:
        self.issue = issue
        self.clock = clock
        self.unreadable: list[int] = []
        if path.exists() and not path.is_file():
            raise SendError(f"het journaal kan niet worden geopend: {path} is geen gewoon bestand")
        try:
            self._file = path.open("a+b")
        except OSError as error:
            raise SendError(f"het journaal kan niet worden geopend: {told(error)}") from None
        self._close_off(path)
        self._steps = dict(self._read())

    def _close_off(self, path: Path) -> None:
        """Nobody else writes in it until we are done (on Windows that is up to the user)."""
        if sys.platform != "win32":
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._file.close()
                raise SendError(f"er loopt al een verzending met het journaal {path}") from None

    def _read(self) -> Iterator[tuple[int, Step]]:
        """The last step of each address. A line that was cut off is not a step; what it was about stays `started`."""
        self._file.seek(0)
        line = b"\n"
        for number, line in enumerate(self._file, start=1):
            try:
                step = json.loads(line)
                if step["nieuwsbrief"] == self.issue:
                    yield _compact(step["adres"]), Step(step["stap"])
            except (ValueError, KeyError, TypeError):
                self.unreadable.append(number)
        if not line.endswith(b"\n"):
            self._file.write(b"\n")

    def step(self, address: Recipient) -> Step | None:
        """The last step of an address."""
        return self._steps.get(_compact(address.key))

    def write(self, address: Recipient, step: Step, code: int = 0) -> None:
        """Add a step; it is on disk when this returns.

        Raises:
            SendError: it cannot be written, so nothing more may be sent.
        """
        time_ = self.clock().isoformat()
        line = {"nieuwsbrief": self.issue, "adres": address.key, "stap": step, "tijd": time_, "code": code}
        try:
            self._file.write(json.dumps(line).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise SendError(f"de stand kan niet worden bijgehouden in het journaal: {told(error)}") from None
        self._steps[_compact(address.key)] = step

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # every step was written, or told as one that could not be
            self._file.close()
