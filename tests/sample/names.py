"""Customers that do not exist: names, addresses and telephone numbers put together from lists.

Districts are real so that distances make sense; streets are invented. No subscriber's number begins
with 9 in these towns, and nobody is given a mobile number that begins with 154.
"""

from __future__ import annotations

from msgspec import Struct

from sample.dice import Dice


class Town(Struct, frozen=True):
    """Where an office's customers are: name, area code, districts with their distance, towns
    around.
    """

    name: str
    code: str
    districts: tuple[str, ...]
    near: tuple[tuple[str, int], ...]  # outside the service area, within 80 km
    far: tuple[tuple[str, int], ...]


TOWNS = {
    "SZ": Town(
        "深圳市", "0755", ("南山区", "福田区", "宝安区", "龙岗区", "龙华区", "罗湖区"),
        (("惠州市惠阳区", 62), ("东莞市长安镇", 41), ("东莞市塘厦镇", 48)), (("广州市番禺区", 108), ("汕尾市城区", 168)),
    ),
    "BJ": Town(
        "北京市", "010", ("海淀区", "朝阳区", "丰台区", "昌平区", "大兴区"),
        (("廊坊市广阳区", 55), ("涿州市", 68)), (("天津市武清区", 96), ("保定市竞秀区", 152)),
    ),
    "SH": Town(
        "上海市", "021", ("闵行区", "浦东新区", "嘉定区", "松江区", "青浦区"),
        (("昆山市花桥镇", 46), ("太仓市", 58)), (("苏州市吴中区", 92), ("杭州市余杭区", 176)),
    ),
    "WH": Town(
        "武汉市", "027", ("洪山区", "江岸区", "武昌区", "东西湖区", "汉阳区"),
        (("鄂州市鄂城区", 66), ("孝感市孝南区", 63)), (("黄石市黄石港区", 98), ("宜昌市西陵区", 318)),
    ),
    "CD": Town(
        "成都市", "028", ("高新区", "武侯区", "龙泉驿区", "郫都区", "双流区"),
        (("德阳市旌阳区", 72), ("眉山市东坡区", 74)), (("绵阳市涪城区", 126), ("重庆市沙坪坝区", 302)),
    ),
}  # fmt: skip

STREETS = (
    "炊和路", "百味大道", "云灶街", "稻香南路", "丰谷路", "青瓷街", "锦膳路", "兴厨大道", "望炊路", "梧桐里街",
    "金穗北路", "禾田路", "竹笙街", "映山大道", "石桥湾路", "桂圆街", "长禾路", "清和中路",
)  # fmt: skip
FIRST = (
    "明禾", "百膳", "和顺", "晨丰", "满庭", "云厨", "鼎味", "悦谷", "聚穗", "南乡", "味来", "小满", "禾香", "食里", "康膳",
    "天禾", "馥园", "福临", "青橙", "川上", "知味", "良稻", "锦食", "旺炉", "谷雨", "江渔", "半亩", "老灶", "熙园", "润禾",
)  # fmt: skip
_KINDS = (
    ("餐饮管理有限公司", 8), ("团膳服务有限公司", 6), ("中央厨房", 5), ("酒店", 4), ("食堂", 5), ("快餐连锁店", 4),
    ("面馆", 3), ("实验学校食堂", 3), ("康复医院膳食科", 2), ("物流园员工餐厅", 2), ("火锅城", 2), ("烘焙坊", 2),
)  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵万钱严"
GIVEN = (
    "建平", "秀兰", "国栋", "志强", "丽萍", "海涛", "晓峰", "雪梅", "永刚", "佳怡", "文斌", "玉珍", "立新", "春燕", "少华",
    "振宇", "慧敏", "德胜", "小云", "俊杰", "红霞", "光明", "思远", "桂英", "凯", "婷", "磊", "娜", "超", "颖",
)  # fmt: skip
JOBS = ("厨师长", "店长", "后勤主管", "设备科", "行政总厨", "前厅经理", "食堂主任", "采购")


class Names:
    """Gives each name and each number once."""

    def __init__(self) -> None:
        self._dice = Dice("names")
        self._given: set[str] = set()
        self._phones = 1000
        self._mobiles = 1000

    def unit(self, office: str) -> str:
        town = TOWNS[office].name.removesuffix("市")
        while True:
            kind = self._dice.weighted(dict(_KINDS))
            name = self._dice.pick(FIRST) + kind
            if self._dice.chance(0.45) or kind in ("食堂", "酒店"):
                name = town + name
            if name not in self._given and not any(
                name in other or other in name for other in self._given
            ):
                self._given.add(name)
                return name

    def person(self) -> str:
        while True:
            name = self._dice.pick(SURNAMES) + self._dice.pick(GIVEN)
            if name not in self._given:
                self._given.add(name)
                return name

    def address(self, office: str, place: str = "") -> str:
        """An address in this district or town around; a street nobody has, a number."""
        town = TOWNS[office]
        where = place or town.name + self._dice.pick(town.districts)
        return f"{where}{self._dice.pick(STREETS)}{self._dice.between(2, 498)}号"

    def phone(self, office: str) -> str:
        self._phones += self._dice.between(1, 9)
        return f"{TOWNS[office].code}-9000{self._phones:04d}"

    def mobile(self) -> str:
        self._mobiles += self._dice.between(1, 9)
        return f"1540000{self._mobiles:04d}"
