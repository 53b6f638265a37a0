"""A block in words: what would be recorded, in whose name, and what has happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svc.errors import N_
from svc.model.blocks import BLOCK_FIELDS, AnyBlock, BlockField, FaultBlock, VisitBlock
from svc.render.tickets import event_line
from svc.render.words import Words
from svc.rules.telephones import why_no_telephone

if TYPE_CHECKING:
    from svc.actions.blocks import Looked
    from svc.model.staff import Staff

_OF_THE_FORM = ("ticket", "seen", "token", "written", "technician")


def block_lines(looked: Looked, staff: Staff, words: Words, by: str) -> list[str]:
    """What a block that was read says, and what became of it or would; `by` is who would sign."""
    block = looked.pasted.block
    if block is None:
        return []
    sender = block.name if isinstance(block, FaultBlock) else staff.name_of(block.technician)
    lines = [_title(looked, words)]
    if looked.recorded is None:
        said = N_("  written by {sender} on {written}; recorded in the name of {by}")
        if looked.refusal is not None:
            said = N_("  written by {sender} on {written}")
        lines.append(words(said, sender=sender, written=block.written, by=staff.name_of(by)))
        lines += _answers(block, words)
    return [*lines, *_beside(looked, staff, words)]


def _answers(block: AnyBlock, words: Words) -> list[str]:
    """A line for each answer, in the words of the paper."""
    kind = "visit" if isinstance(block, VisitBlock) else "fault"
    return [
        "  " + words(N_("{label}: {value}"), label=_called(field.name, words), value=value)
        for field in BLOCK_FIELDS[kind]
        if field.name not in _OF_THE_FORM
        for value in _values(field, getattr(block, field.name), words)
    ]


def fault_words(block: FaultBlock, words: Words) -> str:
    """What the noted call of a customer's report holds besides name and number."""
    said = [block.symptom]
    machine = " ".join(filter(None, (block.model, block.serial)))
    for label, value in (
        (words(N_("Machine")), machine),
        (_called("unit", words), block.unit),
        (_called("convenient", words), block.convenient),
    ):
        if value:
            said.append(words(N_("{label}: {value}"), label=label, value=value))
    return words(N_("; ")).join(said)


def _called(name: str, words: Words) -> str:
    return words.label("block_field", name)


def _title(looked: Looked, words: Words) -> str:
    block, place = looked.pasted.block, looked.pasted.place
    if isinstance(block, VisitBlock):
        current = looked.state.current if looked.state else None
        unit = current.customer.unit if current and current.customer else ""
        return words(
            N_("Form {place}: visit, {ticket}  {unit}"), place=place, ticket=block.ticket, unit=unit
        ).rstrip()
    return words(N_("Form {place}: a customer reports a fault"), place=place)


def _values(field: BlockField, value: object, words: Words) -> Iterator[str]:
    """The answer of a field in words, if there is one; each part by itself."""
    if field.name == "parts" and isinstance(value, list):
        for used in value:
            yield words(
                N_("{part} × {count}, old part: {fate}"),
                part=words.part(used.part),
                count=used.count,
                fate=words.label("old_part", used.old_part),
            )
    elif isinstance(value, list):
        if value:
            yield words.show([words.label(field.group, each) for each in value])
    elif field.group and isinstance(value, str):
        yield words.label(field.group, value)
    elif value:
        yield words.show(value)


def _beside(looked: Looked, staff: Staff, words: Words) -> Iterator[str]:
    """What the ledger knows and the block did not."""
    state, block = looked.state, looked.pasted.block
    if isinstance(block, FaultBlock) and why_no_telephone(block.phone):
        yield words(N_("  ! {phone} is no telephone number: ask for it"), phone=block.phone)
    if looked.recorded is not None:
        yield words(
            N_("  already recorded on {at} by {by}, ticket {ticket}; nothing was changed"),
            at=looked.recorded.event.typed,
            by=staff.name_of(looked.recorded.event.by),
            ticket=looked.recorded.ticket,
        )
        return
    if state is None or not isinstance(block, VisitBlock):
        return
    arrival = state.last_mark("arrived") if looked.is_arrival_known else None
    if arrival is not None:
        yield words(N_("  recorded before: arrived {at}; that stays"), at=arrival.at)
    if state.technician != block.technician:
        yield words(
            N_("  ! the visit is {technician}'s by now, and counts as theirs"),
            technician=staff.name_of(state.technician),
        )
    if not looked.is_seen_known:
        yield words(N_("  ! the page knew an entry that is not in this ledger; git pull may help"))
    if looked.since:
        yield words(N_("  Recorded since the page was made, which its writer did not see:"))
        for event in looked.since:
            yield f"    {event_line(event, staff, words)}"
