"""The forms of orders by kind of ticket (保养工单 …): the fields that each has besides those of
every order.

A field has what was recorded, or room to write on. What is gone through on the machine is the
model's list in `checklists.yaml`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from svc.errors import N_
from svc.model import events as ev
from svc.model.settings import OwnWarranty
from svc.render.papers.filling import Filling
from svc.render.papers.values import CheckedItem, FormField, KindForm, Tick
from svc.rules.ticket.installation import missing_things, open_defects

ItemColumns = Literal["", "state", "measure"]
"""What is written beside an item: its state to tick, or what was measured against what is wanted;
nothing: no list is gone through.
"""


class OrderField(Struct, frozen=True):
    """A field of a form: its name is a message id, and what finds the recorded text."""

    name: str
    room: str = ""  # height to write in, over the whole width; empty: half of a line


class OrderKind(Struct, frozen=True, kw_only=True):
    """What a kind of order has of its own; texts are message ids."""

    work: str  # what the work is called
    before: tuple[OrderField, ...] = ()
    columns: ItemColumns = ""
    items: tuple[str, ...] = ()  # what is gone through where the model has no list
    after: tuple[OrderField, ...] = ()
    results: tuple[str, ...]  # one of them is ticked
    has_parts: bool = True  # parts may be fitted
    has_consents: bool = True  # the machine is opened, more faults may be found
    leaves_open: bool = True  # what stays open has no field of its own among these
    parties: tuple[str, ...] = ()  # who signs besides the customer and us


FORMS: dict[str, OrderKind] = {
    "maintenance": OrderKind(
        work=N_("Maintenance"),
        before=(OrderField(N_("Running hours, counts")), OrderField(N_("Last maintenance"))),
        columns="state",
        after=(
            OrderField(N_("To be replaced before long"), "7mm"),
            OrderField(N_("Next maintenance")),
            OrderField(N_("Software version")),
        ),
        results=(
            N_("runs normally"),
            N_("can be used, with a fault to be seen to"),
            N_("must not be used until it is repaired"),
        ),
    ),
    "installation": OrderKind(
        work=N_("Installation"),
        before=(OrderField(N_("Service order")), OrderField(N_("Unboxing"))),
        columns="measure",
        after=(
            OrderField(N_("Defects left"), "8mm"),
            OrderField(N_("Users trained")),
            OrderField(N_("Warranty runs from")),
        ),
        results=(
            N_("accepted"),
            N_("accepted, with defects to be remedied"),
            N_("not accepted"),
        ),
        has_consents=False,
        leaves_open=False,
        parties=(N_("Builder's signature"),),
    ),
    "inspection": OrderKind(
        work=N_("Inspection"),
        before=(OrderField(N_("Instruments used")), OrderField(N_("Conditions of the test"))),
        columns="measure",
        after=(OrderField(N_("Faults found"), "10mm"),),
        results=(N_("fit for use"), N_("fit for use with limits"), N_("unfit for use")),
        leaves_open=False,
    ),
    "training": OrderKind(
        work=N_("Training"),
        before=(OrderField(N_("People trained")), OrderField(N_("Hours taught"))),
        columns="state",
        after=(
            OrderField(N_("Documents handed out"), "7mm"),
            OrderField(N_("How the users get on"), "8mm"),
        ),
        results=(
            N_("can work on their own"),
            N_("need guidance for some time"),
            N_("to be trained again"),
        ),
        has_parts=False,
        has_consents=False,
    ),
    "survey": OrderKind(
        work=N_("Site survey"),
        columns="measure",
        items=(
            N_("Power: volts, phases, capacity"),
            N_("Water supply: pressure, connection"),
            N_("Drain"),
            N_("Gas"),
            N_("Exhaust and ventilation"),
            N_("Room: size, floor load"),
            N_("Way in: doors, lift, stairs"),
            N_("Network"),
            N_("Surroundings: heat, damp, dust"),
        ),
        after=(
            OrderField(N_("Customer has to change"), "12mm"),
            OrderField(N_("To be done by")),
            OrderField(N_("Installation planned")),
        ),
        results=(
            N_("ready for installation"),
            N_("ready after the changes"),
            N_("not suitable"),
        ),
        has_parts=False,
        has_consents=False,
        leaves_open=False,
    ),
    "exchange": OrderKind(
        work=N_("Exchange of the machine"),
        before=(
            OrderField(N_("Why it is exchanged"), "7mm"),
            OrderField(N_("Approved"), "5mm"),
            OrderField(N_("Old machine")),
            OrderField(N_("New machine")),
            OrderField(N_("Condition of the old one")),
            OrderField(N_("Condition of the new one")),
            OrderField(N_("Accessories taken back")),
            OrderField(N_("Accessories handed over")),
            OrderField(N_("Data and settings moved")),
            OrderField(N_("Warranty runs from")),
        ),
        columns="state",
        results=(N_("new machine runs normally"), N_("new machine does not run normally")),
        has_parts=False,
        has_consents=False,
    ),
    "upgrade": OrderKind(
        work=N_("Upgrade"),
        before=(
            OrderField(N_("What is upgraded")),
            OrderField(N_("Backup made")),
            OrderField(N_("Version before")),
            OrderField(N_("Version afterwards")),
        ),
        columns="state",
        after=(OrderField(N_("Test afterwards"), "8mm"),),
        results=(N_("runs normally"), N_("taken back to the version before")),
    ),
}
"""By kind of ticket; those of other kinds have the fields of a repair."""

BLANK_ITEMS = {"state": 0, "measure": 6}
"""Lines to write on where neither model nor form has a list."""


def kind_form(fill: Filling) -> KindForm | None:
    """The fields of the ticket's kind; None for a repair, and what is served like one."""
    kind = fill.ticket.kind or ""
    form = FORMS.get(kind)
    if form is None:
        return None
    words, recorded = fill.words, _recorded(fill)

    def fields(rows: tuple[OrderField, ...]) -> list[FormField]:
        return [
            FormField(name=words(row.name), text=recorded.get(row.name, ""), room=row.room)
            for row in rows
        ]

    items = _items(fill, form, kind)
    return KindForm(
        work=words(form.work),
        before=fields(form.before),
        measured=form.columns == "measure",
        items=items,
        blank_items=0 if items else BLANK_ITEMS.get(form.columns, 0),
        after=fields(form.after),
        results=[Tick(text=words(text), on=on) for text, on in _results(fill, form)],
        has_parts=form.has_parts,
        has_consents=form.has_consents,
        leaves_open=form.leaves_open,
        parties=[words(party) for party in form.parties],
    )


def _recorded(fill: Filling) -> dict[str, str]:
    """What is on record of the fields that are about one kind, by their names."""
    words, last = fill.words, fill.last
    ordered, counted = last(ev.OrderIssued), last(ev.PartsAccepted)
    replaced, approved = last(ev.MachineReplaced), last(ev.Approved)
    texts: dict[str, str] = {"What is upgraded": words.label("subject", fill.ticket.of)}
    if ordered is not None:
        number, start = fill.of(ordered, "number"), fill.moment(ordered.start)
        texts["Service order"] = words(N_("{number}, start {day}"), number=number, day=start)
    if counted is not None:
        lacking = missing_things(counted)
        missing = [fill.ink(f"log {counted.seq}: missing", each) for each in lacking]
        complete = words(N_("complete"))
        texts["Unboxing"] = words(N_("missing: {parts}"), parts=missing) if missing else complete
    defects = [_defect(fill, each) for each in open_defects(fill.state)]
    texts["Defects left"] = "\n".join(defects)
    if replaced is not None:
        texts["Why it is exchanged"] = fill.of(replaced, "reason")
        texts["Old machine"] = fill.of(replaced, "old_serial")
        texts["New machine"] = fill.of(replaced, "new_serial")
    elif fill.ticket.equipment is not None:
        texts["Old machine"] = fill.intake_value("equipment.serial", fill.ticket.equipment.serial)
    if approved is not None and approved.granted:
        told = (fill.name(approved.by_whom), words.show(approved.at), fill.of(approved, "words"))
        texts["Approved"] = "　".join(text for text in told if text)
    return texts


def _defect(fill: Filling, defect: ev.DefectReported) -> str:
    """A defect that stays, what is done about it, and until when."""
    texts = [fill.of(defect, "defect"), fill.of(defect, "remedy")]
    if defect.by_when is not None:
        texts.append(fill.words(N_("by {day}"), day=defect.by_when.date()))
    return "　".join(text for text in texts if text)


def _items(fill: Filling, form: OrderKind, kind: str) -> list[CheckedItem]:
    """The model's list, else the form's own; then what was measured besides."""
    if not form.columns:
        return []
    measured = {event.point: event for event in fill.round if isinstance(event, ev.Measured)}
    found = [(fill.words(item), "") for item in form.items]
    if listed := fill.checklist(kind):
        found = [_wanted(text) if form.columns == "measure" else (text, "") for text in listed]
    items = [_item(fill, item, wanted, measured.pop(item, None)) for item, wanted in found]
    return items + [_item(fill, point, "", event) for point, event in measured.items()]


def _wanted(text: str) -> tuple[str, str]:
    """An item of a list, and what is wanted of it where it says so behind a colon."""
    item, _, wanted = text.replace(":", "：").partition("：")
    return item.strip(), wanted.strip()


def _item(fill: Filling, item: str, wanted: str, event: ev.Measured | None) -> CheckedItem:
    if event is None:
        return CheckedItem(item=item, wanted=wanted)
    return CheckedItem(
        item=fill.of(event, "point"),
        wanted=fill.of(event, "tolerance") or wanted,
        value=fill.of(event, "value"),
        within=event.within,
    )


def _results(fill: Filling, form: OrderKind) -> list[tuple[str, bool]]:
    """What the work can come to; of an installation that was accepted the record says which."""
    accepted = fill.last(ev.Accepted)
    reached = -1
    if accepted is not None and fill.ticket.kind == "installation":
        reached = 1 if open_defects(fill.state) else 0
    return [(text, nth == reached) for nth, text in enumerate(form.results)]


def warranties_after(fill: Filling, done: date | None, *, has_parts: bool) -> list[str]:
    """How long the repair and its parts are under a warranty of their own; once the work is done,
    until when. Empty if the department gives none.
    """
    told = (
        (N_("this repair"), fill.settings.repair_warranty, True),
        (N_("parts that were fitted"), fill.settings.part_warranty, has_parts),
    )
    return [
        _warranty(fill, fill.words(what), period, done)
        for what, period, is_given in told
        if period.is_given and is_given
    ]


def _warranty(fill: Filling, what: str, period: OwnWarranty, done: date | None) -> str:
    from svc.rules.parts.own_warranty import last_day_of  # few departments give one

    words, first_counts = fill.words, fill.settings.warranty.first_day_counts
    until = last_day_of(done, period, first_counts=first_counts) if done else None
    if until is not None:
        return words(N_("{what}: until {day}"), what=what, day=until)
    if period.months:
        return words(N_("{what}: {months} months from this work"), what=what, months=period.months)
    return words(N_("{what}: {days} days from this work"), what=what, days=period.days)
