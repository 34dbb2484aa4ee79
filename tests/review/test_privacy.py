"""What may identify a person is refused wherever it is hidden, and no message repeats it."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.build.content import check
from macros.review import privacy
from tests.errors.test_errors import set_up

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
}
FREE: tuple[str, ...] = (
    "info@tiel.nl", "redactie@veiligheidsnetwerken.nl", "veiligheid@tiel.nl", "gemeente@apeldoorn.nl", "jan@example.nl",
    "privacy-tiel@tiel.nl", "@gemeente", "Bel 112.", "0900 8844", "0800-1205", "telefoon 0900-0101", "14 024", "2023-03-04",
    "01-02-2023 03-04-2023", "3-12-2023", "€ 1.234.567,89", "€ 229.760", "19538.88", "229.760.123", "0,5 1,25 2,125", "06:12 34:56",
    "123456789 inwoners", "meer dan 100.000+ gemeenten", "GM0197", "van 2015-2018 en 2019-2022", "in 2019 2020 2021 2022",
    "Q1-2023", "artikel 2.1.3", "1 2 3 4 5 6 7 8 9", "https://example.nl/2023/11/22/123456", "KvK 01234567", "re-12-ab",
    "EU-20-24", "A-12-B", "De A-28 en N-344", "nummer 0123", "ISBN 978-90-12-34567-8", "in 2023 en in 2024 tot en met 2027",
    "BSN zonder nummer", "Het kenteken staat niet in de bron.", "begrip: 7-stappenmodel", "12345678901234567890", "de BSN 123456789",
)  # fmt: skip


@pytest.mark.parametrize("naam", SECRETS)
def test_what_is_private_blocks(naam: str) -> None:
    text = privacy.normalise(SECRETS[naam])
    (hit,) = privacy.find(text)
    assert not hit.maybe
    assert hit.soort.split()[1] in {
        "burgerservicenummer",
        "bankrekeningnummer",
        "telefoonnummer",
        "persoonlijk",
        "kenteken",
    }


@pytest.mark.parametrize("tekst", FREE)
def test_what_is_public_passes(tekst: str) -> None:
    assert [v for v in privacy.find(privacy.normalise(tekst)) if not v.maybe] == []


def test_there_are_enough_cases() -> None:
    assert len(SECRETS) >= 30
    assert len(FREE) >= 30


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
