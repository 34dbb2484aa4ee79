"""What the check refuses in a text, as far as a form page can say it where it is typed.

Each is a pattern that Python and JavaScript read alike (flags `m` and, there, `u`). It finds less than the check does and never more:
what it finds is refused (`tests/writing/test_early.py` holds both to that). Code between accents is not looked at.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

_CODE = re.compile(r"(`{3,})[^\0]*?\1|`[^`\n]+`")
"""As in `overrides/assets/form.js`."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of text that the check refuses."""

    pattern: str
    message: str
    where: Literal["tekst", "velden", ""]
    """In the text of a page, in all but that, or in both."""


REFUSED = (
    Refusal(r"\{[{%#]", "Accolades ({{, {% of {#) mogen hier niet.", "velden"),
    Refusal(r"\{[%#]", "Opdrachten met {% of {# mogen hier niet.", "tekst"),
    Refusal(
        r"(?<![\w./+-])(?:(?:\+|00)31[ -]?|0)6[ -]?[1-5](?:[ -]?\d){7}(?![\w-]|\.\d)",
        "Hier staat een telefoonnummer van een persoon. Haal het weg.", "",
    ),
    Refusal(
        r"(?<![\w.+-])[A-Za-z]\.[A-Za-z]{4,}@[a-z-]+\.nl\b",
        "Hier staat een e-mailadres van een persoon. Haal het weg, of schrijf een algemeen adres.", "",
    ),
    Refusal(
        r"<[/]?(?:b|i|u|p|a|br|em|h[1-6]|li|ul|ol|td|tr|div|img|span|font|script|strong|style|table|iframe)(?:[\s/][^<>\n]*)?>|<!--",
        "HTML mag hier niet. Schrijf gewone tekst, en **zo** wat belangrijk is.", "tekst",
    ),
    Refusal(r"^ {0,3}# +\S", "Begin een kop met ## in plaats van #.", "tekst"),
    Refusal(r"^#{1,6}[A-Za-z]", "Is dit een kop? Zet dan een spatie achter de hekjes. Zet anders een \\ voor het hekje.", "tekst"),
    Refusal(r"^(#{2,6} [^\n]*\w)$[^\0]*^\1$", "Er zijn twee koppen met dezelfde naam. Geef er een een andere naam.", "tekst"),
    Refusal(r"\[(?:[Kk]lik )?[Hh]ier\]\(", "Een link heet niet 'hier'. Noem wat de lezer daar vindt.", "tekst"),
    Refusal(r"!\[ *\]\(", "Zeg tussen [ en ] wat er op het plaatje te zien is.", "tekst"),
    Refusal(r"(?<!\S)`(?=\w)", "Een accent (`) staat alleen. Haal het weg, of zet code tussen twee accenten.", "tekst"),
    Refusal(r"^a\) [^\n]+\nb\) ", "Begin elk punt van een lijst met '- ' of '1. '.", "tekst"),
    Refusal(
        r"^(?:[A-Z]|##)[^\n]*\n\n+(?:\t| {4,})[A-Za-z]",
        "Haal de tab of de spaties aan het begin van een regel weg: wat erachter staat, wordt anders code.", "tekst",
    ),
    Refusal(
        r"(?<=\n\n)\|[^\n]*\|\n(?!\|?\s*:?-)", "Zet onder de eerste regel van de tabel een regel met streepjes: | --- | --- |", "tekst"
    ),
    Refusal(
        r"\[\^(\w+)\](?!:)(?![^\0]*^\[\^\1\]:)", "Een noot heeft geen tekst. Zet die onderaan, achter [^1]: bijvoorbeeld.", "tekst"
    ),
)  # fmt: skip


def fault(text: str, *, prose: bool) -> str:
    """What a form says of a text; empty when it says nothing."""
    bare = _CODE.sub("", text) if prose else text
    told = (
        one
        for one in REFUSED
        if one.where in {"", "tekst" if prose else "velden"} and re.search(one.pattern, bare, re.MULTILINE)
    )
    return next((one.message for one in told), "")


def for_script() -> str:
    """JSON: of each its pattern, what is said, and where."""
    return json.dumps([(one.pattern, one.message, one.where) for one in REFUSED], ensure_ascii=False)
