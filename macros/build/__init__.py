"""One build, from content to folder.

All content checked as a whole, the making of pages, the list of files, and the preview. It knows every room below,
and no MkDocs.
"""

__all__ = ["content", "cores", "folder", "outputs", "page_maker", "preview", "state"]
