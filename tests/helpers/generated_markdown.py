"""Pages as people type them, made by chance from a seed: every construct of the dialect, alone, nested and side by side.

The same seed gives the same page. What the words mean does not matter; how they are typed does.
"""

from __future__ import annotations

import random
from collections.abc import Callable

WORDS = (  # noqa: SIM905 - as they are typed
    "de gemeente het overleg een melding cijfers café coördinator financiële geïnformeerd één € 1.200 12,5% wijkagent en"
    " of naar bewoners politie_eenheid snake_case_naam 2*3 z.s.m. 's-Hertogenbosch burgemeester & wethouders <18 >65 Noord"
    " ‘aanpak’ – zaak #1 a|b $5 {x} 50+ OM/politie §3 10:30 “plan” niet! wél? (zie) stap; jeugd… ~20 a~b R&D"
).split()
ADDRESSES = (
    "https://www.net.nl", "www.politie.nl/a_b", "http://x.nl/?a=1&b=2", "https://nl.wikipedia.org/wiki/Zorg_(x)", "info@net.nl",
)  # fmt: skip


class _Typist:
    """Types by chance."""

    def __init__(self, seed: int, *, cells_too_many: bool) -> None:
        self.cells_too_many = cells_too_many
        self.chance = random.Random(seed)  # noqa: S311 - pages for a test, no secret
        self.notes = ["6", "5", "4", "3", "2", "1"]
        """The names of notes that are not yet defined."""

    def one(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def words(self, most: int = 6) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, most)))

    # ── In a sentence ───────────────────────────────────────────────────────────────────────────────

    def piece(self, depth: int = 0) -> str:
        kinds: tuple[Callable[[], str], ...] = (
            self.words, self.words, self.words, self.code, self.address, self.mark, self.entity,
            lambda: self.around(depth), lambda: self.around(depth), lambda: self.link(depth), self.image, self.comment,
        )  # fmt: skip
        return self.chance.choice(kinds)()

    def around(self, depth: int) -> str:
        inside = self.words(3) if depth > 1 else self.sentence(2, depth + 1)
        sign = self.one("*", "_", "**", "__", "~~", "***", "~")
        return f"{sign}{inside}{sign}"

    def link(self, depth: int) -> str:
        inside = self.words(3) if depth > 1 else self.sentence(2, depth + 1)
        where = self.one(
            "../zorg/index.md", "https://x.nl/a_b_c", "#kop", "<a b.md>", "x.md 'titel'", 'x.md "een titel"'
        )
        return self.one(f"[{inside}]({where})", f"[{inside}][bron]", "[bron]", f"<{ADDRESSES[0]}>", f"[ ] {inside}")

    def image(self) -> str:
        return f"![{self.words(3)}]" + self.one("(beeld.png)", '(beeld.png "met titel")')

    def code(self) -> str:
        return self.one(f"`{self.words(2)}`", "``a ` b``", "`a \\| b`", "`*niet*`", "`<b>`")

    def address(self) -> str:
        return self.chance.choice(ADDRESSES) + self.one("", ".", "– ", ")", ",”", "…", "?", "*", "\u00a0en ")

    def mark(self) -> str:
        return f"[^{self.chance.randint(1, 5)}]"

    def entity(self) -> str:
        return self.one(
            "&amp;",
            "&euro;",
            "&nbsp;x",
            "&lt;b&gt;",
            "\\*ster\\*",
            "\\_",
            "\\<",
            "&onbekend;",
            "a\\b",
            "&#8364;",
            "\\&amp;",
        )

    def comment(self) -> str:
        return self.one("<!-- voor later -->", self.words(2))

    def sentence(self, most: int = 5, depth: int = 0) -> str:
        return self.one(" ", " ", " ", "").join(self.piece(depth) for _ in range(self.chance.randint(1, most)))

    # ── Blocks: lists of lines ──────────────────────────────────────────────────────────────────────

    def block(self, depth: int = 0) -> list[str]:
        simple: tuple[Callable[[], list[str]], ...] = (
            self.paragraph, self.paragraph, self.paragraph, self.heading, self.table, self.fence, self.rule,
            self.indented, self.definition, self.picture, self.remark,
        )  # fmt: skip
        nested: tuple[Callable[[int], list[str]], ...] = (self.list_, self.list_, self.quotation, self.note, self.alert)
        if depth > 2 or self.chance.random() < 0.6:
            return self.chance.choice(simple)()
        return self.chance.choice(nested)(depth + 1)

    def blocks(self, most: int, depth: int = 0) -> list[str]:
        lines: list[str] = []
        for _ in range(self.chance.randint(1, most)):
            lines += self.block(depth)
            lines += [""] * self.chance.choice((0, 1, 1, 1, 2))
        return lines

    def paragraph(self) -> list[str]:
        lines = [self.sentence() for _ in range(self.chance.randint(1, 3))]
        return [line + self.one("", "", "", "  ", "\\", " ") for line in lines]

    def heading(self) -> list[str]:
        level = self.chance.randint(1, 6)
        if self.chance.random() < 0.1:
            return [self.words(), self.one("===", "---")]
        return ["#" * level + self.one(" ", " ", "  ", "") + self.sentence(3) + self.one("", "", " #", " ##")]

    def table(self) -> list[str]:
        columns = self.chance.randint(1, 4)
        dashes = "|".join(self.one("---", ":--", "--:", ":-:", " - ") for _ in range(columns))
        lengths = (columns, columns, columns, columns - 1 or 1, columns + self.cells_too_many)
        rows = [self._row(self.chance.choice(lengths)) for _ in range(3)]
        named = self.one("", "", "Tabel: " + self.words())
        below = [] if self.cells_too_many else [""]  # what stands right below a table is one more row
        return [line for line in (named, self._row(columns), f"|{dashes}|", *rows) if line] + below

    def _row(self, columns: int) -> str:
        cells = [self.one(self.sentence(2), self.words(2), "`a \\| b`", "a \\| b *c*", "", " ") for _ in range(columns)]
        return self.one("| {} |", "|{}|", "| {} |   ", "{} | x" if self.cells_too_many else "{} |").format(
            " | ".join(cell.replace("a|b", "a") for cell in cells)
        )

    def fence(self) -> list[str]:
        sign = self.one("```", "~~~", "````")
        return [sign + self.one("", "python", " yaml x"), self.words(), "", "  " + self.words(), sign]

    def rule(self) -> list[str]:
        return [self.one("---", "***", "* * *", "___")]

    def indented(self) -> list[str]:
        return ["    " + self.words(), "", "      " + self.words()]

    def definition(self) -> list[str]:
        where = self.one(
            "[bron]: https://x.nl/bron", "[bron]: <x.md> 'titel'", "[Bron]: y.md\n  'op de volgende regel'"
        )
        return [*where.split("\n"), *self.chance.choice(([], [], ["  " + self.sentence()], self.paragraph()))]

    def picture(self) -> list[str]:
        return [self.image()]

    def remark(self) -> list[str]:
        return self.one("<!-- voor later -->", "<!--\nvoor later\n\nof nooit\n-->").split("\n")

    def list_(self, depth: int) -> list[str]:
        first = self.one("-", "*", "+", "1.", "1)", "3.", "10.")
        lines = [self.words()] if self.chance.random() < 0.3 else []
        for number in range(self.chance.randint(1, 4)):
            sign = self.one(first, first, first, "-") if first in "-*+" else f"{int(first[:-1]) + number}{first[-1]}"
            head = sign + self.one(" ", " ", " ", "  ", "   ") + self.one("", "", "", "[ ] ", "[x] ")
            lines += self._item(head, " " * self.chance.choice((2, 2, 3, 4, len(sign) + 1)), depth)
        return lines

    def _item(self, head: str, indent: str, depth: int) -> list[str]:
        lines = [head + self.sentence(3)]
        if self.chance.random() < 0.4:
            below = self.blocks(2, depth)
            lines += [""] * self.chance.choice((0, 0, 1)) + [indent + line if line else "" for line in below]
        return lines

    def quotation(self, depth: int) -> list[str]:
        sign = self.one("> ", "> ", ">")
        return [sign + line for line in self.blocks(3, depth)] + ([self.words()] if self.chance.random() < 0.2 else [])

    def alert(self, depth: int) -> list[str]:
        kind = self.one("NOTE", "tip", "IMPORTANT", "Warning", "CAUTION", "ANDERS")
        return [f"> [!{kind}]{self.one('', '', '', ' Let op')}", *("> " + line for line in self.blocks(2, depth))]

    def note(self, depth: int) -> list[str]:
        if not self.notes:
            return self.paragraph()
        name, others, self.notes = self.notes.pop(), self.notes, []  # a note in a note is no note to every parser
        lines = [f"[^{name}]: {self.words(1)} {self.sentence(3)}"]
        if self.chance.random() < 0.3:
            lines += ["", *("    " + line if line else "" for line in self.blocks(2, depth))]
        self.notes = others
        return lines


def page(seed: int, *, cells_too_many: bool = True) -> str:
    """The body of a page; a cell that the head of its table has no column for is one that GitHub leaves out."""
    typist = _Typist(seed, cells_too_many=cells_too_many)
    return "\n".join(typist.blocks(7)) + "\n"
