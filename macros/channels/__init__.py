"""Everything that readers get besides pages.

Feeds, calendars, open data, the newsletter as mail, reports as PDF, pictures for sharing: each module turns the
catalog into files and knows no page.
"""

__all__ = ["calendars", "feeds", "newsletter", "opendata", "previews", "reports", "subscriptions"]
