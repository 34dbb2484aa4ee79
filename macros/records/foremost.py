"""What a page shows of many, and what it folds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from macros.records import models as m

_SHOWN = 3
"""How many of a long list a page shows at once."""
_Many = TypeVar("_Many", m.Activiteit, m.Praktijk)


def foremost(found: Sequence[_Many], own: str) -> tuple[Sequence[_Many], Sequence[_Many]]:
    """The few that come first, and the others; both in the order in which they were.

    Of activities those that lead to a practice, then those that deliver something; of practices our own, those that are in use,
    and those that were described last.

    Args:
        found: all of them.
        own: the id of our own organisation.
    """
    if len(found) <= _SHOWN + 1:  # one more takes no more room than the line that hides it
        return found, ()
    chosen = {record.id for record in sorted(found, key=lambda record: _weight(record, own))[:_SHOWN]}
    return [r for r in found if r.id in chosen], [r for r in found if r.id not in chosen]


def _weight(record: m.Activiteit | m.Praktijk, own: str) -> tuple[bool, bool, int]:
    """How early a record comes when few can be shown."""
    if isinstance(record, m.Activiteit):
        return not record.praktijken, not record.oplevering, 0
    described = record.stand_van.end or date.min
    return record.netwerk != own, record.status != "in gebruik", -described.toordinal()
