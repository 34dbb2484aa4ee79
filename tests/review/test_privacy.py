"""What may identify a person is refused wherever it is hidden, and no message repeats it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.base.errors import Finding
from macros.build.content import check
from macros.document.prose import Prose
from macros.review import privacy
from macros.review.plain import normalise
from tests.errors.test_errors import set_up

CASES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "privacy_cases.yml").read_text(encoding="utf-8"))
PLAIN = [case if isinstance(case, dict) else {"tekst": case} for case in CASES["schoon"]]


def told(text: str, file: str = "docs/over.md", allowed: privacy.Allowed | None = None) -> list[Finding]:
    """What the gate says of a file, and of the page that it is."""
    found = [*privacy.check_text(file, text, allowed)]
    if file.endswith(".md"):
        heading = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
        start = heading.end() if heading else 0
        found += privacy.check_page(Prose(file, "over", text[start:], text.count("\n", 0, start) + 1), allowed)
    return sorted(set(found))


@pytest.mark.parametrize("case", CASES["blokkeert"], ids=lambda case: case["naam"])
def test_what_a_network_may_not_write_is_refused(case: dict[str, str]) -> None:
    found = told(case["tekst"], case.get("bestand", "docs/over.md"))
    assert [finding for finding in found if case["soort"] in finding.message and not finding.warning]
    assert {finding.warning for finding in found} == {False}


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case["tekst"][:40].replace("\n", " "))
def test_what_a_network_does_write_passes(case: dict[str, str]) -> None:
    assert told(case["tekst"], case.get("bestand", "docs/over.md")) == []


@pytest.mark.parametrize("text", CASES["waarschuwt"])
def test_what_may_be_private_is_asked_about_once(text: str) -> None:
    assert [finding.warning for finding in told(text)] == [True]


def test_the_cases_are_as_many_as_they_were() -> None:
    assert (len(CASES["blokkeert"]), len(CASES["schoon"])) == (60, 60)


# Numbers here are made up: they pass the checksum and belong to nobody.
SECRETS: dict[str, str] = {
    "BSN": "Zijn BSN 111222333 staat in het dossier.",
    "BSN met spaties": "burgerservicenummer: 111 222 333",
    "BSN met punten": "bsn: 1112.22.333",
    "sofinummer": "sofinummer 123456782",
    "BSN over twee regels": "Het BSN is\n111222333.",
    "BSN in een opmerking": "<!-- bsn 111222333 -->",
    "BSN met brede cijfers": "BSN １１１２２２３３３",
    "BSN met breedteloze tekens": "BSN 111\u2064222\u00ad333",
    "BSN met een entiteit": "BSN &#49;11222333",
    "BSN in een rij van een CSV": "naam,bsn\njan,111222333",
    "BSN tussen getallen in een CSV": "jaar,bsn,aantal\n2023,111222333,12",
    "nummer tussen getallen in een CSV": "2023,06 12345678,12",
    "BSN in een tabel": "| naam | BSN |\n| --- | --- |\n| x | 111222333 |",
    "BSN met backslashes": "BSN 111\\-222\\-333",
    "IBAN": "NL91ABNA0417164300",
    "IBAN met spaties en kleine letters": "op nl91 abna 0417 1643 00 storten",
    "IBAN met streepjes": "NL91-ABNA-0417-1643-00 is de rekening",
    "IBAN over twee regels": "IBAN: NL91ABNA\n0417164300",
    "IBAN uit Duitsland": "DE89370400440532013000",
    "IBAN uit België": "BE68 5390 0754 7034 staat er",
    "mobiel nummer": "06 12345678",
    "mobiel met streepje": "06-12345678",
    "mobiel aaneen": "Bel 0612345678.",
    "mobiel internationaal": "+31 6 12345678",
    "mobiel met nullen": "0031612345678",
    "mobiel met (0)": "+31 (0)6 1234 5678",
    "mobiel over twee regels": "06 12 34\n56 78",
    "mobiel met een ander streepje": "06‑12345678",
    "mobiel met brede cijfers": "０６１２３４５６７８",
    "vast nummer": "0570-693911",
    "vast nummer met haken": "(0570) 69 39 11",
    "nummer van een bedrijf": "088 123 4567",
    "nummer in een adres": "[bellen](tel:+31612345678)",
    "nummer in een adres van een dienst": "[app](https://wa.me/31612345678)",
    "nummer uit België": "+32 470 12 34 56",
    "persoonlijk adres": "jan.jansen@tiel.nl",
    "adres met initialen": "Mail j.jansen@politie.nl.",
    "adres met [at]": "jan.jansen [at] tiel.nl",
    "adres met (at) en (punt)": "jan.jansen (at) tiel (punt) nl",
    "adres met een entiteit": "jan&#64;tiel.nl",
    "adres met procenten": "jan%40tiel.nl",
    "adres in een link": "[Jan](mailto:jan.jansen@apeldoorn.nl)",
    "adres in een beschrijving": "![Foto van jan@tiel.nl](a.png)",
    "adres met een breed apenstaartje": "jan＠tiel.nl",
    "adres met breedteloze tekens": "jan@ti\u2064el.nl",
    "rol met een naam": "info.jansen@tiel.nl",
    "kenteken": "De auto met 12-XX-34 reed weg.",
    "kenteken van drie letters": "X-123-XX",
    "oud kenteken": "kenteken AB-12-34",
    "kenteken aaneen": "kenteken xx123x",
    "kenteken met spaties": "Het kenteken is 12 BCD 3.",
    "adres in woorden en tekens": "jan.jansen at tiel punt nl",
    "adres met een spatie": "jan@ tiel.nl",
    "adres van een team met initiaal": "basisteam.j.jansen@politie.nl",
    "adres van een wijkteam met een naam": "wijkteam.jan.jansen@tiel.nl",
    "adres van een dienst met een naam": "oov.jansen@tiel.nl",
    "geboortedatum kort": "Jan (geb. 12/03/85) woont op Dorpsstraat 12",
}
FREE: tuple[str, ...] = (
    "info@tiel.nl", "redactie@veiligheidsnetwerken.nl", "veiligheid@tiel.nl", "gemeente@apeldoorn.nl", "jan@example.nl",
    "privacy-tiel@tiel.nl", "@gemeente", "Bel 112.", "0900 8844", "0800-1205", "telefoon 0900-0101", "14 024", "2023-03-04",
    "01-02-2023 03-04-2023", "3-12-2023", "€ 1.234.567,89", "€ 229.760", "19538.88", "229.760.123", "0,5 1,25 2,125", "06:12 34:56",
    "123456789 inwoners", "meer dan 100.000+ gemeenten", "GM0197", "van 2015-2018 en 2019-2022", "in 2019 2020 2021 2022",
    "Q1-2023", "artikel 2.1.3", "1 2 3 4 5 6 7 8 9", "https://example.nl/2023/11/22/123456", "KvK 01234567", "re-12-ab",
    "EU-20-24", "A-12-B", "De A-28 en N-344", "nummer 0123", "ISBN 978-90-12-34567-8", "in 2023 en in 2024 tot en met 2027",
    "BSN zonder nummer", "Het kenteken staat niet in de bron.", "begrip: 7-stappenmodel", "12345678901234567890", "de BSN 123456789",
    "06-12-2023 10:00 uur", "op 06-12-2023 10 deelnemers", "BSN-convenant van 2017-06-22", "het BSN in 2019-2022",
    "riec-on@politie.nl", "piket@tiel.nl", "klantenservice@tiel.nl", "leefbaarheid@ede.nl", "inwonerszaken@ede.nl",
    "gegevensbescherming@ede.nl", "persoonsgerichteaanpak@ede.nl", "Bereikbaar via 088-1234567 (receptie)",
    "Zorg- en Veiligheidshuis, algemeen nummer 0570-123456", "git@github.com:vnon/kennisbank.git", "EU-verordening 2019/1020",
)  # fmt: skip


@pytest.mark.parametrize("naam", SECRETS)
def test_what_is_private_blocks(naam: str) -> None:
    text = normalise(SECRETS[naam])
    (hit,) = privacy.find(text)
    assert not hit.maybe
    assert hit.soort.split()[1] in {
        "burgerservicenummer",
        "bankrekeningnummer",
        "telefoonnummer",
        "persoonlijk",
        "kenteken",
        "geboortedatum",
    }


@pytest.mark.parametrize("tekst", FREE)
def test_what_is_public_passes(tekst: str) -> None:
    assert [v for v in privacy.find(normalise(tekst)) if not v.maybe] == []


def test_a_number_that_may_be_one_warns() -> None:
    (hit,) = privacy.find("In het dossier staat 111222333.")
    assert hit.maybe


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("docs/over.md", "Deze site", "Bel 06 12345678. Deze site"),
        ("docs/over.md", "samenvatting: Wie", "samenvatting: Bel 06 12345678, wie"),
        ("docs/over.md", "titel: Over", "# 06 12345678\ntitel: Over"),
        ("docs/_data/themas.yml", "naam: Jeugd", "naam: 'Jeugd 06 12345678'"),
        ("docs/_data/expertteams.yml", "- id", "# bel 06 12345678\n- id"),
        ("docs/_data/cijfers/woninginbraken.csv", "2016", "06 12345678"),
        ("newsletters/2023-q4.md", "## Terugblik", "<!-- 06 12345678 -->\n## Terugblik"),
        ("docs/praktijken/hackshield.md", "status: in gebruik", "status: 06 12345678"),
    ],
)  # fmt: skip
def test_it_is_found_in_every_kind_of_place_and_never_repeated(file: str, old: str, new: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    _, found = check(root)
    assert [b.file for b in found if "een telefoonnummer (06********)" in b.message] == [file]
    lines = (root / file).read_text(encoding="utf-8").split("\n")
    assert "06 12345678" in lines[next(b.line for b in found if "telefoon" in b.message) - 1]
    assert not [b for b in found if "12345678" in b.message]


def test_messages_are_masked() -> None:
    assert (
        privacy.mask("het veld 'x' is jan.jansen@tiel.nl of 06 12345678") == "het veld 'x' is ja******** of 06********"
    )
    assert privacy.mask("schrijf 2023-03-04") == "schrijf 2023-03-04"
    assert privacy.mask_value("06") == "06"
    assert privacy.mask("de link 'jan apenstaartje tiel punt nl'") == "de link 'ja********'"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Bel\n06 **1234**\n5678.", 2),
        ("> Het nummer is 06 12\n> 34 56 78.", 1),
        ("Eerst dit.\n\n- a\n- Bel\n  *06* 12345678", 5),
        ("Zie `code`,\nen **mail** naar\njan.jansen@**voorbeeldstad**.nl", 3),
        ("---\ntitel: Over\n---\n\n| a | b |\n| --- | --- |\n| 1 | 06 **1234** 5678 |", 7),
    ],
)
def test_what_marks_part_is_found_at_its_line(text: str, line: int) -> None:
    [finding] = told(text)
    assert (finding.line, finding.warning) == (line, False)


def test_what_is_seen_as_it_was_typed_is_told_once() -> None:
    text = "Bel **06 12345678** of\nmail _jan@voorbeeldstad.nl_; in het dossier staat **999990172**."
    assert sorted((b.line, b.warning) for b in told(text)) == [(1, False), (2, False), (2, True)]


FIELDS = (
    "- naam: Bel 06 12345678\n",
    "- naam: 'Bel 06 12345678'\n",
    '- naam: "Bel \\x306 12345678"\n',
    '- naam: "Bel 06 12\\\n         345678"\n',
    "- naam: >-\n    Bel 06 12\n    345678\n",
    "- naam: |\n    Bel\n    06 12345678\n",
    "- naam: Bel 06 12\n      345678\n",
    "- naam: Bel 06 **1234** 5678\n",
    "- naam: Bel 06-1234&#8203;5678\n",
    "- [{naam: x}, {naam: Bel 06\t12345678}]\n",
)


@pytest.mark.parametrize("text", FIELDS)
def test_every_way_to_type_front_matter_goes_through_the_gate(text: str) -> None:
    assert len(told(f"---\n{text.replace('- naam', 'titel')}---\n\nTekst.\n")) == 1


@pytest.mark.parametrize("text", FIELDS)
def test_every_way_to_type_a_field_goes_through_the_gate(text: str) -> None:
    assert [finding.message[:28] for finding in told(text, "docs/_data/themas.yml")] == ["hier staat een telefoonnumme"]


@pytest.mark.parametrize("cell", ["06 12345678", '"Bel 06\n12345678"', '"x, 06-12345678"', "06 *1234* 5678"])
def test_every_cell_goes_through_the_gate(cell: str) -> None:
    assert len(told(f"jaar,wie\n2023,{cell}\n", "docs/_data/cijfers/x.csv")) == 1


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        ("0570-123456", "Bel +31 (0)570 123456"),
        ("+31612345678", "Bel 06-12345678"),
        ("jan.jansen@voorbeeldstad.nl", "Mail Jan.Jansen@voorbeeldstad.nl"),
        ("jan.jansen@voorbeeldstad.nl", "Mail jan.jansen apenstaartje voorbeeldstad punt nl"),
        ("12-XX-34", "De pagina van 12-XX-34"),
        ("NL91ABNA0417164300", "Rekening NL91 ABNA 0417 1643 00"),
        ("J. Jansen", "J. Jansen, woordvoerder en adviseur"),
    ],
)
def test_what_is_allowed_passes_however_it_is_typed(entry: str, typed: str) -> None:
    allowed = privacy.Allowed((("deze", entry), ("ander", "0800-1205")))
    assert told(typed)
    assert told(typed, allowed=allowed) == []
    assert allowed.met == {"deze"}


def test_what_is_allowed_is_no_one_elses() -> None:
    assert told("Bel 06-12345679", allowed=privacy.Allowed((("deze", "06-12345678"),)))


def test_a_misleading_address_is_no_mailbox() -> None:
    [finding] = told("Zie https://politie.nl@ander.example/ voor meer.")
    assert finding.message == (
        "hier staat een misleidend webadres (po********); wat voor het apenstaartje staat, is niet de site waar de lezer komt; "
        "schrijf het adres zonder wat ervoor staat"
    )


def test_a_page_that_was_made_may_have_lost_the_words_around_a_number() -> None:
    text = f"Een pagina over het BSN. {'Veel tekst. ' * 10}\n\n0570-123456, VR-23-10, 999990172 en 06-12345678"
    found = [finding for finding in privacy.check_text("a.html", text, published=True) if not finding.warning]
    assert [finding.message[:41] for finding in found] == ["hier staat een telefoonnummer (06********"]


ROOT = Path(__file__).parents[2]


def test_the_example_for_contributors_is_allowed_and_met(tmp_path: Path) -> None:
    [example] = re.findall(
        r"```yaml\n(- id: [^`]*wie: [^`]*)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    )
    root = set_up(tmp_path / "project")
    (root / "docs/_data/toegestaan.yml").write_text(example, encoding="utf-8")
    page = root / "docs/over.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nBel +31 570 123456.\n", encoding="utf-8")
    assert check(root)[1] == []
    (root / "docs/_data/toegestaan.yml").unlink()
    assert [b.file for b in check(root)[1]] == ["docs/over.md"]


def test_who_looks_after_privacy_reads_what_is_allowed() -> None:
    rules = [line.split() for line in (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()]
    [(place, owners)] = [(i, rule[1:]) for i, rule in enumerate(rules) if rule[0] == "/docs/_data/toegestaan.yml"]
    assert owners == ["@veiligheidsnetwerk/privacy"]
    assert not [
        rule for rule in rules[place + 1 :] if rule[0] in {"*", "/docs/", "/docs/_data/"}
    ]  # the last that fits counts


@pytest.mark.parametrize("piece", ["a@", "a at ", "999990019,", "<!--", "geboortedatum,", "O0", "A. ", "http://a@b "])
def test_no_text_keeps_the_gate_busy(piece: str) -> None:
    """A page of 100 KB of what begins something: a look that goes back for each of them takes minutes."""
    text = piece * (100_000 // len(piece)) + "bsn"
    start = time.process_time()
    list(privacy.check_text("docs/_data/x.yml", text))
    assert time.process_time() - start < 5
