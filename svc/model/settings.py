"""What a department decides once: `svc.yaml` at the top of the ledger."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from svc.errors import N_, Phrase
from svc.model.events import Bearer, CostSort, Text, WarrantyStart
from svc.model.faults import Fault
from svc.model.ids import is_office, is_slug
from svc.model.staff import Role

COMPLAINT_CLASSES = (
    "产品质量",
    "维修质量",
    "服务态度",
    "服务及时性",
    "收费",
    "备件供应",
    "安装调试",
    "其他",
)
"""The classes of complaints (投诉分类) that ship; ours, as S1 art. 18 and S3 5 name none."""
HANDED_PAPERS = ("说明书", "合格证", "数据表", "工作日志", "服务工作反馈单", "竣工验收单")
"""What the customer has in hand once a machine is installed (S3 part 3 二)."""
OTHER = "其他"
"""The class of which it is said in words what it is."""

MAP_ADDRESS = "geo:0,0?q={address}"
"""Asks the telephone itself for a map (RFC 5870); which one it opens its owner has chosen."""
_IN_ADDRESS = r"[\w.~:/?#@!$&()*+,;=%\[\]-]"
# Patterns are texts, compiled when one is needed: most ledgers have none of these.
_ADDRESS = rf"https?://{_IN_ADDRESS}{{1,150}}"
_MAP_ADDRESS = rf"(?:https?://|geo:){_IN_ADDRESS}{{1,150}}\{{address\}}{_IN_ADDRESS}{{0,99}}"

SCHEMA = 1
"""The version of the record format this program writes."""


TargetedFigure = Literal[
    "open_end",
    "on_time",
    "first_time_fix",
    "hours_median",
    "callback_rate",
    "satisfaction",
    "complaints",
    "owed_end",
]
Target = Annotated[int, Meta(ge=0, le=1_000_000_000)]
TARGETED: dict[str, Literal["at_least", "at_most"]] = {
    "open_end": "at_most",
    "on_time": "at_least",
    "first_time_fix": "at_least",
    "hours_median": "at_most",
    "callback_rate": "at_least",
    "satisfaction": "at_least",
    "complaints": "at_most",
    "owed_end": "at_most",
}
"""Figures of the report's first page that may have a target, and which way it is meant."""


class Region(Struct, frozen=True, kw_only=True):
    name: Text


class Office(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An office (办事处) belongs to a region and keeps a calendar."""

    name: Text
    region: Text
    calendar: Text  # the calendar's name; the newest version counts for new tickets
    address: str = ""
    phone: str = ""
    region_name: str = ""
    sales_branch: bool = (
        False  # its people are the sales branch's own: the branch bears their travel (S3 9.1)
    )


ALL = "all"
_ALL_SAID = (ALL, "全部", "所有")


def means_all(text: str) -> bool:
    """Whether every office is meant where one may be named, in either language."""
    return text.strip().casefold() in _ALL_SAID


def code_named(called: str, there: Mapping[str, Region] | Mapping[str, Office]) -> str:
    """The code of what is called so by its name, or by its code in whatever case; what is neither
    stays as it is.
    """
    same = (
        code
        for code, each in there.items()
        if called == each.name or called.casefold() == code.casefold()
    )
    return next(same, called)


class PolicyChoice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of the table that says which policy a ticket is under; the first that fits counts."""

    contract: str = ""
    kind: str = ""
    office: str = ""
    policy: Text


class WarrantyPeriods(Struct, frozen=True, kw_only=True):
    """Months from purchase; the on-site period is the first part of the warranty (S4 2.3).

    Of a machine that we install they may run from its delivery or from the acceptance instead, and
    end at the latest so many months after it was shipped.
    """

    months: Annotated[int, Meta(ge=0, le=600)]
    on_site_months: Annotated[int, Meta(ge=0, le=600)]
    first_day_counts: bool = True  # ours: 自购买之日起; False: 民法典 201
    starts: WarrantyStart = "bought"
    shipped_months: Annotated[int, Meta(ge=0, le=600)] = 0  # 0: shipping ends nothing


class OwnWarranty(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How long a part that was fitted, or a repair, is under a warranty of its own: so many months,
    or so many days; neither: it has none.
    """

    months: Annotated[int, Meta(ge=0, le=600)] = 0
    days: Annotated[int, Meta(ge=0, le=3650)] = 0

    @property
    def is_given(self) -> bool:
        return bool(self.months or self.days)


class ModelTerms(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How machines of a model are served, where it is not as usual."""

    carry_in: bool = True  # False: nobody can bring it, so visits are free as long as the warranty


PaperSize = Literal[
    "A4", "A5", "80mm", "241-1/1", "241-1/2", "241-1/3", "A4/2", "A4/3", "A4/4", "A4/8"
]
"""What papers are printed on: sheets, A5 across; a thermal roll of 80 mm; continuous paper of
241 mm, whole, in halves and in thirds of 11 inches; several on a sheet of A4, to be cut apart.
"""
CopyName = Literal["stub", "customer", "accounts", "store", "technician", "machine", "head_office"]
"""Whom a copy of a paper is for; a department calls them otherwise by `labels`."""


class WatchLimits(Struct, frozen=True, kw_only=True):
    """How long what nobody put a time to may stand (ours)."""

    stale_days: int = 3  # working days without an entry, where nothing else is due
    hold_days: int = 10  # working days of a hold
    quote_days: int = 30  # calendar days that a quotation holds
    remedy_days: int = 1  # working days until a dissatisfied customer is spoken with
    loan_days: int = 0  # working days until a part that was lent is settled; 0: nobody says


USUAL = WatchLimits()


class GuardLimits(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What times the shared repository takes without asking a manager (svc guard, ours)."""

    # so far may a desk's clock be ahead of its own
    skew: Annotated[str, Meta(pattern="^[0-9]{1,4}h$")] = "36h"
    # so many days after it happened may something be entered
    late_days: Annotated[int, Meta(ge=1, le=3650)] = 31

    @property
    def skew_hours(self) -> int:
        return int(self.skew.removesuffix("h"))


Digest = Literal["flagged", "tomorrow", "morning", "complaints", "duty"]
DIGESTS: dict[str, str] = {
    "flagged": N_("newly overdue"),
    "tomorrow": N_("orders of tomorrow"),
    "morning": N_("this morning"),
    "complaints": N_("new complaints"),
    "duty": N_("who is on duty"),
}
PERSONAL: dict[str, str] = {
    "none": N_("nothing of customers"),
    "masked": N_("names, numbers masked"),
    "full": N_("names, addresses, numbers"),
}


class NotifyRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is told what: a digest that `svc notify` sends to a channel. Address and secret of the
    channel stand in the user's own file.
    """

    digest: Digest
    channel: Text
    office: str = ""  # of this one alone
    words: str = ""  # its heading in the department's own words
    mention: bool = False  # people are mentioned by the telephone numbers of staff.yaml
    personal: Literal["none", "masked", "full"] = "none"


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The department's name, zone, language, regions, offices and defaults."""

    schema: Annotated[int, Meta(ge=1)]
    name: Text
    language: Literal["zh", "en"] = "zh"
    zone: Text = "Asia/Shanghai"
    hotline: str = ""
    regions: dict[str, Region]  # none yet in a ledger that was just started
    offices: dict[str, Office]
    policies: Annotated[list[PolicyChoice], Meta(min_length=1)]
    warranty: WarrantyPeriods
    part_warranty: OwnWarranty = OwnWarranty()  # of a part, from the day it was fitted
    repair_warranty: OwnWarranty = OwnWarranty()  # of a repair, for the same fault
    near_km: Annotated[int, Meta(ge=0)] = (
        80  # outside the service area but within reach (S4 coordinator 3)
    )
    inside_km: Annotated[int, Meta(ge=0)] = (
        30  # what is no farther is inside the service area, where nobody says otherwise (ours)
    )
    # by a model's name or the beginning of it; the longest that fits counts
    models: dict[str, ModelTerms] = {}
    default_office: str = ""
    labels: dict[str, str] = {}  # the department's own words, such as "role.clerk": "内业员"
    visit_minutes: Annotated[int, Meta(ge=1)] = (
        120  # how long a visit is taken to last when a day is planned
    )
    quote_days: Annotated[int, Meta(ge=1, le=3650)] = (
        USUAL.quote_days
    )  # a quotation holds so many days
    # an open ticket on which nothing is due goes to the lead after so many working days
    stale_days: Annotated[int, Meta(ge=1, le=365)] = USUAL.stale_days
    # a hold without an end lasts so many working days
    hold_days: Annotated[int, Meta(ge=1, le=365)] = USUAL.hold_days
    # a dissatisfied customer is spoken with within so many working days
    remedy_days: Annotated[int, Meta(ge=1, le=365)] = USUAL.remedy_days
    # whether what prevents a complaint from coming again took effect is looked at after so many
    # calendar days (ours)
    prevention_days: Annotated[int, Meta(ge=1, le=3650)] = 30
    # a part that was lent is used or back within so many working days; 0: nobody says
    loan_days: Annotated[int, Meta(ge=0, le=365)] = USUAL.loan_days
    prepayment: bool = (
        False  # all of paid work may be paid once the customer has agreed, before it is charged
    )
    # who may let paid work pass without agreement, charge or payment, with a reason
    may_waive: Annotated[list[Role], Meta(min_length=1)] = field(
        default_factory=lambda: ["lead", "manager"]
    )
    # up to how many days each span of ages reaches in the list of what customers owe
    debt_ages: list[Annotated[int, Meta(ge=1)]] = field(default_factory=lambda: [30, 60, 90])
    # who bears a cost, where it is not as usual (svc/rules/money/costs.py)
    bearers: dict[CostSort, Bearer] = {}
    repeat_days: Annotated[int, Meta(ge=0)] = (
        30  # the same fault on the same machine again within so many days
    )
    repeat_count: Annotated[int, Meta(ge=2)] = (
        3  # or its so-manieth repair: a repeated repair (多次维修, S4)
    )

    # a part that was not issued for so many days is slow; for so many, very slow (S3 四 2)
    slow_days: Annotated[int, Meta(ge=1, le=3650)] = 30
    very_slow_days: Annotated[int, Meta(ge=1, le=3650)] = 90
    # so many days from asking the parts centre for a part until it is there
    lead_days: Annotated[int, Meta(ge=0, le=365)] = 7

    # what figures of the month's report are wanted to be: rates in whole percent,
    # hours, yuan, or so many
    targets: dict[TargetedFigure, Target] = {}
    # those of one region or office, by its code (`all`: headquarters), instead
    own_targets: dict[str, dict[TargetedFigure, Target]] = {}

    complaint_classes: Annotated[list[Text], Meta(min_length=1)] = field(
        default_factory=lambda: list(COMPLAINT_CLASSES)
    )
    # the papers that are handed over with an installation
    handed_papers: Annotated[list[Text], Meta(min_length=1)] = field(
        default_factory=lambda: list(HANDED_PAPERS)
    )
    pages_address: str = ""  # where the pages of `svc pages` are to be seen; for the QR of orders
    map_address: str = MAP_ADDRESS  # where a map is asked for, with {address} in it

    # on what a paper is printed, where it is not as usual: `receipt: 80mm`
    paper_sizes: dict[str, PaperSize] = {}
    # in which copies a paper is made out, where not as usual: `receipt: [stub, customer]`
    paper_copies: dict[str, Annotated[list[CopyName], Meta(min_length=1, max_length=6)]] = {}
    duplex: bool = False  # what prints papers prints both sides: each copy begins on a front

    notify: list[NotifyRow] = []  # who is told what, by `svc notify`

    guard: GuardLimits = GuardLimits()  # what the shared repository takes

    def targets_of(self, code: str) -> dict[TargetedFigure, int]:
        """What is wanted of a region or an office, by its code, or of `all`."""
        return {**self.targets, **self.own_targets.get(code, {})}

    def model_terms(self, model: str) -> ModelTerms:
        """How machines of this model are served."""
        fits = [name for name in self.models if model.startswith(name)]
        return self.models[max(fits, key=len)] if fits else ModelTerms()

    def page_address(self, path: str) -> str:
        """Where a page of `svc pages` is to be seen; empty where nobody said where they are."""
        return f"{self.pages_address.rstrip('/')}/{path}" if self.pages_address else ""

    @property
    def has_own_warranties(self) -> bool:
        """Whether a part that was fitted, or a repair, has a warranty of its own."""
        return self.part_warranty.is_given or self.repair_warranty.is_given

    @property
    def watch_limits(self) -> WatchLimits:
        return WatchLimits(
            stale_days=self.stale_days,
            hold_days=self.hold_days,
            quote_days=self.quote_days,
            remedy_days=self.remedy_days,
            loan_days=self.loan_days,
        )


def no_channel_name(name: str) -> Phrase:
    """Why a channel can't be called so."""
    says = N_("'{name}' can't be a channel's name: small letters, digits, _, a letter first")
    return Phrase(says, name=name)


def settings_faults(settings: Settings) -> list[Fault]:
    """What no type says: codes that can be read out and made folders of, regions that are there, a
    zone there is.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    out = []
    for code in settings.regions:
        if not is_slug(code):
            out.append(
                Fault(("regions", code), Phrase(N_("'{code}' can't be a region's code"), code=code))
            )
    for code, office in settings.offices.items():
        if not is_office(code):
            problem = Phrase(
                N_("'{code}' can't be an office's code: two to four capital letters"), code=code
            )
            out.append(Fault(("offices", code), problem))
        if office.region not in settings.regions:
            problem = Phrase(N_("there is no region '{region}'"), region=office.region)
            out.append(Fault(("offices", code, "region"), problem))
    out += _warranty_faults(settings)
    for nth, row in enumerate(settings.notify):
        if not is_slug(row.channel):
            out.append(Fault(("notify", nth, "channel"), no_channel_name(row.channel)))
    if settings.pages_address and not re.fullmatch(_ADDRESS, settings.pages_address, re.ASCII):
        out.append(
            Fault(
                ("pages_address",),
                Phrase(
                    N_("an address is wanted here, such as {example}"),
                    example="http://10.0.0.5/svc/",
                ),
            )
        )
    is_own_map = settings.map_address != MAP_ADDRESS
    if is_own_map and not re.fullmatch(_MAP_ADDRESS, settings.map_address, re.ASCII):
        out.append(
            Fault(
                ("map_address",),
                Phrase(
                    N_("an address with {place} in it is wanted here, such as {example}"),
                    place="{address}",
                    example=MAP_ADDRESS,
                ),
            )
        )
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        out.append(
            Fault(("zone",), Phrase(N_("there is no time zone '{zone}'"), zone=settings.zone))
        )
    return out


def _warranty_faults(settings: Settings) -> list[Fault]:
    own = {"part_warranty": settings.part_warranty, "repair_warranty": settings.repair_warranty}
    return [
        Fault((name,), Phrase(N_("either months or days, not both")))
        for name, period in own.items()
        if period.months and period.days
    ]
