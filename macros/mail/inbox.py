"""`kennisbank postvak`: what came back from a newsletter, and what becomes of it.

Of each new message `verdicts.py` says what it means; here stands who of the list it is about and what is done. Nobody leaves
by a report that could be about someone else. What a person has to see, and what nothing understands, is kept in a folder and
told; nothing is dropped. Doing all of it again changes nothing, so it may be stopped at any moment.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from macros.base import inside
from macros.base.errors import UserError
from macros.base.numbers import how_many, numeral
from macros.mail.incoming import Incoming, standing
from macros.mail.joining import Topics, read_request
from macros.mail.mailboxes import Messages
from macros.mail.readers import BOUNCES_KEPT, Reader, Readers, Reason
from macros.mail.recipients import Recipient, SendError, read_address
from macros.mail.service import Limit
from macros.mail.tokens import TokenError
from macros.mail.verdicts import Meaning, Outcome, Verdict, judge

if sys.platform != "win32":
    import fcntl

# ── Who it is about ─────────────────────────────────────────────────────────────────────────────────────

_SURELY = 2
"""So many times an address that a report names must stand in it: one damaged letter could make it another reader's."""


def who(verdict: Verdict, outcome: Outcome, readers: Readers, now: datetime) -> Reader | None:
    """The reader an outcome is about: by token or envelope sender, else by the addresses that it names.

    A report on several addresses is about a message that did not go to one reader, so each address stands for itself.
    """
    marked = _marked(verdict, readers, now) if len(verdict.outcomes) == 1 else None
    return marked or _named(verdict, outcome, readers)


def _marked(verdict: Verdict, readers: Readers, now: datetime) -> Reader | None:
    """To whom a message was sent: a token says so by itself, a number when the reader's address stands there too."""
    for token in verdict.tokens:
        with suppress(TokenError):
            return readers.leaver(token, now)
    reader = readers.reader(*verdict.numbers) if len(verdict.numbers) == 1 else None
    return reader if reader and verdict.mentions(reader.address.full) else None


def _named(verdict: Verdict, outcome: Outcome, readers: Readers) -> Reader | None:
    """Whom it names, when it names one reader and what came back is of this list: others send mail in our name."""
    if readers.list_id not in verdict.text:
        return None
    found = {
        reader.number: reader
        for address in _addresses(outcome)
        if verdict.mentions(address.full) >= _SURELY and (reader := readers.find(address))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _addresses(outcome: Outcome) -> Iterator[Recipient]:
    for name in outcome.addresses:
        with suppress(SendError):
            yield read_address(name)


def _left_before(verdict: Verdict, outcome: Outcome, readers: Readers, now: datetime) -> bool:
    """Whether it is about someone who is no reader any more."""
    for token in verdict.tokens:
        with suppress(TokenError):
            return not readers.leaver(token, now)
    return any(readers.departure(address) for address in _addresses(outcome))


# ── What is done ────────────────────────────────────────────────────────────────────────────────────────

ISSUES = 3
LONG_ENOUGH = timedelta(days=30)
"""Who leaves when nothing final was said: of so many newsletters each came back, the last so long after the first."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done for one outcome."""

    meaning: Meaning
    reader: Reader | None = None
    why: str = ""
    reason: str = ""
    """Why the reader left the list; empty when that did not happen."""


def handle(contents: bytes, readers: Readers, now: datetime, doorman: Doorman | None = None) -> list[Deed]:
    """Do what a message asks for, and say what was done; without a doorman, who wants to join is for a person."""
    verdict = judge(contents)
    if doorman and [outcome.meaning for outcome in verdict.outcomes] == [Meaning.JOINS]:
        return [_welcome(verdict, readers, now, doorman)]
    deeds = [_do(verdict, outcome, readers, now) for outcome in verdict.outcomes]
    several = len(deeds) > 1 and any(outcome.meaning in {Meaning.GONE, Meaning.COUNTS} for outcome in verdict.outcomes)
    if several and not any(deed.reader for deed in deeds) and (reader := _marked(verdict, readers, now)):
        return [_count(verdict, reader, verdict.outcomes[0].why, readers, now)]  # addresses behind that of the reader
    return deeds


def _do(verdict: Verdict, outcome: Outcome, readers: Readers, now: datetime) -> Deed:
    if outcome.meaning is Meaning.ASKS:
        return _ask(verdict, readers, now)
    if outcome.meaning is Meaning.JOINS:
        return Deed(Meaning.UNKNOWN)
    reader = who(verdict, outcome, readers, now)
    if outcome.meaning not in {Meaning.COMPLAINT, Meaning.GONE, Meaning.COUNTS}:
        return Deed(outcome.meaning, reader, outcome.why)
    if not reader:
        return Deed(Meaning.NOTHING if _left_before(verdict, outcome, readers, now) else Meaning.UNKNOWN)
    if outcome.meaning is Meaning.COUNTS:
        return _count(verdict, reader, outcome.why, readers, now)
    complaint = outcome.meaning is Meaning.COMPLAINT
    reason = str(Reason.COMPLAINT) if complaint else f"{Reason.UNREACHABLE} ({outcome.why})"
    return _remove(outcome.meaning, reader, reason, readers, now)


def _ask(verdict: Verdict, readers: Readers, now: datetime) -> Deed:
    """Someone leaves or confirms, by the token in the subject; one that is not good (any more) is for a person."""
    for token in verdict.tokens:
        with suppress(TokenError):
            leaver = readers.leaver(token, now)
            left = readers.leave(token, Reason.MAIL, now)
            return Deed(Meaning.ASKS, leaver, "afmelden", Reason.MAIL if left else "")
        with suppress(TokenError):
            return Deed(Meaning.ASKS, readers.confirm(token, now), "bevestigen")
    return Deed(Meaning.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Doorman:
    """What it takes to answer who wants to join: what there is to choose, and who sends a mail to confirm it with."""

    topics: Topics
    answer: Callable[[Recipient, str], bool]
    """Sends that mail, with its token; whether it went."""
    consent: str
    """The text that such a reader agrees to."""
    limit: Limit = field(default_factory=lambda: Limit(100))
    """So many in an hour at most: whose address stands in `From` need not have written it."""


ONCE_IN = timedelta(days=1)
"""An address is sent such a mail once in so long."""


def _welcome(verdict: Verdict, readers: Readers, now: datetime, doorman: Doorman) -> Deed:
    address = next(_addresses(verdict.outcomes[0]), None)
    choice = read_request(verdict.subject, verdict.words, doorman.topics)
    if not address or choice is None:
        return Deed(Meaning.UNKNOWN)
    asked = readers.asked(address)
    if asked and now < asked + ONCE_IN:
        return Deed(Meaning.NOTHING)
    if doorman.limit.allows("", now) and doorman.answer(address, readers.ask(address, choice, doorman.consent, now)):
        return Deed(Meaning.JOINS)
    return Deed(Meaning.UNKNOWN)


def _remove(meaning: Meaning, reader: Reader, reason: str, readers: Readers, now: datetime) -> Deed:
    return Deed(meaning, reader, reason=reason if readers.remove(reader.number, reason, now) else "")


def _count(verdict: Verdict, reader: Reader, why: str, readers: Readers, now: datetime) -> Deed:
    """A newsletter came back; a report that does not say which is taken for that of its quarter."""
    arrived = verdict.arrived
    moment = arrived if arrived and now - BOUNCES_KEPT < arrived <= now else now
    issue = verdict.issue or f"{moment.year}-q{(moment.month + 2) // 3}"
    moments = readers.bounced(reader.number, issue, moment)
    if len(moments) >= ISSUES and moments[-1] - moments[0] >= LONG_ENOUGH:
        return _remove(Meaning.COUNTS, reader, f"{Reason.BOUNCED} ({why})", readers, now)
    return Deed(Meaning.COUNTS, reader, why)


# ── A run ───────────────────────────────────────────────────────────────────────────────────────────────

_KEPT = {Meaning.OURS, Meaning.PERSON, Meaning.UNKNOWN}
"""What a person has to see, each in a folder of its own."""
FOLDER = ".postvak"
"""What the folder beside the list is called, behind the name of the list."""
_HANDLED = "gelezen.txt"
"""In this file stand the keys of the messages that were handled and still lie in the mailbox."""


@dataclass(slots=True)
class InboxResult:
    """What a run did: how many messages were new, how many outcomes of each kind they had, and how many readers left."""

    new: int = 0
    done: Counter[Meaning] = field(default_factory=Counter)
    left: int = 0


def read_inbox(
    mailbox: Callable[[Collection[str]], Messages],
    readers: Readers,
    folder: Path,
    now: datetime,
    report: TextIO,
    doorman: Doorman | None = None,
) -> InboxResult:
    """Handle what is new in a mailbox, and tell what a person should know.

    Args:
        mailbox: gives the messages, told which keys are known.
        readers: the list.
        folder: where messages are kept, and what was handled before.
        now: the moment.
        report: where it is told, a line at a time.
        doorman: answers who wants to join.

    Raises:
        UserError: the mailbox cannot be read (any further), or another run has it.
        OSError: a file cannot be read or written.
    """
    result = InboxResult()
    readers.expire(now)
    with _handled(folder) as (known, present):
        for key, contents in mailbox(known):
            if contents is not None:
                result.new += 1
                for deed in handle(contents, readers, now, doorman):
                    result.done[deed.meaning] += 1
                    result.left += bool(deed.reason)
                    report.write(_told(deed, _keep(folder, deed.meaning, contents)))
            present.add(key)
        known.clear()  # what does not lie in the mailbox any more does not come back under this key
    return result


@contextmanager
def _handled(folder: Path) -> Iterator[tuple[set[str], set[str]]]:
    """The keys known, and those found; both are kept when it ends, however it ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        file = folder / _HANDLED
        known = set(file.read_text(encoding="utf-8", errors="surrogateescape").splitlines() if file.exists() else ())
        present: set[str] = set()
        try:
            yield known, present
        finally:
            keys = "".join(f"{key}\n" for key in sorted(known | present))
            inside.write(folder, [(_HANDLED, keys.encode("utf-8", "surrogateescape"))])


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else reads for this folder until we are done (on Windows that is up to the user)."""
    if sys.platform == "win32":
        yield
        return
    here = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(here, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise UserError(f"er wordt al een postvak gelezen met de map {folder}") from None
    finally:
        os.close(here)


def _keep(folder: Path, meaning: Meaning, contents: bytes) -> Path | None:
    """Keep what a person has to see, and say where; the same message again is the same file."""
    if meaning not in _KEPT:
        return None
    path = f"{meaning}/{sha256(contents).hexdigest()[:16]}.eml"
    (folder / meaning).mkdir(mode=0o700, exist_ok=True)  # --bewaar may name a folder that others may read
    inside.write(folder, [(path, contents)])
    return folder / path


def forget_kept(folder: Path, address: Recipient) -> int:
    """Wipe what was kept and has an address in it; answers how many messages."""
    stands = standing(address.full)
    mails = [file for file in folder.glob("*/*.eml") if stands.search(Incoming(file.read_bytes()).text)]
    for file in mails:
        file.unlink()
    return len(mails)


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────

_ADVICE = "meld het aan wie deze kennisbank beheert"


def _told(deed: Deed, kept: Path | None) -> str:
    """A line on what someone should know; empty when counting it is enough."""
    name = deed.reader.address.hidden if deed.reader else "een lezer die wij niet herkennen"
    if deed.reason:
        return f"{name} is van de lijst: {deed.reason}.\n"
    match deed.meaning:
        case Meaning.ASKS if deed.why == "bevestigen":
            return f"{name} staat op de lijst: bevestigd per e-mail.\n"
        case Meaning.OURS:
            return f"{name} kon het bericht niet krijgen door een fout van ons ({deed.why}); {_ADVICE}: {kept}\n"
        case Meaning.PERSON:
            return f"{name}: {deed.why}, dus het adres werkt; lees wat er staat: {kept}\n"
    return ""


def report_text(result: InboxResult, folder: Path) -> str:
    """What a run did, in a few lines of Dutch; how much lies there for a person in all."""
    kept = len(list(folder.glob(f"{Meaning.UNKNOWN}/*.eml")))
    done = result.done
    parts = (
        (result.left, f"{how_many(result.left, 'lezer', 'lezers')} van de lijst."),
        (
            done[Meaning.JOINS],
            f"{numeral(done[Meaning.JOINS])} wil zich aanmelden; om dat te bevestigen is een mail verstuurd.",
        ),
        (done[Meaning.COUNTS], f"{numeral(done[Meaning.COUNTS])} teruggekomen; dat telt mee."),
        (done[Meaning.OURS], f"{numeral(done[Meaning.OURS])} door een fout van ons."),
        (done[Meaning.PERSON], f"{numeral(done[Meaning.PERSON])} om zelf te lezen."),
        (done[Meaning.NOTHING], f"{numeral(done[Meaning.NOTHING])} zonder gevolg."),
        (done[Meaning.UNKNOWN], f"{numeral(done[Meaning.UNKNOWN])} onbegrepen."),
        (
            kept,
            f"In {folder / Meaning.UNKNOWN} {how_many(kept, 'bericht', 'berichten')} om zelf te lezen; wis wat klaar is.",
        ),
    )
    lines = [f"{how_many(result.new, 'nieuw bericht', 'nieuwe berichten')}.", *(line for there, line in parts if there)]
    return "\n".join(lines) + "\n"
