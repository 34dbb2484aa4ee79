"""What people type on a page is what its readers get, in whatever form they read it: as GitHub shows it, or told."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from lxml import html as lxml_html

from macros.build.content import check
from tests.errors.test_errors import set_up
from tests.helpers import attachments
from tests.helpers.builder import Parent
from tests.helpers.changes import new_project

MOMENT = "1795305600"
TITLE = "Jongeren <18 & *ouders* >12 jaar"
TYPED = """
De afspraken zijn:
- eerste afspraak
- tweede afspraak

De stappen:

3. Bel de politie.
4. Vul het formulier in.
   - met uw naam

   Een alinea bij stap 4.
5. Wacht op antwoord.

De aantallen:
| Gemeente | Meldingen | Verschil |
|:---------|----------:|:--------:|
| Aalten | 1.204 | -3,5% |
| Almelo | 98 | 12 |

Het budget was € 323.504[^1], dat is 10[^1] procent. ~~vervallen~~ en [een link](https://www.voorbeeld.example/100%/pagina).

- [ ] nog te doen
- [x] gedaan

> Een citaat van een bestuurder.

> [!NOTE]
> Een kader.

[^1]: Zoals begroot.
"""
PAGE = f"""---
titel: "{TITLE}"
samenvatting: Een pagina om te zien wat er met gewone Markdown gebeurt, hier en elders.
themas: [jeugd]
fase: preventie
doelgroep: [gemeenten]
schaal: regionaal
status: in gebruik
netwerk: vnet
effect: Geen bekend.
bron: voortgangsbericht-2023
stand_van: 2023
gepubliceerd: 2026-01-22
laatst_beoordeeld: 2026-02-22
beoordelen_na: 2027-11-22
geschiedenis:
  - datum: 2026-03-01
    tekst: bij <100 gevallen
---
{TYPED}

## Wat de {{{{ begrip("pga") }}}} doet

Zie [het verslag van mei](<Verslag mei 2024.pdf>).
"""
ISSUE = f"""---
titel: "{TITLE}"
datum: 2026-11-20
samenvatting: In dit nummer leest u wat er met gewone Markdown gebeurt, hier en elders.
themas: [jeugd]
bron: voortgangsbericht-2023
---

## Wat stond er?
{TYPED}"""
ADDRESS = "praktijken/getypt/"


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with one practice and one issue that hold everything."""
    root = new_project(tmp_path_factory.mktemp("getypt") / "project", cache=False)
    (root / "docs/praktijken/getypt.md").write_text(PAGE, encoding="utf-8")
    (root / "newsletters/2026-q4.md").write_text(ISSUE, encoding="utf-8")
    (root / "docs/praktijken/Verslag mei 2024.pdf").write_bytes(attachments.document())
    parent = Parent(root)
    outcome = parent.build(root, MOMENT)
    parent.stop()
    assert outcome.code == 0, outcome.output
    return root / "site"


def _page(site: Path, address: str = ADDRESS) -> lxml_html.HtmlElement:
    return lxml_html.fromstring((site / address / "index.html").read_text(encoding="utf-8"))


def _fragment(html: str) -> Any:  # noqa: ANN401 - its stubs know less than it does
    return lxml_html.fromstring(html)


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_title_is_shown_as_it_was_typed(typed: Path) -> None:
    page = _page(typed)
    [heading] = page.xpath("//h1")
    assert _words(heading) == TITLE
    assert page.findtext(".//title").startswith(TITLE)
    assert TITLE in page.xpath("string(//nav[contains(@aria-label, 'ruimelpad')])")
    entries = feedparser.parse((typed / "feed.xml").read_bytes()).entries
    assert TITLE in [_words(_fragment(f"<p>{entry.title}</p>")) for entry in entries]


def test_the_subject_of_a_mail_is_the_title(typed: Path) -> None:
    message = message_from_bytes((typed / "nieuwsbrieven/2026-q4/nieuwsbrief.eml").read_bytes(), policy=policy.default)
    assert TITLE in message["Subject"]


def test_a_step_of_the_history_is_shown_as_it_was_typed(typed: Path) -> None:
    assert "bij <100 gevallen" in _words(_page(typed).find(".//main"))


@pytest.mark.parametrize("address", [ADDRESS, "nieuwsbrieven/2026-q4/"])
def test_a_page_has_the_shapes_that_github_previews(typed: Path, address: str) -> None:
    main = _page(typed, address).find(".//main")
    items = [_words(item) for item in main.iter("li")]
    assert {"eerste afspraak", "tweede afspraak", "met uw naam", "Wacht op antwoord."} <= {*items}
    [steps] = main.xpath(".//ol[@start='3']")
    assert len(steps.xpath("./li")) == 3
    [table] = main.xpath(".//table[.//td[contains(., '1.204')]]")
    assert [_words(head) for head in table.xpath(".//thead//th")] == ["Gemeente", "Meldingen", "Verschil"]
    assert [_words(row) for row in table.xpath(".//tbody//th")] == ["Aalten", "Almelo"]
    assert table.getparent().get("tabindex") == "0", "it scrolls in a frame of its own"
    assert [_words(gone) for gone in main.iter("del")] == ["vervallen"]
    assert len(main.xpath(".//blockquote[contains(., 'Een citaat van een bestuurder.')]")) == 1
    assert "[ ]" not in _words(main)
    assert "[!NOTE]" not in _words(main)


def test_a_table_of_contents_says_what_a_word_in_a_heading_yields(typed: Path) -> None:
    """Its anchor is of what was typed: what a word yields may be another tomorrow."""
    page = _page(typed)
    [heading] = page.xpath("//h2[@id='wat-de-doet']")
    [entry] = page.xpath("//a[@href='#wat-de-doet'][not(ancestor::h2)]")
    assert _words(entry) in _words(heading)
    assert _words(entry) not in {"Wat de doet", "Wat de doet."}


def test_a_link_to_a_file_with_spaces_leads_there(typed: Path) -> None:
    [address] = _page(typed).xpath("//a[contains(., 'het verslag van mei')]/@href")
    assert (typed / ADDRESS / unquote(address)).is_file()


def test_a_feed_has_the_same_shapes(typed: Path) -> None:
    [content] = [
        entry.content[0].value
        for entry in feedparser.parse((typed / "feed.xml").read_bytes()).entries
        if entry.link.endswith("nieuwsbrieven/2026-q4/")
    ]
    tree = _fragment(f"<div>{content}</div>")
    assert len(tree.xpath(".//ol[@start='3']/li")) == 3
    assert len(tree.xpath(".//table//tr")) == 3
    assert "323.5041" not in _words(tree)


@pytest.mark.parametrize("file", ["email.txt", "email.html"])
def test_no_note_becomes_a_digit_of_an_amount_in_a_mail(typed: Path, file: str) -> None:
    text = (typed / "nieuwsbrieven/2026-q4" / file).read_text(encoding="utf-8")
    if file.endswith("html"):
        text = _words(lxml_html.fromstring(text))
    assert "323.504" in text
    assert "323.5041" not in text
    assert "Zoals begroot." in text
    assert "https://www.voorbeeld.example/100%/pagina" in text or file == "email.html"


# ── What no one could show right is told ────────────────────────────────────────────────────────────────

FIRST = 8
"""How many lines docs/over.md has, with an empty one."""
TOLD = {
    "table-without-dashes": ("| Gemeente | Aantal |\n| Tiel | 12 |", "| --- | --- |"),
    "pasted-from-a-spreadsheet": (
        "Gemeente\tAantal\tJaar\nTiel\t12\t2024\nEde\t15\t2024",
        "| Gemeente | Aantal | Jaar |",
    ),
    "bullets-from-a-word-processor": ("•\tEerste punt\n•\tTweede punt", "- Eerste punt"),
    "indented-paragraph": ("    Deze alinea begint met een inspringing.", "vier spaties"),
    "mistaken-encoding": ("De gemeente SÃºdwest-FryslÃ¢n deed mee.", "Súdwest"),
    "private-letters": ("\uf0b7 Een nieuwe oplossing is nodig.", "U+F0B7"),
    "html": ("<u>onderstreept</u>", "<u>"),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_would_be_shown_otherwise_is_told_with_its_line(case: str, tmp_path: Path) -> None:
    text, part = TOLD[case]
    root = set_up(tmp_path / "project")
    page = root / "docs/over.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    _, found = check(root)
    told = [finding for finding in found if not finding.warning]
    assert {(finding.file, finding.line) for finding in told} == {("docs/over.md", FIRST + 1)}, found
    assert any(part in finding.message for finding in told), told


@pytest.mark.parametrize(
    ("typed_link", "file"),
    [("[Verslag van mei](<Verslag mei 2024.pdf>)", "Verslag mei 2024.pdf"), ("[Verslag](Verslag.PDF)", "Verslag.PDF"),
     ("![Een brug over de IJssel](IMG_1234.JPG)", "IMG_1234.JPG")],
)  # fmt: skip
def test_a_name_with_spaces_or_capitals_is_accepted(typed_link: str, file: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    page = root / "docs/over.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{typed_link}\n", encoding="utf-8")
    (root / "docs" / file).write_bytes(attachments.written("jpg") if file.endswith("JPG") else attachments.document())
    _, found = check(root)
    assert [finding.message for finding in found if not finding.warning] == []
