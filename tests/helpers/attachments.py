"""Pictures and PDFs as cameras, phones and offices make them, for tests: made with Pillow and pikepdf, and harmless."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

PERSON = "Jan Jansen"
FORMS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
XMP = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='r'><rdf:Description {}/></rdf:RDF></x:xmpmeta>"

# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────


def picture(size: tuple[int, int] = (40, 30)) -> Image.Image:
    """White, with a red corner at the left above: so one sees whether it lies on its side."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    return image


def written(kind: str, image: Image.Image | None = None, **more: Any) -> bytes:  # noqa: ANN401 - what Pillow's `save` takes
    """A picture as a file."""
    (image or picture()).save(file := BytesIO(), FORMS[kind], **more)
    return file.getvalue()


def exif(*tags: tuple[int, object], place: bool = False) -> Image.Exif:
    """What a camera leaves."""
    found = Image.Exif()
    for tag, value in tags:
        found[tag] = value
    if place:
        found[0x8825] = {1: "N", 2: (52.0, 7.0, 30.0), 3: "E", 4: (6.0, 7.0, 30.0)}
    return found


ORIENTATION, MAKE, ARTIST, DESCRIPTION, OWNER = 0x0112, 0x010F, 0x013B, 0x010E, 0xA430
ON_ITS_SIDE = (ORIENTATION, 6)
MOVIE = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"GELUID-EN-BEELD" * 20


def chunk(name: bytes, contents: bytes) -> bytes:
    """A piece of RIFF, with its name and length."""
    return name + len(contents).to_bytes(4, "little") + contents + b"\0" * (len(contents) % 2)


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────


def document(change: Callable[[Pdf], None] = lambda _: None, **how: Any) -> bytes:  # noqa: ANN401 - what pikepdf's `save` takes
    """A PDF of one page, changed before it is written."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        change(pdf)
        pdf.save(file := BytesIO(), **how)
    return file.getvalue()


def property_(key: str, value: str) -> Callable[[Pdf], None]:
    """A property of the document, an object of its own."""

    def change(pdf: Pdf) -> None:
        pdf.docinfo[f"/{key}"] = pdf.make_indirect(String(value))

    return change


def xmp(key: str, value: Any) -> Callable[[Pdf], None]:  # noqa: ANN401 - text, or a list of texts
    """A property in XMP."""

    def change(pdf: Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as properties:
            properties[key] = value

    return change


def on_open(**action: Any) -> Callable[[Pdf], None]:  # noqa: ANN401 - what a dictionary holds
    """What a document does when it opens."""

    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(**action))

    return change


def annotation(kind: str, **more: Any) -> Callable[[Pdf], None]:  # noqa: ANN401 - the same
    """Something on the page: a link, a remark."""

    def change(pdf: Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([0, 0, 9, 9]), **more)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one)])

    return change


def photo(jpeg: bytes, name: str = "Im0") -> Callable[[Pdf], None]:
    """A JPEG on the page."""

    def change(pdf: Pdf) -> None:
        image = Stream(
            pdf, jpeg, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
        )  # fmt: skip
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary({f"/{name}": image}))

    return change
