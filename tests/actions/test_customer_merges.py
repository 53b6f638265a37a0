"""Two people do something to one customer, machine or ticket at two desks, neither knowing of the
other: what comes of it is the same at both, and what `svc check` names can be cleared as it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import shared_desk
from exchange import Exchange
from hints import lines_in, typed_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Desk

AFTER = "2026-11-21T10:00:00"
MACHINE = "--model CR-200 --specification 380V --bought 2026-08-01"


class Pair(NamedTuple):
    """What is typed here and there about the files x, y and z, and the machine m of x; what is
    named afterwards, and by which of the commands it is cleared.
    """

    here: tuple[str, ...]
    there: tuple[str, ...]
    named: tuple[str, ...] = ()
    way: int = 0


def merge(one: str, into: str) -> str:
    return f"customer merge {{{one}}} --into {{{into}}} --reason 同一客户"


X_INTO_Y, Y_INTO_X = merge("x", "y"), merge("y", "x")
TO_Y, TO_Z = (f"equipment transfer {{m}} --to {{{to}}} --reason 转让" for to in "yz")
CONTACT = "customer contact {x} --name 新人 --mobile 1361234{n:04}"
ADDED = "customer add --name 新店{n} --address 福田 --phone 2700{n:04} --contact 周工 --mobile 1371234{n:04}"
CANCEL = "cancel {t} --reason 不修了 --asked-by 张工"
PAIRS = {
    "merged crosswise": Pair((X_INTO_Y,), (Y_INTO_X,)),
    "merged crosswise, the other way": Pair((Y_INTO_X,), (X_INTO_Y,)),
    "merged twice": Pair((X_INTO_Y,), (X_INTO_Y,)),
    "merged into two": Pair(
        (X_INTO_Y,), (merge("x", "z"),), ("out-of-turn", "serial-twice", "telephone-twice")
    ),
    "merged in a row": Pair((X_INTO_Y,), (merge("y", "z"),), ("left-behind",)),
    "merged in a circle": Pair(
        (X_INTO_Y,), (merge("y", "z"), merge("z", "x")), ("merged", "left-behind")
    ),
    "merged and added to": Pair((X_INTO_Y,), (CONTACT,), ("left-behind",)),
    "merged crosswise and added to": Pair((X_INTO_Y,), (CONTACT, Y_INTO_X)),
    "merged crosswise, then added to": Pair(
        (X_INTO_Y, CONTACT.replace("{x}", "{y}")), (Y_INTO_X,), ("left-behind",)
    ),
    "merged and moved": Pair((X_INTO_Y,), ("equipment move {m} --place 前厅",), ("left-behind",)),
    "merged and given away": Pair((X_INTO_Y,), (TO_Z,), ("left-behind", "serial-twice")),
    "merged and called otherwise": Pair(
        (X_INTO_Y,), ("customer correct {x} --field phone --to 27110000 --reason 换号",)
    ),
    "merged and confirmed": Pair((X_INTO_Y,), ("customer confirm {x}",)),
    "given to two": Pair((TO_Y,), (TO_Z,), ("serial-twice",)),
    "given away and scrapped": Pair((TO_Y,), ("equipment transfer {m} --gone --reason 报废",)),
    "given away and moved": Pair((TO_Y,), ("equipment move {m} --place 前厅",)),
    "given away twice": Pair((TO_Y,), (TO_Y,)),
    "replaced by two": Pair(
        ("equipment replace {m} --by {m}A",),
        ("equipment replace {m} --by {m}B",),
        ("replaced-twice",),
    ),
    "added twice": Pair((ADDED,), (ADDED,), ("telephone-twice",)),
    "one machine added twice": Pair(
        ("equipment add {x} --serial N{m} " + MACHINE,),
        ("equipment add {y} --serial N{m} " + MACHINE,),
        ("serial-twice",),
        way=1,
    ),
    "corrected by both": Pair(
        ("customer correct {x} --field phone --to 27120001 --reason 换号",),
        ("customer correct {x} --field phone --to 27120002 --reason 换号",),
        ("file-corrected-twice",),
    ),
    "contacts of one name": Pair((CONTACT,), (CONTACT.replace("136", "135"),)),
    "passed on and cancelled": Pair((CANCEL,), ("handover {t} --to li",), ("out-of-turn",)),
    "passed on twice": Pair(
        ("handover {t} --to li",), ("handover {t} --to sun",), ("out-of-turn",)
    ),
    "held and cancelled": Pair(
        (CANCEL,), ("hold {t} --for customer --reason 出差",), ("out-of-turn",)
    ),
    "noted by both": Pair(("note {t} 这里",), ("note {t} 那里",)),
}


class Met(NamedTuple):
    """Two desks that had all of it happen, and met; what was said when they did."""

    both: Exchange
    names: dict[str, dict[str, str]]  # of each pair its files, its machine and its ticket
    told: str


def filled(words: str, names: dict[str, str]) -> list[str]:
    return [word.format(**names) for word in words.split()]


@pytest.fixture(scope="module")
def met(
    tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path
) -> Iterator[Met]:
    folder = tmp_path_factory.mktemp("pairs")
    with shared_desk(folder / "ledger", made_ledger, gitconfig) as desk:
        ids = (f"{n:06}" for n in range(1, 1_000_000))  # what happened here comes first in a log
        desk._monkeypatch.setattr("svc.store.new_records.new_event_id", lambda: next(ids))
        names = prepare(desk, folder)
        both = Exchange(desk, folder, desk._monkeypatch)
        for name, pair in PAIRS.items():
            for clone, deeds in ((both.here, pair.here), (both.there, pair.there)):
                for words in deeds:
                    clone.ok(*filled(words, names[name]), by="li", now="2026-11-20T09:30:00")
        both.there.sync()
        told = both.here.sync(by="li").err
        both.meet()
        yield Met(both, names, told)


def prepare(desk: Desk, folder: Path) -> dict[str, dict[str, str]]:
    """Three files, a machine and perhaps a ticket for each pair."""
    customers, machines = ["客户名称,联系人,联系电话,地址"], ["出厂编号,机型,客户名称,购买日期"]
    names: dict[str, dict[str, str]] = {}
    for n, (name, pair) in enumerate(PAIRS.items()):
        ids = [f"SZ-A{3 * n + at:04}" for at in (1, 2, 3)]
        serial, ticket = f"CR200-24-{n:04}", ""
        customers += [f"客户{id},工{id},26{n:03}{at:03},南山" for at, id in enumerate(ids)]
        machines.append(f"{serial},CR-200,客户{ids[0]},2026-08-01")
        if "{t}" in pair.here[0]:
            ticket = f"SZ-2611-A{len([one for one in names.values() if one['t']]) + 1:04}"
        twins = "SZ-B0001" if name == "added twice" else ""
        names[name] = {"n": f"{n:04}", "m": serial, "t": ticket, "twins": twins}
        names[name] |= dict(zip("xyz", ids, strict=True))
    for kind, rows in (("customers", customers), ("machines", machines)):
        path = folder / f"{kind}.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        desk.ok("import", kind, str(path), "--go", by="sun")
    for each in names.values():
        if each["t"]:
            told = {
                "serial": each["m"],
                "unit": f"客户{each['x']}",
                "phone": "",
                "mobile": "不详：未问",
            }
            desk.intake(
                **told | {"phone": f"26{int(each['n']):03}000", "contact": f"工{each['x']}"}
            )
    return names


def findings(desk: Desk) -> dict[str, dict[str, Any]]:
    """What `svc check` names, by the message."""
    items: list[dict[str, Any]] = desk.svc("--json", "check", now=AFTER).json["items"]
    return {each["path"] + each["message"]: each for each in items}


def of_pair(found: dict[str, dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    ids = {*names.values(), *names["twins"].split()}
    return [
        each for each in found.values() if not ids.isdisjoint(re.findall(r"[A-Z0-9-]+", str(each)))
    ]


def test_what_two_people_did_is_named_and_cleared_as_it_says(met: Met) -> None:
    desk = met.both.here
    left = findings(desk)
    named = {name: {each["rule"] for each in of_pair(left, met.names[name])} for name in PAIRS}
    assert named == {name: set(pair.named) for name, pair in PAIRS.items()}
    for each in [one for name in PAIRS for one in of_pair(left, met.names[name])]:
        assert each["message"] in met.told
    for _ in range(4):
        for name, pair in PAIRS.items():
            for each in of_pair(left, met.names[name])[:1]:
                state = "merged" if each["path"].startswith("customers/") else "cancelled"
                meant = {"CUSTOMER": met.names[name]["z"], "STATE": state}
                line = list(lines_in(each["do"]))[pair.way]
                words = tuple(meant.get(word, word) for word in line.words)
                desk.ok(*typed_words(line._replace(words=words)), by="li", now=AFTER)
        left = findings(desk)
    assert [of_pair(left, met.names[name]) for name in PAIRS] == [[]] * len(PAIRS)
    met.both.meet()
    assert met.both.are_the_same()
