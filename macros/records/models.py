"""The records: what the knowledge base knows, one frozen pydantic class a collection.

Each class says where its files are (`files`), what it is called in a message (`singular`) and on disk and
in the open data (`collection`); the loader, the checks, the open data and the schemas all follow from that.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from macros.base import links
from macros.records.fields import (
    Bedragen,
    BegripId,
    BronId,
    Bronnen,
    Day,
    Districten,
    DistrictId,
    ExpertteamId,
    Gemeenten,
    Id,
    Integer,
    OnderdeelId,
    OrganisatieId,
    Organisaties,
    Praktijken,
    Text,
    Texts,
    ThemaId,
    Themas,
    Time,
    Tint,
    When,
    Year,
    YesNo,
    one_or_more,
)


class Part(BaseModel):
    """A part of a record: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Record(Part):
    """What every record has: a stable id that is also its anchor, UID and guid, and its sources."""

    collection: ClassVar[str]
    singular: ClassVar[str]
    files: ClassVar[str]
    """Glob relative to the project's root. `.md` files are one record each, its id the file's name."""

    id: Id
    bron: Bronnen
    vindplaats: str = ""
    """The heading or page of the source, for a reader who wants to check."""

    @property
    def naam_(self) -> str:
        """What this record is called in a sentence."""
        return str(getattr(self, "titel", "") or getattr(self, "naam", "") or self.id)

    @property
    def pad(self) -> str:
        """The record's address relative to the site's root: its page, or its anchor on the collection's."""
        return f"{self.collection}/#{self.id}"


class WithPage(Record):
    """A record with a page of its own at `<verzameling>/<id>/`."""

    @property
    def pad(self) -> str:
        """The address of its page."""
        return f"{self.collection}/{self.id}/"


class Colour(Part):
    """A colour: on a light ground and on a dark one."""

    licht: Tint
    donker: Tint


def _op_beide(value: object) -> object:
    """One colour is that on both grounds."""
    return {"licht": value, "donker": value} if isinstance(value, str) else value


EigenKleur = Annotated[Colour | None, BeforeValidator(_op_beide, json_schema_input_type=Colour | Tint)]


# ── Sources, words, organisations ───────────────────────────────────────────────────────────────────────


class Bron(WithPage):
    """A document that the site rests on. Its own source is itself."""

    collection = "bronnen"
    singular = "bron"
    files = "docs/_data/bronnen.yml"

    titel: Text
    soort: Literal[
        "voortgangsbericht", "voortgangsrapportage", "vraag en antwoord", "strategie", "actieagenda", "register"
    ]
    datum: When
    uitgever: OrganisatieId
    omschrijving: Text
    status: str = ""

    @model_validator(mode="before")
    @classmethod
    def _own_bron(cls, values: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was typed
        if isinstance(values, dict) and "bron" not in values and "id" in values:
            return {**values, "bron": values["id"]}
        return values


class Versie(Part):
    """What one source says, of its own date."""

    bron: BronId
    waarde: Text
    datum: When


class Tegenspraak(Record):
    """A fact on which sources contradict themselves or each other: all versions stay, with an explanation."""

    collection = "tegenspraken"
    singular = "tegenspraak"
    files = "docs/_data/tegenspraken.yml"

    onderwerp: Text
    versies: tuple[Versie, ...] = Field(min_length=2)
    uitleg: Text

    @property
    def pad(self) -> str:
        """Its anchor on the page with sources."""
        return f"bronnen/#{self.id}"


class Begrip(WithPage):
    """A term of the field or an abbreviation."""

    collection = "begrippen"
    singular = "begrip"
    files = "docs/_data/begrippen.yml"

    term: Text
    afkorting: str = ""
    in_tekst: YesNo | None = None
    """Whether pages explain it where they first use it; when missing: if it has two capitals or more."""
    betekenis: Text
    synoniemen: Texts = ()
    thema: ThemaId | None = None
    zie_ook: Annotated[tuple[BegripId, ...], BeforeValidator(one_or_more)] = ()

    @property
    def naam_(self) -> str:
        """The term."""
        return self.term


class Organisatie(Record):
    """A body, partner or consultation; `tot` is the last year in which a source knows it."""

    collection = "organisaties"
    singular = "organisatie"
    files = "docs/_data/organisaties.yml"

    naam: Text
    afkorting: str = ""
    soort: Literal["backbone", "overleg", "partner", "zusternetwerk", "bij zusternetwerk", "landelijk", "netwerk"]
    omschrijving: Text
    van: When | None = None
    tot: When | None = None
    rapporteert_aan: Organisaties = ()
    district: DistrictId | None = None

    @property
    def pad(self) -> str:
        """Its anchor on the organisation page."""
        return f"organisatie/#{self.id}"


# ── Themes and teams ────────────────────────────────────────────────────────────────────────────────────


class Looptijd(Part):
    """A period of years in which something was prioritised; `tot` is missing while it runs."""

    van: Year
    tot: Year | None = None


class Subthema(Part):
    """A part of a theme."""

    id: Id
    naam: Text


class Thema(WithPage):
    """A theme that the network gave priority, with the periods in which it did."""

    collection = "themas"
    singular = "thema"
    files = "docs/_data/themas.yml"

    naam: Text
    kort: Text
    kleur: EigenKleur = None
    """The colour of its line on every page; grey when it has none."""
    looptijden: tuple[Looptijd, ...] = Field(min_length=1)
    voorgangers: Themas = ()
    opvolgers: Themas = ()
    opvolging: str = ""
    """What the sources say of how it ended or went on, when no theme follows it."""
    subthemas: tuple[Subthema, ...] = ()

    def is_current(self, year: int) -> bool:
        """Whether the theme has priority in a year."""
        return any(part.van <= year <= (part.tot or year) for part in self.looptijden)


class Voorzitter(Part):
    """An administrative chair as the source has it: office and name, or vacant with the reason."""

    ambt: Text
    naam: str = ""
    toelichting: str = ""


class Expertteam(WithPage):
    """A team of officials around a theme."""

    collection = "expertteams"
    singular = "expertteam"
    files = "docs/_data/expertteams.yml"

    naam: Text
    soort: Literal["expertteam", "platform", "werkgroep", "regieoverleg"]
    themas: Themas = ()
    van: When | None = None
    tot: When | None = None
    opdracht: Text
    trekker: str = ""
    """The organisation of the official who leads it, never a name: `gemeente Tiel`."""
    voorzitters: tuple[Voorzitter, ...] = ()
    partners: Organisaties = ()
    onderdeel_van: ExpertteamId | None = None
    opvolger: ExpertteamId | None = None


class Stand(Record):
    """Where a team stood on one day."""

    collection = "standen"
    singular = "stand"
    files = "docs/_data/standen/*.yml"

    expertteam: ExpertteamId
    peildatum: When
    inleiding: Text
    doelen: Texts = ()
    resultaten: Texts = ()
    aandachtspunten: Texts = ()
    acties: Texts = ()

    @property
    def pad(self) -> str:
        """Its place on the progress report of its date."""
        return f"voortgang/{self.peildatum.typed}/#{self.id}"


# ── Activities and goals ────────────────────────────────────────────────────────────────────────────────


class Activiteit(Record):
    """Something the network did or plans; the id is its anchor, calendar UID and feed guid."""

    collection = "activiteiten"
    singular = "activiteit"
    files = "docs/_data/activiteiten/*.yml"

    titel: Text
    wanneer: When
    gedrukt: str = ""
    """The moment as the source prints it, where `wanneer` had to be read: `Q1 en Q@`."""
    tijd: Time | None = None
    """From when to when, on a day: `13:30-16:00`, in Dutch time."""
    toegevoegd: Day | None = None
    """The day on which it was put on the agenda; when missing, the day of its source."""
    jaar: Year
    """The year of the plan or report it belongs to (the file's name)."""
    soort: Literal[
        "bijeenkomst", "interventie", "onderzoek", "product", "overleg", "bijdrage", "organisatie", "communicatie"
    ]
    status: Literal["gepland", "uitgevoerd", "doorlopend", "vervallen", "onbekend"]
    omschrijving: str = ""
    oplevering: str = ""
    thema: ThemaId | None = None
    subthema: str = ""
    districten: Districten = ()
    gemeenten: Gemeenten = ()
    expertteam: ExpertteamId | None = None
    praktijken: Praktijken = ()
    noot: str = ""


class Doel(Record):
    """A strategic goal, with what became of it where a later source says so."""

    collection = "doelen"
    singular = "doel"
    files = "docs/_data/doelen/*.yml"

    thema: ThemaId
    subthema: str = ""
    jaar: When
    tekst: Text
    vervolg: tuple[Versie, ...] = ()

    @property
    def pad(self) -> str:
        """Its anchor on the strategy page."""
        return f"strategie/#{self.id}"


# ── Practices, newsletters, pages: front matter and prose ────────────────────────────────────────────────


Status = Literal["idee", "in ontwikkeling", "pilot", "in gebruik", "afgerond", "onbekend"]


class Wijziging(Part):
    """A dated step in a practice's history: what feeds announce besides its birth."""

    datum: Day
    tekst: Text
    status: Status | None = None
    """What the practice's status became that day; missing when it stayed what it was."""


Fase = Literal["proactief", "preventie", "repressie"]


class Praktijk(WithPage):
    """An approach that others can use."""

    collection = "praktijken"
    singular = "praktijk"
    files = "docs/praktijken/*.md"

    titel: Text
    samenvatting: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=300)]
    themas: Annotated[Themas, Field(min_length=1)]
    fase: Annotated[tuple[Fase, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    doelgroep: Annotated[
        tuple[Literal["jongeren", "ouders", "inwoners", "ondernemers", "kwetsbare personen", "professionals", "bestuurders", "gemeenten"], ...],
        BeforeValidator(one_or_more), Field(min_length=1),
    ]  # fmt: skip
    schaal: Literal["lokaal", "district", "regionaal", "landelijk"]
    status: Status
    netwerk: OrganisatieId
    """The network whose source describes it."""
    effect: Text
    """What is known of the effect; "onbekend" is said aloud, never left out."""
    partners: Organisaties = ()
    gemeenten: Gemeenten = ()
    elke_gemeente: YesNo = False
    """Whether every municipality gets a part of its own, so that each one's page shows the editions."""
    plaatsen: Texts = ()
    """Places outside Oost-Nederland that the source names."""
    districten: Districten = ()
    expertteam: ExpertteamId | None = None
    situaties: Texts = ()
    """Situations in which a reader reaches for it: `U watcher een problematische jeugdgroep`."""
    synoniemen: Texts = ()
    stand_van: When
    """The date of which the source speaks."""
    gepubliceerd: Day
    laatst_beoordeeld: Day
    beoordelen_na: Day
    geschiedenis: tuple[Wijziging, ...] = ()
    eerder: Texts = ()
    tekst: str = Field(default="", repr=False, exclude=True)
    """The prose, in Markdown."""


class Nieuwsbrief(WithPage):
    """A quarterly newsletter; the id is its quarter: `2023-q4`."""

    collection = "nieuwsbrieven"
    singular = "nieuwsbrief"
    files = "newsletters/*.md"

    titel: Text
    datum: Day
    samenvatting: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=300)]
    themas: Themas = ()
    achteraf: YesNo = False
    """Whether it was put together afterwards from the sources of that quarter."""
    eerder: Texts = ()
    tekst: str = Field(default="", repr=False, exclude=True)


class Pagina(Part):
    """Any other page: a title, a summary and prose. `id` is its path under docs/ without `.md`."""

    collection: ClassVar[str] = "paginas"
    singular: ClassVar[str] = "pagina"
    files: ClassVar[str] = "docs/**/*.md"

    id: str
    titel: str = ""
    samenvatting: str = ""
    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    taal: Literal["nl", "en"] = "nl"
    eerder: Texts = ()
    synoniemen: Texts = ()
    """Other words in which readers ask for what stands here, question words too."""
    tekst: str = Field(default="", repr=False, exclude=True)

    @property
    def pad(self) -> str:
        """Its address."""
        return links.address(self.id)


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────


class Gemeente(WithPage):
    """A municipality; `inwoners` is of the date of its source."""

    collection = "gemeenten"
    singular = "gemeente"
    files = "docs/_data/gemeenten.csv"

    code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    naam: Text
    district: DistrictId
    provincie: Literal["Gelderland", "Overijssel"]
    inwoners: Annotated[Integer, Field(gt=0)]
    rij: Annotated[Integer, Field(ge=0)]
    kolom: Annotated[Integer, Field(ge=0)]


class Agendathema(Part):
    """A theme on a district's agenda."""

    titel: Text
    thema: ThemaId | None = None
    doel: str = ""
    punten: Texts = ()
    middelen: Texts = ()


class Districtsagenda(Part):
    """The agenda of a district as the progress report of 2023 shows it."""

    titel: Text
    looptijd: str = ""
    toelichting: str = ""
    principes: Texts = ()
    overkoepelend: Texts = ()
    themas: tuple[Agendathema, ...] = ()


class District(WithPage):
    """A police district and its consultation of mayors (DVO)."""

    collection = "districten"
    singular = "district"
    files = "docs/_data/districten.yml"

    naam: Text
    kleur: EigenKleur = None
    """Its colour on the map."""
    overleg: Text
    """The official consultation that the coordinator joins."""
    agenda: Districtsagenda


# ── Money and figures ───────────────────────────────────────────────────────────────────────────────────


class Post(Part):
    """A line of a budget: an amount in euros a column, `PM`, or nothing."""

    omschrijving: Text
    bedragen: Bedragen
    noot: str = ""


class Gedrukt(Part):
    """A total as the source prints it, of all lines above it in its part, or of those from `vanaf` on."""

    omschrijving: Text
    bedragen: Bedragen
    na: Integer | None = None
    """The number of lines that stand above it and that it adds up; all when missing."""


class Onderdeel(Part):
    """Income or expenditure."""

    titel: Text
    posten: tuple[Post, ...] = Field(min_length=1)
    totalen: tuple[Gedrukt, ...] = ()


class Begroting(Record):
    """A budget or account, with the totals that its source prints; ours are computed beside them."""

    collection = "financien"
    singular = "begroting"
    files = "docs/_data/financien/*.yml"

    titel: Text
    organisatie: OrganisatieId
    periode: Text
    kolommen: Texts = Field(min_length=1)
    baten: Onderdeel | None = None
    lasten: Onderdeel
    noten: dict[str, Text] = Field(default_factory=dict)
    toelichting: str = ""


class Kolom(Part):
    """A column of a series of figures."""

    id: Id
    titel: Text
    eenheid: str = ""
    in_grafiek: YesNo = False


class Cijferreeks(Record):
    """A table of figures: definition, unit and columns here, the rows in `cijfers/<id>.csv`."""

    collection = "cijferreeksen"
    singular = "cijferreeks"
    files = "docs/_data/cijferreeksen.yml"

    titel: Text
    definitie: Text
    eenheid: Text
    peildatum: When
    themas: Themas = ()
    onderdeel: OnderdeelId | None = None
    """The theme or project of a sister network's agenda whose page shows it."""
    grafiek: Literal["lijn", "staaf", "geen"] = "geen"
    eerste_kolom: Text
    kolommen: tuple[Kolom, ...] = Field(min_length=1)
    toelichting: Texts = ()
    rijen: tuple[tuple[str, ...], ...] = Field(default=(), exclude=True)
    """The cells of the CSV without its heading; the loader fills them."""

    @property
    def pad(self) -> str:
        """Its anchor on the page with figures."""
        return f"cijfers/#{self.id}"


# ── Questions, and the sister network's agenda ──────────────────────────────────────────────────────────


class Vraag(Record):
    """A question and its answer, with what later sources changed."""

    collection = "vragen"
    singular = "vraag"
    files = "docs/_data/vragen.yml"

    nummer: Integer
    vraag: Text
    antwoord: Texts
    datum: When
    later: tuple[Versie, ...] = ()


class Actiegroep(Part):
    """Points under one heading."""

    kop: str = ""
    punten: Texts


class Agendaonderdeel(Record):
    """A theme or project of the sister network's clickable agenda."""

    collection = "actieagenda"
    singular = "onderdeel"
    files = "docs/_data/actieagenda/*.yml"

    agenda: Id
    soort: Literal["focus", "project"]
    naam: Text
    themas: Themas = ()
    meerjarendoel: Texts = ()
    terugblik: tuple[Actiegroep, ...] = ()
    acties: tuple[Actiegroep, ...] = ()
    praktijken: Praktijken = ()

    @property
    def pad(self) -> str:
        """Its page under the sister network."""
        return f"zusternetwerken/{self.agenda}/{self.id}/"


class Kerncijfer(Record):
    """A key figure with its previous value or its goal."""

    collection = "kerncijfers"
    singular = "kerncijfer"
    files = "docs/_data/kerncijfers.yml"

    onderdeel: OnderdeelId | None = None
    thema: ThemaId | None = None
    titel: Text
    waarde: Text
    periode: When
    vorige: str = ""
    vorige_periode: str = ""
    doel: str = ""
    toelichting: str = ""

    @property
    def pad(self) -> str:
        """Its anchor on the page with figures."""
        return f"cijfers/#{self.id}"


class Cel(Part):
    """A cell of a matrix that is filled; the others are gaps."""

    rij: Text
    kolom: Text
    tekst: Text = "ja"
    praktijken: Praktijken = ()


class Matrix(Record):
    """Rows × columns whose cells may link to practices; an empty cell is a gap and is shown as one."""

    collection = "matrices"
    singular = "matrix"
    files = "docs/_data/matrices.yml"

    titel: Text
    uitleg: Text
    rijtitel: Text
    rijen: Texts = Field(min_length=1)
    kolommen: Texts = Field(min_length=1)
    cellen: tuple[Cel, ...] = ()

    @property
    def pad(self) -> str:
        """Its anchor on the page with sister networks and matrices."""
        return f"matrices/#{self.id}"


# ── How the site is used: counted, without a source ─────────────────────────────────────────────────────

READ_PATH = r"/(?:[a-z0-9][a-z0-9._-]{0,79}/){0,6}(?:[a-z0-9][a-z0-9._-]{0,79})?"


class Gebruik(Part):
    """How often a page or a download was read on one day; nothing says by whom."""

    files: ClassVar[str] = "docs/_data/gebruik/*.csv"

    dag: Day
    pad: Annotated[str, StringConstraints(pattern=f"^{READ_PATH}$")]
    """The address on the site, from its root."""
    soort: Literal["pagina", "download"]
    aantal: Annotated[Integer, Field(ge=1)]


class Doorverwijzing(Record):
    """An address of the past: where its page went, or what replaced a page that was withdrawn."""

    collection = "doorverwijzingen"
    singular = "doorverwijzing"
    files = "docs/_data/doorverwijzingen.yml"

    bron: Annotated[tuple[BronId, ...], BeforeValidator(one_or_more)] = ()
    van: Text
    naar: str = ""
    """Relative to the root, as `van`; empty is the home page."""
    reden: Text
    datum: Day
    ingetrokken: YesNo = False


COLLECTIONS: tuple[type[Record], ...] = (
    Bron,
    Organisatie,
    Begrip,
    Thema,
    Expertteam,
    Stand,
    District,
    Gemeente,
    Activiteit,
    Doel,
    Praktijk,
    Nieuwsbrief,
    Begroting,
    Cijferreeks,
    Vraag,
    Agendaonderdeel,
    Kerncijfer,
    Matrix,
    Tegenspraak,
    Doorverwijzing,
)
"""Every collection, in the order in which they are loaded and listed."""

TITLES = {
    "bronnen": "Bronnen", "organisaties": "Organisaties en overleggen", "begrippen": "Begrippen en afkortingen",
    "themas": "Thema's", "expertteams": "Expertteams", "standen": "Stand van zaken per team", "districten": "Districten",
    "gemeenten": "Gemeenten", "activiteiten": "Activiteiten", "doelen": "Strategische doelen", "praktijken": "Praktijken",
    "nieuwsbrieven": "Nieuwsbrieven", "financien": "Begrotingen en rekeningen", "cijferreeksen": "Cijferreeksen",
    "vragen": "Vragen en antwoorden", "actieagenda": "Actieagenda's van zusternetwerken", "kerncijfers": "Kerncijfers",
    "matrices": "Matrices", "tegenspraken": "Tegenspraken tussen bronnen", "doorverwijzingen": "Doorverwijzingen",
}  # fmt: skip
"""What each collection is called where people read it."""
