"""Lock files of one source: what builds the site, what the tests add, and apart from both what asks for vulnerabilities."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from macros.release import archive
from tests.conftest import ROOT

SITE, TESTS, AUDIT = "requirements.lock", "requirements-test.lock", "requirements-audit.lock"


def _versions(file: str) -> dict[str, str]:
    return {package.naam: package.version_ for package in archive.packages((ROOT / file).read_text("utf-8"))}


def test_the_tests_run_with_the_versions_that_build_the_site() -> None:
    assert _versions(SITE).items() <= _versions(TESTS).items()


def test_a_site_is_built_without_what_only_tests_use() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    only_tests = {re.split(r"[=<>]", requirement)[0].lower() for requirement in extras["dev"]}
    assert only_tests & {name.lower() for name in _versions(SITE)} == set()
    assert only_tests <= {name.lower() for name in _versions(TESTS)}


def test_each_package_has_hashes_and_no_file_names_a_host() -> None:
    for file in (SITE, TESTS, AUDIT):
        text = (ROOT / file).read_text("utf-8")
        assert all(package.hashes for package in archive.packages(text))
        assert "http" not in text


def _needed(requirement: Requirement) -> Iterator[Requirement]:
    """What this package needs on this Python, and what each of those needs."""
    for line in requires(requirement.name) or ():
        below = Requirement(line)
        marker = below.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)):
            yield below
            yield from _needed(below)


def test_what_a_package_needs_is_in_the_lock_file_that_is_installed_as_it_stands() -> None:
    locked = {canonicalize_name(name): version for name, version in _versions(SITE).items()}
    needed = list(_needed(Requirement("veiligheidsnetwerk-kennisbank[build]")))
    wrong = [str(one) for one in needed if locked.get(canonicalize_name(one.name), "0") not in one.specifier]
    assert needed
    assert wrong == []
    assert {canonicalize_name(one.name) for one in needed} <= locked.keys()
