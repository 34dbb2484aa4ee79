"""What lies between records: neighbours, and what rests on a source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from macros.records import models as m
from macros.records.catalog.reports import Reports


class News(NamedTuple):
    """What happened on a day, and the page that tells of it."""

    day: date
    titel: str
    pad: str
    soort: str
    tekst: str
    themas: tuple[str, ...] = ()


class Relations(Reports):
    """From one record to others."""

    def became_public(self, praktijk: m.Praktijk) -> date:
        """The day on which a practice became public: when it was put here, or, of what stood here from the first day, its source."""
        source = self.newest(praktijk.bron) if praktijk.gepubliceerd == self.netwerk.geopend else None
        return min(praktijk.gepubliceerd, source or praktijk.gepubliceerd)

    def happened(self, since: date, until: date) -> tuple[News, ...]:
        """What is new on the pages of the site, each by the last that happened to it, the newest first."""
        pages: dict[str, News] = {}
        for news in sorted(news for news in self._news() if since <= news.day <= until):
            pages[news.pad] = news
        return tuple(sorted(pages.values(), key=lambda news: (-news.day.toordinal(), news.pad)))

    def _news(self) -> Iterator[News]:
        for n in self.nieuwsbrieven():
            yield News(n.datum, n.titel, n.pad, "nieuwsbrief", n.samenvatting, n.themas)
        for p in self.praktijken():
            yield News(self.became_public(p), p.titel, p.pad, "praktijk", p.samenvatting, p.themas)
            for step in p.geschiedenis:
                if step.datum > p.gepubliceerd:
                    yield News(step.datum, p.titel, p.pad, "praktijk", step.tekst, p.themas)
        for p in self.withdrawn():
            yield News(p.ingetrokken_op or p.laatst_beoordeeld, f"{p.titel}: ingetrokken", p.pad, "praktijk", p.reden)
        for rapport in self.rapporten():
            if day := self.appeared(rapport):
                yield News(day, rapport.titel, rapport.pad, "rapport", rapport.kort)

    def updated(self, record: m.Record) -> date | None:
        """The day that a record is of: its own, or that of its newest source."""
        days: tuple[date | None, ...]
        match record:
            case m.Praktijk():
                days = (record.laatst_beoordeeld, record.ingetrokken_op, *(step.datum for step in record.geschiedenis))
                return max(filter(None, days))
            case m.Nieuwsbrief():
                return record.datum
            case m.Activiteit():
                days = (self.newest(record.bron), *(step.datum for step in record.geschiedenis))
                return max(filter(None, days), default=None)
        return self.newest(record.bron)

    def newest(self, bronnen: Iterable[str]) -> date | None:
        """The last day of the newest of some sources."""
        return max((end for bron in bronnen if (end := self.one(m.Bron, bron).datum.end)), default=None)

    def pages_from(self, bron: str) -> tuple[m.Pagina, ...]:
        """Pages by hand that rest on a source."""
        return tuple(page for page in self.pages.values() if bron in page.bron)

    def neighbours(self, record: m.Record) -> tuple[m.Record | None, m.Record | None]:
        """Previous and next among pages of the same kind, in the order in which readers meet them."""
        return self._neighbours.get((type(record), record.id), (None, None))

    @cached_property
    def _neighbours(self) -> dict[tuple[type[m.Record], str], tuple[m.Record | None, m.Record | None]]:
        """Per record its neighbours: practices within their first theme, municipalities within their district."""
        out: dict[tuple[type[m.Record], str], tuple[m.Record | None, m.Record | None]] = {}
        for row in self._rows():
            for previous, record, next_ in zip((None, *row), row, (*row[1:], None), strict=False):
                out[type(record), record.id] = (previous, next_)
        return out

    def _rows(self) -> Iterator[tuple[m.Record, ...]]:
        praktijken, gemeenten = self.praktijken(), self.gemeenten()
        for thema in self.all_of(m.Thema):
            yield tuple(p for p in praktijken if p.themas[0] == thema.id)
        for district in self.all_of(m.District):
            yield tuple(g for g in gemeenten if g.district == district.id)
        yield tuple(reversed(self.nieuwsbrieven()))
        begrippen: list[m.Begrip] = sorted(self.all_of(m.Begrip), key=lambda b: b.term.lower())
        yield tuple(begrippen)
        for model in m.COLLECTIONS:
            if (
                (page := model.kind.page)
                and page.neighbours
                and model not in {m.Praktijk, m.Gemeente, m.Nieuwsbrief, m.Begrip}
            ):
                yield self.all_of(model)

    def rust_op(self, bron: str) -> dict[type[m.Record], tuple[m.Record, ...]]:
        """Everything that names a source, by class: what would fall if the source did."""
        return {model: tuple(list_) for model, list_ in self._by_bron[bron].items()}

    def facts_per_bron(self) -> Counter[str]:
        """How many records rest on each source."""
        return Counter({bron: sum(map(len, per.values())) for bron, per in self._by_bron.items()})

    @cached_property
    def _by_bron(self) -> dict[str, dict[type[m.Record], list[m.Record]]]:
        by_bron: dict[str, dict[type[m.Record], list[m.Record]]] = defaultdict(lambda: defaultdict(list))
        for model in m.COLLECTIONS:
            for record in self.listed(model):
                for bron in record.rests_on:
                    by_bron[bron][model].append(record)
        return by_bron

    def title_of(self, path: str) -> str:
        """The title of the page at an address from the root, or nothing when there is no such page now."""
        return self._titles.get(path.strip("/"), "")

    @cached_property
    def _titles(self) -> dict[str, str]:
        titles = {r.pad.strip("/"): r.naam_ for s in m.COLLECTIONS if s.kind.page for r in self.listed(s)}
        titles |= {rapport.id: rapport.titel for rapport in self.rapporten()}
        titles |= {rapport.pdf: f"{rapport.titel} (pdf)" for rapport in self.rapporten()}
        pages = {p.id.removesuffix("index").strip("/"): p.titel for p in self.pages.values() if p.titel}
        return titles | pages
