"""What every room stands on.

Text, dates, numbers and addresses, files read with their positions, work on other cores, and what is told to a
person. It knows the standard library and YAML.
"""

__all__ = [
    "dates",
    "errors",
    "folders",
    "hints",
    "inside",
    "languages",
    "late",
    "links",
    "numbers",
    "parsing",
    "places",
    "progress",
    "sheets",
    "spool",
    "supplied",
    "text",
    "values",
    "version",
    "workers",
]
