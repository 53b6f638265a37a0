"""The service feedback (服务工作反馈单): what was done on site day by day, measured, told of
defects, and what the customer says of it (S3 part 3 二).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.render.papers.installation_values import installation_page

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.render.papers.filling import Given


def service_feedback(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """This paper of an installation. Raises what `installation_page` raises."""
    return installation_page("service-feedback", given, pages, for_pdf=for_pdf)
