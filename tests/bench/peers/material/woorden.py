"""The words on the pages, as mkdocs-macros knows them in a stock project."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

DATA = json.loads((Path(__file__).parent / "gegevens.json").read_text(encoding="utf-8"))


def define_env(env: Any) -> None:  # noqa: ANN401 - a stock project knows no types of mkdocs-macros
    """Give mkdocs-macros the words."""
    word: Callable[[Any], Any] = env.macro

    @word
    def begrip(name: str) -> str:
        return f'<dfn title="{escape(name)}">{escape(DATA["begrippen"][name])}</dfn>'

    @word
    def bron(name: str) -> str:
        return f"<cite>{escape(DATA['bronnen'][name])}</cite>"

    @word
    def activiteiten(thema: str, jaar: int) -> str:
        rows = [row for row in DATA["activiteiten"] if row["thema"] == thema and row["jaar"] == str(jaar)]
        cellen = "".join(f"<tr><td>{row['dag']}</td><td>{escape(row['titel'])}</td></tr>" for row in rows)
        return f"<table><thead><tr><th>Wanneer</th><th>Wat</th></tr></thead><tbody>{cellen}</tbody></table>"
