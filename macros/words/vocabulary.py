"""The vocabulary: one line for each word that an author may type, and the check of what was typed."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, NoneType
from typing import Any, Protocol

from macros.base.parsing import Leesfout, bedoelde_u
from macros.document.templates import Aanroep, Weergave, Woordfout, aanroepen, ontleed
from macros.records.catalog import Onbekend
from macros.words import cards, charts, references, tables

Woord = Callable[..., str]

BLOK: MappingProxyType[str, Woord] = MappingProxyType({
    "activiteiten": tables.activiteiten,
    "actieagenda": cards.actieagenda,
    "agenda": cards.agenda,
    "begrippen": references.begrippen,
    "bronnen": references.bronnen,
    "cijfers": tables.cijfers,
    "district": cards.district,
    "doelen": tables.doelen,
    "expertteam": cards.expertteam,
    "expertteams": tables.expertteams,
    "feeds": tables.feeds,
    "feitenkader": cards.feitenkader,
    "financien": tables.financien,
    "gebruik": charts.gebruik,
    "gemeente": cards.gemeente,
    "gemeentekaart": charts.gemeentekaart,
    "gemeenten": tables.gemeenten,
    "grafiek": charts.grafiek,
    "kerncijfers": cards.kerncijfers,
    "matrix": tables.matrix,
    "nieuw": cards.nieuw,
    "nieuwsbrieven": cards.nieuwsbrieven,
    "organisaties": references.organisaties,
    "organogram": charts.organogram,
    "praktijken": cards.praktijken,
    "praktijkzoeker": cards.praktijkzoeker,
    "rapporten": tables.rapporten,
    "rust_op": references.rust_op,
    "situaties": cards.situaties,
    "stand": cards.stand,
    "teamkader": cards.teamkader,
    "tegenspraak_noot": references.tegenspraak_noot,
    "tegenspraken": references.tegenspraken,
    "thema_kaarten": cards.thema_kaarten,
    "voortgang": cards.voortgang,
    "vragen": references.vragen,
    "zoekpagina": references.zoekpagina,
})  # fmt: skip
"""Words that stand on a line of their own."""

REGEL: MappingProxyType[str, Woord] = MappingProxyType({
    "begrip": references.begrip,
    "bron": references.bron,
    "gemeente_naam": references.gemeente_naam,
})  # fmt: skip
"""Words that stand in a sentence."""

LOPEND = frozenset({"actieagenda", "district", "doelen", "expertteam", "stand", "vragen"})
"""Words that yield running text: terms in it are explained as they are in prose."""


@dataclass(frozen=True, slots=True)
class Uitleg:
    """A word as the page for contributors shows it: name, how to call it, what it shows, an example."""

    naam: str
    vorm: str
    uitleg: str
    voorbeeld: str
    in_zin: bool


def woorden(w: Weergave) -> str:
    """Laat alle woorden zien die u op een pagina mag typen.

    Voorbeeld: {{ woorden() }}
    """
    return w.render("woorden", woorden=tuple(uitleg()))


def alle_woorden() -> dict[str, Woord]:
    """Every word by its name."""
    return {**BLOK, "woorden": woorden, **REGEL}


def uitleg() -> Iterator[Uitleg]:
    """The vocabulary from its docstrings, by name."""
    for naam, functie in sorted(alle_woorden().items()):
        regels = (inspect.getdoc(functie) or "").splitlines()
        voorbeeld = next((r.partition(":")[2].strip() for r in regels if r.startswith("Voorbeeld:")), "")
        yield Uitleg(
            naam, f"{naam}({', '.join(_parameters(functie))})", regels[0] if regels else "", voorbeeld, naam in REGEL
        )


def _parameters(functie: Woord) -> Iterator[str]:
    for parameter in list(inspect.signature(functie).parameters.values())[1:]:
        yield parameter.name if parameter.default is inspect.Parameter.empty else f"{parameter.name}=…"


# ── The check ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Proef:
    """What became of the words on a page: what is wrong (line from 1, message), and what each other word yielded."""

    fouten: list[tuple[int, str]]
    gemaakt: list[tuple[Aanroep, str]]


def probeer(w: Weergave, proza: str) -> Proef:
    """Carry out every word on a page: they are pure, so an empty result or an unknown id shows now."""
    goed, fout = aanroepen(proza)
    proef = Proef([(leesfout.regel, leesfout.melding) for leesfout in fout], [])
    for aanroep in goed:
        try:
            proef.gemaakt.append((aanroep, _voer_uit(w, aanroep)))
        except (Onbekend, Woordfout) as reden:
            proef.fouten.append((aanroep.regel, f"{{{{ {aanroep.naam}(…) }}}}: {reden}"))
    return proef


def _voer_uit(w: Weergave, aanroep: Aanroep) -> str:
    woord = alle_woorden().get(aanroep.naam)
    if woord is None:
        raise Woordfout(f"dit woord bestaat niet{bedoelde_u(aanroep.naam, alle_woorden())}")
    if melding := _argumenten(woord, aanroep):
        raise Woordfout(melding)
    return woord(w, *aanroep.posities, **aanroep.argumenten)


def _argumenten(woord: Woord, aanroep: Aanroep) -> str:
    vorm = inspect.signature(woord)
    namen = [n for n in vorm.parameters if n != "w"]
    if vreemd := next((n for n in aanroep.argumenten if n not in namen), None):
        return f"het argument {vreemd!r} bestaat niet{bedoelde_u(vreemd, namen)}"
    try:
        gebonden = vorm.bind(None, *aanroep.posities, **aanroep.argumenten)
    except TypeError:
        return f"de argumenten kloppen niet; schrijf {aanroep.naam}({', '.join(_parameters(woord))})"
    types = typing.get_type_hints(woord)
    for naam, waarde in gebonden.arguments.items():
        if naam != "w" and not _past(waarde, types[naam]):
            return f"het argument {naam!r} moet {_soort(types[naam])} zijn, niet {waarde!r}"
    return ""


def _past(waarde: object, soort: Any) -> bool:  # noqa: ANN401 - a type or a union of them
    return type(waarde) in (typing.get_args(soort) or (soort,))


def _soort(soort: Any) -> str:  # noqa: ANN401 - the same
    soorten = set(typing.get_args(soort) or (soort,)) - {NoneType}
    return "een getal zonder aanhalingstekens" if soorten == {int} else "een tekst tussen aanhalingstekens"


# ── What mkdocs-macros calls ────────────────────────────────────────────────────────────────────────────


class Macros(Protocol):
    """The part of mkdocs-macros that we use."""

    conf: Any
    macros: dict[str, Woord]
    markdown: str

    def macro(self, v: Woord, name: str = "") -> Woord:
        """Register a function under a name."""


def define_env(env: Macros) -> None:
    """Give mkdocs-macros the words, as our plugin has prepared them for this build."""
    for naam, woord in env.conf.plugins["kennisbank"].woorden(env).items():
        env.macro(woord, naam)


def on_pre_page_macros(env: Macros) -> None:
    """Carry out the words on a page, each as mkdocs-macros has it; Jinja then finds nothing there to compile or run.

    Raises:
        Woordfout: the page holds something else, which the check of the content lets no page do.
    """
    env.markdown = "".join(_uitgevoerd(env.macros, deel) for deel in ontleed(env.markdown))


def _uitgevoerd(macros: Mapping[str, Woord], deel: str | Aanroep | Leesfout) -> str:
    match deel:
        case str():
            return deel
        case Aanroep():
            return macros[deel.naam](*deel.posities, **deel.argumenten)
    raise Woordfout(deel.melding)
