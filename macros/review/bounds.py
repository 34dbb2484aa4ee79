"""How large and how deep a file may be, and what may be hidden in a picture: counted before anything parses it.

Python-Markdown looks for the end of every bracket and list it is given, so eight kilobytes of `[a` keep it busy for
minutes and a thousand list markers exhaust its stack (measured with 3.11). Counting brackets, markers and tags takes
one pass. `wekker` is the backstop for what nobody has thought of yet.
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
from macros.base.parsing import MAX_BYTES, Bevinding

MAX_PAGINA = 200_000
MAX_REGEL = 10_000
MAX_DIEP = 20
MAX_BEELD = 2_000_000
MAX_BIJLAGE = 5_000_000
MAX_SECONDEN = 20
MAPPEN = ("docs", "newsletters")

Melding = tuple[int, str, bool]
"""Line, what is wrong, whether it is only a warning."""


def bestanden(wortel: Path) -> Iterator[tuple[str, bytes]]:
    """Real files, by their name in the project; the loader reports symbolic links and files of another kind."""
    for map_ in MAPPEN:
        for pad in sorted((wortel / map_).rglob("*")):
            if pad.is_file() and not pad.is_symlink():
                yield pad.relative_to(wortel).as_posix(), pad.read_bytes()


def bestand(naam: str, inhoud: bytes) -> Iterator[Bevinding]:
    """That a file is too large, too deep or says more than it shows; only its name and its bytes matter."""
    soort = PurePosixPath(naam).suffix.lower()
    for regel, melding, waarschuwing in _SOORTEN.get(soort, _niets)(inhoud, soort):
        yield Bevinding(naam, regel, melding, waarschuwing)


def _niets(_inhoud: bytes, _soort: str) -> Iterator[Melding]:
    yield from ()


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────


def _gegevens(inhoud: bytes, _soort: str) -> Iterator[Melding]:
    for nummer, regel in enumerate(inhoud.split(b"\n"), start=1):
        if len(regel) > MAX_REGEL:
            yield nummer, f"deze regel is te lang ({_maat(len(regel))}); toegestaan is {_maat(MAX_REGEL)}", False


def _pagina(inhoud: bytes, soort: str) -> Iterator[Melding]:
    """One finding a page is enough: the rest follows from it."""
    if len(inhoud) > MAX_BYTES:
        return  # reported by the loader
    if len(inhoud) > MAX_PAGINA:
        raad = "verdeel de tekst over meer pagina's"
        yield 1, f"deze pagina is te groot ({_maat(len(inhoud))}); toegestaan is {_maat(MAX_PAGINA)}; {raad}", False
        return
    if lang := next(_gegevens(inhoud, soort), None):
        yield lang
        return
    try:
        tekst = inhoud.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return  # reported by the loader
    yield from _eerste(_te_diep(tekst), _te_veel(tekst))


def _eerste(*reeksen: Iterator[Melding]) -> Iterator[Melding]:
    for reeks in reeksen:
        if melding := next(reeks, None):
            yield melding
            return


_BLOK = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")
_WOORD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
"""Words are not Markdown: what is wrong between their braces is told by who reads words."""
_TEKEN = re.compile(r"[\[\](]|\)|<(?=[A-Za-z/!?])|>")
_MERKEN = re.compile(r"[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*)+")
_MERK = re.compile(r">|[-*+]|\d{1,9}[.)]")
_INSPRONG = 4


def _te_diep(tekst: str) -> Iterator[Melding]:
    """Lists and quotations in each other, and brackets that no one closes."""
    for nummer, regel in enumerate(tekst.split("\n"), start=1):
        kop = _MERKEN.match(regel)
        merken = len(_MERK.findall(kop[0])) if kop else 0
        inspringing = len(regel.expandtabs(_INSPRONG)) - len(regel.expandtabs(_INSPRONG).lstrip(" "))
        if merken > MAX_DIEP or (regel.strip() and inspringing > MAX_DIEP * _INSPRONG):
            yield nummer, f"lijsten of citaten zijn hier te diep genest; hoogstens {MAX_DIEP} niveaus", False
    for blok in _BLOK.finditer(_WOORD.sub(lambda t: re.sub(r"[^\n]", " ", t[0]), tekst)):
        if plek := _haakjes(blok[0]):
            waar = tekst.count("\n", 0, blok.start() + plek) + 1
            yield waar, f"hier staan te veel haakjes in elkaar of niet gesloten; hoogstens {MAX_DIEP}", False


def _haakjes(blok: str) -> int:
    """Where one bracket too many opens; 0 when all is well. Each kind is counted apart; `<` closes at the next `>`."""
    open_ = {"[": 0, "(": 0, "<": 0}
    paar = {"]": "[", ")": "(", ">": "<"}
    for teken in _TEKEN.finditer(blok):
        if teken[0] in open_:
            open_[teken[0]] += 1
            if open_[teken[0]] > MAX_DIEP:
                return teken.start() or 1
        else:
            open_[paar[teken[0]]] = max(0, open_[paar[teken[0]]] - 1)
    return 0


_HOEVEELHEDEN: tuple[tuple[re.Pattern[str], int, str], ...] = (
    (re.compile(r"^ {0,3}#", re.MULTILINE), 200, "koppen"),
    (re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s", re.MULTILINE), 2000, "punten in lijsten"),
    (re.compile(r"^\s*>", re.MULTILINE), 1000, "regels met een citaat"),
    (re.compile(r"\["), 3000, "rechte haken (links, plaatjes en noten)"),
    (re.compile(r"\[\^"), 300, "noten"),
    (re.compile(r"<"), 2000, "HTML-elementen"),
    (re.compile(r"\|"), 20_000, "cellen in tabellen"),
    (re.compile(r"`"), 4000, "accenten grave (`)"),
    (re.compile(r"[*_]"), 8000, "sterretjes en lage streepjes"),
    (re.compile(r"^ {0,3}!!!", re.MULTILINE), 100, "kaders (!!!)"),
    (re.compile(r"\{\{"), 1000, "woorden tussen accolades"),
    (re.compile(r"&"), 20_000, "&-tekens"),
    (re.compile(r"\\"), 20_000, "\\-tekens"),
)
"""What a page of 200 KB may hold of each thing that takes the parser time; a page by hand stays far below."""


def _te_veel(tekst: str) -> Iterator[Melding]:
    for patroon, hoogstens, naam in _HOEVEELHEDEN:
        if (aantal := sum(1 for _ in patroon.finditer(tekst))) > hoogstens:
            raad = f"hoogstens {hoogstens}; verdeel de tekst over meer pagina's"
            yield 1, f"deze pagina heeft te veel {naam}: {aantal}; {raad}", False


_MEGA = 1_000_000


def _maat(bytes_: int) -> str:
    return f"{bytes_ / _MEGA:.1f} MB".replace(".", ",") if bytes_ >= _MEGA else f"{bytes_ // 1000} KB"


# ── Pictures and attachments ────────────────────────────────────────────────────────────────────────────

_SIGNATUUR = {
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",), ".webp": (b"RIFF",),
    ".pdf": (b"%PDF-",),
}  # fmt: skip
_LOCATIE = (
    "in dit plaatje staat waar het is gemaakt (GPS); haal die gegevens weg, in Windows: rechtermuisknop, Eigenschappen, "
    "Details, 'Eigenschappen en persoonlijke gegevens verwijderen'"
)
_METADATA = (
    "in dit plaatje staan gegevens over camera, maker of tijd; de site toont ze niet, maar het bestand is openbaar"
)


def _beeld(inhoud: bytes, soort: str) -> Iterator[Melding]:
    if len(inhoud) > MAX_BEELD:
        raad = "maak het kleiner, bijvoorbeeld 1600 pixels breed"
        yield 1, f"dit plaatje is te groot ({_maat(len(inhoud))}); toegestaan is {_maat(MAX_BEELD)}; {raad}", False
        return
    if not _echt(inhoud, soort):
        yield 1, f"dit bestand heet {soort}, maar is het niet; sla het opnieuw op als {soort[1:].upper()}", False
        return
    delen = metadata(inhoud)
    if any(_heeft_locatie(deel) for deel in delen):
        yield 1, _LOCATIE, False
    elif delen:
        yield 1, _METADATA, True


def _bijlage(inhoud: bytes, soort: str) -> Iterator[Melding]:
    if len(inhoud) > MAX_BIJLAGE:
        yield 1, f"deze bijlage is te groot ({_maat(len(inhoud))}); toegestaan is {_maat(MAX_BIJLAGE)}", False
    elif not _echt(inhoud, soort):
        yield 1, "dit bestand heet .pdf, maar is het niet; sla het opnieuw op als PDF", False
    elif gevaar := re.search(rb"/(JavaScript|JS|Launch|EmbeddedFiles?)\b", inhoud):
        yield 1, f"deze pdf bevat iets dat kan worden uitgevoerd ({gevaar[1].decode()}); sla hem op zonder", False
    elif not pdf.heel(inhoud):
        yield 1, "deze pdf is niet heel; sla hem opnieuw op", False
    elif any(not _ORGANISATIE.search(naam) for naam in pdf.makers(inhoud)):
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


def _echt(inhoud: bytes, soort: str) -> bool:
    return inhoud.startswith(_SIGNATUUR[soort]) and (soort != ".webp" or inhoud[8:12] == b"WEBP")


_SOORTEN: dict[str, Callable[[bytes, str], Iterator[Melding]]] = {
    ".md": _pagina, ".yml": _gegevens, ".csv": _gegevens, ".pdf": _bijlage,
    ".jpg": _beeld, ".jpeg": _beeld, ".png": _beeld, ".webp": _beeld,
}  # fmt: skip


def metadata(beeld: bytes) -> list[bytes]:
    """What a picture says besides its pixels: EXIF, XMP, IPTC and comments, each as its bytes."""
    return [inhoud for soort, inhoud, _, _ in _delen(beeld) if _vertelt(soort, inhoud)]


def zonder_metadata(beeld: bytes) -> bytes:
    """The same picture with nothing in it but the picture; a JPEG keeps which side is up.

    Bytes that are no JPEG, PNG or WebP, or are damaged, come back as they are.
    """
    delen = list(_delen(beeld))
    weg = [(begin, eind) for soort, inhoud, begin, eind in delen if _vertelt(soort, inhoud)]
    if not weg:
        return beeld
    grenzen = [(0, 0), *weg, (len(beeld), len(beeld))]
    over = b"".join(beeld[eind:begin] for (_, eind), (begin, _) in pairwise(grenzen))
    if over.startswith(b"RIFF"):
        return over[:4] + struct.pack("<I", len(over) - 8) + _zonder_vlaggen(over[8:])
    kant = next((_ifd(i[6:], 0x0112) for s, i, _, _ in delen if s == b"\xe1" and i.startswith(b"Exif")), None)
    return over if kant in (None, 1) else over[:2] + _alleen_kant(kant or 1) + over[2:]


def _zonder_vlaggen(webp: bytes) -> bytes:
    """VP8X announces EXIF (8) and XMP (4); what is gone is no longer announced."""
    return webp if webp[4:8] != b"VP8X" else webp[:12] + bytes([webp[12] & ~0x0C]) + webp[13:]


def _alleen_kant(kant: int) -> bytes:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HHI", kant, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


Deel = tuple[bytes, bytes, int, int]
"""Kind, contents, begin and end in the file."""


def _delen(beeld: bytes) -> Iterator[Deel]:
    if beeld.startswith(b"\xff\xd8"):
        yield from _jpeg(beeld)
    elif beeld.startswith(b"\x89PNG"):
        yield from _brokken(beeld, 8, ">I4s", 4)
    elif beeld[:4] == b"RIFF" and beeld[8:12] == b"WEBP":
        yield from _brokken(beeld, 12, "<4sI", 0)


_SCAN = b"\xda"


def _jpeg(beeld: bytes) -> Iterator[Deel]:
    """Segments up to the start of the scan (ISO/IEC 10918-1, annex B)."""
    plek = 2
    while plek + 4 <= len(beeld) and beeld[plek : plek + 1] == b"\xff" and beeld[plek + 1 : plek + 2] != _SCAN:
        lengte = int.from_bytes(beeld[plek + 2 : plek + 4], "big")
        yield beeld[plek + 1 : plek + 2], beeld[plek + 4 : plek + 2 + lengte], plek, plek + 2 + lengte
        plek += 2 + lengte


def _brokken(beeld: bytes, plek: int, vorm: str, staart: int) -> Iterator[Deel]:
    """Chunks of PNG (length, kind, contents, CRC) and of RIFF (kind, length, contents, padded to even)."""
    while plek + 8 <= len(beeld):
        een, twee = struct.unpack_from(vorm, beeld, plek)
        soort, lengte = (een, twee) if isinstance(een, bytes) else (twee, een)
        eind = plek + 8 + lengte + (staart or lengte % 2)
        yield soort, beeld[plek + 8 : plek + 8 + lengte], plek, min(eind, len(beeld))
        plek = eind


def _vertelt(soort: bytes, inhoud: bytes) -> bool:
    if soort == b"\xe1":  # a JPEG's APP1: EXIF or XMP; one that holds the orientation alone tells nothing
        return not (inhoud.startswith(b"Exif") and len(inhoud) == len(_alleen_kant(1)) - 4)
    return soort in {b"\xed", b"\xfe", b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"EXIF", b"XMP "}


def _heeft_locatie(deel: bytes) -> bool:
    exif = deel.removeprefix(b"Exif\0\0")
    return _ifd(exif, 0x8825) is not None or bool(re.search(rb"GPS(Latitude|Longitude|Position)", deel))


def _ifd(exif: bytes, gezocht: int) -> int | None:
    """The value of a tag in the first directory of EXIF (TIFF 6.0); 0x8825 points to the location."""
    orde = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    try:
        if orde is None:
            return None
        (begin,) = struct.unpack_from(f"{orde}I", exif, 4)
        (aantal,) = struct.unpack_from(f"{orde}H", exif, begin)
        for plek in range(begin + 2, begin + 2 + 12 * aantal, 12):
            tag, soort, _ = struct.unpack_from(f"{orde}HHI", exif, plek)
            if tag == gezocht:
                waarde: int = struct.unpack_from(f"{orde}{'H' if soort == 3 else 'I'}", exif, plek + 8)[0]  # noqa: PLR2004 - type SHORT
                return waarde
    except struct.error:
        return None  # damaged: nobody can read a place from it either
    return None


# ── The backstop ────────────────────────────────────────────────────────────────────────────────────────


def wekker(bij_afloop: Callable[[], None], seconden: float = MAX_SECONDEN) -> None:
    """Call `bij_afloop` (which raises) when the processor has worked this many seconds; 0 seconds puts the alarm off.

    A page is not too long because the machine is busy with something else, so it is not the clock that counts.

    Signals reach the main thread only; elsewhere, and on Windows, there is no alarm and the counting has to do.
    """
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, lambda *_: bij_afloop())
        signal.setitimer(signal.ITIMER_PROF, seconden)
