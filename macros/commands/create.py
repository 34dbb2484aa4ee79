"""Content that is begun: `kennisbank nieuw` and `kennisbank uit-formulier`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from macros.base import inside, links
from macros.base.errors import UserError
from macros.commands import files, project
from macros.records import loader
from macros.writing import forms, rows, scaffold


def new(root: Path, kind: str, title: str, today: date) -> int:
    """Write what is new, and never over what is there."""
    if kind == "nieuwsbrief" and not re.fullmatch(r"20\d\d-q[1-4]", title):
        raise UserError(f"{title!r} is geen kwartaal; schrijf bijvoorbeeld 2026-q4")
    if not links.slug(title) or not title.isprintable():
        raise UserError(f"van {title!r} kan geen bestandsnaam worden gemaakt; gebruik letters of cijfers")
    project.require(root)
    make = partial(scaffold.praktijk, own=loader.own_network(root).id) if kind == "praktijk" else _NEW[kind]
    return _write_new(root, *make(title, today))


def from_form(root: Path, file: Path, today: date) -> int:
    """Make a file of a form that was filled in; `-` reads it from the input."""
    project.require(root)
    from_input = str(file) == "-"
    contents, name = (
        (sys.stdin.buffer.read() if sys.stdin else b"", "de invoer") if from_input else (file.read_bytes(), str(file))
    )
    return _write_new(root, forms.read_form(files.as_text(contents, name), today, loader.own_network(root).id))


def _write_new(root: Path, *entries: scaffold.NewEntry) -> int:
    if occupied := [entry.pad for entry in entries if not entry.rij and (root / entry.pad).exists()]:
        raise UserError(f"{occupied[0]} bestaat al; open dat bestand, of kies iets anders")
    files.write({inside.place(root, entry.pad): _text_of(root, entry) for entry in entries})
    sys.stdout.write(
        f"{' en '.join(entry.pad for entry in entries)}: klaar om in te vullen. Doe dat waar 'verplicht' staat, haal de # "
        "weg bij wat u verder invult, en voer daarna uit: kennisbank controleer\n"
    )
    return 0


def _text_of(root: Path, entry: scaffold.NewEntry) -> str:
    """The text of a new file, or of a data file with the new row in it."""
    if not entry.rij:
        return entry.tekst
    existing = files.as_text((root / entry.pad).read_bytes(), entry.pad) if (root / entry.pad).exists() else entry.kop
    return rows.insert(existing, entry.tekst)


_NEW: dict[str, Callable[[str, date], tuple[scaffold.NewEntry, ...]]] = {
    "activiteit": scaffold.activiteit,
    "nieuwsbrief": scaffold.nieuwsbrief,
    "thema": scaffold.thema,
}
