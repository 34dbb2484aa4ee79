"""Is a PDF whole, and who made it by its own account: its properties and its XMP (ISO 32000-2, 7.5 and 14.3).

Not a reader of PDF: it looks for a few keys in everything that is text once unpacked, so it may look in vain in a file
that is damaged or encrypted, and never fails on one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MAX_UNPACKED = 20_000_000
"""Bytes that are unpacked at most: a small file may hold a very large one."""

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_KEY = re.compile(
    rb"/(?:Author|Manager)\s*(?:\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL
)
_XMP = re.compile(
    rb"<dc:creator>(.*?)</dc:creator>|pdf:Author=[\"']([^\"']*)|<pdf:Author>(.*?)</pdf:Author>", re.DOTALL
)


def whole(contents: bytes) -> bool:
    """Whether a file begins and ends as a PDF does, and has its table where it says (ISO 32000-2, 7.5.2, 7.5.5, 7.5.8)."""
    end = _END.search(contents[-1024:])
    return (
        contents.startswith(b"%PDF-")
        and end is not None
        and re.match(rb"xref|\d+ \d+ obj", contents[int(end[1]) :][:32]) is not None
    )


def makers(contents: bytes) -> Iterator[str]:
    """Every name that a file gives as that of its maker; none that is empty."""
    for part in _unpacked(contents):
        for found in _KEY.finditer(part):
            yield from _filled(_text(found[1], found[2]))
        for found in _XMP.finditer(part):
            raw = found[1] or found[2] or found[3] or b""
            yield from _filled(re.sub(r"<[^<>]*>", " ", raw.decode("utf-8", "replace")))


def _filled(name: str) -> Iterator[str]:
    if bare := " ".join(name.split()).strip("\x00 "):
        yield bare


def _unpacked(contents: bytes) -> Iterator[bytes]:
    """The file itself, then each stream in it that unpacks to something with keys."""
    yield contents
    left = MAX_UNPACKED
    for start in _STREAM.finditer(contents):
        try:
            part = zlib.decompressobj().decompress(memoryview(contents)[start.end() :], left)
        except zlib.error:
            continue  # not packed, or packed in another way (a picture)
        left -= len(part)
        if b"/Author" in part or b"/Manager" in part or b"dc:creator" in part or b"pdf:Author" in part:
            yield part
        if left <= 0:
            return


def _text(literal: bytes | None, hexadecimal: bytes | None) -> str:
    """A string of PDF: UTF-16 with a mark, or one byte a letter."""
    if literal is not None:
        raw = re.sub(rb"\\([0-7]{1,3})", lambda t: bytes([int(t[1], 8) & 0xFF]), literal)
        raw = re.sub(rb"\\(.)", rb"\1", raw, flags=re.DOTALL)
    else:
        cijfers = re.sub(rb"\s", b"", hexadecimal or b"")
        raw = bytes.fromhex((cijfers + b"0" * (len(cijfers) % 2)).decode())
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("utf-8", "replace")
