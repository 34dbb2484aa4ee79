"""One index over the project's own content for all tests of the search."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.search.index import bouw_index
from tests.search import corpus, measure


@pytest.fixture(scope="session")
def bestanden() -> dict[str, bytes]:
    return bouw_index(corpus.documenten(), corpus.concepten(), naam="VNON")


@pytest.fixture(scope="session")
def site(bestanden: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return measure.schrijf(bestanden, tmp_path_factory.mktemp("site"))
