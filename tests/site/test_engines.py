"""The site is the same without Material for MkDocs, and with properdocs in the place of MkDocs.

Of a small project, as `kennisbank bouw` builds it (`--strict --dirty`), each time from nothing: without a cache of an
earlier build to take pages from. ARCHITECTURE.md, "The engine", tells how one and the other are replaced.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MOMENT
from tests.helpers.changes import BUILT, new_project

WITHOUT_MATERIAL = """
import importlib.metadata as metadata, sys
find = metadata.Distribution.from_name
def from_name(name):
    if name.startswith("mkdocs-material"):
        raise metadata.PackageNotFoundError(name)
    return find(name)
metadata.Distribution.from_name = from_name
sys.modules["material"] = None
from mkdocs.__main__ import cli
cli()
"""
"""MkDocs in a Python in which Material is not installed: its module cannot be imported and its version is not known."""

Site = dict[str, bytes]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_project(tmp_path_factory.mktemp("motor") / "project", cache=None)


@pytest.fixture(scope="module")
def site(project: Path) -> Site:
    """The site as it is built every day."""
    return _build(project, "-m", "mkdocs")


def _build(project: Path, *engine: str) -> Site:
    for folder in BUILT:
        shutil.rmtree(project / folder, ignore_errors=True)
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": MOMENT,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(project),
    }
    outcome = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *engine, "build", "--config-file", "mkdocs.yml", "--strict", "--dirty"],
        cwd=project, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    root = project / "site"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _different(one: Site, other: Site) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def test_the_site_is_the_same_without_material(project: Path, site: Site) -> None:
    settings = project / "mkdocs.yml"
    was = settings.read_text(encoding="utf-8")
    assert was.count("\n  name: material\n") == 1
    settings.write_text(was.replace("\n  name: material\n", "\n  name: mkdocs\n"), encoding="utf-8")
    try:
        without = _build(project, "-c", WITHOUT_MATERIAL)
    finally:
        settings.write_text(was, encoding="utf-8")
    assert len(site) > 100, "a build gives a whole site"
    assert _different(site, without) == []


def test_the_site_is_the_same_with_properdocs(project: Path, site: Site) -> None:
    assert _different(site, _build(project, "-m", "properdocs")) == []
