"""What happens in a year, done as an editor does it: rows in a small project, which is checked and built, and read.

All rows are made up for this test and are no content of the site.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.records.loader import ContentErrors, load
from tests.helpers.changes import new_project

pytestmark = pytest.mark.site

BRONSOORT = """
- id: jaarplan
  naam: jaarplan
  meervoud: jaarplannen
"""
BRON = """
- id: jaarplan-2025
  titel: Jaarplan 2025
  soort: jaarplan
  datum: 2024-12
  uitgever: vnon
  omschrijving: Wat het netwerk in 2025 wil doen.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return new_project(tmp_path / "project", cache=None)


def add(project: Path, name: str, text: str) -> None:
    """Put rows at the end of a data file."""
    path = project / "docs/_data" / name
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "# PROEF\n") + text, encoding="utf-8")


def test_a_source_of_a_new_kind_is_a_row(project: Path) -> None:
    add(project, "bronnen.yml", BRON)
    with pytest.raises(ContentErrors, match=r"zet haar dan als rij in docs/_data/bronsoorten\.yml"):
        load(project)
    add(project, "bronsoorten.yml", BRONSOORT)
    assert load(project).find("bronnen", "jaarplan-2025").naam_ == "Jaarplan 2025"
