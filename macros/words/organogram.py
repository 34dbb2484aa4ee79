"""The word whose result is a diagram of the organisation: who reports to whom.

Python works out where the boxes are; a template draws them, and says the same in a list.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from macros.document.templates import View, WordError
from macros.records import models as m
from macros.words.drawing import LINE, WIDE


@dataclass(frozen=True, slots=True)
class DiagramNode:
    """Something in the organisation: a body, a team, or a heading above a group (without a record)."""

    titel: str
    depth: int
    parent: int | None
    """The place of the box above it in the list of boxes."""
    record: m.Organisatie | m.Expertteam | None = None
    also_to: tuple[m.Organisatie, ...] = ()
    """What it reports to besides the box above it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in the diagram, with the line to the box above it."""

    x: int
    y: int
    wide: int
    high: int
    lines: list[str]
    stopped: bool
    kop: bool
    line: str


INDENT, CHARS = 20, 58
"""How far a level goes in, and how many letters fit on a line of the highest."""


def organogram(w: View) -> str:
    """Laat zien hoe het netwerk is georganiseerd: wie rapporteert aan wie, als tekening en als lijst.

    Voorbeeld: {{ organogram() }}

    Raises:
        WordError: no organisation reports to another.
    """
    line = list(_tree(w))
    if not line:
        raise WordError("er zijn geen organisaties met 'rapporteert_aan'")
    nodes = [*line, *_groups(w, len(line))]
    boxes = _boxes(nodes)
    high = boxes[-1].y + boxes[-1].high + 2
    return w.render("organogram", below=_branches(nodes), boxes=boxes, high=high, wide=WIDE)


_OUTSIDE = {"zusternetwerk", "bij zusternetwerk", "landelijk"}


def _tree(w: View) -> Iterator[DiagramNode]:
    """The bodies that report to one another, from the top down, each once."""
    organisaties = [o for o in w.catalog.all_of(m.Organisatie) if o.soort not in _OUTSIDE]
    above = {target for o in organisaties for target in o.rapporteert_aan}
    roots = [o for o in organisaties if o.id in above and not o.rapporteert_aan]
    placed: dict[str, int] = {}

    def location(organisatie: m.Organisatie, depth: int, parent: int | None) -> Iterator[DiagramNode]:
        if organisatie.id in placed:
            return
        place = placed[organisatie.id] = len(placed)
        main = organisatie.rapporteert_aan[:1]
        also = tuple(w.catalog.one(m.Organisatie, id_) for id_ in organisatie.rapporteert_aan if id_ not in main)
        yield DiagramNode(_title(organisatie), depth, parent, organisatie, also)
        for below in organisaties:
            if below.rapporteert_aan[:1] == (organisatie.id,):
                yield from location(below, depth + 1, place)

    for root in roots:
        yield from location(root, 0, None)


def _groups(w: View, start: int) -> Iterator[DiagramNode]:
    """What stands beside the line of reporting: the coordination, the districts' own meetings, sister networks."""
    organisaties = w.catalog.all_of(m.Organisatie)
    groups: dict[str, Sequence[m.Organisatie | m.Expertteam]] = {
        "Regieoverleg": w.catalog.expertteams(soort="regieoverleg"),
        "Ambtelijk overleg in de districten": [
            o for o in organisaties if o.soort == "overleg" and o.district and not o.rapporteert_aan
        ],
        "Zusternetwerken": [o for o in organisaties if o.soort == "zusternetwerk"],
    }  # fmt: skip
    place = start
    for title, members in groups.items():
        if members:
            heading, place = place, place + 1 + len(members)
            yield DiagramNode(title, 0, None)
            for member in members:
                yield DiagramNode(_title(member), 1, heading, member)


def _title(record: m.Organisatie | m.Expertteam) -> str:
    """Name and abbreviation, with when it ended."""
    afkorting = getattr(record, "afkorting", "")
    name = f"{record.naam} ({afkorting})" if afkorting else record.naam
    return f"{name}, tot {record.tot}" if record.tot else name


def _boxes(nodes: Sequence[DiagramNode]) -> list[Box]:
    boxes: list[Box] = []
    y = 1
    for node in nodes:
        x = 1 + node.depth * INDENT
        lines = [part for sentence in _sentences(node) for part in textwrap.wrap(sentence, CHARS - 3 * node.depth)]
        high = len(lines) * LINE + 12
        stopped, heading = bool(node.record and node.record.tot), node.record is None
        line = _upwards(boxes[node.parent], x, y + high // 2) if node.parent is not None else ""
        boxes.append(Box(x, y, WIDE - x - 1, high, lines, stopped, heading, line))
        y += high + 8
    return boxes


def _sentences(node: DiagramNode) -> Iterator[str]:
    """What a box says."""
    yield node.titel
    if node.also_to:
        yield f"rapporteert ook aan: {', '.join(other.afkorting or other.naam for other in node.also_to)}"


def _upwards(parent: Box, x: int, y: int) -> str:
    """The path from the bottom of the box above to the side of this one."""
    return f"M{parent.x + INDENT // 2} {parent.y + parent.high}V{y}H{x}"


def _branches(nodes: Sequence[DiagramNode]) -> dict[int | None, list[tuple[int, DiagramNode]]]:
    """What stands below each place; below None what stands at the top."""
    below: dict[int | None, list[tuple[int, DiagramNode]]] = {place: [] for place in (None, *range(len(nodes)))}
    for place, node in enumerate(nodes):
        below[node.parent].append((place, node))
    return below
