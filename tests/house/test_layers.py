"""The rules of the house: a folder imports only folders below it, and only their face; a library has one home.

`ROOMS` is the house from the ground up, one row a folder; what stands flat in `macros/` comes on top.
"""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "macros"

ROOMS = (
    "base",
    "records",
    "document",
    "mail",
    "writing",
    "cache",
    "channels",
    "words",
    "pages",
    "review",
    "search",
    "release",
    "build",
    "commands",
)
TOP = ("seams", "plugin", "cli", "__init__")
"""The modules that stand flat, from the bottom up: MkDocs and the command."""
HEIGHT = {name: height for height, name in enumerate((*ROOMS, *TOP))}

HOMES = {
    "brotli": {"release.compress"},
    "comrak": {"document.markdown"},
    "feedgen": {"channels.feeds"},
    "flufl": {"mail.verdicts"},
    "icalendar": {"channels.calendars"},
    "idna": {"mail.recipients"},
    "itsdangerous": {"mail.tokens"},
    "jinja2": {
        "document.calls",
        "document.templates",
        "pages.generated",
        "channels.newsletter",
        "mail.joining",
        "mail.service",
    },  # all but the first two only name its type
    "lxml": {"document.fragments"},
    "markdown": {"document.extension"},
    "markupsafe": {"document.html", "document.templates"},
    "mkdocs": {"plugin", "seams"},
    "phonenumbers": {"review.identifiers"},
    "pikepdf": {"review.pdf"},
    "PIL": {"review.pictures"},
    "pydantic": {
        "records.checks",
        "records.fields",
        "records.loader.records",
        "records.loader.remains",
        "records.loader.tables",
        "records.messages",
        "records.models.base",
        "records.models.figures",
        "records.models.knowledge",
        "records.models.own",
        "records.models.places",
        "records.models.programme",
        "records.models.site",
        "records.models.texts",
        "writing.editor",
        "writing.scaffold",
    },
    "pydantic_core": {"records.messages"},
    "spellchecker": {"search.lexicon"},
    "stdnum": {"review.identifiers"},
    "typst": {"channels.typeset"},
    "waitress": {"commands.readers"},
    "watchdog": {"build.preview"},
    "yaml": {"base.parsing"},
}
"""Each third-party library with the modules that know it."""

MAX_LINES = 400


@cache
def _modules() -> tuple[Path, ...]:
    return tuple(sorted(HOUSE.rglob("*.py")))


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module: each rule asks for those of all modules."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _name(path: Path) -> str:
    """The dotted name of a module, without `macros.`; of a package that of its folder."""
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


def _room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


@cache
def _imports(path: Path) -> frozenset[str]:
    """Dotted names of all that a module imports, inside functions and type checks too."""
    names: set[str] = set()
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import fails where MkDocs loads it"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
            names |= {
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            }
    return frozenset(names)


parametrise = pytest.mark.parametrize("path", _modules(), ids=_name)


@parametrise
def test_imports_point_down(path: Path) -> None:
    room = _room(path)
    assert room in HEIGHT, f"{room} has no row yet: give it one in ROOMS"
    for name in _imports(path):
        if name.startswith("macros."):
            other = name.split(".")[1]
            assert other == room or HEIGHT[other] < HEIGHT[room], f"{room} may not import {other} ({name})"


@parametrise
def test_what_another_room_imports_is_in_the_face(path: Path) -> None:
    for name in _imports(path):
        _, other, *rest = [*name.split("."), ""]
        if name.startswith("macros.") and other in ROOMS and other != _room(path):
            face = importlib.import_module(f"macros.{other}").__all__
            assert rest[0] in face, f"{_name(path)} imports {name}, which is not in the face of {other}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for_and_has_no_face_that_no_one_sees(room: str) -> None:
    package = importlib.import_module(f"macros.{room}")
    assert package.__doc__
    assert package.__doc__.strip().count("\n\n") == 1, "a line, and one paragraph"
    assert list(package.__all__) == sorted(package.__all__)
    used = {
        name.split(".")[2]
        for path in _modules()
        if _room(path) != room
        for name in _imports(path)
        if name.startswith(f"macros.{room}.")
    }
    assert used == set(package.__all__)


def test_nothing_stands_flat_but_the_top() -> None:
    assert {path.stem for path in HOUSE.glob("*.py")} == set(TOP)
    assert {path.parent.name for path in HOUSE.glob("*/__init__.py")} == set(ROOMS)


@parametrise
def test_a_module_is_no_longer_than_one_can_live_in(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    homes = {_name(path) for path in _modules() for name in _imports(path) if name.split(".")[0] == library}
    assert homes == HOMES[library]


@parametrise
def test_nothing_reads_the_clock(path: Path) -> None:
    if _room(path) == "cli":
        return  # a person who asks for a new file wants today's date in it; no output comes from there
    calls = {
        node.func.attr for node in _nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"now", "today", "utcnow"}


def test_no_html_in_python() -> None:
    """HTML lives in templates.

    Exceptions: the one writer of tags, which knows them by name, and what reads or names tags but writes none.
    """
    readers = {"document.html", "document.fragments", "base.parsing", "review.quality"}
    for path in _modules():
        if _name(path) in readers:
            continue
        for node in _nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert "</" not in node.value, f"{path.name}:{node.lineno}: {node.value[:60]!r}"


def test_the_plugin_only_delegates() -> None:
    tree = ast.parse((HOUSE / "plugin.py").read_text(encoding="utf-8"))
    plugin = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Kennisbank")
    begun = next(node for node in plugin.body if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    stored = [n.attr for n in ast.walk(plugin) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
              and ast.unparse(n.value) == "self"]  # fmt: skip
    from_the_start = {n.attr for n in ast.walk(begun) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    assert plugin.end_lineno is not None
    assert plugin.end_lineno - plugin.lineno < 160
    assert set(stored) <= from_the_start, "an attribute that does not exist until its event came"
    assert len(from_the_start) <= 8
