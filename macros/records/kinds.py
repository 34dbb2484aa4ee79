"""The one list of kinds: what there is to know, a row a kind, and the kinds of page that show it.

A row says what a kind is called, in which file a record of it stands, at which address a reader finds it, which page it has
and which channels carry it; every other room reads the row. Its class (macros/records/models/) names the row with `of`.
Nothing is known here but words: no class, no file that is read.

In a pattern (`file`, `address`, and a page's title and summary) `{id}` is the record's id, `{naam}` its name, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page that no one writes, or to which standing parts are added.

    Args:
        soort: its template (`overrides/pages/<soort>.md`), which sees the record under this name; the shell knows it too.
        titel: pattern of its title.
        samenvatting: pattern of its summary.
        order: its place among the kinds of page, in the list of all pages (sitemap, search).
        search: what readers call it in the search; the same as `soort` when empty.
        file: pattern of the file to change it in, when it is about no single record: `{folder}` and `{name}` of its address.
        intro: whether its summary stands below its title.
        carried: whether feeds and mail carry the whole page.
        article: whether search engines are told that it is an article of the network.
        folds: the level of the headings whose parts are folded in its prose; none when 0.
        own_text: whether someone may write prose for it, in the Markdown file at its address.
        neighbours: whether it leads to the previous and the next of its kind.
    """

    soort: str
    titel: str = ""
    samenvatting: str = ""
    order: int = 0
    search: str = ""
    file: str = ""
    intro: bool = False
    carried: bool = False
    article: bool = False
    folds: int = 0
    own_text: bool = False
    neighbours: bool = True

    @property
    def search_name(self) -> str:
        """What readers call it in the search."""
        return self.search or self.soort


@dataclass(frozen=True, slots=True)
class RecordKind:
    """What is said of all records of one class.

    Args:
        collection: their name on disk, in the addresses and in the open data.
        singular: what one is called in a message, a feed and a template.
        titel: what all of them are called in the open data.
        file: pattern of the file in which one stands; of a Markdown file each holds one, its id the file's name; `*` where a
            name is free.
        plural: what they are called as a section of the site; the collection with a capital when empty.
        address: pattern of its address from the site's root; when empty its own page, or an anchor on the collection's.
        page: the page that each has.
        supplement: the template that shows, below the page by hand on which they stand, those that it leaves out.
        dataset: whether search engines are told that the collection's page can be downloaded as data.
        alone: whether there is exactly one, and its file holds its fields and no list.
        module: the module that it belongs to, of those that a network may do without (`MODULES`); of a kind that belongs to
            none there are always files, however few records.
    """

    collection: str
    singular: str
    titel: str
    file: str
    plural: str = ""
    address: str = ""
    page: PageKind | None = None
    supplement: str = ""
    dataset: bool = False
    alone: bool = False
    module: str = ""

    @property
    def files(self) -> str:
        """Glob of the files in which records of this kind stand, from the project's root."""
        return re.sub(r"\{[^}]+\}", "*", self.file)

    @property
    def section(self) -> str:
        """What they are called as a section of the site."""
        return self.plural or self.collection.capitalize()

    @property
    def in_markdown(self) -> bool:
        """Whether each record is a Markdown file of its own."""
        return self.file.endswith(".md")

    def file_of(self, fields: Mapping[str, Any]) -> str:
        """The file in which a record with these fields stands."""
        return self.file.format_map(fields)

    def address_of(self, fields: Mapping[str, Any]) -> str:
        """The address of a record with these fields, relative to the site's root."""
        return (self.address or f"{self.collection}/" + ("{id}/" if self.page else "#{id}")).format_map(fields)

    @property
    def home(self) -> str:
        """The section of the site in which its records stand: the first part of their addresses."""
        return (self.address or self.collection).partition("/")[0]

    @property
    def place(self) -> str:
        """The address of the page on which the collection stands, when its records have none of their own."""
        return (self.address or f"{self.collection}/#").partition("#")[0]


DATA = "docs/_data"

KINDS = (
    RecordKind(
        "bronnen", "bron", "Bronnen", f"{DATA}/bronnen.yml",
        page=PageKind("bron", "{titel}", "{omschrijving}", order=8),
    ),
    RecordKind("bronsoorten", "bronsoort", "Soorten bronnen", f"{DATA}/bronsoorten.yml", address="bronnen/#soort-{id}"),
    RecordKind(
        "organisaties", "organisatie", "Organisaties en overleggen", f"{DATA}/organisaties.yml", address="organisatie/#{id}"
    ),
    RecordKind(
        "begrippen", "begrip", "Begrippen en afkortingen", f"{DATA}/begrippen.yml",
        page=PageKind("begrip", "{term}", "{betekenis}", order=7),
    ),
    RecordKind(
        "themas", "thema", "Thema's", f"{DATA}/themas.yml", "Thema's",
        page=PageKind("thema", "{naam}", "{kort}", order=1, intro=True, folds=2, own_text=True),
    ),
    RecordKind(
        "expertteams", "expertteam", "Expertteams", f"{DATA}/expertteams.yml", module="expertteams",
        page=PageKind("expertteam", "{naam}", "{opdracht}", order=4),
    ),
    RecordKind(
        "standen", "stand", "Stand van zaken per team", f"{DATA}/standen/{{peildatum.typed}}.yml", "Standen van teams",
        "voortgang/{peildatum.typed}/#{id}", module="expertteams",
    ),
    RecordKind(
        "districten", "district", "Districten", f"{DATA}/districten.yml", module="districten",
        page=PageKind(
            "district", "District {naam}", "De agenda van het district {naam}, wat er loopt en welke praktijken er zijn.", order=5
        ),
    ),
    RecordKind(
        "gemeenten", "gemeente", "Gemeenten", f"{DATA}/gemeenten.csv", dataset=True, module="gemeenten",
        page=PageKind(
            "gemeente", "Gemeente {naam}",
            "Wat het netwerk voor de gemeente {naam} doet: wat er loopt, welke praktijken er zijn en wie u vraagt.", order=6,
        ),
    ),
    RecordKind(
        "plaatsen", "plaats", "Plaatsen bij gemeenten", f"{DATA}/plaatsen.csv", address="gemeenten/{gemeente}/", module="gemeenten",
    ),
    RecordKind(
        "activiteiten", "activiteit", "Activiteiten", f"{DATA}/activiteiten/{{jaar}}.yml",
        supplement="index_activiteiten", dataset=True,
    ),
    RecordKind(
        "doelen", "doel", "Strategische doelen", f"{DATA}/doelen/*.yml", address="strategie/#{id}",
        supplement="index_strategie", module="strategie",
    ),
    RecordKind(
        "praktijken", "praktijk", "Praktijken", "docs/praktijken/{id}.md", dataset=True,
        page=PageKind("praktijk", "{titel}", "{samenvatting}", order=2, intro=True, carried=True, article=True),
    ),
    RecordKind(
        "nieuwsbrieven", "nieuwsbrief", "Nieuwsbrieven", "newsletters/{id}.md",
        page=PageKind("nieuwsbrief", "{titel}", "{samenvatting}", order=3, intro=True, carried=True, article=True),
    ),
    RecordKind(
        "financien", "begroting", "Begrotingen en rekeningen", f"{DATA}/financien/*.yml", "Financiën", module="financien",
        supplement="index_financien", dataset=True,
    ),
    RecordKind(
        "cijferreeksen", "cijferreeks", "Cijferreeksen", f"{DATA}/cijferreeksen.yml", "Cijfers", "cijfers/#{id}", module="cijfers",
        supplement="index_cijfers",
    ),
    RecordKind("vragen", "vraag", "Vragen en antwoorden", f"{DATA}/vragen.yml", module="vragen"),
    RecordKind(
        "actieagenda", "onderdeel", "Actieagenda's van zusternetwerken", f"{DATA}/actieagenda/{{agenda}}.yml",
        "Onderdelen van de actieagenda", "zusternetwerken/{agenda}/{id}/", module="zusternetwerken",
        page=PageKind(
            "onderdeel", "{naam}", "{naam} in de actieagenda van het zusternetwerk: doel, terugblik en acties.", order=9,
            search="zusternetwerk", own_text=True, neighbours=False,
        ),
    ),
    RecordKind("kerncijfers", "kerncijfer", "Kerncijfers", f"{DATA}/kerncijfers.yml", address="cijfers/#{id}", module="cijfers"),
    RecordKind("matrices", "matrix", "Matrices", f"{DATA}/matrices.yml", supplement="index_matrices", module="matrices"),
    RecordKind(
        "tegenspraken", "tegenspraak", "Tegenspraken tussen bronnen", f"{DATA}/tegenspraken.yml", address="bronnen/#{id}"
    ),
    RecordKind("doorverwijzingen", "doorverwijzing", "Doorverwijzingen", f"{DATA}/doorverwijzingen.yml", address="{van}"),
    RecordKind(
        "toegestaan", "uitzondering", "Wat de privacycontrole toestaat", f"{DATA}/toegestaan.yml",
        address="#{id}",  # no page shows them
    ),
    RecordKind(
        "zoekwoorden", "zoekwoord", "Woorden waarmee lezers zoeken", f"{DATA}/zoekwoorden.yml",
        address="#{id}",  # no page shows them
    ),
    RecordKind("netwerk", "netwerk", "Het netwerk zelf", f"{DATA}/netwerk.yml", address="organisatie/#{id}", alone=True),
)  # fmt: skip
"""Every kind of record, in the order in which they are loaded and listed."""

PAGINA = RecordKind("paginas", "pagina", "Pagina's", "docs/{id}.md")
"""Any other page that someone wrote; its id has folders."""
GEBRUIK = RecordKind("gebruik", "rij", "Gebruik van de site", f"{DATA}/gebruik/{{maand}}.csv")
"""How the site is read: counted, without an id and without a source."""

_OF_NO_RECORD = (
    PageKind("home", intro=True),
    PageKind("pagina"),
    PageKind("formulier", search="pagina"),
    PageKind(
        "ingetrokken",
        "{titel}",
        "Deze praktijk is ingetrokken. U leest hier waarom, en wat u in plaats daarvan kunt gebruiken.",
        intro=True,
        carried=True,
    ),
    PageKind("standen", search="rapport", file=f"{DATA}/standen/{{name}}.yml", intro=True, carried=True),
    PageKind(
        "voortgang", search="rapport", file=f"{DATA}/activiteiten/{{name}}.yml", intro=True, carried=True, folds=3
    ),
    PageKind("jaarplan", search="rapport", file=f"{DATA}/activiteiten/{{name}}.yml", intro=True, carried=True),
    PageKind("actieagenda", search="zusternetwerk", file=f"{DATA}/actieagenda/{{name}}.yml"),
    PageKind("afdrukken", file="docs/{folder}.md"),
)

PAGE_KINDS = {page.soort: page for page in (*(kind.page for kind in KINDS if kind.page), *_OF_NO_RECORD)}
"""Every kind of page by its name: those of a record, those that are written, and those that put records together."""

MODULES = {kind.module: tuple(row for row in KINDS if row.module == kind.module) for kind in KINDS if kind.module}
"""What a network may do without, with the kinds that go with it: without records of a kind, and without a page for them,
nothing on the site or in a channel tells that there could be any."""

OPTIONAL = frozenset({*(kind.home for rows in MODULES.values() for kind in rows), "about"})
"""The sections that a network may do without: those of modules, and the page in English."""

COLLECTIONS = {kind.collection: kind for kind in KINDS}
_BY_NAME = {kind.singular: kind for kind in KINDS}


def of(singular: str) -> RecordKind:
    """The row of a kind, for its class.

    Raises:
        KeyError: no row has that name.
    """
    return _BY_NAME[singular]
