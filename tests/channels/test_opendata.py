from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from macros.build.content import Inhoud
from macros.channels import opendata
from macros.records import models as m
from tests.helpers import small_catalog

SITE = "https://veiligheidsnetwerken.nl/"


@pytest.fixture(scope="module")
def uit(inhoud: Inhoud) -> dict[str, bytes]:
    return dict(opendata.bestanden(inhoud.weergave.catalog, site=SITE, vandaag=date(2026, 11, 22)))


def test_every_collection_is_there_with_its_schema(uit: dict[str, bytes]) -> None:
    for soort in m.VERZAMELINGEN:
        for vorm in (
            f"data/{soort.verzameling}.json",
            f"data/{soort.verzameling}.csv",
            f"data/schema/{soort.verzameling}.json",
        ):
            assert uit[vorm], vorm
    index = json.loads(uit["data/index.json"])
    assert len(index["dcat:dataset"]) == len(m.VERZAMELINGEN)
    for dataset in index["dcat:dataset"]:
        for vorm in dataset["dcat:distribution"]:
            assert vorm["dcat:downloadURL"].removeprefix(SITE) in uit


@pytest.mark.parametrize("soort", m.VERZAMELINGEN, ids=lambda soort: soort.verzameling)
def test_what_is_published_is_what_its_schema_says(uit: dict[str, bytes], soort: type[m.Record]) -> None:
    schema = json.loads(uit[f"data/schema/{soort.verzameling}.json"])
    Draft202012Validator.check_schema(schema)
    toets = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    records = json.loads(uit[f"data/{soort.verzameling}.json"])
    assert [fout.message for fout in toets.iter_errors(records)] == []
    for record in records[:1]:
        assert not toets.is_valid([{**record, "onbekend_veld": "x"}])
        assert not toets.is_valid([{**record, "bron": []}])
    Draft202012Validator.check_schema(opendata.lijstschema(soort))


def test_every_reference_inside_a_schema_leads_somewhere() -> None:
    for soort in m.VERZAMELINGEN:
        for schema in (opendata.schema(soort), opendata.lijstschema(soort)):
            namen = re.findall(r"#/\$defs/(\w+)", json.dumps(schema))
            assert set(namen) <= set(schema["$defs"])


def test_the_catalogue_says_what_dcat_ap_nl_wants_to_know(uit: dict[str, bytes]) -> None:
    index = json.loads(uit["data/index.json"])
    wie = {"dct:title", "dct:description", "dct:publisher", "dct:license", "dct:modified", "dcat:contactPoint"}
    assert wie <= set(index)
    gewijzigd = {}
    for dataset in index["dcat:dataset"]:
        assert wie | {"dct:identifier", "dct:creator", "dct:accessRights", "dcat:theme", "dct:conformsTo"} <= set(
            dataset
        )
        assert dataset["dct:conformsTo"].removeprefix(SITE) in uit
        gewijzigd[dataset["dct:identifier"]] = date.fromisoformat(dataset["dct:modified"])
        for vorm in dataset["dcat:distribution"]:
            assert {"dcat:accessURL", "dct:license", "dct:format", "dcat:mediaType", "dct:modified"} <= set(vorm)
    assert gewijzigd["standen"] == date(2018, 2, 28), "the day of the source, not of the build"
    assert max(gewijzigd.values()) <= date(2026, 11, 22)


def test_csv_opens_in_dutch_excel(uit: dict[str, bytes]) -> None:
    rauw = uit["data/gemeenten.csv"]
    assert rauw.startswith(b"\xef\xbb\xbf")
    rijen = list(csv.reader(io.StringIO(rauw.decode("utf-8-sig")), delimiter=";"))
    assert len(rijen) == 77
    assert len({len(rij) for rij in rijen}) == 1
    assert sum(int(rij[rijen[0].index("inwoners")]) for rij in rijen[1:]) > 3_000_000


@pytest.mark.parametrize("kwaad", ["=1+1", "+31", "-cmd", "@som", "=HYPERLINK(1)", "\uff1d1", "\uff20som"])
def test_no_cell_can_start_a_formula(kwaad: str) -> None:
    rij = small_catalog.praktijk(titel=kwaad).model_dump(mode="json")
    gelezen = list(csv.reader(io.StringIO(opendata.als_csv(["id", "titel"], [rij]).decode("utf-8-sig")), delimiter=";"))
    assert gelezen[1][1] == f"'{kwaad}"


def test_a_negative_number_stays_a_number(uit: dict[str, bytes]) -> None:
    assert b";-439;" in uit["data/cijfers/woninginbraken-2018.csv"]


def test_the_prose_of_pages_is_not_data(uit: dict[str, bytes]) -> None:
    assert "tekst" not in json.loads(uit["data/praktijken.json"])[0]


def test_overdue_reviews_are_listed_with_their_team() -> None:
    catalog = small_catalog.catalog(
        small_catalog.praktijk(), small_catalog.praktijk("later", beoordelen_na="2030-01-01")
    )
    assert list(opendata.te_beoordelen(catalog, date(2027, 1, 11))) == [
        {"id": "hackshield", "titel": "HackShield", "beoordelen_na": "2027-01-10", "team": ""}
    ]
