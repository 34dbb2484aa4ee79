"""What a check takes over of the one before gives what a check from nothing gives, whatever happened in between.

`VOORBEELDEN=500` looks at that many sequences (`make bench`); otherwise it is a sample.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.base.errors import Finding
from macros.build.content import check, examine
from macros.cache import fingerprints
from macros.cache.store import Store
from macros.records import loader
from tests.conftest import ROOT
from tests.errors.test_errors import CASES, read_case, set_up
from tests.helpers.changes import BASE, CHANGES, SMALL, Change, Project, name_in_settings

EXAMPLES = int(os.environ.get("VOORBEELDEN", "12"))
TODAY = date(2026, 3, 1)


def _again(root: Path, today: date | None = TODAY) -> tuple[list[Finding], Sequence[str]]:
    """What a check tells that may take over what an earlier one kept."""
    store = Store(root / fingerprints.STORE, pytest.fail)
    checked = examine(root, today=today, store=store)
    store.close()
    return checked.findings, checked.remarks


def _small(root: Path) -> Path:
    shutil.copytree(BASE, root)
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    name_in_settings(root)
    return root


TYPED = (
    "## Kop {n}\n\nTekst onder de kop.", "[de kop](#kop-{n})", "[over](../over.md#kop-{n})", "[weg](../weg-{n}.md)",
    "[jeugd](../themas/jeugd.md)", "[aanpak](../praktijken/aanpak-1.md#kop-{n})", "{{{{ bron('jaarplan-2023') }}}}",
    "{{{{ activiteiten(thema='jeugd') }}}}", "{{{{ activiteiten(thema='jeugt') }}}}", "{{{{ bestaat({n}) }}}}", "{{{{ {n} + }}}}",
    "De ABCD en de PGA en de EFG{n} doen mee.", "Er zijn {n} gemeenten en 2 gemeenten.", "In 2023 waren er 2 gemeenten.",
    "<!-- een opmerking -->", "<b>vet</b>", "Bel 06-12345678.", "…", "Een noot.[^{n}]\n\n[^{n}]: De tekst van de noot.",
    "Een zin die veel te lang is, want " + "hij gaat maar door en door " * 6 + "tot hij eindigt.", "\x07", "#geen kop",
    "{{{{ feitenkader('aanpak-1') }}}}\n\n{{{{ feitenkader('aanpak-1') }}}}", "![beeld](weg.png)", "{{{{ matrix() }}}}",
)  # fmt: skip
"""What someone adds to a page, right or wrong."""


def _typed(project: Project, n: int) -> None:
    """Something is added to a page, or all that it says goes, or comes lower."""
    pages = sorted([*(project.root / "docs").rglob("*.md"), *(project.root / "newsletters").glob("*.md")])
    path = pages[n % len(pages)]
    text = path.read_text(encoding="utf-8")
    heading, dashes, prose = text.rpartition("\n---\n")
    match n % 9:
        case 0:
            path.write_text(f"{heading}{dashes}", encoding="utf-8")
        case 1:
            path.write_text(f"{heading}{dashes}\n\n\n{prose}", encoding="utf-8")
        case 2:
            path.write_text(f"{heading}{dashes}{TYPED[n % len(TYPED)].format(n=n % 5)}\n\n{prose}", encoding="utf-8")
        case _:
            path.write_text(f"{text}\n{TYPED[n // 3 % len(TYPED)].format(n=n % 5)}\n", encoding="utf-8")


def _broken(project: Project, _: int) -> None:
    """A data file cannot be read; the next time it can again."""
    path = project.root / "docs/_data/themas.yml"
    text = path.read_text(encoding="utf-8")
    whole, broken = "naam: Jeugd", "naam: [Jeugd"
    path.write_text(text.replace(broken, whole) if broken in text else text.replace(whole, broken, 1), encoding="utf-8")


_STEPS = {name: CHANGES[name] for name in (
    "sentence", "same_size_and_time", "title", "front_matter", "page_added", "page_removed", "page_renamed", "nieuwsbrief",
    "picture", "row_added", "row_changed", "row_removed", "order", "csv", "merger", "year", "network",
)} | {"typed": _typed, "broken": _broken}  # fmt: skip
_CHANGE = st.builds(
    Change, st.one_of(st.just("typed"), st.sampled_from([*_STEPS])), st.integers(0, 1000)
)  # half of them is what an author does most


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(_CHANGE, min_size=3, max_size=8), other_day=st.booleans())
def test_a_check_tells_what_one_from_nothing_tells(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change], *, other_day: bool
) -> None:
    root = _small(tmp_path_factory.mktemp("opnieuw") / "project")
    project = Project(root, root)
    assert _again(root)[0] == check(root, today=TODAY)[1]
    for number, change in enumerate(changes):
        _STEPS[change.naam](project, change.n)
        today = date(2027, 1, number + 1) if other_day and number % 3 == 0 else TODAY
        nothing = examine(root, today=today)
        assert _again(root, today) == (nothing.findings, nothing.remarks), changes[: number + 1]


def test_a_check_of_the_same_records_imports_no_reader_of_records(tmp_path: Path) -> None:
    root = _small(tmp_path / "project")
    heavy = ("jinja2", "macros.records.models", "pydantic", "yaml")
    code = (
        "import sys; from types import ModuleType; from pathlib import Path; import macros.commands.check\n"
        "from macros.build.content import examine; from macros.cache import fingerprints; from macros.cache.store import Store\n"
        "store = Store(Path(fingerprints.STORE), print); print(examine(Path(), store=store).findings); store.close()\n"
        f"sys.stderr.write(' '.join(name for name in {heavy} if type(sys.modules.get(name)) is ModuleType))"
    )
    first, again = (
        subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code], cwd=root, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    )  # fmt: skip
    assert first.stderr.split() == [*heavy]
    assert (first.stdout, again.stderr) == (again.stdout, "")


def test_mistakes_are_told_after_a_check_of_what_was_right(tmp_path: Path) -> None:
    """Golden cases, each with what a check of the basis kept."""
    basis = set_up(tmp_path / "basis")
    assert _again(basis, None)[0] == []
    for pad in CASES[:: max(60 // EXAMPLES, 1)]:
        case = read_case(pad)
        root = set_up(tmp_path / pad.stem, case)
        shutil.copytree(basis / ".cache", root / ".cache")
        assert [str(finding) for finding in _again(root, None)[0]] == case.expected, case.titel


def test_after_another_text_no_record_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _small(tmp_path / "project")
    (root / "docs/leeg.md").write_text(
        "---\ntitel: Leeg\nsamenvatting: Een pagina zonder tekst.\n---\n", encoding="utf-8"
    )
    first = _again(root)
    monkeypatch.setattr(loader, "inspect_all", lambda *_: pytest.fail("everything was read again"))
    assert _again(root) == first
    page = root / "docs/praktijken/aanpak-1.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\nEen zin over de [jeugd](../themas/jeugd.md).\n", encoding="utf-8"
    )
    assert _again(root) == first
    page.write_text(page.read_text(encoding="utf-8") + "\n[hier](weg.md)\n", encoding="utf-8")
    assert [finding.file for finding in _again(root)[0] if not finding.warning] == ["docs/praktijken/aanpak-1.md"]
