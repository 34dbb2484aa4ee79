"""What the command `kennisbank` does.

One module a subject and one function a command; each answers the exit code, and raises what a person must be told. It
knows all rooms, and leaves what a person types to `cli`.
"""

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
