"""What can happen to a project between two builds, each on a small project that stays valid.

A change is a name and a number: the number chooses what it happens to, so any sequence of changes can be carried out,
told to a reader, and told again. The project is `errors/base` with `small_content` over it, our own `macros/`,
`overrides/` and `mkdocs.yml`. What refers to a record stands on a line of its own there, so that a record can go
together with the lines that name it.
"""

from __future__ import annotations

import compileall
import csv
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import TypeVar

from PIL import Image

from macros.records.loader import own_network
from tests.conftest import MOMENT, ROOT
from tests.helpers import attachments

BASE, SMALL = Path(__file__).parents[1] / "errors/base", Path(__file__).parent / "small_content"
BRON = "voortgangsbericht-2023"
with (BASE / "docs/_data/gemeenten.csv").open(encoding="utf-8", newline="") as _file:
    _PLACES = list(csv.DictReader(_file))
OTHER_DAY = 40 * 24 * 3600
BUILT = (".cache", "site")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Change:
    """A change by its name, and the number that says to what."""

    naam: str
    n: int = 0


@dataclass(slots=True)
class Project:
    """A small project, the day on which it is built, and how it was at first."""

    root: Path
    start: Path
    moment: str = MOMENT

    @property
    def cache(self) -> Path:
        """Where builds keep what they can use again."""
        return self.root / ".cache/build"

    def do(self, change: Change) -> None:
        """Carry out a change."""
        CHANGES[change.naam](self, change.n)


def new_project(root: Path, *, cache: bool | None) -> Path:
    """A small project that is whole; `cache` is what mkdocs.yml says of it, if anything."""
    shutil.copytree(BASE, root)
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    for folder in ("macros", "overrides"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("mkdocs.yml", "requirements.lock"):
        shutil.copy(ROOT / file, root)
    name_in_settings(root)
    if cache is not None:
        set_cache(root, to=cache)
    # By hash: a module that is changed within a second, to the same size, must be seen to have changed.
    compileall.compile_dir(root / "macros", quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return root


def name_in_settings(root: Path) -> None:
    """Let mkdocs.yml, which is ours, name the network of the small project."""
    own, settings = own_network(root), root / "mkdocs.yml"
    text = re.sub(r"(?m)^site_name: .*$", f"site_name: {own.naam}", settings.read_text(encoding="utf-8"))
    settings.write_text(re.sub(r"(?m)^site_url: .*$", f"site_url: {own.adres}", text), encoding="utf-8")


def set_cache(root: Path, *, to: bool) -> None:
    """What mkdocs.yml says of the cache."""
    path = root / "mkdocs.yml"
    text = re.sub(r"\n {6}cache: .*", "", path.read_text(encoding="utf-8"))
    choice = f"  - kennisbank:\n      cache: {str(to).lower()}"
    path.write_text(re.sub(r"(?m)^  - kennisbank:?$", choice, text), encoding="utf-8")


# ── Prose and front matter ──────────────────────────────────────────────────────────────────────────────


def sentence(project: Project, n: int) -> Path:
    """Someone adds a sentence to a page, of which this is the file."""
    path = _pick(_pages(project), n)
    _write(path, path.read_text(encoding="utf-8") + f"\nZin {n} van de proef, over de PGA en de politie.\n")
    return path


def _same_size_and_time(project: Project, n: int) -> None:
    """A letter changes and nothing else does: not the size, not the time."""
    path = _pick(
        [path for path in _pages(project) if re.search("proef", path.read_text(encoding="utf-8"), re.IGNORECASE)], n
    )
    text, time_ = path.read_text(encoding="utf-8"), path.stat()
    old, different = ("proef", "Proef") if "proef" in text else ("Proef", "proef")
    path.write_text(text.replace(old, different), encoding="utf-8")
    os.utime(path, ns=(time_.st_atime_ns, time_.st_mtime_ns))


def _title(project: Project, n: int) -> None:
    """A page gets another title: every list that names it changes."""
    path = _pick([path for path in _pages(project) if "\ntitel: " in path.read_text(encoding="utf-8")], n)
    _replace(path, r"(?m)^titel: .*$", f"titel: Een titel met nummer {n}")


_FRONT_MATTER = [
    (r"status: in gebruik", "status: afgerond"),
    (r"themas: \[jeugd\]", "themas: [jeugd, ondermijning]"),
    (r"doelgroep: \[jongeren\]", "doelgroep: [inwoners]"),
    (r"fase: preventie", "fase: repressie"),
    (r"laatst_beoordeeld: .*", "laatst_beoordeeld: 2026-03-03"),
    (r"samenvatting: .*", "samenvatting: Een andere samenvatting, die lang genoeg is om door de controle te komen."),
    (
        r"effect: onbekend",
        f"effect: De proef heeft geen effect.\ndistricten: [{_PLACES[1]['district']}]\ngemeenten: [{_PLACES[0]['id']}]",
    ),
]


def _front_matter(project: Project, n: int) -> None:
    """The front matter of a practice changes."""
    site_pages = [path for path in _removable(project) if "\nfase: " in path.read_text(encoding="utf-8")]
    old, different = _pick(_FRONT_MATTER, n)
    if site_pages:
        _replace(_pick(site_pages, n), old, different)


# ── Pages come and go ───────────────────────────────────────────────────────────────────────────────────

_PRAKTIJK = (SMALL / "docs/praktijken/aanpak-1.md").read_text(encoding="utf-8")


def _page_added(project: Project, n: int) -> None:
    """A practice, or a page of another kind."""
    if n % 2:
        text = f"---\ntitel: Blad {n}\nsamenvatting: Een blad van de proef.\n---\n\nTekst van blad {n}.\n"
        _write(project.root / f"docs/over/blad-{n}.md", text)
    else:
        text = re.sub(r"\n.*(aanpak-2|begrip).*\n", "\n", _PRAKTIJK).replace("Aanpak 1", f"Nieuwe aanpak {n}")
        _write(project.root / f"docs/praktijken/nieuw-{n}.md", text)


def _page_removed(project: Project, n: int) -> None:
    """A page goes, and the lines that name it."""
    if site_pages := _removable(project):
        path = _pick(site_pages, n)
        path.unlink()
        _without(project, path.stem)


def _page_renamed(project: Project, n: int) -> None:
    """A page gets another address, and remembers the old one or not."""
    if not (site_pages := _removable(project)):
        return
    path = _pick(site_pages, n)
    name = next(name for k in range(100) if not (path.parent / f"{(name := f'hernoemd-{n + k}')}.md").exists())
    if n % 2 and path.stem.startswith("aanpak"):
        _replace(path, r"\n---\n\n", f"\neerder: [praktijken/{path.stem}/]\n---\n\n")
    path.rename(path.parent / f"{name}.md")
    for other in _contents(project):
        _replace(other, rf"(?<![\w/-]){path.stem}(?![\w/-])|(?<=/){path.stem}(?=\.md)", name)


def _nieuwsbrief(project: Project, n: int) -> None:
    """A newsletter comes; when it is there it goes."""
    quarter = n % 4 + 1
    path = project.root / f"newsletters/2024-q{quarter}.md"
    if path.exists():
        path.unlink()
        return
    heading = (
        f"titel: Nieuwsbrief {quarter}e kwartaal 2024\ndatum: 2024-{quarter * 3:02}-28\nthemas: [jeugd]\nbron: {BRON}"
    )
    short = "samenvatting: Een nieuwsbrief die alleen in de proef van de bouw bestaat."
    _write(
        path, f"---\n{heading}\n{short}\n---\n\n## Nieuws\n\nNieuws van de proef.\n\n{{{{ agenda(leeg='Niets.') }}}}\n"
    )


def _picture(project: Project, n: int) -> None:
    """A picture on a page comes, becomes another, or goes."""
    path, site_page = project.root / "docs/over/beeld.png", project.root / "docs/over.md"
    if path.exists() and n % 3 == 0:
        path.unlink()
        _replace(site_page, r"\n!\[.*\]\(over/beeld\.png\)\n", "")
        return
    if not path.exists():
        _write(site_page, site_page.read_text(encoding="utf-8") + "\n![Een vlak van de proef](over/beeld.png)\n")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(attachments.written("png", Image.new("L", (1, 1), n % 256)))


# ── Data files ──────────────────────────────────────────────────────────────────────────────────────────

_ROWS = {
    "activiteiten/2023.yml": "titel: Activiteit {n}\n  wanneer: 2023-0{c}-1{c}\n  soort: overleg\n  status: uitgevoerd\n  thema: jeugd",
    "begrippen.yml": "term: Extraterm{n}\n  in_tekst: ja\n  betekenis: Een woord dat er later bij kwam.",
    "expertteams.yml": "naam: Team {n}\n  soort: werkgroep\n  themas: [jeugd]\n  opdracht: De opdracht van team {n}.",
    "kerncijfers.yml": "thema: jeugd\n  titel: Cijfer {n}\n  waarde: {n} keer\n  periode: 2023",
    "themas.yml": "naam: Thema {n}\n  kort: Een thema dat er later bij kwam.\n  looptijden:\n    - van: 2024",
    "vragen.yml": "nummer: 1{n}\n  vraag: Is dit vraag {n}?\n  antwoord: [Dat is zo.]\n  datum: 2023-11",
}


def _row_added(project: Project, n: int) -> None:
    """A record comes at the end of a data file."""
    name = _pick(sorted(_ROWS), n)
    fields = _ROWS[name].format(n=n, c=n % 9 + 1)
    path = project.root / "docs/_data" / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if f"- id: extra-{n}\n" not in text:
        _write(path, f"{text}- id: extra-{n}\n  {fields}\n  bron: {BRON}\n")


def _row_changed(project: Project, n: int) -> None:
    """A text of a record changes."""
    line = re.compile(
        r"(?m)^((?:- |  )(?:titel|naam|term|omschrijving|betekenis|kort|waarde|vraag|tekst): .*?)( \d+)?$"
    )
    path = _pick([path for path in _data(project) if line.search(path.read_text(encoding="utf-8"))], n)
    places = list(line.finditer(text := path.read_text(encoding="utf-8")))
    place = _pick(places, n // 3)
    _write(path, f"{text[: place.start()]}{place[1]} {n}{text[place.end() :]}")


def _row_removed(project: Project, n: int) -> None:
    """A record goes, and the lines that name it; with the last of them its file goes."""
    expendable = re.compile(
        r"(?ms)^- id: (extra-\d+|drugsoverleg-2023|proefcijfer|pga|doel-1|onderdeel-1)\n.*?(?=^- |\Z)"
    )
    paths = [path for path in _data(project) if expendable.search(path.read_text(encoding="utf-8"))]
    if not paths:
        return
    path = _pick(paths, n)
    row = _pick(list(expendable.finditer(text := path.read_text(encoding="utf-8"))), n)
    text = text[: row.start()] + text[row.end() :]
    _write(path, text) if "- id:" in text else path.unlink()
    _without(project, row[1])


def _order(project: Project, n: int) -> None:
    """The first record of a data file becomes the last."""
    path = _pick(_data(project), n)
    heading, *rows = re.split(r"(?m)^(?=- id: )", path.read_text(encoding="utf-8"))
    _write(path, "".join([heading, *rows[1:], *rows[:1]]))


def _csv(project: Project, n: int) -> None:
    """A number changes, a row comes or goes in a table."""
    data = project.root / "docs/_data"
    match n % 3:
        case 0:
            _replace(data / "gemeenten.csv", r",\d+,9,", f",{40_000 + n},9,")
        case 1:
            _replace(data / "cijfers/woninginbraken.csv", r"2017,\d+", f"2017,{7000 + n}")
        case _:
            path = data / "cijfers/woninginbraken.csv"
            text = path.read_text(encoding="utf-8")
            _write(path, text.replace("2018,1,\n", "") if "2018,1,\n" in text else f"{text}2018,1,\n")


def _merger(project: Project, n: int) -> None:
    """A municipality becomes a part of another, on a day that a later build may reach; when it does so already it does not."""
    path = project.root / "docs/_data/gemeenten.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    if heading.endswith(",tot,opgegaan_in"):
        rows = [row.rsplit(",", 2)[0] for row in (heading, *rows)]
    else:
        ends = f",2027-0{n % 9 + 1}-01,{_PLACES[1]['id']}"
        rows = [
            f"{heading},tot,opgegaan_in",
            *(row + (ends if row.startswith(f"{_PLACES[0]['id']},") else ",,") for row in rows),
        ]
    _write(path, "\n".join(rows) + "\n")


_YEAR = {
    "activiteiten/2024.yml": f"- id: plan-2024\n  titel: Plan van de proef\n  wanneer: 2024-Q4\n  soort: product\n  status: gepland\n  oplevering: Een stuk\n  thema: jeugd\n  bron: {BRON}\n",
    "financien/2024.yml": f"- id: vnet-2024\n  titel: Begroting 2024\n  organisatie: vnet\n  periode: 2024\n  kolommen: [begroot]\n  lasten:\n    titel: Uitgaven\n    posten:\n      - omschrijving: Website\n        bedragen: [10]\n  bron: {BRON}\n",
}


def _year(project: Project, _: int) -> None:
    """Next year comes with its pages and its PDF; when it is there it goes."""
    for name, text in _YEAR.items():
        path = project.root / "docs/_data" / name
        path.unlink() if path.exists() else _write(path, text)


# ── Templates, code, configuration ──────────────────────────────────────────────────────────────────────


def _fragment(project: Project, n: int) -> None:
    """A word gets another template."""
    _append(_pick(sorted((project.root / "overrides/fragments").glob("[a-z]*.html")), n), f"<!-- proef {n} -->")


def _shell(project: Project, n: int) -> None:
    """The page shell changes, or a part of it."""
    overrides = project.root / "overrides"
    _append(_pick([overrides / "main.html", *sorted(overrides.glob("partials/*.html"))], n), f"<!-- proef {n} -->")


def _fixed_part(project: Project, n: int) -> None:
    """The standing part of a kind of page changes."""
    _append(_pick(sorted((project.root / "overrides/pages").glob("[a-z]*.md")), n), f"\nVast deel van proef {n}.")


def _other_template(project: Project, n: int) -> None:
    """The mail, the map of the site or the report changes."""
    overrides = project.root / "overrides"
    match n % 3:
        case 0:
            _append(overrides / "email/nieuwsbrief.html", f"<!-- proef {n} -->")
        case 1:
            _append(overrides / "sitemap.xml", f"<!-- proef {n} -->")
        case _:
            _append(overrides / "reports/report.typ", f"// proef {n}")


def _style(project: Project, n: int) -> None:
    """A style sheet or script changes, so its name on every page does."""
    names = ["site.css", "site.js", "tokens.css", "feed.css", "dienst.js", "search/ranking.js"]
    name = _pick(names, n)
    line = f".proef {{ top: {n}px; }}" if name.endswith(".css") else f"console.debug({n});"
    _append(project.root / "overrides/assets" / name, line)


def _colour(project: Project, n: int) -> None:
    """The two themes get another colour: the name of the style changes on every page, and nothing else does."""
    path = project.root / "docs/_data/themas.yml"
    _replace(path, r"(?m)^  kleur: .*\n", "")
    one, other = ("#2a8eff", "#de6907") if n % 2 else ("#de6907", "#2a8eff")
    first, *rest = re.split("(?m)^(?=  kort: )", path.read_text(encoding="utf-8"))
    _write(
        path,
        "".join([first, *(f'  kleur: "{colour}"\n{part}' for colour, part in zip((one, other), rest, strict=True))]),
    )


_CODE = [
    ("base/dates.py", '"maart"', '"lentemaand"'),
    ("records/kinds.py", "van het district {naam}, wat er loopt", "van het district {naam}, alles wat er loopt"),
    ("records/catalog/reports.py", "Wat het netwerk in {year} deed", "Alles wat het netwerk in {year} deed"),
]


def _code(project: Project, n: int) -> None:
    """Our own code changes what it yields."""
    name, old, different = _pick(_CODE, n)
    _swap(project.root / "macros" / name, old, different)


def _code_without_effect(project: Project, n: int) -> None:
    """Our own code changes, and what it yields does not."""
    _append(_pick(sorted((project.root / "macros").rglob("*.py")), n), f"# proef {n}")


_CONFIGURATION = [
    ("copyright: Teksten CC BY 4.0", "copyright: Teksten en cijfers CC BY 4.0"),
    ("toc_depth: 2-3", "toc_depth: 2-2"),
    ("  - Over het netwerk: over.md", "  - Over ons: over.md"),
    ("  - Praktijken: praktijken/index.md\n", ""),
    ("  - sane_lists\n", "  - sane_lists\n  - smarty\n"),
    ("  - admonition\n", ""),
    ("Terug naar de tekst bij noot {}", "Terug naar noot {}"),
]


def _configuration(project: Project, n: int) -> None:
    """A setting changes."""
    old, different = _pick(_CONFIGURATION, n)
    path = project.root / "mkdocs.yml"
    if different:
        _swap(path, old, different)
    else:
        _write(path, path.read_text(encoding="utf-8").replace(old, ""))


_SETTINGS = [
    (("naam", "Proefnetwerk Noord", "Proefnetwerk Zuid"), ("mkdocs.yml", "docs/_data/organisaties.yml")),
    (("adres", "https://netwerk.example/", "https://proef.netwerk.example/"), ("mkdocs.yml",)),
    (("kort", "Proefnetwerk", "Net"), ()),
    (("  naam", "netwerk.example", "netwerk.test"), ()),
    (("geopend", "2026-11-22", "2026-01-10"), ()),
    (
        (
            "licentie",
            "https://creativecommons.org/licenses/by/4.0/",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        (),
    ),
    (("bedrag", "0.07", "0.08"), ()),
    (("postbus", '""', "lijst@netwerk.example"), ()),
    (("lijst", "nieuwsbrief.", "nieuws."), ()),
    (("regio", "het noorden", "het zuiden"), ()),
]
_MORE_SETTINGS = [
    "diensten:\n  wijzigen: https://opslag.example/a/b/edit/main/{pad}\n",
    "contact:\n  algemeen: {kantoor: Het bureau, mail: info@netwerk.example}\n",
    "contact_teams:\n  jeugd: {kantoor: Het team, mail: team@netwerk.example}\n",
    "gemeenten_sinds: 2019-05-01\n",
]


def _network(project: Project, n: int) -> None:
    """A setting of the network changes, and what else says it; or one comes or goes."""
    path = project.root / "docs/_data/netwerk.yml"
    if n % 2:
        text, more = path.read_text(encoding="utf-8"), _pick(_MORE_SETTINGS, n // 2)
        _write(path, text.replace(more, "") if more in text else f"{text}{more}")
        return
    (field, old, new), also = _pick(_SETTINGS, n // 2)
    _swap(path, f"{field}: {old}", f"{field}: {new}")
    for name in also:
        if (project.root / name).exists():  # a check alone needs no settings of MkDocs
            _swap(project.root / name, old, new)


# ── Around the content ──────────────────────────────────────────────────────────────────────────────────


def _day(project: Project, n: int) -> None:
    """Another day."""
    project.moment = str(int(MOMENT) + n % 12 * OTHER_DAY)


def _touched(project: Project, _: int) -> None:
    """Everything gets a new time and nothing changes, as after a fresh clone."""
    for path in project.root.rglob("*"):
        if not {*BUILT} & {*path.relative_to(project.root).parts}:
            path.touch()


def _roll_back(project: Project, n: int) -> None:
    """Everything becomes what it was at first, with the old times or new ones: another branch."""
    for name in {path.name for folder in (project.start, project.root) for path in folder.iterdir()} - {*BUILT}:
        old, here = project.start / name, project.root / name
        shutil.rmtree(here) if here.is_dir() else here.unlink(missing_ok=True)
        if old.is_dir():
            shutil.copytree(old, here, copy_function=shutil.copy2 if n % 2 else shutil.copy)
        elif old.exists():
            shutil.copy2(old, here)


def _without_site(project: Project, _: int) -> None:
    """The cache is there and the site is not, as in CI."""
    shutil.rmtree(project.root / "site", ignore_errors=True)


def _foreign_site(project: Project, n: int) -> None:
    """Someone worked in the site: a file that no one makes, a page that is half, a page that is gone."""
    site = project.root / "site"
    if site.is_dir() and (site_pages := sorted(site.rglob("index.html"))):
        (site / "vreemd.html").write_text("van een ander\n", encoding="utf-8")
        half = _pick(site_pages, n)
        half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
        _pick(site_pages, n + 1).unlink(missing_ok=True)


def _cache_broken(project: Project, n: int) -> None:
    """Some files of the cache are damaged."""
    files = _cache_files(project)
    for path in files[n % 3 :: n % 5 + 1]:
        damage(path, n)


def _cache_old(project: Project, _: int) -> None:
    """The cache becomes what it was at first, while the content went on."""
    shutil.rmtree(project.cache, ignore_errors=True)
    if (old := project.start / ".cache/build").is_dir():
        shutil.copytree(old, project.cache)


def _cache_removed(project: Project, n: int) -> None:
    """The cache goes, or half of it does."""
    for path in _cache_files(project)[n % 2 :: n % 2 + 1]:
        path.unlink()


def damage(path: Path, n: int) -> None:
    """Do to a file what a full disk, a bad disk or a stranger does."""
    contents = path.read_bytes()
    match n % 4:
        case 0:
            path.write_bytes(b"")
        case 1:
            path.write_bytes(contents[: len(contents) // 2])
        case 2:
            middle = len(contents) // 2
            path.write_bytes(
                contents[:middle] + bytes([contents[middle] ^ 0xFF] if contents else []) + contents[middle + 1 :]
            )
        case _:
            path.write_bytes(b"\x00\xff{[ geen cache\n" * 9)


def _cache_files(project: Project) -> list[Path]:
    return sorted(path for path in project.cache.rglob("*") if path.is_file())


# ── Tools ───────────────────────────────────────────────────────────────────────────────────────────────


def _pick(list_: list[_T], n: int) -> _T:
    return list_[n % len(list_)]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _append(path: Path, text: str) -> None:
    _write(path, f"{path.read_text(encoding='utf-8')}{text}\n")


def _replace(path: Path, pattern: str, different: str) -> None:
    text = path.read_text(encoding="utf-8")
    new_ = re.sub(pattern, lambda _: different, text)
    if new_ != text:
        _write(path, new_)


def _swap(path: Path, old: str, different: str) -> None:
    """The one for the other, or back."""
    text = path.read_text(encoding="utf-8")
    assert old in text or different in text, f"{path.name} has no {old!r} any more: choose another text in this file"
    _write(path, text.replace(different, old) if different in text else text.replace(old, different))


def _pages(project: Project) -> list[Path]:
    root = project.root
    return sorted(chain((root / "docs").rglob("*.md"), (root / "newsletters").glob("*.md")))


def _data(project: Project) -> list[Path]:
    return sorted((project.root / "docs/_data").rglob("*.yml"))


def _contents(project: Project) -> Iterator[Path]:
    return chain(_pages(project), _data(project))


def _removable(project: Project) -> list[Path]:
    """Pages that can go: practices of the proof and loose pages."""
    docs = project.root / "docs"
    praktijken = (path for path in docs.glob("praktijken/*-*.md") if path.name != "index.md")
    return sorted(chain(praktijken, docs.glob("over/*-*.md")))


def _without(project: Project, id_: str) -> None:
    """Take out every line that names a record that is gone."""
    for path in _contents(project):
        _replace(path, rf"(?m)^.*(?<![\w-]){id_}(?![\w-]).*\n", "")


CHANGES: dict[str, Callable[[Project, int], object]] = {
    function.__name__.removeprefix("_"): function
    for function in (
        sentence, _same_size_and_time, _title, _front_matter, _page_added, _page_removed, _page_renamed, _nieuwsbrief, _picture,
        _row_added, _row_changed, _row_removed, _order, _csv, _merger, _year, _fragment, _shell, _fixed_part, _other_template,
        _style, _colour, _code, _code_without_effect, _configuration, _network, _day, _touched, _roll_back, _without_site, _foreign_site,
        _cache_broken, _cache_old, _cache_removed,
    )
}  # fmt: skip
"""Every change by its name."""
