"""Typst sets every letter that we let through, however it looks, and no other reaches it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import typst

from macros.base.text import printable, unprintable
from macros.channels.typeset import printable_lines

TRIAL = """\
#set document(title: "p")
#set text(lang: "nl", font: ("Libertinus Serif", "DejaVu Sans Mono"))
= P
#let t = text(sys.inputs.t)
#t #strong(t) #emph(t) #strong(emph(t)) #raw(sys.inputs.t) #strong(raw(sys.inputs.t)) #super(t) #sub(t)
"""


def test_every_letter_that_we_let_through_can_be_set_in_every_style(tmp_path: Path) -> None:
    letters = [chr(n) for n in range(0x20, 0x10000) if not 0xD800 <= n < 0xE000 and printable(chr(n)) == chr(n)]
    trial = tmp_path / "proef.typ"
    trial.write_text(TRIAL)
    typst.compile(
        trial, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, sys_inputs={"t": " ".join(letters)},
        timestamp=0,
    )  # fmt: skip
    assert len(letters) > 1500


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("gewoon", "gewoon"),
        (" twee\n regels\t", " twee regels "),
        ("a\u0000\u200b\ufeff\ue000b", "ab"),
        ("e\u0301", "é"),
        ("€\N{NO-BREAK SPACE}1", "€\N{NO-BREAK SPACE}1"),
        ("vuur \N{FIRE}", "vuur \N{WHITE SQUARE}"),
        ("➡️ ✔ ① Ґ", "➡ ✔ ① Ґ"),
        ("\ud800", ""),
    ],
)
def test_a_text_becomes_one_line_of_letters_that_can_be_printed(typed: str, clean: str) -> None:
    assert printable(typed) == clean
    assert unicodedata.is_normalized("NFC", clean)


def test_letters_that_print_does_not_have_are_known() -> None:
    assert unprintable("de\u0301 \u0301\u200b\t➡️ 😀 en 你 😀 □") == "\u0301😀你"


def test_lines_to_be_typed_keep_every_space() -> None:
    assert printable_lines("a  b\n\tce\u0301\u0000 😀\r\n") == "a  b\n    cé \N{WHITE SQUARE}"
