"""What is said of what people wrote.

Limits, privacy, quality, structure, upkeep: each check looks at pages and records and only reports; it changes
nothing.
"""

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
