"""`svc forget`: the personal data of a customer who asks for it are taken out."""

from __future__ import annotations

import typer

from svc.actions import forgetting as actions
from svc.cli.customers import CustomerArgument, customer_id_meant
from svc.cli.desk import Desk
from svc.cli.shared import AllowOption, AtOption, GoOption, ReasonOption
from svc.errors import N_


def forget(
    ctx: typer.Context,
    customer: CustomerArgument,
    go: GoOption = False,
    reason: ReasonOption = "",
    at: AtOption = "",
    allow: AllowOption = "",
) -> None:
    """Take a customer's personal data out of their files and tickets, after a preview; figures
    stay.
    """
    desk: Desk = ctx.obj
    ledger, number = desk.ledger(), customer_id_meant(desk, customer)
    if go:
        typed = desk.need(reason=(N_("Reason"), reason))
        typist = desk.typist(at or None, allow=allow)
        found = actions.forget_customer(ledger, number, typist, reason=typed["reason"])
    else:
        found = actions.what_to_forget(ledger, number)
    if desk.json:
        desk.show_json(
            "forgotten",
            customer=found.customer.id,
            files=found.files,
            tickets=found.tickets,
            drafts=found.drafts,
            named_in=found.named_in,
            recorded=found.recorded,
            repeated=found.repeated,
            committed=found.committed,
        )
        return
    _tell(desk, found)


def _tell(desk: Desk, found: actions.Forgetting) -> None:
    customer = found.customer
    numbers = desk.words.comma.join([*found.files, *found.tickets])
    if found.repeated:
        desk.say(N_("{customer}: already recorded."), customer=customer.id)
    elif found.recorded:
        says = N_("Names, telephones, addresses and free words are taken out of: {numbers}")
        desk.say(says, numbers=numbers)
    else:
        says = N_(
            "{customer} {name}: names, telephones, addresses and free words would be taken out of: "
            "{numbers}"
        )
        desk.say(says, customer=customer.id, name=customer.name, numbers=numbers)
        desk.say(N_("Numbers, times, machines, money and ratings stay, so the figures do."))
    if found.drafts:
        says = N_("Requests kept in this copy that name them, thrown away: {count}")
        desk.say(says, count=found.drafts)
    if found.named_in:
        says = N_(
            "Their name or number also stands in records of others, which stay as they are: "
            "{numbers}; to look: svc show TICKET"
        )
        desk.say(says, numbers=desk.words.comma.join(found.named_in))
    if not found.recorded:
        says = N_("It can't be undone. To do it: svc forget {customer} --reason REASON --go")
        desk.say(says, customer=customer.id)
        return
    desk.say(
        N_(
            "What was printed, exported or written as pages before still shows them: write it "
            "anew, destroy the rest."
        )
    )
    desk.say(
        N_(
            "Requests kept at other desks can't be reached from here: whoever works there drops "
            "theirs when intake offers them."
        )
    )
    desk.say(
        N_(
            "git's history still holds what stood there. How to rewrite it: the handbook for the "
            "manager, under forgetting a customer."
        )
    )
