"""A form that someone filled in becomes a file that the checks accept; the forms and the code know the same questions."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.build.content import Content, check
from macros.cli import main
from macros.records import models as m
from macros.writing import forms
from tests.conftest import ROOT
from tests.errors.test_errors import set_up

TODAY = date(2026, 11, 22)
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
DOORVERWIJZING = """### Wat is het oude adres?

https://voorbeeld.nl/praktijken/Oud-spel/

### Wat is het nieuwe adres?

praktijken/hackshield

### Waarom?

De praktijk heeft: een andere naam.

### Is de pagina ingetrokken?

nee
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project, on the day on which someone fills in a form."""
    project = set_up(tmp_path / "project")
    monkeypatch.chdir(project)
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()))
    )
    return project


def _write(root: Path, text: str) -> str:
    (root.parent / "melding.txt").write_bytes(text.encode())
    assert main(["uit-formulier", str(root.parent / "melding.txt")]) == 0
    return forms.read_form(text, TODAY, "vnon").pad


def test_a_filled_form_becomes_a_practice_that_is_right(root: Path) -> None:
    assert _write(root, PRAKTIJK.replace("\n", "\r\n")) == "docs/praktijken/straatcoach-in-de-wijk.md"
    contents, found = check(root)
    assert found == []
    assert contents is not None
    praktijk = contents.view.catalog.one(m.Praktijk, "straatcoach-in-de-wijk")
    assert praktijk.titel == 'Straatcoach: "in de wijk"'
    assert praktijk.samenvatting == "Een straatcoach spreekt jongeren aan op straat. Zo blijft de wijk prettig."
    assert praktijk.fase == ("preventie", "repressie")
    assert praktijk.gemeenten == ("tiel",)
    assert praktijk.vindplaats == ""
    assert praktijk.laatst_beoordeeld == TODAY
    assert praktijk.tekst.rstrip().endswith("- Hij belt aan.")


def test_a_filled_form_becomes_a_row_at_its_day(root: Path) -> None:
    path = root / _write(root, ACTIVITEIT.replace("2023-03-04", "2023-03-05"))
    ids = re.findall("(?m)^- id: (.*)$", path.read_text(encoding="utf-8"))
    assert ids == ["re-bootcmp-2023", "kennissessie-jeugd-2023", "drugsoverleg-2023"]
    contents, found = check(root)
    assert found == []
    assert contents is not None
    assert contents.view.catalog.one(m.Activiteit, "kennissessie-jeugd-2023").wanneer.typed == "2023-03-05"


def test_a_filled_form_becomes_an_address_of_the_past(root: Path) -> None:
    assert _write(root, DOORVERWIJZING) == "docs/_data/doorverwijzingen.yml"
    assert _write(root, DOORVERWIJZING.replace("Oud-spel", "spel").replace("praktijken/hackshield", "/"))
    contents, found = check(root)
    assert found == []
    assert contents is not None
    rows = contents.view.catalog.all_of(m.Doorverwijzing)
    assert [(row.id, row.van, row.naar, row.ingetrokken) for row in rows] == [
        ("praktijken-oud-spel", "praktijken/oud-spel/", "praktijken/hackshield/", False),
        ("praktijken-spel", "praktijken/spel/", "", False),
    ]
    assert (rows[0].reden, rows[0].datum) == ("De praktijk heeft: een andere naam.", TODAY)


@pytest.mark.parametrize(
    "antwoord",
    ["x\n---\nrender_macros: true", "titel: x # y", "{{ cycler }}", "!!python/object x", "a: [b", "'\"\\", "- a\n- b", "&a *a", "x\n### Bron\n\nander"],
)  # fmt: skip
def test_an_answer_stays_a_value(antwoord: str) -> None:
    new = forms.read_form(PRAKTIJK.replace("De bron noemt geen effect.", antwoord), TODAY, "vnon")
    heading = yaml.safe_load(new.tekst.split("\n---\n")[0].removeprefix("---\n"))
    assert set(heading) <= set(m.Praktijk.model_fields)
    assert heading["effect"] == " ".join(antwoord.split())


def test_a_heading_in_an_answer_that_is_a_label_of_the_form_stays_in_the_answer() -> None:
    more = "Hij belt aan.\n\n### Bron\n\nBewoners melden.\n\n### Hoe werkt het?\n\nMeld u aan.\n\n### Status\n\nKlaar."
    new = forms.read_form(PRAKTIJK.replace("- Hij belt aan.", more), TODAY, "vnon")
    assert f"{more}\n" in new.tekst
    assert 'status: "pilot"' in new.tekst


def test_what_is_missing_is_told_by_its_question() -> None:
    with pytest.raises(forms.FormError, match="op het formulier ontbreekt: Samenvatting, Bron"):
        forms.read_form(
            PRAKTIJK.replace("### Samenvatting", "### X").replace("voortgangsbericht-2023", "_No response_"),
            TODAY,
            "vnon",
        )
    with pytest.raises(forms.FormError, match="geen ingevuld formulier"):
        forms.read_form("### Op welke pagina?\n\nHome", TODAY, "vnon")
    with pytest.raises(forms.FormError, match="geen bestandsnaam"):
        forms.read_form(ACTIVITEIT.replace("Kennissessie jeugd", "???"), TODAY, "vnon")


# ── The forms themselves ────────────────────────────────────────────────────────────────────────────────


def _form(name: str) -> dict[str, dict[str, Any]]:
    contents = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
    fields = [part for part in contents["body"] if part["type"] not in {"markdown", "checkboxes"}]
    return {part["attributes"]["label"]: part for part in fields}


@pytest.mark.parametrize(
    ("naam", "labels", "soort"),
    [
        ("praktijk", forms.PRAKTIJK, m.Praktijk),
        ("activiteit", forms.ACTIVITEIT, m.Activiteit),
        ("doorverwijzing", forms.DOORVERWIJZING, m.Doorverwijzing),
    ],
)
def test_form_and_code_ask_the_same(
    naam: str, labels: dict[str, str], soort: type[m.Record], contents: Content
) -> None:
    fields = _form(naam)
    assert list(fields) == list(labels)
    assert set(labels.values()) <= set(soort.model_fields)
    catalog = contents.view.catalog
    themas = [t.id for t in catalog.all_of(m.Thema) if t.is_current(2027)]
    fixed = {
        "ingetrokken": ["nee", "ja"],
        "themas": themas,
        "thema": themas,
        "districten": [d.id for d in catalog.all_of(m.District)],
    }
    for label, field in fields.items():
        options = field["attributes"].get("options")
        if options is not None:
            possible = [one for one in _choices(soort, labels[label]) if one != "ingetrokken"]  # no one proposes that
            assert options == (fixed.get(labels[label]) or possible), label


def _choices(kind: type[m.Record], field: str) -> list[str]:
    def in_(schema: Any) -> list[str]:  # noqa: ANN401 - JSON
        if isinstance(schema, dict):
            return schema.get("enum") or [k for part in schema.values() for k in in_(part)]
        return [k for part in schema for k in in_(part)] if isinstance(schema, list) else []

    return in_(kind.model_json_schema()["properties"][field])


def test_the_forms_name_our_site_and_our_provinces(contents: Content) -> None:
    own = contents.view.catalog.netwerk
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    assert {f"https://{host}/" for host in re.findall(r"https://([\w.-]+)/", text)} == {own.adres}
    (where,) = [part["attributes"]["description"] for label, part in _form("praktijk").items() if label == "Gemeenten"]
    assert [province for province in own.provincies if province not in where] == []


def test_each_page_of_a_theme_has_an_owner_that_is_a_theme_of_now(contents: Content) -> None:
    themas = {thema.id: thema for thema in contents.view.catalog.all_of(m.Thema)}
    rules = [line.split() for line in (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()]
    owned = {
        Path(rule[0]).stem: rule[1].rpartition("/")[2] for rule in rules if rule and rule[0].startswith("/docs/themas/")
    }
    of_the_editors = {thema.id for thema in themas.values() if not thema.is_current(2027) and not thema.opvolgers}
    assert owned.keys() == {path.stem for path in (ROOT / "docs/themas").glob("*.md")} - {"index"} - of_the_editors
    assert {team for team in owned.values() if not themas[team].is_current(2027)} == set()


@pytest.mark.parametrize("pad", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name)
def test_everything_for_github_is_valid_yaml(pad: Path) -> None:
    assert isinstance(yaml.safe_load(pad.read_text(encoding="utf-8")), dict)
