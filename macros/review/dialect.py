"""What people type or paste that the site would show otherwise than they mean: told, with how it is written here.

The dialect is what GitHub's editor previews. What other tools made of the same marks (Python-Markdown, Material, Obsidian), and
what a word processor or a spreadsheet leaves behind, stays in the tree as text; here that text is looked at, never the
letters of code, of an address, or of a mark that its author escaped. What has a shape on lines of its own
(cells, bullets, blocks) is in `pasted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from macros.base import late
from macros.document import nodes as n
from macros.review import pasted
from macros.review.sentences import ADDRESS, OPAQUE, Sentence, shown, without_words

Message = tuple[int, str]


def faults(tekst: str, tree: tuple[n.Block, ...], first: int) -> Iterator[Message]:
    """What is wrong with a page as it was typed.

    Args:
        tekst: the text that the tree was read from; words as they were typed, or their placeholders, on the same lines.
        tree: what `document.markdown.read` made of it.
        first: the line of the file at which the text begins.

    Returns:
        The line in the file and what is wrong, by their line; each an error.
    """
    lines = without_words(tekst).split("\n")
    nodes: list[n.Node] = []
    _gather(tree, nodes)
    sentences = [*Sentence.all_of(nodes, lines)]
    found = {
        *(message for sentence in sentences for message in _phrases(sentence)),
        *_inlines(nodes, lines),
        *_titles(nodes),
        *_definitions(tree, lines),
        *pasted.faults(nodes, sentences, lines),
    }
    yield from ((line + first - 1, message) for line, message in sorted(found))


_LETTERS = frozenset({n.Text, n.Code, n.Break, n.Image, n.NoteMark, n.RawInline, n.Word})
_PARTED = frozenset({n.Table, n.Figure})
"""Kinds of which the children are not all that they hold."""


def _gather(nodes: Iterable[n.Node], found: list[n.Node]) -> None:
    """Everything that a page holds but letters, in reading order: as `nodes.walk`, in half the time."""
    for node in nodes:
        if (kind := type(node)) not in _LETTERS:
            found.append(node)
            _gather(n.below(node) if kind in _PARTED else getattr(node, "children", ()), found)


# ── Marks of other tools ────────────────────────────────────────────────────────────────────────────────

_NOTE = "schrijf een kader als '> [!NOTE]' met daaronder regels die met '> ' beginnen"
_ICON = "dat toont de site als tekst; haal het weg, of plak het teken zelf, zoals ✔"
_MARK = "dat teken kent de site niet; schrijf **woord** voor wat opvalt, of haal de tekens weg"
_MATH = "formules worden hier niet getekend; schrijf de som in gewone tekst"
_WORD = r"[^\s{0}](?:[^{0}\n]*[^\s{0}])?"


def _between(mark: str) -> str:
    """Letters between a mark and the same mark, with nothing of the kind around them."""
    char = re.escape(mark[0])
    twice = re.escape(mark)
    return rf"(?<![\w{char}]){twice}{_WORD.format(char)}{twice}(?![\w{char}])"


_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("!!!", r"^!!!\+? ?[A-Za-z\"].*", f"zo maakt een ander programma een kader; {_NOTE}"),
    ("???", r"^\?\?\?\+? ?[A-Za-z\"].*", f"zo maakt een ander programma een kader; {_NOTE}"),
    ("///", r"^/{3,} ?[a-z].*", f"zo maakt een ander programma een kader; {_NOTE}"),
    (":::", r"^:{3,} ?[a-z{].*", f"zo maakt een ander programma een kader; {_NOTE}"),
    ("===", r"^===[+!]* ?[\"“'].*", "tabbladen kent de site niet; maak van elk tabblad een kop, zoals '### Voor gemeenten'"),
    (":", r"(?<![\w:]):(?:[a-z][a-z0-9_-]*|[+-]1|100):(?![\w:])", _ICON),
    (
        "{", r"(?<!\{)\{(?!#):?[ ]*(?:[.#][A-Za-z][\w-]*|[A-Za-z_-]+=(?:[\"“'][^{}\n]{0,200}|[\w%-]+))(?:[ ][^{}\n]{0,200})?[ ]?\}(?!\})",
        "eigenschappen tussen accolades kent de site niet en de vorm is van de site; haal ze weg",
    ),
    ("]", r"^(?:\[{1,2}_?(?:TOC|toc)_?\]{1,2}|\{:?toc\})$", "de inhoudsopgave maakt de site zelf; haal deze regel weg"),
    ("++", r"(?<![\w+{])\+\+[^\s+]+(?:\+[^\s+]+)*\+\+(?![\w+])", "toetsen schrijft u als `Ctrl + C`, tussen accenten (`)"),
    ("^^", _between("^^"), _MARK),
    ("==", _between("=="), _MARK),
    ("{", r"\{(?:\+\+|--|==|~~|>>).{0,200}?(?:\+\+|--|==|~~|<<)\}", _MARK),
    ("^", r"(?<=\w)\^\w{1,12}\^", "hoog geschreven tekens zo kent de site niet; plak het teken zelf, zoals m² of CO₂"),
    ("8<", r"-+8<-+.*", "bestanden invoegen met --8<-- kan hier niet; zet de tekst zelf op de pagina"),
    ("$$", r"(?<!\$)\$\$(?!\$)[^$\n]*(?:\$\$)?", _MATH),
    ("$", r"(?<![\w$])\$(?=\S)[^$\n]{0,99}[\\^_=][^$\n]{0,99}(?<=\S)\$(?![\w$])", _MATH),
    (":", r"^:\s+\S.*", "een lijst met begrippen schrijft u als '- **begrip**: uitleg', elk op een eigen regel"),
    (
        "*[", r"^\*\[[^\]\n]+\]:.*",
        "afkortingen zo uitleggen kan hier niet; schrijf de afkorting voluit, of zet haar in docs/_data/begrippen.yml",
    ),
    ("^[", r"(?<!\w)\^\[[^\[\]\n]+\]", "een noot schrijft u als [^1], met onderaan '[^1]: de tekst van de noot'"),
    (
        "[^", r"\[\^[^\[\]\s]*[^\S\n][^\[\]\n]*\]",
        "in de naam van een noot staat geen spatie; schrijf [^1], met onderaan '[^1]: de tekst van de noot'",
    ),
    ("[[", r"!?\[\[(?!TOC|toc)[^\[\]\n]+\]\]", "een link schrijft u als [tekst](bestand.md)"),
    (
        "]", rf"\[[^\[\]\n]+\][ \n]+\((?:{OPAQUE}|{ADDRESS})[^()\n]*\)?",
        "tussen de tekst en het adres van een link mag geen spatie staan; schrijf [tekst](adres)",
    ),
    (
        ")[", rf"\([^()\n]+\)\[(?:{OPAQUE}|{ADDRESS})[^\]\n]*\]",
        "de haken staan verkeerd om; schrijf [tekst](adres): eerst de tekst tussen rechte haken",
    ),
    (
        "](", r"(?:!?\[[^\[\]\n]*)?\]\((?=[^()\n]*\s)[^()\n\t]+\)",
        ("een adres met een spatie is geen link; geef het bestand een naam zonder spaties, of zet < en > om het adres: "
        "[tekst](<naam met spatie.pdf>)"),
    ),
    ("\t", r"(?:!?\[[^\[\]\n]*)?\]\([^()\n]*\t[^()\n]*\)", "in dit adres staat een tab, en daarom is het geen link; haal de tab weg"),
    (
        "](", r"\]\((?![^()\n]*[^\S\n][^()\n]*\)).*",
        "deze link klopt niet; schrijf [tekst](adres), met een haakje sluiten en zonder haakjes of regeleinde in het adres",
    ),
    ("##", r"^#{2,6}(?!#)[^ \t\n].*", "tussen de hekjes van een kop en de tekst hoort een gewone spatie; schrijf '## Kop'"),
    ("#######", r"^#{7,}.*", "een kop heeft hoogstens zes hekjes; schrijf ## of ###"),
    ("#", r"\A#[^\W\d_][^\n.!?;:,#]{0,60}[ ][^\n.!?;:,#]{0,60}\Z", "is dit een kop, schrijf dan '## Kop', met een spatie; hoort het hekje bij het woord, schrijf dan '\\#veilig', met een \\ ervoor"),
    ("#", r"^#{1,6}[ \t]+\S.*", "deze kop begint te ver naar rechts; zet de hekjes aan het begin van de regel"),
    (
        "]", r"(?:^[-*+•]? ?\[\](?=\s|$)|(?:(?<=\s)|^)[-*+]?\[[ xXvV]\](?=[^\W\d_]|\s|$))",
        "een vakje staat aan het begin van een punt; schrijf '- [ ] doen' of '- [x] gedaan', met een spatie achter elk teken",
    ),
    (
        "**", r"(?<![\w*])\*{2,3}(?=[\w\ufffc])|(?<=[^\W\d_])\*{2,3}(?!\*)|(?<=[^\W_][.,:;!?)\"”’])\*{2,3}(?!\*)|\*\*[ ][^*\n]+[ ]\*\*",
        ("deze sterretjes blijven staan; schrijf **vet**: voor en achter het woord, zonder spatie aan de binnenkant, en met "
        "een spatie of leesteken erbuiten"),
    ),
    (
        "~~", r"(?<!~)~~(?=[^\W_])|(?<=[^\W_])~~(?!~)|~~[ ][^~\n]+[ ]~~",
        "deze tekens blijven staan; schrijf ~~vervallen~~: voor en achter de tekst, zonder spatie aan de binnenkant",
    ),
    ("__", r"(?<![\w_])__(?=[^\W_])|(?<=[^\W_])__(?![\w_])", "deze streepjes blijven staan; schrijf **vet** voor en achter het woord"),
    ("`", r"(?<=[^\W\d_])`(?=[a-z])|(?<!\S)`(?=[stn] )", "een ` is geen apostrof; schrijf foto's en 's avonds met '"),
    ("`", r"(?<![\w`])`(?=\w)(?![stn] )|(?<=\w)`(?![\w`])", "dit accent blijft staan; zet code tussen twee accenten, zoals `code`"),
)  # fmt: skip
"""What such text always holds, which is cheap to see; how it looks; what to do about it."""
_COMPILED = [(hint, late.pattern(pattern, re.MULTILINE), message) for hint, pattern, message in _PATTERNS]

_ANY = late.pattern("|".join(re.escape(hint) for hint in sorted({hint for hint, _, _ in _PATTERNS})))
"""Most sentences, and nearly all cells, have none of these."""

_ENOUGH = 20
"""Of one mark in one sentence no one needs to read more."""


def _phrases(sentence: Sentence) -> Iterator[Message]:
    """What stays text and was meant as a mark."""
    if not _ANY.search(sentence.text):
        return
    for hint, pattern, message in _COMPILED:
        for hit in islice(pattern.finditer(sentence.text), _ENOUGH) if hint in sentence.text else ():
            if sentence.typed(hit.start(), hit[0]):
                yield sentence.line(hit.start()), f"hier staat {shown(hit[0])}; {message}"


# ── Marks that do something that no one means ───────────────────────────────────────────────────────────


def _inlines(nodes: Iterable[n.Node], lines: list[str]) -> Iterator[Message]:
    """Marks in the middle of words, that vanish because each finds another one."""
    for node in nodes:
        inside: tuple[n.Node, ...] = getattr(node, "children", ())
        for before, it, after in zip(inside, inside[1:], (*inside[2:], None), strict=False):
            if not isinstance(before, n.Text) or not before.text[-1:].isalnum():
                continue
            if isinstance(it, n.Code | n.Emphasis | n.Strike) and (message := _glued(before.text, it, after, lines)):
                yield it.line, message


def _glued(before: str, it: n.Code | n.Emphasis | n.Strike, after: n.Node | None, lines: list[str]) -> str:
    behind, text = after.text[:1] if isinstance(after, n.Text) else "", n.text_of((it,))
    match it:
        case n.Code() if before[-1].isalpha() and behind.isalpha():
            return f"een ` is geen apostrof: {shown(text)} wordt hier code; schrijf foto's en auto's met '"
        case n.Emphasis() if (behind.isalnum() and " " in text) or (
            before[-1].isdecimal() and (behind.isdecimal() or text[:1].isdecimal())
        ):
            return f"de sterretjes rond {shown(text)} verdwijnen; schrijf \\* voor een sterretje, of × voor keer"
        case n.Strike() if f"~~{text}" not in lines[it.line - 1]:
            return f"{shown(text)} wordt hier doorgestreept; plak een laag teken zelf, zoals CO₂"
    return ""


def _titles(nodes: Iterable[n.Node]) -> Iterator[Message]:
    """Words behind an address, which only who points at it with a mouse gets to see; below a picture of its own they are its caption."""
    for node in nodes:
        if isinstance(node, n.Link) and node.title:
            yield node.line, f"{_UNSEEN.format(shown(node.title))}; zet die woorden in de zin"
        for inside in getattr(node, "children", ()):
            if isinstance(inside, n.Image) and inside.title:
                yield (
                    inside.line,
                    f"{_UNSEEN.format(shown(inside.title))}; zet het plaatje op een regel voor zich, dan staat dat eronder",
                )


_UNSEEN = "wie op een telefoon, op papier of in een mail leest, ziet {} niet"


_DEFINITION = late.pattern(r"[ >]{0,6}\[((?!\^)[^\[\]\n]+)\]:[ \t]*(\S.*)")
_USED = late.pattern(r"\[([^\[\]]{1,999})\](?!:)")
_REMARK = {"//", "comment", "_", "#"}
"""Names under which people write a remark that no one sees."""


def _definitions(tree: Iterable[n.Node], lines: list[str]) -> Iterator[Message]:
    """The address of a name that nothing links to, or that has one already: the line vanishes, and it may have been a sentence."""
    places = (number for number, line in enumerate(lines, start=1) if "]:" in line)
    found = [(number, match) for number in places if (match := _DEFINITION.match(lines[number - 1]))]
    if not found:
        return
    seen, used = {*_seen(n.walk(tree))}, {*map(_name, _USED.findall("\n".join(lines)))}
    earlier: set[str] = set()
    for number, match in found:
        if number in seen or (name := _name(match[1])) in _REMARK:
            continue
        if name in earlier:
            yield (
                number,
                f"de naam {shown(match[1])} heeft al een adres en dit vervalt; geef een van beide een andere naam",
            )
        elif name not in used:
            line = shown(match[0].strip())
            yield (
                number,
                (
                    f"deze regel is nergens te zien: {line} is het adres van een link die er niet is; is het een zin, haal dan de rechte "
                    "haken weg"
                ),
            )
        earlier.add(name)


def _name(typed: str) -> str:
    return " ".join(typed.split()).casefold()


def _seen(nodes: Iterable[n.Node]) -> Iterator[int]:
    """The lines of which a reader sees something."""
    for node in nodes:
        if isinstance(node, n.Text | n.CodeBlock | n.RawBlock):
            yield from range(node.line, node.line + node.text.count("\n") + 1 + isinstance(node, n.CodeBlock))
