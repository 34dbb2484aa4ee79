"""The words on the pages, as mkdocs-macros knows them in a stock project."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

GEGEVENS = json.loads((Path(__file__).parent / "gegevens.json").read_text(encoding="utf-8"))


def define_env(env: Any) -> None:  # noqa: ANN401 - a stock project knows no types of mkdocs-macros
    """Give mkdocs-macros the words."""
    woord: Callable[[Any], Any] = env.macro

    @woord
    def begrip(naam: str) -> str:
        return f'<dfn title="{escape(naam)}">{escape(GEGEVENS["begrippen"][naam])}</dfn>'

    @woord
    def bron(naam: str) -> str:
        return f"<cite>{escape(GEGEVENS['bronnen'][naam])}</cite>"

    @woord
    def activiteiten(thema: str, jaar: int) -> str:
        rijen = [rij for rij in GEGEVENS["activiteiten"] if rij["thema"] == thema and rij["jaar"] == str(jaar)]
        cellen = "".join(f"<tr><td>{rij['dag']}</td><td>{escape(rij['titel'])}</td></tr>" for rij in rijen)
        return f"<table><thead><tr><th>Wanneer</th><th>Wat</th></tr></thead><tbody>{cellen}</tbody></table>"
