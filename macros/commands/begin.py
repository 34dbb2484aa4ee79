"""A project of a new network: `kennisbank begin`; and what its repository takes from its records: `kennisbank formulieren`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from macros.base import inside, supplied
from macros.base.errors import UserError
from macros.base.text import listed
from macros.base.version import VERSION
from macros.build import content
from macros.commands import files, project
from macros.records import loader
from macros.records.catalog import Catalog
from macros.writing import beginning, repository

_TEMPLATES = supplied.templates("begin")


def begin(target: Path, typed: Mapping[str, str], day: date) -> int:
    """Make a project of a new network in a folder that is empty or not there: whole and checked, or not at all."""
    _require_room(target)
    known = beginning.municipalities(_TEMPLATES / "gemeenten.csv")
    asked = beginning.questions(known)
    answers = beginning.read(asked, _asked(asked, typed))
    with _staging(target) as work:
        _write(work, beginning.files(answers, day, known, _TEMPLATES / "project", version=VERSION))
        _write(work, _repository(loader.load(work), day, programme=False))
        content.read(work, today=day)
        _put_in_place(work, target)
    sys.stdout.write(
        f"{target} is klaar: zet daar het programma in de map 'wielen' (README.md zegt welk bestand), ga naar {target}, en geef "
        "'make serve' om de site te zien. Vervang elk voorbeeld door iets van uw eigen netwerk, zoals CONTRIBUTING.md zegt; 'make test' controleert "
        "alles. Zet de map met 'git init' in een opslagplaats zodra u tevreden bent.\n"
    )
    return 0


def renew(root: Path, day: date, *, show: bool) -> int:
    """Write what the repository takes from the records again: after a new theme its forms have it. Or only say what is behind."""
    programme = (project.require_pages(root) / "macros").is_dir()
    made = _repository(loader.load(root), day, programme=programme)
    new = {path: text for path, text in made if not _says(root / path, text)}
    if show and new:
        raise UserError(
            f"{listed([*new])} {'zegt' if len(new) == 1 else 'zeggen'} iets anders dan de gegevens; dat herstelt: kennisbank formulieren"
        )
    files.write({inside.place(root, path): text for path, text in new.items()})
    for path, text in new.items():
        _let_run(root / path, text)
    sys.stdout.write("".join(f"{path}\n" for path in new) or "Alles was al goed.\n")
    return 0


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _repository(catalog: Catalog, day: date, *, programme: bool) -> Iterator[tuple[str, str]]:
    yield from repository.files(catalog, _TEMPLATES / "repository", day, programme=programme)
    if not programme:
        yield from ((path, supplied.supplied(path).read_text(encoding="utf-8")) for path in repository.SAME)


def _require_room(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        raise UserError(f"de map {target} is niet leeg; kies een lege map, of een die er nog niet is")
    if (target.exists() or target.is_symlink()) and not target.is_dir():
        raise UserError(f"{target} is geen map; kies een lege map, of een die er nog niet is")
    if not target.absolute().parent.is_dir():
        raise UserError(f"de map {target.parent} bestaat niet; maak haar eerst")


def _asked(asked: Sequence[beginning.Inquiry], typed: Mapping[str, str]) -> dict[str, str]:
    """The answers of the options; at a screen, those that are missing are asked for."""
    answers = dict(typed)
    if sys.stdin and sys.stdin.isatty():
        for question in asked:
            while question.name not in answers:
                answer = input(f"{question.ask} ").strip()
                try:
                    question.read(answer)
                except ValueError as error:
                    sys.stdout.write(f"Dat kan niet: {error}.\n")
                else:
                    answers[question.name] = answer
    return answers


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A folder beside the target, which takes its place or is gone."""
    work = Path(tempfile.mkdtemp(prefix=f".{target.absolute().name[:50]}.", dir=target.absolute().parent))
    work.chmod(0o755)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(folder: Path, made: Iterator[tuple[str, str]]) -> None:
    """Write files; one that begins as a program may be run."""
    for path, text in made:
        inside.write(folder, [(path, text.encode())])
        _let_run(folder / path, text)


def _let_run(path: Path, text: str) -> None:
    if text.startswith("#!"):
        path.chmod(0o755)


def _put_in_place(work: Path, target: Path) -> None:
    """All at once; into a folder that is there, and in which someone may stand, piece by piece, or back again."""
    if not target.exists():
        work.replace(target)
        return
    moved: list[Path] = []
    try:
        for piece in sorted(work.iterdir()):
            piece.replace(target / piece.name)
            moved.append(piece)
    except BaseException:
        for piece in moved:
            (target / piece.name).replace(piece)
        raise
