"""One index over the project's own content for all tests of the search."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.search.index import build_index
from tests.search import corpus, measure


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    return build_index(corpus.documents(), corpus.concepts(), naam="VNON")


@pytest.fixture(scope="session")
def site(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return measure.write(files, tmp_path_factory.mktemp("site"))
