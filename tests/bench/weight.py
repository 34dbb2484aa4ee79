"""The weight part of `make bench`: our pages beside stock Material on the same content, in one run.

    python -m tests.bench.weight [site]

Stock is MkDocs with Material's own theme as it comes, with the same navigation, over the same text: the body of each of our
pages, put into Markdown. Bytes are of brotli and gzip at the levels that servers use (5 and 6). What Material asks of other
hosts is counted as a request; its bytes are not, as nothing here fetches them.
"""

from __future__ import annotations

import gzip
import os
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

from tests.helpers import proof
from tests.helpers.proof import ARGUMENTS
from tests.helpers.servers import served

ROOT = Path(__file__).parents[2]
PAGES = ("", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/2023-q4/")
BLOCKING = "performance.getEntriesByType('resource').filter((r) => r.renderBlockingStatus === 'blocking').length"


@dataclass(slots=True)
class Weight:
    """What one page brings along: per type the requests and bytes, what others were asked, what holds up the first paint."""

    requests: Counter[str] = field(default_factory=Counter)
    brotli: Counter[str] = field(default_factory=Counter)
    gzip: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0
    blocking: int = 0

    def count(self, answer: Response) -> None:
        """Count an answer of our own server."""
        kind, contents = answer.request.resource_type, answer.body()
        self.requests[kind] += 1
        self.brotli[kind] += len(brotli.compress(contents, quality=5))
        self.gzip[kind] += len(gzip.compress(contents, 6))


def stock(site: Path, folder: Path) -> Path:
    """Build the text of our pages with Material as it comes; the folder of that site."""
    for path in sorted(site.rglob("index.html")):
        tree = lhtml.parse(str(path)).getroot()
        text = tree.find_class("tekst")
        if text:
            heading = tree.findtext(".//h1") or ""
            target = folder / "docs" / path.relative_to(site).with_suffix(".md")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f"# {heading}\n\n{_without_blank_lines(text[0])}\n", encoding="utf-8")
    our_settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    nav = [
        {title: path.replace("over.md", "over/index.md")}
        for part in our_settings["nav"]
        for title, path in part.items()
    ]
    ordinary = {"site_name": our_settings["site_name"], "theme": {"name": "material", "language": "nl"}, "nav": nav}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(ordinary, allow_unicode=True), encoding="utf-8")
    build = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(folder / "mkdocs.yml"),
        "-d",
        str(folder / "site"),
    ]
    subprocess.run(build, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})  # noqa: S603 - our own command
    return folder / "site"


def _without_blank_lines(part: lhtml.HtmlElement) -> str:
    """The HTML of an element, which Markdown then leaves as it is."""
    for gone in part.xpath(".//header | .//nav"):
        gone.getparent().remove(gone)
    text: str = lhtml.tostring(part, encoding="unicode", with_tail=False)
    return "\n".join(line for line in text.splitlines() if line.strip())


def weigh(browser: Browser, address: str, path: str) -> Weight:
    """Load a page as someone who was never here."""
    weight = Weight()
    answers: list[Response] = []
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route(lambda to: not to.startswith(address), lambda route: route.abort())
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright writes on what it calls
    page.on(
        "requestfailed",
        lambda question: setattr(weight, "elsewhere", weight.elsewhere + (not question.url.startswith(address))),
    )
    page.goto(address + path, wait_until="networkidle")
    weight.blocking = page.evaluate(BLOCKING)
    for answer in answers:
        weight.count(answer)
    context.close()
    return weight


def show(name: str, weight: Weight) -> None:
    """A line a type, and the sum."""
    for kind in sorted(weight.requests):
        sys.stdout.write(
            f"  {name:6} {kind:12} {weight.requests[kind]:3} {weight.brotli[kind]:8,} {weight.gzip[kind]:8,}\n"
        )
    sys.stdout.write(
        f"  {name:6} {'SUM':12} {weight.requests.total():3} {weight.brotli.total():8,} {weight.gzip.total():8,}"
        f"   asks others {weight.elsewhere}, blocks the first paint {weight.blocking}\n"
    )


def main() -> None:
    """Both sites, page by page."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ordinary = stock(site.resolve(), Path(folder))
        browser = playwright.chromium.launch(executable_path=proof.browser(), args=list(ARGUMENTS))
        with served(site) as ours, served(ordinary) as theirs:
            sys.stdout.write(f"  {'site':6} {'type':12} {'req':>3} {'brotli':>8} {'gzip':>8}\n")
            for path in PAGES:
                sys.stdout.write(f"/{path}\n")
                show("ours", weigh(browser, ours, path))
                show("stock", weigh(browser, theirs, path))
        browser.close()


if __name__ == "__main__":
    main()
