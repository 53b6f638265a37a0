"""What the index notes of customers' files, each as it stands."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from svc.errors import NoSuchCustomer, SvcError
from svc.model.customers import Customer, phone_fields
from svc.model.events import tag_of
from svc.model.times import epoch_seconds
from svc.rules.report.machines import machine_changes
from svc.rules.report.scope import RegionOffice
from svc.rules.search.customer_cards import SearchCard, customer_card
from svc.rules.ticket.aliases import earlier_numbers
from svc.rules.ticket.customers import customer_file
from svc.rules.ticket.equipment import customer_serials
from svc.store.index import customer_cards
from svc.store.index.customer_cards import NumberedCard
from svc.store.index.customers import CustomerDocument, CustomerWithoutLog, lookup_keys
from svc.store.index.report_cache import forget_reports, month_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from svc.rules.ticket.customers import CustomerState
    from svc.store.index.changed_customers import ChangedCustomers
    from svc.store.reader import Reader

_DAY_SECONDS = 86400
_EPOCH = date(1970, 1, 1).toordinal()

MachineRow = tuple[str, str, str, int, int]
"""A row of `machine` without n."""
_MACHINE_ROWS = "SELECT region, office, model, at, number FROM machine WHERE n = ?"

CustomerEntry = tuple[
    tuple[object, ...], tuple[str, str, str, SearchCard] | None, set[int], list[MachineRow]
]
"""A row of `customer` without n, what is `Filed` without n (None if the file can't be read), the
keys it is found by, and its rows of `machine` without n.
"""


def read_changed_customers(ledger: Reader, changed: ChangedCustomers) -> list[CustomerEntry]:
    """What is to be noted of the files that changed."""
    rows: list[CustomerEntry] = []
    for count, (id, (stamp, unsure)) in enumerate(sorted(changed.files.items()), 1):
        state = None
        try:
            state = ledger.read_customer(id).state
        except NoSuchCustomer:
            continue  # gone meanwhile
        except SvcError:
            pass  # whoever asks meets the reason
        values = (id, stamp, unsure, state is not None)
        rows.append(
            ((*values, None), None, set(), []) if state is None else _customer_entry(values, state)
        )
        if count % 100 == 0:
            ledger.progress(count, len(changed.files))
    ledger.progress(len(changed.files), len(changed.files))
    return rows


def note_changed_customers(
    connection: Connection, changed: ChangedCustomers, rows: list[CustomerEntry]
) -> None:
    """Write down what changed. Keys of earlier values stay: at worst a file is read that turns out
    not to fit.
    """
    if changed.looked:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('customers', ?)", (changed.looked,))
    gone, machines = _remove_customers(connection, [*changed.gone, *changed.files])
    filed = []
    for values, card, keys, own in rows:
        n = connection.execute(
            "INSERT INTO customer VALUES (NULL, ?, ?, ?, ?, ?)", values
        ).lastrowid
        assert n is not None
        if card is not None:
            filed.append(NumberedCard(n, *card))
        connection.executemany(
            "INSERT OR IGNORE INTO customer_by VALUES (?, ?)", [(each, n) for each in keys]
        )
        connection.executemany(
            "INSERT INTO machine VALUES (?, ?, ?, ?, ?, ?)", [(n, *each) for each in own]
        )
        machines.subtract(own)
    customer_cards.replace_cards(connection, gone, filed)
    for region, office, _, at, _ in (each for each, count in machines.items() if count):
        # In every zone it is a later day than this.
        day_before = date.fromordinal(max(1, _EPOCH + at // _DAY_SECONDS - 1))
        place = RegionOffice(region, office)
        forget_reports(connection, place, month_number(day_before))


def _remove_customers(
    connection: Connection, ids: Iterable[str]
) -> tuple[set[int], Counter[MachineRow]]:
    """Remove files; which numbers they had in the index, and their rows of `machine` without n."""
    gone: set[int] = set()
    machines: Counter[MachineRow] = Counter()
    for id in ids:
        row = connection.execute("SELECT n FROM customer WHERE id = ?", (id,)).fetchone()
        if row is not None:
            gone.add(row[0])
            machines.update(connection.execute(_MACHINE_ROWS, row))
            for table in ("machine", "customer"):
                connection.execute(f"DELETE FROM {table} WHERE n = ?", row)
    return gone, machines


def _customer_entry(values: tuple[object, ...], state: CustomerState) -> CustomerEntry:
    """What is noted of a file that can be read."""
    file = customer_file(state)
    fields = {
        name: getattr(file.customer, name) for name in Customer.__struct_fields__ if name != "log"
    }
    doc = msgspec.msgpack.encode(
        CustomerDocument(file.status, file.merged_into, CustomerWithoutLog(**fields))
    )
    card = (
        str(values[0]),
        file.status,
        file.merged_into,
        customer_card(file.customer),
    )
    return (*values, doc), card, _customer_keys(state), _machine_rows(state)


def _machine_rows(state: CustomerState) -> list[MachineRow]:
    return [
        (each.region, each.office, each.model, epoch_seconds(each.at), each.number)
        for each in machine_changes(state.customer)
    ]


def _customer_keys(state: CustomerState) -> set[int]:
    current = state.current
    keys = {each for serial in customer_serials(state) for each in lookup_keys("serial", serial)}
    for field in phone_fields(current):
        keys.update(lookup_keys("phone", field))
    keys.update(lookup_keys("name", current.name))
    for number in earlier_numbers(state.customer.log):
        keys.update(lookup_keys("alias", number))
    tags = {tag_of(event) for event in state.customer.log}
    if not tags.isdisjoint(("equipment_replaced", "equipment_corrected")):
        keys.update(lookup_keys("is", "replaced"))
    for tag in ("equipment_unboxed", "software_updated"):
        if tag in tags:
            keys.update(lookup_keys("is", tag))
    return keys
