"""The list of readers: one SQLite file of the editor, outside the repository.

Of a reader it has the address, the choice, when it was asked and confirmed, the words that were agreed to, and a number that
stands for the reader on an envelope. Of who left it has a hash, the moment and the reason, and nothing else. Numbers are never
given twice, so a link of an earlier time finds no one.

Several programs have it open at once (the service, the mailbox, a mailing), so everything here is one short transaction.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from macros.base.errors import UserError, told
from macros.mail.recipients import EVERYTHING, Interests, Recipient
from macros.mail.tokens import Purpose, TokenError, Tokens, digest_of

CONFIRM_WITHIN = timedelta(days=7)
"""So long a request waits for its confirmation; then it is gone."""
LEAVE_WITHIN = timedelta(days=730)
"""So long one can leave by the link in a newsletter."""
BOUNCES_KEPT = timedelta(days=365)
"""So long is known that a newsletter came back."""
_APPLICATION = 0x564E4F4E
"""How a file says that it is such a list (SQLite's application_id)."""


class ListError(UserError):
    """Why nothing can be done with the list; the message is in Dutch."""


class Reason(StrEnum):
    """Why a reader left; what a mail server said may stand behind it."""

    LINK = "afgemeld met een link"
    MAIL = "afgemeld per e-mail"
    UNREACHABLE = "adres bestaat niet meer"
    BOUNCED = "te vaak teruggekomen"
    COMPLAINT = "klacht"
    FORGOTTEN = "op verzoek vergeten"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the newsletter, or (without `confirmed`) asked for it."""

    number: int
    address: Recipient
    choice: Interests
    asked: datetime
    confirmed: datetime | None
    consent: str

    @property
    def recipient(self) -> Recipient:
        """Who gets a message."""
        return replace(self.address, number=self.number, choice=self.choice)


@dataclass(frozen=True, slots=True)
class Departure:
    """When and why an address left."""

    moment: datetime
    reason: str


_TABLES = """
create table instelling (naam text primary key, waarde blob not null);
create table aanvragen (
    nummer integer primary key autoincrement, sleutel text not null unique, adres text not null, keuze text not null,
    gevraagd text not null, akkoord text not null);
create table lezers (
    nummer integer primary key autoincrement, sleutel text not null unique, adres text not null, keuze text not null,
    gevraagd text not null, bevestigd text not null, akkoord text not null);
create table terugmeldingen (
    nummer integer not null references lezers on delete cascade, brief text not null, wanneer text not null,
    primary key (nummer, brief)) without rowid;
create table vertrokken (sleutel text not null, wanneer text not null, reden text not null);
create index vertrokken_sleutel on vertrokken (sleutel);
"""
_READER = "select nummer, adres, keuze, gevraagd, bevestigd, akkoord from lezers"
_REQUEST = "select nummer, adres, keuze, gevraagd, null, akkoord from aanvragen"


class Readers:
    """The list; open it in the thread that uses it, and only as long as that takes."""

    def __init__(self, path: Path, list_id: str, *, new: bool = False) -> None:
        """Open the list; with `new` one that is not there yet is begun.

        Raises:
            ListError: it is not there, cannot be opened, or is of another list.
        """
        if not new and not path.is_file():
            raise ListError(
                f"de lijst {path} is er niet; 'kennisbank aanmelddienst' en 'kennisbank lezers' beginnen er een"
            )
        self.path, self.list_id = path, list_id
        try:
            if not path.exists():
                path.touch(mode=0o600)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._begin(list_id)
        except (sqlite3.Error, OSError) as error:
            raise ListError(f"de lijst {path} kan niet worden geopend: {_reason(error)}") from None
        self.tokens = Tokens(self._key, list_id)

    def _begin(self, list_id: str) -> None:
        for setting in ("secure_delete = on", "foreign_keys = on", "synchronous = full"):
            self._db.execute(f"pragma {setting}")
        with self._change():
            empty = not self._one("select count(*) from sqlite_master")
            if empty:
                for statement in _TABLES.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"pragma application_id = {_APPLICATION}")
                own = [("lijst", list_id), ("sleutel", secrets.token_bytes(32))]
                self._db.executemany("insert into instelling values (?, ?)", own)
            elif self._one("pragma application_id") != _APPLICATION:
                raise ListError(f"{self.path} is geen lijst met lezers")
        settings = dict(self._db.execute("select naam, waarde from instelling"))
        if settings["lijst"] != list_id:
            raise ListError(f"{self.path} is de lijst {settings['lijst']}, niet {list_id}")
        self._key: bytes = settings["sleutel"]

    # ── Joining ─────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, address: Recipient, choice: Interests, consent: str, now: datetime) -> str:
        """Someone wants to join, or a reader to choose otherwise: the token that confirms it.

        Until it is confirmed nothing is different; asking again keeps the number, so that the link of either mail works.
        """
        values = (self.key(address), address.full, _written(choice), _moment(now), consent)
        with self._change():
            number = self._one(
                "insert into aanvragen (sleutel, adres, keuze, gevraagd, akkoord) values (?, ?, ?, ?, ?) on conflict do"
                " update set adres = excluded.adres, keuze = excluded.keuze, gevraagd = excluded.gevraagd,"
                " akkoord = excluded.akkoord returning nummer",
                values,
            )
        return self.tokens.make(Purpose.CONFIRM, number, address.full, now + CONFIRM_WITHIN)

    def asked(self, address: Recipient) -> datetime | None:
        """When an address asked last to join, and did not confirm that yet."""
        request = self._reader(f"{_REQUEST} where sleutel = ?", self.key(address))
        return request.asked if request else None

    def request(self, token: str, now: datetime) -> Reader:
        """What a token would confirm; nothing changes.

        Raises:
            TokenError: nothing (any more).
        """
        said = self.tokens.read(Purpose.CONFIRM, token, now)
        request = self._reader(f"{_REQUEST} where nummer = ?", said.number)
        if not request or digest_of(request.address.full) != said.digest or now >= request.asked + CONFIRM_WITHIN:
            raise TokenError("deze link is al gebruikt of verlopen")
        return request

    def confirm(self, token: str, now: datetime) -> Reader:
        """Who asked is a reader from now on; one who was keeps the number.

        Raises:
            TokenError: the token is not right, was used, or is too old.
        """
        with self._change():
            request = self.request(token, now)
            self._db.execute("delete from aanvragen where nummer = ?", (request.number,))
            return self._add(request.address, request.choice, request.asked, now, request.consent)

    def take_over(self, addresses: Iterable[Recipient], consent: str, now: datetime) -> tuple[int, list[Recipient]]:
        """Readers who agreed elsewhere: how many are new, and who is not added because they left this list before."""
        new, left = 0, []
        with self._change():
            for address in addresses:
                if self._reader(f"{_READER} where sleutel = ?", self.key(address)):
                    continue
                if self.departure(address):
                    left.append(address)
                    continue
                self._add(address, EVERYTHING, now, now, consent)
                new += 1
        return new, left

    def _add(self, address: Recipient, choice: Interests, asked: datetime, now: datetime, consent: str) -> Reader:
        values = (self.key(address), address.full, _written(choice), _moment(asked), _moment(now), consent)
        number = self._one(
            "insert into lezers (sleutel, adres, keuze, gevraagd, bevestigd, akkoord) values (?, ?, ?, ?, ?, ?) on"
            " conflict do update set adres = excluded.adres, keuze = excluded.keuze, gevraagd = excluded.gevraagd,"
            " bevestigd = excluded.bevestigd, akkoord = excluded.akkoord returning nummer",
            values,
        )
        return Reader(number, address, choice, asked, now, consent)

    def expire(self, now: datetime) -> int:
        """Let go of requests that no one confirmed (answers how many), and of what came back long ago."""
        with self._change():
            self._db.execute("delete from terugmeldingen where wanneer <= ?", (_moment(now - BOUNCES_KEPT),))
            before = (_moment(now - CONFIRM_WITHIN),)
            return self._db.execute("delete from aanvragen where gevraagd <= ?", before).rowcount

    # ── Reading ─────────────────────────────────────────────────────────────────────────────────────────

    def reader(self, number: int) -> Reader | None:
        """Who has a number; of who left no one has it."""
        return self._reader(f"{_READER} where nummer = ?", number)

    def find(self, address: Recipient) -> Reader | None:
        """Who has an address, however it is written."""
        return self._reader(f"{_READER} where sleutel = ?", self.key(address))

    def count(self) -> int:
        """How many readers there are."""
        return int(self._one("select count(*) from lezers"))

    def after(self, number: int, at_most: int = 50) -> list[Reader]:
        """The readers with higher numbers, as they are now: a mailing of hours asks for a few at a time."""
        rows = self._db.execute(f"{_READER} where nummer > ? order by nummer limit ?", (number, at_most))
        return [_read(row) for row in rows]

    def all(self) -> Iterator[Reader]:
        """Every reader, by number, without holding on to the file."""
        last = 0
        while some := self.after(last):
            yield from some
            last = some[-1].number

    def departure(self, address: Recipient) -> Departure | None:
        """When and why an address left last; nothing when it is a reader or never was."""
        row = self._db.execute(
            "select wanneer, reden from vertrokken where sleutel = ? order by rowid desc limit 1", (self.key(address),)
        ).fetchone()
        return Departure(datetime.fromisoformat(row[0]), row[1]) if row and not self.find(address) else None

    # ── Leaving ─────────────────────────────────────────────────────────────────────────────────────────

    def leaver(self, token: str, now: datetime) -> Reader | None:
        """Who would leave by a token; nothing changes. Nobody when that reader left already.

        Raises:
            TokenError: the token is not right, or too old.
        """
        said = self.tokens.read(Purpose.LEAVE, token, now)
        reader = self.reader(said.number)
        return reader if reader and digest_of(reader.address.full) == said.digest else None

    def leave(self, token: str, reason: str, now: datetime) -> bool:
        """One link or mail is enough: whether someone left; not when it was done before.

        Raises:
            TokenError: the token is not right, or too old.
        """
        with self._change():
            reader = self.leaver(token, now)
            return self._remove(reader.address, reason, now) if reader else False

    def remove(self, number: int, reason: str, now: datetime) -> bool:
        """Take a reader off; whether there was one with this number."""
        with self._change():
            reader = self.reader(number)
            return self._remove(reader.address, reason, now) if reader else False

    def forget(self, address: Recipient, now: datetime) -> bool:
        """Nothing of a person stays but a hash of the address in the journal; whether there was anything."""
        with self._change():
            return self._remove(address, Reason.FORGOTTEN, now)

    def _remove(self, address: Recipient, reason: str, now: datetime) -> bool:
        key = self.key(address)
        gone = sum(
            self._db.execute(f"delete from {table} where sleutel = ?", (key,)).rowcount  # noqa: S608 - one of two names
            for table in ("lezers", "aanvragen")
        )
        if gone:
            self._db.execute("insert into vertrokken values (?, ?, ?)", (key, _moment(now), reason))
        return gone > 0

    def bounced(self, number: int, issue: str, now: datetime) -> list[datetime]:
        """Note that an issue came back from a reader: when each of the last year did so first, the oldest first."""
        with self._change():
            if self.reader(number):
                self._db.execute(
                    "insert into terugmeldingen values (?, ?, ?) on conflict do nothing", (number, issue, _moment(now))
                )
            known = "select wanneer from terugmeldingen where nummer = ? and wanneer > ? order by wanneer"
            rows = self._db.execute(known, (number, _moment(now - BOUNCES_KEPT)))
            return [datetime.fromisoformat(moment) for (moment,) in rows]

    # ── The file ────────────────────────────────────────────────────────────────────────────────────────

    def key(self, address: Recipient) -> str:
        """What the journal of departures knows an address by: a hash that needs the key of this list."""
        return hmac.new(self._key, address.full.lower().encode(), "sha256").hexdigest()

    def _one(self, statement: str, values: tuple[object, ...] = ()) -> Any:  # noqa: ANN401 - a value of SQLite
        with closing(self._db.execute(statement, values)) as rows:
            return rows.fetchone()[0]

    def _reader(self, statement: str, value: object) -> Reader | None:
        row = self._db.execute(statement, (value,)).fetchone()
        return _read(row) if row else None

    @contextmanager
    def _change(self) -> Iterator[None]:
        """All or nothing, on disk when it is over."""
        try:
            self._db.execute("begin immediate")
        except sqlite3.OperationalError as error:
            raise ListError(f"de lijst {self.path} kan niet worden veranderd: {_reason(error)}") from None
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_list(path: Path) -> bool:
    """Whether a file is a database, and so not a CSV with addresses."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _written(choice: Interests) -> str:
    return json.dumps({"themas": choice.themas, "districten": choice.districten})


def _reason(error: sqlite3.Error | OSError) -> str:
    """Why a file does not open or change, in Dutch."""
    if isinstance(error, OSError):
        return told(error)
    match getattr(error, "sqlite_errorname", "").split("_")[1:2]:
        case ["BUSY" | "LOCKED"]:
            return "een ander programma is ermee bezig; probeer het zo nog eens"
        case ["READONLY" | "CANTOPEN" | "PERM"]:
            return "u mag er niet in schrijven"
        case ["FULL" | "IOERR"]:
            return "de schijf is vol of geeft een fout"
    return "dit bestand is geen lijst met lezers"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _read(row: tuple[int, str, str, str, str | None, str]) -> Reader:
    number, address, chosen, asked, confirmed, consent = row
    choice = json.loads(chosen)
    return Reader(
        number, Recipient(address), Interests(tuple(choice["themas"]), tuple(choice["districten"])),
        datetime.fromisoformat(asked), datetime.fromisoformat(confirmed) if confirmed else None, consent,
    )  # fmt: skip
