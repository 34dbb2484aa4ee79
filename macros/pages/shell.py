"""What the page shell shows around a page: crumbs, neighbours, sources, feeds, structured data. No HTML, no MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from macros.base import dates, languages, links
from macros.channels import previews
from macros.channels.subscriptions import ICS, RSS, Form, announced, of_record
from macros.pages import jsonld, network
from macros.pages.generated import WITHDRAWN, Page
from macros.records import contacts, kinds
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.writing import entry

Link = tuple[str, str]
"""A title and an address relative to the page."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything that the shell needs to know of a page besides its content."""

    soort: str
    titel: str
    omschrijving: str
    base: str
    canonical: str
    asset: Callable[[str], str]
    menu: tuple[Mapping[str, Any], ...] = ()
    breadcrumbs: tuple[Link, ...] = ()
    vorige: Link | None = None
    volgende: Link | None = None
    feed: Link | None = None
    agenda: str = ""
    datum: str = ""
    """The day of an issue of the newsletter."""
    feeds: tuple[tuple[str, str, str], ...] = ()
    bronnen: tuple[Link, ...] = ()
    districten: tuple[Link, ...] = ()
    """On the home page."""
    absent: frozenset[str] = frozenset()
    """Addresses of sections that a network may do without, and this one does: nothing leads there."""
    stand_van: str = ""
    reviewed: str = ""
    form_url: str = ""
    """Where the page's record is changed in a form, or one of the records that it lists; empty where no form knows it."""
    edit_url: str = ""
    report_url: str = ""
    """Both empty as long as nobody filled in where the repository is, or to whom an error is told."""
    file: str = ""
    """The file to ask for there."""
    pdf: str = ""
    """The page as a report on paper."""
    office: str = ""
    ways: tuple[contacts.Way, ...] = ()
    """The nearest office to ask, and the links to it; both empty as long as none is set."""
    overleg: str = ""
    """Where the coordinator joins, until then; empty where a reader must know her own district."""
    which_overleg: str = ""
    """The address of the page that says which one that is; empty where no district has one."""
    contact_page: str = ""
    """The address of the page with all contacts."""
    thema_id: str = ""
    intro: str = ""
    """What stands below the title; empty where the page's own first lines say it."""
    article: bool = False
    """Whether other sites are told that it is an article."""
    picture: str = ""
    """The full address of the picture that goes along when someone shares the page."""
    jsonld: str = ""
    taal: str = languages.FIRST
    locale: str = ""
    """The language as the Open Graph has it."""
    page_contents: tuple[tuple[str, str, int], ...] = ()
    form: entry.EntryForm | None = None
    """What a page asks on which something new is begun."""
    netwerk: m.Netwerk = m.UNREAD
    districten_kop: str = ""
    """What stands above the districts."""
    drawing: network.Drawing | None = None
    """The districts as they are drawn on the home page, where they are."""
    with_side: bool = False
    """Whether there is room for that beside the text."""


NOWHERE = "404"
"""The page that is shown at addresses that do not exist: it can be anywhere, so its links begin at the path of the site's address."""


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What is the same for every page of one build."""

    catalog: Catalog
    site_pages: Mapping[str, Page]
    address: str
    asset: Callable[[str], str]
    """The name of an asset of ours → its address relative to the root."""

    @property
    def bewerken(self) -> str:
        """Address of the repository's editor for a file, with `{pad}`; empty when the network names none."""
        return self.catalog.netwerk.diensten.wijzigen

    @property
    def absent(self) -> frozenset[str]:
        """Addresses of sections that the network does without."""
        there = self.site_pages
        return frozenset(f"{name}/" for name in kinds.OPTIONAL if name not in there and f"{name}/index" not in there)

    def titel(self, id_: str) -> str:
        """The title of a page, or of the section that it heads."""
        site_page = self.site_pages.get(id_) or self.site_pages.get(f"{id_}/index")
        return (site_page.titel if site_page else "") or _section(id_)


def _section(id_: str) -> str:
    """What a section is called whose own page has no title."""
    return kinds.COLLECTIONS[id_].section if id_ in kinds.COLLECTIONS else id_.capitalize()


def page_shell(
    site: PublishedSite,
    site_page: Page,
    menu: tuple[tuple[str, str], ...] = (),
    contents: tuple[tuple[str, str, int], ...] = (),
    html: str = "",
) -> Shell:
    """The frame of a page.

    Args:
        site: what is the same for all pages.
        site_page: the page.
        menu: title and address (relative to the root) of the main navigation.
        contents: anchor, title and level of the page's headings.
        html: what is on the page.
    """
    path = links.address(site_page.id)
    everywhere, root = site_page.id == NOWHERE, urlsplit(site.address).path

    def naar(target: str) -> str:
        return f"{root}{target}" if everywhere else links.relative(target, path)

    record = site_page.record
    previous, next_ = _neighbours(site, site_page)
    onderwerp = _subject(site, site_page)
    withdrawn = site_page.soort == WITHDRAWN
    return Shell(
        soort=site_page.soort,
        titel=site_page.titel,
        omschrijving=site_page.samenvatting,
        base=naar("").removesuffix("/"),
        canonical="" if everywhere else links.absolute(path, site.address),
        asset=lambda name: naar(site.asset(name)),
        menu=tuple({"titel": title, "url": naar(target), "actief": _active(target, path)} for title, target in menu),
        breadcrumbs=tuple((title, naar(target)) for title, target in breadcrumbs(site, site_page)),
        vorige=previous and (previous[0], naar(previous[1])),
        volgende=next_ and (next_[0], naar(next_[1])),
        feed=_own(site.catalog, record, RSS, naar),
        agenda=agenda[1] if (agenda := _own(site.catalog, record, ICS, naar)) else "",
        datum=dates.dag(record.datum) if isinstance(record, m.Nieuwsbrief) else "",
        feeds=tuple((row.announced, naar(row.pad), row.form.mime) for row in announced(site.catalog, record)),
        bronnen=tuple(
            (site.catalog.one(m.Bron, bron).titel, naar(f"bronnen/{bron}/"))
            for bron in site_page.bron
            if site_page.soort != "bron"
        ),
        districten=tuple((d.naam, naar(d.pad)) for d in site.catalog.all_of(m.District))
        if site_page.soort == "home"
        else (),
        absent=site.absent,
        stand_van="" if withdrawn else str(stand_van(site.catalog, record) or ""),
        reviewed=dates.dag(record.laatst_beoordeeld) if isinstance(record, m.Praktijk) and not withdrawn else "",
        edit_url=_edit(site, site_page),
        form_url=naar(form) if not withdrawn and (form := _form(site, site_page)) else "",
        report_url=_report_url(site, site_page),
        **_to_ask(site, site_page, naar(contacts.PAGE)),
        contact_page=naar(contacts.PAGE),
        file="" if site.bewerken else _file(site.catalog, site_page),
        pdf=_pdf(site.catalog, site_page, naar),
        thema_id=thema_of(record),
        intro=site_page.samenvatting if kinds.PAGE_KINDS[site_page.soort].intro else "",
        article=kinds.PAGE_KINDS[site_page.soort].article,
        picture="" if everywhere else links.absolute(onderwerp.picture, site.address),
        jsonld="" if everywhere or withdrawn else jsonld.jsonld(site.catalog, onderwerp, site.address),
        taal=_language(site, site_page),
        locale=languages.LANGUAGES[_language(site, site_page)].locale,
        form=entry.form(site.catalog, site_page.id) if site_page.id in entry.FORMS else None,
        netwerk=site.catalog.netwerk,
        districten_kop=network.heading(site.catalog) if site_page.soort == "home" else "",
        drawing=network.drawing(site.catalog) if site_page.soort == "home" else None,
        page_contents=contents if len(contents) > 1 else (),
        with_side=len(contents) > 1 and not _is_wide(html),
    )


_WIDE = ('<table class="matrix"', '<ol class="tegelkaart"')
_HEADING_ROW = re.compile("<thead>(.*?)<tbody>", re.DOTALL)
_COLUMNS = 5
"""Columns that a table has at most beside something else."""


def _is_wide(html: str) -> bool:
    """Whether something on a page needs all of its width: told in advance, so that nothing moves when it arrives."""
    headings = (row.count("<th ") + row.count("<th>") for row in _HEADING_ROW.findall(html))
    return any(kind in html for kind in _WIDE) or any(count > _COLUMNS for count in headings)


def thema_of(record: m.Record | m.Pagina | None) -> str:
    """The theme whose colour a page has."""
    if isinstance(record, m.Thema):
        return record.id
    return next(iter(getattr(record, "themas", ())), "")


def _active(target: str, path: str) -> bool:
    return path == target or bool(target and path.startswith(target))


def breadcrumbs(site: PublishedSite, site_page: Page) -> list[Link]:
    """The pages above a page, from the home page down: title and address."""
    if site_page.soort == "home":
        return []
    parts = links.address(site_page.id).strip("/").split("/")
    parents = ["/".join(parts[:n]) for n in range(1, len(parts))]
    return [("Home", ""), *((site.titel(parent), f"{parent}/") for parent in parents)]


def _neighbours(site: PublishedSite, site_page: Page) -> tuple[Link | None, Link | None]:
    """Previous and next, by title."""
    if not isinstance(site_page.record, m.Record):
        return None, None
    previous, next_ = site.catalog.neighbours(site_page.record)
    return _link(previous), _link(next_)


def _link(record: m.Record | None) -> Link | None:
    return (record.naam_, record.pad) if record else None


def _own(catalog: Catalog, record: m.Record | m.Pagina | None, form: Form, to: Callable[[str], str]) -> Link | None:
    """The page's own subscription in a form."""
    return next(((row.announced, to(row.pad)) for row in of_record(catalog, record) if row.form is form), None)


def stand_van(catalog: Catalog, record: m.Record | m.Pagina | None) -> dates.When | None:
    """The date of which a page speaks: its own, or that of its newest source."""
    return record.stand_van if isinstance(record, m.Praktijk) else newest(catalog, getattr(record, "bron", ()))


def newest(catalog: Catalog, sources: Iterable[str]) -> dates.When | None:
    """The date of the newest of these sources."""
    return max((catalog.one(m.Bron, bron).datum for bron in sources), key=lambda w: w.start or date.min, default=None)


def _edit(site: PublishedSite, site_page: Page) -> str:
    """The address at which the page's file can be changed in the browser."""
    return site.bewerken.replace("{pad}", quote(_file(site.catalog, site_page)))


def _form(site: PublishedSite, site_page: Page) -> str:
    """The form in which what is on a page is changed: its own record, or of an index one to choose."""
    record, path = site_page.record, links.address(site_page.id)
    for form, model in entry.FORMS.items():
        if form in site.site_pages and isinstance(record, model):
            return f"{links.address(form)}?id={quote(record.id)}"
        if form in site.site_pages and path == model.kind.place:
            return links.address(form)
    return ""


def _report_url(site: PublishedSite, site_page: Page) -> str:
    """Where an error is told, with the page filled in: the issue form of a repository, or else a mailbox."""
    store, bewerken, _ = site.bewerken.partition("/edit/")
    address = links.absolute(links.address(site_page.id), site.address)
    if bewerken:
        return f"{store}/issues/new?template=fout.yml&pagina={quote(address, safe='')}"
    office = contacts.of_purpose(site.catalog, "fout")
    return contacts.ways(office, f"Fout op: {site_page.titel}", address)[0].address if office else ""


def _to_ask(site: PublishedSite, site_page: Page, contact_page: str) -> dict[str, Any]:
    """Whom to ask about what a page is about."""
    office = contacts.nearest(site.catalog, site_page.record)
    district = contacts.district(site.catalog, site_page.record)
    return {
        "office": office.kantoor if office else "",
        "ways": contacts.ways(office, site_page.titel) if office else (),
        "overleg": district.in_overleg if district else "",
        "which_overleg": contact_page if not district and site.catalog.in_overleg() else "",
    }


def _file(catalog: Catalog, site_page: Page) -> str:
    """The file in which to change a page, relative to the root of the project."""
    if written := catalog.pages.get(site_page.id):
        return written.file
    if site_page.record:
        return site_page.record.file
    folder, _, name = site_page.id.rpartition("/")
    return kinds.PAGE_KINDS[site_page.soort].file.format(folder=folder, name=name)


def _pdf(catalog: Catalog, site_page: Page, to: Callable[[str], str]) -> str:
    if kinds.PAGE_KINDS[site_page.soort].search != "rapport":
        return ""
    return next((to(report.pdf) for report in catalog.rapporten() if report.id == site_page.id), "")


def _language(site: PublishedSite, site_page: Page) -> languages.Taal:
    own = site_page.record.taal if isinstance(site_page.record, m.Pagina) else None
    return own or site.catalog.netwerk.taal


def _subject(site: PublishedSite, site_page: Page) -> jsonld.Subject:
    path = links.address(site_page.id)
    return jsonld.Subject(
        pad=path,
        titel=site_page.titel,
        omschrijving=site_page.samenvatting,
        taal=_language(site, site_page),
        record=site_page.record,
        bron=site_page.bron,
        breadcrumbs=breadcrumbs(site, site_page),
        picture=previews.picture(site.catalog, path, thema_of(site_page.record)),
    )
