"""Rules between records: what one names is there and names it back; loans, machines, receipt books.

A record that can't be read is named by itself; what may be in it is not missed elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from svc.errors import N_, Phrase
from svc.model.ids import parse_ticket_id
from svc.model.labels import event_of_kind
from svc.rules.checks.facts import AnyFacts, CustomerFacts, Facts, LoanOut, TicketFacts
from svc.rules.checks.subject import Finding
from svc.rules.forms import serial_form
from svc.rules.money.receipts import books_run_without_gaps
from svc.rules.ticket.machines_moved import (
    MovedMachine,
    corrected_where_it_was,
)
from svc.rules.ticket.parts_out import PartOut

NumberedFindings = Iterator[tuple[str, Finding]]
"""The number of a record with what was found in it."""


def tickets_named_are_there(facts: Facts) -> NumberedFindings:
    """Linked, complained of, earlier repairs of one machine, a machine replaced on one."""
    records: list[TicketFacts | CustomerFacts] = [
        *facts.tickets.values(),
        *facts.customers.values(),
    ]
    for record in records:
        for place, other in record.tickets_named:
            if other not in facts.tickets and other not in facts.unreadable:
                yield (
                    record.id,
                    Finding(
                        "ticket-there", Phrase(N_("there is no ticket {other}"), other=other), place
                    ),
                )


def a_complaint_and_its_ticket_name_each_other(facts: Facts) -> NumberedFindings:
    """Written in one commit."""
    back = {(id, other) for id, ticket in facts.tickets.items() for _, other in ticket.complaints}
    for id, ticket in facts.tickets.items():
        for place, other in ticket.complaints:
            if other in facts.tickets and (other, id) not in back:
                problem = Phrase(N_("{other} does not mention this ticket"), other=other)
                yield id, Finding("link", problem, ("log", place, "ticket"))


FEW_AHEAD = 10
"""So many records whose clock was ahead are named one by one; of more it is rather the clock here
that is behind.
"""


def nothing_was_typed_later_than_now(facts: Facts) -> NumberedFindings:
    records: list[AnyFacts] = [
        *facts.tickets.values(),
        *facts.customers.values(),
        *facts.documents.values(),
        *facts.seals.values(),
    ]
    ahead = [(record.ahead, record.id) for record in records if record.ahead is not None]
    for (place, typed), id in ahead if len(ahead) <= FEW_AHEAD else ():
        problem = Phrase(
            N_("entered at {typed}, which is in the future: a clock was wrong, there or here"),
            typed=typed,
        )
        yield id, Finding("typed-ahead", problem, ("log", place, "typed"))
    if len(ahead) > FEW_AHEAD:
        (place, typed), id = max(ahead, key=lambda pair: (pair[0][1], pair[1]))
        says = N_(
            "entered at {typed}, which is in the future, as in {count} records: the clock here "
            "may be slow"
        )
        problem = Phrase(says, typed=typed, count=len(ahead))
        yield id, Finding("typed-ahead", problem, ("log", place, "typed"))


def the_customers_file_is_there(facts: Facts) -> NumberedFindings:
    for ticket in facts.tickets.values():
        if (
            ticket.customer_id
            and ticket.customer_id not in facts.customers
            and ticket.customer_id not in facts.unreadable
        ):
            problem = Phrase(N_("there is no customer's file {other}"), other=ticket.customer_id)
            yield ticket.id, Finding("customer", problem, ("customer", "file"))


def a_customers_file_has_the_machine(facts: Facts) -> NumberedFindings:
    """The customer's own, or that of whoever has it now. Intake puts every machine into some
    file, so one that is in none was lost.
    """
    if any(not parse_ticket_id(id) for id in facts.unreadable):
        return
    ever = {serial for file in facts.customers.values() for serial in file.serials_ever}
    for ticket in facts.tickets.values():
        form = serial_form(ticket.serial)
        if form and ticket.customer_id in facts.customers and form not in ever:
            problem = Phrase(
                N_("no customer's file has the machine {serial}"),
                serial=ticket.serial,
                file=ticket.customer_id,
            )
            yield ticket.id, Finding("machine", problem, ("equipment", "serial"))


def no_part_is_lent_twice_at_once(facts: Facts) -> NumberedFindings:
    """A part that has a serial number is one piece."""
    first: dict[tuple[str, str], str] = {}
    for ticket, loan in _parts_out(facts):
        lent = loan.out.lent
        piece = (lent.part, serial_form(lent.serial))
        if piece[1] and piece in first:
            problem = Phrase(
                N_("{part} {serial} is out already, lent for {other}"),
                part=lent.part,
                serial=lent.serial,
                other=first[piece],
            )
            yield ticket, Finding("lent-twice", problem, ("log", loan.place))
        first.setdefault(piece, ticket)


def no_form_is_noted_twice(facts: Facts) -> NumberedFindings:
    """A form that two desks took before either knew of the other is one customer's one report."""
    first: dict[str, str] = {}
    for number, ticket in facts.tickets.items():
        other = first.setdefault(ticket.form, number) if ticket.form else number
        if other != number:
            problem = Phrase(N_("the same form was noted as {other}"), other=other)
            yield number, Finding("form-twice", problem, ("log", 0, "block"))


def nothing_is_lent_while_an_earlier_part_is_out(facts: Facts) -> NumberedFindings:
    """前件不还后件不借 (S4 visit 2), unless a manager allowed it; loans for one day's orders stand
    together (decisions 15).
    """
    had: dict[str, list[tuple[str, PartOut]]] = defaultdict(list)
    for ticket, loan in _parts_out(facts):
        out = loan.out
        moment = out.since, out.lent.typed
        for other, earlier in had[out.technician] if not out.is_allowed else ():
            if earlier.is_earlier_than(*moment, has_term=facts.has_loan_term):
                says = N_("{technician} already had {part} out, lent for {other}")
                problem = Phrase(
                    says, technician=out.technician, part=earlier.lent.part, other=other
                )
                yield ticket, Finding("loan", problem, ("log", loan.place))
                break
        had[out.technician].append((ticket, out))


def _parts_out(facts: Facts) -> list[tuple[str, LoanOut]]:
    """All parts that are out, the longest first."""
    loans = [(ticket.id, loan) for ticket in facts.tickets.values() for loan in ticket.parts_out]
    return sorted(loans, key=lambda pair: (pair[1].out.since, pair[1].out.lent.id))


def receipt_books_run_without_gaps(facts: Facts) -> NumberedFindings:
    """As paper books do; what is missing may be in a ticket that can't be read."""
    issued = [(number, id) for id, ticket in facts.tickets.items() for number, _ in ticket.receipts]
    if any(parse_ticket_id(id) for id in facts.unreadable):
        return
    for fault in books_run_without_gaps(issued):
        place = next(
            place for number, place in facts.tickets[fault.path].receipts if number == fault.number
        )
        yield fault.path, Finding("receipt-book", fault.problem, ("log", place, "number"))


def files_named_are_there(facts: Facts) -> NumberedFindings:
    """Absorbed, merged into, the machine's former and later owner."""
    for file in facts.customers.values():
        for place, _, other, _ in file.customers_named:
            if other not in facts.customers and other not in facts.unreadable:
                yield (
                    file.id,
                    Finding(
                        "file",
                        Phrase(N_("there is no customer's file {other}"), other=other),
                        place,
                    ),
                )


_PAIRS = {"merged_into": "absorbed", "absorbed": "merged_into", "equipment_left": "equipment_came",
          "equipment_came": "equipment_left"}  # fmt: skip


def what_two_files_share_stands_in_both(facts: Facts) -> NumberedFindings:
    """One absorbed, the other merged into it; a machine left one and came to the other: written in
    one commit.
    """
    mentions = {
        (file.id, what, other, serial)
        for file in facts.customers.values()
        for _, what, other, serial in file.customers_named
    }
    for file in facts.customers.values():
        for place, what, other, serial in file.customers_named:
            if other in facts.customers and (other, _PAIRS[what], file.id, serial) not in mentions:
                says = N_("'{what}' names {other}, which does not mention it")
                problem = Phrase(says, what=event_of_kind(what), other=other)
                yield file.id, Finding("both-files", problem, place)


def a_merged_file_leads_to_one_in_use(facts: Facts) -> NumberedFindings:
    """Three files or more that several desks merged in a circle (of two, one lives: see
    `replay_customer`); named once.
    """
    for file in facts.customers.values():
        if file.id == min(_circle(file, facts.customers), default=""):
            problem = Phrase(N_("merged into {into}, which leads back here"), into=file.merged_into)
            yield file.id, Finding("merged", problem, ("status",))


def _circle(file: CustomerFacts, files: Mapping[str, CustomerFacts]) -> list[str]:
    """The files passed if following the merges comes back to this one; else none."""
    passed: list[str] = []
    here: CustomerFacts | None = file
    while here is not None and here.status == "merged" and here.id not in passed:
        passed.append(here.id)
        here = files.get(here.merged_into)
    return passed if here is file else []


def what_a_merged_file_has_came_along(facts: Facts) -> NumberedFindings:
    """Another desk may have added something, or merged it elsewhere, before it knew."""
    for file in facts.customers.values():
        target = facts.customers.get(file.merged_into)
        taken = None if target is None else dict(target.absorbed).get(file.id)
        if target is None or taken is None:
            continue  # other rules name it
        missing = set(file.contents) - set(taken)
        gone = (set(taken) - set(file.contents)) & set(target.contents)
        if missing or gone:
            what = sorted({name for name, _ in missing | gone})
            says = N_("what this file says of {what} is not in {into}, into which it was merged")
            problem = Phrase(says, what=what, into=target.id)
            yield file.id, Finding("left-behind", problem, ("log",))


def what_was_corrected_of_a_machine_went_with_it(facts: Facts) -> NumberedFindings:
    """One desk corrected it in the file that another had given it away from: it came to the other
    file as it had been.
    """
    for file in facts.customers.values():
        for given in file.given_away:
            target = facts.customers.get(given.other)
            received = None if target is None else _last_received(target, given.serial, file.id)
            if target is None or received is None or given.serial in _forms_of(file):
                continue
            for field, corrected, here in corrected_where_it_was(given, received):
                says = N_(
                    "`{field}` of {serial} was corrected here to '{new}', and it had gone to "
                    "{other} with '{old}'"
                )
                serial = next(each for each in target.machines if serial_form(each) == given.serial)
                facts_of = {"field": field, "serial": serial, "new": corrected}
                problem = Phrase(says, **facts_of, other=target.id, old=here)
                yield file.id, Finding("machine-corrected-elsewhere", problem, ("log", given.place))


def _last_received(file: CustomerFacts, serial: str, from_file: str) -> MovedMachine | None:
    """How a machine that is in this file came from another one, the last time; None if it is not
    here, or came otherwise.
    """
    came = [each for each in file.received if each.serial == serial]
    if not came or came[-1].other != from_file or serial not in _forms_of(file):
        return None
    return came[-1]


def _forms_of(file: CustomerFacts) -> set[str]:
    return {serial_form(serial) for serial in file.machines}


def a_machine_stands_in_one_file(facts: Facts) -> NumberedFindings:
    owners: dict[str, str] = {}
    for file in _files_in_use(facts):
        for serial in file.machines:
            first = owners.setdefault(serial_form(serial), file.id)
            if first != file.id:
                problem = Phrase(
                    N_("the machine {serial} is in {other} too"), serial=serial, other=first
                )
                yield file.id, Finding("serial-twice", problem, ("equipment",))


def a_due_machine_has_one_ticket(facts: Facts) -> NumberedFindings:
    """Two desks that had not met may both make a ticket for one day of one machine."""
    first: dict[tuple[str, str, str], str] = {}
    for id, ticket in sorted(facts.tickets.items()):
        for place, (plan, serial, due) in enumerate(ticket.upkeep):
            other = first.setdefault((plan, serial_form(serial), due), id)
            if other != id:
                problem = Phrase(
                    N_("{serial} is due on {due} by plan {plan}, and {other} was made for it"),
                    serial=serial,
                    due=due,
                    plan=plan,
                    other=other,
                )
                yield id, Finding("upkeep-twice", problem, ("upkeep", place))


def a_telephone_is_that_of_one_customer(facts: Facts) -> NumberedFindings:
    """Two files with one telephone may be one customer: that is for a person to decide."""
    numbers: dict[str, str] = {}
    for file in _files_in_use(facts):
        others = {
            first
            for number in file.telephones
            if (first := numbers.setdefault(number, file.id)) != file.id
        }
        for other in sorted(others):
            problem = Phrase(N_("a telephone of {other} too"), other=other)
            yield file.id, Finding("telephone-twice", problem, ("phone",))


def _files_in_use(facts: Facts) -> Iterable[CustomerFacts]:
    return (file for file in facts.customers.values() if file.status != "merged")
