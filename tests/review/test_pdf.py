"""A PDF does nothing but show its pages, and names no person that its pages do not name."""

from __future__ import annotations

import gc
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Stream, String

from macros.review import bounds, pdf, pictures
from tests.helpers import attachments as a

JPEG = a.written("jpg", exif=a.exif(place=True))
OTHER = "https://voorbeeld.nl/"


def test_the_network_may_have_made_it() -> None:
    """By a name in which nothing else shows that it is no person's."""
    contents = a.document(a.property_("Author", " Samen Sterk"))
    assert "(Author)" in findings(contents)[0][0]
    assert [*bounds.check_file("docs/verslag.pdf", contents, {"samen sterk"})] == []


def findings(contents: bytes) -> list[tuple[str, bool]]:
    return [(b.message, b.warning) for b in bounds.check_file("docs/verslag.pdf", contents)]


def _attached(document: Pdf) -> None:
    document.attachments["brief.txt"] = b"hallo"


def _form(**more: Any) -> Callable[[Pdf], None]:  # noqa: ANN401 - what a dictionary holds
    def change(document: Pdf) -> None:
        button = Dictionary(FT=Name.Btn, T=String("knop"), **more)
        document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(button)]))

    return change


def _named_script(document: Pdf) -> None:
    script = document.make_indirect(Dictionary(S=Name.JavaScript, JS=document.make_stream(b"1")))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def _chained(document: Pdf) -> None:
    a.on_open(S=Name.URI, URI=String(OTHER), Next=Array([Dictionary(S=Name.Launch, F=String("x"))]))(document)


def _xfa(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def _damaged_xmp(document: Pdf) -> None:
    document.Root.Metadata = document.make_stream(b"<x", Type=Name.Metadata, Subtype=Name.XML)


def _scan(document: Pdf) -> None:
    """A picture that is not packed, of which the bytes happen to be a key."""
    grey = b"/JS /JavaScript /Launch /EmbeddedFiles ".ljust(1200, b"\xff")
    image = Stream(document, grey, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, BitsPerComponent=8)
    image.ColorSpace = Name.DeviceGray
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(JS=image))


DOES: dict[str, tuple[bytes, str]] = {
    "script": (a.document(a.on_open(S=Name.JavaScript, JS=String("1"))), "een script"),
    "script with a name": (a.document(_named_script), "een script"),
    "script, packed": (
        a.document(a.on_open(S=Name.JavaScript, JS=String("1")), object_stream_mode=ObjectStreamMode.generate), "een script"),
    "script, its name escaped": (
        a.document(a.on_open(S=Name("/JavaScriptXX"), JS=String("1"))).replace(b"/JavaScriptXX", b"/JavaScrip#74"), "een script"),
    "program": (a.document(a.annotation("Link", A=Dictionary(S=Name.Launch, F=String("x")))), "die een programma start"),
    "program, behind a link": (a.document(_chained), "die een programma start"),
    "form that sends": (a.document(_form(A=Dictionary(S=Name.SubmitForm, F=String(OTHER)))), "dat iets verstuurt"),
    "form with rules": (a.document(_xfa), "(XFA)"),
    "file on a computer": (a.document(a.on_open(S=Name.GoToR, F=String("a.pdf"))), "een bestand op een computer"),
    "attachment": (a.document(_attached), "een bijlage"),
    "film": (a.document(a.annotation("RichMedia", RichMediaContent=Dictionary())), "geluid of film"),
}  # fmt: skip

NAMES: dict[str, tuple[bytes, str]] = {
    **{key: (a.document(a.property_(key, a.PERSON)), f"({key})") for key in ("Author", "Manager", "LastModifiedBy")},
    "author, packed": (
        a.document(a.property_("Author", a.PERSON), object_stream_mode=ObjectStreamMode.generate), "(Author)"),
    "author, other letters": (a.document(a.property_("Author", "René Ørsted")), "(Author)"),
    "XMP": (a.document(a.xmp("dc:creator", [a.PERSON])), "(creator)"),
    "XMP, place": (a.document(a.xmp("photoshop:City", "Tiel")), "een plaats (City)"),
    "XMP, damaged": (a.document(_damaged_xmp, fix_metadata_version=False), "die niet te lezen zijn (XMP)"),
    "remark": (a.document(a.annotation("Text", T=String(a.PERSON), Contents=String("?"))), "wie een opmerking schreef"),
    "signature": (a.document(_form(V=Dictionary(Type=Name.Sig, ByteRange=Array([0, 1]), Name=String(a.PERSON)))), "handtekening"),
    "photo": (a.document(a.photo(JPEG)), "in een plaatje: waar het is gemaakt (GPS)"),
}  # fmt: skip
REFUSED = {**DOES, **NAMES}

PASSES = {
    "empty": a.document(),
    "for the web": a.document(a.xmp("dc:title", "Verslag"), linearize=True),
    "organisation": a.document(a.property_("Author", "Gemeente Tiel")),
    "organisation in XMP": a.document(a.xmp("dc:creator", ["Politie Oost-Nederland"])),
    "nobody": a.document(a.property_("Author", " ")),
    "program": a.document(a.property_("Producer", "Schrijfprogramma 7.4")),
    "link": a.document(a.annotation("Link", A=Dictionary(S=Name.URI, URI=String(OTHER)))),
    "field with a name": a.document(_form()),
    "scan that holds /JS by chance": a.document(_scan, compress_streams=False),
    "photo called /JS": a.document(a.photo(a.written("jpg"), "JS")),
    "page that says /JS": a.document(
        lambda d: d.pages[0].obj.__setitem__("/Contents", Stream(d, b"% /JS /JavaScript /EmbeddedFiles")), compress_streams=False),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_something_or_names_someone_is_refused(case: str) -> None:
    contents, expected = REFUSED[case]
    ((message, warning),) = findings(contents)
    assert expected in message
    assert message.endswith("kennisbank schoon docs/verslag.pdf")
    assert a.PERSON not in message
    assert not warning


@pytest.mark.parametrize("case", PASSES)
def test_what_only_shows_pages_passes(case: str) -> None:
    assert findings(PASSES[case]) == []


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_made_clean_passes_and_keeps_its_page(case: str) -> None:
    clean = pdf.cleaned(REFUSED[case][0])
    assert findings(clean) == []
    with pikepdf.open(BytesIO(clean)) as document:
        assert len(document.pages) == 1
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
    text = pypdf.PdfReader(BytesIO(clean)).trailer
    assert a.PERSON not in str(text)
    assert a.PERSON.encode() not in clean


def test_a_photo_on_a_page_shows_the_same_when_it_is_clean() -> None:
    with pikepdf.open(BytesIO(pdf.cleaned(REFUSED["photo"][0]))) as document:
        (image,) = document.pages[0].get_images().values()
        assert isinstance(image, Stream)
        photo = pikepdf.PdfImage(image).as_pil_image()
    assert photo.size == (40, 30)
    assert dict(photo.getexif()) == {}


def test_a_photo_for_print_is_told_and_does_not_change_its_colours() -> None:
    """Which of its values is ink and which is paper, a file of four colours says in more than one way."""
    contents = a.document(a.photo(a.written("jpg", a.picture().convert("CMYK"), exif=a.exif(place=True))))
    assert "waar het is gemaakt (GPS)" in findings(contents)[0][0]
    with pytest.raises(pictures.Unreadable, match="CMYK"):
        pdf.cleaned(contents)


def test_remarks_without_a_name_warn_and_are_taken_out() -> None:
    contents = a.document(a.annotation("Highlight", Contents=String("klopt dit?")))
    ((message, warning),) = findings(contents)
    assert "opmerkingen bij de tekst" in message
    assert warning
    assert findings(pdf.cleaned(contents)) == []


def test_a_name_in_an_earlier_version_that_is_still_in_the_file() -> None:
    """Written by another hand than ours (pypdf), which adds a version to the one that there is."""
    writer = pypdf.PdfWriter(BytesIO(a.document(a.property_("Author", a.PERSON))), incremental=True)
    writer.add_metadata({"/Author": ""})
    writer.write(file := BytesIO())
    with pikepdf.open(file) as document:
        assert str(document.docinfo["/Author"]) == ""
    assert "(Author)" in findings(file.getvalue())[0][0]
    assert a.PERSON.encode() not in pdf.cleaned(file.getvalue())


UNREADABLE = {
    "leeg": (b"", "dit bestand is leeg"),
    "geen pdf": (b"<script>", "dit bestand heet .pdf, maar is het niet"),
    "half": (a.document()[:-60], "deze pdf is niet heel"),
    "zonder tabel": (b"%PDF-1.7\n<<>>\nstartxref\n9\n%%EOF\n", "deze pdf is niet heel"),
    "iets achter het einde": (a.document() + b"PK\3\4", "deze pdf is niet heel"),
    "wachtwoord": (a.document(encryption=Encryption(user="a", owner="b")), "deze pdf vraagt om een wachtwoord"),
    "te groot": (b"%PDF-" + b"\0" * 5_000_000, "deze bijlage is te groot (5,1 MB); toegestaan is 5 MB"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_told(case: str) -> None:
    contents, expected = UNREADABLE[case]
    (found,) = bounds.check_file("docs/verslag.pdf", contents)
    assert expected in found.message
    assert (found.line, found.warning) == (1, False)


def test_a_pdf_that_is_cut_off_anywhere_is_told() -> None:
    contents = a.document(a.property_("Author", "Gemeente Tiel")).rstrip()
    assert findings(contents) == []
    for length in range(0, len(contents), 7):
        assert findings(contents[:length]), length


# ── Bounds ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_describes_a_document_is_unpacked_so_far_and_no_further() -> None:
    """Five million spaces in five kilobytes."""
    packed = zlib.compress(b" " * 5_000_000)
    contents = a.document(
        lambda d: d.Root.__setitem__(
            "/Metadata", Stream(d, packed, Filter=Name.FlateDecode, Type=Name.Metadata, Subtype=Name.XML)
        ),
        fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )  # fmt: skip
    assert len(contents) < 10_000
    assert "die niet te lezen zijn (XMP)" in findings(contents)[0][0]


def test_more_parts_than_a_document_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PARTS", 1000)
    many = a.document(lambda d: d.Root.__setitem__("/Extra", Array([Dictionary(A=1) for _ in range(600)])))
    assert "te veel onderdelen" in findings(many)[0][0]
    monkeypatch.setattr(pdf, "MAX_PARTS", 100_000)
    assert findings(many) == []


def test_many_earlier_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_VERSIONS", 0)
    assert "veel eerdere versies" in findings(a.document(linearize=True))[0][0]


def test_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    # More than 32 MB is always asked of the system: what an earlier test let go of is not used again for it.
    monkeypatch.setattr(pdf, "MAX_MEMORY", 0)
    contents = a.document(a.photo(a.written("jpg") + b"\0" * 40_000_000))
    gc.collect()  # what that left behind may not be let go of, and so be there, while the document is looked at
    with pytest.raises(pictures.Unreadable, match=r"deze pdf (is niet heel|vraagt te veel geheugen)"):
        pdf.look(contents)
    monkeypatch.undo()
    assert findings(a.document()) == []
