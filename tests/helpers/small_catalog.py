"""A small catalog by hand, for tests that need a few records and no files."""

from __future__ import annotations

from typing import Any

from macros.records import models as m
from macros.records.catalog import Catalog

BRON = {"bron": "verslag-2023"}


def praktijk(id_: str = "hackshield", **different: Any) -> m.Praktijk:  # noqa: ANN401 - the fields of a record
    fields = {
        "id": id_, "titel": "HackShield", "samenvatting": "Kinderen leren spelenderwijs over veiligheid op het internet.",
        "themas": ["jeugd"], "fase": "preventie", "doelgroep": "jongeren", "schaal": "lokaal", "status": "in gebruik",
        "netwerk": "vnet", "effect": "De bron noemt geen effect.", "stand_van": "2023", "gepubliceerd": "2026-01-10",
        "laatst_beoordeeld": "2026-01-10", "beoordelen_na": "2027-01-10", "districten": ["noord"], **BRON, **different,
    }  # fmt: skip
    return m.Praktijk.model_validate(fields)


def nieuwsbrief(id_: str = "2025-q4", **different: Any) -> m.Nieuwsbrief:  # noqa: ANN401 - the same
    fields = {
        "id": id_, "titel": "Nieuwsbrief 4e kwartaal 2025", "datum": "2025-12-31", "themas": ["jeugd"],
        "samenvatting": "Wat het netwerk in het vierde kwartaal van 2025 deed.", **BRON, **different,
    }  # fmt: skip
    return m.Nieuwsbrief.model_validate(fields)


def activiteit(id_: str = "kennissessie", **different: Any) -> m.Activiteit:  # noqa: ANN401 - the same
    fields = {
        "id": id_, "titel": "Kennissessie", "wanneer": "2023-03-04", "jaar": "2023", "soort": "bijeenkomst",
        "status": "uitgevoerd", "thema": "jeugd", "districten": ["noord"], **BRON, **different,
    }  # fmt: skip
    return m.Activiteit.model_validate(fields)


def netwerk(**different: Any) -> m.Netwerk:  # noqa: ANN401 - the same
    fields = {
        "id": "vnet", "naam": "Vnet", "kort": "Vnet", "regio": "het oosten", "adres": "https://netwerk.example/",
        "domein": {"naam": "netwerk.example", "sinds": "2026"}, "geopend": "2026-11-22",
        "licentie": "https://creativecommons.org/licenses/by/4.0/", **different,
    }  # fmt: skip
    return m.Netwerk.model_validate(fields)


def with_network(known: Catalog, **different: Any) -> Catalog:  # noqa: ANN401 - the same
    """The same catalog, of a network that sets these fields otherwise."""
    own = known.netwerk
    return known.with_(m.Netwerk.model_validate({**own.model_dump(), **different}))


def catalog(*records: m.Record) -> Catalog:
    """A catalog of what every record refers to, and these records."""
    fixed: list[m.Record] = [
        m.Bron.model_validate({
            "id": "verslag-2023", "titel": "Verslag 2023", "soort": "voortgangsbericht", "datum": "2023-11",
            "uitgever": "vnet", "omschrijving": "Het verslag.",
        }),
        netwerk(),
        m.Bronsoort.model_validate({
            "id": "voortgangsbericht", "naam": "voortgangsbericht", "meervoud": "voortgangsberichten",
        }),
        m.Organisatie.model_validate({"id": "vnet", "naam": "Vnet", "soort": "netwerk", "omschrijving": "Het netwerk.", **BRON}),
        m.Thema.model_validate({
            "id": "jeugd", "naam": "Jeugd", "kort": "Jongeren op het rechte pad.", "looptijden": [{"van": "2024", "tot": "2027"}],
            **BRON,
        }),
        m.District.model_validate({
            "id": "noord", "naam": "Noord", "overleg": "Veiligheidsoverleg Noord", "agenda": {"titel": "Veiligheidsagenda"}, **BRON,
        }),
    ]  # fmt: skip
    by_kind: dict[type[m.Record], dict[str, m.Record]] = {}
    for record in (*fixed, *records):
        by_kind.setdefault(type(record), {})[record.id] = record
    return Catalog(by_kind)
