"""The picture that goes along when a page is shared, and the icon for a home screen: Catalog → PNG.

A running theme, a newsletter and a report have a card of their own. A practice goes with the card of its theme, every other
page with that of the site: a preview shows the page's title beside the picture, so a card for each page would say it twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from macros.base.text import printable
from macros.channels import typeset
from macros.document.templates import environment
from macros.records import models as m
from macros.records.catalog import Catalog

WIDTH, HEIGHT = 800, 420
ICON = "apple-touch-icon.png"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, and the colour of its line on a dark ground (empty: the site's)."""

    soort: str
    titel: str
    kleur: str = ""


def cards(catalog: Catalog) -> dict[str, Card]:
    """Every card by the address of the page it is for (relative to the root)."""
    return {
        "": Card("Kennisbank", f"Wat werkt voor de veiligheid in {catalog.netwerk.regio}"),
        **{
            thema.pad: Card("Thema", thema.naam, thema.kleur.donker if thema.kleur else "")
            for thema in catalog.themas(running=True)
        },
        **{issue.pad: Card("Nieuwsbrief", issue.titel) for issue in catalog.all_of(m.Nieuwsbrief)},
        **{rapport.pad: Card("Rapport", rapport.titel) for rapport in catalog.rapporten()},
    }


def picture(catalog: Catalog, path: str, thema: str = "") -> str:
    """The address of the card that a page goes with: its own, its theme's, or the site's.

    Args:
        catalog: the records.
        path: the page's address, relative to the root.
        thema: the id of the theme that it is of; empty when it has none.
    """
    return next(f"{from_}kaart.png" for from_ in (path, f"themas/{thema}/", "") if not from_ or catalog.has_card(from_))


def files(catalog: Catalog, template_folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every card and the icon: path relative to the root, and the PNG.

    Args:
        catalog: the records.
        template_folder: the folder with `card.typ` and `icon.typ` (overrides/reports).
    """
    requested, own = cards(catalog), of_network(catalog.netwerk, template_folder)
    data = {**own, "kaarten": [asdict(card) for card in requested.values()]}
    pictures = typeset.png(template_folder / "card.typ", data)
    yield from zip((f"{path}kaart.png" for path in requested), pictures, strict=True)
    yield ICON, typeset.png(template_folder / "icon.typ", own)[0]


def of_network(own: m.Netwerk, template_folder: Path) -> dict[str, str]:
    """What a picture or document shows of the network: its name, its language, its colours, and its mark as SVG."""
    return {
        "netwerk": printable(own.naam), "taal": own.taal, "merk": own.kleuren.merk.licht, "sein": own.kleuren.sein,
        **{name: environment(template_folder).get_template(f"{name}.svg").render(netwerk=own) for name in ("teken", "kaft")},
    }  # fmt: skip
