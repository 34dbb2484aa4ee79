"""Script on a page, behind the checks that refuse it: built without them, in a real browser, nothing runs.

`check` stops a build at each of these. Should one slip past it one day, the cleaning of pages and the escaping of
data still hold: so the checks are put aside here, and every page is hovered over, focused and clicked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Dialog, Request

from macros.build.content import check
from macros.review import texts
from tests.conftest import ROOT
from tests.errors.test_errors import set_up
from tests.helpers.changes import name_in_settings
from tests.helpers.servers import served

HEADING = "---\ntitel: Een poging\nsamenvatting: Een poging.\n---\n\nTekst.\n\n"
PAYLOAD = "window.gek=(window.gek||0)+1"

# In the prose of a page; X becomes code that leaves a trace.
PROSE: tuple[str, ...] = (
    "<script>X</script>", "<SCRIPT>X</SCRIPT>", "<scr<script>ipt>X</script>", "<script src='data:text/javascript,X'></script>",
    "<script type='module'>X</script>", "<script\n>X</script\n>", "<script/x>X</script>", "<svg><script>X</script></svg>",
    "<img src=x onerror='X'>", "<img src='x' onerror=X alt='a'>", "<img/src=x/onerror=X>", "<IMG SRC=x ONERROR='X'>",
    "<img src=x:x onerror\n=\n'X'>", "<img src='/favicon.svg' onload='X' alt='a'>", "<svg onload='X'></svg>", "<svg/onload=X>",
    "<svg><animate onbegin='X' attributeName=x dur=1s></svg>", "<svg><a xlink:href='javascript:X'><text y=20>x</text></a></svg>",
    "<svg><set attributeName=href to='javascript:X'/></svg>", "<svg><use href='data:image/svg+xml,<svg onload=X>'/></svg>",
    "<math><mi xlink:href='javascript:X'>x</mi></math>", "<math><style><img src=x onerror='X'></style></math>",
    "<body onload='X'>", "<input autofocus onfocus='X'>", "<select autofocus onfocus='X'></select>",
    "<details open ontoggle='X'>x</details>", "<p tabindex=1 onfocus='X' autofocus>x</p>", "<p onmouseover='X'>x</p>",
    "<p onclick='X'>x</p>", "<p onpointerenter='X'>x</p>", "<p style='animation: x 1s' onanimationstart='X'>x</p>",
    "<marquee onstart='X'>x</marquee>", "<video src=x onerror='X'></video>", "<audio src=x onerror='X'></audio>",
    "<video><source onerror='X'></video>", "<object data='data:text/html,<script>X</script>'></object>",
    "<embed src='data:text/html,<script>X</script>'>", "<iframe srcdoc='<script>parent.X</script>'></iframe>",
    "<iframe src='javascript:parent.X'></iframe>", "<iframe onload='X'></iframe>", "<base href='javascript:X//'>",
    "<meta http-equiv='refresh' content='0;url=javascript:X'>", "<link rel='stylesheet' href='data:text/css,*{}' onload='X'>",
    "<form action='javascript:X'><input type=submit value=x></form>", "<button formaction='javascript:X' form=f>x</button>",
    "<a href='javascript:X'>x</a>", "<a href='  java\nscript:X'>x</a>", "<a href='&#106;avascript:X'>x</a>",
    "<a href='java&Tab;script:X'>x</a>", "<a href='JaVaScRiPt:X'>x</a>", "<a href='data:text/html,<script>opener.X</script>'>x</a>",
    "<a href='vbscript:X'>x</a>", "<a href='#' onclick='X'>x</a>", "[x](javascript:X)", "[x](  javascript:X)", "[x](<javascript:X>)",
    "[x](&#106;avascript:X)", "[x](java&#x0A;script:X)", "[x][y]\n\n[y]: javascript:X", "![x](javascript:X)", "<javascript:X>",
    '![x](x "a" onerror=X)', '![x" onerror="X](x)', '[x](y "\'><img src=x onerror=X>")', "`<img src=x onerror=X>`",
    "```<img src=x onerror=X>\ntekst\n```", "## <img src=x onerror='X'>", "## kop { onclick=X }", "| a |\n| --- |\n| <img src=x onerror='X'> |",
    "[^a]\n\n[^a]: <img src=x onerror='X'>", "!!! note \"<img src=x onerror='X'>\"\n    x", "<!-- --!><img src=x onerror='X'> -->",
    "<![CDATA[<img src=x onerror='X'>]]>", "<?x <img src=x onerror='X'> ?>", "<noscript><p title='</noscript><img src=x onerror=X>'>",
    "<p title='\"><img src=x onerror=X>'>x</p>", "<template><img src=x onerror='X'></template>", "&lt;img src=x onerror='X'&gt;",
    "\x02klzzwxh:0000\x03<img src=x onerror='X'>", "<div data-inzet='0123456789abcdef' onclick='X'></div>",
    "<textarea><img title='</textarea><img src=x onerror=X>'>", "<style>@import 'javascript:X';</style><p id=x>x</p>",
)  # fmt: skip
EVIL = '"><img src=x onerror=X><script>X</script>'

# In data: file → the field and how its value begins, of values that are replaced.
DATA: dict[str, tuple[tuple[str, str], ...]] = {
    "docs/index.md": (("titel: ", ""), ("samenvatting: ", "")),
    "docs/praktijken/hackshield.md": (("titel: ", ""), ("samenvatting: ", ""), ("effect: ", "")),
    "newsletters/2023-q4.md": (("titel: ", ""),),
    "docs/_data/themas.yml": (("naam: ", ""), ("kort: ", "")),
    "docs/_data/activiteiten/2023.yml": (("titel: ", ""),),
    "docs/_data/expertteams.yml": (("naam: ", ""), ("opdracht: ", "")),
    "docs/_data/organisaties.yml": (("naam: ", "Politie"),),  # the network's own name stands in more places
}


def _infect(root: Path) -> None:
    """Every attempt on a page of its own, and one in every kind of value."""
    for number, text in enumerate(PROSE):
        (root / f"docs/poging-{number}.md").write_text(HEADING + text.replace("X", PAYLOAD) + "\n", encoding="utf-8")
    for file, fields in DATA.items():
        lines = (root / file).read_text(encoding="utf-8").split("\n")
        for field, old in fields:
            place = next(i for i, line in enumerate(lines) if field + old in line)
            value = EVIL.replace("X", PAYLOAD).replace("'", "''")
            lines[place] = lines[place].split(field)[0] + f"{field}'{value} en verder gewone tekst'"
        (root / file).write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def infected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with all attempts on it, built without the checks that would refuse them."""
    root = set_up(tmp_path_factory.mktemp("besmet") / "project")
    _infect(root)
    (root / "macros").symlink_to(ROOT / "macros")
    for name in ("mkdocs.yml", "requirements.lock"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    name_in_settings(root)
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    with pytest.MonkeyPatch.context() as without:
        without.setenv("SOURCE_DATE_EPOCH", "1795305600")
        without.setenv("NO_MKDOCS_2_WARNING", "1")
        without.setattr(texts, "check_texts", lambda *_: [])
        without.setattr(texts, "check_files", lambda *_: ([], []))
        without.setattr("macros.records.loader.found.decode", lambda contents: contents.decode("utf-8"))
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"), strict=False)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    with served(root / "site") as address:
        yield address


TOUCH = """() => {
  document.addEventListener('submit', (e) => { if (!/^javascript/i.test(e.target.action)) e.preventDefault(); }, true);
  const alles = [...document.querySelectorAll('main *, body > *')].slice(0, 400);
  for (const deel of alles) {
    for (const soort of ['pointerenter', 'mouseover', 'mouseenter', 'focus', 'animationstart'])
      deel.dispatchEvent(new Event(soort, { bubbles: true }));
    if (deel.focus) deel.focus();
  }
  for (const deel of document.querySelectorAll('main a, main button, main p, main input, main div[onclick]')) {
    if (deel.tagName === 'A' && !/^(javascript|data|vbscript)/i.test(deel.protocol)) deel.addEventListener('click', (e) => e.preventDefault());
    deel.click();
  }
}"""


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whose browser keeps no policy."""
    context = browser.new_context(bypass_csp=True)
    yield context
    context.close()


def _visit(visitor: BrowserContext, address: str) -> list[str]:
    """What went wrong on a page that was looked at, hovered over, focused and clicked."""
    errors: list[str] = []
    page = visitor.new_page()

    def foreign(request: Request) -> None:
        if not request.url.startswith("http://127.0.0.1"):
            errors.append(f"asks {request.url[:80]}")

    def popup(dialog: Dialog) -> None:
        errors.append("opens a dialog")
        dialog.dismiss()

    page.on("request", foreign)
    page.on("dialog", popup)
    page.goto(address)
    page.evaluate(TOUCH)
    for link in page.locator("main p a, main p, main img").all()[:6]:
        if (box := link.bounding_box()) and box["width"] * box["height"]:
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(30)
    if page.url != address:
        errors.append(f"went to {page.url[:80]}")
    elif page.evaluate("window.gek"):
        errors.append("ran")
    handlers = (
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length"
    )
    if page.evaluate(handlers):
        errors.append("holds a handler")
    page.close()
    return errors


@pytest.mark.browser
@pytest.mark.parametrize("nummer", range(len(PROSE)))
def test_script_on_a_page_does_not_run(nummer: int, visitor: BrowserContext, infected: str) -> None:
    assert _visit(visitor, f"{infected}poging-{nummer}/") == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "pad",
    [
        "",
        "praktijken/",
        "praktijken/hackshield/",
        "nieuwsbrieven/2023-q4/",
        "themas/jeugd/",
        "gemeenten/tiel/",
        "404.html",
    ],
)
def test_script_in_data_does_not_run(pad: str, visitor: BrowserContext, infected: str) -> None:
    assert _visit(visitor, infected + pad) == []


TEXT = {
    "`<img src=x onerror=X>`", "## kop { onclick=X }", "<!-- --!><img src=x onerror='X'> -->", "&lt;img src=x onerror='X'&gt;",
}  # fmt: skip
"""Attempts that are no HTML where people write: code, text, and a remark that no reader gets."""


def test_every_attempt_is_refused_by_the_check(tmp_path: Path) -> None:
    """The one with characters that no file may hold by itself: of it the loader tells, and then nothing else is read."""
    root = set_up(tmp_path / "project")
    attempts = {
        f"docs/poging-{number}.md": text for number, text in enumerate(PROSE) if text.isprintable() or "\n" in text
    }
    for file, text in attempts.items():
        (root / file).write_text(HEADING + text.replace("X", PAYLOAD) + "\n", encoding="utf-8")
    _, found = check(root)
    told = {finding.file for finding in found if not finding.warning}
    assert len(PROSE) - len(attempts) == 1
    assert {text for file, text in attempts.items() if file not in told} == TEXT


def test_there_are_sixty_attempts() -> None:
    assert len(PROSE) >= 60
