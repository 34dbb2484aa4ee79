"""Nothing a contributor hands in keeps a build busy, and no picture tells where it was taken."""

from __future__ import annotations

import signal
import struct
import time
import zlib
from pathlib import Path

import pytest

from macros.build.content import check
from macros.review import bounds
from tests.conftest import ROOT
from tests.errors.test_errors import set_up

TIME_LIMIT = 20.0

# Each of these keeps Python-Markdown 3.11 busy, exhausts its stack, or is a hundred times what a page holds.
BOMBS: dict[str, str] = {
    "haken": "[a" * 4000,
    "plaatjes": "![" * 4000,
    "alleen haken": "[" * 8000,
    "lege links": "[](" * 2700,
    "halve links": "[a](" * 2000,
    "links met <": "[a](<" * 1600,
    "links met een titel": '[a]( "' * 1300,
    "links op naam": "[a][" * 2000,
    "links over regels": "[a]\n[" * 2000,
    "CDATA": "<![CDATA[" * 900,
    "halve elementen": "<a " * 2700,
    "halve attributen": '<a b="' * 1300,
    "geopende opmerkingen": "<!--" * 2000,
    "instructies": "<?" * 4000,
    "halve adressen": "<http://" * 1000,
    "lijst in lijst": "1. " * 1000,
    "plus in plus": "+ " * 1000,
    "ster in ster": "* " * 3000 + "a",
    "streepje in streepje": "- " * 1000 + "a",
    "citaat in citaat": "> " * 1000,
    "citaat zonder spaties": ">" * 5000,
    "citaat en lijst": "> - " * 500,
    "inspringen": "".join("    " * i + "- a\n" for i in range(100)),
    "tabs": "".join("\t" * i + "- a\n" for i in range(100)),
    "koppen": "# a\n" * 2000,
    "koppen met tekst": "## a\n\ntekst\n\n" * 1000,
    "noten": "[^1]: a\n\n" + "[^1] " * 1900,
    "noten die noten noemen": "".join(f"[^{i}]: [^{i + 1}]\n" for i in range(600)),
    "backslashes": ("\\*" * 4500 + "\n") * 20,
    "elementen": ("<b>a</b> " * 900 + "\n") * 20,
    "geopende elementen": ("<b> " * 2000 + "\n") * 20,
    "sterretjes": ("*a* " * 2000 + "\n") * 20,
    "accenten": ("`a` " * 2000 + "\n") * 20,
    "entiteiten": ("&amp;" * 1800 + "\n") * 20,
    "tabel": "a|" * 2000 + "\n" + "-|" * 2000 + "\n" + ("b|" * 4000 + "\n") * 9,
    "lijst": "- a\n" * 40_000,
    "kaders": "!!! note\n    a\n\n" * 5000,
    "kader in kader": "".join("    " * i + "!!! note\n\n" for i in range(60)),
    "woorden": '{{ bron("voortgangsbericht-2023") }}\n' * 4000,
    "haakjes in een woord": "{{ bron(" + "(" * 5000 + ") }}",
    "lange regel": "woord " * 3000,
    "grote pagina": "Een regel tekst.\n" * 20_000,
    "zeer grote pagina": "Een regel tekst.\n" * 80_000,
}


@pytest.mark.parametrize("naam", BOMBS)
def test_a_bomb_ends_in_a_message(naam: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    with (root / "docs/over.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{BOMBS[naam]}\n")
    start = time.process_time()
    contents, found = check(root)
    assert time.process_time() - start < TIME_LIMIT
    assert contents is None
    assert [b.file for b in found if not b.warning] == ["docs/over.md"]
    assert len(found[0].message) < 300


def test_there_are_thirty_bombs() -> None:
    assert len(BOMBS) >= 30


ORDINARY = [
    "- a\n    - b\n        - c\n\n> > citaat in citaat", "[a](b.md) (c (d)) [e] <f> g < h", "| a | b |\n| - | - |\n" + "| c | d |\n" * 300,
    "tekst " * 1500, "\n\n".join(f"## Kop {i}\n\nTekst." for i in range(100)), "- punt\n" * 500, "a) b) c) d) e)\n\nf) g)",
    ":-) " * 30 + "\n\n" + "1) een\n", "> " + "-" * 70, "* * *", "- - -", "*" * 60,
]  # fmt: skip


@pytest.mark.parametrize("tekst", ORDINARY)
def test_what_people_write_stays_far_below(tekst: str) -> None:
    assert list(bounds.check_file("docs/x.md", tekst.encode())) == []


def test_the_real_content_stays_below() -> None:
    assert [b for name, contents in bounds.content_files(ROOT) for b in bounds.check_file(name, contents)] == []


def test_a_long_line_of_data_is_told_at_its_line() -> None:
    (found,) = bounds.check_file("docs/_data/x.yml", b"- id: a\n  tekst: " + b"a" * 10_001)
    assert (found.line, found.message) == (2, "deze regel is te lang (10,1 KB); toegestaan is 10 KB")


def test_the_alarm_goes_off_and_can_be_put_off() -> None:
    def stop() -> None:
        raise TimeoutError("te lang")

    bounds.time_limit(stop, 0.05)
    try:
        with pytest.raises(TimeoutError, match="te lang"):
            _work(2)
        bounds.time_limit(stop, 0.05)
        bounds.time_limit(stop, 0)
        _work(0.1)
    finally:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _work(seconds: float) -> None:
    """Keep the processor busy."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────


def tiff(*tags: tuple[int, int]) -> bytes:
    """An EXIF directory with these tags (short values), big-endian."""
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", len(tags)) + b"".join(
        struct.pack(">HHIHH", tag, 3, 1, value, 0) for tag, value in tags
    ) + b"\0\0\0\0"  # fmt: skip


GPS, ORIENTATION, MAKE = (0x8825, 26), (0x0112, 6), (0x010F, 7)


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    parts = [bytes([0xFF, kind]) + struct.pack(">H", len(contents) + 2) + contents for kind, contents in segments]
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xda\0\x02scan\xff\xd9"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    all_ = [(b"IHDR", b"\0" * 13), *chunks, (b"IDAT", b"x"), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(i)) + s + i + struct.pack(">I", zlib.crc32(s + i)) for s, i in all_
    )


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = b"".join(s + struct.pack("<I", len(i)) + i + b"\0" * (len(i) % 2) for s, i in chunks)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


JFIF = (0xE0, b"JFIF\0\x01\x01")
XMP = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='52,15N'/>"
WITH_LOCATION = {
    "gps.jpg": jpeg(JFIF, (0xE1, b"Exif\0\0" + tiff(MAKE, GPS))),
    "xmp.jpeg": jpeg((0xE1, XMP)),
    "gps.png": png((b"eXIf", tiff(GPS))),
    "xmp.png": png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
    "gps.webp": webp((b"VP8X", b"\x08" + b"\0" * 9), (b"VP8 ", b"abc"), (b"EXIF", tiff(GPS))),
    "xmp.webp": webp((b"VP8X", b"\x04" + b"\0" * 9), (b"VP8 ", b"abc"), (b"XMP ", XMP)),
}
WITH_DATA = {
    "camera.jpg": jpeg(JFIF, (0xE1, b"Exif\0\0" + tiff(MAKE, ORIENTATION))),
    "commentaar.jpg": jpeg(JFIF, (0xFE, b"gemaakt door")),
    "iptc.jpg": jpeg(JFIF, (0xED, b"Photoshop 3.0\0")),
    "tekst.png": png((b"tEXt", b"Author\0iemand")),
    "tijd.png": png((b"tIME", b"1234567")),
    "camera.webp": webp((b"VP8X", b"\x08" + b"\0" * 9), (b"VP8 ", b"abc"), (b"EXIF", tiff(MAKE))),
}
BARE = {
    "kaal.jpg": jpeg(JFIF, (0xDB, b"tabel")), "kaal.png": png((b"pHYs", b"123456789")), "kaal.webp": webp((b"VP8 ", b"abc")),
}  # fmt: skip


def _findings_in(name: str, contents: bytes) -> list[tuple[str, bool]]:
    return [(b.message, b.warning) for b in bounds.check_file(f"docs/{name}", contents)]


@pytest.mark.parametrize("naam", WITH_LOCATION)
def test_a_picture_that_says_where_it_was_taken_is_refused(naam: str) -> None:
    ((message, warning),) = _findings_in(naam, WITH_LOCATION[naam])
    assert "waar het is gemaakt (GPS)" in message
    assert not warning


@pytest.mark.parametrize("naam", WITH_DATA)
def test_a_picture_that_says_who_or_when_warns(naam: str) -> None:
    ((message, warning),) = _findings_in(naam, WITH_DATA[naam])
    assert "camera, maker of tijd" in message
    assert warning


@pytest.mark.parametrize("naam", BARE)
def test_a_picture_that_says_nothing_passes(naam: str) -> None:
    assert _findings_in(naam, BARE[naam]) == []
    assert bounds.without_metadata(BARE[naam]) == BARE[naam]


@pytest.mark.parametrize("picture", [*WITH_LOCATION.values(), *WITH_DATA.values()])
def test_what_is_published_says_nothing(picture: bytes) -> None:
    clean = bounds.without_metadata(picture)
    assert bounds.metadata(picture)
    assert bounds.metadata(clean) == []
    assert clean[:2] == picture[:2]
    assert bounds.without_metadata(clean) == clean
    for what in (b"GPS", b"iemand", b"gemaakt door", b"EXIF", b"XMP "):
        assert what not in clean
    if picture.startswith(b"RIFF"):
        assert struct.unpack("<I", clean[4:8])[0] == len(clean) - 8
        assert not clean[20] & 0x0C


def test_a_photograph_stays_the_right_way_up() -> None:
    clean = bounds.without_metadata(WITH_DATA["camera.jpg"])
    assert clean.count(b"Exif") == 1
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in clean


@pytest.mark.parametrize(
    ("naam", "contents", "expected"),
    [
        ("groot.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_000, "te groot (2,1 MB); toegestaan is 2 MB"),
        ("geen.png", b"<svg onload=alert(1)>", "dit bestand heet .png, maar is het niet"),
        ("geen.webp", b"RIFF1234WAVE", "dit bestand heet .webp, maar is het niet"),
        ("geen.jpg", b"\x89PNG\r\n\x1a\n", "dit bestand heet .jpg, maar is het niet"),
        ("geen.pdf", b"<script>", "dit bestand heet .pdf, maar is het niet"),
        ("doet.pdf", b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>", "kan worden uitgevoerd (JavaScript)"),
        ("start.pdf", b"%PDF-1.7\n<< /S /Launch >>", "kan worden uitgevoerd (Launch)"),
        ("half.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "deze pdf is niet heel"),
        ("zonder-tabel.pdf", b"%PDF-1.7\n<<>>\nstartxref\n9\n%%EOF\n", "deze pdf is niet heel"),
        ("groot.pdf", b"%PDF-" + b"\0" * 5_000_000, "deze bijlage is te groot"),
    ],
)
def test_other_attachments_that_are_refused(naam: str, contents: bytes, expected: str) -> None:
    ((message, warning),) = _findings_in(naam, contents)
    assert expected in message
    assert not warning


@pytest.mark.parametrize(
    "piece",
    [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\0", b"RIFF\0\0\0\0WEBPEXIF\xff\xff\xff\xff", b"\x89PNG\r\n\x1a\n\xff\xff"],
)
def test_a_damaged_picture_breaks_nothing(piece: bytes) -> None:
    bounds.metadata(piece)
    assert isinstance(bounds.without_metadata(piece), bytes)


@pytest.mark.parametrize(
    "naam", ["spel.svg", "los.html", "doe.js", "app.exe", "data.zip", "stijl.css", "mkdocs.yml", "sub/lees.txt"]
)
def test_other_kinds_of_files_are_refused(naam: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    (root / "docs" / naam).parent.mkdir(exist_ok=True)
    (root / "docs" / naam).write_text("x", encoding="utf-8")
    (found,) = check(root)[1]
    assert "dit soort bestand mag niet in docs/" in found.message


@pytest.mark.parametrize("naam", ["docs/geheim.md", "docs/map", "newsletters/2024-q1.md", "docs/_data/x.yml"])
def test_symbolic_links_are_refused(naam: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    (root / naam).symlink_to("/etc/hostname" if naam != "docs/map" else "/etc")
    found = [b for b in check(root)[1] if "snelkoppeling (symbolic link)" in b.message]
    assert [b.file for b in found] == [naam]
