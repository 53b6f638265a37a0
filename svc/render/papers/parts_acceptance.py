"""The parts acceptance (点件验收单): what was delivered, counted line by line and signed by the
parties (S3 part 3 四).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.render.papers.installation_values import installation_page

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.render.papers.filling import Given


def parts_acceptance(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """This paper of an installation. Raises what `installation_page` raises."""
    return installation_page("parts-acceptance", given, pages, for_pdf=for_pdf)
