"""Valid HTML on every page of the site.

The Nu Html Checker (vnu-jar, its exact bytes by tests/browser/nu/package-lock.json) where the machine has npm and Java;
the run says so when it does not. Our own reading of every page needs only Python and never stays out: what it finds are
the errors that a browser repairs without a word, so no reader's program reads them alike.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytestmark = pytest.mark.site

WORTEL = Path(__file__).parents[2]
NU = Path(__file__).parent / "nu"
KLAAR = WORTEL / ".cache/nu"
JAR = KLAAR / "node_modules/vnu-jar/build/dist/vnu.jar"

LEEG = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
BLOK = frozenset(
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
VEROUDERD = frozenset(
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
VEROUDERDE_ATTRIBUTEN = frozenset(
    ["align", "bgcolor", "border", "cellpadding", "cellspacing", "frameborder", "nowrap", "valign", "hspace"]
)
VERWIJST = frozenset(
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
BINNEN = {
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


def bladen(site: Path) -> list[Path]:
    """Every page; an e-mail is no page: it keeps to what mail programs can read."""
    return [pad for pad in sorted(site.rglob("*.html")) if pad.name != "email.html"]


class Lezer(HTMLParser):
    """Reads one page and notes what is wrong: unclosed, mismatched, doubled, misplaced, obsolete, pointing nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fouten: list[str] = []
        self.ids: Counter[str] = Counter()
        self.verwijzingen: set[str] = set()

    def fout(self, wat: str) -> None:
        """Note it with the line."""
        self.fouten.append(f"line {self.getpos()[0]}: {wat}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._plaats(tag)
        self._attributen(tag, attrs)
        if tag not in LEEG:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributen(tag, attrs)
        if tag not in LEEG and "svg" not in self.open:
            self.fout(f"<{tag}/> closes nothing")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.fout(f"</{tag}> while {self.open[-1:]} is open")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _plaats(self, tag: str) -> None:
        ouder = self.open[-1] if self.open else ""
        if tag in BINNEN and ouder not in BINNEN[tag]:
            self.fout(f"<{tag}> in <{ouder}>")
        if tag in BLOK and "p" in self.open:
            self.fout(f"<{tag}> in <p>")
        if tag in {"a", "button"} and {"a", "button"} & set(self.open):
            self.fout(f"<{tag}> in something that can be operated")
        if tag in VEROUDERD:
            self.fout(f"<{tag}> is obsolete")

    def _attributen(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for naam, keer in Counter(naam for naam, _ in attrs).items():
            if keer > 1:
                self.fout(f"{naam} twice on <{tag}>")
            if naam in VEROUDERDE_ATTRIBUTEN:
                self.fout(f"{naam} on <{tag}> is obsolete")
        heeft = dict(attrs)
        if tag == "img" and "alt" not in heeft:
            self.fout("an image without alt")
        if "id" in heeft:
            self.ids[heeft["id"] or ""] += 1
        self.verwijzingen |= {doel for naam in VERWIJST & set(heeft) for doel in (heeft[naam] or "").split()}

    def einde(self) -> list[str]:
        """Everything that was wrong."""
        self.close()
        rest = [f"<{tag}> is never closed" for tag in self.open]
        rest += [f"id {naam!r} {keer} times" for naam, keer in self.ids.items() if keer > 1 or not naam.strip()]
        return self.fouten + rest + [f"nothing has id {naam!r}" for naam in sorted(self.verwijzingen - set(self.ids))]


def lees(tekst: str) -> list[str]:
    """What is wrong with a page."""
    lezer = Lezer()
    lezer.feed(tekst)
    return ([] if tekst.startswith("<!doctype html>") else ["no doctype"]) + lezer.einde()


def test_every_page_is_well_formed(site: Path) -> None:
    fout = {str(pad.relative_to(site)): wat for pad in bladen(site) if (wat := lees(pad.read_text(encoding="utf-8")))}
    assert not fout


@pytest.mark.parametrize(
    ("html", "wat"),
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
def test_the_reading_finds_errors(html: str, wat: str) -> None:
    assert any(wat in fout for fout in lees(f"<!doctype html>{html}"))


@pytest.fixture(scope="session")
def nu() -> list[str]:
    """The command of the Nu Html Checker, set up when it is not there yet."""
    npm, java = shutil.which("npm"), shutil.which("java")
    if not npm or not java:
        pytest.skip("the Nu Html Checker needs npm and Java, which are not here; our own reading of every page did run")
    slot = (NU / "package-lock.json").read_bytes()
    if not JAR.is_file() or (KLAAR / "package-lock.json").read_bytes() != slot:
        shutil.copytree(NU, KLAAR, dirs_exist_ok=True)
        npm_ci = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        klaar = subprocess.run(npm_ci, cwd=KLAAR, capture_output=True, text=True, check=False)  # noqa: S603 - npm, locked
        assert klaar.returncode == 0, f"npm could not fetch vnu-jar (tests/browser/nu): {klaar.stderr.strip()[-300:]}"
    return [java, "-Xss4m", "-jar", str(JAR), "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]


def _meldingen(site: Path, uitvoer: str) -> Iterator[str]:
    for melding in json.loads(uitvoer)["messages"]:
        pad = melding.get("url", "").partition(f"{site.resolve()}/")[2]
        yield f"{pad}:{melding.get('lastLine')}: {melding['message']} {melding.get('extract', '')[:100]!r}"


def test_the_nu_html_checker_finds_no_error(nu: list[str], site: Path) -> None:
    paden = [str(pad.resolve()) for pad in bladen(site)]
    uitkomst = subprocess.run([*nu, *paden], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert uitkomst.stdout.startswith("{"), uitkomst.stdout + uitkomst.stderr
    assert list(_meldingen(site, uitkomst.stdout)) == []
