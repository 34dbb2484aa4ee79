"""What is wrong with what someone wrote, beyond its data: links, pictures, headings, notes, HTML and language.

These are the defects that `mkdocs build --strict` lets through; each is an error, with an example of what is right.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from macros.base.errors import Finding
from macros.base.links import relative
from macros.base.parsing import did_you_mean
from macros.document.prose import Heading, Link, Prose, Tag, plain_text


@dataclass(frozen=True, slots=True)
class Context:
    """What a page is held against."""

    pages: Collection[str]
    """Every page of the site by its path under docs/ without `.md`."""
    file: Callable[[str], bool]
    """Whether a picture or attachment exists, by its path under docs/."""
    anchors: Callable[[str], Collection[str]]
    """The anchors of a page that Markdown can link to."""
    other_ids: Callable[[str], Collection[str]]
    """Anchors that words and the page shell put on a page besides."""
    tags: Collection[str]
    attributes: Mapping[str, Collection[str]]
    """HTML that stays, as `sanitise` has it: elements, and attributes for each element and for `*`."""


def check_page(prose: Prose, context: Context) -> Iterator[Finding]:
    """Everything that is wrong on one page."""
    for checker in (_links, _images, _names, _headings, _ids, _notes, _html, _machinery):
        for line, message in checker(prose, context):
            yield Finding(prose.file, line, message)


Message = tuple[int, str]

# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────

_MEANINGLESS = re.compile(
    r"(klik|lees|kijk|bekijk|ga|druk)?\s*(hier|meer|verder|dit|deze (link|pagina|site|website)|de (link|website)|link|website|"
    r"pagina|lees meer|meer lezen|meer informatie|meer info|klik|informatie|info)(\s+(verder|voor meer( informatie)?))?[\s.!>»→…]*",
    re.IGNORECASE,
)


def _links(prose: Prose, context: Context) -> Iterator[Message]:
    for link in prose.links:
        if not link.image:
            if message := _link_text(link):
                yield link.line, message
            elif message := _target(prose, context, link):
                yield link.line, f"de link {_shorten(plain_text(link.tekst))!r} {message}"


def _link_text(link: Link) -> str:
    text = plain_text(link.tekst)
    if not text and "{{" not in link.tekst:
        return "deze link heeft geen tekst; schrijf waar hij heen gaat, zoals [HackShield](hackshield.md)"
    if _MEANINGLESS.fullmatch(text):
        return f"de linktekst {text!r} zegt niet waar de link heen gaat; schrijf bijvoorbeeld [de groepsscan](groepsscan.md)"
    return ""


def _target(prose: Prose, context: Context, link: Link) -> str:
    """What is wrong with an address, to follow on what it is."""
    target = re.sub(r"[\x00-\x20]", "", link.doel)
    schema = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target)
    if not target:
        return "heeft geen adres; zet het tussen de ronde haken, zoals [Jeugd](../themas/jeugd.md)"
    if schema or target.startswith("//"):
        return _remote(target, schema[0][:-1].lower() if schema else "")
    if target.startswith("/"):
        return f"begint met een schuine streep; schrijf het pad vanaf dit bestand, zoals ../{target.strip('/') or 'index'}.md"
    if re.match(r"(www\.|[\w-]+\.(nl|com|org|eu|net)\b)", target):
        return f"gaat naar een andere site; zet er https:// voor: https://{target}"
    path, _, anchor = target.partition("#")
    page, message = _nearby(prose, context, link, unquote(path.partition("?")[0]))
    if message or not anchor or not page:
        return message
    anchors = {*context.anchors(page), *(context.other_ids(page) if link.html else ())}
    return (
        ""
        if unquote(anchor) in anchors
        else f"gaat naar een kopje dat er niet is: #{anchor}{did_you_mean(anchor, anchors)}"
    )


def _remote(target: str, schema: str) -> str:
    if schema not in {"http", "https", "mailto", "tel"}:
        what = f"een adres dat met {schema}: begint, mag niet" if schema else "een adres dat met // begint, mag niet"
        return f"is geweigerd: {what}; toegestaan is https://, mailto: of een pad naar een bestand"
    if schema.startswith("http"):
        try:
            host = urlsplit(target).hostname or ""
        except ValueError:
            host = ""
        if "." not in host:
            return f"heeft een adres dat niet klopt: {_shorten(target)}; schrijf bijvoorbeeld https://www.politie.nl"
    return ""


def _nearby(prose: Prose, context: Context, link: Link, path: str) -> tuple[str, str]:
    """The page that a relative address leads to, or what is wrong."""
    if not path:
        return prose.page, ""
    if link.html:
        return _from_html(prose, context, path)
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
    nearby = difflib.get_close_matches(name, context.pages, n=1, cutoff=0.6)
    if not nearby:
        last = name.rpartition("/")[2]
        nearby = [p for p in context.pages if p.rpartition("/")[2] == last][:1]
    advice = f"; bedoelde u {_to(nearby[0], prose)}?" if nearby else ""
    return f"gaat naar een bestand dat er niet is: {path}{advice}"


def _to(page: str, prose: Prose) -> str:
    return relative(f"{page}.md", f"{prose.page}.md")


def _from_html(prose: Prose, context: Context, path: str) -> tuple[str, str]:
    """An address in raw HTML is seen from the page's own address, and nobody translates it."""
    folder = "" if prose.page == "index" else prose.page.removesuffix("/index") + "/"
    full_path = posixpath.normpath(posixpath.join(folder, path))
    for name in (full_path, f"{full_path}/index" if full_path != "." else "index"):
        if name in context.pages and path.endswith(("/", "..", ".")):
            return name, ""
    if context.file(full_path):
        return "", ""
    return "", f"staat in HTML en gaat nergens heen: {path}; schrijf een link als [tekst](pad/naar/bestand.md)"


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────

_EMPTY_ALT = re.compile(
    r"(een |de |het )?(afbeelding|plaatje|foto|figuur|image|img|picture|logo|grafiek|screenshot|schermafbeelding|schermafdruk|"
    r"illustratie|icoon|alt|alt[- ]tekst|tekst|titel|untitled|naamloos|placeholder|todo|x+)?[\s\d._()-]*|"
    r"(img|dsc|dscn|pict?|screenshot|whatsapp image|schermafbeelding)[\s_-]*[\d\s_.:-]+|\S+\.(jpe?g|png|webp|gif|svg)",
    re.IGNORECASE,
)


def _images(prose: Prose, context: Context) -> Iterator[Message]:
    example = "zeg wat er te zien is, zoals ![Burgemeesters tekenen het convenant](tekenen.jpg)"
    for image in (link for link in prose.links if link.image):
        alt = plain_text(image.tekst)
        if not alt:
            yield image.line, f"dit plaatje heeft geen beschrijving; {example}"
        elif _EMPTY_ALT.fullmatch(alt):
            yield image.line, f"de beschrijving {alt!r} zegt niets over dit plaatje; {example}"
        if re.match(r"\s*(https?:|//)", image.doel, re.IGNORECASE):
            yield (
                image.line,
                "een plaatje van een andere site mag niet; zet het bestand in docs/ en verwijs daarnaar",
            )
        elif message := _target(prose, context, image):
            yield image.line, f"het plaatje {_shorten(alt)!r} {message}"


def _names(prose: Prose, _: Context) -> Iterator[Message]:
    for link in prose.without_address:
        yield (
            link.line,
            (
                f"de link [{_shorten(link.tekst)}][{_shorten(link.doel)}] heeft geen adres; schrijf [tekst](bestand.md), of voeg toe: "
                f"[{_shorten(link.doel)}]: bestand.md"
            ),
        )


# ── Headings and anchors ────────────────────────────────────────────────────────────────────────────────


def _headings(prose: Prose, _: Context) -> Iterator[Message]:
    previous = 1
    paths: dict[tuple[str, ...], int] = {}
    parents: list[Heading] = []
    for heading in prose.headings:
        if not heading.tekst:
            yield heading.line, "deze kop is leeg; schrijf er een tekst in of haal hem weg"
        elif heading.level == 1:
            yield (
                heading.line,
                f"de titel van de pagina komt uit het veld titel; begin met ## in plaats van #: {_shorten(heading.tekst)!r}",
            )
        elif heading.level > previous + 1:
            good = "#" * (previous + 1)
            yield (
                heading.line,
                f"de kop {_shorten(heading.tekst)!r} slaat een niveau over; schrijf {good} in plaats van {'#' * heading.level}",
            )
        previous = max(heading.level, 1)
        parents = [*(parent for parent in parents if parent.level < heading.level), heading]
        path = tuple(parent.anchor for parent in parents)
        if heading.tekst and path in paths:
            yield (
                heading.line,
                f"de kop {_shorten(heading.tekst)!r} staat er al op regel {paths[path]}; geef hem een andere naam",
            )
        paths.setdefault(path, heading.line)


def skips(prose: Prose, made: Iterable[tuple[int, str, str]]) -> Iterator[Finding]:
    """Headings that a word makes of a level that the page does not lead up to: told, and no more, for the text is right.

    Args:
        prose: the page.
        made: what each word on it yielded: its line in the file, its name, its HTML.
    """
    headings = [(heading.line, heading.level, "") for heading in prose.headings]
    for line, word, html in made:
        headings += [(line, int(level), word) for level in re.findall(r"<h([1-6])\b", html)]
    previous = 1
    for line, level, word in sorted(headings, key=lambda heading: heading[0]):
        if word and level > previous + 1:
            advice = f"zet boven dit woord een kop met {'#' * (previous + 1)}"
            message = f"{{{{ {word}(…) }}}} maakt een kop van niveau {level} en slaat zo een niveau over; {advice}"
            yield Finding(prose.file, line, message, warning=True)
        previous = level


def _ids(prose: Prose, context: Context) -> Iterator[Message]:
    others = context.other_ids(prose.page) if prose.headings or prose.tags else ()
    for heading in prose.headings:
        if heading.anchor in others:
            yield (
                heading.line,
                f"de kop {_shorten(heading.tekst)!r} krijgt hetzelfde anker als een gegeven op deze pagina: #{heading.anchor}",
            )
    seen = {heading.anchor: heading.line for heading in prose.headings}
    for tag in prose.tags:
        for name, value in tag.attributes:
            if name == "id" and (value in seen or value in others):
                yield tag.line, f"het anker id={value!r} bestaat al op deze pagina; kies een andere naam"
            elif name == "id":
                seen[value] = tag.line


# ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────


def _notes(prose: Prose, _: Context) -> Iterator[Message]:
    used, texts = prose.noten()
    known = {name for name, _ in texts}
    for name, line in used.items():
        if name not in known:
            yield (
                line,
                f"de noot [^{_shorten(name)}] heeft geen tekst; voeg onderaan toe: [^{_shorten(name)}]: de tekst van de noot",
            )
    for place, (name, line) in enumerate(texts):
        if name not in used:
            yield (
                line,
                f"naar de noot [^{_shorten(name)}] verwijst niemand; zet [^{_shorten(name)}] in de tekst of haal de noot weg",
            )
        if name in {earlier for earlier, _ in texts[:place]}:
            yield line, f"de noot [^{_shorten(name)}] staat er twee keer; geef een van beide een andere naam"


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────

_EMPTY = {"br", "hr", "img"}


def _html(prose: Prose, context: Context) -> Iterator[Message]:
    if "<!--" in prose.without_code:
        place = prose.without_code.index("<!--")
        yield prose.line(place), "een opmerking die hier met <!-- begint, wordt niet gesloten; zet er --> achter"
        return
    for line in prose.open_brackets:
        yield line, "hier begint een HTML-element met < en ontbreekt de >; bedoelt u het teken zelf, schrijf dan &lt;"
    for tag in prose.tags:
        if tag.naam in context.tags:
            yield from ((tag.line, error) for part in tag.attributes if (error := _attribute(tag.naam, *part, context)))
        elif tag.start:
            yield tag.line, f"het HTML-element <{_shorten(tag.naam)}> mag niet op een pagina; schrijf het in Markdown"
    yield from _pairs([tag for tag in prose.tags if tag.naam in context.tags and tag.naam not in _EMPTY])


def _pairs(tags: list[Tag]) -> Iterator[Message]:
    """Tags that open and do not close, or the other way round."""
    open_: list[tuple[str, int]] = []
    for tag in tags:
        if tag.start:
            open_.append((tag.naam, tag.line))
        elif tag.naam in {name for name, _ in open_}:
            while open_[-1][0] != tag.naam:
                yield _not_closed(*open_.pop())
            open_.pop()
        else:
            yield tag.line, f"hier wordt </{tag.naam}> gesloten, maar <{tag.naam}> is niet geopend"
    yield from (_not_closed(*part) for part in open_)


def _not_closed(name: str, line: int) -> Message:
    return line, f"het HTML-element <{name}> wordt niet gesloten; zet er </{name}> achter, of schrijf het in Markdown"


def _attribute(tag: str, name: str, value: str, context: Context) -> str:
    if name.startswith("on"):
        return f"{name}= in <{tag}> mag niet: een pagina voert niets uit; haal het weg"
    if name == "style":
        return f"style= in <{tag}> mag niet: de vormgeving is van de site; haal het weg"
    if name not in {*context.attributes.get("*", ()), *context.attributes.get(tag, ())} or name.startswith("data-"):
        allowed = sorted({*context.attributes.get("*", ()), *context.attributes.get(tag, ())})
        return (
            f"{_shorten(name)}= in <{tag}> mag niet; toegestaan is {', '.join(n for n in allowed if n[:5] != 'data-')}"
        )
    return (
        "" if name != "id" or re.fullmatch(r"[A-Za-z][\w-]*", value) else f"het anker id={_shorten(value)!r} klopt niet"
    )


# ── What other tools understand and this site does not ──────────────────────────────────────────────────


def _machinery(prose: Prose, _: Context) -> Iterator[Message]:
    for line in prose.open_fences[:1]:
        yield (
            line,
            "dit blok code wordt niet gesloten; zet er een regel onder met dezelfde tekens, zonder spaties ervoor",
        )
    for place in re.finditer(r"^[ \t]*(?:-+8<-+|;-+8<)", prose.without_code, re.MULTILINE):
        yield prose.line(place.start()), "bestanden invoegen met --8<-- kan hier niet; zet de tekst zelf op de pagina"
    for place in re.finditer(r"\]\([^)\n]*\{\{", prose.without_code):
        yield (
            prose.line(place.start()),
            "een woord tussen accolades kan geen adres zijn; schrijf het pad, zoals ../themas/jeugd.md",
        )
    for place in re.finditer(r"^[ \t]*(?:<{7} |={7}$|>{7} )", prose.tekst, re.MULTILINE):
        yield prose.line(place.start()), "hier staan nog merktekens van twee versies (<<<<<<< of >>>>>>>); kies er een"


def _shorten(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


_SHORT = 60
