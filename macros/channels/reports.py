"""Reports for a council's agenda as tagged PDF: Catalog → bytes, through `overrides/reports/report.typ`.

Python says what is in a report, as blocks; the template says how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from macros.base import dates, links
from macros.base.numbers import euro
from macros.base.settings import NETWORK
from macros.base.text import sentence
from macros.channels import typeset
from macros.document import blocks
from macros.document.blocks import Block, HeadingBlock, Paragraph, Text, bold, row, soft, text
from macros.records import figures, finance
from macros.records import models as m
from macros.records.catalog import Catalog

UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class PdfReport:
    """A report: where it goes (relative to the site's root), what is on its cover, and what it is made of."""

    pad: str
    soort: str
    periode: str
    peildatum: str
    bronnen: tuple[m.Bron, ...]
    block_list: tuple[Block, ...]

    @property
    def titel(self) -> str:
        """What it is called: `Voortgangsbericht 2023`."""
        return f"{self.soort} {self.periode}"


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from, besides the records: prose by page, charts by series (see `rapporten`)."""

    catalog: Catalog
    prose: Mapping[str, str]
    all_charts: Mapping[str, str]
    site: str


def rapporten(
    catalog: Catalog,
    template_folder: Path,
    prose: Mapping[str, str],
    all_charts: Mapping[str, str],
    today: date,
    site: str,
) -> Iterator[tuple[str, bytes]]:
    """Every report: its path relative to the site's root, and the PDF.

    Args:
        catalog: the records.
        template_folder: the folder with `report.typ` (overrides/reports).
        prose: HTML of what was written above the standing parts of a page, by the page's id (`voortgang/2023`).
        all_charts: SVG of each series of figures that has a chart, by its id.
        today: the day of the build.
        site: the site's address, ending in `/`.

    Raises:
        typst.TypstError: the template is wrong.
    """
    for rapport in all_reports(Material(catalog, prose, all_charts, site)):
        yield rapport.pad, pdf(rapport, template_folder, today=today, site=site)


def all_reports(material: Material) -> Iterator[PdfReport]:
    """Every report there is something for: each date of states, each year with an account, each year with a plan."""
    for periode in dict.fromkeys(state.peildatum.typed for state in material.catalog.all_of(m.Stand)):
        yield _standen(material, periode)
    for year in material.catalog.report_years():
        yield _voortgang(material, year)
    for year in material.catalog.plan_years():
        yield _jaarplan(material, year)


def pdf(rapport: PdfReport, template_folder: Path, *, today: date, site: str) -> bytes:
    """The PDF of a report (PDF/UA-1, tagged)."""
    cover = {
        "titel": rapport.titel, "soort": rapport.soort, "periode": rapport.periode, "netwerk": NETWORK.name,
        "peildatum": rapport.peildatum, "datum": dates.dag(today),
        "adres": links.absolute(rapport.pad.rpartition("/")[0] + "/", site),
    }  # fmt: skip
    contents = {
        **{name: blocks.printable(value) for name, value in cover.items()},
        "dag": [today.year, today.month, today.day],
        "bronnen": [blocks.printable(_with_date(bron)) for bron in rapport.bronnen],
        "blokken": [asdict(block) for block in rapport.block_list],
    }
    return typeset.pdf(template_folder / "report.typ", contents, today)


# ── The three reports ───────────────────────────────────────────────────────────────────────────────────


def _standen(material: Material, periode: str) -> PdfReport:
    """Where every team stood on one date."""
    catalog = material.catalog
    standen = catalog.standen(periode=periode)
    bronnen = _bronnen(catalog, standen)
    path = f"voortgang/{periode}"
    block_list: list[Block] = [
        *blocks.from_html(material.prose.get(path, "")),
        _heading(1, "De teams en hun voorzitters"), *_teams(catalog, standen),
        _heading(1, "Stand van zaken per team"), *_by_team(catalog, standen),
        *_cijfers(material, catalog.cijferreeksen_from([bron.id for bron in bronnen])),
        *_accountability(material, bronnen, bronnen),
    ]  # fmt: skip
    as_of = str(standen[0].peildatum)
    return PdfReport(f"{path}/voortgang.pdf", "Voortgangsrapportage", as_of, as_of, bronnen, tuple(block_list))


def _voortgang(material: Material, year: int) -> PdfReport:
    """What the network did in a year, what it cost, and what comes next."""
    catalog = material.catalog
    activiteiten, upcoming = catalog.activiteiten(jaar=year), catalog.activiteiten(jaar=year + 1)
    begrotingen = catalog.begrotingen(year) + catalog.begrotingen(year + 1)
    own = _bronnen(catalog, catalog.begrotingen(year))
    path = f"voortgang/{year}"
    block_list: list[Block] = [
        *blocks.from_html(material.prose.get(path, "")),
        _heading(1, f"Activiteiten {year}"), _state(own), *_by_date(catalog, activiteiten, year),
        *_by_thema(catalog, activiteiten),
        _heading(1, "Financiën"), *_begrotingen(catalog, begrotingen),
        *_soon(catalog, upcoming, own, year + 1),
        *_districten(catalog, catalog.districten_with_agenda(year)),
        *_cijfers(material, catalog.cijferreeksen_from([bron.id for bron in own])),
        *_accountability(material, _bronnen(catalog, [*begrotingen, *activiteiten, *upcoming]), own),
    ]  # fmt: skip
    return PdfReport(f"{path}/voortgang.pdf", "Voortgangsbericht", str(year), _data(own), own, tuple(block_list))


def _jaarplan(material: Material, year: int) -> PdfReport:
    """What the network wants to do in a year, and what it may cost."""
    catalog = material.catalog
    activiteiten, begrotingen = catalog.activiteiten(jaar=year), catalog.begrotingen(year)
    own = _bronnen(catalog, begrotingen)
    path = f"jaarplan/{year}"
    block_list: list[Block] = [
        *blocks.from_html(material.prose.get(path, "")),
        _heading(1, "Wat het netwerk wil doen"), _state(own), _plan(catalog, activiteiten, year),
        _heading(1, "Wat het mag kosten"), *_begrotingen(catalog, begrotingen),
        *_accountability(material, _bronnen(catalog, [*begrotingen, *activiteiten]), own),
    ]  # fmt: skip
    return PdfReport(f"{path}/jaarplan.pdf", "Jaarplan", str(year), _data(own), own, tuple(block_list))


# ── Small parts ─────────────────────────────────────────────────────────────────────────────────────────


def _heading(level: int, words: str) -> HeadingBlock:
    return HeadingBlock(level, text(words))


def _bronnen(catalog: Catalog, records: Iterable[m.Record]) -> tuple[m.Bron, ...]:
    """The sources of records, in the order in which they are named first."""
    return tuple(catalog.one(m.Bron, id_) for id_ in dict.fromkeys(bron for record in records for bron in record.bron))


def _data(bronnen: Sequence[m.Bron]) -> str:
    return " en ".join(dict.fromkeys(str(bron.datum) for bron in bronnen))


def _state(bronnen: Sequence[m.Bron]) -> Paragraph:
    """The line that says of which day something is, and from where."""
    names = " en ".join(bron.titel for bron in bronnen)
    return Paragraph(text(f"Stand van {_data(bronnen)}. Bron: {names}."), "stand")


def _origin(catalog: Catalog, record: m.Record, peildatum: str = "") -> Paragraph:
    bronnen = _bronnen(catalog, [record])
    place = f" ({record.vindplaats})" if record.vindplaats else ""
    names = " en ".join(bron.titel for bron in bronnen)
    return Paragraph(text(f"Stand van {peildatum or _data(bronnen)}. Bron: {names}{place}."), "stand")


def _list(points: Iterable[str]) -> blocks.List:
    return blocks.List(tuple(text(point) for point in points))


def _table(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[blocks.Row]) -> blocks.Table:
    return blocks.Table(
        text(title), tuple(blocks.Column(text(heading), part) for heading, part in columns), tuple(rows)
    )


def _names(catalog: Catalog, collection: str, ids: Iterable[str]) -> str:
    return ", ".join(catalog.find(collection, id_).naam_ for id_ in ids)


# ── Teams ───────────────────────────────────────────────────────────────────────────────────────────────


def _voorzitters(team: m.Expertteam) -> str:
    return "; ".join(_voorzitter(v) for v in team.voorzitters) or UNKNOWN


def _voorzitter(v: m.Voorzitter) -> str:
    if not v.naam:
        return v.toelichting or f"{v.ambt}, naam {UNKNOWN}"
    return f"{v.ambt} {v.naam}" + (f" ({v.toelichting})" if v.toelichting else "")


def _teams(catalog: Catalog, standen: Sequence[m.Stand]) -> Iterator[Block]:
    teams = [catalog.one(m.Expertteam, state.expertteam) for state in standen]
    yield _state(_bronnen(catalog, standen))
    yield _table(
        "Teams, trekkers en bestuurlijke voorzitters", [("Team", 4), ("Trekker", 3), ("Bestuurlijk voorzitter", 4)],
        (row(team.naam, team.trekker or UNKNOWN, _voorzitters(team)) for team in teams),
    )  # fmt: skip


def _by_team(catalog: Catalog, standen: Iterable[m.Stand]) -> Iterator[Block]:
    for state in standen:
        team = catalog.one(m.Expertteam, state.expertteam)
        yield _heading(2, team.naam)
        yield _origin(catalog, state, str(state.peildatum))
        yield blocks.FactList((
            (text("Trekker"), text(team.trekker or UNKNOWN)),
            (text("Bestuurlijk voorzitter"), text(_voorzitters(team))),
        ))  # fmt: skip
        yield Paragraph(text(state.inleiding))
        parts = {
            "Doelen": state.doelen, "Resultaten": state.resultaten, "Aandachtspunten": state.aandachtspunten,
            "Acties": state.acties,
        }  # fmt: skip
        for heading, points in parts.items():
            yield _heading(3, heading)
            yield _list(points) if points else Paragraph(text("De bron noemt er geen."), "onbekend")


# ── Activities ──────────────────────────────────────────────────────────────────────────────────────────


def _when(a: m.Activiteit) -> str:
    if moment := dates.moment(a.wanneer, a.tijd):
        return moment
    return f"{UNKNOWN} (gedrukt: “{a.gedrukt}”)" if a.gedrukt else UNKNOWN


def _themas(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> list[tuple[str, list[m.Activiteit]]]:
    """Activities by theme, in the order of the themes; what is for the whole network, or has no theme, first."""
    groups = [("Algemeen, of zonder thema in de bron", [a for a in activiteiten if not a.thema])]
    groups += [(t.naam, [a for a in activiteiten if a.thema == t.id]) for t in catalog.all_of(m.Thema)]
    return [(name, group) for name, group in groups if group]


def _by_date(catalog: Catalog, activiteiten: Sequence[m.Activiteit], year: int) -> Iterator[Block]:
    """The year at a glance: what has a date."""
    dated = [a for a in activiteiten if a.wanneer.start]
    if dated:
        yield _heading(2, "Het jaar op een rij")
        yield _table(
            f"Activiteiten in {year} met een datum", [("Wanneer", 3), ("Activiteit", 6), ("Thema", 3)],
            (row(_when(a), a.titel, _names(catalog, "themas", [a.thema]) if a.thema else "–") for a in dated),
        )  # fmt: skip


def _by_thema(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> Iterator[Block]:
    for name, group in _themas(catalog, activiteiten):
        yield _heading(2, name)
        yield _table(
            f"Activiteiten: {name}", [("Activiteit", 8), ("Wanneer", 3), ("Waar", 3), ("Status", 2)],
            (row(_what(catalog, a), _when(a), _where(catalog, a), a.status) for a in group),
        )  # fmt: skip


def _what(catalog: Catalog, a: m.Activiteit) -> list[Text]:
    """What an activity is: its name, what the source tells, what we say about that."""
    team = f"Team: {_names(catalog, 'expertteams', [a.expertteam])}." if a.expertteam else ""
    oplevering = f"Levert op: {a.oplevering}." if a.oplevering else ""
    paragraphs = [text(bold(a.titel)), text(a.omschrijving), text(oplevering), text(team), text(soft(a.noot))]
    return [paragraph for paragraph in paragraphs if paragraph]


def _where(catalog: Catalog, a: m.Activiteit) -> str:
    parts = [_names(catalog, "gemeenten", a.gemeenten), _districten_short(catalog, a.districten)]
    return "; ".join(filter(None, parts)) or "niet genoemd"


def _districten_short(catalog: Catalog, ids: Sequence[str]) -> str:
    all_districten = len(ids) > 1 and len(ids) == len(catalog.all_of(m.District))
    return "alle districten" if all_districten else _names(catalog, "districten", ids)


def _soon(catalog: Catalog, activiteiten: Sequence[m.Activiteit], own: Sequence[m.Bron], year: int) -> Iterator[Block]:
    """What was planned for the year after the report's."""
    if activiteiten:
        yield _heading(1, f"Activiteiten {year}")
        yield _state(own)
        yield _plan(catalog, activiteiten, year)


def _plan(catalog: Catalog, activiteiten: Sequence[m.Activiteit], year: int) -> Block:
    """Theme, subtheme, activity and the planned moment of delivery, as the source orders them; what is not known is said."""
    columns = [("Subthema", 4), ("Activiteit", 9), ("Geplande oplevering", 4), ("Status", 3)]
    rows: list[blocks.Row] = []
    for name, group in _themas(catalog, activiteiten):
        rows.append(row(name, form="groep"))
        rows += (row(catalog.subthema(a) or "–", _what(catalog, a), _when(a), a.status) for a in group)
    return _table(f"Activiteiten {year} per thema", columns, rows)


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────

_FORM = {"post": "gewoon", "gedrukt": "totaal", "berekend": "berekend", "verschil": "verschil"}


def _begrotingen(catalog: Catalog, begrotingen: Iterable[m.Begroting]) -> Iterator[Block]:
    for begroting in begrotingen:
        yield _heading(2, begroting.titel)
        yield _origin(catalog, begroting)
        yield from _begroting(catalog, begroting)


def _begroting(catalog: Catalog, begroting: m.Begroting) -> Iterator[Block]:
    """A budget with printed and computed totals, the difference in words, and its notes."""
    parts = finance.sections(begroting)
    columns = (blocks.Column(text("Post"), 5), *(blocks.Column(text(k), 2, numeral=True) for k in begroting.kolommen))
    rows: list[blocks.Row] = []
    for title, lines in parts:
        rows.append(row(title, form="groep"))
        rows += (_money_row(line) for line in lines)
    owner = catalog.one(m.Organisatie, begroting.organisatie).naam
    caption = text(f"{begroting.titel}: {owner}, {begroting.periode} (in euro’s)")
    yield blocks.Table(caption, columns, tuple(rows))
    if differences := finance.told(begroting):
        heading = "De optelling klopt niet met de bron. Wij tonen beide bedragen en veranderen de bron niet."
        yield blocks.Message(text(heading), tuple(text(v) for v in differences))
    if begroting.toelichting:
        yield Paragraph(text(begroting.toelichting))
    if begroting.noten:
        yield blocks.List(tuple(text(bold(f"Noot {key} "), note) for key, note in begroting.noten.items()))
    yield Paragraph(text(" ".join(["Wat schuin staat, hebben wij uitgerekend.", *finance.not_counted(parts)])))


def _money_row(line: finance.BudgetLine) -> blocks.Row:
    title = f"{line.titel} {line.noot}" if line.noot else line.titel
    return blocks.Row(tuple((text(cell),) for cell in (title, *map(euro, line.bedragen))), _FORM[line.soort])  # type: ignore[arg-type]


# ── Districts and figures ───────────────────────────────────────────────────────────────────────────────


def _districten(catalog: Catalog, districten: Sequence[m.District]) -> Iterator[Block]:
    if districten:
        yield _heading(1, "Agenda’s van de districten")
        yield _state(_bronnen(catalog, districten))
    for district in districten:
        yield _heading(2, district.naam)
        yield from _agenda(district, district.agenda)


def _agenda(district: m.District, agenda: m.Districtsagenda) -> Iterator[Block]:
    yield blocks.FactList((
        (text("Agenda"), text(agenda.titel)),
        (text("Looptijd"), text(agenda.looptijd or UNKNOWN)),
        (text("Ambtelijk overleg"), text(district.overleg)),
    ))  # fmt: skip
    if agenda.toelichting:
        yield Paragraph(text(agenda.toelichting))
    for heading, points in (("Uitgangspunten", agenda.principes), ("Voor alle thema’s", agenda.overkoepelend)):
        if points:
            yield _heading(3, heading)
            yield _list(points)
    for part in agenda.themas:
        yield _heading(3, part.titel)
        if part.doel:
            yield Paragraph(text(bold("Doel: "), part.doel))
        if points := (*part.punten, *part.middelen):
            yield _list(points)
    if not agenda.themas:
        yield Paragraph(text("De bron noemt geen thema’s bij deze agenda."), "onbekend")


def _cijfers(material: Material, all_series: Sequence[m.Cijferreeks]) -> Iterator[Block]:
    if all_series:
        yield _heading(1, "Cijfers")
    for series in all_series:
        yield _heading(2, series.titel)
        yield _origin(material.catalog, series, str(series.peildatum))
        yield Paragraph(text(figures.definition(series)))
        if svg := material.all_charts.get(series.id):
            alt = f"{figures.CHARTS[series.grafiek]}: {series.titel}, in {series.eenheid}. De cijfers staan in de tabel hieronder."
            yield blocks.Chart(blocks.printable(svg), blocks.printable(alt), text(_below_chart(series)))
        yield _cijfer_table(series)
        if series.toelichting:
            yield _list(series.toelichting)


def _below_chart(series: m.Cijferreeks) -> str:
    """The line below a chart, which leaves totals to the table."""
    return f"Eenheid: {series.eenheid}." + (f" {figures.TOTAL_IN_TABLE}" if figures.has_total(series) else "")


def _cijfer_table(series: m.Cijferreeks) -> Block:
    first, *others = figures.headings(series)
    columns = (
        blocks.Column(text(first.titel), 9),
        *(blocks.Column(text(heading.titel), 4, numeral=heading.numeral) for heading in others),
    )
    rows = (
        row(name, *map(figures.figure, cellen), form="totaal" if figures.is_total((name,)) else "gewoon")
        for name, *cellen in series.rijen
    )
    return blocks.Table(text(series.titel), columns, tuple(rows))


# ── Where it comes from ─────────────────────────────────────────────────────────────────────────────────


def _accountability(material: Material, bronnen: Sequence[m.Bron], own: Sequence[m.Bron]) -> Iterator[Block]:
    """The sources, and on which points the report's own ones contradict themselves or others."""
    catalog = material.catalog
    yield _heading(1, "Bronnen")
    yield Paragraph(text(
        "Alles in dit rapport komt uit deze bronnen, in onze eigen woorden. Getallen en bedragen staan er zoals de bron ze drukt. "
        "Wat de bron niet zegt of wat niet te lezen is, staat er als onbekend."
    ))  # fmt: skip
    yield _table(
        "Bronnen van dit rapport", [("Bron", 4), ("Datum", 2), ("Wat het is", 6)],
        (row([text(bold(bron.titel)), text(catalog.one(m.Organisatie, bron.uitgever).naam)], str(bron.datum),
             [part for part in (text(bron.omschrijving), text(sentence(bron.status))) if part]) for bron in bronnen),
    )  # fmt: skip
    ids = {bron.id for bron in own}
    found = [t for t in catalog.all_of(m.Tegenspraak) if ids & {version_.bron for version_ in t.versies}]
    if found:
        yield _heading(1, "Waar bronnen elkaar tegenspreken")
        yield Paragraph(
            text(
                "Spreekt een bron zichzelf of een andere bron tegen, dan laten wij alle versies zien. Wij kiezen niet."
            )
        )
        yield _table(
            "Tegenspraken", [("Onderwerp", 3), ("Wat de bronnen zeggen", 5), ("Uitleg", 5)],
            (row(t.onderwerp, [_version(catalog, v) for v in t.versies], t.uitleg) for t in found),
        )  # fmt: skip


def _version(catalog: Catalog, version_: m.Versie) -> Text:
    bron = catalog.one(m.Bron, version_.bron)
    return text(version_.waarde, soft(f" ({_with_date(bron, version_.datum)})"))


def _with_date(bron: m.Bron, date_: dates.When | None = None) -> str:
    """A source's title with its date, where the title does not say it already."""
    day = str(date_ or bron.datum)
    return bron.titel if day in bron.titel else f"{bron.titel}, {day}"
