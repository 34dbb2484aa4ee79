"""A form that someone filled in becomes a file that the checks accept; the forms and the code know the same questions."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.build.content import Inhoud, controleer
from macros.cli import main
from macros.records import models as m
from macros.writing import forms
from tests.conftest import WORTEL
from tests.errors.test_errors import leg_klaar

VANDAAG = date(2026, 11, 22)
PRAKTIJK = """### Naam van de praktijk

Straatcoach: "in de wijk"

### Samenvatting

Een straatcoach spreekt jongeren aan op straat.
Zo blijft de wijk prettig.

### Thema's

jeugd

### Fase

preventie, repressie

### Doelgroep

jongeren, ouders

### Schaal

lokaal

### Status

pilot

### Wat is bekend van het effect?

De bron noemt geen effect.

### Gemeenten

Tiel

### Van wanneer is deze informatie?

2023-11

### Bron

voortgangsbericht-2023

### Waar in de bron?

_No response_

### Beschrijving

De coach kent de jongeren.

## Hoe werkt het?

- Hij loopt rond.
- Hij belt aan.

### Bevestiging

- [X] Wat ik schrijf is openbaar.
"""
ACTIVITEIT = """### Naam van de activiteit

Kennissessie jeugd

### Wanneer?

2023-03-04

### Soort

bijeenkomst

### Stand

uitgevoerd

### Thema

jeugd

### Bron

voortgangsbericht-2023
"""


@pytest.fixture
def wortel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project, on the day on which someone fills in a form."""
    project = leg_klaar(tmp_path / "project")
    monkeypatch.chdir(project)
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime(VANDAAG.year, VANDAAG.month, VANDAAG.day, tzinfo=UTC).timestamp()))
    )
    return project


def _schrijf(wortel: Path, tekst: str) -> str:
    (wortel.parent / "melding.txt").write_bytes(tekst.encode())
    assert main(["uit-formulier", str(wortel.parent / "melding.txt")]) == 0
    return forms.lees(tekst, VANDAAG).pad


def test_a_filled_form_becomes_a_practice_that_is_right(wortel: Path) -> None:
    assert _schrijf(wortel, PRAKTIJK.replace("\n", "\r\n")) == "docs/praktijken/straatcoach-in-de-wijk.md"
    inhoud, gevonden = controleer(wortel)
    assert gevonden == []
    assert inhoud is not None
    praktijk = inhoud.weergave.catalog.een(m.Praktijk, "straatcoach-in-de-wijk")
    assert praktijk.titel == 'Straatcoach: "in de wijk"'
    assert praktijk.samenvatting == "Een straatcoach spreekt jongeren aan op straat. Zo blijft de wijk prettig."
    assert praktijk.fase == ("preventie", "repressie")
    assert praktijk.gemeenten == ("tiel",)
    assert praktijk.vindplaats == ""
    assert praktijk.laatst_beoordeeld == VANDAAG
    assert praktijk.tekst.rstrip().endswith("- Hij belt aan.")


def test_a_filled_form_becomes_a_row_at_its_day(wortel: Path) -> None:
    pad = wortel / _schrijf(wortel, ACTIVITEIT.replace("2023-03-04", "2023-03-05"))
    ids = re.findall("(?m)^- id: (.*)$", pad.read_text(encoding="utf-8"))
    assert ids == ["re-bootcmp-2023", "kennissessie-jeugd-2023", "drugsoverleg-2023"]
    inhoud, gevonden = controleer(wortel)
    assert gevonden == []
    assert inhoud is not None
    assert inhoud.weergave.catalog.een(m.Activiteit, "kennissessie-jeugd-2023").wanneer.typed == "2023-03-05"


@pytest.mark.parametrize(
    "antwoord",
    ["x\n---\nrender_macros: true", "titel: x # y", "{{ cycler }}", "!!python/object x", "a: [b", "'\"\\", "- a\n- b", "&a *a", "x\n### Bron\n\nander"],
)  # fmt: skip
def test_an_answer_stays_a_value(antwoord: str) -> None:
    nieuw = forms.lees(PRAKTIJK.replace("De bron noemt geen effect.", antwoord), VANDAAG)
    kop = yaml.safe_load(nieuw.tekst.split("\n---\n")[0].removeprefix("---\n"))
    assert set(kop) <= set(m.Praktijk.model_fields)
    assert kop["effect"] == " ".join(antwoord.split("\n### ", maxsplit=1)[0].split())


def test_what_is_missing_is_told_by_its_question() -> None:
    with pytest.raises(forms.Formulierfout, match="op het formulier ontbreekt: Samenvatting, Bron"):
        forms.lees(
            PRAKTIJK.replace("### Samenvatting", "### X").replace("voortgangsbericht-2023", "_No response_"), VANDAAG
        )
    with pytest.raises(forms.Formulierfout, match="geen ingevuld formulier"):
        forms.lees("### Op welke pagina?\n\nHome", VANDAAG)
    with pytest.raises(forms.Formulierfout, match="geen bestandsnaam"):
        forms.lees(ACTIVITEIT.replace("Kennissessie jeugd", "???"), VANDAAG)


# ── The forms themselves ────────────────────────────────────────────────────────────────────────────────


def _formulier(naam: str) -> dict[str, dict[str, Any]]:
    inhoud = yaml.safe_load((WORTEL / f".github/ISSUE_TEMPLATE/{naam}.yml").read_text(encoding="utf-8"))
    velden = [deel for deel in inhoud["body"] if deel["type"] not in {"markdown", "checkboxes"}]
    return {deel["attributes"]["label"]: deel for deel in velden}


@pytest.mark.parametrize(
    ("naam", "labels", "soort"),
    [("praktijk", forms.PRAKTIJK, m.Praktijk), ("activiteit", forms.ACTIVITEIT, m.Activiteit)],
)
def test_form_and_code_ask_the_same(naam: str, labels: dict[str, str], soort: type[m.Record], inhoud: Inhoud) -> None:
    velden = _formulier(naam)
    assert list(velden) == list(labels)
    assert set(labels.values()) <= set(soort.model_fields)
    catalog = inhoud.weergave.catalog
    themas = [t.id for t in catalog.alle(m.Thema) if t.actueel(2027)]
    vast = {"themas": themas, "thema": themas, "districten": [d.id for d in catalog.alle(m.District)]}
    for label, veld in velden.items():
        opties = veld["attributes"].get("options")
        if opties is not None:
            assert opties == (vast.get(labels[label]) or _keuzes(soort, labels[label])), label


def _keuzes(soort: type[m.Record], veld: str) -> list[str]:
    def in_(schema: Any) -> list[str]:  # noqa: ANN401 - JSON
        if isinstance(schema, dict):
            return schema.get("enum") or [k for deel in schema.values() for k in in_(deel)]
        return [k for deel in schema for k in in_(deel)] if isinstance(schema, list) else []

    return in_(soort.model_json_schema()["properties"][veld])


@pytest.mark.parametrize("pad", sorted((WORTEL / ".github").rglob("*.yml")), ids=lambda pad: pad.name)
def test_everything_for_github_is_valid_yaml(pad: Path) -> None:
    assert isinstance(yaml.safe_load(pad.read_text(encoding="utf-8")), dict)
