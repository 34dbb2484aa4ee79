"""Pictures that people hand in: are they whole, what do they tell besides what they show, and how they become clean.

Pillow decodes, and reads what a camera left. Which parts a file consists of is read here, since no library tells all of
them: of every format we know the parts that a picture needs, and any other tells something.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from macros.base import late

if TYPE_CHECKING:
    from PIL import ExifTags, Image, ImageFile, ImageOps
else:
    ExifTags, Image, ImageOps = late.module("PIL.ExifTags"), late.module("PIL.Image"), late.module("PIL.ImageOps")

MAX_PIXELS = 40_000_000
MAX_SCANS = 100
"""Times that a JPEG may go over all its pixels: a small file can ask for thousands."""

Told = tuple[str, bool]
"""What a file tells, and whether that may be a person or a place."""

_BEGINS = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n", ".webp": b"RIFF"}
KINDS = tuple(_BEGINS)


class Unreadable(Exception):
    """A file that is not what its name says, or not whole; the message is Dutch."""


def require(contents: bytes, kind: str, begins: bytes) -> None:
    """Refuse what is not of the kind that its name says.

    Raises:
        Unreadable: it is empty, or begins as something else.
    """
    if not contents:
        raise Unreadable("dit bestand is leeg")
    if not contents.startswith(begins) or (kind == ".webp" and contents[8:12] != b"WEBP"):
        raise Unreadable(f"dit bestand heet {kind}, maar is het niet; sla het opnieuw op als {kind[1:].upper()}")


# ── Pixels ──────────────────────────────────────────────────────────────────────────────────────────────


def decode(contents: bytes, kind: str, *, check_only: bool = False) -> ImageFile.ImageFile:
    """A picture with its pixels; to check only, a JPEG is decoded at an eighth of its size, which reads as much.

    Raises:
        Unreadable: it is no picture of this kind, it is damaged, or it has too many pixels.
    """
    require(contents, kind, _BEGINS[kind])
    if [name for name, _ in _parts(contents)].count(_SCAN) > MAX_SCANS:
        raise Unreadable("dit plaatje is in te veel lagen opgeslagen; sla het opnieuw op als gewone JPEG")
    with _damage_told():
        image = _opened(BytesIO(contents), kind)
    if image.width * image.height > MAX_PIXELS:
        raise Unreadable(_too_many(image.width, image.height))
    with _damage_told():
        if check_only:
            image.draft(None, (1, 1))
        image.load()
    return image


def _opened(file: BytesIO, kind: str) -> ImageFile.ImageFile:
    """By its own class, and not with `Image.open`, which takes any other kind as well."""
    form = {".png": "Png", ".webp": "WebP"}.get(kind, "Jpeg")
    image: ImageFile.ImageFile = getattr(import_module(f"PIL.{form}ImagePlugin"), f"{form}ImageFile")(file)
    return image


@contextmanager
def _damage_told() -> Iterator[None]:
    """A damaged file may make a decoder raise anything, and warn in English of what it can read all the same."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        raise Unreadable("dit plaatje is niet heel; sla het opnieuw op") from error


def _too_many(width: int, height: int) -> str:
    mega = f"{width * height / 1e6:.0f} miljoen pixels ({width} × {height})"
    return f"dit plaatje heeft {mega}; toegestaan is {MAX_PIXELS // 10**6} miljoen; maak het kleiner, bijvoorbeeld 1600 pixels breed"


def cleaned(contents: bytes, kind: str, *, turn: bool = True) -> bytes:
    """The same picture, upright, with its pixels and its colour profile and nothing else.

    Args:
        contents: the file.
        kind: how its name ends.
        turn: not for one on a page of a PDF, which shows it as it lies.


    Raises:
        Unreadable: it cannot be read, or it moves: of that one picture would be left.
    """
    image = decode(contents, kind)
    if not turn and image.mode == "CMYK":  # of which a reader of PDF takes black for white, or not
        raise Unreadable(
            "in deze pdf staat een plaatje voor drukwerk (CMYK) dat te veel vertelt; sla hem opnieuw op zonder"
        )
    names = {name for name, _ in _parts(contents)}
    if not names.isdisjoint(_MOVING):
        raise Unreadable("dit plaatje beweegt; sla er één beeld van op")
    profile = image.info.get("icc_profile")
    image.info = {name: image.info[name] for name in ("exif", "transparency") if name in image.info}
    upright = ImageOps.exif_transpose(image) if turn else image.copy()  # by the EXIF alone, as browsers do
    upright.info.pop("exif", None)
    form, how = _FORMS[kind]
    written = BytesIO()
    upright.save(written, form, icc_profile=profile, lossless=b"VP8L" in names, **how)
    return written.getvalue()


_JPEG: tuple[str, dict[str, Any]] = ("JPEG", {"quality": 90, "optimize": True})
_FORMS = {".jpg": _JPEG, ".jpeg": _JPEG, ".png": ("PNG", {"optimize": True}), ".webp": ("WEBP", {"quality": 90})}


# ── Parts ───────────────────────────────────────────────────────────────────────────────────────────────

Part = tuple[bytes, bytes]
"""The name of a part and what is in it; bytes behind the end are a part without a name."""

_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_SCAN, _END = b"\xda", b"\xd9"
_MOVING = {b"acTL", b"ANIM"}
_CUT_OFF = "dit plaatje houdt te vroeg op; sla het opnieuw op"


def _parts(contents: bytes) -> Iterator[Part]:
    """All parts of a file, up to its last byte; of what is no JPEG, PNG or WebP none.

    Raises:
        Unreadable: it stops before its end.
    """
    read = {b"\xff\xd8": _jpeg, b"\x89P": _png, b"RI": _webp}.get(contents[:2])
    return read(contents) if read else iter(())


def _jpeg(contents: bytes) -> Iterator[Part]:
    """Segments (ISO/IEC 10918-1, annex B); between scans there may be more."""
    place = 2
    while (marker := _MARKER.match(contents, place)) and marker[1] != _END:
        start = marker.end()
        place = start + int.from_bytes(contents[start : start + 2], "big")
        yield marker[1], contents[start + 2 : place]
        if marker[1] == _SCAN and (after := _AFTER_SCAN.search(contents, place)):
            place = after.start()
    if not marker:
        raise Unreadable(_CUT_OFF)
    yield b"", contents[marker.end() :]


def _png(contents: bytes) -> Iterator[Part]:
    """Chunks: length, name, contents, a checksum."""
    name, place = b"", 8
    while name != b"IEND":
        name, start = contents[place + 4 : place + 8], place + 8
        place = start + int.from_bytes(contents[place : place + 4], "big") + 4
        if place > len(contents):
            raise Unreadable(_CUT_OFF)
        yield name, contents[start : place - 4]
    yield b"", contents[place:]


def _webp(contents: bytes) -> Iterator[Part]:
    """Chunks: name, length, contents, padded to even; as many as the file says that it is long."""
    place, end = 12, 8 + int.from_bytes(contents[4:8], "little")
    if end > len(contents):
        raise Unreadable(_CUT_OFF)
    while place < end:
        name, start = contents[place : place + 4], place + 8
        place = start + int.from_bytes(contents[place + 4 : start], "little")
        yield name, contents[start:place]
        place += place % 2
    if place > end:
        raise Unreadable(_CUT_OFF)
    yield b"", contents[end:]


# ── What a file tells ───────────────────────────────────────────────────────────────────────────────────

_NEEDED = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sRGB sBIT cICP mDCV cLLI bKGD hIST pHYs VP8X VP8L ALPH ICCP".split()
) | {b"VP8 ", *(bytes([marker]) for marker in (*range(0xC0, 0xC8), *range(0xC9, 0xD0), *range(0xDA, 0xDE)))}
"""Parts that a picture needs to be drawn; in a JPEG a colour profile and a heading besides (`_drawn`)."""
_EXIF = {b"\xe1": b"Exif\0\0", b"eXIf": b"", b"EXIF": b""}
_XMP = {b"\xe1": b"http://ns.adobe.com/xap/1.0/\0", b"iTXt": b"XML:com.adobe.xmp\0", b"XMP ": b""}
_OTHER = {
    b"": "iets achter het einde van het plaatje (een tweede plaatje of een filmpje)",
    b"\xe0": "een verkleind beeld (JFIF)",
    b"\xe2": "een tweede plaatje (MPF)",
    b"\xed": "een bijschrift (IPTC)",
    b"\xfe": "een opmerking (COM)",
    **dict.fromkeys((b"acTL", b"fcTL", b"fdAT", b"ANIM", b"ANMF"), "meer dan één beeld: het beweegt"),
}
_PLACE = "waar het is gemaakt ({})"
_PERSON = "wat van een persoon kan zijn ({})"
_MOMENT = "wanneer of waarmee het is gemaakt ({})"


def look(contents: bytes, kind: str) -> set[Told]:
    """What a picture tells besides what it shows.

    Raises:
        Unreadable: it is no picture of this kind, it is damaged, or it has too many pixels.
    """
    decode(contents, kind, check_only=True)
    return reveals(contents)


def reveals(contents: bytes) -> set[Told]:
    """The same of a file that can be read, without a look at its pixels."""
    return {what for name, part in _parts(contents) if not _drawn(name, part) for what in _in_part(name, part)}


def lies_as_told(contents: bytes) -> bool:
    """Whether a picture needs EXIF to be shown upright, which tells nothing, but which not every program reads."""
    return any(name in _EXIF and part.startswith(_EXIF[name]) for name, part in _parts(contents))


def _drawn(name: bytes, part: bytes) -> bool:
    """Whether a part serves what is shown, or only fills up the file."""
    if name in {b"\xe2", b"\xee"}:
        return part.startswith((b"ICC_PROFILE\0", b"Adobe"))
    if name == b"\xe0":
        return part.startswith(b"JFIF\0") and len(part) == _JFIF
    return name in _NEEDED or not (name or part.strip(b"\0\r\n "))


_JFIF = 14
"""Bytes in a heading without a small picture."""


def _in_part(name: bytes, part: bytes) -> Iterator[Told]:
    start = part.partition(b"\0")[0].decode("latin-1")
    if name in _XMP and part.startswith(_XMP[name]):
        yield from _in_xmp(part[len(_XMP[name]) :])
    elif name in _EXIF and part.startswith(_EXIF[name]):
        yield from _in_exif(part)
    elif name == b"tIME" or (name == b"tEXt" and _HARMLESS_TEXT.fullmatch(start)):
        yield _MOMENT.format(start if name == b"tEXt" else "tIME"), False
    elif name in {b"tEXt", b"zTXt", b"iTXt"}:
        yield f"tekst ({start[:_LONGEST_NAME]})", True
    else:
        called = name.decode("latin-1") if len(name) > 1 else f"FF{name.hex().upper()}"
        yield _OTHER.get(name, f"een onbekend deel ({called})"), True


_LONGEST_NAME = 79
"""Letters in the name of a text (PNG, 11.3.3.2)."""
_HARMLESS_TEXT = re.compile(r"Software|Creation Time|date:\w+|[Tt]humb::\w+|png:[\w.-]+")
_LAYOUT = (
    r"Orientation|[XY]Resolution|ResolutionUnit|YCbCr\w+|ExifOffset|ExifVersion|ExifInteroperabilityOffset|(?:Exif)?ImageWidth"
    r"|ExifImageHeight|ImageLength|GPSInfo|ComponentsConfiguration|FlashPixVersion|ColorSpace|BitsPerSample|Compression|Gamma"
    r"|PhotometricInterpretation|SamplesPerPixel|PlanarConfiguration|WhitePoint|PrimaryChromaticities|ReferenceBlackWhite"
    r"|PixelXDimension|PixelYDimension|PrintImageMatching"
)
_CAMERA = (
    r"Make|Model|Software|ProcessingSoftware|DateTime\w*|OffsetTime\w*|Subsec\w+|SubSec\w+|Exposure\w+|FNumber|ISOSpeed\w*"
    r"|\w*Sensitivity\w*|RecommendedExposureIndex|ShutterSpeedValue|\w*ApertureValue|BrightnessValue|MeteringMode|LightSource"
    r"|Flash|FlashEnergy|Focal\w+|SubjectDistance\w*|SubjectArea|SubjectLocation|SensingMethod|FileSource|SceneType|CFAPattern"
    r"|CustomRendered|WhiteBalance|DigitalZoomRatio|SceneCaptureType|GainControl|Contrast|Saturation|Sharpness|Lens(?:Make|Model"
    r"|Info|Specification)|CompressedBitsPerPixel|CompositeImage\w*|Rating\w*|SelfTimerMode|TimeZoneOffset"
)


def _in_exif(part: bytes) -> Iterator[Told]:
    try:
        filled, place, small = _read_exif(part)
    except Unreadable:
        yield "gegevens die niet te lezen zijn (EXIF)", True
        return
    if place:
        yield _PLACE.format("GPS"), True
    if small:
        yield "een verkleind beeld, van voor het bijsnijden (EXIF)", True
    names = {name for name in filled if not re.fullmatch(_LAYOUT, name)}
    if personal := sorted(name for name in names if not re.fullmatch(_CAMERA, name)):
        yield _PERSON.format(f"EXIF: {', '.join(personal[:_AT_MOST])}"), True
    elif names:
        yield _MOMENT.format("EXIF"), False


def _read_exif(part: bytes) -> tuple[set[str], bool, bool]:
    """The names of what is filled in, whether there is a place, and whether there is a small picture."""
    with _damage_told():
        exif = Image.Exif()
        exif.load(part)
        camera, place, small = map(exif.get_ifd, (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.IFD1))
        tags = (*exif.items(), *camera.items())
        filled = {ExifTags.TAGS.get(tag, f"{tag:#x}") for tag, value in tags if _filled(value)}
        return filled, bool(place.keys() - {ExifTags.GPS.GPSVersionID}), bool(small)


_AT_MOST = 5


def _filled(value: object) -> bool:
    """Cameras reserve room for a name or a remark, with nothing in it but the kind of letters."""
    if isinstance(value, bytes):
        value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").replace(b"\0", b"").decode("latin-1")
    return bool(str(value).strip("\0 "))


_PROPERTY = re.compile(rb"[<\s]([A-Za-z][\w.-]*:[\w.-]+)")
_HARMLESS_XMP = (
    r"x:xmp\w+|rdf:\w+|xmlns:\w+|xml:lang|xmp:(?:CreatorTool|CreateDate|ModifyDate|MetadataDate|Rating)|dc:format"
    r"|xmpMM:(?:DocumentID|InstanceID|OriginalDocumentID|History|DerivedFrom)|stEvt:(?:action|instanceID|when|softwareAgent|changed)"
    rf"|stRef:(?:instanceID|documentID|originalDocumentID)|photoshop:(?:ColorMode|ICCProfile)|(?:tiff|exif|exifEX|aux):(?:{_LAYOUT}|{_CAMERA})"
)


def _in_xmp(part: bytes) -> Iterator[Told]:
    names = {name.decode("latin-1") for name in _PROPERTY.findall(part)} or {"niet te lezen"}
    personal = sorted(name for name in names if not re.fullmatch(_HARMLESS_XMP, name))
    if any(re.search(r"GPS|Location|City|Country|State", name) for name in personal):
        yield _PLACE.format("XMP"), True
    elif personal:
        yield _PERSON.format(f"XMP: {', '.join(personal[:_AT_MOST])}"), True
    else:
        yield _MOMENT.format("XMP"), False
