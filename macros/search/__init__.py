"""The site's own Dutch search: analysis, splitting of compounds, and the index that the browser reads."""
