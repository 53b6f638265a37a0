"""What has to have happened between desks so that `svc sync` refuses."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from conftest import NOW, TICKET, unpack
from exchange import Clone, Exchange

from svc.actions.guard import RefUpdate
from svc.model.ids import TicketId
from svc.store.git.program import Ended

Spoil = Callable[[Any, pytest.MonkeyPatch], object]


def shared(desk: Any, patch: pytest.MonkeyPatch) -> Exchange:
    """Another desk has joined."""
    return Exchange(desk, desk.path.parent, patch)


def with_remotes(*names: str) -> Spoil:
    """These repositories are named, and none is there."""
    return lambda desk, patch: [desk.git("remote", "add", name, f"/gone/{name}") for name in names]


def git_says(err: str) -> Spoil:
    """The other side lets nobody in, for this reason."""

    def spoil(desk: Any, patch: pytest.MonkeyPatch) -> None:
        shared(desk, patch)
        patch.setattr(
            "svc.store.git.remote._run",
            lambda root, held, *words: Ended(128, b"", f"fatal: {err}", 0),
        )

    return spoil


def refused_over_there(desk: Any, patch: pytest.MonkeyPatch) -> None:
    hook = shared(desk, patch).hub / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    desk.ok("note", TICKET, "x", by="chen")


def locked_over_there(desk: Any, patch: pytest.MonkeyPatch) -> None:
    (shared(desk, patch).hub / "refs/heads/main.lock").write_text("", encoding="utf-8")
    desk.ok("note", TICKET, "x", by="chen")


def text_gone(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """git no longer has the text of a record."""
    blob = desk.git("rev-parse", f"HEAD:{desk.record.relative_to(desk.path).as_posix()}").strip()
    unpack(desk.path)
    (desk.path / ".git/objects" / blob[:2] / blob[2:]).unlink()


def own_hook(desk: Any, patch: pytest.MonkeyPatch) -> None:
    hook = desk.path / ".git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n", encoding="utf-8")


def pushing(old: str, ref: str) -> Spoil:
    """git tells the guard of a push to HEAD, from this commit."""

    def spoil(desk: Any, patch: pytest.MonkeyPatch) -> None:
        before = desk.git("rev-parse", old).strip() if old else None
        update = RefUpdate(before, desk.git("rev-parse", "HEAD").strip(), ref)
        patch.setattr("svc.actions.guard.ref_updates", lambda lines: [update])

    return spoil


def dropped_and_pushed(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.ok("note", TICKET, "门口有狗", by="chen")
    text = desk.record.read_text(encoding="utf-8")
    desk.record.write_text(text[: text.rindex("  - seq:")], encoding="utf-8", newline="")
    desk.commit()
    pushing("HEAD~1", "refs/heads/main")(desk, patch)


def always_overtaken(desk: Any, patch: pytest.MonkeyPatch) -> None:
    shared(desk, patch)
    desk.ok("note", TICKET, "x", by="chen")
    patch.setattr("svc.store.git.remote.send", lambda *_: False)


def another_ledger(desk: Any, patch: pytest.MonkeyPatch) -> None:
    other = desk.path.parent / "other"
    desk.ok("init", str(other), "--me", "陈静")
    desk.git("remote", "add", "origin", str(other))


def rewound(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    desk.ok("note", TICKET, "x", by="chen")
    both.meet()
    subprocess.run(["git", "update-ref", "refs/heads/main", "main~1"], cwd=both.hub, check=True)


def edited_on_both(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    both.there.ok("note", TICKET, "x", by="li")
    both.there.sync()
    desk.edit("不加热", "不很热")


def rewritten_there(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    desk.ok("note", TICKET, "原话", by="chen")
    both.meet()
    both.there.edit("原话", "改过")
    both.push_by_hand()


def taken_out_there(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    both.there.record.unlink()
    both.push_by_hand()


def one_number(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """The clone was copied: it has the same lane, and says that it is the same."""
    both = shared(desk, patch)
    both.there.git("config", "svc.desk", "A")
    both.there.git("config", "svc.clone", desk.git("config", "svc.clone").strip())
    both.there.other(1, by="li")
    both.there.sync()
    desk.other(2, by="chen")


def copied(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """Its disk lies in another computer."""
    patch.setenv("SVC_PLACE", "another computer")


def both_renumbered(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """Two records had one number, and neither has it now."""
    for number in (2, 3):
        assert desk.other(number).status == 0
    for number in (2, 3):
        was, now = (TicketId("SZ", 2026, 11, "A", each) for each in (number, number + 5))
        with desk.ledger.writing(by="li", now=datetime.fromisoformat(NOW)) as tx:
            tx.renumber(was, now)
    desk.edit('was: "SZ-2611-A0003"', 'was: "SZ-2611-A0002"', now.path)


def lane_claimed_twice(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    desk.ok("init", "--join", "--desk", "B", "--me", "陈静")
    both.there.sync()


def copy_went_on(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """A copy of this clone took something down, and sent it."""
    both = shared(desk, patch)
    copy = Clone(desk.path.parent / "copy", patch)
    shutil.copytree(desk.path, copy.path)
    assert copy.other(1, by="li").status == 0
    assert both.there.sync().status == copy.sync().status == 0


def link_sent(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    (both.there.path / "tickets/away").symlink_to("/etc")
    both.push_by_hand()


def settings_spoilt_there(desk: Any, patch: pytest.MonkeyPatch) -> None:
    both = shared(desk, patch)
    both.there.edit("quote_days: 30", "quote_days: [", "svc.yaml")
    both.push_by_hand()


def without_other_offices(desk: Any, _: pytest.MonkeyPatch) -> None:
    """Beijing has a ticket, whose folder is not here."""
    assert desk.other(1, "--office", "BJ").status == 0
    desk.git("update-index", "-q", "--refresh")
    places = ("calendars", "customers", "desks", "policies", "prices", "tickets/SZ")
    desk.git("sparse-checkout", "set", "--cone", *places)


def moved_on(desk: Any, patch: pytest.MonkeyPatch) -> None:
    """Nobody has decided yet, and the value elsewhere is another one again."""
    both = shared(desk, patch)
    both.disagree()
    both.there.sync()
    both.here.sync()
    both.there.edit("quote_days: 45", "quote_days: 50", "svc.yaml")
    both.there.commit()
    both.there.sync()
    # what came in is not what was shown; nobody has looked since
    both.here.git("pull", "-q", "--no-rebase", "--no-edit", str(both.hub), "main")
