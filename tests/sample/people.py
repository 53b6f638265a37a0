"""Who works at the made-up maker: six offices, headquarters' specialists, everyone's skills and
days off.
"""

from __future__ import annotations

from typing import Any

from svc.model.layout import FlowMapping
from svc.model.staff import ROLE_WORDS

# id, name, office, roles, what they are trained for (as in ROBOTS below), since
_PEOPLE: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("chen", "陈静", "SZ", "clerk", "", ""),
    ("heyan", "何燕", "SZ", "clerk", "", ""),
    ("li", "李明", "SZ", "coordinator lead", "robots ovens", "2019-05-06"),
    ("wang", "王强", "SZ", "technician", "robots", "2024-03-01"),
    ("zhoub", "周斌", "SZ", "technician", "robots cookers", "2021-06-15"),
    ("xup", "徐鹏", "SZ", "technician", "ovens cookers", "2022-09-01"),
    ("liangz", "梁志远", "SZ", "technician", "robots ovens", "2020-04-20"),
    ("fengj", "冯洁", "SZ", "receptionist", "", ""),
    ("luog", "罗刚", "SZ", "bench", "robots ovens cookers", "2018-11-12"),
    ("dengl", "邓丽华", "SZ", "parts", "", ""),
    ("zhao", "赵敏", "SZ", "callback cashier", "", ""),
    ("sun", "孙伟", "SZ", "manager", "", ""),
    ("wuhao", "吴昊", "SZ", "specialist", "robots ovens cookers", "2017-03-13"),
    ("tangx", "唐旭", "SZ", "specialist", "robots ovens cookers", "2019-10-08"),
    ("liuf", "刘芳", "BJ", "clerk", "", ""),
    ("gaoy", "高远", "BJ", "lead coordinator", "robots ovens", "2018-07-02"),
    ("zhangl", "张磊", "BJ", "technician", "robots cookers", "2021-03-22"),
    ("mat", "马腾", "BJ", "technician", "robots ovens", "2022-05-16"),
    ("hanx", "韩晓东", "BJ", "technician", "ovens cookers", "2023-02-27"),
    ("baix", "白雪", "BJ", "receptionist parts", "", ""),
    ("tiany", "田野", "BJ", "bench", "robots ovens cookers", "2020-08-10"),
    ("jial", "贾兰", "BJ", "callback cashier", "", ""),
    ("shij", "石建军", "BJ", "manager", "", ""),
    ("shenq", "沈琴", "SH", "clerk", "", ""),
    ("zhuw", "朱薇", "SH", "clerk", "", ""),
    ("qianf", "钱峰", "SH", "coordinator lead", "robots cookers", "2019-02-18"),
    ("yut", "俞涛", "SH", "technician", "robots cookers", "2020-11-09"),
    ("jinh", "金浩", "SH", "technician", "robots ovens", "2022-03-07"),
    ("shij2", "施嘉", "SH", "technician", "ovens cookers", "2021-09-13"),
    ("gum", "顾敏", "SH", "receptionist", "", ""),
    ("lud", "陆栋", "SH", "bench", "robots ovens cookers", "2018-05-21"),
    ("xiay", "夏颖", "SH", "parts", "", ""),
    ("taoj", "陶静", "SH", "callback cashier", "", ""),
    ("dingh", "丁海", "SH", "manager", "", ""),
    ("hul", "胡莉", "WH", "clerk receptionist", "", ""),
    ("pengw", "彭伟", "WH", "coordinator lead", "robots ovens", "2019-09-16"),
    ("xiongf", "熊飞", "WH", "technician", "robots cookers", "2021-04-12"),
    ("yej", "叶军", "WH", "technician", "robots ovens cookers", "2022-10-24"),
    ("fangz", "方舟", "WH", "bench parts", "robots ovens cookers", "2020-06-08"),
    ("dongm", "董梅", "WH", "callback cashier", "", ""),
    ("caij", "蔡建国", "WH", "manager", "", ""),
    ("dengx", "邓晓霞", "CD", "clerk receptionist", "", ""),
    ("wangyq", "王永清", "CD", "lead coordinator", "robots cookers", "2018-12-03"),
    ("liaok", "廖凯", "CD", "technician", "robots ovens", "2021-07-19"),
    ("zengy", "曾勇", "CD", "technician", "robots ovens cookers", "2022-02-14"),
    ("yangb", "杨波", "CD", "bench parts", "robots ovens cookers", "2020-03-30"),
    ("xief", "谢芬", "CD", "callback cashier", "", ""),
    ("jiangdh", "蒋德华", "CD", "manager", "", ""),
)

GROUPS = {"robots": ("CR",), "ovens": ("SO", "FF"), "cookers": ("NB", "RC")}
"""What one is trained for, by the beginnings of models' names."""
TASKS = ("installation", "maintenance", "training", "inspection", "survey", "upgrade")

# Trained later, or only until: technicians learn, and certificates run out.
_LATER: dict[str, list[tuple[str, str, str]]] = {
    "wang": [("SO", "2026-08-17", "")],
    "xup": [("CR-200", "2025-11-03", "")],
    "hanx": [("CR", "2026-09-01", "")],
    "shij2": [("CR", "2024-05-20", "2026-09-30")],
}
_ABSENT: dict[str, list[tuple[str, str, str]]] = {
    "wang": [("2026-08-24", "2026-08-26", "年休假")],
    "xup": [("2026-09-14", "2026-09-18", "总部培训")],
    "zhangl": [("2026-08-10", "2026-08-14", "年休假")],
    "hanx": [("2026-08-24", "2026-08-28", "机器人机型取证培训")],
    "jinh": [("2026-09-07", "2026-09-09", "婚假")],
    "yut": [("2026-10-19", "2026-10-21", "病假")],
    "xiongf": [("2026-10-12", "2026-10-16", "年休假")],
    "zengy": [("2026-09-21", "2026-09-24", "陪产假")],
    "liaok": [("2026-08-17", "2026-08-19", "年休假")],
    "hul": [("2026-10-08", "2026-10-09", "年休假")],
    "yej": [("2026-11-09", "2026-11-13", "年休假")],
}
_LEFT = (
    ("laok", "老寇", "SZ", "technician", "robots", "2016-04-11"),
    ("qium", "邱敏", "SZ", "coordinator", "", ""),
    ("gongw", "龚伟", "SH", "technician", "robots ovens cookers", "2020-03-16"),
)
LAST_DAYS = {"laok": "2026-07-31", "qium": "2026-09-24", "gongw": "2026-10-16"}
# At headquarters; each has the name of somebody in an office.
_NAMESAKES = (
    ("liuf2", "刘芳", "", "quality", "", ""),
    ("yangb2", "杨波", "", "production", "", ""),
    ("taoj2", "陶静", "", "finance", "", ""),
    ("hul2", "胡莉", "", "business", "", ""),
    ("gaoy2", "高远", "", "quality", "", ""),
)
_BRANCH = (
    ("luoy", "罗颖", "GZ", "clerk receptionist", "", ""),
    ("hejm", "何建明", "GZ", "coordinator lead", "robots ovens", "2020-03-02"),
    ("ouyp", "欧阳鹏", "GZ", "technician", "robots ovens", "2023-06-12"),
    ("maizh", "麦志豪", "GZ", "technician bench parts", "robots ovens cookers", "2021-08-23"),
    ("liangx", "梁欣", "GZ", "callback cashier", "", ""),
)
"""Of the office that was opened in the sample's last month."""
_IN_CHINESE = ("CD", "")
"""Offices whose people have their roles in Chinese words in the file; headquarters."""


def staff() -> dict[str, Any]:
    """`staff.yaml`."""
    rows = (*_PEOPLE, *_LEFT, *_NAMESAKES, *_BRANCH)
    people = [_person(number, row) for number, row in enumerate(rows)]
    people.append({"id": "cron", "name": "定时任务", "roles": ["system"]})
    return {"staff": people}


def as_written() -> dict[str, Any]:
    """The same as somebody typed it: some have their roles in Chinese words."""
    words = {role: word for word, role in ROLE_WORDS.items()}
    written = staff()
    for person in written["staff"]:
        if person.get("office", "") in _IN_CHINESE:
            person["roles"] = [words[role] for role in person["roles"]]
    return written


def _person(number: int, row: tuple[str, str, str, str, str, str]) -> dict[str, Any]:
    id, name, office, roles, trained, since = row
    person: dict[str, Any] = {
        "id": id,
        "name": name,
        "phone": f"1540001{number:04d}",
        "email": f"{id}@example.com",
        "office": office,
        "roles": roles.split(),
    }
    covers = [prefix for group in trained.split() for prefix in GROUPS[group]]
    skills = [{"covers": prefix, "since": since} for prefix in covers]
    skills += [
        {"covers": covers, "since": since} | ({"until": until} if until else {})
        for covers, since, until in _LATER.get(id, [])
    ]
    if "technician" in roles:
        skills += [{"covers": task, "since": since} for task in TASKS]
    if skills:
        person["skills"] = [FlowMapping(skill) for skill in skills]
    if not office:
        del person["office"]
    if id in LAST_DAYS:
        person["left"] = LAST_DAYS[id]
    if id in _ABSENT:
        person["absences"] = [
            FlowMapping({"since": a, "until": b, "why": why}) for a, b, why in _ABSENT[id]
        ]
    return person
