"""What is wrong with what someone wrote, beyond its data: links, pictures, headings, notes, HTML and language.

These are the defects that `mkdocs build --strict` lets through; each is an error, with an example of what is right. A
checker gives the lines of the text; `check_page` makes them lines of the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from macros.base import late
from macros.base.errors import Finding
from macros.base.hints import did_you_mean, nearest
from macros.base.links import relative
from macros.document import anchors, markdown
from macros.document import nodes as n
from macros.document.prose import WORD, Prose
from macros.review import numbers, raw_html, targets
from macros.words import vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """What a page is held against."""

    pages: Collection[str]
    """Every page of the site by its path under docs/ without `.md`."""
    file: Callable[[str], bool]
    """Whether a picture or attachment exists, by its path under docs/."""
    anchors: Callable[[str], Collection[str]]
    """The anchors of a page that Markdown can link to."""
    taken: Callable[[str, Collection[str]], Collection[str]]
    """Which of these anchors words and the page shell put on a page besides."""
    lost: Callable[[str], bool] = lambda _: False
    """Whether a page is there that could not be read, so that no one knows what is on it."""
    moved: Callable[[str], str] = lambda _: ""
    """Where an address of the past leads, from the site's root; nothing for another."""
    word_for: numbers.WordFor = lambda *_: ""
    """The word that says a number on a page."""


def check_page(prose: Prose, context: Context) -> Iterator[Finding]:
    """Everything that is wrong on one page."""
    for checker in (_links, _images, _names, _words, _headings, _ids, _notes, _html, _machinery, _unwritten):
        for line, message in checker(prose, context):
            yield Finding(prose.file, line + prose.first - 1, message)


Message = tuple[int, str]


def _unwritten(prose: Prose, _context: Context) -> Iterator[Message]:
    for line in unwritten(prose):
        yield line, "hier staat nog alleen …; schrijf er de tekst, of haal de kop weg"


def unwritten(prose: Prose) -> list[int]:
    """The lines at which a text is still to be written, as `kennisbank nieuw` leaves it."""
    return [passage.line for passage in prose.passages if passage.running and passage.text.strip() in {"…", "..."}]


# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────

_MEANINGLESS = late.pattern(
    r"(klik|lees|kijk|bekijk|ga|druk)?\s*(hier|meer|verder|dit|deze (link|pagina|site|website)|de (link|website)|link|website|"
    r"pagina|lees meer|meer lezen|meer informatie|meer info|klik|informatie|info)(\s+(verder|voor meer( informatie)?))?[\s.!>»→…]*",
    re.IGNORECASE,
)


def _links(prose: Prose, context: Context) -> Iterator[Message]:
    for link in prose.all_of(n.Link):
        if WORD in link.address:
            continue  # told below
        text = n.text_of(link.children).strip()
        if message := _link_text(link, text):
            yield link.line, message
        elif message := _target(prose, context, link.address):
            yield link.line, f"de link {targets.shortened(text)!r} {message}"


def _link_text(link: n.Link, text: str) -> str:
    if not text and not any(isinstance(node, n.Word) for node in n.walk(link.children)):
        return "deze link heeft geen tekst; schrijf waar hij heen gaat, zoals [Buurtpreventie](buurtpreventie.md)"
    if _MEANINGLESS.fullmatch(text):
        return f"de linktekst {text!r} zegt niet waar de link heen gaat; schrijf bijvoorbeeld [de scan](scan.md)"
    return ""


def _target(prose: Prose, context: Context, address: str) -> str:
    """What is wrong with an address, to follow on what it is."""
    target = re.sub(r"[\x00-\x20]", "", address)
    schema = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target)
    if not target:
        return "heeft geen adres; zet het tussen de ronde haken, zoals [Jeugd](../themas/jeugd.md)"
    if schema or target.startswith("//"):
        return targets.remote(address, schema[0][:-1].lower() if schema else "")
    if target.startswith("/"):
        return f"begint met een schuine streep; schrijf het pad vanaf dit bestand, zoals ../{target.strip('/') or 'index'}.md"
    if elsewhere := targets.without_scheme(target):
        return elsewhere
    path, _, anchor = address.strip().partition("#")  # the name of a file may have spaces
    page, message = _nearby(prose, context, unquote(path.partition("?")[0]))
    if message or not anchor or not page:
        return message
    anchors = context.anchors(page)
    return (
        ""
        if unquote(anchor) in anchors or context.lost(page)
        else f"gaat naar een kop die er niet is: #{anchor}{did_you_mean(anchor, anchors)}"
    )


def _nearby(prose: Prose, context: Context, path: str) -> tuple[str, str]:
    """The page that a relative address leads to, or what is wrong."""
    if not path:
        return prose.page, ""
    if targets.CONTROL.search(path):
        return "", targets.TAB
    full_path = posixpath.normpath(posixpath.join(posixpath.dirname(prose.page), path))
    name = full_path.removesuffix(".md")
    if full_path.endswith(".md"):
        return (name, "") if name in context.pages else ("", _does_not_exist(prose, context, path, name))
    if context.file(full_path):
        return "", ""
    if name in context.pages or f"{name}/index" in context.pages:
        good = name if name in context.pages else f"{name}/index"
        return "", f"moet naar het bestand verwijzen: {_to(good, prose)}"
    return "", _does_not_exist(prose, context, path, name)


def _does_not_exist(prose: Prose, context: Context, path: str, name: str) -> str:
    is_page = path.endswith(".md") or "." not in posixpath.basename(
        path
    )  # of pictures and attachments no list is at hand
    last = name.rpartition("/")[2]
    nearby = is_page and (
        nearest(name, context.pages) or next((p for p in context.pages if p.endswith(f"/{last}")), "")
    )
    now, _, anchor = context.moved(f"{name.removesuffix('/index')}/" if is_page else "").partition("#")
    new = next((page for page in (now.strip("/"), f"{now}index") if now and page in context.pages), "")
    if new:
        return f"gaat naar {path}, en die pagina kreeg een ander adres; schrijf {_to(new, prose)}{'#' * bool(anchor)}{anchor}"
    advice = f"; bedoelde u {_to(nearby, prose)}?" if nearby else ""
    return f"gaat naar een bestand dat er niet is: {path}{advice}"


def _to(page: str, prose: Prose) -> str:
    return relative(f"{page}.md", f"{prose.page}.md")


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────

_EMPTY_ALT = late.pattern(
    r"(een |de |het )?(afbeelding|plaatje|foto|figuur|image|img|picture|logo|grafiek|screenshot|schermafbeelding|schermafdruk|"
    r"illustratie|icoon|alt|alt[- ]tekst|tekst|titel|untitled|naamloos|placeholder|todo|x+)?[\s\d._()-]*|"
    r"(img|dsc|dscn|pict?|screenshot|whatsapp image|schermafbeelding)[\s_-]*[\d\s_.:-]+|\S+\.(jpe?g|png|webp|gif|svg)",
    re.IGNORECASE,
)


_PICTURE = late.pattern(r"\.(?:jpe?g|png|webp)\s*$", re.IGNORECASE)


def _images(prose: Prose, context: Context) -> Iterator[Message]:
    example = "zeg wat er te zien is, zoals ![Burgemeesters tekenen het convenant](tekenen.jpg)"
    for image in prose.all_of(n.Image):
        alt = image.alt.strip()
        if WORD in image.address:
            continue  # told below
        if not alt:
            yield image.line, f"dit plaatje heeft geen beschrijving; {example}"
        elif _EMPTY_ALT.fullmatch(alt):
            yield image.line, f"de beschrijving {alt!r} zegt niets over dit plaatje; {example}"
        if re.match(r"\s*(https?:|mailto:|tel:|//)", image.address, re.IGNORECASE):
            yield (
                image.line,
                "een plaatje van een andere site mag niet; zet het bestand in docs/ en verwijs daarnaar",
            )
        elif not image.address.strip():
            example = "zoals ![Het convenant](convenant.jpg)"
            yield (
                image.line,
                f"het plaatje {targets.shortened(alt)!r} heeft geen adres; zet het tussen de ronde haken, {example}",
            )
        elif message := _target(prose, context, image.address):
            yield image.line, f"het plaatje {targets.shortened(alt)!r} {message}"
        elif not _PICTURE.search(image.address):
            advice = f"zonder ! ervoor is het een link: [{targets.shortened(alt) or 'tekst'}]({image.address})"
            yield (
                image.line,
                f"het plaatje {targets.shortened(alt)!r} is geen plaatje ({targets.shortened(image.address)}); {advice}",
            )


_NAME = late.pattern(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\[(?!\^)([^\[\]]*)\]")
"""What reads as a link by name: it would be a link if its name had an address."""


def _names(prose: Prose, _: Context) -> Iterator[Message]:
    for passage in prose.passages:
        for found in _NAME.finditer(passage.text) if "][" in passage.text else ():
            line, name = passage.line_of(found.start()), targets.shortened(found[2] or found[1])
            if prose.is_typed(f"][{found[2]}]", line):
                advice = f"schrijf [tekst](bestand.md), of voeg toe: [{name}]: bestand.md"
                yield line, f"de link [{targets.shortened(found[1])}][{name}] heeft geen adres; {advice}"


# ── Words of the vocabulary ─────────────────────────────────────────────────────────────────────────────

_KEY = late.pattern(f"{markdown.LINE}0*([0-9a-f]+){markdown.END}")
_ONE_LINE = {
    n.Heading: "een kop", n.Cell: "een cel", n.Strong: "vette tekst", n.Emphasis: "schuine tekst", n.Strike: "doorgestreepte tekst",
    n.Table: "de naam van een tabel",
}  # fmt: skip
"""Where only what stands in a sentence can stand."""


def _words(prose: Prose, _: Context) -> Iterator[Message]:
    """Words where they cannot be carried out, and notes where no one can follow them."""
    for link in prose.all_of(n.Link):
        if any(isinstance(node, n.NoteMark) for node in n.walk(link.children)):
            yield link.line, "in een link kan geen noot staan; zet de noot achter de link"
    good, wrong = prose.calls
    if not good or wrong:
        return
    places = dict(_places(prose.tree, ()))
    linked: list[n.Link | n.Image] = [*prose.all_of(n.Link), *prose.all_of(n.Image)]
    elsewhere = {int(key, 16) for node in linked for key in _KEY.findall(node.address)}  # told below
    for number, call in enumerate(good, start=1):
        around = places.get(number)
        if around is None and number not in elsewhere:
            yield (
                call.line,
                f"{{{{ {call.naam}(…) }}}} kan niet in code, een titel of een beschrijving staan; zet het in een zin",
            )
        elif around and n.Link in around:
            yield call.line, f"{{{{ {call.naam}(…) }}}} kan niet in een link staan; zet het erachter"
        elif (
            around
            and (where := [_ONE_LINE[kind] for kind in around if kind in _ONE_LINE])
            and call.naam not in vocabulary.LINE
        ):
            yield call.line, f"{{{{ {call.naam}(…) }}}} kan niet in {where[-1]} staan; zet het op een eigen regel"


def _places(nodes: Iterable[n.Node], around: tuple[type, ...]) -> Iterator[tuple[int, tuple[type, ...]]]:
    """The number of each word, and in what it stands."""
    for node in nodes:
        if isinstance(node, n.Word):
            yield int(node.key, 16), around
        elif isinstance(node, n.Row):
            yield from _places(node.children, around[:-1])
        else:
            yield from _places(n.below(node), (*around, type(node)))


# ── Headings and anchors ────────────────────────────────────────────────────────────────────────────────


def _headings(prose: Prose, _: Context) -> Iterator[Message]:
    previous = 1
    paths: dict[tuple[str, ...], int] = {}
    parents: list[tuple[int, str]] = []
    for heading in prose.all_of(n.Heading):
        text = n.text_of(heading.children).strip()
        if not re.search(r"\w", text):
            yield heading.line, "deze kop is leeg; schrijf er een tekst in of haal hem weg"
        elif heading.level == 1:
            advice = f"begin met ## in plaats van #: {targets.shortened(text)!r}"
            yield heading.line, f"de titel van de pagina komt uit het veld titel; {advice}"
        elif heading.level > previous + 1:
            advice = f"schrijf {'#' * (previous + 1)} in plaats van {'#' * heading.level}"
            yield heading.line, f"de kop {targets.shortened(text)!r} slaat een niveau over; {advice}"
        previous = heading.level
        parents = [*(parent for parent in parents if parent[0] < heading.level), (heading.level, anchors.slug(text))]
        path = tuple(name for _, name in parents)
        if text and path in paths:
            earlier = paths[path] + prose.first - 1
            yield (
                heading.line,
                f"de kop {targets.shortened(text)!r} staat er al op regel {earlier}; geef hem een andere naam",
            )
        paths.setdefault(path, heading.line)


def skips(prose: Prose, made_of_words: Collection[tuple[int, int, str]]) -> Iterator[Finding]:
    """Headings that a word makes of a level that the page does not lead up to: told, and no more, for the text is right.

    Args:
        prose: the page.
        made_of_words: each heading that a word on it makes: the word's line in the file, the level, the word.
    """
    if not made_of_words:
        return  # most pages; they need not be read for this
    typed = ((heading.line + prose.first - 1, heading.level, "") for heading in prose.all_of(n.Heading))
    previous = 1
    for line, level, word in sorted((*typed, *made_of_words), key=lambda heading: heading[0]):
        if word and level > previous + 1:
            advice = f"zet boven dit woord een kop met {'#' * (previous + 1)}"
            message = f"{{{{ {word}(…) }}}} maakt een kop van niveau {level} en slaat zo een niveau over; {advice}"
            yield Finding(prose.file, line, message, warning=True)
        previous = level


_BEHIND = re.compile(r"\(\s*(?=\{\{\s*begrip\([^()]*\)\s*\}\}\s*\))")
"""Where a term of the glossary stands between brackets, to be sought behind a word."""


def term_in(html: Iterable[str]) -> str:
    """The term that a word shows, as it is compared."""
    return _bare(re.sub(r"<[^>]*>", "", "".join(html)))


def explains_itself(prose: Prose, terms: Collection[tuple[int, str]]) -> Iterator[Finding]:
    """Terms that stand behind themselves, as if they explained something: `lokale ABC (ABC)`.

    Args:
        prose: the page.
        terms: each term that a word on it explains: its line in the file, and the term as `term_in` gives it.
    """
    for found in _BEHIND.finditer(prose.tekst) if terms else ():
        word = re.search(r"([\w'’-]+)\s+\Z", prose.tekst[max(found.start() - 100, 0) : found.start()])
        line = prose.first + prose.tekst.count("\n", 0, found.end())
        if word and (line, _bare(word[1])) in terms:
            advice = "zet alleen {{ begrip(…) }}, of schrijf het eerst voluit"
            yield Finding(prose.file, line, f"{word[1]!r} legt zichzelf uit; {advice}", warning=True)


def _bare(word: str) -> str:
    """A term as it is compared: without capitals and the end of a plural."""
    return re.sub(r"(?<=\w)['’]?s$", "", unescape(word).lower())


def _ids(prose: Prose, context: Context) -> Iterator[Message]:
    headings = prose.all_of(n.Heading)
    taken = context.taken(prose.page, {heading.anchor for heading in headings}) if headings else ()
    for heading in headings:
        if heading.anchor in taken:
            text = targets.shortened(n.text_of(heading.children).strip())
            yield (
                heading.line,
                f"de kop {text!r} krijgt hetzelfde anker als een gegeven op deze pagina: #{heading.anchor}",
            )


# ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────

_MARK = late.pattern(r"\[\^([^\[\]\s]+)\]")


def _notes(prose: Prose, _: Context) -> Iterator[Message]:
    """A mark of a note that is not there is text to a reader of Markdown."""
    unknown: dict[str, int] = {}
    for passage in prose.passages:
        for found in _MARK.finditer(passage.text) if "[^" in passage.text else ():
            line = passage.line_of(found.start())
            if prose.is_typed(found[0], line):
                unknown.setdefault(targets.shortened(found[1]), line)
    for name, line in unknown.items():
        yield line, f"de noot [^{name}] heeft geen tekst; voeg onderaan toe: [^{name}]: de tekst van de noot"
    earlier: set[str] = set()
    for note in sorted(prose.all_of(n.Note), key=lambda note: note.line):
        name = targets.shortened(note.name)
        if not note.children:
            yield (
                note.line,
                f"de noot [^{name}] heeft geen tekst; schrijf die erachter, zoals [^{name}]: de tekst van de noot",
            )
        if not note.times:
            yield (
                note.line,
                f"naar de noot [^{name}] verwijst niemand; zet [^{name}] in de tekst of haal de noot weg",
            )
        if note.name in earlier:
            yield note.line, f"de noot [^{name}] staat er twee keer; geef een van beide een andere naam"
        earlier.add(note.name)


# ── What other tools understand and this site does not ──────────────────────────────────────────────────


def _html(prose: Prose, _: Context) -> Iterator[Message]:
    yield from raw_html.elements(prose)


def _machinery(prose: Prose, _: Context) -> Iterator[Message]:
    if open_ := [code for code in prose.all_of(n.CodeBlock) if not code.closed]:
        message = "dit blok code wordt niet gesloten; zet er een regel onder met dezelfde tekens, zonder spaties ervoor"
        yield open_[0].line, message
    linked: list[n.Link | n.Image] = [*prose.all_of(n.Link), *prose.all_of(n.Image)]
    for node in linked:
        if WORD in node.address:
            message = "een woord tussen accolades kan geen adres zijn; schrijf het pad, zoals ../themas/jeugd.md"
            yield node.line, message
