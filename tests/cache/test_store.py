from __future__ import annotations

import sqlite3
from copy import copy
from pathlib import Path

import pytest

from macros.base.spool import Spool, hash_of
from macros.cache import store
from macros.cache.store import Store, Stored, packed

VALUE = {"pagina": b"<p>\xc3\xa9\n</p>", "leeg": b"", "spoor": b"{}"}


@pytest.fixture
def messages() -> list[str]:
    return []


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    return tmp_path / "diep" / "store.db"


def _filled(path: Path, messages: list[str], **values: bytes) -> None:
    opened = Store(path, messages.append)
    for key, part in values.items():
        opened.save(key, {"": part})
    opened.close()


def test_a_value_comes_out_as_it_went_in() -> None:
    assert Stored(packed(VALUE)) == VALUE


def test_a_part_goes_to_a_spool_as_it_is_kept_and_says_the_same_there() -> None:
    stored, spool = Stored(packed(VALUE)), Spool()
    for name in VALUE:
        assert name in stored
        spool.put(name, stored.packed(name))
    assert spool == VALUE
    assert [*map(spool.hash, VALUE)] == [*map(hash_of, VALUE.values())]
    spool.put("pagina", b"new")
    assert (spool["pagina"], spool.hash("pagina")) == (b"new", hash_of(b"new"))


def test_what_was_kept_is_there_in_this_build_and_the_next(pad: Path, messages: list[str]) -> None:
    opened = Store(pad, messages.append)
    opened.save("a", VALUE)
    assert opened.read("a") == VALUE
    opened.close()
    next_ = Store(pad, messages.append)
    assert next_.read("a") == VALUE
    assert next_.read("b") is None
    next_.close()
    assert messages == []


def test_nothing_is_written_before_the_end(pad: Path, messages: list[str]) -> None:
    opened = Store(pad, messages.append)
    opened.save("a", VALUE)
    other = Store(pad, messages.append)
    assert other.read("a") is None
    other.close()
    opened.close()


def test_two_builds_write_to_one_store(pad: Path, messages: list[str]) -> None:
    one, two = Store(pad, messages.append), Store(pad, messages.append)
    one.save("a", {"": b"een"})
    two.save("a", {"": b"twee"})
    two.save("b", VALUE)
    one.close()
    two.close()
    together = Store(pad, messages.append)
    assert (together.read("a"), together.read("b")) == ({"": b"twee"}, VALUE)
    together.close()
    assert messages == []


def test_a_copy_of_the_process_reads_everything_and_keeps_only_what_is_new(pad: Path, messages: list[str]) -> None:
    with_ = Store(pad, messages.append)
    with_.save("op schijf", {"": b"1"})
    with_.write()
    with_.save("nog niet", {"": b"2"})
    copy_ = copy(with_)
    copy_.separate()
    copy_.save("daar gemaakt", {"": b"3"})
    assert [copy_.read(key) for key in ("op schijf", "nog niet", "daar gemaakt")] == [
        {"": b"1"}, {"": b"2"}, {"": b"3"}
    ]  # fmt: skip
    assert copy_.new.keys() == {"daar gemaakt"}
    with_.take_over(copy_.new)
    with_.close()
    assert Store(pad, messages.append).read("daar gemaakt") == {"": b"3"}
    assert not messages


def test_a_copy_of_the_process_leaves_a_damaged_store_to_the_one_that_writes(pad: Path, messages: list[str]) -> None:
    with_ = Store(pad, messages.append)
    with_.save("a", {"": b"1"})
    with_.write()
    copy_ = copy(with_)
    copy_.separate()
    with sqlite3.connect(pad) as database:
        database.execute("UPDATE waarde SET inhoud = x'00'")
    assert copy_.read("a") is None
    assert len(messages) == 1
    assert pad.exists()
    assert copy_.read("a") is None, "it goes on without"


def test_the_oldest_goes_when_there_is_too_much(pad: Path, messages: list[str]) -> None:
    small = len(packed({"": b"1"}))
    for number in range(4):
        opened = Store(pad, messages.append, largest=2 * small)
        opened.save(f"{number}", {"": b"%d" % number})
        opened.close()
    opened = Store(pad, messages.append)
    assert [opened.read(f"{number}") is not None for number in range(4)] == [False, False, True, True]
    opened.close()


@pytest.mark.parametrize("start", [b"", b"geen databank", b"SQLite format 3\0 maar stuk"])
def test_a_damaged_store_is_told_in_one_line_and_made_anew(pad: Path, messages: list[str], start: bytes) -> None:
    pad.parent.mkdir()
    pad.write_bytes(start * 500)
    _filled(pad, messages, a=b"new")
    assert len(messages) == (1 if start else 0)
    opened = Store(pad, messages.append)
    assert opened.read("a") == {"": b"new"}
    opened.close()


def test_a_store_of_another_version_is_made_anew(pad: Path, messages: list[str]) -> None:
    _filled(pad, messages, a=b"oud")
    with sqlite3.connect(pad) as database:
        database.execute(f"PRAGMA user_version = {store.VERSION + 1}")
    database.close()
    _filled(pad, messages, b=b"new")
    assert messages == [
        f"de cache store.db is niet bruikbaar (versie {store.VERSION + 1}); alles wordt opnieuw gemaakt"
    ]
    opened = Store(pad, messages.append)
    assert (opened.read("a"), opened.read("b")) == (None, {"": b"new"})
    opened.close()


def test_a_damaged_value_is_told_and_made_again(pad: Path, messages: list[str]) -> None:
    _filled(pad, messages, a=b"goed")
    with sqlite3.connect(pad) as database:
        database.execute("UPDATE waarde SET inhoud = substr(inhoud, 1, 9)")
    database.close()
    opened = Store(pad, messages.append)
    assert opened.read("a") is None
    assert len(messages) == 1
    opened.save("a", VALUE)
    opened.close()
    opened = Store(pad, messages.append)
    assert opened.read("a") == VALUE
    opened.close()


def test_where_nothing_can_be_written_the_build_goes_on(tmp_path: Path, messages: list[str]) -> None:
    (tmp_path / "bestand").touch()
    opened = Store(tmp_path / "bestand" / "store.db", messages.append)
    opened.save("a", VALUE)
    assert opened.read("a") == VALUE
    opened.close()
    assert len(messages) == 1
