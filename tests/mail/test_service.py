from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from macros.base.errors import UserError
from macros.document.templates import environment
from macros.mail.joining import Topics, confirmation, consent, read_request
from macros.mail.letter import read_sender
from macros.mail.readers import LEAVE_WITHIN, Readers
from macros.mail.recipients import Interests, Recipient, read_address
from macros.mail.service import Limit, Outbox, Service, Setup, read_service, topics_of
from macros.mail.tokens import Purpose, tokens_in
from macros.records.models.own import UNREAD
from tests.helpers.post_office import PostOffice, opened
from tests.helpers.small_catalog import netwerk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.mail.smtp import Server

OVERRIDES = Path(__file__).parents[2] / "overrides"
ADDRESS = "https://netwerk.example/nieuwsbrief/"
START = datetime(2026, 11, 29, 12, tzinfo=UTC)
TOPICS = Topics({"jeugd": "Jeugd", "ondermijning": "Ondermijning"}, {"twente": "Twente"})
OWN = netwerk(nieuwsbrief={"lijst": "nieuwsbrief.netwerk.example"})
LIST = OWN.nieuwsbrief.lijst
JAN = read_address("jan@voorbeeld.nl")


class Visitor:
    """Someone with a browser, and the service that answers."""

    def __init__(self, server: Server, list_: Path) -> None:
        self.now, self.report, self.list = START, io.StringIO(), list_
        sender = read_sender("Netwerk <nieuws@netwerk.example>", [ADDRESS])
        self.outbox = Outbox(server, sender, self.report, lambda _seconds: None)
        setup = Setup(
            OWN, list_, ADDRESS, "https://netwerk.example/", lambda _now: TOPICS, environment(OVERRIDES / "service"),
            environment(OVERRIDES / "email"), b"p {}", sender, lambda: self.now,
        )  # fmt: skip
        self.service = Service(setup, self.outbox)
        Readers(list_, LIST, new=True).close()

    def ask(
        self, path: str, form: dict[str, Any] | None = None, *, method: str = "", raw: bytes = b"", **more: str
    ) -> tuple[int, str]:
        """The status and the page at a path, below the service's address."""
        body = raw or urlencode(form or {}, doseq=True).encode()
        self.headers: dict[str, str] = {}
        said: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> Any:  # noqa: ANN401 - PEP 3333
            said.append(status)
            self.headers = dict(headers)

        environ = {
            "REQUEST_METHOD": method or ("GET" if form is None else "POST"), "PATH_INFO": f"/nieuwsbrief/{path}",
            "REMOTE_ADDR": "192.0.2.1", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **more,
        }  # fmt: skip
        page = b"".join(self.service(environ, start)).decode()
        self.outbox.finish()
        assert page or method == "HEAD"
        return int(said[0][:3]), page

    def join(self, address: str = JAN.full, *topics: str, **more: Any) -> tuple[int, str]:  # noqa: ANN401 - as `ask`
        """Fill in the form."""
        form = {"adres": address, "thema": [t for t in topics if t != "twente"], "akkoord": "ja"}
        return self.ask("aanmelden/", form | ({"district": "twente"} if "twente" in topics else {}), **more)

    def readers(self) -> list[tuple[str, Interests]]:
        """Who is on the list."""
        with Readers(self.list, LIST) as readers:
            return [(reader.address.full, reader.choice) for reader in readers.all()]


@pytest.fixture
def post_office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def visitor(post_office: PostOffice, tmp_path: Path) -> Iterator[Visitor]:
    with opened(post_office) as server:
        yield Visitor(server, tmp_path / "lezers.db")


def _link(post_office: PostOffice) -> str:
    """The path in the last mail."""
    message = message_from_bytes(post_office.delivered[-1][1], policy=policy.default)
    assert not message.defects
    (link,) = re.findall(rf"^{ADDRESS}(\S+)\r?$", message.get_content(), re.MULTILINE)
    return str(link)


def _joined(visitor: Visitor, post_office: PostOffice, *topics: str) -> str:
    """The token with which the one who joined leaves."""
    visitor.join(JAN.full, *topics)
    assert visitor.ask(_link(post_office), {})[0] == 200
    with Readers(visitor.list, LIST) as readers:
        reader = readers.find(JAN)
        assert reader
        return readers.tokens.make(Purpose.LEAVE, reader.number, reader.address.full, visitor.now + LEAVE_WITHIN)


# ── Joining ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_joins_in_two_steps(visitor: Visitor, post_office: PostOffice) -> None:
    assert visitor.join(JAN.full, "jeugd", "twente")[0] == 200
    assert visitor.readers() == []
    assert [reader for reader, _ in post_office.delivered] == [JAN.full]
    path = _link(post_office)
    status, page = visitor.ask(path)
    assert (status, visitor.readers()) == (200, [])
    assert "berichten over Jeugd, Twente" in page
    assert JAN.full not in page
    visitor.now += timedelta(hours=2)
    status, page = visitor.ask(path, {})
    assert (status, visitor.readers()) == (200, [(JAN.full, Interests(("jeugd",), ("twente",)))])
    assert "U staat op de lijst" in page
    with Readers(visitor.list, LIST) as readers:
        reader = readers.find(JAN)
    assert reader
    assert (reader.asked, reader.confirmed, reader.consent) == (START, visitor.now, consent(OWN.naam))


def test_the_form_says_all_that_is_kept(visitor: Visitor) -> None:
    """As the page about privacy does: also that a message did not arrive."""
    status, page = visitor.ask("aanmelden/")
    assert status == 200
    assert "Komt een mail bij u niet aan, dan bewaren wij dat ook." in " ".join(page.split())


def test_a_confirmation_is_used_once_and_not_too_late(visitor: Visitor, post_office: PostOffice) -> None:
    visitor.join()
    path = _link(post_office)
    visitor.now += timedelta(days=7)
    assert visitor.ask(path, {})[0] == 400
    assert "is verlopen" in visitor.ask(path)[1]
    visitor.now = START
    assert visitor.ask(path, {})[0] == 200
    assert "al gebruikt of verlopen" in visitor.ask(path, {})[1]
    assert len(visitor.readers()) == 1


def test_everything_chosen_is_everything(visitor: Visitor, post_office: PostOffice) -> None:
    _joined(visitor, post_office, "jeugd", "ondermijning", "twente")
    assert visitor.readers() == [(JAN.full, Interests())]


def test_no_answer_tells_who_is_on_the_list(visitor: Visitor, post_office: PostOffice) -> None:
    _joined(visitor, post_office)
    visitor.now += timedelta(hours=2)
    for ask in (visitor.join, lambda address: visitor.ask("afmelden/", {"adres": address})):
        known, headers = ask(JAN.full), dict(visitor.headers)
        assert known == ask("niemand@voorbeeld.nl")
        assert headers == visitor.headers
    sent = [reader for reader, _ in post_office.delivered]
    assert sent == [JAN.full, JAN.full, "niemand@voorbeeld.nl", JAN.full], "a stranger gets no link to leave"


@pytest.mark.parametrize(
    ("form", "field", "message"),
    [
        ({"adres": "", "akkoord": "ja"}, "adres", "Het adres ontbreekt."),
        ({"adres": "jan", "akkoord": "ja"}, "adres", "Dit is geen e-mailadres"),
        (
            {"adres": "jan@voorbeeld.nl\r\nBcc: piet@voorbeeld.nl", "akkoord": "ja"},
            "adres",
            "Het adres bevat een regeleinde",
        ),
        ({"adres": "jan@voorbeeld.nl"}, "akkoord", "Zet een vinkje"),
        ({"adres": '"><script>', "thema": "jeugd"}, "adres", "Dit is geen e-mailadres"),
    ],
)
def test_a_mistake_is_told_at_its_field(
    form: dict[str, str], field: str, message: str, visitor: Visitor, post_office: PostOffice
) -> None:
    status, page = visitor.ask("aanmelden/", form)
    assert status == 400
    assert f'<a href="#{field}">{message}' in page
    assert f'id="{field}"' in page
    assert f'aria-describedby="{field}-fout"' in page
    assert "<title>Niet gelukt: " in page
    assert "<script" not in page
    assert ("checked" in page) is ("thema" in form)
    assert not post_office.delivered


def test_unknown_topics_are_left_out(visitor: Visitor, post_office: PostOffice) -> None:
    visitor.ask("aanmelden/", {"adres": JAN.full, "akkoord": "ja", "thema": ["jeugd", "../x"], "district": "'"})
    visitor.ask(_link(post_office), {})
    assert visitor.readers() == [(JAN.full, Interests(("jeugd",)))]


# ── Leaving ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n', "multipart/form-data; boundary=x"),
        (b"", ""),
    ],
    ids=["one click", "one click in parts", "the button"],
)  # fmt: skip
def test_one_click_is_enough(raw: bytes, kind: str, visitor: Visitor, post_office: PostOffice) -> None:
    token = _joined(visitor, post_office)
    status, page = visitor.ask(f"afmelden/{token}", {}, raw=raw, CONTENT_TYPE=kind)
    assert (status, visitor.readers()) == (200, [])
    assert "U bent afgemeld" in page


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_that_fetches_links_takes_no_one_off(method: str, visitor: Visitor, post_office: PostOffice) -> None:
    token = _joined(visitor, post_office)
    for _ in range(3):
        status, page = visitor.ask(f"afmelden/{token}", method=method)
        assert status == 200
        assert method == "HEAD" or '<form method="post">' in page
    assert len(visitor.readers()) == 1


def test_who_left_is_told_so_again_and_a_link_of_before_takes_no_one_off(
    visitor: Visitor, post_office: PostOffice
) -> None:
    token = _joined(visitor, post_office)
    visitor.ask(f"afmelden/{token}", {})
    both: tuple[dict[str, Any] | None, ...] = ({}, None)
    for form in both:
        status, page = visitor.ask(f"afmelden/{token}", form)
        assert status == 200
        assert "U bent afgemeld" in page
    visitor.now += timedelta(hours=2)
    _joined(visitor, post_office)
    visitor.ask(f"afmelden/{token}", {})
    assert len(visitor.readers()) == 1


def test_who_lost_all_newsletters_gets_a_link(visitor: Visitor, post_office: PostOffice) -> None:
    _joined(visitor, post_office)
    visitor.ask("afmelden/", {"adres": "JAN@voorbeeld.nl"})
    assert post_office.delivered[-1][0] == JAN.full
    assert visitor.ask(_link(post_office), {})[0] == 200
    assert visitor.readers() == []


@pytest.mark.parametrize("what", ["afmelden", "bevestigen"])
def test_a_token_that_is_none_does_nothing(
    what: str, visitor: Visitor, post_office: PostOffice, tmp_path: Path
) -> None:
    good = _joined(visitor, post_office)
    with Readers(tmp_path / "andere.db", "andere.lijst.example", new=True) as other:
        purpose = Purpose(what)
        theirs = other.tokens.make(purpose, 1, JAN.full, START + LEAVE_WITHIN)
    with Readers(visitor.list, LIST) as readers:
        late = readers.tokens.make(purpose, 1, JAN.full, START)
        swapped = (
            good
            if purpose is Purpose.CONFIRM
            else readers.tokens.make(Purpose.CONFIRM, 1, JAN.full, START + LEAVE_WITHIN)
        )
    for token in (theirs, late, swapped, good[:-1], good.lower(), good + "x", f"{good}/", "x", "%00", "é" * 52):
        both: tuple[dict[str, Any] | None, ...] = (None, {})
        for form in both:
            status, page = visitor.ask(f"{what}/{token}", form)
            assert status == 400
            assert "Deze link werkt niet" in page
    assert len(visitor.readers()) == 1


# ── What keeps it safe ──────────────────────────────────────────────────────────────────────────────────


def test_pages_set_no_cookie_fetch_nothing_and_tell_no_one_the_token(visitor: Visitor, post_office: PostOffice) -> None:
    token = _joined(visitor, post_office)
    for path in ("aanmelden/", "afmelden/", f"afmelden/{token}", "weg/"):
        _, page = visitor.ask(path)
        assert "Set-Cookie" not in visitor.headers
        assert visitor.headers["Referrer-Policy"] == "no-referrer"
        assert visitor.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in visitor.headers["Content-Security-Policy"]
        assert re.findall(r'(?:src|<link[^>]* href)="([^"]*)"', page) == ["/nieuwsbrief/stijl.css"]
        HTMLParser().feed(page)
    assert visitor.ask("stijl.css") == (200, "p {}")


def test_one_address_gets_three_mails_an_hour(visitor: Visitor, post_office: PostOffice) -> None:
    answers = {
        visitor.join(address, REMOTE_ADDR=f"192.0.2.{at}")
        for at, address in enumerate([JAN.full, "JAN@voorbeeld.nl"] * 4)
    }
    assert len(answers) == 1, "no one is told"
    assert len(post_office.delivered) == 3
    visitor.now += timedelta(hours=1)
    visitor.join()
    assert len(post_office.delivered) == 4


def test_one_visitor_sends_thirty_forms_an_hour(visitor: Visitor, post_office: PostOffice) -> None:
    token = _joined(visitor, post_office)
    statuses = [visitor.join(f"lezer{at}@voorbeeld.nl", REMOTE_ADDR=f"2001:db8::{at:x}")[0] for at in range(32)]
    assert statuses == [200] * 30 + [429] * 2
    assert visitor.join("ander@voorbeeld.nl", REMOTE_ADDR="2001:db8:0:1::1")[0] == 200
    assert visitor.ask(f"afmelden/{token}", {}, REMOTE_ADDR="2001:db8::1")[0] == 200, "leaving is never held up"


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("weg/", {}, 404),
        ("", {}, 404),
        ("../etc/passwd", {}, 404),
        ("aanmelden/", {"method": "PUT"}, 405),
        ("stijl.css", {"form": {}}, 404),
        ("bevestigen/", {}, 404),
        ("aanmelden/", {"form": {"adres": "x" * 20_000}}, 413),
        ("aanmelden/", {"form": {"a": list(range(200))}}, 400),
        ("aanmelden/", {"form": {}, "CONTENT_LENGTH": "-1"}, 413),
    ],
)
def test_what_is_not_there_is_told(path: str, more: dict[str, Any], status: int, visitor: Visitor) -> None:
    assert visitor.ask(path, **more)[0] == status


def test_a_list_that_is_gone_is_told_to_who_looks_after_it(visitor: Visitor) -> None:
    visitor.list.unlink()
    status, page = visitor.ask(f"afmelden/{'A' * 24}.{'A' * 27}", {})
    assert status == 503
    assert "Er is iets mis bij ons" in page
    assert "lezers.db is er niet" in visitor.report.getvalue()


def test_a_mail_server_that_is_away_is_tried_again_and_told_without_the_address(
    visitor: Visitor, post_office: PostOffice
) -> None:
    post_office.refuses = {JAN.full: "450 kom terug"}
    visitor.join()
    assert visitor.report.getvalue() == "een mail is niet verstuurd: 450 kom terug\n"


def test_a_limit_forgets() -> None:
    limit = Limit(1, keys=2)
    assert [limit.allows(key, START) for key in ("a", "a", "b", "c")] == [True, False, True, True]
    assert limit.allows("a", START), "the oldest key is let go of"
    assert not limit.allows("c", START)
    assert limit.allows("c", START + timedelta(hours=1))


# ── Joining by mail ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("subject", "body", "choice"),
    [
        ("Aanmelden nieuwsbrief", "", Interests()),
        ("aanmelden nieuwsbrief", "- Jeugd\r\n- Twente\r\n", Interests(("jeugd",), ("twente",))),
        ("AANMELDEN: ondermijning, TWENTE", "Met vriendelijke groet\n", Interests(("ondermijning",), ("twente",))),
        ("aanmelden", "Jeugd\nOndermijning\nTwente", Interests()),
        ("Vraag over aanmelden", "Jeugd", None),
        ("aanmeldend", "", None),
    ],
)
def test_a_mail_asks(subject: str, body: str, choice: Interests | None) -> None:
    assert read_request(subject, body, TOPICS) == choice


def test_without_a_service_one_confirms_by_answering() -> None:
    sender = read_sender("Netwërk <nieuws@netwerk.example>", [ADDRESS])
    token = f"{'A' * 24}.{'b' * 27}"
    raw = confirmation(
        sender, Recipient("René@voorbeeld.nl"), token, environment(OVERRIDES / "email"), START, network=UNREAD
    )
    message = message_from_bytes(raw, policy=policy.default.clone(utf8=True))
    assert tokens_in(message["Subject"]) == [token]
    assert message["Auto-Submitted"] == "auto-replied"
    assert "Beantwoord deze mail" in message.get_content()
    assert "6 december 2026" in message.get_content()


# ── What the service is given ───────────────────────────────────────────────────────────────────────────


def test_topics_are_those_of_the_site(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "themas.json").write_text(
        '[{"id": "a", "naam": "A", "looptijden": [{"van": 2024, "tot": null}]},'
        ' {"id": "b", "naam": "B", "looptijden": [{"van": 2015, "tot": 2018}]}]'
    )
    (data / "districten.json").write_text('[{"id": "d", "naam": "D"}]')
    assert topics_of(tmp_path, START) == Topics({"a": "A"}, {"d": "D"})
    with pytest.raises(UserError, match="geen gebouwde site"):
        topics_of(data, START)


@pytest.mark.parametrize(
    "typed", ["http://a.nl/", "https://a.nl", "https://a.nl/x", "https://a.nl/x?y/", "a.nl", "https://a.nl/é/"]
)
def test_the_address_of_the_service_is_https_and_a_folder(typed: str) -> None:
    with pytest.raises(UserError, match="schrijf https://"):
        read_service(typed)
    assert read_service("https://a.nl/nieuwsbrief/") == "https://a.nl/nieuwsbrief/"
