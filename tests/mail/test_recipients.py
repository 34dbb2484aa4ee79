from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from macros.mail.recipients import Journal, Recipient, SendError, Step, read_address, read_addresses

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2024, 1, 8, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["jan@voorbeeld.nl", "jan.de-vries+nieuws@post.voorbeeld.nl", "o'neil@x.example", "a@b.xn--p1ai"]
)
def test_address_is_read(typed: str) -> None:
    assert read_address(f" {typed} ").full == typed


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("jan@Café.Voorbeeld.nl", "jan@xn--caf-dma.voorbeeld.nl"),
        ("jan@cafe\u0301.nl", "jan@xn--caf-dma.nl"),
        ("Rene\u0301@voorbeeld.nl", "René@voorbeeld.nl"),
        ("jan@straße.example", "jan@xn--strae-oqa.example"),
    ],
)
def test_letters_beyond_ascii(typed: str, full: str) -> None:
    assert read_address(typed).full == full


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "ontbreekt"),
        ("jan", "geen e-mailadres"),
        ("jan@voorbeeld", "geen e-mailadres"),
        ("jan@@voorbeeld.nl", "geen e-mailadres"),
        ("jan..piet@voorbeeld.nl", "geen e-mailadres"),
        ("jan@-voorbeeld.nl", "geen e-mailadres"),
        ("Jan <jan@voorbeeld.nl>", "geen e-mailadres"),
        ("jan@voorbeeld.nl, piet@voorbeeld.nl", "geen e-mailadres"),
        (f"{'a' * 65}@voorbeeld.nl", "geen e-mailadres"),
        ("jan@voor_beeld.nl", "geen e-mailadres"),
        ("jan@voor\u2028beeld.nl", "onzichtbaar"),
        ("jan@-é.nl", "geen e-mailadres"),
        ("jan@voorbeeld.nl\r\nBcc: piet@voorbeeld.nl", "regeleinde"),
        ("jan\x00@voorbeeld.nl", "onzichtbaar"),
        ("jan\u202e@voorbeeld.nl", "onzichtbaar"),
        ("jan\ud800@voorbeeld.nl", "onzichtbaar"),
    ],
)
def test_address_is_refused_without_being_shown(typed: str, message: str) -> None:
    with pytest.raises(SendError, match=message) as error:
        read_address(typed)
    assert not typed or typed not in str(error.value)


def test_address_is_never_shown_in_full() -> None:
    address = read_address("jan.jansen@voorbeeld.nl")
    assert str(address) == repr(address) == "j…@voorbeeld.nl"
    (address,), _ = read_addresses("adressen.csv", b"adres\n\njan.jansen@voorbeeld.nl\n")
    assert str(address) == repr(address) == "j…@voorbeeld.nl (regel 3)"


def test_one_person_has_one_key() -> None:
    assert read_address("Jan@Voorbeeld.NL").key == read_address("jan@voorbeeld.nl").key
    assert read_address("Jan@Voorbeeld.NL").full == "Jan@voorbeeld.nl"


# ── The file with addresses ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "contents",
    [
        b"adres\njan@voorbeeld.nl\npiet@voorbeeld.nl\n",
        b"\xef\xbb\xbfnaam;Adres\r\nJan;jan@voorbeeld.nl\r\n\r\nPiet;piet@voorbeeld.nl\r\n",
        b'adres,naam\n"jan@voorbeeld.nl","Jansen, J."\npiet@voorbeeld.nl\n',
    ],
)
def test_addresses_are_read(contents: bytes) -> None:
    addresses, errors = read_addresses("adressen.csv", contents)
    assert not errors
    assert len(addresses) == 2
    for _ in range(2):
        assert [address.full for address in addresses] == ["jan@voorbeeld.nl", "piet@voorbeeld.nl"]


def test_every_mistake_is_told_at_once_by_line() -> None:
    contents = (
        b"naam,adres\nJan,jan@voorbeeld.nl\nPiet,piet\nJan,JAN@voorbeeld.nl\nKees\n"
        b'Bcc,"kees@voorbeeld.nl\nBcc: allen@voorbeeld.nl"\nNul,n\x00@voorbeeld.nl\nTot,slot@voorbeeld.nl\n'
    )
    addresses, errors = read_addresses("adressen.csv", contents)
    assert [*addresses] == []
    assert [str(error) for error in errors] == [
        "adressen.csv:3: dit is geen e-mailadres; schrijf één adres, zoals naam@voorbeeld.nl",
        "adressen.csv:4: J…@voorbeeld.nl staat hier voor de tweede keer (ook op regel 2)",
        "adressen.csv:5: het adres ontbreekt",
        "adressen.csv:6: het adres bevat een regeleinde of een onzichtbaar teken",
        "adressen.csv:8: het adres bevat een regeleinde of een onzichtbaar teken",
    ]


@pytest.mark.parametrize(
    ("contents", "line", "message"),
    [
        (b"", 1, "de eerste regel moet één kolom 'adres' hebben"),
        (b"naam\nJan\n", 1, "de eerste regel moet één kolom 'adres' hebben"),
        (b"adres,adres\na,b\n", 1, "de eerste regel moet één kolom 'adres' hebben"),
        (b"adres\n", 1, "er staat geen enkel adres in dit bestand"),
        (b"adres\njan@voorbeeld.nl\nren\xe9@voorbeeld.nl\n", 3, "geen UTF-8"),
        (b'adres\n"' + b"a" * 200_000, 1, "geen CSV"),
    ],
)
def test_file_that_is_none(contents: bytes, line: int, message: str) -> None:
    addresses, errors = read_addresses("adressen.csv", contents)
    assert not addresses
    assert [error.line for error in errors] == [line]
    assert message in errors[0].message


# ── The journal ─────────────────────────────────────────────────────────────────────────────────────────


def _journal(path: Path, issue: str = "2023-q4") -> Journal:
    return Journal(path, issue, lambda: MOMENT)


def test_journal_remembers_the_last_step_of_each_issue(tmp_path: Path) -> None:
    path, jan = tmp_path / "j.journaal", Recipient("jan@voorbeeld.nl")
    with _journal(path) as journal:
        journal.write(jan, Step.STARTED)
        journal.write(jan, Step.SENT, 250)
    with _journal(path, "2024-q1") as other:
        assert other.step(jan) is None
        other.write(jan, Step.STARTED)
    with _journal(path) as journal:
        assert journal.step(jan) is Step.SENT


def test_journal_holds_hashes_and_times_only(tmp_path: Path) -> None:
    path, jan = tmp_path / "j.journaal", Recipient("jan@voorbeeld.nl")
    with _journal(path) as journal:
        journal.write(jan, Step.REFUSED, 550)
    assert json.loads(path.read_bytes()) == {
        "nieuwsbrief": "2023-q4", "adres": jan.key, "stap": "geweigerd", "tijd": "2024-01-08T09:30:00+00:00", "code": 550,
    }  # fmt: skip
    assert b"jan" not in path.read_bytes()


@pytest.mark.parametrize("about", range(0, 120, 7))
def test_journal_that_was_cut_off_never_forgets_an_intent(tmp_path: Path, about: int) -> None:
    path, jan, piet = tmp_path / "j.journaal", Recipient("jan@voorbeeld.nl"), Recipient("piet@voorbeeld.nl")
    with _journal(path) as journal:
        journal.write(jan, Step.STARTED)
        whole = len(path.read_bytes())
        journal.write(jan, Step.SENT)
    path.write_bytes(path.read_bytes()[: whole + about])
    with _journal(path) as journal:
        assert [journal.step(jan), journal.step(piet)] == [Step.STARTED, None]
        journal.write(piet, Step.SENT)
    with _journal(path) as journal:
        assert [journal.step(jan), journal.step(piet)] == [Step.STARTED, Step.SENT]
        assert journal.unreadable == ([2] if about else [])


def test_journal_steps_over_what_is_not_its_own(tmp_path: Path) -> None:
    path = tmp_path / "j.journaal"
    path.write_bytes(b'[]\n{"nieuwsbrief": "2023-q4"}\nx\n{"nieuwsbrief":"2023-q4","adres":"a","stap":"weg"}\n\xff\n')
    with _journal(path) as journal:
        assert journal.unreadable == [1, 2, 3, 4, 5]
        assert journal.step(Recipient("jan@voorbeeld.nl")) is None


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "j.journaal"
    with _journal(path), pytest.raises(SendError, match="er loopt al een verzending"):
        _journal(path)


def test_journal_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SendError, match="kan niet worden geopend"):
        _journal(tmp_path / "weg" / "j.journaal")
