"""The service order (服务指令单): what is to be installed where and when, by whom, with what
the sale says of the warranty; a week before the start (S3 part 3 一).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.render.papers.installation_values import installation_page

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.render.papers.filling import Given


def service_order(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """This paper of an installation. Raises what `installation_page` raises."""
    return installation_page("service-order", given, pages, for_pdf=for_pdf)
