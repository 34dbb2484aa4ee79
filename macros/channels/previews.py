"""The picture that goes along when a page is shared, and the icon for a home screen: Catalog → PNG.

A running theme, a newsletter and a report have a card of their own. A practice goes with the card of its theme, every other
page with that of the site: a preview shows the page's title beside the picture, so a card for each page would say it twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from macros.channels import typeset
from macros.records import models as m
from macros.records.catalog import Catalog

BREEDTE, HOOGTE = 800, 420
ICOON = "apple-touch-icon.png"


@dataclass(frozen=True, slots=True)
class Kaart:
    """What a card says, and the theme whose colour it has (empty: the site's)."""

    soort: str
    titel: str
    thema: str = ""


def kaarten(catalog: Catalog) -> dict[str, Kaart]:
    """Every card by the address of the page it is for (relative to the root)."""
    return {
        "": Kaart("Kennisbank", "Wat werkt voor een veilig Oost-Nederland"),
        **{thema.pad: Kaart("Thema", thema.naam, thema.id) for thema in catalog.themas(lopend=True)},
        **{brief.pad: Kaart("Nieuwsbrief", brief.titel) for brief in catalog.alle(m.Nieuwsbrief)},
        **{rapport.pad: Kaart("Rapport", rapport.titel) for rapport in catalog.rapporten()},
    }


def beeld(catalog: Catalog, pad: str, thema: str = "") -> str:
    """The address of the card that a page goes with: its own, its theme's, or the site's.

    Args:
        catalog: the records.
        pad: the page's address, relative to the root.
        thema: the id of the theme that it is of; empty when it has none.
    """
    return next(f"{van}kaart.png" for van in (pad, f"themas/{thema}/", "") if not van or catalog.heeft_kaart(van))


def bestanden(catalog: Catalog, sjablonen_map: Path) -> Iterator[tuple[str, bytes]]:
    """Every card and the icon: path relative to the root, and the PNG.

    Args:
        catalog: the records.
        sjablonen_map: the folder with `kaart.typ` and `icoon.typ` (overrides/reports).
    """
    gevraagd = kaarten(catalog)
    beelden = typeset.png(sjablonen_map / "kaart.typ", [asdict(kaart) for kaart in gevraagd.values()])
    yield from zip((f"{pad}kaart.png" for pad in gevraagd), beelden, strict=True)
    yield ICOON, typeset.png(sjablonen_map / "icoon.typ", [])[0]
