from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from macros.mail.recipients import Adres, Journaal, Stap, Verzendfout, lees_adres, lees_adressen

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2024, 1, 8, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "getypt", ["jan@voorbeeld.nl", "jan.de-vries+nieuws@post.voorbeeld.nl", "o'neil@x.example", "a@b.xn--p1ai"]
)
def test_address_is_read(getypt: str) -> None:
    assert lees_adres(f" {getypt} ").vol == getypt


@pytest.mark.parametrize(
    ("getypt", "melding"),
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
        ("rené@voorbeeld.nl", "gewone letters"),
        ("jan@voorbeeld.nl\r\nBcc: piet@voorbeeld.nl", "regeleinde"),
        ("jan\x00@voorbeeld.nl", "onzichtbaar"),
        ("jan\u202e@voorbeeld.nl", "onzichtbaar"),
        ("jan\ud800@voorbeeld.nl", "onzichtbaar"),
    ],
)
def test_address_is_refused_without_being_shown(getypt: str, melding: str) -> None:
    with pytest.raises(ValueError, match=melding) as fout:
        lees_adres(getypt)
    assert not getypt or getypt not in str(fout.value)


def test_address_is_never_shown_in_full() -> None:
    adres = lees_adres("jan.jansen@voorbeeld.nl")
    assert str(adres) == repr(adres) == "j…@voorbeeld.nl"
    (adres,), _ = lees_adressen("adressen.csv", b"adres\n\njan.jansen@voorbeeld.nl\n")
    assert str(adres) == repr(adres) == "j…@voorbeeld.nl (regel 3)"


def test_one_person_has_one_key() -> None:
    assert lees_adres("Jan@Voorbeeld.NL").sleutel == lees_adres("jan@voorbeeld.nl").sleutel
    assert lees_adres("Jan@Voorbeeld.NL").vol == "Jan@voorbeeld.nl"


# ── The file with addresses ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "inhoud",
    [
        b"adres\njan@voorbeeld.nl\npiet@voorbeeld.nl\n",
        b"\xef\xbb\xbfnaam;Adres\r\nJan;jan@voorbeeld.nl\r\n\r\nPiet;piet@voorbeeld.nl\r\n",
        b'adres,naam\n"jan@voorbeeld.nl","Jansen, J."\npiet@voorbeeld.nl\n',
    ],
)
def test_addresses_are_read(inhoud: bytes) -> None:
    adressen, fouten = lees_adressen("adressen.csv", inhoud)
    assert not fouten
    assert [adres.vol for adres in adressen] == ["jan@voorbeeld.nl", "piet@voorbeeld.nl"]


def test_every_mistake_is_told_at_once_by_line() -> None:
    inhoud = (
        b"naam,adres\nJan,jan@voorbeeld.nl\nPiet,piet\nJan,JAN@voorbeeld.nl\nKees\n"
        b'Bcc,"kees@voorbeeld.nl\nBcc: allen@voorbeeld.nl"\nNul,n\x00@voorbeeld.nl\nTot,slot@voorbeeld.nl\n'
    )
    adressen, fouten = lees_adressen("adressen.csv", inhoud)
    assert [adres.vol for adres in adressen] == ["jan@voorbeeld.nl", "slot@voorbeeld.nl"]
    assert [str(fout) for fout in fouten] == [
        "adressen.csv:3: dit is geen e-mailadres; schrijf één adres, zoals naam@voorbeeld.nl",
        "adressen.csv:4: J…@voorbeeld.nl staat hier voor de tweede keer (ook op regel 2)",
        "adressen.csv:5: het adres ontbreekt",
        "adressen.csv:6: het adres bevat een regeleinde of een onzichtbaar teken",
        "adressen.csv:8: het adres bevat een regeleinde of een onzichtbaar teken",
    ]


@pytest.mark.parametrize(
    ("inhoud", "regel", "melding"),
    [
        (b"", 1, "de eerste regel moet één kolom 'adres' hebben"),
        (b"naam\nJan\n", 1, "de eerste regel moet één kolom 'adres' hebben"),
        (b"adres,adres\na,b\n", 1, "de eerste regel moet één kolom 'adres' hebben"),
        (b"adres\n", 1, "er staat geen enkel adres in dit bestand"),
        (b"adres\njan@voorbeeld.nl\nren\xe9@voorbeeld.nl\n", 3, "geen UTF-8"),
        (b'adres\n"' + b"a" * 200_000, 1, "geen CSV"),
    ],
)
def test_file_that_is_none(inhoud: bytes, regel: int, melding: str) -> None:
    adressen, fouten = lees_adressen("adressen.csv", inhoud)
    assert not adressen
    assert [fout.regel for fout in fouten] == [regel]
    assert melding in fouten[0].melding


# ── The journal ─────────────────────────────────────────────────────────────────────────────────────────


def _journaal(pad: Path, brief: str = "2023-q4") -> Journaal:
    return Journaal(pad, brief, lambda: MOMENT)


def test_journal_remembers_the_last_step_of_each_issue(tmp_path: Path) -> None:
    pad, jan = tmp_path / "j.journaal", Adres("jan@voorbeeld.nl")
    with _journaal(pad) as journaal:
        journaal.schrijf(jan, Stap.BEGONNEN)
        journaal.schrijf(jan, Stap.VERSTUURD, 250)
    with _journaal(pad, "2024-q1") as ander:
        assert not ander.stappen
        ander.schrijf(jan, Stap.BEGONNEN)
    with _journaal(pad) as journaal:
        assert journaal.stappen == {jan.sleutel: Stap.VERSTUURD}


def test_journal_holds_hashes_and_times_only(tmp_path: Path) -> None:
    pad, jan = tmp_path / "j.journaal", Adres("jan@voorbeeld.nl")
    with _journaal(pad) as journaal:
        journaal.schrijf(jan, Stap.GEWEIGERD, 550)
    assert json.loads(pad.read_bytes()) == {
        "nieuwsbrief": "2023-q4", "adres": jan.sleutel, "stap": "geweigerd", "tijd": "2024-01-08T09:30:00+00:00", "code": 550,
    }  # fmt: skip
    assert b"jan" not in pad.read_bytes()


@pytest.mark.parametrize("over", range(0, 120, 7))
def test_journal_that_was_cut_off_never_forgets_an_intent(tmp_path: Path, over: int) -> None:
    pad, jan, piet = tmp_path / "j.journaal", Adres("jan@voorbeeld.nl"), Adres("piet@voorbeeld.nl")
    with _journaal(pad) as journaal:
        journaal.schrijf(jan, Stap.BEGONNEN)
        heel = len(pad.read_bytes())
        journaal.schrijf(jan, Stap.VERSTUURD)
    pad.write_bytes(pad.read_bytes()[: heel + over])
    with _journaal(pad) as journaal:
        assert journaal.stappen == {jan.sleutel: Stap.BEGONNEN}
        journaal.schrijf(piet, Stap.VERSTUURD)
    with _journaal(pad) as journaal:
        assert journaal.stappen == {jan.sleutel: Stap.BEGONNEN, piet.sleutel: Stap.VERSTUURD}
        assert journaal.onleesbaar == ([2] if over else [])


def test_journal_steps_over_what_is_not_its_own(tmp_path: Path) -> None:
    pad = tmp_path / "j.journaal"
    pad.write_bytes(b'[]\n{"nieuwsbrief": "2023-q4"}\nx\n{"nieuwsbrief":"2023-q4","adres":"a","stap":"weg"}\n\xff\n')
    with _journaal(pad) as journaal:
        assert journaal.onleesbaar == [1, 2, 3, 4, 5]
        assert not journaal.stappen


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    pad = tmp_path / "j.journaal"
    with _journaal(pad), pytest.raises(Verzendfout, match="er loopt al een verzending"):
        _journaal(pad)


def test_journal_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(Verzendfout, match="kan niet worden geopend"):
        _journaal(tmp_path / "weg" / "j.journaal")
