"""The fact list: each sentence on a practice, team or theme page that holds a number, name or date, with its source's line.

    python -m tests.bench.facts FOLDER_OF_SOURCES [site]

The texts of the sources stand in no repository of ours, so someone who has them names their folder (`<bron>.txt` each). Of a
sentence every number and name is looked for in the lines of the sources; a number counts only in a line that speaks of the
same: two words of the sentence or of what it stands in, or three of its numbers. What is found is printed with its line; what is not, comes last, with what
was looked for: there someone has to look. That it was found is no proof that the sentence is true.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html as lhtml

KINDS = ("praktijken", "expertteams", "themas")
NUMBERS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()  # noqa: SIM905 - reads as what it is
ORDINALS = "nulde eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde".split()  # noqa: SIM905
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
ALIKE = {"vnon": "veiligheidsnetwerk", "vnonl": "veiligheidsnetwerk", "om": "openbaar", "twintig": "20", "dertig": "30"}
"""Words and abbreviations that mean the same in the sources."""
_OWN = re.compile(r"^(Stand van|Nagekeken op|Bron(nen)?|Status in|Netwerk|Praktijk:)\b")
"""What the page says of itself."""
_LEFT_OUT = ".//svg|.//nav|.//ul[@class='etiketten']|.//thead|.//*[contains(@class,'stand-van') or contains(@class,'onzichtbaar')]"
_BLOCKS = ".//p|.//li[not(p)]|.//dl[@class='tegels']/div|.//dl[not(@class='tegels')]//dd|.//tr"
"""What holds sentences: of a row of a table and of a figure in a frame the parts belong together."""
_WORD = re.compile(r"[\w’']+")
_STEM, _ROW = 5, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source, by what it speaks of."""

    place: str
    text: str
    numbers: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence with what it claims; `missing` is what no line of a source has."""

    page: str
    sentence: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]


def _plain(word: str) -> str:
    """A word as it is compared: one spelling for numbers, abbreviations and what scanning misread."""
    low = re.sub(r"['’](?:s|ers?)$", "", word.lower().strip("’'")).replace("ljs", "ijs")
    low = ALIKE.get(low, low)
    for row in (NUMBERS, ORDINALS):
        if low in row[2:]:
            return str(row.index(low))
    return low[:_STEM] if low.isalpha() else low


def numbers_in(text: str) -> frozenset[str]:
    """Every number, as digits: `7.391`, `€ 19.538,88`, `vier`, `tweede`, `Q2`, `2e`."""
    found = {re.sub(r"\.(?=\d{3})", "", x).rstrip(".,") for x in re.findall(r"\d[\d.]*(?:,\d+)?", text)}
    found |= {plain for word in _WORD.findall(text) if word.isalpha() and (plain := _plain(word)).isdecimal()}
    return frozenset(str(int(x)) if x.isdecimal() else x for x in found)


def names_in(sentence: str) -> frozenset[str]:
    """Every word with a capital that does not begin the sentence, or that has two."""
    words = _WORD.findall(sentence)
    capitals = [w for i, w in enumerate(words) if w[0].isupper() and (i or sum(c.isupper() for c in w) > 1)]
    return frozenset(_plain(w) for w in capitals if len(w) > 1 and w.lower() not in MONTHS)


def _words(text: str) -> frozenset[str]:
    return frozenset(plain for word in _WORD.findall(text) if len(plain := _plain(word)) >= _STEM)


def lines_of(folder: Path) -> list[Line]:
    """The paragraphs of each source, with the line on which each begins."""
    found: list[Line] = []
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        starts = [i for i, line in enumerate(lines) if line.strip() and (not i or not lines[i - 1].strip())]
        above = ""
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            text = " ".join(lines[start:end]).replace("\\_", "_")
            about = _words(f"{above} {text}") | names_in(f"x {text}")
            above = text
            found.append(Line(f"{path.stem}:{start + 1}", text, numbers_in(f"{text} {path.stem}"), about))
    return found


def sentences_of(page: Path) -> Iterator[tuple[str, str]]:
    """The sentences of a built page, each with what it stands in, without what the page says of itself."""
    root = lhtml.parse(str(page)).getroot()
    title = root.findtext(".//h1") or ""
    for article in root.find_class("tekst"):
        for gone in article.xpath(_LEFT_OUT):
            gone.drop_tree()
        for block in article.xpath(_BLOCKS):
            label = block.getprevious() if block.tag == "dd" else None
            if label is not None and _OWN.match(label.text_content().strip()):
                continue
            text = " ".join(" ".join(block.itertext()).split())
            around = f"{title} {_heading(block)} {text}"
            yield from ((s, around) for s in re.split(r"(?<=[.?!:;])\s+(?=[A-ZÉ€\d“'])", text) if not _OWN.match(s))


def _heading(block: lhtml.HtmlElement) -> str:
    """What stands above a block: its heading, the sentence before its list, the name of its table."""
    above = block.xpath(
        "preceding::*[self::h2 or self::h3][1]|ancestor::table/caption|parent::*/preceding-sibling::p[1]"
    )
    return " ".join(element.text_content() for element in above)


def looked_up(page: str, sentence: str, around: str, lines: list[Line]) -> Fact | None:
    """A sentence with the lines that carry it; none of a sentence without a number or a name."""
    numbers, names = numbers_in(sentence), names_in(sentence)
    if not numbers and not names:
        return None
    about = _words(f"{sentence} {around}") | names
    near = sorted(lines, key=lambda line: (-len(about & line.words) - 2 * len(numbers & line.numbers), line.place))
    carried: list[Line] = []
    missing: list[str] = []
    for claim in sorted(numbers | names):
        enough = 1 if claim in names or re.fullmatch(r"20\d\d", claim) else 2
        line = next((x for x in near if claim in x.numbers | x.words and _same(x, numbers, about, enough)), None)
        if line is None:
            missing.append(claim)
        elif line not in carried:
            carried.append(line)
    return Fact(page, sentence, tuple(carried), tuple(missing))


def _same(line: Line, numbers: frozenset[str], about: frozenset[str], enough: int) -> bool:
    """Whether a line speaks of the same: it shares words, or it is the row of a table."""
    return len(about & line.words) >= enough or len(numbers & line.numbers) >= _ROW


def facts_of(site: Path, folder: Path) -> Iterator[Fact]:
    """Every fact on the pages of practices, teams and themes, each sentence once."""
    lines, seen = lines_of(folder), set[str]()
    for page in sorted(p for kind in KINDS for p in (site / kind).glob("*/index.html")):
        for sentence, around in sentences_of(page):
            name = page.parent.relative_to(site).as_posix()
            if sentence not in seen and (fact := looked_up(name, sentence, around, lines)):
                seen.add(sentence)
                yield fact


def main(folder: str, site: str = "site") -> int:
    """Print the list."""
    facts = list(facts_of(Path(site), Path(folder)))
    without = [fact for fact in facts if fact.missing]
    for fact in facts:
        if not fact.missing:
            sys.stdout.write(f"{fact.page}: {fact.sentence}\n    {', '.join(line.place for line in fact.lines)}\n")
    sys.stdout.write(
        f"\n{len(facts)} sentences with a number, name or date; {len(without)} without a line of a source:\n\n"
    )
    for fact in without:
        sys.stdout.write(f"{fact.page}: {fact.sentence}\n    not found: {', '.join(fact.missing)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
