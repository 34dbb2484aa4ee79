"""A small site that is whole, for tests of what is done with a built site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from macros.release import archive, redirects

ADDRESS = "https://netwerk.example/"
DAY = date(2026, 11, 22)
LOCK = "Jinja2==3.1.6 \\\n    --hash=sha256:" + "0" * 64 + "\n"

PDF = (
    "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n"
)
"""A PDF without pages, for the place of its table."""

_CSS = "assets/site.0123456789.css"


def page(text: str = "", *, css: str = _CSS) -> str:
    """A page of HTML."""
    return (
        f'<!doctype html><html lang="nl"><head><title>Test</title><link rel="stylesheet" href="/{css}"></head>'
        f'<body><main id="inhoud"><h1>Test</h1>{text}</main></body></html>\n'
    )


ORDINARY: Mapping[str, str] = {
    "index.html": page('<p><a href="themas/#inhoud">thema</a></p>'),
    "404.html": page("<p>Deze pagina bestaat niet</p>"),
    "themas/index.html": page("<p>Woorden over thema's. " * 40),
    _CSS: "body { margin: 0 }\n" * 40,
    "feed.xml": f"<rss version='2.0'><channel><link>{ADDRESS}themas/</link></channel></rss>\n",
    "feed.json": '{"version": "https://jsonfeed.org/version/1.1"}\n',
    "data/rijen.csv": "a,b\n1,2\n",
    "agenda.ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:een\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
}


def write(
    folder: Path, files: Mapping[str, str] = ORDINARY, redirect_list: tuple[redirects.Redirect, ...] = ()
) -> None:
    """Write a site and the lists that a build ends with."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    for path, contents in redirects.index_file(redirect_list):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents)
    for path, contents in archive.files([], archive.hashes(folder), LOCK, site=ADDRESS, today=DAY, own="Netwerk"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents)


def builder(files: Mapping[str, str] = ORDINARY) -> Callable[[Path], None]:
    """What builds such a site."""
    return lambda folder: write(folder, files)
