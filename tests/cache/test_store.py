from __future__ import annotations

import sqlite3
from copy import copy
from pathlib import Path

import pytest

from macros.cache import store
from macros.cache.store import Opslag, ingepakt, uitgepakt

WAARDE = {"pagina": b"<p>\xc3\xa9\n</p>", "leeg": b"", "spoor": b"{}"}


@pytest.fixture
def meldingen() -> list[str]:
    return []


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    return tmp_path / "diep" / "opslag.db"


def _vol(pad: Path, meldingen: list[str], **waarden: bytes) -> None:
    opslag = Opslag(pad, meldingen.append)
    for sleutel, deel in waarden.items():
        opslag.bewaar(sleutel, {"": deel})
    opslag.sluit()


def test_a_value_comes_out_as_it_went_in() -> None:
    assert uitgepakt(ingepakt(WAARDE)) == WAARDE


def test_what_was_kept_is_there_in_this_build_and_the_next(pad: Path, meldingen: list[str]) -> None:
    opslag = Opslag(pad, meldingen.append)
    opslag.bewaar("a", WAARDE)
    assert opslag.lees("a") == WAARDE
    opslag.sluit()
    volgende = Opslag(pad, meldingen.append)
    assert volgende.lees("a") == WAARDE
    assert volgende.lees("b") is None
    volgende.sluit()
    assert meldingen == []


def test_nothing_is_written_before_the_end(pad: Path, meldingen: list[str]) -> None:
    opslag = Opslag(pad, meldingen.append)
    opslag.bewaar("a", WAARDE)
    ander = Opslag(pad, meldingen.append)
    assert ander.lees("a") is None
    ander.sluit()
    opslag.sluit()


def test_two_builds_write_to_one_store(pad: Path, meldingen: list[str]) -> None:
    een, twee = Opslag(pad, meldingen.append), Opslag(pad, meldingen.append)
    een.bewaar("a", {"": b"een"})
    twee.bewaar("a", {"": b"twee"})
    twee.bewaar("b", WAARDE)
    een.sluit()
    twee.sluit()
    samen = Opslag(pad, meldingen.append)
    assert (samen.lees("a"), samen.lees("b")) == ({"": b"twee"}, WAARDE)
    samen.sluit()
    assert meldingen == []


def test_a_copy_of_the_process_reads_everything_and_keeps_only_what_is_new(pad: Path, meldingen: list[str]) -> None:
    met = Opslag(pad, meldingen.append)
    met.bewaar("op schijf", {"": b"1"})
    met.schrijf()
    met.bewaar("nog niet", {"": b"2"})
    kopie = copy(met)
    kopie.los()
    kopie.bewaar("daar gemaakt", {"": b"3"})
    assert [kopie.lees(sleutel) for sleutel in ("op schijf", "nog niet", "daar gemaakt")] == [
        {"": b"1"}, {"": b"2"}, {"": b"3"}
    ]  # fmt: skip
    assert kopie.nieuw.keys() == {"daar gemaakt"}
    met.neem_over(kopie.nieuw)
    met.sluit()
    assert Opslag(pad, meldingen.append).lees("daar gemaakt") == {"": b"3"}
    assert not meldingen


def test_a_copy_of_the_process_leaves_a_damaged_store_to_the_one_that_writes(pad: Path, meldingen: list[str]) -> None:
    met = Opslag(pad, meldingen.append)
    met.bewaar("a", {"": b"1"})
    met.schrijf()
    kopie = copy(met)
    kopie.los()
    with sqlite3.connect(pad) as databank:
        databank.execute("UPDATE waarde SET inhoud = x'00'")
    assert kopie.lees("a") is None
    assert len(meldingen) == 1
    assert pad.exists()
    assert kopie.lees("a") is None, "it goes on without"


def test_the_oldest_goes_when_there_is_too_much(pad: Path, meldingen: list[str]) -> None:
    klein = len(ingepakt({"": b"1"}))
    for nummer in range(4):
        opslag = Opslag(pad, meldingen.append, grootst=2 * klein)
        opslag.bewaar(f"{nummer}", {"": b"%d" % nummer})
        opslag.sluit()
    opslag = Opslag(pad, meldingen.append)
    assert [opslag.lees(f"{nummer}") is not None for nummer in range(4)] == [False, False, True, True]
    opslag.sluit()


@pytest.mark.parametrize("begin", [b"", b"geen databank", b"SQLite format 3\0 maar stuk"])
def test_a_damaged_store_is_told_in_one_line_and_made_anew(pad: Path, meldingen: list[str], begin: bytes) -> None:
    pad.parent.mkdir()
    pad.write_bytes(begin * 500)
    _vol(pad, meldingen, a=b"nieuw")
    assert len(meldingen) == (1 if begin else 0)
    opslag = Opslag(pad, meldingen.append)
    assert opslag.lees("a") == {"": b"nieuw"}
    opslag.sluit()


def test_a_store_of_another_version_is_made_anew(pad: Path, meldingen: list[str]) -> None:
    _vol(pad, meldingen, a=b"oud")
    with sqlite3.connect(pad) as databank:
        databank.execute(f"PRAGMA user_version = {store.VERSIE + 1}")
    databank.close()
    _vol(pad, meldingen, b=b"nieuw")
    assert meldingen == [
        f"de cache opslag.db is niet bruikbaar (versie {store.VERSIE + 1}); alles wordt opnieuw gemaakt"
    ]
    opslag = Opslag(pad, meldingen.append)
    assert (opslag.lees("a"), opslag.lees("b")) == (None, {"": b"nieuw"})
    opslag.sluit()


def test_a_damaged_value_is_told_and_made_again(pad: Path, meldingen: list[str]) -> None:
    _vol(pad, meldingen, a=b"goed")
    with sqlite3.connect(pad) as databank:
        databank.execute("UPDATE waarde SET inhoud = substr(inhoud, 1, 9)")
    databank.close()
    opslag = Opslag(pad, meldingen.append)
    assert opslag.lees("a") is None
    assert len(meldingen) == 1
    opslag.bewaar("a", WAARDE)
    opslag.sluit()
    opslag = Opslag(pad, meldingen.append)
    assert opslag.lees("a") == WAARDE
    opslag.sluit()


def test_where_nothing_can_be_written_the_build_goes_on(tmp_path: Path, meldingen: list[str]) -> None:
    (tmp_path / "bestand").touch()
    opslag = Opslag(tmp_path / "bestand" / "opslag.db", meldingen.append)
    opslag.bewaar("a", WAARDE)
    assert opslag.lees("a") == WAARDE
    opslag.sluit()
    assert len(meldingen) == 1
