"""Every command in every situation in which it can fail: the exit code, one Dutch sentence, and nothing half done.

`TABLE` is the whole of it: what is typed, where, the exit code and a part of what is told. `SITUATIONS` makes them.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from macros.cli import main
from tests.conftest import ROOT
from tests.errors.test_errors import set_up
from tests.helpers import attachments

MAIL = "verstuur nieuwsbrief 2023-q4 --van=a@voorbeeld.nl --afmelden=https://voorbeeld.nl/"
TABLE = """
controleer                           | outside      | 1   | is geen kennisbank, want docs ontbreekt
controleer                           | empty docs   | 1   | staat geen enkele pagina
controleer                           | typing error | 1   | docs/_data/themas.yml:2: in de lijst die hier begint
controleer                           | binary page  | 1   | docs/over.md:1: op deze regel staat een teken dat geen UTF-8 is
controleer                           | full disk    | 0   | de cache store.db is niet bruikbaar (de schijf is vol
controleer                           | no right     | 0   | de cache store.db is niet bruikbaar (.cache/build mag niet
controleer                           | interrupted  | 130 | onderbroken
controleer --formaat=json            | outside      | 1   | is geen kennisbank
controleer-site site                 | outside      | 1   | site bestaat niet
controleer-site weg                  | project      | 1   | weg bestaat niet
controleer-site leeg                 | project      | 1   | in leeg staat geen enkele pagina
controleer-site --formaat=json leeg  | project      | 1   | in leeg staat geen enkele pagina
controleer-site bin                  | project      | 1   | bin is geen map
controleer-site bin/site             | project      | 1   | bin/site bestaat niet
controleer-site half                 | project      | 1   | index.html: de beginpagina ontbreekt
controleer-site site                 | interrupted  | 130 | onderbroken
houdbaarheid                         | outside      | 1   | is geen kennisbank
houdbaarheid                         | empty docs   | 1   | staat geen enkele pagina
houdbaarheid                         | typing error | 1   | docs/_data/themas.yml:2: in de lijst die hier begint
houdbaarheid                         | binary page  | 1   | docs/over.md:1: op deze regel staat een teken dat geen UTF-8 is
houdbaarheid                         | interrupted  | 130 | onderbroken
houdbaarheid --datum=morgen          | project      | 1   | 'morgen' is geen dag
links --met=weg                      | outside      | 1   | is geen kennisbank
links --met=weg                      | empty docs   | 1   | staat geen enkele pagina
links --met=weg                      | typing error | 1   | docs/_data/themas.yml:2: in de lijst die hier begint
links --met=weg                      | binary page  | 1   | docs/over.md:1: op deze regel staat een teken dat geen UTF-8 is
links --met=./weg                    | with a link  | 1   | De linkcontrole liep niet: weg bestaat niet
links --met=./bin                    | with a link  | 1   | De linkcontrole liep niet: bin mag niet worden gelezen
links --met=true                     | with a link  | 1   | (true) liep niet: zij gaf geen uitslag
links --met=true                     | full disk    | 1   | de schijf is vol, dus .cache kan niet worden geschreven
links --met=true                     | interrupted  | 130 | onderbroken
uit-formulier weg                    | outside      | 1   | is geen kennisbank
uit-formulier weg                    | project      | 1   | weg bestaat niet
uit-formulier leeg                   | project      | 1   | leeg is een map en geen bestand
uit-formulier nul                    | project      | 1   | nul:1: het bestand is leeg
uit-formulier bin                    | project      | 1   | bin:1: op deze regel staat een teken dat geen UTF-8 is
uit-formulier bin/x                  | project      | 1   | bin/x kan er niet zijn
uit-formulier adressen               | project      | 1   | dit is geen ingevuld formulier
uit-formulier form                   | full disk    | 1   | de schijf is vol, dus docs/_data/activiteiten/2027.yml kan niet
uit-formulier form                   | no right     | 1   | docs/_data/activiteiten/2027.yml mag niet worden
uit-formulier form                   | interrupted  | 130 | onderbroken
nieuw thema Iets                     | outside      | 1   | is geen kennisbank
nieuw praktijk Iets                  | outside      | 1   | is geen kennisbank
nieuw praktijk ?!                    | project      | 1   | kan geen bestandsnaam worden gemaakt
nieuw nieuwsbrief winter             | project      | 1   | 'winter' is geen kwartaal
nieuw nieuwsbrief 2023-q4            | project      | 1   | newsletters/2023-q4.md bestaat al
nieuw praktijk LANG                  | project      | 1   | is te lang
houdbaarheid --datum=9999-12-31       | project      | 1   | het jaar van 9999-12-31 ligt niet tussen 2000 en 2100
nieuw thema Iets                     | binary data  | 1   | docs/_data/themas.yml:1: op deze regel staat een teken dat geen UTF-8 is
nieuw thema Iets                     | empty data   | 1   | docs/_data/themas.yml:1: het bestand is leeg
nieuw thema Iets                     | blocked      | 1   | docs/themas bestaat al
nieuw thema Iets                     | full disk    | 1   | de schijf is vol
nieuw thema Iets                     | no right     | 1   | mag niet worden gelezen of geschreven
nieuw thema Iets                     | interrupted  | 130 | onderbroken
schema bin                           | project      | 1   | bin bestaat al
schema bin/schemas                   | project      | 1   | bin/schemas kan er niet zijn
schema schemas                       | full disk    | 1   | de schijf is vol, dus schemas
schema schemas                       | no right     | 1   | schemas mag niet worden
schema schemas                       | interrupted  | 130 | onderbroken
gebruik log                          | outside      | 1   | is geen kennisbank
gebruik weg                          | project      | 1   | weg bestaat niet
gebruik leeg                         | project      | 1   | leeg is een map en geen bestand
gebruik nul                          | project      | 1   | in nul staat geen regel van een webserver
gebruik bin                          | project      | 1   | in bin staat geen regel van een webserver
gebruik halfgz                       | project      | 1   | halfgz is geen heel gzip-bestand
gebruik log                          | wrong usage  | 1   | docs/_data/gebruik/2026-03.csv:2: dit is geen rij van 'kennisbank gebruik'
gebruik log                          | full disk    | 1   | de schijf is vol
gebruik log                          | no right     | 1   | docs/_data/gebruik mag niet worden
gebruik log                          | interrupted  | 130 | onderbroken
MAIL --naar=adressen                 | project      | 1   | waarheen?
MAIL --naar=weg --proef              | project      | 1   | weg bestaat niet
MAIL --naar=leeg --proef             | project      | 1   | leeg is een map en geen bestand
MAIL --naar=nul --proef              | project      | 1   | nul:1: de eerste regel moet één kolom 'adres' hebben
MAIL --naar=bin --proef              | project      | 1   | bin:1: dit teken is geen UTF-8
MAIL --naar=adressen --proef         | outside      | 1   | is geen kennisbank
MAIL --naar=adressen --proef         | project      | 1   | maak eerst de site met 'make site'
MAIL --naar=adressen --proef=bin     | with mail    | 1   | bin bestaat al
MAIL --naar=adressen --proef=bin/x   | with mail    | 1   | bin/x kan er niet zijn
MAIL --naar=adressen --proef         | full disk    | 1   | de schijf is vol
MAIL --naar=adressen --proef         | no right     | 1   | proef mag niet worden
MAIL --naar=adressen --proef         | binary mail  | 1   | dit bestand is geen nieuwsbrief uit de bouw
MAIL --naar=adressen --proef         | interrupted  | 130 | onderbroken
MAIL --naar=adressen --smtp=127.0.0.1:1 --journaal=bin/x | with mail | 1 | het journaal kan niet worden geopend: bin/x kan er niet zijn
MAIL --naar=adressen --smtp=..:25 | with mail | 1 | is geen server
MAIL --naar=adressen --smtp=127.0.0.1:1 --journaal=/dev/full | with mail | 1 | is geen gewoon bestand
MAIL --naar=adressen --smtp=127.0.0.1:1 --journaal=j     | with mail | 1 | geen verbinding met de mailserver 127.0.0.1 (de verbinding wordt geweigerd)
schoon weg.jpg                       | project      | 1   | weg.jpg bestaat niet
schoon form                          | project      | 1   | form: dit is geen plaatje of pdf; de naam eindigt op .jpg
schoon docs                          | project      | 1   | docs: dit is geen plaatje of pdf
schoon nul.pdf                       | project      | 1   | nul.pdf: dit bestand is leeg
schoon foto.jpg half.png             | project      | 1   | half.png: dit bestand heet .png, maar is het niet
schoon foto.jpg                      | full disk    | 1   | de schijf is vol, dus foto.jpg
schoon foto.jpg                      | no right     | 1   | foto.jpg mag niet worden
schoon foto.jpg                      | interrupted  | 130 | onderbroken
bouw                                 | outside      | 1   | is geen kennisbank, want mkdocs.yml ontbreekt
bouw                                 | empty docs   | 1   | staat geen enkele pagina
bouw                                 | typing error | 1   | De bouw is mislukt
bouw                                 | full disk    | 1   | De schijf is vol, dus .cache
bouw                                 | no right     | 1   | mag niet worden gelezen of geschreven; er is niets gepubliceerd
bouw                                 | interrupted  | 130 | onderbroken
publiceer doel                       | outside      | 1   | is geen kennisbank, want mkdocs.yml ontbreekt
publiceer doel                       | empty docs   | 1   | staat geen enkele pagina
publiceer doel                       | typing error | 1   | docs/_data/themas.yml:2: in de lijst die hier begint
publiceer bin                        | project      | 1   | bin bestaat al; er is niets gepubliceerd
publiceer bin/doel                   | project      | 1   | bin/doel kan er niet zijn, want een deel van dit pad is geen map; er is
publiceer /proc/doel                 | project      | 1   | /proc/doel bestaat niet; er is niets gepubliceerd
publiceer doel                       | full disk    | 1   | De schijf is vol
publiceer doel                       | no right     | 1   | doel mag niet worden
publiceer doel                       | interrupted  | 130 | onderbroken
terug weg                            | project      | 1   | weg is geen map
terug bin                            | project      | 1   | bin is geen map
terug leeg                           | outside      | 1   | leeg is geen map
terug leeg                           | project      | 1   | in leeg staat geen uitgave
terug uitgaven 2020                  | releases     | 1   | Er is geen uitgave 2020
terug uitgaven                       | releases     | 1   | uitgave.json is niet te lezen
terug uitgaven                       | no right     | 1   | mag niet worden
terug uitgaven                       | interrupted  | 130 | onderbroken
nieuw                                | project      | 1   | deze opdracht is niet volledig of niet bekend; schrijf kennisbank nieuw
opruimen                             | project      | 1   | deze opdracht is niet volledig of niet bekend; schrijf kennisbank
"""
FORM = """### Naam van de activiteit\n\nStraatdag\n\n### Wanneer?\n\n2027-03-04\n\n### Soort\n\noverleg\n\n### Stand\n\ngepland
\n### Bron\n\nvoortgangsbericht-2023\n"""
LOG = '203.0.113.9 - - [04/Mar/2026:10:00:00 +0100] "GET /themas/jeugd/ HTTP/1.1" 200 99 "-" "Mozilla/5.0 (X11)"\n'
BINARY = b"\xff\xfe\x00\x01" * 100
EML = (
    'Subject: Nieuws\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="x"\r\n\r\n'
    "--x\r\nContent-Type: text/plain\r\n\r\nNieuws\r\n--x\r\nContent-Type: text/html\r\n\r\nNieuws\r\n--x--\r\n"
)
ISSUE = "site/nieuwsbrieven/2023-q4/nieuwsbrief.eml"


# ── Situations ──────────────────────────────────────────────────────────────────────────────────────────


def _project(root: Path, _: pytest.MonkeyPatch) -> None:
    """A small project, beside it all that a command may be given."""
    set_up(root)
    (root / "leeg").mkdir()
    for name, contents in {
        "bin": BINARY, "nul": b"", "form": FORM.encode(), "log": LOG.encode(), "halfgz": b"\x1f\x8b\x08\0\0\0",
        "foto.jpg": attachments.written("jpg", comment="x"), "half.png": BINARY, "nul.pdf": b"",
        "adressen": b"adres\njan@voorbeeld.nl\n", "half/over.html": b"<html lang=nl><title>x</title><h1>x</h1></html>",
    }.items():  # fmt: skip
        _put(root / name, contents)


def _put(path: Path, contents: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents)


def _outside(root: Path, _: pytest.MonkeyPatch) -> None:
    root.mkdir()


def _with(*changes: tuple[str, bytes | None]) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """The project with other files; None takes a file or a link away."""

    def change(root: Path, patch: pytest.MonkeyPatch) -> None:
        _project(root, patch)
        for name, contents in changes:
            if contents is None:
                (root / name).unlink()
            else:
                _put(root / name, contents)

    return change


def _empty_docs(root: Path, patch: pytest.MonkeyPatch) -> None:
    _project(root, patch)
    (root / "docs").rename(root / "oud")
    (root / "docs").mkdir()


def _failing(number: int) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """A disk on which nothing can be made or written: what the system says, at each of the doors to it."""

    def change(root: Path, patch: pytest.MonkeyPatch) -> None:
        _with(("docs/link.md", b"---\ntitel: x\nsamenvatting: y\n---\n\nhttps://a.nl/\n"), (ISSUE, EML.encode()))(
            root, patch
        )
        (root / "docs/link.md").rename(root / "docs/over.md")
        _put(root / "uitgaven/releases/1/uitgave.json", b'{"eigen": {}, "server": {}}')
        _put(root / "uitgaven/releases/2/uitgave.json", b'{"eigen": {}, "server": {}}')

        def refuse(path: Any, *_: object, **__: object) -> NoReturn:  # noqa: ANN401 - whatever names a file
            raise OSError(number, os.strerror(number), str(path))

        patch.setattr(os, "mkdir", refuse)
        patch.setattr(Path, "write_text", refuse)
        patch.setattr(Path, "write_bytes", refuse)

    return change


def _interrupted(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at the first look at the disk."""
    _project(root, patch)

    def stop(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    for name in ("exists", "is_dir", "read_bytes", "write_text", "mkdir"):
        patch.setattr(Path, name, stop)


LINK = b"---\ntitel: Over\nsamenvatting: Waar dit over gaat.\n---\n\nZie https://a.nl/ voor meer.\n"
OTHER_THEME = (
    b"- id: ondermijning\n  naam: Ondermijning\n  kort: Wat de samenleving ondergraaft.\n  looptijden:\n    - van: 2019\n"
    b"  subthemas:\n    - id: mensenhandel\n      naam: Mensenhandel\n  bron: voortgangsbericht-2023\n"
)
SITUATIONS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "project": _project,
    "outside": _outside,
    "empty docs": _empty_docs,
    "typing error": _with(("docs/_data/themas.yml", b"- id: jeugd\n  naam: [Jeugd\n bron: x\n" + OTHER_THEME)),
    "binary page": _with(("docs/over.md", BINARY)),
    "binary data": _with(("docs/_data/themas.yml", BINARY)),
    "empty data": _with(("docs/_data/themas.yml", b"")),
    "wrong usage": _with(("docs/_data/gebruik/2026-03.csv", b"dag,pad,soort,aantal\n2026-03-04;/;pagina;1\n")),
    "with a link": _with(("docs/over.md", LINK)),
    "with mail": _with((ISSUE, EML.encode())),
    "binary mail": _with((ISSUE, BINARY)),
    "blocked": _with(("docs/themas", b"")),
    "releases": _with(("uitgaven/releases/1/uitgave.json", BINARY), ("uitgaven/releases/2/uitgave.json", BINARY)),
    "full disk": _failing(errno.ENOSPC),
    "no right": _failing(errno.EACCES),
    "interrupted": _interrupted,
}
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("typed", "situation", "code", "message"), ROWS)
def test_what_cannot_be_done_is_told(
    typed: str, situation: str, code: str, message: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root = tmp_path / "project"
    with monkeypatch.context() as patch:
        SITUATIONS[situation](root, patch)
        if typed.startswith(("bouw", "publiceer")) and situation != "outside":
            for name in ("mkdocs.yml", "macros"):
                (root / name).symlink_to(ROOT / name)
        patch.chdir(root)
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        was = _files(root)
        arguments = typed.replace("MAIL", MAIL).replace("LANG", "lang " * 60).strip()
        assert main(_words(arguments)) == int(code)
    out, err = capfd.readouterr()
    assert message in out + err
    assert not re.search(r"Traceback|Errno|Error\b|No such|denied|not permitted|exists|directory", out + err)
    assert "had niet mogen gebeuren" not in err
    if code != "0":
        assert "Alles klopt" not in out
        assert _files(root) == was, "nothing half done"
        assert err.count("\n") == 1 or "bouw is mislukt" in err or " fout" in out + err or "Gestopt" in err


def _words(arguments: str) -> list[str]:
    """As a shell has them, with a title in one piece."""
    head, found, title = arguments.partition("nieuw praktijk ")
    return ["nieuw", "praktijk", title] if found and not head else arguments.split()


def _files(root: Path) -> dict[str, bytes]:
    """What stands there, but for what a command keeps for itself; read without what a situation changed."""
    found: dict[str, bytes] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), root)  # noqa: PTH118
            if not re.match(r"\.cache/|doel/\.|uitgaven/\.|j$", path):
                with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123
                    found[path] = file.read()
    return found


# ── What no table can hold ──────────────────────────────────────────────────────────────────────────────


def _command(root: Path, typed: str, out: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "macros.cli", *typed.split()],
        cwd=root, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=out, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip


def test_an_answer_that_cannot_be_written_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _project(tmp_path / "project", monkeypatch)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        outcome = _command(tmp_path / "project", "schema schemas", full.fileno())
    expected = "de schijf is vol, dus een bestand kan niet worden geschreven\n"
    assert (outcome.returncode, outcome.stderr) == (1, expected)


def test_a_folder_that_is_gone_and_an_output_that_is_closed_are_told(tmp_path: Path) -> None:
    (tmp_path / "weg").mkdir()
    for typed, message in (
        ("rmdir ../weg; exec {}", "de map waarin u staat, bestaat niet meer"),
        ("exec {} >&-", "er is geen uitvoer"),
        ("exec {} --help 2>&-", ""),  # what cannot be told is no reason to go on
    ):
        (tmp_path / "weg").mkdir(exist_ok=True)
        command = typed.format(f"{sys.executable} -m macros.cli controleer")
        outcome = subprocess.run(  # noqa: S603 - our own command
            ["/bin/sh", "-c", command],
            cwd=tmp_path / "weg", env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (outcome.returncode, outcome.stdout) == (1, "")
        assert outcome.stderr.startswith(message)
        assert outcome.stderr.count("\n") == bool(message)


def test_a_name_that_no_text_holds_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _project(tmp_path / "project", monkeypatch)
    Path(os.fsdecode(os.fsencode(tmp_path / "project/docs/") + b"/caf\xe9.txt")).write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "project")
    assert main(["controleer"]) == 1


def test_what_no_one_foresaw_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong() -> NoReturn:
        raise LookupError("in English")

    monkeypatch.setattr("macros.cli._parser", wrong)
    assert main([]) == 1
    said = capsys.readouterr().err
    assert re.fullmatch(
        r"dit had niet mogen gebeuren \(LookupError in test_failures\.py:\d+\); meld het aan .*\n", said
    )
    monkeypatch.setenv("KENNISBANK_TRACEBACK", "1")
    with pytest.raises(LookupError):
        main([])
