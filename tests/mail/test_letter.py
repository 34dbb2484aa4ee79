from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from macros.base import dates
from macros.channels import articles, newsletter
from macros.document import markdown, templates
from macros.mail import letter
from macros.mail.letter import Letter, read_message, read_sender
from macros.mail.readers import LEAVE_WITHIN
from macros.mail.recipients import Interests, Recipient, read_address
from macros.mail.tokens import Purpose, Tokens
from macros.records import models as m
from macros.records.catalog import Catalog

if TYPE_CHECKING:
    from macros.mail.letter import Sender

ROOT = Path(__file__).parents[2]
SITE = "https://kennisbank.example/"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TOKENS = Tokens(b"k" * 32, "nieuwsbrief.netwerk.example")
HTTPS, MAILTO = (
    "https://www.gemeente-voorbeeld.example/organisatie/veiligheidsnetwerk/afmelden/",
    "mailto:lijst@netwerk.example",
)
LONG = f"{'l' * 64}@{'d' * 60}.{'d' * 60}.{'d' * 55}.example"
JAN = Recipient("Jan+nieuws@voorbeeld.nl", number=42)

TEXT = """Vooraf staat een zin met [1] erin.

## Over jongeren

Lees over het [thema](https://kennisbank.example/themas/jeugd/).

## Over Twente

Bekijk [Enschede](https://kennisbank.example/gemeenten/enschede/).

## Voor iedereen

Zie [elders](https://elders.example/a).

## Over hennep

Zie [hennep](https://kennisbank.example/themas/hennep/) en [nog eens](https://kennisbank.example/themas/hennep/#x).
"""


def _catalog() -> Catalog:
    def thema(id_: str, opvolgers: tuple[str, ...] = ()) -> m.Thema:
        return m.Thema(
            id=id_, bron=("verslag",), naam=id_, kort=id_, looptijden=(m.Looptijd(van=2024),), opvolgers=opvolgers
        )

    bron = m.Bron(
        id="verslag", bron=("verslag",), titel="Verslag", soort="voortgangsbericht", datum=dates.read_when("2023-11"),
        uitgever="vnon", omschrijving="Het verslag",
    )  # fmt: skip
    gemeente = m.Gemeente(
        id="enschede", bron=("verslag",), code="GM0153", naam="Enschede", district="twente", provincie="Overijssel",
        inwoners=1, rij=0, kolom=0,
    )  # fmt: skip
    themas = [thema("jeugd"), thema("ondermijning"), thema("hennep", ("ondermijning",))]
    return Catalog({m.Bron: {"verslag": bron}, m.Thema: {t.id: t for t in themas}, m.Gemeente: {"enschede": gemeente}})


def _built(text: str = TEXT) -> EmailMessage:
    """An issue as the build makes it."""
    issue = m.Nieuwsbrief(
        id="2023-q4", titel="Nieuwsbrief 4e kwartaal 2023", datum=date(2023, 12, 31), samenvatting="Een samenvatting " * 4,
        bron=("verslag",),
    )  # fmt: skip
    made = newsletter.mail(
        _catalog(), issue, markdown.read(text), templates.environment(ROOT / "overrides/email"), site=SITE
    )
    return read_message(made.eml)


def _sender(*ways: str, **more: object) -> Sender:
    sender = read_sender(
        "Netwerk <nieuws@netwerk.example>", ways or (HTTPS, MAILTO), "owner-nieuwsbrief@netwerk.example"
    )
    return replace(sender, list_id="nieuwsbrief.netwerk.example", **({"tokens": TOKENS} | more))  # type: ignore[arg-type]


def _raw(reader: Recipient = JAN, sender: Sender | None = None) -> bytes:
    return Letter("2023-q4", _built(), sender or _sender()).for_(reader, NOW)


def _loaded(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert not message.defects
    assert all(not part.defects for part in message.walk())
    return message


def _lines(raw: bytes, name: str) -> str:
    """A header as it lies there, unfolded."""
    head = raw.partition(b"\r\n\r\n")[0].decode()
    (found,) = re.findall(rf"^{name}: ([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)", head, re.MULTILINE)
    return re.sub(r"\r\n(?=[ \t])", "", found).strip()


def _bodies(choice: Interests, sender: Sender | None = None) -> tuple[str, str]:
    message = _loaded(_raw(replace(JAN, choice=choice), sender))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    return plain.get_content().replace("\r\n", "\n"), html.get_content().replace("\r\n", "\n")


# ── Headers ─────────────────────────────────────────────────────────────────────────────────────────────


def test_each_reader_has_an_address_to_leave_in_plain_ascii() -> None:
    """What was an encoded word of three pieces shows no button in any mail program (RFC 2047, 5)."""
    raw = _raw()
    token = TOKENS.make(Purpose.LEAVE, 42, JAN.full, NOW + LEAVE_WITHIN)
    said = _lines(raw, "List-Unsubscribe")
    assert said == f"<{HTTPS}{token}>, <{MAILTO}?subject=afmelden%20{token}>"
    assert _lines(raw, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert said != _lines(_raw(Recipient("piet@voorbeeld.nl", number=43)), "List-Unsubscribe")
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("reader", "sender"),
    [
        (Recipient("jan@voorbeeld.nl"), _sender()),
        (JAN, _sender(tokens=None)),
        (JAN, _sender(MAILTO)),
    ],
    ids=["not in the list", "no key", "only a mailbox"],
)
def test_one_click_is_not_promised_where_no_one_knows_who_clicked(reader: Recipient, sender: Sender) -> None:
    assert b"One-Click" not in _raw(reader, sender)


def test_an_address_that_is_one_for_all_stays_as_it_was_typed() -> None:
    long = f"https://netwerk.example/{'a' * 700}"
    assert _lines(_raw(sender=_sender(long, tokens=None)), "List-Unsubscribe") == f"<{long}>"


def test_headers_keep_answering_programs_quiet() -> None:
    message = _loaded(_raw())
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<nieuwsbrief.netwerk.example>"
    assert message["Message-ID"] == f"<2023-q4.42.{JAN.key[:16]}@netwerk.example>"
    assert letter.ARTICLES == articles.HEADER
    assert articles.HEADER not in message
    assert "X-Unsent" not in message


def test_the_envelope_says_which_reader_it_was() -> None:
    sender = _sender()
    assert sender.envelope(JAN).full == "owner-nieuwsbrief+42@netwerk.example"
    assert sender.envelope(Recipient("a@b.nl")).full == "owner-nieuwsbrief@netwerk.example"
    assert replace(sender, bounces=None).envelope(JAN).full == "nieuws@netwerk.example"


@pytest.mark.parametrize("reader", [LONG, "jan@bücher.example", "René@voorbeeld.nl", "o'neil+a@x.example"])
def test_no_line_is_longer_than_a_mail_server_takes(reader: str) -> None:
    name = "Veiligheidsnetwerk, afdeling Communicatie & Ëvaluatie " * 3
    ways = (f"https://netwerk.example/{'a' * 700}/", f"mailto:{LONG}")
    sender = replace(_sender(*ways), naam=name.strip(), address=read_address(LONG))
    raw = _raw(replace(read_address(reader), number=4_000_000_000), sender)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = message_from_string(raw.decode(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert message["To"].addresses[0].addr_spec == read_address(reader).full
    encoded, _, address = _lines(raw, "From").rpartition(" ")
    assert (str(make_header(decode_header(encoded))), address) == (name.strip(), f"<{LONG}>")
    assert message["Message-ID"].endswith(f"@{sender.domain}>")


def test_letters_beyond_ascii_stand_in_a_header_only_for_who_has_them() -> None:
    assert _raw().isascii()
    assert "To: René@voorbeeld.nl\r\n".encode() in _raw(Recipient("René@voorbeeld.nl", number=1))


# ── What each reader gets ───────────────────────────────────────────────────────────────────────────────

TITLES = ("Over jongeren", "Over Twente", "Voor iedereen", "Over hennep")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Interests(), TITLES),
        (Interests(("jeugd",)), ("Over jongeren", "Voor iedereen")),
        (Interests((), ("twente",)), ("Over Twente", "Voor iedereen")),
        (Interests(("jeugd",), ("twente",)), ("Over jongeren", "Over Twente", "Voor iedereen")),
        (Interests(("ondermijning",)), ("Voor iedereen", "Over hennep")),
        (Interests(("hennep",)), ("Voor iedereen", "Over hennep")),
        (Interests(("wijkveiligheid",)), ("Voor iedereen",)),
    ],
)
def test_a_choice_decides_which_articles_there_are(choice: Interests, expected: tuple[str, ...]) -> None:
    text, html = _bodies(choice)
    for title in TITLES:
        assert (title in html) is (title in expected)
        assert (f"\n{title}\n---" in text) is (title in expected)
    assert "Vooraf staat een zin met [1] erin." in text
    assert text.count("\n\n\n\n") == _bodies(Interests())[0].count("\n\n\n\n")
    for page, title in (
        ("themas/jeugd/", TITLES[0]),
        ("gemeenten/enschede/", TITLES[1]),
        ("themas/hennep/", TITLES[3]),
    ):
        assert (f"{SITE}{page}" in text) is (title in expected)
        assert (f"{SITE}{page}" in html) is (title in expected)


def test_what_articles_are_about_is_in_words_that_fit_a_line() -> None:
    """A longer one would become an encoded word, as the address to leave once did."""
    ids = [f"{'lang-thema-' * 4}{at}" for at in range(12)]
    message = EmailMessage(policy=letter.POLICY)
    message[articles.HEADER] = articles.marks([(3, 9), (9, 12)], [ids, []])
    assert b"=?" not in message.as_bytes()
    loaded = message_from_bytes(message.as_bytes(), policy=letter.POLICY)
    assert isinstance(loaded, EmailMessage)
    assert letter.read_articles(loaded) == [
        letter.Article(slice(3, 9), frozenset(ids)), letter.Article(slice(9, 12), frozenset()),
    ]  # fmt: skip


def test_all_articles_are_the_issue_as_it_was_built() -> None:
    """Bodies are as the build made them, to the byte; only who leaves where is put in."""
    built, sent = _built(), _loaded(_raw(sender=_sender(tokens=None)))
    for kind in ("plain", "html"):
        one, other = built.get_body((kind,)), sent.get_body((kind,))
        assert one
        assert other
        assert one.get_payload(decode=True) == other.get_payload(decode=True)


def test_an_issue_without_marks_goes_whole() -> None:
    message = _built()
    del message[articles.HEADER]
    raw = Letter("2023-q4", message, _sender()).for_(replace(JAN, choice=Interests(("jeugd",))), NOW)
    assert b"Over Twente" in raw


@pytest.mark.parametrize("column", range(0, 80, 7))
def test_the_body_has_the_readers_own_address_to_leave(column: int) -> None:
    """Wherever its line is folded."""
    way = "https://netwerk.example/afmelden/"
    message = _built(f"{'x' * column} [af]({way}) {way}")
    raw = Letter("2023-q4", message, _sender(way, MAILTO)).for_(JAN, NOW)
    token = TOKENS.make(Purpose.LEAVE, 42, JAN.full, NOW + LEAVE_WITHIN)
    loaded = _loaded(raw)
    for kind in ("plain", "html"):
        part = loaded.get_body((kind,))
        assert part
        words = part.get_content()
        assert f"{way}{token}" in words
        assert words.count(way) == words.count(f"{way}{token}")
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78
