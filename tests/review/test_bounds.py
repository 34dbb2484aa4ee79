"""Nothing a contributor hands in keeps a build busy; pictures and PDFs: test_pictures.py and test_pdf.py."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from macros.build.content import check
from macros.review import bounds
from tests.conftest import ROOT
from tests.errors.test_errors import set_up
from tests.helpers import attachments

TIME_LIMIT = 20.0

# Each of these keeps Python-Markdown 3.11 busy, exhausts its stack, or is a hundred times what a page holds.
BOMBS: dict[str, str] = {
    "haken": "[a" * 4000,
    "plaatjes": "![" * 4000,
    "alleen haken": "[" * 8000,
    "lege links": "[](" * 2700,
    "halve links": "[a](" * 2000,
    "links met <": "[a](<" * 1600,
    "links met een titel": '[a]( "' * 1300,
    "links op naam": "[a][" * 2000,
    "links over regels": "[a]\n[" * 2000,
    "CDATA": "<![CDATA[" * 900,
    "halve elementen": "<a " * 2700,
    "halve attributen": '<a b="' * 1300,
    "geopende opmerkingen": "<!--" * 2000,
    "instructies": "<?" * 4000,
    "halve adressen": "<http://" * 1000,
    "lijst in lijst": "1. " * 1000,
    "plus in plus": "+ " * 1000,
    "ster in ster": "* " * 3000 + "a",
    "streepje in streepje": "- " * 1000 + "a",
    "citaat in citaat": "> " * 1000,
    "citaat zonder spaties": ">" * 5000,
    "citaat en lijst": "> - " * 500,
    "inspringen": "".join("    " * i + "- a\n" for i in range(100)),
    "tabs": "".join("\t" * i + "- a\n" for i in range(100)),
    "koppen": "# a\n" * 2000,
    "koppen met tekst": "## a\n\ntekst\n\n" * 1000,
    "noten": "[^1]: a\n\n" + "[^1] " * 1900,
    "noten die noten noemen": "".join(f"[^{i}]: [^{i + 1}]\n" for i in range(600)),
    "backslashes": ("\\*" * 4500 + "\n") * 20,
    "elementen": ("<b>a</b> " * 900 + "\n") * 20,
    "geopende elementen": ("<b> " * 2000 + "\n") * 20,
    "sterretjes": ("*a* " * 2000 + "\n") * 20,
    "accenten": ("`a` " * 2000 + "\n") * 20,
    "entiteiten": ("&amp;" * 1800 + "\n") * 20,
    "tabel": "a|" * 2000 + "\n" + "-|" * 2000 + "\n" + ("b|" * 4000 + "\n") * 9,
    "lijst": "- a\n" * 40_000,
    "kaders": "!!! note\n    a\n\n" * 5000,
    "kader in kader": "".join("    " * i + "!!! note\n\n" for i in range(60)),
    "woorden": '{{ bron("voortgangsbericht-2023") }}\n' * 4000,
    "haakjes in een woord": "{{ bron(" + "(" * 5000 + ") }}",
    "lange regel": "woord " * 3000,
    "grote pagina": "Een regel tekst.\n" * 20_000,
    "zeer grote pagina": "Een regel tekst.\n" * 80_000,
}


@pytest.mark.parametrize("naam", BOMBS)
def test_a_bomb_ends_in_a_message(naam: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    with (root / "docs/over.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{BOMBS[naam]}\n")
    start = time.process_time()
    contents, found = check(root)
    assert time.process_time() - start < TIME_LIMIT
    assert contents is None
    assert [b.file for b in found if not b.warning] == ["docs/over.md"]
    assert len(found[0].message) < 300


def test_there_are_thirty_bombs() -> None:
    assert len(BOMBS) >= 30


ORDINARY = [
    "- a\n    - b\n        - c\n\n> > citaat in citaat", "[a](b.md) (c (d)) [e] <f> g < h", "| a | b |\n| - | - |\n" + "| c | d |\n" * 300,
    "tekst " * 1500, "\n\n".join(f"## Kop {i}\n\nTekst." for i in range(100)), "- punt\n" * 500, "a) b) c) d) e)\n\nf) g)",
    ":-) " * 30 + "\n\n" + "1) een\n", "> " + "-" * 70, "* * *", "- - -", "*" * 60,
]  # fmt: skip


@pytest.mark.parametrize("tekst", ORDINARY)
def test_what_people_write_stays_far_below(tekst: str) -> None:
    assert list(bounds.check_file("docs/x.md", tekst.encode())) == []


def test_the_real_content_stays_below() -> None:
    assert [b for name, contents in bounds.content_files(ROOT) for b in bounds.check_file(name, contents)] == []


def test_a_long_line_of_data_is_told_at_its_line() -> None:
    (found,) = bounds.check_file("docs/_data/x.yml", b"- id: a\n  tekst: " + b"a" * 10_001)
    assert (found.line, found.message) == (2, "deze regel is te lang (10,1 KB); toegestaan is 10 KB")


def test_the_alarm_goes_off_and_can_be_put_off() -> None:
    def stop() -> None:
        raise TimeoutError("te lang")

    bounds.time_limit(stop, 0.05)
    try:
        with pytest.raises(TimeoutError, match="te lang"):
            _work(2)
        bounds.time_limit(stop, 0.05)
        bounds.time_limit(stop, 0)
        _work(0.1)
    finally:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _work(seconds: float) -> None:
    """Keep the processor busy."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


@pytest.mark.parametrize(
    "naam",
    [
        "spel.svg",
        "los.html",
        "LEES.MD",
        "spel.GIF",
        "doe.js",
        "app.exe",
        "data.zip",
        "stijl.css",
        "mkdocs.yml",
        "sub/lees.txt",
    ],
)
def test_other_kinds_of_files_are_refused(naam: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    (root / "docs" / naam).parent.mkdir(exist_ok=True)
    (root / "docs" / naam).write_text("x", encoding="utf-8")
    (found,) = check(root)[1]
    assert ("dit soort bestand mag niet in docs/" in found.message) == (not naam.endswith("MD"))


def test_a_name_in_capitals_is_a_picture_or_pdf_as_well(tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    (root / "docs/Foto.JPG").write_bytes(attachments.written("jpg"))
    (root / "docs/Verslag.PDF").write_bytes(attachments.document(attachments.property_("Author", attachments.PERSON)))
    with (root / "docs/over.md").open("a", encoding="utf-8") as page:
        page.write("\n![De brug over de rivier](Foto.JPG)\n\nLees [het verslag van 2023](Verslag.PDF).\n")
    assert [(b.file, "(Author)" in b.message) for b in check(root)[1] if not b.warning] == [("docs/Verslag.PDF", True)]


@pytest.mark.parametrize("naam", ["docs/geheim.md", "docs/map", "newsletters/2024-q1.md", "docs/_data/x.yml"])
def test_symbolic_links_are_refused(naam: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    (root / naam).symlink_to("/etc/hostname" if naam != "docs/map" else "/etc")
    found = [b for b in check(root)[1] if "snelkoppeling (symbolic link)" in b.message]
    assert [b.file for b in found] == [naam]
