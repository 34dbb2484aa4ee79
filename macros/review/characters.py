"""Letters that are not what was typed: text once read in the wrong encoding, and characters that only one program knows.

Such text is valid UTF-8, so nothing stops at it, and it is surely wrong. It is found by undoing the damage: letters that
an old encoding turns into bytes which are valid UTF-8 again (`Ã«` → C3 AB → `ë`), as often as it was done. A letter
that was lost for good can only be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from html import unescape

from macros.base import late
from macros.base.errors import Finding
from macros.base.text import INVISIBLE, unprintable


def check_text(name: str, text: str) -> Iterator[Finding]:
    """Every damaged letter in one text (what was decoded from a file that is valid UTF-8), once a line for each kind."""
    if _harmless(text):
        return
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if _harmless(line) or (line.isascii() and not _SUSPECT_ASCII.search(line)):
            continue
        codes = dict.fromkeys(_ENTITY.findall(line))
        seen = _ENTITY.sub(lambda t: unescape(t[0]), line) if codes else line
        right = repaired(seen)
        told = (
            *_damage(seen, right),
            *map(_HIDDEN.format, (code for code in codes if INVISIBLE.match(unescape(code)))),
        )
        yield from (Finding(name, number, message) for message in told)
        yield from (Finding(name, number, message, warning=True) for message in _doubtful(right))


def check_printed(name: str, text: str, first: int = 1, *, surely: bool = True) -> Iterator[Finding]:
    """Letters that no typeface of a PDF has.

    Args:
        name: the file.
        text: what is printed of it.
        first: the line of the file at which that begins.
        surely: whether it stands in a PDF; of records some do.
    """
    where = "de pdf van deze pagina" if surely else "een pdf met deze gegevens"
    for number, line in enumerate(text.split("\n") if unprintable(beyond_ascii(text)) else (), start=first):
        if lost := unprintable(beyond_ascii(line)):
            message = f"in {where} wordt {' '.join(lost)} een leeg vierkant; schrijf het in woorden"
            yield Finding(name, number, message, warning=not surely)


_ASCII = bytes(range(0x80))


def beyond_ascii(text: str) -> str:
    """The letters of a text that ASCII does not have: few, so that what needs one of them is sooner sought here."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


_HARMLESS = late.pattern("[ÀÁÄ-ÓÕÖØ-öø-ÿ]*|[ÀÁÆ-ËÍÒÓÕÖØ-áã-îñ-öø-ÿ€‘’“–—…]*")
"""Letters of Dutch and its neighbours that begin no damage, and what follows such a letter when no letter begins any."""


def _harmless(text: str) -> bool:
    """Whether nothing below can be wrong with a text."""
    return bool(_HARMLESS.fullmatch(beyond_ascii(text))) and not _SUSPECT.search(text)


# ── Surely wrong ────────────────────────────────────────────────────────────────────────────────────────


def _damage(line: str, right: str) -> Iterator[str]:
    if wrong := [pair for pair in zip(*_words(line, right), strict=True) if pair[0] != pair[1]]:
        was, good = wrong[0]
        more = f" (en nog {len(wrong) - 1} op deze regel)" if wrong[1:] else ""
        yield (
            f"hier staan letters die in een verkeerde codering zijn gelezen: {_shown(was)}{more}; schrijf {_shown(good)}, en sla een "
            "bestand uit een ander programma op als UTF-8"
        )
    if t := _QUOTED.search(right):
        yield f"hier staat een letter als code uit een e-mail: {t[0]!r}; schrijf {_from_quoted(t[0])!r}"
    for pattern, message in _SURE.items():
        if t := pattern.search(right):
            yield message.format(place=_place(right, t.start()), code=f"U+{ord(t[0]):04X}")


def _words(line: str, right: str) -> tuple[list[str], list[str]]:
    """The words of both, when the damage is within words; else each as one."""
    was, good = line.split(" "), right.split(" ")
    return (was, good) if len(was) == len(good) else ([line], [right])


_SURE = {
    late.pattern("\ufffd"): "hier is een letter verloren gegaan ({code}), {place}; schrijf het woord opnieuw",
    late.pattern(
        "[\ue000-\uf8ff\U000f0000-\U0010ffff]"
    ): "hier staat een teken dat alleen in één lettertype bestaat ({code}), {place}; "
    "het komt vaak uit een tekstverwerker, als bolletje of pijl: haal het weg, en begin een punt van een lijst met '- '",
    late.pattern(
        "\u00ad"
    ): "hier staat een onzichtbaar afbreekstreepje ({code}), {place}; haal het weg, want zo wordt het woord niet "
    "gevonden",
    late.pattern(
        "\ufffc"
    ): "hier stond in een ander programma een plaatje ({code}), {place}; haal het teken weg, en zet het plaatje "
    "zelf op de pagina",
    late.pattern(
        "[\u0080-\u009f\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u206a-\u206f\u3164\ufff0-\ufffb\ufdd0-\ufdef]|"
        "(?<=[A-Za-z\u00c0-\u017f])[\u200c\u200d]"
    ): "hier staat een onzichtbaar teken ({code}), {place}; haal het weg",
}
"""What no one means to type, and what `text.INVISIBLE` lets pass. Joiners stay between the parts of an emoji."""
_HIDDEN = "hier staat een onzichtbaar teken als code, {!r}; haal het weg"

# ── Undoing what a wrong encoding did ───────────────────────────────────────────────────────────────────

_ENCODINGS = ("mac_roman", "cp1252", "cp850", "cp437")
"""In which text was read that was UTF-8: old Macs, Windows, and the command line of Windows, here and elsewhere."""


def repaired(text: str) -> str:
    """The text as it was before it was read wrongly, once or more often; the same when it was not."""
    for encoding in _ENCODINGS if _FIRST.search(text) else ():
        undo = partial(_undone, encoding)
        for _ in range(_TIMES):
            before, text = text, _pattern(encoding).sub(undo, text)
            if before == text:
                break
    return _HALF.sub(lambda t: _HALVES[t[1]], text)


_FIRST = late.pattern("[ÂÃÄÅÌÎÏÐÑâïð√¬‚├┬ÔΓ]")
"""What such letters begin with; most lines have none of them."""
_TIMES = 4
"""More often than this no one saves a file wrongly."""


@cache
def _bytes(encoding: str) -> dict[str, int]:
    """Of which byte above 7F a letter was made; Windows leaves some as the control that they are in Latin 1, or all."""
    controls = {chr(byte): byte for byte in range(0x80, 0xA0)} if encoding == "cp1252" else {}
    return controls | {char: byte for byte in range(0x80, 0x100) if (char := bytes([byte]).decode(encoding, "ignore"))}


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    """How letters look that were UTF-8: of two bytes, three or four; of other scripts only in a row."""

    def made_of(*places: int | range) -> str:
        wanted = {byte for place in places for byte in ([place] if isinstance(place, int) else place)}
        return f"[{''.join(re.escape(char) for char, byte in _bytes(encoding).items() if byte in wanted)}]"

    rest = made_of(range(0x80, 0xC0))
    shapes = [f"{made_of(0xC2)}{made_of(range(0xA0, 0xC0))}", f"{made_of(0xC3)}{rest}", f"{made_of(0xE2)}{rest}{{2}}"]
    if encoding == "cp1252":
        replaced = f"{made_of(0xBF)}{made_of(0xBD)}|{made_of(0xBB)}{made_of(0xBF)}|{made_of(0xAC)}{rest}"
        shapes += [
            f"Â[\x80-\x9f]|{made_of(0xC4, 0xC5)}{rest}",
            f"{made_of(0xEF)}(?:{replaced})",
            f"{made_of(0xF0)}{rest}{{3}}",
        ]
        shapes += ["(?<=Ã)Æ[’\\x92]", f"Ë[{_SEEN_TWICE}]"]
        shapes += [f"(?<=[A-Za-z]){made_of(0xCC)}{rest}", f"(?:{made_of(range(0xCE, 0xD2))}{rest}){{2,}}"]
    return late.pattern("|".join(shapes))


_SEEN_TWICE = "œ†\\x9c\\x86"
"""Behind Ë: what became of ˜ and ˆ, which damage itself makes."""


def _undone(encoding: str, found: re.Match[str]) -> str:
    """What the letters were; the letters themselves when they were nothing that is typed here."""
    damaged, before, behind = found[0], found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if (
        damaged[0] in "ÃÄÅ"
        and damaged[1] in _PUNCTUATION
        and not behind.isalpha()
        and (before.isupper() or before in _OPENING)
    ):
        return damaged  # a capital and the quotation mark behind it: „Ä“
    try:
        right = bytes(_bytes(encoding)[char] for char in damaged).decode()
    except UnicodeDecodeError:
        return damaged
    plausible = right.isprintable() or right in _UNPRINTABLE or "\x80" <= right <= "\x9f"
    return right if plausible else damaged


_PUNCTUATION = "‘’“”…–—»«›‹"
_OPENING = " („“‘‚«»‹\"'"
_UNPRINTABLE = "\u00a0\u00ad\u200b\u200c\u200d\u2028\u202f\ufeff"
"""Not printable, and yet what was typed before the damage."""
_HALVES = {"â€": "”", "Ã\u00ad": "í", "ï»": "\ufeff", "Â": "", "Ã": "à", "Ã ": "à"}
_HALF = late.pattern(r"(â€|Ã\u00ad|ï»|[ÂÃ](?<=[a-zß-ÿ\d€%.,;:)–-][ÂÃ])(?= )(?:(?<=Ã) (?=[ -]))?)")
"""What is left when the last byte was one that Windows does not have, and the program dropped it or made it a space."""

# ── Letters as codes, letters that are gone ─────────────────────────────────────────────────────────────

_QUOTED = late.pattern(r"(?<![?&\w/])(?<!\w=)\w*(?:=(?:C[2-5]|E2=[89AB][0-9A-F])=[89AB][0-9A-F])+\w*")
_ENTITY = late.pattern(r"&#?\w+;")
_SUSPECT_ASCII = late.pattern(r"&#?\w+;|=[CE][0-9A-F]=|\?(?<=[a-z]\?)[a-z]")
_SUSPECT = late.pattern(r"&#?\w+;|=[CE][0-9A-F]=|\?(?<=[^\W\d_]\?)[^\W\d_]")


def _from_quoted(text: str) -> str:
    raw = re.sub(rb"=([0-9A-F]{2})", lambda t: bytes([int(t[1], 16)]), text.encode())
    return raw.decode("utf-8", "replace")


_LOST = late.pattern(r"(?<![\w/.=&%#?:-])([a-zà-ž]+[?¿][a-zà-ž]+)(?![\w/=&.])", re.IGNORECASE)
_STRANGE = late.pattern(
    r"(?:(?<=[A-Za-zÀ-ž])([‚„†‡ˆ‰‹›”•˜™¡¢£¤¥¦§¨©«¬®¯±¶¸»¼½¾])|(?<=[a-zà-ž])([ŠŽŸ])|\b[a-zà-ÿ]+([šž]))(?=[a-zà-ž])"
)
"""Letters of an old Mac or of DOS, read as those of Windows: in a name š and ž are meant, in a word without a capital not."""
_LIGATURE = late.pattern("[\ufb00-\ufb06]")


def _doubtful(line: str) -> Iterator[str]:
    """What is nearly always damage, and can be meant."""
    if (t := _LOST.search(line)) and not re.search(r"[A-Z]", t[1].partition("?")[2]):
        yield f"in {t[1]!r} lijkt een letter te zijn vervangen door een vraagteken; is dat zo, schrijf dan het woord opnieuw"
    if t := _STRANGE.search(line):
        letter = t.lastindex or 0
        yield (
            f"midden in een woord staat {t[letter]!r}, {_place(line, t.start(letter))}; dat was waarschijnlijk een letter met een accent"
        )
    if t := _LIGATURE.search(line):
        letters = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}.get(t[0], "st")
        yield f"hier staat {t[0]!r} als één teken uit een PDF, {_place(line, t.start())}; schrijf {letters!r}, anders wordt het woord niet gevonden"


# ── In a message ────────────────────────────────────────────────────────────────────────────────────────

_LONGEST = 60


def _shown(text: str) -> str:
    bare = text.strip(" \t\"'|,;:()")
    return repr(bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…")


def _place(line: str, start: int) -> str:
    before = "".join(char for char in line[max(0, start - 20) : start] if char.isprintable()).lstrip()
    return f"direct na {before!r}" if before else "aan het begin van de regel"
