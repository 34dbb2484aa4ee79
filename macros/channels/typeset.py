"""Typst: a template and data in, a PDF or pictures out. The library typst lives here.

Data goes in as JSON and never as source, so nothing that anyone typed is read as Typst. No clock, no network, no fonts of
the machine: the same input gives the same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import typst

from macros.base import dates

# The letters that the fonts in typst have (Libertinus Serif, DejaVu Sans Mono), measured block by block: a letter
# outside them would stop a PDF/UA export. tests/channels/test_typeset.py sets every one of them, in every style.
_FOREIGN = re.compile(
    "[^ -~\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2054-\u205e\u2070-\u20bf"
    "\u2113\u2116\u2122\u2126\u2150-\u2151\u2153-\u2184\u2190-\u22ff\u25a0-\u25ff\u2610-\u2612\ufb00-\ufb06]"
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
REPLACEMENT = "\N{WHITE SQUARE}"
"""What stands for a letter that no embedded font has."""


def printable(text: str) -> str:
    """Text on one line without control characters, in letters that can be printed."""
    visible = (char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    line = re.sub(r"\s+", lambda whitespace: _blank(whitespace[0]), "".join(visible))
    return _FOREIGN.sub(REPLACEMENT, unicodedata.normalize("NFC", line))


def _blank(whitespace: str) -> str:
    """A no-break space stays what it is; any other white space is one space."""
    return whitespace if set(whitespace) == {"\N{NO-BREAK SPACE}"} else " "


def printable_lines(text: str) -> str:
    """The same of lines to be typed, of which every space counts."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join("".join(map(printable, line.expandtabs(4))) for line in lines)


def pdf(template: Path, inputs: dict[str, Any], day: date) -> bytes:
    """A PDF for everyone and for the archive (PDF/UA-1, tagged, and PDF/A-2a).

    Args:
        template: the template; it reads `sys.inputs.inputs`.
        inputs: what it is about.
        day: the day that the file says it was made.

    Raises:
        typst.TypstError: the template is wrong.
    """
    return typst.compile(
        template, root=template.parent, format="pdf", ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"],
        sys_inputs={"inputs": _json(inputs)}, timestamp=int(dates.instant(day).timestamp()),
    )  # fmt: skip


def png(template: Path, inputs: dict[str, Any]) -> list[bytes]:
    """A picture for each page of the template, a pixel a point; one call for all, as starting costs more than a page.

    Args:
        template: the template, in a folder of `overrides/`; it reads `sys.inputs.inputs` and makes a page or more.
        inputs: what they are about.
    """
    pictures: bytes | list[bytes] = typst.compile(
        template, root=template.parents[1], format="png", ppi=72, ignore_system_fonts=True,
        sys_inputs={"inputs": _json(inputs)},
    )  # fmt: skip
    return [pictures] if isinstance(pictures, bytes) else pictures


def _json(inputs: object) -> str:
    return json.dumps(inputs, ensure_ascii=False)
