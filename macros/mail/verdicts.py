"""What a message that came back says: about which address, what it means for the list, and why.

Bytes in, a frozen verdict out; who of the list it is about, and what is done, is for `inbox.py`. What was learned of real
reports of five mail servers (tests/mail/reports):

- `Status` says nothing across servers: of a 450 that ran out it is 4.2.1, 5.0.0 or the action is "delayed". The last code of
  `Diagnostic-Code` decides, or of what the text says of that address; `Status` only where neither says anything.
- postfix has the subscriber in `Original-Recipient`, exim in `Final-Recipient`, and `X-Failed-Recipients` someone else.
- A notification that a reader's own program refused a message (RFC 8098) says that the address works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr, parsedate_to_datetime
from enum import StrEnum

from flufl.bounce import all_failures

from macros.mail import incoming
from macros.mail.incoming import Incoming, standing
from macros.mail.tokens import tokens_in


class Meaning(StrEnum):
    """What a message means for the list."""

    COMPLAINT = "klacht"
    GONE = "weg"
    COUNTS = "telt-mee"
    ASKS = "vraagt-iets"
    JOINS = "meldt-zich-aan"
    OURS = "onze-fout"
    PERSON = "voor-een-mens"
    UNKNOWN = "onbegrepen"
    NOTHING = "zonder-gevolg"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of one address."""

    meaning: Meaning
    why: str = ""
    """A code or a few fixed words; never what a stranger wrote."""
    addresses: tuple[str, ...] = ()
    """By which the list may know the reader, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one message says."""

    outcomes: tuple[Outcome, ...]
    numbers: frozenset[int] = frozenset()
    """Of readers: in the envelope sender that was answered, else in the Message-ID that is quoted."""
    tokens: tuple[str, ...] = ()
    """What looks like a token, in the subject of who asks something, else in the message that came back."""
    issue: str = ""
    """Of which newsletter it is about; empty when it does not say."""
    subject: str = ""
    words: str = field(default="", repr=False)
    """What it says to a person."""
    arrived: datetime | None = None
    """When our own server took it in, as it says."""
    text: str = field(default="", repr=False)
    """All that can be read in it, in small incoming."""

    def mentions(self, address: str) -> int:
        """How many times an address stands in the message."""
        return sum(1 for _ in standing(address).finditer(self.text))


def judge(contents: bytes) -> Verdict:
    """What a message says; of what cannot be read, that nothing understands it."""
    try:
        return _judge(Incoming(contents))
    except Exception:  # noqa: BLE001 - anyone may send anything, and what reads it stumbles in ways that no one foresees
        return Verdict((Outcome(Meaning.UNKNOWN),))


_NUMBER = re.compile(r"\+([0-9]{1,9})(?:=[^@\s<>]*)?@", re.ASCII)
"""A reader in an envelope sender: `owner-nieuwsbrief+42@`."""
_MESSAGE_ID = re.compile(r"<([a-z0-9]+(?:-[a-z0-9]+)+)\.([0-9]{1,9})(?:\.[0-9a-f]{1,64})?@[\w.-]+>", re.ASCII)
"""The issue and the reader in a Message-ID: `<2026-q4.42.0f1e2d3c4b5a@…>`."""


def _judge(mail: Incoming) -> Verdict:
    sent = set(_MESSAGE_ID.findall(mail.text))
    issues = {issue for issue, _ in sent}
    asks = _asks(mail)
    return Verdict(
        tuple(_outcomes(mail)),
        frozenset(_answered(mail) or (int(number) for _, number in sent)),
        asks or tuple(dict.fromkeys(tokens_in(mail.raw.replace("%20", " ")))),
        issues.pop() if len(issues) == 1 else "",
        mail.header("Subject"),
        mail.words,
        _arrived(mail),
        mail.text,
    )


def _arrived(mail: Incoming) -> datetime | None:
    """The date of the topmost `Received`, which our own server wrote."""
    try:
        moment = parsedate_to_datetime(mail.header("Received").rpartition(";")[2])
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _answered(mail: Incoming) -> set[int]:
    """The readers in the addresses to which this was sent: envelope senders of newsletters."""
    to = [mail.header(name) for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To")]
    to += [group.get("original-mail-from", "") for group in mail.groups(incoming.FEEDBACK)]
    return {int(number) for number in _NUMBER.findall(" ".join(to))}


def _asks(mail: Incoming) -> tuple[str, ...]:
    """The tokens in the subject of what someone wrote; a program that answers may quote one."""
    subject = mail.header("Subject")
    return () if mail.automatic or _AWAY.search(subject) else tuple(tokens_in(subject))


_JOINS = re.compile(r"\s*aanmelden\b", re.IGNORECASE)
_AWAY = re.compile(r"(?:automatisch antwoord|automatic reply|out of office|afwezig)\b", re.IGNORECASE)
"""How the subject begins of who is away, where a server calls its answer `auto-generated` (Exchange), or nothing."""


# ── What it is ──────────────────────────────────────────────────────────────────────────────────────────


def _outcomes(mail: Incoming) -> Iterable[Outcome]:
    if complaint := mail.groups(incoming.FEEDBACK):
        return [_complaint(complaint)]
    if notification := mail.groups(incoming.DISPOSITION):
        addresses = (address for group in notification for address in _addresses(group, "final-recipient"))
        return [Outcome(Meaning.PERSON, "geweigerd of gelezen", tuple(addresses))]
    report = [group for group in mail.groups(incoming.DELIVERY) if _RECIPIENT & group.keys()]
    if len(report) == 1:
        return [_delivery(mail, report[0], mail.sent_to)]
    if report:
        return [_of_several(mail, group) for group in report] if len(report) <= _GROUPS else [Outcome(Meaning.UNKNOWN)]
    return [_in_another_form(mail) or _otherwise(mail)] if mail.automatic else [_written(mail)]


def _written(mail: Incoming) -> Outcome:
    """What a person wrote, or a server that does not say that it is one."""
    if _asks(mail):
        return Outcome(Meaning.ASKS)
    joins = _JOINS.match(mail.header("Subject")) and parseaddr(mail.header("From"))[1]
    if joins:
        return Outcome(Meaning.JOINS, "", (joins,))
    return _in_another_form(mail) or Outcome(Meaning.UNKNOWN)


_GROUPS = 50
"""Addresses in a report that can be about a message of ours, which goes to one."""
_RECIPIENT = {"action", "final-recipient", "original-recipient"}
"""By which the groups of recipients are told from the one about the message."""


def _addresses(group: Mapping[str, str], *names: str) -> Iterator[str]:
    """The addresses in fields; a `+` may stand there as the envelope had it, encoded (RFC 3461, section 4)."""
    for name in names:
        if address := group.get(name, "").rpartition(";")[2].strip(" <>"):
            yield address
            if "+2B" in address:
                yield address.replace("+2B", "+")


def _complaint(groups: list[dict[str, str]]) -> Outcome:
    """A reader called it spam (RFC 5965); reports of another kind have the same form."""
    said = {name: value for group in reversed(groups) for name, value in group.items()}
    addresses = tuple(_addresses(said, "original-rcpt-to"))
    match said.get("feedback-type", "").lower():
        case "abuse" | "fraud" | "opt-out":
            return Outcome(Meaning.COMPLAINT, "", addresses)
        case "not-spam":
            return Outcome(Meaning.NOTHING, "geen klacht", addresses)
    return Outcome(Meaning.PERSON, "een melding van een mailbedrijf", addresses)


def _delivery(mail: Incoming, group: Mapping[str, str], sent_to: tuple[str, ...]) -> Outcome:
    """What a group of a report says (RFC 3464, 2.3).

    postfix has the subscriber in `Original-Recipient`, and in `Final-Recipient` to whom it was handed on; exim has the subscriber there.
    """
    named = tuple(_addresses(group, "original-recipient")) or tuple(_addresses(group, "final-recipient"))
    addresses = tuple(dict.fromkeys([*named, *sent_to]))
    said = " ".join(mail.said_of(address) for address in addresses)
    action = group.get("action", "").lower()
    if action.startswith(("fail", "error")):
        diagnostic = _TYPE.sub("", group.get("diagnostic-code", ""))
        return Outcome(*_failed(diagnostic, said, group.get("status", "")), addresses)
    if action.startswith("delayed"):
        if "envelope expired" in said.lower():  # what opensmtpd says of a message that it threw away
            return Outcome(Meaning.COUNTS, "te lang onderweg", addresses)
        return Outcome(Meaning.NOTHING, "vertraagd", addresses)
    if action.startswith(("delivered", "relayed", "expanded")):
        return Outcome(Meaning.NOTHING, "bezorgd", addresses)
    return Outcome(Meaning.UNKNOWN, "", addresses)


_TYPE = re.compile(r"\A[A-Za-z][\w-]*\s*;")
"""What kind of answer it is stands first."""


def _of_several(mail: Incoming, group: Mapping[str, str]) -> Outcome:
    """The same in a report on several addresses: what is final must stand in the text too, since groups may be mixed up."""
    outcome = _delivery(mail, group, ())
    said = " ".join(mail.said_of(address) for address in outcome.addresses)
    if outcome.meaning is Meaning.GONE and _failed(said)[0] is not Meaning.GONE:
        return Outcome(Meaning.COUNTS, outcome.why, outcome.addresses)
    return outcome


_READ, _LINE = 50_000, 998
"""Bytes of a message and of a line (RFC 5322, 2.1.1) in which such a report is looked for."""
_SPACES = re.compile(rb"[ \t]{9,}")
"""What expressions of flufl.bounce need ever more time for."""


def _in_another_form(mail: Incoming) -> Outcome | None:
    """A report of a server with a form of its own, in which flufl.bounce finds addresses; of several none surely is the reader's."""
    bounded = b"\n".join(line[:_LINE] for line in _SPACES.sub(b" ", mail.raw.encode()[:_READ]).splitlines())
    message = message_from_bytes(bounded)
    del message["X-Failed-Recipients"]
    try:
        delayed, failed = ([address.decode() for address in sorted(found)] for found in all_failures(message))
    except Exception:  # noqa: BLE001 - it takes every letter for ASCII, among others
        return None
    found = failed or delayed
    addresses = tuple(dict.fromkeys([*mail.sent_to, *(found if len(found) == 1 else ())]))
    if failed:
        return Outcome(*_failed(" ".join(mail.said_of(address) for address in addresses)), addresses)
    return Outcome(Meaning.NOTHING, "vertraagd", addresses) if delayed else None


def _otherwise(mail: Incoming) -> Outcome:
    """What else a program wrote: an answer (RFC 3834), or nothing that is known."""
    answers = mail.header("Auto-Submitted").strip().lower().startswith("auto-replied")
    if answers or _AWAY.match(mail.header("Subject").strip()):
        return Outcome(Meaning.NOTHING, "automatisch antwoord")
    return Outcome(Meaning.UNKNOWN)


# ── What was said of an address ─────────────────────────────────────────────────────────────────────────

AT_ONCE = ("5.1.1", "5.1.10", "5.2.1")
"""Codes of an address that is gone (RFC 3463, 3.2 and 3.3; the second RFC 7505)."""
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)", re.ASCII)
_REPLY = re.compile(r"(?:^|[:;,(]\s*|#\s?|~~~ )([45]\d\d)(?=[\s-]|$)", re.ASCII)
_GONE = re.compile(r"unrouteable address|user unknown|unknown user", re.IGNORECASE)
_TOO_LONG = re.compile(r"lines? too long", re.IGNORECASE)


def _failed(*said: str) -> tuple[Meaning, str]:
    """What the first of these means that says anything, and by which words."""
    return next((found for text in said if (found := _read(text.strip()))), (Meaning.COUNTS, "zonder reden"))


def _read(said: str) -> tuple[Meaning, str] | None:
    """What an answer of a server means; nothing when it says nothing."""
    code = next((code for code in reversed(_CODE.findall(said)) if not code.endswith(".0.0")), "")
    reply = next(reversed(_REPLY.findall(said)), "")
    if _TOO_LONG.search(said):
        return Meaning.OURS, "een regel is te lang"
    if code.startswith("5.6."):
        return Meaning.OURS, code
    if code:
        return (Meaning.GONE if code in AT_ONCE else Meaning.COUNTS), code
    if reply.startswith("4"):
        return Meaning.COUNTS, reply
    if words := _GONE.search(said):
        return Meaning.GONE, words[0].capitalize()
    return (Meaning.COUNTS, reply) if reply else None
