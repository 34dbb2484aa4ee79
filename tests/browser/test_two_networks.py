"""Two networks, each with a site of its own that searches the other's along: one list, and of each result where it is from.

Both are built with each other's address, and served on two ports under the policy that the headers compute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.build.content import read
from macros.release import completeness, headers
from tests.browser.test_federated_search import ask, served_with
from tests.conftest import build, copy_
from tests.helpers.servers import free_port
from tests.networks import NETWORKS, OURS, SECOND, project

pytestmark = [pytest.mark.browser, pytest.mark.site]

ONLY_IN = {OURS: ("hennepconvenant", "praktijken/hennepconvenant/"), SECOND: ("regeerakkoord", "themas/ondermijning/")}
"""A word that stands on the site of one network alone, and a page where it does."""
BOTH = "hackshield"


@dataclass(frozen=True)
class Neighbour:
    """A site that is served: its address, and what its network is called."""

    address: str
    name: str


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Neighbour]]:
    """Both networks' sites, each with the other's address in its settings."""
    folder = tmp_path_factory.mktemp("buren")
    ports = {name: free_port() for name in NETWORKS}
    roots = {OURS: copy_(folder / OURS), SECOND: project(folder / SECOND)}
    names = {name: read(root).view.catalog.netwerk.naam for name, root in roots.items()}
    both = {name: Neighbour(f"http://127.0.0.1:{ports[name]}/", names[name]) for name in NETWORKS}
    for name, other in (NETWORKS, NETWORKS[::-1]):
        settings = roots[name] / "mkdocs.yml"
        along = f"\nextra:\n  zoek_andere:\n    - {{site: '{both[other].address}', naam: {both[other].name}}}\n"
        settings.write_text(settings.read_text(encoding="utf-8") + along, encoding="utf-8")
        outcome = build(roots[name], folder / f"site-{name}")
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    with (
        served_with(folder / f"site-{OURS}", _policy(folder / f"site-{OURS}"), port=ports[OURS]),
        served_with(folder / f"site-{SECOND}", _policy(folder / f"site-{SECOND}"), port=ports[SECOND]),
    ):
        yield both


def _policy(site: Path) -> str:
    pages = completeness.read_site(site, "https://voorbeeld.example/").site_pages.values()
    return headers.policy(pages).replace("; upgrade-insecure-requests", "")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL")
    yield context.new_page()
    context.close()


def _found(page: Page) -> list[tuple[str, str]]:
    """The results in their order: the address of each, and what is said of where it is from."""
    at_once = "(rows) => rows.map((row) => [row.href, row.querySelector('.zoek-gegevens').textContent])"
    return [(row[0], row[1]) for row in page.locator("#zoek-lijst a:not(.zoek-kaart)").evaluate_all(at_once)]


@pytest.mark.parametrize(("here", "there"), [NETWORKS, NETWORKS[::-1]], ids=NETWORKS)
def test_each_finds_a_word_that_stands_on_the_other_alone(
    neighbours: dict[str, Neighbour], page: Page, here: str, there: str
) -> None:
    word, path = ONLY_IN[there]
    page.goto(f"{neighbours[here].address}over/")
    page.keyboard.press("/")
    ask(page, word)
    found = _found(page)
    other = neighbours[there]
    assert [where for address, where in found if address.startswith(other.address + path)]
    theirs = [where for address, where in found if address.startswith(other.address)]
    assert [where for where in theirs if not where.endswith(f"van {other.name}")] == []


@pytest.mark.parametrize("here", NETWORKS)
def test_what_both_have_is_one_list_with_the_origin_of_the_other_named(
    neighbours: dict[str, Neighbour], page: Page, here: str
) -> None:
    [other] = [neighbour for name, neighbour in neighbours.items() if name != here]
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    page.goto(f"{neighbours[here].address}over/")
    page.keyboard.press("/")
    ask(page, BOTH)
    found = _found(page)
    theirs = [(address, where) for address, where in found if address.startswith(other.address)]
    own = [(address, where) for address, where in found if address.startswith(neighbours[here].address)]
    assert theirs
    assert own
    assert len(theirs) + len(own) == len(found)
    assert all(f"van {other.name}" in where for _, where in theirs)
    assert not [where for _, where in own if other.name in where]
    assert [line for line in lines if "Content Security" in line] == []


@pytest.mark.parametrize("here", NETWORKS)
def test_the_page_of_results_has_them_too(neighbours: dict[str, Neighbour], page: Page, here: str) -> None:
    [other] = [neighbour for name, neighbour in neighbours.items() if name != here]
    page.goto(f"{neighbours[here].address}zoeken/?q={BOTH}")
    page.locator("[data-zoekpagina] .zoek-gegevens", has_text=f"van {other.name}").first.wait_for()
    assert page.locator(f"[data-zoekpagina] ol a[href^='{other.address}']").count()
