"""The customer's machine while it is with us: where it stands, whether it is ready, whether the
customer knows.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev

NOT_HANDED_OVER = ("postponed", "refused", "declined")
"""Outcomes of a visit that was to bring a machine back, after which we still have it."""


class MachineHere(Struct, frozen=True, kw_only=True):
    """A machine in our keeping."""

    place: str = ""
    received: bool = (
        False  # condition and accessories are on record; not yet so when it was just taken along
    )
    ready: bool = False  # repaired here, or back from the factory
    customer_told: bool = False  # the customer knows that it is ready
    at_factory: bool = False
    shipped: bool = False  # the freight data are on record


_BEGINS = (ev.Visited, ev.BroughtIn, ev.Shipped)
"""Events by which a machine comes into our keeping."""


# One branch for each event that moves the machine.
def machine_after(machine: MachineHere | None, event: ev.AnyEvent) -> MachineHere | None:  # noqa: C901
    """The machine with us after this event; None if there is none (any more)."""
    if machine is None and not isinstance(event, _BEGINS):
        return None
    match event:
        case ev.Visited(outcome="taken_along"):
            return machine or MachineHere()
        case ev.Visited(outcome="to_factory"):
            return replace(
                machine or MachineHere(),
                at_factory=True,
                shipped=False,
                ready=False,
                customer_told=False,
            )
        case ev.Visited():  # it was brought back to the customer, if we had it
            return machine if event.outcome in NOT_HANDED_OVER else None
        case ev.BroughtIn():
            return MachineHere(place=event.place, received=True)
        case ev.Shipped():
            place = event.place or (machine.place if machine else "")
            return MachineHere(place=place, received=True, at_factory=True, shipped=True)
        case ev.PickedUp():
            return None
    if machine is None:
        return None
    match event:
        case ev.Placed():
            return replace(machine, place=event.place)
        case ev.Repaired():
            return replace(machine, place=event.place or machine.place, ready=True)
        case ev.ToldReady():
            return replace(machine, customer_told=True)
        case ev.Returned():
            return replace(
                machine,
                place=event.place,
                at_factory=False,
                shipped=False,
                ready=True,
                customer_told=False,
            )
    return machine


def bench_steps(machine: MachineHere | None) -> list[str]:
    """The commands that bring the machine back to the customer, the usual one first."""
    if machine is None or not (machine.received or machine.at_factory):
        return ["bench receive"]
    if machine.at_factory:
        return ["returned"] if machine.shipped else ["ship", "returned"]
    if not machine.ready:
        return ["bench repair", "ship", "bench place"]
    return ["pickup", "dispatch"] if machine.customer_told else ["bench told", "pickup", "dispatch"]
