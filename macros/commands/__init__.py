"""What the command `kennisbank` does.

One module a subject and one function a command; each answers the exit code, and raises what a person must be told. It
knows all rooms, and leaves what a person types to `cli`. Each is read when it is asked for.
"""

from macros.base import late

__all__ = [
    "begin",
    "change",
    "check",
    "clean",
    "create",
    "inbox",
    "mailing",
    "publishing",
    "readers",
    "review",
    "schema",
    "tidy",
    "upgrade",
    "usage",
]

late.modules(__name__, *__all__)
