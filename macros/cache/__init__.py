"""What earlier builds made.

A store on disk, the trace of what was asked for each piece, and fingerprints of all that a build rests on. It knows
questions and answers, and nothing of what they are for; without it the site is the same, only later.
"""

__all__ = ["fingerprints", "memory", "store", "trace"]
