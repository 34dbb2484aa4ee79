"""What a form page refuses, the check refuses too; and nothing that stands in the content of either network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros.base import parsing
from macros.build.content import check
from macros.writing import early
from tests.conftest import ROOT
from tests.errors.test_errors import set_up

IN_PROSE = {
    r"{%": "Een {% if x %} staat hier.",
    "telefoon": "Bel 06-12345678, of +31 6 12345678.",
    "e-mail": "Mail j.jansen@voorbeeldstad.nl voor meer.",
    "HTML": "Een <b>coach</b> loopt rond.",
    "##": "# Wat is het?\n\nEen coach.",
    "hekjes": "##Kopje\n\nEen coach.",
    "twee koppen": "## Kopje\n\nEen coach.\n\n## Kopje\n\nNog een.",
    "'hier'": "Lees het [hier](index.md).",
    "plaatje": "![](foto.jpg)",
    "Een accent": "Een `accent staat alleen.",
    "Begin elk punt": "a) een\nb) twee",
    "de tab": "Een alinea.\n\n\tEen tab ervoor.",
    "streepjes": "Een tabel.\n\n| a | b |\n| c | d |",
    "noot": "Een noot[^1] zonder tekst.",
}
"""A part of what is said, and a text of which it is said."""
IN_FIELDS = {
    "Accolades": "Zie {{ config }}.",
    "telefoon": "Bel 0612345678.",
    "e-mail": "Mail j.jansen@voorbeeldstad.nl.",
}
FINE = (
    "Een a*b en _x_ en 3 < 5, {zo} en #2 en `<b>` en `{% x %}`.", "```\n# x\n<b>\n```", "Zie <https://example.org/a_b>.", "## A\n\n### B\n\n## A b",
    "- a\n\n    b", "1. a\n\n        b", "| a | b |\n| --- | ---: |\n| c | d |", "Zie[^a].\n\n[^a]: Zo.", "Een ` alleen.", "In 2006 12345678 keer.",
    "Mail info@voorbeeldstad.nl, team.jeugd@voorbeeldstad.nl.", "[hier in de buurt](index.md)", "a) een",
)  # fmt: skip


@pytest.mark.parametrize("prose", [True, False])
def test_what_a_form_refuses_the_check_refuses(tmp_path: Path, *, prose: bool) -> None:
    root = set_up(tmp_path / "project")
    text = (root / "docs/praktijken/hackshield.md").read_text(encoding="utf-8")
    heading = parsing.parted(text)[0]
    examples = IN_PROSE if prose else IN_FIELDS
    for number, (said, example) in enumerate(examples.items()):
        assert said in early.fault(example, prose=prose), example
        front = heading if prose else "\n".join(
            f"effect: {json.dumps(example)}" if line.startswith("effect:") else line for line in heading.split("\n")
        )  # fmt: skip
        body = f"## Een\n\n{example}" if prose else "## Een\n\nTekst."
        (root / f"docs/praktijken/proef-{number}.md").write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8")
    wrong = {finding.file for finding in check(root)[1] if not finding.warning}
    assert [
        example for n, example in enumerate(examples.values()) if f"docs/praktijken/proef-{n}.md" not in wrong
    ] == []
    told = {early.fault(example, prose=prose) for example in examples.values()}
    assert told == {one.message for one in early.REFUSED if one.where in {"", "tekst" if prose else "velden"}}, (
        "each has an example"
    )


@pytest.mark.parametrize("text", FINE)
def test_what_may_be_typed_is_not_refused(text: str) -> None:
    assert early.fault(text, prose=True) == ""


def test_nothing_in_our_content_is_refused() -> None:
    for root in (ROOT, ROOT / "tests/networks/midden-nederland"):
        for path in [*root.glob("docs/**/*.md"), *root.glob("newsletters/*.md")]:
            prose = parsing.parted(path.read_text(encoding="utf-8"))[1]
            assert early.fault(prose, prose=True) == "", path
        for path in root.glob("docs/_data/**/*.yml"):
            assert early.fault(path.read_text(encoding="utf-8"), prose=False) == "", path
