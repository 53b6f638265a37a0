"""What svc costs at 10,000 and 100,000 tickets, as ratios: `make bench`.

`python -m bench.ledger 10000` (from `tests/`) makes the ledger alone.
"""
