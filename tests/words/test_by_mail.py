from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from macros.document import fragments
from macros.document import nodes as n
from macros.mail.joining import Topics, read_request
from macros.mail.recipients import Interests
from macros.records import models as m
from macros.words import by_mail
from tests.helpers.small_catalog import with_network

if TYPE_CHECKING:
    from macros.build.content import Content
    from macros.document.templates import View


@pytest.fixture
def view(contents: Content) -> View:
    return contents.view


def _set(view: View, **settings: str) -> View:
    newsletter = {"lijst": "nieuwsbrief.netwerk.example", **settings}
    return replace(view, catalog=with_network(view.catalog, nieuwsbrief=newsletter))


def _links(html: str) -> list[str]:
    return [node.address for node in n.walk(fragments.read(html)) if isinstance(node, n.Link)]


def test_where_nothing_is_set_the_site_says_so_and_offers_feeds(view: View) -> None:
    view = _set(view)
    assert "Aanmelden met een e-mailadres kan nog niet" in by_mail.nieuwsbrief_per_mail(view)
    assert "Volg ons met een feed" in by_mail.nieuwsbrief_per_mail(view)
    assert "wij bewaren geen e-mailadressen" in by_mail.wat_wij_bewaren(view)
    assert _links(by_mail.nieuwsbrief_per_mail(view) + by_mail.wat_wij_bewaren(view)) == []


def test_a_form_is_offered_where_there_is_one(view: View) -> None:
    view = _set(view, dienst="https://netwerk.example/nieuwsbrief/")
    assert "https://netwerk.example/nieuwsbrief/aanmelden/" in _links(by_mail.nieuwsbrief_per_mail(view))
    assert "Vraag het de afzender" in by_mail.wat_wij_bewaren(view)


def test_a_mail_is_prepared_and_understood(view: View) -> None:
    """What the link on the page writes is what the mailbox reads, also when a reader takes lines away."""
    view = _set(view, postbus="lijst@netwerk.example")
    (request, _) = _links(by_mail.nieuwsbrief_per_mail(view))
    parts = urlsplit(request)
    assert (parts.scheme, parts.path) == ("mailto", "lijst@netwerk.example")
    asked = parse_qs(parts.query)
    themas = view.catalog.themas(running=True)
    topics = Topics({t.id: t.naam for t in themas}, {d.id: d.naam for d in view.catalog.all_of(m.District)})
    (subject,), (body,) = asked["subject"], asked["body"]
    assert read_request(subject, body, topics) == Interests()
    fewer = "\r\n".join(line for line in body.splitlines() if "Jeugd" not in line)
    choice = read_request(subject, fewer, topics)
    assert choice
    assert choice.themas == tuple(t.id for t in themas if t.id != "jeugd")


def test_who_to_ask_comes_from_the_settings(view: View) -> None:
    view = _set(view, postbus="lijst@netwerk.example", vragen="privacy@netwerk.example")
    assert _links(by_mail.wat_wij_bewaren(view)) == ["mailto:privacy@netwerk.example"]
    view = _set(view, postbus="lijst@netwerk.example")
    assert _links(by_mail.wat_wij_bewaren(view)) == ["mailto:lijst@netwerk.example"]
