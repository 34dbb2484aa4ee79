from __future__ import annotations

import io
import ssl
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from macros.base.errors import told
from macros.mail import mailing
from macros.mail.letter import Letter, read_message, read_sender
from macros.mail.mailing import Mailing, MailingOptions, Pace
from macros.mail.readers import Readers, Reason
from macros.mail.recipients import Interests, Journal, Recipient, SendError, Step
from macros.mail.smtp import Connection, Server, read_server
from macros.mail.tokens import tokens_in
from macros.records.models import Maillijst
from tests.helpers.post_office import PostOffice, opened
from tests.helpers.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ISSUE = "2023-q4"
FROM = "Veiligheidsnetwerk <nieuwsbrief@netwerk.example>"
OWN = Maillijst(lijst="nieuwsbrief.netwerk.example")
UNSUBSCRIBE = "https://netwerk.example/afmelden"


@pytest.fixture
def post_office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def server(post_office: PostOffice) -> Iterator[Server]:
    with opened(post_office) as server:
        yield server


# ── What is sent ────────────────────────────────────────────────────────────────────────────────────────


def _eml() -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Vul in <a@example.invalid>"
    message["To"] = "Vul in <b@example.invalid>"
    message["Subject"] = "Nieuwsbrief 4e kwartaal 2023"
    message["Message-ID"] = "<nieuwsbrief.2023-q4@example.invalid>"
    message["List-Unsubscribe"] = "<https://example.invalid/>"
    message["X-Unsent"] = "1"
    message.set_content("Één bericht\n.\n..\nmet € en punten\n", cte="quoted-printable")
    message.add_alternative("<p>Één bericht</p>\n", subtype="html", cte="quoted-printable")
    message.set_boundary("=_grens")
    return message.as_bytes()


def _readers(count: int) -> list[Recipient]:
    return [Recipient(f"lezer{number}@gemeente.example") for number in range(count)]


def _mailing(addresses: list[Recipient]) -> Mailing:
    return Mailing(Letter(ISSUE, read_message(_eml()), read_sender(FROM, [UNSUBSCRIBE])), addresses, len(addresses))


class Clock:
    """A clock that only sleep moves; can have someone press Ctrl-C during a nap."""

    def __init__(self, *, ctrl_c_after: int = 10**9) -> None:
        self.moment = datetime(2024, 1, 8, 9, 30, tzinfo=UTC)
        self.naps: list[float] = []
        self.ctrl_c_after = ctrl_c_after

    def now(self) -> datetime:
        return self.moment

    def sleep(self, time_: float) -> None:
        self.naps.append(time_)
        self.moment += timedelta(seconds=time_)
        if len(self.naps) == self.ctrl_c_after:
            raise KeyboardInterrupt


def _send(
    server: Server, addresses: list[Recipient], path: Path, clock: Clock | None = None, *, again: bool = False
) -> tuple[mailing.MailingResult, str]:
    clock, report = clock or Clock(), io.StringIO()
    with Journal(path, ISSUE, clock.now) as journal, Connection(server) as connection:
        result = mailing.send(
            _mailing(addresses), connection, journal, Pace(clock.now, clock.sleep, 120), report, again=again
        )
    return result, report.getvalue() + mailing.report_text(result)


# ── Everybody gets it once ──────────────────────────────────────────────────────────────────────────────


def test_every_reader_gets_one_personal_message(server: Server, post_office: PostOffice, tmp_path: Path) -> None:
    readers = _readers(5)
    result, messages = _send(server, readers, tmp_path / "j")
    assert result.done
    assert post_office.received == Counter(address_.full for address_ in readers)
    assert "5 verstuurd." in messages
    items = [message_from_bytes(contents, policy=policy.default) for _, contents in post_office.delivered]
    assert [message["To"] for message in items] == [address_.full for address_ in readers]
    assert len({message["Message-ID"] for message in items}) == 5
    for message in items:
        assert not message.defects
        assert message["From"] == FROM
        assert message["Message-ID"].endswith("@netwerk.example>")
        assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
        assert "List-Unsubscribe-Post" not in message, "one address for all cannot say who leaves"
        assert "X-Unsent" not in message
        text = message.get_body(("plain",))
        assert text is not None
        assert text.get_content().replace("\r\n", "\n") == "Één bericht\n.\n..\nmet € en punten\n"


def test_second_run_sends_nothing(server: Server, post_office: PostOffice, tmp_path: Path) -> None:
    _send(server, _readers(3), tmp_path / "j")
    result, messages = _send(server, [*_readers(3), Recipient("LEZER1@gemeente.example")], tmp_path / "j", again=True)
    assert result.done
    assert post_office.received == Counter(address_.full for address_ in _readers(3))
    assert "0 verstuurd.\n4 hadden de nieuwsbrief al" in messages


@pytest.mark.parametrize("na", [1, 2, 5])
def test_ctrl_c_and_again_gives_everybody_one(server: Server, post_office: PostOffice, tmp_path: Path, na: int) -> None:
    result, messages = _send(server, _readers(6), tmp_path / "j", Clock(ctrl_c_after=na))
    assert (result.done, len(post_office.delivered)) == (False, na)
    assert "Gestopt: onderbroken met Ctrl-C." in messages
    result, _ = _send(server, _readers(6), tmp_path / "j")
    assert result.done
    assert post_office.received == Counter(address_.full for address_ in _readers(6))


def test_hang_up_between_messages_starts_a_new_session(server: Server, post_office: PostOffice, tmp_path: Path) -> None:
    seen: set[int] = set()

    def every_other(moment: str, number: int) -> bool:
        gone = moment == "mail" and number % 2 == 1 and number not in seen
        seen.add(number)
        return gone

    post_office.hangs_up = every_other
    result, _ = _send(server, _readers(6), tmp_path / "j")
    assert result.done
    assert post_office.received == Counter(address_.full for address_ in _readers(6))


def test_hang_up_in_the_middle_of_a_message_is_not_guessed(
    server: Server, post_office: PostOffice, tmp_path: Path
) -> None:
    post_office.hangs_up = lambda moment, number: moment == "data" and number == 3
    result, messages = _send(server, _readers(6), tmp_path / "j")
    assert result.undecided == [Recipient("lezer2@gemeente.example")]
    assert "midden in een bericht" in messages

    result, messages = _send(server, _readers(6), tmp_path / "j")
    assert not result.done
    assert post_office.received == Counter(address_.full for address_ in _readers(6))
    assert "1 onbeslist; het bericht kan zijn aangekomen: l…@gemeente.example." in messages

    result, _ = _send(server, _readers(6), tmp_path / "j", again=True)
    assert result.done
    assert post_office.received["lezer2@gemeente.example"] == 2
    assert sum(post_office.received.values()) == 7


def test_server_that_always_hangs_up_stops_the_run(server: Server, post_office: PostOffice, tmp_path: Path) -> None:
    post_office.hangs_up = lambda moment, number: moment == "mail" and number == 2
    result, messages = _send(server, _readers(4), tmp_path / "j")
    assert "de mailserver verbreekt steeds de verbinding" in messages
    assert not result.undecided
    post_office.hangs_up = lambda *_: False
    assert _send(server, _readers(4), tmp_path / "j")[0].done
    assert post_office.received == Counter(address_.full for address_ in _readers(4))


def test_no_server_at_all(tmp_path: Path) -> None:
    result, messages = _send(Server("127.0.0.1", free_port()), _readers(2), tmp_path / "j")
    assert "geen verbinding met de mailserver 127.0.0.1" in messages
    assert not result.undecided


# ── Readers that the server does not take ───────────────────────────────────────────────────────────────


def test_refused_readers_are_told_and_not_tried_again(server: Server, post_office: PostOffice, tmp_path: Path) -> None:
    one, two, three, four = _readers(4)
    post_office.refuses = {
        one.full: f"550 <{one.full}> bestaat niet\x1b[31m", f"inhoud:{two.full}": "554 te groot", three.full: "450 kom terug",
    }  # fmt: skip
    result, messages = _send(server, [one, two, three, four], tmp_path / "j")
    assert (result.sent, result.others) == (1, {one: Step.REFUSED, two: Step.REFUSED, three: Step.DEFERRED})
    assert "l…@gemeente.example: geweigerd (550 <l…@gemeente.example> bestaat niet" in messages
    assert "2 geweigerd; controleer deze adressen" in messages
    assert "\x1b" not in messages
    assert not any(address_.full in messages for address_ in (one, two, three, four))

    post_office.refuses = {}
    result, _ = _send(server, [one, two, three, four], tmp_path / "j")
    assert (result.sent, result.others) == (1, {one: Step.REFUSED, two: Step.REFUSED})
    assert _send(server, [one, two, three, four], tmp_path / "j", again=True)[0].done
    assert post_office.received == Counter(address_.full for address_ in _readers(4))


def test_refused_sender_stops_before_readers_are_blamed(
    server: Server, post_office: PostOffice, tmp_path: Path
) -> None:
    post_office.sender = "550 <nieuwsbrief@netwerk.example> onbekend"
    result, messages = _send(server, _readers(3), tmp_path / "j")
    assert "de mailserver weigert de afzender: 550" in messages
    assert (result.sent, result.others) == (0, {})
    post_office.sender = ""
    assert _send(server, _readers(3), tmp_path / "j")[0].done


def test_pace_is_kept(server: Server, tmp_path: Path) -> None:
    clock = Clock()
    _send(server, _readers(4), tmp_path / "j", clock)
    assert clock.naps == [0.5, 0.5, 0.5]


# ── TLS and passwords ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this test only."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "sleutel.pem", folder / "cert.pem"
    subprocess.run(  # noqa: S603 - our own arguments
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",  # noqa: S607
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.mark.against("openssl")
def test_password_goes_over_tls(post_office: PostOffice, certificate: tuple[Path, Path], tmp_path: Path) -> None:
    cert, key = certificate
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(cert, key)
    logged_in: list[bytes] = []

    def log_in(_server: object, _session: object, _envelope: object, _kind: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        logged_in.append(data.login)
        return AuthResult(success=data.password == b"geheim", handled=False)

    controller = Controller(
        post_office, hostname="127.0.0.1", port=free_port(), tls_context=server_context, require_starttls=True,
        auth_required=True, authenticator=log_in,
    )  # fmt: skip
    controller.start()
    trusted = ssl.create_default_context(cafile=str(cert))
    try:
        server = Server("127.0.0.1", controller.port, "netwerk", "geheim")
        clock = Clock()
        with Journal(tmp_path / "j", ISSUE, clock.now) as journal, Connection(server, trusted) as connection:
            pace = Pace(clock.now, clock.sleep)
            assert mailing.send(_mailing(_readers(2)), connection, journal, pace, io.StringIO()).done
        assert logged_in == [b"netwerk"]
        assert "niet (CERTIFICATE_VERIFY_FAILED)" in _send(server, _readers(3), tmp_path / "j")[1]
        error = Connection(Server("127.0.0.1", controller.port, "netwerk", "mis"), trusted)
        with pytest.raises(SendError, match="weigert deze naam of dit wachtwoord"):
            error.send(Recipient("a@b.example"), Recipient("c@d.example"), b"")
    finally:
        controller.stop()


def test_password_does_not_go_in_the_open(server: Server, tmp_path: Path) -> None:
    with_name = Server(server.host, server.port, "netwerk", "geheim")
    assert "het wachtwoord is niet verstuurd" in _send(with_name, _readers(1), tmp_path / "j")[1]
    assert "geheim" not in repr(with_name)


# ── What the sender types ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "host", "port"), [("mail.voorbeeld.nl:587", "mail.voorbeeld.nl", 587), ("[::1]:25", "::1", 25)]
)
def test_server_is_read(typed: str, host: str, port: int) -> None:
    assert read_server(typed) == Server(host, port)


@pytest.mark.parametrize("typed", ["", "mail", "mail:", ":25", "mail:0", "mail:70000", "mail:25\r\n", "a b:25"])
def test_server_is_refused(typed: str) -> None:
    with pytest.raises(SendError, match="geen server; schrijf host:poort"):
        read_server(typed)


@pytest.mark.parametrize(
    ("van", "unsubscribe", "message"),
    [
        ("Netwerk <geen>", UNSUBSCRIBE, "de afzender klopt niet"),
        (f"{'Netwerk ' * 40}<a@b.nl>", UNSUBSCRIBE, "langer dan 200 tekens"),
        ("Netwerk <a@b.nl>\r\nBcc: c@d.nl", UNSUBSCRIBE, "regeleinde"),
        ("Netwerk <a@b.nl>", "javascript:alert(1)", "https:// of mailto:"),
        ("Netwerk <a@b.nl>", "https://b.nl/>\r\nBcc: c@d.nl", "https:// of mailto:"),
        ("Netwerk <a@b.nl>", "http://b.nl/", "https:// of mailto:"),
    ],
)
def test_sender_is_refused(van: str, unsubscribe: str, message: str) -> None:
    with pytest.raises(SendError, match=message):
        read_sender(van, [unsubscribe])


def test_leaving_by_mail_is_not_one_click() -> None:
    sender = read_sender('"Netwërk, het" <a@b.nl>', ["mailto:af@b.nl"])
    message = Letter(ISSUE, read_message(_eml()), sender).for_(Recipient("c@d.nl"), Clock().now())
    loaded = message_from_bytes(message, policy=policy.default)
    assert loaded["List-Unsubscribe"] == "<mailto:af@b.nl>"
    assert "List-Unsubscribe-Post" not in loaded
    assert loaded["From"].addresses[0].display_name == "Netwërk, het"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def choice(tmp_path: Path) -> MailingOptions:
    folder = tmp_path / "site/nieuwsbrieven" / ISSUE
    folder.mkdir(parents=True)
    (folder / "nieuwsbrief.eml").write_bytes(_eml())
    (tmp_path / "adressen.csv").write_text("adres\njan@voorbeeld.nl\npiet@voorbeeld.nl\n", encoding="utf-8")
    return MailingOptions(ISSUE, tmp_path / "site", tmp_path / "adressen.csv", FROM, OWN, (UNSUBSCRIBE,))


def _command(choice: MailingOptions, **different: Any) -> tuple[int, str]:  # noqa: ANN401 - any field of Keuze
    clock, report = Clock(), io.StringIO()
    try:
        code = mailing.send_issue(replace(choice, **different), clock=clock.now, sleep=clock.sleep, report=report)
    except (SendError, OSError) as error:
        code = 1
        report.write(told(error))
    return code, report.getvalue()


def test_command_sends(choice: MailingOptions, server: Server, post_office: PostOffice) -> None:
    code, messages = _command(choice, smtp=f"{server.host}:{server.port}")
    assert (code, sum(post_office.received.values())) == (0, 2)
    assert messages == "2 van 2\n2 verstuurd.\n"
    assert (choice.naar.parent / "adressen.2023-q4.journaal").is_file()


def test_proof_writes_files_and_sends_nothing(choice: MailingOptions, post_office: PostOffice, tmp_path: Path) -> None:
    code, messages = _command(choice, trial=tmp_path / "proef")
    assert (code, post_office.delivered) == (0, [])
    assert "2 berichten geschreven" in messages
    items = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in (tmp_path / "proef").iterdir()]
    assert {message["To"] for message in items} == {"jan@voorbeeld.nl", "piet@voorbeeld.nl"}
    assert not any(message.defects for message in items)
    assert not list(tmp_path.glob("*.journaal"))


@pytest.mark.parametrize(
    ("different", "message"),
    [
        ({"issue": "../../etc"}, "is geen nieuwsbrief"),
        ({"issue": "2017-q1"}, "maak eerst de site met 'make site'"),
        ({"smtp": "nergens"}, "geen server"),
        ({"smtp": "127.0.0.1:25", "per_minute": 0}, "minstens 1"),
        ({"van": "niemand"}, "de afzender klopt niet"),
        ({"naar": Path("/bestaat/niet.csv")}, "/bestaat/niet.csv bestaat niet"),
    ],
)
def test_command_says_in_dutch_what_is_wrong(
    choice: MailingOptions, different: dict[str, object], message: str
) -> None:
    code, messages = _command(choice, **different)
    assert code == 1
    assert message in messages


def test_ctrl_c_is_told_with_how_to_go_on(
    choice: MailingOptions, server: Server, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Clock, "sleep", stop)
    code, messages = _command(choice, smtp=f"{server.host}:{server.port}")
    assert (code, sum(post_office.received.values())) == (130, 1)
    assert messages.endswith("Gestopt: onderbroken met Ctrl-C. Geef dezelfde opdracht nog eens om door te gaan.\n")


def test_wrong_addresses_stop_everything(choice: MailingOptions, server: Server, post_office: PostOffice) -> None:
    choice.naar.write_text("adres\njan@voorbeeld.nl\nfout\njan@voorbeeld.nl\n", encoding="utf-8")
    code, messages = _command(choice, smtp=f"{server.host}:{server.port}")
    assert (code, post_office.delivered) == (1, [])
    assert "adressen.csv:3: " in messages
    assert "adressen.csv:4: j…@voorbeeld.nl" in messages
    assert messages.endswith("2 fouten; er is niets verstuurd.\n")


@pytest.mark.parametrize("contents", [b"", b"Subject: x\r\n\r\nhallo", b"\xff\x00" * 100, _eml()[:400]])
def test_only_our_own_mail_is_sent(contents: bytes) -> None:
    with pytest.raises(SendError, match="geen nieuwsbrief uit de bouw"):
        read_message(contents)


# ── Addresses beyond ASCII ──────────────────────────────────────────────────────────────────────────────


def test_a_server_without_smtputf8_is_told_per_reader(server: Server, tmp_path: Path) -> None:
    readers = [Recipient("a@b.example"), Recipient("René@b.example"), Recipient("c@b.example")]
    result, messages = _send(server, readers, tmp_path / "j")
    assert (result.sent, result.others) == (2, {readers[1]: Step.REFUSED})
    assert "R…@b.example: geweigerd (553 deze mailserver kan geen adres met letters als é aan (SMTPUTF8))" in messages
    assert not result.interrupted


def test_a_server_with_smtputf8_gets_the_letters(post_office: PostOffice, tmp_path: Path) -> None:
    with opened(post_office, utf8=True) as server:
        result, _ = _send(server, [Recipient("René@b.example"), Recipient("c@b.example")], tmp_path / "j")
    assert result.done
    assert [reader for reader, _ in post_office.delivered] == ["René@b.example", "c@b.example"]
    assert "To: René@b.example".encode() in post_office.delivered[0][1]


# ── To the list of readers ──────────────────────────────────────────────────────────────────────────────


def test_readers_of_the_list_get_it_each_with_an_own_way_out(
    choice: MailingOptions, server: Server, post_office: PostOffice, tmp_path: Path
) -> None:
    path, now = tmp_path / "lezers.db", Clock().now()
    with Readers(path, OWN.lijst, new=True) as readers:
        readers.take_over([Recipient("Jan+a@voorbeeld.nl"), Recipient("piet@voorbeeld.nl")], "op papier", now)
        readers.take_over([Recipient("weg@voorbeeld.nl")], "op papier", now)
        readers.remove(3, Reason.LINK, now)
        readers.ask(Recipient("vraagt@voorbeeld.nl"), Interests(), "ja", now)
    to_list = {"naar": path, "bounces": "owner-nieuwsbrief@netwerk.example", "smtp": f"{server.host}:{server.port}"}
    code, messages = _command(choice, **to_list)
    assert (code, messages) == (0, "2 van 2\n2 verstuurd.\n")
    assert [reader for reader, _ in post_office.delivered] == ["Jan+a@voorbeeld.nl", "piet@voorbeeld.nl"]
    assert post_office.senders == ["owner-nieuwsbrief+1@netwerk.example", "owner-nieuwsbrief+2@netwerk.example"]
    for number, (_, contents) in enumerate(post_office.delivered, start=1):
        message = message_from_bytes(contents, policy=policy.default)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        (token,) = tokens_in(message["List-Unsubscribe"])
        with Readers(path, OWN.lijst) as readers:
            leaver = readers.leaver(token, now)
        assert leaver
        assert leaver.number == number
    assert _command(choice, **to_list)[1].startswith("0 verstuurd.\n2 hadden de nieuwsbrief al")


def test_without_a_way_to_leave_nothing_is_sent(choice: MailingOptions) -> None:
    assert "waar kan een lezer zich afmelden?" in _command(choice, unsubscribe=(), trial=Path("proef"))[1]
