"""The table of everything `svc check` asks: the name of each rule, its function, what to do where
it does not hold.

What a rule proves is what its function is called. Findings show the name in brackets; scripts go by
it. docs/reference/checks.md is made from this table (`make reference`), and a test has a record
that breaks each rule and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from svc.errors import N_
from svc.rules.checks import across_records as between
from svc.rules.checks import configuration, customers, logs, money, seals, stock, tickets
from svc.rules.checks.facts import Facts
from svc.rules.checks.subject import (
    CheckedCustomer,
    CheckedMonthSeal,
    CheckedSeal,
    CheckedStock,
    CheckedTicket,
    Finding,
)


class Rule(Struct, frozen=True, kw_only=True):
    """A row: `do` is a message id, with the fields of the finding's problem, `id` of the record,
    `path` of the file.
    """

    name: str
    asks: Callable[[Any], Any] | None = (
        None  # None: asked where files and git are looked at (svc/actions/checks.py)
    )
    # what it looks at: records, tickets, customers, stock, seals, months, between, configuration,
    # files
    of: str
    do: str
    advice: bool = False  # something to decide; nothing is wrong yet
    mends: bool = False  # `svc check --fix` puts it right
    means: str = ""  # what it proves, where there is no function here

    @property
    def proves(self) -> str:
        return self.means or str(getattr(self.asks, "__name__", "")).replace("_", " ")


_BY_HAND = N_("restore it: git log -p -- {path}")
_STAFF = N_("enter them in staff.yaml; people who left stay there, marked with `left`")
_SETTLE = N_(
    'decide the outcome; to leave it as it is: svc settle {id} --outcome "{status}" --reason REASON'
)
_TWICE = N_(
    "ask both desks; if it was one payment: svc overpaid {id} --decide same --reason REASON; if it "
    "was two: svc overpaid {id} --decide both --reason REASON"
)
_TOO_MUCH = N_(
    "give it back: svc overpaid {id} --decide back --reason REASON; or charge what the work is "
    "worth: svc charge {id}"
)
_CLOCK = N_("check the clock of the desk that entered it; nothing that was recorded changes")
_KEY = N_("correct its name, or remove it; until then it is kept but not read")
_EDIT = N_("correct it in {path}, and commit it")

RULES: tuple[Rule, ...] = (
    # Every record
    Rule(
        name="status",
        of="records",
        asks=logs.status_follows_from_the_log,
        mends=True,
        do=N_("to fix it: svc check --fix {id} --go"),
    ),
    Rule(
        name="head",
        of="records",
        asks=logs.the_head_is_as_it_was_told,
        do=N_(
            "for a ticket, record the edit as corrections: svc adopt {id} --reason REASON; for a "
            "customer's file, restore the head (git log -p), then svc customer correct {id}"
        ),
    ),
    Rule(
        name="forgotten",
        of="records",
        asks=logs.what_was_forgotten_is_gone,
        mends=True,
        do=N_("to fix it: svc check --fix {id} --go"),
    ),
    Rule(name="out-of-turn", of="records", asks=logs.every_event_is_in_its_turn, do=_SETTLE),
    Rule(name="event-twice", of="records", asks=logs.no_two_events_have_one_identity, do=_BY_HAND),
    Rule(
        name="event-order",
        of="records",
        asks=logs.events_stand_in_the_order_of_their_numbers,
        do=_BY_HAND,
    ),
    Rule(name="staff", of="records", asks=logs.everybody_named_is_one_of_the_staff, do=_STAFF),
    Rule(
        name="role",
        of="records",
        asks=logs.whoever_records_has_the_role_for_it,
        do=N_("give them the role in staff.yaml if it is theirs; otherwise tell the manager"),
    ),
    Rule(
        name="allowed",
        of="records",
        asks=logs.only_managers_allow_what_is_against_a_rule,
        do=N_("give them the role in staff.yaml if it is theirs; otherwise tell the manager"),
    ),
    Rule(
        name="office",
        of="records",
        asks=logs.its_office_is_there,
        do=N_("enter the office in svc.yaml; never remove a code that records use"),
    ),
    Rule(
        name="region",
        of="records",
        asks=logs.its_region_is_that_of_an_office,
        do=N_("enter the region in svc.yaml; never remove a code that records use"),
    ),
    Rule(name="number", of="records", asks=logs.its_number_is_of_its_office, do=_BY_HAND),
    Rule(name="time-order", of="records", asks=logs.nothing_happened_before_it_began, do=_BY_HAND),
    Rule(name="future", of="records", asks=logs.nothing_was_typed_before_it_happened, do=_CLOCK),
    Rule(
        name="clock-set-back",
        of="records",
        asks=logs.what_follows_was_typed_later,
        do=_CLOCK,
        advice=True,
    ),
    Rule(name="unknown-key", of="records", asks=logs.every_key_means_something, do=_KEY),
    Rule(
        name="correction",
        of="records",
        asks=logs.corrections_are_of_what_the_head_says,
        do=_BY_HAND,
    ),
    Rule(
        name="renumbered",
        of="records",
        asks=logs.what_was_renumbered_bore_the_number,
        do=_BY_HAND,
    ),
    # Tickets
    Rule(name="incomplete", of="tickets", asks=tickets.the_head_is_complete, do=_BY_HAND),
    Rule(
        name="amendment",
        of="tickets",
        asks=tickets.amendments_are_of_what_was_recorded,
        do=_BY_HAND,
    ),
    Rule(
        name="amended-twice",
        of="tickets",
        asks=tickets.no_value_was_amended_differently_by_two_desks,
        do=N_("say what is right, once more: svc amend {id}"),
    ),
    Rule(
        name="unknown-why",
        of="tickets",
        asks=tickets.what_nobody_knew_has_its_reason,
        do=N_("ask the customer, and note what they say: svc note {id} WORDS"),
    ),
    Rule(
        name="terms",
        of="tickets",
        asks=tickets.the_versions_it_is_under_are_there,
        do=N_("get the file back: git log --diff-filter=D -- policies calendars prices"),
    ),
    Rule(
        name="warranty",
        of="tickets",
        asks=tickets.the_verdict_on_the_warranty_is_that_of_its_days,
        do=N_(
            "check the papers, and record it at the visit: svc visit {id} --in-warranty "
            "--outcome fixed --found TEXT --done TEXT --cause quality"
        ),
    ),
    Rule(
        name="event-reference", of="tickets", asks=tickets.what_an_event_ends_had_begun, do=_BY_HAND
    ),
    Rule(name="ended-twice", of="tickets", asks=tickets.nothing_ends_twice, do=_SETTLE),
    Rule(
        name="receipt-number",
        of="tickets",
        asks=tickets.receipts_named_are_those_of_the_ticket,
        do=_BY_HAND,
    ),
    Rule(
        name="promise",
        of="tickets",
        asks=tickets.due_times_that_were_flagged_come_out_again,
        do=N_(
            "a policy or calendar was edited after it was used: git log -p -- policies "
            "calendars; write changes as a new version; for the calculation: svc why {id}"
        ),
    ),
    Rule(
        name="not-lent",
        of="tickets",
        asks=tickets.parts_fitted_at_a_visit_were_lent,
        advice=True,
        do=N_(
            "book where it came from: svc loan lend {id} '{part}' --to {technician}, then svc loan "
            "return {id} '{part}' --how used"
        ),
    ),
    Rule(name="settled", of="tickets", asks=tickets.settled_outcomes_are_states, do=_BY_HAND),
    Rule(
        name="left-out",
        of="tickets",
        asks=tickets.nothing_that_must_be_said_is_left_out,
        advice=True,
        do=N_("ask who recorded it, and add it: svc note {id} WORDS"),
    ),
    Rule(
        name="own-work",
        of="tickets",
        asks=tickets.nobody_calls_back_about_work_of_their_own,
        do=N_(
            "have somebody else ask the customer: svc reopen {id} --reason REASON, then svc "
            "callback {id}"
        ),
    ),
    Rule(
        name="appointment",
        of="tickets",
        asks=tickets.visits_are_agreed_for_a_time_to_come,
        do=N_("agree on another time: svc reschedule {id}"),
    ),
    Rule(
        name="visit-order",
        of="tickets",
        asks=tickets.a_visit_is_in_the_order_of_its_times,
        advice=True,
        do=N_("ask who recorded it which time is right: svc note {id} WORDS"),
    ),
    Rule(
        name="price",
        of="tickets",
        asks=money.prices_with_a_code_are_those_of_the_list,
        do=N_(
            "the price list was edited after it was used: git log -p -- prices; new prices "
            "need a new list"
        ),
    ),
    Rule(
        name="paid-work",
        of="tickets",
        asks=money.paid_work_is_agreed_to_charged_and_paid,
        do=N_(
            "record what is missing: svc quote {id}, svc consent {id}, svc charge {id}, svc "
            "receipt {id}; or let it pass: svc waive {id} --reason REASON"
        ),
    ),
    Rule(
        name="signature",
        of="tickets",
        asks=tickets.acceptances_are_signed_by_all_parties,
        do=N_(
            'once they sign: svc install accept {id} --signed "{party}=NAME"; under the list of '
            'parts: svc install parts {id} --signed "{party}=NAME"'
        ),
    ),
    Rule(name="total", of="tickets", asks=money.totals_are_the_sum_of_their_lines, do=_BY_HAND),
    Rule(name="amount", of="tickets", asks=money.money_taken_is_more_than_nothing, do=_BY_HAND),
    Rule(name="figures", of="tickets", asks=money.amounts_are_written_in_figures, do=_BY_HAND),
    Rule(
        name="receipt",
        of="tickets",
        asks=money.receipts_stand_for_the_money_taken,
        do=N_("{mend}; or tell the cashier"),
    ),
    Rule(
        name="never-taken",
        of="tickets",
        asks=money.what_was_paid_is_recorded,
        do=N_("record it once more: svc receipt {id} --how {how} --amount {amount}"),
    ),
    Rule(
        name="receipt-without-money",
        of="tickets",
        asks=money.money_was_taken_for_each_receipt,
        do=N_(
            "void the one for which there is no money: svc receipt {id} --void {number} --reason "
            "REASON"
        ),
    ),
    Rule(
        name="refunded-twice",
        of="tickets",
        asks=money.money_goes_back_once,
        do=N_(
            "ask both desks; if it went back once: svc overpaid {id} --decide same --reason "
            "REASON; if the customer has it twice: svc overpaid {id} --decide both --reason "
            "REASON, and what they bring back is a payment: svc receipt {id}"
        ),
    ),
    Rule(name="paid-twice", of="tickets", asks=money.no_payment_was_recorded_twice, do=_TWICE),
    Rule(name="overpaid", of="tickets", asks=money.nobody_paid_more_than_was_charged, do=_TOO_MUCH),
    Rule(
        name="corrected-twice",
        of="tickets",
        asks=logs.no_value_was_corrected_differently_by_two_desks,
        do=N_("write what is right into {path}, then: svc adopt {id} --reason REASON"),
    ),
    # Customers' files
    Rule(
        name="file-corrected-twice",
        of="customers",
        asks=logs.no_value_of_a_file_was_corrected_differently_by_two_desks,
        do=N_(
            "say what is right: svc customer correct {id} --field {field} --to {new} "
            "--reason REASON"
        ),
    ),
    Rule(
        name="machine-corrected-twice",
        of="customers",
        asks=logs.no_machine_was_corrected_differently_by_two_desks,
        do=N_(
            "say what is right: svc equipment correct {serial} --field {field} --to {new} --reason "
            "REASON"
        ),
    ),
    Rule(
        name="cared-for-by",
        of="customers",
        asks=customers.who_looks_after_them_is_one_of_the_staff,
        do=N_(
            "name somebody else: svc customer correct {id} --field cared_for_by --to STAFF "
            "--reason REASON"
        ),
    ),
    Rule(
        name="contract",
        of="customers",
        asks=customers.the_contract_can_hold_and_names_machines_of_theirs,
        do=N_("enter it as it is: svc customer contract {id} --name {name}"),
    ),
    Rule(
        name="machine-twice",
        of="customers",
        asks=customers.no_machine_stands_in_it_twice,
        do=N_(
            "correct the one that is another machine: svc equipment correct {serial} "
            "--field serial --to SERIAL --reason REASON"
        ),
    ),
    Rule(
        name="machine-reference",
        of="customers",
        asks=customers.what_happened_to_a_machine_names_one_of_theirs,
        do=_BY_HAND,
    ),
    Rule(
        name="machine-site",
        of="customers",
        asks=customers.a_machine_stands_at_a_site_of_theirs,
        do=N_("enter the site: svc customer site {id} --name {site} --address TEXT"),
    ),
    Rule(
        name="site-twice",
        of="customers",
        asks=customers.no_site_was_added_as_two,
        do=N_("say which address is right: svc customer site {id} --name {site} --address TEXT"),
    ),
    Rule(
        name="replaced-twice",
        of="customers",
        asks=customers.no_machine_was_replaced_by_two,
        do=N_(
            "take the one that is not there out: svc equipment transfer {serial} --gone --reason "
            "REASON"
        ),
    ),
    # Sealed days
    Rule(name="seal", of="seals", asks=seals.what_was_sealed_is_as_it_was, do=_BY_HAND),
    Rule(
        name="sealed-twice",
        of="seals",
        asks=seals.one_desk_sealed_the_day,
        advice=True,
        do=N_(
            "say which figures are right: svc daily correct {day} --office {office} --reason REASON"
        ),
    ),
    Rule(
        name="late-entry",
        of="tickets",
        asks=seals.nothing_came_late_for_a_sealed_day,
        advice=True,
        do=N_(
            "count it with the next day that is sealed, or put that day's figures right: svc daily "
            "correct {day} --office {office} --reason REASON"
        ),
    ),
    Rule(
        name="month-seal",
        of="months",
        asks=seals.what_was_sealed_of_the_month_is_as_it_was,
        do=_BY_HAND,
    ),
    Rule(
        name="month-sealed-twice",
        of="months",
        asks=seals.one_desk_sealed_the_month,
        advice=True,
        do=N_("say which figures are right: svc seal {month} --office {office} --again REASON"),
    ),
    Rule(
        name="late-for-month",
        of="tickets",
        asks=seals.what_came_late_for_a_sealed_month_has_a_reason,
        advice=True,
        do=N_(
            "a manager answers for it: svc approve {id} --asked TEXT --of {event}; or the month "
            "is put right: svc seal {month} --office {office} --again REASON"
        ),
    ),
    # Between records
    Rule(
        name="typed-ahead",
        of="between",
        asks=between.nothing_was_typed_later_than_now,
        do=_CLOCK,
        advice=True,
    ),
    Rule(
        name="stock-names",
        of="stock",
        asks=stock.whom_a_document_names_is_there,
        do=N_("enter it in svc.yaml or staff.yaml; never remove a code that records use"),
    ),
    Rule(
        name="ended-otherwise",
        of="stock",
        asks=stock.of_two_that_end_a_document_both_say_the_same,
        advice=True,
        do=N_("see what it was about, and count the parts: svc stock show {id}, svc stock count"),
    ),
    Rule(
        name="overdrawn",
        of="between",
        asks=stock.no_place_gives_more_than_it_has,
        do=N_(
            "count it and book the difference: {count_it}; or void the document that was wrong, "
            "see svc stock book {part}"
        ),
    ),
    Rule(
        name="piece",
        of="between",
        asks=stock.every_piece_is_where_it_was_last,
        do=N_(
            "see where it went: svc stock book {part}; then count it where it is not, or void the "
            "document that is wrong: {count_it}"
        ),
    ),
    Rule(
        name="loaner-twice",
        of="between",
        asks=stock.a_loaner_is_with_one_customer,
        do=N_(
            "ask who has it; where it is not, take the loan back: svc loaner return {id} "
            "{serial} --how good --condition WORDS, or: svc loaner return {other} "
            "{serial} --how good --condition WORDS"
        ),
    ),
    Rule(
        name="counted",
        of="between",
        asks=stock.counts_were_booked_against_what_was_there,
        do=N_("count the part once more: {count_it}"),
        advice=True,
    ),
    Rule(
        name="ticket-there",
        of="between",
        asks=between.tickets_named_are_there,
        do=N_("get it back: git log --diff-filter=D -- tickets; or get what others have: git pull"),
    ),
    Rule(
        name="link",
        of="between",
        asks=between.a_complaint_and_its_ticket_name_each_other,
        do=N_("get what others have: git pull; otherwise mention it there: svc note {other} {id}"),
    ),
    Rule(
        name="customer",
        of="between",
        asks=between.the_customers_file_is_there,
        do=N_(
            "get it back: git log --diff-filter=D -- customers; or get what others have: git pull"
        ),
    ),
    Rule(
        name="machine",
        of="between",
        asks=between.a_customers_file_has_the_machine,
        advice=True,
        do=N_(
            "add it: svc equipment add {file} --serial {serial} --model TEXT "
            "--specification TEXT --bought DAY"
        ),
    ),
    Rule(
        name="lent-twice",
        of="between",
        asks=between.no_part_is_lent_twice_at_once,
        do=N_(
            "see who has it, and take the other loan back: svc loan return {id} {part} --how good"
        ),
    ),
    Rule(
        name="loan",
        of="between",
        asks=between.nothing_is_lent_while_an_earlier_part_is_out,
        do=N_("take the earlier one back: svc loan return {other} {part} --how good"),
    ),
    Rule(
        name="unbooked",
        of="between",
        asks=stock.what_was_lent_unbooked_came_into_the_books,
        do=N_(
            "enter what came: svc stock receive {part}:{count} --office {office}; or count what is "
            "there: {count_it}"
        ),
    ),
    Rule(
        name="form-twice",
        of="between",
        asks=between.no_form_is_noted_twice,
        do=N_("give one of them up: svc cancel {id} --reason REASON --asked-by NAME"),
    ),
    Rule(
        name="receipt-book",
        of="between",
        asks=between.receipt_books_run_without_gaps,
        do=N_(
            "find the ticket that has it: git log -S {lost}; if a number was given twice, void "
            "one: svc receipt {id} --void {number} --reason REASON"
        ),
    ),
    Rule(
        name="file",
        of="between",
        asks=between.files_named_are_there,
        do=N_(
            "get it back: git log --diff-filter=D -- customers; or get what others have: git pull"
        ),
    ),
    Rule(
        name="both-files",
        of="between",
        asks=between.what_two_files_share_stands_in_both,
        do=N_("get what others have: git pull; otherwise record it again there"),
    ),
    Rule(
        name="merged",
        of="between",
        asks=between.a_merged_file_leads_to_one_in_use,
        do=N_("say which one is in use: svc settle {id} --outcome active --reason REASON"),
    ),
    Rule(
        name="left-behind",
        of="between",
        asks=between.what_a_merged_file_has_came_along,
        do=N_("to take it over: svc settle {id} --outcome merged --reason REASON"),
    ),
    Rule(
        name="machine-corrected-elsewhere",
        of="between",
        asks=between.what_was_corrected_of_a_machine_went_with_it,
        do=N_(
            "say there what is right: svc equipment correct {serial} --field {field} --to {new} "
            "--reason REASON"
        ),
    ),
    Rule(
        name="serial-twice",
        of="between",
        asks=between.a_machine_stands_in_one_file,
        do=N_(
            "if it has a new owner: svc equipment transfer {serial} --to {other} --reason REASON; "
            "if both are one customer: svc customer merge {id} --into {other} --reason REASON"
        ),
    ),
    Rule(
        name="upkeep-twice",
        of="between",
        asks=between.a_due_machine_has_one_ticket,
        do=N_(
            "give up the one that nobody works on: svc cancel {id} --reason REASON --asked-by NAME"
        ),
    ),
    Rule(
        name="telephone-twice",
        of="between",
        asks=between.a_telephone_is_that_of_one_customer,
        advice=True,
        do=N_("if both are one customer: svc customer merge {id} --into {other} --reason REASON"),
    ),
    # Configuration
    Rule(
        name="unknown-setting",
        of="configuration",
        asks=configuration.every_key_of_the_configuration_means_something,
        do=_KEY,
    ),
    Rule(
        name="staff-twice",
        of="configuration",
        asks=configuration.nobody_stands_in_staff_twice,
        do=_EDIT,
    ),
    Rule(
        name="staff-office",
        of="configuration",
        asks=configuration.people_belong_to_an_office_there_is,
        do=_EDIT,
    ),
    Rule(
        name="staff-kit",
        of="configuration",
        asks=configuration.kits_that_people_have_are_there,
        do=N_(
            "enter the set '{kit}' in parts.yaml; or give {person} another in {path}; and commit it"
        ),
    ),
    Rule(
        name="knowledge-part",
        of="configuration",
        asks=configuration.parts_that_known_faults_take_are_there,
        advice=True,
        do=N_("svc knowledge change {entry} --drop {part}; or enter the part: svc part add {part}"),
    ),
    Rule(
        name="days",
        of="configuration",
        asks=configuration.absences_and_skills_end_after_they_begin,
        do=_EDIT,
    ),
    Rule(
        name="roster",
        of="configuration",
        asks=configuration.the_roster_names_people_and_days,
        do=N_("correct it in {path}, and commit it; to see who is on duty: svc roster"),
    ),
    Rule(
        name="office-people",
        of="configuration",
        asks=configuration.every_office_has_people,
        advice=True,
        do=N_("enter its people in staff.yaml"),
    ),
    Rule(
        name="office-calendar",
        of="configuration",
        asks=configuration.every_office_has_a_calendar,
        do=_EDIT,
    ),
    Rule(
        name="setting",
        of="configuration",
        asks=configuration.what_settings_name_is_there,
        do=_EDIT,
    ),
    Rule(
        name="notify",
        of="configuration",
        asks=configuration.nothing_is_told_twice_to_one_channel,
        do=_EDIT,
    ),
    Rule(
        name="policy", of="configuration", asks=configuration.every_ticket_finds_a_policy, do=_EDIT
    ),
    Rule(
        name="lane",
        of="configuration",
        asks=configuration.one_desk_has_one_lane,
        do=N_("one of the two clones must take another lane: svc init --join --desk {free}"),
    ),
    Rule(
        name="moment",
        of="configuration",
        asks=configuration.promises_name_moments_there_are,
        do=N_(
            "write a new version of the policy with a moment that exists; to see them: svc schema "
            "policy"
        ),
    ),
    Rule(
        name="unset",
        of="configuration",
        asks=configuration.promises_have_a_limit,
        advice=True,
        do=N_("set one in a new version of the policy"),
    ),
    Rule(
        name="zone",
        of="configuration",
        asks=configuration.calendars_have_the_zone_of_the_ledger,
        do=N_("write a new version of the calendar in the ledger's zone"),
    ),
    Rule(
        name="calendar-year",
        of="configuration",
        asks=configuration.calendars_list_the_official_days,
        advice=True,
        do=N_("once they are published: svc calendar fill {year}"),
    ),
    # Files and git
    Rule(
        name="sign-off",
        of="files",
        advice=True,
        means="no complaint was received on a day signed as one without",
        do=N_("the complaint counts; tell the duty head"),
    ),
    Rule(
        name="attachment",
        of="files",
        means="the bytes of every attached file are here, as they were attached",
        do=N_("fetch it from another desk: svc sync; or restore it: git log -p -- {bytes_at}"),
    ),
    Rule(
        name="layout",
        of="files",
        mends=True,
        means="events can be added to every record as it is written",
        do=N_("to fix it: svc check --fix {id} --go"),
    ),
    Rule(
        name="marks",
        of="files",
        mends=True,
        means="comments `# corrected in N` are those that follow from the log",
        do=N_("to fix it: svc check --fix {id} --go"),
    ),
    Rule(
        name="unquoted",
        of="files",
        means="texts that other readers of YAML take for something else have quotes",
        do=N_("put it in double quotes in {path}, and commit it"),
    ),
    Rule(
        name="file-name",
        of="files",
        means="every file lies where its number or version leads",
        do=N_("rename or move it: git mv {path} …"),
    ),
    Rule(
        name="archived-twice",
        of="files",
        means="a ticket lies in an archive or has a file of its own, not both",
        do=N_(
            "the file counts; to have it in the archive alone, once it is closed: svc archive "
            "{year}"
        ),
    ),
    Rule(
        name="history",
        of="files",
        means="no log lost or changed what was committed, or what all desks had at the last sync",
        do=N_(
            "see what it was, and restore it: git diff -- {path}; git checkout HEAD -- {path}; if "
            "it is committed: svc check --history"
        ),
    ),
    Rule(
        name="rewound",
        of="files",
        means="the branch has all that desks had at the last sync",
        do=N_("ask who did it, before anything else is recorded"),
    ),
    Rule(
        name="uncommitted",
        of="files",
        means="git has all that was recorded",
        do=N_('add it to git: git add -- {path}; git commit -m "what was missing" -- {path}'),
    ),
    Rule(
        name="changed-settings",
        of="files",
        means="git has every change of the settings",
        advice=True,
        do=N_("once it is right, have it checked and committed: svc adopt settings"),
    ),
    Rule(
        name="encoding",
        of="files",
        mends=True,
        means="files that people edit are as svc writes them: UTF-8, no byte order mark, LF",
        do=N_("it is read all the same; to convert it: svc check --fix --go"),
    ),
    Rule(
        name="unfinished",
        of="files",
        means="no merge, rebase, am, cherry-pick or revert is unfinished",
        do=N_(
            "to end it: svc check --fix (git's own commands: git {id} --continue, git {id} --abort)"
        ),
    ),
    Rule(
        name="attributes",
        of="files",
        means="git merges records by our rules, byte for byte",
        mends=True,
        do=N_("to add them: svc check --fix --go; who took them out: git log -p -- {path}"),
    ),
    Rule(
        name="merge-driver",
        of="files",
        means="git knows how to merge records here, and finds svc for it",
        do=N_("set up this copy: svc init --join"),
    ),
    Rule(
        name="template", of="files", means="templates of the department's own can be read", do=_EDIT
    ),
)

DAMAGED = N_("open {path} in an editor; to see what it was: git log -p -- {path}")
"""What to do with a file that can't be read: such findings bear the key of the error that reading
it ends with.
"""

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}


def findings_of_ticket(checked: CheckedTicket) -> list[Finding]:
    """Everything in one ticket's record that is not as it should be."""
    findings: list[Finding] = []
    for ask in _OF_TICKETS:
        findings.extend(ask(checked))
    return findings


def findings_of_customer(checked: CheckedCustomer) -> list[Finding]:
    """Everything in one customer's file that is not as it should be."""
    return [finding for ask in _OF_FILES for finding in ask(checked)]


def findings_of_document(checked: CheckedStock) -> list[Finding]:
    """Everything in one stock document that is not as it should be."""
    return [finding for ask in _OF_DOCUMENTS for finding in ask(checked)]


def findings_of_seal(checked: CheckedSeal) -> list[Finding]:
    """Everything in one seal that is not as it should be."""
    return [finding for ask in _OF_SEALS for finding in ask(checked)]


def findings_of_month_seal(checked: CheckedMonthSeal) -> list[Finding]:
    """Everything in one month's seal that is not as it should be."""
    return [finding for ask in _OF_MONTHS for finding in ask(checked)]


def findings_between(facts: Facts) -> list[tuple[str, Finding]]:
    """What does not fit together between records; with the number of the record in which it
    shows.
    """
    return [finding for ask in _functions_of("between") for finding in ask(facts)]


def findings_of_configuration(setup: configuration.Setup) -> list[tuple[str, Finding]]:
    """What is not as it should be in the configuration; with the path of the file."""
    return [finding for ask in _functions_of("configuration") for finding in ask(setup)]


# Any: what a function takes and gives goes with the `of` of its rule, which no type can say.
def _functions_of(*of: str) -> list[Callable[[Any], Any]]:
    return [rule.asks for rule in RULES if rule.of in of and rule.asks is not None]


_OF_TICKETS = _functions_of("records", "tickets")
_OF_FILES = _functions_of("records", "customers")
_OF_DOCUMENTS = _functions_of("records", "stock")
_OF_SEALS = _functions_of("records", "seals")
_OF_MONTHS = _functions_of("records", "months")
