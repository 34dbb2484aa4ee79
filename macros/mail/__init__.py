"""The newsletter by mail: who gets it, how one joins and leaves, and sending it once to everyone.

The list of readers, the service on which they join and leave, recipients, the journal of what was sent, a session with a mail
server. It knows a message as it lies there, and nothing of what it says.
"""

__all__ = ["letter", "mailing", "readers", "recipients", "service", "smtp"]
