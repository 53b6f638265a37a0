"""What the maker makes: seven machines, and the parts they are repaired with."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from svc.model.layout import FlowMapping


class Model(Struct, frozen=True):
    name: str
    what: str
    specification: str
    share: int  # of the machines in use
    bench: bool  # two people can carry it: it may be brought to the office
    minutes: int  # a recipe, a basket, a batch: what is tried after a repair


MODELS = {
    model.name: model
    for model in (
        Model("CR-200", "台式炒菜机器人", "380V/12kW", 30, True, 6),
        Model("CR-300", "滚筒炒菜机器人", "380V/20kW", 22, False, 8),
        Model("CR-500", "大锅炒菜机器人", "380V/30kW", 10, False, 12),
        Model("SO-80", "万能蒸烤箱", "380V/18kW", 12, False, 20),
        Model("FF-40", "智能炸炉", "380V/12kW", 10, True, 10),
        Model("NB-120", "自动煮面炉", "380V/9kW", 9, True, 5),
        Model("RC-60", "智能蒸饭柜", "380V/24kW", 7, False, 30),
    )
}

# code, name, models, specification, price, least to have in stock, position, what may stand for it
_PARTS = """
P-1001|加热管|CR-200|12kW/380V|180.00|6|A-1-01|P-1013
P-1002|温度传感器|CR-200,CR-300|PT100/2米|65.00|8|A-1-02|
P-1003|主控板|CR-200|MB20 V3|860.00|2|B-1-01|P-1014
P-1004|驱动板|CR-200,CR-300|DR15|520.00|2|B-1-02|
P-1005|搅拌电机|CR-200|400W/220V|680.00|2|C-1-01|
P-1006|减速箱|CR-200,CR-300|1:40|450.00|2|C-1-02|
P-1007|触摸屏|CR-200,CR-300,CR-500|7英寸|390.00|3|B-1-03|
P-1008|电源模块|CR-200,CR-300,CR-500,SO-80|24V/10A|260.00|3|B-1-04|
P-1009|交流接触器|CR-200,FF-40,NB-120|32A|95.00|6|A-2-01|P-1022
P-1010|电磁阀|CR-200,CR-300,CR-500|液料 DN8|110.00|5|A-2-02|
P-1011|密封圈|CR-200,CR-300|泵头|12.50|30|A-2-03|
P-1012|散热风扇|CR-200,CR-300,CR-500|120×120/24V|48.00|8|A-2-04|
P-1013|加热管|CR-200|12kW/380V 加强型|210.00|2|A-1-03|
P-1014|主控板|CR-200|MB20 V4|920.00|1|B-1-05|
P-1015|蠕动泵|CR-200,CR-300|24V/1.2升每分|230.00|3|A-3-01|
P-1016|蠕动泵管|CR-200,CR-300,CR-500|硅胶 8×12|18.00|20|A-3-02|
P-1017|锅盖限位开关|CR-200|滚轮式|26.00|8|A-3-03|
P-1018|翻锅限位开关|CR-300,CR-500|磁感应|58.00|5|A-3-04|
P-1019|电磁加热盘|CR-300|20kW|1680.00|1|C-2-01|
P-1020|电磁加热盘|CR-500|30kW|2380.00|1|C-2-02|
P-1021|功率模块|CR-300,CR-500|IGBT 150A|760.00|2|B-2-01|
P-1022|交流接触器|CR-200,CR-300,CR-500,SO-80,RC-60|50A|146.00|5|A-2-05|
P-1023|主控板|CR-300,CR-500|MB35 V2|1180.00|1|B-2-02|
P-1024|滚筒电机|CR-300|750W|980.00|1|C-2-03|
P-1025|翻锅推杆|CR-500|24V/6000N|860.00|1|C-2-04|
P-1026|搅拌桨|CR-200|硅胶刮片|68.00|10|C-1-03|
P-1027|搅拌桨|CR-500|不锈钢|260.00|2|C-1-04|
P-1028|投料气缸|CR-300,CR-500|φ32×100|175.00|2|A-3-05|
P-1029|清洗喷头|CR-200,CR-300,CR-500|1/4英寸|22.00|15|A-3-06|
P-1030|急停按钮|CR-200,CR-300,CR-500,FF-40|自锁|24.00|8|A-2-06|
P-1031|通信模块|CR-200,CR-300,CR-500|4G/WiFi|320.00|2|B-1-06|
P-1032|碳刷|CR-200|一副|36.00|10|C-1-05|
P-1033|门封条|SO-80|10层|185.00|3|D-1-01|
P-1034|门铰链|SO-80|上下一对|130.00|2|D-1-02|
P-1035|蒸汽发生器|SO-80|18kW|1480.00|1|D-1-03|
P-1036|水位探针|SO-80,RC-60|三针|42.00|6|D-1-04|
P-1037|循环风机|SO-80|370W|720.00|1|D-1-05|
P-1038|炉腔温度探头|SO-80|K型|78.00|4|D-1-06|
P-1039|进水电磁阀|SO-80,RC-60,NB-120|DN15/220V|88.00|6|D-1-07|
P-1040|排水泵|SO-80|30W|165.00|2|D-1-08|
P-1041|门磁开关|SO-80,RC-60|常闭|32.00|6|D-1-09|
P-1042|控制板|SO-80|OB18|990.00|1|B-2-03|
P-1043|炉灯|SO-80|25W 耐热|19.50|10|D-1-10|
P-1044|加热管|FF-40|6kW|155.00|4|D-2-01|
P-1045|油温探头|FF-40|PT1000|72.00|5|D-2-02|
P-1046|超温保护器|FF-40|240℃ 手动复位|54.00|6|D-2-03|
P-1047|升篮电机|FF-40|24V/60W|285.00|2|D-2-04|
P-1048|滤油泵|FF-40|550W|640.00|1|D-2-05|
P-1049|滤油网|FF-40|60目|38.00|10|D-2-06|
P-1050|控制板|FF-40,NB-120|FB12|480.00|2|B-2-04|
P-1051|加热管|NB-120|3kW|98.00|6|D-3-01|
P-1052|浮球开关|NB-120,RC-60|不锈钢|45.00|8|D-3-02|
P-1053|升降电机|NB-120|24V/40W|240.00|3|D-3-03|
P-1054|煮面篓|NB-120|φ140|56.00|12|D-3-04|
P-1055|排水球阀|NB-120|DN25|64.00|4|D-3-05|
P-1056|水温探头|NB-120|PT100|58.00|5|D-3-06|
P-1057|加热管|RC-60|8kW|168.00|4|D-3-07|
P-1058|门封条|RC-60|12盘|145.00|3|D-3-08|
P-1059|控制板|RC-60|RB24|560.00|1|B-2-05|
P-1060|泄压阀|RC-60|0.02MPa|76.00|4|D-3-09|
P-1061|空气开关|CR-200,CR-300,CR-500,SO-80,FF-40,NB-120,RC-60|63A 三极|85.00|5|A-2-07|
P-1062|相序保护器|CR-300,CR-500|380V|92.00|3|A-2-08|
P-1063|脚轮|CR-200,FF-40,NB-120|带刹车|28.00|8|E-1-01|
P-1064|除垢剂|SO-80,RC-60,NB-120|5升|66.00|10|E-1-02|
P-1065|导热硅脂|CR-300,CR-500|100克|15.00|10|E-1-03|
P-1066|保险丝|CR-200,CR-300,CR-500,SO-80|10A 慢断|3.50|50|E-1-04|
"""


class Part(Struct, frozen=True):
    code: str
    name: str
    models: list[str]
    specification: str
    price: str
    minimum: int
    position: str
    replaced_by: str

    @property
    def title(self) -> str:
        return f"{self.name} {self.specification}"


def _part(line: str) -> Part:
    code, name, models, specification, price, minimum, position, replaced_by = line.split("|")
    return Part(
        code, name, models.split(","), specification, price, int(minimum), position, replaced_by
    )


PARTS = {part.code: part for part in map(_part, _PARTS.strip().splitlines())}

BY_NUMBER = ("P-1014",)
"""Parts whose pieces are entered with their numbers, as far as these are known."""

_FOR = {
    "加热管": "加热", "电磁加热盘": "加热", "功率模块": "加热", "主控板": "控制", "控制板": "控制", "驱动板": "驱动",
}  # fmt: skip


_UNITS = {
    "加热管": "根", "蠕动泵管": "根", "搅拌桨": "支", "清洗喷头": "支", "温度传感器": "支",
    "炉腔温度探头": "支", "油温探头": "支", "水温探头": "支", "水位探针": "支", "导热硅脂": "支",
    "主控板": "块", "驱动板": "块", "控制板": "块", "触摸屏": "块", "功率模块": "块", "通信模块": "块",
    "搅拌电机": "台", "滚筒电机": "台", "升篮电机": "台", "升降电机": "台", "减速箱": "台", "蠕动泵": "台",
    "散热风扇": "台", "循环风机": "台", "蒸汽发生器": "台", "电源模块": "台", "排水泵": "台", "滤油泵": "台",
    "门封条": "条", "碳刷": "副", "门铰链": "副", "滤油网": "张", "除垢剂": "桶", "炉灯": "只",
    "保险丝": "只", "急停按钮": "只", "交流接触器": "只", "脚轮": "只",
}  # fmt: skip
"""What parts are counted in; the others by the piece."""


def parts_list() -> dict[str, Any]:
    """`parts.yaml`: the catalogue of parts; `minimum` is the least that each store has to hold."""
    rows = []
    for part in PARTS.values():
        row: dict[str, Any] = {
            "code": part.code,
            "name": part.name,
            "models": part.models,
            "specification": part.specification,
            "unit": _UNITS.get(part.name, "个"),
            "for": _FOR.get(part.name, part.name),
            "position": part.position,
            "price": part.price,
            "minimum": part.minimum,
        }
        if part.replaced_by:
            row["replaced_by"] = [part.replaced_by]
        rows.append(FlowMapping(row))
    return {"parts": rows}


def price_rows() -> list[str]:
    """The parts of the price list, a line each."""
    units = {"除垢剂": "桶", "加热管": "根", "碳刷": "副"}
    return [
        f'  - {{code: "{p.code}", name: "{p.title}", price: "{p.price}", unit: "{units.get(p.name, "个")}"}}\n'
        for p in PARTS.values()
    ]
