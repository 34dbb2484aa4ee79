"""The search where it is not on its own: other sites' indexes along, `mkdocs serve`, and no connection at all.

The second site is a small project of its own, built with the same code: three pages and no records.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from macros.release import completeness, headers
from tests.browser.conftest import wacht_op_bewaard
from tests.conftest import WORTEL, bouw
from tests.helpers.servers import Stil, bediend, vrije_poort

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

NAAM = "Veiligheidsnetwerk Oost-Nederland"
BLADEN = {
    "index": "Voorpagina\nsamenvatting: Een klein project voor de proef.",
    "zoeken": "Zoeken\nsamenvatting: Alle resultaten.",
    "proef": "Een proef met het hennepconvenant\nsamenvatting: Alleen in dit project staat kwartelei.",
}

SCHIL = (
    "abonneren", "about", "begrippen", "bronnen", "districten", "meedoen", "organisatie", "over", "privacy", "toegankelijkheid", "vragen",
)  # fmt: skip
"""What the shell of every page leads to."""


@contextmanager
def _bediend(map_: Path, csp: str = "", stuk: Collection[str] = ()) -> Iterator[str]:
    """A folder behind the headers of our own servers; its address ends in `/`. What holds a part in `stuk` fails."""

    class Server(Stil):
        def do_GET(self) -> None:  # noqa: N802 - the base class names it so
            if any(deel in self.path for deel in stuk):
                self.send_error(503)
            else:
                super().do_GET()

        def end_headers(self) -> None:
            if csp:
                self.send_header("Content-Security-Policy", csp)
            if re.search(headers.OPEN, self.path):
                self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

    with bediend(map_, Server) as adres:
        yield adres


def _project(doel: Path, extra: str = "") -> Path:
    """A small project: this code and these templates, with pages of its own."""
    (doel / "docs").mkdir(parents=True)
    for map_ in ("macros", "overrides"):
        shutil.copytree(WORTEL / map_, doel / map_, ignore=shutil.ignore_patterns("__pycache__"))
    for naam, kop in BLADEN.items():
        woord = "{{ zoekpagina() }}" if naam == "zoeken" else "Tekst."
        (doel / "docs" / f"{naam}.md").write_text(f"---\ntitel: {kop}\n---\n\n{woord}\n", encoding="utf-8")
    for naam in SCHIL:
        blad = f"---\ntitel: {naam}\nsamenvatting: Vast.\n---\n\nTekst.\n\n## Een fout melden\n\nTekst.\n\n## Een pagina verbeteren\n\nTekst.\n"
        (doel / "docs" / f"{naam}.md").write_text(blad, encoding="utf-8")
    (doel / "newsletters").mkdir()
    (doel / "requirements.lock").write_text("", encoding="utf-8")
    instellingen = (WORTEL / "mkdocs.yml").read_text(encoding="utf-8")
    instellingen = re.sub(r"^nav:\n(?:  .*\n)+", "nav: [index.md]\n", instellingen, flags=re.MULTILINE)
    (doel / "mkdocs.yml").write_text(instellingen + extra, encoding="utf-8")
    return doel


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here."""
    context = browser.new_context(locale="nl-NL")
    yield context
    context.close()


def _vraag(page: Page, vraag: str) -> str:
    page.evaluate("document.querySelector('dialog [data-zoek-stand]').textContent = ''")
    page.fill("#zoek-q", vraag)
    page.wait_for_function("() => /\\d|geen|lukt/.test(document.querySelector('dialog [data-zoek-stand]').textContent)")
    return page.locator("dialog [data-zoek-stand]").inner_text()


def _herkomst(page: Page) -> set[str]:
    return {
        page.evaluate("(a) => new URL(a).origin + '/'", link.get_attribute("href"))
        for link in page.locator("#zoek-lijst a").all()
    }


def test_two_sites_give_one_list(context: BrowserContext, site: Path, tmp_path: Path) -> None:
    """Two real builds on two ports, under the policy that the headers compute; one of them goes away."""
    zwijgt = socket.create_server(("127.0.0.1", 0))  # takes connections and never answers
    stil = f"http://127.0.0.1:{zwijgt.getsockname()[1]}/"
    page = context.new_page()
    regels: list[str] = []
    page.on("console", lambda regel: regels.append(regel.text))
    with _bediend(site) as ander:
        lijst = "".join(
            f"    - {{site: '{adres}', naam: {naam}}}\n" for adres, naam in ((ander, NAAM), (stil, "Stille buren"))
        )
        project = _project(tmp_path / "klein", f"\nextra:\n  zoek_andere:\n{lijst}")
        uitkomst = bouw(project, project / "site")
        assert uitkomst.returncode == 0, uitkomst.stdout + uitkomst.stderr
        bladen = completeness.lees(project / "site", "https://veiligheidsnetwerken.nl/").bladen
        beleid = headers.beleid(bladen.values()).replace("; upgrade-insecure-requests", "")
        assert f"connect-src 'self' {ander.rstrip('/')} {stil.rstrip('/')};" in beleid or stil < ander
        with _bediend(project / "site", beleid) as eigen:
            page.goto(f"{eigen}proef/")
            page.keyboard.press("/")
            _vraag(page, "hennepconvenant")
            assert _herkomst(page) == {eigen, ander}, "one list"
            van = {tekst.rpartition(" · ")[2] for tekst in page.locator("#zoek-lijst .zoek-gegevens").all_inner_texts()}
            assert f"van {NAAM}" in van, "with the origin named"
            assert "Niet bereikbaar: Stille buren" in page.locator("dialog [data-zoek-melding]").inner_text()
            assert [regel for regel in regels if "Content Security" in regel] == []
            begin = time.monotonic()
            _vraag(page, "kwartelei")
            assert time.monotonic() - begin < 1.5, "who did not answer holds nobody up a second time"
            page.goto(f"{eigen}zoeken/?q=hennepconvenant")
            page.locator(".zoek-gegevens", has_text=NAAM).first.wait_for()
    with _bediend(project / "site", beleid) as eigen:  # the other site has gone
        page.goto(f"{eigen}proef/")
        page.keyboard.press("/")
        assert "1 resultaat" in _vraag(page, "hennepconvenant")
        assert NAAM in page.locator("dialog [data-zoek-melding]").inner_text(), "it is said"
    zwijgt.close()


def test_a_wrong_list_stops_the_build(tmp_path: Path) -> None:
    project = _project(tmp_path / "klein", "\nextra:\n  zoek_andere: [{site: 'http://voorbeeld.nl', naam: Buren}]\n")
    uitkomst = bouw(project, project / "site")
    assert uitkomst.returncode != 0
    assert (
        "extra.zoek_andere, nummer 1: 'http://voorbeeld.nl' is geen adres van een site"
        in uitkomst.stdout + uitkomst.stderr
    )


def test_the_preview_searches_too(context: BrowserContext, tmp_path: Path) -> None:
    """`mkdocs serve`: the index is made at every rebuild, and served with the pages."""
    project = _project(tmp_path / "klein")
    poort = vrije_poort()
    proces = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{poort}", "--no-livereload"],
        cwd=project, env=os.environ | {"PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        adres = _wacht(f"http://127.0.0.1:{poort}/", proces)
        page = context.new_page()
        page.goto(adres)
        page.keyboard.press("/")
        _vraag(page, "kwartelei")
        assert page.locator("#zoek-lijst a").first.get_attribute("href").startswith(f"{adres}proef/")  # type: ignore[union-attr]
    finally:
        proces.terminate()
        proces.wait(timeout=20)


def _wacht(adres: str, proces: subprocess.Popen[bytes]) -> str:
    """The preview's address, once it answers: its site may lie below the root."""
    for _ in range(300):
        assert proces.poll() is None, "the preview stopped"
        try:
            with urlopen(adres, timeout=5) as antwoord:  # noqa: S310 - our own server
                return str(antwoord.url)
        except OSError:
            time.sleep(0.2)
    pytest.fail("the preview did not start")


def test_the_whole_search_works_when_the_server_is_gone(context: BrowserContext, site: Path) -> None:
    """Opened once, though half of it failed at first: the next opening fetched the rest. Then the server goes."""
    namen = ["/zoeken/", *(pad.name for pad in site.glob("zoek/*-*") if pad.suffix in {".json", ".txt"})]
    page = context.new_page()
    stuk = ["/zoek/bundel-", "/zoek/lijsten-"]
    with _bediend(site, stuk=stuk) as adres:
        page.goto(f"{adres}over/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.keyboard.press("/")
        wacht_op_bewaard(page, [naam for naam in namen if naam.startswith(("/", "kern", "woorden"))])
        stuk.clear()
        page.goto(f"{adres}over/")
        page.keyboard.press("/")
        wacht_op_bewaard(page, namen)
    for vraag, pad in (
        ("hennepconvenant", "hennepconvenant"),
        ("jeugdgreopen", "groepsscan"),
        ("wat is een OMG", "omg"),
        ("Goffertstadion", "bootcmp"),
    ):
        page.goto(f"{adres}over/")
        page.keyboard.press("/")
        stand = _vraag(page, vraag)
        assert pad in "".join(link.get_attribute("href") or "" for link in page.locator("#zoek-lijst a").all()), (
            vraag,
            stand,
        )
    page.goto(f"{adres}zoeken/?q=mensenhandel")
    page.locator("[data-zoekpagina] ol li").first.wait_for()
    assert "resultaten" in page.locator("[data-zoekpagina] [role=status]").inner_text()
