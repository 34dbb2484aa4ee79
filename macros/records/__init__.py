"""What the network knows, as frozen records.

Their fields, the one list of kinds, the catalog with its queries, and the loader that reads files and tells every
error in one run. It knows the shape of the data files, and nothing of how a record is shown.
"""

from macros.base import late

__all__ = ["catalog", "checks", "contacts", "fields", "figures", "finance", "foremost", "kinds", "loader", "models"]

late.modules(
    __name__, "catalog", "checks", "contacts", "fields", "loader", "models"
)  # with pydantic; not needed where no record is another
