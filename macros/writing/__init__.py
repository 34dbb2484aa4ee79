"""What someone begins with.

A file or a row to fill in, what a form page asks and changes, a form that was filled in, where in a data file a row belongs, what is
changed at its place, how a file was typed, and what a version asks. It knows the records' fields, so that it never falls behind them.
"""

from macros.base import late

__all__ = [
    "amending",
    "beginning",
    "editor",
    "edits",
    "entry",
    "forms",
    "one_form",
    "remarks",
    "renaming",
    "repository",
    "rows",
    "scaffold",
    "tidying",
    "upgrading",
    "versions",
]

late.modules(
    __name__, "edits", "entry", "refolding", "remarks", "tidying"
)  # of which a check asks when a form page or a proposal changed
