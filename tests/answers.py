"""What the desk answers about many tickets, in a form that compares: from the index, and from the
files alone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from svc.actions import (
    board,
    callers,
    complaints,
    customers,
    equipment,
    lists,
    papers,
    part_figures,
    part_requests,
    parts,
    promises,
    reports,
    search,
)
from svc.actions.intake_answers import IntakeAnswers
from svc.errors import SvcError
from svc.model.customers import Customer, CustomerHead
from svc.rules.search.repeats import earlier_repairs
from svc.store import files
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.records import Record, ticket_record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from svc.errors import Damaged
    from svc.model.ids import TicketId
    from svc.rules.report.answer import Report
    from svc.rules.ticket.lifecycle import State


class Remembered:
    """A record with its state, replayed once."""

    def __init__(self, record: Record) -> None:
        self.ticket, self.state, self.log, self.id = (
            record.ticket,
            record.state,
            record.log,
            record.id,
        )


class FilesAlone(Ledger):
    """A ledger that has no index. What it counted of one text it remembers, which saves time
    only.
    """

    seen: dict[bytes, Remembered] = {}  # noqa: RUF012
    counted: dict[tuple[bytes, State, datetime], Any] = {}  # noqa: RUF012

    def __init__(self, top: Path) -> None:
        super().__init__(top, indexed=False)
        places = (top / folder for folder in ("policies", "calendars"))
        self._terms = b"".join(
            path.read_bytes() for place in places for path in sorted(place.glob("*.yaml"))
        )

    def read_each(self, numbers: Iterable[TicketId], broken: list[Damaged]) -> Any:
        for number in numbers:
            try:
                data = files.read_file(self.top / number.path) or b""
                if data not in self.seen:
                    self.seen[data] = Remembered(ticket_record_of(data, number))
            except SvcError:
                data = b""
            if data and self.seen[data].id == str(number):
                yield self.seen[data]
            else:
                yield from super().read_each([number], broken)

    def promises(self, state: State, now: datetime) -> Any:
        asked = (self._terms, state, now)
        if asked not in self.counted:
            self.counted[asked] = answer(
                self, lambda ledger: super().promises(state, now), raw=True
            )
        found = self.counted[asked]
        if isinstance(found, SvcError):
            raise found
        return found


def answer(ledger: Any, ask: Callable[[Any], Any], *, raw: bool = False) -> Any:
    """What comes of a question, or what refuses it."""
    try:
        return ask(ledger)
    except SvcError as error:
        return error if raw else (error.key, str(error))


def lists_of(now: datetime) -> dict[str, Callable[[Ledger], Any]]:
    """The list as it is, all of it, and some of it."""
    wanted = lists.Wanted
    asked = {
        "open": wanted(),
        "all": wanted(all_states=True),
        "overdue": wanted(overdue=True),
        "overdue, all": wanted(overdue=True, all_states=True),
        "due before": wanted(due_before=now + timedelta(hours=30)),
        "closed": wanted(status="closed"),
        "stage": wanted(stage="arrange"),
        "office": wanted(office="SZ", all_states=True),
        "region": wanted(region="south"),
        "kind": wanted(kind="repair", urgency="normal"),
        "received": wanted(
            all_states=True, received_from=now - timedelta(days=20), received_until=now
        ),
        "model": wanted(model="c"),
        "words": wanted(words=("不",)),
        "customer": wanted(customer="公司"),
    }
    found: dict[str, Callable[[Ledger], Any]] = {
        f"list {name}": lambda ledger, each=each: _listing(
            lists.list_tickets(ledger, now, each, with_extra_cells=True)
        )
        for name, each in asked.items()
    }
    found["list of three"] = lambda ledger: _listing(
        lists.list_tickets(ledger, now, wanted(), limit=3, with_extra_cells=True)
    )
    return found


def questions(now: datetime, ticket: str) -> dict[str, Callable[[Ledger], Any]]:
    """All that is asked of many tickets at once; `ticket` is one that some of it is about."""
    return {
        **lists_of(now),
        "overdue": lambda ledger: _overview(promises.overdue_promises(ledger, now, only=())),
        "overdue soon": lambda ledger: _overview(
            promises.overdue_promises(ledger, now, within=timedelta(hours=8))
        ),
        "waiting": lambda ledger: _overview(
            promises.open_promises(ledger, now, only=("callback",), office="SZ")
        ),
        "to flag": lambda ledger: _to_flag(ledger, now),
        "board": lambda ledger: _board(board.read_board(ledger, now, office="SZ")),
        "plan": lambda ledger: _plan(board.plan_day(ledger, now)),
        "proposals": lambda ledger: _proposal_without_state(
            board.propose_technicians(ledger, ticket, now)
        ),
        "loans": lambda ledger: _loans(*parts.open_loans(ledger, now)),
        "awaited": lambda ledger: [
            (each.state.ticket.id, each.request) for each in part_requests.awaited_parts(ledger, [])
        ],
        "demands": lambda ledger: part_figures.demands_between(ledger, *_months(now), []),
        "fitted": lambda ledger: part_figures.fitted_between(ledger, *_months(now), []),
        "lives": lambda ledger: part_figures.lives_of_parts(ledger, []),
        "lives of one": lambda ledger: part_figures.lives_of_parts(ledger, [], part="p-1001"),
        "complaints": lambda ledger: _complaints(*complaints.complaint_register(ledger)),
        "card": lambda ledger: _ids(
            customers.customer_card(ledger, _customer(ledger, ticket), []).tickets
        ),
        "background": lambda ledger: _background(ledger, ticket, now),
        "repeats": lambda ledger: _repairs(ledger, ticket, now),
        "machine": lambda ledger: _machine(ledger, ticket),
        "receipts": lambda ledger: ledger.receipt_numbers("SZ-A-26"),
        "customers": lambda ledger: _matches(customers.find_customers(ledger, "gs", [], 20)),
        "caller": lambda ledger: _matches(
            callers.identify_caller(
                ledger, IntakeAnswers(phone=_told(ledger, ticket).get("phone", ""))
            )
        ),
        "everybody": _everybody,
        "search of two": lambda ledger: _search(search.search_all(ledger, ["不", "CR"], 3)),
        "search by serial": lambda ledger: _search(
            search.search_all(ledger, [_told(ledger, ticket).get("serial", "?")], 5)
        ),
        "search by pinyin": lambda ledger: _search(search.search_all(ledger, ["jiare"], 1000)),
        "search": lambda ledger: _search(search.search_all(ledger, ["不"], 1000)),
        "report": lambda ledger: _report(
            *reports.month_report(ledger, "south", f"{now:%Y-%m}", now)
        ),
        "report of all": lambda ledger: _report(
            *reports.month_report(ledger, "all", "2026-10", now)
        ),
        "report of a month before": lambda ledger: _report(
            *reports.month_report(ledger, "east", "2026-08", now)
        ),
        "report explained": lambda ledger: _report(
            *reports.month_report(ledger, "all", f"{now:%Y-%m}", now, explained=True)
        ),
        "report of months": lambda ledger: _report(
            *_span(ledger, "south", f"2026-07..{now:%Y-%m}", now)
        ),
        "report of all months": lambda ledger: _report(*_span(ledger, "all", "2025..2026", now)),
        **{
            f"papers, {days} days on": lambda ledger, days=days: _papers(ledger, now, days)
            for days in (-40, -3, 0, 1)
        },
    }


def _broken(broken: Iterable[Damaged]) -> list[tuple[str, str]]:
    return [(error.key, str(error.facts["path"])) for error in broken]


def _ids(states: Iterable[State]) -> list[str]:
    return [state.ticket.id for state in states]


def _listing(listing: lists.Listing) -> Any:
    return listing.rows, listing.more, _broken(listing.broken)


def _overview(found: promises.FoundPromises) -> Any:
    return [(item.ticket, item.promise) for item in found.items], _broken(found.broken)


def _to_flag(ledger: Ledger, now: datetime) -> Any:
    broken: list[Damaged] = []
    found = []
    for record in ledger.tickets(broken, "", Sought(promises=promises.USUAL, flag_until=now)):
        for held in promises._to_flag(ledger, record.state, now, promises.USUAL, broken):
            found.append((record.id, held))
    return found, _broken(broken)


def _papers(ledger: Ledger, now: datetime, days: int) -> Any:
    day = now.date() + timedelta(days=days)
    found = [
        papers.gather_visits(ledger, day),
        papers.gather_status(ledger, day),
        papers.gather_callbacks(ledger, now, day),
    ]
    return [(_ids(each.states), _broken(each.broken)) for each in found]


def _board(found: board.Board) -> Any:
    waiting = [(row.ticket, row.due, row.running_out, row.wanted) for row in found.waiting]
    return waiting, found.days, _broken(found.broken)


def _plan(found: board.DayOrders) -> Any:
    return found.standing, found.assigned, found.left, _broken(found.broken)


def _span(ledger: Ledger, region: str, text: str, now: datetime) -> tuple[Report, list[Damaged]]:
    return reports.span_report(ledger, region, reports.months_of(text, now.date()), now)


def _report(report: Report, broken: list[Damaged]) -> Any:
    return report, _broken(broken)


def _months(now: datetime) -> tuple[date, date]:
    """The month before and this one."""
    this = now.date().replace(day=1)
    return (this - timedelta(days=1)).replace(day=1), this


def _loans(loans: list[parts.Loan], broken: list[Damaged]) -> Any:
    return [(loan.ticket, loan.lent) for loan in loans], _broken(broken)


def _complaints(entries: list[complaints.RegisterEntry], broken: list[Damaged]) -> Any:
    return [(entry.ticket, entry.story) for entry in entries], _broken(broken)


def _customer(ledger: Ledger, ticket: str) -> str:
    customer = ledger.read(ticket).ticket.customer
    return customer.file if customer else "SZ-A0001"


def _told(ledger: Ledger, ticket: str) -> dict[str, str]:
    read = ledger.read(ticket).state.current
    told = {"symptom": read.symptom}
    if read.customer is not None:
        told |= {
            "unit": read.customer.unit,
            "phone": read.customer.phone,
            "mobile": read.customer.mobile,
        }
    if read.equipment is not None:
        told |= {"serial": read.equipment.serial, "model": read.equipment.model}
    return told


def _background(ledger: Ledger, ticket: str, now: datetime) -> Any:
    found = callers.caller_background(
        ledger, at=now, answers=IntakeAnswers(**_told(ledger, ticket))
    )
    return _ids(found.open), _ids(found.earlier), found.repeat, _broken(found.broken)


def _repairs(ledger: Ledger, ticket: str, now: datetime) -> Any:
    serial = _told(ledger, ticket).get("serial", "")
    states = (record.state for record in ledger.tickets([], "", Sought(keys=(("serial", serial),))))
    return _ids(earlier_repairs(serial, states, now))


def _machine(ledger: Ledger, ticket: str) -> Any:
    broken: list[Damaged] = []
    found = equipment.machine_history(ledger, _told(ledger, ticket).get("serial", ""), broken)
    return found.serials, found.steps, _ids(found.tickets), _broken(broken)


def _matches(found: Any) -> Any:
    each = found if isinstance(found, list) else [found] if found else []
    return [(_plain(one.customer), one.machine) for one in each]


def _plain(customer: Customer) -> tuple[Any, ...]:
    """All but the log, which the index leaves out."""
    return tuple(getattr(customer, name) for name in CustomerHead.__struct_fields__)


def _everybody(ledger: Ledger) -> Any:
    broken: list[Damaged] = []
    found = ledger.customer_files(broken)
    return [(*_plain(file.customer), file.status, file.merged_into) for file in found], _broken(
        broken
    )


def _search(found: search.SearchResult) -> Any:
    tickets = [(each.state.ticket.id, each.place) for each in found.tickets]
    return _matches(found.customers), tickets, found.more, found.knowledge, _broken(found.broken)


def _proposal_without_state(proposal: board.Proposal) -> tuple[object, ...]:
    """All but the ticket as it stands, which is asked for by itself."""
    named = (name for name in proposal.__struct_fields__ if name not in ("state", "broken"))
    return (*(getattr(proposal, name) for name in named), _broken(proposal.broken))
