"""What is shipped of a style sheet or script says what its sources say, in one file, and is small."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import brotli
import pytest
from lxml import etree

from macros.pages import assets, network
from macros.records import models as m
from tests.helpers.small_catalog import netwerk

ASSETS = Path(__file__).parents[2] / "overrides/assets"
SCRIPTS = [name for name in assets.JOINED if name.endswith(".js")]
DECLARED = re.compile(r"^(export )?(?:async function|class|const|function|let) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r'^import \{ ([\w, ]+) \} from "([^"]+)";$', re.MULTILINE)


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("a { color: red; }\n", "a{color:red}"),
        ("/* x */ a,\n  b { margin: 0 auto; padding: 1px }", "a,b{margin:0 auto;padding:1px}"),
        ("a :hover { top: calc(1px + 2px) }", "a :hover{top:calc(1px + 2px)}"),
        ('a::after { content: " / { x; }  " }', 'a::after{content:" / { x; }  "}'),
        ("@media not (min-width: 56rem) { a > b { top: 0; } }", "@media not (min-width:56rem){a > b{top:0}}"),
        (":where(.a) :where(p, ul) { x: y }", ":where(.a) :where(p,ul){x:y}"),
        ("@supports not (color: light-dark(#000, #fff)) { a { b: c } }", "@supports not (color:light-dark(#000,#fff)){a{b:c}}"),
    ],
)  # fmt: skip
def test_a_style_sheet_is_made_small(source: str, small: str) -> None:
    assert assets.small_style(source) == small
    assert assets.small_style(small) == small


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("// a\nconst a = 1; // b\n/* c\n d */ let b;\n", "const a=1;let b;"),
        ("a = b\n(c)", "a=b\n(c)"),
        ("function f() {\n  return a;\n}\nf();", "function f(){return a;}\nf();"),
        ("a\n  .b()\n  .c();", "a.b().c();"),
        ("return\nx", "return\nx"),
        ("a + ++b; a - -b; a++ + b; typeof a; x in y", "a+ ++b;a- -b;a++ +b;typeof a;x in y"),
        ('"//  no" + \'/*  no */\' + "\\"  //"', '"//  no"+\'/*  no */\'+"\\"  //"'),
        ("`a  ${ b + `<i>  ${ {c: 1} }  </i>` }  //  d\n  e`", "`a  ${b+`<i>  ${{c:1}}  </i>`}  //  d\n  e`"),
        ("`\\`  ${1}  $  {`", "`\\`  ${1}  $  {`"),
        ("x = /[/'\"`]  \\/  /gu; y", "x=/[/'\"`]  \\/  /gu;y"),
        ("f((a) => /  'b/.test(a))", "f((a)=>/  'b/.test(a))"),
        ('return /  "b/.exec(a)', 'return/  "b/.exec(a)'),
        ("a / b / c; (a) / b; a[0] / 2 // '", "a/b/c;(a)/b;a[0]/2"),
        ("class A { #b = 1; c() { return this.#b; } }", "class A{#b=1;c(){return this.#b;}}"),
    ],
)  # fmt: skip
def test_a_script_is_made_small(source: str, small: str) -> None:
    assert assets.small_script(source) == small
    assert assets.small_script(small) == small


@pytest.mark.parametrize(
    ("source", "line"),
    [('a;\nb = "c', 2), ("a = 'b\n'", 1), ("\n\na = `b ${c", 3), ("a = /b\n/", 1), ("if (a) {\n}\n/b/.test(c)", 3)],
)
def test_a_script_that_cannot_be_read_is_not_shipped(source: str, line: int) -> None:
    with pytest.raises(ValueError, match=f"^regel {line}: "):
        assets.small_script(source)


def test_an_error_names_the_module(tmp_path: Path) -> None:
    module = tmp_path / "forms.js"
    module.write_text('import { a } from "./a.js";\n\nexport const b = "c;\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"^forms\.js, regel 3: "):
        assets.script(module)


@pytest.mark.parametrize("name", SCRIPTS)
def test_modules_can_share_one_scope(name: str) -> None:
    """No name is declared twice, and all that is imported is exported by a module that comes before."""
    exported: dict[str, set[str]] = {}
    declared: list[str] = []
    for part in assets.JOINED[name]:
        text = (ASSETS / part).read_text(encoding="utf-8")
        imports = IMPORTED.findall(text)
        assert len(imports) == len(re.findall(r"^import\b", text, re.MULTILINE)), f"{part}: an import on one line"
        for names, module in imports:
            tasks = set(names.split(", "))
            assert tasks <= exported[Path(module).name], f"{part} takes from {module} what it does not give"
            assert all(len(re.findall(rf"\b{one}\b", text)) > 1 for one in tasks), f"{part} takes what it does not use"
        found = DECLARED.findall(text)
        declared += [one for _, one in found]
        exported[Path(part).name] = {one for export, one in found if export}
    assert len(set(declared)) == len(declared)
    shipped = assets.asset(ASSETS, name).decode()
    assert shipped.startswith('"use strict";\n')
    assert not re.search(r"\b(?:import|export)\b", shipped)


def test_sources_are_not_shipped_and_all_else_is() -> None:
    names = assets.names(ASSETS)
    assert {"site.css", "search.js", "search-worker.js", "favicon.svg"} <= set(names)
    assert not [name for name in names if "/" in name or name in {"tokens.css", assets.AT_THE_ROOT}]
    parts = {part for name in names for part in assets.JOINED.get(name, (name,))} | {assets.AT_THE_ROOT}
    assert parts == {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.*")}, "every source is in one"
    as_it_is = {name: assets.asset(ASSETS, name) for name in names if name != network.MARK}
    shipped = dict(assets.shipped(ASSETS, netwerk()))
    assert {name: shipped[name] for name in as_it_is} == as_it_is


def test_the_pages_and_the_worker_level_words_with_the_same_function() -> None:
    levelling = assets.script(ASSETS / "search/levelling.js")
    assert "function level(" in levelling
    assert all(levelling in assets.asset(ASSETS, name).decode() for name in ("search.js", "search-worker.js"))


def test_the_worker_is_small() -> None:
    """What a reader fetches who opens the search, as it goes over the line; 10,911 when it was one source."""
    assert len(brotli.compress(assets.asset(ASSETS, "search-worker.js"), quality=11)) <= 10_000


def test_the_tokens_come_first_and_the_colours_last(tmp_path: Path) -> None:
    folder = shutil.copytree(ASSETS, tmp_path / "assets")
    plain = assets.asset(folder, "site.css").decode()
    assert plain.index("--papier:light-dark(#fff,") < plain.index("font:400 100%")
    assert len(plain) < sum((ASSETS / part).stat().st_size for part in assets.JOINED["site.css"])
    jeugd = m.Thema(
        id="jeugd", naam="Jeugd", kort="Kort.", bron=("b",), looptijden=(m.Looptijd(van=2024),),
        kleur=m.Kleur(licht="#8a34ab", donker="#cb89fa"),
    )  # fmt: skip
    colours = assets.colours([jeugd, jeugd.model_copy(update={"id": "grijs", "kleur": None})])
    with_colours = dict(assets.shipped(folder, netwerk(), colours))["site.css"].decode()
    assert with_colours == plain + '[data-thema="jeugd"]{--t:light-dark(#8a34ab,#cb89fa)}'


def test_the_mark_is_that_of_the_network() -> None:
    teken = {"punten": [["4", "6"], ["20.5", "28"]], "lijnen": [["1", "2"]], "accent": "1"}
    own = netwerk(
        naam="Netwerk A & B",
        teken=teken,
        kleuren={"merk": {"licht": "#123456", "donker": "#234567"}, "sein": "#fedcba"},
    )
    shipped = dict(assets.shipped(ASSETS, own))
    svg = etree.fromstring(shipped[network.MARK])
    assert [path.get("d") for path in svg.iter("{*}path")] == ["M4 6 20.5 28"]
    assert [(c.get("cx"), c.get("cy")) for c in svg.iter("{*}circle")] == [("20.5", "28"), ("4", "6")]
    assert b"#123456" in shipped[network.MARK]
    assert b"#fedcba" in shipped[network.MARK]
