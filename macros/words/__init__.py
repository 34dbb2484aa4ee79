"""The vocabulary of authors.

Each word turns the catalog into HTML through a template of its own. It knows what may be typed, and nothing of the
page that it stands on.
"""

__all__ = ["charts", "vocabulary"]
