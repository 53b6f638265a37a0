"""The papers that can be printed, by the name that is typed.

A paper called `visit-order` is the function `visit_order` of the module `visit_order` beside this
one, and its template is `visit_order.html`. To add a paper: a row here, the module, the template,
its Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from svc.errors import N_, NotOnThisSize, NotSoManyCopies

if TYPE_CHECKING:
    from svc.model.settings import CopyName, PaperSize
    from svc.render.pages import Page
    from svc.render.paper_sizes import PaperSheet
    from svc.render.papers.values import Copy, PaperSide
    from svc.render.words import Words
    from svc.rules.ticket.lifecycle import State


class PaperCopy(Struct, frozen=True):
    """One of the copies that a paper is made out in; its texts are message ids."""

    name: str = ""
    words: str = ""  # for who has it
    side: PaperSide = "office"  # what stands on it


class Paper(Struct, frozen=True):
    """A kind of paper: about one ticket, or one for all tickets of a day."""

    title: str  # message id
    # tickets of a day, a technician's day, an office's day, the list of prices, a customer's month,
    # what lies in a store
    about: Literal["ticket", "day", "technician", "office", "prices", "customer", "store"] = (
        "ticket"
    )
    of_day: Literal["", "visits", "status", "callbacks", "received", "all"] = (
        ""  # which tickets a day means; none: they are named
    )
    numbered: bool = False  # of several on a ticket one is picked by its number
    sizes: tuple[PaperSize, ...] = ("A4",)  # what it can be printed on; the first is the usual
    copies: tuple[PaperCopy, ...] = (PaperCopy(),)  # in this order; one without a name: the only
    has_sides: bool = False  # a copy has what is for its side: they can't be printed in one go
    titles: Mapping[str, str] = {}  # by kind of ticket, where it has one of its own


SLIP: tuple[PaperSize, ...] = ("A4", "A5", "241-1/2", "241-1/3", "A4/2", "A4/3")

PAPERS: dict[str, Paper] = {
    "visit-order": Paper(
        N_("Visit work order"),
        of_day="visits",
        sizes=("A4", "241-1/1"),
        has_sides=True,
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
        sizes=("A4", "241-1/1"),
        has_sides=True,
        copies=(
            PaperCopy(N_("Copy 1: for our files")),
            PaperCopy(
                N_("Copy 2: the customer's pick-up voucher"),
                N_(
                    "Please bring this copy when you collect the machine; without it we will ask "
                    "for proof of identity."
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
    "voucher": Paper(
        N_("Pick-up voucher"),
        sizes=("A5", "80mm", "241-1/2", "241-1/3", "A4/2", "A4/3"),
        copies=(PaperCopy(side="customer"),),
    ),
    "quotation": Paper(N_("Quotation"), of_day="visits", sizes=("A4", "241-1/1")),
    "receipt": Paper(
        N_("Receipt"),
        numbered=True,
        sizes=("A5", "80mm", "241-1/2", "241-1/3", "A4/2", "A4/3"),
        copies=(
            PaperCopy(N_("Copy 1: for our files")),
            PaperCopy(N_("Copy 2: for the customer"), side="customer"),
            PaperCopy(N_("Copy 3: for accounts")),
        ),
    ),
    "callback-record": Paper(N_("Callback record"), of_day="callbacks"),
    "complaint-form": Paper(N_("Complaint form")),
    "inquiry-record": Paper(N_("Inquiry record"), of_day="received"),
    "training-sheet": Paper(N_("Training sheet"), of_day="visits"),
    "service-order": Paper(N_("Service order"), of_day="visits"),
    "parts-acceptance": Paper(N_("Parts acceptance"), of_day="visits"),
    "service-feedback": Paper(N_("Service feedback"), of_day="visits"),
    "acceptance": Paper(N_("Acceptance of the installation"), of_day="visits"),
    "survey": Paper(N_("Satisfaction survey"), of_day="visits", sizes=("A4", "A5")),
    "loan-card": Paper(
        N_("Part loan card"), of_day="visits", sizes=("A4", "A5", "241-1/1", "241-1/2")
    ),
    "issue-slip": Paper(N_("Part issue slip"), of_day="visits", sizes=SLIP),
    "failure-slip": Paper(N_("Part failure slip"), of_day="visits", sizes=SLIP),
    "fault-tag": Paper(N_("Fault tags"), of_day="visits", sizes=("A4", "A5", "80mm", "A4/8")),
    "service-log": Paper(N_("Service log"), about="day", of_day="received"),
    "callback-list": Paper(
        N_("Callback list"), about="day", of_day="callbacks", sizes=("A4", "A4/4")
    ),
    "visit-status": Paper(N_("Visit status table"), about="day", of_day="status"),
    "day-sheet": Paper(N_("Technician's day sheet"), about="technician", of_day="visits"),
    "daily-sheet": Paper(N_("Daily reconciliation"), about="office", of_day="all"),
    "price-list": Paper(N_("Price list"), about="prices"),
    "statement": Paper(N_("Statement of account"), about="customer"),
}


STORE_PAPERS: dict[str, Paper] = {
    "count-list": Paper(N_("Stock count list"), about="store"),
    "stock-sheet": Paper(N_("Stock sheet"), about="store"),
    "stock-book": Paper(N_("Stock book"), about="store"),
    "transfer-note": Paper(
        N_("Transfer note"), about="store", sizes=("A4", "A5", "241-1/1", "241-1/2", "241-1/3")
    ),
    "kit-list": Paper(N_("Technician's kit"), about="store", sizes=("A4", "A5", "241-1/2")),
    "hit-rate": Paper(N_("Hit rate of parts"), about="store"),
    "parts-replaced": Paper(N_("Parts replaced"), about="store"),
}
"""Papers of the store, which `svc print` has the commands make that they belong to. A transfer note
is that of any stock document.
"""

ALL_PAPERS = PAPERS | STORE_PAPERS

COPIES_AT_MOST = 6


def sheet_of(document: str, sizes: Mapping[str, PaperSize]) -> PaperSheet:
    """What this paper is laid out on, the sizes being those that were asked for. Raises
    NotOnThisSize.
    """
    from svc.render.paper_sizes import SHEETS

    allowed = ALL_PAPERS[document].sizes
    size = sizes.get(document, allowed[0])
    if size not in allowed:
        raise NotOnThisSize(document=document, size=size, sizes=list(allowed))
    return SHEETS[size]


def copies_of(
    document: str, names: Sequence[CopyName], count: int, sheet: PaperSheet, words: Words
) -> list[Copy]:
    """The copies in which this paper is made out, ready to print: those with these names in this
    order, without names those of its row; the first `count` of them, 0 being all. Of one that is in
    no named copies there are as many as are wanted, all alike.

    Paper that copies what is printed on it is printed once, with the names of all, unless each
    side has its own. Raises NotSoManyCopies.
    """
    from svc.render.papers.values import Copy

    paper = ALL_PAPERS[document]
    if names:
        said = {copy.side: copy.words for copy in paper.copies}
        copies = [
            Copy(
                name=_copy_called(
                    words, number if len(names) > 1 else 0, words.label("copy", name)
                ),
                words=words(said.get(side, "")),
                side=side,
            )
            for number, (name, side) in enumerate(((each, _side_of(each)) for each in names), 1)
        ]
    else:
        copies = [
            Copy(name=words(copy.name), words=words(copy.words), side=copy.side)
            for copy in paper.copies
        ]
    if len(copies) == 1 and not copies[0].name:
        copies *= max(count, 1)
    if count > len(copies):
        raise NotSoManyCopies(document=document, count=count, copies=[copy.name for copy in copies])
    copies = copies[: count or None]
    if not sheet.is_carbon or paper.has_sides or len(copies) == 1:
        return copies
    named = [copy.name for copy in copies if copy.name]
    said_to = dict.fromkeys(copy.words for copy in copies if copy.words)
    return [Copy(name=words.comma.join(named), words="\n".join(said_to), is_all=True)]


def _copy_called(words: Words, number: int, name: str) -> str:
    """`Copy 2: for the customer`; of the only one there is no number."""
    return words(_NUMBERED[number], name=name)


_NUMBERED = (
    N_("Copy {name}"),
    N_("Copy 1: {name}"),
    N_("Copy 2: {name}"),
    N_("Copy 3: {name}"),
    N_("Copy 4: {name}"),
    N_("Copy 5: {name}"),
    N_("Copy 6: {name}"),
)


def _side_of(name: CopyName) -> PaperSide:
    return name if name in ("customer", "machine") else "office"


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
