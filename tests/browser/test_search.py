"""The search in a real browser: the window, the page with results, what goes wrong, and what needs no script.

Ranking is tested in tests/search, without a browser; here is only what needs one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.search import measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request, Route

pytestmark = [pytest.mark.browser, pytest.mark.site]

OPTIONS = "dialog[open] [role=option]"
STATUS = "dialog[open] [role=status]"
SPELLINGEN = Path(__file__).parents[1] / "search/spellings.json"
DIFFICULT = (
    "x" * 10_000,
    "hennep " * 1_500,
    "🙂🙂",
    "<img src=x onerror=alert(1)>",
    "(.*)+[a-z]{9}$",
    "\\",
    "constructor",
    "' \" &lt;",
)


def _type(page: Page, question: str) -> str:
    """Puts a question in the window and waits for what the live region says of it."""
    page.evaluate("document.querySelector('dialog [data-zoek-stand]').textContent = ''")
    page.locator("#zoek-q").fill(question)
    page.wait_for_function(
        "() => /\\d|geen|lukt/.test(document.querySelector('dialog [data-zoek-stand]').textContent)"
        " && document.querySelector('dialog [data-zoek-lijst]').ariaBusy === 'false'"
    )
    return page.locator(STATUS).inner_text()


def test_the_window(open_page: Callable[..., Page]) -> None:
    fetched: list[str] = []
    page = open_page("over/", setup=lambda new: new.on("request", lambda request: fetched.append(request.url)))
    page.wait_for_load_state("networkidle")
    assert not [address for address in fetched if "/zoek/" in address or "worker" in address], "nothing before it opens"
    assert not [address for address in fetched if "/javascripts/" in address or "/search/" in address], (
        "nothing of Material's"
    )
    button = page.locator("button[data-zoek-open]").first
    assert button.get_attribute("aria-haspopup") == "dialog"
    assert page.locator("label[for]").evaluate_all(
        "labels => labels.every((l) => document.getElementById(l.htmlFor)?.checkVisibility() !== false || l.closest('dialog'))"
    ), "no label on a hidden box"
    for key in ("/", "Control+k"):
        button.focus()
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        assert page.evaluate("document.activeElement.id") == "zoek-q"
        page.keyboard.press("Escape")
        page.wait_for_function("!document.querySelector('dialog[open]')")
        assert page.evaluate("document.activeElement.hasAttribute('data-zoek-open')"), "focus returns"
    page.keyboard.press("/")
    assert page.locator("dialog[open] form[role=search]").count() == 1
    state = _type(page, "ondermijning")
    assert re.fullmatch(r"(1 begrip en )?\d+ resultaten", state), state
    assert len([address for address in fetched if "worker" in address]) == 1, "the engine is one request"
    field = page.locator("#zoek-q")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("dialog[open] [role=status]").count() == 1
    first, last = page.locator(OPTIONS).first, page.locator(OPTIONS).last
    for key, option in (("ArrowDown", first), ("ArrowUp", last), ("ArrowDown", first)):
        page.keyboard.press(key)
        assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
        assert option.get_attribute("aria-selected") == "true"
        assert page.locator(f"{OPTIONS}[aria-selected=true]").count() == 1
    to = first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(to)


def test_the_part_of_a_page_stands_apart_from_its_summary(open_page: Callable[..., Page]) -> None:
    page = open_page("zoeken/?q=interventies+jonge+aanwas")
    page.keyboard.press("Control+k")
    _type(page, "interventies jonge aanwas")
    for place in ("dialog[open]", "[data-zoekpagina]"):
        with_part = page.locator(f"{place} .zoek-uittreksel:has(.zoek-deel)").first
        heading = with_part.locator(".zoek-deel").inner_text()
        assert with_part.inner_text().startswith(f"{heading}\n"), with_part.inner_text()


def test_marks_on_the_page_one_lands_on(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/hennepconvenant/?h=hennepconvenant+%3Cimg%3E")
    matched = page.locator("main mark.zoek-raak")
    matched.first.wait_for()
    assert all("convenant" in text.lower() for text in matched.all_inner_texts())
    before = page.locator("main").inner_text()
    page.get_by_role("button", name="Markering weghalen").click()
    assert matched.count() == 0
    assert "?h=" not in page.url
    assert page.locator("main").inner_text() in before, "taking marks away leaves the text as it was"


def test_marks_and_answers_know_a_word_in_the_same_spelling(open_page: Callable[..., Page]) -> None:
    """tests/search asks the worker the same list."""
    pairs: list[tuple[str, str]] = json.loads(SPELLINGEN.read_text(encoding="utf-8"))
    sentence = ", ".join(foreign for foreign, _ in pairs)

    def write(route: Route) -> None:
        answer = route.fetch()
        html = answer.text().replace(
            '<article class="tekst">', f'<article class="tekst"><p class="proef">{sentence}.</p>'
        )
        route.fulfill(response=answer, body=html)

    for start in range(0, len(pairs), 8):  # an address marks eight words at most
        foreign, ordinary = zip(*pairs[start : start + 8], strict=True)
        page = open_page(f"over/?h={'+'.join(ordinary)}", setup=lambda new: new.route("**/over/?h=*", write))
        page.locator(".proef mark").first.wait_for()
        assert page.locator(".proef mark").all_text_contents() == [*foreign]


def test_bad_questions_in_the_window(open_page: Callable[..., Page]) -> None:
    errors: list[str] = []

    def listen(new: Page) -> None:
        new.on("pageerror", lambda error: errors.append(str(error)))
        new.on("dialog", lambda message: errors.append(message.message))

    page = open_page("over/", setup=listen)
    page.keyboard.press("/")
    for question in DIFFICULT:
        state = _type(page, question)
        assert "lukt" not in state, (question[:40], state)
        assert page.locator("dialog img").count() == 0, "markup is text"
        assert page.locator("dialog[open]").evaluate("d => d.scrollWidth <= d.clientWidth"), question[:40]
    assert _type(page, "<zzxqwv>") == "0 resultaten"
    hint = page.locator("dialog [data-zoek-melding]")
    assert "<zzxqwv>" in hint.inner_text(), "what was typed is shown as it was typed"
    assert {"Bekijk de thema's", "Vraag het een expertteam"} <= set(hint.locator("a").all_inner_texts())
    assert "1 begrip" in _type(page, "wat is een outlaw motorcycle gang")
    assert page.locator("dialog a.zoek-kaart[role=option]").get_attribute("href"), "within reach of the arrows"
    _type(page, "jeugdgreopen")
    page.locator("dialog .zoek-bedoelde").click()
    page.wait_for_function("document.querySelector('#zoek-q').value === 'jeugdgroepen'")
    assert errors == []


def test_nothing_is_said_of_a_word_that_is_still_being_typed(open_page: Callable[..., Page]) -> None:
    """A stop word that is half typed finds nothing, and a beginning is no typing error: neither is told."""
    page = open_page("over/")
    page.keyboard.press("/")
    _type(page, "hennep")
    page.evaluate("""() => {
      const status = document.querySelector('dialog [data-zoek-stand]');
      window.said = [];
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    }""")
    field = page.locator("#zoek-q")
    field.fill("")
    field.press_sequentially("wat is hennep", delay=150)
    page.wait_for_function("document.querySelector('dialog [data-zoek-lijst]').ariaBusy === 'false'")
    assert not [text for text in page.evaluate("window.said") if text.startswith("0 ")]
    _type(page, "recent")
    assert (
        "Geen resultaten voor “recent”; dit is gevonden voor" in page.locator("dialog [data-zoek-melding]").inner_text()
    )


def test_who_comes_back_finds_the_question_the_place_and_the_filters(open_page: Callable[..., Page]) -> None:
    page = open_page("over/")
    page.keyboard.press("/")
    _type(page, "jeugd")
    page.locator("dialog select[name=soort]").select_option("praktijk")
    page.wait_for_function("document.querySelector('dialog [data-zoek-lijst]').ariaBusy === 'false'")
    second = page.locator(OPTIONS).nth(1)
    to, name = second.get_attribute("href") or "", second.locator(".zoek-titel").inner_text()
    second.click()
    page.wait_for_url(to)
    page.go_back()
    page.locator(f"{OPTIONS}[aria-selected=true]").wait_for()
    assert page.locator(f"{OPTIONS}[aria-selected=true] .zoek-titel").inner_text() == name
    assert page.locator("#zoek-q").input_value() == "jeugd"
    assert page.locator("dialog select[name=soort]").input_value() == "praktijk"


def test_filters_that_hide_everything_are_told(open_page: Callable[..., Page]) -> None:
    page = open_page("zoeken/?q=jeugd&soort=bestaatniet")
    page.get_by_role("button", name="Haal de filters weg").click()
    page.locator("[data-zoekpagina] ol li").first.wait_for()


def test_a_result_shows_why_it_is_one(open_page: Callable[..., Page]) -> None:
    """Where neither title nor summary holds what was sought, the page itself does; and no page is fetched twice."""
    fetched: list[str] = []
    page = open_page("over/", setup=lambda new: new.on("request", lambda request: fetched.append(request.url)))
    page.keyboard.press("/")
    _type(page, "mensenhandel")
    page.locator("dialog .zoek-vondst mark").first.wait_for()
    _type(page, "mensenhandel ")
    page.locator("dialog .zoek-vondst mark").first.wait_for()
    asked = [address for address in fetched if "/zoek/" in address or address.endswith("/")]
    assert len(asked) == len({*asked})


def test_a_whole_question_takes_few_requests(open_page: Callable[..., Page]) -> None:
    """With the engine, the index, and the pages that are read for why they were found."""
    for question in (
        "motorbendes",
        "mensenhandel en verstandelijke beperking",
        "waarom is de begeleidingsgroep gestopt",
    ):
        fetched: list[str] = []
        page = open_page(
            "over/", setup=lambda new, fetched=fetched: new.on("request", lambda request: fetched.append(request.url))
        )
        page.wait_for_load_state("networkidle")
        before = len(fetched)
        page.keyboard.press("/")
        page.locator("#zoek-q").fill(question)
        page.locator(OPTIONS).first.wait_for()
        page.wait_for_timeout(1_500)
        assert 8 < len(fetched) - before <= 18, fetched[before:]


def test_every_result_has_a_mark(open_page: Callable[..., Page]) -> None:
    """Also beyond the few of which the page is read, and before it is."""
    for question in (
        "mensenhandel",
        "burgemeester van enschede",
        "wat kost het per inwoner",
        "motorbendes",
        "wie zit er in het bestuur",
    ):
        page = open_page(f"zoeken/?q={question}")
        page.locator("[data-zoekpagina] ol li").first.wait_for()
        rows = page.locator("[data-zoekpagina] ol li")
        assert rows.count() > 8
        bare = rows.evaluate_all("rows => rows.filter((row) => !row.querySelector('mark')).map((row) => row.innerText)")
        assert bare == [], question


def test_only_a_whole_question_without_a_result_is_told_to_the_server(open_page: Callable[..., Page]) -> None:
    """Once, and none that may tell of a person."""
    told: list[tuple[str, str, str]] = []

    def note(request: Request) -> None:
        if "niets=" in request.url:
            told.append((request.method, request.url.partition("/zoeken/")[2], request.headers.get("referer") or ""))

    def listen(new: Page) -> None:
        new.on("request", note)

    def ask_for_privacy(new: Page) -> None:
        listen(new)
        new.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")

    page = open_page("over/", setup=listen)
    page.keyboard.press("/")
    for question in (
        "hennep",
        "zzxqwv@zzxqwv",
        "zzxqwv 06 12 34 56 78",
        "zzxqwv " * 12,
        "Zzxqwv vvwqz",
        " zzxqwv vvwqz",
    ):
        _type(page, question)
    page.keyboard.press("Escape")
    assert told == [("HEAD", "?niets=zzxqwv%20vvwqz", "")]
    page = open_page("over/", setup=ask_for_privacy)
    page.keyboard.press("/")
    _type(page, "zzxqwv zzxqwv")
    assert len(told) == 1, "who asks for privacy, has it"


def test_landing_opens_what_is_folded_around_the_words(open_page: Callable[..., Page]) -> None:
    page = open_page("voortgang/2023/", width=360)
    shut = page.locator("main details:not([open]) p, main details:not([open]) li")
    word = shut.evaluate_all("all => all.map((one) => one.textContent.match(/[a-z]{12,}/)?.[0]).find(Boolean)")
    assert word, "a long page folds on a phone"
    page = open_page(f"voortgang/2023/?h={word}", width=360)
    page.locator("main mark.zoek-raak").first.wait_for()
    assert page.locator("main mark.zoek-raak").evaluate_all("all => all.every((one) => one.checkVisibility())")


def test_on_a_phone_the_first_result_is_in_sight(open_page: Callable[..., Page]) -> None:
    """Also above a keyboard, which leaves 380 of 640 pixels."""
    for question in ("jeugd", "wat is een outlaw motorcycle gang"):
        page = open_page("over/", width=360)
        page.locator("button[data-zoek-open]").first.click()
        _type(page, question)
        top = page.locator(OPTIONS).first.evaluate("option => option.getBoundingClientRect().top")
        assert top < 250, question


def test_the_page_searches_while_one_types(open_page: Callable[..., Page]) -> None:
    page = open_page("zoeken/")
    page.locator("#zoekpagina-q").press_sequentially("hennep", delay=40)
    page.locator("[data-zoekpagina] ol li").first.wait_for()
    page.wait_for_url("**/zoeken/?q=hennep")


def test_one_lands_at_the_first_mark_and_goes_on_to_the_next(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/hennepconvenant/?h=hennep")
    first = page.locator("main mark.zoek-raak").first
    first.wait_for()
    assert first.evaluate(
        "hit => { const { top } = hit.getBoundingClientRect(); return top >= 0 && top < innerHeight; }"
    )
    page.get_by_role("button", name="Volgende").click()
    assert page.evaluate("document.activeElement.matches('mark.zoek-raak')")


def test_the_page_with_results_works_as_a_link(open_page: Callable[..., Page]) -> None:
    page = open_page("zoeken/?q=jeugd&soort=praktijk")
    items = page.locator("[data-zoekpagina] ol li")
    items.first.wait_for()
    kind = page.locator("[data-zoekpagina] select[name=soort]")
    assert kind.input_value() == "praktijk"
    chosen = kind.locator("option:checked").inner_text()
    count = chosen.rpartition("(")[2].rstrip(")")
    state = page.locator("[data-zoekpagina] [role=status]")
    assert f"{count} resultaten" in state.inner_text()
    assert all(text.startswith("Praktijk") for text in page.locator("li .zoek-gegevens").all_inner_texts())
    headings = page.locator("[data-zoekpagina] [data-zoek-facetten] label > span").all_inner_texts()
    assert headings == ["Thema", "Soort", "Jaar"]
    assert page.locator("[data-zoek-alles]").is_hidden()
    kind.select_option("")
    page.wait_for_function("!location.search.includes('soort')")
    page.wait_for_function("document.querySelectorAll('[data-zoekpagina] ol li').length === 20")
    page.get_by_role("button", name="Meer resultaten").click()
    page.wait_for_function("document.querySelectorAll('[data-zoekpagina] ol li').length > 20")
    assert page.evaluate("document.activeElement.closest('li')?.previousElementSibling !== null"), (
        "focus on the first new one"
    )
    page.fill("#zoekpagina-q", "hennepconvenant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=hennepconvenant")
    page.go_back()
    page.wait_for_function("document.querySelector('#zoekpagina-q').value === 'jeugd'")


def test_a_part_of_the_index_that_stays_away(open_page: Callable[..., Page]) -> None:
    """Missing, or half of it: tried again, then told plainly with a button; and it works when it is back."""
    broken: dict[str, Callable[[Route], None]] = {}

    def antwoord(route: Route) -> None:
        if "doe" in broken:
            broken["doe"](route)
        else:
            route.continue_()

    page = open_page("over/", setup=lambda new: new.route("**/zoek/lijsten-*", antwoord))
    page.keyboard.press("/")
    broken_route: tuple[Callable[[Route], None], ...] = (
        lambda route: route.fulfill(status=404, body="weg"),
        lambda route: route.fulfill(status=200, body="A"),
        lambda route: route.abort(),
    )
    for question, do in zip(("bibob", "hackshield", "veiligheidsacademy"), broken_route, strict=True):
        broken["doe"] = do
        assert "Zoeken lukt nu niet" in _type(page, question)
        assert page.locator("dialog a", has_text="Bekijk de thema's").count() == 1
        del broken["doe"]
        page.get_by_role("button", name="Probeer opnieuw").click()
        page.locator(OPTIONS).first.wait_for()


def test_at_320_pixels(open_page: Callable[..., Page]) -> None:
    for path in ("over/", "zoeken/?q=veiligheid"):
        page = open_page(path, width=320)
        if "?" in path:
            page.locator("[data-zoekpagina] ol li").first.wait_for()
        else:
            page.locator("button[data-zoek-open]").first.click()
            _type(page, "woninginbraakpreventie")
            assert page.locator("dialog[open]").evaluate(
                "d => d.scrollWidth <= d.clientWidth && d.getBoundingClientRect().right <= 320"
            )
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_the_year_of_a_result_is_the_one_that_its_page_says(site: Path) -> None:
    """And not the newest year of a source that it also names, nor what the number in its address looks like."""
    questions = [
        {"question": word, "count": 600} for word in ("politie", "gemeente", "veiligheid", "hennep", "100.000")
    ]
    found = {
        result["path"]: result for answer in measure.node(site, questions=questions)[1:] for result in answer["results"]
    }
    told = 0
    for path, result in found.items():
        html = (site / path / "index.html").read_text(encoding="utf-8")
        said = re.search(
            r'<p class="stand-van">Stand van [^<.]*?(\d{4})\.',
            html.partition('<header class="paginakop">')[2].partition("</header>")[0],
        )
        told += said is not None
        assert said or not re.fullmatch(r"praktijken/(?!situaties)[^/]+/", path), path
        assert said is None or result["year"] == said[1], path
    assert told > 200


def test_without_script_the_search_page_lists_everything_by_theme(open_page: Callable[..., Page], site: Path) -> None:
    page = open_page("zoeken/?q=jeugd", script=False)
    everything = page.locator("[data-zoek-alles]")
    assert everything.is_visible()
    assert everything.locator("details").count() >= 7
    links = set(everything.locator("a").evaluate_all("links => links.map((a) => new URL(a.href).pathname)"))
    praktijken = {f"/praktijken/{site_page.parent.name}/" for site_page in site.glob("praktijken/*/index.html")}
    assert praktijken - {"/praktijken/situaties/"} <= links
    assert "JavaScript" in page.locator("noscript").inner_text()
