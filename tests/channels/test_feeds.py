from __future__ import annotations

import json
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from macros.build.content import Inhoud
from macros.channels import feeds
from macros.document import sanitise
from macros.records import models as m
from tests.helpers import small_catalog

SCHEMA = Path(__file__).parent / "schema/jsonfeed-1.1.json"
JSON_FEED = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
SITE = "https://veiligheidsnetwerken.nl/"
VANDAAG = date(2026, 11, 22)
ALLES = feeds.Kanaal("feed.xml", "Alles", "Alles van het netwerk", "", lambda _: True)


def berichten(*records: object, html: str = "<p>Inhoud</p>") -> tuple[feeds.Bericht, ...]:
    catalog = small_catalog.catalog(*records)  # type: ignore[arg-type]  # records, named loosely
    inhoud = {"praktijken/hackshield/": html, "nieuwsbrieven/2025-q4/": html}
    return feeds.berichten(catalog, inhoud, site=SITE, vandaag=VANDAAG)


def test_newest_first_and_nothing_from_the_future() -> None:
    alle = berichten(
        small_catalog.nieuwsbrief(),
        small_catalog.praktijk(),
        small_catalog.nieuwsbrief("2027-q1", datum="2027-03-31", titel="Straks"),
    )
    assert [b.titel for b in alle] == ["HackShield", "Nieuwsbrief 4e kwartaal 2025"]


def test_ties_are_broken_by_address() -> None:
    alle = berichten(small_catalog.praktijk("b-praktijk"), small_catalog.praktijk("a-praktijk"))
    assert [b.url for b in alle] == [f"{SITE}praktijken/a-praktijk/", f"{SITE}praktijken/b-praktijk/"]


def test_a_dated_step_is_an_item_of_its_own() -> None:
    stap = {"datum": "2026-05-01", "tekst": "nu ook voor ouders"}
    eerder = {"datum": "2023-03-04", "tekst": "gebeurde voor de kennisbank er was"}
    alle = berichten(small_catalog.praktijk(geschiedenis=[eerder, stap]))
    assert [b.titel for b in alle] == ["HackShield: nu ook voor ouders", "HackShield"]
    assert len({b.guid for b in alle}) == 2


def test_a_change_of_status_is_news() -> None:
    stap = {
        "datum": "2026-05-01",
        "tekst": "De proef is voorbij en de gemeenten gaan ermee door.",
        "status": "in gebruik",
    }
    nieuw, _ = berichten(small_catalog.praktijk(geschiedenis=[stap]))
    assert nieuw.titel == "HackShield: de status is nu ‘in gebruik’"
    assert nieuw.samenvatting == stap["tekst"]


def test_two_steps_of_one_day_are_two_items() -> None:
    stappen = [{"datum": "2026-05-01", "tekst": tekst} for tekst in ("eerst", "daarna")]
    alle = berichten(small_catalog.praktijk(geschiedenis=stappen))
    assert [b.guid.removeprefix(feeds.guid(small_catalog.praktijk())) for b in alle] == [
        "/2026-05-01",
        "/2026-05-01/2",
        "",
    ]


def test_an_item_names_the_team_or_the_network_and_never_a_person() -> None:
    team = m.Expertteam.model_validate({
        "id": "jeugd", "naam": "Expertteam Jeugd", "soort": "expertteam", "opdracht": "Delen wat werkt.",
        "trekker": "gemeente Tiel", "voorzitters": [{"ambt": "burgemeester van Tiel", "naam": "A. Naam"}], **small_catalog.BRON,
    })  # fmt: skip
    met, zonder = berichten(team, small_catalog.praktijk("a", expertteam="jeugd"), small_catalog.praktijk("b"))
    assert (met.maker, zonder.maker) == ("Expertteam Jeugd", "VNON")
    uit = feeds.rss(ALLES, [met], site=SITE, vandaag=VANDAAG)
    assert feedparser.parse(uit).entries[0].author == "Expertteam Jeugd"
    assert json.loads(feeds.json_feed([met], site=SITE))["items"][0]["authors"] == [{"name": "Expertteam Jeugd"}]


def test_text_is_text_and_html_is_html() -> None:
    """A title is text; RSS says that a description holds HTML; only a section of CDATA must be kept from ending."""
    (bericht,) = berichten(
        small_catalog.praktijk(
            titel="R&D <b>]]></b>", samenvatting="Als a < b & c, dan ]]> en dat veertig tekens lang."
        ),
        html="<p>x ]]> y</p>",
    )
    (item,) = feedparser.parse(feeds.rss(ALLES, [bericht], site=SITE, vandaag=VANDAAG)).entries
    assert "]]" in item.title
    assert item.summary == "Als a &lt; b &amp; c, dan ]]&gt; en dat veertig tekens lang."
    assert item.content[0].value == "<p>x ]]&gt; y</p>"
    (los,) = json.loads(feeds.json_feed([bericht], site=SITE))["items"]
    assert (los["title"], los["content_html"]) == ("R&D <b>]]></b>", "<p>x ]]> y</p>")


def test_a_table_with_full_addresses_goes_along() -> None:
    tabel = '<table><tr><th scope="row">Tiel</th><td><a href="../tiel/">x</a></td></tr></table>'
    (bericht,) = berichten(
        small_catalog.praktijk(), html=sanitise.voor_elders(tabel, lambda adres: f"{SITE}praktijken/{adres[3:]}")
    )
    (item,) = feedparser.parse(feeds.rss(ALLES, [bericht], site=SITE, vandaag=VANDAAG)).entries
    assert "<table>" in item.content[0].value
    assert f'href="{SITE}praktijken/tiel/"' in item.content[0].value


def test_a_guid_is_made_of_the_id_and_survives_a_move() -> None:
    (bericht,) = berichten(small_catalog.praktijk())
    assert bericht.guid == "tag:veiligheidsnetwerken.nl,2026:praktijk/hackshield"
    assert SITE not in bericht.guid


def test_rss_holds_what_a_reader_needs() -> None:
    uit = feeds.rss(ALLES, berichten(small_catalog.praktijk(), small_catalog.nieuwsbrief()), site=SITE, vandaag=VANDAAG)
    feed = feedparser.parse(uit)
    assert not feed.bozo
    assert feed.feed.link == SITE
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE}feed.xml"]
    assert feed.feed.language == "nl"
    item = feed.entries[0]
    assert item.title == "HackShield"
    assert item.link == f"{SITE}praktijken/hackshield/"
    assert item.content[0].value == "<p>Inhoud</p>"
    assert item.author == "VNON"
    assert [t.term for t in item.tags] == ["Praktijk", "Jeugd"]
    assert parsedate_to_datetime(item.published).date() == date(2026, 1, 10)


def test_rss_does_not_read_the_clock() -> None:
    uit = feeds.rss(ALLES, berichten(small_catalog.praktijk()), site=SITE, vandaag=VANDAAG)
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


def veel(aantal: int) -> list[feeds.Bericht]:
    """Items over several years, newest first."""
    dagen = sorted((date(2020 + n % 5, 1 + n % 12, 1 + n % 28) for n in range(aantal)), reverse=True)
    return [
        feeds.Bericht(f"tag:{n}", f"Bericht {n}", f"{SITE}b/{n}/", dag, "Kort.", "<p>Lang.</p>", (), (), (), "praktijk")
        for n, dag in enumerate(dagen)
    ]


def test_a_full_feed_links_to_a_chain_of_yearly_archives() -> None:
    alle = veel(5_000)
    uit = dict(feeds.rss_bestanden(ALLES, alle, site=SITE, vandaag=VANDAAG))
    assert list(uit) == ["feed.xml", *(f"feed-{jaar}.xml" for jaar in range(2020, 2025))]
    assert len(feedparser.parse(uit["feed.xml"]).entries) == feeds.MAXIMUM
    gevonden, pad = 0, "feed-2024.xml"
    assert f'rel="prev-archive" href="{SITE}{pad}"'.encode() in uit["feed.xml"]
    while pad:
        feed = feedparser.parse(uit[pad])
        assert not feed.bozo
        assert b"<fh:archive/>" in uit[pad]
        gevonden += len(feed.entries)
        eerder = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        pad = eerder[0].removeprefix(SITE) if eerder else ""
    assert gevonden == len(alle)


def test_a_feed_that_is_not_full_has_no_archive() -> None:
    uit = dict(feeds.rss_bestanden(ALLES, veel(50), site=SITE, vandaag=VANDAAG))
    assert list(uit) == ["feed.xml"]
    assert b"archive" not in uit["feed.xml"]


def test_a_report_is_an_item_with_its_document(inhoud: Inhoud) -> None:
    alle = feeds.berichten(
        inhoud.weergave.catalog, {}, site=SITE, vandaag=VANDAAG, bijlagen={"voortgang/2018-02/voortgang.pdf": 12_345}
    )
    (bericht,) = [b for b in alle if b.guid.endswith("rapport/voortgang/2018-02")]
    assert bericht.datum == date(2018, 2, 28)
    (item,) = feedparser.parse(feeds.rss(ALLES, [bericht], site=SITE, vandaag=VANDAAG)).entries
    (bijlage,) = item.enclosures
    assert (bijlage.href, bijlage.length, bijlage.type) == (
        f"{SITE}voortgang/2018-02/voortgang.pdf",
        "12345",
        "application/pdf",
    )


def test_json_feed_is_of_version_1_1() -> None:
    feed = json.loads(feeds.json_feed(berichten(small_catalog.praktijk()), site=SITE))
    JSON_FEED.validate(feed)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["date_published"] == "2026-01-10T00:00:00+00:00"
    assert feed["items"][0]["content_html"] == "<p>Inhoud</p>"
