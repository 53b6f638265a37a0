"""Exchanging with other desks."""

from __future__ import annotations

from svc.errors.kinds import N_, NotDone, Notice, Refused, SvcError


class NoRemote(Refused):
    """This clone knows no other to exchange with."""

    key = "no-remote"
    says = N_(
        "This ledger has nobody to exchange with yet. Nothing was changed.\n"
        "To name the repository that the desks share: git remote add origin ADDRESS; then: svc sync"
    )


class WhichRemote(Refused):
    """It knows several. Facts: remotes, branch."""

    key = "which-remote"
    says = N_(
        "This ledger knows several repositories: {remotes}. Nothing was changed.\n"
        "To say which of them the desks share: git config branch.{branch}.remote NAME"
    )


class RemoteUnreachable(NotDone):
    """The other side did not answer. Facts: remote, reason (as git says)."""

    key = "remote-unreachable"
    says = N_(
        "{remote} can't be reached: {reason}\n"
        "Work goes on here, and what was recorded is safe: it goes out with the next svc sync."
    )


class RemoteKeyChanged(NotDone):
    """It is not the machine that it was. Facts: remote, reason (as git says)."""

    key = "remote-key-changed"
    says = N_(
        "{remote} shows another key than before, or one that nobody here has confirmed: {reason}\n"
        "Nothing was sent. Ask whoever looks after it whether that is right; then confirm the key "
        "once by ssh."
    )


class RemoteRefusesUs(NotDone):
    """It does not let us in. Facts: remote, reason (as git says)."""

    key = "remote-refuses-us"
    says = N_(
        "{remote} does not let this desk in: {reason}\n"
        "Nothing was sent. The key or the password of this desk is for whoever looks after it to "
        "set right; what was recorded here is safe."
    )


class RemoteFull(NotDone):
    """No room there. Facts: remote, reason (as git says)."""

    key = "remote-full"
    says = N_(
        "{remote} has no space left: {reason}\n"
        "Tell whoever looks after it. What was recorded here is safe: it goes out with the next "
        "svc sync."
    )


class RemoteLocked(NotDone):
    """Another git has its branch, or was killed while it had. Facts: remote, path (of the lock)."""

    key = "remote-locked"
    says = N_(
        "{remote} is just taking what another desk sends: {path}\n"
        "What was recorded here is safe, and not sent; repeat it: svc sync. A lock that a killed "
        "git left there is cleared by svc when it is two minutes old, where a guard is or the "
        "folder can be written to; elsewhere whoever looks after {remote} removes that file."
    )


class PushRefused(NotDone):
    """It takes nothing of what we send. Facts: remote, reason (what it says)."""

    key = "push-refused"
    says = N_(
        "{remote} did not take what this desk sent: {reason}\nWhat was recorded here is safe, and "
        "not sent. Once that is set right: svc sync"
    )


class AlwaysOvertaken(NotDone):
    """Others were faster each time. Facts: remote, times."""

    key = "always-overtaken"
    says = N_(
        "Other desks were faster {times} times in a row. What came in is merged; nothing was sent "
        "yet.\nType once more: svc sync"
    )


class NothingInCommon(Refused):
    """Two histories that never were one. Facts: remote."""

    key = "nothing-in-common"
    says = N_(
        "{remote} is another ledger than this one: they have no common beginning. Nothing was "
        "changed.\nTo see where it leads: git remote -v"
    )


class HistoryRewound(Refused):
    """The shared history no longer has what it had. Facts: remote, commit."""

    key = "history-rewound"
    says = N_(
        "{remote} no longer has what it had at the last sync ({commit}): its history was rewound "
        "or rewritten. Nothing was changed here, and this desk still has all of it.\n"
        "Ask who did it. To send back what is missing there: svc sync --restore"
    )


class EditsInTheWay(Refused):
    """Files edited by hand and not committed have changed at another desk, too. Facts: files,
    record (the first of them; `settings` if it is none).
    """

    key = "edits-in-the-way"
    says = N_(
        "These files were edited here, which git does not know yet, and another desk has changed "
        "them: {files}\nNothing was changed. To record the edit: svc adopt {record} --reason "
        "REASON, of settings: svc adopt settings; then: svc sync"
    )


class SyncStopped(Refused):
    """A record of which both versions can't hold. Facts: path, problems, theirs (their branch)."""

    key = "sync-stopped"
    says = N_(
        "{path}: two desks have this differently, at {problems}. Nothing was changed.\n"
        "To see both: git diff HEAD {theirs} -- {path}. To say whose word holds there: svc "
        "sync --take ours {path}, or: svc sync --take theirs {path}"
    )


class NumberTwice(Refused):
    """Two records with one number. Facts: path, id, ours, theirs (when and by whom), problems."""

    key = "number-twice"
    says = N_(
        "{id} stands for two records: here for one of {ours}, at another desk for one of {theirs}. "
        "Nothing was changed, and nothing can be exchanged until one of them has another number.\n"
        "To see which number it would get: svc renumber"
    )


class LaneElsewhere(Notice):
    """Numbers came in that only this desk gives. Facts: lane, number (one of them), count,
    free (a letter that nobody has).
    """

    key = "lane-elsewhere"
    says = N_(
        "{count} numbers of lane {lane}, which is this desk's, were given elsewhere, such as "
        "{number}: this ledger was copied to another computer, or brought back from a backup. If "
        "both computers are used, type on the copy: svc init --join --desk {free}"
    )


class LaneGone(Notice):
    """Two clones claimed one lane before they met; the other one has it. Facts: lane, free."""

    key = "lane-gone"
    says = N_(
        "Lane {lane} was claimed at another desk, too, which has it now. For a letter of this "
        "desk's own: svc init --join --desk {free}"
    )


class NotInDispute(Refused):
    """Facts: entry (as typed), open (what is)."""

    key = "not-in-dispute"
    says = N_("Nobody has to decide about {entry}. Nothing was changed.\nTo be decided: {open}")


class HistoryKept(Notice):
    """What another desk had taken out stays. Facts: path, theirs (their branch)."""

    key = "history-kept"
    says = N_(
        "{path}: another desk has taken recorded entries out; here they stay, and go back to it. "
        "Who it was: git log -p {theirs} -- {path}"
    )


class DisputeMoved(Refused):
    """What is in dispute was changed once more elsewhere. Facts: entry, theirs."""

    key = "dispute-moved"
    says = N_(
        "{entry} was changed once more at another desk, to {theirs}. Nothing was changed.\n"
        "If the value here is to hold all the same, type it once more."
    )


class LeftOut(Notice):
    """Something that can't be a file of a ledger. Facts: path, commit."""

    key = "left-out"
    says = N_(
        "{path}: another desk has sent what can't lie in a ledger: a link, another repository, or "
        "a name that not every system can have. It is left out here, and goes from the shared "
        "ledger; git keeps it in {commit}."
    )


class SettingsKept(Notice):
    """Settings of another desk that can't be used. Facts: path, problem."""

    key = "settings-kept"
    says = N_(
        "{path}: as another desk has it, it can't be used ({problem}). What is here stays, and "
        "goes back to it."
    )


class DecidedElsewhere(Notice):
    """A manager, or who keeps the file, decided what two desks had changed differently. Facts:
    entry, person, ours (— for a whole file).
    """

    key = "decided-elsewhere"
    says = N_(
        "{entry}: {person} has decided it, and that holds here, too. What was changed here does "
        "not: {ours}"
    )


class SeveralHadIt(Refused):
    """A number that no record has any more, and several had. Facts: number, records."""

    key = "several-had-it"
    says = N_(
        "No record is called {number} any more; these were: {records}. Nothing was changed.\n"
        "Type the number that it has now."
    )


class NoSuchRevision(Refused):
    """Facts: revision (as typed)."""

    key = "no-such-revision"
    says = N_(
        "The history has no commit {revision}. Nothing was changed.\nTo see what it has: git log"
    )


class HistoryNotHere(NotDone):
    """A part of the history is not in this clone. Facts: object."""

    key = "history-not-here"
    says = N_(
        "A part of the history is not in this copy ({object}): it was cloned without it. Nothing "
        "was changed. A copy that has all of it can be asked."
    )


class HookThere(Refused):
    """Somebody else's hook is never written over. Facts: path."""

    key = "hook-there"
    says = N_(
        "{path} is there already and is not from svc. Nothing was changed.\n"
        "Call the guard from it, with its standard input: svc guard"
    )


class PushNotTaken(SvcError):
    """What the guard says in the end. Facts: count."""

    key = "push-not-taken"
    exit_status = 1
    says = N_(
        "Nothing of this push was taken: {count} things in it are against what is recorded here.\n"
        "A manager who answers for all of them types: svc sync --approve REASON"
    )


class BranchNotTaken(SvcError):
    """The same of a branch that can't be moved so. Facts: problems."""

    key = "branch-not-taken"
    exit_status = 1
    says = N_("Nothing of this push was taken: {problems}")


class OnlyAManagerAnswers(Refused):
    """Facts: person."""

    key = "only-a-manager-answers"
    says = N_(
        "Only a manager answers for what is against history, and {person} is not one (staff.yaml). "
        "Nothing was changed."
    )
