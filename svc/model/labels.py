"""What the fixed values of records are called: message ids by group and value.

The department may call them otherwise: `labels` in `svc.yaml`, such as `"role.clerk": "内业员"`.
"""

from __future__ import annotations

from svc.errors import N_
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.customers import STATES as CUSTOMER_STATES
from svc.model.events import CATALOGUE, STATES
from svc.model.policies import PROMISES
from svc.model.staff import ROLES

LABELS: dict[str, dict[str, str]] = {
    "status": STATES,
    # Those of customers' files too; where both have an event, it is the same one.
    "event": {what: entry.label for what, entry in (CUSTOMER_CATALOGUE | CATALOGUE).items()},
    "customer_status": CUSTOMER_STATES,
    "customer_sort": {"end_user": N_("end user"), "dealer": N_("dealer"), "payer": N_("payer")},
    "moment": {
        **{what: entry.label for what, entry in CATALOGUE.items()},
        "requested": N_("first request"),
        "visit_requested": N_("visit requested"),
        "solution": N_("remedy proposed"),
        "assigned": N_("technician assigned"),
        "ready": N_("machine ready"),
        "work_ended": N_("work ended"),
        "left_unsure": N_("left without being sure"),
        "guided": N_("guided by phone"),
        "left_over": N_("problem left open"),
        "fixed": N_("fixed on site"),
        "taken_away": N_("not to be fixed on site"),
    },
    "promise": PROMISES,
    "role": ROLES,
    "stage": {
        "intake": N_("intake"),
        "reply": N_("reply"),
        "arrange": N_("arrange"),
        "prepare": N_("prepare"),
        "carry_out": N_("carry out"),
        "follow_up": N_("follow up"),
    },
    "kind": {
        "repair": N_("repair"),
        "inquiry": N_("inquiry"),
        "maintenance": N_("maintenance"),
        "installation": N_("installation"),
        "complaint": N_("complaint"),
        "exchange": N_("exchange or return"),
        "upgrade": N_("upgrade"),
        "suggestion": N_("suggestion"),
        "training": N_("training"),
        "inspection": N_("inspection"),
        "survey": N_("site survey"),
    },
    "channel": {
        "phone": N_("phone"),
        "wechat": N_("WeChat"),
        "email": N_("e-mail"),
        "letter": N_("letter"),
        "web": N_("web"),
        "walk_in": N_("walk-in"),
        "on_site": N_("on site"),
        "internal": N_("internal"),
    },
    "urgency": {"normal": N_("normal"), "urgent": N_("urgent"), "critical": N_("critical")},
    "mode": {
        "phone": N_("by phone or remotely"),
        "visit": N_("site visit"),
        "walk_in": N_("walk-in repair"),
        "paid": N_("paid service"),
    },
    "verdict": {"in": N_("in warranty"), "out": N_("out of warranty"), "unknown": N_("warranty unknown")},
    "zone": {
        "inside": N_("inside the service area"),
        "near": N_("outside the service area, near"),
        "far": N_("outside the service area, far"),
    },
    "outcome": {
        "fixed": N_("fixed"),
        "provisional": N_("provisionally fixed"),
        "no_fault": N_("no fault found"),
        "not_reproduced": N_("not reproduced"),
        "needs_parts": N_("needs parts"),
        "part_not_brought": N_("part not brought"),
        "taken_along": N_("taken along"),
        "to_factory": N_("return to factory"),
        "postponed": N_("customer postponed"),
        "refused": N_("customer refused"),
        "declined": N_("politely declined"),
        "completed": N_("completed"),
        "continued": N_("goes on another day"),
    },
    "cause": {
        "quality": N_("quality"),
        "misuse": N_("misuse"),
        "environment": N_("environment"),
        "wear": N_("wear"),
        "software": N_("software"),
        "other": N_("other"),
        "unknown": N_("unknown cause"),
    },
    "rating": {
        "very_satisfied": N_("very satisfied"),
        "satisfied": N_("satisfied"),
        "fair": N_("fair"),
        "dissatisfied": N_("dissatisfied"),
        "very_dissatisfied": N_("very dissatisfied"),
    },
    "wish": {
        "customer": N_("the customer's wish"),
        "parts": N_("waiting for parts"),
        "vehicle": N_("waiting for a vehicle"),
        "people": N_("waiting for people"),
    },
    "purpose": {
        "contact": N_("first call to the customer"),
        "callback": N_("callback"),
        "followup": N_("technical follow-up"),
        "pickup": N_("call about pick-up"),
    },
    "payer": {"us": N_("us"), "customer": N_("the customer")},
    "link": {"complaint": N_("complaint")},
    "grade": {"minor": N_("minor"), "general": N_("general"), "major": N_("major")},
    "pay": {
        "cash": N_("cash"),
        "wechat": N_("WeChat Pay"),
        "alipay": N_("Alipay"),
        "transfer": N_("bank transfer"),
        "card": N_("card"),
    },
    "loan": {"used": N_("used"), "good": N_("returned good"), "defective": N_("returned defective")},
    "invoice": {"issued": N_("issued"), "to_issue": N_("still to issue"), "waived": N_("waived")},
    "consent": {
        "price": N_("the price"),
        "opening": N_("opening the machine"),
        "data_risk": N_("data at risk"),
        "more_faults": N_("repair of further faults"),
    },
    "old_part": {
        "returned": N_("returned to us"),
        "kept_by_customer": N_("left with the customer"),
        "scrapped": N_("scrapped"),
        "none": N_("no old part"),
    },
    "told": {  # head values, by the last word of their path
        "unit": N_("Customer unit"),
        "address": N_("Address"),
        "phone": N_("Phone"),
        "contact": N_("Contact person"),
        "mobile": N_("Contact's mobile"),
        "model": N_("Product model"),
        "specification": N_("Specification"),
        "serial": N_("Serial number"),
        "bought": N_("Day of purchase or time in use"),
        "symptom": N_("Symptom"),
        "occurred": N_("When it occurred"),
        "wishes": N_("What the customer wishes"),
    },
}
