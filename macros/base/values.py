"""What data files said when they were read before, so that a file that says the same is not read as YAML again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from macros.base.parsing import KeyPath, SourceText, yaml_source


class Known(SourceText):
    """What is known to be said somewhere; it is read for the lines of that, which are asked for where something is wrong."""

    def __init__(self, value: Any, read: Callable[[], SourceText]) -> None:  # noqa: ANN401 - any plain value
        self.value, self._read = value, read

    @cached_property
    def lines(self) -> dict[KeyPath, int]:  # type: ignore[override]  # as it was when it was read
        """The line of every path."""
        return self._read().lines


class Values:
    """What texts in YAML say, by their print, so that none is read twice.

    Args:
        was: what another process read, as JSON.
    """

    def __init__(self, was: Mapping[str, str]) -> None:
        self._was = was
        self.now: dict[str, str] = {}
        """What this one was asked."""

    def source(self, contents: str, *, first_line: int = 1) -> SourceText:
        """As `yaml_source`."""
        key, read = (
            hashlib.sha256(contents.encode("utf-8", "surrogatepass")).hexdigest(),
            partial(yaml_source, contents, first_line=first_line),
        )
        if (known := self._was.get(key)) is None:
            source = read()
            self.now[key] = json.dumps(source.value)
            return source
        self.now[key] = known
        return Known(json.loads(known), read)
