"""The weight part of `make bench`: our pages beside stock Material on the same content, in one run.

    python -m tests.bench.weight [site]

Stock is MkDocs with Material's own theme as it comes, with the same navigation, over the same text: the body of each of our
pages, put into Markdown. Bytes are of brotli and gzip at the levels that servers use (5 and 6). What Material asks of other
hosts is counted as a request; its bytes are not, as nothing here fetches them.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import yaml
from lxml import html as lhtml
from playwright.sync_api import Browser, Response, sync_playwright

from tests.browser.conftest import ARGUMENTEN, NAMEN
from tests.helpers.servers import bediend

WORTEL = Path(__file__).parents[2]
PAGINAS = ("", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/2023-q4/")
BLOKKEERT = "performance.getEntriesByType('resource').filter((r) => r.renderBlockingStatus === 'blocking').length"


@dataclass(slots=True)
class Gewicht:
    """What one page brings along: per type the requests and bytes, what others were asked, what holds up the first paint."""

    verzoeken: Counter[str] = field(default_factory=Counter)
    brotli: Counter[str] = field(default_factory=Counter)
    gzip: Counter[str] = field(default_factory=Counter)
    elders: int = 0
    blokkeert: int = 0

    def tel(self, antwoord: Response) -> None:
        """Count an answer of our own server."""
        soort, inhoud = antwoord.request.resource_type, antwoord.body()
        self.verzoeken[soort] += 1
        self.brotli[soort] += len(brotli.compress(inhoud, quality=5))
        self.gzip[soort] += len(gzip.compress(inhoud, 6))


def stock(site: Path, map_: Path) -> Path:
    """Build the text of our pages with Material as it comes; the folder of that site."""
    for pad in sorted(site.rglob("index.html")):
        boom = lhtml.parse(str(pad)).getroot()
        tekst = boom.find_class("tekst")
        if tekst:
            kop = boom.findtext(".//h1") or ""
            doel = map_ / "docs" / pad.relative_to(site).with_suffix(".md")
            doel.parent.mkdir(parents=True, exist_ok=True)
            doel.write_text(f"# {kop}\n\n{_zonder_witregels(tekst[0])}\n", encoding="utf-8")
    onze = yaml.safe_load((WORTEL / "mkdocs.yml").read_text(encoding="utf-8"))
    nav = [{titel: pad.replace("over.md", "over/index.md")} for deel in onze["nav"] for titel, pad in deel.items()]
    gewoon = {"site_name": onze["site_name"], "theme": {"name": "material", "language": "nl"}, "nav": nav}
    (map_ / "mkdocs.yml").write_text(yaml.safe_dump(gewoon, allow_unicode=True), encoding="utf-8")
    bouw = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(map_ / "mkdocs.yml"), "-d", str(map_ / "site")]
    subprocess.run(bouw, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})  # noqa: S603 - our own command
    return map_ / "site"


def _zonder_witregels(deel: lhtml.HtmlElement) -> str:
    """The HTML of an element, which Markdown then leaves as it is."""
    for weg in deel.xpath(".//header | .//nav"):
        weg.getparent().remove(weg)
    tekst: str = lhtml.tostring(deel, encoding="unicode", with_tail=False)
    return "\n".join(regel for regel in tekst.splitlines() if regel.strip())


def weeg(browser: Browser, adres: str, pad: str) -> Gewicht:
    """Load a page as someone who was never here."""
    gewicht = Gewicht()
    antwoorden: list[Response] = []
    context = browser.new_context(service_workers="block")
    pagina = context.new_page()
    pagina.route(lambda naar: not naar.startswith(adres), lambda route: route.abort())
    pagina.on("response", lambda antwoord: antwoorden.append(antwoord))  # noqa: PLW0108 - Playwright writes on what it calls
    pagina.on(
        "requestfailed", lambda vraag: setattr(gewicht, "elders", gewicht.elders + (not vraag.url.startswith(adres)))
    )
    pagina.goto(adres + pad, wait_until="networkidle")
    gewicht.blokkeert = pagina.evaluate(BLOKKEERT)
    for antwoord in antwoorden:
        gewicht.tel(antwoord)
    context.close()
    return gewicht


def toon(naam: str, gewicht: Gewicht) -> None:
    """A line a type, and the sum."""
    for soort in sorted(gewicht.verzoeken):
        sys.stdout.write(
            f"  {naam:6} {soort:12} {gewicht.verzoeken[soort]:3} {gewicht.brotli[soort]:8,} {gewicht.gzip[soort]:8,}\n"
        )
    sys.stdout.write(
        f"  {naam:6} {'SUM':12} {gewicht.verzoeken.total():3} {gewicht.brotli.total():8,} {gewicht.gzip.total():8,}"
        f"   asks others {gewicht.elders}, blocks the first paint {gewicht.blokkeert}\n"
    )


def main() -> None:
    """Both sites, page by page."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else WORTEL / "site"
    with tempfile.TemporaryDirectory() as map_, sync_playwright() as playwright:
        gewoon = stock(site.resolve(), Path(map_))
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, NAMEN)), None), args=list(ARGUMENTEN)
        )
        with bediend(site) as ons, bediend(gewoon) as hun:
            sys.stdout.write(f"  {'site':6} {'type':12} {'req':>3} {'brotli':>8} {'gzip':>8}\n")
            for pad in PAGINAS:
                sys.stdout.write(f"/{pad}\n")
                toon("ours", weeg(browser, ons, pad))
                toon("stock", weeg(browser, hun, pad))
        browser.close()


if __name__ == "__main__":
    main()
