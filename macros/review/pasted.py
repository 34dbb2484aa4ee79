"""Lines that had a shape elsewhere and have none here: lists, tables, cells and code that people type or paste.

A line feed in a paragraph is a space to a reader. So lines that were points, or rows, become one run-on sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from macros.base import late
from macros.base.hints import did_you_mean
from macros.document import nodes as n
from macros.review.sentences import OPAQUE, Sentence, shown, source

Message = tuple[int, str]


def faults(nodes: Sequence[n.Node], sentences: Sequence[Sentence], lines: list[str]) -> Iterator[Message]:
    """What has lost its shape, at the line of the text where it begins.

    Args:
        nodes: everything on the page.
        sentences: what is said on it.
        lines: the page as it was typed.
    """
    maybe = (it for it in sentences if isinstance(it.block, n.Paragraph) and _may_be_lines(it.text))
    of_lines = [(sentence, sentence.lines()) for sentence in maybe]
    cells = dict(_cells_pasted(nodes, of_lines))
    yield from cells.values()
    for sentence in sentences:
        if ("|" in sentence.text or "+" in sentence.text) and isinstance(sentence.block, n.Paragraph | n.Heading):
            yield from _rows_without_table(sentence)
    for sentence, typed in of_lines:
        if "[!" in sentence.text:
            yield from _alert_without_frame(sentence)
        if any(number not in cells and _MAYBE.match(text) for number, text in typed):
            yield from _list(sentence, typed)
    for node in nodes:
        if isinstance(node, _BLOCKS) and not (isinstance(node, n.CodeBlock) and node.line in cells):
            yield from _block(node, lines)


_BLOCKS = (n.CodeBlock, n.Table, n.Heading)


def _block(node: n.Node, lines: list[str]) -> Iterator[Message]:
    match node:
        case n.CodeBlock():
            yield from _indented(node) if node.indented else _behind_fence(node, lines)
        case n.Table():
            yield from _rows(node, lines)
        case n.Heading():
            yield from _underlined(node, lines)


# ── Lists ───────────────────────────────────────────────────────────────────────────────────────────────

_DASH = "\u2010-\u2015\u2212"
_BULLET = late.pattern(
    r"[•◦▪▫‣⁃●○■□►▶➢➤✓✔❖∙·\ue003-\uf8ff]\s*\S|(?:[oOØ§üvq*+-]|\(?(?:[A-Za-z]|[ivxIVX]{1,4}|\d{1,2})[.)])(?:[\t\u00a0]| {3,})\s*\S"
)
"""What a word processor puts before a point; some are letters of another typeface, and only white space tells."""
_POINT = late.pattern(r"(?:[-*+]|(\d{1,3})[.)])[ \t]+\S")
"""How a point begins; four figures are a year, with which a line of a sentence may begin."""
_CIRCLED = "\u2460-\u2473\u2776-\u2793"
_SIGN = late.pattern(
    rf"(?:[oO§_»›{_CIRCLED}]|\d(?=\ufe0f?\u20e3)|([^\w\s|]))[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*\s+\S"
)
"""What two lines that begin so are points of: a letter or a sign, which may be followed by what an emoji looks like."""
_GLUED = late.pattern(r"(?:[-*+]|\d{1,2}[.)])[^\W\d_]")
_LABEL = late.pattern(
    r"(?:\(([A-Za-z]|[ivxIVX]{1,4}|\d{1,2})\)|([A-Za-z]|[ivxIVX]{1,4})[.)]|((?:\d{1,2}\.)+\d{1,2})\.?|"
    rf"(?:[A-Z]\w+ )?\[?(\d{{1,2}}) ?[{_DASH}:/°.)\]-])\s+\S"
)
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _list(sentence: Sentence, typed: list[Message]) -> Iterator[Message]:
    """Lines that are points to who typed them; told once a paragraph."""
    broken = {
        line[0] for line in typed if _source(sentence, line[0]).endswith(("\\", "  "))
    }  # and so no part of one sentence
    typed_so = [line for line in typed if line[0] not in broken and _as_typed(sentence, *line)]
    for find, advice in _ADVICE.items():
        if place := find(typed_so):
            number, text = place
            bare = _BEFORE.sub("", text)
            yield number, f"hier staat {shown(text)}; {advice.replace('{}', shown(bare)[1:-1])}"
            return


_BEFORE = late.pattern(
    rf"^(?:\(?\w{{1,4}}[.)]+(?:\d+\.?)*|\S{{1,5}}[\t\u00a0]|\w   |[oO{_CIRCLED}]\s|\[?\d{{1,2}}\W+|\W+)\s*"
)
"""What stands before the words of a point."""
_MAYBE = late.pattern(
    rf"[^\w\s]|\(?\w{{1,5}}[.)\t\u00a0]|\w   |[oO{_CIRCLED}] |\d\ufe0f?\u20e3|(?:[A-Z]\w+ )?\d{{1,2}} ?[{_DASH}:/°.-]"
)
_MAYBE_BELOW = late.pattern(rf"\n(?:{_MAYBE.pattern})")


def _may_be_lines(text: str) -> bool:
    """Whether a paragraph may hold lines that had a shape; most do not, and need not be taken apart."""
    return bool(_maybe_cells(text) or _MAYBE.match(text) or _MAYBE_BELOW.search(text))


def _maybe_cells(text: str) -> bool:
    return "\t" in text or ";" in text or ("\n" in text and ("  " in text or text.count(",") >= _COMMAS))


def _as_typed(sentence: Sentence, number: int, text: str) -> bool:
    """Whether a line begins in the source as it does to a reader: nothing at its beginning is escaped or stressed."""
    bare = _source(sentence, number).lstrip(" \t>")
    return any(line.startswith(text[:2]) for line in (bare, _ITEM.sub("", bare)))


_ITEM = late.pattern(r"^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?:\[[ xX]\][ \t]+)?")


def _bullets(typed: list[Message]) -> Message | None:
    if found := next((line for line in typed if _BULLET.match(line[1])), None):
        return found
    dashes = [line for line in typed if re.match(rf"[{_DASH}]\s+\S", line[1])]
    for number, text in dashes[:1]:
        alone = dashes[0] == typed[0] or len(dict(typed).get(number - 1, "")) < _WRAPPED
        if dashes[1:] or (alone and text[0] != "—"):  # which stands before who said it
            return number, text
    signs = [line for line in typed if (sign := _SIGN.match(line[1])) and _is_sign(sign[1])]
    return signs[0] if signs[1:] else None


def _is_sign(char: str | None) -> bool:
    return not char or unicodedata.category(char) == "So" or "\u2190" <= char <= "\u21ff" or char == "√"


def _points(typed: list[Message]) -> Message | None:
    """The first line that looks like a point; a number that ends a sentence above it does not."""
    glued = [line for line in typed if _GLUED.match(line[1])]
    if glued[1:]:
        return glued[0]
    found, lines = [(line, match) for line in typed if (match := _POINT.match(line[1]))], dict(typed)
    for (number, text), match in found:
        above = lines.get(number - 1, "")
        if not match[1] or found[1:] or above[-1:] in ".:;!?" or len(above) < _WRAPPED:
            return number, text
    return None


_WRAPPED = 50
"""A line that was broken because it was full has more letters; the next one may go on with a number or a dash."""


def _labels(typed: list[Message]) -> Message | None:
    """The first of two lines of which the labels follow each other: a) b), i. ii., (1) (2), 2.1 2.2."""
    found = [(line, match) for line in typed if (match := _LABEL.match(line[1]))]
    for (line, one), (_, two) in pairwise(found):
        if {(kind, value + 1) for kind, value in _values(one)} & _values(two):
            return line
    return None


def _values(match: re.Match[str]) -> set[tuple[str, int]]:
    label = next(filter(None, match.groups())).lower()
    if not label.isalpha():
        return {(label.rpartition(".")[0], int(label.rpartition(".")[2]))}
    roman = {("i", _ROMAN.index(label))} if label in _ROMAN else set()
    return roman | ({("a", ord(label))} if len(label) == 1 else set())


_ADVICE: dict[Callable[[list[Message]], Message | None], str] = {
    _bullets: "een punt van een lijst begint met '- '; schrijf '- {}', elk punt op een eigen regel",
    _points: "deze regel lijkt een punt van een lijst en is het niet: hij wordt één zin met wat erboven staat; zet een lege regel boven de "
    "lijst, en begin elk punt aan het begin van de regel, met '- ' of '1. ' en dus een spatie",
    _labels: "een lijst die zo begint wordt hier één zin; schrijf '- {}', of '1. {}' voor een lijst met nummers",
}

# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────

_PIPE = late.pattern(r"(?<!\\)\|")
_LINE = late.pattern(rf"(?=.*[|+])(?=.*[-=_{_DASH}])[\s|+:=_{_DASH}-]{{3,}}")
_RIGHT = late.pattern(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def cells(row: str) -> list[str]:
    """The cells of a row as it was typed: a pipe parts them wherever it stands, unless it is escaped."""
    bare = row.strip().removeprefix("|")
    bare = bare if bare.endswith("\\|") else bare.removesuffix("|")
    return [cell.strip() for cell in _PIPE.split(bare)]


def _heads(count: int) -> str:
    return f"'{'| --- ' * min(count, _WIDE)}{'| … ' * (count > _WIDE)}|'"


_WIDE = 12
"""Columns that a message writes out."""


def _rows_without_table(sentence: Sentence) -> Iterator[Message]:
    """Rows that no line of dashes makes a table, or one that does not fit."""
    rows = [
        (number, text) for number, text in sentence.lines() if _PIPE.search(_source(sentence, number)) and "|" in text
    ]
    rows += [(number, text) for number, text in sentence.lines() if "+" in text and _LINE.fullmatch(text)]
    framed = [row for row in rows if re.fullmatch(r"\|.+\|", row[1].strip())]
    if not framed and not any(two[0] == one[0] + 1 for one, two in pairwise(rows)):
        return
    number, _ = min(rows)
    head = cells(_source(sentence, next((at for at, text in rows if "|" in text), number)).lstrip("> "))
    dashes = next(((at, text) for at, text in rows if _LINE.fullmatch(text)), None)
    if not dashes:
        advice = (
            f"onder de kop ontbreekt de regel met streepjes; zet onder de eerste regel van de tabel {_heads(len(head))}"
        )
        yield number, f"dit is geen tabel, want {advice}, en zet geen lege regel tussen de rijen"
    elif "+" in dashes[1]:
        yield (
            number,
            f"zo ziet een tabel er hier niet uit; begin en eindig elke rij met |, en zet onder de kop {_heads(len(head))}",
        )
    elif dashes[0] == number:
        yield number, "dit is geen tabel, want boven de regel met streepjes ontbreekt de kop; zet die er direct boven"
    else:
        right, count = _RIGHT.fullmatch(dashes[1]), len(cells(dashes[1]))
        why = f"heeft {count} kolommen en de kop {len(head)}" if right else "klopt niet"
        advice = f"de regel met streepjes {why}; schrijf daar {_heads(len(head))}"
        if right and count == len(head):
            advice = "zij hoort bij de regel erboven; zet er een lege regel boven"
        yield dashes[0], f"dit is geen tabel, want {advice}"


def _source(sentence: Sentence, number: int) -> str:
    return sentence.source[number - 1] if number <= len(sentence.source) else ""


def _rows(table: n.Table, lines: list[str]) -> Iterator[Message]:
    """Rows of which cells vanish, and lines that became a row."""
    head = source(lines, table.head[0]) if table.head else ""
    width = len(cells(head))
    for row in table.children:
        typed = source(lines, row)
        found = cells(typed)
        if any(found[width:]) and head:
            lost = shown(" | ".join(found[width:]))
            yield (
                row.line,
                (
                    f"deze rij heeft {len(found)} cellen en de kop {width}, dus {lost} valt weg; geef de kop ook {len(found)} cellen, of schrijf \\| "
                    "voor een streep in een cel"
                ),
            )
        elif typed and "|" in head and "|" not in typed:
            yield (
                row.line,
                f"{shown(typed)} wordt een rij van de tabel; zet er een lege regel boven, of zet de cellen tussen |",
            )


def _cells_pasted(
    nodes: Iterable[n.Node], of_lines: Iterable[tuple[Sentence, list[Message]]]
) -> Iterator[tuple[int, Message]]:
    """For each line of cells from a spreadsheet what is to be said at the first of them."""
    found = [
        (number, text, _parting(text))
        for sentence, typed in of_lines
        if _maybe_cells(sentence.text)
        for number, text in typed
        if not _BULLET.match(text)
    ]
    code = [node for node in nodes if isinstance(node, n.CodeBlock) and node.indented and "\t" in node.text.strip()]
    for node in code:  # the first cell is empty, and its tab made the line code
        texts = [f"\t{text}" for text in node.text.removesuffix("\n").split("\n")]
        found += [(number, text, _parting(text)) for number, text in enumerate(texts, start=node.line)]
    group: list[tuple[int, str, tuple[str, int]]] = []
    for row in [*sorted(found), (0, "", ("", 0))]:
        if group and (row[2] != group[-1][2] or row[0] > group[-1][0] + 2):
            yield from _told(group)
            group = []
        if row[2][1]:
            group.append(row)


def _parting(text: str) -> tuple[str, int]:
    """What parts the cells of a line, and how often."""
    if "\t" in text:
        return "\t", text.count("\t")
    if re.search(r";[^\s;]", text) and "; " not in text:
        return ";", text.count(";")
    if text.count(",") * 2 >= _COMMAS and ", " not in text and re.search(r"\D,\S|,\D", text):
        return ",", text.count(",")
    gaps = len(_GAP.findall(text))
    return (_GAPS, gaps) if gaps > 1 or re.search(r"\S {3,}\S", text) else ("", 0)


_COMMAS = 4
"""Commas in two lines that may be rows: of one comma a line no one can say whether it parts cells."""
_GAPS = "  "
_GAP = late.pattern(r"(?<=[^\s.!?:;]) {2,}(?=\S)")
"""What parts the cells of a table that was typed, or printed, with spaces."""


def _told(group: list[tuple[int, str, tuple[str, int]]]) -> Iterator[tuple[int, Message]]:
    first, text, (mark, times) = group[0]
    if len(group) == 1 and (mark != "\t" or times == 1):
        return
    parts = _GAP.split(text) if mark == _GAPS else text.split(mark)
    found = [cell.replace(OPAQUE, "…").strip().replace("|", "\\|") for cell in parts]
    row = " | ".join([*found[:_WIDE], *["…"] * (len(found) > _WIDE)])
    message = (
        f"dit zijn cellen uit een rekenblad en zij worden hier één zin; maak er een tabel van: een lege regel, dan '| {row} |', dan "
        f"{_heads(times + 1)}, en elke rij net zo tussen strepen"
    )
    yield from ((number, (first, message)) for number, _, _ in group)


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────

_KINDS = {
    "note": "info opmerking noot let-op uitleg abstract summary question vraag example voorbeeld quote",
    "tip": "hint advies success",
    "important": "belangrijk",
    "warning": "letop let op waarschuwing attention aandacht",
    "caution": "gevaar danger pas op error fout failure bug",
}
_ALERT = late.pattern(r"\[!\s*([^\]\n]{1,30}?)\s*\]([-+]?)[ \t]*(.*)")


def _alert_without_frame(sentence: Sentence) -> Iterator[Message]:
    """What begins as an alert and is none."""
    for number, text in sentence.lines():
        if not (match := _ALERT.match(text)) or not sentence.typed(sentence.text.find(text), match[0][:3]):
            continue
        kind = match[1].lower()
        right = f"'> [!{kind.upper() if kind in _KINDS else _nearest(kind).upper()}]'"
        if kind not in _KINDS:
            names = ", ".join(name.upper() for name in _KINDS)
            yield number, f"een kader met de naam {match[1]!r} bestaat niet; schrijf {right} (er is {names})"
        elif match[3] or match[2]:
            yield (
                number,
                f"een kader met een titel wordt op GitHub een citaat; schrijf alleen {right} en zet {shown(match[3] or match[2])} op de regel eronder, achter '> '",
            )
        elif text == sentence.text and _source(sentence, number).lstrip().startswith(">"):
            yield number, f"dit kader is leeg; zet onder {right} regels die met '> ' beginnen"
        else:
            yield (
                number,
                f"dit wordt geen kader; zet {right} op de eerste regel van een citaat, met een lege regel erboven, en niet in een lijst of ander kader",
            )


def _nearest(name: str) -> str:
    known = (kind for kind, others in _KINDS.items() if name in others)
    guess = did_you_mean(name, _KINDS, all_up_to=0)
    return next(known, guess.split("'")[1] if guess else "note")


def _indented(code: n.CodeBlock) -> Iterator[Message]:
    yield (
        code.line,
        (
            f"vier spaties of een tab maken hier een blok code van {shown(code.text)}; begin de regel links, of zet regels met ``` erboven en eronder "
            "als het code is"
        ),
    )


_FENCE = late.pattern(r"(?:`{3,}|~{3,})[ \t]*(.*)")
_DRAWN = {"mermaid", "math", "geojson", "topojson", "stl"}


def _behind_fence(code: n.CodeBlock, lines: list[str]) -> Iterator[Message]:
    """Words on the line that opens a block of code: no one sees them."""
    info = match[1].strip() if (match := _FENCE.match(source(lines, code).lstrip())) else ""
    if len(info.split()) > 1 or info[:1].isupper() or info.startswith("{"):
        yield (
            code.line,
            f"achter de tekens die een blok code openen, valt {shown(info)} weg; zet tekst op de volgende regel",
        )
    elif info.lower() in _DRAWN:
        yield code.line, f"een blok {info} wordt hier niet getekend; zet er een plaatje of een tabel voor in de plaats"


_LONG = 80


def _underlined(heading: n.Heading, lines: list[str]) -> Iterator[Message]:
    """A sentence that the line below it made a heading."""
    text = n.text_of(heading.children)
    typed = source(lines, heading).lstrip()
    is_sentence = len(text) > _LONG or "\n" in text.strip() or text.rstrip()[-1:] in {*".:;,"}
    if is_sentence and typed and not typed.startswith("#") and "|" not in text:
        yield (
            heading.line,
            f"de regel met - of = hieronder maakt een kop van {shown(text)}; zet er een lege regel boven, of begin een kop met ##",
        )
