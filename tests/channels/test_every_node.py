"""Node × channel: every kind of node that a page can hold comes through every channel with its words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from lxml import html as lxml_html
from pypdf import PdfReader

from macros.build.content import Content
from macros.channels import newsletter, reports
from macros.channels.text_mail import text_mail
from macros.document import nodes as n
from macros.document.html import Rendering, to_html
from macros.document.templates import View, environment
from macros.pages import paper
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.search.documents import parts
from tests.helpers.every_node import SAMPLE, UNFILLED, WORDS

OVERRIDES = Path(__file__).parents[2] / "overrides"
VIEW = View(Catalog({}), environment(OVERRIDES / "fragments"))
SITE = "https://veiligheidsnetwerken.nl/"
Blocks = tuple[n.Block, ...]


def _refuse(word: n.Word) -> str:
    raise TypeError(word.key)


def _seen(html: str) -> str:
    """What a reader of HTML sees, pictures by what they show."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for image in root.iter("img"):
        image.text = image.get("alt")
    return " ".join(root.itertext())


def _page(blocks: Blocks, _: Content) -> str:
    return _seen(to_html(blocks, Rendering(VIEW.render, _refuse)))


def _paper(blocks: Blocks, _: Content) -> str:
    return _seen(
        paper.as_part(to_html(blocks, Rendering(VIEW.render, _refuse)), "themas/jeugd/", "themas/jeugd/afdrukken/")
    )


def _feed_html(blocks: Blocks) -> str:
    return to_html(blocks, Rendering(VIEW.render, _refuse, elsewhere=True))


def _feed(blocks: Blocks, _: Content) -> str:
    return _seen(_feed_html(blocks))


def _mail(blocks: Blocks, contents: Content) -> newsletter.Mail:
    catalog = contents.view.catalog
    [issue, *_] = catalog.all_of(m.Nieuwsbrief)
    return newsletter.mail(catalog, issue, blocks, environment(OVERRIDES / "email"), site=SITE)


def _text_mail(blocks: Blocks, _: Content) -> str:
    return text_mail(blocks)[0]


def _search(blocks: Blocks, _: Content) -> str:
    return " ".join(f"{part.kop} {part.tekst}" for part in parts(blocks))


def _pdf(blocks: Blocks, contents: Content) -> str:
    [rapport, *_] = contents.view.catalog.rapporten("jaarplan")
    made = dict(
        reports.rapporten(
            contents.view.catalog, OVERRIDES / "reports", {rapport.id: blocks}, {}, date(2026, 11, 28), SITE
        )
    )
    pages = PdfReader(io.BytesIO(made[rapport.pdf])).pages
    return " ".join(page.extract_text() for page in pages).replace("\N{SOFT HYPHEN}", "")


CHANNELS: Mapping[str, Callable[[Blocks, Content], str]] = {
    "page": _page, "paper": _paper, "feed": _feed, "mail": lambda blocks, contents: _seen(_mail(blocks, contents).html),
    "text mail": _text_mail, "search": _search, "PDF": _pdf,
}  # fmt: skip
NOT_FOUND = {"kantwoord", "Randwoord.", *n.ALERT_TITLES.values()}
"""What stands beside a text no search finds, nor what we write above an alert ourselves."""


@pytest.fixture(scope="module", params=CHANNELS)
def came(request: pytest.FixtureRequest, contents: Content) -> tuple[str, str]:
    """The name of a channel, and what its reader sees of the sample, with every space one space."""
    return request.param, " ".join(CHANNELS[request.param](SAMPLE, contents).split())


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_node_reaches_every_reader(kind: type, came: tuple[str, str]) -> None:
    channel, text = came
    expected = [word for word in WORDS[kind] if channel != "search" or word not in NOT_FOUND]
    assert [word for word in expected if word not in text] == []


def test_a_note_never_touches_a_figure(came: tuple[str, str]) -> None:
    _, text = came
    assert re.search(r"323\.504(?![\d\w])", text)


def test_no_two_words_become_one_where_a_reader_of_feeds_takes_the_tags_out() -> None:
    """Tags inside a sentence may go without a trace; of all others the words on both sides stay apart."""
    html = re.sub(
        r"</?(?:a|abbr|b|cite|code|del|dfn|em|i|kbd|mark|q|s|small|span|strong|sub|sup|time)\b[^>]*>",
        "",
        _feed_html(SAMPLE),
    )
    tag = re.compile("<[^>]+>")
    assert tag.search(html)
    assert tag.sub("", html).split() == tag.sub(" ", html).split()


def test_the_sample_holds_every_kind() -> None:
    assert {type(node) for node in n.walk(SAMPLE)} == {*n.INLINES, *n.BLOCKS} - {n.Word} == {*WORDS}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    "node", [UNFILLED, object()], ids=["a word that was not carried out", "a kind that no one knows"]
)
def test_what_a_channel_does_not_know_is_no_paragraph(channel: str, node: n.Block, contents: Content) -> None:
    with pytest.raises((TypeError, KeyError, AttributeError, UndefinedError)):
        CHANNELS[channel]((node,), contents)
