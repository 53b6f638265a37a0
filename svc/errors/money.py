"""Bench and money (actions/bench.py, actions/quotes.py, actions/receipts.py, rules/prices.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused


class ConditionNeedsOne(Refused):
    """Condition and accessories of a machine brought in are signed for, or it is said why not."""

    key = "condition-needs-one"
    says = N_(
        "Did the customer sign for condition and accessories? Nothing was changed.\n"
        "Add --signed-by NAME, or --unsigned REASON."
    )


class NotBroughtIn(Refused):
    """No machine of this ticket is here. Facts: ticket."""

    key = "not-brought-in"
    says = N_(
        "No machine was received at the office for ticket {ticket}. Nothing was changed.\n"
        "To receive it: svc bench receive {ticket}"
    )


class NotYetReady(Refused):
    """The machine was neither repaired nor returned as it is. Facts: ticket."""

    key = "not-yet-ready"
    says = N_(
        "The machine of ticket {ticket} is not reported ready. Nothing was changed.\n"
        "To report it: svc bench repair {ticket}. To give it back unrepaired, a manager adds "
        "--allow REASON."
    )


class NotPickedUp(Refused):
    """A machine brought in is still here. Facts: ticket, place."""

    key = "not-picked-up"
    says = N_(
        "The machine of ticket {ticket} is still here ({place}). Nothing was changed.\n"
        "To give it back: svc pickup {ticket}. A manager may close anyway: --allow REASON."
    )


class AnotherMachine(Refused):
    """The serial number is not that of the ticket's machine. Facts: ticket, serial, own."""

    key = "another-machine"
    says = N_(
        "Ticket {ticket} is about the machine {own}, not {serial}. Nothing was changed.\n"
        "If the number was recorded wrong: correct it in the head of the ticket's file, then "
        "type: svc adopt {ticket}"
    )


class NotALine(Refused):
    """A line of a quote or charge that can't be understood. Facts: value."""

    key = "not-a-line"
    says = N_(
        "--line {value}: neither an item of the price list nor a line of your own. Nothing was "
        "changed.\n"
        'Write CODE, CODE:COUNT, or "WORDS:COUNT:PRICE". The price list: svc prices'
    )


class NoSuchItem(Refused):
    """Facts: code, prices."""

    key = "no-such-item"
    says = N_(
        "The price list {prices} has no item {code}. Nothing was changed.\n"
        'To see it: svc prices. For what is not in it: --line "WORDS:COUNT:PRICE"'
    )


class NoPriceList(Refused):
    """No price list applied. Facts: day."""

    key = "no-price-list"
    says = N_(
        "No price list in prices/ applies on {day}. Nothing was changed.\n"
        'Add one, or write each line with its price: --line "WORDS:COUNT:PRICE"'
    )


class NoSuchLine(Refused):
    """--free names no line of the quotation or charge. Facts: line, known."""

    key = "no-such-line"
    says = N_(
        "--free {line}: no line is called that. Nothing was changed.\n"
        "Write CODE:WHY, such as --free L03:warranty; lines: {known}"
    )


class NotFreeByThat(Refused):
    """The reason given does not make the line free. Facts: line, why."""

    key = "not-free-by-that"
    says = N_(
        "'{line}' is not free by that: {why}. Nothing was changed.\n"
        "Give another reason, or leave it to be paid; a manager may allow it: --allow REASON."
    )


class ConsumableIsPaid(Refused):
    """What is used up in use is charged in warranty too. Facts: line."""

    key = "consumable-is-paid"
    says = N_(
        "'{line}' is a consumable, which is always charged. Nothing was changed.\n"
        "Leave it out of --free; a manager may give it away: --free CODE:goodwill --allow REASON."
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
        "Misuse and software faults are charged: svc quote {ticket} --cause misuse --evidence "
        "TEXT, or --cause software; consumables always are. Otherwise a manager adds --allow "
        "REASON."
    )


class NoConsent(Refused):
    """Paid work is charged only as agreed beforehand, and nothing was. Facts: ticket, total."""

    key = "no-consent"
    says = N_(
        "The customer has not agreed to any price; the charge would be {total} yuan. Nothing was "
        "changed.\n"
        "To quote a price: svc quote {ticket}; to record consent to it: svc consent {ticket} --to "
        "price --who NAME --how HOW. A manager may charge anyway: --allow REASON."
    )


class AboveAgreed(Refused):
    """Paid work is charged only as agreed beforehand. Facts: ticket, total, agreed (a sum)."""

    key = "above-agreed"
    says = N_(
        "The customer agreed to {agreed} yuan, but the charge is {total}. Nothing was "
        "changed.\n"
        "To record consent to the price quoted: svc consent {ticket} --to price --who NAME "
        "--how HOW; to quote another: svc quote {ticket}. A manager may charge anyway: "
        "--allow REASON."
    )


class DifferenceUnexplained(Refused):
    """Less is charged than was agreed to, and nobody said why. Facts: ticket, total, agreed."""

    key = "difference-unexplained"
    says = N_(
        "The customer agreed to {agreed} yuan, and the charge is {total}: why? Nothing was "
        "changed.\n"
        "Type the charge again with --reason REASON, such as: a part was not needed"
    )


class BelowPaid(Refused):
    """The charge takes the earlier one's place, so it can't be less than what was paid. Facts:
    ticket, total, paid.
    """

    key = "below-paid"
    says = N_(
        "{paid} yuan was paid on ticket {ticket}, more than the charge of {total}. Nothing was "
        "changed.\n"
        "A new charge replaces the earlier one: name all lines. To refund money: svc receipt "
        "{ticket} --void NUMBER --refund cash --reason REASON"
    )


class NothingOpen(Refused):
    """Nothing is owed by the customer. Facts: ticket."""

    key = "nothing-open"
    says = N_(
        "There is nothing to pay on ticket {ticket}. Nothing was changed.\n"
        "To charge: svc charge {ticket}. Before that a deposit may be taken, less than what "
        "the customer agreed to: --amount; more than that a manager lets be taken: --amount "
        "and --allow REASON."
    )


class TooMuch(Refused):
    """More than what is charged less paid. Facts: ticket, amount, open."""

    key = "too-much"
    says = N_(
        "{amount} yuan is more than the {open} still to be paid on ticket {ticket}. Nothing "
        "was changed.\n"
        "Leave out --amount to take just that; a manager may allow more: --allow REASON."
    )


class PartsAboveWhole(Refused):
    """Parts paid in other ways leave nothing for the first. Facts: amount, parts."""

    key = "parts-above-whole"
    says = N_(
        "--also comes to {parts} yuan, of {amount} yuan in all: something must be left for --how. "
        "Nothing was changed.\n"
        "Type each further way of paying with its part: --how wechat --also cash=300"
    )


class NotAWay(Refused):
    """A way of paying with a sum that can't be understood. Facts: option, value, known."""

    key = "not-a-way"
    says = N_(
        "{option} {value}: not a way of paying and a sum. Nothing was changed.\n"
        "Write both, such as {option} cash=300; ways: {known}"
    )


class NothingToSettleInMoney(Refused):
    """What was taken is what was charged, or less. Facts: ticket."""

    key = "nothing-to-settle-in-money"
    says = N_(
        "On ticket {ticket} no more was taken than was charged, and no payment was recorded "
        "twice. Nothing was changed.\n"
        "To void a receipt: svc receipt {ticket} --void NUMBER --reason REASON"
    )


class NotTheSamePayment(Refused):
    """No two receipts are for the same sum. Facts: ticket."""

    key = "not-the-same-payment"
    says = N_(
        "Ticket {ticket} has no two valid receipts for the same sum, so that one payment could "
        "have been recorded twice. Nothing was changed.\n"
        "To give back what is too much: svc overpaid {ticket} --decide back --reason REASON"
    )


class StillTooMuch(Refused):
    """Two payments can't both stand where they are more than was charged. Facts: ticket, amount."""

    key = "still-too-much"
    says = N_(
        "{amount} yuan more was taken on ticket {ticket} than was charged. Nothing was changed.\n"
        "Give it back: svc overpaid {ticket} --decide back --reason REASON; or charge what the "
        "work is worth: svc charge {ticket}"
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
        "Receipt {number} is already void. Nothing was changed.\n"
        "To issue another one for the same money: svc receipt {ticket} --replaces {number}"
    )


class ReceiptStands(Refused):
    """A receipt that was not voided can't be replaced. Facts: ticket, number."""

    key = "receipt-stands"
    says = N_(
        "Receipt {number} was not voided, so it can't be replaced. Nothing was changed.\n"
        "Void it first: svc receipt {ticket} --void {number} --reason REASON"
    )


class NoMoneyForReceipt(Refused):
    """Every payment has its receipt, or the money went back. Facts: ticket, number."""

    key = "no-money-for-receipt"
    says = N_(
        "The money of receipt {number} already has another receipt or was refunded. Nothing "
        "was changed.\n"
        "To take money: svc receipt {ticket} --how cash"
    )


class NothingToHandIn(Refused):
    """Facts: ticket."""

    key = "nothing-to-hand-in"
    says = N_(
        "On ticket {ticket}, no money taken on site is still to be handed in. Nothing was "
        "changed.\n"
        "To see it: svc show {ticket}"
    )


class OneDeedAtATime(Refused):
    """Options that mean different deeds. Facts: options."""

    key = "one-deed-at-a-time"
    says = N_("{options} do different things. Nothing was changed.\nUse one at a time.")


class NotAgreed(Refused):
    """The customer has not agreed to a price, and the work or what follows it waits for that.
    Facts: ticket, roles (that may let it pass).
    """

    key = "not-agreed"
    says = N_(
        "The customer of ticket {ticket} pays for this work and has not agreed to a price. "
        "Nothing was changed.\n"
        "To name one: svc quote {ticket} --line CODE; the answer: svc consent {ticket} --to "
        "price; no agreement: svc decline {ticket}. To let it pass ({roles}): svc waive {ticket} "
        "--reason REASON"
    )
    named = (("roles", "role"),)


class Unpaid(Refused):
    """Money is owed on the ticket. Facts: ticket, open, roles (that may let it pass)."""

    key = "unpaid"
    says = N_(
        "{open} yuan is still to be paid on ticket {ticket}. Nothing was changed.\n"
        "To take it: svc receipt {ticket} --how cash. To let it be owed until a day, or pass "
        "({roles}): svc owe {ticket} --until DAY --agreed-by NAME, svc waive {ticket} --reason "
        "REASON"
    )
    named = (("roles", "role"),)


class NotCharged(Refused):
    """Paid work that nobody charged. Facts: ticket, agreed (a sum, or nothing), roles (that may let
    it pass).
    """

    key = "not-charged"
    says = N_(
        "The work of ticket {ticket} was not charged (agreed: {agreed} yuan). Nothing was "
        "changed.\n"
        "To charge: svc charge {ticket}. To let it pass ({roles}): svc waive {ticket} --reason "
        "REASON"
    )
    named = (("roles", "role"),)


class QuoteRanOut(Refused):
    """The customer agreed to a quotation after its last day. Facts: ticket, last (day)."""

    key = "quote-ran-out"
    says = N_(
        "The quotation of ticket {ticket} was valid until {last}; nobody can agree to it later. "
        "Nothing was changed.\n"
        "To quote anew: svc quote {ticket} --line CODE. If the answer came in time, say when: "
        "--at TIME"
    )


class NotOnAccount(Refused):
    """Only customers on account may owe, unless a role that may let it pass says so. Facts: ticket,
    roles.
    """

    key = "not-on-account"
    says = N_(
        "The customer of ticket {ticket} is not on account. Nothing was changed.\n"
        "To take the money: svc receipt {ticket} --how cash. One of these may let it be owed: "
        "{roles}"
    )
    named = (("roles", "role"),)


class OverTheLimit(Refused):
    """With this a customer on account would owe more than the limit. Facts: ticket, customer (its
    file), owed (on other tickets), open, limit.
    """

    key = "over-the-limit"
    says = N_(
        "{customer} owes {owed} yuan already; with the {open} of ticket {ticket} that is over the "
        "limit of {limit}. Nothing was changed.\n"
        "To take the money: svc receipt {ticket} --how cash. What is owed: svc outstanding. To "
        "raise the limit: svc customer account {customer} --limit YUAN"
    )


class NothingMissing(Refused):
    """Nothing of paid work is missing that could be let pass. Facts: ticket."""

    key = "nothing-missing"
    says = N_(
        "Ticket {ticket} waits for no agreement, charge or payment. Nothing was changed.\n"
        "To see it: svc show {ticket}"
    )


class AgreementMissing(Notice):
    """Paid work was recorded to which nobody had agreed. Facts: ticket."""

    key = "agreement-missing"
    says = N_(
        "The customer pays for this work, and no agreement is on record. To add it: svc quote "
        "{ticket} --line CODE, then svc consent {ticket} --to price"
    )


class PaymentOwed(Notice):
    """The customer is on account, so what is open is owed. Facts: payer, amount, until."""

    key = "payment-owed"
    says = N_("On account: {payer} owes {amount} yuan until {until}.")


class InvoiceIsOut(Notice):
    """The invoice of a receipt that was voided is out. Facts: ticket, receipt, number (of the
    invoice).
    """

    key = "invoice-is-out"
    says = N_(
        "The invoice of receipt {receipt} is out: {number}. Take it back or issue a credit note; "
        "then: svc receipt {ticket} --invoice to_issue"
    )


class DistanceUnknown(Refused):
    """The record does not say how far the customer is from the office. Facts: ticket, known (travel
    bands).
    """

    key = "distance-unknown"
    says = N_(
        "Ticket {ticket} does not say how far the customer is from the office. Nothing was "
        "changed.\n"
        "Name the travel band yourself: --line CODE ({known})"
    )


class TravelChargedOnce(Refused):
    """The way to several machines at one place is charged once. Facts: ticket, other."""

    key = "travel-charged-once"
    says = N_(
        "Travel is on ticket {other}, which is seen to in the same visit as {ticket}. Nothing was "
        "changed.\nLeave --travel out."
    )


class NotApproved(Refused):
    """An exchange is promised only once it was approved (S3 五(3)). Facts: ticket."""

    key = "not-approved"
    says = N_(
        "Nobody has approved the exchange on ticket {ticket}. Nothing was changed.\n"
        "To record the approval: svc approve {ticket}; or a manager adds --allow REASON."
    )
