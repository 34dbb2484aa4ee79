"""The message for one reader: who sends, its headers, and the articles of that reader's choice.

The bodies are those of the `nieuwsbrief.eml` that the build made and a person looked at. Only headers become personal, the
address at which one leaves, and which articles there are; nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from macros.mail.readers import LEAVE_WITHIN
from macros.mail.recipients import CONTROL_CHARS, Interests, Recipient, SendError, read_address
from macros.mail.tokens import Purpose, Tokens

ARTICLES = "X-Kennisbank-Artikelen"
"""The header in which the build says of each article its lines in the text mail and what it is about; it is not sent."""
ISSUE = re.compile(r"[0-9]{4}-q[1-4]")


class Verbatim(UnstructuredHeader, BaseHeader):
    """A header of addresses and ids: folded between them, and no part becomes an encoded word (RFC 2047, 5; RFC 8058, 3.1).

    Python's own would make one of what does not fit in a line, which no mail program reads as an address.
    """

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """What was given, as it was given."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """The lines of this header, ended."""
        folded = re.sub(r"(?<=,|=) (?=<|=\?)", f"{policy.linesep} ", str(self))
        return f"{self.name}: {folded}{policy.linesep}"


class _Headers(HeaderRegistry):
    """Python's makes a class of each header that it writes, which took half of the time of a message."""

    def __init__(self) -> None:
        super().__init__()
        self._classes: dict[str, type[BaseHeader]] = {}

    def __getitem__(self, name: str) -> type[BaseHeader]:
        if name not in self._classes:
            self._classes[name] = super().__getitem__(name)
        return self._classes[name]


_HEADERS = _Headers()
for _name in (
    "from",
    "date",
    "to",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-id",
    "message-id",
    "precedence",
    "auto-submitted",
):
    _HEADERS.map_to_type(_name, Verbatim)
POLICY = SMTP.clone(header_factory=_HEADERS)
"""As messages are sent."""


# ── Who sends ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, where what cannot be delivered comes back, and how a reader gets off the list."""

    naam: str
    address: Recipient
    unsubscribe: tuple[str, ...]
    bounces: Recipient | None = None
    list_id: str = ""
    tokens: Tokens | None = None
    """What makes the addresses at which one leaves different for each reader; without it they are one for all."""

    @property
    def domain(self) -> str:
        """What ids of messages end in."""
        return self.address.full.partition("@")[2]

    def envelope(self, reader: Recipient) -> Recipient:
        """The sender on the envelope, with the reader's number: a report of a mail server then says who it was."""
        name, _, domain = (self.bounces or self.address).full.partition("@")
        return Recipient(f"{name}+{reader.number}@{domain}" if reader.number and self.bounces else f"{name}@{domain}")

    def leaving(self, token: str) -> tuple[str, ...]:
        """The addresses at which a reader leaves."""
        if not token:
            return self.unsubscribe
        return tuple(
            f"{address.partition('?')[0]}?subject={quote(f'{Purpose.LEAVE} {token}')}"
            if address.startswith("mailto:")
            else f"{address.rstrip('/')}/{token}"
            for address in self.unsubscribe
        )

    def token(self, reader: Recipient, moment: datetime) -> str:
        """What says which reader leaves; nothing for who has no number."""
        if not self.tokens or not reader.number:
            return ""
        return self.tokens.make(Purpose.LEAVE, reader.number, reader.full, moment + LEAVE_WITHIN)


_LONGEST = 200
"""Characters of a name: with the longest address it still fits in a line."""
_ADDRESS = re.compile(r"(?:https://|mailto:)[!-;=?-~]{1,800}")


def read_sender(typed: str, unsubscribe: Iterable[str], bounces: str = "") -> Sender:
    """`Naam <adres>`, the https and mailto addresses at which readers leave, and where mail comes back.

    Raises:
        SendError: one of them is wrong.
    """
    if CONTROL_CHARS.search(typed):
        raise SendError("de afzender bevat een regeleinde of een onzichtbaar teken")
    name, address = parseaddr(typed)
    if len(name) > _LONGEST:
        raise SendError(f"de naam van de afzender is langer dan {_LONGEST} tekens")
    ways = tuple(unsubscribe)
    if not ways:
        raise SendError("waar kan een lezer zich afmelden? Geef --afmelden https://… of mailto:…")
    if not all(map(_ADDRESS.fullmatch, ways)):
        raise SendError("het adres voor afmelden moet met https:// of mailto: beginnen en mag geen spaties bevatten")
    try:
        back = read_address(bounces) if bounces else None
    except SendError:
        raise SendError("het adres voor wat terugkomt (--retour) klopt niet; schrijf naam@voorbeeld.nl") from None
    try:
        return Sender(name, read_address(address), ways, back)
    except SendError:
        raise SendError("de afzender klopt niet; schrijf 'Naam <naam@voorbeeld.nl>'") from None


def header(naam: str, address: Recipient) -> str:
    """A name and an address as a header has them."""
    if naam.isascii():
        return formataddr((naam, address.full))
    return f"{Header(naam, 'utf-8', maxlinelen=70).encode(linesep='')} <{address.full}>"


# ── What is sent ────────────────────────────────────────────────────────────────────────────────────────


def read_message(contents: bytes) -> EmailMessage:
    """A `nieuwsbrief.eml` as the build made it.

    Raises:
        SendError: it is not one.
    """
    message = message_from_bytes(contents, policy=POLICY)
    parts = [part.get_content_type() for part in message.walk()] if isinstance(message, EmailMessage) else []
    if parts != ["multipart/alternative", "text/plain", "text/html"] or not message["Subject"] or message.defects:
        raise SendError("dit bestand is geen nieuwsbrief uit de bouw; maak de site opnieuw met 'make site'")
    return message


@dataclass(frozen=True, slots=True)
class Article:
    """An article of an issue: its lines in the text mail, from and until, and ids of what it is about."""

    lines: slice
    about: frozenset[str]

    def wanted(self, choice: frozenset[str]) -> bool:
        """Whether it is for a reader with this choice: of all about nothing in particular, and of none when nothing is chosen."""
        return not choice or not self.about or bool(choice & self.about)


def read_articles(message: EmailMessage) -> list[Article]:
    """What the build says of the articles; of an issue of before it said so, nothing."""
    found = re.findall(r"([0-9]+)-([0-9]+)((?: [a-z0-9-]+)*)(?:,|$)", message[ARTICLES] or "")
    return [Article(slice(int(start), int(until)), frozenset(about.split())) for start, until, about in found]


_PLACE = "~".join("TOKEN" * 9)[:52]
"""What stands where a token comes, as long as one: so each reader's message is folded alike."""
_PLACED = re.compile("(?:=\r\n)?".join(map(re.escape, _PLACE)).encode())
_ONE = re.compile(r"<!--artikel-->.*?<!--/artikel-->\n?", re.DOTALL)


class Letter:
    """An issue on its way: what is the same in all messages is made once, what differs for each reader."""

    def __init__(self, issue: str, message: EmailMessage, sender: Sender) -> None:
        self.issue, self.sender = issue, sender
        self._message, self._articles = message, read_articles(message)
        self._text, self._html = (
            part.get_content().replace("\r\n", "\n") for part in message.walk() if not part.is_multipart()
        )
        self._common = self._of_all()
        self._body = lru_cache(maxsize=64)(self._make_body)

    def for_(self, reader: Recipient, moment: datetime) -> bytes:
        """The bytes for one reader."""
        token = self.sender.token(reader, moment)
        body = self._body(self._selection(reader.choice), bool(token))
        if token:
            body = _PLACED.sub(lambda place: _with_breaks(place[0], token), body)
        return self._headers(reader, moment, token) + body

    def _selection(self, choice: Interests) -> tuple[bool, ...]:
        wanted = frozenset((*choice.themas, *choice.districten))
        return tuple(article.wanted(wanted) for article in self._articles)

    def _of_all(self) -> bytes:
        """The headers that are the same in each message."""
        common = EmailMessage(policy=POLICY)
        common["From"] = header(self.sender.naam, self.sender.address)
        common["Subject"] = self._message["Subject"]
        common["Precedence"] = "bulk"
        common["Auto-Submitted"] = "auto-generated"
        if self.sender.list_id:
            common["List-Id"] = f"<{self.sender.list_id}>"
        common["Content-Language"] = self._message["Content-Language"]
        return common.as_bytes().removesuffix(b"\r\n")

    def _headers(self, reader: Recipient, moment: datetime, token: str) -> bytes:
        """All headers, with a Message-ID by which a mailbox can tell a second copy."""
        own = EmailMessage(policy=POLICY if reader.full.isascii() else POLICY.clone(utf8=True))
        own["To"] = reader.full
        own["Date"] = format_datetime(moment)
        own["Message-ID"] = f"<{self.issue}.{reader.number or 'x'}.{reader.key[:16]}@{self.sender.domain}>"
        ways = self.sender.leaving(token)
        own["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways)
        if token and any(way.startswith("https:") for way in ways):
            own["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # only where the address says who it is
        return self._common + own.as_bytes().removesuffix(b"\r\n")

    def _make_body(self, selection: Sequence[bool], personal: bool) -> bytes:  # noqa: FBT001 - a key of the cache
        """Both forms with the articles of a choice, from the first header that says how they are written."""
        made = EmailMessage(policy=POLICY)
        text, html = self._chosen_text(selection), self._chosen_html(selection)
        if personal:
            for way in self.sender.unsubscribe:
                if way.startswith("https:"):
                    text, html = (words.replace(way, f"{way.rstrip('/')}/{_PLACE}") for words in (text, html))
        made.set_content(text, cte="quoted-printable")
        made.add_alternative(html, subtype="html", cte="quoted-printable")
        made.set_boundary(self._message.get_boundary() or "")
        return made.as_bytes()

    def _chosen_html(self, selection: Sequence[bool]) -> str:
        wanted = iter(selection)
        return _ONE.sub(lambda article: article[0] if next(wanted, True) else "", self._html)

    def _chosen_text(self, selection: Sequence[bool]) -> str:
        lines = self._text.splitlines(keepends=True)
        for article, wanted in zip(reversed(self._articles), reversed(selection), strict=True):
            if not wanted:
                del lines[article.lines]
        return _without_loose_addresses("".join(lines))


_NUMBERED = re.compile(r"^\[([0-9]+)\] \S+\n", re.MULTILINE)


def _without_loose_addresses(text: str) -> str:
    """The list at the foot without addresses of articles that are not there; the numbers of the others stay."""
    used = set(re.findall(r"\u00a0\[([0-9]+)\]", text))
    return _NUMBERED.sub(lambda line: line[0] if line[1] in used else "", text)


def _with_breaks(place: bytes, token: str) -> bytes:
    """A token folded as its place is."""
    letters = iter(token)
    return b"".join(part if part.startswith(b"=") else next(letters).encode() for part in re.findall(b"=\r\n|.", place))
