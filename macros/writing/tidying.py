"""A file in the way in which it was typed before an editor, a form or a formatter wrote it anew: only the values are new.

What a record is made of is the same when names stand in another order, a text between quotation marks or on other lines, and a
list on lines of its own. So a part that says the same is copied from the old file, with its comments; only what says something
else is written, in the style that the old file has for it. What comes of it is read again, and must say what the new file says.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from macros.base import parsing
from macros.base.places import Node, tree
from macros.writing import edits, paragraphs, refolding, remarks, sheet
from macros.writing.matching import NotTheSameError, Plain, matched, meaning, print_, says_the_same, yes_no

_SHORT = 40
"""Letters of a value that stands with others on one line."""


def tidied(was: str, now: str) -> str:
    """What YAML says `now`, in the way in which it was typed.

    Raises:
        ParseError: it cannot be read.
        NotTheSameError: it would say something else.
    """
    old, new = tree(was), tree(now)
    if old is None or new is None or type(old.fields) is not type(new.fields):
        return now
    begin, end = was.rindex("\n", 0, old.start) + 1 if "\n" in was[: old.start] else 0, _stop(was, old)
    body = _Tidy(was, old).block(old, new) if meaning(old.data) != meaning(new.data) else was[old.start : end]
    text = was[:begin] + " " * old.column + body + was[end:]
    text = remarks.without_taken_out(was, now, text)
    if meaning(parsing.yaml_source(text).value) != meaning(new.data):
        raise NotTheSameError("de oude vorm kan niet worden teruggezet zonder dat er iets anders komt te staan")
    for comment in remarks.new(now, text):
        raise NotTheSameError(
            f"hier staat een nieuwe opmerking ({comment[:40]!r}), die zou wegvallen; er is niets teruggezet"
        )
    return text


def put_back(name: str, was: bytes, now: bytes) -> bytes:
    """A file that says what it says `now`, in the way in which it was typed.

    Raises:
        ParseError: one of both cannot be read.
        NotTheSameError: it would say something else, or lose a comment that is new.
    """
    ways = {".md": tidied_page, ".yml": tidied, ".csv": sheet.tidied}
    if not (way := ways.get(name[name.rfind(".") :])) or was == now:
        return now
    old = parsing.decode(was)
    new = way(old, parsing.decode(now))
    return was if new == old else edits.rewritten(was, new)


def tidied_page(was: str, now: str) -> str:
    """The same of a page: its front matter, and its text."""
    (heading, prose, start), (new_heading, new_prose, new_start) = parsing.parted(was), parsing.parted(now)
    if start == 1 or new_start == 1:
        return now
    same = tidied(heading, new_heading) if heading.strip() and new_heading.strip() else new_heading
    opening, closing = was.split("\n", 1)[0], was.split("\n")[start - 2]
    return f"{opening}\n{same}\n{closing}\n{paragraphs.restored(prose, new_prose)}"


def _stop(text: str, node: Node) -> int:
    """The end of the line on which a value ends."""
    end = text.find("\n", node.end)
    return len(text) if end < 0 else end


@dataclass(frozen=True, slots=True)
class _Piece:
    """A field or an item as it was typed, with the blank lines and comments above it."""

    above: str
    body: str


class _Tidy:
    """Writes what is new in the way of an old text."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.folds = 0
        """How long a line of folded text becomes; none is folded when 0."""
        self.in_brackets = Counter[str]()
        """Of each field, how often its list stands in brackets, less how often it does not."""
        self.orders: dict[str, list[str]] = {}
        """The names in the mappings of each field, in the order in which they are typed."""
        self._look(root, "")

    def _look(self, node: Node, name: str) -> None:
        if node.style == ">":
            self.folds = max(self.folds, *map(len, self.text[node.start : node.end].split("\n")))
        if node.items is not None:
            self.in_brackets[name] += 1 if node.style == "[" else -1
        order = self.orders.setdefault(name, [])
        before = -1
        for key, (_, value) in (node.fields or {}).items():
            if key not in order:
                order.insert(before + 1, key)
            before = order.index(key)
            self._look(value, key)
        for item in node.items or ():
            self._look(item, name)

    def _in_order(self, names: Iterable[str], key: str, first: Iterable[str] = ()) -> list[str]:
        """Names as this file has them in the mappings of a field, among those that stand there `first`; an unknown one behind the one before."""
        found, order, before = [*first], self.orders.get(key, []), ""
        for name in names:
            if name not in found:
                lower = order[: order.index(name)] if name in order else [before]
                behind = 0 if name in order else len(found)
                found.insert(
                    max((place + 1 for place, other in enumerate(found) if other in lower), default=behind), name
                )
            before = name
        return found

    # ── What is there already ───────────────────────────────────────────────────────────────────────────

    def block(self, old: Node, new: Node, key: str = "") -> str:
        """A list or a mapping on lines of its own, of which something says something else."""
        if old.fields is not None:
            pieces = self._fields(old, old.fields, new.fields or {}, key)
        else:
            pieces = self._items(old, old.items or [], new.items or [], key)
        first, *rest = pieces
        indent = " " * old.column
        text = "".join(f"\n{piece.above}{indent}{piece.body}" for piece in rest)
        above = first.above.lstrip("\n")
        return f"{above}{indent if above else ''}{first.body}{text}" if not old.column else first.body + text

    def _fields(
        self, node: Node, old: dict[str, tuple[int, Node]], new: dict[str, tuple[int, Node]], name: str
    ) -> list[_Piece]:
        starts = [start for start, _ in old.values()]
        above = self._above(starts, [value for _, value in old.values()])
        pieces: dict[str, _Piece] = {}
        dropped = ""
        for (key, (start, value)), lead in zip(old.items(), above, strict=True):
            empty = meaning(value.data) is None
            kept = empty if key not in new else empty or meaning(new[key][1].data) is not None
            if kept:
                body = self._kept(start, value, new[key][1] if key in new else value, key, node.column)
                pieces[key] = _Piece(_joined(dropped, lead), body)
                dropped = ""
            else:
                dropped = _joined(dropped, _apart(lead))
        added = {key: value for key, (_, value) in new.items() if key not in pieces and meaning(value.data) is not None}
        order = self._in_order((key for key in new if key in pieces or key in added), name, pieces)
        pieces |= {key: _Piece("", self.field(key, value, node.column)) for key, value in added.items()}
        return [pieces[key] for key in order]

    def _kept(self, start: int, old: Node, new: Node, key: str, column: int) -> str:
        """A field that was there, from its name to the end of its last line."""
        stop = _stop(self.text, old)
        if meaning(old.data) == meaning(new.data):
            return self.text[start:stop]
        again = self._again(old, new, key, column)
        if again is None or old.start == old.end:
            return _commented(self.field(key, new, column), self.text[old.end : stop] if old.value is not None else "")
        return self.text[start : old.start] + again

    def _again(self, old: Node, new: Node, key: str, column: int) -> str | None:
        """A value that says something else, in the style that it had, to the end of its line; nothing when it cannot have that."""
        rest = self.text[old.end : _stop(self.text, old)]
        if old.style == "[" and new.items is not None and all(_is_single(item) for item in new.items):
            return self._bracketed(old, new) + rest
        both_fields, both_items = old.fields and new.fields, old.items and new.items
        if (both_fields or both_items) and not old.style:
            return self.block(old, new, key)
        if old.value is not None and _is_single(new):
            typed = self.text[old.start : old.end]
            return _commented(self.scalar(new.value or "", column + 2, key, (old.style, typed)), rest)
        return None

    def _bracketed(self, old: Node, new: Node) -> str:
        typed = {print_(item.data): self.text[item.start : item.end] for item in old.items or ()}
        items = [typed.get(print_(item.data)) or in_brackets(item.value or "") for item in new.items or ()]
        return f"[{', '.join(items)}]"

    def _items(self, node: Node, old: list[Node], new: list[Node], name: str) -> list[_Piece]:
        starts = [self._dash(item, node.column) for item in old]
        above = self._above(starts, old)
        became = matched([item.data for item in old], [item.data for item in new])
        gap = "\n" if any(lead.startswith("\n") for lead in above[1:]) else ""
        pieces = []
        left = {number: _apart(lead) for number, lead in enumerate(above) if number not in became}
        last = -1
        for item, number in zip(new, became, strict=True):
            if number is None:
                pieces.append(_Piece(gap, f"- {self.value(item, node.column + 2, name)}"))
                continue
            gone = "".join(left.pop(place, "") for place in range(last + 1, number))
            pieces.append(
                _Piece(
                    _joined(gone, above[number] or (gap if number == 0 else "")),
                    self._item(starts[number], old[number], item, node.column, name),
                )
            )
            last = max(last, number)
        if pieces and became[0] != 0:  # what stands above a row that became the first
            pieces[0] = _Piece(pieces[0].above.removeprefix(gap), pieces[0].body)
        return pieces

    def _item(self, start: int, old: Node, new: Node, column: int, name: str) -> str:
        if meaning(old.data) == meaning(new.data):
            return self.text[start : _stop(self.text, old)]
        again = self._again(old, new, name, column)
        return f"- {self.value(new, column + 2, name)}" if again is None else self.text[start : old.start] + again

    def _dash(self, item: Node, column: int) -> int:
        line = self.text.rfind("\n", 0, item.start) + 1
        while self.text[line + column : line + column + 1] != "-" or self.text[line : line + column].strip(" -"):
            line = self.text.rfind("\n", 0, line - 1) + 1
        return line + column

    def _above(self, starts: Sequence[int], values: Sequence[Node]) -> list[str]:
        """What stands on the lines between one and the next."""
        found = [""]
        for value, start in zip(values, starts[1:], strict=False):
            end, line = _stop(self.text, value) + 1, self.text.rfind("\n", 0, start) + 1
            found.append(self.text[end:line])
        return found

    # ── What is new ─────────────────────────────────────────────────────────────────────────────────────

    def field(self, key: str, node: Node, column: int) -> str:
        """A field that was not there."""
        name = key if _reads(f"{key}: x", {key: "x"}) else json.dumps(key, ensure_ascii=False)
        if node.fields is not None or (node.items and not self._on_one_line(key, node)):
            return f"{name}:\n{' ' * (column + 2)}{self.value(node, column + 2, key)}"
        return f"{name}: {self.value(node, column + 2, key)}".rstrip()

    def value(self, node: Node, column: int, key: str) -> str:
        """A value that was not there, at a column."""
        between = "\n" + " " * column
        if node.fields is not None:
            said = {name: value for name, (_, value) in node.fields.items() if meaning(value.data) is not None}
            return between.join(self.field(name, said[name], column) for name in self._in_order(said, key))
        if node.items is not None:
            if not node.items or self._on_one_line(key, node):
                return f"[{', '.join(in_brackets(item.value or '') for item in node.items)}]"
            return between.join(f"- {self.value(item, column + 2, key)}" for item in node.items)
        text = node.value or ""
        return "" if node.value is None else self.scalar(yes_no(text), column, key)

    def _on_one_line(self, key: str, node: Node) -> bool:
        if not all(_is_single(item) for item in node.items or ()):
            return False
        usual = self.in_brackets[key]
        return usual > 0 or (usual == 0 and all(len(item.value or "") <= _SHORT for item in node.items or ()))

    def scalar(self, text: str, column: int, key: str, was: tuple[str, str] = ("", "")) -> str:
        """A text, in the style that it had when that can be."""
        style, typed = was
        text = yes_no(text, new=False).strip()
        forms = _forms(text, column, typed, max(self.folds, 60))
        long = self.folds and not typed and column + len(key) + len(text) > self.folds
        order = [style, ">", "", '"', "'"] if long or "\n" in text else [style, "", '"', "'", ">"]
        for form in order:
            written = forms[form]()
            if _reads(f"x:\n  - {written}" if column < 3 else f"x:\n{' ' * (column - 2)}- {written}", {"x": [text]}):  # noqa: PLR2004
                return written
        return json.dumps(text, ensure_ascii=False)


def _forms(text: str, column: int, typed: str, width: int) -> dict[str, Callable[[], str]]:
    return {
        "": lambda: text,
        '"': lambda: json.dumps(text, ensure_ascii=False),
        "'": lambda: "'" + text.replace("'", "''") + "'",
        ">": lambda: refolding.folded(text, column, typed if typed.startswith(">") else "", width),
        "|": lambda: refolding.literal(text, column, typed),
    }


def in_brackets(text: str) -> str:
    """A value of a list on one line."""
    plain = _reads(f"x: [{text}, y]", {"x": [text, "y"]})
    return text if plain else json.dumps(text, ensure_ascii=False)


def _reads(typed: str, said: Plain) -> bool:
    try:
        return says_the_same(parsing.yaml_source(typed).value, said)
    except parsing.ParseError:
        return False


def _commented(typed: str, rest: str) -> str:
    """A value with what stood behind it on its line; below the sign of a text it would become a part of that."""
    first, end, below = typed.partition("\n")
    return f"{first}{rest}{end}{below}" if re.search(r"[>|][-+]?$", first) else typed + rest


def _is_single(node: Node) -> bool:
    return node.fields is None and node.items is None


# ── What stands above ───────────────────────────────────────────────────────────────────────────────────


def _apart(above: str) -> str:
    """What stays of the lines above a thing that is gone: comments with a blank line below them are about more than that thing."""
    kept = above[: above.rfind("\n\n") + 1] if "\n\n" in above else ""
    return kept if "#" in kept else ""


def _joined(first: str, second: str) -> str:
    """Both, without a blank line too many."""
    return re.sub(r"\n{3,}", "\n\n", first + second) if first else second
