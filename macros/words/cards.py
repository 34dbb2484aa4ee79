"""Words whose result is a card, a list of cards or a box of facts: Catalog → HTML through `overrides/fragments/`.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

from macros.base.dates import lees_dag
from macros.base.links import slug
from macros.base.parsing import bedoelde_u
from macros.document.templates import Weergave, Woordfout, niets
from macros.records import models as m

TARIEF = Decimal("0.07")
"""Euros an inhabitant a year; bron: vraag-en-antwoord-2019, and again for 2024 in voortgangsbericht-2023."""


# ── What the cards share ────────────────────────────────────────────────────────────────────────────────


def _controleer(naam: str, waarde: str | None, mogelijk: Iterable[str]) -> None:
    """Refuse a value that is not among those that are possible."""
    mogelijk = tuple(mogelijk)
    if waarde is not None and waarde not in mogelijk:
        raise Woordfout(f"{naam} {waarde!r} bestaat niet{bedoelde_u(waarde, mogelijk)}")


MEESTE = 520


def _aantal(naam: str, aantal: int) -> None:
    """A number that makes sense; a larger one would only be a typing error, and dates end in the year 9999."""
    if not 1 <= aantal <= MEESTE:
        raise Woordfout(f"{naam} moet tussen 1 en {MEESTE} liggen, niet {aantal}")


def _keuzes(veld: str) -> tuple[str, ...]:
    """What a practice's field that holds a list of fixed words may hold."""
    soort = get_args(m.Praktijk.model_fields[veld].annotation)[0]
    return get_args(soort)


# ── Themes, teams ───────────────────────────────────────────────────────────────────────────────────────


def thema_kaarten(w: Weergave, periode: str = "lopend") -> str:
    """Laat een kaart per thema zien: de lopende thema's of de eerdere.

    Voorbeeld: {{ thema_kaarten(periode="eerder") }}

    Raises:
        Woordfout: another period, or no themes.
    """
    _controleer("periode", periode, ("lopend", "eerder"))
    themas = w.catalog.themas(lopend=periode == "lopend")
    if not themas:
        raise Woordfout(niets("thema's", periode=periode))
    aantallen = Counter(thema for praktijk in w.catalog.alle(m.Praktijk) for thema in praktijk.themas)
    return w.render("thema_kaarten", themas=themas, aantallen=aantallen)


def expertteam(w: Weergave, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een kaart van één expertteam zien, met een link naar de pagina van het team.

    Voorbeeld: {{ expertteam("digitale-veiligheid") }}

    Raises:
        Onbekend: no team has that id.
    """
    return w.render("expertteam", team=w.catalog.een(m.Expertteam, id))


def teamkader(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat het feitenkader van één expertteam zien: opdracht, trekker, voorzitter, partners en periode.

    Voorbeeld: {{ teamkader("digitale-veiligheid") }}

    Raises:
        Onbekend: no team has that id.
    """
    team = w.catalog.een(m.Expertteam, id)
    teams = w.catalog.alle(m.Expertteam)
    return w.render(
        "teamkader", team=team,
        voorgangers=[t for t in teams if t.opvolger == id], onderdelen=[t for t in teams if t.onderdeel_van == id],
    )  # fmt: skip


def stand(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat zien waar één team stond op één dag: doelen, resultaten, aandachtspunten en acties.

    Voorbeeld: {{ stand("stand-jeugd-2018-02") }}

    Raises:
        Onbekend: no state has that id.
    """
    return w.render("stand", standen=[w.catalog.een(m.Stand, id)])


def voortgang(w: Weergave, periode: str) -> str:
    """Laat een blok per team zien met de stand van één peildatum.

    Voorbeeld: {{ voortgang("2018-02") }}

    Raises:
        Woordfout: no states of that date; the message names the dates that there are.
    """
    _controleer("periode", periode, {s.peildatum.typed for s in w.catalog.alle(m.Stand)})
    return w.render("stand", standen=w.catalog.standen(periode=periode))


# ── Practices ───────────────────────────────────────────────────────────────────────────────────────────


def praktijken(  # noqa: PLR0913 - what one may ask for is what a practice has
    w: Weergave, *, thema: str | None = None, fase: str | None = None, doelgroep: str | None = None,
    netwerk: str | None = None, district: str | None = None, gemeente: str | None = None,
    expertteam: str | None = None, leeg: str | None = None,
) -> str:  # fmt: skip
    """Laat een kaart zien van elke praktijk die past bij wat u vraagt.

    Voorbeeld: {{ praktijken(thema="jeugd", fase="preventie") }}

    Raises:
        Onbekend: a theme, network, district, municipality or team that does not exist.
        Woordfout: a phase or audience that does not exist, or no practices and no `leeg`.
    """
    _controleer("fase", fase, _keuzes("fase"))
    _controleer("doelgroep", doelgroep, _keuzes("doelgroep"))
    gevonden = w.catalog.praktijken(
        thema=thema, fase=fase, doelgroep=doelgroep, netwerk=netwerk, district=district, gemeente=gemeente,
        expertteam=expertteam,
    )  # fmt: skip
    if gevonden:
        return w.render("praktijken", praktijken=gevonden)
    gevraagd = {
        "thema": thema, "fase": fase, "doelgroep": doelgroep, "netwerk": netwerk, "district": district,
        "gemeente": gemeente, "expertteam": expertteam,
    }  # fmt: skip
    return w.leeg(leeg, niets("praktijken", **gevraagd))


def praktijkzoeker(w: Weergave) -> str:
    """Laat alle praktijken zien, met vinkjes om te kiezen op thema, fase en doelgroep.

    Voorbeeld: {{ praktijkzoeker() }}

    Raises:
        Woordfout: no practices.
    """
    gevonden = w.catalog.praktijken()
    if not gevonden:
        raise Woordfout(niets("praktijken"))
    return w.render("praktijkzoeker", praktijken=gevonden, facetten=_facetten(w, gevonden))


@dataclass(frozen=True, slots=True)
class Keuze:
    """A box to tick: its value in the address, its text, the practices that it leaves."""

    waarde: str
    tekst: str
    praktijken: tuple[m.Praktijk, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of boxes; `naam` is the parameter in the address and the `data-` attribute of a card."""

    naam: str
    titel: str
    keuzes: tuple[Keuze, ...]


def _facetten(w: Weergave, gevonden: Sequence[m.Praktijk]) -> tuple[Facet, ...]:
    def facet(naam: str, titel: str, veld: str, waarden: Iterable[tuple[str, str]]) -> Facet:
        keuzes = (
            Keuze(slug(waarde), tekst, tuple(p for p in gevonden if waarde in getattr(p, veld)))
            for waarde, tekst in waarden
        )
        return Facet(naam, titel, tuple(keuze for keuze in keuzes if keuze.praktijken))

    return (
        facet("themas", "Thema", "themas", ((t.id, t.naam) for t in w.catalog.alle(m.Thema))),
        facet("fase", "Fase", "fase", ((f, f.capitalize()) for f in _keuzes("fase"))),
        facet("doelgroep", "Doelgroep", "doelgroep", ((d, d.capitalize()) for d in _keuzes("doelgroep"))),
    )


def situaties(w: Weergave) -> str:
    """Laat per thema zien welke praktijk past bij welke situatie.

    Voorbeeld: {{ situaties() }}

    Raises:
        Woordfout: no practice names a situation.
    """
    per_thema: dict[str, dict[str, list[m.Praktijk]]] = {}
    for praktijk in w.catalog.praktijken():
        for situatie in praktijk.situaties:
            per_thema.setdefault(praktijk.themas[0], {}).setdefault(situatie, []).append(praktijk)
    if not per_thema:
        raise Woordfout(niets("situaties"))
    groepen = [(t, sorted(per_thema[t.id].items())) for t in w.catalog.alle(m.Thema) if t.id in per_thema]
    return w.render("situaties", groepen=groepen)


def feitenkader(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat het feitenkader van één praktijk zien: thema, fase, doelgroep, partners, status en effect.

    Voorbeeld: {{ feitenkader("re-bootcmp") }}

    Raises:
        Onbekend: no practice has that id.
    """
    praktijk = w.catalog.een(m.Praktijk, id)
    return w.render("feitenkader", praktijk=praktijk, verlopen=w.catalog.verlopen(praktijk, w.dag))


# ── Newsletters, what is new, what comes ────────────────────────────────────────────────────────────────


def nieuwsbrieven(w: Weergave, thema: str | None = None, aantal: int | None = None, leeg: str | None = None) -> str:
    """Laat een kaart zien van elke nieuwsbrief, de nieuwste eerst.

    Voorbeeld: {{ nieuwsbrieven(thema="ondermijning", aantal=3) }}

    Raises:
        Onbekend: a theme that does not exist.
        Woordfout: no newsletters and no `leeg`, or a number below 1.
    """
    if aantal is not None:
        _aantal("aantal", aantal)
    brieven = w.catalog.nieuwsbrieven(thema=thema)[:aantal]
    if not brieven:
        return w.leeg(leeg, niets("nieuwsbrieven", thema=thema))
    return w.render("nieuwsbrieven", brieven=brieven, niveau=2 if w.pagina == "nieuwsbrieven/" else 3)


def nieuw(w: Weergave, aantal: int = 5, sinds: str | None = None, leeg: str | None = None) -> str:
    """Laat de nieuwste praktijken en nieuwsbrieven zien, of alles wat nieuw is sinds een dag.

    Voorbeeld: {{ nieuw(sinds="2026-10-01", leeg="Er is niets nieuws.") }}

    Raises:
        Woordfout: a number that makes no sense, a day that does not exist, or nothing new and no `leeg`.
    """
    _aantal("aantal", aantal)
    try:
        vanaf = lees_dag(sinds) if sinds else None
    except ValueError as fout:
        raise Woordfout(str(fout)) from None
    items = w.catalog.verschenen_records(vanaf, w.vandaag)
    if not items:
        return w.leeg(leeg, niets("praktijken of nieuwsbrieven", sinds=sinds))
    return w.render("nieuw", items=items if vanaf else items[:aantal])


def agenda(
    w: Weergave, weken: int = 8, thema: str | None = None, district: str | None = None, leeg: str | None = None
) -> str:
    """Laat zien wat er de komende weken op de agenda staat, gerekend vanaf de dag waarop de site is gemaakt.

    Voorbeeld: {{ agenda(weken=8, leeg="Er staat nu niets op de agenda.") }}

    Raises:
        Onbekend: a theme or district that does not exist.
        Woordfout: a number of weeks that makes no sense, or an empty agenda and no `leeg`.
    """
    _aantal("weken", weken)
    tot = w.vandaag + timedelta(weeks=weken)
    komend = w.catalog.komend(w.vandaag, tot, thema=thema, district=district)
    if not komend and leeg is None:
        return w.leeg(leeg, niets(f"activiteiten in de komende {weken} weken", thema=thema, district=district))
    return w.render("agenda", activiteiten=komend, tot=tot, leeg=leeg)


# ── The sister network's agenda, key figures ────────────────────────────────────────────────────────────


_AGENDASOORTEN = {"focus": "Focus", "project": "Projecten"}


def actieagenda(w: Weergave, agenda: str, onderdeel: str | None = None) -> str:
    """Laat de actieagenda van een zusternetwerk zien: het overzicht, of één onderdeel.

    Voorbeeld: {{ actieagenda("midden-nederland-2022") }}

    Raises:
        Onbekend: no item has that id.
        Woordfout: no agenda has that name, or the item is of another agenda.
    """
    _controleer("agenda", agenda, {deel.agenda for deel in w.catalog.alle(m.Agendaonderdeel)})
    delen = w.catalog.onderdelen(agenda)
    overzicht = f"zusternetwerken/{agenda}/"
    if onderdeel is None:
        groepen = [(titel, [d for d in delen if d.soort == soort]) for soort, titel in _AGENDASOORTEN.items()]
        niveau = 2 if w.pagina == overzicht else 3
        return w.render("actieagenda", groepen=[(t, erbij) for t, erbij in groepen if erbij], niveau=niveau)
    record = w.catalog.een(m.Agendaonderdeel, onderdeel)
    _controleer("onderdeel", onderdeel, [deel.id for deel in delen])
    return w.render("agendaonderdeel", onderdeel=record, overzicht=overzicht)


def kerncijfers(w: Weergave, onderdeel: str | None = None, thema: str | None = None) -> str:
    """Laat tegels met kerncijfers zien, met de vorige waarde of het doel.

    Voorbeeld: {{ kerncijfers(thema="woninginbraken") }}

    Raises:
        Onbekend: an item or theme that does not exist.
        Woordfout: no key figures.
    """
    cijfers = w.catalog.kerncijfers(onderdeel=onderdeel, thema=thema)
    if not cijfers:
        raise Woordfout(niets("kerncijfers", onderdeel=onderdeel, thema=thema))
    return w.render("kerncijfers", cijfers=cijfers)


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────


def district(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat de agenda van één district zien.

    Voorbeeld: {{ district("twente") }}

    Raises:
        Onbekend: no district has that id.
    """
    record = w.catalog.een(m.District, id)
    return w.render("district", district=record, agenda=record.agenda, aantal=len(w.catalog.gemeenten(district=id)))


def gemeente(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat de feiten van één gemeente zien: district, provincie, inwoners en een schatting van de bijdrage.

    Voorbeeld: {{ gemeente("tiel") }}

    Raises:
        Onbekend: no municipality has that id.
    """
    record = w.catalog.een(m.Gemeente, id)
    samen = indicatie(sum(g.inwoners for g in w.catalog.alle(m.Gemeente)))
    begroting, gedrukt = _begrote_bijdrage(w)
    return w.render(
        "gemeente", gemeente=record, bijdrage=indicatie(record.inwoners), samen=samen, gedrukt=gedrukt,
        begroting=begroting, verschil=abs(samen - gedrukt) if gedrukt is not None else None, tarief=TARIEF,
        aantal=len(w.catalog.alle(m.Gemeente)), bron=w.catalog.een(m.Bron, record.bron[0]),
    )  # fmt: skip


def indicatie(inwoners: int) -> Decimal:
    """The contribution for a number of inhabitants, in whole euros."""
    return (inwoners * TARIEF).quantize(Decimal(1), ROUND_HALF_UP)


def _begrote_bijdrage(w: Weergave) -> tuple[m.Begroting | None, Decimal | None]:
    """The network's newest budget that prints what the municipalities contribute together, and that amount."""
    eigen = [b for b in w.catalog.alle(m.Begroting) if b.organisatie == "vnon" and b.baten]
    for begroting in sorted(eigen, key=lambda b: b.periode, reverse=True):
        for post in begroting.baten.posten if begroting.baten else ():
            bedrag = post.bedragen[0]
            if "inwonersbijdrage" in post.omschrijving.lower() and isinstance(bedrag, Decimal):
                return begroting, bedrag
    return None, None
