from __future__ import annotations

import io
import random
import re
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from macros.base.errors import UserError
from macros.mail import inbox, letter
from macros.mail.joining import Topics
from macros.mail.mailboxes import Messages
from macros.mail.readers import LEAVE_WITHIN, Reader, Readers
from macros.mail.recipients import Interests, Recipient, read_address
from macros.mail.service import Limit
from macros.mail.tokens import Purpose
from macros.mail.verdicts import Meaning, judge
from tests.mail.lists import LIST, NOW, NUMBER, REPORTS, new_list, report

CONSENT = "Ja, stuur mij de nieuwsbrief."
SUBSCRIBERS = {
    "exim-450-verlopen": ("traag@lezer.example",),
    "exim-alias": ("doorstuur@lijst.example",),
    "exim-filter-afwezig": ("lezer@lijst.example",),
    "exim-onbekend": ("bestaat-niet@lijst.example",),
    "exim-regel-te-lang": ("body2000@lezer.example",),
    "klacht-arf-nagemaakt": ("lezer@grootmail.example",),
    "opensmtpd-verlopen": ("traag@lezer.example",),
    "opensmtpd-weg": ("weg@lezer.example",),
    "postfix-450-verlopen": ("traag@lezer.example",),
    "postfix-550-zonder-code": ("kaal@lezer.example",),
    "postfix-alias": ("doorstuur@lijst.example",),
    "postfix-alleen-koppen": ("bestaat-niet@lijst.example",),
    "postfix-bezorgd": ("ok@lezer.example",),
    "postfix-drie-ontvangers": ("bestaat-niet@lijst.example", "kaal@lezer.example", "weg@lezer.example"),
    "postfix-onbekend": ("bestaat-niet@lijst.example",),
    "postfix-smtputf8": ("jorg@lezer.example",),
    "postfix-vertraagd": ("traag@lezer.example",),
    "sendmail-onbekend": ("bestaat-niet@lijst.example",),
    "sieve-afwezig": ("vac@lezer.example",),
    "sieve-weigering": ("rej@lezer.example",),
}
"""Who is on the list of each real report, the first with the number that stands in it."""
LEAVE = {
    "exim-alias": {"doorstuur@lijst.example": "adres bestaat niet meer (Unrouteable address)"},
    "exim-onbekend": {"bestaat-niet@lijst.example": "adres bestaat niet meer (Unrouteable address)"},
    "klacht-arf-nagemaakt": {"lezer@grootmail.example": "klacht"},
    "opensmtpd-weg": {"weg@lezer.example": "adres bestaat niet meer (5.1.1)"},
    "postfix-alias": {"doorstuur@lijst.example": "adres bestaat niet meer (Unknown user)"},
    "postfix-alleen-koppen": {"bestaat-niet@lijst.example": "adres bestaat niet meer (Unknown user)"},
    "postfix-drie-ontvangers": {
        "bestaat-niet@lijst.example": "adres bestaat niet meer (Unknown user)",
        "weg@lezer.example": "adres bestaat niet meer (5.1.1)",
    },
    "postfix-onbekend": {"bestaat-niet@lijst.example": "adres bestaat niet meer (Unknown user)"},
    "sendmail-onbekend": {"bestaat-niet@lijst.example": "adres bestaat niet meer (5.1.1)"},
}
"""Who leaves by which of them, and why; by the others no one does."""


def _left(deeds: Sequence[inbox.Deed]) -> dict[str, str]:
    return {deed.reader.address.full: deed.reason for deed in deeds if deed.reason and deed.reader}


# ── The twenty real reports ─────────────────────────────────────────────────────────────────────────────


def test_a_real_report_is_here_with_its_readers() -> None:
    assert {path.stem for path in REPORTS.glob("*.eml")} == SUBSCRIBERS.keys()


@pytest.mark.parametrize("name", SUBSCRIBERS)
def test_a_real_report_takes_off_who_must_leave_and_no_one_else(name: str, tmp_path: Path) -> None:
    with new_list(
        tmp_path / "lezers.db", SUBSCRIBERS[name], ("oud-adres@lijst.example", "nb@lezer.example")
    ) as readers:
        before = {reader.address.full for reader in readers.all()}
        assert _left(inbox.handle(report(name), readers, NOW)) == LEAVE.get(name, {})
        assert before - {reader.address.full for reader in readers.all()} == LEAVE.get(name, {}).keys()
        for address, reason in LEAVE.get(name, {}).items():
            departure = readers.departure(read_address(address))
            assert departure
            assert (departure.moment, departure.reason) == (NOW, reason)


@pytest.mark.parametrize("name", SUBSCRIBERS)
def test_without_a_number_the_address_says_who_it_is(name: str, tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", (), SUBSCRIBERS[name]) as readers:
        contents = report(name).replace(b"+42=lezer@", b"@").replace(b".42@", b"@")
        expected = {} if name == "klacht-arf-nagemaakt" else LEAVE.get(name, {})  # it has no List-Id to know it by
        assert _left(inbox.handle(contents, readers, NOW)) == expected


def test_the_envelope_comes_before_the_address(tmp_path: Path) -> None:
    contents = report("postfix-alias")
    for line in (b"Original-Recipient: rfc822;doorstuur@lijst.example\n", b"\nTo: doorstuur@lijst.example"):
        assert line in contents
        contents = contents.replace(line, b"")
    with new_list(tmp_path / "lezers.db", ("doorstuur@lijst.example",), ("oud-adres@mx.lijst.example",)) as readers:
        assert _left(inbox.handle(contents, readers, NOW)).keys() == {"doorstuur@lijst.example"}


def test_a_token_comes_before_the_envelope(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ("bestaat-niet@lijst.example",), ("jan@voorbeeld.nl",)) as readers:
        jan = readers.find(read_address("jan@voorbeeld.nl"))
        assert jan
        contents = re.sub(rb"/af/x+", f"/afmelden/{_token(readers, jan)}".encode(), report("postfix-onbekend"))
        assert _left(inbox.handle(contents, readers, NOW)).keys() == {"jan@voorbeeld.nl"}


@pytest.mark.parametrize("way", ["https://netwerk.example/afmelden/", "mailto:lijst@netwerk.example"])
def test_a_newsletter_of_ours_that_comes_back_says_by_itself_whose_it_was(way: str, tmp_path: Path) -> None:
    """Also where the server that sent it back knows only the address to which it was handed on."""
    made = EmailMessage()
    made["Subject"] = "Nieuwsbrief"
    made.set_content("Dag")
    made.add_alternative("<p>Dag</p>", subtype="html")
    sender = letter.read_sender("Netwerk <nieuws@netwerk.example>", [way], "owner-nieuwsbrief@netwerk.example")
    with new_list(tmp_path / "lezers.db", ("jan@voorbeeld.nl",)) as readers:
        jan = readers.reader(NUMBER)
        assert jan
        ours = replace(sender, list_id=LIST, tokens=readers.tokens)
        sent = letter.Letter("2026-q4", letter.read_message(made.as_bytes()), ours).for_(jan.recipient, NOW)
        before, _, _ = report("postfix-onbekend").partition(b"Return-Path: <terug")
        verdict = judge(before.replace(b"+42=lezer@", b"@") + sent + b"\n--2C0E638AB30.1795889837/mx.lijst.example--\n")
        assert (verdict.numbers, verdict.issue) == (frozenset({NUMBER}), "2026-q4")
        numberless = replace(verdict, numbers=frozenset())
        assert inbox.who(numberless, verdict.outcomes[0], readers, NOW) == jan


def _token(readers: Readers, reader: Reader) -> str:
    return readers.tokens.make(Purpose.LEAVE, reader.number, reader.address.full, NOW + LEAVE_WITHIN)


@pytest.mark.parametrize("name", SUBSCRIBERS)
def test_a_report_on_mail_of_others_in_our_name_takes_no_one_off(name: str, tmp_path: Path) -> None:
    """Spam with our address as its sender comes back to us."""
    with new_list(tmp_path / "lezers.db", (), SUBSCRIBERS[name]) as readers:
        contents = report(name).replace(b"+42=lezer@", b"@").replace(b".42@", b"@").replace(LIST.encode(), b"")
        assert _left(inbox.handle(contents, readers, NOW)) == {}


def test_a_number_without_the_address_of_that_reader_takes_no_one_off(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ("jan@voorbeeld.nl",)) as readers:
        deeds = inbox.handle(report("postfix-onbekend"), readers, NOW)
        assert [deed.meaning for deed in deeds] == [Meaning.UNKNOWN]
        assert readers.reader(NUMBER)


def test_who_left_before_is_no_news(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ("weg@lezer.example",)) as readers:
        assert _left(inbox.handle(report("opensmtpd-weg"), readers, NOW))
        again = inbox.handle(report("opensmtpd-weg"), readers, NOW)
        assert [(deed.meaning, deed.reason) for deed in again] == [(Meaning.NOTHING, "")]


# ── Counting ────────────────────────────────────────────────────────────────────────────────────────────


def _full(issue: str, day: int) -> bytes:
    """A report that the mailbox of reader 42 is full, which our server took in on a day from the first of January."""
    moment = datetime(2026, 1, 1) + timedelta(days=day)  # noqa: DTZ001 - the zone stands in the report
    dated = re.sub(rb"; \w{3}, \d+ \w{3} \d{4}", f"; {moment:%a, %d %b %Y}".encode(), report("postfix-450-verlopen"))
    return dated.replace(b"nb-2026-11.42", f"{issue}.42".encode())


TOO_OFTEN = {"traag@lezer.example": "te vaak teruggekomen (4.2.1)"}


@pytest.mark.parametrize(
    ("came_back", "leave"),
    [
        ([("2026-q1", 0), ("2026-q2", 90), ("2026-q3", 180)], TOO_OFTEN),
        ([("nb-1", 0), ("nb-2", 15), ("nb-3", 30)], TOO_OFTEN),
        ([("nb-1", 0), ("nb-2", 15), ("nb-3", 29)], {}),
        ([("nb-1", 0), ("nb-1", 15), ("nb-1", 30), ("nb-2", 31)], {}),
        ([("2026-q1", 0), ("2026-q2", 90)], {}),
    ],
)
def test_three_newsletters_over_thirty_days_are_enough(
    came_back: list[tuple[str, int]], leave: dict[str, str], tmp_path: Path
) -> None:
    with new_list(tmp_path / "lezers.db", SUBSCRIBERS["postfix-450-verlopen"]) as readers:
        left = [_left(inbox.handle(_full(issue, day), readers, NOW)) for issue, day in came_back]
        assert not any(left[:-1])
        assert left[-1] == leave


def test_a_newsletter_of_more_than_a_year_ago_does_not_count(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", SUBSCRIBERS["postfix-450-verlopen"]) as readers:
        for issue, day in [("2026-q1", 0), ("2026-q3", 200)]:
            inbox.handle(_full(issue, day), readers, NOW)
        later = inbox.handle(_full("2027-q1", 400), readers, NOW + timedelta(days=400))
        assert [(deed.meaning, deed.reason) for deed in later] == [(Meaning.COUNTS, "")]


def test_a_report_of_the_future_counts_as_of_now(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", SUBSCRIBERS["postfix-450-verlopen"]) as readers:
        for issue, day in [("nb-1", 320), ("nb-2", 5000), ("nb-3", 9000)]:
            assert not _left(inbox.handle(_full(issue, day), readers, NOW))


def test_reports_that_do_not_say_of_which_newsletter_count_once_a_quarter(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", SUBSCRIBERS["postfix-450-verlopen"]) as readers:
        bare = [_full("x", day).replace(b"<x.42@lijst.example>", b"<1@x>") for day in (5, 40, 80, 95, 185)]
        assert [bool(_left(inbox.handle(contents, readers, NOW))) for contents in bare] == [False] * 4 + [True]


# ── Leaving and confirming by mail ──────────────────────────────────────────────────────────────────────


def _asks(subject: str) -> bytes:
    return f"From: iemand@elders.example\nTo: nieuwsbrief@lijst.example\nSubject: {subject}\n\n".encode()


def test_a_mail_with_a_token_is_enough_to_leave(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ("jan@voorbeeld.nl",)) as readers:
        jan = readers.reader(NUMBER)
        assert jan
        mail = _asks(f"Afmelden {_token(readers, jan)}")
        assert _left(inbox.handle(mail, readers, NOW)) == {"jan@voorbeeld.nl": "afgemeld per e-mail"}
        assert [(deed.meaning, deed.reason) for deed in inbox.handle(mail, readers, NOW)] == [(Meaning.ASKS, "")]


def test_a_mail_with_a_token_confirms(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ()) as readers:
        jan = read_address("jan@voorbeeld.nl")
        token = readers.ask(jan, readers.after(0)[0].choice, "ja", NOW)
        deeds = inbox.handle(_asks(f"Re: bevestigen {token}"), readers, NOW)
        assert [(deed.meaning, deed.why) for deed in deeds] == [(Meaning.ASKS, "bevestigen")]
        assert readers.find(jan)


def test_a_token_that_is_forged_expired_or_of_another_list_takes_no_one_off(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ("jan@voorbeeld.nl",)) as readers:
        jan = readers.reader(NUMBER)
        assert jan
        token = _token(readers, jan)
        with Readers(tmp_path / "andere.db", LIST, new=True) as other:
            theirs = _token(other, jan)
        forged = token[:-1] + ("A" if token[-2] != "A" else "B")
        for given in (theirs, token[:-2] + "AA", token.swapcase(), forged[:24] + "x" * 28):
            assert not _left(inbox.handle(_asks(f"afmelden {given}"), readers, NOW))
        assert not _left(inbox.handle(_asks(f"afmelden {token}"), readers, NOW + LEAVE_WITHIN))
        automatic = _asks(f"Afwezig: afmelden {token}").replace(b"\n\n", b"\nAuto-Submitted: auto-replied\n\n")
        assert not _left(inbox.handle(automatic, readers, NOW))
        assert readers.reader(NUMBER) == jan


# ── Joining by mail ─────────────────────────────────────────────────────────────────────────────────────

TOPICS = Topics({"jeugd": "Jeugd", "ondermijning": "Ondermijning"}, {"twente": "Twente"})


def _wants(address: str, subject: str = "aanmelden") -> bytes:
    return f"From: Iemand <{address}>\nSubject: {subject}\n\n- Jeugd\n".encode()


def _doorman(sent: dict[str, str], *, goes: bool = True, times: int = 100) -> inbox.Doorman:
    def answer(reader: Recipient, token: str) -> bool:
        sent[reader.full] = token
        return goes

    return inbox.Doorman(TOPICS, answer, CONSENT, Limit(times))


def test_who_wants_to_join_is_a_reader_after_answering(tmp_path: Path) -> None:
    sent: dict[str, str] = {}
    with new_list(tmp_path / "lezers.db", ()) as readers:
        count = readers.count()
        deeds = inbox.handle(_wants("jan@voorbeeld.nl"), readers, NOW, _doorman(sent))
        assert [deed.meaning for deed in deeds] == [Meaning.JOINS]
        assert readers.count() == count
        inbox.handle(_asks(f"Re: bevestigen {sent['jan@voorbeeld.nl']}"), readers, NOW)
        jan = readers.find(read_address("jan@voorbeeld.nl"))
        assert jan
        assert (jan.choice, jan.consent) == (Interests(("jeugd",)), CONSENT)


def test_an_address_is_sent_one_mail_a_day_to_confirm_with(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ()) as readers:
        said = []
        for later in (timedelta(0), timedelta(hours=23), timedelta(hours=24)):
            sent: dict[str, str] = {}
            inbox.handle(_wants("jan@voorbeeld.nl"), readers, NOW + later, _doorman(sent))
            said.append(len(sent))
        assert said == [1, 0, 1]


def test_no_more_than_some_are_answered_in_an_hour(tmp_path: Path) -> None:
    sent: dict[str, str] = {}
    doorman = _doorman(sent, times=2)
    with new_list(tmp_path / "lezers.db", ()) as readers:
        done = [inbox.handle(_wants(f"jan{n}@voorbeeld.nl"), readers, NOW, doorman)[0].meaning for n in range(3)]
        assert done == [Meaning.JOINS, Meaning.JOINS, Meaning.UNKNOWN]


@pytest.mark.parametrize("address", ["", "geen adres", "a@b", "jan@voorbeeld.nl\\r\\nBcc: piet@voorbeeld.nl"])
def test_who_cannot_be_answered_is_for_a_person(address: str, tmp_path: Path) -> None:
    sent: dict[str, str] = {}
    with new_list(tmp_path / "lezers.db", ()) as readers:
        assert inbox.handle(_wants(address), readers, NOW, _doorman(sent))[0].meaning is Meaning.UNKNOWN
        assert inbox.handle(_wants("jan@voorbeeld.nl"), readers, NOW)[0].meaning is Meaning.UNKNOWN
        assert not sent
        assert (
            inbox.handle(_wants("jan@voorbeeld.nl"), readers, NOW, _doorman(sent, goes=False))[0].meaning
            is Meaning.UNKNOWN
        )


# ── Five hundred malformed ones ─────────────────────────────────────────────────────────────────────────

MALFORMED = 500
ADDRESS = re.compile(rb"[\w.-]+@[\w.-]+\w")


def _one_letter(mail: bytearray, chance: random.Random) -> None:
    """One letter of an address is another one."""
    place = chance.choice(list(ADDRESS.finditer(mail)))
    mail[chance.randrange(*place.span())] = chance.choice(b"abcdefghijklmnopqrstuvwxyz0123456789-.")


def _another_number(mail: bytearray, chance: random.Random) -> None:
    """The number of another reader stands in the envelope sender."""
    mail[:] = re.sub(rb"\+42=", b"+%d=" % chance.randrange(1, 90), mail, count=chance.choice([0, 1, 1, 1]))


def _bytes(mail: bytearray, chance: random.Random) -> None:
    """Some bytes are any others."""
    for _ in range(chance.randrange(1, 40)):
        mail[chance.randrange(len(mail))] = chance.randrange(256)


def _cut(mail: bytearray, chance: random.Random) -> None:
    """A piece is gone."""
    start = chance.randrange(len(mail))
    del mail[start : start + chance.randrange(1, 400)]


def _ended(mail: bytearray, chance: random.Random) -> None:
    """It ends before its end."""
    del mail[chance.randrange(len(mail)) :]


def _twice(mail: bytearray, chance: random.Random) -> None:
    """A piece stands there twice, somewhere."""
    start = chance.randrange(len(mail))
    place = chance.randrange(len(mail))
    mail[place:place] = mail[start : start + chance.randrange(1, 400)]


def _line_gone(mail: bytearray, chance: random.Random) -> None:
    """A few lines are gone."""
    lines = mail.splitlines(keepends=True)
    gone = {chance.randrange(len(lines)) for _ in range(chance.randrange(1, 6))}
    mail[:] = b"".join(line for number, line in enumerate(lines) if number not in gone)


def _shuffled(mail: bytearray, chance: random.Random) -> None:
    """Its lines stand in another order."""
    lines = mail.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    some = lines[start : start + 12]
    chance.shuffle(some)
    mail[:] = b"".join([*lines[:start], *some, *lines[start + 12 :]])


def _mixed(mail: bytearray, chance: random.Random) -> None:
    """It goes on as a report of another server."""
    other = chance.choice(sorted(REPORTS.glob("postfix-bezorgd.eml"))).read_bytes()
    mail[chance.randrange(len(mail)) :] = other[chance.randrange(len(other)) :]


def _odd(mail: bytearray, chance: random.Random) -> None:
    """Letters that no one expects, in great numbers, at the beginning of a line."""
    odd = chance.choice(
        [b"\x00", b"\xff\xfe", b"=?utf-8?b?", b"--", b"<", b"@", b"\r", b" ", b"Content-Type: multipart/x\n"]
    )
    place = chance.choice([0, *(match.end() for match in re.finditer(rb"\n", mail))])
    mail[place:place] = odd * chance.choice([1, 3, 2000])


DAMAGE: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _one_letter, _one_letter, _another_number, _bytes, _cut, _ended, _twice, _line_gone, _shuffled, _mixed, _odd,
)  # fmt: skip


def malformed() -> list[tuple[str, bytes]]:
    """Reports with something wrong, always the same ones, each with the name of what it was made of."""
    made = []
    for number in range(MALFORMED):
        chance = random.Random(number)  # noqa: S311 - no secret
        name = sorted(SUBSCRIBERS)[number % len(SUBSCRIBERS)]
        mail = bytearray(report(name))
        for _ in range(chance.choice([1, 1, 2, 4])):
            if mail and ADDRESS.search(mail):
                chance.choice(DAMAGE)(mail, chance)
        made.append((name, bytes(mail)))
    return made


def _neighbours() -> set[str]:
    """Every address that is one letter away from that of a subscriber's name, and those that stand in the reports."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    found = {"oud-adres@lijst.example", "oud-adres@mx.lijst.example", "nieuwsbrief@lijst.example", "nb@lezer.example"}
    for address in {address for addresses in SUBSCRIBERS.values() for address in addresses}:
        name, _, domain = address.partition("@")
        found |= {
            f"{name[:place]}{letter}{name[place + 1 :]}@{domain}" for place in range(len(name)) for letter in letters
        }
    return found


def test_of_five_hundred_malformed_reports_none_takes_off_another_reader(tmp_path: Path) -> None:
    left: Counter[str] = Counter()
    mails = malformed()
    for name in sorted(SUBSCRIBERS):
        whole, used = tmp_path / f"{name}.db", tmp_path / f"{name}-now.db"
        new_list(whole, SUBSCRIBERS[name], sorted(_neighbours() - set(SUBSCRIBERS[name]))).close()
        for contents in (mail for of, mail in mails if of == name):
            if left[name] or not used.exists():
                shutil.copy(whole, used)  # each finds everyone there
            with Readers(used, LIST) as readers:
                before = readers.count()
                gone = _left(inbox.handle(contents, readers, NOW))
                assert gone.keys() <= LEAVE.get(name, {}).keys(), contents
                assert readers.count() == before - len(gone)
            left[name] += len(gone)
    assert left.total() > 50, "what is little damaged is understood"


def test_five_hundred_malformed_reports_are_all_counted_and_none_is_dropped(tmp_path: Path) -> None:
    mails = dict.fromkeys(contents for _, contents in malformed())

    def mailbox(known: Collection[str]) -> Messages:
        assert not known
        yield from ((str(number), contents) for number, contents in enumerate(mails))

    kept = tmp_path / "postvak"
    with new_list(
        tmp_path / "lezers.db", sorted({a for addresses in SUBSCRIBERS.values() for a in addresses})
    ) as readers:
        result = inbox.read_inbox(mailbox, readers, kept, NOW, io.StringIO())
    assert result.new == len(mails)
    assert result.done.total() >= len(mails)
    assert result.done[Meaning.UNKNOWN] > 20
    not_understood = {path.read_bytes() for path in (kept / Meaning.UNKNOWN).iterdir()}
    assert not_understood <= mails.keys()
    assert f"In {kept / 'onbegrepen'} {len(not_understood)} berichten" in inbox.report_text(result, kept)


# ── A run ───────────────────────────────────────────────────────────────────────────────────────────────


def _mailbox(*names: str) -> Callable[[Collection[str]], Messages]:
    return lambda known: ((name, None if name in known else report(name)) for name in names)


def _run(
    readers: Readers, folder: Path, mailbox: Callable[[Collection[str]], Messages]
) -> tuple[inbox.InboxResult, str]:
    told = io.StringIO()
    result = inbox.read_inbox(mailbox, readers, folder, NOW, told)
    return result, told.getvalue() + inbox.report_text(result, folder)


def test_a_run_tells_what_a_person_should_know(tmp_path: Path) -> None:
    folder = tmp_path / "postvak"
    names = (
        "opensmtpd-weg",
        "exim-450-verlopen",
        "exim-regel-te-lang",
        "sieve-weigering",
        "sieve-afwezig",
        "klacht-arf-nagemaakt",
    )
    with new_list(tmp_path / "lezers.db", (), [address for name in names for address in SUBSCRIBERS[name]]) as readers:
        result, told = _run(readers, folder, _mailbox(*names))
    assert (result.new, result.left) == (6, 1)
    kept = {path.parent.name: path for path in folder.glob("*/*.eml")}
    assert told == (
        "w…@lezer.example is van de lijst: adres bestaat niet meer (5.1.1).\n"
        "b…@lezer.example kon het bericht niet krijgen door een fout van ons (een regel is te lang); meld het aan wie deze"
        f" kennisbank beheert: {kept['onze-fout']}\n"
        f"r…@lezer.example: geweigerd of gelezen, dus het adres werkt; lees wat er staat: {kept['voor-een-mens']}\n"
        "6 nieuwe berichten.\n1 lezer van de lijst.\n1 teruggekomen; dat telt mee.\n1 door een fout van ons.\n"
        "1 om zelf te lezen.\n1 zonder gevolg.\n1 onbegrepen.\n"
        f"In {folder / 'onbegrepen'} 1 bericht om zelf te lezen; wis wat klaar is.\n"
    )
    assert kept["onbegrepen"].read_bytes() == report("klacht-arf-nagemaakt")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, *(file.parent for file in kept.values()))} == {0o700}


def test_a_second_run_handles_what_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "postvak"
    with new_list(tmp_path / "lezers.db", ("weg@lezer.example",)) as readers:
        _run(readers, folder, _mailbox("opensmtpd-weg"))
        result, told = _run(readers, folder, _mailbox("opensmtpd-weg", "sieve-afwezig"))
        assert (result.new, told) == (1, "1 nieuw bericht.\n1 zonder gevolg.\n")
        assert _run(readers, folder, _mailbox("sieve-afwezig"))[1] == "0 nieuwe berichten.\n"
    assert (folder / "gelezen.txt").read_text(encoding="utf-8") == "sieve-afwezig\n"


def test_a_run_that_stops_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "postvak"

    def breaks(known: Collection[str]) -> Messages:
        yield from _mailbox("opensmtpd-weg")(known)
        raise UserError("geen verbinding")

    with new_list(tmp_path / "lezers.db", ("weg@lezer.example",)) as readers:
        with pytest.raises(UserError, match="geen verbinding"):
            _run(readers, folder, breaks)
        assert _run(readers, folder, _mailbox("opensmtpd-weg", "sieve-afwezig"))[0].new == 1


def test_two_runs_at_once_do_not_go(tmp_path: Path) -> None:
    with new_list(tmp_path / "lezers.db", ()) as readers:

        def while_it_runs(known: Collection[str]) -> Messages:
            with pytest.raises(UserError, match="er wordt al een postvak gelezen"):
                _run(readers, tmp_path / "postvak", _mailbox())
            yield from _mailbox("sieve-afwezig")(known)

        assert _run(readers, tmp_path / "postvak", while_it_runs)[0].new == 1
