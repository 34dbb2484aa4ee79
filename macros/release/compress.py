"""Brotli and gzip beside each text file, so the server compresses nothing while it serves.

The same bytes on every day: no time and no name in the gzip header. What is already there is kept: a publisher who
carries unchanged files over from the last release carries their compressed ones too.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import brotli

SOORTEN = frozenset(
    {".html", ".css", ".js", ".json", ".xml", ".txt", ".csv", ".ics", ".svg", ".opml", ".eml", ".webmanifest"}
)
KLEINSTE = 256
"""Bytes below which a file fits in one packet anyway."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Files that have a compressed neighbour, their bytes, and the bytes of each kind of neighbour."""

    bestanden: int
    bytes: int
    gzip: int
    brotli: int
    nieuw: int
    """How many files were compressed now; the others had their neighbours already."""


def comprimeer(map_: Path) -> Telling:
    """Write `.gz` and `.br` beside every text file under a folder."""
    bestanden = [pad for pad in sorted(map_.rglob("*")) if pad.suffix in SOORTEN and pad.stat().st_size >= KLEINSTE]
    nieuw = sum([_buren(pad) for pad in bestanden])
    return Telling(
        len(bestanden),
        sum(pad.stat().st_size for pad in bestanden),
        sum(buur(pad, "gz").stat().st_size for pad in bestanden),
        sum(buur(pad, "br").stat().st_size for pad in bestanden),
        nieuw,
    )


def buur(pad: Path, soort: str) -> Path:
    """The compressed file beside a file."""
    return pad.with_name(f"{pad.name}.{soort}")


def _buren(pad: Path) -> bool:
    """Write what is missing beside a file; answers whether anything was."""
    gz, br = buur(pad, "gz"), buur(pad, "br")
    if gz.exists() and br.exists():
        return False
    inhoud = pad.read_bytes()
    for hier, ingepakt in ((gz, ingepakt_gzip), (br, ingepakt_brotli)):
        if not hier.exists():  # `sitemap.xml.gz` is the build's own
            hier.write_bytes(ingepakt(inhoud))
    return True


def ingepakt_gzip(inhoud: bytes) -> bytes:
    """Gzip without time or name; the byte that names the operating system is set to "unknown" (RFC 1952, 2.3.1)."""
    ingepakt = bytearray(gzip.compress(inhoud, 9, mtime=0))
    ingepakt[9] = 255
    return bytes(ingepakt)


def ingepakt_brotli(inhoud: bytes) -> bytes:
    """Brotli at its best: it is done once, and read many times."""
    ingepakt: bytes = brotli.compress(inhoud, mode=brotli.MODE_TEXT, quality=11)
    return ingepakt
