"""The JSON Schemas of the open data: ajv takes each in its strict mode, and both validators refuse rows that are wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from macros.build.content import Content
from macros.channels import opendata
from macros.records import models as m
from tests.helpers import npm

NAMES = [model.kind.collection for model in m.COLLECTIONS]
NOTHING = object()
"""Takes a field out of a row."""
WRONG: tuple[tuple[str, str, object], ...] = (
    ("gemeenten", "inwoners", -5),
    ("gemeenten", "inwoners", 0),
    ("gemeenten", "inwoners", "27117"),
    ("gemeenten", "inwoners", 27117.5),
    ("gemeenten", "inwoners", ""),
    ("gemeenten", "rij", -1),
    ("gemeenten", "code", "0197"),
    ("gemeenten", "provincie", ""),
    ("gemeenten", "van", "1-1-2019"),
    ("gemeenten", "tot", "2019-02-30"),
    ("gemeenten", "district", "Noord- en Oost-Gelderland"),
    ("activiteiten", "jaar", 1999),
    ("activiteiten", "jaar", 2101),
    ("activiteiten", "wanneer", "4 maart 2023"),
    ("activiteiten", "wanneer", "2023-13"),
    ("activiteiten", "wanneer", "2023-Q5"),
    ("activiteiten", "wanneer", ""),
    ("activiteiten", "tijd", "25:00"),
    ("activiteiten", "tijd", "13.30"),
    ("activiteiten", "soort", "borrel"),
    ("activiteiten", "status", None),
    ("activiteiten", "titel", ""),
    ("activiteiten", "districten", "twente"),
    ("activiteiten", "thema", ""),
    ("activiteiten", "geschiedenis", [{"datum": "2023-04-31", "tekst": "Verplaatst."}]),
    ("praktijken", "id", "Hack Shield"),
    ("praktijken", "samenvatting", "Te kort."),
    ("praktijken", "samenvatting", "x" * 301),
    ("praktijken", "themas", []),
    ("praktijken", "fase", ["nazorg"]),
    ("praktijken", "bron", []),
    ("praktijken", "bron", NOTHING),
    ("praktijken", "gepubliceerd", "2026-02-29"),
    ("praktijken", "elke_gemeente", "ja"),
    ("praktijken", "eerder", ["../elders/"]),
    ("praktijken", "telefoon", "0571-000000"),
    ("financien", "lasten", {"titel": "Lasten", "posten": []}),
    ("financien", "lasten", {"titel": "Lasten", "posten": [{"omschrijving": "Zaal", "bedragen": ["1.000,00"]}]}),
    ("financien", "lasten", {"titel": "Lasten", "posten": [{"omschrijving": "Zaal", "bedragen": ["veel"]}]}),
    ("financien", "kolommen", []),
    ("themas", "looptijden", [{"van": 1024}]),
    ("themas", "kleur", {"licht": "blauw", "donker": "#000000"}),
    ("tegenspraken", "versies", [{"bron": "a", "waarde": "78", "datum": "2018-02"}]),
    ("vragen", "nummer", 0),
    ("netwerk", "bijdrage", {"bedrag": 0, "bron": ["a"]}),
)


@pytest.fixture(scope="module")
def out(contents: Content) -> Mapping[str, Any]:
    """What is published of collections and their schemas, read."""
    files = opendata.files(contents.view.catalog, site="https://veiligheidsnetwerken.nl/", today=date(2026, 11, 22))
    return {path: json.loads(raw) for path, raw in files if path.endswith(".json")}


def planted(out: Mapping[str, Any], name: str, field: str, value: object) -> list[dict[str, Any]]:
    """The first row of a collection with one field wrong."""
    row = {**out[f"data/{name}.json"][0], field: value}
    if value is NOTHING:
        del row[field]
    return [row]


@pytest.mark.parametrize(("name", "field", "value"), WRONG)
def test_a_row_that_is_wrong_is_refused(out: Mapping[str, Any], name: str, field: str, value: object) -> None:
    validator = Draft202012Validator(
        out[f"data/schema/{name}.json"], format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    places = {
        error.absolute_path[1] if len(error.absolute_path) > 1 else field
        for error in validator.iter_errors(planted(out, name, field, value))
    }
    assert places == {field}, "wrong in that field, and in no other"


@pytest.fixture(scope="module")
def ajv(out: Mapping[str, Any]) -> Mapping[str, Any]:
    """What ajv says, in its strict mode, of every schema, of what is published, and of each row that is wrong."""
    folder, node = npm.installed(Path(__file__).parent / "ajv"), shutil.which("node")
    assert node, "ajv needs Node (make programs installs it)"
    questions = {
        name: {
            "schema": out[f"data/schema/{name}.json"],
            "documents": [out[f"data/{name}.json"], *(planted(out, *row) for row in WRONG if row[0] == name)],
        }
        for name in NAMES
    }
    typed = {
        f"typed {model.kind.collection}": {"schema": opendata.file_schema(model), "documents": []}
        for model in m.COLLECTIONS
    }
    done = subprocess.run(  # noqa: S603 - our own script
        [node, str(folder / "check.mjs")],
        input=json.dumps(questions | typed),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_ajv_takes_every_schema_in_strict_mode(ajv: Mapping[str, Any]) -> None:
    assert {name: said["error"] for name, said in ajv.items() if said["error"]} == {}
    assert len(ajv) == 2 * len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_ajv_takes_what_is_published_and_refuses_what_is_wrong(ajv: Mapping[str, Any], name: str) -> None:
    published, *wrong = ajv[name]["valid"]
    rows = [row for row in WRONG if row[0] == name]
    assert published
    assert [row for row, valid in zip(rows, wrong, strict=True) if valid] == []
