"""Content that was written for an earlier version, brought to this one: what the steps of `versions` say, at their places.

A step is data; here stands what each kind of step changes. A file is changed as `edits` does: comments, order, quotation
marks and line ends stay, and only the lines that a step is about differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from fnmatch import fnmatch

from macros.base import parsing
from macros.base.parsing import ParseError
from macros.base.places import Node
from macros.document import calls
from macros.writing import edits, one_form
from macros.writing.edits import Edit

FieldPath = tuple[str, ...]
"""The names that lead to a field, from the top of a file; a list on the way is all its items."""


@dataclass(frozen=True, slots=True)
class RenameField:
    """A field has another name; not in a record with the field `unless`, in which it means what it means now."""

    files: tuple[str, ...]
    path: FieldPath
    new: str
    unless: str = ""

    def edits(self, name: str, text: str) -> Iterator[Edit]:
        """What it changes in a file."""
        for found in _fields(self.files, name, text, self.path):
            if self.unless not in found.beside and self.new not in found.beside:
                yield Edit(found.start, found.start + len(self.path[-1]), self.new)


@dataclass(frozen=True, slots=True)
class ReplaceValue:
    """A value of a field is written otherwise; of a list, each such value."""

    files: tuple[str, ...]
    path: FieldPath
    was: str
    now: str

    def edits(self, name: str, text: str) -> Iterator[Edit]:
        """What it changes in a file."""
        for found in _fields(self.files, name, text, self.path):
            for value in found.values:
                if value.value == self.was:
                    yield Edit(found.shift + value.start, found.shift + value.end, self.now)


@dataclass(frozen=True, slots=True)
class DropField:
    """A field is no longer there; it goes with the comment that stands right above it."""

    files: tuple[str, ...]
    path: FieldPath
    only: Sequence[str] = ()
    """The values that may go; any when empty."""

    def edits(self, name: str, text: str) -> Iterator[Edit]:
        """What it changes in a file."""
        for found in _fields(self.files, name, text, self.path):
            end, begin = text.find("\n", found.shift + found.node.end), text.rfind("\n", 0, found.start) + 1
            kept = self.only and not {value.value or "" for value in found.values} <= {*self.only}
            if kept or text[begin : found.start].strip(" "):
                continue  # behind a dash stands the first field of an item, which would lose its dash
            while comment := re.search(r"(?m)^ *#.*\n\Z", text[:begin]):
                begin = comment.start()
            end = len(text) if end < 0 else end + 1
            yield Edit(begin, end + (text[:begin].endswith("\n\n") and text[end : end + 1] == "\n"), "")


@dataclass(frozen=True, slots=True)
class AddArgument:
    """A word on pages must be given an argument."""

    word: str
    argument: str
    value: str

    def edits(self, name: str, text: str) -> Iterator[Edit]:
        """What it changes in a file."""
        for typed in calls.BRACES.finditer(text) if name.endswith(".md") else ():
            known, _ = calls.calls(typed[0])
            if any(call.naam == self.word and self.argument not in call.arguments for call in known):
                end = typed[0].rindex(")")
                comma = "" if typed[0][:end].rstrip().endswith(("(", ",")) else ", "
                yield Edit(typed.start() + end, typed.start() + end, f"{comma}{self.argument}={self.value}")


@dataclass(frozen=True, slots=True)
class MakeLists:
    """A field that may hold several values is a list everywhere."""

    def edits(self, name: str, text: str) -> Iterator[Edit]:
        """What it changes in a file."""
        yield from one_form.listed(name, text)


@dataclass(frozen=True, slots=True)
class MakeFile:
    """A file that must be there; `{word}` in its text is a value of another file, as it was typed."""

    file: str
    text: str
    values: Mapping[str, tuple[str, FieldPath, str]] = field(default_factory=dict)
    """Of each such word the file and field that have it, and what stands there otherwise."""

    def made(self, files: Mapping[str, bytes]) -> bytes:
        """The file."""
        text = self.text
        for word, (name, path, otherwise) in self.values.items():
            typed = ""
            with suppress(ParseError):
                contents = parsing.decode(files.get(name, b""))
                for found in _fields((name,), name, contents, path):
                    typed = contents[found.shift + found.node.start : found.shift + found.node.end]
            text = text.replace(f"{{{word}}}", typed or otherwise)
        return text.encode()


@dataclass(frozen=True, slots=True)
class AskPerson:
    """What only a person can do; asked where a file or folder with this name is."""

    where: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a version asks of content: in Dutch why, and what is done."""

    version: str
    why: str
    does: RenameField | ReplaceValue | DropField | AddArgument | MakeLists | MakeFile | AskPerson


@dataclass(slots=True)
class Upgraded:
    """Files as they become, and what is told of it."""

    files: dict[str, bytes]
    done: list[tuple[Requirement, dict[str, int]]] = field(default_factory=list)
    """Each step that changed something, with the number of places in each file."""
    asked: list[Requirement] = field(default_factory=list)
    unread: dict[str, ParseError] = field(default_factory=dict)
    """Files in which nothing could be found, since they cannot be read."""


def upgraded(files: Mapping[str, bytes], steps: Sequence[Requirement], is_there: Callable[[str], bool]) -> Upgraded:
    """Files of an earlier version, with these steps carried out one after the other.

    Args:
        files: what is there, by its path below the root.
        steps: what is done.
        is_there: whether something with this path is there that is none of the files.
    """
    now = Upgraded(dict(files))
    for step in steps:
        match step.does:
            case MakeFile(file) as make:
                counted = {} if file in now.files else {file: 1}
                if counted:
                    now.files[file] = make.made(now.files)
            case AskPerson(where):
                counted = {}
                now.asked += [step] if is_there(where) else []
            case does:
                counted = _everywhere(now, does.edits)
        if counted:
            now.done.append((step, counted))
    return now


def _everywhere(now: Upgraded, find: Callable[[str, str], Iterator[Edit]]) -> dict[str, int]:
    """Change all files at the places that are found; how many there were in each."""
    counted = {}
    for name, contents in now.files.items():
        try:
            found = [*find(name, parsing.decode(contents))] if name.endswith((".md", ".yml")) else []
        except ParseError as error:
            now.unread[name] = error
            continue
        if found:
            now.files[name], counted[name] = edits.edited(contents, found), len(found)
    return counted


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that a path leads to."""

    beside: Collection[str]
    """The names of the fields where it stands, its own too."""
    start: int
    """Where its name begins in the file."""
    node: Node
    shift: int
    """Where in the file the YAML begins of which the node knows its places."""

    @property
    def values(self) -> Sequence[Node]:
        """Its value, or those of its list."""
        return [self.node] if self.node.items is None else self.node.items


def _fields(files: tuple[str, ...], name: str, text: str, path: FieldPath) -> Iterator[_Field]:
    """Each field of a file that a path leads to, when it is one of these files."""
    if not any(fnmatch(name, pattern) for pattern in files):
        return
    root, shift = edits.typed_tree(name, text)
    if root:
        yield from _below(root, path, shift)


def _below(node: Node, path: FieldPath, shift: int) -> Iterator[_Field]:
    for item in node.items or ():
        yield from _below(item, path, shift)
    if node.fields and path[0] in node.fields:
        start, value = node.fields[path[0]]
        if len(path) == 1:
            yield _Field(node.fields.keys(), start + shift, value, shift)
        else:
            yield from _below(value, path[1:], shift)


def changed_lines(was: bytes, now: bytes) -> Iterator[tuple[int, str, str]]:
    """What is different in a file besides blank lines: the line as it was numbered, and what stood and stands there."""
    old, new = (parsing.decode(contents).split("\n") for contents in (was, now))
    for kind, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for number in range(max(j - i, end - k)):
                before = old[i + number].strip() if i + number < j else ""
                after = new[k + number].strip() if k + number < end else ""
                if before or after:
                    yield min(i + number, max(j - 1, i)) + 1, before, after
