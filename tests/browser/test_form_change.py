"""A form page with what is there already, in a real browser: one answer becomes another, and nothing else of the file."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from macros.base.parsing import front_matter, yaml_source
from macros.records.loader import load
from macros.writing import entry
from tests.browser import axe
from tests.browser.test_form import HOSTILE, SET, STORE, errors, reach, refused
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.site]

KINDS = {
    "praktijk": ("hackshield", "docs/praktijken/hackshield.md", "effect"),
    "nieuwsbrief": ("2023-q4", "newsletters/2023-q4.md", "samenvatting"),
    "activiteit": ("re-bootcmp-2023", "docs/_data/activiteiten/2023.yml", "omschrijving"),
    "begrip": ("pga", "docs/_data/begrippen.yml", "betekenis"),
}
"""Of each kind a record, its file, and a text of it."""
READY = ".invul.aan, .keuze .fout:not([hidden])"


@pytest.fixture
def change(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`change(soort, id)` → the page with that record, of a site of which the repository is known."""

    def opened(soort: str, id_: str = "", **how: Any) -> Page:  # noqa: ANN401 - as `open_page`
        page = open_page(f"meedoen/{soort}/?id={id_ or KINDS[soort][0]}", **how)
        page.locator(READY).first.wait_for()
        page.evaluate(SET)
        return page

    return opened


def send(page: Page) -> str:
    """What the form makes."""
    page.locator(".invul [type=submit]").click()
    page.locator(".klaar h2").wait_for()
    return page.input_value("#klaar-tekst")


def changed(file: str, text: str) -> list[str]:
    """The lines of a file that are gone and new."""
    was = (ROOT / file).read_text(encoding="utf-8").split("\n")
    return [line for line in [*unified_diff(was, text.split("\n"), n=0, lineterm="")][2:] if not line.startswith("@@")]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("soort", KINDS)
def test_one_answer_changed_by_keyboard_is_the_whole_difference(
    soort: str, width: int, change: Callable[..., Page], project: Path
) -> None:
    _, file, field = KINDS[soort]
    page = change(soort, width=width)
    if page.locator(f"details:not([open]) [data-veld={field}]").count():
        reach(page, ".invul summary")
        page.keyboard.press("Enter")
    reach(page, f"#f-{field}")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Er kwam iets bij.")
    reach(page, ".invul [type=submit]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "klaar"
    reach(page, "[data-open]")
    assert page.evaluate("document.activeElement.href") == f"{STORE}/edit/main/{file}"
    assert "U veranderde: " in page.inner_text("[data-anders]")
    assert page.locator("[data-open]").get_attribute("rel") == "noopener"
    assert page.inner_text("[data-pad]") == file
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    text = page.input_value("#klaar-tekst")
    lines = changed(file, text)
    assert len([line for line in lines if line[0] == "+"]) <= 2
    assert len([line for line in lines if line[0] == "-"]) <= 1
    assert "Er kwam iets bij." in " ".join(line[1:].strip() for line in lines if line[0] == "+")
    with page.expect_download() as download:
        page.locator("[data-haal]").click()
    download.value.save_as(project / file)
    assert (project / file).read_text(encoding="utf-8") == text
    assert errors(project) == []


@pytest.mark.parametrize("soort", ["praktijk", "nieuwsbrief", "begrip"])
def test_its_own_page_leads_to_the_form(soort: str, open_page: Callable[..., Page]) -> None:
    id_ = KINDS[soort][0]
    page = open_page(f"{entry.FORMS[f'meedoen/{soort}'].kind.place}{id_}/")
    page.locator(".pagina-over a", has_text="formulier").click()
    page.locator(READY).first.wait_for()
    assert page.url.endswith(f"meedoen/{soort}/?id={id_}")
    assert page.inner_text("h1").endswith(" veranderen")


def test_what_is_there_can_be_chosen_by_its_name(open_page: Callable[..., Page]) -> None:
    page = open_page("activiteiten/")
    page.locator(".pagina-over a", has_text="formulier").click()
    reach(page, ".keuze summary")
    page.keyboard.press("Enter")
    reach(page, "#f-bestaand-zeef")
    page.keyboard.type("re_boot")
    reach(page, "#f-bestaand")
    while page.input_value("#f-bestaand") != "re-bootcmp-2023":
        page.keyboard.press("ArrowDown")
    reach(page, ".keuze button")
    page.keyboard.press("Enter")
    page.locator(READY).first.wait_for()
    assert page.input_value("#f-titel") == "re_BOOTCMP Oost-Nederland"
    assert "docs/_data/activiteiten/2023.yml" in page.inner_text("[data-toont]")


@pytest.mark.parametrize("soort", KINDS)
def test_what_a_form_does_not_do_is_said_where_someone_would_want_it(soort: str, change: Callable[..., Page]) -> None:
    page = change(soort)
    said = page.inner_text("[data-toont]")
    assert "In dit formulier haalt u geen" in said
    assert {"praktijk": "status: ingetrokken", "activiteit": "vervallen", "begrip": "kennisbank hernoem begrip"}.get(
        soort, "kwartaal"
    ) in said
    assert page.locator("[data-toont] a").get_attribute("href")


@pytest.mark.parametrize("soort", KINDS)
def test_what_nobody_changed_is_the_file_as_it_is(soort: str, change: Callable[..., Page], address: str) -> None:
    page = change(soort)
    records = load(ROOT).listed(entry.FORMS[f"meedoen/{soort}"])
    for record in records[:: max(1, len(records) // 6)]:
        page.goto(f"{address}meedoen/{soort}/?id={record.id}")
        page.locator(READY).first.wait_for()
        assert send(page) == (ROOT / record.file).read_text(encoding="utf-8"), record.id
        assert page.inner_text("[data-hoe]") == "U veranderde nog niets."


def test_an_activity_that_moves_says_why(change: Callable[..., Page], project: Path) -> None:
    page = change("activiteit")
    page.fill("#f-wanneer", "2023-03-05")
    page.locator(".invul [type=submit]").click()
    assert page.locator(".klaar").is_hidden()
    assert page.inner_text("#f-stap_tekst-fout") == "Vul dit in."
    page.fill("#f-stap_tekst", "Verplaatst, want de zaal was niet vrij.")
    page.fill("#f-stap_datum", "2023-02-01")
    file = KINDS["activiteit"][1]
    text = send(page)
    assert changed(file, text) == [
        "-  wanneer: 2023-03-04",
        "+  wanneer: 2023-03-05",
        "+  geschiedenis:",
        "+    - datum: 2023-02-01",
        '+      tekst: "Verplaatst, want de zaal was niet vrij."',
        "+      wanneer: 2023-03-05",
    ]
    (project / file).write_text(text, encoding="utf-8")
    assert errors(project) == []


@pytest.mark.parametrize("soort", KINDS)
def test_what_is_typed_comes_out_as_text(soort: str, change: Callable[..., Page]) -> None:
    page = change(soort)
    page.on("dialog", lambda _: pytest.fail("something was carried out"))
    page.evaluate("document.querySelector('.invul details').open = true")
    free = page.eval_on_selector_all(
        "[data-veld]:not([data-patroon], [data-meer], [hidden], [data-veld=wanneer], [data-veld=stand_van])",
        "(p) => p.filter((x) => x.querySelector('input[type=text], textarea')).map((x) => x.dataset.veld)",
    )
    assert len(free) >= 3
    for hostile in (text for text in HOSTILE if not refused(text)):
        typed = f"{hostile} Een woord dat lang genoeg is voor elke vraag {hostile}"
        for name in free:
            page.evaluate("([id, text]) => { document.getElementById(id).value = text; }", [f"f-{name}", typed])
        stood = {name: page.input_value(f"#f-{name}") for name in free}
        text = send(page)
        said, prose = (yaml_source(text).value, "") if soort in {"activiteit", "begrip"} else front_matter(text)[:2]
        row = next(row for row in said if row["id"] == KINDS[soort][0]) if isinstance(said, list) else said.value
        for name in free:
            clean = " ".join(
                "".join(" " if ord(sign) < 32 or 127 <= ord(sign) < 160 else sign for sign in stood[name])
                .replace("\ufffd", "")
                .replace("\ud800", "")
                .split()
            )
            if name == "tekst":
                assert clean.split() == prose.split(), hostile
            elif name == "stap_tekst":
                assert " ".join(row["geschiedenis"][-1]["tekst"].split()) == clean
            else:
                assert row[name] == clean, (name, hostile)


def test_only_what_was_changed_is_kept_and_gives_way_to_another_file(change: Callable[..., Page], address: str) -> None:
    page = change("begrip")
    page.fill("#f-betekenis", "Een andere uitleg van het woord.")
    kept = page.evaluate("JSON.parse(localStorage.getItem('formulier-begrip-pga'))")
    assert set(kept) == {"betekenis"}
    page.reload()
    page.locator(READY).first.wait_for()
    assert page.input_value("#f-betekenis") == "Een andere uitleg van het woord."

    def another(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("Aanpak waarbij partners samen", "Aanpak waarin partners samen")
        )

    page.route(f"{address}meedoen/begrip/begrippen.json", another)
    page.reload()
    page.locator(READY).first.wait_for()
    assert page.input_value("#f-betekenis").startswith("Aanpak waarin partners samen")
    assert "bij Betekenis" in page.inner_text("[data-bewaard]")
    page.locator(".invul [data-wis]").click()
    assert page.evaluate("localStorage.getItem('formulier-begrip-pga')") is None


@pytest.mark.parametrize(
    ("id_", "told"), [("<img src=x onerror=alert(1)>", "Wij kennen '<img src=x onerror=alert(1)>' niet"), ("pga", "kon niet worden opgehaald")]
)  # fmt: skip
def test_what_cannot_be_shown_is_told(id_: str, told: str, open_page: Callable[..., Page]) -> None:
    page = open_page(
        f"meedoen/begrip/?id={id_}",
        width=320,
        setup=lambda page: page.route("**/begrippen.json", lambda route: route.abort()),
    )
    page.locator(".keuze .fout:not([hidden])").wait_for()
    assert told in page.inner_text(".keuze .fout")
    assert page.locator(".invul.aan").count() == 0
    axe.inject(page)
    assert page.evaluate(axe.LOOK, [None, axe.OPTIONS, False]) == []


@pytest.mark.parametrize("soort", KINDS)
def test_everyone_can_use_it_in_every_state(soort: str, change: Callable[..., Page]) -> None:
    page = change(soort, width=320)
    axe.inject(page)
    page.evaluate(axe.OPEN_FOLDS)

    def faults(state: str) -> list[str]:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
        return [f"{state}: {fault}" for fault in page.evaluate(axe.LOOK, [None, axe.OPTIONS, False])]

    found = faults("filled in")
    field = KINDS[soort][2]
    page.fill(f"#f-{field}", "")
    page.evaluate(
        "document.querySelectorAll('.invul [required]').forEach((x) => { if (x.localName !== 'select') x.value = ''; })"
    )
    page.locator(".invul [type=submit]").click()
    found += faults("wrong")
    page.locator(".invul [data-wis]").click()
    page.fill(f"#f-{field}", "Een zin die lang genoeg is voor elke vraag van dit formulier.")
    send(page)
    assert found + faults("done") == []
