"""Merging two desks' versions of an entry of the knowledge base: field by field, lists of words by
what either side added and took out, and the text below as a whole.

What both changed differently is in dispute by the field's name: theirs holds until somebody
chooses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.model.knowledge import joined_entry, split_entry
from svc.rules.merge import configuration
from svc.rules.merge.configuration import Dispute, MergedText, merge_configuration

if TYPE_CHECKING:
    from svc.rules.merge.configuration import EntryName

BELOW = "text"
"""What the text below the front matter is called; no field of it has this name."""


def merge_knowledge(base: str | None, ours: str, theirs: str, path: str = "") -> MergedText:
    """The merge of two versions of an entry; `base` is the text both come from, None if there was
    none. Raises what `merge_configuration` raises.
    """
    our_front, our_text = split_entry(ours, path)
    their_front, their_text = split_entry(theirs, path)
    base_front, base_text = (None, None) if base is None else split_entry(base, path)
    front, found = merge_configuration(base_front, our_front, their_front, path)
    disputes = []
    for each in found:
        before = None if base_front is None else configuration.value_of(base_front, each.unit, path)
        both = _of_both_lists(before, each.ours, each.theirs)
        if both is None:
            disputes.append(each)
        else:
            front = configuration.put_unit(front, each.unit, both, path)
    below = their_text
    if their_text == base_text:
        below = our_text
    elif our_text not in (base_text, their_text):
        disputes.append(Dispute((BELOW,), our_text, their_text))
    return MergedText(joined_entry(front, below), disputes)


def put_field(text: str, unit: EntryName, value: object, path: str = "") -> str:
    """The text with this field, or the text below, as it is to be. Raises like
    `merge_knowledge`.
    """
    front, below = split_entry(text, path)
    if unit == (BELOW,):
        return joined_entry(front, str(value or ""))
    return joined_entry(configuration.put_unit(front, unit, value, path), below)


def field_of(text: str, unit: EntryName, path: str = "") -> object:
    """What a text has for a field, or below; None for nothing."""
    front, below = split_entry(text, path)
    return below if unit == (BELOW,) else configuration.value_of(front, unit, path)


def _of_both_lists(before: object, ours: object, theirs: object) -> list[str] | None:
    """Theirs without what we took out, and with what we added; None for what is no list on both
    sides, and where nothing would be left.
    """
    if not (isinstance(ours, list) and isinstance(theirs, list)):
        return None
    was = before if isinstance(before, list) else []
    kept = [each for each in theirs if each in ours or each not in was]
    both = kept + [each for each in ours if each not in was and each not in kept]
    return both or None
