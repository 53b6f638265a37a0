"""The acceptance (竣工(安装调试)验收单): values, defects left open, training, papers handed over,
the warranty, signed by the parties (S3 part 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.render.papers.installation_values import installation_page

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.render.papers.filling import Given


def acceptance(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """This paper of an installation. Raises what `installation_page` raises."""
    return installation_page("acceptance", given, pages, for_pdf=for_pdf)
