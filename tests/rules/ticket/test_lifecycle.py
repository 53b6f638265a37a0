"""What may follow what, and where a log has brought a ticket."""

from __future__ import annotations

import ast
import inspect
from random import Random
from typing import Any, get_args

import msgspec
import pytest
from rules.logs import USUAL, at, event, event_of, ticket

from svc.errors import ImpossibleStep
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.rules.ticket import lifecycle
from svc.rules.ticket.lifecycle import AFTER_VISIT, derive_ticket, events_in_order, replay_ticket
from svc.rules.ticket.steps import check_may_follow, next_commands, next_steps

TO: dict[str, tuple[str, ...]] = {
    "noted": ("20 09:00 noted",),
    "received": ("20 09:00 received",),
    "handed_over": ("20 09:00 received", "20 09:05 handed_over"),
    "replied": ("20 09:00 received", "20 09:05 handed_over", "20 09:10 replied"),
    "dispatched": ("20 09:00 received", "20 09:05 handed_over", "20 09:15 dispatched"),
    "visiting": (
        "20 09:00 received",
        "20 09:05 handed_over",
        "20 09:15 dispatched",
        "20 10:00 arrived",
    ),
    "on_bench": ("20 09:00 received", "20 09:05 brought_in"),
    "at_factory": ("20 09:00 received", "20 09:05 brought_in", "20 09:10 shipped"),
    "done": ("20 09:00 received", "20 09:05 answered"),
    "called_back": ("20 09:00 received", "20 09:05 answered", "20 10:00 called_back"),
    "closed": ("20 09:00 received", "20 09:05 answered", "20 10:00 called_back", "20 10:05 closed"),
    "on_hold": ("20 09:00 received", "20 09:05 held"),
    "reopened": ("20 09:00 received", "20 09:05 answered", "20 09:30 reopened"),
    "declined": ("20 09:00 received", "20 09:05 declined"),
    "cancelled": ("20 09:00 received", "20 09:05 cancelled"),
    "duplicate": ("20 09:00 received", "20 09:05 joined"),
}
"""A shortest way into each state."""

# The table of what may follow what, as the trade has it: from each state, the events that move a
# ticket on. What only adds to a ticket (a note, a correction, a payment …) is left to the
# catalogue.
MOVES: dict[str, dict[str, str]] = {
    "noted": {"received": "received", "cancelled": "cancelled"},
    "received": {
        "handed_over": "handed_over",
        "answered": "done",
        "brought_in": "on_bench",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "handed_over": {
        "replied": "replied",
        "answered": "done",
        "dispatched": "dispatched",
        "brought_in": "on_bench",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "replied": {
        "answered": "done",
        "dispatched": "dispatched",
        "accepted": "done",
        "brought_in": "on_bench",
        "picked_up": "done",  # nobody was there when it was brought back: the customer comes for it
        "shipped": "at_factory",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "dispatched": {
        "arrived": "visiting",
        "accepted": "done",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "visiting": {
        "visited": "done",
        "accepted": "done",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "on_bench": {
        "brought_in": "on_bench",  # taken along from a visit, and received at the office then
        "picked_up": "done",
        "dispatched": "dispatched",  # brought back to the customer
        "shipped": "at_factory",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "at_factory": {
        "shipped": "at_factory",  # a visit may end with "return to factory": the papers come after
        "returned": "on_bench",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "done": {"called_back": "called_back", "reopened": "reopened"},
    "called_back": {"closed": "closed", "reopened": "reopened"},
    "closed": {"reopened": "reopened"},
    "on_hold": {"resumed": "received", "declined": "declined", "cancelled": "cancelled"},
    "reopened": {
        "handed_over": "handed_over",
        "replied": "replied",
        "answered": "done",
        "dispatched": "dispatched",
        "brought_in": "on_bench",
        "held": "on_hold",
        "declined": "declined",
        "cancelled": "cancelled",
    },
    "declined": {"reopened": "reopened", "picked_up": "declined"},  # the machine goes back as it is
    "cancelled": {"reopened": "reopened", "picked_up": "cancelled"},
    "duplicate": {"reopened": "reopened"},
}
for _status in ("noted", "received", "handed_over", "replied", "on_hold"):
    MOVES[_status]["joined"] = "duplicate"


def test_the_cases_cover_every_state_and_every_event() -> None:
    assert set(TO) == set(MOVES) == set(ev.STATES)
    assert set(USUAL) == set(ev.CATALOGUE)


@pytest.mark.parametrize("status", TO)
@pytest.mark.parametrize("what", USUAL)
def test_from_each_state_an_event_leads_where_the_table_says_or_is_out_of_turn(
    status: Any, what: Any
) -> None:
    before = ticket(*TO[status])
    assert replay_ticket(before).status == status
    after = replay_ticket(ticket(*TO[status], f"20 11:00 {what}"))
    if what == "settled":
        assert (after.status, after.out_of_turn) == ("replied", [])
    elif what in MOVES[status]:
        assert (after.status, after.out_of_turn) == (MOVES[status][what], [])
    else:
        assert after.status == status
        moves_tickets = any(what in moves for moves in MOVES.values())
        assert not moves_tickets or [e.__struct_config__.tag for e in after.out_of_turn] == [what]


@pytest.mark.parametrize("status", TO)
def test_a_command_refuses_just_what_replay_would_list_as_out_of_turn(status: Any) -> None:
    state = replay_ticket(ticket(*TO[status]))
    for what in USUAL:
        listed = bool(replay_ticket(ticket(*TO[status], f"20 11:00 {what}")).out_of_turn)
        if listed:
            with pytest.raises(ImpossibleStep) as refused:
                check_may_follow(state, what)
            assert refused.value.facts["status"] == status
            assert refused.value.facts["possible"] == next_commands(state)
        else:
            check_may_follow(state, what)


@pytest.mark.slow
def test_replay_never_fails_on_10_000_random_logs_and_what_is_out_of_turn_changes_nothing() -> None:
    random = Random(20261121)
    kinds = list(USUAL)
    for turn in range(10_000):
        log = []
        for seq in range(1, random.randint(2, 14)):
            what = random.choice(kinds)
            fields = {"id": f"{seq:06d}"}  # each its own, whatever its number
            if what == "visited":
                fields["outcome"] = random.choice(list(AFTER_VISIT))
            if what == "settled":
                fields["outcome"] = random.choice([*ev.STATES, "nonsense"])
            if what == "held":
                fields["wish"] = random.choice(["customer", "parts"])
            line = f"{random.randint(1, 28):02d} {random.randint(0, 23):02d}:00 {what}"
            fields["id"] = f"{seq:06d}"  # two events of one id are a finding of their own
            log.append(event_of(event(line, random.randint(1, seq), **fields)))
        made = msgspec.structs.replace(ticket("20 09:00 received"), log=log)
        state = replay_ticket(made)
        assert state.status in (ev.NEW, *ev.STATES)
        assert state.current.id == made.id
        assert (state.current_hold() is not None) == (state.status == "on_hold"), [
            e.__struct_config__.tag for e in log
        ]
        assert sum(hold.until is None for hold in state.holds) <= 1
        if turn % 5:
            continue
        without = [
            e for e in events_in_order(log) if not any(e is odd for odd in state.out_of_turn)
        ]
        again = replay_ticket(msgspec.structs.replace(made, log=without))
        assert again.status == state.status
        assert again.marks == state.marks


def test_the_order_is_that_of_numbers_then_ids_whatever_the_clocks_say() -> None:
    log = [event("20 09:00 received", 1), event("20 12:00 answered", 2, id="bbbbbb")]
    log.append(event("20 08:00 handed_over", 2, id="aaaaaa"))  # merged in; its clock was behind
    made = msgspec.convert({**msgspec.to_builtins(ticket("20 09:00 received")), "log": log}, Ticket)
    assert [e.id for e in events_in_order(made.log)] == ["000001", "aaaaaa", "bbbbbb"]
    assert replay_ticket(made).status == "done"


def test_two_desks_that_both_acted_leave_one_out_of_turn_until_it_is_settled() -> None:
    both = (*TO["dispatched"], "20 10:00 arrived", "20 10:01 cancelled", "20 10:30 visited")
    state = replay_ticket(ticket(*both))
    assert state.status == "cancelled"
    assert [e.seq for e in state.out_of_turn] == [6]
    settled = replay_ticket(ticket(*both, ("20 11:00 settled", {"outcome": "done"})))
    assert (settled.status, settled.out_of_turn) == ("done", [])


def test_a_settlement_that_names_no_state_clears_the_list_and_leaves_the_state() -> None:
    state = replay_ticket(
        ticket(*TO["done"], "20 10:00 arrived", ("20 11:00 settled", {"outcome": "whatever"}))
    )
    assert (state.status, state.out_of_turn) == ("done", [])


@pytest.mark.parametrize(
    ("way", "left"),
    [("received", "received"), ("replied", "replied"), ("dispatched", "dispatched"), ("visiting", "visiting"),
     ("on_bench", "on_bench"), ("at_factory", "at_factory"), ("reopened", "reopened")],
)  # fmt: skip
def test_a_hold_keeps_what_it_left(way: str, left: str) -> None:
    held = replay_ticket(ticket(*TO[way], "20 11:00 held"))
    assert (held.status, held.left) == ("on_hold", left)
    assert replay_ticket(ticket(*TO[way], "20 11:00 held", "20 12:00 resumed")).status == left


def test_a_hold_ends_with_being_taken_up_again_and_not_before_it_began() -> None:
    state = replay_ticket(ticket(*TO["received"], "20 11:00 held", "20 12:00 resumed"))
    assert [(hold.since, hold.until) for hold in state.holds] == [(at("20 11:00"), at("20 12:00"))]
    assert state.current_hold() is None
    backwards = replay_ticket(ticket(*TO["received"], "20 11:00 held", "20 10:00 resumed"))
    assert backwards.holds[0].until == at("20 11:00")


@pytest.mark.parametrize(
    "end", ["20 12:00 cancelled", ("20 12:00 settled", {"outcome": "replied"})]
)
def test_a_hold_ends_however_the_ticket_leaves_it(end: str | tuple[str, dict[str, str]]) -> None:
    state = replay_ticket(ticket(*TO["received"], "20 11:00 held", end))
    assert state.current_hold() is None
    assert state.holds[0].until == at("20 12:00")


def test_a_ticket_settled_as_on_hold_can_be_taken_up_again() -> None:
    on_hold = (*TO["handed_over"], ("20 11:00 settled", {"outcome": "on_hold"}))
    assert replay_ticket(ticket(*on_hold)).status == "on_hold"
    assert replay_ticket(ticket(*on_hold, "20 12:00 resumed")).status == "handed_over"
    after_the_end = (
        *TO["closed"],
        ("20 11:00 settled", {"outcome": "on_hold"}),
        "20 12:00 resumed",
    )
    assert replay_ticket(ticket(*after_the_end)).status == "received"


@pytest.mark.parametrize(("outcome", "status"), AFTER_VISIT.items())
def test_each_outcome_of_a_visit_leads_to_its_state(outcome: Any, status: Any) -> None:
    state = replay_ticket(ticket(*TO["visiting"], ("20 11:00 visited", {"outcome": outcome})))
    assert state.status == status
    marks = [name for name, _ in state.marks]
    assert ("fixed" in marks) == (outcome in ev.REPAIRED)
    assert ("work_ended" in marks) == (status == "done")
    assert ("declined" in marks) == (status == "declined")
    assert state.visit is not None


@pytest.mark.parametrize(
    "what", [w for w, entry in ev.CATALOGUE.items() if entry.leads_to == "done"]
)
def test_whatever_ends_the_work_makes_the_callback_count(what: Any) -> None:
    way = next(TO[status] for status in TO if status in ev.CATALOGUE[what].after)
    state = replay_ticket(ticket(*way, f"20 11:00 {what}"))
    assert state.last_mark("work_ended").at == state.work_ended_at == at("20 11:00")


def moment(name: str, *log: Any) -> Any:
    """When the latest moment of this name was, and the number of its event; None without one."""
    mark = replay_ticket(ticket(*log)).last_mark(name)
    return mark and (mark.at, mark.seq)


FIXED = (*TO["visiting"], "20 11:00 visited")


@pytest.mark.parametrize(("back", "counts_from"), [
    ("20 12:00 back", ("20 12:00", 6)),
    ("20 11:00 back", ("20 11:00", 6)),
    ("20 10:59 back", ("20 11:00", 5)),  # a clock that went wrong: nobody is back before the end
    ("21 08:00 back", ("20 11:00", 5)),  # came back the next day
])  # fmt: skip
def test_the_callback_counts_from_the_return_of_the_same_day(
    back: str, counts_from: tuple[str, int]
) -> None:
    when, seq = counts_from
    assert moment("work_ended", *FIXED, back) == (at(when), seq)


def test_once_the_customer_was_called_the_return_does_not_move_the_callback() -> None:
    assert moment("work_ended", *FIXED, "20 11:30 called_back", "20 12:00 back")[0] == at(
        "20 11:00"
    )


def test_a_return_after_a_visit_that_fixed_nothing_ends_no_work() -> None:
    visited = ("20 11:00 visited", {"outcome": "needs_parts"})
    assert moment("work_ended", *TO["visiting"], visited, "20 12:00 back") is None


def test_a_visit_typed_after_the_return_counts_from_the_return_and_is_reported_when_typed() -> None:
    typed_later = ("20 11:00 visited", {"typed": "20 13:00"})
    log = (*TO["visiting"], "20 12:00 back", typed_later)
    assert moment("work_ended", *log) == (at("20 12:00"), 6)
    assert moment("reported", *log) == (at("20 13:00"), 6)


@pytest.mark.parametrize(("log", "reported"), [
    ((*FIXED, "20 12:00 back"), "20 12:00"),
    ((*TO["visiting"], "20 11:30 reported", "20 12:00 back"), "20 12:00"),  # before any visit
    ((*TO["visiting"], "20 12:00 back"), None),
])  # fmt: skip
def test_whoever_is_back_has_reported_if_there_was_something_to_report(
    log: tuple[Any, ...], reported: str | None
) -> None:
    found = moment("reported", *log)
    assert (found and found[0]) == (at(reported) if reported else None)


def test_the_report_of_one_visit_is_not_that_of_the_next() -> None:
    first = ("20 11:00 visited", {"outcome": "needs_parts"})
    log = (*TO["visiting"], first, "20 11:30 reported", "20 12:00 dispatched", "20 13:00 back")
    assert moment("reported", *log)[0] == at("20 11:30")


def test_a_slip_handed_in_on_the_way_counts_as_brought_on_return() -> None:
    assert moment("slip_in", *FIXED, "20 11:10 slip_in", "20 12:00 back") == (at("20 12:00"), 6)
    assert moment("slip_in", *FIXED, "20 12:00 back", "20 12:10 slip_in") == (at("20 12:10"), 7)
    assert moment("slip_in", *FIXED, "20 12:00 back") is None


@pytest.mark.parametrize(("log", "name"), [
    ((*TO["received"], "20 11:00 answered"), "guided"),
    ((*TO["visiting"], ("20 11:00 visited", {"leftover": "支架有裂纹"})), "left_over"),
    ((*TO["visiting"], ("20 11:00 visited", {"sure": False})), "left_unsure"),
    ((*TO["visiting"], ("20 11:00 visited", {"outcome": "provisional"})), "left_unsure"),
    ((*TO["received"], ("20 11:00 settled", {"outcome": "done"})), "settled"),
    ((*TO["received"], ("20 11:00 settled", {"outcome": "cancelled"})), "cancelled"),
])  # fmt: skip
def test_what_a_promise_counts_from_is_a_moment_of_its_own(log: tuple[Any, ...], name: str) -> None:
    assert moment(name, *log) == (at("20 11:00"), len(log))


@pytest.mark.parametrize(("log", "name"), [
    ((*TO["received"], ("20 11:00 answered", {"guided": False})), "guided"),
    (FIXED, "left_over"),
    (FIXED, "left_unsure"),
])  # fmt: skip
def test_and_it_does_not_come_without_what_makes_it_due(log: tuple[Any, ...], name: str) -> None:
    assert moment(name, *log) is None


def test_each_time_agreed_with_the_customer_is_kept() -> None:
    moved = replay_ticket(ticket(*TO["dispatched"], "20 11:00 rescheduled"))
    assert [(each.name, each.time, each.seq) for each in moved.agreed] == [
        ("appointment", at("23 10:00"), 3),
        ("appointment", at("24 10:00"), 4),
    ]
    brought_in = ("20 09:05 brought_in", {"ready_by": "2026-11-25T17:00:00+08:00"})
    for event_, name, time in (
        (brought_in, "ready_by", at("25 17:00")),
        ("20 10:00 order_issued", "start", at("12-01 09:00")),
    ):
        (agreed,) = replay_ticket(ticket("20 09:00 received", event_)).agreed
        assert (agreed.name, agreed.time, agreed.seq) == (name, time, 2)


def test_a_hold_knows_when_it_was_typed_and_whose_wish_it_was() -> None:
    held = ("20 11:00 held", {"typed": "20 11:20", "wish": "parts"})
    hold = replay_ticket(ticket(*TO["received"], held)).current_hold()
    assert (hold.since, hold.typed, hold.wish) == (at("20 11:00"), at("20 11:20"), "parts")


def test_settled_as_on_hold_while_it_is_on_hold_the_hold_goes_on() -> None:
    state = replay_ticket(ticket(*TO["on_hold"], ("20 11:00 settled", {"outcome": "on_hold"})))
    assert [(hold.since, hold.wish) for hold in state.holds] == [(at("20 09:05"), "customer")]
    assert (state.left, state.current_hold()) == ("received", state.holds[0])


def test_every_outcome_a_visit_may_have_leads_somewhere() -> None:
    assert set(AFTER_VISIT) == set(get_args(ev.Outcome))
    assert set(AFTER_VISIT.values()) <= set(ev.STATES)


def test_the_customer_may_insist_any_number_of_times_and_it_is_counted() -> None:
    state = replay_ticket(ticket(*TO["received"], "20 10:00 reminded", "20 11:00 reminded"))
    assert (state.status, state.reminders) == ("received", 2)


def test_a_ticket_opened_again_has_no_technician_visit_slip_or_callback() -> None:
    before = (
        *TO["visiting"],
        "20 11:00 visited",
        "20 12:00 back",
        "20 12:05 slip_in",
        "20 14:00 called_back",
    )
    state = replay_ticket(ticket(*before))
    assert (state.technician, state.is_back) == ("wang", True)
    assert state.visit
    assert state.slip
    assert state.callback
    again = replay_ticket(ticket(*before, "20 15:00 reopened"))
    assert (again.status, again.technician, again.appointment, again.is_back) == (
        "reopened",
        "",
        None,
        False,
    )
    assert (again.visit, again.slip, again.callback) == (None, None, None)
    assert (len(again.visits), len(again.callbacks)) == (1, 1)  # they took place all the same


def test_a_moved_visit_keeps_its_technician_unless_another_comes() -> None:
    moved = replay_ticket(ticket(*TO["dispatched"], "20 11:00 rescheduled"))
    assert (moved.technician, moved.appointment) == ("wang", at("24 10:00"))
    other = replay_ticket(
        ticket(*TO["dispatched"], ("20 11:00 rescheduled", {"technician": "zhou"}))
    )
    assert other.technician == "zhou"


def test_corrections_are_replayed_and_the_last_one_counts() -> None:
    state = replay_ticket(
        ticket(
            *TO["received"],
            "20 10:00 corrected",
            ("20 11:00 corrected", {"new": "0755-26003333"}),
            "20 11:01 urgency_set",
            "20 11:02 machine_replaced",
            "20 11:03 recomputed",
        )
    )
    assert state.current.customer.phone == "0755-26003333"
    assert state.current.urgency == "urgent"
    assert state.current.equipment.serial == "CR200-26-0007"
    assert state.current.terms.calendar == "SZ@2"
    assert state.current.terms.policy == "office@2026-11"
    assert state.ticket.customer.phone == "1"  # as told
    assert state.corrections == {
        ("customer", "phone"): 3,
        ("urgency",): 4,
        ("equipment", "serial"): 5,
        ("terms", "calendar"): 6,
    }


def test_a_corrected_number_is_a_number_again() -> None:
    state = replay_ticket(
        ticket(
            "20 09:00 received",
            ("20 10:00 corrected", {"field": "customer.distance_km", "new": "70"}),
        )
    )
    assert state.current.customer.distance_km == 70


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("id", "SZ-2611-A0002"),
        ("log", "x"),
        ("status", "closed"),
        ("received", "2026-11-01T09:00:00+08:00"),
        ("customer", "x"),
        ("customer.zone", "somewhere"),
        ("customer.phone.x", "y"),
        ("nothing", "x"),
        ("urgency", "very"),
        ("asked_for", "tomorrow"),
    ],
)
def test_a_correction_that_fits_no_value_of_the_head_changes_nothing(field: str, new: str) -> None:
    told = ticket("20 09:00 received")
    corrected = ticket("20 09:00 received", ("20 10:00 corrected", {"field": field, "new": new}))
    assert replay_ticket(corrected).current == msgspec.structs.replace(told, log=corrected.log)


def test_what_a_person_had_removed_is_shown_as_removed() -> None:
    state = replay_ticket(ticket(*TO["received"], "20 10:00 forgotten"))
    assert state.current.customer.phone == "(removed)"


def test_status_and_comments_follow_from_the_log_alone() -> None:
    data = msgspec.to_builtins(ticket(*TO["replied"], "20 10:00 corrected", status="closed"))
    assert derive_ticket(data) == ("replied", {("customer", "phone"): 4})


def test_every_state_has_a_next_step_and_it_is_a_command() -> None:
    from svc.cli.commands import COMMANDS

    planned = {"bench", "pickup", "returned"}  # not built yet
    for way in TO.values():
        steps = next_steps(replay_ticket(ticket(*way)))
        assert steps
        assert {step for step in steps if step not in COMMANDS} <= planned


def test_back_and_slip_are_named_until_they_are_typed() -> None:
    visited = (*TO["visiting"], "20 11:00 visited")
    assert next_steps(replay_ticket(ticket(*visited)))[:2] == ["back", "slip"]
    assert next_steps(replay_ticket(ticket(*visited, "20 12:00 back")))[:2] == ["slip", "callback"]
    assert (
        next_steps(replay_ticket(ticket(*visited, "20 12:00 back", "20 12:01 slip_in")))[0]
        == "callback"
    )


def test_the_events_that_say_more_than_that_they_happened_are_those_that_are_told_apart() -> None:
    source = ast.parse(inspect.getsource(lifecycle))
    functions = {node.name: node for node in source.body if isinstance(node, ast.FunctionDef)}
    told_apart = {
        pattern.cls.attr
        for name in ("_take_in", "_change_head")
        for pattern in ast.walk(functions[name])
        if isinstance(pattern, ast.MatchClass) and isinstance(pattern.cls, ast.Attribute)
    }
    assert told_apart == {kind.__name__ for kind in lifecycle.TAKEN_IN}


def test_the_office_that_acted_then_is_the_one_it_had_gone_to_by_then() -> None:
    gone = ("20 09:10 office_changed", {"office": "BJ"})
    state = replay_ticket(ticket("20 09:00 received", gone, "20 09:20 handed_over"))
    assert [state.office_at(seq) for seq in (1, 2, 3)] == ["SZ", "BJ", "BJ"]


def _entered(minute: int, seq: int, by: str) -> tuple[str, Any]:
    """A remark of this number, entered in that minute."""
    id = f"{by}{seq:04}"
    return f"20 09:{minute:02} remarked", {
        "seq": seq,
        "by": by,
        "id": id,
        "typed": f"20 09:{minute:02}",
    }


GONE = (
    "20 09:10 office_changed",
    {"office": "BJ", "away_from": "SZ", "seq": 2, "id": "move00", "by": "chen"},
)


@pytest.mark.parametrize(
    ("entries", "offices"),
    [
        # all that one person entered beside the handover, however many
        ((_entered(5, 2, "li"), _entered(20, 3, "li"), _entered(30, 4, "li")), ["SZ"] * 3),
        # typed before the handover was: nobody could know of it
        ((_entered(5, 2, "li"), _entered(8, 3, "wang"), _entered(20, 4, "wang")), ["SZ"] * 3),
        # they had it when somebody else went on with the ticket
        ((_entered(5, 2, "li"), _entered(20, 3, "zhang"), _entered(30, 4, "li")), ["SZ", "BJ", "BJ"]),
        # nothing was entered beside it
        ((_entered(20, 3, "li"), _entered(30, 4, "li")), ["BJ", "BJ"]),
        # whoever handed it over knows that
        ((_entered(5, 2, "chen"), _entered(20, 3, "chen")), ["SZ", "BJ"]),
        # two went on, one at each desk
        ((_entered(5, 2, "li"), _entered(20, 3, "zhang"), _entered(20, 3, "li")), ["SZ", "BJ", "SZ"]),
    ],
)  # fmt: skip
def test_what_a_desk_entered_beside_a_handover_counts_for_the_office_that_had_it(
    entries: tuple[Any, ...], offices: list[str]
) -> None:
    state = replay_ticket(ticket("20 09:00 received", GONE, *entries))
    ids = [fields["id"] for _, fields in entries]
    of = {event.id: state.office_of(event) for event in state.events}
    assert [of[id] for id in ids] == offices
    assert (of["move00"], of["000001"]) == ("BJ", "SZ")


TOLD = ("20 09:10 office_changed", {**GONE[1], "acting": "BJ"})
"""The same of a desk that writes down which office acts."""


def _knowing(minute: int, seq: int, by: str, office: str = "BJ") -> tuple[str, Any]:
    """A remark of a desk that knew that this office acts."""
    when, fields = _entered(minute, seq, by)
    return when, {**fields, "acting": office}


@pytest.mark.parametrize(
    ("handover", "entries", "offices"),
    [
        # the very next entry of one who has it now, and those after it
        (TOLD, (_entered(5, 2, "li"), _knowing(20, 3, "li"), _knowing(30, 4, "li")),
         ["SZ", "BJ", "BJ"]),
        # typed by a clock that goes after, at the desk that gave it away
        (TOLD, (_entered(5, 2, "li"), _knowing(8, 3, "wang")), ["SZ", "BJ"]),
        # several people at the desk that did not have it, beside those who had
        (TOLD, (_entered(20, 2, "li"), _entered(25, 3, "zhang"), _knowing(25, 3, "chen"),
                _entered(40, 4, "wang"), _knowing(50, 5, "li")), ["SZ", "SZ", "BJ", "SZ", "BJ"]),
        # one who counts on from a time when none was written down has it
        (TOLD, (_knowing(20, 3, "zhang"), _entered(30, 4, "li")), ["BJ", "BJ"]),
        # a handover of that time, and a desk that has it
        (GONE, (_entered(5, 2, "li"), _knowing(20, 3, "li"), _entered(30, 4, "li")),
         ["SZ", "BJ", "BJ"]),
        # an office that the ticket never went to says nothing
        (TOLD, (_knowing(20, 3, "li", "SH"),), ["BJ"]),
        # nor does that which had it, once more; it did not know, whoever gave it away
        (TOLD, (_knowing(20, 3, "li", "SZ"),), ["SZ"]),
    ],
)  # fmt: skip
def test_an_entry_names_the_office_that_acted_as_its_desk_knew_it(
    handover: tuple[str, Any], entries: tuple[Any, ...], offices: list[str]
) -> None:
    state = replay_ticket(ticket("20 09:00 received", handover, *entries))
    of = {event.id: state.office_of(event) for event in state.events}
    assert [of[fields["id"]] for _, fields in entries] == offices
    assert [state.region_of(event) for event in state.events if event.id == "move00"] == ["north"]


def test_an_entry_follows_a_handover_that_was_put_right() -> None:
    right = {"of": "move00", "field": "office", "old": "BJ", "new": "SH", "reason": "x"}
    amended = ("20 09:40 amended", {**right, "acting": "BJ"})
    state = replay_ticket(
        ticket("20 09:00 received", TOLD, _entered(5, 2, "li"), _knowing(20, 3, "li"), amended)
    )
    of = [(event.id, state.office_of(event)) for event in state.events]
    assert [office for id, office in of if id in ("li0002", "li0003")] == [
        "SZ",
        "SH" if state.amendments else "BJ",
    ]


@pytest.mark.parametrize(
    ("second", "office", "out"),
    [
        ({"office": "SH", "away_from": "SZ"}, "BJ", ["office_changed"]),
        ({"office": "SH", "away_from": "BJ"}, "SH", []),  # it saw the first
        ({"office": "BJ", "away_from": "SZ"}, "BJ", []),  # both say the same
        ({"office": "SH"}, "SH", []),  # from a time when it was not written down
    ],
)
def test_of_two_desks_that_give_a_ticket_to_two_offices_the_first_holds(
    second: dict[str, str], office: str, out: list[str]
) -> None:
    first = ("20 09:10 office_changed", {"office": "BJ", "away_from": "SZ"})
    own = replay_ticket(ticket("20 09:00 received", first, ("20 09:12 office_changed", second)))
    assert own.current.office == office
    assert [ev.tag_of(event) for event in own.out_of_turn] == out
    settled = replay_ticket(
        ticket(
            "20 09:00 received",
            first,
            ("20 09:12 office_changed", second),
            ("20 09:20 settled", {"outcome": "received"}),
        )
    )
    assert (settled.current.office, settled.out_of_turn) == (office, [])


@pytest.mark.parametrize(
    ("other", "status"), [("SZ-2611-A0002", "received"), ("SZ-2611-A0000", "duplicate")]
)
def test_of_two_tickets_joined_crosswise_the_lower_number_goes_on(other: str, status: str) -> None:
    log = (
        "20 09:00 received",
        ("20 09:05 joined", {"into": other, "reason": "x"}),
        ("20 09:06 linked", {"ticket": other, "why": "same"}),
    )
    state = replay_ticket(ticket(*log))
    assert (state.status, state.out_of_turn) == (status, [])
    assert state.duplicate_of == ("" if status == "received" else other)
    again = (*log, ("20 09:10 settled", {"outcome": "received"}), log[1])
    assert replay_ticket(ticket(*again)).status == "duplicate"
