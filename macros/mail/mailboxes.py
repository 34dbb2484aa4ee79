"""What lies in a mailbox: on a server (IMAP), in a folder (Maildir) or in a file (mbox); it is read, and nothing in it changes.

Each gives the key of every message, which never changes, and the contents of those that are not known yet. What is new is
found out here: servers differ in what they find and in what they call read, and a person may read the same mailbox.
"""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from macros.base.errors import UserError
from macros.base.numbers import how_many
from macros.mail.smtp import TIMEOUT, Server, no_connection

Messages = Iterator[tuple[str, bytes | None]]
"""The key of each message, and its contents when the key is not known yet."""
LARGEST = 250_000
"""Bytes of a message that are read: a report has a few thousand before our own message, which weighs about 100,000."""


class MailboxError(UserError):
    """Why a mailbox cannot be read; the message is in Dutch."""


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────


def from_maildir(path: Path, known: Collection[str]) -> Messages:
    """A Maildir.

    Raises:
        MailboxError: it is not there.
    """
    if not all((path / name).is_dir() for name in ("new", "cur")):
        raise MailboxError(f"{path} is geen postvak: een Maildir heeft de mappen new en cur")
    box = mailbox.Maildir(path, create=False)
    for key in sorted(box.keys()):
        if key in known:
            yield key, None
            continue
        with suppress(KeyError, FileNotFoundError):  # someone may just have moved it
            with box.get_file(key) as file:
                contents = file.read(LARGEST)
            yield key, contents


def from_mbox(path: Path, known: Collection[str]) -> Messages:
    """An mbox file; the key of a message is a hash of it, as it has no name.

    Raises:
        MailboxError: it is not there, or a mail server writes in it just now.
    """
    if not path.is_file():
        raise MailboxError(f"{path} is geen postvak: een mbox is een bestand")
    box = mailbox.mbox(path, create=False)
    try:
        with suppress(OSError):  # who may only read it cannot lock it, and reads it as it is
            box.lock()
        for number in box.keys():  # noqa: SIM118 - a mailbox yields its messages
            contents = box.get_file(number).read(LARGEST)
            key = sha256(contents).hexdigest()
            yield key, None if key in known else contents
    except mailbox.ExternalClashError:
        raise MailboxError(f"het postvak {path} is in gebruik; geef de opdracht later nog eens") from None
    finally:
        box.close()


# ── A server ────────────────────────────────────────────────────────────────────────────────────────────

_TLS_FROM_THE_START = 993
_REFUSED = 20
"""Messages at which a server may hang up before we do."""
_FOLDER = re.compile(r"[ -!#-\[\]-~]+")
"""The name of a folder on the server: neither a quotation mark nor a backslash, nor what is not ASCII."""


def from_imap(server: Server, folder: str, known: Collection[str], tls: ssl.SSLContext | None = None) -> Messages:
    """A folder on an IMAP server; a password goes over TLS or not at all.

    Raises:
        MailboxError: it cannot be read, or the session ended.
    """
    if not _FOLDER.fullmatch(folder):
        raise MailboxError(f"{folder!r} is geen map op een mailserver; schrijf haar zonder bijzondere tekens")
    done: set[str] = set()
    refused: set[int] = set()
    while True:
        before = len(refused)
        with _session(server, tls or ssl.create_default_context()) as session:
            for key, contents in _in_folder(session, folder, {*known, *done}, refused):
                if key not in done:
                    done.add(key)
                    yield key, contents
        if len(refused) == before or len(refused) >= _REFUSED:
            break
    if refused:
        count = how_many(len(refused), "bericht", "berichten")
        raise MailboxError(f"{count} kon de mailserver niet geven; de volgende keer opnieuw")


@contextmanager
def _session(server: Server, tls: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
    session = None
    try:
        session = _connect(server, tls)
        _log_in(session, server)
        yield session
    except OSError as error:
        raise MailboxError(no_connection(error, server.host)) from None
    except imaplib.IMAP4.error as error:
        said = re.sub(r"[^ -~]+", " ", str(error))[:160].strip()
        raise MailboxError(f"de mailserver {server.host} antwoordt anders dan het hoort ({said})") from None
    finally:
        if session:
            with suppress(imaplib.IMAP4.error, OSError):
                session.logout()


def _connect(server: Server, tls: ssl.SSLContext) -> imaplib.IMAP4:
    if server.port == _TLS_FROM_THE_START:
        return imaplib.IMAP4_SSL(server.host, server.port, timeout=TIMEOUT, ssl_context=tls)
    session = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
    if "STARTTLS" in session.capabilities:
        session.starttls(tls)
    return session


def _log_in(session: imaplib.IMAP4, server: Server) -> None:
    if not isinstance(session.sock, ssl.SSLSocket):
        raise MailboxError("de mailserver biedt geen veilige aanmelding; het wachtwoord is niet verstuurd")
    try:
        session.authenticate("PLAIN", lambda _: f"\0{server.user}\0{server.password}".encode())
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise MailboxError("de mailserver weigert deze naam of dit wachtwoord") from None


def _in_folder(session: imaplib.IMAP4, folder: str, known: Collection[str], refused: set[int]) -> Messages:
    """What lies in a folder; a message at which the server hangs up is added to `refused`, and ends it."""
    if session.select(f'"{folder}"', readonly=True)[0] != "OK":
        raise MailboxError(f"de map {folder!r} is er niet op de mailserver")
    validity = b"".join(value or b"" for value in session.response("UIDVALIDITY")[1]).decode("ascii", "replace")
    for uid in _uids(session):
        key = f"{folder} {validity} {uid}"
        if key in known:
            yield key, None
        elif uid not in refused:
            try:
                contents = _contents(session, uid)
            except imaplib.IMAP4.abort:
                refused.add(uid)
                return
            if contents is not None:
                yield key, contents


def _uids(session: imaplib.IMAP4) -> list[int]:
    rows = session.uid("FETCH", "1:*", "(UID)")[1]
    return sorted({int(found[1]) for row in rows if row and (found := re.search(rb"UID (\d+)", row))})


def _contents(session: imaplib.IMAP4, uid: int) -> bytes | None:
    """A message, of which the server does not note that it was read; nothing when it has just gone."""
    for row in session.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")[1]:
        if isinstance(row, tuple):
            return bytes(row[1])
        if row and b"BODY[]" in row:  # an empty one
            return b""
    return None
