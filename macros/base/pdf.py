"""Is a PDF whole, and who made it by its own account: its properties and its XMP (ISO 32000-2, 7.5 and 14.3).

Not a reader of PDF: it looks for a few keys in everything that is text once unpacked, so it may look in vain in a file
that is damaged or encrypted, and never fails on one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MAX_UITGEPAKT = 20_000_000
"""Bytes that are unpacked at most: a small file may hold a very large one."""

_EINDE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_STROOM = re.compile(rb"(?<!end)stream\r?\n")
_SLEUTEL = re.compile(
    rb"/(?:Author|Manager)\s*(?:\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL
)
_XMP = re.compile(
    rb"<dc:creator>(.*?)</dc:creator>|pdf:Author=[\"']([^\"']*)|<pdf:Author>(.*?)</pdf:Author>", re.DOTALL
)


def heel(inhoud: bytes) -> bool:
    """Whether a file begins and ends as a PDF does, and has its table where it says (ISO 32000-2, 7.5.2, 7.5.5, 7.5.8)."""
    einde = _EINDE.search(inhoud[-1024:])
    return (
        inhoud.startswith(b"%PDF-")
        and einde is not None
        and re.match(rb"xref|\d+ \d+ obj", inhoud[int(einde[1]) :][:32]) is not None
    )


def makers(inhoud: bytes) -> Iterator[str]:
    """Every name that a file gives as that of its maker; none that is empty."""
    for deel in _uitgepakt(inhoud):
        for gevonden in _SLEUTEL.finditer(deel):
            yield from _gevuld(_tekst(gevonden[1], gevonden[2]))
        for gevonden in _XMP.finditer(deel):
            ruw = gevonden[1] or gevonden[2] or gevonden[3] or b""
            yield from _gevuld(re.sub(r"<[^<>]*>", " ", ruw.decode("utf-8", "replace")))


def _gevuld(naam: str) -> Iterator[str]:
    if kaal := " ".join(naam.split()).strip("\x00 "):
        yield kaal


def _uitgepakt(inhoud: bytes) -> Iterator[bytes]:
    """The file itself, then each stream in it that unpacks to something with keys."""
    yield inhoud
    over = MAX_UITGEPAKT
    for begin in _STROOM.finditer(inhoud):
        try:
            deel = zlib.decompressobj().decompress(memoryview(inhoud)[begin.end() :], over)
        except zlib.error:
            continue  # not packed, or packed in another way (a picture)
        over -= len(deel)
        if b"/Author" in deel or b"/Manager" in deel or b"dc:creator" in deel or b"pdf:Author" in deel:
            yield deel
        if over <= 0:
            return


def _tekst(letterlijk: bytes | None, hexadecimaal: bytes | None) -> str:
    """A string of PDF: UTF-16 with a mark, or one byte a letter."""
    if letterlijk is not None:
        ruw = re.sub(rb"\\([0-7]{1,3})", lambda t: bytes([int(t[1], 8) & 0xFF]), letterlijk)
        ruw = re.sub(rb"\\(.)", rb"\1", ruw, flags=re.DOTALL)
    else:
        cijfers = re.sub(rb"\s", b"", hexadecimaal or b"")
        ruw = bytes.fromhex((cijfers + b"0" * (len(cijfers) % 2)).decode())
    return ruw[2:].decode("utf-16-be", "replace") if ruw.startswith(b"\xfe\xff") else ruw.decode("utf-8", "replace")
