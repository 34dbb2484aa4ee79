"""What someone begins with.

A file or a row to fill in, what a form page asks and changes, a form that was filled in, where in a data file a row belongs, what is
changed at its place, how a file was typed, and what a version asks. It knows the records' fields, so that it never falls behind them.
"""

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
