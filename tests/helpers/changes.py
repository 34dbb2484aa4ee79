"""What can happen to a project between two builds, each on a small project that stays valid.

A change is a name and a number: the number chooses what it happens to, so any sequence of changes can be carried out,
told to a reader, and told again. The project is `errors/base` with `small_content` over it, our own `macros/`,
`overrides/` and `mkdocs.yml`. What refers to a record stands on a line of its own there, so that a record can go
together with the lines that name it.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import TypeVar

from tests.conftest import MOMENT, WORTEL

BASIS, KLEIN = Path(__file__).parents[1] / "errors/base", Path(__file__).parent / "small_content"
BRON = "voortgangsbericht-2023"
ANDERE_DAG = 40 * 24 * 3600
GEBOUWD = (".cache", "site")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Wijziging:
    """A change by its name, and the number that says to what."""

    naam: str
    n: int = 0


@dataclass(slots=True)
class Project:
    """A small project, the day on which it is built, and how it was at first."""

    wortel: Path
    begin: Path
    moment: str = MOMENT

    @property
    def cache(self) -> Path:
        """Where builds keep what they can use again."""
        return self.wortel / ".cache/render"

    def doe(self, wijziging: Wijziging) -> None:
        """Carry out a change."""
        WIJZIGINGEN[wijziging.naam](self, wijziging.n)


def nieuw(wortel: Path, *, cache: bool | None) -> Path:
    """A small project that is whole; `cache` is what mkdocs.yml says of it, if anything."""
    shutil.copytree(BASIS, wortel)
    shutil.copytree(KLEIN, wortel, dirs_exist_ok=True)
    for map_ in ("macros", "overrides"):
        shutil.copytree(WORTEL / map_, wortel / map_, ignore=shutil.ignore_patterns("__pycache__"))
    for bestand in ("mkdocs.yml", "requirements.lock"):
        shutil.copy(WORTEL / bestand, wortel)
    if cache is not None:
        zet_cache(wortel, aan=cache)
    # By hash: a module that is changed within a second, to the same size, must be seen to have changed.
    compileall.compile_dir(wortel / "macros", quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return wortel


def zet_cache(wortel: Path, *, aan: bool) -> None:
    """What mkdocs.yml says of the cache."""
    pad = wortel / "mkdocs.yml"
    tekst = re.sub(r"\n {6}cache: .*", "", pad.read_text(encoding="utf-8"))
    keuze = f"  - kennisbank:\n      cache: {str(aan).lower()}"
    pad.write_text(re.sub(r"(?m)^  - kennisbank:?$", keuze, tekst), encoding="utf-8")


# ── Prose and front matter ──────────────────────────────────────────────────────────────────────────────


def zin(project: Project, n: int) -> Path:
    """Someone adds a sentence to a page, of which this is the file."""
    pad = _kies(_bladen(project), n)
    _schrijf(pad, pad.read_text(encoding="utf-8") + f"\nZin {n} van de proef, over de PGA en de politie.\n")
    return pad


def _zelfde_maat_en_tijd(project: Project, n: int) -> None:
    """A letter changes and nothing else does: not the size, not the time."""
    pad = _kies(
        [pad for pad in _bladen(project) if re.search("proef", pad.read_text(encoding="utf-8"), re.IGNORECASE)], n
    )
    tekst, tijd = pad.read_text(encoding="utf-8"), pad.stat()
    oud, anders = ("proef", "Proef") if "proef" in tekst else ("Proef", "proef")
    pad.write_text(tekst.replace(oud, anders), encoding="utf-8")
    os.utime(pad, ns=(tijd.st_atime_ns, tijd.st_mtime_ns))


def _titel(project: Project, n: int) -> None:
    """A page gets another title: every list that names it changes."""
    pad = _kies([pad for pad in _bladen(project) if "\ntitel: " in pad.read_text(encoding="utf-8")], n)
    _vervang(pad, r"(?m)^titel: .*$", f"titel: Een titel met nummer {n}")


_VOORWERK = [
    (r"status: in gebruik", "status: afgerond"),
    (r"themas: \[jeugd\]", "themas: [jeugd, ondermijning]"),
    (r"doelgroep: \[jongeren\]", "doelgroep: [inwoners]"),
    (r"fase: preventie", "fase: repressie"),
    (r"laatst_beoordeeld: .*", "laatst_beoordeeld: 2026-03-03"),
    (r"samenvatting: .*", "samenvatting: Een andere samenvatting, die lang genoeg is om door de controle te komen."),
    (r"effect: onbekend", "effect: De proef heeft geen effect.\ndistricten: [gelderland-zuid]\ngemeenten: [aalten]"),
]


def _voorwerk(project: Project, n: int) -> None:
    """The front matter of a practice changes."""
    bladen = [pad for pad in _weg_te_halen(project) if "\nfase: " in pad.read_text(encoding="utf-8")]
    oud, anders = _kies(_VOORWERK, n)
    if bladen:
        _vervang(_kies(bladen, n), oud, anders)


# ── Pages come and go ───────────────────────────────────────────────────────────────────────────────────

_PRAKTIJK = (KLEIN / "docs/praktijken/aanpak-1.md").read_text(encoding="utf-8")


def _blad_erbij(project: Project, n: int) -> None:
    """A practice, or a page of another kind."""
    if n % 2:
        tekst = f"---\ntitel: Blad {n}\nsamenvatting: Een blad van de proef.\n---\n\nTekst van blad {n}.\n"
        _schrijf(project.wortel / f"docs/over/blad-{n}.md", tekst)
    else:
        tekst = re.sub(r"\n.*(aanpak-2|begrip).*\n", "\n", _PRAKTIJK).replace("Aanpak 1", f"Nieuwe aanpak {n}")
        _schrijf(project.wortel / f"docs/praktijken/nieuw-{n}.md", tekst)


def _blad_weg(project: Project, n: int) -> None:
    """A page goes, and the lines that name it."""
    if bladen := _weg_te_halen(project):
        pad = _kies(bladen, n)
        pad.unlink()
        _zonder(project, pad.stem)


def _blad_hernoemd(project: Project, n: int) -> None:
    """A page gets another address, and remembers the old one or not."""
    if not (bladen := _weg_te_halen(project)):
        return
    pad = _kies(bladen, n)
    naam = next(naam for k in range(100) if not (pad.parent / f"{(naam := f'hernoemd-{n + k}')}.md").exists())
    if n % 2 and pad.stem.startswith("aanpak"):
        _vervang(pad, r"\n---\n\n", f"\neerder: [praktijken/{pad.stem}/]\n---\n\n")
    pad.rename(pad.parent / f"{naam}.md")
    for ander in _inhoud(project):
        _vervang(ander, rf"(?<![\w/-]){pad.stem}(?![\w/-])|(?<=/){pad.stem}(?=\.md)", naam)


def _nieuwsbrief(project: Project, n: int) -> None:
    """A newsletter comes; when it is there it goes."""
    kwartaal = n % 4 + 1
    pad = project.wortel / f"newsletters/2024-q{kwartaal}.md"
    if pad.exists():
        pad.unlink()
        return
    kop = (
        f"titel: Nieuwsbrief {kwartaal}e kwartaal 2024\ndatum: 2024-{kwartaal * 3:02}-28\nthemas: [jeugd]\nbron: {BRON}"
    )
    kort = "samenvatting: Een nieuwsbrief die alleen in de proef van de bouw bestaat."
    _schrijf(pad, f"---\n{kop}\n{kort}\n---\n\n## Nieuws\n\nNieuws van de proef.\n\n{{{{ agenda(leeg='Niets.') }}}}\n")


def _beeld(project: Project, n: int) -> None:
    """A picture on a page comes, becomes another, or goes."""
    pad, blad = project.wortel / "docs/over/beeld.png", project.wortel / "docs/over.md"
    if pad.exists() and n % 3 == 0:
        pad.unlink()
        _vervang(blad, r"\n!\[.*\]\(over/beeld\.png\)\n", "")
        return
    if not pad.exists():
        _schrijf(blad, blad.read_text(encoding="utf-8") + "\n![Een vlak van de proef](over/beeld.png)\n")
    pad.parent.mkdir(exist_ok=True)
    pad.write_bytes(_png(n % 256))


def _png(tint: int) -> bytes:
    """One dot, with a remark that a build takes out."""

    def stuk(soort: bytes, inhoud: bytes) -> bytes:
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))

    kop = stuk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + stuk(b"tEXt", b"Comment\0proef")
    return b"\x89PNG\r\n\x1a\n" + kop + stuk(b"IDAT", zlib.compress(bytes([0, tint]))) + stuk(b"IEND", b"")


# ── Data files ──────────────────────────────────────────────────────────────────────────────────────────

_RIJEN = {
    "activiteiten/2023.yml": "titel: Activiteit {n}\n  wanneer: 2023-0{c}-1{c}\n  soort: overleg\n  status: uitgevoerd\n  thema: jeugd",
    "begrippen.yml": "term: Extraterm{n}\n  in_tekst: ja\n  betekenis: Een woord dat er later bij kwam.",
    "expertteams.yml": "naam: Team {n}\n  soort: werkgroep\n  themas: [jeugd]\n  opdracht: De opdracht van team {n}.",
    "kerncijfers.yml": "thema: jeugd\n  titel: Cijfer {n}\n  waarde: {n} keer\n  periode: 2023",
    "themas.yml": "naam: Thema {n}\n  kort: Een thema dat er later bij kwam.\n  looptijden:\n    - van: 2024",
    "vragen.yml": "nummer: 1{n}\n  vraag: Is dit vraag {n}?\n  antwoord: [Dat is zo.]\n  datum: 2023-11",
}


def _rij_erbij(project: Project, n: int) -> None:
    """A record comes at the end of a data file."""
    naam = _kies(sorted(_RIJEN), n)
    velden = _RIJEN[naam].format(n=n, c=n % 9 + 1)
    pad = project.wortel / "docs/_data" / naam
    tekst = pad.read_text(encoding="utf-8") if pad.exists() else ""
    if f"- id: extra-{n}\n" not in tekst:
        _schrijf(pad, f"{tekst}- id: extra-{n}\n  {velden}\n  bron: {BRON}\n")


def _rij_gewijzigd(project: Project, n: int) -> None:
    """A text of a record changes."""
    regel = re.compile(
        r"(?m)^((?:- |  )(?:titel|naam|term|omschrijving|betekenis|kort|waarde|vraag|tekst): .*?)( \d+)?$"
    )
    pad = _kies([pad for pad in _data(project) if regel.search(pad.read_text(encoding="utf-8"))], n)
    plekken = list(regel.finditer(tekst := pad.read_text(encoding="utf-8")))
    plek = _kies(plekken, n // 3)
    _schrijf(pad, f"{tekst[: plek.start()]}{plek[1]} {n}{tekst[plek.end() :]}")


def _rij_weg(project: Project, n: int) -> None:
    """A record goes, and the lines that name it; with the last of them its file goes."""
    misbaar = re.compile(r"(?ms)^- id: (extra-\d+|drugsoverleg-2023|proefcijfer|pga|doel-1|onderdeel-1)\n.*?(?=^- |\Z)")
    paden = [pad for pad in _data(project) if misbaar.search(pad.read_text(encoding="utf-8"))]
    if not paden:
        return
    pad = _kies(paden, n)
    rij = _kies(list(misbaar.finditer(tekst := pad.read_text(encoding="utf-8"))), n)
    tekst = tekst[: rij.start()] + tekst[rij.end() :]
    _schrijf(pad, tekst) if "- id:" in tekst else pad.unlink()
    _zonder(project, rij[1])


def _volgorde(project: Project, n: int) -> None:
    """The first record of a data file becomes the last."""
    pad = _kies(_data(project), n)
    kop, *rijen = re.split(r"(?m)^(?=- id: )", pad.read_text(encoding="utf-8"))
    _schrijf(pad, "".join([kop, *rijen[1:], *rijen[:1]]))


def _csv(project: Project, n: int) -> None:
    """A number changes, a row comes or goes in a table."""
    data = project.wortel / "docs/_data"
    match n % 3:
        case 0:
            _vervang(data / "gemeenten.csv", r"Gelderland,\d+,9", f"Gelderland,{40_000 + n},9")
        case 1:
            _vervang(data / "cijfers/woninginbraken.csv", r"2017,\d+", f"2017,{7000 + n}")
        case _:
            pad = data / "cijfers/woninginbraken.csv"
            tekst = pad.read_text(encoding="utf-8")
            _schrijf(pad, tekst.replace("2018,1,\n", "") if "2018,1,\n" in tekst else f"{tekst}2018,1,\n")


_JAAR = {
    "activiteiten/2024.yml": f"- id: plan-2024\n  titel: Plan van de proef\n  wanneer: 2024-Q4\n  soort: product\n  status: gepland\n  oplevering: Een stuk\n  thema: jeugd\n  bron: {BRON}\n",
    "financien/2024.yml": f"- id: vnon-2024\n  titel: Begroting 2024\n  organisatie: vnon\n  periode: 2024\n  kolommen: [begroot]\n  lasten:\n    titel: Uitgaven\n    posten:\n      - omschrijving: Website\n        bedragen: [10]\n  bron: {BRON}\n",
}


def _jaar(project: Project, _: int) -> None:
    """Next year comes with its pages and its PDF; when it is there it goes."""
    for naam, tekst in _JAAR.items():
        pad = project.wortel / "docs/_data" / naam
        pad.unlink() if pad.exists() else _schrijf(pad, tekst)


# ── Templates, code, configuration ──────────────────────────────────────────────────────────────────────


def _fragment(project: Project, n: int) -> None:
    """A word gets another template."""
    _achteraan(_kies(sorted((project.wortel / "overrides/fragments").glob("[a-z]*.html")), n), f"<!-- proef {n} -->")


def _schil(project: Project, n: int) -> None:
    """The page shell changes, or a part of it."""
    overrides = project.wortel / "overrides"
    _achteraan(_kies([overrides / "main.html", *sorted(overrides.glob("partials/*.html"))], n), f"<!-- proef {n} -->")


def _vast_deel(project: Project, n: int) -> None:
    """The standing part of a kind of page changes."""
    _achteraan(_kies(sorted((project.wortel / "overrides/pages").glob("[a-z]*.md")), n), f"\nVast deel van proef {n}.")


def _ander_sjabloon(project: Project, n: int) -> None:
    """The mail, the map of the site or the report changes."""
    overrides = project.wortel / "overrides"
    match n % 3:
        case 0:
            _achteraan(overrides / "email/nieuwsbrief.html", f"<!-- proef {n} -->")
        case 1:
            _achteraan(overrides / "sitemap.xml", f"<!-- proef {n} -->")
        case _:
            _achteraan(overrides / "reports/rapport.typ", f"// proef {n}")


def _stijl(project: Project, n: int) -> None:
    """A style sheet or script changes, so its name on every page does."""
    namen = ["site.css", "site.js", "tokens.css", "feed.css", "dienst.js"]
    _achteraan(project.wortel / "overrides/assets" / _kies(namen, n), f"/* proef {n} */")


_CODE = [
    ("dates.py", '"maart"', '"lentemaand"'),
    ("pages.py", "de agenda en wat er loopt", "de agenda en alles wat er loopt"),
    ("feeds.py", 'MAKER = "Veiligheidsnetwerk Oost-Nederland"', 'MAKER = "Het netwerk"'),
    ("catalog.py", "Wat het netwerk in {jaar} deed", "Alles wat het netwerk in {jaar} deed"),
]


def _code(project: Project, n: int) -> None:
    """Our own code changes what it yields."""
    naam, oud, anders = _kies(_CODE, n)
    _wissel(project.wortel / "macros" / naam, oud, anders)


def _code_zonder_gevolg(project: Project, n: int) -> None:
    """Our own code changes, and what it yields does not."""
    _achteraan(_kies(sorted((project.wortel / "macros").rglob("*.py")), n), f"# proef {n}")


_CONFIGURATIE = [
    ("copyright: Teksten CC BY 4.0", "copyright: Teksten en cijfers CC BY 4.0"),
    ("site_name: Veiligheidsnetwerk Oost-Nederland", "site_name: Netwerk"),
    ("site_url: https://veiligheidsnetwerken.nl/", "site_url: https://proef.veiligheidsnetwerken.nl/"),
    ("toc_depth: 2-3", "toc_depth: 2-2"),
    ("  - Over het netwerk: over.md", "  - Over ons: over.md"),
    ("  - Praktijken: praktijken/index.md\n", ""),
    ("  - sane_lists\n", "  - sane_lists\n  - smarty\n"),
    ("  - admonition\n", ""),
    ("Terug naar de tekst bij noot {}", "Terug naar noot {}"),
]


def _configuratie(project: Project, n: int) -> None:
    """A setting changes."""
    oud, anders = _kies(_CONFIGURATIE, n)
    pad = project.wortel / "mkdocs.yml"
    if anders:
        _wissel(pad, oud, anders)
    else:
        _schrijf(pad, pad.read_text(encoding="utf-8").replace(oud, ""))


# ── Around the content ──────────────────────────────────────────────────────────────────────────────────


def _dag(project: Project, n: int) -> None:
    """Another day."""
    project.moment = str(int(MOMENT) + n % 12 * ANDERE_DAG)


def _aangeraakt(project: Project, _: int) -> None:
    """Everything gets a new time and nothing changes, as after a fresh clone."""
    for pad in project.wortel.rglob("*"):
        if not {*GEBOUWD} & {*pad.relative_to(project.wortel).parts}:
            pad.touch()


def _terug(project: Project, n: int) -> None:
    """Everything becomes what it was at first, with the old times or new ones: another branch."""
    for naam in {pad.name for map_ in (project.begin, project.wortel) for pad in map_.iterdir()} - {*GEBOUWD}:
        oud, hier = project.begin / naam, project.wortel / naam
        shutil.rmtree(hier) if hier.is_dir() else hier.unlink(missing_ok=True)
        if oud.is_dir():
            shutil.copytree(oud, hier, copy_function=shutil.copy2 if n % 2 else shutil.copy)
        elif oud.exists():
            shutil.copy2(oud, hier)


def _zonder_site(project: Project, _: int) -> None:
    """The cache is there and the site is not, as in CI."""
    shutil.rmtree(project.wortel / "site", ignore_errors=True)


def _vreemde_site(project: Project, n: int) -> None:
    """Someone worked in the site: a file that no one makes, a page that is half, a page that is gone."""
    site = project.wortel / "site"
    if site.is_dir() and (bladen := sorted(site.rglob("index.html"))):
        (site / "vreemd.html").write_text("van een ander\n", encoding="utf-8")
        half = _kies(bladen, n)
        half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
        _kies(bladen, n + 1).unlink(missing_ok=True)


def _cache_stuk(project: Project, n: int) -> None:
    """Some files of the cache are damaged."""
    bestanden = _cachebestanden(project)
    for pad in bestanden[n % 3 :: n % 5 + 1]:
        beschadig(pad, n)


def _cache_oud(project: Project, _: int) -> None:
    """The cache becomes what it was at first, while the content went on."""
    shutil.rmtree(project.cache, ignore_errors=True)
    if (oud := project.begin / ".cache/render").is_dir():
        shutil.copytree(oud, project.cache)


def _cache_weg(project: Project, n: int) -> None:
    """The cache goes, or half of it does."""
    for pad in _cachebestanden(project)[n % 2 :: n % 2 + 1]:
        pad.unlink()


def beschadig(pad: Path, n: int) -> None:
    """Do to a file what a full disk, a bad disk or a stranger does."""
    inhoud = pad.read_bytes()
    match n % 4:
        case 0:
            pad.write_bytes(b"")
        case 1:
            pad.write_bytes(inhoud[: len(inhoud) // 2])
        case 2:
            midden = len(inhoud) // 2
            pad.write_bytes(inhoud[:midden] + bytes([inhoud[midden] ^ 0xFF] if inhoud else []) + inhoud[midden + 1 :])
        case _:
            pad.write_bytes(b"\x00\xff{[ geen cache\n" * 9)


def _cachebestanden(project: Project) -> list[Path]:
    return sorted(pad for pad in project.cache.rglob("*") if pad.is_file())


# ── Tools ───────────────────────────────────────────────────────────────────────────────────────────────


def _kies(lijst: list[_T], n: int) -> _T:
    return lijst[n % len(lijst)]


def _schrijf(pad: Path, tekst: str) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(tekst, encoding="utf-8")


def _achteraan(pad: Path, tekst: str) -> None:
    _schrijf(pad, f"{pad.read_text(encoding='utf-8')}{tekst}\n")


def _vervang(pad: Path, patroon: str, anders: str) -> None:
    tekst = pad.read_text(encoding="utf-8")
    nieuwe = re.sub(patroon, lambda _: anders, tekst)
    if nieuwe != tekst:
        _schrijf(pad, nieuwe)


def _wissel(pad: Path, oud: str, anders: str) -> None:
    """The one for the other, or back."""
    tekst = pad.read_text(encoding="utf-8")
    assert oud in tekst or anders in tekst, f"{pad.name} has no {oud!r} any more: choose another text in this file"
    _schrijf(pad, tekst.replace(anders, oud) if anders in tekst else tekst.replace(oud, anders))


def _bladen(project: Project) -> list[Path]:
    wortel = project.wortel
    return sorted(chain((wortel / "docs").rglob("*.md"), (wortel / "newsletters").glob("*.md")))


def _data(project: Project) -> list[Path]:
    return sorted((project.wortel / "docs/_data").rglob("*.yml"))


def _inhoud(project: Project) -> Iterator[Path]:
    return chain(_bladen(project), _data(project))


def _weg_te_halen(project: Project) -> list[Path]:
    """Pages that can go: practices of the proof and loose pages."""
    docs = project.wortel / "docs"
    praktijken = (pad for pad in docs.glob("praktijken/*-*.md") if pad.name != "index.md")
    return sorted(chain(praktijken, docs.glob("over/*-*.md")))


def _zonder(project: Project, id_: str) -> None:
    """Take out every line that names a record that is gone."""
    for pad in _inhoud(project):
        _vervang(pad, rf"(?m)^.*(?<![\w-]){id_}(?![\w-]).*\n", "")


WIJZIGINGEN: dict[str, Callable[[Project, int], object]] = {
    functie.__name__.removeprefix("_"): functie
    for functie in (
        zin, _zelfde_maat_en_tijd, _titel, _voorwerk, _blad_erbij, _blad_weg, _blad_hernoemd, _nieuwsbrief, _beeld,
        _rij_erbij, _rij_gewijzigd, _rij_weg, _volgorde, _csv, _jaar, _fragment, _schil, _vast_deel, _ander_sjabloon,
        _stijl, _code, _code_zonder_gevolg, _configuratie, _dag, _aangeraakt, _terug, _zonder_site, _vreemde_site,
        _cache_stuk, _cache_oud, _cache_weg,
    )
}  # fmt: skip
"""Every change by its name."""
