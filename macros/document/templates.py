"""The one Jinja environment for fragments, and the walk over what authors type.

Fragments are ours: autoescape on, an undefined name is an error. Pages are not: of Jinja they may use a call of a
known word with literal arguments and nothing else, and that is established on the syntax tree, before anything is
rendered (Jinja's own sandbox lets `config.theme.get_env()` and `9**9**9` through). Jinja lives here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from macros.base import dates, links
from macros.base.parsing import Leesfout
from macros.records import models as m
from macros.records.catalog import Catalog


class Woordfout(ValueError):
    """A word that an author typed cannot be carried out; the message is in Dutch."""


# ── Rendering fragments ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Weergave:
    """All that a word needs besides its arguments: what is known, how it looks, for which page and which day."""

    catalog: Catalog
    sjablonen: Environment
    dag: date | None = None
    """The day that the page is of, when that is not the day of the build."""
    pagina: str = ""
    """The address, relative to the site's root, of the page that the result is for."""
    bevroren: bool = False
    """Whether the page has a day of its own, and so does not tell what became of things after it."""

    def op(self, pagina: str, vandaag: date | None = None) -> Weergave:
        """The same, for another page; a page with a day of its own (a newsletter) never shows what came after it."""
        return replace(self, pagina=pagina, dag=vandaag or self.dag, bevroren=vandaag is not None)

    @property
    def vandaag(self) -> date:
        """The day that the page tells of."""
        return self.dag or self.catalog.vandaag

    def url(self, doel: m.Record | str) -> str:
        """The address of a record or a path, relative to the page."""
        return links.relatief(doel if isinstance(doel, str) else doel.pad, self.pagina)

    def leeg(self, tekst: str | None, melding: str) -> str:
        """What stands where nothing was found: the text that the author gave.

        Raises:
            Woordfout: she gave none, so it is not meant to be empty.
        """
        if tekst is None:
            raise Woordfout(f'{melding}; zet leeg="…" erbij als dat zo hoort')
        return self.render("leeg", tekst=tekst)

    def render(self, fragment: str, **waarden: object) -> str:
        """The HTML of a fragment (`overrides/fragments/<fragment>.html`)."""
        sjabloon = self.sjablonen.get_template(f"{fragment}.html")
        return sjabloon.render(w=self, catalog=self.catalog, **waarden).strip()


def niets(wat: str, **gevraagd: object) -> str:
    """That nothing was found, and for what: `er zijn geen activiteiten voor thema 'jeugd'`."""
    voor = " en ".join(f"{naam} {waarde!r}" for naam, waarde in gevraagd.items() if waarde is not None)
    return f"er zijn geen {wat}" + (f" voor {voor}" if voor else "")


@lru_cache(maxsize=8)
def omgeving(*mappen: Path) -> Environment:
    """The environment for fragments in these folders, with the filters that speak Dutch.

    One for the life of the process: it holds nothing but compiled templates, and looks at a file's time before it uses one.
    """
    env = Environment(
        loader=FileSystemLoader(mappen), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip
    env.filters |= {
        "dag": dates.dag, "maand": dates.maand, "wanneer": dates.nederlands, "getal": getal, "euro": euro,
        "slug": links.slug, "zin": zin,
    }  # fmt: skip
    env.globals |= {"url": _url}
    return env


class Smal(Extension):
    """Leaves the indentation of templates out: it helps who writes them, and would travel with every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's hook
        """The text of a template, before it is read; no line moves."""
        return re.sub(r"\n[ \t]+", "\n", source)


@pass_context
def _url(context: Context, doel: m.Record | str) -> str:
    weergave: Weergave = context["w"]
    return weergave.url(doel)


def getal(waarde: Decimal | float | str) -> str:
    """A number in Dutch: `1.525`, `-2.146`, `4,0`; text that is no number stays as it is."""
    try:
        cijfers = f"{Decimal(str(waarde)):,}"
    except ArithmeticError:
        return str(waarde)
    return cijfers.translate({ord(","): ".", ord("."): ","}).replace("-", "\N{MINUS SIGN}")


def euro(bedrag: Decimal | str | None) -> str:
    """An amount in euros: `€ 229.760`, `€ 19.538,88`, `PM`; nothing for None."""
    if bedrag is None or isinstance(bedrag, str):
        return bedrag or ""
    heel = bedrag == bedrag.to_integral_value()
    tekst = getal(bedrag.quantize(Decimal(1) if heel else Decimal("0.01")))
    return f"€\N{NO-BREAK SPACE}{tekst}"


def zin(tekst: str) -> str:
    """With a capital letter and a full stop."""
    tekst = tekst[:1].upper() + tekst[1:]
    return tekst if not tekst or tekst[-1] in ".!?…:" else f"{tekst}."


# ── Rendering Markdown for pages that no one writes ─────────────────────────────────────────────────────


@lru_cache(maxsize=8)
def markdown_omgeving(*mappen: Path) -> Environment:
    """Like `omgeving`, for Markdown: every value is escaped for Markdown, `woord(…)` types a word."""
    env = Environment(  # noqa: S701 - Markdown, not HTML: `finalize` escapes every value
        loader=FileSystemLoader(mappen), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_markdown,
    )  # fmt: skip
    env.filters |= {"dag": dates.dag, "wanneer": dates.nederlands, "zin": zin, "getal": getal, "euro": euro}
    env.globals |= {"woord": woord, "tekst": proza}
    return env


def proza(record: m.Praktijk | m.Nieuwsbrief) -> Markup:
    """What a contributor wrote, as it is: Markdown already."""
    return Markup(record.tekst)  # noqa: S704 - checked by `aanroepen`, sanitised after conversion


def woord(naam: str, *posities: object, **argumenten: object) -> Markup:
    """A word as an author would type it, with literal arguments: `{{ activiteiten(gemeente='tiel') }}`."""
    delen = [repr(waarde) for waarde in posities]
    delen += [f"{sleutel}={waarde!r}" for sleutel, waarde in argumenten.items() if waarde is not None]
    return Markup("{{ " + f"{naam}({', '.join(delen)})" + " }}")  # noqa: S704 - reprs of our own ids


_MARKDOWN = str.maketrans({teken: "\\" + teken for teken in "\\`*_[]<>#|"} | {"{": "&#123;", "}": "&#125;"})


def _markdown(waarde: object) -> object:
    return waarde if isinstance(waarde, Markup) or waarde is None else str(waarde).translate(_MARKDOWN)


# ── What authors type ───────────────────────────────────────────────────────────────────────────────────

Letterlijk = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Aanroep:
    """A word with its literal arguments, at a line of the prose (counted from 1)."""

    regel: int
    naam: str
    posities: tuple[Letterlijk, ...]
    argumenten: Mapping[str, Letterlijk]


_LEES = Environment()  # noqa: S701 - parses only, renders nothing
_GEWEIGERD = {
    "block_begin": "opdrachten met {% … %} mogen niet op een pagina; gebruik een van de woorden",
    "comment_begin": "opmerkingen met {# … #} mogen niet op een pagina; haal ze weg",
    "raw_begin": "{% raw %} mag niet op een pagina",
}


def aanroepen(proza: str) -> tuple[list[Aanroep], list[Leesfout]]:
    """The words that a page uses, and everything in its template syntax that is not allowed."""
    delen = ontleed(proza)
    return [d for d in delen if isinstance(d, Aanroep)], [d for d in delen if isinstance(d, Leesfout)]


def ontleed(proza: str) -> list[str | Aanroep | Leesfout]:
    """A page's text and its words, in their order; with what is not allowed among them."""
    if not _TEKEN.search(proza):
        return [proza]
    return _eenvoudig(proza) or _volledig(proza)


_TEKEN = re.compile(r"\{[{%#]")
_WOORD = re.compile(r"""\{\{ *\w+\((?:[^{}()"'\\\n]|"[^"{}\\\n]*"|'[^'{}\\\n]*')*\) *\}\}""")
"""A word as nearly everyone types it; where it ends is then beyond doubt."""


def _eenvoudig(proza: str) -> list[str | Aanroep | Leesfout]:
    """A page with no words but such; empty for another, which Jinja must read whole. The same as it gives, some ten times sooner."""
    stukken = _WOORD.split(proza)
    if "\r" in proza or any(_TEKEN.search(stuk) or stuk.endswith("{") for stuk in stukken):
        return []
    stukken[-1] = stukken[-1].removesuffix("\n")  # Jinja takes the last one away
    delen: list[str | Aanroep | Leesfout] = []
    regel = 1
    for stuk, woord in zip_longest(stukken, _WOORD.findall(proza)):
        delen += [stuk] if stuk else []
        regel += stuk.count("\n")
        if woord:
            deel = _een_woord(woord)
            if not isinstance(deel, Aanroep):
                return []
            delen.append(replace(deel, regel=regel))
    return delen


@lru_cache(maxsize=4096)
def _een_woord(woord: str) -> str | Aanroep | Leesfout:
    """Pages use the same words again and again."""
    return _volledig(woord)[0]


def _volledig(proza: str) -> list[str | Aanroep | Leesfout]:
    """What Jinja makes of a page."""
    try:
        if "{%" in proza or "{#" in proza:
            for regel, soort, _ in _LEES.lex(proza):
                if soort in _GEWEIGERD:
                    return [Leesfout(regel, _GEWEIGERD[soort])]
        boom = _LEES.parse(proza)
    except TemplateSyntaxError as fout:
        return [Leesfout(fout.lineno, _haakjes(str(fout.message)))]
    except (RecursionError, ValueError):  # deeper, or a longer number, than Python reads
        return [Leesfout(1, "wat tussen {{ en }} staat, is te lang of te diep genest")]
    return list(_delen(boom))


def _haakjes(bericht: str) -> str:
    if "Missing end of comment" in bericht:
        return "achter {# ontbreekt #}; opmerkingen en ankers met {# mogen niet op een pagina"
    return "wat tussen {{ en }} staat, is geen woord met haakjes, zoals {{ expertteams() }}; controleer haakjes en aanhalingstekens"


def _delen(boom: nodes.Template) -> Iterator[str | Aanroep | Leesfout]:
    for knoop in boom.body:
        if not isinstance(knoop, nodes.Output):
            yield Leesfout(knoop.lineno, _GEWEIGERD["block_begin"])
            continue
        for deel in knoop.nodes:
            yield deel.data if isinstance(deel, nodes.TemplateData) else _aanroep(deel)


def _aanroep(knoop: nodes.Node) -> Aanroep | Leesfout:
    if not isinstance(knoop, nodes.Call) or not isinstance(knoop.node, nodes.Name):
        return Leesfout(
            knoop.lineno, "tussen {{ en }} mag alleen een woord met haakjes staan, zoals {{ expertteams() }}"
        )
    if knoop.dyn_args is not None or knoop.dyn_kwargs is not None:
        return Leesfout(knoop.lineno, f"{knoop.node.name}: een * voor een argument mag niet")
    waarden = [*knoop.args, *(paar.value for paar in knoop.kwargs)]
    if not all(isinstance(waarde, nodes.Const) for waarde in waarden):
        return Leesfout(
            knoop.lineno, f"{knoop.node.name}: een argument moet een tekst tussen aanhalingstekens of een getal zijn"
        )
    if len({paar.key for paar in knoop.kwargs}) < len(knoop.kwargs):
        return Leesfout(knoop.lineno, f"{knoop.node.name}: een argument staat er twee keer")
    return Aanroep(
        knoop.lineno, knoop.node.name, tuple(_const(a) for a in knoop.args),
        {paar.key: _const(paar.value) for paar in knoop.kwargs},
    )  # fmt: skip


def _const(knoop: Any) -> Letterlijk:  # noqa: ANN401 - a Const, checked by the caller
    waarde: Letterlijk = knoop.value
    return waarde
