"""The sample ledger: a made-up maker of kitchen robots, three months of its service desk, the same
bytes every time.

Stories tell what happens, when and by whom (`stories`, `steps` and their like), `store` and `cash`
what an office keeps besides; `script` puts what is typed for it in the order of time; `played`
performs that by the actions of svc, in a ledger without records, whose files are the sample then.
So nothing stands in it that no command writes.

`python -m sample.make ledger` (from `tests/`; `make sample` does it) writes it. Nobody and nothing
in it is real: names and addresses are put together from lists, telephone numbers are from ranges
that nobody is given.
"""
