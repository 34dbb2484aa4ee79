"""Slugs, permalinks and addresses. The one place that knows what a path on the site looks like."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urljoin

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FOLDERS = r"(?:[a-z0-9-]+/)*"
ADDRESS = re.compile(rf"(?!.{{201}}){_FOLDERS}(?:#[a-z0-9-]+)?")
"""An address of a page of our site, relative to its root, perhaps with a heading: `praktijken/buurtpreventie/#effect`.

Empty is the home page. Nothing that climbs, no quotation mark, no line end: it may stand in a server's rules and be a file's
path. It is short enough for nginx's maps (`map_hash_bucket_size` in deploy/nginx/kaarten.conf) and for any file system.
"""
FILE = re.compile(rf"(?!.{{231}}){_FOLDERS}[a-z0-9-]+(?:\.[a-z0-9-]+)+")
"""The address of a file beside such a page: `themas/jeugd/feed.xml`."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
"""A name in the DNS, as a person types it: in small letters, without the full stop at its end."""
SITE = re.compile(rf"https://{DOMAIN.pattern}(?::[0-9]{{1,5}})?/(?:[a-z0-9_-][a-z0-9._-]*/)*", re.ASCII)
"""The address of a site, below which all its pages are: in one way of writing only, so that two of them can be compared."""
OURS = ("assets/", "reports/", "email/", "fragments/", "pages/", "service/", "begin/")
"""Folders of `overrides/`, of which MkDocs would copy all to the site: what we ship of them, we make, and no page is there."""


def slug(text: str) -> str:
    """An id from a name: `Zorg, zicht en Én-en` → `zorg-zicht-en-en`."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def relative(target: str, from_: str) -> str:
    """The relative address of `doel` seen from the page `van`, both relative to the site's root.

    A page's address ends in `/` (or is empty: the home page); a trailing slash and an anchor are kept.
    `relatief("praktijken/buurtpreventie/", "themas/jeugd/")` → `../../praktijken/buurtpreventie/`.
    """
    path, hash_sign, anchor = target.partition("#")
    here, (*folders, file) = from_.split("/")[:-1], path.split("/")
    together = 0
    while together < min(len(here), len(folders)) and here[together] == folders[together]:
        together += 1
    short = "../" * (len(here) - together) + "".join(f"{folder}/" for folder in folders[together:]) + file
    return (short or "./") + hash_sign + anchor


def meant(typed: str) -> str:
    """The address of ours that someone may have meant: `https://voorbeeld.nl/Oude proef#Doel` → `oude-proef/#doel`."""
    path, _, anchor = re.sub(r"^\w+://[^/]*", "", typed.strip()).partition("#")
    bare = re.sub(r"(?:^|/)index\.\w+$|\.(?:html?|md)$", "", path.partition("?")[0].lower())
    folders = "".join(f"{name}/" for part in bare.split("/") if (name := slug(part)))
    return folders + (f"#{slug(anchor)}" if slug(anchor) else "")


def absolute(target: str, site: str) -> str:
    """The full address of a path relative to the site's root (`site` ends in `/`)."""
    return urljoin(site, target)


def address(id_: str) -> str:
    """The address of a page relative to the root: `index` → ``, `themas/index` → `themas/`, `over` → `over/`."""
    id_ = id_.removesuffix("index").removesuffix("/")
    return f"{id_}/" if id_ else ""


def joined(base: str, typed: str) -> str:
    """The full address of what is linked to on the page at `base`, which ends in `/`: what `urljoin` gives, many times sooner.

    `joined("https://a.nl/b/c/", "../d/#e")` → `https://a.nl/b/d/#e`.
    """
    if typed.startswith("#"):
        return base + typed
    if not _RELATIVE.match(typed):
        return urljoin(base, typed)
    here, rest = base, typed
    while rest.startswith("../") and not here.endswith("//"):
        here, rest = here[: here.rindex("/", 0, -1) + 1], rest[3:]
    return urljoin(base, typed) if here.endswith("//") else here + rest  # above the root there is nothing


_RELATIVE = re.compile(r"(?:\.\./)*[\w-]+(?:/[\w-]+)*/?(?:#.*)?$|(?:\.\./)+(?:#.*)?$")
"""An address as our own pages have it; another is left to `urljoin`."""
