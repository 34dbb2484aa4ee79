"""An old address at which nothing ever was is told of, when there is a release that knows."""

from __future__ import annotations

import json
from pathlib import Path

from macros.build.content import check
from macros.release import archive, markup
from tests.errors.test_errors import HERE, read_case, set_up


def _project(tmp_path: Path) -> Path:
    return set_up(tmp_path / "project", read_case(HERE / "cases/adres-goed.txt"))


def _release(site: Path, *paths: str) -> None:
    (site / "data").mkdir(parents=True)
    (site / markup.BUILD_LIST).write_text(json.dumps({"bestanden": dict.fromkeys(paths, "")}), encoding="utf-8")


def test_an_address_that_never_was_is_a_warning(tmp_path: Path) -> None:
    root = _project(tmp_path)
    _release(
        root / "site", "index.html", "praktijken/oude-proef/index.html", "praktijken/oud-spel/index.html", "feed.xml"
    )
    [found] = check(root)[1]
    message = "op het oude adres /praktijken/spel/ stond in de vorige uitgave niets; bedoelde u 'praktijken/oud-spel/'?"
    assert str(found) == f"docs/praktijken/hackshield.md:9: {message}"
    assert found.warning


def test_an_activity_that_got_another_id_or_is_gone_is_a_warning(tmp_path: Path) -> None:
    root = _project(tmp_path)
    kept, gone = "activiteiten/agenda.ics", "activiteiten/borrel.ics"
    _release(root / "site", "index.html", "praktijken/spel/index.html", "activiteiten/re-bootcmp-2032.ics", kept, gone)
    found = [finding for finding in check(root)[1] if "activiteit " in finding.message]
    lost, renamed = (
        (
            "docs/_data/activiteiten:1: activiteit 'borrel' van de vorige uitgave is er niet meer; een agenda houdt haar afspraak; "
            "laat de rij staan met 'status: vervallen' als zij niet doorgaat"
        ),
        (
            "docs/_data/activiteiten/2023.yml:2: activiteit 're-bootcmp-2032' heet nu 're-bootcmp-2023', en wie haar in zijn agenda zette, houdt de "
            "oude afspraak; laat de id zoals zij was: lezers zien hem niet"
        ),
    )
    assert [str(finding) for finding in found] == [lost, renamed]
    assert all(finding.warning for finding in found)


def test_words_of_readers_lead_to_a_page_that_is_there(tmp_path: Path) -> None:
    root = _project(tmp_path)
    (root / "docs/_data/zoekwoorden.yml").write_text(
        "- id: spel\n  woorden: [gamen]\n  naar: [praktijken/hackshield/, praktijken/hackshiel/]\n- id: nog\n  woorden: drones\n",
        encoding="utf-8",
    )
    found = check(root)[1]
    message = "de pagina /praktijken/hackshiel/ is er niet; bedoelde u 'praktijken/hackshield/'?"
    wrong = f"docs/_data/zoekwoorden.yml:3: {message}"
    message = "lezers zoeken 'drones', en daarover is nog geen pagina; zet haar bij 'naar' zodra zij er is"
    assert [(str(one), one.warning) for one in found if "zoekwoorden" in one.file] == [
        (wrong, False),
        (f"docs/_data/zoekwoorden.yml:5: {message}", True),
    ]


def test_without_a_release_nothing_is_said(tmp_path: Path) -> None:
    assert check(_project(tmp_path))[1] == []


def test_a_list_that_is_not_to_be_read_knows_no_addresses(tmp_path: Path) -> None:
    assert archive.addresses(tmp_path) == frozenset()
    (tmp_path / "data").mkdir()
    for text in ("", "[]", '{"bestanden": 3}', "{}"):
        (tmp_path / markup.BUILD_LIST).write_text(text, encoding="utf-8")
        assert archive.addresses(tmp_path) == frozenset()


def test_a_page_of_the_last_release_that_is_gone_is_a_warning_at_the_file_in_which_it_stood(tmp_path: Path) -> None:
    root = _project(tmp_path)
    gone = ("gemeenten/oud/", "praktijken/proef/", "begrippen/oud/", "over/vroeger/")
    there = ("index.html", "praktijken/hackshield/index.html", "praktijken/oude-proef/index.html")
    _release(
        root / "site",
        *there,
        "praktijken/spel/index.html",
        "praktijken/oud-spel/index.html",
        *(f"{a}index.html" for a in gone),
    )
    found = [finding for finding in check(root)[1] if "vorige uitgave" in finding.message]
    assert [(finding.file, finding.message.partition("; ")[2]) for finding in found] == [
        ("docs/_data/begrippen.yml", "laat de rij staan, of geef haar een andere id met 'kennisbank hernoem begrip'"),
        (
            "docs/_data/gemeenten.csv",
            "laat de rij staan, en vul 'tot' en 'opgegaan_in' in als zij in een andere is opgegaan",
        ),
        ("docs/over/vroeger.md", "zet haar terug, of zet bij docs/_data/doorverwijzingen.yml waar zij heen ging"),
        (
            "docs/praktijken/proef.md",
            "laat haar staan met 'status: ingetrokken', of geef haar een andere naam met 'kennisbank hernoem praktijk'",
        ),
    ]
    assert all(finding.warning for finding in found)


def test_of_what_cannot_be_read_no_one_says_that_it_is_gone(tmp_path: Path) -> None:
    root = _project(tmp_path)
    practice = root / "docs/praktijken/hackshield.md"
    practice.write_text(practice.read_text("utf-8").replace("status: in gebruik", "status: bestaat"), "utf-8")
    _release(root / "site", "index.html", "praktijken/hackshield/index.html", "praktijken/iets/index.html")
    assert not [finding for finding in check(root)[1] if "er niet meer" in finding.message]
