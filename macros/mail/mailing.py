"""Sends a newsletter: one message for each address, and nobody gets it twice.

What is sent is the `nieuwsbrief.eml` that the build made and a person looked at; only the headers become personal.
The journal is what makes it safe to stop at any moment: before a message goes out its intent is on disk, after that its
result. An intent without a result may have arrived, so it is reported and not sent again unless someone says so.
The journal holds hashes, and no message here shows an address in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TextIO

from macros.base import inside
from macros.base.numbers import how_many
from macros.base.progress import ProgressBar
from macros.mail.letter import ISSUE, Letter, read_message, read_sender
from macros.mail.readers import Readers, is_list
from macros.mail.recipients import Addresses, Journal, Recipient, SendError, Step, read_addresses
from macros.mail.smtp import Connection, ConnectionEnded, Reply, read_server
from macros.records.models import Maillijst

# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mailing:
    """An issue on its way: what, and to whom; the addresses are asked for once, and need not all be in memory."""

    letter: Letter
    addresses: Iterable[Recipient]
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: at most `per_minute`, waiting with `sleep`; `nu` gives the time that messages carry."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    per_minute: int = 60


@dataclass(slots=True)
class MailingResult:
    """What a run did."""

    sent: int = 0
    others: dict[Recipient, Step] = field(default_factory=dict)
    """Who was refused or put off, now or in a run before this."""
    earlier: int = 0
    undecided: list[Recipient] = field(default_factory=list)
    interrupted: str = ""
    by_user: bool = False

    @property
    def done(self) -> bool:
        """Whether every address has the newsletter."""
        return not self.interrupted and not self.undecided and not self.others


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
    progress_bar = ProgressBar(report)
    under_way: Recipient | None = None
    try:
        for address in _to_do(mailing, journal, result, progress_bar, again=again):
            if under_way:
                pace.sleep(60 / pace.per_minute)
            under_way = address
            answer = _one(mailing, address, connection, journal, pace)
            if answer.step is Step.SENT:
                result.sent += 1
            else:
                result.others[address] = answer.step
                progress_bar.line(f"{address}: {answer.step} ({answer.code} {answer.tekst})")
    except KeyboardInterrupt:
        result.interrupted, result.by_user = "onderbroken met Ctrl-C", True
    except SendError as error:
        result.interrupted = str(error)
    progress_bar(1)
    if under_way and journal.step(under_way) is Step.STARTED:
        result.undecided.append(under_way)
    return result


_EVERY = 50
"""Messages after which a file with what was told says how far it is."""


def _to_do(
    mailing: Mailing, journal: Journal, result: MailingResult, progress_bar: ProgressBar, *, again: bool
) -> Iterator[Recipient]:
    """Who does not have it; who certainly does never comes back in. Tells after each how far it is."""
    for number, address in enumerate(mailing.addresses, start=1):
        match journal.step(address):
            case Step.SENT:
                result.earlier += 1
            case Step.STARTED if not again:
                result.undecided.append(address)
            case Step.REFUSED if not again:
                result.others[address] = Step.REFUSED
            case _:
                yield address
                _show(progress_bar, number, max(mailing.count, number))


def _show(progress_bar: ProgressBar, number: int, total: int) -> None:
    state = f"{number} van {total}"
    progress_bar(number / total, state)
    if not progress_bar.screen.isatty() and (number % _EVERY == 0 or number == total):
        progress_bar.line(state)


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
        message = mailing.letter.for_(address, pace.clock())
        answer = connection.send(mailing.letter.sender.envelope(address), address, message)
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
    count = 0
    for address in mailing.addresses:
        count += 1
        name = f"{mailing.letter.issue}-{address.key[:12]}.eml"
        inside.write(folder, [(name, mailing.letter.for_(address, clock()))])
    return count


def report_text(result: MailingResult) -> str:
    """What a run did, in a few lines of Dutch."""
    refused, deferred = (
        [str(address) for address, reached in result.others.items() if reached is step]
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
    return "\n".join([f"{result.sent} verstuurd.", *(line for present, line in parts if present)]) + "\n"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MailingOptions:
    """What someone asked for on the command line."""

    issue: str
    site: Path
    naar: Path
    van: str
    own: Maillijst
    unsubscribe: tuple[str, ...] = ()
    smtp: str = ""
    trial: Path | None = None
    journal: Path | None = None
    per_minute: int = 60
    again: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    bounces: str = ""


def send_issue(
    options: MailingOptions, *, clock: Callable[[], datetime], sleep: Callable[[float], None], report: TextIO
) -> int:
    """`kennisbank verstuur nieuwsbrief`: 0 when every address has it or a proof was written, 130 after Ctrl-C, else 1.

    Raises:
        SendError: nothing can be sent.
        OSError: a file cannot be read or written.
    """
    addresses = Addresses()
    if not is_list(options.naar):
        addresses, findings = read_addresses(options.naar.name, options.naar.read_bytes())
        if findings:
            report.writelines(f"{finding}\n" for finding in findings)
            report.write(f"{how_many(len(findings), 'fout', 'fouten')}; er is niets verstuurd.\n")
            return 1
    message = _message(options)
    sender = read_sender(options.van, options.unsubscribe or _ways_to_leave(options.own), options.bounces)
    sender = replace(sender, list_id=options.own.lijst)
    with ExitStack() as opened:
        if is_list(options.naar):
            readers = opened.enter_context(Readers(options.naar, options.own.lijst))
            letter = Letter(options.issue, message, replace(sender, tokens=readers.tokens))
            mailing = Mailing(letter, (reader.recipient for reader in readers.all()), readers.count())
        else:
            mailing = Mailing(Letter(options.issue, message, sender), addresses, len(addresses))
        if options.trial:
            count = trial(mailing, options.trial, clock)
            report.write(f"{count} berichten geschreven in {options.trial}; er is niets verstuurd.\n")
            return 0
        return _send(options, mailing, Pace(clock, sleep, options.per_minute), report)


def _ways_to_leave(own: Maillijst) -> tuple[str, ...]:
    """Those of the network's own settings."""
    ways = ((own.dienst, f"{own.dienst}afmelden/"), (own.postbus, f"mailto:{own.postbus}"))
    return tuple(way for known, way in ways if known)


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
    if not ISSUE.fullmatch(options.issue):
        raise SendError(f"{options.issue!r} is geen nieuwsbrief; schrijf jaar en kwartaal, bijvoorbeeld 2023-q4")
    path = options.site / "nieuwsbrieven" / options.issue / "nieuwsbrief.eml"
    if not path.is_file():
        raise SendError(f"{path} is er niet; maak eerst de site met 'make site'")
    return read_message(path.read_bytes())
