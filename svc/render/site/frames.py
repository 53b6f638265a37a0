"""The frame of every page: title, way to the other pages, what a browser may do with it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from msgspec import Struct

from svc.errors import N_, PartHere
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.render.page_paths import way_up
from svc.render.pages import Pages
from svc.render.site.forms import FormPart
from svc.render.site.levels import Level
from svc.render.site.links import Link

SHOWN_TO = {
    "wall": N_("for the wall: no names, no telephone numbers"),
    "staff": N_("for our own people"),
    "manager": N_("for managers"),
    "customer": N_("for customers"),
}
REFRESH_SECONDS = 60
"""After how long a browser reads the board and what is overdue once more."""


class Frame(Struct, frozen=True, kw_only=True):
    """What stands around the content of a page, as `frame`."""

    title: str
    department: str
    shown_to: str
    menu: list[Link]  # the pages that the top of the folder leads to
    policy: str  # Content-Security-Policy
    refresh: int = 0  # seconds; 0: the page is not read again by itself
    part: str = ""  # of how many of all tickets the page is, where not all are here
    form: str = ""
    script: str = ""


class SiteFrame(Struct, frozen=True, kw_only=True):
    """What all pages of a folder share."""

    pages: Pages
    settings: Settings
    staff: Staff
    level: Level
    menu: list[Link] = []  # as seen from the top of the folder
    part: PartHere | None = None  # where not all of the ledger's tickets are in this clone


def filled(
    site: SiteFrame,
    path: str,
    template: str,
    title: str,
    *,
    refresh: bool = False,
    of_many: bool = False,
    form: FormPart | None = None,
    **values: object,
) -> bytes:
    """A page, complete in itself. `title` is in words already; `of_many`: it is drawn from many
    tickets, and says so where not all are here.

    Raises what `Pages.html` raises.
    """
    from markupsafe import Markup

    words, up = site.pages.words, way_up(path)
    frame = Frame(
        title=title,
        department=words.show(site.settings.name),
        shown_to=words(SHOWN_TO[site.level]),
        menu=[
            Link(text=each.text, to="" if each.to == path else up + each.to) for each in site.menu
        ],
        policy=policy_of(form.script if form else ""),
        refresh=REFRESH_SECONDS if refresh else 0,
        part=words.error(site.part) if of_many and site.part else "",
        form=Markup(form.html) if form else "",
        script=Markup(form.script) if form else "",
    )
    html = site.pages.html(f"site/{template}.html", for_pdf=False, frame=frame, **values)
    return html.encode()


def policy_of(script: str) -> str:
    """What a browser may do on a page: show it. Nothing is fetched and nothing sent from it; of
    scripts it runs this one, told by its digest, and none if there is none.
    """
    parts = ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"]
    if script:
        digest = b64encode(sha256(script.encode()).digest()).decode()
        parts.append(f"script-src 'sha256-{digest}'")
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])
