"""What a table that is imported says, and how it stands to what the ledger has."""
