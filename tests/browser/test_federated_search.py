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
from tests.browser.conftest import wait_for_saved
from tests.conftest import ROOT, build
from tests.helpers.changes import name_in_settings
from tests.helpers.servers import Quiet, free_port, served

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

NAME = "Veiligheidsnetwerk Oost-Nederland"
PAGES = {
    "index": "Voorpagina\nsamenvatting: Een klein project voor de proef.",
    "zoeken": "Zoeken\nsamenvatting: Alle resultaten.",
    "proef": "Een proef met het hennepconvenant\nsamenvatting: Alleen in dit project staat kwartelei.",
}

RECORDS = {
    "netwerk": """\
id: vnet
naam: Proefnetwerk Noord
kort: Proefnetwerk
regio: het noorden
adres: https://netwerk.example/
domein:
  naam: netwerk.example
  sinds: 2026
geopend: 2026-11-22
licentie: https://creativecommons.org/licenses/by/4.0/
nieuwsbrief:
  lijst: nieuwsbrief.netwerk.example
""",
    "organisaties": """\
- id: vnet
  naam: Proefnetwerk Noord
  soort: netwerk
  omschrijving: Een netwerk voor de proef.
  bron: verslag-2023
""",
    "bronnen": """\
- id: verslag-2023
  titel: Verslag 2023
  soort: voortgangsbericht
  datum: 2023-11
  uitgever: vnet
  omschrijving: Het verslag.
""",
    "bronsoorten": "- {id: voortgangsbericht, naam: voortgangsbericht, meervoud: voortgangsberichten}\n",
}
"""The network itself, and what its record leads to."""

SHELL = (
    "abonneren", "about", "begrippen", "bronnen", "contact", "districten", "meedoen", "organisatie", "over", "privacy", "toegankelijkheid", "vragen",
)  # fmt: skip
"""What the shell of every page leads to."""
LISTS = {"organisatie": "{{ organisaties() }}", "bronnen": "{{ bronnen() }}"}
"""The word on a page of the shell that shows the records."""


@contextmanager
def served_with(folder: Path, csp: str = "", broken: Collection[str] = (), port: int = 0) -> Iterator[str]:
    """A folder behind the headers of our own servers; its address ends in `/`. What holds a part in `broken` fails."""

    class Server(Quiet):
        def do_GET(self) -> None:  # noqa: N802 - the base class names it so
            if any(part in self.path for part in broken):
                self.send_error(503)
            else:
                super().do_GET()

        def end_headers(self) -> None:
            if csp:
                self.send_header("Content-Security-Policy", csp)
            if re.search(headers.OPEN, self.path):
                self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

    with served(folder, Server, port) as address:
        yield address


def _project(target: Path, extra: str = "") -> Path:
    """A small project: this code and these templates, with pages of its own."""
    (target / "docs").mkdir(parents=True)
    for folder in ("macros", "overrides"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, heading in PAGES.items():
        word = "{{ zoekpagina() }}" if name == "zoeken" else "Tekst."
        (target / "docs" / f"{name}.md").write_text(f"---\ntitel: {heading}\n---\n\n{word}\n", encoding="utf-8")
    for name in SHELL:
        word = LISTS.get(name, "Tekst.")
        site_page = f"---\ntitel: {name}\nsamenvatting: Vast.\n---\n\n{word}\n\n## Een fout melden\n\nTekst.\n\n## Een pagina verbeteren\n\nTekst.\n"
        (target / "docs" / f"{name}.md").write_text(site_page, encoding="utf-8")
    (target / "newsletters").mkdir()
    (target / "requirements.lock").write_text("", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^nav:\n(?:  .*\n)+", "nav: [index.md]\n", settings, flags=re.MULTILINE)
    (target / "mkdocs.yml").write_text(settings + extra, encoding="utf-8")
    (target / "docs/_data").mkdir()
    for name, record in RECORDS.items():
        (target / f"docs/_data/{name}.yml").write_text(record, encoding="utf-8")
    name_in_settings(target)
    return target


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here."""
    context = browser.new_context(locale="nl-NL")
    yield context
    context.close()


def ask(page: Page, question: str) -> str:
    page.evaluate("document.querySelector('dialog [data-zoek-stand]').textContent = ''")
    page.fill("#zoek-q", question)
    page.wait_for_function("() => /\\d|geen|lukt/.test(document.querySelector('dialog [data-zoek-stand]').textContent)")
    return page.locator("dialog [data-zoek-stand]").inner_text()


def _origin(page: Page) -> set[str]:
    return {
        page.evaluate("(a) => new URL(a).origin + '/'", link.get_attribute("href"))
        for link in page.locator("#zoek-lijst a").all()
    }


@pytest.fixture
def quiet() -> Iterator[str]:
    """The address of a site that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"http://127.0.0.1:{silent.getsockname()[1]}/"


def test_two_sites_give_one_list(context: BrowserContext, site: Path, tmp_path: Path, quiet: str) -> None:
    """Two real builds on two ports, under the policy that the headers compute; one of them goes away."""
    page = context.new_page()
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    with served_with(site) as other:
        list_ = "".join(
            f"    - {{site: '{address}', naam: {name}}}\n" for address, name in ((other, NAME), (quiet, "Stille buren"))
        )
        project = _project(tmp_path / "klein", f"\nextra:\n  zoek_andere:\n{list_}")
        outcome = build(project, project / "site")
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
        site_pages = completeness.read_site(project / "site", "https://netwerk.example/").site_pages
        policy = headers.policy(site_pages.values()).replace("; upgrade-insecure-requests", "")
        assert f"connect-src 'self' {other.rstrip('/')} {quiet.rstrip('/')};" in policy or quiet < other
        with served_with(project / "site", policy) as own:
            page.goto(f"{own}proef/")
            page.keyboard.press("/")
            ask(page, "hennepconvenant")
            assert _origin(page) == {own, other}, "one list"
            from_ = {text.rpartition(" · ")[2] for text in page.locator("#zoek-lijst .zoek-gegevens").all_inner_texts()}
            assert f"van {NAME}" in from_, "with the origin named"
            assert "Niet bereikbaar: Stille buren" in page.locator("dialog [data-zoek-melding]").inner_text()
            assert [line for line in lines if "Content Security" in line] == []
            start = time.monotonic()
            ask(page, "kwartelei")
            assert time.monotonic() - start < 1.5, "who did not answer holds nobody up a second time"
            page.goto(f"{own}zoeken/?q=hennepconvenant")
            page.locator(".zoek-gegevens", has_text=NAME).first.wait_for()
    with served_with(project / "site", policy) as own:  # the other site has gone
        page.goto(f"{own}proef/")
        page.keyboard.press("/")
        assert "1 resultaat" in ask(page, "hennepconvenant")
        assert NAME in page.locator("dialog [data-zoek-melding]").inner_text(), "it is said"


def test_a_wrong_list_stops_the_build(tmp_path: Path) -> None:
    project = _project(tmp_path / "klein", "\nextra:\n  zoek_andere: [{site: 'http://voorbeeld.nl', naam: Buren}]\n")
    outcome = build(project, project / "site")
    assert outcome.returncode != 0
    assert (
        "extra.zoek_andere, nummer 1: 'http://voorbeeld.nl' is geen adres van een site"
        in outcome.stdout + outcome.stderr
    )


def test_the_preview_searches_too(context: BrowserContext, tmp_path: Path) -> None:
    """`mkdocs serve`: the index is made at every rebuild, and served with the pages."""
    project = _project(tmp_path / "klein")
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", "--no-livereload"],
        cwd=project, env=os.environ | {"PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = _wait(f"http://127.0.0.1:{port}/", process)
        page = context.new_page()
        page.goto(address)
        page.keyboard.press("/")
        ask(page, "kwartelei")
        assert page.locator("#zoek-lijst a").first.get_attribute("href").startswith(f"{address}proef/")  # type: ignore[union-attr]
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> str:
    """The preview's address, once it answers: its site may lie below the root."""
    for _ in range(300):
        assert process.poll() is None, "the preview stopped"
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return str(answer.url)
        except OSError:
            time.sleep(0.2)
    pytest.fail("the preview did not start")


def test_the_whole_search_works_when_the_server_is_gone(context: BrowserContext, site: Path) -> None:
    """Opened once, though half of it failed at first: the next opening fetched the rest. Then the server goes."""
    names = ["/zoeken/", *(path.name for path in site.glob("zoek/*-*") if path.suffix in {".json", ".txt"})]
    page = context.new_page()
    broken = ["/zoek/bundel-", "/zoek/lijsten-"]
    with served_with(site, broken=broken) as address:
        page.goto(f"{address}over/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.keyboard.press("/")
        wait_for_saved(page, [name for name in names if name.startswith(("/", "kern", "woorden"))])
        broken.clear()
        page.goto(f"{address}over/")
        page.keyboard.press("/")
        wait_for_saved(page, names)
    for question, path in (
        ("hennepconvenant", "hennepconvenant"),
        ("jeugdgreopen", "groepsscan"),
        ("wat is een OMG", "omg"),
        ("Goffertstadion", "bootcmp"),
    ):
        page.goto(f"{address}over/")
        page.keyboard.press("/")
        state = ask(page, question)
        assert path in "".join(link.get_attribute("href") or "" for link in page.locator("#zoek-lijst a").all()), (
            question,
            state,
        )
    page.goto(f"{address}zoeken/?q=mensenhandel")
    page.locator("[data-zoekpagina] ol li").first.wait_for()
    assert "resultaten" in page.locator("[data-zoekpagina] [role=status]").inner_text()
