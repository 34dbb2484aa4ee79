"""Modules that are imported when something of them is asked for first: one edit needs few of the libraries that a site does.

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = late.module("icalendar")

"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _Module(ModuleType):
    """Stands in for itself until it is asked for what it does not have; `importlib.util.LazyLoader` already reads it for `import`."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it has
        if (spec := self.__spec__) is None or spec.loader is None or name == "__path__":
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # what it imports may ask it for more
        spec.loader.exec_module(self)
        return getattr(self, name)


def module(name: str) -> ModuleType:
    """The module of a name, which is read and run when an attribute of it is asked for.

    Raises:
        ModuleNotFoundError: there is none.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    found = sys.modules[name] = module_from_spec(spec)
    found.__class__ = _Module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, found)
    return found


def modules(room: str, *names: str) -> list[ModuleType]:
    """Some of the modules of a room."""
    return [module(f"{room}.{name}") for name in names]


class _Thing:
    """Stands in for a value that does not change; what was asked of it is at hand from then on."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it has
        found = self.__dict__[name] = getattr(self._make(), name)
        return found


def thing(make: Callable[[], T]) -> T:
    """A value that is made when an attribute of it is asked for first; `make` gives the same one each time."""
    return cast("T", _Thing(make))


def pattern(letters: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile` when it is needed: of a hundred patterns that a text is held against few come as far as to be read."""
    return thing(partial(re.compile, letters, flags))
