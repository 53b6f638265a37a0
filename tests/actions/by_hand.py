"""The figures of a month by other means: PyYAML, plain dicts and loops, nothing of svc. To compare
with the report.
"""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

OUT = ("closed", "declined", "cancelled")
GOOD = ("very_satisfied", "satisfied")
BAD = ("dissatisfied", "very_dissatisfied")
MENDED = ("fixed", "completed")  # a provisional remedy is none, nor is a fault nobody found
NOT_SEEN = ("no_fault", "not_reproduced")
DONE = ("fixed", "provisional", "no_fault", "not_reproduced", "completed")


@cache
def load(folder: Path) -> list[dict[str, Any]]:
    """Every record below a folder."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted(folder.rglob("*.yaml")) if folder.is_dir() else [folder]
    records = [yaml.load(path.read_text(encoding="utf-8"), Loader=loader) for path in files]
    for record in records:
        put_right(record.get("log", []))
    return records


def put_right(log: list[dict[str, Any]]) -> None:
    """What was amended, as it holds now."""
    events = {event["id"]: event for event in log}
    for amended in [event for event in log if event["what"] == "amended"]:
        event, field, new = events[amended["of"]], amended["field"], amended["new"]
        event[field] = yaml.safe_load(new) if isinstance(event.get(field), list) else new


def when(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


def told(ticket: dict[str, Any], *path: str) -> Any:
    """A value of the head as the log corrected it last."""
    value: Any = ticket
    for name in path:
        value = value.get(name, "") if isinstance(value, dict) else ""
    for event in ticket["log"]:
        if event["what"] == "corrected" and event["field"] == ".".join(path):
            value = event["new"]
        if event["what"] == "machine_replaced" and path == ("equipment", "serial"):
            # the fault was on the one that was taken away
            return event["old_serial"] if value == "unknown" else value
    return value


def own_cost(ledger: Path, ticket: dict[str, Any]) -> Decimal:
    """What a ticket cost the department: what was noted, and unless parts were noted those that no
    line of the last charge has the customer pay for, at the price of the catalogue.
    """
    noted = of(ticket, "cost_noted")
    cost = sum((Decimal(event["amount"]) for event in noted), Decimal())
    if any(event["sort"] == "parts" for event in noted):
        return cost
    (catalogue,) = load(ledger / "parts.yaml")
    prices = {part["code"]: Decimal(part.get("price", 0)) for part in catalogue["parts"]}
    used: Counter[str] = Counter()
    for event in of(ticket, "visited", "repaired"):
        for part in event.get("parts", []):
            used[part["part"]] += part.get("count", 1)
    for charge in of(ticket, "charged")[-1:]:
        for line in charge.get("lines", []):
            if not line.get("free"):
                used[line.get("code", "")] -= line.get("count", 1)
    return cost + sum(prices.get(code, 0) * count for code, count in used.items() if count > 0)


def of(ticket: dict[str, Any], *whats: str) -> list[dict[str, Any]]:
    return [event for event in ticket["log"] if event["what"] in whats]


def for_repair(ticket: dict[str, Any]) -> list[dict[str, Any]]:
    """When it was opened again for a repair; a talk is none."""
    return [e for e in of(ticket, "reopened") if e.get("reopened_for") != "talk"]


def stays_open(ticket: dict[str, Any], before: str) -> bool:
    """Whether it was there and open when the day `before` began."""
    if ticket["received"][:10] >= before:
        return False
    is_open = True
    for event in ticket["log"]:
        if event["at"][:10] >= before:
            continue
        if event["what"] in OUT or (
            event["what"] == "visited" and event["outcome"] in ("refused", "declined")
        ):
            is_open = False
        if event["what"] == "reopened":
            is_open = True
    return is_open


def ended(ticket: dict[str, Any]) -> datetime | None:
    """When the work last ended."""
    ends = []
    for event in ticket["log"]:
        if event["what"] in ("answered", "accepted") or (
            event["what"] == "visited" and event["outcome"] in DONE
        ):
            ends.append(when(event))
        if event["what"] == "picked_up" and not of(ticket, "declined", "cancelled"):
            ends.append(when(event))
    return ends[-1] if ends else None


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def figures(ledger: Path, region: str, month: str, last: str = "") -> dict[str, object]:
    """The figures of a region ("" for all) by their ids; of a month, or from it to the `last` one
    of the same year.
    """
    last = last or month
    first, after = f"{month}-01", f"{last[:5]}{int(last[5:]) + 1:02d}-01"
    known = [
        t
        for t in load(ledger / "tickets")
        if region in ("", t["region"]) and t["received"][:10] < after
    ]
    received = [t for t in known if month <= t["received"][:7] <= last]
    requests = [t for t in received if t.get("kind") != "complaint"]
    repairs = [t for t in received if t.get("kind") == "repair"]
    solved = ("done", "called_back", "closed")
    # a visit at which nobody was there, or that the customer put off, is no work
    at_work = {
        t["id"]: [v for v in of(t, "visited") if v["outcome"] != "postponed"] for t in repairs
    }
    visited = [t for t in repairs if at_work[t["id"]]]
    to_fix = [t for t in visited if for_repair(t)
              or any(v["outcome"] not in NOT_SEEN for v in at_work[t["id"]])]  # fmt: skip
    first_fix = [t for t in visited if len(at_work[t["id"]]) == 1 and not for_repair(t)
                 and at_work[t["id"]][0]["outcome"] in MENDED]  # fmt: skip
    hours = sorted(
        (ended(t) - datetime.fromisoformat(t["received"])).total_seconds() / 3600
        for t in repairs if t["status"] in solved and ended(t)
    )  # fmt: skip
    calls = [call for t in received for call in of(t, "called_back")]
    wanted = [t for t in requests if t["status"] not in ("declined", "cancelled")]
    return {
        "received": len(requests),
        "open_start": sum(stays_open(t, first) for t in known if t.get("kind") != "complaint"),
        "open_end": sum(stays_open(t, after) for t in known if t.get("kind") != "complaint"),
        "reminders": sum(len(of(t, "reminded")) for t in requests),
        "visited": len(visited),
        "first_time_fix": share(len(first_fix), len(to_fix)),
        "second_visits": share(sum(len(at_work[t["id"]]) > 1 for t in visited), len(visited)),
        "solved": share(sum(t["status"] in solved and not for_repair(t) for t in wanted), len(wanted)),
        "reopened": sum(bool(for_repair(t)) for t in requests),
        "hours_median": statistics.median(hours),
        "hours_ninetieth": next(h for i, h in enumerate(hours, 1) if i * 10 >= 9 * len(hours)),
        "satisfaction": share(sum(call["rating"] in GOOD for call in calls), len(calls)),
        "dissatisfied": sum(call["rating"] in BAD for call in calls),
        "called_back": sum(bool(of(t, "called_back")) for t in received),
        "complaints": len(received) - len(requests),
        "complaints_quality": sum(e[-1]["quality"] for t in received if (e := of(t, "complaint_judged"))),
        "complaints_cost": sum((Decimal(e["cost"]) for t in received for e in of(t, "responsibility_found")[-1:]
                                if "cost" in e), Decimal()),
        # one visit to two machines counts once
        "visits": sum("along_with" not in v for t in received for v in of(t, "visited")),
        "bench_repairs": sum(len(of(t, "repaired")) for t in received),
        "internal_cost": sum((own_cost(ledger, t) for t in received), Decimal()),
        **money(known, received, first, after),
        **faults(ledger, region, repairs, after),
        **promises(received),
        **came_and_went(known, first, after),
        **complaints(received),
        **missed(received, after),
        **parts(received),
        **equipment(received),
        **left_open(ledger, known, received, after),
        **put_right_since(received),
    }  # fmt: skip


def parts(received: list[dict[str, Any]]) -> dict[str, object]:
    """Pieces that were fitted, or taken back by the keeper as used; what was lent, or missing."""
    pieces = met = missing_at_all = 0
    for ticket in received:
        fitted: Counter[str] = Counter()
        lent: dict[str, dict[str, Any]] = {}
        used: Counter[str] = Counter()
        short: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        back = {event["of"] for event in of(ticket, "part_request_cancelled")}
        for event in ticket["log"]:
            for part in event.get("parts", []) if event["what"] in ("visited", "repaired") else ():
                fitted[part["part"]] += part["count"]
            match event["what"]:
                case "part_lent":
                    lent[event["id"]] = event
                    count = event.get("count", 1)
                    late = min(missing[event["part"]], count)
                    missing[event["part"]] -= late
                    met += count > late
                case "loan_ended" if event["how"] == "used":
                    loan = lent[event["of"]]
                    used[loan["part"]] += loan.get("count", 1)
                case "part_short" | "part_requested" if event["id"] not in back:
                    kind = short if event["what"] == "part_short" else asked
                    part = event["part"]
                    before = max(short[part], asked[part])
                    kind[part] += event.get("count", 1)
                    more = max(short[part], asked[part]) - before
                    missing[part] += more
                    missing_at_all += more > 0
        pieces += sum(max(fitted[part], used[part]) for part in {*fitted, *used})
    return {
        "parts_replaced": pieces,
        "hit_rate": share(met, met + missing_at_all),
        "parts_missed": missing_at_all,
    }


def equipment(received: list[dict[str, Any]]) -> dict[str, object]:
    over = ("done", "called_back", "closed")
    unpacked = [ticket for ticket in received if of(ticket, "parts_accepted")]
    good = [
        ticket
        for ticket in unpacked
        if not of(ticket, "defect_reported")
        and not any(event.get("missing") for event in of(ticket, "parts_accepted"))
    ]
    return {
        "installations": sum(ticket.get("kind") == "installation" for ticket in received),
        "unboxed_good": share(len(good), len(unpacked)),
        "maintained": sum(t.get("kind") == "maintenance" and t["status"] in over for t in received),
        "software_updates": sum(
            t.get("of") == "software" and t["status"] in over for t in received
        ),
    }


def left_open(
    ledger: Path, known: list[dict[str, Any]], received: list[dict[str, Any]], after: str
) -> dict[str, object]:
    """Of all tickets until the end of the month, as they are now."""
    last = date.fromisoformat(after) - timedelta(days=1)
    (staff,) = load(ledger / "staff.yaml")
    cashiers = {
        person["id"] for person in staff["staff"] if {"cashier", "收款员"} & {*person["roles"]}
    }
    in_hand = to_invoice = Decimal()
    for ticket in known:
        handed = {event["of"] for event in of(ticket, "handed_in")}
        in_hand += sum(
            Decimal(paid["amount"])
            for paid in of(ticket, "paid")
            if paid["how"] != "transfer"
            and paid["id"] not in handed
            and paid["taken_by"] not in cashiers
        )
        void = {event["number"] for event in of(ticket, "receipt_voided")}
        state = {event["receipt"]: event["state"] for event in of(ticket, "invoiced")}
        to_invoice += sum(
            Decimal(receipt["amount"])
            for receipt in of(ticket, "receipt_issued")
            if receipt["number"] not in void and state.get(receipt["number"]) == "to_issue"
        )
    open_ = [ticket for ticket in known if ticket["status"] not in OUT]
    ages = [(last - date.fromisoformat(ticket["received"][:10])).days for ticket in open_]
    return {
        "suggestions": sum(ticket.get("kind") == "suggestion" for ticket in received),
        "wishes": sum(bool(e.get("better")) for t in received for e in of(t, "called_back")),
        "unfinished": len(open_),
        "oldest_days": max(ages, default=0),
        "in_hand": in_hand,
        "to_invoice": to_invoice,
    }


def put_right_since(received: list[dict[str, Any]]) -> dict[str, object]:
    """Entries that were amended; values of the head that were put right in a later month."""
    right = late = 0
    for ticket in received:
        entries = {event["id"]: event["at"][:7] for event in ticket["log"]}
        amended = [event["typed"][:7] > entries[event["of"]] for event in of(ticket, "amended")]
        corrected = [
            True for event in of(ticket, "corrected") if event["typed"][:7] > ticket["received"][:7]
        ]
        right += bool(amended or corrected)
        late += any(amended) or bool(corrected)
    return {"corrections": right, "corrections_late": late}


def came_and_went(known: list[dict[str, Any]], first: str, after: str) -> dict[str, object]:
    """Of whatever month they were received in."""
    gone = again = 0
    for ticket in known:
        is_out = ticket.get("kind") == "complaint"
        for event in ticket["log"] if not is_out else ():
            in_month = first <= event["at"][:10] < after
            no_wish = event["what"] == "visited" and event["outcome"] in ("refused", "declined")
            if not is_out and (event["what"] in OUT or no_wish):
                is_out, gone = True, gone + in_month
            if is_out and event["what"] == "reopened":
                is_out, again = False, again + in_month
    return {"taken_up": again, "closed": gone}


def complaints(received: list[dict[str, Any]]) -> dict[str, object]:
    judged = [of(t, "complaint_judged")[-1:] for t in received if t.get("kind") == "complaint"]
    return {
        "complaints_major": sum(each[-1].get("grade") == "major" for each in judged if each),
        "complaints_open": sum(not each for each in judged),
    }


def missed(received: list[dict[str, Any]], after: str) -> dict[str, object]:
    """Whether the time for a call is over is judged when the month is, or at the last entry."""
    over = datetime.fromisoformat(f"{after}T00:00:00+08:00")
    called, no_call = 0, 0
    for ticket in received:
        end, last = ended(ticket), max(event["typed"] for event in ticket["log"])
        judged = max(over, datetime.fromisoformat(last))
        called += bool(of(ticket, "called_back"))
        no_call += (
            end is not None and not of(ticket, "called_back") and end + timedelta(hours=24) < judged
        )
    return {"callback_missed": no_call, "callback_rate": share(called, called + no_call)}


def money(
    known: list[dict[str, Any]], received: list[dict[str, Any]], first: str, after: str
) -> dict[str, Decimal]:
    def total(
        tickets: list[dict[str, Any]], what: str, key: str, since: str = "", until: str = "9"
    ) -> Decimal:
        return sum(
            (Decimal(e[key]) for t in tickets for e in of(t, what) if since <= e["at"] < until),
            Decimal(),
        )

    def charged(ticket: dict[str, Any], until: str) -> Decimal:
        charges = [Decimal(e["total"]) for e in of(ticket, "charged") if e["at"] < until]
        return charges[-1] if charges else Decimal()

    def owed(until: str) -> Decimal:
        paid, back = (total(known, what, "amount", "", until) for what in ("paid", "refunded"))
        return sum((charged(t, until) for t in known), Decimal()) - paid + back

    out = {
        "owed_start": owed(first),
        "charged_in_month": sum((charged(t, after) - charged(t, first) for t in known), Decimal()),
        "owed_end": owed(after),
        "charged": sum((charged(t, "9") for t in received), Decimal()),
        "paid": total(received, "paid", "amount") - total(received, "refunded", "amount"),
        "taken_in_month": total(known, "paid", "amount", first, after),
        "refunded_in_month": total(known, "refunded", "amount", first, after),
    }
    return {**out, "outstanding": out["charged"] - out["paid"]}


def faults(
    ledger: Path, region: str, repairs: list[dict[str, Any]], after: str
) -> dict[str, object]:
    found = []
    for ticket in repairs:
        work = of(ticket, "visited", "repaired")
        if ticket["status"] not in ("declined", "cancelled") and (
            not work or work[-1].get("outcome") != "no_fault"
        ):
            found.append(ticket)
    serials = [told(ticket, "equipment", "serial") for ticket in found]
    machines: set[str] = set()
    for file in load(ledger / "customers"):
        if region not in ("", file["region"]) or file["opened"][:10] >= after:
            continue
        own = {machine["serial"] for machine in file.get("equipment", [])}
        for event in file["log"]:
            if event["at"][:10] >= after:
                continue
            own |= {event["machine"]["serial"]} if "machine" in event else set()
            own |= {machine["serial"] for machine in event.get("equipment", [])}
            own -= (
                {event["serial"]}
                if event["what"] in ("equipment_replaced", "equipment_left")
                else set()
            )
            if event["what"] == "merged_into":
                own = set()
        machines |= own
    faulty = {serial for serial in serials if serial != "unknown"}
    again = {
        serial
        for serial, ticket in zip(serials, found, strict=True)
        if serials.count(serial) > 1 or ticket.get("repeat_of") or of(ticket, "repeat_declared")
    }
    return {
        "machines_repeated": len(again & faulty),
        "faults": len(found),
        "serial_unknown": serials.count("unknown"),
        "machines": len(machines),
        "failure_rate": share(len(faulty), len(machines)),
    }


def promises(received: list[dict[str, Any]]) -> dict[str, object]:
    """Those that can be told without a calendar: agreed times kept, and callbacks made within 24
    hours.
    """
    on_time, visits, calls = 0, 0, 0
    for ticket in received:
        agreed = arrived = due_from = None
        visit = ""
        for event in ticket["log"]:
            match event["what"]:
                case "dispatched" | "rescheduled":
                    agreed = event["appointment"]
                case "arrived":
                    arrived = when(event)
                case "visited":
                    if "along_with" not in event:
                        visits += 1
                        on_time += arrived <= datetime.fromisoformat(agreed)
                    visit = event["at"][:10]
                    due_from = when(event) if event["outcome"] in DONE else due_from
                case "back" if due_from is not None and visit == event["at"][:10]:
                    due_from = when(event)  # back on the same day: the callback counts from then
                case "answered" | "accepted" | "picked_up":
                    due_from, visit = when(event), ""
                case "called_back":
                    calls += when(event) <= due_from + timedelta(hours=24)
                    due_from = None
                case "reopened":
                    due_from = None
    return {"appointments": share(on_time, visits), "callbacks_in_time": calls}


def tables(ledger: Path, region: str, month: str) -> dict[str, dict[object, object]]:
    """Of tables by their ids: each row's name, and its first number."""
    received = [
        t
        for t in load(ledger / "tickets")
        if region in ("", t["region"]) and t["received"][:7] == month
    ]
    requests = [t for t in received if t.get("kind") != "complaint"]
    after = f"{month[:5]}{int(month[5:]) + 1:02d}-01"
    taken: Counter[str] = Counter()
    for ticket in load(ledger / "tickets"):
        for event in of(ticket, "paid") if region in ("", ticket["region"]) else ():
            taken[event["how"]] += (
                Decimal(event["amount"]) if f"{month}-01" <= event["at"] < after else 0
            )
    visits: Counter[str] = Counter()
    models: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for ticket in received:
        sent = ""
        for event in ticket["log"]:
            if event["what"] in ("dispatched", "rescheduled", "reassigned"):
                sent = event.get("technician") or sent
            if event["what"] == "taken_over" and event.get("visit"):
                sent = event["to"]
            visits[sent] += event["what"] == "visited" and "along_with" not in event
        work = of(ticket, "visited", "repaired")
        fault = ticket.get("kind") == "repair" and ticket["status"] not in ("declined", "cancelled")
        if fault and (not work or work[-1].get("outcome") != "no_fault"):
            models[told(ticket, "equipment", "model")] += 1
            known = [event["cause"] for event in work if event["cause"] != "unknown"]
            causes[known[-1] if known else "unknown" if work else ""] += 1
    names = {person["id"]: person["name"] for person in load(ledger / "staff.yaml")[0]["staff"]}
    return {
        "by_kind": Counter(t.get("kind", "noted") for t in requests),
        "by_channel": Counter(told(t, "channel") for t in requests),
        "by_day": Counter(t["received"][:10] for t in requests),
        "outcomes": Counter(event["outcome"] for t in requests for event in of(t, "visited")),
        "ratings": Counter(event["rating"] for t in received for event in of(t, "called_back")),
        "classes": Counter(
            event["sort"] for t in received for event in of(t, "complaint_judged")[-1:]
        ),
        "departments": Counter(
            event["department"] for t in received for event in of(t, "responsibility_found")[-1:]
        ),
        "taken": taken,
        "models": models,
        "causes": causes,
        "technicians": Counter(
            {names[person]: number for person, number in visits.items() if number}
        ),
    }
