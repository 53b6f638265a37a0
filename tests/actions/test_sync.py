"""Desks exchange: all that either recorded is with both, in one commit, whatever happens on the
way.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET, TOLD, Desk, options
from exchange import Clone, Exchange

from svc.actions import sync as actions
from svc.actions.typist import Typist
from svc.model.events import Remarked
from svc.store.git import remote
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from svc.store.git.program import Root

PHONES = {"phone": "0755-26007777", "mobile": "13900007777", "contact": "刘工"}
RECORD = f"tickets/SZ/2026-11/{TICKET}.yaml"


@pytest.fixture
def both(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    desk.play("intake")
    return Exchange(desk, tmp_path, monkeypatch)


def events(desk: Desk) -> list[str]:
    return [event["words"] for event in desk.log if event["what"] == "remarked"]


def test_what_either_desk_recorded_is_with_both(both: Exchange) -> None:
    both.here.ok("note", TICKET, "这里说的", by="chen")
    both.there.ok("note", TICKET, "那里说的", by="li")
    assert both.there.other(1, by="li").status == 0
    sent = both.there.sync()
    assert sent.status == 0, sent.err
    assert "Went out: 3 entries." in sent.out  # it joined, noted, took down
    came = both.here.sync(by="chen")
    assert "Came in: 3 tickets and other records" in came.out  # with the customer's file
    assert f"{TICKET}  note (李明)" in came.out
    assert "SZ-2611-B0001  received (李明)  (yours)" in came.out
    both.meet()
    assert both.are_the_same()
    assert sorted(events(both.here)) == ["这里说的", "那里说的"]
    assert both.here.svc("check").status == both.there.svc("check").status == 0


def test_what_a_desk_enters_once_it_has_a_handover_counts_for_the_office_that_acts(
    both: Exchange,
) -> None:
    both.here.ok("handover", TICKET, "--office", "BJ", by="chen", now="2026-11-20T09:40:00")
    both.there.ok("note", TICKET, "没听说移交", by="li", now="2026-11-20T09:45:00")
    both.there.ok("note", TICKET, "也没听说", by="wang", now="2026-11-20T09:46:00")
    both.meet()
    both.there.ok("note", TICKET, "听说了", by="li", now="2026-11-20T09:50:00")
    both.here.ok("note", TICKET, "移交的人", by="chen", now="2026-11-20T09:51:00")
    both.meet()
    (record,) = Ledger(both.here.path).tickets([])
    offices = {
        event.words: record.state.office_of(event)
        for event in record.state.events
        if isinstance(event, Remarked)
    }
    assert offices == {"没听说移交": "SZ", "也没听说": "SZ", "听说了": "BJ", "移交的人": "BJ"}
    assert both.here.svc("check").status == 0


def test_what_only_this_desk_changed_does_not_come_in(both: Exchange) -> None:
    both.here.edit("quote_days: 30", "quote_days: 20", "svc.yaml")
    both.here.commit()
    both.there.ok("note", TICKET, "那里说的", by="li")
    both.there.sync()
    said = both.here.sync()
    assert "Came in: 1 tickets and other records, 1 settings" in said.out  # the desk that joined
    assert ": 2 files" in both.here.git("log", "-1", "--format=%s")


def test_who_recorded_nothing_goes_on_to_the_same_commit(both: Exchange) -> None:
    both.there.ok("note", TICKET, "那里说的", by="li")
    both.there.sync()
    said = both.here.sync()
    assert "The others have everything" in said.out
    assert both.here.head == both.there.head
    assert both.are_the_same()
    again = both.here.sync()
    assert "Nothing new came in." in again.out


def test_the_first_sync_fills_an_empty_repository(both: Exchange, tmp_path: Path) -> None:
    empty = tmp_path / "empty.git"
    subprocess.run(["git", "init", "-q", "--bare", str(empty)], check=True)
    both.here.git("remote", "set-url", "origin", str(empty))
    said = both.here.sync()
    assert said.status == 0, said.err
    assert "Went out" in said.out
    done = subprocess.run(
        ["git", "rev-parse", "main"], cwd=empty, capture_output=True, check=True, text=True
    )
    assert done.stdout == both.here.head


def test_settings_come_together_by_entry_and_a_dispute_is_decided_by_one_command(
    both: Exchange,
) -> None:
    both.here.edit("near_km: 80", "near_km: 90", "svc.yaml")
    both.here.edit("quote_days: 30", "quote_days: 20", "svc.yaml")
    both.here.commit()
    both.there.edit("quote_days: 30", "quote_days: 45", "svc.yaml")
    both.there.commit()
    both.there.sync()
    said = both.here.sync()
    assert said.status == 0
    assert "svc.yaml:quote_days: two desks changed this differently." in said.err
    assert "here:    20" in said.err
    assert "theirs:  45" in said.err
    text = (both.here.path / "svc.yaml").read_text(encoding="utf-8")
    assert "near_km: 90" in text
    assert "quote_days: 45" in text
    assert "quote_days" in both.here.sync("--quiet").err  # until somebody decides
    no = both.here.sync("--take", "ours", "svc.yaml:near_km", by="sun")
    assert no.status == 2
    assert "To be decided: svc.yaml:quote_days" in no.err
    decided = both.here.sync("--take", "ours", "svc.yaml:quote_days", by="sun")
    assert decided.status == 0, decided.err
    assert "quote_days" not in decided.err
    both.meet()
    assert "quote_days: 20" in (both.there.path / "svc.yaml").read_text(encoding="utf-8")
    assert both.are_the_same()


def test_what_is_not_decided_yet_stays_in_dispute(both: Exchange) -> None:
    for clone, days, km in ((both.here, 20, 90), (both.there, 45, 70)):
        clone.edit("quote_days: 30", f"quote_days: {days}", "svc.yaml")
        clone.edit("near_km: 80", f"near_km: {km}", "svc.yaml")
        clone.commit()
    both.there.sync()
    both.here.sync()
    for side in ("ours", "theirs"):
        decided = both.here.sync("--take", side, "svc.yaml:quote_days", by="sun")
        assert decided.status == (0 if side == "ours" else 2)  # it is decided
        assert "svc.yaml:near_km" in both.here.sync("--quiet").err
        assert "quote_days" not in both.here.sync("--quiet").err


def test_settings_that_do_not_fit_together_are_theirs_as_a_whole(both: Exchange) -> None:
    """Each version can be used; put together an office lies in a region that is no more."""
    both.here.edit('region: "central"', 'region: "south"', "svc.yaml")
    both.here.edit('  central: {name: "华中"}\n', "", "svc.yaml")
    both.here.commit()
    both.there.edit('region: "north"', 'region: "central"', "svc.yaml")
    both.there.commit()
    both.there.sync()
    said = both.here.sync()
    assert said.status == 0, said.err
    assert "svc.yaml: two desks changed this file differently" in said.err
    theirs = (both.there.path / "svc.yaml").read_bytes()
    assert (both.here.path / "svc.yaml").read_bytes() == theirs
    assert both.here.sync("--take", "theirs", "svc.yaml").err == ""


def test_what_both_went_on_with_needs_a_word_and_is_named(both: Exchange) -> None:
    both.disagree()
    both.there.sync()
    said = both.here.sync()
    assert f"{RECORD}:" in said.err
    assert "[out-of-turn]" in said.err
    assert both.here.sync("--json").json["findings"] == []  # it was said when it came in


def test_another_desk_that_is_faster_is_merged_and_it_is_sent_again(
    both: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.here.ok("note", TICKET, "这里", by="chen")
    both.there.ok("note", TICKET, "那里", by="li")
    send, turns = remote.send, list[str]()

    def after_them(root: Root, shared: remote.Shared, held: int, commit: str) -> bool:
        turns.append(commit)
        if len(turns) == 1:
            subprocess.run(["git", "push", "-q", "origin", "main"], cwd=both.there.path, check=True)
        return send(root, shared, held, commit)

    monkeypatch.setattr("svc.store.git.remote.send", after_them)
    said = both.here.sync()
    assert said.status == 0, said.err
    assert len(turns) == 2
    monkeypatch.setattr("svc.store.git.remote.send", lambda *_: False)
    both.here.ok("note", TICKET, "再说", by="chen")
    assert "Other desks were faster 5 times" in both.here.sync().err


def test_a_remote_that_can_not_be_reached_leaves_all_as_it_was(both: Exchange) -> None:
    both.here.ok("note", TICKET, "这里", by="chen")
    shutil.move(both.hub, both.hub.with_name("gone"))
    before = both.here.snapshot()
    said = both.here.sync()
    assert said.status == 4
    assert "origin can't be reached" in said.err
    assert both.here.snapshot() == before
    shutil.move(both.hub.with_name("gone"), both.hub)
    both.meet()
    assert both.are_the_same()


def test_who_has_no_remote_is_told_how_to_name_one(desk: Desk) -> None:
    said = desk.svc("sync", by="chen")
    assert said.status == 2
    assert "git remote add origin ADDRESS" in said.err
    desk.git("remote", "add", "x", "/x")
    desk.git("remote", "add", "y", "/y")
    assert "git config branch.main.remote" in desk.svc("sync", by="chen").err


def test_a_hook_over_there_that_says_no_is_heard(both: Exchange) -> None:
    hook = both.hub / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 少了一笔登记 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    both.here.ok("note", TICKET, "这里", by="chen")
    said = both.here.sync()
    assert said.status == 4
    assert "origin did not take what this desk sent: 少了一笔登记" in said.err


def test_a_history_that_was_rewound_is_named_and_sent_back(both: Exchange) -> None:
    both.here.ok("note", TICKET, "这里", by="chen")
    both.meet()
    subprocess.run(["git", "update-ref", "refs/heads/main", "main~1"], cwd=both.hub, check=True)
    said = both.here.sync()
    assert said.status == 2
    assert "no longer has what it had at the last sync" in said.err
    assert both.here.sync().status == 2  # said again, until somebody decides
    assert both.here.sync("--restore").status == 0
    both.meet()
    assert events(both.there) == ["这里"]


def test_what_was_taken_out_of_a_log_or_a_folder_comes_back(both: Exchange) -> None:
    both.there.other(1, by="li")
    both.there.ok("note", TICKET, "留下", by="li")
    both.meet()
    text = both.there.record.read_text(encoding="utf-8")
    both.there.record.write_text(text[: text.rindex("  - seq:")], encoding="utf-8")
    gone = both.there.path / "tickets/SZ/2026-11/SZ-2611-B0001.yaml"
    gone.unlink()
    both.push_by_hand()
    said = both.here.sync()
    assert said.err.count("another desk has taken recorded entries out") == 2
    both.meet()
    assert events(both.there) == ["留下"]
    assert gone.exists()
    assert both.are_the_same()


def test_an_event_that_was_rewritten_stops_until_somebody_says_whose_word_holds(
    both: Exchange,
) -> None:
    both.here.ok("note", TICKET, "原话", by="chen")
    both.meet()
    both.there.edit("原话", "改过")
    both.push_by_hand()
    before = both.here.snapshot()
    said = both.here.sync()
    assert said.status == 2
    assert f"svc sync --take ours {RECORD}" in said.err
    assert both.here.snapshot() == before
    assert both.here.sync("--take", "ours", RECORD).status == 0
    assert both.there.sync("--take", "theirs", RECORD).status == 0  # the one who did it
    both.meet()
    assert events(both.there) == ["原话"]


def test_two_tickets_with_one_number_stop_it(both: Exchange) -> None:
    both.there.git("config", "svc.desk", "A")
    both.there.git("config", "svc.clone", both.here.git("config", "svc.clone").strip())
    assert both.there.other(1, by="li").status == 0
    assert both.here.other(2, by="chen").status == 0
    both.there.sync()
    said = both.here.sync()
    assert said.status == 2
    assert "SZ-A0002 stands for two records: here for one of 2026-11-20 09:00 陈静" in said.err
    assert "another desk for one of 2026-11-20 09:00 李明." in said.err


def test_an_edit_that_nobody_recorded_is_not_overwritten(both: Exchange) -> None:
    both.there.ok("note", TICKET, "那里", by="li")
    both.there.sync()
    both.here.edit("不加热", "不很热")
    before = both.here.snapshot()
    said = both.here.sync()
    assert said.status == 2
    assert RECORD in said.err
    assert both.here.snapshot() == before
    both.here.ok("adopt", TICKET, "--reason", "听错", by="chen")
    both.meet()
    assert both.are_the_same()


def test_a_file_that_was_removed_there_is_removed_here(both: Exchange) -> None:
    (both.there.path / "plans").mkdir(exist_ok=True)
    page = both.there.path / "plans/x.yaml"
    page.write_text('x: "1"\n', encoding="utf-8")
    both.there.commit()
    both.meet()
    assert (both.here.path / "plans/x.yaml").exists()
    page.unlink()
    both.there.commit()
    both.here.ok("note", TICKET, "这里", by="chen")
    both.there.sync()
    both.here.sync()
    assert not (both.here.path / "plans/x.yaml").exists()
    both.meet()
    assert both.are_the_same()


def test_no_program_that_the_clone_names_is_run(both: Exchange, tmp_path: Path) -> None:
    """A copied `.git/config` and its hooks, filters, drivers and helpers."""
    canary = tmp_path / "canary"
    touch = f"touch {canary}; "
    names = {
        "core.sshCommand": touch, "core.fsmonitor": touch, "merge.svc.driver": touch,
        "filter.x.clean": touch, "filter.x.smudge": touch, "diff.external": touch,
        "remote.origin.uploadpack": touch, "remote.origin.receivepack": touch,
        "core.pager": touch, "core.editor": touch, "protocol.ext.allow": "always",
    }  # fmt: skip
    for name, value in names.items():
        both.here.git("config", name, value)
    hooks = both.here.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-push", "post-merge", "reference-transaction", "post-checkout"):
        (hooks / name).write_text(f"#!/bin/sh\n{touch}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    (both.here.path / ".git/info").mkdir(exist_ok=True)
    (both.here.path / ".git/info/attributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    both.here.ok("note", TICKET, "这里", by="chen")
    both.there.ok("note", TICKET, "那里", by="li")
    both.there.sync()
    assert both.here.sync().status == 0
    assert not canary.exists()
    both.here.git("remote", "set-url", "origin", f"ext::sh -c {touch}")
    assert both.here.sync().status == 4
    assert not canary.exists()


def test_what_both_changed_since_several_common_commits_is_in_dispute(both: Exchange) -> None:
    """Each has the other's commit already, and says that its own value holds."""
    for clone, days in ((both.here, 20), (both.there, 45)):
        clone.edit("quote_days: 30", f"quote_days: {days}", "svc.yaml")
        clone.commit()
    for one, other in ((both.here, both.there), (both.there, both.here)):
        one.git("fetch", "-q", str(other.path), "main")
        one.git("branch", "-f", "theirs", "FETCH_HEAD")
    for clone in (both.here, both.there):
        clone.git("merge", "-q", "-s", "ours", "-m", "Ours", "theirs")
    both.there.sync()
    said = both.here.sync()
    assert "svc.yaml:quote_days: two desks changed this differently" in said.err


def test_a_file_that_is_no_text_is_kept_whole_until_somebody_decides(both: Exchange) -> None:
    logo = "templates/logo.png"
    for clone, data in ((both.here, b"\x89PNG\x00\xff here"), (both.there, b"\x89PNG\x00\xfe")):
        (clone.path / "templates").mkdir(exist_ok=True)
        (clone.path / logo).write_bytes(data)
        clone.commit()
    both.there.sync()
    said = both.here.sync()
    assert said.status == 0
    assert f"{logo}: two desks changed this file differently" in said.err
    assert both.here.sync("--take", "ours", logo, by="sun").status == 0
    both.meet()
    assert (both.there.path / logo).read_bytes() == b"\x89PNG\x00\xff here"
    assert both.are_the_same()


def test_a_value_that_nobody_was_shown_is_not_overwritten(both: Exchange) -> None:
    both.disagree()
    both.there.sync()
    both.here.sync()
    both.there.edit("quote_days: 45", "quote_days: 50", "svc.yaml")
    both.there.commit()
    both.there.sync()
    assert "theirs:  50" in both.here.sync().err
    assert both.here.sync("--take", "ours", "svc.yaml:quote_days", by="sun").status == 0


def test_settings_that_can_not_be_used_come_in_nowhere(both: Exchange) -> None:
    both.there.edit("quote_days: 30", "quote_days: [", "svc.yaml")
    both.push_by_hand()
    said = both.here.sync()
    assert said.status == 0
    assert "svc.yaml: as another desk has it, it can't be used" in said.err
    assert both.here.svc("list").status == 0


def test_what_is_no_file_of_a_ledger_is_left_out_and_named(both: Exchange) -> None:
    (both.there.path / "tickets/away").symlink_to("/etc")
    head = both.there.git("rev-parse", "HEAD").strip()
    both.there.git("update-index", "--add", "--cacheinfo", f"160000,{head},tickets/sub")
    both.there.git("add", "tickets/away")
    both.there.git("commit", "-q", "-m", "x")
    both.there.git("push", "-q", "origin", "main")
    said = both.here.sync()
    assert said.err.count("It is left out here") == 2
    assert not (both.here.path / "tickets/away").is_symlink()
    assert both.here.git("status", "--porcelain") == ""
    assert both.here.git("fsck", "--strict") == ""
    assert "left out" not in both.here.sync().err


def test_a_wrong_address_accuses_nobody_once_it_is_put_right(
    both: Exchange, tmp_path: Path
) -> None:
    both.here.ok("note", TICKET, "这里", by="chen")
    both.meet()
    other = tmp_path / "other"
    both.here.ok("init", str(other), "--me", "陈静")
    both.here.git("remote", "set-url", "origin", str(other))
    assert both.here.sync().status == 2
    both.here.git("remote", "set-url", "origin", str(both.hub))
    assert both.here.sync().status == 0


@pytest.mark.parametrize(
    "where", ["svc.store.journal.put_in_place", "svc.store.transaction._update_index"]
)
def test_a_sync_that_dies_behind_its_commit_is_finished_by_the_next_command(
    both: Exchange, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    both.here.ok("note", TICKET, "这里", by="chen")
    both.there.ok("note", TICKET, "那里", by="li")
    both.there.sync()

    class Died(BaseException):
        pass

    def die(*_: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(where, die)
        with pytest.raises(Died):
            actions.sync(both.here.ledger, _typist())
    both.meet()
    assert sorted(events(both.here)) == ["这里", "那里"]
    assert both.are_the_same()


def test_how_old_the_last_sync_is_is_said_where_it_matters(both: Exchange) -> None:
    report = ("report", "south", "2026-11")
    assert "Last exchanged" not in both.here.ok(*report, by="chen").err  # it never was
    both.here.sync()
    for words in (report, ("dispatch",), ("callback",)):
        assert "Last exchanged" not in both.here.ok(*words, by="chen").err
        late = both.here.ok(*words, by="chen", now="2026-11-20T10:00:00").err
        assert "Last exchanged with the other desks: 2026-11-20 09:00" in late


def _typist() -> Typist:
    return Typist(by="chen", now=datetime.fromisoformat("2026-11-20T10:00:00+08:00"))


def test_two_that_claimed_one_letter_before_they_met(
    both: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Clone(tmp_path / "late", monkeypatch)
    subprocess.run(["git", "clone", "-q", str(both.hub), str(late.path)], check=True)
    late.ok("init", "--join", "--desk", "B")
    assert late.other(3, by="li").status == 0
    both.there.sync()
    said = late.sync()
    assert said.status == 0, said.err
    assert "Lane B was claimed at another desk, too" in said.err
    assert "sync --take" not in said.err
    assert late.svc("--json", "intake", "--note", "张", "13900000001", by="li").error["key"] == (
        "lane-taken"
    )
    late.ok("init", "--join", "--desk", "C")
    assert late.sync().err == ""
    both.meet()
    assert both.there.head == late.head or late.sync().status == 0
    assert both.here.svc("check").status == 0


def test_numbers_of_this_desks_lane_that_it_did_not_give_are_named(
    both: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Clone(tmp_path / "copy", monkeypatch)
    shutil.copytree(both.here.path, copy.path)
    assert copy.other(5, by="li").status == 0
    copy.sync()
    said = both.here.sync()
    assert said.status == 0
    assert "2 numbers of lane A, which is this desk's, were given elsewhere" in said.err
    assert both.here.sync().err == ""


def test_git_pull_merges_in_a_joined_clone_and_stops_in_one_that_is_not(
    both: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Clone(tmp_path / "fresh", monkeypatch)
    subprocess.run(["git", "clone", "-q", str(both.hub), str(fresh.path)], check=True)
    fresh.ok("note", TICKET, "还没加入", by="li")
    both.there.ok("note", TICKET, "那里说的", by="li")
    both.here.ok("note", TICKET, "这里说的", by="chen")
    both.here.sync()
    pull = ("pull", "-q", "--no-edit", "--no-rebase", "origin", "main")
    with pytest.raises(subprocess.CalledProcessError):
        fresh.git(*pull)
    said = fresh.svc("show", TICKET)
    assert said.status == 3
    assert "This copy is not set up yet" in said.err
    assert "<<<<<<<" in fresh.record.read_text(encoding="utf-8")
    fresh.git("merge", "--abort")
    fresh.ok("init", "--join", "--desk", "D")
    fresh.git(*pull)
    both.there.git(*pull)
    assert sorted(events(fresh)) == ["还没加入", "这里说的"]
    assert sorted(events(both.there)) == ["这里说的", "那里说的"]
    for clone in (fresh, both.there):
        assert clone.svc("check").status == 0


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_noted_call_that_two_desks_completed_is_one_ticket_with_the_head_that_was_chosen(
    both: Exchange, side: str
) -> None:
    ticket = "SZ-2611-A0002"
    noted = ("intake", "--note", "刘工", "13900007777")
    both.here.ok(*noted, by="chen", now="2026-11-20T09:40:00")
    both.meet()
    for clone, symptom, now in ((both.here, "不加热", "50"), (both.there, "打不着火", "51")):
        words = options({**TOLD, "symptom": symptom, "serial": "JSQ-9", "unit": "刘记", **PHONES})
        clone.ok("intake", ticket, *words, by="chen", now=f"2026-11-20T09:{now}:00")
    both.there.sync()
    stopped = both.here.sync()
    assert (stopped.status, "symptom" in stopped.err) == (2, True)
    path = f"tickets/SZ/2026-11/{ticket}.yaml"
    assert f"svc sync --take {side} {path}" in stopped.err
    assert both.here.sync("--take", side, path, by="chen").status == 0
    both.meet()
    head = (both.there.path / path).read_text(encoding="utf-8")
    assert ("不加热" in head, "打不着火" in head) == (side == "ours", side == "theirs")
    ended = both.here.svc("check", "--json", now="2026-11-20T11:00:00").json["items"]
    found = {each["rule"] for each in ended if not each["advice"]}
    assert "head" not in found
    reason = ("--reason", "两边都打过了")
    both.here.ok("settle", ticket, "--outcome", "received", *reason, by="sun")
    if "serial-twice" in found:
        files = sorted(path.stem for path in (both.here.path / "customers").glob("*.yaml"))
        both.here.ok("customer", "merge", files[-1], "--into", files[-2], *reason, by="sun")
    last = both.here.svc("check", now="2026-11-20T12:00:00")
    assert last.status == 0, last.out
    assert both.here.svc("check", "--history", "HEAD~4").status == 0
