"""How the site is read, counted by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from macros.records.catalog.relations import Relations


class Usage(Relations):
    """What was read, and how often."""

    def usage_per_month(self) -> dict[date, Counter[str]]:
        """By the first day of each month how often pages and downloads were read, oldest first."""
        by_month: dict[date, Counter[str]] = defaultdict(Counter)
        for row in self.gebruik:
            by_month[row.dag.replace(day=1)][row.soort] += row.aantal
        return dict(sorted(by_month.items()))

    def usage_days(self) -> tuple[date, date] | None:
        """The first and the last day of which there are figures."""
        days = {row.dag for row in self.gebruik}
        return (min(days), max(days)) if days else None

    def usage_per_path(self, kind: str, since: date) -> list[tuple[str, int]]:
        """Addresses of a kind with how often they were read since a day, most first."""
        by_path: Counter[str] = Counter()
        for row in self.gebruik:
            if row.soort == kind and row.dag >= since:
                by_path[row.pad] += row.aantal
        return sorted(by_path.items(), key=lambda item: (-item[1], item[0]))
