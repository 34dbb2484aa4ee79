"""Text with positions: YAML and front matter read into plain values that know where they stood.

YAML is read under its failsafe schema: mappings, sequences and text, nothing else. That keeps `no`, `0123` and
`12:30` what was typed (YAML 1.1 would make False, 83 and 750 of them), and leaves the meaning to the records.
A comment has a space behind its `#` (`stand: 3  # geschat`) or a line of its own; glued to a letter (`titel: Bijeenkomst
#Buurtpreventie`) it is text of which YAML would make a comment, and that is refused, so that no word is lost in silence.
Anchors, aliases, tags and merge keys are refused: they are how a small file becomes a large one.
PyYAML lives here; nothing else in the house reads YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from macros.base import late, text
from macros.base.errors import UserError

if TYPE_CHECKING:
    import yaml
else:
    yaml = late.module("yaml")

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_ROWS = 2_000
"""Rows of a CSV, and of a list in YAML: the largest table that someone keeps by hand has hundreds."""
MAX_FIELDS = 100
"""Fields of one thing in YAML, and columns of a CSV."""
MAX_VALUES = 50_000
"""Values of a file in YAML."""

KeyPath = tuple[str | int, ...]
"""Where a value stands inside a file: keys and positions from the top."""


class ParseError(UserError):
    """A text that cannot be read, at a line (counted from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message, line=line)


@dataclass(slots=True)
class SourceText:
    """Plain values (dict, list, str, None) and the line of every path among them."""

    value: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of a path, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


# ── Bytes to text ───────────────────────────────────────────────────────────────────────────────────────


def decode(contents: bytes) -> str:
    """Decode a file: UTF-8 (with or without BOM), Unix line ends, no control characters.

    Raises:
        ParseError: for another encoding, an empty or too large file, or a character that no text holds.
    """
    if len(contents) > MAX_BYTES:
        raise ParseError(1, f"het bestand is te groot ({len(contents)} bytes); toegestaan is {MAX_BYTES}")
    try:
        loaded = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = contents[: error.start].count(b"\n") + 1
        raise ParseError(
            line, "op deze regel staat een teken dat geen UTF-8 is; sla het bestand op als UTF-8"
        ) from None
    loaded = loaded.replace("\r\n", "\n").replace("\r", "\n") if "\r" in loaded else loaded
    if not loaded.strip():
        raise ParseError(1, "het bestand is leeg")
    _refuse_invisible(loaded, 1)
    _refuse_merge(loaded)
    return loaded


def _refuse_invisible(loaded: str, first_line: int) -> None:
    all_seen = loaded.replace("\n", " ").isprintable()  # of most texts, and three times sooner asked
    if not all_seen and (hit := text.INVISIBLE.search(loaded)):
        start = loaded.rfind("\n", 0, hit.start()) + 1
        place = loaded[max(start, hit.start() - 20) : hit.start()].lstrip()
        where = f"direct na {place!r}" if place else "aan het begin van de regel"
        raise ParseError(
            loaded.count("\n", 0, hit.start()) + first_line,
            f"hier staat een onzichtbaar teken (U+{ord(hit[0]):04X}), {where}; haal het weg",
        )


_MERGE = re.compile(r"^[ \t]*(?:[<>]{7}(?= |$)|={7}$)", re.MULTILINE)
"""What Git puts around two versions of a line (git-merge, "How conflicts are presented")."""


def _refuse_merge(loaded: str) -> None:
    """Refuse two versions in one file, before what they do to it is told in other words."""
    if not any(char * 7 in loaded for char in "<=>"):
        return
    if lines := [loaded.count("\n", 0, hit.start()) + 1 for hit in _MERGE.finditer(loaded)]:
        places = f"regel {lines[0]}" if len(lines) == 1 else f"regels {', '.join(map(str, lines[:_SHOWN]))}"
        raise ParseError(
            lines[0],
            f"hier staan nog merktekens van twee versies ({places}); kies een van beide en haal de regels met "
            "<<<<<<<, ======= en >>>>>>> weg",
        )


_SHOWN = 9

# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────

# Part of what libyaml says → what a contributor can do about it.
_NOT_CLOSED = "het aanhalingsteken dat hier begint, wordt niet gesloten"
_UNKNOWN_ESCAPE = "achter een \\ staat hier een teken dat niet mag; gebruik enkele aanhalingstekens"
_PERCENT = "een regel mag niet met % beginnen; zet de tekst tussen aanhalingstekens"
_TAB = "hier staat een tab; gebruik spaties"
_EXCLAMATION_MARK = "een tekst die met een uitroepteken begint, hoort tussen aanhalingstekens; labels bestaan hier niet"
_STAR = "een tekst die met * of & begint, hoort tussen aanhalingstekens; verwijzingen bestaan hier niet"
_YAML_EXPLANATIONS = {
    "mapping values are not allowed": "hier staat een dubbele punt te veel, of de regel springt te ver in; "
    "zet tekst met een dubbele punt tussen aanhalingstekens",
    "could not find expected ':'": "hier ontbreekt een dubbele punt achter de veldnaam",
    "found a tab character": _TAB,
    "did not find expected key": "deze regel springt niet goed in, of een aanhalingsteken (hier of erboven) staat "
    "verkeerd",
    "did not find expected '-' indicator": "deze regel hoort met een streepje te beginnen, of springt niet goed in",
    "block sequence entries are not allowed": "een streepje hoort op een eigen regel, niet achter de veldnaam",
    "found unexpected end of stream": _NOT_CLOSED,
    "found unexpected document indicator": _NOT_CLOSED,
    "escape": _UNKNOWN_ESCAPE,
    "hexdecimal": _UNKNOWN_ESCAPE,
    "did not find expected ',' or": "in de lijst die hier begint, ontbreekt een komma of het haakje sluiten",
    "did not find expected node content": "hier hoort een waarde te staan; zet tekst met haakjes of komma's tussen "
    "aanhalingstekens",
    "alphabetic or numeric": _STAR,
    "did not find expected comment or line break": "achter | of > mag niets meer staan; begin de tekst op de volgende "
    "regel, of zet hem tussen aanhalingstekens",
    "tag": _EXCLAMATION_MARK,
    "did not find expected <document start>": "deze regel hoort niet bij wat erboven staat; controleer het inspringen "
    "en de aanhalingstekens",
    "directive": _PERCENT,
    "incompatible YAML document": _PERCENT,
}
# Faults that libyaml notices long after they were made: these are told where the construct begins.
_START = ("could not find", "end of stream", "document indicator", "',' or")


def yaml_source(contents: str, *, first_line: int = 1) -> SourceText:
    """Read one YAML document.

    Args:
        contents: the text.
        first_line: the line in the file at which the text begins (front matter begins at 2).

    Raises:
        ParseError: in Dutch, at its line: broken YAML, an anchor, alias, tag or merge key, a double key, nesting
            deeper than MAX_DIEPTE, more than one document.
    """
    source = SourceText(None)
    try:
        _Builder(source, first_line, contents).build(_events(contents))
    except yaml.MarkedYAMLError as error:
        line, explanation = _yaml_explanation(error, contents)
        raise ParseError(line + first_line, explanation) from None
    except yaml.YAMLError:
        raise ParseError(first_line, "de opmaak (YAML) klopt niet") from None
    return source


def _events(contents: str) -> Iterable[yaml.Event]:
    return yaml.parse(contents, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


Read = Callable[..., SourceText]
"""Reads YAML, as `yaml_source` does."""


def _yaml_explanation(error: yaml.MarkedYAMLError, contents: str) -> tuple[int, str]:
    """The line (from 0) of a YAML error and what to do about it."""
    problem = str(error.problem)
    at_start = any(part in problem for part in _START)
    place = (error.context_mark if at_start else None) or error.problem_mark or error.context_mark
    line, column = (place.line, place.column) if place else (0, 0)
    typed = contents.split("\n")
    if line >= len(typed):  # what libyaml misses, it misses behind the last line
        line, column = len(typed) - 1, len(typed[-1])
    if "cannot start any token" in problem:
        char = typed[line][column : column + 1]
        return line, _TAB if char == "\t" else f"een tekst die met {char} begint, hoort tussen aanhalingstekens"
    if any(part in problem for part in _AT_COMMENT):
        for number in (line, line - 1):  # what closes a list, or ends a name, went along
            if number >= 0 and (cut := _COMMENT.search(typed[number])):
                return number, _cut(cut[1])
    general = "de opmaak (YAML) klopt hier niet; controleer het inspringen en de aanhalingstekens"
    return line, next((nl for en, nl in _YAML_EXPLANATIONS.items() if en in problem), general)


_COMMENT = re.compile(r"(?<=[\s,\[{])(#[^\s#].*)")
"""What YAML takes for a comment and was typed as text."""
_AT_COMMENT = ("',' or", "':'", "node content")
"""Of which faults such a comment may be the cause."""


def _cut(text: str) -> str:
    return (
        f"alles vanaf {_shown(text)} valt weg, want een # achter een spatie begint in YAML een opmerking; hoort het bij "
        "de tekst, zet de waarde dan tussen aanhalingstekens; is het een opmerking, zet dan een spatie achter #"
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


_LONGEST = 40


class _Builder:
    """Turns YAML events into plain values; iterative, so nesting cannot exhaust the stack."""

    def __init__(self, source: SourceText, first_line: int, contents: str) -> None:
        self.source = source
        self.first_line = first_line
        self.typed = contents.split("\n") if "#" in contents else []
        """The lines, when there may be comments among them."""
        self.stack: list[tuple[KeyPath, Any, str | None]] = []
        """Open collections: path, dict or list, and in a dict the key that waits for its value."""
        self.documents = 0
        self.values = 0

    def build(self, events: Iterable[yaml.Event]) -> None:
        for event in events:
            place = event.start_mark
            line = (place.line if place else 0) + self.first_line
            self._refuse(event, line)
            match event:
                case yaml.ScalarEvent():  # most of them
                    self._scalar(event, line)
                case yaml.DocumentStartEvent():
                    self.documents += 1
                case yaml.MappingStartEvent():
                    self._open({}, line)
                case yaml.SequenceStartEvent():
                    self._open([], line)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.stack.pop()

    def _refuse(self, event: yaml.Event, line: int) -> None:
        if getattr(event, "anchor", None):  # an alias has one, too
            raise ParseError(line, _STAR)
        if getattr(event, "tag", None):
            raise ParseError(line, _EXCLAMATION_MARK)
        if isinstance(event, yaml.DocumentStartEvent) and self.documents:
            raise ParseError(line, "een bestand mag maar één document bevatten; haal de regel met --- weg")

    def _open(self, collection: dict[str, Any] | list[Any], line: int) -> None:
        path = self._place(collection, line)
        if len(self.stack) >= MAX_DEPTH:
            raise ParseError(line, f"deze gegevens zijn te diep genest: hoogstens {MAX_DEPTH} niveaus")
        self.stack.append((path, collection, None))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        path, parent, key = self.stack[-1] if self.stack else ((), None, None)
        if isinstance(parent, dict) and key is None:
            self._key(path, parent, event.value, line)
        else:
            self._refuse_cut(event)
            unquoted = event.implicit[0]
            empty = unquoted and event.value in {"", "~", "null"}
            if not event.value.isprintable():
                _refuse_invisible(event.value, line)  # a quoted text can spell one as an escape
            self._place(None if empty else event.value, line)

    def _refuse_cut(self, event: yaml.ScalarEvent) -> None:
        """Refuse a text that ends at a `#` which its author meant: behind it, or on the next line if that goes on with it."""
        end, start = event.end_mark, event.start_mark
        if not self.typed or event.style in {"|", ">"} or not start or not end:
            return
        rest = self.typed[end.line][end.column :]
        if cut := re.fullmatch(r"[ \t]+(#[^\s#].*)", rest):
            raise ParseError(end.line + self.first_line, _cut(cut[1]))
        if event.style or not event.value or rest.strip():
            return
        following = self.typed[end.line + 1] if end.line + 1 < len(self.typed) else ""
        own_line = not self.typed[start.line][: start.column].strip()
        cut = re.fullmatch(r"( *)(#[^\s#].*)", following)
        if cut and len(cut[1]) > _indent(self.typed[start.line - own_line]):
            raise ParseError(end.line + 1 + self.first_line, _cut(cut[2]))

    def _key(self, path: KeyPath, parent: dict[str, Any], name: str, line: int) -> None:
        if name == "<<":
            raise ParseError(line, "samenvoegen met << mag hier niet; schrijf de velden voluit")
        if name in parent:
            earlier = self.source.lines[(*path, name)]
            raise ParseError(line, f"het veld {name!r} staat hier voor de tweede keer (ook op regel {earlier})")
        self.source.lines[(*path, name)] = line
        self.stack[-1] = (path, parent, name)

    def _place(self, value: Any, line: int) -> KeyPath:  # noqa: ANN401 - any plain value
        """Put a value where it belongs and note its line; answers its path."""
        if not self.stack:
            self.source.value = value
            self.source.lines[()] = line
            return ()
        path, parent, key = self.stack[-1]
        self._refuse_too_many(parent, line)
        if isinstance(parent, list):
            own: KeyPath = (*path, len(parent))
            parent.append(value)
            self.source.lines[own] = line
            return own
        if key is None:
            raise ParseError(
                line, "een veldnaam moet een gewoon woord zijn; zet tekst met accolades tussen aanhalingstekens"
            )
        parent[key] = value
        self.stack[-1] = (path, parent, None)
        return (*path, key)

    def _refuse_too_many(self, parent: dict[str, Any] | list[Any], line: int) -> None:
        """Stop at the first row, field or value too many."""
        self.values += 1
        if isinstance(parent, list) and len(parent) == MAX_ROWS:
            raise ParseError(line, f"deze lijst heeft te veel regels; hoogstens {MAX_ROWS}; {_DIVIDE}")
        if isinstance(parent, dict) and len(parent) == MAX_FIELDS:
            raise ParseError(line, f"hier staan te veel velden bij elkaar; hoogstens {MAX_FIELDS}")
        if self.values > MAX_VALUES:
            raise ParseError(line, f"dit bestand heeft te veel velden; hoogstens {MAX_VALUES}; {_DIVIDE}")


_DIVIDE = "laat weg wat niemand leest, of verdeel het over meer bestanden"


def _indent(line: str) -> int:
    """Where the name of a field stands, also behind the dash of a list."""
    return len(line) - len(line.lstrip(" -"))


def composed(contents: str) -> Any:  # noqa: ANN401 - a node of PyYAML, which nothing else knows
    """What a YAML document is made of, with where each part stands; nothing when it is empty."""
    yaml_source(contents)  # which refuses what is not ours
    return yaml.compose(contents, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────────


def front_matter(contents: str, read: Read = yaml_source) -> tuple[SourceText, str, int]:
    """Split a Markdown file into its front matter (which `read` reads), its prose and the line at which the prose begins.

    A file without front matter has an empty mapping.

    Raises:
        ParseError: front matter that is not closed or is no mapping (MkDocs would print it as text).
    """
    heading, prose, start = parted(contents)
    source = read(heading, first_line=2) if heading.strip() else SourceText({})
    if not isinstance(source.value, dict):
        raise ParseError(2, "de kop van dit bestand moet uit velden bestaan, zoals 'titel: …'")
    return source, prose, start


def parted(contents: str) -> tuple[str, str, int]:
    """The same without reading the front matter: its letters, the prose, and the line at which that begins.

    Raises:
        ParseError: front matter that is not closed.
    """
    first, _, rest = contents.partition("\n")
    if first.rstrip() != "---":
        if re.match(r"\s*(---|[a-z_]+:\s)", contents):
            raise ParseError(1, "de kop van dit bestand moet op regel 1 beginnen met ---")
        return "", contents, 1
    end = _END.search(rest)
    if end is None:
        raise ParseError(
            1, "de kop van dit bestand wordt niet gesloten; zet --- op een eigen regel achter het laatste veld"
        )
    heading = rest[: end.start()]
    return heading.removesuffix("\n"), rest[end.end() + 1 :], heading.count("\n") + 3


_END = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)
