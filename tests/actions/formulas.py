"""The formulas as they are printed beside each figure, in both languages. Each was read when the
plain computation of its figure was written (by_hand.py): whoever changes what is printed, or what
is counted, reads both once more.
"""

from __future__ import annotations

FORMULAS: dict[str, tuple[str, str]] = {
    "open_start": (
        "tickets received before the month that, by the log, were not yet closed, declined "
        "or cancelled at its start",
        "本月以前受理、按记录月初时尚未结案、婉拒或取消的工单",
    ),
    "received": (
        "tickets received in the month",
        "本月受理的工单",
    ),
    "taken_up": (
        "how often a closed, declined or cancelled ticket was reopened in the month",
        "已结案、婉拒或取消的工单在本月重开的次数",
    ),
    "closed": (
        "how often a ticket was closed, declined or cancelled in the month, whenever it was "
        "received",
        "本月结案、婉拒、取消的次数，不论何时受理",
    ),
    "open_end": (
        "open at the start + received + reopened after closing − closed, declined or cancelled",
        "月初未结 + 受理 + 结案后重开 − 结案（含婉拒、取消）",
    ),
    "reminders": (
        "reminders noted on tickets received in the month",
        "本月受理工单上记录的催单次数",
    ),
    "on_time": (
        "kept ÷ (kept + broken), promises of tickets received in the month",
        "按时 ÷（按时 + 超时），本月受理工单的时限",
    ),
    "kept": (
        "promises of tickets received in the month",
        "本月受理工单的时限",
    ),
    "broken": (
        "promises of tickets received in the month",
        "本月受理工单的时限",
    ),
    "not_judged": (
        "promises of tickets received in the month",
        "本月受理工单的时限",
    ),
    "visited": (
        "repair tickets with at least one visit; one that the customer put off is none",
        "至少上门一次的报修工单（客户改期的不算上门）",
    ),
    "first_time_fix": (
        "repairs fixed at the first visit and neither visited again nor reopened ÷ repairs "
        "visited, without those at which no fault was found or reproduced",
        "首次上门即修复、此后未再上门也未重开的报修 ÷ 上门的报修（未发现故障、未重现的不计）",
    ),
    "second_visits": (
        "repairs visited more than once ÷ repairs visited",
        "上门两次以上的报修 ÷ 上门的报修",
    ),
    "solved": (
        "tickets whose work has ended and that were never reopened ÷ tickets received, "
        "without those declined or cancelled",
        "处理完毕且从未重开的工单 ÷ 受理的工单（不含婉拒、取消）",
    ),
    "reopened": (
        "tickets that were reopened at least once",
        "至少重开过一次的工单",
    ),
    "hours_median": (
        "elapsed hours from receipt to the last end of the work, of repairs whose work has "
        "ended: the median",
        "处理完毕的报修从受理到最后一次维修结束的小时数（自然时间），取中位数",
    ),
    "hours_ninetieth": (
        "the hours that nine of ten repairs whose work has ended did not exceed (nearest rank)",
        "处理完毕的报修中九成不超过的小时数（最近秩法）",
    ),
    "faults": (
        "repair tickets that count as a fault",
        "计为故障的报修工单",
    ),
    "machines": (
        "machines in customers' files at the end of the month",
        "月末客户档案中的设备",
    ),
    "failure_rate": (
        "machines with a fault, by serial number ÷ machines in use",
        "故障设备（按出厂编号）÷ 在用设备",
    ),
    "machines_repeated": (
        "machines with a second fault in the month, or one received or declared as a "
        "repeated repair",
        "本月再次发生故障，或受理时即为多次维修、已申报多次维修的设备",
    ),
    "serial_unknown": (
        "not counted in any figure of machines",
        "不计入设备数字",
    ),
    "parts_replaced": (
        "pieces put into machines, of tickets received in the month",
        "本月受理的工单上换到设备里的备件件数",
    ),
    "parts_paid": (
        "pieces put in where the customer pays for the work",
        "由客户付费的维修所换的备件件数",
    ),
    "hit_rate": (
        "requests for parts met from stock ÷ all requests for parts",
        "库房满足的备件需求 ÷ 全部备件需求",
    ),
    "parts_missed": (
        "requests for parts that the stock could not meet",
        "库房未能满足的备件需求",
    ),
    "called_back": (
        "tickets with at least one callback with an answer",
        "至少有一次有答复的回访的工单",
    ),
    "callback_missed": (
        "tickets whose work has ended and that had no callback although its time is over",
        "处理完毕、回访时限已过而没有回访的工单",
    ),
    "callback_rate": (
        "tickets called back ÷ (tickets called back + callbacks missed)",
        "已回访工单 ÷（已回访工单 + 漏回访）",
    ),
    "satisfaction": (
        "(very satisfied + satisfied) ÷ callbacks with an answer",
        "（非常满意 + 满意）÷ 有答复的回访",
    ),
    "dissatisfied": (
        "callbacks with the answer dissatisfied or very dissatisfied",
        "评价为不满意或非常不满意的回访",
    ),
    "complaints": (
        "complaint tickets received in the month",
        "本月受理的投诉工单",
    ),
    "complaints_quality": (
        "complaints judged to be a quality issue",
        "判定为质量问题的投诉",
    ),
    "complaints_major": (
        "complaints graded as major",
        "定为重大的投诉",
    ),
    "complaints_open": (
        "complaints not yet accepted or rejected",
        "尚未判定是否受理成立的投诉",
    ),
    "complaints_cost": (
        "as audited by finance, of complaints received in the month",
        "本月受理投诉经财务审核的费用",
    ),
    "charged": (
        "last charge of tickets received in the month",
        "本月受理工单的最后一次收费金额",
    ),
    "paid": (
        "paid − refunded, on tickets received in the month",
        "收款 − 退款（本月受理的工单）",
    ),
    "outstanding": (
        "charged − received, on tickets received in the month",
        "收费 − 已收（本月受理的工单）",
    ),
    "owed_start": (
        "by day, of all tickets",
        "按发生日期，全部工单",
    ),
    "charged_in_month": (
        "by day, of all tickets",
        "按发生日期，全部工单",
    ),
    "taken_in_month": (
        "by day, of all tickets",
        "按发生日期，全部工单",
    ),
    "refunded_in_month": (
        "by day, of all tickets",
        "按发生日期，全部工单",
    ),
    "owed_end": (
        "owed at the start + charged − taken + refunded, in the month",
        "月初欠款 + 本月收费 − 本月收款 + 本月退款",
    ),
    "internal_cost": (
        "travel, lodging and the like as noted, parts used that the customer does not pay "
        "for at their value in the catalogue, of tickets received in the month",
        "本月受理工单上登记的差旅、宿费等费用，加上所换备件（客户付费的除外）按目录的价值",
    ),
    "installations": (
        "installations received in the month",
        "本月受理的安装调试工单",
    ),
    "unboxed_good": (
        "installations whose parts were all there, with no defect reported ÷ installations whose "
        "parts were counted and accepted",
        "点件无缺、未报缺陷的安装 ÷ 已点件验收的安装",
    ),
    "maintained": (
        "maintenance tickets received in the month whose work has ended",
        "本月受理、已处理完毕的保养工单",
    ),
    "software_updates": (
        "upgrades of software received in the month whose work has ended",
        "本月受理、已处理完毕的软件升级工单",
    ),
    "visits": (
        "visits of tickets received in the month",
        "本月受理工单的上门次数",
    ),
    "appointments": (
        "visits that began by the agreed time ÷ visits with an agreed time",
        "按约定时间到达的上门 ÷ 有约定时间的上门",
    ),
    "bench_repairs": (
        "bench repairs of tickets received in the month",
        "本月受理工单的站内维修次数",
    ),
    "suggestions": (
        "suggestion tickets received in the month",
        "本月受理的建议工单",
    ),
    "wishes": (
        "callbacks in which the customer said what should be better",
        "客户提到有待改进之处的回访",
    ),
    "unfinished": (
        "tickets received until the end of the month that are open by now",
        "月末以前受理、目前仍未结案的工单",
    ),
    "oldest_days": (
        "days from its receipt to the end of the month, or to today",
        "从受理到月末（本月未结束的到今天）的天数",
    ),
    "in_hand": (
        "taken from customers and not yet confirmed by the cashier",
        "已向客户收取、出纳尚未确认的款项",
    ),
    "to_invoice": (
        "receipts whose invoice is still to be issued",
        "收据已开、发票待开的金额",
    ),
    "corrections": (
        "tickets received in the month of which an entry was put right",
        "本月受理、更正过记录的工单",
    ),
    "corrections_late": (
        "tickets of which an entry was put right in a later month",
        "在以后月份更正过记录的工单",
    ),
    "overturned": (
        "promises that count as broken no more, since an entry was put right",
        "更正后不再算超时的时限",
    ),
}
