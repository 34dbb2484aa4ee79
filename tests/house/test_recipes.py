"""The recipes of ARCHITECTURE.md, each carried out on a copy of the project: what they name is all that it takes.

A recipe is a list of edits: of a file, after which text comes what; a file that is not there yet begins with its text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, build
from tests.helpers import changes


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` comes right after the only place where `after` stands; without `after` the file is new."""

    file: str
    text: str
    after: str = ""


PAGE_KIND = (
    Edit(
        "macros/records/kinds.py",
        '    RecordKind("locaties", "locatie", "Locaties", f"{DATA}/locaties.yml",\n'
        '        page=PageKind("locatie", "{naam}", "{kort}", order=10)),\n',
        after="KINDS = (\n",
    ),
    Edit(
        "macros/records/models/places.py",
        '\n\nclass Locatie(Record):\n    """A place of the network."""\n\n'
        '    kind = kinds.of("locatie")\n\n    naam: Text\n    kort: Text\n',
        after='        return f"{self.naam}: {self.overleg}" if self.overleg else ""\n',
    ),
    Edit("overrides/pages/locatie.md", "Hier vindt u **{{ locatie.naam }}**.\n"),
)
CHANNEL = (
    Edit(
        "macros/channels/lists.py",
        '"""A list of practices as plain text."""\n\nfrom collections.abc import Iterator\n\n'
        "from macros.channels.subscriptions import TEXT, subscriptions\nfrom macros.records.catalog import Catalog\n\n\n"
        "def files(catalog: Catalog) -> Iterator[tuple[str, bytes]]:\n"
        '    """Each such list: its path and bytes."""\n'
        "    for row in subscriptions(catalog, TEXT):\n"
        '        yield row.pad, "".join(f"{p.titel}\\n" for p in catalog.praktijken()).encode()\n',
    ),
    Edit("macros/channels/__init__.py", '"lists", ', after='"feeds", '),
    Edit(
        "macros/build/outputs.py",
        "from macros.channels import lists\n",
        after="from macros.base.spool import Piece, Spool, hash_of\n",
    ),
    Edit(
        "macros/build/outputs.py",
        '    "lijsten": lambda build: lists.files(build.catalog),\n',
        after="_OF_RECORDS: Mapping[str, Callable[[Build], Iterator[tuple[str, bytes]]]] = {\n",
    ),
    Edit(
        "macros/channels/subscriptions.py",
        'TEXT = Form("Tekst", "text/plain")\n',
        after='ICS = Form("Agenda", "text/calendar")\n',
    ),
    Edit(
        "macros/channels/subscriptions.py",
        '        Subscription(TEXT, "praktijken/lijst.txt", "Praktijken", "De lijst van praktijken", "praktijken/"),\n',
        after="    own = catalog.netwerk.naam\n    return (\n",
    ),
)
WORD = (
    Edit(
        "macros/words/tables.py",
        'def telling(w: View) -> str:\n    """Laat zien hoeveel praktijken er zijn.\n\n    Voorbeeld: {{ telling() }}\n    """\n'
        '    return w.render("telling", aantal=len(w.catalog.praktijken()))\n\n\n',
        after="# ── Activities, teams, municipalities, goals ────────────────────────────────────────────────────────────\n\n\n",
    ),
    Edit("macros/words/vocabulary.py", '    "telling": tables.telling,\n', after='    "stand": cards.stand,\n'),
    Edit("overrides/fragments/telling.html", "<p>Wij kennen {{ aantal }} praktijken.</p>\n"),
)
FIELD = (
    Edit("macros/records/models/knowledge.py", '    voor_wie: str = ""\n', after="    vraag: Text\n"),
    Edit(
        "overrides/fragments/vragen.html",
        "{% if v.voor_wie %}<p>Voor {{ v.voor_wie }}.</p>{% endif %}\n",
        after="{{ o.bronnen(v) }}.</p>\n",
    ),
)
CHECK = (
    Edit(
        "macros/review/quality.py",
        "def _shouting(prose: Prose, _: Context) -> Iterator[Message]:\n"
        "    for heading in prose.all_of(n.Heading):\n        if (text := n.text_of(heading.children)).isupper():\n"
        '            yield heading.line, f"de kop {text!r} schreeuwt"\n\n\n',
        after="Message = tuple[int, str]\n\n",
    ),
    Edit("macros/review/quality.py", "_shouting, ", after="for checker in (_links, _images, _names, "),
)

RECIPE_ROOMS = {
    "show a practice's budget beside its facts": "words",
    "add a field to the activities": "records",
    "make a feed of the progress reports": "channels",
    "refuse a picture of more than 2 MB": "review",
    "let readers find a page by another spelling": "search",
    "keep five releases on the server instead of three": "release",
    "send the newsletter at most thirty times a minute": "mail",
    "ask one more thing in the form for a practice": "writing",
    "show the crumbs below the title": "pages",
    "read a table whose cells hold lists": "document",
}
"""Ten changes that someone could ask for, and the room in which one begins."""


def carry_out(root: Path, recipe: tuple[Edit, ...]) -> None:
    """Do a recipe, line by line."""
    for edit in recipe:
        path = root / edit.file
        text = path.read_text(encoding="utf-8") if edit.after else ""
        assert text.count(edit.after) == 1 or not edit.after, f"{edit.file} has not one place with {edit.after!r}"
        path.write_text(text.replace(edit.after, edit.after + edit.text) if edit.after else edit.text, encoding="utf-8")


def written(root: Path, file: str, text: str) -> None:
    """What a contributor then writes, at the end of a file."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project that is whole, with a copy of our code."""
    return changes.new_project(tmp_path / "project", cache=False)


def site_of(project: Path) -> Path:
    """The site that the project builds."""
    outcome = build(project, project / "site")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return project / "site"


def test_a_new_kind_of_page(project: Path) -> None:
    carry_out(project, PAGE_KIND)
    written(
        project,
        "docs/_data/locaties.yml",
        f"- id: loket\n  naam: Het loket\n  kort: Waar u ons vindt.\n  bron: {changes.BRON}\n",
    )
    written(project, "docs/locaties/index.md", "---\ntitel: Locaties\n---\n\n- [Het loket](loket.md)\n")
    site = site_of(project)
    page = (site / "locaties/loket/index.html").read_text(encoding="utf-8")
    assert "Hier vindt u <strong>Het loket</strong>." in page
    assert "Waar u ons vindt." in page
    assert json.loads((site / "data/locaties.json").read_bytes())[0]["naam"] == "Het loket"
    assert "data/locaties.json" in (site / "data/index.json").read_text(encoding="utf-8")
    assert "/locaties/loket/" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_new_channel(project: Path) -> None:
    carry_out(project, CHANNEL)
    site = site_of(project)
    assert "HackShield\n" in (site / "praktijken/lijst.txt").read_text(encoding="utf-8")
    table = (site / "abonneren/index.html").read_text(encoding="utf-8")
    assert "De lijst van praktijken" in table
    assert 'href="../praktijken/lijst.txt" type="text/plain"' in table


def test_a_new_word(project: Path) -> None:
    carry_out(project, WORD)
    written(project, "docs/vragen.md", "\n{{ telling() }}\n")
    written(project, "docs/meedoen.md", "\n{{ woorden() }}\n")
    site = site_of(project)
    assert "<p>Wij kennen 3 praktijken.</p>" in (site / "vragen/index.html").read_text(encoding="utf-8")
    assert "Laat zien hoeveel praktijken er zijn." in (site / "meedoen/index.html").read_text(encoding="utf-8")


def test_a_new_field_of_a_record(project: Path) -> None:
    carry_out(project, FIELD)
    written(project, "docs/_data/vragen.yml", "  voor_wie: gemeenten\n")
    site = site_of(project)
    assert "<p>Voor gemeenten.</p>" in (site / "vragen/index.html").read_text(encoding="utf-8")
    assert json.loads((site / "data/vragen.json").read_bytes())[0]["voor_wie"] == "gemeenten"
    assert "voor_wie" in json.loads((site / "data/schema/vragen.json").read_bytes())["items"]["properties"]


def test_a_new_check(project: Path) -> None:
    carry_out(project, CHECK)
    written(project, "docs/meedoen.md", "\n## PAS OP\n\nLees dit eerst.\n")
    line = (project / "docs/meedoen.md").read_text(encoding="utf-8").split("\n").index("## PAS OP") + 1
    outcome = subprocess.run(
        [sys.executable, "-m", "macros.cli", "controleer"],
        cwd=project, env=os.environ | {"PYTHONPATH": str(project)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.returncode == 1, outcome.stderr
    assert f"docs/meedoen.md:{line}: de kop 'PAS OP' schreeuwt" in outcome.stdout + outcome.stderr


def test_a_recipe_is_a_few_lines() -> None:
    for recipe in (PAGE_KIND, CHANNEL, WORD, FIELD, CHECK):
        assert len(recipe) <= 6
        assert sum(edit.text.strip().count("\n") + 1 for edit in recipe) <= 20


@pytest.mark.parametrize("room", RECIPE_ROOMS.values(), ids=RECIPE_ROOMS)
def test_each_change_has_a_room(room: str) -> None:
    assert (ROOT / "macros" / room / "__init__.py").is_file()
    story = ROOT / "ARCHITECTURE.md"
    if story.exists():
        assert f"| `{room}/` |" in story.read_text(encoding="utf-8"), (
            f"the tree of ARCHITECTURE.md does not name {room}/"
        )
