"""A new network begins: what is asked, what is told of a wrong answer, and that the folder is whole or not there."""

from __future__ import annotations

import errno
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.build import content
from macros.cli import ASKED, main
from macros.records import models as m
from macros.writing import beginning
from tests.conftest import MOMENT, ROOT

ANSWERS = {
    "naam": "Veiligheidsnetwerk 't Gooi & Omstreken",
    "id": "vngo",
    "regio": "'t Gooi & Omstreken",
    "adres": "https://www.veilig-voorbeeld.nl",
    "provincies": "geen",
    "opslagplaats": "geen",
}
WRONG = """\
--naam '1e netwerk <b>': schrijf 3 tot 80 tekens, en begin met een letter; toegestaan zijn letters, cijfers, spaties en ' & . , ( ) / -
--id 'VN Gooi': schrijf 2 tot 20 kleine letters, cijfers of streepjes, en begin met een letter; bedoelde u 'vn-gooi'?
--regio ontbreekt: schrijf 3 tot 80 tekens, en begin met een letter; toegestaan zijn letters, cijfers, spaties en ' & . , ( ) / -
--adres 'http://Voorbeeld.nl/?x': schrijf het hele adres van de site in kleine letters, bijvoorbeeld https://voorbeeld.nl/
--provincies 'Drente, Holland': 'Drente' is geen provincie; bedoelde u 'Drenthe'? 'Holland' is geen provincie; toegestaan is \
Drenthe, Flevoland, Fryslân, Gelderland, Groningen, Limburg, Noord-Brabant, Noord-Holland, Overijssel, Utrecht, Zeeland, \
Zuid-Holland, schrijf namen met een komma ertussen, of geen
--opslagplaats 'kennisbank': schrijf organisatie/naam, zoals op GitHub in het adres staat, of geen
"""


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def begun(target: Path, **other: str) -> int:
    """Begin a network with these answers, and of the other questions those of an example."""
    return main(["begin", str(target), *(f"--{name}={answer}" for name, answer in (ANSWERS | other).items())])


def texts(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_new_network_has_one_of_each_and_nothing_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert begun(tmp_path / "nieuw") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "make serve" in out
    assert out.count(". ") + 1 == 3, "three sentences"
    made, findings = content.check(tmp_path / "nieuw")
    assert findings == []
    assert made is not None
    catalog = made.view.catalog
    assert [len(catalog.all_of(model)) for model in (m.Thema, m.Praktijk, m.Nieuwsbrief, m.Activiteit, m.Gemeente)] == [
        1,
        1,
        1,
        1,
        0,
    ]
    assert (catalog.netwerk.naam, catalog.netwerk.kort) == (ANSWERS["naam"], "Veiligheidsnetwerk")
    assert (catalog.netwerk.adres, catalog.netwerk.domein.naam) == (
        "https://www.veilig-voorbeeld.nl/",
        "veilig-voorbeeld.nl",
    )


def test_what_is_an_example_says_so(tmp_path: Path) -> None:
    assert begun(tmp_path / "nieuw") == 0
    made, _ = content.check(tmp_path / "nieuw")
    assert made is not None
    catalog = made.view.catalog
    for record in (
        catalog.all_of(model)[0] for model in (m.Bron, m.Thema, m.Praktijk, m.Nieuwsbrief, m.Activiteit, m.Begrip)
    ):
        said = record.model_dump_json() + getattr(record, "tekst", "")
        assert re.search("(?i)voorbeeld.*vervang", said, re.DOTALL), record.id
        assert record.bron == ("voorbeeldbron",)


def test_municipalities_are_those_of_the_provinces_with_their_source(tmp_path: Path) -> None:
    assert (
        begun(tmp_path / "nieuw", provincies="Friesland en zeeland", opslagplaats="https://github.com/vngo/kb.git") == 0
    )
    made, findings = content.check(tmp_path / "nieuw")
    assert findings == []
    assert made is not None
    found = made.view.catalog.all_of(m.Gemeente)
    assert len(found) == 18 + 13
    assert {g.provincie for g in found} == {"Fryslân", "Zeeland"} == {*made.view.catalog.netwerk.provincies}
    assert {g.bron for g in found} == {("gemeentelijst",)}
    assert "GeoNames" in made.view.catalog.one(m.Bron, "gemeentelijst").omschrijving
    assert made.view.catalog.netwerk.diensten.wijzigen == "https://github.com/vngo/kb/edit/main/{pad}"
    assert "@vngo/redactie" in (tmp_path / "nieuw/.github/CODEOWNERS").read_text("utf-8")


def test_a_network_without_municipalities_has_no_trace_of_them(tmp_path: Path) -> None:
    assert begun(tmp_path / "nieuw") == 0
    files = texts(tmp_path / "nieuw")
    assert not [path for path in files if "gemeenten" in path or "district" in path]
    for path in (
        "mkdocs.yml",
        ".github/ISSUE_TEMPLATE/praktijk.yml",
        ".github/ISSUE_TEMPLATE/activiteit.yml",
        "CONTRIBUTING.md",
    ):
        assert not re.search(r"gemeenten\b.*\.(csv|md)|id: (gemeenten|districten)|GM\d", files[path].decode()), path


def test_the_same_answers_give_the_same_files(tmp_path: Path) -> None:
    assert begun(tmp_path / "een", provincies="Utrecht") == 0
    (tmp_path / "twee").mkdir()  # an empty folder will do
    assert begun(tmp_path / "twee", provincies="Utrecht") == 0
    assert texts(tmp_path / "een") == texts(tmp_path / "twee")


def test_every_wrong_answer_is_told_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {
        "naam": "1e netwerk <b>",
        "id": "VN Gooi",
        "adres": "http://Voorbeeld.nl/?x",
        "provincies": "Drente, Holland",
    }
    options = [f"--{name}={answer}" for name, answer in (wrong | {"opslagplaats": "kennisbank"}).items()]
    assert main(["begin", str(tmp_path / "nieuw"), *options]) == 1
    assert capsys.readouterr().err == WRONG
    assert [*tmp_path.iterdir()] == []


def test_without_a_screen_each_option_that_is_missing_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["begin", str(tmp_path / "nieuw")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(" ontbreekt: ")[0] for line in told] == [f"--{name}" for name in ASKED]
    assert [*tmp_path.iterdir()] == []


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_screen_each_question_is_asked_until_it_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "\n".join([ANSWERS["naam"], "VNGO", "vngo", "", ANSWERS["regio"], ANSWERS["adres"], "geen", "geen", ""])
    monkeypatch.setattr("sys.stdin", _Screen(typed))
    assert main(["begin", str(tmp_path / "nieuw")]) == 0
    out = capsys.readouterr().out
    asked = beginning.questions(())
    assert [out.count(question.ask.split("?")[0]) for question in asked] == [1, 2, 2, 1, 1, 1]
    assert (
        "Dat kan niet: schrijf 2 tot 20 kleine letters, cijfers of streepjes, en begin met een letter; bedoelde u 'vngo'?"
        in out
    )


def test_a_folder_that_is_not_empty_stays_what_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol/.verborgen").write_text("van iemand", "utf-8")
    (tmp_path / "bestand").write_text("van iemand", "utf-8")
    for target, told in (
        ("vol", "is niet leeg; kies een lege map, of een die er nog niet is"),
        ("bestand", "is geen map; kies een lege map, of een die er nog niet is"),
        ("weg/nieuw", "bestaat niet; maak haar eerst"),
    ):
        assert begun(tmp_path / target) == 1
        assert capsys.readouterr().err.endswith(f"{told}\n")
    assert texts(tmp_path) == {"vol/.verborgen": b"van iemand", "bestand": b"van iemand"}


def test_what_stops_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[tuple[str, str]]:
        yield "README.md", "half"
        raise KeyboardInterrupt

    monkeypatch.setattr(beginning, "files", interrupted)
    assert begun(tmp_path / "nieuw") == 130
    assert "onderbroken" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_it_begins_in_the_folder_in_which_someone_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hier").mkdir()
    monkeypatch.chdir(tmp_path / "hier")
    assert begun(Path()) == 0
    assert Path("docs/_data/netwerk.yml").is_file()
    assert [*tmp_path.iterdir()] == [tmp_path / "hier"]


def test_a_folder_that_was_there_is_empty_again_when_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nieuw").mkdir()
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "docs":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    assert begun(tmp_path / "nieuw") == 1
    assert [*tmp_path.rglob("*")] == [tmp_path / "nieuw"]


# ── The municipalities of the country ───────────────────────────────────────────────────────────────────


def test_the_list_has_all_municipalities_of_the_country_and_ours_as_we_know_them(contents: content.Content) -> None:
    known = beginning.municipalities(ROOT / "overrides/begin/gemeenten.csv")
    assert len(known) == len({one.code for one in known}) == len({one.id for one in known}) == 342
    assert all(re.fullmatch(r"GM\d{4}", one.code) for one in known)
    assert len({one.provincie for one in known}) == 12
    ours = {(g.code, g.naam, g.provincie) for g in contents.view.catalog.all_of(m.Gemeente)}
    provinces = {*contents.view.catalog.netwerk.provincies}
    assert ours == {(one.code, one.naam, one.provincie) for one in known if one.provincie in provinces}


def test_the_day_of_the_list_is_told_where_it_is_used() -> None:
    heading = (ROOT / "overrides/begin/gemeenten.csv").read_text("utf-8").partition("\ncode,")[0]
    source = (ROOT / "overrides/begin/project/docs/_data/bronnen.yml").read_text("utf-8")
    assert "26 september 2026" in heading
    assert source.count("26 september 2026") == 2
    assert "datum: 2026-09\n" in source


# ── What is run ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_workflow_runs_is_there(tmp_path: Path) -> None:
    assert begun(tmp_path / "nieuw") == 0
    makefile = (tmp_path / "nieuw/Makefile").read_text("utf-8")
    steps = "\n".join(path.read_text("utf-8") for path in (tmp_path / "nieuw/.github/workflows").iterdir())
    targets = {
        word
        for line in re.findall(r"make (.*)", steps)
        for word in re.findall(r"(?<!\S)[a-z]+(?!\S)", line.split(">")[0])
    }
    assert targets >= {"check", "test", "publiceer", "voorbeeld", "links", "houdbaarheid"}
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
    scripts = {*re.findall(r"\.github/steps/\w+|\.ci/\w+", steps + makefile)}
    assert scripts == {f".github/steps/{name}" for name in ("links", "melding", "voorbeeld")}
    assert all(os.access(tmp_path / "nieuw" / script, os.X_OK) for script in scripts)
