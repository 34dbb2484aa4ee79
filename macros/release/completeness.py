"""Is a built site whole? Everything is looked at, everything that is wrong is reported.

Standard library only: what is about to be published is checked as a stranger would find it, from its files, without
the records and the templates that it was made of.
"""

from __future__ import annotations

import csv
import email
import email.policy
import gzip
import io
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.parsers import expat

from macros.base import late
from macros.base.errors import Finding
from macros.release import markup, search_probe

if TYPE_CHECKING:
    from macros.review import pdf
else:
    pdf = late.module("macros.review.pdf")


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """The files of a site, and what its pages hold; read once."""

    map: Path
    address: str
    """The address at which it is published, ending in `/`; links to it are links within the site."""
    paths: frozenset[str]
    site_pages: Mapping[str, markup.PageMarkup]


def read_site(folder: Path, address: str) -> BuiltSite:
    """Read a built site; what is compressed beside a file is not looked at."""
    paths = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    site_pages = {
        path: markup.read_page((folder / path).read_text(encoding="utf-8", errors="replace"))
        for path in sorted(paths)
        if path.endswith(".html")
    }
    return BuiltSite(folder, address, paths, site_pages)


def find_defects(site: BuiltSite, *, vorige: Collection[str] = ()) -> list[Finding]:
    """Everything that is wrong with a site.

    Args:
        site: the site.
        vorige: the paths of the release before this one; none of them may be gone without a redirect.
    """
    defects = [*_complete(site), *_pages(site), *_files(site), *_search_index(site), *_lost(site, vorige)]
    return sorted(defects)


# ── The whole ───────────────────────────────────────────────────────────────────────────────────────────


def _complete(site: BuiltSite) -> Iterator[Finding]:
    """A build that stopped half-way has no list, or files that differ from it."""
    if markup.BUILD_LIST not in site.paths:
        yield Finding(markup.BUILD_LIST, 0, "ontbreekt: de bouw is niet tot het einde gekomen")
        return
    try:
        list_ = json.loads((site.map / markup.BUILD_LIST).read_bytes())["bestanden"]
    except (ValueError, KeyError, TypeError):
        yield Finding(markup.BUILD_LIST, 0, "is geen lijst van bestanden")
        return
    for path in sorted(set(list_) - site.paths):
        yield Finding(path, 0, "staat in de lijst van de bouw en ontbreekt")
    for required in {"index.html", "404.html"} - site.paths:
        yield Finding(required, 0, "ontbreekt")


def _lost(site: BuiltSite, previous: Collection[str]) -> Iterator[Finding]:
    """Addresses live for ever: what was there is there, or says where it went."""
    moved = _moved(site)
    for from_, to in moved.items():
        if message := wrong(site, site.address, markup.Target(to or ".", fetches=False)):
            yield Finding(markup.ADDRESSES, 0, f"doorverwijzing van {from_}: {message}")
    for path in sorted(set(previous) - site.paths):
        address = path.removesuffix("index.html")
        if not _may_go(path) and address not in moved:
            message = "stond in de vorige uitgave en is weg; zet het nieuwe adres in docs/_data/doorverwijzingen.yml"
            yield Finding(path, 0, message)


def _moved(site: BuiltSite) -> dict[str, str]:
    """Old addresses and where they lead."""
    if markup.ADDRESSES not in site.paths:
        return {}
    try:
        return {row["van"]: row["naar"] for row in json.loads((site.map / markup.ADDRESSES).read_bytes())}
    except (ValueError, KeyError, TypeError):
        return {}  # so that what moved counts as lost: the list that says where to is not to be read


def _may_go(path: str) -> bool:
    return bool(re.fullmatch(markup.WITH_HASH, path)) or path.endswith((".gz", ".br"))


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────


def _pages(site: BuiltSite) -> Iterator[Finding]:
    for path, site_page in site.site_pages.items():
        if not site_page.whole:
            yield Finding(path, 0, "houdt halverwege op")
        for id_ in (id_ for id_, times in site_page.ids.items() if times > 1):
            yield Finding(path, 0, f"het anker {id_!r} staat er meer dan één keer")
        for handler in site_page.handlers:
            yield Finding(path, 0, f"script in een kenmerk ({handler}); de kopregels van de server verbieden dat")
        here = urljoin(site.address, path)
        for link, lines in site_page.links.items():
            if message := wrong(site, here, link):
                yield Finding(path, 0, message + (f" ({len(lines)} keer)" if len(lines) > 1 else ""))


def wrong(site: BuiltSite, here: str, link: markup.Target) -> str:
    """What is wrong with a link on the page at `here`; nothing for a link that works or leads outside."""
    if not link.address.strip():
        return "een link zonder adres" if link.fetches else ""
    try:
        target = inside(site, here, link.address)
    except ValueError:
        return f"{link.address!r} is geen adres"
    if target is None:
        outside = link.fetches and not link.address.strip().startswith("data:")
        return f"haalt iets op bij een ander: {link.address}" if outside else ""
    path, anchor = target
    if not path:
        return f"de link {link.address} komt nergens uit"
    if anchor and not anchor.startswith(":~:") and path in site.site_pages and not site.site_pages[path].ids[anchor]:
        return f"de link {link.address} noemt een anker dat er niet is"
    return ""


def inside(site: BuiltSite, here: str, address: str) -> tuple[str, str] | None:
    """The file of the site and the anchor that an address on the page at `here` leads to; None when it leads outside.

    The file is empty when there is none.

    Raises:
        ValueError: it is no address.
    """
    parts, own = urlsplit(urljoin(here, address.strip())), urlsplit(site.address)
    path = parts.path or "/"
    if parts[:2] != own[:2] or not path.startswith(own.path):
        return None
    return file_at(path.removeprefix(own.path), site.paths) or "", unquote(parts.fragment)


def file_at(path: str, paths: Collection[str]) -> str | None:
    """The file that a server answers with at a path of a URL."""
    bare = posixpath.normpath(unquote(path)).strip("/").removeprefix(".")
    if bare in paths and not path.endswith("/"):
        return bare
    site_page = f"{bare}/index.html".removeprefix("/")
    return site_page if site_page in paths else None


# ── Everything else ─────────────────────────────────────────────────────────────────────────────────────


def _files(site: BuiltSite) -> Iterator[Finding]:
    for path in sorted(site.paths):
        parse = _PARSERS.get(posixpath.splitext(path)[1].lower())
        if parse is None:
            continue
        try:
            messages = list(parse((site.map / path).read_bytes()))
        except (ValueError, OSError, EOFError, csv.Error, expat.ExpatError) as error:
            messages = [f"kan niet gelezen worden: {error}"]
        yield from (Finding(path, 0, message) for message in messages)
        if path.endswith((".xml", ".opml")) and not messages:
            yield from _addresses(site, path)


def _json(data: bytes) -> Iterator[str]:
    json.loads(data)
    yield from ()


def _xml(data: bytes) -> Iterator[str]:
    expat.ParserCreate().Parse(data, True)  # noqa: FBT003 - pyexpat takes no keywords
    yield from ()


def _addresses(site: BuiltSite, path: str) -> Iterator[Finding]:
    """The addresses in a feed, a list of feeds or the sitemap: each that is of this site must exist."""
    found: list[str] = []
    _read_addresses((site.map / path).read_bytes(), found)
    for address in sorted(set(found)):
        if message := wrong(site, urljoin(site.address, path), markup.Target(address, fetches=False)):
            yield Finding(path, 0, message)


def _read_addresses(data: bytes, found: list[str]) -> None:
    reader = expat.ParserCreate()
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        text.clear()
        if name in {"atom:link", "link"} and "href" in attributes:
            found.append(attributes["href"])
        found.extend(attributes[name] for name in ("xmlUrl", "htmlUrl") if name in attributes)

    def end(name: str) -> None:
        if name in {"link", "loc"} and "".join(text).strip():
            found.append("".join(text).strip())

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text.append
    reader.Parse(data, True)  # noqa: FBT003


def _csv(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8-sig")
    separator = ";" if ";" in text.partition("\n")[0] else ","  # Dutch spreadsheets read the first
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        yield f"niet elke rij heeft evenveel kolommen ({', '.join(map(str, sorted(widths)))})"


_LINE = 75
"""Octets in a line of a calendar (RFC 5545, 3.1)."""


def _ics(data: bytes) -> Iterator[str]:
    lines = data.split(b"\r\n")
    if lines[0] != b"BEGIN:VCALENDAR" or lines[-2:] != [b"END:VCALENDAR", b""]:
        yield "begint of eindigt niet als agenda"
    if any(len(line) > _LINE or b"\n" in line for line in lines):
        yield "heeft een regel van meer dan 75 bytes of zonder CRLF"
    texts = data.decode().replace("\r\n ", "").split("\r\n")
    started, ended = (Counter(t[len(w) :] for t in texts if t.startswith(w)) for w in ("BEGIN:", "END:"))
    if started != ended:
        yield "heeft een onderdeel dat niet eindigt"
    uids = Counter(text for text in texts if text.startswith("UID:"))
    if double := [uid for uid, count in uids.items() if count > 1]:
        yield f"heeft dezelfde UID meer dan één keer: {double[0]}"
    if uids.total() != started["VEVENT"]:
        yield "heeft een afspraak zonder UID"


def _pdf(data: bytes) -> Iterator[str]:
    if not pdf.whole(data):
        yield "is geen hele PDF"


def _eml(data: bytes) -> Iterator[str]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(message.walk())
    if defects := [defect for part in parts for defect in part.defects]:
        yield f"is geen goed bericht: {type(defects[0]).__name__}"
    kinds = {part.get_content_type() for part in parts}
    if not {"text/plain", "text/html"} <= kinds:
        yield "mist de tekst of de opgemaakte versie"


def _gz(data: bytes) -> Iterator[str]:
    gzip.decompress(data)
    yield from ()


def _css(data: bytes) -> Iterator[str]:
    for address in re.findall(r"""(?:url\(|@import)\s*['"]?((?:https?:)?//[^'")\s]+)""", data.decode()):
        yield f"haalt iets op bij een ander: {address}"


_PARSERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".json": _json, ".webmanifest": _json, ".xml": _xml, ".opml": _xml, ".svg": _xml, ".csv": _csv, ".ics": _ics,
    ".pdf": _pdf, ".eml": _eml, ".gz": _gz, ".css": _css,
}  # fmt: skip


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────


def _search_index(site: BuiltSite) -> Iterator[Finding]:
    """The search must answer; a site without search passes."""
    if not any(path.startswith("zoek/") for path in site.paths):
        return
    try:
        yield from search_probe.probe(site.map / "zoek", lambda path: file_at(path, site.paths) is not None)
    except (ValueError, KeyError, TypeError, IndexError, OSError) as error:
        yield Finding("zoek/kern.json", 0, f"de zoekindex is niet heel: {error}")
