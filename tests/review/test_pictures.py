"""A picture tells nothing but what it shows, in each of the three formats and in each part of a file."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from macros.review import bounds, pictures
from tests.helpers import attachments as a

KINDS = ("jpg", "png", "webp")


def findings(name: str, contents: bytes) -> list[tuple[str, bool]]:
    return [(b.message, b.warning) for b in bounds.check_file(f"docs/{name}", contents)]


def png_with(name: bytes, contents: bytes) -> bytes:
    """A part before the last one of a PNG."""
    file, checksum = a.written("png"), zlib.crc32(name + contents)
    return file[:-12] + struct.pack(">I", len(contents)) + name + contents + struct.pack(">I", checksum) + file[-12:]


def webp_with(name: bytes, contents: bytes) -> bytes:
    """A part at the end of a WebP."""
    file = a.written("webp", lossless=True)
    parts = file[12:] + a.chunk(name, contents)
    return b"RIFF" + (len(parts) + 4).to_bytes(4, "little") + b"WEBP" + parts


def jpeg_with(marker: int, contents: bytes, *, late: bool = False) -> bytes:
    """A segment at the beginning of a JPEG, or behind its scan."""
    file = a.written("jpg")
    segment = bytes([0xFF, marker]) + (len(contents) + 2).to_bytes(2, "big") + contents
    return file[:-2] + segment + file[-2:] if late else file[:2] + segment + file[2:]


EXIF = a.exif(a.ON_ITS_SIDE, place=True)
GPS_XMP = a.XMP.format("exif:GPSLatitude='52,7N'").encode()
BY_XMP = a.XMP.format(f"dc:creator='{a.PERSON}'").encode()
SMALL = b"http://ns.adobe.com/xap/1.0/\0"

PLACE = {
    **{f"gps.{kind}": a.written(kind, exif=EXIF) for kind in KINDS},
    "xmp.jpg": jpeg_with(0xE1, SMALL + GPS_XMP),
    "xmp.webp": webp_with(b"XMP ", GPS_XMP),
    "xmp.png": png_with(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + GPS_XMP),
    "na-de-scan.jpg": jpeg_with(0xE1, b"Exif\0\0" + EXIF.tobytes().removeprefix(b"Exif\0\0"), late=True),
}
PERSON = {
    **{f"artiest.{kind}": (a.written(kind, exif=a.exif((a.ARTIST, a.PERSON))), "EXIF: Artist") for kind in KINDS},
    "bijschrift.jpg": (a.written("jpg", exif=a.exif((a.DESCRIPTION, a.PERSON))), "EXIF: ImageDescription"),
    "onbekend-veld.jpg": (a.written("jpg", exif=a.exif((0xC999, a.PERSON))), "EXIF: 0xc999"),
    "xmp.jpg": (jpeg_with(0xE1, SMALL + BY_XMP), "XMP: dc:creator"),
    "xmp.webp": (webp_with(b"XMP ", BY_XMP), "XMP: dc:creator"),
    "xmp-onleesbaar.webp": (webp_with(b"XMP ", BY_XMP.decode().encode("utf-16")), "XMP: niet te lezen"),
    "exif-onleesbaar.jpg": (jpeg_with(0xE1, b"Exif\0\0kapot"), "gegevens die niet te lezen zijn (EXIF)"),
    "opmerking.jpg": (a.written("jpg", comment=a.PERSON), "een opmerking (COM)"),
    "iptc.jpg": (jpeg_with(0xED, b"Photoshop 3.0\0"), "een bijschrift (IPTC)"),
    "mpf.jpg": (jpeg_with(0xE2, b"MPF\0II*\0"), "een tweede plaatje (MPF)"),
    "klein.jpg": (jpeg_with(0xE0, b"JFIF\0\x01\x01\0\0\1\0\1\1\1abc"), "een verkleind beeld (JFIF)"),
    "eigen.jpg": (jpeg_with(0xEA, b"fabrikant"), "een onbekend deel (FFEA)"),
    "tekst.png": (png_with(b"tEXt", b"Author\0" + a.PERSON.encode()), "tekst (Author)"),
    "ingepakt.png": (png_with(b"zTXt", b"Comment\0\0" + zlib.compress(b"x")), "tekst (Comment)"),
    "eigen.png": (png_with(b"vpAg", b"x"), "een onbekend deel (vpAg)"),
    "eigen.webp": (webp_with(b"ABCD", b"x"), "een onbekend deel (ABCD)"),
    "film.jpg": (a.written("jpg") + b"MotionPhoto_Data" + a.MOVIE, "iets achter het einde van het plaatje"),
    "dubbel.jpg": (a.written("jpg") + a.written("jpg", exif=EXIF), "iets achter het einde van het plaatje"),
    "achter.png": (a.written("png") + a.MOVIE, "iets achter het einde van het plaatje"),
    "achter.webp": (a.written("webp") + a.MOVIE, "iets achter het einde van het plaatje"),
}
MOMENT = {
    "camera.jpg": (a.written("jpg", exif=a.exif(a.ON_ITS_SIDE, (a.MAKE, "Camera"))), "EXIF"),
    "camera.webp": (a.written("webp", exif=a.exif((a.MAKE, "Camera"))), "EXIF"),
    "programma.png": (png_with(b"tEXt", b"Software\0tekenprogramma"), "Software"),
    "tijd.png": (png_with(b"tIME", b"1234567"), "tIME"),
    "xmp.jpg": (
        jpeg_with(0xE1, SMALL + a.XMP.format("xmp:CreatorTool='tekenprogramma' tiff:Make='x'").encode()),
        "XMP",
    ),
}
NOTHING = {
    **{f"kaal.{kind}": a.written(kind) for kind in KINDS},
    **{f"stand.{kind}": a.written(kind, exif=a.exif(a.ON_ITS_SIDE)) for kind in KINDS},
    "leeg-veld.jpg": a.written("jpg", exif=a.exif((a.ARTIST, "  "))),
    "lagen.jpg": a.written("jpg", progressive=True),
    "palet.png": a.written("png", a.picture().convert("P")),
    "vulling.jpg": a.written("jpg") + b"\0" * 9,
}


@pytest.mark.parametrize("name", PLACE)
def test_a_place_is_refused_with_the_command_that_takes_it_out(name: str) -> None:
    ((message, warning),) = findings(name, PLACE[name])
    assert "waar het is gemaakt" in message
    assert message.endswith(f"kennisbank schoon docs/{name}")
    assert not warning


@pytest.mark.parametrize("name", PERSON)
def test_what_may_be_of_a_person_is_refused_and_not_repeated(name: str) -> None:
    contents, expected = PERSON[name]
    ((message, warning),) = findings(name, contents)
    assert expected in message
    assert a.PERSON not in message
    assert not warning


@pytest.mark.parametrize("name", MOMENT)
def test_a_camera_or_a_time_warns(name: str) -> None:
    contents, expected = MOMENT[name]
    ((message, warning),) = findings(name, contents)
    assert f"wanneer of waarmee het is gemaakt ({expected})" in message
    assert warning


@pytest.mark.parametrize("name", NOTHING)
def test_a_picture_that_tells_nothing_passes(name: str) -> None:
    assert findings(name, NOTHING[name]) == []
    assert findings(f"HOOFDLETTERS.{name.rpartition('.')[2].upper()}", NOTHING[name]) == []


def _upright(contents: bytes) -> Image.Image:
    with Image.open(BytesIO(contents)) as image:
        return image.convert("RGB")


TELLING = {**PLACE, **{name: contents for name, (contents, _) in {**PERSON, **MOMENT}.items()}}


@pytest.mark.parametrize("name", TELLING)
def test_what_is_made_clean_tells_nothing_and_shows_the_same(name: str) -> None:
    kind = f".{name.rpartition('.')[2]}"
    clean = pictures.cleaned(TELLING[name], kind)
    assert pictures.look(clean, kind) == set()
    for what in (a.PERSON.encode(), b"GELUID", b"Exif", b"xmpmeta", b"tEXt"):
        assert what not in clean
    shown = _upright(clean)
    on_its_side = "gps." in name or name == "camera.jpg"
    assert shown.size == ((30, 40) if on_its_side else (40, 30))
    corner = shown.crop((shown.width - 4, 0, shown.width, 4) if on_its_side else (0, 0, 4, 4)).resize((1, 1)).tobytes()
    assert corner[0] > 2 * corner[1], "the red corner is at the left, or at the right when it was turned"


@pytest.mark.parametrize("kind", KINDS)
def test_the_colours_stay_what_they_were(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clean = pictures.cleaned(a.written(kind, icc_profile=profile, exif=EXIF), f".{kind}")
    with Image.open(BytesIO(clean)) as image:
        assert image.info["icc_profile"] == profile
        assert "exif" not in image.info


def test_see_through_stays_see_through() -> None:
    image = a.picture().quantize(8)
    clean = pictures.cleaned(a.written("png", image, transparency=0, exif=EXIF), ".png")
    with Image.open(BytesIO(clean)) as found:
        assert (found.mode, found.info) == ("P", {"transparency": 0})


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_picture_that_moves_is_refused_and_not_halved(kind: str) -> None:
    moving = a.written(kind, save_all=True, append_images=[a.picture().rotate(180)])
    assert "meer dan één beeld: het beweegt" in findings(f"spel.{kind}", moving)[0][0]
    with pytest.raises(pictures.Unreadable, match="dit plaatje beweegt"):
        pictures.cleaned(moving, f".{kind}")


UNREADABLE = {
    "groot.png": (a.written("png", Image.new("1", (20_000, 2_001))), "40 miljoen pixels (20000 × 2001); toegestaan is 40 miljoen"),
    "groot.jpg": (a.written("jpg", Image.new("L", (8_000, 5_001))), "40 miljoen pixels (8000 × 5001); toegestaan is 40 miljoen"),
    "zwaar.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_000, "te groot (2,1 MB); toegestaan is 2 MB"),
    "leeg.png": (b"", "dit bestand is leeg"),
    "kort.png": (b"\x89PNG\r\n\x1a\n", "houdt te vroeg op"),
    **{f"half.{kind}": (a.written(kind)[:-20], "houdt te vroeg op") for kind in KINDS},
    "zonder-einde.jpg": (a.written("jpg")[:-2], "houdt te vroeg op"),
    "zonder-beeld.png": (a.written("png")[:33] + a.written("png")[-12:], "is niet heel"),
    "geen.png": (b"<svg/>", "dit bestand heet .png, maar is het niet; sla het opnieuw op als PNG"),
    "geen.webp": (b"RIFF1234WAVE", "dit bestand heet .webp, maar is het niet"),
    "geen.jpg": (a.written("png"), "dit bestand heet .jpg, maar is het niet"),
    "geen.JPG": (a.written("png"), "dit bestand heet .jpg, maar is het niet"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_whole_picture_is_told(name: str) -> None:
    contents, expected = UNREADABLE[name]
    ((message, warning),) = findings(name, contents)
    assert expected in message
    assert not warning


def test_a_jpeg_that_goes_over_its_pixels_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_SCANS", 2)
    ((message, _),) = findings("lagen.jpg", NOTHING["lagen.jpg"])
    assert "in te veel lagen" in message


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_cut_off_anywhere_is_told(kind: str) -> None:
    whole = a.written(kind, exif=EXIF)
    for length in range(len(whole)):
        assert findings(f"half.{kind}", whole[:length]), length
