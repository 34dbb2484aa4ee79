"""Words that say whom to ask: HTML through `overrides/fragments/`.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from macros.base.hints import did_you_mean
from macros.document.templates import View, WordError
from macros.records import contacts
from macros.records import models as m
from macros.records.contacts import PURPOSES


def contact(w: View, doel: str | None = None) -> str:
    """Laat zien wie u belt of mailt: voor één doel, of voor alle; is er niets ingesteld, dan wat een lezer nu kan doen.

    Voorbeeld: {{ contact("privacy") }}

    Raises:
        WordError: a purpose that does not exist.
    """
    if doel is not None and doel not in PURPOSES:
        raise WordError(f"doel {doel!r} bestaat niet{did_you_mean(doel, PURPOSES)}")
    chosen = PURPOSES if doel is None else {doel: PURPOSES[doel]}
    found = {
        purpose: (title, set_, contacts.ways(set_, title))
        for purpose, title in chosen.items()
        if (set_ := contacts.of_purpose(w.catalog, purpose))
    }
    if doel is None:
        return w.render(
            "contacten", found=found, wie=w.catalog.netwerk.aanspreekpunt, districten=w.catalog.in_overleg()
        )
    return w.render("contact", doel=doel, found=found.get(doel))


def whom_to_ask(w: View, record: m.Record) -> dict[str, object]:
    """What a box of facts says of whom to ask: the values of its fragment."""
    set_ = contacts.nearest(w.catalog, record)
    return {
        "contact": set_,
        "ways": contacts.ways(set_, record.naam_) if set_ else (),
        "van_district": contacts.district(w.catalog, record),
    }
