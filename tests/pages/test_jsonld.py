"""What search engines are told of a page."""

from __future__ import annotations

import json
from typing import Any

from macros.build.content import Inhoud
from macros.pages import jsonld
from macros.pages.jsonld import Onderwerp
from macros.records.catalog import Catalog
from tests.helpers.small_catalog import activiteit, catalog, nieuwsbrief, praktijk

SITE = "https://v.nl/"


def graaf(records: Catalog, pad: str, record: Any = None, **meer: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any record
    velden = {
        "titel": "T",
        "omschrijving": "O",
        "taal": "nl",
        "bron": ("b",),
        "kruimels": [("Home", "")],
        "beeld": "kaart.png",
    }
    tekst = jsonld.jsonld(records, Onderwerp(pad=pad, record=record, **{**velden, **meer}), SITE)
    assert not set("<>&") & set(tekst), "it stands in a script"
    gelezen: list[dict[str, Any]] = json.loads(tekst)["@graph"]
    return gelezen


def soorten(delen: list[dict[str, Any]]) -> list[str]:
    return [deel["@type"] for deel in delen]


def test_a_practice_is_an_article_for_someone_of_a_day_from_a_source() -> None:
    p = praktijk()
    artikel, kruimels = graaf(catalog(p), p.pad, p, titel="a <b> & c")
    assert artikel["@type"] == "Article"
    assert artikel["headline"] == "a <b> & c"
    assert artikel["audience"]["audienceType"] == "jongeren"
    assert (artikel["datePublished"], artikel["dateModified"]) == ("2026-01-10", "2026-01-10")
    assert artikel["isBasedOn"] == ["https://v.nl/bronnen/b/"]
    assert artikel["image"] == "https://v.nl/kaart.png"
    assert [stap["item"] for stap in kruimels["itemListElement"]] == [
        "https://v.nl/",
        "https://v.nl/praktijken/hackshield/",
    ]


def test_a_newsletter_is_an_article_of_its_day() -> None:
    artikel = graaf(catalog(), "nieuwsbrieven/2025-q4/", nieuwsbrief())[0]
    assert (artikel["@type"], artikel["datePublished"]) == ("Article", "2025-12-31")


def test_home_is_the_website() -> None:
    assert soorten(graaf(catalog(), "", kruimels=[])) == ["WebSite"]


def test_activities_are_events_where_people_could_go_on_a_day() -> None:
    records = catalog(
        activiteit("dag"),
        activiteit("kwartaal", wanneer="2023-Q2"),
        activiteit("product", soort="product"),
        activiteit("weg", status="vervallen"),
    )
    delen = graaf(records, "activiteiten/")
    events = [deel for deel in delen if deel["@type"] == "Event"]
    assert [event["url"] for event in events] == ["https://v.nl/activiteiten/#dag", "https://v.nl/activiteiten/#weg"]
    assert events[0]["startDate"] == events[0]["endDate"] == "2023-03-04"
    assert events[0]["location"] == [{"@type": "Place", "name": "District Twente", "address": "District Twente"}]
    assert events[1]["eventStatus"].endswith("EventCancelled")
    assert "Dataset" in soorten(delen)


def test_series_of_figures_are_datasets_that_exist(inhoud: Inhoud) -> None:
    records = inhoud.weergave.catalog
    delen = [deel for deel in graaf(records, "cijfers/") if deel["@type"] == "Dataset"]
    assert len(delen) > 10
    for deel in delen:
        assert len(deel["description"]) >= 50, "what search engines ask"
        assert deel["distribution"][0]["contentUrl"].startswith("https://v.nl/data/cijfers/")
