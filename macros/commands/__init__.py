"""What the command `kennisbank` does.

One function a command; each answers the exit code. It knows all rooms, and leaves what a person types to `cli`.
"""

__all__ = ["content"]
