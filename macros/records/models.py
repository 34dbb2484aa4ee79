"""The records: what the knowledge base knows, one frozen pydantic class a collection.

Each class says where its files are (`bestanden`), what it is called in a message (`enkelvoud`) and on disk and
in the open data (`verzameling`); the loader, the checks, the open data and the schemas all follow from that.
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
    Dag,
    Districten,
    DistrictId,
    ExpertteamId,
    Geheel,
    Gemeenten,
    Id,
    Jaar,
    JaNee,
    OnderdeelId,
    OrganisatieId,
    Organisaties,
    Praktijken,
    Tekst,
    Teksten,
    ThemaId,
    Themas,
    Tijd,
    Wanneer,
    een_of_meer,
)


class Deel(BaseModel):
    """A part of a record: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Record(Deel):
    """What every record has: a stable id that is also its anchor, UID and guid, and its sources."""

    verzameling: ClassVar[str]
    enkelvoud: ClassVar[str]
    bestanden: ClassVar[str]
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
        return f"{self.verzameling}/#{self.id}"


class MetPagina(Record):
    """A record with a page of its own at `<verzameling>/<id>/`."""

    @property
    def pad(self) -> str:
        """The address of its page."""
        return f"{self.verzameling}/{self.id}/"


# ── Sources, words, organisations ───────────────────────────────────────────────────────────────────────


class Bron(MetPagina):
    """A document that the site rests on. Its own source is itself."""

    verzameling = "bronnen"
    enkelvoud = "bron"
    bestanden = "docs/_data/bronnen.yml"

    titel: Tekst
    soort: Literal[
        "voortgangsbericht", "voortgangsrapportage", "vraag en antwoord", "strategie", "actieagenda", "register"
    ]
    datum: Wanneer
    uitgever: OrganisatieId
    omschrijving: Tekst
    status: str = ""

    @model_validator(mode="before")
    @classmethod
    def _eigen_bron(cls, waarden: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was typed
        if isinstance(waarden, dict) and "bron" not in waarden and "id" in waarden:
            return {**waarden, "bron": waarden["id"]}
        return waarden


class Versie(Deel):
    """What one source says, of its own date."""

    bron: BronId
    waarde: Tekst
    datum: Wanneer


class Tegenspraak(Record):
    """A fact on which sources contradict themselves or each other: all versions stay, with an explanation."""

    verzameling = "tegenspraken"
    enkelvoud = "tegenspraak"
    bestanden = "docs/_data/tegenspraken.yml"

    onderwerp: Tekst
    versies: tuple[Versie, ...] = Field(min_length=2)
    uitleg: Tekst

    @property
    def pad(self) -> str:
        """Its anchor on the page with sources."""
        return f"bronnen/#{self.id}"


class Begrip(MetPagina):
    """A term of the field or an abbreviation."""

    verzameling = "begrippen"
    enkelvoud = "begrip"
    bestanden = "docs/_data/begrippen.yml"

    term: Tekst
    afkorting: str = ""
    in_tekst: JaNee | None = None
    """Whether pages explain it where they first use it; when missing: if it has two capitals or more."""
    betekenis: Tekst
    synoniemen: Teksten = ()
    thema: ThemaId | None = None
    zie_ook: Annotated[tuple[BegripId, ...], BeforeValidator(een_of_meer)] = ()

    @property
    def naam_(self) -> str:
        """The term."""
        return self.term


class Organisatie(Record):
    """A body, partner or consultation; `tot` is the last year in which a source knows it."""

    verzameling = "organisaties"
    enkelvoud = "organisatie"
    bestanden = "docs/_data/organisaties.yml"

    naam: Tekst
    afkorting: str = ""
    soort: Literal["backbone", "overleg", "partner", "zusternetwerk", "bij zusternetwerk", "landelijk", "netwerk"]
    omschrijving: Tekst
    van: Wanneer | None = None
    tot: Wanneer | None = None
    rapporteert_aan: Organisaties = ()
    district: DistrictId | None = None

    @property
    def pad(self) -> str:
        """Its anchor on the organisation page."""
        return f"organisatie/#{self.id}"


# ── Themes and teams ────────────────────────────────────────────────────────────────────────────────────


class Looptijd(Deel):
    """A period of years in which something was prioritised; `tot` is missing while it runs."""

    van: Jaar
    tot: Jaar | None = None


class Subthema(Deel):
    """A part of a theme."""

    id: Id
    naam: Tekst


class Thema(MetPagina):
    """A theme that the network gave priority, with the periods in which it did."""

    verzameling = "themas"
    enkelvoud = "thema"
    bestanden = "docs/_data/themas.yml"

    naam: Tekst
    kort: Tekst
    looptijden: tuple[Looptijd, ...] = Field(min_length=1)
    voorgangers: Themas = ()
    opvolgers: Themas = ()
    opvolging: str = ""
    """What the sources say of how it ended or went on, when no theme follows it."""
    subthemas: tuple[Subthema, ...] = ()

    def actueel(self, jaar: int) -> bool:
        """Whether the theme has priority in a year."""
        return any(deel.van <= jaar <= (deel.tot or jaar) for deel in self.looptijden)


class Voorzitter(Deel):
    """An administrative chair as the source has it: office and name, or vacant with the reason."""

    ambt: Tekst
    naam: str = ""
    toelichting: str = ""


class Expertteam(MetPagina):
    """A team of officials around a theme."""

    verzameling = "expertteams"
    enkelvoud = "expertteam"
    bestanden = "docs/_data/expertteams.yml"

    naam: Tekst
    soort: Literal["expertteam", "platform", "werkgroep", "regieoverleg"]
    themas: Themas = ()
    van: Wanneer | None = None
    tot: Wanneer | None = None
    opdracht: Tekst
    trekker: str = ""
    """The organisation of the official who leads it, never a name: `gemeente Tiel`."""
    voorzitters: tuple[Voorzitter, ...] = ()
    partners: Organisaties = ()
    onderdeel_van: ExpertteamId | None = None
    opvolger: ExpertteamId | None = None


class Stand(Record):
    """Where a team stood on one day."""

    verzameling = "standen"
    enkelvoud = "stand"
    bestanden = "docs/_data/standen/*.yml"

    expertteam: ExpertteamId
    peildatum: Wanneer
    inleiding: Tekst
    doelen: Teksten = ()
    resultaten: Teksten = ()
    aandachtspunten: Teksten = ()
    acties: Teksten = ()

    @property
    def pad(self) -> str:
        """Its place on the progress report of its date."""
        return f"voortgang/{self.peildatum.typed}/#{self.id}"


# ── Activities and goals ────────────────────────────────────────────────────────────────────────────────


class Activiteit(Record):
    """Something the network did or plans; the id is its anchor, calendar UID and feed guid."""

    verzameling = "activiteiten"
    enkelvoud = "activiteit"
    bestanden = "docs/_data/activiteiten/*.yml"

    titel: Tekst
    wanneer: Wanneer
    gedrukt: str = ""
    """The moment as the source prints it, where `wanneer` had to be read: `Q1 en Q@`."""
    tijd: Tijd | None = None
    """From when to when, on a day: `13:30-16:00`, in Dutch time."""
    toegevoegd: Dag | None = None
    """The day on which it was put on the agenda; when missing, the day of its source."""
    jaar: Jaar
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

    verzameling = "doelen"
    enkelvoud = "doel"
    bestanden = "docs/_data/doelen/*.yml"

    thema: ThemaId
    subthema: str = ""
    jaar: Wanneer
    tekst: Tekst
    vervolg: tuple[Versie, ...] = ()

    @property
    def pad(self) -> str:
        """Its anchor on the strategy page."""
        return f"strategie/#{self.id}"


# ── Practices, newsletters, pages: front matter and prose ────────────────────────────────────────────────


Status = Literal["idee", "in ontwikkeling", "pilot", "in gebruik", "afgerond", "onbekend"]


class Wijziging(Deel):
    """A dated step in a practice's history: what feeds announce besides its birth."""

    datum: Dag
    tekst: Tekst
    status: Status | None = None
    """What the practice's status became that day; missing when it stayed what it was."""


Fase = Literal["proactief", "preventie", "repressie"]


class Praktijk(MetPagina):
    """An approach that others can use."""

    verzameling = "praktijken"
    enkelvoud = "praktijk"
    bestanden = "docs/praktijken/*.md"

    titel: Tekst
    samenvatting: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=300)]
    themas: Annotated[Themas, Field(min_length=1)]
    fase: Annotated[tuple[Fase, ...], BeforeValidator(een_of_meer), Field(min_length=1)]
    doelgroep: Annotated[
        tuple[Literal["jongeren", "ouders", "inwoners", "ondernemers", "kwetsbare personen", "professionals", "bestuurders", "gemeenten"], ...],
        BeforeValidator(een_of_meer), Field(min_length=1),
    ]  # fmt: skip
    schaal: Literal["lokaal", "district", "regionaal", "landelijk"]
    status: Status
    netwerk: OrganisatieId
    """The network whose source describes it."""
    effect: Tekst
    """What is known of the effect; "onbekend" is said aloud, never left out."""
    partners: Organisaties = ()
    gemeenten: Gemeenten = ()
    elke_gemeente: JaNee = False
    """Whether every municipality gets a part of its own, so that each one's page shows the editions."""
    plaatsen: Teksten = ()
    """Places outside Oost-Nederland that the source names."""
    districten: Districten = ()
    expertteam: ExpertteamId | None = None
    situaties: Teksten = ()
    """Situations in which a reader reaches for it: `U ziet een problematische jeugdgroep`."""
    synoniemen: Teksten = ()
    stand_van: Wanneer
    """The date of which the source speaks."""
    gepubliceerd: Dag
    laatst_beoordeeld: Dag
    beoordelen_na: Dag
    geschiedenis: tuple[Wijziging, ...] = ()
    eerder: Teksten = ()
    tekst: str = Field(default="", repr=False, exclude=True)
    """The prose, in Markdown."""


class Nieuwsbrief(MetPagina):
    """A quarterly newsletter; the id is its quarter: `2023-q4`."""

    verzameling = "nieuwsbrieven"
    enkelvoud = "nieuwsbrief"
    bestanden = "newsletters/*.md"

    titel: Tekst
    datum: Dag
    samenvatting: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=300)]
    themas: Themas = ()
    achteraf: JaNee = False
    """Whether it was put together afterwards from the sources of that quarter."""
    eerder: Teksten = ()
    tekst: str = Field(default="", repr=False, exclude=True)


class Pagina(Deel):
    """Any other page: a title, a summary and prose. `id` is its path under docs/ without `.md`."""

    verzameling: ClassVar[str] = "paginas"
    enkelvoud: ClassVar[str] = "pagina"
    bestanden: ClassVar[str] = "docs/**/*.md"

    id: str
    titel: str = ""
    samenvatting: str = ""
    bron: Annotated[tuple[BronId, ...], BeforeValidator(een_of_meer)] = ()
    taal: Literal["nl", "en"] = "nl"
    eerder: Teksten = ()
    synoniemen: Teksten = ()
    """Other words in which readers ask for what stands here, question words too."""
    tekst: str = Field(default="", repr=False, exclude=True)

    @property
    def pad(self) -> str:
        """Its address."""
        return links.adres(self.id)


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────


class Gemeente(MetPagina):
    """A municipality; `inwoners` is of the date of its source."""

    verzameling = "gemeenten"
    enkelvoud = "gemeente"
    bestanden = "docs/_data/gemeenten.csv"

    code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    naam: Tekst
    district: DistrictId
    provincie: Literal["Gelderland", "Overijssel"]
    inwoners: Annotated[Geheel, Field(gt=0)]
    rij: Annotated[Geheel, Field(ge=0)]
    kolom: Annotated[Geheel, Field(ge=0)]


class Agendathema(Deel):
    """A theme on a district's agenda."""

    titel: Tekst
    thema: ThemaId | None = None
    doel: str = ""
    punten: Teksten = ()
    middelen: Teksten = ()


class Districtsagenda(Deel):
    """The agenda of a district as the progress report of 2023 shows it."""

    titel: Tekst
    looptijd: str = ""
    toelichting: str = ""
    principes: Teksten = ()
    overkoepelend: Teksten = ()
    themas: tuple[Agendathema, ...] = ()


class District(MetPagina):
    """A police district and its consultation of mayors (DVO)."""

    verzameling = "districten"
    enkelvoud = "district"
    bestanden = "docs/_data/districten.yml"

    naam: Tekst
    overleg: Tekst
    """The official consultation that the coordinator joins."""
    agenda: Districtsagenda


# ── Money and figures ───────────────────────────────────────────────────────────────────────────────────


class Post(Deel):
    """A line of a budget: an amount in euros a column, `PM`, or nothing."""

    omschrijving: Tekst
    bedragen: Bedragen
    noot: str = ""


class Gedrukt(Deel):
    """A total as the source prints it, of all lines above it in its part, or of those from `vanaf` on."""

    omschrijving: Tekst
    bedragen: Bedragen
    na: Geheel | None = None
    """The number of lines that stand above it and that it adds up; all when missing."""


class Onderdeel(Deel):
    """Income or expenditure."""

    titel: Tekst
    posten: tuple[Post, ...] = Field(min_length=1)
    totalen: tuple[Gedrukt, ...] = ()


class Begroting(Record):
    """A budget or account, with the totals that its source prints; ours are computed beside them."""

    verzameling = "financien"
    enkelvoud = "begroting"
    bestanden = "docs/_data/financien/*.yml"

    titel: Tekst
    organisatie: OrganisatieId
    periode: Tekst
    kolommen: Teksten = Field(min_length=1)
    baten: Onderdeel | None = None
    lasten: Onderdeel
    noten: dict[str, Tekst] = Field(default_factory=dict)
    toelichting: str = ""


class Kolom(Deel):
    """A column of a series of figures."""

    id: Id
    titel: Tekst
    eenheid: str = ""
    in_grafiek: JaNee = False


class Cijferreeks(Record):
    """A table of figures: definition, unit and columns here, the rows in `cijfers/<id>.csv`."""

    verzameling = "cijferreeksen"
    enkelvoud = "cijferreeks"
    bestanden = "docs/_data/cijferreeksen.yml"

    titel: Tekst
    definitie: Tekst
    eenheid: Tekst
    peildatum: Wanneer
    themas: Themas = ()
    onderdeel: OnderdeelId | None = None
    """The theme or project of a sister network's agenda whose page shows it."""
    grafiek: Literal["lijn", "staaf", "geen"] = "geen"
    eerste_kolom: Tekst
    kolommen: tuple[Kolom, ...] = Field(min_length=1)
    toelichting: Teksten = ()
    rijen: tuple[tuple[str, ...], ...] = Field(default=(), exclude=True)
    """The cells of the CSV without its heading; the loader fills them."""

    @property
    def pad(self) -> str:
        """Its anchor on the page with figures."""
        return f"cijfers/#{self.id}"


# ── Questions, and the sister network's agenda ──────────────────────────────────────────────────────────


class Vraag(Record):
    """A question and its answer, with what later sources changed."""

    verzameling = "vragen"
    enkelvoud = "vraag"
    bestanden = "docs/_data/vragen.yml"

    nummer: Geheel
    vraag: Tekst
    antwoord: Teksten
    datum: Wanneer
    later: tuple[Versie, ...] = ()


class Actiegroep(Deel):
    """Points under one heading."""

    kop: str = ""
    punten: Teksten


class Agendaonderdeel(Record):
    """A theme or project of the sister network's clickable agenda."""

    verzameling = "actieagenda"
    enkelvoud = "onderdeel"
    bestanden = "docs/_data/actieagenda/*.yml"

    agenda: Id
    soort: Literal["focus", "project"]
    naam: Tekst
    themas: Themas = ()
    meerjarendoel: Teksten = ()
    terugblik: tuple[Actiegroep, ...] = ()
    acties: tuple[Actiegroep, ...] = ()
    praktijken: Praktijken = ()

    @property
    def pad(self) -> str:
        """Its page under the sister network."""
        return f"zusternetwerken/{self.agenda}/{self.id}/"


class Kerncijfer(Record):
    """A key figure with its previous value or its goal."""

    verzameling = "kerncijfers"
    enkelvoud = "kerncijfer"
    bestanden = "docs/_data/kerncijfers.yml"

    onderdeel: OnderdeelId | None = None
    thema: ThemaId | None = None
    titel: Tekst
    waarde: Tekst
    periode: Wanneer
    vorige: str = ""
    vorige_periode: str = ""
    doel: str = ""
    toelichting: str = ""

    @property
    def pad(self) -> str:
        """Its anchor on the page with figures."""
        return f"cijfers/#{self.id}"


class Cel(Deel):
    """A cell of a matrix that is filled; the others are gaps."""

    rij: Tekst
    kolom: Tekst
    tekst: Tekst = "ja"
    praktijken: Praktijken = ()


class Matrix(Record):
    """Rows × columns whose cells may link to practices; an empty cell is a gap and is shown as one."""

    verzameling = "matrices"
    enkelvoud = "matrix"
    bestanden = "docs/_data/matrices.yml"

    titel: Tekst
    uitleg: Tekst
    rijtitel: Tekst
    rijen: Teksten = Field(min_length=1)
    kolommen: Teksten = Field(min_length=1)
    cellen: tuple[Cel, ...] = ()

    @property
    def pad(self) -> str:
        """Its anchor on the page with sister networks and matrices."""
        return f"matrices/#{self.id}"


# ── How the site is used: counted, without a source ─────────────────────────────────────────────────────

GELEZEN_PAD = r"/(?:[a-z0-9][a-z0-9._-]{0,79}/){0,6}(?:[a-z0-9][a-z0-9._-]{0,79})?"


class Gebruik(Deel):
    """How often a page or a download was read on one day; nothing says by whom."""

    bestanden: ClassVar[str] = "docs/_data/gebruik/*.csv"

    dag: Dag
    pad: Annotated[str, StringConstraints(pattern=f"^{GELEZEN_PAD}$")]
    """The address on the site, from its root."""
    soort: Literal["pagina", "download"]
    aantal: Annotated[Geheel, Field(ge=1)]


class Doorverwijzing(Record):
    """An address of the past: where its page went, or what replaced a page that was withdrawn."""

    verzameling = "doorverwijzingen"
    enkelvoud = "doorverwijzing"
    bestanden = "docs/_data/doorverwijzingen.yml"

    bron: Annotated[tuple[BronId, ...], BeforeValidator(een_of_meer)] = ()
    van: Tekst
    naar: str = ""
    """Relative to the root, as `van`; empty is the home page."""
    reden: Tekst
    datum: Dag
    ingetrokken: JaNee = False


VERZAMELINGEN: tuple[type[Record], ...] = (
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

TITELS = {
    "bronnen": "Bronnen", "organisaties": "Organisaties en overleggen", "begrippen": "Begrippen en afkortingen",
    "themas": "Thema's", "expertteams": "Expertteams", "standen": "Stand van zaken per team", "districten": "Districten",
    "gemeenten": "Gemeenten", "activiteiten": "Activiteiten", "doelen": "Strategische doelen", "praktijken": "Praktijken",
    "nieuwsbrieven": "Nieuwsbrieven", "financien": "Begrotingen en rekeningen", "cijferreeksen": "Cijferreeksen",
    "vragen": "Vragen en antwoorden", "actieagenda": "Actieagenda's van zusternetwerken", "kerncijfers": "Kerncijfers",
    "matrices": "Matrices", "tegenspraken": "Tegenspraken tussen bronnen", "doorverwijzingen": "Doorverwijzingen",
}  # fmt: skip
"""What each collection is called where people read it."""
