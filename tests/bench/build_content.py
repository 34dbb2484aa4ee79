"""Pages for the yardstick of the build: N synthetic Dutch practices of about 7 KB, the same ones for every generator.

    python -m tests.bench.build_content MAP 1000

writes our own project with a thousand of them. The text is made of a list of words, by a seed: it says nothing, and looks
like what people write in headings, paragraphs, lists, links, notes, tables and words such as `begrip`.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

WORTEL = Path(__file__).parents[2]
BUREN = Path(__file__).parent / "peers"
KLEIN = (WORTEL / "tests/errors/base", WORTEL / "tests/helpers/small_content")
"""The small project of the tests: its records, and a page for every collection."""
ZAAD = 20261122
PER_REEKS = 50
"""Pages in one section of the others' navigation; our own practices stand in one folder."""
BRON = "voortgangsbericht-2023"
THEMAS = ("jeugd", "ondermijning", "wijk", "zorg", "digitaal", "onrust", "kennis")
BEGRIPPEN = 40
JAREN = range(2019, 2027)
ZINSDELEN: dict[str, list[str]] = json.loads((BUREN / "zinsdelen.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Woord:
    """A word of ours on a page, to be written in the way of each generator."""

    naam: str
    argumenten: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Blad:
    """A page: what its front matter says, and its pieces: text, words, and links to other pages by number."""

    nummer: int
    thema: str
    stukken: tuple[str | Woord | int, ...]

    @property
    def id(self) -> str:
        """Its file's name."""
        return f"proef-{self.nummer:05}"

    @property
    def reeks(self) -> str:
        """Its section, with those who navigate by section."""
        return f"reeks-{self.nummer // PER_REEKS:03}"

    @property
    def titel(self) -> str:
        """Its title."""
        return f"Proefblad {self.nummer} over {self.thema}"

    @property
    def samenvatting(self) -> str:
        """Its summary."""
        return f"Een blad met nummer {self.nummer} dat alleen bestaat om de bouw te meten."


@dataclass(frozen=True, slots=True)
class Activiteit:
    """A row of the data that a word shows."""

    nummer: int
    thema: str
    jaar: int

    @property
    def titel(self) -> str:
        """Its title."""
        return f"Bijeenkomst {self.nummer} over {self.thema}"

    @property
    def dag(self) -> str:
        """Its day."""
        return f"{self.jaar}-{self.nummer % 12 + 1:02}-{self.nummer % 28 + 1:02}"


def bladen(aantal: int) -> Iterator[Blad]:
    """The pages; the first hundred of a thousand are the hundred themselves, apart from where their links go."""
    for nummer in range(aantal):
        kans = random.Random(ZAAD + nummer)  # noqa: S311 - repeatable, and nothing is kept secret with it
        thema = THEMAS[nummer % len(THEMAS)]
        yield Blad(nummer, thema, tuple(_stukken(nummer, aantal, thema, kans)))


def activiteiten(aantal: int) -> list[Activiteit]:
    """One row for every ten pages, spread over themes and years."""
    return [Activiteit(n, THEMAS[n % len(THEMAS)], JAREN[n % len(JAREN)]) for n in range(max(aantal // 10, 56))]


def _stukken(nummer: int, aantal: int, thema: str, kans: random.Random) -> Iterator[str | Woord | int]:
    buren = [(nummer + stap) % aantal for stap in (1, 7, PER_REEKS + 3, aantal // 2)]
    for plek, kop in enumerate(ZINSDELEN["koppen"]):
        yield f"## {kop}?\n\n{_alinea(kans)} Lees ook "
        yield buren[plek % len(buren)]
        yield f". {_alinea(kans)}\n\n"
        if nummer % 2 and plek % 3 == 0:
            yield "Dit gaat over een "
            yield Woord("begrip", (("id", f"begrip-{kans.randrange(BEGRIPPEN):02}"),))
            yield f". {_zin(kans)}\n\n"
        yield "".join(f"- **{_zin(kans).split()[0]}** {_zin(kans)}\n" for _ in range(5)) + f"\n{_alinea(kans)}\n\n"
    if nummer % 10 == 0:
        yield "### Wat er in een tabel staat\n\n| wie | wat | hoe vaak |\n| --- | --- | ---: |\n"
        yield "".join(
            f"| {_deel(kans, 'onderwerp')} | {_deel(kans, 'voorwerp')} | {kans.randrange(99)} |\n" for _ in range(12)
        )
        yield "\n### Wat er is gedaan\n\n"
        yield Woord(
            "activiteiten", (("thema", thema), ("jaar", next(a.jaar for a in activiteiten(aantal) if a.thema == thema)))
        )
        yield "\n\n"
    yield "Bij dit blad hoort een noot.[^1] Bron: "
    yield Woord("bron", (("id", BRON),))
    yield f".\n\n[^1]: {_zin(kans)}\n"


def _deel(kans: random.Random, soort: str) -> str:
    return kans.choice(ZINSDELEN[soort])


def _zin(kans: random.Random) -> str:
    onderwerp, gezegde, voorwerp, bepaling = (
        _deel(kans, soort) for soort in ("onderwerp", "gezegde", "voorwerp", "bepaling")
    )
    if kans.random() < 0.3:
        return f"{_deel(kans, 'voegwoord')} {gezegde} {onderwerp} {voorwerp} {bepaling}."
    nadruk = voorwerp if kans.random() < 0.8 else f"*{voorwerp}*"
    return f"{onderwerp.capitalize()} {gezegde} {nadruk} {bepaling}."


def _alinea(kans: random.Random) -> str:
    return " ".join(_zin(kans) for _ in range(4))


# ── Written for each generator ──────────────────────────────────────────────────────────────────────────

Schrijfwijze = Callable[[Woord], str]


def _als_jinja(woord: Woord) -> str:
    namen = len(woord.argumenten) > 1
    waarden = ", ".join(f"{naam}=" * namen + json.dumps(waarde) for naam, waarde in woord.argumenten)
    return f"{{{{ {woord.naam}({waarden}) }}}}"


def _als_shortcode(woord: Woord) -> str:
    waarden = " ".join(f'"{waarde}"' for _, waarde in woord.argumenten)
    return f"{{{{< {woord.naam} {waarden} >}}}}"


def _tekst(blad: Blad, schrijf: Schrijfwijze, adres: Callable[[int], str]) -> str:
    def stuk(deel: str | Woord | int) -> str:
        match deel:
            case Woord():
                return schrijf(deel)
            case int():
                return f"[blad {deel}]({adres(deel)})"
        return deel

    return "".join(map(stuk, blad.stukken))


def _schrijf(pad: Path, tekst: str) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(tekst, encoding="utf-8")


_KOP = """\
---
titel: {blad.titel}
samenvatting: {blad.samenvatting}
themas: [{blad.thema}]
fase: preventie
doelgroep: [gemeenten]
schaal: lokaal
status: in gebruik
netwerk: vnon
effect: onbekend
stand_van: 2023-11
gepubliceerd: 20{jaar}-0{maand}-1{dag}
laatst_beoordeeld: 2026-02-10
beoordelen_na: 2027-02-10
bron: {bron}
---

"""


def ons(doel: Path, aantal: int) -> None:
    """Our own project: the small one of the tests, with these pages as practices and rows for what they name."""
    for laag in KLEIN:
        shutil.copytree(laag, doel, dirs_exist_ok=True)
    for map_ in ("macros", "overrides"):
        shutil.copytree(WORTEL / map_, doel / map_, ignore=shutil.ignore_patterns("__pycache__"))
    for bestand in ("mkdocs.yml", "requirements.lock"):
        shutil.copy(WORTEL / bestand, doel)
    _gegevens(doel / "docs/_data", aantal)
    for blad in bladen(aantal):
        n = blad.nummer
        kop = _KOP.format(blad=blad, bron=BRON, jaar=19 + n % 7, maand=n % 9 + 1, dag=n % 10)
        tekst = _tekst(blad, _als_jinja, lambda ander: f"proef-{ander:05}.md")
        _schrijf(doel / f"docs/praktijken/{blad.id}.md", kop + tekst)


def _gegevens(data: Path, aantal: int) -> None:
    themas = (data / "themas.yml").read_text(encoding="utf-8")
    themas += "".join(
        f"- id: {thema}\n  naam: {thema.capitalize()}\n  kort: Een thema om de bouw te meten.\n  looptijden:\n    - van: 2024\n  bron: {BRON}\n"
        for thema in THEMAS
        if f"- id: {thema}\n" not in themas
    )
    _schrijf(data / "themas.yml", themas)
    begrippen = (data / "begrippen.yml").read_text(encoding="utf-8")
    _schrijf(data / "begrippen.yml", begrippen + "".join(_begrip(n) for n in range(BEGRIPPEN)))
    rijen = activiteiten(aantal)
    for jaar in JAREN:
        pad = data / f"activiteiten/{jaar}.yml"
        eerder = pad.read_text(encoding="utf-8") if pad.exists() else ""
        _schrijf(pad, eerder + "".join(_rij(rij) for rij in rijen if rij.jaar == jaar))


def _begrip(n: int) -> str:
    return (
        f"- id: begrip-{n:02}\n  term: Proefwoord {n:02}\n  betekenis: Een woord om de bouw te meten.\n  bron: {BRON}\n"
    )


def _rij(a: Activiteit) -> str:
    velden = f"titel: {a.titel}\n  wanneer: {a.dag}\n  soort: bijeenkomst\n  status: uitgevoerd\n  thema: {a.thema}"
    return f"- id: proef-{a.nummer}\n  {velden}\n  bron: {BRON}\n"


def material(doel: Path, aantal: int) -> None:
    """Stock MkDocs with Material; Zensical reads the same project."""
    shutil.copytree(BUREN / "material", doel)
    _anderen(doel / "docs", aantal, _als_jinja, "index.md", "title: {titel}\ndescription: {kort}")
    _gegevens_json(doel / "gegevens.json", aantal)


def hugo(doel: Path, aantal: int) -> None:
    """Hugo with a theme of a page: navigation, table of contents, previous and next."""
    shutil.copytree(BUREN / "hugo", doel)
    _anderen(doel / "content", aantal, _als_shortcode, "_index.md", 'title: "{titel}"\ndescription: "{kort}"')
    _gegevens_json(doel / "data/gegevens.json", aantal)


def _anderen(docs: Path, aantal: int, schrijf: Schrijfwijze, index: str, kop: str) -> None:
    """The same pages in sections, and an index for each section."""
    alle = list(bladen(aantal))
    _schrijf(docs / index, "---\n" + kop.format(titel="Kennisbank", kort="De voorpagina.") + "\n---\n\nWelkom.\n")
    for begin in range(0, aantal, PER_REEKS):
        reeks = alle[begin].reeks
        lijst = "".join(f"- [{b.titel}]({b.id}.md)\n" for b in islice(alle, begin, begin + PER_REEKS))
        voor = kop.format(titel=f"Reeks {begin // PER_REEKS}", kort="Een reeks bladen.")
        _schrijf(docs / f"praktijken/{reeks}/{index}", f"---\n{voor}\n---\n\n{lijst}")
    for blad in alle:
        tekst = _tekst(blad, schrijf, partial(_van, alle, blad))
        voor = kop.format(titel=blad.titel, kort=blad.samenvatting)
        _schrijf(docs / f"praktijken/{blad.reeks}/{blad.id}.md", f"---\n{voor}\n---\n\n{tekst}")


def _van(alle: Sequence[Blad], hier: Blad, nummer: int) -> str:
    naar = alle[nummer]
    return f"{naar.id}.md" if hier.reeks == naar.reeks else f"../{naar.reeks}/{naar.id}.md"


def _gegevens_json(pad: Path, aantal: int) -> None:
    rijen = [{"titel": a.titel, "dag": a.dag, "thema": a.thema, "jaar": str(a.jaar)} for a in activiteiten(aantal)]
    woorden = {f"begrip-{n:02}": f"Proefwoord {n:02}" for n in range(BEGRIPPEN)}
    _schrijf(
        pad, json.dumps({"activiteiten": rijen, "begrippen": woorden, "bronnen": {BRON: "Voortgangsbericht 2023"}})
    )


def main() -> None:
    """Write one project."""
    ontleder = argparse.ArgumentParser(description="Een project om de bouw te meten.")
    ontleder.add_argument("map", type=Path)
    ontleder.add_argument("aantal", type=int)
    ontleder.add_argument("--soort", choices=["ons", "material", "hugo"], default="ons")
    keuze = ontleder.parse_args()
    {"ons": ons, "material": material, "hugo": hugo}[keuze.soort](keuze.map, keuze.aantal)


if __name__ == "__main__":
    main()
