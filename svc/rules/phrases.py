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
from svc.model.tickets import Ticket
from svc.model.typed_text import UNKNOWN
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.coverage import free_shares, service_now
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.service import MACHINE_KINDS, ServiceRow, is_free, is_priced_first
from svc.rules.ticket.visits import brought


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

    @property
    def is_at_the_counter(self) -> bool:
        """Whether who is spoken to has brought the machine, and stands here."""
        return self.ticket.channel == "walk_in" and self.ticket.mode == "walk_in"

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
    out += _way_and_price(known)
    contact, visit = known.due("contact", "phone"), known.due("visit", "on_site")
    if contact is not None and not known.is_at_the_counter:
        out.append(Phrase(N_("Our engineer will call you by {due}."), due=contact))
    if visit is not None:
        out.append(Phrase(N_("We will be at your place by {due} at the latest."), due=visit))
        if known.is_provisional("visit", "on_site"):
            out.append(Phrase(PROVISIONAL))
    for promises, words in _ANSWERS:
        due = known.due(*promises)
        if due is not None:
            out.append(Phrase(words, due=due))
    if known.hotline:
        out.append(
            Phrase(N_("If anything changes, call us: {hotline}. Thank you."), hotline=known.hotline)
        )
    return out


_ANSWERS = (
    (("complaint_answer",), N_("You will have our answer by {due}.")),
    (("answer",), N_("You will have the answer by {due}.")),
    (("acknowledged",), N_("We will tell you by {due} what becomes of it.")),
)
"""What is said of answers that were promised."""

_PRICE_FIRST = N_("You will be told the price before we begin, and you decide.")
_PRICED_SERVICE = N_("We tell you the price first, and you decide.")  # where nothing is repaired

_PRICES: dict[str, tuple[str, ...]] = {
    "on_site": (
        N_("If it is a fault of the machine, the repair at your place is free of charge."),
    ),
    "warranty": (N_("If it is a fault of the machine, the repair is free of charge."),),
    "visit_wish": (
        N_(
            "If it is a fault of the machine, the repair is free of charge; for coming to you we "
            "charge the travel."
        ),
    ),
    "out": (N_("The warranty has ended."),),
    "unknown": (
        N_("Please have the invoice or warranty card ready for our engineer."),
        N_("If they show that it is in warranty, a fault of the machine is repaired free."),
    ),
    "paid_kind": (N_("This is a paid service, in the warranty too."),),
    "given": (N_("This is a paid service."),),
    "approval": (N_("An exchange has to be approved first; we will tell you what was decided."),),
    "approved": (N_("The exchange is approved; it is free of charge."),),
    "sale": (N_("What the installation costs is agreed with the sale."),),
}
"""What is said of the price, by the reason that the table of service gives."""

_FREE_SERVICES: dict[str, str] = {
    "training": N_("The training is free of charge."),
    "survey": N_("The site survey is free of charge."),
    "upgrade": N_("The software update is free of charge."),
}


def _way_and_price(known: _PhraseFacts) -> list[Phrase]:
    """How it is served and what it costs, as the table of service has it: nothing is called free
    that is charged later.
    """
    ticket = known.ticket
    row = service_now(known.state)
    out = []
    if row.why == "contract":
        out += _by_contract(row)
    elif row.why == "free_kind" and ticket.kind in _FREE_SERVICES:
        out.append(Phrase(_FREE_SERVICES[ticket.kind]))
    else:
        # at the customer's only where somebody goes there
        why = "warranty" if row.why == "on_site" and row.mode != "visit" else row.why
        out += [Phrase(words) for words in _PRICES.get(why, ())]
    if is_priced_first(row):
        out.append(Phrase(_PRICED_SERVICE if row.why == "paid_kind" else _PRICE_FIRST))
    if known.is_at_the_counter:
        out.append(
            Phrase(
                N_(
                    "We take the machine in now and look at it; it is usually ready 3 working days "
                    "later, and we tell you the exact time once we have looked."
                )
            )
        )
    elif ticket.mode == "walk_in":
        out.append(Phrase(N_("You can bring the machine to us: {office}."), office=known.office))
    return out


def _by_contract(row: ServiceRow) -> list[Phrase]:
    if is_free(row):
        return [Phrase(N_("By your contract this is free of charge."))]
    if not row.free:
        return []
    return [
        Phrase(
            N_("By your contract only this is free of charge: {shares}."), shares=free_shares(row)
        )
    ]


def _reply(known: _PhraseFacts) -> list[Phrase]:
    out = [
        Phrase(
            N_("Hello, is that {contact}? This is {maker}, technical support, {me}."),
            contact=known.contact,
            maker=known.maker,
            me=known.me,
        ),
        *([Phrase(N_("It is about your {model}."), model=known.model)] if known.model else []),
    ]
    if known.technician is not None and known.appointment is not None:
        out.append(_who_comes(known))
    elif known.ticket.kind in ("repair", "inspection") and known.ticket.mode in ("visit", "paid"):
        out.append(
            Phrase(N_("May I ask what the machine is doing now, and when a visit would suit you?"))
        )
    elif known.ticket.kind == "repair":
        out.append(Phrase(N_("May I ask what the machine is doing now?")))
    elif known.ticket.mode in ("visit", "paid"):
        out.append(Phrase(N_("May I ask which day would suit you?")))
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
    facts = {
        "contact": known.contact, "me": known.me, "maker": known.maker, "model": known.model,
    }  # fmt: skip
    if known.ticket.kind not in MACHINE_KINDS:
        return [
            Phrase(N_("Hello, {contact}, this is {me} of {maker}. You asked us: {matter}"),
                   matter=known.ticket.symptom.strip(), **facts),
            Phrase(N_("Is everything answered? If not, tell me now and I will see to it.")),
        ]  # fmt: skip
    return [
        Phrase(
            N_("Hello, {contact}, this is {me} of {maker}. Is the {model} still running well?"),
            **facts,
        ),
        Phrase(N_("If the fault comes back, tell me now and I will come to it at once.")),
    ]


_CALLBACK_ABOUT: dict[str, str] = {
    "inquiry": N_("Hello, is that {contact}? This is {maker}, {me}, about your question: {matter}"),
    "complaint": N_(
        "Hello, is that {contact}? This is {maker}, {me}, about your complaint: {matter}"
    ),
    "suggestion": N_(
        "Hello, is that {contact}? This is {maker}, {me}, about your suggestion: {matter}"
    ),
    "training": N_("Hello, is that {contact}? This is {maker}, {me}, about the training: {matter}"),
    "survey": N_("Hello, is that {contact}? This is {maker}, {me}, about the site survey."),
}
_BETTER = N_("What should we do better? Thank you; call us whenever you need us.")


def _callback(known: _PhraseFacts) -> list[Phrase]:
    facts = {
        "contact": known.contact, "maker": known.maker, "me": known.me, "model": known.model,
        "matter": known.ticket.symptom.strip(),
    }  # fmt: skip
    if known.ticket.kind in _CALLBACK_ABOUT:
        return [
            Phrase(_CALLBACK_ABOUT[known.ticket.kind], **facts),
            Phrase(
                N_("Are you satisfied with our answer, our speed, and the courtesy of our people?")
            ),
            Phrase(_BETTER),
        ]
    return [
        Phrase(
            N_(
                "Hello, is that {contact}? This is {maker}, {me}, about the repair of your {model}."
            ),
            **facts,
        ),
        Phrase(
            N_(
                "Has the machine run well since? Are you satisfied with the repair, our speed, "
                "and the skill and courtesy of our engineer?"
            )
        ),
        Phrase(_BETTER),
    ]


def _customer(known: _PhraseFacts) -> list[Phrase]:
    start = Phrase(
        N_("[{maker}] {contact}, about your {model}, number {ticket}:")
        if known.model
        else N_("[{maker}] {contact}, about your request, number {ticket}:"),
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
                else _being_worked_on(known)
            )
    out = [start, news]
    if known.hotline:
        out.append(Phrase(N_("Hotline {hotline}"), hotline=known.hotline))
    return out


def _being_worked_on(known: _PhraseFacts) -> Phrase:
    if known.ticket.mode in ("visit", "paid"):
        return Phrase(
            N_("we are working on your request; we will tell you when our engineer comes.")
        )
    if known.ticket.mode == "walk_in":
        return Phrase(N_("your request is recorded; you can bring the machine to us."))
    return Phrase(N_("your request is recorded; we will call you."))


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
        out.append(Phrase(N_("Bring: {bring}"), bring=[*map(_counted, bring)]))
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


def _prepare(state: State) -> str:
    """What the customer was asked to have ready, the last time."""
    return next((e.prepare for e in reversed(state.ticket.log) if getattr(e, "prepare", "")), "")  # type: ignore[union-attr]


def _bring(state: State) -> list[str]:
    return next((e.bring for e in reversed(state.ticket.log) if getattr(e, "bring", [])), [])  # type: ignore[union-attr]


def _counted(text: str) -> Phrase | str:
    part, count = brought(text)
    return part if count == 1 else Phrase(N_("{part} × {count}"), part=part, count=count)


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
