"""The newsletter by mail: who gets it, how one joins and leaves, sending it once to everyone, and what comes back.

The list of readers, the service on which they join and leave, recipients, the journal of what was sent, a session with a mail
server; a mailbox, what a message in it means and what is done. It knows a message as it lies there, and nothing of what it says.
"""

import gc

__all__ = ["inbox", "joining", "letter", "mailboxes", "mailing", "readers", "recipients", "service", "smtp"]

_LITTER = 700
"""As Python has it, and the rest of us not: a letter refers to itself, and there is one for each reader."""
gc.set_threshold(_LITTER)
