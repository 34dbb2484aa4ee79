"""A session with a mail server: one message at a time, and for each what the server answered.

What an answer means is all that matters here: taken, refused, not now, or perhaps taken, which is told apart from all others.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from typing import Self

from macros.base.errors import told
from macros.mail.recipients import Recipient, SendError, Step

TIMEOUT = 60
"""Seconds that a server gets to answer."""

# What a code means: RFC 5321, 4.2.1 and 3.8; smtplib says -1 of an answer without a code.
_ERRORS = 400
_PERMANENT = 500
_END = {421, -1}
_NO_UTF8 = 553
"""What a server would have said itself (RFC 6531, 3.5)."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, with a login where it wants one."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


_LABEL = 63
"""Characters of a part of a host name at most (RFC 1035, 2.3.4)."""


def read_server(typed: str, *, user: str = "", password: str = "") -> Server:
    """`host:port`, with `[::1]:25` for IPv6.

    Raises:
        SendError: it is no server.
    """
    parts = re.fullmatch(r"(?:\[(?P<zes>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<poort>[0-9]{1,5})", typed)
    labels = (parts["host"] or "a").split(".") if parts else []
    if not parts or not 0 < int(parts["poort"]) < 2**16 or not all(0 < len(label) <= _LABEL for label in labels):
        raise SendError(f"{typed!r} is geen server; schrijf host:poort, bijvoorbeeld mail.voorbeeld.nl:587")
    return Server(parts["zes"] or parts["host"], int(parts["poort"]), user, password)


def _ok(code: int) -> bool:
    return code in {250, 251, 252}


class ConnectionEnded(Exception):
    """The connection ended; `certain` says whether the message certainly did not arrive."""

    def __init__(self, *, certain: bool) -> None:
        super().__init__()
        self.certain = certain


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered to a message."""

    step: Step
    code: int
    tekst: str


class Connection:
    """A session with the server, opened when there is something to send and again when the server ended it."""

    def __init__(self, server: Server, tls: ssl.SSLContext | None = None) -> None:
        self.server = server
        self._tls = tls
        self._smtp: smtplib.SMTP | None = None

    def send(self, from_: Recipient, to: Recipient, message: bytes) -> Reply:
        """Offer one message.

        Raises:
            ConnectionEnded: the connection ended underway.
            SendError: there is no connection to be had.
        """
        smtp = self._smtp or self._open()
        options: list[str] = []
        if not to.full.isascii():
            if not smtp.has_extn("smtputf8"):
                return Reply(Step.REFUSED, _NO_UTF8, "deze mailserver kan geen adres met letters als é aan (SMTPUTF8)")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            from_code, from_text = smtp.mail(from_.full, options)
            code, text = smtp.rcpt(to.full) if _ok(from_code) else (from_code, from_text)
        except (smtplib.SMTPException, OSError):
            self.close()
            raise ConnectionEnded(certain=True) from None
        if not _ok(from_code) and from_code not in _END:  # it is not about the reader: nobody would get anything
            raise SendError(f"de mailserver weigert de afzender: {from_code} {_explanation(from_text, from_)}")
        return self._contents(smtp, to, message) if _ok(code) else self._none(smtp, code, text, to)

    def _contents(self, smtp: smtplib.SMTP, to: Recipient, message: bytes) -> Reply:
        try:
            code, text = smtp.data(message)
        except smtplib.SMTPDataError as error:  # refused before a byte of the message went out
            return self._none(smtp, error.smtp_code, error.smtp_error, to)
        except (smtplib.SMTPException, OSError):
            code, text = -1, b""
        if _ok(code):
            return Reply(Step.SENT, code, "")
        if code < _ERRORS:  # no answer, or none that means anything: it may have arrived
            self.close()
            raise ConnectionEnded(certain=False)
        return self._none(smtp, code, text, to)

    def _none(self, smtp: smtplib.SMTP, code: int, text: bytes | str, to: Recipient) -> Reply:
        """The server said no: for now (4xx) or for good (5xx), or ended the session."""
        if code in _END:
            self.close()
            raise ConnectionEnded(certain=True)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.rset()
        return Reply(Step.REFUSED if code >= _PERMANENT else Step.DEFERRED, code, _explanation(text, to))

    def _open(self) -> smtplib.SMTP:
        try:
            self._smtp = smtp = self._connect()
            self._log_in(smtp)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise SendError(no_connection(error, self.server.host)) from None
        return smtp

    @property
    def tls(self) -> ssl.SSLContext:
        """Certificates are checked; reading the machine's list takes a while, so only where it is needed."""
        self._tls = self._tls or ssl.create_default_context()
        return self._tls

    def _connect(self) -> smtplib.SMTP:
        if self.server.port == smtplib.SMTP_SSL_PORT:
            return smtplib.SMTP_SSL(self.server.host, self.server.port, timeout=TIMEOUT, context=self.tls)
        return smtplib.SMTP(self.server.host, self.server.port, timeout=TIMEOUT)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        """TLS where it is offered; a password goes over TLS or not at all."""
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=self.tls)
            smtp.ehlo()
        if self.server.user:
            if not isinstance(smtp.sock, ssl.SSLSocket):
                raise smtplib.SMTPNotSupportedError
            smtp.login(self.server.user, self.server.password)

    def close(self) -> None:
        """End the session, if there is one."""
        if self._smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp.close()
        self._smtp = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _explanation(text: bytes | str, to: Recipient) -> str:
    """What a server said, on one line, without the address."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    said = re.sub(re.escape(to.full), to.hidden, said, flags=re.IGNORECASE)
    return re.sub(r"[^ -~\u00a0-\u2027…]+", " ", said)[:160].strip()


def no_connection(error: Exception, host: str) -> str:
    """Why there is no session with a mail server, in Dutch."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "de mailserver weigert deze naam of dit wachtwoord"
        case smtplib.SMTPNotSupportedError():
            return "de mailserver biedt geen veilige aanmelding; het wachtwoord is niet verstuurd"
        case ssl.SSLError():
            return f"de beveiligde verbinding met de mailserver {host} lukt niet ({error.reason})"
        case _:
            return f"geen verbinding met de mailserver {host} ({_reason(error)})"


def _reason(error: Exception) -> str:
    """Why a server cannot be reached; what it said itself, when it spoke."""
    match error:
        case socket.gaierror():
            return "deze naam is niet bekend"
        case TimeoutError():
            return "er komt geen antwoord"
        case smtplib.SMTPResponseException():
            return f"antwoord {error.smtp_code}"
        case OSError() if error.errno:
            return told(error)
    return "zij verbrak de verbinding"
