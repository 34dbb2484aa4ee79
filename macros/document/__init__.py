"""What a page is made of.

The readers of Markdown and HTML, the words that an author calls, the allow-list for what an author may make, and the
one Jinja environment. It knows records, and no page or channel.
"""

from macros.base import late

__all__ = ["anchors", "calls", "extension", "fragments", "html", "markdown", "nodes", "prose", "rewriting", "templates"]

late.modules(__name__, "templates")  # with Jinja; not needed where no word is carried out
