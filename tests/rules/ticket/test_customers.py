"""A customer's file replayed: contacts, machines, merges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from msgspec import structs

from svc.errors import ImpossibleStep
from svc.model import customers as cu
from svc.model.events import Corrected, Forgotten, Settled
from svc.rules.ticket.customers import (
    check_may_follow,
    confirm_by,
    customer_file,
    replay_customer,
    what_goes_over,
)

THEN = datetime(2026, 11, 1, 9, tzinfo=UTC)


def machine(serial: str, **more: Any) -> Any:
    return cu.Equipment(
        serial=serial, model="CR-200", specification="380V", bought="2026-08-01", **more
    )


def event(kind: Any, seq: Any, **fields: Any) -> Any:
    at = THEN + timedelta(hours=seq)
    return kind(seq=seq, id=f"{seq:06d}", at=at, typed=at, by="chen", **fields)


def file(*log: Any, number: int = 1, equipment: Any = (), name: str = "南山明辉") -> Any:
    return cu.Customer(
        id=f"SZ-A{number:04d}", status="active", opened=THEN, office="SZ", region="south", name=name,
        address="深圳", phone="0755-26001111", contacts=[cu.Contact(name="张工", mobile="13900001111")],
        equipment=list(equipment), log=[event(cu.Opened, 1, digest="0" * 16), *log],
    )  # fmt: skip


def test_a_new_file_stands_as_it_was_told() -> None:
    state = replay_customer(file(equipment=[machine("A-1")]))
    assert (state.status, list(state.equipment), list(state.contacts)) == (
        "active",
        ["A-1"],
        ["张工"],
    )


def test_a_contact_of_the_same_name_has_a_new_number() -> None:
    state = replay_customer(
        file(event(cu.ContactAdded, 2, contact=cu.Contact(name="张工", mobile="13900002222")))
    )
    assert state.current.contacts == [cu.Contact(name="张工", mobile="13900002222")]


def test_a_machine_moves_is_corrected_replaced_and_leaves() -> None:
    log = [
        event(cu.EquipmentAdded, 2, machine=machine("A-1")),
        event(cu.EquipmentMoved, 3, serial="A-1", place="前厅"),
        event(
            cu.EquipmentCorrected,
            4,
            serial="A-1",
            field="bought",
            old="2026-08-01",
            new="2026-09-01",
            reason="发票",
        ),
        event(
            cu.EquipmentCorrected,
            5,
            serial="A-1",
            field="serial",
            old="A-1",
            new="A-7",
            reason="看错",
        ),
    ]
    (own,) = replay_customer(file(*log)).current.equipment
    assert (own.serial, own.place, own.bought) == ("A-7", "前厅", "2026-09-01")
    log += [event(cu.EquipmentReplaced, 6, serial="A-7", machine=machine("B-1"))]
    assert list(replay_customer(file(*log)).equipment) == ["B-1"]
    log += [event(cu.EquipmentLeft, 7, serial="B-1", to="SZ-A0002", reason="转让")]
    assert replay_customer(file(*log)).current.equipment == []


def test_the_current_head_has_the_corrected_values_and_the_head_as_told_is_kept() -> None:
    state = replay_customer(
        file(
            event(Corrected, 2, field="phone", old="0755-26001111", new="0755-26009999", reason="x")
        )
    )
    assert (state.current.phone, state.customer.phone) == ("0755-26009999", "0755-26001111")
    assert state.corrections == {("phone",): 2}


def test_forgotten_data_are_removed_from_the_current_head() -> None:
    state = replay_customer(file(event(Forgotten, 2, fields=["phone"], reason="x")))
    assert state.current.phone == "(removed)"


def test_an_absorbed_file_brings_its_machines_and_contacts_and_overrides_none() -> None:
    log = event(
        cu.Absorbed,
        2,
        file="SZ-A0002",
        contacts=[cu.Contact(name="张工", mobile="1"), cu.Contact(name="李四", mobile="2")],
        equipment=[machine("A-1", place="别处"), machine("B-1")],
    )
    state = replay_customer(file(log, equipment=[machine("A-1", place="这里")]))
    assert state.aliases == ["SZ-A0002"]
    assert {m.serial: m.place for m in state.current.equipment} == {"A-1": "这里", "B-1": ""}
    assert {c.name: c.mobile for c in state.current.contacts} == {
        "张工": "13900001111",
        "李四": "2",
    }


def test_what_another_desk_added_to_a_merged_file_stays_in_it() -> None:
    state = replay_customer(
        file(
            event(cu.MergedInto, 2, file="SZ-A0002", reason="同一客户"),
            event(cu.EquipmentAdded, 3, machine=machine("A-1")),
        )
    )
    assert (state.status, state.merged_into) == ("merged", "SZ-A0002")
    assert (list(state.equipment), state.out_of_turn) == (["A-1"], [])


def test_merged_twice_into_one_is_one_merge_and_into_another_out_of_turn() -> None:
    merges = [
        event(cu.MergedInto, seq, file=into, reason="x")
        for seq, into in ((2, "SZ-A0002"), (3, "SZ-A0002"), (4, "SZ-A0003"))
    ]
    state = replay_customer(file(*merges))
    assert [each.seq for each in state.out_of_turn] == [4]
    state = replay_customer(file(*merges, event(Settled, 5, outcome="merged", words="x")))
    assert (state.status, state.merged_into, state.out_of_turn) == ("merged", "SZ-A0002", [])
    state = replay_customer(file(*merges, event(Settled, 5, outcome="active", words="x")))
    assert (state.status, state.merged_into, state.out_of_turn) == ("active", "", [])


@pytest.mark.parametrize(("other", "status"), [("SZ-A0002", "active"), ("SZ-A0000", "merged")])
def test_of_two_files_merged_crosswise_the_lower_number_lives(other: str, status: str) -> None:
    log = [
        event(cu.MergedInto, 2, file=other, reason="x"),
        event(cu.Absorbed, 3, file=other, equipment=[machine("B-1")]),
    ]
    for each in permutations(log):
        state = replay_customer(file(*each))
        assert (state.status, state.out_of_turn) == (status, [])
        assert state.aliases == ([other] if status == "active" else [])
        assert list(state.equipment) == ["B-1"]
    again = [*log, event(Settled, 4, outcome="active", words="x")]
    later = event(cu.MergedInto, 5, file=other, reason="x")
    assert replay_customer(file(*again)).status == "active"
    assert replay_customer(file(*again, later)).status == "merged"


def test_what_a_file_has_by_now_replaces_what_was_taken_over_and_nothing_of_ours() -> None:
    first = event(cu.Absorbed, 2, file="SZ-A0002", equipment=[machine("A-1"), machine("B-1")])
    moved = event(cu.EquipmentMoved, 3, serial="B-1", place="这里")
    now = [machine("A-1", place="那里"), machine("B-1"), machine("C-1")]
    again = event(cu.Absorbed, 4, file="SZ-A0002", equipment=now)
    places = {
        each.serial: each.place
        for each in replay_customer(file(first, moved, again)).current.equipment
    }
    assert places == {"A-1": "那里", "B-1": "这里", "C-1": ""}
    none = event(cu.Absorbed, 5, file="SZ-A0002")
    state = replay_customer(file(first, moved, again, none))
    assert ([each.serial for each in state.current.equipment], state.aliases) == (["B-1"], [])


def test_the_order_in_the_file_does_not_matter() -> None:
    log = [
        event(cu.EquipmentAdded, 2, machine=machine("A-1")),
        event(cu.EquipmentMoved, 3, serial="A-1", place="前厅"),
        event(cu.EquipmentMoved, 4, serial="A-1", place="后厨"),
    ]
    assert {
        replay_customer(file(*each)).current.equipment[0].place for each in permutations(log)
    } == {"后厨"}


@pytest.mark.parametrize(
    ("confirmed", "by"),
    [("2026-11-05", "2026-12-31"), ("2026-12-31", "2027-01-31"), ("2027-01-01", "2027-02-28")],
)
def test_a_file_is_checked_again_by_the_end_of_the_next_month(confirmed: str, by: str) -> None:
    at = datetime.fromisoformat(f"{confirmed}T10:00:00+00:00")
    state = replay_customer(file(cu.Confirmed(seq=2, id="000002", at=at, typed=at, by="chen")))
    assert confirm_by(state) == date.fromisoformat(by)


def test_a_file_says_whether_it_stands_and_which_one_took_its_place() -> None:
    found = customer_file(replay_customer(file()))
    assert (found.customer.id, found.status, found.merged_into) == ("SZ-A0001", "active", "")
    merged = event(cu.MergedInto, 2, file="SZ-A0009", reason="同一客户")
    found = customer_file(replay_customer(file(merged)))
    assert (found.status, found.merged_into) == ("merged", "SZ-A0009")


def test_what_a_merged_file_refuses_names_the_file_that_took_its_place() -> None:
    merged = event(cu.MergedInto, 2, file="SZ-A0009", reason="同一客户")
    with pytest.raises(ImpossibleStep) as refused:
        check_may_follow(replay_customer(file(merged)), "merged_into")
    assert refused.value.facts == {
        "ticket": "SZ-A0001",
        "step": "merged_into",
        "status": "merged",
        "possible": ["svc customer show SZ-A0009"],
    }


def test_the_machine_that_came_in_anothers_place_stands_though_the_other_is_not_known() -> None:
    """A merge of two desks' logs may have put the first machine's leaving before."""
    log = [event(cu.EquipmentReplaced, 2, serial="A-1", machine=machine("A-2"))]
    assert list(replay_customer(file(*log)).equipment) == ["A-2"]
    gone = [event(cu.EquipmentLeft, 2, serial="A-1", reason="转让")]
    assert replay_customer(file(*gone)).equipment == {}


def test_a_value_within_a_value_is_corrected_by_its_path() -> None:
    corrected = event(Corrected, 2, field="invoice.title", old="甲", new="乙", reason="更名")
    state = replay_customer(file(corrected))
    assert state.corrections == {("invoice", "title"): 2}


SHOP = cu.Site(name="分店", address="宝安大道88号")


def taken_over(*log: Any) -> dict[str, tuple[str, str]]:
    """Of each machine the name and address of the site it stands at."""
    current = replay_customer(file(*log)).current
    return {
        each.serial: (each.site, site.address if (site := cu.site_of(current, each)) else "")
        for each in current.equipment
    }


def test_a_site_is_as_it_was_last_told_and_a_machine_moves_there_and_back() -> None:
    moved = cu.Site(name="分店", address="新安路2号")
    log = [
        event(cu.SiteAdded, 2, site=SHOP),
        event(cu.EquipmentAdded, 3, machine=machine("A-1")),
        event(cu.EquipmentMoved, 4, serial="A-1", place="后厨", site="分店"),
        event(cu.SiteChanged, 5, site=moved),
        event(cu.EquipmentMoved, 6, serial="A-1", place="前厅"),
    ]
    assert taken_over(*log) == {"A-1": ("分店", "新安路2号")}
    back = event(cu.EquipmentMoved, 7, serial="A-1", place="前厅", site="")
    assert taken_over(*log, back) == {"A-1": ("", "")}


def test_sites_of_a_merged_file_and_its_main_address_come_along_under_names_of_their_own() -> None:
    theirs = event(
        cu.Absorbed, 3, file="SZ-A0002", address="深南大道1号",
        equipment=[machine("B-1"), machine("B-2", site="分店"), machine("B-3", site="仓库")],
        sites=[cu.Site(name="分店", address="北环路9号"), cu.Site(name="仓库", address="码头")],
    )  # fmt: skip
    expected = {
        "B-1": ("深南大道1号", "深南大道1号"),
        "B-2": ("分店 (SZ-A0002)", "北环路9号"),
        "B-3": ("仓库", "码头"),
    }
    ours = event(cu.SiteAdded, 2, site=SHOP)
    assert taken_over(ours, theirs) == expected
    again = structs.replace(theirs, seq=4, id="000004")
    assert taken_over(ours, theirs, again) == expected
    state = replay_customer(file(ours, theirs))
    assert state.sites["分店"] == SHOP


def test_a_file_at_our_own_address_brings_no_site_and_what_came_from_there_does_not_go_back() -> (
    None
):
    at_ours = event(cu.Absorbed, 2, file="SZ-A0002", address="深圳", equipment=[machine("B-1")])
    assert taken_over(at_ours) == {"B-1": ("", "")}
    at_theirs = structs.replace(at_ours, address="广州")
    merged = event(cu.MergedInto, 3, file="SZ-A0002", reason="x")
    state = replay_customer(file(at_theirs, merged, number=3))
    assert what_goes_over(state) == cu.Absorbed(
        file="SZ-A0003", contacts=[cu.Contact(name="张工", mobile="13900001111")]
    )
