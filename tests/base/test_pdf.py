from __future__ import annotations

import zlib
from io import BytesIO

import pypdf
import pytest

from macros.base import pdf
from macros.review import bounds

NAMES: dict[str, tuple[bytes, list[str]]] = {
    "plain": (b"<< /Author (Jan Jansen) >>", ["Jan Jansen"]),
    "no space, brackets": (b"/Author(Jan \\(J\\) (de) Jansen)", ["Jan (J) (de) Jansen"]),
    "octal": (b"/Author (Ren\\303\\251)", ["René"]),
    "UTF-16": (b"/Author <FEFF004A0061006E>", ["Jan"]),
    "UTF-16 in brackets": (b"/Author (\xfe\xff\0J\0a\0n)", ["Jan"]),
    "hexadecimal, odd": (b"/Author <4A 61 6E 2>", ["Jan"]),
    "manager": (b"/Manager (Jan)", ["Jan"]),
    "packed": (b"1 0 obj << /Type /ObjStm >> stream\r\n" + zlib.compress(b"<< /Author (Jan) >>") + b"\nendstream", ["Jan"]),
    "XMP": (b"<dc:creator><rdf:Seq><rdf:li>Jan</rdf:li></rdf:Seq></dc:creator>", ["Jan"]),
    "XMP packed": (b"stream\n" + zlib.compress(b"<dc:creator>Jan</dc:creator>") + b"endstream", ["Jan"]),
    "empty": (b"/Author () /Author <FEFF> <dc:creator></dc:creator>", []),
    "none": (b"/Producer (LibreOffice 7.4) /Title (Verslag)", []),
    "damaged": (b"stream\n\x78\x9c\xff\xff\xff endstream /Author (", []),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_who_made_it(case: str) -> None:
    contents, expected = NAMES[case]
    assert list(pdf.makers(b"%PDF-1.7\n" + contents)) == expected


def test_a_small_file_that_holds_a_very_large_one() -> None:
    full = zlib.compress(b"\0" * 100_000_000 + b"/Author (Jan)")
    assert list(pdf.makers(b"%PDF-1.7\nstream\n" + full)) == []


@pytest.mark.parametrize(("maker", "aantal"), [("Jan Jansen", 1), ("Gemeente Tiel", 0), ("", 0)])
def test_a_name_is_refused_and_not_repeated(maker: str, aantal: int) -> None:
    """Written by another hand than ours (pypdf)."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": maker})
    writer.write(written := BytesIO())
    found = list(bounds.check_file("docs/verslag.pdf", written.getvalue()))
    assert len(found) == aantal
    assert not [b for b in found if maker in b.message]
