"""The one list of kinds: every row has its class, its template and addresses of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.records import kinds
from macros.records import models as m
from macros.records.kinds import KINDS, RecordKind
from macros.records.loader import load
from tests.helpers import small_catalog

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "overrides/pages"


def test_every_class_of_records_has_a_row_and_every_row_a_class() -> None:
    assert {model.kind for model in m.Record.__subclasses__()} == set(KINDS)
    assert [model.kind for model in m.COLLECTIONS] == list(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_what_a_row_names_is_there(kind: RecordKind) -> None:
    templates = [*([kind.page.soort] if kind.page else []), *([kind.supplement] if kind.supplement else [])]
    assert all((PAGES / f"{name}.md").is_file() for name in templates)
    assert (ROOT / kind.files).parent.is_dir()


def test_no_template_of_a_page_is_without_a_row() -> None:
    named = {page.soort for page in kinds.PAGE_KINDS.values()} | {kind.supplement for kind in KINDS}
    assert {path.stem for path in PAGES.glob("[a-z]*.md")} <= named


def test_no_two_kinds_of_page_have_one_place() -> None:
    order = [kind.page.order for kind in KINDS if kind.page]
    assert len(set(order)) == len(order)


def test_a_record_says_where_it_stands_and_where_it_is_read() -> None:
    praktijk, activiteit = small_catalog.praktijk(), small_catalog.activiteit()
    assert (praktijk.file, praktijk.pad) == ("docs/praktijken/hackshield.md", "praktijken/hackshield/")
    assert (activiteit.file, activiteit.pad) == ("docs/_data/activiteiten/2023.yml", "activiteiten/#kennissessie")


def test_every_record_stands_in_the_file_that_its_row_says() -> None:
    catalog = load(ROOT)
    files = {record.file for model in m.COLLECTIONS for record in catalog.all_of(model)}
    assert [file for file in sorted(files) if not list(ROOT.glob(file))] == []
