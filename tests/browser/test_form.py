"""The form pages in a real browser: written by keyboard only, and what comes of it passes the check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from macros.base.parsing import front_matter, yaml_source
from macros.build.content import check
from macros.writing import early, entry, rows, scaffold
from tests.browser import axe
from tests.writing.test_early import FINE, IN_FIELDS, IN_PROSE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

ROOT = Path(__file__).parents[2]
STORE = "https://opslag.example/vnon/kennisbank"
SET = f"document.querySelector('.invul').dataset.bewerken = '{STORE}/edit/main/{{pad}}'"
SUMMARY = "Straatcoaches spreken jongeren aan, en leren hen en hun ouders kennen."
PROSE = "## Wat is het?\n\nEen coach loopt rond in de wijk."
REST = {"bron": ["voortgangsbericht-2023"], "vindplaats": "Activiteiten: 2023"}
ANSWERS: dict[str, dict[str, Any]] = {
    "praktijk": {
        "titel": "Straatcoach: een proef", "samenvatting": SUMMARY, "themas": ["wijkveiligheid", "jeugd"],
        "fase": ["preventie"], "doelgroep": ["jongeren", "ouders"], "schaal": "lokaal", "status": "pilot",
        "netwerk": "vnon", "effect": "onbekend", "stand_van": "2023-Q2", "tekst": PROSE,
        "gemeenten": ["deventer", "tiel"], "elke_gemeente": "nee",
        "situaties": ["U wilt weten wie er rondhangt.", "U ziet een groep in de wijk."], "synoniemen": ["straathoekwerk"],
    },
    "nieuwsbrief": {"id": "2027-q1", "samenvatting": SUMMARY, "tekst": PROSE, "themas": ["jeugd"], "achteraf": "nee"},
    "activiteit": {
        "titel": "Kennissessie straatcoaches", "wanneer": "2023-02-05", "soort": "bijeenkomst", "status": "uitgevoerd",
        "omschrijving": "Wij bespraken wat er in de wijk speelt.", "thema": "jeugd", "districten": ["twente"],
    },
    "begrip": {
        "term": "Straatcoach", "betekenis": "Iemand die in de wijk jongeren aanspreekt.",
        "synoniemen": ["straathoekwerker"], "thema": "jeugd", "zie_ook": ["problematische-jeugdgroep"],
    },
}  # fmt: skip


@pytest.fixture
def form(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`form(soort)` → the page, of a site of which the repository is known, with the focus at its beginning."""

    def opened(soort: str, **how: Any) -> Page:  # noqa: ANN401 - as `open_page`
        page = open_page(f"meedoen/{soort}/", **how)
        page.locator(".invul.aan").wait_for()
        page.evaluate(SET)
        return page

    return opened


def reach(page: Page, selector: str) -> None:
    """Go on with the keyboard until something has the focus."""
    for _ in range(700):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def write(page: Page, answers: Mapping[str, Any]) -> None:
    """Answer questions by keyboard, in the order of the page."""
    places = page.eval_on_selector_all("[data-veld]", "(places) => places.map((p) => p.dataset.veld)")
    for name in (name for name in places if name in answers):
        if page.locator(f"details:not([open]) [data-veld={name}]").count():
            reach(page, ".invul summary")
            page.keyboard.press("Enter")
        _answer(page, f"[data-veld={name}]", answers[name])


def _answer(page: Page, place: str, value: str | list[str]) -> None:
    if page.locator(f"{place} .rijen").count():
        for number, text in enumerate(value):
            if number:
                reach(page, f"{place} [data-erbij]")
                page.keyboard.press("Enter")
            reach(page, f"{place} input")
            page.keyboard.type(text)
    elif isinstance(value, list):
        for id_ in sorted(
            value,
            key=lambda id_: page.locator(f"{place} [type=checkbox]").evaluate_all(
                "(b, id) => b.findIndex((x) => x.value === id)", id_
            ),
        ):
            reach(page, f"{place} [value='{id_}']")
            page.keyboard.press("Space")
    elif page.locator(f"{place} :is(select, [type=radio])").count():
        reach(page, f"{place} :is(select, [type=radio])")
        chosen = f'document.querySelector("{place} select, {place} [type=radio]:checked").value'
        for _ in range(100):
            if page.evaluate(chosen) == value:
                return
            page.keyboard.press("ArrowDown")
        pytest.fail(f"{value} cannot be chosen in {place}")
    else:
        reach(page, f"{place} :is(input, textarea)")
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(value)


def send(page: Page) -> None:
    reach(page, ".invul [type=submit]")
    page.keyboard.press("Enter")


def begun(soort: str, page: Page) -> str:
    """What `kennisbank nieuw` begins."""
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    answers = ANSWERS[soort]
    day = date.fromisoformat(today)
    match soort:
        case "praktijk":
            return scaffold.praktijk(answers["titel"], day, "vnon")[0].tekst
        case "nieuwsbrief":
            return scaffold.nieuwsbrief(answers["id"], day)[0].tekst
        case _:
            return scaffold.activiteit(answers["titel"], day)[0].tekst


def filled_in(text: str, answers: Mapping[str, Any]) -> Iterator[str]:
    """The lines of what was begun, with answers in their places and without what nobody filled in."""
    for line in text.splitlines():
        name = re.match(r"([- ] )?(?:# )?(\w+):", line)
        if name and name[2] in answers:
            value = answers[name[2]]
            written = f"[{', '.join(map(scaffold.value, value))}]" if isinstance(value, list) else scaffold.value(value)
            yield f"{name[1] or ''}{name[2]}: {written}"
        elif not line.lstrip().startswith("# "):
            yield line
        elif line.startswith("## "):
            return


def errors(project: Path) -> list[str]:
    return [str(finding) for finding in check(project)[1] if not finding.warning]


WIDTHS = pytest.mark.parametrize("width", [390, 1280])
"""A phone, and a screen on a desk."""


@WIDTHS
@pytest.mark.parametrize("soort", ["praktijk", "nieuwsbrief"])
def test_a_file_written_by_keyboard_alone_passes_the_check(
    soort: str, width: int, form: Callable[..., Page], project: Path
) -> None:
    page = form(soort, width=width)
    write(page, ANSWERS[soort] | REST)
    send(page)
    assert page.evaluate("document.activeElement.id") == "klaar"
    reach(page, "[data-open]")
    address = page.evaluate("document.activeElement.href")
    assert len(address) <= 8000
    assert urlsplit(address).path == "/vnon/kennisbank/new/main"
    query = parse_qs(urlsplit(address).query, keep_blank_values=True)
    (file,), (text,) = query["filename"], query["value"]
    lines = list(filled_in(begun(soort, page), ANSWERS[soort] | REST))
    front = "\n".join(lines[: lines.index("---", 1) + 1])
    assert text == f"{front}\n\n{PROSE}\n"
    assert page.input_value("#klaar-tekst") == text
    assert not (project / file).exists()
    (project / file).write_text(text, encoding="utf-8")
    assert errors(project) == []


@WIDTHS
def test_a_row_of_an_activity_goes_where_the_page_says(width: int, form: Callable[..., Page], project: Path) -> None:
    page = form("activiteit", width=width)
    write(page, ANSWERS["activiteit"] | REST)
    send(page)
    row = page.input_value("#klaar-tekst")
    file = page.inner_text("[data-pad]")
    assert file == "docs/_data/activiteiten/2023.yml"
    assert page.get_attribute("[data-open]", "href") == f"{STORE}/edit/main/{file}"
    begun_row = begun("activiteit", page).replace("kennissessie-straatcoaches-2026", "kennissessie-straatcoaches-2023")
    answers = ANSWERS["activiteit"] | REST | {"id": "kennissessie-straatcoaches-2023"}
    assert page.locator("[data-haal]").is_hidden()
    assert row == "\n".join(filled_in(begun_row, answers)) + "\n"
    text = rows.insert((project / file).read_text(encoding="utf-8"), row)
    (project / file).write_text(text, encoding="utf-8")
    ids = re.findall(r"^- id: (\S+)", text, re.MULTILINE)
    following = ids[ids.index("kennissessie-straatcoaches-2023") + 1]
    assert f"vóór de rij met id: {following}," in page.inner_text("[data-hoe]")
    assert errors(project) == []


@pytest.mark.parametrize("wanneer", ["2031-03-04", "2031-Q4", "2031-12", "onbekend"])
def test_a_year_that_is_new_begins_as_every_year(wanneer: str, form: Callable[..., Page]) -> None:
    page = form("activiteit")
    write(page, {"jaar": "2031", **ANSWERS["activiteit"], "wanneer": wanneer, **REST})
    send(page)
    page.locator("[data-open]").wait_for()
    query = parse_qs(urlsplit(page.get_attribute("[data-open]", "href") or "").query)
    assert query["filename"] == ["docs/_data/activiteiten/2031.yml"]
    ((text,), lines) = query["value"], query["value"][0].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("- id:"))
    end = next((number for number in range(start, len(lines)) if not lines[number]), len(lines))
    assert text == rows.insert(rows.kop("2031"), "\n".join(lines[start:end]) + "\n")


@WIDTHS
def test_a_row_of_a_term_passes_the_check(width: int, form: Callable[..., Page], project: Path) -> None:
    page = form("begrip", width=width)
    write(page, ANSWERS["begrip"] | REST)
    send(page)
    row = page.input_value("#klaar-tekst")
    (found,) = re.findall(r"met id: (\S+?),", page.inner_text("[data-hoe]"))
    path = project / page.inner_text("[data-pad]")
    before = path.read_text(encoding="utf-8")
    assert before.count(f"- id: {found}\n") == 1
    path.write_text(before.replace(f"- id: {found}\n", f"{row}\n- id: {found}\n"), encoding="utf-8")
    assert yaml_source(row).value == [{"id": "straatcoach"} | ANSWERS["begrip"] | REST]
    assert errors(project) == []


HOSTILE = [
    '"]\n---\nstatus: x', "<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "- a", "a: b # c", "*a &b !!x",
    "{{ config }} {% x %}", "' \\ \" \u2028 \x07", "%0a&filename=x&value=y", "\ud800x", "ja", "~", "$&",
]  # fmt: skip


def refused(text: str) -> bool:
    """Whether a form says that this cannot be, in the text of a page or elsewhere."""
    return any(early.fault(text, prose=prose) for prose in (True, False))


_PUT = """([names, text]) => Object.fromEntries(names.map((name) => {
  const field = document.querySelector(`[data-veld=${name}] :is(input[type=text], textarea)`);
  field.value = text;
  return [name, field.value];
}))"""
OFFERED = "[data-veld]:not([data-patroon], [hidden])"
"""The questions of a record that is new: what a change also asks is hidden."""
_SPACE = r"[\x00-\x1f\x7f-\x9f\u2028\s]+"


@pytest.mark.parametrize("soort", ANSWERS)
def test_what_is_typed_comes_out_as_text(soort: str, form: Callable[..., Page]) -> None:
    page = form(soort)
    page.on("dialog", lambda _: pytest.fail("something was carried out"))
    write(page, ANSWERS[soort] | REST)
    page.evaluate("document.querySelector('.invul details').open = true")
    free = [
        name
        for name in page.eval_on_selector_all(OFFERED, "(p) => p.map((x) => x.dataset.veld)")
        if page.locator(f"[data-veld={name}]").locator("input[type=text], textarea").count()
    ]
    assert len(free) >= 4
    for hostile in (text for text in HOSTILE if not refused(text)):
        typed = f"{hostile} Een woord dat lang genoeg is voor elke vraag {hostile}"
        stood = page.evaluate(_PUT, [free, typed])
        stands = {name: re.sub(_SPACE, " ", text.replace("\ud800", "")).strip() for name, text in stood.items()}
        page.locator(".invul [type=submit]").click()
        text = page.input_value("#klaar-tekst")
        parsed: Any = (
            front_matter(text)[0].value if soort in {"praktijk", "nieuwsbrief"} else yaml_source(text).value[0]
        )
        for name in set(free) - {"tekst"}:
            found = parsed[name][0] if isinstance(parsed[name], list) else parsed[name]
            assert found == stands[name], (name, hostile)
        assert set(parsed) <= set(entry.FORMS[f"meedoen/{soort}"].model_fields)
        address = page.get_attribute("[data-open]", "href") or ""
        assert set(parse_qs(urlsplit(address).query)) <= {"filename", "value"}
    assert page.locator("main script, main img").count() == 0


def test_what_the_check_refuses_is_told_where_it_is_typed(form: Callable[..., Page]) -> None:
    """The script reads each pattern as the check of them in Python does (`tests/writing/test_early.py`)."""
    page = form("praktijk")
    page.on("dialog", lambda _: pytest.fail("something was carried out"))
    for name, prose, examples in (
        ("tekst", True, [*IN_PROSE.values(), *FINE]),
        ("effect", False, [*IN_FIELDS.values()]),
    ):
        for text in [*examples, *HOSTILE]:
            page.evaluate("([id, text]) => { document.getElementById(id).value = text; }", [f"f-{name}", text])
            page.locator(".invul [type=submit]").click()
            told = page.locator(f"#f-{name}-fout").text_content()
            assert told == early.fault(text.replace("\ud800", ""), prose=prose), text


def test_what_a_word_processor_leaves_in_a_text_is_what_its_writer_meant(
    form: Callable[..., Page], project: Path
) -> None:
    page = form("praktijk")
    pasted = "## Wat\u00adis het?\r\n\r\nEen\u00a0coach:\r\n•\tloopt rond\r\n\uf0b7\tkent\u200b ouders\no\tpraat\n– en “luistert”.\x0bVerder\u2028niets."
    write(page, ANSWERS["praktijk"] | REST | {"effect": "1.\tNog\u00a0on\u00adbekend\u200b\uf0b7"})
    page.evaluate("(text) => { document.getElementById('f-tekst').value = text; }", pasted)
    send(page)
    text = page.input_value("#klaar-tekst")
    assert text.endswith(
        "---\n\n## Watis het?\n\nEen\u00a0coach:\n- loopt rond\n- kent ouders\n- praat\n- en “luistert”.\nVerder\nniets.\n"
    )
    assert 'effect: "1. Nog onbekend"\n' in text
    (project / "docs/praktijken/straatcoach-een-proef.md").write_text(text, encoding="utf-8")
    assert errors(project) == []


@pytest.mark.parametrize("titel", ["Index", "Situaties"])
def test_a_name_at_whose_address_is_a_page_is_told(titel: str, form: Callable[..., Page]) -> None:
    page = form("praktijk")
    page.fill("#f-titel", titel)
    send(page)
    assert page.inner_text("#f-titel-fout").startswith(f"Dit is er al: {titel.lower()}.")


def test_a_part_of_a_theme_is_chosen_and_is_one_of_that_theme(form: Callable[..., Page], project: Path) -> None:
    page = form("activiteit")
    write(page, ANSWERS["activiteit"] | REST | {"subthema": "polarisatie", "tijd": "16:00-13:30"})
    send(page)
    assert page.inner_text("#f-subthema-fout") == "Dit is geen onderdeel van het thema dat u koos."
    assert page.inner_text("#f-tijd-fout") == "Deze periode eindigt voordat zij begint."
    page.select_option("#f-subthema", "problematische-jeugdgroepen")
    page.fill("#f-tijd", "13:30-16:00")
    send(page)
    path = project / page.inner_text("[data-pad]")
    path.write_text(rows.insert(path.read_text(encoding="utf-8"), page.input_value("#klaar-tekst")), encoding="utf-8")
    assert errors(project) == []


def test_a_moment_is_written_as_people_write_it(form: Callable[..., Page]) -> None:
    page = form("nieuwsbrief")
    page.fill("#f-id", "2027-Q1")
    assert page.input_value("#f-titel") == "Nieuwsbrief 1e kwartaal 2027"
    send(page)
    assert page.locator("#f-id-fout").is_hidden()


def test_what_is_wrong_is_told_at_the_question_and_together(form: Callable[..., Page]) -> None:
    page = form("praktijk")
    send(page)
    assert page.evaluate("document.activeElement.className") == "fouten"
    assert page.locator(".fouten li").count() == 11
    write(page, {"samenvatting": "Te kort.", "stand_van": "2023-02-30"})
    send(page)
    messages = page.locator(".fouten").inner_text()
    assert "Samenvatting: Schrijf minstens 40 tekens; u schreef er 8." in messages
    assert "De dag 2023-02-30 bestaat niet." in messages
    assert page.get_attribute("#f-samenvatting", "aria-invalid") == "true"
    assert "f-samenvatting-fout" in (page.get_attribute("#f-samenvatting", "aria-describedby") or "")
    page.locator(".fouten a", has_text="Samenvatting").press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-samenvatting"
    page.fill("#f-samenvatting", SUMMARY)
    assert page.locator("#f-samenvatting-fout").is_hidden()


@pytest.mark.parametrize(
    ("wanneer", "message"),
    [
        ("4 maart 2023", "kunnen wij niet lezen"), ("4-3-2023", "Schrijf deze dag als 2023-03-04."), ("2023-q2", ""), ("2023-Q3/2023-Q1", "eindigt voordat"), ("2023-02-29", "bestaat niet"),
        ("2023-Q1/2023-Q2", ""), ("circa 6 x per jaar", ""), ("PM", ""), ("2024-02-29", ""),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_the_check_reads_it(wanneer: str, message: str, form: Callable[..., Page]) -> None:
    page = form("activiteit")
    page.fill("#f-wanneer", wanneer)
    page.locator(".invul [type=submit]").click()
    told = page.locator("#f-wanneer-fout").text_content() or ""
    assert message in told
    assert bool(told) is bool(message)


def test_a_name_that_is_taken_is_told(form: Callable[..., Page]) -> None:
    page = form("praktijk")
    page.fill("#f-titel", "HackShield")
    page.locator(".invul [type=submit]").click()
    assert "Dit is er al: hackshield." in (page.locator("#f-titel-fout").text_content() or "")


def test_what_was_typed_stays_until_it_is_wiped(form: Callable[..., Page]) -> None:
    page = form("praktijk")
    answers = ANSWERS["praktijk"] | REST
    write(page, answers)
    page.reload()
    page.evaluate(SET)
    assert "staat er weer" in page.inner_text("[data-bewaard]")
    page.locator(".invul [type=submit]").click()
    text = page.input_value("#klaar-tekst")
    assert all(answer in text for answer in ("Straatcoach: een proef", "straathoekwerk", "deventer", "rondhangt"))
    page.locator(".klaar [data-wis]").click()
    assert page.evaluate("document.activeElement.id") == "f-titel"
    assert page.evaluate("localStorage.getItem('formulier-praktijk')") is None
    assert page.input_value("#f-titel") == ""
    assert page.locator("[data-veld=situaties] input").count() == 1
    assert page.locator(".invul :is([type=checkbox]):checked").count() == 0


def test_who_types_in_two_tabs_is_told_so(form: Callable[..., Page]) -> None:
    first, second = form("begrip"), form("begrip")
    first.fill("#f-term", "Een")
    second.fill("#f-term", "Twee")
    first.wait_for_function("document.querySelector('[data-bewaard]').textContent.includes('ander tabblad')")
    assert first.input_value("#f-term") == "Een"


def test_a_browser_that_keeps_nothing_says_so_and_all_works(open_page: Callable[..., Page]) -> None:
    off = "Object.defineProperty(Storage.prototype, 'setItem', {value() { throw new DOMException('no', 'QuotaExceededError'); }})"
    page = open_page("meedoen/begrip/", setup=lambda page: page.add_init_script(off))
    page.locator(".invul.aan").wait_for()
    page.fill("#f-term", "Straatcoach")
    assert "bewaart niets" in page.inner_text("[data-bewaard]")
    write(page, ANSWERS["begrip"] | REST)
    send(page)
    assert page.input_value("#klaar-tekst").startswith("- id: straatcoach\n")


def test_what_follows_of_an_answer_gives_way_to_what_was_typed(form: Callable[..., Page]) -> None:
    page = form("nieuwsbrief")
    page.fill("#f-id", "2027-q1")
    assert (page.input_value("#f-titel"), page.input_value("#f-datum")) == (
        "Nieuwsbrief 1e kwartaal 2027",
        "2027-01-01",
    )
    page.fill("#f-id", "2025-q4")
    assert (page.input_value("#f-titel"), page.input_value("#f-datum")) == (
        "Nieuwsbrief 4e kwartaal 2025",
        "2025-12-31",
    )
    page.fill("#f-titel", "Eigen naam")
    page.fill("#f-id", "2027-q2")
    assert page.input_value("#f-titel") == "Eigen naam"


def test_a_list_is_searched_and_keeps_what_was_chosen(form: Callable[..., Page]) -> None:
    page = form("praktijk")
    page.locator(".invul summary").click()
    box = page.locator("[data-veld=gemeenten]")
    box.locator("[data-zeef]").fill("tiel")
    box.locator("[value=tiel]").check()
    box.locator("[data-zeef]").fill("DEVENTER")
    assert box.locator("li:visible").evaluate_all("(rows) => rows.map((r) => r.textContent.trim())") == [
        "Deventer",
        "Tiel",
    ]
    assert box.locator("[role=status]").inner_text() == "1 gevonden"


@pytest.mark.parametrize("repository", ["too long", ""])
def test_what_is_too_long_or_has_no_repository_is_copied_or_downloaded(
    repository: str, form: Callable[..., Page], tmp_path: Path
) -> None:
    page = form("praktijk")
    prose = PROSE * (300 if repository else 1)
    write(page, ANSWERS["praktijk"] | REST | {"tekst": prose})
    if not repository:
        page.evaluate("document.querySelector('.invul').dataset.bewerken = ''")
    send(page)
    assert page.locator("[data-open]").is_hidden()
    assert "Kopieer of download" in page.inner_text("[data-hoe]")
    with page.expect_download() as download:
        page.locator("[data-haal]").click()
    assert download.value.suggested_filename == "straatcoach-een-proef.md"
    download.value.save_as(tmp_path / "x.md")
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == page.input_value("#klaar-tekst")


def test_without_script_the_page_says_what_to_do(open_page: Callable[..., Page]) -> None:
    page = open_page("meedoen/praktijk/", script=False)
    assert page.locator(".invul").is_hidden()
    assert "docs/praktijken/<naam>.md" in page.locator(".zonder").inner_text()


@pytest.mark.parametrize("soort", ANSWERS)
def test_everyone_can_use_it_in_every_state(soort: str, form: Callable[..., Page]) -> None:
    page = form(soort, width=320)
    axe.inject(page)
    page.evaluate(axe.OPEN_FOLDS)

    def faults(state: str) -> list[str]:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
        return [f"{state}: {fault}" for fault in page.evaluate(axe.LOOK, [None, axe.OPTIONS, False])]

    found = faults("empty")
    page.locator(".invul [type=submit]").click()
    found += faults("wrong")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.locator("#inhoud").focus()
    write(page, ANSWERS[soort] | REST)
    page.locator(".invul [type=submit]").click()
    page.locator(".klaar h2").wait_for()
    assert found + faults("done") == []
