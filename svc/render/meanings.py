"""What the fields of a ledger's files mean, for the schemas of editors, and the limits that no type
says.
"""

from __future__ import annotations

from typing import Any

from svc.errors import N_
from svc.model.customers import STATES as CUSTOMER_STATES
from svc.model.events import MOMENTS, STATES
from svc.model.ids import LANES
from svc.model.labels import LABELS
from svc.model.stock import STATES as STOCK_STATES
from svc.render.fields import FIELDS

_LANE = f"[{LANES}]([0-9]{{4}}|[1-9][0-9]{{4,8}})"
_TICKET = rf"^[A-Z]{{2,4}}-[0-9]{{2}}(0[1-9]|1[0-2])-{_LANE}$"
_CUSTOMER = rf"^[A-Z]{{2,4}}-{_LANE}$"
_STOCK = rf"^[A-Z]{{2,4}}-M[0-9]{{2}}(0[1-9]|1[0-2])-{_LANE}$"
_VERSION = "^[A-Za-z0-9][A-Za-z0-9_-]{0,31}@[0-9A-Za-z-]{1,16}$"
_SLUG = "^[a-z][a-z0-9_]{0,31}$"
_OFFICE = "^[A-Z]{2,4}$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_HOURS = "[+]?(?=[0-9])([0-9]{1,12}h)?([0-9]{1,12}m)?([0-9]{1,12}s)?"
_MOMENTS = {"enum": sorted(MOMENTS)}

LIMITS: dict[str, dict[str, Any]] = {
    # definition and field → what a value has to be besides; where it is a list, each of its items
    "Event.by": {"pattern": "^[a-z][a-z0-9_]*$"},
    "Ticket.id": {"pattern": _TICKET},
    "Ticket.status": {"enum": list(STATES)},
    "Ticket.office": {"pattern": _OFFICE},
    "Ticket.region": {"pattern": _SLUG},
    "Terms.policy": {"pattern": _VERSION},
    "Terms.calendar": {"pattern": _VERSION},
    "Terms.prices": {"pattern": "^([0-9]{4}-[0-9]{2}(-[0-9]{2})?)?$"},
    "Settled.outcome": {"enum": list(STATES)},
    "Customer.id": {"pattern": _CUSTOMER},
    "Customer.status": {"enum": list(CUSTOMER_STATES)},
    "Customer.office": {"pattern": _OFFICE},
    "Customer.region": {"pattern": _SLUG},
    "StockDocument.id": {"pattern": _STOCK},
    "StockDocument.status": {"enum": list(STOCK_STATES)},
    "StockDocument.office": {"pattern": _OFFICE},
    "StockDocument.region": {"pattern": _SLUG},
    "StockLine.price": {"pattern": "^[0-9]{1,9}[.][0-9]{2}$"},
    "Office.region": {"pattern": _SLUG},
    "NotifyRow.channel": {"pattern": _SLUG},
    "Promise.from_": _MOMENTS,
    "Promise.to": _MOMENTS,
    "Promise.or_to": _MOMENTS,
    "Promise.drops": _MOMENTS,
    "Promise.within": {"pattern": f"^(unset|[+]?[0-9]{{1,12}}(wd|d)|{_HOURS}|)$"},
    "Promise.before": {"pattern": "^([+]?[0-9]{1,12}d)?$"},
    "Promise.grace": {"pattern": f"^({_HOURS}|)$"},
    "Item.price": {"pattern": "^[0-9]{1,9}[.][0-9]{2}$"},
    "Band.price": {"pattern": "^[0-9]{1,9}[.][0-9]{2}$"},
    "Part.price": {"pattern": "^[0-9]{1,9}[.][0-9]{2}$"},
    "Claim.lane": {"pattern": f"^[{LANES}]$"},
}

KEYS: dict[str, tuple[str, str]] = {
    # definition and field → what the keys of a mapping have to be, as a pattern and in words
    "Settings.regions": (
        _SLUG,
        N_("A region's code: small letters, digits and _, a letter first."),
    ),
    "Settings.offices": (_OFFICE, N_("An office's code: two to four capital letters.")),
    "Roster.duty": (_DAY, N_('A day in double quotes, like "2026-01-06".')),
}

KEY_LABELS: dict[str, str] = {
    "Settings.bearers": "cost",
    "Settings.targets": "figure",
    "Settings.own_targets": "figure",
}
"""definition and field → the group of labels of a mapping's keys, where these are fixed."""

MEANINGS: dict[str, tuple[str, str]] = {
    # definition.field → what it means (with its unit), and the group of labels of its values. What
    # the fields of events are called stands in fields.py, what was told at intake in
    # model/labels.py.
    "Event.seq": (N_("number of the event in this record, counted from 1"), ""),
    "Event.id": (N_("random mark that tells the event apart in every merge"), ""),
    "Event.what": (N_("what happened"), "event"),
    "Event.at": (N_("when it happened"), ""),
    "Event.typed": (N_("when it was entered"), ""),
    "Event.by": (N_("who entered it: the person's id in staff.yaml"), ""),
    "Event.acting": (
        N_(
            "of a ticket that was handed over to another office: the office that acts from this "
            "entry on, as the desk knew that recorded it"
        ),
        "",
    ),
    "Ticket.id": (
        N_(
            "the ticket's number: office, year and month, lane and running number; also the name "
            "of the file"
        ),
        "",
    ),
    "Ticket.kind": (N_("kind of request"), "kind"),
    "Ticket.status": (N_("state of the ticket; follows from the log"), "status"),
    "Ticket.received": (N_("when the request was received"), ""),
    "Ticket.office": (N_("code of the office, as in svc.yaml"), ""),
    "Ticket.region": (N_("code of the region, as in svc.yaml"), ""),
    "Ticket.channel": (N_("how the request came in"), "channel"),
    "Ticket.urgency": (N_("how urgent it is"), "urgency"),
    "Ticket.urgency_reason": (N_("why it is urgent"), ""),
    "Ticket.mode": (N_("how it is to be served"), "mode"),
    "Ticket.of": (N_("what an upgrade or a training is of"), "subject"),
    "Ticket.covered_by": (N_("the contract that covers it, as the customer's file had it"), ""),
    "Customer.contract_terms": (N_("what the contract covers"), ""),
    "ContractSet.contract": (N_("the contract; none: there is none any more"), ""),
    "SignOffs.office": (N_("code of the office, as in svc.yaml"), ""),
    "SignOffs.month": (N_("the month, such as 2026-11"), ""),
    "SignOffs.desk": (N_("lane of the desk that wrote the file"), ""),
    "SignOffs.days": (N_("the days without complaints, each with who signed it"), ""),
    "SignOff.day": (N_("the day without complaints"), ""),
    "SignOff.by": (N_("who signed: the person's id in staff.yaml"), ""),
    "SignOff.typed": (N_("when it was entered"), ""),
    "SignOff.words": (N_("remark"), ""),
    "Settings.targets": (
        N_(
            "what figures of the month's report are wanted to be, by their ids: rates in whole "
            "percent, hours, yuan, or so many"
        ),
        "",
    ),
    "Settings.own_targets": (
        N_("targets of one region or office, by its code (all: headquarters), instead of those"),
        "",
    ),
    "Settings.handed_papers": (N_("the papers handed over with an installation"), ""),
    "Settings.complaint_classes": (N_("the classes that complaints are put into"), ""),
    "Settings.slow_days": (N_("a part not issued for so many days is slow (yellow)"), ""),
    "Settings.very_slow_days": (N_("a part not issued for so many days is very slow (red)"), ""),
    "Settings.lead_days": (N_("so many days until a part that is asked for is there"), ""),
    "Settings.inside_km": (N_("how many kilometres are inside the service area as a rule"), ""),
    "Settings.models": (N_("models that are served otherwise than usual"), ""),
    "ModelTerms.carry_in": (N_("whether a customer can bring it to the office"), ""),
    "Contract.name": (N_("name of the contract, such as 24x7"), ""),
    "Contract.since": (N_("first day of the contract"), ""),
    "Contract.until": (N_("last day of the contract"), ""),
    "Contract.kinds": (
        N_("kinds of request it covers; none: repairs, maintenance, inspections"),
        "kind",
    ),
    "Contract.machines": (N_("serial numbers it covers; none: all of the customer's"), ""),
    "Contract.free": (N_("what is free of charge"), "share"),
    "Contract.policy": (N_("policy of its tickets; none: as svc.yaml has it"), ""),
    "Ticket.terms": (
        N_("the versions of policy, calendar and price list that the ticket is under"),
        "",
    ),
    "Ticket.customer": (N_("the customer as described at intake"), ""),
    "Ticket.equipment": (N_("the machine as described at intake"), ""),
    "Ticket.asked_for": (N_("the visit time that the customer asked for"), ""),
    "Ticket.unknown": (N_("what the caller could not tell, with the reason"), ""),
    "Ticket.upkeep": (N_("the machines due for maintenance that it was made for"), ""),
    "Ticket.repeat_of": (N_("earlier tickets that make this one a repeated repair"), ""),
    "Ticket.log": (
        N_("what happened since, one event after another; nothing in it is ever changed"),
        "",
    ),
    "Terms.policy": (N_("version of the policy, as in policies/"), ""),
    "Terms.calendar": (N_("version of the working calendar, as in calendars/"), ""),
    "Terms.prices": (N_("version of the price list, as in prices/"), ""),
    "TicketCustomer.file": (N_("number of the customer's file"), ""),
    "TicketCustomer.zone": (N_("where the customer is"), "zone"),
    "TicketCustomer.distance_km": (N_("distance from the office, in km"), ""),
    "TicketCustomer.contract": (N_("service contract, where there is one"), ""),
    "TicketEquipment.warranty": (N_("whether repair is free, as judged at intake"), ""),
    "Warranty.verdict": (N_("whether the machine is in warranty"), "verdict"),
    "Warranty.on_site": (N_("whether repair at the customer's is free as well"), ""),
    "Warranty.reason": (N_("what the verdict rests on"), ""),
    "Warranty.until": (N_("last day of the warranty"), ""),
    "Warranty.on_site_until": (N_("last day of free repair at the customer's"), ""),
    "Unknown.field": (N_("which field nobody could tell"), ""),
    "Unknown.why": (N_("why nobody knows it"), ""),
    "Received.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    "Imported.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    "Forgotten.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    "Imported.number": (N_("the number it had where it was kept before"), ""),
    "Imported.closed_at": (N_("when it was closed there; left out: it was still open"), ""),
    "Imported.technician": (N_("who did the work, in words"), ""),
    "Imported.remedy": (N_("what was done, in words"), ""),
    "Forgotten.places": (
        N_("in a record of somebody else: the texts that were removed, by event and field"),
        "",
    ),
    "Settled.once": (
        N_("ids of refunds that two desks recorded and that did not go out again"),
        "",
    ),
    "Renumbered.was": (N_("the number before"), ""),
    "Renumbered.now": (N_("the number since"), ""),
    "Renumbered.fields": (N_("values of the head in which the one means the other"), ""),
    "Renumbered.events": (N_("ids of events in which the one means the other"), ""),
    "Answered.guided": (N_("whether the customer did the work by our guidance"), ""),
    "Answered.sure": (N_("whether we are sure that it is solved"), ""),
    "Visited.sure": (N_("whether we are sure that it is solved"), ""),
    "PartUsed.part": (N_("code or name of the part"), ""),
    "PartUsed.count": (N_("how many"), ""),
    "PartUsed.old_part": (N_("what became of the old part"), "old_part"),
    "PartUsed.serial": (N_("serial number of the new part"), ""),
    "PartUsed.old_serial": (N_("serial number of the old part"), ""),
    "Signature.party": (N_("which party"), "party"),
    "Signature.name": (N_("who signed"), ""),
    "Signature.on": (N_("the day on which it was signed"), ""),
    "CountedThing.thing": (N_("what was counted"), ""),
    "CountedThing.found": (N_("how many there were"), ""),
    "CountedThing.of": (N_("how many there should be"), ""),
    "CountedThing.remark": (N_("damage, another type"), ""),
    "NotSigned.party": (N_("which party"), "party"),
    "NotSigned.reason": (N_("why it has not signed"), ""),
    "QuoteLine.item": (N_("what is charged for"), ""),
    "QuoteLine.count": (N_("how many"), ""),
    "QuoteLine.price": (N_("price of one"), ""),
    "QuoteLine.free": (N_("why the customer does not pay it; left out: they do"), "free"),
    "Part.consumable": (N_("whether it is charged in warranty too"), ""),
    "QuoteLine.code": (N_("code in the price list"), ""),
    "PaidWay.how": (N_("how it was paid"), "pay"),
    "PaidWay.amount": (N_("how much"), ""),
    "Customer.id": (
        N_("number of the file: office, lane and running number; also the name of the file"),
        "",
    ),
    "Customer.status": (N_("whether the file is in use; follows from the log"), "customer_status"),
    "Customer.opened": (N_("when the file was opened"), ""),
    "Customer.office": (N_("code of the office, as in svc.yaml"), ""),
    "Customer.region": (N_("code of the region, as in svc.yaml"), ""),
    "Customer.sort": (N_("type of customer"), "customer_sort"),
    "Customer.name": (N_("name of the customer"), ""),
    "Customer.contacts": (N_("who to call there"), ""),
    "Customer.zone": (N_("where the customer is"), "zone"),
    "Customer.distance_km": (N_("distance from the office, in km"), ""),
    "Customer.contract": (N_("service contract, where there is one"), ""),
    "Customer.cared_for_by": (
        N_("who looks after them on our side: the person's id in staff.yaml"),
        "",
    ),
    "Customer.account": (N_("whether they may pay later; left out: they pay before"), ""),
    "OnAccount.days": (N_("how many days they may take to pay"), ""),
    "OnAccount.limit": (N_("up to which sum they may owe, all tickets together"), ""),
    "AccountSet.account": (N_("days and limit from now on; left out: on account no longer"), ""),
    "Customer.equipment": (N_("their machines when the file was opened"), ""),
    "Customer.sites": (N_("their addresses besides the main one"), ""),
    "Customer.log": (
        N_("what changed since, one event after another; nothing in it is ever changed"),
        "",
    ),
    "Contact.name": (N_("name of the contact"), ""),
    "Contact.job": (N_("the person's job"), ""),
    "Site.name": (N_("what the customer calls this address; machines name it"), ""),
    "Site.contacts": (N_("who to call there; none: the customer's contacts"), ""),
    "Site.zone": (N_("where the site is"), "zone"),
    "Site.distance_km": (N_("distance from the office, in km"), ""),
    "Equipment.site": (N_("at which of the customer's sites; empty: the main address"), ""),
    "Equipment.place": (N_("where the machine stands"), ""),
    "Equipment.installed": (N_("day of installation"), ""),
    "Equipment.on_site_until": (
        N_("last day of free repair at the customer's, if it is not the usual one"),
        "",
    ),
    "Equipment.warranty_until": (N_("last day of the warranty, if it is not the usual one"), ""),
    "Equipment.software": (N_("version of the software"), ""),
    "Equipment.configuration": (N_("configuration"), ""),
    "Equipment.environment": (N_("power, water, air around the machine"), ""),
    "StockDocument.id": (
        N_("number of the document: office, M and year and month, lane, running number"),
        "",
    ),
    "StockDocument.status": (
        N_("where the document stands; follows from the log"),
        "stock_status",
    ),
    "StockDocument.booked": (N_("when its parts moved"), ""),
    "StockDocument.office": (N_("code of the office, as in svc.yaml"), ""),
    "StockDocument.region": (N_("code of the region, as in svc.yaml"), ""),
    "StockDocument.kind": (N_("what sort of document"), "stock_kind"),
    "StockDocument.source": (N_("where delivered parts came from"), "stock_source"),
    "StockDocument.to_office": (N_("office to which a transfer goes"), ""),
    "StockDocument.technician": (N_("whose kit, id of the person"), ""),
    "StockDocument.bill": (N_("bill of what was bought locally"), ""),
    "StockDocument.number": (N_("number that the other side's delivery note has"), ""),
    "StockDocument.reason": (N_("why"), ""),
    "StockDocument.lines": (N_("the parts, a line each"), ""),
    "StockDocument.log": (
        N_("what became of the document, in order; nothing in it is changed"),
        "",
    ),
    "StockLine.part": (N_("code of the part"), ""),
    "StockLine.count": (N_("how many; of a stock count what lay there"), ""),
    "StockLine.condition": (N_("good or defective"), "part_condition"),
    "StockLine.serials": (N_("serial numbers of the pieces"), ""),
    "StockLine.price": (N_("what one is worth, in yuan"), ""),
    "StockLine.position": (N_("zone, rack and shelf"), ""),
    "StockLine.booked": (N_("of a stock count: what the books had then"), ""),
    "StockLine.booked_serials": (
        N_("of a count by piece: serial numbers that the books had there"),
        "",
    ),
    "StockLine.reason": (N_("why there is a difference, or it is scrapped"), ""),
    "TakenInLine.line": (N_("line of the transfer, from 1"), ""),
    "TakenInLine.count": (N_("how many arrived"), ""),
    "TakenInLine.serials": (N_("serial numbers of the pieces"), ""),
    "TakenInLine.position": (N_("zone, rack and shelf"), ""),
    "TakenInLine.reason": (N_("why pieces are missing"), ""),
    "Booked.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    "Seal.id": (N_("the office and the day; nobody gives it"), ""),
    "Seal.status": (N_("sealed, or corrected since; follows from the log"), "seal_status"),
    "Seal.office": (N_("code of the office, as in svc.yaml"), ""),
    "Seal.region": (N_("code of the region, as in svc.yaml"), ""),
    "Seal.day": (N_("the day that was counted"), ""),
    "Seal.log": (
        N_("who confirmed the day, and what was put right since; nothing in it is changed"),
        "",
    ),
    "Sealed.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    "MonthSeal.id": (N_("the office and the month; nobody gives it"), ""),
    "MonthSeal.status": (N_("sealed, or corrected since; follows from the log"), "seal_status"),
    "MonthSeal.office": (N_("code of the office, as in svc.yaml"), ""),
    "MonthSeal.region": (N_("code of the region, as in svc.yaml"), ""),
    "MonthSeal.month": (N_("the month that was closed"), ""),
    "MonthSeal.log": (
        N_("who sealed the month, and what was put right since; nothing in it is changed"),
        "",
    ),
    "MonthSealed.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    **{
        f"{kind}.{field}": meaning
        for kind in ("MonthSealed", "MonthRecounted")
        for field, meaning in (
            (
                "figures",
                (N_("the report's figures, a line each: section, figure, unit, number"), ""),
            ),
            (
                "tickets",
                (N_("the tickets, a line each, with the ids of their events of the month"), ""),
            ),
            ("papers", (N_("digests of what is printed of the month"), "")),
            ("seal", (N_("digest of figures and ids of events; of no name"), "")),
        )
    },
    "PaperDigest.paper": (N_("the month's report, or a sealed day's sheet"), "sealed_paper"),
    "PaperDigest.of": (N_("which office or region, or which day"), ""),
    "PaperDigest.digest": (N_("its digest, as printed or sealed"), ""),
    **{
        f"{kind}.{field}": meaning
        for kind in ("Sealed", "Recounted")
        for field, meaning in (
            ("counted", (N_("the money by way of paying"), "")),
            ("figures", (N_("each technician's day in numbers"), "")),
            ("events", (N_("ids of the events that are counted"), "")),
            ("seal", (N_("digest of figures, counts and ids; of no name"), "")),
        )
    },
    "Counted.how": (N_("the way of paying"), "pay"),
    "Counted.books": (N_("what the books say, in yuan"), ""),
    "Counted.counted": (N_("what was counted, in yuan"), ""),
    "Figures.technician": (N_("whose day, id of the person"), ""),
    "Figures.visits": (N_("visits that were made"), ""),
    "Figures.slips_in": (N_("slips that came in that day"), ""),
    "Figures.slips_missing": (N_("slips that were missing at its end"), ""),
    "Figures.cards_seen": (N_("warranty cards that were seen"), ""),
    "Figures.cards_missing": (N_("warranty cards that were missing"), ""),
    "Figures.doubtful": (N_("doubtful signatures (number)"), ""),
    "Figures.parts_held": (N_("parts that were out at the end of the day"), ""),
    "Figures.money_held": (N_("money in hand at the end of the day, in yuan"), ""),
    "Figures.handed_in": (N_("money handed in that day, in yuan"), ""),
    "Opened.digest": (N_("digest of the head; an edit by hand shows by it (svc check)"), ""),
    "ContactAdded.contact": (N_("the contact that was added"), ""),
    "SiteAdded.site": (N_("the site that was added"), ""),
    "SiteChanged.site": (N_("what holds of the site from now on"), ""),
    "EquipmentMoved.site": (
        N_("at which site from now on; empty: the main address; left out: as before"),
        "",
    ),
    "EquipmentAdded.machine": (N_("the machine that was added"), ""),
    "EquipmentReplaced.machine": (N_("the machine that came in its place"), ""),
    "EquipmentCame.machine": (N_("the machine that came from another file"), ""),
    "EquipmentCame.from_file": (N_("number of the file it came from"), ""),
    "EquipmentUnboxed.good": (N_("whether it was good when it was unpacked"), ""),
    "EquipmentUnboxed.found": (N_("what was wrong with it; empty if it was good"), ""),
    "SoftwareUpdated.before": (N_("version of the software until then; empty: not known"), ""),
    "SoftwareUpdated.version": (N_("version of the software from then on"), ""),
    "SoftwareUpdated.technician": (
        N_("who did it: the person's id in staff.yaml; empty: who recorded it"),
        "",
    ),
    "EquipmentLeft.to": (N_("number of the file it went to; empty if none"), ""),
    "Absorbed.file": (N_("number of the file that was merged in"), ""),
    "Absorbed.contacts": (N_("the contacts that came with it"), ""),
    "Absorbed.equipment": (N_("the machines that came with it"), ""),
    "Absorbed.sites": (N_("the sites that came with it"), ""),
    "Absorbed.address": (N_("its main address, if machines stand there"), ""),
    "MergedInto.file": (N_("number of the file that is used from now on"), ""),
    "Settings.schema": (N_("version of the record format; this svc writes 1"), ""),
    "Settings.name": (N_("name of the department"), ""),
    "Settings.language": (N_("language of papers and answers, unless typed otherwise"), "language"),
    "Settings.zone": (N_("time zone of the department, such as Asia/Shanghai"), ""),
    "Settings.hotline": (N_("telephone number of the hotline"), ""),
    "Settings.regions": (N_("regions by their codes: small letters, digits and _"), ""),
    "Settings.offices": (N_("offices by their codes: two to four capital letters"), ""),
    "Settings.policies": (N_("which policy a new ticket is under: the first row that fits"), ""),
    "Settings.warranty": (N_("how long repair is free"), ""),
    "Settings.near_km": (N_("up to how many km a customer outside the service area is near"), ""),
    "Settings.default_office": (N_("code of the office used when none is named"), ""),
    "Settings.labels": (
        N_('the department\'s own names for fixed values, such as "role.clerk": "内业员"'),
        "",
    ),
    "Settings.pages_address": (
        N_(
            "address of the folder of pages for staff, such as http://10.0.0.5/svc/; the QR codes "
            "of orders then hold it with the page's path, else the number"
        ),
        "",
    ),
    "Settings.map_address": (
        N_(
            "where the links of pages ask for a map, with {address} for the customer's address; "
            "usually the map of the telephone"
        ),
        "",
    ),
    "Settings.paper_sizes": (
        N_("on what a paper is printed, where it is not as usual: `receipt: 80mm`"),
        "",
    ),
    "Settings.paper_copies": (
        N_(
            "in which copies a paper is made out, in this order, where it is not as usual: "
            "`receipt: [stub, customer]`"
        ),
        "copy",
    ),
    "Settings.duplex": (
        N_(
            "what prints papers prints both sides: each copy begins on a front side, and what is "
            "cut apart has an empty back"
        ),
        "",
    ),
    "Settings.visit_minutes": (N_("how many minutes a visit is assumed to last"), ""),
    "Settings.quote_days": (N_("how many days a quotation is valid"), ""),
    "Settings.stale_days": (
        N_("after how many working days without an entry an open ticket goes to the lead"),
        "",
    ),
    "Settings.hold_days": (N_("how many working days a hold lasts if nobody says"), ""),
    "Settings.prevention_days": (
        N_("after how many days the prevention of a complaint is looked at if nobody says"),
        "",
    ),
    "Settings.part_warranty": (
        N_("how long a part that was fitted is under its own warranty, from that day"),
        "",
    ),
    "Settings.repair_warranty": (
        N_("how long a repair is under its own warranty, for the same fault"),
        "",
    ),
    "OwnWarranty.months": (N_("so many months"), ""),
    "OwnWarranty.days": (N_("or so many days"), ""),
    "Settings.loan_days": (
        N_("within how many working days a part that was lent is used or back; 0: nobody says"),
        "",
    ),
    "Settings.remedy_days": (
        N_("within how many working days a dissatisfied customer is spoken with"),
        "",
    ),
    "Settings.debt_ages": (
        N_("days up to which each span of ages of what customers owe reaches, growing"),
        "",
    ),
    "Settings.prepayment": (
        N_("whether all of paid work may be paid before it is charged; a deposit may be always"),
        "",
    ),
    "Settings.may_waive": (
        N_("roles that may let paid work pass without agreement, charge or payment"),
        "role",
    ),
    "Settings.bearers": (N_("who bears a cost, if not the usual one"), "bearer"),
    "Settings.guard": (N_("what times the shared repository takes (svc guard)"), ""),
    "GuardLimits.skew": (N_("how far a desk's clock may be ahead of it"), ""),
    "GuardLimits.late_days": (
        N_("so many days after it happened may something be entered without a manager"),
        "",
    ),
    "Settings.notify": (N_("who is told what (svc notify), row by row"), ""),
    "NotifyRow.digest": (N_("what is told"), "digest"),
    "NotifyRow.channel": (
        N_("name of the channel; its address stands in the user's own file, outside the ledger"),
        "",
    ),
    "NotifyRow.office": (N_("code of the office it is about; none: of all"), ""),
    "NotifyRow.words": (N_("the heading in the department's own words"), ""),
    "NotifyRow.mention": (
        N_("whether people are mentioned by their telephone numbers in staff.yaml"),
        "",
    ),
    "NotifyRow.personal": (N_("what may be said of customers"), "personal"),
    "Settings.repeat_days": (
        N_("within how many days the same fault again is a repeated repair"),
        "",
    ),
    "Settings.repeat_count": (N_("how many repairs of one machine make a repeated repair"), ""),
    "Region.name": (N_("name of the region"), ""),
    "Office.name": (N_("name of the office"), ""),
    "Office.region": (N_("code of its region"), ""),
    "Office.calendar": (
        N_("name of its calendar, without the version; the newest version is used"),
        "",
    ),
    "Office.region_name": (N_("what the office calls its region"), ""),
    "Office.sales_branch": (
        N_("whether its people belong to the sales branch, which bears their travel"),
        "",
    ),
    "PolicyChoice.contract": (N_("for tickets with this contract"), ""),
    "PolicyChoice.kind": (N_("for tickets of this kind"), ""),
    "PolicyChoice.office": (N_("for tickets of this office"), ""),
    "PolicyChoice.policy": (
        N_("name of the policy, without the version; the newest version is used"),
        "",
    ),
    "WarrantyPeriods.months": (N_("months of warranty from the purchase"), ""),
    "WarrantyPeriods.first_day_counts": (
        N_("whether the day of purchase counts as the first day (Civil Code 201: no)"),
        "",
    ),
    "WarrantyPeriods.starts": (
        N_("from when a machine that we install is in warranty"),
        "warranty_start",
    ),
    "WarrantyPeriods.shipped_months": (
        N_("its warranty ends at the latest so many months after shipping; 0: no such end"),
        "",
    ),
    "WarrantyPeriods.on_site_months": (
        N_("months of free repair at the customer's from the purchase"),
        "",
    ),
    "Staff.staff": (N_("everybody who records or is recorded"), ""),
    "Person.id": (
        N_(
            "short name by which records name the person: small letters, digits and _; never "
            "given to another"
        ),
        "",
    ),
    "Person.name": (N_("name of the person"), ""),
    "Person.email": (N_("e-mail address, by which the git user is recognised"), ""),
    "Person.office": (N_("code of the office"), ""),
    "Person.roles": (N_("what the person may record"), "role"),
    "Person.skills": (N_("what the person is certified for"), ""),
    "Person.absences": (N_("days off"), ""),
    "Person.kit": (N_("name of the set of parts that the person always has along"), ""),
    "Person.left": (N_("last day with us"), ""),
    "Skill.covers": (N_("a model, the beginning of its name, or a task"), ""),
    "Skill.since": (N_("first day"), ""),
    "Skill.until": (N_("last day"), ""),
    "Person.trainings": (N_("trainings and examinations the person had"), ""),
    "Training.covers": (N_("a model, the beginning of its name, or a task"), ""),
    "Training.on": (N_("day of the training or examination"), ""),
    "Training.result": (N_("how it ended"), "training_result"),
    "Training.until": (N_("last day on which it is valid; left out: without end"), ""),
    "Training.by": (N_("who trained or examined"), ""),
    "Training.note": (N_("remark"), ""),
    "Absence.since": (N_("first day off"), ""),
    "Absence.until": (N_("last day off"), ""),
    "Absence.why": (N_("why"), ""),
    "Policy.name": (N_("name and version, as in the name of the file"), ""),
    "Policy.note": (N_("what the policy is for"), ""),
    "Policy.retry_hours": (N_("working hours until the next attempt if nobody was reached"), ""),
    "Policy.attempts": (N_("after how many attempts the station head is informed"), ""),
    "Policy.promises": (N_("promises by their ids; the order is that of the board"), ""),
    "Promise.when": (N_("which tickets the row is for; what is not named makes no difference"), ""),
    "Promise.from_": (N_("the moment from which time runs"), "moment"),
    "Promise.to": (N_("the moment that keeps it"), "moment"),
    "Promise.within": (
        N_("the limit, such as 30m, 8h, 2wd (working days), 7d (calendar days), or unset"),
        "",
    ),
    "Promise.before": (N_("how many days ahead of the agreed time, such as 1d"), ""),
    "Promise.clock": (N_("by which clock it is counted"), "clock"),
    "Promise.agreed": (N_("the agreed time that counts, if there is one"), "agreed"),
    "Promise.grace": (N_("grace for calls due at a set time, such as 30m"), ""),
    "Promise.or_to": (N_("other moments that keep it as well"), "moment"),
    "Promise.drops": (N_("moments that end it without a verdict"), "moment"),
    "Promise.again": (N_("whether a ticket opened again starts it anew"), ""),
    "Promise.if_done": (N_("whether it is judged only if it happens at all"), ""),
    "Promise.pausable": (
        N_("whether a hold at the customer's wish stops it; left out: as the clock has it"),
        "",
    ),
    "Promise.first_answer": (N_("whether it is a first answer, which a hold never extends"), ""),
    "Promise.source": (N_("which clause it is taken from"), ""),
    "When.zone": (N_("where the customer is: inside, near or far"), ""),
    "When.kind": (N_("kind of request, such as repair"), ""),
    "When.channel": (N_("how the request came in, such as walk_in"), ""),
    "When.mode": (N_("how it is to be served, such as visit"), ""),
    "When.urgency": (N_("how urgent it is: normal, urgent or critical"), ""),
    "PriceList.since": (N_("first day on which the list applies"), ""),
    "PriceList.note": (N_("note above the prices"), ""),
    "PriceList.labour": (N_("work by the job"), ""),
    "PriceList.travel": (N_("travel by distance, the shortest first"), ""),
    "PriceList.parts": (N_("parts by their codes"), ""),
    "Item.code": (N_("code that is typed, such as L03"), ""),
    "Item.name": (N_("name of the job or part"), ""),
    "Item.price": (N_("price of one"), ""),
    "Item.unit": (N_("unit of count: 次, 个, 台"), ""),
    "Item.consumable": (N_("whether it is charged in warranty too"), ""),
    "Band.code": (N_("code that is typed, such as T01"), ""),
    "Band.name": (N_("name on paper"), ""),
    "Band.up_to_km": (N_("up to how many km; left out in the last band"), ""),
    "Band.price": (N_("price there and back"), ""),
    "PartsCatalogue.parts": (N_("all parts"), ""),
    "PartsCatalogue.kits": (
        N_("sets that technicians have along: of each part how many, by the set's name"),
        "",
    ),
    "Part.code": (N_("code of the part, such as P-1042"), ""),
    "Part.name": (N_("name of the part"), ""),
    "Part.models": (N_("models of machines it fits"), ""),
    "Part.unit": (
        N_("unit of count: 次, 个, 台; left out: as the price list has it"),
        "",
    ),
    "Part.use": (N_("what it is for"), ""),
    "Part.position": (N_("where it lies in the store: zone, rack, shelf"), ""),
    "Part.price": (N_("price of one"), ""),
    "Part.minimum": (N_("what every store has at least"), ""),
    "Part.replaced_by": (N_("codes of parts that may be used in its place"), ""),
    "Part.loaner": (
        N_("whether it is a machine that is lent to customers while theirs is repaired"),
        "",
    ),
    "Part.serial": (N_("whether each piece is followed by its serial number"), ""),
    "Checklists.checklists": (N_("all lists"), ""),
    "Checklist.sort": (N_("what the list is for"), "checklist"),
    "Checklist.models": (
        N_("beginnings of the names of the models it is for; left out: all"),
        "",
    ),
    "Checklist.items": (N_("what is gone through, in this order"), ""),
    "Roster.duty": (
        N_("who is on duty on a day outside opening hours, in the order in which they are called"),
        "",
    ),
    "Shift.who": (N_("the person's id in staff.yaml"), ""),
    "Shift.since": (N_("when it begins, like 17:30"), ""),
    "Shift.until": (N_("when it ends; before it begins: on the next morning"), ""),
    "Roster.away": (N_("who is away, and when"), ""),
    "Away.who": (N_("the person's id in staff.yaml"), ""),
    "Away.since": (N_("first day away"), ""),
    "Away.until": (N_("last day away"), ""),
    "Away.why": (N_("why"), ""),
    "Claim.lane": (N_("letter of the lane in which the desk gives numbers"), ""),
    "Claim.clone": (N_("mark of the clone that claimed the lane"), ""),
    "Claim.before": (N_("marks of the clones that had it and are no longer used"), ""),
    "UpkeepPlans.plans": (N_("all plans, by the short names that tickets keep"), ""),
    "UpkeepPlan.since": (N_("first day of the plan; rules count from it"), ""),
    "UpkeepPlan.every": (N_("when it is due; of two rules the earlier day wins"), ""),
    "UpkeepPlan.name": (N_("what it is called"), ""),
    "UpkeepPlan.until": (N_("last day of the plan; left out: it goes on"), ""),
    "UpkeepPlan.regions": (N_("codes of the regions it is for; left out: all"), ""),
    "UpkeepPlan.offices": (N_("codes of the offices it is for; left out: all"), ""),
    "UpkeepPlan.customers": (N_("numbers of the customers it is for; left out: all"), ""),
    "UpkeepPlan.contracts": (N_("names of the contracts it is for; left out: all"), ""),
    "UpkeepPlan.models": (
        N_("beginnings of the names of the models it is for; left out: all"),
        "",
    ),
    "UpkeepPlan.machines": (N_("serial numbers it is for; left out: all"), ""),
    "UpkeepPlan.lead_days": (
        N_("so many days before the proposed day the ticket is made"),
        "",
    ),
    "UpkeepPlan.early_days": (
        N_("a day that will not do is moved ahead by so many days at most, else later"),
        "",
    ),
    "UpkeepPlan.season": (N_("the part of each year in which it is done"), ""),
    "UpkeepPlan.avoid_weekdays": (N_("weekdays on which it is not done"), "weekday"),
    "UpkeepPlan.avoid": (N_("days on which it is not done"), ""),
    "Every.rrule": (N_("a rule of RFC 5545, like FREQ=MONTHLY;INTERVAL=3"), ""),
    "Every.after_service": (
        N_("so long after the last service: days, weeks or months, like 90d, 12w, 6m"),
        "",
    ),
    "UpkeepDue.plan": (N_("name of the plan in upkeep.yaml"), ""),
    "UpkeepDue.serial": (N_("serial number"), ""),
    "UpkeepDue.model": (N_("product model"), ""),
    "UpkeepDue.due": (N_("when it is due by the plan"), ""),
    "UpkeepDue.proposed": (N_("the working day that is proposed"), ""),
    "FrontMatter.title": (N_("what the fault is called"), ""),
    "FrontMatter.models": (N_("models, or beginnings of their names; * fits all"), ""),
    "FrontMatter.words": (N_("what callers say about it, error codes"), ""),
    "FrontMatter.cause": (N_("what causes it"), ""),
    "FrontMatter.remedy": (N_("how to fix it"), ""),
    "FrontMatter.phone": (N_("whether it is simple enough to be solved on the phone"), ""),
    "FrontMatter.ask": (N_("what to ask the caller"), ""),
    "FrontMatter.parts": (N_("codes of the parts that the remedy takes"), ""),
    "FrontMatter.tickets": (N_("numbers of tickets on which it was cleared up"), ""),
    "Attached.name": (N_("name of the file, as it is offered for saving"), ""),
    "Attached.shows": (N_("what it shows"), "shows"),
    "Attached.sha256": (N_("SHA-256 of its bytes, which lie in `files/` under it"), ""),
    "Attached.size": (N_("how many bytes"), ""),
    "Attached.beside": (N_("above 1 MB: the desk that has the bytes, in `files/large/`"), ""),
    "KnowledgeUsed.entry": (N_("the entry of the knowledge base that was tried"), ""),
    "KnowledgeUsed.helped": (N_("whether it helped"), ""),
}


def meaning_of(owner: str, what: str, field: str) -> tuple[str, str]:
    """What a field means (message id), and the group of labels of its values ("" for none).

    `owner` is the definition it belongs to, `what` the event, if it is one. KeyError for a
    field that has no words.
    """
    own = MEANINGS.get(f"{owner}.{field}") or (MEANINGS.get(f"Event.{field}") if what else None)
    if own is not None:
        return own
    if what:
        label, group = FIELDS.get(f"{what}.{field}") or FIELDS[field]
        return label, group if group in LABELS else ""
    return LABELS["told"][field], ""
