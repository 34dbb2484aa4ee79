"""Slugs, permalinks and addresses. The one place that knows what a path on the site looks like."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urljoin

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug(tekst: str) -> str:
    """An id from a name: `Noord- en Oost-Gelderland` → `noord-en-oost-gelderland`."""
    kaal = unicodedata.normalize("NFKD", tekst).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", kaal).strip("-")


def relatief(doel: str, van: str) -> str:
    """The relative address of `doel` seen from the page `van`, both relative to the site's root.

    A page's address ends in `/` (or is empty: the home page); a trailing slash and an anchor are kept.
    `relatief("praktijken/hackshield/", "themas/jeugd/")` → `../../praktijken/hackshield/`.
    """
    pad, hekje, anker = doel.partition("#")
    hier, (*mappen, bestand) = van.split("/")[:-1], pad.split("/")
    samen = 0
    while samen < min(len(hier), len(mappen)) and hier[samen] == mappen[samen]:
        samen += 1
    kort = "../" * (len(hier) - samen) + "".join(f"{map_}/" for map_ in mappen[samen:]) + bestand
    return (kort or "./") + hekje + anker


def absoluut(doel: str, site: str) -> str:
    """The full address of a path relative to the site's root (`site` ends in `/`)."""
    return urljoin(site, doel)


def adres(id_: str) -> str:
    """The address of a page relative to the root: `index` → ``, `themas/index` → `themas/`, `over` → `over/`."""
    id_ = id_.removesuffix("index").removesuffix("/")
    return f"{id_}/" if id_ else ""
