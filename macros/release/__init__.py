"""A site that was built, whatever built it.

Whether it is whole and keeps the rules of the house, the headers, redirects and archive that go with it, and how it
is put in place, sent on, counted and rolled back. It knows folders and files, and no build.
"""

from macros.base import late

__all__ = [
    "archive",
    "bucket",
    "building",
    "headers",
    "house_rules",
    "markup",
    "offline",
    "previous",
    "publish",
    "redirects",
    "releases",
    "usage",
]

late.modules(
    __name__, "archive", "bucket", "house_rules", "publish", "releases"
)  # not needed where no site was built, or none is put in place
