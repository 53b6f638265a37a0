"""Contracts (合同) with customers: known by name, entered in the customer's file."""

from __future__ import annotations

from msgspec.structs import replace

from svc.actions.customers import CustomerResult, record_on_customer
from svc.actions.typist import Typist
from svc.errors import ContractEnds, MissingFields, NoSuchMachine, UnknownContract
from svc.model import customers as cu
from svc.model.service import Contract
from svc.rules.ticket.contracts import known_contract
from svc.store.ledger import Ledger


def _name_in_settings(ledger: Ledger, name: str) -> str:
    """The name as svc.yaml writes it, by which the policy is chosen; else as typed."""
    try:
        return known_contract(ledger.settings, name)
    except UnknownContract:
        return name


def enter_contract(
    ledger: Ledger, customer_id: str, contract: Contract | None, typist: Typist, *, reason: str = ""
) -> CustomerResult:
    """Enter what the contract with a customer covers; None: there is none any more.

    Raises ContractEnds if it ends before it begins, NoSuchMachine for a machine the customer does
    not have, NoSuchVersion for a policy that is not there, MissingFields without reason for none.
    """
    if contract is None and not reason.strip():
        raise MissingFields(fields=["--reason"])
    if contract is not None:
        contract = replace(contract, name=_name_in_settings(ledger, contract.name))
        if contract.until < contract.since:
            raise ContractEnds(since=contract.since, until=contract.until)
        state = ledger.read_customer(customer_id).state
        for serial in contract.machines:
            if serial not in state.equipment:
                raise NoSuchMachine(serial=serial)
        if contract.policy:
            ledger.newest("policies", contract.policy)
    event = cu.ContractSet(contract=contract, reason=reason)
    return record_on_customer(ledger, customer_id, typist, event)
