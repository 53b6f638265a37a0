"""Merging (rules/merge.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class MergeStopped(Refused):
    """Both sides changed the same place differently. Facts: problems (paths: `customer.phone`,
    `log.7k2m9q`).
    """

    key = "merge-stopped"
    says = N_(
        "Two desks changed the same record differently, at: {problems}\n"
        "Both versions are kept. Decide in an editor what is right, then commit. Nothing was "
        "changed."
    )


class TwoRecords(MergeStopped):
    """Two intakes got one number. Facts: id, ours, theirs (when and by whom each was taken down),
    problems.
    """

    key = "two-records"
    says = N_(
        "{id} stands for two records: one received {ours}, the other {theirs}\n"
        "Both are kept, and nothing was changed. Take the merge back: git merge --abort\n"
        "Then give one of them another number: svc renumber; after a pull by hand with --against "
        "COMMIT"
    )
