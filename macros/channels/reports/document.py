"""What stands in each report, and the PDF of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.base import dates, links
from macros.base.text import printable
from macros.channels import previews, typeset
from macros.channels.reports import activities, districts, drawing, money, series, sources, summary, teams
from macros.channels.reports.blocks import Block
from macros.channels.reports.parts import as_of, sources_of, with_date
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog, Rapport


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from: the records, prose by page, charts by series, the site's address (see `rapporten`)."""

    catalog: Catalog
    prose: Mapping[str, tuple[n.Block, ...]]
    all_charts: Mapping[str, str]
    site: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a report is made of: the day it is of, its own sources, its chapters."""

    peildatum: str
    bronnen: tuple[m.Bron, ...]
    block_list: tuple[Block, ...]


def rapporten(
    catalog: Catalog,
    template_folder: Path,
    prose: Mapping[str, tuple[n.Block, ...]],
    all_charts: Mapping[str, str],
    today: date,
    site: str,
) -> Iterator[tuple[str, bytes]]:
    """Every report that the catalog knows: its path relative to the site's root, and the PDF.

    Args:
        catalog: the records.
        template_folder: the folder with `report.typ` (overrides/reports).
        prose: what was written above the standing parts of a page, with its notes, by the page's id (`voortgang/2023`);
            filled, with full addresses.
        all_charts: SVG of each series of figures that has a chart, by its id.
        today: the day of the build.
        site: the site's address, ending in `/`.

    Raises:
        typst.TypstError: the template is wrong.
    """
    material, own = Material(catalog, prose, all_charts, site), previews.of_network(catalog.netwerk, template_folder)
    for rapport in catalog.rapporten():
        yield rapport.pdf, pdf(rapport, contents(rapport, material), template_folder, today=today, site=site, own=own)


def contents(rapport: Rapport, material: Material) -> Contents:
    """What stands in a report: its summary, what was written above its page, then the chapters of its kind."""
    own, peildatum, short, chapters = _KINDS[rapport.soort](material, rapport.periode)
    return Contents(peildatum, own, (*short, *material.prose.get(rapport.id, ()), *chapters))


def pdf(
    rapport: Rapport, holds: Contents, template_folder: Path, *, today: date, site: str, own: Mapping[str, str]
) -> bytes:
    """The PDF of a report, which shows this of the network (PDF/UA-1 and PDF/A-2a, tagged)."""
    cover = {
        "titel": rapport.titel, "soort": rapport.naam, "periode": rapport.wanneer,
        "peildatum": holds.peildatum, "datum": dates.dag(today), "adres": links.absolute(rapport.pad, site),
    }  # fmt: skip
    inputs = {
        **own,
        **{name: printable(value) for name, value in cover.items()},
        "dag": [today.year, today.month, today.day],
        "bronnen": [printable(with_date(bron)) for bron in holds.bronnen],
        "blocks": drawing.blocks(holds.block_list),
    }
    return typeset.pdf(template_folder / "report.typ", inputs, today)


# ── The three reports ───────────────────────────────────────────────────────────────────────────────────

_Made = tuple[tuple[m.Bron, ...], str, Iterable[Block], Iterable[Block]]
"""A report's own sources, the day it is of, its summary, its chapters."""


def _standen(material: Material, periode: str) -> _Made:
    """Where every team stood on one date."""
    catalog = material.catalog
    standen = catalog.standen(periode=periode)
    bronnen = sources_of(catalog, standen)
    chapters = (
        *teams.overview(catalog, standen), *teams.one_by_one(catalog, standen),
        *series.chapter(catalog, material.all_charts, bronnen),
        *sources.accountability(catalog, bronnen, bronnen, material.site),
    )  # fmt: skip
    return bronnen, str(standen[0].peildatum), summary.of_states(catalog, standen, bronnen), chapters


def _voortgang(material: Material, periode: str) -> _Made:
    """What the network did in a year, what it cost, and what comes next."""
    catalog, year = material.catalog, int(periode)
    activiteiten, upcoming = catalog.activiteiten(jaar=year), catalog.activiteiten(jaar=year + 1)
    begrotingen = catalog.begrotingen(year, year + 1)
    own = (catalog.one(m.Bron, catalog.report_source(year)),)
    all_sources = sources_of(catalog, [*begrotingen, *activiteiten, *upcoming])
    chapters = (
        *activities.of_year(catalog, activiteiten, own, year),
        *money.chapter(catalog, (year, year + 1), "Financiën"),
        *(activities.plan(catalog, upcoming, own, f"Activiteiten {year + 1}") if upcoming else ()),
        *districts.agendas(catalog, catalog.districten_with_agenda(year)),
        *series.chapter(catalog, material.all_charts, own),
        *sources.accountability(catalog, all_sources, own, material.site),
    )  # fmt: skip
    return own, as_of(own), summary.of_year(catalog, year), chapters


def _jaarplan(material: Material, periode: str) -> _Made:
    """What the network wants to do in a year, and what it may cost."""
    catalog, year = material.catalog, int(periode)
    activiteiten, begrotingen = catalog.activiteiten(jaar=year), catalog.begrotingen(year)
    own = sources_of(catalog, catalog.basis(year))
    chapters = (
        *activities.plan(catalog, activiteiten, own, "Wat wij willen doen"),
        *money.chapter(catalog, (year,), "Wat het mag kosten"),
        *sources.accountability(catalog, sources_of(catalog, [*begrotingen, *activiteiten]), own, material.site),
    )  # fmt: skip
    return own, as_of(own), summary.of_plan(catalog, year), chapters


_KINDS: Mapping[str, Callable[[Material, str], _Made]] = {
    "standen": _standen, "voortgang": _voortgang, "jaarplan": _jaarplan,
}  # fmt: skip
