"""The tables of `svc export`: their columns, once, for what writes them and for the reference.

Names and kinds stay: a column may be added at the end of its table, none is renamed, moved or given
another meaning. docs/reference/export.md is made from this file (`make reference`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from svc.errors import N_
from svc.model.money import in_yuan
from svc.model.times import written_moment

ColumnKind = Literal["text", "time", "date", "amount", "count", "number", "flag", "json"]
Mask = Literal["", "hidden", "telephone", "words", "ours"]
Exported = str | int | float | bool | None
"""What stands in a cell, ready to be written: times, dates and amounts as text."""


ExportRow = dict[str, Exported]


def time_cell(moment: datetime | None) -> str | None:
    """A moment with its offset."""
    return None if moment is None else written_moment(moment)


def day_cell(day: date | None) -> str | None:
    """A day as ISO has it."""
    return None if day is None else day.isoformat()


def amount_cell(amount: Decimal | None) -> str | None:
    """An amount in yuan with two places."""
    return None if amount is None else str(in_yuan(amount))


class ExportColumn(Struct, frozen=True):
    """A column: `mask` says what becomes of its values where nobody asked for personal data.

    What somebody typed in words of their own is `hidden`. Model, serial number and part are typed,
    too; they say of which thing a row is, so of them only numbers of telephones are masked
    (`words`). `ours`: shown if it is one of our people, offices or classes of complaints.
    """

    name: str
    kind: ColumnKind
    says: str  # what it holds, short enough to head a column (message id)
    mask: Mask = ""


class ExportTable(Struct, frozen=True, kw_only=True):
    """A table: what a row is, by which column `--month` goes, how rows are sorted, its columns."""

    row: str
    month_of: str
    sorted_by: str
    columns: tuple[ExportColumn, ...]


TICKETS = ExportTable(
    row=N_("a ticket, with everything that is counted of it"),
    month_of="received_at",
    sorted_by="ticket",
    columns=(
        ExportColumn("ticket", "text", N_("ticket number")),
        ExportColumn("office", "text", N_("office that acts now")),
        ExportColumn("region", "text", N_("region of that office")),
        ExportColumn("intake_office", "text", N_("office that took it in")),
        ExportColumn("intake_region", "text", N_("region in which it was taken in")),
        ExportColumn("received_at", "time", N_("received at")),
        ExportColumn("received_day", "date", N_("day of receipt")),
        ExportColumn("kind", "text", N_("kind of request")),
        ExportColumn("channel", "text", N_("channel it came by")),
        ExportColumn("urgency", "text", N_("how urgent")),
        ExportColumn("mode", "text", N_("way of service")),
        ExportColumn("status", "text", N_("state it stands in")),
        ExportColumn("is_open", "flag", N_("still open")),
        ExportColumn("is_imported", "flag", N_("brought in from elsewhere")),
        ExportColumn("customer", "text", N_("number of the customer's file")),
        ExportColumn("customer_name", "text", N_("name of the customer"), "hidden"),
        ExportColumn("contact", "text", N_("contact person"), "hidden"),
        ExportColumn("phone", "text", N_("customer's telephone"), "telephone"),
        ExportColumn("mobile", "text", N_("contact's mobile"), "telephone"),
        ExportColumn("address", "text", N_("customer's address"), "hidden"),
        ExportColumn("zone", "text", N_("service zone")),
        ExportColumn("distance_km", "count", N_("kilometres from the office")),
        ExportColumn("contract", "text", N_("contract that covers it"), "hidden"),
        ExportColumn("model", "text", N_("model of the machine"), "words"),
        ExportColumn(
            "serial", "text", N_("serial number of the machine that had the fault"), "words"
        ),
        ExportColumn("warranty", "text", N_("warranty as judged at intake")),
        ExportColumn("warranty_until", "date", N_("warranty ends")),
        ExportColumn("who_pays", "text", N_("who pays for the work: us or customer")),
        ExportColumn(
            "pays_because", "text", N_("reason for who pays, as the table of service has it")
        ),
        ExportColumn("symptom", "text", N_("fault as told"), "hidden"),
        ExportColumn("cause", "text", N_("cause found last")),
        ExportColumn("no_fault", "flag", N_("no fault was found")),
        ExportColumn("policy", "text", N_("policy it is under")),
        ExportColumn(
            "technician", "text", N_("technician assigned, or who was there last (id)"), "ours"
        ),
        ExportColumn("handed_over_at", "time", N_("first handed over at")),
        ExportColumn("contacted_at", "time", N_("customer first reached at")),
        ExportColumn("replied_at", "time", N_("first replied at")),
        ExportColumn("dispatched_at", "time", N_("first dispatched at")),
        ExportColumn("appointment_at", "time", N_("time agreed last")),
        ExportColumn("arrived_at", "time", N_("first arrived at")),
        ExportColumn("visited_at", "time", N_("first visit ended at")),
        ExportColumn("work_ended_at", "time", N_("work ended at, the last time")),
        ExportColumn("called_back_at", "time", N_("called back at, the last time")),
        ExportColumn("ended_at", "time", N_("closed, declined or cancelled at")),
        ExportColumn("hours_to_repair", "number", N_("hours from receipt to the end of the work")),
        ExportColumn("visits", "count", N_("number of visits")),
        ExportColumn("visit_minutes", "count", N_("minutes of visits, arrival to end")),
        ExportColumn("visits_on_time", "count", N_("visits at the agreed time")),
        ExportColumn("visits_late", "count", N_("visits later than agreed")),
        ExportColumn("outcome", "text", N_("outcome of the last visit")),
        ExportColumn(
            "first_time_fix",
            "flag",
            N_("fixed at the first visit (repairs visited that had to be fixed)"),
        ),
        ExportColumn("bench_repairs", "count", N_("number of bench repairs")),
        ExportColumn("is_fault", "flag", N_("counts as a fault of the machine")),
        ExportColumn("solved", "flag", N_("work ended and never opened again")),
        ExportColumn("reopened", "flag", N_("was reopened")),
        ExportColumn("reminders", "count", N_("times the customer called again")),
        ExportColumn("repeat_of", "text", N_("earlier repairs of the machine it repeats")),
        ExportColumn("repeat_declared", "flag", N_("declared to headquarters as a repeat")),
        ExportColumn("parts_fitted", "count", N_("number of parts put in")),
        ExportColumn("quoted", "amount", N_("price quoted last, in yuan")),
        ExportColumn("charged", "amount", N_("charged, in yuan")),
        ExportColumn("paid", "amount", N_("paid less given back, in yuan")),
        ExportColumn("outstanding", "amount", N_("charged and not paid, in yuan")),
        ExportColumn("cost", "amount", N_("what it cost us, in yuan")),
        ExportColumn("promises_kept", "count", N_("number of promises kept")),
        ExportColumn("promises_broken", "count", N_("number of promises broken")),
        ExportColumn("promises_open", "count", N_("number of promises still running")),
        ExportColumn("broken", "text", N_("which promises were broken")),
        ExportColumn(
            "late_minutes", "count", N_("minutes between due and done, of broken promises")
        ),
        ExportColumn("rating", "text", N_("rating of the last callback")),
        ExportColumn("slip_rating", "text", N_("rating on the slip of that work")),
        ExportColumn("complaint_class", "text", N_("class of the complaint"), "ours"),
        ExportColumn("complaint_grade", "text", N_("grade of the complaint")),
        ExportColumn("complaint_accepted", "flag", N_("complaint found justified")),
        ExportColumn("corrections", "count", N_("number of corrections that count")),
        ExportColumn(
            "new_serial", "text", N_("serial number of the machine that came in its place"), "words"
        ),
    ),
)

EVENTS = ExportTable(
    row=N_("an event of a ticket, with its values as they were amended last"),
    month_of="happened_at",
    sorted_by="ticket, seq, id",
    columns=(
        ExportColumn("ticket", "text", N_("ticket number")),
        ExportColumn("seq", "count", N_("number of the event in its ticket")),
        ExportColumn("id", "text", N_("event's own id")),
        ExportColumn("type", "text", N_("what happened")),
        ExportColumn("happened_at", "time", N_("when it happened")),
        ExportColumn("day", "date", N_("day on which it happened")),
        ExportColumn("typed_at", "time", N_("when it was entered")),
        ExportColumn("typed_by", "text", N_("who entered it (id)"), "ours"),
        ExportColumn("role", "text", N_("roles of that person today")),
        ExportColumn("office", "text", N_("office that acts for the ticket now")),
        ExportColumn("region", "text", N_("region of the office that acted then")),
        ExportColumn("kind", "text", N_("kind of request")),
        ExportColumn("counts", "flag", N_("took its turn; what is out of turn changes nothing")),
        ExportColumn("fields", "json", N_("all other fields of the event")),
    ),
)

CUSTOMERS = ExportTable(
    row=N_("a customer's file as it stands"),
    month_of="opened_at",
    sorted_by="customer",
    columns=(
        ExportColumn("customer", "text", N_("number of the customer's file")),
        ExportColumn("status", "text", N_("whether the file is in use")),
        ExportColumn("merged_into", "text", N_("file it was merged into")),
        ExportColumn("sort", "text", N_("sort of customer")),
        ExportColumn("office", "text", N_("office of the file")),
        ExportColumn("region", "text", N_("region of the file")),
        ExportColumn("opened_at", "time", N_("file opened at")),
        ExportColumn("name", "text", N_("name of the customer"), "hidden"),
        ExportColumn("address", "text", N_("customer's address"), "hidden"),
        ExportColumn("phone", "text", N_("customer's telephone"), "telephone"),
        ExportColumn("contact", "text", N_("contact person named first"), "hidden"),
        ExportColumn("mobile", "text", N_("contact's mobile"), "telephone"),
        ExportColumn("contacts", "count", N_("number of contact persons")),
        ExportColumn("zone", "text", N_("service zone")),
        ExportColumn("distance_km", "count", N_("kilometres from the office")),
        ExportColumn("contract", "text", N_("name of the contract"), "hidden"),
        ExportColumn("contract_since", "date", N_("contract begins")),
        ExportColumn("contract_until", "date", N_("contract ends")),
        ExportColumn("account_days", "count", N_("days of payment on account")),
        ExportColumn("account_limit", "amount", N_("limit of the account, in yuan")),
        ExportColumn("machines", "count", N_("number of machines")),
        ExportColumn("confirmed_at", "time", N_("file last found right at")),
        ExportColumn("cared_for_by", "text", N_("who of us looks after them"), "ours"),
    ),
)

MACHINES = ExportTable(
    row=N_("a machine that stands in a customer's file in use"),
    month_of="bought",
    sorted_by="customer, serial",
    columns=(
        ExportColumn("serial", "text", N_("serial number of the machine"), "words"),
        ExportColumn("model", "text", N_("model of the machine"), "words"),
        ExportColumn("specification", "text", N_("specification of the machine"), "hidden"),
        ExportColumn("customer", "text", N_("number of the customer's file")),
        ExportColumn("office", "text", N_("office of the file")),
        ExportColumn("region", "text", N_("region of the file")),
        ExportColumn("site", "text", N_("at which site of the customer's"), "hidden"),
        ExportColumn("place", "text", N_("where the machine stands"), "hidden"),
        ExportColumn("bought", "date", N_("day of sale, where a day is known")),
        ExportColumn("installed", "date", N_("day of installation, where it is known")),
        ExportColumn("on_site_until", "date", N_("on-site period ends")),
        ExportColumn("warranty_until", "date", N_("warranty ends")),
        ExportColumn("software", "text", N_("software on it"), "hidden"),
        ExportColumn("tickets", "count", N_("number of tickets about it")),
        ExportColumn("failures", "count", N_("number of its faults")),
        ExportColumn("last_failure", "date", N_("day of its last fault")),
        ExportColumn("repeats", "count", N_("number of repeated repairs")),
    ),
)

MOVEMENTS = ExportTable(
    row=N_("a part that goes from one place to another, as tickets tell"),
    month_of="happened_at",
    sorted_by="ticket, seq, id, line",
    columns=(
        ExportColumn("ticket", "text", N_("ticket number")),
        ExportColumn("seq", "count", N_("number of the event in its ticket")),
        ExportColumn("id", "text", N_("event's own id")),
        ExportColumn("line", "count", N_("line within the event, from 1")),
        ExportColumn("happened_at", "time", N_("when it happened")),
        ExportColumn("day", "date", N_("day on which it happened")),
        ExportColumn("typed_at", "time", N_("when it was entered")),
        ExportColumn("typed_by", "text", N_("who entered it (id)"), "ours"),
        ExportColumn(
            "movement", "text", N_("lent, used, returned, lost, fitted, removed or delivered")
        ),
        ExportColumn("part", "text", N_("code of the part, or words"), "words"),
        ExportColumn("part_name", "text", N_("name of the part in the catalogue")),
        ExportColumn("serial", "text", N_("serial number of the part"), "words"),
        ExportColumn("quantity", "count", N_("how many")),
        ExportColumn("condition", "text", N_("good or defective")),
        ExportColumn("from_place", "text", N_("place it leaves")),
        ExportColumn("from_who", "text", N_("office or person it leaves"), "ours"),
        ExportColumn("to_place", "text", N_("place it goes to")),
        ExportColumn("to_who", "text", N_("office or person it goes to"), "ours"),
        ExportColumn("loan", "text", N_("id of the event that lent it")),
        ExportColumn("model", "text", N_("model of the machine"), "words"),
    ),
)

TABLES: dict[str, ExportTable] = {
    "events": EVENTS,
    "tickets": TICKETS,
    "customers": CUSTOMERS,
    "machines": MACHINES,
    "movements": MOVEMENTS,
}
"""What can be exported, by the name that is typed."""
