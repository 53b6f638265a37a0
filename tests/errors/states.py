"""What a ledger went through before an error comes: what was typed, and what was spoilt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import TICKET
from keeper import furnish, keep

from svc.store import files

T = TICKET
FILE = "SZ-A0001"
LATER = "2026-11-20T10:00:00"
NEXT_DAY = "2026-11-21T10:00:00"
SHORT = ("--symptom", "又不加热了", "--occurred", "今早", "--wishes", "尽快")
MACHINE = ("--model", "CR-200", "--specification", "380V", "--bought", "2026-08-01")
VISIT = (
    "visit",
    T,
    "--found",
    "断路",
    "--done",
    "换管",
    "--cause",
    "quality",
    "--outcome",
    "fixed",
)
RECEIVE = (
    "bench",
    "receive",
    T,
    "--place",
    "库房 A-1",
    "--condition",
    "划伤",
    "--accessory",
    "电源线",
)
CONSENT = ("consent", T, "--to", "price", "--who", "张工", "--how", "电话")
HAPPY = ("callback", T, "--spoke-to", "张工", "--rating", "fair")
SHIPPING_COUNTS = (
    *("install", "order", T, "--number", "AZ-1", "--start", "2026-11-30 09:00"),
    *("--warranty-from", "accepted", "--shipped-months", "18"),
)
DEFECT = ("install", "defect", T, "--to", "明辉装修", "--defect", "排烟管未接")
SEND = ("dispatch", T, "--to", "wang", "--appointment", "14:00")
SENT_AT = "2026-11-20T09:50:00"
PAID = {"bought": "2020-08-01", "mode": "paid"}
WALK_IN = {"channel": "walk_in", "mode": "walk_in"}


# What is played before


def told(desk: Any, **fields: str) -> None:
    desk.told |= fields


BORROW = (
    *("loaner", "lend", T, "P-9100", "--until", "2026-12-04", "--signed-by", "张工"),
    "--serial",
)


def _with_loaners(desk: Any) -> object:
    """Two machines in the store that customers may have."""
    desk.ok("part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes", by="sun")
    return keep(desk, "receive", "P-9100:2#BY-01,BY-02")


def _with_set(desk: Any) -> object:
    """Wang is to have along what the store has not."""
    keep(desk, "kit-set", "标准包", "P-1002:2")
    return desk.ok("staff", "change", "wang", "--kit", "标准包", by="li")


STATES: dict[str, Callable[[Any], object]] = {
    "taken": lambda desk: desk.play("intake"),
    "contract over": lambda desk: (
        desk.play("intake"),
        desk.ok(
            *("customer", "contract", "SZ-A0001", "--name", "24x7"),
            *("--since", "2025-01-01", "--until", "2025-12-31"),
            by="chen",
        ),
    ),
    "stocked": furnish,
    "reserved": lambda desk: (
        desk.play("reply"),
        keep(furnish(desk), "receive", "P-1002:4"),
        keep(desk, "receive", "P-1001:9", "--office", "BJ"),
        desk.ok(*SEND, "--bring", "P-1001:15", by="li", now=SENT_AT),
    ),
    "transfer sent": lambda desk: keep(
        furnish(desk), "transfer", "P-1001:4", "P-1003:1#ZB-1", "--to", "BJ"
    ),
    "loaner there": _with_loaners,
    "borrowed": lambda desk: desk.ok(*BORROW, "BY-01", by="sun", now=LATER),
    "two borrowed": lambda desk: desk.ok(*BORROW, "BY-02", by="sun", now=LATER),
    "kit in hand": lambda desk: keep(
        furnish(desk), "kit-top-up", "wang", "P-1001:1", "P-1003:1#ZB-1"
    ),
    "kit without parts": lambda desk: _with_set(furnish(desk)),
    "noted": lambda desk: desk.ok("intake", "--note", "张工", "13900001111", by="chen"),
    "handed over": lambda desk: desk.play("handover"),
    "replied": lambda desk: desk.play("reply"),
    "dispatched": lambda desk: desk.play("dispatch"),
    "visiting": lambda desk: desk.play("arrive"),
    "back": lambda desk: desk.play("back"),
    "slip filed": lambda desk: desk.play("slip"),
    "closed": lambda desk: desk.play("close"),
    "another": lambda desk: desk.other(2, now="2026-11-22T10:00:00"),
    "forgotten": lambda desk: desk.ok(
        "forget", FILE, "--reason", "本人要求", "--go", by="sun", now="2026-11-22T10:00:00"
    ),
    "called back without slip": lambda desk: (
        desk.play("back"),
        desk.ok(*HAPPY, by="zhao", now=NEXT_DAY),
    ),
    "called back, loaner out": lambda desk: (
        desk.play("callback"),
        _with_loaners(desk),
        desk.ok(*BORROW, "BY-01", by="sun", now=NEXT_DAY),
    ),
    "called back, part out": lambda desk: (
        desk.play("callback"),
        desk.ok("loan", "lend", T, "P-1001", "--to", "wang", by="sun", now=NEXT_DAY),
    ),
    "cancelled": lambda desk: (
        desk.play("intake"),
        desk.ok(
            "cancel", T, "--reason", "x", "--asked-by", "张工", by="li", now="2026-11-20T09:15:00"
        ),
    ),
    "installation": lambda desk: (told(desk, kind="installation"), desk.play("arrive")),
    "shipping counts": lambda desk: desk.ok(*SHIPPING_COUNTS, by="li", now=LATER),
    "defect": lambda desk: desk.ok(*DEFECT, "--prevents-use", by="wang", now=LATER),
    "small defect": lambda desk: desk.ok(*DEFECT, by="wang", now=LATER),
    "paid repair": lambda desk: (told(desk, **PAID), desk.play("reply")),
    "paid far away": lambda desk: (told(desk, **PAID, zone="far"), desk.play("reply")),
    "no list": lambda desk: (
        desk.edit('from: "2026-07-01"', 'from: "2027-01-01"', "prices/2026-07.yaml"),
        desk.commit(),
        told(desk, **PAID),
        desk.play("reply"),
    ),
    "paid on the bench": lambda desk: (
        told(desk, **PAID),
        desk.play("intake"),
        desk.ok(*RECEIVE, "--signed-by", "张工", by="chen", now=LATER),
    ),
    "repaired on account": lambda desk: (
        told(desk, **PAID),
        desk.play("intake"),
        desk.ok(*RECEIVE, "--signed-by", "张工", by="chen", now=LATER),
        desk.ok("quote", T, "--line", "L04", by="chen", now=LATER),
        desk.ok(*CONSENT, by="chen", now=LATER),
        desk.ok(
            *("bench", "repair", T, "--found", "断路", "--done", "换管", "--cause", "wear"),
            by="wang",
            now=LATER,
        ),
        desk.ok("charge", T, by="chen", now=LATER),
        desk.ok("customer", "account", FILE, "--days", "30", "--limit", "9999", by="sun"),
    ),
    "on account": lambda desk: desk.ok(
        *("customer", "account", FILE, "--days", "30", "--limit", "1", "--reason", "x"),
        by="sun",
        now=LATER,
    ),
    "quoted": lambda desk: desk.ok("quote", T, "--line", "L04", by="chen", now=LATER),
    "agreed": lambda desk: desk.ok(*CONSENT, by="chen", now=LATER),
    "charged": lambda desk: desk.ok("charge", T, by="chen", now=LATER),
    "receipt": lambda desk: desk.ok("receipt", T, "--how", "cash", by="zhao", now=LATER),
    "invoiced": lambda desk: desk.ok(
        *("receipt", T, "--invoice", "issued", "--invoice-number", "44031900"),
        by="zhao",
        now=LATER,
    ),
    "void": lambda desk: desk.ok(
        "receipt", T, "--void", "SZ-A-26-0001", "--reason", "写错", by="zhao", now=LATER
    ),
    "replaced": lambda desk: desk.ok(
        "receipt",
        T,
        "--replaces",
        "SZ-A-26-0001",
        "--payer",
        "别人",
        by="zhao",
        now="2026-11-20T10:01:00",
    ),
    "done": lambda desk: desk.ok(
        *VISIT, "--arrived", "14:00", by="wang", now="2026-11-20T15:30:00"
    ),
    "passed to the lead": lambda desk: desk.ok(
        "handover", T, "--to", "li", by="chen", now="2026-11-20T10:00:00"
    ),
    "sent out": lambda desk: desk.ok(
        "dispatch",
        T,
        "--to",
        "wang",
        "--appointment",
        "14:00",
        "--allow",
        "急",
        by="sun",
        now="2026-11-20T10:30:00",
    ),
    "colleague": lambda desk: (
        desk.edit(
            '  - id: "zhao"',
            '  - {id: "he", name: "何军", office: "SZ", roles: ["technician"], '
            'skills: [{covers: "CR", since: "2024-03-01"}]}\n  - id: "zhao"',
            "staff.yaml",
        ),
        desk.commit(),
    ),
    "two in one": lambda desk: (
        told(desk, **PAID, zone="near", distance="35"),
        desk.play("reply"),
        desk.intake("--second", serial="CR200-24-0043"),
        desk.ok("handover", "SZ-2611-A0002", "--to", "li", by="chen"),
        desk.ok(
            *("dispatch", T, "SZ-2611-A0002", "--to", "wang", "--appointment", "14:00"),
            by="li",
            now=LATER,
        ),
        desk.ok("quote", T, "--line", "L04", "--travel", by="chen", now=LATER),
    ),
    "another sent out": lambda desk: (
        desk.other(2),
        desk.ok("handover", "SZ-2611-A0002", "--to", "li", by="chen", now="2026-11-20T10:00:00"),
        desk.ok(
            *("dispatch", "SZ-2611-A0002", "--to", "wang", "--appointment", "17:00"),
            *("--allow", "急"),
            by="sun",
            now="2026-11-20T10:30:00",
        ),
    ),
    "slip": lambda desk: desk.ok(
        "slip", T, "--signed-by", "张工", by="wang", now="2026-11-20T16:40:00"
    ),
    "called": lambda desk: desk.ok(*HAPPY, by="zhao", now=NEXT_DAY),
    "walk-in": lambda desk: (told(desk, **WALK_IN), desk.play("intake")),
    "brought in": lambda desk: desk.ok(*RECEIVE, "--signed-by", "张工", by="chen"),
    "repaired": lambda desk: desk.ok(
        "bench",
        "repair",
        T,
        "--found",
        "断路",
        "--done",
        "换管",
        "--cause",
        "wear",
        by="wang",
        now=LATER,
    ),
    "overpaid": lambda desk: (
        desk.ok("receipt", T, "--how", "cash", by="zhao", now=LATER),
        desk.git("branch", "other"),
        desk.git("reset", "-q", "--hard", "HEAD~"),
        desk.ok("charge", T, "--line", "L03", "--allow", "少一项", by="sun", now=LATER),
        desk.git("merge", "-q", "--no-edit", "other"),
    ),
    "part fitted": lambda desk: (
        desk.play("arrive"),
        desk.ok(
            *("visit", T, "--outcome", "fixed", "--found", "断路", "--done", "换管"),
            *("--cause", "quality", "--part", "P-1001:1:returned"),
            by="wang",
            now="2026-11-20T15:30:00",
        ),
        desk.edit(
            "near_km:",
            "part_warranty: {months: 3}\nrepair_warranty: {months: 3}\nnear_km:",
            "svc.yaml",
        ),
        desk.commit(),
    ),
    "followed by number": lambda desk: desk.ok(
        "part", "add", "P-1003", "--name", "主控板", "--serial", "yes", by="sun"
    ),
    "lent": lambda desk: desk.ok("loan", "lend", T, "P-1001", "--to", "wang", by="sun", now=LATER),
    "complained": lambda desk: desk.ok(
        *("complaint", "about", T, "--words", "来晚了", "--wishes", "道歉"), by="chen", now=LATER
    ),
    "two files": lambda desk: desk.other(2),
    "merged files": lambda desk: desk.ok(
        "customer", "merge", "SZ-A0002", "--into", FILE, "--reason", "同一家", by="chen"
    ),
}


# What is spoilt before


def head_of(old: str, new: str, path: str = "") -> Callable[[Any, pytest.MonkeyPatch], object]:
    """A text of the ticket's file, or of another, is changed by hand."""
    return lambda desk, patch: (desk.edit(old, new, path), desk.commit())


def record(text: str | bytes) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """The ticket's file holds this."""
    data = text.encode() if isinstance(text, str) else text
    return lambda desk, patch: desk.record.write_bytes(data)


def text_changed(change: Callable[[str], str]) -> Callable[[Any, pytest.MonkeyPatch], object]:
    return lambda desk, patch: (
        desk.record.write_bytes(change(desk.record.read_bytes().decode()).encode()),
        desk.commit(),
    )


def system_says(number: int) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """Writing a file ends with this error of the system."""

    def refuse(descriptor: int, data: bytes) -> None:
        raise OSError(number, os.strerror(number))

    return lambda desk, patch: patch.setattr("svc.store.files._write_all", refuse)


def without_module(*names: str) -> Callable[[Any, pytest.MonkeyPatch], object]:
    return lambda desk, patch: [patch.setitem(sys.modules, name, None) for name in names]


def just_before(
    name: str, deed: Callable[[Any], object]
) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """At the moment a function of the store is called, another program does something."""

    def spoil(desk: Any, patch: pytest.MonkeyPatch) -> None:
        from importlib import import_module

        module, _, function = name.rpartition(".")
        at = (
            import_module(module)
            if not module.endswith("Changes")
            else import_module("svc.store.transaction").Changes
        )
        original = getattr(at, function)

        def meanwhile(*args: Any, **named: Any) -> Any:
            deed(desk)
            return original(*args, **named)

        patch.setattr(at, function, meanwhile)

    return spoil


def saved_late(text: str) -> Callable[[Any], object]:
    return lambda desk: desk.edit("\nlog:\n", text)


def git_dies(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """git is killed at the commit, and then does not answer."""
    from svc.errors import GitFailed
    from svc.store.git import commit_point

    def fail(*args: Any, **named: Any) -> Any:
        raise GitFailed(command="fast-import", status="-9", reason="killed")

    patch.setattr(commit_point, "fast_import", fail)
    patch.setattr("svc.store.journal.is_committed", fail)


def put_fails(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """After the commit the record can't be put in place."""

    def fail(*args: Any) -> Any:
        raise OSError(5, "Input/output error", str(desk.record))

    patch.setattr("svc.store.journal.replace_if_same", fail)


def left_unfinished(desk: Any, patch: pytest.MonkeyPatch) -> None:
    with patch.context() as now:
        put_fails(desk, now)
        desk.ok("note", T, "先前的", by="chen")
    put_fails(desk, patch)


def lost_text(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """Without commits: killed just after the commit point, then somebody removes the
    temporaries.
    """
    desk.git("config", "svc.commit", "off")
    with patch.context() as now:
        put_fails(desk, now)
        desk.ok("note", T, "先前的", by="chen")
    for path in desk.record.parent.glob(".*.tmp"):
        path.unlink()


def overtake(desk: Any) -> None:
    """A commit of another program that asks for no lock."""
    commit = desk.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "x").strip()
    desk.git("update-ref", "refs/heads/main", commit)


def merging(desk: Any, patch: pytest.MonkeyPatch) -> None:
    (desk.path / ".git/MERGE_HEAD").write_text(desk.head)


def merging_in_conflict(desk: Any, patch: pytest.MonkeyPatch) -> None:
    merging(desk, patch)
    blob = desk.git("hash-object", "-w", "staff.yaml").strip()
    stages = "".join(f"100644 {blob} {stage}\tstaff.yaml\n" for stage in (1, 2, 3))
    subprocess.run(
        ["git", "update-index", "--index-info"],
        cwd=desk.path,
        input=f"0 {'0' * 40}\tstaff.yaml\n{stages}".encode(),
        check=True,
    )


def rebasing_with_a_program(desk: Any, _: pytest.MonkeyPatch) -> None:
    place = desk.path / ".git/rebase-merge/git-rebase-todo"
    place.parent.mkdir()
    place.write_text("exec touch x\n")


def shut(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """The system does not let this user read the staff."""
    opened = os.open

    def refuse(path: Any, *more: Any, **named: Any) -> int:
        if str(path).endswith("staff.yaml"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *more, **named)

    patch.setattr(os, "open", refuse)


def led_away(desk: Any, _: pytest.MonkeyPatch) -> None:
    (desk.path / "knowledge").rename(desk.path.parent / "away")
    (desk.path / "knowledge").symlink_to(desk.path.parent / "away")


def memory_ends(desk: Any, patch: pytest.MonkeyPatch) -> None:
    def run_out(*_: Any, **__: Any) -> None:
        raise MemoryError

    patch.setattr("svc.actions.tickets.add_note", run_out)


def nothing_flushed(desk: Any, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "not_kept", {"folders"})


def foreign_journal(desk: Any, _: pytest.MonkeyPatch) -> None:
    """As one that came with a copied ledger, and names a file of its user's."""
    entry = {"path": "../x", "old": None, "new": "0" * 40, "mode": "100644", "temporary": "../y"}
    journal = {"txid": "x", "pid": 1, "commit": False, "ref": "refs/heads/main", "parent": None}
    own = desk.path / ".git/svc"
    own.mkdir(exist_ok=True)
    (own / "journal").write_text(json.dumps(journal | {"folders": [], "entries": [entry]}))


def merging_without_the_ticket(desk: Any, patch: pytest.MonkeyPatch) -> None:
    merging(desk, patch)
    desk.git("rm", "-q", "--cached", str(desk.record))


def git_is_done_soon(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """At a terminal: git's lock is held, until it has been told that it is waited for."""
    lock = desk.path / ".git/index.lock"
    lock.touch()
    patch.setattr("svc.cli.desk.Desk.at_terminal", True)
    patch.setattr("svc.store.git.index_lock._TELL_AFTER_SECONDS", 0)
    patch.setattr(
        "svc.store.git.index_lock._in_the_way_for_a_while", lambda root, *, index: lock.unlink()
    )


def hold_the_lock(desk: Any, patch: pytest.MonkeyPatch) -> None:
    from svc.store import lock

    held = lock.take(
        desk.ledger.root, lock.Holder(who="li", since=datetime(2026, 11, 20, 1, tzinfo=UTC)), 0
    )
    patch.setattr(desk, "held", held, raising=False)


def fall_over(desk: Any, patch: pytest.MonkeyPatch) -> None:
    def fall(*args: Any, **named: Any) -> Any:
        raise RuntimeError("13900001111")

    patch.setattr("svc.actions.lists.listed", fall, raising=False)
    patch.setattr("svc.store.ledger.Ledger.recover", fall)


def spooler(script: str) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """A machine whose `lp` is this shell script; none at all if it is empty."""

    def put(desk: Any, patch: pytest.MonkeyPatch) -> None:
        folder = desk.path.parent / "spooler"
        folder.mkdir()
        if script:
            if os.name == "nt":
                pytest.skip("no spooler of this kind")
            (folder / "lp").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (folder / "lp").chmod(0o755)
        patch.setattr("shutil.which", lambda name: str(folder / name) if script else None)

    return put


def own_template(text: str) -> Callable[[Any, pytest.MonkeyPatch], object]:
    def put(desk: Any, patch: pytest.MonkeyPatch) -> None:
        (desk.path / "templates").mkdir()
        for name in ("visit_order.html", "papers/visit_order.html"):
            path = desk.path / "templates" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return put


def versions(
    ours: Callable[[str], str], theirs: Callable[[str], str]
) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """Three versions of the record beside it, as git lays them out for a merge."""

    def put(desk: Any, patch: pytest.MonkeyPatch) -> None:
        text = desk.record.read_text(encoding="utf-8")
        for name, change in (("base", str), ("ours", ours), ("theirs", theirs)):
            (desk.path / name).write_text(change(text), encoding="utf-8")
        desk.git("add", "-A")

    return put


def moved_out(desk: Any, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(desk.path.parent)


def folder_removed(desk: Any, patch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        pytest.skip("Windows keeps the folder somebody is in")
    folder = desk.path.parent / "gone"
    folder.mkdir()
    patch.chdir(folder)
    folder.rmdir()


def last_event_taken_out(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.record.write_bytes(without_last_event(desk.record.read_bytes()))


def without_last_event(record: bytes) -> bytes:
    return record[: record.rindex(b"  - seq: ")]


def nobody_signs(desk: Any, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name in ("svc.name", "svc.email"):
        desk.git("config", "--unset", name)


def given_away(desk: Any, patch: pytest.MonkeyPatch) -> None:
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    for path in (desk.path, desk.path / ".git"):
        os.chown(path, 12345, 12345)


def broken_neighbour(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.record.with_name("SZ-2611-A0009.yaml").write_text("id: [", encoding="utf-8")


def copied_without_git(desk: Any, patch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(desk.path, desk.path.parent / "copy", ignore=shutil.ignore_patterns(".git"))
    patch.chdir(desk.path.parent / "copy")


def reached_three_times(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.edit('roles: ["manager"]', 'roles: ["clerk"]', "staff.yaml")
    desk.commit()
    for clock in ("09:10", "11:20"):
        desk.ok("contact", T, "--not-reached", "无人接听", by="li", now=f"2026-11-20T{clock}:00")


def no_hours(desk: Any, patch: pytest.MonkeyPatch) -> None:
    path = desk.path / "calendars/SZ@1.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line if not line.startswith("hours:") else "hours: {}" for line in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def log_in_one_line(text: str) -> str:
    from svc.model import reading

    log = reading.read_record(text)["log"]
    event = ", ".join(
        f'{key}: "{value}"' if isinstance(value, str) else f"{key}: {value}"
        for key, value in log[0].items()
    )
    return text.partition("\nlog:\n")[0] + f"\nlog: [{{{event}}}]\n"


def log_at_the_edge(text: str) -> str:
    """Items of the log not indented: YAML reads that, but nothing can be added in our way."""
    head, _, log = text.partition("\nlog:\n")
    return head + "\nlog:\n" + "\n".join(line.removeprefix("  ") for line in log.split("\n"))


def settled_while_here(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """After a merge of two desks the ticket counts as called back, while the machine still stands
    here.
    """
    at = "2026-11-20T16:30:00+08:00"
    seq = len(desk.log)
    lines = ""
    for more, what, fields in (
        (1, "called_back", 'spoke_to: "张工"\n    running: true\n    rating: "satisfied"'),
        (2, "settled", 'outcome: "called_back"\n    words: "两边都对"'),
        (3, "slip_in", 'signed_by: "张工"'),
    ):
        lines += (
            f'  - seq: {seq + more}\n    id: "zz{more:04d}"\n    what: "{what}"\n    at: "{at}"\n    typed: "{at}"\n'
            f'    by: "sun"\n    {fields}\n'
        )
    text = desk.record.read_text(encoding="utf-8").replace(
        'status: "on_bench"', 'status: "called_back"'
    )
    desk.record.write_text(text + lines, encoding="utf-8", newline="")
    desk.commit()


def with_other_ids(text: str) -> str:
    import re

    return re.sub(r'( +id: )"[0-9a-z]{10}"', r'\1"zzzzzzzzzz"', text)
