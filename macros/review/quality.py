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

from macros.base.links import relatief
from macros.base.parsing import Bevinding, bedoelde_u
from macros.document.prose import Kop, Link, Proza, Tag, platte_tekst


@dataclass(frozen=True, slots=True)
class Kader:
    """What a page is held against."""

    paginas: Collection[str]
    """Every page of the site by its path under docs/ without `.md`."""
    bestand: Callable[[str], bool]
    """Whether a picture or attachment exists, by its path under docs/."""
    ankers: Callable[[str], Collection[str]]
    """The anchors of a page that Markdown can link to."""
    andere_ids: Callable[[str], Collection[str]]
    """Anchors that words and the page shell put on a page besides."""
    tags: Collection[str]
    attributen: Mapping[str, Collection[str]]
    """HTML that stays, as `sanitise` has it: elements, and attributes for each element and for `*`."""


def controleer(proza: Proza, kader: Kader) -> Iterator[Bevinding]:
    """Everything that is wrong on one page."""
    for controle in (_links, _plaatjes, _namen, _koppen, _ids, _noten, _html, _machinerie):
        for regel, melding in controle(proza, kader):
            yield Bevinding(proza.bestand, regel, melding)


Melding = tuple[int, str]

# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────

_NIETSZEGGEND = re.compile(
    r"(klik|lees|kijk|bekijk|ga|druk)?\s*(hier|meer|verder|dit|deze (link|pagina|site|website)|de (link|website)|link|website|"
    r"pagina|lees meer|meer lezen|meer informatie|meer info|klik|informatie|info)(\s+(verder|voor meer( informatie)?))?[\s.!>»→…]*",
    re.IGNORECASE,
)


def _links(proza: Proza, kader: Kader) -> Iterator[Melding]:
    for link in proza.links:
        if not link.plaatje:
            if melding := _linktekst(link):
                yield link.regel, melding
            elif melding := _doel(proza, kader, link):
                yield link.regel, f"de link {_kort(platte_tekst(link.tekst))!r} {melding}"


def _linktekst(link: Link) -> str:
    tekst = platte_tekst(link.tekst)
    if not tekst and "{{" not in link.tekst:
        return "deze link heeft geen tekst; schrijf waar hij heen gaat, zoals [HackShield](hackshield.md)"
    if _NIETSZEGGEND.fullmatch(tekst):
        return f"de linktekst {tekst!r} zegt niet waar de link heen gaat; schrijf bijvoorbeeld [de groepsscan](groepsscan.md)"
    return ""


def _doel(proza: Proza, kader: Kader, link: Link) -> str:
    """What is wrong with an address, to follow on what it is."""
    doel = re.sub(r"[\x00-\x20]", "", link.doel)
    schema = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", doel)
    if not doel:
        return "heeft geen adres; zet het tussen de ronde haken, zoals [Jeugd](../themas/jeugd.md)"
    if schema or doel.startswith("//"):
        return _ver(doel, schema[0][:-1].lower() if schema else "")
    if doel.startswith("/"):
        return f"begint met een schuine streep; schrijf het pad vanaf dit bestand, zoals ../{doel.strip('/') or 'index'}.md"
    if re.match(r"(www\.|[\w-]+\.(nl|com|org|eu|net)\b)", doel):
        return f"gaat naar een andere site; zet er https:// voor: https://{doel}"
    pad, _, anker = doel.partition("#")
    pagina, melding = _dichtbij(proza, kader, link, unquote(pad.partition("?")[0]))
    if melding or not anker or not pagina:
        return melding
    ankers = {*kader.ankers(pagina), *(kader.andere_ids(pagina) if link.html else ())}
    return (
        "" if unquote(anker) in ankers else f"gaat naar een kopje dat er niet is: #{anker}{bedoelde_u(anker, ankers)}"
    )


def _ver(doel: str, schema: str) -> str:
    if schema not in {"http", "https", "mailto", "tel"}:
        wat = f"een adres dat met {schema}: begint, mag niet" if schema else "een adres dat met // begint, mag niet"
        return f"is geweigerd: {wat}; toegestaan is https://, mailto: of een pad naar een bestand"
    if schema.startswith("http"):
        try:
            gastheer = urlsplit(doel).hostname or ""
        except ValueError:
            gastheer = ""
        if "." not in gastheer:
            return f"heeft een adres dat niet klopt: {_kort(doel)}; schrijf bijvoorbeeld https://www.politie.nl"
    return ""


def _dichtbij(proza: Proza, kader: Kader, link: Link, pad: str) -> tuple[str, str]:
    """The page that a relative address leads to, or what is wrong."""
    if not pad:
        return proza.pagina, ""
    if link.html:
        return _uit_html(proza, kader, pad)
    volledig = posixpath.normpath(posixpath.join(posixpath.dirname(proza.pagina), pad))
    naam = volledig.removesuffix(".md")
    if volledig.endswith(".md"):
        return (naam, "") if naam in kader.paginas else ("", _bestaat_niet(proza, kader, pad, naam))
    if kader.bestand(volledig):
        return "", ""
    if naam in kader.paginas or f"{naam}/index" in kader.paginas:
        goed = naam if naam in kader.paginas else f"{naam}/index"
        return "", f"moet naar het bestand verwijzen: {_naar(goed, proza)}"
    return "", _bestaat_niet(proza, kader, pad, naam)


def _bestaat_niet(proza: Proza, kader: Kader, pad: str, naam: str) -> str:
    dichtbij = difflib.get_close_matches(naam, kader.paginas, n=1, cutoff=0.6)
    if not dichtbij:
        laatste = naam.rpartition("/")[2]
        dichtbij = [p for p in kader.paginas if p.rpartition("/")[2] == laatste][:1]
    raad = f"; bedoelde u {_naar(dichtbij[0], proza)}?" if dichtbij else ""
    return f"gaat naar een bestand dat er niet is: {pad}{raad}"


def _naar(pagina: str, proza: Proza) -> str:
    return relatief(f"{pagina}.md", f"{proza.pagina}.md")


def _uit_html(proza: Proza, kader: Kader, pad: str) -> tuple[str, str]:
    """An address in raw HTML is seen from the page's own address, and nobody translates it."""
    map_ = "" if proza.pagina == "index" else proza.pagina.removesuffix("/index") + "/"
    volledig = posixpath.normpath(posixpath.join(map_, pad))
    for naam in (volledig, f"{volledig}/index" if volledig != "." else "index"):
        if naam in kader.paginas and pad.endswith(("/", "..", ".")):
            return naam, ""
    if kader.bestand(volledig):
        return "", ""
    return "", f"staat in HTML en gaat nergens heen: {pad}; schrijf een link als [tekst](pad/naar/bestand.md)"


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────

_LEGE_ALT = re.compile(
    r"(een |de |het )?(afbeelding|plaatje|foto|figuur|image|img|picture|logo|grafiek|screenshot|schermafbeelding|schermafdruk|"
    r"illustratie|icoon|alt|alt[- ]tekst|tekst|titel|untitled|naamloos|placeholder|todo|x+)?[\s\d._()-]*|"
    r"(img|dsc|dscn|pict?|screenshot|whatsapp image|schermafbeelding)[\s_-]*[\d\s_.:-]+|\S+\.(jpe?g|png|webp|gif|svg)",
    re.IGNORECASE,
)


def _plaatjes(proza: Proza, kader: Kader) -> Iterator[Melding]:
    voorbeeld = "zeg wat er te zien is, zoals ![Burgemeesters tekenen het convenant](tekenen.jpg)"
    for plaatje in (link for link in proza.links if link.plaatje):
        alt = platte_tekst(plaatje.tekst)
        if not alt:
            yield plaatje.regel, f"dit plaatje heeft geen beschrijving; {voorbeeld}"
        elif _LEGE_ALT.fullmatch(alt):
            yield plaatje.regel, f"de beschrijving {alt!r} zegt niets over dit plaatje; {voorbeeld}"
        if re.match(r"\s*(https?:|//)", plaatje.doel, re.IGNORECASE):
            yield (
                plaatje.regel,
                "een plaatje van een andere site mag niet; zet het bestand in docs/ en verwijs daarnaar",
            )
        elif melding := _doel(proza, kader, plaatje):
            yield plaatje.regel, f"het plaatje {_kort(alt)!r} {melding}"


def _namen(proza: Proza, _: Kader) -> Iterator[Melding]:
    for link in proza.zonder_adres:
        yield (
            link.regel,
            (
                f"de link [{_kort(link.tekst)}][{_kort(link.doel)}] heeft geen adres; schrijf [tekst](bestand.md), of voeg toe: "
                f"[{_kort(link.doel)}]: bestand.md"
            ),
        )


# ── Headings and anchors ────────────────────────────────────────────────────────────────────────────────


def _koppen(proza: Proza, _: Kader) -> Iterator[Melding]:
    vorige = 1
    paden: dict[tuple[str, ...], int] = {}
    ouders: list[Kop] = []
    for kop in proza.koppen:
        if not kop.tekst:
            yield kop.regel, "deze kop is leeg; schrijf er een tekst in of haal hem weg"
        elif kop.niveau == 1:
            yield (
                kop.regel,
                f"de titel van de pagina komt uit het veld titel; begin met ## in plaats van #: {_kort(kop.tekst)!r}",
            )
        elif kop.niveau > vorige + 1:
            goed = "#" * (vorige + 1)
            yield (
                kop.regel,
                f"de kop {_kort(kop.tekst)!r} slaat een niveau over; schrijf {goed} in plaats van {'#' * kop.niveau}",
            )
        vorige = max(kop.niveau, 1)
        ouders = [*(ouder for ouder in ouders if ouder.niveau < kop.niveau), kop]
        pad = tuple(ouder.anker for ouder in ouders)
        if kop.tekst and pad in paden:
            yield kop.regel, f"de kop {_kort(kop.tekst)!r} staat er al op regel {paden[pad]}; geef hem een andere naam"
        paden.setdefault(pad, kop.regel)


def sprongen(proza: Proza, gemaakt: Iterable[tuple[int, str, str]]) -> Iterator[Bevinding]:
    """Headings that a word makes of a level that the page does not lead up to: told, and no more, for the text is right.

    Args:
        proza: the page.
        gemaakt: what each word on it yielded: its line in the file, its name, its HTML.
    """
    koppen = [(kop.regel, kop.niveau, "") for kop in proza.koppen]
    for regel, woord, html in gemaakt:
        koppen += [(regel, int(niveau), woord) for niveau in re.findall(r"<h([1-6])\b", html)]
    vorige = 1
    for regel, niveau, woord in sorted(koppen, key=lambda kop: kop[0]):
        if woord and niveau > vorige + 1:
            raad = f"zet boven dit woord een kop met {'#' * (vorige + 1)}"
            melding = f"{{{{ {woord}(…) }}}} maakt een kop van niveau {niveau} en slaat zo een niveau over; {raad}"
            yield Bevinding(proza.bestand, regel, melding, waarschuwing=True)
        vorige = niveau


def _ids(proza: Proza, kader: Kader) -> Iterator[Melding]:
    andere = kader.andere_ids(proza.pagina) if proza.koppen or proza.tags else ()
    for kop in proza.koppen:
        if kop.anker in andere:
            yield (
                kop.regel,
                f"de kop {_kort(kop.tekst)!r} krijgt hetzelfde anker als een gegeven op deze pagina: #{kop.anker}",
            )
    gezien = {kop.anker: kop.regel for kop in proza.koppen}
    for tag in proza.tags:
        for naam, waarde in tag.attributen:
            if naam == "id" and (waarde in gezien or waarde in andere):
                yield tag.regel, f"het anker id={waarde!r} bestaat al op deze pagina; kies een andere naam"
            elif naam == "id":
                gezien[waarde] = tag.regel


# ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────


def _noten(proza: Proza, _: Kader) -> Iterator[Melding]:
    gebruikt, teksten = proza.noten()
    bekend = {naam for naam, _ in teksten}
    for naam, regel in gebruikt.items():
        if naam not in bekend:
            yield (
                regel,
                f"de noot [^{_kort(naam)}] heeft geen tekst; voeg onderaan toe: [^{_kort(naam)}]: de tekst van de noot",
            )
    for plek, (naam, regel) in enumerate(teksten):
        if naam not in gebruikt:
            yield (
                regel,
                f"naar de noot [^{_kort(naam)}] verwijst niemand; zet [^{_kort(naam)}] in de tekst of haal de noot weg",
            )
        if naam in {eerder for eerder, _ in teksten[:plek]}:
            yield regel, f"de noot [^{_kort(naam)}] staat er twee keer; geef een van beide een andere naam"


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────

_LEEG = {"br", "hr", "img"}


def _html(proza: Proza, kader: Kader) -> Iterator[Melding]:
    if "<!--" in proza.zonder_code:
        plek = proza.zonder_code.index("<!--")
        yield proza.regel(plek), "een opmerking die hier met <!-- begint, wordt niet gesloten; zet er --> achter"
        return
    for regel in proza.open_haken:
        yield regel, "hier begint een HTML-element met < en ontbreekt de >; bedoelt u het teken zelf, schrijf dan &lt;"
    for tag in proza.tags:
        if tag.naam in kader.tags:
            yield from ((tag.regel, fout) for deel in tag.attributen if (fout := _attribuut(tag.naam, *deel, kader)))
        elif tag.begin:
            yield tag.regel, f"het HTML-element <{_kort(tag.naam)}> mag niet op een pagina; schrijf het in Markdown"
    yield from _paren([tag for tag in proza.tags if tag.naam in kader.tags and tag.naam not in _LEEG])


def _paren(tags: list[Tag]) -> Iterator[Melding]:
    """Tags that open and do not close, or the other way round."""
    open_: list[tuple[str, int]] = []
    for tag in tags:
        if tag.begin:
            open_.append((tag.naam, tag.regel))
        elif tag.naam in {naam for naam, _ in open_}:
            while open_[-1][0] != tag.naam:
                yield _niet_gesloten(*open_.pop())
            open_.pop()
        else:
            yield tag.regel, f"hier wordt </{tag.naam}> gesloten, maar <{tag.naam}> is niet geopend"
    yield from (_niet_gesloten(*deel) for deel in open_)


def _niet_gesloten(naam: str, regel: int) -> Melding:
    return regel, f"het HTML-element <{naam}> wordt niet gesloten; zet er </{naam}> achter, of schrijf het in Markdown"


def _attribuut(tag: str, naam: str, waarde: str, kader: Kader) -> str:
    if naam.startswith("on"):
        return f"{naam}= in <{tag}> mag niet: een pagina voert niets uit; haal het weg"
    if naam == "style":
        return f"style= in <{tag}> mag niet: de vormgeving is van de site; haal het weg"
    if naam not in {*kader.attributen.get("*", ()), *kader.attributen.get(tag, ())} or naam.startswith("data-"):
        toegestaan = sorted({*kader.attributen.get("*", ()), *kader.attributen.get(tag, ())})
        return (
            f"{_kort(naam)}= in <{tag}> mag niet; toegestaan is {', '.join(n for n in toegestaan if n[:5] != 'data-')}"
        )
    return (
        "" if naam != "id" or re.fullmatch(r"[A-Za-z][\w-]*", waarde) else f"het anker id={_kort(waarde)!r} klopt niet"
    )


# ── What other tools understand and this site does not ──────────────────────────────────────────────────


def _machinerie(proza: Proza, _: Kader) -> Iterator[Melding]:
    for regel in proza.open_hekken[:1]:
        yield (
            regel,
            "dit blok code wordt niet gesloten; zet er een regel onder met dezelfde tekens, zonder spaties ervoor",
        )
    for plek in re.finditer(r"^[ \t]*(?:-+8<-+|;-+8<)", proza.zonder_code, re.MULTILINE):
        yield proza.regel(plek.start()), "bestanden invoegen met --8<-- kan hier niet; zet de tekst zelf op de pagina"
    for plek in re.finditer(r"\]\([^)\n]*\{\{", proza.zonder_code):
        yield (
            proza.regel(plek.start()),
            "een woord tussen accolades kan geen adres zijn; schrijf het pad, zoals ../themas/jeugd.md",
        )
    for plek in re.finditer(r"^[ \t]*(?:<{7} |={7}$|>{7} )", proza.tekst, re.MULTILINE):
        yield proza.regel(plek.start()), "hier staan nog merktekens van twee versies (<<<<<<< of >>>>>>>); kies er een"


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= _KORT else f"{tekst[: _KORT - 1]}…"


_KORT = 60
