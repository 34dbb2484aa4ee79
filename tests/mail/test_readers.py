from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from macros.mail.readers import CONFIRM_WITHIN, LEAVE_WITHIN, ListError, Reader, Readers, Reason
from macros.mail.recipients import Interests, Recipient, read_address
from macros.mail.tokens import Purpose, TokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LIST = "nieuwsbrief.netwerk.example"
JAN = read_address("Jan.Jansen@voorbeeld.nl")
CONSENT = "Stuur mij de nieuwsbrief."
CHOICE = Interests(("jeugd", "ondermijning"), ("twente",))


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Readers]:
    with Readers(tmp_path / "lezers.db", LIST, new=True) as readers:
        yield readers


def _joined(readers: Readers, address: Recipient = JAN, choice: Interests = CHOICE) -> Reader:
    return readers.confirm(readers.ask(address, choice, CONSENT, NOW), NOW + timedelta(hours=1))


def _leave_token(readers: Readers, reader: Reader) -> str:
    return readers.tokens.make(Purpose.LEAVE, reader.number, reader.address.full, NOW + LEAVE_WITHIN)


def test_who_asks_is_a_reader_after_confirming(readers: Readers) -> None:
    token = readers.ask(JAN, CHOICE, CONSENT, NOW)
    assert (readers.count(), list(readers.all())) == (0, [])
    assert readers.request(token, NOW).choice == CHOICE
    reader = readers.confirm(token, NOW + timedelta(hours=1))
    assert list(readers.all()) == [reader]
    assert reader == Reader(1, JAN, CHOICE, NOW, NOW + timedelta(hours=1), CONSENT)
    assert readers.find(read_address("jan.jansen@VOORBEELD.nl")) == reader


def test_nothing_else_is_kept(readers: Readers) -> None:
    _joined(readers)
    with sqlite3.connect(readers.path) as database:
        columns = [row[1] for row in database.execute("pragma table_info(lezers)")]
        rows = database.execute("select count(*) from aanvragen").fetchone()
    database.close()
    assert columns == ["nummer", "sleutel", "adres", "keuze", "gevraagd", "bevestigd", "akkoord"]
    assert rows == (0,)


def test_only_the_editor_can_read_the_file(readers: Readers) -> None:
    assert stat.S_IMODE(readers.path.stat().st_mode) == 0o600


def test_a_confirmation_is_good_once(readers: Readers) -> None:
    token = readers.ask(JAN, CHOICE, CONSENT, NOW)
    reader = readers.confirm(token, NOW)
    with pytest.raises(TokenError, match="al gebruikt of verlopen"):
        readers.confirm(token, NOW)
    readers.remove(reader.number, Reason.COMPLAINT, NOW)
    with pytest.raises(TokenError, match="al gebruikt of verlopen"):
        readers.confirm(token, NOW)
    assert not readers.count()


def test_a_confirmation_is_good_for_a_week(readers: Readers) -> None:
    token = readers.ask(JAN, CHOICE, CONSENT, NOW)
    with pytest.raises(TokenError, match="verlopen"):
        readers.confirm(token, NOW + CONFIRM_WITHIN)
    assert readers.expire(NOW + CONFIRM_WITHIN - timedelta(seconds=1)) == 0
    assert readers.expire(NOW + CONFIRM_WITHIN) == 1
    with pytest.raises(TokenError, match="al gebruikt of verlopen"):
        readers.confirm(token, NOW)


def test_asking_twice_makes_one_reader_and_either_mail_works(readers: Readers) -> None:
    first = readers.ask(JAN, CHOICE, CONSENT, NOW)
    readers.ask(JAN, Interests(), CONSENT, NOW + timedelta(hours=1))
    assert readers.confirm(first, NOW + timedelta(hours=2)).choice == Interests()
    assert readers.count() == 1


def test_who_chooses_otherwise_keeps_the_number(readers: Readers) -> None:
    reader = _joined(readers)
    token = _leave_token(readers, reader)
    assert _joined(readers, choice=Interests(("jeugd",))).number == reader.number
    assert readers.leave(token, Reason.LINK, NOW)


def test_one_link_is_enough_to_leave_and_works_once(readers: Readers) -> None:
    reader = _joined(readers)
    token = _leave_token(readers, reader)
    assert readers.leaver(token, NOW) == reader
    assert readers.leave(token, Reason.LINK, NOW)
    assert not readers.leave(token, Reason.LINK, NOW)
    assert readers.leaver(token, NOW) is None
    departure = readers.departure(JAN)
    assert departure
    assert (departure.moment, departure.reason) == (NOW, "afgemeld met een link")


def test_a_link_of_before_finds_no_one_who_came_back(readers: Readers) -> None:
    reader = _joined(readers)
    token = _leave_token(readers, reader)
    readers.leave(token, Reason.LINK, NOW)
    again = _joined(readers)
    assert again.number != reader.number
    assert not readers.leave(token, Reason.LINK, NOW)
    assert readers.count() == 1


def test_a_token_of_another_list_or_reader_takes_no_one_off(readers: Readers, tmp_path: Path) -> None:
    reader = _joined(readers)
    with Readers(tmp_path / "andere.db", "agenda.netwerk.example", new=True) as other:
        theirs = _leave_token(other, _joined(other))
    with pytest.raises(TokenError, match="klopt niet"):
        readers.leave(theirs, Reason.LINK, NOW)
    wrong = readers.tokens.make(Purpose.LEAVE, reader.number, "piet@voorbeeld.nl", NOW + LEAVE_WITHIN)
    assert not readers.leave(wrong, Reason.LINK, NOW)
    with pytest.raises(TokenError, match="verlopen"):
        readers.leave(_leave_token(readers, reader), Reason.LINK, NOW + LEAVE_WITHIN)
    assert readers.count() == 1


def test_an_old_list_adds_no_one_again(readers: Readers) -> None:
    old = [JAN, read_address("piet@voorbeeld.nl"), read_address("PIET@voorbeeld.nl")]
    assert readers.take_over(old, "op papier", NOW) == (2, [])
    readers.remove(readers.after(0)[0].number, Reason.UNREACHABLE, NOW)
    assert readers.take_over(old, "op papier", NOW) == (0, [JAN])
    assert [reader.address.full for reader in readers.all()] == ["piet@voorbeeld.nl"]
    _joined(readers)
    assert readers.departure(JAN) is None


def test_of_each_issue_that_came_back_the_first_time_is_known_for_a_year(readers: Readers) -> None:
    number = _joined(readers).number
    days = [("2026-q1", 0), ("2026-q1", 1), ("2026-q2", 90), ("2026-q3", 364), ("2026-q4", 366)]
    counted = [readers.bounced(number, issue, NOW + timedelta(days=day)) for issue, day in days]
    assert [len(moments) for moments in counted] == [1, 1, 2, 3, 3]
    assert counted[2] == [NOW, NOW + timedelta(days=90)]
    assert readers.bounced(99, "2026-q4", NOW) == []
    readers.expire(NOW + timedelta(days=455))
    assert len(readers.bounced(number, "2027-q1", NOW + timedelta(days=455))) == 3
    assert len(readers.bounced(number, "2027-q1", NOW)) == 3, "what is older is in no file any more"
    assert readers.remove(number, Reason.BOUNCED, NOW)
    assert not readers.remove(number, Reason.BOUNCED, NOW)


def test_who_is_forgotten_is_in_no_byte_of_the_file(readers: Readers) -> None:
    readers.bounced(_joined(readers).number, "2026-q1", NOW)
    readers.ask(JAN, Interests(), CONSENT, NOW)
    assert readers.forget(JAN, NOW)
    assert not readers.forget(JAN, NOW)
    left = b"".join(path.read_bytes() for path in readers.path.parent.iterdir())
    assert b"jansen" not in left.lower()
    departure = readers.departure(JAN)
    assert departure
    assert departure.reason == "op verzoek vergeten"


def test_a_mailing_of_hours_holds_no_one_up(readers: Readers) -> None:
    readers.take_over((Recipient(f"lezer{number}@voorbeeld.nl") for number in range(1200)), "op papier", NOW)
    numbers = []
    for reader in readers.all():
        numbers.append(reader.number)
        if reader.number == 3:
            with Readers(readers.path, LIST) as service:
                assert service.remove(900, Reason.LINK, NOW)
    assert numbers == [number for number in range(1, 1201) if number != 900]


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (b"adres\njan@voorbeeld.nl\n" * 40, "kan niet worden geopend: dit bestand is geen lijst met lezers"),
        (None, "is er niet"),
    ],
)
def test_a_file_that_is_no_list_is_told(contents: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "lezers.db"
    if contents is not None:
        path.write_bytes(contents)
    with pytest.raises(ListError, match=message):
        Readers(path, LIST)


def test_a_list_that_someone_else_changes_is_told_in_dutch(readers: Readers) -> None:
    busy = sqlite3.connect(readers.path, isolation_level=None)
    busy.execute("begin immediate")
    readers._db.execute("pragma busy_timeout = 10")  # noqa: SLF001 - half a minute is long for a test
    with pytest.raises(ListError, match="kan niet worden veranderd: een ander programma is ermee bezig"):
        readers.expire(NOW)
    busy.close()
    with pytest.raises(
        ListError, match=r"kan niet worden geopend: .*geen map|kan niet worden geopend: .* bestaat niet"
    ):
        Readers(readers.path / "x" / "lezers.db", LIST, new=True)


def test_another_database_and_another_list_are_refused(readers: Readers, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ander.db")
    other.execute("create table a (b)")
    other.close()
    with pytest.raises(ListError, match="geen lijst met lezers"):
        Readers(tmp_path / "ander.db", LIST)
    with pytest.raises(ListError, match=r"is de lijst nieuwsbrief\.netwerk\.example, niet agenda"):
        Readers(readers.path, "agenda.netwerk.example")


def test_what_goes_wrong_leaves_the_list_as_it_was(readers: Readers) -> None:
    def addresses() -> Iterator[Recipient]:
        yield JAN
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        readers.take_over(addresses(), "op papier", NOW)
    assert not readers.count()
