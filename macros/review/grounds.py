"""What texts are held against that comes of the records: the same as long as no record is another, so it can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from macros.cache.trace import fingerprint
from macros.document.prose import Prose
from macros.pages.generated import Page
from macros.records import models as m
from macros.review import addresses, colours, contacts, plans, structure, upkeep

if TYPE_CHECKING:
    from macros.records.catalog import Catalog
    from macros.records.loader import Broken, Inspection


@dataclass(frozen=True, slots=True)
class Sketch:
    """A page that someone wrote, without what she wrote: what stands before and behind that, as long as the same words are in it."""

    file: str
    key: str
    """A print of those words; of the whole text where it is not sure where that stands, or that it does."""
    shown: bool = False
    before: str = ""
    after: str = ""
    samenvatting: str = ""
    soort: str = ""
    dag: str = ""

    def page(self, prose: Prose) -> Page | None:
        """The page with this text, as far as a check asks; nothing when it may be another."""
        if not self.key or self.key != (_words(prose) if self.shown else fingerprint(prose.tekst)):
            return None
        markdown = f"{self.before}{prose.tekst}{self.after}" if self.shown else self.before
        day = date.fromisoformat(self.dag) if self.dag else None
        return Page(prose.page, "", self.samenvatting, markdown, None, self.soort, (), day)


def _words(prose: Prose) -> str:
    """A print of the words on a page; none when something between braces is no word."""
    good, wrong = prose.calls
    return "" if wrong else fingerprint([(call.naam, call.positional, call.arguments) for call in good])


def _sketch(prose: Prose, page: Page | None) -> Sketch:
    if page is None:
        return Sketch(prose.file, "")
    place, text = page.markdown.find(prose.tekst), prose.tekst
    shown = bool(text) and 0 <= place == page.markdown.rfind(text) and not getattr(page.record, "is_withdrawn", False)
    return Sketch(
        prose.file, _words(prose) if shown else fingerprint(text), shown,
        page.markdown[:place] if shown else page.markdown, page.markdown[place + len(text) :] if shown else "",
        page.samenvatting, page.soort, page.dag.isoformat() if page.dag else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grounds:
    """All of it, as JSON has it; `whole`: every record could be read."""

    whole: bool
    findings: list[tuple[Any, ...]]
    """What is wrong with the records themselves: the fields of each finding."""
    remarks: Sequence[str]
    """What plans and reports still lack, and whom no one can reach yet."""
    pages: Sequence[str]
    """The ids of all pages of the site."""
    sketches: Mapping[str, Sketch]
    """Of each page that someone wrote, in the order in which they are read."""
    ids: Sequence[str]
    """Of all records."""
    allowed: tuple[tuple[str, str], ...]
    """What the privacy gate lets pass: the id of each entry with what it allows."""
    abbreviations: Sequence[str] | None
    """Those that the records explain; none when the glossary is not whole."""
    withdrawn: Sequence[upkeep.Withdrawn]
    moved: Sequence[addresses.Old]
    activities: Mapping[str, tuple[str, int]]
    collections: Mapping[str, Sequence[str]]
    named: Sequence[structure.Named]


def of_json(kept: Mapping[str, Any]) -> Grounds:
    """What was kept."""
    return Grounds(
        **{
            **kept,
            "sketches": {page: Sketch(**fields) for page, fields in kept["sketches"].items()},
            "allowed": tuple((id_, what) for id_, what in kept["allowed"]),
            "withdrawn": [upkeep.Withdrawn(*row) for row in kept["withdrawn"]],
            "moved": [addresses.Old(*row) for row in kept["moved"]],
            "named": [structure.Named(*row) for row in kept["named"]],
        }
    )


def allowed(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """What the privacy gate lets pass: the id of each entry with what it allows."""
    return (
        *((entry.id, entry.wat) for entry in catalog.all_of(m.Uitzondering)),
        *contacts.numbers(catalog),
        *contacts.own_names(catalog.netwerk),
    )


def of_records(
    inspection: Inspection, catalog: Catalog, site_pages: Mapping[str, Page], written: Iterable[Prose], broken: Broken
) -> Grounds:
    """What the records of this check give.

    Args:
        inspection: what reading gave.
        catalog: its records, on the day of the check.
        site_pages: the pages that can be made.
        written: what someone wrote.
        broken: what could not be read.
    """
    locations = inspection.locations
    told = {id_ for collection, id_ in broken.inconsistent if collection == m.Praktijk.kind.collection}
    found = [*inspection.findings, *upkeep.overdue_reviews(catalog, catalog.today, told)]
    if catalog.dag:  # the newest day in the content would be any day that someone typed
        found += upkeep.ahead(catalog, catalog.dag, locations)
    if not broken:
        found += contacts.wrong(catalog, locations)
        found += colours.indistinct(catalog, locations)
        found += addresses.asked(catalog, site_pages, locations)
    return Grounds(
        whole=not broken,
        findings=[*map(astuple, found)],
        remarks=[] if broken else [*plans.remarks(catalog, catalog.today), *contacts.remarks(catalog)],
        pages=[*site_pages],
        sketches={prose.page: _sketch(prose, site_pages.get(prose.page)) for prose in written},
        ids=sorted({record.id for kind in m.COLLECTIONS for record in catalog.all_of(kind)}),
        allowed=allowed(catalog),
        abbreviations=(
            None if m.Begrip.kind.collection in broken.damaged else sorted({*upkeep.known_abbreviations(catalog)})
        ),
        withdrawn=[*upkeep.withdrawn(catalog)],
        moved=[*addresses.of_the_past(catalog, locations)],
        activities=addresses.activities(catalog, locations),
        collections=structure.of_collections(catalog),
        named=[*structure.named(catalog)],
    )
