"""One day at the Shenzhen office of the sample's maker, Monday 2 November 2026, step by step as it
is typed.
"""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One command: at what time, by whom (empty: nobody has to say), what is typed, and why it
    happens.
    """

    at: str
    by: str
    typed: str
    story: str
    shows: str = ""  # something the answer must say


CALL_1, CALL_2 = "SZ-2611-A0001", "SZ-2611-A0002"
QUESTION, REPAIR, PAID, WALK_IN = "SZ-2611-A0003", "SZ-2611-A0004", "SZ-2611-A0005", "SZ-2611-A0006"
UNSURE = "SZ-2610-B0037"  # on its way to Wang Qiang's first visit of the day
UNHAPPY = "SZ-2610-A0061"
COMPLAINED = "SZ-2610-A0059"
COMPLAINT = "SZ-2611-A0007"
TRAINING = "SZ-2611-A0008"
ON_ACCOUNT = "SZ-U0002"
TRANSFER = "SZ-M2609-A0003"

STEPS = (
    # Two calls from last night.
    Step(
        "11-01 21:10",
        "wuhao",
        "intake --note 邵立新 15400001096 --words '搅拌不转了，明天有团餐'",
        "昨晚：值班的吴昊接到电话，记下姓名和号码",
        CALL_1,
    ),
    Step(
        "11-01 21:40",
        "wuhao",
        "intake --note 吕思远 15400001117 --words 面板黑屏",
        "又一个电话",
        CALL_2,
    ),
    Step("08:30", "li", "dispatch", "早会：协调员李明看派工看板", CALL_1),
    Step(
        "08:31",
        "li",
        "print day-sheet --out ../papers/工程师日程表.pdf",
        "每位工程师一张当天的日程表",
        "pdf",
    ),
    Step(
        "08:35",
        "cron",
        "overdue --flag --office SZ",
        "定时任务：标记周五以后新超时的",
        "SZ-2610-A0050",  # whom somebody was to talk to
    ),
    Step("08:33", "chen", f"show {CALL_1}", "陈静先看昨晚的第一个电话", "邵立新"),
    Step(
        "08:37",
        "chen",
        f"intake {CALL_1} --customer SZ-A0008 --contact 邵立新 --serial CR300-26-0037 --symptom "
        f"'搅拌电机不转，有嗡嗡声'"
        " --occurred 昨晚收档时 --wishes '今天修好，明天有团餐'",
        "回电话，把受理补全",
        "已受理",
    ),
    Step("08:40", "chen", f"handover {CALL_1} --to li", "移交协调员", "已移交"),
    Step(
        "08:50",
        "li",
        f"contact {CALL_1} --spoke-to 邵立新 --judged 搅拌电机缺相 --promised '明天 09:30'",
        "联系客户，今天排满，约明天上午",
        CALL_1,
    ),
    Step(
        "08:51",
        "li",
        f"reply {CALL_1} --remedy 查电机接线和驱动板 --prepare 清空锅体 --spoke-to 邵立新",
        "回复",
        "已回复",
    ),
    Step(
        "08:39",
        "heyan",
        f"intake {CALL_2} --customer SZ-A0010 --contact 吕思远 --serial CR200-26-0351 --symptom "
        f"'面板黑屏，按键无反应'"
        " --occurred 昨晚九点 --wishes 先电话看看",
        "第二个电话",
        "已受理",
    ),
    Step(
        "08:52",
        "wuhao",
        f"reply {CALL_2} --answer '漏电保护跳闸，合闸后面板恢复；请电工检查插座受潮' --spoke-to 吕思远",
        "吴昊电话里就解决了",
        "跟踪电话",
    ),
    # A hotline question.
    Step(
        "09:02",
        "chen",
        "intake --kind inquiry --customer SZ-A0015 --contact 周磊 --serial CR300-25-0055 --symptom "
        "'怎样把菜谱导入另一台机器'"
        " --occurred '不详：只是咨询' --wishes 电话答复",
        "热线咨询",
        QUESTION,
    ),
    Step(
        "09:06",
        "wuhao",
        f"reply {QUESTION} --answer '设置→菜谱→导出到U盘，再在另一台上导入；型号须相同' --spoke-to 周磊",
        "吴昊答复",
        "已处理",
    ),
    # A warranty repair with a part.
    Step(
        "09:15",
        "heyan",
        "intake --customer SZ-B0002 --contact 邓建平 --serial CR200-26-0360 --symptom '开机后不加热，面板报 "
        "E-07' --occurred 今早开档"
        " --wishes '上午能来最好，午市要用' --urgency urgent --urgency-reason 婚宴",
        "保修期内报修，何燕受理",
        REPAIR,
    ),
    Step("09:18", "heyan", f"handover {REPAIR} --to li", "移交", "已移交"),
    Step(
        "09:25",
        "li",
        f"contact {REPAIR} --spoke-to 邓建平 --judged 加热管断路 --promised '14:00'",
        "联系客户，判断故障，承诺时间",
        REPAIR,
    ),
    Step(
        "09:26",
        "li",
        f"reply {REPAIR} --remedy '更换加热管，约一小时' --prepare 断电 --spoke-to 邓建平",
        "回复",
        "已回复",
    ),
    Step("09:27", "li", f"dispatch {REPAIR}", "派谁去？看建议和理由", "zhoub"),
    Step(
        "09:28",
        "li",
        f"dispatch {REPAIR} --to zhoub --appointment '14:00' --agreed-with 邓建平 --bring 'P-1001 加热管'",
        "派工给周斌",
        "已派工",
    ),
    Step(
        "09:35",
        "dengl",
        f"loan lend {REPAIR} P-1001 --to zhoub",
        "备件管理员借出加热管：先进先出，说到哪个库位取",
        "A-1-01",
    ),
    Step(
        "09:36",
        "dengl",
        f"print {REPAIR} loan-card --out ../papers/备件借用卡.pdf",
        "打印备件借用卡",
        "pdf",
    ),
    Step(
        "09:36",
        "dengl",
        f"print {REPAIR} issue-slip --out ../papers/备件出库单.pdf",
        "备件出库单",
        "pdf",
    ),
    Step(
        "09:36",
        "dengl",
        f"print {REPAIR} fault-tag --out ../papers/备件故障标签.pdf",
        "旧件带回时挂的故障标签",
        "pdf",
    ),
    Step(
        "09:37",
        "li",
        f"print {REPAIR} --out ../papers/上门维修工单.pdf",
        "打印上门维修工单，带维修回执",
        "pdf",
    ),
    Step(
        "09:37",
        "li",
        f"print {REPAIR} --format html --out ../papers/上门维修工单.html",
        "同一张工单，HTML",
        "html",
    ),
    # The technician's first visit: a provisional fix.
    Step("09:26", "wang", f"arrive {UNSURE}", "王强到第一家客户", "上门中"),
    Step(
        "10:20",
        "wang",
        f"visit {UNSURE} --outcome provisional --found '散热风扇叶片断裂，轴承松' --done '换上旧风扇临时恢复；已订新件' "
        f"--cause wear"
        " --unsure --condition 可运行，需观察",
        "临时修复，没有十足把握",
        "跟踪电话",
    ),
    Step("10:08", "dengl", f"part short {UNSURE} P-1012", "王强来电要散热风扇，库里没有", UNSURE),
    Step(
        "10:09",
        "dengl",
        f"print {UNSURE} failure-slip --out ../papers/备件借用失败单.pdf",
        "备件借用失败单",
        "pdf",
    ),
    # A paid repair, to its receipt.
    Step(
        "10:05",
        "chen",
        "intake --customer SZ-A0018 --contact 付凯 --serial CR300-22-0055 --symptom '液料阀关不严，滴汤' "
        "--occurred 一周前开始"
        " --wishes 修好并报个价",
        "保外报修",
        PAID,
    ),
    Step("10:08", "chen", f"handover {PAID} --to li", "移交", "已移交"),
    Step(
        "10:12",
        "li",
        f"quote {PAID} --line L03 --line P-1010 --travel",
        "按价目单报价",
        "合计",
    ),
    Step("10:12", "li", "print price-list --out ../papers/价目单.pdf", "打印价目单", "pdf"),
    Step("10:13", "li", f"print {PAID} quotation --out ../papers/报价单.pdf", "打印报价单", "pdf"),
    Step("10:15", "li", f"consent {PAID} --to price --who 付凯 --how 电话", "客户同意价格", PAID),
    Step(
        "10:14",
        "li",
        f"contact {PAID} --spoke-to 付凯 --judged 电磁阀磨损 --promised '14:30'",
        "联系客户，判断故障",
        PAID,
    ),
    Step("10:16", "li", f"reply {PAID} --remedy '更换电磁阀' --spoke-to 付凯", "回复", "已回复"),
    Step(
        "10:18",
        "li",
        f"dispatch {PAID} --to wang --appointment '14:30' --agreed-with 付凯 --bring 'P-1010 电磁阀'",
        "派工给王强",
        "已派工",
    ),
    # A walk-in.
    Step(
        "10:40",
        "fengj",
        "intake --channel walk_in --customer SZ-A0009 --contact 肖建平 --serial CR300-25-0033 "
        "--symptom '称重不准，差 80 克'"
        " --occurred 上周五 --wishes 今天能取最好",
        "客户把机器送来，冯洁接待",
        WALK_IN,
    ),
    Step(
        "10:45",
        "fengj",
        f"bench receive {WALK_IN} --place 客户机库房1架 --condition '外壳左侧有旧划痕' --accessory 电源线 "
        f"--accessory 料盒"
        " --signed-by 肖建平 --ready-by '16:00'",
        "核对配件，客户签字",
        "站内维修",
    ),
    Step(
        "10:46",
        "fengj",
        f"print {WALK_IN} bench-order --out ../papers/维修单.pdf",
        "打印维修单，一式三联",
        "pdf",
    ),
    Step(
        "11:30",
        "luog",
        f"bench repair {WALK_IN} --found 称重传感器零点漂移 --done '重新标定，复测 5 次' --cause quality --place "
        f"修复区",
        "罗刚修好",
        WALK_IN,
    ),
    Step("11:35", "fengj", f"bench told {WALK_IN} --spoke-to 肖建平", "通知客户来取", WALK_IN),
    Step(
        "11:36",
        "fengj",
        f"print {WALK_IN} voucher --out ../papers/取机凭证.pdf",
        "打印取机凭证",
        "pdf",
    ),
    Step("15:40", "fengj", f"pickup {WALK_IN} --signed-by 肖建平", "当面试机，凭单取机", "已处理"),
    # Calls the technicians owe.
    Step(
        "10:50",
        "wuhao",
        f"followup {CALL_2} --spoke-to 吕思远 --running yes --note 面板一直正常",
        "两小时后的跟踪电话",
        CALL_2,
    ),
    Step(
        "11:05",
        "wuhao",
        f"followup {QUESTION} --spoke-to 周磊 --running yes --note 已导入成功",
        "咨询的跟踪电话",
        QUESTION,
    ),
    Step(
        "13:15",
        "wang",
        f"followup {UNSURE} --spoke-to 值班厨师 --running yes --note 运行正常",
        "三小时后，王强自己打电话问",
        UNSURE,
    ),
    # The warranty repair.
    Step("13:52", "zhoub", f"arrive {REPAIR} --met 邓建平", "周斌到酒店", "上门中"),
    Step(
        "15:05",
        "zhoub",
        f"visit {REPAIR} --outcome fixed --found '加热管断路，绝缘正常' --done '更换加热管，满载试机 30 分钟' --cause "
        f"quality"
        " --part P-1001:1:returned --condition 运行正常 --advice 每月清洁炉腔",
        "修好",
        "已处理",
    ),
    Step("15:50", "zhoub", f"back {REPAIR}", "返回办事处", REPAIR),
    Step("15:52", "dengl", f"loan return {REPAIR} P-1001 --how used", "备件核销", REPAIR),
    Step(
        "15:55", "zhoub", f"slip {REPAIR} --signed-by 邓建平 --rating satisfied", "交回执", REPAIR
    ),
    # The paid repair.
    Step(
        "13:40",
        "dengl",
        f"loan lend {PAID} P-1010 --to wang",
        "电磁阀借给王强",
        "A-2-02",
    ),
    Step("14:28", "wang", f"arrive {PAID}", "王强到第二家", "上门中"),
    Step(
        "15:30",
        "wang",
        f"visit {PAID} --outcome fixed --found 阀芯磨损 --done '更换电磁阀，试水 20 分钟' --cause wear"
        " --part P-1010:1:kept_by_customer",
        "修好",
        "已处理",
    ),
    Step("15:32", "wang", f"charge {PAID}", "按报价收费", PAID),
    Step(
        "15:34",
        "wang",
        f"receipt {PAID} --how wechat --payer 深圳熙园实验学校食堂",
        "现场收款，开收据",
        "叁佰贰拾元整",
    ),
    Step("15:35", "wang", f"print {PAID} receipt --out ../papers/收据.pdf", "打印收据", "pdf"),
    Step(
        "15:40",
        "zhao",
        f"print {ON_ACCOUNT} statement --month 2026-09 --out ../papers/对账单.pdf",
        "打印挂账客户九月的对账单：钱十月才到",
        "pdf",
    ),
    Step("16:30", "wang", f"back {PAID}", "返回办事处", PAID),
    Step("16:31", "dengl", f"loan return {PAID} P-1010 --how used", "备件核销", PAID),
    Step("16:32", "zhao", f"receipt {PAID} --hand-in", "收款员确认现场收的钱", PAID),
    # The store.
    Step(
        "15:30",
        "dengl",
        "stock receive P-1012:9:41.00@A-2-04 P-1001:6:155.00 --number ZB2611-0107",
        "总部到货：早上缺的散热风扇来了",
        "SZ-M2611-A0001",
    ),
    Step("16:40", "dengl", "stock list --short", "库里哪些不够，眼看不够的也算", "P-1"),
    Step("16:41", "dengl", "stock list --slow", "呆滞：一个月没发出是黄，三个月是红", "红"),
    Step("16:42", "dengl", "stock list --xlsx ../papers/库存表.xlsx", "库存表", "xlsx"),
    Step(
        "16:43",
        "dengl",
        "stock book P-1012 --format pdf --out ../papers/备件库存账本.pdf",
        "散热风扇的账本：三个月的每一笔",
        "pdf",
    ),
    Step("16:44", "dengl", "stock count --out ../papers/盘点表.pdf", "打印盘点表", "pdf"),
    Step(
        "16:45",
        "dengl",
        f"stock show {TRANSFER} --format pdf --out ../papers/调拨单.pdf",
        "九月调给武汉的那批：路上少了一件",
        "pdf",
    ),
    Step("16:46", "dengl", "stock value", "各库和各人手上的备件值多少钱", "合计"),
    Step(
        "16:47",
        "dengl",
        "part hit-rate 2026-10 --out ../papers/备件命中率.pdf",
        "十月的备件命中率",
        "pdf",
    ),
    Step("16:48", "", "holds", "每个人手上的备件和钱"),
    # A dissatisfied callback, a complaint.
    Step(
        "13:58",
        "zhao",
        "print callback-list --out ../papers/回访名单.pdf",
        "打印当天的回访名单",
        "pdf",
    ),
    Step("14:00", "zhao", "callback", "赵敏看回访名单", UNHAPPY),
    Step(
        "14:05",
        "zhao",
        f"callback {UNHAPPY} --spoke-to 厨师长 --rating dissatisfied --running no --reason 当晚又停机",
        "客户不满意：同一条命令里重新打开",
        "已重开",
    ),
    Step("14:08", "chen", f"handover {UNHAPPY} --to li", "转协调员", "已移交"),
    Step(
        "14:20",
        "chen",
        f"complaint about {COMPLAINED} --words '维修人员迟到一个小时也没有电话' --wishes 要一个说法",
        "客户投诉",
        COMPLAINT,
    ),
    Step(
        "14:30",
        "sun",
        f"complaint judge {COMPLAINT} --accepted yes --class 服务态度 --grade general --quality no",
        "站长孙伟受理投诉",
        COMPLAINT,
    ),
    Step(
        "14:40",
        "sun",
        f"complaint cause {COMPLAINT} --cause 堵车未及时通知 --department 售后服务部 --person xup",
        "责任认定",
        COMPLAINT,
    ),
    Step(
        "14:45",
        "sun",
        f"complaint action {COMPLAINT} --remedy 上门致歉 --prevention 迟到十分钟以上必须电话告知",
        "纠正措施",
        COMPLAINT,
    ),
    Step(
        "14:50",
        "sun",
        f"reply {COMPLAINT} --answer '已核实并致歉，说明了整改办法' --spoke-to 厨师长",
        "答复客户",
        "已处理",
    ),
    Step(
        "14:51",
        "sun",
        f"print {COMPLAINT} complaint-form --out ../papers/客户意见处理表.pdf",
        "打印客户意见处理表，各部门签字",
        "pdf",
    ),
    Step(
        "14:52",
        "zhao",
        f"print {UNHAPPY} callback-record --out ../papers/客户回访记录表.pdf",
        "打印不满意的回访记录，站长签字",
        "pdf",
    ),
    Step(
        "16:00",
        "zhao",
        f"print {REPAIR} survey --out ../papers/满意度调查表.pdf",
        "寄给客户的满意度调查表",
        "pdf",
    ),
    Step(
        "16:30",
        "chen",
        "intake --kind training --of use --customer SZ-A0018 --contact 付凯 --serial CR300-22-0055 "
        "--symptom '新员工操作与日常保养' --wishes 上午来，带一份操作卡",
        "受理一次培训",
        TRAINING,
    ),
    Step(
        "16:33",
        "chen",
        f"print {TRAINING} training-sheet --out ../papers/客户培训签到表.pdf",
        "打印培训用的签到表",
        "pdf",
    ),
    Step(
        "16:50",
        "chen",
        f"print {QUESTION} inquiry-record --out ../papers/客户咨询记录表.pdf",
        "把上午的咨询存档",
        "pdf",
    ),
    Step("16:52", "chen", "print service-log --out ../papers/服务日志.pdf", "打印服务日志", "pdf"),
    # The board before closing.
    Step("17:00", "li", "dispatch", "下班前的看板", UNHAPPY),
    Step("17:05", "li", "dispatch --tomorrow --go", "明天的工单一次派完、发下去"),
    Step(
        "17:06",
        "li",
        "print visit-status --out ../papers/上门服务状态记录表.pdf",
        "打印当天的上门服务状态记录表，未完成的带粗框",
        "pdf",
    ),
    Step(
        "17:07",
        "li",
        "print --day tomorrow --out ../papers/明天的上门维修工单.pdf",
        "明天的工单一次打完",
        "pdf",
    ),
    Step("17:08", "", "daily", "和每位工程师对账：回执、备件、款项"),
    Step(
        "17:09",
        "",
        "print daily-sheet --out ../papers/日对账单.pdf",
        "打印当天的日对账单",
        "pdf",
    ),
    Step("17:09", "", "daily 2026-10-30", "上周五的：已经封账", "封"),
    Step("17:10", "", f"show {REPAIR}", "整张工单的来龙去脉", "加热管"),
    Step("17:11", "", f"why {REPAIR} --promise visit", "上门时限是怎么算的", "2026-11-04"),
    Step(
        "17:12",
        "",
        "report south 2026-10 --out ../papers/华南月报.pdf --format pdf",
        "华南区十月的月报，打印用",
        "pdf",
    ),
    Step(
        "17:12",
        "",
        "report south 2026-10 --out ../papers/华南月报.html --format html",
        "同一份月报，浏览器看",
        "html",
    ),
    Step(
        "17:12",
        "",
        "report south 2026-10 --out ../papers/华南月报.xlsx --format xlsx",
        "同一份月报，表格",
        "xlsx",
    ),
    # The next day: callbacks in time, and one that comes late: cron says so.
    Step(
        "11-03 08:40",
        "zhao",
        f"callback {CALL_2} --spoke-to 吕思远 --rating satisfied",
        "赵敏回访昨天电话解决的",
        "已回访",
    ),
    Step(
        "11-03 08:44",
        "zhao",
        f"callback {QUESTION} --not-reached 无人接听",
        "没人接：算一次尝试，两个工作小时后再打",
        "10:44",
    ),
    Step("11-03 09:10", "zhoub", "list --technician zhoub", "周斌看今天的单"),
    Step(
        "11-03 16:55",
        "cron",
        "overdue --flag --promise callback",
        "第二天，定时任务：昨天的维修超过 24 小时还没有回访",
        REPAIR,
    ),
    Step(
        "11-03 17:00",
        "zhao",
        f"callback {REPAIR} --spoke-to 邓建平 --rating very_satisfied",
        "赵敏回访",
        "已回访",
    ),
    Step("11-03 17:03", "zhao", f"close {REPAIR}", "结案", "已关闭"),
    Step("11-03 17:05", "", "report south 2026-11", "十一月到今天的数字"),
    Step("11-03 17:06", "", "check", "检查台账"),
)
