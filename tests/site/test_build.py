"""The build as a whole: the same bytes again, every link alive, the contract of paths kept."""

from __future__ import annotations

import hashlib
import io
import logging
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html as lhtml

from macros.records import models as m
from tests.conftest import ROOT, build, copy_
from tests.networks import OURS, SECOND, Network


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Another folder, another process, another hash seed: the same site."""
    elsewhere = copy_(tmp_path / "elders")
    outcome = build(elsewhere, tmp_path / "site")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert fingerprint(tmp_path / "site") == fingerprint(site)


def test_a_second_build_in_one_process_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy, and only this test needs it
    from mkdocs.config import load_config  # noqa: PLC0415

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command="serve", dirty=False)
    fingerprints = []
    for _ in range(2):
        build(config)
        fingerprints.append(fingerprint(tmp_path / "site"))
    assert fingerprints[0] == fingerprints[1]
    assert "feed.xml" in fingerprints[0]


@pytest.fixture(scope="module")
def site_pages(network: Network) -> dict[str, lhtml.HtmlElement]:
    """Every HTML page by its address relative to the root."""
    return {
        path.relative_to(network.site).as_posix().removesuffix("index.html"): lhtml.parse(
            io.BytesIO(path.read_bytes())
        ).getroot()
        for path in sorted(network.site.rglob("*.html"))
        if path.name != "email.html"  # a mailbox has rules of its own: tests/channels/test_newsletter.py
    }


def test_every_internal_link_and_anchor_exists(network: Network, site_pages: dict[str, lhtml.HtmlElement]) -> None:
    anchors = {path: set(site_page.xpath("//@id")) for path, site_page in site_pages.items()}
    dead = []
    for path, site_page in site_pages.items():
        base = urljoin(network.address, path)
        for target in site_page.xpath("//@href | //@src"):
            address, anchor = urldefrag(urljoin(base, target))
            if not address.startswith(network.address):
                continue
            own = unquote(urlsplit(address).path.lstrip("/"))
            if own in site_pages:
                if anchor and anchor not in anchors[own]:
                    dead.append(f"{path} → {target} (anker)")
            elif not (network.site / own).is_file():
                dead.append(f"{path} → {target}")
    assert not dead, "\n".join(dead)


def test_no_id_occurs_twice_on_a_page(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    double = {
        path: sorted({i for i in ids if ids.count(i) > 1})
        for path, site_page in site_pages.items()
        if (ids := site_page.xpath("//@id"))
    }
    assert {path: ids for path, ids in double.items() if ids} == {}


def test_headings_do_not_skip_a_level(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    error = []
    for path, site_page in site_pages.items():
        levels = [int(heading.tag[1]) for heading in site_page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        if levels.count(1) != 1:
            error.append(f"{path}: {levels.count(1)} keer h1")
        error += [f"{path}: h{a} → h{b}" for a, b in pairwise(levels) if b > a + 1]
    assert error == []


def test_no_page_names_another_host_in_what_it_loads(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    loading = (
        "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href | //iframe/@src"
    )
    foreign = [
        f"{path}: {target}"
        for path, site_page in site_pages.items()
        for target in site_page.xpath(loading)
        if urlsplit(target).netloc
    ]
    assert foreign == []


def test_nothing_runs_or_is_styled_inline(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    """A strict content security policy needs no exception."""
    inline = "//@style | //@*[starts-with(name(), 'on')] | //style | //script[not(@src) and not(@type='application/ld+json')]"
    assert {path: str(found[0]) for path, site_page in site_pages.items() if (found := site_page.xpath(inline))} == {}


def test_no_script_holds_up_the_first_paint(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    blocking = "//head//script[@src][not(@type='module')][not(@defer)][not(@async)]"
    assert [path for path, site_page in site_pages.items() if site_page.xpath(blocking)] == []


def test_every_table_has_a_caption_and_scoped_headings(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    bare = [
        path
        for path, site_page in site_pages.items()
        if site_page.xpath(
            "//table[@class or parent::*[@class='tabel']][not(caption)] | //div[@class='tabel']//th[not(@scope)]"
        )
    ]
    assert bare == []


def test_nothing_of_the_machinery_shows(site_pages: dict[str, lhtml.HtmlElement]) -> None:
    for path, site_page in site_pages.items():
        visible = " ".join(t for t in site_page.xpath("//body//text()[not(ancestor::script) and not(ancestor::code)]"))
        for rest in ("{{", "{%", "\ue000", "\ue001", "\ue002", "None", "Undefined", "&amp;amp;"):
            assert rest not in visible, f"{path}: {rest}"


CONTRACT = [
    "themas/", "praktijken/", "expertteams/", "nieuwsbrieven/", "activiteiten/", "voortgang/2018-02/", "voortgang/2023/",
    "jaarplan/2024/", "cijfers/", "financien/", "organisatie/", "strategie/", "vragen/", "begrippen/", "zusternetwerken/",
    "zusternetwerken/midden-nederland-2022/", "bronnen/", "meedoen/", "abonneren/", "contact/", "over/", "privacy/", "toegankelijkheid/",
    "gemeenten/", "districten/",
]  # fmt: skip
FILES = ["404.html", "feed.xml", "nieuwsbrieven/feed.xml", "feed.json", "sitemap.xml", "themas/jeugd/feed.xml"]


def test_the_contract_of_paths(site: Path) -> None:
    missing = [path for path in CONTRACT if not (site / path / "index.html").is_file()]
    missing += [path for path in FILES if not (site / path).is_file()]
    assert missing == []


def test_every_record_with_a_page_has_one(network: Network) -> None:
    catalog = network.content.view.catalog
    paths = [r.pad for kind in m.COLLECTIONS if kind.kind.page for r in catalog.all_of(kind)]
    assert len(paths) > {OURS: 200, SECOND: 30}[network.name]
    assert [path for path in paths if not (network.site / path / "index.html").is_file()] == []


def test_the_data_files_are_not_published_raw(network: Network) -> None:
    assert not (network.site / "_data").exists()
    assert not list(network.site.rglob("*.yml"))
    assert not list(network.site.rglob("*.jinja"))


def test_a_failure_leaves_no_half_site(tmp_path: Path) -> None:
    """Wrong content stops the build before anything is written."""
    root = copy_(tmp_path / "project")
    (root / "docs/_data/themas.yml").write_text("- id: jeugd\n  naam: [\n", encoding="utf-8")
    outcome = build(root, tmp_path / "site")
    assert outcome.returncode != 0
    assert "docs/_data/themas.yml:" in outcome.stderr
    assert not (tmp_path / "site").exists()


def test_a_preview_shows_what_is_wrong_on_the_last_good_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy, and few tests need it
    from mkdocs.config import load_config  # noqa: PLC0415

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    root = copy_(tmp_path / "project")
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=False)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    good = (tmp_path / "site/themas/jeugd/index.html").read_text(encoding="utf-8")
    path = root / "docs/_data/themas.yml"
    raw = path.read_text(encoding="utf-8")
    path.write_text(raw.replace("id: jeugd", "id: Jeugd <b>", 1), encoding="utf-8")
    build(config)
    piece = (tmp_path / "site/themas/jeugd/index.html").read_text(encoding="utf-8")
    assert "docs/_data/themas.yml:" in piece
    assert "Jeugd &lt;b&gt;" in piece
    path.write_text(raw, encoding="utf-8")
    build(config)
    assert (tmp_path / "site/themas/jeugd/index.html").read_text(encoding="utf-8") == good


def test_a_preview_shows_a_change_before_it_makes_the_documents_for_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy, and few tests need it
    from mkdocs.config import load_config  # noqa: PLC0415

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    root = copy_(tmp_path / "project")
    praktijk = next(path for path in sorted((root / "docs/praktijken").glob("*.md")) if path.stem != "index")
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=False)
    config.plugins.on_startup(command="serve", dirty=True)
    kennisbank: Any = config.plugins["kennisbank"]
    deferral = kennisbank.session.deferred
    build(config, dirty=True)
    deferral.finish()
    praktijk.write_text(praktijk.read_text(encoding="utf-8") + "\nEen zin die er net bij kwam.\n", encoding="utf-8")
    build(config, dirty=True)
    deferral.stop()
    with_sentence = {
        path.relative_to(tmp_path / "site").as_posix()
        for path in (tmp_path / "site").rglob("index.html")
        if "Een zin die er net bij kwam." in path.read_text(encoding="utf-8")
    }
    assert with_sentence == {f"praktijken/{praktijk.stem}/index.html"}
    build(config, dirty=True)
    deferral.finish()
    on_paper = [
        path
        for path in (tmp_path / "site/themas").rglob("afdrukken/index.html")
        if "Een zin die er net bij kwam." in path.read_text(encoding="utf-8")
    ]
    assert on_paper
