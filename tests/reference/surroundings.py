"""What svc looks at besides its command line: variables of the environment and settings of git.

A test finds every one of them in the code, so that none is missing here and none too many.
"""

from __future__ import annotations

from typing import NamedTuple

from reference.markdown import code, table


class Looked(NamedTuple):
    """A variable or setting: its name, what it is for, what holds where it is not set."""

    name: str
    says: str
    otherwise: str


VARIABLES: tuple[Looked, ...] = (
    Looked(
        "SVC_LEDGER",
        "The ledger's folder; `--ledger` comes before it.",
        "the folder you are in, or one above it",
    ),
    Looked(
        "SVC_AS",
        "Who is typing: an id of staff.yaml; `--as` comes before it.",
        "whose e-mail address git knows",
    ),
    Looked(
        "SVC_LANG",
        "The language to answer in, `zh` or `en`; `--lang` comes before it.",
        "`language` in svc.yaml; without a ledger that of `LC_ALL`, `LC_MESSAGES`, `LANG`",
    ),
    Looked(
        "SVC_LOCK_WAIT",
        "How many seconds to wait while another command writes to the ledger, or git holds its "
        "lock; then `lock-held` or `git-locked`, exit status 4. At a terminal git's lock is waited "
        "for until Ctrl-C.",
        "10",
    ),
    Looked(
        "SVC_SYNC_WAIT",
        "How many seconds `svc sync` waits for a shared repository that does not answer; then "
        "`remote-unreachable`, exit status 4.",
        "30",
    ),
    Looked(
        "SVC_PLACE",
        "Any words that stand for this computer and this folder, where a container or a mount gives "
        "them other marks each time: by them svc sees that a disk was copied.",
        "the computer's own mark, the folder's name and the folder itself",
    ),
    Looked(
        "SVC_PUSHER",
        "Which desk pushes: the letter of its lane, for `svc guard`. Set by the forced command of its "
        "ssh key; what is new has to be numbered in that lane.",
        "any lane is taken",
    ),
    Looked(
        "SVC_PAGER",
        "The program that shows what is longer than the screen (`svc list`); empty: none.",
        "`PAGER`, else `less`; on Windows none",
    ),
    Looked(
        "SVC_LINKS",
        "Whether numbers of tickets are links to their files (OSC 8) on a terminal that is shown "
        "colours: `always`, `never`.",
        "links, where the terminal is known to have them; never through a pager",
    ),
    Looked(
        "SVC_NOW",
        "A time with its offset that stands for the clock, such as `2026-11-20T09:00:00+08:00`: "
        "for tests and "
        "demonstrations. At a terminal it is said.",
        "the machine's clock",
    ),
    Looked(
        "SVC_NOTIFY_CHANNEL_URL",
        "The address of a robot, with its key, instead of the one in the user's own file; `CHANNEL` "
        "stands for the channel's name in capitals, as in `SVC_NOTIFY_GROUP_URL`.",
        "`url` in the user's own file",
    ),
    Looked(
        "SVC_NOTIFY_CHANNEL_SECRET",
        "The secret that a robot's messages are signed with, likewise.",
        "`secret` in the user's own file",
    ),
    Looked(
        "SVC_HOOK",
        "Set for hooks and what they start: what svc records there starts no hook once more.",
        "hooks run",
    ),
    Looked(
        "XDG_CONFIG_HOME",
        "The folder in whose folder `svc` the user's own file, `own.yaml`, is looked for: channels "
        "of messages, hooks. An absolute path.",
        "`~/.config`",
    ),
    Looked(
        "NO_COLOR",
        "Set to anything: a terminal is shown no colours (https://no-color.org); `--color always` "
        "goes before it.",
        "colours, where the terminal has them",
    ),
    Looked("PAGER", "As `SVC_PAGER`, which comes before it.", "`less`"),
    Looked("LESS", "Options of `less`.", "`FRX`"),
    Looked(
        "TERM",
        "`dumb`: questions are asked line by line, without keys to edit them and without finding "
        "while you type. Others say whether there are links.",
        "`dumb`",
    ),
    Looked(
        "TERM_PROGRAM, VTE_VERSION, WT_SESSION, KITTY_WINDOW_ID, KONSOLE_VERSION, DOMTERM, TMUX, "
        "STY",
        "Set by terminals, and by tmux and screen: whether there are links (see `SVC_LINKS`).",
        "no links",
    ),
    Looked(
        "LC_ALL, LC_MESSAGES, LANG",
        "The language where neither a ledger nor anything else says it: Chinese if the first that"
        " is set begins with "
        "`zh`.",
        "English",
    ),
    Looked("PATH", "Where `git` is found; `less` and `lp` too.", "`git-missing`, exit status 4"),
    Looked(
        "GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM",
        "Passed on to git. But for the next, no other variable of git's is: one that a hook or another git program "
        "set would lead it "
        "elsewhere.",
        "git's own files",
    ),
    Looked(
        "GIT_SSH_COMMAND",
        "How `svc sync` reaches a repository by ssh, as for git.",
        "`core.sshCommand` of the user's git; else `ssh`",
    ),
    Looked(
        "_SVC_COMPLETE",
        "Set by the shells' completion (`svc --install-completion`); not to be set by hand.",
        "",
    ),
)

GIT_SETTINGS: tuple[Looked, ...] = (
    Looked(
        "svc.commit",
        "`off` (`false`, `no`, `0`): commands write the files and leave the commit to you.",
        "every command that records commits",
    ),
    Looked(
        "svc.desk",
        "The lane in which this clone gives numbers. Set by `svc init`.",
        "`no-lane`, exit status 2",
    ),
    Looked(
        "svc.clone",
        "The clone's mark, which stands in `desks/LANE.yaml`: two clones never give numbers in "
        "one lane. Set by "
        "`svc init`.",
        "`lane-taken`, exit status 2",
    ),
    Looked(
        "svc.place",
        "Where this clone lies: a mark of the computer and the folder, by which it is seen that a "
        "disk was copied. Set by `svc init`, else by the first command that gives a number.",
        "it is noted",
    ),
    Looked(
        "svc.renumbered",
        "That this clone has seen a record get another number: `svc show` then says who else had "
        "the one it shows. Set by `svc renumber`, `svc sync` and `svc init --join`.",
        "it says nothing of that",
    ),
    Looked(
        "svc.name, svc.email",
        "Who made the clone ready: commits bear it where git knows nobody, as under cron. Set by "
        "`svc init`.",
        "`no-git-identity`, exit status 2",
    ),
    Looked(
        "svc.guarded",
        "In the shared repository: the branches that `svc guard` takes, by name; several times for "
        "several.",
        "the branch of HEAD",
    ),
    Looked(
        "svc.weekly",
        "The day on which `svc overdue --flag` last said here what it says once a week: that a "
        "calendar lacks a year. Set by it.",
        "it is said the next time",
    ),
    Looked(
        "merge.svc.name",
        "What git calls the merge driver of records. Set by `svc init`.",
        "git calls it svc",
    ),
    Looked(
        "merge.svc.driver",
        "Merge two versions of a record; git calls this, by the full path of svc. Set by "
        "`svc init`, and kept right by the next command that records; `svc check` says if git "
        "would not find it.",
        "git merges records as any text, with conflicts",
    ),
    Looked(
        "user.email",
        "Who is typing, if it is the address of one of the staff; and who commits.",
        "say it: `--as` or `SVC_AS`",
    ),
    Looked("user.name", "Who commits.", "`no-git-identity`, exit status 2"),
    Looked(
        "committer.name, committer.email",
        "Who commits, before `user.name` and `user.email`.",
        "these",
    ),
)


def _table(head: str, looked: tuple[Looked, ...]) -> str:
    rows = [
        [", ".join(code(name) for name in each.name.split(", ")), each.says, each.otherwise]
        for each in looked
    ]
    return table([head, "what it is for", "if it is not set"], rows)


def variables() -> str:
    return _table("variable", VARIABLES)


def git_settings() -> str:
    return _table("setting", GIT_SETTINGS)


def names(looked: tuple[Looked, ...]) -> set[str]:
    """Every name, one each."""
    return {name for each in looked for name in each.name.split(", ")}
