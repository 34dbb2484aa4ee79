"""Sends a newsletter: one message for each address, and nobody gets it twice.

What is sent is the `nieuwsbrief.eml` that the build made and a person looked at; only the headers become personal.
The journal is what makes it safe to stop at any moment: before a message goes out its intent is on disk, after that its
result. An intent without a result may have arrived, so it is reported and not sent again unless someone says so.
The journal holds hashes, and no message here shows an address in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import TextIO

from macros.base import inside
from macros.base.numbers import how_many
from macros.base.progress import ProgressBar
from macros.mail.recipients import CONTROL_CHARS, Journal, Recipient, SendError, Step, read_address, read_addresses
from macros.mail.smtp import Connection, ConnectionEnded, Reply, read_server

# ── What the sender says ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and how a reader gets off the list."""

    naam: str
    address: Recipient
    unsubscribe: str

    @property
    def kop(self) -> Address:
        """For the From header."""
        return Address(self.naam, addr_spec=self.address.full)


def read_sender(typed: str, unsubscribe: str) -> Sender:
    """`Naam <adres>` and an https or mailto address at which readers leave.

    Raises:
        SendError: one of them is wrong.
    """
    if CONTROL_CHARS.search(typed):
        raise SendError("de afzender bevat een regeleinde of een onzichtbaar teken")
    name, address = parseaddr(typed)
    if not re.fullmatch(r"(?:https://|mailto:)[!-;=?-~]+", unsubscribe):
        raise SendError("het adres voor afmelden moet met https:// of mailto: beginnen en mag geen spaties bevatten")
    try:
        return Sender(name, read_address(address), unsubscribe)
    except SendError:
        raise SendError("de afzender klopt niet; schrijf 'Naam <naam@voorbeeld.nl>'") from None


def read_message(contents: bytes) -> EmailMessage:
    """A `nieuwsbrief.eml` as the build made it.

    Raises:
        SendError: it is not one.
    """
    message = message_from_bytes(contents, policy=SMTP)
    parts = [part.get_content_type() for part in message.walk()] if isinstance(message, EmailMessage) else []
    if parts != ["multipart/alternative", "text/plain", "text/html"] or not message["Subject"] or message.defects:
        raise SendError("dit bestand is geen nieuwsbrief uit de bouw; maak de site opnieuw met 'make site'")
    return message


def personal(message: EmailMessage, issue: str, address: Recipient, sender: Sender, moment: datetime) -> EmailMessage:
    """The message for one reader: own To, and a Message-ID by which a mailbox can tell a second copy."""
    own = deepcopy(message)
    for name in ("From", "To", "Date", "Message-ID", "X-Unsent", "List-Unsubscribe", "List-Unsubscribe-Post"):
        del own[name]
    own["From"] = sender.kop
    own["To"] = Address(addr_spec=address.full)
    own["Date"] = format_datetime(moment)
    own["Message-ID"] = f"<{issue}.{address.key[:32]}@{sender.address.full.partition('@')[2]}>"
    own["List-Unsubscribe"] = f"<{sender.unsubscribe}>"
    if sender.unsubscribe.startswith("https:"):
        own["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return own


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mailing:
    """An issue on its way: what, from whom, to whom."""

    issue: str
    message: EmailMessage
    sender: Sender
    addresses: Sequence[Recipient]

    def for_(self, address: Recipient, moment: datetime) -> bytes:
        """The bytes for one reader."""
        return personal(self.message, self.issue, address, self.sender, moment).as_bytes()


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: at most `per_minute`, waiting with `sleep`; `nu` gives the time that messages carry."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    per_minute: int = 60


@dataclass(slots=True)
class MailingResult:
    """What a run did."""

    steps: dict[Recipient, Step] = field(default_factory=dict)
    earlier: int = 0
    undecided: list[Recipient] = field(default_factory=list)
    interrupted: str = ""
    by_user: bool = False

    @property
    def done(self) -> bool:
        """Whether every address has the newsletter."""
        return not self.interrupted and not self.undecided and set(self.steps.values()) <= {Step.SENT}


def send(
    mailing: Mailing, connection: Connection, journal: Journal, pace: Pace, report: TextIO, *, again: bool = False
) -> MailingResult:
    """Send to every address that does not have it yet; stops at Ctrl-C or when the server is gone, and says where.

    Args:
        mailing: what to send to whom.
        connection: the server.
        journal: what earlier runs did.
        pace: how fast.
        report: where progress and refusals are told.
        again: also send to addresses that were refused, or of which is not known whether it arrived.
    """
    result = MailingResult()
    todo = _to_do(mailing.addresses, journal.steps, result, again=again)
    progress_bar = ProgressBar(report)
    try:
        for number, address in enumerate(todo):
            if number:
                pace.sleep(60 / pace.per_minute)
            answer = _one(mailing, address, connection, journal, pace)
            result.steps[address] = answer.step
            if answer.step is not Step.SENT:
                progress_bar.line(f"{address}: {answer.step} ({answer.code} {answer.tekst})")
            _show(progress_bar, number + 1, len(todo))
    except KeyboardInterrupt:
        result.interrupted, result.by_user = "onderbroken met Ctrl-C", True
    except SendError as error:
        result.interrupted = str(error)
    progress_bar(1)
    result.undecided += [address for address in todo if journal.steps.get(address.key) is Step.STARTED]
    return result


_EVERY = 50
"""Messages after which a file with what was told says how far it is."""


def _show(progress_bar: ProgressBar, number: int, total: int) -> None:
    state = f"{number} van {total}"
    progress_bar(number / total, state)
    if not progress_bar.screen.isatty() and (number % _EVERY == 0 or number == total):
        progress_bar.line(state)


def _to_do(
    addresses: Iterable[Recipient], steps: Mapping[str, Step], result: MailingResult, *, again: bool
) -> list[Recipient]:
    """Who does not have it; who certainly does never comes back in."""
    todo = []
    for address in addresses:
        match steps.get(address.key):
            case Step.SENT:
                result.earlier += 1
            case Step.STARTED if not again:
                result.undecided.append(address)
            case Step.REFUSED if not again:
                result.steps[address] = Step.REFUSED
            case _:
                todo.append(address)
    return todo


def _one(mailing: Mailing, address: Recipient, connection: Connection, journal: Journal, pace: Pace) -> Reply:
    """One message; a session that ended before the message was offered gets one fresh start."""
    try:
        return _attempt(mailing, address, connection, journal, pace)
    except ConnectionEnded:
        pass
    try:
        return _attempt(mailing, address, connection, journal, pace)
    except ConnectionEnded:
        raise SendError("de mailserver verbreekt steeds de verbinding") from None


def _attempt(mailing: Mailing, address: Recipient, connection: Connection, journal: Journal, pace: Pace) -> Reply:
    """Intent, message, result. When the message may have arrived there is no result: that is what the journal says."""
    journal.write(address, Step.STARTED)
    try:
        answer = connection.send(mailing.sender.address, address, mailing.for_(address, pace.clock()))
    except ConnectionEnded as afgebroken:
        if not afgebroken.certain:
            raise SendError("de mailserver verbrak de verbinding midden in een bericht") from None
        journal.write(address, Step.DEFERRED)
        raise
    except SendError:
        journal.write(address, Step.DEFERRED)
        raise
    journal.write(address, answer.step, answer.code)
    return answer


def trial(mailing: Mailing, folder: Path, clock: Callable[[], datetime]) -> int:
    """Write every message as a file and send nothing; answers how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for address in mailing.addresses:
        inside.write(folder, [(f"{mailing.issue}-{address.key[:12]}.eml", mailing.for_(address, clock()))])
    return len(mailing.addresses)


def report_text(result: MailingResult) -> str:
    """What a run did, in a few lines of Dutch."""
    refused, deferred = (
        [str(address) for address, reached in result.steps.items() if reached is step]
        for step in (Step.REFUSED, Step.DEFERRED)
    )
    undecided = [str(address) for address in result.undecided]
    parts = (
        (result.earlier, f"{result.earlier} hadden de nieuwsbrief al en kregen hem niet nog eens."),
        (refused, f"{len(refused)} geweigerd; controleer deze adressen: {', '.join(refused)}."),
        (deferred, f"{len(deferred)} nu niet aangenomen; geef de opdracht later nog eens."),
        (undecided, f"{len(undecided)} onbeslist; het bericht kan zijn aangekomen: {', '.join(undecided)}."),
        (undecided, "Deze krijgen het alleen met --opnieuw nog eens."),
        (result.interrupted, f"Gestopt: {result.interrupted}. Geef dezelfde opdracht nog eens om door te gaan."),
    )
    sent = list(result.steps.values()).count(Step.SENT)
    return "\n".join([f"{sent} verstuurd.", *(line for present, line in parts if present)]) + "\n"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MailingOptions:
    """What someone asked for on the command line."""

    issue: str
    site: Path
    naar: Path
    van: str
    unsubscribe: str
    smtp: str = ""
    trial: Path | None = None
    journal: Path | None = None
    per_minute: int = 60
    again: bool = False
    user: str = ""
    password: str = field(default="", repr=False)


def send_issue(
    options: MailingOptions, *, clock: Callable[[], datetime], sleep: Callable[[float], None], report: TextIO
) -> int:
    """`kennisbank verstuur nieuwsbrief`: 0 when every address has it or a proof was written, 130 after Ctrl-C, else 1.

    Raises:
        SendError: nothing can be sent.
        OSError: a file cannot be read or written.
    """
    addresses, findings = read_addresses(options.naar.name, options.naar.read_bytes())
    if findings:
        report.write(
            "".join(f"{b}\n" for b in findings)
            + f"{how_many(len(findings), 'fout', 'fouten')}; er is niets verstuurd.\n"
        )
        return 1
    mailing = Mailing(options.issue, _message(options), read_sender(options.van, options.unsubscribe), addresses)
    if options.trial:
        count = trial(mailing, options.trial, clock)
        report.write(f"{count} berichten geschreven in {options.trial}; er is niets verstuurd.\n")
        return 0
    return _send(options, mailing, Pace(clock, sleep, options.per_minute), report)


def _send(options: MailingOptions, mailing: Mailing, pace: Pace, report: TextIO) -> int:
    server = read_server(options.smtp, user=options.user, password=options.password)
    if pace.per_minute < 1:
        raise SendError("--per-minuut moet minstens 1 zijn")
    path = options.journal or options.naar.with_name(f"{options.naar.stem}.{options.issue}.journaal")
    with Journal(path, options.issue, pace.clock) as journal, Connection(server) as connection:
        unreadable = (f"{path.name}:{line}: deze regel is onleesbaar en telt niet mee\n" for line in journal.unreadable)
        report.writelines(unreadable)
        result = send(mailing, connection, journal, pace, report, again=options.again)
    report.write(report_text(result))
    return _INTERRUPTED if result.by_user else int(not result.done)


_INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


def _message(options: MailingOptions) -> EmailMessage:
    if not re.fullmatch(r"[0-9]{4}-q[1-4]", options.issue):
        raise SendError(f"{options.issue!r} is geen nieuwsbrief; schrijf jaar en kwartaal, bijvoorbeeld 2023-q4")
    path = options.site / "nieuwsbrieven" / options.issue / "nieuwsbrief.eml"
    if not path.is_file():
        raise SendError(f"{path} is er niet; maak eerst de site met 'make site'")
    return read_message(path.read_bytes())
