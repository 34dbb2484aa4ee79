from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from macros.base import dates
from macros.base.text import clean
from macros.channels import newsletter
from macros.channels.newsletter import MAXIMUM
from macros.document import fragments, markdown, templates
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog
from tests.helpers.every_node import SAMPLE, UNFILLED, WORDS

ROOT = Path(__file__).parents[2]
SITE = "https://kennisbank.example/"
TEMPLATES = templates.environment(ROOT / "overrides/email")
DATE = date(2023, 12, 31)
SUMMARY = "Een samenvatting die lang genoeg is om als samenvatting te tellen, met é en €."


def _issue(title: str = "Nieuwsbrief 4e kwartaal 2023", *, id_: str = "2023-q4", datum: date = DATE) -> m.Nieuwsbrief:
    return m.Nieuwsbrief(
        id=id_, titel=title, datum=datum, samenvatting=SUMMARY, themas=("jeugd",), achteraf=True, bron=("verslag",),
        vindplaats="hele bericht",
    )  # fmt: skip


def _catalog(*issues: m.Nieuwsbrief) -> Catalog:
    bron = m.Bron(
        id="verslag", bron=("verslag",), titel="Verslag & cijfers", soort="voortgangsbericht",
        datum=dates.read_when("2023-11"), uitgever="vnon", omschrijving="Het verslag",
    )  # fmt: skip
    thema = m.Thema(id="jeugd", bron=("verslag",), naam="Jeugd", kort="Jeugd", looptijden=(m.Looptijd(van=2024),))
    return Catalog({
        m.Bron: {bron.id: bron}, m.Thema: {thema.id: thema}, m.Nieuwsbrief: {issue.id: issue for issue in issues},
    })  # fmt: skip


def _mail(given: str | tuple[n.Block, ...], issue: m.Nieuwsbrief | None = None) -> newsletter.Mail:
    """A mail of a tree, or of what a template made."""
    issue = issue or _issue()
    blocks = fragments.read(given) if isinstance(given, str) else given
    return newsletter.mail(_catalog(issue), issue, blocks, TEMPLATES, site=SITE)


def _typed(text: str) -> newsletter.Mail:
    """A mail of what someone typed."""
    return _mail(markdown.read(text))


class _Tags(HTMLParser):
    """Every tag with its attributes; what is opened and what is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.started: list[tuple[str, dict[str, str | None]]] = []
        self.balance: Counter[str] = Counter()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.started.append((tag, dict(attrs)))
        self.balance[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self.balance[tag] -= 1


def _safe(html: str) -> None:
    """No mail may fetch, run, ask or measure anything, and every table but an author's own says that it is layout."""
    loaded = _Tags(html)
    tags = {tag for tag, _ in loaded.started}
    assert not tags & {"img", "script", "form", "link", "iframe", "object", "svg", "base", "video", "input", "button"}
    assert {tag for tag, count in loaded.balance.items() if count} <= {"meta", "br", "hr"}
    for tag, attributes in loaded.started:
        assert not {"src", "srcset", "background", "poster", "action"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        if tag == "a":
            assert re.match(r"(https?|mailto|tel):", attributes["href"] or "", re.IGNORECASE)
    styles = " ".join(attributes.get("style") or "" for _, attributes in loaded.started)
    assert not re.search(r"url\(|@import|@font-face|expression", styles + html.partition("</head>")[0])
    assert len(html.encode()) <= MAXIMUM < 102_000


def _readable(post: newsletter.Mail) -> None:
    """The message reads back as what went in, and as RFC 5322 and 2045 want it."""
    message = message_from_bytes(post.eml, policy=policy.default)
    assert not message.defects
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for kind, contents in (("plain", post.tekst), ("html", post.html)):
        part = message.get_body((kind,))
        assert part is not None
        assert not part.defects
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
        assert part.get_content().replace("\r\n", "\n") == contents
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]", contents
        )
    assert post.eml.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", post.eml)
    assert max(map(len, post.eml.split(b"\r\n"))) <= 78


# ── The HTML mail ───────────────────────────────────────────────────────────────────────────────────────


def test_mail_has_what_a_mail_needs() -> None:
    html = _mail('<p>Vooraf.</p><h2>Eén</h2><p>Tekst <a href="https://x.example/?a=1&amp;b=2">hier</a>.</p>').html
    _safe(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="nl"')
    assert "<title>Nieuwsbrief 4e kwartaal 2023</title>" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "max-width:600px" in html
    assert html.index(SUMMARY) < html.index("<h1"), "the preheader comes first"
    assert 'href="https://x.example/?a=1&amp;b=2"' in html
    assert "31 december 2023" in html
    assert "Verslag &amp; cijfers" in html
    tables = [attributes for tag, attributes in _Tags(html).started if tag == "table"]
    assert all(attributes.get("role") == "presentation" for attributes in tables)


def test_headings_go_down_one_step_at_a_time() -> None:
    html = _mail("<h2>Eén</h2><h3>Onder</h3><p>a</p><h1>Twee</h1><p>b</p><blockquote><h2>Erin</h2></blockquote>").html
    headings = [tag for tag, _ in _Tags(html).started if re.fullmatch("h[1-6]", tag)]
    assert headings == ["h1", "h2", "h3", "h2", "h3"]


def test_authors_table_stays_a_table() -> None:
    html = _mail(
        '<table><caption>T</caption><tr><th scope="col">A</th></tr><tr><td colspan="2">1</td></tr></table>'
    ).html
    _safe(html)
    assert 'scope="col"' in html
    assert 'colspan="2"' in html
    own = [attributes for tag, attributes in _Tags(html).started if tag == "table" and "role" not in attributes]
    assert len(own) == 1


def test_colours_are_those_of_the_site() -> None:
    tokens = (ROOT / "overrides/assets/tokens.css").read_text(encoding="utf-8")
    known = {
        name: (light, dark or light)
        for name, light, dark in re.findall(r"--([\w-]+): (?:light-dark\()?(#\w+)(?:, (#\w+)\))?;\n", tokens)
    }
    colours = TEMPLATES.get_template("_colours.html").module
    for ground, used in enumerate((colours.light, colours.dark)):  # type: ignore[attr-defined]
        assert used == {name: known[name][ground] for name in used}


@pytest.mark.parametrize(
    ("html", "remains"),
    [
        ('<p><a href="javascript:alert(1)">klik</a></p>', "klik"),
        ('<p><a href="java\tscript:alert(1)">klik</a></p>', "klik"),
        ('<p><a href=" JAVASCRIPT:alert(1)">klik</a></p>', "klik"),
        ('<p><a href="data:text/html,x">klik</a></p>', "klik"),
        ('<p><a href="https://x.example/&quot;onclick=&quot;x">klik</a></p>', "klik"),
        ('<p><img src="https://volg.example/1.gif" alt="Een kaart"></p>', "[Afbeelding: Een kaart]"),
        ('<img src="https://volg.example/1.gif"><p>tekst</p>', "tekst"),
        ("<script>alert(1)</script><style>p{}</style><p>tekst ]]></p>", "tekst ]]"),
        ("<form><input></form><p onclick=x style='background:url(//x)'>tekst</p>", "tekst"),
        ("<p>a\x00b\x1b\ufffe\ud800\u202ec</p>", "abc"),
        ("<p>a&#x202e;b&#27;c&#13;d</p>", "abc d"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "script"),
        ("</td></tr></table></div><p>tekst<p><b>open", "tekst"),
        ("<p>{{ 9**9 }} {% raw %}</p>", "{{ 9**9 }}"),
        ("", "Nieuwsbrief"),
    ],
)
def test_hostile_input_is_harmless(html: str, remains: str) -> None:
    post = _mail(html)
    _safe(post.html)
    _readable(post)
    assert remains in post.tekst
    assert "javascript" not in (post.html + post.tekst).lower()
    assert "volg.example" not in post.html + post.tekst


@pytest.mark.parametrize(
    ("typed", "remains"),
    [
        ("[klik](javascript:alert(1))", "klik"),
        ("[klik](<java&#9;script:alert(1)>)", "klik"),
        ("[klik](data:text/html,x)", "klik"),
        ("[klik](//volg.example/x)", "klik"),
        ("![Een kaart](https://volg.example/1.gif)", "[Afbeelding: Een kaart]"),
        ("[![Een kaart](https://volg.example/1.gif)](javascript:alert(1))", "[Afbeelding: Een kaart]"),
        ('![Een kaart](https://volg.example/1.gif "Onderschrift")', "Onderschrift"),
        ('tekst <img src="x.gif" onerror="alert(1)">', 'onerror="alert(1)"'),
        ("a&#8238;b&#27;c", "abc"),
    ],
)
def test_hostile_markdown_is_harmless(typed: str, remains: str) -> None:
    post = _typed(typed)
    _safe(post.html)
    _readable(post)
    assert remains in post.tekst
    assert "javascript" not in (post.html + post.tekst).lower()
    assert "volg.example" not in post.html + post.tekst


def test_hostile_title_is_one_header() -> None:
    title = 'Kop\r\nBcc: a@b.nl\u202e<script>alert("x")</script> ]]> ' + "é" * 500
    post = _mail("<p>x</p>", _issue(title))
    _safe(post.html)
    _readable(post)
    message = message_from_bytes(post.eml, policy=policy.default)
    assert "Bcc" not in message
    assert message["Subject"].startswith("Kop Bcc: a@b.nl<script>")
    assert len(message["Subject"]) == 200


# ── Every kind of node, and what people type ────────────────────────────────────────────────────────────


def _without_tags(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_every_kind_of_node_is_in_both_mails() -> None:
    post = _mail(SAMPLE)
    _safe(post.html)
    _readable(post)
    html, text = _without_tags(post.html), " ".join(post.tekst.split())
    for kind, words in WORDS.items():
        assert [word for word in words if " ".join(word.split()) not in html] == [], kind
        assert [word for word in words if word not in text] == [], kind
    assert "€ 323.504 noot 1" in html
    assert "€ 323.504 (noot 1)" in text
    assert "voorbeeld.example/kaart.png" not in post.html + post.tekst


def test_every_kind_of_node_has_its_own_tag() -> None:
    started = _Tags(_mail(SAMPLE).html).started
    tags = {tag for tag, _ in started}
    assert tags >= {"em", "strong", "s", "code", "abbr", "cite", "kbd", "mark", "q", "small", "sub", "sup", "br", "blockquote",
                    "pre", "hr", "dl", "dt", "dd", "ol", "ul", "li", "caption", "thead", "tbody", "h3"}  # fmt: skip
    assert [attributes["start"] for tag, attributes in started if tag == "ol" and "start" in attributes] == ["3", "7"]
    assert [attributes["scope"] for tag, attributes in started if tag == "th"] == ["col", "col", "row"]
    assert [attributes["value"] for tag, attributes in started if tag == "li" and "value" in attributes] == ["1"]
    boxes = [attributes["aria-label"] for _, attributes in started if attributes.get("role") == "img"]
    assert boxes == ["gedaan", "nog te doen"]


@pytest.mark.parametrize(
    "blocks", [(UNFILLED,), (n.Paragraph(1, 1, (UNFILLED,)),), (n.Paragraph(1, 1, (n.Term(1, 1, "", "x"), UNFILLED)),)]
)
def test_word_that_was_not_filled_stops_the_mail(blocks: tuple[n.Block, ...]) -> None:
    with pytest.raises(UndefinedError):
        _mail(blocks)


def test_unknown_kind_stops_the_mail() -> None:
    @dataclass(frozen=True, slots=True)
    class Unknown:
        line: int = 0

    for block in (Unknown(), n.Quotation(1, 1, (Unknown(),))):  # type: ignore[arg-type]  # that is what is tried
        with pytest.raises(UndefinedError):
            _mail((block,))  # type: ignore[arg-type]


def test_note_behind_a_figure_leaves_the_figure_readable() -> None:
    post = _typed(
        "## Wat kostte het?\n\nHet budget was € 323.504[^1]. De uitgaven waren € 246.097[^2], dat is 10[^1] procent minder.\n\n"
        "[^1]: Zoals begroot.\n[^2]: Deels een prognose.\n"
    )
    text = " ".join(post.tekst.split())
    assert "€ 323.504 (noot 1). De uitgaven waren € 246.097 (noot 2), dat is 10 (noot 1) procent minder." in text
    assert "Noten ..... 1. Zoals begroot. 2. Deels een prognose." in text
    html = _without_tags(post.html)
    assert "€ 323.504 noot 1. De uitgaven waren € 246.097 noot 2, dat is 10 noot 1 procent minder." in html
    assert html.index("Noten") < html.index("Zoals begroot.") < html.index("Deels een prognose.")


def test_an_article_has_its_own_notes_as_not_every_reader_gets_every_article() -> None:
    notes = "[^1]: Zie ook[^3].\n[^2]: Tweede noot.\n[^3]: Derde noot.\n[^4]: Ongebruikt."
    post = _typed(f"## Een\n\nTekst[^1] en[^2].\n\n## Twee\n\nTekst[^2].\n\n## Drie\n\nTekst.\n\n{notes}")
    first, second, third = (
        part.partition("\n\n\n")[0] for part in re.split(r"Een\n---|Twee\n----|Drie\n----", post.tekst)[1:]
    )
    assert first.split("Noten\n.....\n")[1].split("\n") == [
        "", "1. Zie ook\u00a0(noot\u00a03).", "2. Tweede noot.", "3. Derde noot.", "", ""
    ]  # fmt: skip
    assert second.split("Noten\n.....\n")[1].strip() == "2. Tweede noot."
    assert third.split("Noten\n.....\n")[1].strip() == "4. Ongebruikt."
    assert [words.count("Tweede noot.") for words in post.html.split("<!--artikel-->")[1:]] == [1, 1, 0]


def test_lists_stay_lists() -> None:
    html = _typed(
        "De afspraken zijn:\n- eerste afspraak\n- tweede afspraak\n\nKop:\n\n- hoofdpunt\n  - onderdeel a\n  - onderdeel b\n\n"
        "Stappen:\n\n4) Bel de politie.\n5) Vul het formulier in.\n\n   Een alinea bij stap 5.\n6) Wacht op antwoord.\n"
    ).html
    _safe(html)
    tags = [tag for tag, _ in _Tags(html).started if tag in {"ul", "ol", "li"}]
    assert tags == ["ul", "li", "li", "ul", "li", "ul", "li", "li", "ol", "li", "li", "li"]
    assert '<ol start="4"' in html
    assert re.search(r"Vul het formulier in\.</p>\s*<p[^>]*>Een alinea bij stap 5\.</p>\s*</li>", html)


def test_figures_are_aligned_as_typed() -> None:
    html = _typed(
        "| Gemeente | Meldingen | Verschil |\n|:--|--:|:-:|\n| Bergen (L.) | 98 | 12% |\n| Tiel | 1 | 2% |\n"
    ).html
    cells = [
        attributes["style"] or ""
        for tag, attributes in _Tags(html).started
        if tag in {"th", "td"} and "scope" in attributes
    ]
    assert len(cells) == 5
    for words, side in (("Gemeente", "left"), ("Meldingen", "right"), ("98", "right"), ("12%", "center")):
        assert re.search(rf"<t[hd][^>]*text-align:{side};[^>]*>{re.escape(words)}</t[hd]>", html), words


# ── No larger than a mail client shows ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Eerst.</p><h2>Groot</h2><p>{'woord ' * 170_000}</p><h2>Slot</h2><p>laatste</p>",
        f"<p>Eerst.</p>{'<h2>Kop</h2><p>Een <a href=https://x.example/>korte</a> alinea.</p>' * 3_000}",
        f"<p>Eerst.</p><p>{'x' * 1_000_000}</p>",
        f"<p>Eerst.</p><p>{'<a href=https://x.example/>é</a>' * 5_000}</p>",
    ],
    ids=["paragraph", "articles", "word", "links"],
)
def test_large_issue_is_shortened_with_a_way_on(html: str) -> None:
    post = _mail(html)
    _safe(post.html)
    _readable(post)
    assert "Eerst." in post.tekst
    assert "Deze mail is ingekort" in post.html
    assert "ingekort. Lees verder" in post.tekst
    assert not re.search(r"</h2>\s*</td>", post.html), "no heading without its article"


def test_deep_tree_keeps_its_words() -> None:
    deep: tuple[n.Block, ...] = (n.Paragraph(1, 1, (n.Text(1, 1, "diep"),)),)
    bold: tuple[n.Inline, ...] = (n.Text(1, 1, "vet"),)
    for _ in range(9_000):
        deep = (n.List(1, 1, None, True, (n.ListItem(1, 1, deep),)),)  # noqa: FBT003 - tight
        bold = (n.Strong(1, 1, bold),)
    post = _mail((n.Paragraph(1, 1, (n.Text(1, 1, "Eerst."),)), *deep, n.Paragraph(1, 1, bold)))
    _safe(post.html)
    _readable(post)
    for words in ("Eerst.", "diep", "vet"):
        assert words in post.tekst
        assert words in post.html
    assert "ingekort" not in post.html


def test_issue_that_fits_is_whole() -> None:
    post = _mail("<h2>Kop</h2><p>Een alinea van gewone lengte.</p>" * 60)
    assert post.html.count("Een alinea") == 60
    assert "ingekort" not in post.html + post.tekst


# ── The message, and the files of a build ───────────────────────────────────────────────────────────────


def test_headers() -> None:
    post = _mail("<p>Één bericht met € en —.</p>")
    _readable(post)
    message = message_from_bytes(post.eml, policy=policy.default)
    assert message["Subject"] == "Nieuwsbrief 4e kwartaal 2023"
    assert parsedate_to_datetime(message["Date"]).date() == DATE
    assert message["Message-ID"] == "<nieuwsbrief.2023-q4@example.invalid>"
    assert not message["List-Unsubscribe"], "who sends it knows how one leaves"
    assert not message["List-Unsubscribe-Post"]
    assert message["Content-Language"] == "nl"
    for name in ("From", "To"):
        assert "example.invalid" in message[name]
        assert re.search("vul hier|vul-hier", message[name], re.IGNORECASE)


def test_who_writes_it_sees_it_side_by_side_with_its_weight() -> None:
    post = _typed("## Een <b>\n\nTekst & zo.\n\n## Twee\n\nMeer.")
    made = {
        "nieuwsbrieven/2023-q4/email.html": post.html.encode(),
        "nieuwsbrieven/2023-q4/email.txt": post.tekst.encode(),
    }
    [(path, page)] = newsletter.views(made, TEMPLATES)
    assert path == "nieuwsbrieven/2023-q4/bekijken.html"
    seen = page.decode()
    frames = [attributes for tag, attributes in _Tags(seen).started if tag == "iframe"]
    assert [(f["class"], f["width"], "src" in f) for f in frames] == [
        ("licht", "375", True), ("donker", "375", False), ("licht", "760", True), ("donker", "760", False),
    ]  # fmt: skip
    assert frames[1]["srcdoc"] == post.html.replace("@media (prefers-color-scheme: dark)", "@media all")
    assert unescape(seen.partition("<pre")[2].partition(">")[2].partition("</pre>")[0]) == post.tekst
    weight = f"{len(post.html.encode()) / 1000:.1f}".replace(".", ",")
    assert f"{weight} kB van 102 kB. 2 berichten" in " ".join(seen.split())
    assert "De mail is ingekort" not in seen


@pytest.mark.against("w3m")
def test_a_text_browser_shows_no_filler() -> None:
    """What fills the line in a list of mails is read out by who has no styles."""
    post = _typed("## Een\n\nTekst.")
    command = ["w3m", "-dump", "-T", "text/html", "-cols", "72"]
    shown = subprocess.run(command, input=post.html.encode(), capture_output=True, check=True).stdout.decode()  # noqa: S603
    assert "Een samenvatting die lang genoeg is" in shown
    assert not re.search("[\u034f\u200c]|\u00a0\u00a0", shown)
    assert "\n\n\n\n" not in shown


def test_same_issue_same_bytes() -> None:
    assert _mail("<p>a</p>") == _mail("<p>a</p>")


def test_files_of_a_build_know_no_later_day() -> None:
    previous = _issue("Vorige", id_="2023-q3", datum=date(2023, 9, 30))
    issues = (_issue(), previous, _issue("Later", id_="2024-q1", datum=date(2024, 3, 31)))
    catalog = _catalog(*issues)
    trees = {issue.pad: markdown.read(issue.titel) for issue in issues}
    once = dict(newsletter.files(catalog, trees, TEMPLATES, site=SITE, today=DATE))
    assert list(once) == [
        f"nieuwsbrieven/{id_}/{name}" for id_ in ("2023-q4", "2023-q3") for name in ("email.html", "email.txt", "nieuwsbrief.eml")
    ]  # fmt: skip
    later = dict(newsletter.files(catalog, trees, TEMPLATES, site=SITE, today=date(2030, 1, 1)))
    assert len(later) == 9
    assert once.items() <= later.items()


# ── Anything at all ─────────────────────────────────────────────────────────────────────────────────────

_PIECES = st.sampled_from(
    ["<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "<th scope=col>", "</table>", "<h2>", "</h2>", "<br>",
     "<a href='javascript:x'>", "<a href='https://x.example/'>", "</a>", "<script>", "</script>", "<svg>", "<pre>", "<dl><dt>",
     "<dd>", "<blockquote>", "<!--", "-->", "<![CDATA[", "]]>", "&#x202e;", "&#0;", "&lt;", "<img src=x alt='y'>", "<ol start=-1>",
     "> ", "- ", "1. ", "- [x] ", "| a |\n|--:|\n| b |\n", "[^1]", "[^1]: noot\n", "~~", "**", "`", "\n", "\n\n", "[a](javascript:x)"]
)  # fmt: skip
_EVERYTHING = st.lists(_PIECES | st.text(max_size=20)).map("".join)


@settings(max_examples=80, deadline=None)
@given(written=_EVERYTHING, titel=st.text(min_size=1, max_size=60).filter(str.strip))
def test_anything_at_all_becomes_a_mail(written: str, titel: str) -> None:
    issue = _issue().model_copy(update={"titel": titel})
    for blocks in (fragments.read(written), markdown.read(clean(written))):
        post = _mail(blocks, issue)
        _safe(post.html)
        _readable(post)
