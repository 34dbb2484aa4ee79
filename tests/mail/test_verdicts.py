from __future__ import annotations

import re

import pytest

from macros.mail.verdicts import Meaning, Outcome, judge
from tests.mail.lists import NUMBER, REPORTS, report

REAL = {
    "exim-450-verlopen": (Meaning.COUNTS, "4.2.1", "traag@lezer.example"),
    "exim-alias": (Meaning.GONE, "Unrouteable address", "doorstuur@lijst.example"),
    "exim-filter-afwezig": (Meaning.NOTHING, "automatisch antwoord", ""),
    "exim-onbekend": (Meaning.GONE, "Unrouteable address", "bestaat-niet@lijst.example"),
    "exim-regel-te-lang": (Meaning.OURS, "een regel is te lang", "body2000@lezer.example"),
    "klacht-arf-nagemaakt": (Meaning.COMPLAINT, "", "lezer@grootmail.example"),
    "opensmtpd-verlopen": (Meaning.COUNTS, "te lang onderweg", "traag@lezer.example"),
    "opensmtpd-weg": (Meaning.GONE, "5.1.1", "weg@lezer.example"),
    "postfix-450-verlopen": (Meaning.COUNTS, "4.2.1", "traag@lezer.example"),
    "postfix-550-zonder-code": (Meaning.COUNTS, "550", "kaal@lezer.example"),
    "postfix-alias": (Meaning.GONE, "Unknown user", "doorstuur@lijst.example"),
    "postfix-alleen-koppen": (Meaning.GONE, "Unknown user", "bestaat-niet@lijst.example"),
    "postfix-bezorgd": (Meaning.NOTHING, "bezorgd", "ok@lezer.example"),
    "postfix-onbekend": (Meaning.GONE, "Unknown user", "bestaat-niet@lijst.example"),
    "postfix-smtputf8": (Meaning.OURS, "5.6.7", "jörg@lezer.example"),
    "postfix-vertraagd": (Meaning.NOTHING, "vertraagd", "traag@lezer.example"),
    "sendmail-onbekend": (Meaning.GONE, "5.1.1", "bestaat-niet@lijst.example"),
    "sieve-afwezig": (Meaning.NOTHING, "automatisch antwoord", ""),
    "sieve-weigering": (Meaning.PERSON, "geweigerd of gelezen", "rej@lezer.example"),
}
"""What each real report says, why, and of whom; tests/mail/reports has one more, of three readers."""


def test_every_real_report_is_here() -> None:
    assert {path.stem for path in REPORTS.glob("*.eml")} == {*REAL, "postfix-drie-ontvangers"}


@pytest.mark.parametrize("name", REAL)
def test_a_real_report_means_what_a_list_must_do(name: str) -> None:
    verdict = judge(report(name))
    assert len(verdict.outcomes) == 1
    outcome = verdict.outcomes[0]
    assert (outcome.meaning, outcome.why, next(iter(outcome.addresses), "")) == REAL[name]
    assert verdict.issue == "nb-2026-11"
    assert verdict.numbers == {0 if name == "sieve-afwezig" else NUMBER}


def test_a_report_on_three_readers_says_something_else_of_each() -> None:
    assert [(outcome.meaning, outcome.addresses[0]) for outcome in judge(report("postfix-drie-ontvangers")).outcomes] == [
        (Meaning.GONE, "bestaat-niet@lijst.example"),
        (Meaning.COUNTS, "kaal@lezer.example"),
        (Meaning.GONE, "weg@lezer.example"),
    ]  # fmt: skip


# ── What a server said ──────────────────────────────────────────────────────────────────────────────────


def _delivery(fields: str, text: str = "", kind: str = "message/delivery-status") -> bytes:
    return (
        f"To: owner-nieuwsbrief+42@lijst.example\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="g"\n\n'
        f"--g\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n"
        f"--g\nContent-Type: {kind}\n\nReporting-MTA: dns; mx.example\n\n{fields}\n\n--g--\n"
    ).encode()


def _failed(diagnostic: str, status: str = "5.0.0", text: str = "") -> Outcome:
    line = f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    fields = f"Final-Recipient: rfc822; jan@voorbeeld.nl\nAction: failed\nStatus: {status}\n{line}"
    return judge(_delivery(fields, text)).outcomes[0]


@pytest.mark.parametrize(
    ("diagnostic", "status", "text", "meaning", "why"),
    [
        ("550 5.1.1 No such user", "5.0.0", "", Meaning.GONE, "5.1.1"),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.0.0", "", Meaning.GONE, "5.1.10"),
        ("550-5.2.1 The account\n  550 5.2.1 is inactive.", "5.0.0", "", Meaning.GONE, "5.2.1"),
        ("452 4.2.2 full (in reply to RCPT); 550 5.1.1 gone", "4.2.2", "", Meaning.GONE, "5.1.1"),
        ("550 5.1.1 gone; 450 4.7.1 try later", "5.1.1", "", Meaning.COUNTS, "4.7.1"),
        ("450 4.1.1 <jan@voorbeeld.nl>: User unknown in local table", "5.1.1", "", Meaning.COUNTS, "4.1.1"),
        ("450 not now", "5.1.1", "", Meaning.COUNTS, "450"),
        ("550 blocked by our filter", "5.1.1", "<jan@voorbeeld.nl>: 550 5.1.1 User unknown", Meaning.COUNTS, "550"),
        ("550 5.7.1 Message rejected as spam", "5.1.1", "", Meaning.COUNTS, "5.7.1"),
        ("550 5.2.2 Mailbox full", "5.2.2", "", Meaning.COUNTS, "5.2.2"),
        ("550 User unknown", "5.0.0", "", Meaning.GONE, "User unknown"),
        ("550 5.0.0 Unrouteable address", "5.0.0", "", Meaning.GONE, "Unrouteable address"),
        ("554 5.6.0 Message content rejected", "5.0.0", "", Meaning.OURS, "5.6.0"),
        ("500 Line too long", "5.0.0", "", Meaning.OURS, "een regel is te lang"),
        ("host mx[192.0.2.25] version 5.1.1.7 hung up", "5.0.0", "", Meaning.COUNTS, "zonder reden"),
        ("", "5.1.1", "", Meaning.GONE, "5.1.1"),
        ("552 full; so it came back", "5.1.1", "", Meaning.COUNTS, "552"),
        ("", "4.4.7", "", Meaning.COUNTS, "4.4.7"),
        ("", "5.0.0", "  jan@voorbeeld.nl\n    Unrouteable\n    address", Meaning.GONE, "Unrouteable address"),
        ("", "5.0.0", "piet@voorbeeld.nl: 550 5.1.1 gone\njan@voorbeeld.nl: 552 too big", Meaning.COUNTS, "552"),
        ("", "5.0.0", "bejan@voorbeeld.nl: 550 5.1.1 gone", Meaning.COUNTS, "zonder reden"),
        ("", "5.0.0", "A user unknown to us wrote this.", Meaning.COUNTS, "zonder reden"),
    ],
)  # fmt: skip
def test_the_last_code_decides_and_status_only_when_nothing_else_is_said(
    diagnostic: str, status: str, text: str, meaning: Meaning, why: str
) -> None:
    outcome = _failed(diagnostic, status, text)
    assert (outcome.meaning, outcome.why) == (meaning, why)


def test_original_recipient_comes_before_final_and_a_plus_may_be_encoded() -> None:
    fields = (
        "Final-Recipient: rfc822; oud@elders.nl\nOriginal-Recipient: rfc822;<jan+2Bnieuws@voorbeeld.nl>\nAction: failed"
    )
    addresses = judge(_delivery(fields)).outcomes[0].addresses
    assert addresses == ("jan+2Bnieuws@voorbeeld.nl", "jan+nieuws@voorbeeld.nl")


@pytest.mark.parametrize("kind", ["message/global-delivery-status", "Message/Delivery-Status"])
def test_the_newer_form_of_a_report_is_read_encoded_too(kind: str) -> None:
    fields = "Final-Recipient: utf-8; j=C3=B6rg@voorbeeld.nl\nAction: failed\nStatus: 5.1.1"
    quoted = _delivery(fields, kind=f"{kind}\nContent-Transfer-Encoding: quoted-printable")
    assert judge(quoted).outcomes == (Outcome(Meaning.GONE, "5.1.1", ("jörg@voorbeeld.nl",)),)


def test_a_delay_of_a_message_that_waits_is_nothing() -> None:
    fields = "Final-Recipient: rfc822; jan@voorbeeld.nl\nAction: delayed\nStatus: 4.4.7"
    assert judge(_delivery(fields)).outcomes[0].meaning is Meaning.NOTHING


def test_an_action_that_no_one_knows_is_not_understood() -> None:
    fields = "Final-Recipient: rfc822; jan@voorbeeld.nl\nAction: vanished\nStatus: 5.1.1"
    assert judge(_delivery(fields)).outcomes[0].meaning is Meaning.UNKNOWN


QMAIL = """\
From: MAILER-DAEMON@mx.example
To: owner-nieuwsbrief+42@lijst.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<jan@voorbeeld.nl>:
Sorry, no mailbox here by that name. (#5.1.1)

<piet@voorbeeld.nl>:
Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)

--- Below this line is a copy of the message.

Subject: Nieuwsbrief
"""


def test_a_report_in_a_form_of_its_own_is_read() -> None:
    one = re.sub("<piet.*?\n\n", "", QMAIL, flags=re.DOTALL)
    assert judge(one.encode()).outcomes == (Outcome(Meaning.GONE, "5.1.1", ("jan@voorbeeld.nl",)),)


def test_of_several_addresses_it_is_the_one_to_which_the_message_went() -> None:
    assert judge(QMAIL.encode()).outcomes == (Outcome(Meaning.COUNTS, "zonder reden"),)
    copied = QMAIL.replace("Subject: Nieuwsbrief", "To: Piet <piet@voorbeeld.nl>\nSubject: Nieuwsbrief")
    assert judge(copied.encode()).outcomes == (Outcome(Meaning.COUNTS, "4.4.1", ("piet@voorbeeld.nl",)),)


def test_the_newsletter_itself_says_too_to_whom_it_went() -> None:
    bare = report("postfix-alias").replace(b"Original-Recipient: rfc822;doorstuur@lijst.example\n", b"")
    assert judge(bare).outcomes[0].addresses == ("oud-adres@mx.lijst.example", "doorstuur@lijst.example")


def test_of_several_readers_what_is_final_stands_in_the_text_too() -> None:
    group = "Final-Recipient: rfc822; {}@voorbeeld.nl\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1 gone"
    fields = f"{group.format('jan')}\n\n{group.format('piet')}"
    outcomes = judge(_delivery(fields, "<jan@voorbeeld.nl>: 550 5.1.1 gone\n\n<piet@voorbeeld.nl>: full")).outcomes
    assert [outcome.meaning for outcome in outcomes] == [Meaning.GONE, Meaning.COUNTS]


def test_failed_recipients_of_a_header_alone_say_nothing() -> None:
    bare = b"From: x@mx.example\nX-Failed-Recipients: jan@voorbeeld.nl\nSubject: weg\n\nUser unknown\n"
    assert judge(bare).outcomes == (Outcome(Meaning.UNKNOWN),)


# ── What else comes in ──────────────────────────────────────────────────────────────────────────────────

TOKEN = f"{'a' * 24}.{'b' * 27}"


def _written(subject: str, heading: str = "") -> bytes:
    return f"From: Jan <jan@voorbeeld.nl>\nTo: nieuwsbrief@lijst.example\nSubject: {subject}\n{heading}\nDag\n".encode()


@pytest.mark.parametrize("subject", [f"afmelden {TOKEN}", f"Re: Afmelden {TOKEN}.", f"afmelden\n {TOKEN}", TOKEN])
def test_a_token_in_the_subject_asks_something(subject: str) -> None:
    verdict = judge(_written(subject))
    assert (verdict.outcomes, verdict.tokens) == ((Outcome(Meaning.ASKS),), (TOKEN,))


@pytest.mark.parametrize(
    "heading", ["Auto-Submitted: auto-replied\n", "Precedence: bulk\n", "X-Auto-Response-Suppress: All\n"]
)
def test_a_program_that_quotes_a_token_asks_nothing(heading: str) -> None:
    assert judge(_written(f"Automatisch antwoord: afmelden {TOKEN}", heading)).outcomes[0].meaning is Meaning.NOTHING


@pytest.mark.parametrize("subject", ["afmelden", "Vraag over de nieuwsbrief", "Re: aanmelden"])
def test_what_a_person_wrote_is_for_a_person(subject: str) -> None:
    assert judge(_written(subject)).outcomes == (Outcome(Meaning.UNKNOWN),)


def test_who_wants_to_join_says_so_first() -> None:
    verdict = judge(_written("Aanmelden: Jeugd"))
    assert verdict.outcomes == (Outcome(Meaning.JOINS, "", ("jan@voorbeeld.nl",)),)
    assert (verdict.subject, verdict.words) == ("Aanmelden: Jeugd", "Dag\n")
    assert judge(_written("Aanmelden", "Auto-Submitted: auto-generated\n")).outcomes == (Outcome(Meaning.UNKNOWN),)


def test_who_is_away_without_saying_that_a_program_answers_confirms_nothing() -> None:
    assert judge(_written(f"Automatisch antwoord: bevestigen {TOKEN}")).outcomes == (Outcome(Meaning.UNKNOWN),)


def test_who_is_away_by_exchange_is_nothing() -> None:
    away = _written("Automatisch antwoord: Nieuwsbrief", "Auto-Submitted: auto-generated\n")
    assert judge(away).outcomes == (Outcome(Meaning.NOTHING, "automatisch antwoord"),)


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        ("abuse", Meaning.COMPLAINT),
        ("opt-out", Meaning.COMPLAINT),
        ("not-spam", Meaning.NOTHING),
        ("auth-failure", Meaning.PERSON),
        ("", Meaning.PERSON),
    ],
)
def test_a_feedback_report_is_a_complaint_only_when_it_says_so(kind: str, meaning: Meaning) -> None:
    contents = report("klacht-arf-nagemaakt").replace(b"Feedback-Type: abuse", f"Feedback-Type: {kind}".encode())
    assert judge(contents).outcomes[0].meaning is meaning


def test_the_moment_is_when_our_own_server_took_it_in() -> None:
    arrived = judge(report("opensmtpd-weg")).arrived
    assert arrived
    assert arrived.isoformat() == "2026-11-28T18:19:37+00:00"
    assert judge(report("klacht-arf-nagemaakt")).arrived is None


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?x?b?" + b"=" * 50 + b"?=\n\n",
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(3000)),
        b"Received: x; Mon, 99 Foo 99999 99:99:99 +9999\n\n",
        _delivery("Final-Recipient: ;;;\nAction: failed").replace(b"utf-8", b"no-such-set"),
        _delivery("Final-Recipient: rfc822; \xff\nAction: \xff\n\n\n\n:\n : \n"),
    ],
)
def test_what_cannot_be_read_takes_no_one_off(contents: bytes) -> None:
    outcomes = judge(contents).outcomes
    assert outcomes
    assert not {outcome.meaning for outcome in outcomes} & {Meaning.GONE, Meaning.COMPLAINT, Meaning.ASKS}
