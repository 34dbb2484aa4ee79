"""PDFs that people hand in, and our own: are they whole, what do they do and tell, and how they become clean.

pikepdf (qpdf) reads them: it knows escaped names, packed objects and encodings. We walk over all objects, also those that
nothing refers to any more, with one list of what no reader is served by; the check tells of it and `cleaned` takes it out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.base import late
from macros.review import pictures
from macros.review.pictures import Told, Unreadable

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = late.module("pikepdf")

MAX_PARTS = 500_000
"""Objects and what is in them: a document of a thousand pages has some tens of thousands."""
MAX_VERSIONS = 10
MAX_MEMORY = 500_000_000
"""Bytes that one file may take on top of what is in use."""
_UNPACKED = 4_000_000
"""Bytes that are unpacked at most of what describes a document; its pages and pictures are not unpacked at all."""
_BROKEN = "deze pdf is niet heel; sla hem opnieuw op"
_VERSION = re.compile(rb"startxref\s+\d+\s+%%EOF")


# ── Whole ───────────────────────────────────────────────────────────────────────────────────────────────


def whole(contents: bytes) -> bool:
    """Whether a file is a PDF, and all of it is there."""
    try:
        with _opened(contents):
            return True
    except Unreadable:
        return False


@contextmanager
def _opened(contents: bytes) -> Iterator[pikepdf.Pdf]:
    """A PDF, from its first byte to its last, with its table where it says.

    Raises:
        Unreadable: it is none, or asks for a password.
    """
    pictures.require(contents, ".pdf", b"%PDF-")
    if not re.search(_VERSION.pattern + rb"\s*$", contents[-1024:]):
        raise Unreadable(_BROKEN)
    _library()
    try:
        with _memory_limit(), pikepdf.open(BytesIO(contents), attempt_recovery=False) as document:
            yield document
    except pikepdf.PasswordError as error:
        raise Unreadable("deze pdf vraagt om een wachtwoord; sla hem op zonder") from error
    except Unreadable:
        raise
    except MemoryError as error:
        raise Unreadable("deze pdf vraagt te veel geheugen; sla hem opnieuw op") from error
    except Exception as error:
        raise Unreadable(_BROKEN) from error


@cache
def _library() -> None:
    """The limits of qpdf hold for the process."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_UNPACKED, run_length_max_memory=_UNPACKED, png_max_memory=_UNPACKED, tiff_max_memory=_UNPACKED,
        max_stream_filters=4, parser_max_nesting=100,
    )  # fmt: skip


@contextmanager
def _memory_limit() -> Iterator[None]:
    """Where the system can hold us to it (Linux): what no limit of qpdf counts ends in a MemoryError."""
    if not _IN_USE.is_file():
        yield
        return
    resource = import_module("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    limit = int(_IN_USE.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + MAX_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (min([limit, *(one for one in before if one >= 0)]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


_IN_USE = Path("/proc/self/statm")


# ── What a document does and tells ──────────────────────────────────────────────────────────────────────


def look(contents: bytes, allowed: Collection[str] = ()) -> set[Told]:
    """What a PDF does, and what it tells besides what it shows; earlier versions that are still in the file count too.

    Args:
        contents: the bytes of it.
        allowed: names that are no person's, as `casefold` writes them.

    Raises:
        Unreadable: it is not whole, it asks for a password, or it has too many parts.
    """
    told = _told(contents, allowed)
    ends = [found.end() for found in _VERSION.finditer(contents)][:-1]
    if len(ends) > MAX_VERSIONS:
        return told | {("veel eerdere versies van het document", True)}
    for end in ends:
        if whole(contents[:end]):  # the first part of one that is made for the web is none
            told |= _told(contents[:end], allowed)
    return told


def _told(contents: bytes, allowed: Collection[str]) -> set[Told]:
    with _opened(contents) as document:
        told = {
            (what, private) for thing, values in _walk(document) for _, what, private in _faults(thing, values, allowed)
        }
        return told | {(_MAKER.format(key[1:]), True) for key in _properties(document, allowed)}


def cleaned(contents: bytes) -> bytes:
    """The same pages without properties, scripts, attachments, remarks, and names of who made or remarked something.

    Raises:
        Unreadable: it is not whole, it asks for a password, or it has too many parts.
    """
    with _opened(contents) as document:
        for thing, values in _walk(document):
            faults = list(_faults(thing, values))
            for key in {"/Metadata", *(key for keys, _, _ in faults for key in keys)} & values.keys():
                del thing[key]
            if faults and _is_jpeg(thing, values):
                thing.write(pictures.cleaned(thing.read_raw_bytes(), ".jpg", turn=False), filter=pikepdf.Name.DCTDecode)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        written = BytesIO()
        document.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue()


def _walk(document: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, Values]]:
    """Every dictionary and stream once; object by object, so that what is packed is unpacked a piece at a time."""
    left = MAX_PARTS
    for thing in _objects(document):
        to_do = [thing]
        while to_do:
            here = to_do.pop()
            is_list = isinstance(here, pikepdf.Array)
            values: Values = dict(enumerate(here) if is_list else here.items())
            left -= 1 + len(values)
            if left < 0:
                raise Unreadable(_TOO_MANY)
            if not is_list:
                yield here, values
            to_do += [one for one in values.values() if _has_parts(one) and not one.is_indirect]


_TOO_MANY = "deze pdf heeft te veel onderdelen; verdeel hem over meer bestanden"


def _objects(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    many = int(document.trailer["/Size"])
    if many > MAX_PARTS:
        raise Unreadable(_TOO_MANY)
    numbered = (document.get_object(number, 0) for number in range(1, many))
    replaced = (thing for thing in document.objects if thing.objgen[1])
    return (thing for thing in chain(numbered, replaced) if _has_parts(thing))


def _has_parts(thing: object) -> bool:
    return isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array))


# ── One object ──────────────────────────────────────────────────────────────────────────────────────────

Values = Mapping[Any, Any]
"""What a dictionary or stream holds, by key: asked of the library once."""
Fault = tuple[tuple[str, ...], str, bool]
"""The keys to take out of an object, what they do or tell, and whether that stops a publication."""

_ACTIONS = {
    "/JavaScript": "een script", "/Launch": "een opdracht die een programma start", "/SubmitForm": "een formulier dat iets verstuurt",
    "/ImportData": "een formulier dat iets ophaalt", "/GoToR": "een verwijzing naar een bestand op een computer",
    "/GoToE": "een verwijzing naar een bijlage", "/Rendition": "geluid of film", "/Movie": "geluid of film",
    "/Sound": "geluid of film", "/RichMediaExecute": "geluid of film",
}  # fmt: skip
_ACTION = ("/S", "/JS", "/F", "/Win", "/Mac", "/Unix", "/Next", "/R", "/Movie", "/Sound")
_KEYS = (
    ("/JS", "/S", "", "een script"),
    ("/JavaScript", "", "/Names", "een script"),
    ("/JavaScript", "", "/Kids", "een script"),
    ("/EmbeddedFiles", "", "/Names", "een bijlage"),
    ("/EmbeddedFiles", "", "/Kids", "een bijlage"),
    ("/EF", "", "/F", "een bijlage"),
    ("/EF", "", "/UF", "een bijlage"),
    ("/XFA", "/Fields", "", "een formulier met eigen regels (XFA)"),
    ("/RichMediaContent", "/Subtype", "", "geluid of film"),
    ("/Movie", "/Subtype", "", "geluid of film"),
    ("/Sound", "/Subtype", "", "geluid of film"),
    ("/3DD", "/Subtype", "", "een model in 3D"),
)
"""A key, what stands beside it, what is in it, and what that is: a font or a picture may have any name on a page."""
_MARKED = {"/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Popup"}
_REMARKS = _MARKED | {
    "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Stamp", "/Ink", "/Redact", "/FileAttachment",
}  # fmt: skip
_SIGNATURE = ("/Name", "/Location", "/ContactInfo", "/Reason", "/Cert", "/Contents", "/ByteRange")
_MAKERS = ("/Author", "/Manager")
_MAKER = "de naam van een maker ({}); die van een organisatie mag"


def _faults(thing: pikepdf.Object, values: Values, allowed: Collection[str] = ()) -> Iterator[Fault]:
    """What is wrong with one dictionary or stream."""
    action = str(values.get("/S", ""))
    if action in _ACTIONS and values.get("/Type") != "/StructElem":
        yield _ACTION, _ACTIONS[action], True
    for key, beside, inside, what in _KEYS:
        if key in values and (not beside or beside in values) and (not inside or _holds(values[key], inside)):
            yield (key,), what, True
    if "/ByteRange" in values:
        yield _SIGNATURE, "een digitale handtekening, met de naam van wie tekende", True
    for key in _MAKERS:
        if _person(values.get(key), allowed):
            yield (key,), _MAKER.format(key[1:]), True
    yield from _remark(values, allowed)
    if _is_jpeg(thing, values):
        yield from (((), what, private) for what, private in _in_jpeg(thing))
    if isinstance(thing, pikepdf.Stream) and values.get("/Type") == "/Metadata":
        yield from (((), what, private) for what, private in _in_xmp(thing, allowed))


def _holds(thing: object, key: str) -> bool:
    return isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) and key in thing


def _remark(values: Values, allowed: Collection[str]) -> Iterator[Fault]:
    kind = str(values.get("/Subtype", ""))
    if kind in _REMARKS and _person(values.get("/T"), allowed):
        yield ("/T",), "de naam van wie een opmerking schreef", True
    if kind in _MARKED and str(values.get("/Contents", "")).strip():
        yield ("/Contents", "/RC"), "opmerkingen bij de tekst", False


def _properties(document: pikepdf.Pdf, allowed: Collection[str]) -> Iterator[str]:
    """Properties of a document in which a person can be named."""
    info = document.trailer.get("/Info")
    for key, value in info.items() if isinstance(info, pikepdf.Dictionary) else ():
        if key not in _NO_PERSON and _person(value, allowed):
            yield key


_NO_PERSON = {
    "/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", "/SourceModified",
    "/Company", "/PTEX.Fullbanner",
}  # fmt: skip
"""What is of the document, or of the program that made it."""


def _person(value: object, allowed: Collection[str]) -> bool:
    """Whether a property is filled, and with something else than an organisation."""
    return isinstance(value, pikepdf.String) and _is_person(str(value), allowed)


def _is_person(name: str, allowed: Collection[str]) -> bool:
    bare = name.strip(" \t\r\n\0")
    return bool(bare) and bare.casefold() not in allowed and not _ORGANISATION.search(name)


_ORGANISATION = re.compile(
    r"\b(gemeente|politie|ministerie|openbaar|provincie|rijk|netwerk|veiligheids\w*|vereniging|stichting|bureau|centrum|"
    r"universiteit|hogeschool|instituut|riec|rsiv|vng|ccv)\b",
    re.IGNORECASE,
)
"""What shows that a maker is no person."""


# ── What is packed in it ────────────────────────────────────────────────────────────────────────────────


def _is_jpeg(thing: pikepdf.Object, values: Values) -> bool:
    return isinstance(thing, pikepdf.Stream) and values.get("/Filter") in ("/DCTDecode", ["/DCTDecode"])


def _in_jpeg(thing: pikepdf.Object) -> Iterator[Told]:
    """What a camera left in a picture on a page; one that is damaged shows nothing, and tells nothing."""
    with suppress(Unreadable):
        for what, private in pictures.reveals(thing.read_raw_bytes()):
            if private:
                yield f"in een plaatje: {what}", True


_PERSON_IN_XMP = re.compile(
    r"creator|contributor|author\w*|manager|owner|artist|\w*writer|credit|\w*contact\w*|\w*by|\w*person\w*|e-?mail\w*",
    re.IGNORECASE,
)
_PLACE_IN_XMP = re.compile(r"GPS\w*|\w*Location\w*|City|CountryCode", re.IGNORECASE)


def _in_xmp(thing: pikepdf.Object, allowed: Collection[str]) -> Iterator[Told]:
    try:
        properties = _read_xmp(thing)
    except Exception:  # noqa: BLE001 - whatever it is, nobody can say what it tells
        yield "eigenschappen die niet te lezen zijn (XMP)", True
        return
    for key, value in properties.items():
        name = key.rpartition("}")[2].rpartition(":")[2]
        texts = [value] if isinstance(value, str) else map(str, value or ())
        if _PLACE_IN_XMP.fullmatch(name):
            yield f"een plaats ({name})", True
        elif _PERSON_IN_XMP.fullmatch(name) and any(_is_person(text, allowed) for text in texts):
            yield _MAKER.format(name), True


def _read_xmp(thing: pikepdf.Object) -> dict[str, Any]:
    """Its properties, by pikepdf's own reader: that reads those of a document, so they are laid in one."""
    with pikepdf.new() as holder:
        holder.Root.Metadata = holder.make_stream(thing.read_bytes())
        return dict(holder.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True))
