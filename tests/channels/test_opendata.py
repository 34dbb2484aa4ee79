from __future__ import annotations

import csv
import io
import json
import re
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
            assert form["dcat:downloadURL"].removeprefix(SITE) in out


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
    Draft202012Validator.check_schema(opendata.list_schema(soort))


def test_every_reference_inside_a_schema_leads_somewhere() -> None:
    for kind in m.COLLECTIONS:
        for schema in (opendata.schema(kind), opendata.list_schema(kind)):
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
        assert dataset["dct:conformsTo"].removeprefix(SITE) in out
        changed[dataset["dct:identifier"]] = date.fromisoformat(dataset["dct:modified"])
        for form in dataset["dcat:distribution"]:
            assert {"dcat:accessURL", "dct:license", "dct:format", "dcat:mediaType", "dct:modified"} <= set(form)
    assert changed["standen"] == date(2018, 2, 28), "the day of the source, not of the build"
    assert max(changed.values()) <= date(2026, 11, 22)


def test_csv_opens_in_dutch_excel(out: dict[str, bytes], contents: Content) -> None:
    raw = out["data/gemeenten.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + len(contents.view.catalog.all_of(m.Gemeente))
    assert len({len(row) for row in rows}) == 1
    assert sum(int(row[rows[0].index("inwoners")]) for row in rows[1:]) > 3_000_000


@pytest.mark.parametrize("evil", ["=1+1", "+31", "-cmd", "@som", "=HYPERLINK(1)", "\uff1d1", "\uff20som"])
def test_no_cell_can_start_a_formula(evil: str) -> None:
    row = small_catalog.praktijk(titel=evil).model_dump(mode="json")
    loaded = list(csv.reader(io.StringIO(opendata.as_csv(["id", "titel"], [row]).decode("utf-8-sig")), delimiter=";"))
    assert loaded[1][1] == f"'{evil}"


def test_a_negative_number_stays_a_number(out: dict[str, bytes]) -> None:
    assert b";-439;" in out["data/cijfers/woninginbraken-2018.csv"]


def test_the_prose_of_pages_is_not_data(out: dict[str, bytes]) -> None:
    assert "tekst" not in json.loads(out["data/praktijken.json"])[0]


def test_overdue_reviews_are_listed_with_their_team() -> None:
    catalog = small_catalog.catalog(
        small_catalog.praktijk(), small_catalog.praktijk("later", beoordelen_na="2030-01-01")
    )
    assert list(opendata.due_for_review(catalog, date(2027, 1, 11))) == [
        {"id": "hackshield", "titel": "HackShield", "beoordelen_na": "2027-01-10", "team": ""}
    ]
