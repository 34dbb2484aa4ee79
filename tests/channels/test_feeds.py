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

from macros.build.content import Content
from macros.channels import feeds
from macros.channels.subscriptions import JSON, OPML, RSS, Subscription, subscriptions
from macros.document import fragments, templates
from macros.document.html import Rendering, to_html
from macros.document.templates import View
from macros.records import models as m
from tests.helpers import small_catalog

SCHEMA = Path(__file__).parent / "schema/jsonfeed-1.1.json"
JSON_FEED = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
SITE = "https://veiligheidsnetwerken.nl/"
TODAY = date(2026, 11, 22)
EVERYTHING = Subscription(RSS, "feed.xml", "Alles", omschrijving="Alles van het netwerk")
FRAGMENTS = View(small_catalog.catalog(), templates.environment(Path(__file__).parents[2] / "overrides/fragments"))
ELSEWHERE = Rendering(
    FRAGMENTS.render, lambda word: word.key, address=lambda address: f"{SITE}praktijken/{address[3:]}", elsewhere=True
)
[SEPARATE] = subscriptions(small_catalog.catalog(), JSON)
[BUNDLE] = subscriptions(small_catalog.catalog(), OPML)


def items(*records: object, html: str = "<p>Inhoud</p>") -> tuple[feeds.Item, ...]:
    catalog = small_catalog.catalog(*records)  # type: ignore[arg-type]  # records, named loosely
    contents = {"praktijken/hackshield/": html, "nieuwsbrieven/2025-q4/": html}
    return feeds.items(catalog, contents, site=SITE, today=TODAY)


def test_newest_first_and_nothing_from_the_future() -> None:
    all_ = items(
        small_catalog.nieuwsbrief(),
        small_catalog.praktijk(),
        small_catalog.nieuwsbrief("2027-q1", datum="2027-03-31", titel="Straks"),
    )
    assert [b.titel for b in all_] == ["HackShield", "Nieuwsbrief 4e kwartaal 2025"]


def test_what_stood_here_from_the_first_day_is_of_the_day_of_its_source() -> None:
    """So the first publication of old content is no news; what is added later is, however old its source."""
    opened = str(small_catalog.netwerk().geopend)
    first = small_catalog.praktijk("a", gepubliceerd=opened, laatst_beoordeeld=opened)
    later = small_catalog.praktijk("b", gepubliceerd="2026-11-21", laatst_beoordeeld="2026-11-21")
    assert {b.url[-2]: b.datum for b in items(first, later)} == {"a": date(2023, 11, 30), "b": date(2026, 11, 21)}


@pytest.mark.parametrize(("naam", "maker"), [("Het\x85 netwerk", "Het netwerk"), ("\x85", "Vnet")])
def test_who_made_an_item_is_called_by_what_can_be_read_or_as_the_network(naam: str, maker: str) -> None:
    own = small_catalog.catalog().one(m.Organisatie, "vnet").model_copy(update={"naam": naam})
    assert [b.maker for b in items(small_catalog.praktijk(), own)] == [maker]


def test_the_first_publication_of_the_site_floods_no_reader(contents: Content) -> None:
    catalog = contents.view.catalog
    opened = catalog.netwerk.geopend
    assert opened
    assert min(p.gepubliceerd for p in catalog.all_of(m.Praktijk)) == opened
    all_ = feeds.items(catalog, {}, site=SITE, today=TODAY)
    assert len(all_) > 60
    assert [b.titel for b in all_ if b.datum >= opened] == []


def test_who_opens_a_feed_in_a_browser_has_links_and_days_in_dutch_and_a_feed_reader_nothing_else() -> None:
    out = feeds.rss(EVERYTHING, items(small_catalog.praktijk(titel="R&D")), site=SITE, today=TODAY)
    html = "{http://www.w3.org/1999/xhtml}"
    channel = etree.fromstring(out)[0]
    assert [(a.get("href"), a.text) for a in channel.findall(f"{html}a")] == [(SITE, "Naar de site")]
    [item] = channel.iter("item")
    assert [(a.get("href"), a.text) for a in item.findall(f"{html}a")] == [(f"{SITE}praktijken/hackshield/", "R&D")]
    assert item.findtext(f"{html}time") == "10 januari 2026"
    [entry] = feedparser.parse(out).entries
    assert (entry.title, entry.link, [link.rel for link in entry.links]) == (
        "R&D",
        f"{SITE}praktijken/hackshield/",
        ["alternate"],
    )


def test_ties_are_broken_by_address() -> None:
    all_ = items(small_catalog.praktijk("b-praktijk"), small_catalog.praktijk("a-praktijk"))
    assert [b.url for b in all_] == [f"{SITE}praktijken/a-praktijk/", f"{SITE}praktijken/b-praktijk/"]


def test_a_dated_step_is_an_item_of_its_own() -> None:
    step = {"datum": "2026-05-01", "tekst": "nu ook voor ouders"}
    eerder = {"datum": "2023-03-04", "tekst": "gebeurde voor de kennisbank er was"}
    all_ = items(small_catalog.praktijk(geschiedenis=[eerder, step]))
    assert [b.titel for b in all_] == ["HackShield: nu ook voor ouders", "HackShield"]
    assert len({b.guid for b in all_}) == 2


def test_a_change_of_status_is_news() -> None:
    step = {
        "datum": "2026-05-01",
        "tekst": "De proef is voorbij en de gemeenten gaan ermee door.",
        "status": "in gebruik",
    }
    new, _ = items(small_catalog.praktijk(geschiedenis=[step]))
    assert new.titel == "HackShield: de status is nu ‘in gebruik’"
    assert new.samenvatting == step["tekst"]


def test_two_steps_of_one_day_are_two_items() -> None:
    steps = [{"datum": "2026-05-01", "tekst": text} for text in ("eerst", "daarna")]
    all_ = items(small_catalog.praktijk(geschiedenis=steps))
    assert [b.guid.removeprefix(feeds.guid(small_catalog.catalog(), small_catalog.praktijk())) for b in all_] == [
        "/2026-05-01",
        "/2026-05-01/2",
        "",
    ]


def test_an_item_names_the_team_or_the_network_and_never_a_person() -> None:
    team = m.Expertteam.model_validate({
        "id": "jeugd", "naam": "Expertteam Jeugd", "soort": "expertteam", "opdracht": "Delen wat werkt.",
        "trekker": "gemeente Tiel", "voorzitters": [{"ambt": "burgemeester van Tiel", "naam": "A. Naam"}], **small_catalog.BRON,
    })  # fmt: skip
    with_, without = items(team, small_catalog.praktijk("a", expertteam="jeugd"), small_catalog.praktijk("b"))
    assert (with_.maker, without.maker) == ("Expertteam Jeugd", "Vnet")
    out = feeds.rss(EVERYTHING, [with_], site=SITE, today=TODAY)
    assert feedparser.parse(out).entries[0].author == "Expertteam Jeugd"
    (item,) = json.loads(feeds.json_feed(SEPARATE, [with_], site=SITE, maker="Vnet"))["items"]
    assert item["authors"] == [item["author"]] == [{"name": "Expertteam Jeugd"}], "version 1 knows one author only"


def test_text_is_text_and_html_is_html() -> None:
    """A title is text; RSS says that a description holds HTML; only a section of CDATA must be kept from ending."""
    (message,) = items(
        small_catalog.praktijk(
            titel="R&D <b>]]></b>", samenvatting="Als a < b & c, dan ]]> en dat veertig tekens lang."
        ),
        html="<p>x ]]> y</p>",
    )
    (item,) = feedparser.parse(feeds.rss(EVERYTHING, [message], site=SITE, today=TODAY)).entries
    assert "]]" in item.title
    assert item.summary == "Als a &lt; b &amp; c, dan ]]&gt; en dat veertig tekens lang."
    assert item.content[0].value == "<p>x ]]&gt; y</p>"
    (separate,) = json.loads(feeds.json_feed(SEPARATE, [message], site=SITE, maker="Vnet"))["items"]
    assert (separate["title"], separate["content_html"]) == ("R&D <b>]]></b>", "<p>x ]]> y</p>")


def test_a_table_with_full_addresses_goes_along() -> None:
    table = '<table><tr><th scope="row">Tiel</th><td><a href="../tiel/">x</a></td></tr></table>'
    (message,) = items(small_catalog.praktijk(), html=to_html(fragments.read(table), ELSEWHERE))
    (item,) = feedparser.parse(feeds.rss(EVERYTHING, [message], site=SITE, today=TODAY)).entries
    assert "<table>" in item.content[0].value
    assert f'href="{SITE}praktijken/tiel/"' in item.content[0].value


def test_a_guid_is_made_of_the_id_and_survives_a_move() -> None:
    (message,) = items(small_catalog.praktijk())
    assert message.guid == "tag:netwerk.example,2026:praktijk/hackshield"
    assert SITE not in message.guid
    (renamed,) = items(small_catalog.praktijk("schild", eerder=("praktijken/hackshield/", "praktijken/spel/")))
    assert renamed.guid == message.guid
    assert renamed.url == f"{SITE}praktijken/schild/"


def test_rss_holds_what_a_reader_needs() -> None:
    out = feeds.rss(EVERYTHING, items(small_catalog.praktijk(), small_catalog.nieuwsbrief()), site=SITE, today=TODAY)
    feed = feedparser.parse(out)
    assert not feed.bozo
    assert feed.feed.link == SITE
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE}feed.xml"]
    assert feed.feed.language == "nl"
    item = feed.entries[0]
    assert item.title == "HackShield"
    assert item.link == f"{SITE}praktijken/hackshield/"
    assert item.content[0].value == "<p>Inhoud</p>"
    assert item.author == "Vnet"
    assert [t.term for t in item.tags] == ["Praktijk", "Jeugd"]
    assert parsedate_to_datetime(item.published).date() == date(2026, 1, 10)


def test_rss_does_not_read_the_clock() -> None:
    out = feeds.rss(EVERYTHING, items(small_catalog.praktijk()), site=SITE, today=TODAY)
    assert b"<lastBuildDate>Sat, 10 Jan 2026 00:00:00 +0000</lastBuildDate>" in out


@pytest.mark.parametrize(
    "evil",
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
def test_no_text_loses_the_feed(evil: str) -> None:
    message = feeds.Item(
        "tag:x,2026:1",
        evil or "leeg",
        f"{SITE}x/",
        TODAY,
        evil,
        f"<p>{evil}</p>",
        (evil,),
        ("jeugd",),
        (),
        "praktijk",
        "Netwerk",
    )
    out = feeds.rss(EVERYTHING, [message], site=SITE, today=TODAY)
    etree.fromstring(out)
    assert len(feedparser.parse(out).entries) == 1
    assert len(json.loads(feeds.json_feed(SEPARATE, [message], site=SITE, maker="Vnet"))["items"]) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=400))
def test_any_text_gives_a_feed_that_parses(titel: str, html: str) -> None:
    message = feeds.Item("g", titel or "x", f"{SITE}x/", TODAY, titel, html, (), (), (), "praktijk", "Vnet")
    etree.fromstring(feeds.rss(EVERYTHING, [message], site=SITE, today=TODAY))
    json.loads(feeds.json_feed(SEPARATE, [message], site=SITE, maker="Vnet"))


def test_every_theme_and_district_has_a_feed(contents: Content) -> None:
    catalog = contents.view.catalog
    paths = [channel.pad for channel in subscriptions(catalog, RSS)]
    assert len(paths) == len(set(paths)) == 2 + 15 + 5
    opml = etree.fromstring(feeds.opml(BUNDLE, subscriptions(catalog, RSS), site=SITE))
    assert [o.get("xmlUrl") for o in opml.iter("outline")] == [SITE + path for path in paths]


def many(count: int) -> list[feeds.Item]:
    """Items over several years, newest first."""
    days = sorted((date(2020 + n % 5, 1 + n % 12, 1 + n % 28) for n in range(count)), reverse=True)
    return [
        feeds.Item(
            f"tag:{n}", f"Bericht {n}", f"{SITE}b/{n}/", day, "Kort.", "<p>Lang.</p>", (), (), (), "praktijk", "Vnet"
        )
        for n, day in enumerate(days)
    ]


def atom_links(feed: bytes) -> list[tuple[str, str]]:
    """The relation and the address of each link of a feed to another, in their order."""
    links = etree.fromstring(feed).iterfind("channel/{http://www.w3.org/2005/Atom}link")
    return [(link.get("rel", ""), link.get("href", "")) for link in links]


def test_a_full_feed_links_to_a_chain_of_yearly_archives() -> None:
    all_ = many(5_000)
    out = dict(feeds.rss_files(EVERYTHING, all_, site=SITE, today=TODAY))
    assert list(out) == ["feed.xml", *(f"feed-{year}.xml" for year in range(2020, 2025))]
    assert atom_links(out["feed.xml"]) == [("self", f"{SITE}feed.xml"), ("prev-archive", f"{SITE}feed-2024.xml")]
    assert [relation for relation, _ in atom_links(out["feed-2024.xml"])] == ["self", "current", "prev-archive"]
    assert len(feedparser.parse(out["feed.xml"]).entries) == feeds.MAXIMUM
    found, path = 0, "feed-2024.xml"
    assert f'rel="prev-archive" href="{SITE}{path}"'.encode() in out["feed.xml"]
    while path:
        feed = feedparser.parse(out[path])
        assert not feed.bozo
        assert atom_links(out[path])[0] == ("self", SITE + path), "readers take the first for the feed's own address"
        assert b"<fh:archive/>" in out[path]
        found += len(feed.entries)
        eerder = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        path = eerder[0].removeprefix(SITE) if eerder else ""
    assert found == len(all_)


def test_a_feed_that_is_not_full_has_no_archive() -> None:
    out = dict(feeds.rss_files(EVERYTHING, many(50), site=SITE, today=TODAY))
    assert list(out) == ["feed.xml"]
    assert b"archive" not in out["feed.xml"]


def test_a_report_is_an_item_with_its_document(contents: Content) -> None:
    all_ = feeds.items(
        contents.view.catalog, {}, site=SITE, today=TODAY, attachments={"voortgang/2018-02/voortgang.pdf": 12_345}
    )
    (message,) = [b for b in all_ if b.guid.endswith("rapport/voortgang/2018-02")]
    assert message.datum == date(2018, 2, 28)
    (item,) = feedparser.parse(feeds.rss(EVERYTHING, [message], site=SITE, today=TODAY)).entries
    (attachment,) = item.enclosures
    assert (attachment.href, attachment.length, attachment.type) == (
        f"{SITE}voortgang/2018-02/voortgang.pdf",
        "12345",
        "application/pdf",
    )


def test_json_feed_is_of_version_1_1() -> None:
    feed = json.loads(feeds.json_feed(SEPARATE, items(small_catalog.praktijk()), site=SITE, maker="Vnet"))
    JSON_FEED.validate(feed)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["date_published"] == "2026-01-10T00:00:00+00:00"
    assert feed["items"][0]["content_html"] == "<p>Inhoud</p>"
