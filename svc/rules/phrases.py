"""Standard phrases (标准用语, S0 ch. 3) in our own words, and ready texts for WeChat or SMS.

Each is filled in with what the ticket knows: names, machine, promised times. What is not known yet
is left out, never guessed: a phrase about a technician needs one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.settings import Settings
from svc.model.staff import Person, Staff
from svc.model.tickets import UNKNOWN, Ticket
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State


class Saying(Struct, frozen=True, kw_only=True):
    """One thing to say or send: at which step, to whom (customer, technician), by mouth or as a
    text, the sentences.
    """

    step: str
    to: str
    how: str  # say, text
    words: list[Phrase]


STEPS: dict[str, str] = {
    "call": N_("calling a noted caller back"),
    "intake": N_("at intake"),
    "reply": N_("when replying"),
    "arrival": N_("on arrival"),
    "paid": N_("when it is not free"),
    "finished": N_("when leaving"),
    "ready": N_("when the machine is ready"),
    "followup": N_("technical follow-up"),
    "callback": N_("at the callback"),
    "customer": N_("text to the customer"),
    "technician": N_("text to the technician"),
}
"""What there are phrases for, in the order of a ticket's life."""

PROVISIONAL = N_(
    "The holidays of that year are not published yet; should the day move, we will tell you."
)

_NOW: dict[str, tuple[str, ...]] = {
    "noted": ("call",),
    "received": ("intake", "customer"),
    "handed_over": ("reply", "customer"),
    "replied": ("reply", "customer"),
    "dispatched": ("arrival", "customer", "technician"),
    "visiting": ("paid", "finished"),
    "on_bench": ("ready", "customer"),
    "at_factory": ("customer",),
    "done": ("callback", "followup", "customer"),
    "called_back": ("callback",),
    "on_hold": ("customer",),
    "reopened": ("reply", "customer"),
}


def phrase_steps(state: State) -> tuple[str, ...]:
    """The steps whose phrases are wanted where the ticket stands; none once it is closed."""
    return _NOW.get(state.status, ())


def phrases_for_step(
    state: State,
    step: str,
    *,
    settings: Settings,
    staff: Staff,
    promises: list[PromiseRun],
    me: Person,
) -> Saying | None:
    """What to say or send at this step; None if the ticket does not know enough for it yet."""
    known = _PhraseFacts(state, settings, staff, promises, me)
    lines = _MAKE[step](known)
    if not lines:
        return None
    how = "text" if step in ("customer", "technician") else "say"
    return Saying(
        step=step, to="technician" if step == "technician" else "customer", how=how, words=lines
    )


class _PhraseFacts:
    """What the phrases are filled in with."""

    def __init__(
        self, state: State, settings: Settings, staff: Staff, promises: list[PromiseRun], me: Person
    ) -> None:
        ticket = state.current
        self.state = state
        self.ticket: Ticket = ticket
        self.maker = settings.name
        self.hotline = settings.hotline
        self.me = me.name
        self.technician = staff.find_person(state.technician) if state.technician else None
        self.appointment = state.appointment if state.technician else None
        self.contact = _name(ticket.customer.contact) if ticket.customer else ""
        self.model = _name(ticket.equipment.model) if ticket.equipment else ""
        office = settings.offices.get(ticket.office)
        self.office = (office.address or office.name) if office else ""
        self._promises = promises

    def due(self, *names: str) -> datetime | None:
        """When the first open promise of these is due; None if none is open."""
        return min(
            (h.due for h in self._promises if h.promise in names and h.is_open and h.due),
            default=None,
        )

    def is_provisional(self, *names: str) -> bool:
        """Whether the holidays that could move the first of these are not listed yet."""
        return any(
            h.years_not_listed
            for h in self._promises
            if h.promise in names and h.is_open and h.due == self.due(*names)
        )


def _call(known: _PhraseFacts) -> list[Phrase]:
    noted = known.state.noted
    if noted is None:
        return []
    return [
        Phrase(
            N_("Hello, is that {name}? This is {maker}, my name is {me}."),
            name=noted.name,
            maker=known.maker,
            me=known.me,
        ),
        Phrase(N_("You called us and we are calling you back at once. What can we do for you?")),
    ]


def _intake(known: _PhraseFacts) -> list[Phrase]:
    out = [
        Phrase(
            N_("Thank you for telling us. The number of your request is {ticket}."),
            ticket=known.ticket.id,
        )
    ]
    if known.ticket.mode == "walk_in" and _verdict(known.ticket) == "in":
        out.append(
            Phrase(
                N_("The repair is free; please bring the machine to us: {office}."),
                office=known.office,
            )
        )
    elif known.ticket.mode == "walk_in":
        out.append(Phrase(N_("Please bring the machine to us: {office}."), office=known.office))
        if _verdict(known.ticket) == "out":
            out.append(Phrase(N_("You will be told the price before we begin, and you decide.")))
    elif known.ticket.mode == "paid":
        out.append(
            Phrase(
                N_(
                    "The warranty has ended. You will be told the price before we begin, and you "
                    "decide."
                )
            )
        )
    elif known.ticket.mode == "visit" and _verdict(known.ticket) == "in":
        out.append(Phrase(N_("The repair at your place is free of charge.")))
    elif known.ticket.mode == "visit":
        out.append(Phrase(N_("Please have the invoice or warranty card ready for our engineer.")))
    contact, visit = known.due("contact", "phone"), known.due("visit", "on_site")
    if contact is not None:
        out.append(Phrase(N_("Our engineer will call you by {due}."), due=contact))
    if visit is not None:
        out.append(Phrase(N_("We will be at your place by {due} at the latest."), due=visit))
        if known.is_provisional("visit", "on_site"):
            out.append(Phrase(PROVISIONAL))
    if known.hotline:
        out.append(
            Phrase(N_("If anything changes, call us: {hotline}. Thank you."), hotline=known.hotline)
        )
    return out


def _reply(known: _PhraseFacts) -> list[Phrase]:
    out = [
        Phrase(
            N_("Hello, is that {contact}? This is {maker}, technical support, {me}."),
            contact=known.contact,
            maker=known.maker,
            me=known.me,
        ),
        Phrase(N_("It is about your {model}."), model=known.model),
    ]
    if known.technician is not None and known.appointment is not None:
        out.append(_who_comes(known))
    else:
        out.append(
            Phrase(N_("May I ask what the machine is doing now, and when a visit would suit you?"))
        )
    prepare = _prepare(known.state)
    if prepare:
        out.append(
            Phrase(N_("Please have ready: {prepare}. Thank you for your help."), prepare=prepare)
        )
    return out


def _arrival(known: _PhraseFacts) -> list[Phrase]:
    if known.technician is None:
        return []
    return [
        Phrase(
            N_("Hello, is that {contact}? I am {technician} of {maker}."),
            contact=known.contact,
            technician=known.technician.name,
            maker=known.maker,
        ),
        Phrase(
            N_(
                "I am sorry for the trouble with the {model}; I will get it running as soon as "
                "I can."
            ),
            model=known.model,
        ),
        Phrase(N_("Would you tell me what happened, and show me the warranty papers?")),
    ]


def _paid(known: _PhraseFacts) -> list[Phrase]:
    return [
        Phrase(
            N_("I am sorry: this is not covered by the warranty, because {reason}."), reason="…"
        ),
        Phrase(N_("By the price list it costs {price}. I begin only if you agree."), price="…"),
    ]


def _finished(known: _PhraseFacts) -> list[Phrase]:
    out = [
        Phrase(
            N_("The machine runs again; please try it yourself. The cause was {cause}."), cause="…"
        ),
        Phrase(
            N_(
                "Please say on the slip how satisfied you are, and sign it. Thank you for your "
                "help."
            )
        ),
    ]
    if known.hotline:
        out.append(Phrase(N_("If you need anything, call {hotline}."), hotline=known.hotline))
    return out


def _ready(known: _PhraseFacts) -> list[Phrase]:
    return [
        Phrase(
            N_("Hello, is that {contact}? This is {maker}. Your {model} is repaired and tested."),
            contact=known.contact,
            maker=known.maker,
            model=known.model,
        ),
        Phrase(
            N_(
                "You can pick it up at {office}; please bring the voucher. We will test it in "
                "front of you."
            ),
            office=known.office,
        ),
    ]


def _followup(known: _PhraseFacts) -> list[Phrase]:
    return [
        Phrase(N_("Hello, {contact}, this is {me} of {maker}. Is the {model} still running well?"),
               contact=known.contact, me=known.me, maker=known.maker, model=known.model),
        Phrase(N_("If the fault comes back, tell me now and I will come to it at once.")),
    ]  # fmt: skip


def _callback(known: _PhraseFacts) -> list[Phrase]:
    return [
        Phrase(
            N_(
                "Hello, is that {contact}? This is {maker}, {me}, about the repair of your {model}."
            ),
            contact=known.contact,
            maker=known.maker,
            me=known.me,
            model=known.model,
        ),
        Phrase(
            N_(
                "Has the machine run well since? Are you satisfied with the repair, our speed, "
                "and the skill and courtesy of our engineer?"
            )
        ),
        Phrase(N_("What should we do better? Thank you; call us whenever you need us.")),
    ]


def _customer(known: _PhraseFacts) -> list[Phrase]:
    start = Phrase(
        N_("[{maker}] {contact}, about your {model}, number {ticket}:"),
        maker=known.maker,
        contact=known.contact,
        model=known.model,
        ticket=known.ticket.id,
    )
    if known.ticket.customer is None:
        return []
    match known.state.status:
        case "dispatched" if known.technician is not None and known.appointment is not None:
            news = _who_comes(known)
        case "on_bench":
            news = Phrase(
                N_("the machine is with us for repair; we will call you when it can be picked up.")
            )
        case "at_factory":
            news = Phrase(
                N_(
                    "the machine is at the factory for repair; we will call you as soon as it "
                    "is back."
                )
            )
        case "done" | "called_back":
            news = Phrase(N_("the work is done. We will call to ask whether all is well."))
        case "on_hold":
            news = Phrase(N_("we are waiting as agreed, and will go on as soon as you tell us."))
        case _:
            due = known.due("contact", "phone")
            news = (
                Phrase(
                    N_("your request is recorded; our engineer will call you by {due}."), due=due
                )
                if due
                else Phrase(
                    N_("we are working on your request; we will tell you when our engineer comes.")
                )
            )
    out = [start, news]
    if known.hotline:
        out.append(Phrase(N_("Hotline {hotline}"), hotline=known.hotline))
    return out


def _technician(known: _PhraseFacts) -> list[Phrase]:
    """All that a technician is briefed on (S0 2.4.2)."""
    ticket = known.ticket
    customer, machine = ticket.customer, ticket.equipment
    if customer is None or machine is None or known.technician is None:
        return []
    out = [
        Phrase(
            N_("{ticket} for {technician}, {at}"),
            ticket=ticket.id,
            technician=known.technician.name,
            at=known.appointment or "—",
        ),
        Phrase(N_("Customer: {unit}, {address}"), unit=customer.unit, address=customer.address),
        Phrase(
            N_("Contact: {contact} {mobile}, {phone}"),
            contact=customer.contact,
            mobile=customer.mobile,
            phone=customer.phone,
        ),
        Phrase(
            N_("Machine: {model} {specification} {serial}, bought {bought}"),
            model=machine.model,
            specification=machine.specification,
            serial=machine.serial,
            bought=machine.bought,
        ),
        Phrase(
            N_("Fault: {symptom} (since {occurred})"),
            symptom=ticket.symptom.strip(),
            occurred=ticket.occurred,
        ),
        Phrase(N_("Warranty: {reason}"), reason=machine.warranty.reason),
        Phrase(N_("The customer wishes: {wishes}"), wishes=ticket.wishes),
    ]
    bring = _bring(known.state)
    if bring:
        out.append(Phrase(N_("Bring: {bring}"), bring=bring))
    if ticket.repeat_of:
        out.append(Phrase(N_("Repeated repair, earlier: {earlier}"), earlier=ticket.repeat_of))
    return out


def _who_comes(known: _PhraseFacts) -> Phrase:
    assert known.technician is not None
    return Phrase(
        N_("our engineer {technician} (phone {phone}) will come to you at {at}."),
        technician=known.technician.name,
        phone=known.technician.phone or known.hotline,
        at=known.appointment or "",
    )


def _name(text: str) -> str:
    return "" if text == UNKNOWN else text


def _verdict(ticket: Ticket) -> str:
    return ticket.equipment.warranty.verdict if ticket.equipment else "unknown"


def _prepare(state: State) -> str:
    """What the customer was asked to have ready, the last time."""
    return next((e.prepare for e in reversed(state.ticket.log) if getattr(e, "prepare", "")), "")  # type: ignore[union-attr]


def _bring(state: State) -> list[str]:
    return next((e.bring for e in reversed(state.ticket.log) if getattr(e, "bring", [])), [])  # type: ignore[union-attr]


_MAKE: dict[str, Callable[[_PhraseFacts], list[Phrase]]] = {
    "call": _call,
    "intake": _intake,
    "reply": _reply,
    "arrival": _arrival,
    "paid": _paid,
    "finished": _finished,
    "ready": _ready,
    "followup": _followup,
    "callback": _callback,
    "customer": _customer,
    "technician": _technician,
}
