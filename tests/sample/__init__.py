"""The sample ledger: a made-up maker of kitchen robots, three months of its service desk, the same
bytes every time.

`python -m sample.make ledger` (from `tests/`; `make sample` does it) writes it. Nobody and nothing
in it is real: names and addresses are put together from lists, telephone numbers are from ranges
that nobody is given.
"""
