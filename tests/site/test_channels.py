"""What readers subscribe to, in the built site: announced on every page, readable by strict parsers, frozen where it must."""

from __future__ import annotations

import io
import json
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator
from lxml import etree
from lxml import html as lhtml

from macros.build.content import Inhoud
from macros.records import models as m
from tests.conftest import WORTEL, bouw, kopie

SITE = "https://veiligheidsnetwerken.nl/"
ALGEMEEN = ["feed.xml", "nieuwsbrieven/feed.xml", "feed.json"]


def aangekondigd(site: Path, pad: str) -> list[str]:
    """The feeds that a page announces, relative to the root, in its own order."""
    bladzijde = lhtml.parse(io.BytesIO((site / pad / "index.html").read_bytes())).getroot()
    soorten = ("application/rss+xml", "application/feed+json")
    koppelingen = [link for link in bladzijde.xpath("//head/link[@rel='alternate']") if link.get("type") in soorten]
    assert all(link.get("title") for link in koppelingen)
    return [urljoin(urljoin(SITE, pad), link.get("href")).removeprefix(SITE) for link in koppelingen]


def test_every_page_announces_the_feeds(site: Path) -> None:
    paden = [blad.parent.relative_to(site).as_posix() for blad in site.rglob("index.html")]
    assert len(paden) > 300
    for pad in paden:
        adressen = aangekondigd(site, "" if pad == "." else f"{pad}/")
        assert adressen[-3:] == ALGEMEEN, pad
        assert all((site / adres).is_file() for adres in adressen), pad


def test_a_theme_and_a_district_announce_their_own_feed_first(site: Path, inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    for record in (*catalog.alle(m.Thema), *catalog.alle(m.District)):
        assert aangekondigd(site, record.pad) == [f"{record.pad}feed.xml", *ALGEMEEN]


def test_every_feed_parses_strictly_and_has_a_creator(site: Path) -> None:
    feeds = sorted(site.rglob("feed*.xml"))
    assert len(feeds) >= 22
    guids: dict[str, str] = {}
    for pad in feeds:
        inhoud = pad.read_bytes()
        items = etree.fromstring(inhoud).findall("channel/item")
        gelezen = feedparser.parse(inhoud)
        assert (gelezen.bozo, len(gelezen.entries)) == (False, len(items)), pad
        for entry in gelezen.entries:
            assert entry.author, entry.id
            assert entry.link.startswith(SITE)
            assert guids.setdefault(entry.id, entry.title) == entry.title
        data = [entry.published_parsed for entry in gelezen.entries]
        assert data == sorted(data, reverse=True), pad


def test_the_json_feed_is_what_its_specification_says(site: Path) -> None:
    schema = json.loads((WORTEL / "tests/channels/schema/jsonfeed-1.1.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads((site / "feed.json").read_bytes()))


def test_every_calendar_reads_back(site: Path) -> None:
    agendas = sorted(site.rglob("*.ics"))
    assert len(agendas) > 21
    for pad in agendas:
        agenda = Calendar.from_ical(pad.read_bytes())
        uids = [str(entry["uid"]) for entry in agenda.walk("VEVENT")]
        assert len(uids) == len(set(uids)), pad


@pytest.mark.parametrize("vorm", ["index.html", "email.html", "email.txt", "nieuwsbrief.eml"])
def test_an_old_newsletter_does_not_change(vorm: str, bevroren: tuple[Path, Path]) -> None:
    voor, na = (map_ / "nieuwsbrieven/2023-q4" / vorm for map_ in bevroren)
    assert voor.read_bytes() == na.read_bytes()
    if vorm == "index.html":
        assert b"Tot en met" in voor.read_bytes() or b"Zet in mijn agenda" in voor.read_bytes()


@pytest.fixture(scope="module")
def bevroren(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two builds of a project of which an old issue shows an agenda: before and after an activity in it was added."""
    wortel = kopie(tmp_path_factory.mktemp("bevroren") / "project")
    brief = wortel / "newsletters/2023-q4.md"
    woorden = "\n## Wat komt er\n\n{{ agenda(weken=12) }}\n\n## Wat is er nieuw\n\n{{ nieuw(aantal=3) }}\n"
    brief.write_text(brief.read_text(encoding="utf-8") + woorden, encoding="utf-8")
    sites = wortel.parent / "voor", wortel.parent / "na"
    for site in sites:
        uitkomst = bouw(wortel, site)
        assert uitkomst.returncode == 0, uitkomst.stdout + uitkomst.stderr
        with (wortel / "docs/_data/activiteiten/2024.yml").open("a", encoding="utf-8") as bestand:
            bestand.write(
                "\n- id: later-bedacht\n  titel: Later bedacht\n  wanneer: 2024-02-01\n  toegevoegd: 2024-01-10\n"
                "  soort: bijeenkomst\n  status: gepland\n  bron: voortgangsbericht-2023\n"
            )
    assert b"Later bedacht" in (sites[1] / "activiteiten/index.html").read_bytes()
    return sites
