"""The vocabulary of authors.

Each word turns the catalog into HTML through a template of its own. It knows what may be typed, and nothing of the
page that it stands on.
"""

from macros.base import late

__all__ = ["charts", "vocabulary"]

late.modules(__name__, "vocabulary")  # with every word; not needed where none is carried out
