"""What stands in each report, and the PDF of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.base import dates, links
from macros.base.settings import NETWORK
from macros.channels import typeset
from macros.channels.reports import activities, districts, drawing, money, series, sources, teams
from macros.channels.reports.blocks import Block, heading, paragraph
from macros.channels.reports.parts import as_of, sources_of, state, with_date
from macros.channels.typeset import printable
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog, Rapport


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from, besides the records: prose by page, charts by series (see `rapporten`)."""

    catalog: Catalog
    prose: Mapping[str, tuple[n.Block, ...]]
    all_charts: Mapping[str, str]


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
    material = Material(catalog, prose, all_charts)
    for rapport in catalog.rapporten():
        yield rapport.pdf, pdf(rapport, contents(rapport, material), template_folder, today=today, site=site)


def contents(rapport: Rapport, material: Material) -> Contents:
    """What stands in a report: what was written above its page, then the chapters of its kind."""
    own, peildatum, chapters = _KINDS[rapport.soort](material, rapport.periode)
    return Contents(peildatum, own, (*material.prose.get(rapport.id, ()), *chapters))


def pdf(rapport: Rapport, holds: Contents, template_folder: Path, *, today: date, site: str) -> bytes:
    """The PDF of a report (PDF/UA-1, tagged)."""
    cover = {
        "titel": rapport.titel, "soort": rapport.naam, "periode": rapport.wanneer, "netwerk": NETWORK.name,
        "peildatum": holds.peildatum, "datum": dates.dag(today), "adres": links.absolute(rapport.pad, site),
    }  # fmt: skip
    inputs = {
        **{name: printable(value) for name, value in cover.items()},
        "dag": [today.year, today.month, today.day],
        "bronnen": [printable(with_date(bron)) for bron in holds.bronnen],
        "blocks": drawing.blocks(holds.block_list),
    }
    return typeset.pdf(template_folder / "report.typ", inputs, today)


# ── The three reports ───────────────────────────────────────────────────────────────────────────────────

_Made = tuple[tuple[m.Bron, ...], str, list[Block]]
"""A report's own sources, the day it is of, its chapters."""


def _standen(material: Material, periode: str) -> _Made:
    """Where every team stood on one date."""
    catalog = material.catalog
    standen = catalog.standen(periode=periode)
    bronnen = sources_of(catalog, standen)
    chapters: list[Block] = [
        heading(1, "De teams en hun voorzitters"), *teams.overview(catalog, standen),
        heading(1, "Stand van zaken per team"), *teams.one_by_one(catalog, standen),
        *series.chapter(catalog, material.all_charts, bronnen),
        *sources.accountability(catalog, bronnen),
    ]  # fmt: skip
    return bronnen, str(standen[0].peildatum), chapters


def _voortgang(material: Material, periode: str) -> _Made:
    """What the network did in a year, what it cost, and what comes next."""
    catalog, year = material.catalog, int(periode)
    activiteiten, upcoming = catalog.activiteiten(jaar=year), catalog.activiteiten(jaar=year + 1)
    begrotingen = catalog.begrotingen(year) + catalog.begrotingen(year + 1)
    own = (catalog.one(m.Bron, catalog.report_source(year)),)
    chapters: list[Block] = [
        heading(1, f"Activiteiten {year}"), state(own), *activities.by_date(catalog, activiteiten, year),
        *activities.by_thema(catalog, activiteiten),
        heading(1, "Financiën"), *money.of_year(catalog, year), *money.budgets(catalog, catalog.begrotingen(year + 1)),
        *activities.next_year(catalog, upcoming, own, year + 1),
        *districts.agendas(catalog, catalog.districten_with_agenda(year)),
        *series.chapter(catalog, material.all_charts, own),
        *sources.accountability(catalog, sources_of(catalog, [*begrotingen, *activiteiten, *upcoming])),
    ]  # fmt: skip
    return own, as_of(own), chapters


def _jaarplan(material: Material, periode: str) -> _Made:
    """What the network wants to do in a year, and what it may cost."""
    catalog, year = material.catalog, int(periode)
    activiteiten, begrotingen = catalog.activiteiten(jaar=year), catalog.begrotingen(year)
    own = sources_of(catalog, catalog.basis(year))
    chapters: list[Block] = [
        heading(1, "Wat het netwerk wil doen"), state(own), _plan(catalog, activiteiten, year),
        heading(1, "Wat het mag kosten"), *money.of_year(catalog, year),
        *sources.accountability(catalog, sources_of(catalog, [*begrotingen, *activiteiten])),
    ]  # fmt: skip
    return own, as_of(own), chapters


def _plan(catalog: Catalog, activiteiten: Sequence[m.Activiteit], year: int) -> Block:
    if activiteiten:
        return activities.plan(catalog, activiteiten, year)
    return paragraph("Er staat nog geen activiteit in dit plan.")


_KINDS: Mapping[str, Callable[[Material, str], _Made]] = {
    "standen": _standen, "voortgang": _voortgang, "jaarplan": _jaarplan,
}  # fmt: skip
