"""What `--json` answers: kinds by the stage of the work, in one table (table.py)."""
