"""What is said of what people wrote.

Limits, privacy, quality, structure, upkeep: each check looks at pages and records and only reports; it changes
nothing.
"""

from macros.base import late

__all__ = [
    "addresses",
    "bounds",
    "contacts",
    "grounds",
    "outbound",
    "pdf",
    "pictures",
    "plans",
    "privacy",
    "quality",
    "structure",
    "texts",
    "upkeep",
]

late.modules(__name__, "colours", "plans")  # about records; not needed where none is another
