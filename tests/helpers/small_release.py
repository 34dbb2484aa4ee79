"""A small site that is whole, for tests of what is done with a built site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from macros.release import archive, redirects

ADRES = "https://veiligheidsnetwerken.nl/"
DAG = date(2026, 11, 22)
SLOT = "Jinja2==3.1.6 \\\n    --hash=sha256:" + "0" * 64 + "\n"

_CSS = "assets/site.0123456789.css"


def pagina(tekst: str = "", *, css: str = _CSS) -> str:
    """A page of HTML."""
    return (
        f'<!doctype html><html lang="nl"><head><title>Test</title><link rel="stylesheet" href="/{css}"></head>'
        f'<body><main id="inhoud"><h1>Test</h1>{tekst}</main></body></html>\n'
    )


GEWOON: Mapping[str, str] = {
    "index.html": pagina('<p><a href="themas/#inhoud">thema</a></p>'),
    "404.html": pagina("<p>Deze pagina bestaat niet</p>"),
    "themas/index.html": pagina("<p>Woorden over thema's. " * 40),
    _CSS: "body { margin: 0 }\n" * 40,
    "feed.xml": f"<rss version='2.0'><channel><link>{ADRES}themas/</link></channel></rss>\n",
    "feed.json": '{"version": "https://jsonfeed.org/version/1.1"}\n',
    "data/rijen.csv": "a,b\n1,2\n",
    "agenda.ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:een\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
}


def schrijf(
    map_: Path, bestanden: Mapping[str, str] = GEWOON, omleidingen: tuple[redirects.Omleiding, ...] = ()
) -> None:
    """Write a site and the lists that a build ends with."""
    for pad, tekst in bestanden.items():
        (map_ / pad).parent.mkdir(parents=True, exist_ok=True)
        (map_ / pad).write_bytes(tekst.encode())
    for pad, inhoud in redirects.lijst(omleidingen):
        (map_ / pad).parent.mkdir(parents=True, exist_ok=True)
        (map_ / pad).write_bytes(inhoud)
    for pad, inhoud in archive.bestanden([], archive.hashes(map_), SLOT, site=ADRES, vandaag=DAG):
        (map_ / pad).parent.mkdir(parents=True, exist_ok=True)
        (map_ / pad).write_bytes(inhoud)
