"""The version of the program: here, and nowhere else (pyproject.toml reads it)."""

VERSION = "1.0.0"
