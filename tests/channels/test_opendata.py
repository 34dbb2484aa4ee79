from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from macros.build.content import Content
from macros.channels import opendata
from macros.records import models as m
from tests.helpers import small_catalog

SITE = "https://veiligheidsnetwerken.nl/"


@pytest.fixture(scope="module")
def out(contents: Content) -> dict[str, bytes]:
    return dict(opendata.files(contents.view.catalog, site=SITE, today=date(2026, 11, 22)))


def test_every_collection_is_there_with_its_schema(out: dict[str, bytes]) -> None:
    for kind in m.COLLECTIONS:
        for form in (
            f"data/{kind.kind.collection}.json",
            f"data/{kind.kind.collection}.csv",
            f"data/schema/{kind.kind.collection}.json",
        ):
            assert out[form], form
    index = json.loads(out["data/index.json"])
    assert len(index["dcat:dataset"]) == len(m.COLLECTIONS)
    for dataset in index["dcat:dataset"]:
        for form in dataset["dcat:distribution"]:
            assert form["dcat:downloadURL"]["@id"].removeprefix(SITE) in out


@pytest.mark.parametrize("soort", m.COLLECTIONS, ids=lambda model: model.kind.collection)
def test_what_is_published_is_what_its_schema_says(out: dict[str, bytes], soort: type[m.Record]) -> None:
    schema = json.loads(out[f"data/schema/{soort.kind.collection}.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    records = json.loads(out[f"data/{soort.kind.collection}.json"])
    assert [error.message for error in validator.iter_errors(records)] == []
    for record in records[:1]:
        assert not validator.is_valid([{**record, "onbekend_veld": "x"}])
        assert validator.is_valid([{**record, "bron": []}]) is not soort.model_fields["bron"].is_required()
    Draft202012Validator.check_schema(opendata.file_schema(soort))


def test_every_reference_inside_a_schema_leads_somewhere() -> None:
    for kind in m.COLLECTIONS:
        for schema in (opendata.schema(kind), opendata.file_schema(kind)):
            names = re.findall(r"#/\$defs/(\w+)", json.dumps(schema))
            assert set(names) <= set(schema["$defs"])


def test_the_catalogue_says_what_dcat_ap_nl_wants_to_know(out: dict[str, bytes]) -> None:
    index = json.loads(out["data/index.json"])
    who = {"dct:title", "dct:description", "dct:publisher", "dct:license", "dct:modified", "dcat:contactPoint"}
    assert who <= set(index)
    changed = {}
    for dataset in index["dcat:dataset"]:
        assert who | {"dct:identifier", "dct:creator", "dct:accessRights", "dcat:theme", "dct:conformsTo"} <= set(
            dataset
        )
        assert dataset["dct:conformsTo"]["@id"].removeprefix(SITE) in out
        changed[dataset["dct:identifier"]] = date.fromisoformat(dataset["dct:modified"])
        for form in dataset["dcat:distribution"]:
            assert {"dcat:accessURL", "dct:license", "dct:format", "dcat:mediaType", "dct:modified"} <= set(form)
            assert form["dcat:mediaType"]["@id"].startswith("https://www.iana.org/assignments/media-types/")
    assert changed["standen"] == date(2018, 2, 28), "the day of the source, not of the build"
    assert max(changed.values()) <= date(2026, 11, 22)


def test_csv_opens_in_dutch_excel(out: dict[str, bytes], contents: Content) -> None:
    raw = out["data/gemeenten.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = rows_of(raw)
    assert len(rows) == 1 + len(contents.view.catalog.all_of(m.Gemeente))
    assert len({len(row) for row in rows}) == 1
    assert sum(int(row[rows[0].index("inwoners")]) for row in rows[1:]) > 3_000_000


@pytest.mark.parametrize("evil", ["=1+1", "+31", "-cmd", "@som", "=HYPERLINK(1)", "\uff1d1", "\uff20som"])
def test_no_cell_can_start_a_formula(evil: str) -> None:
    loaded = rows_of(opendata.as_csv([evil, evil], [["x", evil]]))
    assert loaded == [[f"'{evil}"] * 2, ["x", f"'{evil}"]]


def rows_of(raw: bytes) -> list[list[str]]:
    """A CSV as a program reads it that knows its form."""
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_figures_are_written_as_a_dutch_spreadsheet_reads_them(out: dict[str, bytes]) -> None:
    assert b";-439;" in out["data/cijfers/woninginbraken-2018.csv"]
    assert b"\r\n2012;4,0\r\n" in out["data/cijfers/slachtofferkans-woninginbraken.csv"]
    assert opendata.decimal_comma("-3.5") == "-3,5"
    assert rows_of(opendata.as_csv(["a", "b"], [["-3,5", "-3,5,1"]]))[1] == ["-3,5", "'-3,5,1"], "a number, and none"
    assert b";7.391;" in out["data/kerncijfers.csv"], "in text a point stays a point: here it parts the thousands"


def test_a_program_that_guesses_sees_the_heading(out: dict[str, bytes]) -> None:
    """The names of columns but the first stand between quotation marks, and none is a bare number."""
    paths = [path for path in out if path.endswith(".csv")]
    assert len(paths) > 30
    for path in paths:
        heading = out[path].decode("utf-8-sig").partition("\r\n")[0]
        assert re.fullmatch(r'[^";]+(;"[^"]+")*', heading), path
        assert [name for name in rows_of(out[path])[0] if re.fullmatch(r"[\d.,]+", name)] == [], path


READ: dict[str, Callable[[str], object]] = {
    "string": str, "integer": int, "number": lambda cell: float(cell.replace(",", ".")), "date": date.fromisoformat,
    "boolean": {"ja": True, "nee": False}.__getitem__, "array": json.loads, "object": json.loads,
}  # fmt: skip
"""The types of Table Schema that we use: how a cell is read."""


def test_the_data_package_describes_every_table(out: dict[str, bytes]) -> None:
    package = json.loads(out["data/datapackage.json"])
    assert {f"data/{resource['path']}" for resource in package["resources"]} == {p for p in out if p.endswith(".csv")}
    assert len({resource["name"] for resource in package["resources"]}) == len(package["resources"])
    for resource in package["resources"]:
        heading, *rows = rows_of(out[f"data/{resource['path']}"])
        fields = resource["schema"]["fields"]
        assert heading == [field["name"] for field in fields]
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                assert READ[field["type"]](cell) is not None if cell else "required" not in field.get("constraints", {})
    (chance,) = (r for r in package["resources"] if r["path"] == "cijfers/slachtofferkans-woninginbraken.csv")
    assert chance["schema"]["fields"][1] == {"name": "Eenheid Oost-Nederland", "type": "number", "decimalChar": ","}


def test_the_prose_of_pages_is_not_data(out: dict[str, bytes]) -> None:
    assert "tekst" not in json.loads(out["data/praktijken.json"])[0]


def test_overdue_reviews_are_listed_with_their_team() -> None:
    catalog = small_catalog.catalog(
        small_catalog.praktijk(), small_catalog.praktijk("later", beoordelen_na="2030-01-01")
    )
    assert list(opendata.due_for_review(catalog, date(2027, 1, 11))) == [
        {"id": "hackshield", "titel": "HackShield", "beoordelen_na": "2027-01-10", "team": ""}
    ]
