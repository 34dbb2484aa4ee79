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

from macros.base.dates import read_day
from macros.base.hints import did_you_mean
from macros.base.links import slug
from macros.document.templates import View, WordError, nothing
from macros.records import finance
from macros.records import models as m
from macros.words.contacts import whom_to_ask

# ── What the cards share ────────────────────────────────────────────────────────────────────────────────


def _check(name: str, value: str | None, possible: Iterable[str]) -> None:
    """Refuse a value that is not among those that are possible."""
    possible = tuple(possible)
    if value is not None and value not in possible:
        raise WordError(f"{name} {value!r} bestaat niet{did_you_mean(value, possible)}")


MOST = 520


def _check_count(name: str, count: int) -> None:
    """A number that makes sense; a larger one would only be a typing error, and dates end in the year 9999."""
    if not 1 <= count <= MOST:
        raise WordError(f"{name} moet tussen 1 en {MOST} liggen, niet {count}")


def _choices(field: str) -> tuple[str, ...]:
    """What a practice's field that holds a list of fixed words may hold."""
    kind = get_args(m.Praktijk.model_fields[field].annotation)[0]
    return get_args(kind)


# ── Themes, teams ───────────────────────────────────────────────────────────────────────────────────────


def thema_kaarten(w: View, periode: str = "lopend") -> str:
    """Laat een kaart per thema zien: de lopende thema's of de eerdere.

    Voorbeeld: {{ thema_kaarten(periode="eerder") }}

    Raises:
        WordError: another period, or no themes.
    """
    _check("periode", periode, ("lopend", "eerder"))
    themas = w.catalog.themas(running=periode == "lopend")
    if not themas:
        raise WordError(nothing("thema's", periode=periode))
    counts = Counter(thema for praktijk in w.catalog.listed(m.Praktijk) for thema in praktijk.themas)
    return w.render("thema_kaarten", themas=themas, counts=counts)


def expertteam(w: View, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een kaart van één expertteam zien, met een link naar de pagina van het team.

    Voorbeeld: {{ expertteam("<expertteam>") }}

    Raises:
        UnknownId: no team has that id.
    """
    return w.render("expertteam", team=w.catalog.one(m.Expertteam, id))


def teamkader(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat het feitenkader van één expertteam zien: opdracht, trekker, voorzitter, partners en periode.

    Voorbeeld: {{ teamkader("<expertteam>") }}

    Raises:
        UnknownId: no team has that id.
    """
    team = w.catalog.one(m.Expertteam, id)
    teams = w.catalog.all_of(m.Expertteam)
    return w.render(
        "teamkader", team=team,
        voorgangers=[t for t in teams if t.opvolger == id], onderdelen=[t for t in teams if t.onderdeel_van == id],
        **whom_to_ask(w, team),
    )  # fmt: skip


def stand(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat zien waar één team stond op één dag: doelen, resultaten, aandachtspunten en acties.

    Voorbeeld: {{ stand("<stand>") }}

    Raises:
        UnknownId: no state has that id.
    """
    return w.render("stand", standen=[w.catalog.one(m.Stand, id)])


def voortgang(w: View, periode: str) -> str:
    """Laat een blok per team zien met de stand van één peildatum.

    Voorbeeld: {{ voortgang("<peildatum>") }}

    Raises:
        WordError: no states of that date; the message names the dates that there are.
    """
    _check("periode", periode, {s.peildatum.typed for s in w.catalog.all_of(m.Stand)})
    return w.render("stand", standen=w.catalog.standen(periode=periode))


# ── Practices ───────────────────────────────────────────────────────────────────────────────────────────


def praktijken(  # noqa: PLR0913 - what one may ask for is what a practice has
    w: View, *, thema: str | None = None, fase: str | None = None, doelgroep: str | None = None,
    netwerk: str | None = None, district: str | None = None, gemeente: str | None = None,
    expertteam: str | None = None, leeg: str | None = None,
) -> str:  # fmt: skip
    """Laat een kaart zien van elke praktijk die past bij wat u vraagt.

    Voorbeeld: {{ praktijken(thema="<thema>", fase="preventie") }}

    Raises:
        UnknownId: a theme, network, district, municipality or team that does not exist.
        WordError: a phase or audience that does not exist, or no practices and no `leeg`.
    """
    _check("fase", fase, _choices("fase"))
    _check("doelgroep", doelgroep, _choices("doelgroep"))
    found = w.catalog.praktijken(
        thema=thema, fase=fase, doelgroep=doelgroep, netwerk=netwerk, district=district, gemeente=gemeente,
        expertteam=expertteam,
    )  # fmt: skip
    if found:
        return w.render("praktijken", praktijken=found)
    requested = {
        "thema": thema, "fase": fase, "doelgroep": doelgroep, "netwerk": netwerk, "district": district,
        "gemeente": gemeente, "expertteam": expertteam,
    }  # fmt: skip
    return w.leeg(leeg, nothing("praktijken", **requested))


def praktijkzoeker(w: View) -> str:
    """Laat alle praktijken zien, met vinkjes om te kiezen op thema, fase en doelgroep.

    Voorbeeld: {{ praktijkzoeker() }}

    Raises:
        WordError: no practices.
    """
    found = w.catalog.praktijken()
    if not found:
        raise WordError(nothing("praktijken"))
    groups = [(t, [p for p in found if p.themas[0] == t.id]) for t in w.catalog.all_of(m.Thema)]
    groups = [(thema, of_theme) for thema, of_theme in groups if of_theme]
    return w.render("praktijkzoeker", praktijken=found, groups=groups, facetten=_facets(w, found))


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick: its value in the address, its text, the practices that it leaves."""

    waarde: str
    tekst: str
    praktijken: tuple[m.Praktijk, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of boxes; `naam` is the parameter in the address and the `data-` attribute of a card."""

    naam: str
    titel: str
    choices: tuple[Choice, ...]


def _facets(w: View, found: Sequence[m.Praktijk]) -> tuple[Facet, ...]:
    def facet(name: str, title: str, field: str, values: Iterable[tuple[str, str]]) -> Facet:
        choices = (
            Choice(slug(value), text, tuple(p for p in found if value in getattr(p, field))) for value, text in values
        )
        return Facet(name, title, tuple(choice for choice in choices if choice.praktijken))

    return (
        facet("themas", "Thema", "themas", ((t.id, t.naam) for t in w.catalog.all_of(m.Thema))),
        facet("fase", "Fase", "fase", ((f, f.capitalize()) for f in _choices("fase"))),
        facet("doelgroep", "Doelgroep", "doelgroep", ((d, d.capitalize()) for d in _choices("doelgroep"))),
    )


def situaties(w: View) -> str:
    """Laat per thema zien welke praktijk past bij welke situatie.

    Voorbeeld: {{ situaties() }}

    Raises:
        WordError: no practice names a situation.
    """
    by_thema: dict[str, dict[str, list[m.Praktijk]]] = {}
    for praktijk in w.catalog.praktijken():
        for situatie in praktijk.situaties:
            by_thema.setdefault(praktijk.themas[0], {}).setdefault(situatie, []).append(praktijk)
    if not by_thema:
        raise WordError(nothing("situaties"))
    groups = [(t, sorted(by_thema[t.id].items())) for t in w.catalog.all_of(m.Thema) if t.id in by_thema]
    now = {thema.id for thema in w.catalog.themas(running=True)}
    past = [(thema, of_theme) for thema, of_theme in groups if thema.id not in now]
    return w.render("situaties", groups=[group for group in groups if group not in past], eerder=past)


def feitenkader(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat het feitenkader van één praktijk zien: thema, fase, doelgroep, partners, status en effect.

    Voorbeeld: {{ feitenkader("<praktijk>") }}

    Raises:
        UnknownId: no practice has that id.
        WordError: it was withdrawn.
    """
    praktijk = w.catalog.one(m.Praktijk, id)
    if praktijk.is_withdrawn:
        raise WordError(f"praktijk {id!r} is ingetrokken; haal dit woord weg")
    return w.render(
        "feitenkader", praktijk=praktijk, expired=w.catalog.expired(praktijk, w.dag), **whom_to_ask(w, praktijk)
    )


# ── Newsletters, what is new, what comes ────────────────────────────────────────────────────────────────


_FEW = 2


def nieuwsbrieven(w: View, thema: str | None = None, aantal: int | None = None, leeg: str | None = None) -> str:
    """Laat een kaart zien van elke nieuwsbrief, de nieuwste eerst.

    Voorbeeld: {{ nieuwsbrieven(thema="<thema>", aantal=3) }}

    Raises:
        UnknownId: a theme that does not exist.
        WordError: no newsletters and no `leeg`, or a number below 1.
    """
    if aantal is not None:
        _check_count("aantal", aantal)
    issues = w.catalog.nieuwsbrieven(thema=thema)[:aantal]
    if not issues:
        return w.leeg(leeg, nothing("nieuwsbrieven", thema=thema))
    shown = 1 if thema and len(issues) > _FEW else len(issues)  # beside all else that there is of a theme
    level = 2 if w.page == "nieuwsbrieven/" else 3
    return w.render("nieuwsbrieven", first=issues[:shown], rest=issues[shown:], level=level)


_NEWS = timedelta(weeks=26)
"""How long something is new."""


def nieuw(w: View, aantal: int = 5, sinds: str | None = None, kop: str | None = None, leeg: str | None = None) -> str:
    """Laat zien wat het laatst gebeurde, van het laatste half jaar of sinds een dag; met een kop die wegblijft als er niets is.

    Voorbeeld: {{ nieuw(sinds="2026-10-01", leeg="Er is niets nieuws.") }}

    Raises:
        WordError: a number that makes no sense, a day that does not exist, or nothing new and no `leeg`.
    """
    _check_count("aantal", aantal)
    try:
        from_ = read_day(sinds) if sinds else None
    except ValueError as error:
        raise WordError(str(error)) from None
    items = w.catalog.happened(from_ or w.today - _NEWS, w.today)
    if not items:
        return w.leeg(leeg, nothing("praktijken of nieuwsbrieven", sinds=sinds))
    return w.render("nieuw", items=items if from_ else items[:aantal], kop=kop)


def agenda(
    w: View, weken: int = 8, thema: str | None = None, district: str | None = None, leeg: str | None = None
) -> str:
    """Laat zien wat er de komende weken op de agenda staat, gerekend vanaf de dag waarop de site is gemaakt.

    Voorbeeld: {{ agenda(weken=8, leeg="Er staat nu niets op de agenda.") }}

    Raises:
        UnknownId: a theme or district that does not exist.
        WordError: a number of weeks that makes no sense, or an empty agenda and no `leeg`.
    """
    _check_count("weken", weken)
    until = w.today + timedelta(weeks=weken)
    upcoming = w.catalog.upcoming(w.today, until, thema=thema, district=district)
    if not upcoming and leeg is None:
        return w.leeg(leeg, nothing(f"activiteiten in de komende {weken} weken", thema=thema, district=district))
    return w.render("agenda", activiteiten=upcoming, tot=until, leeg=leeg)


# ── The sister network's agenda, key figures ────────────────────────────────────────────────────────────


_AGENDA_KINDS = {"focus": "Focus", "project": "Projecten"}


def actieagenda(w: View, agenda: str, onderdeel: str | None = None) -> str:
    """Laat de actieagenda van een zusternetwerk zien: het overzicht, of één onderdeel.

    Voorbeeld: {{ actieagenda("<agenda>") }}

    Raises:
        UnknownId: no item has that id.
        WordError: no agenda has that name, or the item is of another agenda.
    """
    _check("agenda", agenda, {part.agenda for part in w.catalog.all_of(m.Agendaonderdeel)})
    parts = w.catalog.onderdelen(agenda)
    overview = f"zusternetwerken/{agenda}/"
    if onderdeel is None:
        groups = [(title, [d for d in parts if d.soort == kind]) for kind, title in _AGENDA_KINDS.items()]
        level = 2 if w.page == overview else 3
        return w.render("actieagenda", groups=[(t, added) for t, added in groups if added], level=level)
    record = w.catalog.one(m.Agendaonderdeel, onderdeel)
    _check("onderdeel", onderdeel, [part.id for part in parts])
    return w.render("agendaonderdeel", onderdeel=record, overview=overview)


def kerncijfers(w: View, onderdeel: str | None = None, thema: str | None = None) -> str:
    """Laat tegels met kerncijfers zien, met de vorige waarde of het doel.

    Voorbeeld: {{ kerncijfers(thema="<thema>") }}

    Raises:
        UnknownId: an item or theme that does not exist.
        WordError: no key figures.
    """
    cijfers = w.catalog.kerncijfers(onderdeel=onderdeel, thema=thema)
    if not cijfers:
        raise WordError(nothing("kerncijfers", onderdeel=onderdeel, thema=thema))
    return w.render("kerncijfers", cijfers=cijfers)


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────


def district(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat van één district het overleg en de agenda zien, voor zover die er zijn.

    Voorbeeld: {{ district("<district>") }}

    Raises:
        UnknownId: no district has that id.
    """
    record, there = w.catalog.one(m.District, id), w.catalog.gemeenten(district=id, op=w.today)
    return w.render("district", district=record, agenda=record.agenda, aantal=len(there))


def gemeente(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat de feiten van één gemeente zien, zoals hoeveel inwoners zij heeft.

    Voorbeeld: {{ gemeente("<gemeente>") }}

    Raises:
        UnknownId: no municipality has that id.
    """
    record = w.catalog.one(m.Gemeente, id)
    of_its_day = w.catalog.gemeenten(op=record.own_day(w.today))
    rate = w.catalog.netwerk.bijdrage
    begroting, gedrukt = _begrote_bijdrage(w)
    return w.render(
        "gemeente", gemeente=record, gedrukt=gedrukt, begroting=begroting, tarief=rate,
        bijdrage=estimate(record.inwoners, rate.bedrag) if rate and record.inwoners else None,
        together=_together(of_its_day, rate.bedrag) if rate else None,
        aantal=len(of_its_day), bron=w.catalog.one(m.Bron, record.bron[0]), **whom_to_ask(w, record),
    )  # fmt: skip


def _together(gemeenten: Sequence[m.Gemeente], rate: Decimal) -> Decimal | None:
    """What they contribute together; nothing when the inhabitants of one are not known."""
    inhabitants = [g.inwoners for g in gemeenten if g.inwoners]
    return sum((estimate(one, rate) for one in inhabitants), Decimal()) if len(inhabitants) == len(gemeenten) else None


def estimate(inwoners: int, rate: Decimal) -> Decimal:
    """The contribution for a number of inhabitants at so many euros each, in whole euros."""
    return (inwoners * rate).quantize(Decimal(1), ROUND_HALF_UP)


def _begrote_bijdrage(w: View) -> tuple[m.Begroting | None, Decimal | None]:
    """The network's newest budget that prints what the municipalities contribute together, and that amount."""
    for begroting in w.catalog.own_begrotingen:
        if begroting.baten and (post := finance.contribution(begroting)) and isinstance(post.bedragen[0], Decimal):
            return begroting, post.bedragen[0]
    return None, None
