"""Content of an earlier version brought to this one: `kennisbank bij`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from macros.base import inside, supplied
from macros.base.errors import UserError
from macros.base.numbers import how_many
from macros.base.version import VERSION
from macros.commands import files, project
from macros.review import bounds
from macros.writing import upgrading, versions
from macros.writing.upgrading import Step, Upgraded

_SETTINGS = "mkdocs.yml"


def upgrade(root: Path, *, show: bool) -> int:
    """Do what the versions since that of the content ask, and tell what a person must do; or only show it."""
    project.require_pages(root)
    since, _ = versions.written_for(root)
    if since > versions.as_numbers(VERSION):
        raise UserError(next(versions.finding(root)).message)
    was = _read(root)
    new = upgrading.upgraded(was, versions.asked_since(since), lambda name: _is_a_copy(root / name))
    new.files |= versions.with_version(new.files)
    if new.files == was:
        sys.stdout.write(_to_do(new.asked) or f"Niets te doen: deze inhoud is geschreven voor versie {VERSION}.\n")
        return 0
    if show:
        sys.stdout.write("".join(_shown(was, new.files)))
    else:
        _refuse_unsaved(root)
        _write(root, was, new.files)
    sys.stdout.write(_report(new, was, versions.as_text(since), show=show))
    return 0


def _read(root: Path) -> dict[str, bytes]:
    settings = root / _SETTINGS
    own = {_SETTINGS: settings.read_bytes()} if settings.is_file() else {}
    return dict(bounds.content_files(root)) | own


def _is_a_copy(folder: Path) -> bool:
    """Whether a folder is there that is not the program which runs."""
    return folder.exists() and folder.resolve() not in {supplied.CODE, supplied.templates()}


def _refuse_unsaved(root: Path) -> None:
    """What was not committed, git could not give back."""
    places = [name for name in (*bounds.FOLDERS, _SETTINGS) if (root / name).exists()]
    if changed := files.git(root, "status", "--porcelain", "-z", "--", *places).decode().strip("\0").split("\0")[0]:
        raise UserError(
            f"{changed[3:]} is veranderd en nog niet vastgelegd; leg dat eerst vast (git commit), dan is dit ongedaan te maken"
        )


def _write(root: Path, was: Mapping[str, bytes], now: Mapping[str, bytes]) -> None:
    changed = {inside.place(root, name): text for name, text in now.items() if was.get(name) != text}
    files.write(changed, [inside.place(root, name) for name in was if name not in now])


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────


def _shown(was: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[str]:
    """Every line that becomes another, at its place as it is now."""
    for name in sorted({*was, *now}):
        if name not in was:
            yield f"{name}: nieuw bestand\n"
        elif name not in now:
            yield f"{name}: heet anders\n"
        elif was[name] != now[name]:
            for line, before, after in upgrading.changed_lines(was[name], now[name]):
                yield f"{name}:{line}: {before or '(niets)'} → {after or '(weg)'}\n"
    yield "\n"


def _report(new: Upgraded, was: Mapping[str, bytes], since: str, *, show: bool) -> str:
    """What was done and why, a version at a time; what a person must do; and how all of it is undone."""
    lines = [f"Van versie {since} naar {VERSION}" + (" (nog niets veranderd):" if show else ":")]
    for (version, why), steps in groupby(new.done, lambda done: (done[0].version, done[0].why)):
        counted = [counts for _, counts in steps]
        names = sorted({name for counts in counted for name in counts})
        where = names[0] if len(names) == 1 else f"{len(names)} bestanden"
        places = how_many(sum(sum(counts.values()) for counts in counted), "plaats", "plaatsen")
        lines.append(f"  {versions.as_text(version)}  {why}: {places} in {where}")
    added = sorted(new.files.keys() - was.keys())
    lines += [f"  nieuw bestand {name}" for name in added]
    undo = "git restore -- docs newsletters mkdocs.yml" + (
        f" && git clean -f -- {' '.join(map(shlex.quote, added))}" if added else ""
    )
    closing = (
        "Uitvoeren: kennisbank bij"
        if show
        else f"Bekijk het met: git diff. Controleer het met: kennisbank controleer\nOngedaan maken: {undo}"
    )
    return "\n".join([*lines, _to_do(new.asked) + closing]) + "\n"


def _to_do(asked: Sequence[Step]) -> str:
    return "".join(["Dit kunt alleen u doen:\n", *(f"  {step.why}\n" for step in asked)]) if asked else ""
