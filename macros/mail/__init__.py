"""Sending a newsletter: once to everyone, and nobody gets it twice.

The file with recipients, the journal of what was sent, a session with a mail server. It knows a message as it lies
there, and nothing of what it says.
"""

__all__ = ["mailing"]
