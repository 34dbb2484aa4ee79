"""The newsletter as e-mail: a record and its page's tree → an HTML mail, a text mail and an .eml file.

The tree is cut to what a mailbox takes, once; the template walks it with a style on every tag (mail clients drop
stylesheets), the text mail is a walk over the same tree. No library inlines the styles: a style attribute is one lookup in
the template.

Nothing here knows the day of the build: an issue tells what it told on its own date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from itertools import accumulate, pairwise

from jinja2 import Environment

from macros.base import dates, links, text
from macros.channels import articles
from macros.channels.mail_tree import mail_tree
from macros.channels.text_mail import text_parts, wrap
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog

MAXIMUM = 100_000
"""Bytes of an HTML mail; Gmail cuts a message off at 102 KB, and the end with it."""
_ARTICLE = 2
"""The level of a heading that begins an article, or a higher one."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One issue, three forms."""

    html: str
    tekst: str
    eml: bytes


def files(
    catalog: Catalog, trees: Mapping[str, tuple[n.Block, ...]], templates: Environment, *, site: str, today: date
) -> Iterator[tuple[str, bytes]]:
    """The three files of every issue up to `today`: path relative to the root, content.

    Args:
        catalog: the records.
        trees: for a newsletter's address (relative to the root) its tree, filled, with full addresses.
        templates: the environment over `overrides/email`.
        site: the site's address, ending in `/`.
        today: the day of the build; an issue dated later is not sent yet.
    """
    for issue in catalog.nieuwsbrieven():
        if issue.datum <= today:
            post = mail(catalog, issue, trees[issue.pad], templates, site=site)
            yield f"{issue.pad}email.html", post.html.encode()
            yield f"{issue.pad}email.txt", post.tekst.encode()
            yield f"{issue.pad}nieuwsbrief.eml", post.eml


VIEW = "bekijken.html"
"""The page, beside an issue's mail, on which who writes it sees the mail; only a preview has it."""
GMAIL = 102_000
"""Bytes of an HTML mail after which Gmail cuts it off."""


def views(made: Mapping[str, bytes], templates: Environment) -> Iterator[tuple[str, bytes]]:
    """For each issue among files that were made, a page with its mail side by side: phone, desktop, dark, text, weight."""
    for path, html in made.items():
        folder, _, name = path.rpartition("/")
        if name == "email.html":
            words = html.decode()
            values = {
                "issue": folder.rpartition("/")[2],
                "text": made[f"{folder}/email.txt"].decode(),
                "dark": words.replace("(prefers-color-scheme: dark)", "all"),
                "weight": len(html),
                "most": GMAIL,
                "articles": words.count("<!--artikel-->"),
                "shortened": "Deze mail is ingekort." in words,
            }
            yield f"{folder}/{VIEW}", templates.get_template(VIEW).render(values).encode()


def mail(
    catalog: Catalog, issue: m.Nieuwsbrief, blocks: tuple[n.Block, ...], templates: Environment, *, site: str
) -> Mail:
    """One issue as a mail; what does not fit in MAXIMUM stays on the site, and the mail says so."""
    block_list = [*_with_own_notes(mail_tree(blocks))]
    data = _data(catalog, issue, site)

    def html_mail(count: int) -> str:
        part = _sections(block_list[:count])
        return templates.get_template("nieuwsbrief.html").render(
            data, afdelingen=part, shortened=count < len(block_list)
        )

    count = _how_many(block_list, html_mail)
    sections = [section.whole for section in _sections(block_list[:count])]
    parts, addresses = text_parts(sections)
    words = "\n\n".join(parts)
    bare = templates.get_template("nieuwsbrief.text.html").render(
        data, contents=words, addresses=addresses, shortened=count < len(block_list), wrap=wrap
    )
    bare = bare.strip() + "\n"
    starts = accumulate((part.count("\n") + 2 for part in parts), initial=bare[: bare.find(words)].count("\n"))
    subjects = [articles.about(catalog, section, site) for section in sections]
    kept = [
        (lines, ids)
        for lines, ids, section in zip(pairwise(starts), subjects, sections, strict=True)
        if _begins_article(section)
    ]
    marks = articles.marks(*zip(*kept, strict=True)) if kept else ""
    return _together(issue, html_mail(count).strip() + "\n", bare, marks, language=catalog.netwerk.taal)


def _begins_article(section: Sequence[n.Block]) -> bool:
    return isinstance(section[0], n.Heading) and section[0].level <= _ARTICLE


def _data(catalog: Catalog, issue: m.Nieuwsbrief, site: str) -> dict[str, object]:
    """What both templates tell around the articles."""
    return {
        "titel": _shorten(issue.titel),
        "samenvatting": text.one_line(issue.samenvatting),
        "datum": issue.datum,
        "achteraf": issue.achteraf,
        "address": links.absolute(issue.pad, site),
        "abonneren": links.absolute("abonneren/", site),
        "netwerk": catalog.netwerk,
        "lijst": catalog.netwerk.nieuwsbrief,
        "met_districten": catalog.uses(m.District.kind.collection),
        "site": site,
        "themas": _links([catalog.one(m.Thema, id_) for id_ in issue.themas], site),
        "bronnen": _links([catalog.one(m.Bron, id_) for id_ in issue.bron], site),
        "vindplaats": _shorten(issue.vindplaats),
        "kind": lambda node: type(node).__name__,
        "alert_titles": n.ALERT_TITLES,
    }


def _links(records: Iterable[m.Record], site: str) -> list[tuple[str, str]]:
    return [(_shorten(record.naam_), links.absolute(record.pad, site)) for record in records]


def _shorten(words: str, length: int = 200) -> str:
    words = text.one_line(words)
    return words if len(words) <= length else f"{words[: length - 1]}…"


# ── Articles, and as many as fit ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; before the first heading there is none."""

    kop: n.Heading | None
    block_list: tuple[n.Block, ...]

    @property
    def whole(self) -> tuple[n.Block, ...]:
        """The heading and what stands under it."""
        return (self.kop, *self.block_list) if self.kop else self.block_list


def _sections(block_list: Sequence[n.Block]) -> list[Section]:
    headings = [
        (at, block) for at, block in enumerate(block_list) if isinstance(block, n.Heading) and block.level <= _ARTICLE
    ]
    start = Section(None, tuple(block_list[: headings[0][0] if headings else None]))
    places = [*(at for at, _ in headings), len(block_list)]
    rest = [
        Section(kop, tuple(block_list[from_ + 1 : until]))
        for (_, kop), (from_, until) in zip(headings, pairwise(places), strict=True)
    ]
    return [start, *rest] if start.block_list else rest


def _with_own_notes(block_list: Sequence[n.Block]) -> Iterator[n.Block]:
    """Each article with its notes below it: not everyone gets every article, and a mail that is cut has not all of them."""
    notes = [note for block in block_list if isinstance(block, n.Notes) for note in block.children]
    left = {note.name for note in notes}
    for section in _sections([block for block in block_list if not isinstance(block, n.Notes)]):
        yield from section.whole
        names: set[str] = set()
        said: Iterable[n.Node] = section.whole
        while new := {node.name for node in n.walk(said) if isinstance(node, n.NoteMark)} - names:
            names |= new
            said = [note for note in notes if note.name in new]  # a note may refer to another
        if own := tuple(note for note in notes if note.name in names):
            yield n.Notes(0, 0, own)
        left -= names
    if others := tuple(note for note in notes if note.name in left):
        yield n.Notes(0, 0, others)


def _how_many(block_list: Sequence[n.Block], html_mail: Callable[[int], str]) -> int:
    """How many blocks fit in one mail: all, or as many as there is room for, never ending with a heading."""
    if _length(block_list) <= MAXIMUM and _bytes(html_mail(len(block_list))) <= MAXIMUM:
        return len(block_list)
    # A block cannot be smaller than its words and tags: that bounds the number of mails to try.
    words = list(accumulate(_length([block]) for block in block_list))
    highest = bisect_right(words, MAXIMUM)
    count = bisect_right(range(highest + 1), MAXIMUM, key=lambda n: _bytes(html_mail(n))) - 1
    while count > 0 and isinstance(block_list[count - 1], n.Heading):
        count -= 1
    return max(count, 0)


def _length(block_list: Iterable[n.Block]) -> int:
    """The least that blocks can take: their words and a bare tag for each node that always has one."""
    return sum(
        len(getattr(node, "text", "")) + (0 if isinstance(node, _WITHOUT_TAG) else len("<hr>"))
        for node in n.walk(block_list)
    )


_WITHOUT_TAG = (n.Text, n.Term, n.RawInline, n.Image, n.Paragraph, n.Group, n.Fact, n.Word)


def _bytes(words: str) -> int:
    return len(words.encode())


# ── The .eml file ───────────────────────────────────────────────────────────────────────────────────────

SENDER = "Vul hier de afzender in <afzender@example.invalid>"
RECIPIENT = "Vul hier de ontvanger in <ontvanger@example.invalid>"


def _together(issue: m.Nieuwsbrief, html: str, words: str, marks: str, *, language: str) -> Mail:
    """Both forms in one message (RFC 2046, 5.1.4: the plainest first)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = RECIPIENT
    message["Subject"] = _shorten(issue.titel)
    message["Date"] = format_datetime(dates.instant(issue.datum))
    message["Message-ID"] = f"<nieuwsbrief.{issue.id}@example.invalid>"
    if marks:
        message[articles.HEADER] = marks
    message["X-Unsent"] = "1"  # Outlook opens it as a draft that is ready to be sent
    message.set_content(words, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = language
    # The boundary is the content's own hash: the same in every build, and "=_" never occurs in quoted-printable.
    message.set_boundary(f"=_{sha256((words + html).encode()).hexdigest()[:32]}")
    return Mail(html, words, message.as_bytes())
