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

from macros.build.content import Inhoud
from macros.records import models as m
from tests.conftest import WORTEL, bouw, kopie

SITE = "https://veiligheidsnetwerken.nl/"


def vingerafdruk(map_: Path) -> dict[str, str]:
    return {
        pad.relative_to(map_).as_posix(): hashlib.sha256(pad.read_bytes()).hexdigest()
        for pad in sorted(map_.rglob("*"))
        if pad.is_file()
    }


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Another folder, another process, another hash seed: the same site."""
    elders = kopie(tmp_path / "elders")
    uitkomst = bouw(elders, tmp_path / "site")
    assert uitkomst.returncode == 0, uitkomst.stdout + uitkomst.stderr
    assert vingerafdruk(tmp_path / "site") == vingerafdruk(site)


def test_a_second_build_in_one_process_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy, and only this test needs it
    from mkdocs.config import load_config  # noqa: PLC0415

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(str(WORTEL / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command="serve", dirty=False)
    afdrukken = []
    for _ in range(2):
        build(config)
        afdrukken.append(vingerafdruk(tmp_path / "site"))
    assert afdrukken[0] == afdrukken[1]
    assert "feed.xml" in afdrukken[0]


@pytest.fixture(scope="module")
def bladen(site: Path) -> dict[str, lhtml.HtmlElement]:
    """Every HTML page by its address relative to the root."""
    return {
        pad.relative_to(site).as_posix().removesuffix("index.html"): lhtml.parse(io.BytesIO(pad.read_bytes())).getroot()
        for pad in sorted(site.rglob("*.html"))
        if pad.name != "email.html"  # a mailbox has rules of its own: tests/channels/test_newsletter.py
    }


def test_every_internal_link_and_anchor_exists(site: Path, bladen: dict[str, lhtml.HtmlElement]) -> None:
    ankers = {pad: set(blad.xpath("//@id")) for pad, blad in bladen.items()}
    dood = []
    for pad, blad in bladen.items():
        basis = urljoin(SITE, pad)
        for doel in blad.xpath("//@href | //@src"):
            adres, anker = urldefrag(urljoin(basis, doel))
            if not adres.startswith(SITE):
                continue
            eigen = unquote(urlsplit(adres).path.lstrip("/"))
            if eigen in bladen:
                if anker and anker not in ankers[eigen]:
                    dood.append(f"{pad} → {doel} (anker)")
            elif not (site / eigen).is_file():
                dood.append(f"{pad} → {doel}")
    assert not dood, "\n".join(dood)


def test_no_id_occurs_twice_on_a_page(bladen: dict[str, lhtml.HtmlElement]) -> None:
    dubbel = {
        pad: sorted({i for i in ids if ids.count(i) > 1})
        for pad, blad in bladen.items()
        if (ids := blad.xpath("//@id"))
    }
    assert {pad: ids for pad, ids in dubbel.items() if ids} == {}


def test_headings_do_not_skip_a_level(bladen: dict[str, lhtml.HtmlElement]) -> None:
    fout = []
    for pad, blad in bladen.items():
        niveaus = [int(kop.tag[1]) for kop in blad.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        if niveaus.count(1) != 1:
            fout.append(f"{pad}: {niveaus.count(1)} keer h1")
        fout += [f"{pad}: h{a} → h{b}" for a, b in pairwise(niveaus) if b > a + 1]
    assert fout == []


def test_no_page_names_another_host_in_what_it_loads(bladen: dict[str, lhtml.HtmlElement]) -> None:
    laadt = (
        "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href | //iframe/@src"
    )
    vreemd = [f"{pad}: {doel}" for pad, blad in bladen.items() for doel in blad.xpath(laadt) if urlsplit(doel).netloc]
    assert vreemd == []


def test_nothing_runs_or_is_styled_inline(bladen: dict[str, lhtml.HtmlElement]) -> None:
    """A strict content security policy needs no exception."""
    inline = "//@style | //@*[starts-with(name(), 'on')] | //style | //script[not(@src) and not(@type='application/ld+json')]"
    assert {pad: str(gevonden[0]) for pad, blad in bladen.items() if (gevonden := blad.xpath(inline))} == {}


def test_no_script_holds_up_the_first_paint(bladen: dict[str, lhtml.HtmlElement]) -> None:
    houdt_op = "//head//script[@src][not(@type='module')][not(@defer)][not(@async)]"
    assert [pad for pad, blad in bladen.items() if blad.xpath(houdt_op)] == []


def test_every_table_has_a_caption_and_scoped_headings(bladen: dict[str, lhtml.HtmlElement]) -> None:
    kaal = [
        pad
        for pad, blad in bladen.items()
        if blad.xpath(
            "//table[@class or parent::*[@class='tabel']][not(caption)] | //div[@class='tabel']//th[not(@scope)]"
        )
    ]
    assert kaal == []


def test_nothing_of_the_machinery_shows(bladen: dict[str, lhtml.HtmlElement]) -> None:
    for pad, blad in bladen.items():
        zichtbaar = " ".join(t for t in blad.xpath("//body//text()[not(ancestor::script) and not(ancestor::code)]"))
        for rest in ("{{", "{%", "data-inzet", "None", "Undefined", "&amp;amp;"):
            assert rest not in zichtbaar, f"{pad}: {rest}"


CONTRACT = [
    "themas/", "praktijken/", "expertteams/", "nieuwsbrieven/", "activiteiten/", "voortgang/2018-02/", "voortgang/2023/",
    "jaarplan/2024/", "cijfers/", "financien/", "organisatie/", "strategie/", "vragen/", "begrippen/", "zusternetwerken/",
    "zusternetwerken/midden-nederland-2022/", "bronnen/", "meedoen/", "abonneren/", "over/", "privacy/", "toegankelijkheid/",
    "gemeenten/", "districten/",
]  # fmt: skip
BESTANDEN = ["404.html", "feed.xml", "nieuwsbrieven/feed.xml", "feed.json", "sitemap.xml", "themas/jeugd/feed.xml"]


def test_the_contract_of_paths(site: Path) -> None:
    ontbreekt = [pad for pad in CONTRACT if not (site / pad / "index.html").is_file()]
    ontbreekt += [pad for pad in BESTANDEN if not (site / pad).is_file()]
    assert ontbreekt == []


def test_every_record_with_a_page_has_one(site: Path, inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    paden = [r.pad for soort in m.VERZAMELINGEN if issubclass(soort, m.MetPagina) for r in catalog.alle(soort)]
    assert len(paden) > 200
    assert [pad for pad in paden if not (site / pad / "index.html").is_file()] == []


def test_the_data_files_are_not_published_raw(site: Path) -> None:
    assert not (site / "_data").exists()
    assert not list(site.rglob("*.yml"))
    assert not list(site.rglob("*.jinja"))


def test_a_failure_leaves_no_half_site(tmp_path: Path) -> None:
    """Wrong content stops the build before anything is written."""
    wortel = kopie(tmp_path / "project")
    (wortel / "docs/_data/themas.yml").write_text("- id: jeugd\n  naam: [\n", encoding="utf-8")
    uitkomst = bouw(wortel, tmp_path / "site")
    assert uitkomst.returncode != 0
    assert "docs/_data/themas.yml:" in uitkomst.stderr
    assert not (tmp_path / "site").exists()


def test_a_preview_shows_what_is_wrong_on_the_last_good_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy, and few tests need it
    from mkdocs.config import load_config  # noqa: PLC0415

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    wortel = kopie(tmp_path / "project")
    config = load_config(str(wortel / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=False)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    goed = (tmp_path / "site/themas/jeugd/index.html").read_text(encoding="utf-8")
    pad = wortel / "docs/_data/themas.yml"
    rauw = pad.read_text(encoding="utf-8")
    pad.write_text(rauw.replace("id: jeugd", "id: Jeugd <b>", 1), encoding="utf-8")
    build(config)
    stuk = (tmp_path / "site/themas/jeugd/index.html").read_text(encoding="utf-8")
    assert "docs/_data/themas.yml:" in stuk
    assert "Jeugd &lt;b&gt;" in stuk
    pad.write_text(rauw, encoding="utf-8")
    build(config)
    assert (tmp_path / "site/themas/jeugd/index.html").read_text(encoding="utf-8") == goed


def test_a_preview_shows_a_change_before_it_makes_the_documents_for_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy, and few tests need it
    from mkdocs.config import load_config  # noqa: PLC0415

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    wortel = kopie(tmp_path / "project")
    praktijk = next(pad for pad in sorted((wortel / "docs/praktijken").glob("*.md")) if pad.stem != "index")
    config = load_config(str(wortel / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=False)
    config.plugins.on_startup(command="serve", dirty=True)
    kennisbank: Any = config.plugins["kennisbank"]
    uitstel = kennisbank.uitstel
    build(config, dirty=True)
    uitstel.maak_af()
    praktijk.write_text(praktijk.read_text(encoding="utf-8") + "\nEen zin die er net bij kwam.\n", encoding="utf-8")
    build(config, dirty=True)
    uitstel.stop()
    met_zin = {
        pad.relative_to(tmp_path / "site").as_posix()
        for pad in (tmp_path / "site").rglob("index.html")
        if "Een zin die er net bij kwam." in pad.read_text(encoding="utf-8")
    }
    assert met_zin == {f"praktijken/{praktijk.stem}/index.html"}
    build(config, dirty=True)
    uitstel.maak_af()
    op_papier = [
        pad
        for pad in (tmp_path / "site/themas").rglob("afdrukken/index.html")
        if "Een zin die er net bij kwam." in pad.read_text(encoding="utf-8")
    ]
    assert op_papier
