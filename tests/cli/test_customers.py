"""Customers' files and machines, as they are typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, TICKET, options

if TYPE_CHECKING:
    from conftest import Desk

A, B = "SZ-A0001", "SZ-A0002"
MINGHUI = {
    "name": "南山明辉餐饮", "address": "深圳市南山区", "phone": "0755-26001111", "contact": "张工",
    "mobile": "13900001111",
}  # fmt: skip
HUAHENG = {
    "name": "昆山华恒焊接", "address": "昆山市", "phone": "0512-57001234", "contact": "单经理", "mobile": "13900002222",
}  # fmt: skip
MACHINE = {
    "serial": "CR200-24-0042",
    "model": "CR-200",
    "specification": "380V",
    "bought": "2026-08-01",
}
LATER = "2026-11-20T09:30:00"


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A ledger with two customers; the first has a machine."""
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok("customer", "add", *options(HUAHENG), by="chen")
    desk.ok("equipment", "add", A, *options(MACHINE), by="chen")
    return desk


def customer(desk: Desk, file: Any) -> Any:
    return desk.ledger.read_customer(file).state


def test_a_file_is_opened_with_head_log_and_digest_and_check_finds_nothing_wrong(
    desk: Desk,
) -> None:
    ended = desk.ok("--json", "customer", "add", *options(MINGHUI), by="chen")
    assert ended.json["customer"]["id"] == A
    assert ended.json["customer"]["region"] == "south"
    assert desk.git("log", "-1", "--format=%s") == f"{A} opened (chen)\n"
    assert desk.git("status", "--porcelain") == ""
    assert desk.svc("check").status == 0


def test_all_that_a_file_lacks_is_named_at_once(desk: Desk) -> None:
    before = desk.snapshot()
    ended = desk.svc("--json", "customer", "add", "--name", "明辉", by="chen")
    assert ended.status == 2
    assert ended.error["facts"]["fields"] == ["--address", "--phone", "--contact", "--mobile"]
    assert desk.snapshot() == before


def test_a_file_opened_twice_in_the_same_words_is_one_file(desk: Desk) -> None:
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    again = desk.ok(
        "--json", "customer", "add", *options(MINGHUI), by="chen", now="2026-11-20T09:05:00"
    )
    assert (again.json["repeated"], again.json["customer"]["id"]) == (True, A)
    assert [path.name for path in (desk.path / "customers").iterdir()] == [f"{A}.yaml"]


@pytest.mark.parametrize(
    "change", [{"name": "别的名字"}, {"phone": "26009999", "mobile": "13500000001"}]
)
def test_a_known_telephone_or_name_is_named_with_its_file_and_another_customer_is_taken_if_said_so(
    two: Desk, change: dict[str, str]
) -> None:
    fields = {**MINGHUI, **change}
    before = two.snapshot()
    ended = two.svc("--json", "customer", "add", *options(fields), by="chen", now=LATER)
    assert (ended.status, ended.error["key"], ended.error["facts"]["file"]) == (
        2,
        "customer-there",
        A,
    )
    assert two.snapshot() == before
    two.ok("customer", "add", *options(fields), "--another", by="chen", now=LATER)
    assert customer(two, "SZ-A0003").customer.phone == fields["phone"]


@pytest.mark.parametrize("words", ["nsmh", "26001111", "0042", "张工", A.lower(), "明辉"])
def test_a_customer_is_found_by_what_the_caller_says(two: Desk, words: Any) -> None:
    ended = two.ok("--json", "customer", "find", words)
    assert [item["id"] for item in ended.json["items"]] == [A]
    assert A in two.ok("customer", "find", words).out


def test_nobody_found_is_said_and_is_no_failure(two: Desk) -> None:
    assert two.ok("customer", "find", "xyzxyz").out.startswith("No customer matches")


def test_a_value_is_corrected_by_an_event_and_marked_in_the_head(two: Desk) -> None:
    two.ok(
        "customer",
        "correct",
        A,
        "--field",
        "phone",
        "--to",
        "0755-26008888",
        "--reason",
        "换号",
        by="chen",
        now=LATER,
    )
    text = (two.path / f"customers/{A}.yaml").read_text(encoding="utf-8")
    assert 'phone: "0755-26001111"  # corrected in 3' in text
    assert customer(two, A).current.phone == "0755-26008888"
    again = two.ok(
        "customer",
        "correct",
        A,
        "--field",
        "phone",
        "--to",
        "0755-26008888",
        "--reason",
        "换号",
        by="chen",
        now=LATER,
    )
    assert "already recorded" in again.out
    assert two.svc("check").status == 0


@pytest.mark.parametrize(
    ("field", "to", "key"),
    [
        ("colour", "red", "no-such-field"), ("id", "SZ-A0009", "no-such-field"),
        ("phone", "0755-26001111", "already-so"),
        ("sort", "friend", "not-one-of"), ("distance_km", "far", "not-acceptable"),
        ("cared_for_by", "nobody", "unknown-staff"), ("office", "XX", "unknown-office"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_refused_and_nothing_is_written(
    two: Desk, field: str, to: str, key: str
) -> None:
    before = two.snapshot()
    ended = two.svc(
        "--json",
        "customer",
        "correct",
        A,
        "--field",
        field,
        "--to",
        to,
        "--reason",
        "x",
        by="chen",
        now=LATER,
    )
    assert (ended.status, ended.error["key"]) == (2, key)
    assert two.snapshot() == before


def test_a_contact_is_added_and_found_by_the_new_number(two: Desk) -> None:
    two.ok(
        "customer",
        "contact",
        "明辉",
        "--name",
        "李四",
        "--mobile",
        "13612341234",
        by="chen",
        now=LATER,
    )
    assert two.ok("--json", "customer", "find", "13612341234").json["items"][0]["id"] == A


def test_words_that_several_customers_fit_name_them_all(two: Desk) -> None:
    ended = two.svc(
        "--json",
        "customer",
        "contact",
        "山",
        "--name",
        "李四",
        "--mobile",
        "13500000001",
        by="chen",
    )
    assert (ended.status, ended.error["key"]) == (2, "several-fit")
    assert len(ended.error["facts"]["files"]) == 2


def test_a_confirmed_file_says_when_it_is_checked_next_and_by_whom(two: Desk) -> None:
    two.ok(
        "customer",
        "correct",
        A,
        "--field",
        "cared_for_by",
        "--to",
        "li",
        "--reason",
        "x",
        by="chen",
        now=LATER,
    )
    out = two.ok("customer", "confirm", A, by="chen", now="2026-12-02T09:00:00").out
    assert "by 2027-01-31" in out
    assert two.ledger.staff.name_of("li") in out


def test_two_files_of_one_customer_are_merged_in_one_commit_and_nothing_is_deleted(
    two: Desk,
) -> None:
    head = two.head
    two.ok("customer", "merge", B, "--into", A, "--reason", "同一客户", by="chen", now=LATER)
    assert two.git("rev-list", "--count", f"{head.strip()}..HEAD") == "1\n"
    merged, kept = customer(two, B), customer(two, A)
    assert (merged.status, merged.merged_into) == ("merged", A)
    assert (kept.aliases, list(kept.contacts)) == ([B], ["张工", "单经理"])
    assert two.ok("--json", "customer", "find", B).json["items"][0]["id"] == A
    (found,) = two.ok("--json", "customer", "find", "kshh").json["items"]
    assert (found["id"], found["why"]) == (A, f"merged file {B} 昆山华恒焊接")
    assert two.ok("customer", "show", B).out.startswith(A)
    assert (
        "already recorded"
        in two.ok(
            "customer", "merge", B, "--into", A, "--reason", "同一客户", by="chen", now=LATER
        ).out
    )
    assert two.svc("check").status == 0


def test_nothing_is_added_to_a_merged_file_and_it_says_which_one_to_use(two: Desk) -> None:
    two.ok("customer", "merge", B, "--into", A, "--reason", "x", by="chen", now=LATER)
    for words in (
        ("customer", "confirm", B),
        ("customer", "merge", A, "--into", B, "--reason", "y"),
        ("equipment", "add", B, *options({**MACHINE, "serial": "N-1"})),
        ("equipment", "transfer", "CR200-24-0042", "--to", B, "--reason", "z"),
    ):
        ended = two.svc("--json", *words, by="chen", now=LATER)
        assert (ended.status, ended.error["key"], ended.error["facts"]["into"]) == (
            2,
            "file-merged",
            A,
        )
    assert (
        two.svc("--json", "customer", "merge", A, "--into", A, "--reason", "y", by="chen").error[
            "key"
        ]
        == "same-file"
    )


def test_tickets_of_a_merged_file_stand_in_the_card_of_the_one_that_stays(two: Desk) -> None:
    two.intake(
        unit=HUAHENG["name"],
        phone=HUAHENG["phone"],
        contact="单经理",
        mobile="13900002222",
        serial="H-00001",
    )
    two.ok("customer", "merge", B, "--into", A, "--reason", "x", by="chen", now=LATER)
    card = two.ok("--json", "customer", "show", A).json
    assert (card["tickets"], card["aliases"]) == ([TICKET], [B])


def test_a_machine_is_in_one_file_at_a_time(two: Desk) -> None:
    ended = two.svc(
        "--json", "equipment", "add", B, *options({**MACHINE, "serial": "cr200 24 0042"}), by="chen"
    )
    assert (ended.status, ended.error["key"], ended.error["facts"]["file"]) == (
        2,
        "serial-there",
        A,
    )
    assert (
        two.svc(
            "--json", "equipment", "add", B, *options({**MACHINE, "serial": "unknown"}), by="chen"
        ).error["key"]
        == "serial-needed"
    )


def test_a_machine_moves_and_changes_owners_in_both_files_with_one_commit(two: Desk) -> None:
    two.ok("equipment", "move", "cr200-24-0042", "--place", "前厅", by="chen", now=LATER)
    assert customer(two, A).current.equipment[0].place == "前厅"
    head = two.head
    words = ("equipment", "transfer", "CR200-24-0042", "--to", "华恒", "--reason", "转让")
    two.ok(*words, by="chen", now=LATER)
    assert two.git("rev-list", "--count", f"{head.strip()}..HEAD") == "1\n"
    assert customer(two, A).current.equipment == []
    (machine,) = customer(two, B).current.equipment
    assert (machine.serial, machine.bought, machine.place) == ("CR200-24-0042", "2026-08-01", "")
    assert "already recorded" in two.ok(*words, by="chen", now=LATER).out
    assert two.svc("check").status == 0


def test_a_machine_out_of_use_is_in_no_file_and_its_history_is_kept(two: Desk) -> None:
    two.ok(
        "equipment", "transfer", "CR200-24-0042", "--gone", "--reason", "报废", by="chen", now=LATER
    )
    assert (
        two.svc("--json", "equipment", "move", "CR200-24-0042", "--place", "x", by="chen").error[
            "key"
        ]
        == "not-in-any-file"
    )
    ended = two.ok("equipment", "history", "CR200-24-0042")
    assert "In no customer's file now" in ended.out
    assert "报废" in ended.out


def test_the_warranty_moves_to_the_machine_that_came_and_the_history_tells_of_both(
    two: Desk,
) -> None:
    two.intake(serial="CR200-24-0042")
    words = ("equipment", "replace", "CR200-24-0042", "--by", "CR200-26-0001", "--ticket", TICKET)
    two.ok(*words, by="chen", now=LATER)
    assert "already recorded" in two.ok(*words, by="chen", now=LATER).out
    (machine,) = customer(two, A).current.equipment
    assert (machine.serial, machine.bought, machine.model) == (
        "CR200-26-0001",
        "2026-08-01",
        "CR-200",
    )
    for serial in ("CR200-26-0001", "CR200-24-0042"):
        told = two.ok("--json", "equipment", "history", serial).json
        assert (told["owner"], [item["id"] for item in told["items"]]) == (A, [TICKET])
        assert "开机后不加热" in two.ok("equipment", "history", serial).out


def test_a_machine_is_corrected_its_serial_number_too_and_is_found_by_the_old_one_in_its_history(
    two: Desk,
) -> None:
    fix = (
        "equipment",
        "correct",
        "CR200-24-0042",
        "--field",
        "serial",
        "--to",
        "CR200-24-0043",
        "--reason",
        "看错",
    )
    two.ok(*fix, by="chen", now=LATER)
    assert "already recorded" in two.ok(*fix, by="chen", now=LATER).out
    assert customer(two, A).current.equipment[0].serial == "CR200-24-0043"
    assert (
        two.ok("--json", "equipment", "history", "CR200-24-0042").json["machine"]["serial"]
        == "CR200-24-0043"
    )
    wrong = (
        "equipment",
        "correct",
        "CR200-24-0043",
        "--field",
        "installed",
        "--to",
        "soon",
        "--reason",
        "x",
    )
    assert two.svc("--json", *wrong, by="chen").error["key"] == "not-a-day"


def test_a_machine_nobody_knows_is_said_to_be_unknown(two: Desk) -> None:
    assert two.svc("--json", "equipment", "history", "ZZ-9999").error["key"] == "not-in-any-file"


def test_who_has_no_role_for_it_changes_no_file_unless_a_manager_allows_it(two: Desk) -> None:
    before = two.snapshot()
    assert two.svc("--json", "customer", "confirm", A, by="cron").error["key"] == "not-your-role"
    assert two.snapshot() == before


# A broken file, and what check says


def test_a_broken_file_is_named_and_hides_no_other(two: Desk) -> None:
    (two.path / f"customers/{B}.yaml").write_text('id: "SZ-A0002"\nlog: [\n', encoding="utf-8")
    ended = two.svc("customer", "find", "明辉")
    assert ended.status == 3
    assert A in ended.out
    assert f"customers/{B}.yaml" in ended.err
    two.ok("equipment", "move", "CR200-24-0042", "--place", "前厅", by="chen", now=LATER)
    unsure = two.svc("--json", "equipment", "move", "ZZ-1", "--place", "x", by="chen", now=LATER)
    assert (unsure.status, unsure.error["key"]) == (3, "some-unreadable")
    checked = two.svc("check")
    assert checked.status == 3
    assert f"customers/{B}.yaml" in checked.out


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('name: "南山明辉餐饮"', 'name: "别人"', "head"),
        ('status: "active"', 'status: "merged"', "status"),
        ('office: "SZ"', 'office: "XX"', "office"),
        ('region: "south"', 'region: "moon"', "region"),
        ('by: "chen"', 'by: "ghost"', "staff"),
        ('by: "chen"', 'by: "cron"', "role"),
        ('phone: "0755-26001111"\n', 'phone: "0755-26001111"\nhobby: "chess"\n', "unknown-key"),
        ("  - seq: 2\n", "  - seq: 1\n", "event-order"),
    ],
)
def test_check_names_what_is_wrong_in_a_file_with_its_line(
    two: Desk, old: str, new: str, rule: str
) -> None:
    two.edit(old, new, f"customers/{A}.yaml")
    if rule == "event-order":
        two.edit('    id: "', '    id: "zzz', f"customers/{A}.yaml")
        text = (two.path / f"customers/{A}.yaml").read_text(encoding="utf-8")
        at = text.rindex('id: "zzz')
        (two.path / f"customers/{A}.yaml").write_text(
            text[:at] + 'id: "000' + text[at + 8 :], encoding="utf-8", newline=""
        )
    two.commit()  # a log changed since the last commit would be damage
    ended = two.svc("--json", "check")
    found = [(item["rule"], item["path"]) for item in ended.json["items"] if not item["advice"]]
    assert ended.status == 1
    assert (rule, f"customers/{A}.yaml") in found
    assert two.svc("--json", "check", A).status == 1
    assert two.svc("--json", "check", B).status == 0


def test_check_puts_a_status_right_that_does_not_follow_from_the_log(two: Desk) -> None:
    two.edit('status: "active"', 'status: "merged"', f"customers/{A}.yaml")
    two.ok("check", "--fix", "--go", A, by="chen")
    assert two.svc("check").status == 0


def test_check_names_a_machine_in_two_files_and_advises_on_a_telephone_of_two(two: Desk) -> None:
    two.ok(
        "customer", "add", *options({**MINGHUI, "name": "三"}), "--another", by="chen", now=LATER
    )
    _, log = (two.path / f"customers/{A}.yaml").read_text(encoding="utf-8").split("  - seq: 2\n")
    other = two.path / f"customers/{B}.yaml"
    other.write_text(
        other.read_text(encoding="utf-8") + "  - seq: 2\n" + log, encoding="utf-8", newline=""
    )
    items = two.svc("--json", "check").json["items"]
    assert [(i["rule"], i["path"]) for i in items if i["rule"] == "serial-twice"] == [
        ("serial-twice", f"customers/{B}.yaml")
    ]
    advice = [i for i in items if i["rule"] == "telephone-twice"]
    assert [(i["path"], i["advice"]) for i in advice] == [("customers/SZ-A0003.yaml", True)]


def test_check_names_a_circle_of_merged_files_once_and_they_are_still_found(two: Desk) -> None:
    """By hand, without `absorbed` in either; what svc merges crosswise has one living file."""
    for file, other in ((A, B), (B, A)):
        path = two.path / f"customers/{file}.yaml"
        text = path.read_text(encoding="utf-8").replace('status: "active"', 'status: "merged"')
        event = f"""  - seq: 7
    id: "merged{file[-1]}"
    what: "merged_into"
    at: "{NOW}"
    typed: "{NOW}"
    by: "chen"
    file: "{other}"
    reason: "x"
"""
        path.write_text(text + event, encoding="utf-8", newline="")
    ended = two.svc("--json", "check")
    circle = [i["path"] for i in ended.json["items"] if i["rule"] == "merged"]
    assert circle == [f"customers/{min(A, B)}.yaml"]
    assert two.ok("customer", "show", A).status == 0


# Two desks


def test_two_desks_that_changed_one_file_are_merged_to_the_same_bytes_in_either_direction(
    two: Desk, tmp_path: Path
) -> None:
    two.git("branch", "other")
    two.ok(
        "customer", "contact", A, "--name", "李四", "--mobile", "13612341234", by="chen", now=LATER
    )
    ours = two.git("rev-parse", "HEAD").strip()
    two.git("checkout", "-q", "other")
    two.ok(
        "customer",
        "correct",
        A,
        "--field",
        "phone",
        "--to",
        "0755-26008888",
        "--reason",
        "x",
        by="li",
        now=LATER,
    )
    two.ok("customer", "merge", B, "--into", A, "--reason", "y", by="li", now=LATER)
    theirs = two.git("rev-parse", "HEAD").strip()
    path = f"customers/{A}.yaml"
    made = []
    for first, second in ((ours, theirs), (theirs, ours)):
        base = two.git("merge-base", ours, theirs).strip()
        for name, commit in (("base", base), ("ours", first), ("theirs", second)):
            (tmp_path / name).write_bytes(two.git("show", f"{commit}:{path}").encode())
        ended = two.svc(
            "merge-driver", *(str(tmp_path / name) for name in ("base", "ours", "theirs")), path
        )
        assert ended.status == 0, ended.err
        made.append((tmp_path / "ours").read_bytes())
    assert made[0] == made[1]
    (two.path / path).write_bytes(made[0])
    state = customer(two, A)
    assert (list(state.contacts), state.current.phone, state.aliases) == (
        ["张工", "李四", "单经理"],
        "0755-26008888",
        [B],
    )
    assert two.svc("check", A).status == 0


def test_a_file_is_written_the_same_whatever_the_platform(two: Desk) -> None:
    """No carriage returns, one final line feed, readable by any YAML reader."""
    data = (two.path / f"customers/{A}.yaml").read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    code = "import sys, yaml; print(yaml.safe_load(sys.stdin.buffer)['name'])"
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], input=data, capture_output=True, check=True
    ).stdout
    assert out.decode().strip() == MINGHUI["name"]
