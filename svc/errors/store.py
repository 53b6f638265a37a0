"""The store: files, lock, journal, git."""

from __future__ import annotations

from svc.errors.kinds import N_, Damaged, NotDone, Notice, Refused


class DiskFull(NotDone):
    """No room, or the quota or size limit is reached. Facts: path, reason (the system's words)."""

    key = "disk-full"
    says = N_(
        "No room to write {path}: {reason}\nMake room and repeat the command. Nothing was changed."
    )


class ReadOnly(NotDone):
    """The file system takes no writes. Facts: path, reason."""

    key = "read-only"
    says = N_("{path} is on a read-only file system: {reason}\nNothing was changed.")


class NoPermission(NotDone):
    """The system refuses this user. Facts: path, reason."""

    key = "no-permission"
    says = N_(
        "No permission for {path}: {reason}\n"
        "Ask whoever owns the ledger's folder for permission to write there. Nothing was changed."
    )


class NotReadable(NoPermission, Damaged):
    """This user may not read a file or folder, whatever it may be for. Facts: path, line (1),
    problem, reason.
    """

    key = "not-readable"
    says = N_(
        "{path}: this can't be read: {problem}\n"
        "Ask whoever owns the ledger's folder for permission to read there. Nothing was changed."
    )
    exit_status = Damaged.exit_status


class InputOutputFailed(NotDone):
    """Any other failure of the system. Facts: path, reason."""

    key = "io-failed"
    says = N_(
        "The system could not read or write {path}: {reason}\nNothing was changed; repeat the "
        "command."
    )


class AnswerLost(NotDone):
    """Standard output takes no answer (closed, disk full) to a command that records nothing. Facts:
    reason.
    """

    key = "answer-lost"
    says = N_(
        "The answer could not be written to standard output: {reason}\nNothing was recorded; "
        "repeat the command."
    )


class AnswerLostRecorded(AnswerLost):
    """The same, of a command that had recorded by then. It stands, and to repeat it records nothing
    twice.
    """

    key = "answer-lost-recorded"
    says = N_(
        "It is recorded, but the answer could not be written to standard output: {reason}\n"
        "To see the answer, repeat the command: nothing is recorded twice."
    )


class NotEnoughMemory(NotDone):
    """The system gave no more memory, before anything was recorded."""

    key = "not-enough-memory"
    says = N_(
        "There is not enough memory for this. Nothing was recorded; close other programs and "
        "repeat the command."
    )


class FolderGone(NotDone):
    """The folder the command is typed in was removed or moved."""

    key = "folder-gone"
    says = N_(
        "The folder you are in is no longer there. Nothing was changed.\nGo to the ledger's "
        "folder: cd DIR"
    )


class LockHeld(NotDone):
    """Another command is writing. Facts: who, pid, since, waited_seconds, path."""

    key = "lock-held"
    says = N_(
        "{who} (process {pid}) has been writing to this ledger since {since}; waited "
        "{waited_seconds} s.\n"
        "Wait and repeat; if that process hangs, end it: kill {pid}. SVC_LOCK_WAIT=60 waits "
        "longer. Nothing was changed."
    )


class GitMissing(NotDone):
    """There is no program `git` on the PATH. Facts: path (where it was looked for)."""

    key = "git-missing"
    says = N_(
        "git was not found on the PATH ({path}).\nInstall git 2.38 or later and repeat. Nothing "
        "was changed."
    )


class GitFailed(NotDone):
    """git said no. Facts: command, status, reason (git's words)."""

    key = "git-failed"
    says = N_("git {command} failed ({status}): {reason}\nNothing was changed.")

    @property
    def was_killed(self) -> bool:
        """Whether a signal ended git: then it could not clean up after itself."""
        return str(self.facts["status"]).startswith("-")


class GitLocked(NotDone):
    """A lock file of git that is not provably ours. Facts: path, holder (who, or how old it is)."""

    key = "git-locked"
    says = N_(
        "Another git program holds {path} ({holder}).\n"
        "Nothing was recorded. Wait until it is done and repeat the command. If no git program is "
        "running the file is left over: remove it."
    )


class MergeUnfinished(NotDone):
    """git has begun something here and not ended it. Facts: what (merge, rebase, …, as git's
    command is called), path.
    """

    key = "merge-unfinished"
    says = N_(
        "A {what} of git is unfinished here ({path}); what is recorded now could be lost.\n"
        "Nothing was recorded. To end it: svc check --fix (git's own commands: git {what} "
        "--continue, git {what} --abort). Then repeat the command."
    )


class MergeInConflict(NotDone):
    """What git has begun can't be finished, as files are in conflict. Facts: what, files."""

    key = "merge-in-conflict"
    says = N_(
        "The unfinished {what} of git is in conflict: {files}\n"
        "Put these files right (git marks the places), then git add FILE, then svc check --fix "
        "--go. To drop it instead: svc check --fix --abort"
    )


class WouldRunProgram(NotDone):
    """Going on would have git run a program that files of the repository name. Facts: what,
    program, command (git's).
    """

    key = "would-run-program"
    says = N_(
        "To go on with the unfinished {what}, git would run a program: {program}\n"
        "svc runs none that a ledger names. If you began it so yourself: {command}\n"
        "To drop it instead: svc check --fix --abort. Nothing was changed."
    )


class WouldLoseEvents(NotDone):
    """Ending it so would take recorded events out. Facts: command (git's), count, path (of one)."""

    key = "would-lose-events"
    says = N_(
        "{command} would take {count} recorded events out, in {path} for one. It was not done.\n"
        "End it the other way (svc check --fix, with or without --abort), or put the events back "
        "into the file and git add it."
    )


class NothingUnfinished(NotDone):
    """Nothing of git's is unfinished, or is any more."""

    key = "nothing-unfinished"
    says = N_("Nothing of git's is unfinished here. Nothing was changed.")


class UnsafeFolder(NotDone):
    """git does not trust the owner of the ledger's folder. Facts: path."""

    key = "git-unsafe-folder"
    says = N_(
        "git refuses {path}, which belongs to another user (dubious ownership).\n"
        "If you trust it: git config --global --add safe.directory {path}\nNothing was changed."
    )


class CommitOvertaken(NotDone):
    """Someone committed between our reading of HEAD and our commit. Facts: ref."""

    key = "commit-overtaken"
    says = N_("Someone else has just committed to {ref}. Nothing was changed; repeat the command.")


class DetachedHead(NotDone):
    """HEAD names a commit, not a branch. Facts: commit."""

    key = "detached-head"
    says = N_(
        "The ledger is not on a branch (HEAD is at {commit}), perhaps in the middle of a rebase.\n"
        "Finish or abort that, or go back: git switch main. Nothing was changed."
    )


class ChangedSinceRead(NotDone):
    """A record was saved by another program while the command worked. Facts: path."""

    key = "changed-since-read"
    says = N_(
        "{path} was changed by another program since it was read. Nothing was changed; repeat the "
        "command."
    )


class SettingsChanging(NotDone):
    """The settings were changed again and again while the records were judged by them. Facts:
    none.
    """

    key = "settings-changing"
    says = N_(
        "The settings were changed again and again while the ledger was looked through. Nothing "
        "was changed; repeat the command once that is over."
    )


class NameTaken(NotDone):
    """A new record's name already exists, in the work tree or in HEAD. Facts: path."""

    key = "name-taken"
    says = N_("{path} already exists. Nothing was changed; repeat the command.")


class EarlierUnfinished(NotDone):
    """An earlier, recorded command could not be finished. Facts: path, reason."""

    key = "earlier-unfinished"
    says = N_(
        "An earlier command was recorded, but {path} could not be updated: {reason}\n"
        "Fix the cause (a program may have the file open) and repeat. Nothing else was changed."
    )


class PerhapsRecorded(NotDone):
    """git failed at the commit and does not answer whether it is there. Facts: ref, reason."""

    key = "perhaps-recorded"
    says = N_(
        "git failed while committing to {ref}, and svc could not find out whether the commit "
        "is there: {reason}\n"
        "The next command that succeeds will finish or undo it. Check before you repeat."
    )


class JournalUnreadable(Damaged):
    """The journal of an earlier command can't be read. Facts: path, line, problem."""

    key = "journal-unreadable"
    says = N_(
        "{path}: the journal of an earlier command can't be read: {problem}\n"
        "Use `git status` to see what is new, commit or restore it, then remove that file. "
        "Nothing was changed."
    )


class JournalNotOurs(JournalUnreadable):
    """The journal of an earlier command is not one to be carried out here. Facts: path, line,
    problem.
    """

    key = "journal-not-ours"
    says = N_(
        "{path}: the journal of an earlier command is not carried out: {problem}\n"
        "It may have come with a copied ledger. Use `git status` to see what is new, then move "
        "that file away. Nothing was changed."
    )


class NotAFile(Damaged):
    """In a record's place is a link, folder or device. Facts: path, line (0), problem: link,
    folder, special, or name (one that not every system has).
    """

    key = "not-a-file"
    says = N_(
        "{path} is not an ordinary file ({problem}). svc reads and writes ordinary files only.\n"
        "Put the file back: git checkout -- {path}\nNothing was changed."
    )
    named = (("problem", "no_file"),)


class NoGitIdentity(Refused):
    """git knows no name and e-mail to commit under. Facts: reason, config (how to set them)."""

    key = "no-git-identity"
    says = N_(
        "git does not know who you are: {reason}\n"
        'Tell it: {config} user.name "YOUR NAME" and {config} user.email YOU@EXAMPLE.COM\n'
        "Nothing was changed."
    )


class NotTopOfWorkTree(Refused):
    """A ledger that is not the top of a git work tree of its own is read-only. Facts: path."""

    key = "not-top-of-work-tree"
    says = N_(
        "{path} is not the top of a git repository of its own, so it can only be read.\n"
        "Make a ledger from it: svc init DIR --from {path}\nNothing was changed."
    )


class NoRepository(Refused):
    """`svc guard` is called by a repository, in its own folder. Facts: path."""

    key = "no-repository"
    says = N_(
        "{path} is no git repository. The guard is put into the folder of the repository that the "
        "desks share. Nothing was changed."
    )


class WaitsForGit(Notice):
    """At a terminal: git's lock is waited for. Facts: path, holder (who, or how old it is)."""

    key = "waits-for-git"
    says = N_(
        "Waiting: another git program holds {path} ({holder}).\n"
        "It goes on when that is done; Ctrl-C gives up, and nothing is recorded."
    )


class EditKept(Notice):
    """Another program saved a record while the command wrote it: its text is kept aside. Facts:
    path, saved.
    """

    key = "edit-kept"
    says = N_(
        "{path} was saved by another program at the same moment. That text is kept in {saved}; "
        "compare the two."
    )


class EditMerged(Notice):
    """Another program saved a record while the command wrote it: both changes are in it. Facts:
    path.
    """

    key = "edit-merged"
    says = N_(
        "{path} was saved by another program at the same moment. Both changes are in the file; "
        "check it."
    )


class LeftToFinish(Notice):
    """Recorded, but the files could not all be put in place. Facts: path, reason."""

    key = "left-to-finish"
    says = N_(
        "Recorded, but {path} could not be put in place: {reason}\nThe next command finishes it."
    )


class NotKeptHere(Notice):
    """What the file system of the ledger can't do; said once in a clone. Facts: path, what (a
    list).
    """

    key = "not-kept-here"
    says = N_(
        "The file system of {path} can't do all that a ledger asks for: {what}\n"
        "After a power cut the last entries may have to be put in place once more (the next "
        "command does it, git has them). This is said once."
    )


class TextLost(Notice):
    """Recorded without a commit, and the text to be put in place was removed since. Facts: path."""

    key = "text-lost"
    says = N_(
        "{path} could not be finished: its temporary file was removed by another program. "
        "Check the record."
    )


class ClockBehind(Notice):
    """This machine's clock is behind an entry that was recorded already. Facts: now, behind,
    record, last, by.
    """

    key = "clock-behind"
    says = N_(
        "This machine's clock ({now}) is {behind} behind the last entry of {record} (by {by}, "
        "{last}).\n"
        "The event was recorded with the time of this clock; promises are counted from the "
        "times as recorded. Set the clock right, or inform {by}."
    )
