"""Brotli and gzip beside each text file, so the server compresses nothing while it serves.

The same bytes on every day: no time and no name in the gzip header. What is already there is kept: a publisher who
carries unchanged files over from the last release carries their compressed ones too.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import brotli

KINDS = frozenset(
    {".html", ".css", ".js", ".json", ".xml", ".txt", ".csv", ".ics", ".svg", ".opml", ".eml", ".webmanifest"}
)
SMALLEST = 256
"""Bytes below which a file fits in one packet anyway."""


@dataclass(frozen=True, slots=True)
class CompressionTally:
    """Files that have a compressed neighbour, their bytes, and the bytes of each kind of neighbour."""

    files: int
    bytes: int
    gzip: int
    brotli: int
    new: int
    """How many files were compressed now; the others had their neighbours already."""


def compress(folder: Path) -> CompressionTally:
    """Write `.gz` and `.br` beside every text file under a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in KINDS and path.stat().st_size >= SMALLEST]
    new = sum([_neighbours(path) for path in files])
    return CompressionTally(
        len(files),
        sum(path.stat().st_size for path in files),
        sum(neighbour(path, "gz").stat().st_size for path in files),
        sum(neighbour(path, "br").stat().st_size for path in files),
        new,
    )


def neighbour(path: Path, kind: str) -> Path:
    """The compressed file beside a file."""
    return path.with_name(f"{path.name}.{kind}")


def _neighbours(path: Path) -> bool:
    """Write what is missing beside a file; answers whether anything was."""
    gz, br = neighbour(path, "gz"), neighbour(path, "br")
    if gz.exists() and br.exists():
        return False
    contents = path.read_bytes()
    for here, packed in ((gz, packed_gzip), (br, packed_brotli)):
        if not here.exists():  # `sitemap.xml.gz` is the build's own
            here.write_bytes(packed(contents))
    return True


def packed_gzip(contents: bytes) -> bytes:
    """Gzip without time or name; the byte that names the operating system is set to "unknown" (RFC 1952, 2.3.1)."""
    packed = bytearray(gzip.compress(contents, 9, mtime=0))
    packed[9] = 255
    return bytes(packed)


def packed_brotli(contents: bytes) -> bytes:
    """Brotli at its best: it is done once, and read many times."""
    packed: bytes = brotli.compress(contents, mode=brotli.MODE_TEXT, quality=11)
    return packed
