"""Finding customers by what a caller says, and by what a clerk makes of it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from work import calls_of

from svc.model.customers import Contact, Customer, Equipment, Opened
from svc.rules.search.customers import find_customers, hits

THEN = datetime(2026, 11, 1, tzinfo=UTC)


def customer(
    number: int,
    name: str,
    *,
    phone: str = "0755-20000000",
    contact: str = "王工",
    mobile: str = "13700000000",
    serials: Any = (),
    address: str = "深圳市",
) -> Any:
    return Customer(
        id=f"SZ-A{number:04d}",
        status="active",
        opened=THEN,
        office="SZ",
        region="south",
        name=name,
        address=address,
        phone=phone,
        contacts=[Contact(name=contact, mobile=mobile)],
        equipment=[
            Equipment(serial=serial, model="CR-200", specification="380V", bought="2026-08-01")
            for serial in serials
        ],
        log=[Opened(seq=1, id="000000", at=THEN, typed=THEN, by="chen", digest="0" * 16)],
    )


KNOWN = [
    customer(
        1, "苏州科远自动化", phone="0512-57001234转802", contact="单经理", mobile="139 0000 7777"
    ),
    customer(
        2,
        "昆山华恒焊接",
        phone="+86 755 2600 1111",
        contact="曾工",
        serials=("CR200-24-0042", "CR200-24-0077"),
    ),
    customer(
        3, "仇英堃垚重型机械（苏州）", phone="４００-820-1234", contact="张丽", mobile="13812345678"
    ),
    customer(
        4, "南山明辉餐饮", phone="26001111 / 13500001111", contact="李四", address="南山区科技园5号"
    ),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("SZ-A0002", 2), ("sz-a0002", 2), ("a0002", 2),
        # telephones: spaces, area code, country code, full width, extension, last digits, a second
        # number
        ("0512 5700 1234", 1), ("051257001234转802", 1), ("57001234", 1), ("0755-26001111", 2),
        ("86 138 1234 5678", 3), ("１３８１２３４５６７８", 3), ("4008201234", 3), ("7777", 1), ("13500001111", 4),
        # names: a part, small letters, pinyin in full, initials, mixed, with a surname's rare
        # reading
        ("科远", 1), ("suzhoukeyuan", 1), ("szky", 1), ("suzky", 1), ("昆山hua", 2), ("kshh", 2), ("堃yao", 3),
        ("qiuying", 3), ("zhongxing", 3), ("nsmh", 4), ("shanjingli", 1), ("zenggong", 2), ("单经理", 1),
        # machines, addresses, several words
        ("CR200-24-0042", 2), ("cr200 24 0042", 2), ("0077", 2), ("科技园", 4), ("昆山 曾工", 2), ("明辉 李四", 4),
        # an input method's other character; a character that is wrong
        ("名辉", 4), ("昆山华衡", 2), ("南山明辉歺饮", 4),
    ],
)  # fmt: skip
def test_the_first_that_fits_is_the_one_meant(words: str, found: int) -> None:
    matches = find_customers(KNOWN, words)
    assert matches, words
    assert matches[0].customer.id == f"SZ-A{found:04d}"


@pytest.mark.parametrize(
    "words", ["", "  ", "12", "。", "xyzxyz", "99999999", "%", "龘龘", "a" * 500, "\x00", "(["]
)
def test_what_fits_nothing_finds_nobody(words: str) -> None:
    assert find_customers(KNOWN, words) == []


def test_a_serial_number_names_the_machine_and_a_beginning_names_each_machine_that_fits() -> None:
    (match,) = find_customers(KNOWN, "CR200-24-0077")
    assert match.machine.serial == "CR200-24-0077"
    assert str(match.why) == "serial number CR200-24-0077"
    assert [match.machine.serial for match in find_customers(KNOWN, "cr200")] == [
        "CR200-24-0042",
        "CR200-24-0077",
    ]


def test_every_word_has_to_fit_the_same_customer() -> None:
    assert find_customers(KNOWN, "科远 曾工") == []


def test_a_whole_number_comes_before_its_end_and_a_name_before_its_pinyin() -> None:
    both = find_customers([*KNOWN, customer(5, "某公司", phone="0755-26001111")], "26001111")
    assert {match.customer.id for match in both} == {"SZ-A0002", "SZ-A0004", "SZ-A0005"}
    first = find_customers([customer(6, "明慧"), customer(7, "minghui 店")], "minghui")
    assert [match.customer.id for match in first] == ["SZ-A0007", "SZ-A0006"]


def test_no_more_are_given_than_asked_for() -> None:
    many = [customer(n, f"明辉{n}店") for n in range(1, 40)]
    assert len(find_customers(many, "明辉")) == 9
    assert len(find_customers(many, "明辉", limit=3)) == 3
    assert find_customers(many, "明辉", limit=0) == []


def test_words_are_found_in_a_name_as_they_are_or_as_pinyin() -> None:
    assert hits("南山明辉", "nsmh")
    assert hits("南山明辉", "明 辉")
    assert not hits("南山明辉", "")


@pytest.mark.slow
def test_a_search_looks_at_each_of_five_thousand_customers_with_little_work() -> None:
    pick = random.Random(7)
    some = "明辉华恒昆山苏州科远重型单仇曾邱英王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭肖田董袁潘"
    many = [
        customer(
            n,
            "".join(pick.choices(some, k=7)) + "有限公司",
            phone=f"0755-{26000000 + n}",
            contact="".join(pick.choices(some, k=2)),
            mobile=f"139{n:08d}",
            serials=(f"CR200-24-{n:04d}",),
        )
        for n in range(5000)
    ]
    find_customers(many, "sz")  # readings and plain forms are remembered from here on
    for words in ("szky", "minghui", "1234", "26001234", "CR200-24-4999", "明辉", "abczdh"):
        calls = calls_of(lambda words=words: find_customers(many, words))
        assert calls < 200 * len(many), (
            words,
            calls,
        )  # 15 to 111 each; 0.03 to 0.06 s on an idle machine
