"""Markdown for pages that no one writes, and the standing parts of pages that someone does.

What a reader finds on every theme, practice or municipality is a template in `overrides/pages/`, so it is the same
everywhere and ends up in the page itself (its table of contents, the feeds, the search).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from macros.base import dates
from macros.base.errors import UserError
from macros.base.spool import Spool
from macros.document.calls import calls
from macros.records import kinds
from macros.records import models as m
from macros.writing import entry

if TYPE_CHECKING:
    from jinja2 import Environment

    from macros.records.catalog import Catalog

WITHDRAWN = "ingetrokken"
"""The kind of page that a practice has when it was withdrawn: it says so, and nothing of what stood there."""
PAPER = "afdrukken"
"""The kind of page that holds a whole theme, to print; it says nothing that is not elsewhere too."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path under docs/ without `.md`, title, summary, the record it is about, its Markdown.

    `dag` is the day of which it tells, when that is its own and not that of the build: of a newsletter, the end of a report.
    """

    id: str
    titel: str
    samenvatting: str
    markdown: str
    record: m.Record | m.Pagina | None = None
    soort: str = "pagina"
    bron: tuple[str, ...] = ()
    dag: date | None = None


class Pages(Mapping[str, Page]):
    """Every page of the site by its id, each made when it is asked for first: a check asks for few."""

    def __init__(self, makers: Mapping[str, Callable[[], Page]]) -> None:
        self._makers, self._made = makers, dict[str, Page]()
        self._texts, self._latest = Spool(), Page("", "", "", "")

    def __getitem__(self, id_: str) -> Page:
        """A page; what a contributor wrote is in the middle of its standing parts."""
        if id_ not in self._made:
            self._latest = self._makers[id_]()
            self._texts.put(id_, self._latest.markdown.encode())  # of thousands of pages that is much
            self._made[id_] = replace(self._latest, markdown="")
        elif self._latest.id != id_:  # who makes a page asks for it many times
            self._latest = replace(self._made[id_], markdown=self._texts[id_].decode())
        return self._latest

    def __contains__(self, id_: object) -> bool:
        """Whether there is such a page; it is not made for that."""
        return id_ in self._makers

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._makers)

    def possible(self, *unforeseen: type[Exception]) -> dict[str, Page]:
        """The pages that can be made when not all records could be read; of another comes one of these exceptions."""
        made: dict[str, Page] = {}
        for id_ in self:
            with suppress(UserError, *unforeseen):
                made[id_] = self[id_]
        return made


def all_pages(catalog: Catalog, templates: Environment) -> Pages:
    """Every page of the site by its id."""
    return Pages(_makers(catalog, templates))


def one_page(catalog: Catalog, templates: Environment, id_: str) -> Page:
    """One of them; no other is made."""
    return _makers(catalog, templates)[id_]()


def _makers(catalog: Catalog, templates: Environment) -> dict[str, Callable[[], Page]]:
    makers = dict(_automatic(catalog, templates))
    seam = templates.get_template("_seam.md").render().strip()
    for page in catalog.pages.values():
        makers[page.id] = partial(_with_text, catalog, templates, page, makers.get(page.id), seam)
    return makers


def _with_text(
    catalog: Catalog, templates: Environment, page: m.Pagina, default: Callable[[], Page] | None, seam: str
) -> Page:
    site_page = _written(page, default() if default else None, seam)
    return replace(site_page, markdown=_supplement(catalog, templates, page) or site_page.markdown)


_SUPPLEMENTED = {kind.place: kind.supplement for kind in kinds.KINDS if kind.supplement}
"""Pages by hand that must show everything of a collection, and the template that adds what the prose leaves out."""


def _supplement(catalog: Catalog, templates: Environment, page: m.Pagina) -> str:
    """What a page by hand does not show yet: next year's data file needs no change to the page."""
    if page.pad not in _SUPPLEMENTED:
        return ""
    good, _ = calls(page.tekst)
    shown = {(a.naam, value) for a in good for value in (*a.positional, *a.arguments.values())}
    template = templates.get_template(f"{_SUPPLEMENTED[page.pad]}.md")
    return f"{page.tekst}\n\n{template.render(catalog=catalog, m=m, shown=shown)}"


def _written(page: m.Pagina, default: Page | None, seam: str) -> Page:
    """A page by hand: alone, or as the prose above what is there anyway, with a mark where they meet."""
    if default is None:
        return Page(page.id, page.titel, page.samenvatting, page.tekst, page, _kind(page), page.bron)
    return Page(
        page.id,
        page.titel or default.titel,
        page.samenvatting or default.samenvatting,
        f"{page.tekst}\n\n{seam}\n\n{default.markdown}",
        default.record,
        default.soort,
        tuple(dict.fromkeys((*default.bron, *page.bron))),
        default.dag,
    )


def _kind(page: m.Pagina) -> str:
    return "home" if page.id == "index" else "formulier" if page.id in entry.FORMS else "pagina"


_Makes = tuple[str, Callable[[], Page]]
"""The id of a page, and what makes it."""


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a page from a template that sees its record under the name of its kind."""

    catalog: Catalog
    templates: Environment

    def __call__(
        self, id_: str, template: str, title: str, summary: str, record: m.Record | None = None, *,
        bron: tuple[str, ...] = (), dag: date | None = None, **more: object,
    ) -> _Makes:  # fmt: skip
        return id_, partial(self._make, id_, template, title, summary, record, bron, dag, more)

    def _make(
        self, id_: str, template: str, title: str, summary: str, record: m.Record | None, bron: tuple[str, ...],
        dag: date | None, more: Mapping[str, object],
    ) -> Page:  # fmt: skip
        bron = record.bron if record else bron
        own = {record.kind.singular: record} if record else {"bron": bron}
        markdown = self.templates.get_template(f"{template}.md").render(catalog=self.catalog, **own, **more)
        return Page(id_, title, summary, markdown, record, template, bron, dag)


def _automatic(catalog: Catalog, templates: Environment) -> Iterator[_Makes]:
    """The pages that there are without anyone writing them."""
    site_page = _Maker(catalog, templates)
    of_records = [(page, model) for model in m.COLLECTIONS if (page := model.kind.page)]
    for page, model in sorted(of_records, key=lambda row: row[0].order):
        if model is m.Agendaonderdeel:  # reports, and the page of each agenda, stand before its parts
            yield from _rapporten(catalog, site_page)
            yield from _actieagenda(catalog, site_page)
        for record in catalog.all_of(model):
            fields = vars(record)
            own = kinds.PAGE_KINDS[WITHDRAWN] if getattr(record, "is_withdrawn", False) else page
            yield site_page(
                record.pad.strip("/"),
                own.soort,
                own.titel.format_map(fields),
                _became(catalog, record) or own.samenvatting.format_map(fields),
                record,
                dag=record.datum if isinstance(record, m.Nieuwsbrief) else None,
            )
    yield from _documents(catalog, site_page)


def _became(catalog: Catalog, record: m.Record) -> str:
    """What became of a municipality that is no more: all that there is to say of it now."""
    if not isinstance(record, m.Gemeente) or not record.tot or record.tot > catalog.today:
        return ""
    whole = catalog.records[m.Gemeente].get(record.opgegaan_in or "")  # a check tells of one that is not there
    return (
        f"De gemeente {record.naam} is op {dates.dag(record.tot)} opgegaan in de gemeente {whole.naam}."
        if whole
        else ""
    )


def _rapporten(catalog: Catalog, site_page: _Maker) -> Iterator[_Makes]:
    for rapport in catalog.rapporten():
        year = int(rapport.periode[:4])
        yield site_page(
            rapport.id,
            rapport.soort,
            rapport.titel,
            rapport.kort,
            bron=rapport.bron,
            dag=rapport.dag,
            periode=rapport.periode,
            jaar=year,
        )


def _actieagenda(catalog: Catalog, site_page: _Maker) -> Iterator[_Makes]:
    for agenda, part in {part.agenda: part for part in catalog.all_of(m.Agendaonderdeel)}.items():
        short = (
            "De klikbare actieagenda van een zusternetwerk: per thema en project het doel, de terugblik en de acties."
        )
        yield site_page(
            f"zusternetwerken/{agenda}",
            "actieagenda",
            catalog.one(m.Bron, part.bron[0]).titel,
            short,
            agenda=agenda,
            bron=part.bron,
        )


def _documents(catalog: Catalog, site_page: _Maker) -> Iterator[_Makes]:
    """Documents for paper, last: they are made of the pages before them."""
    teams = ", de teams" if catalog.uses(m.Expertteam.kind.collection) else ""
    for thema in catalog.all_of(m.Thema):
        short = f"Het hele thema {thema.naam} in één document om af te drukken: de uitleg{teams} en alle praktijken."
        title = f"{thema.naam}, met alle praktijken"
        yield site_page(f"themas/{thema.id}/afdrukken", PAPER, title, short, bron=thema.bron, thema=thema)
