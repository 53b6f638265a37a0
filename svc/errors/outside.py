"""What goes out of the ledger: the user's own file, messages to robots and by mail, hooks."""

from __future__ import annotations

from svc.errors.kinds import N_, NotDone, Notice, Refused


class OwnFileOpen(Refused):
    """Others may read the user's own file, or change it. Facts: path, command."""

    key = "own-file-open"
    says = N_(
        "{path} may be read or changed by others, so nothing in it is used.\n"
        "To keep it for yourself: {command}"
    )


class OwnFileNotYours(Refused):
    """Somebody else owns the user's own file, or its folder. Facts: path."""

    key = "own-file-not-yours"
    says = N_(
        "{path} belongs to somebody else, so nothing in it is used.\nWrite it anew as yourself."
    )


class OwnFileNoFile(Refused):
    """In the place of the user's own file is a link, folder or pipe. Facts: path, problem."""

    key = "own-file-no-file"
    says = N_(
        "{path} is not an ordinary file ({problem}), so nothing in it is used.\n"
        "Take it away and put the settings there as a file; the handbook shows how (messages)."
    )
    named = (("problem", "no_file"),)


class HookFailed(Notice):
    """A program of the user's own did not end well; what was recorded stays. Facts: program,
    problem.
    """

    key = "hook-failed"
    says = N_("the hook {program} failed: {problem}. What was recorded stays.")


class NothingToNotify(Refused):
    """svc.yaml does not say who is told what."""

    key = "nothing-to-notify"
    says = N_(
        "svc.yaml does not say who is told what. Nothing was sent.\n"
        'Write there: `notify: [{{digest: "morning", channel: "group"}}]`; the address of the '
        "channel belongs into {path}."
    )


class NoOwnEntry(Refused):
    """The user's own file says nothing of this ledger and clone. Facts: path, ledger, clone."""

    key = "no-own-entry"
    says = N_(
        "{path} says nothing of this ledger. Nothing was sent.\n"
        'Write there: `ledgers: [{{path: "{ledger}", clone: "{clone}", channels: {{…}}}}]`; the '
        "handbook shows how (messages)."
    )


class NotifyRunning(NotDone):
    """Another `svc notify` of this clone is sending. Facts: pid, since."""

    key = "notify-running"
    says = N_(
        "Another svc notify (process {pid}) has been sending since {since}. Nothing was sent by "
        "this one; repeat it later."
    )


class SentUnreadable(NotDone):
    """What was sent so far can't be read. Facts: path."""

    key = "sent-unreadable"
    says = N_(
        "{path} can't be read, so nobody knows what was sent. Nothing was sent.\n"
        "Remove it; what was sent in the last days is sent once more then."
    )


class NotSent(Notice):
    """A message that was not taken: which, by whom, the answer. Facts: channel, digest, said."""

    key = "not-sent"
    says = N_("{channel}, {digest}: {said}. It is tried again at the next run.")


class PerhapsSent(Notice):
    """A message that nobody answered. Facts: channel, digest, said."""

    key = "perhaps-sent"
    says = N_(
        "{channel}, {digest}: {said}. It was perhaps sent; the next run sends it once more, and "
        "says so in it."
    )


class GivenUp(Notice):
    """A message that nobody answered so often that it counts as sent. Facts: channel, digest, said,
    count.
    """

    key = "given-up"
    says = N_(
        "{channel}, {digest}: {said}. It was sent {count} times, nobody knows whether it came, and "
        "it is not sent once more."
    )


class NotToldFromHere(Notice):
    """Offices of which this clone can tell nothing. Facts: channel, digest, offices."""

    key = "not-told-from-here"
    says = N_(
        "{channel}, {digest}: the tickets of {offices} are not all in this clone; what is due "
        "there is told where they are."
    )
    named = (("offices", "office"),)


class MessagesStopped(NotDone):
    """What was sent could not be remembered any more. Facts: done (messages), reason (an error)."""

    key = "messages-stopped"
    says = N_(
        "Sent so far: {done}; then it went on no further: {reason}\n"
        "The next run sends the rest, and says of what was perhaps sent that it was."
    )


class MessagesNotSent(NotDone):
    """Some messages were not taken, or nobody knows whether they were. Facts: count, failed (which,
    and why).
    """

    key = "messages-not-sent"
    says = N_("Messages that were not sent: {count}. They are tried again the next time.")
