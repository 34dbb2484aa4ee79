"""Valid HTML on every page of the site.

The Nu Html Checker (vnu-jar, its exact bytes by tests/browser/nu/package-lock.json) where the machine has npm and Java;
the run says so when it does not. Our own reading of every page needs only Python and never stays out: what it finds are
the errors that a browser repairs without a word, so no reader's program reads them alike.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.helpers import npm

pytestmark = pytest.mark.site

EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
OBSOLETE = frozenset(
    [
        "acronym",
        "applet",
        "basefont",
        "big",
        "center",
        "dir",
        "font",
        "frame",
        "frameset",
        "marquee",
        "nobr",
        "strike",
        "tt",
        "xmp",
    ]
)
OBSOLETE_ATTRIBUTES = frozenset(
    ["align", "bgcolor", "border", "cellpadding", "cellspacing", "frameborder", "nowrap", "valign", "hspace"]
)
REFERRING = frozenset(
    [
        "for",
        "form",
        "list",
        "headers",
        "popovertarget",
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "aria-owns",
    ]
)
INSIDE = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
"""What may only stand directly in what."""


def site_pages(site: Path) -> list[Path]:
    """Every page; an e-mail is no page: it keeps to what mail programs can read."""
    return [path for path in sorted(site.rglob("*.html")) if path.name != "email.html"]


class Reader(HTMLParser):
    """Reads one page and notes what is wrong: unclosed, mismatched, doubled, misplaced, obsolete, pointing nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.errors: list[str] = []
        self.ids: Counter[str] = Counter()
        self.references: set[str] = set()

    def error(self, what: str) -> None:
        """Note it with the line."""
        self.errors.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._place(tag)
        self._attributes(tag, attrs)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(tag, attrs)
        if tag not in EMPTY and "svg" not in self.open:
            self.error(f"<{tag}/> closes nothing")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.error(f"</{tag}> while {self.open[-1:]} is open")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _place(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if tag in INSIDE and parent not in INSIDE[tag]:
            self.error(f"<{tag}> in <{parent}>")
        if tag in BLOCK and "p" in self.open:
            self.error(f"<{tag}> in <p>")
        if tag in {"a", "button"} and {"a", "button"} & set(self.open):
            self.error(f"<{tag}> in something that can be operated")
        if tag in OBSOLETE:
            self.error(f"<{tag}> is obsolete")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, times in Counter(name for name, _ in attrs).items():
            if times > 1:
                self.error(f"{name} twice on <{tag}>")
            if name in OBSOLETE_ATTRIBUTES:
                self.error(f"{name} on <{tag}> is obsolete")
        has = dict(attrs)
        if tag == "img" and "alt" not in has:
            self.error("an image without alt")
        if "id" in has:
            self.ids[has["id"] or ""] += 1
        self.references |= {target for name in REFERRING & set(has) for target in (has[name] or "").split()}

    def end(self) -> list[str]:
        """Everything that was wrong."""
        self.close()
        rest = [f"<{tag}> is never closed" for tag in self.open]
        rest += [f"id {name!r} {times} times" for name, times in self.ids.items() if times > 1 or not name.strip()]
        return self.errors + rest + [f"nothing has id {name!r}" for name in sorted(self.references - set(self.ids))]


def read(text: str) -> list[str]:
    """What is wrong with a page."""
    reader = Reader()
    reader.feed(text)
    return ([] if text.startswith("<!doctype html>") else ["no doctype"]) + reader.end()


def test_every_page_is_well_formed(site: Path) -> None:
    error = {
        str(path.relative_to(site)): what
        for path in site_pages(site)
        if (what := read(path.read_text(encoding="utf-8")))
    }
    assert not error


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<p><div></div></p>", "<div> in <p>"),
        ("<ul><p>x</p></ul><li>x</li>", "<li> in <>"),
        ("<div><b></div></b>", "</div> while ['b'] is open"),
        ("<section>", "<section> is never closed"),
        ('<i id="a"></i><b id="a"></b>', "id 'a' 2 times"),
        ('<a href="x" href="y"></a>', "href twice on <a>"),
        ('<td align="left"></td>', "align on <td> is obsolete"),
        ('<a href="x"><button></button></a>', "operated"),
        ('<label for="weg"></label>', "nothing has id 'weg'"),
        ("<center></center>", "obsolete"),
        ('<img src="x">', "without alt"),
    ],
)
def test_the_reading_finds_errors(html: str, what: str) -> None:
    assert any(what in error for error in read(f"<!doctype html>{html}"))


@pytest.fixture(scope="session")
def now() -> list[str]:
    """The command of the Nu Html Checker, set up when it is not there yet."""
    jar = npm.installed(Path(__file__).parent / "nu") / "node_modules/vnu-jar/build/dist/vnu.jar"
    return ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]


def _messages(site: Path, output: str) -> Iterator[str]:
    for message in json.loads(output)["messages"]:
        path = message.get("url", "").partition(f"{site.resolve()}/")[2]
        yield f"{path}:{message.get('lastLine')}: {message['message']} {message.get('extract', '')[:100]!r}"


@pytest.mark.against("java")
def test_the_nu_html_checker_finds_no_error(now: list[str], site: Path) -> None:
    paths = [str(path.resolve()) for path in site_pages(site)]
    outcome = subprocess.run([*now, *paths], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert outcome.stdout.startswith("{"), outcome.stdout + outcome.stderr
    assert list(_messages(site, outcome.stdout)) == []
