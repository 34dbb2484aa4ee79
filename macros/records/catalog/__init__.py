"""All records together, with the queries.

The catalog is the only place that selects: tables, feeds, calendars and reports ask it and filter nothing
themselves. It knows no files and no MkDocs. Each module adds the questions of one subject to those below it.
"""

from __future__ import annotations

from macros.records.catalog.base import UnknownId
from macros.records.catalog.reports import Rapport
from macros.records.catalog.usage import Usage

__all__ = ["Catalog", "Rapport", "UnknownId"]


class Catalog(Usage):
    """Every record by class and id, the pages, and all that can be asked of them."""
