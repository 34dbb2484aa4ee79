"""A network of the whole country: with 342 municipalities no page is larger than with 76, but for the lists of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench.build_content import municipalities
from tests.conftest import build, copy_

pytestmark = pytest.mark.site

COUNTRY = 342
SLACK = 2500
"""Bytes by which a file may grow: the new municipalities share one district, which is named in some places. With a link to
each of them a page would grow by more than 15,000."""
LISTS = {
    "gemeenten/index.html": "the index",
    "data/gemeenten.json": "the same as data",
    "data/gemeenten.csv": "the same as a table",
    "meedoen/keuzes/gemeenten.json": "what a form page offers, in a file of its own",
    "data/archief.json": "every file of the site, with its hash",
    "data/bouw.json": "the same",
    "sitemap.xml": "every page",
}
"""Each file that may grow with the number of municipalities, and why."""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real content, and made-up municipalities to the number of the country's."""
    root = copy_(tmp_path_factory.mktemp("land") / "project")
    municipalities(root / "docs/_data", COUNTRY, per_district=COUNTRY)
    outcome = build(root, root / "site")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return root / "site"


def _sizes(site: Path) -> dict[str, int]:
    """Bytes by path, without what the name of an asset has of its content; and without the index of the search."""
    files = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}
    return {re.sub(r"\.[0-9a-f]{10}\.", ".", path): n for path, n in files.items() if not path.startswith("zoek/")}


def test_only_the_lists_of_municipalities_grow_with_them(site: Path, country: Path) -> None:
    few, many = _sizes(site), _sizes(country)
    grown = {path: size - few.get(path, 0) for path, size in many.items() if size > few.get(path, 0) + SLACK}
    new_pages = {
        path for path in many.keys() - few.keys() if re.match(r"(gemeenten/proefstad|districten/proefstreek)-", path)
    }
    assert {path: more for path, more in grown.items() if path not in new_pages} == {
        path: grown.get(path, 0) for path in LISTS
    }


def test_a_municipality_of_a_large_network_has_a_page_like_any_other(site: Path, country: Path) -> None:
    few, many = (_sizes(one) for one in (site, country))
    pages = [size for path, size in many.items() if re.fullmatch(r"gemeenten/[^/]+/index\.html", path)]
    largest = max(size for path, size in few.items() if re.fullmatch(r"gemeenten/[^/]+/index\.html", path))
    assert len(pages) == COUNTRY
    assert max(pages) <= largest + SLACK


def test_what_a_reader_fetches_to_search_hardly_grows(site: Path, country: Path) -> None:
    """The core of the index is fetched when the search opens; the rest by question."""
    few, many = (sum(path.stat().st_size for path in one.glob("zoek/kern*.json")) for one in (site, country))
    assert many < 2 * few
