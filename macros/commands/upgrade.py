"""Content of an earlier version brought to this one: `kennisbank bij`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from macros.base import inside, supplied, version
from macros.base.errors import UserError
from macros.base.numbers import how_many
from macros.base.version import VERSION
from macros.commands import files, project
from macros.review import bounds
from macros.writing import upgrading, versions
from macros.writing.upgrading import Requirement, Upgraded

_SETTINGS = "mkdocs.yml"
_CLOSING = "Uitvoeren: kennisbank bij\n"
_WRITTEN = "Bekijk het met: git diff. Controleer het met: kennisbank controleer"


def upgrade(root: Path, *, show: bool) -> int:
    """Do what the versions since that of the content ask, and tell what a person must do; or only show it."""
    project.require_pages(root)
    since, _ = version.written_for(root)
    if version.numbers(since) > version.numbers(VERSION):
        raise UserError(next(version.finding(root)).message)
    was, kept = _read(root), [name for name in (*bounds.FOLDERS, _SETTINGS) if (root / name).exists()]
    new = upgrading.upgraded(was, versions.asked_since(since), lambda name: _is_a_copy(root / name))
    if new.unread.pop(_SETTINGS, None):  # it may hold what only MkDocs reads, such as !ENV
        new.asked += versions.of_settings(since)
    if new.unread:
        for name, error in sorted(new.unread.items()):
            sys.stderr.write(f"{name}:{error.line}: {error.message}\n")
        raise UserError("wat niet gelezen kan worden, kan niet mee veranderen; er is niets veranderd")
    new.files |= versions.with_version(new.files)
    if new.files == was:
        sys.stdout.write(_to_do(new.asked) or f"Niets te doen: deze inhoud is geschreven voor versie {VERSION}.\n")
        return 0
    if show:
        sys.stdout.write("".join(_shown(was, new.files)))
    else:
        _refuse_unsaved(root, kept)
        _write(root, was, new.files)
    added = sorted(new.files.keys() - was.keys())
    undo = f"git restore -- {shlex.join(kept)}" + (f" && git clean -f -- {shlex.join(added)}" if added else "")
    closing = _CLOSING if show else f"{_WRITTEN}\nOngedaan maken: {undo}\n"
    sys.stdout.write(_report(new, since, added, show=show) + _to_do(new.asked) + closing)
    return 0


def _read(root: Path) -> dict[str, bytes]:
    settings = root / _SETTINGS
    own = {_SETTINGS: settings.read_bytes()} if settings.is_file() else {}
    return dict(bounds.content_files(root)) | own


def _is_a_copy(folder: Path) -> bool:
    """Whether a folder is there that is not the program which runs."""
    return folder.exists() and folder.resolve() not in {supplied.CODE, supplied.templates()}


def _refuse_unsaved(root: Path, kept: Sequence[str]) -> None:
    """What was not committed, git could not give back."""
    if changed := files.git(root, "status", "--porcelain", "-z", "--", *kept).decode().strip("\0").split("\0")[0]:
        raise UserError(
            f"{changed[3:]} is veranderd en nog niet vastgelegd; leg dat eerst vast (git commit), dan is dit ongedaan te maken"
        )


def _write(root: Path, was: Mapping[str, bytes], now: Mapping[str, bytes]) -> None:
    changed = {inside.place(root, name): text for name, text in now.items() if was.get(name) != text}
    files.write(changed)


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────


def _shown(was: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[str]:
    """Every line that becomes another, at its place as it is now."""
    for name in sorted(now):
        if name not in was:
            yield f"{name}: nieuw bestand\n"
        elif was[name] != now[name]:
            for line, before, after in upgrading.changed_lines(was[name], now[name]):
                yield f"{name}:{line}: {before or '(niets)'} → {after or '(weg)'}\n"
    yield "\n"


def _report(new: Upgraded, since: str, added: Sequence[str], *, show: bool) -> str:
    """What was done and why, a version at a time."""
    lines = [f"Van versie {since} naar {VERSION}" + (" (nog niets veranderd):" if show else ":")]
    for (number, why), steps in groupby(new.done, lambda done: (done[0].version, done[0].why)):
        counted = [counts for _, counts in steps]
        names = sorted({name for counts in counted for name in counts})
        where = names[0] if len(names) == 1 else f"{len(names)} bestanden"
        places = how_many(sum(sum(counts.values()) for counts in counted), "plaats", "plaatsen")
        lines.append(f"  {number}  {why}: {places} in {where}")
    lines += [f"  nieuw bestand {name}" for name in added]
    return "\n".join(lines) + "\n"


def _to_do(asked: Sequence[Requirement]) -> str:
    return "".join(["Dit kunt alleen u doen:\n", *(f"  {step.why}\n" for step in asked)]) if asked else ""
