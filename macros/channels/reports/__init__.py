"""Reports for a council's agenda as tagged PDF: Catalog → bytes, through `overrides/reports/report.typ`.

Which reports there are, the catalog knows; Python says what is in one, as blocks; the template says how it looks.
"""

from macros.channels.reports.document import Contents, Material, contents, pdf, rapporten

__all__ = ["Contents", "Material", "contents", "pdf", "rapporten"]
