"""The table of commands: what is typed, which function it calls, what it is for.

A function is imported when its command is called, so a command costs what it needs and no more.
To add a command: a function in `svc/cli/`, a row here, its Chinese in the catalogue of messages.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from svc.errors import N_


class Sum(NamedTuple):
    """Of what a command adds up, as it is asked for."""

    named_by: str = ""  # the parameter that names an office or region; empty: always of all
    is_own: bool = False  # without a name it is of the office of who is typing, else of all


SUMS: dict[str, Sum] = {
    "callback sample": Sum(),
    "complaint sum": Sum(),
    "costs": Sum("office"),
    "daily": Sum("office", is_own=True),
    "daily confirm": Sum("office", is_own=True),
    "daily correct": Sum("office", is_own=True),
    "equipment list": Sum("office"),
    "equipment unboxing": Sum("office"),
    "equipment updates": Sum("office"),
    "export": Sum(),
    "outstanding": Sum(),
    "part hit-rate": Sum("office"),
    "part life": Sum(),
    "part replaced": Sum("office"),
    "report": Sum("region"),
    "report diff": Sum("region"),
    "seal": Sum("office", is_own=True),
    "statement": Sum(),
    "survey sum": Sum(),
    "stock book": Sum(),
    "stock count": Sum(),
    "stock kit": Sum(),
    "stock list": Sum(),
    "stock sheet": Sum(),
    "stock value": Sum(),
    "upkeep list": Sum("office", is_own=True),
    "upkeep make": Sum("office", is_own=True),
    "upkeep preview": Sum("office", is_own=True),
}
"""Commands that add up: in a clone that has a part of the ledger they are refused, unless all of
what they ask for is here.
"""
SUMS_ON_PAPER: dict[str, str] = {
    "count-list": "stock count",
    "daily-sheet": "daily",
    "hit-rate": "part hit-rate",
    "kit-list": "stock kit",
    "parts-replaced": "part replaced",
    "statement": "statement",
    "stock-book": "stock book",
    "stock-sheet": "stock sheet",
}
"""Papers of `svc print` that add up, each with the command that shows the same."""


class Command(Struct, frozen=True):
    """A row: `name` as typed (`clock add` is a command of a command), `call` as module:function."""

    name: str
    call: str
    help: str
    needs: str = (
        ""  # the options, without --, that are asked for at a terminal where they are missing
    )


STAGES: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        N_("Start"),
        (
            Command("init", "svc.cli.ledgers:init", N_("Create a ledger, or set up a fresh clone for a desk.")),
            Command("setup", "svc.cli.setup:setup", N_("Set up a department, question by question or from a file.")),
            Command("check", "svc.cli.checks:check", N_("Check the ledger: list what is wrong, with file and line.")),
            Command("why", "svc.cli.promises:why", N_("Explain each promise of a ticket: every span counted, closed or paused.")),
            Command("clock add", "svc.cli.clock:add", N_("Find the moment that is so many opening hours after another.")),
            Command("clock between", "svc.cli.clock:between", N_("Count the opening hours between two moments.")),
            Command("clock batch", "svc.cli.clock:batch", N_("Answer questions about opening hours from a file, one per line.")),
            Command("calendar fill", "svc.cli.calendar:fill", N_("Enter a year's official holidays as a new calendar version.")),
            Command("calendar hours", "svc.cli.calendar:hours", N_("Set the week's opening hours."), "hours"),
            Command("calendar day", "svc.cli.calendar:day", N_("Enter days on which an office is closed, or open otherwise."), "why"),
            Command("calendar list", "svc.cli.calendar:list_calendars", N_("List the calendars, with opening hours and years.")),
            Command("region list", "svc.cli.offices:list_regions", N_("List the regions.")),
            Command("region add", "svc.cli.offices:add_region", N_("Enter a region."), "name"),
            Command("region change", "svc.cli.offices:change_region", N_("Call a region otherwise."), "name"),
            Command("office list", "svc.cli.offices:list_offices", N_("List the offices.")),
            Command("office add", "svc.cli.offices:add_office", N_("Enter an office."), "code name region"),
            Command("office change", "svc.cli.offices:change_office", N_("Change what is written of an office, or its promises.")),
            Command("staff list", "svc.cli.staff:list_staff", N_("List who works here.")),
            Command("staff add", "svc.cli.staff:add", N_("Enter somebody who works here from now on."), "name role"),
            Command("staff change", "svc.cli.staff:change", N_("Change what is written of somebody.")),
            Command("staff training", "svc.cli.staff:training", N_("Write down a training or examination, with its result."), "result"),
            Command("staff skills", "svc.cli.staff:skills", N_("List who is certified for what, and what runs out.")),
            Command("policy list", "svc.cli.policies:list_policies", N_("List the policies, and for whose tickets they are.")),
            Command("policy new", "svc.cli.policies:new", N_("Make a new version of a policy, after a preview."), "set"),
            Command("price list", "svc.cli.prices:list_lists", N_("List the price lists.")),
            Command("price new", "svc.cli.prices:new", N_("Begin a new price list, with the day from which it holds."), "day"),
            Command("price line", "svc.cli.prices:line", N_("Change a line of a price list, add one, take one out.")),
            Command("part list", "svc.cli.part_catalogue:list_parts", N_("List the catalogue of parts.")),
            Command("part add", "svc.cli.part_catalogue:add", N_("Enter a part into the catalogue."), "code name"),
            Command("part change", "svc.cli.part_catalogue:change", N_("Change what is written of a part.")),
            Command("promise list", "svc.cli.promises:list_promises", N_("List the promises of a policy, with their source.")),
            Command("promise recompute", "svc.cli.promises:recompute", N_("Move open tickets to another policy or calendar, after a preview.")),
            Command("schema", "svc.cli.schemas:schema", N_("JSON Schemas of the ledger's files, so that editors explain and check them.")),
        ),
    ),
    (
        N_("1 Intake"),
        (
            Command("intake", "svc.cli.intake:intake", N_("Take a complete request while the customer is on the line.")),
            Command("customer find", "svc.cli.customers:find", N_("Find customers by telephone, name, pinyin, serial number …")),
            Command("customer show", "svc.cli.customers:show", N_("Show a customer's file: machines, tickets, changes.")),
            Command("customer add", "svc.cli.customers:add", N_("Open a customer's file."), "name address phone contact mobile"),
            Command("customer correct", "svc.cli.customers:correct", N_("Correct a value of a customer's file."), "field to reason"),
            Command("customer contact", "svc.cli.customers:contact", N_("Add a contact, or a contact's new number."), "name mobile"),
            Command("customer site", "svc.cli.sites:site", N_("Add or change a customer's site: an address with its own contacts."), "name"),
            Command("customer account", "svc.cli.customers:account", N_("Put a customer on account: how many days, up to which sum.")),
            Command("customer contract", "svc.cli.customers:contract", N_("Enter what a customer's contract covers, or end it.")),
            Command("customer merge", "svc.cli.customers:merge", N_("Merge two files of one customer; nothing is deleted."), "into reason"),
            Command("customer confirm", "svc.cli.customers:confirm", N_("Confirm that a customer file was checked and is right.")),
            Command("customer note", "svc.cli.customers:note", N_("Add a note to a customer file."), "words"),
            Command("equipment list", "svc.cli.tracking:list_machines", N_("List machines at customers', or count them by region, model, software, month.")),
            Command("equipment labels", "svc.cli.labels:labels", N_("Print labels for machines: a QR code that scans to the serial number.")),
            Command("equipment add", "svc.cli.equipment:add", N_("Add a machine to a customer's file."), "serial model specification bought"),
            Command("equipment correct", "svc.cli.equipment:correct", N_("Correct a value of a machine."), "field to reason"),
            Command("equipment move", "svc.cli.equipment:move", N_("Record a machine's new place at the same customer."), "place"),
            Command("equipment transfer", "svc.cli.equipment:transfer", N_("Record that a machine has a new owner or is out of use."), "to reason"),
            Command("equipment unbox", "svc.cli.machine_figures:unbox", N_("Record that a new machine was unpacked: good, or what was wrong.")),
            Command("equipment update", "svc.cli.machine_figures:update", N_("Record that a machine runs another version of its software."), "to"),
            Command("equipment unboxing", "svc.cli.machine_figures:unboxing", N_("How many new machines were good on unpacking, by month, model, office or region.")),
            Command("equipment updates", "svc.cli.machine_figures:updates", N_("List software updates: which machine, which versions, by whom.")),
            Command("equipment replace", "svc.cli.equipment:replace", N_("Record that a machine was replaced by another."), "by"),
            Command("upkeep list", "svc.cli.upkeep:list_dues", N_("List the machines that are due for maintenance, what is overdue first.")),
            Command("upkeep preview", "svc.cli.upkeep:preview", N_("Show the maintenance tickets that `svc upkeep make` would make now.")),
            Command("upkeep make", "svc.cli.upkeep:make", N_("Make the maintenance tickets for which it is time; made again, it makes nothing.")),
            Command("equipment history", "svc.cli.equipment:history", N_("Show a machine's history: owners, tickets, replacements.")),
            Command("declare", "svc.cli.repeats:declare", N_("Declare a repeated repair to headquarters."), "reason"),
            Command("remind", "svc.cli.tickets:remind", N_("Record that the customer called again about the same matter.")),
        ),
    ),
    (
        N_("2 Reply, 3 Arrange"),
        (
            Command("handover", "svc.cli.replies:handover", N_("Hand over to the lead or coordinator, or to another office, with everything that is known."), "to"),
            Command("contact", "svc.cli.replies:contact", N_("Record that the customer was reached, the fault judged and a time promised."), "spoke_to judged"),
            Command("ask", "svc.cli.replies:ask", N_("Ask a specialist what the hotline cannot answer."), "to question"),
            Command("reply", "svc.cli.replies:reply", N_("Record the first technical answer, or the answer that solves the problem."), "remedy"),
            Command("dispatch", "svc.cli.dispatches:dispatch", N_("Assign a technician and an agreed time.")),
            Command("reschedule", "svc.cli.dispatches:reschedule", N_("Move an agreed visit, with the customer's consent."), "appointment agreed_with reason"),
            Command("hold", "svc.cli.tickets:hold", N_("Put a ticket on hold, with the reason.")),
            Command("resume", "svc.cli.tickets:resume", N_("Resume a ticket that is on hold.")),
            Command("approve", "svc.cli.tickets:approve", N_("Record that approval was asked for, and given or refused."), "asked"),
            Command("urgency", "svc.cli.tickets:urgency", N_("Change how urgent a ticket is, and say why."), "urgency reason"),
            Command("roster", "svc.cli.rosters:roster", N_("Who is on duty outside opening hours, and who is away.")),
            Command("staff leave", "svc.cli.staff:leave", N_("Hand over what hangs on somebody who leaves, after a preview."), "to"),
            Command("escalate", "svc.cli.tickets:escalate", N_("Escalate a problem, with the reason."), "to reason"),
        ),
    ),
    (
        N_("4 Prepare, 5 Carry out"),
        (
            Command("prepare", "svc.cli.visits:prepare", N_("Record that parts, tools and papers are ready and checked.")),
            Command("bench receive", "svc.cli.bench:receive", N_("Receive a machine with its accessories, signed by the customer.")),
            Command("bench place", "svc.cli.bench:place", N_("Record where a customer's machine is kept now."), "to"),
            Command("bench repair", "svc.cli.bench:repair", N_("Record that the bench repair is done and tested; the machine is ready."), "found done cause"),
            Command("bench told", "svc.cli.bench:told", N_("Record that the customer knows the machine can be picked up."), "spoke_to"),
            Command("pickup", "svc.cli.bench:pickup", N_("Record that the machine was picked up and signed for."), "signed_by"),
            Command("ship", "svc.cli.bench:ship", N_("Send the machine to the factory with its papers."), "carrier number reason"),
            Command("returned", "svc.cli.bench:returned", N_("Record that the machine is back from the factory."), "done place"),
            Command("replace", "svc.cli.bench:replace", N_("Record that the customer has a different machine; the warranty moves to it."), "old new reason"),
            Command("quote", "svc.cli.quotes:quote", N_("Name a price, line by line, from the price list.")),
            Command("consent", "svc.cli.quotes:consent", N_("Record that the customer consents to the work, or refuses."), "to who how"),
            Command("decline", "svc.cli.quotes:decline", N_("Decline politely: no consent to the price, or not ours to repair."), "reason"),
            Command("charge", "svc.cli.quotes:charge", N_("Charge for the work: what was quoted, or other lines.")),
            Command("receipt", "svc.cli.receipts:receipt", N_("Take money and issue a receipt; void it, replace it, hand money in.")),
            Command("costs", "svc.cli.costs:costs", N_("List what the tickets of a month cost us, by who bears it; parts used at their value.")),
            Command("statement", "svc.cli.statements:statement", N_("Show a customer's month: opening balance, charges, payments, closing balance.")),
            Command("overpaid", "svc.cli.overpaid:overpaid", N_("Settle money that two desks took, or that is more than was charged."), "decide reason"),
            Command("owe", "svc.cli.paid_work:owe", N_("Record that what is charged and not paid is owed until a day."), "agreed_by"),
            Command("waive", "svc.cli.paid_work:waive", N_("Let paid work go on though agreement, charge or payment is missing."), "reason"),
            Command("outstanding", "svc.cli.paid_work:outstanding", N_("List what customers still have to pay.")),
            Command("daily", "svc.cli.daily:show_day", N_("What a day came to, by technician: visits, slips, parts and money; `confirm` seals it.")),
            Command("daily confirm", "svc.cli.daily:confirm", N_("Seal a day: its money is counted.")),
            Command("daily correct", "svc.cli.daily:correct", N_("Record what the figures of a sealed day are now, and why."), "reason"),
            Command("cost", "svc.cli.costs:cost", N_("Record what the work cost us, and who bears it."), "sort amount"),
            Command("part request", "svc.cli.parts:request", N_("Ask the parts centre for a part; the ticket waits for it.")),
            Command("part deliver", "svc.cli.parts:deliver", N_(
                "Record that a requested part has arrived."
            )),
            Command("part sent", "svc.cli.part_requests:record_sent", N_("Record that the parts centre has sent a requested part, and when it is expected.")),
            Command("part cancel", "svc.cli.part_requests:cancel", N_("Take back a request to the parts centre: the ticket waits for it no longer."), "reason"),
            Command("part requests", "svc.cli.part_requests:list_requests", N_("List what is asked of the parts centre and not here, the oldest request first.")),
            Command("part hit-rate", "svc.cli.part_figures:hit_rate", N_("How many requests for parts were met from stock, by part, office or month.")),
            Command("part replaced", "svc.cli.part_figures:replaced", N_("The parts that repairs put in, by part, model, office or month.")),
            Command("part life", "svc.cli.part_figures:life", N_("How many days parts last on machines, from the day they were fitted until replaced.")),
            Command("part short", "svc.cli.parts:short", N_("Record that a part asked for is not in stock.")),
            Command("stock list", "svc.cli.stock:list_stock", N_("List what lies in the store, with the least there should be.")),
            Command("stock sheet", "svc.cli.stock_sheets:sheet", N_("The sheet that reception gets in the morning and in the afternoon: what lies in the store, what is short, reserved, and came since the sheet before.")),
            Command("stock receive", "svc.cli.stock:receive", N_("Take parts that were delivered into the store.")),
            Command("stock transfer", "svc.cli.stock_documents:transfer", N_("Send parts to another office; they are on the way until it takes them in."), "to"),
            Command("stock take-in", "svc.cli.stock_documents:take_in", N_("Take the parts of a transfer into the store; what is missing is booked as a difference.")),
            Command("stock send-back", "svc.cli.stock_documents:send_back", N_("Send defective parts back to headquarters; good ones with --condition.")),
            Command("stock scrap", "svc.cli.stock_documents:scrap", N_("Scrap defective parts, and say why; good ones with --condition."), "reason"),
            Command("stock move", "svc.cli.stock_documents:move", N_("Write down that a part lies elsewhere in the store from now on.")),
            Command("stock void", "svc.cli.stock_documents:void", N_("Void a stock document that was wrong: everything it moved goes back."), "reason"),
            Command("stock count", "svc.cli.stock_counts:count", N_("Count a store: the list by position, then what was counted; differences need a reason.")),
            Command("stock book", "svc.cli.stock_books:book", N_("The stock book of a part: every movement, with what is there after it.")),
            Command("stock value", "svc.cli.stock_values:value", N_("What the good parts are worth in each store, in each kit and on the way.")),
            Command("stock documents", "svc.cli.stock_documents:list_documents", N_("List the stock documents of a month, or the transfers that are on the way.")),
            Command("stock show", "svc.cli.stock_documents:show", N_("Show a stock document: its parts, and what became of it; or print it.")),
            Command("stock kit", "svc.cli.kits:show_kits", N_("Show what technicians always have along, what they used of it, what is missing; or print it to be signed.")),
            Command("stock kit-top-up", "svc.cli.kits:top_up", N_("Hand a technician what is missing of their set, as far as the store has it.")),
            Command("stock kit-return", "svc.cli.kits:give_back", N_("Take parts of a kit back into the store; --condition defective: old parts from machines.")),
            Command("stock kit-count", "svc.cli.kits:count_kit", N_("Enter what was counted in a technician's van: the kit and what was lent for tickets.")),
            Command("stock kit-set", "svc.cli.kits:change_set", N_("Say what a set of parts has that technicians always have along; or list the sets.")),
            Command("loan lend", "svc.cli.parts:lend", N_("Hand a part to a technician for a ticket."), "to"),
            Command("loan return", "svc.cli.parts:take_back", N_("Record that a lent part was used, came back, or is lost."), "how"),
            Command("loan list", "svc.cli.parts:list_loans", N_("List the parts that are out, longest first.")),
            Command("loaner lend", "svc.cli.loaners:lend", N_("Lend the customer a machine of the store until theirs is repaired, against a signature."), "serial until signed_by"),
            Command("loaner return", "svc.cli.loaners:take_back", N_("Record that a loaner is back, and in what state; or that it is lost."), "how condition"),
            Command("loaner list", "svc.cli.loaners:list_loaners", N_("List the loaner machines that customers have, by the day they are to be back.")),
            Command("holds", "svc.cli.holds:holds", N_("List the parts and the money that each of us holds, since when and of which ticket.")),
            Command("install order", "svc.cli.installations:order", N_("Issue the service order, due seven days before the start."), "number start"),
            Command("install parts", "svc.cli.installations:parts", N_("Record that the parts were counted and accepted, signed by the parties.")),
            Command("install measure", "svc.cli.installations:measure", N_("Record a measured value and its tolerance.")),
            Command("install defect", "svc.cli.installations:defect", N_("Report a defect in writing to whoever is liable for it."), "to defect"),
            Command("install papers", "svc.cli.installations:papers", N_("Record which papers of the machine were handed over to the customer."), "paper to"),
            Command("install train", "svc.cli.installations:train", N_("Record that users of the machine were trained in it."), "who content"),
            Command("install accept", "svc.cli.installations:accept", N_("Record that the installation is accepted and signed; the work ends here.")),
            Command("arrive", "svc.cli.visits:arrive", N_(
                "Record that the technician has arrived at the customer's."
            )),
            Command("visit", "svc.cli.visits:visit", N_("Record what was found and done at the customer's."), "outcome found done cause"),
            Command("take", "svc.cli.blocks:take", N_("Record what technicians and customers sent as forms in a chat.")),
            Command("back", "svc.cli.visits:back", N_(
                "Record that the technician is back at the office."
            )),
            Command("reported", "svc.cli.visits:reported", N_("Record that the technician has reported to the department."), "words"),
            Command("slip", "svc.cli.visits:slip", N_("File the receipt slip, signed or not.")),
        ),
    ),
    (
        N_("6 Follow up"),
        (
            Command("filed", "svc.cli.visits:filed", N_("Record that the customer's file holds what the visit showed.")),
            Command("forward", "svc.cli.visits:forward", N_("Pass a problem that stays open on to the company."), "to words"),
            Command("callback", "svc.cli.callbacks:callback", N_("Record a satisfaction call; without a ticket: who to call now."), "spoke_to rating"),
            Command("followup", "svc.cli.callbacks:followup", N_("Record the technician's follow-up call after an uncertain repair."), "spoke_to running"),
            Command("callback sample", "svc.cli.surveys:sample", N_("Draw headquarters' own sample of a month's callbacks, beside what the region has."), "seed"),
            Command("survey add", "svc.cli.surveys:add", N_("Type in the answers of the longer survey about a ticket."), "filled_by"),
            Command("survey sum", "svc.cli.surveys:sum_up", N_("Count a month's answers to the longer survey, question by question.")),
            Command("complaint about", "svc.cli.complaints:about", N_("Record a complaint about a ticket, as a ticket of its own."), "words wishes"),
            Command("complaint judge", "svc.cli.complaints:judge", N_("Judge whether a complaint is accepted, with class and grade."), "accepted grade quality"),
            Command("complaint analyse", "svc.cli.complaints:analyse", N_("Record the cause that production found, and what they propose."), "cause"),
            Command("complaint cause", "svc.cli.complaints:cause", N_("Record the cause, the department and person responsible, and the cost."), "cause department"),
            Command("complaint action", "svc.cli.complaints:action", N_("Record the corrective action taken."), "remedy"),
            Command("complaint cost", "svc.cli.complaints:cost", N_("Record what a complaint cost as audited by finance, and who bears it."), "amount bearer"),
            Command("complaint recovered", "svc.cli.complaints:recovered", N_("Record what was recovered from the customer of a complaint's cost."), "amount words"),
            Command("complaint check", "svc.cli.complaints:check", N_("Record whether the prevention after a complaint took effect."), "effective seen"),
            Command("complaint sum", "svc.cli.complaint_register:sum_up", N_("Sum up a month's complaints by class, model, cause and department.")),
            Command("complaint none", "svc.cli.complaints:none", N_("Sign as the duty head that a day had no complaints.")),
            Command("complaint list", "svc.cli.complaint_register:register", N_("Show the register of complaints.")),
            Command("suggestion add", "svc.cli.suggestions:add", N_("Take down what a customer or one of us suggests, in a line."), "words"),
            Command("suggestion list", "svc.cli.suggestions:list_suggestions", N_("List suggestions: whose they are, to whom they were sent up, what was answered.")),
            Command("commit", "svc.cli.tickets:commit", N_("Record a commitment to the customer, and by when."), "promise until"),
            Command("settle", "svc.cli.tickets:settle", N_("Decide the outcome of events that contradict each other."), "outcome reason"),
            Command("same", "svc.cli.joined:same", N_("Join a ticket to another one of the same matter, after a preview."), "into"),
            Command("close", "svc.cli.tickets:close", N_("Close a ticket.")),
            Command("reopen", "svc.cli.tickets:reopen", N_("Open a ticket again."), "reason"),
            Command("cancel", "svc.cli.tickets:cancel", N_("Cancel a ticket."), "reason asked_by"),
            Command("amend", "svc.cli.amendments:amend", N_("Put right what was recorded, or what was chosen at intake."), "reason"),
            Command("note", "svc.cli.tickets:note", N_("Add a note."), "words"),
            Command("attach", "svc.cli.attachments:attach", N_("Attach photos or documents to a ticket, list them, write them out.")),
        ),
    ),
    (
        N_("Look up"),
        (
            Command("help", "svc.cli.helps:show_help", N_("Explain a command, or a topic: times, states, roles, promises, files.")),
            Command("version", "svc.cli.helps:show_version", N_("Show the version.")),
            Command("mine", "svc.cli.mine:mine", N_("List what waits for you: your turn, what you promised, what was escalated to you.")),
            Command("list", "svc.cli.lists:list_tickets", N_(
                "List tickets, the open ones first due."
            )),
            Command("show", "svc.cli.show:show", N_("Show a ticket and its history.")),
            Command("search", "svc.cli.search:search", N_("Search customers, machines, tickets and known faults.")),
            Command("script", "svc.cli.scripts:script", N_("Show what to say or send at a step, with the facts filled in.")),
            Command("knowledge", "svc.cli.knowledge:knowledge", N_("Known faults: what to ask, cause, remedy.")),
            Command("knowledge add", "svc.cli.knowledge:add", N_("Write a known fault down, from a ticket that is over."), "symptom cause remedy"),
            Command("knowledge change", "svc.cli.knowledge:change", N_("Change what is written of a known fault.")),
            Command("knowledge used", "svc.cli.knowledge:used", N_("Record that a known fault was tried, and whether it helped."), "helped"),
            Command("knowledge missing", "svc.cli.knowledge:missing", N_("List frequent faults that are not in the knowledge base.")),
            Command("overdue", "svc.cli.promises:overdue", N_("List the promises that are overdue; --flag for cron.")),
            Command("print", "svc.cli.papers:print_paper", N_("Print papers for tickets or for a day, as PDF or HTML, several in one file.")),
            Command("prices", "svc.cli.quotes:prices", N_("Show the price list: labour, travel, parts.")),
            Command("report", "svc.cli.reports:report", N_("The monthly report of a region or an office.")),
            Command("report diff", "svc.cli.month_seals:report_diff", N_("What of a sealed month's or a printed report's figures changed since, by which tickets' which entries.")),
            Command("seal", "svc.cli.month_seals:seal", N_("Close a month of an office: figures and digest are kept, later entries need a reason.")),
            Command("pages", "svc.cli.site:write_pages", N_("Make a folder of pages to look at: board, each technician's day, calls, tickets, report.")),
        ),
    ),
    (
        N_("Exchange"),
        (
            Command("import", "svc.cli.imports:import_table", N_("Import customers, machines, parts, prices, staff, known faults or old tickets from a spreadsheet.")),
            Command("export", "svc.cli.exports:export", N_("Export tickets, events, customers, machines or movements of parts, for other tools.")),
            Command("calendar export", "svc.cli.calendar:export", N_("Write technicians' visits as calendars (ics) for their phones.")),
            Command("notify", "svc.cli.notify:notify", N_("Tell groups and people what is due, by robots of DingTalk, WeCom, Feishu and by mail.")),
            Command("sync", "svc.cli.sync:sync", N_("Exchange with the other desks: theirs comes in, ours goes out.")),
            Command("renumber", "svc.cli.renumber:renumber", N_("Give a record or receipt another number whose number another desk gave, too.")),
            Command("archive", "svc.cli.archiving:archive", N_("Put a year's closed tickets into one file for each office, after a preview; or take them out.")),
            Command("guard", "svc.cli.guard:guard", N_("Guard the repository that desks share: judge what is pushed.")),
            Command("forget", "svc.cli.forgetting:forget", N_("Take a customer's personal data out, after a preview; figures stay.")),
            Command("adopt", "svc.cli.tickets:adopt", N_("Record what was edited by hand in a ticket's head, or commit edited settings."), "reason"),
        ),
    ),
)  # fmt: skip

HIDDEN = (
    Command(
        "merge-driver",
        "svc.cli.ledgers:merge_driver",
        N_("Merge two versions of a record; git calls this."),
    ),
)

GROUPS: dict[str, str] = {
    "clock": N_("Calculate with opening hours."),
    "calendar": N_("Working calendars."),
    "promise": N_("Promises and policies."),
    "bench": N_("Machines that customers bring in, or that are taken back for repair."),
    "knowledge": N_("Known faults: found, written down, tried."),
    "daily": N_("The daily reconciliation: what a day came to, and its seal."),
    "report": N_("The monthly report, and what changed in it since it was sealed."),
    "stock": N_("The store: what lies where, and the documents that move it."),
    "part": N_("Parts: those a ticket waits for, and the catalogue."),
    "loan": N_("Parts lent to technicians."),
    "loaner": N_("Machines of ours that customers have until theirs is repaired."),
    "install": N_("Installation: order, checks and values, acceptance."),
    "callback": N_("Satisfaction calls: record one, list them, draw a sample."),
    "suggestion": N_("Suggestions of customers and of our own people."),
    "survey": N_("The longer survey of satisfaction."),
    "complaint": N_("Complaints, from the call to the corrective action."),
    "staff": N_("People who come and go."),
    "region": N_("Regions."),
    "office": N_("Offices."),
    "policy": N_("Policies: what is promised to whom."),
    "price": N_("Price lists."),
    "customer": N_("Customers' files."),
    "equipment": N_("Customers' machines."),
    "upkeep": N_("Maintenance by plan."),
}

COMMANDS: dict[str, Command] = {
    command.name: command for _, commands in (*STAGES, ("", HIDDEN)) for command in commands
}
