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

from macros.channels.subscriptions import ICS, RSS, subscriptions
from macros.records import models as m
from tests.conftest import ROOT, build, copy_
from tests.networks import OURS, SECOND, Network

GENERAL = ["feed.xml", "nieuwsbrieven/feed.xml", "feed.json"]


def announced(network: Network, path: str) -> list[str]:
    """The feeds that a page announces, relative to the root, in its own order."""
    page = lhtml.parse(io.BytesIO((network.site / path / "index.html").read_bytes())).getroot()
    kinds = ("application/rss+xml", "application/feed+json")
    links = [link for link in page.xpath("//head/link[@rel='alternate']") if link.get("type") in kinds]
    assert all(link.get("title") for link in links)
    own = network.address
    return [urljoin(urljoin(own, path), link.get("href")).removeprefix(own) for link in links]


def test_every_page_announces_the_feeds(network: Network) -> None:
    site = network.site
    paths = [site_page.parent.relative_to(site).as_posix() for site_page in site.rglob("index.html")]
    assert len(paths) > {OURS: 300, SECOND: 60}[network.name]
    for path in paths:
        addresses = announced(network, "" if path == "." else f"{path}/")
        assert addresses[-3:] == GENERAL, path
        assert all((site / address).is_file() for address in addresses), path


def test_a_theme_and_a_district_announce_their_own_feed_first(network: Network) -> None:
    catalog = network.content.view.catalog
    for record in (*catalog.all_of(m.Thema), *catalog.all_of(m.District)):
        assert announced(network, record.pad) == [f"{record.pad}feed.xml", *GENERAL]


def test_every_feed_parses_strictly_and_has_a_creator(network: Network) -> None:
    feeds = sorted(network.site.rglob("feed*.xml"))
    assert len(feeds) >= len(subscriptions(network.content.view.catalog, RSS)) > {OURS: 21, SECOND: 5}[network.name]
    guids: dict[str, str] = {}
    for path in feeds:
        contents = path.read_bytes()
        items = etree.fromstring(contents).findall("channel/item")
        loaded = feedparser.parse(contents)
        assert (loaded.bozo, len(loaded.entries)) == (False, len(items)), path
        for entry in loaded.entries:
            assert entry.author, entry.id
            assert entry.link.startswith(network.address)
            assert guids.setdefault(entry.id, entry.title) == entry.title
        data = [entry.published_parsed for entry in loaded.entries]
        assert data == sorted(data, reverse=True), path


def test_the_json_feed_is_what_its_specification_says(network: Network) -> None:
    schema = json.loads((ROOT / "tests/channels/schema/jsonfeed-1.1.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads((network.site / "feed.json").read_bytes()))


def test_every_calendar_reads_back(network: Network) -> None:
    agendas = sorted(network.site.rglob("*.ics"))
    assert len(agendas) >= len(subscriptions(network.content.view.catalog, ICS)) > {OURS: 20, SECOND: 4}[network.name]
    for path in agendas:
        agenda = Calendar.from_ical(path.read_bytes())
        uids = [str(entry["uid"]) for entry in agenda.walk("VEVENT")]
        assert len(uids) == len(set(uids)), path


@pytest.mark.parametrize("form", ["index.html", "email.html", "email.txt", "nieuwsbrief.eml"])
def test_an_old_newsletter_does_not_change(form: str, frozen: tuple[Path, Path]) -> None:
    before, na = (folder / "nieuwsbrieven/2023-q4" / form for folder in frozen)
    assert before.read_bytes() == na.read_bytes()
    if form == "index.html":
        assert b"Tot en met" in before.read_bytes() or b"Zet in mijn agenda" in before.read_bytes()


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two builds of a project of which an old issue shows an agenda: before and after an activity in it was added."""
    root = copy_(tmp_path_factory.mktemp("bevroren") / "project")
    issue = root / "newsletters/2023-q4.md"
    words = "\n## Wat komt er\n\n{{ agenda(weken=12) }}\n\n## Wat is er nieuw\n\n{{ nieuw(aantal=3) }}\n"
    issue.write_text(issue.read_text(encoding="utf-8") + words, encoding="utf-8")
    sites = root.parent / "voor", root.parent / "na"
    for site in sites:
        outcome = build(root, site)
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
        with (root / "docs/_data/activiteiten/2024.yml").open("a", encoding="utf-8") as file:
            file.write(
                "\n- id: later-bedacht\n  titel: Later bedacht\n  wanneer: 2024-02-01\n  toegevoegd: 2024-01-10\n"
                "  soort: bijeenkomst\n  status: gepland\n  bron: voortgangsbericht-2023\n"
            )
    assert b"Later bedacht" in (sites[1] / "activiteiten/index.html").read_bytes()
    return sites
