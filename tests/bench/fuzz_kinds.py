"""What the fuzz run does to a project: slips of the hand, and everything else that people put in files.

Each kind is a function of a source of chance and the root of a small project; none knows what the check says of it.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.helpers import generated_markdown

SNIPPETS = (
    "---", "- ", ": ", ":", "|", ">", "#", "&a", "*a", "!!python/object:os.system", "%YAML 1.1", "'", '"', "\\", "\t", "[", "]",
    "{", "}", "{{", "}}", "{%", "%}", "{#", "{{ x }}", "{{ activiteiten() }}", "{{ bron('weg') }}", "{{ 9**9**9 }}", "<", ">", "</p>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![](x.png)", "[^1]", "[^1]: noot",
    "<!--", "-->", "```", "~~~", "=" * 9, "a" * 11_000, "[" * 30, "> " * 25, "\u202e", "\u200b", "\ufeff", "\u0000", "\u0007",
    "\U0001f600", "\u2028", "\u0301" * 40, "ß", "İ", "2023-02-30", "12:30", "0123", "1e9", "1_000", "-0", "nan", "ja", "nee", "~",
    "null", "onbekend", "PM", "2023-Q5", "2023-Q1/2023-Q4", "doorlopend", "jeugd", "tiel", "../", "/etc/passwd", "?", "&amp;", "&#x202e;",
    "&lt;script&gt;", "$(id)", "%s", "%(x)s", "\r", "\r\n", "\n\n", "\x85", "\x1b[31m", "https://x.nl", "//x.nl", "06-12345678",
    "a@b.nl", "NL91ABNA0417164300", "111222333", "<svg/onload=alert(1)>", "<a id=menu>", '<p id="inhoud">', "## Menu", "!!! note",
)  # fmt: skip
LINES = (
    "## Kop", "### Kop", "#### Diep", "# Titel", "Gewone tekst.", "- punt", "  - punt", "    - diep", "1. een", "> citaat", "---", "***",
    "| a | b |", "| --- | --- |", "| 1 | 2 |", "```", "    code", "Term\n:   uitleg", "[x]: over.md", "[Over](over.md)", "[Jeugd](themas/jeugd.md)",
    "[weg](weg.md)", "![Foto](foto.png)", "*nadruk*", "**vet**", "`code`", "noot[^n]", "[^n]: de noot", '!!! note "Let op"', "    in het kader",
    "<b>vet</b>", "<br>", "<div>", "</div>", "<p>", "{{ activiteiten(jaar=2023) }}", "{{ praktijken(leeg='geen') }}", "{{ thema_kaarten() }}",
    "{{ kerncijfers() }}", "{{ bron('voortgangsbericht-2023') }}", "{{ financien(2023) }}", "{{ grafiek('woninginbraken') }}",
    "{{ cijfers('woninginbraken') }}", "{{ gemeenten(district='gelderland-zuid') }}", "{{ expertteams() }}", "{{ nieuwsbrieven() }}",
    "{{ activiteiten(thema='jeugd', leeg='Er is niets.') }}", "{{ begrip('pga') }}", "{{ agenda() }}", "&copy; &amp; &nope;", "a < b > c",
    "<https://www.politie.nl>", "Zie https://www.politie.nl.", "AVG en PGA en XYZ.", "\\* \\_ \\[", "~~weg~~", "==geel==", "a\\", "a  ", "",
)  # fmt: skip

Mutation = Callable[[random.Random, Path], None]


def _file(rng: random.Random, root: Path, *kinds: str) -> Path:
    all_ = [p for m in ("docs", "newsletters") for p in sorted((root / m).rglob("*")) if p.suffix in kinds]
    return rng.choice(all_)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def typo(rng: random.Random, root: Path) -> None:
    """A few characters go, and something stands in their place."""
    path = _file(rng, root, ".md", ".yml", ".csv")
    text = _read(path)
    place, gone = rng.randint(0, len(text)), rng.choice((0, 0, 0, 1, 3, 12))
    _write(path, text[:place] + rng.choice(SNIPPETS) + text[place + gone :])


def lines(rng: random.Random, root: Path) -> None:
    """A line goes, comes twice, changes place or is indented."""
    path = _file(rng, root, ".md", ".yml", ".csv")
    all_ = _read(path).split("\n")
    place, to = rng.randrange(len(all_)), rng.randrange(len(all_))
    line = all_.pop(place)
    all_[to:to] = rng.choice(([], [line], [line, line], ["  " + line], [line.lstrip()]))
    _write(path, "\n".join(all_))


def field(rng: random.Random, root: Path) -> None:
    """A value is replaced: by another value of the project, by a fragment, by nothing, by a list or a table."""
    path = _file(rng, root, ".md", ".yml")
    all_ = _read(path).split("\n")
    fields = [n for n, line in enumerate(all_) if re.match(r"[\s-]*[a-z_]+:", line)]
    if not fields:
        return
    place = rng.choice(fields)
    name, _, _ = all_[place].partition(":")
    other = _read(_file(rng, root, ".yml")).split("\n")
    values = [line.partition(":")[2].strip() for line in other if ":" in line]
    separate = rng.choice((*SNIPPETS, *values, "[]", "{}", "[jeugd, jeugd]", "{a: b}", "'x'", '"<b>x</b>"'))
    all_[place] = f"{name}: {separate}"
    _write(path, "\n".join(all_))


def good_field(rng: random.Random, root: Path) -> None:
    """A text that is allowed wherever text may stand, however odd: it must arrive unharmed in every channel."""
    path = _file(rng, root, ".md", ".yml")
    all_ = _read(path).split("\n")
    fields = [
        n
        for n, r in enumerate(all_)
        if re.match(r"[\s-]*(titel|naam|kort|samenvatting|omschrijving|oplevering|effect):", r)
    ]
    if not fields:
        return
    place = rng.choice(fields)
    chars = ("abc éëïö", *"'\"&<>%#*_`|[](){}\\/;:,.!?½€–—…«»", "日本", "א Ω")
    text = " ".join(rng.choice(chars) for _ in range(rng.randint(3, 30))).replace("\\", "\\\\").replace('"', '\\"')
    all_[place] = f'{all_[place].partition(":")[0]}: "Een tekst {text} tot zover."'
    _write(path, "\n".join(all_))


def markdown(rng: random.Random, root: Path) -> None:
    """Lines of Markdown, HTML and words at the end of a page, or on a new one."""
    text = "\n".join(rng.choice(LINES) + rng.choice(("", "", "\n")) for _ in range(rng.randint(1, 12)))
    if rng.random() < 0.5:
        path = _file(rng, root, ".md")
        _write(path, f"{_read(path)}\n{text}\n")
        return
    name = rng.choice(
        (
            "nieuw",
            "themas/nieuw",
            "over/index",
            "a-b",
            "Nieuw",
            "nieuw pagina",
            "_x",
            "index/index",
            "data/x",
            "zoek/x",
            "404",
        )
    )
    path = root / f"docs/{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, f"---\ntitel: Nieuw\nsamenvatting: Een nieuwe pagina.\n---\n\n{text}\n")


def file(rng: random.Random, root: Path) -> None:
    """A file of any kind in any place, or one that is gone."""
    if rng.random() < 0.3:
        _file(rng, root, ".md", ".yml", ".csv").unlink()
        return
    name = rng.choice(
        (
            "x.md",
            "x.yml",
            "x.csv",
            "x.html",
            "x.svg",
            "x.png",
            "x.jpg",
            "x.pdf",
            ".x",
            "x",
            "X.MD",
            "x.md.md",
            "2024.yml",
            "jeugd.md",
        )
    )
    folder = rng.choice(
        (
            "docs",
            "docs/_data",
            "docs/_data/activiteiten",
            "docs/_data/cijfers",
            "docs/praktijken",
            "docs/themas",
            "newsletters",
        )
    )
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    contents = rng.choice(
        (
            b"",
            b"\xff\xd8\xff\xe0",
            b"\x89PNG\r\n\x1a\n",
            b"%PDF-1.7",
            rng.randbytes(40),
            b"---\n---\n",
            b"- id: x\n",
            b"a,b\n1,2\n",
        )
    )
    path.write_bytes(contents)


def cellen(rng: random.Random, root: Path) -> None:
    """A cell of a table gets something else."""
    path = _file(rng, root, ".csv")
    all_ = [line.split(",") for line in _read(path).split("\n")]
    row = rng.choice(all_)
    row[rng.randrange(len(row))] = rng.choice(SNIPPETS)
    _write(path, "\n".join(map(",".join, all_)))


ADDRESSES = (
    "over.md", "./over.md", "../over.md", "over", "over/", "/over/", "Over.md", "over.md?x=1", "over.md#", "over.md#tekst", "#tekst", "#", "?", "",
    "index.md", ".", "..", "./", "themas/jeugd.md", "../themas/jeugd.md", "themas/index.md", "themas/", "themas", "praktijken/hackshield.md",
    "hackshield.md", "newsletters/2023-q4.md", "nieuwsbrieven/2023-q4.md", "../nieuwsbrieven/2023-q4.md", "gemeenten/tiel.md", "gemeenten/tiel/",
    "foto.png", "bijlage.pdf", "<met spatie.pdf>", "met%20spatie.pdf", "over%2emd", "over.md%23tekst", "docs/over.md", "_data/themas.yml",
    "feed.xml", "data/themas.csv", "activiteiten/agenda.ics", "zoeken.md?q=jeugd", "abonneren.md", "404.md", "mkdocs.yml", "\\over.md",
    "https://www.politie.nl", "HTTPS://WWW.POLITIE.NL/", "http://www.politie.nl:80/a?b=c&d=e#f", "https://politie", "https://", "http:/politie.nl",
    "https://www.politie.nl:99999/", "https://[::1]/", "https://[x", "https://www.politie.nl/ a", "https://www.politie.nl/\ta", "//www.politie.nl",
    "www.politie.nl", "politie.nl", "mailto:info@example.nl", "mailto:", "mailto:a@@b", "mailto:info@example.nl?subject=Hallo", "info@example.nl",
    "tel:0612", "tel:+31570633560", "tel:", "ftp://example.nl", "file:///c:/x", "javascript:1", "data:text/plain,x", "x:y", "a:b.md", "1:2",
)  # fmt: skip
TITLES = ("", "", "", ' "Titel"', " 'Titel'", " (Titel)", ' "half', " rommel")


def link(rng: random.Random, root: Path) -> None:
    """A link or a picture, to anything, in every way that one can be written, in a sentence, a list, a table or a heading."""
    path = _file(rng, root, ".md")
    to, title, text = (
        rng.choice(ADDRESSES),
        rng.choice(TITLES),
        rng.choice(("de praktijk", "HackShield [nu]", "`code`", "**vet**", "", "hier")),
    )
    form = rng.choice(
        ("[{t}]({a}{i})",) * 4
        + ("![{t}]({a}{i})", "<{a}>", "{a}", "[{t}][n]\n\n[n]: {a}{i}", "[{t}]({a}", "[![Een foto]({a})](over.md)")
    )
    place = rng.choice(
        (
            "Zie {}.",
            "Zie {}.",
            "- {}",
            "| Kop |\n| --- |\n| {} |",
            "## Over {}",
            "> {}",
            "Noot[^z].\n\n[^z]: {}",
            "1. een\n   {}",
        )
    )
    _write(path, f"{_read(path)}\n{place.format(form.format(t=text, a=to, i=title))}\n")


def generated(rng: random.Random, root: Path) -> None:
    """A page of generated Markdown: every construct of the dialect, in each other."""
    path = _file(rng, root, ".md")
    head, dashes, _ = _read(path).rpartition("\n---\n")
    _write(path, f"{head}{dashes}\n{generated_markdown.page(rng.randrange(10**6))}")


def _png(rng: random.Random) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = rng.randint(1, 40)
    rows = zlib.compress(b"".join(b"\0" + rng.randbytes(3 * size) for _ in range(size)))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _pdf(rng: random.Random) -> bytes:
    body = b"%PDF-1.4\n"
    places = []
    for number, contents in enumerate(
        (
            "/Type /Catalog /Pages 2 0 R",
            "/Type /Pages /Kids [3 0 R] /Count 1",
            f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {rng.randint(9, 900)} 9]",
        ),
        start=1,
    ):
        places.append(len(body))
        body += f"{number} 0 obj\n<< {contents} >>\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        body
        + f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    )


def attachment(rng: random.Random, root: Path) -> None:
    """A picture or a PDF that is right, anywhere, also where the site has files of its own; and often a link to it."""
    folder = rng.choice(
        (
            "",
            "",
            "themas/",
            "praktijken/",
            "over/",
            "assets/",
            "data/",
            "zoek/",
            "nieuwsbrieven/2023-q4/",
            "voortgang/2023/",
            "a/b/c/",
            "_x/",
            "gemeenten/tiel/",
            "financien/",
        )
    )
    name = rng.choice(
        (
            "foto",
            "foto",
            "voortgang",
            "jaarplan",
            "hackshield",
            "2023-q4",
            "jeugd",
            "Foto",
            "met spatie",
            "a.b",
            "ë",
            "_x",
            "-",
            "logo",
            "deel",
            "index",
            "a:b",
            "a?b",
            "a#b",
            "a%20b",
        )
    )
    kind, make = rng.choice(((".png", _png), (".pdf", _pdf), (".PNG", _png), (".jpg", _png)))
    path = root / "docs" / f"{folder}{name}{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make(rng))
    page = _file(rng, root, ".md")
    address = rng.choice(
        (f"{folder}{name}{kind}", f"../{folder}{name}{kind}", f"<{folder}{name}{kind}>", f"{name}{kind}")
    )
    mark = "!" if kind != ".pdf" or rng.random() < 0.1 else ""
    _write(page, f"{_read(page)}\nZie {mark}[de brief van het netwerk]({address}).\n")


PLACES = (
    "README", "readme", "themas/README", "themas/overzicht", "themas/jeugd", "themas/ondermijning", "index/index", "over/index", "over/meer", "praktijken/x",
    "praktijken/HackShield", "praktijken/hack_shield", "praktijken/sub/x", "gemeenten/tiel", "gemeenten/deventer", "expertteams/jeugd", "nieuwsbrieven/2023-q4",
    "nieuwsbrieven/2024-q1", "voortgang/2023", "feed.xml", "feed", "data", "data/index", "assets/x", "zoek/index", "sitemap", "robots", "404", "404/index", "offline",
    ".verborgen", "_x", "_data/x", "_data/themas", "a.b", "a b", "A", "é", "con", "x" * 100, "docs/over", "a/b/c/d/e/f", "overrides/main", "print", "2023", "0", "-", "a-", "a--b",
    "districten/twente", "jaarplan/2023", "financien/2023", "cijfers/woninginbraken", "begrippen/pga", "zusternetwerken/index", "strategie", "matrices",
)  # fmt: skip
HEADS = (
    "titel: Nieuw\nsamenvatting: Een nieuwe pagina over iets.", "titel: Nieuw", "", "titel: Nieuw\nsamenvatting: Een nieuwe pagina.\nbron: voortgangsbericht-2023",
    "titel: Nieuw\nsamenvatting: Een pagina.\ntaal: en", "titel: Nieuw\nsamenvatting: Een pagina.\nsynoniemen: [waar, wie]", "titel: 2023\nsamenvatting: ja",
    "titel: Nieuwsbrief 1e kwartaal 2024\ndatum: 2024-03-15\nsamenvatting: In dit nummer leest u wat het netwerk in het kwartaal deed.\nbron: voortgangsbericht-2023",
)  # fmt: skip


def place(rng: random.Random, root: Path) -> None:
    """A page of any kind with any name: also one that the engine, the theme or the site has a meaning for."""
    folder = rng.choice(("docs/", "docs/", "docs/", "newsletters/", "newsletters/2024-q"))
    path = root / f"{folder}{rng.choice(PLACES) if not folder.endswith('q') else rng.randint(0, 5)}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = rng.choice(
        ("", "Tekst.", "Tekst met een [link](over.md).", "## Kop\n\nTekst.", "{{ agenda() }}", "<!-- niets -->", "---")
    )
    _write(path, f"---\n{rng.choice(HEADS)}\n---\n\n{body}\n")


OTHER_FIELDS = (
    "title: X", "template: main.html", "template: weg.html", "hide: [navigation]", "search: {exclude: ja}", "description: X", "status: new", "icon: x", "tags: [a]",
    "render_macros: false", "render_macros: true", "ignore_macros: true", "edit_url: x", "date: 2023-01-01", "authors: [x]", "subtitle: x", "draft: true", "comments: true",
    "inherit: x", "locale: en", "eerder: [oud]", "eerder: oud/adres", "eerder: [../x]", "eerder: ['']", "eerder: [over]", "eerder: [index.md]", "eerder: [over/, over/]",
    "taal: en", "taal: fr", "synoniemen: [a, a]", "synoniemen: ['{{ x }}']", "bron: [gemeenten, gemeenten]", "themas: [jeugd, jeugd]", "themas: []", "gemeenten: [tiel]",
    "kleur: '#ff0000'", "kleur: #ff0000", "levend: ja", "elke_gemeente: ja", "achteraf: ja", "gepubliceerd: 2999-12-31", "gepubliceerd: 0001-01-01", "geschiedenis: []",
    "geschiedenis:\n  - datum: 2023-01-01\n    tekst: Begonnen.", "situaties: [U ziet iets]", "plaatsen: [Utrecht]", "effect: onbekend", "nieuw: ~",
)  # fmt: skip


def other_field(rng: random.Random, root: Path) -> None:
    """A field more in the front matter of a page, or in place of the one of its name: ours, the engine's, another tool's."""
    path, typed = _file(rng, root, ".md"), rng.choice(OTHER_FIELDS)
    text = re.sub(rf"^{typed.partition(':')[0]}:.*\n", "", _read(path), flags=re.MULTILINE)
    _write(path, text.replace("---\n", f"---\n{typed}\n", 1))


def record(rng: random.Random, root: Path) -> None:
    """A record more, which is one that was there with another name, and one of its fields another."""
    path = _file(rng, root, ".yml")
    records = re.split(r"^(?=- id: )", _read(path), flags=re.MULTILINE)
    lines = records[-1].split("\n")
    lines[0] = f"- id: {rng.choice(('nieuw', 'nieuw-2', '2023', 'a', 'jeugd-2', 'index', 'x' * 80, 'Nieuw'))}"
    place, other = rng.randrange(len(lines)), _read(_file(rng, root, ".yml")).split("\n")
    if rng.random() < 0.5 and ":" in lines[place] and place:
        lines[place] = f"{lines[place].partition(':')[0]}: {rng.choice(other).partition(':')[2].strip() or '~'}"
    _write(path, "".join([*records, "\n".join(lines)]))


DAYS = (
    "2023-03-04", "0001-01-01", "2999-12-31", "1899-12-31", "2024-02-29", "2023-12", "2023-Q4", "2023", "2023-Q1/2023-Q2", "2022-12-31/2023-01-01",
    "doorlopend", "PM", "onbekend", "circa 6 x per jaar", "2024/03/04", "2-3-2024", "2-mrt", "4 maart 2023", "03-2023", "2023-3-4", "Q1 2023", "1e kwartaal 2023", "voorjaar 2023",
    "2023-03-04T10:00", "20230304", "45000", "morgen", "0000", "0000-00", "2023-Q1/doorlopend",
)  # fmt: skip


def day(rng: random.Random, root: Path) -> None:
    """Another date, in any notation, for one that was there."""
    path = _file(rng, root, ".md", ".yml")
    text = _read(path)
    if found := list(re.finditer(r"(?<=: )[12]\d{3}(?:-(?:Q\d|\d\d)(?:-\d\d)?)?$", text, re.MULTILINE)):
        hit = rng.choice(found)
        _write(path, text[: hit.start()] + rng.choice(DAYS) + text[hit.end() :])


CELLS = (
    "#DIV/0!", "#N/B", "#REF!", "2-mrt", "mrt-24", "1 234", "1\u00a0234", "1.234", "1.234,5", '"1.234,50"', ".", "-", "–", "n.v.t.", "?", "1e3", "1E+05", "€ 5", "5%", "5 %",
    "=A1+B1", "+1", "-0", "00012", "1_000", "(12)", "12-", "⅓", "½", "１２", "", " ", "0", "999999999999", "1" * 40, "0.1234567", "-5", "ja", "x y", "'12",
)  # fmt: skip


def sheet(rng: random.Random, root: Path) -> None:
    """What a spreadsheet makes of a table: another cell, empty rows and columns, other marks between cells."""
    path = _file(rng, root, ".csv")
    rows = [line.split(",") for line in _read(path).rstrip("\n").split("\n")]
    match rng.randrange(6):
        case 0:
            rows += [[""] * len(rows[0])] * rng.randint(1, 3)
        case 1:
            rows = [[*row, ""] for row in rows]
        case 2:
            rows[1:] = rows[1:] * rng.choice((2, 40, 30_000 if rng.random() < 0.1 else 3))
        case _:
            row = rng.choice(rows[1:] or rows)
            row[rng.randrange(len(row))] = rng.choice(CELLS)
    _write(path, "\n".join(map(rng.choice((",", ",", ",", ",", ";", "\t")).join, rows)) + "\n")


def merge(rng: random.Random, root: Path) -> None:
    """The marks of two versions around a line, or a part of them."""
    path = _file(rng, root, ".md", ".yml", ".csv")
    all_ = _read(path).split("\n")
    place = rng.randrange(len(all_))
    marks = ["<<<<<<< HEAD", all_[place], "=======", all_[place], ">>>>>>> tak"]
    all_[place : place + 1] = marks if rng.random() < 0.7 else rng.sample(marks, rng.randint(1, 4))
    _write(path, "\n".join(all_))


def saved(rng: random.Random, root: Path) -> None:
    """A file as another program saves it."""
    path = _file(rng, root, ".md", ".yml", ".csv")
    text = _read(path)
    encodings = ("utf-8-sig", "utf-16", "latin-1", "cp1252", "utf-16-le")
    if rng.random() < 0.4:
        path.write_bytes(text.encode(rng.choice(encodings), "replace"))
    else:
        old, new = rng.choice(
            (
                ("\n", "\r\n"),
                ("\n", "\r"),
                ("  ", "\t"),
                (" ", "\u00a0"),
                ("\n", "\n\n"),
                ("\n", " \n"),
                ("-", "–"),
                ("'", "’"),
                ('"', "”"),
            )
        )
        _write(path, text.replace(old, new, rng.choice((1, 3, 10_000))))


def moved(rng: random.Random, root: Path) -> None:
    """A file under another name, or a second time."""
    path = _file(rng, root, ".md", ".yml", ".csv")
    to = path.with_name(
        rng.choice(
            ("nieuw", "2024", "2023", "index", "jeugd", "over", path.stem.upper(), f"{path.stem}-2", f"{path.stem} (1)")
        )
        + path.suffix
    )
    if rng.random() < 0.5 and not to.exists():
        path.rename(to)
    else:
        to.write_bytes(path.read_bytes())


CALLS = (
    "activiteiten", "agenda", "begrip", "bron", "cijfers", "district", "expertteam", "expertteams", "financien", "gemeente", "gemeenten", "grafiek", "kerncijfers",
    "matrix", "nieuwsbrieven", "organisaties", "praktijken", "bronnen", "thema_kaarten", "voortgang", "actieagenda", "vocabulaire", "include", "range", "config",
)  # fmt: skip
ARGUMENTS = (
    "", "", "'jeugd'", "thema='jeugd'", "jaar=2023", "2023", "'tiel'", "'gelderland-zuid'", "district='twente'", "leeg='Niets.'", "thema='weg'", "thema=jeugd", "'woninginbraken'",
    "'pga'", "titel='X'", "niveau=2", "None", "*[1]", "thema='jeugd', leeg='Niets.'", "jaar=2023, leeg='x'", "'<b>'", "leeg=''", "vanaf=2023", "'2023'", "1+1", "-1", "True",
)  # fmt: skip


def word(rng: random.Random, root: Path) -> None:
    """A word of the vocabulary with any argument, anywhere in a text."""
    path = _file(rng, root, ".md")
    called = "{{ " + f"{rng.choice(CALLS)}({rng.choice(ARGUMENTS)})" + " }}"
    place = rng.choice(
        (
            "{}",
            "{}",
            "{}",
            "Zie {}.",
            "- {}",
            "> {}",
            "| a |\n| --- |\n| {} |",
            "## {}",
            "`{}`",
            "**{}**",
            "[{}](over.md)",
            "[^w]\n\n[^w]: {}",
            "    {}",
            "<!-- {} -->",
        )
    )
    _write(path, f"{_read(path)}\n{place.replace('{}', called)}\n")


MUTATIONS: Sequence[Mutation] = (
    typo, lines, field, good_field, good_field, markdown, markdown, file, cellen, link, link, generated, generated, attachment, place, place,
    other_field, record, record, day, sheet, merge, saved, moved, word, word,
)  # fmt: skip
