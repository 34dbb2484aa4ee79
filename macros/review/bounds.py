"""How large and how deep a file may be, and what may be hidden in a picture: counted before anything parses it.

A parser looks for the end of every bracket and list it is given: eight kilobytes of `[a` kept Python-Markdown busy for
minutes and a thousand list markers exhausted its stack (measured with 3.11), and a walk over a tree is as deep as the tree.
Counting brackets, markers and tags takes one pass. `time_limit` is the backstop for what nobody has thought of yet.
"""

from __future__ import annotations

import re
import signal
import struct
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

from macros.base import pdf
from macros.base.errors import Finding
from macros.base.parsing import MAX_BYTES

MAX_PAGE = 200_000
MAX_LINE = 10_000
MAX_NESTING = 20
MAX_COLUMNS = 50
MAX_PICTURE = 2_000_000
MAX_ATTACHMENT = 5_000_000
MAX_SECONDS = 20
FOLDERS = ("docs", "newsletters")

Message = tuple[int, str, bool]
"""Line, what is wrong, whether it is only a warning."""


def content_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Real files, by their name in the project; the loader reports symbolic links and files of another kind."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path.read_bytes()


def check_file(name: str, contents: bytes) -> Iterator[Finding]:
    """That a file is too large, too deep or says more than it shows; only its name and its bytes matter."""
    kind = PurePosixPath(name).suffix.lower()
    for line, message, warning in _KINDS.get(kind, _noop)(contents, kind):
        yield Finding(name, line, message, warning)


def _noop(_contents: bytes, _kind: str) -> Iterator[Message]:
    yield from ()


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────


def _data(contents: bytes, _kind: str) -> Iterator[Message]:
    lines = contents.split(b"\n")
    for number, line in enumerate(lines, start=1) if max(map(len, lines)) > MAX_LINE else ():
        if len(line) > MAX_LINE:
            yield number, f"deze regel is te lang ({_size(len(line))}); toegestaan is {_size(MAX_LINE)}", False


def _page(contents: bytes, kind: str) -> Iterator[Message]:
    """One finding a page is enough: the rest follows from it."""
    if len(contents) > MAX_BYTES:
        return  # reported by the loader
    if len(contents) > MAX_PAGE:
        advice = "verdeel de tekst over meer pagina's"
        yield 1, f"deze pagina is te groot ({_size(len(contents))}); toegestaan is {_size(MAX_PAGE)}; {advice}", False
        return
    if long := next(_data(contents, kind), None):
        yield long
        return
    try:
        text = contents.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return  # reported by the loader
    yield from _first(_too_deep(text), _too_many(text), _too_wide(text))


def _first(*all_series: Iterator[Message]) -> Iterator[Message]:
    for series in all_series:
        if message := next(series, None):
            yield message
            return


_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")
_WORD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
"""Words are not Markdown: what is wrong between their braces is told by who reads words."""
_TOKEN = re.compile(r"[\[\](]|\)|<(?=[A-Za-z/!?])|>")
_MARKS = re.compile(r"[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*)+")
_MARK = re.compile(r">|[-*+]|\d{1,9}[.)]")
_INDENT = 4


_DEEP_LINE = re.compile(
    rf"\n(?:(?:[ \t]*(?:>|[-*+][ \t]|\d{{1,9}}[.)][ \t])){{{MAX_NESTING + 1}}}|[ \t]{{{MAX_NESTING + 1}}})"
)
"""A line feed before a line that may be too deep; most pages have none."""


def _too_deep(text: str) -> Iterator[Message]:
    """Lists and quotations in each other, and brackets that no one closes."""
    for number, line in enumerate(text.split("\n"), start=1) if _DEEP_LINE.search(f"\n{text}") else ():
        heading = _MARKS.match(line)
        marks = len(_MARK.findall(heading[0])) if heading else 0
        indentation = len(line.expandtabs(_INDENT)) - len(line.expandtabs(_INDENT).lstrip(" "))
        if marks > MAX_NESTING or (line.strip() and indentation > MAX_NESTING * _INDENT):
            yield number, f"lijsten of citaten zijn hier te diep genest; hoogstens {MAX_NESTING} niveaus", False
    if not _open_many(text) or not any(map(_open_many, text.split("\n\n"))):
        return
    for block in _BLOCK.finditer(_WORD.sub(lambda t: re.sub(r"[^\n]", " ", t[0]), text)):
        if _open_many(block[0]) and (place := _brackets(block[0])):
            where = text.count("\n", 0, block.start() + place) + 1
            yield where, f"hier staan te veel haakjes in elkaar of niet gesloten; hoogstens {MAX_NESTING}", False


def _open_many(text: str) -> bool:
    return max(text.count("["), text.count("("), text.count("<")) > MAX_NESTING


def _brackets(block: str) -> int:
    """Where one bracket too many opens; 0 when all is well. Each kind is counted apart; `<` closes at the next `>`."""
    open_ = {"[": 0, "(": 0, "<": 0}
    pair = {"]": "[", ")": "(", ">": "<"}
    for char in _TOKEN.finditer(block):
        if char[0] in open_:
            open_[char[0]] += 1
            if open_[char[0]] > MAX_NESTING:
                return char.start() or 1
        else:
            open_[pair[char[0]]] = max(0, open_[pair[char[0]]] - 1)
    return 0


_QUANTITIES: tuple[tuple[re.Pattern[str] | str, int, str], ...] = (
    (re.compile(r"^ {0,3}(?:#|(?:=+|-+)[ \t]*$)", re.MULTILINE), 200, "koppen en streepjes"),
    (re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s", re.MULTILINE), 2000, "punten in lijsten"),
    (re.compile(r"^\s*>", re.MULTILINE), 1000, "regels met een citaat"),
    ("[", 3000, "rechte haken (links, plaatjes en noten)"),
    ("[^", 300, "noten"),
    ("<", 2000, "HTML-elementen"),
    ("|", 20_000, "cellen in tabellen"),
    ("`", 4000, "accenten grave (`)"),
    ("*", 4000, "sterretjes"),
    ("_", 4000, "lage streepjes"),
    ("~", 4000, "golfjes (~)"),
    ("!!!", 100, "kaders (!!!)"),
    ("{{", 1000, "woorden tussen accolades"),
    ("&", 20_000, "&-tekens"),
    ("\\", 20_000, "\\-tekens"),
)
"""What a page of 200 KB may hold of each thing that takes a parser time; a page by hand stays far below."""


_DASHES = re.compile(r"^[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$", re.MULTILINE)
MAX_CELLS = 20_000


def _too_wide(text: str) -> Iterator[Message]:
    """Tables of many columns and many rows: a row with one cell gets as many as there are columns."""
    for dashes in _DASHES.finditer(text) if text.count("|") > MAX_COLUMNS else ():
        columns = dashes[0].count("|") + 1
        rows = text[dashes.end() :].partition("\n\n")[0].count("\n") + 1
        if columns > MAX_COLUMNS and columns * rows > MAX_CELLS:
            where = text.count("\n", 0, dashes.start()) + 1
            yield (
                where,
                f"deze tabel is te groot ({columns} kolommen, {rows} regels); hoogstens {MAX_CELLS} cellen",
                False,
            )


def _too_many(text: str) -> Iterator[Message]:
    lines = text.count("\n") + 1  # a pattern finds one thing a line
    for what, at_most, name in _QUANTITIES:
        many = text.count(what) if isinstance(what, str) else lines > at_most and len(what.findall(text))
        if many > at_most:
            advice = f"hoogstens {at_most}; verdeel de tekst over meer pagina's"
            yield 1, f"deze pagina heeft te veel {name}: {many}; {advice}", False


_MEGA = 1_000_000


def _size(bytes_: int) -> str:
    """A size, rounded up: what is a byte over a limit must not read as the limit."""
    unit, name = (_MEGA, "MB") if bytes_ >= _MEGA else (1000, "KB")
    tenths = -(-10 * bytes_ // unit)
    return f"{tenths // 10}{f',{tenths % 10}' if tenths % 10 else ''} {name}"


# ── Pictures and attachments ────────────────────────────────────────────────────────────────────────────

_SIGNATURE = {
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",), ".webp": (b"RIFF",),
    ".pdf": (b"%PDF-",),
}  # fmt: skip
_LOCATION = (
    "in dit plaatje staat waar het is gemaakt (GPS); haal die gegevens weg, in Windows: rechtermuisknop, Eigenschappen, "
    "Details, 'Eigenschappen en persoonlijke gegevens verwijderen'"
)
_METADATA = (
    "in dit plaatje staan gegevens over camera, maker of tijd; de site toont ze niet, maar het bestand is openbaar"
)


def _picture(contents: bytes, kind: str) -> Iterator[Message]:
    if len(contents) > MAX_PICTURE:
        advice = "maak het kleiner, bijvoorbeeld 1600 pixels breed"
        yield (
            1,
            f"dit plaatje is te groot ({_size(len(contents))}); toegestaan is {_size(MAX_PICTURE)}; {advice}",
            False,
        )
        return
    if not _real(contents, kind):
        yield 1, f"dit bestand heet {kind}, maar is het niet; sla het opnieuw op als {kind[1:].upper()}", False
        return
    parts = metadata(contents)
    if any(_has_location(part) for part in parts):
        yield 1, _LOCATION, False
    elif parts:
        yield 1, _METADATA, True


def _attachment(contents: bytes, kind: str) -> Iterator[Message]:
    if len(contents) > MAX_ATTACHMENT:
        yield 1, f"deze bijlage is te groot ({_size(len(contents))}); toegestaan is {_size(MAX_ATTACHMENT)}", False
    elif not _real(contents, kind):
        yield 1, "dit bestand heet .pdf, maar is het niet; sla het opnieuw op als PDF", False
    elif danger := re.search(rb"/(JavaScript|JS|Launch|EmbeddedFiles?)\b", contents):
        yield 1, f"deze pdf bevat iets dat kan worden uitgevoerd ({danger[1].decode()}); sla hem op zonder", False
    elif not pdf.whole(contents):
        yield 1, "deze pdf is niet heel; sla hem opnieuw op", False
    elif any(not _ORGANISATIE.search(name) for name in pdf.makers(contents)):
        yield 1, _MAKER, False


_ORGANISATIE = re.compile(
    r"\b(gemeente|politie|ministerie|openbaar|provincie|rijk|netwerk|veiligheids\w*|vereniging|stichting|bureau|centrum|"
    r"universiteit|hogeschool|instituut|riec|rsiv|vnon|vng|ccv)\b",
    re.IGNORECASE,
)
"""What shows that a maker is no person."""
_MAKER = (
    "in de eigenschappen van deze pdf staat de naam van een maker; haal die weg, in Word: Bestand, Info, Controleren op problemen, "
    "Document controleren, en sla de pdf daarna opnieuw op; de naam van een organisatie mag, zoals 'Gemeente Tiel'"
)


def _real(contents: bytes, kind: str) -> bool:
    return contents.startswith(_SIGNATURE[kind]) and (kind != ".webp" or contents[8:12] == b"WEBP")


_KINDS: dict[str, Callable[[bytes, str], Iterator[Message]]] = {
    ".md": _page, ".yml": _data, ".csv": _data, ".pdf": _attachment,
    ".jpg": _picture, ".jpeg": _picture, ".png": _picture, ".webp": _picture,
}  # fmt: skip


def metadata(picture: bytes) -> list[bytes]:
    """What a picture says besides its pixels: EXIF, XMP, IPTC and comments, each as its bytes."""
    return [contents for kind, contents, _, _ in _parts(picture) if _reveals(kind, contents)]


def without_metadata(picture: bytes) -> bytes:
    """The same picture with nothing in it but the picture; a JPEG keeps which side is up.

    Bytes that are no JPEG, PNG or WebP, or are damaged, come back as they are.
    """
    parts = list(_parts(picture))
    gone = [(start, end) for kind, contents, start, end in parts if _reveals(kind, contents)]
    if not gone:
        return picture
    limits = [(0, 0), *gone, (len(picture), len(picture))]
    kept = b"".join(picture[end:start] for (_, end), (start, _) in pairwise(limits))
    if kept.startswith(b"RIFF"):
        return kept[:4] + struct.pack("<I", len(kept) - 8) + _without_flags(kept[8:])
    side = next((_ifd(i[6:], 0x0112) for s, i, _, _ in parts if s == b"\xe1" and i.startswith(b"Exif")), None)
    return kept if side in (None, 1) else kept[:2] + _only_orientation(side or 1) + kept[2:]


def _without_flags(webp: bytes) -> bytes:
    """VP8X announces EXIF (8) and XMP (4); what is gone is no longer announced."""
    return webp if webp[4:8] != b"VP8X" else webp[:12] + bytes([webp[12] & ~0x0C]) + webp[13:]


def _only_orientation(side: int) -> bytes:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HHI", side, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


Part = tuple[bytes, bytes, int, int]
"""Kind, contents, begin and end in the file."""


def _parts(picture: bytes) -> Iterator[Part]:
    if picture.startswith(b"\xff\xd8"):
        yield from _jpeg(picture)
    elif picture.startswith(b"\x89PNG"):
        yield from _chunks(picture, 8, ">I4s", 4)
    elif picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        yield from _chunks(picture, 12, "<4sI", 0)


_SCAN = b"\xda"


def _jpeg(picture: bytes) -> Iterator[Part]:
    """Segments up to the start of the scan (ISO/IEC 10918-1, annex B)."""
    place = 2
    while (
        place + 4 <= len(picture) and picture[place : place + 1] == b"\xff" and picture[place + 1 : place + 2] != _SCAN
    ):
        length = int.from_bytes(picture[place + 2 : place + 4], "big")
        yield picture[place + 1 : place + 2], picture[place + 4 : place + 2 + length], place, place + 2 + length
        place += 2 + length


def _chunks(picture: bytes, place: int, form: str, tail: int) -> Iterator[Part]:
    """Chunks of PNG (length, kind, contents, CRC) and of RIFF (kind, length, contents, padded to even)."""
    while place + 8 <= len(picture):
        one, two = struct.unpack_from(form, picture, place)
        kind, length = (one, two) if isinstance(one, bytes) else (two, one)
        end = place + 8 + length + (tail or length % 2)
        yield kind, picture[place + 8 : place + 8 + length], place, min(end, len(picture))
        place = end


def _reveals(kind: bytes, contents: bytes) -> bool:
    if kind == b"\xe1":  # a JPEG's APP1: EXIF or XMP; one that holds the orientation alone tells nothing
        return not (contents.startswith(b"Exif") and len(contents) == len(_only_orientation(1)) - 4)
    return kind in {b"\xed", b"\xfe", b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"EXIF", b"XMP "}


def _has_location(part: bytes) -> bool:
    exif = part.removeprefix(b"Exif\0\0")
    return _ifd(exif, 0x8825) is not None or bool(re.search(rb"GPS(Latitude|Longitude|Position)", part))


def _ifd(exif: bytes, wanted: int) -> int | None:
    """The value of a tag in the first directory of EXIF (TIFF 6.0); 0x8825 points to the location."""
    byte_order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    try:
        if byte_order is None:
            return None
        (start,) = struct.unpack_from(f"{byte_order}I", exif, 4)
        (count,) = struct.unpack_from(f"{byte_order}H", exif, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _ = struct.unpack_from(f"{byte_order}HHI", exif, place)
            if tag == wanted:
                value: int = struct.unpack_from(f"{byte_order}{'H' if kind == 3 else 'I'}", exif, place + 8)[0]  # noqa: PLR2004 - type SHORT
                return value
    except struct.error:
        return None  # damaged: nobody can read a place from it either
    return None


# ── The backstop ────────────────────────────────────────────────────────────────────────────────────────


def time_limit(on_expiry: Callable[[], None], seconds: float = MAX_SECONDS) -> None:
    """Call `on_expiry` (which raises) when the processor has worked this many seconds; 0 seconds puts the alarm off.

    A page is not too long because the machine is busy with something else, so it is not the clock that counts.

    Signals reach the main thread only; elsewhere, and on Windows, there is no alarm and the counting has to do.
    """
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, lambda *_: on_expiry())
        signal.setitimer(signal.ITIMER_PROF, seconds)
