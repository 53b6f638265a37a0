"""The table of commands: what is typed, which function it calls, what it is for.

A function is imported when its command is called, so a command costs what it needs and no more.
To add a command: a function in `svc/cli/`, a row here, its Chinese in the catalogue of messages.
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import N_


class Command(Struct, frozen=True):
    """A row: `name` as typed (`clock add` is a command of a command), `call` as module:function."""

    name: str
    call: str
    help: str


STAGES: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        N_("Start"),
        (
            Command("init", "svc.cli.ledgers:init", N_("Start a ledger, or make a fresh clone ready for a desk.")),
            Command("check", "svc.cli.checks:check", N_("Say everything that is not as it should be, with file and line.")),
            Command("why", "svc.cli.promises:why", N_("Explain each promise of a ticket: every span counted, closed or paused.")),
            Command("clock add", "svc.cli.clock:add", N_("The moment so much open time after another.")),
            Command("clock between", "svc.cli.clock:between", N_("The open time between two moments.")),
            Command("clock batch", "svc.cli.clock:batch", N_("Answer questions to the clock from a file, one a line.")),
            Command("calendar fill", "svc.cli.calendar:fill", N_("Enter a year's official holidays as a new calendar version.")),
            Command("promise list", "svc.cli.promises:list_promises", N_("The promises of a policy, with their source.")),
            Command("promise recompute", "svc.cli.promises:recompute", N_("Put open tickets under a later policy or calendar, after a preview.")),
            Command("schema", "svc.cli.schemas:schema", N_("JSON Schemas of the ledger's files, so that editors explain and check them.")),
        ),
    ),
    (
        N_("1 Intake"),
        (
            Command("intake", "svc.cli.intake:intake", N_("Take a request down, completely, while the customer is on the line.")),
            Command("customer find", "svc.cli.customers:find", N_("Find customers by telephone, name, pinyin, serial number …")),
            Command("customer show", "svc.cli.customers:show", N_("A customer's file: machines, tickets, what changed.")),
            Command("customer add", "svc.cli.customers:add", N_("Open a customer's file.")),
            Command("customer correct", "svc.cli.customers:correct", N_("Correct a value of a customer's file.")),
            Command("customer contact", "svc.cli.customers:contact", N_("Add somebody to call, or their new number.")),
            Command("customer merge", "svc.cli.customers:merge", N_("Merge two files of one customer; nothing is deleted.")),
            Command("customer confirm", "svc.cli.customers:confirm", N_("Say that a file was checked and is right.")),
            Command("equipment add", "svc.cli.equipment:add", N_("Add a machine to a customer's file.")),
            Command("equipment correct", "svc.cli.equipment:correct", N_("Correct a value of a machine.")),
            Command("equipment move", "svc.cli.equipment:move", N_("A machine stands somewhere else at the same customer's.")),
            Command("equipment transfer", "svc.cli.equipment:transfer", N_("A machine has another owner, or is out of use.")),
            Command("equipment replace", "svc.cli.equipment:replace", N_("Another machine came in place of one.")),
            Command("equipment history", "svc.cli.equipment:history", N_("A machine's life: owners, tickets, replacements.")),
            Command("declare", "svc.cli.repeats:declare", N_("Declare a repeated repair to headquarters.")),
            Command("remind", "svc.cli.tickets:remind", N_("The customer called again for the same matter.")),
        ),
    ),
    (
        N_("2 Reply, 3 Arrange"),
        (
            Command("handover", "svc.cli.replies:handover", N_("Tell the lead or coordinator everything.")),
            Command("contact", "svc.cli.replies:contact", N_("The customer was reached, the fault judged, a time promised.")),
            Command("reply", "svc.cli.replies:reply", N_("The first technical answer; or the answer that solves it.")),
            Command("dispatch", "svc.cli.dispatches:dispatch", N_("Assign a technician and an agreed time.")),
            Command("reschedule", "svc.cli.dispatches:reschedule", N_("Move an agreed visit, with the customer's consent.")),
            Command("hold", "svc.cli.tickets:hold", N_("Put a ticket on hold, with the reason.")),
            Command("resume", "svc.cli.tickets:resume", N_("Take a ticket up again.")),
            Command("approve", "svc.cli.tickets:approve", N_("Leave was asked and given, or refused.")),
            Command("urgency", "svc.cli.tickets:urgency", N_("Say how urgent a ticket is, and why.")),
            Command("roster", "svc.cli.rosters:roster", N_("Who is on duty outside opening hours, and who is away.")),
            Command("escalate", "svc.cli.tickets:escalate", N_("Hand a problem up, with the reason.")),
        ),
    ),
    (
        N_("4 Prepare, 5 Carry out"),
        (
            Command("prepare", "svc.cli.visits:prepare", N_("Parts, tools and papers are ready and checked.")),
            Command("bench receive", "svc.cli.bench:receive", N_("Receive a machine with its accessories, signed for.")),
            Command("bench place", "svc.cli.bench:place", N_("A customer's machine stands somewhere else now.")),
            Command("bench repair", "svc.cli.bench:repair", N_("Bench repair is done and tested; the machine is ready.")),
            Command("bench told", "svc.cli.bench:told", N_("The customer knows that the machine can be picked up.")),
            Command("pickup", "svc.cli.bench:pickup", N_("The machine was picked up and signed for.")),
            Command("ship", "svc.cli.bench:ship", N_("Send the machine to the factory with its papers.")),
            Command("returned", "svc.cli.bench:returned", N_("The machine is back from the factory.")),
            Command("replace", "svc.cli.bench:replace", N_("The customer has another machine now; the warranty moves with it.")),
            Command("quote", "svc.cli.quotes:quote", N_("Name a price, line by line, from the price list.")),
            Command("consent", "svc.cli.quotes:consent", N_("Record the customer's consent before the work, or its refusal.")),
            Command("decline", "svc.cli.quotes:decline", N_("Politely declined: no consent to a price, or not ours to repair.")),
            Command("charge", "svc.cli.quotes:charge", N_("Charge the work: what was quoted, or other lines.")),
            Command("receipt", "svc.cli.receipts:receipt", N_("Take money and issue its receipt; void it, replace it, hand money in.")),
            Command("cost", "svc.cli.costs:cost", N_("What the work cost us, and who of us bears it.")),
            Command("part request", "svc.cli.parts:request", N_("Ask the parts centre for a part; the ticket waits for it.")),
            Command("part deliver", "svc.cli.parts:deliver", N_("A requested part is here.")),
            Command("part short", "svc.cli.parts:short", N_("A part was asked for that stock does not have.")),
            Command("loan lend", "svc.cli.parts:lend", N_("Hand a part to a technician for a ticket.")),
            Command("loan return", "svc.cli.parts:take_back", N_("A lent part was used, or came back.")),
            Command("loan list", "svc.cli.parts:list_loans", N_("Parts that are out, the longest first.")),
            Command("install order", "svc.cli.installations:order", N_("The service order, due seven days before the start.")),
            Command("install parts", "svc.cli.installations:parts", N_("The parts were counted and accepted, signed by the parties.")),
            Command("install measure", "svc.cli.installations:measure", N_("A measured value against its tolerance.")),
            Command("install defect", "svc.cli.installations:defect", N_("A defect told in writing to those liable.")),
            Command("install accept", "svc.cli.installations:accept", N_("The installation is accepted and signed; the work ends here.")),
            Command("arrive", "svc.cli.visits:arrive", N_("The technician is at the customer's.")),
            Command("visit", "svc.cli.visits:visit", N_("What was found and done at the customer's.")),
            Command("back", "svc.cli.visits:back", N_("The technician is back at the office.")),
            Command("slip", "svc.cli.visits:slip", N_("File the receipt slip, signed or not.")),
        ),
    ),
    (
        N_("6 Follow up"),
        (
            Command("callback", "svc.cli.callbacks:callback", N_("Record the satisfaction call; without a ticket: whom to call now.")),
            Command("followup", "svc.cli.callbacks:followup", N_("Record the technician's own call after an unsure repair.")),
            Command("complaint about", "svc.cli.complaints:about", N_("Take down a complaint about a ticket, as a ticket of its own.")),
            Command("complaint judge", "svc.cli.complaints:judge", N_("Accept a complaint or not, with class and grade.")),
            Command("complaint cause", "svc.cli.complaints:cause", N_("Cause, responsible department and person, and the cost.")),
            Command("complaint action", "svc.cli.complaints:action", N_("What was done so that it is put right.")),
            Command("complaint list", "svc.cli.complaints:register", N_("The register of complaints.")),
            Command("commit", "svc.cli.tickets:commit", N_("Record what was promised to the customer, until when.")),
            Command("settle", "svc.cli.tickets:settle", N_("Name the outcome of events that could not both hold.")),
            Command("close", "svc.cli.tickets:close", N_("Close a ticket.")),
            Command("reopen", "svc.cli.tickets:reopen", N_("Open a ticket again.")),
            Command("cancel", "svc.cli.tickets:cancel", N_("Give a request up.")),
            Command("note", "svc.cli.tickets:note", N_("Add a note.")),
        ),
    ),
    (
        N_("Look"),
        (
            Command("list", "svc.cli.lists:list_tickets", N_("Tickets, the open ones first due.")),
            Command("show", "svc.cli.show:show", N_("One ticket as a story.")),
            Command("search", "svc.cli.search:search", N_("Look for words in customers, machines, tickets, known faults.")),
            Command("script", "svc.cli.scripts:script", N_("What to say or send at a step, filled in.")),
            Command("knowledge", "svc.cli.knowledge:knowledge", N_("Known faults: what to ask, cause, remedy.")),
            Command("overdue", "svc.cli.promises:overdue", N_("Promises that are overdue; --flag for cron.")),
            Command("print", "svc.cli.papers:print_paper", N_("Papers of tickets or of a day, as PDF or HTML, several in one file.")),
            Command("prices", "svc.cli.quotes:prices", N_("The price list: labour, travel, parts.")),
            Command("report", "svc.cli.reports:report", N_("A region's month in figures.")),
        ),
    ),
    (
        N_("Exchange"),
        (Command("adopt", "svc.cli.tickets:adopt", N_("Record what was edited by hand in a ticket's head as corrections.")),),
    ),
)  # fmt: skip

HIDDEN = (
    Command(
        "merge-driver",
        "svc.cli.ledgers:merge_driver",
        N_("What git calls to merge two versions of a record."),
    ),
)

GROUPS: dict[str, str] = {
    "clock": N_("Ask the working clock."),
    "calendar": N_("Working calendars."),
    "promise": N_("Promises and policies."),
    "bench": N_("Machines that customers bring in, or that were taken along."),
    "part": N_("Parts a ticket waits for."),
    "loan": N_("Parts handed to technicians."),
    "install": N_("Installation: order, checks and values, acceptance."),
    "complaint": N_("Complaints, from the call to the corrective action."),
    "customer": N_("Customers' files."),
    "equipment": N_("Customers' machines."),
}

COMMANDS: dict[str, Command] = {
    command.name: command for _, commands in (*STAGES, ("", HIDDEN)) for command in commands
}
