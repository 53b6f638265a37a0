"""The region's second office, Guangzhou, in its first weeks: a ticket of each sort whose papers
somebody wants to look at, as they are typed, command by command. It came last and touches nothing
of what the other offices have.
"""

from __future__ import annotations

from typing import NamedTuple

OFFICE, DESK, YEAR = "GZ", "Z", "2026"


class Line(NamedTuple):
    """A command line: when it is typed (month, day, time), and by whom."""

    at: str
    by: str
    typed: str


_N = "GZ-2610-Z000"
REPAIR, INSTALLATION, MAINTENANCE = f"{_N}1", f"{_N}2", f"{_N}3"
EXCHANGED, PAID, INQUIRY, OPEN = f"{_N}4", f"{_N}5", f"{_N}6", f"{_N}7"

_STOCK = (
    Line(
        "10-08 09:10",
        "maizh",
        "stock receive P-1001:4@A-1-01 P-1002:6@A-1-02 P-1010:4@A-2-02 P-1012:4@A-2-04 "
        "P-1016:10@A-3-02 P-1029:6@A-3-06 P-1033:2@D-1-01 P-1039:3@D-1-07 P-1066:20@E-1-04 "
        "--from opening",
    ),
)
_REPAIR = (
    Line(
        "10-12 09:06",
        "luoy",
        "intake --unit 广州番禺粤和酒家 --address 广州市番禺区市桥大北路18号 --phone 020-90008801 "
        "--contact 黎婉仪 --mobile 15400008801 --model CR-200 --specification 380V/12kW "
        "--serial CR200-26-9411 --bought 2026-05-18 --symptom '开机后锅体不加热，面板报 E-07' "
        "--occurred 今早开档时 --wishes '下午四点前修好，晚市要用' --zone inside --distance 9",
    ),
    Line("10-12 09:12", "luoy", f"handover {REPAIR} --to hejm"),
    Line(
        "10-12 09:24",
        "hejm",
        f"contact {REPAIR} --spoke-to 黎婉仪 --judged 加热管断路 --promised '2026-10-12 14:00'",
    ),
    Line(
        "10-12 09:27",
        "hejm",
        f"reply {REPAIR} --remedy 更换加热管，约一小时 --prepare 断电，锅体放凉 --spoke-to 黎婉仪",
    ),
    Line(
        "10-12 09:31",
        "hejm",
        f"dispatch {REPAIR} --to ouyp --appointment '2026-10-12 14:00' --agreed-with 黎婉仪 "
        "--bring P-1001",
    ),
    Line("10-12 11:40", "maizh", f"loan lend {REPAIR} P-1001 --to ouyp"),
    Line("10-12 13:52", "ouyp", f"arrive {REPAIR} --met 黎婉仪"),
    Line(
        "10-12 15:08",
        "ouyp",
        f"visit {REPAIR} --outcome fixed --found '加热管断路，绝缘 0 MΩ，接触器触点正常' "
        "--done '更换加热管，复测绝缘 200 MΩ，试炒两锅正常' --cause quality --part P-1001:1:returned "
        "--condition 运行正常 --surroundings '靠灶台，通风一般，电压 384 V' "
        "--checked full_test,dangers_removed,site_cleaned,cause_explained",
    ),
    Line("10-12 16:20", "ouyp", f"back {REPAIR}"),
    Line("10-12 16:31", "maizh", f"loan return {REPAIR} P-1001 --how used --fault 断路"),
    Line("10-12 16:40", "ouyp", f"slip {REPAIR} --signed-by 黎婉仪 --rating very_satisfied"),
    Line(
        "10-13 10:05",
        "liangx",
        f"callback {REPAIR} --spoke-to 黎婉仪 --rating very_satisfied --running yes "
        "--response very_satisfied --skill satisfied --manner very_satisfied",
    ),
    Line("10-13 10:09", "liangx", f"close {REPAIR}"),
)
_INSTALLATION = (
    Line(
        "10-13 14:20",
        "luoy",
        "intake --kind installation --unit 广州南沙港湾中央厨房 --address 广州市南沙区港前大道211号 "
        "--phone 020-90008802 --contact 区文斌 --mobile 15400008802 --model CR-300 "
        "--specification 380V/20kW --serial CR300-26-9420 --bought 2026-09-28 "
        "--symptom '新厨房装一台 CR-300，水电排烟已到位' --occurred 近期 --wishes 周一上午开箱 "
        "--zone inside --distance 46",
    ),
    Line("10-13 14:32", "luoy", f"handover {INSTALLATION} --to hejm"),
    Line(
        "10-13 14:50",
        "hejm",
        f"install order {INSTALLATION} --number ZL-2610-GZ002 --start '2026-10-19 09:30'",
    ),
    Line(
        "10-13 14:56",
        "hejm",
        f"contact {INSTALLATION} --spoke-to 区文斌 --judged 新机安装调试，现场条件已核对",
    ),
    Line(
        "10-13 15:02",
        "hejm",
        f"reply {INSTALLATION} --remedy 按约定日期开箱点件、安装调试、验收 "
        "--prepare 水电排烟到位，现场清空，三方到场 --spoke-to 区文斌",
    ),
    Line(
        "10-13 15:08",
        "hejm",
        f"dispatch {INSTALLATION} --to ouyp --appointment '2026-10-19 09:30' --agreed-with 区文斌",
    ),
    Line("10-19 09:22", "ouyp", f"arrive {INSTALLATION} --met 区文斌"),
    Line(
        "10-19 10:02",
        "ouyp",
        f"install parts {INSTALLATION} --signed 甲方=区文斌 --signed 施工单位=曾工 "
        "--signed 我公司=欧阳鹏",
    ),
    Line(
        "10-19 10:31",
        "ouyp",
        f"install measure {INSTALLATION} 电源电压（三相） '386 V' --tolerance '380 V ±7%' --within 是",
    ),
    Line(
        "10-19 10:38",
        "ouyp",
        f"install measure {INSTALLATION} 接地电阻 '1.6 Ω' --tolerance '≤ 4 Ω' --within 是",
    ),
    Line(
        "10-19 10:46",
        "ouyp",
        f"install measure {INSTALLATION} 机身水平（前后） '1.0 mm/m' --tolerance '≤ 2 mm/m' --within 是",
    ),
    Line(
        "10-19 10:55",
        "ouyp",
        f"install measure {INSTALLATION} 排烟风速 '0.4 m/s' --tolerance '≥ 0.5 m/s' --within 否",
    ),
    Line(
        "10-19 10:58",
        "ouyp",
        f"install defect {INSTALLATION} --to 客户工程部 --defect '排烟风速 0.4 m/s，要求 ≥ 0.5 m/s' "
        "--remedy 调整风机频率 --by-when '2026-10-23 17:00'",
    ),
    Line(
        "10-19 11:50",
        "ouyp",
        f"install accept {INSTALLATION} --signed 甲方=区文斌 --signed 施工单位=曾工 "
        "--signed 我公司=欧阳鹏 --note 试机三个菜品合格，已培训两名操作人员",
    ),
    Line("10-19 14:10", "ouyp", f"back {INSTALLATION}"),
    Line("10-19 14:18", "ouyp", f"slip {INSTALLATION} --signed-by 区文斌 --rating satisfied"),
    Line(
        "10-20 10:12",
        "liangx",
        f"callback {INSTALLATION} --spoke-to 区文斌 --rating satisfied --running yes",
    ),
    Line(
        "10-22 16:35",
        "ouyp",
        f"install defect {INSTALLATION} --to 客户工程部 --defect '排烟风速 0.4 m/s，要求 ≥ 0.5 m/s' "
        "--remedy '风机频率调到 45 Hz，复测 0.6 m/s' --remedied",
    ),
    Line("10-22 16:41", "liangx", f"close {INSTALLATION}"),
)
_MAINTENANCE = (
    Line(
        "10-14 10:15",
        "luoy",
        "intake --kind maintenance --unit 佛山顺德凤城宾馆 --address 佛山市顺德区大良清晖路90号 "
        "--phone 0757-90008803 --contact 苏兆康 --mobile 15400008803 --model SO-80 "
        "--specification 380V/18kW --serial SO80-23-9415 --bought 2023-04-11 "
        "--symptom '蒸烤箱到保养期了，请安排' --occurred 按计划 --wishes 避开开餐时间 "
        "--zone near --distance 38",
    ),
    Line("10-14 10:22", "luoy", f"handover {MAINTENANCE} --to hejm"),
    Line("10-14 10:40", "hejm", f"contact {MAINTENANCE} --spoke-to 苏兆康 --judged 到期保养"),
    Line(
        "10-14 10:44",
        "hejm",
        f"reply {MAINTENANCE} --remedy 按机型保养清单做一次保养 --prepare 避开开餐时间，炉腔放凉 "
        "--spoke-to 苏兆康",
    ),
    Line("10-14 10:52", "luoy", f"quote {MAINTENANCE} --line L06 --line P-1033 --travel"),
    Line("10-14 10:58", "luoy", f"consent {MAINTENANCE} --to price --who 苏兆康 --how 微信"),
    Line(
        "10-14 11:05",
        "hejm",
        f"dispatch {MAINTENANCE} --to ouyp --appointment '2026-10-15 14:30' --agreed-with 苏兆康 "
        "--bring P-1033",
    ),
    Line("10-15 09:12", "maizh", f"loan lend {MAINTENANCE} P-1033 --to ouyp"),
    Line("10-15 14:24", "ouyp", f"arrive {MAINTENANCE} --met 苏兆康"),
    Line(
        "10-15 16:02",
        "ouyp",
        f"visit {MAINTENANCE} --outcome completed --found '门封条老化，端子有一处松动' "
        "--done '完成保养清单全部项目，更换门封条，漏电与接地复测合格' --cause wear "
        "--part P-1033:1:kept_by_customer --condition 运行正常 --advice '每周清洗一次排水滤网'",
    ),
    Line("10-15 16:06", "ouyp", f"charge {MAINTENANCE}"),
    Line("10-15 16:10", "ouyp", f"receipt {MAINTENANCE} --how wechat --payer 佛山顺德凤城宾馆"),
    Line("10-15 17:16", "ouyp", f"back {MAINTENANCE}"),
    Line("10-15 17:20", "maizh", f"loan return {MAINTENANCE} P-1033 --how used --fault 老化"),
    Line("10-15 17:24", "ouyp", f"slip {MAINTENANCE} --signed-by 苏兆康 --rating satisfied"),
    Line("10-16 09:40", "liangx", f"receipt {MAINTENANCE} --hand-in"),
    Line(
        "10-16 10:02",
        "liangx",
        f"callback {MAINTENANCE} --spoke-to 苏兆康 --rating satisfied --running yes",
    ),
    Line("10-16 10:06", "liangx", f"close {MAINTENANCE}"),
)
_EXCHANGED = (
    Line(
        "10-15 10:20",
        "luoy",
        "intake --channel walk_in --unit 广州海珠悦来粥铺 --address 广州市海珠区宝岗大道57号 "
        "--phone 020-90008804 --contact 伍小玲 --mobile 15400008804 --model NB-120 "
        "--specification 380V/9kW --serial NB120-26-9407 --bought 2026-08-20 "
        "--symptom '升降不动，冒过一次烟' --occurred 昨晚收档 --wishes 修好打电话，来取 "
        "--zone inside --distance 14",
    ),
    Line(
        "10-15 10:28",
        "luoy",
        f"bench receive {EXCHANGED} --place 客户机库房2架 --condition '外壳完好，控制盒有烟熏痕迹' "
        "--accessory 电源线 --accessory 煮面篓六只 --parts-ours --signed-by 伍小玲",
    ),
    Line("10-15 15:30", "maizh", f"bench place {EXCHANGED} --to 维修区"),
    Line(
        "10-16 10:30",
        "maizh",
        f"ship {EXCHANGED} --carrier 德邦物流 --number DPK8821407735 --paid-by us "
        "--reason '控制板与线束烧损，须返厂' --due-back '2026-10-26 17:00'",
    ),
    Line(
        "10-26 11:05",
        "luoy",
        f"returned {EXCHANGED} --carrier 德邦物流 --number DPK8830112946 "
        "--done '工厂判定无修复价值，换新机发回' --place 修复区 --replaced-by NB120-26-9533",
    ),
    Line("10-26 11:20", "luoy", f"bench told {EXCHANGED} --spoke-to 伍小玲"),
    Line("10-26 16:42", "luoy", f"pickup {EXCHANGED} --signed-by 伍小玲"),
    Line(
        "10-27 10:15",
        "liangx",
        f"callback {EXCHANGED} --spoke-to 伍小玲 --rating satisfied --running yes",
    ),
    Line("10-27 10:19", "liangx", f"close {EXCHANGED}"),
)
_PAID = (
    Line(
        "10-20 09:35",
        "luoy",
        "intake --unit 東莞虎門龍鳳樓 --address 东莞市虎门镇太沙路33号 --phone 0769-90008805 "
        "--contact 翟桂芳 --mobile 15400008805 --model CR-200 --specification 380V/12kW "
        "--serial CR200-23-9428 --bought 2023-02-14 --symptom '液料阀关不严，一直滴汤' "
        "--occurred 一周前开始 --wishes 修好并先报价 --zone near --distance 57",
    ),
    Line("10-20 09:41", "luoy", f"handover {PAID} --to hejm"),
    Line("10-20 09:58", "hejm", f"contact {PAID} --spoke-to 翟桂芳 --judged 电磁阀磨损"),
    Line("10-20 10:03", "hejm", f"reply {PAID} --remedy 更换电磁阀 --spoke-to 翟桂芳"),
    Line("10-20 10:10", "luoy", f"quote {PAID} --line L03 --line P-1010 --travel"),
    Line("10-20 10:16", "luoy", f"consent {PAID} --to price --who 翟桂芳 --how 电话"),
    Line(
        "10-20 10:22",
        "hejm",
        f"dispatch {PAID} --to maizh --appointment '2026-10-21 14:30' --agreed-with 翟桂芳 "
        "--bring P-1010",
    ),
    Line("10-21 09:05", "maizh", f"loan lend {PAID} P-1010 --to maizh"),
    Line("10-21 14:21", "maizh", f"arrive {PAID} --met 翟桂芳"),
    Line(
        "10-21 15:26",
        "maizh",
        f"visit {PAID} --outcome fixed --found '电磁阀阀芯磨损，关不严' "
        "--done '更换电磁阀，通液试验十次不滴漏' --cause wear --part P-1010:1:kept_by_customer "
        "--condition 运行正常 --checked full_test,site_cleaned",
    ),
    Line("10-21 15:30", "maizh", f"charge {PAID}"),
    Line("10-21 15:34", "maizh", f"receipt {PAID} --how cash --payer 東莞虎門龍鳳樓"),
    Line("10-21 17:02", "maizh", f"back {PAID}"),
    Line("10-21 17:06", "maizh", f"loan return {PAID} P-1010 --how used --fault 磨损"),
    Line("10-21 17:10", "maizh", f"slip {PAID} --signed-by 翟桂芳 --rating satisfied"),
    Line("10-22 09:20", "liangx", f"receipt {PAID} --hand-in"),
    Line(
        "10-22 10:30",
        "liangx",
        f"callback {PAID} --spoke-to 翟桂芳 --rating satisfied --running yes",
    ),
    Line("10-22 10:33", "liangx", f"close {PAID}"),
)
_REST = (
    Line(
        "10-23 15:40",
        "luoy",
        "intake --kind inquiry --unit 广州番禺粤和酒家 --address 广州市番禺区市桥大北路18号 "
        "--phone 020-90008801 --contact 黎婉仪 --mobile 15400008801 --model CR-200 "
        "--specification 380V/12kW --serial CR200-26-9411 --bought 2026-05-18 "
        "--symptom '菜谱怎样导到另一台机器上' --occurred 现在 --wishes 电话答复",
    ),
    Line(
        "10-23 15:46",
        "luoy",
        f"reply {INQUIRY} --answer '设置→菜谱→导出到U盘，再在另一台上导入；型号须相同' "
        "--spoke-to 黎婉仪",
    ),
    Line("10-26 09:30", "liangx",
         f"callback {INQUIRY} --spoke-to 黎婉仪 --rating very_satisfied --running yes"),
    Line("10-26 09:33", "liangx", f"close {INQUIRY}"),
    Line(
        "10-30 16:05",
        "luoy",
        "intake --unit 广州天河岭南小厨 --address 广州市天河区体育东路66号 --phone 020-90008806 "
        "--contact 简志明 --mobile 15400008806 --model CR-200 --specification 380V/12kW "
        "--serial CR200-26-9436 --bought 2026-07-08 --symptom '散热风扇响，机身烫手' "
        "--occurred 今天午市 --wishes 周一上午来 --zone inside --distance 11",
    ),
    Line("10-30 16:11", "luoy", f"handover {OPEN} --to hejm"),
    Line(
        "10-30 16:25",
        "hejm",
        f"contact {OPEN} --spoke-to 简志明 --judged 散热风扇轴承磨损 --promised '2026-11-02 10:00'",
    ),
    Line("10-30 16:28", "hejm", f"reply {OPEN} --remedy 更换散热风扇 --spoke-to 简志明"),
    Line(
        "10-30 16:33",
        "hejm",
        f"dispatch {OPEN} --to ouyp --appointment '2026-11-02 10:00' --agreed-with 简志明 "
        "--bring P-1012",
    ),
)  # fmt: skip
LINES = sorted(
    (*_STOCK, *_REPAIR, *_INSTALLATION, *_MAINTENANCE, *_EXCHANGED, *_PAID, *_REST),
    key=lambda line: line.at,
)
"""All of it in the order of time."""
