"""Typst: a template and data in, a PDF or pictures out. The library typst lives here.

Data goes in as JSON and never as source, so nothing that anyone typed is read as Typst. No clock, no network, no fonts of
the machine: the same input gives the same bytes.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import typst

from macros.base import dates


def pdf(template: Path, inputs: dict[str, Any], day: date) -> bytes:
    """A PDF for everyone (PDF/UA-1, tagged).

    Args:
        template: the template; it reads `sys.inputs.inputs`.
        inputs: what it is about.
        day: the day that the file says it was made.

    Raises:
        typst.TypstError: the template is wrong.
    """
    return typst.compile(
        template, root=template.parent, format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"inputs": _json(inputs)}, timestamp=int(dates.instant(day).timestamp()),
    )  # fmt: skip


def png(template: Path, inputs: list[dict[str, str]]) -> list[bytes]:
    """A picture for each page of the template, a pixel a point; one call for all, as starting costs more than a page.

    Args:
        template: the template, in a folder of `overrides/`; it reads `sys.inputs.inputs` and makes a page of each item.
        inputs: what they are about.
    """
    pictures: bytes | list[bytes] = typst.compile(
        template, root=template.parents[1], format="png", ppi=72, ignore_system_fonts=True,
        sys_inputs={"inputs": _json(inputs)},
    )  # fmt: skip
    return [pictures] if isinstance(pictures, bytes) else pictures


def _json(inputs: object) -> str:
    return json.dumps(inputs, ensure_ascii=False)
