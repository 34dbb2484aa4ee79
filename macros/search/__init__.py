"""The site's own Dutch search.

Analysis, splitting of compounds, and the index that the browser reads. It knows documents in parts, and nothing of
the site that they come from.
"""

__all__ = ["analysis", "book", "counting", "documents", "federation", "index"]
