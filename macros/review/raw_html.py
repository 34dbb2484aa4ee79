"""HTML that someone typed: every element is told, with how it is written in Markdown.

What GitHub's editor shows of it and what the site shows differ, and what only one of them leaves out is lost in silence.
A comment that ends says nothing to a reader on either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from macros.document import nodes as n
from macros.document.prose import Passage, Prose

_INSTEAD = {
    **dict.fromkeys(("b", "strong", "u", "mark"), "schrijf **belangrijk**"),
    **dict.fromkeys(("i", "em", "cite", "dfn"), "schrijf *nadruk*"),
    **dict.fromkeys(("s", "del", "strike"), "schrijf ~~vervallen~~"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "zet de tekst tussen twee tekens `"),
    **dict.fromkeys(("sub", "sup"), "schrijf het teken zelf, zoals m² of CO₂, of maak er een noot van: [^1]"),
    **dict.fromkeys(("ul", "li"), "begin elk punt op een eigen regel met een streepje: - punt"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "begin de regel met ##, zoals ## Doel"),
    **dict.fromkeys(
        ("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
        "schrijf een tabel met | tussen de cellen en een regel | --- | --- | onder de koppen",
    ),
    **dict.fromkeys(
        ("p", "div", "section", "article", "center"), "schrijf gewoon tekst, met een lege regel tussen twee alinea's"
    ),
    **dict.fromkeys(("span", "font", "small", "big", "ins"), "schrijf gewoon tekst; de vormgeving is van de site"),
    **dict.fromkeys(("details", "summary"), "schrijf een kop met ## en zet de tekst eronder"),
    **dict.fromkeys(("dl", "dt", "dd"), "schrijf een lijst, zoals - **naam**: uitleg"),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), "zet er een link naar, zoals [de film](https://www.politie.nl)"),
    **dict.fromkeys(
        ("script", "style", "link", "meta", "base", "form", "input", "button", "svg"), "dat kan hier niet; haal het weg"
    ),
    "a": "schrijf [tekst](bestand.md)",
    "abbr": "schrijf gewoon tekst; wat een afkorting betekent, staat in docs/_data/begrippen.yml",
    "blockquote": "begin elke regel van het citaat met >",
    "br": "begin een nieuwe alinea met een lege regel, of zet een \\ aan het eind van de regel",
    "figure": 'schrijf ![wat er te zien is](bestand.jpg "onderschrift")',
    "hr": "schrijf --- met een lege regel erboven en eronder",
    "img": "schrijf ![wat er te zien is](bestand.jpg)",
    "ol": "begin elk punt op een eigen regel met een nummer: 1. punt",
    "pre": "zet een regel met ``` boven en onder de tekst",
}  # fmt: skip
"""What to do instead of an element."""
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*|[!?][\w\[-]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TEXT_INSIDE = frozenset({"script", "style", "textarea"})
"""Elements that hold no others, whatever is in them."""


def elements(prose: Prose) -> Iterator[tuple[int, str]]:
    """Each element with its line in the text and what to write, and each comment that does not end."""
    open_: Counter[str] = Counter()
    found: list[n.RawInline | n.RawBlock] = [*prose.all_of(n.RawInline), *prose.all_of(n.RawBlock)]
    for node in found:
        for line, closing, name in _tags(node.line, node.text):
            if not closing:
                yield line, _message(name)
            elif not open_[name]:
                yield line, f"hier wordt een HTML-element {name} gesloten dat niet is geopend; haal het weg"
            open_[name] += -1 if closing and open_[name] else not closing
    for passage in prose.passages:
        if "<" in passage.text:
            yield from _half(prose, passage)


def _tags(line: int, html: str) -> Iterator[tuple[int, bool, str]]:
    """The tags in a piece of HTML: where, whether it closes, of which element."""
    bare = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), html)
    found = [(line + bare.count("\n", 0, t.start()), bool(t[1]), t[2].lower()) for t in _TAG.finditer(bare)]
    if not found:
        yield line, False, ""
    yield from found[: 1 if found and found[0][2] in _TEXT_INSIDE else None]


def _message(name: str) -> str:
    if name.startswith("!--"):
        return _OPEN_COMMENT
    if not name:
        return "naast deze opmerking staat nog iets; zet een opmerking op regels van zichzelf"
    advice = _INSTEAD.get(
        name, f"schrijf het in Markdown, of zet er een \\ voor als u de tekens zelf bedoelt: \\<{name}>"
    )
    return f"het HTML-element <{name[:60]}> mag niet op een pagina; {advice}"


_OPEN_COMMENT = "een opmerking die hier met <!-- begint, wordt niet gesloten; zet er --> achter"


def _half(prose: Prose, passage: Passage) -> Iterator[tuple[int, str]]:
    """What begins as an element or a comment and is text, for it does not end."""
    for t in _TAG.finditer(passage.text):
        line, name = passage.line_of(t.start()), t[2].lower()
        if not prose.is_typed(t[0], line):
            continue
        if name.startswith("!--"):
            yield line, _OPEN_COMMENT
        elif name in _INSTEAD:
            advice = "bedoelt u het teken zelf, schrijf dan &lt;"
            yield line, f"hier begint een HTML-element met < en ontbreekt de >; {advice}"
