"""Mailboxes as they are: Dovecot with TLS on loopback, Maildir and mbox; and the whole command on each of them.

Dovecot is Debian's (`.ci/servers` installs it where that is allowed, so there it must be).
"""

from __future__ import annotations

import io
import mailbox
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest

from macros import cli
from macros.mail import inbox, mailboxes
from macros.mail.mailboxes import MailboxError
from macros.mail.readers import Readers
from macros.records.loader import own_network
from tests.conftest import ROOT
from tests.helpers.imap import PASSWORD, USER, PostBox, dovecot
from tests.helpers.post_office import PostOffice, opened
from tests.helpers.servers import free_port
from tests.mail.lists import LIST, NOW, REPORTS, new_list, report
from tests.mail.test_inbox import LEAVE, SUBSCRIBERS, malformed

needs_dovecot = pytest.mark.against("dovecot")


@pytest.fixture
def box() -> Iterator[PostBox]:
    with dovecot() as box:
        yield box


def _lf(contents: bytes | None) -> bytes:
    assert contents is not None
    return contents.replace(b"\r\n", b"\n")


# ── A server ────────────────────────────────────────────────────────────────────────────────────────────


@needs_dovecot
def test_a_server_gives_what_lies_there_and_nothing_changes(box: PostBox) -> None:
    files = [box.put(f"{number}.x", report(name)) for number, name in enumerate(sorted(SUBSCRIBERS), start=1)]
    read = dict(mailboxes.from_imap(box.server, "INBOX", set(), box.tls))
    assert [_lf(contents) for contents in read.values()] == [report(name) for name in sorted(SUBSCRIBERS)]
    assert all(file.exists() for file in files), "what was read is still new to who reads it"
    assert dict(mailboxes.from_imap(box.server, "INBOX", read, box.tls)) == dict.fromkeys(read)


@needs_dovecot
def test_what_came_and_went_since_is_noticed(box: PostBox) -> None:
    first, second = box.put("1.x", b"Subject: een\n\n"), box.put("2.x", b"Subject: twee\n\n")
    known = dict(mailboxes.from_imap(box.server, "INBOX", set(), box.tls))
    first.unlink()
    second.rename(box.folder / "cur" / "2.x:2,S")  # someone read it with a mail program
    box.put("3.x", b"Subject: drie\n\n")
    now = dict(mailboxes.from_imap(box.server, "INBOX", known, box.tls))
    assert [contents and _lf(contents) for contents in now.values()] == [None, b"Subject: drie\n\n"]


@needs_dovecot
def test_of_a_large_message_the_beginning_is_read_and_an_empty_one_is_one(box: PostBox) -> None:
    box.put("1.x", b"Subject: groot\n\n" + b"x" * 70 + b"\n" * mailboxes.LARGEST)
    box.put("2.x", b"")
    sizes = [len(contents or b"") for _, contents in mailboxes.from_imap(box.server, "INBOX", set(), box.tls)]
    assert sizes[0] == mailboxes.LARGEST
    assert len(sizes) == 2
    assert sizes[1] <= 2


@needs_dovecot
def test_an_empty_mailbox_has_nothing(box: PostBox) -> None:
    assert list(mailboxes.from_imap(box.server, "INBOX", set(), box.tls)) == []


@needs_dovecot
@pytest.mark.parametrize(
    ("change", "folder", "message"),
    [
        ({"password": "anders"}, "INBOX", "de mailserver weigert deze naam of dit wachtwoord"),
        ({}, "Bestaat niet", "de map 'Bestaat niet' is er niet op de mailserver"),
        ({}, 'a" b', "schrijf haar zonder bijzondere tekens"),
        ({"port": 0}, "INBOX", "geen verbinding met de mailserver localhost (de verbinding wordt geweigerd)"),
        ({"host": "127.0.0.1"}, "INBOX", "de beveiligde verbinding met de mailserver 127.0.0.1 lukt niet"),
        ({"host": "bestaat-niet.invalid"}, "INBOX", "deze naam is niet bekend"),
    ],
)
def test_what_does_not_go_is_told(box: PostBox, change: dict[str, object], folder: str, message: str) -> None:
    if change.get("port") == 0:
        change = {"port": free_port()}
    server = replace(box.server, **change)  # type: ignore[arg-type]
    with pytest.raises(MailboxError) as told:
        list(mailboxes.from_imap(server, folder, set(), box.tls))
    assert message in str(told.value)
    assert PASSWORD not in str(told.value)


@needs_dovecot
def test_a_certificate_that_no_one_vouches_for_is_refused(box: PostBox) -> None:
    with pytest.raises(MailboxError, match="de beveiligde verbinding"):
        list(mailboxes.from_imap(box.server, "INBOX", set(), ssl.create_default_context()))


@needs_dovecot
def test_without_tls_no_password_is_sent() -> None:
    with dovecot(ssl_="no") as box:
        with pytest.raises(MailboxError, match="het wachtwoord is niet verstuurd"):
            list(mailboxes.from_imap(box.server, "INBOX", set(), box.tls))
        assert f"user=<{USER}>" not in (box.work / "dovecot.log").read_text(encoding="utf-8")


@needs_dovecot
def test_a_message_that_the_server_cannot_give_does_not_hold_up_the_others(box: PostBox) -> None:
    for number in range(1, 6):
        box.put(f"{number}.x", b"Subject: x\n\n").chmod(0 if number in {2, 4} else 0o644)
    read: dict[str, bytes | None] = {}
    with pytest.raises(MailboxError, match="2 berichten kon de mailserver niet geven; de volgende keer opnieuw"):
        read.update(mailboxes.from_imap(box.server, "INBOX", set(), box.tls))
    assert len(read) == 3
    for number in (2, 4):
        box.folder.joinpath("new", f"{number}.x").chmod(0o644)
    again = dict(mailboxes.from_imap(box.server, "INBOX", read, box.tls))
    assert [contents is None for contents in again.values()] == [True, False, True, False, True]


@needs_dovecot
def test_five_hundred_malformed_reports_come_through_a_server(box: PostBox, tmp_path: Path) -> None:
    for number, (_, contents) in enumerate(malformed(), start=1):
        box.put(f"{number:03}.x", contents)
    with new_list(tmp_path / "lezers.db", ("jan@voorbeeld.nl",)) as readers:
        before = readers.count()
        result = inbox.read_inbox(
            lambda known: mailboxes.from_imap(box.server, "INBOX", known, box.tls),
            readers,
            tmp_path / "p",
            NOW,
            io.StringIO(),
        )
        assert (result.new, result.left, readers.count()) == (500, 0, before)


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────


def _maildir(folder: Path, mails: list[bytes]) -> Path:
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, contents in enumerate(mails):
        (folder / ("new" if number % 2 else "cur") / f"{number:04}.host").write_bytes(contents)
    return folder


def _mbox(file: Path, mails: list[bytes]) -> Path:
    box = mailbox.mbox(file)
    for contents in mails:
        box.add(contents)
    box.close()
    return file


def test_a_maildir_gives_what_is_new_and_what_was_read(tmp_path: Path) -> None:
    mails = [report(name) for name in sorted(SUBSCRIBERS)]
    folder = _maildir(tmp_path / "Maildir", mails)
    read = dict(mailboxes.from_maildir(folder, set()))
    assert list(read.values()) == mails
    (folder / "new" / "0001.host").rename(folder / "cur" / "0001.host:2,RS")
    assert dict(mailboxes.from_maildir(folder, read)) == dict.fromkeys(read)
    assert len(list(folder.glob("*/0*"))) == len(mails)


def test_an_mbox_gives_each_message_and_stays_what_it_is(tmp_path: Path) -> None:
    mails = [report(name) for name in sorted(SUBSCRIBERS)]
    file = _mbox(tmp_path / "mbox", mails)
    before = file.read_bytes()
    read = dict(mailboxes.from_mbox(file, set()))
    assert [_lf(contents).rstrip(b"\n") for contents in read.values()] == [mail.rstrip(b"\n") for mail in mails]
    assert dict(mailboxes.from_mbox(file, read)) == dict.fromkeys(read)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mbox"]


def test_an_mbox_in_which_someone_writes_is_left_alone(tmp_path: Path) -> None:
    file = _mbox(tmp_path / "mbox", [report("opensmtpd-weg")])
    (tmp_path / "mbox.lock").touch()
    with pytest.raises(MailboxError, match="is in gebruik"):
        list(mailboxes.from_mbox(file, set()))


@pytest.mark.parametrize("read", [mailboxes.from_maildir, mailboxes.from_mbox])
def test_what_is_no_mailbox_is_told(tmp_path: Path, read: Callable[[Path, set[str]], mailboxes.Messages]) -> None:
    with pytest.raises(MailboxError, match="is geen postvak"):
        list(read(tmp_path / "er-is-niets", set()))
    (tmp_path / "map").mkdir()
    with pytest.raises(MailboxError, match="is geen postvak"):
        list(read(tmp_path / "map", set()))


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=[pytest.param("imap", marks=needs_dovecot), "maildir", "mbox"])
def asked(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """How someone asks for each kind of mailbox, with the twenty real reports and one mail of a person in it."""
    ours = own_network(ROOT).nieuwsbrief.lijst.encode()
    mails = [path.read_bytes().replace(LIST.encode(), ours) for path in sorted(REPORTS.glob("*.eml"))]
    mails.append(b"From: Jan <jan@voorbeeld.nl>\nTo: nieuwsbrief@lijst.example\nSubject: vraag\n\nDag\n")
    match request.param:
        case "maildir":
            yield ["--maildir", str(_maildir(tmp_path / "Maildir", mails))]
        case "mbox":
            yield ["--mbox", str(_mbox(tmp_path / "mbox", mails))]
        case _:
            with dovecot() as box:
                for number, contents in enumerate(mails):
                    box.put(f"{number:04}.x", contents)
                monkeypatch.setenv("SSL_CERT_FILE", str(box.work / "cert.pem"))
                monkeypatch.setenv("KENNISBANK_IMAP_GEBRUIKER", USER)
                monkeypatch.setenv("KENNISBANK_IMAP_WACHTWOORD", PASSWORD)
                yield ["--imap", f"localhost:{box.server.port}"]


def test_the_command_takes_off_who_must_leave_and_tells_the_rest(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "lezers.db"
    everyone = sorted({address for addresses in SUBSCRIBERS.values() for address in addresses})
    first = ("lezer@grootmail.example",)
    with new_list(
        known, first, [a for a in everyone if a not in first], own_network(ROOT).nieuwsbrief.lijst
    ) as readers:
        before = {reader.address.full for reader in readers.all()}
    assert cli.main(["postvak", *asked, "--lijst", str(known)]) == 0
    told = capsys.readouterr()
    gone = {address for left in LEAVE.values() for address in left}
    with Readers(known, own_network(ROOT).nieuwsbrief.lijst) as readers:
        assert before - {reader.address.full for reader in readers.all()} == gone
    kept = tmp_path / "lezers.postvak"
    assert told.err == ""
    assert told.out.count("is van de lijst") == len(gone)
    assert "21 nieuwe berichten.\n4 lezers van de lijst.\n" in told.out
    assert not any(address in told.out for address in before), "nobody's address in full"
    subjects = {(file.parent.name, message_from_bytes(file.read_bytes())["Subject"]) for file in kept.glob("*/*.eml")}
    assert subjects == {
        ("onbegrepen", "vraag"),
        ("onze-fout", "Mail delivery failed: returning message to sender"),
        ("onze-fout", "Undelivered Mail Returned to Sender"),
        ("voor-een-mens", "Rejected: Nieuwsbrief november 2026"),
    }
    assert cli.main(["postvak", *asked, "--lijst", str(known)]) == 0
    assert capsys.readouterr().out.startswith("0 nieuwe berichten.\n")
    for address, said in (
        (
            "weg@lezer.example",
            r"w…@lezer\.example ging op \d+ \w+ \d{4} van de lijst: adres bestaat niet meer \(5\.1\.1\)\.\n",
        ),
        ("traag@lezer.example", r"t…@lezer\.example staat op de lijst sinds 29 november 2026\.\n"),
        ("niemand@lezer.example", r"n…@lezer\.example stond nooit op de lijst\.\n"),
    ):
        assert cli.main(["lezers", "--adres", address, "--lijst", str(known)]) == 0
        assert re.fullmatch(said, capsys.readouterr().out)
    assert cli.main(["vergeet", "Jan@voorbeeld.nl", "--lijst", str(known)]) == 0
    assert "1 bewaard bericht met dit adres gewist.\n" in capsys.readouterr().out
    assert {file.parent.name for file in kept.glob("*/*.eml")} == {"onze-fout", "voor-een-mens"}


def test_the_command_answers_who_wants_to_join(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known, site, post_office = tmp_path / "lezers.db", tmp_path / "site", PostOffice()
    (site / "data").mkdir(parents=True)
    (site / "data" / "themas.json").write_text("[]", encoding="utf-8")
    (site / "data" / "districten.json").write_text('[{"id": "twente", "naam": "Twente"}]', encoding="utf-8")
    Readers(known, own_network(ROOT).nieuwsbrief.lijst, new=True).close()
    box = tmp_path / "Maildir"
    mails = [b"From: Jan <jan@voorbeeld.nl>\nSubject: Aanmelden\n\nTwente\n"]
    with opened(post_office) as server:
        command = ["postvak", "--maildir", str(box), "--lijst", str(known), "--site", str(site), "--smtp",
                   f"127.0.0.1:{server.port}", "--van", "Nieuwsbrief <nieuwsbrief@netwerk.example>"]  # fmt: skip
        assert cli.main(command) == 1
        assert "is geen postvak" in capsys.readouterr().err
        _maildir(box, mails)
        assert cli.main(command) == 0
        assert "1 wil zich aanmelden" in capsys.readouterr().out
        ((address, contents),) = post_office.delivered
        assert address == "jan@voorbeeld.nl"
        answer = message_from_bytes(contents)
        mails.append(f"From: jan@voorbeeld.nl\nSubject: Re: {answer['Subject']}\n\n> ...\n".encode())
        _maildir(box, mails)
        assert cli.main(command) == 0
    assert "j…@voorbeeld.nl staat op de lijst: bevestigd per e-mail." in capsys.readouterr().out
    with Readers(known, own_network(ROOT).nieuwsbrief.lijst) as readers:
        assert [reader.address.full for reader in readers.all()] == ["jan@voorbeeld.nl"]


def test_the_command_needs_a_mailbox_and_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["postvak"]) == 1
    assert "deze opdracht is niet volledig" in capsys.readouterr().err
    assert cli.main(["postvak", "--mbox", str(tmp_path / "m"), "--lijst", str(tmp_path / "l.db")]) == 1
    assert "l.db is er niet" in capsys.readouterr().err
