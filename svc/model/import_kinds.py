"""What `svc import` takes: for each kind of table its fields, what each is called in spreadsheets,
and what a cell of it holds.

Heads are found by these words, whichever language they are in; the first two of each are what the
template writes, in Chinese and in English.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from svc.errors import N_
from svc.model.times import EARLIEST_YEAR

KindName = Literal[
    "department",
    "offices",
    "customers",
    "machines",
    "parts",
    "prices",
    "staff",
    "knowledge",
    "tickets",
    "requests",
]
Takes = Literal[
    "text",  # words, as they stand
    "code",  # a number that is no quantity: serial numbers, article numbers
    "phone",
    "day",
    "bought",  # a day, or words that name none: 2019 年, 去年
    "moment",  # a day, with a time where there is one
    "amount",
    "count",
    "list",  # several words, with a comma or the like between
    "lines",  # several sentences, with a semicolon or a line feed between
    "choice",  # one of the fixed values of a group of labels
    "choices",
    "yes",  # yes or no
    "office",
    "hours",  # opening hours of a week
    "person",
]


POLICY = "policy"
"""A group of words that is the ledger's own: how its policies are called."""


class Field(NamedTuple):
    """One column: its name in records and for --map, what a cell holds, how its head may read."""

    name: str
    takes: Takes
    heads: str  # in a row, with blanks between; _ stands for a blank within one
    needed: bool = False
    hint: str = ""  # a message id, for the template
    group: str = ""  # of labels, where it is a fixed value
    examples: tuple[str, str] = ("", "")  # Chinese, English
    since: int = EARLIEST_YEAR  # of a day or moment: the year before which it is a slip

    @property
    def known_heads(self) -> list[str]:
        """All heads that mean this field; those that the template writes come first."""
        return [head.replace("_", " ") for head in self.heads.split()]


class Kind(NamedTuple):
    """One kind of table. `key` is the field that tells one entry from another."""

    name: KindName
    title: str  # a message id: the sheet of the template
    key: str
    sheets: str  # how sheets of it may be called, as the heads of a field
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field with this name."""
        return next((each for each in self.fields if each.name == name), None)


_UNIT = (
    "单位 unit 客户 客户名称 客户单位 客户全称 客户名 公司 公司名称 单位名称 用户 用户单位 用户名称"
    " 使用单位 名称 customer customer_unit customer_name company company_name name"
)
_PHONE = (
    "电话 phone 联系电话 单位电话 固定电话 座机 办公电话 电话号码 客户电话 telephone tel"
    " phone_number"
)
_MODEL = "机型 model 型号 产品型号 设备型号 机器型号 产品 machine_model product"
_SERIAL = (
    "出厂编号 serial_number 序列号 机身号 机身编号 机器编号 设备编号 机号 出厂号 编号 SN S/N"
    " serial serial_no serial_no."
)
_HOURS = "上班时间 opening_hours 工作时间 营业时间 hours"
_HOW_HOURS = N_("Days and times, several with ; between.")
_HOURS_EXAMPLES = ("周一至周五 8:30-12:00 13:30-17:30", "Mon-Fri 8:30-12:00 13:30-17:30")
_NOT_AS_ALL = N_("Only where they are not the department's.")
_LIMITS = "服务时限 promises 时限 policy"
_OFFICE = "办事处 office 所属办事处 服务网点 网点 站点 branch"

DEPARTMENT = Kind(
    name="department",
    title=N_("Department"),
    key="name",
    sheets="部门 department 部门资料 公司",
    fields=(
        Field(
            "name",
            "text",
            "部门名称 department_name 名称 公司名称 name",
            needed=True,
            hint=N_("As it stands on papers."),
            examples=("星火设备有限公司售后服务部", "Spark Machines Ltd, Service Department"),
        ),
        Field(
            "hotline",
            "phone",
            "服务热线 hotline 热线 服务电话",
            examples=("400-000-0000", "400-000-0000"),
        ),
        Field("hours", "hours", _HOURS, hint=_HOW_HOURS, examples=_HOURS_EXAMPLES),
        Field("policy", "choice", _LIMITS, group=POLICY, hint=N_("Left empty: as it is here.")),
        Field(
            "prices_from",
            "day",
            "价目单起用 prices_from 价目单起用日期",
            hint=N_(
                "The day from which the prices hold. Without a sheet of prices a list with the "
                "usual lines begins then."
            ),
            examples=("2027-01-01", "2027-01-01"),
        ),
        Field(
            "footer",
            "text",
            "单据页脚 footer 页脚",
            hint=N_("Words below every paper."),
            examples=("监督电话 0755-26000099", "Complaints: 0755-26000099"),
        ),
    ),
)
OFFICES = Kind(
    name="offices",
    title=N_("Offices"),
    key="code",
    sheets="办事处 offices 网点 office",
    fields=(
        Field(
            "code",
            "text",
            "代码 code 编号",
            needed=True,
            hint=N_("2 to 4 capital letters; they begin the number of every ticket."),
            examples=("GZ", "GZ"),
        ),
        Field(
            "name",
            "text",
            "名称 name 办事处 办事处名称 office",
            needed=True,
            examples=("广州办事处", "Guangzhou office"),
        ),
        Field("region", "text", "区域 region 大区", needed=True, examples=("华南", "South")),
        Field(
            "address",
            "text",
            "地址 address",
            examples=("广州市天河区示例路 2 号", "2 Example Road, Guangzhou"),
        ),
        Field("phone", "phone", _PHONE, examples=("020-26001111", "020-26001111")),
        Field("hours", "hours", _HOURS, hint=_NOT_AS_ALL),
        Field("policy", "choice", _LIMITS, group=POLICY, hint=_NOT_AS_ALL),
    ),
)
CUSTOMERS = Kind(
    name="customers",
    title=N_("Customers"),
    key="name",
    sheets="客户 customers 客户档案 客户资料 客户清单 customer",
    fields=(
        Field(
            "name",
            "text",
            _UNIT,
            needed=True,
            hint=N_("The customer's full name."),
            examples=("深圳市示例食品有限公司", "Example Foods Ltd"),
        ),
        Field(
            "phone",
            "phone",
            _PHONE,
            hint=N_("With the area code; several with / between."),
            examples=("0755-26001111", "0755-26001111"),
        ),
        Field(
            "contact",
            "text",
            "联系人 contact 联系人姓名 姓名 contact_person contact_name",
            examples=("张三", "Zhang San"),
        ),
        Field(
            "mobile",
            "phone",
            "手机 mobile 手机号 手机号码 移动电话 联系人手机 联系人电话"
            " cell mobile_phone cell_phone",
            examples=("13800138000", "13800138000"),
        ),
        Field("job", "text", "职务 job 职位 position job_title", examples=("厨师长", "head cook")),
        Field(
            "address",
            "text",
            "地址 address 详细地址 单位地址 客户地址 联系地址 安装地址",
            examples=("深圳市南山区示例路 1 号", "1 Example Road, Shenzhen"),
        ),
        Field("office", "office", _OFFICE, hint=N_("Left empty: your own office.")),
        Field("sort", "choice", "客户类别 sort 类别 客户类型 category", group="customer_sort"),
        Field(
            "zone",
            "choice",
            "服务区域 zone 服务区 区域",
            group="zone",
            hint=N_("Left empty: as the distance has it."),
        ),
        Field("distance_km", "count", "距离公里 distance_km 距离 公里数 距离(公里) distance km"),
        Field("contract", "text", "合同 contract 服务合同", hint=N_("As svc.yaml calls it.")),
        Field("cared_for_by", "person", "客户负责人 cared_for_by 客户经理 维护人 责任人"),
    ),
)
MACHINES = Kind(
    name="machines",
    title=N_("Machines"),
    key="serial",
    sheets="机器 machines 设备 设备档案 机器清单 设备清单 machine equipment",
    fields=(
        Field(
            "serial",
            "code",
            _SERIAL,
            needed=True,
            examples=("CR20240001", "CR20240001"),
            hint=N_("As on the plate. Text, or the zeros in front are lost."),
        ),
        Field("model", "text", _MODEL, needed=True, examples=("CR-200", "CR-200")),
        Field(
            "customer",
            "text",
            _UNIT,
            needed=True,
            examples=("深圳市示例食品有限公司", "Example Foods Ltd"),
            hint=N_("The owner's name as on the sheet of customers, or the number of their file."),
        ),
        Field(
            "phone",
            "phone",
            f"{_PHONE} 手机 手机号",
            hint=N_("The owner's; it tells customers of one name from each other."),
        ),
        Field(
            "specification",
            "text",
            "规格 specification 规格参数 spec",
            examples=("12kW/380V", "12kW/380V"),
        ),
        Field(
            "bought",
            "bought",
            "购买日期 purchase_date 购机日期 购买时间 销售日期 购置日期 出货日期"
            " date_of_purchase bought",
            examples=("2024-03-01", "2024-03-01"),
        ),
        Field("installed", "day", "安装日期 installation_date 安装时间 调试日期 installed"),
        Field(
            "warranty_until",
            "day",
            "保修期至 warranty_until 保修到期 保修截止 保修截止日期 保修到期日 质保到期",
            hint=N_("Only where it is not as usual."),
        ),
        Field(
            "on_site_until",
            "day",
            "上门期至 on-site_until 上门到期 on_site_until",
            hint=N_("Only where it is not as usual."),
        ),
        Field("place", "text", "安装位置 place 位置 安装地点 存放地点 location"),
        Field("software", "text", "软件版本 software 版本"),
        Field("configuration", "text", "配置 configuration"),
        Field("environment", "text", "使用环境 environment 环境"),
    ),
)
PARTS = Kind(
    name="parts",
    title=N_("Parts"),
    key="code",
    sheets="备件 parts 配件 备件目录 备件清单 配件清单 part spare_parts",
    fields=(
        Field(
            "code",
            "code",
            "备件编码 part_code 编码 物料编码 备件编号 配件编码 配件编号 料号 代码"
            " 编号 code part_number part_no",
            needed=True,
            examples=("P-9001", "P-9001"),
            hint=N_("A capital letter first, then letters, digits and -, 16 at most."),
        ),
        Field(
            "name",
            "text",
            "备件名称 part_name 名称 品名 配件名称 物料名称 name",
            needed=True,
            examples=("加热管", "heating element"),
        ),
        Field(
            "models",
            "list",
            "适用机型 models 机型 适用型号 型号 model",
            examples=("CR-200、CR-300", "CR-200, CR-300"),
        ),
        Field(
            "specification",
            "text",
            "规格 specification 规格型号 规格参数 spec",
            examples=("12kW/380V", "12kW/380V"),
        ),
        Field("unit", "text", "单位 unit 计量单位", examples=("个", "piece")),
        Field("use", "text", "用途 use 用于 for", examples=("加热", "heating")),
        Field(
            "position",
            "text",
            "库位 position 货位 存放位置 位置 location",
            examples=("A-1-01", "A-1-01"),
        ),
        Field(
            "price", "amount", "单价 price 价格 单价(元) unit_price", examples=("180.00", "180.00")
        ),
        Field(
            "minimum",
            "count",
            "最低库存 minimum 安全库存 最小库存 minimum_stock",
            examples=("2", "2"),
        ),
        Field("replaced_by", "list", "可替代件 replaced_by 替代件 替代编码 替代"),
    ),
)
PRICES = Kind(
    name="prices",
    title=N_("Prices"),
    key="code",
    sheets="价目 prices 价目单 价格 收费标准 价格表 price_list price",
    fields=(
        Field(
            "group",
            "choice",
            "类别 group 分类 收费类别 类型 category",
            needed=True,
            group="share",
            examples=("labour", "labour"),
        ),
        Field(
            "code",
            "code",
            "代码 code 编码 编号 项目编码 项目代码 item",
            needed=True,
            examples=("L91", "L91"),
            hint=N_("A capital letter first, then letters, digits and -, 16 at most."),
        ),
        Field(
            "name",
            "text",
            "项目 name 名称 项目名称 收费项目 服务项目 item_name",
            needed=True,
            examples=("检测诊断", "diagnosis"),
        ),
        Field(
            "price",
            "amount",
            "单价 price 价格 金额 收费 收费标准 单价(元) 价格(元)",
            needed=True,
            examples=("80.00", "80.00"),
        ),
        Field("unit", "text", "计价单位 unit 单位 计量单位", examples=("次", "job")),
        Field(
            "up_to_km",
            "count",
            "公里以内 up_to_km 里程 公里",
            hint=N_("Travel only: the distance up to which it holds; empty in the last one."),
        ),
        Field(
            "consumable",
            "yes",
            "易耗 consumable 易耗品 消耗品",
            hint=N_("Used up in use: charged in warranty, too."),
        ),
    ),
)
STAFF = Kind(
    name="staff",
    title=N_("Staff"),
    key="name",
    sheets="人员 staff 员工 员工名单 人员名单 people",
    fields=(
        Field(
            "name",
            "text",
            "姓名 name 员工姓名 人员 staff_name full_name",
            needed=True,
            examples=("李四", "Li Si"),
        ),
        Field(
            "id",
            "text",
            "登录名 id 用户名 代号 login",
            hint=N_("Small letters, such as lisi. Left empty: the pinyin of the name."),
        ),
        Field(
            "phone",
            "phone",
            "电话 phone 手机 手机号 手机号码 联系电话 mobile telephone",
            examples=("13800138001", "13800138001"),
        ),
        Field("email", "text", "邮箱 email 电子邮箱 e-mail mail"),
        Field("office", "office", _OFFICE),
        Field(
            "roles",
            "choices",
            "岗位 roles 角色 职务 职责 role",
            needed=True,
            group="role",
            hint=N_("Several with 、 or , between."),
            examples=("technician", "technician"),
        ),
        Field(
            "skills",
            "list",
            "会修机型 skills 技能 机型",
            hint=N_("Models, or how their names begin; several with 、 or , between."),
            examples=("CR", "CR"),
        ),
        Field("left", "day", "离职日期 left 离职"),
    ),
)
KNOWLEDGE = Kind(
    name="knowledge",
    title=N_("Known faults"),
    key="title",
    sheets="知识库 knowledge 常见故障 已知故障 知识 known_faults",
    fields=(
        Field(
            "title",
            "text",
            "标题 title 故障 故障名称 名称",
            needed=True,
            examples=("通电后不加热", "does not heat"),
        ),
        Field(
            "models",
            "list",
            "适用机型 models 机型 型号 model",
            examples=("CR-200", "CR-200"),
            hint=N_("A model or the beginning of its name; left empty: all."),
        ),
        Field(
            "symptom",
            "text",
            "故障现象 symptom 现象 表现",
            needed=True,
            examples=("通电后屏亮，不加热", "the screen is on, but it does not heat"),
        ),
        Field(
            "words",
            "list",
            "关键词 words 客户说法 故障代码 keywords",
            examples=("不热、E07", "cold, E07"),
        ),
        Field(
            "cause",
            "text",
            "原因 cause 故障原因",
            needed=True,
            examples=("加热管断路", "heating element broken"),
        ),
        Field(
            "remedy",
            "text",
            "处理办法 remedy 处理方法 解决办法 解决方法 排除方法 处理 solution",
            needed=True,
            examples=("量加热管电阻，断路则更换", "measure the element; replace it if it is open"),
        ),
        Field("phone", "yes", "电话可解决 by_phone 可电话解决 phone", examples=("否", "no")),
        Field(
            "ask",
            "lines",
            "询问 ask 询问内容 问客户",
            hint=N_("What to ask the caller; several with ； between or on lines of their own."),
        ),
        Field("text", "text", "备注 text 说明 补充 notes remarks"),
        Field(
            "slug",
            "text",
            "文件名 slug 编号",
            hint=N_("Small letters, digits, - and _. Left empty: made from the title."),
        ),
    ),
)
TICKETS = Kind(
    name="tickets",
    title=N_("Open tickets"),
    key="number",
    sheets="工单 tickets 未结工单 历史工单 服务工单 维修记录 服务记录 报修记录 open_tickets ticket",
    fields=(
        Field(
            "number",
            "code",
            "原单号 old_number 单号 工单号 工单编号 编号 原工单号 报修单号 服务单号"
            " number ticket ticket_number",
            needed=True,
            examples=("2024-0317", "2024-0317"),
            hint=N_("As it was called until now; by it the ticket is known again."),
        ),
        Field(
            "received",
            "moment",
            "受理时间 received 受理日期 报修日期 报修时间 日期 登记日期 登记时间"
            " date date_received",
            needed=True,
            examples=("2026-01-05 09:30", "2026-01-05 09:30"),
        ),
        Field(
            "kind",
            "choice",
            "类型 kind 服务类型 工单类型 业务类型 类别",
            group="kind",
            hint=N_("Left empty: repair."),
            examples=("repair", "repair"),
        ),
        Field(
            "customer",
            "text",
            _UNIT,
            needed=True,
            examples=("深圳市示例食品有限公司", "Example Foods Ltd"),
            hint=N_("The owner's name as on the sheet of customers, or the number of their file."),
        ),
        Field(
            "contact",
            "text",
            "联系人 contact 联系人姓名 报修人 contact_person",
            examples=("张三", "Zhang San"),
        ),
        Field(
            "phone",
            "phone",
            f"{_PHONE} 手机 手机号 报修电话",
            examples=("13800138000", "13800138000"),
        ),
        Field("address", "text", "地址 address 详细地址"),
        Field("model", "text", _MODEL, examples=("CR-200", "CR-200")),
        Field("serial", "code", _SERIAL, examples=("CR20240001", "CR20240001")),
        Field(
            "symptom",
            "text",
            "故障现象 symptom 故障描述 报修内容 现象 问题描述 故障 内容 fault description",
            needed=True,
            examples=("不加热", "does not heat"),
        ),
        Field(
            "closed",
            "moment",
            "完成时间 closed 完成日期 结案日期 结案时间 关闭日期 办结日期 date_closed",
            hint=N_("Left empty: the ticket is still open."),
        ),
        Field(
            "technician",
            "text",
            "维修工程师 technician 维修人员 维修人 处理人 工程师",
            examples=("李四", "Li Si"),
        ),
        Field(
            "remedy", "text", "处理结果 remedy 处理措施 维修内容 处理情况 处理内容 维修结果 result"
        ),
        Field("office", "office", _OFFICE, hint=N_("Left empty: your own office.")),
    ),
)

REQUESTS = Kind(
    name="requests",
    title=N_("Requests"),
    key="symptom",
    sheets="报修 requests 报修登记 登记表 收集结果 问卷 反馈",
    fields=(
        Field(
            "at",
            "moment",
            "提交时间 at 报修时间 填写时间 登记时间 提交答卷时间 时间 submitted timestamp",
            since=2000,
        ),
        Field("unit", "text", _UNIT),
        Field(
            "contact",
            "text",
            "联系人 contact 姓名 称呼 报修人 填写人 your_name contact_person",
        ),
        Field("phone", "code", f"{_PHONE} 报修电话"),
        Field("mobile", "code", "手机 mobile 手机号 手机号码 mobile_phone cell"),
        Field("address", "text", "地址 address 详细地址 安装地址"),
        Field("model", "text", _MODEL),
        Field("specification", "text", "规格 specification"),
        Field("serial", "code", _SERIAL),
        Field("bought", "text", "购买日期 bought 购机日期 购买时间 date_of_purchase"),
        Field(
            "symptom",
            "text",
            "故障现象 symptom 故障描述 故障 现象 问题描述 报修内容 内容 问题 哪里不好"
            " 故障情况 故障说明 故障问题 具体问题 遇到的问题 遇到什么问题 机器怎么了 哪里坏了"
            " fault problem description",
            needed=True,
        ),
        Field("occurred", "text", "发生时间 occurred 故障时间 什么时候开始的"),
        Field(
            "wishes",
            "text",
            "客户要求 wishes 要求 期望 诉求 处理要求 希望怎么处理 希望如何处理 其他要求 补充说明"
            " 备注 remarks",
        ),
        Field("asked_for", "text", "希望上门时间 asked_for 期望上门时间 预约时间 appointment"),
        Field("kind", "text", "类别 kind 类型 服务类型"),
        Field("channel", "text", "渠道 channel 来源 来源渠道 提交方式", group="channel"),
        Field("urgency", "text", "紧急程度 urgency 紧急情况 是否紧急", group="urgency"),
        Field("urgency_reason", "text", "紧急原因 urgency_reason"),
        Field("office", "text", _OFFICE),
        Field("customer", "text", "客户档案 customer_file"),
    ),
)
"""Requests that came in on a form; what each lacks is asked when it is taken up."""

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (CUSTOMERS, MACHINES, PARTS, PRICES, STAFF, KNOWLEDGE, TICKETS)
}
"""What `svc import` takes. The department and its offices have sheets in the template and are
entered by `svc setup`.
"""

TEMPLATE: tuple[Kind, ...] = (
    DEPARTMENT,
    OFFICES,
    STAFF,
    CUSTOMERS,
    MACHINES,
    PARTS,
    PRICES,
    KNOWLEDGE,
    TICKETS,
)
"""The sheets of the template, in the order in which they are filled in and imported."""
