from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from macros.base import workers
from macros.base.workers import Ploeg
from macros.build.content import Inhoud
from macros.cache import fingerprints
from macros.cache.memory import Geheugen, Taak
from macros.cache.store import Opslag
from macros.cache.trace import Vragen
from macros.records import models as m
from macros.records.catalog import Catalog


def _geheugen(catalog: Catalog, map_: Path, versie: str = "1") -> Geheugen:
    return Geheugen(catalog, versie, Opslag(map_ / "opslag.db", pytest.fail))


@pytest.fixture
def catalog(inhoud: Inhoud) -> Catalog:
    return inhoud.weergave.catalog


def _namen(catalog: Catalog) -> dict[str, bytes]:
    return {"namen.txt": " ".join(thema.naam for thema in catalog.themas(lopend=True)).encode()}


def test_what_was_made_is_not_made_again(catalog: Catalog, tmp_path: Path) -> None:
    een = _geheugen(catalog, tmp_path)
    gemaakt = een.bestanden("namen", ("x",), _namen)
    assert b"Jeugd" in gemaakt["namen.txt"]
    een.leg_vast()
    twee = _geheugen(catalog, tmp_path)
    assert twee.bestanden("namen", ("x",), lambda _: pytest.fail("again")) == gemaakt
    twee.leg_vast()


@pytest.mark.parametrize("wat", ["invoer", "versie", "soort", "records"])
def test_it_is_made_again_when_anything_is_different(catalog: Catalog, tmp_path: Path, wat: str) -> None:
    een = _geheugen(catalog, tmp_path)
    een.bestanden("namen", ("x",), _namen)
    een.leg_vast()
    jeugd = catalog.een(m.Thema, "jeugd").model_copy(update={"naam": "Jongeren"})
    themas = {**catalog.records[m.Thema], "jeugd": jeugd}
    anders = replace(catalog, records={**catalog.records, m.Thema: themas}) if wat == "records" else catalog
    twee = _geheugen(anders, tmp_path, "2" if wat == "versie" else "1")
    opnieuw = twee.bestanden(
        "meer" if wat == "soort" else "namen", ("y" if wat == "invoer" else "x",), lambda c: {**_namen(c), "nieuw": b""}
    )
    assert "nieuw" in opnieuw
    twee.leg_vast()


class _Plaatsen:
    """Something else that a check may ask."""

    def __init__(self, *namen: str) -> None:
        self.namen = namen

    def bestaat(self, naam: str) -> bool:
        return naam in self.namen


def _zoek(plaatsen: _Plaatsen) -> list[str]:
    return [] if plaatsen.bestaat("b") else ["'b' bestaat niet"]


def test_answers_are_remembered_with_what_was_asked(catalog: Catalog, tmp_path: Path) -> None:
    een = _geheugen(catalog, tmp_path)
    assert een.weet("tekst", [(("a.md",), _zoek)], Vragen(_Plaatsen("a"), catalog)) == [["'b' bestaat niet"]]
    een.sluit_boek()
    een.leg_vast()
    twee = _geheugen(catalog, tmp_path)
    nooit = lambda _: pytest.fail("again")  # noqa: E731 - says what it is at the place where it is used
    assert twee.weet("tekst", [(("a.md",), nooit)], Vragen(_Plaatsen("a", "c"), catalog)) == [["'b' bestaat niet"]]
    drie = _geheugen(catalog, tmp_path)
    assert drie.weet("tekst", [(("a.md",), _zoek)], Vragen(_Plaatsen("a", "b"), catalog)) == [[]]


def test_without_a_store_everything_is_made(catalog: Catalog) -> None:
    gezien: list[Catalog] = []
    geheugen = Geheugen(catalog)
    for _ in range(2):
        geheugen.bestanden("namen", (), lambda c: gezien.append(c) or {})  # type: ignore[func-returns-value]
    geheugen.leg_vast()
    assert gezien == [catalog, catalog]


def test_the_version_sees_code_templates_and_settings(tmp_path: Path) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x")
    versies = [fingerprints.versie(tmp_path)]
    (tmp_path / "overrides" / "main.html").write_text("<p>")
    versies.append(fingerprints.versie(tmp_path))
    (tmp_path / "mkdocs.yml").write_text("site_name: y")
    versies.append(fingerprints.versie(tmp_path))
    assert len({*versies}) == 3
    invoer = fingerprints.invoer(tmp_path)
    (tmp_path / "docs" / "a.md").write_text("tekst")
    assert fingerprints.versie(tmp_path) == versies[-1]
    assert fingerprints.invoer(tmp_path) != invoer


def test_a_built_site_is_known_by_its_input(catalog: Catalog, tmp_path: Path) -> None:
    assert fingerprints.gebouwd(tmp_path, pytest.fail) == ""
    geheugen = Geheugen(catalog, "1", Opslag(tmp_path / fingerprints.OPSLAG, pytest.fail))
    geheugen.bewaar_site(fingerprints.invoer(tmp_path), "abc")
    geheugen.leg_vast()
    assert fingerprints.gebouwd(tmp_path, pytest.fail) == "abc"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("tekst")
    assert fingerprints.gebouwd(tmp_path, pytest.fail) == ""


def _lang(getal: int, catalog: Catalog) -> list[int]:
    catalog.themas(lopend=True)
    return [getal, os.getpid()]


def _taken(aantal: int) -> list[Taak[Catalog]]:
    return [((getal,), partial(_lang, getal)) for getal in range(aantal)]


def test_many_answers_are_found_on_all_cores(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "kernen", lambda: 2)
    opslag = Opslag(tmp_path / "opslag.db", pytest.fail)
    geheugen = Geheugen(catalog, "1", opslag, Ploeg(opslag, samen=True))
    antwoorden = geheugen.weet("getallen", _taken(100), geheugen.vragen)
    assert [getal for getal, _ in antwoorden] == list(range(100))
    assert len({proces for _, proces in antwoorden}) == 2
    geheugen.sluit_boek()
    geheugen.leg_vast()
    later = _geheugen(catalog, tmp_path)
    assert later.weet("getallen", _taken(100), later.vragen) == antwoorden


def test_what_goes_wrong_on_another_core_is_told_here(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mis(_: Catalog) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(workers, "kernen", lambda: 2)
    opslag = Opslag(tmp_path / "opslag.db", pytest.fail)
    geheugen = Geheugen(catalog, "1", opslag, Ploeg(opslag, samen=True))
    taken: list[Taak[Catalog]] = [*_taken(99), (("mis",), mis)]
    with pytest.raises(ZeroDivisionError):
        geheugen.weet("getallen", taken, geheugen.vragen)


@pytest.mark.parametrize(("heel", "over"), [(True, 2), (False, 3)])
def test_a_book_holds_what_was_asked_last(catalog: Catalog, tmp_path: Path, *, heel: bool, over: int) -> None:
    for bladen in (3, 2):
        geheugen = _geheugen(catalog, tmp_path)
        geheugen.weet("getallen", _taken(bladen), geheugen.vragen)
        geheugen.sluit_boek(heel=heel)
        geheugen.leg_vast()
    boek = Opslag(tmp_path / "opslag.db", pytest.fail).lees(geheugen.sleutel("boek"))
    assert boek is not None
    assert len(json.loads(boek[""])) == over
