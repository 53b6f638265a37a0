"""`svc customer …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from svc.actions import customers as actions
from svc.actions.customer_merges import merge_customers
from svc.cli.desk import Desk
from svc.cli.shared import (
    NO_LIMIT,
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    LimitOption,
    ReasonOption,
    XlsxOption,
    name_broken,
    name_other_bearer,
    office_code,
    one_of,
    put_out_list,
    whole_number,
)
from svc.cli.values import Value
from svc.errors import N_, Damaged, NotANumber
from svc.model.ids import parse_customer_id
from svc.model.labels import LABELS
from svc.model.service import SHARES

if TYPE_CHECKING:
    from svc.actions.customers import CustomerResult
    from svc.model.customers import Customer

CustomerArgument = Annotated[
    str,
    typer.Argument(
        metavar="CUSTOMER", help=N_("The file number, or words that match one customer.")
    ),
]
ZONES = ("inside", "near", "far")
_TAKES = {
    "phone": "PHONE",
    "sort": "|".join(actions.CATEGORIES),
    "office": "OFFICE",
    "zone": "|".join(ZONES),
    "distance_km": "KM",
    "cared_for_by": "STAFF",
}
"""Which values of a file are more than words, as metavars."""


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Option("--name", metavar="UNIT", help=N_("Customer unit."))] = "",
    address: Annotated[str, typer.Option("--address", help=N_("Address."))] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="PHONE", help=N_("Phone."))] = "",
    contact: Annotated[str, typer.Option("--contact", help=N_("Contact person."))] = "",
    mobile: Annotated[
        str, typer.Option("--mobile", metavar="PHONE", help=N_("Contact's mobile."))
    ] = "",
    job: Annotated[str, typer.Option("--job", help=N_("The contact's job."))] = "",
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("The office; default: yours."))
    ] = "",
    category: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="|".join(actions.CATEGORIES),
            help=N_("End user, dealer, or only the payer."),
        ),
    ] = "end_user",
    zone: Annotated[
        str,
        typer.Option(
            "--zone", metavar="|".join(ZONES), help=N_("Inside the service area, near it, or far.")
        ),
    ] = "",
    distance: Annotated[
        str, typer.Option("--distance", metavar="KM", help=N_("Distance from the office."))
    ] = "",
    contract: Annotated[
        str, typer.Option("--contract", help=N_("The contract, such as 24x7."))
    ] = "",
    cared_for_by: Annotated[
        str,
        typer.Option(
            "--cared-for-by", metavar="STAFF", help=N_("Who looks after them on our side.")
        ),
    ] = "",
    another: Annotated[
        bool,
        typer.Option(
            "--another", help=N_("It is another customer, although the name or telephone is known.")
        ),
    ] = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Open a customer's file."""
    from svc.model.customers import CustomerHead

    desk: Desk = ctx.obj
    typed = desk.need(
        name=(N_("Customer unit"), name),
        address=(N_("Address"), address),
        phone=(N_("Phone"), phone),
        contact=(N_("Contact person"), contact),
        mobile=(N_("Contact's mobile"), mobile),
    )
    ledger = desk.ledger()
    typist = desk.typist(at or None, again, allow)
    own_office = ledger.person(typist.by).office or ledger.settings.default_office
    contacts, phones = actions.contacts_told(typed["phone"], typed["contact"], typed["mobile"], job)
    head = CustomerHead(
        id="",
        status="",
        opened=typist.happened,
        office=office_code(ledger, office) or own_office,
        region="",
        sort=one_of("--sort", category, actions.CATEGORIES),  # type: ignore[arg-type]
        name=typed["name"],
        address=typed["address"],
        phone=phones,
        contacts=contacts,
        zone=one_of("--zone", zone, ZONES) if zone else "",  # type: ignore[arg-type]
        distance_km=whole_number("--distance", distance),
        contract=contract,
        cared_for_by=cared_for_by,
    )
    result = actions.open_customer_file(ledger, head, typist, another=another)
    tell_customer_result(desk, result)
    if not desk.json and not result.repeated:
        desk.say(N_("Its machines: svc equipment add {file}"), file=result.customer.id)


def find(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help=N_(
                "Telephone, file number, name, contact, pinyin, address or serial number; part "
                "of it is enough."
            ),
        ),
    ],
    limit: LimitOption = 9,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Find customers by telephone, file number, name, contact, pinyin, address or serial number."""
    from svc.render.customers import match_rows

    desk: Desk = ctx.obj
    broken: list[Damaged] = []
    matches = actions.find_customers(desk.ledger(), " ".join(words), broken, limit or NO_LIMIT)
    if desk.json:
        items = [
            {
                **customer_fields(match.customer),
                "serial": match.machine.serial if match.machine else None,
                "why": desk.words.show(match.why),
            }
            for match in matches
        ]
        desk.show_json("customers", items=items, unreadable=len(broken))
    elif matches or csv or xlsx:
        listing = match_rows(matches, desk.words)
        put_out_list(desk, listing, N_("Customers"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No customer matches. To open a file: svc customer add"))
    name_broken(broken)


def show(ctx: typer.Context, customer: CustomerArgument) -> None:
    """Show a customer's file: machines, tickets, changes."""
    from svc.render.customers import customer_card

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    card = actions.customer_card(ledger, customer, broken)
    if desk.json:
        from svc.model.records import plain_data

        data = plain_data(card.customer)
        desk.show_json(
            "customer",
            customer=data,
            aliases=actions.merged_ids(ledger, card.state),
            tickets=[state.ticket.id for state in card.tickets],
            unreadable=len(broken),
        )
    else:
        desk.out(
            customer_card(
                card.state,
                card.tickets,
                settings=ledger.settings,
                staff=ledger.staff,
                words=desk.words,
                today=desk.now.date(),
            )
        )
        name_other_bearer(desk, card.customer.id)
    name_broken(broken)


def correct(
    ctx: typer.Context,
    customer: CustomerArgument,
    field: Annotated[
        str,
        typer.Option("--field", metavar="|".join(actions.FIELDS), help=N_("Which value is wrong.")),
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="VALUE", help=N_("The right value."))] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Correct a value of a customer's file."""
    desk: Desk = ctx.obj
    typed = desk.need(
        field=(N_("Which value is wrong"), field),
        to=(N_("The right value"), to),
        reason=(N_("Reason"), reason),
    )
    typed["to"] = Value("--to", _TAKES.get(typed["field"], "VALUE"), "").read(desk, typed["to"])
    ledger = desk.ledger()
    result = actions.correct_customer(
        ledger,
        customer_id_meant(desk, customer),
        desk.typist(at or None, again, allow),
        field=typed["field"],
        value=typed["to"],
        reason=typed["reason"],
    )
    tell_customer_result(desk, result)


def contact(
    ctx: typer.Context,
    customer: CustomerArgument,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("Contact person."))] = "",
    mobile: Annotated[
        str, typer.Option("--mobile", metavar="PHONE", help=N_("Contact's mobile."))
    ] = "",
    job: Annotated[str, typer.Option("--job", help=N_("The contact's job."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Add a contact of the customer, or a contact's new number."""
    from svc.model.customers import Contact

    desk: Desk = ctx.obj
    typed = desk.need(name=(N_("Contact person"), name), mobile=(N_("Contact's mobile"), mobile))
    person = Contact(name=typed["name"], mobile=typed["mobile"], job=job)
    tell_customer_result(
        desk,
        actions.add_contact(
            desk.ledger(),
            customer_id_meant(desk, customer),
            desk.typist(at or None, again, allow),
            person=person,
        ),
    )


def account(
    ctx: typer.Context,
    customer: CustomerArgument,
    days: Annotated[
        str,
        typer.Option("--days", metavar="COUNT", help=N_("How many days they may take to pay.")),
    ] = "",
    limit: Annotated[
        str,
        typer.Option("--limit", metavar="YUAN", help=N_("Up to which sum, all tickets together.")),
    ] = "",
    end: Annotated[bool, typer.Option("--end", help=N_("They are on account no longer."))] = False,
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Put a customer on account: how many days they may take to pay, up to which sum."""
    from svc.model.customers import OnAccount
    from svc.model.money import amount_from

    desk: Desk = ctx.obj
    ledger, typist = desk.ledger(), desk.typist(at or None, again, allow)
    number = customer_id_meant(desk, customer)
    agreed = None
    if not end:
        now = ledger.read_customer(number).state.current.account
        typed = desk.need(
            days=(N_("Days to pay"), days or (str(now.days) if now else "")),
            limit=(N_("Limit in yuan"), limit or (str(now.limit) if now else "")),
        )
        agreed = OnAccount(
            days=_days_typed(typed["days"]),
            limit=amount_from(typed["limit"], "--limit"),
        )
    tell_customer_result(
        desk, actions.set_account(ledger, number, typist, account=agreed, reason=reason)
    )


def _days_typed(text: str) -> int:
    """How long a customer may take to pay. Raises NotANumber for none, or more than a year."""
    days = whole_number("--days", text)
    if days is None or not 1 <= days <= 365:
        raise NotANumber(option="--days", value=text)
    return days


def merge(
    ctx: typer.Context,
    customer: CustomerArgument,
    into: Annotated[
        str,
        typer.Option("--into", metavar="CUSTOMER", help=N_("The file that stays the customer's.")),
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Merge two files of one customer: this one becomes an alias, nothing is deleted."""
    desk: Desk = ctx.obj
    typed = desk.need(into=(N_("The file that stays"), into), reason=(N_("Reason"), reason))
    tell_customer_result(
        desk,
        merge_customers(
            desk.ledger(),
            customer_id_meant(desk, customer),
            desk.typist(at or None, again, allow),
            into=customer_id_meant(desk, typed["into"]),
            reason=typed["reason"],
        ),
    )


def contract(
    ctx: typer.Context,
    customer: CustomerArgument,
    name: Annotated[
        str,
        typer.Option("--name", metavar="CONTRACT", help=N_("The contract's name, such as 24x7.")),
    ] = "",
    since: Annotated[str, typer.Option("--since", metavar="DAY", help=N_("Its first day."))] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help=N_("Its last day, included."))
    ] = "",
    free: Annotated[
        list[str] | None,
        typer.Option(
            "--free",
            metavar="|".join(SHARES),
            help=N_("What is free of charge; may be repeated. Without it nothing is."),
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="|".join(LABELS["kind"]),
            help=N_("What it covers; may be repeated. Default: repair, maintenance, inspection."),
        ),
    ] = None,
    machine: Annotated[
        list[str] | None,
        typer.Option(
            "--machine",
            metavar="SERIAL",
            help=N_("A machine it covers; may be repeated. Default: all of them."),
        ),
    ] = None,
    policy: Annotated[
        str, typer.Option("--policy", help=N_("The policy of its tickets; default: by svc.yaml."))
    ] = "",
    end: Annotated[bool, typer.Option("--end", help=N_("There is no contract any more."))] = False,
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Enter what the contract with a customer covers, in place of what was there; or --end it."""
    from svc.actions.contracts import enter_contract
    from svc.model.service import Contract
    from svc.model.tickets import TicketKind

    desk: Desk = ctx.obj
    entered = None
    if end:
        reason = desk.need(reason=(N_("Reason"), reason))["reason"]
    else:
        typed = desk.need(
            {"since": desk.day, "until": desk.day},
            name=(N_("Contract"), name),
            since=(N_("Its first day"), since),
            until=(N_("Its last day"), until),
        )
        entered = Contract(
            name=typed["name"],
            since=desk.day(typed["since"]),
            until=desk.day(typed["until"]),
            kinds=[one_of("--kind", each, get_args(TicketKind)) for each in kind or ()],
            machines=machine or [],
            free=[one_of("--free", each, SHARES) for each in free or ()],
            policy=policy,
        )
    tell_customer_result(
        desk,
        enter_contract(
            desk.ledger(),
            customer_id_meant(desk, customer),
            entered,
            desk.typist(at or None, again, allow),
            reason=reason,
        ),
    )


def confirm(
    ctx: typer.Context,
    customer: CustomerArgument,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Confirm that a customer's file was checked and is right (once a month)."""
    desk: Desk = ctx.obj
    tell_customer_result(
        desk,
        actions.confirm_customer(
            desk.ledger(), customer_id_meant(desk, customer), desk.typist(at or None, again, allow)
        ),
    )


def note(
    ctx: typer.Context,
    customer: CustomerArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help=N_("The note."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Add a note to a customer's file: what whoever goes or calls there should know."""
    desk: Desk = ctx.obj
    typed = desk.need(words=(N_("Note"), words))
    tell_customer_result(
        desk,
        actions.add_remark(
            desk.ledger(),
            customer_id_meant(desk, customer),
            desk.typist(at or None, again, allow),
            words=typed["words"],
        ),
    )


# What commands on customers and machines share


def tell_customer_result(desk: Desk, result: CustomerResult) -> None:
    """How a command that recorded something in a customer's file ends: what it is about, what comes
    next.
    """
    from svc.render.customers import confirm_line
    from svc.render.words import printable

    for notice in result.notices:
        desk.warn(notice.says, **notice.facts)
    if desk.json:
        fields = customer_fields(result.customer)
        desk.show_json(
            "customer", customer=fields, repeated=result.repeated, committed=result.committed
        )
        return
    facts = {"file": result.customer.id, "name": printable(result.customer.name)}
    if result.repeated:
        desk.say(N_("{file} {name}: already recorded; nothing was changed."), **facts)
    elif result.committed:
        desk.say(N_("{file} {name}: recorded."), **facts)
    else:
        desk.say(N_("{file} {name}: recorded, not committed (svc.commit is off)."), **facts)
    desk.out(confirm_line(result.state, desk.ledger().staff, desk.words))


def customer_fields(customer: Customer) -> dict[str, object]:
    """What every command says of a customer in JSON; names stay, fields may be added."""
    return {
        "id": customer.id,
        "status": customer.status,
        "name": customer.name,
        "phone": customer.phone,
        "address": customer.address,
        "office": customer.office,
        "region": customer.region,
        "contacts": [
            {"name": person.name, "mobile": person.mobile} for person in customer.contacts
        ],
        "equipment": [
            {"serial": machine.serial, "model": machine.model} for machine in customer.equipment
        ],
    }


def customer_id_meant(desk: Desk, words: str) -> str:
    """The number of the file that was meant: typed as such, or words that fit one customer.

    Raises NoSuchCustomer, SeveralFit.
    """
    return (
        words
        if parse_customer_id(words)
        else actions.find_one_customer(desk.ledger(), words).customer.id
    )
