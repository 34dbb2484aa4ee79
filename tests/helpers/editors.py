"""What editors for files in git do to a file when someone changes one thing in it (Decap 3.16, Sveltia 0.221, a formatter)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml

Data = Any
Path = tuple[str | int, ...]


class _Indented(yaml.SafeDumper):
    """Items stand further to the right than the field that they are of."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


def decap(data: Data, order: Sequence[str]) -> str:
    """Fields in the order of the configuration, texts on lines of 80 letters, lists on lines of their own, no comments."""
    return yaml.dump(
        _ordered(data, order), Dumper=_Indented, allow_unicode=True, sort_keys=False, width=80, default_flow_style=False
    )


def sveltia(data: Data, order: Sequence[str]) -> str:
    """The same on lines of any length, with what was not filled in as an empty text or list."""
    filled = _ordered(data, order)
    for row in filled if isinstance(filled, list) else [filled]:
        row.update({"vindplaats": "", "tegenspraak": []} | row)
    return yaml.dump(
        filled, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=False
    )


def formatter(data: Data, order: Sequence[str]) -> str:  # noqa: ARG001 - it knows none
    """Every text between quotation marks, names by the alphabet."""
    return yaml.dump(_without_none(data), allow_unicode=True, sort_keys=True, width=120, default_style='"')


def flow(data: Data, order: Sequence[str]) -> str:  # noqa: ARG001 - the same
    """Lists on one line, texts wherever they break."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=60, default_flow_style=None)


def far(data: Data, order: Sequence[str]) -> str:  # noqa: ARG001 - the same
    """Four spaces to the right, letters that are no ASCII as escapes."""
    return yaml.dump(data, Dumper=_Indented, allow_unicode=False, sort_keys=False, width=100, indent=4)


def below_signs(data: Data, order: Sequence[str]) -> str:  # noqa: ARG001 - the same
    """Long texts below `>` and texts of more lines below `|`, between the marks of a document."""
    return "---\n" + yaml.dump(data, Dumper=_BelowSigns, allow_unicode=True, sort_keys=False, width=70) + "...\n"


class _BelowSigns(yaml.SafeDumper):
    """Chooses the sign by the text."""


def _below_a_sign(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = ">" if len(text) > 60 else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_BelowSigns.add_representer(str, _below_a_sign)

EDITORS: tuple[Callable[[Data, Sequence[str]], str], ...] = (decap, sveltia, formatter, flow, far, below_signs)


def on_text(text: str, rng: Random) -> str:
    """What a machine does to a file that it does not read: marks, line ends, spaces, blank lines."""
    if rng.random() < _HALF:
        text = text.replace("\n", "\r\n")
    lines = text.split("\n")
    lines[rng.randrange(len(lines))] += rng.choice(["  ", "", "\n"])
    return rng.choice(["", "\ufeff"]) + "\n".join(lines).rstrip() + rng.choice(["", "\n", "\n\n\n"])


_HALF = 0.5


def with_comments(typed: str, rng: Random) -> str:
    """A file in YAML to which people added remarks: on lines of their own, and behind values."""
    said = _texts_of(typed)
    for number in range(5):
        lines = typed.split("\n")
        place = rng.randrange(len(lines))
        if rng.random() < _HALF:
            lines.insert(place, " " * (len(lines[place]) - len(lines[place].lstrip())) + f"# over {number}")
        else:
            lines[place] += f"  # achter {number}"
        with suppress(yaml.YAMLError):
            if _texts_of("\n".join(lines)) == said:
                typed = "\n".join(lines)
    return typed


def _texts_of(typed: str) -> Data:
    """What YAML says, every value as text."""
    return yaml.load(typed, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - of our own, and it makes only texts


def _ordered(data: Data, order: Sequence[str]) -> Data:
    if isinstance(data, list):
        return [_ordered(item, order) for item in data]
    if not isinstance(data, Mapping):
        return data
    names = [*(name for name in order if name in data), *(name for name in data if name not in order)]
    return {name: _ordered(data[name], order) for name in names}


def _without_none(data: Data) -> Data:
    if isinstance(data, dict):
        return {key: _without_none(value) for key, value in data.items()}
    return [_without_none(item) for item in data] if isinstance(data, list) else data or ""


# ── One change ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what the data are then, and where; `gone` and `added` say what becomes of lines."""

    data: Data
    path: Path
    gone: bool
    added: bool | None
    """Not known of an item that is gone: its list may stand on one line."""


def an_edit(data: Data, rng: Random) -> Edit:
    """A change that a person makes in a form."""
    new = copy.deepcopy(data)
    kinds = [_value, _value, _word, _field_gone, _field_new, _item_new, _item_gone]
    kinds += [_row_new, _row_gone, _rows_moved, _row_renamed] if isinstance(data, list) and len(data) > 2 else []
    while not (made := rng.choice(kinds)(new, rng)):
        pass
    return Edit(new, *made)


_Made = tuple[Path, bool, bool | None] | None


def _texts(data: Data, path: Path = ()) -> list[Path]:
    if isinstance(data, dict):
        return [found for key, value in data.items() if key != "id" for found in _texts(value, (*path, key))]
    if isinstance(data, list):
        return [found for number, value in enumerate(data) for found in _texts(value, (*path, number))]
    return [path] if data else []


def _at(data: Data, path: Path) -> Data:
    for step in path:
        data = data[step]
    return data


def _value(data: Data, rng: Random) -> _Made:
    path = rng.choice(_texts(data))
    new = rng.choice(
        [
            "iets anders",
            "Let op: nieuw",
            "- streepje",
            "2024-01-01",
            "'t Hart",
            'met "haken"',
            "#2a8eff",
            "a, b",
            "nee",
            "[x]",
            "een # ander",
        ]
    )
    _at(data, path[:-1])[path[-1]] = new
    return path, True, True


def _word(data: Data, rng: Random) -> _Made:
    path = rng.choice([path for path in _texts(data) if len(_at(data, path).split()) > 3] or [()])
    if not path:
        return None
    words = _at(data, path).split(" ")
    words.insert(rng.randrange(1, len(words)), rng.choice(["nog", "heel veel meer", "(dit: nieuw)"]))
    _at(data, path[:-1])[path[-1]] = " ".join(words)
    return path, True, True


def _rows(data: Data) -> list[Path]:
    return [(number,) for number in range(len(data))] if isinstance(data, list) else [()]


def _field_gone(data: Data, rng: Random) -> _Made:
    path = rng.choice(_rows(data))
    names = [name for name in _at(data, path) if name != "id"][1:]
    if not names:
        return None
    name = rng.choice(names)
    del _at(data, path)[name]
    return (*path, name), True, False


def _field_new(data: Data, rng: Random) -> _Made:
    path = rng.choice(_rows(data))
    name, value = rng.choice(
        [
            ("noot", "Een noot: nieuw"),
            ("extra", ["een", "twee"]),
            ("lang", "Veel woorden achter elkaar. " * 9 + "Slot."),
        ]
    )
    _at(data, path)[name] = value
    return path, False, True


def _lists(data: Data, path: Path = ()) -> list[Path]:
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in _lists(value, (*path, key))]
    if isinstance(data, list):
        own = [path] if path and data and all(isinstance(item, str) for item in data) else []
        return own + [found for number, value in enumerate(data) for found in _lists(value, (*path, number))]
    return []


def _item_new(data: Data, rng: Random) -> _Made:
    if not (found := _lists(data)):
        return None
    path = rng.choice(found)
    list_ = _at(data, path)
    list_.insert(rng.randrange(len(list_) + 1), rng.choice(["erbij", "met, komma", "Een hele zin: met meer."]))
    return path, True, True


def _item_gone(data: Data, rng: Random) -> _Made:
    found = [path for path in _lists(data) if len(_at(data, path)) > 1]
    if not found:
        return None
    path = rng.choice(found)
    list_ = _at(data, path)
    del list_[rng.randrange(len(list_))]
    return path, True, None


def _row_new(data: Data, rng: Random) -> _Made:
    place = rng.randrange(len(data) + 1)
    row = copy.deepcopy(data[rng.randrange(len(data))]) | {"id": "een-nieuwe-rij", "vindplaats": "Nieuw: hier"}
    data.insert(place, row)
    return (), False, True


def _rows_moved(data: Data, rng: Random) -> _Made:
    row = data.pop(rng.randrange(len(data)))
    data.insert(rng.randrange(len(data) + 1), row)
    return (), True, None


def _row_renamed(data: Data, rng: Random) -> _Made:
    place = rng.randrange(len(data))
    data[place]["id"] += "-nieuw"
    return (place, "id"), True, True


def _row_gone(data: Data, rng: Random) -> _Made:
    place = rng.randrange(len(data))
    del data[place]
    return (place,), True, False
