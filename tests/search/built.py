"""Documents from a built site, page by page: what the measurement on real pages and `make bench` use."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from macros.document import fragments
from macros.search.documents import Document, parts
from tests.search import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEPARATE = frozenset({"zoeken/", "404.html"})


def _one(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    return unescape(found[1]).strip() if found else ""


def _document(path: str, html: str, synoniemen: tuple[str, ...]) -> Document:
    site_page = _one(r'<article class="tekst">(.*?)</article>', html) or html
    facts = _one(r'<dl class="feiten"[^>]*>(.*?)</dl>', html).split("<dt>Fase")[0]
    year = _one(r'class="stand-van">Stand van: [^<·]*?(\d{4})', html)
    raw = re.search(r'<article class="tekst">(.*?)</article>', html, re.DOTALL)
    return Document(
        path,
        re.sub(r"<[^>]+>", "", _one(r"<h1[^>]*>(.*?)</h1>", html)) or _one(r"<title>(.*?)</title>", html),
        _one(r'<body data-soort="([^"]+)"', html),
        tuple(dict.fromkeys(re.findall(r'class="etiket" data-thema="([^"]+)"', facts)))
        or tuple(re.findall(r'<body[^>]*data-thema="([^"]+)"', html)),
        int(year) if year else None,
        _one(r'<meta name="description" content="([^"]*)"', html),
        parts(fragments.read(raw[1] if raw else site_page)),
        synoniemen,
    )


def documents(site: Path) -> list[Document]:
    """All pages of a built site."""
    return list(_documents(site))


def _documents(site: Path) -> Iterator[Document]:
    synoniemen = {path: tuple(words) for path, words in corpus.asked().items()}
    synoniemen |= {doc.pad: doc.synoniemen for doc in corpus.documents()}
    for file in sorted(site.rglob("index.html")):
        path = file.parent.relative_to(site).as_posix() + "/"
        if path not in _SEPARATE and not path.endswith("/afdrukken/"):
            yield _document("" if path == "./" else path, file.read_text(encoding="utf-8"), synoniemen.get(path, ()))
