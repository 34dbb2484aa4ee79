"""What is told to a person: one base for every failure, one kind of finding, and what the system says, in Dutch.

Only the standard library is needed here: a command that finds nothing to do must be able to fail without reading YAML.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong (or, as a warning, could be better), for a contributor to read."""

    file: str
    line: int
    """Counted from 1; 0 when it is about the file as a whole."""
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return located(self.message, self.file, self.line)


class UserError(Exception):
    """What someone asked cannot be done; the message is a Dutch sentence for that person.

    Args:
        message: what is wrong, and where it can be said what to do.
        file: the file that it is about, where the message does not name it.
        line: the line in that file, from 1; 0 for the file as a whole.
    """

    def __init__(self, message: str, *, file: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line

    def __str__(self) -> str:
        return located(self.message, self.file, self.line)


def located(message: str, file: str, line: int) -> str:
    """A message behind its place, as editors make a link of it."""
    place = f"{file}:{line}" if line else file
    return f"{place}: {message}" if file else message


def told(error: BaseException) -> str:
    """What a person is told of whatever went wrong, in Dutch."""
    match error:
        case UserError():
            return str(error)
        case OSError():
            return _of_system(error)
        case KeyboardInterrupt():
            return "onderbroken; geef de opdracht nog eens om haar af te maken"
        case MemoryError():
            return "het geheugen is op"
    return f"dit had niet mogen gebeuren ({_place_of(error)}); meld het aan wie deze kennisbank beheert"


def _place_of(error: BaseException) -> str:
    """The kind of an error that no one foresaw, and the line of the program that raised it."""
    name, step = type(error).__name__, error.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    return f"{name} in {Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step else name


# ── What the system says ────────────────────────────────────────────────────────────────────────────────

_REASONS = {
    errno.ENOENT: "{} bestaat niet",
    errno.EEXIST: "{} bestaat al",
    errno.EISDIR: "{} is een map en geen bestand",
    errno.ENOTDIR: "{} kan er niet zijn, want een deel van dit pad is geen map",
    errno.EACCES: "{} mag niet worden gelezen of geschreven",
    errno.EPERM: "{} mag niet worden gelezen of geschreven",
    errno.EROFS: "{} mag niet worden geschreven: de schijf kan alleen gelezen worden",
    errno.ENOSPC: "de schijf is vol, dus {} kan niet worden geschreven",
    errno.EDQUOT: "de ruimte van deze gebruiker is op, dus {} kan niet worden geschreven",
    errno.EFBIG: "{} kan niet worden geschreven: het wordt te groot",
    errno.EIO: "{} kan niet worden gelezen of geschreven: de schijf geeft een fout",
    errno.ENAMETOOLONG: "de naam {} is te lang",
    errno.ELOOP: "{} is een snelkoppeling die niet eindigt",
    errno.EBUSY: "{} is in gebruik",
    errno.ETXTBSY: "{} is in gebruik",
    errno.ENOTEMPTY: "{} is niet leeg",
    errno.EXDEV: "{} kan niet naar een andere schijf worden verplaatst",
    errno.EMFILE: "{} kan niet worden geopend: er zijn te veel bestanden open",
    errno.ENFILE: "{} kan niet worden geopend: er zijn te veel bestanden open",
    errno.ENOMEM: "{} kan niet worden gelezen of geschreven: het geheugen is op",
    errno.ENOEXEC: "{} is geen programma dat hier kan draaien",
    errno.EPIPE: "de uitvoer kan niet worden geschreven: wie haar las, is gestopt",
    errno.ECONNREFUSED: "de verbinding wordt geweigerd",
    errno.ECONNRESET: "de verbinding is verbroken",
    errno.ETIMEDOUT: "er komt geen antwoord",
    errno.EHOSTUNREACH: "de server is niet te bereiken",
    errno.ENETUNREACH: "het netwerk is niet te bereiken",
}
"""What an error of the system means for a file (POSIX, errno.h)."""
_LONGEST = 80
"""Characters of a path that are shown; what is cut off is its beginning."""


def _of_system(error: OSError) -> str:
    number = f"systeemfout {error.errno}" if error.errno else "onbekende systeemfout"
    reason = _REASONS.get(error.errno or 0, f"{{}} kan niet worden gelezen of geschreven ({number})")
    return reason.format(_path_of(error))


def _path_of(error: OSError) -> str:
    """The file that an error names, the target of two; a number or nothing says no one anything."""
    name = error.filename2 or error.filename
    if not name or isinstance(name, int):
        return "een bestand"
    path = os.fsdecode(name)
    with suppress(OSError):  # the folder that someone stands in may be gone
        path = path.removeprefix(f"{os.getcwd()}{os.sep}")  # noqa: PTH109 - as text
    return path if len(path) <= _LONGEST else f"…{path[-_LONGEST:]}"
