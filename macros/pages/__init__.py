"""Pages as they are published.

Markdown for the ones that no one writes, the shell around each, paper, structured data, explained terms, and the
assets. It knows words and channels, and no MkDocs.
"""

__all__ = ["assets", "folding", "generated", "glossary", "network", "paper", "placeholders", "shell", "trees"]
