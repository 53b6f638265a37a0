"""Files a desk looks things up in: `checklists.yaml`, and knowledge of the machines that svc itself
ships nothing for.
"""

from __future__ import annotations

from typing import Any

from sample.faults import FAULTS
from sample.requests import MEASURES
from svc.model import layout

_ALL = ["CR", "SO", "FF", "NB", "RC"]


def checklists() -> dict[str, Any]:
    """Lists of four sorts; `models` are beginnings of names."""
    points = [f"{point}：{tolerance}" for point, tolerance, _, _ in MEASURES]
    return {
        "checklists": [
            _list("preparation", _ALL, ["备件与工单核对", "万用表、兆欧表、电流钳", "说明书", "维修回执", "价目单", "工作证", "名片", "鞋套", "收据本", "抹布", "签字笔"]),
            _list("self_check", _ALL, ["故障现象消除", "满载试机 30 分钟", "各保护功能逐项试验", "接地与绝缘复测", "外观与地面擦净", "工具清点", "向使用人讲解原因和用法"]),
            _list("maintenance", ["CR"], ["清洗电柜滤棉和风道", "紧固主回路端子", "检查搅拌碳刷与减速箱油位", "校准锅温三点", "标定液料流量", "检查翻锅限位与急停", "备份菜谱和参数"]),
            _list("maintenance", ["SO"], ["蒸汽发生器除垢", "检查门封与门磁", "清理排水泵和滤渣篮", "校准炉温两点", "检查软水滤芯日期"]),
            _list("maintenance", ["FF"], ["清洗滤油网和油槽", "校准油温两点", "超温保护试验", "升篮导轨润滑"]),
            _list("maintenance", ["NB"], ["缸体除垢", "浮球与水位上下限试验", "升降机构润滑", "排水阀检漏"]),
            _list("maintenance", ["RC"], ["水箱除垢", "门封与把手调整", "泄压阀起跳试验", "低水位保护试验"]),
            _list("installation", _ALL, ["开箱点件，三方签字", "就位、找平、接地", *points, "空载、满载试机", "操作培训", "竣工验收签字"]),
        ]
    }  # fmt: skip


def _list(sort: str, models: list[str], items: list[str]) -> dict[str, Any]:
    return {"sort": sort, "models": models, "items": items}


_KNOWN = {
    "投料气缸不动作": "cr_feeding_stuck", "翻锅限位失灵": "cr_tilting_e15", "功率模块击穿": "cr_power_module_e31", "电柜散热风扇停转": "cr_too_hot_e33",
    "清洗喷头堵塞": "cr_rinsing_weak", "液料泵不出料": "cr_liquids_missing", "蒸汽发生器结垢": "so_steam_low_s11", "门磁开关误报": "so_door_open",
    "排水泵堵塞": "so_draining_s31", "超温保护器跳开": "ff_no_heat_f04", "滤油泵不吸油": "ff_filter_dry", "浮球开关卡住": "nb_water_level_m02",
    "进水电磁阀关不严": "water_inlet", "泄压阀堵塞": "rc_pressure_r11",
}  # fmt: skip


def knowledge() -> dict[str, str]:
    """Known faults of the made-up maker's machines, an entry each; the same rows that its tickets
    are drawn from.
    """
    files = {}
    for fault in FAULTS:
        slug = _KNOWN.get(fault.judged)
        if slug:
            front = layout.write_record(
                {
                    "title": fault.judged,
                    "models": [
                        f"{prefix}-" if "-" not in prefix else prefix
                        for prefix in fault.models.split()
                    ],
                    "symptom": fault.symptoms[0],
                    "words": list(fault.symptoms[1:]),
                    "cause": "；".join(fault.found) + "。",
                    "remedy": (f"先电话指导：{fault.phone}。" if fault.phone else "")
                    + f"上门：{fault.done[0]}。",
                    "phone": bool(fault.phone),
                    "ask": ["什么时候开始的", "断电重启过没有"],
                }
            )
            files[f"knowledge/{slug}.md"] = (
                f"---\n{front}---\n{fault.advice or '修后向使用人讲解原因'}。\n"
            )
    return files
