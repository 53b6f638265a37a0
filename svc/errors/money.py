"""Bench and money (actions/bench.py, actions/quotes.py, actions/receipts.py, rules/prices.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class ConditionNeedsOne(Refused):
    """Condition and accessories of a machine brought in are signed for, or it is said why not."""

    key = "condition-needs-one"
    says = N_(
        "Did the customer sign for condition and accessories? Nothing was changed.\n"
        "Add --signed-by NAME, or --unsigned REASON."
    )


class NotBroughtIn(Refused):
    """No machine of this ticket is with us. Facts: ticket."""

    key = "not-brought-in"
    says = N_(
        "No machine of ticket {ticket} was received at the office. Nothing was changed.\n"
        "To receive it: svc bench receive {ticket}"
    )


class NotYetReady(Refused):
    """The machine was neither repaired nor returned as it is. Facts: ticket."""

    key = "not-yet-ready"
    says = N_(
        "The machine of ticket {ticket} is not reported ready. Nothing was changed.\n"
        "To report it: svc bench repair {ticket}. To give it back as it is, a manager adds "
        "--allow REASON."
    )


class NotPickedUp(Refused):
    """A machine brought in is still with us. Facts: ticket, place."""

    key = "not-picked-up"
    says = N_(
        "The machine of ticket {ticket} still stands here ({place}). Nothing was changed.\n"
        "To give it back: svc pickup {ticket}. A manager may close nevertheless: --allow REASON."
    )


class AnotherMachine(Refused):
    """The serial number is not that of the ticket's machine. Facts: ticket, serial, own."""

    key = "another-machine"
    says = N_(
        "Ticket {ticket} is about the machine {own}, not {serial}. Nothing was changed.\n"
        "If the number was taken down wrong: correct it in the head of the ticket's file, then "
        "type: svc adopt {ticket}"
    )


class NotALine(Refused):
    """A line of a quote or charge that can't be understood. Facts: value."""

    key = "not-a-line"
    says = N_(
        "--line {value}: neither an item of the price list nor one of your own. Nothing was "
        "changed.\n"
        'Write CODE, CODE:COUNT, or "WORDS:COUNT:PRICE". The price list: svc prices'
    )


class NoSuchItem(Refused):
    """Facts: code, prices."""

    key = "no-such-item"
    says = N_(
        "The price list {prices} has no item {code}. Nothing was changed.\n"
        'To see it: svc prices. What it does not have: --line "WORDS:COUNT:PRICE"'
    )


class NoPriceList(Refused):
    """No list was in force. Facts: day."""

    key = "no-price-list"
    says = N_(
        "No price list in prices/ holds on {day}. Nothing was changed.\n"
        'Add one, or write each line with its price: --line "WORDS:COUNT:PRICE"'
    )


class NothingQuoted(Refused):
    """Nothing was quoted that could be charged or agreed to. Facts: ticket."""

    key = "nothing-quoted"
    says = N_(
        "No price was quoted on ticket {ticket}. Nothing was changed.\nTo quote one: svc quote "
        "{ticket} --line CODE"
    )


class FreeOfCharge(Refused):
    """The warranty covers the work. Facts: ticket, reason (of the verdict)."""

    key = "free-of-charge"
    says = N_(
        "The work of ticket {ticket} is free of charge: {reason}. Nothing was changed.\n"
        "Misuse is paid for once the visit or repair says so with its evidence; else a manager "
        "adds --allow REASON."
    )


class NoConsent(Refused):
    """Paid work is charged only as agreed beforehand. Facts: ticket, total, agreed (a sum, or
    nothing).
    """

    key = "no-consent"
    says = N_(
        "The customer agreed to {agreed} yuan, the charge is {total}. Nothing was changed.\n"
        "To record consent to the price quoted: svc consent {ticket} --to price; to name another: "
        "svc quote {ticket}. "
        "A manager may charge nevertheless: --allow REASON."
    )


class BelowPaid(Refused):
    """The charge takes the earlier one's place, so it can't be less than what was paid. Facts:
    ticket, total, paid.
    """

    key = "below-paid"
    says = N_(
        "{paid} yuan were paid on ticket {ticket}, more than the charge of {total}. Nothing was "
        "changed.\n"
        "A charge takes the place of the earlier one: name all lines. To give money back: svc "
        "receipt {ticket} --void "
        "NUMBER --refund cash"
    )


class NothingOpen(Refused):
    """Nothing is owed by the customer. Facts: ticket."""

    key = "nothing-open"
    says = N_(
        "Nothing is to be paid on ticket {ticket}. Nothing was changed.\n"
        "To charge: svc charge {ticket}. To take money beforehand, a manager adds --allow REASON "
        "and --amount."
    )


class TooMuch(Refused):
    """More than what is charged less paid. Facts: ticket, amount, open."""

    key = "too-much"
    says = N_(
        "{amount} yuan are more than the {open} still to be paid on ticket {ticket}. Nothing was "
        "changed.\n"
        "Leave out --amount to take just that; a manager may allow more: --allow REASON."
    )


class NoSuchReceipt(Refused):
    """Facts: ticket, number, known."""

    key = "no-such-receipt"
    says = N_(
        "Ticket {ticket} has no receipt {number}. Nothing was changed.\nIts receipts: {known}"
    )


class ReceiptIsVoid(Refused):
    """Facts: ticket, number."""

    key = "receipt-is-void"
    says = N_(
        "Receipt {number} was voided already. Nothing was changed.\n"
        "To issue another one for the same money: svc receipt {ticket} --replaces {number}"
    )


class ReceiptStands(Refused):
    """A receipt that was not voided can't be replaced. Facts: ticket, number."""

    key = "receipt-stands"
    says = N_(
        "Receipt {number} was not voided, so none can take its place. Nothing was changed.\n"
        "First: svc receipt {ticket} --void {number} --reason TEXT"
    )


class NoMoneyForReceipt(Refused):
    """Every payment has its receipt, or the money went back. Facts: ticket, number."""

    key = "no-money-for-receipt"
    says = N_(
        "No money of receipt {number} is without a receipt: it was replaced or given back. "
        "Nothing was changed.\n"
        "To take money: svc receipt {ticket} --how cash"
    )


class NothingToHandIn(Refused):
    """Facts: ticket."""

    key = "nothing-to-hand-in"
    says = N_(
        "No money taken on site is outstanding on ticket {ticket}. Nothing was changed.\nTo see "
        "it: svc show {ticket}"
    )


class OneDeedAtATime(Refused):
    """Options that mean different deeds. Facts: options."""

    key = "one-deed-at-a-time"
    says = N_("{options} do different things. Nothing was changed.\nUse one of them at a time.")


class Unpaid(Refused):
    """Money is owed on the ticket. Facts: ticket, open."""

    key = "unpaid"
    says = N_(
        "{open} yuan are still to be paid on ticket {ticket}. Nothing was changed.\n"
        "To take them: svc receipt {ticket} --how cash. A manager may close nevertheless: --allow "
        "REASON."
    )


class NotCharged(Refused):
    """The customer agreed to a price that nobody charged. Facts: ticket, agreed."""

    key = "not-charged"
    says = N_(
        "The customer of ticket {ticket} agreed to {agreed} yuan, and nothing was charged. "
        "Nothing was changed.\n"
        "To charge: svc charge {ticket}. A manager may close nevertheless: --allow REASON."
    )


class DistanceUnknown(Refused):
    """How far the customer is from the office is not on record. Facts: ticket, known (travel
    bands).
    """

    key = "distance-unknown"
    says = N_(
        "How far the customer of ticket {ticket} is from the office is not on record. Nothing was "
        "changed.\n"
        "Name the travel band yourself: --line CODE ({known})"
    )


class NotApproved(Refused):
    """An exchange is promised only once it was approved (S3 五(3)). Facts: ticket."""

    key = "not-approved"
    says = N_(
        "Nobody has approved the exchange of ticket {ticket}. Nothing was changed.\n"
        "To record it: svc approve {ticket}; or a manager adds --allow REASON."
    )
