from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros import cli
from macros.commands.readers import style
from macros.records.models.base import Kleur
from macros.records.models.own import UNREAD, Kleuren
from tests.errors.test_errors import set_up

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, of which the network's record says what its list is called."""
    root = set_up(tmp_path / "project")
    monkeypatch.chdir(root)
    (root / "oud.csv").write_text("adres\njan@voorbeeld.nl\nPiet@Bücher.example\n", encoding="utf-8")
    return root


def _typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(arguments)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_readers_of_another_list_are_taken_over_once(capsys: pytest.CaptureFixture[str]) -> None:
    taken = ("lezers", "--van", "oud.csv", "--akkoord", "op papier")
    assert _typed(capsys, *taken) == (0, "2 toegevoegd.\n2 lezers op de lijst.\n")
    assert _typed(capsys, *taken) == (0, "0 toegevoegd.\n2 lezers op de lijst.\n")
    assert _typed(capsys, "lezers") == (0, "2 lezers op de lijst.\n")


def test_the_pages_of_the_service_have_the_colours_of_the_network() -> None:
    brand = Kleur(licht="#123456", donker="#0a1b2c")
    own = UNREAD.model_copy(update={"kleuren": Kleuren(merk=brand, sein="#abcdef")})
    said = style(own).decode()
    assert all(
        f"--{name}: {value}" in said for name, value in (("merk", "light-dark(#123456, #0a1b2c)"), ("sein", "#abcdef"))
    )
    assert style(UNREAD) != style(own)


def test_who_is_forgotten_stays_forgotten(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    _typed(capsys, "lezers", "--van", "oud.csv", "--akkoord", "op papier")
    code, said = _typed(capsys, "vergeet", "JAN@voorbeeld.nl")
    assert (code, said) == (0, "J…@voorbeeld.nl is vergeten; alleen een vingerafdruk in het journaal blijft.\n")
    assert b"jan@" not in (here / "lezers.db").read_bytes().lower()
    assert _typed(capsys, "vergeet", "jan@voorbeeld.nl")[1] == "j…@voorbeeld.nl stond niet op de lijst.\n"
    code, said = _typed(capsys, "lezers", "--van", "oud.csv", "--akkoord", "op papier")
    assert said.splitlines() == [
        "0 toegevoegd.",
        "j…@voorbeeld.nl (regel 2): meldde zich af of is onbereikbaar; niet toegevoegd",
        "1 lezers op de lijst.",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lezers", "--van", "oud.csv"), "waarmee stemden deze lezers in?"),
        (("lezers", "--van", "weg.csv", "--akkoord", "x"), "weg.csv bestaat niet"),
        (("lezers",), "de lijst lezers.db is er niet"),
        (("vergeet", "jan"), "dit is geen e-mailadres"),
        (("vergeet", "jan@voorbeeld.nl"), "de lijst lezers.db is er niet"),
        (("aanmelddienst", "--van", "N <a@b.nl>", "--smtp", "a:25"), "op welk adres staat de dienst?"),
        (("aanmelddienst", "--van", "N <a@b.nl>", "--smtp", "a:25", "--adres", "http://a.nl/"), "schrijf https://…/"),
        (("aanmelddienst", "--van", "N <a@b.nl>", "--smtp", "a:25", "--adres", "https://a.nl/"), "geen gebouwde site"),
    ],
)
def test_what_cannot_be_done_is_told(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = _typed(capsys, *arguments)
    assert code == 1
    assert message in said
    assert said.count("\n") == 1


def test_a_wrong_address_in_a_list_adds_no_one(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    (here / "oud.csv").write_text("adres\njan@voorbeeld.nl\npiet\n", encoding="utf-8")
    code, said = _typed(capsys, "lezers", "--van", "oud.csv", "--akkoord", "op papier")
    assert code == 1
    assert "oud.csv:3: dit is geen e-mailadres" in said
    assert _typed(capsys, "lezers") == (0, "0 lezers op de lijst.\n")
