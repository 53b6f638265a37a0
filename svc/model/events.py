"""The catalogue of events: everything that can happen to a ticket.

An event is one item of a record's `log`. Each class says what its fields mean; the table
`CATALOGUE` at the end says of each which roles record it, from which states it may follow, which
state it leads to and which moments it marks. Promises run from one moment to another (see
`svc/model/policies.py`), so the moments are what policies name. docs/reference/events.md is made
from this file (`make reference`).

To add an event: a class here, in `AnyEvent` too, a row in `CATALOGUE`; its fields in
`svc/render/fields.py` and `svc/render/meanings.py`; its Chinese in the catalogue of messages.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

from msgspec import Meta, Struct, StructMeta

from svc.errors import N_
from svc.model.times import is_thinkable

Text = Annotated[str, Meta(min_length=1)]
"""Words that may not be blank: nothing is left out, `unknown` is written as such (S4:
不许有空格).
"""

Moment = Annotated[datetime, Meta(tz=True)]
"""When: in whole seconds, with its offset from UTC."""

Outcome = Literal[
    "fixed",
    "provisional",
    "no_fault",
    "not_reproduced",
    "needs_parts",
    "part_not_brought",
    "taken_along",
    "to_factory",
    "postponed",
    "refused",
    "declined",
    "completed",
    "continued",
]
Cause = Literal["quality", "misuse", "environment", "wear", "software", "other", "unknown"]
VisitCheck = Literal[
    "full_test", "dangers_removed", "site_cleaned", "cause_explained", "use_explained"
]
Rating = Literal["very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied"]
Urgency = Literal["normal", "urgent", "critical"]
OldPart = Literal["returned", "kept_by_customer", "scrapped", "none"]
Purpose = Literal["contact", "callback", "followup", "pickup"]
PaidBy = Literal["us", "customer"]
ConsentTo = Literal["price", "opening", "data_risk", "more_faults"]
ConsentHow = Literal["on_site", "phone", "slip"]
FreeReason = Literal["warranty", "contract", "goodwill", "part_warranty"]
PaidWorkGap = Literal["agreement", "charge", "payment"]
SheetGap = Literal["slip", "card", "signature"]
Gap = Literal["agreement", "charge", "payment", "slip", "card", "signature"]
LoanEnd = Literal["used", "good", "defective", "lost"]
LoanerEnd = Literal["good", "defective", "lost"]
CardState = Literal["in", "missing"]
InvoiceState = Literal["issued", "to_issue", "waived"]
Grade = Literal["minor", "general", "major"]
ReopenedFor = Literal["repair", "talk"]
Party = Literal["customer", "builder", "ours"]
WarrantyStart = Literal["bought", "delivered", "accepted"]
Wish = Literal["customer", "parts", "vehicle", "people"]
Pay = Literal["cash", "wechat", "alipay", "transfer", "card"]
CostSort = Literal[
    "travel", "lodging", "allowance", "repair", "parts", "transport", "packing", "damage", "other"
]
Shows = Literal["nameplate", "before", "after", "slip", "other"]
Bearer = Literal["branch", "company", "manufacturing", "business", "service"]

DISSATISFIED = ("dissatisfied", "very_dissatisfied")
"""Ratings after which the ticket is opened again and followed until the customer is satisfied (S2
4.2.8C).
"""

REPAIRED = ("fixed", "provisional", "no_fault", "not_reproduced", "completed")
"""Outcomes after which nothing more is to be done at the customer's."""


_MOMENTS: dict[type, tuple[str, ...]] = {}  # kind of event → its fields that hold a moment


def moments_in(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record that hold a moment."""
    hints = {
        name: hint
        for each in kind.__mro__
        for name, hint in vars(each).get("__annotations__", {}).items()
    }
    return tuple(name for name, hint in hints.items() if hint is Moment or Moment in get_args(hint))


def check_thinkable(record: Struct, fields: tuple[str, ...]) -> None:
    """Raise ValueError if a moment is in a year that no desk has seen."""
    for name in fields:
        moment = getattr(record, name)
        if moment is not None and not is_thinkable(moment):
            raise ValueError(f"{name} is before 1900 or after 2199")


_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_NOT_YET = {"seq": 0, "id": "", "at": _NEVER, "typed": _NEVER, "by": ""}
"""What the recorder fills in, before it has."""


class EventMeta(StructMeta):
    """Lets code say what happened, `Arrived(met="ma")`, and leave to the recorder what it fills in.

    In a file the five fields are required as ever: reading never comes this way.
    """

    if not TYPE_CHECKING:  # the checker goes by the fields of each class, not by this

        def __call__(cls, **fields):
            return super().__call__(**(_NOT_YET | fields))


class Event(
    Struct, metaclass=EventMeta, frozen=True, kw_only=True, omit_defaults=True, tag_field="what"
):
    """What all events have. Order in a log is (seq, id); clocks are for display and promises."""

    if TYPE_CHECKING:  # what EventMeta allows
        seq: int = 0
        id: str = ""
        at: datetime = _NEVER
        typed: datetime = _NEVER
        by: str = ""
    else:
        seq: Annotated[int, Meta(ge=1)]  # one more than the file's highest when it was written
        id: Annotated[str, Meta(pattern="^[0-9a-z]{6,16}$")]  # random; its identity in every merge
        at: Moment  # when it happened
        typed: Moment  # when it was entered
        by: Text  # the person's id in staff.yaml
    allowed: str = ""  # a manager let it happen against a rule: the reason given with --allow
    late: str = ""  # entered for a month that was sealed by then: the reason given with --late
    # the office that acts for a ticket from this entry on, as the desk knew that recorded it; empty
    # where it knew of no handover to another office
    acting: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether the recorder has filled in number, id, times and person."""
        return self.seq > 0

    def __post_init__(self) -> None:
        if self.is_recorded:
            self.check_values()

    def check_values(self) -> None:
        """Raise ValueError for what no type can say: fractions of a second, years no desk saw."""
        if self.at.microsecond or self.typed.microsecond:
            raise ValueError("a fraction of a second; a ledger counts whole seconds")
        kind = type(self)
        if kind not in _MOMENTS:
            _MOMENTS[kind] = moments_in(kind)
        check_thinkable(self, _MOMENTS[kind])


class Noted(Event, frozen=True, kw_only=True, tag="noted"):
    """Someone else took the call down: a name and a number; the clerk calls back at once (S0
    2.2.2).
    """

    name: Text
    phone: Text
    words: str = ""
    block: str = ""  # the customer's form by which it came (see blocks.py); empty: none


DIGEST_TO_COME = "0" * 16
"""Of a head that is not written yet: whoever writes it puts its digest in."""


class Received(Event, frozen=True, kw_only=True, tag="received"):
    """Intake is complete. `digest` is that of the head's values: check proves nobody altered
    them.
    """

    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]


class Imported(Event, frozen=True, kw_only=True, tag="imported"):
    """The ticket was kept elsewhere until now: `at` is when it came in there, `digest` that of the
    head's values. Nothing that happened before it was entered here is judged by promises.
    """

    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    number: Text  # as it was called there
    closed_at: Moment | None = None  # None: it was still open
    technician: str = ""  # who was there, in words
    remedy: str = ""


INTAKES = (Received, Imported)
"""With which of them a ticket's head is complete."""


class HandedOver(Event, frozen=True, kw_only=True, tag="handed_over"):
    """The lead or coordinator has been told everything (S0 2.2.5; S4: the visit request is with the
    coordinator).
    """

    to: Text
    words: str = ""


class TakenOver(Event, frozen=True, kw_only=True, tag="taken_over"):
    """What of this ticket waited for one of us waits for another from here on (离职交接): the
    turn, a question, words given to the customer. With `visit` also the visit that is agreed; its
    time stands. `in_hand`: event ids of parts lent and of money taken that went along.
    """

    whose: Text
    to: Text
    reason: Text
    visit: bool = False
    in_hand: list[Text] = []


class OfficeChanged(Event, frozen=True, kw_only=True, tag="office_changed"):
    """Another office acts from here on. The ticket keeps its number and its place, and counts as
    taken in where it was.
    """

    office: Text
    region: Text  # the office's, as it was then
    calendar: str = ""  # its calendar, from here on; empty: the same as before
    words: str = ""
    away_from: str = ""  # the office that gave it away


class Contacted(Event, frozen=True, kw_only=True, tag="contacted"):
    """The customer was reached, the fault judged, a time promised (S4 coordinator 2, 3)."""

    spoke_to: Text
    judged: Text  # what the fault probably is
    promised: Moment | None = None  # the time promised; None if none could be
    words: str = ""


class NotReached(Event, frozen=True, kw_only=True, tag="not_reached"):
    """A call that found nobody: an attempt. The promise stays open, the next attempt is
    scheduled.
    """

    purpose: Purpose
    reason: Text
    next: Moment | None = None


class Replied(Event, frozen=True, kw_only=True, tag="replied"):
    """First technical answer: likely remedy, or who comes and when, what to prepare (S0 2.3.3)."""

    remedy: Text
    prepare: str = ""  # what the customer should have ready
    spoke_to: str = ""


class Asked(Event, frozen=True, kw_only=True, tag="asked"):
    """A question the hotline can't answer goes to a specialist (S4 hotline 6)."""

    to: Text
    question: Text


class Answered(Event, frozen=True, kw_only=True, tag="answered"):
    """The question is answered or the fault is solved by phone or remotely; the work ends here."""

    answer: Text
    spoke_to: str = ""
    guided: bool = (
        True  # the customer did the work by our guidance: a technical follow-up is due (S2 4.2.2B)
    )
    sure: bool = True


class Dispatched(Event, frozen=True, kw_only=True, tag="dispatched"):
    """A technician and an agreed time are assigned."""

    technician: Text
    appointment: Moment
    agreed_with: str = ""  # who at the customer's agreed to the time
    reasons: str = ""  # why this technician
    bring: list[str] = []  # parts and tools to bring: `P-1001`, `P-1001:2`, `multimeter`
    together: list[str] = []  # the tickets of other machines there, in one visit with this one


class HandedOut(Event, frozen=True, kw_only=True, tag="handed_out"):
    """The order was given to the technician for the day (S4 coordinator 4)."""

    technician: Text


class Reassigned(Event, frozen=True, kw_only=True, tag="reassigned"):
    """An agreed visit is made by another technician, in one with other tickets, or with other
    parts; its time stays.
    """

    technician: Text
    told: str = ""  # who at the customer's knows who comes now
    reason: str = ""
    together: list[str] = []
    bring: list[str] = []  # parts and tools to bring instead; empty: the same


class Rescheduled(Event, frozen=True, kw_only=True, tag="rescheduled"):
    """An agreed visit is moved, with the customer's consent (S4 visit 3)."""

    appointment: Moment
    agreed_with: Text
    reason: Text
    technician: str = ""  # another one comes; empty: the same


class Prepared(Event, frozen=True, kw_only=True, tag="prepared"):
    """Parts, tools and papers are ready and checked (S0 2.5)."""

    ready: list[str] = []
    missing: list[str] = []


class Arrived(Event, frozen=True, kw_only=True, tag="arrived"):
    """The technician is at the customer's."""

    met: str = ""


class PartUsed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part put in, and what became of the old one."""

    part: Text  # code or name
    count: Annotated[int, Meta(ge=1)]
    old_part: OldPart
    serial: str = ""
    old_serial: str = ""


class Visited(Event, frozen=True, kw_only=True, tag="visited"):
    """Work at the customer's site has ended (`at`); what was found and done (S0 2.6.9, S2
    4.2.8).
    """

    outcome: Outcome
    found: Text
    done: Text
    cause: Cause
    condition: str = ""  # of the machine afterwards
    surroundings: str = ""  # sun, air, damp, power; outside damage
    in_warranty: bool | None = None  # as seen on site; None: as judged at intake
    papers_seen: bool | None = None  # the warranty's papers; None: nobody looked
    checked: list[VisitCheck] = []  # before leaving (S2 4.2.8)
    evidence: str = ""  # of misuse; without it misuse is not claimed (S4 visit 4)
    parts: list[PartUsed] = []
    advice: str = ""  # to the person in charge
    sure: bool = True  # False: the technician calls after some hours (S2 4.3.1)
    leftover: str = ""  # a problem that stays open; the department passes it on (S0 2.7.2)
    not_agreed: str = ""  # paid work to which nobody had agreed: why it was done
    emergency: str = ""  # why it could not wait for an agreement
    along_with: str = ""  # the ticket with whose visit this one is one: it counts there
    block: str = ""  # the technician's form by which it came (see blocks.py); empty: none
    told_by: str = ""  # who wrote that form, as it says


class Back(Event, frozen=True, kw_only=True, tag="back"):
    """The technician is back at the office: report, slip and callback count from here."""


class Reported(Event, frozen=True, kw_only=True, tag="reported"):
    """The technician has reported to the department; a visit typed in full is a report too."""

    words: Text


class SlipIn(Event, frozen=True, kw_only=True, tag="slip_in"):
    """The receipt slip is filed, signed, or unsigned with the reason: nobody is pressed."""

    signed_by: str = ""
    unsigned: str = ""
    rating: Rating | None = None
    remark: str = ""
    card: CardState | None = None  # the warranty card (S2 4.2.8, 4.3.3); None: nobody said


class Filed(Event, frozen=True, kw_only=True, tag="filed"):
    """The customer's file holds what the visit showed (S2 4.3.2)."""

    words: str = ""


class PassedOn(Event, frozen=True, kw_only=True, tag="passed_on"):
    """An open problem has been passed to the company (S0 2.7.2)."""

    to: Text
    words: Text


class BroughtIn(Event, frozen=True, kw_only=True, tag="brought_in"):
    """A machine was received at the office, with what came with it (S4 reception)."""

    place: Text
    condition: Text
    configuration: str = ""  # as checked against the standard one
    accessories: list[str] = []
    parts_ours: bool | None = None  # by their barcodes; None: not checked
    signed_by: str = ""  # the customer, for condition and accessories
    unsigned: str = ""
    ready_by: Moment | None = None  # agreed pick-up time


class Repaired(Event, frozen=True, kw_only=True, tag="repaired"):
    """Bench repair is done and tested; the machine is ready."""

    found: Text
    done: Text
    cause: Cause
    evidence: str = ""  # of misuse; without it misuse is not claimed
    place: str = ""
    parts: list[PartUsed] = []
    not_agreed: str = ""  # paid work to which nobody had agreed: why it was done
    emergency: str = ""  # why it could not wait for an agreement


class ToldReady(Event, frozen=True, kw_only=True, tag="told_ready"):
    """The customer knows that the machine can be picked up."""

    spoke_to: Text


class Placed(Event, frozen=True, kw_only=True, tag="placed"):
    """A customer's machine stands somewhere else now (客户机库房, 维修区, 修复区)."""

    place: Text


class PickedUp(Event, frozen=True, kw_only=True, tag="picked_up"):
    """Tested before the customer's eyes, taken and signed for (已经取机), against the voucher.

    After the request was declined or cancelled the machine is given back as it is; the ticket
    stays where it is.
    """

    signed_by: Text
    voucher: str = ""  # empty: handed in; else how the person was known without it


class Shipped(Event, frozen=True, kw_only=True, tag="shipped"):
    """Sent to the factory with its papers (S0 2.6.7)."""

    carrier: Text
    number: Text
    paid_by: PaidBy
    reason: Text
    place: str = ""
    due_back: Moment | None = None  # when the factory is to have sent it back


class Returned(Event, frozen=True, kw_only=True, tag="returned"):
    """Back from the factory."""

    carrier: str = ""
    number: str = ""
    done: Text
    place: str = ""  # where it stands now
    replaced_by: str = ""  # serial number of the machine that came instead


class Held(Event, frozen=True, kw_only=True, tag="held"):
    """Put on hold. Only the customer's own wish stops promises; waiting for us never does."""

    wish: Wish
    reason: Text
    until: Moment | None = None


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """Taken up again; the ticket returns to the state it left."""

    words: str = ""


class Escalated(Event, frozen=True, kw_only=True, tag="escalated"):
    """Handed up, with a reason: never left (S0 2.4.1)."""

    to: Text
    reason: Text


class Approved(Event, frozen=True, kw_only=True, tag="approved"):
    """Leave was asked and given or refused: by whom, for what. Given for something that is against
    history (`of`), it lets that pass the guard of the shared repository.
    """

    asked: Text
    granted: bool
    by_whom: Text
    words: str = ""
    of: str = ""  # what a manager answers for: an event's id, or the first ten digits of a commit


class Reminded(Event, frozen=True, kw_only=True, tag="reminded"):
    """The customer called again for the same matter (催单): counted here, never a second ticket."""

    caller: str = ""
    words: str = ""


class Committed(Event, frozen=True, kw_only=True, tag="committed"):
    """Somebody promised this customer something: what, until when (S4: 承诺一定要兑现)."""

    promise: Text
    until: Moment


class CommitmentKept(Event, frozen=True, kw_only=True, tag="commitment_kept"):
    """A commitment was kept; `of` is the event id of the commitment."""

    of: Text
    words: str = ""


def check_exact(*amounts: Decimal) -> None:
    """Raise ValueError for an amount that is not one of yuan with at most two places: it could not
    be added up.
    """
    for amount in amounts:
        if not amount.is_finite() or abs(amount) >= 10**12 or amount != round(amount, 2):
            raise ValueError("an amount in yuan has two places")


class QuoteLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a quote or charge."""

    item: Text
    count: Annotated[int, Meta(ge=1)]
    price: Decimal  # yuan for one, two places
    code: str = ""
    free: FreeReason | None = None  # why the customer does not pay it; None: they do

    def __post_init__(self) -> None:
        check_exact(self.price)


class Quoted(Event, frozen=True, kw_only=True, tag="quoted"):
    """A price was named, line by line, from the price list."""

    lines: list[QuoteLine]
    total: Decimal
    # why the customer pays though the warranty would cover it, as far as is known before the work
    cause: Literal["", "misuse", "software"] = ""
    evidence: str = ""  # of misuse

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.total)


class Consented(Event, frozen=True, kw_only=True, tag="consented"):
    """The customer agreed before the work: who, how, to what."""

    to: ConsentTo
    who: Text
    how: Text
    granted: bool = True
    amount: Decimal | None = None  # the sum agreed to, where it is not that of the last quotation

    def check_values(self) -> None:
        super().check_values()
        if self.amount is not None:
            check_exact(self.amount)


class Charged(Event, frozen=True, kw_only=True, tag="charged"):
    """The fee of the work done; it takes the place of an earlier charge."""

    lines: list[QuoteLine]
    total: Decimal
    reason: str = ""  # why it is not the sum that the customer agreed to

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.total)


class Paid(Event, frozen=True, kw_only=True, tag="paid"):
    """Money was taken. Taken on site, the technician owes it until the cashier confirms it (S4)."""

    amount: Decimal
    how: Pay
    taken_by: Text

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)


class PaidWay(Struct, frozen=True, kw_only=True):
    """A part of a receipt's sum, and how it was paid."""

    how: Pay
    amount: Decimal

    def __post_init__(self) -> None:
        check_exact(self.amount)


class PaymentDeferred(Event, frozen=True, kw_only=True, tag="payment_deferred"):
    """What is charged and not paid is owed until a day: who pays, who agreed to it."""

    until: Moment
    payer: Text
    agreed_by: Text
    amount: Decimal  # what was open then; a higher charge wants another word

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)


class Waived(Event, frozen=True, kw_only=True, tag="waived"):
    """Something may be missing: paid work goes on, leaves the house or is closed without it; the
    daily sheet asks no longer for a slip, a warranty card, a signature (S2 4.3.3).
    """

    reason: Text
    gaps: Annotated[list[Gap], Meta(min_length=1)]


class HandedIn(Event, frozen=True, kw_only=True, tag="handed_in"):
    """The cashier has the money a technician took on site; `of` is the event id of the payment."""

    of: Text


class Refunded(Event, frozen=True, kw_only=True, tag="refunded"):
    """The money of a receipt was given back; the receipt is voided with it."""

    amount: Decimal
    how: Pay
    receipt: Text
    reason: Text
    not_taken: bool = False  # it was recorded twice: nobody had it, nobody gave it back (红字)

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)


class ReceiptIssued(Event, frozen=True, kw_only=True, tag="receipt_issued"):
    """A receipt of this desk's book; its number runs without gaps."""

    number: Text
    payer: Text
    amount: Decimal
    how: str = ""  # the only way, or the first of `ways`
    ways: list[PaidWay] = []  # where it was paid in several: each with its part of the amount
    lines: list[QuoteLine] = []
    replaces: str = ""  # the voided receipt it stands for

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)

    @property
    def by_way(self) -> list[PaidWay]:
        """Its parts by their ways of paying; one where it was paid in one way."""
        return self.ways or [PaidWay(how=cast("Pay", self.how), amount=self.amount)]


class ReceiptVoided(Event, frozen=True, kw_only=True, tag="receipt_voided"):
    """A receipt is never changed: it is voided, and the void is on record."""

    number: Text
    reason: Text


class Invoiced(Event, frozen=True, kw_only=True, tag="invoiced"):
    """The invoice of a receipt: issued, still to issue, or waived."""

    receipt: Text
    state: InvoiceState
    title: str = ""
    tax_number: str = ""
    sort: str = ""
    number: str = ""


class CostNoted(Event, frozen=True, kw_only=True, tag="cost_noted"):
    """What the work cost us, and who of us bears it (S3 9). A negative amount takes back one noted
    wrongly (红字).
    """

    sort: CostSort
    amount: Decimal
    bearer: Bearer
    person: str = ""  # whose travel, lodging or allowance it is
    words: str = ""

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)


class PartLent(Event, frozen=True, kw_only=True, tag="part_lent"):
    """A part was handed to a technician for this ticket; a loan until used or returned
    (备件借用).
    """

    part: Text
    count: Annotated[int, Meta(ge=1)]
    technician: Text
    serial: str = ""
    unbooked: str = ""  # why it was lent though the store's books did not have it


class LoanEnded(Event, frozen=True, kw_only=True, tag="loan_ended"):
    """A loan ends as used, returned good, returned defective with a tag, or lost; `of` is the event
    id of the loan.
    """

    of: Text
    how: LoanEnd
    fault: str = ""  # what stands on the tag


class LoanerLent(Event, frozen=True, kw_only=True, tag="loaner_lent"):
    """A machine of the store was lent to the customer while theirs is repaired (备用机), until a
    day; a loan until it is back.
    """

    part: Text  # its code in the catalogue
    serial: Text
    until: Moment
    signed_by: str = ""
    unsigned: str = ""  # why nobody signed for it
    condition: str = ""  # as it was handed over
    accessories: list[str] = []


class LoanerReturned(Event, frozen=True, kw_only=True, tag="loaner_returned"):
    """A machine that was lent to the customer is back, good or defective, or it is lost; `of` is
    the event id of the loan.
    """

    of: Text
    how: LoanerEnd
    condition: Text  # as it came back, with what is missing of its accessories


class PartShort(Event, frozen=True, kw_only=True, tag="part_short"):
    """A request that stock could not meet (备件借用失败单); hit rate comes from it."""

    part: Text
    count: Annotated[int, Meta(ge=1)]


class PartRequested(Event, frozen=True, kw_only=True, tag="part_requested"):
    """Asked of the parts centre, to be here by a time."""

    part: Text
    count: Annotated[int, Meta(ge=1)]
    by_when: Moment | None = None


class PartDelivered(Event, frozen=True, kw_only=True, tag="part_delivered"):
    """The requested part is here; `of` is the event id of the request, `serials` are the numbers of
    pieces that are followed one by one.
    """

    of: Text
    serials: list[Text] = []


class PartSent(Event, frozen=True, kw_only=True, tag="part_sent"):
    """The parts centre has sent what was asked for; `of` is the event id of the request. The day it
    is expected takes the place of the one that was asked for.
    """

    of: Text
    carrier: str = ""
    number: str = ""  # the carrier's
    expected: Moment | None = None


class PartRequestCancelled(Event, frozen=True, kw_only=True, tag="part_request_cancelled"):
    """What was asked of the parts centre is not wanted any more, or does not come; `of` is the
    event id of the request.
    """

    of: Text
    reason: Text


class FollowedUp(Event, frozen=True, kw_only=True, tag="followed_up"):
    """The technician's own call after an unsure repair or guidance by phone; not the callback."""

    spoke_to: Text
    running: bool
    words: str = ""


class CalledBack(Event, frozen=True, kw_only=True, tag="called_back"):
    """The satisfaction call of stage six (S0 3.6): how the machine runs and how we did."""

    spoke_to: Text
    running: bool | None = None  # None: nobody asked
    rating: Rating
    response: Rating | None = None
    skill: Rating | None = None
    manner: Rating | None = None
    better: str = ""  # what should be better
    reason: str = ""  # of dissatisfaction


class Surveyed(Event, frozen=True, kw_only=True, tag="surveyed"):
    """The longer survey, as the customer filled it in or said it (S4 2.4.2); None: not answered.
    `sampled`: headquarters' own call, which it draws to compare with the region's (S2).
    """

    filled_by: Text
    reachable: Rating | None = None
    response: Rating | None = None
    repair: Rating | None = None
    skill: Rating | None = None
    manner: Rating | None = None
    price: Rating | None = None
    station: Rating | None = None
    overall: Rating | None = None
    praise: str = ""
    blame: str = ""
    better: str = ""
    sampled: bool = False


class Flagged(Event, frozen=True, kw_only=True, tag="flagged"):
    """A promise was found broken by cron: one event for each (promise, due)."""

    promise: Text
    due: Moment


class Closed(Event, frozen=True, kw_only=True, tag="closed"):
    """Done, called back, filed."""

    words: str = ""


class Reopened(Event, frozen=True, kw_only=True, tag="reopened"):
    """Opened again: dissatisfied, the fault is back, or closed by mistake (S2 4.2.8C).

    For a talk nobody goes there: the station head speaks with the customer, and the work stands.
    """

    reason: Text
    reopened_for: ReopenedFor = "repair"


class Declined(Event, frozen=True, kw_only=True, tag="declined"):
    """No consent to a price, or not ours to repair: politely declined."""

    reason: Text


class Cancelled(Event, frozen=True, kw_only=True, tag="cancelled"):
    """The customer, or we with the customer's consent, gave the request up."""

    reason: Text
    asked_by: Text


class Settled(Event, frozen=True, kw_only=True, tag="settled"):
    """Events that could not both hold after a merge: this names the outcome."""

    outcome: Text  # a state
    words: Text
    once: list[str] = []  # ids of refunds that two desks recorded and that went out once: not these


class Corrected(Event, frozen=True, kw_only=True, tag="corrected"):
    """A value of the head was wrong. The head stays as told; the current value is replayed."""

    field: Annotated[str, Meta(pattern="^[a-z_]+([.][a-z_]+){0,2}$")]
    old: str
    new: str  # empty: nothing is told any more, where the head may leave it out
    reason: Text


class Amended(Event, frozen=True, kw_only=True, tag="amended"):
    """A value of an earlier event was wrong: `of` is its id, `new` holds from now on; the last by
    (seq, id) wins. A list is written as JSON, an empty text is the field's default.
    """

    of: Text
    field: Annotated[str, Meta(pattern="^[a-z_]+$")]
    old: str = ""
    new: str = ""
    reason: Text


class UrgencySet(Event, frozen=True, kw_only=True, tag="urgency_set"):
    """Somebody decided how urgent it is, and why (S3 五(1))."""

    urgency: Urgency
    reason: Text


class Recomputed(Event, frozen=True, kw_only=True, tag="recomputed"):
    """A later policy, calendar or price list applies from here on (`svc promise recompute`)."""

    policy: str = ""
    calendar: str = ""
    prices: str = ""
    reason: Text


class MachineReplaced(Event, frozen=True, kw_only=True, tag="machine_replaced"):
    """The customer has another machine now; the warranty moves with it."""

    old_serial: Text
    new_serial: Text
    reason: Text


class RepeatDeclared(Event, frozen=True, kw_only=True, tag="repeat_declared"):
    """The same fault on the same machine again, or its N-th repair: declared to headquarters
    (多次维修申报).
    """

    earlier: list[str]
    reason: Text


class ComplaintJudged(Event, frozen=True, kw_only=True, tag="complaint_judged"):
    """A complaint was accepted or not, by whom; its class and grade; a quality matter or not (S3
    5).
    """

    accepted: bool
    by_whom: Text
    sort: Text
    grade: Grade
    quality: bool
    words: str = ""


class CauseFound(Event, frozen=True, kw_only=True, tag="cause_found"):
    """Why it came to the complaint, and what to do, by production and engineering (S3 6)."""

    cause: Text
    proposal: str = ""


class ResponsibilityFound(Event, frozen=True, kw_only=True, tag="responsibility_found"):
    """Cause, responsible department and person, by quality inspection; cost as audited by finance
    (S3 5).
    """

    cause: Text
    department: Text
    person: str = ""
    cost: Decimal | None = None


class CostAudited(Event, frozen=True, kw_only=True, tag="cost_audited"):
    """What a complaint cost, as audited by finance, and who bears it (S3 6, 9); borne by the
    business department it is recovered from the customer (S3 5.2).
    """

    amount: Decimal
    bearer: Bearer
    words: str = ""

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)


class CostRecovered(Event, frozen=True, kw_only=True, tag="cost_recovered"):
    """What the business department recovered from the customer of a complaint's cost; nothing, too,
    with the reason.
    """

    amount: Decimal
    words: Text

    def check_values(self) -> None:
        super().check_values()
        check_exact(self.amount)


class CorrectiveAction(Event, frozen=True, kw_only=True, tag="corrective_action"):
    """What was done so that it is put right, and so that it does not happen again."""

    remedy: Text
    prevention: str = ""
    effective_by: Moment | None = None  # when somebody looks whether the prevention took effect


class PreventionChecked(Event, frozen=True, kw_only=True, tag="prevention_checked"):
    """Somebody looked whether a prevention took effect; where it did not, when to look again."""

    effective: bool
    seen: Text
    again_by: Moment | None = None


class Signature(Struct, frozen=True, kw_only=True):
    """Who signed for a party, and on which day (S3 part 3: 甲方、施工单位、我公司三方签字)."""

    party: Party
    name: Text
    on: date


class NotSigned(Struct, frozen=True, kw_only=True):
    """A party that has not signed: why."""

    party: Party
    reason: Text


class CountedThing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thing that was delivered and counted: how many there were, of how many."""

    thing: Text
    found: Annotated[int, Meta(ge=0)]
    of: Annotated[int, Meta(ge=0)]  # how many the packing list says
    remark: str = ""  # damage, another type


class PartsAccepted(Event, frozen=True, kw_only=True, tag="parts_accepted"):
    """The parts of an installation were counted and accepted, signed by the parties (点件验收)."""

    signed_by: list[str] = []  # as it was told before it was asked for which party
    signatures: list[Signature] = []
    not_signed: list[NotSigned] = []
    no_builder: bool = False  # nobody but us builds there
    missing: list[str] = []
    things: list[CountedThing] = []  # line by line, where that was told


class Measured(Event, frozen=True, kw_only=True, tag="measured"):
    """A measured value of an installation or check, against its tolerance."""

    point: Text
    value: Text
    tolerance: str = ""
    within: bool
    after: str = ""  # the step after which it was measured anew, such as a pipe that was connected


class DefectReported(Event, frozen=True, kw_only=True, tag="defect_reported"):
    """A defect told in writing to those liable; `remedy` is their written answer, once it is
    there.
    """

    to: Text
    defect: Text
    remedy: str = ""
    by_when: Moment | None = None  # when the remedy is to be done
    prevents_use: bool = False  # nobody accepts the installation with it
    remedied: bool = False


class Accepted(Event, frozen=True, kw_only=True, tag="accepted"):
    """An installation was accepted, signed (竣工验收): the work ends here. A party that has not
    signed has its reason: it is in use without.
    """

    signed_by: list[str] = []  # as it was told before it was asked for which party
    signatures: list[Signature] = []
    not_signed: list[NotSigned] = []
    no_builder: bool = False  # nobody but us builds there
    words: str = ""
    # what the warranty runs from by the sale or by svc.yaml, and its last days; None: as usual
    warranty_since: date | None = None
    warranty_until: date | None = None
    on_site_until: date | None = None


class PapersHandedOver(Event, frozen=True, kw_only=True, tag="papers_handed_over"):
    """Papers of an installation were handed over to the customer (S3 part 3 二)."""

    handed: Annotated[list[Text], Meta(min_length=1)]
    recipient: Text  # who at the customer's has them


class UsersTrained(Event, frozen=True, kw_only=True, tag="users_trained"):
    """Those who use the machine were trained in it (S3 5.2)."""

    people: Annotated[list[Text], Meta(min_length=1)]
    content: Text
    minutes: Annotated[int, Meta(ge=0, le=10_000)] = 0  # how long; 0: nobody said
    result: str = ""  # how they get on


class SignedLater(Event, frozen=True, kw_only=True, tag="signed_later"):
    """Parties that had not signed have signed since; `of` is the event id of the acceptance."""

    of: Text
    signatures: Annotated[list[Signature], Meta(min_length=1)]


class OrderIssued(Event, frozen=True, kw_only=True, tag="order_issued"):
    """The service order for an installation (S3 part 3), with what the sale says of the warranty;
    issued again, the later one holds.
    """

    number: Text
    start: Moment
    contract: str = ""  # number of the sale's contract
    work: str = ""  # what is to be done
    builder: str = ""  # who builds there
    shipped: date | None = None
    delivered: date | None = None
    warranty_from: WarrantyStart | None = None  # None: as svc.yaml says
    warranty_months: Annotated[int, Meta(ge=0, le=600)] | None = None
    shipped_months: Annotated[int, Meta(ge=0, le=600)] | None = None  # ends then at the latest


class Linked(Event, frozen=True, kw_only=True, tag="linked"):
    """This ticket has to do with another one."""

    ticket: Text
    why: Text


class Joined(Event, frozen=True, kw_only=True, tag="joined"):
    """This ticket is of the same matter as another one, and goes on there: it ends as a
    duplicate.
    """

    into: Text
    reason: Text


class Attached(Event, frozen=True, kw_only=True, tag="attached"):
    """A photo or document was put beside the ticket: by its name and hash; its bytes lie in
    `files/`, or, above 1 MB, beside the ledger.
    """

    name: Text
    shows: Shows
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Meta(ge=0)]  # bytes
    beside: str = ""  # too large for the ledger: the desk that has it


class KnowledgeUsed(Event, frozen=True, kw_only=True, tag="knowledge_used"):
    """An entry of the knowledge base was tried, on the phone, on site or on the bench (S1 4.1). Of
    one entry the last word on a ticket counts.
    """

    entry: Text  # its file's name
    helped: bool
    words: str = ""


class Remarked(Event, frozen=True, kw_only=True, tag="remarked"):
    """A note."""

    words: Text


class Forgotten(Event, frozen=True, kw_only=True, tag="forgotten"):
    """Personal data was removed at the person's request: texts of head and log hold `(removed)`,
    `fields` are those of the head. `digest` is that of the head's values since.

    In a record of somebody else only the texts that named the person are: `places`, a field of the
    head by its name, one of an event behind the event's id, `a1b2c3d4e5.words`.
    """

    fields: list[str]
    reason: Text
    digest: Annotated[str, Meta(pattern="^([0-9a-f]{16})?$")] = ""
    places: list[str] = []


class Renumbered(Event, frozen=True, kw_only=True, tag="renumbered"):
    """Two desks gave one number twice, and one of both records got another. With neither `fields`
    nor `events` it is this record's number; else `was` means `now` there.
    """

    was: Text
    now: Text
    fields: list[Text] = []  # values of the head, `customer.file`
    events: list[Text] = []  # ids of events of this log


AnyEvent = (
    Noted
    | Received
    | Imported
    | HandedOver
    | TakenOver
    | OfficeChanged
    | Contacted
    | NotReached
    | Replied
    | Asked
    | Answered
    | Dispatched
    | HandedOut
    | Reassigned
    | Rescheduled
    | Prepared
    | Arrived
    | Visited
    | Back
    | Reported
    | SlipIn
    | Filed
    | PassedOn
    | BroughtIn
    | Repaired
    | ToldReady
    | Placed
    | PickedUp
    | Shipped
    | Returned
    | Held
    | Resumed
    | Escalated
    | Approved
    | Reminded
    | Committed
    | CommitmentKept
    | Quoted
    | Consented
    | Charged
    | Paid
    | PaymentDeferred
    | Waived
    | HandedIn
    | Refunded
    | ReceiptIssued
    | ReceiptVoided
    | Invoiced
    | CostNoted
    | PartLent
    | LoanEnded
    | LoanerLent
    | LoanerReturned
    | PartShort
    | PartRequested
    | PartSent
    | PartRequestCancelled
    | PartDelivered
    | FollowedUp
    | CalledBack
    | Surveyed
    | Flagged
    | Closed
    | Reopened
    | Declined
    | Cancelled
    | Settled
    | Corrected
    | Amended
    | UrgencySet
    | Recomputed
    | MachineReplaced
    | RepeatDeclared
    | ComplaintJudged
    | CauseFound
    | ResponsibilityFound
    | CostAudited
    | CostRecovered
    | CorrectiveAction
    | PreventionChecked
    | PartsAccepted
    | Measured
    | DefectReported
    | Accepted
    | PapersHandedOver
    | UsersTrained
    | SignedLater
    | OrderIssued
    | Linked
    | Joined
    | Attached
    | KnowledgeUsed
    | Remarked
    | Forgotten
    | Renumbered
)


STATES: dict[str, str] = {
    "noted": N_("noted"),
    "received": N_("received"),
    "handed_over": N_("handed over"),
    "replied": N_("replied"),
    "dispatched": N_("dispatched"),
    "visiting": N_("visiting"),
    "on_bench": N_("on the bench"),
    "at_factory": N_("at the factory"),
    "done": N_("done"),
    "called_back": N_("called back"),
    "closed": N_("closed"),
    "on_hold": N_("on hold"),
    "reopened": N_("reopened"),
    "declined": N_("declined"),
    "cancelled": N_("cancelled"),
    "duplicate": N_("duplicate"),
}
NEW = ""
"""Before the first event."""
FINAL = ("closed", "declined", "cancelled", "duplicate")
WAITING = ("received", "handed_over", "replied", "reopened")
"""States in which nobody is on the way yet."""
WORKING = (*WAITING, "dispatched", "visiting", "on_bench", "at_factory")
OPEN = (*WORKING, "done", "called_back", "on_hold")
ANY = (*STATES,)
GIVEN_UP = ("declined", "cancelled")
"""The customer's machine may still be with us then."""
MONEY = (*OPEN, "closed", *GIVEN_UP)
"""A diagnosis is charged though the repair was declined, a bill is paid after closing."""

CLERKS = ("clerk", "lead", "coordinator", "receptionist", "manager")
LEADS = ("lead", "coordinator", "manager")
OTHERS_NAMED = ("quality", "production", "finance", "business")
"""Departments that say whose fault it was, and what it cost (S3 5-7)."""
ENGINEERS = ("technician", "bench", "specialist", "lead", "coordinator", "manager")
LENDERS = ("parts", "receptionist", "technician", "bench", "lead", "coordinator", "manager")
"""Whoever hands a loaner to a customer, at the counter or on site."""
DESK = (
    "clerk",
    "lead",
    "coordinator",
    "receptionist",
    "technician",
    "bench",
    "specialist",
    "callback",
    "parts",
    "cashier",
    *OTHERS_NAMED,
    "manager",
)


class EventKind(Struct, frozen=True, kw_only=True):
    """A row of the catalogue."""

    event: type[Event]
    label: str  # message id; its Chinese stands in the catalogue of messages
    after: tuple[str, ...]  # states it may follow
    leads_to: str = ""  # the state it leads to; empty: the ticket stays where it is
    roles: tuple[str, ...] = DESK
    marks: tuple[str, ...] = ()  # moments, besides the event's own name


def tag_of(event: Event | type[Event]) -> str:
    """How an event, or a kind of event, is called in a record: its `what`."""
    return str(event.__struct_config__.tag)


CATALOGUE: dict[str, EventKind] = {
    tag_of(entry.event): entry
    for entry in (
        EventKind(
            event=Noted,
            label=N_("call noted"),
            after=(NEW,),
            leads_to="noted",
            marks=("requested",),
        ),
        EventKind(
            event=Received,
            label=N_("received"),
            after=(NEW, "noted"),
            leads_to="received",
            # who calls back takes down the complaint she hears, who is on site a second fault
            roles=(*CLERKS, "callback", "technician"),
            marks=("requested",),
        ),
        EventKind(
            event=Imported,
            label=N_("imported"),
            after=(NEW,),
            leads_to="received",  # or closed, as it was there
            roles=CLERKS,
        ),
        EventKind(
            event=HandedOver,
            label=N_("handed over"),
            after=("received", "reopened"),
            leads_to="handed_over",
            roles=CLERKS,
            marks=("visit_requested",),
        ),
        # words given to a customer outlast the ticket
        EventKind(event=TakenOver, label=N_("taken over"), after=ANY, roles=LEADS),
        EventKind(
            event=OfficeChanged,
            label=N_("handed over to another office"),
            after=(*OPEN, "noted"),
            roles=CLERKS,
        ),
        EventKind(
            event=Contacted,
            label=N_("customer reached"),
            after=(*WAITING, "dispatched"),
            roles=ENGINEERS,
        ),
        EventKind(event=NotReached, label=N_("not reached"), after=(*OPEN, "noted")),
        EventKind(
            event=Replied,
            label=N_("replied"),
            after=("handed_over", "reopened"),
            leads_to="replied",
            roles=ENGINEERS,
            marks=("solution",),
        ),
        EventKind(event=Asked, label=N_("passed to a specialist"), after=WAITING, roles=DESK),
        EventKind(
            event=Answered,
            label=N_("answered"),
            after=WAITING,
            leads_to="done",
            roles=(*CLERKS, *ENGINEERS),
            marks=("solution",),
        ),
        EventKind(
            event=Dispatched,
            label=N_("dispatched"),
            after=("handed_over", "replied", "reopened", "on_bench"),
            leads_to="dispatched",
            roles=LEADS,
            marks=("assigned",),
        ),
        EventKind(
            event=HandedOut, label=N_("order handed out"), after=("dispatched",), roles=LEADS
        ),
        EventKind(event=Reassigned, label=N_("given on"), after=("dispatched",), roles=LEADS),
        EventKind(event=Rescheduled, label=N_("rescheduled"), after=("dispatched",), roles=LEADS),
        EventKind(
            event=Prepared, label=N_("prepared"), after=("dispatched",), roles=(*ENGINEERS, "parts")
        ),
        EventKind(
            event=Arrived,
            label=N_("arrived"),
            after=("dispatched",),
            leads_to="visiting",
            roles=ENGINEERS,
        ),
        EventKind(
            event=Visited,
            label=N_("visited"),
            after=("visiting",),
            leads_to="done",
            roles=ENGINEERS,
        ),
        EventKind(
            event=Back,
            label=N_("back at the office"),
            after=(*WORKING, "done", "called_back", "on_hold"),
            roles=ENGINEERS,
        ),
        EventKind(event=Reported, label=N_("reported"), after=OPEN, roles=ENGINEERS),
        EventKind(
            event=SlipIn,
            label=N_("slip handed in"),
            after=(*OPEN, "closed"),
            roles=(*ENGINEERS, "clerk", "parts"),
        ),
        EventKind(
            event=Filed, label=N_("customer file updated"), after=(*OPEN, "closed"), roles=CLERKS
        ),
        EventKind(
            event=PassedOn, label=N_("open problem passed on"), after=(*OPEN, "closed"), roles=LEADS
        ),
        EventKind(
            event=BroughtIn,
            label=N_("machine received"),
            after=(*WAITING, "on_bench"),
            leads_to="on_bench",
            roles=("receptionist", "clerk", "technician", "manager"),
        ),
        EventKind(
            event=Repaired,
            label=N_("repaired on the bench"),
            after=("on_bench",),
            roles=ENGINEERS,
            marks=("ready",),
        ),
        EventKind(
            event=ToldReady, label=N_("customer told"), after=("on_bench", *GIVEN_UP), roles=CLERKS
        ),
        EventKind(
            event=Placed,
            label=N_("machine placed"),
            after=("on_bench", "at_factory", "on_hold", *GIVEN_UP),
            roles=("bench", "technician", *CLERKS),
        ),
        EventKind(
            event=PickedUp,
            label=N_("picked up"),
            after=("on_bench", "replied", *GIVEN_UP),
            leads_to="done",
            roles=CLERKS,
        ),
        EventKind(
            event=Shipped,
            label=N_("sent to the factory"),
            after=("on_bench", "replied", "at_factory"),
            leads_to="at_factory",
        ),
        EventKind(
            event=Returned,
            label=N_("back from the factory"),
            after=("at_factory",),
            leads_to="on_bench",
        ),
        EventKind(
            event=Held,
            label=N_("put on hold"),
            after=WORKING,
            leads_to="on_hold",
            roles=(*CLERKS, *ENGINEERS),
        ),
        EventKind(
            event=Resumed,
            label=N_("resumed"),
            after=("on_hold",),
            roles=(*CLERKS, *ENGINEERS),
        ),
        EventKind(event=Escalated, label=N_("escalated"), after=(*OPEN, "noted")),
        EventKind(
            event=Approved, label=N_("request for approval"), after=ANY, roles=("lead", "manager")
        ),
        EventKind(event=Reminded, label=N_("customer called again"), after=(*OPEN, "noted")),
        EventKind(event=Committed, label=N_("commitment to the customer made"), after=OPEN),
        EventKind(event=CommitmentKept, label=N_("commitment to the customer kept"), after=ANY),
        EventKind(event=Quoted, label=N_("quoted"), after=OPEN),
        EventKind(event=Consented, label=N_("consent asked"), after=OPEN),
        EventKind(event=Charged, label=N_("charged"), after=MONEY),
        EventKind(event=Paid, label=N_("paid"), after=MONEY),
        EventKind(event=PaymentDeferred, label=N_("payment deferred"), after=MONEY),
        EventKind(event=Waived, label=N_("let pass"), after=MONEY),
        EventKind(
            event=HandedIn, label=N_("money handed in"), after=ANY, roles=("cashier", "manager")
        ),
        EventKind(
            event=Refunded, label=N_("money refunded"), after=ANY, roles=("cashier", "manager")
        ),
        EventKind(
            event=ReceiptIssued,
            label=N_("receipt issued"),
            after=MONEY,
            roles=("cashier", "technician", "clerk", "manager"),
        ),
        EventKind(
            event=ReceiptVoided, label=N_("receipt voided"), after=ANY, roles=("cashier", "manager")
        ),
        EventKind(event=Invoiced, label=N_("invoice"), after=ANY, roles=("cashier", "manager")),
        EventKind(event=CostNoted, label=N_("internal cost noted"), after=MONEY),
        EventKind(
            event=PartLent,
            label=N_("part lent"),
            # and afterwards: what was fitted without a loan is booked when somebody sees it
            after=(*WORKING, "on_hold", "done", "called_back"),
            roles=("parts", "manager"),
        ),
        EventKind(event=LoanEnded, label=N_("loan ended"), after=ANY, roles=("parts", "manager")),
        EventKind(
            event=LoanerLent,
            label=N_("loaner lent"),
            after=(*WORKING, "on_hold", "done", "called_back"),
            roles=LENDERS,
        ),
        EventKind(event=LoanerReturned, label=N_("loaner back"), after=ANY, roles=LENDERS),
        EventKind(
            event=PartShort,
            label=N_("part not in stock"),
            after=(*WORKING, "on_hold"),
            roles=("parts", "manager"),
        ),
        EventKind(
            event=PartRequested,
            label=N_("part requested"),
            after=(*WORKING, "on_hold"),
            roles=("parts", "coordinator", "manager"),
        ),
        EventKind(
            event=PartSent,
            label=N_("part sent"),
            after=ANY,
            roles=("parts", "coordinator", "manager"),
        ),
        EventKind(
            event=PartDelivered, label=N_("part delivered"), after=ANY, roles=("parts", "manager")
        ),
        EventKind(
            event=PartRequestCancelled,
            label=N_("request for a part cancelled"),
            after=ANY,
            roles=("parts", "coordinator", "manager"),
        ),
        EventKind(
            event=FollowedUp,
            label=N_("technical follow-up"),
            after=("done", "called_back", "closed"),
            roles=(*ENGINEERS, "clerk"),
        ),
        EventKind(
            event=CalledBack,
            label=N_("called back"),
            after=("done",),
            leads_to="called_back",
            roles=("callback", "clerk", "manager"),
        ),
        EventKind(
            event=Surveyed,
            label=N_("survey answered"),
            after=(*OPEN, *FINAL),
            roles=(*CLERKS, "callback", "quality"),
        ),
        EventKind(
            event=Flagged,
            label=N_("flagged"),
            after=ANY,
            roles=("system", "coordinator", "manager"),
        ),
        EventKind(
            event=Closed,
            label=N_("closed"),
            after=("called_back",),
            leads_to="closed",
            roles=("callback", "clerk", "lead", "coordinator", "manager"),
        ),
        EventKind(
            event=Reopened,
            label=N_("reopened"),
            after=("done", "called_back", *FINAL),
            leads_to="reopened",  # by whoever hears that the customer is not satisfied
        ),
        EventKind(
            event=Declined, label=N_("declined"), after=(*WORKING, "on_hold"), leads_to="declined"
        ),
        EventKind(
            event=Cancelled,
            label=N_("cancelled"),
            after=(*WORKING, "on_hold", "noted"),
            leads_to="cancelled",
            roles=CLERKS,
        ),
        EventKind(event=Settled, label=N_("settled"), after=ANY, roles=LEADS),
        EventKind(event=Corrected, label=N_("corrected"), after=ANY),
        EventKind(event=Amended, label=N_("entry amended"), after=ANY),
        EventKind(event=UrgencySet, label=N_("urgency set"), after=(*OPEN, "noted")),
        EventKind(event=Recomputed, label=N_("promises recomputed"), after=ANY, roles=CLERKS),
        EventKind(
            event=MachineReplaced,
            label=N_("machine replaced"),
            after=ANY,
            roles=(*CLERKS, *ENGINEERS),
        ),
        EventKind(
            event=RepeatDeclared,
            label=N_("repeated repair declared"),
            after=(*OPEN, "closed"),
            roles=(*CLERKS, *ENGINEERS),
        ),
        EventKind(
            event=ComplaintJudged,
            label=N_("complaint judged"),
            after=OPEN,
            roles=("lead", "manager"),
        ),
        EventKind(
            event=CauseFound,
            label=N_("cause of the complaint found"),
            after=(*OPEN, "closed"),
            roles=("lead", "manager", "production", "quality"),
        ),
        EventKind(
            event=CostAudited,
            label=N_("cost audited"),
            after=(*OPEN, "closed"),
            roles=("finance", "manager"),
        ),
        EventKind(
            event=CostRecovered,
            label=N_("cost recovered"),
            after=(*OPEN, "closed"),
            roles=("business", "finance", "manager"),
        ),
        EventKind(
            event=PreventionChecked,
            label=N_("prevention checked"),
            after=(*OPEN, "closed"),
            roles=(*LEADS, "quality", "production"),
        ),
        EventKind(
            event=ResponsibilityFound,
            label=N_("responsibility found"),
            after=(*OPEN, "closed"),
            roles=("lead", "manager", *OTHERS_NAMED),
        ),
        EventKind(
            event=CorrectiveAction,
            label=N_("corrective action"),
            after=(*OPEN, "closed"),
            roles=LEADS,
        ),
        EventKind(
            event=PartsAccepted,
            label=N_("parts counted and accepted"),
            after=WORKING,
            roles=ENGINEERS,
        ),
        EventKind(event=Measured, label=N_("measured"), after=(*WORKING, "done"), roles=ENGINEERS),
        EventKind(
            event=DefectReported,
            label=N_("defect reported"),
            # what was left open at acceptance is remedied after the ticket is closed
            after=(*WORKING, "done", "called_back", "closed"),
            roles=ENGINEERS,
        ),
        EventKind(
            event=Accepted,
            label=N_("accepted"),
            after=("dispatched", "visiting", "replied"),
            leads_to="done",
            roles=ENGINEERS,
        ),
        EventKind(
            event=PapersHandedOver,
            label=N_("papers handed over"),
            after=(*WORKING, "done", "called_back", "closed"),
            roles=ENGINEERS,
        ),
        EventKind(
            event=UsersTrained,
            label=N_("users trained"),
            after=(*WORKING, "done", "called_back", "closed"),
            roles=ENGINEERS,
        ),
        EventKind(
            event=SignedLater,
            label=N_("signed later"),
            after=(*OPEN, "closed"),
            roles=ENGINEERS,
        ),
        EventKind(event=OrderIssued, label=N_("service order issued"), after=OPEN, roles=LEADS),
        EventKind(event=Linked, label=N_("linked"), after=ANY),
        EventKind(
            event=Joined,
            label=N_("joined to another ticket"),
            after=("noted", "received", "handed_over", "replied", "on_hold"),
            leads_to="duplicate",
            roles=CLERKS,
            marks=("duplicate",),
        ),
        EventKind(event=Attached, label=N_("file attached"), after=ANY),
        EventKind(event=KnowledgeUsed, label=N_("known fault tried"), after=ANY),
        EventKind(event=Remarked, label=N_("note"), after=ANY),
        EventKind(
            event=Forgotten, label=N_("personal data removed"), after=ANY, roles=("manager",)
        ),
        EventKind(event=Renumbered, label=N_("renumbered"), after=ANY),
    )
}

MOMENTS: frozenset[str] = frozenset(
    {*CATALOGUE, *(mark for entry in CATALOGUE.values() for mark in entry.marks)}
    # Not an event of their own: see svc/rules/ticket/lifecycle.py, which says when each of them is.
    | {"talk", "work_ended", "left_unsure", "guided", "left_over", "fixed", "taken_away"}
    | {"complaint_accepted", "cost_to_recover"}
)
