"""Typst: a template and data in, a PDF or pictures out. The library typst lives here.

Data goes in as JSON and never as source, so nothing that anyone typed is read as Typst. No clock, no network, no fonts of
the machine: the same input gives the same bytes.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import typst

from macros.base import dates
from macros.base.text import printable


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
