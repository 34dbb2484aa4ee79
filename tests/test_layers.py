"""The rules of the house: imports point down, siblings keep apart, each third-party library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

WORTEL = Path(__file__).parent.parent
HUIS = WORTEL / "macros"

# From the bottom up. Rooms in one row do not import each other. Layers 0 and 4 have two storeys: records are made
# of dates and links, and the content as a whole is made of its pages and words.
LAGEN = (
    ("text", "pdf", "workers"),
    ("dates", "links", "parsing", "tree"),
    ("fields",),
    ("models",),
    ("catalog",),
    (
        "checks",
        "messages",
        "templates",
        "markup",
        "finance",
        "blocks",
        "recipients",
        "textmail",
        "prose",
        "typeset",
        "rows",
        "smoke",
    ),
    ("loader", "scaffold"),
    (
        "tables",
        "cards",
        "charts",
        "references",
        "structured",
        "styles",
        "previews",
        "pages",
        "compose",
        "feeds",
        "calendars",
        "opendata",
        "sanitise",
        "search",
        "render",
        "prefilter",
        "serve",
        "newsletter",
        "smtp",
        "reports",
        "usage",
        "glossary",
        "verify",
        "redirects",
        "archive",
        "headers",
        "compress",
        "offline",
        "bounds",
        "privacy",
        "quality",
        "structure",
        "upkeep",
    ),
    ("env", "frame", "outputs", "mailing", "review", "site_check", "formulier"),
    ("content", "marks"),
    ("publish", "bucket", "outbound"),
    ("plugin", "commands"),
    ("cli",),
)
HOOGTE = {kamer: hoogte for hoogte, rij in enumerate(LAGEN) for kamer in rij}

BEWONERS = {
    "brotli": {"compress"},
    "feedgen": {"feeds"},
    "icalendar": {"calendars"},
    "jinja2": {"templates", "pages", "newsletter"},  # the last two only name the type of what they are given
    "markdown": {"prefilter"},
    "markupsafe": {"templates"},
    "mkdocs": {"plugin"},
    "nh3": {"sanitise"},
    "phonenumbers": {"privacy"},
    "pydantic": {"fields", "models", "checks", "messages", "loader", "scaffold"},
    "pydantic_core": {"messages"},
    "spellchecker": {"search"},
    "stdnum": {"privacy"},
    "watchdog": {"serve"},
    "typst": {"typeset"},
    "yaml": {"parsing"},
}


def _modules() -> list[Path]:
    return sorted(HUIS.rglob("*.py"))


def _kamer(pad: Path) -> str:
    return pad.relative_to(HUIS).parts[0].removesuffix(".py")


def _invoer(pad: Path) -> set[str]:
    """Dotted names of all that a module imports, inside functions and type checks too."""
    namen: set[str] = set()
    for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
        if isinstance(knoop, ast.Import):
            namen |= {naam.name for naam in knoop.names}
        elif isinstance(knoop, ast.ImportFrom):
            assert knoop.level == 0, f"{pad.name}: a relative import fails where MkDocs loads it"
            namen |= {f"{knoop.module}.{naam.name}" for naam in knoop.names}
    return namen


@pytest.mark.parametrize("pad", _modules(), ids=lambda pad: str(pad.relative_to(HUIS)))
def test_imports_point_down(pad: Path) -> None:
    kamer = _kamer(pad)
    if kamer == "__init__":
        assert {naam for naam in _invoer(pad) if naam.startswith("macros")} == {
            "macros.env.define_env",
            "macros.env.on_pre_page_macros",
            "macros.env",
        }
        return
    assert kamer in HOOGTE, f"{kamer} has no layer yet: give it one above"
    for naam in _invoer(pad):
        if naam.startswith("macros."):
            ander = naam.split(".")[1]
            assert ander == kamer or HOOGTE[ander] < HOOGTE[kamer], f"{kamer} may not import {ander}"


@pytest.mark.parametrize("bibliotheek", BEWONERS)
def test_a_library_has_one_home(bibliotheek: str) -> None:
    thuis = {_kamer(pad) for pad in _modules() for naam in _invoer(pad) if naam.split(".")[0] == bibliotheek}
    assert thuis == BEWONERS[bibliotheek]


@pytest.mark.parametrize("pad", _modules(), ids=lambda pad: str(pad.relative_to(HUIS)))
def test_nothing_reads_the_clock(pad: Path) -> None:
    if _kamer(pad) == "cli":
        return  # a person who asks for a new file wants today's date in it; no output comes from there
    verboden = {"now", "today", "utcnow"}
    roepen = {k.func.attr for k in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
              if isinstance(k, ast.Call) and isinstance(k.func, ast.Attribute)}  # fmt: skip
    assert not roepen & verboden


def test_no_html_in_python() -> None:
    """HTML lives in templates.

    Exceptions: the marks that words and pages leave in Markdown (marks, compose), and what reads or names tags but writes none.
    """
    for pad in _modules():
        if _kamer(pad) in {"marks", "compose", "sanitise", "parsing", "prose", "quality", "pdf"}:
            continue
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
            if isinstance(knoop, ast.Constant) and isinstance(knoop.value, str):
                assert "</" not in knoop.value, f"{pad.name}:{knoop.lineno}: {knoop.value[:60]!r}"
