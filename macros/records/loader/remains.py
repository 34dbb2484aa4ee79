"""What can still be read of what is broken, so that one run tells all that is wrong: rows, a page's text, fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from macros.base.parsing import MAX_ROWS, KeyPath, ParseError, SourceText, yaml_source
from macros.records.messages import Model


@dataclass(frozen=True, slots=True)
class Remnant:
    """One row of a list: its text, and what it says or what is wrong with it."""

    text: str
    source: SourceText
    fault: ParseError | None = None

    def at(self, place: int) -> SourceText:
        """What it says, as the row of that number (from 0) in its file."""
        lines = {(place, *path[1:]): line for path, line in self.source.lines.items() if path}
        return SourceText(self.source.value, lines)


def pieces(contents: str) -> Iterator[Remnant]:
    """The rows of a list that cannot be read as a whole: each begins with a dash at the margin."""
    starts = [hit.start() for hit in re.finditer(r"^-(?= |$)", contents, re.MULTILINE)]
    if not starts or len(starts) > MAX_ROWS:
        return
    line = contents.count("\n", 0, starts[0]) + 1
    for start, end in zip(starts, [*starts[1:], len(contents)], strict=True):
        yield _piece(contents[start:end], line)
        line += contents.count("\n", start, end)


def _piece(text: str, line: int) -> Remnant:
    try:
        return Remnant(text, yaml_source(text, first_line=line))
    except ParseError as error:
        return Remnant(text, SourceText(None), error)


def below_heading(contents: str) -> tuple[str, int]:
    """The text of a Markdown file of which the front matter cannot be read, and the line at which it begins."""
    heading = re.match(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n\s*", contents, re.DOTALL)
    if heading is None:
        return "", 1
    return contents[heading.end() :], heading[0].count("\n") + 1


def what_is_whole(model: Model, raw: dict[str, Any], wrong: Collection[KeyPath]) -> Any:  # noqa: ANN401 - a record without those fields
    """A record with only the fields that are right; to ask for another raises AttributeError."""
    missing = {str(path[0]) for path in wrong if path}
    values: dict[str, Any] = {}
    for name in raw.keys() & model.model_fields.keys() - missing:
        info = model.model_fields[name]
        with suppress(ValidationError):
            field: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
            values[name] = TypeAdapter(field).validate_python(raw[name])
    record = model.model_construct(**values)
    for name in missing | (raw.keys() - values.keys()):
        vars(record).pop(name, None)
    return record
