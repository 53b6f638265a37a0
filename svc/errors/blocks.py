"""Blocks: what people without a shell send in a chat (see svc/rules/blocks.py).

Facts of all that are about one block: `place`, which it is of those that were pasted, from 1.
"""

from __future__ import annotations

from svc.errors.kinds import N_, NotDone, Refused, SvcError


class NoBlock(Refused):
    """What was pasted holds no block."""

    key = "no-block"
    says = N_(
        "There is no form in this text: its title in 【 】 is missing\n"
        "Copy the whole text that the page made, from its first line to its last. "
        "Nothing was changed."
    )


class PasteTooLong(Refused):
    """More than anybody pastes. Facts: most (characters), blocks (at most)."""

    key = "paste-too-long"
    says = N_(
        "This text is too long to be forms from a chat (at most {most} characters, {blocks} "
        "forms)\nTake fewer at once. Nothing was changed."
    )


class BlockCutOff(Refused):
    """The beginning of a block stands there, and its end does not. Facts: place."""

    key = "block-cut-off"
    says = N_(
        "Form {place} is cut off: its last lines are missing\n"
        "Ask for it once more, whole, as the page copies it. Nothing of it was recorded."
    )


class BlockGarbled(Refused):
    """The checksum does not fit. Facts: place."""

    key = "block-garbled"
    says = N_(
        "Form {place} was changed on the way: its checksum does not fit\n"
        "Ask for it once more, as the page copies it. Nothing of it was recorded."
    )


class BlockLacks(Refused):
    """Answers are missing. Facts: place, fields."""

    key = "block-lacks"
    named = (("fields", "block_field"),)
    says = N_(
        "Form {place} lacks: {fields}\nAsk for it once more, filled in. Nothing of it was recorded."
    )


class BlockFieldWrong(Refused):
    """An answer is none, or can't be true beside the others. Facts: place, field, text."""

    key = "block-field-wrong"
    named = (("field", "block_field"),)
    says = N_(
        "Form {place}: this can't be so: {field}: {text}\n"
        "Ask for it once more, put right. Nothing of it was recorded."
    )


class BlockOfOtherVersion(Refused):
    """It has a line that no form of ours has. Facts: place, number."""

    key = "block-of-other-version"
    says = N_(
        "Form {place} has a line {number}, which no form here has\n"
        "It was made by a page of another version: make the pages once more, or take it where "
        "they were made. Nothing of it was recorded."
    )


class BlockTwice(Refused):
    """The same block stands there twice; the first counts. Facts: place, first."""

    key = "block-twice"
    says = N_(
        "Form {place} is form {first} once more\nIt is taken once; there is nothing more to do."
    )


class BlocksDiffer(Refused):
    """Two blocks of one form say different things. Facts: place, other."""

    key = "blocks-differ"
    says = N_(
        "Forms {place} and {other} are of one page and say different things\n"
        "Ask which of them holds, and take that one alone. Nothing of them was recorded."
    )


class BlockRecordedOtherwise(Refused):
    """A block of this form was recorded, and said something else. Facts: place, ticket, at, by."""

    key = "block-recorded-otherwise"
    says = N_(
        "Form {place} was recorded on {at} by {by}, ticket {ticket}, with other answers\n"
        "To put right what was recorded: svc amend {ticket}. Nothing was changed."
    )


class BlockOfOther(Refused):
    """Nobody here is called as the block says. Facts: place, technician."""

    key = "block-of-other"
    says = N_(
        "Form {place}: nobody here has the sign {technician}\n"
        "Ask who wrote it. Nothing of it was recorded."
    )


class BlockNotYourRole(Refused):
    """Who takes it may not record a visit. Facts: place, person, step, roles."""

    key = "block-not-your-role"
    named = (("step", "event"), ("roles", "role"))
    says = N_(
        "Form {place}: {person} has no role that may record '{step}' (roles that may: {roles})\n"
        "Let one of them take it: svc --as PERSON take. Nothing of it was recorded."
    )


class BlockAhead(Refused):
    """A time in the block is still to come. Facts: place, field, at, now."""

    key = "block-ahead"
    named = (("field", "block_field"),)
    says = N_(
        "Form {place}: {field} {at} is in the future (it is {now})\n"
        "The telephone's clock may be wrong. Ask for it once more, put right. Nothing of it was "
        "recorded."
    )


class BlocksRefused(SvcError):
    """Some blocks were refused, the others were not. Facts: count."""

    key = "blocks-refused"
    exit_status = 3
    says = N_("Forms that were refused, for the reasons above: {count}. The others are taken.")


class AllBlocksRefused(Refused):
    """No block could be taken. Facts: count, errors (the key of each)."""

    key = "all-blocks-refused"
    says = N_("Forms that were refused, for the reasons above: {count}. Nothing was changed.")


class NoClipboard(NotDone):
    """There is no clipboard that can be read here. Facts: programs."""

    key = "no-clipboard"
    says = N_(
        "The clipboard can't be read here: none of these programs works: {programs}\n"
        "Name a file with the text, or paste it: svc take -\nNothing was changed."
    )
