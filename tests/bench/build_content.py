"""Pages for the yardstick of the build: N synthetic Dutch practices of about 7 KB, the same ones for every generator.

    python -m tests.bench.build_content MAP 1000

writes our own project with a thousand of them; `--gemeenten 342 --jaren 20` makes it a network of the whole country. The text is made of a list of words, by a seed: it says nothing, and looks
like what people write in headings, paragraphs, lists, links, notes, tables and words such as `begrip`.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from tests.helpers.changes import name_in_settings

ROOT = Path(__file__).parents[2]
NEIGHBOURS = Path(__file__).parent / "peers"
SMALL = (ROOT / "tests/errors/base", ROOT / "tests/helpers/small_content")
"""The small project of the tests: its records, and a page for every collection."""
SEED = 20261122
PER_SERIES = 50
"""Pages in one section of the others' navigation; our own practices stand in one folder."""
BRON = "voortgangsbericht-2023"
THEMAS = ("jeugd", "ondermijning", "wijk", "zorg", "digitaal", "onrust", "kennis")
BEGRIPPEN = 40
PER_DISTRICT, PER_YEAR = 14, 60
"""Municipalities in a district and activities in a year, about as many as there are."""
YEARS = range(2019, 2027)
SENTENCE_PARTS: dict[str, list[str]] = json.loads((NEIGHBOURS / "zinsdelen.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of ours on a page, to be written in the way of each generator."""

    naam: str
    arguments: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what its front matter says, and its pieces: text, words, and links to other pages by number."""

    nummer: int
    thema: str
    pieces: tuple[str | Word | int, ...]

    @property
    def id(self) -> str:
        """Its file's name."""
        return f"proef-{self.nummer:05}"

    @property
    def series(self) -> str:
        """Its section, with those who navigate by section."""
        return f"reeks-{self.nummer // PER_SERIES:03}"

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


def site_pages(count: int) -> Iterator[Page]:
    """The pages; the first hundred of a thousand are the hundred themselves, apart from where their links go."""
    for number in range(count):
        chance = random.Random(SEED + number)  # noqa: S311 - repeatable, and nothing is kept secret with it
        thema = THEMAS[number % len(THEMAS)]
        yield Page(number, thema, tuple(_pieces(number, count, thema, chance)))


def activiteiten(count: int) -> list[Activiteit]:
    """One row for every ten pages, spread over themes and years."""
    return [Activiteit(n, THEMAS[n % len(THEMAS)], YEARS[n % len(YEARS)]) for n in range(max(count // 10, 56))]


def _pieces(number: int, count: int, thema: str, chance: random.Random) -> Iterator[str | Word | int]:
    neighbours = [(number + step) % count for step in (1, 7, PER_SERIES + 3, count // 2)]
    for place, heading in enumerate(SENTENCE_PARTS["koppen"]):
        yield f"## {heading}?\n\n{_paragraph(chance)} Lees ook "
        yield neighbours[place % len(neighbours)]
        yield f". {_paragraph(chance)}\n\n"
        if number % 2 and place % 3 == 0:
            yield "Dit gaat over een "
            yield Word("begrip", (("id", f"begrip-{chance.randrange(BEGRIPPEN):02}"),))
            yield f". {_sentence(chance)}\n\n"
        yield (
            "".join(f"- **{_sentence(chance).split()[0]}** {_sentence(chance)}\n" for _ in range(5))
            + f"\n{_paragraph(chance)}\n\n"
        )
    if number % 10 == 0:
        yield "### Wat er in een tabel staat\n\n| wie | wat | hoe vaak |\n| --- | --- | ---: |\n"
        yield "".join(
            f"| {_part(chance, 'onderwerp')} | {_part(chance, 'voorwerp')} | {chance.randrange(99)} |\n"
            for _ in range(12)
        )
        yield "\n### Wat er is gedaan\n\n"
        yield Word(
            "activiteiten", (("thema", thema), ("jaar", next(a.jaar for a in activiteiten(count) if a.thema == thema)))
        )
        yield "\n\n"
    yield "Bij dit blad hoort een noot.[^1] Bron: "
    yield Word("bron", (("id", BRON),))
    yield f".\n\n[^1]: {_sentence(chance)}\n"


def _part(chance: random.Random, kind: str) -> str:
    return chance.choice(SENTENCE_PARTS[kind])


def _sentence(chance: random.Random) -> str:
    onderwerp, predicate, object_, adjunct = (
        _part(chance, kind) for kind in ("onderwerp", "gezegde", "voorwerp", "bepaling")
    )
    if chance.random() < 0.3:
        return f"{_part(chance, 'voegwoord')} {predicate} {onderwerp} {object_} {adjunct}."
    emphasis = object_ if chance.random() < 0.8 else f"*{object_}*"
    return f"{onderwerp.capitalize()} {predicate} {emphasis} {adjunct}."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(4))


# ── Written for each generator ──────────────────────────────────────────────────────────────────────────

Notation = Callable[[Word], str]


def _as_jinja(word: Word) -> str:
    names = len(word.arguments) > 1
    values = ", ".join(f"{name}=" * names + json.dumps(value) for name, value in word.arguments)
    return f"{{{{ {word.naam}({values}) }}}}"


def _as_shortcode(word: Word) -> str:
    values = " ".join(f'"{value}"' for _, value in word.arguments)
    return f"{{{{< {word.naam} {values} >}}}}"


def _text(site_page: Page, write: Notation, address: Callable[[int], str]) -> str:
    def piece(part: str | Word | int) -> str:
        match part:
            case Word():
                return write(part)
            case int():
                return f"[blad {part}]({address(part)})"
        return part

    return "".join(map(piece, site_page.pieces))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


_HEADING = """\
---
titel: {blad.titel}
samenvatting: {blad.samenvatting}
themas: [{blad.thema}]
fase: preventie
doelgroep: [gemeenten]
schaal: lokaal
status: in gebruik
netwerk: vnet
effect: onbekend
stand_van: 2023-11
gepubliceerd: 20{jaar}-0{maand}-1{dag}
laatst_beoordeeld: 2026-02-10
beoordelen_na: 2027-02-10
bron: {bron}
---

"""


def ours(target: Path, count: int, places: int = 0, years: int = 0) -> None:
    """Our own project: the small one of the tests, with these pages as practices and rows for what they name.

    Args:
        target: where it is written.
        count: how many practices.
        places: how many municipalities, in districts of `PER_DISTRICT`; those of the small project when 0.
        years: of how many years there are activities, `PER_YEAR` in each; those that the pages name when 0.
    """
    for low in SMALL:
        shutil.copytree(low, target, dirs_exist_ok=True)
    for folder in ("macros", "overrides"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("mkdocs.yml", "requirements.lock"):
        shutil.copy(ROOT / file, target)
    name_in_settings(target)
    data = target / "docs/_data"
    _data(data, count)
    municipalities(data, places)
    for year in range(YEARS[-1] - years + 1, YEARS[-1] + 1):
        numbers = range(year * PER_YEAR, (year + 1) * PER_YEAR)  # beyond those of the pages
        with (data / f"activiteiten/{year}.yml").open("a", encoding="utf-8") as rows:
            rows.writelines(_row(Activiteit(n, THEMAS[n % len(THEMAS)], year)) for n in numbers)
    for site_page in site_pages(count):
        n = site_page.nummer
        heading = _HEADING.format(blad=site_page, bron=BRON, jaar=19 + n % 7, maand=n % 9 + 1, dag=n % 10)
        text = _text(site_page, _as_jinja, lambda other: f"proef-{other:05}.md")
        _write(target / f"docs/praktijken/{site_page.id}.md", heading + text)


def _data(data: Path, count: int) -> None:
    themas = (data / "themas.yml").read_text(encoding="utf-8")
    themas += "".join(
        f"- id: {thema}\n  naam: {thema.capitalize()}\n  kort: Een thema om de bouw te meten.\n  looptijden:\n    - van: 2024\n  bron: {BRON}\n"
        for thema in THEMAS
        if f"- id: {thema}\n" not in themas
    )
    _write(data / "themas.yml", themas)
    begrippen = (data / "begrippen.yml").read_text(encoding="utf-8")
    _write(data / "begrippen.yml", begrippen + "".join(_begrip(n) for n in range(BEGRIPPEN)))
    rows = activiteiten(count)
    for year in YEARS:
        path = data / f"activiteiten/{year}.yml"
        eerder = path.read_text(encoding="utf-8") if path.exists() else ""
        _write(path, eerder + "".join(_row(row) for row in rows if row.jaar == year))


def municipalities(data: Path, count: int, *, per_district: int = PER_DISTRICT) -> None:
    """Let a network have this many municipalities: those that it has, and made-up ones in districts of their own.

    Args:
        data: the project's `docs/_data`.
        count: how many in all.
        per_district: how many of the made-up ones share a district.
    """
    with (data / "gemeenten.csv").open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows, columns = [*table], table.fieldnames or ()
    new = range(count - len(rows))
    with (data / "gemeenten.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(
            {
                "id": f"proefstad-{n:03}", "bron": rows[0]["bron"], "code": f"GM{9000 + n}", "naam": f"Proefstad {n}",
                "district": f"proefstreek-{n // per_district:02}", "provincie": rows[0]["provincie"], "inwoners": 20_000 + n,
                "rij": 50 + n // 10, "kolom": n % 10,
            }
            for n in new
        )  # fmt: skip
    with (data / "districten.yml").open("a", encoding="utf-8") as file:
        file.writelines(map(_district, dict.fromkeys(n // per_district for n in new)))


def _district(n: int) -> str:
    agenda = f"agenda:\n    titel: Agenda van Proefstreek {n}"
    return f"\n- id: proefstreek-{n:02}\n  naam: Proefstreek {n}\n  overleg: Overleg {n}\n  {agenda}\n  bron: {BRON}\n"


def _begrip(n: int) -> str:
    return (
        f"- id: begrip-{n:02}\n  term: Proefwoord {n:02}\n  betekenis: Een woord om de bouw te meten.\n  bron: {BRON}\n"
    )


def _row(a: Activiteit) -> str:
    fields = f"titel: {a.titel}\n  wanneer: {a.dag}\n  soort: bijeenkomst\n  status: uitgevoerd\n  thema: {a.thema}"
    return f"- id: proef-{a.nummer}\n  {fields}\n  bron: {BRON}\n"


def material(target: Path, count: int) -> None:
    """Stock MkDocs with Material; Zensical reads the same project."""
    shutil.copytree(NEIGHBOURS / "material", target)
    _others(target / "docs", count, _as_jinja, "index.md", "title: {titel}\ndescription: {kort}")
    _data_json(target / "gegevens.json", count)


def hugo(target: Path, count: int) -> None:
    """Hugo with a theme of a page: navigation, table of contents, previous and next."""
    shutil.copytree(NEIGHBOURS / "hugo", target)
    _others(target / "content", count, _as_shortcode, "_index.md", 'title: "{titel}"\ndescription: "{kort}"')
    _data_json(target / "data/gegevens.json", count)


def _others(docs: Path, count: int, write: Notation, index: str, heading: str) -> None:
    """The same pages in sections, and an index for each section."""
    all_ = list(site_pages(count))
    _write(docs / index, "---\n" + heading.format(titel="Kennisbank", kort="De voorpagina.") + "\n---\n\nWelkom.\n")
    for start in range(0, count, PER_SERIES):
        series = all_[start].series
        list_ = "".join(f"- [{b.titel}]({b.id}.md)\n" for b in islice(all_, start, start + PER_SERIES))
        before = heading.format(titel=f"Reeks {start // PER_SERIES}", kort="Een reeks bladen.")
        _write(docs / f"praktijken/{series}/{index}", f"---\n{before}\n---\n\n{list_}")
    for site_page in all_:
        text = _text(site_page, write, partial(_of, all_, site_page))
        before = heading.format(titel=site_page.titel, kort=site_page.samenvatting)
        _write(docs / f"praktijken/{site_page.series}/{site_page.id}.md", f"---\n{before}\n---\n\n{text}")


def _of(all_: Sequence[Page], here: Page, number: int) -> str:
    to = all_[number]
    return f"{to.id}.md" if here.series == to.series else f"../{to.series}/{to.id}.md"


def _data_json(path: Path, count: int) -> None:
    rows = [{"titel": a.titel, "dag": a.dag, "thema": a.thema, "jaar": str(a.jaar)} for a in activiteiten(count)]
    words = {f"begrip-{n:02}": f"Proefwoord {n:02}" for n in range(BEGRIPPEN)}
    _write(path, json.dumps({"activiteiten": rows, "begrippen": words, "bronnen": {BRON: "Voortgangsbericht 2023"}}))


def main() -> None:
    """Write one project."""
    parser = argparse.ArgumentParser(description="Een project om de bouw te meten.")
    parser.add_argument("map", type=Path)
    parser.add_argument("aantal", type=int)
    parser.add_argument("--soort", choices=["ons", "material", "hugo"], default="ons")
    parser.add_argument("--gemeenten", type=int, default=0, help="zoveel gemeenten (ons)")
    parser.add_argument("--jaren", type=int, default=0, help="activiteiten van zoveel jaren (ons)")
    choice = parser.parse_args()
    if choice.soort == "ons":
        ours(choice.map, choice.aantal, choice.gemeenten, choice.jaren)
    else:
        {"material": material, "hugo": hugo}[choice.soort](choice.map, choice.aantal)


if __name__ == "__main__":
    main()
