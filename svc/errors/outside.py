"""What goes out of the ledger: the user's own file, messages to robots and by mail, hooks."""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused


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
        "{path} belongs to somebody else, so nothing in it is used.\n"
        "Make it anew as yourself; what stands in it: svc help files"
    )


class HookFailed(Notice):
    """A program of the user's own did not end well; what was recorded stays. Facts: program,
    problem.
    """

    key = "hook-failed"
    says = N_("the hook {program} failed: {problem}. What was recorded stays.")
