"""Words whose result is a table, or a plain list: Catalog → HTML through `overrides/fragments/`.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import get_args

from macros.base.links import slug
from macros.base.parsing import bedoelde_u
from macros.document.templates import Weergave, Woordfout, niets
from macros.records import finance
from macros.records import models as m

# ── What the tables share ───────────────────────────────────────────────────────────────────────────────


def _naam(woord: str, **gevraagd: object) -> str:
    """The id of a caption, from the word and what was asked: unique on a page, as no page asks a thing twice."""
    delen = [f"{naam} {waarde}" for naam, waarde in gevraagd.items() if waarde is not None]
    return slug(" ".join(["tabel", woord, *delen]))


def _bijschrift(w: Weergave, wat: str, jaar: int | None = None, **ids: str | None) -> str:
    """A caption from what was asked: `Activiteiten in 2023: thema Jeugd, district Twente`."""
    over = [_met_soort(w, v, w.catalog.zoek(v, id_).naam_) for v, id_ in ids.items() if id_]
    wat += f" in {jaar}" if jaar else ""
    return f"{wat}: {', '.join(over)}" if over else wat


def _met_soort(w: Weergave, verzameling: str, naam: str) -> str:
    """`thema Jeugd`, but a team's own name says already what it is."""
    return naam if verzameling == "expertteams" else f"{w.catalog.soorten[verzameling].enkelvoud} {naam}"


def _controleer_soort(soort: str | None, model: type[m.Record]) -> None:
    """Refuse a kind that the records of a class cannot have."""
    mogelijk: tuple[str, ...] = get_args(model.model_fields["soort"].annotation)
    if soort is not None and soort not in mogelijk:
        raise Woordfout(f"soort {soort!r} bestaat niet{bedoelde_u(soort, mogelijk)}")


# ── Activities, teams, municipalities, goals ────────────────────────────────────────────────────────────


def activiteiten(  # noqa: PLR0913 - what one may ask for is what an activity has
    w: Weergave, *, thema: str | None = None, jaar: int | None = None, district: str | None = None,
    gemeente: str | None = None, soort: str | None = None, expertteam: str | None = None, praktijk: str | None = None,
    leeg: str | None = None,
) -> str:  # fmt: skip
    """Laat een tabel zien met activiteiten, op datum; zijn het er veel, dan eerst die van het nieuwste jaar.

    Voorbeeld: {{ activiteiten(thema="jeugd", jaar=2024) }}

    Raises:
        Onbekend: a theme, district, municipality, team or practice that does not exist.
        Woordfout: a kind that does not exist, or no activities and no `leeg`.
    """
    _controleer_soort(soort, m.Activiteit)
    gevraagd = {
        "thema": thema, "jaar": jaar, "district": district, "gemeente": gemeente, "soort": soort,
        "expertteam": expertteam, "praktijk": praktijk,
    }  # fmt: skip
    gevonden = w.catalog.activiteiten(
        thema=thema, jaar=jaar, district=district, gemeente=gemeente, soort=soort, expertteam=expertteam,
        praktijk=praktijk,
    )  # fmt: skip
    if not gevonden:
        return w.leeg(leeg, niets("activiteiten", **gevraagd))

    def titel(jaar: int | None, wat: str = "Activiteiten") -> str:
        return _bijschrift(
            w, f"{wat} ({soort})" if soort else wat, jaar,
            themas=thema, districten=district, gemeenten=gemeente, expertteams=expertteam, praktijken=praktijk,
        )  # fmt: skip

    nieuwste, eerder = _nieuwste_jaar(gevonden)
    return w.render(
        "activiteiten", activiteiten=nieuwste, eerder=eerder,
        titel=titel(nieuwste[0].jaar if eerder else jaar), titel_eerder=titel(None, "Eerdere activiteiten"),
        naam=_naam("activiteiten", **gevraagd), districten=len(w.catalog.alle(m.District)),
        toon=_kolommen(gevonden, plan=jaar is not None) - ({"thema"} if thema or praktijk else set()),
    )  # fmt: skip


_ZONDER_VOUW = 6
"""How many activities a table shows at once; of more, those before the newest year are folded away."""

Activiteiten = tuple[m.Activiteit, ...]


def _nieuwste_jaar(gevonden: Activiteiten) -> tuple[Activiteiten, Activiteiten]:
    """The activities of the newest plan or report, and those before it, newest year first."""
    if len(gevonden) <= _ZONDER_VOUW:
        return gevonden, ()
    jaar = max(a.jaar for a in gevonden)
    eerder = sorted((a for a in gevonden if a.jaar < jaar), key=lambda a: -a.jaar)
    return tuple(a for a in gevonden if a.jaar == jaar), tuple(eerder)


def _kolommen(gevonden: Sequence[m.Activiteit], *, plan: bool) -> set[str]:
    """The columns in which at least one activity has something to say.

    The plan of a year has a column for what it will deliver; elsewhere that stands behind what an activity is.
    """
    gevuld = {
        "wat": lambda a: a.omschrijving or a.oplevering or a.noot or a.praktijken or a.expertteam,
        "thema": lambda a: a.thema or a.subthema,
        "waar": lambda a: a.districten or a.gemeenten,
        "oplevering" if plan else "levert": lambda a: a.oplevering,
    }
    return {kolom for kolom, heeft in gevuld.items() if any(map(heeft, gevonden))}


def expertteams(
    w: Weergave, soort: str | None = None, thema: str | None = None, jaar: int | None = None, leeg: str | None = None
) -> str:
    """Laat een tabel zien met expertteams, platforms, werkgroepen en het regieoverleg.

    Voorbeeld: {{ expertteams(jaar=2018) }}

    Raises:
        Onbekend: a theme that does not exist.
        Woordfout: a kind that does not exist, or no teams and no `leeg`.
    """
    _controleer_soort(soort, m.Expertteam)
    teams = w.catalog.expertteams(soort=soort, thema=thema, jaar=jaar)
    if not teams:
        return w.leeg(leeg, niets("expertteams", soort=soort, thema=thema, jaar=jaar))
    titel = _bijschrift(w, f"Teams en overleggen ({soort})" if soort else "Teams en overleggen", jaar, themas=thema)
    naam = _naam("expertteams", soort=soort, thema=thema, jaar=jaar)
    return w.render("expertteams", teams=teams, titel=titel, naam=naam, met_thema=thema is None)


def gemeenten(w: Weergave, district: str | None = None) -> str:
    """Laat een tabel zien met de gemeenten, met hun provincie, CBS-code en inwoners.

    Voorbeeld: {{ gemeenten(district="twente") }}

    Raises:
        Onbekend: a district that does not exist.
        Woordfout: no municipalities.
    """
    gevonden = w.catalog.gemeenten(district=district)
    if not gevonden:
        raise Woordfout(niets("gemeenten", district=district))
    titel = _bijschrift(w, "Gemeenten", districten=district)
    naam = _naam("gemeenten", district=district)
    return w.render("gemeenten", gemeenten=gevonden, district=district, titel=titel, naam=naam)


def doelen(w: Weergave, thema: str | None = None, jaar: int | None = None) -> str:
    """Laat een tabel zien met de doelen uit de strategie en wat ervan werd.

    Voorbeeld: {{ doelen(thema="cybercrime") }}

    Raises:
        Onbekend: a theme that does not exist.
        Woordfout: no goals.
    """
    gevonden = w.catalog.doelen(thema=thema, jaar=jaar)
    if not gevonden:
        raise Woordfout(niets("doelen", thema=thema, jaar=jaar))
    titel = _bijschrift(w, "Doelen", jaar, themas=thema)
    return w.render("doelen", doelen=gevonden, thema=thema, titel=titel, naam=_naam("doelen", thema=thema, jaar=jaar))


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────


def financien(w: Weergave, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een begroting of rekening zien, met de gedrukte en de berekende totalen.

    Voorbeeld: {{ financien("vnon-2024") }}

    Raises:
        Onbekend: no budget has that id.
    """
    begroting = w.catalog.een(m.Begroting, id)
    delen = finance.delen(begroting)
    bedragen = {bedrag for _, regels in delen for regel in regels for bedrag in regel.bedragen}
    return w.render(
        "financien", begroting=begroting, naam=_naam("financien", id=id), delen=delen,
        organisatie=w.catalog.een(m.Organisatie, begroting.organisatie),
        verschillen=list(finance.verschillen(begroting)), met_pm="PM" in bedragen, met_niets=None in bedragen,
        nummers={sleutel: nummer for nummer, sleutel in enumerate(begroting.noten, start=1)},
    )  # fmt: skip


# ── Figures and matrices ────────────────────────────────────────────────────────────────────────────────


def cijfers(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat een tabel met cijfers zien, precies zoals de bron ze geeft.

    Voorbeeld: {{ cijfers("woninginbraken-2018") }}

    Raises:
        Onbekend: no series has that id.
    """
    reeks = w.catalog.een(m.Cijferreeks, id)
    koppen = [_kop(kolom, reeks) for kolom in reeks.kolommen]
    getallen = [all(_is_getal(rij[plek]) for rij in reeks.rijen) for plek in range(1, len(koppen) + 1)]
    return w.render("cijfers", reeks=reeks, koppen=koppen, getallen=getallen, naam=_naam("cijfers", id=id))


def _kop(kolom: m.Kolom, reeks: m.Cijferreeks) -> str:
    """A column's title, with its unit where that is not the unit of the series."""
    apart = kolom.eenheid and kolom.eenheid != reeks.eenheid
    return f"{kolom.titel} ({kolom.eenheid})" if apart else kolom.titel


def _is_getal(cel: str) -> bool:
    """Whether a cell is a number, or empty."""
    try:
        return not cel or Decimal(cel).is_finite()
    except InvalidOperation:
        return False


def matrix(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat een matrix zien; een leeg vak is een gat en wordt als gat getoond.

    Voorbeeld: {{ matrix("cyberinterventiematrix") }}

    Raises:
        Onbekend: no matrix has that id.
    """
    record = w.catalog.een(m.Matrix, id)
    cellen = {(cel.rij, cel.kolom): cel for cel in record.cellen}
    gaten = len(record.rijen) * len(record.kolommen) - len(cellen)
    return w.render("matrix", matrix=record, cellen=cellen, gaten=gaten, naam=_naam("matrix", id=id))


# ── Feeds and reports ───────────────────────────────────────────────────────────────────────────────────

RSS, JSON, OPML, ICS = "application/rss+xml", "application/feed+json", "text/x-opml", "text/calendar"


@dataclass(frozen=True, slots=True)
class Adres:
    """An address to subscribe to: how it is called, its type, its path from the root."""

    naam: str
    mime: str
    pad: str


@dataclass(frozen=True, slots=True)
class Kanaal:
    """Something to follow: its news, and its calendar if it has one."""

    wat: str
    nieuws: tuple[Adres, ...]
    agenda: Adres | None = None


def _kanaal(wat: str, pad: str) -> Kanaal:
    """The channel of a theme or a district, whose page is at `pad`."""
    return Kanaal(wat, (Adres("RSS", RSS, f"{pad}feed.xml"),), Adres("Agenda", ICS, f"{pad}agenda.ics"))


ALLES = Kanaal(
    "Alles wat nieuw is",
    (Adres("RSS", RSS, "feed.xml"), Adres("JSON Feed", JSON, "feed.json")),
    Adres("Agenda", ICS, "activiteiten/agenda.ics"),
)
NIEUWSBRIEVEN = Kanaal("Alleen de nieuwsbrieven", (Adres("RSS", RSS, "nieuwsbrieven/feed.xml"),))
BUNDEL = Adres("alle feeds in één bestand (OPML)", OPML, "abonneren/feeds.opml")


def feeds(w: Weergave) -> str:
    """Laat een tabel zien met alle feeds en agenda's waarop u zich kunt abonneren.

    Voorbeeld: {{ feeds() }}
    """
    themas = (_kanaal(f"Thema {thema.naam}", thema.pad) for thema in w.catalog.themas(lopend=True))
    districten = (_kanaal(f"District {district.naam}", district.pad) for district in w.catalog.alle(m.District))
    return w.render("feeds", kanalen=[ALLES, NIEUWSBRIEVEN, *themas, *districten], bundel=BUNDEL)


def rapporten(w: Weergave, soort: str) -> str:
    """Laat een lijst zien met de voortgangsberichten of de jaarplannen, de nieuwste bovenaan.

    Voorbeeld: {{ rapporten(soort="voortgang") }}

    Raises:
        Woordfout: another kind, or no reports.
    """
    soorten = {"voortgang": ("voortgang", "standen"), "jaarplan": ("jaarplan",)}
    if soort not in soorten:
        raise Woordfout(f"soort {soort!r} bestaat niet{bedoelde_u(soort, soorten)}")
    if not (gevonden := w.catalog.rapporten(*soorten[soort])):
        raise Woordfout(niets("rapporten", soort=soort))
    return w.render("rapporten", rapporten=sorted(gevonden, key=lambda r: r.periode, reverse=True))
