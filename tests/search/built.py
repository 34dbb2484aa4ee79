"""Documents from a built site, page by page: what the measurement on real pages and `make bench` use."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from macros.search.documents import Document, delen_uit_html
from tests.search import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOS = frozenset({"zoeken/", "404.html"})


def _een(patroon: str, html: str) -> str:
    gevonden = re.search(patroon, html, re.DOTALL)
    return unescape(gevonden[1]).strip() if gevonden else ""


def _document(pad: str, html: str, synoniemen: tuple[str, ...]) -> Document:
    blad = _een(r'<article class="tekst">(.*?)</article>', html) or html
    feiten = _een(r'<dl class="feiten"[^>]*>(.*?)</dl>', html).split("<dt>Fase")[0]
    jaar = _een(r'class="stand-van">Stand van: [^<·]*?(\d{4})', html)
    rauw = re.search(r'<article class="tekst">(.*?)</article>', html, re.DOTALL)
    return Document(
        pad,
        re.sub(r"<[^>]+>", "", _een(r"<h1[^>]*>(.*?)</h1>", html)) or _een(r"<title>(.*?)</title>", html),
        _een(r'<body data-soort="([^"]+)"', html),
        tuple(dict.fromkeys(re.findall(r'class="etiket" data-thema="([^"]+)"', feiten)))
        or tuple(re.findall(r'<body[^>]*data-thema="([^"]+)"', html)),
        int(jaar) if jaar else None,
        _een(r'<meta name="description" content="([^"]*)"', html),
        delen_uit_html(rauw[1] if rauw else blad),
        synoniemen,
    )


def documenten(site: Path) -> list[Document]:
    """All pages of a built site."""
    return list(_documenten(site))


def _documenten(site: Path) -> Iterator[Document]:
    synoniemen = {doc.pad: doc.synoniemen for doc in corpus.documenten()}
    for bestand in sorted(site.rglob("index.html")):
        pad = bestand.parent.relative_to(site).as_posix() + "/"
        if pad not in _LOS:
            yield _document("" if pad == "./" else pad, bestand.read_text(encoding="utf-8"), synoniemen.get(pad, ()))
