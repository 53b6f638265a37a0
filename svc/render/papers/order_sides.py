"""What stands on the two sides of a visit's order, line by line: the fields of a table, ready to
print, so that the templates are loops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from svc.errors import N_
from svc.model import events as ev
from svc.render.papers.filling import Filling
from svc.render.papers.values import FormField, FormRow, KindForm, OrderSide, Tick, VisitOrder

GAP = "\u3000"
"""Stands between two texts of a field."""


def whose_machine(
    fill: Filling, customer: dict[str, str], machine: dict[str, str], *, full: bool
) -> list[list[FormRow]]:
    """Two tables of six columns: whose machine it is, and which; `full`: with what only we need
    to know.
    """
    words = fill.words
    address = customer["address"]
    if full:
        where = GAP.join(filter(None, (customer["zone"], customer["distance"])))
        address = f"{address}{GAP}({where})"
    warranty = f"{machine['verdict']}{GAP}{machine['verdict_reason']}"
    told = [
        [FormField(name=words(N_("Customer")), text=customer["unit"], span=5)],
        [FormField(name=words(N_("Address")), text=address, span=5)],
        [
            FormField(name=words(N_("Contact")), text=customer["contact"]),
            FormField(name=words(N_("Mobile")), text=customer["mobile"]),
            FormField(name=words(N_("Phone")), text=customer["phone"]),
        ],
    ]
    which = [
        [
            FormField(name=words(N_("Model")), text=machine["model"]),
            FormField(name=words(N_("Spec.")), text=machine["specification"]),
            FormField(name=words(N_("Serial no.")), text=machine["serial"]),
        ],
        [
            FormField(name=words(N_("In use since")), text=machine["bought"]),
            FormField(name=words(N_("Warranty")), text=warranty, span=3),
        ],
    ]
    if full and customer["contract"]:
        which.append([FormField(name=words(N_("Contract")), text=customer["contract"], span=5)])
    return [told, which]


def our_side(fill: Filling, order: VisitOrder) -> OrderSide:
    """What the office keeps."""
    form = order.form
    return OrderSide(
        whose=whose_machine(fill, order.customer, order.machine, full=True),
        request=_our_request(fill, order),
        work=_our_work(fill, order),
        after=_our_work_after(fill, order, form) if form else [],
        result=_our_result(fill, order),
        signatures=[*(form.parties if form else [])],
    )


def their_side(fill: Filling, order: VisitOrder) -> OrderSide:
    """What the customer keeps: nothing that is only for us."""
    words, visit = fill.words, order.visit
    is_over = visit.outcome != ""

    def told(name: str, text: str, room: str) -> list[FormRow]:
        if is_over and not text:
            return []
        return [_wide(words(name), text, "" if is_over else room)]

    done = N_("Work done") if order.form else N_("Done")
    return OrderSide(
        whose=whose_machine(fill, order.customer, order.machine, full=False),
        request=[
            [_wide_field(_asked(fill, order), order.symptom)],
            [
                FormField(name=words(N_("Received")), text=order.received_at),
                FormField(name=words(N_("Kind of service")), text=order.kind),
            ],
            _who_and_when(fill, order, ""),
            *([_wide(words(N_("Please have ready")), order.prepare)] if order.prepare else []),
        ],
        work=[
            _from_to(fill, order),
            _wide(words(N_("Found")), visit.found, "" if is_over else "12mm"),
            _wide(words(done), visit.done, "" if is_over else "16mm"),
            [_conclusion(fill, order) if order.form else _runs(fill, order)],
            *told(N_("Condition afterwards"), visit.condition, "8mm"),
            *told(N_("Advice"), visit.advice, "10mm"),
            *told(N_("Left open"), visit.leftover, "8mm"),
        ],
    )


def _wide_field(name: str, text: str = "", room: str = "") -> FormField:
    return FormField(name=name, text=text, room=room, span=3)


def _wide(name: str, text: str = "", room: str = "") -> FormRow:
    return [_wide_field(name, text, room)]


def _together(*texts: str) -> str:
    return GAP.join(text for text in texts if text)


def _asked(fill: Filling, order: VisitOrder) -> str:
    return fill.words(N_("Asked for") if order.form else N_("Symptom"))


def _who_and_when(fill: Filling, order: VisitOrder, agreed: str) -> FormRow:
    words, technician = fill.words, order.technician
    return [
        FormField(
            name=words(N_("Technician")), strong=technician.name, text=GAP + technician.phone
        ),
        FormField(name=words(N_("Agreed time")), strong=order.appointment, text=agreed),
    ]


def _from_to(fill: Filling, order: VisitOrder) -> FormRow:
    words, visit = fill.words, order.visit
    return [
        FormField(name=words(N_("Arrived")), text=visit.arrived),
        FormField(name=words(N_("Work ended")), text=visit.left),
    ]


def _our_request(fill: Filling, order: VisitOrder) -> list[FormRow]:
    words, head = fill.words, order.head
    by = words(N_("by {who}"), who=order.received_by) if order.received_by else ""
    urgency = head.urgency if head.pressing else ""
    told = [
        (N_("Repaired before"), order.repeat_of),
        (N_("Opened again"), order.reopened),
        (
            N_("Called again"),
            words(N_("{count} times"), count=order.reminders) if order.reminders else "",
        ),
    ]
    told.insert(0, (N_("Judged beforehand") if order.form else N_("Likely fault"), order.judged))
    told.insert(1, (N_("Known fault"), order.known))
    agreed = words(N_("with {who}"), who=order.agreed_with) if order.agreed_with else ""
    missing = words(N_("(missing)"))
    return [
        [
            FormField(
                name=words(N_("Received")), text=_together(order.received_at, order.channel, by)
            ),
            FormField(
                name=words(N_("Kind, mode")),
                text=_together(order.kind, order.mode, urgency, order.urgency_reason),
            ),
        ],
        _wide(_asked(fill, order), order.symptom),
        *_when(fill, order),
        _wide(words(N_("Wishes")), order.wishes),
        *(_wide(words(name), text) for name, text in told if text),
        _who_and_when(fill, order, f" {agreed}" if agreed else ""),
        *(_wide(words(N_("In the same visit")), other) for other in order.together),
        *(
            _wide(words(N_("Promised")), _together(due.promise, due.due))
            for due in order.commitments
        ),
        *_until_and_ready(fill, order),
        [
            FormField(
                name=words(N_("To take along")),
                span=3,
                ticks=[_taken_along(each, missing) for each in order.kit],
            )
        ],
    ]


def _taken_along(item: Tick, missing: str) -> Tick:
    """Of what was looked for and not there it says so."""
    return Tick(text=f"{item.text} {missing}", on=item.on) if item.missing else item


def _when(fill: Filling, order: VisitOrder) -> list[FormRow]:
    """When it occurred, and when the customer wants somebody there."""
    words = fill.words
    asked = FormField(name=words(N_("Time asked for")), text=order.asked_for)
    if order.form is None:
        return [[FormField(name=words(N_("Occurred")), text=order.occurred), asked]]
    return [_wide(asked.name, asked.text)] if order.asked_for else []


def _until_and_ready(fill: Filling, order: VisitOrder) -> list[FormRow]:
    """Until when we promised to be there, and what the customer has ready: in one line."""
    words = fill.words
    latest = _together(*(_together(due.promise, due.due) for due in order.dues))
    fields = [
        FormField(name=words(name), text=text)
        for name, text in ((N_("At the latest"), latest), (N_("Please have ready"), order.prepare))
        if text
    ]
    return in_lines(fields)


def in_lines(fields: Sequence[FormField], room: str = "") -> list[FormRow]:
    """Fields with room of their own over the whole width, the others two in a line; `room` is what
    one has that is left alone.
    """
    rows: list[FormRow] = []
    waiting: FormField | None = None
    for field in fields:
        if field.room:
            rows.append(_wide(field.name, field.text, field.room))
        elif waiting is not None:
            rows.append([waiting, field])
            waiting = None
        else:
            waiting = field
    if waiting is not None:
        rows.append(_wide(waiting.name, waiting.text, room))
    return rows


def _our_work(fill: Filling, order: VisitOrder) -> list[FormRow]:
    words, visit = fill.words, order.visit
    is_over = visit.outcome != ""
    if order.form:
        return [_from_to(fill, order), *in_lines(order.form.before, "5mm")]
    covered = [
        Tick(text=words.label("verdict", "in"), on=visit.in_warranty is True),
        Tick(text=words.label("verdict", "out"), on=visit.in_warranty is False),
        Tick(text=words(N_("warranty papers seen")), on=visit.papers_seen is True),
    ]
    if visit.papers_seen is False:
        covered.append(Tick(text=words(N_("warranty papers not shown")), on=True))
    causes = [Tick(text=words.label("cause", c), on=c == visit.cause) for c in order.causes]
    return [
        _from_to(fill, order),
        [
            FormField(name=words(N_("Surroundings, damage")), text=visit.surroundings),
            FormField(name=words(N_("Evidence of misuse")), text=visit.evidence),
        ],
        _wide(words(N_("Condition and symptom found")), visit.found, "" if is_over else "8mm"),
        [FormField(name=words(N_("Cause")), ticks=causes, span=3)],
        [FormField(name=words(N_("Warranty")), ticks=covered, span=3)],
        _wide(words(N_("Done")), visit.done, "" if is_over else "9mm"),
    ]


def _our_work_after(fill: Filling, order: VisitOrder, form: KindForm) -> list[FormRow]:
    """What stands behind the list that is gone through."""
    words, visit = fill.words, order.visit
    is_over = visit.outcome != ""
    return [
        *in_lines(form.after, "5mm"),
        _wide(words(N_("Found")), visit.found, "" if is_over else "7mm"),
        _wide(words(N_("Work done")), visit.done, "" if is_over else "10mm"),
    ]


def _our_result(fill: Filling, order: VisitOrder) -> list[FormRow]:
    words, visit, form = fill.words, order.visit, order.form
    is_over = visit.outcome != ""
    rows: list[FormRow] = [[_conclusion(fill, order)]] if form else []
    if not form:
        outcomes = [
            Tick(text=words.label("outcome", o), on=o == visit.outcome) for o in order.outcomes
        ]
        rows = [
            [FormField(name=words(N_("Outcome")), ticks=outcomes, span=3)],
            [FormField(name=words(N_("Checked")), ticks=order.checks, span=3)],
            [
                FormField(name=words(N_("Condition afterwards")), text=visit.condition),
                FormField(name=words(N_("Advice")), text=visit.advice),
            ],
        ]
    if form is None or form.leaves_open or visit.leftover:
        rows.append(_wide(words(N_("Left open")), visit.leftover, "" if is_over else "5.5mm"))
    ratings = [
        Tick(text=words.label("rating", r), on=r == order.slip.rating) for r in order.ratings
    ]
    rows.append(
        [
            FormField(name=words(N_("Our service")), ticks=ratings),
            FormField(name=words(N_("Remarks")), text=order.slip.remark),
        ]
    )
    return rows


def _conclusion(fill: Filling, order: VisitOrder) -> FormField:
    assert order.form is not None
    name, because = fill.words(N_("Conclusion")), fill.words(N_("not completed, because"))
    return _ended(fill, order, name, because, order.form.results)


def _runs(fill: Filling, order: VisitOrder) -> FormField:
    """Whether the machine runs."""
    words = fill.words
    runs = order.visit.outcome in ("fixed", "no_fault", "completed")
    ticks = [Tick(text=words(N_("runs normally")), on=runs)]
    return _ended(fill, order, words(N_("The machine")), words(N_("not finished, because")), ticks)


def _ended(
    fill: Filling, order: VisitOrder, name: str, because: str, ticks: list[Tick]
) -> FormField:
    visit = order.visit
    return FormField(
        name=name,
        ticks=[*ticks, Tick(text=because, on=visit.unfinished)],
        line=fill.words.label("outcome", visit.outcome) if visit.unfinished else "",
        has_line=True,
        span=3,
    )


def ways_to_pay(fill: Filling) -> list[Tick]:
    """To be ticked by who takes the money."""
    return [Tick(text=fill.words.label("pay", way)) for way in get_args(ev.Pay)]
