"""Reports for a council's agenda as tagged PDF: Catalog → bytes, through `overrides/reports/rapport.typ`.

Python says what is in a report, as blocks; the template says how it looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from macros.base import dates, links
from macros.channels import typeset
from macros.document import blocks
from macros.document.blocks import Alinea, Blok, Kop, Tekst, rij, tekst, vet, zacht
from macros.document.templates import euro, getal, zin
from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog

NETWERK = "Veiligheidsnetwerk Oost-Nederland"
ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True)
class Rapport:
    """A report: where it goes (relative to the site's root), what is on its cover, and what it is made of."""

    pad: str
    soort: str
    periode: str
    peildatum: str
    bronnen: tuple[m.Bron, ...]
    blokken: tuple[Blok, ...]

    @property
    def titel(self) -> str:
        """What it is called: `Voortgangsbericht 2023`."""
        return f"{self.soort} {self.periode}"


@dataclass(frozen=True, slots=True)
class Stof:
    """What a report is made from, besides the records: prose by page, charts by series (see `rapporten`)."""

    catalog: Catalog
    proza: Mapping[str, str]
    grafieken: Mapping[str, str]
    site: str


def rapporten(
    catalog: Catalog,
    sjablonen_map: Path,
    proza: Mapping[str, str],
    grafieken: Mapping[str, str],
    vandaag: date,
    site: str,
) -> Iterator[tuple[str, bytes]]:
    """Every report: its path relative to the site's root, and the PDF.

    Args:
        catalog: the records.
        sjablonen_map: the folder with `rapport.typ` (overrides/reports).
        proza: HTML of what was written above the standing parts of a page, by the page's id (`voortgang/2023`).
        grafieken: SVG of each series of figures that has a chart, by its id.
        vandaag: the day of the build.
        site: the site's address, ending in `/`.

    Raises:
        typst.TypstError: the template is wrong.
    """
    for rapport in alle(Stof(catalog, proza, grafieken, site)):
        yield rapport.pad, pdf(rapport, sjablonen_map, vandaag=vandaag, site=site)


def alle(stof: Stof) -> Iterator[Rapport]:
    """Every report there is something for: each date of states, each year with an account, each year with a plan."""
    for periode in dict.fromkeys(stand.peildatum.typed for stand in stof.catalog.alle(m.Stand)):
        yield _standen(stof, periode)
    for jaar in stof.catalog.verslagjaren():
        yield _voortgang(stof, jaar)
    for jaar in stof.catalog.planjaren():
        yield _jaarplan(stof, jaar)


def pdf(rapport: Rapport, sjablonen_map: Path, *, vandaag: date, site: str) -> bytes:
    """The PDF of a report (PDF/UA-1, tagged)."""
    kaft = {
        "titel": rapport.titel, "soort": rapport.soort, "periode": rapport.periode, "netwerk": NETWERK,
        "peildatum": rapport.peildatum, "datum": dates.dag(vandaag),
        "adres": links.absoluut(rapport.pad.rpartition("/")[0] + "/", site),
    }  # fmt: skip
    inhoud = {
        **{naam: blocks.schoon(waarde) for naam, waarde in kaft.items()},
        "dag": [vandaag.year, vandaag.month, vandaag.day],
        "bronnen": [blocks.schoon(_met_datum(bron)) for bron in rapport.bronnen],
        "blokken": [asdict(blok) for blok in rapport.blokken],
    }
    return typeset.pdf(sjablonen_map / "rapport.typ", inhoud, vandaag)


# ── The three reports ───────────────────────────────────────────────────────────────────────────────────


def _standen(stof: Stof, periode: str) -> Rapport:
    """Where every team stood on one date."""
    catalog = stof.catalog
    standen = catalog.standen(periode=periode)
    bronnen = _bronnen(catalog, standen)
    pad = f"voortgang/{periode}"
    blokken: list[Blok] = [
        *blocks.uit_html(stof.proza.get(pad, "")),
        _kop(1, "De teams en hun voorzitters"), *_teams(catalog, standen),
        _kop(1, "Stand van zaken per team"), *_per_team(catalog, standen),
        *_cijfers(stof, catalog.cijferreeksen_uit([bron.id for bron in bronnen])),
        *_verantwoording(stof, bronnen, bronnen),
    ]  # fmt: skip
    peil = str(standen[0].peildatum)
    return Rapport(f"{pad}/voortgang.pdf", "Voortgangsrapportage", peil, peil, bronnen, tuple(blokken))


def _voortgang(stof: Stof, jaar: int) -> Rapport:
    """What the network did in a year, what it cost, and what comes next."""
    catalog = stof.catalog
    activiteiten, straks = catalog.activiteiten(jaar=jaar), catalog.activiteiten(jaar=jaar + 1)
    begrotingen = catalog.begrotingen(jaar) + catalog.begrotingen(jaar + 1)
    eigen = _bronnen(catalog, catalog.begrotingen(jaar))
    pad = f"voortgang/{jaar}"
    blokken: list[Blok] = [
        *blocks.uit_html(stof.proza.get(pad, "")),
        _kop(1, f"Activiteiten {jaar}"), _stand(eigen), *_op_datum(catalog, activiteiten, jaar),
        *_per_thema(catalog, activiteiten),
        _kop(1, "Financiën"), *_begrotingen(catalog, begrotingen),
        *_straks(catalog, straks, eigen, jaar + 1),
        *_districten(catalog, catalog.districten_met_agenda(jaar)),
        *_cijfers(stof, catalog.cijferreeksen_uit([bron.id for bron in eigen])),
        *_verantwoording(stof, _bronnen(catalog, [*begrotingen, *activiteiten, *straks]), eigen),
    ]  # fmt: skip
    return Rapport(f"{pad}/voortgang.pdf", "Voortgangsbericht", str(jaar), _data(eigen), eigen, tuple(blokken))


def _jaarplan(stof: Stof, jaar: int) -> Rapport:
    """What the network wants to do in a year, and what it may cost."""
    catalog = stof.catalog
    activiteiten, begrotingen = catalog.activiteiten(jaar=jaar), catalog.begrotingen(jaar)
    eigen = _bronnen(catalog, begrotingen)
    pad = f"jaarplan/{jaar}"
    blokken: list[Blok] = [
        *blocks.uit_html(stof.proza.get(pad, "")),
        _kop(1, "Wat het netwerk wil doen"), _stand(eigen), _plan(catalog, activiteiten, jaar),
        _kop(1, "Wat het mag kosten"), *_begrotingen(catalog, begrotingen),
        *_verantwoording(stof, _bronnen(catalog, [*begrotingen, *activiteiten]), eigen),
    ]  # fmt: skip
    return Rapport(f"{pad}/jaarplan.pdf", "Jaarplan", str(jaar), _data(eigen), eigen, tuple(blokken))


# ── Small parts ─────────────────────────────────────────────────────────────────────────────────────────


def _kop(niveau: int, woorden: str) -> Kop:
    return Kop(niveau, tekst(woorden))


def _bronnen(catalog: Catalog, records: Iterable[m.Record]) -> tuple[m.Bron, ...]:
    """The sources of records, in the order in which they are named first."""
    return tuple(catalog.een(m.Bron, id_) for id_ in dict.fromkeys(bron for record in records for bron in record.bron))


def _data(bronnen: Sequence[m.Bron]) -> str:
    return " en ".join(dict.fromkeys(str(bron.datum) for bron in bronnen))


def _stand(bronnen: Sequence[m.Bron]) -> Alinea:
    """The line that says of which day something is, and from where."""
    namen = " en ".join(bron.titel for bron in bronnen)
    return Alinea(tekst(f"Stand van {_data(bronnen)}. Bron: {namen}."), "stand")


def _herkomst(catalog: Catalog, record: m.Record, peildatum: str = "") -> Alinea:
    bronnen = _bronnen(catalog, [record])
    plek = f" ({record.vindplaats})" if record.vindplaats else ""
    namen = " en ".join(bron.titel for bron in bronnen)
    return Alinea(tekst(f"Stand van {peildatum or _data(bronnen)}. Bron: {namen}{plek}."), "stand")


def _lijst(punten: Iterable[str]) -> blocks.Lijst:
    return blocks.Lijst(tuple(tekst(punt) for punt in punten))


def _tabel(titel: str, kolommen: Sequence[tuple[str, int]], rijen: Iterable[blocks.Rij]) -> blocks.Tabel:
    return blocks.Tabel(tekst(titel), tuple(blocks.Kolom(tekst(kop), deel) for kop, deel in kolommen), tuple(rijen))


def _namen(catalog: Catalog, verzameling: str, ids: Iterable[str]) -> str:
    return ", ".join(catalog.zoek(verzameling, id_).naam_ for id_ in ids)


# ── Teams ───────────────────────────────────────────────────────────────────────────────────────────────


def _voorzitters(team: m.Expertteam) -> str:
    return "; ".join(_voorzitter(v) for v in team.voorzitters) or ONBEKEND


def _voorzitter(v: m.Voorzitter) -> str:
    if not v.naam:
        return v.toelichting or f"{v.ambt}, naam {ONBEKEND}"
    return f"{v.ambt} {v.naam}" + (f" ({v.toelichting})" if v.toelichting else "")


def _teams(catalog: Catalog, standen: Sequence[m.Stand]) -> Iterator[Blok]:
    teams = [catalog.een(m.Expertteam, stand.expertteam) for stand in standen]
    yield _stand(_bronnen(catalog, standen))
    yield _tabel(
        "Teams, trekkers en bestuurlijke voorzitters", [("Team", 4), ("Trekker", 3), ("Bestuurlijk voorzitter", 4)],
        (rij(team.naam, team.trekker or ONBEKEND, _voorzitters(team)) for team in teams),
    )  # fmt: skip


def _per_team(catalog: Catalog, standen: Iterable[m.Stand]) -> Iterator[Blok]:
    for stand in standen:
        team = catalog.een(m.Expertteam, stand.expertteam)
        yield _kop(2, team.naam)
        yield _herkomst(catalog, stand, str(stand.peildatum))
        yield blocks.Feiten((
            (tekst("Trekker"), tekst(team.trekker or ONBEKEND)),
            (tekst("Bestuurlijk voorzitter"), tekst(_voorzitters(team))),
        ))  # fmt: skip
        yield Alinea(tekst(stand.inleiding))
        delen = {
            "Doelen": stand.doelen, "Resultaten": stand.resultaten, "Aandachtspunten": stand.aandachtspunten,
            "Acties": stand.acties,
        }  # fmt: skip
        for kop, punten in delen.items():
            yield _kop(3, kop)
            yield _lijst(punten) if punten else Alinea(tekst("De bron noemt er geen."), "onbekend")


# ── Activities ──────────────────────────────────────────────────────────────────────────────────────────


def _wanneer(a: m.Activiteit) -> str:
    if a.wanneer.soort is dates.Soort.ONBEKEND:
        return f"{ONBEKEND} (gedrukt: “{a.gedrukt}”)" if a.gedrukt else ONBEKEND
    return str(a.wanneer)


def _themas(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> list[tuple[str, list[m.Activiteit]]]:
    """Activities by theme, in the order of the themes; what is for the whole network, or has no theme, first."""
    groepen = [("Algemeen, of zonder thema in de bron", [a for a in activiteiten if not a.thema])]
    groepen += [(t.naam, [a for a in activiteiten if a.thema == t.id]) for t in catalog.alle(m.Thema)]
    return [(naam, groep) for naam, groep in groepen if groep]


def _op_datum(catalog: Catalog, activiteiten: Sequence[m.Activiteit], jaar: int) -> Iterator[Blok]:
    """The year at a glance: what has a date."""
    gedateerd = [a for a in activiteiten if a.wanneer.begin]
    if gedateerd:
        yield _kop(2, "Het jaar op een rij")
        yield _tabel(
            f"Activiteiten in {jaar} met een datum", [("Wanneer", 3), ("Activiteit", 6), ("Thema", 3)],
            (rij(_wanneer(a), a.titel, _namen(catalog, "themas", [a.thema]) if a.thema else "–") for a in gedateerd),
        )  # fmt: skip


def _per_thema(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> Iterator[Blok]:
    for naam, groep in _themas(catalog, activiteiten):
        yield _kop(2, naam)
        yield _tabel(
            f"Activiteiten: {naam}", [("Activiteit", 8), ("Wanneer", 3), ("Waar", 3), ("Status", 2)],
            (rij(_wat(catalog, a), _wanneer(a), _waar(catalog, a), a.status) for a in groep),
        )  # fmt: skip


def _wat(catalog: Catalog, a: m.Activiteit) -> list[Tekst]:
    """What an activity is: its name, what the source tells, what we say about that."""
    team = f"Team: {_namen(catalog, 'expertteams', [a.expertteam])}." if a.expertteam else ""
    oplevering = f"Levert op: {a.oplevering}." if a.oplevering else ""
    alineas = [tekst(vet(a.titel)), tekst(a.omschrijving), tekst(oplevering), tekst(team), tekst(zacht(a.noot))]
    return [alinea for alinea in alineas if alinea]


def _waar(catalog: Catalog, a: m.Activiteit) -> str:
    delen = [_namen(catalog, "gemeenten", a.gemeenten), _districten_kort(catalog, a.districten)]
    return "; ".join(filter(None, delen)) or "niet genoemd"


def _districten_kort(catalog: Catalog, ids: Sequence[str]) -> str:
    alle_districten = len(ids) > 1 and len(ids) == len(catalog.alle(m.District))
    return "alle districten" if alle_districten else _namen(catalog, "districten", ids)


def _straks(
    catalog: Catalog, activiteiten: Sequence[m.Activiteit], eigen: Sequence[m.Bron], jaar: int
) -> Iterator[Blok]:
    """What was planned for the year after the report's."""
    if activiteiten:
        yield _kop(1, f"Activiteiten {jaar}")
        yield _stand(eigen)
        yield _plan(catalog, activiteiten, jaar)


def _plan(catalog: Catalog, activiteiten: Sequence[m.Activiteit], jaar: int) -> Blok:
    """Theme, subtheme, activity and the planned moment of delivery, as the source orders them; what is not known is said."""
    kolommen = [("Subthema", 4), ("Activiteit", 9), ("Geplande oplevering", 4), ("Status", 3)]
    rijen: list[blocks.Rij] = []
    for naam, groep in _themas(catalog, activiteiten):
        rijen.append(rij(naam, vorm="groep"))
        rijen += (rij(catalog.subthema(a) or "–", _wat(catalog, a), _wanneer(a), a.status) for a in groep)
    return _tabel(f"Activiteiten {jaar} per thema", kolommen, rijen)


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────

_VORM = {"post": "gewoon", "gedrukt": "totaal", "berekend": "berekend", "verschil": "verschil"}


def _begrotingen(catalog: Catalog, begrotingen: Iterable[m.Begroting]) -> Iterator[Blok]:
    for begroting in begrotingen:
        yield _kop(2, begroting.titel)
        yield _herkomst(catalog, begroting)
        yield from _begroting(catalog, begroting)


def _begroting(catalog: Catalog, begroting: m.Begroting) -> Iterator[Blok]:
    """A budget with printed and computed totals, the difference in words, and its notes."""
    delen = finance.delen(begroting)
    kolommen = (blocks.Kolom(tekst("Post"), 5), *(blocks.Kolom(tekst(k), 2, getal=True) for k in begroting.kolommen))
    rijen: list[blocks.Rij] = []
    for titel, regels in delen:
        rijen.append(rij(titel, vorm="groep"))
        rijen += (_geldrij(regel) for regel in regels)
    eigenaar = catalog.een(m.Organisatie, begroting.organisatie).naam
    bijschrift = tekst(f"{begroting.titel}: {eigenaar}, {begroting.periode} (in euro’s)")
    yield blocks.Tabel(bijschrift, kolommen, tuple(rijen))
    if verschillen := [_verschil(begroting, v) for v in finance.verschillen(begroting)]:
        kop = "De optelling klopt niet met de bron. Wij tonen beide bedragen en veranderen de bron niet."
        yield blocks.Melding(tekst(kop), tuple(tekst(v) for v in verschillen))
    if begroting.toelichting:
        yield Alinea(tekst(begroting.toelichting))
    if begroting.noten:
        yield blocks.Lijst(tuple(tekst(vet(f"Noot {sleutel} "), noot) for sleutel, noot in begroting.noten.items()))
    bedragen = {bedrag for _, regels in delen for regel in regels for bedrag in regel.bedragen}
    yield Alinea(tekst(" ".join(_leesuitleg(bedragen))))


def _geldrij(regel: finance.Regel) -> blocks.Rij:
    titel = f"{regel.titel} {regel.noot}" if regel.noot else regel.titel
    bedragen = ("–" if bedrag is None else euro(bedrag) for bedrag in regel.bedragen)
    return blocks.Rij(tuple((tekst(cel),) for cel in (titel, *bedragen)), _VORM[regel.soort])  # type: ignore[arg-type]


def _verschil(begroting: m.Begroting, v: finance.Verschil) -> str:
    wat = f"{v.titel}, {v.kolom}" if len(begroting.kolommen) > 1 else v.titel
    richting = "meer" if v.verschil > 0 else "minder"
    return (
        f"{wat}: de bron drukt {euro(v.gedrukt)} af. De posten samen zijn {euro(v.som)}. "
        f"Dat is {euro(abs(v.verschil))} {richting}."
    )


def _leesuitleg(bedragen: Collection[Decimal | Literal["PM"] | None]) -> Iterator[str]:
    yield "Wat schuin staat, hebben wij uitgerekend."
    if "PM" in bedragen:
        yield "PM betekent dat de bron het bedrag nog niet noemt. In onze optelling telt PM niet mee."
    if None in bedragen:
        yield "Een streepje betekent dat de bron daar geen bedrag noemt; ook dat telt niet mee."


# ── Districts and figures ───────────────────────────────────────────────────────────────────────────────


def _districten(catalog: Catalog, districten: Sequence[m.District]) -> Iterator[Blok]:
    if districten:
        yield _kop(1, "Agenda’s van de districten")
        yield _stand(_bronnen(catalog, districten))
    for district in districten:
        yield _kop(2, district.naam)
        yield from _agenda(district, district.agenda)


def _agenda(district: m.District, agenda: m.Districtsagenda) -> Iterator[Blok]:
    yield blocks.Feiten((
        (tekst("Agenda"), tekst(agenda.titel)),
        (tekst("Looptijd"), tekst(agenda.looptijd or ONBEKEND)),
        (tekst("Ambtelijk overleg"), tekst(district.overleg)),
    ))  # fmt: skip
    if agenda.toelichting:
        yield Alinea(tekst(agenda.toelichting))
    for kop, punten in (("Uitgangspunten", agenda.principes), ("Voor alle thema’s", agenda.overkoepelend)):
        if punten:
            yield _kop(3, kop)
            yield _lijst(punten)
    for deel in agenda.themas:
        yield _kop(3, deel.titel)
        if deel.doel:
            yield Alinea(tekst(vet("Doel: "), deel.doel))
        if punten := (*deel.punten, *deel.middelen):
            yield _lijst(punten)
    if not agenda.themas:
        yield Alinea(tekst("De bron noemt geen thema’s bij deze agenda."), "onbekend")


def _cijfers(stof: Stof, reeksen: Sequence[m.Cijferreeks]) -> Iterator[Blok]:
    if reeksen:
        yield _kop(1, "Cijfers")
    for reeks in reeksen:
        yield _kop(2, reeks.titel)
        yield _herkomst(stof.catalog, reeks, str(reeks.peildatum))
        yield Alinea(tekst(f"{zin(reeks.definitie)} Eenheid: {reeks.eenheid}."))
        if svg := stof.grafieken.get(reeks.id):
            vorm = "Lijngrafiek" if reeks.grafiek == "lijn" else "Staafgrafiek"
            alt = f"{vorm}: {reeks.titel}, in {reeks.eenheid}. De cijfers staan in de tabel hieronder."
            yield blocks.Grafiek(blocks.schoon(svg), blocks.schoon(alt), tekst(_bij_grafiek(reeks)))
        yield _cijfertabel(reeks)
        if reeks.toelichting:
            yield _lijst(reeks.toelichting)


def _bij_grafiek(reeks: m.Cijferreeks) -> str:
    """The line below a chart, which leaves totals to the table."""
    totaal = any(_is_totaal(cellen) for cellen in reeks.rijen)
    return f"Eenheid: {reeks.eenheid}." + (" Het totaal staat in de tabel en niet in de grafiek." if totaal else "")


def _is_totaal(cellen: Sequence[str]) -> bool:
    return cellen[0].lower().startswith("totaal")


def _cijfertabel(reeks: m.Cijferreeks) -> Blok:
    kolommen = [blocks.Kolom(tekst(zin(reeks.eerste_kolom).rstrip(".")), 9)]
    for plek, kolom in enumerate(reeks.kolommen, start=1):
        apart = kolom.eenheid and kolom.eenheid != reeks.eenheid
        kop = f"{kolom.titel} ({kolom.eenheid})" if apart else kolom.titel
        kolommen.append(blocks.Kolom(tekst(kop), 4, getal=all(_is_getal(cellen[plek]) for cellen in reeks.rijen)))
    rijen = (
        rij(cellen[0], *(getal(cel) if cel else "geen getal" for cel in cellen[1:]),
            vorm="totaal" if _is_totaal(cellen) else "gewoon")
        for cellen in reeks.rijen
    )  # fmt: skip
    return blocks.Tabel(tekst(reeks.titel), tuple(kolommen), tuple(rijen))


def _is_getal(cel: str) -> bool:
    """Whether a cell is a number, or empty."""
    try:
        return not cel or Decimal(cel).is_finite()
    except InvalidOperation:
        return False


# ── Where it comes from ─────────────────────────────────────────────────────────────────────────────────


def _verantwoording(stof: Stof, bronnen: Sequence[m.Bron], eigen: Sequence[m.Bron]) -> Iterator[Blok]:
    """The sources, and on which points the report's own ones contradict themselves or others."""
    catalog = stof.catalog
    yield _kop(1, "Bronnen")
    yield Alinea(tekst(
        "Alles in dit rapport komt uit deze bronnen, in onze eigen woorden. Getallen en bedragen staan er zoals de bron ze drukt. "
        "Wat de bron niet zegt of wat niet te lezen is, staat er als onbekend."
    ))  # fmt: skip
    yield _tabel(
        "Bronnen van dit rapport", [("Bron", 4), ("Datum", 2), ("Wat het is", 6)],
        (rij([tekst(vet(bron.titel)), tekst(catalog.een(m.Organisatie, bron.uitgever).naam)], str(bron.datum),
             [deel for deel in (tekst(bron.omschrijving), tekst(zin(bron.status))) if deel]) for bron in bronnen),
    )  # fmt: skip
    ids = {bron.id for bron in eigen}
    gevonden = [t for t in catalog.alle(m.Tegenspraak) if ids & {versie.bron for versie in t.versies}]
    if gevonden:
        yield _kop(1, "Waar bronnen elkaar tegenspreken")
        yield Alinea(
            tekst(
                "Spreekt een bron zichzelf of een andere bron tegen, dan laten wij alle versies zien. Wij kiezen niet."
            )
        )
        yield _tabel(
            "Tegenspraken", [("Onderwerp", 3), ("Wat de bronnen zeggen", 5), ("Uitleg", 5)],
            (rij(t.onderwerp, [_versie(catalog, v) for v in t.versies], t.uitleg) for t in gevonden),
        )  # fmt: skip


def _versie(catalog: Catalog, versie: m.Versie) -> Tekst:
    bron = catalog.een(m.Bron, versie.bron)
    return tekst(versie.waarde, zacht(f" ({_met_datum(bron, versie.datum)})"))


def _met_datum(bron: m.Bron, datum: dates.Wanneer | None = None) -> str:
    """A source's title with its date, where the title does not say it already."""
    dag = str(datum or bron.datum)
    return bron.titel if dag in bron.titel else f"{bron.titel}, {dag}"
