"""The built site held against the same rules as its source, whatever engine built it.

It reads nothing but files: a folder with HTML. What it finds in a page of ours is a fault of a template or of the
engine, so most messages name the address and not a line that someone typed.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from macros.base.errors import Finding, UserError
from macros.records import models as m
from macros.release import completeness, markup
from macros.review import contacts, privacy

_DATA = {"application/ld+json", "application/json"}
_ADDRESSES = {"href", "src", "action", "formaction", "xlink:href"}
_SCHEMAS = {"http", "https", "mailto", "tel", "webcal", "feed"}
_NO_NAME = "https://site.invalid/"
"""The address of a site that does not say its own (RFC 6761): links with a full address then lead outside."""
MAIL = "email.html"
_TEXT = {".html", ".xml", ".json", ".txt", ".ics", ".csv", ".opml"}

Message = tuple[int, str]


def check_site(folder: Path) -> list[Finding]:
    """Everything that is wrong with a built site, by file and line.

    Raises:
        UserError: there is no site.
    """
    _require_site(folder)
    site = completeness.read_site(folder, _own_address(folder) or _NO_NAME)
    found = [
        Finding(path, *message)
        for path, site_page in site.site_pages.items()
        for message in (*_only(path, site_page), *_links(site, path, site_page))
    ]
    if "index.html" not in site.paths:
        found.append(Finding("index.html", 0, "de beginpagina ontbreekt"))
    found += _orphans(site)
    return sorted({Finding(b.file, b.line, privacy.mask(b.message), b.warning) for b in found})


def _require_site(folder: Path) -> None:
    """Of what is not there, nothing may be said to be right."""
    if not folder.is_dir():
        raise UserError(
            f"{folder} {'is geen map' if folder.exists() else 'bestaat niet'}, dus er is geen site om te controleren"
        )
    if not any(folder.rglob("*.html")):
        raise UserError(f"in {folder} staat geen enkele pagina (.html), dus er is geen site om te controleren")


_HASH = re.compile(r"""\b[0-9a-f]{64}\b|(?<=[.-])[0-9a-f]{10}(?=\.)|(?<="uitgave": ")[0-9a-f]{10}(?=")""")
"""Hashes in lists and in names of files, and the release's: now and then their digits look like a telephone number."""


def secrets(folder: Path) -> list[Finding]:
    """Everything private in any text of the site; what only may be private was a warning on the source already."""
    found: list[Finding] = []
    allowed = _allowed(folder)
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TEXT and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            text = _HASH.sub("", text)
            if path.suffix == ".ics":
                text = re.sub(
                    r"^UID:.*(?:\n .*)*$", "", text, flags=re.MULTILINE
                )  # looks like an address; is an id of ours
            found += privacy.check_text(path.relative_to(folder).as_posix(), text, allowed, published=True)
    return [finding for finding in found if not finding.warning]


def _allowed(folder: Path) -> privacy.Allowed:
    """What the network allows, as the site itself publishes it."""

    def published(model: type[m.Record]) -> Any:  # noqa: ANN401 - rows of JSON
        path = folder / f"data/{model.kind.collection}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    exceptions = [(row["id"], row["wat"]) for row in published(m.Uitzondering)]
    names = [name for row in published(m.Netwerk) for name in contacts.own_names(m.Netwerk.model_validate(row))]
    return privacy.Allowed([*exceptions, *names])


# ── One page ────────────────────────────────────────────────────────────────────────────────────────────


def _is_mail(path: str) -> bool:
    """Whether it is the e-mail of a newsletter: it is opened elsewhere, and carries its own looks."""
    return posixpath.basename(path) == MAIL


def _only(path: str, site_page: markup.PageMarkup) -> Iterator[Message]:
    mail = _is_mail(path)
    for element in site_page.elements:
        yield from ((element.line, message) for message in _refuse(element, mail=mail))
    yield from ((line, "een link zonder tekst of naam") for line in site_page.bare_links)
    braces = "een opdracht tussen accolades is niet uitgevoerd: {{ of {% staat op de pagina"
    yield from ((line, braces) for line in site_page.braces)
    yield from ((line, f"een teken van Markdown staat in de tekst: {mark!r}") for line, mark in site_page.marks)
    yield from ((1, f"het anker {id_!r} staat er {times} keer") for id_, times in site_page.ids.items() if times > 1)
    if not site_page.titel.strip():
        yield 1, "de pagina heeft geen titel (<title>)"
    if not site_page.taal:
        yield 1, "de pagina zegt niet in welke taal zij is (<html lang>)"
    if not site_page.is_redirect:
        yield from _headings(site_page)


def _headings(site_page: markup.PageMarkup) -> Iterator[Message]:
    if (count := sum(level == 1 for _, level in site_page.headings)) != 1:
        yield 1, f"de pagina heeft {count} koppen van niveau 1; het hoort er één te zijn"
    previous = 0
    for line, level in site_page.headings:
        if level > previous + 1 and previous:
            yield line, f"een kop slaat een niveau over: h{previous} en dan h{level}"
        previous = level


def _refuse(element: markup.Element, *, mail: bool) -> Iterator[str]:
    """What may not be there at all."""
    tag, values = element.tag, element.attributes
    if tag in {"base", "object", "embed", "frame", "frameset", "applet"}:
        yield f"het element <{tag}> mag er niet zijn"
    if (tag == "style" or "style" in values) and not mail:
        yield f"vormgeving in de pagina zelf (<{tag}>): een streng beveiligingsbeleid (CSP) laat die niet toe"
    if tag == "script" and "src" not in values and values.get("type") not in _DATA:
        yield "een script in de pagina zelf: een streng beveiligingsbeleid (CSP) laat dat niet toe"
    if tag == "img" and "alt" not in values:
        yield f"een plaatje zonder alt: {values.get('src', '')}"
    for name in (name for name in values if name.startswith("on")):
        yield f"{name}= in <{tag}>: een streng beveiligingsbeleid (CSP) laat dat niet toe"
    for name in _ADDRESSES & values.keys():
        schema = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", values[name]).lower())
        if schema and schema[1] not in _SCHEMAS:
            yield f"een adres dat met {schema[1]}: begint in <{tag}>"
    if tag == "form" and re.match(r"\s*(https?:)?//", values.get("action", ""), re.IGNORECASE):
        yield f"het formulier stuurt naar een andere site: {values['action'][:80]}"


# ── Between pages ───────────────────────────────────────────────────────────────────────────────────────


def _own_address(folder: Path) -> str:
    """The site's own address, as its home page has it, so a full address of its own is checked too."""
    index = folder / "index.html"
    text = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
    found = re.search(r'<link[^>]*rel="?canonical"?[^>]*href="?([^"\s>]+)', text)
    try:
        urlsplit(found[1] if found else "")
    except ValueError:
        return ""  # no address; the link itself is told of where it stands
    return found[1] if found else ""


def _links(site: completeness.BuiltSite, path: str, site_page: markup.PageMarkup) -> Iterator[Message]:
    for link, lines in site_page.links.items():
        if message := completeness.wrong(site, urljoin(site.address, path), link):
            yield from ((line, message) for line in lines)


def _orphans(site: completeness.BuiltSite) -> Iterator[Finding]:
    """Pages that cannot be reached from the home page by following links."""
    reached, row = {"index.html", "404.html"}, ["index.html"]
    while row:
        for target in _leads_to(site, row.pop()) - reached:
            reached.add(target)
            row.append(target)
    for path, site_page in site.site_pages.items():
        if path not in reached and not site_page.is_redirect and not _is_mail(path):
            yield Finding(path, 1, "vanaf de beginpagina is deze pagina niet te bereiken", warning=True)


def _leads_to(site: completeness.BuiltSite, path: str) -> set[str]:
    """The pages that a page has a link to."""
    found: set[str] = set()
    for link in site.site_pages[path].links if path in site.site_pages else ():
        try:
            target = completeness.inside(site, urljoin(site.address, path), link.address)
        except ValueError:
            continue  # no address: told by `_links`
        found |= {target[0]} & site.site_pages.keys() if target else set()
    return found
