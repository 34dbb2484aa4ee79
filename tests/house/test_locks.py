"""Lock files of one source: what builds the site, what the tests add, and apart from both what asks for vulnerabilities."""

from __future__ import annotations

import re
import tomllib

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
