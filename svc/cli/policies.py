"""`svc policy`: which promises there are, a new version of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import policies as actions
from svc.cli.desk import Desk
from svc.cli.settings import tell_entries
from svc.cli.shared import CsvOption, GoOption, XlsxOption
from svc.errors import N_, SettingUnreadable
from svc.model.labels import LABELS
from svc.model.typed_times import read_length
from svc.render.tables import plain_table

if TYPE_CHECKING:
    from svc.model.durations import Duration
    from svc.model.settings import PolicyChoice


def list_policies(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List the versions of policies: which count for new tickets, and for whose."""
    desk: Desk = ctx.obj
    entries = [
        {
            "version": policy.version,
            "note": policy.note,
            "count": policy.count,
            "newest": policy.newest,
            "whose": _for_whom(desk, policy.chosen_by) if policy.newest else "",
        }
        for policy in actions.known_policies(desk.ledger())
    ]
    tell_entries(
        desk, "policies", entries, ("version", "note", "count", "whose"), csv=csv, xlsx=xlsx
    )


def new(
    ctx: typer.Context,
    policy: Annotated[
        str, typer.Argument(metavar="POLICY", help=N_("Which policy: office, six_stages …"))
    ],
    limit: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="PROMISE=LIMIT",
            help=N_("A promise and its limit: 联系到客户=1小时, visit=2wd; repeatable."),
        ),
    ] = [],
    go: GoOption = False,
) -> None:
    """Make a new version of a policy, after a preview of what changes for whom."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    name = actions.policy_called(ledger, policy)
    limits = dict(_limit(desk, text) for text in desk.need_some("set", N_("Promise=limit"), limit))
    if go:
        planned = actions.record_version(ledger, name, limits, desk.typist())
    else:
        planned, _ = actions.plan_version(ledger, name, limits, desk.now.date())
    if desk.json:
        desk.show_json(
            "policy",
            version=planned.version,
            earlier=planned.earlier,
            changes=[
                {"promise": each.promise, "before": each.before, "after": each.after}
                for each in planned.changes
            ],
            open_tickets=planned.open_tickets,
            recorded=go,
        )
        return
    words = desk.words
    rows = [
        [
            words.label("promise", each.promise),
            words.length(each.before) if each.before != "unset" else "—",
            words.length(each.after),
        ]
        for each in planned.changes
    ]
    if rows:
        heads = [words(N_("Promise")), words(N_("Was")), words(N_("Will be"))]
        desk.out(plain_table(heads, rows, words.screen))
    desk.say(N_("For new tickets: {whose}."), whose=_for_whom(desk, planned.chosen_by) or "—")
    if planned.open_tickets:
        desk.say(
            N_(
                "Open tickets keep {earlier}: {count}. To change that afterwards: svc promise "
                "recompute --from {earlier} --to {version} --reason REASON"
            ),
            earlier=planned.earlier,
            version=planned.version,
            count=planned.open_tickets,
        )
    if go:
        desk.say(N_("Written: {path}"), path=f"policies/{planned.version}.yaml")
    else:
        desk.say(N_("Nothing was changed. To record it: add --go"))


def _limit(desk: Desk, text: str) -> tuple[str, Duration]:
    """`联系到客户=1小时` as a promise and a length. Raises SettingUnreadable, NotADuration."""
    from svc.cli.fixed_words import meant_in_group

    promise, is_said, limit = text.replace("＝", "=").partition("=")
    if not is_said or not limit.strip():
        raise SettingUnreadable(text=text)
    meant = meant_in_group(desk, "promise", tuple(LABELS["promise"]), promise.strip())
    return meant or promise.strip(), read_length(limit.strip())


def _for_whom(desk: Desk, rows: list[PolicyChoice]) -> str:
    """For whose tickets the rows of svc.yaml choose a policy."""
    words, offices = desk.words, desk.ledger().settings.offices
    said = []
    for row in rows:
        parts = [row.contract, words.label("kind", row.kind) if row.kind else ""]
        if row.office:
            parts.append(offices[row.office].name if row.office in offices else row.office)
        said.append(" ".join(part for part in parts if part) or words(N_("all others")))
    return words.comma.join(said)
