"""Finding customers among all files by what was typed; who searches loads nothing that records."""

from __future__ import annotations

from svc.errors import N_, Damaged, NoSuchCustomer, Phrase
from svc.model.customers import Customer
from svc.rules.search.customer_cards import find_among
from svc.rules.search.customers import Match
from svc.store.ledger import Ledger


def search_customers(
    ledger: Ledger, words: str, broken: list[Damaged], limit: int = 9
) -> list[Match]:
    """The customers in use that fit the words; what stands in a merged file finds the one it went
    into.
    """
    in_use, merged, merged_into = ledger.customer_cards(broken)
    matches = find_among(in_use, words, limit)
    for match in find_among(merged, words, limit):
        customer_id = match.customer.id
        for (
            _
        ) in merged_into:  # two desks may merge two files crosswise: no longer than there are files
            customer_id = merged_into.get(customer_id, customer_id)
        if (
            all(customer_id != other.customer.id for other in matches)
            and (customer := _in_use(ledger, customer_id)) is not None
        ):
            why = Phrase(
                N_("merged file {file} {name}"), file=match.customer.id, name=match.customer.name
            )
            matches.append(Match(customer=customer, why=why, score=match.score))
    return sorted(matches, key=lambda match: -match.score)[:limit]


def _in_use(ledger: Ledger, customer_id: str) -> Customer | None:
    try:
        state = ledger.read_customer(customer_id).state
    except (NoSuchCustomer, Damaged):
        return None
    return state.current if state.status == "active" else None
