"""Hostile records through every channel: nothing crashes, nothing is lost, everything that comes out can be read.

`EXAMPLES=1000` makes a thousand of them (`make bench`); otherwise it is a sample.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft202012Validator
from lxml import etree
from lxml import html as lhtml

from macros.base.text import INVISIBLE, printable
from macros.build.content import check
from macros.channels import calendars, feeds, newsletter, opendata
from macros.channels.reports import drawing
from macros.channels.reports.blocks import paragraph
from macros.channels.subscriptions import ICS, JSON, OPML, RSS, subscriptions
from macros.document import fragments, markdown, rewriting, templates
from macros.document import nodes as n
from macros.document.html import Rendering, to_html
from macros.document.templates import View
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.words import cards, tables
from tests.errors.test_errors import set_up
from tests.helpers import small_catalog

ROOT = Path(__file__).parents[2]
SITE = "https://veiligheidsnetwerken.nl/"
TODAY = date(2026, 11, 22)
FRAGMENTS = templates.environment(ROOT / "overrides/fragments")
ELSEWHERE = Rendering(
    View(Catalog({}), FRAGMENTS).render, lambda word: word.key, address=lambda address: SITE + address, elsewhere=True
)
MAILS = templates.environment(ROOT / "overrides/email")
JSON_FEED = Draft202012Validator(
    json.loads((ROOT / "tests/channels/schema/jsonfeed-1.1.json").read_text(encoding="utf-8"))
)
EXAMPLES = int(os.environ.get("VOORBEELDEN", "150"))

EVIL = (
    "bel\x07", "nul\x00", "\ufffe", "\uffff", "half \ud800 teken", "half \udfff", "]]>", "]]]]>>", "--><!--", "\u202eomgekeerd",
    "מימין לשמאל", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<a href='javascript:alert(1)'>x</a>",
    "</title></head>", "&#8238;&#0;&amp;&", "&#xD800;", "=1+1", "+31", "@som", "-2+3", "\t=x", "\r\nBcc: x@voorbeeld.nl",
    "BEGIN:VEVENT\r\nUID:x", "regel\u2028regel", "\x85", "{{ 7 * 7 }}", "{% raw %}", "```\n# kop", "| a | b |", "a;b\"c\n'd'",
    "\ufeff", "e\u0301" * 50, "\U0001f469\u200d\U0001f692", "x" * 1_000, "lang " * 100, " \n\t ", "<!--", "<![CDATA[", "<p>" * 50,
)  # fmt: skip

texts = st.lists(
    st.one_of(st.sampled_from(EVIL), st.text(st.characters(exclude_categories=()), max_size=60)),
    min_size=1,
    max_size=4,
).map("".join)
"""Any text at all, halves of characters too, with what is known to hurt mixed in."""


def different(record: m.Record, **fields: object) -> Any:  # noqa: ANN401 - the class of the record
    """A record as the loader would never make it: it bypasses every check."""
    return record.model_copy(update=fields)


REPORTS = {"voortgang/2023/", "voortgang/2026/", "jaarplan/2026/"}
"""Of the years of the activities; a plan of 2023 too, if what may be anything says that something was planned for it."""


@st.composite
def evil_catalogs(draw: st.DrawFn) -> Catalog:
    """A catalog of which every text that people write may hold anything."""

    def t() -> str:
        return draw(texts)

    step = m.Wijziging(datum=date(2026, 5, 1), tekst="x", status="in gebruik").model_copy(update={"tekst": t()})
    return small_catalog.catalog(
        different(small_catalog.praktijk(), titel=t(), samenvatting=t(), effect=t(), plaatsen=(t(),), situaties=(t(),), geschiedenis=(step,)),
        different(small_catalog.nieuwsbrief(), titel=t(), samenvatting=t(), vindplaats=t()),
        different(small_catalog.activiteit(), titel=t(), omschrijving=t(), oplevering=t(), noot=t()),
        different(small_catalog.activiteit("straks", wanneer="2026-Q4", jaar="2026"), titel=t(), gedrukt=t()),
        different(small_catalog.activiteit("op-tijd", wanneer="2026-12-01", jaar="2026", tijd="13:30"), titel=t()),
        different(m.Thema.model_validate({
            "id": "jeugd", "naam": "Jeugd", "kort": "Kort", "looptijden": [{"van": "2024"}], **small_catalog.BRON,
        }), naam=t(), kort=t()),
        different(m.Organisatie.model_validate({
            "id": "vnet", "naam": "Vnet", "soort": "netwerk", "omschrijving": "Het netwerk.", **small_catalog.BRON,
        }), naam=t(), omschrijving=t()),
    )  # fmt: skip


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(evil_catalogs(), texts)
def test_hostile_records_through_every_channel(catalog: Catalog, evil: str) -> None:
    made = fragments.read(f"<h2>{evil}</h2><p>{evil}</p><table><tr><td>{evil}")
    typed = markdown.read(_in_a_file(f"## {evil}\n\n{evil}\n\n| kop |\n|---|\n| {evil} |\n"))
    html = to_html((*made, *typed), ELSEWHERE)
    all_ = feeds.items(
        catalog, {"praktijken/hackshield/": html, "nieuwsbrieven/2025-q4/": evil}, site=SITE, today=TODAY
    )
    reports = catalog.rapporten()  # a network without a budget has one of each year
    assert REPORTS <= {report.pad for report in reports} <= REPORTS | {"jaarplan/2023/"}
    assert len(all_) == 3 + len(reports)
    _feeds(catalog, all_)
    _agendas(catalog)
    _data(catalog)
    _mail(catalog, rewriting.filled(made, lambda _: ()))
    _mail(catalog, rewriting.filled(typed, lambda _: ()))
    _fragments(catalog)
    _documents(catalog, evil)


def _in_a_file(text: str) -> str:
    """A text as a file of UTF-8 can hold it, which has no half characters."""
    return text.encode("utf-8", "replace").decode()


def _feeds(catalog: Catalog, all_: tuple[feeds.Item, ...]) -> None:
    for channel in subscriptions(catalog, RSS):
        out = feeds.rss(channel, [b for b in all_ if feeds.takes(channel, b)], site=SITE, today=TODAY)
        tree = etree.fromstring(out)
        assert len(tree.findall("channel/item")) == sum(feeds.takes(channel, b) for b in all_)
        _without_invisible(tree.itertext())
    feed = feedparser.parse(feeds.rss(subscriptions(catalog, RSS)[0], all_, site=SITE, today=TODAY))
    assert (feed.bozo, len(feed.entries)) == (False, len(all_))
    assert len({entry.id for entry in feed.entries}) == len(all_)
    separate = json.loads(feeds.json_feed(subscriptions(catalog, JSON)[0], all_, site=SITE, maker="Netwerk"))
    JSON_FEED.validate(separate)
    assert len(separate["items"]) == len(all_)
    opml = etree.fromstring(feeds.opml(subscriptions(catalog, OPML)[0], subscriptions(catalog, RSS), site=SITE))
    assert len(list(opml.iter("outline"))) == len(subscriptions(catalog, RSS)) == 4


def _agendas(catalog: Catalog) -> None:
    for agenda in subscriptions(catalog, ICS):
        out = calendars.ics(agenda, catalog, site=SITE)
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", out)
        assert max(map(len, out.split(b"\r\n"))) <= 75
        assert out.count(b"\r\nBEGIN:VEVENT\r\n") == 3
    entries = Calendar.from_ical(out).walk("VEVENT")  # the last one: reading time zones back takes a while
    assert {str(e["uid"]).partition("@")[0] for e in entries} == {"kennissessie", "straks", "op-tijd"}
    _without_invisible(str(e["summary"]) for e in entries)


def _data(catalog: Catalog) -> None:
    for path, contents in opendata.files(catalog, site=SITE, today=TODAY):
        if path.endswith(".json"):
            json.loads(contents)
            continue
        rows = list(csv.reader(io.StringIO(contents.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert len({len(row) for row in rows}) == 1, path
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"[=+@\t\r\n＝＋－＠]|-(?![0-9]+(\.[0-9]+)?$)", cell), cell
    praktijken = dict(opendata.files(catalog, site=SITE, today=TODAY))["data/praktijken.json"]
    assert len(json.loads(praktijken)) == 1


def _mail(catalog: Catalog, blocks: tuple[n.Block, ...]) -> None:
    (issue,) = catalog.nieuwsbrieven()
    post = newsletter.mail(catalog, issue, blocks, MAILS, site=SITE)
    message = message_from_bytes(post.eml, policy=policy.default)
    assert not message.defects
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert {*message.keys()} - {"X-Kennisbank-Artikelen"} == {
        "From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version",
        "Content-Type", "Content-Language",
    }  # fmt: skip
    assert len(post.html.encode()) < 102_000
    assert not re.search(r"<script|javascript:|onerror=", re.sub(r"&lt;.*?&gt;|>[^<]*<", "", post.html))
    _without_invisible((post.html, post.tekst))


def _fragments(catalog: Catalog) -> None:
    view = View(catalog, FRAGMENTS, TODAY)
    made = {
        "activiteiten": tables.activiteiten(view), "agenda": cards.agenda(view),
        "praktijken": cards.praktijken(view), "zoeker": cards.praktijkzoeker(view),
        "feitenkader": cards.feitenkader(view, "hackshield"), "situaties": cards.situaties(view),
        "nieuwsbrieven": cards.nieuwsbrieven(view), "nieuw": cards.nieuw(view, sinds="2020-01-01"), "feeds": tables.feeds(view),
        "themas": cards.thema_kaarten(view),
    }  # fmt: skip
    for name, html in made.items():
        tree = lhtml.fromstring(f"<div>{html}</div>".encode(errors="replace").replace(b"\0", b""))
        assert not list(tree.iter("script", "img", "iframe", "object")), name
        addresses = [value for node in tree.iter() for value in (node.get("href"), node.get("src")) if value]
        assert not [address for address in addresses if re.match(r"\s*javascript:", address, re.IGNORECASE)], name
    assert made["activiteiten"].count('<th scope="row">') + made["activiteiten"].count('<tr id="') >= 3


def _texts(drawn: object) -> Iterator[str]:
    """Every text in what a template is to draw."""
    if isinstance(drawn, str):
        yield drawn
    for child in drawn.values() if isinstance(drawn, dict) else drawn if isinstance(drawn, list) else ():
        yield from _texts(child)


def _documents(catalog: Catalog, evil: str) -> None:
    """What a PDF is made of: every letter can be printed, so none stops the export."""
    (praktijk,) = catalog.praktijken()
    written = (paragraph(praktijk.titel, praktijk.effect), paragraph(evil, n.Code(1, 1, evil)), n.CodeBlock(1, 1, evil))
    parts = list(_texts(drawing.blocks(written)))
    assert all(printable(letter) == letter for part in parts for letter in part if letter != "\n")
    _without_invisible(parts)


def _without_invisible(texts_: Any) -> None:  # noqa: ANN401 - any run of texts
    assert [text for text in texts_ if INVISIBLE.search(text or "")] == []


@pytest.mark.parametrize(("piece", "bytes_"), [("]]>", 10**6), ("\ud800", 10**6), ("<p>", 10**5)], ids=repr)
def test_an_item_of_a_megabyte_is_an_item(piece: str, bytes_: int) -> None:
    large = piece * (bytes_ // len(piece))
    catalog = small_catalog.catalog(
        different(small_catalog.praktijk(), titel=large, samenvatting=large),
        different(small_catalog.activiteit(), titel=large, omschrijving=large),
        small_catalog.nieuwsbrief(),
    )
    start = time.process_time()
    all_ = feeds.items(catalog, {"praktijken/hackshield/": large}, site=SITE, today=TODAY)
    for channel in subscriptions(catalog, RSS):
        etree.fromstring(feeds.rss(channel, all_, site=SITE, today=TODAY), etree.XMLParser(huge_tree=True))
    assert (
        len(json.loads(feeds.json_feed(subscriptions(catalog, JSON)[0], all_, site=SITE, maker="Netwerk"))["items"])
        == 3
    ), "the practice, the newsletter and the report of the year of the activity"
    assert (
        len(Calendar.from_ical(calendars.ics(subscriptions(catalog, ICS)[0], catalog, site=SITE)).walk("VEVENT")) == 1
    )
    assert dict(opendata.files(catalog, site=SITE, today=TODAY))
    _mail(catalog, fragments.read(large))
    _mail(catalog, markdown.read(_in_a_file(large)))
    assert time.process_time() - start < 20


# ── What is taken out is told first ─────────────────────────────────────────────────────────────────────


def _cases() -> Iterator[tuple[str, str, str]]:
    files = {
        "docs/praktijken/hackshield.md": "De gemeente Tiel gebruikt dit spel.",
        "docs/_data/themas.yml": "naam: Jeugd",
        "docs/_data/activiteiten/2023.yml": "titel: Overleg over drugs",
    }
    for file, text in files.items():
        for char in ("\x07", "\ufffe", "\u202e", "\u200b", "\x85"):
            yield file, text, char


@pytest.mark.parametrize(("file", "tekst", "char"), list(_cases()), ids=repr)
def test_what_would_be_taken_out_is_reported_with_its_file_and_line(
    tmp_path: Path, file: str, tekst: str, char: str
) -> None:
    root = set_up(tmp_path / "project")
    old = (root / file).read_text(encoding="utf-8")
    assert old.count(tekst) == 1
    line = old[: old.index(tekst)].count("\n") + 1
    (root / file).write_text(old.replace(tekst, f"{tekst}{char}x"), encoding="utf-8")
    _, findings = check(root)
    found = {(b.file, b.line) for b in findings if f"U+{ord(char):04X}" in b.message}
    assert found == {(file, line)}
