"""One name, one thing: no two public classes of one name, and a function's name is in few modules."""

from __future__ import annotations

import ast
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
