from __future__ import annotations

import json
from datetime import date
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from macros import feeds
from macros.content import Inhoud
from tests import voorbeeld

SITE = "https://veiligheidsnetwerken.nl/"
VANDAAG = date(2026, 11, 22)
ALLES = feeds.Kanaal("feed.xml", "Alles", "Alles van het netwerk", "", lambda _: True)


def berichten(*records: object, html: str = "<p>Inhoud</p>") -> tuple[feeds.Bericht, ...]:
    catalog = voorbeeld.catalog(*records)  # type: ignore[arg-type]  # records, named loosely
    inhoud = {"praktijken/hackshield/": html, "nieuwsbrieven/2025-q4/": html}
    return feeds.berichten(catalog, inhoud, site=SITE, vandaag=VANDAAG)


def test_newest_first_and_nothing_from_the_future() -> None:
    alle = berichten(
        voorbeeld.nieuwsbrief(),
        voorbeeld.praktijk(),
        voorbeeld.nieuwsbrief("2027-q1", datum="2027-03-31", titel="Straks"),
    )
    assert [b.titel for b in alle] == ["HackShield", "Nieuwsbrief 4e kwartaal 2025"]


def test_ties_are_broken_by_address() -> None:
    alle = berichten(voorbeeld.praktijk("b-praktijk"), voorbeeld.praktijk("a-praktijk"))
    assert [b.url for b in alle] == [f"{SITE}praktijken/a-praktijk/", f"{SITE}praktijken/b-praktijk/"]


def test_a_dated_step_is_an_item_of_its_own() -> None:
    stap = {"datum": "2026-05-01", "tekst": "nu ook voor ouders"}
    eerder = {"datum": "2023-03-04", "tekst": "gebeurde voor de kennisbank er was"}
    alle = berichten(voorbeeld.praktijk(geschiedenis=[eerder, stap]))
    assert [b.titel for b in alle] == ["HackShield: nu ook voor ouders", "HackShield"]
    assert len({b.guid for b in alle}) == 2


def test_a_guid_is_made_of_the_id_and_survives_a_move() -> None:
    (bericht,) = berichten(voorbeeld.praktijk())
    assert bericht.guid == "tag:veiligheidsnetwerken.nl,2026:praktijk/hackshield"
    assert SITE not in bericht.guid


def test_rss_holds_what_a_reader_needs() -> None:
    uit = feeds.rss(ALLES, berichten(voorbeeld.praktijk(), voorbeeld.nieuwsbrief()), site=SITE, vandaag=VANDAAG)
    feed = feedparser.parse(uit)
    assert not feed.bozo
    assert feed.feed.link == SITE
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE}feed.xml"]
    assert feed.feed.language == "nl"
    item = feed.entries[0]
    assert item.title == "HackShield"
    assert item.link == f"{SITE}praktijken/hackshield/"
    assert item.content[0].value == "<p>Inhoud</p>"
    assert item.author == feeds.MAKER
    assert [t.term for t in item.tags] == ["Praktijk", "Jeugd"]
    assert parsedate_to_datetime(item.published).date() == date(2026, 1, 10)


def test_rss_does_not_read_the_clock() -> None:
    uit = feeds.rss(ALLES, berichten(voorbeeld.praktijk()), site=SITE, vandaag=VANDAAG)
    assert b"<lastBuildDate>Sat, 10 Jan 2026 00:00:00 +0000</lastBuildDate>" in uit


@pytest.mark.parametrize(
    "kwaad",
    [
        "bel\x07",
        "\ufffe",
        "\ud800",
        "]]>",
        "<script>alert(1)</script>",
        "\u202eomgekeerd",
        "x" * 1_000_000,
        "\x00",
        "&amp;",
    ],
    ids=["stuurteken", "fffe", "halve surrogaat", "cdata", "script", "bidi", "1 MB", "nul", "entiteit"],
)
def test_no_text_loses_the_feed(kwaad: str) -> None:
    bericht = feeds.Bericht(
        "tag:x,2026:1",
        kwaad or "leeg",
        f"{SITE}x/",
        VANDAAG,
        kwaad,
        f"<p>{kwaad}</p>",
        (kwaad,),
        ("jeugd",),
        (),
        "praktijk",
    )
    uit = feeds.rss(ALLES, [bericht], site=SITE, vandaag=VANDAAG)
    etree.fromstring(uit)
    assert len(feedparser.parse(uit).entries) == 1
    assert len(json.loads(feeds.json_feed([bericht], site=SITE))["items"]) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=400))
def test_any_text_gives_a_feed_that_parses(titel: str, html: str) -> None:
    bericht = feeds.Bericht("g", titel or "x", f"{SITE}x/", VANDAAG, titel, html, (), (), (), "praktijk")
    etree.fromstring(feeds.rss(ALLES, [bericht], site=SITE, vandaag=VANDAAG))
    json.loads(feeds.json_feed([bericht], site=SITE))


def test_every_theme_and_district_has_a_feed(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    paden = [kanaal.pad for kanaal in feeds.kanalen(catalog)]
    assert len(paden) == len(set(paden)) == 2 + 15 + 5
    opml = etree.fromstring(feeds.opml(feeds.kanalen(catalog), site=SITE))
    assert [o.get("xmlUrl") for o in opml.iter("outline")] == [SITE + pad for pad in paden]


def test_json_feed_is_of_version_1_1() -> None:
    feed = json.loads(feeds.json_feed(berichten(voorbeeld.praktijk()), site=SITE))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["date_published"] == "2026-01-10T00:00:00+00:00"
    assert feed["items"][0]["content_html"] == "<p>Inhoud</p>"
