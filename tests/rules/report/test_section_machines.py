"""Section 9 of a small month: machines in use, installed, maintained, brought up to date."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.logs import ticket
from rules.report.months import FIXED, RECEIVED, Reported, on

ACCEPTED = ("20 10:00 parts_accepted", {"signed_by": ["customer"]})
DEFECT = ("20 11:00 defect_reported", {"to": "factory", "defect": "门关不上"})


def installed(*log: Any, **head: Any) -> Any:
    return ticket(RECEIVED, *log, **{"kind": "installation", **head})


def test_what_was_good_on_unpacking_is_of_those_whose_parts_were_accepted() -> None:
    missing = ("20 10:00 parts_accepted", {"signed_by": ["customer"], "missing": ["脚轮"]})
    month = Reported(
        installed(), installed(ACCEPTED), installed(missing), installed(ACCEPTED, DEFECT)
    )
    assert month["installations"] == 4
    assert month.rate("unboxed_good") == (1, 3)
    assert month.behind("unboxed_good") == ["T2", "T3", "T4"]


def test_maintenance_and_software_count_once_the_work_has_ended() -> None:
    month = Reported(
        ticket(*FIXED, kind="maintenance"),
        ticket(RECEIVED, kind="maintenance"),
        ticket(*FIXED, kind="upgrade", of="software"),
        ticket(RECEIVED, kind="upgrade", of="software"),
        ticket(*FIXED, kind="upgrade", of="hardware"),
    )
    assert (month["maintained"], month.behind("maintained")) == (1, ["T1"])
    assert (month["software_updates"], month.behind("software_updates")) == (1, ["T3"])
    rows = [(row[0], row[2], row[5].says) for row in month.rows("software")]
    assert rows == [("T3", date(2026, 11, 20), "yes"), ("T4", date(2026, 11, 20), "no")]


def test_models_stand_by_how_many_are_in_use_with_their_faults() -> None:
    month = Reported(ticket(*FIXED), on("10-20", *FIXED[1:]), machines={"CR-200": 4, "FF-40": 9})
    model = month.months.now.received[0].model
    rows = {row[0]: row[1:] for row in month.rows("models_in_use")}
    assert next(iter(rows)) == "FF-40"
    assert rows["FF-40"] == [9, 0, 0, 0, 0.0]
    assert model in ("CR-200", "") or model not in rows
    assert month.tables["models_in_use"].total is not None
    assert month.tables["models_in_use"].total[1:4] == [13, 0, 0]
