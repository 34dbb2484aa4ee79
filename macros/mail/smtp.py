"""A session with a mail server: one message at a time, and for each what the server answered.

What an answer means is all that matters here: taken, refused, not now, or perhaps taken, which is told apart from all others.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from typing import Self

from macros.mail.recipients import Adres, Stap, Verzendfout

WACHT = 60
"""Seconds that a server gets to answer."""

# What a code means: RFC 5321, 4.2.1 and 3.8; smtplib says -1 of an answer without a code.
_FOUTEN = 400
_BLIJVEND = 500
_EINDE = {421, -1}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, with a login where it wants one."""

    host: str
    poort: int
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)


def lees_server(getypt: str, *, gebruiker: str = "", wachtwoord: str = "") -> Server:
    """`host:port`, with `[::1]:25` for IPv6.

    Raises:
        ValueError: in Dutch.
    """
    delen = re.fullmatch(r"(?:\[(?P<zes>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<poort>[0-9]{1,5})", getypt)
    if not delen or not 0 < int(delen["poort"]) < 2**16:
        raise ValueError(f"{getypt!r} is geen server; schrijf host:poort, bijvoorbeeld mail.voorbeeld.nl:587")
    return Server(delen["zes"] or delen["host"], int(delen["poort"]), gebruiker, wachtwoord)


def _goed(code: int) -> bool:
    return code in {250, 251, 252}


class Afgebroken(Exception):
    """The connection ended; `zeker` says whether the message certainly did not arrive."""

    def __init__(self, *, zeker: bool) -> None:
        super().__init__()
        self.zeker = zeker


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the server answered to a message."""

    stap: Stap
    code: int
    tekst: str


class Verbinding:
    """A session with the server, opened when there is something to send and again when the server ended it."""

    def __init__(self, server: Server, tls: ssl.SSLContext | None = None) -> None:
        self.server = server
        self._tls = tls
        self._smtp: smtplib.SMTP | None = None

    def verstuur(self, van: Adres, aan: Adres, bericht: bytes) -> Antwoord:
        """Offer one message.

        Raises:
            Afgebroken: the connection ended underway.
            Verzendfout: there is no connection to be had.
        """
        smtp = self._smtp or self._open()
        try:
            van_code, van_tekst = smtp.mail(van.vol)
            code, tekst = smtp.rcpt(aan.vol) if _goed(van_code) else (van_code, van_tekst)
        except (smtplib.SMTPException, OSError):
            self.sluit()
            raise Afgebroken(zeker=True) from None
        if not _goed(van_code) and van_code not in _EINDE:  # it is not about the reader: nobody would get anything
            raise Verzendfout(f"de mailserver weigert de afzender: {van_code} {_uitleg(van_tekst, van)}")
        return self._inhoud(smtp, aan, bericht) if _goed(code) else self._geen(smtp, code, tekst, aan)

    def _inhoud(self, smtp: smtplib.SMTP, aan: Adres, bericht: bytes) -> Antwoord:
        try:
            code, tekst = smtp.data(bericht)
        except smtplib.SMTPDataError as fout:  # refused before a byte of the message went out
            return self._geen(smtp, fout.smtp_code, fout.smtp_error, aan)
        except (smtplib.SMTPException, OSError):
            code, tekst = -1, b""
        if _goed(code):
            return Antwoord(Stap.VERSTUURD, code, "")
        if code < _FOUTEN:  # no answer, or none that means anything: it may have arrived
            self.sluit()
            raise Afgebroken(zeker=False)
        return self._geen(smtp, code, tekst, aan)

    def _geen(self, smtp: smtplib.SMTP, code: int, tekst: bytes | str, aan: Adres) -> Antwoord:
        """The server said no: for now (4xx) or for good (5xx), or ended the session."""
        if code in _EINDE:
            self.sluit()
            raise Afgebroken(zeker=True)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.rset()
        return Antwoord(Stap.GEWEIGERD if code >= _BLIJVEND else Stap.UITGESTELD, code, _uitleg(tekst, aan))

    def _open(self) -> smtplib.SMTP:
        try:
            self._smtp = smtp = self._verbind()
            self._meld_aan(smtp)
        except (smtplib.SMTPException, OSError) as fout:
            self.sluit()
            raise Verzendfout(_geen_verbinding(fout, self.server.host)) from None
        return smtp

    @property
    def tls(self) -> ssl.SSLContext:
        """Certificates are checked; reading the machine's list takes a while, so only where it is needed."""
        self._tls = self._tls or ssl.create_default_context()
        return self._tls

    def _verbind(self) -> smtplib.SMTP:
        if self.server.poort == smtplib.SMTP_SSL_PORT:
            return smtplib.SMTP_SSL(self.server.host, self.server.poort, timeout=WACHT, context=self.tls)
        return smtplib.SMTP(self.server.host, self.server.poort, timeout=WACHT)

    def _meld_aan(self, smtp: smtplib.SMTP) -> None:
        """TLS where it is offered; a password goes over TLS or not at all."""
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=self.tls)
            smtp.ehlo()
        if self.server.gebruiker:
            if not isinstance(smtp.sock, ssl.SSLSocket):
                raise smtplib.SMTPNotSupportedError
            smtp.login(self.server.gebruiker, self.server.wachtwoord)

    def sluit(self) -> None:
        """End the session, if there is one."""
        if self._smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp.close()
        self._smtp = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sluit()


def _uitleg(tekst: bytes | str, aan: Adres) -> str:
    """What a server said, on one line, without the address."""
    gezegd = tekst.decode("utf-8", "replace") if isinstance(tekst, bytes) else tekst
    gezegd = re.sub(re.escape(aan.vol), aan.verborgen, gezegd, flags=re.IGNORECASE)
    return re.sub(r"[^ -~\u00a0-\u2027…]+", " ", gezegd)[:160].strip()


def _geen_verbinding(fout: Exception, host: str) -> str:
    match fout:
        case smtplib.SMTPAuthenticationError():
            return "de mailserver weigert deze naam of dit wachtwoord"
        case smtplib.SMTPNotSupportedError():
            return "de mailserver biedt geen veilige aanmelding; het wachtwoord is niet verstuurd"
        case ssl.SSLError():
            return f"de beveiligde verbinding met de mailserver {host} lukt niet ({fout.reason})"
        case _:
            return f"geen verbinding met de mailserver {host} ({getattr(fout, 'strerror', '') or type(fout).__name__})"
