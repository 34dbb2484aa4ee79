"""What search engines are told of a page."""

from __future__ import annotations

import json
from typing import Any

from macros.build.content import Content
from macros.pages import jsonld
from macros.pages.jsonld import Subject
from macros.records.catalog import Catalog
from tests.helpers.small_catalog import activiteit, catalog, nieuwsbrief, praktijk

SITE = "https://v.nl/"


def graph(records: Catalog, path: str, record: Any = None, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any record
    fields = {
        "titel": "T",
        "omschrijving": "O",
        "taal": "nl",
        "bron": ("b",),
        "breadcrumbs": [("Home", "")],
        "picture": "kaart.png",
    }
    text = jsonld.jsonld(records, Subject(pad=path, record=record, **{**fields, **more}), SITE)
    assert not set("<>&") & set(text), "it stands in a script"
    loaded: list[dict[str, Any]] = json.loads(text)["@graph"]
    return loaded


def kinds(parts: list[dict[str, Any]]) -> list[str]:
    return [part["@type"] for part in parts]


def test_a_practice_is_an_article_for_someone_of_a_day_from_a_source() -> None:
    p = praktijk()
    article, breadcrumbs = graph(catalog(p), p.pad, p, titel="a <b> & c")
    assert article["@type"] == "Article"
    assert article["headline"] == "a <b> & c"
    assert article["audience"]["audienceType"] == "jongeren"
    assert (article["datePublished"], article["dateModified"]) == ("2026-01-10", "2026-01-10")
    assert article["isBasedOn"] == ["https://v.nl/bronnen/b/"]
    assert article["image"] == "https://v.nl/kaart.png"
    assert [step["item"] for step in breadcrumbs["itemListElement"]] == [
        "https://v.nl/",
        "https://v.nl/praktijken/hackshield/",
    ]


def test_a_newsletter_is_an_article_of_its_day() -> None:
    article = graph(catalog(), "nieuwsbrieven/2025-q4/", nieuwsbrief())[0]
    assert (article["@type"], article["datePublished"]) == ("Article", "2025-12-31")


def test_home_is_the_website() -> None:
    assert kinds(graph(catalog(), "", breadcrumbs=[])) == ["WebSite"]


def test_activities_are_events_where_people_could_go_on_a_day() -> None:
    records = catalog(
        activiteit("dag"),
        activiteit("kwartaal", wanneer="2023-Q2"),
        activiteit("product", soort="product"),
        activiteit("weg", status="vervallen"),
    )
    parts = graph(records, "activiteiten/")
    events = [part for part in parts if part["@type"] == "Event"]
    assert [event["url"] for event in events] == ["https://v.nl/activiteiten/#dag", "https://v.nl/activiteiten/#weg"]
    assert events[0]["startDate"] == events[0]["endDate"] == "2023-03-04"
    assert events[0]["location"] == [{"@type": "Place", "name": "District Noord", "address": "District Noord"}]
    assert events[1]["eventStatus"].endswith("EventCancelled")
    assert "Dataset" in kinds(parts)


def test_an_event_that_moved_says_so() -> None:
    step = {"datum": "2023-02-01", "tekst": "Verplaatst.", "wanneer": "2023-03-04"}
    parts = graph(catalog(activiteit(geschiedenis=[step])), "activiteiten/")
    [event] = [part for part in parts if part["@type"] == "Event"]
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"


def test_series_of_figures_are_datasets_that_exist(contents: Content) -> None:
    records = contents.view.catalog
    parts = [part for part in graph(records, "cijfers/") if part["@type"] == "Dataset"]
    assert len(parts) > 10
    for part in parts:
        assert len(part["description"]) >= 50, "what search engines ask"
        assert part["distribution"][0]["contentUrl"].startswith("https://v.nl/data/cijfers/")
