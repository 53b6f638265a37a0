"""A policy: a named, dated set of promises (服务时限), `policies/office@2026-11.yaml`.

A promise is a limit on the time from one moment of a ticket to another. A promise may have several
rows for different tickets (inside the service area, outside it …): the first whose `when` fits
counts.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_
from svc.model.events import Text

Clock = Literal["working", "working_days", "elapsed", "calendar_days", "agreed"]

UNSET = "unset"
"""A promise no source gives a number for: named by `svc check` until the department sets it."""

CLAUSES: dict[str, str] = {
    "ours": N_("our own rule"),
    **{
        clause: clause
        for clause in (
            N_("S0 2.2.2: at once; the number is ours"),
            N_("S3 5, 6; days: ours"),
            N_("S3 part 3"),
            N_("S4 coordinator 2, 3"),
            N_("S4 coordinator 3"),
            N_("S4 hotline 4, 6"),
            N_("S4 hotline 6"),
            N_("S4 reception 3"),
            N_("S4 visit 3, S2 4.2.2C"),
            N_("ours; S2 部门职能 8, S3 7.2 name no number"),
        )
    },
}
"""Sources of promises in the shipped policies that have words in them, and how they are said."""

PROMISES: dict[str, str] = {
    "noted": N_("call to a caller who was noted"),
    "handover": N_("handover to the lead"),
    "visit_request": N_("visit request to the coordinator"),
    "contact": N_("customer reached"),
    "reply": N_("reply"),
    "assign": N_("technician assigned"),
    "answer": N_("answer"),
    "visit": N_("visit"),
    "appointment": N_("agreed time"),
    "change_notice": N_("notice of a change"),
    "bench": N_("bench repair"),
    "same_day": N_("fixed the same day"),
    "report": N_("report"),
    "slip_in": N_("slip filed"),
    "files": N_("customer file updated"),
    "leftover": N_("open problem passed on"),
    "callback": N_("callback"),
    "followup_unsure": N_("technician's call after an uncertain repair"),
    "followup_phone": N_("technician's call after guidance by phone"),
    "phone": N_("engineer calls"),
    "on_site": N_("arrived or sent"),
    "solution": N_("remedy proposed"),
    "complaint_answer": N_("answer to a complaint"),
    "complaint_judged": N_("complaint judged"),
    "complaint_cause": N_("cause of the complaint"),
    "complaint_responsible": N_("responsibility for the complaint"),
    "complaint_cost": N_("cost of the complaint audited"),
    "complaint_recovery": N_("cost recovered from the customer"),
    "complaint_action": N_("corrective action"),
    "prevention": N_("whether the prevention took effect"),
    "acknowledged": N_("word on a suggestion"),
    "service_order": N_("service order issued"),
    "commitment": N_("commitment to the customer"),
    "told_time": N_("time told to the customer"),
    "ready_by": N_("agreed pick-up time"),
    "next_call": N_("next attempt to call"),
    "hold": N_("end of the hold"),
    "visit_record": N_("visit recorded"),
    "start": N_("start of the installation"),
    "factory": N_("back from the factory"),
    "quote": N_("answer to the quotation"),
    "remedy": N_("talk with the dissatisfied customer"),
    "part": N_("part awaited"),
    "defect": N_("defect remedied"),
    "signature": N_("signature added"),
    "agreement": N_("agreement to paid work"),
    "payment": N_("payment owed"),
    "loan": N_("part lent, to be settled"),
    "loaner": N_("loaner to be back"),
    "stale": N_("no entry for days"),
}


class When(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which tickets a row is for: each key one value or several; what is not named does not
    matter.
    """

    zone: str | list[str] = ""
    kind: str | list[str] = ""
    mode: str | list[str] = ""
    urgency: str | list[str] = ""
    channel: str | list[str] = ""


class Promise(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"from_": "from"},
):
    """One row: from which moment, to which, within what, by which clock.

    `within` is a duration (`1h`, `30m`, `2wd`, `7d`) or `unset`. `before` stands instead for what
    must happen ahead of the agreed time: until the end of that calendar day. `agreed` names an
    agreed time (`appointment`, `ready_by`, `start`) that counts instead of `within` where there is
    one; on the clock `agreed` it is the only limit. `grace` is added for calls due at a time.
    """

    when: When = When()
    from_: str
    to: Text
    within: str = ""
    before: str = ""
    clock: Clock
    agreed: Literal["appointment", "ready_by", "start", ""] = ""
    grace: str = ""
    or_to: list[str] = []  # other moments that keep it as well
    drops: list[str] = []  # moments that end it without a verdict
    again: bool = False  # a ticket opened again starts it anew
    if_done: bool = False  # judged only if `to` happens at all
    pausable: bool | None = (
        None  # None: as the clock has it (working clocks pause at the customer's wish)
    )
    first_answer: bool = False  # first answers are never stretched by a hold
    source: Text = "ours"


ATTEMPTS = 3
"""Calls that find nobody, until the station head is told, where no policy says another number."""


class Policy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All promises of one policy, by promise id; the order of the file is the order on the
    board.
    """

    name: Text
    note: str = ""
    retry_hours: Annotated[int, Meta(ge=1)] = (
        2  # working hours until the next attempt after nobody was reached
    )
    attempts: Annotated[int, Meta(ge=1)] = ATTEMPTS  # then the station head is told
    promises: Annotated[dict[str, Promise | list[Promise]], Meta(min_length=1)]
