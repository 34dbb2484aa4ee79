"""The privacy gate: what may identify a person is refused wherever it stands, and never repeated in a message.

It looks twice at a page: at the file as it was typed, where comments and front matter are published too, and at what a
reader sees of its tree, where marks, comments and the ends of lines part nothing. Data are looked at as typed, with
what parts a field's letters left out. Each text is first made plain (`plain.py`); `identifiers.py` and `persons.py` look.
What the network allows all the same stands in `docs/_data/toegestaan.yml`.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, chain

from macros.base.errors import Finding
from macros.document import nodes as n
from macros.document.prose import Passage, Prose
from macros.review import identifiers, persons
from macros.review.hits import Hit
from macros.review.plain import normalise, unfolded, zeros

TEXT = (".md", ".yml", ".csv")
"""How the names of text files end; all that is in them is published, also comments and front matter."""
DATA = (".yml", ".csv")
"""Those that hold fields and nothing else; a page has them in its front matter."""


# ── What is allowed all the same ────────────────────────────────────────────────────────────────────────


class Allowed:
    """What the network allows, and what of it was met.

    Args:
        entries: the id of each entry with what it allows, as it was typed.
    """

    def __init__(self, entries: Sequence[tuple[str, str]] = ()) -> None:
        self._entries = entries
        self.met: set[str] = set()

    @cached_property
    def _ids(self) -> dict[str, str]:
        """The id of the entry by each key that it allows; few texts hold anything private, so few ask."""
        keys: dict[str, str] = {}
        for id_, typed in self._entries:
            text = normalise(typed)
            keys |= dict.fromkeys((_key(text, hit) for hit in find(text)), id_)
            keys.setdefault(_key(text, Hit(0, len(text), "", "")), id_)
        return keys

    def meet(self, text: str) -> None:
        """Note what of it stands in a plain text."""
        for hit in find(text) if self._entries else ():
            self.passes(text, hit)

    def passes(self, text: str, hit: Hit) -> bool:
        """Whether a hit may stand where it does."""
        id_ = self._ids.get(_key(text, hit))
        if id_ is not None:
            self.met.add(id_)
        return id_ is not None


def _key(text: str, hit: Hit) -> str:
    return hit.key or "".join(filter(str.isalnum, text[hit.start : hit.end].casefold()))


# ── Where it is looked for ──────────────────────────────────────────────────────────────────────────────


def check_text(name: str, text: str, allowed: Allowed | None = None, *, published: bool = False) -> Iterator[Finding]:
    """Everything private in one text as it was typed, or as it is published.

    What was made of a page may have parted a number from the words that say whose it is, or joined it with other pages'
    words; those were asked where it was typed.
    """
    text = normalise(text.replace("\r\n", "\n").replace("\r", "\n"))
    fields = len(text) if name.endswith(DATA) else text.find("\n---", 3) if text.startswith("---\n") else 0
    if fields > 0:
        text = unfolded(text[:fields]) + text[fields:]
    if allowed and name.endswith(".md"):
        allowed.meet(unfolded(text))  # `check_page` meets there what is typed with marks in it
    for hit in find(text, "" if published else text):
        if not (published and hit.by_words) and not (allowed and allowed.passes(text, hit)):
            yield _finding(name, text.count("\n", 0, hit.start) + 1, text, hit)


def check_page(prose: Prose, allowed: Allowed | None = None) -> Iterator[Finding]:
    """Everything private that a reader sees on a page; what was typed as it is seen is found in the text as well."""
    comments = "<!--" in prose.tekst  # no reader sees them, and what they part is one
    passages = [passage for passage in prose.passages if comments or _is_marked(passage)]
    code = bool(prose.all_of(n.Code))
    seen = [n.text_of(passage.inlines) if code else passage.text for passage in passages]
    text = normalise("\n\n".join(seen))
    ends = [*accumulate(part.count("\n") + 2 for part in seen)]
    for hit in find(text, prose.tekst):
        before = text.count("\n", 0, hit.start)
        number = bisect(ends, before)
        below = before - (ends[number - 1] if number else 0)
        line = passages[number].line_of(_place(passages[number], below, hit.start - text.rfind("\n", 0, hit.start) - 1))
        typed = (hit.maybe or hit.by_words) and prose.is_typed(text[hit.start : hit.end], line)
        if not typed and not (allowed and allowed.passes(text, hit)):
            yield _finding(prose.file, line + prose.first - 1, text, hit)


def _is_marked(passage: Passage) -> bool:
    """Whether a passage may be typed otherwise than it is seen: more than letters on one line."""
    return "\n" in passage.text or any(not isinstance(inline, n.Text) for inline in passage.inlines)


def _place(passage: Passage, below: int, column: int) -> int:
    """The place of a letter in a passage, so many lines below its first."""
    lines = passage.text.split("\n")
    return sum(len(line) + 1 for line in lines[:below]) + min(column, len(lines[min(below, len(lines) - 1)]))


def _finding(name: str, line: int, text: str, hit: Hit) -> Finding:
    value = mask_value(text[hit.start : hit.end])
    return Finding(name, line, f"hier staat {hit.soort} ({value}); {hit.advice}", hit.maybe)


def mask(message: str) -> str:
    """A message with everything private in it masked."""
    flat = normalise(message)
    for hit in sorted(find(flat), key=lambda v: -v.start):
        flat = flat[: hit.start] + mask_value(flat[hit.start : hit.end]) + flat[hit.end :]
        message = flat
    return message


def mask_value(value: str) -> str:
    """Two characters and stars: enough to find it, too little to use it."""
    return value[:2] + "*" * min(len(value) - 2, 8)


# ── What is looked for ──────────────────────────────────────────────────────────────────────────────────


def find(text: str, page: str = "") -> Iterator[Hit]:
    """Everything private in a text that `normalise` has made plain, each place once.

    Args:
        text: what is looked through.
        page: where a word that says what a number is may stand anywhere, besides close to it.
    """
    occupied: list[tuple[int, int]] = []
    small = _small(text)
    text = zeros(text, small)
    for hit in chain.from_iterable(look(text) for look in _lookers(_small(text), page)):
        place = bisect(occupied, (hit.start, hit.end))
        before = occupied[place - 1][1] if place else 0
        after = occupied[place][0] if place < len(occupied) else hit.end
        if before <= hit.start and hit.end <= after:
            occupied.insert(place, (hit.start, hit.end))
            yield hit


def _lookers(small: bytes, page: str) -> Iterator[Callable[[str], Iterator[Hit]]]:
    """Who may find something, by what a text surely does not hold."""
    shape = small.translate(_SHAPE)
    may_hold = _may_hold_number(shape)
    if b"aa00" in shape or b"aa 00" in shape:
        yield identifiers.ibans
    if may_hold or any(word in small for word in identifiers.BSN_PARTS):
        yield partial(identifiers.bsns, page=page)
    if may_hold:
        yield identifiers.phones
    if any(part in small for part in persons.SIGNS):
        yield persons.mailboxes
    yield identifiers.plates
    if any(word in small for word in identifiers.VEHICLE_WORDS):
        yield identifiers.loose_plates
    if b"gebo" in small or b"geb." in small:
        yield persons.births
    if shape.startswith(b"a.") or any(part in shape for part in _INITIALS):
        yield persons.named_staff


def _small(text: str) -> bytes:
    """The text in small letters, to see what it surely does not hold: many times sooner than a pattern does."""
    return text.replace("\u212a", "k").replace("\u017f", "s").encode("utf-8", "surrogatepass").lower()


_SHAPE = bytes(ord("0") if chr(b).isdecimal() or b > 0x7F else ord("a") if chr(b).isalpha() else b for b in range(256))  # noqa: PLR2004 - of other scripts
"""Of each byte of a text whether it is of a letter (a) or may be of a digit (0)."""
_DAY = b": 0000-00-00\na"
_INITIALS = (b" a.", b"\na.", b"(a.", b'"a.')


def _may_hold_number(shape: bytes) -> bool:
    """Whether eight digits stand together that are not a day in the front matter; what may part them is left out."""
    return b"00000000" in shape.replace(_DAY, b"a").translate(None, b" .()/\n-")
