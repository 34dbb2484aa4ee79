"""What an editor, a form or a formatter did to files, put back: `kennisbank schik`, and what the check says of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from macros.base import inside
from macros.base.errors import Finding, UserError
from macros.base.numbers import how_many
from macros.base.parsing import ParseError, decode
from macros.commands import files, project
from macros.review import bounds
from macros.writing import edits, one_form, remarks, tidying

_TYPED = (".md", ".yml", ".csv")
"""Files of which each letter was typed."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that a proposal changes: as it was, as it is, and with only the values that changed."""

    name: str
    was: bytes
    now: bytes
    tidy: bytes

    @property
    def saved(self) -> tuple[int, int]:
        """How many lines are different, and how many would be."""
        return _changed_lines(self.was, self.now), _changed_lines(self.was, self.tidy)

    @property
    def returned(self) -> int:
        """How many comments were gone and would be there again."""
        return remarks.returned(self.name, decode(self.now), decode(self.tidy))


def tidy(root: Path, basis: str, *, show: bool) -> int:
    """Put back what says the same, and write a list as one; or only show what would be left of each file."""
    project.require_pages(root)
    new: dict[Path, bytes] = {}
    wrong: list[UserError] = []
    told: list[str] = []
    for change in _changes(root, basis, wrong):
        before, after = change.saved
        if after < before and show:
            sys.stdout.write("".join(_diff(change)) or f"{change.name}: hier verandert niets\n")
        elif after < before:
            new[inside.place(root, change.name)] = change.tidy
            told.append(f"{change.name}: van {_lines(before)} anders naar {after}{_put_back(change.returned)}")
    if not show:
        for name, contents in _typed(root):
            path = inside.place(root, name)
            with suppress(ParseError):
                now = new.get(path, contents)
                if found := one_form.listed(name, decode(now)):
                    new[path] = edits.edited(now, found)
                    told.append(f"{name}: {how_many(len(found), 'waarde', 'waarden')} als lijst")
        files.write(new)
        sys.stdout.write("".join(f"{line}\n" for line in told) or "Er valt niets te schikken.\n")
    for error in wrong:
        sys.stderr.write(f"{error}\n")
    return int(bool(wrong))


def findings(root: Path, basis: str) -> list[Finding]:
    """What `kennisbank schik` would make smaller, as warnings of the check."""
    found = [*_of_form(root)]
    for change in _changes(root, basis, []) if basis else ():
        before, after = change.saved
        if after < before:
            message = (
                f"{_lines(before)} {'is' if before == 1 else 'zijn'} anders, en voor wat u veranderde zijn er {after} nodig; op de andere staat hetzelfde in een andere "
                f"vorm{_dropped(change.returned)}; zet ze terug met: kennisbank schik --basis {basis}"
            )
            found.append(Finding(change.name, _first(change), message, warning=True))
    return found


def _put_back(comments: int) -> str:
    """What is said of comments that are there again: the value beside one may be another now."""
    if not comments:
        return ""
    look = "kijk of zij nog klopt" if comments == 1 else "kijk of zij nog kloppen"
    return f"; teruggezet: {how_many(comments, 'opmerking', 'opmerkingen')}, {look}"


def _dropped(comments: int) -> str:
    verb = "viel" if comments == 1 else "vielen"
    return f", en er {verb} {how_many(comments, 'opmerking', 'opmerkingen')} weg" if comments else ""


def _of_form(root: Path) -> Iterator[Finding]:
    """Once, however often it is so."""
    places = []
    for name, contents in _typed(root):
        with suppress(ParseError):
            places += [(name, line, field) for line, field in one_form.singles(name, decode(contents))]
    if places:
        name, line, field = places[0]
        often = f" (en nog {how_many(len(places) - 1, 'keer', 'keer')})" if places[1:] else ""
        message = f"het veld {field!r} kan meer waarden hebben; schrijf het overal als lijst, tussen [ en ]{often}; dat doet: kennisbank schik"
        yield Finding(name, line, message, warning=True)


def _typed(root: Path) -> Iterator[tuple[str, bytes]]:
    return ((name, contents) for name, contents in bounds.content_files(root) if name.endswith(_TYPED))


def _lines(number: int) -> str:
    return how_many(number, "regel", "regels")


def _changes(root: Path, basis: str, wrong: list[UserError]) -> Iterator[_Change]:
    """Each file that is another than at the basis; what cannot be put back is added to what is wrong."""
    for name, was in _before(root, basis):
        now = inside.place(root, name).read_bytes()
        if was == now:
            continue
        try:
            yield _Change(name, was, now, tidying.put_back(name, was, now))
        except UserError as error:
            wrong.append(UserError(error.message, file=name, line=error.line))


def _diff(change: _Change) -> Iterable[str]:
    was, now = (contents.decode().splitlines(keepends=True) for contents in (change.was, change.tidy))
    for line in unified_diff(was, now, change.name, change.name, n=1):
        yield line if line.endswith("\n") else f"{line}\n"


def _changed_lines(was: bytes, now: bytes) -> int:
    """Lines that a proposal shows as gone or new."""
    lines = unified_diff(was.decode().split("\n"), now.decode().split("\n"), n=0, lineterm="")
    return sum(1 for line in [*lines][2:] if line[:1] in {"+", "-"})


def _first(change: _Change) -> int:
    """The first line that would be another."""
    pairs = zip(change.now.split(b"\n"), change.tidy.split(b"\n"), strict=False)
    return next((number for number, (now, tidy_) in enumerate(pairs, start=1) if now != tidy_), 1)


# ── The basis ───────────────────────────────────────────────────────────────────────────────────────────


def _before(root: Path, basis: str) -> Iterator[tuple[str, bytes]]:
    """The files that are there at the basis and now, as they were: of a folder beside this one, or of the commit that both began from."""
    if (folder := Path(basis)).is_dir():
        for name, _ in _typed(root):
            if (path := folder / name).is_file():
                yield name, path.read_bytes()
        return
    commit = _commit(root, basis)
    changed = files.git(
        root, "diff", "--name-only", "--relative", "--diff-filter=M", "-z", commit, "--", *bounds.FOLDERS
    )
    for name in changed.decode().split("\0"):
        if name.endswith(_TYPED):
            yield name, files.git(root, "show", f"{commit}:./{name}")


def _commit(root: Path, basis: str) -> str:
    for name in (basis, f"origin/{basis}"):
        with suppress(UserError):
            return files.git(root, "merge-base", "--end-of-options", name, "HEAD").decode().strip()
    raise UserError(
        f"{basis!r} is hier geen tak, commit of map; geef met --basis waarmee deze bestanden worden vergeleken"
    )
