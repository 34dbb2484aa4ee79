"""Hostile records through every channel: nothing crashes, nothing is lost, everything that comes out can be read.

`VOORBEELDEN=1000` makes a thousand of them (`make bench`); otherwise it is a sample.
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

from macros.base.text import ONZICHTBAAR
from macros.build.content import controleer
from macros.channels import calendars, feeds, newsletter, opendata
from macros.document import blocks, sanitise, templates
from macros.document.templates import Weergave
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.words import cards, tables
from tests.errors.test_errors import leg_klaar
from tests.helpers import small_catalog

WORTEL = Path(__file__).parents[2]
SITE = "https://veiligheidsnetwerken.nl/"
VANDAAG = date(2026, 11, 22)
FRAGMENTEN = templates.omgeving(WORTEL / "overrides/fragments")
MAILS = templates.omgeving(WORTEL / "overrides/email")
JSON_FEED = Draft202012Validator(
    json.loads((WORTEL / "tests/channels/schema/jsonfeed-1.1.json").read_text(encoding="utf-8"))
)
VOORBEELDEN = int(os.environ.get("VOORBEELDEN", "150"))

KWAAD = (
    "bel\x07", "nul\x00", "\ufffe", "\uffff", "half \ud800 teken", "half \udfff", "]]>", "]]]]>>", "--><!--", "\u202eomgekeerd",
    "מימין לשמאל", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<a href='javascript:alert(1)'>x</a>",
    "</title></head>", "&#8238;&#0;&amp;&", "&#xD800;", "=1+1", "+31", "@som", "-2+3", "\t=x", "\r\nBcc: x@voorbeeld.nl",
    "BEGIN:VEVENT\r\nUID:x", "regel\u2028regel", "\x85", "{{ 7 * 7 }}", "{% raw %}", "```\n# kop", "| a | b |", "a;b\"c\n'd'",
    "\ufeff", "e\u0301" * 50, "\U0001f469\u200d\U0001f692", "x" * 1_000, "lang " * 100, " \n\t ", "<!--", "<![CDATA[", "<p>" * 50,
)  # fmt: skip

teksten = st.lists(
    st.one_of(st.sampled_from(KWAAD), st.text(st.characters(exclude_categories=()), max_size=60)),
    min_size=1,
    max_size=4,
).map("".join)
"""Any text at all, halves of characters too, with what is known to hurt mixed in."""


def anders(record: m.Record, **velden: object) -> Any:  # noqa: ANN401 - the class of the record
    """A record as the loader would never make it: it bypasses every check."""
    return record.model_copy(update=velden)


@st.composite
def kwade_catalogs(draw: st.DrawFn) -> Catalog:
    """A catalog of which every text that people write may hold anything."""

    def t() -> str:
        return draw(teksten)

    stap = m.Wijziging(datum=date(2026, 5, 1), tekst="x", status="in gebruik").model_copy(update={"tekst": t()})
    return small_catalog.catalog(
        anders(small_catalog.praktijk(), titel=t(), samenvatting=t(), effect=t(), plaatsen=(t(),), situaties=(t(),), geschiedenis=(stap,)),
        anders(small_catalog.nieuwsbrief(), titel=t(), samenvatting=t(), vindplaats=t()),
        anders(small_catalog.activiteit(), titel=t(), omschrijving=t(), oplevering=t(), noot=t()),
        anders(small_catalog.activiteit("straks", wanneer="2026-Q4", jaar="2026"), titel=t(), gedrukt=t()),
        anders(small_catalog.activiteit("op-tijd", wanneer="2026-12-01", jaar="2026", tijd="13:30"), titel=t()),
        anders(m.Thema.model_validate({
            "id": "jeugd", "naam": "Jeugd", "kort": "Kort", "looptijden": [{"van": "2024"}], **small_catalog.BRON,
        }), naam=t(), kort=t()),
        anders(m.Organisatie.model_validate({
            "id": "vnon", "naam": "VNON", "soort": "netwerk", "omschrijving": "Het netwerk.", **small_catalog.BRON,
        }), naam=t(), omschrijving=t()),
    )  # fmt: skip


@settings(
    max_examples=VOORBEELDEN, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(kwade_catalogs(), teksten)
def test_hostile_records_through_every_channel(catalog: Catalog, kwaad: str) -> None:
    html = sanitise.voor_elders(f"<h2>{kwaad}</h2><p>{kwaad}</p><table><tr><td>{kwaad}", lambda adres: SITE + adres)
    alle = feeds.berichten(
        catalog, {"praktijken/hackshield/": html, "nieuwsbrieven/2025-q4/": kwaad}, site=SITE, vandaag=VANDAAG
    )
    assert len(alle) == 3
    _feeds(catalog, alle)
    _agendas(catalog)
    _gegevens(catalog)
    _mail(catalog, kwaad)
    _mail(catalog, html)
    _fragmenten(catalog)
    _documenten(catalog, kwaad)


def _feeds(catalog: Catalog, alle: tuple[feeds.Bericht, ...]) -> None:
    for kanaal in feeds.kanalen(catalog):
        uit = feeds.rss(kanaal, [b for b in alle if kanaal.kiest(b)], site=SITE, vandaag=VANDAAG)
        boom = etree.fromstring(uit)
        assert len(boom.findall("channel/item")) == sum(map(kanaal.kiest, alle))
        _zonder_onzichtbaar(boom.itertext())
    feed = feedparser.parse(feeds.rss(feeds.kanalen(catalog)[0], alle, site=SITE, vandaag=VANDAAG))
    assert (feed.bozo, len(feed.entries)) == (False, 3)
    assert len({entry.id for entry in feed.entries}) == 3
    los = json.loads(feeds.json_feed(alle, site=SITE))
    JSON_FEED.validate(los)
    assert len(los["items"]) == 3
    opml = etree.fromstring(feeds.opml(feeds.kanalen(catalog), site=SITE))
    assert len(list(opml.iter("outline"))) == len(feeds.kanalen(catalog)) == 4


def _agendas(catalog: Catalog) -> None:
    for agenda in calendars.agendas(catalog):
        uit = calendars.ics(agenda, catalog, site=SITE)
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", uit)
        assert max(map(len, uit.split(b"\r\n"))) <= 75
        assert uit.count(b"\r\nBEGIN:VEVENT\r\n") == 3
    entries = Calendar.from_ical(uit).walk("VEVENT")  # the last one: reading time zones back takes a while
    assert {str(e["uid"]).partition("@")[0] for e in entries} == {"kennissessie", "straks", "op-tijd"}
    _zonder_onzichtbaar(str(e["summary"]) for e in entries)


def _gegevens(catalog: Catalog) -> None:
    for pad, inhoud in opendata.bestanden(catalog, site=SITE, vandaag=VANDAAG):
        if pad.endswith(".json"):
            json.loads(inhoud)
            continue
        rijen = list(csv.reader(io.StringIO(inhoud.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert len({len(rij) for rij in rijen}) == 1, pad
        for cel in (cel for rij in rijen for cel in rij):
            assert not re.match(r"[=+@\t\r\n＝＋－＠]|-(?![0-9]+(\.[0-9]+)?$)", cel), cel
    praktijken = dict(opendata.bestanden(catalog, site=SITE, vandaag=VANDAAG))["data/praktijken.json"]
    assert len(json.loads(praktijken)) == 1


def _mail(catalog: Catalog, html: str) -> None:
    (brief,) = catalog.nieuwsbrieven()
    post = newsletter.mail(catalog, brief, html, MAILS, site=SITE)
    bericht = message_from_bytes(post.eml, policy=policy.default)
    assert not bericht.defects
    assert [deel.get_content_type() for deel in bericht.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert set(bericht.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "X-Unsent", "MIME-Version",
        "Content-Type", "Content-Language",
    }  # fmt: skip
    assert len(post.html.encode()) < 102_000
    assert not re.search(r"<script|javascript:|onerror=", re.sub(r"&lt;.*?&gt;|>[^<]*<", "", post.html))
    _zonder_onzichtbaar((post.html, post.tekst))


def _fragmenten(catalog: Catalog) -> None:
    weergave = Weergave(catalog, FRAGMENTEN, VANDAAG)
    gemaakt = {
        "activiteiten": tables.activiteiten(weergave), "agenda": cards.agenda(weergave),
        "praktijken": cards.praktijken(weergave), "zoeker": cards.praktijkzoeker(weergave),
        "feitenkader": cards.feitenkader(weergave, "hackshield"), "situaties": cards.situaties(weergave),
        "nieuwsbrieven": cards.nieuwsbrieven(weergave), "nieuw": cards.nieuw(weergave), "feeds": tables.feeds(weergave),
        "themas": cards.thema_kaarten(weergave),
    }  # fmt: skip
    for naam, html in gemaakt.items():
        boom = lhtml.fromstring(f"<div>{html}</div>".encode(errors="replace").replace(b"\0", b""))
        assert not list(boom.iter("script", "img", "iframe", "object")), naam
        adressen = [waarde for knoop in boom.iter() for waarde in (knoop.get("href"), knoop.get("src")) if waarde]
        assert not [adres for adres in adressen if re.match(r"\s*javascript:", adres, re.IGNORECASE)], naam
    assert gemaakt["activiteiten"].count('<th scope="row">') + gemaakt["activiteiten"].count('<tr id="') >= 3


def _documenten(catalog: Catalog, html: str) -> None:
    """What a PDF is made of: every letter can be printed, so none stops the export."""
    (praktijk,) = catalog.praktijken()
    delen = [stuk.tekst for stuk in blocks.tekst(praktijk.titel, praktijk.effect)]
    for blok in blocks.uit_html(html):
        delen += [stuk.tekst for stuk in getattr(blok, "tekst", ())]
        delen += [stuk.tekst for punt in getattr(blok, "punten", ()) for stuk in punt]
    assert all(blocks.schoon(deel) == deel for deel in delen)
    _zonder_onzichtbaar(delen)


def _zonder_onzichtbaar(teksten_: Any) -> None:  # noqa: ANN401 - any run of texts
    assert [tekst for tekst in teksten_ if ONZICHTBAAR.search(tekst or "")] == []


@pytest.mark.parametrize(("stuk", "bytes_"), [("]]>", 10**6), ("\ud800", 10**6), ("<p>", 10**5)], ids=repr)
def test_an_item_of_a_megabyte_is_an_item(stuk: str, bytes_: int) -> None:
    groot = stuk * (bytes_ // len(stuk))
    catalog = small_catalog.catalog(
        anders(small_catalog.praktijk(), titel=groot, samenvatting=groot),
        anders(small_catalog.activiteit(), titel=groot, omschrijving=groot),
        small_catalog.nieuwsbrief(),
    )
    begin = time.process_time()
    alle = feeds.berichten(catalog, {"praktijken/hackshield/": groot}, site=SITE, vandaag=VANDAAG)
    for kanaal in feeds.kanalen(catalog):
        etree.fromstring(feeds.rss(kanaal, alle, site=SITE, vandaag=VANDAAG), etree.XMLParser(huge_tree=True))
    assert len(json.loads(feeds.json_feed(alle, site=SITE))["items"]) == 2
    assert len(Calendar.from_ical(calendars.ics(calendars.agendas(catalog)[0], catalog, site=SITE)).walk("VEVENT")) == 1
    assert dict(opendata.bestanden(catalog, site=SITE, vandaag=VANDAAG))
    _mail(catalog, sanitise.voor_elders(groot, lambda adres: SITE + adres))
    assert time.process_time() - begin < 20


# ── What is taken out is told first ─────────────────────────────────────────────────────────────────────


def _gevallen() -> Iterator[tuple[str, str, str]]:
    bestanden = {
        "docs/praktijken/hackshield.md": "De gemeente Tiel gebruikt dit spel.",
        "docs/_data/themas.yml": "naam: Jeugd",
        "docs/_data/activiteiten/2023.yml": "titel: Overleg over drugs",
    }
    for bestand, tekst in bestanden.items():
        for teken in ("\x07", "\ufffe", "\u202e", "\u200b", "\x85"):
            yield bestand, tekst, teken


@pytest.mark.parametrize(("bestand", "tekst", "teken"), list(_gevallen()), ids=repr)
def test_what_would_be_taken_out_is_reported_with_its_file_and_line(
    tmp_path: Path, bestand: str, tekst: str, teken: str
) -> None:
    wortel = leg_klaar(tmp_path / "project")
    oud = (wortel / bestand).read_text(encoding="utf-8")
    assert oud.count(tekst) == 1
    regel = oud[: oud.index(tekst)].count("\n") + 1
    (wortel / bestand).write_text(oud.replace(tekst, f"{tekst}{teken}x"), encoding="utf-8")
    _, bevindingen = controleer(wortel)
    gevonden = {(b.bestand, b.regel) for b in bevindingen if f"U+{ord(teken):04X}" in b.melding}
    assert gevonden == {(bestand, regel)}
