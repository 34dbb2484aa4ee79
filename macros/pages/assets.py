"""Style sheets and scripts as they are shipped: joined, and without what only their writers need.

One file instead of several is a request less; its parts stay as they are read and tested. Scripts are modules of
JavaScript that name what they take from each other: joined they share one scope, so those lines go. What is taken out
of a script is comments and white space, nothing else: no name and no statement becomes another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros.pages import network
from macros.records import models as m

JOINED = {
    "site.css": ("tokens.css", "site.css"),
    "form.js": ("form/amend.js", "form.js"),
    "search.js": ("search/levelling.js", "search.js"),
    "search-worker.js": tuple(
        f"search/{name}.js"
        for name in (
            "levelling", "analysis", "kin", "forms", "spelling", "index", "question", "ranking", "answer", "worker",
        )
    ),
}  # fmt: skip
"""What is shipped under a name, and of which files it is made, in their order: nothing before what it needs at once."""
AT_THE_ROOT = "dienst.js"
"""What is shipped, but not here: a service worker stands at the root, with the names of the others in it."""
_PARTS = {part for parts in JOINED.values() for part in parts}


def names(folder: Path) -> list[str]:
    """The names of all that is shipped of a folder with assets."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return sorted((files - _PARTS - {AT_THE_ROOT}) | JOINED.keys())


def shipped(folder: Path, own: m.Netwerk, colours: str = "") -> Iterator[tuple[str, bytes]]:
    """Every asset: the name that pages ask for, and its bytes.

    Args:
        folder: the folder with the sources.
        own: the network, of which the mark is drawn.
        colours: the rules that come of the data (`colours`); they go with the look of every page.
    """
    for name in names(folder):
        if name == network.MARK:
            yield name, network.mark(own, folder, name)
            continue
        yield name, asset(folder, name) + (small_style(colours).encode() if name == "site.css" else b"")


def asset(folder: Path, name: str) -> bytes:
    """What is shipped of an asset: styles and scripts joined and made small, anything else as it is."""
    paths = [folder / part for part in JOINED.get(name, (name,))]
    match Path(name).suffix:
        case ".css":
            return small_style("\n".join(path.read_text(encoding="utf-8") for path in paths)).encode()
        case ".js":
            return script(*paths).encode()
        case _:
            return paths[0].read_bytes()


def hashed(name: str, contents: bytes) -> str:
    """The name under which an asset is published: with a hash of its content, so that it may be cached for ever."""
    stem, point, rest = name.partition(".")
    return f"{stem}.{hashlib.sha256(contents).hexdigest()[:10]}{point}{rest}"


# ── Style sheets ────────────────────────────────────────────────────────────────────────────────────────

_STYLE_PIECES = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s+""", re.DOTALL)
_STYLE_SPACE = re.compile(r" ?([{};]) ?|([,:]) ")
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")


def small_style(css: str) -> str:
    """A style sheet without what only its writers need; what stands between quotation marks is not touched."""
    css = _STYLE_PIECES.sub(lambda piece: piece[1] or " ", css)
    parts = _QUOTED.split(css)
    parts[::2] = [_STYLE_SPACE.sub(lambda space: space[1] or space[2], part) for part in parts[::2]]
    return "".join(parts).replace(";}", "}").strip()


def colours(records: Iterable[m.Thema | m.District]) -> str:
    """The rules that give themes and districts the colours that the data say, in light and in dark."""
    return "\n".join(
        # --t and --d: what the rest of the style knows the colour of a theme and of a district by
        f'[data-{record.kind.singular}="{record.id}"] '
        f"{{ --{record.kind.singular[0]}: light-dark({record.kleur.licht}, {record.kleur.donker}); }}"
        for record in records
        if record.kleur
    )


# ── Scripts ─────────────────────────────────────────────────────────────────────────────────────────────

_IMPORT = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|class|const|function|let)\b)", re.MULTILINE)
_PIECE = re.compile(
    r"""(?P<nothing>//[^\n]*|/\*.*?\*/|\s+)
    |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
    |[\w$\#]+
    |.""",
    re.DOTALL | re.VERBOSE,
)
_TEMPLATE = re.compile(r"[`}](?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_PATTERN = frozenset(
    {"await", "case", "delete", "do", "else", "in", "instanceof", "of", "return", "throw", "typeof", "void", "yield"}
)
"""Words after which a slash begins a regular expression; after any other it divides."""
_NO_LINE_AFTER, _NO_LINE_BEFORE = frozenset("{[(;,"), frozenset("}]),.;")
"""Where the end of a line ends no statement, so it may go."""


def script(*modules: Path) -> str:
    """Modules as one script: in one scope nothing is imported, and all is strict, as modules are.

    Raises:
        ValueError: a module cannot be read; with its name and the line.
    """
    small = []
    for module in modules:
        try:
            small.append(small_script(_alone(module.read_text(encoding="utf-8"))))
        except ValueError as error:
            raise ValueError(f"{module.name}, {error}") from None
    return "\n".join(['"use strict";', *small] if len(small) > 1 else small)


def _alone(module: str) -> str:
    """A module without the lines that tie it to others; every line keeps its number."""
    return _EXPORT.sub("", _IMPORT.sub(lambda line: "\n" * line[0].count("\n"), module))


def small_script(text: str) -> str:
    """A script without comments and without the white space that means nothing.

    Ends of lines that may end a statement stay. Where it cannot be told whether a slash divides or begins a regular
    expression it stops: after `}`, and where what begins does not end.

    Raises:
        ValueError: the script cannot be read; with the line.
    """
    out: list[str] = []
    space = ""
    for piece, means_nothing in _pieces(text):
        if means_nothing:
            space = "\n" if "\n" in piece or space == "\n" else " "
            continue
        last = out[-1] if out else ""
        if space == "\n" and last and last[-1] not in _NO_LINE_AFTER and piece[0] not in _NO_LINE_BEFORE:
            out.append("\n")
        elif space and last and _touch(last[-1], piece[0]):
            out.append(" ")
        out.append(piece)
        space = ""
    return "".join(out)


def _touch(one: str, other: str) -> bool:
    """Whether two pieces would be read as another one without white space between."""
    return (_is_word(one) and _is_word(other)) or (one == other and one in "+-/")


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign in "_$#"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of which a script consists, and of each whether it means nothing."""
    place, last = 0, ""
    templates: list[int] = []  # for each template we are inside of: how many brackets are open in its expression
    while place < len(text):
        form = _form(text, place, last, ends_expression=bool(templates) and not templates[-1])
        found = form.match(text, place)
        if found is None or found[0] in {"'", '"'}:
            raise _unreadable(text, place, "wat hier begint, houdt niet op")
        piece = found[0]
        if form is _TEMPLATE:
            if piece[0] == "}":
                templates.pop()
            if piece[-1] == "{":
                templates.append(0)
        elif templates and piece in {"{", "}"}:
            templates[-1] += 1 if piece == "{" else -1
        means_nothing = form is _PIECE and bool(found["nothing"])
        yield piece, means_nothing
        place = found.end()
        last = last if means_nothing else piece
    if templates:
        raise _unreadable(text, place, "de tekst tussen ` en ` houdt niet op")


def _form(text: str, place: int, last: str, *, ends_expression: bool) -> re.Pattern[str]:
    """How the piece that begins here is read, after the last one that means something."""
    if text[place] == "`" or (text[place] == "}" and ends_expression):
        return _TEMPLATE
    if text[place] != "/" or text[place : place + 2] in {"//", "/*"}:
        return _PIECE
    if last == "}":
        raise _unreadable(
            text, place, "of deze schuine streep deelt, is niet te zien; zet wat ervoor staat tussen haakjes"
        )
    divides = bool(last) and (last[-1] in "])\"'`" or (_is_word(last[-1]) and last not in _BEFORE_PATTERN))
    return _PIECE if divides else _PATTERN


def _unreadable(text: str, place: int, why: str) -> ValueError:
    return ValueError(f"regel {text.count(chr(10), 0, place) + 1}: {why}")
