"""One name, one thing: no two public classes of one name, and a function's name is in few modules."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "macros"
MODULES = 2
"""In so many modules one public function name may stand: who does the work, and who asks for it under the same name."""
FACES = {
    "files": "of each channel and of each list that closes a build: the files that it makes, path and bytes",
    "read": "of each form in which content comes: what it holds",
}
"""Names that are a declared face: the same question to each of many modules."""


def _public(kind: type[ast.ClassDef | ast.FunctionDef]) -> Iterator[tuple[str, str]]:
    """Every public class or function of a module: its name, and the dotted name of the module."""
    for path in sorted(HOUSE.rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                yield node.name, module


def _more_than(number: int, names: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    homes: dict[str, list[str]] = defaultdict(list)
    for name, module in names:
        homes[name].append(module)
    return {name: modules for name, modules in homes.items() if len(modules) > number}


def test_no_two_public_classes_have_one_name() -> None:
    assert _more_than(1, _public(ast.ClassDef)) == {}


def test_a_public_function_name_in_many_modules_is_a_declared_face() -> None:
    assert _more_than(MODULES, _public(ast.FunctionDef)).keys() == FACES.keys()


DROPPED = {
    "afbeelding": "plaatje", "folder": "map", "directory": "map", "hyperlink": "link", "kopje": "kop", "mailadres": "e-mailadres",
    "sjabloon": "voorbeeld", "tussenkop": "kop", "URL": "adres", "voetnoot": "noot",
}  # fmt: skip
"""Words that people who write here are not told, and the one word that they are told for the same thing."""
_DROPPED = re.compile(rf"(?<![\w-])({'|'.join(DROPPED)})(?:en|s|'s)?\b", re.IGNORECASE)


def _told(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents:
            yield node.lineno, node.value


def test_messages_have_one_word_for_one_thing() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]!r}; here it is {DROPPED.get(match[1].lower(), 'another')!r}"
        for path in sorted(HOUSE.rglob("*.py"))
        for line, told in _told(path)
        if " " in told and "|" not in told and "channels" not in path.parts  # no patterns, nor what readers get
        for match in _DROPPED.finditer(told)
    ]
    assert found == []


def test_contributors_read_the_same_words() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [match[0] for match in _DROPPED.finditer(prose)] == []
