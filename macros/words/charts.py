"""Words whose result is drawn: charts, the tile map, the diagram of the organisation.

Python works out where things are, in the units of the drawing; a Jinja template draws it. Nothing here recomputes a
figure: what a chart shows is what the table says. There is no script and no style attribute in the result, and what
a drawing says is there in words too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil

from macros.base import dates
from macros.document.templates import Weergave, Woordfout, getal
from macros.records import models as m

BREED = 460
"""The width of a chart in its own units: on a phone its letters stay readable."""
REGEL = 20
"""The height of a line of text."""

# ── Charts ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Punt:
    """A figure in a chart: the cell as it was typed, for display, and its value."""

    categorie: str
    reeks: str
    typed: str
    waarde: Decimal

    @property
    def tekst(self) -> str:
        """The figure in Dutch."""
        return getal(self.typed)


def grafiek(w: Weergave, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een grafiek zien van een tabel met cijfers.

    Voorbeeld: {{ grafiek("woninginbraken-2018") }}

    Raises:
        Onbekend: no series has that id.
        Woordfout: the series says that it has no chart, or has no number to draw.
    """
    return _teken(w, id, "grafiek")


def svg(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """The picture of a series alone, for a document that has its own caption.

    Raises:
        Onbekend, Woordfout: as `grafiek`.
    """
    return _teken(w, id, "grafiek_svg")


def _teken(w: Weergave, id_: str, fragment: str) -> str:
    reeks = w.catalog.een(m.Cijferreeks, id_)
    if reeks.grafiek == "geen":
        raise Woordfout(f"cijferreeks {id_!r} heeft geen grafiek; zet bij 'grafiek' lijn of staaf")
    punten = list(_punten(reeks))
    if not punten:
        raise Woordfout(f"cijferreeks {id_!r} heeft geen getal om te tekenen; zet 'in_grafiek: ja' bij een kolom")
    tekening = _lijnen(punten) if reeks.grafiek == "lijn" else _staven(punten)
    totaal = any(_is_totaal(rij) for rij in reeks.rijen)
    return w.render(fragment, reeks=reeks, punten=punten, t=tekening, zonder_totaal=totaal, breed=BREED)


def _punten(reeks: m.Cijferreeks) -> Iterator[Punt]:
    """The figures to draw, by row and column; totals would dwarf the rest and stay in the table."""
    for rij in reeks.rijen:
        if _is_totaal(rij):
            continue
        for kolom, cel in zip(reeks.kolommen, rij[1:], strict=True):
            if kolom.in_grafiek and (waarde := _waarde(cel)) is not None:
                yield Punt(rij[0], kolom.titel, cel, waarde)


def _is_totaal(rij: Sequence[str]) -> bool:
    return rij[0].lower().startswith("totaal")


def _waarde(cel: str) -> Decimal | None:
    try:
        return Decimal(cel) if cel else None
    except InvalidOperation:
        return None


def _reeksen(punten: Sequence[Punt]) -> list[str]:
    return list(dict.fromkeys(p.reeks for p in punten))


def _categorieen(punten: Sequence[Punt]) -> list[str]:
    return list(dict.fromkeys(p.categorie for p in punten))


@dataclass(frozen=True, slots=True)
class Legenda:
    """The name of a series and the line of the legend on which it stands."""

    naam: str
    nummer: int
    y: int


def _legenda(punten: Sequence[Punt]) -> list[Legenda]:
    """A legend, when there is more than one series to tell apart."""
    namen = _reeksen(punten)
    return [Legenda(naam, n, n * REGEL) for n, naam in enumerate(namen, start=1)] if len(namen) > 1 else []


@dataclass(frozen=True, slots=True)
class Staaf:
    """A bar, the number of its series (from 1), and where its figure stands."""

    nummer: int
    x: int
    y: int
    breed: int
    tekst: str
    tekst_x: int
    links: bool
    """Whether the figure stands left of the bar: below zero."""


@dataclass(frozen=True, slots=True)
class Kopje:
    """Text at a place."""

    x: int
    y: int
    tekst: str


@dataclass(frozen=True, slots=True)
class Staafgrafiek:
    """A chart of lying bars: a heading a category, a bar a series."""

    hoog: int
    nul: int
    legenda: list[Legenda]
    kopjes: list[Kopje]
    staven: list[Staaf]
    soort: str = "staaf"


STAAF, RUIMTE, CIJFERS = 18, 5, 64
"""The height of a bar, the space between two, and the width kept for a figure."""


def _staven(punten: Sequence[Punt]) -> Staafgrafiek:
    laag, hoogste = min(Decimal(), *(p.waarde for p in punten)), max(Decimal(), *(p.waarde for p in punten))
    links = CIJFERS if laag < 0 else 0
    schaal = (BREED - links - CIJFERS) / ((hoogste - laag) or Decimal(1))
    nul = links + round(-laag * schaal)
    namen, legenda = _reeksen(punten), _legenda(punten)
    kopjes, staven, y = [], [], len(legenda) * REGEL + (REGEL // 2 if legenda else 0)
    for categorie in _categorieen(punten):
        kopjes.append(Kopje(0, y + REGEL - 4, categorie))
        y += REGEL
        for punt in (p for p in punten if p.categorie == categorie):
            staven.append(_staaf(punt, namen.index(punt.reeks) + 1, nul, round(punt.waarde * schaal), y))
            y += STAAF + RUIMTE
        y += RUIMTE
    return Staafgrafiek(y, nul, legenda, kopjes, staven)


def _staaf(punt: Punt, nummer: int, nul: int, lengte: int, y: int) -> Staaf:
    links = lengte < 0
    einde = nul + lengte
    return Staaf(
        nummer, min(nul, einde), y, max(abs(lengte), 1), punt.tekst, einde - RUIMTE if links else einde + RUIMTE, links
    )


@dataclass(frozen=True, slots=True)
class Stip:
    """A point of a line with its figure."""

    nummer: int
    x: int
    y: int
    tekst: str


@dataclass(frozen=True, slots=True)
class Lijn:
    """The points of a series, as an SVG polyline takes them."""

    nummer: int
    punten: str


@dataclass(frozen=True, slots=True)
class Lijngrafiek:
    """A line chart that begins at zero."""

    hoog: int
    links: int
    rechts: int
    legenda: list[Legenda]
    rasters: list[Kopje]
    kopjes: list[Kopje]
    stippen: list[Stip]
    lijnen: list[Lijn]
    soort: str = "lijn"


VLAK = 200
"""The height of the field of a line chart."""


def _lijnen(punten: Sequence[Punt]) -> Lijngrafiek:
    categorieen, namen, legenda = _categorieen(punten), _reeksen(punten), _legenda(punten)
    links, rechts, boven = 48, BREED - 24, len(legenda) * REGEL + REGEL
    streepjes = _streepjes(max(p.waarde for p in punten))
    stap = (rechts - links) / max(len(categorieen) - 1, 1)

    def hoogte(waarde: Decimal) -> int:
        return round(boven + VLAK - float(waarde / streepjes[-1]) * VLAK)

    stippen = [
        Stip(namen.index(p.reeks) + 1, round(links + categorieen.index(p.categorie) * stap), hoogte(p.waarde), p.tekst)
        for p in punten
    ]
    onder = boven + VLAK
    return Lijngrafiek(
        onder + REGEL + RUIMTE, links, rechts, legenda,
        [Kopje(links - RUIMTE, hoogte(waarde), getal(waarde)) for waarde in streepjes],
        [Kopje(round(links + n * stap), onder + REGEL, naam) for n, naam in enumerate(categorieen)],
        stippen,
        [Lijn(n, " ".join(f"{s.x},{s.y}" for s in stippen if s.nummer == n)) for n in range(1, len(namen) + 1)],
    )  # fmt: skip


def _streepjes(hoogste: Decimal) -> list[Decimal]:
    """Round values from zero to at least the highest, at most six: `0 1 2 3 4 5`."""
    tien = Decimal(1).scaleb(hoogste.adjusted()) if hoogste > 0 else Decimal(1)
    for stap in (tien * factor for factor in (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5))):
        aantal = max(ceil(hoogste / stap), 1)
        if aantal <= 5:  # noqa: PLR2004 - with zero that makes six
            return [Decimal(f"{(stap * n).normalize():f}") for n in range(aantal + 1)]
    raise AssertionError(hoogste)  # pragma: no cover - hoogste < 10 * tien, so the step of 2 is enough


# ── How the site is used ────────────────────────────────────────────────────────────────────────────────

MAANDEN_GETOOND, MEEST = 12, 25


@dataclass(frozen=True, slots=True)
class Opschrift:
    """What a chart that is not of a series of figures is called."""

    id: str
    titel: str
    eenheid: str


def gebruik(w: Weergave, leeg: str | None = None) -> str:
    """Laat zien hoe vaak pagina's en downloads zijn gelezen: per maand, en de meest gelezen.

    Voorbeeld: {{ gebruik(leeg="Er zijn nog geen cijfers.") }}

    Raises:
        Woordfout: nothing was counted and no `leeg`.
    """
    per_maand = list(w.catalog.gebruik_per_maand().items())[-MAANDEN_GETOOND:]
    if not per_maand:
        return w.leeg(leeg, "er zijn geen cijfers over het gebruik")
    vanaf = per_maand[0][0]
    punten = [
        Punt(dates.maand(maand), reeks, str(aantallen[soort]), Decimal(aantallen[soort]))
        for maand, aantallen in per_maand
        for soort, reeks in (("pagina", "Pagina's"), ("download", "Downloads"))
    ]
    return w.render(
        "gebruik",
        reeks=Opschrift("gebruik", "Hoe vaak pagina's en downloads zijn gelezen", "aantal per maand"),
        punten=punten, t=_staven(punten), breed=BREED, maanden=per_maand, dagen=w.catalog.gebruiksdagen(),
        lijsten=[(titel, [(pad, w.catalog.titel_van(pad), n) for pad, n in w.catalog.gebruik_per_pad(soort, vanaf)[:MEEST]])
                 for soort, titel in (("pagina", "De meest gelezen pagina's"), ("download", "De meest gebruikte downloads"))],
    )  # fmt: skip


# ── The tile map ────────────────────────────────────────────────────────────────────────────────────────


def gemeentekaart(w: Weergave) -> str:
    """Laat een kaart zien met een vak per gemeente, als ingang naar de gemeentepagina's.

    Voorbeeld: {{ gemeentekaart() }}

    Raises:
        Woordfout: no municipalities.
    """
    gemeenten = w.catalog.gemeenten()
    if not gemeenten:
        raise Woordfout("er zijn geen gemeenten")
    namen = {d.id: d.naam for d in w.catalog.alle(m.District)}
    return w.render("gemeentekaart", gemeenten=gemeenten, districten=namen)


# ── The diagram of the organisation ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Knoop:
    """Something in the organisation: a body, a team, or a heading above a group (without a record)."""

    titel: str
    diepte: int
    ouder: int | None
    """The place of the box above it in the list of boxes."""
    record: m.Organisatie | m.Expertteam | None = None
    ook_aan: tuple[m.Organisatie, ...] = ()
    """What it reports to besides the box above it."""


@dataclass(frozen=True, slots=True)
class Vak:
    """A box in the diagram, with the line to the box above it."""

    x: int
    y: int
    breed: int
    hoog: int
    regels: list[str]
    gestopt: bool
    kop: bool
    lijn: str


SPRONG, TEKENS = 20, 58
"""How far a level goes in, and how many letters fit on a line of the highest."""


def organogram(w: Weergave) -> str:
    """Laat zien hoe het netwerk is georganiseerd: wie rapporteert aan wie, als tekening en als lijst.

    Voorbeeld: {{ organogram() }}

    Raises:
        Woordfout: no organisation reports to another.
    """
    lijn = list(_boom(w))
    if not lijn:
        raise Woordfout("er zijn geen organisaties met 'rapporteert_aan'")
    knopen = [*lijn, *_groepen(w, len(lijn))]
    vakken = _vakken(knopen)
    hoog = vakken[-1].y + vakken[-1].hoog + 2
    return w.render("organogram", onder=_takken(knopen), vakken=vakken, hoog=hoog, breed=BREED)


_BUITEN = {"zusternetwerk", "bij zusternetwerk", "landelijk"}


def _boom(w: Weergave) -> Iterator[Knoop]:
    """The bodies that report to one another, from the top down, each once."""
    organisaties = [o for o in w.catalog.alle(m.Organisatie) if o.soort not in _BUITEN]
    boven = {doel for o in organisaties for doel in o.rapporteert_aan}
    wortels = [o for o in organisaties if o.id in boven and not o.rapporteert_aan]
    geplaatst: dict[str, int] = {}

    def plaats(organisatie: m.Organisatie, diepte: int, ouder: int | None) -> Iterator[Knoop]:
        if organisatie.id in geplaatst:
            return
        plek = geplaatst[organisatie.id] = len(geplaatst)
        hoofd = organisatie.rapporteert_aan[:1]
        ook = tuple(w.catalog.een(m.Organisatie, id_) for id_ in organisatie.rapporteert_aan if id_ not in hoofd)
        yield Knoop(_titel(organisatie), diepte, ouder, organisatie, ook)
        for onder in organisaties:
            if onder.rapporteert_aan[:1] == (organisatie.id,):
                yield from plaats(onder, diepte + 1, plek)

    for wortel in wortels:
        yield from plaats(wortel, 0, None)


def _groepen(w: Weergave, begin: int) -> Iterator[Knoop]:
    """What stands beside the line of reporting: the coordination, the districts' own meetings, sister networks."""
    organisaties = w.catalog.alle(m.Organisatie)
    groepen: dict[str, Sequence[m.Organisatie | m.Expertteam]] = {
        "Regieoverleg": w.catalog.expertteams(soort="regieoverleg"),
        "Ambtelijk overleg in de districten": [
            o for o in organisaties if o.soort == "overleg" and o.district and not o.rapporteert_aan
        ],
        "Zusternetwerken": [o for o in organisaties if o.soort == "zusternetwerk"],
    }  # fmt: skip
    plek = begin
    for titel, leden in groepen.items():
        if leden:
            kop, plek = plek, plek + 1 + len(leden)
            yield Knoop(titel, 0, None)
            for lid in leden:
                yield Knoop(_titel(lid), 1, kop, lid)


def _titel(record: m.Organisatie | m.Expertteam) -> str:
    """Name and abbreviation, with the year in which it ended."""
    afkorting = getattr(record, "afkorting", "")
    naam = f"{record.naam} ({afkorting})" if afkorting else record.naam
    return f"{naam}, tot {record.tot}" if record.tot else naam


def _vakken(knopen: Sequence[Knoop]) -> list[Vak]:
    vakken: list[Vak] = []
    y = 1
    for knoop in knopen:
        x = 1 + knoop.diepte * SPRONG
        regels = [deel for zin in _zinnen(knoop) for deel in textwrap.wrap(zin, TEKENS - 3 * knoop.diepte)]
        hoog = len(regels) * REGEL + 12
        gestopt, kop = bool(knoop.record and knoop.record.tot), knoop.record is None
        lijn = _naar_boven(vakken[knoop.ouder], x, y + hoog // 2) if knoop.ouder is not None else ""
        vakken.append(Vak(x, y, BREED - x - 1, hoog, regels, gestopt, kop, lijn))
        y += hoog + 8
    return vakken


def _zinnen(knoop: Knoop) -> Iterator[str]:
    """What a box says."""
    yield knoop.titel
    if knoop.ook_aan:
        yield f"rapporteert ook aan: {', '.join(ander.afkorting or ander.naam for ander in knoop.ook_aan)}"


def _naar_boven(ouder: Vak, x: int, y: int) -> str:
    """The path from the bottom of the box above to the side of this one."""
    return f"M{ouder.x + SPRONG // 2} {ouder.y + ouder.hoog}V{y}H{x}"


def _takken(knopen: Sequence[Knoop]) -> dict[int | None, list[tuple[int, Knoop]]]:
    """What stands below each place; below None what stands at the top."""
    onder: dict[int | None, list[tuple[int, Knoop]]] = {plek: [] for plek in (None, *range(len(knopen)))}
    for plek, knoop in enumerate(knopen):
        onder[knoop.ouder].append((plek, knoop))
    return onder
