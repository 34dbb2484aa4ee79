"""What someone begins with.

A file or a row to fill in, what a form page asks, a form that was filled in, and where in a data file a row belongs, and what is changed at
its place. It knows the records'
fields, so that it never falls behind them.
"""

__all__ = ["edits", "entry", "forms", "renaming", "rows", "scaffold"]
