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


def pdf(sjabloon: Path, invoer: dict[str, Any], dag: date) -> bytes:
    """A PDF for everyone (PDF/UA-1, tagged).

    Args:
        sjabloon: the template; it reads `sys.inputs.invoer`.
        invoer: what it is about.
        dag: the day that the file says it was made.

    Raises:
        typst.TypstError: the template is wrong.
    """
    return typst.compile(
        sjabloon, root=sjabloon.parent, format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"invoer": _json(invoer)}, timestamp=int(dates.tijdstip(dag).timestamp()),
    )  # fmt: skip


def png(sjabloon: Path, invoer: list[dict[str, str]]) -> list[bytes]:
    """A picture for each page of the template, a pixel a point; one call for all, as starting costs more than a page.

    Args:
        sjabloon: the template, in a folder of `overrides/`; it reads `sys.inputs.invoer` and makes a page of each item.
        invoer: what they are about.
    """
    beelden: bytes | list[bytes] = typst.compile(
        sjabloon, root=sjabloon.parents[1], format="png", ppi=72, ignore_system_fonts=True,
        sys_inputs={"invoer": _json(invoer)},
    )  # fmt: skip
    return [beelden] if isinstance(beelden, bytes) else beelden


def _json(invoer: object) -> str:
    return json.dumps(invoer, ensure_ascii=False)
