"""The one list of subscriptions: every row has its file, every page announces its own."""

from __future__ import annotations

from macros.channels.subscriptions import ICS, RSS, announced, general, of_record, subscriptions
from macros.records import models as m
from tests.helpers import small_catalog


def test_the_site_a_theme_and_a_district_each_have_their_own() -> None:
    catalog = small_catalog.catalog()
    assert [row.pad for row in subscriptions(catalog)] == [
        *(row.pad for row in general(catalog)),
        "themas/jeugd/feed.xml", "themas/jeugd/agenda.ics", "districten/noord/feed.xml", "districten/noord/agenda.ics",
    ]  # fmt: skip
    assert {row.form for row in subscriptions(catalog, ICS)} == {ICS}
    assert [row.thema or row.district for row in subscriptions(catalog, RSS)] == ["", "", "jeugd", "noord"]


def test_a_page_announces_its_own_before_those_of_the_site() -> None:
    catalog = small_catalog.catalog()
    thema = catalog.one(m.Thema, "jeugd")
    assert [row.announced for row in announced(catalog, thema)] == [
        "Thema Jeugd",
        *(row.announced for row in announced(catalog, None)),
    ]
    assert of_record(catalog, small_catalog.praktijk()) == ()


def test_no_two_rows_have_one_address() -> None:
    paths = [row.pad for row in subscriptions(small_catalog.catalog())]
    assert len(set(paths)) == len(paths)
