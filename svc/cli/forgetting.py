"""`svc forget`: the personal data of a customer who asks for it are taken out."""

from __future__ import annotations

from typing import Annotated

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
    others: Annotated[
        bool,
        typer.Option("--others", help=N_("Also the words in which records of others name them.")),
    ] = False,
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
        found = actions.forget_customer(
            ledger, number, typist, reason=typed["reason"], others=others
        )
    else:
        found = actions.what_to_forget(ledger, number, others=others)
    if desk.json:
        desk.show_json(
            "forgotten",
            customer=found.customer.id,
            files=found.files,
            tickets=found.tickets,
            drafts=found.drafts,
            attachments=found.attachments,
            attached_at=found.attached_at,
            named_in=found.named_in,
            words_of_others=[
                {"record": number, "words": list(words.values())}
                for number, words in found.words_of_others.items()
            ],
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
    if found.attachments:
        says = N_("Files attached to these tickets, gone with their names: {count}")
        desk.say(says, count=found.attachments)
    if found.attached_at:
        says = N_("Large ones lie at desk {desks} too: remove them there, in files/large")
        desk.say(says, desks=found.attached_at)
    if found.drafts:
        says = N_("Requests kept in this copy that name them, thrown away: {count}")
        desk.say(says, count=found.drafts)
    _tell_of_others(desk, found)
    if not found.recorded:
        says = N_("It can't be undone. To do it: svc forget {customer} --reason REASON --go")
        if found.with_others:
            says = N_(
                "It can't be undone. To do it: svc forget {customer} --others --reason REASON --go"
            )
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


def _tell_of_others(desk: Desk, found: actions.Forgetting) -> None:
    """What records of others say of them, and how that goes, too."""
    words = found.words_of_others
    if found.with_others and words:
        says = (
            N_("The words in which records of others name them are taken out:")
            if found.recorded
            else N_("The words in which records of others name them would be taken out:")
        )
        desk.say(says)
    elif words:
        desk.say(N_("Records of others name them, in words that stay:"))
    for number, texts in words.items():
        for text in texts.values():
            # once they are gone they are not shown again
            desk.out(
                f"  {number}" if found.recorded and found.with_others else f"  {number}  {text}"
            )
    if words and not found.with_others and not found.recorded:
        says = N_(
            "To take these words out, too, before nobody knows any more whose they are: "
            "svc forget {customer} --others"
        )
        desk.say(says, customer=found.customer.id)
    left = [number for number in found.named_in if number not in words]
    if left:
        says = N_(
            "Their name or number also stands in records of others, which stay as they are: "
            "{numbers}; to look: svc show {first}"
        )
        desk.say(says, numbers=desk.words.comma.join(left), first=left[0])
