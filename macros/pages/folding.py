"""What a long page folds: of a part its heading stays, and a reader opens the rest; no other channel knows of it.

A template says it with a mark before a heading, or before the line that stands for what is folded, up to the mark that ends it
(`{{ plaats("vouw") }}` and `{{ plaats("vouw/einde") }}`). In the prose above them the parts of a level are folded without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.document import markdown
from macros.document import nodes as n

FOLD, UNFOLDED = "vouw", "vouw/einde"
"""The keys of the marks (`document.markdown.placeholder`)."""
_PARTS = 3
"""Where so many headings stand below each other there is so much to choose from that all but the first are folded."""


def folded(tree: Sequence[n.Block], level: int = 0) -> tuple[n.Block, ...]:
    """A page with what its template marks in groups that open.

    Args:
        tree: the page.
        level: of the headings whose parts are folded in its prose; none when 0.
    """
    seam = next((at for at, block in enumerate(tree) if _is(block, markdown.SEAM)), len(tree) if level else 0)
    above = tree[:seam]
    return (*(_parts(above, level) if level else above), *_marked(tree[seam:]))


def _marked(blocks: Sequence[n.Block]) -> Iterator[n.Block]:
    at = 0
    while at < len(blocks):
        if not _is(blocks[at], FOLD):
            yield blocks[at]
            at += 1
            continue
        end = _end(blocks, at + 1)
        yield n.Group(0, 0, tuple(blocks[at + 1 : end]), folded=True)
        at = end


def _end(blocks: Sequence[n.Block], first: int) -> int:
    """Where what is folded ends: at a mark, or at a heading that is no part of it."""
    level = heading.level if isinstance(heading := blocks[first], n.Heading) else 0
    for at, block in enumerate(blocks[first + 1 :], first + 1):
        if _starts(block, level) or _is(block, FOLD) or _is(block, UNFOLDED):
            return at
    return len(blocks)


def _parts(blocks: Sequence[n.Block], level: int) -> Iterator[n.Block]:
    """Prose with the parts of each chapter folded, but for the first; what a chapter begins with stays."""
    starts = [at for at, block in enumerate(blocks) if _starts(block, level - 1)]
    for start, end in zip([0, *starts], [*starts, len(blocks)], strict=True):
        parts = [at for at in range(start, end) if _starts(blocks[at], level) and at not in starts]
        if len(parts) < _PARTS:
            yield from blocks[start:end]
            continue
        yield from blocks[start : parts[1]]
        for first, last in zip(parts[1:], [*parts[2:], end], strict=True):
            yield n.Group(0, 0, tuple(blocks[first:last]), folded=True)


def _starts(block: n.Block, level: int) -> bool:
    """Whether a heading of a level, or a higher one, begins here."""
    return isinstance(block, n.Heading) and block.level <= level


def _is(block: n.Block, key: str) -> bool:
    return isinstance(block, n.Word) and block.key == key
