"""What the templates of papers can use: texts ready to print, where empty means not known yet."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PaperSide = Literal["office", "customer", "machine"]
"""Who a copy of a paper is for: our files, the customer, or whoever works on the machine.

What the office must keep (consents, cause, parts, fee, signatures) stands on its own copy; what is
nobody's business but ours (what to take along, our time limits, why it is urgent) never stands on
the customer's.
"""


class Tick(Struct, frozen=True, kw_only=True):
    """A line with a box before it."""

    text: str
    on: bool = False
    missing: bool = False  # looked for and not there


class Called(Struct, frozen=True, kw_only=True):
    """One of our people."""

    name: str = ""
    phone: str = ""


class PromiseDue(Struct, frozen=True, kw_only=True):
    """A promise and its time."""

    promise: str  # its name
    due: str


class Earlier(Struct, frozen=True, kw_only=True):
    """A visit before this one, in short."""

    when: str
    who: str
    outcome: str
    done: str
    leftover: str


class Work(Struct, frozen=True, kw_only=True):
    """What was done last for the customer: at the visit, on the bench, by phone."""

    ended_at: str = ""
    who: str = ""
    outcome: str = ""
    did: str = ""


class AnswerGiven(Struct, frozen=True, kw_only=True):
    """An answer the customer was given."""

    when: str
    by: str
    spoke_to: str
    words: str


class Consent(Struct, frozen=True, kw_only=True):
    """A consent to sign for, or one that is on record: `granted` is then true or false."""

    text: str
    granted: bool | None = None
    who: str = ""
    how: str = ""
    when: str = ""


class Stocked(Struct, frozen=True, kw_only=True):
    """A part of the store: its code as typed, and what the catalogue of parts says of it, if it is
    there.
    """

    code: str
    name: str = ""
    specification: str = ""
    position: str = ""
    substitutes: str = ""


class PartLine(Struct, frozen=True, kw_only=True):
    """A part put in."""

    part: str
    specification: str = ""
    unit: str = ""
    count: str
    serial: str
    old_serial: str
    old_part: str


class MoneyLine(Struct, frozen=True, kw_only=True):
    """A line of a quote, a charge or a receipt, in yuan."""

    item: str
    unit: str = ""
    count: str
    price: str  # for one
    sum: str


class Money(Struct, frozen=True, kw_only=True):
    """A quote, a charge or a receipt, in yuan."""

    lines: list[MoneyLine]
    total: str
    capitals: str  # the total in capital characters (人民币大写)


class VisitFindings(Struct, frozen=True, kw_only=True):
    """What was written at the visit; empty is a line to write on."""

    arrived: str = ""
    left: str = ""
    outcome: str = ""  # the record's value; the template names it
    unfinished: bool = False  # somebody has to come again, or the machine is elsewhere
    cause: str = ""
    in_warranty: bool | None = None
    papers_seen: bool | None = None
    checked: list[str] = []
    surroundings: str = ""
    found: str = ""
    evidence: str = ""
    done: str = ""
    condition: str = ""
    advice: str = ""
    leftover: str = ""
    parts: list[PartLine] = []


class FormField(Struct, frozen=True, kw_only=True):
    """A field of a form: boxes to tick, and what was recorded, or room to write in."""

    name: str
    strong: str = ""  # what is told first, in bold
    ticks: list[Tick] = []
    text: str = ""
    room: str = ""  # height to write in
    span: int = 1  # columns of the table that it takes
    has_line: bool = False  # behind the boxes, with what is known on it
    line: str = ""


FormRow = list[FormField]


class CheckedItem(Struct, frozen=True, kw_only=True):
    """An item of a list that is gone through; empty is to be written."""

    item: str
    wanted: str = ""  # the tolerance
    value: str = ""
    within: bool | None = None


class KindForm(Struct, frozen=True, kw_only=True):
    """The fields that an order has for its kind of work."""

    work: str  # what the work is called
    before: list[FormField]
    measured: bool  # values stand beside the items, not their state
    items: list[CheckedItem]
    blank_items: int
    after: list[FormField]
    results: list[Tick]
    has_parts: bool
    has_consents: bool
    leaves_open: bool
    parties: list[str]  # who signs besides the customer and us


class OnSiteCharges(Struct, frozen=True, kw_only=True):
    """What the order says of money."""

    money: Money | None = None  # what is charged, before that what was quoted
    is_charged: bool = False
    quoted: str = ""  # the total that was quoted, where another sum is charged
    rows: int = 0  # to write on what is agreed on site
    paid: str = ""  # how much is paid and how much is not; empty if nothing is
    ways_to_pay: list[Tick] = []


class Slip(Struct, frozen=True, kw_only=True):
    """What came in on the signed slip."""

    signed_by: str = ""
    unsigned: str = ""
    rating: str = ""
    remark: str = ""


class PaperHead(Struct, frozen=True, kw_only=True):
    """What stands on top of every paper of a ticket."""

    number: str
    qr: str  # an SVG element, with its quiet zone; scans to the number
    mark: str  # unfinished, on hold, cancelled: shown in a heavy frame
    department: str
    office: dict[str, str]  # name address phone
    hotline: str
    urgency: str
    pressing: bool  # more than normal
    as_of: str  # when the last event on the paper was typed
    formerly: str = ""  # the number that it had on earlier papers


class Copy(Struct, frozen=True, kw_only=True):
    """One of the copies of a paper that is made out in several."""

    # shown beside the title and in the head and foot of every page; empty: there is only one
    name: str
    words: str = ""  # for who has it
    side: PaperSide = "office"  # what stands on it
    is_all: bool = False  # paper that copies itself: this is all of them, and names them all


class HasHead(Struct, frozen=True, kw_only=True):
    """A paper about a ticket."""

    head: PaperHead


class OrderSide(Struct, frozen=True, kw_only=True):
    """What stands on one side of an order, table by table, line by line."""

    whose: list[list[FormRow]]  # machine it is, and which
    request: list[FormRow]
    work: list[FormRow]
    after: list[FormRow] = []  # of the work, behind what is gone through
    result: list[FormRow] = []
    signatures: list[str] = []  # who signs besides the customer and us


class VisitOrder(HasHead, frozen=True, kw_only=True):
    """What `visit_order.html` can use, as `paper`. Texts are ready to print; empty means not known
    yet.
    """

    kind: str
    channel: str
    urgency_reason: str
    mode: str
    received_at: str
    received_by: str
    reopened: str  # when and why last, empty if never
    reminders: int  # how often the customer has called again
    repeat_of: str  # earlier repairs of this machine that make this a repeated one
    customer: dict[str, str]  # unit address phone contact mobile zone distance
    machine: dict[str, str]  # model specification serial bought verdict verdict_reason
    symptom: str
    occurred: str
    wishes: str
    asked_for: str
    judged: str  # what the fault probably is, and the remedy
    prepare: str  # what the customer should have ready
    commitments: list[PromiseDue]
    technician: Called
    appointment: str
    agreed_with: str
    together: list[str]  # other tickets of the same visit, each with its machine
    dues: list[PromiseDue]
    kit: list[Tick]
    earlier: list[Earlier]
    known: str  # fault, for the office's copy; empty once the visit is recorded
    visit: VisitFindings
    form: KindForm | None  # the fields of its kind; None: those of a repair
    charges: OnSiteCharges | None  # None: nothing is ever charged for this
    consents: list[Consent]
    slip: Slip
    warranties: list[str]  # after the work; empty: to be written
    outcomes: tuple[str, ...]
    causes: tuple[str, ...]
    checks: list[Tick]
    ratings: tuple[str, ...]
    ours: OrderSide | None = None  # the same for the office's copy
    theirs: OrderSide | None = None  # and for the customer's

    @property
    def listed(self) -> int:
        """How many rows its lists have: what is gone through, what is charged, which parts. Of many
        it is set closer, so that a side stays on one sheet.
        """
        gone_through = len(self.form.items) + self.form.blank_items if self.form else 0
        charged = len(self.charges.money.lines) if self.charges and self.charges.money else 0
        return gone_through + charged + len(self.visit.parts)


class Reception(Struct, frozen=True, kw_only=True):
    """A machine as it came in over the counter; empty is a line to write on."""

    at: str = ""
    by: str = ""
    place: str = ""  # where it stands now, while it is with us
    condition: str = ""
    configuration: str = ""
    parts_ours: bool | None = None
    accessories: str = ""
    signed_by: str = ""
    unsigned: str = ""
    ready_by: str = ""  # agreed pick-up time


class BenchWork(Struct, frozen=True, kw_only=True):
    """What was found and done at the bench, or that the factory did it."""

    is_ours: bool = False  # it was done at our bench
    at: str = ""  # ready; empty: not yet repaired
    by: str = ""
    found: str = ""
    cause: str = ""
    evidence: str = ""
    done: str = ""
    parts: list[PartLine] = []


class Factory(Struct, frozen=True, kw_only=True):
    """The machine's way to the factory and back."""

    sent: str
    carrier: str
    number: str
    paid_by: str
    reason: str
    back: str = ""  # empty: still there
    done: str = ""
    replaced_by: str = ""  # serial number of the machine that came instead


class PickUp(Struct, frozen=True, kw_only=True):
    """How the machine went back to the customer."""

    told: str = ""  # when and who was told that it is ready
    at: str = ""
    by: str = ""  # who gave it back
    tested: bool = False  # before the customer's eyes
    signed_by: str = ""
    with_voucher: bool = False
    known_by: str = ""  # how the person was known without it
    loaners: str = ""  # machines of ours that the customer has, to be taken back


class BenchOrder(HasHead, frozen=True, kw_only=True):
    """What `bench_order.html` can use, as `paper`."""

    received_at: str
    received_by: str
    repeat_of: str
    customer: dict[str, str]
    machine: dict[str, str]
    symptom: str
    occurred: str
    wishes: str
    reception: Reception
    dues: list[PromiseDue]
    commitments: list[PromiseDue]
    quoted: str  # line by line, and the total
    consents: list[Consent]
    work: BenchWork
    factory: Factory | None
    charged: str  # line by line where it differs from the quote
    pick_up: PickUp
    warranties: list[str]  # after the work; empty: to be written
    checklist: list[str]  # what is gone through for its kind of work, or before it goes back
    whose: list[list[FormRow]]  # machine it is, and which
    whose_for_others: list[list[FormRow]]  # without what only we need to know
    causes: tuple[str, ...]


class ReceiptPage(Struct, frozen=True, kw_only=True):
    """What stands on a page of a receipt; sums have a comma where thousands end."""

    lines: list[MoneyLine]
    brought: str  # the sum of the pages before; empty: there are none
    carried: str  # the sum up to here; empty: it is the last


class Receipt(HasHead, frozen=True, kw_only=True):
    """What `receipt.html` can use, as `paper`; `head.number` is the receipt's own."""

    ticket: str
    day: str  # when it was issued
    payer: str
    customer: str
    machine: str
    reason: str  # what the money is for
    pages: list[ReceiptPage]
    total: str
    capitals: str  # the total in capital characters (人民币大写)
    how: str  # it was paid
    taken_by: str
    issued_by: str
    replaces: str  # the number of the voided receipt it stands for
    replaced_by: str
    void: str  # why; empty: it stands
    voided: str  # when and by whom
    refund: str  # how and when the money was given back; that it was none
    invoice: str  # the record's value; the template names it
    invoice_fields: str  # number, kind, title, tax number
    invoice_states: tuple[str, ...]
    loaners: str = ""  # machines of ours that the customer has, to be taken back


class Quotation(HasHead, frozen=True, kw_only=True):
    """What `quotation.html` can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    symptom: str
    judged: str  # what the fault probably is, and the remedy
    mode: str
    day: str  # when it was quoted
    by: str
    number: int  # the so-manieth on this ticket
    earlier: str  # when the quote was made whose place it takes
    until: str  # the last day on which it holds
    prices: str  # version of the price list
    why_paid: str  # empty: the warranty covers the work
    money: Money
    terms: list[str]
    consent: Consent
