"""The records: what the knowledge base knows, one frozen pydantic class a kind, a module a subject.

Each class says what a record must hold, and names its row in the list of kinds; the loader, the checks, the open data
and the schemas all follow from those two.
"""

from __future__ import annotations

from macros.records import kinds
from macros.records.models.base import Kleur, Part, Record
from macros.records.models.figures import (
    Begroting,
    Cel,
    Cijferreeks,
    Gedrukt,
    Kerncijfer,
    Kolom,
    Matrix,
    Onderdeel,
    Post,
)
from macros.records.models.knowledge import Begrip, Bron, Bronsoort, Tegenspraak, Versie, Vraag
from macros.records.models.network import Expertteam, Organisatie, Periode, Stand, Voorzitter
from macros.records.models.own import UNREAD, Bijdrage, Contact, Diensten, Domein, Kleuren, Maillijst, Netwerk, Teken
from macros.records.models.places import Agendathema, District, Districtsagenda, Gemeente, Plaats
from macros.records.models.programme import (
    Actiegroep,
    Activiteit,
    Agendaonderdeel,
    Doel,
    Looptijd,
    Planwijziging,
    Subthema,
    Thema,
)
from macros.records.models.site import READ_PATH, Doorverwijzing, Gebruik, Uitzondering, Zoekwoord
from macros.records.models.texts import Nieuwsbrief, Pagina, Praktijk, Wijziging

__all__ = [
    "COLLECTIONS",
    "READ_PATH",
    "UNREAD",
    "Actiegroep",
    "Activiteit",
    "Agendaonderdeel",
    "Agendathema",
    "Begrip",
    "Begroting",
    "Bijdrage",
    "Bron",
    "Bronsoort",
    "Cel",
    "Cijferreeks",
    "Contact",
    "Diensten",
    "District",
    "Districtsagenda",
    "Doel",
    "Domein",
    "Doorverwijzing",
    "Expertteam",
    "Gebruik",
    "Gedrukt",
    "Gemeente",
    "Kerncijfer",
    "Kleur",
    "Kleuren",
    "Kolom",
    "Looptijd",
    "Maillijst",
    "Matrix",
    "Netwerk",
    "Nieuwsbrief",
    "Onderdeel",
    "Organisatie",
    "Pagina",
    "Part",
    "Periode",
    "Plaats",
    "Planwijziging",
    "Post",
    "Praktijk",
    "Record",
    "Stand",
    "Subthema",
    "Tegenspraak",
    "Teken",
    "Thema",
    "Uitzondering",
    "Versie",
    "Voorzitter",
    "Vraag",
    "Wijziging",
    "Zoekwoord",
]

_BY_KIND = {record.kind: record for record in Record.__subclasses__()}

COLLECTIONS = tuple(_BY_KIND[kind] for kind in kinds.KINDS)
"""The class of every kind, in the order of the list."""
