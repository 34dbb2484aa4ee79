"""The search part of `make bench`: Material's lunr, Pagefind and ours, on the same pages, in one run, in Chromium.

Usage: python -m tests.bench.search [site] [--chromium /usr/bin/chromium]

The questions and their answers are those of tests/search/questions.json, tuned on and kept apart, and questions-blind.json:
written before the ranking was worked on and looked at only here, as a whole; besides them questions-readers.json, of readers
who had not seen the engine, classes.json, words by their kind, and questions-dates.json, with a year or a date in them. Recall@5 is the share of all right pages (of
at most five) among the first five; "answered" is whether any of them is there. Material's index is made by its own plugin
with its settings for Dutch and searched by its own worker; Pagefind is its own program and script. None of them is
given its window, so bytes and milliseconds are those of engine and index alone, gzipped as any server does.
Questions that ask for a member of staff by name cannot be answered: such names are not on the site. They count in the
table, and once more the table says what it is without them. After the comparison comes the growth (groei.py).
An explanation of a term is a card and no result in our window. To be fair, pages of the glossary are taken out of
every engine's list, unless such a page is what the question asks for.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import material  # type: ignore[import-untyped]
from material.plugins.search.plugin import SearchPlugin  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import sync_playwright

from macros.pages import assets
from macros.search.index import build_index
from tests.bench import growth
from tests.search import built, corpus, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
MATERIAL = Path(material.__file__).parent / "templates/assets/javascripts"
ARTICLE = re.compile(r'<article class="tekst">(.*?)</article>', re.DOTALL)
COLD = 12
"""Questions that are also asked from nothing, each in a browser without a cache."""
NAMES = {"material": "Material's lunr (nl)", "pagefind": "Pagefind", "ons": "ours"}


@cache
def _compressed(relative: Path) -> bytes:
    """A file as a server that compresses beforehand sends it."""
    return gzip.compress(relative.read_bytes(), 9, mtime=0)


class _SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, gzipped, and counts the bytes of what it sends."""

    folder: ClassVar[str] = ""
    sent: ClassVar[list[tuple[str, int]]] = []
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        relative = Path(self.folder, path.partition("?")[0].lstrip("/"))
        return str(relative / "index.html" if relative.is_dir() else relative)

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        relative = Path(self.translate_path(self.path))
        if not relative.is_file():
            self.send_error(404)
            return
        contents = _compressed(relative)
        type(self).sent.append((self.path, len(contents)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(relative)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(contents)))
        self.end_headers()
        self.wfile.write(contents)


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    _SiteHandler.folder = str(folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _SiteHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def _make_ours(site: Path, target: Path) -> None:
    shutil.rmtree(target / "zoek", ignore_errors=True)
    bron = site if (site / "zoek/kern.json").is_file() else None
    if bron:
        shutil.copytree(bron / "zoek", target / "zoek")
    else:
        measure.write(build_index(built.documents(site), corpus.concepts()), target)
    (target / "bank/search-worker.js").write_bytes(assets.asset(measure.ASSETS, "search-worker.js"))


def _make_material(site: Path, target: Path) -> None:
    """Material's plugin over the content of our pages, with what it chooses for `language: nl` itself."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "bank", "theme": {"name": "material", "language": "nl"}})
    config.validate()
    plugin = SearchPlugin()
    plugin.load_config({})
    plugin.on_startup(command="build", dirty=False)
    plugin.on_config(config)
    for file in sorted(site.rglob("index.html")):
        plugin.search_index.add_entry_from_context(_page(site, file))
    (target / "bank/search_index.json").write_text(plugin.search_index.generate_search_index(None), encoding="utf-8")
    (target / "bank/material/workers").mkdir(parents=True)
    shutil.copy(next((MATERIAL / "workers").glob("search.*.min.js")), target / "bank/material/workers/search.js")
    shutil.copytree(MATERIAL / "lunr", target / "bank/material/lunr")


def _page(site: Path, file: Path) -> SimpleNamespace:
    """What Material's plugin reads of a MkDocs page."""
    html = file.read_text(encoding="utf-8")
    article = ARTICLE.search(html)
    title = re.sub(r"<[^>]+>", "", (re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL) or [html, ""])[1])
    url = file.parent.relative_to(site).as_posix().removeprefix(".")
    contents = re.sub(r"<nav.*?</nav>", "", article[1] if article else html, flags=re.DOTALL)
    return SimpleNamespace(content=contents, meta={}, toc=[], url=f"{url}/" if url else "", title=title)


def _make_pagefind(site: Path, target: Path) -> bool:
    if not find_spec("pagefind"):
        return False
    for file in site.rglob("index.html"):
        copy_ = target / file.relative_to(site)
        copy_.parent.mkdir(parents=True, exist_ok=True)
        html = file.read_text(encoding="utf-8")
        copy_.write_text(html.replace('<article class="tekst">', '<article data-pagefind-body class="tekst">'), "utf-8")
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(target)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return True


@dataclass(frozen=True)
class Row:
    """What one engine did."""

    table: dict[str, tuple[int, float, float, float]]
    separate: dict[str, tuple[int, float, float, float]]
    blind: dict[str, tuple[int, float, float, float]]
    without: dict[str, tuple[int, float, float, float]]
    """All questions but those that ask for a member of staff."""
    readers: dict[str, tuple[int, float, float, float]]
    """Questions of readers who had not seen the engine."""
    words: dict[str, tuple[int, float, float, float]]
    """Words by their kind."""
    bytes: float
    ms: float
    leeg: float

    @property
    def groups(self) -> tuple[dict[str, tuple[int, float, float, float]], ...]:
        """Tuned on, kept apart, blind."""
        return self.table, self.separate, self.blind


def _without_begrippen(answer: dict[str, Any], good: list[str]) -> tuple[str, ...]:
    paths = ([answer["kaart"]] if answer["kaart"] in good else []) + answer["paden"]
    return tuple(relative for relative in paths if relative in good or not relative.startswith("begrippen/"))


def _open(browser: Browser, base: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{base}bank/")
    return page


def _measure(browser: Browser, base: str, name: str) -> Row:
    questions = [
        *measure.vragen(),
        *({**question, "apart": False, "blind": True} for question in measure.blind_questions()),
    ]
    number = len(questions)
    readers = [question for question in measure.readers_questions() if question["antwoord"]]
    words = [question for _, class_ in measure.classes().values() for question in class_] + measure.dated_questions()
    page = _open(browser, base)
    answers = page.evaluate(
        "([naam, vragen]) => alles(naam, vragen, 20)",
        [name, [question["vraag"] for question in (*questions, *readers, *words)]],
    )
    all_ = [
        measure.Result(question, _without_begrippen(answer, question["antwoord"]), 0)
        for question, answer in zip((*questions, *readers, *words), answers, strict=True)
    ]
    results, answers = all_[:number], answers[:number]
    cold = [_cold(browser, base, name, question["vraag"]) for question in questions[:: len(questions) // COLD][:COLD]]
    return Row(
        measure.table(_of(results, separate=False, blind=False)),
        measure.table(_of(results, separate=True, blind=False)),
        measure.table(_of(results, separate=False, blind=True)),
        measure.table(result for result in results if not (result.vraag.get("persoon") or result.vraag.get("blind"))),
        measure.table(all_[number : number + len(readers)]),
        measure.table(all_[number + len(readers) :]),
        statistics.median(bytes_ for bytes_, _ in cold),
        statistics.median(ms for _, ms in cold),
        100 * sum(not answer["paden"] and not answer["kaart"] for answer in answers) / len(answers),
    )


def _of(results: list[measure.Result], *, separate: bool, blind: bool) -> list[measure.Result]:
    requested = (separate, blind)
    return [result for result in results if (result.vraag["apart"], result.vraag.get("blind", False)) == requested]


def _cold(browser: Browser, base: str, name: str, question: str) -> tuple[int, float]:
    page = _open(browser, base)
    _SiteHandler.sent.clear()
    ms = page.evaluate("([naam, vraag]) => koud(naam, vraag)", [name, question])
    page.context.close()
    return sum(bytes_ for _, bytes_ in _SiteHandler.sent), float(ms)


def _table_text(rows: dict[str, Row], pages: int) -> str:
    """The table, in Markdown."""
    counts = f"{len(measure.vragen())} questions and {len(measure.blind_questions())} blind ones"
    measures = "Recall@5 / MRR@10, %; tuned on | kept apart | blind"
    lines = [f"Search, {pages} pages, {counts}; {measures}", ""]
    lines += ["| | " + " | ".join(NAMES[name] for name in rows) + " |", "| --- |" + " --- |" * len(rows)]
    first = next(iter(rows.values()))
    for class_ in sorted(first.table, key=lambda class_: (class_ != "alle", class_)):
        cellen = [
            " \\| ".join(f"{group[class_][2]:.0f} / {group[class_][3]:.0f}" for group in row.groups)
            for row in rows.values()
        ]
        questions = " + ".join(str(group[class_][0]) for group in first.groups)
        lines.append(f"| {class_} ({questions}) | " + " | ".join(cellen) + " |")
    answered = [" \\| ".join(f"{group['alle'][1]:.0f}" for group in row.groups) for row in rows.values()]
    lines.append("| answered: any right page among the first five | " + " | ".join(answered) + " |")
    for class_ in ("alle", "names"):
        cellen = [f"{row.without[class_][2]:.0f} / {row.without[class_][3]:.0f}" for row in rows.values()]
        lines.append(
            f"| {class_}, tuned and apart, without names of staff ({first.without[class_][0]}) | "
            + " | ".join(cellen)
            + " |"
        )
    lines += [
        f"| readers: {class_} ({line[0]}), Recall@5 / any / MRR@10 | "
        + " | ".join("{1:.0f} / {0:.0f} / {2:.0f}".format(*row.readers[class_][1:]) for row in rows.values())
        + " |"
        for class_, line in sorted(first.readers.items(), key=lambda item: (item[0] != "alle", item[0]))
    ]
    lines += [
        f"| words: {class_} ({line[0]}), a right page among five | "
        + " | ".join(f"{row.words[class_][1]:.0f}" for row in rows.values())
        + " |"
        for class_, line in first.words.items()
    ]
    lines.append(
        "| bytes to the first five results | "
        + " | ".join(f"{row.bytes / 1000:.0f} KB" for row in rows.values())
        + " |"
    )
    lines.append("| milliseconds, cold, local network | " + " | ".join(f"{row.ms:.0f}" for row in rows.values()) + " |")
    lines.append(
        "| questions with no result at all | " + " | ".join(f"{row.leeg:.0f} %" for row in rows.values()) + " |"
    )
    return "\n".join(lines)


def benchmark(site: Path, chromium: str) -> str:
    """Runs the comparison on a built site and gives the table."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        (target / "bank").mkdir()
        (target / "bank/index.html").write_text('<!doctype html><title>bank</title><script src="engines.js"></script>')
        shutil.copy(HERE / "engines.js", target / "bank/engines.js")
        names = ["material", *(["pagefind"] if _make_pagefind(site, target) else []), "ons"]
        _make_material(site, target)
        _make_ours(site, target)
        with _server(target) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
            rows = {name: _measure(browser, base, name) for name in names}
            browser.close()
    without = (
        ""
        if "pagefind" in names
        else "\n\nPagefind is not installed (pip install 'pagefind[bin]'): its column is left out."
    )
    return _table_text(rows, sum(1 for _ in site.rglob("index.html"))) + without


def main() -> None:
    """The command."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("site", nargs="?", type=Path, default=Path("site"))
    reader.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    options = reader.parse_args()
    sys.stdout.write(benchmark(options.site, options.chromium) + "\n\n" + growth.table(list(growth.SIZES)) + "\n")


if __name__ == "__main__":
    main()
