"""What hangs on somebody who leaves, in words: who has it now, and what is still to be typed."""

from __future__ import annotations

from datetime import date

from svc.actions.staff import Leaving
from svc.errors import N_
from svc.render.tables import cut_to_cells, plain_table
from svc.render.words import Words, printable
from svc.rules.leaving import KINDS, OF_THE_KIT, Hanging

HINTS: dict[str, str] = {
    # kind → what to type for what no word hands over
    "visit": N_(
        "svc reschedule {on} --to STAFF --appointment TIME --agreed-with NAME --reason REASON"
    ),
    "on_site": N_("svc visit {on}"),
    "kit": N_("svc stock kit-return {person} --all"),
    "old_part": N_("svc stock kit-return {person} --all --condition defective"),
    "duty": N_("svc roster --duty {day} --who STAFF"),
}
ANOTHER = N_("svc staff leave {person} --to STAFF --go")
CUSTOMER_CELLS = 14  # so that a line in Chinese fits 80 columns


def leaving_lines(found: Leaving, words: Words, *, recorded: bool, today: date) -> list[str]:
    """The table, then what no word hands over, each with the command; at last what is written in
    staff.yaml.
    """
    person, to = printable(found.person.name), printable(found.to.name)
    lines = []
    if found.items:
        heads = (N_("What"), N_("Which"), N_("Customer"), N_("Time"), N_("Goes to"))
        rows = [_row(item, to, words) for item in found.items]
        lines.append(plain_table([words(head) for head in heads], rows, words.screen))
    else:
        lines.append(words(N_("Nothing hangs on {person}."), person=person))
    if found.shared:
        lines.append(
            words(
                N_("Turns of {person} and of others with the role, who go on: {count}"),
                person=person,
                count=found.shared,
            )
        )
    if found.left:
        lines += ["", words(N_("To be done by hand:"))]
        lines += [line for item in found.left for line in _hint(item, found, words)]
    lines += ["", _ending(found, words, recorded=recorded)]
    if not found.items or (recorded and not found.left):
        lines.append(
            words(
                N_(
                    'Then write in staff.yaml, with {id}: `left: "{day}"` (the last day); then '
                    "commit it."
                ),
                id=found.person.id,
                day=today,
            )
        )
    return lines


def _row(item: Hanging, to: str, words: Words) -> list[str]:
    what = words(KINDS[item.kind])
    if item.promise:
        what = words.label("promise", item.promise)
    return [
        what,
        words.part(item.on) if item.kind in OF_THE_KIT else item.on,
        cut_to_cells(printable(item.customer), CUSTOMER_CELLS),
        words.show(item.due) if item.due else _how_much(item, words),
        _receiver(item, to, words),
    ]


def _receiver(item: Hanging, to: str, words: Words) -> str:
    if not item.can_be_handed_over:
        return "—"
    if item.store:
        return words(N_("store of {office}"), office=words.label("office", item.store))
    return to


def _how_much(item: Hanging, words: Words) -> str:
    if item.amount is not None:
        return words(N_("{amount} yuan"), amount=item.amount)
    if item.kind in OF_THE_KIT:
        return f"× {item.count}"
    return f"{printable(item.part)} × {item.count}" if item.part else ""


def _hint(item: Hanging, found: Leaving, words: Words) -> list[str]:
    command = words(
        HINTS.get(item.kind, ANOTHER),
        on=item.on,
        day=item.on,
        person=found.person.id,
    )
    why = words.comma.join(words.show(reason) for reason in item.against)
    label = words(N_("{label}: {value}"), label=words(KINDS[item.kind]), value=item.on)
    return [f"  {label}" + (f" ({why})" if why else ""), f"    {command}"]


def _ending(found: Leaving, words: Words, *, recorded: bool) -> str:
    count = len(found.to_hand_over)
    if recorded and count:
        return words(N_("Handed over to {to}: {count}."), to=printable(found.to.name), count=count)
    if not count:
        return words(N_("Nothing was changed."))
    return words(
        N_("Nothing was changed. To hand over: svc staff leave {person} --to {to} --go"),
        person=found.person.id,
        to=f"{found.to.id} --kit-back" if found.is_kit_back else found.to.id,
    )
