"""What can be refused or go wrong: a key, the facts, and the sentence that says it.

The sentence (`says`) is an English message id; its Chinese stands in the catalogue. It says what is
wrong and where, what to type next, and that nothing was changed. It is put into words in one place,
`svc/cli/app.py`, which also turns `exit_status` into the status of the process.
"""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message id for the catalogue; it is translated where it is shown."""
    return message


class Phrase:
    """A message id with its facts, used as a fact of an error: words are added only where it is shown."""

    __slots__ = ("facts", "says")

    def __init__(self, says: str, **facts: object) -> None:
        self.says = says
        self.facts = facts

    def __str__(self) -> str:
        return self.says.format_map(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.says, self.facts) == (other.says, other.facts)

    def __hash__(self) -> int:
        return hash(self.says)


class SvcError(Exception):
    """Anything `svc` says no to. `facts` are values to be put into `says`, never words."""

    key = "error"
    says = ""
    exit_status = 70
    named: tuple[tuple[str, str], ...] = ()
    """Facts that are fixed values, with the group of labels (model/labels.py) that names each in words."""

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.says.format_map(self.facts)


class Refused(SvcError):
    """Typed wrong, incomplete, or against a rule of the trade."""

    exit_status = 2


class Damaged(SvcError):
    """A record can't be read as it is. Facts always include path, line and problem."""

    exit_status = 3


class NotDone(SvcError):
    """The machine did not let us: lock, git, disk, permission. Nothing changed; may be repeated."""

    exit_status = 4


# --- records: what can be wrong with the text of a file of the ledger (model/reading.py, model/splicing.py) ---


class RecordBroken(Damaged):
    """The text of a file can't be read as a record. Facts: path, line, problem (what PyYAML says, or a key)."""

    key = "record-broken"
    says = N_("{path}:{line}: this is not YAML: {problem}\nCorrect the line in an editor. Nothing was changed.")


class NotUtf8(RecordBroken):
    """Facts: path, line, problem."""

    key = "not-utf-8"
    says = N_("{path}:{line}: not UTF-8 ({problem})\nSave the file as UTF-8. Nothing was changed.")


class ForbiddenCharacter(RecordBroken):
    """NUL, a byte order mark, a control character, a line break other than LF. Facts: path, line, problem (U+0000)."""

    key = "forbidden-character"
    says = N_(
        "{path}:{line}: the character {problem} may not stand in a record\n"
        "Delete it, or write it as an escape between double quotes. Nothing was changed."
    )


class ConflictMarkers(RecordBroken):
    """A merge that stopped left both versions in the file. Facts: path, line, problem."""

    key = "conflict-markers"
    says = N_(
        "{path}:{line}: git left the two versions of a merge in this file: {problem}\n"
        "Keep what is right and delete the markers, or take the merge back: git merge --abort. Nothing was changed."
    )


class KeyTwice(RecordBroken):
    """Facts: path, line, problem (the key)."""

    key = "key-twice"
    says = N_("{path}:{line}: `{problem}` stands here twice\nDelete or rename one of the two. Nothing was changed.")


class KeyNotText(RecordBroken):
    """A key that YAML reads as number, date, true/false or nothing. Facts: path, line, problem (the key)."""

    key = "key-not-text"
    says = N_(
        "{path}:{line}: YAML does not read the key {problem} as text\n"
        'Put it in double quotes: "{problem}". Nothing was changed.'
    )


class NoValue(RecordBroken):
    """Nothing, ~ or null stands where a value should. Facts: path, line, problem (the key, or the item's number)."""

    key = "no-value"
    says = N_(
        "{path}:{line}: `{problem}` has no value\n"
        'Write "unknown" and the reason if nobody knows it. Nothing was changed.'
    )


class YamlNotAllowed(RecordBroken):
    """A tag, anchor, alias, merge key, directive or second document. Facts: path, line, problem (as written)."""

    key = "yaml-not-allowed"
    says = N_(
        "{path}:{line}: {problem} has a meaning in YAML that records do not use\n"
        "If it is meant as text, put it in double quotes. Nothing was changed."
    )


class TooDeep(RecordBroken):
    """Facts: path, line, problem (how deep it may be)."""

    key = "too-deep"
    says = N_("{path}:{line}: nested more than {problem} deep\nNo record needs that. Nothing was changed.")


class TooLong(RecordBroken):
    """Facts: path, line, problem (how many characters there may be)."""

    key = "too-long"
    says = N_("{path}:{line}: longer than {problem} characters\nNo record needs that. Nothing was changed.")


class NotAMapping(RecordBroken):
    """The file is empty, or a list or a text and no keys with values. Facts: path, line, problem."""

    key = "not-a-mapping"
    says = N_(
        "{path}:{line}: a record is made of `key: value` lines, and this is {problem}\n"
        "Restore the file: git checkout -- {path}. Nothing was changed."
    )


class RecordFaulty(Damaged):
    """It is YAML, but not the record it should be. Facts: path, line, problem (Phrase), faults (all of them)."""

    key = "record-faulty"
    says = N_("{path}:{line}: {problem}\nCorrect the record in an editor. Nothing was changed.")


class CannotSplice(Damaged):
    """The file can be read, but nothing can be put into it as it is laid out. Facts: path, line, problem, id."""

    key = "cannot-splice"
    says = N_(
        "{path}:{line}: nothing can be added to this file as it is laid out: with the new lines it reads otherwise\n"
        "To put it into the usual layout: svc check --fix {id}. Nothing was changed."
    )


class NoFinalLineFeed(CannotSplice):
    """Facts: path, line, problem, id."""

    key = "no-final-line-feed"
    says = N_(
        "{path}:{line}: the last line does not end, so nothing can be added below it\n"
        "To end it: svc check --fix {id}. Nothing was changed."
    )


class WindowsLineEnds(CannotSplice):
    """Facts: path, line, problem, id."""

    key = "windows-line-ends"
    says = N_(
        "{path}:{line}: the lines end in CR LF, ours in LF alone\n"
        "To put them right: svc check --fix {id}. Nothing was changed."
    )


class LogNotLast(CannotSplice):
    """A key stands behind `log`. Facts: path, line, problem (that key), id."""

    key = "log-not-last"
    says = N_(
        "{path}:{line}: `{problem}` stands behind `log`, so nothing can be added to the log\n"
        "To put the log last: svc check --fix {id}. Nothing was changed."
    )


class LogNotInLines(CannotSplice):
    """There is no `log:` with its events on lines of their own below it. Facts: path, line, problem, id."""

    key = "log-not-in-lines"
    says = N_(
        "{path}:{line}: the log is not written as lines below `log:`, so nothing can be added to it\n"
        "To put it into the usual layout: svc check --fix {id}. Nothing was changed."
    )


class NoStatusLine(CannotSplice):
    """There is no `status:` with its value on one line. Facts: path, line, problem, id."""

    key = "no-status-line"
    says = N_(
        "{path}:{line}: there is no line `status: …` that could be changed\n"
        "To put it there: svc check --fix {id}. Nothing was changed."
    )


# --- lifecycle: steps a ticket can't take (rules/lifecycle.py) ---


class ImpossibleStep(Refused):
    """The event can't follow in the state the ticket is in. Facts: ticket, step, status, possible (commands)."""

    key = "impossible-step"
    says = N_(
        "Ticket {ticket} is in the state '{status}': '{step}' can't follow. Nothing was changed.\n"
        "What can come next: svc {possible}"
    )
    named = (("step", "event"), ("status", "status"))


# --- the clock: calendars, durations, what is counted (model/calendars.py, rules/clock.py) ---


class NotADuration(Refused):
    """Facts: text."""

    key = "not-a-duration"
    says = N_(
        '"{text}" is not a duration\n'
        "Write whole hours, minutes, seconds, working days or calendar days: 8h, 90m, 45s, 2wd, 7d, -8h. "
        "Nothing was changed."
    )


class NotATime(Refused):
    """Facts: text."""

    key = "not-a-time"
    says = N_(
        '"{text}" is not a time\n'
        'Write it like 2026-11-21T09:00:00+08:00, or "2026-11-21 09:00" by the clock of the calendar. '
        "Nothing was changed."
    )


class FractionOfASecond(Refused):
    """The clock counts whole seconds. Facts: text."""

    key = "fraction-of-a-second"
    says = N_('"{text}" has a fraction of a second\nWrite whole seconds. Nothing was changed.')


class NoOpenTime(Refused):
    """The calendar is never open where the clock looked for it. Facts: calendar, start, years."""

    key = "no-open-time"
    says = N_(
        "Calendar {calendar} has no open time within {years} years of {start}, so nothing can be counted on it\n"
        "Give it opening hours. Nothing was changed."
    )


class TooFar(Refused):
    """The answer lies farther away than the clock counts. Facts: calendar, start, years."""

    key = "too-far"
    says = N_(
        "From {start} on calendar {calendar}, the answer lies more than {years} years away\n"
        "Write a shorter duration. Nothing was changed."
    )


class NoSuchCalendar(Refused):
    """Neither a file nor a calendar of the ledger. Facts: name, known."""

    key = "no-such-calendar"
    says = N_(
        '"{name}" is neither a calendar file nor a calendar of this ledger\n'
        "The ledger has: {known}. Nothing was changed."
    )


class CalendarNeeded(Refused):
    """Outside a ledger, and no calendar was named."""

    key = "calendar-needed"
    says = N_("No calendar was named\nAdd --calendar FILE, or go into a ledger. Nothing was changed.")


class CannotReadFile(Refused):
    """A file named on the command line can't be opened. Facts: path, reason (the system's)."""

    key = "cannot-read-file"
    says = N_("{path} can't be read: {reason}\nName a file that can. Nothing was changed.")


class YearAlreadyListed(Refused):
    """Facts: calendar, year."""

    key = "year-already-listed"
    says = N_(
        "Calendar {calendar} already lists the official days of {year}, the same ones\nThere is nothing to fill in."
    )


class HolidaysMissing(NotDone):
    """The library that knows the official days is not installed. Facts: year."""

    key = "holidays-missing"
    says = N_(
        "The official days of {year} can't be looked up: the package `holidays` is not installed\n"
        "Install it: pip install 'svc-desk[calendar]'. Nothing was changed."
    )


class YearNotPublished(Refused):
    """The library lists no make-up days for the year, so it only guesses. Facts: year, version."""

    key = "year-not-published"
    says = N_(
        "The official days of {year} are not in the package `holidays` {version}; what it has is a guess\n"
        "Once the State Council has published them, run pip install -U holidays, or write them into the calendar "
        "by hand. Nothing was changed."
    )


class NotAClockQuestion(Refused):
    """A line of `svc clock batch` that can't be understood. Facts: problem."""

    key = "not-a-clock-question"
    says = N_(
        "{problem}: not a question to the clock\n"
        'Write {{"op": "add", "calendar": PATH, "start": TIME, "for": "8h"}} or '
        '{{"op": "between", "calendar": PATH, "start": TIME, "end": TIME}}.'
    )


# Store: files, lock, journal, git.


class DiskFull(NotDone):
    """No room, or the quota or size limit is reached. Facts: path, reason (the system's words)."""

    key = "disk-full"
    says = N_("No room to write {path}: {reason}\nMake room and repeat the command. Nothing was changed.")


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


class InputOutputFailed(NotDone):
    """Any other failure of the system. Facts: path, reason."""

    key = "io-failed"
    says = N_("The system could not read or write {path}: {reason}\nNothing was changed; repeat the command.")


class LockHeld(NotDone):
    """Another command is writing. Facts: who, pid, since, waited_seconds, path."""

    key = "lock-held"
    says = N_(
        "{who} (process {pid}) has been writing to this ledger since {since}; waited {waited_seconds} s.\n"
        "Wait and repeat, or, if that process hangs, end it: kill {pid}. SVC_LOCK_WAIT=60 waits longer. "
        "Nothing was changed."
    )


class GitMissing(NotDone):
    """No program `git` on the PATH. Facts: path (where it was looked for)."""

    key = "git-missing"
    says = N_("git was not found on the PATH ({path}).\nInstall git 2.38 or later and repeat. Nothing was changed.")


class GitFailed(NotDone):
    """git said no. Facts: command, status, reason (git's words)."""

    key = "git-failed"
    says = N_("git {command} failed ({status}): {reason}\nNothing was changed.")

    @property
    def was_killed(self) -> bool:
        """Whether a signal ended git: then it could not clean up after itself."""
        return str(self.facts["status"]).startswith("-")


class GitLocked(NotDone):
    """A lock file of git that is not provably ours. Facts: path."""

    key = "git-locked"
    says = N_(
        "Another git program holds {path}.\n"
        "Wait until it is done and repeat. If no git program is running it is left over: remove that file. "
        "Nothing was changed."
    )


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
    says = N_("{path} was changed by another program since it was read. Nothing was changed; repeat the command.")


class NameTaken(NotDone):
    """A new record's name is there already, in the work tree or in HEAD. Facts: path."""

    key = "name-taken"
    says = N_("{path} is there already. Nothing was changed; repeat the command.")


class EarlierUnfinished(NotDone):
    """An earlier, recorded command could not be brought to its end. Facts: path, reason."""

    key = "earlier-unfinished"
    says = N_(
        "An earlier command is recorded, but {path} could not be brought up to it: {reason}\n"
        "Put that right (a program may have the file open) and repeat. Nothing else was changed."
    )


class PerhapsRecorded(NotDone):
    """git failed at the commit and does not answer whether it is there. Facts: ref, reason."""

    key = "perhaps-recorded"
    says = N_(
        "git failed while committing to {ref}, and could not be asked whether the commit is there: {reason}\n"
        "The next command that gets through finishes or undoes it. Look before you repeat."
    )


class JournalUnreadable(Damaged):
    """The journal of an earlier command can't be read. Facts: path, line, problem."""

    key = "journal-unreadable"
    says = N_(
        "{path}: the journal of an earlier command can't be read: {problem}\n"
        "See with `git status` what is new, commit or restore it, then remove that file. Nothing was changed."
    )


class NotAFile(Damaged):
    """In a record's place is a link, folder or device. Facts: path, line (0), problem: link, folder or special."""

    key = "not-a-file"
    says = N_(
        "{path} is not an ordinary file ({problem}). svc reads and writes ordinary files only.\n"
        "Put the file back: git checkout -- {path}\nNothing was changed."
    )


class NoGitIdentity(Refused):
    """git knows no name and e-mail to commit under. Facts: reason."""

    key = "no-git-identity"
    says = N_(
        "git does not know who you are: {reason}\n"
        'Tell it: git config user.name "YOUR NAME" and git config user.email YOU@EXAMPLE.COM\nNothing was changed.'
    )


class NotTopOfWorkTree(Refused):
    """A ledger that is not the top of a git work tree of its own is read-only. Facts: path."""

    key = "not-top-of-work-tree"
    says = N_(
        "{path} is not the top of a git repository of its own, so it can only be read.\n"
        "Make a ledger from it: svc init DIR --from {path}\nNothing was changed."
    )


class Notice(SvcError):
    """Told beside what was done; never raised."""

    exit_status = 0


class EditKept(Notice):
    """Another program saved a record while the command wrote it: its text is kept aside. Facts: path, saved."""

    key = "edit-kept"
    says = N_("{path} was saved by another program at the same moment. That text is kept in {saved}; compare the two.")


class EditMerged(Notice):
    """Another program saved a record while the command wrote it: both changes are in it. Facts: path."""

    key = "edit-merged"
    says = N_("{path} was saved by another program at the same moment. Both changes are in the file; look at it.")


class IndexBusy(Notice):
    """git's index is locked by another program. Facts: path."""

    key = "index-busy"
    says = N_(
        "Recorded. git's index is locked by another program ({path}); the next command brings it up to date.\n"
        "If no git program is running, that file is left over: remove it."
    )


class LeftToFinish(Notice):
    """Recorded, but the files could not all be put in place. Facts: path, reason."""

    key = "left-to-finish"
    says = N_("Recorded, but {path} could not be put in place: {reason}\nThe next command finishes it.")


class TextLost(Notice):
    """Recorded without a commit, and the text to be put in place was removed since. Facts: path."""

    key = "text-lost"
    says = N_("{path} could not be finished: its temporary file was removed by another program. Look at the record.")


# --- ledger: finding it, what it refers to, who writes in it (store/ledger.py, store/recording.py) ---


class NoLedger(Refused):
    """Facts: path (where the search began)."""

    key = "no-ledger"
    says = N_(
        "There is no ledger (a folder with svc.yaml) at {path} or above. Nothing was changed.\n"
        "Go to its folder, or name it: svc --ledger DIR …; to start one: svc init DIR"
    )


class NewerLedger(Refused):
    """The ledger's records are of a later format. Facts: schema, known."""

    key = "newer-ledger"
    says = N_(
        "This ledger is of format {schema}; this svc writes format {known}. It can be read. Nothing was changed.\n"
        "To write in it, install a newer svc."
    )


class NoSuchRecord(Refused):
    """Facts: ticket."""

    key = "no-such-record"
    says = N_("There is no ticket {ticket}. Nothing was changed.\nTo look for it: svc list")


class NoSuchCustomer(Refused):
    """Facts: customer."""

    key = "no-such-customer"
    says = N_("There is no customer file {customer}. Nothing was changed.\nTo look for it: svc customer find WORDS")


class NoSuchVersion(Refused):
    """A file that something names is not there. Facts: folder, version."""

    key = "no-such-version"
    says = N_(
        "There is no {version} in the folder {folder} of the ledger. Nothing was changed.\n"
        "To find out what needs it: svc check"
    )


class WrongFileName(Damaged):
    """The number in the record is not the file's. Facts: path, line, problem (the number in it)."""

    key = "wrong-file-name"
    says = N_(
        "{path}:{line}: the number in this record is {problem}, not the one of the file\n"
        "Rename the file, or put its number back. Nothing was changed."
    )


class PromisesUntold(Damaged):
    """What a ticket's promises are counted by is not there, or can't be counted on. Facts: path, line, problem."""

    key = "promises-untold"
    says = N_("{path}:{line}: the promises of this ticket can't be told: {problem}. Nothing was changed.")


class UnknownStaff(Refused):
    """Facts: person, known."""

    key = "unknown-staff"
    says = N_(
        "There is nobody with the id '{person}' in staff.yaml. Nothing was changed.\n"
        "Known: {known}. To say who you are: svc --as ID …, or set SVC_AS"
    )


class StaffLeft(Refused):
    """Facts: person, left."""

    key = "staff-left"
    says = N_("{person} left on {left} (staff.yaml). Nothing was changed.\nTo act as somebody else: svc --as ID …")


class WhoAreYou(Refused):
    """Nobody is named, and git's e-mail is nobody's. Facts: email."""

    key = "who-are-you"
    says = N_(
        "Who is typing? git's e-mail '{email}' is nobody's in staff.yaml. Nothing was changed.\n"
        "Say it: svc --as ID …, or set SVC_AS, or put the address into staff.yaml"
    )


class UnknownOffice(Refused):
    """Facts: office, known."""

    key = "unknown-office"
    says = N_("There is no office or region '{office}' in svc.yaml. Nothing was changed.\nKnown: {known}")


class NotYourRole(Refused):
    """Facts: person, step, roles."""

    key = "not-your-role"
    says = N_(
        "{person} does not have a role that records '{step}' (roles that do: {roles}). Nothing was changed.\n"
        'A manager can allow it: svc --as MANAGER … --allow "reason"'
    )
    named = (("step", "event"), ("roles", "role"))


class OnlyAManagerAllows(Refused):
    """Facts: person."""

    key = "only-a-manager-allows"
    says = N_("--allow is a manager's; {person} is none (staff.yaml). Nothing was changed.")


class NoLane(Refused):
    """This clone may not give numbers yet."""

    key = "no-lane"
    says = N_(
        "This copy of the ledger has no lane of its own to give ticket numbers in. Nothing was changed.\n"
        "Claim one: svc init --join --desk B"
    )


class LaneTaken(Refused):
    """Facts: lane, path."""

    key = "lane-taken"
    says = N_(
        "Lane {lane} is claimed by another copy of this ledger ({path}). Nothing was changed.\n"
        "Claim one of your own: svc init --join --desk B"
    )


class BeforeReceived(Refused):
    """Facts: ticket, at, received."""

    key = "before-received"
    says = N_("{at} is before ticket {ticket} was received ({received}). Nothing was changed.\nCorrect --at TIME.")


class NotAcceptable(Refused):
    """A field has a value the catalogue of events does not allow. Facts: problem (Phrase)."""

    key = "not-acceptable"
    says = N_("{problem}. Nothing was changed.")


class CannotBeWritten(Refused):
    """Text with a character no record can hold. Facts: character (U+0000), before (the text before it)."""

    key = "cannot-be-written"
    says = N_(
        "The character {character} (after '{before}') can't be kept in a record. Nothing was changed.\n"
        "Type the text again without it."
    )


# --- paper: templates, PDFs, what the font has (store/assets.py, render/pages.py, render/pdf.py, render/orders.py) ---


class InstallationIncomplete(NotDone):
    """A folder that comes with the program is not there. Facts: name."""

    key = "installation-incomplete"
    says = N_("The folder `{name}` of this program is missing. Install svc-desk again. Nothing was changed.")


class TemplateFaulty(Refused):
    """A template can't be filled in. Facts: template, line, problem (what Jinja says)."""

    key = "template-faulty"
    says = N_(
        "templates/{template}:{line}: {problem}\n"
        "Correct the template, or take it out of the ledger so that the usual one is used. Nothing was printed."
    )


class TemplateAsksOutside(Refused):
    """A page wants a file or an address; only what is in the page itself is printed. Facts: addresses."""

    key = "template-asks-outside"
    says = N_(
        "The page asks for {addresses}; nothing outside the page is ever fetched.\n"
        "Put the picture or the style into the template itself, a picture as a data: address. Nothing was printed."
    )


class NoPdfEngine(NotDone):
    """plutoprint is not installed or can't be loaded. Facts: reason."""

    key = "no-pdf-engine"
    says = N_(
        "PDFs can't be made on this machine ({reason}). Nothing was printed.\n"
        "Add --format html, open the page in a browser and print it from there."
    )


class CharactersOutsideFont(Refused):
    """Our fonts lack characters of the record. Facts: characters (a Phrase each, with its field)."""

    key = "characters-outside-font"
    says = N_(
        "The font for paper lacks {characters}. Nothing was printed.\n"
        "To print 〓 in their place: add --anyway. On the screen they can be seen: add --format html."
    )


class OnlyNoted(Refused):
    """The call was noted, but intake is not complete: there is nothing to put on an order. Facts: ticket."""

    key = "only-noted"
    says = N_(
        "Ticket {ticket} is only a noted call; an order needs a complete intake. Nothing was printed.\n"
        "To complete it: svc intake {ticket}"
    )


# --- command line: what was typed (cli/) ---


class UsageWrong(Refused):
    """Facts: problem, command."""

    key = "usage"
    says = N_("{problem} Nothing was changed.\nHelp: {command} --help")


class NoSuchCommand(Refused):
    """Facts: word, command, near."""

    key = "no-such-command"
    says = N_("There is no command '{word}'. {near}\nAll commands: {command} --help. Nothing was changed.")


class NoSuchOption(Refused):
    """Facts: option, command, near."""

    key = "no-such-option"
    says = N_("There is no option {option}. {near}\nThe options: {command} --help. Nothing was changed.")


class OptionNeedsValue(Refused):
    """Facts: option, command."""

    key = "option-needs-value"
    says = N_("{option} needs a value behind it. Nothing was changed.\nHelp: {command} --help")


class OptionTakesNoValue(Refused):
    """Facts: option, command."""

    key = "option-takes-no-value"
    says = N_("{option} takes no value. Nothing was changed.\nHelp: {command} --help")


class BadOptionValue(Refused):
    """Facts: option, problem, command."""

    key = "bad-option-value"
    says = N_("{option}: {problem} Nothing was changed.\nHelp: {command} --help")


class TooManyWords(Refused):
    """Facts: words, command."""

    key = "too-many-words"
    says = N_("These words are too many: {words}. Nothing was changed.\nHelp: {command} --help")


class MissingFields(Refused):
    """Facts: fields."""

    key = "missing-fields"
    says = N_(
        "Missing: {fields}. Nothing was changed.\n"
        "Give them as options, or run the command at a terminal and be asked. What nobody knows: unknown: REASON"
    )


class NotOneOf(Refused):
    """Facts: option, value, choices."""

    key = "not-one-of"
    says = N_("{option}: '{value}' is none of {choices}. Nothing was changed.")


class NotANumber(Refused):
    """Facts: option, value."""

    key = "not-a-number"
    says = N_("{option}: '{value}' is no whole number. Nothing was changed.")


class NotADay(Refused):
    """Facts: text."""

    key = "not-a-day"
    says = N_("'{text}' is not a day. Nothing was changed.\nWrite it like 2026-11-21.")


class NotAMonth(Refused):
    """Facts: text."""

    key = "not-a-month"
    says = N_("'{text}' is not a month. Nothing was changed.\nWrite it like 2026-11.")


class FutureTime(Refused):
    """Facts: at, now."""

    key = "future-time"
    says = N_("{at} is still to come (it is {now}). Nothing was changed.\nCorrect --at TIME, or this machine's clock.")


class BadNow(Refused):
    """Facts: text."""

    key = "bad-now"
    says = N_("SVC_NOW is '{text}', which is no time. Nothing was changed.\nWrite it like 2026-11-21T09:00:00+08:00.")


class NotALanguage(Refused):
    """Facts: lang."""

    key = "not-a-language"
    says = N_("There is no language '{lang}' here. Nothing was changed.\nzh or en.")


class OurFault(SvcError):
    """Facts: kind, path."""

    key = "our-fault"
    says = N_(
        "This is a fault of svc itself ({kind}), not yours.\n"
        "Where it happened was saved in {path}; please send it to us."
    )


# --- intake (actions/intake.py) ---


class MissingReasons(Refused):
    """Unknown is written with its reason. Facts: fields."""

    key = "missing-reasons"
    says = N_("Say why it is not known: {fields}. Nothing was changed.\nWrite it like unknown: no name plate on it")


class CustomerOutside(Refused):
    """Outside the service area the distance decides the promise."""

    key = "distance-missing"
    says = N_("How far is the customer from the office? Nothing was changed.\nAdd --distance KM.")


class SameMatter(Refused):
    """An open ticket is about this machine already: nobody calls twice for one matter (S4). Facts: ticket,
    status, command (what to type if it is the same matter)."""

    key = "same-matter"
    says = N_(
        "Ticket {ticket} ({status}) is about this already. Nothing was changed.\n"
        "If it is the same matter: {command}; if it is another one: add --second."
    )
    named = (("status", "status"),)


class NoSuchMachine(Refused):
    """Facts: serial."""

    key = "no-such-machine"
    says = N_(
        "No customer's file has a machine with the serial number {serial}. Nothing was changed.\n"
        "Leave out --customer to take it down as new, or look for it: svc search {serial}"
    )


class NoteNeedsBoth(Refused):
    """Whose call it was and where to call back."""

    key = "note-needs-both"
    says = N_("A noted call is a name and a number. Nothing was changed.\nType: svc intake --note NAME PHONE")


class NoRepeat(Refused):
    """Facts: ticket."""

    key = "no-repeat"
    says = N_(
        "No earlier repair of the machine of ticket {ticket} is known. Nothing was changed.\n"
        "Name the earlier tickets: --earlier TICKET"
    )


class NoSuchPhrase(Refused):
    """Facts: step, known."""

    key = "no-such-phrase"
    says = N_("There is no phrase for '{step}'. Nothing was changed.\nKnown: {known}")


class NoKnowledge(Refused):
    """Facts: slug."""

    key = "no-knowledge"
    says = N_("There is no file knowledge/{slug}.md. Nothing was changed.\nTo look for it: svc knowledge WORDS")


class FileOpened(Notice):
    """A new customer's file was opened with the ticket. Facts: customer, unit."""

    key = "file-opened"
    says = N_("A customer's file was opened: {customer} {unit}")


class FileFound(Notice):
    """The ticket was put under a customer's file that was found. Facts: customer, unit, how."""

    key = "file-found"
    says = N_("Taken down under the customer's file {customer} {unit} ({how}).")


class PhoneOfAnother(Notice):
    """The phone is that of a file under another name. Facts: customer, unit, mine."""

    key = "phone-of-another"
    says = N_(
        "The file {customer} {unit} has this phone too. "
        "If it is the same customer: svc customer merge {mine} --into {customer}"
    )


class ToldOtherwise(Notice):
    """What was told differs from the customer's file; the file stays. Facts: customer, field, told, filed."""

    key = "told-otherwise"
    says = N_(
        "Told {told}, the file {customer} has {filed}. "
        "To correct the file: svc customer correct {customer} --field {field}"
    )


class MachineAdded(Notice):
    """A machine became known and is in the customer's file now. Facts: customer, serial."""

    key = "machine-added"
    says = N_("The machine {serial} is in the customer's file {customer} now.")


class RepeatedRepair(Notice):
    """The same fault again, or the N-th repair. Facts: ticket, times, earlier."""

    key = "repeated-repair"
    says = N_(
        "Repeated repair: number {times} of this machine; earlier: {earlier}. "
        "To declare it: svc declare {ticket} --reason TEXT"
    )


class NobodyToTell(Notice):
    """There is no manager to tell. Facts: times."""

    key = "nobody-to-tell"
    says = N_("Not reached {times} times, and staff.yaml has no manager who could be told.")


# --- deeds at the desk (actions/) ---


class AppointmentPast(Refused):
    """Facts: at, now."""

    key = "appointment-past"
    says = N_("{at} is over already (it is {now}). Nothing was changed.\nGive a time to come: --appointment TIME.")


class CannotGo(Refused):
    """What speaks against sending somebody. Facts: person, reasons (Phrases), ticket."""

    key = "cannot-go"
    says = N_(
        "{person} can't go: {reasons}. Nothing was changed.\n"
        'Who could: svc dispatch {ticket}; or a manager allows it: svc --as MANAGER … --allow "reason"'
    )


class EvidenceMissing(Refused):
    """Misuse must be shown with reasons (S4 visit 4)."""

    key = "evidence-missing"
    says = N_("Misuse is claimed only with what shows it. Nothing was changed.\nAdd --evidence TEXT.")


class SlipNeedsOne(Refused):
    """A slip is signed by somebody, or unsigned with the reason."""

    key = "slip-needs-one"
    says = N_("A slip is either signed or not. Nothing was changed.\nGive --signed-by NAME, or --unsigned REASON.")


class SlipMissing(Refused):
    """Facts: ticket."""

    key = "slip-missing"
    says = N_(
        "The receipt slip of ticket {ticket} is not filed yet. Nothing was changed.\n"
        "File it first: svc slip {ticket} --signed-by NAME, or --unsigned REASON"
    )


class OwnWork(Refused):
    """The technician who did the work does not do its callback (ours). Facts: person."""

    key = "own-work"
    says = N_("{person} did this work; somebody else calls back. Nothing was changed.")


class ReasonNeeded(Refused):
    """A dissatisfied customer is asked why (S4 callback flow)."""

    key = "reason-needed"
    says = N_("Why is the customer not satisfied, or what does not run? Nothing was changed.\nAdd --reason TEXT.")


class NotAState(Refused):
    """Facts: outcome, known."""

    key = "not-a-state"
    says = N_("There is no state '{outcome}'. Nothing was changed.\nKnown: {known}")


class NotAComplaint(Refused):
    """Facts: ticket."""

    key = "not-a-complaint"
    says = N_(
        "Ticket {ticket} is no complaint. Nothing was changed.\nTo take one down about it: svc complaint about {ticket}"
    )


class EarlierLoanOpen(Refused):
    """A part is neither used nor returned (前件不还后件不借). Facts: technician, part, ticket."""

    key = "earlier-loan-open"
    says = N_(
        "{technician} still has {part}, lent for ticket {ticket}. Nothing was changed.\n"
        "To take it back: svc loan return {ticket} {part} --how used"
    )


class NoSuchLoan(Refused):
    """Facts: ticket, part."""

    key = "no-such-loan"
    says = N_("Ticket {ticket} has no part '{part}' out or asked for. Nothing was changed.\nWhat is out: svc loan list")


class NoSuchEvent(Refused):
    """Facts: ticket, event."""

    key = "no-such-event"
    says = N_(
        "Ticket {ticket} has no such event: '{event}'. Nothing was changed.\nIts events: svc show {ticket} --json"
    )


class NothingToSettle(Refused):
    """Facts: ticket."""

    key = "nothing-to-settle"
    says = N_("All events of ticket {ticket} are in turn. Nothing was changed.")


class NothingToAdopt(Refused):
    """Facts: ticket."""

    key = "nothing-to-adopt"
    says = N_("The head of ticket {ticket} is as it was told; nobody edited it. Nothing was changed.")


class CannotAdopt(Refused):
    """Facts: ticket, field."""

    key = "cannot-adopt"
    says = N_(
        "What was edited in ticket {ticket} at '{field}' can't be recorded as a correction. Nothing was changed.\n"
        "Put the file back: git checkout -- its path; then say what is to be corrected with a note."
    )


# --- customers and equipment (actions/customers.py, actions/equipment.py) ---


class CustomerThere(Refused):
    """A file with this telephone or name is there. Facts: file, name, why (Phrase)."""

    key = "customer-there"
    says = N_(
        "There is a file of them already: {file} {name} ({why}). Nothing was changed.\n"
        "To look at it: svc customer show {file}. If this is another customer, type it again with --another."
    )


class FileMerged(Refused):
    """Facts: file, into."""

    key = "file-merged"
    says = N_("Customer file {file} was merged into {into}; use that one. Nothing was changed.")


class SameFile(Refused):
    """Facts: file."""

    key = "same-file"
    says = N_("{file} can't be merged into itself, or a machine be given to whom it belongs. Nothing was changed.")


class SeveralFit(Refused):
    """Words that several customers fit. Facts: words, files."""

    key = "several-fit"
    says = N_("Several customers fit '{words}': {files}. Nothing was changed.\nName the file: svc customer show FILE")


class NotInAnyFile(Refused):
    """Facts: serial."""

    key = "not-in-any-file"
    says = N_(
        "No customer's file has a machine with the serial number {serial}. Nothing was changed.\n"
        "To look for it: svc customer find {serial}. To add it: svc equipment add FILE --serial {serial}"
    )


class SerialThere(Refused):
    """Facts: serial, file, name."""

    key = "serial-there"
    says = N_(
        "The machine {serial} is in file {file} ({name}) already. Nothing was changed.\n"
        "If it has a new owner: svc equipment transfer {serial} --to FILE"
    )


class SerialNeeded(Refused):
    """A machine whose serial number nobody knows can't be told from others."""

    key = "serial-needed"
    says = N_(
        "A machine is known by its serial number; one without can't be kept in a customer's file. "
        "Nothing was changed.\n"
        "Have it read from the nameplate at the next visit; until then a ticket says it is unknown, and why."
    )


class NoSuchField(Refused):
    """Facts: field, known."""

    key = "no-such-field"
    says = N_("There is no field '{field}' to correct. Nothing was changed.\nKnown: {known}")


class AlreadySo(Refused):
    """Facts: field, value."""

    key = "already-so"
    says = N_("'{field}' is '{value}' already. Nothing was changed.")


# --- merging (rules/merge.py) ---


class MergeStopped(Refused):
    """Both sides changed the same place differently. Facts: problems (paths: `customer.phone`, `log.7k2m9q`)."""

    key = "merge-stopped"
    says = N_(
        "Two desks changed the same record differently, at: {problems}\n"
        "Both versions are kept. Decide in an editor what is right, then commit. Nothing was changed."
    )


class TwoRecords(MergeStopped):
    """Two intakes got one number. Facts: id, ours, theirs (when and by whom each was taken down), problems."""

    key = "two-records"
    says = N_(
        "{id} is two records: one taken down {ours}, the other {theirs}\n"
        "Both are kept. To give one of them a new number: svc renumber {id}. Nothing was changed."
    )


class NothingToRecompute(Refused):
    """Facts: old."""

    key = "nothing-to-recompute"
    says = N_("No open ticket is under {old}. Nothing was changed.")


# --- starting a ledger (actions/ledgers.py) ---


class AlreadyALedger(Refused):
    """Facts: path."""

    key = "already-a-ledger"
    says = N_("{path} is a ledger already. Nothing was changed.\nTo make a fresh clone ready: svc init --join --desk B")


class NotEmpty(Refused):
    """Facts: path."""

    key = "not-empty"
    says = N_("{path} is not empty. Nothing was changed.\nName a new folder: svc init DIR")


class NotALane(Refused):
    """Facts: lane."""

    key = "not-a-lane"
    says = N_("'{lane}' can't be a lane. Nothing was changed.\nA lane is one letter without I, O and Q: --desk B.")


class NoDocument(Refused):
    """Facts: document, known."""

    key = "no-document"
    says = N_("There is no paper '{document}'. Nothing was changed.\nKnown: {known}")


class UnknownFields(Refused):
    """Facts: path, fields, known."""

    key = "unknown-fields"
    says = N_("{path}: these fields mean nothing at intake: {fields}. Nothing was changed.\nKnown: {known}")


# --- reading many (cli/lists.py and others) ---


class SomeUnreadable(Damaged):
    """What could be read was shown. Facts: count, files."""

    key = "some-unreadable"
    says = N_("{count} records could not be read and are not in this: {files}\nWhat is wrong with them: svc check")


class Findings(SvcError):
    """`svc check` found something, or `overdue --check` did: the answer is no. Facts: count."""

    key = "findings"
    says = N_("{count} findings.")
    exit_status = 1


class RecordsDamaged(Damaged):
    """`svc check` found records that can't be read. Facts: count."""

    key = "records-damaged"
    says = N_("{count} faults make records unreadable; they are named above.")


# --- bench and money (actions/bench.py, actions/quotes.py, actions/receipts.py, rules/prices.py) ---


class ConditionNeedsOne(Refused):
    """Condition and accessories of a machine brought in are signed for, or it is said why not."""

    key = "condition-needs-one"
    says = N_(
        "Did the customer sign for condition and accessories? Nothing was changed.\n"
        "Add --signed-by NAME, or --unsigned REASON."
    )


class NotBroughtIn(Refused):
    """No machine of this ticket is with us. Facts: ticket."""

    key = "not-brought-in"
    says = N_(
        "No machine of ticket {ticket} was received at the office. Nothing was changed.\n"
        "To receive it: svc bench receive {ticket}"
    )


class NotYetReady(Refused):
    """The machine was neither repaired nor returned as it is. Facts: ticket."""

    key = "not-yet-ready"
    says = N_(
        "The machine of ticket {ticket} is not reported ready. Nothing was changed.\n"
        "To report it: svc bench repair {ticket}. To give it back as it is, a manager adds --allow REASON."
    )


class NotPickedUp(Refused):
    """A machine brought in is still with us. Facts: ticket, place."""

    key = "not-picked-up"
    says = N_(
        "The machine of ticket {ticket} still stands here ({place}). Nothing was changed.\n"
        "To give it back: svc pickup {ticket}. A manager may close nevertheless: --allow REASON."
    )


class AnotherMachine(Refused):
    """The serial number is not that of the ticket's machine. Facts: ticket, serial, own."""

    key = "another-machine"
    says = N_(
        "Ticket {ticket} is about the machine {own}, not {serial}. Nothing was changed.\n"
        "If the number was taken down wrong: svc correct {ticket} --field equipment.serial"
    )


class NotAnAmount(Refused):
    """Facts: option, value."""

    key = "not-an-amount"
    says = N_("{option} {value}: not an amount in yuan. Nothing was changed.\nWrite it like 80 or 80.50.")


class NotALine(Refused):
    """A line of a quote or charge that can't be understood. Facts: value."""

    key = "not-a-line"
    says = N_(
        "--line {value}: neither an item of the price list nor one of your own. Nothing was changed.\n"
        'Write CODE, CODE:COUNT, or "WORDS:COUNT:PRICE". The price list: svc prices'
    )


class NoSuchItem(Refused):
    """Facts: code, prices."""

    key = "no-such-item"
    says = N_(
        "The price list {prices} has no item {code}. Nothing was changed.\n"
        'To see it: svc prices. What it does not have: --line "WORDS:COUNT:PRICE"'
    )


class NoPriceList(Refused):
    """No list was in force. Facts: day."""

    key = "no-price-list"
    says = N_(
        "No price list in prices/ holds on {day}. Nothing was changed.\n"
        'Add one, or write each line with its price: --line "WORDS:COUNT:PRICE"'
    )


class NothingQuoted(Refused):
    """Nothing was quoted that could be charged or agreed to. Facts: ticket."""

    key = "nothing-quoted"
    says = N_(
        "No price was quoted on ticket {ticket}. Nothing was changed.\nTo quote one: svc quote {ticket} --line CODE"
    )


class FreeOfCharge(Refused):
    """The warranty covers the work. Facts: ticket, reason (of the verdict)."""

    key = "free-of-charge"
    says = N_(
        "The work of ticket {ticket} is free of charge: {reason}. Nothing was changed.\n"
        "Misuse is paid for once the visit or repair says so with its evidence; else a manager adds --allow REASON."
    )


class NoConsent(Refused):
    """Paid work is charged only as agreed beforehand. Facts: ticket, total, agreed (a sum, or nothing)."""

    key = "no-consent"
    says = N_(
        "The customer agreed to {agreed} yuan, the charge is {total}. Nothing was changed.\n"
        "To record consent to the price quoted: svc consent {ticket} --to price; to name another: svc quote {ticket}. "
        "A manager may charge nevertheless: --allow REASON."
    )


class BelowPaid(Refused):
    """The charge takes the earlier one's place, so it can't be less than what was paid. Facts: ticket, total, paid."""

    key = "below-paid"
    says = N_(
        "{paid} yuan were paid on ticket {ticket}, more than the charge of {total}. Nothing was changed.\n"
        "A charge takes the place of the earlier one: name all lines. To give money back: svc receipt {ticket} --void "
        "NUMBER --refund cash"
    )


class NothingOpen(Refused):
    """Nothing is owed by the customer. Facts: ticket."""

    key = "nothing-open"
    says = N_(
        "Nothing is to be paid on ticket {ticket}. Nothing was changed.\n"
        "To charge: svc charge {ticket}. To take money beforehand, a manager adds --allow REASON and --amount."
    )


class TooMuch(Refused):
    """More than what is charged less paid. Facts: ticket, amount, open."""

    key = "too-much"
    says = N_(
        "{amount} yuan are more than the {open} still to be paid on ticket {ticket}. Nothing was changed.\n"
        "Leave out --amount to take just that; a manager may allow more: --allow REASON."
    )


class NoSuchReceipt(Refused):
    """Facts: ticket, number, known."""

    key = "no-such-receipt"
    says = N_("Ticket {ticket} has no receipt {number}. Nothing was changed.\nIts receipts: {known}")


class ReceiptIsVoid(Refused):
    """Facts: ticket, number."""

    key = "receipt-is-void"
    says = N_(
        "Receipt {number} was voided already. Nothing was changed.\n"
        "To issue another one for the same money: svc receipt {ticket} --replaces {number}"
    )


class ReceiptStands(Refused):
    """A receipt that was not voided can't be replaced. Facts: ticket, number."""

    key = "receipt-stands"
    says = N_(
        "Receipt {number} was not voided, so none can take its place. Nothing was changed.\n"
        "First: svc receipt {ticket} --void {number} --reason TEXT"
    )


class NoMoneyForReceipt(Refused):
    """Every payment has its receipt, or the money went back. Facts: ticket, number."""

    key = "no-money-for-receipt"
    says = N_(
        "No money of receipt {number} is without a receipt: it was replaced or given back. Nothing was changed.\n"
        "To take money: svc receipt {ticket} --how cash"
    )


class NothingToHandIn(Refused):
    """Facts: ticket."""

    key = "nothing-to-hand-in"
    says = N_(
        "No money taken on site is outstanding on ticket {ticket}. Nothing was changed.\nTo see it: svc show {ticket}"
    )


class OneDeedAtATime(Refused):
    """Options that mean different deeds. Facts: options."""

    key = "one-deed-at-a-time"
    says = N_("{options} do different things. Nothing was changed.\nUse one of them at a time.")


class Unpaid(Refused):
    """Money is owed on the ticket. Facts: ticket, open."""

    key = "unpaid"
    says = N_(
        "{open} yuan are still to be paid on ticket {ticket}. Nothing was changed.\n"
        "To take them: svc receipt {ticket} --how cash. A manager may close nevertheless: --allow REASON."
    )


class NotCharged(Refused):
    """The customer agreed to a price that nobody charged. Facts: ticket, agreed."""

    key = "not-charged"
    says = N_(
        "The customer of ticket {ticket} agreed to {agreed} yuan, and nothing was charged. Nothing was changed.\n"
        "To charge: svc charge {ticket}. A manager may close nevertheless: --allow REASON."
    )


class DistanceUnknown(Refused):
    """How far the customer is from the office is not on record. Facts: ticket, known (travel bands)."""

    key = "distance-unknown"
    says = N_(
        "How far the customer of ticket {ticket} is from the office is not on record. Nothing was changed.\n"
        "Name the travel band yourself: --line CODE ({known})"
    )


class NotApproved(Refused):
    """An exchange is promised only once it was approved (S3 五(3)). Facts: ticket."""

    key = "not-approved"
    says = N_(
        "Nobody has approved the exchange of ticket {ticket}. Nothing was changed.\n"
        "To record it: svc approve {ticket}; or a manager adds --allow REASON."
    )
