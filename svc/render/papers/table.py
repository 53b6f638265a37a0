"""The papers that can be printed, by the name that is typed.

A paper called `visit-order` is the function `visit_order` of the module `visit_order` beside this
one, and its template is `visit_order.html`. To add a paper: a row here, the module, the template,
its Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from svc.errors import N_, NotOnThisSize

if TYPE_CHECKING:
    from svc.model.settings import PaperSize
    from svc.render.pages import Page
    from svc.render.paper_sizes import PaperSheet
    from svc.render.papers.values import Side
    from svc.rules.ticket.lifecycle import State


class PaperCopy(Struct, frozen=True):
    """One of the copies that a paper is made out in; its texts are message ids."""

    name: str = ""
    words: str = ""  # for who has it
    side: Side = "office"  # what stands on it


class Paper(Struct, frozen=True):
    """A kind of paper: about one ticket, or one for all tickets of a day."""

    title: str  # message id
    # tickets of a day, a technician's day, an office's day, the list of prices, a customer's month
    about: Literal["ticket", "day", "technician", "office", "prices", "customer"] = "ticket"
    of_day: Literal["", "visits", "status", "callbacks", "received", "all"] = (
        ""  # which tickets a day means; none: they are named
    )
    numbered: bool = False  # of several on a ticket one is picked by its number
    sizes: tuple[PaperSize, ...] = ("A4",)  # what it can be printed on; the first is the usual
    copies: tuple[PaperCopy, ...] = (PaperCopy(),)  # in this order; one without a name: the only
    titles: Mapping[str, str] = {}  # by kind of ticket, where it has one of its own


PAPERS: dict[str, Paper] = {
    "visit-order": Paper(
        N_("Visit work order"),
        of_day="visits",
        copies=(
            PaperCopy(
                N_("Office copy"),
                N_("Slip: signed by the customer, handed in at the office."),
            ),
            PaperCopy(N_("Customer copy"), side="customer"),
        ),
        titles={
            "maintenance": N_("Maintenance order"),
            "installation": N_("Installation order"),
            "inspection": N_("Inspection order"),
            "training": N_("Training order"),
            "survey": N_("Site survey order"),
            "exchange": N_("Exchange order"),
            "upgrade": N_("Upgrade order"),
            **dict.fromkeys(("inquiry", "complaint", "suggestion"), N_("Order for a visit")),
        },
    ),
    # The stub, the customer's voucher, and the one that goes with the machine (S4 reception).
    "bench-order": Paper(
        N_("Bench repair order"),
        copies=(
            PaperCopy(N_("Copy 1: for our files")),
            PaperCopy(
                N_("Copy 2: the customer's pick-up voucher"),
                N_(
                    "Please bring this copy when you pick up the machine; without it we have to "
                    "check who you are."
                ),
                side="customer",
            ),
            PaperCopy(N_("Copy 3: stays with the machine"), side="machine"),
        ),
        titles={
            "inspection": N_("Bench inspection order"),
            "maintenance": N_("Bench maintenance order"),
            "upgrade": N_("Bench upgrade order"),
            "exchange": N_("Bench exchange order"),
        },
    ),
    "voucher": Paper(N_("Pick-up voucher"), sizes=("A5", "80mm")),
    "quotation": Paper(N_("Quotation"), of_day="visits"),
    "receipt": Paper(N_("Receipt"), numbered=True, sizes=("A5", "80mm")),
    "callback-record": Paper(N_("Callback record"), of_day="callbacks"),
    "complaint-form": Paper(N_("Complaint form")),
    "inquiry-record": Paper(N_("Inquiry record"), of_day="received"),
    "training-sheet": Paper(N_("Training sheet"), of_day="visits"),
    "survey": Paper(N_("Satisfaction survey"), of_day="visits", sizes=("A4", "A5")),
    "loan-card": Paper(N_("Part loan card"), of_day="visits", sizes=("A4", "A5")),
    "issue-slip": Paper(N_("Part issue slip"), of_day="visits", sizes=("A4", "A5")),
    "failure-slip": Paper(N_("Part failure slip"), of_day="visits", sizes=("A4", "A5")),
    "fault-tag": Paper(N_("Fault tags"), of_day="visits", sizes=("A4", "A5", "80mm")),
    "service-log": Paper(N_("Service log"), about="day", of_day="received"),
    "callback-list": Paper(N_("Callback list"), about="day", of_day="callbacks"),
    "visit-status": Paper(N_("Visit status table"), about="day", of_day="status"),
    "day-sheet": Paper(N_("Technician's day sheet"), about="technician", of_day="visits"),
    "daily-sheet": Paper(N_("Daily reconciliation"), about="office", of_day="all"),
    "price-list": Paper(N_("Price list"), about="prices"),
    "statement": Paper(N_("Statement of account"), about="customer"),
}


STORE_PAPERS: dict[str, str] = {
    "count-list": N_("Stock count list"),
    "stock-sheet": N_("Stock sheet"),
    "stock-book": N_("Stock book"),
    "transfer-note": N_("Transfer note"),
    "kit-list": N_("Technician's kit"),
    "hit-rate": N_("Hit rate of parts"),
    "parts-replaced": N_("Parts replaced"),
}
"""Papers of the store, which `svc print` has the commands make that they belong to, by what they
are called. A transfer note is that of any stock document.
"""


def sheet_of(document: str, sizes: Mapping[str, PaperSize]) -> PaperSheet:
    """What this paper is laid out on, the sizes being those that were asked for. Raises
    NotOnThisSize.
    """
    from svc.render.paper_sizes import SHEETS

    allowed = PAPERS[document].sizes
    size = sizes.get(document, allowed[0])
    if size not in allowed:
        raise NotOnThisSize(document=document, size=size, sizes=list(allowed))
    return SHEETS[size]


def paper_title(document: str, kind: str) -> str:
    """What a paper about a ticket of this kind is called: a message id."""
    paper = PAPERS[document]
    return paper.titles.get(kind, paper.title)


def usual_paper(state: State) -> str:
    """The paper that fits a ticket where none is named: of a machine that is brought to us the
    bench order, of a complaint or a question its form, as long as nobody is to go there; of any
    other the order of the visit.
    """
    from svc.model import events as ev

    ways = (ev.BroughtIn, ev.Dispatched)
    way = next((each for each in reversed(state.ticket.log) if isinstance(each, ways)), None)
    if way is not None:
        return "bench-order" if isinstance(way, ev.BroughtIn) else "visit-order"
    if state.current.mode == "walk_in":
        return "bench-order"
    by_phone = {"complaint": "complaint-form", "inquiry": "inquiry-record"}
    return by_phone.get(state.current.kind or "", "visit-order")


def paper_maker(document: str) -> Callable[..., Page]:
    """The function that makes this paper: `(given, pages, *, for_pdf) -> Page`.

    `given` is a Given (filling.py), of a paper about a day a DayGiven (days.py).
    """
    name = document.replace("-", "_")
    paper_function: Callable[..., Page] = getattr(import_module(f"svc.render.papers.{name}"), name)
    return paper_function
