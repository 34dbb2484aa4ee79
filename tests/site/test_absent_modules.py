"""A network that does without a module has no trace of it: no page, link, feed, file, field, choice or word.

Each module of `kinds.MODULES` is taken away alone, and all of them together; what is looked at is the built site.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lhtml

from macros.build.content import check
from macros.records import kinds
from macros.release import completeness, house_rules
from tests.conftest import MOMENT
from tests.helpers import modules
from tests.helpers.builder import Parent
from tests.helpers.changes import new_project

ADDRESS = "https://veiligheidsnetwerken.nl/"
ALONE = {module: (module,) for module in kinds.MODULES}
CASES = {**ALONE, "all of them": tuple(kinds.MODULES)}

TOLD = {
    "cijfers": r"\bcijfers\b|\bkerncijfer|\bcijferreeks",
    "districten": r"\b(politie)?district",
    "expertteams": r"\b(expert)?teams?\b",
    "financien": r"\bfinanci|\bbegroting|\bkost(en|te)?\b",
    "gemeenten": r"\bgemeente",
    "matrices": r"\bmatri(x|ces)",
    "strategie": r"\bstrategi",
    "vragen": r"\bvragen en antwoorden",
    "zusternetwerken": r"\bzusternetwerk|\bactieagenda",
}
"""What a reader would know a module by."""
CHANNELS = (".ics", ".json", ".opml", ".txt", ".xml")
_STRUCTURE = re.compile(r"data/(?:schema/.*|datapackage\.json)|zoek/.*\.bin|.*sbom.*")
"""What tells of the form of data; `test_no_record_has_a_field_for_it` looks there."""


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parent]:
    mother = Parent(new_project(tmp_path_factory.mktemp("moeder") / "project", cache=None))
    yield mother
    mother.stop()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with every page that a site may have, of which no text speaks of a module by itself."""
    root = new_project(tmp_path_factory.mktemp("geheel") / "project", cache=None)
    _rewrite(root / "docs/_data/bronnen.yml", "- id: gemeenten", "- id: register")
    _rewrite(root / "docs/_data/bronnen.yml", "Register van gemeenten", "Register")
    _rewrite(root / "docs/_data/gemeenten.csv", ",gemeenten,GM", ",register,GM")
    _rewrite(root / "docs/_data/tegenspraken.yml", "bron: gemeenten", "bron: register")
    _rewrite(root / "docs/_data/tegenspraken.yml", ", gemeenten]", ", register]")
    _rewrite(root / "docs/_data/matrices.yml", "gemeente", "bureau")
    _rewrite(root / "docs/bronnen/index.md", "{{ tegenspraken", "## Verschillen\n\n{{ tegenspraken")
    _rewrite(root / "docs/themas/index.md", "{{ thema_kaarten", "## Thema's van nu\n\n{{ thema_kaarten")
    _rewrite(root / "docs/praktijken/hackshield.md", "De gemeente Tiel gebruikt", "Scholen gebruiken")
    text = (root / "docs/meedoen.md").read_text(encoding="utf-8")
    words = ("woorden", "open_data", "nieuwsbrief_per_mail", "wat_wij_bewaren")
    more = "".join(f"\n## Het woord {word.replace('_', ' ')}\n\n{{{{ {word}() }}}}\n" for word in words)
    (root / "docs/meedoen.md").write_text(text + more, encoding="utf-8")
    figures = root / "docs/cijfers/index.md"
    figures.write_text(
        f'{figures.read_text(encoding="utf-8")}\n{{{{ kerncijfers(thema="jeugd") }}}}\n', encoding="utf-8"
    )
    for form in ("praktijk", "activiteit", "begrip", "nieuwsbrief"):
        page = (
            f"---\ntitel: Nieuw {form}\nsamenvatting: Hier vult u een formulier in voor iets nieuws.\n---\n\nVul in.\n"
        )
        (root / f"docs/meedoen/{form}.md").parent.mkdir(exist_ok=True)
        (root / f"docs/meedoen/{form}.md").write_text(page, encoding="utf-8")
    return root


@pytest.fixture(scope="module", params=CASES)
def built(
    request: pytest.FixtureRequest, parent: Parent, whole: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[tuple[str, ...], Path]:
    """Which modules are gone, and the project that was built without them."""
    gone = CASES[request.param]
    root = tmp_path_factory.mktemp("zonder") / "project"
    shutil.copytree(whole, root, symlinks=True)
    modules.take_away(root, gone)
    outcome = parent.build(root, MOMENT)
    assert outcome.code == 0, outcome.output
    return gone, root


def test_every_module_is_looked_for() -> None:
    """A new module says here what a reader would know it by."""
    assert TOLD.keys() == kinds.MODULES.keys()


def test_the_site_is_whole_and_keeps_the_rules_of_the_house(built: tuple[tuple[str, ...], Path]) -> None:
    site = completeness.read_site(built[1] / "site", ADDRESS)
    assert not completeness.find_defects(site)
    assert not [finding for finding in house_rules.check_site(built[1] / "site") if not finding.warning]


def test_there_is_no_page_and_nothing_leads_there(built: tuple[tuple[str, ...], Path]) -> None:
    gone, root = built
    sections = modules.sections(gone)
    paths = {path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*")}
    assert not {path for path in paths if path.partition("/")[0] in sections}
    linked = {target for page in _pages(root).values() for target in page.xpath("//@href")}
    assert not {target for target in linked if _section(target) in sections}


def test_no_channel_has_it(built: tuple[tuple[str, ...], Path]) -> None:
    """Neither files nor addresses in feeds, calendars, lists, open data, the search and the service worker."""
    gone, root = built
    names = modules.collections(gone)
    data = {path.relative_to(root / "site/data").as_posix() for path in (root / "site/data").rglob("*.*")}
    assert not {path for path in data if re.sub(r"^schema/|\.\w+$", "", path) in names}
    catalogue = json.loads((root / "site/data/index.json").read_bytes())
    assert not {dataset["dct:identifier"] for dataset in catalogue["dcat:dataset"]} & names
    sections = "|".join(sorted(modules.sections(gone))) or "(?!)"
    for path in _channels(root):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(rf"{re.escape(ADDRESS)}(?:{sections})/[^\s\"<]*", text), path
    index = json.loads((root / "site/zoek/index.json").read_bytes())
    assert not re.findall(rf"\"(?:{sections})/", json.dumps(index))


def test_no_record_has_a_field_for_it(built: tuple[tuple[str, ...], Path]) -> None:
    """In the open data and their schemas, and on the pages where something new is begun."""
    gone, root = built
    fields = _fields_about(modules.collections(gone))
    for path in sorted((root / "site/data").glob("*.json")):
        rows = json.loads(path.read_bytes())
        if isinstance(rows, list) and path.stem in kinds.COLLECTIONS:
            schema: dict[str, Any] = json.loads((root / f"site/data/schema/{path.name}").read_bytes())["items"]
            heading = (root / f"site/data/{path.stem}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
            there = {
                *schema["properties"],
                *heading.replace('"', "").split(";"),
                *(name for row in rows for name in row),
            }
            assert not there & fields.get(path.stem, set()), path
    for page in _pages(root).values():
        asked = {*page.xpath("//form[contains(@class, 'invul')]//@data-veld")}
        kind = next(iter(page.xpath("//form[contains(@class, 'invul')]/@data-soort")), "")
        assert not asked & fields.get(kinds.of(kind).collection if kind else "", set())


def test_no_text_tells_of_it(built: tuple[tuple[str, ...], Path]) -> None:
    gone, root = built
    told = re.compile("|".join(TOLD[module] for module in gone), re.IGNORECASE)
    found = {
        f"{path}: {text[max(hit.start() - 60, 0) : hit.end() + 40]!r}"
        for path, page in _pages(root).items()
        for text in [_visible(page)]
        for hit in told.finditer(text)
    }
    for path in _channels(root):
        text = path.read_text(encoding="utf-8")
        found |= {f"{path.name}: {text[max(hit.start() - 60, 0) : hit.end() + 40]!r}" for hit in told.finditer(text)}
    assert not found, "\n".join(sorted(found))


WORDS = {
    "cijfers": ('grafiek("woninginbraken")', 'cijfers("woninginbraken")', "kerncijfers()"),
    "districten": ('district("gelderland-zuid")', 'activiteiten(district="gelderland-zuid")', 'aantal("districten")'),
    "expertteams": ('expertteam("jeugd")', "expertteams()", 'voortgang("2023-11")', 'aantal("expertteams")'),
    "financien": ('financien("vnon-2023")',),
    "gemeenten": ("gemeenten()", "gemeentekaart()", 'gemeente("tiel")', 'gemeente_naam("tiel")', 'aantal("gemeenten")'),
    "matrices": ('matrix("proefmatrix")',),
    "strategie": ("doelen()",),
    "vragen": ("vragen()",),
    "zusternetwerken": ('actieagenda("midden-nederland-2022")',),
}


@pytest.mark.parametrize(("module", "word"), [(module, word) for module, words in WORDS.items() for word in words])
def test_a_word_about_it_says_in_dutch_that_there_is_none(module: str, word: str, whole: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(whole, root, symlinks=True)
    modules.take_away(root, (module,))
    page = root / "docs/over.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{{{{ {word} }}}}\n", encoding="utf-8")
    contents, findings = check(root)
    errors = [finding for finding in findings if not finding.warning]
    assert contents is None
    assert [finding.file for finding in errors] == ["docs/over.md"]
    assert re.search(r"er zijn geen|bestaat niet|kan niet geteld", errors[0].message), errors[0].message


def _rewrite(path: Path, was: str, becomes: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text, (path, was)
    path.write_text(text.replace(was, becomes), encoding="utf-8")


# ── Looking ─────────────────────────────────────────────────────────────────────────────────────────────────


def _pages(root: Path) -> dict[str, lhtml.HtmlElement]:
    return {
        path.relative_to(root / "site").as_posix(): lhtml.fromstring(path.read_bytes())
        for path in sorted((root / "site").rglob("*.html"))
    }


def _section(target: str) -> str:
    return re.sub(rf"^{re.escape(ADDRESS)}|^(\.\./|\./|/)+", "", target).partition("/")[0]


def _visible(page: lhtml.HtmlElement) -> str:
    """What a reader sees or hears; not the words that a field always has to choose from, such as `schaal: district`."""
    for hidden in page.xpath("//script | //style | //template | //*[@data-veld]//option | //*[@data-veld]//li"):
        hidden.drop_tree()
    return " ".join(
        [page.text_content(), *page.xpath("//@aria-label | //@alt | //@title | //meta/@content | //@placeholder")]
    )


def _channels(root: Path) -> Iterator[Path]:
    """What readers have besides pages."""
    for path in sorted((root / "site").rglob("*")):
        if path.suffix in CHANNELS and not _STRUCTURE.fullmatch(path.relative_to(root / "site").as_posix()):
            yield path


def _fields_about(gone: set[str]) -> dict[str, set[str]]:
    """The fields of each collection that are about another that is gone."""
    from macros.records import models as m  # noqa: PLC0415

    return {
        model.kind.collection: {
            name
            for name, info in model.model_fields.items()
            if any(getattr(mark, "collection", "") in gone for mark in _marks(info.annotation, info.metadata))
        }
        for model in m.COLLECTIONS
    }


def _marks(annotation: Any, metadata: Any = ()) -> Iterator[object]:  # noqa: ANN401 - a type
    from typing import get_args  # noqa: PLC0415

    yield from (*metadata, *getattr(annotation, "__metadata__", ()))
    for part in get_args(annotation):
        yield from _marks(part)
