"""How large and how deep a file may be, counted before anything parses it, and what a picture or PDF tells.

A parser looks for the end of every bracket and list it is given: eight kilobytes of `[a` kept Python-Markdown busy for
minutes and a thousand list markers exhausted its stack (measured with 3.11), and a walk over a tree is as deep as the tree.
Counting brackets, markers and tags takes one pass. `time_limit` is the backstop for what nobody has thought of yet.
"""

from __future__ import annotations

import re
import shlex
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from macros.base import folders, late
from macros.base.errors import Finding
from macros.base.parsing import MAX_BYTES

if TYPE_CHECKING:
    from macros.review import pdf, pictures
else:
    pdf, pictures = late.modules("macros.review", "pdf", "pictures")

MAX_PAGE = 200_000
MAX_LINE = 10_000
MAX_NESTING = 20
MAX_COLUMNS = 50
MAX_PICTURE = 2_000_000
MAX_ATTACHMENT = 5_000_000
MAX_SECONDS = 20
FOLDERS = ("docs", "newsletters")

Message = tuple[int, str, bool]
"""Line, what is wrong, whether it is only a warning."""


def content_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Real files, by their name in the project; the loader reports symbolic links and files of another kind."""
    for folder in FOLDERS:
        for name, entry in folders.below(root / folder, f"{folder}/"):
            if entry.is_file(follow_symlinks=False):
                yield name, Path(entry).read_bytes()


def check_file(name: str, contents: bytes, allowed: Collection[str] = ()) -> Iterator[Finding]:
    """That a file is too large, too deep or says more than it shows.

    Args:
        name: its path.
        contents: its bytes.
        allowed: who a PDF may say that made it, as `casefold` writes it, besides organisations.
    """
    kind = PurePosixPath(name).suffix.lower()
    check = partial(_attachment, allowed=allowed) if kind == ".pdf" else _KINDS.get(kind, _noop)
    for line, message, warning in check(contents, name):
        yield Finding(name, line, message, warning)


def _noop(_contents: bytes, _name: str) -> Iterator[Message]:
    yield from ()


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────


def _data(contents: bytes, _name: str) -> Iterator[Message]:
    lines = contents.split(b"\n")
    for number, line in enumerate(lines, start=1) if max(map(len, lines)) > MAX_LINE else ():
        if len(line) > MAX_LINE:
            yield number, f"deze regel is te lang ({_size(len(line))}); toegestaan is {_size(MAX_LINE)}", False


def _page(contents: bytes, name: str) -> Iterator[Message]:
    """One finding a page is enough: the rest follows from it."""
    if len(contents) > MAX_BYTES:
        return  # reported by the loader
    if len(contents) > MAX_PAGE:
        advice = "verdeel de tekst over meer pagina's"
        yield 1, f"deze pagina is te groot ({_size(len(contents))}); toegestaan is {_size(MAX_PAGE)}; {advice}", False
        return
    if long := next(_data(contents, name), None):
        yield long
        return
    try:
        text = contents.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return  # reported by the loader
    yield from _first(_too_deep(text), _too_many(text), _too_wide(text))


def _first(*all_series: Iterator[Message]) -> Iterator[Message]:
    for series in all_series:
        if message := next(series, None):
            yield message
            return


_BLOCK = late.pattern(r"(?:[^\n]*\S[^\n]*\n?)+")
_WORD = late.pattern(r"\{\{.*?\}\}", re.DOTALL)
"""Words are not Markdown: what is wrong between their braces is told by who reads words."""
_TOKEN = late.pattern(r"[\[\](]|\)|<(?=[A-Za-z/!?])|>")
_MARKS = late.pattern(r"[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*)+")
_MARK = late.pattern(r">|[-*+]|\d{1,9}[.)]")
_INDENT = 4


_DEEP_LINE = late.pattern(
    rf"\n(?:(?:[ \t]*(?:>|[-*+][ \t]|\d{{1,9}}[.)][ \t])){{{MAX_NESTING + 1}}}|[ \t]{{{MAX_NESTING + 1}}})"
)
"""A line feed before a line that may be too deep; most pages have none."""


def _too_deep(text: str) -> Iterator[Message]:
    """Lists and quotations in each other, and brackets that no one closes."""
    for number, line in enumerate(text.split("\n"), start=1) if _DEEP_LINE.search(f"\n{text}") else ():
        heading = _MARKS.match(line)
        marks = len(_MARK.findall(heading[0])) if heading else 0
        indentation = len(line.expandtabs(_INDENT)) - len(line.expandtabs(_INDENT).lstrip(" "))
        if marks > MAX_NESTING or (line.strip() and indentation > MAX_NESTING * _INDENT):
            yield number, f"lijsten of citaten zijn hier te diep genest; hoogstens {MAX_NESTING} niveaus", False
    if not _open_many(text) or not any(map(_open_many, text.split("\n\n"))):
        return
    for block in _BLOCK.finditer(_WORD.sub(lambda t: re.sub(r"[^\n]", " ", t[0]), text)):
        if _open_many(block[0]) and (place := _brackets(block[0])):
            where = text.count("\n", 0, block.start() + place) + 1
            yield where, f"hier staan te veel haakjes in elkaar of niet gesloten; hoogstens {MAX_NESTING}", False


def _open_many(text: str) -> bool:
    return max(text.count("["), text.count("("), text.count("<")) > MAX_NESTING


def _brackets(block: str) -> int:
    """Where one bracket too many opens; 0 when all is well. Each kind is counted apart; `<` closes at the next `>`."""
    open_ = {"[": 0, "(": 0, "<": 0}
    pair = {"]": "[", ")": "(", ">": "<"}
    for char in _TOKEN.finditer(block):
        if char[0] in open_:
            open_[char[0]] += 1
            if open_[char[0]] > MAX_NESTING:
                return char.start() or 1
        else:
            open_[pair[char[0]]] = max(0, open_[pair[char[0]]] - 1)
    return 0


_QUANTITIES: tuple[tuple[re.Pattern[str] | str, int, str], ...] = (
    (late.pattern(r"^ {0,3}(?:#|(?:=+|-+)[ \t]*$)", re.MULTILINE), 200, "koppen en streepjes"),
    (late.pattern(r"^\s*(?:[-*+]|\d{1,9}[.)])\s", re.MULTILINE), 2000, "punten in lijsten"),
    (late.pattern(r"^\s*>", re.MULTILINE), 1000, "regels met een citaat"),
    ("[", 3000, "rechte haken (links, plaatjes en noten)"),
    ("[^", 300, "noten"),
    ("<", 2000, "HTML-elementen"),
    ("|", 20_000, "cellen in tabellen"),
    ("`", 4000, "accenten grave (`)"),
    ("*", 4000, "sterretjes"),
    ("_", 4000, "lage streepjes"),
    ("~", 4000, "golfjes (~)"),
    ("!!!", 100, "kaders (!!!)"),
    ("{{", 1000, "woorden tussen accolades"),
    ("&", 20_000, "&-tekens"),
    ("\\", 20_000, "\\-tekens"),
)
"""What a page of 200 KB may hold of each thing that takes a parser time; a page by hand stays far below."""


_DASHES = late.pattern(r"^[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$", re.MULTILINE)
MAX_CELLS = 20_000


def _too_wide(text: str) -> Iterator[Message]:
    """Tables of many columns and many rows: a row with one cell gets as many as there are columns."""
    for dashes in _DASHES.finditer(text) if text.count("|") > MAX_COLUMNS else ():
        columns = dashes[0].count("|") + 1
        rows = text[dashes.end() :].partition("\n\n")[0].count("\n") + 1
        if columns > MAX_COLUMNS and columns * rows > MAX_CELLS:
            where = text.count("\n", 0, dashes.start()) + 1
            yield (
                where,
                f"deze tabel is te groot ({columns} kolommen, {rows} regels); hoogstens {MAX_CELLS} cellen",
                False,
            )


def _too_many(text: str) -> Iterator[Message]:
    lines = text.count("\n") + 1  # a pattern finds one thing a line
    for what, at_most, name in _QUANTITIES:
        many = text.count(what) if isinstance(what, str) else lines > at_most and len(what.findall(text))
        if many > at_most:
            advice = f"hoogstens {at_most}; verdeel de tekst over meer pagina's"
            yield 1, f"deze pagina heeft te veel {name}: {many}; {advice}", False


_MEGA = 1_000_000


def _size(bytes_: int) -> str:
    """A size, rounded up: what is a byte over a limit must not read as the limit."""
    unit, name = (_MEGA, "MB") if bytes_ >= _MEGA else (1000, "KB")
    tenths = -(-10 * bytes_ // unit)
    return f"{tenths // 10}{f',{tenths % 10}' if tenths % 10 else ''} {name}"


# ── Pictures and attachments ────────────────────────────────────────────────────────────────────────────


def _picture(contents: bytes, name: str) -> Iterator[Message]:
    if len(contents) > MAX_PICTURE:
        size = f"({_size(len(contents))}); toegestaan is {_size(MAX_PICTURE)}"
        yield 1, f"dit plaatje is te groot {size}; maak het kleiner, bijvoorbeeld 1600 pixels breed", False
        return
    kind = PurePosixPath(name).suffix.lower()
    yield from _what_it_tells(name, "dit plaatje", lambda: pictures.look(contents, kind))


def _attachment(contents: bytes, name: str, *, allowed: Collection[str]) -> Iterator[Message]:
    if len(contents) > MAX_ATTACHMENT:
        yield 1, f"deze bijlage is te groot ({_size(len(contents))}); toegestaan is {_size(MAX_ATTACHMENT)}", False
    else:
        yield from _what_it_tells(name, "deze pdf", lambda: pdf.look(contents, allowed))


def _what_it_tells(name: str, this: str, look: Callable[[], set[pictures.Told]]) -> Iterator[Message]:
    """Errors stop a publication, so they come in one message with the command that makes an end to all of them."""
    try:
        told = look()
    except pictures.Unreadable as error:
        yield 1, str(error), False
        return
    errors, warnings = (sorted(what for what, stops in told if stops is serious) for serious in (True, False))
    command = f"maak het bestand schoon: kennisbank schoon {shlex.quote(name)}"
    if errors:
        yield 1, f"in {this} staat wat niet openbaar mag zijn: {'; '.join(errors)}; {command}", False
    elif warnings:
        yield 1, f"in {this} staat ook {'; '.join(warnings)}; dat wordt openbaar; {command}", True


_KINDS: dict[str, Callable[[bytes, str], Iterator[Message]]] = {
    ".md": _page, ".yml": _data, ".csv": _data,
    ".jpg": _picture, ".jpeg": _picture, ".png": _picture, ".webp": _picture,
}  # fmt: skip


# ── The backstop ────────────────────────────────────────────────────────────────────────────────────────


def time_limit(on_expiry: Callable[[], None], seconds: float = MAX_SECONDS) -> None:
    """Call `on_expiry` (which raises) when the processor has worked this many seconds; 0 seconds puts the alarm off.

    A page is not too long because the machine is busy with something else, so it is not the clock that counts.

    Signals reach the main thread only; elsewhere, and on Windows, there is no alarm and the counting has to do.
    """
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, lambda *_: on_expiry())
        signal.setitimer(signal.ITIMER_PROF, seconds)
